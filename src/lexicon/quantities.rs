//! Words for quantities: scales, units, fractions, and what may stand for a number.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

const QUANTITIES: &str = include_str!("../../data/lexicon/quantities.toml");

/// Units that a translation must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Hundredths: %, per cent, 成, 分之.
    Percent,
    /// Years as a span.
    Years,
    /// Months.
    Months,
    /// Weeks.
    Weeks,
    /// Days as a span.
    Days,
    /// Hours as a span.
    Hours,
    /// Minutes.
    Minutes,
    /// A month of the year, by its number.
    MonthOfYear,
}

/// Words with what they say. Where several begin alike, the longest stands first.
#[derive(Debug)]
pub struct QuantityWords {
    /// Words that multiply the number before them.
    pub scales: Vec<(String, f64)>,
    /// Units, and how many of them a word is: a decade is ten years.
    pub units: Vec<(String, Measure, f64)>,
    /// Quantities in words alone.
    pub whole: Vec<(String, f64, Measure)>,
    /// What an English fraction divides by.
    pub denominators: BTreeMap<String, f64>,
    /// Words that may stand for a number.
    pub may_stand_for: Vec<(String, f64, Option<Measure>)>,
    /// Words that begin with 成 and make no share of the number before them, unless one of these characters follows.
    pub share_unless_verb: BTreeMap<String, String>,
    /// Words around a number that tell what it is.
    pub around: Around,
}

/// Words around a number that tell what it is. Each list says more in its file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Around {
    /// What a Chinese numeral counts, a character each.
    pub counters: String,
    /// Characters before a power of ten that leave its digits open.
    pub vague: String,
    /// Words behind "a third" where it is a share.
    pub behind_shares: Vec<String>,
    /// Words behind "one in 20" where it is a count.
    pub behind_counts: Vec<String>,
    /// What stands between the two ends of a range.
    pub ranges: Vec<String>,
    /// What stands between two years of one span.
    pub year_ranges: Vec<String>,
    /// Words before an ambiguous month where it is one.
    pub before_months: Vec<String>,
    /// Words behind it.
    pub behind_months: Vec<String>,
    /// Words before a number that may be a single Roman letter.
    pub before_romans: Vec<String>,
    /// What stands behind a share that is taken off.
    pub off: Vec<String>,
    /// What stands before it.
    pub before_off: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scales: Vec<Valued>,
    units: Vec<Unit>,
    whole: Vec<Valued>,
    denominators: BTreeMap<String, f64>,
    may_stand_for: Vec<Valued>,
    share_unless_verb: BTreeMap<String, String>,
    around: Around,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Valued {
    value: f64,
    unit: Option<Measure>,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unit {
    unit: Measure,
    #[serde(default = "once")]
    times: f64,
    words: Vec<String>,
}

const fn once() -> f64 {
    1.0
}

static WORDS: LazyLock<QuantityWords> = LazyLock::new(|| match read() {
    Ok(words) => words,
    // the file is compiled in, and a test reads it: there is no text for which this happens
    Err(error) => unreachable!("data/lexicon/quantities.toml: {error}"),
});

/// The words for quantities. Read once, when first needed.
pub fn quantity_words() -> &'static QuantityWords {
    &WORDS
}

fn read() -> Result<QuantityWords, String> {
    let file: File = toml::from_str(QUANTITIES).map_err(|error| error.to_string())?;
    let flat = |entries: Vec<Valued>| {
        let words = entries
            .into_iter()
            .flat_map(|own| own.words.into_iter().map(move |word| (word, own.value, own.unit)));
        longest_first(words, |own| own.0.len())
    };
    let scales = flat(file.scales).into_iter().map(|(word, value, _)| (word, value)).collect();
    let whole = flat(file.whole).into_iter().map(|(word, value, unit)| {
        let unit = unit.ok_or_else(|| format!("'{word}' has no unit"))?;
        Ok((word, value, unit))
    });
    let units = file
        .units
        .into_iter()
        .flat_map(|own| own.words.into_iter().map(move |word| (word, own.unit, own.times)));
    Ok(QuantityWords {
        scales,
        units: longest_first(units, |own| own.0.len()),
        whole: whole.collect::<Result<_, String>>()?,
        denominators: file.denominators,
        may_stand_for: flat(file.may_stand_for),
        share_unless_verb: file.share_unless_verb,
        around: file.around,
    })
}

fn longest_first<T>(words: impl Iterator<Item = T>, length: impl Fn(&T) -> usize) -> Vec<T> {
    let mut words: Vec<T> = words.collect();
    words.sort_by_key(|own| std::cmp::Reverse(length(own)));
    words
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_file_is_read() {
        assert_eq!(super::read().map(drop), Ok(()));
    }
}
