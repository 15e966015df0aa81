//! Documents that curators send to the bot: they become papers, or are refused, whatever they hold, and nobody waits for it.

use std::collections::HashSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bot::{Bot, buttons, private, said, text, with};
use crate::bot_api::{BotApi, Call};
use crate::check::copy;
use crate::documents::{doubtful, pdf as pdf_of, place_in_pdf, wrapped};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn document(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/documents").join(name)).unwrap()
}

/// A bot with our paper, of which the eighth user is a curator.
async fn bot(papers: &Path) -> Bot {
    copy(&root().join("knowledge/hk-sz-2009"), &papers.join("hk-sz-2009"));
    Bot::start_with(&[("KNOWLEDGE_DIR", papers.to_str().unwrap()), ("ADMIN_IDS", "8")]).await
}

/// A message with a document.
pub(crate) fn sent(api: &BotApi, user: i64, message: i64, name: &str, bytes: Vec<u8>) -> Value {
    let size = bytes.len();
    let file = api.keep_file(bytes);
    let document =
        json!({ "file_id": file, "file_unique_id": file, "file_name": name, "file_size": size });
    with(private(user, message, ""), json!({ "text": null, "document": document }))
}

/// Sends a document; what the reply has become.
async fn uploads(bot: &Bot, user: i64, message: i64, name: &str, bytes: Vec<u8>) -> (Call, String) {
    let calls = bot.says(sent(&bot.api, user, message, name, bytes)).await;
    let reply = calls.iter().find(|call| call.method == "sendmessage").unwrap().clone();
    let now = bot.api.message(user, reply.message.unwrap()).unwrap();
    (reply, now["text"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_curator_sends_a_document_takes_it_in_and_takes_it_out() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    let bot = bot(&papers).await;

    // somebody else's is not read
    let (_, told) = uploads(&bot, 7, 5, "paper.pdf", document("own/cid_zh.pdf")).await;
    assert!(told.contains("只看得懂文字"), "{told}");
    assert!(!bot.api.calls().iter().any(|call| call.method == "getfile"));

    let (card, told) =
        uploads(&bot, 8, 6, "Legco Panels 1998.txt", document("public/legco_panels_1998_en.txt"))
            .await;
    assert!(told.contains("legco-panels-1998"), "{told}");
    // it is no paper before it is taken in
    let listed = bot.says(private(7, 7, "/papers legco-panels-1998")).await;
    assert!(!papers.join("legco-panels-1998").exists(), "{listed:#?}");
    let bot = bot.restart("-KILL").await;
    let again = with(bot.press(8, &card, "✓ 加入"), json!({ "id": "again" }));
    let calls = bot.presses(8, &card, "✓ 加入").await;
    assert!(said(calls.last().unwrap()).contains("我在所有對話都會查閱"), "{calls:#?}");
    let calls = bot.says(private(7, 8, "/papers")).await;
    assert_eq!(buttons(&calls[0].parameters).len(), 2, "{calls:#?}");
    assert!(papers.join("legco-panels-1998/_original.txt").is_file());
    assert!(!papers.join("_uploads/8-6").exists());
    // once is enough
    let calls = bot.gets("callback_query", again).await;
    assert!(calls.len() == 1 && calls[0].parameters["show_alert"] == true, "{calls:#?}");

    // the same again would change nothing, and is thrown away
    let (card, told) =
        uploads(&bot, 8, 9, "legco-panels-1998.txt", document("public/legco_panels_1998_en.txt"))
            .await;
    assert!(told.contains("段落內容相同"), "{told}");
    bot.presses(8, &card, "✕ 捨棄").await;
    assert!(papers.join("legco-panels-1998").exists() && !papers.join("_uploads/8-9").exists());

    // and out again: by its curators alone
    let calls = bot.says(private(7, 10, "/remove legco-panels-1998")).await;
    assert!(text(&calls).contains("沒有這個指令"), "{calls:#?}");
    let calls = bot.says(private(8, 11, "/remove")).await;
    assert!(text(&calls).contains("/remove hk-sz-2009"), "{calls:#?}");
    let calls = bot.says(private(8, 12, "/remove legco-panels-1998")).await;
    let calls = bot.presses(8, &calls[0], "✕ 移除").await;
    assert!(said(calls.last().unwrap()).contains("已移除"), "{calls:#?}");
    assert!(!papers.join("legco-panels-1998").exists());
    let calls = bot.says(private(8, 13, "/remove hk-sz-2009")).await;
    let calls = bot.presses(8, &calls[0], "✕ 移除").await;
    assert!(said(&calls[0]).contains("唯一") && calls.len() == 1, "{calls:#?}");
    assert!(text(&bot.says(private(7, 14, "前海由誰主導開發？")).await).contains("深圳市政府"));
}

/// A paper of three paragraphs.
pub(crate) const MANGROVES: &str = "Legislative Council Panel on Works\n\nThe Mangrove Fund\n\nPurpose\n\n\
    1. This paper tells Members how the mangroves of Tung Chung are looked after.\n\n\
    2. The mangroves of Tung Chung cover 45 hectares. They are looked after by the Agriculture Department, which planted 12,000 seedlings in 2023.\n\n\
    3. The Mangrove Fund stands at 300 million dollars. It has paid for twelve projects so far.\n\n\
    Works Bureau\nMay 2024\n";

/// A question that it answers, and words of the answer.
pub(crate) const HECTARES: [&str; 2] =
    ["How many hectares do the mangroves of Tung Chung cover?", "45 hectares"];

/// What a curator takes in is answered from within so many seconds.
const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn what_is_in_doubt_stands_on_the_card_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    let bot = bot(&papers).await;
    let (paper, doubts) = doubtful();
    let lines = wrapped(&paper);
    let (_, told) = uploads(&bot, 8, 5, "fund.txt", paper.clone().into_bytes()).await;
    for (begin, what) in doubts {
        let line = paper.lines().position(|line| line.starts_with(begin)).unwrap() + 1;
        assert!(told.contains(&format!("\n· line {line}: {what}\n")), "{what}: {told}");
    }
    let (_, told) = uploads(&bot, 8, 6, "fund.pdf", pdf_of(&lines, false)).await;
    for (begin, what) in doubts {
        let (page, line) = place_in_pdf(&lines, begin);
        assert!(
            told.contains(&format!("\n· page {page}, line {line}: {what}\n")),
            "{what}: {told}"
        );
    }
    // without any, none are spoken of
    let (_, told) = uploads(&bot, 8, 7, "mangroves.txt", MANGROVES.into()).await;
    assert!(told.contains("The Mangrove Fund") && !told.contains("line "), "{told}");
}

#[tokio::test]
async fn what_is_taken_in_answers_others_within_five_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    let bot = bot(&papers).await;
    let [question, answer] = HECTARES;
    let (card, _) = uploads(&bot, 8, 5, "mangroves.txt", MANGROVES.into()).await;
    // what waits for its curator is answered from for nobody
    for user in [8, 9] {
        assert!(!text(&bot.says(private(user, 6, question)).await).contains(answer));
    }
    let begun = Instant::now();
    bot.presses(8, &card, "✓ 加入").await;
    for message in 10.. {
        let calls = bot.says(private(9, message, question)).await;
        if text(&calls).contains(answer) {
            break;
        }
        assert!(begun.elapsed() < SOON, "{calls:#?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// The messages that were answered.
fn answered(calls: &[Call]) -> HashSet<i64> {
    let replied = |call: &Call| call.parameters["reply_parameters"]["message_id"].as_i64();
    calls.iter().filter(|call| call.method == "sendmessage").filter_map(replied).collect()
}

#[tokio::test]
async fn a_curator_who_presses_is_served_while_two_hundred_questions_wait() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    let bot = bot(&papers).await;
    let (card, _) = uploads(&bot, 8, 5, "mangroves.txt", MANGROVES.into()).await;
    // each of twenty chats has ten questions, and each answer takes a second
    bot.api.delay(Duration::from_secs(1));
    let questions = 100..300;
    for message in questions.clone() {
        bot.api.push("message", private(100 + message % 20, message, "前海由誰主導開發？"));
    }
    let press = bot.press(8, &card, "✓ 加入");
    let id = press["id"].clone();
    let begun = Instant::now();
    bot.api.push("callback_query", press);
    let is_taken_in = |call: &Call| {
        call.method == "editmessagetext"
            && call.message == card.message
            && said(call).contains("已加入")
    };
    // and the sign on the button goes out
    let is_noticed = |call: &Call| call.parameters["callback_query_id"] == id;
    let both = |calls: &[Call]| calls.iter().any(is_taken_in) && calls.iter().any(is_noticed);
    bot.api.wait_for(both).await;
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    let calls = bot.api.calls();
    let waiting = questions.clone().filter(|message| !answered(&calls).contains(message)).count();
    assert!(waiting >= 50, "only {waiting} questions still wait");
    assert!(papers.join("mangroves/paper.toml").is_file());
    // and all of these get their answers, once
    let all = |calls: &[Call]| questions.clone().all(|message| answered(calls).contains(&message));
    bot.api.wait_for(all).await;
    bot.api.delay(Duration::ZERO);
    let calls = bot.api.calls();
    let asked = |call: &&Call| {
        let message = call.parameters["reply_parameters"]["message_id"].as_i64();
        call.method == "sendmessage" && message.is_some_and(|message| questions.contains(&message))
    };
    assert_eq!(calls.iter().filter(asked).count(), 200);
    let [question, answer] = HECTARES;
    assert!(text(&bot.says(private(9, 400, question)).await).contains(answer));
}

/// A DOCX file that unpacks to very much.
fn bomb_docx() -> Vec<u8> {
    let mut file = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    file.start_file("word/document.xml", options).unwrap();
    for _ in 0..256 {
        file.write_all(&[b' '; 1 << 20]).unwrap();
    }
    file.finish().unwrap().into_inner()
}

/// A PDF file of so many pages with this content, packed if it is to be.
fn pdf(pages: usize, content: &[u8], packed: bool) -> Vec<u8> {
    let kids: Vec<_> = (0..pages).map(|page| format!("{} 0 R", page + 4)).collect();
    let filter = if packed { "/Filter /FlateDecode " } else { "" };
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Count {pages} /Kids [{}] >>", kids.join(" ")).into_bytes(),
    ];
    let mut stream = format!("<< {filter}/Length {} >>\nstream\n", content.len()).into_bytes();
    stream.extend_from_slice(content);
    stream.extend_from_slice(b"\nendstream");
    objects.push(stream);
    let page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>";
    objects.extend((0..pages).map(|_| page.to_vec()));
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        offsets.push(file.len());
        file.extend(format!("{number} 0 obj\n").into_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for offset in offsets {
        file.extend(format!("{offset:010} 00000 n \n").into_bytes());
    }
    let size = objects.len() + 1;
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF").into_bytes(),
    );
    file
}

#[tokio::test]
async fn hostile_documents_are_refused_in_time_and_nothing_is_left_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    let bot = bot(&papers).await;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..256 {
        packed.write_all(&[b' '; 1 << 20]).unwrap();
    }
    let packed = packed.finish().unwrap();
    for (message, (name, bytes, why)) in (10..).zip([
        ("bomb.docx", bomb_docx(), ["太大", "時間或記憶體"].as_slice()),
        ("bomb.pdf", pdf(1, &packed, true), &["太大", "時間或記憶體", "圖片", "損壞"]),
        ("long.pdf", pdf(10_000, b"", false), &["2,000頁"]),
        ("scan.pdf", pdf(3, b"0 0 100 100 re f", false), &["圖片"]),
        ("fonts.pdf", document("public/seed_zh.nounicode.pdf"), &["字型"]),
        ("deep.html", format!("<html>{}x", "<div>".repeat(200_000)).into_bytes(), &["損壞"]),
        ("picture.png", b"\x89PNG\r\n".to_vec(), &["這種檔案"]),
        ("../../escape.txt", b"1. One.\n".to_vec(), &["escape"]),
        ("large.txt", vec![b'x'; (20 << 20) + 1], &["20 MB"]),
    ]) {
        let begun = Instant::now();
        let (_, told) = uploads(&bot, 8, message, name, bytes).await;
        assert!(why.iter().any(|why| told.contains(why)), "{name}: {told}");
        assert!(begun.elapsed() < Duration::from_secs(90), "{name}: {:?}", begun.elapsed());
    }
    let left = fs::read_dir(papers.join("_uploads")).unwrap();
    let left: Vec<_> = left.map(|own| own.unwrap().file_name()).collect();
    assert_eq!(left, ["8-17"], "only what can be taken in waits");
    assert!(bot.peak_memory() < 120, "{} MiB", bot.peak_memory());
    assert!(text(&bot.says(private(7, 30, "前海由誰主導開發？")).await).contains("深圳市政府"));
}

#[tokio::test]
async fn questions_and_documents_survive_a_kill_in_the_middle() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    let bot = bot(&papers).await;
    let ask = |from: i64, to: i64| {
        for message in from..to {
            let user = 100 + message % 20;
            bot.api.push("message", private(user, message, "前海由誰主導開發？"));
        }
    };
    ask(100, 200);
    let bytes = document("public/seed_en.chrome.pdf");
    bot.api.push("message", sent(&bot.api, 8, 500, "seed.pdf", bytes));
    ask(200, 300);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let bot = bot.restart("-KILL").await;
    let is_offered = |call: &Call| call.parameters.to_string().contains("✓ 加入");
    bot.api
        .wait_for(|calls| {
            (100..300).all(|message| answered(calls).contains(&message))
                && calls.iter().any(is_offered)
        })
        .await;
    let calls = bot.api.calls();
    let replies = calls.iter().filter(|call| {
        call.method == "sendmessage" && call.parameters["reply_parameters"]["message_id"] == 500
    });
    assert!(replies.count() <= 2, "one before the kill, and one after it");
}
