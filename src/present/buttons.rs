//! The buttons below a card, row by row.

use std::sync::Arc;

use super::card::{Button, Opens, Target};
use super::naming::{in_script, localized, paragraph_name};
use super::words::{Message, Words};
use crate::answer::Suggestion;
use crate::corpus::{Corpus, Paper};
use crate::language::Language;

/// Longest label, in characters, of which two stand in a row.
const SHORT_LABEL: usize = 12;

/// So many papers are listed at once.
pub(super) const PAPERS_OF_PAGE: usize = 8;

/// Most buttons of a list: Telegram takes a hundred a message.
pub(super) const MOST_BUTTONS: usize = 80;

/// A button in the words' own language.
pub(super) fn button(words: &Words, label: String, target: Target, opens: Opens) -> Button {
    Button { label, spoken: None, target, language: words.language(), opens }
}

/// A button that a number and an arrow name; in words where there are no buttons.
fn numbered(
    words: &Words,
    number: u32,
    messages: [Message; 2],
    target: Target,
    opens: Opens,
) -> Button {
    let [label, spoken] =
        messages.map(|message| words.say_with(message, &[("number", &number.to_string())]));
    Button { spoken: Some(spoken), ..button(words, label, target, opens) }
}

/// The same card in the paper's other languages: the original, the other script, the translation.
pub(super) fn languages(
    words: &Words,
    paper: &Paper,
    available: impl Fn(Language) -> bool,
    target: &Target,
) -> Vec<Button> {
    let others = Language::ALL.into_iter().filter(|&language| language != words.language());
    // where it is not there in the words' own language, what is shown is the original
    let is_translated = available(words.language());
    let is_other = |language: &Language| {
        available(*language) && (is_translated || *language != paper.language)
    };
    let mut shown: Vec<_> = others.filter(is_other).collect();
    shown.sort_by_key(|&language| language != paper.language);
    let label = |language| {
        if language == paper.language {
            words.say(Message::ButtonOriginal)
        } else {
            own_name(language).to_owned()
        }
    };
    shown
        .into_iter()
        .map(|language| Button {
            label: label(language),
            spoken: None,
            target: target.clone(),
            language,
            opens: Opens::Here,
        })
        .collect()
}

/// Whether all these paragraphs can be shown in a language: in its own words, or, if Chinese, converted from the other script.
pub(super) fn written_in<'k>(
    paper: &'k Paper,
    numbers: impl Iterator<Item = u32> + Clone + 'k,
) -> impl Fn(Language) -> bool + 'k {
    move |language| {
        let mut texts = numbers
            .clone()
            .filter_map(|number| paper.paragraph(number))
            .map(|paragraph| paragraph.text.nearest(language));
        texts.all(|text| {
            text.is_some_and(|(own, _)| {
                own == language || (own.is_chinese() && language.is_chinese())
            })
        })
    }
}

/// What a language calls itself, in short.
pub const fn own_name(language: Language) -> &'static str {
    match language {
        Language::Traditional => "繁體",
        Language::Simplified => "简体",
        Language::English => "English",
    }
}

/// The paragraph before, the section, the paragraph after; in a group, in one row, the contents in the middle.
pub(super) fn around(
    words: &Words,
    paper: &Paper,
    first: u32,
    last: u32,
    opens: Opens,
    middle: Middle,
) -> Vec<Vec<Button>> {
    let to = |number: u32, message, spoken| {
        let target = Target::Paragraph(paper.id.clone(), number);
        numbered(words, number, [message, spoken], target, opens)
    };
    let numbers = || paper.paragraphs.iter().map(|paragraph| paragraph.number);
    let before = numbers()
        .rev()
        .find(|&number| number < first)
        .map(|number| to(number, Message::ButtonPrevious, Message::PreviousParagraph));
    let after = numbers()
        .find(|&number| number > last)
        .map(|number| to(number, Message::ButtonNext, Message::NextParagraph));
    if middle == Middle::Contents {
        let contents = to_contents(words, paper, opens);
        return vec![before.into_iter().chain(contents).chain(after).collect()];
    }
    let section = paper.section_of(first).filter(|_| middle == Middle::Section);
    let section = section.map(|section| {
        button(
            words,
            localized(words, &section.heading),
            Target::Section(paper.id.clone(), section.id.clone()),
            opens,
        )
    });
    match section {
        Some(section) if is_short(&section) => {
            vec![before.into_iter().chain([section]).chain(after).collect()]
        }
        section => vec![before.into_iter().chain(after).collect(), section.into_iter().collect()],
    }
}

/// What stands between the ways to the neighbours of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Middle {
    /// The way to its section.
    Section,
    /// The way to the contents: in groups, where a card has few rows.
    Contents,
    /// Nothing.
    Nothing,
}

