//! What each feature is worth on papers that it was not fitted to: without it, everything is fitted anew, and each paper left out in turn.

use std::error::Error;

use briefing_bot::answer::{Feature, Model, Setting, Weights};

use crate::data::{Example, examples};
use crate::logistic::probability;
use crate::{fit_weighting, shares_saying};

/// Prints a row for each feature: Brier score and right answers of papers left out in turn, for each setting.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    let all = examples(Model::embedded())?;
    println!("| without | curated | | bare | | other language | |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    let none: Vec<(&str, Vec<Feature>)> = vec![("nothing", Vec::new())];
    let each = Feature::ALL
        .iter()
        .filter(|own| **own != Feature::Bias)
        .map(|own| (own.name(), vec![*own]));
    for (name, dropped) in none.into_iter().chain(each) {
        // of the one paper with very many sample questions, none can be left out
        let settings = [Setting::Curated, Setting::Bare, Setting::OtherLanguage];
        let cells = settings.map(|setting| {
            let own: Vec<_> = all.iter().filter(|example| example.setting == setting).collect();
            let saying: Vec<_> =
                all.iter().filter(|own| shares_saying(own.setting, setting)).collect();
            let (square, right) = left_out(&own, &saying, &dropped);
            format!("{right:.3} | {square:.4}")
        });
        println!("| {name} | {} |", cells.join(" | "));
    }
    Ok(())
}

/// Right paragraph first, and Brier score of the answers, each paper left out in turn.
fn left_out(examples: &[&Example], saying: &[&Example], dropped: &[Feature]) -> (f64, f64) {
    let mut papers: Vec<_> = examples.iter().map(|example| example.paper.as_str()).collect();
    papers.sort_unstable();
    papers.dedup();
    let (mut square, mut right_first, mut gold) = (0.0, 0, 0);
    for paper in papers {
        let kept: Vec<_> =
            examples.iter().copied().filter(|example| example.paper != paper).collect();
        let told: Vec<_> =
            saying.iter().copied().filter(|example| example.paper != paper).collect();
        let weighting = fit_weighting(&kept, &told, dropped);
        for example in examples.iter().filter(|example| example.paper == paper) {
            let (features, right) = example.first(&weighting.rank);
            let of = |weights: &Weights| probability(f64::from(weights.apply(&features)));
            let promised = of(&weighting.touches) * of(&weighting.says);
            let truth = f64::from(u8::from(right && example.answered));
            square += (promised - truth).powi(2);
            gold += usize::from(example.answered);
            right_first += usize::from(right && example.answered);
        }
    }
    (
        square / examples.len() as f64,
        right_first as f64 / f64::from(u32::try_from(gold).unwrap_or(1)),
    )
}
