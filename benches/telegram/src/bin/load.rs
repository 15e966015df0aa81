//! How many questions a second a bot answers, how fast, and in how much memory.
//!
//! `load ADDRESS_FILE OPTIONS… -- COMMAND…` serves a Bot API of its own on loopback, writes its address into a file, starts a bot with
//! `TELOXIDE_API_URL` and `TELOXIDE_TOKEN`, feeds it questions from private chats by getUpdates, takes its sendMessage requests for answers,
//! ends it, and prints one line of JSON. Nothing is checked and nothing is kept but counts and times, so that the bot is what is measured; one
//! thread serves, so that the bot has the other cores to itself.
//!
//! Options:
//! - `--questions N`: how many questions; 20000.
//! - `--chats C`: from how many chats, by turns; 200.
//! - `--outstanding W`: at most so many are handed out and not answered; 400.
//! - `--paced R`: R questions a second instead, however many are not answered.
//! - `--isolate`: messages to chat 1 hang for ever, those to chat 2 are refused with a 429 each time. All figures are of the other chats.
//! - `--every N`: tells the memory after every N answers.

use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::path::PathBuf;
use std::process::Stdio;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, fs};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::serve::ListenerExt as _;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout_at};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const USAGE: &str = "load ADDRESS_FILE [--questions N] [--chats C] [--outstanding W] [--paced R] [--isolate] [--every N] -- COMMAND…";

const TOKEN: &str = "77:TEST-token-of-thirty-five-characters-x";

/// What is asked. They stand in JSON as they are: no quotes, no backslashes.
const QUESTIONS: [&str; 8] = [
    "前海由誰主導開發？",
    "How many agreements were signed?",
    "七份協議？",
    "这份文件的目的是什么？",
    "Who chairs the meeting?",
    "清潔生產計劃資助咗幾多個項目？",
    "When did the meeting take place?",
    "聽日會唔會落雨？",
];

/// The number of the first update.
const FIRST_UPDATE: i64 = 1000;

/// The number of the bot's first message, above those of all questions.
const FIRST_SENT: i64 = 10_000_000;

/// Most updates at a time, as Telegram has it.
const MOST_UPDATES: usize = 100;

/// The chat to which messages hang, if chats are to be isolated …
const HUNG: i64 = 1;

/// … and the one to which they are refused.
const REFUSED: i64 = 2;

/// How many chats that makes, the first.
const ISOLATED: usize = 2;

/// How long a bot rests before its memory is looked at and the questions come.
const REST: Duration = Duration::from_secs(2);

/// How often it is looked whether all is answered.
const LOOK: Duration = Duration::from_millis(20);

/// Longest that a bot may take to start, and to answer nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// Parts of a second in which Linux counts the time of processors for programs, whatever the kernel.
const TICKS: f64 = 100.0;

const ME: &str = r#"{"id":77,"is_bot":true,"first_name":"Load","username":"load_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":true,"can_connect_to_business":false,"has_main_web_app":false}"#;

const NO_WEBHOOK: &str = r#"{"url":"","has_custom_certificate":false,"pending_update_count":0}"#;

const TOO_MANY: &str = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}"#;

const NO_CHAT: &str = r#"{"ok":false,"error_code":400,"description":"Bad Request: chat_id is empty"}"#;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let options = Options::read(env::args().skip(1))?;
    let mut terminated = signal(SignalKind::terminate())?;
    // a bot that is dropped is killed
    let figures = tokio::select! {
        figures = measure(&options) => figures?,
        _ = tokio::signal::ctrl_c() => return Err("interrupted".into()),
        _ = terminated.recv() => return Err("terminated".into()),
    };
    println!("{figures}");
    Ok(())
}

/// What the command line says.
struct Options {
    address_file: PathBuf,
    plan: Plan,
    command: Vec<String>,
}

