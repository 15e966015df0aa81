//! Updates between their arrival and their end.

use std::collections::HashSet;

use sqlx::Row as _;

use super::writer::rows;
use super::{Result, Store};

/// How long an instance has what it took over to itself, in seconds, unless it says that it still lives.
const LEASE: i64 = 20;

/// An update that was taken and not handled yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    /// Telegram's number of it.
    pub update_id: i64,
    /// What tells its message or edit from all others, whatever the update's number.
    pub source: Option<String>,
    /// Updates of one lane are handled in order.
    pub lane: i64,
    /// The update, as it came.
    pub body: String,
    /// When it came, in Unix milliseconds.
    pub received: i64,
    /// Whether it may have been handled before, in part or whole.
    pub again: bool,
}

impl Store {
    /// Takes updates, all of them or, on an error, none; those that were not known yet.
    pub async fn take(&self, updates: Vec<Waiting>) -> Result<Vec<Waiting>> {
        let statement = format!(
            "INSERT INTO inbox (update_id, source, lane, body, received) VALUES {} ON CONFLICT DO NOTHING RETURNING update_id",
            rows(updates.len(), 5)
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
        for update in &updates {
            query = query
                .bind(update.update_id)
                .bind(update.source.clone())
                .bind(update.lane)
                .bind(update.body.clone())
                .bind(update.received);
        }
        let mut taken: HashSet<i64> =
            Self::numbers(&query.fetch_all(&self.pool).await?)?.into_iter().collect();
        // one that stands twice among them is taken once
        Ok(updates.into_iter().filter(|update| taken.remove(&update.update_id)).collect())
    }

    /// All updates that were taken and not handled, in the order of their numbers.
    pub async fn waiting(&self) -> Result<Vec<Waiting>> {
        let statement = "SELECT update_id, source, lane, body, received FROM inbox WHERE body IS NOT NULL AND aside = 0 ORDER BY update_id";
        sqlx::query(statement).fetch_all(&self.pool).await?.iter().map(read).collect()
    }

    /// Of several instances on one database: takes over updates to be handled by this one, at most `most`. Of each lane only the first, so that
    /// its order holds among all instances; none that another has taken over, unless its lease has run out.
    pub async fn claim(&self, owner: &str, most: i64) -> Result<Vec<Waiting>> {
        let now = self.clock();
        let lock = if self.is_shared() { "FOR UPDATE SKIP LOCKED" } else { "" };
        let statement = format!(
            "UPDATE inbox SET owner = $1, lease = {now} + $2 WHERE update_id IN (SELECT one.update_id FROM inbox one WHERE one.body IS NOT NULL \
            AND one.aside = 0 AND (one.lease IS NULL OR one.lease < {now}) AND NOT EXISTS (SELECT 1 FROM inbox before \
            WHERE before.lane = one.lane AND before.body IS NOT NULL AND before.aside = 0 AND before.update_id < one.update_id) \
            ORDER BY one.update_id LIMIT $3 {lock}) RETURNING update_id, source, lane, body, received"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(owner)
            .bind(LEASE)
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        let mut claimed: Vec<Waiting> = rows.iter().map(read).collect::<Result<_>>()?;
        claimed.sort_by_key(|update| update.update_id);
        Ok(claimed)
    }

    /// Keeps what this instance has taken over for some time more.
    pub async fn renew(&self, owner: &str) -> Result<()> {
        let statement = format!(
            "UPDATE inbox SET lease = {} + $1 WHERE owner = $2 AND body IS NOT NULL AND aside = 0",
            self.clock()
        );
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(LEASE)
            .bind(owner)
            .execute(&self.pool)
            .await
            .map(|_| ())
    }

    /// Gives back what this instance has taken over and not handled.
    pub async fn give_back(&self, owner: &str) -> Result<()> {
        let statement =
            "UPDATE inbox SET owner = NULL, lease = NULL WHERE owner = $1 AND body IS NOT NULL";
        sqlx::query(statement).bind(owner).execute(&self.pool).await.map(|_| ())
    }

    /// Of a lane, drops what nobody handles and what waits before the last `most` updates; how many that were.
    pub async fn trim(&self, lane: i64, most: i64) -> Result<u64> {
        let statement = format!(
            "UPDATE inbox SET body = NULL, lane = 0 WHERE lane = $1 AND body IS NOT NULL AND aside = 0 AND (lease IS NULL OR lease < {}) \
            AND update_id <= (SELECT update_id FROM inbox WHERE lane = $1 AND body IS NOT NULL AND aside = 0 \
            ORDER BY update_id DESC LIMIT 1 OFFSET $2)",
            self.clock()
        );
        Ok(sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(lane)
            .bind(most)
            .execute(&self.pool)
            .await?
            .rows_affected())
    }

    /// How many updates wait.
    pub async fn count_waiting(&self) -> Result<i64> {
        let row = sqlx::query("SELECT COUNT(*) FROM inbox WHERE body IS NOT NULL AND aside = 0")
            .fetch_one(&self.pool)
            .await?;
        row.try_get(0)
    }

    /// Puts an update aside that cannot be read or handled, so that it stops nothing; `left` is what may be kept of it.
    pub async fn set_aside(&self, update_id: i64, left: &str) -> Result<()> {
        sqlx::query("UPDATE inbox SET aside = 1, body = $2 WHERE update_id = $1")
            .bind(update_id)
            .bind(left)
            .execute(&self.pool)
            .await
            .map(|_| ())
    }
}

fn read(row: &sqlx::any::AnyRow) -> Result<Waiting> {
    Ok(Waiting {
        update_id: row.try_get(0)?,
        source: row.try_get(1)?,
        lane: row.try_get(2)?,
        body: row.try_get(3)?,
        received: row.try_get(4)?,
        again: true,
    })
}

#[cfg(test)]
mod tests {
    use super::super::DAY;
    use super::super::tests::store;
    use super::*;

    fn update(update_id: i64, source: Option<&str>) -> Waiting {
        Waiting {
            update_id,
            source: source.map(str::to_owned),
            lane: 1,
            body: "{}".into(),
            received: 0,
            again: false,
        }
    }

    #[tokio::test]
    async fn an_update_is_taken_once_and_waits_until_it_is_handled() -> Result<()> {
        let (store, _folder) = store().await;
        let first = [update(1, Some("a")), update(2, None), update(3, None)];
        let twice = [first.to_vec(), first.to_vec(), vec![update(8, Some("a"))]].concat();
        assert_eq!(store.take(twice).await?, first);
        // the same numbers, or the same message under another number
        assert_eq!(store.take(vec![update(1, None), update(9, Some("a"))]).await?, []);
        store.done(1).await?;
        let known = |updates: &[Waiting]| {
            updates
                .iter()
                .map(|update| Waiting { again: true, ..update.clone() })
                .collect::<Vec<_>>()
        };
        assert_eq!((store.waiting().await?, store.count_waiting().await?), (known(&first[1..]), 2));
        assert_eq!(store.take(vec![update(1, Some("a"))]).await?, []);
        store.tidy(2 * DAY, 90).await?;
        assert_eq!(store.waiting().await?, known(&first[1..]));
        assert_eq!(store.take(vec![update(1, Some("a"))]).await?.len(), 1);
        store.set_aside(2, "{}").await?;
        assert_eq!(
            store.waiting().await?.iter().map(|update| update.update_id).collect::<Vec<_>>(),
            [1, 3]
        );
        assert_eq!(store.trim(1, 1).await?, 1);
        assert_eq!(store.waiting().await?, known(&first[2..]));
        Ok(())
    }

    #[tokio::test]
    async fn of_a_lane_one_instance_has_one_update_at_a_time() -> Result<()> {
        let (store, _folder) = store().await;
        let of = |update_id, lane| Waiting { lane, ..update(update_id, None) };
        store.take(vec![of(1, 1), of(2, 1), of(3, 2)]).await?;
        let numbers = |claimed: Vec<Waiting>| {
            claimed.iter().map(|update| update.update_id).collect::<Vec<_>>()
        };
        assert_eq!(numbers(store.claim("a", 10).await?), [1, 3]);
        assert_eq!(numbers(store.claim("b", 10).await?), [0; 0]);
        store.done(1).await?;
        assert_eq!(numbers(store.claim("b", 10).await?), [2]);
        store.give_back("b").await?;
        store.renew("a").await?;
        assert_eq!(numbers(store.claim("a", 10).await?), [2]);
        Ok(())
    }
}
