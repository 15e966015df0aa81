//! All numbers of the scoring. A score is read with these names.

use serde::{Deserialize, Serialize};

use super::index::Level;
use crate::lang::Kind;

/// What the scores are made with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// What a token of each kind counts in a text, in the order of [`Kind::ALL`].
    pub in_text: [f32; Kind::ALL.len()],
    /// What it counts where a question is compared with a sample question. Set by hand: a pair of characters and a stem are a word; what a curator
    /// vouches for counts double; kinds that bring nothing there are left out.
    pub in_question: [f32; Kind::ALL.len()],
    /// What each level of a paper counts, in the order of [`Level::ALL`].
    pub levels: [f32; Level::ALL.len()],
    /// BM25's saturation of a repeated token: the smaller, the less a second occurrence says.
    pub k1: f32,
    /// BM25's correction for length: from 0, none, to 1.
    pub b: f32,
    /// What the most similar sample question counts beside the text, for a similarity of one, in choosing the paragraphs to look at. Set by hand:
    /// as much as a text that holds all of the question.
    pub question: f32,
    /// What a paragraph counts that accounts for the whole question, beside the text, where papers have no sample questions.
    pub coverage: f32,
    /// Whether unknown English words are taken for the known ones that they resemble.
    pub repair: bool,
}

impl Weights {
    /// What a token of a kind counts at a level of the paper.
    pub(super) fn weight(&self, level: Level, kind: Kind) -> f32 {
        let kinds = if level.is_question() { &self.in_question } else { &self.in_text };
        let of_kind = kinds.get(kind as usize).copied().unwrap_or_default();
        self.levels.get(level as usize).copied().unwrap_or_default() * of_kind
    }

    /// BM25's share of a token that stands `count` times in a text `relative` times as long as the mean: from 0 to `k1 + 1`.
    pub(super) fn saturation(&self, count: f32, relative: f32) -> f32 {
        count * (self.k1 + 1.0) / (count + self.k1 * (1.0 - self.b + self.b * relative))
    }
}

impl Default for Weights {
    fn default() -> Self {
        super::fitted::WEIGHTS
    }
}

/// How rare a token is taken to be that stands nowhere in the papers: as rare as one that stands in one paragraph alone.
pub(super) const UNKNOWN_DOCUMENTS: f32 = 0.5;

/// How rare a turn of speech is taken to be.
pub(super) const TURN_RARITY: f32 = 1.5;

/// A token less rare than this is left out where questions are compared: among fifteen paragraphs, one that twelve of them hold.
pub(super) const LEAST_RARITY: f32 = 0.25;

/// The kinds by which a question's mass is measured, so that scores of long and short questions compare: characters and stems.
pub(super) const fn mass(kind: Kind) -> f32 {
    match kind {
        Kind::Han1 => 1.0,
        Kind::Stem => 2.0,
        _ => 0.0,
    }
}

/// How rare a token is among `paragraphs` of which `holding` hold it (Robertson and Spärck Jones, as in Lucene: never negative).
pub(super) fn rarity(paragraphs: f32, holding: f32) -> f32 {
    ((paragraphs - holding + 0.5) / (holding + 0.5)).ln_1p()
}
