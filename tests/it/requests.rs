//! No request is refused: every card of every paragraph in every language, every button, and ten thousand hostile questions.
//!
//! With `RECORD_REQUESTS` the requests go to a file too, so that they can be held against a description of the Bot API.

use std::collections::BTreeSet;
use std::time::Duration;

use briefing_bot::embedded;
use briefing_bot::language::Language;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;

use crate::bot::{Bot, buttons, person, private};
use crate::bot_api::Call;

/// Hostile questions.
const MANY: usize = 10_000;

/// Chats that they come from.
const CHATS: usize = 200;

/// Waits until a number of requests of a kind was made; the refused ones.
async fn refused(bot: &Bot, method: &str, count: usize) -> Vec<Call> {
    let counted = |calls: &[Call]| calls.iter().filter(|call| call.method == method).count();
    let mut seen = 0;
    // as long as there is progress, it is waited for
    loop {
        let now = counted(&bot.api.calls());
        if now >= count {
            break;
        }
        assert!(now > seen || seen == 0, "{now} of {count} {method}");
        seen = now.max(1);
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    bot.api.calls().into_iter().filter(|call| call.refused.is_some()).collect()
}

#[tokio::test]
async fn every_card_and_every_button_is_taken() {
    let bot = Bot::start().await;
    let engine = embedded::engine().unwrap();
    let mut asked = Vec::new();
    for paper in engine.corpus().papers() {
        for paragraph in &paper.paragraphs {
            for language in Language::ALL {
                asked.extend(
                    paragraph
                        .questions
                        .iter()
                        .filter(|question| question.language == language)
                        .take(2)
                        .map(|one| one.text.clone()),
                );
                asked.extend(
                    paragraph
                        .unsaid
                        .iter()
                        .filter(|question| question.language == language)
                        .take(2)
                        .map(|one| one.text.clone()),
                );
            }
            asked.extend([
                format!("/para {}", paragraph.number),
                format!("/start {}_{}", paper.id, paragraph.number),
            ]);
        }
        asked.extend(
            paper
                .sections
                .iter()
                .flat_map(|section| section.heading.iter().map(|(_, heading)| heading.to_owned())),
        );
    }
    let commands = [
        "/start",
        "/help",
        "/ask",
        "/sections",
        "/para",
        "/para 1-15",
        "/paper",
        "/language",
        "/settings",
        "/privacy",
        "/forget",
        "/none",
    ];
    asked.extend(commands.map(str::to_owned));
    // everything in each of the languages that a chat may choose; no more at once of one chat than may wait
    let mut updates = 0;
    let mut user = 0;
    for language in ["auto", "zh-Hant", "zh-Hans", "en"] {
        for some in asked.chunks(50) {
            user += 1;
            bot.says(private(user, 1, &format!("/language {language}"))).await;
            for (id, text) in (2_i64..).zip(some) {
                bot.api.push("message", private(user, id, text));
                updates += 1;
            }
        }
    }
    let refusals = refused(&bot, "sendmessage", updates).await;
    assert!(refusals.is_empty(), "{refusals:#?}");
    // every button of all of them, once
    let sent: Vec<_> =
        bot.api.calls().into_iter().filter(|call| call.method == "sendmessage").collect();
    let mut pressed = BTreeSet::new();
    for call in &sent {
        for (_, data) in buttons(&call.parameters) {
            if pressed.insert(data.clone()) {
                let chat = &call.parameters["chat_id"];
                let press = json!({ "id": data, "from": person(1), "chat_instance": "1", "data": data, "message": { "message_id": call.message, "date": 1,
                    "chat": { "id": chat, "type": "private" }, "reply_markup": call.parameters["reply_markup"] } });
                bot.api.push("callback_query", press);
            }
        }
    }
    assert!(pressed.len() > 300, "{}", pressed.len());
    let refusals = refused(&bot, "answercallbackquery", pressed.len()).await;
    // a card may be what it was before
    let refusals: Vec<_> = refusals
        .iter()
        .filter(|call| call.refused.as_ref().is_none_or(|words| !words.contains("not modified")))
        .collect();
    assert!(refusals.is_empty(), "{refusals:#?}");
    let queries = ["", "前海", "railway", "教育", "环保", "😀", "<b>&"]
        .into_iter()
        .flat_map(|query| [8, 9].map(|user| (user, query)));
    for (place, (user, query)) in queries.enumerate() {
        bot.gets(
            "inline_query",
            json!({ "id": place.to_string(), "from": person(user), "query": query, "offset": "" }),
        )
        .await;
    }
}

/// What somebody might send to break the bot.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "前海",
        "河套",
        "香港",
        "多少",
        "由誰",
        "how many",
        "agreements",
        "<b>",
        "</b>",
        "<a href=\"x\">",
        "&lt;",
        "&",
        "\"",
        "<blockquote expandable>",
        "\u{0}",
        "\u{202e}",
        "\u{200d}",
        "👨‍👩‍👧",
        "/ask",
        "@briefing_bot",
        "\n",
        "\u{3000}",
        "𠮷",
        "é",
        "第四段",
        "下一段",
        "四",
        "99999999999999999999",
        "http://x",
        "%s",
        "{}",
        "$1",
        "'; --",
    ]);
    prop_oneof![
        4 => prop::collection::vec(words, 1..30).prop_map(|words| words.concat()),
        2 => any::<String>(),
        1 => "[前海深港合作會議區發展<>&\"' ]{1,300}",
        1 => "\\PC{1,200}",
        1 => (any::<char>(), 1_usize..4096).prop_map(|(character, count)| character.to_string().repeat(count)),
    ]
}

#[tokio::test]
async fn ten_thousand_hostile_questions_get_an_answer_each() {
    let bot = Bot::start().await;
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let questions = hostile();
    for number in 0..MANY {
        let text: String =
            questions.new_tree(&mut runner).unwrap().current().chars().take(4096).collect();
        // Telegram sends no message without a visible character, and a command to another bot is not answered
        let text = if text.trim().is_empty() { "?".to_owned() } else { text };
        bot.api.push(
            "message",
            private((number % CHATS) as i64 + 1, (number / CHATS) as i64 + 1, &text),
        );
    }
    let refusals = refused(&bot, "sendmessage", MANY).await;
    assert!(refusals.is_empty(), "{refusals:#?}");
    assert!(!bot.log().contains("broke its handler"));
}
