//! The decision: answer, related or none, and what is cited.

use serde::{Deserialize, Serialize};

use super::citation::{Citation, Citations};
use super::found::Found;
use super::thresholds::{
    ANSWER, HELD_SHARE, LEANING, LEANING_BACK, LEANING_NAMED, LEAST_KNOWN, MOST_CITATIONS,
    NAMES_SECTION, OTHER_SECTION, RELATED, SAME_SECTION, SECTION_ALIKE, SHORT_MASS, SPEAKS_OF_ALL,
    SURE_OF_PART, TINY_MASS, TOUCHES_SECTION,
};
use super::{Engine, Turn, Verdict, quote, stored};
use crate::corpus::{Corpus, MissingPart, Section};
use crate::lang::{NameFinder, Phrase, fold};
use crate::language::Language;
use crate::search::Hit;

/// Decides what a question gets, and whether it leans on what was said before.
pub(super) fn verdict<'k>(
    engine: &'k Engine,
    question: &str,
    found: &Found,
    language: Language,
    after: Option<&Turn>,
) -> (Verdict<'k>, bool) {
    let own = alone(engine, found, language);
    let leaning =
        after.and_then(|turn| in_conversation(engine, question, found, language, &own, turn));
    let leans = leaning.is_some();
    (leaning.unwrap_or(own), leans)
}

/// Decides what a question gets by itself.
fn alone<'k>(engine: &'k Engine, found: &Found, language: Language) -> Verdict<'k> {
    let missing = engine.missing.asked_for(&engine.corpus, found.query.phrase());
    let Some(best) = found.hits.hits.first() else { return Verdict::None };
    let several =
        named_section(engine, found, language).or_else(|| two_parts(engine, found, language));
    if let Some(citations) = several {
        return Verdict::Answer { citations, missing };
    }
    let Some(seen) = found.first() else { return Verdict::None };
    let answers = found.answers();
    if answers < ANSWER && seen.touches(found.curve) < RELATED {
        return Verdict::None;
    }
    // an answer is right if it answers, what is related if it speaks of what was asked about
    let score = if answers < ANSWER { seen.touches(found.curve) } else { answers };
    let Some(first) = cite(engine, found, best, language, score) else { return Verdict::None };
    if answers < ANSWER {
        let asked = found.asked().filter(|_| seen.held < HELD_SHARE);
        return Verdict::Related { citations: Citations::new(first, []), asked, missing };
    }
    let others = found.hits.hits.iter().zip(&found.seen).zip(&found.ranks).skip(1).filter_map(
        |((hit, other), rank)| {
            let share = rank / found.ranks.first()?;
            let same = first.section.is_some_and(|section| is_in(engine, hit, best.paper, section));
            let least = if same { SAME_SECTION } else { OTHER_SECTION };
            if share >= least && other.answers(found.curve) >= ANSWER {
                cite(engine, found, hit, language, other.answers(found.curve).min(answers))
            } else {
                None
            }
        },
    );
    let mut others: Vec<_> = others.take(MOST_CITATIONS - 1).collect();
    others.sort_by(|one, other| other.score.total_cmp(&one.score));
    Verdict::Answer { citations: Citations::new(first, others), missing }
}

/// What a short question gets that leans on the paragraph of the turn before; `None` for one that stands by itself.
///
/// It leans where it asks for a kind of thing or points back, names nothing that the papers do not know, and nothing that another
/// paragraph's text speaks of and that one's does not. It is read together with what it leans on.
fn in_conversation<'k>(
    engine: &'k Engine,
    question: &str,
    found: &Found,
    language: Language,
    own: &Verdict<'k>,
    after: &Turn,
) -> Option<Verdict<'k>> {
    let (paper, paragraph) = engine.corpus.locate(&after.paper, after.paragraph)?;
    let points_back = found.query.phrase().form().points_back();
    let leans = found.asked().is_some() || points_back;
    let strange = found.query.is_outside()
        || (found.query.mass() > TINY_MASS && found.query.known() < LEAST_KNOWN);
    if !leans || strange || found.query.mass() > SHORT_MASS {
        return None;
    }
    let last = found.hits.of(&engine.index, paper, paragraph)?;
    let best = found.hits.hits.iter().map(|hit| hit.text).fold(0.0, f32::max);
    // what is surely about another paragraph is not bent, whether that says what was asked or not
    let sure = own.citations().first().is_some_and(|citation| citation.score >= ANSWER);
    let least = match (found.query.names_subject(), points_back) {
        (true, _) => LEANING_NAMED,
        (false, false) => LEANING,
        (false, true) => LEANING_BACK,
    };
    let tiny = found.query.mass() <= TINY_MASS && !found.query.names_subject();
    if sure && !tiny && last.text < least * best {
        return None;
    }
    let found = Found::after(engine, &after.subject, question);
    let last = found.hits.of(&engine.index, paper, paragraph)?;
    let seen = found.seen_of(engine, &last);
    let held =
        found.asked().is_none_or(|asked| quote::held(engine, &found, &last, asked) >= HELD_SHARE);
    let answers = held && seen.answers(found.curve) >= ANSWER;
    let score = if answers { seen.answers(found.curve) } else { seen.touches(found.curve) };
    let citations = Citations::new(cite(engine, &found, &last, language, score)?, []);
    Some(if answers {
        Verdict::Answer { citations, missing: Vec::new() }
    } else {
        Verdict::Related { citations, asked: found.asked().filter(|_| !held), missing: Vec::new() }
    })
}

