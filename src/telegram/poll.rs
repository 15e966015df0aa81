//! Takes updates from the Bot API server, and waits out its troubles.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::Error;
use super::api::{Api, Failure};
use super::incoming::Me;
use super::meters;
use super::update::Numbered;
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

/// Refused for so long without a break, the token is taken to be revoked.
const REFUSED: Duration = Duration::from_secs(600);

/// A server that holds no request is asked no more often than this, …
const PACE: Duration = Duration::from_millis(200);

/// … once it has answered so quickly.
const QUICK: Duration = Duration::from_millis(50);

/// What is logged where requests fail that may be done later.
const TROUBLE: &str = "Telegram cannot be reached, or fails: trying again (hint: check the network, TELOXIDE_PROXY and TELOXIDE_API_URL)";

/// Most updates of a request.
const MOST: u32 = 100;

/// A conversation with the Bot API server about updates.
pub(super) struct Poll {
    api: Api,
    offset: i64,
    /// How many updates are asked for: one, where one among them spoils the response.
    limit: u32,
    wait: Duration,
    /// When a request was last answered.
    answered: Instant,
    /// Since when the token is refused.
    refused: Option<Instant>,
    /// Whether the token was ever accepted.
    known: bool,
    /// The last response that could not be read.
    unreadable: Option<Vec<u8>>,
}

