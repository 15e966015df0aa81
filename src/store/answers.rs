//! Which messages answer which, and what they were about.

use sqlx::Row as _;

use super::writer::{Answers, Write, storable};
use super::{Result, Store, WORDS_KEPT};
use crate::answer::Turn;

/// A message that the bot sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Its number in the chat.
    pub message: i64,
    /// A hash of what it says and of its buttons.
    pub digest: i64,
}

/// A message that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The chat.
    pub chat: i64,
    /// Its number in the chat.
    pub message: i64,
    /// The user who wrote it, if a user did.
    pub asker: Option<i64>,
}

impl Store {
    /// What stands for a user where it must be known whose something is.
    pub(super) fn asker(&self, user: i64) -> i64 {
        self.keyed(&format!("asker {user}"))
    }

    /// The messages that answer a message, in order.
    pub async fn answers_to(&self, chat: i64, question: i64) -> Result<Vec<Sent>> {
        let statement = "SELECT answer, digest FROM answers WHERE bot = $1 AND chat = $2 AND question = $3 ORDER BY part, answer";
        let rows = sqlx::query(statement)
            .bind(self.bot)
            .bind(chat)
            .bind(question)
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| Ok(Sent { message: row.try_get(0)?, digest: row.try_get(1)? }))
            .collect()
    }

    /// Keeps which messages answer a message that had no answer, and what they are about; soon, and before whatever is kept later.
    pub fn keep_first_answers(
        &self,
        question: &Asked,
        sent: Vec<Sent>,
        turn: Option<Turn>,
        now: i64,
    ) {
        let Asked { chat, message: question, asker } = *question;
        if let Some(recent) = &self.recent {
            recent.keep_turn(chat, question, turn.as_ref(), now);
        }
        let (bot, asker) = (self.bot, asker.map(|asker| self.asker(asker)));
        self.write(Write::Answers(Answers { bot, chat, question, asker, sent, turn, now }));
    }

    /// Keeps which messages answer a message, in place of those that did, and what they are about.
    pub async fn keep_answers(
        &self,
        question: &Asked,
        sent: &[Sent],
        turn: Option<&Turn>,
        now: i64,
    ) -> Result<()> {
        let asker = question.asker.map(|asker| self.asker(asker));
        self.replace_answers(question, asker, sent, turn, now).await
    }

    async fn replace_answers(
        &self,
        question: &Asked,
        asker: Option<i64>,
        sent: &[Sent],
        turn: Option<&Turn>,
        now: i64,
    ) -> Result<()> {
        let Asked { chat, message: question, .. } = *question;
        let mut transaction = self.pool.begin().await?;
        let statement = "DELETE FROM answers WHERE bot = $1 AND chat = $2 AND question = $3";
        sqlx::query(statement)
            .bind(self.bot)
            .bind(chat)
            .bind(question)
            .execute(&mut *transaction)
            .await?;
        let statement = "INSERT INTO answers (bot, chat, answer, question, asker, part, digest, paper, paragraph, subject, at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (bot, chat, answer) DO UPDATE SET question = excluded.question, \
            asker = excluded.asker, part = excluded.part, digest = excluded.digest, paper = excluded.paper, paragraph = excluded.paragraph, \
            subject = excluded.subject, at = excluded.at";
        for (part, one) in (0_i64..).zip(sent) {
            let query = sqlx::query(statement)
                .bind(self.bot)
                .bind(chat)
                .bind(one.message)
                .bind(question)
                .bind(asker)
                .bind(part)
                .bind(one.digest);
            let query = query
                .bind(turn.map(|turn| turn.paper.as_str()))
                .bind(turn.map(|turn| i64::from(turn.paragraph)));
            query
                .bind(turn.map(|turn| storable(&turn.subject)))
                .bind(now)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        if let Some(recent) = &self.recent {
            recent.forget(chat);
        }
        Ok(())
    }

    /// The same for a card that somebody's press has changed: whose question it answers stays.
    pub async fn keep_shown(
        &self,
        question: &Asked,
        sent: &[Sent],
        turn: Option<&Turn>,
        now: i64,
    ) -> Result<()> {
        let statement = "SELECT asker FROM answers WHERE bot = $1 AND chat = $2 AND question = $3 AND asker IS NOT NULL LIMIT 1";
        let query =
            sqlx::query(statement).bind(self.bot).bind(question.chat).bind(question.message);
        let row = query.fetch_optional(&self.pool).await?;
        let asker: Option<i64> = row.map(|row| row.try_get(0)).transpose()?;
        self.replace_answers(question, asker, sent, turn, now).await
    }

    /// The messages that belong together with one of the bot's, in order, and the message that they answer; `None` if it is not known.
    pub async fn parts_of(&self, chat: i64, answer: i64) -> Result<Option<(i64, Vec<Sent>)>> {
        let row = sqlx::query(
            "SELECT question FROM answers WHERE bot = $1 AND chat = $2 AND answer = $3",
        )
        .bind(self.bot)
        .bind(chat)
        .bind(answer);
        let Some(row) = row.fetch_optional(&self.pool).await? else { return Ok(None) };
        let question = row.try_get(0)?;
        Ok(Some((question, self.answers_to(chat, question).await?)))
    }

    /// What a message of the bot's was about, for an hour.
    pub async fn turn_of(&self, chat: i64, answer: i64, now: i64) -> Result<Option<Turn>> {
        let statement = "SELECT paper, paragraph, subject FROM answers WHERE bot = $1 AND chat = $2 AND answer = $3 AND at > $4 AND subject IS NOT NULL";
        let query =
            sqlx::query(statement).bind(self.bot).bind(chat).bind(answer).bind(now - WORDS_KEPT);
        query.fetch_optional(&self.pool).await?.as_ref().map(turn).transpose()
    }

    /// What a chat was last about before a message, for an hour.
    pub async fn last_turn(&self, chat: i64, before: i64, now: i64) -> Result<Option<Turn>> {
        if let Some(known) =
            self.recent.as_ref().and_then(|recent| recent.last_turn(chat, before, now))
        {
            return Ok(known);
        }
        let statement = "SELECT paper, paragraph, subject FROM answers WHERE bot = $1 AND chat = $2 AND question < $3 AND at > $4 AND subject IS NOT NULL \
            ORDER BY question DESC, answer DESC LIMIT 1";
        let query =
            sqlx::query(statement).bind(self.bot).bind(chat).bind(before).bind(now - WORDS_KEPT);
        query.fetch_optional(&self.pool).await?.as_ref().map(turn).transpose()
    }
}

