//! What the search finds for a question, and what is to be seen of it.

use rustc_hash::FxHashSet;

use super::asked::Asked;
use super::curve::CURVE;
use super::thresholds::{FULL_MASS, LONG_MESSAGE, MOST_NEAR, MOST_PARTS, NEAR_BEST, OTHER_SUBJECT, SURE_OF_PART};
use crate::search::{Hit, Hits, Index, Query};
use crate::text;

/// What the probability of a paragraph depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// What the text scores, per unit of the question's mass.
    pub text: f32,
    /// Similarity to the most similar sample question.
    pub question: f32,
    /// How far the score is ahead of the next paragraph's, as a share of its own.
    pub lead: f32,
    /// How much of the question stands anywhere in the papers.
    pub known: f32,
    /// How much of the question the paragraph accounts for.
    pub coverage: f32,
    /// Whether the question has the form of one.
    pub asks: bool,
    /// Whether the question speaks of its writer, its reader or the present day.
    pub personal: bool,
    /// The logarithm of one and the question's mass, as far as more of it is worth more.
    pub mass: f32,
    /// Whether the question names a subject of which the papers do not speak.
    pub outside: bool,
}

impl Seen {
    /// What is weighed, in the order of the curve's parts: the first is always 1.
    pub fn parts(&self) -> [f32; CURVE.len()] {
        let flag = |flag: bool| f32::from(u8::from(flag));
        [
            1.0,
            self.text,
            self.question,
            self.lead,
            self.known,
            self.coverage,
            flag(self.asks),
            // talk of oneself tells against a question only as far as the paragraph does not account for it
            flag(self.personal) * (1.0 - self.coverage),
            flag(self.personal && !self.asks),
            self.mass,
            flag(self.outside),
        ]
    }

    /// The probability that the paragraph is right, 0 to 1.
    pub fn probability(&self) -> f32 {
        let logit: f32 = self.parts().iter().zip(CURVE).map(|(part, weight)| part * weight).sum();
        1.0 / (1.0 + (-logit).exp())
    }
}

/// A question and its hits.
pub(super) struct Found {
    pub(super) query: Query,
    pub(super) hits: Hits,
    /// What kind of thing the question asks for, if it says.
    pub(super) asked: Option<Asked>,
    /// Whether the question has the form of one.
    asks: bool,
    /// Whether the question speaks of its writer, its reader or the present day.
    personal: bool,
}

impl Found {
    /// Searches for a question. Of a long message, for the part of it that asks, if a paragraph surely answers that.
    pub(super) fn best(index: &Index, message: &str) -> Self {
        let whole = Self::new(index, message);
        if whole.query.phrase().han_length() + whole.query.phrase().words().len() < LONG_MESSAGE {
            return whole;
        }
        let subject = whole.hits.hits.first().copied();
        let about = |hit: &Hit| (hit.paper, hit.paragraph);
        let mut parts: Vec<_> = parts(message).into_iter().map(|part| (part, text::fold(part))).collect();
        let comes = parts.iter().any(|(_, folded)| text::comes_to_question(folded));
        parts.retain(|(_, folded)| if comes { text::comes_to_question(folded) } else { text::is_question(folded) });
        let mut best: Option<(f32, Self)> = None;
        for (part, _) in parts {
            let found = Self::new(index, part);
            let same = found.hits.hits.first().map(about) == subject.as_ref().map(about);
            let certainty = found.certainty(index) * if same { 1.0 } else { OTHER_SUBJECT };
            if certainty >= SURE_OF_PART && best.as_ref().is_none_or(|(other, _)| certainty > *other) {
                best = Some((certainty, found));
            }
        }
        best.map_or(whole, |(_, found)| found)
    }

    fn new(index: &Index, question: &str) -> Self {
        let mut found = Self::by_score(index, question);
        found.rank_by_probability(index);
        found
    }

    /// Searches for the whole of a question and leaves the hits in order of score.
    pub(super) fn by_score(index: &Index, question: &str) -> Self {
        let query = Query::new(index, question);
        let hits = query.search(index);
        let folded = query.phrase().folded();
        let (asked, asks, personal) = (Asked::of(folded), text::is_question(folded), text::is_personal(folded));
        Self { query, hits, asked, asks, personal }
    }

    /// Puts the hits that score nearly the best in order of how probable they are: the probability sees more than the score.
    fn rank_by_probability(&mut self, index: &Index) {
        let best = self.hits.hits.first().map_or(0.0, |hit| hit.score);
        let near = self.hits.hits.iter().take(MOST_NEAR).take_while(|hit| hit.score >= NEAR_BEST * best).count();
        if near < 2 {
            return;
        }
        let mut ranked: Vec<_> =
            self.hits.hits.iter().take(near).map(|hit| (Seen { lead: 0.0, ..self.seen(index, hit) }.probability(), *hit)).collect();
        ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
        for (slot, (_, hit)) in self.hits.hits.iter_mut().zip(ranked) {
            *slot = hit;
        }
    }

    fn certainty(&self, index: &Index) -> f32 {
        self.hits.hits.first().map_or(0.0, |best| self.seen(index, best).probability())
    }

    /// What is seen of a hit.
    pub(super) fn seen(&self, index: &Index, hit: &Hit) -> Seen {
        let next = self.hits.hits.iter().map(|hit| hit.score).find(|&score| score < hit.score).unwrap_or(0.0);
        Seen {
            text: hit.text,
            question: hit.question,
            lead: if hit.score > 0.0 { 1.0 - next / hit.score } else { 0.0 },
            known: self.query.known(),
            coverage: self.query.coverage(index, hit),
            asks: self.asks,
            personal: self.personal,
            mass: self.query.mass().min(FULL_MASS).ln_1p(),
            outside: self.query.is_outside(),
        }
    }
}

/// The parts of a message that may be its question: each sentence, and of a long one each clause and each two that follow each other.
fn parts(message: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for range in text::sentences(message) {
        let Some(sentence) = message.get(range) else { continue };
        parts.push(sentence);
        let mut starts = vec![0];
        starts.extend(
            sentence.char_indices().filter(|&(_, character)| "，,；;：:、—".contains(character)).map(|(at, mark)| at + mark.len_utf8()),
        );
        for (place, &start) in starts.iter().enumerate() {
            let ends = [starts.get(place + 1), starts.get(place + 2)].map(|end| end.copied().unwrap_or(sentence.len()));
            parts.extend(ends.into_iter().filter_map(|end| sentence.get(start..end)));
        }
    }
    let mut seen = FxHashSet::default();
    parts.retain(|part| seen.insert(*part));
    parts.drain(..parts.len().saturating_sub(MOST_PARTS));
    parts
}
