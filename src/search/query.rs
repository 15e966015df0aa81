//! A question against the index.

use rustc_hash::FxHashSet;

use super::index::{Index, Level};
use super::weights::{QUESTION, mass, weight};
use crate::language::Language;
use crate::text::{Key, Kind, Phrase, Token, concept_key, fold, sound_keys, stem_key};

/// A question, folded, repaired and cut.
pub struct Query {
    pub(super) phrase: Phrase,
    /// Each token once, in order of first appearance.
    pub(super) tokens: Vec<Token>,
    /// Whether it names a subject that the papers do not speak of.
    outside: bool,
    /// How much the question asks for: the rarity of what it is made of, added up.
    mass: f32,
    /// How much of the mass stands anywhere in the papers.
    known: f32,
    /// Length of the question as a vector, for its similarity to sample questions.
    norm: f32,
}

/// A paragraph with its scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The paper, by its place in the knowledge.
    pub paper: usize,
    /// The paragraph, by its place in the paper.
    pub paragraph: usize,
    /// All scores together; hits are in order of it.
    pub score: f32,
    /// What the text, the heading and the best sentence score, per unit of the question's mass.
    pub text: f32,
    /// Similarity to the most similar sample question, 0 to 1.
    pub question: f32,
    /// Place among all paragraphs.
    ordinal: usize,
}

/// All paragraphs that have anything in common with a question, best first.
pub struct Hits {
    /// In order of score, then paper, then paragraph.
    pub hits: Vec<Hit>,
    /// Score of each unit.
    units: Vec<f32>,
}

impl Query {
    /// Reads a question.
    pub fn new(index: &Index, question: &str) -> Self {
        let mut phrase = Phrase::of_question(fold(question));
        let mut tokens = Distinct::default();
        let mut extra = Vec::new();
        for word in phrase.content_words().filter(|word| !index.knows(stem_key(&word.stem))) {
            extra.extend(sound_keys(&word.text).into_iter().map(|key| Token { kind: Kind::Sound, key, start: word.start, end: word.end }));
        }
        phrase.repair(|word| if index.knows(stem_key(&word.stem)) { None } else { index.vocabulary.repair(&word.text).map(str::to_owned) });
        phrase.tokens(Some(&index.segmenter), |token| tokens.push(token));
        for token in extra {
            tokens.push(token);
        }
        let mut outside = false;
        for mention in index.finder.find(&phrase) {
            let Some(name) = index.names.get(mention.name) else { continue };
            outside |= name.outside;
            tokens.push(Token { kind: Kind::Concept, key: concept_key(name.concept), start: mention.start, end: mention.end });
        }
        let mut query = Self { phrase, tokens: tokens.tokens, outside, mass: 0.0, known: 0.0, norm: 0.0 };
        let mut square = 0.0;
        for token in &query.tokens {
            let rarity = index.rarity(token.key);
            query.mass += mass(token.kind) * rarity;
            if index.knows(token.key) {
                query.known += mass(token.kind) * rarity;
            }
            square += (weight(Level::Question, token.kind) * rarity).powi(2);
        }
        query.norm = square.sqrt();
        query
    }

    /// How much of the question the heading of a paragraph's section accounts for.
    pub fn heading_coverage(&self, index: &Index, hit: &Hit) -> f32 {
        self.covered_by(index, hit, |level| level == Level::Heading)
    }

    /// How much of the question a paragraph accounts for, 0 to 1: the share of its characters and stems that stand there as part of
    /// something longer, or as a word, a sound or a name.
    pub fn coverage(&self, index: &Index, hit: &Hit) -> f32 {
        self.covered_by(index, hit, |_| true)
    }

    /// The share of the question that stands in the units of a paragraph at these levels.
    fn covered_by(&self, index: &Index, hit: &Hit, counts: impl Fn(Level) -> bool) -> f32 {
        let range = index.units_of(hit.ordinal);
        let stands = |key| {
            let postings = index.postings(key);
            let first = postings.partition_point(|posting| (posting.unit as usize) < range.start);
            let mut own = postings.iter().skip(first).map(|posting| posting.unit as usize).take_while(|&unit| unit < range.end);
            own.any(|place| index.units.get(place).is_some_and(|unit| counts(unit.level)))
        };
        let telling = self.tokens.iter().filter(|token| !matches!(token.kind, Kind::Han1 | Kind::Letters));
        let mut covered: Vec<_> = telling.filter(|token| stands(token.key)).map(|token| (token.start, token.end)).collect();
        covered.sort_unstable();
        let mut reach = 0;
        // for each beginning, how far the question is covered from there
        let covered: Vec<_> = covered
            .into_iter()
            .map(|(start, end)| {
                reach = end.max(reach);
                (start, reach)
            })
            .collect();
        let is_covered = |token: &Token| {
            let last = covered.partition_point(|&(start, _)| start <= token.start).checked_sub(1).and_then(|place| covered.get(place));
            last.is_some_and(|&(_, end)| token.end <= end)
        };
        let sum: f32 = self
            .tokens
            .iter()
            .filter(|token| mass(token.kind) > 0.0 && is_covered(token))
            .map(|token| mass(token.kind) * index.rarity(token.key))
            .sum();
        if self.mass > 0.0 { sum / self.mass } else { 0.0 }
    }