fn turn(row: &sqlx::any::AnyRow) -> Result<Turn> {
    let paragraph: i64 = row.try_get(1)?;
    Ok(Turn {
        paper: row.try_get(0)?,
        paragraph: u32::try_from(paragraph).unwrap_or_default(),
        subject: row.try_get(2)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::chats::Forget;
    use super::super::tests::store;
    use super::super::{DAY, HOUR};
    use super::*;

    fn of(user: i64, message: i64) -> Asked {
        Asked { chat: 1, message, asker: Some(user) }
    }

    #[tokio::test]
    async fn an_answer_is_known_for_days_and_its_words_for_an_hour() -> Result<()> {
        let (store, _folder) = store().await;
        let turn = Turn { paper: "p".into(), paragraph: 4, subject: "前海".into() };
        let sent = [Sent { message: 11, digest: i64::MIN }, Sent { message: 12, digest: 2 }];
        store.keep_answers(&of(5, 10), &sent, Some(&turn), 0).await?;
        store.keep_answers(&of(5, 20), &[Sent { message: 21, digest: 3 }], None, 0).await?;
        assert_eq!(store.answers_to(1, 10).await?, sent);
        assert_eq!(store.answers_to(2, 10).await?, []);
        for message in [11, 12] {
            assert_eq!(store.turn_of(1, message, HOUR - 1).await?.as_ref(), Some(&turn));
        }
        assert_eq!(store.turn_of(1, 21, 1).await?, None);
        assert_eq!(store.last_turn(1, 30, HOUR - 1).await?.as_ref(), Some(&turn));
        assert_eq!(store.last_turn(1, 10, 1).await?, None);
        assert_eq!(store.last_turn(1, 30, HOUR).await?, None);
        store.tidy(HOUR + 1, 90).await?;
        assert_eq!(store.last_turn(1, 30, 1).await?, None);
        assert_eq!(store.answers_to(1, 10).await?, sent);
        store.keep_answers(&of(5, 10), &sent[..1], None, HOUR).await?;
        assert_eq!(store.answers_to(1, 10).await?, sent[..1]);
        store.tidy(HOUR + 3 * DAY + 1, 90).await?;
        assert_eq!(store.answers_to(1, 10).await?, []);
        Ok(())
    }

    #[tokio::test]
    async fn who_forgets_loses_the_words_and_an_edit_still_finds_its_answer() -> Result<()> {
        let (store, _folder) = store().await;
        let turn = Turn { paper: "p".into(), paragraph: 4, subject: "前海".into() };
        for user in [5, 6] {
            let sent = [Sent { message: user * 10 + 1, digest: 1 }];
            store.keep_answers(&of(user, user * 10), &sent, Some(&turn), 0).await?;
            store.vote("card", user, true, "p", 0).await?;
        }
        let of_user = |user| Forget { chat: 1, user: Some(user), all: false };
        assert_eq!(store.forget(of_user(5)).await?, (1, 1));
        assert_eq!(store.forget(of_user(5)).await?, (0, 0));
        assert_eq!(store.turn_of(1, 51, 1).await?, None);
        assert_eq!(store.turn_of(1, 61, 1).await?.as_ref(), Some(&turn));
        assert_eq!(store.answers_to(1, 50).await?.len(), 1);
        assert_eq!(store.forget(Forget { chat: 1, user: None, all: true }).await?, (1, 0));
        assert_eq!(store.turn_of(1, 61, 1).await?, None);
        Ok(())
    }

    #[tokio::test]
    async fn two_bots_on_one_database_know_nothing_of_each_other() -> Result<()> {
        let (store, _folder) = store().await;
        store.keep_answers(&of(5, 10), &[Sent { message: 11, digest: 1 }], None, 0).await?;
        let (first, before) = store.of_bot(7, b"a").await?;
        assert_eq!(before, None);
        // what was there before bots were told apart is the first one's
        assert_eq!(first.answers_to(1, 10).await?.len(), 1);
        let (second, before) = Store { bot: 0, ..first.clone() }.of_bot(8, b"b").await?;
        assert_eq!(before, Some(7));
        assert_eq!(second.answers_to(1, 10).await?, []);
        assert_ne!(first.keyed("x"), second.keyed("x"));
        Ok(())
    }
}
