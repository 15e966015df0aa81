//! The index of one paper: its own statistics, vocabulary, names, sentences, and whether it is curated.
//!
//! Nothing of another paper is in it, so that what a question scores here does not depend on what else there is. A posting is kept per
//! sentence; what a whole text holds is added up from its sentences when a question is scored.

mod background;
mod build;
mod indexes;
mod sentences;
mod vocabulary;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use background::{background_of_han, background_of_stem, in_paragraph, rarity};
pub use build::question_weight;
pub use indexes::{Indexes, Storage};
pub use sentences::{Sentence, Sentences};
pub use vocabulary::Vocabulary;

use crate::lang::{Key, NameFinder};
use crate::language::Language;
use crate::lexicon::EmbeddedWord;

/// The index of one paper. Built once; never changes.
#[derive(Serialize, Deserialize)]
pub struct PaperIndex {
    /// Whether every paragraph has sample questions.
    curated: bool,
    /// The texts of the paragraphs: of each paragraph one for each of its languages.
    texts: Vec<Text>,
    /// Headings and sentences, paragraph by paragraph.
    units: Vec<Unit>,
    /// The embedded words of the texts, in order.
    words: Vec<EmbeddedWord>,
    /// Those of each paragraph, by their places among these, paragraph by paragraph, each once.
    word_places: Vec<u16>,
    /// Of each paragraph, where its units and questions lie.
    spans: Vec<Span>,
    /// All tokens, in order; `terms` are what is known of each, and one more that ends the last.
    keys: Vec<Key>,
    terms: Vec<TermEntry>,
    /// Where tokens stand in texts: the unit, and how often (at most 255).
    postings: Vec<Posting>,
    /// Where tokens stand in questions.
    question_postings: Vec<QuestionPosting>,
    /// How many units hold what the paper says, and how many what it does not say.
    sides: Sides,
    /// The pairs of Han characters by how they sound: a hash of the syllables, the pair's place among all tokens.
    sounds: Vec<(u32, u32)>,
    /// The English words and stems of the paper.
    vocabulary: Vocabulary,
    /// Finds curated names; what each stands for.
    finder: NameFinder,
    names: Vec<Name>,
    /// The sentences of all paragraphs.
    sentences: Sentences,
    /// Finds the names of parts that the copy lacks; which part each is of.
    missing: (NameFinder, Vec<usize>),
}

/// A text of a paragraph in one language.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Text {
    paragraph: u32,
    /// What BM25 takes off for its length: its share of the mean length of texts in its language.
    relative_length: f32,
}

/// A heading or a sentence.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Unit {
    /// The text that it is a sentence of; of a heading, `HEADING`.
    text: u32,
    /// The paragraph, by its place in the paper.
    pub paragraph: u32,
    /// The language that it is written in.
    pub language: Language,
    /// Its share of the mean length of such units in its language.
    pub relative_length: f32,
}

const HEADING: u32 = u32::MAX;

/// So many sample questions a paragraph, on average, are very many: five times as many as a brief asks for.
const MANY_QUESTIONS: f32 = 100.0;

impl Unit {
    /// The text that it is a sentence of; `None` for a heading.
    pub fn text(&self) -> Option<usize> {
        (self.text != HEADING).then_some(self.text as usize)
    }
}

/// Where a paragraph's units and questions lie.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Span {
    units: (u32, u32),
    words: (u32, u32),
    questions: (u32, u32),
    unsaid: (u32, u32),
}

/// What is known of a token.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct TermEntry {
    /// Its first posting in texts and in questions.
    posting: u32,
    question_posting: u32,
    /// How many paragraphs hold it, in a text or a question that they answer.
    paragraphs: u32,
    /// How many questions that are not answered hold it.
    unsaid: u32,
}

/// A token in a unit: the unit's place in the highest 24 bits, how often it stands there in the lowest 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Posting(u32);

