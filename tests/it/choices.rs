//! Commands, menus, settings, what is kept of people, and what curators see.

use std::process::Command;

use serde_json::{Value, json};

use crate::bot::{Bot, GROUP, buttons, group, private, said, text, with};
use crate::bot_api::Call;

#[tokio::test]
async fn commands_explain_themselves_in_the_readers_language() {
    let bot = Bot::start().await;
    let start = bot.says(private(8, 5, "/start")).await;
    assert!(
        text(&start).contains("《2009年深港合作會議》")
            && buttons(&start[0].parameters).len() == 11,
        "{start:#?}"
    );
    for (id, words, expected) in [
        (6, "/help", "/sections"),
        (7, "/ask", "想問甚麼"),
        (8, "/nothing", "沒有這個指令"),
        (9, "/para 4", "第4段"),
        (10, "/para 4-6", "第6段"),
        (11, "/para", "（1至15）"),
        (12, "/para 99", "第1至15段"),
        (13, "/paper", "提交予：立法會工商事務委員會"),
        (14, "/paper", "附件"),
        (15, "/privacy", "90天"),
        (16, "/settings", "這個對話的設定"),
        (17, "/language", "語言"),
        (18, "目錄", "《2009年深港合作會議》目錄"),
        (19, "第四段", "第4段"),
        (20, "help", "/sections"),
        (21, "/sections", "目錄"),
    ] {
        let calls = bot.says(private(8, id, words)).await;
        assert!(text(&calls).contains(expected), "{words}: {calls:#?}");
    }
    assert!(
        text(&bot.says(group(9, 22, "/help@briefing_bot")).await)
            .contains("no language model writes the answers")
    );
    assert!(text(&bot.says(group(9, 23, "/para 4")).await).contains("paragraph 4"));
}

#[tokio::test]
async fn menus_differ_by_scope_and_language_and_are_told_once() {
    let bot = Bot::start().await;
    let told = |calls: &[Call]| {
        calls.iter().filter(|call| call.method.starts_with("setmy")).cloned().collect::<Vec<_>>()
    };
    bot.api.wait_for(|calls| told(calls).len() == 15).await;
    let calls = told(&bot.api.calls());
    let menu = |scope: &str, code: Option<&str>| {
        let own = |call: &&Call| {
            call.parameters["scope"]["type"] == scope
                && call.parameters["language_code"].as_str() == code
        };
        let call = calls.iter().find(own).unwrap();
        let commands = call.parameters["commands"].as_array().unwrap().clone();
        let field = |command: &Value, name: &str| command[name].as_str().unwrap().to_owned();
        commands
            .iter()
            .map(|command| (field(command, "command"), field(command, "description")))
            .collect::<Vec<_>>()
    };
    let names =
        |menu: Vec<(String, String)>| menu.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(
        names(menu("all_private_chats", Some("zh"))),
        [
            "ask", "sections", "para", "paper", "papers", "language", "settings", "privacy",
            "forget", "help"
        ]
    );
    assert!(!names(menu("all_group_chats", None)).contains(&"settings".to_owned()));
    assert!(names(menu("all_chat_administrators", Some("en"))).contains(&"settings".to_owned()));
    assert_eq!(menu("all_private_chats", Some("zh"))[1].1, "文件目錄");
    assert_eq!(menu("all_private_chats", None)[1].1, "Contents of a paper");
    assert!(
        calls
            .iter()
            .any(|call| call.method == "setmydescription"
                && call.parameters["language_code"] == "zh")
    );
    // a second start tells nothing again, once it is kept that all was told
    bot.api.wait_quiet().await;
    let before = bot.api.calls().len();
    let bot = bot.restart("-INT").await;
    bot.says(private(8, 5, "/help")).await;
    assert_eq!(told(&bot.api.calls()[before..]).len(), 0);
}

#[tokio::test]
async fn a_private_chat_chooses_its_language_and_its_menu() {
    let bot = Bot::start().await;
    let calls = bot.says(private(8, 5, "簡體")).await;
    let menu = calls.iter().find(|call| call.method == "setmycommands").unwrap();
    assert_eq!(menu.parameters["scope"], json!({ "type": "chat", "chat_id": 8 }));
    assert_eq!(menu.parameters["commands"][1]["description"], "文件目录");
    assert!(said(&calls[0]).contains("简体中文"), "{calls:#?}");
    let answer = text(&bot.says(private(8, 6, "How many agreements were signed?")).await);
    assert!(answer.contains("签署七份合作协议"), "{answer}");
    let calls = bot.says(private(8, 7, "/language auto")).await;
    assert!(calls.iter().any(|call| call.method == "deletemycommands"));
    assert!(
        text(&bot.says(private(8, 8, "How many agreements were signed?")).await).contains("seven")
    );
    let asked = bot.says(private(8, 9, "/language")).await;
    let calls = bot.presses(8, &asked[0], "English").await;
    assert!(said(&calls[1]).contains("Settings of this chat"), "{calls:#?}");
    assert!(
        buttons(&calls[1].parameters).contains(&("✓ English".to_owned(), "1eCle".to_owned())),
        "{calls:#?}"
    );
}

