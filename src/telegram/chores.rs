//! What is done from time to time: deleting what is too old, and taking away replies of quiet groups.

use std::path::Path;
use std::time::Duration;

use futures::future::join_all;

use super::api::Failure;
use super::bot::{Bot, kept, now, sent};
use super::upkeep;
use crate::store::Removal;

/// How often replies are looked for that are to be taken away.
const OFTEN: Duration = Duration::from_secs(2);

/// How often what is too old is deleted.
const SELDOM: Duration = Duration::from_secs(300);

/// When a reply that could not be taken away is tried again, in seconds.
const LATER: i64 = 60;

/// Does it all, for ever.
pub(super) async fn run(bot: Bot) {
    let take_away = async {
        let mut often = tokio::time::interval(OFTEN);
        loop {
            often.tick().await;
            let due = kept(bot.store.due(now()).await).unwrap_or_default();
            join_all(due.into_iter().map(|removal| take_away(&bot, removal))).await;
        }
    };
    let tidy = async {
        let mut seldom = tokio::time::interval(SELDOM);
        loop {
            seldom.tick().await;
            kept(bot.store.tidy(now(), bot.retention_days).await);
            if let Some(papers) = bot.library.folder().map(Path::to_owned) {
                let _ = tokio::task::spawn_blocking(move || upkeep::tidy(&papers)).await;
            }
            if let Some(shared) = bot.library.shared()
                && let Err(error) = shared.forget_waiting(None).await
            {
                tracing::error!(%error, "documents that nobody added or discarded could not be deleted");
            }
        }
    };
    tokio::join!(take_away, tidy);
}

async fn take_away(bot: &Bot, removal: Removal) {
    // an edit may have made an answer of it meanwhile
    if kept(bot.store.keep(removal).await) != Some(true) {
        return;
    }
    match bot.outgoing.delete(removal.chat, removal.message).await {
        Err(
            Failure::Trouble(_)
            | Failure::RetryAfter(_)
            | Failure::Unreadable(_)
            | Failure::Unauthorized
            | Failure::NotFound { .. },
        ) => {
            kept(bot.store.remove_at(removal, now() + LATER).await);
        }
        done => drop(sent(removal.chat, done)),
    }
}
