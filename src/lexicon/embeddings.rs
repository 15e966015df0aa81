//! Word embeddings: how alike in meaning two words are, in either language (cosine similarity).
//!
//! They are a block of bytes that `data/bilingual/embeddings.py` writes, read where it lies, as the bilingual lexicon is. All numbers are
//! little endian:
//!
//! ```text
//! magic "BRIEFEM1" · words of the lexicon u32 · embeddings u32
//! the place of each word in the lexicon, in order: u32
//! importance of each in a question: u8 = 255 · importance
//! embeddings, 32 bytes each: byte k holds dimension k in its lower four bits, dimension k + 32 in its upper ones; level n stands for 2n − 15
//! ```

use serde::{Deserialize, Serialize};

use super::Bilingual;
use super::bilingual::partition_point;

/// A word that is less important than this tells little of what a question or a paragraph is about.
pub const TELLING: f32 = 0.2;

/// Bytes of an embedding.
const BYTES_EACH: usize = 32;

/// How long an embedding is, in half levels: its 64 dimensions have a deviation of 2.5 levels.
const LENGTH: f32 = 40.0;

const _: () =
    assert!(2 * BYTES_EACH * 15 * 15 <= i16::MAX as usize, "a product of embeddings overflows");

const HEADER: usize = 16;

static BYTES: &[u8] = include_bytes!("../../data/bilingual/embeddings.bin");

/// The embedding of a word, by its place among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EmbeddedWord(u16);

/// An embedding, unpacked to be compared: half levels, each −15 to 15.
#[derive(Clone, Debug)]
pub struct Embedding([i16; 2 * BYTES_EACH]);

impl Embedding {
    /// The product of two embeddings, by which pairs of words can be ordered.
    #[allow(
        clippy::needless_range_loop,
        reason = "without link-time optimization, `zip` calls functions that cost as much as the sum"
    )]
    pub fn product(&self, other: &Self) -> i16 {
        // no sum of so many leaves sixteen bits, of which a processor adds up eight at a time
        let mut sum = 0_i16;
        for place in 0..self.0.len() {
            sum = sum.wrapping_add(self.0[place].wrapping_mul(other.0[place]));
        }
        sum
    }

    /// How alike two words of this product are, 0 to 1: the cosine of their embeddings; 0 where that is negative.
    pub fn likeness(product: i16) -> f32 {
        (f32::from(product) / (LENGTH * LENGTH)).clamp(0.0, 1.0)
    }
}

// what the program carries of the languages is small
const _: () = assert!(BYTES.len() + super::bilingual::BYTES.len() <= 6_000_000);

/// All embeddings, over their bytes.
#[derive(Clone, Copy)]
pub struct Embeddings {
    words: usize,
}

impl Embeddings {
    /// The embeddings that are compiled in.
    pub fn embedded() -> Self {
        Self { words: number(12) as usize }
    }

    /// The embedding of the word at a place in the lexicon, or else that of the likeliest word that may be said instead of it and has
    /// one.
    pub fn of(self, lexicon: Bilingual, word: usize) -> Option<EmbeddedWord> {
        let instead = || lexicon.linked(word).find_map(|(other, _)| self.find(other));
        self.find(word).or_else(instead)
    }

    fn find(self, word: usize) -> Option<EmbeddedWord> {
        let embedded = |place: usize| number(HEADER + 4 * place) as usize;
        let place = partition_point(0..self.words, |place| embedded(place) < word);
        let known = place < self.words && embedded(place) == word;
        u16::try_from(place).ok().filter(|_| known).map(EmbeddedWord)
    }

    /// How much a word tells of what a question is about, 0 to 1.
    pub fn importance(self, word: EmbeddedWord) -> f32 {
        let at = HEADER + 4 * self.words + usize::from(word.0);
        f32::from(BYTES.get(at).copied().unwrap_or_default()) / 255.0
    }

    /// The embedding of a word.
    pub fn unpack(self, word: EmbeddedWord) -> Embedding {
        let at = HEADER + 5 * self.words + BYTES_EACH * usize::from(word.0);
        let mut levels = [0; 2 * BYTES_EACH];
        let packed = BYTES.get(at..).and_then(|bytes| bytes.first_chunk::<BYTES_EACH>());
        if let Some(packed) = packed {
            for (place, byte) in packed.iter().enumerate() {
                levels[place] = 2 * i16::from(byte & 15) - 15;
                levels[place + BYTES_EACH] = 2 * i16::from(byte >> 4) - 15;
            }
        }
        Embedding(levels)
    }
}

fn number(at: usize) -> u32 {
    let four = BYTES.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> f32 {
        let (lexicon, all) = (Bilingual::embedded(), Embeddings::embedded());
        let of = |word: &str| all.of(lexicon, lexicon.find(word).unwrap()).unwrap();
        Embedding::likeness(all.unpack(of(one)).product(&all.unpack(of(other))))
    }

    #[test]
    fn the_embeddings_are_of_words_of_this_lexicon() {
        assert_eq!(number(8) as usize, Bilingual::embedded().words());
        assert_eq!(BYTES.len(), HEADER + (5 + BYTES_EACH) * Embeddings::embedded().words);
    }

    #[test]
    fn words_are_as_alike_as_what_they_mean() {
        assert!((likeness("铁路", "铁路") - 1.0).abs() < 0.1);
        for (word, near, far) in
            [("铁路", "火车", "学校"), ("医院", "hospit", "banana"), ("doctor", "nurs", "bridg")]
        {
            assert!(likeness(word, near) > likeness(word, far) + 0.1, "{word} {near} {far}");
        }
    }
}
