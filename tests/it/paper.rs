//! The curated paper is the paper: its wording, its headings, its translation.

use std::fs;
use std::path::Path;

use briefing_bot::corpus::Paper;
use briefing_bot::lang::sentences;
use briefing_bot::language::Language;
use unicode_normalization::UnicodeNormalization as _;

fn paper() -> Paper {
    let engine = briefing_bot::embedded::engine().unwrap();
    engine.corpus().paper("hk-sz-2009").unwrap().1.clone()
}

/// A text in composed form without white space.
fn joined(text: &str) -> String {
    text.nfc().filter(|character| !character.is_whitespace()).collect()
}

fn copy() -> String {
    joined(
        &fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hk-sz-2009.txt"),
        )
        .unwrap(),
    )
}

#[test]
fn the_text_of_record_is_the_papers_wording() {
    let paper = paper();
    let mut whole = String::from("資料文件立法會工商事務委員會2009年深港合作會議");
    for paragraph in &paper.paragraphs {
        let section = paper.section_of(paragraph.number).unwrap();
        if *section.numbers.start() == paragraph.number {
            whole.push_str(section.heading.get(Language::Traditional).unwrap());
        }
        if paragraph.number > 1 {
            whole.push_str(&format!("{}.", paragraph.number));
        }
        whole.push_str(paragraph.text.get(Language::Traditional).unwrap());
    }
    whole.push_str("政制及內地事務局二零零九年十二月");
    assert_eq!(whole, copy());
}

#[test]
fn the_copy_is_the_seed() {
    let Some(seed) = std::env::var_os("SEED_TEXT") else {
        eprintln!("skipped: SEED_TEXT names no file");
        return;
    };
    assert_eq!(joined(&fs::read_to_string(seed).unwrap()), copy());
}

#[test]
fn the_translation_is_complete_sentence_by_sentence() {
    for paragraph in &paper().paragraphs {
        let count = |language| sentences(paragraph.text.get(language).unwrap()).len();
        assert_eq!(
            count(Language::English),
            count(Language::Traditional),
            "paragraph {}",
            paragraph.number
        );
    }
}

#[test]
fn every_paragraph_has_six_sample_questions_in_each_language() {
    for paragraph in &paper().paragraphs {
        for language in Language::ALL {
            let count =
                paragraph.questions.iter().filter(|question| question.language == language).count();
            assert!(count >= 6, "paragraph {} has {count} in {language}", paragraph.number);
        }
    }
}

#[test]
fn sample_questions_are_in_the_script_of_their_language() {
    for paragraph in &paper().paragraphs {
        for question in paragraph.questions.iter().chain(&paragraph.unsaid) {
            // one of figures alone is in any
            let Some(detected) = briefing_bot::lang::language(&question.text) else { continue };
            let script = briefing_bot::lang::script(&question.text);
            let right = match question.language {
                Language::English => detected == Language::English,
                own => detected.is_chinese() && script.is_none_or(|script| script == own),
            };
            assert!(right, "{}: {}", question.language, question.text);
        }
    }
}

#[test]
fn several_hundred_names_are_curated_in_every_writing() {
    let names: Vec<_> = paper().concepts.into_iter().flat_map(|concept| concept.names).collect();
    assert!(names.len() >= 500, "{}", names.len());
    for name in ["前海", "Qianhai", "Liantang", "Heung Yuen Wai", "CEPA", "ETF"] {
        assert!(names.iter().any(|own| own == name), "{name}");
    }
}

#[test]
fn the_paper_can_be_imported_from_its_text_and_asked() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
            .args(arguments)
            .env_clear()
            .current_dir(folder.path())
            .output()
            .unwrap();
        (
            run.status.code(),
            String::from_utf8(run.stdout).unwrap(),
            String::from_utf8(run.stderr).unwrap(),
        )
    };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hk-sz-2009.txt");
    let import = ["import", file.to_str().unwrap()];
    let (code, out, error) = run(&import);
    assert_eq!(code, Some(0), "{out}{error}");
    assert!(
        out.contains("15 paragraphs, 11 sections")
            && out.contains("date: 2009-12")
            && out.contains("issuer: 政制及內地事務局"),
        "{out}"
    );
    let files = briefing_bot::corpus::Files::read(&folder.path().join("knowledge")).unwrap();
    let imported = briefing_bot::corpus::Corpus::load(&files).unwrap().papers()[0].clone();
    let own = paper();
    assert_eq!(
        (&imported.title.get(Language::Traditional), &imported.body.get(Language::Traditional)),
        (&own.title.get(Language::Traditional), &own.body.get(Language::Traditional))
    );
    for (imported, own) in imported.paragraphs.iter().zip(&own.paragraphs) {
        assert_eq!(
            joined(imported.text.get(Language::Traditional).unwrap()),
            joined(own.text.get(Language::Traditional).unwrap())
        );
    }
    for (imported, own) in imported.sections.iter().zip(&own.sections) {
        assert_eq!(
            (imported.heading.get(Language::Traditional), &imported.numbers),
            (own.heading.get(Language::Traditional), &own.numbers)
        );
    }
    let (code, out, _) = run(&["--knowledge", "knowledge", "ask", "前海由誰主導開發？"]);
    assert!(code == Some(0) && out.contains("第4段"), "{out}");
    // what is there is never overwritten
    let (code, _, error) = run(&import);
    assert!(code == Some(2) && error.contains("--replace"), "{error}");
}
