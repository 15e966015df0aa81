//! What is done from time to time: deleting what is too old, and taking away replies of quiet groups.

use std::time::Duration;

use super::bot::{Bot, kept, now, sent};

/// How often replies are looked for that are to be taken away.
const OFTEN: Duration = Duration::from_secs(2);

/// How often what is too old is deleted.
const SELDOM: Duration = Duration::from_secs(300);

/// Does it all, for ever.
pub(super) async fn run(bot: Bot) {
    let (mut often, mut seldom) = (tokio::time::interval(OFTEN), tokio::time::interval(SELDOM));
    loop {
        tokio::select! {
            _ = often.tick() => take_away(&bot).await,
            _ = seldom.tick() => {
                kept(bot.store.tidy(now(), bot.retention_days).await);
            }
        }
    }
}

async fn take_away(bot: &Bot) {
    for removal in kept(bot.store.due(now()).await).unwrap_or_default() {
        // what cannot be deleted now never can
        sent(removal.chat, bot.outgoing.delete(removal.chat, removal.message).await);
        kept(bot.store.keep(removal).await);
    }
}
