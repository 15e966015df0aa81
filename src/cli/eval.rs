//! `eval`: judged questions as a table of figures.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use comfy_table::{CellAlignment, Table, presets};

use super::Ending;
use super::args::Eval;
use crate::answer::Engine;
use crate::evaluation::{Figures, Judged, Line, Result, Share, by_group};

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
        let results: Vec<_> = read(file)?.into_iter().flat_map(|line| line.ask(engine)).collect();
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

fn read(file: &Path) -> anyhow::Result<Vec<Line>> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read '{}'", file.display()))?;
    let mut judged = Vec::new();
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let hint = "each line is an object with \"q\" and \"gold\", \"near\" or neither, or with \"turns\"";
        let read = serde_json::from_str(line).with_context(|| {
            format!("{}:{} is no judged question\n  hint: {hint}", file.display(), place + 1)
        })?;
        judged.push(read);
    }
    Ok(judged)
}
