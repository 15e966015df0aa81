//! Messages that are to be taken away.

use sqlx::Row as _;

use super::{Result, Store};

/// A message to be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The chat.
    pub chat: i64,
    /// The message.
    pub message: i64,
}

impl Store {
    /// Notes that a message is to be taken away at a time.
    pub async fn remove_at(&self, removal: Removal, due: i64) -> Result<()> {
        let statement = "INSERT INTO removals (bot, chat, message, due) VALUES ($1, $2, $3, $4) ON CONFLICT (bot, chat, message) DO UPDATE SET due = excluded.due";
        sqlx::query(statement)
            .bind(self.bot)
            .bind(removal.chat)
            .bind(removal.message)
            .bind(due)
            .execute(&self.pool)
            .await
            .map(|_| ())
    }

    /// The messages whose time has come.
    pub async fn due(&self, now: i64) -> Result<Vec<Removal>> {
        let statement = "SELECT chat, message FROM removals WHERE bot = $1 AND due <= $2 ORDER BY due LIMIT 100";
        let rows = sqlx::query(statement).bind(self.bot).bind(now).fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| Ok(Removal { chat: row.try_get(0)?, message: row.try_get(1)? }))
            .collect()
    }

    /// Notes that a message is not to be taken away any more; whether it was to be.
    pub async fn keep(&self, removal: Removal) -> Result<bool> {
        let statement = "DELETE FROM removals WHERE bot = $1 AND chat = $2 AND message = $3";
        let deleted = sqlx::query(statement)
            .bind(self.bot)
            .bind(removal.chat)
            .bind(removal.message)
            .execute(&self.pool)
            .await?;
        Ok(deleted.rows_affected() > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::store;
    use super::*;

    #[tokio::test]
    async fn a_message_is_due_once_its_time_has_come_until_it_is_gone() -> Result<()> {
        let (store, _folder) = store().await;
        let removal = Removal { chat: -1, message: 5 };
        store.remove_at(removal, 100).await?;
        assert_eq!((store.due(99).await?, store.due(100).await?), (vec![], vec![removal]));
        assert_eq!((store.keep(removal).await?, store.keep(removal).await?), (true, false));
        assert_eq!(store.due(100).await?, []);
        Ok(())
    }
}
