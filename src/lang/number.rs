//! Figures, however they are written: 24, ２４, 二十四, 廿四, twenty-four; 11月 and November.

/// A figure in a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The value in thousandths, so that 3.5 is 3,500. What does not fit is the greatest value.
    pub thousandths: u64,
    /// First byte in the folded text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Figure {
    /// Its value, if that is whole.
    pub const fn whole(&self) -> Option<u64> {
        if self.thousandths.is_multiple_of(1000) { Some(self.thousandths / 1000) } else { None }
    }
}

/// What may follow a single numeral that is meant as a count. Without one, 三 is as often part of a name (三藩市).
const COUNTERS: &str = "份所年个项月日周岁间次条点期名位家种天号亿万千百座层届段";

/// English words for numbers. "one" is left out: it is seldom a figure.
const WORDS: &[(&str, u64)] = &[
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
];

/// English words for tens; a unit may follow them.
const TENS: &[(&str, u64)] = &[
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// English words for ordinals that stand for a count or a day.
const ORDINALS: &[(&str, u64)] =
    &[("thirtieth", 30), ("fifteenth", 15), ("fortieth", 40), ("fiftieth", 50)];

/// English months with their abbreviations. "may" and "march" count only beside a figure.
const MONTHS: &[(&str, u64)] = &[
    ("january", 1),
    ("jan", 1),
    ("february", 2),
    ("feb", 2),
    ("march", 3),
    ("april", 4),
    ("apr", 4),
    ("may", 5),
    ("june", 6),
    ("jun", 6),
    ("july", 7),
    ("jul", 7),
    ("august", 8),
    ("aug", 8),
    ("september", 9),
    ("sept", 9),
    ("october", 10),
    ("oct", 10),
    ("november", 11),
    ("nov", 11),
    ("december", 12),
    ("dec", 12),
];

/// The figures of a folded text, in order.
pub fn figures(folded: &str) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut rest = folded.char_indices().peekable();
    while let Some(&(start, character)) = rest.peek() {
        let class = class(character);
        let mut end = start;
        while let Some(&(at, next)) = rest.peek() {
            let joined = self::class(next) == class
                || (class == Class::Digit && separates_digits(folded, at, next));
            if !joined {
                break;
            }
            end = at + next.len_utf8();
            rest.next();
        }
        let run = folded.get(start..end).unwrap_or_default();
        let value = match class {
            Class::Digit => decimal(run),
            Class::Numeral => numeral(run).filter(|_| {
                run.chars().count() > 1
                    || matches!(run, "廿" | "卅")
                    || ("三四五六七八九十".contains(run)
                        && rest.peek().is_some_and(|&(_, next)| COUNTERS.contains(next)))
            }),
            Class::Letter => word(folded, run, start, end),
            Class::Other => {
                if end == start {
                    rest.next();
                }
                None
            }
        };
        if let Some(thousandths) = value {
            found.push(Figure { thousandths, start, end });
        }
    }
    join_tens(folded, found)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Numeral,
    Letter,
    Other,
}

fn class(character: char) -> Class {
    match character {
        '0'..='9' => Class::Digit,
        _ if digit(character).is_some() || power(character).is_some() => Class::Numeral,
        'a'..='z' => Class::Letter,
        _ => Class::Other,
    }
}

/// Whether a point or comma at byte `at` stands inside a figure.
fn separates_digits(folded: &str, at: usize, character: char) -> bool {
    let after = folded.get(at + 1..).unwrap_or_default();
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    match character {
        '.' => digits > 0,
        ',' => digits == 3,
        _ => false,
    }
}

/// A figure in Arabic digits, in thousandths.
fn decimal(run: &str) -> Option<u64> {
    let (whole, fraction) = run.split_once('.').unwrap_or((run, ""));
    let mut value = 0_u64;
    for digit in whole.bytes().filter(u8::is_ascii_digit) {
        value = value.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
    }
    let mut thousandths = value.saturating_mul(1000);
    for (place, digit) in [100, 10, 1].into_iter().zip(fraction.bytes().filter(u8::is_ascii_digit))
    {
        thousandths = thousandths.saturating_add(place * u64::from(digit - b'0'));
    }
    Some(thousandths)
}

