//! A library in PostgreSQL: what one instance or a command changes, all answer from soon.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::Connection as _;

use crate::bot::{Bot, buttons, postgresql, private, said, text, with};
use crate::bot_api::{BotApi, Call, TOKEN};
use crate::operation::{free_address, ready};
use crate::uploads::{HECTARES, MANGROVES};

/// All instances answer from a change within so many seconds.
const SOON: Duration = Duration::from_secs(10);

/// A database of this name on the PostgreSQL for tests, if there is one.
async fn database(name: &str) -> Option<String> {
    let address = postgresql()?;
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&address).await.unwrap();
    for statement in
        [format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), format!("CREATE DATABASE {name}")]
    {
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    let (server, _) = address.rsplit_once('/').unwrap();
    Some(format!("{server}/{name}"))
}

fn document(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/public").join(name)
}

/// Runs a command on the database's library, in an empty folder.
fn run(database: &str, folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefing-bot"));
    // where no Bot API server is
    let variables = [("TELOXIDE_TOKEN", TOKEN), ("TELOXIDE_API_URL", "http://127.0.0.1:9")];
    command.args(arguments).env_clear().envs(variables).env("DATABASE_URL", database);
    command.current_dir(folder);
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

/// Asks which papers there are until so many are, or `SOON` is over.
async fn waits_for(bot: &Bot, user: i64, first: i64, papers: usize) {
    let begun = Instant::now();
    for message in first.. {
        let listed = bot.says(private(user, message, "/papers")).await;
        // of a single paper, its contents are shown
        if text(&listed).contains("可以查詢的文件")
            && buttons(&listed[0].parameters).len() == papers
        {
            return;
        }
        let single = !text(&listed).contains("可以查詢的文件");
        if papers == 1 && single {
            return;
        }
        assert!(begun.elapsed() < SOON, "not {papers} papers: {listed:#?}");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

#[tokio::test]
async fn what_is_imported_uploaded_or_removed_all_instances_know_soon() {
    let Some(database) = database("shared_library").await else { return };
    let empty = tempfile::tempdir().unwrap();
    let variables = [("DATABASE_URL", database.as_str()), ("ADMIN_IDS", "8")];
    let run = |arguments: &[&str]| run(&database, empty.path(), arguments);
    let (_, checked) = run(&["serve", "--check"]);
    assert!(checked.contains("ok       papers: 1 paper, 15 paragraphs\n"), "{checked}");
    assert!(!has_tables(&database).await, "a check changes nothing");
    let own = tempfile::tempdir().unwrap();
    let one = Bot::with_token(TOKEN, BotApi::start().await, own, &variables);
    let other_api = BotApi::start_as(78, "other_bot", 9001).await;
    let token = TOKEN.replacen("77", "78", 1);
    let other = Bot::with_token(&token, other_api, tempfile::tempdir().unwrap(), &variables);
    // what was compiled in is there from the start
    let question = "前海由誰主導開發？";
    assert!(text(&one.says(private(7, 5, question)).await).contains("深圳市政府"));
    waits_for(&other, 7, 10, 1).await;
    let (code, listed) = run(&["papers", "--json"]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert!(code == Some(0) && listed[0]["id"] == "hk-sz-2009", "{listed}");

    // a command imports
    let file = document("legco_panels_1998_en.txt");
    let import = ["import", file.to_str().unwrap()];
    let (code, out) = run(&import);
    assert!(code == Some(0) && out.contains("the library in PostgreSQL (127.0.0.1:"), "{out}");
    assert!(!out.contains("postgres@"), "{out}");
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0, "nothing is written here");
    waits_for(&one, 7, 100, 2).await;
    waits_for(&other, 7, 100, 2).await;
    let (_, checked) = run(&["serve", "--check"]);
    assert!(checked.contains("ok       papers: 2 papers, "), "{checked}");
    assert!(checked.contains(" paragraphs in the database\n"), "{checked}");
    let (code, out) = run(&import);
    assert!(code == Some(2) && out.contains("--replace"), "{out}");
    let (code, out) = run(&["ask", "--paper", "legco-panels-1998-en", "the first paragraph"]);
    assert!(code == Some(0) && out.contains("Panel"), "{out}");
    let (code, out) = run(&["curate", "legco-panels-1998-en", "--brief"]);
    assert!(code == Some(0) && out.contains("Panel"), "{out}");
    let (code, out) = run(&["curate", "no-such-paper"]);
    assert!(code == Some(2) && out.contains("briefing-bot papers"), "{out}");

    // a curator sends a document to one instance, which ends before it is taken in
    let bytes = std::fs::read(document("seed_en.chrome.pdf")).unwrap();
    let size = bytes.len();
    let id = one.api.keep_file(bytes);
    let sent =
        json!({ "file_id": id, "file_unique_id": id, "file_name": "seed.pdf", "file_size": size });
    let calls =
        one.says(with(private(8, 200, ""), json!({ "text": null, "document": sent }))).await;
    let card = calls.iter().find(|call| call.method == "sendmessage").unwrap();
    let one = one.restart("-KILL").await;
    let calls = one.presses(8, card, "✓ 加入").await;
    assert!(said(calls.last().unwrap()).contains("我在所有對話都會查閱"), "{calls:#?}");
    waits_for(&one, 7, 300, 3).await;
    waits_for(&other, 7, 300, 3).await;

    // it is removed by the other, and a further one by a command
    let calls = other.says(private(8, 400, "/remove seed")).await;
    let calls = other.presses(8, &calls[0], "✕ 移除").await;
    assert!(said(calls.last().unwrap()).contains("已移除"), "{calls:#?}");
    waits_for(&one, 7, 500, 2).await;
    let (code, out) = run(&["papers", "remove", "legco-panels-1998-en"]);
    assert!(code == Some(0) && out.contains("from the library in PostgreSQL"), "{out}");
    waits_for(&one, 7, 600, 1).await;
    waits_for(&other, 7, 600, 1).await;
    let (code, out) = run(&["papers", "restore", "seed"]);
    assert!(code == Some(0) && out.contains("restored: seed"), "{out}");
    waits_for(&one, 7, 650, 2).await;
    assert_eq!(run(&["papers", "restore", "seed"]).0, Some(2));
    assert_eq!(run(&["papers", "remove", "seed"]).0, Some(0));
    waits_for(&one, 7, 680, 1).await;
    let (code, out) = run(&["papers", "remove", "hk-sz-2009"]);
    assert!(code == Some(2) && out.contains("only paper"), "{out}");
    assert!(text(&one.says(private(7, 700, question)).await).contains("深圳市政府"));

    // a fault that no command lets in
    let mut connection = sqlx::AnyConnection::connect(&database).await.unwrap();
    let statement = "UPDATE paper_files SET content = 'eA==' WHERE path = 'paper.toml'";
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    let (code, checked) = run(&["serve", "--check"]);
    assert!(code == Some(2) && checked.contains("problem  papers: the papers in"), "{checked}");
    assert!(checked.contains("hk-sz-2009/paper.toml"), "{checked}");
}

async fn has_tables(database: &str) -> bool {
    let mut connection = sqlx::AnyConnection::connect(database).await.unwrap();
    let statement = "SELECT to_regclass('notes') IS NOT NULL";
    sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap()
}

/// One of several replicas of a bot, which Telegram brings its updates.
struct Replica {
    bot: Bot,
    address: String,
    /// Where it is brought them.
    path: String,
}

impl Replica {
    /// Starts as many as there are addresses.
    async fn start(api: &BotApi, database: &str, addresses: [String; 2]) -> [Self; 2] {
        let url = format!("http://{}/bot", addresses[0]);
        let bots = addresses.each_ref().map(|address| {
            let variables = [
                ("DATABASE_URL", database),
                ("LISTEN", address.as_str()),
                ("WEBHOOK_URL", url.as_str()),
                ("WEBHOOK_SECRET", "replicas"),
                ("ADMIN_IDS", "8"),
            ];
            Bot::with_token(TOKEN, api.clone(), tempfile::tempdir().unwrap(), &variables)
        });
        for address in &addresses {
            ready(address).await;
        }
        let set = call(api, |call| call.method == "setwebhook").await;
        let path = set.parameters["url"].as_str().unwrap().split_once("/bot").unwrap().1.to_owned();
        let [one, other] = bots;
        let [at_one, at_other] = addresses;
        [
            Self { bot: one, address: at_one, path: path.clone() },
            Self { bot: other, address: at_other, path },
        ]
    }

    /// Brings it an update.
    async fn gets(&self, kind: &str, content: Value) {
        static NEXT: AtomicI64 = AtomicI64::new(1000);
        let update = json!({ "update_id": NEXT.fetch_add(1, Ordering::Relaxed), kind: content });
        let address = format!("http://{}{}", self.address, self.path);
        let request = reqwest::Client::new().post(address).json(&update);
        let request = request.header("X-Telegram-Bot-Api-Secret-Token", "replicas");
        let status = request.send().await.unwrap().status();
        assert!(status.is_success(), "{status}");
    }

    /// What is at a path of its pages: the status, and all of it.
    async fn page(&self, path: &str) -> (u16, Vec<u8>) {
        let response = reqwest::get(format!("http://{}{path}", self.address)).await.unwrap();
        (response.status().as_u16(), response.bytes().await.unwrap().to_vec())
    }
}

/// The first request of which something holds, as soon as there is one.
async fn call(api: &BotApi, holds: impl Fn(&Call) -> bool) -> Call {
    api.wait_for(|calls| calls.iter().any(&holds)).await;
    api.calls().into_iter().find(|call| holds(call)).unwrap()
}

#[tokio::test]
async fn a_document_that_came_to_one_replica_is_taken_in_by_another_and_outlives_it() {
    let Some(database) = database("replicas").await else { return };
    let api = BotApi::start().await;
    let [one, other] = Replica::start(&api, &database, [free_address(), free_address()]).await;

    // a curator sends a document to one, and presses the button of the other
    let (id, size) = (api.keep_file(MANGROVES.into()), MANGROVES.len());
    let document = json!({ "file_id": id, "file_unique_id": id, "file_name": "mangroves.txt", "file_size": size });
    let sent = with(private(8, 5, ""), json!({ "text": null, "document": document }));
    one.gets("message", sent).await;
    let card = call(&api, |call| call.parameters.to_string().contains("✓ 加入")).await;
    other.gets("callback_query", other.bot.press(8, &card, "✓ 加入")).await;
    let is_taken_in = |call: &Call| {
        call.method == "editmessagetext"
            && call.message == card.message
            && said(call).contains("已加入")
    };
    call(&api, is_taken_in).await;

    // which is then killed: what it took in is there all the same, to the byte
    drop(other);
    let begun = Instant::now();
    loop {
        let (status, original) = one.page("/p/mangroves/original").await;
        if status == 200 {
            assert_eq!(original, MANGROVES.as_bytes());
            break;
        }
        assert!(begun.elapsed() < SOON, "{status}");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let [question, answer] = HECTARES;
    one.gets("message", private(9, 6, question)).await;
    let reply = call(&api, |call| call.parameters["reply_parameters"]["message_id"] == 6).await;
    assert!(said(&reply).contains(answer), "{reply:#?}");

    // what is written for it goes where all of them read it, and is told to
    let empty = tempfile::tempdir().unwrap();
    let filled = empty.path().join("filled.md");
    std::fs::write(&filled, format!("## paragraph 2\nquestion.en: {question}\n")).unwrap();
    let take = ["curate", "mangroves", "--take", filled.to_str().unwrap()];
    let (code, out) = run(&database, empty.path(), &take);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("1 taken into 1 file, 0 there already, 0 refused\n"), "{out}");
    let written = out.lines().find(|line| line.starts_with("written: ")).unwrap();
    assert!(written.starts_with("written: mangroves, to the library in PostgreSQL ("), "{out}");
    assert!(written.ends_with("/replicas)") && !written.contains('@'), "{out}");
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 1, "nothing is written here");
    let (code, out) = run(&database, empty.path(), &take);
    assert!(code == Some(0) && out.contains("0 taken into 0 files, 1 there already"), "{out}");
    let (_, original) = one.page("/p/mangroves/original").await;
    assert_eq!(original, MANGROVES.as_bytes());
}
