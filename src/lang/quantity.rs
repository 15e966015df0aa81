//! Quantities: figures as values with their unit, however they are written, so that a translation can be held against its original:
//! 28萬 = 280 000 = 280,000; 4.2億 = 420 million = 0.42 billion; 四成 = 40 %; 二零二五至二六 = 2025 to 2026.

use super::number::leading_number;

/// A value with its unit in a folded text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The value, scale words (萬, million) included; of a share, its hundredths.
    pub value: f64,
    /// The unit, where it is one that a translation must keep.
    pub unit: Option<Measure>,
    /// First byte in the folded text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// Units that a translation must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Hundredths: %, per cent, 成, 分之.
    Percent,
    /// Months.
    Months,
    /// Years as a span.
    Years,
}

/// Words that multiply what stands before them, folded, the longest first.
const SCALES: &[(&str, f64)] = &[
    ("hundred million", 1e8),
    ("thousand", 1e3),
    ("hundred", 1e2),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
    ("dozen", 12.0),
    ("mn", 1e6),
    ("bn", 1e9),
    ("万亿", 1e12),
    ("百万", 1e6),
    ("千万", 1e7),
    ("百亿", 1e10),
    ("千亿", 1e11),
    ("亿", 1e8),
    ("万", 1e4),
    ("千", 1e3),
    ("百", 1e2),
    ("打", 12.0),
    ("m", 1e6),
];

/// Units, folded, the longest first.
const MEASURES: &[(&str, Measure)] = &[
    ("percentage point", Measure::Percent),
    ("per cent", Measure::Percent),
    ("percent", Measure::Percent),
    ("个百分点", Measure::Percent),
    ("百分点", Measure::Percent),
    ("%", Measure::Percent),
    ("months", Measure::Months),
    ("-month", Measure::Months),
    ("month", Measure::Months),
    ("个月", Measure::Months),
    ("years", Measure::Years),
    ("-year", Measure::Years),
    ("year", Measure::Years),
];

/// Halves in words, in hundredths.
const HALVES: &[(&str, f64)] =
    &[("half", 50.0), ("一半", 50.0), ("半数", 50.0), ("过半", 50.0), ("半", 50.0)];

/// What an English fraction divides by.
const DENOMINATORS: &[(&str, f64)] = &[
    ("third", 3.0),
    ("quarter", 4.0),
    ("fifth", 5.0),
    ("sixth", 6.0),
    ("seventh", 7.0),
    ("eighth", 8.0),
    ("ninth", 9.0),
    ("tenth", 10.0),
];

/// Words behind "a third" where it is a share, not the third of several.
const BEHIND_SHARES: &[&str] = &[
    "of", "were", "was", "are", "is", "have", "has", "had", "to", "in", "by", "or", "and", "more",
    "less", "fewer", "from", "than", "as", "at", "on", "for", "between", "during", "since", "over",
];

/// The quantities of a folded text, in order. Every number counts, single numerals and "one" too.
pub fn quantities(folded: &str) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut at = 0;
    let mut before = ' ';
    while let Some(character) = folded.get(at..).and_then(|rest| rest.chars().next()) {
        let inside = character.is_ascii_alphabetic() && before.is_ascii_alphabetic();
        let rest = folded.get(at..).unwrap_or_default();
        let quantity = if inside {
            None
        } else {
            fraction(rest).or_else(|| share(rest)).or_else(|| number(rest))
        };
        let Some((value, unit, length)) = quantity else {
            before = character;
            at += character.len_utf8();
            continue;
        };
        found.push(Quantity { value, unit, start: at, end: at + length });
        before = folded.get(..at + length).and_then(|text| text.chars().next_back()).unwrap_or(' ');
        at += length;
    }
    complete_years(folded, &mut found);
    found
}

/// A value, its unit and its length in bytes.
type Read = (f64, Option<Measure>, usize);

fn fraction(rest: &str) -> Option<Read> {
    let half = HALVES.iter().find(|(word, _)| {
        let after = rest.get(word.len()..).and_then(|after| after.chars().next());
        rest.starts_with(word)
            && !(word.is_ascii() && after.is_some_and(|after| after.is_ascii_alphabetic()))
    });
    let half = half.map(|(word, hundredths)| (*hundredths, Some(Measure::Percent), word.len()));
    half.or_else(|| english_fraction(rest))
}

