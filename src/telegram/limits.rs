//! Telegram's limits on sending, kept before it has to say so: one message a second to a chat, twenty a minute to a group, thirty a second over
//! all. A chat that Telegram makes wait holds up no other; among chats, who comes first goes first.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::meters::Queued;

/// Between two messages to a chat.
const CHAT_PAUSE: Duration = Duration::from_secs(1);

/// Messages to a group …
const GROUP_MOST: usize = 20;

/// … in this time.
const GROUP_TIME: Duration = Duration::from_secs(60);

/// Messages to all chats …
const ALL_MOST: usize = 30;

/// … in this time.
const ALL_TIME: Duration = Duration::from_secs(1);

/// Chats that are remembered at most before those are forgotten that have nothing to wait for.
const MOST_CHATS: usize = 10_000;

/// The limits.
pub(super) struct Limits {
    /// Whether they are kept.
    on: bool,
    chats: Mutex<HashMap<i64, Chat>>,
    /// When the last messages were sent, the earliest first. Whoever waits for it waits in line.
    all: tokio::sync::Mutex<VecDeque<Instant>>,
}

/// What is known of a chat.
#[derive(Default)]
struct Chat {
    /// When the next message may be sent.
    next: Option<Instant>,
    /// When those of the last minute were, or will be. Of groups alone.
    sent: VecDeque<Instant>,
    /// Until when Telegram wants nothing from it.
    frozen: Option<Instant>,
}

impl Limits {
    pub(super) fn new(on: bool) -> Self {
        Self {
            on,
            chats: Mutex::new(HashMap::new()),
            all: tokio::sync::Mutex::new(VecDeque::new()),
        }
    }

    /// Waits until a message may be sent to a chat.
    pub(super) async fn admit(&self, chat: i64) {
        let _waiting = Queued::new();
        if self.on {
            let slot = self.reserve(chat);
            sleep_until(slot).await;
        }
        loop {
            // Telegram may have spoken meanwhile
            while let Some(thawed) = self.frozen(chat) {
                sleep_until(thawed).await;
            }
            if self.on {
                self.admit_to_all().await;
            }
            if self.frozen(chat).is_none() {
                return;
            }
        }
    }

    /// How long a message to a chat would wait for the chat's own limits.
    pub(super) fn delay(&self, chat: i64) -> Duration {
        let now = Instant::now();
        let chats = self.chats();
        let Some(known) = chats.get(&chat) else { return Duration::ZERO };
        let minute = known
            .sent
            .len()
            .checked_sub(GROUP_MOST)
            .and_then(|place| known.sent.get(place))
            .map(|first| *first + GROUP_TIME);
        let until = [known.next, known.frozen, minute].into_iter().flatten().max();
        until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    /// Telegram wants nothing for a chat until some time has passed.
    pub(super) fn freeze(&self, chat: i64, time: Duration) {
        let thaw = Instant::now().checked_add(time);
        let mut chats = self.chats();
        let chat = chats.entry(chat).or_default();
        // those who come meanwhile come one after the other then, not all at once
        (chat.frozen, chat.next) = (chat.frozen.max(thaw), chat.next.max(thaw));
    }

    /// The time of the next message to a chat, which is taken.
    fn reserve(&self, chat: i64) -> Instant {
        let now = Instant::now();
        let mut chats = self.chats();
        if chats.len() >= MOST_CHATS {
            let passed =
                |time: Option<&Instant>, span: Duration| time.is_none_or(|time| *time + span < now);
            chats.retain(|_, chat| {
                !(passed(chat.next.as_ref(), Duration::ZERO)
                    && passed(chat.sent.back(), GROUP_TIME)
                    && passed(chat.frozen.as_ref(), Duration::ZERO))
            });
        }
        let is_group = chat < 0;
        let chat = chats.entry(chat).or_default();
        let mut slot = chat.next.map_or(now, |next| next.max(now));
        if is_group {
            if let Some(first) =
                chat.sent.len().checked_sub(GROUP_MOST).and_then(|place| chat.sent.get(place))
            {
                slot = slot.max(*first + GROUP_TIME);
            }
            chat.sent.push_back(slot);
            while chat.sent.len() > GROUP_MOST {
                chat.sent.pop_front();
            }
        }
        chat.next = Some(slot + CHAT_PAUSE);
        slot
    }

    fn frozen(&self, chat: i64) -> Option<Instant> {
        self.chats()
            .get(&chat)
            .and_then(|chat| chat.frozen)
            .filter(|frozen| *frozen > Instant::now())
    }

    /// Waits in line for the limit over all.
    async fn admit_to_all(&self) {
        let mut sent = self.all.lock().await;
        if sent.len() >= ALL_MOST
            && let Some(first) = sent.pop_front()
        {
            sleep_until(first + ALL_TIME).await;
        }
        sent.push_back(Instant::now());
    }

    fn chats(&self) -> MutexGuard<'_, HashMap<i64, Chat>> {
        self.chats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// When messages to chats are sent, in milliseconds from the start.
    async fn sent(limits: Limits, chats: &[i64]) -> Vec<(i64, u128)> {
        let (limits, start) = (Arc::new(limits), Instant::now());
        let tasks = chats.iter().map(|&chat| {
            let limits = Arc::clone(&limits);
            tokio::spawn(async move {
                limits.admit(chat).await;
                (chat, start.elapsed().as_millis())
            })
        });
        let mut sent: Vec<_> =
            futures::future::join_all(tasks).await.into_iter().flatten().collect();
        sent.sort_by_key(|&(_, time)| time);
        sent
    }

    #[tokio::test(start_paused = true)]
    async fn a_chat_gets_one_message_a_second_and_others_at_once() {
        let times = sent(Limits::new(true), &[1, 1, 1, 2]).await;
        assert_eq!(times.iter().map(|(_, time)| time / 10).collect::<Vec<_>>(), [0, 0, 100, 200]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_group_gets_twenty_a_minute() {
        let times = sent(Limits::new(true), &[-1; 41]).await;
        assert_eq!((times[19].1 / 1000, times[20].1 / 1000, times[40].1 / 1000), (19, 60, 120));
    }

    #[tokio::test(start_paused = true)]
    async fn all_chats_get_thirty_a_second_who_comes_first_first() {
        let chats: Vec<i64> = (1..=90).collect();
        let times = sent(Limits::new(true), &chats).await;
        for window in times.windows(ALL_MOST + 1) {
            assert!(window[ALL_MOST].1 - window[0].1 >= 999, "{window:?}");
        }
        assert!(times[89].1 < 2100, "{times:?}");
        assert!(times.iter().map(|&(chat, _)| chat).eq(chats));
    }

    #[tokio::test(start_paused = true)]
    async fn a_chat_that_must_wait_holds_up_no_other() {
        for on in [true, false] {
            let limits = Limits::new(on);
            limits.freeze(1, Duration::from_secs(30));
            let times = sent(limits, &[1, 2]).await;
            assert_eq!(
                times.iter().map(|&(chat, time)| (chat, time / 1000)).collect::<Vec<_>>(),
                [(2, 0), (1, 30)]
            );
        }
    }
}
