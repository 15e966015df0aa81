//! Updates on which a bot may do the wrong thing, as a Bot API server hands them out, and what must come of them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::bot::{Bot, buttons, group, now, private, text, with};
use crate::bot_api::{BotApi, Call, RawBody};
use crate::operation::{free_address, page, ready};

/// What is asked where it only counts that there is an answer, …
const QUESTION: &str = "七份協議？";

/// … and what stands in that.
const ANSWER: &str = "簽署七份合作協議";

/// What came of the updates of a file.
struct Replayed {
    bot: Bot,
    /// What the bot did about each update.
    steps: Vec<Vec<Call>>,
}

impl Replayed {
    /// All texts that were sent, in order.
    fn sent(&self) -> Vec<String> {
        let calls = self.steps.iter().flatten().filter(|call| call.method == "sendmessage");
        calls.map(|call| call.parameters["text"].as_str().unwrap().to_owned()).collect()
    }

    /// What the last message of a chat is now.
    fn last(&self, chat: i64) -> Value {
        let calls = self.steps.iter().flatten().rev();
        let last = calls
            .filter(|call| call.method == "sendmessage" && call.parameters["chat_id"] == chat)
            .find_map(|call| call.message);
        self.bot.api.message(chat, last.unwrap()).unwrap()
    }
}

