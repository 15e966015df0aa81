//! What the search finds for a question, and what is to be seen of it.

use rustc_hash::FxHashSet;

use super::curve::{BARE, CURATED};
use super::thresholds::{
    ANSWER, CLEAR_LEAD, CLEAR_SUBJECT, FULL_MASS, LONG_MESSAGE, LONGEST_LEAD, MOST_CITATIONS,
    MOST_NEAR, MOST_PARTS, STANDING_OUT,
};
use super::{Engine, quote};
use crate::lang::{self, Asked, Form};
use crate::search::{Hit, Hits, Query};

/// How much of what is seen of a paragraph is counted for what. Fitted: `examples/fit`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// For how much a paragraph is what the question is about.
    pub rank: [f32; RANK_PARTS],
    /// For the logarithm of the odds that it answers.
    pub answers: [f32; PARTS],
    /// For the logarithm of the odds that it speaks of what was asked about.
    pub touches: [f32; PARTS],
}

/// How many parts [`Seen::rank_parts`] has.
pub const RANK_PARTS: usize = 5;

/// How many parts [`Seen::parts`] has.
pub const PARTS: usize = 19;

impl Curve {
    /// The curve for papers with sample questions, or for papers of which some have none.
    pub(super) const fn of(curated: bool) -> &'static Self {
        if curated { &CURATED } else { &BARE }
    }
}

/// What is seen of a paragraph that a question may be about.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// What the text scores, per unit of the question's mass.
    pub text: f32,
    /// Similarity to the most similar sample question that the paragraph answers.
    pub question: f32,
    /// Mean similarity to the three most similar of them.
    pub questions: f32,
    /// Similarity to the most similar of those that it does not answer.
    pub unsaid: f32,
    /// How much of the question the paragraph accounts for.
    pub coverage: f32,
    /// How much of it the paragraph's own text accounts for.
    pub text_coverage: f32,
    /// How much of it the heading of the paragraph's section accounts for.
    pub heading: f32,
    /// By how much the question's words, as they are used of this paragraph, speak for a question that is not answered: log odds.
    pub leaning: f32,
    /// The same of all papers.
    pub leaning_anywhere: f32,
    /// How far the similarity to a sample question is ahead of any other paragraph's.
    pub ahead: f32,
    /// How far it ranks ahead of any other paragraph; below 0 if another ranks higher.
    pub lead: f32,
    /// How much of the question stands anywhere in the papers.
    pub known: f32,
    /// Whether the question has the form of one.
    pub asks: bool,
    /// Whether it speaks of its writer, its reader or the present day.
    pub personal: bool,
    /// Whether it says what kind of thing it asks for.
    pub kind: bool,
    /// How much of the paragraph's best sentence's score the best of those has that hold such a thing; 1 where nothing is said.
    pub held: f32,
    /// How much it asks for.
    pub mass: f32,
    /// Whether it names a subject of which the papers do not speak.
    pub outside: bool,
}

impl Seen {
    /// What paragraphs are ranked by, in the order of the fitted weights.
    pub const fn rank_parts(&self) -> [f32; RANK_PARTS] {
        [self.text, self.question, self.questions, self.unsaid, self.coverage]
    }

    /// What the probability depends on, in the order of the fitted weights: the first is always 1.
    pub fn parts(&self) -> [f32; PARTS] {
        let flag = |flag: bool| f32::from(u8::from(flag));
        [
            1.0,
            self.text,
            self.question,
            self.questions,
            self.unsaid,
            self.coverage,
            self.text_coverage,
            self.leaning.clamp(-12.0, 12.0),
            self.leaning_anywhere.clamp(-12.0, 12.0),
            self.ahead,
            self.lead.clamp(-LONGEST_LEAD, LONGEST_LEAD),
            self.known,
            flag(self.asks),
            // talk of oneself tells against a question only as far as the paragraph does not account for it
            flag(self.personal) * (1.0 - self.coverage),
            flag(self.personal && !self.asks),
            flag(self.kind),
            1.0 - self.held,
            self.mass.min(FULL_MASS).ln_1p(),
            flag(self.outside),
        ]
    }

