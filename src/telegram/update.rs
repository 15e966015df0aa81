//! An update, as much of it as is read.
//!
//! These are our own types, not the library's: a kind of entity or message that is newer than the library must not hide a text. What is
//! optional in the Bot API is absent where it is `null` or something else than it was when this was written; and what is not read may be
//! anything, characters that are none and hundred-fold nesting included.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// Something that can be done without.
fn lenient<'d, T: DeserializeOwned + Default, D: Deserializer<'d>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).unwrap_or_default())
}

/// Things of which each can be done without.
fn each_lenient<'d, T: DeserializeOwned, D: Deserializer<'d>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let values: Vec<Box<RawValue>> = lenient(deserializer)?;
    Ok(values.into_iter().filter_map(|value| serde_json::from_str(value.get()).ok()).collect())
}

/// Whether there is such a thing at all.
pub(super) fn is_there<'d, D: Deserializer<'d>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<IgnoredAny>::deserialize(deserializer).map(|value| value.is_some())
}

/// The plain text of a message with rich formatting, a block a line.
fn rich_text<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let rich: Rich = lenient(deserializer)?;
    let mut text = String::new();
    for block in &rich.blocks {
        collect_text(block, false, &mut text);
        text.push('\n');
    }
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

/// The texts in a block: strings under `text`, and the blocks, cells and items within.
fn collect_text(value: &Value, is_text: bool, text: &mut String) {
    match value {
        Value::String(own) if is_text => text.push_str(own),
        Value::Array(values) => values.iter().for_each(|value| collect_text(value, is_text, text)),
        Value::Object(fields) => {
            let inner = |name: &str| matches!(name, "blocks" | "items" | "cells" | "summary");
            for (name, value) in fields {
                if name == "text" || inner(name) {
                    collect_text(value, name == "text" || name == "summary", text);
                }
            }
        }
        _ => {}
    }
}

#[derive(Default, Deserialize)]
struct Rich {
    #[serde(default, deserialize_with = "each_lenient")]
    blocks: Vec<Value>,
}

/// The number of an update, of which nothing else need be readable.
#[derive(Debug, Deserialize)]
pub(super) struct Numbered {
    pub(super) update_id: i64,
}

/// An update of the Bot API.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Update {
    pub(super) message: Option<Message>,
    pub(super) edited_message: Option<Message>,
    pub(super) callback_query: Option<CallbackQuery>,
    pub(super) inline_query: Option<InlineQuery>,
    pub(super) my_chat_member: Option<Membership>,
}

impl Update {
    /// Its kind, by the name that the Bot API gives it; `other` for one that the bot did not ask for.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self { message: Some(_), .. } => "message",
            Self { edited_message: Some(_), .. } => "edited_message",
            Self { callback_query: Some(_), .. } => "callback_query",
            Self { inline_query: Some(_), .. } => "inline_query",
            Self { my_chat_member: Some(_), .. } => "my_chat_member",
            _ => "other",
        }
    }
}

/// A message.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Message {
    pub(super) message_id: i32,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) date: i64,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) edit_date: Option<i64>,
    pub(super) chat: Chat,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) from: Option<User>,
    /// Where somebody writes in the name of a chat: that.
    #[serde(default, deserialize_with = "lenient")]
    pub(super) sender_chat: Option<Chat>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) via_bot: Option<User>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) is_automatic_forward: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) message_thread_id: Option<i32>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) is_topic_message: bool,
    /// The topic of a channel's direct messages.
    #[serde(default, deserialize_with = "lenient")]
    pub(super) direct_messages_topic: Option<DirectMessagesTopic>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) reply_to_message: Option<Box<Message>>,
    /// The part of the message replied to that was marked.
    #[serde(default, deserialize_with = "lenient")]
    pub(super) quote: Option<Quote>,
    pub(super) text: Option<String>,
    #[serde(default, deserialize_with = "each_lenient")]
    pub(super) entities: Vec<Entity>,
    pub(super) caption: Option<String>,
    #[serde(default, deserialize_with = "each_lenient")]
    pub(super) caption_entities: Vec<Entity>,
    #[serde(default, deserialize_with = "rich_text")]
    pub(super) rich_message: Option<String>,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) animation: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) audio: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) document: Option<Document>,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) live_photo: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) paid_media: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) photo: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) sticker: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) story: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) video: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) video_note: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) voice: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) checklist: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) contact: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) dice: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) game: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) poll: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) venue: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) location: bool,
    #[serde(default, deserialize_with = "is_there")]
    pub(super) giveaway: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) migrate_to_chat_id: Option<i64>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) migrate_from_chat_id: Option<i64>,
    /// The buttons below it.
    #[serde(default, deserialize_with = "lenient")]
    pub(super) reply_markup: Option<Value>,
}

impl Message {
    /// The words in it: its text, or what stands below its picture.
    pub(super) fn words(&self) -> Option<(&str, &[Entity])> {
        let text = self.text.as_deref().map(|text| (text, self.entities.as_slice()));
        let caption =
            || self.caption.as_deref().map(|caption| (caption, self.caption_entities.as_slice()));
        let rich = || self.rich_message.as_deref().map(|text| (text, [].as_slice()));
        text.or_else(caption).or_else(rich)
    }

