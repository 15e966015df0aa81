//! The inverted index: for each token, the units that hold it, with what it counts there.
//!
//! A unit is a text of one level: a paragraph's text of record, a translation, its heading, a sentence, a sample question.
//! All that can be computed before a question is known is computed here, so that a question only adds numbers.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::table::Table;
use super::weights::{LEAST_RARITY, TURN_RARITY, UNKNOWN_DOCUMENTS, Weights, rarity};
use crate::corpus::{Corpus, Paper, Paragraph};
use crate::lang::{
    Key, Kind, NameFinder, Phrase, Segmenter, Token, concept_key, fold, is_han, sentences,
};
use crate::language::Language;

/// What a unit is a text of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// A question on its subject that it does not answer.
    Unsaid,
}

impl Level {
    /// All levels, in order.
    pub const ALL: [Self; 6] = [
        Self::Record,
        Self::Translation,
        Self::Heading,
        Self::Sentence,
        Self::Question,
        Self::Unsaid,
    ];

    /// Whether its units are questions, which are compared as a whole.
    pub(super) const fn is_question(self) -> bool {
        matches!(self, Self::Question | Self::Unsaid)
    }
}

/// A text that is scored by itself.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Unit {
    /// The paragraph, by its place among all.
    pub(super) paragraph: u32,
    pub(super) level: Level,
    pub(super) language: Language,
}

/// Where a paragraph's units lie: first its texts, then the questions that it answers, then those that it does not.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Span {
    first: u32,
    questions: u32,
    unsaid: u32,
    end: u32,
}

impl Span {
    /// Heading, texts and sentences.
    pub(super) const fn texts(self) -> Range<usize> {
        self.first as usize..self.questions as usize
    }

    /// The questions that it answers.
    pub(super) const fn questions(self) -> Range<usize> {
        self.questions as usize..self.unsaid as usize
    }

    /// The questions that it does not answer.
    pub(super) const fn unsaid(self) -> Range<usize> {
        self.unsaid as usize..self.end as usize
    }
}

/// A token in a unit.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Posting {
    pub(super) unit: u32,
    /// What it adds to the unit's score.
    pub(super) impact: f32,
}

/// What is known of a token.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Term {
    /// Its first posting, and how many there are.
    first: u32,
    count: u32,
    /// The first of the paragraphs that hold it, and how many there are.
    first_holder: u32,
    holders: u32,
    rarity: f32,
    /// By how much it speaks for a question that is not answered: the logarithm of the odds.
    leaning: f32,
    /// Whether it stands anywhere but in questions that are not answered.
    said: bool,
}

/// A paragraph that holds a token.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Holder {
    pub(super) paragraph: u32,
    /// By how much the token, as it is used of this paragraph, speaks for a question that is not answered: log odds.
    pub(super) leaning: f32,
    /// Where it holds it.
    pub(super) levels: Levels,
}

/// A set of levels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Levels(u8);

impl Levels {
    pub(super) const HEADING: Self = Self(1 << Level::Heading as u8);
    pub(super) const TEXT: Self =
        Self(1 << Level::Record as u8 | 1 << Level::Translation as u8 | 1 << Level::Heading as u8);
    pub(super) const SAID: Self = Self(Self::TEXT.0 | 1 << Level::Question as u8);

    /// Whether any level is in both.
    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn add(&mut self, level: Level) {
        self.0 |= 1 << level as u8;
    }
}

/// Where a paragraph stands in the knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Address {
    pub(super) paper: u32,
    pub(super) paragraph: u32,
}

/// A concept's name, for finding it in questions.
#[derive(Serialize, Deserialize)]
pub(super) struct Name {
    /// The concept, by its place among all papers' concepts.
    pub(super) concept: usize,
    /// Whether it is a subject that the paper does not speak of.
    pub(super) outside: bool,
}

