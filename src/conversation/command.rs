//! What somebody wants, by what they write.

use crate::language::Language;
use crate::question::{self, Natural};

/// What somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command<'t> {
    /// A welcome, or what a link to the bot leads to.
    Start(&'t str),
    /// What the bot can do.
    Help,
    /// An answer.
    Ask(&'t str),
    /// The contents.
    Sections,
    /// What a paper says in short, by the words that ask for it.
    Summary(&'t str),
    /// Paragraphs, by what was written behind the command.
    Para(&'t str),
    /// What the papers are.
    Paper,
    /// Which papers there are, or those that are called so.
    Papers(&'t str),
    /// A choice of the language of replies: to be asked for, or made.
    Language(Option<Option<Language>>),
    /// The settings of the chat.
    Settings,
    /// What is kept of people.
    Privacy,
    /// That it be deleted.
    Forget,
    /// What was not answered. For curators.
    Unanswered,
    /// Figures. For curators.
    Stats,
    /// That a paper be taken out, by what is written behind the command. For curators.
    Remove(&'t str),
    /// Something that the bot does not know.
    Unknown,
}

/// What a text to the bot asks for: a command, however it is typed, or a question. `leans` tells whether something was said before that
/// a wish such as 簡體 may be about. `None` for a command to another bot. `me` is this bot's user name, if it has one.
pub fn understand<'t>(text: &'t str, me: Option<&str>, leans: bool) -> Option<Command<'t>> {
    if text.trim_start().starts_with(['/', '／']) {
        return command(text, me);
    }
    let natural = match question::command_named(text) {
        Some(Natural::Help) => Some(Command::Help),
        Some(Natural::Contents) => Some(Command::Sections),
        Some(Natural::Summary) => Some(Command::Summary(text)),
        Some(Natural::Settings) => Some(Command::Settings),
        Some(Natural::Language) => Some(Command::Language(None)),
        Some(Natural::Privacy) => Some(Command::Privacy),
        None => None,
    };
    let language = || question::language_named(text).filter(|_| !leans);
    let language = || language().map(|language| Command::Language(Some(language)));
    Some(natural.or_else(language).unwrap_or(Command::Ask(text)))
}

/// Reads a command: `/ask question`, `/ASK@this_bot` and a line's end, a full-width slash or space. `None` for words that are no
/// command, and for a command to another bot. `me` is this bot's user name, if it has one.
pub fn command<'t>(text: &'t str, me: Option<&str>) -> Option<Command<'t>> {
    let text = text.trim_start();
    let rest = text.strip_prefix(['/', '／'])?;
    // people write /ask前海, /ask：前海 and /para4 as well
    let is_name = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    let end = rest.find(|letter| !is_name(letter)).unwrap_or(rest.len());
    let (name, behind) = rest.split_at_checked(end)?;
    let behind = match behind.strip_prefix('@') {
        Some(named) => behind_name(named, me)?,
        None => behind,
    };
    let behind = behind
        .trim_start_matches(|mark: char| mark.is_whitespace() || "，,：:、。".contains(mark))
        .trim_end();
    Some(match name.to_ascii_lowercase().as_str() {
        "start" => Command::Start(behind),
        "help" => Command::Help,
        "ask" => Command::Ask(behind),
        "sections" => Command::Sections,
        "para" => Command::Para(behind),
        "paper" => Command::Paper,
        "papers" => Command::Papers(behind),
        "language" => Command::Language(question::language_named(behind)),
        "settings" => Command::Settings,
        "privacy" => Command::Privacy,
        "forget" => Command::Forget,
        "unanswered" => Command::Unanswered,
        "stats" => Command::Stats,
        "remove" => Command::Remove(behind),
        _ => Command::Unknown,
    })
}

/// What stands behind this bot's name; `None` behind another's.
fn behind_name<'t>(named: &'t str, me: Option<&str>) -> Option<&'t str> {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let end = named.find(|letter| !is_name(letter)).unwrap_or(named.len());
    let (name, behind) = named.split_at_checked(end)?;
    me.is_some_and(|me| me.eq_ignore_ascii_case(name)).then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_however_they_are_typed() {
        for (text, expected) in [
            ("/ask 前海", Some(Command::Ask("前海"))),
            ("/ask\n前海", Some(Command::Ask("前海"))),
            ("/ask\u{3000}前海 ", Some(Command::Ask("前海"))),
            ("／ASK@Briefing_Bot 前海", Some(Command::Ask("前海"))),
            ("  /ask", Some(Command::Ask(""))),
            ("/start payload", Some(Command::Start("payload"))),
            ("/sections", Some(Command::Sections)),
            ("/help@briefing_bot", Some(Command::Help)),
            ("/para 4-6", Some(Command::Para("4-6"))),
            ("/papers", Some(Command::Papers(""))),
            ("/remove p-waste", Some(Command::Remove("p-waste"))),
            ("/papers 2013", Some(Command::Papers("2013"))),
            ("/language", Some(Command::Language(None))),
            ("/language 简体", Some(Command::Language(Some(Some(Language::Simplified))))),
            ("/language auto", Some(Command::Language(Some(None)))),
            ("/language Klingon", Some(Command::Language(None))),
            ("/nothing", Some(Command::Unknown)),
            ("/", Some(Command::Unknown)),
            ("/ask前海", Some(Command::Ask("前海"))),
            ("/ask，前海", Some(Command::Ask("前海"))),
            ("/ask：前海", Some(Command::Ask("前海"))),
            ("/ask@briefing_bot前海", Some(Command::Ask("前海"))),
            ("/para4", Some(Command::Para("4"))),
            ("/para4-6", Some(Command::Para("4-6"))),
            ("/asking", Some(Command::Unknown)),
            ("/ask@briefing_bot2 前海", None),
            ("/ask@other_bot 前海", None),
            ("ask", None),
            ("前海/蓮塘", None),
            ("", None),
        ] {
            assert_eq!(command(text, Some("briefing_bot")), expected, "{text}");
        }
    }

    #[test]
    fn commands_need_no_slash_where_they_are_all_that_is_said() {
        for (text, leans, expected) in [
            ("目錄", false, Command::Sections),
            ("撮要", true, Command::Summary("撮要")),
            ("TL;DR", false, Command::Summary("TL;DR")),
            ("Give me a summary!", false, Command::Summary("Give me a summary!")),
            ("目录？", true, Command::Sections),
            ("Help!", false, Command::Help),
            ("簡體", false, Command::Language(Some(Some(Language::Simplified)))),
            ("簡體", true, Command::Ask("簡體")),
            ("第四段", false, Command::Ask("第四段")),
            ("附件的目錄在哪裏？", false, Command::Ask("附件的目錄在哪裏？")),
            ("help tourism", false, Command::Ask("help tourism")),
            ("", false, Command::Ask("")),
        ] {
            assert_eq!(understand(text, None, leans), Some(expected), "{text}");
        }
    }
}
