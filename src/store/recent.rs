//! What was read or written last, so that one instance alone need not read it again with every question.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::WORDS_KEPT;
use crate::answer::Turn;
use crate::settings::Settings;

/// Chats that are remembered; beyond that, all are read anew.
const MOST: usize = 10_000;

/// What is known of chats.
#[derive(Debug, Default)]
pub(super) struct Recent {
    chats: Mutex<HashMap<i64, Chat>>,
}

#[derive(Debug, Default)]
struct Chat {
    settings: Option<Settings>,
    /// The last message that was answered, what that was about, and when.
    last: Option<(i64, Option<Turn>, i64)>,
}

impl Recent {
    /// What a chat has chosen, if it is known.
    pub(super) fn settings(&self, chat: i64) -> Option<Settings> {
        self.chats().get(&chat).and_then(|chat| chat.settings.clone())
    }

    /// What a chat has chosen.
    pub(super) fn keep_settings(&self, chat: i64, settings: Settings) {
        self.entry(chat, |chat| chat.settings = Some(settings));
    }

    /// What a chat was last about before a message; `None` if that is not known.
    pub(super) fn last_turn(&self, chat: i64, before: i64, now: i64) -> Option<Option<Turn>> {
        let chats = self.chats();
        let (_, turn, at) =
            chats.get(&chat)?.last.as_ref().filter(|(question, ..)| *question < before)?;
        Some(turn.clone().filter(|_| *at > now - WORDS_KEPT))
    }

    /// What a chat is about now, if the message is the last so far and speaks of something; one that does not changes nothing.
    pub(super) fn keep_turn(&self, chat: i64, question: i64, turn: Option<&Turn>, now: i64) {
        self.entry(chat, |chat| match (&chat.last, turn) {
            (Some((last, ..)), Some(_)) if *last > question => {}
            (_, Some(turn)) => chat.last = Some((question, Some(turn.clone()), now)),
            // what it was about before stands in the database
            (_, None) => chat.last = None,
        });
    }

    /// Knows nothing of a chat any more.
    pub(super) fn forget(&self, chat: i64) {
        self.chats().remove(&chat);
    }

    /// Knows nothing any more.
    pub(super) fn forget_all(&self) {
        self.chats().clear();
    }

    fn entry(&self, chat: i64, change: impl FnOnce(&mut Chat)) {
        let mut chats = self.chats();
        if chats.len() >= MOST && !chats.contains_key(&chat) {
            chats.clear();
        }
        change(chats.entry(chat).or_default());
    }

    fn chats(&self) -> MutexGuard<'_, HashMap<i64, Chat>> {
        self.chats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
