//! Cards of the paper's own words: replies to questions, and paragraphs to be read.

use std::borrow::Cow;

use super::about;
use super::buttons::{
    MOST_BUTTONS, Middle, around, button, holdings, languages, suggestions, to_contents,
    to_holdings, votes, written_in,
};
use super::card::{Block, Button, Card, Opens, Span, Target};
use super::naming::{
    heading_line, in_script, localized, paragraph_name, shown_in, source, title, titles,
};
use super::place::Place;
use super::words::{Message, Words};
use crate::answer::{
    Absent, AbsentPlace, AnswerType, Citation, LONGEST_QUESTION, Matched, Record, Reply, Side,
    Suggestion, Verdict,
};
use crate::corpus::{Corpus, Paper, Paragraph, Section};
use crate::lang::{Phrase, sentences, to_traditional};
use crate::language::Language;
use crate::question::Unit;

/// Most of the paper's words on a card that shows paragraphs, in UTF-16 code units: with headings and source, they fit one message.
const MOST_SHOWN: usize = 3500;

/// Of more paragraphs that are to be read than this, a chat gets a list.
const MOST_IN_FULL: usize = 3;

/// Most paragraphs of a list: with their first sentences, they fit one message.
const MOST_LISTED: usize = 20;

/// Most characters of a first sentence in a list.
const MOST_OF_SENTENCE: usize = 60;

/// Buttons with a number that stand in a row.
const NUMBERS_IN_ROW: usize = 5;

/// Most pairs of words that are told as the reason of a match.
const MOST_MATCHED: usize = 5;

/// What goes with a reply.
#[derive(Clone, Debug, Default)]
pub struct Extras<'k> {
    /// What it cited, so that it can be shown in other languages.
    pub record: Option<Record>,
    /// Questions to ask instead.
    pub offered: Vec<Suggestion<'k>>,
    /// Whether it can be rated.
    pub feedback: bool,
    /// Whether it is for a group, where it takes few rows.
    pub group: bool,
}

