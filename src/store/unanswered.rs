//! What was not answered, or not well, and how much was asked. No user, no chat.

use sqlx::Row as _;

use super::writer::Write;
use super::{DAY, Result, Store};
use crate::language::Language;

/// The longest words that are kept of a question, in characters.
const LONGEST: usize = 300;

/// A question that was not answered, or not well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The words, as they were written last.
    pub text: String,
    /// What they came to: `none`, `related`, or `down` for an answer that somebody voted down.
    pub outcome: String,
    /// The language of the reply.
    pub language: Language,
    /// How often.
    pub count: i64,
    /// When last.
    pub last: i64,
}

/// How many questions came to what, and how answers were rated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Answered.
    pub answer: i64,
    /// Related paragraphs shown.
    pub related: i64,
    /// Nothing found.
    pub none: i64,
    /// Votes that an answer helped.
    pub up: i64,
    /// Votes that it did not.
    pub down: i64,
}

/// How much was not kept, so that the database does not grow without end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Questions that were deleted because newer ones took their place.
    pub trimmed: i64,
    /// Questions that were not kept because one person asked so many.
    pub left_out: i64,
}

/// Most questions that are kept.
const MOST_QUESTIONS: i64 = 10_000;

/// Most characters of them.
const MOST_CHARACTERS: i64 = 2_000_000;

/// The notes of [`Kept`].
const TALLIES: [&str; 2] = ["unanswered trimmed", "unanswered left out"];

impl Store {
    /// Counts a question by what it came to, and keeps its words if they are given; soon, and before whatever is kept later.
    pub fn count(&self, words: Option<&str>, outcome: &'static str, language: Language, now: i64) {
        self.write(Write::Count { words: words.map(Words::new), outcome, language, now });
    }

    /// Deletes the oldest questions beyond [`MOST_QUESTIONS`] and as many more as their length asks for.
    pub(super) async fn trim_unanswered(&self) -> Result<()> {
        // what is deleted is shorter or longer than the rest
        while self.trim_some().await? {}
        Ok(())
    }

    /// Deletes some of what is too much; whether there was any.
    async fn trim_some(&self) -> Result<bool> {
        let statement = "SELECT COUNT(*), CAST(COALESCE(SUM(LENGTH(text) + LENGTH(words)), 0) AS BIGINT) FROM unanswered";
        let row = sqlx::query(statement).fetch_one(&self.pool).await?;
        let (count, characters): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        let long = count * (characters - MOST_CHARACTERS).max(0) / characters.max(1);
        let surplus = (count - MOST_QUESTIONS).max(long);
        if surplus <= 0 {
            return Ok(false);
        }
        let statement = "DELETE FROM unanswered WHERE last <= (SELECT last FROM unanswered ORDER BY last LIMIT 1 OFFSET $1)";
        let deleted = sqlx::query(statement).bind(surplus - 1).execute(&self.pool).await?;
        self.tally(TALLIES[0], deleted.rows_affected() as i64).await?;
        Ok(deleted.rows_affected() > 0)
    }

    /// Notes that words were not kept because one person asked so many.
    pub async fn left_out(&self) -> Result<()> {
        self.tally(TALLIES[1], 1).await
    }

    /// How much was not kept so far.
    pub async fn not_kept(&self) -> Result<Kept> {
        let mut counts = [0; 2];
        for (name, count) in TALLIES.into_iter().zip(&mut counts) {
            let row = sqlx::query("SELECT value FROM notes WHERE bot = 0 AND name = $1")
                .bind(name)
                .fetch_optional(&self.pool)
                .await?;
            let value: Option<String> = row.map(|row| row.try_get(0)).transpose()?;
            *count = value.and_then(|value| value.parse().ok()).unwrap_or_default();
        }
        Ok(Kept { trimmed: counts[0], left_out: counts[1] })
    }

    async fn tally(&self, name: &str, more: i64) -> Result<()> {
        let statement = "INSERT INTO notes (bot, name, value) VALUES (0, $1, $2) ON CONFLICT (bot, name) DO UPDATE SET \
            value = CAST(CAST(notes.value AS BIGINT) + CAST(excluded.value AS BIGINT) AS TEXT)";
        sqlx::query(statement)
            .bind(name)
            .bind(more.to_string())
            .execute(&self.pool)
            .await
            .map(|_| ())
    }

    /// Keeps the words of a question; whether it has any.
    pub async fn miss(
        &self,
        text: &str,
        outcome: &str,
        language: Language,
        now: i64,
    ) -> Result<bool> {
        let Words { text, key: words } = Words::new(text);
        if words.is_empty() {
            return Ok(false);
        }
        let statement = "INSERT INTO unanswered (words, outcome, language, text, count, last) VALUES ($1, $2, $3, $4, 1, $5) \
            ON CONFLICT (words, outcome) DO UPDATE SET count = unanswered.count + 1, last = excluded.last, text = excluded.text, \
            language = excluded.language";
        let query = sqlx::query(statement)
            .bind(words)
            .bind(outcome)
            .bind(language.tag())
            .bind(text)
            .bind(now);
        query.execute(&self.pool).await.map(|_| true)
    }

