//! The way of an update from its arrival to its end: kept, handled in its lane, done.

use std::time::Duration;

use serde::Deserialize as _;
use serde_json::Value;

use super::bot::{Bot, kept, now};
use super::incoming;
use super::lanes::Lanes;
use super::update::Update;
use crate::store::Waiting;

/// Presses have lanes of their own, so that one is answered at once even where a chat has to wait.
const OF_PRESSES: i64 = 1 << 60;

/// So have inline queries, which belong to no chat.
const OF_SEARCHES: i64 = 1 << 61;

/// Wait before an inbox that cannot be written is tried again.
const WAIT: Duration = Duration::from_secs(1);

/// The inbox.
pub(super) struct Inbox {
    bot: Bot,
    lanes: Lanes<Waiting>,
}

impl Inbox {
    pub(super) fn new(bot: Bot) -> Self {
        Self { bot, lanes: Lanes::new() }
    }

    /// Goes on with what an earlier run did not come to.
    pub(super) async fn resume(&self) {
        for update in kept(self.bot.store.waiting().await).unwrap_or_default() {
            self.push(update);
        }
    }

    /// Keeps updates, then handles those that are new. Returns once they are kept.
    pub(super) async fn take(&self, updates: Vec<(i64, Value)>) {
        if updates.is_empty() {
            return;
        }
        let received = now();
        let waiting = |(update_id, update): (i64, Value)| Waiting {
            update_id,
            source: source(&update),
            lane: lane(&update),
            body: update.to_string(),
            received,
        };
        let updates: Vec<_> = updates.into_iter().map(waiting).collect();
        // what is not kept is not confirmed: nothing goes on until it can be
        let fresh = loop {
            match kept(self.bot.store.take(updates.clone()).await) {
                Some(fresh) => break fresh,
                None => tokio::time::sleep(WAIT).await,
            }
        };
        for update in fresh {
            self.push(update);
        }
    }

    fn push(&self, update: Waiting) {
        let bot = self.bot.clone();
        self.lanes.push(update.lane, update, move |update| {
            let bot = bot.clone();
            async move { handle(&bot, update).await }
        });
    }

    /// Waits until everything was handled.
    pub(super) async fn idle(&self) {
        self.lanes.idle().await;
    }
}

async fn handle(bot: &Bot, update: Waiting) {
    let id = update.update_id;
    let read = serde_json::from_str::<Value>(&update.body).and_then(|value| Update::deserialize(&value));
    match read {
        Ok(read) => {
            if let Some(incoming) = incoming::read(read, &bot.me, bot.engine.knowledge()) {
                bot.handle(incoming).await;
            }
        }
        Err(_) => tracing::warn!(update = id, "an update that cannot be read was left out"),
    }
    kept(bot.store.done(id).await);
}

/// Where an update stands in line.
fn lane(update: &Value) -> i64 {
    let number = |pointer: &str| update.pointer(pointer).and_then(Value::as_i64);
    let chat = ["/message/chat/id", "/edited_message/chat/id", "/my_chat_member/chat/id"].iter().find_map(|pointer| number(pointer));
    let press = || number("/callback_query/message/chat/id").or_else(|| number("/callback_query/from/id")).map(|chat| chat ^ OF_PRESSES);
    let search = || number("/inline_query/from/id").map(|user| user ^ OF_SEARCHES);
    chat.or_else(press).or_else(search).unwrap_or_default()
}

/// What tells a message or an edit from all others, whatever the number of its update.
fn source(update: &Value) -> Option<String> {
    let (kind, message) = ["message", "edited_message"].iter().find_map(|kind| Some((kind, update.get(kind)?)))?;
    let number = |pointer: &str| message.pointer(pointer).and_then(Value::as_i64);
    let (chat, id) = (number("/chat/id")?, number("/message_id")?);
    // two edits may come within a second, so that their words tell them apart as well
    let words = message.get("text").or_else(|| message.get("caption")).and_then(Value::as_str).map_or(0, hash);
    Some(match *kind {
        "message" => format!("m:{chat}:{id}"),
        _ => format!("e:{chat}:{id}:{}:{words:x}", number("/edit_date").unwrap_or_default()),
    })
}

fn hash(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn updates_of_a_chat_have_a_lane_and_presses_and_searches_their_own() {
        let message = json!({ "message": { "message_id": 5, "chat": { "id": -7 } } });
        let edit = json!({ "edited_message": { "message_id": 5, "edit_date": 3, "chat": { "id": -7 } } });
        let press = json!({ "callback_query": { "from": { "id": 1 }, "message": { "chat": { "id": -7 } } } });
        let search = json!({ "inline_query": { "from": { "id": -7 } } });
        let lanes = [&message, &edit, &press, &search].map(lane);
        assert_eq!(lanes[0], lanes[1]);
        assert!(lanes[1] != lanes[2] && lanes[2] != lanes[3] && lanes[0] != lanes[3]);
        assert_eq!(lane(&json!({ "not_yet_known": {} })), 0);
    }

    #[test]
    fn a_message_is_told_from_its_edits() {
        let message = json!({ "message": { "message_id": 5, "chat": { "id": -7 }, "text": "a" } });
        let edit =
            |date: i64, text: &str| json!({ "edited_message": { "message_id": 5, "edit_date": date, "chat": { "id": -7 }, "text": text } });
        let sources = [source(&message), source(&edit(1, "a")), source(&edit(1, "b")), source(&edit(2, "b"))];
        for (place, one) in sources.iter().enumerate() {
            assert!(one.is_some() && !sources.iter().skip(place + 1).any(|other| other == one), "{sources:?}");
        }
        assert_eq!(source(&json!({ "callback_query": {} })), None);
    }
}