/// A reply to a question.
pub fn reply(corpus: &Corpus, reply: &Reply<'_>, extras: &Extras<'_>) -> Card {
    let words = Words::new(reply.language);
    let mut card = Card::default();
    if reply.cut {
        card.blocks.push(Block::Note(
            words.say_with(Message::Cut, &[("count", &LONGEST_QUESTION.to_string())]),
        ));
    }
    // what the only paper that was named speaks of is shown as related
    let is_related = |papers: &Vec<&Paper>| match (&reply.verdict, papers.as_slice()) {
        (Verdict::Related { citations, .. }, [own]) => {
            citations.all().first().is_some_and(|first| first.paper.id == own.id)
        }
        _ => false,
    };
    let silent = reply.silent.as_ref().filter(|papers| !is_related(papers));
    let is_said = silent.is_some();
    if let Some(papers) = silent {
        card.blocks.push(about::silent(&words, papers));
    }
    let none = Vec::new();
    let (citations, missing) = match &reply.verdict {
        Verdict::Answer { citations, missing } => (citations.all(), missing),
        Verdict::Read { citations, lacking } if citations.all().len() > MOST_IN_FULL => {
            card.blocks.extend(lacking.map(|place| Block::Note(no_such_place(&words, &place))));
            push_list(&mut card, &words, citations.all(), extras.group);
            return card;
        }
        Verdict::Read { citations, lacking } => {
            card.blocks.extend(lacking.map(|place| Block::Note(no_such_place(&words, &place))));
            (citations.all(), &none)
        }
        Verdict::Related { citations, asked, missing } => {
            if missing.is_empty() && !is_said {
                let asked = asked_name(*asked);
                let titles =
                    reply.silent.as_ref().map(|papers| titles(&words, papers.iter().copied()));
                let arguments = [("asked", asked), ("titles", titles.as_deref().unwrap_or("none"))];
                card.blocks.push(Block::Note(words.say_with(Message::Related, &arguments)));
            }
            (citations.all(), missing)
        }
        Verdict::NoSuchPlace(place) => {
            let AbsentPlace { paper, section, .. } = place;
            card.blocks.push(Block::Note(no_such_place(&words, place)));
            card.rows.extend(section.map(|section| {
                let target = Target::Section(paper.id.clone(), section.id.clone());
                let label = localized(&words, &section.heading);
                vec![button(&words, label, target, Opens::Beside)]
            }));
            card.rows.push(to_contents(&words, paper, Opens::Beside));
            return card;
        }
        Verdict::About { .. } | Verdict::Papers { .. } | Verdict::NoSuchPaper { .. } => {
            return about::card(&words, reply).unwrap_or(card);
        }
        Verdict::None => {
            if reply.silent.is_none() {
                card.blocks.push(Block::Note(words.say(Message::None)));
            }
            about::push_elsewhere(&mut card, &words, reply);
            if !reply.elsewhere.is_empty() {
                return card;
            }
            if extras.group {
                card.rows.push(to_holdings(&words, corpus, Opens::Beside));
            } else {
                offer(&mut card, &words, &extras.offered);
                card.rows.extend(holdings(&words, corpus, Opens::Beside));
            }
            return card;
        }
    };
    card.blocks.extend(missing.iter().map(|part| Block::Note(localized(&words, &part.note))));
    for group in citations.chunk_by(|one, other| one.paper.id == other.paper.id) {
        for citation in group {
            push_quote(&mut card, &words, citation, !reply.verdict.is_read());
        }
        if let Some(first) = group.first() {
            let paragraphs: Vec<_> = group
                .iter()
                .map(|citation| (citation.section, citation.paragraph.number))
                .collect();
            let languages = group.iter().map(|citation| citation.quote.language);
            let line = source(&words, first.paper, &paragraphs, languages);
            let place = Place::of(&words, first, !reply.verdict.is_read());
            card.blocks.push(Block::Source(line, Some(place)));
        }
    }
    let text_in = citations.first().map_or(reply.language, |first| first.quote.language);
    let text = citations.first().and_then(|first| first.paragraph.text.get(text_in));
    if let Some(matched) = matched_note(&words, &reply.matched, text_in, text.unwrap_or_default()) {
        card.blocks.push(Block::Note(matched));
    }
    about::push_elsewhere(&mut card, &words, reply);
    for (message, questions) in [
        (Message::QuestionsUnanswered, &reply.open.unanswered),
        (Message::QuestionsUnread, &reply.open.unread),
    ] {
        if !questions.is_empty() {
            let questions = questions.join("\n· ");
            card.blocks.push(Block::Note(words.say_with(message, &[("questions", &questions)])));
        }
    }
    if let (Some(record), Some(first)) = (&extras.record, citations.first()) {
        let related = matches!(reply.verdict, Verdict::Related { .. });
        push_answer_rows(&mut card, &words, record, first, extras, related);
    }
    card.rows.retain(|row| !row.is_empty());
    card
}

/// Paragraphs to choose from, rather than a wall of text: number, heading and first sentence of each, and a way to it.
fn push_list(card: &mut Card, words: &Words, citations: &[Citation<'_>], group: bool) {
    let mut buttons = Vec::new();
    for (at, citation) in citations.iter().take(MOST_BUTTONS).enumerate() {
        let Citation { paper, paragraph, section, quote, .. } = citation;
        let place = Place::of(words, citation, false);
        if at < MOST_LISTED {
            card.blocks.push(heading(words, *section, place));
        }
        if !group && at < MOST_LISTED {
            let text = in_script(words, quote.language, &beginning(quote.words()));
            let shown = shown_in(words, quote.language);
            card.blocks.push(Block::Quote(vec![Span { text, strong: false }], shown));
        }
        let number = paragraph.number;
        let target = Target::Paragraph(paper.id.clone(), number);
        let spoken = Some(paragraph_name(words, &[number]));
        let short = button(words, number.to_string(), target, Opens::Beside);
        buttons.push(Button { spoken, ..short });
    }
    if citations.len() > MOST_LISTED {
        let (shown, count) = (MOST_LISTED.to_string(), citations.len().to_string());
        let arguments = [("shown", shown.as_str()), ("count", &count)];
        card.blocks.push(Block::Note(words.say_with(Message::ListFirst, &arguments)));
    }
    if let Some(first) = citations.first() {
        let paragraphs: Vec<_> = citations
            .iter()
            .map(|citation| (citation.section, citation.paragraph.number))
            .collect();
        let languages = citations.iter().map(|citation| citation.quote.language);
        let line = source(words, first.paper, &paragraphs, languages);
        card.blocks.push(Block::Source(line, Some(Place::of(words, first, false))));
    }
    card.rows.extend(buttons.chunks(NUMBERS_IN_ROW).map(<[_]>::to_vec));
}

/// The first sentence of a text, as much of it as a list has room for; what is left out is marked.
fn beginning(text: &str) -> Cow<'_, str> {
    let first = sentences(text).into_iter().next().and_then(|range| text.get(range));
    let first = first.unwrap_or(text);
    let most = MOST_OF_SENTENCE * if first.is_ascii() { 2 } else { 1 };
    let Some((end, _)) = first.char_indices().nth(most) else { return first.into() };
    let room = first.get(..end).unwrap_or(first);
    // between words, or behind a mark
    let cut = room.rfind([' ', '，', '、', '；', '：', '。']).filter(|&cut| cut > end / 2);
    let cut = cut.and_then(|cut| room.get(..cut)).unwrap_or(room);
    format!("{}…", cut.trim_end()).into()
}