/// All that is known of the papers for the search. Built once; never changes.
#[derive(Serialize, Deserialize)]
pub struct Index {
    pub(super) addresses: Vec<Address>,
    pub(super) units: Vec<Unit>,
    /// Of each paragraph, where its units lie.
    pub(super) spans: Vec<Span>,
    terms: Table<Term>,
    postings: Vec<Posting>,
    /// Term by term, in order of the paragraphs.
    holders: Vec<Holder>,
    pub(super) weights: Weights,
    pub(super) finder: NameFinder,
    pub(super) names: Vec<Name>,
    pub(super) segmenter: Segmenter,
    pub(super) vocabulary: super::repair::Vocabulary,
}

impl Index {
    /// Indexes the papers. The order of everything follows the papers' ids and the paragraphs' numbers.
    pub fn new(corpus: &Corpus, weights: Weights) -> Self {
        let (names, phrases) = names(corpus);
        let han = phrases.iter().map(Phrase::folded).filter(|name| name.chars().all(is_han));
        let mut builder = Builder {
            finder: NameFinder::new(&phrases),
            segmenter: Segmenter::new(han),
            names,
            vocabulary: phrases
                .iter()
                .flat_map(Phrase::content_words)
                .map(|word| word.text.clone())
                .collect(),
            addresses: Vec::new(),
            spans: Vec::new(),
            units: Vec::new(),
            lengths: Vec::new(),
            tokens: Tokens::default(),
            occurrences: Vec::new(),
            weights,
        };
        for (paper_place, paper) in corpus.papers().iter().enumerate() {
            for (place, paragraph) in paper.paragraphs.iter().enumerate() {
                builder
                    .addresses
                    .push(Address { paper: narrow(paper_place), paragraph: narrow(place) });
                builder.push_paragraph(paper, paragraph);
            }
        }
        builder.finish()
    }

    /// What is known of a token, if it stands anywhere, if only in a question that is not answered.
    pub(super) fn term(&self, key: Key) -> Option<&Term> {
        self.terms.get(key)
    }

    /// The postings of a term.
    pub(super) fn postings(&self, term: &Term) -> &[Posting] {
        self.postings
            .get(term.first as usize..(term.first + term.count) as usize)
            .unwrap_or_default()
    }

    /// A paragraph as the holder of a term, if it holds it.
    pub(super) fn holder(&self, term: &Term, paragraph: usize) -> Option<&Holder> {
        let holders = self
            .holders
            .get(term.first_holder as usize..(term.first_holder + term.holders) as usize)?;
        holders
            .get(holders.partition_point(|holder| (holder.paragraph as usize) < paragraph))
            .filter(|holder| holder.paragraph as usize == paragraph)
    }

    /// The places of a paragraph's heading, texts and sentences; none of one that is not there.
    pub(super) fn texts_of(&self, paragraph: usize) -> Range<usize> {
        self.spans.get(paragraph).map_or(0..0, |span| span.texts())
    }

    /// The places of the sample questions that a paragraph answers; none of one that is not there.
    pub(super) fn questions_of(&self, paragraph: usize) -> Range<usize> {
        self.spans.get(paragraph).map_or(0..0, |span| span.questions())
    }

    /// The places of all units of a paragraph; none of one that is not there.
    pub(super) fn units_of(&self, paragraph: usize) -> Range<usize> {
        self.spans.get(paragraph).map_or(0..0, |span| span.texts().start..span.unsaid().end)
    }

    /// How rare a token is taken to be that stands nowhere.
    pub(super) fn unknown_rarity(&self) -> f32 {
        rarity(self.addresses.len() as f32, UNKNOWN_DOCUMENTS)
    }

    /// Whether a token stands anywhere, if only in a question that is not answered.
    pub(super) fn holds(&self, key: Key) -> bool {
        self.terms.get(key).is_some()
    }
}

impl Term {
    pub(super) const fn rarity(&self) -> f32 {
        self.rarity
    }

    pub(super) const fn leaning(&self) -> f32 {
        self.leaning
    }

    pub(super) const fn said(&self) -> bool {
        self.said
    }
}

