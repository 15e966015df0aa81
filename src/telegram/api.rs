//! Requests to the Bot API server.
//!
//! The payloads are the library's; sending is our own, since the library waits ten seconds within a request that meets a 5xx, and hides the
//! cause of most errors. No error holds an address, which would hold the token, nor anybody's words.

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::io::AsyncReadExt as _;

use super::Error;
use crate::config::Config;

/// Telegram's own server.
const SERVER: &str = "https://api.telegram.org";

/// How long a request may take that the server does not hold back.
pub(super) const TIMEOUT: Duration = Duration::from_secs(20);

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// Longest that a server may make the bot wait, whatever it says.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// Largest response that is read, in bytes: a hundred updates are far less.
const MOST: usize = 16 << 20;

/// How long a file may take to come.
const DOWNLOAD: Duration = Duration::from_secs(120);

/// Most of a server's own words that are told, in characters.
const MOST_TOLD: usize = 200;

/// A connection to the Bot API server. Cheap to clone.
#[derive(Clone)]
pub(super) struct Api {
    client: reqwest::Client,
    /// Ends before the method's name.
    base: reqwest::Url,
    proxy: Option<reqwest::Url>,
    /// Whether the server is one's own.
    is_own: bool,
}

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// The token is not accepted.
    #[error("the token is not accepted")]
    Unauthorized,
    /// There is nothing under the address: the token is not accepted, or the server does not know the method. `own` tells whether the Bot API
    /// itself says so, or what stands before it.
    #[error("not found")]
    NotFound {
        /// Whether it is the Bot API's word.
        own: bool,
    },
    /// The server does not know the method, as an older one of one's own may not.
    #[error("the server does not know this method")]
    NoMethod,
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
    /// The server does not take the request: its words, which are its own, without anything that a terminal would act on.
    #[error("refused: {0}")]
    Refused(String),
    /// The network or the server is in trouble, which may pass.
    #[error("{0}")]
    Trouble(String),
    /// The server's response cannot be read; its bytes.
    #[error("a response that cannot be read")]
    Unreadable(Vec<u8>),
}

impl Failure {
    /// What it is called in figures.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::NotFound { .. } => "not_found",
            Self::NoMethod => "no_method",
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
            Self::Unreadable(_) => "unreadable",
        }
    }
}

