//! Puts replies into words: a card of blocks in the reader's language, then HTML for Telegram, plain text, or JSON. It decides nothing.

mod card;
mod html;
mod json;
mod plain;
mod words;

pub use card::{Block, Button, Card, Span, Target, ask_empty, contents, help, notice, originals, papers, paragraphs, reply, start};
pub use html::{LIMIT, messages};
pub use json::{CitationObject, Object};
pub use plain::{Styles, plain};
pub use words::{Message, Words};
