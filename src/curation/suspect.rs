//! Sample questions that look as if they stood in the wrong place. Judged by the texts alone, without any sample question.

use super::filled::{Entry, Key, Refusal, Target};
use crate::answer::{Engine, Feature, Question};

/// A paragraph answers with less than this: it may not say what is asked.
const UNLIKELY: f32 = 0.05;

/// Another paragraph that answers with so much is likely meant.
const LIKELY: f32 = 0.6;

/// A question of which no more than this is in a paragraph, in its words or in words that stand for them, is not about it.
const STRANGE: f32 = 0.02;

/// A question that a paragraph answers with so much, and that it accounts for to this share, is hardly unsaid.
const SAID: (f32, f32) = (0.9, 0.9);

/// Those of the entries that look wrong, and why.
pub(super) fn suspects(engine: &Engine, entries: &[Entry]) -> Vec<Refusal> {
    let questions = entries.iter().filter(|entry| entry.key.is_question());
    questions.filter_map(|entry| suspect(engine, entry)).collect()
}

fn suspect(engine: &Engine, entry: &Entry) -> Option<Refusal> {
    let Target::Paragraph(number) = entry.target else { return None };
    let explained = engine.explain(&Question::new(&entry.value), usize::MAX);
    let own = explained.iter().find(|(citation, ..)| citation.paragraph.number == number);
    let (score, features) =
        own.map_or((0.0, None), |(citation, features, _)| (citation.score.value(), Some(features)));
    let of = |feature| features.map_or(0.0, |features| features.get(feature));
    let held = of(Feature::Coverage).max(of(Feature::Soft));
    let refuse = |why: String| Some(Refusal { line: entry.line, why });
    if entry.key == Key::Unsaid {
        let said = score >= SAID.0 && held >= SAID.1;
        return if said {
            refuse(format!(
                "paragraph {number} seems to answer it: make it a question, or ask for something that is not said"
            ))
        } else {
            None
        };
    }
    let others = explained.iter().filter(|(citation, ..)| citation.paragraph.number != number);
    let best =
        others.max_by(|(one, ..), (other, ..)| one.score.value().total_cmp(&other.score.value()));
    if let Some((other, ..)) =
        best.filter(|(other, ..)| other.score.value() >= LIKELY && score < UNLIKELY)
    {
        let other = other.paragraph.number;
        return refuse(format!(
            "paragraph {other} answers it better than {number}: move it there, or ask for what {number} alone says"
        ));
    }
    if held <= STRANGE {
        return refuse(format!(
            "nothing of it stands in paragraph {number}: the paper may not answer it"
        ));
    }
    None
}
