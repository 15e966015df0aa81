//! The decision: answer, related or none, and what is cited.

use std::ops::Range;

use super::asked::Asked;
use super::citation::{Citation, Citations};
use super::joins::join_features;
use super::model::{Probability, Scope};
use super::ranked::Ranked;
use super::{Engine, Verdict, quote};
use crate::language::Language;
use crate::question::joints;
use crate::retrieve::{Candidate, Feature};

/// A further paragraph that is less likely to answer belongs to no answer.
const LEAST_JOINING: f32 = 0.05;

/// At most so many paragraphs of one reply.
const MOST_CITATIONS: usize = 6;

/// A question of which a section's heading accounts for this share asks for the section: all its paragraphs are cited.
const NAMES_SECTION: f32 = 0.8;

/// A sentence that holds the type of answer that was asked for leads if it scores this share of the best.
pub(super) const HELD_SHARE: f32 = 0.15;

/// A paragraph whose text accounts for this share of a question speaks of all of it.
const SPEAKS_OF_ALL: f32 = 0.85;

/// Decides what a question gets by itself.
pub(super) fn verdict<'e>(
    engine: &'e Engine,
    ranked: &Ranked<'e>,
    language: Language,
    scope: Scope,
) -> Verdict<'e> {
    let paper = ranked.retrieved.paper();
    let missing = ranked.retrieved.index().missing_parts(ranked.retrieved.query.phrase());
    let missing: Vec<_> = engine
        .corpus
        .papers()
        .get(paper)
        .into_iter()
        .flat_map(|paper| missing.iter().filter_map(|&part| paper.missing.get(part)))
        .collect();
    let Some(first) = ranked.first() else { return Verdict::None };
    if !ranked.retrieved.tells(first) {
        return Verdict::None;
    }
    if let Some(citations) =
        named_section(engine, ranked, language).or_else(|| several_parts(engine, ranked, language))
    {
        return Verdict::Answer { citations, missing };
    }
    let (answers, touches) = (ranked.answers(0), ranked.touches_of(first));
    let is_related = touches >= ranked.model().related_threshold(ranked.setting(), scope);
    // of many papers, one is like any question: what answers must speak of it more surely than what is only shown
    let may_answer = touches >= ranked.model().answered_threshold(ranked.setting(), scope);
    if !(ranked.is_answered() && may_answer) {
        if !is_related && missing.is_empty() {
            return Verdict::None;
        }
        let Some(first) = cite(engine, ranked, first, language, touches) else {
            return Verdict::None;
        };
        let paragraph = ranked.first().map_or(0, |own| own.paragraph);
        let held = ranked.retrieved.index().sentences().held(paragraph);
        let asked = ranked.answer_type().filter(|&asked| !held.may_answer(asked));
        return Verdict::Related { citations: Citations::new(first, []), asked, missing };
    }
    let Some(first) = cite(engine, ranked, first, language, answers) else { return Verdict::None };
    let mut others: Vec<_> = (1..ranked.candidates().len())
        .filter(|&place| joins(engine, ranked, place))
        .filter_map(|place| {
            let candidate = ranked.candidates().get(place)?;
            cite(engine, ranked, candidate, language, ranked.answers(place).min(answers))
        })
        .take(MOST_CITATIONS - 1)
        .collect();
    others.sort_by(|one, other| other.score.value().total_cmp(&one.score.value()));
    Verdict::Answer { citations: Citations::new(first, others), missing }
}

/// Whether a further candidate belongs to the answer.
fn joins(engine: &Engine, ranked: &Ranked<'_>, place: usize) -> bool {
    let features = join_features_of(engine, ranked, place);
    let weights = &ranked.model().weighting(ranked.setting()).joins;
    let probability = Probability::of_log_odds(weights.apply_join(&features));
    probability.value() >= ranked.model().thresholds.joins
        && ranked.answers(place).value() >= LEAST_JOINING
}

/// The features of a further candidate beside the first.
pub(super) fn join_features_of(engine: &Engine, ranked: &Ranked<'_>, place: usize) -> Vec<f32> {
    let section = |place: usize| {
        let candidate = ranked.candidates().get(place)?;
        let (paper, paragraph) = engine.stored(candidate.paper, candidate.paragraph)?;
        paper.section_of(paragraph.number)
    };
    let same = section(0).zip(section(place)).is_some_and(|(one, other)| std::ptr::eq(one, other));
    join_features(ranked, place, same)
}

