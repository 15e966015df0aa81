//! How alike in meaning a question and a paragraph are, word by word (late interaction): each word of the question beside the likest one of
//! the paragraph, by the cosine of their embeddings.

use crate::index::PaperIndex;
use crate::lexicon::{EmbeddedWord, Embedding, Embeddings, TELLING};
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
    /// Of each word of the leading paragraphs.
    products: Vec<Products>,
    /// By word of the paper: the place of its products.
    places: Vec<Option<u32>>,
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
        let places = vec![None; index.words().len()];
        let mut alike = Self { asked: asked.collect(), products: Vec::new(), places };
        for paragraph in leading {
            for &word in alike.words_of(index, paragraph) {
                alike.compare(index, usize::from(word));
            }
        }
        alike
    }

    /// The words of a paragraph, if any word of the question can be compared with them.
    fn words_of<'i>(&self, index: &'i PaperIndex, paragraph: usize) -> &'i [u16] {
        let compares = self.asked.iter().any(|word| word.embedding.is_some());
        if compares { index.words_of(paragraph) } else { &[] }
    }

    fn compare(&mut self, index: &PaperIndex, word: usize) {
        let (Some(slot @ None), Some(&embedded)) =
            (self.places.get_mut(word), index.words().get(word))
        else {
            return;
        };
        *slot = Some(self.products.len() as u32);
        self.products.push(products(&self.asked, embedded));
    }

    /// How alike a paragraph is.
    pub(super) fn of(&self, index: &PaperIndex, soft: &SoftScores, paragraph: usize) -> Likeness {
        let mut greatest: Products = [0; MOST_WORDS];
        for &word in self.words_of(index, paragraph) {
            let word = usize::from(word);
            let place = self.places.get(word).copied().flatten();
            let known = place.and_then(|place| self.products.get(place as usize)).copied();
            let own = known.unwrap_or_else(|| {
                index.words().get(word).map_or([0; MOST_WORDS], |&own| products(&self.asked, own))
            });
            for (place, greatest) in greatest.iter_mut().enumerate() {
                *greatest = own[place].max(*greatest);
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
}

fn products(asked: &[Asked], word: EmbeddedWord) -> Products {
    let own = Embeddings::embedded().unpack(word);
    let mut products = [0; MOST_WORDS];
    for (place, asked) in asked.iter().enumerate().take(MOST_WORDS) {
        products[place] = asked.embedding.as_ref().map_or(0, |asked| asked.product(&own));
    }
    products
}
