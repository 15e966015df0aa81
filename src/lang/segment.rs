//! Words of Chinese text, cut by jieba.

use jieba_rs::Jieba;
use serde::{Deserialize, Serialize};

/// Cuts Han text into words: the words that it was given, and by jieba's hidden Markov model what lies between them.
///
/// jieba's own dictionary is left out: it takes 100 ms and 32 MiB to load, and beside the n-grams it finds hardly a paragraph more.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Segmenter {
    words: Vec<String>,
    jieba: Jieba,
}

/// How often a given word is assumed to stand in text: often enough to be kept whole.
const FREQUENCY: usize = 1000;

impl Segmenter {
    /// A segmenter that keeps these folded words whole.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::from(words.into_iter().map(str::to_owned).collect::<Vec<_>>())
    }

    /// The words of a folded Han run, in order, with the byte at which each begins. Together they are the run.
    pub(super) fn words<'t>(&self, run: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
        let mut start = 0;
        self.jieba.cut(run, true).into_iter().map(move |token| {
            let begin = start;
            start += token.word.len();
            (begin, token.word)
        })
    }
}

impl From<Vec<String>> for Segmenter {
    fn from(words: Vec<String>) -> Self {
        let mut jieba = Jieba::empty();
        for word in &words {
            jieba.add_word(word, Some(FREQUENCY), None);
        }
        Self { words, jieba }
    }
}

impl From<Segmenter> for Vec<String> {
    fn from(segmenter: Segmenter) -> Self {
        segmenter.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_words_stay_whole() {
        let segmenter = Segmenter::new(["前海", "发展"]);
        assert_eq!(
            segmenter.words("前海地区发展").map(|(_, word)| word).collect::<Vec<_>>(),
            ["前海", "地区", "发展"]
        );
    }
}
