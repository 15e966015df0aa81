//! Which sentence of a paragraph answers.

use super::citation::Quote;
use super::found::Found;
use super::passages::Passage;
use super::thresholds::{HELD_SHARE, SECOND_SENTENCE};
use super::{Engine, stored};
use crate::lang::Asked;
use crate::language::Language;
use crate::search::Hit;

/// The slice of a paragraph that answers, for a reader of this language: the best sentence, or two that stand side by side.
pub(super) fn quote<'k>(
    engine: &'k Engine,
    found: &Found,
    hit: &Hit,
    language: Language,
) -> Option<Quote<'k>> {
    let (_, paragraph) = stored(engine, hit)?;
    let (own, text) = paragraph.text.nearest(language)?;
    let passages = engine.passages.of(hit.paper, hit.paragraph, own);
    let mut scores = scores(engine, found, hit, passages.len());
    if let Some(asked) = found.asked()
        && share_held(&scores, passages, asked) >= HELD_SHARE
    {
        scores
            .iter_mut()
            .zip(passages)
            .filter(|(_, passage)| !passage.held.has(asked))
            .for_each(|(score, _)| *score = 0.0);
    }
    let place = (0..scores.len())
        .rev()
        .max_by(|&one, &other| score_at(&scores, one).total_cmp(&score_at(&scores, other)))?;
    let best = score_at(&scores, place);
    let mut range = passages.get(place)?.range.clone();
    let beside = [place.checked_sub(1), Some(place + 1)]
        .into_iter()
        .flatten()
        .filter(|&other| other < passages.len());
    let second =
        beside.max_by(|&one, &other| score_at(&scores, one).total_cmp(&score_at(&scores, other)));
    if let Some(second) =
        second.filter(|&second| best > 0.0 && score_at(&scores, second) >= SECOND_SENTENCE * best)
    {
        let other = &passages.get(second)?.range;
        range = range.start.min(other.start)..range.end.max(other.end);
    }
    Some(Quote::new(own, text, range))
}

/// How much of a paragraph's best sentence's score the best of those has that hold a kind of thing, 0 to 1.
///
/// A sum, a size, a rate, a person's name or an hour may stand anywhere in it; anything else stands in most sentences, so that it must
/// stand in one that the question is about.
pub(super) fn held(engine: &Engine, found: &Found, hit: &Hit, asked: Asked) -> f32 {
    if matches!(asked, Asked::Money | Asked::Size | Asked::Rate | Asked::PersonName | Asked::Time) {
        return f32::from(u8::from(engine.passages.held(hit.paper, hit.paragraph).has(asked)));
    }
    let Some((paper, _)) = stored(engine, hit) else { return 0.0 };
    let passages = engine.passages.of(hit.paper, hit.paragraph, paper.language);
    share_held(&scores(engine, found, hit, passages.len()), passages, asked)
}

/// The scores of a paragraph's sentences in all its languages together: those of a faithful translation stand in the same order, so
/// that a question finds them in either. A text that is divided otherwise is left out.
fn scores(engine: &Engine, found: &Found, hit: &Hit, count: usize) -> Vec<f32> {
    let mut scores = vec![0.0_f32; count];
    for language in Language::ALL {
        let own = || found.hits.sentences(&engine.index, hit, language);
        if own().count() == count {
            scores.iter_mut().zip(own()).for_each(|(score, own)| *score += own);
        }
    }
    scores
}

fn share_held(scores: &[f32], passages: &[Passage], asked: Asked) -> f32 {
    let best = scores.iter().copied().fold(0.0, f32::max);
    let held = scores
        .iter()
        .zip(passages)
        .filter(|(_, passage)| passage.held.has(asked))
        .map(|(&score, _)| score)
        .fold(0.0, f32::max);
    if best > 0.0 { held / best } else { 0.0 }
}

fn score_at(scores: &[f32], place: usize) -> f32 {
    scores.get(place).copied().unwrap_or_default()
}
