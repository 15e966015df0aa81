//! A question and its answer: the same as on Telegram, as a page.

use maud::html;

use super::card::{self, question_address};
use super::layout::{self, Frame};
use super::rendered::Rendered;
use super::{Pages, papers};
use crate::answer;
use crate::conversation::{self, Command, Context, Engines};
use crate::language::Language;
use crate::present::{self, Message, Words};
use crate::settings::Settings;

/// What was asked, and by whom.
pub(super) struct Asked {
    pub(super) question: String,
    /// The language that the reply is to be in; `None` for the question's own.
    pub(super) language: Option<Language>,
    /// The reader's.
    pub(super) reader: Language,
    pub(super) reader_is_known: bool,
}

/// The page of an answer; for no question, that of the question box.
pub(super) fn page(pages: &Pages, asked: &Asked) -> Rendered {
    let question = asked.question.trim();
    if question.is_empty() {
        return papers::page(pages, asked.reader, 1);
    }
    // there is nowhere to keep a vote
    let settings = &Settings { language: asked.language, feedback: false, ..Settings::default() };
    let context = Context {
        reader: asked.reader,
        reader_is_known: asked.reader_is_known,
        settings,
        after: None,
        question: None,
        group: false,
        retention_days: 0,
    };
    // settings and privacy are those of chats, and there is nothing to help with but the box
    let command = match conversation::understand(question, None, true) {
        Some(Command::Help | Command::Start(_)) => return papers::page(pages, asked.reader, 1),
        Some(
            command @ (Command::Sections
            | Command::Paper
            | Command::Papers(_)
            | Command::Para(_)
            | Command::Summary(_)),
        ) => command,
        _ => Command::Ask(question),
    };
    let response = conversation::respond(Engines::of(&pages.engine), command, &context);
    let shown = response.asked.map(|asked| asked.language);
    let shown = shown.or_else(|| response.card.place().map(|place| place.language));
    let reply_language = shown.or(asked.language);
    let reply_language =
        reply_language.unwrap_or_else(|| answer::language_of(question, asked.reader));
    let words = Words::new(reply_language);
    let summary = present::summary(&response.card).map(|(_, said)| said);
    let address = |language: Language| format!("{}&lang={language}", question_address(question));
    let main = html! {
        (layout::question_box(pages, &words, question))
        article.answer {
            // it stands in the box already
            h1.hidden { (question) }
            (card::blocks(pages, &response.card))
            (card::links(pages, &words, &response.card))
        }
    };
    let title = layout::description(question);
    let description =
        summary.map_or_else(|| words.say(Message::PageIntro), |said| layout::description(&said));
    Frame::passing(&words, title, description, &address, main).page(pages)
}
