//! Fits the model of `data/model.toml` to judged questions on several papers, and says how far it can be trusted.
//!
//! - `cargo run --release --example fit` prints the model file to standard output, its cross-validation to standard error.
//! - `… --example fit held-out` says how the model that is compiled in does on papers and questions that it was not fitted to.
//! - `… --example fit ablate` says what each feature is worth there.
//! - `… --example fit xquad DIR` ranks XQuAD's paragraphs.
//!
//! The split is fixed, in `data.rs`. For each setting (ample, curated, bare, other language) four logistic models with a ridge, by Newton's
//! method:
//!
//! - `rank`: of two paragraphs, which the question is about (pairs of a right one and a wrong one);
//! - `touches`: whether the first paragraph speaks of what was asked about, whether it answers or not;
//! - `says`: whether a first paragraph that does so says what was asked for. Of papers without sample questions there is one for both
//!   languages, since little of it depends on the language, and it has few examples;
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
    Feature::Alike,
    Feature::Unlike,
    Feature::MissingFigure,
    Feature::TypeMissing,
];

/// The features that tell whether a paragraph of a bare paper that speaks of what was asked says what was asked for. How many of the question's words it
/// holds is not among them: people who ask what is not there have often read the text, and use its words.
const SAYING: &[Feature] = &[
    Feature::Bias,
    Feature::MissingWord,
    Feature::Alike,
    Feature::Unlike,
    Feature::MissingFigure,
    Feature::Asks,
    Feature::Personal,
    Feature::Statement,
    Feature::Supposes,
    Feature::Typed,
    Feature::TypeMissing,
    Feature::AsksName,
    Feature::AsksAmount,
    Feature::AsksCircumstance,
    Feature::AsksWhether,
    Feature::HasFigure,
    Feature::Length,
];

