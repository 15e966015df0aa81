//! Takes updates from the Bot API server, and waits out its troubles.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::Error;
use super::api::{Api, Failure};
use super::incoming::Me;
use super::meters;
use crate::config::Webhook;

/// How long the server holds a request without updates, in seconds.
const HELD: u64 = 30;

/// How much longer a request may take than the server is asked to hold it.
const GRACE: Duration = Duration::from_secs(15);

/// Without an answer for so long, the connections themselves are taken to be at fault.
const SILENCE: Duration = Duration::from_secs(120);

/// First and longest wait after trouble.
const WAITS: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// What the bot wants to hear of.
pub(super) const KINDS: [&str; 5] =
    ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"];

/// A conversation with the Bot API server about updates.
pub(super) struct Poll {
    api: Api,
    offset: i64,
    wait: Duration,
    /// When a request was last answered.
    answered: Instant,
}

#[derive(Deserialize)]
struct Identity {
    id: i64,
    username: String,
    #[serde(default)]
    supports_inline_queries: bool,
}

impl Poll {
    pub(super) fn new(api: Api) -> Self {
        Self { api, offset: 0, wait: WAITS.0, answered: Instant::now() }
    }

    /// Learns who the bot is. Waits until the server can be reached.
    pub(super) async fn me(&mut self) -> Result<Me, Error> {
        let me: Identity = loop {
            let result = self.insist("GetMe", &json!({}), GRACE).await?;
            match serde_json::from_value(result) {
                Ok(me) => break me,
                Err(error) => {
                    tracing::warn!(%error, "the server does not say who the bot is: trying again");
                    self.pause(None).await;
                }
            }
        };
        if !me.supports_inline_queries {
            tracing::info!(
                "inline mode is off: turn it on with @BotFather, command /setinline, so that papers can be quoted in any chat"
            );
        }
        Ok(Me { id: me.id, username: me.username })
    }

    /// Has Telegram bring updates to a webhook: one at a time, so that they come in order.
    pub(super) async fn set_webhook(&mut self, webhook: &Webhook) -> Result<(), Error> {
        let request = json!({ "url": webhook.url.as_str(), "secret_token": webhook.secret.reveal(), "allowed_updates": KINDS, "max_connections": 1 });
        self.insist("SetWebhook", &request, GRACE).await.map(|_| ())
    }

    /// Takes back a webhook that may be set, so that updates can be asked for.
    pub(super) async fn delete_webhook(&mut self) {
        // with a webhook set, getUpdates is refused as a conflict, which says so again
        if self
            .api
            .call_as("DeleteWebhook", &json!({ "drop_pending_updates": false }), GRACE)
            .await
            .is_err()
        {
            tracing::warn!("a webhook that may be set could not be taken back");
        }
    }

    /// The next updates with their numbers. Confirms those before them: whoever calls has them where they cannot be lost.
    pub(super) async fn next(&mut self) -> Result<Vec<(i64, Value)>, Error> {
        let request = json!({ "offset": self.offset, "timeout": HELD, "allowed_updates": KINDS });
        let updates =
            self.insist("GetUpdates", &request, Duration::from_secs(HELD) + GRACE).await?;
        let Value::Array(updates) = updates else { return Ok(Vec::new()) };
        let mut numbered = Vec::with_capacity(updates.len());
        for update in updates {
            match update.get("update_id").and_then(Value::as_i64) {
                Some(id) => {
                    self.offset = id + 1;
                    numbered.push((id, update));
                }
                None => tracing::warn!("an update without a number was left out"),
            }
        }
        Ok(numbered)
    }

    /// Tells the server that all updates are safe, so that the next start does not see them again.
    pub(super) async fn confirm(&mut self) {
        if self.offset > 0 {
            let request = json!({ "offset": self.offset, "timeout": 0, "limit": 1, "allowed_updates": KINDS });
            let _ = self.api.call_as("GetUpdates", &request, GRACE).await;
        }
    }

    /// Asks until there is an answer.
    async fn insist(
        &mut self,
        method: &str,
        parameters: &Value,
        timeout: Duration,
    ) -> Result<Value, Error> {
        loop {
            match self.api.call_as(method, parameters, timeout).await {
                Ok(result) => {
                    meters::poll("ok");
                    (self.wait, self.answered) = (WAITS.0, Instant::now());
                    return Ok(result);
                }
                Err(Failure::Unauthorized) => return Err(Error::Token),
                Err(Failure::Conflict) => {
                    meters::poll("conflict");
                    tracing::warn!(
                        "another instance runs with the same token, or a webhook is set: stop one of them, or neither answers reliably"
                    );
                    self.pause(None).await;
                }
                Err(failure) => {
                    meters::poll(failure.name());
                    if self.answered.elapsed() > SILENCE {
                        tracing::error!("no answer from Telegram for two minutes: connecting anew");
                        (self.api, self.answered) = (self.api.renewed(), Instant::now());
                    }
                    let asked =
                        if let Failure::RetryAfter(wait) = failure { Some(wait) } else { None };
                    let wait_ms = asked.unwrap_or(self.wait).as_millis() as u64;
                    tracing::warn!(method, cause = %failure, wait_ms, "Telegram cannot be reached or is in trouble: trying again");
                    self.pause(asked).await;
                }
            }
        }
    }

    async fn pause(&mut self, asked: Option<Duration>) {
        tokio::time::sleep(asked.unwrap_or(self.wait)).await;
        self.wait = (self.wait * 2).min(WAITS.1);
    }
}
