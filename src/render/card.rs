//! What a reader gets, as blocks: the same for Telegram and the terminal.

use super::words::{Message, Words};
use crate::answer::{Asked, Citation, LONGEST_QUESTION, Quote, Reply, Verdict};
use crate::knowledge::{Date, Knowledge, Localized, Paper, Paragraph, Section};
use crate::language::Language;
use crate::text::{to_simplified, to_traditional};

/// A message, of whatever length, and the buttons below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// What is said, from top to bottom.
    pub blocks: Vec<Block>,
    /// What can be looked at next.
    pub buttons: Vec<Button>,
}

/// A part of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The bot's own words.
    Note(String),
    /// What a quotation is about.
    Heading(String),
    /// The paper's words.
    Quote(Vec<Span>),
    /// Where they stand.
    Source(String),
}

/// A stretch of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Whether they are the answer.
    pub strong: bool,
}

/// Something that can be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What it shows.
    pub target: Target,
    /// In which language it shows it.
    pub language: Language,
}

/// What a button shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The contents of a paper, by its id.
    Paper(String),
    /// A section, by the ids of its paper and itself.
    Section(String, String),
    /// A paragraph, by the paper's id and its number.
    Paragraph(String, u32),
}

/// A sentence of the bot's own.
pub fn notice(language: Language, message: Message) -> Card {
    note(&Words::new(language), message, &[])
}

/// A welcome, with the contents.
pub fn start(language: Language, knowledge: &Knowledge) -> Card {
    let words = Words::new(language);
    let title = |paper: &Paper| words.say_with(Message::Title, &[("title", &localized(&words, &paper.title))]);
    let titles: Vec<_> = knowledge.papers().iter().map(title).collect();
    let titles = titles.join(&words.say(Message::TitlesSeparator));
    let card = note(&words, Message::Start, &[("papers", &titles), ("example", &example(&words, knowledge))]);
    Card { buttons: next(&words, knowledge), ..card }
}

/// What the bot can do.
pub fn help(language: Language, knowledge: &Knowledge) -> Card {
    let words = Words::new(language);
    note(&words, Message::Help, &[("example", &example(&words, knowledge))])
}

/// How to ask, for somebody who asked nothing.
pub fn ask_empty(language: Language, knowledge: &Knowledge) -> Card {
    let words = Words::new(language);
    note(&words, Message::AskEmpty, &[("example", &example(&words, knowledge))])
}

