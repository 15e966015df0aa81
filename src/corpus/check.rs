//! What must hold between the parts of a paper: one check a rule.

use std::collections::HashMap;

use super::fault::{Fault, Problem};
use super::read::{Draft, Place};
use super::translation::Differences;
use crate::lang::{NameFinder, Phrase, first_not_composed, fold, is_han};

/// A rule about one paper.
type Check = fn(&Draft, &mut Vec<Fault>);

/// All rules, by name. Each finds all its faults; none relies on another.
const CHECKS: &[(&str, Check)] = &[
    ("texts are in composed form", composed),
    ("sections have ids of their own", section_ids),
    ("sections run forward over paragraphs that are there", section_ranges),
    ("a paragraph belongs to one section only", section_overlaps),
    ("missing parts are mentioned in a paragraph", missing_parts),
    ("concepts have ids of their own", concept_ids),
    ("a name is long enough to be told from ordinary text", name_lengths),
    ("a name stands once, the paper speaks of its concepts, and not of outside ones", names),
    ("a sample question stands once", question_twice),
];

/// Runs all checks on all papers but for that of the translations' figures.
pub(super) fn papers(drafts: &[Draft], faults: &mut Vec<Fault>) {
    for draft in drafts {
        for (_name, check) in CHECKS {
            check(draft, faults);
        }
    }
}

fn composed(draft: &Draft, faults: &mut Vec<Fault>) {
    for (number, language, place) in &draft.texts {
        let text = draft
            .paper
            .paragraph(*number)
            .and_then(|paragraph| paragraph.text.get(*language))
            .unwrap_or_default();
        faults.extend(
            first_not_composed(text)
                .map(|character| place.fault(Problem::NotComposed { character })),
        );
    }
}

fn section_ids(draft: &Draft, faults: &mut Vec<Fault>) {
    twice(
        draft.paper.sections.iter().map(|section| section.id.as_str()).zip(&draft.sections),
        faults,
    );
}

fn concept_ids(draft: &Draft, faults: &mut Vec<Fault>) {
    twice(
        draft.paper.concepts.iter().map(|concept| concept.id.as_str()).zip(&draft.concepts),
        faults,
    );
}

fn twice<'d>(ids: impl Iterator<Item = (&'d str, &'d Place)>, faults: &mut Vec<Fault>) {
    let mut seen = Vec::new();
    for (id, place) in ids {
        if seen.contains(&id) {
            faults.push(place.fault(Problem::IdTwice(id.to_owned())));
        }
        seen.push(id);
    }
}

fn section_ranges(draft: &Draft, faults: &mut Vec<Fault>) {
    for (section, place) in draft.paper.sections.iter().zip(&draft.sections) {
        let (first, last) = (*section.numbers.start(), *section.numbers.end());
        if last < first {
            faults.push(place.fault(Problem::SectionBackwards { first, last }));
        }
        // a number in between may be missing in the paper itself
        let absent =
            [first, last].into_iter().find(|&number| draft.paper.paragraph(number).is_none());
        faults.extend(absent.map(|number| place.fault(Problem::NoSuchParagraph(number))));
    }
}

fn section_overlaps(draft: &Draft, faults: &mut Vec<Fault>) {
    let sections = &draft.paper.sections;
    for (at, (section, place)) in sections.iter().zip(&draft.sections).enumerate() {
        for other in sections.iter().take(at) {
            let number = *section.numbers.start().max(other.numbers.start());
            if section.numbers.contains(&number) && other.numbers.contains(&number) {
                faults.push(
                    place.fault(Problem::SectionsOverlap { number, other: other.id.clone() }),
                );
            }
        }
    }
}

fn missing_parts(draft: &Draft, faults: &mut Vec<Fault>) {
    for (part, place) in draft.paper.missing.iter().zip(&draft.missing) {
        if draft.paper.paragraph(part.paragraph).is_none() {
            faults.push(place.fault(Problem::NoSuchParagraph(part.paragraph)));
        }
    }
}

