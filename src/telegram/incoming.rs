//! What of an update is meant for the bot, and what is wanted. Pure: tested by table.
//!
//! In private every text is; in groups `/ask`, a command that names the bot, a mention of it, and a reply to one of its messages. Other
//! words in groups are passed on as such: a chat may choose to have them answered.

use serde_json::Value;

use super::update::{CallbackQuery, Entity, InlineQuery, Membership, Message, Update, User};
use crate::conversation::{self, Command};
use crate::corpus::Corpus;
use crate::language::Language;
use crate::store::Written;

/// Telegram's id for the topic "General", which answers must not name.
const GENERAL_TOPIC: i32 = 1;

/// The users under whose names people write as their group or as their channel.
const PEOPLE_AS_CHATS: [&str; 2] = ["GroupAnonymousBot", "Channel_Bot"];

/// Who the bot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Me {
    pub(super) id: i64,
    pub(super) username: String,
}

/// Where a reply goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) chat: i64,
    pub(super) topic: Option<i32>,
    /// The topic of a channel's direct messages, which answers must name.
    pub(super) direct_topic: Option<i64>,
    /// The message that is replied to.
    pub(super) message: i32,
    /// Whether it is a private chat.
    pub(super) private: bool,
}

impl Place {
    /// A group, where nothing is replied to.
    pub(super) const fn of_group(chat: i64) -> Self {
        Self { chat, topic: None, direct_topic: None, message: 0, private: false }
    }
}

/// Somebody's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Where the reply goes.
    pub(super) place: Place,
    /// The message that they stand in, which may be edited.
    pub(super) question: i32,
    /// The words, without a mention of the bot.
    pub(super) text: String,
    /// Whether they are to the bot.
    pub(super) addressed: bool,
    /// Whether they are so only because they reply to a message of the bot's.
    pub(super) by_reply: bool,
    /// Whether the message was edited, and was seen before.
    pub(super) edited: bool,
    /// Whether the update may have been handled before a crash.
    pub(super) again: bool,
    /// When the message was sent, in Unix seconds.
    pub(super) date: i64,
    /// When it was written as it is now.
    pub(super) written: i64,
    /// The bot's message that it replies to.
    pub(super) reply_to: Option<i32>,
    /// Who wrote it.
    pub(super) author: Author,
}

impl Said {
    /// The message, if a user wrote it.
    pub(super) fn written(&self) -> Option<Written> {
        let (chat, message) = (self.place.chat, i64::from(self.question));
        self.author.user.map(|user| Written { chat, message, user, at: self.date })
    }
}

/// Who wrote or pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Author {
    /// The user; nobody where a chat speaks.
    pub(super) user: Option<i64>,
    /// Whether it is an admin of the group who writes in its name.
    pub(super) is_group: bool,
    /// The language of their client, or that of the papers.
    pub(super) reader: Language,
    /// Whether their client told it.
    pub(super) reader_is_known: bool,
}

/// A press of a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pressed {
    pub(super) id: String,
    pub(super) data: String,
    pub(super) author: Author,
    /// The message that the button belongs to.
    pub(super) card: PressedCard,
}

/// The message that a button belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PressedCard {
    /// A message of the bot's.
    Own {
        /// Where, with the card as what is replied to.
        place: Place,
        /// Its buttons.
        markup: Option<Value>,
        /// The question that it answers, as far as Telegram tells.
        question: Option<String>,
    },
    /// A message that somebody sent by an inline query.
    Inline(String),
    /// One that Telegram does not tell.
    Unknown,
}

/// Words behind the bot's name in any chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Searched {
    pub(super) id: String,
    pub(super) query: String,
    /// The page, as the bot named it; empty for the first.
    pub(super) offset: String,
    pub(super) author: Author,
}

/// A document that a curator sent, in private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Uploaded {
    pub(super) place: Place,
    /// Telegram's name for the file.
    pub(super) file: String,
    /// The sender's.
    pub(super) name: String,
    /// In bytes, as far as Telegram tells.
    pub(super) size: Option<u64>,
    /// What stands below it: the id that the paper is to have.
    pub(super) caption: String,
    /// Whether the message was edited.
    pub(super) edited: bool,
    pub(super) author: Author,
}