/// That a section has fewer paragraphs, and which it has.
fn no_such_in_section(words: &Words, section: &Section) -> String {
    let heading = localized(words, &section.heading);
    let (first, last) = (section.numbers.start(), section.numbers.end());
    let numbers = [first.to_string(), last.to_string(), (last - first + 1).to_string()];
    let arguments = ["first", "last", "count"].into_iter().zip(&numbers);
    let arguments: Vec<_> = arguments
        .map(|(name, value)| (name, value.as_str()))
        .chain([("heading", heading.as_str())])
        .collect();
    words.say_with(Message::NoSuchInSection, &arguments)
}

/// That a place is not there, and what is.
fn no_such_place(words: &Words, place: &AbsentPlace<'_>) -> String {
    let AbsentPlace { paper, unit, absent, section } = *place;
    if let Some(section) = section {
        return no_such_in_section(words, section);
    }
    let number = match absent {
        Absent::Number(number) => number,
        Absent::Beyond(side) => {
            let place = match (side, unit) {
                (Side::Before, Unit::Section) => "first-section",
                (Side::After, Unit::Section) => "last-section",
                (Side::Before, _) => "first-paragraph",
                (Side::After, _) => "last-paragraph",
            };
            return words.say_with(Message::Beyond, &[("place", place)]);
        }
    };
    let title = title(words, paper);
    let number = number.to_string();
    if unit == Unit::Section {
        let count = paper.sections.len().to_string();
        return words.say_with(Message::NoSuchSection, &[("count", &count)]);
    }
    let of = |paragraph: Option<&Paragraph>| {
        paragraph.map_or_else(String::new, |own| own.number.to_string())
    };
    let (first, last) = (of(paper.paragraphs.first()), of(paper.paragraphs.last()));
    let count = paper.paragraphs.len().to_string();
    let arguments = [
        ("title", title.as_str()),
        ("number", &number),
        ("count", &count),
        ("first", &first),
        ("last", &last),
    ];
    words.say_with(Message::NoSuchParagraph, &arguments)
}

/// Which words of the paper were taken for which of the question, where they are in different languages.
///
/// They come folded, in Simplified characters and as English stems; those of the paper are told as its text has them.
fn matched_note(
    words: &Words,
    matched: &[Matched],
    text_in: Language,
    text: &str,
) -> Option<String> {
    let written = |text: &str, language: Language| match language {
        Language::Traditional => to_traditional(text),
        _ => text.to_owned(),
    };
    let pairs: Vec<_> = matched
        .iter()
        .take(MOST_MATCHED)
        .map(|pair| {
            let asked = written(&pair.asked, words.language());
            let words_of = |stems: &str| {
                let apart: Vec<&str> =
                    stems.split(' ').filter_map(|stem| of_stems(stem, text)).collect();
                if apart.is_empty() { stems.to_owned() } else { apart.join(" … ") }
            };
            let found = match text_in {
                // where they stand apart, each by itself
                Language::English => {
                    of_stems(&pair.found, text).map_or_else(|| words_of(&pair.found), str::to_owned)
                }
                _ => written(&pair.found, text_in),
            };
            format!("{asked} → {found}")
        })
        .collect();
    let listed = pairs.join(&words.say(Message::TitlesSeparator));
    (!pairs.is_empty()).then(|| words.say_with(Message::Matched, &[("words", &listed)]))
}

