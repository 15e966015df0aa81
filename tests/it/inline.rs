//! The bot in any chat: its name, some words, and paragraphs to choose from.

use serde_json::{Value, json};

use crate::bot::{Bot, buttons, person};

pub(crate) async fn search(bot: &Bot, user: i64, query: &str, offset: &str) -> Value {
    static NEXT: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(1);
    let id = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed).to_string();
    let calls = bot
        .gets(
            "inline_query",
            json!({ "id": id, "from": person(user), "query": query, "offset": offset }),
        )
        .await;
    calls.last().unwrap().parameters.clone()
}

fn results(answer: &Value) -> Vec<Value> {
    answer["results"].as_array().unwrap().clone()
}

#[tokio::test]
async fn words_get_cited_paragraphs_the_same_for_all() {
    let bot = Bot::start().await;
    let answer = search(&bot, 8, "前海地區", "").await;
    let found = results(&answer);
    let first = &found[0];
    assert_eq!(
        (first["type"].as_str(), first["title"].as_str()),
        (Some("article"), Some("前海地區發展 · 第4段"))
    );
    assert!(first["description"].as_str().unwrap().contains("前海"));
    let sent = first["input_message_content"]["message_text"].as_str().unwrap();
    assert!(
        sent.contains("<blockquote")
            && sent.contains("立法會工商事務委員會《2009年深港合作會議》第4段"),
        "{sent}"
    );
    assert_eq!(first["input_message_content"]["link_preview_options"]["is_disabled"], true);
    assert_eq!(
        (answer["is_personal"].as_bool(), answer["cache_time"].as_u64()),
        (Some(false), Some(300))
    );
    // the ninth reads English, and gets the same
    assert_eq!(results(&search(&bot, 9, "前海地區", "").await), found);
    let simplified = search(&bot, 8, "环保合作", "").await;
    assert!(
        results(&simplified)[0]["description"].as_str().unwrap().contains("环保"),
        "{simplified}"
    );
}

#[tokio::test]
async fn a_name_that_is_written_alike_in_every_language_gets_the_readers() {
    let bot = Bot::start().await;
    for (user, query, expected) in [
        (8, "DuPont", "創新科技合作 · 第12段"),
        (9, "DuPont", "Co-operation on Innovation and Technology · paragraph 12"),
        (8, "前海", "前海地區發展 · 第4段"),
    ] {
        let answer = search(&bot, user, query, "").await;
        assert_eq!(results(&answer)[0]["title"], expected, "{user} {query}");
        // another reader may get another
        assert_eq!(answer["is_personal"], true, "{user} {query}");
    }
}

#[tokio::test]
async fn no_words_get_the_sections_page_by_page_in_the_readers_language() {
    let bot = Bot::start().await;
    let first = search(&bot, 9, "", "").await;
    assert_eq!(
        (results(&first).len(), first["next_offset"].as_str(), first["is_personal"].as_bool()),
        (10, Some("10"), Some(true))
    );
    assert!(results(&first)[2]["title"].as_str().unwrap().contains("Development of Qianhai"));
    let second = search(&bot, 9, "", "10").await;
    assert_eq!((results(&second).len(), second["next_offset"].as_str()), (1, Some("")));
    for odd in ["99", "x", "-1", "18446744073709551615"] {
        search(&bot, 9, "", odd).await;
    }
}

#[tokio::test]
async fn nothing_found_leads_to_the_private_chat() {
    let bot = Bot::start().await;
    let answer = search(&bot, 8, "zzzz", "").await;
    assert_eq!(results(&answer).len(), 0);
    assert_eq!(answer["button"]["start_parameter"], "ask");
    assert!(answer["button"]["text"].as_str().unwrap().chars().count() > 3);
}

#[tokio::test]
async fn a_paragraph_that_was_sent_can_be_read_in_other_languages_in_its_place() {
    let bot = Bot::start().await;
    let answer = search(&bot, 8, "前海", "").await;
    let first = &results(&answer)[0];
    let (_, data) = buttons(first).into_iter().find(|(label, _)| label == "English").unwrap();
    let press = json!({ "id": "q", "from": person(8), "chat_instance": "1", "inline_message_id": "AAA", "data": data });
    let calls = bot.gets("callback_query", press).await;
    let edited = calls.iter().find(|call| call.method == "editmessagetext").unwrap();
    assert_eq!(edited.parameters["inline_message_id"], "AAA");
    assert!(edited.parameters["text"].as_str().unwrap().contains("paragraph 4"), "{calls:#?}");
    assert_eq!(edited.parameters["link_preview_options"]["is_disabled"], true);
}
