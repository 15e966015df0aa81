//! The English words of a paper: misspelt ones are taken for the known word that they resemble most, and words of one family for each
//! other.

use serde::{Deserialize, Serialize};

/// Shortest word that is repaired: shorter ones are too alike.
const SHORTEST: usize = 4;

/// From this length on, a word may differ in two places.
const LONG: usize = 7;

/// Letters that words of one family begin with.
const ROOT: usize = 4;

/// Words of one family share this much of the longer one.
const FAMILY_SHARE: f32 = 0.6;

/// Most relatives of a word.
const MOST_RELATIVES: usize = 6;

/// All English words and stems of a paper, its names and sample questions.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    /// In order, each once.
    words: Vec<Box<str>>,
    stems: Vec<Box<str>>,
}

impl Vocabulary {
    pub(super) fn new(words: Vec<Box<str>>, stems: Vec<Box<str>>) -> Self {
        let usable = |word: &str| {
            word.len() >= SHORTEST - 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        let in_order = |words: Vec<Box<str>>| {
            let mut words: Vec<_> = words.into_iter().filter(|word| usable(word)).collect();
            words.sort_unstable();
            words.dedup();
            words.shrink_to_fit();
            words
        };
        Self { words: in_order(words), stems: in_order(stems) }
    }

    /// Of words without stems.
    pub fn of_words(words: Vec<Box<str>>) -> Self {
        Self::new(words, Vec::new())
    }

    /// The words, in order.
    pub fn words(&self) -> &[Box<str>] {
        &self.words
    }

    /// The known word that an unknown one is taken for: of those within reach the nearest, then the first in order.
    /// Reach is one edit (a letter wrong, missing, too many, or two swapped), two in long words; the first letter is right.
    pub fn repair(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        let first = word.chars().next().filter(char::is_ascii_lowercase)?;
        if length < SHORTEST || self.words.binary_search_by(|known| (**known).cmp(word)).is_ok() {
            return None;
        }
        let reach = if length >= LONG { 2 } else { 1 };
        let letters = letters(word);
        let from = self.words.partition_point(|known| !known.starts_with(first) && **known < *word);
        let candidates = self.words.iter().skip(from).take_while(|known| known.starts_with(first));
        candidates
            .filter(|known| known.len().abs_diff(length) <= reach)
            .filter(|known| (self::letters(known) ^ letters).count_ones() as usize <= 2 * reach)
            .map(|known| (strsim::osa_distance(known, word), &**known))
            .filter(|&(distance, _)| distance <= reach)
            .min()
            .map(|(_, known)| known)
    }

    /// Other stems of the family of one (competit of compet, germani of german), with how much of the longer one they share.
    pub fn relatives(&self, stem: &str) -> impl Iterator<Item = (&str, f32)> {
        let root =
            stem.get(..ROOT).filter(|root| root.bytes().all(|byte| byte.is_ascii_lowercase()));
        let root = root.unwrap_or("\u{7f}");
        let from = self.stems.partition_point(|known| **known < *root);
        let family = self.stems.iter().skip(from).take_while(move |known| known.starts_with(root));
        let shared = |known: &str| {
            known.bytes().zip(stem.bytes()).take_while(|(one, other)| one == other).count()
        };
        family
            .filter(move |known| ***known != *stem)
            .map(move |known| (&**known, shared(known) as f32 / known.len().max(stem.len()) as f32))
            .filter(|(_, share)| *share >= FAMILY_SHARE)
            .take(MOST_RELATIVES)
    }
}

/// A hash of two syllables side by side.
pub(super) fn sound_of(one: &str, other: &str) -> u32 {
    let bytes = one.bytes().chain([b' ']).chain(other.bytes());
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// A bit for each letter of a word.
fn letters(word: &str) -> u32 {
    word.bytes()
        .filter(u8::is_ascii_lowercase)
        .fold(0, |letters, byte| letters | 1 << (byte - b'a'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        let words = || words.iter().map(|&word| word.into()).collect();
        Vocabulary::new(words(), words())
    }

    #[test]
    fn a_misspelt_word_is_taken_for_the_nearest() {
        let vocabulary = vocabulary(&["qianhai", "government", "pilot", "plan", "renminbi"]);
        for (word, expected) in [
            ("quianhai", Some("qianhai")),
            ("goverment", Some("government")),
            ("pilto", Some("pilot")),
            ("plam", Some("plan")),
            ("plan", None),
            ("government", None),
            ("pxy", None),
            ("weather", None),
            ("前海", None),
            ("", None),
        ] {
            assert_eq!(vocabulary.repair(word), expected, "{word}");
        }
    }

    #[test]
    fn words_of_one_family_share_their_root() {
        let vocabulary = vocabulary(&["compet", "competit", "competitor", "complain", "german"]);
        let relatives = |stem| vocabulary.relatives(stem).map(|(stem, _)| stem).collect::<Vec<_>>();
        assert_eq!(relatives("compet"), ["competit", "competitor"]);
        assert_eq!(relatives("germani"), ["german"]);
        assert!(
            relatives("com").is_empty() && relatives("").is_empty() && relatives("前海").is_empty()
        );
    }
}
