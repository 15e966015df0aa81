//! What a reader gets, as blocks and buttons: the same for Telegram and the terminal.

use super::place::Place;
use crate::answer::{Citation, Record};
use crate::language::Language;
use crate::settings::Change;

/// A message, of whatever length, and the buttons below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// What is said, from top to bottom.
    pub blocks: Vec<Block>,
    /// What can be done next, row by row.
    pub rows: Vec<Vec<Button>>,
}

/// A part of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The bot's own words.
    Note(String),
    /// What a quotation is about, and where it was taken from, if it was.
    Heading(String, Option<Place>),
    /// The paper's words, and the language that they are shown in.
    Quote(Vec<Span>, Language),
    /// Where they stand.
    Source(String, Option<Place>),
}

/// A stretch of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Whether they are the answer.
    pub strong: bool,
}

/// Something that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// The same in words, where signs stand for them that a list cannot do with.
    pub spoken: Option<String>,
    /// What it shows or does.
    pub target: Target,
    /// In which language.
    pub language: Language,
    /// Where that is shown.
    pub opens: Opens,
}

/// Where a button shows what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// In the place of the card that it belongs to.
    Here,
    /// In a card of its own, below.
    Beside,
}

/// What a curator does with the papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upkeep {
    /// Takes in the document that came in a message, by its number.
    TakeIn(i32),
    /// Throws it away.
    ThrowAway(i32),
    /// Takes out a paper, by its id.
    Remove(String),
}

/// What a button shows or does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The papers that can be asked, the newest first: this page of them, from 0.
    Papers(u32),
    /// The contents of a paper, by its id.
    Paper(String),
    /// A section, by the ids of its paper and itself.
    Section(String, String),
    /// A paragraph, by the paper's id and its number.
    Paragraph(String, u32),
    /// All paragraphs from one number to another.
    Paragraphs(String, u32, u32),
    /// What a reply cited.
    Answer(Record),
    /// The reply to a sample question, by its words.
    Question(String),
    /// A vote on the card: whether it helped.
    Vote(bool),
    /// A choice of the chat.
    Set(Change),
    /// What the chat has chosen.
    Settings,
    /// The papers to choose those from that the chat asks: this page of them, from 0.
    Choose(u32),
    /// A curator's decision on a paper.
    Upkeep(Upkeep),
}

impl Card {
    /// All buttons, from top to bottom.
    pub fn buttons(&self) -> impl Iterator<Item = &Button> {
        self.rows.iter().flatten()
    }

    /// Where the first of its quotations was taken from, if it has one.
    pub fn place(&self) -> Option<&Place> {
        let places = self.blocks.iter().map(|block| match block {
            Block::Heading(_, place) | Block::Source(_, place) => place.as_ref(),
            Block::Note(_) | Block::Quote(..) => None,
        });
        places.flatten().next()
    }

    /// A card with these words and no buttons.
    pub(super) fn note(words: String) -> Self {
        Self { blocks: vec![Block::Note(words)], rows: Vec::new() }
    }
}

/// The heading of the section that a citation stands in, as it is stored in the language of the quotation.
pub(super) fn stored_heading(citation: &Citation<'_>) -> Option<String> {
    let language = citation.quote.language;
    citation
        .section
        .and_then(|section| section.heading.nearest(language))
        .map(|(_, heading)| heading.to_owned())
}

/// What a card is about, and what it says: its first heading, and the words that answer, or else the first of the paper's.
pub fn summary(card: &Card) -> Option<(String, String)> {
    let heading = card.blocks.iter().find_map(|block| match block {
        Block::Heading(text, _) => Some(text.clone()),
        _ => None,
    })?;
    let spans = || {
        card.blocks
            .iter()
            .filter_map(|block| if let Block::Quote(spans, _) = block { Some(spans) } else { None })
            .flatten()
    };
    let words = spans().find(|span| span.strong).or_else(|| spans().next())?;
    Some((heading, words.text.trim().to_owned()))
}
