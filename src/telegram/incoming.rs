//! What of an update is meant for the bot, and what is wanted. Pure: tested by table.
//!
//! In private every text is; in groups `/ask`, a command that names the bot, a mention of it, and a reply to one of its messages.

use super::update::{Entity, Message, Update, User};
use crate::answer::{Engine, Turn};
use crate::dialogue::{self, Command};
use crate::knowledge::Knowledge;
use crate::language::Language;
use crate::render::Card;

/// Telegram's id for the topic "General", which answers must not name.
const GENERAL_TOPIC: i32 = 1;

/// The user under whose name anonymous admins of groups write.
const ANONYMOUS_ADMIN: &str = "GroupAnonymousBot";

/// Who the bot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Me {
    pub(super) id: u64,
    pub(super) username: String,
}

/// Where a reply goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) chat: i64,
    pub(super) topic: Option<i32>,
    /// The message that is replied to.
    pub(super) message: i32,
    /// Whether it is a private chat.
    pub(super) private: bool,
}

/// Words to the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    text: String,
    /// Whether the text is a command rather than a question.
    is_command: bool,
    username: String,
}

impl Words {
    /// The card that they get.
    pub(super) fn respond(&self, engine: &Engine, reader: Language, after: &mut Option<Turn>) -> Card {
        let command = if self.is_command { dialogue::command(&self.text, Some(&self.username)) } else { None };
        dialogue::respond(engine, command.unwrap_or(Command::Ask(&self.text)), reader, after)
    }
}

/// Something that is meant for the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Incoming {
    /// Somebody wrote.
    Said { place: Place, words: Words, reader: Language },
    /// Somebody pressed a button; `place` is where, if Telegram says.
    Pressed { id: String, place: Option<Place>, data: String, reader: Language },
}

impl Incoming {
    /// The chat that it came from; 0 where Telegram does not say.
    pub(super) fn chat(&self) -> i64 {
        match self {
            Self::Said { place, .. } => place.chat,
            Self::Pressed { place, .. } => place.as_ref().map_or(0, |place| place.chat),
        }
    }
}

/// Reads an update. `None` for what is not meant for the bot.
pub(super) fn read(update: Update, me: &Me, knowledge: &Knowledge) -> Option<Incoming> {
    let reader = |user: Option<&User>| dialogue::reader(user.and_then(|user| user.language_code.as_deref()), knowledge);
    if let Some(query) = update.callback_query {
        let place = query.message.as_ref().map(place);
        return Some(Incoming::Pressed { id: query.id, place, data: query.data.unwrap_or_default(), reader: reader(Some(&query.from)) });
    }
    let message = update.message?;
    if is_from_machine(&message, me) {
        return None;
    }
    let words = words(&message, me)?;
    Some(Incoming::Said { place: place(&message), words, reader: reader(message.from.as_ref()) })
}

/// Whether no person wrote it: another bot, this bot through somebody's inline query, a channel's post. An anonymous admin is a person.
fn is_from_machine(message: &Message, me: &Me) -> bool {
    let bot = message.from.as_ref().is_some_and(|user| user.is_bot && user.username.as_deref() != Some(ANONYMOUS_ADMIN));
    let via_me = message.via_bot.as_ref().is_some_and(|user| user.id == me.id);
    bot || via_me || message.is_automatic_forward || message.chat.kind == "channel"
}

fn place(message: &Message) -> Place {
    let topic = message.message_thread_id.filter(|&topic| message.is_topic_message && topic != GENERAL_TOPIC);
    Place { chat: message.chat.id, topic, message: message.message_id, private: message.chat.kind == "private" }
}

/// The words to the bot in a message; `None` if it is not spoken to.
fn words(message: &Message, me: &Me) -> Option<Words> {
    let text = message.text.as_deref()?;
    let private = message.chat.kind == "private";
    let said = |text: &str, is_command| Some(Words { text: text.to_owned(), is_command, username: me.username.clone() });
    let looks_like_command = text.trim_start().starts_with(['/', '／']);
    if looks_like_command {
        return match dialogue::command(text, Some(&me.username)) {
            // in a group every bot hears /help; who means this one names it
            Some(command) if !private && !matches!(command, Command::Ask(_)) && !names_me(text, me) => None,
            Some(_) => said(text, true),
            None if private => said(text, false),
            None => None,
        };
    }
    let mention = message.entities.iter().find_map(|entity| mention(text, entity, me));
    if let Some((before, after)) = mention {
        return said(format!("{} {}", before.trim_end(), after.trim_start()).trim(), false);
    }
    let reply = message.reply_to_message.as_ref().and_then(|message| message.from.as_ref()).is_some_and(|user| user.id == me.id);
    if private || reply { said(text, false) } else { None }
}

/// Whether a command names this bot.
fn names_me(text: &str, me: &Me) -> bool {
    let head = text.split_whitespace().next().unwrap_or_default();
    head.split_once('@').is_some_and(|(_, name)| name.eq_ignore_ascii_case(&me.username))
}

/// What stands before and after a mention of the bot, if that is what the entity is.
fn mention<'t>(text: &'t str, entity: &Entity, me: &Me) -> Option<(&'t str, &'t str)> {
    let start = byte_at(text, entity.offset)?;
    let end = byte_at(text, entity.offset.checked_add(entity.length)?)?;
    let named = text.get(start..end)?;
    let is_me = match entity.kind.as_str() {
        "mention" => named.strip_prefix('@').is_some_and(|name| name.eq_ignore_ascii_case(&me.username)),
        "text_mention" => entity.user.as_ref().is_some_and(|user| user.id == me.id),
        _ => false,
    };
    if is_me { Some((text.get(..start)?, text.get(end..)?)) } else { None }
}