/// An update as it came.
#[derive(Debug)]
pub(super) struct Arrived {
    pub(super) id: i64,
    pub(super) body: String,
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
        Self {
            api,
            offset: 0,
            limit: MOST,
            wait: WAITS.0,
            answered: Instant::now(),
            refused: None,
            known: false,
            unreadable: None,
        }
    }

    /// Learns who the bot is. Waits until the server can be reached.
    pub(super) async fn me(&mut self) -> Result<Me, Error> {
        let me: Identity = loop {
            let result = self.insist("getMe", &json!({}), GRACE).await?;
            match result.map(|result| serde_json::from_str(result.get())) {
                Some(Ok(me)) => break me,
                _ => {
                    tracing::warn!("the server does not say who the bot is: trying again");
                    self.pause(None).await;
                }
            }
        };
        self.known = true;
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
        // what cannot be read is not the Bot API's: a captive portal's page, say
        while self.insist("setWebhook", &request, GRACE).await?.is_none() {
            tracing::warn!("the server does not say that the webhook is set: trying again");
            self.pause(None).await;
        }
        Ok(())
    }

    /// Takes back a webhook that may be set, so that updates can be asked for.
    pub(super) async fn delete_webhook(&mut self) {
        // with a webhook set, getUpdates is refused as a conflict, which says so again
        if self
            .api
            .call_as("deleteWebhook", &json!({ "drop_pending_updates": false }), GRACE)
            .await
            .is_err()
        {
            tracing::warn!("a webhook that may be set could not be taken back");
        }
    }

    /// The next updates. Confirms those before them: whoever calls has them where they cannot be lost.
    pub(super) async fn next(&mut self) -> Result<Vec<Arrived>, Error> {
        let (asked, before) = (Instant::now(), self.offset);
        let request = json!({ "offset": self.offset, "limit": self.limit, "timeout": HELD, "allowed_updates": KINDS });
        let timeout = Duration::from_secs(HELD) + GRACE;
        let Some(response) = self.insist("getUpdates", &request, timeout).await? else {
            return Ok(self.isolated());
        };
        self.limit = (2 * self.limit).min(MOST);
        let updates: Vec<Box<RawValue>> = serde_json::from_str(response.get()).unwrap_or_default();
        let mut arrived = Vec::with_capacity(updates.len());
        for update in updates {
            match serde_json::from_str::<Numbered>(update.get()) {
                Ok(Numbered { update_id: id }) => {
                    // not the greatest so far: ids begin anew after a quiet week
                    self.offset = id.saturating_add(1);
                    arrived.push(Arrived { id, body: String::from(Box::<str>::from(update)) });
                }
                Err(_) => tracing::warn!("an update without a number was left out"),
            }
        }
        if self.offset == before && (!arrived.is_empty() || asked.elapsed() < QUICK) {
            // nothing new at once: the server does not hold requests, or repeats itself
            tokio::time::sleep(PACE).await;
        }
        Ok(arrived)
    }

    /// What to do about a response that cannot be read: of several updates, half as many are asked for; of one, its number is looked for, so
    /// that it can be put aside as it is.
    fn isolated(&mut self) -> Vec<Arrived> {
        let Some(bytes) = self.unreadable.take() else { return Vec::new() };
        if self.limit > 1 {
            tracing::warn!("a response with updates cannot be read: asking for fewer at a time");
            self.limit /= 2;
            return Vec::new();
        }
        let body = String::from_utf8_lossy(&bytes).into_owned();
        let Some(id) = number_in(&body) else { return Vec::new() };
        self.offset = id.saturating_add(1);
        vec![Arrived { id, body }]
    }

    /// Tells the server that all updates are safe, so that the next start does not see them again.
    pub(super) async fn confirm(&mut self) {
        if self.offset > 0 {
            let request = json!({ "offset": self.offset, "timeout": 0, "limit": 1, "allowed_updates": KINDS });
            let _ = self.api.call_raw("getUpdates", &request, GRACE).await;
        }
    }

    /// Asks until there is an answer; `None` for one that cannot be read, which is kept.
    async fn insist(
        &mut self,
        method: &str,
        parameters: &Value,
        timeout: Duration,
    ) -> Result<Option<Box<RawValue>>, Error> {
        loop {
            match self.api.call_raw(method, parameters, timeout).await {
                Ok(result) => {
                    meters::poll("ok");
                    (self.wait, self.answered, self.refused) = (WAITS.0, Instant::now(), None);
                    return Ok(Some(result));
                }
                Err(Failure::NoMethod | Failure::NotFound { own: true })
                    if self.known && self.api.is_accepted().await =>
                {
                    meters::poll("no_method");
                    self.refused = None;
                    tracing::error!(
                        method,
                        server = self.api.server(),
                        "the server does not know this method: trying again; if it is one of your own, update it"
                    );
                    self.pause(None).await;
                }
                Err(Failure::Unauthorized | Failure::NotFound { own: true }) => {
                    meters::poll("unauthorized");
                    let since = *self.refused.get_or_insert_with(Instant::now);
                    // at the start it is a mistake; later it may be one of the server's, which passes
                    if !self.known || since.elapsed() > REFUSED {
                        return Err(Error::Token);
                    }
                    tracing::error!(
                        method,
                        "Telegram does not accept the token any more: trying again for ten minutes; if it was revoked, set the new one and restart"
                    );
                    self.pause(None).await;
                }
                Err(Failure::Conflict) => {
                    meters::poll("conflict");
                    self.refused = None;
                    tracing::warn!(
                        "another instance runs with the same token, or a webhook is set: stop one of them, or neither answers reliably"
                    );
                    self.pause(None).await;
                }
                Err(Failure::Unreadable(bytes)) => {
                    meters::poll("unreadable");
                    // a server that only ever says such things is not asked all the time
                    if self.limit == 1 && number_in(&String::from_utf8_lossy(&bytes)).is_none() {
                        tracing::error!(method, "a response that cannot be read: trying again");
                        self.pause(None).await;
                    }
                    (self.answered, self.unreadable) = (Instant::now(), Some(bytes));
                    return Ok(None);
                }
                Err(Failure::Refused(cause)) if method == "setWebhook" => {
                    meters::poll("refused");
                    self.refused = None;
                    tracing::error!(
                        cause,
                        "Telegram refuses the webhook: check that WEBHOOK_URL is right and can be reached from the internet; trying again"
                    );
                    self.pause(None).await;
                }
                Err(failure) => {
                    meters::poll(failure.name());
                    self.refused = None;
                    if self.answered.elapsed() > SILENCE {
                        tracing::error!("no answer from Telegram for two minutes: connecting anew");
                        (self.api, self.answered) = (self.api.renewed(), Instant::now());
                    }
                    let asked =
                        if let Failure::RetryAfter(wait) = failure { Some(wait) } else { None };
                    let wait_ms = asked.unwrap_or(self.wait).as_millis() as u64;
                    tracing::warn!(
                        method,
                        server = self.api.server(),
                        cause = %failure,
                        wait_ms,
                        "{TROUBLE}"
                    );
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

/// The number of an update, readable or not.
pub(super) fn number_of(update: &str) -> Option<i64> {
    let read = serde_json::from_str::<Numbered>(update).ok().map(|own| own.update_id);
    read.or_else(|| number_in(update))
}

/// The number of the update in a text that is no JSON.
fn number_in(text: &str) -> Option<i64> {
    let (_, behind) = text.split_once("\"update_id\"")?;
    let behind = behind.trim_start().strip_prefix(':')?.trim_start();
    let end = behind.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(behind.len());
    behind.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_what_is_no_json() {
        assert_eq!(number_in(r#"{"ok":true,"result":[{"update_id" : 12,"message":{"#), Some(12));
        for text in ["", "update_id", r#"{"update_id":x"#, r#""update_id":99999999999999999999"#] {
            assert_eq!(number_in(text), None, "{text}");
        }
    }

    #[test]
    fn an_update_has_a_number_whatever_else_it_holds() {
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        for (update, number) in [
            (r#"{"message":{"text":"\"update_id\":5"},"update_id":7}"#.to_owned(), Some(7)),
            (r#"{"update_id":7,"message":{"text":"\ud83d"}}"#.to_owned(), Some(7)),
            (format!(r#"{{"message":{deep},"update_id":7}}"#), Some(7)),
            (r#"{"update_id":7,"message":{"text":"\u"#.to_owned(), Some(7)),
            (r#"{"message":{"text":"\"update_id\":5"}}"#.to_owned(), None),
            (r#"{"update_id":null}"#.to_owned(), None),
        ] {
            assert_eq!(number_of(&update), number, "{update}");
        }
    }
}