impl Uploaded {
    /// What of it was read, so that it is read again where that was edited.
    pub(super) fn seen(&self) -> String {
        format!("{}\n{}", self.file, self.caption)
    }
}

/// Something that is meant for the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Incoming {
    /// Somebody wrote.
    Said(Said),
    /// A curator sent a document.
    Uploaded(Uploaded),
    /// Somebody sent what the bot cannot read, in private.
    Wordless { place: Place, reader: Language },
    /// Somebody pressed a button.
    Pressed(Pressed),
    /// Somebody looks for something to send elsewhere.
    Searched(Searched),
    /// The bot came into a group.
    Joined { chat: i64, reader: Language },
    /// Somebody who had blocked the bot takes it back.
    Unblocked { chat: i64 },
    /// The bot was removed from a chat, or blocked.
    Left { chat: i64 },
    /// A group became a supergroup.
    Migrated { from: i64, to: i64 },
}

/// Reads an update. `None` for what is not meant for the bot. The `admins` are the curators.
pub(super) fn read(update: Update, me: &Me, admins: &[i64], corpus: &Corpus) -> Option<Incoming> {
    if let Some(query) = update.callback_query {
        return Some(Incoming::Pressed(pressed(query, me, corpus)));
    }
    if let Some(InlineQuery { id, from, query, offset }) = update.inline_query {
        return Some(Incoming::Searched(Searched {
            id,
            query,
            offset,
            author: author(Some(&from), false, corpus),
        }));
    }
    if let Some(Membership { chat, from, old_chat_member, new_chat_member }) = update.my_chat_member
    {
        return match (old_chat_member.is_in(), new_chat_member.is_in()) {
            (false, true) if !chat.is_private() && chat.kind != "channel" => {
                Some(Incoming::Joined {
                    chat: chat.id,
                    reader: author(Some(&from), false, corpus).reader,
                })
            }
            (false, true) if chat.is_private() => Some(Incoming::Unblocked { chat: chat.id }),
            (true, false) => Some(Incoming::Left { chat: chat.id }),
            _ => None,
        };
    }
    let edited = update.edited_message.is_some();
    let message = update.message.or(update.edited_message)?;
    if let Some(to) = message.migrate_to_chat_id {
        return Some(Incoming::Migrated { from: message.chat.id, to });
    }
    if let Some(from) = message.migrate_from_chat_id {
        return Some(Incoming::Migrated { from, to: message.chat.id });
    }
    if is_from_machine(&message, me) {
        return None;
    }
    // an animation is sent as a document too
    if message.chat.is_private()
        && !message.animation
        && let Some(document) = &message.document
    {
        let author = author(message.from.as_ref(), false, corpus);
        if author.user.is_some_and(|user| admins.contains(&user)) {
            return Some(Incoming::Uploaded(Uploaded {
                place: place(&message),
                file: document.file_id.clone(),
                name: document.file_name.clone().unwrap_or_default(),
                size: document.file_size,
                caption: message.caption.clone().unwrap_or_default(),
                edited,
                author,
            }));
        }
    }
    if message.words().is_none() {
        let reader = author(message.from.as_ref(), false, corpus).reader;
        let wordless = message.chat.is_private() && message.has_media() && !edited;
        return wordless.then(|| Incoming::Wordless { place: place(&message), reader });
    }
    let Spoken { text, addressed, by_reply, answers } = spoken(&message, me)?;
    let mine = message
        .reply_to_message
        .as_ref()
        .filter(|message| is_mine(message, me))
        .map(|message| message.message_id);
    let is_group = message.sender_chat.as_ref().is_some_and(|sender| sender.id == message.chat.id);
    Some(Incoming::Said(Said {
        place: Place { message: answers.unwrap_or(message.message_id), ..place(&message) },
        question: message.message_id,
        text,
        addressed,
        by_reply,
        edited,
        again: false,
        date: message.date,
        written: message.edit_date.filter(|_| edited).unwrap_or(message.date),
        reply_to: mine,
        author: author(message.from.as_ref(), is_group, corpus),
    }))
}

