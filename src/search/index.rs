//! The inverted index: for each token, the units that hold it, with what it counts there.
//!
//! A unit is a text of one level: a paragraph's text of record, a translation, its heading, a sentence, a sample question.
//! All that can be computed before a question is known is computed here, so that a question only adds numbers.

use rustc_hash::FxHashMap;

use super::weights::{B, K1, UNKNOWN_DOCUMENTS, rarity, weight};
use crate::knowledge::{Knowledge, Paper, Paragraph};
use crate::language::Language;
use crate::text::{Key, Kind, NameFinder, Phrase, Segmenter, Token, concept_key, fold, is_han, sentences};

/// What a unit is a text of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A paragraph's text of record.
    Record,
    /// A translation of it.
    Translation,
    /// The heading of its section.
    Heading,
    /// One of its sentences, in either language.
    Sentence,
    /// A question that it answers.
    Question,
}

impl Level {
    /// All levels, in order.
    pub const ALL: [Self; 5] = [Self::Record, Self::Translation, Self::Heading, Self::Sentence, Self::Question];
}

/// A text that is scored by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// The paragraph, by its place among all.
    pub(super) paragraph: u32,
    pub(super) level: Level,
    pub(super) language: Language,
}

/// A token in a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    pub(super) unit: u32,
    /// What it adds to the unit's score.
    pub(super) impact: f32,
}

/// What is known of a token.
#[derive(Clone, Copy, Debug)]
struct Term {
    first: u32,
    count: u32,
    rarity: f32,
}

/// Where a paragraph stands in the knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    pub(super) paper: u32,
    pub(super) paragraph: u32,
}

/// A concept's name, for finding it in questions.
pub(super) struct Name {
    /// The concept, by its place among all papers' concepts.
    pub(super) concept: usize,
    /// Whether it is a subject that the paper does not speak of.
    pub(super) outside: bool,
}

/// All that is known of the papers for the search. Built once; never changes.
pub struct Index {
    pub(super) addresses: Vec<Address>,
    pub(super) units: Vec<Unit>,
    terms: FxHashMap<Key, Term>,
    postings: Vec<Posting>,
    pub(super) finder: NameFinder,
    pub(super) names: Vec<Name>,
    pub(super) segmenter: Segmenter,
    pub(super) vocabulary: super::repair::Vocabulary,
}

impl Index {
    /// Indexes the papers. The order of everything follows the papers' ids and the paragraphs' numbers.
    pub fn new(knowledge: &Knowledge) -> Self {
        let (names, phrases) = names(knowledge);
        let han = phrases.iter().map(Phrase::folded).filter(|name| name.chars().all(is_han));
        let mut builder = Builder {
            finder: NameFinder::new(&phrases),
            segmenter: Segmenter::new(han),
            names,
            vocabulary: phrases.iter().flat_map(Phrase::content_words).map(|word| word.text.clone()).collect(),
            addresses: Vec::new(),
            units: Vec::new(),
            lengths: Vec::new(),
            occurrences: Vec::new(),
        };
        for (paper_place, paper) in knowledge.papers().iter().enumerate() {
            for (place, paragraph) in paper.paragraphs.iter().enumerate() {
                builder.addresses.push(Address { paper: narrow(paper_place), paragraph: narrow(place) });
                builder.push_paragraph(paper, paragraph);
            }
        }
        builder.finish()
    }

    /// The postings of a token; none if it stands nowhere.
    pub(super) fn postings(&self, key: Key) -> &[Posting] {
        let range = self.terms.get(&key).map(|term| term.first as usize..(term.first + term.count) as usize);
        range.and_then(|range| self.postings.get(range)).unwrap_or_default()
    }

    /// Whether a token stands anywhere.
    pub(super) fn knows(&self, key: Key) -> bool {
        self.terms.contains_key(&key)
    }

    /// How rare a token is.
    pub(super) fn rarity(&self, key: Key) -> f32 {
        self.terms.get(&key).map_or_else(|| rarity(self.addresses.len() as f32, UNKNOWN_DOCUMENTS), |term| term.rarity)
    }

    /// How many paragraphs are indexed.
    pub fn len(&self) -> usize {
        self.addresses.len()
    }

    /// Whether no paragraph is indexed.
    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty()
    }
}

/// The names of all concepts, in order, and how they are cut.
fn names(knowledge: &Knowledge) -> (Vec<Name>, Vec<Phrase>) {
    let concepts = knowledge.papers().iter().flat_map(|paper| &paper.concepts).enumerate();
    let named = concepts.flat_map(|(place, concept)| concept.names.iter().map(move |name| (place, concept.outside, name)));
    named.map(|(concept, outside, name)| (Name { concept, outside }, Phrase::of_text(fold(name)))).unzip()
}

/// A token in a unit, counted.
struct Occurrence {
    key: Key,
    unit: u32,
    kind: Kind,
    count: u32,
}

struct Builder {
    finder: NameFinder,
    segmenter: Segmenter,
    names: Vec<Name>,
    vocabulary: super::repair::Vocabulary,
    addresses: Vec<Address>,
    units: Vec<Unit>,
    /// Of each unit: Han characters, words.
    lengths: Vec<[f32; 2]>,
    occurrences: Vec<Occurrence>,
}