/// What is asked when.
#[derive(Clone, Copy)]
struct Plan {
    questions: usize,
    chats: usize,
    outstanding: usize,
    /// Questions a second.
    paced: Option<f64>,
    isolate: bool,
    /// Answers between two looks at the memory; 0 for none.
    every: usize,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let address_file = PathBuf::from(arguments.next().ok_or(USAGE)?);
        let mut plan = Plan { questions: 20_000, chats: 200, outstanding: 400, paced: None, isolate: false, every: 0 };
        while let Some(option) = arguments.next() {
            match option.as_str() {
                "--" => break,
                "--isolate" => plan.isolate = true,
                "--questions" => plan.questions = number(arguments.next())?,
                "--chats" => plan.chats = number(arguments.next())?,
                "--outstanding" => plan.outstanding = number(arguments.next())?,
                "--paced" => plan.paced = Some(number(arguments.next())?),
                "--every" => plan.every = number(arguments.next())?,
                _ => return Err(USAGE.into()),
            }
        }
        let command: Vec<String> = arguments.collect();
        let fewest = if plan.isolate { ISOLATED + 1 } else { 1 };
        let paced = plan.paced.is_none_or(|rate| rate.is_finite() && rate > 0.0);
        if command.is_empty() || !paced || plan.questions < fewest || plan.chats < fewest || plan.outstanding == 0 {
            return Err(USAGE.into());
        }
        Ok(Self { address_file, plan, command })
    }
}

fn number<T: FromStr>(value: Option<String>) -> Result<T> {
    value.and_then(|value| value.parse().ok()).ok_or_else(|| USAGE.into())
}

impl Plan {
    /// The place of a question's chat; its number is one more.
    fn place(&self, number: usize) -> usize {
        number % self.chats
    }

    /// The number of a question's message in its chat.
    fn message(&self, number: usize) -> i64 {
        (number / self.chats + 1) as i64
    }

    /// Whether answers to a chat are waited for.
    fn counts(&self, place: usize) -> bool {
        !self.isolate || place >= ISOLATED
    }

    /// How many questions are to be answered.
    fn expected(&self) -> usize {
        (0..self.questions).filter(|number| self.counts(self.place(*number))).count()
    }

    /// A question as an update. Each chat asks all of them.
    fn update(&self, number: usize, date: u64) -> String {
        let (place, id, message) = (self.place(number), FIRST_UPDATE + number as i64, self.message(number));
        let text = QUESTIONS[(number / self.chats + place) % QUESTIONS.len()];
        let (chat, code) = (place + 1, if place.is_multiple_of(2) { "zh-hant" } else { "en" });
        format!(
            r#"{{"update_id":{id},"message":{{"message_id":{message},"date":{date},"chat":{{"id":{chat},"type":"private","first_name":"A"}},"from":{{"id":{chat},"is_bot":false,"first_name":"A","language_code":"{code}"}},"text":"{text}"}}}}"#
        )
    }
}

