//! What an operator needs to trust: health, figures, the webhook, stops, limits, and who is served.

use std::time::Duration;

use serde_json::{Value, json};

use crate::bot::{Bot, GROUP, group, in_reply, now, private, said, text, with};
use crate::bot_api::Call;

/// A port that nobody listens on.
pub(crate) fn free_address() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// Waits until a page is there, and gives it back with its status.
pub(crate) async fn page(address: &str, path: &str) -> (u16, String) {
    for _ in 0..200 {
        if let Ok(response) = reqwest::get(format!("http://{address}{path}")).await {
            let status = response.status().as_u16();
            return (status, response.text().await.unwrap());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nobody listens on {address}")
}

/// Waits until the bot is ready.
pub(crate) async fn ready(address: &str) {
    for _ in 0..200 {
        if page(address, "/readyz").await.0 == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not ready")
}

fn answers(calls: &[Call]) -> usize {
    calls.iter().filter(|call| call.method == "sendmessage").count()
}

#[tokio::test]
async fn health_and_figures_are_told_without_words_or_names() {
    let address = free_address();
    let bot = Bot::start_with(&[("LISTEN", &address)]).await;
    ready(&address).await;
    assert_eq!(page(&address, "/healthz").await.0, 200);
    bot.says(private(8, 5, "前海由誰主導開發？")).await;
    bot.says(private(8, 6, "SECRETWORD")).await;
    bot.api.push_raw(
        json!({ "update_id": 500, "message": { "message_id": "x", "text": "SECRETWORD" } }),
    );
    bot.says(private(8, 7, "/help")).await;
    for path in ["/p/hk-sz-2009", "/p/hk-sz-2009/4", "/ask?q=SECRETWORD", "/p/none"] {
        page(&address, path).await;
    }
    let (status, figures) = page(&address, "/metrics").await;
    assert_eq!(status, 200);
    for line in [
        r#"briefing_questions_total{outcome="answer",language="zh-Hant"} 1"#,
        r#"briefing_questions_total{outcome="none",language="zh-Hant"} 1"#,
        r#"briefing_dropped_total{reason="unreadable"} 1"#,
        r#"briefing_dropped_total{reason="full"} 0"#,
        "briefing_panics_total 0",
        r#"briefing_requests_total{method="SendMessage",result="ok"}"#,
        "briefing_answer_seconds_bucket",
        "briefing_inbox_waiting",
        "briefing_outbox_waiting 0",
        r#"briefing_pages_total{page="paper",status="ok"} 2"#,
        r#"briefing_pages_total{page="ask",status="ok"} 1"#,
        r#"briefing_pages_total{page="paper",status="404"} 1"#,
        "briefing_page_seconds_bucket",
    ] {
        assert!(figures.contains(line), "{line}\n{figures}");
    }
    assert!(!figures.contains("SECRETWORD") && !figures.contains("TEST-token"));
    assert_eq!(page(&address, "/telegram/guess").await.0, 404);
}

#[tokio::test]
async fn a_webhook_takes_updates_from_telegram_alone_and_answers_once_they_are_kept() {
    let address = free_address();
    let url = format!("http://{address}/bot");
    let bot = Bot::start_with(&[("LISTEN", &address), ("WEBHOOK_URL", &url)]).await;
    bot.api.wait_for(|calls| calls.iter().any(|call| call.method == "setwebhook")).await;
    let set =
        bot.api.calls().into_iter().find(|call| call.method == "setwebhook").unwrap().parameters;
    // one at a time, so that they come in order
    assert_eq!(
        (&set["max_connections"], set["allowed_updates"].as_array().unwrap().len()),
        (&json!(1), 5)
    );
    let (public, secret) = (set["url"].as_str().unwrap(), set["secret_token"].as_str().unwrap());
    assert!(public.starts_with(&format!("{url}/telegram/")));
    // the proxy in front cuts off its own part of the path
    let path = public.replace("/bot/", "/");
    let client = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
    let post = |secret: &str, body: String| {
        client.post(&path).header("X-Telegram-Bot-Api-Secret-Token", secret).body(body).send()
    };
    let update =
        |id: i64| json!({ "update_id": id, "message": private(8, id, "七份協議？") }).to_string();
    assert_eq!(post("wrong", update(1)).await.unwrap().status(), 401);
    assert_eq!(client.post(&path).body(update(1)).send().await.unwrap().status(), 401);
    assert_eq!(client.get(&path).send().await.unwrap().status(), 405);
    assert_eq!(post(secret, "no json".into()).await.unwrap().status(), 400);
    // the connection may be closed before all of it was sent
    if let Ok(response) = post(secret, "x".repeat(2 << 20)).await {
        assert_eq!(response.status(), 413);
    }
    assert_eq!(page(&address, "/readyz").await.0, 200);
    for id in [2, 3, 2] {
        assert_eq!(post(secret, update(id)).await.unwrap().status(), 200);
    }
    bot.api.wait_for(|calls| answers(calls) == 2).await;
    // the webhook is kept on a stop, so that Telegram keeps what comes meanwhile
    let api = bot.api.clone();
    let (code, log, _folder) = tokio::task::spawn_blocking(move || bot.end("-TERM")).await.unwrap();
    assert_eq!(code, Some(0), "{log}");
    assert!(!api.calls().iter().any(|call| call.method == "deletewebhook"));
}

#[tokio::test]
async fn what_a_webhook_cannot_read_is_put_aside_and_holds_up_nothing() {
    let address = free_address();
    let url = format!("http://{address}/bot");
    let bot = Bot::start_with(&[
        ("LISTEN", &address),
        ("WEBHOOK_URL", &url),
        ("WEBHOOK_SECRET", "of-this-test"),
    ])
    .await;
    bot.api.wait_for(|calls| calls.iter().any(|call| call.method == "setwebhook")).await;
    let calls = bot.api.calls();
    let set = calls.iter().find(|call| call.method == "setwebhook").unwrap();
    let path = set.parameters["url"].as_str().unwrap().replace("/bot/", "/");
    let client = reqwest::Client::new();
    let update = |id: i64, more: &str| {
        let date = now();
        format!(
            r#"{{"update_id":{id},"message":{{"message_id":{id},"date":{date},"chat":{{"id":8,"type":"private"}},"from":{{"id":8,"is_bot":false}},{more}}}}}"#
        )
    };
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let lone_surrogate = update(1, r#""text":"SECRETWORD \ud83d""#);
    let text_that_is_none = update(2, &format!(r#""text":{deep}"#));
    let mut cut_off = update(3, r#""text":"SECRETWORD""#);
    cut_off.truncate(cut_off.len() - r#""}}"#.len());
    // these can be read all the same
    let mut no_utf8 = update(4, r#""text":"七份協議？ ~""#).into_bytes();
    let place = no_utf8.iter().position(|&byte| byte == b'~').unwrap();
    no_utf8[place] = 0xff;
    let nested = update(5, &format!(r#""not_yet_known":{deep},"text":"七份協議？""#));
    let last = update(6, r#""text":"七份協議？""#);
    for (place, body) in [
        lone_surrogate.into_bytes(),
        text_that_is_none.into_bytes(),
        cut_off.into_bytes(),
        no_utf8,
        nested.into_bytes(),
        last.into_bytes(),
    ]
    .into_iter()
    .enumerate()
    {
        let request = client.post(&path).header("X-Telegram-Bot-Api-Secret-Token", "of-this-test");
        let response = request.body(body).send().await.unwrap();
        assert_eq!(response.status(), 200, "{place}");
    }
    bot.api.wait_for(|calls| answers(calls) == 3).await;
    let calls = bot.api.calls();
    let sent: Vec<_> = calls.iter().filter(|call| call.method == "sendmessage").collect();
    let order: Vec<_> = sent
        .iter()
        .map(|call| call.parameters["reply_parameters"]["message_id"].as_i64().unwrap())
        .collect();
    assert_eq!(order, [4, 5, 6]);
    assert!(said(sent[2]).contains("簽署七份合作協議"), "{}", said(sent[2]));
    let (log, figures) = (bot.log(), page(&address, "/metrics").await.1);
    let line = r#"briefing_dropped_total{reason="unreadable"} 3"#;
    assert!(figures.contains(line), "{figures}");
    assert!(log.contains("set aside") && !log.contains("SECRETWORD"), "{log}");
}

#[tokio::test]
async fn a_stop_drains_what_was_taken_and_a_second_signal_ends_it_at_once() {
    let address = free_address();
    let bot = Bot::start_with(&[("LISTEN", &address), ("DRAIN_SECONDS", "30")]).await;
    ready(&address).await;
    bot.api.hang(true);
    bot.api.push("message", private(8, 5, "七份協議？"));
    bot.api.wait_for(|calls| answers(calls) == 1).await;
    bot.signal("-TERM");
    for _ in 0..100 {
        if page(&address, "/readyz").await.0 == 503 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(page(&address, "/readyz").await.0, 503);
    let (code, log, _folder) = tokio::task::spawn_blocking(move || bot.end("-TERM")).await.unwrap();
    assert_eq!(code, Some(130), "{log}");
}

#[tokio::test]
async fn sigterm_waits_for_answers_under_way() {
    let bot = Bot::start().await;
    bot.api.delay(Duration::from_millis(700));
    bot.api.push("message", private(8, 5, "七份協議？"));
    bot.api.wait_for(|calls| answers(calls) == 1).await;
    let api = bot.api.clone();
    let (code, log, folder) = tokio::task::spawn_blocking(move || bot.end("-TERM")).await.unwrap();
    assert_eq!(code, Some(0), "{log}");
    // it was marked as answered: the next start does not answer it again
    api.delay(Duration::ZERO);
    let bot = Bot::at(api, folder, &[]);
    bot.says(private(8, 6, "/help")).await;
    assert_eq!(
        bot.api
            .calls()
            .iter()
            .filter(|call| call.parameters["reply_parameters"]["message_id"] == 5)
            .count(),
        1
    );
}

#[tokio::test]
async fn only_the_chats_that_are_allowed_are_served() {
    let bot = Bot::start_with(&[("ALLOWED_CHATS", "1,-100")]).await;
    bot.api.push("message", private(8, 5, "七份協議？"));
    bot.api.push("message", group(8, 5, "/ask 七份協議？"));
    bot.api.wait_for(|calls| answers(calls) == 1).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let calls = bot.api.calls();
    let chats: Vec<_> = calls
        .iter()
        .filter(|call| call.method == "sendmessage")
        .map(|call| call.parameters["chat_id"].clone())
        .collect();
    assert_eq!(chats, [json!(GROUP)]);
}

#[tokio::test]
async fn who_asks_too_much_is_told_once() {
    let bot = Bot::start_with(&[("QUESTIONS_PER_MINUTE", "3")]).await;
    for id in 5..15 {
        bot.api.push("message", private(8, id, "七份協議？"));
    }
    bot.api.push("message", private(7, 5, "七份協議？"));
    bot.api.wait_for(|calls| answers(calls) == 5).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let calls = bot.api.calls();
    let told: Vec<_> = calls
        .iter()
        .filter(|call| call.method == "sendmessage" && said(call).contains("請一分鐘後再問"))
        .collect();
    assert_eq!((answers(&calls), told.len()), (5, 1));
}

#[tokio::test]
async fn a_question_that_waited_too_long_is_dropped_and_a_command_is_not() {
    let address = free_address();
    let bot = Bot::start_with(&[("MAX_AGE", "60"), ("LISTEN", &address)]).await;
    let old = json!({ "date": now() - 100 });
    assert_eq!(bot.says(with(private(8, 5, "七份協議？"), old.clone())).await.len(), 0);
    assert!(text(&bot.says(with(private(8, 6, "/forget"), old)).await).contains("已刪除"));
    let (log, figures) = (bot.log(), page(&address, "/metrics").await.1);
    assert_eq!(log.matches("had waited too long").count(), 1, "{log}");
    let line = r#"briefing_dropped_total{reason="age"} 1"#;
    assert!(figures.contains(line), "{figures}");
}

#[tokio::test]
async fn telegrams_limits_are_kept_and_a_chat_that_must_wait_holds_up_no_other() {
    let bot = Bot::start_with(&[("SEND_LIMITS", "on")]).await;
    let started = std::time::Instant::now();
    for id in 5..8 {
        bot.api.push("message", private(8, id, "七份協議？"));
    }
    bot.api.push("message", private(7, 5, "七份協議？"));
    bot.api.wait_for(|calls| answers(calls) >= 2).await;
    assert!(started.elapsed() < Duration::from_millis(900), "{:?}", started.elapsed());
    bot.api.wait_for(|calls| answers(calls) == 4).await;
    assert!(started.elapsed() >= Duration::from_secs(2));
    // order within the chat is kept
    let calls = bot.api.calls();
    let order: Vec<_> = calls
        .iter()
        .filter(|call| call.method == "sendmessage" && call.parameters["chat_id"] == 8)
        .map(|call| call.parameters["reply_parameters"]["message_id"].as_i64().unwrap())
        .collect();
    assert_eq!(order, [5, 6, 7]);
}

#[tokio::test]
async fn logs_for_machines_are_json_and_a_trace_has_no_words_names_or_token() {
    let bot = Bot::start_with(&[("LOG_FORMAT", "json")]).await;
    let answer = bot
        .says(with(
            private(8, 5, "SECRETWORD 前海"),
            json!({ "from": { "id": 8, "is_bot": false, "first_name": "SECRETNAME" } }),
        ))
        .await;
    bot.says(in_reply(group(8, 6, "SECRETWORD"), &answer[0])).await;
    bot.edits(private(8, 5, "SECRETWORD 河套")).await;
    bot.gets(
        "inline_query",
        json!({ "id": "1", "from": crate::bot::person(8), "query": "SECRETWORD", "offset": "" }),
    )
    .await;
    bot.api.push_raw(json!({ "update_id": 500, "message": { "message_id": "SECRETWORD" } }));
    bot.says(private(8, 7, "/privacy")).await;
    let log = bot.log();
    assert!(log.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{log}");
    for secret in ["SECRETWORD", "SECRETNAME", "TEST-token"] {
        assert!(!log.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn what_is_handled_leaves_no_words_in_the_database() {
    let bot = Bot::start().await;
    bot.says(private(8, 5, "前海由誰主導開發？")).await;
    bot.says(private(8, 6, "/forget")).await;
    let api = bot.api.clone();
    let (_, _, folder) = tokio::task::spawn_blocking(move || bot.end("-TERM")).await.unwrap();
    drop(api);
    let state = std::fs::read(folder.path().join("data/briefing-bot.sqlite")).unwrap();
    let words = "前海由誰主導開發".as_bytes();
    assert!(!state.windows(words.len()).any(|window| window == words));
}

#[tokio::test]
async fn who_never_says_what_they_want_is_not_waited_for() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let address = free_address();
    let _bot = Bot::start_with(&[("LISTEN", &address)]).await;
    ready(&address).await;
    let mut slow = tokio::net::TcpStream::connect(&address).await.unwrap();
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n").await.unwrap();
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(15), slow.read_to_end(&mut answer)).await;
    assert!(ended.is_ok(), "a connection without a request is kept for ever");
    assert_eq!(page(&address, "/healthz").await.0, 200);
}