/// What the Bot API says. Another server's page has neither `ok` nor a result or a code.
#[derive(Deserialize)]
struct Response {
    ok: bool,
    /// As it came: it may hold what only its reader can judge.
    result: Option<Box<RawValue>>,
    error_code: Option<u16>,
    description: Option<String>,
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
        let is_own = config.api_url.is_some();
        Ok(Self { client, base, proxy: config.proxy.clone(), is_own })
    }

    /// Where requests go, as it may stand in a log: the host, and that of a proxy, without anybody's name or password.
    pub(super) fn server(&self) -> String {
        let host = |url: &reqwest::Url| {
            let port = url.port_or_known_default().map(|port| format!(":{port}"));
            format!("{}{}", url.host_str().unwrap_or_default(), port.unwrap_or_default())
        };
        let proxy = self.proxy.as_ref().map(|proxy| format!(" through {}", host(proxy)));
        format!("{}{}", host(&self.base), proxy.unwrap_or_default())
    }

    /// Whether the server accepts the token now.
    pub(super) async fn is_accepted(&self) -> bool {
        self.call_raw("getMe", &serde_json::json!({}), TIMEOUT).await.is_ok()
    }

    /// The same with new connections.
    pub(super) fn renewed(&self) -> Self {
        let client = client(self.proxy.as_ref()).unwrap_or_else(|_| self.client.clone());
        Self { client, ..self.clone() }
    }

    /// The content of a file, by the path that `getFile` tells: below the server's address, or on this machine's disk, where the server is one's own
    /// and runs with `--local`.
    pub(super) async fn download(&self, path: &str, most: usize) -> Result<Vec<u8>, Failure> {
        if self.is_own && Path::new(path).is_absolute() {
            return read_file(path, most).await;
        }
        let mut url = self.base.clone();
        let Some(bot) = url.path_segments().and_then(|mut own| own.next_back().map(str::to_owned))
        else {
            return Err(Failure::Trouble("the address takes no path".to_owned()));
        };
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop().extend(["file", &bot]).extend(path.split('/'));
        }
        let sent = self.client.get(url).timeout(DOWNLOAD).send().await;
        let response = sent.map_err(|error| Failure::Trouble(network(&error)))?;
        match response.status().as_u16() {
            200 => read(response, most).await,
            404 => Err(Failure::NotFound { own: false }),
            status => Err(Failure::Trouble(format!("HTTP {status}"))),
        }
    }

    /// Makes a request, of which the result is read here. The server may hold back the answer for as long as `timeout`.
    pub(super) async fn call_as(
        &self,
        method: &str,
        parameters: &impl Serialize,
        timeout: Duration,
    ) -> Result<Value, Failure> {
        let result = self.call_raw(method, parameters, timeout).await?;
        serde_json::from_str(result.get())
            .map_err(|_| Failure::Unreadable(result.get().as_bytes().to_vec()))
    }

    /// Makes a request, of which the result is left as it came. Method names are those of the Bot API's documentation, whatever the
    /// library writes: some servers tell `sendMessage` and `SendMessage` apart.
    pub(super) async fn call_raw(
        &self,
        method: &str,
        parameters: &impl Serialize,
        timeout: Duration,
    ) -> Result<Box<RawValue>, Failure> {
        let mut url = self.base.clone();
        match url.path_segments_mut() {
            Ok(mut segments) => segments.push(&documented(method)),
            Err(()) => return Err(Failure::Trouble("the address takes no path".to_owned())),
        };
        let sent = self.client.post(url).timeout(timeout).json(parameters).send().await;
        let response = sent.map_err(|error| Failure::Trouble(network(&error)))?;
        let status = response.status().as_u16();
        let bytes = read(response, MOST).await?;
        // a byte that is no character is one that cannot be read, no more
        let text = String::from_utf8_lossy(&bytes);
        match serde_json::from_str::<Response>(&text) {
            Ok(Response { ok: true, result: Some(result), .. }) => Ok(result),
            Ok(Response { ok: true, result: None, .. }) => Ok(RawValue::NULL.to_owned()),
            Ok(body) => Err(failure(status, body)),
            Err(_) if status == 200 => Err(Failure::Unreadable(bytes)),
            // a proxy's page
            Err(_) if status == 404 => Err(Failure::NotFound { own: false }),
            Err(_) => Err(Failure::Trouble(format!("HTTP {status}"))),
        }
    }
}

