//! Fits the model of `data/model.toml` to judged questions on several papers, and says how far it can be trusted.
//!
//! - `cargo run --release --example fit` prints the model file to standard output, its cross-validation to standard error.
//! - `… --example fit held-out` says how the model that is compiled in does on papers and questions that it was not fitted to.
//! - `… --example fit ablate` says what each feature is worth there.
//! - `… --example fit xquad DIR` ranks XQuAD's paragraphs.
//!
//! The split is fixed, in `data.rs`. For each setting (curated, bare, other language) four logistic models with a ridge, by Newton's
//! method:
//!
//! - `rank`: of two paragraphs, which the question is about (pairs of a right one and a wrong one);
//! - `answers`: whether the first paragraph answers;
//! - `touches`: whether the first paragraph speaks of what was asked about, whether it answers or not;
//! - `joins`: whether a further paragraph belongs to the answer.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]
#![allow(clippy::needless_range_loop, reason = "a matrix is read by row and column")]

mod ablate;
mod data;
mod held_out;
mod logistic;
mod xquad;

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use briefing_bot::answer::{
    Engine, Feature, Features, JoinFeature, Model, Setting, Weighting, Weights,
};
use data::{Example, examples};
use logistic::{logistic, probability};

/// The features by which paragraphs are ranked: those that differ between the paragraphs of a paper.
pub(crate) const RANKING: &[Feature] = &[
    Feature::Text,
    Feature::Question,
    Feature::Questions,
    Feature::Unsaid,
    Feature::Coverage,
    Feature::TextCoverage,
    Feature::Heading,
    Feature::Soft,
    Feature::SoftSentence,
    Feature::MissingWord,
    Feature::MissingFigure,
    Feature::TypeMissing,
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => fit(),
        ["held-out"] => held_out::run(),
        ["misses", file] => held_out::misses(file),
        ["ablate"] => ablate::run(),
        ["xquad", folder] => xquad::run(Path::new(folder)),
        _ => Err("fit | fit held-out | fit ablate | fit xquad DIR".into()),
    }
}

fn fit() -> Result<(), Box<dyn Error>> {
    let model = Model::embedded();
    let all = examples(model)?;
    let mut weightings = BTreeMap::new();
    for setting in Setting::ALL {
        let own: Vec<&Example> = all.iter().filter(|example| example.setting == setting).collect();
        eprintln!("{}: {} questions on {} papers", setting.name(), own.len(), papers(&own).len());
        cross_validate(&own, setting);
        weightings.insert(setting, fit_weighting(&own, &[]));
    }
    let weightings = Setting::ALL.map(|setting| weightings.remove(&setting).unwrap_or_default());
    // which paragraph is first, and so what may join it, is known once the ranking is
    let mut fitted = Model { weightings, ..model.clone() };
    let ranked: &'static Model = Box::leak(Box::new(fitted.clone()));
    let joins = data::joins(ranked)?;
    for setting in Setting::ALL {
        let rows: Vec<_> = joins
            .iter()
            .filter(|join| join.0 == setting)
            .map(|join| (join.1.clone(), join.2))
            .collect();
        eprintln!(
            "{}: {} further paragraphs, {} belong",
            setting.name(),
            rows.len(),
            rows.iter().filter(|row| row.1).count()
        );
        let weights = if rows.len() > 50 { logistic(&rows) } else { vec![-4.0] };
        fitted.weightings[setting as usize].joins =
            Weights::new(weights.iter().map(|&weight| weight as f32).collect());
    }
    print!("{}", file(&fitted)?);
    Ok(())
}

fn papers(examples: &[&Example]) -> Vec<String> {
    let mut papers: Vec<_> = examples.iter().map(|example| example.paper.clone()).collect();
    papers.sort_unstable();
    papers.dedup();
    papers
}

/// The weights of one setting, those of `dropped` features 0.
pub(crate) fn fit_weighting(examples: &[&Example], dropped: &[Feature]) -> Weighting {
    let mut pairs = Vec::new();
    let ranking: Vec<_> = RANKING.iter().copied().filter(|own| !dropped.contains(own)).collect();
    let values = |features: &Features, chosen: &[Feature]| -> Vec<f64> {
        chosen.iter().map(|&feature| f64::from(features.get(feature))).collect()
    };
    for example in examples {
        let place = |number: &u32| example.seen.iter().position(|(other, _)| other == number);
        let Some(best) = example.right.iter().find_map(place) else { continue };
        let own = values(&example.seen[best].1, &ranking);
        for (number, features) in &example.seen {
            if !example.right.contains(number) {
                let other = values(features, &ranking);
                pairs.push((own.iter().zip(other).map(|(one, other)| one - other).collect(), true));
            }
        }
    }
    let rank = spread(&logistic(&pairs), &ranking);
    let chosen: Vec<_> =
        Feature::ALL.iter().copied().filter(|own| !dropped.contains(own)).collect();
    let firsts: Vec<_> = examples.iter().map(|example| (example, example.first(&rank))).collect();
    let rows = |label: &dyn Fn(&Example, bool) -> bool| -> Vec<(Vec<f64>, bool)> {
        let row = |(example, (features, right)): &(&&Example, (Features, bool))| {
            (values(features, &chosen), label(example, *right))
        };
        firsts.iter().map(row).collect()
    };
    let answers = spread(&logistic(&rows(&|example, right| right && example.answered)), &chosen);
    let touches = spread(&logistic(&rows(&|_, right| right)), &chosen);
    Weighting { rank, answers, touches, joins: Weights::default() }
}

