//! The command line: what it prints, and how it exits.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Runs the program with an input, in a folder of its own and without an environment.
pub(crate) fn run(arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefing-bot"));
    command.args(arguments).env_clear().current_dir(folder.path());
    let mut process = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = process.stdin.take().unwrap().write_all(input.as_ref());
    process.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

#[test]
fn ask_exits_0_when_answered_1_when_not_2_on_failure() {
    for (arguments, code) in [
        (&["ask", "前海由誰主導開發？"][..], 0),
        (&["ask", "How", "many", "agreements", "were", "signed?"], 0),
        (&["ask", "How much did DuPont invest?"], 1),
        (&["ask", "聽日會唔會落雨"], 1),
        (&["ask"], 2),
        (&["ask", "--language", "fr", "前海"], 2),
        (&["ask", "--knowledge", "/nowhere", "前海"], 2),
        (&["nothing"], 2),
    ] {
        let output = run(arguments, "");
        assert_eq!(output.status.code(), Some(code), "{arguments:?} {}", stderr(&output));
        assert_eq!(
            code == 2,
            stdout(&output).is_empty(),
            "data goes to standard output and nothing else does: {arguments:?}"
        );
        assert_eq!(code == 2, !stderr(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn ask_prints_the_paragraph_with_its_source_and_no_colours_into_a_pipe() {
    let output = run(&["ask", "前海由誰主導開發？"], "");
    let text = stdout(&output);
    assert!(
        text.starts_with("前海地區發展 · 第4段\n")
            && text.contains("\n▸ 深圳市政府將主導及負責開發管理前海地區。"),
        "{text}"
    );
    assert!(text.contains("立法會工商事務委員會《2009年深港合作會議》第4段"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn ask_ends_in_nothing_that_points_at_what_is_not_there() {
    for words in [
        "where can i download",
        "where can I download the paper?",
        "table of contents",
        "目錄",
        "what papers do you have",
        "有咩文件？",
        "How much did DuPont invest?",
        "杜邦投資咗幾多錢？",
        "Will it rain tomorrow?",
        "聽日會唔會落雨",
        "/language",
        "/start",
    ] {
        let output = run(&["ask", words], "");
        let text = stdout(&output).trim_end();
        let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let Some(last) = lines.last() else { panic!("{words}: {}", stderr(&output)) };
        // what is announced follows, and not the source alone
        let announces = |line: &&str| line.ends_with([':', '：']);
        let announced = lines.iter().rposition(announces).map_or(0, |place| place + 1);
        assert!(lines[announced..].iter().any(|line| !line.starts_with("— ")), "{words}: {text}");
        let block = text.rsplit("\n\n").next().unwrap_or_default();
        let is_sentence = block.ends_with(['.', '。', '!', '！', '?', '？', '」', '”']);
        assert!(block.lines().count() > 1 || is_sentence, "{words}: a bare heading: {text}");
        // a choice that can be made here names its option
        let told = last.to_lowercase();
        let chooses = ["choose", "press", "tap ", "選", "选", "按"];
        assert!(
            told.contains("--language") || !chooses.iter().any(|own| told.contains(own)),
            "{words}: {text}"
        );
    }
}

#[test]
fn json_has_the_keys_of_the_contract() {
    let output = run(&["ask", "--json", "前海由誰主導開發？"], "");
    let object: Value = serde_json::from_str(stdout(&output)).unwrap();
    let mut keys: Vec<_> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["citations", "language", "outcome", "q", "text"]);
    assert_eq!(
        (object["outcome"].as_str(), object["language"].as_str()),
        (Some("answer"), Some("zh-Hant"))
    );
    let citation = &object["citations"][0];
    let mut keys: Vec<_> = citation.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["paper", "paragraph", "quote", "score", "section"]);
    assert_eq!(
        (citation["paper"].as_str(), citation["paragraph"].as_u64(), citation["section"].as_str()),
        (Some("hk-sz-2009"), Some(4), Some("前海地區發展"))
    );
}

#[test]
fn batch_answers_each_line_in_its_place() {
    let input = "{\"q\": \"七份協議？\", \"id\": 7}\nnot json\n\n{\"q\": \"七份協議？\", \"chat\": \"c1\", \"language\": \"en\"}\n{\"q\": \"x\", \"language\": \"xx\"}\n{\"language\": \"en\"}\n{\"q\": \"聽日會唔會落雨\"}";
    let output = run(&["ask", "--batch"], input);
    let objects: Vec<Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let said: Vec<_> =
        objects.iter().map(|object| object["outcome"].as_str().unwrap_or("error")).collect();
    assert_eq!(said, ["answer", "error", "answer", "error", "error", "none"]);
    assert_eq!(objects[2]["language"], "en");
    assert!(
        objects[2]["citations"][0]["quote"]
            .as_str()
            .unwrap()
            .contains("seven co-operation agreements")
    );
    assert!(objects[1]["error"].as_str().unwrap().starts_with("line 2: "));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(run(&["ask", "--batch"], "{\"q\": \"七份協議？\"}\n").status.code(), Some(0));
}

#[test]
fn lines_of_one_chat_are_one_conversation() {
    let turns = [
        ("c1", "清潔生產伙伴計劃資助咗幾多個項目？", "answer", 10),
        ("c2", "What was agreed on finance?", "answer", 6),
        ("c1", "其中深圳有幾個？", "answer", 10),
        ("c2", "and education?", "answer", 7),
        ("c1", "下一段", "answer", 11),
        ("c2", "show me the original text", "answer", 7),
        ("c1", "in English please", "answer", 11),
        ("c1", "第四段", "answer", 4),
        ("c1", "上一段", "answer", 3),
        ("c3", "下一段", "none", 0),
        ("c1", "多謝", "none", 0),
        ("c1", "杜邦總部喺邊？", "answer", 12),
        ("c1", "投資咗幾多錢？", "related", 12),
        ("c2", "How much did DuPont invest?", "related", 12),
        ("c2", "七份協議嘅名稱係咩", "related", 3),
        ("c2", "河套", "answer", 8),
        ("c2", "幾多錢？", "related", 8),
    ];
    let input: String = turns
        .iter()
        .map(|(chat, question, ..)| {
            serde_json::json!({ "q": question, "chat": chat }).to_string() + "\n"
        })
        .collect();
    let output = run(&["ask", "--batch"], &input);
    for (line, (_, question, outcome, paragraph)) in stdout(&output).lines().zip(turns) {
        let object: Value = serde_json::from_str(line).unwrap();
        assert_eq!(object["outcome"], outcome, "{question}: {line}");
        assert_eq!(
            object["citations"][0]["paragraph"].as_u64().unwrap_or(0),
            paragraph,
            "{question}: {line}"
        );
    }
    let languages: Vec<String> = stdout(&output)
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["language"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!((languages[5].as_str(), languages[6].as_str()), ("zh-Hant", "en"));
}

#[test]
fn explain_shows_features_and_a_tree_of_scores_that_add_up() {
    let output = run(&["ask", "--explain", "前海由誰主導開發？"], "");
    let text = stdout(&output);
    assert!(text.contains("1. hk-sz-2009 4: probability"), "{text}");
    assert!(
        text.contains("├─ text character_pair") || text.contains("└─ text character_pair"),
        "{text}"
    );
    let first = text.split("\n1. ").nth(1).unwrap().split("\n2. ").next().unwrap();
    // each field is the sum of its tokens
    let number = |part: &str| part.trim().split([' ', ',']).next().unwrap().parse::<f64>().unwrap();
    let lines: Vec<_> = first.lines().skip_while(|line| !line.contains("─ ")).collect();
    for pair in lines.chunks(2) {
        let [field, tokens] = pair else { continue };
        let field = number(field.rsplit(": ").next().unwrap());
        let tokens = tokens.trim_matches(['│', ' ']).split(" · ");
        let sum: f64 = tokens.map(|token| number(token.rsplit(' ').next().unwrap())).sum();
        assert!((field - sum).abs() < 0.02, "{field} is not {sum}: {first}");
    }
}

#[test]
fn papers_lists_what_is_loaded() {
    let output = run(&["papers"], "");
    let text = stdout(&output);
    assert!(text.contains("hk-sz-2009") && text.contains("2009年深港合作會議"), "{text}");
    let json: Value = serde_json::from_str(stdout(&run(&["papers", "--json"], ""))).unwrap();
    let expected = serde_json::json!([{
        "id": "hk-sz-2009", "title": "2009年深港合作會議", "date": "2009-12", "language": "zh-Hant",
        "paragraphs": 15, "curated": true,
    }]);
    assert_eq!(json, expected);
}

#[test]
fn licences_name_the_data_that_is_embedded() {
    let output = run(&["licences"], "");
    let text = stdout(&output);
    for name in ["MIT License", "CC-CEDICT", "CC-Canto", "CC BY-SA 4.0", "Unicode"] {
        assert!(text.contains(name), "{name}: {text}");
    }
}

#[test]
fn one_paper_alone_is_asked() {
    let output = run(&["ask", "--json", "--paper", "hk-sz-2009", "第四段"], "");
    let json: Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(json["citations"][0]["paragraph"], 4);
    let output = run(&["ask", "--paper", "other", "第四段"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is no paper 'other'"), "{}", stderr(&output));
    let lines = "{\"q\": \"第四段\", \"paper\": \"other\"}\n{\"q\": \"para 99\"}\n";
    let output = run(&["ask", "--batch"], lines);
    let text = stdout(&output);
    let objects: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(objects[0]["error"].as_str().unwrap().contains("'other'"), "{text}");
    assert_eq!(
        (&objects[1]["outcome"], objects[1]["citations"].as_array().unwrap().len()),
        (&Value::from("none"), 0)
    );
    assert!(objects[1]["text"].as_str().unwrap().contains("no paragraph 99"), "{text}");
}

#[test]
fn a_paper_in_the_other_language_is_quoted_and_says_which_words_matched() {
    let question = "How many teachers left their jobs last year?";
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/papers/bare");
    let output = run(&["--knowledge", folder, "ask", "--paper", "b1-schools", question], "");
    let text = stdout(&output);
    assert!(text.contains("there is no English version"), "{text}");
    assert!(text.contains("Words matched: teachers → 教師"), "{text}");
}

#[test]
fn chat_goes_on_in_the_script_that_was_last_written() {
    let output = run(&["chat"], "前海归谁管？\n下一段\n前海歸誰管？\n下一段\n");
    let text = stdout(&output);
    // the next paragraph, once in either script
    assert!(text.contains("旅游合作 · 第5段") && text.contains("旅遊合作 · 第5段"), "{text}");
}

#[test]
fn chat_talks_as_on_telegram() {
    let output = run(&["chat"], "七份協議？\n/sections\n3\n/help\n");
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for expected in
        ["你好！", "簽署七份合作協議", "3. 前海地區發展", "前海地區發展 · 第4段", "/ask 你的問題"]
    {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn eval_prints_a_table_and_the_misses() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("judged.jsonl");
    let lines = "{\"q\": \"七份協議？\", \"lang\": \"zh-Hant\", \"style\": \"keyword\", \"gold\": [3], \"fact\": \"簽署七份合作協議\"}\n{\"q\": \"河套\", \"lang\": \"zh-Hant\", \"gold\": [1]}\n";
    std::fs::write(&file, lines).unwrap();
    let output = run(&["eval", "--misses", file.to_str().unwrap()], "");
    let text = stdout(&output);
    assert!(text.contains("answer \"河套\": gold [1], cited [8]"), "{text}");
    assert!(
        text.contains("right first")
            && text.contains("50.0 % (1/2)")
            && text.contains("100.0 % (1/1)"),
        "{text}"
    );
    std::fs::write(&file, "{\"gold\": 3}\n").unwrap();
    let output = run(&["eval", file.to_str().unwrap()], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("judged.jsonl:1 is not a judged question"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn help_has_examples() {
    for arguments in [&["--help"][..], &["ask", "--help"], &["eval", "--help"]] {
        let output = run(arguments, "");
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).contains("Examples:"), "{arguments:?}");
    }
}
