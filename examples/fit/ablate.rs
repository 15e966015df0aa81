//! What each mechanism is worth: the figures with and without it, all else the same, the weights and curves not fitted anew.

use std::error::Error;
use std::fs;
use std::path::Path;

use briefing_bot::answer::Engine;
use briefing_bot::corpus::{Corpus, Files};
use briefing_bot::evaluation::{Judged, Result as Outcome};
use briefing_bot::lang::Kind;
use briefing_bot::search::Weights;

use crate::weights;

/// What is taken away.
enum Without {
    Nothing,
    /// A kind of token.
    Kind(Kind),
    /// The best single sentence.
    Sentences,
    /// The repair of unknown words.
    Repair,
    /// The lists of a paragraph's file, or a whole file of the paper.
    Corpus(&'static str),
}

const ABLATIONS: [(&str, Without); 16] = [
    ("all", Without::Nothing),
    ("without single Han characters", Without::Kind(Kind::Han1)),
    ("without pairs of Han characters", Without::Kind(Kind::Han2)),
    ("without triples of Han characters", Without::Kind(Kind::Han3)),
    ("without jieba's words", Without::Kind(Kind::Word)),
    ("without sounds", Without::Kind(Kind::Sound)),
    ("without shapes", Without::Kind(Kind::Shape)),
    ("without stems", Without::Kind(Kind::Stem)),
    ("without pairs of stems", Without::Kind(Kind::StemPair)),
    ("without runs of four letters", Without::Kind(Kind::Letters)),
    ("without figures", Without::Kind(Kind::Figure)),
    ("without turns of speech", Without::Kind(Kind::Turn)),
    ("without the best sentence", Without::Sentences),
    ("without repair", Without::Repair),
    ("without concepts", Without::Corpus("terms.toml")),
    ("without questions that are not answered", Without::Corpus("unsaid")),
];

/// Prints a table in Markdown.
pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    println!("# Ablations\n");
    println!(
        "Made by `cargo run --release --example fit ablate DIR`. Each mechanism is taken away alone; weights and curves are not fitted anew. The"
    );
    println!(
        "paper: answered right of `tests/questions`, of `typo` those with wrong characters or letters; not answered of `refuse`, `group` and"
    );
    println!(
        "`near`. XQuAD, without terms or sample questions: right paragraph first, and the same with one wrong character or two letters that"
    );
    println!("changed places in each question.\n");
    println!(
        "| | hk, cn, en | typo | refuse, group | near | XQuAD zh | zh, misspelt | XQuAD en | en, misspelt |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let sets = [weights::set(folder, "zh", "zh-Hans")?, weights::set(folder, "en", "en")?];
    let papers = Files::read(Path::new("knowledge"))?;
    for (name, without) in ABLATIONS {
        let mut own = Weights::default();
        match without {
            Without::Kind(kind) => {
                own.in_text[kind as usize] = 0.0;
                own.in_question[kind as usize] = 0.0;
            }
            Without::Sentences => own.levels[3] = 0.0,
            Without::Repair => own.repair = false,
            Without::Nothing | Without::Corpus(_) => {}
        }
        let left = match without {
            Without::Corpus("terms.toml") => crate::without(&papers, &[], "terms.toml"),
            Without::Corpus(list) => crate::without(&papers, &[list], ""),
            _ => papers.clone(),
        };
        let corpus = Corpus::load(&left).map_err(|faults| format!("{} faults", faults.len()))?;
        let engine = Engine::with_weights(corpus, own);
        let answered = share(&engine, &["hk", "cn", "en"], &|_| true)?;
        let typos = share(&engine, &["hk", "cn", "en"], &|judged| judged.style == "typo")?;
        let silent = share(&engine, &["refuse", "group"], &|_| true)?;
        let near = share(&engine, &["near"], &|_| true)?;
        let mut line =
            format!("| {name} | {answered:.1} % | {typos:.1} % | {silent:.1} % | {near:.1} % |");
        for set in &sets {
            let right = |set: &weights::Set| {
                let (right, count) = weights::right_first(set, own, &|_| true).1;
                right / count
            };
            line.push_str(&format!(" {:.4} | {:.4} |", right(set), right(&set.misspelt())));
        }
        println!("{line}");
    }
    Ok(())
}

/// The percentage of judged questions that are counted right.
fn share(
    engine: &Engine,
    files: &[&str],
    counts: &dyn Fn(&Judged) -> bool,
) -> Result<f64, Box<dyn Error>> {
    let (mut right, mut all) = (0, 0);
    for name in files {
        for line in fs::read_to_string(format!("tests/questions/{name}.jsonl"))?.lines() {
            let judged: Judged = serde_json::from_str(line)?;
            if counts(&judged) {
                all += 1;
                right += usize::from(Outcome::new(engine, judged, &mut None).is_right());
            }
        }
    }
    Ok(100.0 * f64::from(u32::try_from(right)?) / f64::from(u32::try_from(all)?))
}
