//! Takes updates from the Bot API server, and waits out its troubles.

use std::collections::VecDeque;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use teloxide::Bot;

use super::Error;
use super::incoming::Me;
use super::update::Update;

/// How long the server holds a request without updates, in seconds.
pub(super) const TIMEOUT: u32 = 30;

/// Updates that are known to have been seen: ids may come twice, and restart at random after a quiet week.
const WINDOW: usize = 1000;

/// First and longest wait after trouble.
const WAITS: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// What the bot wants to hear of.
const KINDS: [&str; 2] = ["message", "callback_query"];

/// A conversation with the Bot API server about updates.
pub(super) struct Poll {
    bot: Bot,
    offset: i64,
    seen: VecDeque<i64>,
    wait: Duration,
}

/// What a request came to.
enum Outcome {
    Done(Value),
    /// The token is not accepted.
    Refused,
    /// Another instance polls with the same token.
    Conflict,
    /// Something else: what, and how long the server asks to wait, if it does.
    Trouble(String, Option<Duration>),
}

#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    ok: bool,
    #[serde(default)]
    result: Value,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

#[derive(Deserialize)]
struct Identity {
    id: u64,
    username: String,
}

impl Poll {
    pub(super) fn new(bot: &Bot) -> Self {
        Self { bot: bot.clone(), offset: 0, seen: VecDeque::new(), wait: WAITS.0 }
    }

    /// Learns who the bot is, and takes back a webhook that may be set. Waits until the server can be reached.
    pub(super) async fn start(&mut self) -> Result<Me, Error> {
        let me: Identity = loop {
            let result = self.insist("GetMe", &json!({})).await?;
            match serde_json::from_value(result) {
                Ok(me) => break me,
                Err(error) => {
                    tracing::warn!(%error, "the server does not say who the bot is: trying again");
                    self.pause(None).await;
                }
            }
        };
        // with a webhook set, getUpdates is refused as a conflict, which says so again
        if !matches!(self.request("DeleteWebhook", &json!({ "drop_pending_updates": false })).await, Outcome::Done(_)) {
            tracing::warn!("a webhook that may be set could not be taken back");
        }
        Ok(Me { id: me.id, username: me.username })
    }

    /// The next updates, each once. Confirms those before them.
    pub(super) async fn next(&mut self) -> Result<Vec<Update>, Error> {
        let request = json!({ "offset": self.offset, "timeout": TIMEOUT, "allowed_updates": KINDS });
        let Value::Array(updates) = self.insist("GetUpdates", &request).await? else { return Ok(Vec::new()) };
        let mut fresh = Vec::with_capacity(updates.len());
        for update in updates {
            let Some(id) = update.get("update_id").and_then(Value::as_i64) else {
                tracing::warn!("an update without an id was left out");
                continue;
            };
            self.offset = id + 1;
            if self.seen.contains(&id) {
                continue;
            }
            self.seen.push_back(id);
            if self.seen.len() > WINDOW {
                self.seen.pop_front();
            }
            match Update::deserialize(&update) {
                Ok(update) => fresh.push(update),
                Err(_) => tracing::warn!(update = id, "an update that cannot be read was left out"),
            }
        }
        Ok(fresh)
    }

    /// Tells the server that all updates were handled, so that the next start does not see them again.
    pub(super) async fn confirm(&mut self) {
        if self.offset > 0 {
            let _ = self.request("GetUpdates", &json!({ "offset": self.offset, "timeout": 0, "limit": 1, "allowed_updates": KINDS })).await;
        }
    }

    /// Asks until there is an answer.
    async fn insist(&mut self, method: &str, parameters: &Value) -> Result<Value, Error> {
        loop {
            match self.request(method, parameters).await {
                Outcome::Done(result) => {
                    self.wait = WAITS.0;
                    return Ok(result);
                }
                Outcome::Refused => return Err(Error::Token),
                Outcome::Conflict => {
                    tracing::warn!(
                        "another instance runs with the same token, or a webhook is set: stop one of them, or neither answers reliably"
                    );
                    self.pause(None).await;
                }
                Outcome::Trouble(cause, asked) => {
                    let wait_ms = asked.unwrap_or(self.wait).as_millis() as u64;
                    tracing::warn!(method, cause, wait_ms, "Telegram cannot be reached or is in trouble: trying again");
                    self.pause(asked).await;
                }
            }
        }
    }

    async fn pause(&mut self, asked: Option<Duration>) {
        tokio::time::sleep(asked.unwrap_or(self.wait)).await;
        self.wait = (self.wait * 2).min(WAITS.1);
    }

    /// One request. Of errors the address is dropped: it holds the token.
    async fn request(&self, method: &str, parameters: &Value) -> Outcome {
        let mut url = self.bot.api_url();
        let token = format!("bot{}", self.bot.token());
        match url.path_segments_mut() {
            Ok(mut segments) => segments.pop_if_empty().extend([token.as_str(), method]),
            Err(()) => return Outcome::Trouble("the address takes no path".to_owned(), None),
        };
        let response = match self.bot.client().post(url).json(parameters).send().await {
            Ok(response) => response,
            Err(error) => return Outcome::Trouble(error.without_url().to_string(), None),
        };
        let status = response.status().as_u16();
        let Ok(body) = response.json::<Response>().await else { return Outcome::Trouble(format!("HTTP {status}"), None) };
        match status {
            _ if body.ok => Outcome::Done(body.result),
            401 | 404 => Outcome::Refused,
            409 => Outcome::Conflict,
            _ => Outcome::Trouble(
                format!("HTTP {status}"),
                body.parameters.and_then(|parameters| parameters.retry_after).map(Duration::from_secs),
            ),
        }
    }
}