    /// Takes back one time that the words of a question were kept.
    pub async fn unmiss(&self, text: &str, outcome: &str) -> Result<()> {
        let Words { key: words, .. } = Words::new(text);
        for statement in [
            "UPDATE unanswered SET count = count - 1 WHERE words = $1 AND outcome = $2",
            "DELETE FROM unanswered WHERE words = $1 AND outcome = $2 AND count <= 0",
        ] {
            sqlx::query(statement).bind(words.as_str()).bind(outcome).execute(&self.pool).await?;
        }
        Ok(())
    }

    /// What was not answered since a time, the most frequent first, at most `most`.
    pub async fn unanswered(&self, since: i64, most: i64) -> Result<Vec<Unanswered>> {
        let statement = "SELECT text, outcome, language, count, last FROM unanswered WHERE last >= $1 \
            ORDER BY count DESC, last DESC, words, outcome LIMIT $2";
        let rows = sqlx::query(statement).bind(since).bind(most).fetch_all(&self.pool).await?;
        let read = |row: &sqlx::any::AnyRow| {
            let language: String = row.try_get(2)?;
            let language = language.parse().unwrap_or(Language::Traditional);
            Ok(Unanswered {
                text: row.try_get(0)?,
                outcome: row.try_get(1)?,
                language,
                count: row.try_get(3)?,
                last: row.try_get(4)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// How much was asked and voted since a time.
    pub async fn figures(&self, since: i64) -> Result<Figures> {
        let mut figures = Figures::default();
        let statement = "SELECT outcome, CAST(SUM(count) AS BIGINT) FROM outcomes WHERE day >= $1 GROUP BY outcome";
        for row in sqlx::query(statement).bind(since.div_euclid(DAY)).fetch_all(&self.pool).await? {
            let (outcome, count): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
            match outcome.as_str() {
                "answer" => figures.answer = count,
                "related" => figures.related = count,
                _ => figures.none = count,
            }
        }
        for row in
            sqlx::query("SELECT up, COUNT(*) FROM votes WHERE at >= $1 AND up >= 0 GROUP BY up")
                .bind(since)
                .fetch_all(&self.pool)
                .await?
        {
            let (up, count): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            if up != 0 { figures.up = count } else { figures.down = count }
        }
        Ok(figures)
    }
}

/// A question as it is kept.
pub(super) struct Words {
    /// In one line, and not too long.
    pub(super) text: String,
    /// What tells it from others.
    pub(super) key: String,
}

impl Words {
    pub(super) fn new(text: &str) -> Self {
        // PostgreSQL keeps no character 0
        let line = text
            .split(|character: char| character.is_whitespace() || character.is_control())
            .filter(|part| !part.is_empty());
        let text: String = line.collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
        let key = text.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase();
        Self { text, key }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::store;
    use super::*;

    #[tokio::test]
    async fn questions_are_counted_and_kept_only_if_they_were_not_answered() -> Result<()> {
        let (store, _folder) = store().await;
        for (text, outcome) in [
            ("前海？", "answer"),
            ("What is  X?", "none"),
            (" what is x ", "none"),
            ("租金\u{0}？", "related"),
            ("？", "none"),
        ] {
            let words = (outcome != "answer").then_some(text);
            store.count(words, outcome, Language::English, 5 * DAY);
        }
        store.done(0).await?;
        store.miss("前海？", "down", Language::Traditional, 5 * DAY).await?;
        let kept = store.unanswered(0, 10).await?;
        let mut kept: Vec<_> =
            kept.iter().map(|one| (one.text.as_str(), one.outcome.as_str(), one.count)).collect();
        kept.sort_unstable();
        assert_eq!(
            kept,
            [("what is x", "none", 2), ("前海？", "down", 1), ("租金 ？", "related", 1)]
        );
        assert_eq!(
            store.figures(5 * DAY).await?,
            Figures { answer: 1, related: 1, none: 3, up: 0, down: 0 }
        );
        assert_eq!(store.figures(6 * DAY).await?, Figures::default());
        store.unmiss("前海？", "down").await?;
        assert_eq!(store.unanswered(0, 10).await?.len(), 2);
        store.tidy(5 * DAY + 90 * DAY + 1, 90).await?;
        assert_eq!(store.unanswered(0, 10).await?, []);
        Ok(())
    }

    #[tokio::test]
    async fn the_oldest_questions_give_way_and_that_is_told() -> Result<()> {
        let (store, _folder) = store().await;
        for number in 0..MOST_QUESTIONS + 5 {
            store.count(Some(&format!("q{number}")), "none", Language::English, number);
        }
        store.left_out().await?;
        store.done(0).await?;
        store.tidy(MOST_QUESTIONS, 90).await?;
        assert_eq!(store.not_kept().await?, Kept { trimmed: 5, left_out: 1 });
        let kept = store.unanswered(0, 2 * MOST_QUESTIONS).await?;
        assert_eq!(kept.len() as i64, MOST_QUESTIONS);
        assert!(kept.iter().all(|one| one.last >= 5));
        // few and long ones are as much
        for number in 0..MOST_QUESTIONS {
            let text = format!("{number}{}", "長".repeat(299));
            store.count(Some(&text), "none", Language::English, 20_000 + number);
        }
        store.done(0).await?;
        store.tidy(MOST_QUESTIONS, 90).await?;
        let kept = store.unanswered(0, 2 * MOST_QUESTIONS).await?;
        assert!(kept.len() < 4000, "{}", kept.len());
        Ok(())
    }

    #[test]
    fn a_long_question_is_cut() {
        assert_eq!(Words::new(&"長".repeat(1000)).text.chars().count(), LONGEST);
    }
}