/// By how much a token speaks for a question that is not answered in a paragraph of which so many units that are answered, and so many
/// that are not, hold it: the odds in all papers count for as much as `PRIOR` units.
fn leaning_here(leaning: f32, said: f32, unsaid: f32) -> f32 {
    let odds = leaning.exp();
    let prior = PRIOR * odds / (1.0 + odds);
    ((unsaid + prior) / (said + PRIOR - prior)).ln()
}

/// The names of all concepts, in order, and how they are cut.
fn names(corpus: &Corpus) -> (Vec<Name>, Vec<Phrase>) {
    let concepts = corpus.papers().iter().flat_map(|paper| &paper.concepts).enumerate();
    let named = concepts.flat_map(|(place, concept)| {
        concept.names.iter().map(move |name| (place, concept.outside, name))
    });
    named
        .map(|(concept, outside, name)| (Name { concept, outside }, Phrase::of_text(fold(name))))
        .unzip()
}

/// A token in a unit, once for each time that it stands there.
#[derive(Clone, Copy)]
struct Occurrence {
    /// The token, by its place among all.
    token: u32,
    unit: u32,
}

/// All tokens, numbered in order of first appearance.
#[derive(Default)]
struct Tokens {
    numbers: FxHashMap<Key, u32>,
    /// Of each token: its key, its kind, how often it stands.
    all: Vec<(Key, Kind, u32)>,
}

impl Tokens {
    /// A token's number; counts it.
    fn number(&mut self, key: Key, kind: Kind) -> u32 {
        let number = *self.numbers.entry(key).or_insert_with(|| narrow(self.all.len()));
        match self.all.get_mut(number as usize) {
            Some((.., count)) => *count += 1,
            None => self.all.push((key, kind, 1)),
        }
        number
    }
}

struct Builder {
    finder: NameFinder,
    segmenter: Segmenter,
    names: Vec<Name>,
    vocabulary: Vec<String>,
    addresses: Vec<Address>,
    spans: Vec<Span>,
    units: Vec<Unit>,
    /// Of each unit: Han characters, words.
    lengths: Vec<[f32; 2]>,
    tokens: Tokens,
    occurrences: Vec<Occurrence>,
    weights: Weights,
}

impl Builder {
    fn push_paragraph(&mut self, paper: &Paper, paragraph: &Paragraph) {
        let first = narrow(self.units.len());
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
        let questions = narrow(self.units.len());
        for question in &paragraph.questions {
            self.push_unit(Level::Question, question.language, &question.text);
        }
        let unsaid = narrow(self.units.len());
        for question in &paragraph.unsaid {
            self.push_unit(Level::Unsaid, question.language, &question.text);
        }
        self.spans.push(Span { first, questions, unsaid, end: narrow(self.units.len()) });
    }

    fn push_unit(&mut self, level: Level, language: Language, text: &str) {
        let folded = fold(text);
        let phrase =
            if level.is_question() { Phrase::of_question(folded) } else { Phrase::of_text(folded) };
        let unit = narrow(self.units.len());
        let (tokens, occurrences, weights) =
            (&mut self.tokens, &mut self.occurrences, &self.weights);
        let segmenter = Some(&self.segmenter).filter(|_| weights.weight(level, Kind::Word) > 0.0);
        phrase.tokens(segmenter, |Token { kind, key, .. }| {
            if weights.weight(level, kind) > 0.0 {
                occurrences.push(Occurrence { token: tokens.number(key, kind), unit });
            }
        });
        let mut concepts: Vec<_> = self
            .finder
            .find(&phrase)
            .iter()
            .filter_map(|mention| self.names.get(mention.name))
            .map(|name| name.concept)
            .collect();
        concepts.sort_unstable();
        concepts.dedup();
        if level.is_question() {
            for &concept in &concepts {
                phrase.turns_of(concept, |token| {
                    occurrences
                        .push(Occurrence { token: tokens.number(token.key, token.kind), unit })
                });
            }
        }
        occurrences.extend(concepts.into_iter().map(|concept| Occurrence {
            token: tokens.number(concept_key(concept), Kind::Concept),
            unit,
        }));
        self.vocabulary.extend(phrase.content_words().map(|word| word.text.clone()));
        self.units.push(Unit { paragraph: narrow(self.addresses.len() - 1), level, language });
        self.lengths.push([phrase.han_length() as f32, phrase.content_words().count() as f32]);
    }

