//! Who may name whom, and who may touch the world.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module with the modules that it may name.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("language", &[]),
    ("settings", &["language"]),
    ("sha256", &[]),
    ("characters", &[]),
    ("lexicon", &[]),
    ("lang", &["lexicon", "characters", "language"]),
    ("corpus", &["lang", "language"]),
    ("index", &["corpus", "lang", "lexicon", "language"]),
    ("question", &["lang", "lexicon", "language"]),
    ("retrieve", &["question", "index", "lang", "lexicon", "language"]),
    ("answer", &["retrieve", "question", "index", "corpus", "lang", "lexicon", "language"]),
    ("present", &["answer", "question", "corpus", "lang", "settings", "language"]),
    ("conversation", &["present", "answer", "question", "corpus", "settings", "language"]),
    ("store", &["sha256", "answer", "settings", "language"]),
    ("evaluation", &["answer", "lang", "language"]),
    ("curation", &["answer", "corpus", "lang", "language"]),
    ("import", &["sha256", "corpus", "lang", "language"]),
    ("config", &[]),
    ("metrics", &[]),
    ("embedded", &["answer"]),
    ("library", &["store", "answer", "corpus"]),
    (
        "web",
        &[
            "library",
            "conversation",
            "present",
            "answer",
            "corpus",
            "lang",
            "settings",
            "language",
            "metrics",
        ],
    ),
    (
        "telegram",
        &[
            "store",
            "conversation",
            "present",
            "answer",
            "library",
            "corpus",
            "settings",
            "language",
            "config",
            "web",
            "sha256",
            "metrics",
        ],
    ),
    (
        "cli",
        &[
            "embedded",
            "library",
            "telegram",
            "web",
            "store",
            "settings",
            "conversation",
            "curation",
            "import",
            "evaluation",
            "present",
            "answer",
            "corpus",
            "language",
            "config",
            "sha256",
        ],
    ),
];

/// Modules without clock, environment, network, files and threads. Of `knowledge`, one file reads a folder.
const PURE: &[&str] = &[
    "characters",
    "sha256",
    "embedded",
    "language",
    "lexicon",
    "lang",
    "corpus",
    "index",
    "question",
    "retrieve",
    "answer",
    "settings",
    "present",
    "conversation",
    "curation",
    "import",
    "evaluation",
];

const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::time",
    "std::thread",
    "std::process",
    "fs::",
    "env::",
    "tokio",
    "reqwest",
    "async ",
    "println!",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every module with its files' code, tests and comments left out.
fn modules() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let module = |file: &PathBuf| {
        let part = file
            .strip_prefix(&root)
            .unwrap()
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        part.trim_end_matches(".rs").to_owned()
    };
    let code = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
        code.lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let named = files.into_iter().map(|file| (module(&file), file.clone(), code(&file)));
    named.filter(|(module, ..)| module != "lib" && module != "main").collect()
}

#[test]
fn no_module_names_one_that_it_must_not_know() {
    for (module, file, code) in modules() {
        let Some((_, allowed)) = MAY_NAME.iter().find(|(name, _)| *name == module) else {
            panic!("{module} is not in the table")
        };
        for (other, _) in
            MAY_NAME.iter().filter(|(other, _)| *other != module && !allowed.contains(other))
        {
            let names = ["::", ";", " ", ","].map(|end| format!("crate::{other}{end}"));
            assert!(
                !names.iter().any(|path| code.contains(path)),
                "{} names {other}",
                file.display()
            );
        }
        assert!(
            !code.contains("use crate::{"),
            "{}: name one module a line, so that this test sees it",
            file.display()
        );
    }
}

#[test]
fn of_telegram_only_the_listener_knows_the_pages() {
    for (module, file, code) in modules() {
        let names = code.contains("crate::web");
        assert!(
            !names || module == "cli" || file.ends_with("telegram/listen.rs"),
            "{}",
            file.display()
        );
    }
}

#[test]
fn every_module_of_the_table_is_there() {
    let modules = modules();
    for (name, _) in MAY_NAME {
        assert!(modules.iter().any(|(module, ..)| module == name), "{name}");
    }
}

#[test]
fn the_core_touches_nothing_of_the_world() {
    for (module, file, code) in modules() {
        if !PURE.contains(&module.as_str()) || file.ends_with("corpus/files.rs") {
            continue;
        }
        for word in WORLD {
            assert!(!code.contains(word), "{} has {word}", file.display());
        }
    }
}

#[test]
fn retrieve_and_answer_hold_no_markup_and_no_sentence_files() {
    for (module, file, code) in modules() {
        if module == "retrieve" || module == "answer" {
            assert!(!code.contains("</") && !code.contains(".ftl"), "{}", file.display());
        }
    }
}