/// The way to the contents.
pub(super) fn to_contents(words: &Words, paper: &Paper, opens: Opens) -> Vec<Button> {
    vec![button(words, words.say(Message::ButtonContents), Target::Paper(paper.id.clone()), opens)]
}

/// Questions to ask instead, one a row.
pub(super) fn suggestions(words: &Words, offered: &[Suggestion<'_>]) -> Vec<Vec<Button>> {
    let ask = |offer: &Suggestion<'_>| {
        let label = in_script(words, offer.question.language, &offer.question.text);
        vec![button(words, label, Target::Question(offer.question.text.clone()), Opens::Beside)]
    };
    offered.iter().map(ask).collect()
}

/// Whether an answer helped.
pub(super) fn votes(words: &Words) -> Vec<Button> {
    [("👍", true), ("👎", false)]
        .map(|(label, up)| button(words, label.to_owned(), Target::Vote(up), Opens::Here))
        .into()
}

/// What the papers hold: of one alone its contents, of several their titles.
pub(super) fn holdings(words: &Words, corpus: &Corpus, opens: Opens) -> Vec<Vec<Button>> {
    match corpus.papers() {
        [paper] => contents(words, paper, opens),
        papers => {
            let newest = newest_first(papers);
            let mut rows = titled(words, newest.iter().copied().take(PAPERS_OF_PAGE), opens);
            if newest.len() > PAPERS_OF_PAGE {
                rows.push(vec![to_papers(words, opens)]);
            }
            rows
        }
    }
}

/// Papers by their dates, the newest first; those without come last.
pub fn newest_first(papers: &[Arc<Paper>]) -> Vec<&Paper> {
    let mut newest: Vec<&Paper> = papers.iter().map(AsRef::as_ref).collect();
    newest.sort_by_key(|paper| std::cmp::Reverse(paper.when()));
    newest
}

/// Papers by their titles, each a way to its contents.
pub(super) fn titled<'k>(
    words: &Words,
    papers: impl Iterator<Item = &'k Paper>,
    opens: Opens,
) -> Vec<Vec<Button>> {
    in_rows(papers.map(|paper| {
        let label = localized(words, &paper.title);
        button(words, label, Target::Paper(paper.id.clone()), opens)
    }))
}

/// The way to all papers.
pub(super) fn to_papers(words: &Words, opens: Opens) -> Button {
    button(words, words.say(Message::ButtonPapers), Target::Papers(0), opens)
}

/// The ways to the pages of a list beside this one.
pub(super) fn pages(
    words: &Words,
    page: u32,
    pages: u32,
    target: fn(u32) -> Target,
) -> Vec<Button> {
    let to = |page: u32, message, spoken| {
        numbered(words, page + 1, [message, spoken], target(page), Opens::Here)
    };
    let before =
        page.checked_sub(1).map(|page| to(page, Message::ButtonPrevious, Message::PreviousPage));
    let after = (page + 1 < pages).then(|| to(page + 1, Message::ButtonNext, Message::NextPage));
    before.into_iter().chain(after).collect()
}

/// The way to what the papers hold, in one button: for groups.
pub(super) fn to_holdings(words: &Words, corpus: &Corpus, opens: Opens) -> Vec<Button> {
    match corpus.papers() {
        [paper] => to_contents(words, paper, opens),
        _ => vec![to_papers(words, opens)],
    }
}

/// The sections of a paper, and each paragraph that is in none.
pub(super) fn contents(words: &Words, paper: &Paper, opens: Opens) -> Vec<Vec<Button>> {
    in_rows(entries(words, paper, opens).into_iter())
}

/// The same, however many they are.
pub(super) fn entries(words: &Words, paper: &Paper, opens: Opens) -> Vec<Button> {
    let mut buttons: Vec<Button> = Vec::new();
    for paragraph in &paper.paragraphs {
        let (label, target) = match paper.section_of(paragraph.number) {
            Some(section) => (
                localized(words, &section.heading),
                Target::Section(paper.id.clone(), section.id.clone()),
            ),
            None => (
                paragraph_name(words, &[paragraph.number]),
                Target::Paragraph(paper.id.clone(), paragraph.number),
            ),
        };
        let button = button(words, label, target, opens);
        if buttons.last() != Some(&button) {
            buttons.push(button);
        }
    }
    buttons
}

/// Short labels two in a row, others by themselves.
fn in_rows(buttons: impl Iterator<Item = Button>) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = Vec::new();
    let mut room = false;
    for button in buttons.take(MOST_BUTTONS) {
        let short = is_short(&button);
        match rows.last_mut().filter(|_| room && short) {
            Some(row) => {
                row.push(button);
                room = false;
            }
            None => {
                rows.push(vec![button]);
                room = short;
            }
        }
    }
    rows
}

fn is_short(button: &Button) -> bool {
    button.label.chars().count() <= SHORT_LABEL
}
