//! `import`: a paper's plain text, made into a folder of papers to review.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

use super::args::Import;
use super::{Ending, files};
use crate::corpus::{Corpus, Draft};

pub(super) fn run(args: &Import) -> anyhow::Result<Ending> {
    let bytes = fs::read(&args.file).context(format!("cannot read '{}'", args.file.display()))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        anyhow::anyhow!("'{}' is no UTF-8 text\n  hint: for a PDF, take its text first: pdftotext -layout paper.pdf", args.file.display())
    })?;
    let draft = Draft::new(&text)?;
    let id = match &args.id {
        Some(id) => id.clone(),
        None => id_of(&args.file),
    };
    let folder = args.to.join(&id);
    if folder.exists() {
        anyhow::bail!(
            "'{}' is there already\n  hint: choose another name with --id, or another place with --to",
            folder.display()
        );
    }
    for (path, content) in draft.files(&id) {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).context(format!("cannot make '{}'", parent.display()))?;
        }
        fs::write(&file, content).context(format!("cannot write '{}'", file.display()))?;
    }
    let mut out = anstream::stdout().lock();
    writeln!(out, "written: {}", folder.display())?;
    for line in draft.review() {
        writeln!(out, "  {line}")?;
    }
    let faults = Corpus::load(&files(&folder)?).err().unwrap_or_default();
    for fault in &faults {
        writeln!(out, "{fault}")?;
    }
    writeln!(
        out,
        "Next: compare it with the paper, add questions and terms, then\n  briefing-bot check {0}\n  briefing-bot --knowledge {0} chat",
        folder.display()
    )?;
    Ok(if faults.is_empty() { Ending::Answered } else { Ending::NotAnswered })
}

/// An id after a file's name.
fn id_of(file: &Path) -> String {
    let name =
        file.file_stem().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let parts: Vec<_> = name
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let id: String = parts.join("-").chars().take(40).collect();
    let id = id.trim_end_matches('-');
    if id.is_empty() { "paper".to_owned() } else { id.to_owned() }
}
