//! The Telegram bot, by long polling.
//!
//! `poll` (updates from the server) → `update` (what of them is read) → `incoming` (what is meant for the bot) → `dialogue` → `outgoing`.
//! An update is confirmed to Telegram only after it was handled, so that a crash repeats it. What cannot be sent in all its tries is given
//! up and logged.

mod incoming;
mod memory;
mod outgoing;
mod poll;
mod update;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::join_all;
use teloxide::Bot;
use teloxide::net::default_reqwest_settings;

use crate::answer::Engine;
use crate::config::Config;
use crate::dialogue;
use incoming::{Incoming, Me};
use memory::Memory;
use outgoing::Outgoing;
use poll::{Poll, TIMEOUT};
use update::Update;

/// How much longer a request may take than the server is asked to hold it, in seconds.
const GRACE: u64 = 15;

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
}

/// Answers on Telegram until `stop` is done; what was taken by then is still answered.
///
/// # Errors
///
/// When Telegram does not accept the token. Trouble on the way is logged and waited out.
pub async fn serve(config: &Config, engine: Arc<Engine>, stop: impl Future<Output = ()>) -> Result<(), Error> {
    let mut settings = default_reqwest_settings().timeout(Duration::from_secs(u64::from(TIMEOUT) + GRACE));
    if let Some(proxy) = &config.proxy {
        settings = settings.proxy(reqwest::Proxy::all(proxy.clone()).map_err(Error::Client)?);
    }
    let mut bot = Bot::with_client(config.token.reveal(), settings.build().map_err(Error::Client)?);
    if let Some(url) = &config.api_url {
        bot = bot.set_api_url(url.clone());
    }
    let mut stop = std::pin::pin!(stop);
    let mut poll = Poll::new(&bot);
    let me = tokio::select! {
        me = poll.start() => Arc::new(me?),
        () = &mut stop => return Ok(()),
    };
    tracing::info!(bot = me.id, "ready: long polling");
    let outgoing = Outgoing::new(bot.clone());
    let memory = Memory::default();
    loop {
        let updates = tokio::select! {
            updates = poll.next() => updates?,
            () = &mut stop => break,
        };
        let mut handling = std::pin::pin!(handle_all(updates, &me, &engine, &memory, &outgoing));
        tokio::select! {
            () = &mut handling => {}
            () = &mut stop => {
                // what is being sent may still arrive; what does not is not confirmed, so that the next start answers it
                if tokio::time::timeout(DRAIN, handling).await.is_err() {
                    tracing::warn!("stopped before all was answered: the rest is answered at the next start");
                    return Ok(());
                }
                break;
            }
        }
    }
    poll.confirm().await;
    tracing::info!("stopped");
    Ok(())
}

/// Handles updates: those of one chat in order, chats beside each other.
async fn handle_all(updates: Vec<Update>, me: &Me, engine: &Engine, memory: &Memory, outgoing: &Outgoing) {
    let mut chats: BTreeMap<i64, Vec<(i64, Incoming)>> = BTreeMap::new();
    for update in updates {
        let id = update.update_id;
        if let Some(incoming) = incoming::read(update, me, engine.knowledge()) {
            chats.entry(incoming.chat()).or_default().push((id, incoming));
        }
    }
    join_all(chats.into_values().map(|chat| async {
        for (id, incoming) in chat {
            // one update that breaks must not take the others along
            if AssertUnwindSafe(handle(incoming, engine, memory, outgoing)).catch_unwind().await.is_err() {
                tracing::error!(update = id, "an update broke its handler");
            }
        }
    }))
    .await;
}

async fn handle(incoming: Incoming, engine: &Engine, memory: &Memory, outgoing: &Outgoing) {
    match incoming {
        Incoming::Said { place, words, reader } => {
            // in a group, two people's threads would mix
            let mut after = memory.recall(place.chat).filter(|_| place.private);
            let card = words.respond(engine, reader, &mut after);
            if let Some(turn) = after.filter(|_| place.private) {
                memory.keep(place.chat, turn);
            }
            outgoing.send(&place, &card).await;
        }
        Incoming::Pressed { id, place, data, reader } => {
            let shown = async {
                if let Some(place) = place {
                    outgoing.send(&place, &dialogue::press(engine, &data, reader)).await;
                }
            };
            futures::join!(outgoing.acknowledge(&id), shown);
        }
    }
}
