//! The way of an update from its arrival to its end: kept, handled in its lane, done.
//!
//! One instance alone keeps its lanes in memory. Where several share a database, each takes over one update of a lane at a time from there, so
//! that the order of a lane holds among them, and another goes on where one died.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::FutureExt as _;
use serde::Deserialize as _;
use serde_json::Value;
use tokio::sync::{Notify, Semaphore};

use super::bot::{Bot, kept, milliseconds};
use super::incoming::{self, Incoming};
use super::lanes::Lanes;
use super::meters::{self, Dropped};
use super::update::Update;
use crate::store::Waiting;

/// Presses have lanes of their own, each one, so that it is answered at once even where a chat or another press has to wait.
const OF_PRESSES: i64 = 1 << 60;

/// So have inline queries, which belong to no chat.
const OF_SEARCHES: i64 = 1 << 61;

/// Wait before an inbox that cannot be written is tried again.
const WAIT: Duration = Duration::from_secs(1);

/// Updates that an instance handles at a time, where several share a database.
const MOST_AT_ONCE: usize = 256;

/// Most updates that wait in a lane, where several share a database.
const MOST_OF_LANE: i64 = 100;

/// How often an instance looks for what others left.
const LOOKING: Duration = Duration::from_millis(500);

/// How often it says that it lives.
const LIVING: Duration = Duration::from_secs(5);

/// The inbox. Cheap to clone.
#[derive(Clone)]
pub(super) struct Inbox {
    bot: Bot,
    way: Way,
}

/// How updates are handed out.
#[derive(Clone)]
enum Way {
    Alone(Arc<Lanes<Waiting>>),
    Shared(Arc<Shared>),
}

/// What an instance among several knows of its own work.
struct Shared {
    /// Tells it from the others.
    owner: String,
    /// Something came or ended.
    news: Notify,
    /// One for each update that may be handled now.
    free: Arc<Semaphore>,
    /// Nothing more is taken over.
    closing: AtomicBool,
}

impl Inbox {
    pub(super) fn new(bot: Bot) -> Self {
        let way = if bot.store.is_shared() {
            let owner = format!("{:016x}", fastrand::u64(..));
            Way::Shared(Arc::new(Shared {
                owner,
                news: Notify::new(),
                free: Arc::new(Semaphore::new(MOST_AT_ONCE)),
                closing: AtomicBool::new(false),
            }))
        } else {
            Way::Alone(Arc::new(Lanes::new()))
        };
        Self { bot, way }
    }

    /// Goes on with what an earlier run, or another instance, did not come to. Alone, that is once; among several, it never ends.
    pub(super) async fn resume(&self) {
        match &self.way {
            Way::Alone(_) => {
                for update in kept(self.bot.store.waiting().await).unwrap_or_default() {
                    self.push(update).await;
                }
            }
            Way::Shared(shared) => self.hand_out(shared).await,
        }
    }

    /// Keeps updates, then lets those that are new be handled. Returns once they are kept; what cannot be kept is tried again.
    pub(super) async fn take(&self, updates: Vec<(i64, Value)>) {
        // what is not kept is not confirmed: nothing goes on until it can be
        while self.try_take(&updates).await.is_none() {
            tokio::time::sleep(WAIT).await;
        }
    }

    /// Keeps updates, then lets those that are new be handled; `None` if they cannot be kept.
    pub(super) async fn try_take(&self, updates: &[(i64, Value)]) -> Option<()> {
        if updates.is_empty() {
            return Some(());
        }
        let received = milliseconds();
        let waiting = updates.iter().map(|(update_id, update)| Waiting {
            update_id: *update_id,
            source: source(update),
            lane: lane(update),
            body: update.to_string(),
            received,
            again: false,
        });
        let fresh = kept(self.bot.store.take(waiting.collect()).await)?;
        meters::duplicates(updates.len() - fresh.len());
        updates.iter().for_each(|(_, update)| meters::update(kind(update)));
        for update in fresh {
            self.push(update).await;
        }
        Some(())
    }

    async fn push(&self, update: Waiting) {
        match &self.way {
            Way::Alone(lanes) => {
                let bot = self.bot.clone();
                let dropped = lanes.push(update.lane, update, move |update| {
                    let bot = bot.clone();
                    async move { work(&bot, update).await }
                });
                if let Some(dropped) = dropped {
                    meters::dropped(Dropped::Full, 1);
                    kept(self.bot.store.done(dropped.update_id).await);
                }
            }
            Way::Shared(shared) => {
                let dropped =
                    kept(self.bot.store.trim(update.lane, MOST_OF_LANE).await).unwrap_or_default();
                meters::dropped(Dropped::Full, dropped);
                shared.news.notify_one();
            }
        }
    }

    /// Takes over what waits in the database, for ever.
    async fn hand_out(&self, shared: &Arc<Shared>) {
        let mut living = tokio::time::interval(LIVING);
        loop {
            let free = if shared.closing.load(Ordering::Acquire) {
                0
            } else {
                shared.free.available_permits()
            };
            let claimed = match i64::try_from(free) {
                Ok(most) if most > 0 => {
                    kept(self.bot.store.claim(&shared.owner, most).await).unwrap_or_default()
                }
                _ => Vec::new(),
            };
            let full = free > 0 && claimed.len() == free;
            for update in claimed {
                let Ok(permit) = Arc::clone(&shared.free).acquire_owned().await else { return };
                let (bot, shared) = (self.bot.clone(), Arc::clone(shared));
                tokio::spawn(async move {
                    work(&bot, update).await;
                    drop(permit);
                    // the next of its lane can be taken over now
                    shared.news.notify_one();
                });
            }
            tokio::select! {
                () = shared.news.notified() => {}
                () = tokio::time::sleep(LOOKING), if !full => {}
                _ = living.tick() => {
                    kept(self.bot.store.renew(&shared.owner).await);
                    if let Some(waiting) = kept(self.bot.store.count_waiting().await) {
                        meters::inbox(usize::try_from(waiting).unwrap_or_default());
                    }
                }
            }
        }
    }

