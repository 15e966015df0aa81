//! The form of what somebody writes: whether it asks, for what type of answer, and whether it is talk between people.

use crate::lexicon::{AnswerType, Found, List, lexicon};

/// The turns of speech by which questions about one subject differ, besides the answer type.
const TURNS: [List; 8] = [
    List::TurnWhere,
    List::TurnWhy,
    List::TurnHow,
    List::TurnProcedure,
    List::TurnWhether,
    List::TurnWhich,
    List::TurnResult,
    List::TurnJudgement,
];

/// What a question wants to know of its subject. Papers tell some kinds of details less often than others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// A name, or which of several it is.
    pub name: bool,
    /// A sum of money, a number, a share or a size.
    pub amount: bool,
    /// When, where, why, how or how long.
    pub circumstance: bool,
    /// Whether something is so.
    pub whether: bool,
}

/// The form of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    asks: bool,
    comes_to_question: bool,
    personal: bool,
    points_back: bool,
    supposes: bool,
    joins: bool,
    several: bool,
    detail: Detail,
    /// A bit for each turn.
    turns: u16,
    answer_type: Option<AnswerType>,
}

impl Form {
    /// Of a folded text with these words.
    pub fn of(found: &Found) -> Self {
        let turns = TURNS.iter().enumerate().filter(|(_, list)| found.has(**list));
        Self {
            asks: found.has(List::Asks),
            comes_to_question: found.has(List::ComesToIt),
            personal: found.has(List::Personal),
            points_back: found.has(List::PointsBack),
            supposes: found.has(List::Supposition),
            joins: found.has(List::Joint),
            several: found.has(List::TurnWhich) || found.has(List::Which),
            detail: Detail {
                name: found.has(List::DetailName),
                amount: found.has(List::DetailAmount),
                circumstance: found.has(List::DetailCircumstance),
                whether: found.has(List::DetailWhether),
            },
            turns: turns.fold(0, |turns, (turn, _)| turns | 1 << turn),
            answer_type: lexicon().answer_type(found),
        }
    }

    /// Of a folded text.
    pub fn of_text(folded: &str) -> Self {
        Self::of(&lexicon().find(folded))
    }

    /// Whether it has the form of a question.
    pub const fn asks(self) -> bool {
        self.asks
    }

    /// Whether, as a part of a message, it is where that comes to its question.
    pub const fn comes_to_question(self) -> bool {
        self.comes_to_question
    }

    /// Whether it speaks of its writer, its reader or the present day.
    pub const fn is_personal(self) -> bool {
        self.personal
    }

    /// Whether it points back to what was said before.
    pub const fn points_back(self) -> bool {
        self.points_back
    }

    /// Whether it supposes something and asks whether that is so.
    pub const fn supposes(self) -> bool {
        self.supposes
    }

    /// Whether it has a word that joins two things.
    pub const fn joins(self) -> bool {
        self.joins
    }

    /// Whether it asks for several things: which, all, list.
    pub const fn asks_several(self) -> bool {
        self.several
    }

    /// What it wants to know of its subject.
    pub const fn detail(self) -> Detail {
        self.detail
    }

    /// The type of answer that it asks for, if it says.
    pub const fn answer_type(self) -> Option<AnswerType> {
        self.answer_type
    }

    /// Whether it asks where.
    pub const fn asks_where(self) -> bool {
        self.turns & 1 == 1
    }

    /// Whether it asks why.
    pub const fn asks_why(self) -> bool {
        self.turns & 2 == 2
    }

    /// The turns of speech in it by which questions about one subject differ, by number.
    pub(super) fn turns(self) -> impl Iterator<Item = u64> {
        let asked = self.answer_type.map(|asked| asked as u64 + TURNS.len() as u64);
        (0..TURNS.len())
            .filter(move |turn| self.turns >> turn & 1 == 1)
            .map(|turn| turn as u64)
            .chain(asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fold;

    #[test]
    fn talk_is_told_from_questions() {
        for (text, question, personal) in [
            ("前海由誰主導開發？", true, false),
            ("今晚一齊食飯啦", false, true),
            ("Who leads Qianhai", true, false),
            ("running late, sorry guys", false, true),
            ("清潔生產", false, false),
        ] {
            let form = Form::of_text(&fold(text));
            assert_eq!((form.asks(), form.is_personal()), (question, personal), "{text}");
        }
    }

    #[test]
    fn a_question_asks_for_a_type_of_answer() {
        for (question, expected) in [
            ("How much did DuPont invest?", Some(AnswerType::Money)),
            ("港人子弟班一年學費幾錢？", Some(AnswerType::Money)),
            ("What is the fare?", Some(AnswerType::Money)),
            ("前海有幾大？", Some(AnswerType::Size)),
            ("how big is it?", Some(AnswerType::Size)),
            ("政務司司長叫咩名？", Some(AnswerType::PersonName)),
            ("what are their names?", Some(AnswerType::PersonName)),
            ("七份合作協議的名稱分別是甚麼？", Some(AnswerType::List)),
            ("佢幾時開始？", Some(AnswerType::Date)),
            ("有幾多個喺深圳？", Some(AnswerType::Count)),
            ("研究做幾耐", Some(AnswerType::Duration)),
            ("who is in charge", Some(AnswerType::Who)),
            ("前海", None),
            // these speak of money, size or names and ask for none
            ("What did DuPont invest in?", None),
            ("What cost-saving does the plan bring?", None),
            ("七份協議涵蓋幾大領域？", None),
            ("How big a role does the pilot scheme play?", None),
            ("聯合專責小組叫咩名？", None),
            ("What is the programme called?", None),
            ("Which American company did they lure?", None),
        ] {
            assert_eq!(Form::of_text(&fold(question)).answer_type(), expected, "{question}");
        }
    }
}
