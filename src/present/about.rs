//! What is said of papers rather than by them: which there are, whose and from when, which of them are silent.

use super::buttons::{button, contents, titled, to_contents, to_papers};
use super::card::{Block, Button, Card, Opens, Span, Target};
use super::naming::{
    date_name, extent, in_script, localized, shown_in, source, source_of_paper, title, titles,
};
use super::pages::facts;
use super::place::Place;
use super::words::{Message, Words};
use crate::answer::{Citation, Fact, Reply, Verdict};
use crate::corpus::Paper;

/// A card about papers; `None` for a reply of their own words.
pub(super) fn card(words: &Words, reply: &Reply<'_>) -> Option<Card> {
    match &reply.verdict {
        Verdict::About { paper, fact: Fact::Summary, .. } => {
            Some(super::reply::opening(words.language(), paper))
        }
        Verdict::About { paper, fact, citations } => {
            let first = citations.as_ref().and_then(|citations| citations.all().first());
            Some(about(words, paper, *fact, first))
        }
        Verdict::Papers { papers, total, all, which } => {
            let count = total.to_string();
            let said = match (which, all) {
                (true, _) => words.say(Message::PapersWhich),
                (false, true) => words.say_with(Message::PapersCount, &[("count", &count)]),
                (false, false) => words.say_with(Message::PapersMatching, &[("count", &count)]),
            };
            let more = total.saturating_sub(papers.len());
            let mut card = list(words, said, papers, more > 0 || !all);
            if more > 0 {
                let message = if *all { Message::PapersMore } else { Message::PapersMoreMatching };
                let more = words.say_with(message, &[("count", &more.to_string())]);
                card.blocks.push(Block::Note(more));
            }
            Some(card)
        }
        Verdict::NoSuchPaper { name, papers, total } => {
            let count = total.to_string();
            let said = words.say_with(Message::NoSuchPaper, &[("name", name), ("count", &count)]);
            Some(list(words, said, papers, *total > papers.len()))
        }
        _ => None,
    }
}

/// Papers to choose from; `others`: whether there may be others.
fn list(words: &Words, note: String, papers: &[&Paper], others: bool) -> Card {
    let mut rows = titled(words, papers.iter().copied(), Opens::Beside);
    if others {
        rows.push(vec![to_papers(words, Opens::Beside)]);
    }
    let lines: Vec<String> =
        papers.iter().map(|paper| format!("· {}", named(words, paper))).collect();
    Card { blocks: vec![Block::Note(format!("{note}\n{}", lines.join("\n")))], rows }
}

/// A paper's title with its date.
fn named(words: &Words, paper: &Paper) -> String {
    let title = title(words, paper);
    match paper.date {
        Some(date) => [title, date_name(words, date)].join(&words.say(Message::ListSeparator)),
        None => title,
    }
}

fn about(words: &Words, paper: &Paper, fact: Fact, opening: Option<&Citation<'_>>) -> Card {
    let text = |message, argument, value: String| {
        (!value.is_empty()).then(|| words.say_with(message, &[(argument, &value)]))
    };
    let said = match fact {
        Fact::Issuer => text(Message::AboutIssuer, "issuer", localized(words, &paper.issuer)),
        Fact::Body => text(Message::AboutBody, "body", localized(words, &paper.body)),
        Fact::Date => text(
            Message::AboutDate,
            "date",
            paper.date.map_or_else(String::new, |own| date_name(words, own)),
        ),
        Fact::Number => {
            text(Message::AboutNumber, "number", paper.paper_number.clone().unwrap_or_default())
        }
        Fact::Extent => Some(extent(words, paper)),
        Fact::Original => {
            let kept = if paper.original_sha256.is_some() { "yes" } else { "no" };
            Some(words.say_with(Message::AboutOriginal, &[("kept", kept)]))
        }
        Fact::Sections => {
            let title = title(words, paper);
            Some(words.say_with(Message::Sections, &[("title", &title)]))
        }
        Fact::Identity | Fact::List | Fact::Summary => Some(facts(words, paper).join("\n")),
    };
    let title = title(words, paper);
    let said = said.unwrap_or_else(|| words.say_with(Message::AboutUnknown, &[("title", &title)]));
    let mut card = Card::default();
    if fact == Fact::Identity {
        card.blocks.push(Block::Heading(title, None));
    }
    card.blocks.push(Block::Note(said));
    if let Some(opening) = opening {
        let text = in_script(words, opening.quote.language, opening.quote.words());
        let shown = shown_in(words, opening.quote.language);
        card.blocks.push(Block::Quote(vec![Span { text, strong: false }], shown));
        let numbers = [(opening.section, opening.paragraph.number)];
        let language = std::iter::once(opening.quote.language);
        let line = source(words, paper, &numbers, language);
        card.blocks.push(Block::Source(line, Some(Place::of(words, opening, false))));
    } else if fact != Fact::Identity {
        // its page on the web has the original
        let page = paper.paragraphs.first().filter(|_| fact == Fact::Original);
        let page = page.map(|first| Place::whole(&paper.id, first.number, words.language()));
        card.blocks.push(Block::Source(source_of_paper(words, paper), page));
    }
    card.rows = match fact {
        Fact::Sections | Fact::Identity | Fact::Original => contents(words, paper, Opens::Beside),
        _ => vec![to_contents(words, paper, Opens::Beside)],
    };
    card
}

/// That the papers that were named do not answer.
pub(super) fn silent(words: &Words, papers: &[&Paper]) -> Block {
    let titles = titles(words, papers.iter().copied());
    Block::Note(words.say_with(Message::Silent, &[("titles", &titles)]))
}

/// What other papers say: the sentence of the first, where the named ones are silent, and a way to each.
pub(super) fn push_elsewhere(card: &mut Card, words: &Words, reply: &Reply<'_>) {
    let Some(first) = reply.elsewhere.first() else { return };
    if reply.silent.is_some() {
        card.blocks.push(Block::Note(words.say(Message::Elsewhere)));
        let text = in_script(words, first.quote.language, first.quote.words());
        let shown = shown_in(words, first.quote.language);
        card.blocks.push(Block::Quote(vec![Span { text, strong: false }], shown));
        let numbers = [(first.section, first.paragraph.number)];
        let language = std::iter::once(first.quote.language);
        let line = source(words, first.paper, &numbers, language);
        card.blocks.push(Block::Source(line, Some(Place::of(words, first, true))));
    } else {
        let titles = titles(words, reply.elsewhere.iter().map(|other| other.paper));
        let said = words.say_with(Message::AnsweredToo, &[("titles", &titles)]);
        card.blocks.push(Block::Note(said));
    }
    card.rows.extend(reply.elsewhere.iter().map(|other| vec![way_to(words, other)]));
}

fn way_to(words: &Words, citation: &Citation<'_>) -> Button {
    let target = Target::Paragraph(citation.paper.id.clone(), citation.paragraph.number);
    button(words, named(words, citation.paper), target, Opens::Beside)
}
