//! An update, as much of it as is read.
//!
//! These are our own types, not the library's: a kind of entity or message that is newer than the library must not hide a text.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Something that can be done without: left out where it is not what it was when this was written.
fn lenient<'d, T: DeserializeOwned + Default, D: Deserializer<'d>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Value::deserialize(deserializer).map(|value| T::deserialize(value).unwrap_or_default())
}

/// Things of which each can be done without.
fn each_lenient<'d, T: DeserializeOwned, D: Deserializer<'d>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let values: Vec<Value> = lenient(deserializer)?;
    Ok(values.into_iter().filter_map(|value| T::deserialize(value).ok()).collect())
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

/// A message.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Message {
    pub(super) message_id: i32,
    #[serde(default)]
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
    #[serde(default)]
    pub(super) is_automatic_forward: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) message_thread_id: Option<i32>,
    #[serde(default)]
    pub(super) is_topic_message: bool,
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
    pub(super) migrate_to_chat_id: Option<i64>,
    /// The buttons below it.
    pub(super) reply_markup: Option<Value>,
}

impl Message {
    /// The words in it: its text, or what stands below its picture.
    pub(super) fn words(&self) -> Option<(&str, &[Entity])> {
        let text = self.text.as_deref().map(|text| (text, self.entities.as_slice()));
        text.or_else(|| {
            self.caption.as_deref().map(|caption| (caption, self.caption_entities.as_slice()))
        })
    }
}

/// The marked part of a message.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Quote {
    #[serde(default)]
    pub(super) text: String,
}

/// A chat.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Chat {
    pub(super) id: i64,
    #[serde(rename = "type", default)]
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
    #[serde(default)]
    pub(super) is_bot: bool,
    pub(super) username: Option<String>,
    pub(super) language_code: Option<String>,
}

/// A stretch of a text that means something.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Entity {
    #[serde(rename = "type", default)]
    pub(super) kind: String,
    /// In UTF-16 code units.
    pub(super) offset: usize,
    /// In UTF-16 code units.
    pub(super) length: usize,
    pub(super) user: Option<User>,
}

/// A press of a button.
#[derive(Debug, Default, Deserialize)]
pub(super) struct CallbackQuery {
    pub(super) id: String,
    pub(super) from: User,
    /// The message with the button; of a very old one, only where it was.
    pub(super) message: Option<Message>,
    /// The message with the button, if it was sent by an inline query.
    pub(super) inline_message_id: Option<String>,
    pub(super) data: Option<String>,
}

/// Words behind the bot's name in any chat.
#[derive(Debug, Default, Deserialize)]
pub(super) struct InlineQuery {
    pub(super) id: String,
    pub(super) from: User,
    #[serde(default)]
    pub(super) query: String,
    #[serde(default)]
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
    #[serde(default)]
    pub(super) status: String,
    /// Whether one who is restricted is there.
    #[serde(default)]
    pub(super) is_member: bool,
}

impl Member {
    /// Whether they are in it.
    pub(super) fn is_in(&self) -> bool {
        matches!(self.status.as_str(), "creator" | "administrator" | "member")
            || (self.status == "restricted" && self.is_member)
    }
}
