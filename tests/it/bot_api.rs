//! A Bot API server on loopback: keeps updates until they are confirmed, records what it is asked, and refuses what Telegram refuses.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::timeout;

/// The token that the server accepts.
pub(crate) const TOKEN: &str = "77:TEST-token";

/// Longest that anything is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A request that the server took or refused.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) parameters: Value,
    /// What it was answered, if it was refused.
    pub(crate) refused: Option<String>,
}

#[derive(Default)]
struct Inner {
    updates: Vec<Value>,
    confirmed: i64,
    next_update: i64,
    calls: Vec<Call>,
    /// sendMessage is taken and never answered.
    hang: bool,
    /// Errors to give to the next sendMessage requests, last first.
    errors: Vec<(StatusCode, Value)>,
}

/// The server.
#[derive(Clone)]
pub(crate) struct BotApi {
    inner: Arc<Mutex<Inner>>,
    changed: Arc<Notify>,
    address: SocketAddr,
}

impl BotApi {
    /// Starts a server on a free port.
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let inner = Arc::new(Mutex::new(Inner { next_update: 1000, ..Inner::default() }));
        let server = Self { inner, changed: Arc::new(Notify::new()), address };
        let router = Router::new().route("/{bot}/{method}", post(call)).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Puts an update in the queue: `kind` is `message` or `callback_query`. Its id.
    pub(crate) fn push(&self, kind: &str, content: Value) -> i64 {
        let mut inner = self.inner.lock().unwrap();
        inner.next_update += 1;
        let id = inner.next_update;
        inner.updates.push(json!({ "update_id": id, kind: content }));
        self.changed.notify_waiters();
        id
    }

    /// Puts an update in the queue as it is.
    pub(crate) fn push_raw(&self, update: Value) {
        self.inner.lock().unwrap().updates.push(update);
        self.changed.notify_waiters();
    }

    /// Lets sendMessage hang, or go on.
    pub(crate) fn hang(&self, hang: bool) {
        self.inner.lock().unwrap().hang = hang;
    }

    /// Refuses the next sendMessage.
    pub(crate) fn refuse_next(&self, status: u16, answer: Value) {
        self.inner.lock().unwrap().errors.push((StatusCode::from_u16(status).unwrap(), answer));
    }

    /// All requests so far but getUpdates.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.inner.lock().unwrap().calls.clone()
    }

    /// Waits until something holds of the requests.
    pub(crate) async fn wait_for(&self, holds: impl Fn(&[Call]) -> bool) {
        self.wait(|inner| holds(&inner.calls)).await;
    }

    /// Waits until an update is confirmed, and so was handled.
    pub(crate) async fn wait_confirmed(&self, update: i64) {
        self.wait(|inner| inner.confirmed > update).await;
    }

    async fn wait(&self, holds: impl Fn(&Inner) -> bool) {
        let waited = timeout(PATIENCE, async {
            loop {
                let changed = self.changed.notified();
                if holds(&self.inner.lock().unwrap()) {
                    return;
                }
                let _ = timeout(Duration::from_millis(50), changed).await;
            }
        });
        assert!(waited.await.is_ok(), "nothing came in {PATIENCE:?}; calls: {:#?}", self.calls());
    }
}

type Answer = (StatusCode, Json<Value>);

fn ok(result: Value) -> Answer {
    (StatusCode::OK, Json(json!({ "ok": true, "result": result })))
}

fn refuse(status: StatusCode, description: &str) -> Answer {
    (status, Json(json!({ "ok": false, "error_code": status.as_u16(), "description": description })))
}