fn name_lengths(draft: &Draft, faults: &mut Vec<Fault>) {
    for (_, name, place) in &draft.names {
        if fold(name)
            .chars()
            .filter(|&character| is_han(character) || character.is_alphanumeric())
            .count()
            < 2
        {
            faults.push(place.fault(Problem::NameTooShort(name.clone())));
        }
    }
}

fn names(draft: &Draft, faults: &mut Vec<Fault>) {
    let mut finder = NameFinder::new([]);
    for (at, (concept, name, place)) in draft.names.iter().enumerate() {
        let same = finder.add(at, &Phrase::of_text(fold(name)));
        let Some((other, written, _)) =
            same.first().filter(|&&first| first != at).and_then(|&first| draft.names.get(first))
        else {
            continue;
        };
        faults.push(place.fault(if other == concept {
            Problem::NameTwice { name: name.clone(), other: written.clone() }
        } else {
            let other = draft
                .paper
                .concepts
                .get(*other)
                .map(|concept| concept.id.clone())
                .unwrap_or_default();
            Problem::NameOfTwo { name: name.clone(), other, written: written.clone() }
        }));
    }
    concepts_in_paper(draft, &finder, faults);
}

/// The paper speaks of its concepts and not of outside ones.
fn concepts_in_paper(draft: &Draft, finder: &NameFinder, faults: &mut Vec<Fault>) {
    let mut spoken_of = vec![false; draft.paper.concepts.len()];
    let mut reported = Vec::new();
    let headings = draft.paper.sections.iter().flat_map(|section| {
        section.heading.iter().map(|(_, text)| (*section.numbers.start(), text))
    });
    let texts = draft
        .paper
        .paragraphs
        .iter()
        .flat_map(|paragraph| paragraph.text.iter().map(|(_, text)| (paragraph.number, text)));
    for (number, text) in headings.chain(texts) {
        for mention in finder.find(&Phrase::of_text(fold(text))) {
            let Some((concept, name, place)) = draft.names.get(mention.name) else { continue };
            if let Some(spoken) = spoken_of.get_mut(*concept) {
                *spoken = true;
            }
            let Some(concept) =
                draft.paper.concepts.get(*concept).filter(|concept| concept.outside)
            else {
                continue;
            };
            if !reported.contains(&mention.name) {
                reported.push(mention.name);
                faults.push(place.fault(Problem::OutsideInPaper {
                    concept: concept.id.clone(),
                    name: name.clone(),
                    number,
                }));
            }
        }
    }
    for ((concept, place), spoken) in
        draft.paper.concepts.iter().zip(&draft.concepts).zip(spoken_of)
    {
        if !spoken && !concept.outside {
            faults.push(place.fault(Problem::ConceptNotInPaper(concept.id.clone())));
        }
    }
}

fn question_twice(draft: &Draft, faults: &mut Vec<Fault>) {
    let mut seen: HashMap<String, &Place> = HashMap::new();
    for (question, place) in &draft.questions {
        let plain: String =
            fold(question).chars().filter(|character| character.is_alphanumeric()).collect();
        match seen.get(&plain) {
            Some(other) => {
                faults.push(place.fault(Problem::QuestionTwice {
                    question: question.clone(),
                    other: other.file.clone(),
                }));
            }
            None => {
                seen.insert(plain, place);
            }
        }
    }
}

/// Runs the check that every figure of an original stands in its translation, and none beside them.
pub(super) fn translations(drafts: &[Draft], faults: &mut Vec<Fault>) {
    drafts.iter().for_each(|draft| figures_kept(draft, faults));
}

fn figures_kept(draft: &Draft, faults: &mut Vec<Fault>) {
    let others = draft.texts.iter().filter(|(_, language, _)| *language != draft.paper.language);
    for (number, language, place) in others {
        let Some(paragraph) = draft.paper.paragraph(*number) else { continue };
        let (Some(original), Some(translation)) =
            (paragraph.text.get(draft.paper.language), paragraph.text.get(*language))
        else {
            continue;
        };
        let Differences { lost, added } = Differences::between(original, translation);
        let lost = lost.into_iter().map(|figure| Problem::FigureLost { figure });
        let added = added.into_iter().map(|figure| Problem::FigureAdded { figure });
        faults.extend(lost.chain(added).map(|problem| place.fault(problem)));
    }
}
