//! All that a text says of numbers, and what it may mean by words that are none.

use unicode_normalization::UnicodeNormalization as _;

use super::super::fold::fold;
use super::super::number::{is_ambiguous_month, month};
use super::clock::{begins_half_day, clocks};
use super::{Clock, Quantity, Writing, quantities};
use crate::lexicon::{Measure, quantity_words};

/// What a text says of numbers.
#[derive(Debug)]
pub struct Stated<'t> {
    text: &'t str,
    folded: String,
    /// Its numbers, but for those in times of day, in names (COVID-19) and in shares that several words tell.
    pub quantities: Vec<Quantity>,
    /// What may stand for a number of another text and need not be in it.
    pub may_stand_for: Vec<Quantity>,
    /// Its times of day.
    pub clocks: Vec<Clock>,
}

impl<'t> Stated<'t> {
    /// Reads a text.
    pub fn of(text: &'t str) -> Self {
        let folded = fold(text);
        let numbers = quantities(&folded);
        let clocks = clocks(&folded, &numbers);
        let shares = every(&folded);
        let named = months(&folded).into_iter().chain(romans(&folded, text));
        let mut quantities: Vec<_> = numbers.iter().copied().chain(named).collect();
        quantities.retain(|own| {
            let is_share = shares.iter().any(|share| share.start == own.start && share.end > 0);
            !is_share && !is_part_of_other(&folded, own)
        });
        let mut may_stand_for = shares;
        may_stand_for.extend(decades(&folded, &numbers));
        // in the afternoon, in either way to count
        let halves = clocks.iter().filter(|own| own.is_of_twelve);
        let parts = halves.flat_map(|own| [own.hour, own.hour + 12.0, own.minute]);
        may_stand_for.extend(parts.map(|value| loose(value, None)));
        let words = quantity_words().may_stand_for.iter();
        let words = words.filter(|(word, ..)| holds(&folded, word));
        may_stand_for.extend(words.map(|&(_, value, unit)| loose(value, unit)));
        may_stand_for.extend(numbers);
        Self { text, folded, quantities, may_stand_for, clocks }
    }

    /// The quantities that another text does not have.
    pub fn missing_in(&self, other: &Self) -> Vec<Quantity> {
        let there = || other.quantities.iter().chain(&other.may_stand_for);
        // "a" is no week where a month is meant
        let may_be = |own: &Quantity, other: &Quantity| {
            own.value > 1.0 || own.unit.is_some() == other.unit.is_some()
        };
        let is_there =
            |own: &Quantity| there().any(|other| own.is_same(other) && may_be(own, other));
        self.quantities.iter().filter(|own| !is_there(own)).copied().collect()
    }

    /// The folded text between two bytes.
    pub fn folded(&self, start: usize, end: usize) -> &str {
        self.folded.get(start..end).unwrap_or_default()
    }

    /// What stands between two bytes of the folded text, as the text itself has it.
    pub fn as_written(&self, start: usize, end: usize) -> String {
        let folded = self.folded(start, end);
        let length = folded.chars().count();
        let starts: Vec<usize> =
            self.text.char_indices().map(|(at, _)| at).chain([self.text.len()]).collect();
        let windows = starts.windows(length + 1).filter_map(|window| {
            let (start, end) = (window.first()?, window.last()?);
            self.text.get(*start..*end)
        });
        let mut same = windows.filter(|piece| fold(piece) == folded);
        same.next().unwrap_or(folded).to_owned()
    }
}

/// Whether a number is a part of a time of day (8:20 pm) or of a name (COVID-19).
fn is_part_of_other(folded: &str, own: &Quantity) -> bool {
    let before = folded.get(..own.start).unwrap_or_default();
    let after = folded.get(own.end..).unwrap_or_default();
    let begins_digit = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    let is_clock = after.strip_prefix(':').is_some_and(begins_digit) || before.ends_with(':');
    let name = before.strip_suffix('-').and_then(|text| text.chars().next_back());
    let is_digits = folded.get(own.start..).is_some_and(begins_digit);
    let is_name = is_digits && name.is_some_and(|own| own.is_ascii_alphabetic());
    begins_half_day(after.trim_start()) || is_clock || is_name
}

const fn loose(value: f64, unit: Option<Measure>) -> Quantity {
    Quantity { value, unit, writing: Writing::Loose, start: 0, end: 0 }
}

/// Whether a folded text holds a word: in Latin letters, as a whole.
fn holds(folded: &str, word: &str) -> bool {
    let is_letter = |own: Option<char>| own.is_some_and(|own| own.is_ascii_alphabetic());
    folded.match_indices(word).any(|(at, _)| {
        let before = folded.get(..at).and_then(|text| text.chars().next_back());
        let after = folded.get(at + word.len()..).and_then(|text| text.chars().next());
        !word.is_ascii() || !(is_letter(before) || is_letter(after))
    })
}

