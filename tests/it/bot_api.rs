//! A Bot API server on loopback: keeps updates until they are confirmed, keeps the messages it is sent, records what it is asked, and refuses
//! what Telegram refuses.
//!
//! With `RECORD_REQUESTS` set, every request is also appended to that file, as JSON Lines of `{"method", "params"}`.

use std::collections::{BTreeMap, HashSet};
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::timeout;

/// What stands for an update that is no JSON.
const BROKEN: &str = "broken";

/// How a server says that it does not know a method.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lack {
    /// As the Bot API does.
    Named,
    /// As it does where there is nothing under an address at all.
    Unnamed,
    /// By a page.
    Page,
}

/// The token that the server accepts.
pub(crate) const TOKEN: &str = "77:TEST-token-of-thirty-five-characters-x";

/// What the tokens of all bots end with.
const SECRET: &str = ":TEST-token-of-thirty-five-characters-x";

/// Longest that anything is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// The number of the first message that the bot sends.
pub(crate) const FIRST_SENT: i64 = 9001;

/// A request that the server took or refused.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// In lower case.
    pub(crate) method: String,
    pub(crate) parameters: Value,
    /// What it was answered, if it was refused.
    pub(crate) refused: Option<String>,
    /// The message that it made or changed.
    pub(crate) message: Option<i64>,
}

#[derive(Default)]
struct Inner {
    updates: Vec<Value>,
    confirmed: i64,
    next_update: i64,
    calls: Vec<Call>,
    /// By chat and number: the parameters that made them what they are.
    messages: BTreeMap<(i64, i64), Value>,
    next_message: i64,
    /// Admins, by chat and user.
    admins: HashSet<(i64, i64)>,
    /// sendMessage is taken and never answered.
    hang: bool,
    /// sendMessage is answered so much later.
    delay: Duration,
    /// Errors to give to the next sendMessage requests, last first.
    errors: Vec<(StatusCode, Value)>,
    /// How often sendMessage goes wrong.
    faults: Option<Faults>,
    accepted: Vec<Accepted>,
    /// Who the bot is: its id and user name.
    id: i64,
    username: String,
    /// How many requests for updates in a hundred are refused with 401.
    unauthorized: u32,
    /// What of the next refusal has come together, in hundredths.
    due: u32,
    /// How many were: by the Bot API itself, and by the page of a proxy.
    refused_polls: (usize, usize),
    /// Methods that a proxy answers by a page, with its status.
    shadows: Vec<(&'static str, u16)>,
    /// How often it did.
    shadowed: usize,
    /// What it knows of the webhook; null for that there is none.
    webhook: Value,
    /// What people sent, by Telegram's names for it.
    files: BTreeMap<String, Vec<u8>>,
    /// Methods that it does not know, and what it says then: a Bot API answer, or a page.
    lacks: Vec<(&'static str, Lack)>,
    /// What the next requests for updates are answered instead.
    bodies: Vec<RawBody>,
    /// Requests for updates so far.
    polls: usize,
    /// The methods as they were written.
    written: HashSet<String>,
}

/// A response to a request for updates, as it goes over the wire.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawBody {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) bytes: Vec<u8>,
    /// It comes so often, …
    pub(crate) times: usize,
    /// … or until this update is confirmed.
    pub(crate) until: Option<i64>,
}

/// How often a message meets which fault, in thousandths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Faults {
    /// Too many requests: 429.
    pub(crate) full: u32,
    /// The server breaks: 502, with a page instead of an answer.
    pub(crate) broken: u32,
    /// The connection is dropped before the message is taken.
    pub(crate) dropped_before: u32,
    /// The connection is dropped after the message was taken.
    pub(crate) dropped_after: u32,
    /// The request is not answered.
    pub(crate) hung: u32,
}

impl Default for Faults {
    fn default() -> Self {
        Self { full: 20, broken: 30, dropped_before: 20, dropped_after: 10, hung: 1 }
    }
}

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Well,
    Full,
    Broken,
    DroppedBefore,
    DroppedAfter,
    Hung,
}