impl Posting {
    fn new(unit: u32, count: u32) -> Self {
        Self(unit << 8 | count.min(255))
    }

    /// The unit.
    pub const fn unit(self) -> usize {
        (self.0 >> 8) as usize
    }

    /// How often the token stands in it.
    pub const fn count(self) -> u32 {
        self.0 & 0xff
    }
}

/// A token in a question of a curator.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct QuestionPosting {
    /// The question, by its place among all of the paper.
    pub question: u32,
    /// What it adds to the cosine of the question.
    pub impact: f32,
}

/// How many units hold what is said, how many what is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sides {
    /// Sentences, headings, and questions that are answered.
    pub said: f32,
    /// Questions that are not answered.
    pub unsaid: f32,
}

/// A curated name.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Name {
    /// The concept, by its place in the paper.
    pub concept: usize,
    /// Whether it is a subject that the paper does not speak of.
    pub outside: bool,
}

/// A token that the paper has.
#[derive(Clone, Copy)]
pub struct Term<'i> {
    index: &'i PaperIndex,
    place: usize,
}

impl PaperIndex {
    /// Whether every paragraph has sample questions.
    pub const fn is_curated(&self) -> bool {
        self.curated
    }

    /// Whether its paragraphs have very many sample questions: nearly all that people ask is like one of them.
    pub fn is_ample(&self) -> bool {
        self.questions_a_paragraph() >= MANY_QUESTIONS
    }

    /// Whether it has a text in Chinese, or in English.
    pub fn is_written_in(&self, chinese: bool) -> bool {
        self.units.iter().any(|unit| unit.language.is_chinese() == chinese)
    }

    /// How many paragraphs there are.
    pub fn paragraphs(&self) -> usize {
        self.spans.len()
    }

    /// Headings and sentences, paragraph by paragraph.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// How many texts there are: a paragraph in two languages has two.
    pub fn texts(&self) -> usize {
        self.texts.len()
    }

    /// The paragraph of a text, and its share of the mean length.
    pub fn text(&self, place: usize) -> Option<(usize, f32)> {
        self.texts.get(place).map(|text| (text.paragraph as usize, text.relative_length))
    }

    /// The places of a paragraph's headings and sentences.
    pub fn units_of(&self, paragraph: usize) -> Range<usize> {
        self.range(paragraph, |span| span.units)
    }

    /// The words of its texts that have an embedding.
    pub fn words(&self) -> &[EmbeddedWord] {
        &self.words
    }

    /// Those of a paragraph, by their places among all.
    pub fn words_of(&self, paragraph: usize) -> &[u16] {
        self.word_places.get(self.range(paragraph, |span| span.words)).unwrap_or_default()
    }

    /// The places of the sample questions that a paragraph answers.
    pub fn questions_of(&self, paragraph: usize) -> Range<usize> {
        self.range(paragraph, |span| span.questions)
    }

    /// The places of the sample questions that a paragraph does not answer.
    pub fn unsaid_of(&self, paragraph: usize) -> Range<usize> {
        self.range(paragraph, |span| span.unsaid)
    }

    fn range(&self, paragraph: usize, of: impl Fn(&Span) -> (u32, u32)) -> Range<usize> {
        let range = self.spans.get(paragraph).map_or((0, 0), of);
        range.0 as usize..range.1 as usize
    }

    /// How many questions of curators there are.
    pub fn questions(&self) -> usize {
        self.spans.last().map_or(0, |span| span.unsaid.1 as usize)
    }

    /// How many questions of curators there are for a paragraph, on average.
    fn questions_a_paragraph(&self) -> f32 {
        self.questions() as f32 / self.paragraphs().max(1) as f32
    }

