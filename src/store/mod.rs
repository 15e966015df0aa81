//! What outlives a start: settings, which message answers which, votes, what was not answered. In SQLite or PostgreSQL, by the same
//! statements.
//!
//! Times come in as Unix seconds, so that what is old is decided in one place, by the caller's clock.

mod answers;
mod awaited;
mod chats;
mod inbox;
mod open;
mod papers;
mod recent;
mod removals;
mod seen;
mod unanswered;
mod votes;
mod writer;

use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyPool, Executor as _, Row as _};
use tokio::sync::mpsc;

pub use answers::{Asked, Sent};
pub use awaited::Written;
pub use chats::Forget;
pub use inbox::{LEASE, Waiting};
pub use open::Error;
use open::Place;
pub use papers::{PaperFiles, WAITING};
use recent::Recent;
pub use removals::Removal;
pub use unanswered::{Figures, Kept, Unanswered};
pub use votes::Vote;
use writer::Write;

/// Seconds of an hour.
pub const HOUR: i64 = 3600;

/// Seconds of a day.
pub const DAY: i64 = 24 * HOUR;

/// How long it is known which message answers which: a day more than Telegram lets people edit.
const ANSWERS_KEPT: i64 = 3 * DAY;

/// How long the words of a conversation are kept.
const WORDS_KEPT: i64 = HOUR;

/// How long an update may wait, in seconds: longer than any is answered.
const WAITING_KEPT: i64 = 2 * DAY;

/// How long it is known that an update was handled.
const HANDLED_KEPT: i64 = DAY;

/// How long a chat is remembered that the bot was removed from.
const REMOVED_KEPT: i64 = 30 * DAY;

/// How long one statement waits for a connection: far less than what another instance waits before it takes over.
const BUSY: Duration = Duration::from_secs(10);

/// How long saying that an instance lives may take.
pub const RENEWING: Duration = Duration::from_secs(5);

/// How long the last writes may take when it is closed.
const CLOSING: Duration = Duration::from_secs(10);

/// Connections to a PostgreSQL.
const CONNECTIONS: u32 = 8;

/// The state. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    /// A connection of its own for saying that this instance lives, whatever the others wait for.
    living: AnyPool,
    /// Whether other instances may use it at the same time.
    shared: bool,
    writes: mpsc::UnboundedSender<Write>,
    /// The bot whose messages are read and written; 0 for none.
    bot: i64,
    /// The secret of [`Store::keyed`].
    key: Arc<[u8]>,
    /// Of no use where others write too.
    recent: Option<Arc<Recent>>,
}

/// What reading and writing comes to.
pub type Result<T> = std::result::Result<T, sqlx::Error>;

impl Store {
    /// Whether the database of an address has the bot's tables. Nothing is made or written.
    ///
    /// # Errors
    ///
    /// When the address is of neither kind, or the database cannot be read or is another program's.
    pub async fn exists(address: &str) -> std::result::Result<bool, Error> {
        Place::read(address)?.look().await
    }

    /// Opens the database of an address: `sqlite:FILE` or `postgres://…`. A file, and its folder, is made if there is none, for nobody else
    /// to read. Tables are made and brought up to date.
    ///
    /// # Errors
    ///
    /// When the address is of neither kind, or the database is not there, not readable, or of a later version.
    pub async fn open(address: &str) -> std::result::Result<Self, Error> {
        sqlx::any::install_default_drivers();
        let place = Place::read(address)?;
        place.look().await?;
        let options = match &place {
            Place::File(file) => {
                make(file).map_err(|cause| Error::File(file.clone(), cause))?;
                open::prepare_file(file).await.map_err(|cause| place.fault(cause))?;
                format!("sqlite:{}", escaped(file))
            }
            Place::Server(_) => address.to_owned(),
        };
        let options: AnyConnectOptions = options.parse().map_err(|cause| place.fault(cause))?;
        let is_file = matches!(place, Place::File(_));
        let connections =
            AnyPoolOptions::new().acquire_timeout(BUSY).after_connect(move |connection, _| {
                Box::pin(async move {
                    if is_file {
                        connection.execute(open::SQLITE).await?;
                    }
                    Ok(())
                })
            });
        // one connection to a file: SQLite has one writer at a time, and waits in our queue are fair
        let most = if is_file { 1 } else { CONNECTIONS };
        let pool = connections.max_connections(most).connect_with(options.clone()).await;
        let pool = pool.map_err(|cause| place.fault(cause))?;
        open::migrations().run(&pool).await.map_err(|cause| place.migration_fault(cause))?;
        // changes nothing, and is refused to whoever may not change anything
        let written = pool.execute("UPDATE notes SET value = value WHERE bot = -1").await;
        written.map_err(|cause| place.fault(cause))?;
        let living = if is_file {
            pool.clone()
        } else {
            // the server gives up a statement, too, that its caller waits for no longer
            let limit = format!("SET statement_timeout = {}", RENEWING.as_millis());
            let own = AnyPoolOptions::new().max_connections(1).acquire_timeout(RENEWING);
            own.after_connect(move |connection, _| {
                let limit = limit.clone();
                Box::pin(
                    async move { connection.execute(sqlx::AssertSqlSafe(limit)).await.map(|_| ()) },
                )
            })
            .connect_lazy_with(options)
        };
        let (writes, queue) = mpsc::unbounded_channel();
        tokio::spawn(writer::run(pool.clone(), queue));
        let recent = is_file.then(Arc::default);
        Ok(Self { pool, living, shared: !is_file, writes, bot: 0, key: Arc::new([]), recent })
    }