/// The words of a text in Latin letters and digits, with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|own: char| !own.is_ascii_alphanumeric()).filter_map(move |word| {
        let start = at;
        let separator = text.get(start + word.len()..).and_then(|rest| rest.chars().next());
        at += word.len() + separator.map_or(0, char::len_utf8);
        (!word.is_empty()).then_some((start, word))
    })
}

/// The months that a folded English text names.
fn months(folded: &str) -> Vec<Quantity> {
    let around = &quantity_words().around;
    let named = words(folded).filter_map(|(start, word)| {
        let value = month(word)? as f64;
        let end = start + word.len();
        let (before, after) = (folded.get(..start)?.trim_end(), folded.get(end..)?.trim_start());
        let is_digit = |own: Option<char>| own.is_some_and(|own| own.is_ascii_digit());
        let next = after.chars().next();
        let is_dated = is_digit(next)
            || (is_digit(before.chars().next_back())
                && !next.is_some_and(|next| next.is_ascii_alphabetic()))
            || before.ends_with('-')
            || around.before_months.iter().any(|word| before.rsplit(' ').next() == Some(word))
            || before.rsplit(' ').nth(1).is_some_and(|word| month(word).is_some())
            || around.behind_months.iter().any(|words| after.starts_with(words.as_str()));
        let unit = Some(Measure::MonthOfYear);
        (is_dated || !is_ambiguous_month(word)).then_some(Quantity {
            value,
            unit,
            writing: Writing::Figure,
            start,
            end,
        })
    });
    named.collect()
}

/// Roman numerals: "Phase III".
fn romans(folded: &str, text: &str) -> Vec<Quantity> {
    let before_romans = &quantity_words().around.before_romans;
    let mut before = "";
    let mut found = Vec::new();
    // folding changes no word of Latin letters but for its width and its case
    let plain: String = text.nfkc().collect();
    for ((_, word), (start, small)) in words(&plain).zip(words(folded)) {
        // "I" and "X" are words of their own as well
        let counts =
            word.len() > 1 || before_romans.iter().any(|own| own.eq_ignore_ascii_case(before));
        if let Some(value) = roman(word).filter(|_| counts && word.eq_ignore_ascii_case(small)) {
            let (writing, end) = (Writing::Word, start + small.len());
            found.push(Quantity { value, unit: None, writing, start, end });
        }
        before = word;
    }
    found
}

/// The value of a Roman numeral up to 39.
fn roman(word: &str) -> Option<f64> {
    let (tens, units) = word.split_at_checked(word.len() - word.trim_start_matches('X').len())?;
    let units = match units {
        "" => 0,
        "I" => 1,
        "II" => 2,
        "III" => 3,
        "IV" => 4,
        "V" => 5,
        "VI" => 6,
        "VII" => 7,
        "VIII" => 8,
        "IX" => 9,
        _ => return None,
    };
    let value = 10 * tens.len() + units;
    (tens.len() <= 3 && value > 0).then_some(value as f64)
}

/// 八十年代, which is 1980s elsewhere.
fn decades(folded: &str, quantities: &[Quantity]) -> Vec<Quantity> {
    let found = quantities.iter().filter(|own| {
        own.value < 100.0 && folded.get(own.end..).is_some_and(|rest| rest.starts_with("年代"))
    });
    found.flat_map(|own| [loose(own.value + 1900.0, None), loose(own.value, None)]).collect()
}

/// So many bytes lie at most between the whole and the part of 每五人有三人.
const MOST_BETWEEN: usize = 30;

/// Shares in words, 每五間有一間 for one in five, at the places of their parts.
fn every(folded: &str) -> Vec<Quantity> {
    let shares = folded.match_indices('每').filter_map(|(at, every)| {
        let rest = folded.get(at + every.len()..)?;
        let mut found = quantities(rest).into_iter();
        let whole = found.next().filter(|own| own.start == 0)?;
        // what comes later is of something else
        let part = found.next().filter(|own| own.start < whole.end + MOST_BETWEEN);
        let begin = at + every.len();
        let place = part.map_or((0, 0), |own| (begin + own.start, begin + own.end));
        let part = part.map_or(1.0, |own| own.value);
        let share = loose(100.0 * part / whole.value, Some(Measure::Percent));
        (whole.value > part).then_some(Quantity { start: place.0, end: place.1, ..share })
    });
    shares.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roman_numeral_behind_wide_letters_is_read() {
        let values =
            |text| Stated::of(text).quantities.iter().map(|own| own.value).collect::<Vec<_>>();
        assert_eq!(values("ＰＰＰ第III期"), [3.0]);
        assert_eq!(values("PPP Phase III"), [3.0]);
    }
}