    /// What is seen, by name, for people to read.
    pub const fn named(&self) -> [(&'static str, f32); 10] {
        [
            ("text", self.text),
            ("sample question", self.question),
            ("three sample questions", self.questions),
            ("unsaid question", self.unsaid),
            ("coverage", self.coverage),
            ("coverage by the text", self.text_coverage),
            ("leaning to unsaid", self.leaning),
            ("lead", self.lead),
            ("known", self.known),
            ("holds the kind asked for", self.held),
        ]
    }

    /// How much the paragraph is what the question is about.
    pub fn rank(&self, curve: &Curve) -> f32 {
        sum(&self.rank_parts(), &curve.rank)
    }

    /// The probability that the paragraph answers, 0 to 1.
    pub fn answers(&self, curve: &Curve) -> f32 {
        probability(&self.parts(), &curve.answers)
    }

    /// The probability that the paragraph speaks of what was asked about, whether it answers or not, 0 to 1.
    pub fn touches(&self, curve: &Curve) -> f32 {
        probability(&self.parts(), &curve.touches)
    }
}

fn probability(parts: &[f32], weights: &[f32]) -> f32 {
    1.0 / (1.0 + (-sum(parts, weights)).exp())
}

fn sum(parts: &[f32], weights: &[f32]) -> f32 {
    parts.iter().zip(weights).map(|(part, weight)| part * weight).sum()
}

/// A question and its hits.
pub(super) struct Found {
    pub(super) query: Query,
    pub(super) hits: Hits,
    /// What is seen of the first hits, in their order.
    pub(super) seen: Vec<Seen>,
    /// How much each of them is what the question, and the message around it, is about.
    pub(super) ranks: Vec<f32>,
    /// The least probability of an answer, of a message that is clear as a whole.
    assured: f32,
    /// How what is seen is counted.
    pub(super) curve: &'static Curve,
}

impl Found {
    /// Searches for a question. Of a long message, for the part of it that asks, with the whole message in mind.
    pub(super) fn best(engine: &Engine, message: &str) -> Self {
        let whole = Self::new(engine, message);
        let length = whole.query.phrase().han_length() + whole.query.phrase().words().len();
        if length < LONG_MESSAGE || !whole.query.phrase().form().asks() {
            return whole;
        }
        let mut parts: Vec<_> =
            parts(message).into_iter().map(|part| (part, Form::of(&lang::fold(part)))).collect();
        let comes = parts.iter().any(|(_, form)| form.comes_to_question());
        parts.retain(|(_, form)| if comes { form.comes_to_question() } else { form.asks() });
        let mut best: Option<Self> = None;
        for (part, _) in parts {
            let found = Self::in_message(engine, part, &whole);
            if best.as_ref().is_none_or(|other| found.answers() > other.answers()) {
                best = Some(found);
            }
        }
        let Some(mut best) = best else { return whole };
        if best.answers() < ANSWER && whole.has_clear_subject() {
            best.assured = ANSWER;
        }
        best
    }

    /// Searches for the whole of a question.
    pub(super) fn new(engine: &Engine, question: &str) -> Self {
        let mut found = Self::unranked(engine, question);
        found.rank(engine, None);
        found
    }

    /// Searches for a part of a message: what the message is about counts as much as what the part is about.
    fn in_message(engine: &Engine, part: &str, message: &Self) -> Self {
        let mut found = Self::unranked(engine, part);
        found.rank(engine, Some(message));
        found
    }

    /// Searches for a question together with what it leans on.
    pub(super) fn after(engine: &Engine, before: &str, question: &str) -> Self {
        let mut found = Self::of(engine, Query::after(&engine.index, before, question));
        found.rank(engine, None);
        found
    }

    fn unranked(engine: &Engine, question: &str) -> Self {
        Self::of(engine, Query::new(&engine.index, question))
    }

    fn of(engine: &Engine, query: Query) -> Self {
        let hits = query.search(&engine.index);
        Self {
            query,
            hits,
            seen: Vec::new(),
            ranks: Vec::new(),
            assured: 0.0,
            curve: Curve::of(engine.curated),
        }
    }

    /// What kind of thing the question asks for, if it says.
    pub(super) const fn asked(&self) -> Option<Asked> {
        self.query.phrase().form().asked()
    }

    /// What is seen of the first hit.
    pub(super) fn first(&self) -> Option<&Seen> {
        self.seen.first()
    }

    /// The probability that the first paragraph answers.
    pub(super) fn answers(&self) -> f32 {
        self.first().map_or(0.0, |seen| seen.answers(self.curve)).max(self.assured)
    }

    /// Whether a message, whatever else it tells, is about one paragraph rather than any other.
    fn has_clear_subject(&self) -> bool {
        let rank = |place: usize| self.ranks.get(place).copied().unwrap_or_default();
        let (first, second) = (rank(0), rank(1));
        first >= CLEAR_SUBJECT && first - second >= CLEAR_LEAD
    }

    /// Whether the first paragraph is it by its own text, not by its sample questions alone.
    pub(super) fn stands_out(&self) -> bool {
        let others = self.seen.iter().skip(1).map(|seen| seen.text).fold(0.0, f32::max);
        self.first()
            .is_some_and(|first| first.text >= STANDING_OUT * others && first.lead >= CLEAR_LEAD)
    }

