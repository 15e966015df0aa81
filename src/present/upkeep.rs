//! Cards for curators who take papers in and out by the bot.

use super::buttons::{button, to_contents};
use super::card::{Block, Card, Opens, Target, Upkeep};
use super::naming::title;
use super::pages::facts;
use super::words::{Message, Words};
use crate::corpus::Paper;
use crate::language::Language;

/// So many doubts are told; the rest stand beside the paper.
const MOST_DOUBTS: usize = 10;

/// A document that was read, and is not a paper yet: what was found in it, and what a reviewer should look at. In the place of a paper of the same id,
/// `changes` tells how many paragraphs differ. `message` is the one that it came in.
pub fn received(
    language: Language,
    paper: &Paper,
    doubts: &[String],
    changes: Option<usize>,
    message: i32,
) -> Card {
    let words = Words::new(language);
    let mut card = Card::default();
    card.blocks.push(Block::Heading(title(&words, paper), None));
    card.blocks.push(Block::Note(facts(&words, paper).join("\n")));
    let lacks = paper.details_lacking();
    if !lacks.is_empty() {
        let names = lacks.iter().map(|name| words.say_with(Message::Detail, &[("name", name)]));
        let names = names.collect::<Vec<_>>().join(&words.say(Message::TitlesSeparator));
        card.blocks.push(Block::Note(words.say_with(Message::UploadLacks, &[("details", &names)])));
    }
    if !doubts.is_empty() {
        let count = doubts.len().to_string();
        let above = words.say_with(Message::UploadDoubts, &[("count", &count)]);
        let mut lines = vec![above];
        lines.extend(doubts.iter().take(MOST_DOUBTS).map(|doubt| format!("· {doubt}")));
        if doubts.len() > MOST_DOUBTS {
            lines.push("…".to_owned());
        }
        card.blocks.push(Block::Note(lines.join("\n")));
    }
    let id = ("id", paper.id.as_str());
    card.blocks.push(Block::Note(match changes {
        None => words.say_with(Message::UploadAsk, &[id]),
        Some(changes) => {
            words.say_with(Message::UploadAskReplace, &[id, ("count", &changes.to_string())])
        }
    }));
    let key =
        |label, upkeep| vec![button(&words, words.say(label), Target::Upkeep(upkeep), Opens::Here)];
    let take_in = if changes.is_some() { Message::ButtonReplace } else { Message::ButtonTakeIn };
    card.rows.push(key(take_in, Upkeep::TakeIn(message)));
    card.rows.push(key(Message::ButtonThrowAway, Upkeep::ThrowAway(message)));
    card
}

/// Asks whether a paper is to be taken out.
pub fn ask_to_remove(language: Language, paper: &Paper) -> Card {
    let words = Words::new(language);
    let title = title(&words, paper);
    let target = Target::Upkeep(Upkeep::Remove(paper.id.clone()));
    let label = words.say(Message::ButtonRemove);
    let note = words.say_with(Message::RemoveAsk, &[("title", &title), ("id", &paper.id)]);
    Card { rows: vec![vec![button(&words, label, target, Opens::Here)]], ..Card::note(note) }
}

/// What became of a paper, by its title; the way to one that can be asked now.
pub fn upkept(language: Language, message: Message, paper: &Paper) -> Card {
    let words = Words::new(language);
    let title = title(&words, paper);
    let card = Card::note(words.say_with(message, &[("title", &title)]));
    let is_there = message == Message::TakenIn;
    let rows = is_there.then(|| to_contents(&words, paper, Opens::Beside));
    Card { rows: rows.into_iter().collect(), ..card }
}
