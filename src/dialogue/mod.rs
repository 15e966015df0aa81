//! One conversation for every place where people talk to the bot: what they write or press, and the card that they get.

mod command;
mod target;

pub use command::{Command, command};
pub use target::{decode, encode};

use crate::answer::{Engine, Question, Turn};
use crate::knowledge::Knowledge;
use crate::language::Language;
use crate::render::{self, Card, Message, Target};

/// The card for a command. `after` is what the conversation was last about, and becomes what it is about now.
pub fn respond(engine: &Engine, command: Command<'_>, reader: Language, after: &mut Option<Turn>) -> Card {
    let knowledge = engine.knowledge();
    match command {
        Command::Ask(question) if question.trim().is_empty() => render::ask_empty(reader, knowledge),
        Command::Ask(question) => {
            let reply = engine.answer(&Question { text: question, language: None, fallback: reader, after: after.as_ref() });
            let mut card = render::reply(knowledge, &reply);
            card.buttons.extend(render::originals(&reply));
            after.clone_from(&reply.turn);
            card
        }
        Command::Start => render::start(reader, knowledge),
        Command::Help => render::help(reader, knowledge),
        Command::Sections => render::papers(reader, knowledge),
        Command::Unknown => render::notice(reader, Message::NoCommand),
    }
}

/// The card for a button. One of another time says so.
pub fn press(engine: &Engine, data: &str, reader: Language) -> Card {
    let knowledge = engine.knowledge();
    let shown = decode(data, knowledge).and_then(|(target, language)| show(knowledge, &target, language));
    shown.unwrap_or_else(|| render::notice(reader, Message::NoLonger))
}

/// What a button shows; `None` where the papers have it no longer.
pub fn show(knowledge: &Knowledge, target: &Target, reader: Language) -> Option<Card> {
    let paper = |id: &str| knowledge.papers().iter().find(|paper| paper.id == id);
    match target {
        Target::Paper(id) => Some(render::contents(reader, paper(id)?)),
        Target::Section(id, section) => {
            let paper = paper(id)?;
            Some(render::paragraphs(reader, paper, paper.paragraphs_of(paper.section(section)?)))
        }
        Target::Paragraph(id, number) => {
            let paper = paper(id)?;
            Some(render::paragraphs(reader, paper, std::iter::once(paper.paragraph(*number)?)))
        }
    }
}

/// The language to speak with somebody whose words tell none: that of their client, English for a foreign one; where there is none, the first paper's.
pub fn reader(client: Option<&str>, knowledge: &Knowledge) -> Language {
    let own = || knowledge.papers().first().map(|paper| paper.language).unwrap_or(Language::Traditional);
    match client {
        // who reads neither Chinese nor English is likelier to read English
        Some(client) => Language::of_client(client).unwrap_or(Language::English),
        None => own(),
    }
}
