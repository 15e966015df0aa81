//! What was read of a message, so that an edit that changes no word does nothing.

use sqlx::Row as _;

use super::writer::Write;
use super::{Result, Store};

impl Store {
    /// What stands for the words of a message.
    fn words(&self, text: &str) -> i64 {
        self.keyed(&format!("words {text}"))
    }

    /// Notes the words of a message that was read; soon, and before whatever is kept later.
    pub fn keep_seen(&self, chat: i64, message: i64, text: &str, now: i64) {
        self.write(Write::Seen { bot: self.bot, chat, message, digest: self.words(text), now });
    }

    /// Whether a message said just this when it was last read; `None` if it was not read, or long ago.
    pub async fn was_seen(&self, chat: i64, message: i64, text: &str) -> Result<Option<bool>> {
        let statement = "SELECT digest FROM seen WHERE bot = $1 AND chat = $2 AND message = $3";
        let query = sqlx::query(statement).bind(self.bot).bind(chat).bind(message);
        let Some(row) = query.fetch_optional(&self.pool).await? else { return Ok(None) };
        Ok(Some(row.try_get::<i64, _>(0)? == self.words(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::DAY;
    use super::super::tests::store;
    use super::*;

    #[tokio::test]
    async fn the_words_of_a_message_are_known_for_days_and_cannot_be_read() -> Result<()> {
        let (store, _folder) = store().await;
        store.keep_seen(1, 5, "前海？", 0);
        store.done(0).await?;
        assert_eq!(store.was_seen(1, 5, "前海？").await?, Some(true));
        assert_eq!(store.was_seen(1, 5, "河套？").await?, Some(false));
        assert_eq!(store.was_seen(1, 6, "前海？").await?, None);
        store.keep_seen(1, 5, "河套？", 0);
        store.done(0).await?;
        assert_eq!(store.was_seen(1, 5, "河套？").await?, Some(true));
        store.tidy(3 * DAY + 1, 90).await?;
        assert_eq!(store.was_seen(1, 5, "河套？").await?, None);
        Ok(())
    }
}