    /// Looks at the database of an address as [`Store::open`] does, and changes nothing. Whether there is anything in it yet.
    ///
    /// # Errors
    ///
    /// When it could not be opened.
    pub async fn look(address: &str) -> std::result::Result<bool, Error> {
        let place = Place::read(address)?;
        let is_there = place.look().await?;
        if !is_there {
            place.can_be_made()?;
        }
        Ok(is_there)
    }

    /// The texts of the papers of the library in a PostgreSQL, each with its path below the folder that a copy of it would be; `None` where
    /// it holds none yet. Changes nothing.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub async fn look_at_papers(
        address: &str,
    ) -> std::result::Result<Option<Vec<(String, String)>>, Error> {
        let place = Place::read(address)?;
        place.papers().await.map_err(|cause| place.fault(cause))
    }

    /// The store for a bot's own messages. `key` is a secret that is not in the database. What was kept before bots were told apart becomes
    /// this one's. The id of the bot that used the database last, if it was another.
    pub async fn of_bot(self, bot: i64, key: &[u8]) -> Result<(Self, Option<i64>)> {
        let last = self.note(LAST_BOT).await?.and_then(|id| id.parse().ok());
        self.set_note(LAST_BOT, &bot.to_string()).await?;
        for statement in [
            "UPDATE answers SET bot = $1 WHERE bot = 0",
            "UPDATE votes SET bot = $1 WHERE bot = 0",
            "UPDATE removals SET bot = $1 WHERE bot = 0",
            "UPDATE inbox SET bot = $1 WHERE bot = 0",
            "UPDATE notes SET bot = $1 WHERE bot = 0 AND (name = 'menus' OR name LIKE 'menu:%')",
        ] {
            sqlx::query(statement).bind(bot).execute(&self.pool).await?;
        }
        Ok((Self { bot, key: key.into(), ..self }, last.filter(|&last| last != bot)))
    }

    /// A keyed digest: who knows the database alone can neither read nor guess what it stands for.
    pub fn keyed(&self, what: &str) -> i64 {
        let mut hasher = Sha256::new();
        hasher.update((self.key.len() as u64).to_be_bytes());
        hasher.update(&self.key);
        hasher.update(what);
        first_word(&hasher.finalize())
    }

    /// Whether other instances may use it at the same time.
    pub fn is_shared(&self) -> bool {
        self.shared
    }

    /// Whether it answers.
    pub async fn answers(&self) -> bool {
        sqlx::query("SELECT 1").fetch_optional(&self.pool).await.is_ok()
    }

    /// Unix seconds by the database's own clock, which is the same for all instances, in SQL.
    const fn clock(&self) -> &'static str {
        if self.shared { "CAST(EXTRACT(EPOCH FROM now()) AS BIGINT)" } else { "unixepoch()" }
    }

    /// Closes it, so that all is on disk.
    pub async fn close(&self) {
        // an update that does not exist: all that was written before is written then
        let _ = tokio::time::timeout(CLOSING, self.done(i64::MIN)).await;
        self.living.close().await;
        self.pool.close().await;
    }

    /// Something that the bot wrote down for itself.
    pub async fn note(&self, name: &str) -> Result<Option<String>> {
        let row = sqlx::query("SELECT value FROM notes WHERE bot = $1 AND name = $2")
            .bind(self.bot)
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| row.try_get(0)).transpose()
    }

    /// Strikes something out.
    pub async fn strike(&self, name: &str) -> Result<()> {
        sqlx::query("DELETE FROM notes WHERE bot = $1 AND name = $2")
            .bind(self.bot)
            .bind(name)
            .execute(&self.pool)
            .await
            .map(|_| ())
    }

    /// Writes something down.
    pub async fn set_note(&self, name: &str, value: &str) -> Result<()> {
        let statement = "INSERT INTO notes (bot, name, value) VALUES ($1, $2, $3) ON CONFLICT (bot, name) DO UPDATE SET value = excluded.value";
        sqlx::query(statement)
            .bind(self.bot)
            .bind(name)
            .bind(value)
            .execute(&self.pool)
            .await
            .map(|_| ())
    }

    /// Deletes what is older than it may be. `retention` is how long unanswered questions and votes are kept, in days.
    pub async fn tidy(&self, now: i64, retention: u32) -> Result<()> {
        let kept = now - i64::from(retention) * DAY;
        let removed = sqlx::query("SELECT chat FROM chats WHERE removed < $1")
            .bind(now - REMOVED_KEPT)
            .fetch_all(&self.pool)
            .await?;
        for chat in Self::numbers(&removed)? {
            self.strike(&format!("menu:{chat}")).await?;
            // cards are called by their chat, a colon and their message
            let statement = "DELETE FROM votes WHERE card LIKE $1";
            sqlx::query(statement).bind(format!("{chat}:%")).execute(&self.pool).await?;
        }
        for (statement, before) in [
            (
                "UPDATE answers SET subject = NULL WHERE subject IS NOT NULL AND at < $1",
                now - WORDS_KEPT,
            ),
            ("DELETE FROM answers WHERE at < $1", now - ANSWERS_KEPT),
            ("DELETE FROM seen WHERE at < $1", now - ANSWERS_KEPT),
            ("DELETE FROM awaited WHERE at < $1", now - HANDLED_KEPT),
            ("DELETE FROM unanswered WHERE last < $1", kept),
            (
                "DELETE FROM notes WHERE name LIKE 'welcomed:%' AND CAST(value AS BIGINT) < $1",
                now - DAY,
            ),
            ("DELETE FROM votes WHERE at < $1", kept),
            ("DELETE FROM outcomes WHERE day < $1", kept / DAY),
            (
                "DELETE FROM answers WHERE chat IN (SELECT chat FROM chats WHERE removed < $1)",
                now - REMOVED_KEPT,
            ),
            ("DELETE FROM chats WHERE removed < $1", now - REMOVED_KEPT),
            (
                "DELETE FROM inbox WHERE (body IS NULL OR aside = 1) AND received < $1",
                (now - HANDLED_KEPT) * 1000,
            ),
            // of any bot: one that answers in this database no more leaves what waits behind
            ("DELETE FROM inbox WHERE received < $1", (now - WAITING_KEPT) * 1000),
        ] {
            sqlx::query(statement).bind(before).execute(&self.pool).await?;
        }
        self.trim_unanswered().await?;
        if let Some(recent) = &self.recent {
            recent.forget_all();
            // what was deleted stands in no file any more
            self.pool.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }
}

