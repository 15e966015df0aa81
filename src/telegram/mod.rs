//! The Telegram bot, by long polling or by a webhook.
//!
//! `poll` or `listen` (updates from the server) → `inbox` (what is for the bot is kept in the store, and taken over from there: one chat in order, chats beside
//! each other) → `update` and `incoming` (what is meant for the bot) → `questions`, `presses`, `inline` (what is done about it) → `outgoing`
//! (when, and again) → `api`.
//!
//! An update is confirmed to Telegram once it is in the inbox, and leaves the inbox once it was handled.

mod api;
mod bot;
mod check;
mod chores;
mod flood;
mod inbox;
mod incoming;
mod inline;
mod limits;
mod listen;
mod menus;
mod meters;
mod outgoing;
mod poll;
mod presses;
mod questions;
mod update;
mod upkeep;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use sha2::{Digest as _, Sha256};

use crate::config::{self, Config};
use crate::library::Library;
use crate::present::Site;
use crate::store::{DAY, HOUR, Store};
use api::Api;
use bot::Bot;
pub use check::{Finding, check};
use flood::{Flood, MINUTE};
use inbox::Inbox;
use limits::Limits;
use listen::Listener;
use outgoing::{Outgoing, Reader, ReaderOpens};
use poll::Poll;

/// Presses are cheaper than questions: so many are done for each question that would be answered.
const PRESSES_PER_QUESTION: u32 = 3;

/// So many presses a minute of one person may change messages of groups: less than half of what Telegram lets a group be sent.
const PRESSES_IN_GROUP: u32 = 8;

/// So many unanswered questions of one person are kept a day.
const MISSED_A_DAY: u32 = 100;

/// The bot cannot run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Telegram knows no bot with this token.
    #[error(
        "Telegram does not accept the token\n  hint: copy TELOXIDE_TOKEN again from @BotFather (https://t.me/BotFather, command /token); with TELOXIDE_API_URL, check that too"
    )]
    Token,
    /// The HTTP client could not be made.
    #[error("cannot prepare connections")]
    Client(#[source] reqwest::Error),
    /// The address is not to be had.
    #[error(transparent)]
    Listen(#[from] listen::ListenError),
    /// The database cannot be used.
    #[error("database error")]
    Store(#[source] sqlx::Error),
    /// Requests cannot be addressed to the server.
    #[error(
        "TELOXIDE_API_URL is not a server address\n  hint: write one such as http://localhost:8081"
    )]
    Address,
}

