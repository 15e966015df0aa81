//! A question against the index.

use rustc_hash::FxHashSet;

use super::index::{Index, Level, Levels, Term};
use super::weights::{LEAST_RARITY, TURN_RARITY, mass};
use crate::lang::{Key, Kind, Phrase, Token, concept_key, fold, sound_keys, stem_key};
use crate::language::Language;

/// A question, folded, repaired and cut.
pub struct Query {
    pub(super) phrase: Phrase,
    /// Each token once, in order of first appearance, with what is known of it.
    pub(super) tokens: Vec<Asked>,
    /// Of the tokens by which its mass is measured, in order of where they begin: what each counts.
    masses: Vec<f32>,
    /// By how much its words speak for a question that is not answered: log odds, added up.
    leaning: f32,
    /// Whether it names a subject that the papers do not speak of.
    outside: bool,
    /// How much the question asks for: the rarity of what it is made of, added up.
    mass: f32,
    /// How much of the mass stands anywhere in the papers.
    known: f32,
    /// Length of the question as a vector, for its similarity to sample questions.
    norm: f32,
}

/// A token of a question.
pub(super) struct Asked {
    pub(super) token: Token,
    /// What is known of it.
    pub(super) term: Option<Term>,
    /// The first of the masses that it covers, and the one after the last.
    covers: (usize, usize),
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
        Self::read(index, Phrase::of_question(fold(question)))
    }

    /// Reads a question that leans on what was said before.
    pub fn after(index: &Index, before: &str, question: &str) -> Self {
        Self::read(index, Phrase::of_question_after(&fold(before), &fold(question)))
    }

    fn read(index: &Index, mut phrase: Phrase) -> Self {
        let mut tokens = Distinct::with_capacity(phrase.folded().len());
        let mut extra = Vec::new();
        for word in phrase.content_words().filter(|word| !index.holds(stem_key(&word.stem))) {
            extra.extend(sound_keys(&word.text).into_iter().map(|key| Token {
                kind: Kind::Sound,
                key,
                start: word.start,
                end: word.end,
            }));
        }
        phrase.repair(|word| {
            if !index.weights.repair || index.holds(stem_key(&word.stem)) {
                None
            } else {
                index.vocabulary.repair(&word.text).map(str::to_owned)
            }
        });
        phrase.tokens(Some(&index.segmenter), |token| tokens.push(token));
        for token in extra {
            tokens.push(token);
        }
        let mut outside = false;
        for mention in index.finder.find(&phrase) {
            let Some(name) = index.names.get(mention.name) else { continue };
            outside |= name.outside;
            tokens.push(Token {
                kind: Kind::Concept,
                key: concept_key(name.concept),
                start: mention.start,
                end: mention.end,
            });
            phrase.turns_of(name.concept, |token| tokens.push(token));
        }
        Self::weigh(index, phrase, &tokens.tokens, outside)
    }

    fn weigh(index: &Index, phrase: Phrase, tokens: &[Token], outside: bool) -> Self {
        let mut measured: Vec<_> = tokens
            .iter()
            .filter(|token| mass(token.kind) > 0.0)
            .map(|token| (token.start, token.end, token.key))
            .collect();
        measured.sort_unstable();
        let mut query = Self {
            phrase,
            tokens: Vec::with_capacity(tokens.len()),
            masses: vec![0.0; measured.len()],
            leaning: 0.0,
            outside,
            mass: 0.0,
            known: 0.0,
            norm: 0.0,
        };
        let mut square = 0.0;
        let mut known = vec![false; query.masses.len()];
        for token in tokens {
            let term = index.term(token.key).copied();
            let rarity = match token.kind {
                Kind::Turn => TURN_RARITY,
                _ => term.map_or_else(|| index.unknown_rarity(), |term| term.rarity()),
            };
            let own = mass(token.kind) * rarity;
            query.mass += own;
            if rarity >= LEAST_RARITY {
                square += (index.weights.weight(Level::Question, token.kind) * rarity).powi(2);
            }
            query.leaning += term.map_or(0.0, |term| term.leaning());
            let from = measured.partition_point(|&(start, ..)| start < token.start);
            let to = from
                + measured.iter().skip(from).take_while(|&&(_, end, _)| end <= token.end).count();
            if mass(token.kind) > 0.0
                && let Some(place) =
                    measured.iter().skip(from).position(|&(.., key)| key == token.key)
                && let Some(slot) = query.masses.get_mut(from + place)
            {
                *slot = own;
            }
            if term.is_some_and(|term| term.said()) && (own > 0.0 || token.kind.tells_by_itself()) {
                known.iter_mut().take(to).skip(from).for_each(|known| *known = true);
            }
            query.tokens.push(Asked { token: *token, term, covers: (from, to) });
        }
        query.known = known
            .into_iter()
            .zip(&query.masses)
            .filter(|(known, _)| *known)
            .map(|(_, mass)| mass)
            .sum();
        query.norm = square.sqrt();
        query
    }

    /// How a paragraph accounts for the question.
    pub fn account(&self, index: &Index, hit: &Hit) -> Account {
        const SETS: [Levels; 3] = [Levels::HEADING, Levels::TEXT, Levels::SAID];
        // for each measured token, which sets of levels cover it
        let mut covered = vec![0_u8; self.masses.len()];
        let mut leaning = 0.0;
        for Asked { token, term, covers } in &self.tokens {
            let Some(term) = term else { continue };
            let Some(holder) = index.holder(term, hit.ordinal) else {
                // the odds in all papers are all that is known
                leaning += term.leaning();
                continue;
            };
            leaning += holder.leaning;
            if token.kind.tells_by_itself() {
                let sets = (0..SETS.len())
                    .filter(|&set| SETS.get(set).is_some_and(|&set| holder.levels.meets(set)))
                    .fold(0, |sets, set| sets | 1 << set);
                for covered in covered.iter_mut().take(covers.1).skip(covers.0) {
                    *covered |= sets;
                }
            }
        }
        let mut sums = [0.0_f32; 3];
        for (covered, mass) in covered.into_iter().zip(&self.masses) {
            for (set, sum) in sums.iter_mut().enumerate() {
                if covered >> set & 1 == 1 {
                    *sum += mass;
                }
            }
        }
        let [heading, text, coverage] =
            sums.map(|sum| if self.mass > 0.0 { sum / self.mass } else { 0.0 });
        Account { heading, text, coverage, leaning }
    }

    /// By how much its words speak for a question that is not answered: the logarithms of their odds, added up.
    pub const fn leaning(&self) -> f32 {
        self.leaning
    }

    /// Whether it names a subject of the papers.
    pub fn names_subject(&self) -> bool {
        self.tokens.iter().any(|asked| asked.token.kind == Kind::Concept)
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
        for term in self.tokens.iter().filter_map(|asked| asked.term.as_ref()) {
            for posting in index.postings(term) {
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
        for (ordinal, span) in index.spans.iter().enumerate() {
            let (mut text, mut sentence) = (0.0_f32, 0.0_f32);
            let texts = index.units.get(span.texts()).into_iter().flatten();
            for (unit, &score) in texts.zip(units.get(span.texts()).into_iter().flatten()) {
                match unit.level {
                    Level::Sentence => sentence = sentence.max(score),
                    _ => text += score,
                }
            }
            let questions = three_best(units.get(span.questions()).unwrap_or_default());
            let [unsaid, ..] = three_best(units.get(span.unsaid()).unwrap_or_default());
            if text + sentence + questions[0] + unsaid > 0.0 {
                hits.extend(self.hit(index, ordinal, text + sentence, questions, unsaid));
            }
        }
        hits.sort_by(|one: &Hit, other| {
            other.score.total_cmp(&one.score).then(one.ordinal.cmp(&other.ordinal))
        });
        Hits { hits, units }
    }

    fn hit(
        &self,
        index: &Index,
        ordinal: usize,
        text: f32,
        questions: [f32; 3],
        unsaid: f32,
    ) -> Option<Hit> {
        let address = index.addresses.get(ordinal)?;
        let similarity = |score: f32| (score / self.norm()).min(1.0);
        let (text, question) = (text / self.mass, similarity(questions[0]));
        Some(Hit {
            paper: address.paper as usize,
            paragraph: address.paragraph as usize,
            score: text + index.weights.question * question,
            text,
            question,
            questions: similarity(questions.iter().sum::<f32>() / 3.0),
            unsaid: similarity(unsaid),
            ordinal,
        })
    }
}

/// The three greatest scores, greatest first; 0 for want of more.
fn three_best(scores: &[f32]) -> [f32; 3] {
    let mut best = [0.0_f32; 3];
    for &score in scores {
        if score > best[2] {
            best[2] = score;
            if score > best[1] {
                best.swap(1, 2);
            }
            if score > best[0] {
                best.swap(0, 1);
            }
        }
    }
    best
}

impl Hits {
    /// The hit of a paragraph, by its places; of one that has nothing in common with the question, all scores 0.
    pub fn of(&self, index: &Index, paper: usize, paragraph: usize) -> Option<Hit> {
        let is = |hit: &&Hit| hit.paper == paper && hit.paragraph == paragraph;
        let ordinal = || {
            index.addresses.iter().position(|address| {
                address.paper as usize == paper && address.paragraph as usize == paragraph
            })
        };
        let empty = |ordinal| Hit {
            paper,
            paragraph,
            score: 0.0,
            text: 0.0,
            question: 0.0,
            unsaid: 0.0,
            questions: 0.0,
            ordinal,
        };
        self.hits.iter().find(is).copied().or_else(|| ordinal().map(empty))
    }

    /// The scores of a paragraph's sentences in a language, in order.
    pub fn sentences(
        &self,
        index: &Index,
        hit: &Hit,
        language: Language,
    ) -> impl Iterator<Item = f32> {
        let range = index.texts_of(hit.ordinal);
        let units = index.units.iter().zip(&self.units).take(range.end).skip(range.start);
        units
            .filter(move |(unit, _)| unit.level == Level::Sentence && unit.language == language)
            .map(|(_, &score)| score)
    }
}

impl Hits {
    /// How similar the question is to each of the sample questions that a paragraph answers, 0 to 1, in their order.
    pub fn questions(&self, index: &Index, query: &Query, hit: &Hit) -> impl Iterator<Item = f32> {
        let range = index.questions_of(hit.ordinal);
        let norm = query.norm();
        self.units.get(range).unwrap_or_default().iter().map(move |score| (score / norm).min(1.0))
    }
}

/// Tokens, each once, in order of first appearance.
struct Distinct {
    tokens: Vec<Token>,
    keys: FxHashSet<Key>,
}

impl Distinct {
    fn with_capacity(count: usize) -> Self {
        Self {
            tokens: Vec::with_capacity(count),
            keys: FxHashSet::with_capacity_and_hasher(count, Default::default()),
        }
    }

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
