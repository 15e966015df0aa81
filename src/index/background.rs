//! How rare a token is: the paper's own document frequencies, smoothed by those of the language.
//!
//! A short paper says little of how rare a word is, a long one all. The language's frequencies count as so many paragraphs more
//! (a Dirichlet prior), so that the same formula serves a paper of two paragraphs and one of a thousand.

use crate::lang::{Key, Kind, han_pair};
use crate::lexicon::Bilingual;

/// How many paragraphs the language's statistics count for.
const PRIOR_PARAGRAPHS: f32 = 12.0;

/// How many tokens a paragraph is taken to have.
const PARAGRAPH_TOKENS: f32 = 120.0;

/// A token that stands nowhere is taken to be as rare as one that stands in half a paragraph.
const UNSEEN_PARAGRAPHS: f32 = 0.5;

/// How rare a turn of speech is taken to be: it is compared in sample questions only.
const TURN_RARITY: f32 = 1.5;

/// Inverse document frequency (Robertson and Spärck Jones, as in Lucene: never negative) of a token that `holding` of `paragraphs`
/// paragraphs hold and that a paragraph of the language holds with probability `background`.
pub fn rarity(kind: Kind, paragraphs: usize, holding: usize, background: f32) -> f32 {
    if kind == Kind::Turn {
        return TURN_RARITY;
    }
    let all = paragraphs as f32 + PRIOR_PARAGRAPHS;
    let own = (holding as f32).max(UNSEEN_PARAGRAPHS);
    let holding = (own + PRIOR_PARAGRAPHS * background).min(all);
    ((all - holding + 0.5) / (holding + 0.5)).ln_1p()
}

/// The probability that a paragraph of the language holds a Han character or a pair of them.
pub fn background_of_han(key: Key, character: Option<char>) -> f32 {
    let lexicon = Bilingual::embedded();
    in_paragraph(match (han_pair(key), character) {
        (Some((first, second)), _) => lexicon.han_frequency(Some(first), second),
        (None, Some(character)) => lexicon.han_frequency(None, character),
        (None, None) => 0.0,
    })
}

/// The probability that a paragraph of the language holds an English stem.
pub fn background_of_stem(stem: &str) -> f32 {
    in_paragraph(Bilingual::embedded().stem_frequency(stem))
}

/// The probability that a paragraph of the language holds a token that is this share of all (Poisson).
pub fn in_paragraph(share: f32) -> f32 {
    -(-PARAGRAPH_TOKENS * share).exp_m1()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paper_outweighs_the_language() {
        let common = |paragraphs: usize| rarity(Kind::Stem, paragraphs, paragraphs / 10, 0.9);
        assert!(common(10) < common(100) && common(100) < common(10_000));
        assert!(rarity(Kind::Stem, 10, 1, 0.0) > rarity(Kind::Stem, 10, 1, 0.5));
        assert!(rarity(Kind::Stem, 10, 10, 1.0) >= 0.0);
    }
}
