//! The words of a question, each with the words that are likely to be said instead of it in a paper, in either language.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::lang::{Key, Phrase, han_key, is_han, stem_key, stem_pair_key};
use crate::lexicon::{Bilingual, EmbeddedWord, Embeddings, segment};

/// Most words of a question that are looked up.
const MOST_WORDS: usize = 24;

/// Of a run of Han characters without a break, so many characters are cut into words.
const LONGEST_RUN: usize = 64;

/// What a single Han character counts beside a word: it has too many meanings.
const SINGLE: f32 = 0.33;

/// A word of a question.
#[derive(Clone, Debug)]
pub struct AskedWord {
    /// First byte in the folded question.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The share of the tokens of its language that it is.
    pub frequency: f32,
    /// What it counts beside other words: less for a single character.
    pub weight: f32,
    /// Its embedding, if it is known.
    pub embedding: Option<EmbeddedWord>,
    /// Itself and what may be said instead, the likeliest first.
    pub counterparts: Vec<Counterpart>,
}

/// A word that may be said instead of another, or the word itself.
#[derive(Clone, Debug)]
pub struct Counterpart {
    /// What it is in a paper: a stem, a pair of stems, a Han character, or the pairs of characters that a Chinese word is made of, of which
    /// all must stand there.
    pub keys: SmallVec<[Key; 4]>,
    /// The word, for people to read.
    pub word: Cow<'static, str>,
    /// How likely it is, 0 to 1.
    pub weight: f32,
}

/// The words of a question that say something, with their counterparts.
pub fn asked_words(phrase: &Phrase) -> Vec<AskedWord> {
    let (lexicon, embeddings) = (Bilingual::embedded(), Embeddings::embedded());
    let mut words = Vec::new();
    for (start, run) in phrase.han_runs() {
        if words.len() >= MOST_WORDS {
            break;
        }
        let run =
            run.char_indices().nth(LONGEST_RUN).and_then(|(end, _)| run.get(..end)).unwrap_or(run);
        segment(lexicon, run, |from, to, place| {
            let Some(word) = run.get(from..to) else { return };
            let single = word.chars().nth(1).is_none();
            let mut own = AskedWord {
                start: start + from,
                end: start + to,
                frequency: place.map_or(0.0, |place| lexicon.frequency(place)),
                weight: if single { SINGLE } else { 1.0 },
                embedding: place.and_then(|place| embeddings.of(lexicon, place)),
                counterparts: vec![counterpart(Cow::Owned(word.to_owned()), 1.0)],
            };
            own.add_links(lexicon, place);
            words.push(own);
        });
    }
    let content: Vec<_> = phrase.content_words().take(MOST_WORDS).collect();
    for (at, word) in content.iter().enumerate() {
        let place = lexicon.find(&word.stem);
        let mut own = AskedWord {
            start: word.start,
            end: word.end,
            frequency: place.map_or(0.0, |place| lexicon.frequency(place)),
            weight: 1.0,
            embedding: place.and_then(|place| embeddings.of(lexicon, place)),
            counterparts: vec![Counterpart {
                keys: SmallVec::from_slice(&[stem_key(&word.stem)]),
                word: Cow::Owned(word.text.clone()),
                weight: 1.0,
            }],
        };
        own.add_links(lexicon, place);
        // "waiting time" is looked up as a whole for each of its words
        let before =
            at.checked_sub(1).and_then(|before| content.get(before)).map(|before| (before, word));
        let after = content.get(at + 1).map(|after| (word, after));
        for (one, other) in before.into_iter().chain(after) {
            let pair = lexicon.find(&format!("{} {}", one.stem, other.stem));
            own.add_links(lexicon, pair);
        }
        words.push(own);
    }
    words.truncate(MOST_WORDS);
    words
}

impl AskedWord {
    /// How much it tells of what the question is about, 0 to 1. A word without an embedding is a name, or as rare as one.
    pub fn importance(&self) -> f32 {
        self.embedding.map_or(self.weight, |own| Embeddings::embedded().importance(own))
    }

    fn add_links(&mut self, lexicon: Bilingual, place: Option<usize>) {
        let links = place.map(|place| lexicon.links(place));
        self.counterparts.extend(
            links
                .into_iter()
                .flatten()
                .map(|link| counterpart(Cow::Borrowed(link.word), link.weight)),
        );
    }
}

/// A word of the lexicon as it stands in a paper.
fn counterpart(word: Cow<'static, str>, weight: f32) -> Counterpart {
    let mut keys = SmallVec::new();
    let mut weight = weight;
    if word.chars().all(is_han) {
        let mut last = None;
        for character in word.chars() {
            if last.is_some() {
                keys.push(han_key(last, character));
            }
            last = Some(character);
        }
        if keys.is_empty()
            && let Some(single) = last
        {
            weight *= SINGLE;
            keys.push(han_key(None, single));
        }
    } else if let Some((one, other)) = word.split_once(' ') {
        keys.push(stem_pair_key(one, other));
    } else {
        keys.push(stem_key(&word));
    }
    Counterpart { keys, word, weight }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fold;

    fn words(text: &str) -> Vec<String> {
        let phrase = Phrase::of_question(fold(text));
        let words = asked_words(&phrase);
        words
            .iter()
            .map(|word| phrase.folded().get(word.start..word.end).unwrap_or("").to_owned())
            .collect()
    }

    #[test]
    fn a_question_is_cut_into_words() {
        assert_eq!(words("鐵路什麼時候開始建設"), ["铁路", "开始", "建设"]);
        assert_eq!(words("waiting time of patients"), ["waiting", "time", "patients"]);
        assert!(words("").is_empty());
    }

    #[test]
    fn a_long_message_has_no_more_words_than_are_looked_up() {
        assert!(words(&"鐵路建設".repeat(500)).len() <= MOST_WORDS);
        assert_eq!(words(&"rail ".repeat(800)).len(), MOST_WORDS);
    }
}
