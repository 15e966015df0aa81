//! What chats have chosen.

use sqlx::Row as _;

use super::{Result, Store};
use crate::language::Language;
use crate::settings::{Answers, Change, Settings};

/// How often a choice is tried while others choose at the same time.
const MOST_TRIES: u32 = 20;

/// What is to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forget {
    /// The chat.
    pub chat: i64,
    /// The user who asks for it, if a user does.
    pub user: Option<i64>,
    /// Whether everybody's questions in the chat and its settings are deleted too.
    pub all: bool,
}

impl Store {
    /// What a chat has chosen.
    pub async fn settings(&self, chat: i64) -> Result<Settings> {
        if let Some(known) = self.recent.as_ref().and_then(|recent| recent.settings(chat)) {
            return Ok(known);
        }
        let settings = self.read_settings(chat).await?;
        if let Some(recent) = &self.recent {
            recent.keep_settings(chat, settings.clone());
        }
        Ok(settings)
    }

    async fn read_settings(&self, chat: i64) -> Result<Settings> {
        let statement =
            "SELECT language, answers, feedback, quiet, papers FROM chats WHERE chat = $1";
        let Some(row) = sqlx::query(statement).bind(chat).fetch_optional(&self.pool).await? else {
            return Ok(Settings::default());
        };
        let (language, answers): (Option<String>, String) = (row.try_get(0)?, row.try_get(1)?);
        let (feedback, quiet): (i64, i64) = (row.try_get(2)?, row.try_get(3)?);
        let papers: String = row.try_get(4)?;
        Ok(Settings {
            language: language.and_then(|tag| tag.parse().ok()),
            answers: if answers == name(Answers::Sure) {
                Answers::Sure
            } else {
                Answers::Addressed
            },
            feedback: feedback != 0,
            quiet: quiet != 0,
            papers: papers.split_whitespace().map(str::to_owned).collect(),
        })
    }