    fn finish(self) -> Index {
        let mean = self.mean_lengths();
        let mut terms = Vec::with_capacity(self.tokens.all.len());
        let mut postings = Vec::with_capacity(self.occurrences.len());
        let mut holders = Vec::new();
        let mut norms = vec![0.0_f32; self.units.len()];
        let units = self.units_by_token();
        let all = Sides::of(self.units.iter());
        let mut from = 0;
        for &(key, kind, count) in &self.tokens.all {
            let to = from + count as usize;
            let group = units.get(from..to).unwrap_or_default();
            from = to;
            let holding = self.paragraphs_holding(group);
            let rarity = match kind {
                Kind::Turn => TURN_RARITY,
                _ => rarity(self.addresses.len() as f32, holding.max(UNKNOWN_DOCUMENTS)),
            };
            let leaning = if leans(kind) { self.leaning(group, all) } else { 0.0 };
            let (first, first_holder) = (postings.len(), holders.len());
            self.push_holders(group, kind, leaning, &mut holders);
            for same in group.chunk_by(|one, other| one == other) {
                let Some(&unit) = same.first() else { continue };
                let (Some(Unit { level, .. }), Some(lengths)) =
                    (self.units.get(unit as usize), self.lengths.get(unit as usize))
                else {
                    continue;
                };
                // what stands nearly everywhere tells no two questions apart
                if level.is_question() && rarity < LEAST_RARITY {
                    continue;
                }
                let weight = self.weights.weight(*level, kind);
                let impact = if level.is_question() {
                    let square = (weight * rarity) * (weight * rarity);
                    if let Some(norm) = norms.get_mut(unit as usize) {
                        *norm += square;
                    }
                    square
                } else {
                    let family = usize::from(!kind.is_han());
                    let mean = mean.get(*level as usize).map_or(1.0, |means| means[family]);
                    weight
                        * rarity
                        * self.weights.saturation(same.len() as f32, lengths[family] / mean)
                };
                postings.push(Posting { unit, impact });
            }
            let (count, holders) =
                (narrow(postings.len() - first), narrow(holders.len() - first_holder));
            let (first, first_holder) = (narrow(first), narrow(first_holder));
            terms.push((
                key,
                Term { first, count, first_holder, holders, rarity, leaning, said: holding > 0.0 },
            ));
        }
        for posting in &mut postings {
            let unit = posting.unit as usize;
            if self.units.get(unit).is_some_and(|unit| unit.level.is_question()) {
                posting.impact /= norms.get(unit).map_or(1.0, |norm| norm.sqrt());
            }
        }
        Index {
            spans: self.spans,
            addresses: self.addresses,
            units: self.units,
            terms: Table::new(terms),
            postings,
            holders,
            weights: self.weights,
            finder: self.finder,
            names: self.names,
            segmenter: self.segmenter,
            vocabulary: self.vocabulary.into_iter().collect(),
        }
    }

    /// The paragraphs of these units, each once, in order, with where they hold a token.
    fn push_holders(&self, units: &[u32], kind: Kind, leaning: f32, holders: &mut Vec<Holder>) {
        let paragraph =
            |unit: &u32| self.units.get(*unit as usize).map_or(0, |unit| unit.paragraph);
        for own in units.chunk_by(|one, other| paragraph(one) == paragraph(other)) {
            let Some(first) = own.first() else { continue };
            let mut levels = Levels::default();
            let mut last = None;
            let once = own.iter().filter(|&&unit| last.replace(unit) != Some(unit));
            let units = once.filter_map(|&unit| self.units.get(unit as usize));
            let sides = Sides::of(units.inspect(|unit| levels.add(unit.level)));
            let leaning =
                if leans(kind) { leaning_here(leaning, sides.said, sides.unsaid) } else { 0.0 };
            holders.push(Holder { paragraph: paragraph(first), leaning, levels });
        }
    }

