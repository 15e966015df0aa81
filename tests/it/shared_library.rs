//! A library in PostgreSQL: what one instance or a command changes, all answer from soon.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::Connection as _;

use crate::bot::{Bot, buttons, postgresql, private, said, text, with};
use crate::bot_api::{BotApi, TOKEN};

/// All instances answer from a change within so many seconds.
const SOON: Duration = Duration::from_secs(10);

/// A database of its own on the PostgreSQL for tests, if there is one.
async fn database() -> Option<String> {
    let address = postgresql()?;
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&address).await.unwrap();
    for statement in
        ["DROP DATABASE IF EXISTS shared_library WITH (FORCE)", "CREATE DATABASE shared_library"]
    {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    let (server, _) = address.rsplit_once('/').unwrap();
    Some(format!("{server}/shared_library"))
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
    let Some(database) = database().await else { return };
    let empty = tempfile::tempdir().unwrap();
    let variables = [("DATABASE_URL", database.as_str()), ("ADMIN_IDS", "8")];
    let run = |arguments: &[&str]| run(&database, empty.path(), arguments);
    let (_, checked) = run(&["serve", "--check"]);
    assert!(checked.contains("ok       papers: 1 with 15 paragraphs\n"), "{checked}");
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
    assert!(checked.contains("ok       papers: 2 with "), "{checked}");
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
