//! `papers`: the papers that are loaded; `papers remove` and `restore`: one is taken out, or put back.

use std::io::Write as _;

use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use super::args::Papers;
use super::shared::SharedLibrary;
use super::{Ending, Folder};
use crate::answer::Engine;
use crate::corpus::Paper;
use crate::library::folder::{self, Unchanged};

/// A paper, as `--json` prints it.
#[derive(Serialize)]
struct Row<'k> {
    id: &'k str,
    /// In the paper's own language.
    title: &'k str,
    date: Option<String>,
    language: &'static str,
    paragraphs: usize,
    /// Whether every paragraph has sample questions.
    curated: bool,
}

impl<'k> Row<'k> {
    fn new(paper: &'k Paper) -> Self {
        Self {
            id: &paper.id,
            title: paper.title.nearest(paper.language).map_or("", |(_, title)| title),
            date: paper.date.map(|date| date.to_string()),
            language: paper.language.tag(),
            paragraphs: paper.paragraphs.len(),
            curated: paper.paragraphs.iter().all(|paragraph| !paragraph.questions.is_empty()),
        }
    }
}

pub(super) fn run(engine: &Engine, args: &Papers) -> anyhow::Result<Ending> {
    let rows = engine.corpus().papers().iter().map(|paper| Row::new(paper));
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&rows.collect::<Vec<_>>())?)?;
        return Ok(Ending::Answered);
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["id", "title", "date", "language", "paragraphs", "curated"]);
    for row in rows {
        table.add_row([
            row.id.to_owned(),
            row.title.to_owned(),
            row.date.unwrap_or_default(),
            row.language.to_owned(),
            row.paragraphs.to_string(),
            if row.curated { "yes" } else { "no" }.to_owned(),
        ]);
    }
    if let Some(column) = table.column_mut(4) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{}", table.trim_fmt())?;
    Ok(Ending::Answered)
}

/// Takes a paper out of a folder.
pub(super) fn remove(
    folder: Option<&Folder>,
    shared: Option<&SharedLibrary>,
    id: &str,
) -> anyhow::Result<Ending> {
    let copy = shared.map(SharedLibrary::folder);
    let Some(folder) = copy.or(folder.map(|folder| folder.path.as_path())) else {
        anyhow::bail!(
            "the papers that are compiled in cannot be removed\n  hint: name a folder of papers with --knowledge DIR"
        );
    };
    let to = folder::remove(folder, id).map_err(|error| match error {
        Unchanged::NoPaper { .. } if shared.is_some() => anyhow::anyhow!(
            "there is no paper '{id}' in the library\n  hint: `briefing-bot papers` lists them"
        ),
        Unchanged::NoPaper { .. } => anyhow::anyhow!(
            "{error}\n  hint: `briefing-bot --knowledge {} papers` lists them",
            folder.display()
        ),
        error => error.into(),
    })?;
    let mut out = anstream::stdout().lock();
    if let Some(shared) = shared {
        shared.remove(id)?;
        writeln!(out, "removed: {id}, from {}", shared.name())?;
        writeln!(
            out,
            "All instances stop using it within ten seconds. To put it back: briefing-bot papers restore {id}"
        )?;
        return Ok(Ending::Answered);
    }
    writeln!(out, "removed: {id}, kept in {}", to.display())?;
    writeln!(
        out,
        "A running bot stops using it within five seconds. To put it back: briefing-bot --knowledge {} papers restore {id}",
        folder.display()
    )?;
    Ok(Ending::Answered)
}

/// Puts a paper back that was taken out.
pub(super) fn restore(
    folder: Option<&Folder>,
    shared: Option<&SharedLibrary>,
    id: &str,
) -> anyhow::Result<Ending> {
    let mut out = anstream::stdout().lock();
    match (shared, folder) {
        (Some(shared), _) if shared.restore(id)? => {
            writeln!(out, "restored: {id}, to {}", shared.name())?;
        }
        (Some(_), _) => return Err(Unchanged::NotRemoved(id.to_owned()).into()),
        (None, Some(folder)) => {
            folder::restore(&folder.path, id)?;
            writeln!(out, "restored: {}", folder.path.join(id).display())?;
        }
        (None, None) => anyhow::bail!(
            "the papers that are compiled in are all there\n  hint: name a folder of papers with --knowledge DIR"
        ),
    }
    Ok(Ending::Answered)
}
