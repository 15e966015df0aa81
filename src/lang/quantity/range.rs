//! What quantities side by side tell together: ranges, spans of years, hours with minutes.

use super::super::number::month;
use super::{Quantity, Writing};
use crate::lexicon::{Measure, quantity_words};

/// Makes one span of hours and the minutes behind them.
pub(super) fn join_hours(folded: &str, found: Vec<Quantity>) -> Vec<Quantity> {
    let mut joined: Vec<Quantity> = Vec::with_capacity(found.len());
    for own in found {
        if let Some(last) = joined.last_mut()
            && (last.unit, own.unit) == (Some(Measure::Hours), Some(Measure::Minutes))
            && matches!(folded.get(last.end..own.start).map(str::trim), Some("" | "and"))
        {
            (last.value, last.unit) = (60.0 * last.value + own.value, Some(Measure::Minutes));
            last.end = own.end;
            continue;
        }
        joined.push(own);
    }
    joined
}

/// The unit and the scale of a range, written at one end, are those of both: 三至五年, 3 to 5 million, 百分之二十至三十.
pub(super) fn complete_ranges(folded: &str, found: &mut [Quantity]) {
    for at in 1..found.len() {
        let (Some(first), Some(second)) = (found.get(at - 1).copied(), found.get(at).copied())
        else {
            continue;
        };
        let between = folded.get(first.end..second.start).unwrap_or_default().trim();
        if !stands_in(&quantity_words().around.ranges, between) {
            continue;
        }
        // "from 52% in 2018 to 39%"
        if (1900.0..2100.0).contains(&first.value) && first.unit.is_none() {
            continue;
        }
        if first.value > second.value {
            // "$3.3 billion or 11.5%"
            continue;
        }
        let is_share = |own: &Quantity| own.unit == Some(Measure::Percent);
        if let Some(own) = found.get_mut(at - 1) {
            if own.unit.is_none() && (between != "and" || is_share(&second)) {
                own.unit = second.unit;
                // 二至三成
                let written = folded.get(second.start..second.end).unwrap_or_default();
                if written.ends_with(['成', '折']) && own.value < 10.0 {
                    own.value *= 10.0;
                }
            }
            if own.writing == Writing::Loose && second.writing == Writing::Word {
                own.writing = Writing::Word;
            }
        }
        let scale = scale_of(folded.get(second.start..second.end).unwrap_or_default());
        if let Some(own) = found.get_mut(at - 1)
            && between != "and"
            && first.unit.is_none()
            && scale > 1.0
            && own.value < second.value / scale
        {
            own.value *= scale;
        }
        if let Some(own) = found.get_mut(at)
            && own.unit.is_none()
            && is_share(&first)
            && folded.get(first.start..).is_some_and(|text| text.starts_with("百分之"))
        {
            own.unit = first.unit;
        }
    }
}

/// What the scale word in a number multiplies by; 1 without one.
fn scale_of(written: &str) -> f64 {
    let scales = quantity_words().scales.iter();
    let found = scales.filter(|(scale, _)| scale.len() > 1 && written.contains(scale.as_str()));
    found.map(|&(_, factor)| factor).filter(|factor| *factor > 12.0).fold(1.0, f64::max)
}

/// At most so many years lie between two that are written as one span.
const MOST_YEARS: f64 = 20.0;

/// The second of two years in a row, of which only the last digits are written: 2025-26.
pub(super) fn complete_years(folded: &str, found: &mut [Quantity]) {
    for at in 1..found.len() {
        let (Some(first), Some(second)) = (found.get(at - 1).copied(), found.get(at).copied())
        else {
            continue;
        };
        let between = folded.get(first.end..second.start).unwrap_or_default().trim();
        let is_year = (1900.0..2100.0).contains(&first.value) && first.value.fract() == 0.0;
        let written = folded.get(second.start..second.end).unwrap_or_default();
        let written = written.trim_end_matches('年');
        let digits = written.chars().take_while(|own| own.is_ascii_digit()).count();
        let is_short = digits == 2 || (digits == 0 && written.chars().count() == 2);
        // 1999-00
        let after = (second.value - first.value % 100.0).rem_euclid(100.0);
        // "from 44 in 2019 to 32" is no span of years
        let before = folded.get(..first.start).unwrap_or_default();
        let is_time = between == "to" && before.ends_with("in ");
        // "2023 to 29 February 2024"
        let next = folded.get(second.end..).unwrap_or_default().trim_start();
        let word = next.split(|own: char| !own.is_ascii_alphabetic()).next().unwrap_or_default();
        let is_day = month(word).is_some();
        if is_year
            && is_short
            && !is_time
            && !is_day
            && (1.0..=MOST_YEARS).contains(&after)
            && stands_in(&quantity_words().around.year_ranges, between)
            && let Some(second) = found.get_mut(at)
        {
            second.value = first.value + after;
            second.writing = Writing::Figure;
        }
    }
}

fn stands_in(words: &[String], word: &str) -> bool {
    words.iter().any(|own| own == word)
}