impl Builder {
    fn push_paragraph(&mut self, paper: &Paper, paragraph: &Paragraph) {
        if let Some(section) = paper.section_of(paragraph.number) {
            for (language, heading) in section.heading.iter() {
                self.push_unit(Level::Heading, language, heading);
            }
        }
        for (language, text) in paragraph.text.iter() {
            let level = if language == paper.language { Level::Record } else { Level::Translation };
            self.push_unit(level, language, text);
            for range in sentences(text) {
                self.push_unit(Level::Sentence, language, text.get(range).unwrap_or_default());
            }
        }
        for question in &paragraph.questions {
            self.push_unit(Level::Question, question.language, &question.text);
        }
    }

    fn push_unit(&mut self, level: Level, language: Language, text: &str) {
        let folded = fold(text);
        let phrase = if level == Level::Question { Phrase::of_question(folded) } else { Phrase::of_text(folded) };
        let unit = narrow(self.units.len());
        let from = self.occurrences.len();
        phrase.tokens(Some(&self.segmenter), |Token { kind, key, .. }| {
            self.occurrences.push(Occurrence { key, unit, kind, count: 1 });
        });
        let mut concepts: Vec<_> = self.finder.find(&phrase).iter().filter_map(|mention| self.names.get(mention.name)).collect();
        concepts.sort_by_key(|name| name.concept);
        concepts.dedup_by_key(|name| name.concept);
        let concepts = concepts.into_iter().map(|name| Occurrence { key: concept_key(name.concept), unit, kind: Kind::Concept, count: 1 });
        self.occurrences.extend(concepts);
        self.count(from);
        self.vocabulary.extend(phrase.content_words().map(|word| word.text.clone()));
        self.units.push(Unit { paragraph: narrow(self.addresses.len() - 1), level, language });
        self.lengths.push([phrase.han_length() as f32, phrase.content_words().count() as f32]);
    }

    /// Makes one occurrence of equal ones, from this place on.
    fn count(&mut self, from: usize) {
        let mut new = self.occurrences.split_off(from);
        new.sort_unstable_by_key(|occurrence| occurrence.key);
        for occurrence in new {
            match self.occurrences.get_mut(from..).and_then(|own| own.last_mut()) {
                Some(last) if last.key == occurrence.key => last.count += 1,
                _ => self.occurrences.push(occurrence),
            }
        }
    }

    fn finish(mut self) -> Index {
        self.occurrences.sort_unstable_by_key(|occurrence| (occurrence.key, occurrence.unit));
        let mean = self.mean_lengths();
        let mut terms = FxHashMap::default();
        let mut postings = Vec::with_capacity(self.occurrences.len());
        let mut norms = vec![0.0_f32; self.units.len()];
        for group in self.occurrences.chunk_by(|one, other| one.key == other.key) {
            let Some(head) = group.first() else { continue };
            let rarity = rarity(self.addresses.len() as f32, self.paragraphs_holding(group));
            terms.insert(head.key, Term { first: narrow(postings.len()), count: narrow(group.len()), rarity });
            for occurrence in group {
                let unit = occurrence.unit as usize;
                let (Some(Unit { level, .. }), Some(lengths)) = (self.units.get(unit), self.lengths.get(unit)) else { continue };
                let weight = weight(*level, occurrence.kind);
                let impact = if *level == Level::Question {
                    let square = (weight * rarity) * (weight * rarity);
                    if let Some(norm) = norms.get_mut(unit) {
                        *norm += square;
                    }
                    square
                } else {
                    let family = usize::from(!occurrence.kind.is_han());
                    let mean = mean.get(*level as usize).map_or(1.0, |means| means[family]);
                    weight * rarity * saturation(occurrence.count as f32, lengths[family] / mean)
                };
                postings.push(Posting { unit: occurrence.unit, impact });
            }
        }
        for posting in &mut postings {
            let unit = posting.unit as usize;
            if self.units.get(unit).is_some_and(|unit| unit.level == Level::Question) {
                posting.impact /= norms.get(unit).map_or(1.0, |norm| norm.sqrt());
            }
        }
        Index {
            addresses: self.addresses,
            units: self.units,
            terms,
            postings,
            finder: self.finder,
            names: self.names,
            segmenter: self.segmenter,
            vocabulary: self.vocabulary,
        }
    }

    /// The mean length of the units of each level, in Han characters and in words; never 0.
    fn mean_lengths(&self) -> [[f32; 2]; Level::ALL.len()] {
        Level::ALL.map(|level| {
            [0, 1].map(|family| {
                let lengths = self.units.iter().zip(&self.lengths).filter(|(unit, _)| unit.level == level).map(|(_, lengths)| lengths[family]);
                let (sum, count) = lengths.filter(|&length| length > 0.0).fold((0.0, 0.0), |(sum, count), length| (sum + length, count + 1.0));
                if count > 0.0 { sum / count } else { 1.0 }
            })
        })
    }

    /// How many paragraphs hold a token at any level. The group is in order of units, and so of paragraphs.
    fn paragraphs_holding(&self, group: &[Occurrence]) -> f32 {
        let mut paragraphs: Vec<_> = group.iter().filter_map(|occurrence| self.units.get(occurrence.unit as usize)).map(|unit| unit.paragraph).collect();
        paragraphs.dedup();
        paragraphs.len() as f32
    }
}

/// BM25's share of a token that stands `count` times in a text `relative` times as long as the mean: from 0 to `K1 + 1`.
fn saturation(count: f32, relative: f32) -> f32 {
    count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * relative))
}

/// Places are kept in 32 bits: an index of 2^32 units does not fit in memory.
fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
