//! Why a paragraph scores what it scores.

use super::index::{Index, Level};
use super::query::{Asked, Hit, Query};
use crate::lang::Kind;

/// A paragraph's score, taken apart. The fields' scores add up to the total.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The score by which hits are in order.
    pub total: f32,
    /// What each field adds, most first.
    pub fields: Vec<FieldScore>,
}

/// What one field adds to a score: tokens of one kind at one level.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldScore {
    /// Where the tokens stand.
    pub level: Level,
    /// What they are made of.
    pub kind: Kind,
    /// What they add.
    pub score: f32,
    /// The tokens as the question has them, folded, with what each adds, most first.
    pub tokens: Vec<(String, f32)>,
}

impl Explanation {
    /// Takes apart the score of a hit. Of sentences and sample questions, the best alone counts.
    pub fn new(index: &Index, query: &Query, hit: &Hit) -> Self {
        let mut best: [(f32, Option<usize>); 2] = [(0.0, None); 2];
        let range = index.units_of(hit.ordinal());
        let own: Vec<_> =
            index.units.iter().enumerate().take(range.end).skip(range.start).collect();
        let Some(&(first, _)) = own.first() else {
            return Self { total: hit.score, fields: Vec::new() };
        };
        let mut units = vec![0.0_f32; own.len()];
        for term in query.tokens.iter().filter_map(|asked| asked.term.as_ref()) {
            for posting in index.postings(term) {
                if let Some(score) = (posting.unit as usize)
                    .checked_sub(first)
                    .and_then(|place| units.get_mut(place))
                {
                    *score += posting.impact;
                }
            }
        }
        for ((place, unit), score) in own.iter().zip(units) {
            let slot = match unit.level {
                Level::Sentence => 0,
                Level::Question => 1,
                _ => continue,
            };
            if score > best[slot].0 {
                best[slot] = (score, Some(*place));
            }
        }
        let mut fields: Vec<FieldScore> = Vec::new();
        for Asked { token, term, .. } in &query.tokens {
            for posting in term.iter().flat_map(|term| index.postings(term)) {
                let place = posting.unit as usize;
                let Some((_, unit)) = place.checked_sub(first).and_then(|place| own.get(place))
                else {
                    continue;
                };
                let score = match unit.level {
                    Level::Sentence if best[0].1 != Some(place) => continue,
                    Level::Question if best[1].1 != Some(place) => continue,
                    // counts for whether it is answered, not for what it is about
                    Level::Unsaid => continue,
                    Level::Question => index.weights.question * posting.impact / query.norm(),
                    _ => posting.impact / query.mass(),
                };
                let word = query
                    .phrase
                    .folded()
                    .get(token.start..token.end)
                    .unwrap_or_default()
                    .to_owned();
                match fields
                    .iter_mut()
                    .find(|field| field.level == unit.level && field.kind == token.kind)
                {
                    Some(field) => {
                        field.score += score;
                        field.tokens.push((word, score));
                    }
                    None => fields.push(FieldScore {
                        level: unit.level,
                        kind: token.kind,
                        score,
                        tokens: vec![(word, score)],
                    }),
                }
            }
        }
        for field in &mut fields {
            field.tokens.sort_by(|one, other| other.1.total_cmp(&one.1));
        }
        fields.sort_by(|one, other| {
            other
                .score
                .total_cmp(&one.score)
                .then((one.level, one.kind).cmp(&(other.level, other.kind)))
        });
        Self { total: hit.score, fields }
    }
}
