//! The Telegram bot, by long polling.
//!
//! `poll` (updates from the server) → the store's inbox (so that none is lost) → `lanes` (one chat in order, chats beside each other) →
//! `update` and `incoming` (what is meant for the bot) → `questions`, `presses`, `inline` (what is done about it) → `outgoing` → `api`.
//!
//! An update is confirmed to Telegram once it is in the inbox, and leaves the inbox once it was handled. What cannot be sent in all its tries is
//! given up and logged.

mod api;
mod bot;
mod chores;
mod inbox;
mod incoming;
mod inline;
mod lanes;
mod menus;
mod outgoing;
mod poll;
mod presses;
mod questions;
mod update;

use std::sync::Arc;
use std::time::Duration;

use crate::answer::Engine;
use crate::config::Config;
use crate::store::Store;
use api::Api;
use bot::Bot;
use inbox::Inbox;
use outgoing::Outgoing;
use poll::Poll;

/// How long a stop waits for what is being sent.
const DRAIN: Duration = Duration::from_secs(5);

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
    /// Requests cannot be addressed to the server.
    #[error("TELOXIDE_API_URL is no address of a server\n  hint: write one such as http://localhost:8081")]
    Address,
}

/// Answers on Telegram until `stop` is done; what was taken by then is still answered.
///
/// # Errors
///
/// When Telegram does not accept the token. Trouble on the way is logged and waited out.
pub async fn serve(config: &Config, engine: Arc<Engine>, store: Store, stop: impl Future<Output = ()>) -> Result<(), Error> {
    let api = Api::new(config)?;
    let mut stop = std::pin::pin!(stop);
    let mut poll = Poll::new(api.clone());
    let me = tokio::select! {
        me = poll.start() => Arc::new(me?),
        () = &mut stop => return Ok(()),
    };
    let bot = Bot {
        engine,
        me,
        store,
        outgoing: Outgoing::new(api),
        admins: config.admins.as_slice().into(),
        retention_days: config.retention_days,
        quiet_seconds: config.quiet_seconds,
    };
    tracing::info!(bot = bot.me.id, "ready: long polling");
    let inbox = Inbox::new(bot.clone());
    inbox.resume().await;
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(chores::run(bot.clone()));
    tasks.spawn({
        let bot = bot.clone();
        async move { menus::publish(&bot).await }
    });
    loop {
        let updates = tokio::select! {
            updates = poll.next() => updates?,
            () = &mut stop => break,
        };
        tokio::select! {
            () = inbox.take(updates) => {}
            () = &mut stop => return Ok(()),
        }
    }
    poll.confirm().await;
    if tokio::time::timeout(DRAIN, inbox.idle()).await.is_err() {
        tracing::warn!("stopped before all was answered: the rest is answered at the next start");
    }
    tasks.shutdown().await;
    tracing::info!("stopped");
    Ok(())
}
