//! A question is edited, and so is its answer.

use serde_json::json;

use crate::bot::{Bot, group, private, said, text, with};

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
