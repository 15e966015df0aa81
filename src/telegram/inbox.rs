//! The way of an update from its arrival to its end: judged, kept in the store, handled in its lane, done.
//!
//! What is not for the bot takes no place. All else waits in the store, not in memory, and is taken over from there: of each lane one update
//! at a time, so that the order of a chat holds, among several instances of a database too, and another goes on where one died.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt as _;
use serde_json::Value;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::MissedTickBehavior;

use super::bot::{Bot, insist, kept, milliseconds, now};
use super::incoming::{Incoming, Pressed, PressedCard, Said};
use super::meters::{self, Dropped};
use super::poll::Arrived;
use super::update::{Numbered, Update};
use crate::conversation::Command;
use crate::settings::Answers;
use crate::store::{LEASE, RENEWING, Waiting};

/// Presses have lanes of their own, by person and card, so that they are answered at once even where a chat has to wait.
const OF_PRESSES: i64 = 1 << 60;

/// So have inline queries, which belong to no chat.
const OF_SEARCHES: i64 = 1 << 61;

/// Wait before an inbox that cannot be written is tried again.
const WAIT: Duration = Duration::from_secs(1);

/// Updates that an instance handles at a time.
const MOST_AT_ONCE: usize = 512;

/// Bytes of them.
const MOST_BYTES: usize = 16 << 20;

/// Most that are taken over at a time.
const MOST_CLAIMED: usize = 64;

/// A longer update is no message of a person's, in bytes.
const LONGEST: usize = 256 << 10;

/// Most questions that wait in a chat: a group can be sent no more before they are too old to be answered.
const MOST_OF_LANE: i64 = 1_000;

/// Most that wait in all.
const MOST_WAITING: i64 = 500_000;

/// How often an instance looks for what others left.
const LOOKING: Duration = Duration::from_millis(500);

/// How often it says that it lives.
const LIVING: Duration = Duration::from_secs(5);

/// How often it counts what waits.
const COUNTING: Duration = Duration::from_secs(5);

// however slow the database is, the saying is tried several times before others take over
const _: () = assert!(4 * (LIVING.as_secs() + RENEWING.as_secs()) < LEASE as u64);

/// The inbox. Cheap to clone.
#[derive(Clone)]
pub(super) struct Inbox {
    bot: Bot,
    shared: Arc<Shared>,
}

/// What an instance knows of its own work.
struct Shared {
    /// Tells it from the others.
    owner: String,
    /// Something came or ended.
    news: Notify,
    /// One for each update that may be handled now.
    free: Arc<Semaphore>,
    /// One for each byte of them.
    room: Arc<Semaphore>,
    /// Nothing more is taken over.
    closing: AtomicBool,
    /// The updates that are being handled.
    in_hand: Mutex<BTreeSet<i64>>,
    /// How many updates wait, as far as this instance knows.
    waiting: AtomicI64,
}