impl Faults {
    fn fate(self) -> Fate {
        let fates = [
            (self.full, Fate::Full),
            (self.broken, Fate::Broken),
            (self.dropped_before, Fate::DroppedBefore),
            (self.dropped_after, Fate::DroppedAfter),
            (self.hung, Fate::Hung),
        ];
        let mut drawn = fastrand::u32(0..1000);
        for (share, fate) in fates {
            match drawn.checked_sub(share) {
                Some(rest) => drawn = rest,
                None => return fate,
            }
        }
        Fate::Well
    }
}

/// A message that was taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Accepted {
    pub(crate) chat: i64,
    /// The message that it replies to.
    pub(crate) question: i64,
    /// Which process sent it, by the path that it was given; 0 without one.
    pub(crate) run: u32,
    /// Whether the bot could know.
    pub(crate) told: bool,
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
        Self::start_as(77, "briefing_bot", FIRST_SENT).await
    }

    /// Starts one for a bot of this id and user name, whose messages are numbered from there.
    pub(crate) async fn start_as(id: i64, username: &str, next_message: i64) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let username = username.to_owned();
        let inner = Inner { next_update: 1000, next_message, id, username, ..Inner::default() };
        let server =
            Self { inner: Arc::new(Mutex::new(inner)), changed: Arc::new(Notify::new()), address };
        let router = Router::new()
            .route("/{bot}/{method}", post(call))
            // a process that is told from others
            .route("/{run}/{bot}/{method}", post(call_of_run))
            .route("/file/{bot}/documents/{file}", get(download))
            .with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Puts an update in the queue: `kind` is `message`, `callback_query` and so on. Its id.
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

    /// Answers requests for updates with this for a while.
    pub(crate) fn push_body(&self, body: RawBody) {
        self.inner.lock().unwrap().bodies.push(body);
        self.changed.notify_waiters();
    }

    /// Answers requests for updates as usual again.
    pub(crate) fn clear_bodies(&self) {
        self.inner.lock().unwrap().bodies.clear();
    }

    /// How often updates were asked for.
    pub(crate) fn polls(&self) -> usize {
        self.inner.lock().unwrap().polls
    }

    /// The names of methods, as the bot writes them.
    pub(crate) fn written(&self) -> Vec<String> {
        self.inner.lock().unwrap().written.iter().cloned().collect()
    }

    /// Puts an update in the queue that no reader of JSON can read, and that spoils the response in which it stands.
    pub(crate) fn push_broken(&self) {
        self.push(BROKEN, json!({}));
    }

    /// Lets sendMessage hang, or go on.
    pub(crate) fn hang(&self, hang: bool) {
        self.inner.lock().unwrap().hang = hang;
    }

    /// Lets every answer to sendMessage come so much later.
    pub(crate) fn delay(&self, delay: Duration) {
        self.inner.lock().unwrap().delay = delay;
    }

    /// Lets sendMessage go wrong, or go well.
    pub(crate) fn fault(&self, faults: Option<Faults>) {
        self.inner.lock().unwrap().faults = faults;
    }

    /// Sets what it knows of the webhook.
    pub(crate) fn know_webhook(&self, info: Value) {
        self.inner.lock().unwrap().webhook = info;
    }

    /// Does not know a method, in lower case, as an older server.
    pub(crate) fn lack(&self, method: &'static str, how: Lack) {
        self.inner.lock().unwrap().lacks.push((method, how));
    }

    /// Refuses so many requests for updates in a hundred with 401, by turns as the Bot API does and by the page of a proxy.
    pub(crate) fn refuse_polls(&self, share: u32) {
        self.inner.lock().unwrap().unauthorized = share;
    }

    /// How many were refused so: by the Bot API itself, and by a page.
    pub(crate) fn refused_polls(&self) -> (usize, usize) {
        self.inner.lock().unwrap().refused_polls
    }

    /// Has a proxy answer a method, in lower case, by a page of this status, or lets it through again.
    pub(crate) fn shadow(&self, method: &'static str, status: Option<u16>) {
        let mut inner = self.inner.lock().unwrap();
        inner.shadows.retain(|(own, _)| *own != method);
        inner.shadows.extend(status.map(|status| (method, status)));
    }

    /// Waits until a proxy has answered so often.
    pub(crate) async fn wait_shadowed(&self, times: usize) {
        self.wait(|inner| inner.shadowed >= times).await;
    }

    /// How many updates wait.
    pub(crate) fn waiting(&self) -> usize {
        self.inner.lock().unwrap().updates.len()
    }

    /// The messages that were taken, in order.
    pub(crate) fn accepted(&self) -> Vec<Accepted> {
        self.inner.lock().unwrap().accepted.clone()
    }

    /// Refuses the next sendMessage.
    pub(crate) fn refuse_next(&self, status: u16, answer: Value) {
        self.inner.lock().unwrap().errors.push((StatusCode::from_u16(status).unwrap(), answer));
    }

    /// Makes somebody an admin of a chat.
    pub(crate) fn make_admin(&self, chat: i64, user: i64) {
        self.inner.lock().unwrap().admins.insert((chat, user));
    }

    /// Keeps a file that somebody sends; Telegram's name for it.
    pub(crate) fn keep_file(&self, bytes: Vec<u8>) -> String {
        let mut inner = self.inner.lock().unwrap();
        let name = format!("file-{}", inner.files.len());
        inner.files.insert(name.clone(), bytes);
        name
    }

    /// Takes a message away, as an admin may.
    pub(crate) fn delete(&self, chat: i64, message: i64) {
        self.inner.lock().unwrap().messages.remove(&(chat, message));
    }

    /// What a message of the bot's is now.
    pub(crate) fn message(&self, chat: i64, message: i64) -> Option<Value> {
        self.inner.lock().unwrap().messages.get(&(chat, message)).cloned()
    }

    /// All requests so far but getUpdates.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.inner.lock().unwrap().calls.clone()
    }

    /// Waits until something holds of the requests.
    pub(crate) async fn wait_for(&self, holds: impl Fn(&[Call]) -> bool) {
        self.wait(|inner| holds(&inner.calls)).await;
    }

    /// Waits until an update is confirmed, and so was taken.
    pub(crate) async fn wait_confirmed(&self, update: i64) {
        self.wait(|inner| inner.confirmed > update).await;
    }

    /// Waits until no request has come for a while.
    pub(crate) async fn wait_quiet(&self) {
        let mut seen = self.calls().len();
        loop {
            tokio::time::sleep(Duration::from_millis(120)).await;
            let now = self.calls().len();
            if now == seen {
                return;
            }
            seen = now;
        }
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
    (
        status,
        Json(json!({ "ok": false, "error_code": status.as_u16(), "description": description })),
    )
}

