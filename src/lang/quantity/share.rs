//! Parts of a whole: one third, one in five, half, 四分之三, 四成半, 七折.

use super::super::fold::is_han;
use super::super::number::leading_number;
use super::Read;
use super::number::{UNIT_AND_A_HALF, article, begins_with_scale, decimal, unit_at};
use crate::lexicon::{Measure, quantity_words};

/// A share, or a half of something, at the beginning of a folded text.
pub(super) fn share(rest: &str) -> Option<Read> {
    fraction(rest).or_else(|| chinese_share(rest))
}

/// The value of a quantity, or what is left to pay where it is taken off: 30% off is 七折.
pub(super) fn left(folded: &str, at: usize, (value, unit, length): Read) -> f64 {
    let around = &quantity_words().around;
    let (before, rest) = folded.split_at_checked(at).unwrap_or_default();
    let (own, after) = rest.split_at_checked(length).unwrap_or_default();
    let after = after.trim_start();
    let stands = |word: &String| {
        let next = after.strip_prefix(word.as_str()).map(|rest| rest.chars().next());
        next.is_some_and(|next| {
            !(word.is_ascii() && next.is_some_and(|next| next.is_ascii_alphabetic()))
        })
    };
    let is_off = around.off.iter().any(stands)
        || around.before_off.iter().any(|word| before.ends_with(word.as_str()));
    // 八折 is what is left already
    let is_left = own.ends_with('折');
    if unit == Some(Measure::Percent) && is_off && !is_left { 100.0 - value } else { value }
}

fn fraction(rest: &str) -> Option<Read> {
    if article(rest).is_some() || rest.starts_with("half-way") {
        // half a million
        return None;
    }
    let whole = quantity_words().whole.iter().find(|(word, ..)| {
        rest.starts_with(word.as_str())
            && !(word.is_ascii() && begins_letter(rest.get(word.len()..).unwrap_or_default()))
    });
    let whole = whole.map(|(word, value, unit)| (*value, Some(*unit), word.len()));
    half_of_unit(rest).or(whole).or_else(|| english_fraction(rest))
}

/// Half a unit, or one and a half: half a year, half-day, 半年, 半個月; a year and a half.
fn half_of_unit(rest: &str) -> Option<Read> {
    if let Some(half) =
        ["half a ", "half an ", "half-", "半"].into_iter().find(|half| rest.starts_with(half))
    {
        let is_bare = half == "半";
        let (unit, times, length) = unit_at(rest.get(half.len()..)?, is_bare, 0.5)?;
        let length = half.len() + length;
        let ends = is_bare || !begins_letter(rest.get(length..)?);
        return (ends && unit != Measure::MonthOfYear).then_some((0.5 * times, Some(unit), length));
    }
    let article = ["a ", "an "].into_iter().find(|article| rest.starts_with(article));
    let article = article.map_or(0, str::len);
    let (unit, times, length) = unit_at(rest.get(article..)?, false, 1.0)?;
    let length = article + length;
    let has_half = rest.get(length..)?.starts_with(UNIT_AND_A_HALF);
    has_half.then_some((1.5 * times, Some(unit), length + UNIT_AND_A_HALF.len()))
}

fn begins_letter(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
}

