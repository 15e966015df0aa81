//! `check`: every fault at once, each with its file, its key and what to do; and no start on a folder with faults.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use briefing_bot::corpus::{Corpus, Files};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
        .args(arguments)
        .env_clear()
        .current_dir(root().join("tests"))
        .output()
        .unwrap()
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn broken() -> PathBuf {
    root().join("tests/fixtures/broken")
}

#[test]
fn every_fault_of_the_broken_folder_is_told_at_once() {
    let output = run(&["check", broken().to_str().unwrap()]);
    let expected = fs::read_to_string(root().join("tests/fixtures/broken.txt")).unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_broken_folder_has_every_kind_of_fault() {
    let told = fs::read_to_string(root().join("tests/fixtures/broken.txt")).unwrap();
    let source = fs::read_to_string(root().join("src/corpus/fault.rs")).unwrap();
    let messages = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("#[error(\""))
        .filter_map(|line| line.split("\")]").next());
    for message in messages {
        // the longest stretch without arguments stands in what was told
        let stretch = message
            .split('"')
            .next()
            .unwrap()
            .split(['{', '}'])
            .max_by_key(|part| part.len())
            .unwrap();
        assert!(
            told.contains(stretch) || message == "there is no paper here",
            "no fault of the kind: {message}"
        );
    }
}

#[test]
fn nothing_starts_on_a_folder_with_faults() {
    let folder = broken();
    for arguments in [&["ask", "前海"][..], &["chat"], &["serve"], &["eval", "questions/hk.jsonl"]]
    {
        let output = run(&[&["--knowledge", folder.to_str().unwrap()], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            String::from_utf8(output.stderr)
                .unwrap()
                .contains("have faults, so no question can be answered"),
            "{arguments:?}"
        );
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_project_s_own_papers_have_no_fault() {
    for arguments in [
        &["check"][..],
        &["check", "../knowledge"],
        &["check", "../knowledge/hk-sz-2009"],
        &["--knowledge", "../knowledge", "check"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(
            told.starts_with("hk-sz-2009: 15 paragraphs, 11 sections,")
                && told.ends_with("no faults\n"),
            "{told}"
        );
    }
}

#[test]
fn the_template_is_a_paper_once_it_is_copied() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("knowledge/_template"), &folder.path().join("my-paper"));
    let corpus = Corpus::load(&Files::read(folder.path()).unwrap());
    assert!(corpus.is_ok(), "{corpus:?}");
}

#[test]
fn every_key_is_on_the_page_of_keys() {
    let page = fs::read_to_string(root().join("knowledge/README.md")).unwrap();
    let source = fs::read_to_string(root().join("src/corpus/read.rs")).unwrap();
    let keys = source.lines().filter(|line| line.starts_with("const ") && line.contains("_KEYS"));
    for key in keys.flat_map(|line| line.split('"').skip(1).step_by(2)) {
        assert!(page.contains(key), "{key}");
    }
}

#[test]
fn an_empty_folder_and_a_missing_one_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&["check", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("there is no paper here"));
    let output = run(&["check", "/nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("/nowhere"));
}