/// The byte at which a UTF-16 offset falls; `None` where it falls into a character or past the end.
fn byte_at(text: &str, offset: usize) -> Option<usize> {
    let mut units = 0;
    for (at, character) in text.char_indices() {
        if units == offset {
            return Some(at);
        }
        units += character.len_utf16();
    }
    (units == offset).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOT: u64 = 77;

    fn me() -> Me {
        Me { id: BOT, username: "briefing_bot".to_owned() }
    }

    /// What the bot takes from a message: its words, or nothing.
    fn taken(message: &str) -> Option<String> {
        let Ok(engine) = crate::embedded::engine() else { panic!("the embedded papers cannot be read") };
        let knowledge = engine.knowledge().clone();
        let Ok(update) = serde_json::from_str::<Update>(&format!(r#"{{"update_id": 1, "message": {{"message_id": 5, {message}}}}}"#))
        else {
            panic!("no update: {message}")
        };
        match read(update, &me(), &knowledge)? {
            Incoming::Said { words, .. } => Some(words.text),
            Incoming::Pressed { .. } => None,
        }
    }

    const PRIVATE: &str = r#""chat": {"id": 1, "type": "private"}, "from": {"id": 9, "is_bot": false}"#;
    const GROUP: &str = r#""chat": {"id": -1, "type": "supergroup"}, "from": {"id": 9, "is_bot": false}"#;

    #[test]
    fn the_bot_answers_who_speaks_to_it() {
        for (message, expected) in [
            (format!(r#"{PRIVATE}, "text": "前海？""#), "前海？"),
            (format!(r#"{PRIVATE}, "text": "/ask@other_bot 前海""#), "/ask@other_bot 前海"),
            (format!(r#"{GROUP}, "text": "/ask 前海""#), "/ask 前海"),
            (format!(r#"{GROUP}, "text": "/ask@Briefing_bot 前海""#), "/ask@Briefing_bot 前海"),
            (format!(r#"{GROUP}, "text": "/help@briefing_bot""#), "/help@briefing_bot"),
            (format!(r#"{GROUP}, "text": "😀 @briefing_bot 前海？", "entities": [{{"type": "mention", "offset": 3, "length": 13}}]"#), "😀 前海？"),
            (format!(r#"{GROUP}, "text": "bot 前海？", "entities": [{{"type": "text_mention", "offset": 0, "length": 3, "user": {{"id": 77}}}}]"#), "前海？"),
            (format!(r#"{GROUP}, "text": "前海？", "reply_to_message": {{"message_id": 4, "chat": {{"id": -1}}, "from": {{"id": 77, "is_bot": true}}}}"#), "前海？"),
            (r#""chat": {"id": -1, "type": "group"}, "sender_chat": {"id": -1}, "from": {"id": 8, "is_bot": true, "username": "GroupAnonymousBot"}, "text": "/ask 前海""#.to_owned(), "/ask 前海"),
            (format!(r#"{PRIVATE}, "text": "前海？", "entities": [{{"type": "not_yet_known", "offset": 0, "length": 2}}]"#), "前海？"),
        ] {
            assert_eq!(taken(&message).as_deref(), Some(expected), "{message}");
        }
    }

    #[test]
    fn the_bot_keeps_silent_otherwise() {
        for message in [
            format!(r#"{GROUP}, "text": "前海？""#),
            format!(r#"{GROUP}, "text": "/ask@other_bot 前海""#),
            format!(r#"{GROUP}, "text": "/weather""#),
            format!(r#"{GROUP}, "text": "/help""#),
            format!(r#"{GROUP}, "text": "@briefing_bots 前海", "entities": [{{"type": "mention", "offset": 0, "length": 14}}]"#),
            format!(r#"{GROUP}, "text": "前海", "entities": [{{"type": "mention", "offset": 9, "length": 99}}]"#),
            format!(r#"{GROUP}, "text": "前海", "reply_to_message": {{"message_id": 4, "chat": {{"id": -1}}, "from": {{"id": 5}}}}"#),
            format!(r#"{PRIVATE}, "text": "前海", "via_bot": {{"id": 77, "is_bot": true}}"#),
            r#""chat": {"id": -1, "type": "group"}, "from": {"id": 8, "is_bot": true, "username": "other_bot"}, "text": "/ask 前海""#
                .to_owned(),
            r#""chat": {"id": -1, "type": "supergroup"}, "is_automatic_forward": true, "text": "/ask 前海""#.to_owned(),
            r#""chat": {"id": -2, "type": "channel"}, "text": "/ask 前海""#.to_owned(),
            format!(r#"{PRIVATE}, "photo": []"#),
        ] {
            assert_eq!(taken(&message), None, "{message}");
        }
    }

    #[test]
    fn answers_stay_in_the_topic_but_never_name_general() {
        let topic = |id, is_topic| place(&Message { message_thread_id: Some(id), is_topic_message: is_topic, ..Message::default() }).topic;
        assert_eq!((topic(7, true), topic(1, true), topic(7, false)), (Some(7), None, None));
    }
}
