//! What the README shows is what happens.

use std::fs;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The command blocks of a page whose first line runs the program, with the output that follows it.
fn shown(page: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let blocks = text.split("```console\n").skip(1).filter_map(|block| block.split("```").next());
    let commands = blocks
        .flat_map(|block| block.split("$ ").skip(1))
        .filter_map(|block| block.split_once('\n'));
    commands.map(|(command, output)| (command.to_owned(), output.trim_end().to_owned())).collect()
}

#[test]
fn the_answers_on_the_page_are_the_programs() {
    for page in ["README.md", "README.zh-Hant.md"] {
        let mut asked = 0;
        for (command, output) in shown(page) {
            let Some(question) = command.strip_prefix("cargo run --release -- ask ") else {
                continue;
            };
            let question = question.trim_matches('"');
            let run = Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
                .args(["ask", question])
                .env_clear()
                .output()
                .unwrap();
            assert_eq!(String::from_utf8(run.stdout).unwrap().trim_end(), output, "{page}");
            asked += 1;
        }
        assert!(asked > 0, "{page} shows no answer");
    }
}

#[test]
fn the_test_command_of_the_page_is_the_one_that_is_run() {
    let gate = fs::read_to_string(root().join(".ci/run")).unwrap();
    for page in ["README.md", "README.zh-Hant.md"] {
        assert!(shown(page).iter().any(|(command, _)| command == "cargo test --locked"), "{page}");
    }
    assert!(gate.contains("cargo test --locked"));
}

#[test]
fn the_page_shows_and_tells_as_much_in_either_language() {
    let counted = |page: &str| {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let parts: Vec<_> = text.split("```").collect();
        let blocks = parts.iter().skip(1).step_by(2);
        // in a block, # and | are something else
        let lines: Vec<_> = parts.iter().step_by(2).flat_map(|part| part.lines()).collect();
        let beginning = |mark: char| lines.iter().filter(|line| line.starts_with(mark)).count();
        [
            ("console blocks", blocks.filter(|block| block.starts_with("console\n")).count()),
            ("headings", beginning('#')),
            ("rows of tables", beginning('|')),
        ]
    };
    let english = counted("README.md");
    assert!(english.iter().all(|(_, count)| *count > 0), "{english:?}");
    assert_eq!(english, counted("README.zh-Hant.md"));
}

#[test]
fn the_page_says_how_to_install_in_either_language() {
    for page in ["README.md", "README.zh-Hant.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        assert!(text.contains("cargo install --path ."), "{page}");
    }
}

#[test]
fn every_variable_of_the_environment_is_in_the_example() {
    let example = fs::read_to_string(root().join(".env.example")).unwrap();
    let sources = ["src/config.rs", "src/cli/serve.rs", "src/cli/mod.rs"]
        .map(|file| fs::read_to_string(root().join(file)).unwrap());
    // what the program reads from the environment is written there in capitals
    let words = sources.iter().flat_map(|source| source.split('"'));
    let named = |word: &&str| {
        word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    let variables: std::collections::BTreeSet<_> =
        words.filter(named).chain(["RUST_LOG"]).collect();
    assert!(variables.len() > 15, "{variables:?}");
    for variable in variables {
        assert!(example.contains(variable), "{variable}");
    }
}