    /// The units of all occurrences, token by token, in order (a counting sort).
    fn units_by_token(&self) -> Vec<u32> {
        let mut next = Vec::with_capacity(self.tokens.all.len());
        let mut from = 0;
        for (.., count) in &self.tokens.all {
            next.push(from);
            from += *count as usize;
        }
        let mut units = vec![0; self.occurrences.len()];
        for occurrence in &self.occurrences {
            if let Some(at) = next.get_mut(occurrence.token as usize) {
                if let Some(unit) = units.get_mut(*at) {
                    *unit = occurrence.unit;
                }
                *at += 1;
            }
        }
        units
    }

    /// The mean length of the units of each level, in Han characters and in words; never 0.
    fn mean_lengths(&self) -> [[f32; 2]; Level::ALL.len()] {
        Level::ALL.map(|level| {
            [0, 1].map(|family| {
                let lengths = self
                    .units
                    .iter()
                    .zip(&self.lengths)
                    .filter(|(unit, _)| unit.level == level)
                    .map(|(_, lengths)| lengths[family]);
                let (sum, count) = lengths
                    .filter(|&length| length > 0.0)
                    .fold((0.0, 0.0), |(sum, count), length| (sum + length, count + 1.0));
                if count > 0.0 { sum / count } else { 1.0 }
            })
        })
    }

    /// How many paragraphs hold a token at any level. Its units are in order, and so are their paragraphs.
    fn paragraphs_holding(&self, units: &[u32]) -> f32 {
        let said = units
            .iter()
            .filter_map(|&unit| self.units.get(unit as usize))
            .filter(|unit| unit.level != Level::Unsaid);
        let mut last = None;
        said.filter(|unit| last.replace(unit.paragraph) != Some(unit.paragraph)).count() as f32
    }

    /// By how much a token that stands in these units, one after the other, speaks for a question that is not answered, of so many
    /// units in all.
    fn leaning(&self, units: &[u32], all: Sides) -> f32 {
        let mut last = None;
        let once = units.iter().filter(|&&unit| last.replace(unit) != Some(unit));
        let own = Sides::of(once.filter_map(|&unit| self.units.get(unit as usize)));
        (((own.unsaid + UNSEEN) / (all.unsaid + 2.0 * UNSEEN))
            / ((own.said + UNSEEN) / (all.said + 2.0 * UNSEEN)))
            .ln()
    }
}

/// How many units hold what is said, how many what is not.
#[derive(Clone, Copy, Default)]
struct Sides {
    said: f32,
    unsaid: f32,
}

impl Sides {
    fn of<'u>(units: impl Iterator<Item = &'u Unit>) -> Self {
        let mut sides = Self::default();
        for unit in units {
            match unit.level {
                Level::Question | Level::Sentence => sides.said += 1.0,
                Level::Unsaid => sides.unsaid += 1.0,
                Level::Record | Level::Translation | Level::Heading => {}
            }
        }
        sides
    }
}

/// How many units the odds of a token in all papers are worth beside those of one paragraph.
const PRIOR: f32 = 4.0;

/// How many units of either side a token is taken to stand in beside those where it does (Jeffreys).
const UNSEEN: f32 = 0.5;

/// Whether tokens of a kind are counted for whether a question is answered: those that stand for words or what is asked of them.
const fn leans(kind: Kind) -> bool {
    matches!(kind, Kind::Han2 | Kind::Stem | Kind::StemPair | Kind::Turn)
}

/// Places are kept in 32 bits: an index of 2^32 units does not fit in memory.
fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
