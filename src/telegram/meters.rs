//! What can be counted of the bot's work, by the names that `/metrics` shows. No chat, no user, no words.

use std::time::Duration;

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};

/// Upper bounds of the classes of times, in seconds.
pub(super) const TIMES: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 600.0];

/// Says what each is.
pub(super) fn describe() {
    describe_counter!("briefing_updates_total", "Updates that came in, by kind.");
    describe_counter!("briefing_duplicates_total", "Updates that had come before.");
    describe_counter!(
        "briefing_questions_total",
        "Questions, by what they came to and the language of the reply."
    );
    describe_histogram!(
        "briefing_answer_seconds",
        "From an update's arrival to the end of what was done about it."
    );
    describe_counter!(
        "briefing_requests_total",
        "Requests to the Bot API server, by method and result."
    );
    describe_counter!("briefing_retries_total", "Requests that were made again, by reason.");
    describe_counter!("briefing_dropped_total", "Updates that got no answer, by reason.");
    describe_counter!("briefing_panics_total", "Updates that broke their handler.");
    describe_counter!("briefing_polls_total", "Requests for updates, by result.");
    describe_gauge!("briefing_inbox_waiting", "Updates that wait or are being handled.");
    describe_gauge!("briefing_outbox_waiting", "Requests that wait for Telegram's limits.");
    // what has not happened yet is 0, not missing
    for reason in
        [Dropped::Age, Dropped::Full, Dropped::Unreadable, Dropped::Flood, Dropped::Undeliverable]
    {
        counter!("briefing_dropped_total", "reason" => reason.name()).absolute(0);
    }
    counter!("briefing_panics_total").absolute(0);
    counter!("briefing_duplicates_total").absolute(0);
    gauge!("briefing_inbox_waiting").set(0);
    gauge!("briefing_outbox_waiting").set(0);
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
    counter!("briefing_dropped_total", "reason" => reason.name()).increment(count);
}

/// An update came in.
pub(super) fn update(kind: &'static str) {
    counter!("briefing_updates_total", "kind" => kind).increment(1);
}

/// Updates came that had come before.
pub(super) fn duplicates(count: usize) {
    counter!("briefing_duplicates_total").increment(count as u64);
}

/// A question came to something.
pub(super) fn question(outcome: &'static str, language: &'static str) {
    counter!("briefing_questions_total", "outcome" => outcome, "language" => language).increment(1);
}

/// An update was handled.
pub(super) fn handled(time: Duration) {
    histogram!("briefing_answer_seconds").record(time);
}

/// An update broke its handler.
pub(super) fn panicked() {
    counter!("briefing_panics_total").increment(1);
}

/// A request was made.
pub(super) fn request(method: &str, result: &'static str) {
    counter!("briefing_requests_total", "method" => method.to_owned(), "result" => result)
        .increment(1);
}

/// A request is made again.
pub(super) fn retry(reason: &'static str) {
    counter!("briefing_retries_total", "reason" => reason).increment(1);
}

/// Updates were asked for.
pub(super) fn poll(result: &'static str) {
    counter!("briefing_polls_total", "result" => result).increment(1);
}

/// So many updates wait or are being handled.
pub(super) fn inbox(waiting: i64) {
    gauge!("briefing_inbox_waiting").set(waiting as f64);
}

/// A request waits for Telegram's limits as long as this lives.
pub(super) struct Queued;

impl Queued {
    pub(super) fn new() -> Self {
        gauge!("briefing_outbox_waiting").increment(1);
        Self
    }
}

impl Drop for Queued {
    fn drop(&mut self) {
        gauge!("briefing_outbox_waiting").decrement(1);
    }
}