/// The first words of an English text with these stems, one behind the other.
fn of_stems<'t>(stems: &str, text: &'t str) -> Option<&'t str> {
    let stems: Vec<_> = stems.split(' ').collect();
    let mut words: Vec<(usize, &str)> = Vec::new();
    for (at, letter) in text.char_indices() {
        let begins = text.get(..at).is_none_or(|before| !before.ends_with(char::is_alphanumeric));
        if letter.is_alphanumeric() && begins {
            let rest = text.get(at..)?;
            let end = rest.find(|own: char| !own.is_alphanumeric()).unwrap_or(rest.len());
            words.push((at, rest.get(..end)?));
        }
    }
    words.windows(stems.len()).find_map(|run| {
        let is_same = run
            .iter()
            .zip(&stems)
            .all(|((_, word), stem)| Phrase::stem_of(&word.to_lowercase()) == **stem);
        let ((first, _), (last, word)) = (run.first()?, run.last()?);
        text.get(*first..last + word.len()).filter(|_| is_same)
    })
}

fn push_answer_rows(
    card: &mut Card,
    words: &Words,
    record: &Record,
    first: &Citation<'_>,
    extras: &Extras<'_>,
    related: bool,
) {
    let paper = first.paper;
    let numbers: Vec<_> = record
        .cited
        .iter()
        .filter(|cited| cited.paper == paper.id)
        .map(|cited| cited.number)
        .collect();
    // of paragraphs that follow each other, the one before comes before the first, and the next after the last
    let is_cited = |number: &u32| numbers.contains(number);
    let number = first.paragraph.number;
    let before = (1..number).rev().take_while(is_cited).last().unwrap_or(number);
    let last = (number + 1..).take_while(is_cited).last().unwrap_or(number);
    let can = written_in(paper, numbers.into_iter());
    if related && !extras.group {
        offer(card, words, &extras.offered);
    }
    card.rows.push(languages(words, paper, can, &Target::Answer(record.clone())));
    card.rows.extend(around(
        words,
        paper,
        before,
        last,
        Opens::Beside,
        if extras.group { Middle::Contents } else { Middle::Section },
    ));
    if related && !extras.group {
        card.rows.push(to_contents(words, paper, Opens::Beside));
    }
    if extras.feedback {
        card.rows.push(votes(words));
    }
}

