//! Fits the curves of `src/answer/curve.rs` to the project's judged questions, and says how far they can be trusted.
//!
//! `cargo run --release --example fit` prints the file to standard output, ten-fold cross-validation and reliability to standard error.
//! `… --example fit weights DIR` does the same for `src/search/fitted.rs`, `… --example fit ablate DIR` says what each mechanism is worth.
//! Read: `tests/questions/{hk,cn,en,refuse,near,group}.jsonl`. For papers with and without what curators add, three
//! logistic models, each with a ridge, by Newton's method:
//!
//! - `rank`: of two paragraphs, which the question is about (pairs of a right one and a wrong one);
//! - `answers`: whether the first paragraph answers;
//! - `touches`: whether the first paragraph speaks of what was asked about, whether it answers or not.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]
#![allow(clippy::needless_range_loop, reason = "a matrix is read by row and column")]

mod ablate;
mod weights;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use briefing_bot::answer::{Engine, Seen};
use briefing_bot::corpus::{Corpus, Files};
use briefing_bot::evaluation::Judged;

/// The kinds of judged questions.
const KINDS: [&str; 6] = ["hk", "cn", "en", "near", "refuse", "group"];

/// Strength of the pull towards 0 on each weight, with parts scaled to a deviation of 1 (ridge).
const RIDGE: f64 = 1.0;

/// Parts of the questions that are held back in turn.
const FOLDS: usize = 10;

/// A judged question and what is seen of the paragraphs that lead for it.
struct Example {
    kind: usize,
    /// The paragraphs that answer, or that come near.
    right: Vec<u32>,
    /// Whether they answer.
    answered: bool,
    seen: Vec<(u32, Seen)>,
}

/// What is fitted.
struct Weights {
    rank: Vec<f64>,
    answers: Vec<f64>,
    touches: Vec<f64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] | ["curve"] => curve(),
        ["weights", folder] => weights::run(Path::new(folder)),
        ["ablate", folder] => ablate::run(Path::new(folder)),
        _ => Err("fit [curve] | fit weights DIR | fit ablate DIR".into()),
    }
}

fn curve() -> Result<(), Box<dyn Error>> {
    println!(
        "//! What is seen of a paragraph, weighed. Written by `cargo run --release --example fit`.\n"
    );
    println!("use super::found::Curve;");
    let papers = Files::read(Path::new("knowledge"))?;
    for (name, what, files) in [
        ("CURATED", "Of papers of which every paragraph has sample questions.", papers.clone()),
        (
            "BARE",
            "Of other papers: fitted to the same paper without its terms and sample questions.",
            bare(&papers),
        ),
    ] {
        let corpus = Corpus::load(&files).map_err(|faults| format!("{} faults", faults.len()))?;
        let examples = examples(&Engine::new(corpus))?;
        eprintln!("{what}");
        // without sample questions, the scoring's own weights say what coverage is worth beside the text
        let rank = (name == "BARE").then(|| {
            vec![1.0, 0.0, 0.0, 0.0, f64::from(briefing_bot::search::Weights::default().coverage)]
        });
        cross_validate(&examples, rank.as_deref());
        let weights = Weights::fit(&examples.iter().collect::<Vec<_>>(), rank.as_deref());
        let line = |weights: &[f64]| {
            weights.iter().map(|weight| format!("{weight:.2}")).collect::<Vec<_>>().join(", ")
        };
        let [rank, answers, touches] =
            [&weights.rank, &weights.answers, &weights.touches].map(|weights| line(weights));
        println!(
            "\n/// {what}\npub(super) const {name}: Curve = Curve {{ rank: [{rank}], answers: [{answers}], touches: [{touches}] }};"
        );
    }
    Ok(())
}

/// The papers without what curators add: a folder with nothing but texts and headings.
fn bare(files: &Files) -> Files {
    without(files, &["questions", "unsaid"], "terms.toml")
}

