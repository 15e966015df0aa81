//! A running bot, as a process of its own, against the Bot API server on loopback; and the people who talk to it.

use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::{Value, json};

use crate::bot_api::{BotApi, Call, TOKEN};

/// The group of all tests.
pub(crate) const GROUP: i64 = -100;

/// Numbers for messages that only ask whether the bot has come so far.
static MARKS: AtomicI64 = AtomicI64::new(FIRST_MARK);

const FIRST_MARK: i64 = 1_000_000;

/// A running bot. Killed when dropped.
pub(crate) struct Bot {
    pub(crate) api: BotApi,
    process: Child,
    /// Where it keeps its state. Nothing of the developer's own `.env` is read.
    folder: Option<tempfile::TempDir>,
    variables: Vec<(String, String)>,
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts the program on a server.
pub(crate) fn spawn(
    url: &str,
    token: Option<&str>,
    folder: &std::path::Path,
    variables: &[(&str, &str)],
) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefing-bot"));
    command
        .arg("serve")
        .env_clear()
        .env("TELOXIDE_API_URL", url)
        .env("RUST_LOG", "trace")
        .current_dir(folder);
    if let Some(token) = token {
        command.env("TELOXIDE_TOKEN", token);
    }
    command
        .env("SEND_LIMITS", "off")
        .env("QUESTIONS_PER_MINUTE", "1000000")
        .envs(variables.iter().copied());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

impl Bot {
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts it with variables of the environment.
    pub(crate) async fn start_with(variables: &[(&str, &str)]) -> Self {
        Self::at(BotApi::start().await, tempfile::tempdir().unwrap(), variables)
    }

    /// Starts it on a server, with a state.
    pub(crate) fn at(api: BotApi, folder: tempfile::TempDir, variables: &[(&str, &str)]) -> Self {
        Self::with_token(TOKEN, api, folder, variables)
    }

    /// The same with a token of its own.
    pub(crate) fn with_token(
        token: &str,
        api: BotApi,
        folder: tempfile::TempDir,
        variables: &[(&str, &str)],
    ) -> Self {
        let mut process = spawn(&api.url(), Some(token), folder.path(), variables);
        // a log that nobody reads would fill its pipe and stop the bot
        let stderr = process.stderr.take().unwrap();
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.path().join("log"))
            .unwrap();
        std::thread::spawn(move || std::io::copy(&mut { stderr }, &mut { log }));
        let variables = variables.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
        Self { api, process, folder: Some(folder), variables: variables.collect() }
    }

    /// Everything that was logged.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder().join("log")).unwrap()
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.as_ref().unwrap().path()
    }

    /// What was not answered, by `report`: the words, and what they came to.
    pub(crate) fn unanswered(&self) -> Vec<(String, String)> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefing-bot"));
        command.args(["report", "--format", "jsonl"]).env_clear().current_dir(self.folder());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).unwrap();
        let read = |line: &str| {
            let line: Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| line[name].as_str().unwrap().to_owned();
            (text("q"), text("outcome"))
        };
        lines.lines().map(read).collect()
    }

    /// Sends an update and gives back what the bot did about it.
    pub(crate) async fn gets(&self, kind: &str, content: Value) -> Vec<Call> {
        let before = self.api.calls().len();
        self.api.push(kind, content.clone());
        let mark = MARKS.fetch_add(1, Ordering::Relaxed);
        // what comes after it in the same lane is answered after it
        let is_mark: Box<dyn Fn(&Call) -> bool> = match kind {
            "callback_query" => {
                let id = content["id"].clone();
                Box::new(move |call| call.parameters["callback_query_id"] == id)
            }
            "inline_query" => {
                let id = content["id"].clone();
                Box::new(move |call| {
                    call.method == "answerinlinequery" && call.parameters["inline_query_id"] == id
                })
            }
            _ => {
                let chat = &content["chat"];
                self.api.push(
                    "message",
                    json!({ "message_id": mark, "date": now(), "chat": chat, "from": person(1), "text": "/help@briefing_bot" }),
                );
                Box::new(move |call| call.parameters["reply_parameters"]["message_id"] == mark)
            }
        };
        self.api.wait_for(|calls| calls.iter().skip(before).any(&is_mark)).await;
        if kind == "callback_query" {
            // what a press changes may come before or after its acknowledgement
            self.api.wait_quiet().await;
        }
        let own = |call: &Call| !is_setup(call) && !is_any_mark(call);
        let calls: Vec<_> = self.api.calls().into_iter().skip(before).filter(own).collect();
        for call in &calls {
            let expected = call.method == "editmessagetext" || call.refused.is_none();
            assert!(expected, "{call:#?}");
        }
        calls
    }

    pub(crate) async fn says(&self, message: Value) -> Vec<Call> {
        self.gets("message", message).await
    }

    /// Somebody edits a message.
    pub(crate) async fn edits(&self, mut message: Value) -> Vec<Call> {
        // no two edits in the same second
        static LATER: AtomicI64 = AtomicI64::new(1);
        message["edit_date"] = json!(now() + LATER.fetch_add(1, Ordering::Relaxed));
        self.gets("edited_message", message).await
    }

    /// Presses a button of a message of the bot's: what was done about it, its acknowledgement first.
    pub(crate) async fn presses(&self, user: i64, call: &Call, label: &str) -> Vec<Call> {
        let press = self.press(user, call, label);
        let mut calls = self.gets("callback_query", press).await;
        calls.sort_by_key(|call| call.method != "answercallbackquery");
        assert_eq!(
            calls.first().map(|call| call.method.as_str()),
            Some("answercallbackquery"),
            "{calls:#?}"
        );
        calls
    }

    /// The press of a button of a message of the bot's, as it is now.
    pub(crate) fn press(&self, user: i64, call: &Call, label: &str) -> Value {
        let (chat, id) = (call.parameters["chat_id"].as_i64().unwrap(), call.message.unwrap());
        let message = self.api.message(chat, id).unwrap();
        let data = data(&message, label);
        static NEXT: AtomicI64 = AtomicI64::new(1);
        let press = NEXT.fetch_add(1, Ordering::Relaxed).to_string();
        json!({ "id": press, "from": person(user), "chat_instance": "1", "data": data, "message": { "message_id": id, "date": 1,
            "chat": chat_of(chat), "text": "…", "reply_markup": message["reply_markup"], "reply_to_message": call.parameters.get("question") } })
    }

    /// The most memory that it has held, in MiB.
    pub(crate) fn peak_memory(&self) -> u64 {
        peak_memory(self.process.id())
    }

    /// Whether it has not ended.
    pub(crate) fn is_running(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(None))
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: &str) {
        let sent =
            Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Sends a signal and waits for the end: the exit code and what was logged.
    pub(crate) fn end(mut self, signal: &str) -> (Option<i32>, String, tempfile::TempDir) {
        self.signal(signal);
        let code = self.process.wait().unwrap().code();
        // the last lines may still be on their way from the pipe to the file
        std::thread::sleep(std::time::Duration::from_millis(100));
        let log = self.log();
        (code, log, self.folder.take().unwrap())
    }

    /// Ends it by a signal and starts it again on the same server and state, with the same variables.
    pub(crate) async fn restart(self, signal: &'static str) -> Self {
        let (api, variables) = (self.api.clone(), self.variables.clone());
        let (_, _, folder) = tokio::task::spawn_blocking(move || self.end(signal)).await.unwrap();
        let variables: Vec<_> =
            variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Self::at(api, folder, &variables)
    }
}

