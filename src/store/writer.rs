//! What is written with every question, many questions in one transaction: which messages answer it, how it is counted, that it was handled.
//!
//! Whoever waits for [`Store::done`] knows that all it wrote before is written too: writes are done in the order in which they came.

use std::collections::BTreeMap;
use std::time::Duration;

use sqlx::{AnyPool, Row as _};
use tokio::sync::{mpsc, oneshot};

use super::answers::Sent;
use super::unanswered::Words;
use super::{DAY, Result, Store};
use crate::answer::Turn;
use crate::language::Language;

/// Most that is written in one transaction: with some ten values each, they stay below what a statement may have.
const MOST: usize = 256;

/// How long a transaction may take.
const LONGEST: Duration = Duration::from_secs(30);

/// The length of an error code of PostgreSQL.
const SQLSTATE: usize = 5;

/// What the database refuses is tried so often, …
const TRIES: u32 = 5;

/// … with this pause between.
const PAUSE: Duration = Duration::from_secs(1);

/// Something to write.
pub(super) enum Write {
    /// Messages that answer a message that had none.
    Answers(Answers),
    /// A question, by what it came to. Its words are kept if they may be.
    Count { words: Option<Words>, outcome: &'static str, language: Language, now: i64 },
    /// What was read of a message.
    Seen { bot: i64, chat: i64, message: i64, digest: i64, now: i64 },
    /// An update of a bot's was handled; who waits for it.
    Done(i64, i64, Option<oneshot::Sender<Result<()>>>),
}

/// Messages that answer a message.
pub(super) struct Answers {
    pub(super) bot: i64,
    pub(super) chat: i64,
    pub(super) question: i64,
    pub(super) asker: Option<i64>,
    pub(super) sent: Vec<Sent>,
    pub(super) turn: Option<Turn>,
    pub(super) now: i64,
}

/// Writes until nobody can send any more.
pub(super) async fn run(pool: AnyPool, mut queue: mpsc::UnboundedReceiver<Write>) {
    let mut batch = Vec::with_capacity(MOST);
    while queue.recv_many(&mut batch, MOST).await > 0 {
        let waiting: Vec<_> = batch
            .iter_mut()
            .filter_map(|write| match write {
                Write::Done(.., told) => told.take(),
                _ => None,
            })
            .collect();
        let written = write_in_the_end(&pool, &batch).await;
        if let Err(error) = &written {
            tracing::error!(%error, "the database fails: answers may not be kept");
        }
        batch.clear();
        for told in waiting {
            // who does not wait any more need not be told
            let _ =
                told.send(if written.is_ok() { Ok(()) } else { Err(sqlx::Error::WorkerCrashed) });
        }
    }
}

/// Writes a batch, however long the database is away; what it refuses is tried a few times.
async fn write_in_the_end(pool: &AnyPool, batch: &[Write]) -> Result<()> {
    let mut tries = 0;
    loop {
        // a server that vanished says nothing
        let writing = tokio::time::timeout(LONGEST, write(pool, batch));
        let written = writing.await.unwrap_or(Err(sqlx::Error::PoolTimedOut));
        let Err(error) = &written else { return written };
        tries += u32::from(!is_away(error));
        if tries >= TRIES {
            return written;
        }
        tracing::error!(%error, "the database fails: trying again");
        tokio::time::sleep(PAUSE).await;
    }
}

/// Whether an error is of a database that will be there again, and not of what was to be written.
fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            if code.len() == SQLSTATE {
                // connections, resources, shutdown; a server that is not yet the one that writes
                ["08", "53", "57", "25006"].iter().any(|class| code.starts_with(class))
            } else {
                // of SQLite, whose lowest byte is the kind: busy, locked, cannot read or write, no room
                let kind = code.parse::<u32>().ok().map(|code| code & 0xff);
                matches!(kind, Some(5 | 6 | 10 | 13))
            }
        }),
        _ => false,
    }
}

