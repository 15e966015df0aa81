//! Which sentence of a paragraph answers.

use std::ops::Range;

use super::asked::Asked;
use super::citation::Quote;
use super::thresholds::{HELD_SHARE, SECOND_SENTENCE};
use crate::knowledge::Paragraph;
use crate::language::Language;
use crate::search::{Hit, Hits, Index};
use crate::text::{fold, sentences};

/// The slice of a paragraph that answers, for a reader of this language: the best sentence, or two that stand side by side.
pub(super) fn quote<'k>(
    index: &Index,
    hits: &Hits,
    hit: &Hit,
    paragraph: &'k Paragraph,
    language: Language,
    asked: Option<Asked>,
) -> Option<Quote<'k>> {
    let (own, text) = paragraph.text.nearest(language)?;
    let ranges = sentences(text);
    // sentences of a faithful translation stand in the same order, so that a question finds them in either language
    let mut scores = vec![0.0_f32; ranges.len()];
    for (other, _) in paragraph.text.iter() {
        let found = hits.sentences(index, hit, other);
        if found.len() == scores.len() {
            for (score, found) in scores.iter_mut().zip(found) {
                *score += found;
            }
        }
    }
    let best = scores.iter().copied().fold(0.0, f32::max);
    if let Some(asked) = asked {
        let holds = |range: &Range<usize>| text.get(range.clone()).is_some_and(|sentence| asked.is_held_by(&fold(sentence)));
        let held: Vec<_> = ranges.iter().map(holds).collect();
        let best_held = scores.iter().zip(&held).filter(|(_, held)| **held).map(|(&score, _)| score).fold(0.0, f32::max);
        if best_held >= HELD_SHARE * best {
            scores.iter_mut().zip(held).filter(|(_, held)| !held).for_each(|(score, _)| *score = 0.0);
        }
    }
    let place = (0..scores.len()).rev().max_by(|&one, &other| score_at(&scores, one).total_cmp(&score_at(&scores, other)))?;
    let mut range = ranges.get(place)?.clone();
    let beside = [place.checked_sub(1), Some(place + 1)].into_iter().flatten().filter(|&other| other < ranges.len());
    let second = beside.max_by(|&one, &other| score_at(&scores, one).total_cmp(&score_at(&scores, other)));
    if let Some(second) = second.filter(|&second| best > 0.0 && score_at(&scores, second) >= SECOND_SENTENCE * score_at(&scores, place)) {
        let other = ranges.get(second)?;
        range = range.start.min(other.start)..range.end.max(other.end);
    }
    Some(Quote::new(own, text, range))
}

fn score_at(scores: &[f32], place: usize) -> f32 {
    scores.get(place).copied().unwrap_or_default()
}
