//! What somebody wants, by what they write.

/// What somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command<'t> {
    /// A welcome.
    Start,
    /// What the bot can do.
    Help,
    /// An answer.
    Ask(&'t str),
    /// The contents.
    Sections,
    /// Something that the bot does not know.
    Unknown,
}

/// Reads a command: `/ask question`, `/ASK@this_bot` and a line's end, a full-width slash or space. `None` for words that are no
/// command, and for a command to another bot. `me` is this bot's user name, if it has one.
pub fn command<'t>(text: &'t str, me: Option<&str>) -> Option<Command<'t>> {
    let text = text.trim_start();
    let rest = text.strip_prefix(['/', '／'])?;
    let end = rest.find(|character: char| character.is_whitespace()).unwrap_or(rest.len());
    let (head, behind) = rest.split_at_checked(end)?;
    let (name, bot) = head.split_once('@').map_or((head, None), |(name, bot)| (name, Some(bot)));
    if bot.is_some_and(|bot| !me.is_some_and(|me| me.eq_ignore_ascii_case(bot))) {
        return None;
    }
    Some(match name.to_ascii_lowercase().as_str() {
        "start" => Command::Start,
        "help" => Command::Help,
        "ask" => Command::Ask(behind.trim()),
        "sections" => Command::Sections,
        _ => Command::Unknown,
    })
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
            ("/start payload", Some(Command::Start)),
            ("/sections", Some(Command::Sections)),
            ("/help@briefing_bot", Some(Command::Help)),
            ("/nothing", Some(Command::Unknown)),
            ("/", Some(Command::Unknown)),
            ("/ask@other_bot 前海", None),
            ("ask", None),
            ("前海/蓮塘", None),
            ("", None),
        ] {
            assert_eq!(command(text, Some("briefing_bot")), expected, "{text}");
        }
    }
}
