//! Times of day: 8:20 pm, 晚上八時二十分.

use super::Quantity;
use crate::lexicon::Measure;

/// A time of day in a folded text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// The hour as written, of twelve or of twenty-four.
    pub hour: f64,
    /// The minutes after it.
    pub minute: f64,
    /// Whether am or pm stands behind it.
    pub is_of_twelve: bool,
    /// First byte in the folded text.
    pub start: usize,
    /// The byte after the hour, or after the minutes before am and pm.
    pub end: usize,
}

impl Clock {
    /// Minutes after midnight or noon.
    pub fn minutes(&self) -> f64 {
        (self.hour * 60.0 + self.minute) % 720.0
    }
}

/// The times of day of a folded text, of which the quantities are known.
pub(super) fn clocks(folded: &str, quantities: &[Quantity]) -> Vec<Clock> {
    let mut found = Vec::new();
    for (place, own) in quantities.iter().enumerate() {
        let after = folded.get(own.end..).unwrap_or_default();
        if let Some(behind) = after.strip_prefix(['时', '点']).filter(|_| own.unit.is_none()) {
            let end = own.end + "时".len();
            let minute = quantities.get(place + 1).filter(|next| {
                let ends = folded.get(next.end..).is_some_and(|rest| rest.starts_with('分'));
                next.start == end && (ends || next.unit == Some(Measure::Minutes))
            });
            let half = if behind.starts_with('半') { 30.0 } else { 0.0 };
            let minute = minute.map_or(half, |next| next.value);
            found.push(Clock {
                hour: own.value,
                minute,
                is_of_twelve: false,
                start: own.start,
                end,
            });
        } else if begins_half_day(after.trim_start()) {
            let before = folded.get(..own.end).unwrap_or_default();
            let is_part = |own: char| matches!(own, '0'..='9' | '.' | ':');
            let start = before.trim_end_matches(is_part).len();
            let written = before.get(start..).unwrap_or_default();
            let (hour, minute) = written.split_once(['.', ':']).unwrap_or((written, "0"));
            if let (Ok(hour), Ok(minute)) = (hour.parse(), minute.parse()) {
                found.push(Clock { hour, minute, is_of_twelve: true, start, end: own.end });
            }
        }
    }
    found
}

/// Whether a text begins with am or pm, and not with a word that does.
pub(super) fn begins_half_day(text: &str) -> bool {
    ["am", "pm", "a.m", "p.m"].iter().any(|half| {
        let rest = text.strip_prefix(half);
        rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphabetic()))
    })
}
