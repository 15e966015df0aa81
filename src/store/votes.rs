//! Votes: one a user and card, which can be changed and taken back.

use sqlx::Row as _;

use super::{Result, Store};

/// What a vote came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The user's vote before.
    pub before: Option<bool>,
    /// The user's vote now; `None` if it was taken back.
    pub now: Option<bool>,
    /// How many think that the card helped.
    pub up: i64,
    /// How many think that it did not.
    pub down: i64,
}

impl Store {
    /// Counts a user's vote on a card. The same vote again takes it back; the same press again changes nothing.
    pub async fn vote(
        &self,
        card: &str,
        voter: i64,
        up: bool,
        press: &str,
        now: i64,
    ) -> Result<Vote> {
        let mut transaction = self.pool.begin().await?;
        let statement = "SELECT up, press FROM votes WHERE bot = $1 AND card = $2 AND voter = $3";
        let row = sqlx::query(statement)
            .bind(self.bot)
            .bind(card)
            .bind(voter)
            .fetch_optional(&mut *transaction)
            .await?;
        let (before, last) = match row {
            Some(row) => (read(row.try_get(0)?), row.try_get::<String, _>(1)?),
            None => (None, String::new()),
        };
        let kept = if last == press { before } else { (before != Some(up)).then_some(up) };
        let statement = "INSERT INTO votes (bot, card, voter, up, press, at) VALUES ($1, $2, $3, $4, $5, $6) \
            ON CONFLICT (bot, card, voter) DO UPDATE SET up = excluded.up, press = excluded.press, at = excluded.at";
        let query = sqlx::query(statement)
            .bind(self.bot)
            .bind(card)
            .bind(voter)
            .bind(kept.map_or(-1, i64::from))
            .bind(press)
            .bind(now);
        query.execute(&mut *transaction).await?;
        let (up, down) = self.counted(&mut transaction, card).await?;
        transaction.commit().await?;
        Ok(Vote { before, now: kept, up, down })
    }

    /// Deletes the votes on a card that says something else now.
    pub async fn clear_votes(&self, card: &str) -> Result<()> {
        sqlx::query("DELETE FROM votes WHERE bot = $1 AND card = $2")
            .bind(self.bot)
            .bind(card)
            .execute(&self.pool)
            .await
            .map(|_| ())
    }

    /// How many think that a card helped, and how many that it did not.
    pub async fn votes(&self, card: &str) -> Result<(i64, i64)> {
        let mut connection = self.pool.acquire().await?;
        self.counted(&mut connection, card).await
    }

    async fn counted(
        &self,
        connection: &mut sqlx::AnyConnection,
        card: &str,
    ) -> Result<(i64, i64)> {
        let rows =
            sqlx::query("SELECT up, COUNT(*) FROM votes WHERE bot = $1 AND card = $2 GROUP BY up")
                .bind(self.bot)
                .bind(card)
                .fetch_all(connection)
                .await?;
        let mut counts = (0, 0);
        for row in rows {
            let (up, count): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            match read(up) {
                Some(true) => counts.0 = count,
                Some(false) => counts.1 = count,
                None => {}
            }
        }
        Ok(counts)
    }
}

/// A vote as it is kept.
const fn read(up: i64) -> Option<bool> {
    match up {
        1 => Some(true),
        0 => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::DAY;
    use super::super::tests::store;
    use super::*;

    #[tokio::test]
    async fn a_user_has_one_vote_and_may_change_it() -> Result<()> {
        let (store, _folder) = store().await;
        for (press, (voter, up, expected)) in [
            (1, true, (None, Some(true), 1, 0)),
            (2, true, (None, Some(true), 2, 0)),
            (1, false, (Some(true), Some(false), 1, 1)),
            (1, false, (Some(false), None, 1, 0)),
            (1, true, (None, Some(true), 2, 0)),
        ]
        .into_iter()
        .enumerate()
        {
            let vote = store.vote("1:2", voter, up, &press.to_string(), 5).await?;
            assert_eq!((vote.before, vote.now, vote.up, vote.down), expected);
        }
        // the last press, handled again after a crash
        assert_eq!(store.vote("1:2", 1, true, "4", 5).await?.now, Some(true));
        assert_eq!((store.votes("1:2").await?, store.votes("1:3").await?), ((2, 0), (0, 0)));
        store.tidy(5 + 90 * DAY + 1, 90).await?;
        assert_eq!(store.votes("1:2").await?, (0, 0));
        Ok(())
    }
}