/// All paragraphs of the section that the question names and asks no more of, if there is one.
fn named_section<'k>(
    engine: &'k Engine,
    found: &Found,
    language: Language,
) -> Option<Citations<'k>> {
    // the first hits were looked at when they were ranked
    let account = |hit: &Hit| found.query.account(&engine.index, hit);
    let heading = |place: usize, hit: &Hit| {
        found.seen.get(place).map_or_else(|| account(hit).heading, |seen| seen.heading)
    };
    let mut candidates = found.hits.hits.iter().enumerate().take(MOST_CITATIONS * 3);
    let by_name =
        candidates.find(|&(place, hit)| heading(place, hit) >= NAMES_SECTION).map(|(_, hit)| hit);
    let hit = by_name.or_else(|| found.hits.hits.first())?;
    let (paper, paragraph) = stored(engine, hit)?;
    let section = paper.section_of(paragraph.number)?;
    let own: Vec<_> =
        found.hits.hits.iter().filter(|other| is_in(engine, other, hit.paper, section)).collect();
    if by_name.is_none() {
        let accounts = own.iter().map(|hit| account(hit));
        let (least, most) = accounts.fold((1.0_f32, 0.0_f32), |(least, most), one| {
            (least.min(one.text), most.max(one.text))
        });
        let all = own.len() == paper.paragraphs_of(section).count();
        let alike = own.len() > 1 && all && least >= SECTION_ALIKE * most;
        if !alike || heading(0, hit) < TOUCHES_SECTION || found.answers() < ANSWER {
            return None;
        }
    }
    let probability = found.seen_of(engine, hit).answers(found.curve).max(NAMES_SECTION);
    let mut all: Vec<_> =
        own.into_iter().filter_map(|hit| cite(engine, found, hit, language, probability)).collect();
    all.sort_by_key(|citation| citation.paragraph.number);
    let mut all = all.into_iter();
    Some(Citations::new(all.next()?, all))
}

/// One paragraph for each part of a question that joins two, if each part is surely answered by one of its own.
fn two_parts<'k>(engine: &'k Engine, found: &Found, language: Language) -> Option<Citations<'k>> {
    // a paragraph that speaks of all that was asked needs no other beside it
    if found.first().is_none_or(|first| first.text_coverage >= SPEAKS_OF_ALL) {
        return None;
    }
    let about = |found: &Found| found.hits.hits.first().map(|hit| (hit.paper, hit.paragraph));
    let leading = |place| {
        found
            .hits
            .hits
            .iter()
            .take(found.seen.len())
            .any(|hit| Some((hit.paper, hit.paragraph)) == place)
    };
    let sure =
        |part: &Found| part.answers() >= SURE_OF_PART && part.stands_out() && leading(about(part));
    for (one, other) in found.query.phrase().joined_parts() {
        let one = Found::new(engine, one);
        if !sure(&one) {
            continue;
        }
        let other = Found::new(engine, other);
        if sure(&other) && about(&one) != about(&other) {
            let first = cite(engine, &one, one.hits.hits.first()?, language, one.answers())?;
            let second = cite(engine, &other, other.hits.hits.first()?, language, other.answers())?;
            let (first, second) =
                if first.score >= second.score { (first, second) } else { (second, first) };
            return Some(Citations::new(first, [second]));
        }
    }
    None
}

/// Whether the paragraph of a hit stands in a section of the paper at this place.
fn is_in(engine: &Engine, hit: &Hit, paper: usize, section: &Section) -> bool {
    hit.paper == paper
        && stored(engine, hit)
            .is_some_and(|(_, paragraph)| section.numbers.contains(&paragraph.number))
}

/// The citation of a hit, with the probability that it is right.
pub(super) fn cite<'k>(
    engine: &'k Engine,
    found: &Found,
    hit: &Hit,
    language: Language,
    score: f32,
) -> Option<Citation<'k>> {
    let (paper, paragraph) = stored(engine, hit)?;
    let quote = quote::quote(engine, found, hit, language)?;
    Some(Citation { paper, paragraph, section: paper.section_of(paragraph.number), score, quote })
}

/// How people ask for parts of papers that the copies lack.
#[derive(Serialize, Deserialize)]
pub(super) struct MissingNames {
    finder: NameFinder,
    /// For each name: the paper, the part of it.
    parts: Vec<(usize, usize)>,
}

impl MissingNames {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let mut parts = Vec::new();
        let mut phrases = Vec::new();
        for (place, paper) in corpus.papers().iter().enumerate() {
            for (part, missing) in paper.missing.iter().enumerate() {
                for name in &missing.names {
                    parts.push((place, part));
                    phrases.push(Phrase::of_text(fold(name)));
                }
            }
        }
        Self { finder: NameFinder::new(&phrases), parts }
    }

    /// The missing parts that a question asks for.
    fn asked_for<'k>(&self, corpus: &'k Corpus, phrase: &Phrase) -> Vec<&'k MissingPart> {
        let mut parts: Vec<_> = self
            .finder
            .find(phrase)
            .iter()
            .filter_map(|mention| self.parts.get(mention.name).copied())
            .collect();
        parts.sort_unstable();
        parts.dedup();
        parts
            .into_iter()
            .filter_map(|(paper, part)| corpus.papers().get(paper)?.missing.get(part))
            .collect()
    }
}