/// The papers without some lists of the paragraphs' files, and without a file.
fn without(files: &Files, lists: &[&str], file: &str) -> Files {
    let keep = |text: &str| {
        let mut kept = String::new();
        let mut in_list = false;
        for line in text.lines() {
            in_list |= lists.iter().any(|list| line.starts_with(list));
            if !in_list {
                kept.push_str(line);
                kept.push('\n');
            }
            in_list &= line != "]";
        }
        kept
    };
    let left = files.iter().filter(|(path, _)| file.is_empty() || !path.ends_with(file));
    let texts: Vec<(String, String)> =
        left.map(|(path, text)| (path.to_owned(), keep(&String::from_utf8_lossy(text)))).collect();
    texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

fn examples(engine: &Engine) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut examples = Vec::new();
    for (kind, name) in KINDS.into_iter().enumerate() {
        for line in fs::read_to_string(format!("tests/questions/{name}.jsonl"))?.lines() {
            let judged: Judged = serde_json::from_str(line)?;
            let seen = engine.seen(&judged.q);
            // of a long message, a part is answered; the whole is no example
            if judged.style != "long" && !seen.is_empty() {
                let answered = !judged.gold.is_empty();
                examples.push(Example {
                    kind,
                    right: if answered { judged.gold } else { judged.near },
                    answered,
                    seen,
                });
            }
        }
    }
    Ok(examples)
}

impl Weights {
    /// Fits the weights of the ranking, unless they are given, then the rest.
    fn fit(examples: &[&Example], rank: Option<&[f64]>) -> Self {
        let mut pairs = Vec::new();
        for example in examples {
            let place = |number: &u32| example.seen.iter().position(|(other, _)| other == number);
            let Some(best) = example.right.iter().find_map(place) else { continue };
            let parts = |place: usize| example.seen[place].1.rank_parts();
            for (other, (number, _)) in example.seen.iter().enumerate() {
                if !example.right.contains(number) {
                    pairs.push((
                        parts(best)
                            .iter()
                            .zip(parts(other))
                            .map(|(one, other)| f64::from(one - other))
                            .collect(),
                        true,
                    ));
                }
            }
        }
        let rank = rank.map_or_else(|| logistic(&pairs), <[f64]>::to_vec);
        let firsts: Vec<_> =
            examples.iter().map(|example| (example, example.first(&rank))).collect();
        let rows = |label: &dyn Fn(&Example, bool) -> bool| -> Vec<(Vec<f64>, bool)> {
            firsts
                .iter()
                .map(|(example, (seen, right))| (row(seen), label(example, *right)))
                .collect()
        };
        let answers = logistic(&rows(&|example, right| right && example.answered));
        let touches = logistic(&rows(&|_, right| right));
        Self { rank, answers, touches }
    }
}

impl Example {
    /// The paragraph that these weights put first, and whether it is right.
    fn first(&self, rank: &[f64]) -> (Seen, bool) {
        let score = |seen: &Seen| -> f64 {
            seen.rank_parts().iter().zip(rank).map(|(part, weight)| f64::from(*part) * weight).sum()
        };
        let mut ranked: Vec<_> =
            self.seen.iter().map(|(number, seen)| (score(seen), number, seen)).collect();
        ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
        let (best, number, seen) = ranked[0];
        let next = ranked.get(1).map_or(0.0, |(next, ..)| next.max(0.0));
        (Seen { lead: (best - next) as f32, ..*seen }, self.right.contains(number))
    }
}

fn row(seen: &Seen) -> Vec<f64> {
    seen.parts().map(f64::from).to_vec()
}

fn probability(weights: &[f64], row: &[f64]) -> f64 {
    let logit: f64 = weights.iter().zip(row).map(|(weight, part)| weight * part).sum();
    1.0 / (1.0 + (-logit).exp())
}

/// Fits a logistic model: maximum likelihood with a ridge, by Newton's method. A part that is the same in all rows is not pulled.
fn logistic(rows: &[(Vec<f64>, bool)]) -> Vec<f64> {
    let parts = rows.first().map_or(0, |(row, _)| row.len());
    let count = rows.len() as f64;
    let deviation = |part: usize| {
        let mean = rows.iter().map(|(row, _)| row[part]).sum::<f64>() / count;
        (rows.iter().map(|(row, _)| (row[part] - mean).powi(2)).sum::<f64>() / count).sqrt()
    };
    let scale: Vec<f64> = (0..parts).map(deviation).collect();
    let constant = |part: usize| scale[part] < 1e-9;
    let scaled: Vec<(Vec<f64>, f64)> = rows
        .iter()
        .map(|(row, right)| {
            let row = row
                .iter()
                .enumerate()
                .map(|(part, value)| if constant(part) { *value } else { value / scale[part] });
            (row.collect(), f64::from(u8::from(*right)))
        })
        .collect();
    let mut weights = vec![0.0; parts];
    for _ in 0..50 {
        let mut gradient = vec![0.0; parts];
        let mut hessian = vec![vec![0.0; parts]; parts];
        for (row, right) in &scaled {
            let probability = probability(&weights, row);
            for one in 0..parts {
                gradient[one] += (probability - right) * row[one];
                for other in 0..parts {
                    hessian[one][other] +=
                        probability * (1.0 - probability) * row[one] * row[other];
                }
            }
        }
        for part in 0..parts {
            let pull = if constant(part) { 1e-9 } else { RIDGE };
            gradient[part] += pull * weights[part];
            hessian[part][part] += pull;
        }
        for (weight, step) in weights.iter_mut().zip(solve(hessian, gradient)) {
            *weight -= step;
        }
    }
    (0..parts)
        .map(|part| if constant(part) { weights[part] } else { weights[part] / scale[part] })
        .collect()
}