/// One third, two-fifths, a quarter of them, one in five.
fn english_fraction(rest: &str) -> Option<Read> {
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
    if let Some(whole) = after.strip_prefix(" in ").filter(|_| !has_article) {
        let (value, whole_length) = decimal(whole)?;
        let behind = whole.get(whole_length..)?.trim_start_matches([' ', '-']);
        if SCALES.iter().any(|(scale, _)| scale.len() > 2 && behind.starts_with(scale)) {
            return None;
        }
        // "three in 2023" counts in a year, "one in five" is a share
        let is_share = numerator < value && matches!(value, 2.0..=10.0 | 20.0 | 100.0);
        length += " in ".len() + whole_length;
        let next = rest.get(length..)?.trim_start();
        let is_date = next.starts_with(|first: char| first.is_ascii_digit())
            || ["year", "month", "day", "week", "district", "phase", "stage"]
                .iter()
                .any(|unit| next.starts_with(unit));
        return (is_share && !is_date).then_some((
            100.0 * numerator / value,
            Some(Measure::Percent),
            length,
        ));
    }
    let word = after.strip_prefix([' ', '-'])?;
    let (name, denominator) = DENOMINATORS.iter().find(|(name, _)| word.starts_with(name))?;
    let many = word.get(name.len()..)?.starts_with('s');
    length += 1 + name.len() + usize::from(many);
    let next = rest.get(length..)?;
    let ends = !next.starts_with(|first: char| first.is_ascii_alphabetic());
    let word = next.trim_start_matches([' ', '-']);
    let word = word.split(|own: char| !own.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_part = match (*name, has_article) {
        // a third runway is no share of one
        (_, true) => word.is_empty() || BEHIND_SHARES.contains(&word),
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
fn share(rest: &str) -> Option<Read> {
    if let Some(of_hundred) = rest.strip_prefix("百分之") {
        let (value, length) = decimal(of_hundred)?;
        return Some((value, Some(Measure::Percent), "百分之".len() + length));
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

/// A number with its scale and its unit.
fn number(rest: &str) -> Option<Read> {
    let (mut value, mut length) = decimal(rest)?;
    loop {
        let after = rest.get(length..)?;
        let gap = after.len() - after.trim_start_matches([' ', '-']).len();
        let word = after.get(gap..)?;
        let scale = SCALES.iter().find(|(scale, _)| {
            let next = word.get(scale.len()..).and_then(|after| after.chars().next());
            let whole = !scale.is_ascii() || !next.is_some_and(|next| next.is_ascii_alphabetic());
            word.starts_with(scale) && whole && (*scale != "m" || gap == 0)
        });
        let Some((scale, factor)) = scale else { break };
        value *= factor;
        length += gap + scale.len();
        // "two hundred and fifty"
        if let Some(below) = rest.get(length..).and_then(|after| after.strip_prefix(" and "))
            && let Some((more, more_length)) = decimal(below)
            && more < *factor
            && more > 0.0
            && *factor <= 1e3
        {
            value += more;
            length += " and ".len() + more_length;
        }
    }
    let after = rest.get(length..)?;
    let gap = after.len() - after.trim_start().len();
    let after = after.get(gap..)?;
    let measure = MEASURES.iter().find(|(unit, _)| after.starts_with(unit));
    // 年 after a small number is a span, after a year a date
    let years = || (after.starts_with('年') && value < 200.0).then_some(Measure::Years);
    // the 百 of 个百分点 is no number
    let length = length + measure.map_or(0, |(unit, _)| gap + unit.len());
    Some((value, measure.map(|(_, unit)| *unit).or_else(years), length))
}

/// A number without its scale: digits in groups of three, a fraction, words, numerals.
fn decimal(rest: &str) -> Option<(f64, usize)> {
    if !rest.starts_with(|first: char| first.is_ascii_digit()) {
        let (value, length, _) = leading_number(rest)?;
        // 三點五
        let point = rest.get(length..).and_then(|after| after.strip_prefix('点'));
        if let Some((tenths, more, false)) = point.and_then(leading_number)
            && tenths < 10
        {
            return Some((value as f64 + tenths as f64 / 10.0, length + "点".len() + more));
        }
        return Some((value as f64, length));
    }
    let mut digits = String::new();
    let mut length = 0;
    let mut group = 0;
    let mut is_fraction = false;
    let bytes = rest.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    while let Some(&byte) = bytes.get(length) {
        match byte {
            b'0'..=b'9' => {
                digits.push(char::from(byte));
                group += 1;
            }
            b'.' if !is_fraction && is_digit(length + 1) => {
                digits.push('.');
                is_fraction = true;
            }
            // a group of three, and no more digits behind it
            b',' | b' '
                if !is_fraction
                    && group <= 3
                    && (1..=3).all(|next| is_digit(length + next))
                    && !is_digit(length + 4) =>
            {
                group = 0
            }
            _ => break,
        }
        length += 1;
    }
    digits.parse().ok().map(|value| (value, length))
}

/// At most so many years lie between two that are written as one span.
const MOST_YEARS: f64 = 20.0;

/// The second of two years in a row, of which only the last digits are written: 2025-26.
fn complete_years(folded: &str, found: &mut [Quantity]) {
    for at in 1..found.len() {
        let (Some(first), Some(second)) = (found.get(at - 1).copied(), found.get(at).copied())
        else {
            continue;
        };
        let between = folded.get(first.end..second.start).unwrap_or_default().trim();
        let is_year = (1900.0..2100.0).contains(&first.value) && first.value.fract() == 0.0;
        let written = folded.get(second.start..second.end).unwrap_or_default();
        let digits = written.chars().take_while(|own| own.is_ascii_digit()).count();
        let is_short = digits == 2 || (digits == 0 && written.chars().count() == 2);
        // 1999-00
        let after = (second.value - first.value % 100.0).rem_euclid(100.0);
        // "from 44 in 2019 to 32" is no span of years
        let before = folded.get(..first.start).unwrap_or_default();
        let is_time = between == "to" && before.ends_with("in ");
        if is_year
            && is_short
            && !is_time
            && (1.0..=MOST_YEARS).contains(&after)
            && matches!(between, "-" | "–" | "/" | "至" | "年至" | "to")
            && let Some(second) = found.get_mut(at)
        {
            second.value = first.value + after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fold;
    use proptest::prelude::*;

    fn same(one: &str, other: &str) -> bool {
        let of = |text: &str| quantities(&fold(text)).first().copied();
        let (Some(one), Some(other)) = (of(one), of(other)) else { return false };
        let units = one.unit.is_none() || other.unit.is_none() || one.unit == other.unit;
        (one.value - other.value).abs() <= 1e-6 * one.value.abs() && units
    }

    #[test]
    fn one_value_has_many_writings() {
        for (one, other) in [
            ("28萬", "280 000"),
            ("28萬", "280,000"),
            ("1 000元", "$1,000"),
            ("九萬", "90,000"),
            ("4.2億", "420 million"),
            ("4.2億", "0.42 billion"),
            ("四成", "40%"),
            ("四成半", "45 per cent"),
            ("七成七", "77%"),
            ("七十二億", "7.2 billion"),
            ("二百五十", "two hundred and fifty"),
            ("四分之三", "three quarters"),
            ("百分之二十五", "a quarter"),
            ("一個月", "one month"),
            ("兩年", "two years"),
            ("五萬零一百人", "50,100"),
            ("二零二五", "2025"),
            ("一半", "half"),
            ("三點五公里", "3.5 km"),
            ("五分之二", "two fifths"),
            ("三分之一", "one third"),
            ("五分之一", "one in five"),
            ("四分之一", "a quarter of them"),
            ("三分之一", "a third were women"),
            ("5.3個百分點", "5.3 percentage points"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("四成", "50 %"),
            ("七成", "17 %"),
            ("四分之三", "half"),
            ("一個月", "two months"),
            ("三年", "three months"),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn the_second_year_of_two_is_completed() {
        let years =
            |text: &str| quantities(&fold(text)).iter().map(|own| own.value).collect::<Vec<_>>();
        assert_eq!(years("二零二五至二六年度"), years("2025 to 2026"));
        assert_eq!(years("2025-26"), [2025.0, 2026.0]);
        assert_eq!(years("from 44.3 in 2019 to 42.0 in 2023"), [44.3, 2019.0, 42.0, 2023.0]);
        assert_eq!(years("from 44 in 2019 to 32 in 2023"), [44.0, 2019.0, 32.0, 2023.0]);
        assert_eq!(years("the 2024-25 year"), [2024.0, 2025.0]);
        assert_eq!(years("1999-00"), [1999.0, 2000.0]);
        assert_eq!(years("the past two quarters; one in ten thousand"), [2.0, 1.0, 10_000.0]);
        assert_eq!(years("5.3個百分點"), [5.3]);
        assert_eq!(years("a third runway, one in 2023"), [3.0, 1.0, 2023.0]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let folded = fold(&text);
            for quantity in quantities(&folded) {
                prop_assert!(folded.get(quantity.start..quantity.end).is_some_and(|slice| !slice.is_empty()));
            }
        }
    }
}