async fn write(pool: &AnyPool, batch: &[Write]) -> Result<()> {
    let mut answers = BTreeMap::new();
    let mut outcomes: BTreeMap<(i64, &str, &str), i64> = BTreeMap::new();
    let mut missed: BTreeMap<(String, &str), (Language, String, i64, i64)> = BTreeMap::new();
    let mut seen = BTreeMap::new();
    let mut done: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for write in batch {
        match write {
            Write::Answers(own) => {
                for (part, sent) in (0_i64..).zip(&own.sent) {
                    answers.insert(
                        (own.bot, own.chat, sent.message),
                        (own.question, own.asker, part, sent.digest, own.turn.clone(), own.now),
                    );
                }
            }
            Write::Count { words, outcome, language, now } => {
                *outcomes.entry((now / DAY, outcome, language.tag())).or_default() += 1;
                if let Some(words) = words.as_ref().filter(|words| !words.key.is_empty()) {
                    let key = (words.key.clone(), *outcome);
                    let count = missed.get(&key).map_or(0, |(.., count, _)| *count);
                    missed.insert(key, (*language, words.text.clone(), count + 1, *now));
                }
            }
            Write::Seen { bot, chat, message, digest, now } => {
                seen.insert((*bot, *chat, *message), (*digest, *now));
            }
            Write::Done(bot, update, _) => {
                done.entry(*bot).or_default().push(*update);
            }
        }
    }
    let mut transaction = pool.begin().await?;
    if !answers.is_empty() {
        let statement = format!(
            "INSERT INTO answers (bot, chat, answer, question, asker, part, digest, paper, paragraph, subject, at) VALUES {} \
            ON CONFLICT (bot, chat, answer) DO UPDATE SET question = excluded.question, asker = excluded.asker, part = excluded.part, digest = excluded.digest, \
            paper = excluded.paper, paragraph = excluded.paragraph, subject = excluded.subject, at = excluded.at",
            rows(answers.len(), 11)
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
        for ((bot, chat, answer), (question, asker, part, digest, turn, now)) in answers {
            query = query.bind(bot).bind(chat).bind(answer).bind(question).bind(asker);
            query = query.bind(part).bind(digest);
            query = query
                .bind(turn.as_ref().map(|turn| turn.paper.clone()))
                .bind(turn.as_ref().map(|turn| i64::from(turn.paragraph)));
            query = query.bind(turn.map(|turn| storable(&turn.subject))).bind(now);
        }
        query.execute(&mut *transaction).await?;
    }
    for ((day, outcome, language), count) in outcomes {
        let statement = "INSERT INTO outcomes (day, outcome, language, count) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (day, outcome, language) DO UPDATE SET count = outcomes.count + excluded.count";
        sqlx::query(statement)
            .bind(day)
            .bind(outcome)
            .bind(language)
            .bind(count)
            .execute(&mut *transaction)
            .await?;
    }
    if !missed.is_empty() {
        let statement = format!(
            "INSERT INTO unanswered (words, outcome, language, text, count, last) VALUES {} ON CONFLICT (words, outcome) DO UPDATE SET \
            count = unanswered.count + excluded.count, last = excluded.last, text = excluded.text, language = excluded.language",
            rows(missed.len(), 6)
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
        for ((words, outcome), (language, text, count, last)) in missed {
            query = query
                .bind(words)
                .bind(outcome)
                .bind(language.tag())
                .bind(text)
                .bind(count)
                .bind(last);
        }
        query.execute(&mut *transaction).await?;
    }
    if !seen.is_empty() {
        let statement = format!(
            "INSERT INTO seen (bot, chat, message, digest, at) VALUES {} ON CONFLICT (bot, chat, message) DO UPDATE SET \
            digest = excluded.digest, at = excluded.at",
            rows(seen.len(), 5)
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
        for ((bot, chat, message), (digest, now)) in seen {
            query = query.bind(bot).bind(chat).bind(message).bind(digest).bind(now);
        }
        query.execute(&mut *transaction).await?;
    }
    for (bot, updates) in done {
        // the bot's own number, so that no placeholder is needed for it
        let statement = format!(
            "UPDATE inbox SET body = NULL, lane = 0 WHERE bot = {bot} AND update_id IN {}",
            rows(1, updates.len())
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
        for update in updates {
            query = query.bind(update);
        }
        query.execute(&mut *transaction).await?;
    }
    transaction.commit().await
}

/// A text that PostgreSQL takes too: it has no character 0.
pub(super) fn storable(text: &str) -> String {
    text.replace('\0', "")
}

/// Placeholders for rows of values: `($1, $2), ($3, $4)`.
pub(super) fn rows(count: usize, width: usize) -> String {
    let row = |row: usize| {
        let values: Vec<_> =
            (0..width).map(|value| format!("${}", row * width + value + 1)).collect();
        format!("({})", values.join(", "))
    };
    (0..count).map(row).collect::<Vec<_>>().join(", ")
}

impl Store {
    /// Notes that an update was handled, once all that was written before is. Its words are gone.
    pub async fn done(&self, update_id: i64) -> Result<()> {
        let (told, written) = oneshot::channel();
        self.write(Write::Done(self.bot, update_id, Some(told)));
        written.await.unwrap_or(Err(sqlx::Error::PoolClosed))
    }

    /// Puts something in the queue. Without a writer, the store is closed, and nothing is kept.
    pub(super) fn write(&self, write: Write) {
        let _ = self.writes.send(write);
    }

    /// The rows that a statement gives back, as numbers.
    pub(super) fn numbers(rows: &[sqlx::any::AnyRow]) -> Result<Vec<i64>> {
        rows.iter().map(|row| row.try_get(0)).collect()
    }
}
