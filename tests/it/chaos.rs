//! Under faults of every kind, every question is answered, in order, and what is answered twice has a reason.
//!
//! Two thousand questions in two hundred chats, while the bot is killed every second, the server has too much to do, breaks, drops connections
//! before and after it took a message, and lets some hang; refuses the token now and then; updates come twice, or cannot be read; groups chatter;
//! and another bot uses the same database for a while.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::bot::{now, peak_memory, person, postgresql};
use crate::bot_api::{BotApi, Faults, TOKEN};
use crate::operation::free_address;

const CHATS: i64 = 200;
const QUESTIONS: i64 = 2_000;

/// Questions to another bot on the same database.
const OTHERS: usize = 200;

/// Between two kills.
const KILLS: Duration = Duration::from_secs(1);

/// In so many parts the questions come, one every …
const PARTS: i64 = 16;

/// … so often.
const PAUSE: Duration = Duration::from_millis(500);

/// How long a stop waits for what is under way, unless `DRAIN_SECONDS` says otherwise.
const DRAIN: Duration = Duration::from_secs(10);

/// Most memory that a process may hold, in MiB.
const MOST_MEMORY: u64 = 120;

/// Longest that it all may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// The messages, each with its chat and number, in the order in which they are written.
fn questions() -> Vec<(i64, i64, Value)> {
    let words = [
        "七份協議？",
        "前海由誰主導開發？",
        "How many agreements were signed?",
        "聽日會唔會落雨？",
        "河套",
        "下一段",
    ];
    let question = |place: i64| {
        let (chat, id) = (place % CHATS + 1, place / CHATS + 1);
        let text = words[(place * 7 % words.len() as i64) as usize];
        let message = json!({ "message_id": id, "date": now(), "chat": { "id": chat, "type": "private" }, "from": person(chat), "text": text });
        (chat, id, message)
    };
    (0..QUESTIONS).map(question).collect()
}

/// What must hold in the end, where these processes were killed. How many questions were answered more than once.
fn judge(api: &BotApi, killed: &[u32]) -> usize {
    let mut answers: BTreeMap<(i64, i64), Vec<(u32, bool)>> = BTreeMap::new();
    let mut first: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for sent in api.accepted() {
        let key = (sent.chat, sent.question);
        if !answers.contains_key(&key) {
            first.entry(sent.chat).or_default().push(sent.question);
        }
        answers.entry(key).or_default().push((sent.run, sent.told));
    }
    for (chat, id, _) in questions() {
        assert!(answers.contains_key(&(chat, id)), "question {id} of chat {chat} was not answered");
    }
    for (chat, order) in first {
        assert!(order.is_sorted(), "chat {chat}: {order:?}");
    }
    let mut twice = 0;
    for (question, answers) in answers.iter().filter(|(_, answers)| answers.len() > 1) {
        twice += 1;
        for pair in answers.windows(2) {
            let [(before, told), (after, _)] = pair else { continue };
            // what a process sent before it was killed may not be marked
            let is_explained = before != after && killed.contains(before);
            assert!(
                !told || is_explained,
                "question {question:?} was answered twice without a reason"
            );
        }
    }
    twice
}

/// The most memory that one of the processes held, of which each was alive when it was looked at.
fn most(memory: &[u64]) -> u64 {
    assert!(memory.iter().all(|held| (1..=MOST_MEMORY).contains(held)), "{memory:?} MiB");
    memory.iter().copied().max().unwrap()
}

fn all_answered(api: &BotApi) -> bool {
    api.accepted().iter().map(|sent| (sent.chat, sent.question)).collect::<BTreeSet<_>>().len()
        as i64
        == QUESTIONS
}

/// A bot that is killed when dropped, and its number among all.
struct Process(Child, u32);

/// How many were started.
static STARTED: AtomicU32 = AtomicU32::new(0);

impl Process {
    fn start(url: &str, folder: &std::path::Path, variables: &[(&str, &str)]) -> Self {
        Self::with_token(TOKEN, url, folder, variables)
    }

