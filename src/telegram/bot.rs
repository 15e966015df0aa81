//! What the handlers have in common: who the bot is, what it knows, where it keeps and sends things.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use teloxide_core::payloads::GetChatMember;
use teloxide_core::types::{ChatId, UserId};

use super::api::Failure;
use super::flood::{Admission, Flood};
use super::incoming::{self, Author, Incoming, Me, Place, PressedCard, Said};
use super::meters::{self, Dropped};
use super::outgoing::{Draft, Outgoing, Reader, ReaderOpens, Votes, drafts};
use super::presses::Redraws;
use super::update::Update;
use super::{inline, presses, questions, upkeep};
use crate::answer::{Engine, Outcome, Question, Turn};
use crate::conversation::{AskedQuestion, Context, Engines};
use crate::language::Language;
use crate::library::Library;
use crate::present::{self, Card, Message};
use crate::settings::Settings;
use crate::store::{self, Store};

/// How long the notice that a supergroup was a group may come after the bot came into it.
const UPGRADE: Duration = Duration::from_secs(2);

/// Wait before a database in trouble is asked again.
const TROUBLE: Duration = Duration::from_secs(1);

/// A group is welcomed once in so many seconds.
const WELCOME: i64 = 3600;

/// All that a handler needs. Cheap to clone.
#[derive(Clone)]
pub(super) struct Bot {
    pub(super) library: Arc<Library>,
    pub(super) me: Arc<Me>,
    pub(super) store: Store,
    pub(super) outgoing: Outgoing,
    /// The pages, if their address is known.
    pub(super) reader: Option<Reader>,
    /// The curators: users who see what was not answered, and take papers in and out.
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
    /// Presses of each user that change messages of groups.
    pub(super) group_presses: Arc<Flood>,
    /// Questions of each user whose words are kept because they were not answered, by day.
    pub(super) missed: Arc<Flood>,
    /// Chats that were told that words alone can be read.
    pub(super) told: Arc<Flood>,
    /// Chats that were told that too many questions wait.
    pub(super) refused: Arc<Flood>,
    /// Cards whose votes are to be shown anew.
    pub(super) redraws: Arc<Redraws>,
}

impl Bot {
    /// What answers now.
    pub(super) fn engine(&self) -> Arc<Engine> {
        self.library.engine()
    }

    /// Asks the papers that a chat has chosen on a thread on which nobody waits, so that a long message holds up no other chat.
    pub(super) async fn ask_engines<T: Send + 'static>(
        &self,
        settings: &Settings,
        ask: impl FnOnce(Engines<'_>) -> T + Send + 'static,
    ) -> T {
        let (library, chosen) = (Arc::clone(&self.library), Arc::clone(&settings.papers));
        let asking = move || {
            let (all, asked) = library.engines(&chosen);
            ask(Engines { all: &all, asked: &asked })
        };
        match tokio::task::spawn_blocking(asking).await {
            Ok(answer) => answer,
            // a panic is told where those of all handlers are
            Err(failed) => std::panic::resume_unwind(failed.into_panic()),
        }
    }

    /// Whether the papers of a chat surely answer what was said, by itself.
    pub(super) async fn is_sure_of(&self, said: &Said, settings: &Settings) -> bool {
        let (text, language, fallback) = (said.text.clone(), settings.language, said.author.reader);
        self.ask_engines(settings, move |engines| {
            let question = Question { language, fallback, ..Question::new(&text) };
            engines.asked.answer(&question).sure
        })
        .await
    }

    /// Reads an update. `None` for what is not meant for the bot.
    pub(super) fn read(&self, update: Update) -> Option<Incoming> {
        incoming::read(update, &self.me, &self.admins, self.engine().corpus())
    }

    /// Does what something that came in asks for.
    pub(super) async fn handle(&self, incoming: Incoming) {
        match incoming {
            Incoming::Said(said) => questions::said(self, said).await,
            Incoming::Pressed(pressed) => presses::pressed(self, pressed).await,
            Incoming::Searched(searched) => inline::searched(self, searched).await,
            Incoming::Uploaded(uploaded) => upkeep::received(self, uploaded).await,
            Incoming::Wordless { place, reader } => {
                let chat = self.settings(place.chat).await;
                if self.told.admit(place.chat, now()) == Admission::Answer {
                    let language = chat.language.unwrap_or(reader);
                    self.send(&place, &present::notice(language, Message::OnlyText)).await;
                }
            }
            Incoming::Joined { chat, reader } => {
                kept(self.store.joined(chat).await);
                // the notice that it was a group before may be on its way
                tokio::time::sleep(UPGRADE).await;
                if self.welcomed(chat, WELCOME).await {
                    return;
                }
                let place = Place::of_group(chat);
                let language = self.settings(chat).await.language.unwrap_or(reader);
                let card = present::joined(language, self.engine().corpus(), &self.me.username);
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
                self.welcomed(to, 0).await;
            }
        }
    }

