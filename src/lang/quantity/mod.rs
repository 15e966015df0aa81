//! Quantities: figures as values with their unit, however they are written, so that a translation can be held against its original:
//! 28萬 = 280 000 = 280,000; 4.2億 = 420 million = 0.42 billion; 四成 = 40 %; 二零二五至二六 = 2025 to 2026.
//!
//! `number` and `share` read one at a place, `range` what two tell together, `writing` whether it is meant as a number;
//! [`Stated`] is all that a text says of numbers.

mod clock;
mod number;
mod range;
mod share;
mod stated;
mod writing;

pub use clock::Clock;
pub use stated::Stated;
pub use writing::Writing;

use crate::lexicon::Measure;

/// A value with its unit in a folded text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The value, scale words (萬, million) included; of a share, its hundredths.
    pub value: f64,
    /// The unit, where it is one that a translation must keep.
    pub unit: Option<Measure>,
    /// How it is written.
    pub writing: Writing,
    /// First byte in the folded text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Quantity {
    /// Whether two are the same: spans of time whatever their unit, and, unless it is a share, a value whose unit one of the two does not tell.
    pub fn is_same(&self, other: &Self) -> bool {
        let alike = |one: f64, other: f64| (one - other).abs() <= 1e-6 * one.abs();
        let is_year = |short: f64, year: f64| {
            let centuries = [0.0, 1900.0, 2000.0];
            let own = centuries.iter().take(if (10.0..100.0).contains(&short) { 3 } else { 1 });
            own.into_iter().any(|century| alike(short + century, year))
        };
        match (self.unit, other.unit) {
            (Some(own), Some(others)) => {
                let (kind, factor) = base(own);
                let (other_kind, other_factor) = base(others);
                kind == other_kind && alike(self.value * factor, other.value * other_factor)
            }
            (Some(Measure::Percent), None) | (None, Some(Measure::Percent)) => false,
            // 97年
            (Some(Measure::Years), None) => is_year(self.value, other.value),
            (None, Some(Measure::Years)) => is_year(other.value, self.value),
            _ => alike(self.value, other.value),
        }
    }
}

/// The unit that it is a multiple of, and how many of those it is.
const fn base(unit: Measure) -> (Measure, f64) {
    match unit {
        Measure::Percent => (Measure::Percent, 1.0),
        Measure::Years => (Measure::Months, 12.0),
        Measure::Months => (Measure::Months, 1.0),
        Measure::Weeks => (Measure::Minutes, 10_080.0),
        Measure::Days => (Measure::Minutes, 1_440.0),
        Measure::Hours => (Measure::Minutes, 60.0),
        Measure::Minutes => (Measure::Minutes, 1.0),
        Measure::MonthOfYear => (Measure::MonthOfYear, 1.0),
    }
}

/// A value, its unit and its length in bytes.
type Read = (f64, Option<Measure>, usize);

/// The quantities of a folded text, in order. Every number counts, single numerals and "one" too.
pub(crate) fn quantities(folded: &str) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut at = 0;
    let mut before = ' ';
    while let Some(character) = folded.get(at..).and_then(|rest| rest.chars().next()) {
        let inside = character.is_ascii_alphabetic() && before.is_ascii_alphabetic();
        let rest = folded.get(at..).unwrap_or_default();
        let quantity =
            if inside { None } else { share::share(rest).or_else(|| number::number(rest)) };
        let Some((value, unit, length)) = quantity else {
            before = character;
            at += character.len_utf8();
            continue;
        };
        let value = share::left(folded, at, (value, unit, length));
        let after = rest.get(length..).unwrap_or_default();
        let writing = Writing::of(rest.get(..length).unwrap_or_default(), unit, before, after);
        found.push(Quantity { value, unit, writing, start: at, end: at + length });
        before = folded.get(..at + length).and_then(|text| text.chars().next_back()).unwrap_or(' ');
        at += length;
    }
    range::complete_years(folded, &mut found);
    range::complete_ranges(folded, &mut found);
    range::join_hours(folded, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fold;
    use proptest::prelude::*;

    fn same(one: &str, other: &str) -> bool {
        let of = |text: &str| quantities(&fold(text)).first().copied();
        let (Some(one), Some(other)) = (of(one), of(other)) else { return false };
        one.is_same(&other)
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
            ("3億5千萬", "350 million"),
            ("1萬2千", "12,000"),
            ("三分二", "two thirds"),
            ("十年", "a decade"),
            ("半年", "six months"),
            ("一年半", "18 months"),
            ("五年半", "5.5 years"),
            ("兩個半月", "two and a half months"),
            ("半小時", "30 minutes"),
            ("24小時", "one day"),
            ("七折", "30% off"),
            ("八五折", "a discount of 15%"),
            ("三小時三十分鐘", "three and a half hours"),
            ("13萬5 000", "135 000"),
            ("150", "a hundred and fifty"),
            ("2 500", "two thousand five hundred"),
            ("250萬", "two million five hundred thousand"),
            ("十萬", "a hundred thousand"),
            ("一小時半", "90 minutes"),
            ("一年半", "one year and a half"),
            ("50萬", "half a million"),
            ("三成員工", "30% of the staff"),
            ("六成立法會議員", "60% of the members"),
            ("八折折扣", "20% off"),
            ("20%", "20% offshore"),
            ("97年", "1997"),
            ("1997", "97年"),
            ("十多萬", "100 000"),
            ("三至五年", "3 years"),
            ("300萬", "3 to 5 million"),
            ("千人", "a thousand people"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("四成", "50 %"),
            ("七成", "17 %"),
            ("四分之三", "half"),
            ("一個月", "two months"),
            ("三年", "three months"),
            ("四成", "40 people"),
            ("24小時", "24 days"),
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
