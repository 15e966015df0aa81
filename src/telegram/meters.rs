//! What can be counted of the bot's work, by the names that `/metrics` shows. No chat, no user, no words.

use std::sync::LazyLock;
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::metrics::{Counters, times};

static UPDATES: Counters<1> = LazyLock::new(Family::default);
static DUPLICATES: LazyLock<Counter> = LazyLock::new(Counter::default);
static QUESTIONS: Counters<2> = LazyLock::new(Family::default);
static TIMES: LazyLock<Histogram> = LazyLock::new(times);
static REQUESTS: Counters<2> = LazyLock::new(Family::default);
static RETRIES: Counters<1> = LazyLock::new(Family::default);
static DROPPED: Counters<1> = LazyLock::new(Family::default);
static PANICS: LazyLock<Counter> = LazyLock::new(Counter::default);
static POLLS: Counters<1> = LazyLock::new(Family::default);
static INBOX: LazyLock<Gauge> = LazyLock::new(Gauge::default);
static OUTBOX: LazyLock<Gauge> = LazyLock::new(Gauge::default);

/// Registers all of them.
pub(super) fn register(registry: &mut Registry) {
    // what has not happened yet is 0, not missing
    for reason in
        [Dropped::Age, Dropped::Full, Dropped::Unreadable, Dropped::Flood, Dropped::Undeliverable]
    {
        dropped(reason, 0);
    }
    registry.register("briefing_updates", "Updates that came in, by kind", UPDATES.clone());
    registry.register("briefing_duplicates", "Updates that had come before", DUPLICATES.clone());
    registry.register(
        "briefing_questions",
        "Questions, by outcome and language of the reply",
        QUESTIONS.clone(),
    );
    registry.register(
        "briefing_answer_seconds",
        "From an update's arrival to the end of what was done about it",
        TIMES.clone(),
    );
    registry.register(
        "briefing_requests",
        "Requests to the Bot API server, by method and result",
        REQUESTS.clone(),
    );
    registry.register("briefing_retries", "Requests that were retried, by reason", RETRIES.clone());
    registry.register("briefing_dropped", "Updates that got no answer, by reason", DROPPED.clone());
    registry.register("briefing_panics", "Updates whose handler panicked", PANICS.clone());
    registry.register("briefing_polls", "Requests for updates, by result", POLLS.clone());
    registry.register(
        "briefing_inbox_waiting",
        "Updates that wait or are being handled",
        INBOX.clone(),
    );
    registry.register(
        "briefing_outbox_waiting",
        "Requests that wait for Telegram's limits",
        OUTBOX.clone(),
    );
}

/// Why an update got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dropped {
    /// It had waited too long.
    Age,
    /// Too many wait.
    Full,
    /// It cannot be read.
    Unreadable,
    /// Its writer asks too much.
    Flood,
    /// Telegram did not take the answer.
    Undeliverable,
}

impl Dropped {
    const fn name(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Full => "full",
            Self::Unreadable => "unreadable",
            Self::Flood => "flood",
            Self::Undeliverable => "undeliverable",
        }
    }
}

/// An update got no answer.
pub(super) fn dropped(reason: Dropped, count: u64) {
    DROPPED.get_or_create(&[("reason", reason.name())]).inc_by(count);
}

/// An update came in.
pub(super) fn update(kind: &'static str) {
    UPDATES.get_or_create(&[("kind", kind)]).inc();
}

/// Updates came that had come before.
pub(super) fn duplicates(count: usize) {
    DUPLICATES.inc_by(count as u64);
}

/// A question came to something.
pub(super) fn question(outcome: &'static str, language: &'static str) {
    QUESTIONS.get_or_create(&[("outcome", outcome), ("language", language)]).inc();
}

/// An update was handled.
pub(super) fn handled(time: Duration) {
    TIMES.observe(time.as_secs_f64());
}

/// An update broke its handler.
pub(super) fn panicked() {
    PANICS.inc();
}

/// A request was made.
pub(super) fn request(method: &'static str, result: &'static str) {
    REQUESTS.get_or_create(&[("method", method), ("result", result)]).inc();
}

/// A request is made again.
pub(super) fn retry(reason: &'static str) {
    RETRIES.get_or_create(&[("reason", reason)]).inc();
}

/// Updates were asked for.
pub(super) fn poll(result: &'static str) {
    POLLS.get_or_create(&[("result", result)]).inc();
}

/// So many updates wait or are being handled.
pub(super) fn inbox(waiting: i64) {
    INBOX.set(waiting);
}

/// A request waits for Telegram's limits as long as this lives.
pub(super) struct Queued;

impl Queued {
    pub(super) fn new() -> Self {
        OUTBOX.inc();
        Self
    }
}

impl Drop for Queued {
    fn drop(&mut self) {
        OUTBOX.dec();
    }
}