    /// Whether it names a subject that the papers do not speak of.
    pub fn is_outside(&self) -> bool {
        self.outside
    }

    /// How much of what it is made of stands anywhere in the papers, 0 to 1.
    pub fn known(&self) -> f32 {
        if self.mass > 0.0 { self.known / self.mass } else { 0.0 }
    }

    /// How much it asks for: the rarity of its characters and stems, added up.
    pub fn mass(&self) -> f32 {
        self.mass
    }

    /// Its length as a vector of tokens.
    pub(super) fn norm(&self) -> f32 {
        self.norm.max(f32::MIN_POSITIVE)
    }

    /// The question, folded and cut.
    pub fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    /// Scores every paragraph.
    pub fn search(&self, index: &Index) -> Hits {
        let mut units = vec![0.0_f32; index.units.len()];
        for token in &self.tokens {
            for posting in index.postings(token.key) {
                if let Some(score) = units.get_mut(posting.unit as usize) {
                    *score += posting.impact;
                }
            }
        }
        let mut hits = Vec::new();
        // function words and courtesies alone ask for nothing
        if self.mass <= 0.0 {
            return Hits { hits, units };
        }
        let mut scored = index.units.iter().zip(&units).peekable();
        while let Some((first, _)) = scored.peek() {
            let paragraph = first.paragraph;
            let (mut text, mut sentence, mut question) = (0.0_f32, 0.0_f32, 0.0_f32);
            while let Some((unit, &score)) = scored.next_if(|(unit, _)| unit.paragraph == paragraph) {
                match unit.level {
                    Level::Record | Level::Translation | Level::Heading => text += score,
                    Level::Sentence => sentence = sentence.max(score),
                    Level::Question => question = question.max(score),
                }
            }
            if text + sentence + question > 0.0 {
                hits.extend(self.hit(index, paragraph as usize, text, sentence, question));
            }
        }
        hits.sort_by(|one: &Hit, other| other.score.total_cmp(&one.score).then(one.ordinal.cmp(&other.ordinal)));
        Hits { hits, units }
    }

    fn hit(&self, index: &Index, ordinal: usize, text: f32, sentence: f32, question: f32) -> Option<Hit> {
        let address = index.addresses.get(ordinal)?;
        let (text, question) = ((text + sentence) / self.mass, (question / self.norm()).min(1.0));
        Some(Hit {
            paper: address.paper as usize,
            paragraph: address.paragraph as usize,
            score: text + QUESTION * question,
            text,
            question,
            ordinal,
        })
    }
}

impl Hits {
    /// The hit of a paragraph, by its places; of one that has nothing in common with the question, all scores 0.
    pub fn of(&self, index: &Index, paper: usize, paragraph: usize) -> Option<Hit> {
        let is = |hit: &&Hit| hit.paper == paper && hit.paragraph == paragraph;
        let ordinal =
            || index.addresses.iter().position(|address| address.paper as usize == paper && address.paragraph as usize == paragraph);
        let empty = |ordinal| Hit { paper, paragraph, score: 0.0, text: 0.0, question: 0.0, ordinal };
        self.hits.iter().find(is).copied().or_else(|| ordinal().map(empty))
    }

    /// The scores of a paragraph's sentences in a language, in order.
    pub fn sentences(&self, index: &Index, hit: &Hit, language: Language) -> Vec<f32> {
        let range = index.units_of(hit.ordinal);
        let units = index.units.iter().zip(&self.units).take(range.end).skip(range.start);
        units.filter(|(unit, _)| unit.level == Level::Sentence && unit.language == language).map(|(_, &score)| score).collect()
    }
}

/// Tokens, each once, in order of first appearance.
#[derive(Default)]
struct Distinct {
    tokens: Vec<Token>,
    keys: FxHashSet<Key>,
}

impl Distinct {
    fn push(&mut self, token: Token) {
        if self.keys.insert(token.key) {
            self.tokens.push(token);
        }
    }
}

impl Hit {
    /// Place among all paragraphs.
    pub(super) fn ordinal(&self) -> usize {
        self.ordinal
    }
}
