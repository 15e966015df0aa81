//! How alike in meaning a question and a paragraph are, word by word (late interaction): each word of the question beside the likest one of
//! the paragraph, by the cosine of their embeddings.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::index::PaperIndex;
use crate::lexicon::{EmbeddedWord, Embedding, Embeddings, TELLING};
use crate::question::AskedWord;

use super::SoftScores;

/// Most words of a question that are compared.
const MOST_WORDS: usize = 12;

/// Of a word of a paper, the product of its embedding and that of each word of the question; 0 where that has none.
type Products = [i16; MOST_WORDS];

/// The words of papers that a question was compared with, so that each is once, however many papers have it.
#[derive(Default)]
pub struct Compared(RefCell<FxHashMap<EmbeddedWord, Products>>);

/// What is seen of one paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Likeness {
    /// The mean likeness of the question's words, by their importance, 0 to 1.
    pub(super) share: f32,
    /// The greatest product of a word's importance and of how much it is unlike any word of the paragraph, 0 to 1.
    pub(super) lack: f32,
}

/// A question's words beside those of a paper.
pub(super) struct Alike {
    asked: Vec<Asked>,
    /// Of the paragraphs that lead, by their places.
    leading: Vec<(usize, Likeness)>,
}

/// A word of the question.
struct Asked {
    /// Its place among the words of the question.
    place: usize,
    importance: f32,
    /// Its share of the importance of all.
    part: f32,
    embedding: Option<Embedding>,
}

impl Alike {
    /// Compares the words of a question that tell what it is about with those of the paragraphs that lead: what is often a word of
    /// several of them.
    pub(super) fn new(
        index: &PaperIndex,
        soft: &SoftScores,
        words: &[AskedWord],
        compared: &Compared,
        leading: impl Iterator<Item = usize>,
    ) -> Self {
        let telling = words.iter().enumerate().filter(|(_, word)| word.importance() >= TELLING);
        let telling: Vec<_> = telling.take(MOST_WORDS).collect();
        let total: f32 = telling.iter().map(|(_, word)| word.importance()).sum();
        let asked = telling.into_iter().map(|(place, word)| Asked {
            place,
            importance: word.importance(),
            part: word.importance() / total.max(f32::MIN_POSITIVE),
            embedding: word.embedding.map(|embedded| Embeddings::embedded().unpack(embedded)),
        });
        let mut alike = Self { asked: asked.collect(), leading: Vec::new() };
        let mut known = compared.0.borrow_mut();
        let mut products = |word| *known.entry(word).or_insert_with(|| alike.products(word));
        let leading = leading
            .map(|paragraph| (paragraph, alike.compare(index, soft, paragraph, &mut products)));
        let leading = leading.collect();
        drop(known);
        alike.leading = leading;
        alike
    }

    /// How alike a paragraph is.
    pub(super) fn of(&self, index: &PaperIndex, soft: &SoftScores, paragraph: usize) -> Likeness {
        let known = self.leading.iter().find(|(place, _)| *place == paragraph);
        known.map_or_else(
            || self.compare(index, soft, paragraph, |word| self.products(word)),
            |(_, own)| *own,
        )
    }

    fn compare(
        &self,
        index: &PaperIndex,
        soft: &SoftScores,
        paragraph: usize,
        mut products: impl FnMut(EmbeddedWord) -> Products,
    ) -> Likeness {
        let mut greatest = Products::default();
        if self.asked.iter().any(|word| word.embedding.is_some()) {
            for &word in index.words_of(paragraph) {
                let Some(&word) = index.words().get(usize::from(word)) else { continue };
                let own = products(word);
                for (place, greatest) in greatest.iter_mut().enumerate() {
                    *greatest = own[place].max(*greatest);
                }
            }
        }
        let mut likeness = Likeness::default();
        for (word, &greatest) in self.asked.iter().zip(&greatest) {
            let held = word.place * index.paragraphs() + paragraph;
            let likest = Embedding::likeness(greatest);
            let likest = soft.held.get(held).map_or(likest, |held| held.max(likest));
            likeness.share += word.part * likest;
            likeness.lack = likeness.lack.max(word.importance * (1.0 - likest));
        }
        likeness
    }

    /// Those of a word of a paper.
    fn products(&self, word: EmbeddedWord) -> Products {
        let mut products = Products::default();
        let own = Embeddings::embedded().unpack(word);
        for (place, asked) in self.asked.iter().enumerate().take(MOST_WORDS) {
            products[place] = asked.embedding.as_ref().map_or(0, |asked| asked.product(&own));
        }
        products
    }
}
