//! Where the lines between answer, related and none are drawn, and why.

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

/// The probability that the best hit is right, from what is seen of it: a logistic curve.
pub(super) fn probability(seen: &Seen) -> f32 {
    let logit = -3.0 + 1.5 * seen.text + 4.0 * seen.question + 1.0 * seen.lead + 1.0 * seen.known - 3.0 * f32::from(u8::from(seen.outside));
    1.0 / (1.0 + (-logit).exp())
}

/// What the probability depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// What the text scores, per unit of the question's mass.
    pub text: f32,
    /// What the best sentence scores, per unit of mass.
    pub sentence: f32,
    /// Similarity to the most similar sample question.
    pub question: f32,
    /// How far the score is ahead of the next paragraph's, as a share of its own.
    pub lead: f32,
    /// How much of the question stands anywhere in the papers.
    pub known: f32,
    /// The logarithm of the question's mass.
    pub mass: f32,
    /// Whether the question names a subject of which the papers do not speak.
    pub outside: bool,
}
