//! Whether a number in words is meant as one, by how it is written and what stands beside it.

use crate::lexicon::{Measure, quantity_words};

/// How a quantity is written, from what is always meant as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In digits, as a share, or with a unit.
    Figure,
    /// In words, before a counter.
    Word,
    /// In words that may be a part of another (十分, 三藩市), or as no more than about so many (數百).
    Loose,
}

impl Writing {
    /// How a quantity is written, between two characters of a text.
    pub(super) fn of(written: &str, unit: Option<Measure>, before: char, after: &str) -> Self {
        let around = &quantity_words().around;
        let first = written.chars().next().unwrap_or(' ');
        if first.is_ascii_digit() {
            return Self::Figure;
        }
        if first.is_ascii() {
            return if unit.is_some() { Self::Figure } else { Self::Word };
        }
        let numerals = written.chars().count();
        let next = after.chars().next().unwrap_or(' ');
        let is_large = numerals > 2 && written.contains(['百', '千', '万', '亿']);
        let is_nothing = matches!(written, "零" | "〇");
        let is_bare = unit.is_none() && !around.counters.contains(next) && !is_large;
        // 三三四學制, 七一, 兩三年: a few digits by place are the name of something, or one number or the other
        let digits = written.trim_end_matches(|own| !"〇零一二两三四五六七八九".contains(own));
        let by_place = digits.chars().all(|own| "〇零一二两三四五六七八九".contains(own));
        let is_name = by_place && (2..4).contains(&digits.chars().count()) && next != '号';
        // 十年代 is a time, 十分 is "very"
        let is_other = (next == '分' && unit.is_none())
            || after.starts_with("年代")
            || (first == '半' && "上下".contains(before));
        let is_vague = around.vague.contains(before) && "十百千万亿".contains(first);
        // 每三人有一人 is a share
        if is_bare || is_nothing || is_name || is_other || is_vague || "每波".contains(before) {
            Self::Loose
        } else if unit.is_some() || numerals > 1 || !"一二两三四五六七八九".contains(first)
        {
            Self::Figure
        } else {
            Self::Word
        }
    }
}