fn author(user: Option<&User>, is_group: bool, corpus: &Corpus) -> Author {
    let client = user.and_then(|user| user.language_code.as_deref());
    Author {
        user: user.filter(|user| !user.is_bot).map(|user| user.id),
        is_group,
        reader: conversation::reader(client, corpus),
        reader_is_known: client.is_some(),
    }
}

fn pressed(query: CallbackQuery, me: &Me, corpus: &Corpus) -> Pressed {
    let author = author(Some(&query.from), false, corpus);
    let card = match (query.message, query.inline_message_id) {
        (Some(message), _) => {
            // the words that the bot took from the question, if they are still there
            let replied =
                message.reply_to_message.as_deref().filter(|question| !is_mine(question, me));
            let question = replied
                .and_then(|question| spoken(question, me))
                .map(|spoken| asked(&spoken.text, me));
            PressedCard::Own { place: place(&message), markup: message.reply_markup, question }
        }
        (None, Some(id)) => PressedCard::Inline(id),
        (None, None) => PressedCard::Unknown,
    };
    Pressed { id: query.id, data: query.data.unwrap_or_default(), author, card }
}

/// The question in words to the bot, without the command.
fn asked(text: &str, me: &Me) -> String {
    match conversation::command(text, Some(&me.username)) {
        Some(Command::Ask(question)) => question.to_owned(),
        _ => text.to_owned(),
    }
}

/// Whether no person wrote it: another bot, this bot through somebody's inline query, a channel's post. Who writes as their group or as their
/// channel is a person.
fn is_from_machine(message: &Message, me: &Me) -> bool {
    let person =
        |user: &User| user.username.as_deref().is_some_and(|name| PEOPLE_AS_CHATS.contains(&name));
    let bot = message.from.as_ref().is_some_and(|user| user.is_bot && !person(user));
    let via_me = message.via_bot.as_ref().is_some_and(|user| user.id == me.id);
    bot || via_me || message.is_automatic_forward || message.chat.kind == "channel"
}

fn is_mine(message: &Message, me: &Me) -> bool {
    message.from.as_ref().is_some_and(|user| user.id == me.id)
}

fn place(message: &Message) -> Place {
    let topic = message
        .message_thread_id
        .filter(|&topic| message.is_topic_message && topic != GENERAL_TOPIC);
    Place {
        chat: message.chat.id,
        topic,
        direct_topic: message.direct_messages_topic.as_ref().map(|topic| topic.topic_id),
        message: message.message_id,
        private: message.chat.is_private(),
    }
}

/// What a message says.
struct Spoken {
    text: String,
    /// Whether it is said to the bot.
    addressed: bool,
    /// Only by replying to a message of the bot's.
    by_reply: bool,
    /// The message that an answer replies to, if it is another.
    answers: Option<i32>,
}

/// What a message says, to the bot or to others; `None` where it says nothing, or something to another bot.
fn spoken(message: &Message, me: &Me) -> Option<Spoken> {
    let (text, entities) = message.words()?;
    let private = message.chat.is_private();
    let said = |text: &str, addressed| {
        let text = text.trim().to_owned();
        Some(Spoken { text, addressed, by_reply: false, answers: None })
    };
    let Named { text, me: named, others } = without_names(text, entities, me);
    let text = text.as_str();
    if text.trim_start().starts_with(['/', '／']) {
        return match conversation::command(text, Some(&me.username)) {
            Some(Command::Ask(question)) if asks_elsewhere(question) => {
                pointed_at(message, me).or_else(|| said(text, true))
            }
            Some(command) if private || is_ours_alone(command) || names_me(text, me) => {
                said(text, true)
            }
            // in a group every bot hears /help; who means this one names it
            Some(_) => None,
            None if private => said(text, true),
            None => None,
        };
    }
    if named {
        if asks_elsewhere(text) {
            let nothing = || said(if text.trim().is_empty() { "/ask" } else { text }, true);
            return pointed_at(message, me).or_else(nothing);
        }
        return said(text, true);
    }
    // who replies to the bot and names somebody else speaks to them
    let reply = message.reply_to_message.as_ref().is_some_and(|message| is_mine(message, me));
    let by_reply = !private && reply && !others;
    said(text, private || by_reply).map(|own| Spoken { by_reply, ..own })
}

