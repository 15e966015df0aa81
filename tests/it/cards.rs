//! What stands below an answer, and what a press does: languages, paragraphs, sections, votes. Old buttons too.

use serde_json::json;

use crate::bot::{Bot, GROUP, buttons, group, person, private, said, text, with};
use crate::bot_api::Call;

fn labels(call: &Call) -> Vec<String> {
    buttons(&call.parameters).into_iter().map(|(label, _)| label).collect()
}

#[tokio::test]
async fn an_answer_can_be_read_in_every_language_in_its_place() {
    let bot = Bot::start().await;
    let answer = bot.says(private(8, 5, "How many agreements were signed?")).await;
    assert_eq!(labels(&answer[0]), ["Original", "简体", "‹ 2", "Background", "4 ›", "👍", "👎"]);
    let original = bot.presses(8, &answer[0], "Original").await;
    assert_eq!(original.len(), 2);
    assert_eq!(
        (original[1].method.as_str(), original[1].message),
        ("editmessagetext", answer[0].message)
    );
    assert!(
        said(&original[1]).contains("<b>") && said(&original[1]).contains("簽署七份合作協議"),
        "{original:#?}"
    );
    assert_eq!(original[1].parameters["link_preview_options"]["is_disabled"], true);
    assert_eq!(labels(&original[1]), ["简体", "English", "‹ 2", "背景", "4 ›", "👍", "👎"]);
    let simplified = bot.presses(8, &answer[0], "简体").await;
    assert!(
        said(&simplified[1]).contains("签署七份合作协议")
            && said(&simplified[1]).contains("由繁体原文转换")
    );
    let english = bot.presses(8, &answer[0], "English").await;
    assert_eq!(said(&english[1]), said(&answer[0]));
}

#[tokio::test]
async fn neighbours_and_sections_open_beside_the_answer_and_then_lead_on_in_their_place() {
    let bot = Bot::start().await;
    let answer = bot.says(private(8, 5, "河套會起啲乜？")).await;
    let next = bot.presses(8, &answer[0], "9 ›").await;
    assert_eq!(next[1].method, "sendmessage");
    assert_eq!(next[1].parameters["reply_parameters"]["message_id"], json!(answer[0].message));
    assert!(said(&next[1]).contains("第9段"));
    // and the conversation is about it now
    assert!(text(&bot.says(private(8, 99_960, "下一段")).await).contains("第10段"));
    let further = bot.presses(8, &next[1], "10 ›").await;
    assert_eq!(
        (further[1].method.as_str(), further[1].message),
        ("editmessagetext", next[1].message)
    );
    assert!(said(&further[1]).contains("第10段"));
    let section = bot.presses(8, &next[1], "環保合作").await;
    assert!(said(&section[1]).contains("第10段") && said(&section[1]).contains("第11段"));
    let english = bot.presses(8, &next[1], "English").await;
    assert!(
        said(&english[1]).contains("paragraph 10") && said(&english[1]).contains("paragraph 11"),
        "{english:#?}"
    );
    let contents = bot.presses(8, &next[1], "Contents").await;
    assert!(said(&contents[1]).contains("Contents of") && labels(&contents[1]).len() == 11);
}

#[tokio::test]
async fn what_is_not_said_is_said_and_questions_and_sections_are_offered() {
    let bot = Bot::start().await;
    let none = bot.says(private(8, 5, "聽日會唔會落雨？")).await;
    assert!(text(&none).contains("文件裏找不到這方面的內容"), "{none:#?}");
    assert!(labels(&none[0]).iter().filter(|label| !label.contains('？')).count() >= 11);
    let related = bot.says(private(8, 6, "杜邦投資咗幾多錢？")).await;
    let shown = text(&related);
    assert!(
        shown.starts_with("文件裏找不到你問的金額。相關段落：")
            && shown.contains("第12段")
            && shown.contains("也許你想問："),
        "{shown}"
    );
    let offered: Vec<_> =
        labels(&related[0]).into_iter().filter(|label| label.ends_with('？')).collect();
    assert!((1..=3).contains(&offered.len()), "{offered:?}");
    assert!(labels(&related[0]).contains(&"目錄".to_owned()));
    let answer = bot.presses(8, &related[0], &offered[0]).await;
    assert_eq!(answer[1].method, "sendmessage");
    assert!(said(&answer[1]).contains("<blockquote"), "{answer:#?}");
}

#[tokio::test]
async fn several_paragraphs_are_one_card() {
    let bot = Bot::start().await;
    let answer = bot.says(private(8, 5, "環保合作")).await;
    assert!(text(&answer).contains("第10段") && text(&answer).contains("第11段"));
    let english = bot.presses(8, &answer[0], "English").await;
    assert!(
        said(&english[1]).contains("paragraph 10") && said(&english[1]).contains("paragraph 11"),
        "{english:#?}"
    );
}

#[tokio::test]
async fn a_user_has_one_vote_which_can_be_changed_and_is_counted_for_all_to_see() {
    let bot = Bot::start().await;
    let answer = bot.says(group(8, 5, "/ask 七份協議？")).await;
    for (user, label, words, counts) in [
        (8, "👍", "多謝", ["👍 1", "👎"]),
        (9, "👍 1", "Thank you", ["👍 2", "👎"]),
        (8, "👎", "不記名", ["👍 1", "👎 1"]),
        (8, "👎 1", "收回", ["👍 1", "👎"]),
    ] {
        let calls = bot.presses(user, &answer[0], label).await;
        assert!(said(&calls[0]).contains(words), "{calls:#?}");
        assert_eq!((calls[1].method.as_str(), calls.len()), ("editmessagereplymarkup", 2));
        let shown = labels(&calls[1]);
        assert_eq!(&shown[shown.len() - 2..], counts);
    }
    // after a restart, and with another language on the card, they are still there
    let bot = bot.restart("-KILL").await;
    let calls = bot.presses(8, &answer[0], "English").await;
    assert!(labels(&calls[1]).contains(&"👍 1".to_owned()), "{calls:#?}");
}

