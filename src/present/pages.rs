//! Cards of the bot's own words: welcome, help, contents, settings, privacy, and what curators read.

use super::buttons::{
    MOST_BUTTONS, PAPERS_OF_PAGE, button, contents as contents_rows, entries, holdings,
    newest_first, own_name, pages as page_buttons, titled, to_contents,
};
use super::card::{Block, Button, Card, Opens, Target};
use super::naming::{date_name, extent, in_script, localized, title, titles};
use super::words::{Message, Words};
use crate::answer::Talk;
use crate::corpus::{Corpus, Paper, Paragraph, SampleQuestion};
use crate::language::Language;
use crate::settings::{Answers, Change, Settings};

/// Longest question that is shown as an example, in Han characters; three times as many letters.
const LONGEST_EXAMPLE: usize = 20;

/// So many papers are all named in a greeting; of more, the newest.
const MOST_GREETED: usize = 3;

/// A shorter heading, such as "Purpose" in two characters, names no subject.
const SHORTEST_HEADING: usize = 4;

/// A shorter word of a heading, such as "of", does not tell what a question is about.
const SHORTEST_WORD: usize = 4;

/// A sentence of the bot's own.
pub fn notice(language: Language, message: Message) -> Card {
    Card::note(Words::new(language).say(message))
}

