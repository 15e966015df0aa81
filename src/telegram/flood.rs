//! People who ask too much: so much in a span of time is done, and then a line says so once.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

/// A minute, in seconds.
pub(super) const MINUTE: i64 = 60;

/// Askers that are remembered at most before those are forgotten who have been silent.
const MOST_ASKERS: usize = 10_000;

/// Counts questions.
pub(super) struct Flood {
    most: usize,
    /// The time in which they are counted, in seconds.
    span: i64,
    askers: Mutex<HashMap<i64, Asker>>,
}

#[derive(Default)]
struct Asker {
    asked: VecDeque<i64>,
    /// When they were told.
    told: Option<i64>,
}

/// What becomes of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// It is answered.
    Answer,
    /// It is not, and a line says so.
    Tell,
    /// It is not.
    Drop,
}

impl Flood {
    /// So much is done in a span of so many seconds.
    pub(super) fn new(most: u32, span: i64) -> Self {
        Self { most: most as usize, span, askers: Mutex::new(HashMap::new()) }
    }

    /// What becomes of a question of this asker's that was written at a time, in Unix seconds: questions that waited for the bot are no flood.
    pub(super) fn admit(&self, asker: i64, now: i64) -> Admission {
        let passed = |time: &i64| now - time >= self.span;
        let mut askers = self.askers.lock().unwrap_or_else(PoisonError::into_inner);
        if askers.len() >= MOST_ASKERS {
            askers.retain(|_, asker| asker.asked.back().is_some_and(|last| !passed(last)));
        }
        let asker = askers.entry(asker).or_default();
        while asker.asked.front().is_some_and(passed) {
            asker.asked.pop_front();
        }
        if asker.asked.len() < self.most {
            asker.asked.push_back(now);
            return Admission::Answer;
        }
        if asker.told.is_some_and(|told| !passed(&told)) {
            return Admission::Drop;
        }
        asker.told = Some(now);
        Admission::Tell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::HOUR;

    #[test]
    fn who_asks_too_much_is_told_once_and_answered_again_later() {
        let flood = Flood::new(2, MINUTE);
        let admitted: Vec<_> =
            [1, 1, 1, 1, 2].into_iter().map(|asker| flood.admit(asker, 1000)).collect();
        assert_eq!(
            admitted,
            [
                Admission::Answer,
                Admission::Answer,
                Admission::Tell,
                Admission::Drop,
                Admission::Answer
            ]
        );
        assert_eq!(flood.admit(1, 1000 + MINUTE), Admission::Answer);
    }

    #[test]
    fn what_is_said_once_an_hour_is_said_again_when_it_has_passed_and_not_before() {
        let told = Flood::new(1, HOUR);
        let is_said = |chat, after| told.admit(chat, 1000 + after) == Admission::Answer;
        assert!(is_said(1, 0));
        assert!(![1, MINUTE, HOUR - 1].into_iter().any(|after| is_said(1, after)));
        assert!(is_said(2, 1), "to others, all the same");
        assert!(is_said(1, HOUR) && !is_said(1, 2 * HOUR - 1) && is_said(1, 2 * HOUR));
    }
}