/// All paragraphs of the section that the question names and asks no more of, if there is one.
fn named_section<'e>(
    engine: &'e Engine,
    ranked: &Ranked<'e>,
    language: Language,
) -> Option<Citations<'e>> {
    let heading =
        |candidate: &&Candidate| candidate.features.get(Feature::Heading) >= NAMES_SECTION;
    let named = ranked.candidates().iter().find(heading)?;
    if ranked.answer_type().is_some()
        || ranked.touches_of(named).value() < ranked.model().thresholds.part
    {
        return None;
    }
    let (paper, paragraph) = engine.stored(named.paper, named.paragraph)?;
    let section = paper.section_of(paragraph.number)?;
    if paper.paragraphs_of(section).nth(MOST_CITATIONS).is_some() {
        return None;
    }
    let score = ranked.answers_of(named).max(ranked.touches_of(named));
    let own = paper.paragraphs.iter().enumerate();
    let own = own.filter(|(_, paragraph)| section.numbers.contains(&paragraph.number));
    let mut all = own
        .filter_map(|(place, _)| cite(engine, ranked, &ranked.candidate(place), language, score));
    Some(Citations::new(all.next()?, all.collect::<Vec<_>>()))
}

/// The paragraphs of each part of a question that joins several, if each part is surely answered by one of its own, or names a section.
fn several_parts<'e>(
    engine: &'e Engine,
    ranked: &Ranked<'e>,
    language: Language,
) -> Option<Citations<'e>> {
    // a paragraph that speaks of all that was asked needs no other beside it
    if ranked.first()?.features.get(Feature::TextCoverage) >= SPEAKS_OF_ALL {
        return None;
    }
    let folded = ranked.retrieved.query.phrase().folded();
    let joints = joints(folded);
    let all = joints.len() > 1;
    // all parts at once, then each joint by itself
    let ways = all.then_some(joints.as_slice()).into_iter().chain(joints.chunks(1));
    ways.into_iter().find_map(|way| parts_at(engine, ranked, folded, way, language))
}

/// The paragraphs of the parts that these joints divide a question into.
fn parts_at<'e>(
    engine: &'e Engine,
    ranked: &Ranked<'e>,
    folded: &str,
    joints: &[Range<usize>],
    language: Language,
) -> Option<Citations<'e>> {
    let starts = std::iter::once(0).chain(joints.iter().map(|joint| joint.end));
    let ends = joints.iter().map(|joint| joint.start).chain([folded.len()]);
    let mut cited: Vec<Citation<'e>> = Vec::new();
    for (start, end) in starts.zip(ends) {
        let part = folded.get(start..end)?.trim();
        if part.is_empty() {
            return None;
        }
        let part = Asked::of_part(part).rank(engine, ranked.retrieved.paper(), None)?;
        let own = match named_section(engine, &part, language) {
            Some(section) => section.all().to_vec(),
            None => {
                let first = part.first()?;
                let leads = ranked.candidates().iter().any(|own| own.paragraph == first.paragraph);
                if part.answers(0).value() < ranked.model().thresholds.part || !leads {
                    return None;
                }
                vec![cite(engine, &part, first, language, part.answers(0))?]
            }
        };
        // each part has paragraphs of its own
        let is_new = |one: &Citation<'_>| {
            !cited.iter().any(|other| std::ptr::eq(one.paragraph, other.paragraph))
        };
        if !own.iter().all(is_new) {
            return None;
        }
        cited.extend(own);
    }
    cited.sort_by(|one, other| other.score.value().total_cmp(&one.score.value()));
    let mut cited = cited.into_iter().take(MOST_CITATIONS);
    Some(Citations::new(cited.next()?, cited.collect::<Vec<_>>()))
}

/// The citation of a candidate, with the probability that it is right.
pub(super) fn cite<'e>(
    engine: &'e Engine,
    ranked: &Ranked<'_>,
    candidate: &Candidate,
    language: Language,
    score: Probability,
) -> Option<Citation<'e>> {
    let (paper, paragraph) = engine.stored(candidate.paper, candidate.paragraph)?;
    let quote = quote::quote(engine, ranked, candidate.paragraph, language)?;
    Some(Citation { paper, paragraph, section: paper.section_of(paragraph.number), score, quote })
}
