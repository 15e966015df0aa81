//! Every way to ask, where the answer stands, and what the next question leans on.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::bot::{Bot, GROUP, group, in_reply, itself, private, said, text, with};

#[tokio::test]
async fn a_private_question_gets_the_cited_paragraph_as_a_reply_in_one_request() {
    let bot = Bot::start().await;
    let calls = bot.says(private(8, 5, "前海由誰主導開發？")).await;
    let text = text(&calls);
    let heading =
        r#"<b><a href="https://t.me/briefing_bot?start=hk-sz-2009_4">前海地區發展 · 第4段</a></b>"#;
    assert!(text.starts_with(&format!("{heading}\n<blockquote>")), "{text}");
    assert!(text.contains("<b>深圳市政府將主導及負責開發管理前海地區。"), "{text}");
    assert!(
        text.ends_with("<i>立法會工商事務委員會《2009年深港合作會議》第4段（前海地區發展），政制及內地事務局，2009年12月</i>"),
        "{text}"
    );
    let parameters = &calls[0].parameters;
    assert_eq!(parameters["chat_id"], 8);
    assert_eq!(parameters["reply_parameters"]["message_id"], 5);
    assert_eq!(parameters["reply_parameters"]["allow_sending_without_reply"], true);
    assert_eq!(parameters["link_preview_options"]["is_disabled"], true);
}

#[tokio::test]
async fn the_answer_is_in_the_language_of_the_question() {
    let bot = Bot::start().await;
    let simplified = text(&bot.says(private(8, 5, "前海由谁主导开发？")).await);
    assert!(
        simplified.contains("深圳市政府将主导") && simplified.contains("由繁体原文转换"),
        "{simplified}"
    );
    let english = text(&bot.says(private(8, 6, "Who leads the development of Qianhai?")).await);
    assert!(
        english.contains("Shenzhen Municipal Government")
            && english.contains("unofficial translation"),
        "{english}"
    );
}

