//! The weights of the first stage: BM25 over fields, sample questions, counterparts.

use serde::{Deserialize, Serialize};

use crate::lang::Kind;

/// The weights of the first stage. They stand in the model file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    /// What a Han character counts in a text.
    pub character: f32,
    /// What a pair of Han characters counts.
    pub character_pair: f32,
    /// What an English stem counts.
    pub stem: f32,
    /// What a pair of stems counts.
    pub stem_pair: f32,
    /// What a figure counts.
    pub figure: f32,
    /// What a curated name counts.
    pub concept: f32,
    /// What a stem of the same family counts beside the stem itself.
    pub relative: f32,
    /// What a pair of characters counts that sounds or looks like an unknown one.
    pub repaired: f32,
    /// What the heading counts beside a text.
    pub heading: f32,
    /// What the best sentence counts beside the text.
    pub sentence: f32,
    /// BM25's saturation of a repeated token.
    pub k1: f32,
    /// BM25's correction for length.
    pub b: f32,
    /// What the cosine with the most similar sample question counts beside the text.
    pub question: f32,
    /// What the share of words that stand there, or whose counterparts do, counts beside the text.
    pub soft: f32,
    /// What the likeness of words counts beside the text.
    pub alike: f32,
}

impl Scoring {
    /// What a token of a kind counts in a text.
    pub const fn of(&self, kind: Kind) -> f32 {
        match kind {
            Kind::Han1 => self.character,
            Kind::Han2 => self.character_pair,
            Kind::Stem => self.stem,
            Kind::StemPair => self.stem_pair,
            Kind::Figure => self.figure,
            Kind::Concept => self.concept,
            Kind::Turn => 0.0,
        }
    }

    /// BM25's share of a token that stands `count` times in a text of this relative length: from 0 to `k1 + 1`.
    pub fn saturation(&self, count: f32, relative_length: f32) -> f32 {
        count * (self.k1 + 1.0) / (count + self.k1 * (1.0 - self.b + self.b * relative_length))
    }
}

/// What a token counts for what a question asks for, so that scores of long and short questions compare.
pub(super) const fn mass(kind: Kind) -> f32 {
    match kind {
        Kind::Han1 => 1.0,
        Kind::Stem => 2.0,
        _ => 0.0,
    }
}
