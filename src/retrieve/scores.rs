//! The first stage: every paragraph of a paper scored against a question.

use super::query::Query;
use super::scoring::Scoring;
use crate::index::PaperIndex;
use crate::lang::Kind;
use crate::language::Language;

/// The scores of a paper's paragraphs, sentences and sample questions.
pub struct Scores {
    /// By paragraph.
    pub(super) paragraphs: Vec<ParagraphScore>,
    /// By unit.
    units: Vec<f32>,
    /// By question: the cosine.
    questions: Vec<f32>,
}

/// What one paragraph scores.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ParagraphScore {
    /// Texts, heading and best sentence, per unit of what the question asks for.
    pub(super) text: f32,
    /// Cosines with the three most similar sample questions that it answers, greatest first.
    pub(super) questions: [f32; 3],
    /// Cosine with the most similar question that it does not answer.
    pub(super) unsaid: f32,
}

impl Scores {
    /// Scores every paragraph.
    pub(super) fn new(query: &Query<'_>, scoring: &Scoring) -> Self {
        let index = query.index;
        let mut scores = Self {
            paragraphs: vec![ParagraphScore::default(); index.paragraphs()],
            units: vec![0.0; index.units().len()],
            questions: vec![0.0; index.questions()],
        };
        if query.is_empty() {
            return scores;
        }
        for own in &query.tokens {
            let Some(term) = own.term else { continue };
            if own.weight > 0.0 {
                scores.add_texts(index, term, own.weight, scoring);
            }
            if own.question_weight > 0.0 {
                for posting in term.question_postings() {
                    if let Some(score) = scores.questions.get_mut(posting.question as usize) {
                        *score += own.question_weight * posting.impact;
                    }
                }
            }
        }
        for score in &mut scores.questions {
            *score = (*score / query.norm).min(1.0);
        }
        for place in 0..scores.paragraphs.len() {
            let units = scores.units.get(index.units_of(place)).unwrap_or_default();
            let sentences =
                units.iter().zip(index.units().get(index.units_of(place)).unwrap_or_default());
            let best = sentences.filter(|(_, unit)| unit.text().is_some()).map(|(score, _)| *score);
            let best = best.fold(0.0, f32::max);
            let questions =
                three_best(scores.questions.get(index.questions_of(place)).unwrap_or_default());
            let [unsaid, ..] =
                three_best(scores.questions.get(index.unsaid_of(place)).unwrap_or_default());
            if let Some(own) = scores.paragraphs.get_mut(place) {
                own.text = (own.text + scoring.sentence * best) / query.mass;
                own.questions = questions;
                own.unsaid = unsaid;
            }
        }
        scores
    }

    /// Adds what a token scores in texts. What a text holds is added up from its sentences, which lie side by side.
    fn add_texts(
        &mut self,
        index: &PaperIndex,
        term: crate::index::Term<'_>,
        weight: f32,
        scoring: &Scoring,
    ) {
        let mut text: Option<(usize, f32)> = None;
        let finish = |text: Option<(usize, f32)>, paragraphs: &mut Vec<ParagraphScore>| {
            let Some((place, count)) = text else { return };
            let Some((paragraph, length)) = index.text(place) else { return };
            if let Some(score) = paragraphs.get_mut(paragraph) {
                score.text += weight * scoring.saturation(count, length);
            }
        };
        for posting in term.postings() {
            let Some(unit) = index.units().get(posting.unit()) else { continue };
            let count = posting.count() as f32;
            let own = weight * scoring.saturation(count, unit.relative_length);
            match unit.text() {
                None => {
                    if let Some(score) = self.paragraphs.get_mut(unit.paragraph as usize) {
                        score.text += scoring.heading * own;
                    }
                }
                Some(place) => {
                    if let Some(score) = self.units.get_mut(posting.unit()) {
                        *score += own;
                    }
                    text = match text {
                        Some((last, sum)) if last == place => Some((last, sum + count)),
                        last => {
                            finish(last, &mut self.paragraphs);
                            Some((place, count))
                        }
                    };
                }
            }
        }
        finish(text, &mut self.paragraphs);
    }