    /// A token, if it stands anywhere in the paper or its questions.
    pub fn term(&self, key: Key) -> Option<Term<'_>> {
        self.keys.binary_search(&key).ok().map(|place| Term { index: self, place })
    }

    /// Whether a token stands in the paper or in a question that it answers.
    pub fn says(&self, key: Key) -> bool {
        self.term(key).is_some_and(Term::is_said)
    }

    /// The keys of all tokens from one on, in order.
    pub fn keys_from(&self, key: Key) -> impl Iterator<Item = Key> {
        let from = self.keys.partition_point(|own| *own < key);
        self.keys.get(from..).unwrap_or_default().iter().copied()
    }

    /// The pairs of Han characters that sound like these syllables.
    pub fn pairs_that_sound(&self, one: &str, other: &str) -> impl Iterator<Item = Key> {
        let sound = vocabulary::sound_of(one, other);
        let from = self.sounds.partition_point(|(own, _)| *own < sound);
        let rest = self.sounds.get(from..).unwrap_or_default().iter();
        let same = rest.take_while(move |(own, _)| *own == sound);
        same.filter_map(|(_, place)| self.keys.get(*place as usize).copied())
    }

    /// How many units hold what is said, and how many what is not.
    pub const fn sides(&self) -> Sides {
        self.sides
    }

    /// The English words and stems of the paper.
    pub const fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Finds curated names.
    pub const fn finder(&self) -> &NameFinder {
        &self.finder
    }

    /// What a curated name stands for.
    pub fn name(&self, place: usize) -> Option<Name> {
        self.names.get(place).copied()
    }

    /// The sentences of all paragraphs.
    pub const fn sentences(&self) -> &Sentences {
        &self.sentences
    }

    /// The parts that the copy lacks and that a question names, by their places in the paper.
    pub fn missing_parts(&self, phrase: &crate::lang::Phrase) -> Vec<usize> {
        let (finder, parts) = &self.missing;
        let found = finder.find(phrase);
        let mut named: Vec<_> =
            found.iter().filter_map(|mention| parts.get(mention.name).copied()).collect();
        named.sort_unstable();
        named.dedup();
        named
    }
}

impl<'i> Term<'i> {
    fn entry(self) -> TermEntry {
        self.index.terms.get(self.place).copied().unwrap_or_default()
    }

    fn next(self) -> TermEntry {
        self.index.terms.get(self.place + 1).copied().unwrap_or_default()
    }

    /// Where it stands in texts, in order.
    pub fn postings(self) -> &'i [Posting] {
        let range = self.entry().posting as usize..self.next().posting as usize;
        self.index.postings.get(range).unwrap_or_default()
    }

    /// Where it stands in questions, in order.
    pub fn question_postings(self) -> &'i [QuestionPosting] {
        let range = self.entry().question_posting as usize..self.next().question_posting as usize;
        self.index.question_postings.get(range).unwrap_or_default()
    }

    /// Its postings in a range of units.
    pub fn postings_in(self, units: &Range<usize>) -> &'i [Posting] {
        let all = self.postings();
        let from = all.partition_point(|posting| posting.unit() < units.start);
        let to = all.partition_point(|posting| posting.unit() < units.end);
        all.get(from..to).unwrap_or_default()
    }

    /// In how many of a range of questions it stands.
    pub fn count_in_questions(self, questions: &Range<usize>) -> usize {
        let all = self.question_postings();
        let place = |end: usize| all.partition_point(|own| (own.question as usize) < end);
        place(questions.end) - place(questions.start)
    }

    /// How many paragraphs hold it, in a text or a question that they answer.
    pub fn paragraphs(self) -> usize {
        self.entry().paragraphs as usize
    }

    /// Whether it stands anywhere but in questions that are not answered.
    pub fn is_said(self) -> bool {
        self.entry().paragraphs > 0
    }

    /// How many units hold it that are said, and how many that are not.
    pub fn sides(self) -> Sides {
        let unsaid = self.entry().unsaid as usize;
        let said = self.postings().len() + self.question_postings().len() - unsaid;
        Sides { said: said as f32, unsaid: unsaid as f32 }
    }
}
