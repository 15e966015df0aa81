//! Requests to the Bot API server.
//!
//! The payloads are the library's; sending is our own, since the library waits ten seconds within a request that meets a 5xx, and hides the
//! cause of most errors. No error holds an address, which would hold the token, nor anybody's words.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Error;
use crate::config::Config;

/// Telegram's own server.
const SERVER: &str = "https://api.telegram.org";

/// How long a request may take that the server does not hold back.
pub(super) const TIMEOUT: Duration = Duration::from_secs(20);

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// A connection to the Bot API server. Cheap to clone.
#[derive(Clone)]
pub(super) struct Api {
    client: reqwest::Client,
    /// Ends before the method's name.
    base: reqwest::Url,
    proxy: Option<reqwest::Url>,
}

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// The token is not accepted.
    #[error("the token is not accepted")]
    Unauthorized,
    /// Another instance asks for updates with the same token, or a webhook is set.
    #[error("another instance runs")]
    Conflict,
    /// Too many requests.
    #[error("too many requests")]
    RetryAfter(Duration),
    /// The group has become this supergroup.
    #[error("the group has become a supergroup")]
    Migrated(i64),
    /// The bot may not write there: blocked, removed, or without the right.
    #[error("the bot may not write there")]
    Forbidden,
    /// An edit that changes nothing.
    #[error("nothing to change")]
    NotModified,
    /// The message to edit or delete is there no longer, or too old for it.
    #[error("the message is gone")]
    Gone,
    /// The topic is there no longer.
    #[error("the topic is gone")]
    NoTopic,
    /// The press or the inline query is too old to be answered.
    #[error("too old to be answered")]
    Stale,
    /// The server does not take the request: its words, which are its own.
    #[error("refused: {0}")]
    Refused(String),
    /// The network or the server is in trouble, which may pass.
    #[error("{0}")]
    Trouble(String),
}

impl Failure {
    /// What it is called in figures.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::Conflict => "conflict",
            Self::RetryAfter(_) => "retry_after",
            Self::Migrated(_) => "migrated",
            Self::Forbidden => "forbidden",
            Self::NotModified => "not_modified",
            Self::Gone => "gone",
            Self::NoTopic => "no_topic",
            Self::Stale => "stale",
            Self::Refused(_) => "refused",
            Self::Trouble(_) => "trouble",
        }
    }
}

#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    ok: bool,
    #[serde(default)]
    result: Value,
    #[serde(default)]
    description: String,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl Api {
    pub(super) fn new(config: &Config) -> Result<Self, Error> {
        let client = client(config.proxy.as_ref()).map_err(Error::Client)?;
        let mut base = match &config.api_url {
            Some(url) => url.clone(),
            None => SERVER.parse().map_err(|_| Error::Address)?,
        };
        let token = format!("bot{}", config.token.reveal());
        base.path_segments_mut().map_err(|()| Error::Address)?.pop_if_empty().push(&token);
        Ok(Self { client, base, proxy: config.proxy.clone() })
    }

    /// The same with new connections.
    pub(super) fn renewed(&self) -> Self {
        let client = client(self.proxy.as_ref()).unwrap_or_else(|_| self.client.clone());
        Self { client, ..self.clone() }
    }

    /// Makes a request. The server may hold back the answer for as long as `timeout`.
    pub(super) async fn call_as(
        &self,
        method: &str,
        parameters: &impl Serialize,
        timeout: Duration,
    ) -> Result<Value, Failure> {
        let mut url = self.base.clone();
        match url.path_segments_mut() {
            Ok(mut segments) => segments.push(method),
            Err(()) => return Err(Failure::Trouble("the address takes no path".to_owned())),
        };
        let sent = self.client.post(url).timeout(timeout).json(parameters).send().await;
        let response = sent.map_err(|error| Failure::Trouble(network(&error)))?;
        let status = response.status().as_u16();
        let Ok(body) = response.json::<Response>().await else {
            return Err(Failure::Trouble(format!("HTTP {status}")));
        };
        if body.ok { Ok(body.result) } else { Err(failure(status, body)) }
    }
}