/// The most memory that a process has held, in MiB.
pub(crate) fn peak_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).unwrap_or("0");
    kilobytes.parse::<u64>().unwrap() / 1024
}

/// The address of the PostgreSQL for tests, if there is one.
pub(crate) fn postgresql() -> Option<String> {
    let address = std::env::var("TEST_DATABASE_URL").ok();
    if address.is_none() {
        println!("skipped: TEST_DATABASE_URL names no PostgreSQL");
    }
    address
}

/// Unix seconds.
pub(crate) fn now() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs()
        .cast_signed()
}

/// Whether a request only prepares the bot.
fn is_setup(call: &Call) -> bool {
    let scoped = call.parameters["scope"]["type"] == "chat";
    match call.method.as_str() {
        "getme" | "deletewebhook" | "setmydescription" | "setmyshortdescription" => true,
        "setmycommands" => !scoped,
        _ => false,
    }
}

/// Whether a request answers a mark: of this time, or of before a restart.
fn is_any_mark(call: &Call) -> bool {
    call.parameters["reply_parameters"]["message_id"].as_i64().is_some_and(|id| id >= FIRST_MARK)
}

/// The data of a button.
pub(crate) fn data(message: &Value, label: &str) -> String {
    let found = buttons(message).into_iter().find(|(own, _)| own == label);
    found.unwrap_or_else(|| panic!("no button {label}: {:?}", buttons(message))).1
}

/// The buttons of a message: what they say, and their data.
pub(crate) fn buttons(message: &Value) -> Vec<(String, String)> {
    let rows = message["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
    let text = |button: &Value, name: &str| button[name].as_str().unwrap_or_default().to_owned();
    rows.iter()
        .flat_map(|row| row.as_array().unwrap())
        .map(|button| (text(button, "text"), text(button, "callback_data")))
        .collect()
}

/// The text of the only message sent.
pub(crate) fn text(calls: &[Call]) -> String {
    let [call] = calls else { panic!("want one message: {calls:#?}") };
    assert_eq!(call.method, "sendmessage");
    call.parameters["text"].as_str().unwrap().to_owned()
}

/// The text of a message that was sent or changed.
pub(crate) fn said(call: &Call) -> &str {
    call.parameters["text"].as_str().unwrap()
}

/// Somebody; the ninth reads English, all others Chinese.
pub(crate) fn person(id: i64) -> Value {
    json!({ "id": id, "is_bot": false, "first_name": "A", "language_code": if id == 9 { "en" } else { "zh-hk" } })
}

fn chat_of(id: i64) -> Value {
    json!({ "id": id, "type": if id > 0 { "private" } else { "supergroup" }, "title": "G" })
}

/// The bot itself.
pub(crate) fn itself() -> Value {
    json!({ "id": 77, "is_bot": true, "first_name": "B", "username": "briefing_bot" })
}

/// A message of somebody's in their private chat with the bot.
pub(crate) fn private(user: i64, id: i64, text: &str) -> Value {
    json!({ "message_id": id, "date": now(), "chat": chat_of(user), "from": person(user), "text": text })
}

/// A message of somebody's in the group.
pub(crate) fn group(user: i64, id: i64, text: &str) -> Value {
    json!({ "message_id": id, "date": now(), "chat": chat_of(GROUP), "from": person(user), "text": text })
}

/// A message with more to it.
pub(crate) fn with(mut message: Value, more: Value) -> Value {
    message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    message
}

/// A message that replies to one of the bot's.
pub(crate) fn in_reply(message: Value, to: &Call) -> Value {
    let replied = json!({ "message_id": to.message, "date": 1, "chat": message["chat"], "from": itself(), "text": "…" });
    with(message, json!({ "reply_to_message": replied }))
}