fn offer(card: &mut Card, words: &Words, offered: &[Suggestion<'_>]) {
    if !offered.is_empty() {
        card.blocks.push(Block::Note(words.say(Message::AskInstead)));
        card.rows.extend(suggestions(words, offered));
    }
}

/// What a paper says in short, in no words but its own: its first paragraph, and the first sentence of each section after it.
pub fn opening(language: Language, paper: &Paper) -> Card {
    let words = Words::new(language);
    let mut card = Card::note(words.say(Message::Summary));
    let mut shown: Vec<(Option<&Section>, u32)> = Vec::new();
    let mut languages_shown = Vec::new();
    for paragraph in &paper.paragraphs {
        let section = paper.section_of(paragraph.number);
        let is_begun = section.is_some_and(|own| {
            let before = shown.last().and_then(|&(section, _)| section);
            before.is_some_and(|before| before.id == own.id)
        });
        let Some((own, text)) = paragraph.text.nearest(language) else { continue };
        if is_begun {
            continue;
        }
        if shown.len() > MOST_LISTED {
            break;
        }
        let text = if shown.is_empty() { Cow::Borrowed(text) } else { beginning(text) };
        let place = Place::whole(&paper.id, paragraph.number, language);
        card.blocks.push(heading(&words, section, place));
        let span = Span { text: in_script(&words, own, &text), strong: false };
        card.blocks.push(Block::Quote(vec![span], shown_in(&words, own)));
        languages_shown.push(own);
        shown.push((section, paragraph.number));
    }
    let place = shown.first().map(|&(_, number)| Place::whole(&paper.id, number, language));
    let line = source(&words, paper, &shown, languages_shown.into_iter());
    card.blocks.push(Block::Source(line, place));
    card.rows.push(to_contents(&words, paper, Opens::Beside));
    card
}

/// One citation as a message of its own, with the ways on from it.
pub fn citation(words_in: Language, citation: &Citation<'_>, record: Record) -> Card {
    let words = Words::new(words_in);
    let mut card = Card::default();
    push_quote(&mut card, &words, citation, true);
    let numbers = [(citation.section, citation.paragraph.number)];
    let language = std::iter::once(citation.quote.language);
    let line = source(&words, citation.paper, &numbers, language);
    card.blocks.push(Block::Source(line, Some(Place::of(&words, citation, true))));
    let can = written_in(citation.paper, std::iter::once(citation.paragraph.number));
    card.rows.push(languages(&words, citation.paper, can, &Target::Answer(record)));
    card
}

/// Paragraphs of a paper to be read: as many as fit one message, at least one; the button for the next leads on.
pub fn paragraphs<'k>(
    language: Language,
    paper: &'k Paper,
    shown: impl Iterator<Item = &'k Paragraph>,
    target: &Target,
    group: bool,
) -> Card {
    let words = Words::new(language);
    let mut card = Card::default();
    let mut numbers = Vec::new();
    let mut languages_shown = Vec::new();
    let mut length = 0;
    for paragraph in shown {
        let Some((own, text)) = paragraph.text.nearest(language) else { continue };
        length += text.encode_utf16().count();
        if length > MOST_SHOWN && !numbers.is_empty() {
            break;
        }
        languages_shown.push(own);
        let section = paper.section_of(paragraph.number);
        let place = Place::whole(&paper.id, paragraph.number, language);
        card.blocks.push(heading(&words, section, place));
        let text = in_script(&words, own, text);
        let shown = shown_in(&words, own);
        card.blocks.push(Block::Quote(vec![Span { text, strong: false }], shown));
        numbers.push((section, paragraph.number));
    }
    let line = source(&words, paper, &numbers, languages_shown.into_iter());
    let place = numbers.first().map(|&(_, number)| Place::whole(&paper.id, number, language));
    card.blocks.push(Block::Source(line, place));
    let own: Vec<_> = numbers.iter().map(|&(_, number)| number).collect();
    if let (Some(&first), Some(&last)) = (own.first(), own.last()) {
        card.rows.push(languages(&words, paper, written_in(paper, own.into_iter()), target));
        let middle = match target {
            _ if group => Middle::Contents,
            Target::Paragraph(..) => Middle::Section,
            _ => Middle::Nothing,
        };
        card.rows.extend(around(&words, paper, first, last, Opens::Here, middle));
        if !group {
            card.rows.push(to_contents(&words, paper, Opens::Here));
        }
    }
    card.rows.retain(|row| !row.is_empty());
    card
}

fn heading(words: &Words, section: Option<&Section>, place: Place) -> Block {
    Block::Heading(heading_line(words, section, place.number), Some(place))
}

/// The paragraph of a citation; the words that answer stand out, unless it is only to be read.
fn push_quote(card: &mut Card, words: &Words, citation: &Citation<'_>, answers: bool) {
    let Citation { section, quote, .. } = citation;
    card.blocks.push(heading(words, *section, Place::of(words, citation, answers)));
    let spans = quote
        .in_context()
        .into_iter()
        .zip([false, answers, false])
        .filter(|(text, _)| !text.is_empty());
    let spans =
        spans.map(|(text, strong)| Span { text: in_script(words, quote.language, text), strong });
    card.blocks.push(Block::Quote(spans.collect(), shown_in(words, quote.language)));
}

/// The name of a kind of thing in the message files.
const fn asked_name(asked: Option<AnswerType>) -> &'static str {
    match asked {
        Some(AnswerType::Money) => "money",
        Some(AnswerType::Size) => "size",
        Some(AnswerType::Rate) => "rate",
        Some(AnswerType::PersonName) => "person",
        Some(AnswerType::Count | AnswerType::Amount) => "count",
        Some(AnswerType::Date | AnswerType::Day) => "date",
        Some(AnswerType::Time) => "time",
        Some(AnswerType::Duration) => "duration",
        Some(AnswerType::List) => "list",
        // that nobody is named is never said of a paragraph that speaks of the subject
        Some(AnswerType::Who) | None => "other",
    }
}
