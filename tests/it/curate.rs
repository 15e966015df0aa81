//! From a bare paper to a curated one: what it lacks, the brief, and what is taken of a filled one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use briefing_bot::corpus::{Corpus, Files};

/// The folder of a paper that nobody has curated.
fn bare(folder: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/bare/b1-schools");
    let to = folder.join("b1-schools");
    fs::create_dir_all(to.join("paragraphs")).unwrap();
    fs::copy(from.join("paper.toml"), to.join("paper.toml")).unwrap();
    for file in fs::read_dir(from.join("paragraphs")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join("paragraphs").join(file.file_name())).unwrap();
    }
    to
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
        .args(arguments)
        .env_clear()
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

/// All files of a folder with their contents.
fn contents(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.insert(path.clone(), fs::read_to_string(&path).unwrap());
        }
    }
    found
}

/// The text of record of the first paragraph that has a figure of at least two digits.
fn take(folder: &Path, filled: &str, more: &[&str]) -> (Option<i32>, String) {
    let file = folder.parent().unwrap().join("filled.md");
    fs::write(&file, filled).unwrap();
    let arguments =
        [&["curate", folder.to_str().unwrap(), "--take", file.to_str().unwrap()], more].concat();
    let (code, out, err) = run(&arguments);
    (code, out + &err)
}

#[test]
fn what_a_paper_lacks_is_listed_and_the_brief_holds_all_that_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let paper = bare(folder.path());
    let (code, out, _) = run(&["curate", paper.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    for expected in
        ["title: no en", "paragraph 1: no translation", "questions", "terms: none", "--brief"]
    {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    let (code, brief, _) = run(&["curate", paper.to_str().unwrap(), "--brief"]);
    assert_eq!(code, Some(0));
    for (path, content) in contents(&paper.join("paragraphs")) {
        let text = content.split("\"\"\"").nth(1).unwrap().trim();
        assert!(brief.contains(text), "{} is not in the brief", path.display());
    }
    assert!(
        brief.contains("text.en:")
            && brief.contains("unsaid.zh-Hant:")
            && brief.contains("## term")
    );
    // the paper that is curated lacks little
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge/hk-sz-2009");
    let (_, out, _) = run(&["curate", own]);
    assert!(!out.contains("no translation") && !out.contains("terms: none"), "{out}");
    let (code, _, err) = run(&["curate", folder.path().to_str().unwrap()]);
    assert_eq!((code, err.contains("hint")), (Some(2), true), "{err}");
}

#[test]
fn what_is_right_is_taken_and_what_is_not_is_refused_by_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let paper = bare(folder.path());
    let text = fs::read_to_string(paper.join("paragraphs/10.toml")).unwrap();
    assert!(text.contains("教師"), "{text}");
    let filled = "## paragraph 10\n\
        question.zh-Hant: 去年有幾多教師離職？\n\
        spoken.zh-Hant: 舊年走咗幾多個老師呀？\n\
        question.en: How many teachers left their jobs?\n\
        question.zh-Hant: 去年有幾多教師離職？\n\
        question.en: What is the admission fee of the museum?\n\
        text.en: Teachers left.\n\
        text.zh-Hant: 改寫\n\
        ## paragraph 99\n\
        question.en: Who?\n\
        ## term\n\
        names: 教師 | teachers | 老師\n\
        ## outside\n\
        names: 郵輪碼頭 | cruise terminal\n";
    let before = contents(&paper);
    let (code, out) = take(&paper, filled, &[]);
    assert_eq!(code, Some(1), "{out}");
    for (line, why) in [
        (5, "is already in"),
        (6, "it shares too few words with the paper"),
        (7, "of the original is not in this translation"),
        (8, "text of record"),
        (10, "no paragraph 99"),
    ] {
        let told = out.lines().find(|told| told.contains(&format!("line {line}: ")));
        assert!(told.is_some_and(|told| told.contains(why)), "{line} {why}: {out}");
    }
    assert!(out.contains("5 taken into 2 files, 0 there already, 5 refused"), "{out}");
    let after = contents(&paper);
    let changed: Vec<_> =
        after.iter().filter(|(path, text)| before.get(*path) != Some(text)).collect();
    assert_eq!(changed.len(), 2, "{changed:?}");
    let (code, out, _) = run(&["check", paper.to_str().unwrap()]);
    assert_eq!(code, Some(0), "{out}");
    // taken again, all of it is there
    let (_, out) = take(&paper, filled, &[]);
    assert!(out.contains("0 taken"), "{out}");
    assert_eq!(contents(&paper), after);
}

#[test]
fn a_question_in_other_words_is_taken_with_a_remark_and_one_at_a_wrong_place_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let paper = bare(folder.path());
    let filled = "## paragraph 10\n\
        question.zh-Hant: 幾多人轉行？\n\
        ## paragraph 2\n\
        question.zh-Hant: 去年有幾多教師離職？\n";
    let (code, out) = take(&paper, filled, &[]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("line 2: taken, but none of its words are in paragraph 10"), "{out}");
    assert!(out.contains("answers it better than 2"), "{out}");
}