/// Starts a bot, asks it everything, and ends it.
async fn measure(options: &Options) -> Result<Value> {
    let plan = options.plan;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    fs::write(&options.address_file, &address)?;
    let server = Arc::new(Server { plan, run: Mutex::new(Run::new(plan)), news: Notify::new(), polled: Notify::new() });
    let router: Router = Router::new().fallback(call).with_state(Arc::clone(&server));
    let listener = listener.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    tokio::spawn(async move { axum::serve(listener, router).await });

    let [program, arguments @ ..] = options.command.as_slice() else { return Err(USAGE.into()) };
    let mut command = Command::new(program);
    command.args(arguments).env("TELOXIDE_API_URL", &address).env("TELOXIDE_TOKEN", TOKEN);
    command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
    let started = Instant::now();
    let mut bot = command.spawn()?;
    let process = bot.id().ok_or("the bot has ended")?.to_string();
    tokio::select! {
        () = server.polled.notified() => {}
        ended = bot.wait() => return Err(format!("the bot ended before it asked for updates: {}", ended?).into()),
        () = sleep(PATIENCE) => return Err("the bot asks for no updates".into()),
    }
    let start = server.run().first_poll.map(|first| milliseconds(first - started));
    sleep(REST).await;
    let rest = memory(&process, "VmRSS:")?;
    let before = (processors(&process)?, processors("self")?, server.run().requests.values().sum::<u64>());

    server.run().begun = Some(Instant::now());
    server.news.notify_one();
    let expected = plan.expected();
    let mut every = Vec::new();
    let (mut seen, mut seen_at) = (0, Instant::now());
    let complete = loop {
        sleep(LOOK).await;
        let (answered, skipped) = server.run().done();
        while plan.every > 0 && answered >= (every.len() + 1) * plan.every {
            let held = rounded(memory(&process, "VmRSS:")?);
            every.push(held);
            eprintln!("{} answered, {held} MiB", every.len() * plan.every);
        }
        if answered + skipped >= expected {
            break skipped == 0;
        }
        if let Some(status) = bot.try_wait()? {
            return Err(format!("the bot ended after {answered} answers: {status}").into());
        }
        if answered > seen {
            (seen, seen_at) = (answered, Instant::now());
        } else if seen_at.elapsed() > PATIENCE {
            break false;
        }
    };
    let peak = memory(&process, "VmHWM:")?;
    let after = (processors(&process)?, processors("self")?);
    bot.kill().await?;

    let mut run = server.run();
    let answered = run.latencies.len();
    let seconds = run.begun.zip(run.last).map_or(0.0, |(begun, last)| (last - begun).as_secs_f64());
    let requests = run.requests.values().sum::<u64>() - before.2;
    let outstanding = plan.paced.is_none().then_some(plan.outstanding);
    let latency = spread(&mut run.latencies);
    let delay = spread(&mut run.delays);
    Ok(json!({
        "questions": plan.questions,
        "chats": plan.chats,
        "outstanding": outstanding,
        "paced": plan.paced,
        "isolate": plan.isolate,
        "expected": expected,
        "answered": answered,
        "complete": complete,
        "start_ms": start,
        "seconds": rounded(seconds),
        "per_second": rounded(answered as f64 / seconds.max(1e-9)),
        "latency_ms": latency,
        "due_ms": delay,
        "rss_mib": { "rest": rounded(rest), "peak": rounded(peak), "every": every },
        "cpu_s": { "bot": rounded(after.0 - before.0), "server": rounded(after.1 - before.1), "start": rounded(before.0) },
        "requests_per_question": rounded(requests as f64 / answered.max(1) as f64),
        "requests": run.requests,
        "unusual": { "surplus": run.surplus, "skipped": run.skipped, "hung": run.hung, "refused": run.refused },
    }))
}

/// A question that was handed out and is not answered.
#[derive(Clone, Copy)]
struct Question {
    message: i64,
    handed: Instant,
    due: Instant,
}

/// How far it is.
struct Run {
    plan: Plan,
    /// When the first updates came to be asked for …
    first_poll: Option<Instant>,
    /// … and when there were any.
    begun: Option<Instant>,
    /// When the last answer came.
    last: Option<Instant>,
    /// How many questions the bot has said that it has.
    confirmed: usize,
    /// How many were handed out.
    handed: usize,
    /// Of those, in each chat, what is not answered.
    waiting: Vec<VecDeque<Question>>,
    /// How many that is in the chats that count.
    outstanding: usize,
    /// From when a question was handed out to when its answer came.
    latencies: Vec<Duration>,
    /// From when it should have been, if that is told.
    delays: Vec<Duration>,
    /// Messages that answer nothing, such as the second part of an answer.
    surplus: usize,
    /// Questions that were passed over: a later one was answered.
    skipped: usize,
    hung: usize,
    refused: usize,
    requests: BTreeMap<String, u64>,
    next_message: i64,
}

impl Run {
    fn new(plan: Plan) -> Self {
        Self {
            plan,
            first_poll: None,
            begun: None,
            last: None,
            confirmed: 0,
            handed: 0,
            waiting: vec![VecDeque::new(); plan.chats],
            outstanding: 0,
            latencies: Vec::with_capacity(plan.questions),
            delays: Vec::new(),
            surplus: 0,
            skipped: 0,
            hung: 0,
            refused: 0,
            requests: BTreeMap::new(),
            next_message: FIRST_SENT,
        }
    }

    /// Counts a request.
    fn count(&mut self, method: &str) {
        if let Some(count) = self.requests.get_mut(method) {
            *count += 1;
        } else {
            self.requests.insert(method.to_owned(), 1);
        }
    }