impl Shared {
    fn in_hand(&self) -> MutexGuard<'_, BTreeSet<i64>> {
        self.in_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inbox {
    pub(super) fn new(bot: Bot) -> Self {
        let shared = Shared {
            owner: format!("{:016x}", fastrand::u64(..)),
            news: Notify::new(),
            free: Arc::new(Semaphore::new(MOST_AT_ONCE)),
            room: Arc::new(Semaphore::new(MOST_BYTES)),
            closing: AtomicBool::new(false),
            in_hand: Mutex::default(),
            waiting: AtomicI64::new(MOST_OF_LANE),
        };
        Self { bot, shared: Arc::new(shared) }
    }

    /// Keeps updates. Returns once they are kept; what cannot be kept is tried again.
    pub(super) async fn take(&self, updates: Vec<Arrived>) {
        // what is not kept is not confirmed: nothing goes on until it can be
        while self.try_take(&updates).await.is_none() {
            tokio::time::sleep(WAIT).await;
        }
    }

    /// Keeps updates; `None` if they cannot be kept.
    pub(super) async fn try_take(&self, updates: &[Arrived]) -> Option<()> {
        let received = milliseconds();
        let mut waiting = Vec::with_capacity(updates.len());
        for Arrived { id, body } in updates {
            let read = serde_json::from_str::<Update>(body);
            let Some(update) = read.ok().filter(|_| body.len() <= LONGEST) else {
                kept(self.put_aside(*id, body).await)?;
                continue;
            };
            meters::update(update.kind());
            let placing = AssertUnwindSafe(self.place_in_line(update, *id)).catch_unwind();
            let Ok(placed) = placing.await else {
                meters::panicked();
                tracing::error!(update = id, "an update could not be taken; it was set aside");
                kept(self.put_aside(*id, body).await)?;
                continue;
            };
            let Some((source, lane)) = placed? else { continue };
            waiting.push(Waiting {
                update_id: *id,
                source,
                lane,
                body: body.clone(),
                received,
                again: false,
            });
        }
        let fresh = kept(self.bot.store.take(&waiting).await)?;
        meters::duplicates(waiting.len() - fresh);
        if fresh > 0 {
            let count = self.shared.waiting.fetch_add(fresh as i64, Ordering::Relaxed);
            meters::inbox(count + fresh as i64);
            self.shared.news.notify_one();
        }
        Some(())
    }

    /// What tells an update from others, and where it stands in line; `None` inside for one that is not for the bot, or that the bot has no
    /// room for.
    async fn place_in_line(
        &self,
        update: Update,
        id: i64,
    ) -> Option<Option<(Option<String>, i64)>> {
        let lane_of = lane(&update);
        let source = source(&update);
        let Some(incoming) = self.bot.read(update) else { return Some(None) };
        if !self.bot.serves(&incoming) {
            return Some(None);
        }
        let lane = match &incoming {
            Incoming::Pressed(pressed) => lane_of_press(pressed, id),
            _ => lane_of,
        };
        let waiting = self.shared.waiting.load(Ordering::Relaxed);
        let is_small = matches!(
            incoming,
            Incoming::Pressed(_) | Incoming::Searched(_) | Incoming::Wordless { .. }
        );
        if waiting >= MOST_WAITING && is_small {
            meters::dropped(Dropped::Full, 1);
            return Some(None);
        }
        if let Incoming::Said(said) = &incoming {
            if !kept(self.concerns(said).await)? {
                return Some(None);
            }
            // where few wait in all, the lane need not be counted
            let full = waiting >= MOST_WAITING
                || (waiting >= MOST_OF_LANE
                    && kept(self.bot.store.count_in_lane(lane, MOST_OF_LANE).await)?
                        >= MOST_OF_LANE);
            if full {
                meters::dropped(Dropped::Full, 1);
                tracing::warn!(
                    chat = said.place.chat,
                    "too many questions wait: a new one was refused"
                );
                if said.addressed {
                    self.bot.refuse(said);
                }
                return Some(None);
            }
        }
        Some(Some((source, lane)))
    }

    /// Whether words are, or may be, for the bot, as far as the store knows at hand: those that speak to it, those that are awaited, and
    /// where a chat wants its questions answered, those that the papers surely answer.
    async fn concerns(&self, said: &Said) -> crate::store::Result<bool> {
        let (bot, written) = (&self.bot, said.written());
        if said.addressed {
            let alone = crate::conversation::command(&said.text, Some(&bot.me.username))
                == Some(Command::Ask(""));
            if let Some(written) = written.filter(|_| alone && !said.place.private && !said.edited)
            {
                bot.store.wait_for_question(written).await?;
            }
            if let Some(written) = written.filter(|_| !alone && !said.place.private)
                && bot.store.awaits_anybody(written.at).await?
            {
                // it is the question that was awaited: the next message is none
                bot.store.is_awaited(written).await?;
            }
            return Ok(true);
        }
        let settings = bot.store.settings(said.place.chat).await?;
        if settings.answers == Answers::Sure {
            // what was answered before may have to be brought up to date
            return Ok(said.edited || bot.is_sure_of(said, &settings).await);
        }
        match written {
            Some(written) if bot.store.awaits_anybody(written.at).await? => {
                bot.store.is_awaited(written).await
            }
            _ => Ok(false),
        }
    }

    /// Puts an update aside that cannot be read, so that others go on.
    async fn put_aside(&self, id: i64, body: &str) -> crate::store::Result<()> {
        meters::dropped(Dropped::Unreadable, 1);
        tracing::warn!(update = id, "an update that cannot be read was set aside");
        // what it says is nobody's business: how long it is, and what of it is no text
        self.bot.store.set_aside(id, &without_words(body), now()).await
    }

    /// Takes over what waits, for ever.
    pub(super) async fn hand_out(&self) {
        let shared = &self.shared;
        loop {
            let free = if shared.closing.load(Ordering::Acquire) {
                0
            } else {
                shared.free.available_permits().min(MOST_CLAIMED)
            };
            let claimed = match i64::try_from(free) {
                Ok(most) if most > 0 => {
                    kept(self.bot.store.claim(&shared.owner, most).await).unwrap_or_default()
                }
                _ => Vec::new(),
            };
            let full = free > 0 && claimed.len() == free;
            // one whose lease ran out while it is in hand is this instance's own
            let is_new = |update: &Waiting| shared.in_hand().insert(update.update_id);
            for update in claimed.into_iter().filter(is_new).collect::<Vec<_>>() {
                let bytes = u32::try_from(update.body.len().min(MOST_BYTES)).unwrap_or_default();
                let Ok(permit) = Arc::clone(&shared.free).acquire_owned().await else { return };
                let Ok(room) = Arc::clone(&shared.room).acquire_many_owned(bytes).await else {
                    return;
                };
                let (bot, shared) = (self.bot.clone(), Arc::clone(shared));
                tokio::spawn(async move {
                    let id = update.update_id;
                    work(&bot, update).await;
                    shared.in_hand().remove(&id);
                    drop((permit, room));
                    shared.waiting.fetch_sub(1, Ordering::Relaxed);
                    // the next of its lane can be taken over now
                    shared.news.notify_one();
                });
            }
            if !full {
                let _ = tokio::time::timeout(LOOKING, shared.news.notified()).await;
            }
        }
    }

    /// Says that this instance lives, for ever. It shares nothing with what it speaks for: it has a connection of its own, and does nothing
    /// else.
    pub(super) async fn live(&self) {
        let mut living = tokio::time::interval(LIVING);
        living.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            living.tick().await;
            let in_hand: Vec<i64> = self.shared.in_hand().iter().copied().collect();
            kept(self.bot.store.renew(&self.shared.owner, &in_hand).await);
        }
    }