/// A run of Chinese numerals, in thousandths: 二零零九 by place, 三百八十 by power.
fn numeral(run: &str) -> Option<u64> {
    if run.chars().count() > 1 && run.chars().all(|character| digit(character).is_some()) {
        let value = run
            .chars()
            .filter_map(digit)
            .fold(0_u64, |value, digit| value.saturating_mul(10).saturating_add(digit));
        return Some(value.saturating_mul(1000));
    }
    let (mut total, mut section, mut pending) = (0_u64, 0_u64, None);
    for character in run.chars() {
        if let Some(digit) = digit(character) {
            pending = Some(digit);
        } else if let Some(power) = power(character) {
            match (character, power) {
                ('廿' | '卅', _) => section += power,
                (_, 10_000..) => {
                    let below = section.saturating_add(pending.take().unwrap_or(0));
                    if below == 0 && total == 0 {
                        return None;
                    }
                    total = total.saturating_add(below).saturating_mul(power);
                    section = 0;
                }
                _ => {
                    section =
                        section.saturating_add(pending.take().unwrap_or(1).saturating_mul(power))
                }
            }
        }
    }
    Some(total.saturating_add(section).saturating_add(pending.unwrap_or(0)).saturating_mul(1000))
}

fn digit(character: char) -> Option<u64> {
    Some(match character {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn power(character: char) -> Option<u64> {
    Some(match character {
        '十' => 10,
        '廿' => 20,
        '卅' => 30,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// The value of an English word at these bytes, in thousandths.
fn word(folded: &str, run: &str, start: usize, end: usize) -> Option<u64> {
    let find = |table: &[(&str, u64)]| {
        table.iter().find(|(name, _)| *name == run).map(|&(_, value)| value * 1000)
    };
    if let Some(month) = find(MONTHS) {
        let beside = |text: Option<char>| text.is_some_and(|character| character.is_ascii_digit());
        let before = folded.get(..start).and_then(|text| text.trim_end().chars().next_back());
        let after = folded.get(end..).and_then(|text| text.trim_start().chars().next());
        return (!matches!(run, "may" | "march") || beside(before) || beside(after))
            .then_some(month);
    }
    find(WORDS).or_else(|| find(TENS)).or_else(|| find(ORDINALS))
}

/// Makes one figure of "twenty-four".
fn join_tens(folded: &str, figures: Vec<Figure>) -> Vec<Figure> {
    let mut joined: Vec<Figure> = Vec::with_capacity(figures.len());
    for figure in figures {
        if let Some(tens) = joined.last_mut() {
            let word = folded.get(tens.start..tens.end).unwrap_or_default();
            let between = folded.get(tens.end..figure.start).unwrap_or_default();
            let unit = folded.get(figure.start..figure.end).unwrap_or_default();
            if TENS.iter().any(|(name, _)| *name == word)
                && matches!(between, "-" | " ")
                && WORDS.iter().any(|&(name, value)| name == unit && value < 10)
            {
                tens.thousandths += figure.thousandths;
                tens.end = figure.end;
                continue;
            }
        }
        joined.push(figure);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fold;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[u64]) {
        let values: Vec<_> =
            figures(&fold(text)).iter().map(|figure| figure.thousandths / 1000).collect();
        assert_eq!(values, expected, "{text}");
    }

    #[test]
    fn every_writing_of_a_figure_is_one() {
        check("24 ２４ 二十四 廿四 twenty-four", &[24; 5]);
        check("七份、7份、seven", &[7, 7, 7]);
        check("十二月十五日", &[12, 15]);
        check("15 December", &[15, 12]);
        check("二零零九年十二月 2009年", &[2009, 12, 2009]);
        check("超過380個，其中九十個", &[380, 90]);
        check("三百八十 五千億 1,000 一萬二千", &[380, 500_000_000_000, 1000, 12_000]);
        check("三所學校、三十周年", &[3, 30]);
    }

    #[test]
    fn a_numeral_in_a_name_is_no_figure() {
        check("一國兩制 雙方 先行先試 萬一 一份", &[]);
        check("it may march on", &[]);
    }

    #[test]
    fn fractions_keep_three_places() {
        assert_eq!(figures("3.14159").first().map(|figure| figure.thousandths), Some(3141));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let folded = fold(&text);
            for figure in figures(&folded) {
                prop_assert!(folded.get(figure.start..figure.end).is_some_and(|slice| !slice.is_empty()));
            }
        }

        #[test]
        fn digits_read_back(value in 0_u64..1_000_000) {
            let found = figures(&value.to_string());
            prop_assert!(found.len() == 1 && found[0].whole() == Some(value));
        }
    }
}
