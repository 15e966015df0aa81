//! Where the lines between answer, related and none are drawn, and why.

use super::found::Seen;

/// From this probability on, a paragraph is given as the answer. A wrong answer costs a reader more than "related" does.
pub(super) const ANSWER: f32 = 0.5;

/// From this probability on, a paragraph is shown as related.
pub(super) const RELATED: f32 = 0.2;

/// A further paragraph of the same section belongs to the answer if it scores this share of the best.
pub(super) const SAME_SECTION: f32 = 0.8;

/// A paragraph of another section belongs to the answer if it scores this share of the best.
pub(super) const OTHER_SECTION: f32 = 0.9;

/// At most so many paragraphs of one reply.
pub(super) const MOST_CITATIONS: usize = 3;

/// A second sentence joins the quotation if it scores this share of the best.
pub(super) const SECOND_SENTENCE: f32 = 0.9;

/// From this length on, in Han characters and words, a message is read sentence by sentence too: its question may be one of many.
pub(super) const LONG_MESSAGE: usize = 30;

/// The probability that a hit is right, from what is seen of it: a logistic curve, fitted to the questions under `tests/questions`.
pub(super) fn probability(seen: &Seen) -> f32 {
    let flag = |flag: bool| f32::from(u8::from(flag));
    let logit =
        -9.2 + 0.8 * seen.text + 2.0 * seen.question + 0.7 * seen.lead + 2.0 * seen.known + 4.4 * seen.coverage + 0.9 * flag(seen.asks)
            - 1.1 * flag(seen.personal)
            - 4.0 * flag(seen.personal && !seen.asks)
            + 1.6 * seen.mass
            - 1.4 * flag(seen.outside);
    1.0 / (1.0 + (-logit).exp())
}