    /// Counts what waits, for ever.
    pub(super) async fn count(&self) {
        let mut counting = tokio::time::interval(COUNTING);
        counting.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            counting.tick().await;
            if let Some(waiting) = kept(self.bot.store.count_waiting().await) {
                self.shared.waiting.store(waiting, Ordering::Relaxed);
                meters::inbox(waiting);
            }
        }
    }

    /// Begins nothing more, and waits until everything was handled that this instance has begun. Nothing is begun as long as what it returns
    /// is held.
    pub(super) async fn idle(&self) -> Option<OwnedSemaphorePermit> {
        self.shared.closing.store(true, Ordering::Release);
        Arc::clone(&self.shared.free).acquire_many_owned(MOST_AT_ONCE as u32).await.ok()
    }

    /// Gives what was not handled to others.
    pub(super) async fn give_back(&self) {
        kept(self.bot.store.give_back(&self.shared.owner).await);
    }
}

/// Handles an update; one that breaks its handler takes nothing along, and is set aside so that it does not break the next start too.
async fn work(bot: &Bot, update: Waiting) {
    let (id, received) = (update.update_id, update.received);
    let handled = AssertUnwindSafe(handle(bot, &update)).catch_unwind().await;
    if handled.is_err() {
        meters::panicked();
        tracing::error!(update = id, "a handler panicked; its update was set aside");
    }
    // one that is not marked would hold up its lane, and be answered again
    while kept(match handled {
        Ok(()) => bot.store.done(id).await,
        Err(_) => bot.store.set_aside(id, &without_words(&update.body), now()).await,
    })
    .is_none()
    {
        tokio::time::sleep(WAIT).await;
    }
    meters::handled(Duration::from_millis((milliseconds() - received).unsigned_abs()));
}

async fn handle(bot: &Bot, update: &Waiting) {
    // it was read when it was taken
    let Ok(read) = serde_json::from_str(&update.body) else { return };
    let mut incoming = bot.read(read);
    if let Some(Incoming::Said(said)) = &mut incoming {
        said.again = update.again;
        if !said.addressed
            && let Some(written) = said.written()
        {
            said.addressed = insist(|| bot.store.is_awaited(written)).await;
        }
    }
    if let Some(incoming) = incoming.filter(|incoming| bot.serves(incoming)) {
        bot.handle(incoming).await;
    }
}

