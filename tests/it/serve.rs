//! `serve` as a real process against the Bot API server: starts, stops, faults of the server, and what is logged.

use std::time::Duration;

use serde_json::json;

use crate::bot::{Bot, group, private, spawn, text};
use crate::bot_api::{BotApi, Call, TOKEN};

fn sent(calls: &[Call]) -> Vec<&Call> {
    calls.iter().filter(|call| call.method == "sendmessage").collect()
}

#[tokio::test]
async fn an_update_that_comes_twice_or_cannot_be_read_disturbs_nothing() {
    let bot = Bot::start().await;
    let question = json!({ "update_id": 500, "message": private(8, 5, "七份協議？") });
    for update in [
        question.clone(),
        json!({ "update_id": 501, "message": { "message_id": "x" } }),
        json!({ "update_id": 502, "not_yet_known": {} }),
        question,
        // the same message under another number
        json!({ "update_id": 503, "message": private(8, 5, "七份協議？") }),
    ] {
        bot.api.push_raw(update);
    }
    let calls = bot.says(private(8, 6, "河套")).await;
    assert_eq!(sent(&calls).len(), 2, "{calls:#?}");
}

#[tokio::test]
async fn a_full_server_is_waited_for() {
    let bot = Bot::start().await;
    bot.api.refuse_next(
        429,
        json!({ "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 1", "parameters": { "retry_after": 1 } }),
    );
    bot.api.push("message", private(8, 5, "七份協議？"));
    bot.api.wait_for(|calls| sent(calls).len() == 2).await;
    let refused: Vec<_> =
        sent(&bot.api.calls()).iter().map(|call| call.refused.is_some()).collect();
    assert_eq!(refused, [true, false]);
}

#[tokio::test]
async fn a_server_in_trouble_a_moved_group_and_a_lost_topic_get_the_answer_all_the_same() {
    let bot = Bot::start().await;
    let refusals = [
        (502, json!({ "ok": false, "error_code": 502, "description": "Bad Gateway" })),
        (
            400,
            json!({ "ok": false, "error_code": 400, "description": "Bad Request: message thread not found" }),
        ),
        (
            400,
            json!({ "ok": false, "error_code": 400, "description": "Bad Request: group chat was upgraded to a supergroup chat", "parameters": { "migrate_to_chat_id": -200 } }),
        ),
    ];
    for (status, answer) in refusals.into_iter().rev() {
        bot.api.refuse_next(status, answer);
    }
    let mut message = group(8, 6, "/ask 七份協議？");
    (message["message_thread_id"], message["is_topic_message"]) = (json!(4), json!(true));
    bot.api.push("message", message);
    bot.api.wait_for(|calls| sent(calls).len() == 4).await;
    let places: Vec<_> = sent(&bot.api.calls())
        .iter()
        .map(|call| {
            (
                call.parameters["chat_id"].as_i64().unwrap(),
                call.parameters["message_thread_id"].as_i64(),
            )
        })
        .collect();
    assert_eq!(places, [(-100, Some(4)), (-100, Some(4)), (-100, None), (-200, None)]);
}

#[tokio::test]
async fn a_slow_chat_holds_up_no_other() {
    let bot = Bot::start().await;
    bot.api.hang(true);
    bot.api.push("message", private(7, 5, "七份協議？"));
    bot.api.wait_for(|calls| sent(calls).len() == 1).await;
    bot.api.hang(false);
    // the hanging request goes on to hang
    assert!(text(&bot.says(private(8, 5, "七份協議？")).await).contains("簽署七份合作協議"));
}

#[tokio::test]
async fn ctrl_c_ends_it_while_an_answer_hangs_and_the_question_is_answered_at_the_next_start() {
    survives("-INT", Some(0)).await;
}

#[tokio::test]
async fn a_question_survives_a_kill() {
    survives("-KILL", None).await;
}