    /// Keeps a choice; what the chat has chosen now.
    pub async fn change(&self, chat: i64, change: Change) -> Result<Settings> {
        // one column, so that two choices at once do not undo each other; a chat that chooses is one that the bot is in
        let column = match change {
            Change::Language(_) => "language",
            Change::Answers(_) => "answers",
            Change::Feedback(_) => "feedback",
            Change::Quiet(_) => "quiet",
            Change::AllPapers => "papers",
            Change::Paper(..) => {
                let mut tries = 0;
                while !self.change_papers(chat, &change).await? && tries < MOST_TRIES {
                    tries += 1;
                }
                self.forget_recent(chat);
                return self.settings(chat).await;
            }
        };
        let statement = format!(
            "INSERT INTO chats (chat, {column}) VALUES ($1, $2) ON CONFLICT (chat) DO UPDATE SET {column} = excluded.{column}, removed = NULL"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(chat);
        let query = match change {
            Change::Language(language) => query.bind(language.map(Language::tag)),
            Change::Answers(answers) => query.bind(name(answers)),
            Change::Feedback(on) | Change::Quiet(on) => query.bind(i64::from(on)),
            Change::AllPapers | Change::Paper(..) => query.bind(""),
        };
        query.execute(&self.pool).await?;
        self.forget_recent(chat);
        self.settings(chat).await
    }

    /// Changes which papers a chat asks; whether nobody else did in the meantime.
    async fn change_papers(&self, chat: i64, change: &Change) -> Result<bool> {
        let statement =
            "INSERT INTO chats (chat) VALUES ($1) ON CONFLICT (chat) DO UPDATE SET removed = NULL";
        sqlx::query(statement).bind(chat).execute(&self.pool).await?;
        let row = sqlx::query("SELECT papers FROM chats WHERE chat = $1").bind(chat);
        let before: String = row.fetch_one(&self.pool).await?.try_get(0)?;
        let now = self.read_settings(chat).await?.with(change);
        let statement = "UPDATE chats SET papers = $1 WHERE chat = $2 AND papers = $3";
        let changed = sqlx::query(statement)
            .bind(now.papers.join(" "))
            .bind(chat)
            .bind(before)
            .execute(&self.pool)
            .await?;
        Ok(changed.rows_affected() > 0)
    }

    fn forget_recent(&self, chat: i64) {
        if let Some(recent) = &self.recent {
            recent.forget(chat);
        }
    }

    /// Notes that the bot was removed from a chat, which is forgotten some time later.
    pub async fn left(&self, chat: i64, now: i64) -> Result<()> {
        let statement = "INSERT INTO chats (chat, removed) VALUES ($1, $2) ON CONFLICT (chat) DO UPDATE SET removed = excluded.removed";
        sqlx::query(statement).bind(chat).bind(now).execute(&self.pool).await.map(|_| ())
    }

    /// Notes that the bot is in a chat.
    pub async fn joined(&self, chat: i64) -> Result<()> {
        sqlx::query("UPDATE chats SET removed = NULL WHERE chat = $1")
            .bind(chat)
            .execute(&self.pool)
            .await
            .map(|_| ())
    }

    /// Carries what is kept of a group over to the supergroup that it became, whatever was told first: that the bot left the one, or that it
    /// came into the other. Its messages have other numbers there.
    pub async fn migrate(&self, from: i64, to: i64) -> Result<()> {
        let mut transaction = self.pool.begin().await?;
        // a second notice, or a group that chose nothing, has nothing to carry over
        let chosen = "EXISTS (SELECT 1 FROM chats WHERE chat = $2 AND (language IS NOT NULL OR answers <> 'addressed' OR feedback <> 1 OR quiet <> 0 OR papers <> ''))";
        let statement = format!("DELETE FROM chats WHERE chat = $1 AND {chosen}");
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(to)
            .bind(from)
            .execute(&mut *transaction)
            .await?;
        let statement = "UPDATE chats SET chat = $1, removed = NULL WHERE chat = $2 AND NOT EXISTS (SELECT 1 FROM chats WHERE chat = $1)";
        sqlx::query(statement).bind(to).bind(from).execute(&mut *transaction).await?;
        sqlx::query("DELETE FROM chats WHERE chat = $1")
            .bind(from)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM answers WHERE bot = $1 AND chat = $2")
            .bind(self.bot)
            .bind(from)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM removals WHERE bot = $1 AND chat = $2")
            .bind(self.bot)
            .bind(from)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        [from, to].into_iter().for_each(|chat| self.forget_recent(chat));
        Ok(())
    }

    /// Deletes what is kept of a user's questions in a chat and of their votes in all; of the chat, if asked to, all of its questions and its
    /// settings. Which message answers which stays for as long as a message can be edited, so that an edit is not answered twice. How many
    /// questions and votes that were.
    pub async fn forget(&self, forget: Forget) -> Result<(u64, u64)> {
        let Forget { chat, user, all } = forget;
        let asker = user.map(|user| self.asker(user));
        let mut transaction = self.pool.begin().await?;
        let whose = if all { "" } else { "AND asker = $3" };
        let own = format!(
            "SELECT DISTINCT question FROM answers WHERE bot = $1 AND chat = $2 AND (asker IS NOT NULL OR subject IS NOT NULL) {whose}"
        );
        let strip = format!(
            "UPDATE answers SET asker = NULL, paper = NULL, paragraph = NULL, subject = NULL WHERE bot = $1 AND chat = $2 {whose}"
        );
        let bound = |statement: String| {
            let query = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(self.bot).bind(chat);
            if all { query } else { query.bind(asker) }
        };
        let answers = bound(own).fetch_all(&mut *transaction).await?.len() as u64;
        bound(strip).execute(&mut *transaction).await?;
        let votes = match user {
            Some(user) => sqlx::query("DELETE FROM votes WHERE bot = $1 AND voter = $2")
                .bind(self.bot)
                .bind(user)
                .execute(&mut *transaction)
                .await?
                .rows_affected(),
            None => 0,
        };
        if all {
            sqlx::query("DELETE FROM chats WHERE chat = $1")
                .bind(chat)
                .execute(&mut *transaction)
                .await?;
        }
        let whose = if all { "" } else { "AND asker = $3" };
        bound(format!("DELETE FROM awaited WHERE bot = $1 AND chat = $2 {whose}"))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        self.forget_recent(chat);
        Ok((answers, votes))
    }
}

/// What it is called in the database.
const fn name(answers: Answers) -> &'static str {
    match answers {
        Answers::Addressed => "addressed",
        Answers::Sure => "sure",
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::store;
    use super::super::{DAY, Result};
    use super::*;

    #[tokio::test]
    async fn every_choice_is_kept_and_carried_along() -> Result<()> {
        let (store, _folder) = store().await;
        assert_eq!(store.settings(-1).await?, Settings::default());
        let changes = [
            Change::Language(Some(Language::Simplified)),
            Change::Answers(Answers::Sure),
            Change::Feedback(false),
            Change::Quiet(true),
            Change::Paper("p-waste".to_owned(), true),
            Change::Paper("hk-sz-2009".to_owned(), true),
            Change::Paper("p-housing".to_owned(), true),
            Change::Paper("p-waste".to_owned(), false),
        ];
        let mut expected = Settings::default();
        for change in changes {
            expected = expected.with(&change);
            assert_eq!(store.change(-1, change).await?, expected);
            assert_eq!(store.settings(-1).await?, expected);
        }
        store.change(-2, Change::Quiet(true)).await?;
        store.migrate(-1, -2).await?;
        assert_eq!(
            (store.settings(-1).await?, store.settings(-2).await?),
            (Settings::default(), expected.clone())
        );
        // the bot is told that it left the group before or after it is told of the supergroup; a second notice changes nothing
        store.left(-1, 1000).await?;
        store.migrate(-1, -2).await?;
        assert_eq!(store.settings(-2).await?, expected);
        assert_eq!(store.change(-2, Change::Language(None)).await?.language, None);
        Ok(())
    }

    #[tokio::test]
    async fn what_a_group_chose_is_carried_along_though_the_bot_left_it_first() -> Result<()> {
        let (store, _folder) = store().await;
        let chosen = store.change(-1, Change::Language(Some(Language::English))).await?;
        store.left(-1, 1000).await?;
        store.joined(-2).await?;
        store.migrate(-1, -2).await?;
        assert_eq!(
            (store.settings(-1).await?, store.settings(-2).await?),
            (Settings::default(), chosen.clone())
        );
        // a group that the bot left and that chose nothing has nothing to carry over
        store.left(-3, 1000).await?;
        store.migrate(-3, -2).await?;
        assert_eq!(store.settings(-2).await?, chosen);
        // the bot is in the one that it became: that is not forgotten
        store.tidy(1001 + 30 * DAY, 90).await?;
        assert_eq!(store.settings(-2).await?, chosen);
        Ok(())
    }

    #[tokio::test]
    async fn a_chat_is_forgotten_a_month_after_the_bot_was_removed() -> Result<()> {
        let (store, _folder) = store().await;
        for chat in [-1, -2] {
            store.change(chat, Change::Quiet(true)).await?;
            store.left(chat, 1000).await?;
        }
        store.joined(-2).await?;
        store.tidy(1000 + 29 * DAY, 90).await?;
        assert!(store.settings(-1).await?.quiet);
        store.tidy(1001 + 30 * DAY, 90).await?;
        assert_eq!(
            (store.settings(-1).await?.quiet, store.settings(-2).await?.quiet),
            (false, true)
        );
        Ok(())
    }
}