/// Where an update stands in line: in that of its chat, or of who searches.
fn lane(update: &Update) -> i64 {
    let message = update.message.as_ref().or(update.edited_message.as_ref());
    let chat = message
        .map(|message| message.chat.id)
        .or_else(|| update.my_chat_member.as_ref().map(|membership| membership.chat.id));
    let search = || update.inline_query.as_ref().map(|query| query.from.id ^ OF_SEARCHES);
    chat.or_else(search).unwrap_or_default()
}

/// Where a press stands in line: behind what the same person pressed on the same card.
fn lane_of_press(pressed: &Pressed, id: i64) -> i64 {
    let card = match &pressed.card {
        PressedCard::Own { place, .. } => format!("{}:{}", place.chat, place.message),
        PressedCard::Inline(message) => message.clone(),
        PressedCard::Unknown => id.to_string(),
    };
    let user = pressed.author.user.unwrap_or(id);
    // the upper bits are those of other lanes
    (crate::store::digest(&format!("{user} {card}")) >> 4) ^ OF_PRESSES
}

/// What tells a message from all others, whatever the number of its update. An edit that comes twice changes nothing the second time.
fn source(update: &Update) -> Option<String> {
    let message = update.message.as_ref()?;
    Some(format!("{}:{}", message.chat.id, message.message_id))
}

/// An update whose texts are only told by their length, so that what could not be handled can be looked at. Of what is no JSON, the number of
/// the update and the length.
fn without_words(body: &str) -> String {
    fn strip(value: &mut Value) {
        match value {
            Value::String(text) => *text = format!("{} characters", text.chars().count()),
            Value::Array(values) => values.iter_mut().for_each(strip),
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::Number(_) if name == "id" => *value = 0.into(),
                        _ => strip(value),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    match serde_json::from_str::<Value>(body) {
        Ok(mut update) if body.len() <= LONGEST => {
            strip(&mut update);
            update.to_string()
        }
        _ => {
            let id = serde_json::from_str::<Numbered>(body).map(|own| own.update_id);
            serde_json::json!({ "update_id": id.ok(), "bytes": body.len() }).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn update(value: Value) -> Update {
        match serde_json::from_str(&value.to_string()) {
            Ok(update) => update,
            Err(error) => panic!("{value}: {error}"),
        }
    }

    #[test]
    fn updates_of_a_chat_have_a_lane_and_searches_their_own() {
        let message = json!({ "message": { "message_id": 5, "chat": { "id": -7 } } });
        let edit =
            json!({ "edited_message": { "message_id": 5, "edit_date": 3, "chat": { "id": -7 } } });
        let search = json!({ "inline_query": { "id": "1", "from": { "id": -7 } } });
        let lanes = [message, edit, search].map(|value| lane(&update(value)));
        assert!(lanes[0] == lanes[1] && lanes[1] != lanes[2]);
        assert_eq!(lane(&update(json!({ "not_yet_known": {} }))), 0);
    }

    #[test]
    fn a_message_is_told_from_others() {
        let message = |id: i64| {
            source(&update(
                json!({ "message": { "message_id": id, "chat": { "id": -7 }, "text": "a" } }),
            ))
        };
        assert_eq!(message(5).as_deref(), Some("-7:5"));
        assert_ne!(message(5), message(6));
        assert_eq!(
            source(&update(json!({ "edited_message": { "message_id": 5, "chat": { "id": -7 } } }))),
            None
        );
    }

    #[test]
    fn what_is_put_aside_has_no_words() {
        let update = json!({ "update_id": 1, "message": { "text": "SECRET", "entities": [{ "url": "SECRET" }] } });
        let left = without_words(&update.to_string());
        assert_eq!(
            left,
            json!({ "update_id": 1, "message": { "text": "6 characters", "entities": [{ "url": "6 characters" }] } }).to_string()
        );
        assert!(without_words(r#"{"update_id":1,"a":"SECRET\ud800"}"#).starts_with(r#"{"bytes""#));
    }
}