/// Whether words beside a message that is replied to say no more than that it is what is asked.
fn asks_elsewhere(words: &str) -> bool {
    words.trim().is_empty() || conversation::points_elsewhere(words)
}

/// A text without the names and addresses in it.
struct Named {
    text: String,
    /// Whether the bot was named.
    me: bool,
    /// Whether somebody else was.
    others: bool,
}

/// What a text says without the names, addresses and labels that Telegram has marked in it, and without the bot's own name, marked or not. A text
/// that is nothing but addresses and labels keeps its labels.
fn without_names(text: &str, entities: &[Entity], me: &Me) -> Named {
    let mut named = Named { text: String::new(), me: false, others: false };
    let mut left_out: Vec<(usize, usize)> = Vec::new();
    let mut labels = Vec::new();
    for entity in entities {
        let Some((start, end)) = range(text, entity) else { continue };
        match entity.kind.as_str() {
            "mention" | "text_mention" => {
                let mine = is_me(text.get(start..end).unwrap_or_default(), entity, me);
                named.me |= mine;
                named.others |= !mine;
                left_out.push((start, end));
            }
            "url" | "email" | "phone_number" | "bank_card_number" => left_out.push((start, end)),
            "hashtag" | "cashtag" => labels.push((start, end)),
            _ => {}
        }
    }
    // a name that Chinese follows at once is not marked everywhere
    let marked = left_out.clone();
    for (start, end) in own_names(text, me) {
        if !marked.iter().any(|&(from, to)| from <= start && end <= to) {
            named.me = true;
            left_out.push((start, end));
        }
    }
    named.text = without(text, &[left_out.as_slice(), labels.as_slice()].concat());
    if !labels.is_empty() && !asked(&named.text, me).chars().any(char::is_alphanumeric) {
        named.text = without(text, &left_out);
    }
    named
}

/// A text without some ranges of it; what stood on both sides of one stays apart.
fn without(text: &str, ranges: &[(usize, usize)]) -> String {
    let mut ranges = ranges.to_vec();
    ranges.sort_unstable();
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in ranges.into_iter().chain([(text.len(), text.len())]) {
        let mut piece = text.get(at..start).unwrap_or_default();
        if at > 0 && (left.is_empty() || left.ends_with(char::is_whitespace)) {
            piece = piece.trim_start_matches(' ');
        } else if at > 0 && !piece.is_empty() && !piece.starts_with(char::is_whitespace) {
            left.push(' ');
        }
        left.push_str(piece);
        at = at.max(end);
    }
    left
}

/// Where a text names the bot, and the name ends there. A command to the bot is no such place.
fn own_names(text: &str, me: &Me) -> Vec<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let name = format!("@{}", me.username.to_ascii_lowercase());
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let places = lower.match_indices(&name).map(|(start, own)| (start, start + own.len()));
    places
        .filter(|&(start, end)| {
            let goes_on = lower.get(end..).is_some_and(|rest| rest.starts_with(is_name));
            let begun = lower.get(..start).is_some_and(|before| before.ends_with(is_name));
            !goes_on && !begun
        })
        .collect()
}

