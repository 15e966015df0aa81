//! `papers`: the papers that are loaded; `papers remove`: one is taken out of its folder.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use super::args::Papers;
use super::{Ending, Folder};
use crate::answer::Engine;
use crate::corpus::Paper;
use crate::web::Removed;

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
    let rows = engine.corpus().papers().iter().map(Row::new);
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

/// Where papers are moved to that are taken out of a folder. Names that begin so are not read.
const REMOVED: &str = "_removed";

/// Takes a paper out of a folder.
pub(super) fn remove(folder: Option<&Folder>, id: &str) -> anyhow::Result<Ending> {
    let Some(folder) = folder else {
        anyhow::bail!(
            "the papers that are compiled in cannot be removed\n  hint: name a folder of papers with --knowledge DIR"
        );
    };
    let folder = folder.path.as_path();
    if !is_paper(folder, id) {
        anyhow::bail!(
            "there is no paper '{id}' in '{0}'\n  hint: `briefing-bot --knowledge {0} papers` lists them",
            folder.display()
        );
    }
    if others(folder, id)? == 0 {
        anyhow::bail!("'{id}' is the only paper: a library has at least one");
    }
    // the list first: what cannot be noted is not removed
    let mut list = Removed::read(Some(folder))?;
    list.add(id);
    let removed = folder.join(REMOVED);
    fs::create_dir_all(&removed).context(format!("cannot make '{}'", removed.display()))?;
    let to = free(&removed, id);
    fs::rename(folder.join(id), &to)
        .context(format!("cannot move '{}'", folder.join(id).display()))?;
    if let Err(error) = write_whole(&folder.join(Removed::FILE), &list.to_toml()) {
        fs::rename(&to, folder.join(id)).context(format!("cannot put back '{}'", to.display()))?;
        return Err(error);
    }
    let mut out = anstream::stdout().lock();
    writeln!(out, "removed: {id}, kept in {}", to.display())?;
    writeln!(
        out,
        "A running bot answers from it no longer within five seconds. To put it back, move the folder."
    )?;
    Ok(Ending::Answered)
}

/// Writes a file at once: whoever reads it finds what was there before, or all of this.
fn write_whole(file: &Path, text: &str) -> anyhow::Result<()> {
    let beside = file.with_extension("new");
    fs::write(&beside, text).context(format!("cannot write '{}'", beside.display()))?;
    fs::rename(&beside, file).context(format!("cannot write '{}'", file.display()))
}

/// How many papers a folder has beside one.
fn others(folder: &Path, id: &str) -> anyhow::Result<usize> {
    let entries = fs::read_dir(folder).context(format!("cannot read '{}'", folder.display()))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names.filter(|name| name != id && is_paper(folder, name)).count())
}

/// Whether a folder of papers has one of this name.
fn is_paper(folder: &Path, id: &str) -> bool {
    let plain = id.bytes().all(|own| own.is_ascii_alphanumeric() || own == b'-');
    plain && !id.is_empty() && folder.join(id).join("paper.toml").is_file()
}

/// A place for a removed paper beside those of its name that were removed before.
fn free(folder: &Path, id: &str) -> PathBuf {
    let names =
        std::iter::once(id.to_owned()).chain((2_u32..).map(|count| format!("{id}-{count}")));
    let mut places = names.map(|name| folder.join(name));
    places.find(|place| !place.exists()).unwrap_or_else(|| folder.join(id))
}