    fn with_token(
        token: &str,
        url: &str,
        folder: &std::path::Path,
        variables: &[(&str, &str)],
    ) -> Self {
        let run = STARTED.fetch_add(1, Ordering::Relaxed) + 1;
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefing-bot"));
        command
            .arg("serve")
            .env_clear()
            .current_dir(folder)
            .env("TELOXIDE_TOKEN", token)
            .env("TELOXIDE_API_URL", format!("{url}/{run}"));
        command.env("SEND_LIMITS", "off").env("RUST_LOG", "error").envs(variables.iter().copied());
        let log =
            std::fs::OpenOptions::new().create(true).append(true).open(folder.join("log")).unwrap();
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap(), run)
    }

    /// The most memory that it has held, in MiB; 0 if it has ended.
    fn memory(&self) -> u64 {
        peak_memory(self.0.id())
    }

    /// Kills it; its number.
    fn kill(&mut self) -> u32 {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
        self.1
    }

    /// Ends it as an operator does; its exit code.
    async fn end(mut self) -> Option<i32> {
        assert!(
            Command::new("kill")
                .args(["-TERM", &self.0.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        tokio::task::spawn_blocking(move || self.0.wait().unwrap().code()).await.unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What no bot can read, and what it ought to have seen before.
fn noise(api: &BotApi, message: &Value, place: usize) {
    match place % 40 {
        0 => drop(api.push(
            "message",
            json!({ "message_id": "x", "chat": { "id": message["chat"]["id"] } }),
        )),
        1 => drop(api.push("not_yet_known", json!({ "a": [1, 2] }))),
        // the same message under another number
        2 => drop(api.push("message", message.clone())),
        // what is no JSON at all
        3 => api.push_broken(),
        // people of a group who talk to each other
        4..=13 => {
            let talk = json!({ "message_id": 10_000 + place, "date": now(), "chat": { "id": -7, "type": "supergroup", "title": "G" },
                "from": person(place as i64 % 5 + 1), "text": "前海今日好塞車" });
            let _ = api.push("message", talk);
        }
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_and_faults_lose_nothing_and_double_nothing_without_a_reason() {
    let api = BotApi::start().await;
    api.fault(Some(Faults::default()));
    api.refuse_polls(5);
    // another bot, with the same numbers of updates, chats and messages
    let other = BotApi::start_as(78, "other_bot", 9001).await;
    for (.., message) in questions().into_iter().take(OTHERS) {
        other.push("message", message);
    }
    let folder = tempfile::tempdir().unwrap();
    let writing = api.clone();
    let written = tokio::spawn(async move {
        for (part, some) in questions().chunks((QUESTIONS / PARTS) as usize).enumerate() {
            for (place, (.., message)) in some.iter().enumerate() {
                writing.push("message", message.clone());
                noise(&writing, message, part * 1000 + place);
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
    let started = Instant::now();
    let (mut kills, mut memory) = (Vec::new(), Vec::new());
    while !(written.is_finished() && all_answered(&api)) {
        assert!(started.elapsed() < PATIENCE, "{} answers", api.accepted().len());
        let mut process = if kills.len() % 4 == 2 {
            Process::with_token(
                "78:TEST-token-of-thirty-five-characters-x",
                &other.url(),
                folder.path(),
                &[],
            )
        } else {
            Process::start(&api.url(), folder.path(), &[])
        };
        tokio::time::sleep(KILLS).await;
        memory.push(process.memory());
        kills.push(process.kill());
    }
    let (own, pages) = api.refused_polls();
    assert!(own > 0 && pages > 0, "the token was refused {own} times, and by a page {pages} times");
    // in peace, what is left is done, and nothing more
    api.fault(None);
    api.refuse_polls(0);
    let process = Process::with_token(
        "78:TEST-token-of-thirty-five-characters-x",
        &other.url(),
        folder.path(),
        &[],
    );
    tokio::time::sleep(KILLS * 2).await;
    memory.push(process.memory());
    assert_eq!(process.end().await, Some(0));
    let answered: BTreeSet<_> =
        other.accepted().iter().map(|own| (own.chat, own.question)).collect();
    assert_eq!(answered.len(), OTHERS, "questions to the other bot");
    let process = Process::start(&api.url(), folder.path(), &[]);
    tokio::time::sleep(KILLS * 2).await;
    memory.push(process.memory());
    assert_eq!(process.end().await, Some(0));
    let twice = judge(&api, &kills);
    println!(
        "{QUESTIONS} questions, {} kills, {twice} answered twice, {} MiB at most, {:?}",
        kills.len(),
        most(&memory),
        started.elapsed()
    );
}

/// An empty PostgreSQL, if there is one for tests.
async fn database() -> Option<String> {
    use sqlx::Connection as _;
    let address = postgresql()?;
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&address).await.unwrap();
    for statement in ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"] {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    Some(address)
}

/// Telegram, bringing updates one after the other to whichever replica takes them.
async fn bring(
    client: &reqwest::Client,
    replicas: &[String],
    path: &str,
    place: usize,
    update: &Value,
) {
    for attempt in 0.. {
        let replica = &replicas[(place + attempt) % replicas.len()];
        let request = client
            .post(format!("http://{replica}{path}"))
            .header("X-Telegram-Bot-Api-Secret-Token", "chaos");
        if let Ok(response) = request.json(update).timeout(Duration::from_secs(5)).send().await
            && response.status().is_success()
        {
            return;
        }
        assert!(attempt < 1000, "no replica takes anything");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_replicas_on_one_postgresql_lose_nothing_while_they_are_killed_and_restarted() {
    let Some(address) = database().await else { return };
    let api = BotApi::start().await;
    api.fault(Some(Faults::default()));
    let folder = tempfile::tempdir().unwrap();
    let replicas = [free_address(), free_address()];
    let start = |replica: &str| {
        let url = format!("http://{}/bot", replicas[0]);
        let variables = [
            ("DATABASE_URL", address.as_str()),
            ("LISTEN", replica),
            ("WEBHOOK_URL", &url),
            ("WEBHOOK_SECRET", "chaos"),
        ];
        Process::start(&api.url(), folder.path(), &variables)
    };
    let mut processes = [start(&replicas[0]), start(&replicas[1])];
    api.wait_for(|calls| calls.iter().any(|call| call.method == "setwebhook")).await;
    let set = api.calls().into_iter().find(|call| call.method == "setwebhook").unwrap();
    let path: Arc<str> =
        set.parameters["url"].as_str().unwrap().split_once("/bot").unwrap().1.into();
    let to = replicas.clone();
    let written = tokio::spawn(async move {
        let client = reqwest::Client::new();
        for (place, (.., message)) in questions().into_iter().enumerate() {
            let update = json!({ "update_id": 1000 + place, "message": message });
            bring(&client, &to, &path, place, &update).await;
            if place % 50 == 0 {
                // it comes again, perhaps to the other
                bring(&client, &to, &path, place + 1, &update).await;
            }
            if place % (QUESTIONS / PARTS) as usize == 0 {
                tokio::time::sleep(PAUSE).await;
            }
        }
    });
    let started = Instant::now();
    let (mut kills, mut memory, mut turn) = (Vec::new(), Vec::new(), 0);
    while !(written.is_finished() && all_answered(&api)) {
        assert!(started.elapsed() < PATIENCE, "{} answers", api.accepted().len());
        tokio::time::sleep(KILLS).await;
        // by turns one is killed, or ended as in a rolling restart
        let place = turn / 2 % 2;
        memory.push(processes[place].memory());
        if turn % 2 == 0 {
            kills.push(processes[place].kill());
        } else {
            let ended = std::mem::replace(&mut processes[place], start(&replicas[place]));
            // the address is taken until the old one has ended: it is started again
            let (begun, run) = (Instant::now(), ended.1);
            assert_eq!(ended.end().await, Some(0));
            // what it could not finish in its time goes to the other, as after a kill
            if begun.elapsed() >= DRAIN {
                kills.push(run);
            }
            kills.push(processes[place].kill());
        }
        processes[place] = start(&replicas[place]);
        turn += 1;
    }
    api.fault(None);
    tokio::time::sleep(KILLS * 2).await;
    for process in processes {
        memory.push(process.memory());
        assert_eq!(
            process.end().await,
            Some(0),
            "{}",
            std::fs::read_to_string(folder.path().join("log")).unwrap_or_default()
        );
    }
    let twice = judge(&api, &kills);
    println!(
        "{QUESTIONS} questions, {} kills, {turn} restarts, {twice} answered twice, {} MiB at most, {:?}",
        kills.len(),
        most(&memory),
        started.elapsed()
    );
}
