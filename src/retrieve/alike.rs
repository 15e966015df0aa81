//! How alike in meaning a question and a paragraph are, word by word (late interaction): each word of the question beside the likest one of
//! the paragraph, by the cosine of their embeddings.

use crate::index::PaperIndex;
use crate::lexicon::{Embedding, Embeddings};
use crate::question::AskedWord;

use super::SoftScores;

/// What is seen of one paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Likeness {
    /// The mean likeness of the question's words, by their importance, 0 to 1.
    pub(super) share: f32,
    /// The greatest product of a word's importance and of how much it is unlike any word of the paragraph, 0 to 1.
    pub(super) lack: f32,
}

/// A question's words, and what was seen of the paragraphs of a paper.
pub(super) struct Alike {
    asked: Vec<Asked>,
    /// Of the paragraphs that were compared, by their place.
    compared: Vec<(usize, Likeness)>,
}

/// A word of the question.
struct Asked {
    importance: f32,
    /// Its share of the importance of all.
    part: f32,
    embedding: Option<Embedding>,
}

impl Alike {
    /// Reads the words of a question.
    pub(super) fn new(words: &[AskedWord]) -> Self {
        let all = Embeddings::embedded();
        // a word without an embedding is a name, or as rare as one
        let importance = |word: &AskedWord| {
            word.embedding.map_or(word.weight, |embedded| all.importance(embedded))
        };
        let total: f32 = words.iter().map(importance).sum();
        let asked = words.iter().map(|word| Asked {
            importance: importance(word),
            part: importance(word) / total.max(f32::MIN_POSITIVE),
            embedding: word.embedding.map(|embedded| all.unpack(embedded)),
        });
        Self { asked: asked.collect(), compared: Vec::new() }
    }

    /// Compares the question with a paragraph, and keeps what was seen.
    pub(super) fn compare(
        &mut self,
        index: &PaperIndex,
        soft: &SoftScores,
        paragraph: usize,
    ) -> Likeness {
        let own = self.of(index, soft, paragraph);
        self.compared.push((paragraph, own));
        own
    }

    /// What is seen of a paragraph.
    pub(super) fn of(&self, index: &PaperIndex, soft: &SoftScores, paragraph: usize) -> Likeness {
        if let Some((_, own)) = self.compared.iter().find(|(place, _)| *place == paragraph) {
            return *own;
        }
        let all = Embeddings::embedded();
        let words = index.words_of(paragraph);
        let mut own = Likeness::default();
        for (place, word) in self.asked.iter().enumerate() {
            let held = place * index.paragraphs() + paragraph;
            let held = soft.held.get(held).copied().unwrap_or_default();
            let likest = match &word.embedding {
                Some(embedding) if held < 1.0 => {
                    words.iter().map(|&other| all.likeness(embedding, other)).fold(held, f32::max)
                }
                _ => held,
            };
            own.share += word.part * likest;
            own.lack = own.lack.max(word.importance * (1.0 - likest));
        }
        own
    }
}
