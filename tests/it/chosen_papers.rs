//! Which papers a chat asks: its admins choose, and all that it asks keeps to them.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::json;

use crate::bot::{Bot, GROUP, buttons, group, private, said, text, with};
use crate::bot_api::{Call, shown};
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

/// So many papers are in a long list.
const MANY: usize = 50;

/// The years of the papers of a long list, by their places: all different, and in no order.
fn year(place: usize) -> usize {
    1970 + place * 7 % MANY
}

/// A bot with so many papers, each of one section with two paragraphs.
async fn bot_with_many(papers: &Path) -> Bot {
    for place in 0..MANY {
        let own = papers.join(format!("p{place:02}/paragraphs"));
        fs::create_dir_all(&own).unwrap();
        let year = year(place);
        let head = format!(
            "id = \"p{place:02}\"\nlanguage = \"zh-Hant\"\ndate = \"{year}-05\"\ntitle.zh-Hant = \"{year}年水塘文件\"\n\n\
             [[section]]\nid = \"water\"\nheading.zh-Hant = \"{year}年的水塘\"\nfirst = 1\nlast = 2\n"
        );
        fs::write(own.with_file_name("paper.toml"), head).unwrap();
        for number in 1..3 {
            let text = format!(
                "number = {number}\ntext.zh-Hant = \"{year}年的第{number}個水塘於春季啟用。\"\n"
            );
            fs::write(own.join(format!("{number:02}.toml")), text).unwrap();
        }
    }
    Bot::start_with(&[("KNOWLEDGE_DIR", papers.to_str().unwrap())]).await
}

/// The titles of papers of a long list: so many, the newest left out that are on the pages before.
fn titles(before: usize, count: usize) -> Vec<String> {
    let mut years: Vec<usize> = (0..MANY).map(year).collect();
    years.sort_unstable();
    let newest = years.into_iter().rev().skip(before).take(count);
    newest.map(|year| format!("{year}年水塘文件")).collect()
}

#[tokio::test]
async fn fifty_papers_are_listed_page_by_page_the_newest_first() {
    let folder = tempfile::tempdir().unwrap();
    let bot = bot_with_many(&folder.path().join("papers")).await;
    let listed = bot.says(private(7, 5, "/papers")).await;
    assert!(text(&listed).contains("第1頁，共7頁"), "{listed:#?}");
    assert_eq!(labels(&bot, 7, &listed[0]), [titles(0, 8), vec!["2 ›".to_owned()]].concat());
    // each page comes in the place of the one before, to the last and back
    for page in 2..=7 {
        let turned = bot.presses(7, &listed[0], &format!("{page} ›")).await;
        assert_eq!(turned[1].message, listed[0].message, "{turned:#?}");
        assert!(said(&turned[1]).contains(&format!("第{page}頁，共7頁")), "{turned:#?}");
        let mut expected = titles((page - 1) * 8, 8);
        expected.push(format!("‹ {}", page - 1));
        expected.extend((page < 7).then(|| format!("{} ›", page + 1)));
        assert_eq!(labels(&bot, 7, &listed[0]), expected, "page {page}");
    }
    bot.presses(7, &listed[0], "‹ 6").await;
    assert_eq!(labels(&bot, 7, &listed[0])[..8], titles(40, 8));
    // a paper on it is read
    let title = &titles(40, 1)[0];
    let contents = bot.presses(7, &listed[0], title).await;
    assert!(said(&contents[1]).contains(title), "{contents:#?}");
}

#[tokio::test]
async fn of_fifty_papers_a_greeting_names_the_newest_and_says_where_the_others_are() {
    let folder = tempfile::tempdir().unwrap();
    let bot = bot_with_many(&folder.path().join("papers")).await;
    for (user, others) in [(7, "等50份文件"), (9, "and 49 other papers")] {
        let greeted = bot.says(private(user, 5, "/start")).await;
        let said = shown(&text(&greeted)).unwrap();
        assert!(said.contains(&titles(0, 1)[0]) && said.contains(others), "{said}");
        assert!(said.contains("/papers"), "{said}");
        assert!(said.matches("年水塘文件").count() <= 3 && said.chars().count() < 500, "{said}");
        let buttons = labels(&bot, user, &greeted[0]);
        assert_eq!(buttons[..8], titles(0, 8));
        assert_eq!(buttons.len(), 9, "all others are behind the last: {buttons:?}");
        let all = bot.presses(user, &greeted[0], &buttons[8]).await;
        let opened = all.iter().find(|call| call.method == "sendmessage").unwrap();
        assert_eq!(labels(&bot, user, opened)[..8], titles(0, 8), "{all:#?}");
    }
}

#[tokio::test]
async fn inline_without_words_the_newest_of_fifty_papers_comes_first_page_by_page() {
    let folder = tempfile::tempdir().unwrap();
    let bot = bot_with_many(&folder.path().join("papers")).await;
    let mut offset = String::new();
    let mut years = Vec::new();
    for page in 1.. {
        let found = search(&bot, 7, "", &offset).await;
        let results = found["results"].as_array().unwrap();
        assert!((1..=10).contains(&results.len()), "page {page}: {} results", results.len());
        for own in results {
            let title = own["title"].as_str().unwrap();
            years.push(title.chars().take(4).collect::<String>().parse::<usize>().unwrap());
            let long = own["description"].as_str().unwrap().chars().count();
            assert!(title.chars().count() < 60 && long <= 121, "{own:#?}");
        }
        offset = found["next_offset"].as_str().unwrap().to_owned();
        if offset.is_empty() {
            break;
        }
        assert!(page < 10, "there is no end to it");
    }
    assert_eq!(years.len(), MANY, "each section once");
    assert!(years.is_sorted_by(|one, other| one > other), "{years:?}");
}