/// Solves a system of linear equations (Gauss, with pivots).
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|&one, &other| {
                matrix[one][column].abs().total_cmp(&matrix[other][column].abs())
            })
            .unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..size {
            let factor = matrix[row][column] / matrix[column][column];
            for at in column..size {
                matrix[row][at] -= factor * matrix[column][at];
            }
            right[row] -= factor * right[column];
        }
    }
    let mut solution = vec![0.0; size];
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|at| matrix[row][at] * solution[at]).sum();
        solution[row] = (right[row] - known) / matrix[row][row];
    }
    solution
}

/// What a model that never saw a question promises for it, and what is true.
struct Promise {
    kind: usize,
    probability: f64,
    right: bool,
    answers: bool,
}

/// Fits without each part of the questions in turn, and says how that does on the part.
fn cross_validate(examples: &[Example], rank: Option<&[f64]>) {
    let mut promises = Vec::new();
    for fold in 0..FOLDS {
        let in_fold = |place: usize| place % FOLDS == fold;
        let kept = examples
            .iter()
            .enumerate()
            .filter(|(place, _)| !in_fold(*place))
            .map(|(_, example)| example);
        let weights = Weights::fit(&kept.collect::<Vec<_>>(), rank);
        promises.extend(examples.iter().enumerate().filter(|(place, _)| in_fold(*place)).map(
            |(_, example)| {
                let (seen, right) = example.first(&weights.rank);
                Promise {
                    kind: example.kind,
                    probability: probability(&weights.answers, &row(&seen)),
                    right,
                    answers: right && example.answered,
                }
            },
        ));
    }
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let least = f64::from(briefing_bot::answer::ANSWER);
    eprintln!("{FOLDS}-fold cross-validation, {} questions", promises.len());
    eprintln!("          questions  right paragraph first  answered  answered right");
    for (kind, name) in KINDS.iter().enumerate() {
        let own: Vec<_> = promises.iter().filter(|promise| promise.kind == kind).collect();
        let count = |counts: &dyn Fn(&Promise) -> bool| {
            percent(own.iter().filter(|promise| counts(promise)).count(), own.len())
        };
        let (first, answered) =
            (count(&|promise| promise.right), count(&|promise| promise.probability >= least));
        let right = count(&|promise| promise.probability >= least && promise.answers);
        eprintln!("{name:<9} {:>9}  {first:>20.1}%  {answered:>7.1}%  {right:>13.1}%", own.len());
    }
    eprintln!("\npromised      questions  mean  came true");
    for tenth in 0..10 {
        let (from, to) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
        let in_band = |promise: &&Promise| {
            promise.probability >= from && (promise.probability < to || tenth == 9)
        };
        let band: Vec<_> = promises.iter().filter(in_band).collect();
        if band.is_empty() {
            continue;
        }
        let mean = band.iter().map(|promise| promise.probability).sum::<f64>() / band.len() as f64;
        let came_true =
            band.iter().filter(|promise| promise.answers).count() as f64 / band.len() as f64;
        eprintln!("{from:.1} to {to:.1}    {:>9}  {mean:.2}  {came_true:.2}", band.len());
    }
    let square =
        |promise: &Promise| (promise.probability - f64::from(u8::from(promise.answers))).powi(2);
    eprintln!(
        "Brier score {:.3}",
        promises.iter().map(square).sum::<f64>() / promises.len() as f64
    );
}
