//! What must hold between the parts of a paper: one check a rule.

use std::collections::HashMap;

use super::fault::{Fault, Problem};
use super::read::{Draft, Place};
use crate::lang::{
    Measure, NameFinder, Phrase, Quantity, figures, first_not_composed, fold, is_han, month,
    quantities,
};

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
    ("a translation keeps the figures", figures_kept),
];

/// Words before a number that may be a single Roman letter.
const NUMBERED: &[&str] = &[
    "phase", "stage", "part", "annex", "appendix", "chapter", "schedule", "type", "class", "level",
    "batch",
];

/// So many bytes lie at most between the whole and the part of 每五人有三人.
const MOST_BETWEEN: usize = 18;

/// Runs all checks on all papers.
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

/// A piece of a folded text, as the text itself has it.
fn as_written(text: &str, folded: &str) -> String {
    let length = folded.chars().count();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let windows = starts.windows(length + 1).filter_map(|window| {
        let (start, end) = (window.first()?, window.last()?);
        text.get(*start..*end)
    });
    let mut same = windows.filter(|piece| fold(piece) == folded);
    same.next().unwrap_or(folded).to_owned()
}

/// The months that a folded English text names.
fn months(folded: &str) -> impl Iterator<Item = Quantity> {
    let words = folded.split(|character: char| !character.is_ascii_alphabetic());
    let months = words.filter_map(month);
    months.map(|month| Quantity { value: month as f64, unit: None, start: 0, end: 0 })
}

/// What a translation may write in other ways than as a number: "Phase III", "8.20 am", 每五間有一間 for one in five.
fn other_writings(text: &str, folded: &str) -> impl Iterator<Item = (f64, Option<Measure>)> {
    let words: Vec<_> = text
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let befores = std::iter::once("").chain(words.iter().copied());
    let romans = befores.zip(&words).filter(|(before, word)| {
        // "I" and "X" are words of their own as well
        word.len() > 1 || NUMBERED.contains(&before.to_ascii_lowercase().as_str())
    });
    let romans: Vec<_> =
        romans.filter_map(|(_, word)| roman(word)).map(|value| (value, None)).collect();
    let hours = folded.match_indices(['a', 'p']).filter_map(|(at, _)| {
        let digits = folded.get(..at).filter(|_| begins_hour(folded.get(at..)))?.trim_end();
        let is_part = |own: char| matches!(own, '0'..='9' | '.');
        let start = digits.trim_end_matches(is_part).len();
        digits.get(start..)?.split_once('.')
    });
    let hours = hours.flat_map(|(hour, minute)| [hour, minute]);
    let hours = hours.filter_map(|part| part.parse().ok()).map(|value| (value, None));
    let every = folded.match_indices('每').filter_map(|(at, every)| {
        let rest = folded.get(at + every.len()..)?;
        let mut found = quantities(rest).into_iter();
        let whole = found.next().filter(|own| own.start == 0)?;
        // 每五人有三人; what comes later is of something else
        let part = found.next().filter(|own| own.start < whole.end + MOST_BETWEEN);
        let part = part.map_or(1.0, |own| own.value);
        (whole.value > part).then_some((100.0 * part / whole.value, Some(Measure::Percent)))
    });
    romans.into_iter().chain(hours.collect::<Vec<_>>()).chain(every.collect::<Vec<_>>())
}

/// Whether a text begins with am or pm, and not with a word that does.
fn begins_hour(text: Option<&str>) -> bool {
    ["am", "pm", "a.m", "p.m"].iter().any(|hour| {
        let rest = text.and_then(|text| text.strip_prefix(hour));
        rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphabetic()))
    })
}

/// The value of a Roman numeral up to 39.
fn roman(word: &str) -> Option<f64> {
    let (tens, units) = word.split_at_checked(word.len() - word.trim_start_matches('X').len())?;
    let units = match units {
        "" => 0,
        "I" => 1,
        "II" => 2,
        "III" => 3,
        "IV" => 4,
        "V" => 5,
        "VI" => 6,
        "VII" => 7,
        "VIII" => 8,
        "IX" => 9,
        _ => return None,
    };
    let value = 10 * tens.len() + units;
    (tens.len() <= 3 && value > 0).then_some(value as f64)
}

/// Every quantity of the original stands in the translation: the same value, in the same unit where both have one. Numbers below ten
/// that are written in words may go, as words do.
fn figures_kept(draft: &Draft, faults: &mut Vec<Fault>) {
    let others = draft.texts.iter().filter(|(_, language, _)| *language != draft.paper.language);
    for (number, language, place) in others {
        let Some(paragraph) = draft.paper.paragraph(*number) else { continue };
        let (Some(original), Some(translation)) =
            (paragraph.text.get(draft.paper.language), paragraph.text.get(*language))
        else {
            continue;
        };
        let folded = fold(original);
        let translated = fold(translation);
        let mut kept = quantities(&translated);
        // months, and ordinals that stand for days
        kept.extend(months(&translated));
        kept.extend(figures(&translated).into_iter().filter_map(|figure| {
            let (value, unit) = (figure.whole()? as f64, None);
            Some(Quantity { value, unit, start: figure.start, end: figure.end })
        }));
        kept.extend(other_writings(translation, &translated).map(|(value, unit)| Quantity {
            value,
            unit,
            start: 0,
            end: 0,
        }));
        let strict = figures(&folded);
        let mut lost: Vec<String> = Vec::new();
        for own in quantities(&folded) {
            let written = folded.get(own.start..own.end).unwrap_or_default();
            let same = |other: &Quantity| {
                let alike = (own.value - other.value).abs() <= 1e-6 * own.value.abs();
                let units = own.unit.is_none() || other.unit.is_none() || own.unit == other.unit;
                alike && units
            };
            let is_word = !written.starts_with(|first: char| first.is_ascii_digit());
            // an hour is written with a point here and in words there
            let after = folded.get(own.end..).unwrap_or_default().trim_start();
            if begins_hour(Some(after)) {
                continue;
            }
            let rivals = kept.iter().any(|other| other.unit.is_some() && other.unit == own.unit);
            let a_year = own.unit == Some(Measure::Years) && own.value <= 1.0;
            // a single numeral counts before a counter, or beside a rival; 三 is part of many names
            let counts = strict.iter().any(|figure| figure.start == own.start) || rivals;
            if is_word && own.value < 10.0 && (!counts || a_year) {
                continue;
            }
            let written = as_written(original, written);
            if !kept.iter().any(same) && !lost.contains(&written) {
                lost.push(written);
            }
        }
        faults.extend(lost.into_iter().map(|figure| place.fault(Problem::FigureLost { figure })));
    }
}