    /// Begins nothing more of what others can do, and waits until everything was handled that this instance has begun.
    pub(super) async fn idle(&self) {
        match &self.way {
            Way::Alone(lanes) => lanes.idle().await,
            Way::Shared(shared) => {
                shared.closing.store(true, Ordering::Release);
                let _ = shared.free.acquire_many(MOST_AT_ONCE as u32).await;
            }
        }
    }

    /// Gives what was not handled to others.
    pub(super) async fn give_back(&self) {
        if let Way::Shared(shared) = &self.way {
            kept(self.bot.store.give_back(&shared.owner).await);
        }
    }
}

/// Handles an update; one that breaks its handler takes nothing along, and is put aside so that it does not break the next start too.
async fn work(bot: &Bot, update: Waiting) {
    let (id, received) = (update.update_id, update.received);
    let body = update.body.clone();
    let handled = AssertUnwindSafe(handle(bot, update)).catch_unwind().await;
    if handled.is_err() {
        meters::panicked();
        tracing::error!(update = id, "an update broke its handler, and was put aside");
    }
    let mut left = serde_json::from_str(&body).unwrap_or_default();
    without_words(&mut left);
    let left = left.to_string();
    // one that is not marked would hold up its lane, and be answered again
    while kept(if matches!(handled, Ok(true)) {
        bot.store.done(id).await
    } else {
        bot.store.set_aside(id, &left).await
    })
    .is_none()
    {
        tokio::time::sleep(WAIT).await;
    }
    meters::handled(Duration::from_millis((milliseconds() - received).unsigned_abs()));
}

/// Whether an update could be read.
async fn handle(bot: &Bot, update: Waiting) -> bool {
    let read =
        serde_json::from_str::<Value>(&update.body).and_then(|value| Update::deserialize(&value));
    let Ok(read) = read else {
        meters::dropped(Dropped::Unreadable, 1);
        tracing::warn!(update = update.update_id, "an update that cannot be read was put aside");
        return false;
    };
    let mut incoming = incoming::read(read, &bot.me, bot.engine.corpus());
    if let Some(Incoming::Said(said)) = &mut incoming {
        said.again = update.again;
    }
    if let Some(incoming) = incoming.filter(|incoming| bot.serves(incoming)) {
        bot.handle(incoming).await;
    }
    true
}

/// What an update is, by the kinds that the bot asks for.
fn kind(update: &Value) -> &'static str {
    super::poll::KINDS.into_iter().find(|kind| update.get(kind).is_some()).unwrap_or("other")
}

/// Where an update stands in line.
fn lane(update: &Value) -> i64 {
    let number = |pointer: &str| update.pointer(pointer).and_then(Value::as_i64);
    let chat = ["/message/chat/id", "/edited_message/chat/id", "/my_chat_member/chat/id"]
        .iter()
        .find_map(|pointer| number(pointer));
    let press = || {
        update.get("callback_query").and_then(|_| number("/update_id")).map(|id| id ^ OF_PRESSES)
    };
    let search = || number("/inline_query/from/id").map(|user| user ^ OF_SEARCHES);
    chat.or_else(press).or_else(search).unwrap_or_default()
}
/// What tells a message from all others, whatever the number of its update. An edit that comes twice changes nothing the second time.
fn source(update: &Value) -> Option<String> {
    let number = |pointer: &str| update.pointer(pointer).and_then(Value::as_i64);
    Some(format!("{}:{}", number("/message/chat/id")?, number("/message/message_id")?))
}

/// An update whose texts are only told by their length, so that what could not be read can be looked at.
fn without_words(value: &mut Value) {
    match value {
        Value::String(text) => *text = format!("{} characters", text.chars().count()),
        Value::Array(values) => values.iter_mut().for_each(without_words),
        Value::Object(fields) => fields.values_mut().for_each(without_words),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn updates_of_a_chat_have_a_lane_and_presses_and_searches_their_own() {
        let message = json!({ "message": { "message_id": 5, "chat": { "id": -7 } } });
        let edit =
            json!({ "edited_message": { "message_id": 5, "edit_date": 3, "chat": { "id": -7 } } });
        let press = json!({ "update_id": 4, "callback_query": { "from": { "id": 1 }, "message": { "chat": { "id": -7 } } } });
        let search = json!({ "inline_query": { "from": { "id": -7 } } });
        let lanes = [&message, &edit, &press, &search].map(lane);
        assert_eq!(lanes[0], lanes[1]);
        assert!(lanes[1] != lanes[2] && lanes[2] != lanes[3] && lanes[0] != lanes[3]);
        assert_eq!(lane(&json!({ "not_yet_known": {} })), 0);
    }

    #[test]
    fn a_message_is_told_from_others() {
        let message = |id: i64| {
            source(&json!({ "message": { "message_id": id, "chat": { "id": -7 }, "text": "a" } }))
        };
        assert_eq!(message(5).as_deref(), Some("-7:5"));
        assert_ne!(message(5), message(6));
        assert_eq!(
            source(&json!({ "edited_message": { "message_id": 5, "chat": { "id": -7 } } })),
            None
        );
    }

    #[test]
    fn what_is_put_aside_has_no_words() {
        let mut update = json!({ "update_id": 1, "message": { "text": "SECRET", "entities": [{ "url": "SECRET" }] } });
        without_words(&mut update);
        assert_eq!(
            update,
            json!({ "update_id": 1, "message": { "text": "6 characters", "entities": [{ "url": "6 characters" }] } })
        );
    }
}
