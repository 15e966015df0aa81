//! Figures, however they are written: 24, ２４, 二十四, 廿四, twenty-four; 11月 and November.

use crate::lexicon::lexicon;

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
const COUNTERS: &str = "份所年个项月日周岁间次条点期名位家种天号亿万千百座层届段小星成折";

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
                    // 八億三千萬: what stands before a smaller power is complete
                    total = if total > power && below > 0 {
                        total.saturating_add(below.saturating_mul(power))
                    } else {
                        total.saturating_add(below).saturating_mul(power)
                    };
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
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn power(character: char) -> Option<u64> {
    Some(match character {
        '十' | '拾' => 10,
        '廿' => 20,
        '卅' => 30,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// The value of an English word at these bytes, in thousandths: a cardinal, a ten, an ordinal, a month.
fn word(folded: &str, run: &str, start: usize, end: usize) -> Option<u64> {
    let numbers = lexicon().numbers();
    if let Some(month) = numbers.months.get(run) {
        let beside = |text: Option<char>| text.is_some_and(|character| character.is_ascii_digit());
        let before = folded.get(..start).and_then(|text| text.trim_end().chars().next_back());
        let after = folded.get(end..).and_then(|text| text.trim_start().chars().next());
        let counts = !numbers.ambiguous_months.contains_key(run) || beside(before) || beside(after);
        return counts.then_some(month * 1000);
    }
    let cardinal = numbers.cardinals.get(run).or_else(|| numbers.tens.get(run)).copied();
    cardinal.or_else(|| ordinal_day(run)).map(|value| value * 1000)
}

/// The value of an English ordinal that stands for a day or an anniversary; the lower ones are too often no figure.
fn ordinal_day(run: &str) -> Option<u64> {
    ordinal(run).filter(|&value| value >= 10)
}

/// The month that an English word names, whether it is another word as well or not.
pub fn month(word: &str) -> Option<u64> {
    lexicon().numbers().months.get(word).copied()
}

/// The value of an English ordinal in letters: `third`, `fifteenth`, `twentieth`.
fn ordinal(word: &str) -> Option<u64> {
    let numbers = lexicon().numbers();
    if let Some(value) = numbers.ordinals.get(word) {
        return Some(*value);
    }
    if let Some(tens) = word.strip_suffix("ieth") {
        return numbers.tens.get(&format!("{tens}y")).copied();
    }
    numbers.cardinals.get(word.strip_suffix("th")?).copied()
}

/// The number at the beginning of a folded text and its length in bytes: `12`, `12th`, `十二`, `九`, `twelve`,
/// `twelfth`, `twenty-first`; with it, whether it is an English ordinal.
pub fn leading_number(text: &str) -> Option<(u64, usize, bool)> {
    let first = text.chars().next()?;
    let class = class(first);
    let run_end =
        |class| text.find(|character| self::class(character) != class).unwrap_or(text.len());
    let end = run_end(class);
    let run = text.get(..end)?;
    match class {
        Class::Digit => {
            let value = run.parse().ok()?;
            let rest = text.get(end..)?;
            let suffix =
                ["st", "nd", "rd", "th"].into_iter().find(|suffix| rest.starts_with(suffix));
            let letter = |at: usize| rest.get(at..).and_then(|rest| rest.chars().next());
            let suffix =
                suffix.filter(|_| !letter(2).is_some_and(|next| next.is_ascii_alphabetic()));
            Some((value, end + suffix.map_or(0, str::len), suffix.is_some()))
        }
        Class::Numeral => Some((numeral(run)? / 1000, end, false)),
        Class::Letter => {
            let numbers = lexicon().numbers();
            let of = |word: &str| {
                let cardinal =
                    numbers.cardinals.get(word).copied().or((word == "one").then_some(1));
                cardinal
                    .map(|value| (value, false))
                    .or_else(|| ordinal(word).map(|value| (value, true)))
            };
            let Some(tens) = numbers.tens.get(run) else {
                let (value, is_ordinal) = of(run)?;
                return Some((value, end, is_ordinal));
            };
            let rest = text.get(end..)?;
            let unit = rest.strip_prefix(['-', ' ']).and_then(|rest| {
                let unit_end = rest.find(|character: char| !character.is_ascii_lowercase());
                let unit = rest.get(..unit_end.unwrap_or(rest.len()))?;
                of(unit).filter(|&(value, _)| value < 10).map(|found| (found, unit.len()))
            });
            match unit {
                Some(((value, is_ordinal), length)) => {
                    Some((tens + value, end + 1 + length, is_ordinal))
                }
                None => Some((*tens, end, false)),
            }
        }
        Class::Other => None,
    }
}

/// Whether the name of a month is another word as well: may, march.
pub fn is_ambiguous_month(word: &str) -> bool {
    lexicon().numbers().ambiguous_months.contains_key(word)
}

/// Makes one figure of "twenty-four".
fn join_tens(folded: &str, figures: Vec<Figure>) -> Vec<Figure> {
    let mut joined: Vec<Figure> = Vec::with_capacity(figures.len());
    for figure in figures {
        if let Some(tens) = joined.last_mut() {
            let word = folded.get(tens.start..tens.end).unwrap_or_default();
            let between = folded.get(tens.end..figure.start).unwrap_or_default();
            let unit = folded.get(figure.start..figure.end).unwrap_or_default();
            let numbers = lexicon().numbers();
            if numbers.tens.contains_key(word)
                && matches!(between, "-" | " ")
                && numbers.cardinals.get(unit).is_some_and(|&value| value < 10)
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
        check("八億三千八百萬 一億一千萬 十六億六千萬", &[838_000_000, 110_000_000, 1_660_000_000]);
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