/// The words of somebody else's message that a message without words of its own points at: the marked part of it, or all.
fn pointed_at(message: &Message, me: &Me) -> Option<Spoken> {
    let other = message.reply_to_message.as_deref().filter(|other| !is_mine(other, me));
    let marked = message
        .quote
        .as_ref()
        .map(|quote| quote.text.as_str())
        .filter(|text| !text.trim().is_empty());
    let text = marked
        .or_else(|| other.and_then(Message::words).map(|(text, _)| text))
        .filter(|text| !text.trim().is_empty())?;
    let text = asked(text, me);
    Some(Spoken {
        text,
        addressed: true,
        by_reply: false,
        answers: other.map(|other| other.message_id),
    })
}

/// Whether other bots hardly have such a command, so that it needs no name.
const fn is_ours_alone(command: Command<'_>) -> bool {
    matches!(
        command,
        Command::Ask(_)
            | Command::Sections
            | Command::Summary(_)
            | Command::Para(_)
            | Command::Paper
            | Command::Papers(_)
    )
}

/// Whether a command names this bot.
fn names_me(text: &str, me: &Me) -> bool {
    let head = text.split_whitespace().next().unwrap_or_default();
    // a command that names another bot was read as none
    head.split_once('@').is_some_and(|(_, name)| {
        name.get(..me.username.len()).is_some_and(|own| own.eq_ignore_ascii_case(&me.username))
    })
}

/// Whether an entity, by the text of it, names the bot.
fn is_me(text: &str, entity: &Entity, me: &Me) -> bool {
    match entity.kind.as_str() {
        "mention" => {
            text.strip_prefix('@').is_some_and(|name| name.eq_ignore_ascii_case(&me.username))
        }
        _ => entity.user.as_ref().is_some_and(|user| user.id == me.id),
    }
}

