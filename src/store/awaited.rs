//! Questions that are awaited: of those who wrote `/ask` alone.

use sqlx::Row as _;

use super::{Result, Store};

/// How long after `/ask` a message is taken for the question, in seconds.
const AWAITED: i64 = 120;

/// Somebody's message in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The chat.
    pub chat: i64,
    /// Its number in the chat.
    pub message: i64,
    /// Who wrote it.
    pub user: i64,
    /// When, in Unix seconds.
    pub at: i64,
}

impl Store {
    /// Notes that somebody's next message is a question.
    pub async fn wait_for_question(&self, ask: Written) -> Result<()> {
        let statement = "INSERT INTO awaited (bot, chat, asker, message, at) VALUES ($1, $2, $3, $4, $5) \
            ON CONFLICT DO NOTHING";
        sqlx::query(statement)
            .bind(self.bot)
            .bind(ask.chat)
            .bind(self.asker(ask.user))
            .bind(ask.message)
            .bind(ask.at)
            .execute(&self.pool)
            .await
            .map(|_| ())
    }

    /// Whether a message is the question that is awaited of who wrote it. The first one behind their last `/ask` is; asked again about the
    /// same, it still is.
    pub async fn is_awaited(&self, message: Written) -> Result<bool> {
        let statement = "SELECT message, taken FROM awaited WHERE bot = $1 AND chat = $2 AND asker = $3 AND at >= $4 AND at <= $5 \
            AND message < $6 ORDER BY message DESC LIMIT 1";
        let asker = self.asker(message.user);
        let query = sqlx::query(statement).bind(self.bot).bind(message.chat).bind(asker);
        let query = query.bind(message.at - AWAITED).bind(message.at).bind(message.message);
        let Some(row) = query.fetch_optional(&self.pool).await? else { return Ok(false) };
        let (ask, taken): (i64, Option<i64>) = (row.try_get(0)?, row.try_get(1)?);
        if let Some(taken) = taken {
            return Ok(taken == message.message);
        }
        let statement = "UPDATE awaited SET taken = $1 WHERE bot = $2 AND chat = $3 AND asker = $4 AND message = $5 AND taken IS NULL";
        let query = sqlx::query(statement).bind(message.message).bind(self.bot);
        let done = query.bind(message.chat).bind(asker).bind(ask).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Whether the question of anybody is awaited at a time or later.
    pub async fn awaits_anybody(&self, at: i64) -> Result<bool> {
        let statement = "SELECT 1 FROM awaited WHERE bot = $1 AND at >= $2 LIMIT 1";
        let query = sqlx::query(statement).bind(self.bot).bind(at - AWAITED);
        Ok(query.fetch_optional(&self.pool).await?.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::store;
    use super::*;

    #[tokio::test]
    async fn the_next_message_of_who_asked_is_the_question_and_no_other() -> Result<()> {
        let (store, _folder) = store().await;
        let of = |user, message, at| Written { chat: -1, message, user, at };
        assert!(!store.awaits_anybody(0).await?);
        store.wait_for_question(of(5, 10, 1000)).await?;
        assert!(store.awaits_anybody(1100).await? && !store.awaits_anybody(1200).await?);
        for (message, expected) in [
            (of(6, 11, 1001), false),
            (of(5, 9, 1001), false),
            (of(5, 12, 1121), false),
            (of(5, 12, 1120), true),
            (of(5, 12, 1120), true),
            (of(5, 13, 1120), false),
        ] {
            assert_eq!(store.is_awaited(message).await?, expected, "{message:?}");
        }
        // the same /ask, handled again
        store.wait_for_question(of(5, 10, 1000)).await?;
        assert!(!store.is_awaited(of(5, 13, 1010)).await?);
        // another one, before the first question was handled
        store.wait_for_question(of(5, 14, 1011)).await?;
        assert!(store.is_awaited(of(5, 12, 1005)).await?);
        assert!(store.is_awaited(of(5, 15, 1012)).await?);
        assert!(!store.is_awaited(of(5, 16, 1013)).await?);
        Ok(())
    }
}
