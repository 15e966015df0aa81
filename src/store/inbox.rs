//! Updates between their arrival and their end.

use sqlx::Row as _;

use super::{Result, Store};

/// An update that was taken and not handled yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Telegram's number of it.
    pub update_id: i64,
    /// What tells its message or edit from all others, whatever the update's number.
    pub source: Option<String>,
    /// Updates of one lane are handled in order.
    pub lane: i64,
    /// The update, as it came.
    pub body: String,
    /// When it came, in Unix seconds.
    pub received: i64,
}

impl Store {
    /// Takes updates, all of them or, on an error, none; those that were not known yet.
    pub async fn take(&self, updates: Vec<Waiting>) -> Result<Vec<Waiting>> {
        let statement = "INSERT INTO inbox (update_id, source, lane, body, received) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        let mut fresh = Vec::with_capacity(updates.len());
        let mut transaction = self.pool.begin().await?;
        for update in updates {
            let query = sqlx::query(statement).bind(update.update_id).bind(update.source.as_deref()).bind(update.lane);
            let query = query.bind(update.body.as_str()).bind(update.received);
            if query.execute(&mut *transaction).await?.rows_affected() > 0 {
                fresh.push(update);
            }
        }
        transaction.commit().await?;
        Ok(fresh)
    }

    /// All updates that were taken and not handled, in the order of their numbers.
    pub async fn waiting(&self) -> Result<Vec<Waiting>> {
        let statement = "SELECT update_id, source, lane, body, received FROM inbox WHERE body IS NOT NULL ORDER BY update_id";
        let rows = sqlx::query(statement).fetch_all(&self.pool).await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(Waiting {
                update_id: row.try_get(0)?,
                source: row.try_get(1)?,
                lane: row.try_get(2)?,
                body: row.try_get(3)?,
                received: row.try_get(4)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Notes that an update was handled. Its words are gone.
    pub async fn done(&self, update_id: i64) -> Result<()> {
        sqlx::query("UPDATE inbox SET body = NULL WHERE update_id = $1").bind(update_id).execute(&self.pool).await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::super::DAY;
    use super::super::tests::store;
    use super::*;

    fn update(update_id: i64, source: Option<&str>) -> Waiting {
        Waiting { update_id, source: source.map(str::to_owned), lane: 1, body: "{}".into(), received: 0 }
    }

    #[tokio::test]
    async fn an_update_is_taken_once_and_waits_until_it_is_handled() -> Result<()> {
        let (store, _folder) = store().await;
        let first = [update(1, Some("a")), update(2, None), update(3, None)];
        assert_eq!(store.take(first.to_vec()).await?, first);
        // the same numbers, or the same message under another number
        assert_eq!(store.take(vec![update(1, None), update(9, Some("a"))]).await?, []);
        store.done(1).await?;
        assert_eq!(store.waiting().await?, first[1..]);
        assert_eq!(store.take(vec![update(1, Some("a"))]).await?, []);
        store.tidy(2 * DAY, 90).await?;
        assert_eq!(store.waiting().await?, first[1..]);
        assert_eq!(store.take(vec![update(1, Some("a"))]).await?.len(), 1);
        Ok(())
    }
}
