//! Which sentence of a paragraph answers.

use super::Engine;
use super::citation::Quote;
use super::decide::HELD_SHARE;
use super::ranked::Ranked;
use crate::index::Sentence;
use crate::language::Language;
use crate::lexicon::AnswerType;

/// A second sentence joins the quotation if it scores this share of the best.
const SECOND_SENTENCE: f32 = 0.9;

/// The slice of a paragraph that answers, for a reader of this language: the best sentence, or two that stand side by side.
pub(super) fn quote<'e>(
    engine: &'e Engine,
    ranked: &Ranked<'_>,
    paragraph: usize,
    language: Language,
) -> Option<Quote<'e>> {
    scored(engine, ranked, paragraph, language).map(|(quote, _)| quote)
}

/// The same; `None` where no sentence has anything to do with the question.
pub(super) fn quote_of_held<'e>(
    engine: &'e Engine,
    ranked: &Ranked<'_>,
    paragraph: usize,
    language: Language,
) -> Option<Quote<'e>> {
    let held = scored(engine, ranked, paragraph, language).filter(|&(_, best)| best > 0.0);
    held.map(|(quote, _)| quote)
}

/// The same, and the score of the best sentence.
fn scored<'e>(
    engine: &'e Engine,
    ranked: &Ranked<'_>,
    paragraph: usize,
    language: Language,
) -> Option<(Quote<'e>, f32)> {
    let (_, stored) = engine.stored(ranked.retrieved.paper(), paragraph)?;
    let (own, text) = stored.text.nearest(language)?;
    let sentences = ranked.retrieved.index().sentences().of(paragraph, own);
    let mut scores = ranked.retrieved.sentence_scores(paragraph, sentences.len());
    if let Some(asked) = ranked.answer_type()
        && share_held(&scores, sentences, asked) >= HELD_SHARE
    {
        let others = scores.iter_mut().zip(sentences).filter(|(_, own)| !own.held.has(asked));
        others.for_each(|(score, _)| *score = 0.0);
    }
    let at = |place: usize| scores.get(place).copied().unwrap_or_default();
    let place = (0..scores.len()).rev().max_by(|&one, &other| at(one).total_cmp(&at(other)))?;
    let mut range = sentences.get(place)?.range.clone();
    let beside = [place.checked_sub(1), Some(place + 1)].into_iter().flatten();
    let beside = beside.filter(|&other| other < sentences.len());
    let second = beside.max_by(|&one, &other| at(one).total_cmp(&at(other)));
    let best = at(place);
    if let Some(second) =
        second.filter(|&second| best > 0.0 && at(second) >= SECOND_SENTENCE * best)
    {
        let other = &sentences.get(second)?.range;
        range = range.start.min(other.start)..range.end.max(other.end);
    }
    Some((Quote::new(own, text, range), best))
}

/// How much of the best sentence's score the best of those has that hold a type of answer, 0 to 1.
fn share_held(scores: &[f32], sentences: &[Sentence], asked: AnswerType) -> f32 {
    let best = scores.iter().copied().fold(0.0, f32::max);
    let held = scores.iter().zip(sentences).filter(|(_, sentence)| sentence.held.has(asked));
    let held = held.map(|(&score, _)| score).fold(0.0, f32::max);
    if best > 0.0 { held / best } else { 0.0 }
}
