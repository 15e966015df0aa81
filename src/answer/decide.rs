//! The decision: answer, related or none, and what is cited.

use super::asked::Asked;
use super::citation::{Citation, Citations};
use super::found::Found;
use super::thresholds::{ANSWER, COUNT_COVERAGE, COUNT_SIMILARITY, MOST_CITATIONS, OTHER_SECTION, RELATED, SAME_SECTION};
use super::{Engine, Verdict, quote};
use crate::knowledge::{Knowledge, MissingPart};
use crate::language::Language;
use crate::search::Hit;
use crate::text::{NameFinder, Phrase, fold};

/// Decides what a question gets.
pub(super) fn verdict<'k>(engine: &'k Engine, found: &Found, language: Language) -> Verdict<'k> {
    let Some(best) = found.hits.hits.first() else { return Verdict::None };
    let probability = found.seen(&engine.index, best).probability();
    if probability < RELATED {
        return Verdict::None;
    }
    let Some(mut first) = cite(engine, found, best, language) else { return Verdict::None };
    first.score = probability;
    let asked = Asked::of(found.query.phrase().folded());
    let missing = engine.missing.asked_for(found.query.phrase(), &first);
    let held = asked.is_none_or(|asked| says(engine, found, best, &first, asked));
    if probability < ANSWER || !held {
        let asked = asked.filter(|_| !held);
        return Verdict::Related { citations: Citations::new(first, []), asked, missing };
    }
    let section = first.section.map(|section| &section.id);
    let others = found.hits.hits.iter().skip(1).take(MOST_CITATIONS * 2).filter_map(|hit| {
        let mut other = cite(engine, found, hit, language)?;
        let same = first.paper.id == other.paper.id && section.is_some() && other.section.map(|section| &section.id) == section;
        let share = hit.score / best.score;
        other.score = probability * share;
        (share >= if same { SAME_SECTION } else { OTHER_SECTION }).then_some(other)
    });
    let others: Vec<_> = others.take(MOST_CITATIONS - 1).collect();
    Verdict::Answer { citations: Citations::new(first, others), missing }
}

/// The citation of a hit.
pub(super) fn cite<'k>(engine: &'k Engine, found: &Found, hit: &Hit, language: Language) -> Option<Citation<'k>> {
    let paper = engine.knowledge.papers().get(hit.paper)?;
    let paragraph = paper.paragraphs.get(hit.paragraph)?;
    let asked = Asked::of(found.query.phrase().folded());
    Some(Citation {
        paper,
        paragraph,
        section: paper.section_of(paragraph.number),
        score: found.seen(&engine.index, hit).probability(),
        quote: quote::quote(&engine.index, &found.hits, hit, paragraph, language, asked)?,
    })
}

/// Whether a paragraph says what kind of thing was asked for.
///
/// A sum, a size, a rate or a person's name may stand anywhere in it. Figures stand in most sentences, so that those must
/// stand in the very sentence; and a number counts what was asked only where the paragraph speaks of nearly all that the question does.
fn says(engine: &Engine, found: &Found, hit: &Hit, citation: &Citation<'_>, asked: Asked) -> bool {
    let in_sentence = || asked.is_held_by(&fold(citation.quote.words()));
    match asked {
        Asked::Money | Asked::Size | Asked::Rate | Asked::PersonName => {
            citation.paragraph.text.iter().any(|(_, text)| asked.is_held_by(&fold(text)))
        }
        Asked::Count => {
            in_sentence() && (hit.question >= COUNT_SIMILARITY || found.query.text_coverage(&engine.index, hit) >= COUNT_COVERAGE)
        }
        Asked::List | Asked::Date | Asked::Duration => in_sentence(),
        Asked::Who | Asked::Place | Asked::Reason => true,
    }
}

/// How people ask for parts of papers that the copies lack.
pub(super) struct MissingNames {
    finder: NameFinder,
    /// For each name: the paper, the part of it.
    parts: Vec<(usize, usize)>,
}

impl MissingNames {
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        let mut parts = Vec::new();
        let mut phrases = Vec::new();
        for (place, paper) in knowledge.papers().iter().enumerate() {
            for (part, missing) in paper.missing.iter().enumerate() {
                for name in &missing.names {
                    parts.push((place, part));
                    phrases.push(Phrase::of_text(fold(name)));
                }
            }
        }
        Self { finder: NameFinder::new(&phrases), parts }
    }

    /// The missing parts that a question asks for, of those that the cited paragraph mentions.
    fn asked_for<'k>(&self, phrase: &Phrase, cited: &Citation<'k>) -> Vec<&'k MissingPart> {
        let mentioned: Vec<_> = self.finder.find(phrase).iter().filter_map(|mention| self.parts.get(mention.name)).collect();
        let parts = cited.paper.missing.iter().enumerate();
        parts
            .filter(|(place, part)| part.paragraph == cited.paragraph.number && mentioned.iter().any(|(_, asked)| asked == place))
            .map(|(_, part)| part)
            .collect()
    }
}