/// Hands out the updates of a file one by one.
async fn replay(file: &str) -> Replayed {
    let path = format!("{}/tests/fixtures/telegram/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let api = BotApi::start_as(7000, "briefing_test_bot", 501).await;
    let list = |name: &str| file[name].as_array().cloned().unwrap_or_default();
    for admin in list("admins") {
        api.make_admin(-1001, admin.as_i64().unwrap());
    }
    let bot = Bot::at(api, tempfile::tempdir().unwrap(), &[]);
    for fault in list("faults") {
        let status = fault["kind"].as_u64().unwrap() as u16;
        let answer =
            json!({ "ok": false, "error_code": status, "description": fault["description"] });
        bot.api.refuse_next(status, answer);
    }
    bot.api.wait_for(|calls| calls.iter().any(|call| call.method == "setmyshortdescription")).await;
    bot.api.wait_quiet().await;
    let mut steps = Vec::new();
    for update in list("updates") {
        let before = bot.api.calls().len();
        let (kind, content) = update.as_object().unwrap().iter().next().unwrap();
        let id = bot.api.push(kind, timed(content.clone()));
        bot.api.wait_confirmed(id).await;
        bot.api.wait_quiet().await;
        steps.push(bot.api.calls().into_iter().skip(before).collect());
    }
    Replayed { bot, steps }
}

/// An update with the times that it names.
fn timed(mut content: Value) -> Value {
    match &mut content {
        Value::Object(fields) => {
            for value in fields.values_mut() {
                *value = timed(value.take());
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| *value = timed(value.take())),
        Value::String(text) if text == "NOW" => return json!(now()),
        Value::String(text) if text == "OLD" => return json!(now() - 60),
        _ => {}
    }
    content
}

#[tokio::test]
async fn a_reaction_runs_no_command_again() {
    let forget = replay("01-reaction-runs-forget-again").await;
    assert!(forget.steps[3].is_empty(), "{:#?}", forget.steps[3]);
    let labels = buttons(&forget.last(-1001));
    assert!(
        labels.iter().any(|(label, _)| label.contains("找不到") && label.ends_with('開')),
        "{labels:?}"
    );
    let language = replay("02-reaction-runs-language-again").await;
    assert!(language.steps[3].is_empty(), "{:#?}", language.steps[3]);
    let labels = buttons(&language.last(-1001));
    assert!(labels.iter().any(|(label, _)| label == "✓ English"), "{labels:?}");
}

#[tokio::test]
async fn a_reaction_leaves_a_card_and_its_votes_as_they_are() {
    let replayed = replay("03-reaction-resets-card-and-votes").await;
    assert!(replayed.steps[3].is_empty(), "{:#?}", replayed.steps[3]);
    let card = replayed.last(11);
    assert!(card["text"].as_str().unwrap().contains("Individual Visit"), "{card:#}");
    assert!(buttons(&card).iter().any(|(label, _)| label == "👍 1"), "{card:#}");
}

#[tokio::test]
async fn an_address_beside_a_question_changes_no_answer() {
    let sent = replay("04-url-beside-a-question").await.sent();
    assert_eq!((sent.len(), &sent[0]), (3, &sent[1]));
    assert!(sent[0].contains("深圳市政府將主導") && sent[2].contains("paragraph 4"), "{sent:#?}");
}

#[tokio::test]
async fn each_of_several_questions_is_answered() {
    let sent = replay("05-three-questions").await.sent();
    for (text, paragraphs) in sent.iter().zip([[4, 5, 7], [4, 5, 11]]) {
        for paragraph in paragraphs {
            assert!(text.contains(&format!("hk-sz-2009_{paragraph}\"")), "{paragraph}: {text}");
        }
        assert_eq!(text.matches("<blockquote").count(), 3, "{text}");
    }
    assert!(sent[1].contains("杜邦喺香港做咩？"), "{}", sent[1]);
}

#[tokio::test]
async fn who_thanks_or_laughs_in_a_group_is_left_in_peace() {
    let replayed = replay("06-thanks-as-a-reply").await;
    for (place, step) in replayed.steps.iter().enumerate().skip(1).take(7) {
        assert!(step.is_empty(), "{place}: {step:#?}");
    }
    // when to eat is in no paper
    assert!(
        replayed.sent().iter().skip(1).all(|text| text.contains("文件")),
        "{:#?}",
        replayed.sent()
    );
    assert_eq!(replayed.bot.unanswered().len(), usize::from(replayed.sent().len() > 1));
}

#[tokio::test]
async fn small_talk_in_private_gets_a_warm_line_and_is_no_question() {
    let replayed = replay("07-small-talk-in-private").await;
    for step in &replayed.steps {
        let [call] = step.as_slice() else { panic!("{step:#?}") };
        let text = call.parameters["text"].as_str().unwrap();
        assert!(!text.contains("找不到") && !text.contains("nothing"), "{text}");
        assert!(text.chars().count() < 100 && buttons(&call.parameters).is_empty(), "{call:#?}");
    }
    assert!(replayed.bot.unanswered().is_empty());
}

#[tokio::test]
async fn commands_are_understood_without_a_space() {
    let replayed = replay("08-command-without-space").await;
    for step in &replayed.steps {
        let [call] = step.as_slice() else { panic!("{step:#?}") };
        assert!(call.parameters["text"].as_str().unwrap().contains("第4段"), "{call:#?}");
    }
}

#[tokio::test]
async fn who_sends_what_is_no_text_is_told_once() {
    let sent = replay("11-kinds-that-get-silence").await.sent();
    let [told, answered] = sent.as_slice() else { panic!("{sent:#?}") };
    assert!(told.contains("文字") && answered.contains("深圳市政府將主導"), "{sent:#?}");
}

#[tokio::test]
async fn an_upgraded_group_is_welcomed_once() {
    let replayed = replay("12-upgrade-greets-twice").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let calls = replayed.bot.api.calls();
    let sent = calls.iter().filter(|call| call.method == "sendmessage");
    assert_eq!(sent.count(), 1, "{calls:#?}");
}

#[tokio::test]
async fn a_member_forgets_their_own_and_nobody_elses() {
    let replayed = replay("14-forget-by-a-stranger").await;
    let [edit] = replayed.steps[2].as_slice() else { panic!("{:#?}", replayed.steps[2]) };
    assert_eq!((edit.method.as_str(), edit.message), ("editmessagetext", Some(501)));
    let told = &replayed.sent()[1];
    assert!(told.contains("只有管理員可以刪除"), "{told}");
}

#[tokio::test]
async fn what_is_said_to_be_noted_is_noted() {
    let replayed = replay("15-thumb-down-says-noted-and-is-not").await;
    let acknowledged = replayed.steps[2].iter().find(|call| call.method == "answercallbackquery");
    let words = acknowledged.unwrap().parameters["text"].as_str().unwrap().to_owned();
    let down = replayed.bot.unanswered().iter().any(|(_, outcome)| outcome == "down");
    assert_eq!(words.contains("記下"), down, "{words}: {:?}", replayed.bot.unanswered());
}

#[tokio::test]
async fn a_chat_that_may_not_be_written_to_is_no_fault_of_the_program() {
    let replayed = replay("16-refusals-taken-for-faults").await;
    let log = replayed.bot.log();
    assert!(!log.contains("WARN") || !log.contains("was not sent"), "{log}");
}

#[tokio::test]
async fn where_the_bot_may_not_write_nothing_is_wrong_and_others_are_answered() {
    let address = free_address();
    let mut bot = Bot::start_with(&[("LISTEN", &address)]).await;
    ready(&address).await;
    let (in_group, in_topic) = (
        |id: i64| group(8, id, "/ask 七份協議？"),
        json!({ "message_thread_id": 4, "is_topic_message": true }),
    );
    let mut refused = 0_usize;
    for (status, words, times, message) in [
        (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", 1, in_group(10)),
        (400, "Bad Request: USER_IS_BLOCKED", 1, private(8, 11, QUESTION)),
        (403, "Forbidden: bot was blocked by the user", 1, private(8, 12, QUESTION)),
        // it is not said in another topic
        (400, "Bad Request: TOPIC_CLOSED", 1, with(in_group(13), in_topic.clone())),
        // of a topic that is gone, it is tried without one
        (400, "Bad Request: message thread not found", 2, with(in_group(18), in_topic)),
        (400, "Bad Request: not enough rights to send text messages to the chat", 1, in_group(14)),
    ] {
        for _ in 0..times {
            bot.api.refuse_next(status, refusal(status, words));
        }
        refused += times;
        bot.api.push("message", message);
        bot.api.wait_for(|calls| count_refused(calls) == refused).await;
        let others = bot.says(private(7, 20 + refused as i64, QUESTION)).await;
        assert!(text(&others).contains(ANSWER), "{words}: {others:#?}");
        assert!(bot.is_running(), "{words}");
    }
    // once it may write again, it does
    assert!(text(&bot.says(in_group(15)).await).contains(ANSWER));
    assert_eq!(count_refused(&bot.api.calls()), refused);
    let (log, figures) = (bot.log(), page(&address, "/metrics").await.1);
    assert!(!log.contains(" ERROR "), "{log}");
    assert!(!log.lines().any(|line| line.contains("WARN") && line.contains("not sent")), "{log}");
    for line in [
        r#"briefing_dropped_total{reason="undeliverable"} 0"#,
        r#"briefing_requests_total{method="SendMessage",result="forbidden"} 5"#,
        r#"briefing_requests_total{method="SendMessage",result="no_topic"} 2"#,
        r#"briefing_retries_total{reason="no_topic"} 1"#,
        "briefing_panics_total 0",
    ] {
        assert!(figures.contains(line), "{line}\n{figures}");
    }
    // what Telegram does not take at all is one
    bot.api.refuse_next(400, refusal(400, "Bad Request: BUTTON_DATA_INVALID"));
    bot.api.push("message", in_group(16));
    bot.api.wait_for(|calls| count_refused(calls) == refused + 1).await;
    assert!(text(&bot.says(in_group(17)).await).contains(ANSWER));
    let (log, figures) = (bot.log(), page(&address, "/metrics").await.1);
    assert!(log.lines().any(|line| line.contains("WARN") && line.contains("not sent")), "{log}");
    let line = r#"briefing_dropped_total{reason="undeliverable"} 1"#;
    assert!(figures.contains(line), "{figures}");
}

fn refusal(status: u16, words: &str) -> Value {
    json!({ "ok": false, "error_code": status, "description": words })
}

fn count_refused(calls: &[Call]) -> usize {
    let messages = calls.iter().filter(|call| call.method == "sendmessage");
    messages.filter(|call| call.refused.is_some()).count()
}

#[tokio::test]
async fn answers_go_to_the_topic_of_direct_messages() {
    let replayed = replay("17-channel-direct-messages").await;
    let [call] = replayed.steps[0].as_slice() else { panic!("{:#?}", replayed.steps[0]) };
    assert_eq!(call.parameters["direct_messages_topic_id"], 99);
}

#[tokio::test]
async fn a_reader_of_chinese_gets_the_original_for_a_name_in_latin_letters() {
    let sent = replay("19-latin-keyword-of-a-chinese-reader").await.sent();
    for text in &sent[..3] {
        assert!(!text.contains("unofficial") && text.contains("立法會"), "{text}");
    }
    assert!(sent[3].contains("不用客氣"), "{}", sent[3]);
}

#[tokio::test]
async fn who_asks_the_group_is_not_answered_by_a_bot_that_only_thinks_it_is_sure() {
    let replayed = replay("20-sure-mode-chatter").await;
    for step in &replayed.steps[2..6] {
        assert!(step.is_empty(), "{step:#?}");
    }
}

/// A body of a response to a request for updates.
fn body(file: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/telegram/getUpdates-bodies");
    let bytes = std::fs::read(format!("{folder}/{file}")).unwrap();
    // with its head or without
    match bytes.windows(4).position(|own| own == b"\r\n\r\n") {
        Some(end) if bytes.starts_with(b"HTTP") => bytes[end + 4..].to_vec(),
        _ => bytes,
    }
}

#[tokio::test]
async fn no_response_of_a_server_stops_the_bot() {
    let bot = Bot::start().await;
    let mut id = 0;
    for (file, status, until) in [
        ("lone-surrogate.json", 200, Some(2000)),
        ("not-utf8.json", 200, Some(2000)),
        ("nested-200.json", 200, Some(2000)),
        ("description-null.json", 200, None),
        ("401-once.http", 401, None),
        ("404-of-a-proxy.http", 404, None),
    ] {
        let bytes = body(file);
        let until = until.map(|_| 3000 + id);
        let bytes = String::from_utf8_lossy(&bytes).contains("2000").then(|| {
            // each has a number of its own, and the byte that is no character stays
            let mut own = bytes.clone();
            let place = own.windows(4).position(|four| four == b"2000").unwrap();
            own[place..place + 4].copy_from_slice((3000 + id).to_string().as_bytes());
            own
        });
        let bytes = bytes.unwrap_or_else(|| body(file));
        let times = if until.is_some() { 50 } else { 1 };
        bot.api.push_body(RawBody { status, bytes, times, until, ..RawBody::default() });
        id += 1;
        bot.api.push_raw(
            json!({ "update_id": 3000 + id, "message": private(8, 5 + id, "七份協議？") }),
        );
        bot.api
            .wait_for(|calls| {
                calls.iter().any(|call| call.parameters["reply_parameters"]["message_id"] == 5 + id)
            })
            .await;
        id += 1;
    }
    let polls = bot.api.polls();
    bot.api.push_body(RawBody {
        status: 200,
        bytes: body("no-update-id.json"),
        times: 1_000_000,
        ..RawBody::default()
    });
    tokio::time::sleep(Duration::from_secs(2)).await;
    let more = bot.api.polls() - polls;
    assert!(more < 30, "{more} requests in two seconds");
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_bot_goes_on() {
    let elsewhere = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = elsewhere.local_addr().unwrap();
    let followed = tokio::spawn(async move { drop(elsewhere.accept().await) });
    let bot = Bot::start().await;
    for status in [302, 307] {
        let headers = vec![("location", format!("http://{address}/"))];
        bot.api.push_body(RawBody { status, headers, times: 1, ..RawBody::default() });
    }
    // asked for once both were answered
    let answer = bot.says(private(8, 5, QUESTION)).await;
    assert!(!followed.is_finished(), "the token would go along to wherever it leads");
    assert!(text(&answer).contains(ANSWER), "{answer:#?}");
    let log = bot.log();
    assert!(log.contains("HTTP 302") && log.contains("HTTP 307"), "{log}");
}

#[tokio::test]
async fn a_token_that_is_refused_for_a_while_is_tried_again_seldom_and_the_bot_goes_on() {
    let mut bot = Bot::start().await;
    bot.says(private(8, 5, QUESTION)).await;
    let (polls, bytes) = (bot.api.polls(), body("401-once.http"));
    bot.api.push_body(RawBody { status: 401, bytes, times: 1_000_000, ..RawBody::default() });
    tokio::time::sleep(Duration::from_secs(3)).await;
    let more = bot.api.polls() - polls;
    assert!((1..20).contains(&more), "{more} requests in three seconds");
    assert!(bot.is_running());
    let log = bot.log();
    assert!(log.contains("does not accept the token any more"), "{log}");
    bot.api.clear_bodies();
    assert!(text(&bot.says(private(8, 6, QUESTION)).await).contains(ANSWER));
}

#[tokio::test]
async fn a_server_that_holds_no_request_is_not_asked_all_the_time() {
    let bot = Bot::start().await;
    bot.says(private(8, 5, QUESTION)).await;
    let (polls, bytes) = (bot.api.polls(), br#"{"ok":true,"result":[]}"#.to_vec());
    bot.api.push_body(RawBody { status: 200, bytes, times: 1_000_000, ..RawBody::default() });
    tokio::time::sleep(Duration::from_secs(2)).await;
    let more = bot.api.polls() - polls;
    assert!((1..30).contains(&more), "{more} requests in two seconds");
    bot.api.clear_bodies();
    assert!(text(&bot.says(private(8, 6, QUESTION)).await).contains(ANSWER));
}

#[tokio::test]
async fn what_cannot_be_read_at_all_is_put_aside_and_others_go_on() {
    let bot = Bot::start().await;
    // one among others that can be read
    bot.api.push("message", private(8, 5, "七份協議？"));
    bot.api.push_broken();
    bot.api.push("message", private(8, 6, "七份協議？"));
    let sent = |calls: &[Call]| calls.iter().filter(|call| call.method == "sendmessage").count();
    bot.api.wait_for(|calls| sent(calls) == 2).await;
    let log = bot.log();
    assert!(log.contains("set aside") && !log.contains("SECRET"), "{log}");
}

#[tokio::test]
async fn methods_are_written_as_they_are_documented() {
    let bot = Bot::start().await;
    bot.says(private(8, 5, "七份協議？")).await;
    for method in bot.api.written() {
        assert!(method.starts_with(|first: char| first.is_ascii_lowercase()), "{method}");
    }
}