#[tokio::test]
async fn who_votes_on_a_card_whose_question_is_not_known_is_not_told_that_it_was_noted() {
    let bot = Bot::start().await;
    let answer = bot.says(private(8, 5, "七份協議？")).await;
    // what it was about is known for an hour
    let down = bot.presses(8, &answer[0], "👎").await;
    assert!(said(&down[0]).contains("記下這條問題"), "{down:#?}");
    let noted = bot.unanswered();
    assert!(noted.len() == 1 && noted[0].1 == "down", "{noted:?}");
    bot.presses(8, &answer[0], "👎 1").await;
    assert!(bot.unanswered().is_empty());
    // … unless somebody wants it to be forgotten
    bot.says(private(8, 6, "/forget")).await;
    let down = bot.presses(8, &answer[0], "👎").await;
    assert_eq!(said(&down[0]), "多謝你的評價。");
    assert!(bot.unanswered().is_empty(), "{:?}", bot.unanswered());
}

#[tokio::test]
async fn a_list_of_paragraphs_is_no_wall_of_text() {
    let bot = Bot::start().await;
    let list = bot.says(private(8, 5, "/para 1-15")).await;
    let shown = crate::bot_api::shown(&text(&list)).unwrap();
    assert!(shown.chars().count() < 1_500, "{shown}");
    let numbers: Vec<_> = (1..=15).map(|number| number.to_string()).collect();
    assert!(numbers.iter().all(|number| shown.contains(&format!("第{number}段"))), "{shown}");
    assert_eq!(labels(&list[0]), numbers);
}

#[tokio::test]
async fn old_and_foreign_buttons_are_answered_too() {
    let bot = Bot::start().await;
    let sections = bot.says(private(8, 5, "/sections")).await;
    let press = bot.press(8, &sections[0], "環保合作");
    for stale in [
        "",
        "0ts:environment",
        "1ts:environment",
        "1ts0123456789abcdef:gone",
        "\u{0}",
        "2tx",
        "1tv?",
        "1tczz",
    ] {
        let calls = bot
            .gets(
                "callback_query",
                with(press.clone(), json!({ "data": stale, "id": format!("stale{stale}") })),
            )
            .await;
        assert_eq!(calls.len(), 1, "{calls:#?}");
        assert!(
            said(&calls[0]).contains("這個按鈕已經失效")
                && calls[0].parameters["show_alert"] == true,
            "{calls:#?}"
        );
    }
    // the section is a card that can be gone back from
    let calls = bot.presses(8, &sections[0], "環保合作").await;
    assert!(said(&calls[1]).contains("深圳河"));
    assert!(labels(&calls[1]).contains(&"目錄".to_owned()));
    // the message is too old for Telegram to tell, or not told at all
    for message in [
        json!({ "message_id": sections[0].message, "date": 0, "chat": { "id": 8, "type": "private" } }),
        json!(null),
    ] {
        let id = format!("old{}", message.is_null());
        let calls = bot
            .gets("callback_query", with(press.clone(), json!({ "message": message, "id": id })))
            .await;
        assert!(calls.iter().any(|call| call.method == "answercallbackquery"), "{calls:#?}");
    }
}

#[tokio::test]
async fn a_press_is_answered_within_a_second_even_where_the_chat_has_to_wait() {
    let bot = Bot::start().await;
    let answer = bot.says(group(8, 5, "/ask 七份協議？")).await;
    bot.api.hang(true);
    bot.api.push("message", group(8, 6, "/ask 河套會起啲乜？"));
    bot.api
        .wait_for(|calls| calls.iter().filter(|call| call.method == "sendmessage").count() == 2)
        .await;
    let pressed = tokio::time::Instant::now();
    bot.api.push("callback_query", bot.press(8, &answer[0], "4 ›"));
    bot.api.wait_for(|calls| calls.iter().any(|call| call.method == "answercallbackquery")).await;
    assert!(pressed.elapsed() < std::time::Duration::from_secs(1));
}

#[tokio::test]
async fn a_link_leads_to_the_paragraph() {
    let bot = Bot::start().await;
    let calls = bot.says(private(8, 5, "/start hk-sz-2009_4")).await;
    assert!(text(&calls).contains("第4段") && text(&calls).contains("<blockquote"), "{calls:#?}");
    assert!(text(&bot.says(private(8, 6, "/start ask")).await).contains("你好"));
    assert!(text(&bot.says(private(8, 7, "/start hk-sz-2009_99")).await).contains("你好"));
}

#[tokio::test]
async fn in_a_group_a_card_speaks_to_who_presses_only_in_passing() {
    let bot = Bot::start().await;
    let answer = bot.says(group(8, 5, "/ask 七份協議？")).await;
    // the ninth reads English, and presses a button of a Chinese card
    let calls = bot.gets("callback_query", bot.press(9, &answer[0], "4 ›")).await;
    let shown = calls.iter().find(|call| call.method == "sendmessage").unwrap();
    assert_eq!(shown.parameters["chat_id"], GROUP);
    assert!(said(shown).contains("第4段"), "{calls:#?}");
    assert_eq!(person(9)["language_code"], "en");
}
