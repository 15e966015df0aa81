//! The least that is answered right of judged questions that nothing was fitted to: a third of those on the 2009 paper
//! (`evaluation::is_held_out`), and papers of which no question was (`HELD_OUT` of `examples/fit/data.rs`). The figures of today are
//! in `benches/ACCURACY.md`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use briefing_bot::answer::{Engine, Question};
use briefing_bot::corpus::{Corpus, Files};
use briefing_bot::evaluation::{Figures, Judged, Line, Result, Share, is_held_out};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| briefing_bot::embedded::engine().unwrap());

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The figures of the held-out questions of a file on the 2009 paper.
fn figures(file: &str) -> Figures {
    let text = fs::read_to_string(root().join("tests/questions/hk-sz-2009").join(file)).unwrap();
    let mut figures = Figures::default();
    for line in text.lines() {
        let line: Line = serde_json::from_str(line).unwrap();
        if matches!(&line, Line::Question(judged) if !is_held_out(&judged.q)) {
            continue;
        }
        for result in line.ask(&ENGINE) {
            figures.count(&result);
        }
    }
    figures
}

/// The figures of a paper in a folder of `tests/papers`, for questions in its own language or not.
fn paper(folder: &str, id: &str, own_language: bool) -> Figures {
    let files = Files::read(&root().join("tests/papers").join(folder).join(id)).unwrap();
    let engine = Engine::new(Corpus::load(&files).unwrap());
    let chinese = engine.corpus().papers()[0].language.is_chinese();
    let text =
        fs::read_to_string(root().join(format!("tests/questions/papers/{id}.jsonl"))).unwrap();
    let mut figures = Figures::default();
    for line in text.lines() {
        let judged: Judged = serde_json::from_str(line).unwrap();
        if ((judged.lang != "en") == chinese) == own_language {
            figures.count(&Result::new(&engine, judged, &mut None));
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
    at_least(figures("hk.jsonl").right_first, 0.91);
    at_least(figures("cn.jsonl").right_first, 0.94);
    at_least(figures("en.jsonl").right_first, 0.9);
    at_least(figures("yesno.jsonl").right_first, 0.9);
}

#[test]
fn a_place_is_read_and_nothing_else() {
    let figures = figures("place.jsonl");
    at_least(figures.right_first, 0.97);
    at_least(figures.nothing_else, 0.97);
    at_least(figures.all_found, 0.97);
}

#[test]
fn several_paragraphs_are_found_and_few_that_do_not_answer() {
    let figures = figures("multi.jsonl");
    at_least(figures.all_found, 0.7);
    at_least(figures.nothing_else, 0.85);
}

#[test]
fn what_is_not_in_the_paper_is_not_answered() {
    at_least(figures("refuse.jsonl").not_answered, 0.94);
    at_least(figures("group.jsonl").not_answered, 0.92);
    at_least(figures("near.jsonl").not_answered, 0.82);
}

#[test]
fn turns_of_conversations_are_understood() {
    let figures = figures("dialog.jsonl");
    at_least(figures.right_first, 0.88);
    at_least(figures.not_answered, 0.75);
}

#[test]
fn the_quote_holds_the_fact() {
    at_least(figures("hk.jsonl").fact_quoted, 0.88);
    at_least(figures("cn.jsonl").fact_quoted, 0.88);
}

#[test]
fn a_paper_that_the_model_never_saw_is_answered_when_curated() {
    let right = |id, own| paper("curated", id, own).right_first;
    at_least(right("f1-tourism", true), 0.7);
    at_least(right("b2-harbour", true), 0.55);
    at_least(right("b2-harbour", false), 0.75);
}

#[test]
fn a_paper_that_the_model_never_saw_is_honest_when_bare() {
    for id in ["b1-schools", "d2-country", "e2-culture", "f2-energy"] {
        let figures = paper("bare", id, true);
        at_least(figures.right_first, 0.2);
        at_least(figures.not_answered, 0.6);
    }
}

/// The lines of a file of what people write to each other in groups: those that the bot would answer without being asked, and all.
fn unasked(file: &str) -> (usize, usize) {
    let text = fs::read_to_string(root().join("tests/questions/everyday").join(file)).unwrap();
    let mut sure = 0;
    for line in text.lines() {
        let (words, gold) = line.split_once('\t').unwrap_or((line, ""));
        let reply = ENGINE.answer(&Question::new(words));
        let first = reply.verdict.citations().first().map(|own| own.paragraph.number.to_string());
        sure += usize::from(reply.sure && (gold.is_empty() || first.as_deref() == Some(gold)));
    }
    (sure, text.lines().count())
}

#[test]
fn what_people_say_to_each_other_is_left_alone() {
    for file in ["fitted.txt", "held-out.txt"] {
        let (sure, all) = unasked(file);
        assert!(sure * 100 <= all, "{file}: {sure} of {all} were answered");
    }
    let (sure, all) = unasked("held-out-asked.tsv");
    assert!(sure * 4 >= all * 3, "{sure} of {all} were answered right");
}
