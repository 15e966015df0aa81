//! Where paragraphs are numbered from 1 again behind all others: the same paper in the other language, or an annex without a heading.

use std::collections::BTreeMap;
use std::ops::Range;

use super::block::{ends_sentence, is_part};
use super::chain::is_before_list;
use super::label::{Style, labels};
use super::line::{Kind, Line};
use crate::lang::is_han;

/// In a Chinese text, at least this share of the letters are Han characters; in one that is not, at most a third of it.
const CHINESE: f32 = 0.3;

/// So many paragraphs stand before it at least.
const LEAST_BEFORE: u32 = 2;

/// Lines with about this indent, in widths of a Han character, begin alike.
const SAME_INDENT: f32 = 0.5;

/// The place of the first line of what is numbered again.
pub(super) fn begins_again(lines: &[Line]) -> Option<usize> {
    let scripts = Scripts::of(lines);
    let mut counted: BTreeMap<Style, Vec<(usize, u32)>> = BTreeMap::new();
    for (place, line) in texts(lines) {
        for label in labels(&line.text) {
            if let [number] = label.number.as_slice() {
                counted.entry(label.style).or_default().push((place, *number));
            }
        }
    }
    let places = counted.values().filter_map(|numbers| {
        let (first, _) = numbers.iter().find(|(_, number)| *number == 1)?;
        let mut most = 0;
        numbers.iter().enumerate().find_map(|(at, (place, number))| {
            let known = most;
            most = most.max(*number);
            let new = numbers.get(at..).filter(|new| new.len() > 1)?;
            if *number != 1 || place <= first || known < LEAST_BEFORE {
                return None;
            }
            let begins = translation(lines, &scripts, *place);
            begins.or_else(|| unheaded(lines, *first, known, new))
        })
    });
    places.min()
}

/// Where the same paper in the other language begins, if its first paragraph is at this place: with the title above it.
fn translation(lines: &[Line], scripts: &Scripts, place: usize) -> Option<usize> {
    let before = scripts.is_chinese(0..place)?;
    let after = scripts.is_chinese(place..lines.len())?;
    let is_other = |at: usize| scripts.is_chinese(at..at + 1) == Some(after);
    if before == after || !is_other(place) {
        return None;
    }
    let title = (0..place).rev().take_while(|at| is_other(*at)).count();
    Some(place - title)
}

/// Where an annex without a heading begins, if these are the numbers from its first paragraph on, behind as many as are known: it stands as the
/// first paragraph of the paper does, behind a sentence that announces no list.
fn unheaded(lines: &[Line], first: usize, known: u32, new: &[(usize, u32)]) -> Option<usize> {
    let (place, _) = *new.first()?;
    let (line, first) = (lines.get(place)?, lines.get(first)?);
    let above = lines.get(..place)?;
    let (_, last) = texts(above).next_back()?;
    let stands_alike = (first.indent - line.indent).abs() <= SAME_INDENT;
    let is_announced = is_before_list(&last.text);
    if !line.blank || !stands_alike || is_announced || !ends_sentence(&last.text) {
        return None;
    }
    let counts_up = new.iter().zip(1..).all(|((_, one), other)| *one == other);
    let is_new = counts_up && new.len() as u32 <= known;
    (is_new && !texts(above).any(|(_, line)| is_part(&line.text))).then_some(place)
}

fn texts(lines: &[Line]) -> impl DoubleEndedIterator<Item = (usize, &Line)> {
    lines.iter().enumerate().filter(|(_, line)| line.kind == Kind::Text && !line.table)
}

/// How many letters, and Han characters among them, stand before each line.
struct Scripts(Vec<(usize, usize)>);

impl Scripts {
    fn of(lines: &[Line]) -> Self {
        let (mut sums, mut all, mut han) = (vec![(0, 0)], 0, 0);
        for line in lines {
            if line.kind == Kind::Text && !line.table {
                all += line.text.chars().filter(|own| own.is_alphabetic()).count();
                han += line.text.chars().filter(|own| is_han(*own)).count();
            }
            sums.push((all, han));
        }
        Self(sums)
    }

    /// Whether these lines are Chinese; `None` where they are neither that nor anything else clearly.
    fn is_chinese(&self, lines: Range<usize>) -> Option<bool> {
        let (first, last) = (self.0.get(lines.start)?, self.0.get(lines.end)?);
        let (all, han) = (last.0 - first.0, last.1 - first.1);
        let share = han as f32 / all.max(1) as f32;
        match share {
            _ if all < 2 => None,
            _ if share >= CHINESE => Some(true),
            _ if share <= CHINESE / 3.0 => Some(false),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<Line> {
        let line = |text: &&str| Line { text: (*text).to_owned(), blank: true, ..Line::default() };
        texts.iter().map(line).collect()
    }

    #[test]
    fn a_second_numbering_is_found_with_its_title() {
        let bilingual = [
            "守則",
            "1. 車輛須展示載運入帳票。",
            "2. 以下物料概不接收。",
            "Guidance Notes",
            "1. All trucks must display a chit.",
            "2. These are not accepted.",
        ];
        assert_eq!(begins_again(&lines(&bilingual)), Some(3));
        let unheaded = [
            "1. One.",
            "2. Two.",
            "3. Views are sought.",
            "1. In Singapore, it is so.",
            "2. In Japan, it is not.",
        ];
        assert_eq!(begins_again(&lines(&unheaded)), Some(3));
        let list =
            ["1. One.", "2. Two.", "3. There are two ways:", "1. The first.", "2. The second."];
        assert_eq!(begins_again(&lines(&list)), None);
        let within = [
            "1. One.",
            "2. Ways are open.",
            "1. The first.",
            "2. The second.",
            "3. Three.",
            "4. Four.",
        ];
        assert_eq!(begins_again(&lines(&within)), None);
        let list_before = [
            "1. 甲。",
            "2. 乙如下：",
            "1. 丙",
            "2. 丁",
            "Notes",
            "1. All trucks must display a chit that is valid.",
            "2. These materials are not accepted at any time of the day or the night.",
        ];
        assert_eq!(begins_again(&lines(&list_before)), Some(4));
    }
}
