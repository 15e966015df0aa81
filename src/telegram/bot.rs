//! What the handlers have in common: who the bot is, what it knows, where it keeps and sends things.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use teloxide::payloads::GetChatMember;
use teloxide::types::{ChatId, UserId};

use super::api::Failure;
use super::flood::Flood;
use super::incoming::{Author, Incoming, Me, Place, PressedCard};
use super::meters::{self, Dropped};
use super::outgoing::{Outgoing, drafts};
use super::{inline, presses, questions};
use crate::answer::{Engine, Turn};
use crate::conversation::Context;
use crate::present::{self, Card, Message};
use crate::settings::Settings;
use crate::store::{self, Store};

/// All that a handler needs. Cheap to clone.
#[derive(Clone)]
pub(super) struct Bot {
    pub(super) engine: Arc<Engine>,
    pub(super) me: Arc<Me>,
    pub(super) store: Store,
    pub(super) outgoing: Outgoing,
    /// Users who may see what was not answered.
    pub(super) admins: Arc<[i64]>,
    /// How long that is kept, in days.
    pub(super) retention_days: u32,
    /// How long a reply that found nothing stands in a quiet group.
    pub(super) quiet_seconds: u32,
    /// The chats that are served; empty for all.
    pub(super) allowed: Arc<[i64]>,
    /// How long a question may wait, in seconds.
    pub(super) max_age: i64,
    /// Questions of each asker.
    pub(super) flood: Arc<Flood>,
    /// Presses of each user.
    pub(super) presses: Arc<Flood>,
}

impl Bot {
    /// Asks the engine on a thread on which nobody waits, so that a long message holds up no other chat.
    pub(super) async fn ask_engine<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> T {
        let engine = Arc::clone(&self.engine);
        match tokio::task::spawn_blocking(move || ask(&engine)).await {
            Ok(answer) => answer,
            // a panic is told where those of all handlers are
            Err(failed) => std::panic::resume_unwind(failed.into_panic()),
        }
    }

    /// Does what something that came in asks for.
    pub(super) async fn handle(&self, incoming: Incoming) {
        match incoming {
            Incoming::Said(said) => questions::said(self, said).await,
            Incoming::Pressed(pressed) => presses::pressed(self, pressed).await,
            Incoming::Searched(searched) => inline::searched(self, searched).await,
            Incoming::Joined { chat, reader } => {
                kept(self.store.joined(chat).await);
                let place = Place { chat, topic: None, message: 0, private: false };
                let language = self.settings(chat).await.language.unwrap_or(reader);
                let card = present::joined(language, self.engine.corpus(), &self.me.username);
                self.send(&place, &card).await;
            }
            Incoming::Unblocked { chat } => {
                kept(self.store.joined(chat).await);
            }
            Incoming::Left { chat } => {
                kept(self.store.left(chat, now()).await);
            }
            Incoming::Migrated { from, to } => {
                kept(self.store.migrate(from, to).await);
            }
        }
    }

    /// Whether somebody is served. Inline queries belong to no chat: who asks is what counts.
    pub(super) fn serves(&self, incoming: &Incoming) -> bool {
        let place = match incoming {
            Incoming::Said(said) => Some(said.place.chat),
            Incoming::Pressed(pressed) => match &pressed.card {
                PressedCard::Own { place, .. } => Some(place.chat),
                PressedCard::Inline(_) | PressedCard::Unknown => pressed.author.user,
            },
            Incoming::Searched(searched) => searched.author.user,
            Incoming::Joined { chat, .. }
            | Incoming::Unblocked { chat }
            | Incoming::Left { chat } => Some(*chat),
            Incoming::Migrated { .. } => return true,
        };
        self.allowed.is_empty() || place.is_some_and(|place| self.allowed.contains(&place))
    }

    /// Sends a card of which nothing need be known afterwards.
    pub(super) async fn send(&self, place: &Place, card: &Card) {
        sent(place.chat, self.outgoing.settle(place, &drafts(card, &self.me, (0, 0)), &[]).await.1);
    }

    /// What a chat has chosen; what all begin with, where that cannot be read.
    pub(super) async fn settings(&self, chat: i64) -> Settings {
        kept(self.store.settings(chat).await).unwrap_or_default()
    }

    /// The bot's place in a conversation.
    pub(super) fn context<'c>(
        &self,
        author: &Author,
        settings: Settings,
        after: Option<&'c Turn>,
        group: bool,
    ) -> Context<'c> {
        Context {
            reader: author.reader,
            settings,
            after,
            question: None,
            group,
            retention_days: self.retention_days,
        }
    }

    /// Why somebody may not choose for a chat: everybody may in private, admins in groups, by Telegram's word. `None` if they may.
    pub(super) async fn refusal(
        &self,
        chat: i64,
        private: bool,
        author: &Author,
    ) -> Option<Message> {
        if private || author.is_group {
            return None;
        }
        let Some(user) = author.user.and_then(|user| u64::try_from(user).ok()) else {
            return Some(Message::AdminsOnly);
        };
        match self.outgoing.deliver(&GetChatMember::new(ChatId(chat), UserId(user))).await {
            Ok(member)
                if matches!(
                    member.get("status").and_then(Value::as_str),
                    Some("creator" | "administrator")
                ) =>
            {
                None
            }
            Ok(_) => Some(Message::AdminsOnly),
            Err(failure) => {
                tracing::warn!(chat, cause = %failure, "whether somebody is an admin could not be told");
                Some(Message::Trouble)
            }
        }
    }
}

/// Unix seconds.
pub(super) fn now() -> i64 {
    milliseconds() / 1000
}

/// The same in milliseconds.
pub(super) fn milliseconds() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// What came of keeping or reading something; trouble is logged, and people are answered all the same.
pub(super) fn kept<T>(result: store::Result<T>) -> Option<T> {
    // an error of the database's names statements and files, and nobody's words
    result.inspect_err(|error| tracing::error!(%error, "the database is in trouble: settings and answers may not be kept")).ok()
}

/// What came of sending something; trouble that is worth knowing is logged.
pub(super) fn sent<T>(chat: i64, result: Result<T, Failure>) -> Option<T> {
    result
        .inspect_err(|failure| match failure {
            Failure::Forbidden | Failure::Gone | Failure::Stale => {
                tracing::debug!(chat, cause = %failure, "a reply was not sent")
            }
            _ => {
                meters::dropped(Dropped::Undeliverable, 1);
                tracing::warn!(chat, cause = %failure, "a reply was not sent");
            }
        })
        .ok()
}
