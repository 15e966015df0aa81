//! A question is edited, and so is its answer.

use serde_json::{Value, json};

use crate::bot::{Bot, GROUP, buttons, group, now, person, private, said, text, with};
use crate::bot_api::Call;

#[tokio::test]
async fn the_same_message_goes_from_not_found_to_an_answer_and_back() {
    let bot = Bot::start().await;
    let first = bot.says(private(8, 5, "聽日會唔會落雨？")).await;
    assert!(text(&first).contains("找不到"));
    let edited = bot.edits(private(8, 5, "前海由誰主導開發？")).await;
    assert_eq!(
        (edited.len(), edited[0].method.as_str(), edited[0].message),
        (1, "editmessagetext", first[0].message),
        "{edited:#?}"
    );
    assert!(said(&edited[0]).contains("深圳市政府將主導"));
    assert_eq!(edited[0].parameters["link_preview_options"]["is_disabled"], true);
    let bot = bot.restart("-KILL").await;
    let back = bot.edits(private(8, 5, "聽日會唔會落雨？")).await;
    assert_eq!((back[0].method.as_str(), back[0].message), ("editmessagetext", first[0].message));
    assert_eq!(said(&back[0]), text(&first));
}

#[tokio::test]
async fn an_edit_that_changes_no_answer_is_no_call() {
    let bot = Bot::start().await;
    bot.says(private(8, 5, "前海由誰主導開發？")).await;
    assert_eq!(bot.edits(private(8, 5, "前海由誰主導開發？")).await.len(), 0);
    assert_eq!(bot.edits(private(8, 5, "前海由誰主導開發?")).await.len(), 0);
}

#[tokio::test]
async fn an_answer_that_somebody_took_away_comes_anew() {
    let bot = Bot::start().await;
    let first = bot.says(group(8, 5, "/ask 聽日會唔會落雨？")).await;
    bot.api.delete(-100, first[0].message.unwrap());
    let calls = bot.edits(group(8, 5, "/ask 前海由誰主導開發？")).await;
    let methods: Vec<_> = calls.iter().map(|call| call.method.as_str()).collect();
    assert_eq!(methods, ["editmessagetext", "sendmessage"]);
    let edited = bot.edits(group(8, 5, "/ask 七份協議？")).await;
    assert_eq!(edited[0].message, calls[1].message);
}

#[tokio::test]
async fn an_edit_that_speaks_to_the_bot_for_the_first_time_is_answered_unless_it_is_old() {
    let bot = Bot::start().await;
    let now = crate::bot::now();
    assert_eq!(bot.says(group(8, 5, "七份協議？")).await.len(), 0);
    let calls = bot.edits(with(group(8, 5, "/ask 七份協議？"), json!({ "date": now - 60 }))).await;
    assert!(text(&calls).contains("簽署七份合作協議"));
    assert_eq!(
        bot.edits(with(group(8, 6, "/ask 七份協議？"), json!({ "date": now - 7200 }))).await.len(),
        0
    );
}

#[tokio::test]
async fn an_edited_follow_up_leans_on_what_came_before_it() {
    let bot = Bot::start().await;
    bot.says(private(8, 5, "河套會起啲乜？")).await;
    let next = bot.says(private(8, 6, "下一段")).await;
    assert!(text(&next).contains("第9段"));
    let edited = bot.edits(private(8, 6, "上一段")).await;
    assert!(said(&edited[0]).contains("第7段"), "{edited:#?}");
}

/// What was said in reply to a message.
fn replies(calls: &[Call], message: i64) -> Vec<String> {
    let sent = calls.iter().filter(|call| call.method == "sendmessage");
    let replies = sent.filter(|call| call.parameters["reply_parameters"]["message_id"] == message);
    replies.map(|call| said(call).to_owned()).collect()
}

#[tokio::test]
async fn a_reaction_to_a_question_that_was_dropped_asks_nothing() {
    let bot = Bot::start_with(&[("QUESTIONS_PER_MINUTE", "1")]).await;
    let begun = now() - 300;
    let written =
        |id: i64, date: i64, words: &str| with(private(8, id, words), json!({ "date": date }));
    let edited = |after: i64, words: &str| {
        with(written(6, begun + 1, words), json!({ "edit_date": begun + after }))
    };
    // of others, who ask once each: answered once what came before is done
    let behind = |id: i64| {
        let by = json!({ "from": person(id) });
        bot.api.push("message", with(private(8, id, "/help"), by));
        bot.api.wait_for(move |calls| replies(calls, id).len() == 1)
    };
    bot.api.push("message", written(5, begun, "七份協議？"));
    bot.api.push("message", written(6, begun + 1, "七份協議？"));
    behind(20).await;
    let told = bot.api.calls();
    assert!(replies(&told, 5)[0].contains("簽署七份合作協議"));
    let dropped = replies(&told, 6);
    assert!(dropped.len() == 1 && dropped[0].contains("請一分鐘後再問"), "{dropped:?}");
    bot.api.push("edited_message", edited(120, "七份協議？"));
    behind(21).await;
    assert_eq!(replies(&bot.api.calls(), 6), dropped);
    // by then it could have been answered: a question in other words is
    bot.api.push("edited_message", edited(240, "前海由誰主導開發？"));
    behind(22).await;
    let answered = replies(&bot.api.calls(), 6);
    assert!(answered.len() == 2 && answered[1].contains("深圳市政府將主導"), "{answered:?}");
    assert!(!bot.api.calls().iter().any(|call| call.method == "editmessagetext"));
}

#[tokio::test]
async fn a_question_that_is_edited_to_a_command_deletes_and_chooses_nothing() {
    let bot = Bot::start().await;
    bot.api.make_admin(GROUP, 8);
    let places: [fn(i64, i64, &str) -> Value; 2] = [private, group];
    for write in places {
        bot.says(write(8, 5, "/language@briefing_bot 繁體")).await;
        let answer = bot.says(write(8, 6, "/ask 前海由誰主導開發？")).await;
        let (chat, message) =
            (answer[0].parameters["chat_id"].as_i64().unwrap(), answer[0].message.unwrap());
        let before = bot.api.message(chat, message).unwrap();
        for command in
            ["/forget", "/forget@briefing_bot", "/language en", "/language@briefing_bot en"]
        {
            let calls = bot.edits(write(8, 6, command)).await;
            assert_eq!(calls.len(), 0, "{command}: {calls:#?}");
        }
        assert_eq!(bot.api.message(chat, message).unwrap(), before);
        let settings = bot.says(write(8, 7, "/settings@briefing_bot")).await;
        let labels = buttons(&settings.last().unwrap().parameters);
        assert!(labels.iter().any(|(label, _)| label == "✓ 繁體"), "{labels:?}");
        let english = bot.says(write(8, 8, "/ask How many agreements were signed?")).await;
        assert!(text(&english).contains("簽署七份合作協議"), "{english:#?}");
        // it is still known which message answers it
        let edited = bot.edits(write(8, 6, "/ask 七份協議？")).await;
        assert_eq!(
            (edited[0].method.as_str(), edited[0].message),
            ("editmessagetext", Some(message))
        );
    }
    // and what the conversation was about
    bot.says(private(8, 10, "前海由誰主導開發？")).await;
    assert_eq!(bot.edits(private(8, 10, "/forget")).await.len(), 0);
    assert!(text(&bot.says(private(8, 11, "下一段")).await).contains("第5段"));
}
