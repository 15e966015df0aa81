//! `serve` as a real process against the Bot API server: what people get, and when they get nothing.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::bot_api::{BotApi, Call, TOKEN, shown};

/// A running bot. Killed when dropped.
struct Bot {
    api: BotApi,
    process: Child,
    /// Nothing of the developer's own `.env` is read.
    _folder: tempfile::TempDir,
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn spawn(url: &str, token: Option<&str>, folder: &std::path::Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefing-bot"));
    command.arg("serve").env_clear().env("TELOXIDE_API_URL", url).env("RUST_LOG", "trace").current_dir(folder);
    if let Some(token) = token {
        command.env("TELOXIDE_TOKEN", token);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

impl Bot {
    async fn start() -> Self {
        Self::at(BotApi::start().await)
    }

    fn at(api: BotApi) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let process = spawn(&api.url(), Some(TOKEN), folder.path());
        Self { api, process, _folder: folder }
    }

    /// Sends an update and gives back what the bot did about it.
    async fn gets(&self, kind: &str, content: Value) -> Vec<Call> {
        let before = self.api.calls().len();
        let update = self.api.push(kind, content);
        self.api.wait_confirmed(update).await;
        let calls: Vec<_> =
            self.api.calls().into_iter().skip(before).filter(|call| !matches!(call.method.as_str(), "getme" | "deletewebhook")).collect();
        for call in &calls {
            assert_eq!(call.refused, None, "{call:#?}");
        }
        calls
    }

    async fn says(&self, message: Value) -> Vec<Call> {
        self.gets("message", message).await
    }

    /// Sends a signal and waits for the end: the exit code and what was logged.
    fn end(mut self, signal: &str) -> (Option<i32>, String) {
        let sent = Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let mut log = String::new();
        std::io::Read::read_to_string(&mut self.process.stderr.take().unwrap(), &mut log).unwrap();
        (self.process.wait().unwrap().code(), log)
    }
}

fn private(text: &str) -> Value {
    json!({ "message_id": 5, "date": 1, "chat": { "id": 9, "type": "private" }, "from": { "id": 9, "is_bot": false, "first_name": "A", "language_code": "zh-hk" }, "text": text })
}

fn group(text: &str) -> Value {
    json!({ "message_id": 6, "date": 1, "chat": { "id": -100, "type": "supergroup", "title": "G" }, "from": { "id": 9, "is_bot": false, "first_name": "A", "language_code": "en" }, "text": text })
}

/// The text of the only message sent.
fn text(calls: &[Call]) -> String {
    let [call] = calls else { panic!("want one message: {calls:#?}") };
    assert_eq!(call.method, "sendmessage");
    call.parameters["text"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_private_question_gets_the_cited_paragraph_as_a_reply() {
    let bot = Bot::start().await;
    let calls = bot.says(private("前海由誰主導開發？")).await;
    let text = text(&calls);
    assert!(text.starts_with("<b>前海地區發展 · 第4段</b>\n<blockquote>"), "{text}");
    assert!(text.contains("<b>深圳市政府將主導及負責開發管理前海地區。"), "{text}");
    assert!(
        text.ends_with("<i>立法會工商事務委員會《2009年深港合作會議》第4段（前海地區發展），政制及內地事務局，2009年12月</i>"),
        "{text}"
    );
    let parameters = &calls[0].parameters;
    assert_eq!(parameters["chat_id"], 9);
    assert_eq!(parameters["reply_parameters"]["message_id"], 5);
    assert_eq!(parameters["reply_parameters"]["allow_sending_without_reply"], true);
    assert_eq!(parameters["link_preview_options"]["is_disabled"], true);
}

#[tokio::test]
async fn the_answer_is_in_the_language_of_the_question() {
    let bot = Bot::start().await;
    let simplified = text(&bot.says(private("前海由谁主导开发？")).await);
    assert!(simplified.contains("深圳市政府将主导") && simplified.contains("由繁体原文转换"), "{simplified}");
    let english = text(&bot.says(private("Who leads the development of Qianhai?")).await);
    assert!(english.contains("Shenzhen Municipal Government") && english.contains("unofficial translation"), "{english}");
}

#[tokio::test]
async fn in_a_group_the_bot_answers_those_who_speak_to_it_and_no_one_else() {
    let bot = Bot::start().await;
    for message in [
        group("/ask 七份協議？"),
        group("/ask@Briefing_Bot\n七份協議？"),
        json!({ "entities": [{ "type": "mention", "offset": 0, "length": 13 }], "text": "@briefing_bot 七份協議？" }),
        json!({ "reply_to_message": { "message_id": 3, "date": 1, "chat": { "id": -100, "type": "supergroup" }, "from": { "id": 77, "is_bot": true, "first_name": "B" }, "text": "x" }, "text": "七份協議？" }),
    ] {
        let mut whole = group("");
        whole.as_object_mut().unwrap().extend(message.as_object().unwrap().clone());
        let calls = bot.says(whole).await;
        assert!(text(&calls).contains("簽署七份合作協議"), "{calls:#?}");
        assert_eq!(calls[0].parameters["reply_parameters"]["message_id"], 6);
    }
    for silent in [group("七份協議？"), group("/ask@other_bot 七份協議？"), group("/weather"), group("/help"), group("今晚食咩好")]
    {
        assert_eq!(bot.says(silent).await.len(), 0);
    }
}

#[tokio::test]
async fn an_answer_stays_in_the_topic_of_its_question() {
    let bot = Bot::start().await;
    let mut topic = group("/ask 七份協議？");
    topic["message_thread_id"] = json!(12);
    topic["is_topic_message"] = json!(true);
    assert_eq!(bot.says(topic.clone()).await[0].parameters["message_thread_id"], 12);
    topic["message_thread_id"] = json!(1);
    assert_eq!(bot.says(topic).await[0].parameters.get("message_thread_id"), None);
}

/// What a press came to: its acknowledgement first, in whatever order the two arrived.
async fn pressed(bot: &Bot, press: Value) -> Vec<Call> {
    let mut calls = bot.gets("callback_query", press).await;
    calls.sort_by_key(|call| call.method != "answercallbackquery");
    assert_eq!(calls[0].method, "answercallbackquery");
    calls
}

#[tokio::test]
async fn sections_are_a_keyboard_and_a_press_shows_the_paragraphs() {
    let bot = Bot::start().await;
    let calls = bot.says(private("/sections")).await;
    let rows = calls[0].parameters["reply_markup"]["inline_keyboard"].as_array().unwrap().clone();
    let buttons: Vec<_> = rows.iter().flat_map(|row| row.as_array().unwrap().clone()).collect();
    assert_eq!(buttons.len(), 11);
    let environment = buttons.iter().find(|button| button["text"] == "環保合作").unwrap();
    let press = json!({ "id": "q1", "from": { "id": 9, "is_bot": false, "first_name": "A", "language_code": "zh-hk" }, "chat_instance": "1",
        "message": { "message_id": 5, "date": 1, "chat": { "id": 9, "type": "private" }, "text": "…" }, "data": environment["callback_data"] });
    let calls = pressed(&bot, press.clone()).await;
    assert_eq!(calls[0].parameters["callback_query_id"], "q1");
    let shown = text(&calls[1..]);
    assert!(shown.contains("第10段") && shown.contains("第11段") && shown.contains("深圳河"), "{shown}");
    for stale in ["", "0ts:environment", "1ts:environment", "1ts0123456789abcdef:gone", "\u{0}"] {
        let mut press = press.clone();
        press["data"] = json!(stale);
        let calls = pressed(&bot, press).await;
        assert!(text(&calls[1..]).contains("這個按鈕已經失效"), "{calls:#?}");
    }
}

#[tokio::test]
async fn commands_explain_themselves_in_the_readers_language() {
    let bot = Bot::start().await;
    let start = bot.says(private("/start")).await;
    assert!(text(&start).contains("《2009年深港合作會議》"), "{start:#?}");
    assert!(start[0].parameters["reply_markup"]["inline_keyboard"].is_array());
    assert!(text(&bot.says(private("/help")).await).contains("/sections"));
    assert!(text(&bot.says(private("/ask")).await).contains("請在 /ask 後面寫上問題"));
    assert!(text(&bot.says(private("/nothing")).await).contains("沒有這個指令"));
    assert!(text(&bot.says(group("/help@briefing_bot")).await).contains("unofficial translation"));
}

#[tokio::test]
async fn what_the_paper_does_not_say_is_said_and_the_sections_are_offered() {
    let bot = Bot::start().await;
    let calls = bot.says(private("聽日會唔會落雨？")).await;
    assert!(text(&calls).contains("我在文件中找不到相關內容"), "{calls:#?}");
    assert!(calls[0].parameters["reply_markup"]["inline_keyboard"].is_array());
}

#[tokio::test]
async fn hostile_text_gets_a_message_that_telegram_takes() {
    let bot = Bot::start().await;
    let long = "前海由誰主導開發？".repeat(455) + "a";
    assert!(long.chars().count() >= 4096);
    for hostile in [
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
    ] {
        let calls = bot.says(private(hostile)).await;
        let text = text(&calls);
        assert!(shown(&text).is_ok(), "{text}");
    }
}

#[tokio::test]
async fn an_update_that_comes_twice_or_cannot_be_read_disturbs_nothing() {
    let bot = Bot::start().await;
    let question = json!({ "update_id": 500, "message": private("七份協議？") });
    for update in [
        question.clone(),
        json!({ "update_id": 501, "message": { "message_id": "x" } }),
        json!({ "update_id": 502, "not_yet_known": {} }),
        question,
    ] {
        bot.api.push_raw(update);
    }
    let calls = bot.says(private("河套")).await;
    assert_eq!(calls.iter().filter(|call| call.method == "sendmessage").count(), 2, "{calls:#?}");
}

#[tokio::test]
async fn a_full_server_is_waited_for() {
    let bot = Bot::start().await;
    bot.api.refuse_next(
        429,
        json!({ "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 1", "parameters": { "retry_after": 1 } }),
    );
    let update = bot.api.push("message", private("七份協議？"));
    bot.api.wait_confirmed(update).await;
    let sent: Vec<_> = bot.api.calls().into_iter().filter(|call| call.method == "sendmessage").map(|call| call.refused.is_none()).collect();
    assert_eq!(sent, [false, true]);
}

#[tokio::test]
async fn a_server_in_trouble_and_a_moved_group_get_the_answer_all_the_same() {
    let bot = Bot::start().await;
    bot.api.refuse_next(400, json!({ "ok": false, "error_code": 400, "description": "Bad Request: group chat was upgraded to a supergroup chat", "parameters": { "migrate_to_chat_id": -200 } }));
    let calls = moved(&bot, group("/ask 七份協議？")).await;
    assert_eq!(calls, [json!(-100), json!(-200)]);
}

/// The chats that a message was sent to, refused or not.
async fn moved(bot: &Bot, message: Value) -> Vec<Value> {
    let update = bot.api.push("message", message);
    bot.api.wait_confirmed(update).await;
    bot.api.calls().into_iter().filter(|call| call.method == "sendmessage").map(|call| call.parameters["chat_id"].clone()).collect()
}

#[tokio::test]
async fn ctrl_c_ends_it_while_an_answer_hangs_and_the_question_is_answered_at_the_next_start() {
    let bot = Bot::start().await;
    bot.api.hang(true);
    bot.api.push("message", private("七份協議？"));
    bot.api.wait_for(|calls| calls.iter().any(|call| call.method == "sendmessage")).await;
    let api = bot.api.clone();
    let (code, log) = tokio::task::spawn_blocking(move || bot.end("-INT")).await.unwrap();
    assert_eq!(code, Some(0), "{log}");
    api.hang(false);
    let bot = Bot::at(api);
    bot.api.wait_for(|calls| calls.iter().filter(|call| call.method == "sendmessage").count() == 2).await;
}

#[tokio::test]
async fn a_reader_of_a_translation_can_see_the_original() {
    let bot = Bot::start().await;
    let calls = bot.says(private("How many agreements were signed?")).await;
    let button = &calls[0].parameters["reply_markup"]["inline_keyboard"][0][0];
    assert_eq!(button["text"], "Original: paragraph 3");
    let press = json!({ "id": "q1", "from": { "id": 9, "is_bot": false, "first_name": "A", "language_code": "en" }, "chat_instance": "1",
        "message": { "message_id": 5, "date": 1, "chat": { "id": 9, "type": "private" }, "text": "…" }, "data": button["callback_data"] });
    let calls = bot.gets("callback_query", press).await;
    assert!(calls.iter().any(|call| call.parameters["text"].as_str().is_some_and(|text| text.contains("簽署七份合作協議"))), "{calls:#?}");
}

#[tokio::test]
async fn a_private_chat_is_a_conversation_and_a_group_is_not() {
    let bot = Bot::start().await;
    bot.says(private("河套會起啲乜？")).await;
    assert!(text(&bot.says(private("下一段")).await).contains("第9段"));
    bot.says(group("/ask 河套會起啲乜？")).await;
    assert!(text(&bot.says(group("/ask 下一段")).await).contains("找不到"));
}

#[tokio::test]
async fn a_question_survives_a_kill() {
    let bot = Bot::start().await;
    bot.api.hang(true);
    bot.api.push("message", private("七份協議？"));
    bot.api.wait_for(|calls| calls.iter().any(|call| call.method == "sendmessage")).await;
    let api = bot.api.clone();
    let (code, _) = bot.end("-KILL");
    assert_eq!(code, None);
    api.hang(false);
    let bot = Bot::at(api);
    bot.api.wait_for(|calls| calls.iter().filter(|call| call.method == "sendmessage").count() == 2).await;
}

#[tokio::test]
async fn ctrl_c_ends_it_cleanly_and_nobodys_words_are_logged() {
    let bot = Bot::start().await;
    bot.says(private("SECRETWORD 前海")).await;
    let (code, log) = tokio::task::spawn_blocking(move || bot.end("-INT")).await.unwrap();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("stopped"), "{log}");
    assert!(!log.contains("SECRETWORD") && !log.contains(TOKEN) && !log.contains("TEST-token"), "{log}");
}

#[tokio::test]
async fn a_missing_or_wrong_token_says_where_to_get_one() {
    let api = BotApi::start().await;
    for (token, expected) in
        [(None, "TELOXIDE_TOKEN is not set"), (Some("nonsense"), "not a bot token"), (Some("78:other"), "does not accept the token")]
    {
        let folder = tempfile::tempdir().unwrap();
        let process = spawn(&api.url(), token, folder.path());
        let ended = tokio::task::spawn_blocking(move || process.wait_with_output().unwrap());
        let ended = tokio::time::timeout(Duration::from_secs(20), ended).await.unwrap().unwrap();
        let error = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(2), "{error}");
        assert!(error.contains(expected) && error.contains("https://t.me/BotFather"), "{error}");
    }
}