    /// Whether it holds something that people send and the bot cannot read.
    pub(super) const fn has_media(&self) -> bool {
        self.animation
            || self.audio
            || self.document.is_some()
            || self.live_photo
            || self.paid_media
            || self.photo
            || self.sticker
            || self.story
            || self.video
            || self.video_note
            || self.voice
            || self.checklist
            || self.contact
            || self.dice
            || self.game
            || self.poll
            || self.venue
            || self.location
            || self.giveaway
    }
}

/// A file that somebody sent.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Document {
    pub(super) file_id: String,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) file_name: Option<String>,
    /// In bytes.
    #[serde(default, deserialize_with = "lenient")]
    pub(super) file_size: Option<u64>,
}

/// A topic of a channel's direct messages.
#[derive(Debug, Default, Deserialize)]
pub(super) struct DirectMessagesTopic {
    pub(super) topic_id: i64,
}

/// The marked part of a message.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Quote {
    #[serde(default, deserialize_with = "lenient")]
    pub(super) text: String,
}

/// A chat.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Chat {
    pub(super) id: i64,
    #[serde(rename = "type", default, deserialize_with = "lenient")]
    pub(super) kind: String,
}

impl Chat {
    /// Whether it is a conversation with one person.
    pub(super) fn is_private(&self) -> bool {
        self.kind == "private"
    }
}

/// A user or bot.
#[derive(Debug, Default, Deserialize)]
pub(super) struct User {
    pub(super) id: i64,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) is_bot: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) username: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) language_code: Option<String>,
}

/// A stretch of a text that means something.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Entity {
    #[serde(rename = "type", default, deserialize_with = "lenient")]
    pub(super) kind: String,
    /// In UTF-16 code units.
    pub(super) offset: usize,
    /// In UTF-16 code units.
    pub(super) length: usize,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) user: Option<User>,
}

/// A press of a button.
#[derive(Debug, Default, Deserialize)]
pub(super) struct CallbackQuery {
    pub(super) id: String,
    pub(super) from: User,
    /// The message with the button; of a very old one, only where it was.
    #[serde(default, deserialize_with = "lenient")]
    pub(super) message: Option<Message>,
    /// The message with the button, if it was sent by an inline query.
    #[serde(default, deserialize_with = "lenient")]
    pub(super) inline_message_id: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) data: Option<String>,
}

/// Words behind the bot's name in any chat.
#[derive(Debug, Default, Deserialize)]
pub(super) struct InlineQuery {
    pub(super) id: String,
    pub(super) from: User,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) query: String,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) offset: String,
}

/// That the bot came into a chat or left it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Membership {
    pub(super) chat: Chat,
    pub(super) from: User,
    pub(super) old_chat_member: Member,
    pub(super) new_chat_member: Member,
}

/// What somebody is in a chat.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Member {
    #[serde(default, deserialize_with = "lenient")]
    pub(super) status: String,
    /// Whether one who is restricted is there.
    #[serde(default, deserialize_with = "lenient")]
    pub(super) is_member: bool,
}

impl Member {
    /// Whether they are in it.
    pub(super) fn is_in(&self) -> bool {
        matches!(self.status.as_str(), "creator" | "administrator" | "member")
            || (self.status == "restricted" && self.is_member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_may_be_anything() {
        let nested = format!("{}{}", "[".repeat(200), "]".repeat(200));
        for (update, text) in [
            (r#"{"update_id":1,"message":{"message_id":1,"date":2,"chat":{"id":3,"type":"private"},"from":{"id":3,"is_bot":false,"first_name":"\ud83d"},"text":"x"}}"#.to_owned(), "x"),
            (format!(r#"{{"update_id":1,"message":{{"message_id":1,"chat":{{"id":3}},"x":{nested},"text":"y"}}}}"#), "y"),
            (r#"{"update_id":1,"message":{"message_id":1,"chat":{"id":3,"type":null},"from":null,"date":null,"entities":null,"is_topic_message":null,"edit_date":null,"text":"z","caption":null,"reply_markup":null,"photo":null},"edited_message":null}"#.to_owned(), "z"),
            (r#"{"update_id":1,"message":{"message_id":1,"chat":{"id":3},"rich_message":{"blocks":[{"type":"paragraph","text":["前海",{"type":"bold","text":"由邊個"}]},{"type":"list","items":[{"label":"1","blocks":[{"type":"paragraph","text":"負責？"}]}]}]}}}"#.to_owned(), "前海由邊個\n負責？"),
        ] {
            let read: Result<Update, _> = serde_json::from_str(&update);
            let Ok(Update { message: Some(message), .. }) = read else { panic!("{read:?}") };
            assert_eq!(message.words().map(|(words, _)| words.trim()), Some(text));
            assert!(!message.has_media());
        }
        let lone = r#"{"update_id":7,"message":{"message_id":1,"chat":{"id":3},"text":"\ud83d"}}"#;
        assert!(serde_json::from_str::<Update>(lone).is_err());
        assert!(serde_json::from_str::<Numbered>(lone).is_ok_and(|own| own.update_id == 7));
    }
}