#[tokio::test]
async fn in_a_group_the_bot_answers_those_who_speak_to_it_and_no_one_else() {
    let bot = Bot::start().await;
    let mention = json!([{ "type": "mention", "offset": 0, "length": 13 }]);
    let mine = json!({ "message_id": 3, "date": 1, "chat": { "id": GROUP, "type": "supergroup" }, "from": itself(), "text": "x" });
    for message in [
        group(8, 6, "/ask 七份協議？"),
        group(8, 6, "/ASK@Briefing_Bot\n七份協議？"),
        group(8, 6, "／ask\u{3000}七份協議？"),
        with(group(8, 6, "@briefing_bot 七份協議？"), json!({ "entities": mention })),
        with(
            group(8, 6, ""),
            json!({ "text": null, "photo": [], "caption": "@briefing_bot 七份協議？", "caption_entities": mention }),
        ),
        with(group(8, 6, "七份協議？"), json!({ "reply_to_message": mine })),
        with(
            group(8, 6, "/ask 七份協議？"),
            json!({ "sender_chat": { "id": GROUP, "type": "supergroup" }, "from": { "id": 1087968824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot" } }),
        ),
    ] {
        // the same message id again would be the same message
        static NEXT: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(50);
        let id = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let calls = bot.says(with(message, json!({ "message_id": id }))).await;
        assert!(text(&calls).contains("簽署七份合作協議"), "{calls:#?}");
        assert_eq!(calls[0].parameters["reply_parameters"]["message_id"], id);
    }
    for (place, silent) in [
        group(8, 7, "七份協議？"),
        group(8, 7, "/ask@other_bot 七份協議？"),
        group(8, 7, "/weather"),
        group(8, 7, "/help"),
        group(8, 7, "今晚食咩好"),
        with(group(8, 7, "/ask 七份協議？"), json!({ "via_bot": itself() })),
        with(group(8, 7, "/ask 七份協議？"), json!({ "is_automatic_forward": true })),
        with(group(8, 7, "/ask 七份協議？"), json!({ "from": { "id": 5, "is_bot": true, "first_name": "B", "username": "other_bot" } })),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(bot.says(with(silent, json!({ "message_id": 100 + place }))).await.len(), 0);
    }
}

#[tokio::test]
async fn pointing_at_somebodys_message_answers_that_message() {
    let bot = Bot::start().await;
    let other = json!({ "message_id": 30, "date": 1, "chat": { "id": GROUP, "type": "supergroup" }, "from": { "id": 4, "is_bot": false, "first_name": "C" },
        "text": "你好。七份協議？另外，前海由誰主導開發？" });
    let whole = with(group(8, 31, "/ask"), json!({ "reply_to_message": other }));
    let marked = with(
        group(8, 32, "/ask@briefing_bot"),
        json!({ "reply_to_message": other, "quote": { "text": "前海由誰主導開發？", "position": 10 } }),
    );
    let calls = bot.says(whole).await;
    assert_eq!(calls[0].parameters["reply_parameters"]["message_id"], 30, "{calls:#?}");
    let calls = bot.says(marked).await;
    assert_eq!(calls[0].parameters["reply_parameters"]["message_id"], 30);
    assert!(
        text(&calls).contains("深圳市政府將主導") && !text(&calls).contains("簽署七份合作協議")
    );
    // words of one's own come first
    let calls =
        bot.says(with(group(8, 33, "/ask 七份協議？"), json!({ "reply_to_message": other }))).await;
    assert_eq!(calls[0].parameters["reply_parameters"]["message_id"], 33);
    // nothing to point at
    assert!(text(&bot.says(group(8, 34, "/ask")).await).contains("想問甚麼"));
}

#[tokio::test]
async fn captions_and_forwarded_messages_are_answered_in_private() {
    let bot = Bot::start().await;
    let caption =
        with(private(8, 5, ""), json!({ "text": null, "photo": [], "caption": "七份協議？" }));
    assert!(text(&bot.says(caption).await).contains("簽署七份合作協議"));
    let forwarded = with(
        private(8, 6, "七份協議？"),
        json!({ "forward_origin": { "type": "hidden_user", "sender_user_name": "C", "date": 1 } }),
    );
    assert!(text(&bot.says(forwarded).await).contains("簽署七份合作協議"));
    // what is no text is told once
    let sticker = |id| with(private(8, id, ""), json!({ "text": null, "sticker": {} }));
    assert!(text(&bot.says(sticker(7)).await).contains("文字"));
    assert_eq!(bot.says(sticker(8)).await.len(), 0);
}

#[tokio::test]
async fn who_sends_anything_without_words_is_told_in_one_line_what_the_bot_can_read() {
    let bot = Bot::start().await;
    let file = || json!({ "file_id": "a", "file_unique_id": "b", "duration": 3 });
    let place = || json!({ "latitude": 22.3, "longitude": 114.1 });
    for (user, (kind, content)) in (20..).zip([
        ("photo", json!([{ "file_id": "a", "file_unique_id": "b", "width": 1, "height": 1 }])),
        ("location", place()),
        ("venue", json!({ "location": place(), "title": "前海", "address": "前海" })),
        ("poll", json!({ "id": "1", "question": "前海由誰主導開發？", "options": [] })),
        ("checklist", json!({ "title": "前海", "tasks": [] })),
        ("audio", file()),
        ("video_note", file()),
        ("contact", json!({ "phone_number": "21234567", "first_name": "A" })),
        ("dice", json!({ "emoji": "🎲", "value": 6 })),
        ("story", json!({ "chat": { "id": 5, "type": "private" }, "id": 1 })),
        ("voice", file()),
        ("sticker", file()),
    ]) {
        let message = with(private(user, 5, ""), json!({ "text": null, kind: content }));
        let calls = bot.says(message).await;
        assert_eq!(calls.len(), 1, "{kind}: {calls:#?}");
        assert_eq!(text(&calls), "我只看得懂文字，請把問題打出來。", "{kind}");
    }
}

#[tokio::test]
async fn an_answer_stays_in_the_topic_of_its_question() {
    let bot = Bot::start().await;
    for (id, topic, expected) in [(40, 12, json!(12)), (41, 1, json!(null))] {
        let message = with(
            group(8, id, "/ask 七份協議？"),
            json!({ "message_thread_id": topic, "is_topic_message": true }),
        );
        assert_eq!(bot.says(message).await[0].parameters["message_thread_id"], expected);
    }
    // a thread of replies is no topic
    let message = with(group(8, 42, "/ask 七份協議？"), json!({ "message_thread_id": 9 }));
    assert_eq!(bot.says(message).await[0].parameters["message_thread_id"], json!(null));
}

#[tokio::test]
async fn a_private_chat_is_a_conversation_for_an_hour_after_a_restart_too() {
    let bot = Bot::start().await;
    bot.says(private(8, 5, "河套會起啲乜？")).await;
    assert!(text(&bot.says(private(8, 6, "下一段")).await).contains("第9段"));
    let bot = bot.restart("-KILL").await;
    assert!(text(&bot.says(private(8, 7, "下一段")).await).contains("第10段"));
    // another chat knows nothing of it
    assert!(text(&bot.says(private(7, 5, "下一段")).await).contains("找不到"));
}

#[tokio::test]
async fn in_a_group_two_threads_do_not_mix() {
    let bot = Bot::start().await;
    let hetao = bot.says(group(8, 50, "/ask 河套會起啲乜？")).await;
    let tourism = bot.says(group(9, 51, "/ask 旅遊合作")).await;
    assert!(text(&hetao).contains("第8段") && text(&tourism).contains("第5段"));
    let next = bot.says(in_reply(group(8, 52, "下一段"), &hetao[0])).await;
    assert!(text(&next).contains("第9段"), "{next:#?}");
    let other = bot.says(in_reply(group(9, 53, "下一段"), &tourism[0])).await;
    assert!(text(&other).contains("第6段"), "{other:#?}");
    let further = bot.says(in_reply(group(8, 54, "下一段"), &next[0])).await;
    assert!(text(&further).contains("第10段"), "{further:#?}");
    assert!(text(&bot.says(group(8, 55, "/ask 下一段")).await).contains("找不到"));
}

#[tokio::test]
async fn hostile_text_gets_a_message_that_telegram_takes() {
    let bot = Bot::start().await;
    let long = "前海由誰主導開發？".repeat(455) + "a";
    assert!(long.chars().count() >= 4096);
    for (place, hostile) in [
        "<b>前海</b>",
        "前海 & 河套 <script>",
        "&lt;&amp;",
        &long,
        "🐶🍕🚗",
        "\u{202e}前海\u{202c}",
        "שלום עולם",
        "前海\u{0}由誰主導",
        "\u{0}",
        "💥".repeat(2048).as_str(),
        "𠮷\u{d7ff}\u{e000}\u{fffe}",
    ]
    .into_iter()
    .enumerate()
    {
        let calls = bot.says(private(8, 5 + place as i64, hostile)).await;
        assert_eq!(calls.len(), 1, "{calls:#?}");
        assert!(crate::bot_api::shown(said(&calls[0])).is_ok());
    }
}

/// What `ask` says with these arguments, and how it ends.
fn asked(arguments: &[&str]) -> (Option<i32>, String) {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/library");
    let run = Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
        .args(["--knowledge", library.to_str().unwrap(), "ask"])
        .args(arguments)
        .env_clear()
        .output()
        .unwrap();
    (run.status.code(), String::from_utf8(run.stdout).unwrap())
}

#[test]
fn of_one_paper_alone_commands_are_answered_too() {
    for message in ["/para 4", "目錄", "/paper", "第四段", "hello"] {
        let (_, out) = asked(&["--paper", "waste-2015", "--json", message]);
        let reply: Value = serde_json::from_str(&out).unwrap();
        let citations = reply["citations"].as_array().unwrap();
        assert!(citations.iter().all(|own| own["paper"] == "waste-2015"), "{message}: {out}");
        assert!(!reply["text"].as_str().unwrap().contains("港深合作會議"), "{message}: {out}");
    }
}

#[test]
fn what_json_says_of_a_command_is_what_its_text_says_and_how_it_ends() {
    for (message, outcome, paragraphs) in [
        ("/para 4", "answer", &[4_u64][..]),
        ("/para 4-5", "answer", &[4, 5]),
        ("/start waste-2015_4", "answer", &[4]),
        ("/para 99", "none", &[]),
        ("/start", "none", &[]),
        ("你好", "none", &[]),
        ("/nothing 廢物", "none", &[]),
        ("目錄", "answer", &[]),
    ] {
        let paper = ["--paper", "waste-2015", message];
        let (code, out) = asked(&[&["--json"], &paper[..]].concat());
        let reply: Value = serde_json::from_str(&out).unwrap();
        let cited = reply["citations"].as_array().unwrap().iter();
        let cited: Vec<_> = cited.map(|own| own["paragraph"].as_u64().unwrap()).collect();
        assert_eq!(
            (reply["outcome"].as_str(), &*cited),
            (Some(outcome), paragraphs),
            "{message}: {out}"
        );
        assert_eq!(code, Some(i32::from(outcome != "answer")), "{message}");
        assert_eq!(asked(&paper).0, code, "{message}");
    }
}