#[test]
fn figures_of_a_translation_are_values_however_they_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let paper = bare(folder.path());
    let file = paper.join("paragraphs/02.toml");
    let original = fs::read_to_string(&file).unwrap();
    let head = original.split("text.zh-Hant").next().unwrap();
    for (own, translation, is_kept) in [
        ("上升5.3個百分點。", "It rose by 5.3 percentage points.", true),
        ("約五分之二的人離開。", "About two fifths of them left.", true),
        ("五分之一的人離開。", "One in five left.", true),
        ("第三期工程展開。", "Phase III of the works began.", true),
        ("首節課於8時20分開始。", "The first lesson begins at 8.20 am.", true),
        (
            "由2019年的44.3小時減至2023年的42.0小時。",
            "From 44.3 hours in 2019 to 42.0 in 2023.",
            true,
        ),
        ("約五分之二的人離開。", "About three fifths of them left.", false),
        ("上升5.3個百分點。", "It rose by 5.2 percentage points.", false),
        ("第三期工程展開。", "Phase II of the works began.", false),
        (
            "由2019年的44.3小時減至2023年的42.0小時。",
            "From 44.3 hours in 2019 to 41.0 in 2023.",
            false,
        ),
    ] {
        fs::write(&file, format!("{head}text.zh-Hant = \"{own}\"\n")).unwrap();
        let (code, out) = take(&paper, &format!("## paragraph 2\ntext.en: {translation}\n"), &[]);
        assert_eq!(code == Some(0), is_kept, "{own} {translation}: {out}");
    }
}

/// Original and translation, and whether that is right, written by others without sight of the checks.
#[test]
fn honest_translations_are_taken_and_faulty_ones_are_refused() {
    for file in ["short", "sentences", "more-sentences"] {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/translations/{file}.jsonl"));
        let text = fs::read_to_string(path).unwrap();
        let (mut honest, mut faulty) = (Vec::new(), Vec::new());
        for line in text.lines() {
            let pair: serde_json::Value = serde_json::from_str(line).unwrap();
            let of = |key: &str| pair[key].as_str().unwrap();
            let (own, other) = match of("own") {
                "en" => ("en", "zh-Hant"),
                own => (own, "en"),
            };
            let head = format!("id = \"p\"\nlanguage = \"{own}\"\ntitle.{own} = \"Paper\"\n");
            let paragraph = format!(
                "number = 1\ntext.{own} = {}\ntext.{other} = {}\n",
                pair["original"], pair["translation"]
            );
            let files = [("p/paper.toml", head.as_str()), ("p/paragraphs/01.toml", &paragraph)];
            let files: Files = files.into_iter().collect();
            let is_refused = Corpus::load_with_warnings(&files).is_err();
            if pair["right"] == true { &mut honest } else { &mut faulty }.push(is_refused);
        }
        let refused =
            |pairs: &[bool]| pairs.iter().filter(|own| **own).count() as f64 / pairs.len() as f64;
        assert!(honest.len() > 100 && faulty.len() >= 80);
        println!(
            "{file}: {:.3} of the honest refused, {:.3} of the faulty",
            refused(&honest),
            refused(&faulty)
        );
        assert!(refused(&honest) <= 0.02, "{file}: {}", refused(&honest));
        assert!(refused(&faulty) >= 0.83, "{file}: {}", refused(&faulty));
    }
}

#[test]
fn the_example_of_the_brief_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let paper = bare(folder.path());
    let before = contents(&paper);
    let (_, brief, _) = run(&["curate", paper.to_str().unwrap(), "--brief"]);
    let (code, out) = take(&paper, &brief, &[]);
    assert!(code == Some(1) && out.contains("it is the example of the brief"), "{out}");
    assert_eq!(contents(&paper), before);
}

#[test]
fn a_term_that_is_not_in_the_paper_takes_no_other_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let paper = bare(folder.path());
    let filled =
        "## term\nnames: 教師 | 老師\n## term\nnames: 郵輪碼頭 | 啟德碼頭\n## term\nnames: 學校\n";
    let (code, out) = take(&paper, filled, &[]);
    assert!(code == Some(1) && out.contains("2 taken"), "{out}");
    assert!(out.contains("line 4: no paragraph holds any of these names"), "{out}");
    // more names of what is there already
    let (code, out) = take(&paper, "## term\nnames: 教師 | 教書先生\n", &[]);
    assert_eq!(code, Some(0), "{out}");
    let terms = fs::read_to_string(paper.join("terms.toml")).unwrap();
    assert!(terms.matches("[[concept]]").count() == 2 && terms.contains("教書先生"), "{terms}");
    assert_eq!(terms.matches("教師").count(), 1, "{terms}");
}

