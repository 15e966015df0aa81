//! Busy groups and bad days: chatter beside questions, presses without end, more waiting than memory holds, another bot on the same database.

use std::time::Duration;

use serde_json::{Value, json};

use crate::bot::{
    Bot, GROUP, buttons, data, group, in_reply, now, person, private, said, text, with,
};
use crate::bot_api::{BotApi, Call};

/// How many messages of a chat were answered, of those with a number from `first` on.
fn answered(calls: &[Call], first: i64) -> usize {
    let replies = calls.iter().filter(|call| call.method == "sendmessage");
    let mut questions: Vec<_> = replies
        .filter_map(|call| call.parameters["reply_parameters"]["message_id"].as_i64())
        .filter(|&message| message >= first)
        .collect();
    questions.sort_unstable();
    questions.dedup();
    questions.len()
}

#[tokio::test]
async fn chatter_pushes_no_question_out() {
    let api = BotApi::start().await;
    for id in 0..3_000 {
        let text = if id % 100 == 50 { "/ask 七份協議？" } else { "今晚食咩好？" };
        api.push("message", group(8 + id % 40, 100 + id, text));
    }
    let bot = Bot::at(api, tempfile::tempdir().unwrap(), &[]);
    bot.api.wait_for(|calls| answered(calls, 100) == 30).await;
    assert!(!bot.log().contains("refused"));
}

#[tokio::test]
async fn more_questions_than_a_group_can_be_answered_are_refused_and_that_is_told() {
    let api = BotApi::start().await;
    api.hang(true);
    for id in 0..1_300 {
        api.push("message", group(8 + id, 100 + id, "/ask 七份協議？"));
    }
    // of another chat, none is refused
    api.push("message", private(7, 5, "七份協議？"));
    let bot = Bot::at(api, tempfile::tempdir().unwrap(), &[]);
    bot.api
        .wait_for(|calls| {
            calls
                .iter()
                .any(|call| call.method == "sendmessage" && said(call).contains("請一分鐘後再問"))
                && calls.iter().any(|call| call.parameters["chat_id"] == 7)
        })
        .await;
    let told = bot.api.calls();
    let told =
        told.iter().find(|call| call.method == "sendmessage" && said(call).contains("一分鐘"));
    // the newest, not the oldest
    let refused = told.unwrap().parameters["reply_parameters"]["message_id"].as_i64().unwrap();
    assert!(refused >= 1_000, "{refused}");
    assert!(bot.log().contains("too many questions wait"));
}

