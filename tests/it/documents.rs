//! Documents of every kind become the paragraphs that they are, word for word, or are refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use briefing_bot::import::{Imported, Unreadable, read};

type Paragraph = (String, Option<String>, String);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

fn document(name: &str) -> Result<Imported, Unreadable> {
    read(&fs::read(folder().join(name)).unwrap())
}

/// A text without the white space beside Han characters, which no program keeps, and with one space elsewhere.
fn plain(text: &str) -> String {
    let wide = |own: char| matches!(own, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut plain = String::new();
    for word in words {
        let glued = plain.chars().next_back().is_none_or(wide) || word.starts_with(wide);
        if !glued {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    plain
}

/// Whether two texts are the same. A character that a font does not have is shown as □.
fn same(found: &str, expected: &str) -> bool {
    let (found, expected) = (plain(found), plain(expected));
    found.chars().count() == expected.chars().count()
        && found.chars().zip(expected.chars()).all(|(one, other)| one == other || one == '□')
}

#[test]
fn every_paragraph_is_found_with_its_number_and_heading() {
    let expected = fs::read_to_string(folder().join("expected.json")).unwrap();
    let expected: BTreeMap<String, Vec<Paragraph>> = serde_json::from_str(&expected).unwrap();
    let (mut right, mut all) = (0, 0);
    let mut wrong = Vec::new();
    for (name, paragraphs) in expected {
        all += paragraphs.len();
        let imported = match document(&name) {
            Ok(imported) => imported,
            Err(why) => {
                wrong.push(format!("{name}: {why}"));
                continue;
            }
        };
        let mut found: Vec<Paragraph> = imported
            .paragraphs()
            .map(|(number, heading, text)| (number, heading.map(str::to_owned), text.to_owned()))
            .collect();
        if found.len() > paragraphs.len() {
            let numbers: Vec<_> = found.iter().map(|own| own.0.clone()).collect();
            wrong.push(format!("{name}: too many paragraphs: {numbers:?}"));
        }
        for (number, heading, text) in paragraphs {
            let place = found.iter().position(|own| own.0 == number);
            let Some((_, own, words)) = place.map(|place| found.remove(place)) else {
                wrong.push(format!("{name}: no paragraph {number}"));
                continue;
            };
            // the table that a typesetter's test put in is no part of the paper
            let rows = words.lines().filter(|line| !line.contains('\t'));
            let without_table = rows.collect::<Vec<_>>().join("\n");
            let titled =
                plain(own.as_deref().unwrap_or("")) == plain(heading.as_deref().unwrap_or(""));
            if !titled {
                wrong.push(format!("{name} {number}: heading {own:?}, not {heading:?}"));
            } else if same(&words, &text) || same(&without_table, &text) {
                right += 1;
            } else {
                wrong.push(format!(
                    "{name} {number}:\n  found    {}\n  expected {}",
                    plain(&words),
                    plain(&text)
                ));
            }
        }
    }
    println!("{right} of {all} paragraphs right");
    assert!(right * 100 >= all * 99, "{right} of {all}\n{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_read_word_for_word_is_refused() {
    assert!(matches!(document("public/seed_zh.nounicode.pdf"), Err(Unreadable::NoUnicode { .. })));
    let pdf = fs::read(folder().join("public/seed_zh.eten.pdf")).unwrap();
    let mut random = fastrand::Rng::with_seed(2009);
    for (bytes, why) in [
        (b"%PDF-1.7\nnothing".to_vec(), "damaged"),
        (pdf.get(..pdf.len() / 2).unwrap().to_vec(), "damaged"),
        (b"PK\x03\x04nothing".to_vec(), "damaged"),
        (b"\x89PNG\r\n".to_vec(), "a picture"),
        (std::iter::repeat_with(|| random.u8(..)).take(3_000).collect(), "not text"),
        ((0..250).cycle().take(3_000).collect(), "not text"),
        (b"".to_vec(), "no separate paragraphs"),
        (b"A title\n".to_vec(), "no separate paragraphs"),
    ] {
        let refused = read(&bytes).map(|imported| imported.summary());
        let told = refused.map_err(|why| why.to_string());
        assert!(told.as_ref().is_err_and(|told| told.contains(why)), "{why}: {told:?}");
    }
}

#[test]
fn no_bytes_break_the_reader() {
    let mut random = fastrand::Rng::with_seed(2009);
    for name in ["public/seed_zh.eten.pdf", "own/multi_zh.docx", "own/paper_zh.html"] {
        let whole = fs::read(folder().join(name)).unwrap();
        for _ in 0..60 {
            let mut bytes = whole.clone();
            for _ in 0..random.usize(1..20) {
                let place = random.usize(0..bytes.len());
                bytes[place] = random.u8(..);
            }
            bytes.truncate(random.usize(bytes.len() / 2..=bytes.len()));
            // whatever it is, it is read or refused
            let _ = read(&bytes);
        }
    }
    // as deep, as long and as numbered as may be
    for text in [
        format!("<html>{}x", "<div>".repeat(20_000)),
        "1. a\n".repeat(3_000),
        format!("<p>{}{}", "<b a>".repeat(6_000), "<p>1. x".repeat(8_000)),
        "1. x\n".repeat(60_000),
        "(".repeat(100_000),
        (1..2_000).map(|number| format!("{number}. Words of it.\n(a) one;\n(b) two.\n")).collect(),
    ] {
        let begun = std::time::Instant::now();
        let _ = read(text.as_bytes());
        assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{:?}", begun.elapsed());
        println!("{} bytes: {:?}", text.len(), begun.elapsed());
    }
}

#[test]
fn a_gap_is_told_and_never_bridged() {
    let doubts = document("public/tab_number_gap_tc.txt").unwrap().doubts().join("\n");
    assert!(doubts.contains("a number is missing between 2. and 4."), "{doubts}");
    let doubts = document("public/annex_en.txt").unwrap().doubts().join("\n");
    assert!(doubts.contains("kept apart"), "{doubts}");
}

#[test]
fn a_title_block_is_understood_as_papers_have_it() {
    for (head, tail, title, body, date) in [
        (
            "For discussion\non 24 June 2024\n\nLegislative Council Panel on Economic Development\n\n\
             Development of the Airport City, Air Cargo Services and\nSupporting Facilities\n\nPurpose",
            "Transport and Logistics Bureau\nJune 2024",
            "Development of the Airport City, Air Cargo Services and Supporting Facilities",
            "Legislative Council Panel on Economic Development",
            "2024-06",
        ),
        (
            "INFORMATION PAPER\n\nLegislative Council Panel on Broadcasting\n\nDevelopment of the Games Sector\n\nPURPOSE",
            "Culture, Sports and Tourism Bureau\nFebruary 2025",
            "Development of the Games Sector",
            "Legislative Council Panel on Broadcasting",
            "2025-02",
        ),
        (
            "专项工作报告\n\n深圳市人民代表大会常务委员会会议文件\n\n关于我市社区健康服务工作情况的报告\n\n一、报告范围",
            "深圳市卫生健康委员会\n2024年8月",
            "关于我市社区健康服务工作情况的报告",
            "深圳市人民代表大会常务委员会",
            "2024-08",
        ),
        (
            "資料文件\n\n立法會民政事務委員會\n\n青年發展工作的最新進展\n\n目的",
            "民政及青年事務局\n二零二五年二月",
            "青年發展工作的最新進展",
            "立法會民政事務委員會",
            "2025-02",
        ),
        // lines without anything between them, as text is copied from a PDF
        (
            "For discussion\non 24 June 2024\nLegislative Council Panel on Transport\nRoad Tolls and\nParking\n\nPurpose",
            "Transport Department\nMay 2024",
            "Road Tolls and Parking",
            "Legislative Council Panel on Transport",
            "2024-05",
        ),
        (
            "For information on\n3 March 2025\n\nLEGISLATIVE COUNCIL PANEL ON HOUSING\nINFORMATION PAPER\nRENTS OF PUBLIC HOUSING\n\nPURPOSE",
            "Housing Bureau\nFebruary 2025",
            "RENTS OF PUBLIC HOUSING",
            "LEGISLATIVE COUNCIL PANEL ON HOUSING",
            "2025-02",
        ),
        (
            "立法會工商事務委員會\n2024年香港／深圳合作會議\n\n目的",
            "政制及內地事務局\n2024年7月",
            "2024年香港／深圳合作會議",
            "立法會工商事務委員會",
            "2024-07",
        ),
        (
            "Legislative Council Panel on Economic\nDevelopment\n\nThe Third Runway\n\nPurpose",
            "Transport and Logistics Bureau\nJune 2024",
            "The Third Runway",
            "Legislative Council Panel on Economic Development",
            "2024-06",
        ),
    ] {
        let text = format!(
            "{head}\n\n1. This paper tells of the work that was done in the year. 本文件匯報工作情況。\n\n\
             2. The work goes on, as is told above. 工作會繼續進行。\n\n{tail}\n"
        );
        let found = read(text.as_bytes()).unwrap().metadata();
        assert_eq!((&*found.title, &*found.body, &*found.date), (title, body, date));
    }
}

fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefing-bot"));
    let Output { status, stdout, stderr } = command.args(arguments).env_clear().output().unwrap();
    (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
}

#[test]
fn a_pdf_is_imported_checked_and_asked() {
    let to = tempfile::tempdir().unwrap();
    let path = |name: &str| folder().join(name).to_str().unwrap().to_owned();
    let folder = to.path().to_str().unwrap();
    let pdf = path("public/seed_zh.weasy.pdf");
    let import = ["import", &pdf, "--id", "hk-sz-2009", "--to", folder];
    let (code, out) = run(&import);
    assert_eq!(code, Some(0), "{out}");
    for expected in ["15 paragraphs", "date:", "to look at"] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    assert!(to.path().join("hk-sz-2009/_original.pdf").is_file());
    assert!(to.path().join("hk-sz-2009/_review.md").is_file());
    let (code, out) = run(&["check", folder]);
    assert_eq!(code, Some(0), "{out}");
    // where each paragraph stands in it, and which file it was
    let text = |name: &str| fs::read_to_string(to.path().join("hk-sz-2009").join(name)).unwrap();
    assert!(text("paragraphs/01.toml").contains("page = 1\n"), "{}", text("paragraphs/01.toml"));
    let pages: Vec<u32> = (1..=15)
        .map(|number| {
            let file = text(&format!("paragraphs/{number:02}.toml"));
            let page = file.lines().find_map(|line| line.strip_prefix("page = ")).unwrap();
            page.parse().unwrap()
        })
        .collect();
    assert!(pages.is_sorted() && pages.last() > pages.first(), "{pages:?}");
    let original = to.path().join("hk-sz-2009/_original.pdf");
    let bytes = fs::read(&original).unwrap();
    fs::write(&original, "another").unwrap();
    let (code, out) = run(&["check", folder]);
    assert!(code == Some(1) && out.contains("another file"), "{out}");
    fs::write(&original, bytes).unwrap();
    let (code, out) = run(&["--knowledge", folder, "ask", "前海由誰主導開發？"]);
    assert!(code == Some(0) && out.contains("深圳市政府將主導"), "{out}");
    // not twice, unless it is to be replaced
    let (code, out) = run(&import);
    assert!(code == Some(2) && out.contains("--replace"), "{out}");
    // what has not changed keeps what was written for it
    let paragraph = to.path().join("hk-sz-2009/paragraphs/04.toml");
    let text = fs::read_to_string(&paragraph).unwrap();
    let curated =
        text.replacen("questions.zh-Hant = [\n]", "questions.zh-Hant = [\"邊個話事？\"]", 1);
    assert_ne!(text, curated);
    fs::write(&paragraph, curated).unwrap();
    let (code, out) = run(&[import.as_slice(), &["--replace"]].concat());
    assert!(code == Some(0) && out.contains("paragraphs that changed (0)"), "{out}");
    assert!(fs::read_to_string(&paragraph).unwrap().contains("邊個話事"));
    assert_eq!(fs::read_dir(to.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn several_are_imported_at_once_and_nothing_is_written_of_what_is_refused() {
    let to = tempfile::tempdir().unwrap();
    let path = |name: &str| folder().join(name).to_str().unwrap().to_owned();
    let into = to.path().to_str().unwrap();
    let files = [
        path("public/seed_en.auto.docx"),
        path("public/seed_zh.nounicode.pdf"),
        path("own/paper_zh.html"),
    ];
    let (code, out) = run(&["import", &files[0], &files[1], &files[2], "--to", into]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("[2/3]") && out.contains("have no Unicode value"), "{out}");
    let mut made: Vec<_> =
        fs::read_dir(to.path()).unwrap().map(|own| own.unwrap().file_name()).collect();
    made.sort();
    assert_eq!(made, ["paper-zh", "seed-en-auto"]);
    for id in ["../escape", "UPPER", "", "a/b"] {
        let (code, out) = run(&["import", &files[0], "--id", id, "--to", into]);
        assert!(code == Some(2) && out.contains("is not an id"), "{id}: {out}");
    }
    assert_eq!(fs::read_dir(to.path()).unwrap().count(), 2);
}

#[test]
fn a_paper_is_made_in_the_folder_of_papers_that_is_named() {
    let named = tempfile::tempdir().unwrap();
    let document = folder().join("public/annex_en.txt");
    let knowledge = ["--knowledge", named.path().to_str().unwrap()];
    let (code, out) = run(&[&knowledge[..], &["import", document.to_str().unwrap()]].concat());
    assert_eq!(code, Some(0), "{out}");
    assert!(named.path().join("annex-en/paper.toml").is_file(), "{out}");
}

#[test]
fn only_a_paper_is_replaced() {
    let to = tempfile::tempdir().unwrap();
    let other = to.path().join("report");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("thesis.tex"), "mine").unwrap();
    let document = folder().join("public/annex_en.txt");
    let arguments = ["import", document.to_str().unwrap(), "--id", "report", "--replace", "--to"];
    let (code, out) = run(&[arguments.as_slice(), &[to.path().to_str().unwrap()]].concat());
    assert!(code == Some(2) && out.contains("is not a paper"), "{out}");
    assert_eq!(fs::read_to_string(other.join("thesis.tex")).unwrap(), "mine");
}

#[test]
fn what_is_read_can_be_asked_whatever_it_holds() {
    let body = "The Government has set up a fund for the area and will report on it every year.";
    for text in [
        // a number is missing within a section
        format!("Paper\n\nPurpose\n\n1. {body}\n\n2. {body} Two.\n\n4. {body} Four.\n"),
        // decomposed letters and a form feed
        format!(
            "1. {body} Cafe\u{301}.\n\n2. {body}\u{c} Two \"\"\" \\ three.\n\n3. {body} Three.\n"
        ),
        // numbers that are none of a paper's
        format!("1.01 {body}\n\n1.02 {body} Two.\n\n2.01 {body} Three.\n"),
    ] {
        let imported = read(text.as_bytes()).unwrap();
        let files = imported.files("p");
        let files: Vec<(String, String)> = files
            .into_iter()
            .filter(|(path, _)| path.ends_with(".toml"))
            .map(|(path, content)| (format!("p/{path}"), content))
            .collect();
        let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let loaded = briefing_bot::corpus::Corpus::load(&files);
        assert!(loaded.is_ok(), "{:?}\n{text}", loaded.err());
    }
    // the last sentence is no signature
    let text = format!("1. {body}\n\n2. {body} Two.\n\nThe works will finish on 3 May 2027.\n");
    let imported = read(text.as_bytes()).unwrap();
    assert!(imported.paragraphs().any(|(.., text)| text.contains("3 May 2027")));
}
