//! A question against the index.

use rustc_hash::FxHashSet;

use super::index::{Index, Level};
use super::weights::{LEAST_RARITY, QUESTION, mass, weight};
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
    /// Mean similarity to the three most similar sample questions.
    pub questions: f32,
    /// Similarity to the most similar of the questions that it does not answer, 0 to 1.
    pub unsaid: f32,

    /// Place among all paragraphs.
    ordinal: usize,
}

/// How a paragraph accounts for a question: shares of the question, 0 to 1, that stand there as part of something longer, or as a
/// word, a sound or a name.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Account {
    /// What stands in the heading of its section.
    pub heading: f32,
    /// What stands in its text or heading.
    pub text: f32,
    /// What stands there or in its sample questions.
    pub coverage: f32,
    /// What stands there by sound alone.
    pub sound: f32,
    /// By how much the question's words, as they are used of this paragraph, speak for one that it does not answer: log odds.
    pub leaning: f32,
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
        for word in phrase.content_words().filter(|word| !index.holds(stem_key(&word.stem))) {
            extra.extend(sound_keys(&word.text).into_iter().map(|key| Token { kind: Kind::Sound, key, start: word.start, end: word.end }));
        }
        phrase.repair(|word| if index.holds(stem_key(&word.stem)) { None } else { index.vocabulary.repair(&word.text).map(str::to_owned) });
        phrase.tokens(Some(&index.segmenter), |token| tokens.push(token));
        for token in extra {
            tokens.push(token);
        }
        let mut outside = false;
        for mention in index.finder.find(&phrase) {
            let Some(name) = index.names.get(mention.name) else { continue };
            outside |= name.outside;
            tokens.push(Token { kind: Kind::Concept, key: concept_key(name.concept), start: mention.start, end: mention.end });
            phrase.turns_of(name.concept, |token| tokens.push(token));
        }
        let mut query = Self { phrase, tokens: tokens.tokens, outside, mass: 0.0, known: 0.0, norm: 0.0 };
        let mut square = 0.0;
        for token in &query.tokens {
            let rarity = index.token_rarity(token);
            query.mass += mass(token.kind) * rarity;
            if index.knows(token.key) {
                query.known += mass(token.kind) * rarity;
            }
            if rarity >= LEAST_RARITY {
                square += (weight(Level::Question, token.kind) * rarity).powi(2);
            }
        }
        query.norm = square.sqrt();
        query
    }

    /// How a paragraph accounts for the question.
    pub fn account(&self, index: &Index, hit: &Hit) -> Account {
        let range = index.units_of(hit.ordinal);
        let mut spans: [Vec<(usize, usize)>; 4] = Default::default();
        let mut leaning = 0.0;
        for token in &self.tokens {
            let postings = index.postings(token.key);
            let first = postings.partition_point(|posting| (posting.unit as usize) < range.start);
            let own = postings.iter().skip(first).take_while(|posting| (posting.unit as usize) < range.end);
            let mut stands = [false; 3];
            let (mut said, mut unsaid) = (0.0_f32, 0.0_f32);
            for level in own.filter_map(|posting| index.units.get(posting.unit as usize)).map(|unit| unit.level) {
                match level {
                    Level::Heading => stands = [true; 3],
                    Level::Record | Level::Translation => stands[1..].fill(true),
                    Level::Sentence => {
                        stands[1..].fill(true);
                        said += 1.0;
                    }
                    Level::Question => {
                        stands[2] = true;
                        said += 1.0;
                    }
                    Level::Unsaid => unsaid += 1.0,
                }
            }
            leaning += index.leaning_here(token, said, unsaid);
            if token.kind.tells_by_itself() {
                let stands = [stands[0], stands[1], stands[2], stands[2] && token.kind != Kind::Sound];
                for (spans, _) in spans.iter_mut().zip(stands).filter(|(_, stands)| *stands) {
                    spans.push((token.start, token.end));
                }
            }
        }
        let [heading, text, coverage, written] = spans.map(|spans| self.share_of(index, spans));
        Account { heading, text, coverage, sound: coverage - written, leaning }
    }

    /// The share of the question's mass that stands in these spans of it.
    fn share_of(&self, index: &Index, mut spans: Vec<(usize, usize)>) -> f32 {
        spans.sort_unstable();
        let mut reach = 0;
        // for each beginning, how far the question is covered from there
        for (_, end) in &mut spans {
            reach = reach.max(*end);
            *end = reach;
        }
        let is_covered = |token: &Token| {
            let last = spans.partition_point(|&(start, _)| start <= token.start).checked_sub(1).and_then(|place| spans.get(place));
            last.is_some_and(|&(_, end)| token.end <= end)
        };
        let counted = self.tokens.iter().filter(|token| mass(token.kind) > 0.0 && is_covered(token));
        let sum: f32 = counted.map(|token| mass(token.kind) * index.rarity(token.key)).sum();
        if self.mass > 0.0 { sum / self.mass } else { 0.0 }
    }

    /// By how much its words speak for a question that is not answered: the logarithms of their odds, added up.
    pub fn leaning(&self, index: &Index) -> f32 {
        self.tokens.iter().map(|token| index.leaning(token)).sum()
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
    pub const fn phrase(&self) -> &Phrase {
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
            let (mut text, mut sentence, mut question, mut unsaid) = (0.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
            let mut three = [0.0_f32; 3];
            while let Some((unit, &score)) = scored.next_if(|(unit, _)| unit.paragraph == paragraph) {
                match unit.level {
                    Level::Record | Level::Translation | Level::Heading => text += score,
                    Level::Sentence => sentence = sentence.max(score),
                    Level::Question => {
                        question = question.max(score);
                        if score > three[2] {
                            three[2] = score;
                            three.sort_by(|a, b| b.total_cmp(a));
                        }
                    }
                    Level::Unsaid => unsaid = unsaid.max(score),
                }
            }
            if text + sentence + question + unsaid > 0.0 {
                hits.extend(self.hit(index, paragraph as usize, text + sentence, [question, unsaid, three.iter().sum::<f32>() / 3.0]));
            }
        }
        hits.sort_by(|one: &Hit, other| other.score.total_cmp(&one.score).then(one.ordinal.cmp(&other.ordinal)));
        Hits { hits, units }
    }

    fn hit(&self, index: &Index, ordinal: usize, text: f32, samples: [f32; 3]) -> Option<Hit> {
        let address = index.addresses.get(ordinal)?;
        let text = text / self.mass;
        let [question, unsaid, questions] = samples.map(|similarity| (similarity / self.norm()).min(1.0));
        Some(Hit {
            paper: address.paper as usize,
            paragraph: address.paragraph as usize,
            score: text + QUESTION * question,
            text,
            question,
            unsaid,
            questions,
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
        let empty = |ordinal| Hit { paper, paragraph, score: 0.0, text: 0.0, question: 0.0, unsaid: 0.0, questions: 0.0, ordinal };
        self.hits.iter().find(is).copied().or_else(|| ordinal().map(empty))
    }

    /// The scores of a paragraph's sentences in a language, in order.
    pub fn sentences(&self, index: &Index, hit: &Hit, language: Language) -> impl Iterator<Item = f32> {
        let range = index.units_of(hit.ordinal);
        let units = index.units.iter().zip(&self.units).take(range.end).skip(range.start);
        units.filter(move |(unit, _)| unit.level == Level::Sentence && unit.language == language).map(|(_, &score)| score)
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
