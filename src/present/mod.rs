//! Puts replies into words: a card of blocks in the reader's language, then HTML for Telegram, plain text, or JSON. It decides nothing.

mod about;
mod buttons;
mod card;
mod html;
mod json;
mod naming;
mod pages;
mod place;
mod plain;
mod reply;
mod upkeep;
mod words;

pub use buttons::{newest_first, own_name};
pub use card::{Block, Button, Card, Opens, Span, Target, Upkeep, summary};
pub use html::{LIMIT, Links, messages};
pub use json::{CitationObject, Object};
pub use naming::{
    date_name, heading_line, in_script, localized, paragraph_name, shown_in, source,
    source_of_paper, title,
};
pub use pages::{
    about, ask_empty, choose_language, choose_papers, chosen_papers, contents, example, facts,
    help, joined, notice, notice_with, page_of, papers, para_usage, settings, start, talk,
    unanswered,
};
pub use place::{Address, Place, Site};
pub use plain::{Styles, plain};
pub use reply::{Extras, citation, opening, paragraphs, reply};
pub use upkeep::{ask_to_remove, received, upkept};
pub use words::{Message, Words};