    /// The scores of a paragraph's sentences in a language, in order.
    pub fn sentences(&self, index: &PaperIndex, paragraph: usize, language: Language) -> Vec<f32> {
        let range = index.units_of(paragraph);
        let units = index.units().get(range.clone()).unwrap_or_default();
        let scores = self.units.get(range).unwrap_or_default();
        let own = units
            .iter()
            .zip(scores)
            .filter(|(unit, _)| unit.text().is_some() && unit.language == language);
        own.map(|(_, &score)| score).collect()
    }

    /// The cosine of the question with each of the sample questions that a paragraph answers, in their order.
    pub fn questions(&self, index: &PaperIndex, paragraph: usize) -> &[f32] {
        self.questions.get(index.questions_of(paragraph)).unwrap_or_default()
    }

    /// Adds to the sentences' scores, so that the sentence which holds a word's counterpart stands out too.
    pub(super) fn add_to_units(&mut self, units: &[f32], factor: f32) {
        self.units.iter_mut().zip(units).for_each(|(score, own)| *score += factor * own);
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

/// What one field adds to a paragraph's score: tokens of one kind in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldScore {
    /// Where they stand: `text`, `heading`, `sentence` or `question`.
    pub field: &'static str,
    /// What they are made of.
    pub kind: Kind,
    /// What they add.
    pub score: f32,
    /// The tokens as the question has them, folded, with what each adds, most first.
    pub tokens: Vec<(String, f32)>,
}

/// Takes a paragraph's score apart: what each kind of token adds in its texts, its heading and its most similar sample question.
pub(super) fn explain(
    query: &Query<'_>,
    scores: &Scores,
    scoring: &Scoring,
    paragraph: usize,
) -> Vec<FieldScore> {
    let index = query.index;
    let questions = index.questions_of(paragraph);
    let own = scores.questions(index, paragraph);
    let best = (0..own.len()).max_by(|&one, &other| {
        own.get(one).unwrap_or(&0.0).total_cmp(own.get(other).unwrap_or(&0.0))
    });
    let best = best.map(|place| questions.start + place);
    let mut fields: Vec<FieldScore> = Vec::new();
    let mut add = |field: &'static str, kind: Kind, word: &str, score: f32| {
        if score <= 0.0 {
            return;
        }
        match fields.iter_mut().find(|own| own.field == field && own.kind == kind) {
            Some(own) => {
                own.score += score;
                own.tokens.push((word.to_owned(), score));
            }
            None => fields.push(FieldScore {
                field,
                kind,
                score,
                tokens: vec![(word.to_owned(), score)],
            }),
        }
    };
    for token in &query.tokens {
        let Some(term) = token.term else { continue };
        let word =
            query.phrase().folded().get(token.token.start..token.token.end).unwrap_or_default();
        let kind = token.token.kind;
        let (mut text, mut heading) = (0.0_f32, 0.0_f32);
        for posting in term.postings_in(&index.units_of(paragraph)) {
            let Some(unit) = index.units().get(posting.unit()) else { continue };
            let score = token.weight
                * scoring.saturation(posting.count() as f32, unit.relative_length)
                / query.mass;
            if unit.text().is_some() {
                text = text.max(score);
            } else {
                heading += scoring.heading * score;
            }
        }
        add("text", kind, word, text);
        add("heading", kind, word, heading);
        let question =
            term.question_postings().iter().find(|posting| Some(posting.question as usize) == best);
        let question =
            question.map_or(0.0, |posting| token.question_weight * posting.impact / query.norm);
        add("question", kind, word, question);
    }
    for field in &mut fields {
        field.tokens.sort_by(|one, other| other.1.total_cmp(&one.1));
    }
    fields.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.kind.cmp(&other.kind)));
    fields
}