/// What a question asks for tells nothing of whether a paragraph speaks of its subject.
const NOT_TOUCHING: &[Feature] = &[
    Feature::AsksName,
    Feature::AsksAmount,
    Feature::AsksCircumstance,
    Feature::AsksWhether,
    Feature::HasFigure,
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
        let others: Vec<&Example> =
            all.iter().filter(|example| shares_saying(example.setting, setting)).collect();
        cross_validate(&own, &others, setting);
        weightings.insert(setting, fit_weighting(&own, &others, &[]));
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

/// Whether one model says for both settings whether a paragraph says what was asked for.
pub(crate) fn shares_saying(one: Setting, other: Setting) -> bool {
    one == other || [one, other].iter().all(|own| !has_questions(*own))
}

/// Whether a paper has sample questions in a setting.
fn has_questions(setting: Setting) -> bool {
    matches!(setting, Setting::Ample | Setting::Curated)
}

/// The weights of one setting, those of `dropped` features 0; `saying`: the examples of all settings that share its model of what is said.
pub(crate) fn fit_weighting(
    examples: &[&Example],
    saying: &[&Example],
    dropped: &[Feature],
) -> Weighting {
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
    let touching: Vec<_> = Feature::ALL
        .iter()
        .copied()
        .filter(|own| !dropped.contains(own) && !NOT_TOUCHING.contains(own))
        .collect();
    let rows: Vec<_> = examples
        .iter()
        .map(|example| example.first(&rank))
        .map(|(features, right)| (values(&features, &touching), right))
        .collect();
    let touches = spread(&logistic(&rows), &touching);
    // the sample questions of a curated paper make its words tell, and hold figures themselves
    let is_curated = examples.first().is_some_and(|example| has_questions(example.setting));
    let tells = |own: &Feature| match is_curated {
        true => *own != Feature::HasFigure,
        false => SAYING.contains(own),
    };
    let chosen: Vec<_> =
        Feature::ALL.iter().copied().filter(|own| tells(own) && !dropped.contains(own)).collect();
    let rows: Vec<_> = saying
        .iter()
        .map(|example| (example, example.first(&rank)))
        .filter(|(_, (_, right))| *right)
        .map(|(example, (features, _))| (values(&features, &chosen), example.answered))
        .collect();
    let says = spread(&logistic(&rows), &chosen);
    Weighting { rank, touches, says, joins: Weights::default() }
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
    touches: f32,
    says: f32,
    /// Whether the first paragraph is the one that the question is about.
    is_about: bool,
    is_right: bool,
    has_answer: bool,
    is_foreign: bool,
}

/// Chooses promises.
type Test = fn(&Promise) -> bool;

/// Fits without each paper in turn, or without each tenth of the questions on the only one, and says how that does on what was left out.
fn cross_validate(examples: &[&Example], saying: &[&Example], setting: Setting) {
    let group = |place: usize, example: &Example| match setting {
        Setting::Ample => format!("{}", place % 10),
        _ => example.paper.clone(),
    };
    let mut groups: BTreeMap<String, Vec<&Example>> = BTreeMap::new();
    for (place, &example) in examples.iter().enumerate() {
        groups.entry(group(place, example)).or_default().push(example);
    }
    let (least_answers, least_says) = Model::embedded().answer_thresholds(setting);
    let is_given = |own: &Promise, answers: f32, says: f32| {
        own.touches * own.says >= answers && own.says >= says
    };
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
        let saying = saying
            .iter()
            .enumerate()
            .filter(|(place, example)| group(*place, example) != *name)
            .map(|(_, example)| *example);
        let weighting = fit_weighting(&kept.collect::<Vec<_>>(), &saying.collect::<Vec<_>>(), &[]);
        for example in left {
            let (features, right) = example.first(&weighting.rank);
            let of = |weights: &Weights| probability(f64::from(weights.apply(&features))) as f32;
            let truth = right && example.answered;
            let promise = Promise {
                touches: of(&weighting.touches),
                says: of(&weighting.says),
                is_about: right,
                is_right: truth,
                has_answer: example.answered,
                is_foreign: example.right.is_empty(),
            };
            square += (promise.touches * promise.says - f32::from(u8::from(truth))).powi(2);
            let is_given = is_given(&promise, least_answers.value(), least_says.value());
            given += usize::from(is_given);
            promises.push(promise);
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
    let steps = |from: u8, to: u8| (from..=to).map(|step| f32::from(step) / 20.0);
    for (answers, says) in
        steps(2, 12).flat_map(|answers| steps(6, 16).map(move |says| (answers, says)))
    {
        let share = |of: Test, holds: &dyn Fn(&Promise) -> bool| {
            let own: Vec<_> = promises.iter().filter(|own| of(own)).collect();
            own.iter().filter(|own| holds(own)).count() as f32 / own.len().max(1) as f32
        };
        let held = |own: &Promise| !is_given(own, answers, says);
        eprintln!(
            "  answers {answers:.2} says {says:.2}: answered right {:.3}, near not answered {:.3}, others not answered {:.3}",
            share(|own| own.has_answer, &|own| own.is_right && !held(own)),
            share(|own| !own.has_answer && !own.is_foreign, &held),
            share(|own| !own.has_answer && own.is_foreign, &held),
        );
    }
    eprintln!(
        "  of right paragraphs, those that answer from those that do not: area under the curve {:.3} by says, {:.3} by touches",
        area_under_curve(&promises, |own| own.says),
        area_under_curve(&promises, |own| own.touches),
    );
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

/// The share of pairs, of a question that its right paragraph answers and one that it does not, in which the former has the greater
/// probability (ROC AUC).
fn area_under_curve(promises: &[Promise], of: fn(&Promise) -> f32) -> f64 {
    let about = || promises.iter().filter(|own| own.is_about);
    let answered: Vec<f32> = about().filter(|own| own.has_answer).map(of).collect();
    let near: Vec<f32> = about().filter(|own| !own.has_answer).map(of).collect();
    let won = |one: &f32| {
        let beside = |other: &f32| match one.total_cmp(other) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        };
        near.iter().map(beside).sum::<f64>()
    };
    answered.iter().map(won).sum::<f64>() / (answered.len() * near.len()).max(1) as f64
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
            ("touches", &own.touches, &features),
            ("says", &own.says, &features),
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
