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

/// A figure of a row of ACCURACY.md, which stands below a title: the percentage, and what it is of, as `(63/67)`.
fn accuracy(row: &str, title: &str) -> (f64, String) {
    let page = fs::read_to_string(root().join("benches/ACCURACY.md")).unwrap();
    let head = page.lines().find(|line| line.starts_with("  ") && line.contains("right of given"));
    let end = head.and_then(|line| line.find(title)).unwrap() + title.len();
    let line = page.lines().find(|line| line.starts_with(&format!("{row} ")));
    let cell = line.and_then(|line| line.get(..end)).unwrap_or_else(|| panic!("{row}: {title}"));
    let of = cell.split_whitespace().next_back().unwrap();
    let (part, whole) = of.trim_matches(['(', ')']).split_once('/').unwrap();
    (100.0 * part.parse::<f64>().unwrap() / whole.parse::<f64>().unwrap(), of.to_owned())
}

/// What a competitor's row of a table of BENCHMARKS.md has in a column.
fn benchmark(heading: &str, row: &str, column: usize) -> String {
    let page = fs::read_to_string(root().join("benches/BENCHMARKS.md")).unwrap();
    let (_, table) = page.split_once(heading).unwrap_or_else(|| panic!("{heading}"));
    let line = table.lines().find(|line| line.starts_with(&format!("| {row}"))).unwrap();
    line.split('|').nth(column + 1).unwrap().trim().to_owned()
}

#[test]
fn the_figures_on_the_page_are_those_that_were_measured() {
    let exact = |row, title| {
        let (percent, of) = accuracy(row, title);
        format!("{percent:.1}%{of}")
    };
    let rounded = |row: &str, title| format!("{:.0}%", accuracy(row, title).0);
    let ranked = |heading, row| {
        let cell = benchmark(heading, row, 1);
        let share: f64 = cell.split(' ').next().unwrap().parse().unwrap();
        format!("{:.0}%", share * 100.0)
    };
    let (own, other) = ("asked in their own language", "asked in the other language");
    let mut measured = vec![
        exact("2009 hk", "right first"),
        exact("2009 cn", "right first"),
        exact("2009 en", "right first"),
        exact("2009 refuse", "others held"),
        exact("2009 group", "others held"),
        exact("2009 near", "near held"),
    ];
    for (row, title) in [
        ("all bare", "ranked first"),
        ("all bare", "shown first"),
        ("all bare", "right first"),
        ("all curated", "right first"),
        ("together bare", "right first"),
    ] {
        measured.extend(["own", "other"].map(|tongue| rounded(&format!("{row} {tongue}"), title)));
    }
    for row in ["briefing-bot", "tantivy", "multilingual-e5-small"] {
        measured.extend([own, other].map(|heading| ranked(heading, row)));
        let time = benchmark(own, row, 2);
        measured.extend(match time.split_once(' ') {
            Some((time, "µs")) => [format!("{:.2}ms", time.parse::<f64>().unwrap() / 1000.0)],
            Some((time, "ms")) => [format!("{:.0}ms", time.parse::<f64>().unwrap())],
            _ => panic!("{time}"),
        });
    }
    for page in ["README.md", "README.zh-Hant.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let cells =
            text.lines().filter(|line| line.starts_with('|')).flat_map(|line| line.split('|'));
        let cells = cells
            .map(|cell| cell.replace([' ', '\u{a0}'], "").replace('（', "(").replace('）', ")"));
        let is_figure = |cell: &String| {
            cell.starts_with(|first: char| first.is_ascii_digit())
                && cell.ends_with(['%', ')', 's'])
        };
        let told: Vec<_> = cells.filter(is_figure).collect();
        assert_eq!(told, measured, "{page}");
    }
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