#[test]
fn a_key_that_is_not_known_is_no_part_of_a_translation() {
    let folder = tempfile::tempdir().unwrap();
    let paper = bare(folder.path());
    let text = fs::read_to_string(paper.join("paragraphs/02.toml")).unwrap();
    let original = text.split("\"\"\"").nth(1).unwrap().trim().replace('\n', " ");
    let filled = format!(
        "\u{feff}## paragraph 2\ntext.en: {original}\nquestions.en: When?\n- Question.en: How many six-year-olds will there be in 2030?\n"
    );
    let (code, out) = take(&paper, &filled, &[]);
    assert!(code == Some(1) && out.contains("line 3: this key is not one of the format"), "{out}");
    let text = fs::read_to_string(paper.join("paragraphs/02.toml")).unwrap();
    assert!(text.contains("How many six-year-olds") && !text.contains("When?"), "{text}");
}

#[test]
fn a_translation_with_a_name_that_was_said_to_be_elsewhere_is_refused_by_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let paper = bare(folder.path());
    let text = fs::read_to_string(paper.join("paragraphs/02.toml")).unwrap();
    let original = text.split("\"\"\"").nth(1).unwrap().trim().replace('\n', " ");
    let (code, out) = take(&paper, "## outside\nnames: kindergarten allowance\n", &[]);
    assert_eq!(code, Some(0), "{out}");
    let filled = format!(
        "## paragraph 2\ntext.en: {original} The kindergarten allowance.\nquestion.zh-Hant: 六歲學齡人口會跌幾多？\n"
    );
    let (code, out) = take(&paper, &filled, &[]);
    assert!(code == Some(1) && out.contains("line 2: 'kindergarten allowance' is under"), "{out}");
    assert!(out.contains("1 taken"), "{out}");
}

#[test]
fn a_name_in_both_scripts_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let paper = bare(folder.path());
    let (code, out) = take(&paper, "## term\nnames: 教師 | 教师 | teacher | teachers\n", &[]);
    assert!(code == Some(0) && !out.contains("is here twice"), "{out}");
    let terms = fs::read_to_string(paper.join("terms.toml")).unwrap();
    assert!(
        terms.contains("教師") && terms.contains("teacher") && !terms.contains("教师"),
        "{terms}"
    );
}

#[test]
fn a_translation_is_written_once_and_replaced_only_when_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let paper = bare(folder.path());
    // whatever figures it has are kept by keeping the original words beside the translation
    let text = fs::read_to_string(paper.join("paragraphs/02.toml")).unwrap();
    let original = text.split("\"\"\"").nth(1).unwrap().trim().replace('\n', " ");
    let filled =
        format!("## paper\ntitle.en: Schools\n## paragraph 2\ntext.en: First. {original}\n");
    let (code, out) = take(&paper, &filled, &[]);
    assert_eq!(code, Some(0), "{out}");
    let other = filled.replace("First.", "Second.");
    let (code, out) = take(&paper, &other, &[]);
    assert!(code == Some(1) && out.contains("use --replace to overwrite it"), "{out}");
    assert!(fs::read_to_string(paper.join("paragraphs/02.toml")).unwrap().contains("First."));
    let (code, out) = take(&paper, &other, &["--replace"]);
    assert_eq!(code, Some(0), "{out}");
    let now = fs::read_to_string(paper.join("paragraphs/02.toml")).unwrap();
    assert!(now.contains("Second.") && !now.contains("First."), "{now}");
    // what is no brief at all changes nothing
    let before = contents(&paper);
    let (code, out) = take(&paper, "Sure! Here is the curation you asked for.\n", &[]);
    assert_eq!(code, Some(1), "{out}");
    assert_eq!(contents(&paper), before);
}

#[test]
fn a_filled_brief_that_repeats_itself_leaves_a_paper_that_can_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let paper = bare(folder.path());
    let question = "question.zh-Hant: 去年有幾多教師離職？\n".repeat(60);
    let filled = format!(
        "## paper\ntitle.en: Schools\ntitle.en: Schools again\n## paragraph 10\n{question}question.fr: Quand ?\n去年的情況\n## term\nnames: COVID-19\n"
    );
    let (code, out) = take(&paper, &filled, &[]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("2 taken into 2 files, 0 there already, 63 refused"), "{out}");
    let (code, out, _) = run(&["check", paper.to_str().unwrap()]);
    assert_eq!(code, Some(0), "{out}");
}
