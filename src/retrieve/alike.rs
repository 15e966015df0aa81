//! How alike in meaning a question and a paragraph are, word by word (late interaction): each word of the question beside the likest one of
//! the paragraph, by the cosine of their embeddings.

use crate::index::PaperIndex;
use crate::lexicon::{Embedding, Embeddings};
use crate::question::AskedWord;

use super::SoftScores;

/// A word that is less important than this says little of what a question is about.
const TELLING: f32 = 0.1;

/// Most words of a question that are compared.
const MOST_WORDS: usize = 12;

/// By word of the question; 0 where there is none, or none that has an embedding.
type Products = [i16; MOST_WORDS];

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
    /// Of each word of the paper that was looked at, the product of its embedding and that of each word asked.
    products: Vec<Products>,
    /// By word of the paper: the place of those.
    rows: Vec<Option<u32>>,
    /// Of the paragraphs that were compared, by their place.
    compared: Vec<(usize, Likeness)>,
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
    /// Reads the words of a question that tell what it is about.
    pub(super) fn new(index: &PaperIndex, words: &[AskedWord]) -> Self {
        let all = Embeddings::embedded();
        // a word without an embedding is a name, or as rare as one
        let importance = |word: &AskedWord| {
            word.embedding.map_or(word.weight, |embedded| all.importance(embedded))
        };
        let telling = words.iter().enumerate().filter(|(_, word)| importance(word) >= TELLING);
        let telling: Vec<_> = telling.take(MOST_WORDS).collect();
        let total: f32 = telling.iter().map(|(_, word)| importance(word)).sum();
        let asked = telling.into_iter().map(|(place, word)| Asked {
            place,
            importance: importance(word),
            part: importance(word) / total.max(f32::MIN_POSITIVE),
            embedding: word.embedding.map(|embedded| all.unpack(embedded)),
        });
        let rows = vec![None; index.words().len()];
        Self { asked: asked.collect(), products: Vec::new(), rows, compared: Vec::new() }
    }

    /// Compares the question with a paragraph, and keeps what was seen.
    pub(super) fn compare(
        &mut self,
        index: &PaperIndex,
        soft: &SoftScores,
        paragraph: usize,
    ) -> Likeness {
        if let Some(own) = self.of(paragraph) {
            return own;
        }
        let mut greatest: Products = [0; MOST_WORDS];
        let compares = self.asked.iter().any(|word| word.embedding.is_some());
        let words = if compares { index.words_of(paragraph) } else { &[] };
        for &word in words {
            let own = self.products_of(index, usize::from(word));
            greatest.iter_mut().zip(own).for_each(|(greatest, own)| *greatest = own.max(*greatest));
        }
        let mut own = Likeness::default();
        for (word, &greatest) in self.asked.iter().zip(&greatest) {
            let held = word.place * index.paragraphs() + paragraph;
            let likest = Embedding::likeness(greatest);
            let likest = soft.held.get(held).map_or(likest, |held| held.max(likest));
            own.share += word.part * likest;
            own.lack = own.lack.max(word.importance * (1.0 - likest));
        }
        self.compared.push((paragraph, own));
        own
    }

    /// What was seen of a paragraph; `None` of one that was not compared.
    pub(super) fn of(&self, paragraph: usize) -> Option<Likeness> {
        let own = self.compared.iter().find(|(place, _)| *place == paragraph);
        own.map(|(_, likeness)| *likeness)
    }

    /// The products of a word of the paper and those asked.
    fn products_of(&mut self, index: &PaperIndex, word: usize) -> Products {
        let row = self.rows.get(word).copied().flatten();
        if let Some(known) = row.and_then(|row| self.products.get(row as usize)) {
            return *known;
        }
        let mut products = [0; MOST_WORDS];
        let Some(&embedded) = index.words().get(word) else { return products };
        let own = Embeddings::embedded().unpack(embedded);
        for (product, asked) in products.iter_mut().zip(&self.asked) {
            *product = asked.embedding.as_ref().map_or(0, |asked| asked.product(&own));
        }
        if let Some(row) = self.rows.get_mut(word) {
            *row = Some(self.products.len() as u32);
        }
        self.products.push(products);
        products
    }
}