    /// How many questions were answered, and how many passed over.
    fn done(&self) -> (usize, usize) {
        (self.latencies.len(), self.skipped)
    }

    /// Updates from a number on, with commas between, and when the next is due, if that is told. What is not confirmed comes again.
    fn hand_out(&mut self, offset: i64, limit: usize) -> (String, Option<Instant>) {
        let now = Instant::now();
        let confirmed = usize::try_from(offset - FIRST_UPDATE).unwrap_or_default().min(self.handed);
        self.confirmed = self.confirmed.max(confirmed);
        if self.confirmed == self.handed {
            let mut free = limit;
            while free > 0 && self.hand_out_next(now) {
                free -= 1;
            }
        }
        let (first, end, date) = (self.confirmed, self.handed.min(self.confirmed + limit), seconds_now());
        let updates: Vec<String> = (first..end).map(|number| self.plan.update(number, date)).collect();
        (updates.join(","), self.due().filter(|_| self.plan.paced.is_some()))
    }

    /// Hands out the next question, if it may be.
    fn hand_out_next(&mut self, now: Instant) -> bool {
        let Some(due) = self.due() else { return false };
        let paced = self.plan.paced.is_some();
        if due > now || (!paced && self.outstanding >= self.plan.outstanding) {
            return false;
        }
        let (place, message) = (self.plan.place(self.handed), self.plan.message(self.handed));
        self.waiting[place].push_back(Question { message, handed: now, due });
        self.outstanding += usize::from(self.plan.counts(place));
        self.handed += 1;
        true
    }

    /// When the next question may be handed out, if there is one.
    fn due(&self) -> Option<Instant> {
        let begun = self.begun.filter(|_| self.handed < self.plan.questions)?;
        Some(self.plan.paced.map_or(begun, |rate| begun + Duration::from_secs_f64(self.handed as f64 / rate)))
    }

    /// Takes a message for the answer to the first question of a chat that has none, or to the one that it replies to. Its number.
    fn take(&mut self, chat: i64, replied: Option<i64>) -> i64 {
        let now = Instant::now();
        self.next_message += 1;
        let place = usize::try_from(chat - 1).unwrap_or(usize::MAX);
        let Some(waiting) = self.waiting.get_mut(place) else {
            self.surplus += 1;
            return self.next_message;
        };
        while waiting.front().is_some_and(|first| replied.is_some_and(|replied| replied > first.message)) {
            waiting.pop_front();
            self.skipped += 1;
            self.outstanding -= 1;
        }
        let first = waiting.front().copied().filter(|first| replied.is_none_or(|replied| replied == first.message));
        let Some(question) = first else {
            self.surplus += 1;
            return self.next_message;
        };
        waiting.pop_front();
        self.outstanding -= 1;
        self.latencies.push(now - question.handed);
        if self.plan.paced.is_some() {
            self.delays.push(now - question.due);
        }
        self.last = Some(now);
        self.next_message
    }
}

/// The Bot API server.
struct Server {
    plan: Plan,
    run: Mutex<Run>,
    /// There may be something to hand out.
    news: Notify,
    /// Updates were asked for.
    polled: Notify,
}

/// What is read of a request.
#[derive(Default, Deserialize)]
struct Parameters {
    offset: Option<i64>,
    limit: Option<usize>,
    timeout: Option<u64>,
    chat_id: Option<i64>,
    reply_parameters: Option<Reply>,
}

#[derive(Deserialize)]
struct Reply {
    message_id: i64,
}

impl Parameters {
    /// Reads JSON, or the form that aiogram sends, of which numbers are all that is needed.
    fn read(body: &[u8]) -> Self {
        if body.first() == Some(&b'{') {
            return serde_json::from_slice(body).unwrap_or_default();
        }
        let mut parameters = Self::default();
        for field in body.split(|byte| *byte == b'&') {
            let field = std::str::from_utf8(field).unwrap_or_default();
            match field.split_once('=') {
                Some(("offset", value)) => parameters.offset = value.parse().ok(),
                Some(("limit", value)) => parameters.limit = value.parse().ok(),
                Some(("timeout", value)) => parameters.timeout = value.parse().ok(),
                Some(("chat_id", value)) => parameters.chat_id = value.parse().ok(),
                _ => {}
            }
        }
        parameters
    }
}