/// The bytes of an entity; `None` where it ends or begins in a character or past the end.
fn range(text: &str, entity: &Entity) -> Option<(usize, usize)> {
    let start = byte_at(text, entity.offset)?;
    let end = byte_at(text, entity.offset.checked_add(entity.length)?)?;
    text.get(start..end).map(|_| (start, end))
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

    const BOT: i64 = 77;

    fn me() -> Me {
        Me { id: BOT, username: "briefing_bot".to_owned() }
    }

    /// What the bot takes from a message: its words, or nothing.
    fn taken(message: &str) -> Option<String> {
        let Ok(engine) = crate::embedded::engine() else {
            panic!("the embedded papers cannot be read")
        };
        let corpus = engine.corpus().clone();
        let Ok(update) = serde_json::from_str::<Update>(&format!(
            r#"{{"message": {{"message_id": 5, {message}}}}}"#
        )) else {
            panic!("no update: {message}")
        };
        match read(update, &me(), &[], &corpus)? {
            Incoming::Said(said) if said.addressed => Some(said.text),
            _ => None,
        }
    }

    fn said(kind: &str, message: &str) -> Said {
        let Ok(engine) = crate::embedded::engine() else {
            panic!("the embedded papers cannot be read")
        };
        let Ok(update) =
            serde_json::from_str(&format!(r#"{{"{kind}": {{"message_id": 5, {message}}}}}"#))
        else {
            panic!("{message}")
        };
        match read(update, &me(), &[], engine.corpus()) {
            Some(Incoming::Said(said)) => said,
            other => panic!("{other:?}"),
        }
    }

    const PRIVATE: &str =
        r#""chat": {"id": 1, "type": "private"}, "from": {"id": 9, "is_bot": false}"#;
    const GROUP: &str =
        r#""chat": {"id": -1, "type": "supergroup"}, "from": {"id": 9, "is_bot": false}"#;

    const OTHER: &str = r#""reply_to_message": {"message_id": 4, "chat": {"id": -1}, "from": {"id": 5}, "text": "河套？"}"#;

    #[test]
    fn the_bot_answers_who_speaks_to_it() {
        for (message, expected) in [
            (format!(r#"{PRIVATE}, "text": "前海？""#), "前海？"),
            (format!(r#"{PRIVATE}, "text": "/ask@other_bot 前海""#), "/ask@other_bot 前海"),
            (format!(r#"{GROUP}, "text": "/ask 前海""#), "/ask 前海"),
            (format!(r#"{GROUP}, "text": "/ask@Briefing_bot 前海""#), "/ask@Briefing_bot 前海"),
            (format!(r#"{GROUP}, "text": "/help@briefing_bot""#), "/help@briefing_bot"),
            (format!(r#"{GROUP}, "text": "😀 @briefing_bot 前海？", "entities": [{{"type": "mention", "offset": 3, "length": 13}}]"#), "😀 前海？"),
            (format!(r#"{GROUP}, "text": "@briefing_bot前海？""#), "前海？"),
            (format!(r#"{GROUP}, "text": "@briefing_bot @briefing_bot 前海？", "entities": [{{"type": "mention", "offset": 0, "length": 13}}, {{"type": "mention", "offset": 14, "length": 13}}]"#), "前海？"),
            (format!(r#"{PRIVATE}, "text": "前海？ https://a.b/c", "entities": [{{"type": "url", "offset": 4, "length": 13}}]"#), "前海？"),
            (format!(r#"{GROUP}, "text": "/ask@briefing_bot前海？""#), "/ask@briefing_bot前海？"),
            (format!(r#"{GROUP}, "text": "@briefing_bot 答佢", {OTHER}"#), "河套？"),
            (format!(r#"{GROUP}, "text": "/ask 你點睇？", {OTHER}"#), "河套？"),
            (format!(r#"{GROUP}, "text": "bot 前海？", "entities": [{{"type": "text_mention", "offset": 0, "length": 3, "user": {{"id": 77}}}}]"#), "前海？"),
            (format!(r#"{GROUP}, "text": "前海？", "reply_to_message": {{"message_id": 4, "chat": {{"id": -1}}, "from": {{"id": 77, "is_bot": true}}}}"#), "前海？"),
            (r#""chat": {"id": -1, "type": "group"}, "sender_chat": {"id": -1}, "from": {"id": 8, "is_bot": true, "username": "GroupAnonymousBot"}, "text": "/ask 前海""#.to_owned(), "/ask 前海"),
            (format!(r#"{PRIVATE}, "text": "前海？", "entities": [{{"type": "not_yet_known", "offset": 0, "length": 2}}]"#), "前海？"),
            (format!(r#"{PRIVATE}, "text": "前海？", "entities": [{{"type": 5}}, 7], "quote": [], "via_bot": "x", "reply_to_message": {{"message_id": {{}}}}"#), "前海？"),
            (format!(r#"{PRIVATE}, "photo": [], "caption": "前海？""#), "前海？"),
            (format!(r#"{PRIVATE}, "forward_origin": {{"type": "hidden_user"}}, "text": "前海？""#), "前海？"),
            (format!(r#"{GROUP}, "photo": [], "caption": "@briefing_bot 前海", "caption_entities": [{{"type": "mention", "offset": 0, "length": 13}}]"#), "前海"),
            (format!(r#"{GROUP}, "text": "/sections""#), "/sections"),
            (format!(r#"{GROUP}, "text": "@briefing_bot", "entities": [{{"type": "mention", "offset": 0, "length": 13}}]"#), "/ask"),
            (format!(r#"{GROUP}, "text": "@briefing_bot", "entities": [{{"type": "mention", "offset": 0, "length": 13}}], {OTHER}"#), "河套？"),
            (format!(r#"{GROUP}, "text": "/ask", {OTHER}"#), "河套？"),
            (format!(r#"{GROUP}, "text": "/ask 前海", {OTHER}"#), "/ask 前海"),
            (format!(r#"{GROUP}, "text": "/ask@briefing_bot", {OTHER}, "quote": {{"text": "套", "position": 1}}"#), "套"),
            (r#""chat": {"id": -1, "type": "group"}, "sender_chat": {"id": -7, "type": "channel"}, "from": {"id": 8, "is_bot": true, "username": "Channel_Bot"}, "text": "/ask 前海""#.to_owned(), "/ask 前海"),
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
    fn what_is_asked_is_without_labels_numbers_addresses_and_other_peoples_names() {
        const QUESTION: &str = "前海由誰主導開發？";
        let units = |text: &str| text.encode_utf16().count();
        for (kind, marked) in [
            ("hashtag", "#深圳"),
            ("cashtag", "$HKD"),
            ("phone_number", "2123 4567"),
            ("email", "a@b.hk"),
            ("url", "https://a.b/c"),
            ("mention", "@john"),
        ] {
            for (before, behind) in [
                ("/ask 😀 ", format!(" {QUESTION}")),
                ("/ask ", format!(" {QUESTION}")),
                ("/ask 前海由誰主導開發？ ", String::new()),
                ("/ask@briefing_bot ", format!("\\n{QUESTION}")),
            ] {
                let (offset, length) = (units(before), units(marked));
                for chat in [GROUP, PRIVATE] {
                    let message = format!(
                        r#"{chat}, "text": "{before}{marked}{behind}", "entities": [{{"type": "bot_command", "offset": 0, "length": 4}},
                        {{"type": "{kind}", "offset": {offset}, "length": {length}}}]"#
                    );
                    let words = taken(&message).map(|words| asked(&words, &me()));
                    let words = words.as_deref().map(|words| words.trim_start_matches("😀 "));
                    assert_eq!(words, Some(QUESTION), "{message}");
                }
            }
        }
        // a label that is all that is asked is kept, an address is not
        for (kind, marked, expected) in
            [("hashtag", "#前海", "/ask #前海"), ("url", "https://a.b/c", "/ask")]
        {
            let length = units(marked);
            let message = format!(
                r#"{GROUP}, "text": "/ask {marked}", "entities": [{{"type": "{kind}", "offset": 5, "length": {length}}}]"#
            );
            assert_eq!(taken(&message).as_deref(), Some(expected), "{message}");
        }
    }

    #[test]
    fn what_is_asked_by_pointing_answers_the_message_pointed_at() {
        let pointing = said("message", &format!(r#"{GROUP}, "text": "/ask", {OTHER}"#));
        assert_eq!((pointing.place.message, pointing.question), (4, 5));
        let asking = said("message", &format!(r#"{GROUP}, "text": "/ask 前海", {OTHER}"#));
        assert_eq!((asking.place.message, asking.question), (5, 5));
    }

    #[test]
    fn edits_chatter_and_admins_are_told() {
        assert!(said("edited_message", &format!(r#"{PRIVATE}, "text": "前海""#)).edited);
        assert!(!said("message", &format!(r#"{GROUP}, "text": "前海""#)).addressed);
        let anonymous = r#""chat": {"id": -1, "type": "group"}, "sender_chat": {"id": -1}, "from": {"id": 8, "is_bot": true, "username": "GroupAnonymousBot"}, "text": "/settings@briefing_bot""#;
        assert_eq!(
            (said("message", anonymous).author.is_group, said("message", anonymous).author.user),
            (true, None)
        );
    }

    #[test]
    fn other_updates_are_read() {
        let Ok(engine) = crate::embedded::engine() else {
            panic!("the embedded papers cannot be read")
        };
        let read = |update: &str| {
            serde_json::from_str(update)
                .ok()
                .and_then(|update| read(update, &me(), &[], engine.corpus()))
        };
        let member = |old: &str, new: &str| {
            read(&format!(
                r#"{{"my_chat_member": {{"chat": {{"id": -1, "type": "group"}}, "from": {{"id": 9, "language_code": "en"}},
                "old_chat_member": {{"status": "{old}"}}, "new_chat_member": {{"status": "{new}"}}}}}}"#
            ))
        };
        assert_eq!(
            member("left", "member"),
            Some(Incoming::Joined { chat: -1, reader: Language::English })
        );
        assert_eq!(member("member", "kicked"), Some(Incoming::Left { chat: -1 }));
        assert_eq!(member("member", "administrator"), None);
        let migrated =
            format!(r#"{{"message": {{"message_id": 1, {GROUP}, "migrate_to_chat_id": -100}}}}"#);
        assert_eq!(read(&migrated), Some(Incoming::Migrated { from: -1, to: -100 }));
        assert_eq!(read(r#"{"not_yet_known": {}}"#), None);
        let inline = read(
            r#"{"inline_query": {"id": "1", "from": {"id": 9}, "query": "前海", "offset": "10"}}"#,
        );
        assert!(matches!(inline, Some(Incoming::Searched(searched)) if searched.offset == "10"));
        let pressed = read(&format!(
            r#"{{"callback_query": {{"id": "1", "from": {{"id": 9}}, "data": "x", "message": {{"message_id": 7,
            "chat": {{"id": -1, "type": "group"}}, "reply_to_message": {{"message_id": 4, {GROUP}, "text": "/ask 前海"}}}}}}}}"#
        ));
        let Some(Incoming::Pressed(Pressed { card: PressedCard::Own { question, .. }, .. })) =
            pressed
        else {
            panic!("{pressed:?}")
        };
        assert_eq!(question.as_deref(), Some("前海"));
    }

    /// Any JSON, with the names that updates have.
    fn json() -> impl proptest::strategy::Strategy<Value = Value> {
        use proptest::prelude::*;
        let name = prop::sample::select(vec![
            "message",
            "edited_message",
            "callback_query",
            "inline_query",
            "my_chat_member",
            "message_id",
            "chat",
            "id",
            "type",
            "from",
            "text",
            "caption",
            "entities",
            "offset",
            "length",
            "reply_to_message",
            "quote",
            "data",
            "query",
            "sender_chat",
            "via_bot",
            "date",
            "edit_date",
            "old_chat_member",
            "new_chat_member",
            "status",
            "migrate_to_chat_id",
            "reply_markup",
            "username",
            "is_bot",
            "user",
        ]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            prop::sample::select(vec![
                "private",
                "supergroup",
                "mention",
                "/ask",
                "@briefing_bot 前海",
                "member",
                "briefing_bot"
            ])
            .prop_map(Value::from),
        ];
        leaf.prop_recursive(6, 64, 8, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((name.clone(), inner), 1..8).prop_map(|fields| {
                    Value::Object(
                        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
                    )
                }),
            ]
        })
    }

    /// What any JSON is merged into, so that most of it can be read.
    const UPDATE: &str = r#"{"message_id": 5, "date": 1, "chat": {"id": -1, "type": "supergroup"}, "from": {"id": 9}, "id": "1", "text": "@briefing_bot 😀",
        "entities": [{"type": "mention", "offset": 0, "length": 13}], "reply_to_message": {"message_id": 4, "chat": {"id": -1}}}"#;

    proptest::proptest! {
        #[test]
        fn any_update_is_read_or_left(kind in 0_usize..5, value in json(), offset in proptest::prelude::any::<usize>()) {
            let Ok(engine) = &*ENGINE else { panic!("the embedded papers cannot be read") };
            let kinds = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"];
            let Ok(mut update) = serde_json::from_str::<Value>(UPDATE) else { panic!("no JSON") };
            update["entities"][0]["offset"] = offset.into();
            if let (Value::Object(update), Value::Object(fields)) = (&mut update, &value) {
                update.extend(fields.clone());
            }
            for update in [serde_json::json!({ kinds[kind]: update }), value] {
                if let Ok(update) = serde_json::from_value::<Update>(update) {
                    let _ = read(update, &me(), &[], engine.corpus());
                }
            }
        }
    }

    static ENGINE: std::sync::LazyLock<Result<crate::answer::Engine, String>> =
        std::sync::LazyLock::new(|| crate::embedded::engine().map_err(|error| error.to_string()));

    #[test]
    fn answers_stay_in_the_topic_but_never_name_general() {
        let topic = |id, is_topic| {
            place(&Message {
                message_thread_id: Some(id),
                is_topic_message: is_topic,
                ..Message::default()
            })
            .topic
        };
        assert_eq!((topic(7, true), topic(1, true), topic(7, false)), (Some(7), None, None));
    }
}
