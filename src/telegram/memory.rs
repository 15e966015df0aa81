//! What each private chat was last about, for an hour. In memory alone, and never in a log.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::answer::Turn;

/// How long a chat is remembered.
const KEPT: Duration = Duration::from_secs(3600);

/// At most so many chats are remembered; beyond that, all are forgotten.
const MOST: usize = 10_000;

/// The chats.
#[derive(Default)]
pub(super) struct Memory {
    chats: Mutex<HashMap<i64, (Instant, Turn)>>,
}

impl Memory {
    /// What a chat was last about.
    pub(super) fn recall(&self, chat: i64) -> Option<Turn> {
        let chats = self.chats.lock().unwrap_or_else(PoisonError::into_inner);
        chats.get(&chat).filter(|(since, _)| since.elapsed() < KEPT).map(|(_, turn)| turn.clone())
    }

    /// Keeps what a chat is about now.
    pub(super) fn keep(&self, chat: i64, turn: Turn) {
        let mut chats = self.chats.lock().unwrap_or_else(PoisonError::into_inner);
        if chats.len() >= MOST {
            chats.clear();
        }
        chats.insert(chat, (Instant::now(), turn));
    }
}
