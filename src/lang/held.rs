//! Which types of answers a text holds.

use serde::{Deserialize, Serialize};

use super::number::figures;
use crate::lexicon::{AnswerType, lexicon};

/// The types of amounts.
const AMOUNTS: [AnswerType; 4] =
    [AnswerType::Count, AnswerType::Money, AnswerType::Rate, AnswerType::Size];

/// The types of answers that a text holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held(u16);

impl Held {
    /// What a folded text holds.
    pub fn of(folded: &str) -> Self {
        let mut held = Self::default();
        for asked in lexicon().shown(&lexicon().find(folded)) {
            held.add(asked);
        }
        if folded.matches('、').count() >= 3 || folded.matches(", ").count() >= 4 {
            held.add(AnswerType::List);
        }
        for figure in figures(folded) {
            let written = folded.get(figure.start..figure.end).unwrap_or_default();
            let is_plain = written.chars().all(char::is_alphanumeric);
            let is_year =
                is_plain && figure.whole().is_some_and(|year| (1900..2100).contains(&year));
            if is_year {
                held.add(AnswerType::Date);
            }
            let after = folded.get(figure.end..).unwrap_or_default().trim_start();
            lexicon().counted_in(after).for_each(|asked| held.add(asked));
            // a year, a date, a sum or a share is no count
            let is_sum = folded.get(..figure.start).is_some_and(|before| before.ends_with('$'));
            if !is_year && !is_sum && !lexicon().is_no_count_before(after) {
                held.add(AnswerType::Count);
            }
        }
        held
    }

    /// Whether it holds a type.
    pub fn has(self, asked: AnswerType) -> bool {
        let any = |types: &[AnswerType]| types.iter().any(|&own| self.0 >> own as u16 & 1 == 1);
        match asked {
            AnswerType::Amount => any(&AMOUNTS),
            AnswerType::Who => any(&[AnswerType::Who, AnswerType::PersonName]),
            _ => any(&[asked]),
        }
    }

    /// Whether it holds a type, or one that a question for it may mean: "when does it open?" a day, an hour or a season; "how many of them?"
    /// or "what is the rate?" any amount.
    pub fn may_answer(self, asked: AnswerType) -> bool {
        const TIMES: [AnswerType; 4] =
            [AnswerType::Date, AnswerType::Day, AnswerType::Time, AnswerType::Duration];
        let any = |types: &[AnswerType]| types.iter().any(|&own| self.has(own));
        self.has(asked)
            || (TIMES.contains(&asked) && any(&TIMES))
            || (matches!(asked, AnswerType::Count | AnswerType::Rate) && any(&AMOUNTS))
    }

    /// What either holds.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn add(&mut self, asked: AnswerType) {
        self.0 |= 1 << asked as u16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fold;

    #[test]
    fn a_text_holds_what_was_asked() {
        for (asked, text, expected) in [
            (AnswerType::Count, "超過380個項目", true),
            (AnswerType::Money, "超過380個項目", false),
            (AnswerType::Money, "撥款3億元", true),
            (AnswerType::Money, "a rental of $2,890", true),
            (AnswerType::Count, "撥款3億元", false),
            (AnswerType::Count, "於2009年開幕", false),
            (AnswerType::Date, "about 2,000 places", false),
            (AnswerType::Count, "about 2,000 places", true),
            (AnswerType::Count, "7.1 million passengers", true),
            (AnswerType::Count, "1 950個名額", true),
            (AnswerType::Count, "佔三成", false),
            (AnswerType::Duration, "為期三年的研究", true),
            (AnswerType::Date, "於2009年3月開幕", true),
            (AnswerType::Date, "in February", true),
            (AnswerType::Who, "由政務司司長主持", true),
            (AnswerType::Who, "headed by Ms Lau", true),
            (AnswerType::Amount, "平均利用率為8.3%", true),
            (AnswerType::Amount, "每千瓦400元", true),
            (AnswerType::Amount, "於2009年開幕", false),
        ] {
            assert_eq!(Held::of(&fold(text)).has(asked), expected, "{text}");
        }
    }
}