/// Answers on Telegram until `stop` is done; what was taken by then is still answered. Beside what it listens to it serves `pages`.
///
/// # Errors
///
/// When Telegram does not accept the token, or the address to listen on cannot be had. Trouble on the way is logged and waited out.
pub async fn serve(
    config: &Config,
    library: Arc<Library>,
    store: Store,
    pages: Router,
    stop: impl Future<Output = ()>,
) -> Result<(), Error> {
    let mut stop = std::pin::pin!(stop);
    let listener = match config.listen {
        Some(address) => {
            let listening = Listener::start(address, config, store.clone(), pages);
            Some(listening.await?)
        }
        None => None,
    };
    let api = Api::new(config)?;
    let mut poll = Poll::new(api.clone());
    let me = tokio::select! {
        me = poll.me() => Arc::new(me?),
        () = &mut stop => return Ok(()),
    };
    let key = Sha256::digest(format!("briefing-bot {}", config.token.reveal()));
    let (store, before) = store.of_bot(me.id, &key).await.map_err(Error::Store)?;
    if let Some(before) = before {
        tracing::warn!(
            bot = me.id,
            before,
            "another bot used this database last: what it keeps of its messages stays its own"
        );
    }
    let max_age = Duration::from_secs(u64::from(config.max_age));
    let bot = Bot {
        library: Arc::clone(&library),
        me,
        store,
        outgoing: Outgoing::new(api, Limits::new(config.send_limits), max_age),
        reader: reader(&config.pages),
        admins: config.admins.as_slice().into(),
        retention_days: config.retention_days,
        quiet_seconds: config.quiet_seconds,
        allowed: config.allowed_chats.as_slice().into(),
        max_age: i64::from(config.max_age),
        flood: Arc::new(Flood::new(config.questions_per_minute, MINUTE)),
        presses: Arc::new(Flood::new(
            config.questions_per_minute.saturating_mul(PRESSES_PER_QUESTION),
            MINUTE,
        )),
        group_presses: Arc::new(Flood::new(PRESSES_IN_GROUP, MINUTE)),
        missed: Arc::new(Flood::new(MISSED_A_DAY, DAY)),
        told: Arc::new(Flood::new(1, HOUR)),
        refused: Arc::new(Flood::new(1, MINUTE)),
        redraws: Arc::default(),
    };
    let inbox = Inbox::new(bot.clone());
    let mut tasks = tokio::task::JoinSet::new();
    if !bot.store.is_shared() {
        // the only one here: what an earlier run had begun is this one's
        bot.store.give_back_all().await.map_err(Error::Store)?;
    }
    // these go on to the end, so that what is being answered stays this instance's
    let (handing, living) = (inbox.clone(), inbox.clone());
    let hands_out = tokio::spawn(async move { handing.hand_out().await });
    let lives = tokio::spawn(async move { living.live().await });
    let counting = inbox.clone();
    tasks.spawn(async move { counting.count().await });
    tasks.spawn(chores::run(bot.clone()));
    tasks.spawn(library.follow());
    let publishing = bot.clone();
    tasks.spawn(async move { menus::publish(&publishing).await });
    if let Some(listener) = &listener {
        listener.open(&inbox);
    }
    let ended = match &config.webhook {
        Some(webhook) => {
            let set = tokio::select! {
                set = poll.set_webhook(webhook) => Some(set),
                () = &mut stop => None,
            };
            if let Some(Ok(())) = set {
                tracing::info!(bot = bot.me.id, "ready: webhook");
                stop.await;
            }
            set.unwrap_or(Ok(()))
        }
        None => {
            poll.delete_webhook().await;
            tracing::info!(bot = bot.me.id, "ready: long polling");
            ask_for_updates(&mut poll, &inbox, stop).await
        }
    };
    if let Some(listener) = &listener {
        listener.close();
    }
    tasks.shutdown().await;
    let drain = Duration::from_secs(u64::from(config.drain_seconds));
    // held to the end, so that nothing new is begun
    let idle = tokio::time::timeout(drain, inbox.idle()).await;
    hands_out.abort();
    lives.abort();
    if idle.is_ok() {
        inbox.give_back().await;
    } else {
        // what is under way may still arrive: others take it over once the lease has run out
        tracing::warn!("stopped before all was answered: the rest is answered at the next start");
    }
    tracing::info!("stopped");
    ended
}

/// The pages, as chats may open them.
fn reader(config: &config::Pages) -> Option<Reader> {
    let url = config.url.as_deref()?;
    let opens = match url.starts_with("https:") {
        _ if !config.is_public() => ReaderOpens::Nowhere,
        true => ReaderOpens::MiniApp,
        false => ReaderOpens::Browser,
    };
    Some(Reader { site: Site::new(url), opens })
}

/// Takes updates by long polling until it is told to stop.
async fn ask_for_updates(
    poll: &mut Poll,
    inbox: &Inbox,
    mut stop: Pin<&mut impl Future<Output = ()>>,
) -> Result<(), Error> {
    loop {
        let updates = tokio::select! {
            updates = poll.next() => updates?,
            () = &mut stop => break,
        };
        // once they are kept, they are confirmed; a stop in between leaves them to Telegram
        tokio::select! {
            () = inbox.take(updates) => {}
            () = &mut stop => return Ok(()),
        }
    }
    poll.confirm().await;
    Ok(())
}