/// The note of the bot that used the database last.
const LAST_BOT: &str = "bot";

/// A digest as a number that the database can keep.
fn first_word(digest: &[u8]) -> i64 {
    digest.iter().take(8).fold(0_i64, |word, &byte| (word << 8) | i64::from(byte))
}

/// A digest of a text that is the same in every release.
pub fn digest(text: &str) -> i64 {
    first_word(&Sha256::digest(text))
}

/// Makes a file for nobody else to read, and the folder that it lies in; leaves one that is there as it is.
fn make(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(|_| ())
}

/// A file's name as it stands in an address.
fn escaped(file: &Path) -> String {
    file.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::answer::Turn;
    use crate::language::Language;
    use crate::settings::{Answers, Settings};

    /// A store in a folder of its own.
    pub(crate) async fn store() -> (Store, tempfile::TempDir) {
        let Ok(folder) = tempfile::tempdir() else { panic!("no folder") };
        let address = format!("sqlite:{}", folder.path().join("a/b/state.sqlite").display());
        match Store::open(&address).await {
            Ok(store) => (store, folder),
            Err(error) => panic!("{error:?}"),
        }
    }

    #[tokio::test]
    async fn folder_and_file_are_made_for_nobody_else_to_read_and_opened_again() {
        let (store, folder) = store().await;
        assert!(store.set_note("a", "1").await.is_ok());
        store.close().await;
        let file = folder.path().join("a/b/state.sqlite");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                fs::metadata(&file).map(|data| data.permissions().mode() & 0o777).ok(),
                Some(0o600)
            );
        }
        let Ok(store) = Store::open(&format!("sqlite://{}", file.display())).await else {
            panic!("not opened again")
        };
        assert_eq!(store.note("a").await.ok().flatten().as_deref(), Some("1"));
        assert_eq!(store.note("b").await.ok().flatten(), None);
    }

    #[tokio::test]
    async fn what_the_first_version_kept_is_still_there_and_becomes_the_bots() -> Result<()> {
        let Ok(folder) = tempfile::tempdir() else { panic!("no folder") };
        let file = folder.path().join("state.sqlite");
        assert!(make(&file).is_ok());
        let address = format!("sqlite:{}", file.display());
        sqlx::any::install_default_drivers();
        let pool = AnyPoolOptions::new().max_connections(1).connect(&address).await?;
        if let Err(error) = open::migrations().run_to(1, &pool).await {
            panic!("{error:?}")
        }
        for statement in [
            "INSERT INTO chats (chat, language, answers, feedback, quiet) VALUES (-1, 'en', 'sure', 0, 1)",
            "INSERT INTO answers VALUES (1, 11, 10, 0, 3, 'hk-sz-2009', 4, '前海', 5)",
            "INSERT INTO votes VALUES ('1:11', 8, 1, 'p', 5)",
            "INSERT INTO unanswered VALUES ('noodles', 'none', 'en', 'Noodles?', 2, 5)",
            "INSERT INTO outcomes VALUES (0, 'answer', 'en', 6)",
            "INSERT INTO removals VALUES (-1, 12, 5)",
            "INSERT INTO notes VALUES ('menus', 'x')",
            "INSERT INTO inbox (update_id, source, lane, body, received) VALUES (1, '1:10', 1, '{}', 0)",
        ] {
            sqlx::query(statement).execute(&pool).await?;
        }
        pool.close().await;

        let store = match Store::open(&address).await {
            Ok(store) => store,
            Err(error) => panic!("{error:?}"),
        };
        let (store, last) = store.of_bot(7, b"key").await?;
        assert_eq!(last, None);
        let settings = Settings {
            language: Some(Language::English),
            answers: Answers::Sure,
            feedback: false,
            quiet: true,
            ..Settings::default()
        };
        assert_eq!(store.settings(-1).await?, settings);
        assert_eq!(store.answers_to(1, 10).await?, [Sent { message: 11, digest: 3 }]);
        let turn = Turn { paper: "hk-sz-2009".into(), paragraph: 4, subject: "前海".into() };
        assert_eq!(store.turn_of(1, 11, 6).await?, Some(turn));
        assert_eq!(store.votes("1:11").await?, (1, 0));
        let unanswered = Unanswered {
            text: "Noodles?".into(),
            outcome: "none".into(),
            language: Language::English,
            count: 2,
            last: 5,
        };
        assert_eq!(store.unanswered(0, 10).await?, [unanswered]);
        let figures = Figures { answer: 6, up: 1, ..Figures::default() };
        assert_eq!(store.figures(0).await?, figures);
        assert_eq!(store.due(5).await?, [Removal { chat: -1, message: 12 }]);
        assert_eq!(store.note("menus").await?.as_deref(), Some("x"));
        // it may have been handled in part
        let waiting = Waiting {
            update_id: 1,
            source: Some("1:10".into()),
            lane: 1,
            body: "{}".into(),
            received: 0,
            again: true,
        };
        assert_eq!(store.claim("a", 10).await?, std::slice::from_ref(&waiting));
        // and is known if it comes again, under whatever number
        assert_eq!(store.take(&[waiting.clone(), Waiting { update_id: 9, ..waiting }]).await?, 0);
        store.done(1).await?;
        assert_eq!(store.count_waiting().await?, 0);
        Ok(())
    }

    #[tokio::test]
    async fn what_is_no_database_is_an_error_and_stays_as_it_is() {
        let Ok(folder) = tempfile::tempdir() else { panic!("no folder") };
        let file = folder.path().join("damaged");
        let text = "not a database ".repeat(1000);
        assert!(fs::write(&file, &text).is_ok());
        let error = Store::open(&format!("sqlite:{}", file.display()))
            .await
            .err()
            .map(|error| error.to_string());
        assert!(
            error.as_ref().is_some_and(|error| error.contains("damaged") && error.contains("hint")),
            "{error:?}"
        );
        assert_eq!(fs::read_to_string(&file).ok(), Some(text));
        let error = Store::open(&format!("sqlite:{}/x", file.display())).await.err();
        assert!(matches!(error, Some(Error::File(..))), "{error:?}");
        assert!(matches!(Store::open("mysql://x").await.err(), Some(Error::Kind)));
    }
}