    /// Whether a chat was welcomed within so many seconds; it counts as welcomed now.
    pub(super) async fn welcomed(&self, chat: i64, within: i64) -> bool {
        let name = format!("welcomed:{chat}");
        let last = kept(self.store.note(&name).await).flatten();
        kept(self.store.set_note(&name, &now().to_string()).await);
        last.and_then(|last| last.parse::<i64>().ok()).is_some_and(|last| now() - last < within)
    }

    /// Tells somebody, and others of the chat within the minute by that, that too many questions wait to take theirs.
    pub(super) fn refuse(&self, said: &Said) {
        if self.refused.admit(said.place.chat, now()) == Admission::Answer {
            let (bot, place, reader) = (self.clone(), said.place, said.author.reader);
            tokio::spawn(async move {
                let language = bot.settings(place.chat).await.language.unwrap_or(reader);
                bot.send(&place, &present::notice(language, Message::TooMany)).await;
            });
        }
    }

    /// Counts a question; its words are kept if they were not answered, and if its asker has not had very many kept today.
    pub(super) async fn count(&self, asker: i64, text: &str, asked: &AskedQuestion) {
        let keeps = asked.outcome != Outcome::Answer && self.may_keep_words_of(asker).await;
        let language: Language = asked.language;
        self.store.count(keeps.then_some(text), asked.outcome.name(), language, now());
    }

    /// Keeps the words of a question whose answer did not help, likewise; whether it did.
    pub(super) async fn miss(&self, asker: i64, text: &str, language: Language) -> bool {
        self.may_keep_words_of(asker).await
            && kept(self.store.miss(text, "down", language, now()).await).unwrap_or_default()
    }

    async fn may_keep_words_of(&self, asker: i64) -> bool {
        let may = self.missed.admit(asker, now()) == Admission::Answer;
        if !may {
            kept(self.store.left_out().await);
        }
        may
    }

    /// Whether somebody is served. Inline queries belong to no chat: who asks is what counts.
    pub(super) fn serves(&self, incoming: &Incoming) -> bool {
        let place = match incoming {
            Incoming::Said(said) => Some(said.place.chat),
            Incoming::Uploaded(uploaded) => Some(uploaded.place.chat),
            Incoming::Wordless { place, .. } => Some(place.chat),
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

    /// The messages of a card for a place; for one that is not known, such as an inline message's, `None`.
    pub(super) fn drafts(&self, card: &Card, place: Option<&Place>, votes: Votes) -> Vec<Draft> {
        // Telegram opens Mini Apps from buttons of private chats alone
        let private = place.is_some_and(|place| place.private);
        let reader = self.reader.clone().map(|reader| match reader.opens {
            ReaderOpens::MiniApp if !private => Reader { opens: ReaderOpens::Browser, ..reader },
            _ => reader,
        });
        drafts(card, &self.me, reader.as_ref(), votes)
    }

    /// Sends a card of which nothing need be known afterwards.
    pub(super) async fn send(&self, place: &Place, card: &Card) {
        let drafts = self.drafts(card, Some(place), (0, 0));
        sent(place.chat, self.outgoing.settle(place, &drafts, &[]).await.1);
    }

    /// What a chat has chosen; what all begin with, where that cannot be read.
    pub(super) async fn settings(&self, chat: i64) -> Settings {
        kept(self.store.settings(chat).await).unwrap_or_default()
    }

    /// The bot's place in a conversation.
    pub(super) fn context<'c>(
        &self,
        author: &Author,
        settings: &'c Settings,
        after: Option<&'c Turn>,
        group: bool,
    ) -> Context<'c> {
        Context {
            reader: author.reader,
            reader_is_known: author.reader_is_known,
            settings,
            after,
            question: None,
            group,
            retention_days: self.retention_days,
        }
    }

    /// Whether somebody is a curator, and where nobody else reads what they get.
    pub(super) fn is_curator(&self, place: &Place, author: &Author) -> bool {
        place.private && author.user.is_some_and(|user| self.admins.contains(&user))
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
                tracing::warn!(chat, cause = %failure, "cannot tell whether somebody is an admin");
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
    result.inspect_err(|error| tracing::error!(%error, "the database fails: settings and answers may not be kept")).ok()
}

/// What the database holds, however long that takes: where a wrong guess would lose a question, or answer one twice.
pub(super) async fn insist<T, F: Future<Output = store::Result<T>>>(read: impl Fn() -> F) -> T {
    loop {
        if let Some(read) = kept(read().await) {
            return read;
        }
        tokio::time::sleep(TROUBLE).await;
    }
}

/// What came of sending something; trouble that is worth knowing is logged.
pub(super) fn sent<T>(chat: i64, result: Result<T, Failure>) -> Option<T> {
    result
        .inspect_err(|failure| match failure {
            Failure::Forbidden | Failure::Gone | Failure::Stale | Failure::NoTopic => {
                tracing::debug!(chat, cause = %failure, "a reply was not sent")
            }
            // what an older server cannot do is done without
            Failure::NoMethod => {
                tracing::info!(
                    chat,
                    "the Bot API server is too old for something that the bot does without"
                );
            }
            _ => {
                meters::dropped(Dropped::Undeliverable, 1);
                tracing::warn!(chat, cause = %failure, "a reply was not sent");
            }
        })
        .ok()
}
