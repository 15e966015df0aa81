//! Misspelt English words, taken for the known word that they resemble most.

use serde::{Deserialize, Serialize};

/// Shortest word that is repaired: shorter ones are too alike.
const SHORTEST: usize = 4;

/// From this length on, a word may differ in two places.
const LONG: usize = 7;

/// All English words of the papers, their names and sample questions.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Vocabulary {
    /// In order, each once.
    words: Vec<String>,
}

impl Vocabulary {
    /// The known word that an unknown one is taken for: of those within reach the nearest, then the first in order.
    /// Reach is one edit (a letter wrong, missing, too many, or two swapped), two in long words; the first letter is right.
    pub(super) fn repair(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        let first = word.chars().next().filter(|character| character.is_ascii_lowercase())?;
        if length < SHORTEST
            || self.words.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
        {
            return None;
        }
        let reach = if length >= LONG { 2 } else { 1 };
        let letters = letters(word);
        let from =
            self.words.partition_point(|known| !known.starts_with(first) && known.as_str() < word);
        let candidates = self.words.iter().skip(from).take_while(|known| known.starts_with(first));
        candidates
            .filter(|known| known.len().abs_diff(length) <= reach)
            .filter(|known| (self::letters(known) ^ letters).count_ones() as usize <= 2 * reach)
            .map(|known| (strsim::osa_distance(known, word), known.as_str()))
            .filter(|&(distance, _)| distance <= reach)
            .min()
            .map(|(_, known)| known)
    }
}

impl FromIterator<String> for Vocabulary {
    fn from_iter<I: IntoIterator<Item = String>>(words: I) -> Self {
        let usable = |word: &String| {
            word.len() >= SHORTEST - 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        let mut words: Vec<_> = words.into_iter().filter(usable).collect();
        words.sort_unstable();
        words.dedup();
        Self { words }
    }
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

    #[test]
    fn a_misspelt_word_is_taken_for_the_nearest() {
        let vocabulary: Vocabulary = ["qianhai", "government", "pilot", "plan", "renminbi"]
            .map(str::to_owned)
            .into_iter()
            .collect();
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
}
