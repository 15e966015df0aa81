//! What papers, sections, paragraphs and dates are called in a reader's language.

use super::words::{Message, Words};
use crate::corpus::{Date, Localized, Paper, Section};
use crate::lang::{to_simplified, to_traditional};
use crate::language::Language;

/// So many numbers that follow each other are told by the first and the last.
const RUN: usize = 3;

/// A text for the reader, in their script; empty where there is none.
pub fn localized(words: &Words, text: &Localized) -> String {
    text.nearest(words.language())
        .map(|(own, text)| in_script(words, own, text))
        .unwrap_or_default()
}

/// A Chinese text in the reader's script; any other as it is.
pub fn in_script(words: &Words, own: Language, text: &str) -> String {
    match (own, words.language()) {
        (Language::Traditional, Language::Simplified) => to_simplified(text),
        (Language::Simplified, Language::Traditional) => to_traditional(text),
        _ => text.to_owned(),
    }
}

/// The language that a text in one language is shown in.
pub fn shown_in(words: &Words, own: Language) -> Language {
    let reader = words.language();
    if own.is_chinese() && reader.is_chinese() { reader } else { own }
}

/// A paper's title in its marks.
pub fn title(words: &Words, paper: &Paper) -> String {
    words.say_with(Message::Title, &[("title", &localized(words, &paper.title))])
}

/// The titles of papers, one after the other.
pub(super) fn titles<'k>(words: &Words, papers: impl Iterator<Item = &'k Paper>) -> String {
    let titles: Vec<_> = papers.map(|paper| title(words, paper)).collect();
    titles.join(&words.say(Message::TitlesSeparator))
}

/// The line above a paragraph.
pub fn heading_line(words: &Words, section: Option<&Section>, number: u32) -> String {
    match section {
        Some(section) => {
            let heading = localized(words, &section.heading);
            words.say_with(
                Message::HeadingLine,
                &[("heading", &heading), ("numbers", &number.to_string()), ("count", "1")],
            )
        }
        None => paragraph_name(words, &[number]),
    }
}

/// Paragraphs by their numbers.
pub fn paragraph_name(words: &Words, numbers: &[u32]) -> String {
    let listed = listed(words, numbers);
    words.say_with(
        Message::Paragraph,
        &[("numbers", &listed), ("count", &numbers.len().to_string())],
    )
}

/// Numbers in a row: "4 to 9" where three or more follow each other, and the others by themselves.
fn listed(words: &Words, numbers: &[u32]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for run in numbers.chunk_by(|one, next| one.checked_add(1) == Some(*next)) {
        match run {
            [first, .., last] if run.len() >= RUN => {
                let (first, last) = (first.to_string(), last.to_string());
                let ends = [("first", first.as_str()), ("last", last.as_str())];
                parts.push(words.say_with(Message::NumberRange, &ends));
            }
            _ => parts.extend(run.iter().map(u32::to_string)),
        }
    }
    parts.join(&words.say(Message::NumbersSeparator))
}

/// A paper by its body and title.
fn full_name(words: &Words, paper: &Paper) -> String {
    let title = localized(words, &paper.title);
    let body = localized(words, &paper.body);
    if body.is_empty() {
        words.say_with(Message::Title, &[("title", &title)])
    } else {
        words.say_with(Message::Paper, &[("body", &body), ("title", &title)])
    }
}

/// The citation of a paper as a whole: body, title, issuer, date.
pub fn source_of_paper(words: &Words, paper: &Paper) -> String {
    let parts = [
        full_name(words, paper),
        localized(words, &paper.issuer),
        paper.date.map(|date| date_name(words, date)).unwrap_or_default(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(&words.say(Message::ListSeparator))
}

/// Body, title, paragraph and heading, issuer, date; and what the reader must know of the text's language.
pub fn source(
    words: &Words,
    paper: &Paper,
    paragraphs: &[(Option<&Section>, u32)],
    languages: impl Iterator<Item = Language>,
) -> String {
    let name = full_name(words, paper);
    let numbers: Vec<_> = paragraphs.iter().map(|&(_, number)| number).collect();
    let section = paragraphs.first().and_then(|(section, _)| *section);
    let common =
        section.filter(|section| numbers.iter().all(|number| section.numbers.contains(number)));
    let place = match common {
        Some(section) => {
            let (heading, listed) = (localized(words, &section.heading), listed(words, &numbers));
            let count = numbers.len().to_string();
            words.say_with(
                Message::ParagraphWithHeading,
                &[("numbers", &listed), ("count", &count), ("heading", &heading)],
            )
        }
        None => paragraph_name(words, &numbers),
    };
    let separator = words.say(Message::ListSeparator);
    let joint = if words.language().is_chinese() { "" } else { separator.as_str() };
    let mut line = [name, place].join(joint);
    let rest = [
        localized(words, &paper.issuer),
        paper.date.map(|date| date_name(words, date)).unwrap_or_default(),
    ];
    for part in rest.into_iter().filter(|part| !part.is_empty()) {
        line = [line, part].join(&separator);
    }
    let mut marks: Vec<_> = languages.filter_map(|language| mark(words, paper, language)).collect();
    marks.dedup();
    for mark in marks {
        line.push_str(" · ");
        line.push_str(&words.say(mark));
    }
    line
}

/// What the reader must know of a text in this language.
fn mark(words: &Words, paper: &Paper, text_in: Language) -> Option<Message> {
    let wanted = words.language();
    if text_in.is_chinese() != wanted.is_chinese() {
        return Some(Message::Original);
    }
    if text_in != paper.language {
        return Some(Message::Unofficial);
    }
    (text_in != wanted).then_some(Message::Converted)
}

/// A date, as far as it is known.
pub fn date_name(words: &Words, date: Date) -> String {
    let [year, month, day] = [Some(date.year), date.month.map(u16::from), date.day.map(u16::from)]
        .map(|part| part.map(|part| part.to_string()));
    let [year, month, day] =
        [year.unwrap_or_default(), month.unwrap_or_default(), day.unwrap_or_default()];
    match (date.month, date.day) {
        (None, _) => words.say_with(Message::DateYear, &[("year", &year)]),
        (Some(_), None) => {
            words.say_with(Message::DateMonth, &[("year", &year), ("month", &month)])
        }
        (Some(_), Some(_)) => {
            words.say_with(Message::DateDay, &[("year", &year), ("month", &month), ("day", &day)])
        }
    }
}

/// How many paragraphs and sections a paper has.
pub(super) fn extent(words: &Words, paper: &Paper) -> String {
    let paragraphs = paper.paragraphs.len().to_string();
    let sections = paper.sections.len().to_string();
    words.say_with(Message::AboutExtent, &[("paragraphs", &paragraphs), ("sections", &sections)])
}