/// One third, two-fifths, a quarter of them, one in five.
fn english_fraction(rest: &str) -> Option<Read> {
    let around = &quantity_words().around;
    let has_article = rest.starts_with("a ");
    let (numerator, mut length) = match has_article {
        true => (1.0, 1),
        false => leading_number(rest)
            .filter(|(value, length, is_ordinal)| {
                let word = rest.get(..*length).unwrap_or_default();
                *value < 10 && !is_ordinal && word.is_ascii()
            })
            .map(|(value, length, _)| (value as f64, length))?,
    };
    let after = rest.get(length..)?;
    let of = [" in ", " out of "].into_iter().find(|of| after.starts_with(of));
    if let Some((of, whole)) =
        of.filter(|_| !has_article).and_then(|of| Some((of, after.strip_prefix(of)?)))
    {
        let (value, whole_length) = decimal(whole)?;
        let behind = whole.get(whole_length..)?.trim_start_matches([' ', '-']);
        if begins_with_scale(behind) {
            return None;
        }
        // "three in 2023" counts in a year, "one in five" is a share
        let is_share = numerator < value
            && matches!(value, 2.0..=10.0 | 20.0 | 100.0 | 1000.0 | 10_000.0 | 100_000.0);
        length += of.len() + whole_length;
        let next = rest.get(length..)?.trim_start();
        let is_date = next.starts_with(|first: char| first.is_ascii_digit())
            || around.behind_counts.iter().any(|word| next.starts_with(word.as_str()));
        return (is_share && !is_date).then_some((
            100.0 * numerator / value,
            Some(Measure::Percent),
            length,
        ));
    }
    let word = after.strip_prefix([' ', '-'])?;
    let denominators = &quantity_words().denominators;
    let (name, denominator) =
        denominators.iter().find(|(name, _)| word.starts_with(name.as_str()))?;
    let many = word.get(name.len()..)?.starts_with('s');
    length += 1 + name.len() + usize::from(many);
    let next = rest.get(length..)?;
    let ends = !next.starts_with(|first: char| first.is_ascii_alphabetic());
    let word = next.trim_start_matches([' ', '-']);
    let word = word.split(|own: char| !own.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_part = match (name.as_str(), has_article) {
        // a third runway is no share of one
        (_, true) => word.is_empty() || around.behind_shares.iter().any(|own| own == word),
        // the past two quarters are months
        ("quarter", false) => numerator == 1.0 || numerator == 3.0 || word == "of",
        _ => true,
    };
    (ends && is_part && many == (numerator > 1.0)).then_some((
        100.0 * numerator / denominator,
        Some(Measure::Percent),
        length,
    ))
}

/// 四分之三, 百分之五, 四成, 四成半, 七折.
fn chinese_share(rest: &str) -> Option<Read> {
    for (of, whole) in [("百分之", 100.0), ("千分之", 1e3), ("万分之", 1e4)] {
        if let Some(part) = rest.strip_prefix(of) {
            let (value, length) = decimal(part)?;
            return Some((100.0 * value / whole, Some(Measure::Percent), of.len() + length));
        }
    }
    let (value, length) = decimal(rest)?;
    let after = rest.get(length..)?;
    if let Some(counter) = after.strip_prefix("分之") {
        let (numerator, counter_length) = decimal(counter)?;
        let length = length + "分之".len() + counter_length;
        return (value > 0.0).then_some((
            100.0 * numerator / value,
            Some(Measure::Percent),
            length,
        ));
    }
    // 三分二, as Hong Kong says it
    if let Some(part) = after.strip_prefix('分')
        && let Some((numerator, part_length, false)) = leading_number(part)
        && rest.starts_with(is_han)
        && (numerator as f64) < value
        && value < 10.0
    {
        let length = length + "分".len() + part_length;
        return Some((100.0 * numerator as f64 / value, Some(Measure::Percent), length));
    }
    // 成立 is no share
    let is_verb = quantity_words().share_unless_verb.iter().any(|(word, but)| {
        let next = after.strip_prefix(word.as_str()).map(|rest| rest.chars().next().unwrap_or(' '));
        next.is_some_and(|next| !but.contains(next))
    }) || (after.starts_with("成为") && value > 9.0);
    if value > 10.0 || is_verb {
        // 八五折
        let is_price = (11.0..100.0).contains(&value) && after.starts_with('折');
        return is_price.then_some((value, Some(Measure::Percent), length + "折".len()));
    }
    for (word, sign) in [("成", 10.0), ("折", 10.0)] {
        if let Some(more) = after.strip_prefix(word) {
            // 四成半, 七成七
            let (rest, extra) = match leading_number(more) {
                _ if more.starts_with('半') => (5.0, "半".len()),
                Some((digit, length, false)) if digit < 10 => (digit as f64, length),
                _ => (0.0, 0),
            };
            return Some((
                sign * value + rest,
                Some(Measure::Percent),
                length + word.len() + extra,
            ));
        }
    }
    None
}