#[tokio::test]
async fn memory_is_bounded_whatever_waits_and_after_a_kill_too() {
    let count: i64 =
        std::env::var("WAITING").ok().and_then(|count| count.parse().ok()).unwrap_or(20_000);
    let api = BotApi::start().await;
    api.hang(true);
    for chat in 1..=count {
        api.push("message", private(chat, 5, "前海由誰主導開發？"));
    }
    let mut bot = Bot::at(api, tempfile::tempdir().unwrap(), &[("RUST_LOG", "warn")]);
    for _ in 0..2 {
        let mut waited = 0;
        while bot.api.waiting() > 0 && waited < 600 {
            tokio::time::sleep(Duration::from_millis(500)).await;
            waited += 1;
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
        let memory = bot.peak_memory();
        println!("{count} questions wait: {memory} MiB at most");
        assert!((1..=120).contains(&memory), "{memory} MiB");
        bot = bot.restart("-KILL").await;
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

#[tokio::test]
async fn two_bots_on_one_database_answer_each_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let first = Bot::at(BotApi::start().await, folder, &[]);
    assert!(text(&first.says(private(8, 5, "七份協議？")).await).contains("簽署七份合作協議"));
    let waiting = first.api.clone();
    waiting.hang(true);
    waiting.push("message", private(8, 6, "前海由誰主導開發？"));
    waiting.wait_for(|calls| answered(calls, 6) > 0).await;
    let (_, _, folder) = tokio::task::spawn_blocking(move || first.end("-KILL")).await.unwrap();
    // another bot: the same numbers of updates and messages in the same private chat
    let api = BotApi::start_as(78, "other_bot", 9001).await;
    let second = Bot::with_token("78:TEST-token-of-thirty-five-characters-x", api, folder, &[]);
    second.api.push("message", private(8, 5, "河套會起啲乜？"));
    second.api.wait_for(|calls| answered(calls, 5) == 1).await;
    let log = second.log();
    assert!(log.contains("another bot used this database"), "{log}");
    assert_eq!(
        answered(&second.api.calls(), 6),
        0,
        "a question to the first bot was answered by the second"
    );
    let (_, _, folder) = tokio::task::spawn_blocking(move || second.end("-TERM")).await.unwrap();
    // the first comes back, and finds its question
    waiting.hang(false);
    let before = waiting.calls().len();
    let first = Bot::at(waiting, folder, &[]);
    first.api.wait_for(|calls| answered(calls.get(before..).unwrap_or_default(), 6) > 0).await;
}

#[tokio::test]
async fn who_writes_ask_alone_is_asked_and_their_next_message_is_the_question() {
    let bot = Bot::start().await;
    assert!(text(&bot.says(group(8, 5, "/ask")).await).contains("想問甚麼"));
    assert_eq!(bot.says(group(7, 6, "前海由誰主導開發？")).await.len(), 0);
    let calls = bot.says(group(8, 7, "前海由誰主導開發？")).await;
    assert!(text(&calls).contains("深圳市政府將主導"));
    assert_eq!(bot.says(group(8, 8, "河套會起啲乜？")).await.len(), 0);
    // two minutes later, nobody waits any more
    bot.says(group(8, 9, "/ask")).await;
    let late = with(group(8, 10, "前海由誰主導開發？"), json!({ "date": now() + 180 }));
    assert_eq!(bot.says(late).await.len(), 0);
}

#[tokio::test]
async fn who_points_at_a_message_is_understood() {
    let bot = Bot::start().await;
    let other = json!({ "message_id": 30, "date": 1, "chat": { "id": GROUP, "type": "supergroup" }, "from": { "id": 4, "is_bot": false, "first_name": "C" },
        "text": "前海由誰主導開發？" });
    for (id, words) in [
        (31, "@briefing_bot 答佢"),
        (32, "@briefing_bot 你點睇？"),
        (33, "/ask what do you think?"),
    ] {
        let calls = bot.says(with(group(8, id, words), json!({ "reply_to_message": other }))).await;
        assert!(text(&calls).contains("深圳市政府將主導"), "{words}");
        assert_eq!(calls[0].parameters["reply_parameters"]["message_id"], 30);
    }
}

#[tokio::test]
async fn ones_presses_hold_up_nobody_and_every_vote_counts() {
    let bot = Bot::start_with(&[("SEND_LIMITS", "on")]).await;
    bot.api.push("message", group(8, 5, "/ask 前海由誰主導開發？"));
    bot.api.wait_for(|calls| answered(calls, 5) == 1).await;
    let answer = bot.api.calls().into_iter().find(|call| call.method == "sendmessage").unwrap();
    let mut pressed = 0;
    let mut press = |user: i64, data: &str| {
        pressed += 1;
        let message = json!({ "message_id": answer.message, "date": 1, "chat": { "id": GROUP, "type": "supergroup" }, "from": crate::bot::itself(),
            "text": "…", "reply_markup": answer.parameters["reply_markup"] });
        bot.api.push("callback_query", json!({ "id": pressed.to_string(), "from": person(user), "chat_instance": "1", "data": data, "message": message }));
    };
    let english = data(&answer.parameters, "English");
    for _ in 0..40 {
        press(8, &english);
    }
    for user in 100..300 {
        press(user, &data(&answer.parameters, "👍"));
    }
    bot.api
        .wait_for(|calls| {
            calls.iter().filter(|call| call.method == "answercallbackquery").count() == 240
        })
        .await;
    let refused = |call: &&Call| {
        call.method == "answercallbackquery" && call.parameters["show_alert"] == true
    };
    let calls = bot.api.calls();
    assert!(calls.iter().filter(refused).count() >= 25, "one person's presses are bounded");
    // the group is not held up: the next question is answered within seconds, and all votes are shown in the end
    bot.api.push("message", group(7, 6, "/ask 七份協議？"));
    bot.api.wait_for(|calls| answered(calls, 6) == 1).await;
    let message = answer.message.unwrap();
    let mut waited = 0;
    while !buttons(&bot.api.message(GROUP, message).unwrap())
        .iter()
        .any(|(label, _)| label == "👍 200")
    {
        tokio::time::sleep(Duration::from_millis(200)).await;
        waited += 1;
        assert!(waited < 100, "{:?}", buttons(&bot.api.message(GROUP, message).unwrap()));
    }
}

#[tokio::test]
async fn cards_of_groups_have_few_rows() {
    let bot = Bot::start().await;
    let rows = |calls: &[Call]| {
        let rows = calls[0].parameters["reply_markup"]["inline_keyboard"].as_array().cloned();
        rows.unwrap_or_default().len()
    };
    let none = bot.says(group(8, 5, "/ask 聽日會唔會落雨？")).await;
    assert_eq!(rows(&none), 1, "{none:#?}");
    let related = bot.says(group(8, 6, "/ask 杜邦投資咗幾多錢？")).await;
    assert!(rows(&related) <= 3, "{related:#?}");
    let answer = bot.says(group(8, 7, "/ask 前海由誰主導開發？")).await;
    assert_eq!(rows(&answer), 3, "{answer:#?}");
    let list = bot.says(group(8, 8, "/para 1-15")).await;
    let shown = crate::bot_api::shown(&text(&list)).unwrap();
    assert!(shown.chars().count() < 500 && shown.lines().count() >= 15, "{shown}");
    // the contents are one press away
    let contents = bot.presses(8, &none[0], "目錄").await;
    assert!(said(&contents[1]).contains("目錄"), "{contents:#?}");
}

#[tokio::test]
async fn one_persons_questions_do_not_fill_the_disk() {
    let bot = Bot::start().await;
    for id in 0..120 {
        bot.api.push(
            "message",
            private(9, 100 + id, &format!("Where do they sell item number {id} cheaply?")),
        );
    }
    bot.api.wait_for(|calls| answered(calls, 100) == 120).await;
    bot.says(private(9, 900, "/help")).await;
    assert_eq!(bot.unanswered().len(), 100);
    let report = std::process::Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
        .arg("report")
        .env_clear()
        .current_dir(bot.folder())
        .output()
        .unwrap();
    let report = String::from_utf8(report.stdout).unwrap();
    assert!(report.contains("20 of people who asked very many"), "{report}");
}

#[tokio::test]
async fn a_wait_without_end_is_no_panic() {
    let bot = Bot::start().await;
    bot.api.refuse_next(
        429,
        json!({ "ok": false, "error_code": 429, "description": "Too Many Requests", "parameters": { "retry_after": u64::MAX } }),
    );
    bot.api.push("message", private(8, 5, "七份協議？"));
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(text(&bot.says(private(7, 5, "七份協議？")).await).contains("簽署七份合作協議"));
    assert!(!bot.log().contains("fault in the program"), "{}", bot.log());
}

#[tokio::test]
async fn a_reply_that_names_somebody_else_is_to_them() {
    let bot = Bot::start().await;
    let answer = bot.says(group(8, 5, "/ask 前海由誰主導開發？")).await;
    let mention = |text: &str| {
        let entity: Value = json!([{ "type": "mention", "offset": 0, "length": 5 }]);
        with(group(7, 6, text), json!({ "entities": entity }))
    };
    let calls = bot.says(in_reply(mention("@john 前海由誰主導開發？"), &answer[0])).await;
    assert_eq!(calls.len(), 0, "{calls:#?}");
}
