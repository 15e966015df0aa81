//! What people say to the bot beside questions: greetings, wishes about what was read, a summary.

use briefing_bot::language::Language;
use serde_json::{Value, json};

use crate::bot::{Bot, group, in_reply, private, text, with};
use crate::commands;

/// Asks lines of one conversation; the objects that come back.
fn conversation(lines: &[&str]) -> Vec<Value> {
    let input: String =
        lines.iter().map(|line| json!({ "q": line, "chat": "c" }).to_string() + "\n").collect();
    let output = commands::run(&["ask", "--batch"], input);
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_summary_is_the_papers_own_beginning_and_first_sentences_and_says_so() {
    for (wish, said, first, section) in [
        ("撮要", "我不會自行撰寫撮要", "第1段", "前海地區發展 · 第4段"),
        ("帮我总结一下", "我不会自行撰写摘要", "第1段", "前海地区发展 · 第4段"),
        ("TLDR", "I do not write summaries", "paragraph 1", "Development of Qianhai · paragraph 4"),
        (
            "give me a summary",
            "I do not write summaries",
            "paragraph 1",
            "Development of Qianhai · paragraph 4",
        ),
    ] {
        let objects = conversation(&[wish]);
        let told = objects[0]["text"].as_str().unwrap();
        for words in [said, first, section] {
            assert!(told.contains(words), "{wish}: {words}: {told}");
        }
    }
}

#[test]
fn a_summary_has_all_of_its_notice_the_first_paragraph_and_every_heading() {
    let engine = briefing_bot::embedded::engine().unwrap();
    let paper = &engine.corpus().papers()[0];
    for (wish, language, notice, first_sentence) in [
        (
            "撮要",
            Language::Traditional,
            "我不會自行撰寫撮要。以下是文件和每個部分的開首：\n",
            "雙方在會議上討論加強環保合作的情況。",
        ),
        (
            "give me a summary",
            Language::English,
            "I do not write summaries. Here are the opening words of the paper and of each of its sections:\n",
            "At the meeting, the two sides discussed the strengthening of co-operation in environmental protection.",
        ),
    ] {
        let objects = conversation(&[wish]);
        let told = objects[0]["text"].as_str().unwrap();
        assert!(told.starts_with(notice), "{wish}: {told}");
        let opening = paper.paragraph(1).unwrap().text.get(language).unwrap();
        for words in [opening, first_sentence] {
            assert!(told.contains(&format!("\n{words}\n")), "{wish}: {words}: {told}");
        }
        for section in &paper.sections {
            let heading = section.heading.get(language).unwrap();
            assert!(told.contains(&format!("\n{heading} · ")), "{wish}: {heading}: {told}");
        }
    }
}

#[tokio::test]
async fn greetings_and_thanks_get_a_line_in_private_and_nothing_in_groups_and_are_not_reported() {
    let bot = Bot::start().await;
    for (number, (words, expected)) in
        (5..).zip([("hi", "Hello"), ("thanks", "welcome"), ("你好", "你好"), ("唔該", "不用客氣")])
    {
        let from = json!({ "from": { "id": 8, "is_bot": false, "first_name": "A", "language_code": if words.is_ascii() { "en" } else { "zh-hant" } } });
        let answer = text(&bot.says(with(private(8, number, words), from)).await);
        assert!(answer.contains(expected) && answer.chars().count() < 120, "{words}: {answer}");
    }
    for (number, words) in (20..).zip(["hi", "thanks", "你好", "唔該", "多謝"]) {
        assert!(bot.says(group(8, number, words)).await.is_empty(), "{words}");
    }
    assert!(bot.unanswered().is_empty(), "{:?}", bot.unanswered());
}

#[tokio::test]
async fn in_a_group_small_talk_to_the_bot_is_left_alone_however_it_is_addressed() {
    let bot = Bot::start().await;
    let answer = bot.says(group(8, 5, "/ask 七份協議？")).await;
    let mention = json!([{ "type": "mention", "offset": 0, "length": 13 }]);
    let addressed = |id: i64, words: &str| {
        let mentions = group(8, id + 1, &format!("@briefing_bot {words}"));
        [
            group(8, id, &format!("/ask {words}")),
            with(mentions, json!({ "entities": mention })),
            in_reply(group(8, id + 2, words), &answer[0]),
        ]
    };
    for (number, words) in (1..).zip(["hi", "你好", "唔該"]) {
        for message in addressed(10 * number, words) {
            let calls = bot.says(message).await;
            assert!(calls.is_empty(), "{words}: {calls:#?}");
        }
    }
    // what is none is answered in each of these ways
    for message in addressed(90, "前海由誰主導開發？") {
        assert!(text(&bot.says(message).await).contains("深圳市政府將主導"));
    }
    assert!(bot.unanswered().is_empty(), "{:?}", bot.unanswered());
}

#[test]
fn words_do_what_buttons_do_and_what_follows_keeps_to_what_was_spoken_of() {
    for (before, words, paragraph, language) in [
        ("前海由誰主導開發？", "show the original", 4, "zh-Hant"),
        ("Who leads the development of Qianhai?", "translate to chinese", 4, "zh-Hant"),
        ("前海由誰主導開發？", "same in english", 4, "en"),
        ("Who leads the development of Qianhai?", "用中文講", 4, "zh-Hant"),
        ("前海由誰主導開發？", "下一節", 5, "zh-Hant"),
        ("Who leads the development of Qianhai?", "next section", 5, "en"),
        ("前海由誰主導開發？", "頭嗰段呢", 1, "zh-Hant"),
        ("前海由誰主導開發？", "翻譯成英文", 4, "en"),
        ("前海由誰主導開發？", "咁香港做咩？", 4, "zh-Hant"),
    ] {
        let objects = conversation(&[before, words]);
        let got = &objects[1];
        assert_eq!(
            (got["citations"][0]["paragraph"].as_u64(), got["language"].as_str()),
            (Some(paragraph), Some(language)),
            "{before} / {words}: {got}"
        );
    }
}

#[test]
fn what_is_said_to_a_bot_is_taken_for_what_it_is() {
    for (words, said) in [
        ("你好蠢", "抱歉未能幫到你"),
        ("答错了", "抱歉没能帮到您"),
        ("that's wrong", "Sorry I could not help"),
        ("你係咪真人", "機械人"),
        ("你是谁开发的", "机器人"),
        ("有咩可以問", "機械人"),
        ("晚安", "再見"),
        ("新年快樂", "你好"),
        ("重點係咩", "我不會自行撰寫撮要"),
        ("總結全文", "我不會自行撰寫撮要"),
    ] {
        let objects = conversation(&[words]);
        let told = objects[0]["text"].as_str().unwrap();
        assert!(told.contains(said), "{words}: {told}");
    }
}

#[test]
fn a_follow_up_keeps_to_its_paragraph_and_marks_what_it_names() {
    for (before, words, sentence) in [
        ("前海由邊個話事？", "咁香港做咩？", "至於香港特區政府"),
        ("前海由誰主導開發？", "香港呢？", "至於香港特區政府"),
        ("前海由誰主導開發？", "用英文答", "Shenzhen Municipal Government"),
    ] {
        let objects = conversation(&[before, words]);
        let citation = &objects[1]["citations"][0];
        let marked = citation["quote"].as_str().unwrap_or_default();
        assert_eq!(citation["paragraph"], 4, "{before} / {words}: {}", objects[1]);
        assert!(marked.contains(sentence), "{before} / {words}: {citation}");
    }
    let objects = conversation(&["第4至6段", "下一段"]);
    assert_eq!(objects[1]["citations"][0]["paragraph"], 7, "{}", objects[1]);
}

#[test]
fn a_follow_up_on_a_side_or_a_section_leads_on_from_what_was_read() {
    for (before, words, paragraph) in [
        ("前海由誰主導開發？", "深圳嗰邊呢", 4),
        ("Who leads the development of Qianhai?", "what about Shenzhen?", 4),
        ("河套會起啲乜？", "那部分的第二段", 9),
        ("What will be built at the Loop?", "the second paragraph of that section", 9),
        ("河套會起啲乜？", "下一節", 10),
        ("What will be built at the Loop?", "next section", 10),
    ] {
        let objects = conversation(&[before, words]);
        let got = &objects[1];
        assert_eq!(
            (got["outcome"].as_str(), got["citations"][0]["paragraph"].as_u64()),
            (Some("answer"), Some(paragraph)),
            "{before} / {words}: {got}"
        );
    }
    for (before, words, said) in [
        ("前海由誰主導開發？", "那部分的第二段", "「前海地區發展」這部分只有第4段。"),
        ("河套會起啲乜？", "那部分的第三段", "「跨境基礎建設」這部分只有第8至9段。"),
        (
            "Who leads the development of Qianhai?",
            "the second paragraph of that section",
            "The section “Development of Qianhai” has only paragraph 4.",
        ),
    ] {
        let objects = conversation(&[before, words]);
        assert_eq!(objects[1]["text"], said, "{before} / {words}");
    }
}

#[test]
fn what_the_copy_lacks_is_said_however_it_is_asked_for() {
    for (words, said) in [
        ("七份協議係咩？", "沒有收錄附件"),
        ("簽咗邊七份協議？", "沒有收錄附件"),
        ("What are the seven agreements?", "does not include it"),
        ("list the agreements", "does not include it"),
    ] {
        let objects = conversation(&[words]);
        let told = objects[0]["text"].as_str().unwrap();
        assert!(told.contains(said), "{words}: {told}");
    }
}