/// A question that was taken and not answered when the bot ended is answered at the next start, though the server holds it no longer.
async fn survives(signal: &'static str, expected: Option<i32>) {
    let bot = Bot::start().await;
    bot.api.hang(true);
    let update = bot.api.push("message", private(8, 5, "七份協議？"));
    bot.api.wait_for(|calls| sent(calls).len() == 1).await;
    bot.api.wait_confirmed(update).await;
    let api = bot.api.clone();
    let (code, log, folder) = tokio::task::spawn_blocking(move || bot.end(signal)).await.unwrap();
    assert_eq!(code, expected, "{log}");
    api.hang(false);
    let bot = Bot::at(api, folder, &[]);
    bot.api.wait_for(|calls| sent(calls).len() == 2).await;
    // and only once
    bot.says(private(8, 6, "河套")).await;
    assert_eq!(
        sent(&bot.api.calls())
            .iter()
            .filter(|call| call.parameters["reply_parameters"]["message_id"] == 5)
            .count(),
        2
    );
}

#[tokio::test]
async fn ctrl_c_ends_it_cleanly_and_nobodys_words_are_logged() {
    let bot = Bot::start().await;
    bot.says(private(8, 5, "SECRETWORD 前海")).await;
    bot.gets(
        "inline_query",
        json!({ "id": "1", "from": crate::bot::person(8), "query": "SECRETWORD", "offset": "" }),
    )
    .await;
    let (code, log, folder) = tokio::task::spawn_blocking(move || bot.end("-INT")).await.unwrap();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("stopped"), "{log}");
    assert!(
        !log.contains("SECRETWORD") && !log.contains(TOKEN) && !log.contains("TEST-token"),
        "{log}"
    );
    assert!(folder.path().join("data/briefing-bot.sqlite").is_file());
}

#[tokio::test]
async fn the_page_of_a_proxy_at_the_start_says_nothing_of_the_token() {
    for status in [401, 404] {
        let api = BotApi::start().await;
        api.shadow("getme", Some(status));
        let mut bot = Bot::at(api, tempfile::tempdir().unwrap(), &[]);
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert!(bot.is_running(), "{status}: {}", bot.log());
        bot.api.wait_shadowed(2).await;
        bot.api.shadow("getme", None);
        let answer = text(&bot.says(private(8, 5, "七份協議？")).await);
        assert!(answer.contains("簽署七份合作協議"), "{status}: {answer}");
        let log = bot.log();
        assert!(
            log.contains("Telegram cannot be reached, or fails")
                && !log.contains("does not accept the token"),
            "{status}: {log}"
        );
    }
}

#[tokio::test]
async fn a_missing_or_wrong_token_says_where_to_get_one() {
    let api = BotApi::start().await;
    for (token, expected) in [
        (None, "TELOXIDE_TOKEN is not set"),
        (Some("nonsense"), "not a bot token"),
        (Some("78:another-token-of-thirty-five-characters"), "does not accept the token"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let process = spawn(&api.url(), token, folder.path(), &[]);
        let ended = tokio::task::spawn_blocking(move || process.wait_with_output().unwrap());
        let ended = tokio::time::timeout(Duration::from_secs(20), ended).await.unwrap().unwrap();
        let error = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(2), "{error}");
        assert!(error.contains(expected) && error.contains("https://t.me/BotFather"), "{error}");
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_read_is_an_error_and_stays_as_it_is() {
    let api = BotApi::start().await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    let file = folder.path().join("data/briefing-bot.sqlite");
    std::fs::write(&file, "nothing that SQLite wrote ".repeat(500)).unwrap();
    let process = spawn(&api.url(), Some(TOKEN), folder.path(), &[]);
    let ended = tokio::task::spawn_blocking(move || process.wait_with_output().unwrap());
    let ended = tokio::time::timeout(Duration::from_secs(20), ended).await.unwrap().unwrap();
    let error = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{error}");
    assert!(
        error.contains("cannot use the database file 'data/briefing-bot.sqlite'")
            && error.contains("hint: "),
        "{error}"
    );
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("nothing that SQLite wrote"));
}
