//! How the model does on what it was not fitted to.

use std::error::Error;
use std::path::Path;

use briefing_bot::answer::{Engine, Model, Outcome, Question};
use briefing_bot::evaluation::{Judged, Result as Asked, is_held_out};

use crate::data::{self, HELD_OUT, questions};
use crate::engine;

/// Prints a row for each paper and kind of question.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    println!(
        "{:<24} {:>16} {:>16} {:>16} {:>16} {:>16} {:>16} {:>16}",
        "",
        "right first",
        "ranked first",
        "shown first",
        "near held",
        "others held",
        "others silent",
        "right of given"
    );
    let model = Model::embedded();
    let mut sums: Vec<(String, Tally)> = Vec::new();
    for &(folder, id, bare) in HELD_OUT {
        let engine = engine(&Path::new(folder).join(id), bare, model)?;
        let language = engine.corpus().papers()[0].language;
        for own in [true, false] {
            let in_own = |judged: &Judged| (judged.lang != "en") == language.is_chinese();
            let judged: Vec<_> =
                questions(id)?.into_iter().filter(|judged| in_own(judged) == own).collect();
            let kind = if bare { "bare" } else { "curated" };
            let tongue = if own { "own" } else { "other" };
            let tally = Tally::of(&engine, &judged);
            println!("{:<24}{}", format!("{id} {kind} {tongue}"), tally.row());
            let name = format!("all {kind} {tongue}");
            match sums.iter_mut().find(|(other, _)| *other == name) {
                Some((_, sum)) => sum.add(&tally),
                None => sums.push((name, tally)),
            }
        }
    }
    for (name, tally) in sums {
        println!("{name:<24}{}", tally.row());
    }
    together(model)?;
    let engine = engine(Path::new("knowledge/hk-sz-2009"), false, model)?;
    let bare = crate::engine(Path::new("knowledge/hk-sz-2009"), true, model)?;
    for name in ["hk", "cn", "en", "near", "refuse", "group", "place", "multi", "yesno"] {
        let judged: Vec<_> = data::read(&format!("tests/questions/hk-sz-2009/{name}.jsonl"))?;
        let judged: Vec<_> = judged.into_iter().filter(|judged| is_held_out(&judged.q)).collect();
        println!("{:<24}{}", format!("2009 {name}"), Tally::of(&engine, &judged).row());
        if matches!(name, "hk" | "cn" | "en") {
            println!("{:<24}{}", format!("2009 bare {name}"), Tally::of(&bare, &judged).row());
        }
    }
    Ok(())
}

/// Prints how the bare papers do as one library, of which no question names a paper.
fn together(model: &'static Model) -> Result<(), Box<dyn Error>> {
    let papers: Vec<_> = HELD_OUT.iter().copied().filter(|(.., bare)| *bare).collect();
    let engine = Engine::with_model(data::library(&papers)?, model);
    for own in [true, false] {
        let mut tally = Tally::default();
        for (_, id, _) in &papers {
            let mut all = engine.corpus().papers().iter();
            let paper = all.find(|own| own.id == *id).ok_or("a paper is missing")?;
            let in_own = |judged: &Judged| (judged.lang != "en") == paper.language.is_chinese();
            for judged in questions(id)?.into_iter().filter(|judged| in_own(judged) == own) {
                let verdict = engine.answer(&Question::new(&judged.q)).verdict;
                let answered = verdict.outcome() == Outcome::Answer;
                let right = verdict.citations().first().is_some_and(|first| {
                    first.paper.id == *id && judged.gold.contains(&first.paragraph.number)
                });
                if judged.gold.is_empty() && judged.near.is_empty() {
                    tally.silent.1 += 1;
                    tally.silent.0 += usize::from(verdict.outcome() == Outcome::None);
                }
                let slot = match (judged.gold.is_empty(), judged.near.is_empty()) {
                    (true, true) => &mut tally.others,
                    (true, false) => &mut tally.near,
                    (false, _) => {
                        tally.right.1 += 1;
                        tally.right.0 += usize::from(answered && right);
                        &mut tally.shown
                    }
                };
                slot.1 += 1;
                slot.0 += usize::from(if judged.gold.is_empty() { !answered } else { right });
                tally.given.1 += usize::from(answered);
                tally.given.0 += usize::from(answered && right);
            }
        }
        let tongue = if own { "own" } else { "other" };
        println!("{:<24}{}", format!("together bare {tongue}"), tally.row());
    }
    Ok(())
}

