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
    /// Counts a user's vote on a card. The same vote again takes it back.
    pub async fn vote(&self, card: &str, voter: i64, up: bool, now: i64) -> Result<Vote> {
        let mut transaction = self.pool.begin().await?;
        let row =
            sqlx::query("SELECT up FROM votes WHERE card = $1 AND voter = $2").bind(card).bind(voter).fetch_optional(&mut *transaction);
        let before = row.await?.map(|row| row.try_get::<i64, _>(0)).transpose()?.map(|up| up != 0);
        let kept = (before != Some(up)).then_some(up);
        match kept {
            Some(up) => {
                let statement = "INSERT INTO votes (card, voter, up, at) VALUES ($1, $2, $3, $4) \
                    ON CONFLICT (card, voter) DO UPDATE SET up = excluded.up, at = excluded.at";
                sqlx::query(statement).bind(card).bind(voter).bind(i64::from(up)).bind(now).execute(&mut *transaction).await?;
            }
            None => {
                let statement = "DELETE FROM votes WHERE card = $1 AND voter = $2";
                sqlx::query(statement).bind(card).bind(voter).execute(&mut *transaction).await?;
            }
        }
        let (up, down) = counted(&mut transaction, card).await?;
        transaction.commit().await?;
        Ok(Vote { before, now: kept, up, down })
    }

    /// How many think that a card helped, and how many that it did not.
    pub async fn votes(&self, card: &str) -> Result<(i64, i64)> {
        let mut connection = self.pool.acquire().await?;
        counted(&mut connection, card).await
    }
}

async fn counted(connection: &mut sqlx::AnyConnection, card: &str) -> Result<(i64, i64)> {
    let rows = sqlx::query("SELECT up, COUNT(*) FROM votes WHERE card = $1 GROUP BY up").bind(card).fetch_all(connection).await?;
    let mut counts = (0, 0);
    for row in rows {
        let (up, count): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        if up != 0 { counts.0 = count } else { counts.1 = count }
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::super::DAY;
    use super::super::tests::store;
    use super::*;

    #[tokio::test]
    async fn a_user_has_one_vote_and_may_change_it() -> Result<()> {
        let (store, _folder) = store().await;
        for (voter, up, expected) in [
            (1, true, (None, Some(true), 1, 0)),
            (2, true, (None, Some(true), 2, 0)),
            (1, false, (Some(true), Some(false), 1, 1)),
            (1, false, (Some(false), None, 1, 0)),
            (1, true, (None, Some(true), 2, 0)),
        ] {
            let vote = store.vote("1:2", voter, up, 5).await?;
            assert_eq!((vote.before, vote.now, vote.up, vote.down), expected);
        }
        assert_eq!((store.votes("1:2").await?, store.votes("1:3").await?), ((2, 0), (0, 0)));
        store.tidy(5 + 90 * DAY + 1, 90).await?;
        assert_eq!(store.votes("1:2").await?, (0, 0));
        Ok(())
    }
}