    /// Puts the first hits in order of what is seen of them, and of the message around the question, if there is one.
    fn rank(&mut self, engine: &Engine, message: Option<&Self>) {
        let around = |hit: &Hit| {
            let same = |other: &&(&Hit, &Seen)| {
                (other.0.paper, other.0.paragraph) == (hit.paper, hit.paragraph)
            };
            let seen = message.and_then(|message| {
                message.hits.hits.iter().zip(&message.seen).find(|pair| same(&pair))
            });
            seen.map_or(0.0, |(_, seen)| seen.rank(self.curve))
        };
        let near = self.hits.hits.len().min(MOST_NEAR);
        let mut ranked: Vec<_> = self
            .hits
            .hits
            .iter()
            .take(near)
            .map(|hit| {
                let seen = self.look(engine, hit);
                (*hit, seen, seen.rank(self.curve) + around(hit))
            })
            .collect();
        ranked.sort_by(|one, other| other.2.total_cmp(&one.2));
        self.seen = ranked.iter().map(|(_, seen, _)| *seen).collect();
        let ranks: Vec<_> = self.seen.iter().map(|seen| seen.rank(self.curve)).collect();
        for (place, seen) in self.seen.iter_mut().enumerate() {
            let others = ranks
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != place)
                .map(|(_, &rank)| rank);
            seen.lead = ranks.get(place).copied().unwrap_or_default() - others.fold(0.0, f32::max);
        }
        self.ranks = ranked.iter().map(|(.., rank)| *rank).collect();
        for (slot, (hit, ..)) in self.hits.hits.iter_mut().zip(ranked) {
            *slot = hit;
        }
        self.see_held(engine, MOST_CITATIONS);
    }

    /// Looks whether the first so many hits hold the kind of thing that was asked for.
    pub(super) fn see_held(&mut self, engine: &Engine, count: usize) {
        let Some(asked) = self.asked() else { return };
        let held: Vec<_> = self
            .hits
            .hits
            .iter()
            .take(count)
            .map(|hit| quote::held(engine, self, hit, asked))
            .collect();
        for (seen, held) in self.seen.iter_mut().zip(held) {
            seen.held = held;
        }
    }

    /// What is seen of a hit.
    pub(super) fn seen_of(&self, engine: &Engine, hit: &Hit) -> Seen {
        let place = self
            .hits
            .hits
            .iter()
            .position(|other| (other.paper, other.paragraph) == (hit.paper, hit.paragraph));
        place.and_then(|place| self.seen.get(place)).copied().unwrap_or_else(|| {
            let seen = self.look(engine, hit);
            let held = self.asked().map_or(1.0, |asked| quote::held(engine, self, hit, asked));
            Seen {
                held,
                lead: seen.rank(self.curve)
                    - self.first().map_or(0.0, |first| first.rank(self.curve)),
                ..seen
            }
        })
    }

    /// Looks at a hit by itself.
    fn look(&self, engine: &Engine, hit: &Hit) -> Seen {
        let account = self.query.account(&engine.index, hit);
        let form = self.query.phrase().form();
        let others = self
            .hits
            .hits
            .iter()
            .filter(|other| (other.paper, other.paragraph) != (hit.paper, hit.paragraph));
        let most_similar = others.map(|other| other.question).fold(0.0, f32::max);
        Seen {
            text: hit.text,
            question: hit.question,
            questions: hit.questions,
            unsaid: hit.unsaid,
            coverage: account.coverage,
            text_coverage: account.text,
            heading: account.heading,
            leaning: account.leaning,
            leaning_anywhere: self.query.leaning(),
            ahead: hit.question - most_similar,
            lead: 0.0,
            known: self.query.known(),
            asks: form.asks(),
            personal: form.is_personal(),
            kind: form.asked().is_some(),
            held: 1.0,
            mass: self.query.mass(),
            outside: self.query.is_outside(),
        }
    }
}

/// The parts of a message that may be its question: each sentence, and of a long one each clause and each two that follow each other.
fn parts(message: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for range in lang::sentences(message) {
        let Some(sentence) = message.get(range) else { continue };
        parts.push(sentence);
        let mut starts = vec![0];
        starts.extend(
            sentence
                .char_indices()
                .filter(|&(_, character)| "，,；;：:、—".contains(character))
                .map(|(at, mark)| at + mark.len_utf8()),
        );
        for (place, &start) in starts.iter().enumerate() {
            let ends = [starts.get(place + 1), starts.get(place + 2)]
                .map(|end| end.copied().unwrap_or(sentence.len()));
            parts.extend(ends.into_iter().filter_map(|end| sentence.get(start..end)));
        }
    }
    let mut seen = FxHashSet::default();
    parts.retain(|part| seen.insert(*part));
    parts.drain(..parts.len().saturating_sub(MOST_PARTS));
    parts
}
