//! The least that is answered right of the project's own judged questions. The figures of today are in the README, and the gate prints them.

use std::fs;
use std::path::Path;

use briefing_bot::evaluation::{Figures, Line, Share};

fn figures(file: &str) -> Figures {
    let engine = briefing_bot::embedded::engine().unwrap();
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions").join(file),
    )
    .unwrap();
    let mut figures = Figures::default();
    for line in text.lines() {
        for result in serde_json::from_str::<Line>(line).unwrap().ask(&engine) {
            figures.count(&result);
        }
    }
    figures
}

fn at_least(share: Share, least: f64) {
    assert!(
        share.of > 0 && share.hold as f64 >= least * share.of as f64,
        "{share:?} is less than {least}"
    );
}

#[test]
fn the_right_paragraph_is_first() {
    at_least(figures("hk.jsonl").right_first, 0.90);
    at_least(figures("cn.jsonl").right_first, 0.90);
    at_least(figures("en.jsonl").right_first, 0.90);
}

#[test]
fn what_is_not_in_the_paper_is_not_answered() {
    at_least(figures("refuse.jsonl").not_answered, 0.95);
}

#[test]
fn turns_of_conversations_are_understood() {
    let figures = figures("dialog.jsonl");
    at_least(figures.right_first, 0.90);
    at_least(figures.not_answered, 0.80);
}

#[test]
fn the_quote_holds_the_fact() {
    at_least(figures("hk.jsonl").fact_quoted, 0.88);
    at_least(figures("cn.jsonl").fact_quoted, 0.88);
}
