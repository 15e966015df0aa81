//! Fits the weights of the scoring to questions about papers without any terms or sample questions, by random
//! steps from the best point so far. The steps are always the same.
//!
//! The data are XQuAD's (google-deepmind/xquad, CC BY-SA 4.0), in Simplified Chinese and English: `xquad_{zh,en}.corpus.jsonl` with
//! `{"id", "text"}` a line, `xquad_{zh,en}.questions.jsonl` with `{"q", "gold_id", "article"}`.

use std::error::Error;
use std::fs;
use std::path::Path;

use briefing_bot::answer::Engine;
use briefing_bot::corpus::{Corpus, Files};
use briefing_bot::search::Weights;
use serde::Deserialize;

/// Articles are held back by their number modulo this.
const FOLDS: usize = 5;

/// How many points are tried: for the weights that are kept, and for each fold.
const STEPS: usize = 400;
const STEPS_OF_FOLD: usize = 40;

/// The share of the weights that a step changes.
const CHANGED: f64 = 0.3;

#[derive(Deserialize)]
struct Passage {
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct Question {
    q: String,
    gold_id: String,
    article: usize,
}

/// Papers and questions about them.
pub(crate) struct Set {
    corpus: Corpus,
    /// The question, the number of its paragraph, its article.
    questions: Vec<(String, u32, usize)>,
}

impl Set {
    /// The same questions with one wrong character, or two letters that changed places, in each; always the same ones.
    pub(crate) fn misspelt(&self) -> Self {
        let mut random = Random(0x2545_f491_4f6c_dd1d);
        let mut pick =
            |count: usize| ((random.next() * count as f64) as usize).min(count.saturating_sub(1));
        let is_han = |character: &char| briefing_bot::lang::is_han(*character);
        let all: Vec<char> = self
            .questions
            .iter()
            .flat_map(|(question, ..)| question.chars())
            .filter(is_han)
            .collect();
        let spoilt = self.questions.iter().map(|(question, number, article)| {
            let mut letters: Vec<char> = question.chars().collect();
            let han: Vec<_> = (0..letters.len()).filter(|&place| is_han(&letters[place])).collect();
            let differ = |place: &usize| {
                let own = letters.get(place - 1..place + 2).unwrap_or_default();
                own.len() == 3 && own.iter().all(char::is_ascii_alphabetic) && own[1] != own[2]
            };
            let latin: Vec<_> = (1..letters.len()).filter(differ).collect();
            if !han.is_empty() {
                letters[han[pick(han.len())]] = all[pick(all.len())];
            } else if !latin.is_empty() {
                let place = latin[pick(latin.len())];
                letters.swap(place, place + 1);
            }
            (letters.into_iter().collect(), *number, *article)
        });
        let questions = spoilt.collect();
        Self { corpus: self.corpus.clone(), questions }
    }
}

/// A weight by name.
type Weight = (&'static str, fn(&mut Weights) -> &mut f32);

const WEIGHTS: [Weight; 13] = [
    ("han1", |weights| &mut weights.in_text[0]),
    ("han3", |weights| &mut weights.in_text[2]),
    ("sound", |weights| &mut weights.in_text[3]),
    ("word", |weights| &mut weights.in_text[4]),
    ("stem", |weights| &mut weights.in_text[5]),
    ("pair", |weights| &mut weights.in_text[6]),
    ("letters", |weights| &mut weights.in_text[7]),
    ("figure", |weights| &mut weights.in_text[8]),
    ("shape", |weights| &mut weights.in_text[11]),
    ("sentence", |weights| &mut weights.levels[3]),
    ("k1", |weights| &mut weights.k1),
    ("b", |weights| &mut weights.b),
    ("coverage", |weights| &mut weights.coverage),
];

/// Prints the fitted file to standard output, cross-validation to standard error.
pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let sets = [set(folder, "zh", "zh-Hans")?, set(folder, "en", "en")?];
    let mut held_back = [(0.0, 0.0); 2];
    for fold in 0..FOLDS {
        let weights = climb(&sets, STEPS_OF_FOLD, &|article| article % FOLDS != fold);
        for (set, sum) in sets.iter().zip(&mut held_back) {
            let (right, count) = right_first(set, weights, &|article| article % FOLDS == fold).1;
            *sum = (sum.0 + right, sum.1 + count);
        }
    }
    let weights = climb(&sets, STEPS, &|_| true);
    for ((set, name), (right, count)) in sets.iter().zip(["zh", "en"]).zip(held_back) {
        let (fitted, all) = right_first(set, weights, &|_| true).1;
        eprintln!(
            "{name}: right paragraph first {:.4} on what it was fitted to, {:.4} in {FOLDS}-fold cross-validation",
            fitted / all,
            right / count
        );
    }
    println!(
        "//! The weights of the scoring. Written by `cargo run --release --example fit weights DIR`.\n"
    );
    println!("use super::weights::Weights;\n\npub(super) const WEIGHTS: Weights = {weights:?};");
    Ok(())
}

pub(crate) fn set(folder: &Path, name: &str, language: &str) -> Result<Set, Box<dyn Error>> {
    let read = |file: &str| fs::read_to_string(folder.join(format!("xquad_{name}.{file}.jsonl")));
    let mut ids = Vec::new();
    let mut files = vec![(
        "xquad/paper.toml".to_owned(),
        format!("id = \"xquad\"\nlanguage = \"{language}\"\ntitle.{language} = \"XQuAD\"\n"),
    )];
    for (number, line) in (1..).zip(read("corpus")?.lines()) {
        let passage: Passage = serde_json::from_str(line)?;
        let text = toml::Value::String(
            unicode_normalization::UnicodeNormalization::nfc(passage.text.as_str()).collect(),
        );
        files.push((
            format!("xquad/paragraphs/{number:02}.toml"),
            format!("number = {number}\ntext.{language} = {text}\n"),
        ));
        ids.push(passage.id);
    }
    let files: Files = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let corpus = Corpus::load(&files)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let mut questions = Vec::new();
    for line in read("questions")?.lines() {
        let question: Question = serde_json::from_str(line)?;
        let place = ids
            .iter()
            .position(|id| *id == question.gold_id)
            .ok_or("a question about no passage")?;
        questions.push((question.q, u32::try_from(place)? + 1, question.article));
    }
    Ok(Set { corpus, questions })
}

/// Of so many points, the weights that put the right paragraphs first most often, for the questions about these articles.
fn climb(sets: &[Set], steps: usize, articles: &dyn Fn(usize) -> bool) -> Weights {
    let goodness = |weights: Weights| -> f64 {
        sets.iter().map(|set| right_first(set, weights, articles).0).sum()
    };
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut best = START;
    let mut most = goodness(best);
    for step in 0..steps {
        let reach = if step < steps / 2 { 0.5 } else { 0.25 };
        let mut tried = best;
        for (_, weight) in WEIGHTS {
            if random.next() < CHANGED {
                *weight(&mut tried) *=
                    ((random.next() + random.next() + random.next() - 1.5) * reach).exp() as f32;
            }
        }
        tried.b = tried.b.min(1.0);
        let good = goodness(tried);
        if good > most {
            (best, most) = (tried, good);
        }
    }
    best
}

/// Where the search begins: the best point of an earlier and longer search.
const START: Weights = Weights {
    in_text: [2.25, 1.0, 0.035, 0.27, 0.7, 3.6, 0.58, 0.85, 0.02, 2.0, 0.0, 0.1],
    in_question: [0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.5, 0.0, 0.6, 2.0, 1.0, 0.0],
    levels: [1.0, 1.0, 0.5, 0.72, 1.0, 1.0],
    k1: 0.26,
    b: 0.17,
    question: 3.2,
    coverage: 0.05,
    repair: true,
};

/// Numbers from 0 to 1 (xorshift64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// How well these weights do: the mean of how many are right first and of the reciprocal rank, which is smoother; how many are right first,
/// of how many.
pub(crate) fn right_first(
    set: &Set,
    weights: Weights,
    articles: &dyn Fn(usize) -> bool,
) -> (f64, (f64, f64)) {
    let engine = Engine::with_weights(set.corpus.clone(), weights);
    let (mut reciprocal, mut right, mut count) = (0.0, 0.0, 0.0);
    for (question, number, _) in set.questions.iter().filter(|(.., article)| articles(*article)) {
        count += 1.0;
        let mut seen: Vec<_> = engine
            .seen(question)
            .into_iter()
            .map(|(own, seen)| (seen.text + weights.coverage * seen.coverage, own))
            .collect();
        seen.sort_by(|one, other| other.0.total_cmp(&one.0));
        if let Some(place) = seen.iter().position(|(_, own)| own == number) {
            reciprocal += 1.0 / (place as f64 + 1.0);
            right += f64::from(u8::from(place == 0));
        }
    }
    ((reciprocal + right) / 2.0 / f64::max(count, 1.0), (right, count))
}
