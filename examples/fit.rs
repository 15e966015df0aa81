//! Fits the curve of `src/answer/curve.rs` to the project's judged questions, and says how far it can be trusted.
//!
//! `cargo run --release --example fit` prints the file to standard output, cross-validation and reliability to standard error.
//! Read: `tests/questions/{hk,cn,en,refuse,group}.jsonl`. A question that the paper touches without an answer (`near`) is no example:
//! the paragraph is right, and what it lacks is decided elsewhere.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]
#![allow(clippy::needless_range_loop, reason = "a matrix is read by row and column")]

use std::error::Error;
use std::fs;

use briefing_bot::answer::Engine;
use briefing_bot::evaluation::Judged;
use briefing_bot::knowledge::{Files, Knowledge};

/// How many parts the curve has.
const PARTS: usize = 11;

/// Strength of the pull towards 0 on each part but the first, with parts scaled to a deviation of 1 (ridge).
const RIDGE: f64 = 1.0;

/// Parts of the questions that are held back in turn.
const FOLDS: usize = 10;

type Row = [f64; PARTS];

/// What is seen of a question's best paragraph, and whether the paragraph is right.
struct Example {
    seen: Row,
    right: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let knowledge = Knowledge::load(&Files::embedded()).map_err(|faults| format!("{} faults", faults.len()))?;
    let engine = Engine::new(knowledge);
    let mut examples = Vec::new();
    for name in ["hk", "cn", "en", "refuse", "group"] {
        for line in fs::read_to_string(format!("tests/questions/{name}.jsonl"))?.lines() {
            let judged: Judged = serde_json::from_str(line)?;
            // of a long message, a part is answered; the whole is no example
            let found = engine.seen(&judged.q).filter(|_| judged.style != "long");
            let Some((paragraph, seen)) = found else { continue };
            examples.push(Example { seen: seen.parts().map(f64::from), right: judged.gold.contains(&paragraph) });
        }
    }
    let all: Vec<_> = examples.iter().collect();
    cross_validate(&all);
    let curve = fit(&all).map(|part| format!("{part:.2}"));
    println!(
        "//! The logistic curve from what is seen of a hit to the probability that it is right. Written by `cargo run --release --example fit`."
    );
    println!();
    println!("/// The curve's parts, in the order of `Seen::parts`.");
    println!("pub(super) const CURVE: [f32; {PARTS}] = [{}];", curve.join(", "));
    Ok(())
}

/// Fits the curve: maximum likelihood with a ridge, by Newton's method.
fn fit(examples: &[&Example]) -> Row {
    let count = examples.len() as f64;
    let mut mean = [0.0; PARTS];
    let mut scale = [1.0; PARTS];
    for part in 1..PARTS {
        mean[part] = examples.iter().map(|example| example.seen[part]).sum::<f64>() / count;
        let variance = examples.iter().map(|example| (example.seen[part] - mean[part]).powi(2)).sum::<f64>() / count;
        scale[part] = variance.sqrt().max(1e-9);
    }
    let scaled: Vec<(Row, f64)> = examples
        .iter()
        .map(|example| {
            let row = std::array::from_fn(|part| if part == 0 { 1.0 } else { (example.seen[part] - mean[part]) / scale[part] });
            (row, f64::from(u8::from(example.right)))
        })
        .collect();
    let mut curve = [0.0; PARTS];
    for _ in 0..50 {
        let mut gradient = [0.0; PARTS];
        let mut hessian = [[0.0; PARTS]; PARTS];
        for (row, right) in &scaled {
            let probability = probability(&curve, row);
            for one in 0..PARTS {
                gradient[one] += (probability - right) * row[one];
                for other in 0..PARTS {
                    hessian[one][other] += probability * (1.0 - probability) * row[one] * row[other];
                }
            }
        }
        for part in 0..PARTS {
            let pull = if part == 0 { 1e-9 } else { RIDGE };
            gradient[part] += pull * curve[part];
            hessian[part][part] += pull;
        }
        let step = solve(hessian, gradient);
        for part in 0..PARTS {
            curve[part] -= step[part];
        }
    }
    let mut unscaled = curve;
    for part in 1..PARTS {
        unscaled[part] = curve[part] / scale[part];
        unscaled[0] -= unscaled[part] * mean[part];
    }
    unscaled
}

fn probability(curve: &Row, row: &Row) -> f64 {
    let logit: f64 = curve.iter().zip(row).map(|(weight, part)| weight * part).sum();
    1.0 / (1.0 + (-logit).exp())
}

/// Solves a system of linear equations (Gauss, with pivots).
fn solve(mut matrix: [Row; PARTS], mut right: Row) -> Row {
    for column in 0..PARTS {
        let pivot =
            (column..PARTS).max_by(|&one, &other| matrix[one][column].abs().total_cmp(&matrix[other][column].abs())).unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..PARTS {
            let factor = matrix[row][column] / matrix[column][column];
            for at in column..PARTS {
                matrix[row][at] -= factor * matrix[column][at];
            }
            right[row] -= factor * right[column];
        }
    }
    let mut solution = [0.0; PARTS];
    for row in (0..PARTS).rev() {
        let known: f64 = (row + 1..PARTS).map(|at| matrix[row][at] * solution[at]).sum();
        solution[row] = (right[row] - known) / matrix[row][row];
    }
    solution
}

/// Fits without each part in turn, and says how often what the curve promises for that part comes true.
fn cross_validate(examples: &[&Example]) {
    let mut promised: Vec<(f64, bool)> = Vec::new();
    for fold in 0..FOLDS {
        let kept = examples.iter().enumerate().filter(|(place, _)| place % FOLDS != fold).map(|(_, example)| *example);
        let curve = fit(&kept.collect::<Vec<_>>());
        let held_back = examples.iter().enumerate().filter(|(place, _)| place % FOLDS == fold);
        promised.extend(held_back.map(|(_, example)| (probability(&curve, &example.seen), example.right)));
    }
    eprintln!("{FOLDS}-fold cross-validation, {} questions", promised.len());
    eprintln!("promised      questions  mean  came true");
    for tenth in 0..10 {
        let (from, to) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
        let band: Vec<_> = promised.iter().filter(|(promise, _)| *promise >= from && (*promise < to || tenth == 9)).collect();
        if band.is_empty() {
            continue;
        }
        let mean = band.iter().map(|(promise, _)| promise).sum::<f64>() / band.len() as f64;
        let true_share = band.iter().filter(|(_, right)| *right).count() as f64 / band.len() as f64;
        eprintln!("{from:.1} to {to:.1}    {:>9}  {mean:.2}  {true_share:.2}", band.len());
    }
    let brier =
        promised.iter().map(|&(promise, right)| (promise - f64::from(u8::from(right))).powi(2)).sum::<f64>() / promised.len() as f64;
    eprintln!("Brier score {brier:.3}");
}
