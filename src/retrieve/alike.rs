//! How alike in meaning a question and a paragraph are, word by word (late interaction): each word of the question beside the likest one of
//! the paragraph, by the cosine of their embeddings.

use crate::index::PaperIndex;
use crate::lexicon::{Embedding, Embeddings, TELLING};
use crate::question::AskedWord;

use super::SoftScores;

/// Most words of a question that are compared.
const MOST_WORDS: usize = 12;

/// Of a word of a paper, the product of its embedding and that of each word of the question; 0 where that has none.
type Products = [i16; MOST_WORDS];

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
        let mut known: Vec<Option<Products>> = vec![None; index.words().len()];
        alike.leading = leading
            .map(|paragraph| {
                let own = alike.compare(index, soft, paragraph, |word| match known.get_mut(word) {
                    Some(known) => *known.get_or_insert_with(|| alike.products(index, word)),
                    None => Products::default(),
                });
                (paragraph, own)
            })
            .collect();
        alike
    }

    /// How alike a paragraph is.
    pub(super) fn of(&self, index: &PaperIndex, soft: &SoftScores, paragraph: usize) -> Likeness {
        let known = self.leading.iter().find(|(place, _)| *place == paragraph);
        known.map_or_else(
            || self.compare(index, soft, paragraph, |word| self.products(index, word)),
            |(_, own)| *own,
        )
    }

    fn compare(
        &self,
        index: &PaperIndex,
        soft: &SoftScores,
        paragraph: usize,
        mut products: impl FnMut(usize) -> Products,
    ) -> Likeness {
        let mut greatest = Products::default();
        if self.asked.iter().any(|word| word.embedding.is_some()) {
            for &word in index.words_of(paragraph) {
                let own = products(usize::from(word));
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

    /// Those of a word of the paper.
    fn products(&self, index: &PaperIndex, word: usize) -> Products {
        let mut products = Products::default();
        let Some(&embedded) = index.words().get(word) else { return products };
        let own = Embeddings::embedded().unpack(embedded);
        for (place, asked) in self.asked.iter().enumerate().take(MOST_WORDS) {
            products[place] = asked.embedding.as_ref().map_or(0, |asked| asked.product(&own));
        }
        products
    }
}