#[tokio::test]
async fn a_groups_settings_are_its_admins_alone_and_survive_restart_and_migration() {
    let bot = Bot::start().await;
    assert!(
        text_of_last(&bot.says(group(8, 5, "/settings@briefing_bot")).await)
            .contains("只有這個群組的管理員")
    );
    bot.api.make_admin(GROUP, 8);
    let calls = bot.says(group(8, 6, "/settings@briefing_bot")).await;
    let card = calls.last().unwrap().clone();
    // somebody else presses
    let refused = bot.presses(9, &card, "有把握就主動回答").await;
    assert!(
        said(&refused[0]).contains("Only admins") && refused[0].parameters["show_alert"] == true,
        "{refused:#?}"
    );
    assert!(!refused.iter().any(|call| call.method == "editmessagetext"));
    for label in ["简体", "答案下的 👍 👎：開"] {
        bot.presses(8, &card, if label == "简体" { label } else { "答案下的 👍 👎：开" }).await;
    }
    let now = bot.api.message(GROUP, card.message.unwrap()).unwrap();
    let labels: Vec<_> = buttons(&now).into_iter().map(|(label, _)| label).collect();
    assert_eq!(
        labels,
        [
            "跟随提问语言",
            "繁體",
            "✓ 简体",
            "English",
            "✓ 有人问我才回答",
            "有把握就主动回答",
            "答案下的 👍 👎：关",
            "稍后删除“没有找到”的回复：关"
        ]
    );
    let bot = bot.restart("-KILL").await;
    let answer = bot.says(group(8, 7, "/ask 七份協議？")).await;
    assert!(text(&answer).contains("签署七份合作协议"));
    assert!(!buttons(&answer[0].parameters).iter().any(|(label, _)| label == "👍"));
    // the group becomes a supergroup
    bot.says(with(group(8, 8, ""), json!({ "text": null, "migrate_to_chat_id": -200 }))).await;
    let moved = with(
        group(8, 9, "/ask 七份協議？"),
        json!({ "chat": { "id": -200, "type": "supergroup", "title": "G" } }),
    );
    assert!(text(&bot.says(moved).await).contains("签署七份合作协议"));
    assert!(text(&bot.says(group(8, 10, "/ask 七份協議？")).await).contains("簽署七份合作協議"));
    // an anonymous admin is one
    let anonymous = json!({ "sender_chat": { "id": GROUP, "type": "supergroup" }, "from": { "id": 1087968824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot" } });
    let calls = bot.says(with(group(8, 11, "/settings@briefing_bot"), anonymous)).await;
    assert_eq!(calls.len(), 1, "{calls:#?}");
}

fn text_of_last(calls: &[Call]) -> String {
    said(calls.last().unwrap()).to_owned()
}

/// That the bot was one thing in the group, and is another.
pub(crate) fn member(old: &str, new: &str) -> Value {
    json!({ "chat": { "id": GROUP, "type": "supergroup", "title": "G" }, "from": { "id": 8, "is_bot": false, "first_name": "A", "language_code": "zh-hk" }, "date": 1,
        "old_chat_member": { "status": old, "user": crate::bot::itself() }, "new_chat_member": { "status": new, "user": crate::bot::itself() } })
}

#[tokio::test]
async fn what_a_group_chose_is_kept_though_the_bot_is_first_told_that_it_left_the_old_one() {
    let bot = Bot::start().await;
    bot.api.make_admin(GROUP, 8);
    bot.says(group(8, 5, "/language@briefing_bot 简体")).await;
    assert!(text(&bot.says(group(8, 6, "/ask 七份協議？")).await).contains("签署七份合作协议"));
    bot.gets("my_chat_member", member("member", "left")).await;
    bot.says(with(group(8, 7, ""), json!({ "text": null, "migrate_to_chat_id": -200 }))).await;
    let moved = with(
        group(8, 8, "/ask 七份協議？"),
        json!({ "chat": { "id": -200, "type": "supergroup", "title": "G" } }),
    );
    assert!(text(&bot.says(moved).await).contains("签署七份合作协议"));
    // carried over, not copied
    assert!(text(&bot.says(group(8, 9, "/ask 七份協議？")).await).contains("簽署七份合作協議"));
}

#[tokio::test]
async fn a_group_may_have_every_sure_question_answered_and_talk_left_alone() {
    let bot = Bot::start().await;
    bot.api.make_admin(GROUP, 8);
    let calls = bot.says(group(8, 5, "/settings@briefing_bot")).await;
    bot.presses(8, calls.last().unwrap(), "有把握就主動回答").await;
    assert!(text(&bot.says(group(9, 6, "前海由誰主導開發？")).await).contains("深圳市政府將主導"));
    for (id, talk) in [
        (7, "今晚食咩好"),
        (8, "前海"),
        (9, "我返咗屋企"),
        (10, "聽日去前海開會"),
        (11, "/ask@other_bot 前海由誰主導開發？"),
        (12, "杜邦投資咗幾多錢？"),
    ] {
        assert_eq!(bot.says(group(9, id, talk)).await.len(), 0, "{talk}");
    }
}

#[tokio::test]
async fn a_quiet_group_is_rid_of_what_found_nothing() {
    let bot = Bot::start_with(&[("QUIET_SECONDS", "1")]).await;
    bot.api.make_admin(GROUP, 8);
    let calls = bot.says(group(8, 5, "/settings@briefing_bot")).await;
    bot.presses(8, calls.last().unwrap(), "稍後刪除「找不到」的回覆：關").await;
    let none = bot.says(group(8, 6, "/ask 聽日會唔會落雨？")).await;
    let answer = bot.says(group(8, 7, "/ask 七份協議？")).await;
    let message = none[0].message;
    bot.api
        .wait_for(|calls| {
            calls.iter().any(|call| {
                call.method == "deletemessage" && call.parameters["message_id"] == json!(message)
            })
        })
        .await;
    assert!(bot.api.message(GROUP, answer[0].message.unwrap()).is_some());
}

#[tokio::test]
async fn a_group_is_greeted_once_and_a_bot_that_was_removed_keeps_silent() {
    let bot = Bot::start().await;
    let calls = bot.gets("my_chat_member", member("left", "member")).await;
    assert!(
        text(&calls).contains("/ask") && calls[0].parameters.get("reply_parameters").is_none(),
        "{calls:#?}"
    );
    assert_eq!(bot.gets("my_chat_member", member("member", "administrator")).await.len(), 0);
    assert_eq!(bot.gets("my_chat_member", member("administrator", "kicked")).await.len(), 0);
}

#[tokio::test]
async fn what_was_not_answered_reaches_the_curators_without_names() {
    let bot = Bot::start_with(&[("ADMIN_IDS", "8")]).await;
    bot.says(private(9, 5, "Where can I buy noodles?")).await;
    bot.says(group(9, 6, "/ask where can I buy noodles")).await;
    bot.says(private(9, 7, "/ask Who leads Qianhai?")).await;
    let answer = bot.says(private(9, 8, "/ask How many agreements were signed?")).await;
    let question = private(9, 8, "/ask How many agreements were signed?");
    let press = bot.press(9, &answer[0], "👎");
    let message = with(press["message"].clone(), json!({ "reply_to_message": question }));
    bot.gets("callback_query", with(press, json!({ "message": message }))).await;
    // of others, the commands do not exist
    for (id, command) in [(20, "/unanswered"), (30, "/stats")] {
        assert!(
            text(&bot.says(private(9, id, command)).await).contains("I do not know that command")
        );
        assert!(
            text(&bot.says(group(8, id + 1, &format!("{command}@briefing_bot"))).await)
                .contains("沒有這個指令")
        );
        let shown = text(&bot.says(private(8, id, command)).await);
        if command == "/unanswered" {
            assert!(
                shown.contains("2 × where can I buy noodles")
                    && shown.contains("1 × How many agreements were signed?"),
                "{shown}"
            );
        } else {
            assert!(
                shown.contains("已回答：2")
                    && shown.contains("找不到：2")
                    && shown.contains("👎 1"),
                "{shown}"
            );
        }
    }
    for (format, expected) in
        [("table", "noodles"), ("jsonl", r#""count":2"#), ("markdown", "- [ ] 2 ×")]
    {
        let run = Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
            .args(["report", "--format", format])
            .env_clear()
            .current_dir(bot.folder())
            .output()
            .unwrap();
        let report = String::from_utf8(run.stdout).unwrap();
        assert!(
            run.status.success() && report.contains(expected),
            "{report} {}",
            String::from_utf8_lossy(&run.stderr)
        );
        if format == "jsonl" {
            assert!(
                report.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()),
                "{report}"
            );
        }
    }
}

#[tokio::test]
async fn who_wants_to_be_forgotten_is_and_is_told() {
    let bot = Bot::start().await;
    let answer = bot.says(private(8, 5, "河套會起啲乜？")).await;
    bot.presses(8, &answer[0], "👍").await;
    bot.says(private(8, 6, "/language 繁體")).await;
    let told = text(&bot.says(private(8, 7, "/forget")).await);
    assert!(told.contains("1個評價") && told.contains("以及這個對話的設定"), "{told}");
    // what the conversation was about is gone
    assert!(text(&bot.says(private(8, 8, "下一段")).await).contains("找不到"));
    // and an edit is not answered twice
    assert_eq!(bot.edits(private(8, 5, "七份協議？")).await[0].method, "editmessagetext");
    // of a group's settings, only its admins
    bot.api.make_admin(GROUP, 8);
    bot.says(group(8, 9, "/language@briefing_bot en")).await;
    assert!(
        text_of_last(&bot.says(group(7, 10, "/forget@briefing_bot")).await)
            .contains("only its admins")
    );
    assert!(
        text_of_last(&bot.says(group(8, 11, "/forget@briefing_bot")).await)
            .contains("以及這個對話的設定")
    );
}