async fn call(State(server): State<BotApi>, Path((bot, method)): Path<(String, String)>, body: Bytes) -> Answer {
    if bot != format!("bot{TOKEN}") {
        return refuse(StatusCode::UNAUTHORIZED, "Unauthorized");
    }
    let parameters: Value = if body.is_empty() { json!({}) } else { serde_json::from_slice(&body).unwrap_or(Value::Null) };
    let method = method.to_ascii_lowercase();
    if method == "getupdates" {
        return get_updates(&server, &parameters).await;
    }
    let fault = if method == "sendmessage" { fault(&parameters) } else { None };
    let (hang, error) = {
        let mut inner = server.inner.lock().unwrap();
        let error = if method == "sendmessage" && fault.is_none() { inner.errors.pop() } else { None };
        let refused = fault.clone().or(error.as_ref().map(|(status, _)| status.to_string()));
        inner.calls.push(Call { method: method.clone(), parameters: parameters.clone(), refused });
        (inner.hang && method == "sendmessage", error)
    };
    server.changed.notify_waiters();
    if hang {
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
    if let Some(fault) = fault {
        return refuse(StatusCode::BAD_REQUEST, &format!("Bad Request: {fault}"));
    }
    if let Some((status, answer)) = error {
        return (status, Json(answer));
    }
    match method.as_str() {
        "getme" => ok(json!({ "id": 77, "is_bot": true, "first_name": "Briefing", "username": "briefing_bot", "can_join_groups": true,
            "can_read_all_group_messages": false, "supports_inline_queries": false })),
        "deletewebhook" | "answercallbackquery" => ok(json!(true)),
        "sendmessage" => {
            ok(json!({ "message_id": 9000, "date": 1, "chat": { "id": parameters["chat_id"], "type": "private", "first_name": "A" },
            "text": "sent" }))
        }
        _ => refuse(StatusCode::NOT_FOUND, "Not Found"),
    }
}

async fn get_updates(server: &BotApi, parameters: &Value) -> Answer {
    let offset = parameters["offset"].as_i64().unwrap_or(0);
    let hold = Duration::from_secs(parameters["timeout"].as_u64().unwrap_or(0));
    {
        let mut inner = server.inner.lock().unwrap();
        inner.confirmed = inner.confirmed.max(offset);
        inner.updates.retain(|update| update["update_id"].as_i64().is_none_or(|id| id >= offset));
    }
    server.changed.notify_waiters();
    let waiting = async {
        loop {
            let changed = server.changed.notified();
            let updates = server.inner.lock().unwrap().updates.clone();
            if !updates.is_empty() {
                return updates;
            }
            changed.await;
        }
    };
    ok(Value::Array(timeout(hold, waiting).await.unwrap_or_default()))
}

/// What Telegram would refuse in a message.
fn fault(parameters: &Value) -> Option<String> {
    let text = parameters["text"].as_str().unwrap_or_default();
    let shown = match parameters["parse_mode"].as_str() {
        Some("HTML") => match shown(text) {
            Ok(shown) => shown,
            Err(fault) => return Some(format!("can't parse entities: {fault}")),
        },
        _ => text.to_owned(),
    };
    if shown.trim().is_empty() {
        return Some("message text is empty".into());
    }
    if shown.encode_utf16().count() > 4096 {
        return Some("message is too long".into());
    }
    let rows = parameters["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
    let mut buttons = rows.iter().flat_map(|row| row.as_array().cloned().unwrap_or_default());
    let invalid = buttons.any(|button| {
        let data = button["callback_data"].as_str().unwrap_or_default().len();
        !(1..=64).contains(&data) || button["text"].as_str().is_none_or(|text| text.trim().is_empty())
    });
    invalid.then(|| "BUTTON_DATA_INVALID".into())
}

/// What an HTML text shows, or why Telegram would not read it.
pub(crate) fn shown(html: &str) -> Result<String, String> {
    const TAGS: [&str; 12] = ["b", "strong", "i", "em", "u", "s", "code", "pre", "a", "tg-spoiler", "blockquote", "blockquote expandable"];
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    while let Some(character) = rest.chars().next() {
        match character {
            '<' => {
                let end = rest.find('>').ok_or("unclosed start tag")?;
                let tag = &rest[1..end];
                rest = &rest[end + 1..];
                if let Some(name) = tag.strip_prefix('/') {
                    let opened = open.pop().ok_or_else(|| format!("unexpected end tag </{name}>"))?;
                    if opened.split(' ').next() != Some(name) {
                        return Err(format!("unmatched end tag </{name}>, expected </{opened}>"));
                    }
                } else {
                    if !TAGS.contains(&tag) {
                        return Err(format!("unsupported start tag <{tag}>"));
                    }
                    if tag.starts_with("blockquote") && open.iter().any(|tag| tag.starts_with("blockquote")) {
                        return Err("nested blockquote".into());
                    }
                    open.push(tag.to_owned());
                }
            }
            '&' => {
                let known = [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')];
                let (name, character) = known.into_iter().find(|(name, _)| rest.starts_with(name)).ok_or("unsupported entity")?;
                text.push(character);
                rest = &rest[name.len()..];
            }
            _ => {
                text.push(character);
                rest = &rest[character.len_utf8()..];
            }
        }
    }
    match open.pop() {
        Some(tag) => Err(format!("can't find end tag for <{tag}>")),
        None => Ok(text),
    }
}

#[test]
fn the_server_refuses_what_telegram_refuses() {
    for html in [
        "<b>",
        "</b>",
        "<b><i></b></i>",
        "<script>",
        "a < b",
        "&nbsp;",
        "&",
        "<blockquote><blockquote>a</blockquote></blockquote>",
        "<b x>a</b>",
    ] {
        assert!(shown(html).is_err(), "{html}");
    }
    assert_eq!(shown("<b>a</b> &lt;<blockquote>b <i>c</i></blockquote>"), Ok("a <b c".into()));
    assert!(fault(&json!({ "text": "<b> </b>", "parse_mode": "HTML" })).is_some());
    assert!(fault(&json!({ "text": "長".repeat(4097), "parse_mode": "HTML" })).is_some());
    let button = |data: &str| json!({ "text": "a", "reply_markup": { "inline_keyboard": [[{ "text": "b", "callback_data": data }]] } });
    assert!(fault(&button(&"x".repeat(65))).is_some() && fault(&button("")).is_some() && fault(&button("x")).is_none());
}