/// A sentence of the bot's own, with arguments.
pub fn notice_with(
    language: Language,
    message: Message,
    arguments: &[(&'static str, &str)],
) -> Card {
    Card::note(Words::new(language).say_with(message, arguments))
}

/// A welcome, with the contents.
pub fn start(language: Language, corpus: &Corpus) -> Card {
    let words = Words::new(language);
    let mut card = welcome(&words, corpus, Message::Start, &[]);
    card.rows = holdings(&words, corpus, Opens::Beside);
    card
}

/// A welcome to a group that the bot, by this user name, was added to.
pub fn joined(language: Language, corpus: &Corpus, bot: &str) -> Card {
    welcome(&Words::new(language), corpus, Message::Joined, &[("bot", bot)])
}

fn welcome(
    words: &Words,
    corpus: &Corpus,
    message: Message,
    more: &[(&'static str, &str)],
) -> Card {
    let all = newest_first(corpus.papers());
    let named = if all.len() > MOST_GREETED { 1 } else { all.len() };
    let (total, others) = (all.len().to_string(), (all.len() - named).to_string());
    let papers = titles(words, all.into_iter().take(named));
    let example = example(words, corpus);
    let own = [("papers", &papers), ("others", &others), ("total", &total), ("example", &example)];
    let own = own.map(|(name, value)| (name, value.as_str()));
    let arguments = [own.as_slice(), more].concat();
    Card::note(words.say_with(message, &arguments))
}

/// What the bot can do.
pub fn help(language: Language, corpus: &Corpus) -> Card {
    let words = Words::new(language);
    Card::note(words.say_with(Message::Help, &[("example", &example(&words, corpus))]))
}

/// How to ask, for somebody who asked nothing.
pub fn ask_empty(language: Language, corpus: &Corpus) -> Card {
    let words = Words::new(language);
    Card::note(words.say_with(Message::AskEmpty, &[("example", &example(&words, corpus))]))
}

/// A reply to small talk, in a line.
pub fn talk(language: Language, corpus: &Corpus, talk: Talk) -> Card {
    let words = Words::new(language);
    let message = match talk {
        Talk::Thanks => Message::TalkThanks,
        Talk::Greeting => Message::TalkGreeting,
        Talk::Farewell => Message::TalkFarewell,
        Talk::Identity => Message::TalkIdentity,
        Talk::Complaint => Message::TalkComplaint,
        Talk::Acknowledgement => Message::TalkAcknowledgement,
    };
    let example =
        if message.arguments().is_empty() { String::new() } else { example(&words, corpus) };
    Card::note(words.say_with(message, &[("example", &example)]))
}

/// A question that the papers answer, in the reader's language if one is written in it: a short one that names what it is about, as the heading
/// of its section does. Where no paper has sample questions, one that every paper answers.
pub fn example(words: &Words, corpus: &Corpus) -> String {
    let questions = || {
        let papers = corpus.papers().iter();
        let paragraphs =
            papers.flat_map(|paper| paper.paragraphs.iter().map(move |own| (paper, own)));
        paragraphs.flat_map(|(paper, paragraph)| {
            paragraph.questions.iter().map(move |question| (paper, paragraph, question))
        })
    };
    let own = |question: &SampleQuestion| question.language == words.language() && !question.spoken;
    let names = |paper: &Paper, paragraph: &Paragraph, question: &SampleQuestion| {
        let heading = paper.section_of(paragraph.number).and_then(|section| {
            section.heading.nearest(question.language).map(|(_, heading)| heading.to_owned())
        });
        let text = &question.text;
        let short = text.chars().count() <= LONGEST_EXAMPLE * if text.is_ascii() { 3 } else { 1 };
        let named = heading.filter(|heading| heading.chars().count() >= SHORTEST_HEADING);
        short
            && text.ends_with(['？', '?'])
            && named.is_some_and(|heading| begins_alike(&heading, text))
    };
    let named = questions()
        .find(|(paper, paragraph, question)| own(question) && names(paper, paragraph, question));
    named
        .or_else(|| questions().find(|(.., question)| own(question)))
        .or_else(|| questions().next())
        .map(|(.., question)| question)
        .map_or_else(
            || words.say(Message::ExampleAny),
            |question| in_script(words, question.language, &question.text),
        )
}

/// Whether a question holds the first word of a heading: its first two Han characters, or its first word of some length.
fn begins_alike(heading: &str, question: &str) -> bool {
    let word =
        heading.split_whitespace().find(|word| word.len() > SHORTEST_WORD).unwrap_or(heading);
    let first: String =
        if word.is_ascii() { word.to_owned() } else { heading.chars().take(2).collect() };
    question.contains(&first)
}

/// The papers that can be asked about, the newest first, each a button: a page of them, from 0; of one alone, its contents.
pub fn papers(language: Language, corpus: &Corpus, page: u32) -> Card {
    if let [paper] = corpus.papers() {
        return contents(language, paper);
    }
    let words = Words::new(language);
    let ListPage { papers, page, pages } = ListPage::of(corpus, page);
    let mut rows = titled(&words, papers.into_iter(), Opens::Here);
    if pages == 1 {
        return Card { rows, ..Card::note(words.say(Message::Papers)) };
    }
    rows.push(page_buttons(&words, page, pages, Target::Papers));
    let [shown, of] = [page + 1, pages].map(|number| number.to_string());
    let note = words.say_with(Message::PapersPage, &[("page", &shown), ("pages", &of)]);
    Card { rows, ..Card::note(note) }
}

/// A page of the list of papers.
struct ListPage<'k> {
    papers: Vec<&'k Paper>,
    /// Which, from 0.
    page: u32,
    /// Of how many.
    pages: u32,
}

impl<'k> ListPage<'k> {
    /// The page with this number, or the last one.
    fn of(corpus: &'k Corpus, page: u32) -> Self {
        let newest = newest_first(corpus.papers());
        let pages = newest.len().div_ceil(PAPERS_OF_PAGE).max(1) as u32;
        let page = page.min(pages - 1);
        let from = page as usize * PAPERS_OF_PAGE;
        let papers = newest.into_iter().skip(from).take(PAPERS_OF_PAGE).collect();
        Self { papers, page, pages }
    }
}

/// The contents of a paper, each section a button, and each paragraph that is in none.
pub fn contents(language: Language, paper: &Paper) -> Card {
    let words = Words::new(language);
    let title = title(&words, paper);
    let mut card = Card::note(words.say_with(Message::Sections, &[("title", &title)]));
    card.rows = contents_rows(&words, paper, Opens::Here);
    let entries = entries(&words, paper, Opens::Here).len();
    if entries > MOST_BUTTONS {
        let last = paper.paragraphs.last().map(|last| last.number).unwrap_or_default();
        let numbers = [MOST_BUTTONS.to_string(), entries.to_string(), last.to_string()];
        let arguments =
            ["shown", "count", "last"].into_iter().zip(numbers.iter().map(String::as_str));
        let note = words.say_with(Message::ContentsFirst, &arguments.collect::<Vec<_>>());
        card.blocks.push(Block::Note(note));
    }
    card
}

/// How to ask for a paragraph.
pub fn para_usage(language: Language, paper: Option<&Paper>) -> Card {
    let number = |paragraph: Option<&crate::corpus::Paragraph>| {
        paragraph.map_or_else(String::new, |own| own.number.to_string())
    };
    let [first, last] = paper
        .map_or([None, None], |paper| [paper.paragraphs.first(), paper.paragraphs.last()])
        .map(number);
    notice_with(language, Message::ParaUsage, &[("first", &first), ("last", &last)])
}

/// What a paper is: whose, from when, how long, and what our copy lacks; of several, the list of them.
pub fn about(language: Language, corpus: &Corpus) -> Card {
    let words = Words::new(language);
    let [paper] = corpus.papers() else { return papers(language, corpus, 0) };
    let mut card = Card::default();
    card.blocks.push(Block::Heading(title(&words, paper), None));
    card.blocks.push(Block::Note(facts(&words, paper).join("\n")));
    card.rows.push(to_contents(&words, paper, Opens::Beside));
    card
}

/// What is known of a paper, a line each.
pub fn facts(words: &Words, paper: &Paper) -> Vec<String> {
    let mut lines = Vec::new();
    for (message, argument, text) in
        [(Message::AboutBody, "body", &paper.body), (Message::AboutIssuer, "issuer", &paper.issuer)]
    {
        let text = localized(words, text);
        if !text.is_empty() {
            lines.push(words.say_with(message, &[(argument, &text)]));
        }
    }
    if let Some(date) = paper.date {
        lines.push(words.say_with(Message::AboutDate, &[("date", &date_name(words, date))]));
    }
    if let Some(date) = paper.meeting_date {
        lines.push(words.say_with(Message::AboutMeeting, &[("date", &date_name(words, date))]));
    }
    if let Some(number) = &paper.paper_number {
        lines.push(words.say_with(Message::AboutNumber, &[("number", number)]));
    }
    lines.push(extent(words, paper));
    let translated = |paragraph: &Paragraph| {
        let other = |(own, _): (Language, &str)| own.is_chinese() != paper.language.is_chinese();
        paragraph.text.iter().any(other)
    };
    let translated = if paper.paragraphs.iter().any(translated) { "yes" } else { "no" };
    lines.push(words.say_with(
        Message::AboutCopy,
        &[("language", paper.language.tag()), ("translated", translated)],
    ));
    lines.extend(paper.missing.iter().map(|part| localized(words, &part.note)));
    lines
}

/// Asks in which language to reply.
pub fn choose_language(language: Language, settings: &Settings) -> Card {
    let words = Words::new(language);
    Card { rows: language_rows(&words, settings), ..Card::note(words.say(Message::LanguageChoose)) }
}

/// The settings of a chat, each choice a button; the ones that hold are marked.
pub fn settings(language: Language, settings: &Settings, corpus: &Corpus, group: bool) -> Card {
    let words = Words::new(language);
    let state = |on: bool| if on { "on" } else { "off" };
    let set = |label: String, change| choice(&words, label, change, false);
    let mut rows = language_rows(&words, settings);
    if group {
        let answers =
            [(Answers::Addressed, Message::SetAddressed), (Answers::Sure, Message::SetSure)];
        rows.extend(answers.map(|(answers, label)| {
            vec![choice(
                &words,
                words.say(label),
                Change::Answers(answers),
                settings.answers == answers,
            )]
        }));
    }
    let feedback = words.say_with(Message::SetFeedback, &[("state", state(settings.feedback))]);
    rows.push(vec![set(feedback, Change::Feedback(!settings.feedback))]);
    if group {
        let quiet = words.say_with(Message::SetQuiet, &[("state", state(settings.quiet))]);
        rows.push(vec![set(quiet, Change::Quiet(!settings.quiet))]);
    }
    if corpus.papers().len() > 1 {
        let label = words.say_with(Message::SetPapers, &chosen_of(settings, corpus).arguments());
        rows.push(vec![button(&words, label, Target::Choose(0), Opens::Here)]);
    }
    let note = words.say(if group { Message::SettingsGroup } else { Message::SettingsPrivate });
    Card { rows, ..Card::note(note) }
}

/// The papers to choose those from that a chat asks, the newest first: a page of them, from 0. The ones that were chosen are marked.
pub fn choose_papers(
    language: Language,
    settings: &Settings,
    corpus: &Corpus,
    page: u32,
    group: bool,
) -> Card {
    let words = Words::new(language);
    let listed = ListPage::of(corpus, page);
    let all = words.say(Message::ChooseAll);
    let none_chosen = chosen_of(settings, corpus).count == 0;
    let mut rows = vec![vec![choice(&words, all, Change::AllPapers, none_chosen)]];
    rows.extend(listed.papers.iter().map(|paper| {
        let is_chosen = settings.has_chosen(&paper.id);
        let change = Change::Paper(paper.id.clone(), !is_chosen);
        vec![choice(&words, localized(&words, &paper.title), change, is_chosen)]
    }));
    if listed.pages > 1 {
        rows.push(page_buttons(&words, listed.page, listed.pages, Target::Choose));
    }
    let back = words.say(Message::ButtonSettings);
    rows.push(vec![button(&words, back, Target::Settings, Opens::Here)]);
    let note = words.say(if group { Message::ChooseGroup } else { Message::ChoosePrivate });
    Card { rows, ..Card::note(note) }
}

/// The page of [`choose_papers`] that a paper, by its id, stands on.
pub fn page_of(corpus: &Corpus, paper: &str) -> u32 {
    let place = newest_first(corpus.papers()).iter().position(|own| own.id == paper);
    place.map_or(0, |place| (place / PAPERS_OF_PAGE) as u32)
}

/// Says of how many papers a chat asks only some, if it does.
pub fn chosen_papers(
    language: Language,
    settings: &Settings,
    corpus: &Corpus,
    group: bool,
) -> Option<Block> {
    let chosen = chosen_of(settings, corpus);
    let [count, total] = chosen.arguments();
    let place = ("place", if group { "group" } else { "private" });
    let said = || Words::new(language).say_with(Message::ChosenPapers, &[count, total, place]);
    (chosen.count > 0).then(|| Block::Note(said()))
}

/// How many papers were chosen that are there, and of how many.
struct Chosen {
    count: usize,
    texts: [String; 2],
}

impl Chosen {
    fn arguments(&self) -> [(&'static str, &str); 2] {
        let [count, total] = &self.texts;
        [("count", count), ("total", total)]
    }
}

fn chosen_of(settings: &Settings, corpus: &Corpus) -> Chosen {
    let papers = corpus.papers();
    let count = papers.iter().filter(|paper| settings.has_chosen(&paper.id)).count();
    Chosen { count, texts: [count, papers.len()].map(|number| number.to_string()) }
}

/// The language of each question, which needs a row for its words, and the languages.
fn language_rows(words: &Words, settings: &Settings) -> Vec<Vec<Button>> {
    let set = |label: String, language: Option<Language>| {
        choice(words, label, Change::Language(language), settings.language == language)
    };
    let auto = set(words.say(Message::SetAuto), None);
    let fixed = Language::ALL.map(|language| set(own_name(language).to_owned(), Some(language)));
    vec![vec![auto], fixed.into()]
}

fn choice(words: &Words, label: String, change: Change, holds: bool) -> Button {
    let label = if holds { format!("✓ {label}") } else { label };
    let target = Target::Set(change);
    Button { label, spoken: None, target, language: words.language(), opens: Opens::Here }
}

/// What was not answered, for curators: how often, and the words.
pub fn unanswered(language: Language, days: u32, questions: &[(u64, String)]) -> Card {
    let days = days.to_string();
    if questions.is_empty() {
        return notice_with(language, Message::UnansweredNone, &[("days", &days)]);
    }
    let mut card = notice_with(language, Message::Unanswered, &[("days", &days)]);
    let lines: Vec<_> = questions.iter().map(|(count, text)| format!("{count} × {text}")).collect();
    card.blocks.push(Block::Note(lines.join("\n")));
    card
}
