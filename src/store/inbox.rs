//! Updates between their arrival and their end.

use sqlx::Row as _;

use super::writer::rows;
use super::{RENEWING, Result, Store};

/// How long an instance has what it took over to itself, in seconds, unless it says that it still lives: many times as long as the saying
/// may take.
pub const LEASE: i64 = 60;

/// An update that was taken and not handled yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    /// Telegram's number of it.
    pub update_id: i64,
    /// What tells its message from all others, whatever the update's number.
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
    /// Takes updates, all of them or, on an error, none. How many were not known yet.
    pub async fn take(&self, updates: &[Waiting]) -> Result<usize> {
        if updates.is_empty() {
            return Ok(0);
        }
        let statement = format!(
            "INSERT INTO inbox (bot, update_id, source, lane, body, received) VALUES {} ON CONFLICT DO NOTHING",
            rows(updates.len(), 6)
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
        for update in updates {
            query = query
                .bind(self.bot)
                .bind(update.update_id)
                .bind(update.source.clone())
                .bind(update.lane)
                .bind(update.body.clone())
                .bind(update.received);
        }
        Ok(query.execute(&self.pool).await?.rows_affected() as usize)
    }

    /// Takes over updates to be handled by this instance, the first first, at most `most`. Of each lane only the first, so that its order
    /// holds among all instances; none that another has taken over, unless its lease has run out.
    pub async fn claim(&self, owner: &str, most: i64) -> Result<Vec<Waiting>> {
        let now = self.clock();
        let lock = if self.is_shared() { "FOR UPDATE SKIP LOCKED" } else { "" };
        let statement = format!(
            "UPDATE inbox SET owner = $1, lease = {now} + $2, tries = tries + 1 WHERE bot = $3 AND update_id IN (SELECT one.update_id \
            FROM inbox one WHERE one.bot = $3 AND one.body IS NOT NULL AND one.aside = 0 AND (one.lease IS NULL OR one.lease < {now}) \
            AND NOT EXISTS (SELECT 1 FROM inbox before WHERE before.bot = $3 AND before.lane = one.lane AND before.body IS NOT NULL \
            AND before.aside = 0 AND before.update_id < one.update_id) ORDER BY one.update_id LIMIT $4 {lock}) \
            RETURNING update_id, source, lane, body, received, tries"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(owner)
            .bind(LEASE)
            .bind(self.bot)
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        let mut claimed: Vec<Waiting> = rows.iter().map(read).collect::<Result<_>>()?;
        claimed.sort_by_key(|update| update.update_id);
        Ok(claimed)
    }

    /// Keeps what this instance handles for some time more. What it took over and never heard of, since the connection broke, runs out. It
    /// waits for no other statement, and no longer than [`RENEWING`].
    pub async fn renew(&self, owner: &str, updates: &[i64]) -> Result<()> {
        if updates.is_empty() {
            return Ok(());
        }
        // the bot's own number and the lease, so that no placeholder is needed for them
        let statement = format!(
            "UPDATE inbox SET lease = {} + {LEASE} WHERE bot = {} AND body IS NOT NULL AND aside = 0 AND update_id IN {} AND owner = ${}",
            self.clock(),
            self.bot,
            rows(1, updates.len()),
            updates.len() + 1
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
        for update in updates {
            query = query.bind(update);
        }
        let renewing = query.bind(owner).execute(&self.living);
        match tokio::time::timeout(RENEWING, renewing).await {
            Ok(renewed) => renewed.map(|_| ()),
            Err(_) => Err(sqlx::Error::PoolTimedOut),
        }
    }

    /// Gives back what this instance has taken over and not handled.
    pub async fn give_back(&self, owner: &str) -> Result<()> {
        let statement = "UPDATE inbox SET owner = NULL, lease = NULL WHERE bot = $1 AND owner = $2 AND body IS NOT NULL";
        sqlx::query(statement).bind(self.bot).bind(owner).execute(&self.pool).await.map(|_| ())
    }

    /// Gives back what an earlier run had taken over. For the only instance of a database.
    pub async fn give_back_all(&self) -> Result<()> {
        let statement = "UPDATE inbox SET owner = NULL, lease = NULL WHERE bot = $1 AND owner IS NOT NULL AND body IS NOT NULL";
        sqlx::query(statement).bind(self.bot).execute(&self.pool).await.map(|_| ())
    }

    /// How many updates wait in a lane; those of it that are too many to count are not counted.
    pub async fn count_in_lane(&self, lane: i64, most: i64) -> Result<i64> {
        let statement = "SELECT COUNT(*) FROM (SELECT 1 FROM inbox WHERE bot = $1 AND lane = $2 AND body IS NOT NULL AND aside = 0 LIMIT $3) AS counted";
        let query = sqlx::query(statement).bind(self.bot).bind(lane).bind(most);
        query.fetch_one(&self.pool).await?.try_get(0)
    }

    /// How many updates wait.
    pub async fn count_waiting(&self) -> Result<i64> {
        let statement =
            "SELECT COUNT(*) FROM inbox WHERE bot = $1 AND body IS NOT NULL AND aside = 0";
        sqlx::query(statement).bind(self.bot).fetch_one(&self.pool).await?.try_get(0)
    }

    /// Puts an update aside that cannot be read or handled, so that it stops nothing; `left` is what may be kept of it.
    pub async fn set_aside(&self, update_id: i64, left: &str, now: i64) -> Result<()> {
        let statement = "INSERT INTO inbox (bot, update_id, lane, body, received, aside) VALUES ($1, $2, 0, $3, $4, 1) \
            ON CONFLICT (bot, update_id) DO UPDATE SET aside = 1, body = excluded.body, lane = 0";
        sqlx::query(statement)
            .bind(self.bot)
            .bind(update_id)
            .bind(left)
            .bind(now * 1000)
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
        again: row.try_get::<i64, _>(5)? > 1,
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
            lane: update_id,
            body: "{}".into(),
            received: 0,
            again: false,
        }
    }

    fn numbers(claimed: Vec<Waiting>) -> Vec<i64> {
        claimed.iter().map(|update| update.update_id).collect()
    }

    #[tokio::test]
    async fn an_update_is_taken_once_and_waits_until_it_is_handled() -> Result<()> {
        let (store, _folder) = store().await;
        let first = [update(1, Some("a")), update(2, None), update(3, None)];
        let twice = [first.to_vec(), first.to_vec(), vec![update(8, Some("a"))]].concat();
        assert_eq!(store.take(&twice).await?, 3);
        // the same numbers, or the same message under another number
        assert_eq!(store.take(&[update(1, None), update(9, Some("a"))]).await?, 0);
        store.done(1).await?;
        assert_eq!(store.count_waiting().await?, 2);
        assert_eq!(store.take(&[update(1, Some("a"))]).await?, 0);
        store.tidy(2 * DAY, 90).await?;
        assert_eq!(store.count_waiting().await?, 2);
        assert_eq!(store.take(&[update(1, Some("a"))]).await?, 1);
        store.set_aside(2, "{}", 0).await?;
        store.set_aside(7, "{}", 0).await?;
        let claimed = store.claim("a", 10).await?;
        assert!(claimed.iter().all(|update| !update.again));
        assert_eq!(numbers(claimed), [1, 3]);
        assert_eq!(numbers(store.claim("a", 10).await?), [0; 0]);
        // after a crash
        store.give_back_all().await?;
        let claimed = store.claim("b", 10).await?;
        assert!(claimed.iter().all(|update| update.again));
        assert_eq!(numbers(claimed), [1, 3]);
        Ok(())
    }

    #[tokio::test]
    async fn of_what_is_put_aside_no_word_is_left_in_any_file() -> Result<()> {
        let (store, folder) = store().await;
        let words = Waiting { body: "SECRET".repeat(2000), ..update(1, Some("1:5")) };
        store.take(&[words]).await?;
        assert_eq!(numbers(store.claim("a", 10).await?), [1]);
        let left = r#"{"update_id":1,"bytes":12000}"#;
        store.set_aside(1, left, 5).await?;
        // one that was never taken
        store.set_aside(2, left, 5).await?;
        let statement =
            "SELECT update_id, source, lane, body FROM inbox WHERE aside = 1 ORDER BY update_id";
        let rows = sqlx::query(statement).fetch_all(&store.pool).await?;
        let mut kept: Vec<(i64, Option<String>, i64, String)> = Vec::new();
        for row in &rows {
            kept.push((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?));
        }
        let own = |number: i64, source: Option<&str>| {
            (number, source.map(str::to_owned), 0, left.to_owned())
        };
        assert_eq!(kept, [own(1, Some("1:5")), own(2, None)]);
        assert_eq!(store.count_waiting().await?, 0);
        store.tidy(6, 90).await?;
        let Ok(files) = std::fs::read_dir(folder.path().join("a/b")) else { panic!("no files") };
        let mut read = 0;
        for file in files.flatten() {
            let Ok(bytes) = std::fs::read(file.path()) else { panic!("{:?}", file.path()) };
            assert!(!bytes.windows(6).any(|six| six == b"SECRET"), "{:?}", file.path());
            read += bytes.len();
        }
        assert!(read > 0);
        // what somebody may look at for a day
        store.tidy(6 + DAY, 90).await?;
        assert!(sqlx::query(statement).fetch_all(&store.pool).await?.is_empty());
        Ok(())
    }

    #[tokio::test]
    async fn of_a_lane_one_instance_has_one_update_at_a_time() -> Result<()> {
        let (store, _folder) = store().await;
        let of = |update_id, lane| Waiting { lane, ..update(update_id, None) };
        store.take(&[of(1, 1), of(2, 1), of(3, 2)]).await?;
        assert_eq!((store.count_in_lane(1, 9).await?, store.count_in_lane(1, 1).await?), (2, 1));
        assert_eq!(numbers(store.claim("a", 10).await?), [1, 3]);
        assert_eq!(numbers(store.claim("b", 10).await?), [0; 0]);
        store.done(1).await?;
        assert_eq!(numbers(store.claim("b", 10).await?), [2]);
        store.give_back("b").await?;
        store.renew("a", &[3]).await?;
        assert_eq!(numbers(store.claim("a", 10).await?), [2]);
        Ok(())
    }

    #[tokio::test]
    async fn saying_that_an_instance_lives_waits_for_no_other_statement() -> Result<()> {
        let Ok(address) = std::env::var("TEST_DATABASE_URL") else { return Ok(()) };
        // a database of its own: others empty the one that is named
        let Some((server, _)) = address.rsplit_once('/') else { panic!("{address}") };
        let own = format!("{server}/lease_of_inbox");
        sqlx::any::install_default_drivers();
        let admin = sqlx::AnyPool::connect(&address).await?;
        for statement in [
            "DROP DATABASE IF EXISTS lease_of_inbox WITH (FORCE)",
            "CREATE DATABASE lease_of_inbox",
        ] {
            sqlx::query(statement).execute(&admin).await?;
        }
        let store = match Store::open(&own).await {
            Ok(store) => store,
            Err(error) => panic!("{error:?}"),
        };
        store.take(&[update(1, None)]).await?;
        assert_eq!(numbers(store.claim("a", 10).await?), [1]);
        // every connection of the pool is taken for longer than a lease lasts
        let mut taken = Vec::new();
        for _ in 0..super::super::CONNECTIONS {
            taken.push(store.pool.begin().await?);
        }
        let begun = std::time::Instant::now();
        store.renew("a", &[1]).await?;
        assert!(begun.elapsed() < RENEWING, "{:?}", begun.elapsed());
        drop(taken);
        assert_eq!(numbers(store.claim("b", 10).await?), [0; 0]);
        // a row that somebody holds is given up in time
        let mut holder = store.pool.begin().await?;
        sqlx::query("SELECT 1 FROM inbox FOR UPDATE").fetch_all(&mut *holder).await?;
        let begun = std::time::Instant::now();
        assert!(store.renew("a", &[1]).await.is_err());
        assert!(begun.elapsed().as_secs() < LEASE as u64 / 4, "{:?}", begun.elapsed());
        drop(holder);
        store.renew("a", &[1]).await
    }

    #[tokio::test]
    async fn digests_in_the_database_are_the_same_in_every_release() {
        let (store, _folder) = store().await;
        assert_eq!(super::super::digest("七份協議？"), -4_949_724_343_660_794_436);
        assert_eq!(
            Store { key: b"key".as_slice().into(), ..store }.keyed("8"),
            6_037_833_814_268_737_583
        );
    }
}
