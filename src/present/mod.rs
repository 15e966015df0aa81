//! Puts replies into words: a card of blocks in the reader's language, then HTML for Telegram, plain text, or JSON. It decides nothing.

mod about;
mod buttons;
mod card;
mod html;
mod json;
mod naming;
mod pages;
mod plain;
mod reply;
mod words;

pub use card::{Block, Button, Card, Opens, Span, Target, summary};
pub use html::{LIMIT, Links, messages};
pub use json::{CitationObject, Object};
pub use pages::{
    about, ask_empty, choose_language, contents, help, joined, notice, notice_with, papers,
    para_usage, settings, start, talk, unanswered,
};
pub use plain::{Styles, plain};
pub use reply::{Extras, citation, opening, paragraphs, reply};
pub use words::{Message, Words};