/// A method's name as the Bot API's documentation writes it.
fn documented(method: &str) -> String {
    let mut characters = method.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

/// The content of a file on this machine.
async fn read_file(path: &str, most: usize) -> Result<Vec<u8>, Failure> {
    let trouble = |error: std::io::Error| Failure::Trouble(format!("a file: {}", error.kind()));
    let about = tokio::fs::metadata(path).await.map_err(trouble)?;
    if !about.is_file() {
        return Err(Failure::NotFound { own: true });
    }
    let mut bytes = Vec::new();
    let file = tokio::fs::File::open(path).await.map_err(trouble)?;
    file.take(most as u64 + 1).read_to_end(&mut bytes).await.map_err(trouble)?;
    if bytes.len() > most { Err(Failure::Unreadable(Vec::new())) } else { Ok(bytes) }
}

/// The body of a response, if it is no longer than `most` bytes.
async fn read(mut response: reqwest::Response, most: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) =
        response.chunk().await.map_err(|error| Failure::Trouble(network(&error)))?
    {
        if bytes.len() + chunk.len() > most {
            return Err(Failure::Unreadable(bytes));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn client(proxy: Option<&reqwest::Url>) -> reqwest::Result<reqwest::Client> {
    let mut client = reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .timeout(TIMEOUT)
        .tcp_nodelay(true)
        // the token would go along to wherever it leads
        .redirect(reqwest::redirect::Policy::none());
    if let Some(proxy) = proxy {
        client = client.proxy(reqwest::Proxy::all(proxy.clone())?);
    }
    client.build()
}

/// What kind of trouble a network error is, without its address. Why there is no connection is told in the words of whatever tried: a name
/// that is not known, a port on which nothing listens, a certificate.
fn network(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    if !error.is_connect() {
        return "the connection broke".to_owned();
    }
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause.and_then(std::error::Error::source) {
        cause = Some(deeper);
    }
    match cause {
        Some(cause) => format!("no connection: {}", told(&cause.to_string())),
        None => "no connection".to_owned(),
    }
}

fn failure(status: u16, body: Response) -> Failure {
    let parameters = body.parameters.as_ref();
    if let Some(chat) = parameters.and_then(|parameters| parameters.migrate_to_chat_id) {
        return Failure::Migrated(chat);
    }
    let description = body.description.unwrap_or_default();
    let lower = description.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|words| lower.contains(words));
    match status {
        404 if says(&["method not found"]) => Failure::NoMethod,
        404 => Failure::NotFound { own: body.error_code == Some(status) },
        // the Bot API's own word, not that of a proxy in between
        401 if body.error_code == Some(status) => Failure::Unauthorized,
        401 => Failure::Trouble(format!("HTTP {status}")),
        403 => Failure::Forbidden,
        409 => Failure::Conflict,
        429 => {
            let asked = parameters.and_then(|parameters| parameters.retry_after).unwrap_or(1);
            Failure::RetryAfter(Duration::from_secs(asked).min(LONGEST_WAIT))
        }
        300..=399 | 500.. => Failure::Trouble(format!("HTTP {status}")),
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
        _ if says(&["thread not found", "topic_deleted"]) => Failure::NoTopic,
        _ if says(&["query is too old", "query id"]) => Failure::Stale,
        _ if says(&[
            "chat not found",
            "not enough rights",
            "have no rights",
            "chat_write_forbidden",
            "chat_restricted",
            "chat_send_",
            "chat_admin_required",
            "user_is_blocked",
            "user is deactivated",
            "peer_id_invalid",
            "need administrator rights",
            "chat_guest_send_forbidden",
            "bot was kicked",
            "bot is not a member",
            "user_banned_in_channel",
            "channel_private",
            // what was asked there is not answered elsewhere
            "topic_closed",
            "topic closed",
        ]) =>
        {
            Failure::Forbidden
        }
        _ => Failure::Refused(told(&description)),
    }
}

/// A server's own words as they may stand in a log: in one line, not too long, and nothing that a terminal would act on.
pub(super) fn told(description: &str) -> String {
    description.chars().take(MOST_TOLD).flat_map(char::escape_debug).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_apart() {
        for (status, answer, expected) in [
            (
                401,
                r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#,
                Failure::Unauthorized,
            ),
            (
                404,
                r#"{"ok":false,"error_code":404,"description":"Not Found"}"#,
                Failure::NotFound { own: true },
            ),
            (
                404,
                r#"{"ok":false,"error_code":404,"description":"Not Found: method not found"}"#,
                Failure::NoMethod,
            ),
            (404, r#"{"ok":false}"#, Failure::NotFound { own: false }),
            (401, r#"{"ok":false}"#, Failure::Trouble("HTTP 401".into())),
            (302, r#"{"ok":false}"#, Failure::Trouble("HTTP 302".into())),
            (
                400,
                r#"{"ok":false,"description":"a\u001b[31m\nb"}"#,
                Failure::Refused("a\\u{1b}[31m\\nb".to_owned()),
            ),
            (
                429,
                r#"{"ok":false,"parameters":{"retry_after":18446744073709551615}}"#,
                Failure::RetryAfter(LONGEST_WAIT),
            ),
            (
                400,
                r#"{"ok":false,"description":"Bad Request: CHAT_RESTRICTED"}"#,
                Failure::Forbidden,
            ),
            (
                400,
                r#"{"ok":false,"description":"Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"}"#,
                Failure::Forbidden,
            ),
            (
                400,
                r#"{"ok":false,"description":"Bad Request: USER_IS_BLOCKED"}"#,
                Failure::Forbidden,
            ),
            (400, r#"{"ok":false,"description":"Bad Request: TOPIC_CLOSED"}"#, Failure::Forbidden),
            (
                400,
                r#"{"ok":false,"description":"Bad Request: not enough rights to send text messages to the chat"}"#,
                Failure::Forbidden,
            ),
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
