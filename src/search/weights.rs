//! All numbers of the scoring, each with its reason. A score is read with these names.

use super::index::Level;
use crate::text::Kind;

/// BM25's saturation of a repeated token: paragraphs are short, so that a second occurrence says little more.
pub(super) const K1: f32 = 0.9;

/// BM25's correction for length: long paragraphs are long because they hold more, not because they repeat.
pub(super) const B: f32 = 0.4;

/// What a token of a kind counts in a paragraph's text.
///
/// Two characters side by side are nearly a word. Single ones catch paraphrase, three confirm a term. Sounds catch characters typed
/// by ear. Letters are many to a word, so that each counts little. A concept is a match that a curator vouches for.
const fn in_text(kind: Kind) -> f32 {
    match kind {
        Kind::Han1 => 0.35,
        Kind::Han2 => 1.0,
        Kind::Han3 => 0.4,
        Kind::Sound => 0.25,
        Kind::Word => 0.2,
        Kind::Stem => 1.0,
        Kind::StemPair => 0.5,
        Kind::Letters => 0.15,
        Kind::Figure => 0.6,
        Kind::Concept => 2.0,
        Kind::Turn => 1.0,
    }
}

/// What a token of a kind counts at a level of the paper.
pub(super) const fn weight(level: Level, kind: Kind) -> f32 {
    let level_weight = match level {
        Level::Record | Level::Translation => 1.0,
        // one sentence that holds all that was asked is worth as much as the whole paragraph
        Level::Sentence => 0.6,
        // a heading names the subject, in few words
        Level::Heading => 0.5,
        Level::Question | Level::Unsaid => 1.0,
    };
    level_weight * in_text(kind)
}

/// What the most similar sample question counts beside the text, for a similarity of one.
pub(super) const QUESTION: f32 = 3.2;

/// How rare a token is taken to be that stands nowhere in the papers: as rare as one that stands in one paragraph alone.
pub(super) const UNKNOWN_DOCUMENTS: f32 = 0.5;

/// How rare a turn of speech is taken to be.
pub(super) const TURN_RARITY: f32 = 1.5;

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

/// A token less rare than this is left out where questions are compared: among fifteen paragraphs, one that twelve of them hold.
pub(super) const LEAST_RARITY: f32 = 0.25;
