//! Which papers a chat asks: its admins choose, and all that it asks keeps to them.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::json;

use crate::bot::{Bot, GROUP, buttons, group, private, said, text, with};
use crate::bot_api::Call;
use crate::check::copy;
use crate::inline::search;

const WASTE: &str = "推行都市固體廢物收費的籌備工作";
const OURS: &str = "2009年深港合作會議";
/// The oldest, on the second page of the list.
const LAST: &str = "2009年粵港合作聯席會議第十二次會議";

/// A bot with our paper and eight others.
async fn bot(papers: &Path) -> Bot {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("tests/papers/library"), papers);
    copy(&root.join("knowledge/hk-sz-2009"), &papers.join("hk-sz-2009"));
    Bot::start_with(&[("KNOWLEDGE_DIR", papers.to_str().unwrap())]).await
}

/// The labels of the card that a message has become.
fn labels(bot: &Bot, chat: i64, card: &Call) -> Vec<String> {
    let now = bot.api.message(chat, card.message.unwrap()).unwrap();
    buttons(&now).into_iter().map(|(label, _)| label).collect()
}

/// The list of papers to choose from, opened in a group by its admin.
async fn chooser(bot: &Bot, message: i64) -> Call {
    let calls = bot.says(group(8, message, "/settings@briefing_bot")).await;
    let card = calls.last().unwrap().clone();
    let label = labels(bot, GROUP, &card).pop().unwrap();
    assert!(label.starts_with("查閱文件"), "{label}");
    bot.presses(8, &card, &label).await;
    card
}

#[tokio::test]
async fn a_groups_admins_choose_its_papers_and_all_that_it_asks_keeps_to_them() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    let bot = bot(&papers).await;
    bot.api.make_admin(GROUP, 8);
    let question = "/ask 前海由誰主導開發？";
    let before = bot.says(group(7, 5, question)).await;
    assert!(text(&before).contains("深圳市政府將主導"), "{before:#?}");

    let card = chooser(&bot, 6).await;
    let first = labels(&bot, GROUP, &card);
    assert!(first[0] == "✓ 全部文件" && first.iter().any(|label| label == "2 ›"), "{first:?}");
    // who is no admin may look, and not choose
    let refused = bot.presses(9, &card, &first[1]).await;
    assert!(said(&refused[0]).contains("Only admins"), "{refused:#?}");
    for label in [WASTE, OURS, "2 ›", LAST] {
        bot.presses(8, &card, label).await;
    }
    assert!(labels(&bot, GROUP, &card).contains(&format!("✓ {LAST}")), "the page stays");
    bot.presses(8, &card, "‹ 設定").await;
    assert_eq!(labels(&bot, GROUP, &card).pop().unwrap(), "查閱文件：9份中的3份");

    let answer = bot.says(group(7, 7, question)).await;
    assert!(text(&answer).contains("深圳市政府將主導"), "{answer:#?}");
    let listed = bot.says(group(7, 8, "/papers")).await;
    assert!(text(&listed).contains("只查閱9份文件中的3份"), "{listed:#?}");
    assert_eq!(buttons(&listed[0].parameters).len(), 3, "{listed:#?}");
    let missing = bot.says(group(7, 9, "/ask 2017年嗰份文件講咩？")).await;
    assert!(text(&missing).contains("只查閱9份文件中的3份"), "{missing:#?}");

    let card = chooser(&bot, 10).await;
    bot.presses(8, &card, &format!("✓ {OURS}")).await;
    bot.presses(8, &card, "2 ›").await;
    bot.presses(8, &card, &format!("✓ {LAST}")).await;
    bot.presses(8, &card, "‹ 設定").await;
    assert_eq!(labels(&bot, GROUP, &card).pop().unwrap(), "查閱文件：9份中的1份");
    let bot = bot.restart("-KILL").await;
    let silent = bot.says(group(7, 11, question)).await;
    assert!(!text(&silent).contains("深圳市政府將主導"), "{silent:#?}");
    // a number is one of the only paper's
    let read = bot.says(group(7, 12, "/para 2")).await;
    assert!(text(&read).contains(WASTE), "{read:#?}");
    // a card of before still turns its pages
    let turned = bot.presses(9, &before[0], "‹ 3").await;
    assert!(turned.iter().any(|call| call.parameters.to_string().contains("第3段")), "{turned:#?}");
    // the private chat of somebody in it asks all
    assert!(text(&bot.says(private(7, 13, question)).await).contains("深圳市政府將主導"));

    bot.says(with(group(8, 14, ""), json!({ "text": null, "migrate_to_chat_id": -200 }))).await;
    let supergroup = json!({ "chat": { "id": -200, "type": "supergroup", "title": "G" } });
    let moved = bot.says(with(group(7, 15, question), supergroup.clone())).await;
    assert!(!text(&moved).contains("深圳市政府將主導"), "{moved:#?}");

    // where the only chosen paper is gone, the others answer
    fs::remove_dir_all(papers.join("waste-2015")).unwrap();
    for message in 16..60 {
        let calls = bot.says(with(group(7, message, question), supergroup.clone())).await;
        if text(&calls).contains("深圳市政府將主導") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("a chat whose papers are gone asks none");
}

#[tokio::test]
async fn inline_the_papers_of_the_private_chat_are_asked() {
    let folder = tempfile::tempdir().unwrap();
    let bot = bot(&folder.path().join("papers")).await;
    let calls = bot.says(private(8, 5, "/settings")).await;
    let label = labels(&bot, 8, &calls[0]).pop().unwrap();
    bot.presses(8, &calls[0], &label).await;
    bot.presses(8, &calls[0], WASTE).await;
    let found = search(&bot, 8, "前海由誰主導開發", "").await;
    assert_eq!(found["is_personal"], true, "{found:#?}");
    assert!(!found["results"].to_string().contains("前海"), "{found:#?}");
    let found = search(&bot, 9, "前海由誰主導開發", "").await;
    assert!(found["results"].to_string().contains("主導"), "{found:#?}");
}
