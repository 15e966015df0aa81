//! `eval`: judged questions as a table of figures.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use comfy_table::{CellAlignment, Table, presets};
use serde_json::Value;

use super::Ending;
use super::args::Eval;
use crate::answer::Engine;
use crate::evaluation::{CONVERSATION_KEYS, Figures, Judged, KEYS, Line, Result, Share, by_group};

/// What a column counts.
type Column = (&'static str, fn(&Figures) -> Share);

/// The columns after the first three.
const COLUMNS: [Column; 7] = [
    ("right first", |figures| figures.right_first),
    ("all found", |figures| figures.all_found),
    ("nothing else", |figures| figures.nothing_else),
    ("wrong", |figures| figures.wrong),
    ("quote has fact", |figures| figures.fact_quoted),
    ("not answered", |figures| figures.not_answered),
    ("related right", |figures| figures.related_right),
];

pub(super) fn run(engine: &Engine, args: &Eval) -> anyhow::Result<Ending> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["", "", "questions"].into_iter().chain(COLUMNS.map(|(name, _)| name)));
    let mut all = Vec::new();
    for file in &args.files {
        let results: Vec<_> =
            read(file, engine)?.into_iter().flat_map(|line| line.ask(engine)).collect();
        let name =
            file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        table.add_row(row("file", &name, &figures(&results)));
        all.extend(results);
    }
    for (group, key) in [("language", language as fn(&Judged) -> &str), ("style", style)] {
        for (name, figures) in by_group(&all, key) {
            table.add_row(row(group, &name, &figures));
        }
    }
    table.add_row(row("all", "", &figures(&all)));
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut out = anstream::stdout().lock();
    if args.misses {
        for result in all.iter().filter(|result| !result.is_right()) {
            writeln!(
                out,
                "{} {:?}: gold {:?}, cited {:?}",
                result.outcome, result.judged.q, result.judged.gold, result.cited
            )?;
        }
    }
    writeln!(out, "{}", table.trim_fmt())?;
    Ok(Ending::Answered)
}

fn language(judged: &Judged) -> &str {
    &judged.lang
}

fn style(judged: &Judged) -> &str {
    &judged.style
}

fn figures(results: &[Result]) -> Figures {
    let mut figures = Figures::default();
    results.iter().for_each(|result| figures.count(result));
    figures
}

fn row(group: &str, name: &str, figures: &Figures) -> Vec<String> {
    let shares = COLUMNS.iter().map(|(_, share)| percent(share(figures)));
    [group.to_owned(), name.to_owned(), figures.questions().to_string()]
        .into_iter()
        .chain(shares)
        .collect()
}

fn percent(share: Share) -> String {
    if share.of == 0 {
        String::new()
    } else {
        format!(
            "{:.1} % ({}/{})",
            100.0 * share.hold as f64 / share.of as f64,
            share.hold,
            share.of
        )
    }
}

/// Reads a file of judged questions. Keys that mean nothing are told on standard error, once each.
fn read(file: &Path, engine: &Engine) -> anyhow::Result<Vec<Line>> {
    let name = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("cannot read '{name}'"))?;
    let mut judged = Vec::new();
    let mut unknown: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (place, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let hint = "each line is an object with \"q\" and \"gold\", \"near\" or neither, or with \"turns\"";
        let refused = || format!("{name}:{place} is not a judged question\n  hint: {hint}");
        let value: Value = serde_json::from_str(line).with_context(refused)?;
        for key in unknown_keys(&value) {
            unknown.entry(key).or_insert((place, 0)).1 += 1;
        }
        let line: Line = serde_json::from_value(value).with_context(refused)?;
        let numbers = line
            .questions()
            .iter()
            .flat_map(|judged| [("gold", &judged.gold), ("near", &judged.near)])
            .flat_map(|(key, numbers)| numbers.iter().map(move |number| (key, *number)));
        for (key, number) in numbers {
            let papers = engine.corpus().papers();
            if !papers.iter().any(|paper| paper.paragraph(number).is_some()) {
                anyhow::bail!(
                    "{name}:{place}: \"{key}\" names paragraph {number}, which no paper has\n  hint: correct it, or name the folder of the paper with --knowledge"
                );
            }
        }
        judged.push(line);
    }
    if judged.is_empty() {
        anyhow::bail!(
            "{name}:1: there is no question in it\n  hint: write one per line, such as {{\"q\": \"…\", \"gold\": [4]}}"
        );
    }
    let mut err = anstream::stderr().lock();
    for (key, (place, count)) in unknown {
        writeln!(
            err,
            "warning: {name}:{place}: the key {key:?} is not known, and is ignored (in {count} of {} lines)",
            judged.len()
        )?;
    }
    Ok(judged)
}

/// The keys of a line that mean nothing.
fn unknown_keys(line: &Value) -> Vec<String> {
    let of = |object: &Value, known: &[&str]| -> Vec<String> {
        let keys = object.as_object().into_iter().flat_map(|object| object.keys());
        keys.filter(|key| !known.contains(&key.as_str())).cloned().collect()
    };
    match line.get("turns").and_then(Value::as_array) {
        Some(turns) => {
            let own = of(line, &CONVERSATION_KEYS);
            own.into_iter().chain(turns.iter().flat_map(|turn| of(turn, &KEYS))).collect()
        }
        None => of(line, &KEYS),
    }
}