fn client(proxy: Option<&reqwest::Url>) -> reqwest::Result<reqwest::Client> {
    let mut client =
        reqwest::Client::builder().connect_timeout(CONNECT).timeout(TIMEOUT).tcp_nodelay(true);
    if let Some(proxy) = proxy {
        client = client.proxy(reqwest::Proxy::all(proxy.clone())?);
    }
    client.build()
}

/// What kind of trouble a network error is, without its address.
fn network(error: &reqwest::Error) -> String {
    let kind = match error {
        error if error.is_timeout() => "no answer in time",
        error if error.is_connect() => "no connection",
        _ => "the connection broke",
    };
    kind.to_owned()
}

fn failure(status: u16, body: Response) -> Failure {
    let parameters = body.parameters.as_ref();
    if let Some(chat) = parameters.and_then(|parameters| parameters.migrate_to_chat_id) {
        return Failure::Migrated(chat);
    }
    let says = |words: &[&str]| {
        words.iter().any(|words| body.description.to_ascii_lowercase().contains(words))
    };
    match status {
        401 | 404 => Failure::Unauthorized,
        403 => Failure::Forbidden,
        409 => Failure::Conflict,
        429 => Failure::RetryAfter(Duration::from_secs(
            parameters.and_then(|parameters| parameters.retry_after).unwrap_or(1),
        )),
        500.. => Failure::Trouble(format!("HTTP {status}")),
        _ if says(&["message is not modified"]) => Failure::NotModified,
        _ if says(&[
            "message to edit not found",
            "message can't be edited",
            "message to delete not found",
            "message can't be deleted",
        ]) =>
        {
            Failure::Gone
        }
        _ if says(&["message_id_invalid", "message not found"]) => Failure::Gone,
        _ if says(&["thread not found", "topic_deleted", "topic_closed"]) => Failure::NoTopic,
        _ if says(&["query is too old", "query id"]) => Failure::Stale,
        _ if says(&[
            "chat not found",
            "not enough rights",
            "have no rights",
            "chat_write_forbidden",
        ]) =>
        {
            Failure::Forbidden
        }
        _ => Failure::Refused(body.description),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_apart() {
        for (status, answer, expected) in [
            (401, r#"{"ok":false,"description":"Unauthorized"}"#, Failure::Unauthorized),
            (
                403,
                r#"{"ok":false,"description":"Forbidden: bot was blocked by the user"}"#,
                Failure::Forbidden,
            ),
            (
                409,
                r#"{"ok":false,"description":"Conflict: terminated by other getUpdates request"}"#,
                Failure::Conflict,
            ),
            (
                429,
                r#"{"ok":false,"description":"Too Many Requests","parameters":{"retry_after":7}}"#,
                Failure::RetryAfter(Duration::from_secs(7)),
            ),
            (429, r#"{"ok":false}"#, Failure::RetryAfter(Duration::from_secs(1))),
            (
                400,
                r#"{"ok":false,"description":"Bad Request: group chat was upgraded","parameters":{"migrate_to_chat_id":-5}}"#,
                Failure::Migrated(-5),
            ),
            (
                400,
                r#"{"ok":false,"description":"Bad Request: message is not modified: specified new …"}"#,
                Failure::NotModified,
            ),
            (
                400,
                r#"{"ok":false,"description":"Bad Request: message to edit not found"}"#,
                Failure::Gone,
            ),
            (
                400,
                r#"{"ok":false,"description":"Bad Request: message thread not found"}"#,
                Failure::NoTopic,
            ),
            (
                400,
                r#"{"ok":false,"description":"Bad Request: query is too old and response timeout expired or query ID is invalid"}"#,
                Failure::Stale,
            ),
            (
                400,
                r#"{"ok":false,"description":"Bad Request: chat not found"}"#,
                Failure::Forbidden,
            ),
            (
                400,
                r#"{"ok":false,"description":"Bad Request: BUTTON_DATA_INVALID"}"#,
                Failure::Refused("Bad Request: BUTTON_DATA_INVALID".into()),
            ),
            (
                502,
                r#"{"ok":false,"description":"Bad Gateway"}"#,
                Failure::Trouble("HTTP 502".into()),
            ),
        ] {
            let Ok(body) = serde_json::from_str(answer) else { panic!("{answer}") };
            assert_eq!(failure(status, body), expected, "{answer}");
        }
    }
}
