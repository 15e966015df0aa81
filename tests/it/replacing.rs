//! Papers that come, change and go while the bot runs.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::bot::{Bot, private};
use crate::bot_api::Call;
use crate::check::copy;

/// A change is answered from within so many seconds.
const SOON: Duration = Duration::from_secs(5);

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A bot with a folder of its own, in which our paper is.
async fn bot(papers: &Path) -> Bot {
    copy(&root().join("knowledge/hk-sz-2009"), &papers.join("hk-sz-2009"));
    Bot::start_with(&[("KNOWLEDGE_DIR", papers.to_str().unwrap())]).await
}

/// The words of a message that was sent.
fn says(call: &Call) -> String {
    call.parameters["text"].as_str().unwrap_or_default().to_owned()
}

/// Asks until the reply has the words, or `SOON` is over; how often it was asked.
async fn asks_until(bot: &Bot, first: i64, question: &str, words: &str) -> i64 {
    let begun = Instant::now();
    for message in first.. {
        let calls = bot.says(private(8, message, question)).await;
        let replies: Vec<String> =
            calls.iter().filter(|call| call.method == "sendmessage").map(says).collect();
        assert!(!replies.is_empty(), "a question without an answer");
        if replies.iter().any(|reply| reply.contains(words)) {
            return message - first + 1;
        }
        assert!(begun.elapsed() < SOON, "{words} is not in {replies:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    unreachable!()
}

/// Takes a paper out of its folder, as an operator does.
fn remove(papers: &Path, id: &str) {
    let output = Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
        .args(["--knowledge", papers.to_str().unwrap(), "papers", "remove", id])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Asks which papers there are until none has the words, or `SOON` is over.
async fn asks_until_gone(bot: &Bot, first: i64, words: &str) {
    let begun = Instant::now();
    for message in first.. {
        let calls = bot.says(private(8, message, "有咩文件")).await;
        if !calls.iter().any(|call| says(call).contains(words)) {
            return;
        }
        assert!(begun.elapsed() < SOON, "it is still there");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test]
async fn a_paper_that_comes_changes_and_goes_is_noticed_and_no_question_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    let bot = bot(&papers).await;
    let question = "高鐵香港段的造價由誰承擔？";
    // not there, and then it is
    let calls = bot.says(private(8, 1, "有咩文件")).await;
    assert!(!calls.iter().any(|call| says(call).contains("高速鐵路")), "{calls:#?}");
    copy(&root().join("tests/papers/library/rail-2016"), &papers.join("rail-2016"));
    asks_until(&bot, 100, "有咩文件", "高速鐵路").await;
    bot.says(private(8, 150, question)).await;

    // one with a fault is refused, and what was there goes on
    let paragraph = papers.join("rail-2016/paragraphs/06.toml");
    let whole = fs::read_to_string(&paragraph).unwrap();
    fs::write(&paragraph, whole.replace("number = 6", "number = 60")).unwrap();
    tokio::time::sleep(SOON).await;
    asks_until(&bot, 200, "有咩文件", "高速鐵路").await;
    let log = bot.log();
    assert!(log.contains("06.toml"), "the fault is not told: {log}");
    assert!(!log.contains(question));
    fs::write(&paragraph, whole.replace("84.42", "85.85")).unwrap();
    asks_until(&bot, 300, "paragraph 6 of the express rail paper", "85.85").await;

    // and it is gone
    remove(&papers, "rail-2016");
    asks_until_gone(&bot, 400, "高速鐵路").await;
    assert!(papers.join("_removed/rail-2016/paper.toml").exists());
}

#[tokio::test]
async fn a_paper_that_was_removed_is_read_no_more_by_any_way() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    copy(&root().join("tests/papers/library/rail-2016"), &papers.join("rail-2016"));
    let bot = bot(&papers).await;
    let question = "How many platforms does West Kowloon Station have?";
    // a card that was read, and one that answers; the conversation is about the latter
    let read = bot.says(private(8, 1, "/para 6 the express rail paper")).await;
    let answered = bot.says(private(8, 2, question)).await;
    assert!(says(&read[0]).contains("84.42") && says(&answered[0]).contains("15 platforms"));
    let is_of_it = |call: &Call| {
        let said = says(call);
        ["rail-2016", "高速鐵路", "Express Rail", "15 platforms", "84.42"]
            .iter()
            .any(|own| said.contains(own))
    };
    assert!(is_of_it(&read[0]) && is_of_it(&answered[0]));

    remove(&papers, "rail-2016");
    asks_until_gone(&bot, 100, "高速鐵路").await;
    for (card, label) in [(&read[0], "‹ 5"), (&read[0], "7 ›"), (&answered[0], "‹ 4")] {
        let calls = bot.presses(8, card, label).await;
        assert!(
            calls.len() == 1 && says(&calls[0]).contains("這個按鈕已經失效"),
            "{label}: {calls:#?}"
        );
        assert_eq!(calls[0].parameters["show_alert"], true, "{label}");
    }
    for (message, words) in (200..).zip([
        "下一段",
        "第六段",
        question,
        "高鐵西九龍站有多少個月台？",
        "the express rail paper: how many platforms are there?",
        "/para 6 the express rail paper",
    ]) {
        let calls = bot.says(private(8, message, words)).await;
        assert!(!calls.is_empty() && !calls.iter().any(is_of_it), "{words}: {calls:#?}");
    }
}

/// A folder is not looked at twice within so many seconds, and a change in it counts once it was seen twice.
#[cfg(unix)]
const LOOKED_AT: Duration = Duration::from_secs(2);

#[cfg(unix)]
#[tokio::test]
async fn at_a_hang_up_signal_what_has_changed_is_answered_from_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    copy(&root().join("tests/papers/library/rail-2016"), &papers.join("rail-2016"));
    let bot = bot(&papers).await;
    let question = "paragraph 6 of the express rail paper";
    let before = bot.says(private(8, 1, question)).await;
    assert!(says(&before[0]).contains("84.42"), "{before:#?}");
    let paragraph = papers.join("rail-2016/paragraphs/06.toml");
    let text = fs::read_to_string(&paragraph).unwrap();
    fs::write(&paragraph, text.replace("84.42", "85.85")).unwrap();
    let begun = Instant::now();
    bot.signal("-HUP");
    while !bot.log().contains("the papers were read again") {
        assert!(begun.elapsed() < SOON, "{}", bot.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(begun.elapsed() < LOOKED_AT, "only because it was looked at: {:?}", begun.elapsed());
    let after = bot.says(private(8, 2, question)).await;
    assert!(says(&after[0]).contains("85.85") && !says(&after[0]).contains("84.42"), "{after:#?}");
    // one at which nothing has changed disturbs nothing
    bot.signal("-HUP");
    while !bot.log().contains("nothing is different") {
        assert!(begun.elapsed() < SOON * 2, "{}", bot.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let again = bot.says(private(8, 3, question)).await;
    assert!(says(&again[0]).contains("85.85"), "{again:#?}");
}

#[test]
fn only_papers_of_a_folder_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    copy(&root().join("knowledge/hk-sz-2009"), &papers.join("hk-sz-2009"));
    for (arguments, told) in [
        (vec!["papers", "remove", "hk-sz-2009"], "compiled in"),
        (
            vec!["--knowledge", papers.to_str().unwrap(), "papers", "remove", "other"],
            "no paper 'other'",
        ),
        (
            vec!["--knowledge", papers.to_str().unwrap(), "papers", "remove", "../papers"],
            "no paper",
        ),
        (
            vec!["--knowledge", papers.to_str().unwrap(), "papers", "remove", "hk-sz-2009"],
            "only paper",
        ),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
            .args(&arguments)
            .env_remove("KNOWLEDGE_DIR")
            .current_dir(folder.path())
            .output()
            .unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(error.contains(told), "{arguments:?}: {error}");
    }
    assert!(papers.join("hk-sz-2009/paper.toml").exists());
}
