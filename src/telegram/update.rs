//! An update, as much of it as is read.
//!
//! These are our own types, not the library's: a kind of entity or message that is newer than the library must not hide a text.

use serde::Deserialize;

/// An update of the Bot API.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Update {
    pub(super) update_id: i64,
    pub(super) message: Option<Message>,
    pub(super) callback_query: Option<CallbackQuery>,
}

/// A message.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Message {
    pub(super) message_id: i32,
    pub(super) chat: Chat,
    pub(super) from: Option<User>,
    pub(super) via_bot: Option<User>,
    #[serde(default)]
    pub(super) is_automatic_forward: bool,
    pub(super) message_thread_id: Option<i32>,
    #[serde(default)]
    pub(super) is_topic_message: bool,
    pub(super) reply_to_message: Option<Box<Message>>,
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) entities: Vec<Entity>,
}

/// A chat.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Chat {
    pub(super) id: i64,
    #[serde(rename = "type", default)]
    pub(super) kind: String,
}

/// A user or bot.
#[derive(Debug, Default, Deserialize)]
pub(super) struct User {
    pub(super) id: u64,
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
    pub(super) data: Option<String>,
}