/// Prints what is wrong of a file on the 2009 paper, or of a paper.
pub(crate) fn misses(file: &str) -> Result<(), Box<dyn Error>> {
    let model = Model::embedded();
    let paper = HELD_OUT.iter().find(|own| own.1 == file && own.2);
    let (engine, judged) = match paper {
        Some((folder, id, bare)) => {
            (engine(&Path::new(folder).join(id), *bare, model)?, questions(id)?)
        }
        None => (engine(Path::new("knowledge/hk-sz-2009"), false, model)?, data::read(file)?),
    };
    for judged in judged {
        let result = Asked::new(&engine, judged, &mut None);
        let gold = &result.judged.gold;
        let exact = result.judged.any
            || gold.is_empty()
            || result.cited.len() == gold.len()
                && result.cited.iter().all(|own| gold.contains(own));
        if !result.is_right() || !exact {
            println!(
                "{} {:?} {:?} gold {gold:?} near {:?} cited {:?}",
                result.outcome,
                result.judged.style,
                result.judged.q,
                result.judged.near,
                result.cited
            );
        }
    }
    Ok(())
}

#[derive(Default)]
struct Tally {
    right: (usize, usize),
    ranked: (usize, usize),
    shown: (usize, usize),
    near: (usize, usize),
    others: (usize, usize),
    silent: (usize, usize),
    given: (usize, usize),
}

impl Tally {
    fn of(engine: &Engine, judged: &[Judged]) -> Self {
        let mut tally = Self::default();
        for judged in judged {
            let result = Asked::new(engine, judged.clone(), &mut None);
            if judged.gold.is_empty() {
                let slot = if judged.near.is_empty() { &mut tally.others } else { &mut tally.near };
                slot.1 += 1;
                slot.0 += usize::from(result.outcome != "answer");
                if judged.near.is_empty() {
                    tally.silent.1 += 1;
                    tally.silent.0 += usize::from(result.outcome == "none");
                }
            } else {
                let is_first = result.cited.first().is_some_and(|own| judged.gold.contains(own));
                tally.right.1 += 1;
                tally.right.0 += usize::from(result.is_right());
                tally.shown.1 += 1;
                tally.shown.0 += usize::from(is_first);
                tally.ranked.1 += 1;
                let seen = engine.candidates_of(&judged.q, 0);
                let first = seen.and_then(|(_, seen)| seen.first().map(|(number, _)| *number));
                tally.ranked.0 +=
                    usize::from(first.is_some_and(|first| judged.gold.contains(&first)));
            }
            if result.outcome == "answer" {
                tally.given.1 += 1;
                tally.given.0 += usize::from(result.is_right() && !judged.gold.is_empty());
            }
        }
        tally
    }

    fn add(&mut self, other: &Self) {
        for (own, more) in [
            (&mut self.right, other.right),
            (&mut self.ranked, other.ranked),
            (&mut self.shown, other.shown),
            (&mut self.near, other.near),
            (&mut self.others, other.others),
            (&mut self.silent, other.silent),
            (&mut self.given, other.given),
        ] {
            own.0 += more.0;
            own.1 += more.1;
        }
    }

    fn row(&self) -> String {
        let share = |(part, whole): (usize, usize)| {
            if whole == 0 {
                String::new()
            } else {
                format!("{:.3} ({part}/{whole})", part as f64 / whole as f64)
            }
        };
        let columns =
            [self.right, self.ranked, self.shown, self.near, self.others, self.silent, self.given];
        let columns = columns.map(|column| format!(" {:>16}", share(column)));
        columns.concat().trim_end().to_owned()
    }
}
