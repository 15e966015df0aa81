//! Sample questions that look as if they stood in the wrong place. Judged by the texts alone, without any sample question.

use super::filled::{Entry, Key, Remark, Target};
use crate::answer::{Engine, Feature, Question};

/// A paragraph answers with less than this: it may not say what is asked.
const UNLIKELY: f32 = 0.05;

/// Another paragraph that answers with so much may be meant.
const LIKELY: f32 = 0.6;

/// Another paragraph that answers with so much is meant, where so many others come before the one that is said to answer.
const MEANT: (f32, usize) = (0.3, 4);

/// A question of which no more than this is in a paragraph, in its words or in words that stand for them, may not be about it.
const STRANGE: f32 = 0.02;

/// A question of which less than this is in any paragraph is not about the paper.
const FOREIGN: f32 = 0.4;

/// A question that a paragraph answers with so much, and that it accounts for to this share, is hardly unsaid.
const SAID: (f32, f32) = (0.9, 0.9);

/// Those of the entries that are wrong, and those that may be, and why. People ask in other words than a paper's, and such questions help
/// most: one is refused only where it has nothing to do with the paper, or much more with another paragraph.
pub(super) fn suspects(engine: &Engine, entries: &[Entry]) -> (Vec<Remark>, Vec<Remark>) {
    let (mut sure, mut unsure) = (Vec::new(), Vec::new());
    for entry in entries.iter().filter(|entry| entry.key.is_question()) {
        if let Some((is_sure, why)) = suspect(engine, entry) {
            let remarks = if is_sure { &mut sure } else { &mut unsure };
            remarks.push(Remark { line: entry.line, why });
        }
    }
    (sure, unsure)
}

/// Whether it is sure that something is wrong with an entry, and what.
fn suspect(engine: &Engine, entry: &Entry) -> Option<(bool, String)> {
    let Target::Paragraph(number) = entry.target else { return None };
    let explained = engine.explain(&Question::new(&entry.value), usize::MAX);
    let held = |place: usize| {
        explained.get(place).map_or(0.0, |(_, features, _)| {
            features.get(Feature::Coverage).max(features.get(Feature::Soft))
        })
    };
    let place = explained.iter().position(|(citation, ..)| citation.paragraph.number == number);
    let score = place
        .and_then(|place| explained.get(place))
        .map_or(0.0, |(citation, ..)| citation.score.value());
    let own = place.map_or(0.0, held);
    if entry.key == Key::Unsaid {
        return (score >= SAID.0 && own >= SAID.1).then(|| {
            let why = format!(
                "paragraph {number} seems to answer it: make it a question, or ask for something that is not said"
            );
            (true, why)
        });
    }
    let others = explained.iter().filter(|(citation, ..)| citation.paragraph.number != number);
    let best =
        others.max_by(|(one, ..), (other, ..)| one.score.value().total_cmp(&other.score.value()));
    if let Some((best, ..)) = best.filter(|_| score < UNLIKELY) {
        let other = best.paragraph.number;
        let is_behind = place.is_none_or(|place| place >= MEANT.1);
        if best.score.value() >= MEANT.0 && is_behind {
            let why = format!(
                "paragraph {other} answers it better than {number}: move it there, or ask for what {number} alone says"
            );
            return Some((true, why));
        }
        if best.score.value() >= LIKELY {
            return Some((false, format!("paragraph {other} may answer it better than {number}")));
        }
    }
    if own > STRANGE {
        return None;
    }
    if (0..explained.len()).map(held).fold(0.0, f32::max) < FOREIGN {
        return Some((true, "it shares too few words with the paper: name the subject".to_owned()));
    }
    Some((
        false,
        format!("none of its words are in paragraph {number}: see whether that answers it"),
    ))
}