/// Weights of some features as weights of all.
fn spread(weights: &[f64], features: &[Feature]) -> Weights {
    let mut all = vec![0.0; Feature::ALL.len()];
    for (feature, weight) in features.iter().zip(weights) {
        all[*feature as usize] = *weight as f32;
    }
    Weights::new(all)
}

/// What a model that never saw a question promises for it, and what is true.
struct Promise {
    probability: f32,
    is_right: bool,
    has_answer: bool,
    is_foreign: bool,
}

/// Chooses promises.
type Test = fn(&Promise) -> bool;

/// Fits without each paper in turn, or without each tenth of the questions on the only one, and says how that does on what was left out.
fn cross_validate(examples: &[&Example], setting: Setting) {
    let mut groups: BTreeMap<String, Vec<&Example>> = BTreeMap::new();
    let curated = setting == Setting::Curated;
    for (place, example) in examples.iter().enumerate() {
        let group = if curated { format!("{}", place % 10) } else { example.paper.clone() };
        groups.entry(group).or_default().push(example);
    }
    let threshold = Model::embedded().answer_threshold(setting).value();
    let mut promises: Vec<Promise> = Vec::new();
    let (mut first, mut answered, mut gold) = (0, 0, 0);
    let (mut near, mut near_held, mut refuse, mut refuse_held) = (0, 0, 0, 0);
    let (mut given, mut right_given) = (0, 0);
    let mut square = 0.0;
    for (name, left) in &groups {
        let kept = groups
            .iter()
            .filter(|(other, _)| *other != name)
            .flat_map(|(_, own)| own.iter().copied());
        let weighting = fit_weighting(&kept.collect::<Vec<_>>(), &[]);
        for example in left {
            let (features, right) = example.first(&weighting.rank);
            let promised = probability(f64::from(weighting.answers.apply(&features))) as f32;
            let truth = right && example.answered;
            square += (promised - f32::from(u8::from(truth))).powi(2);
            let is_given = promised >= threshold;
            given += usize::from(is_given);
            promises.push(Promise {
                probability: promised,
                is_right: truth,
                has_answer: example.answered,
                is_foreign: example.right.is_empty(),
            });
            right_given += usize::from(is_given && truth);
            if example.answered {
                gold += 1;
                first += usize::from(right);
                answered += usize::from(truth && is_given);
            } else if example.right.is_empty() {
                refuse += 1;
                refuse_held += usize::from(!is_given);
            } else {
                near += 1;
                near_held += usize::from(!is_given);
            }
        }
    }
    for tenth in 2..9_u8 {
        let least = f32::from(tenth) / 10.0;
        let share = |of: Test, holds: &dyn Fn(&Promise) -> bool| {
            let own: Vec<_> = promises.iter().filter(|own| of(own)).collect();
            own.iter().filter(|own| holds(own)).count() as f32 / own.len().max(1) as f32
        };
        let held = |own: &Promise| own.probability < least;
        eprintln!(
            "  from {least:.1}: answered right {:.3}, near not answered {:.3}, others not answered {:.3}",
            share(|own| own.has_answer, &|own| own.is_right && !held(own)),
            share(|own| !own.has_answer && !own.is_foreign, &held),
            share(|own| !own.has_answer && own.is_foreign, &held),
        );
    }
    let share = |part: usize, whole: usize| {
        format!("{:.3} ({part}/{whole})", part as f64 / whole.max(1) as f64)
    };
    eprintln!(
        "  left out in turn: right first {}, and answered {}",
        share(first, gold),
        share(answered, gold)
    );
    eprintln!(
        "  near not answered {}, others not answered {}",
        share(near_held, near),
        share(refuse_held, refuse)
    );
    eprintln!(
        "  of what is answered, right {}; Brier score {:.3}",
        share(right_given, given),
        square / examples.len().max(1) as f32
    );
}

/// The model file.
fn file(model: &Model) -> Result<String, Box<dyn Error>> {
    let mut text = String::from(
        "# The fitted model, read by the names of the features. Written by `cargo run --release --example fit`;\n\
         # the thresholds and the scoring are set by hand and kept.\n",
    );
    write!(text, "\n[scoring]\n{}", toml_of(&model.scoring)?)?;
    write!(text, "\n[thresholds]\n{}", toml_of(&model.thresholds)?)?;
    let features: Vec<_> = Feature::ALL.iter().map(|feature| feature.name()).collect();
    let joins: Vec<_> = JoinFeature::ALL.iter().map(|feature| feature.name()).collect();
    for setting in Setting::ALL {
        let own = model.weighting(setting);
        for (name, weights, names) in [
            ("rank", &own.rank, &features),
            ("answers", &own.answers, &features),
            ("touches", &own.touches, &features),
            ("joins", &own.joins, &joins),
        ] {
            write!(text, "\n[{}.{name}]\n", setting.name())?;
            for (name, weight) in names.iter().zip(weights.values()) {
                if weight.abs() >= 0.005 {
                    writeln!(text, "{name} = {weight:.2}")?;
                }
            }
        }
    }
    Ok(text)
}

fn toml_of(value: &impl serde::Serialize) -> Result<String, Box<dyn Error>> {
    let value = serde_json::to_value(value)?;
    let mut text = String::new();
    for (key, value) in value.as_object().into_iter().flatten() {
        writeln!(text, "{key} = {:.3}", value.as_f64().unwrap_or_default())?;
    }
    Ok(text)
}

/// An engine of one paper.
pub(crate) fn engine(
    folder: &Path,
    bare: bool,
    model: &'static Model,
) -> Result<Engine, Box<dyn Error>> {
    Ok(Engine::with_model(data::corpus(folder, bare)?, model))
}