async fn call(
    State(server): State<BotApi>,
    Path((bot, method)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    answer_call(server, 0, &bot, method, &body).await
}

async fn call_of_run(
    State(server): State<BotApi>,
    Path((run, bot, method)): Path<(u32, String, String)>,
    body: Bytes,
) -> Response {
    answer_call(server, run, &bot, method, &body).await
}

async fn answer_call(
    server: BotApi,
    run: u32,
    bot: &str,
    method: String,
    body: &Bytes,
) -> Response {
    if !bot.ends_with(SECRET) {
        return refuse(StatusCode::UNAUTHORIZED, "Unauthorized").into_response();
    }
    let parameters: Value = if body.is_empty() {
        json!({})
    } else {
        serde_json::from_slice(body).unwrap_or(Value::Null)
    };
    record(&method, &parameters);
    server.inner.lock().unwrap().written.insert(method.clone());
    let method = method.to_ascii_lowercase();
    let shadow = {
        let mut inner = server.inner.lock().unwrap();
        let found = inner.shadows.iter().find(|(own, _)| *own == method).copied();
        inner.shadowed += usize::from(found.is_some());
        found
    };
    if let Some((_, status)) = shadow {
        return page(status);
    }
    let lack = {
        let inner = server.inner.lock().unwrap();
        inner.lacks.iter().find(|(own, _)| *own == method).map(|(_, how)| *how)
    };
    match lack {
        None => {}
        Some(Lack::Named) => {
            return refuse(StatusCode::NOT_FOUND, "Not Found: method not found").into_response();
        }
        Some(Lack::Unnamed) => return refuse(StatusCode::NOT_FOUND, "Not Found").into_response(),
        Some(Lack::Page) => return (StatusCode::NOT_FOUND, "<html>404</html>").into_response(),
    }
    if method == "getupdates" {
        return get_updates(&server, &parameters).await;
    }
    let fate = {
        let inner = server.inner.lock().unwrap();
        inner.faults.filter(|_| method == "sendmessage").map_or(Fate::Well, Faults::fate)
    };
    match fate {
        Fate::Well | Fate::DroppedAfter => {}
        Fate::Full => {
            let wait = json!({ "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 1", "parameters": { "retry_after": 1 } });
            return (StatusCode::TOO_MANY_REQUESTS, Json(wait)).into_response();
        }
        Fate::Broken => return (StatusCode::BAD_GATEWAY, "<html>502</html>").into_response(),
        Fate::DroppedBefore => return dropped(),
        Fate::Hung => {
            tokio::time::sleep(Duration::from_secs(3600)).await;
        }
    }
    let (answer, hang, delay) = {
        let mut inner = server.inner.lock().unwrap();
        let error = if method == "sendmessage" { inner.errors.pop() } else { None };
        let answer = match error {
            Some((status, answer)) => (status, Json(answer)),
            None => inner.answer(&method, &parameters),
        };
        let refused = (answer.0 != StatusCode::OK)
            .then(|| answer.1["description"].as_str().unwrap_or_default().to_owned());
        let message = answer.1["result"]["message_id"].as_i64();
        if method == "sendmessage" && refused.is_none() {
            let number = |pointer: &str| {
                parameters.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
            };
            let (chat, question) = (number("/chat_id"), number("/reply_parameters/message_id"));
            inner.accepted.push(Accepted { chat, question, run, told: fate == Fate::Well });
        }
        inner.calls.push(Call { method: method.clone(), parameters, refused, message });
        (answer, inner.hang && method == "sendmessage", inner.delay)
    };
    server.changed.notify_waiters();
    if hang {
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
    if method == "sendmessage" {
        tokio::time::sleep(delay).await;
    }
    if fate == Fate::DroppedAfter { dropped() } else { answer.into_response() }
}

/// An answer of which nothing arrives: the connection breaks.
fn dropped() -> Response {
    let broken = futures::stream::once(async { Err::<Bytes, _>(std::io::Error::other("dropped")) });
    Response::builder().header("content-length", "100").body(Body::from_stream(broken)).unwrap()
}

/// What stands before the server says so itself.
fn page(status: u16) -> Response {
    let html = format!("<html><body><h1>{status}</h1></body></html>");
    let page = Response::builder().status(status).header("content-type", "text/html");
    page.body(Body::from(html)).unwrap()
}

fn record(method: &str, parameters: &Value) {
    let Some(file) = std::env::var_os("RECORD_REQUESTS") else { return };
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file).unwrap();
    let line = json!({ "method": method, "params": parameters });
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
}

impl Inner {
    /// How a request for updates is refused, if a refusal is due.
    fn next_refusal(&mut self) -> Option<RawBody> {
        self.due += self.unauthorized;
        self.due = self.due.checked_sub(100)?;
        let (own, pages) = self.refused_polls;
        let bytes = if own == pages {
            self.refused_polls.0 += 1;
            br#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#.to_vec()
        } else {
            self.refused_polls.1 += 1;
            b"<html><body><h1>401</h1></body></html>".to_vec()
        };
        Some(RawBody { status: 401, bytes, times: 1, ..RawBody::default() })
    }

    /// What a request for updates is answered out of turn.
    fn next_body(&mut self) -> Option<RawBody> {
        let confirmed = self.confirmed;
        self.bodies
            .retain(|body| body.times > 0 && body.until.is_none_or(|update| confirmed <= update));
        let body = self.bodies.first_mut()?;
        body.times -= 1;
        Some(body.clone())
    }

    fn answer(&mut self, method: &str, parameters: &Value) -> Answer {
        let fault = fault(method, parameters);
        if let Some(fault) = fault {
            return refuse(StatusCode::BAD_REQUEST, &format!("Bad Request: {fault}"));
        }
        let number = |name: &str| parameters[name].as_i64().unwrap_or_default();
        let place = (number("chat_id"), number("message_id"));
        match method {
            "getme" => ok(
                json!({ "id": self.id, "is_bot": true, "first_name": "Briefing", "username": self.username, "can_join_groups": true,
                "can_read_all_group_messages": false, "supports_inline_queries": true }),
            ),
            "getwebhookinfo" => ok(match &self.webhook {
                Value::Null => {
                    json!({ "url": "", "has_custom_certificate": false, "pending_update_count": 0 })
                }
                info => info.clone(),
            }),
            "deletewebhook"
            | "setwebhook"
            | "answercallbackquery"
            | "answerinlinequery"
            | "setmycommands"
            | "deletemycommands"
            | "setmydescription"
            | "setmyshortdescription" => ok(json!(true)),
            "sendmessage" => {
                let id = self.next_message;
                self.next_message += 1;
                self.messages.insert((place.0, id), parameters.clone());
                ok(
                    json!({ "message_id": id, "date": 1, "chat": { "id": place.0, "type": "private", "first_name": "A" }, "text": "sent" }),
                )
            }
            "editmessagetext" | "editmessagereplymarkup"
                if parameters.get("inline_message_id").is_some() =>
            {
                ok(json!(true))
            }
            "editmessagetext" | "editmessagereplymarkup" => {
                let Some(message) = self.messages.get_mut(&place) else {
                    return refuse(
                        StatusCode::BAD_REQUEST,
                        "Bad Request: message to edit not found",
                    );
                };
                let before = message.clone();
                message["reply_markup"] = parameters["reply_markup"].clone();
                if method == "editmessagetext" {
                    message["text"] = parameters["text"].clone();
                }
                if *message == before {
                    return refuse(
                        StatusCode::BAD_REQUEST,
                        "Bad Request: message is not modified: specified new message content and reply \
                        markup are exactly the same as a current content and reply markup of the message",
                    );
                }
                ok(
                    json!({ "message_id": place.1, "date": 1, "chat": { "id": place.0, "type": "private", "first_name": "A" }, "text": "edited" }),
                )
            }
            "deletemessage" => match self.messages.remove(&place) {
                Some(_) => ok(json!(true)),
                None => refuse(StatusCode::BAD_REQUEST, "Bad Request: message to delete not found"),
            },
            "getfile" => {
                let file = parameters["file_id"].as_str().unwrap_or_default();
                match self.files.get(file).map(Vec::len) {
                    None => refuse(StatusCode::BAD_REQUEST, "Bad Request: invalid file_id"),
                    Some(size) if size > 20 << 20 => {
                        refuse(StatusCode::BAD_REQUEST, "Bad Request: file is too big")
                    }
                    Some(size) => ok(
                        json!({ "file_id": file, "file_unique_id": file, "file_size": size, "file_path": format!("documents/{file}") }),
                    ),
                }
            }
            "getchatmember" => {
                let admin = self.admins.contains(&(place.0, number("user_id")));
                let user = json!({ "id": number("user_id"), "is_bot": false, "first_name": "A" });
                ok(
                    json!({ "status": if admin { "administrator" } else { "member" }, "user": user }),
                )
            }
            _ => refuse(StatusCode::NOT_FOUND, "Not Found"),
        }
    }
}

/// A file that somebody sent.
async fn download(
    State(server): State<BotApi>,
    Path((bot, file)): Path<(String, String)>,
) -> Response {
    if !bot.ends_with(SECRET) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match server.inner.lock().unwrap().files.get(&file) {
        Some(bytes) => bytes.clone().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn get_updates(server: &BotApi, parameters: &Value) -> Response {
    let offset = parameters["offset"].as_i64().unwrap_or(0);
    let hold = Duration::from_secs(parameters["timeout"].as_u64().unwrap_or(0));
    let limit = parameters["limit"].as_u64().unwrap_or(100) as usize;
    {
        let mut inner = server.inner.lock().unwrap();
        inner.polls += 1;
        inner.confirmed = inner.confirmed.max(offset);
        inner.updates.retain(|update| update["update_id"].as_i64().is_none_or(|id| id >= offset));
    }
    server.changed.notify_waiters();
    let waiting = async {
        loop {
            let changed = server.changed.notified();
            if let Some(refusal) = server.inner.lock().unwrap().next_refusal() {
                return Err(refusal);
            }
            if let Some(body) = server.inner.lock().unwrap().next_body() {
                return Err(body);
            }
            let updates: Vec<_> =
                server.inner.lock().unwrap().updates.iter().take(limit).cloned().collect();
            if !updates.is_empty() {
                return Ok(updates);
            }
            changed.await;
        }
    };
    match timeout(hold, waiting).await {
        Ok(Err(body)) => {
            let headers = body.headers.into_iter();
            let response = Response::builder().status(body.status);
            let response =
                headers.fold(response, |response, (name, value)| response.header(name, value));
            response.body(Body::from(body.bytes)).unwrap()
        }
        Ok(Ok(updates)) if updates.iter().any(|update| update.get(BROKEN).is_some()) => {
            let bodies: Vec<_> = updates.iter().map(broken).collect();
            format!("{{\"ok\":true,\"result\":[{}]}}", bodies.join(",")).into_response()
        }
        Ok(Ok(updates)) => ok(Value::Array(updates)).into_response(),
        Err(_) => ok(json!([])).into_response(),
    }
}

/// An update as text; one that is broken ends in the middle of a string.
fn broken(update: &Value) -> String {
    match update.get(BROKEN) {
        Some(_) => {
            format!("{{\"update_id\":{},\"message\":{{\"text\":\"SECRET\n", update["update_id"])
        }
        None => update.to_string(),
    }
}

/// What Telegram would refuse in a request.
fn fault(method: &str, parameters: &Value) -> Option<String> {
    match method {
        "sendmessage" | "editmessagetext" => {
            text_fault(parameters, "text").or_else(|| keyboard_fault(parameters))
        }
        "editmessagereplymarkup" => keyboard_fault(parameters),
        "answercallbackquery" => {
            let long = parameters["text"].as_str().is_some_and(|text| text.chars().count() > 200);
            long.then(|| "MESSAGE_TOO_LONG".into())
        }
        "answerinlinequery" => {
            let results = parameters["results"].as_array().cloned().unwrap_or_default();
            let ids: HashSet<_> = results
                .iter()
                .map(|result| result["id"].as_str().unwrap_or_default().to_owned())
                .collect();
            if results.len() > 50
                || ids.len() != results.len()
                || ids.iter().any(|id| !(1..=64).contains(&id.len()))
            {
                return Some("RESULT_ID_INVALID".into());
            }
            results.iter().find_map(|result| {
                let content = &result["input_message_content"];
                text_fault(content, "message_text").or_else(|| keyboard_fault(result))
            })
        }
        "setmycommands" | "setmydescription" | "setmyshortdescription" => {
            let code = parameters["language_code"].as_str().unwrap_or_default();
            let bad = !code.is_empty()
                && (code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_lowercase()));
            bad.then(|| "Invalid language code specified".into())
        }
        _ => None,
    }
}

fn text_fault(parameters: &Value, name: &str) -> Option<String> {
    let text = parameters[name].as_str().unwrap_or_default();
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
    (shown.encode_utf16().count() > 4096).then(|| "message is too long".into())
}

fn keyboard_fault(parameters: &Value) -> Option<String> {
    let rows =
        parameters["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
    let mut buttons = rows.iter().flat_map(|row| row.as_array().cloned().unwrap_or_default());
    let private = parameters["chat_id"].as_i64().is_some_and(|chat| chat > 0);
    let invalid = buttons.any(|button| {
        let kinds = ["callback_data", "url", "web_app"].map(|kind| button.get(kind));
        let is_right = match kinds {
            [Some(data), None, None] => (1..=64).contains(&data.as_str().unwrap_or_default().len()),
            [None, Some(url), None] => is_public(url, &["http", "https"]),
            [None, None, Some(app)] => private && is_public(&app["url"], &["https"]),
            _ => false,
        };
        !is_right || button["text"].as_str().is_none_or(|text| text.trim().is_empty())
    });
    (invalid || rows.iter().any(|row| row.as_array().is_none_or(Vec::is_empty)))
        .then(|| "BUTTON_DATA_INVALID".into())
}

/// Whether Telegram takes an address for a button: none of a machine that nobody else can reach.
fn is_public(url: &Value, schemes: &[&str]) -> bool {
    let url = reqwest::Url::parse(url.as_str().unwrap_or_default());
    url.is_ok_and(|url| {
        let host = url.host_str().unwrap_or_default();
        schemes.contains(&url.scheme()) && host.contains('.') && !host.starts_with("127.")
    })
}

/// What an HTML text shows, or why Telegram would not read it.
pub(crate) fn shown(html: &str) -> Result<String, String> {
    const TAGS: [&str; 12] = [
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "code",
        "pre",
        "a",
        "tg-spoiler",
        "blockquote",
        "blockquote expandable",
    ];
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
                    let opened =
                        open.pop().ok_or_else(|| format!("unexpected end tag </{name}>"))?;
                    if opened.split(' ').next() != Some(name) {
                        return Err(format!("unmatched end tag </{name}>, expected </{opened}>"));
                    }
                } else {
                    if !TAGS.contains(&tag) && !is_link(tag) {
                        return Err(format!("unsupported start tag <{tag}>"));
                    }
                    if tag.starts_with("blockquote")
                        && open.iter().any(|tag| tag.starts_with("blockquote"))
                    {
                        return Err("nested blockquote".into());
                    }
                    open.push(tag.to_owned());
                }
            }
            '&' => {
                let known = [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')];
                let (name, character) = known
                    .into_iter()
                    .find(|(name, _)| rest.starts_with(name))
                    .ok_or("unsupported entity")?;
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

fn is_link(tag: &str) -> bool {
    tag.strip_prefix("a href=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .is_some_and(|address| !address.contains(['"', '<']))
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
    assert!(fault("sendmessage", &json!({ "text": "<b> </b>", "parse_mode": "HTML" })).is_some());
    assert!(
        fault("sendmessage", &json!({ "text": "長".repeat(4097), "parse_mode": "HTML" })).is_some()
    );
    let button = |data: &str| json!({ "text": "a", "reply_markup": { "inline_keyboard": [[{ "text": "b", "callback_data": data }]] } });
    assert!(
        fault("sendmessage", &button(&"x".repeat(65))).is_some()
            && fault("sendmessage", &button("")).is_some()
            && fault("sendmessage", &button("x")).is_none()
    );
}