impl Server {
    fn run(&self) -> MutexGuard<'_, Run> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Updates, as soon as there are any.
    async fn updates(&self, parameters: &Parameters) -> String {
        let offset = parameters.offset.unwrap_or_default();
        let limit = parameters.limit.unwrap_or(MOST_UPDATES).clamp(1, MOST_UPDATES);
        let deadline = Instant::now() + Duration::from_secs(parameters.timeout.unwrap_or_default());
        self.run().first_poll.get_or_insert_with(Instant::now);
        self.polled.notify_one();
        loop {
            let (updates, due) = self.run().hand_out(offset, limit);
            if !updates.is_empty() || Instant::now() >= deadline {
                return format!("[{updates}]");
            }
            // it looks again when something was answered, and when the next is due
            let until = due.map_or(deadline, |due| due.min(deadline));
            let _ = timeout_at(until, self.news.notified()).await;
        }
    }

    /// Takes a message.
    async fn message(&self, parameters: &Parameters) -> Response {
        let Some(chat) = parameters.chat_id else { return answer(StatusCode::BAD_REQUEST, NO_CHAT.to_owned()) };
        if self.plan.isolate && chat == HUNG {
            self.run().hung += 1;
            return std::future::pending::<Response>().await;
        }
        if self.plan.isolate && chat == REFUSED {
            self.run().refused += 1;
            return answer(StatusCode::TOO_MANY_REQUESTS, TOO_MANY.to_owned());
        }
        let replied = parameters.reply_parameters.as_ref().map(|reply| reply.message_id);
        let message = self.run().take(chat, replied);
        self.news.notify_one();
        let date = seconds_now();
        ok(&format!(
            r#"{{"message_id":{message},"date":{date},"chat":{{"id":{chat},"type":"private","first_name":"A"}},"from":{{"id":77,"is_bot":true,"first_name":"Load","username":"load_bot"}},"text":"sent"}}"#
        ))
    }
}

/// Any request: the last part of the path is the method, however it is written.
async fn call(State(server): State<Arc<Server>>, uri: Uri, body: Bytes) -> Response {
    let method = uri.path().rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    server.run().count(&method);
    match method.as_str() {
        "getupdates" => {
            let parameters = Parameters::read(&body);
            ok(&server.updates(&parameters).await)
        }
        "sendmessage" => {
            let parameters = Parameters::read(&body);
            server.message(&parameters).await
        }
        "getme" => ok(ME),
        "getwebhookinfo" => ok(NO_WEBHOOK),
        _ => ok("true"),
    }
}

fn ok(result: &str) -> Response {
    answer(StatusCode::OK, format!(r#"{{"ok":true,"result":{result}}}"#))
}

fn answer(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// Unix seconds.
fn seconds_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn milliseconds(time: Duration) -> f64 {
    rounded(time.as_secs_f64() * 1e3)
}

fn rounded(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}

/// What is usual, what is rare, and the worst, in milliseconds.
fn spread(times: &mut [Duration]) -> Value {
    times.sort_unstable();
    let Some(last) = times.len().checked_sub(1) else { return Value::Null };
    let at = |percent: usize| milliseconds(times[(times.len() * percent / 100).min(last)]);
    json!({ "p50": at(50), "p99": at(99), "max": at(100) })
}

/// Memory of a process by its name in `/proc`, in MiB.
fn memory(process: &str, name: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("the bot has ended")?;
    let kibibytes: f64 = line.split_whitespace().next().ok_or("no number")?.parse()?;
    Ok(kibibytes / 1024.0)
}

/// Time that processors spent on a process, for itself and in the kernel, in seconds.
fn processors(process: &str) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // the name before may hold anything
    let (_, fields) = stat.rsplit_once(')').ok_or("no fields")?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    let ticks = ticks.sum::<std::result::Result<f64, _>>()?;
    Ok(ticks / TICKS)
}