fn note(words: &Words, message: Message, arguments: &[(&'static str, &str)]) -> Card {
    Card { blocks: vec![Block::Note(words.say_with(message, arguments))], buttons: Vec::new() }
}

/// A question that the papers answer, in the reader's language if one is written in it.
fn example(words: &Words, knowledge: &Knowledge) -> String {
    let questions = || knowledge.papers().iter().flat_map(|paper| paper.paragraphs.iter().rev()).flat_map(|paragraph| &paragraph.questions);
    let own = questions().find(|question| question.language == words.language());
    own.or_else(|| questions().next()).map(|question| in_script(words, question.language, &question.text)).unwrap_or_default()
}

/// A reply to a question.
pub fn reply(knowledge: &Knowledge, reply: &Reply<'_>) -> Card {
    let words = Words::new(reply.language);
    let mut card = Card::default();
    if reply.cut {
        card.blocks.push(Block::Note(words.say_with(Message::Cut, &[("count", &LONGEST_QUESTION.to_string())])));
    }
    let (citations, missing) = match &reply.verdict {
        Verdict::Answer { citations, missing } => (citations.all(), missing),
        Verdict::Related { citations, asked, missing } => {
            if missing.is_empty() {
                card.blocks.push(Block::Note(words.say_with(Message::Related, &[("asked", asked_name(*asked))])));
            }
            (citations.all(), missing)
        }
        Verdict::None => {
            card.blocks.push(Block::Note(words.say(Message::None)));
            card.buttons = next(&words, knowledge);
            return card;
        }
    };
    card.blocks.extend(missing.iter().map(|part| Block::Note(localized(&words, &part.note))));
    for group in citations.chunk_by(|one, other| one.paper.id == other.paper.id) {
        for citation in group {
            push_quote(&mut card, &words, citation.section, citation.paragraph, &citation.quote);
        }
        if let Some(first) = group.first() {
            let paragraphs: Vec<_> = group.iter().map(|citation| (citation.section, citation.paragraph.number)).collect();
            let languages = group.iter().map(|citation| citation.quote.language);
            card.blocks.push(Block::Source(source(&words, first.paper, &paragraphs, languages)));
        }
    }
    card
}

/// Paragraphs of a paper to be read, such as those of a section.
pub fn paragraphs<'k>(language: Language, paper: &'k Paper, shown: impl Iterator<Item = &'k Paragraph>) -> Card {
    let words = Words::new(language);
    let mut card = Card::default();
    let mut numbers = Vec::new();
    let mut languages = Vec::new();
    for paragraph in shown {
        let Some((own, text)) = paragraph.text.nearest(language) else { continue };
        languages.push(own);
        let section = paper.section_of(paragraph.number);
        card.blocks.push(Block::Heading(heading_line(&words, section, paragraph.number)));
        card.blocks.push(Block::Quote(vec![Span { text: in_script(&words, own, text), strong: false }]));
        numbers.push((section, paragraph.number));
    }
    card.blocks.push(Block::Source(source(&words, paper, &numbers, languages.into_iter())));
    card
}

/// The papers that can be asked about, each a button; of one alone, its contents.
pub fn papers(language: Language, knowledge: &Knowledge) -> Card {
    if let [paper] = knowledge.papers() {
        return contents(language, paper);
    }
    let words = Words::new(language);
    Card { blocks: vec![Block::Note(words.say(Message::Papers))], buttons: next(&words, knowledge) }
}

/// The contents of a paper, each section a button, and each paragraph that is in none.
pub fn contents(language: Language, paper: &Paper) -> Card {
    let words = Words::new(language);
    let title = words.say_with(Message::Title, &[("title", &localized(&words, &paper.title))]);
    Card { blocks: vec![Block::Note(words.say_with(Message::Sections, &[("title", &title)]))], buttons: buttons(&words, paper) }
}

fn next(words: &Words, knowledge: &Knowledge) -> Vec<Button> {
    match knowledge.papers() {
        [paper] => buttons(words, paper),
        papers => papers.iter().map(|paper| button(words, localized(words, &paper.title), Target::Paper(paper.id.clone()))).collect(),
    }
}

fn buttons(words: &Words, paper: &Paper) -> Vec<Button> {
    let mut buttons: Vec<Button> = Vec::new();
    for paragraph in &paper.paragraphs {
        let button = match paper.section_of(paragraph.number) {
            Some(section) => button(words, localized(words, &section.heading), Target::Section(paper.id.clone(), section.id.clone())),
            None => {
                let label = paragraph_name(words, &[paragraph.number]);
                button(words, label, Target::Paragraph(paper.id.clone(), paragraph.number))
            }
        };
        if buttons.last() != Some(&button) {
            buttons.push(button);
        }
    }
    buttons
}

fn button(words: &Words, label: String, target: Target) -> Button {
    Button { label, target, language: words.language() }
}

/// Buttons that show the text of record of what a reply quotes translated or converted.
pub fn originals(reply: &Reply<'_>) -> Vec<Button> {
    let words = Words::new(reply.language);
    let other = reply.verdict.citations().iter().filter(|citation| citation.paper.language != reply.language);
    other
        .filter(|citation| citation.paragraph.text.get(citation.paper.language).is_some())
        .map(|citation| Button {
            label: words.say_with(Message::ShowOriginal, &[("numbers", &citation.paragraph.number.to_string()), ("count", "1")]),
            target: Target::Paragraph(citation.paper.id.clone(), citation.paragraph.number),
            language: citation.paper.language,
        })
        .collect()
}

fn push_quote(card: &mut Card, words: &Words, section: Option<&Section>, paragraph: &Paragraph, quote: &Quote<'_>) {
    card.blocks.push(Block::Heading(heading_line(words, section, paragraph.number)));
    let spans = quote.in_context().into_iter().zip([false, true, false]);
    let spans =
        spans.filter(|(text, _)| !text.is_empty()).map(|(text, strong)| Span { text: in_script(words, quote.language, text), strong });
    card.blocks.push(Block::Quote(spans.collect()));
}

fn heading_line(words: &Words, section: Option<&Section>, number: u32) -> String {
    match section {
        Some(section) => {
            let heading = localized(words, &section.heading);
            words.say_with(Message::HeadingLine, &[("heading", &heading), ("numbers", &number.to_string()), ("count", "1")])
        }
        None => paragraph_name(words, &[number]),
    }
}

fn paragraph_name(words: &Words, numbers: &[u32]) -> String {
    let listed = listed(words, numbers);
    words.say_with(Message::Paragraph, &[("numbers", &listed), ("count", &numbers.len().to_string())])
}

fn listed(words: &Words, numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(&words.say(Message::NumbersSeparator))
}

/// Body, title, paragraph and heading, issuer, date; and what the reader must know of the text's language.
fn source(words: &Words, paper: &Paper, paragraphs: &[(Option<&Section>, u32)], languages: impl Iterator<Item = Language>) -> String {
    let title = localized(words, &paper.title);
    let body = localized(words, &paper.body);
    let name = if body.is_empty() {
        words.say_with(Message::Title, &[("title", &title)])
    } else {
        words.say_with(Message::Paper, &[("body", &body), ("title", &title)])
    };
    let numbers: Vec<_> = paragraphs.iter().map(|&(_, number)| number).collect();
    let section = paragraphs.first().and_then(|(section, _)| *section);
    let common = section.filter(|section| numbers.iter().all(|number| section.numbers.contains(number)));
    let place = match common {
        Some(section) => {
            let (heading, listed) = (localized(words, &section.heading), listed(words, &numbers));
            let count = numbers.len().to_string();
            words.say_with(Message::ParagraphWithHeading, &[("numbers", &listed), ("count", &count), ("heading", &heading)])
        }
        None => paragraph_name(words, &numbers),
    };
    let separator = words.say(Message::ListSeparator);
    let joint = if words.language().is_chinese() { "" } else { separator.as_str() };
    let mut line = [name, place].join(joint);
    let rest = [localized(words, &paper.issuer), paper.date.map(|date| date_name(words, date)).unwrap_or_default()];
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

fn date_name(words: &Words, date: Date) -> String {
    let [year, month, day] =
        [Some(date.year), date.month.map(u16::from), date.day.map(u16::from)].map(|part| part.map(|part| part.to_string()));
    let [year, month, day] = [year.unwrap_or_default(), month.unwrap_or_default(), day.unwrap_or_default()];
    match (date.month, date.day) {
        (None, _) => words.say_with(Message::DateYear, &[("year", &year)]),
        (Some(_), None) => words.say_with(Message::DateMonth, &[("year", &year), ("month", &month)]),
        (Some(_), Some(_)) => words.say_with(Message::DateDay, &[("year", &year), ("month", &month), ("day", &day)]),
    }
}

/// A text for the reader, in their script; empty where there is none.
fn localized(words: &Words, text: &Localized) -> String {
    text.nearest(words.language()).map(|(own, text)| in_script(words, own, text)).unwrap_or_default()
}

/// A Chinese text in the reader's script; any other as it is.
fn in_script(words: &Words, own: Language, text: &str) -> String {
    match (own, words.language()) {
        (Language::Traditional, Language::Simplified) => to_simplified(text),
        (Language::Simplified, Language::Traditional) => to_traditional(text),
        _ => text.to_owned(),
    }
}

/// The name of a kind of thing in the message files.
const fn asked_name(asked: Option<Asked>) -> &'static str {
    match asked {
        Some(Asked::Money) => "money",
        Some(Asked::Size) => "size",
        Some(Asked::Rate) => "rate",
        Some(Asked::PersonName) => "person",
        Some(Asked::Count) => "count",
        Some(Asked::Date | Asked::Day) => "date",
        Some(Asked::Time) => "time",
        Some(Asked::Duration) => "duration",
        Some(Asked::List) => "list",
        // that nobody is named is never said of a paragraph that speaks of the subject
        Some(Asked::Who) | None => "other",
    }
}

/// The heading of the section that a citation stands in, as it is stored in the language of the quotation.
pub(super) fn stored_heading(citation: &Citation<'_>) -> Option<String> {
    let language = citation.quote.language;
    citation.section.and_then(|section| section.heading.nearest(language)).map(|(_, heading)| heading.to_owned())
}
