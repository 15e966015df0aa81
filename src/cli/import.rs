//! `import`: documents, made into folders of papers to review.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::args::Import;
use super::{Ending, files};
use crate::corpus::Corpus;
use crate::curation::{self, Kept};
use crate::import::{self, Imported};

/// Longest id, in characters.
const LONGEST_ID: usize = 40;

pub(super) fn run(args: &Import) -> anyhow::Result<Ending> {
    if args.id.is_some() && args.files.len() > 1 {
        anyhow::bail!(
            "--id names one paper, and there are {} files\n  hint: leave it out, and each gets the name of its file",
            args.files.len()
        );
    }
    // what cannot be a folder's name is told before anything is read
    let mut ids = Vec::with_capacity(args.files.len());
    for file in &args.files {
        let id = args.id.clone().unwrap_or_else(|| id_of(file));
        if !is_id(&id) {
            anyhow::bail!(
                "'{}' is not an id\n  hint: use a-z, 0-9 and '-', at most {LONGEST_ID} characters",
                id.escape_debug()
            );
        }
        let folder = args.to.join(&id);
        if folder.exists() && args.replace && !folder.join("paper.toml").is_file() {
            anyhow::bail!(
                "'{}' is no folder of a paper: it is not replaced\n  hint: choose another name with --id, or another place with --to",
                folder.display()
            );
        }
        if folder.exists() && !args.replace {
            anyhow::bail!(
                "'{}' is there already\n  hint: --replace writes in its place; or choose another name with --id, or another place with --to",
                folder.display()
            );
        }
        if ids.contains(&id) {
            anyhow::bail!(
                "two files would become '{id}'\n  hint: import them one by one, with --id"
            );
        }
        ids.push(id);
    }
    let mut out = anstream::stdout().lock();
    let mut ending = Ending::Answered;
    for (place, (file, id)) in (1..).zip(args.files.iter().zip(&ids)) {
        if args.files.len() > 1 {
            writeln!(out, "[{place}/{}] {}", args.files.len(), file.display())?;
        }
        match import_one(file, &args.to.join(id), id, args.replace) {
            Ok(done) => {
                tell(&mut out, &done, &args.to.join(id))?;
                if !done.faults.is_empty() {
                    ending = Ending::NotAnswered;
                }
            }
            // one file among several that cannot be read stops no other
            Err(error) if args.files.len() > 1 => {
                writeln!(out, "  not imported: {error:#}")?;
                ending = Ending::NotAnswered;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(ending)
}

/// What became of a document.
struct Done {
    imported: Imported,
    faults: Vec<String>,
    /// Against the version that was there.
    changes: Vec<String>,
    replaced: bool,
}

/// The TOML files of a paper's folder, by their paths in it.
fn contents(folder: &Path, id: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let files = files(&folder.into())?;
    let own = files.iter().filter_map(|(path, bytes)| {
        let path = path.strip_prefix(&format!("{id}/"))?.to_owned();
        Some((path, String::from_utf8_lossy(bytes).into_owned()))
    });
    Ok(own.collect())
}

/// Imports one document: written beside its place first, then moved into it, so that nothing is written half.
fn import_one(file: &Path, folder: &Path, id: &str, replace: bool) -> anyhow::Result<Done> {
    let size = fs::metadata(file).context(format!("cannot read '{}'", file.display()))?.len();
    if size > import::LARGEST as u64 {
        anyhow::bail!("'{}' cannot be imported: {}", file.display(), import::Unreadable::TooLarge);
    }
    let bytes = fs::read(file).context(format!("cannot read '{}'", file.display()))?;
    let imported = import::read(&bytes)
        .map_err(|why| anyhow::anyhow!("'{}' cannot be imported: {why}", file.display()))?;
    let parent = folder.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(parent).context(format!("cannot make '{}'", parent.display()))?;
    // its name begins with a point, so that it is no paper
    let beside = Beside(parent.join(format!(".{id}.new")));
    let _ = fs::remove_dir_all(&beside.0);
    let mut written = imported.files(id);
    let mut changes = Vec::new();
    if folder.join("paper.toml").is_file() {
        let old = contents(folder, id)?;
        Kept { files: written, changes } = curation::keep(&old, written);
    }
    for (path, content) in written {
        let path = beside.0.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).context(format!("cannot make '{}'", parent.display()))?;
        }
        fs::write(&path, content).context(format!("cannot write '{}'", path.display()))?;
    }
    let extension =
        file.extension().map_or("txt".into(), |own| own.to_string_lossy().to_lowercase());
    let original = beside.0.join(format!("_original.{extension}"));
    fs::write(&original, &bytes).context(format!("cannot write '{}'", original.display()))?;
    let before = Beside(parent.join(format!(".{id}.old")));
    if folder.exists() && replace {
        // put aside until the new one stands in its place
        let _ = fs::remove_dir_all(&before.0);
        fs::rename(folder, &before.0).context(format!("cannot replace '{}'", folder.display()))?;
    }
    if let Err(error) = fs::rename(&beside.0, folder) {
        let _ = fs::rename(&before.0, folder);
        return Err(error).context(format!("cannot write '{}'", folder.display()));
    }
    let faults = Corpus::load(&files(&folder.into())?).err().unwrap_or_default();
    let faults: Vec<_> = faults.into_iter().filter(|fault| !fault.problem.is_warning()).collect();
    if !faults.is_empty() && before.0.exists() {
        // the one before could be asked
        fs::remove_dir_all(folder).context(format!("cannot replace '{}'", folder.display()))?;
        fs::rename(&before.0, folder).context(format!("cannot put back '{}'", folder.display()))?;
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        anyhow::bail!(
            "'{}' was not replaced: the new version with what curators wrote has faults\n{}",
            folder.display(),
            faults.join("\n")
        );
    }
    let faults = faults.iter().map(ToString::to_string).collect();
    Ok(Done { imported, faults, changes, replaced: before.0.exists() })
}

/// A folder that is taken away again unless it was moved.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn tell(out: &mut impl std::io::Write, done: &Done, folder: &Path) -> std::io::Result<()> {
    let Done { imported, faults, changes, replaced } = done;
    writeln!(out, "written: {}", folder.display())?;
    for line in imported.summary() {
        writeln!(out, "  {line}")?;
    }
    let doubts = imported.doubts();
    if !doubts.is_empty() {
        writeln!(out, "  to look at ({}, also in _review.md):", doubts.len())?;
    }
    for line in doubts {
        writeln!(out, "    {line}")?;
    }
    if *replaced {
        writeln!(
            out,
            "  changed against the version before ({}); what did not keeps its curation:",
            changes.len()
        )?;
    }
    for line in changes {
        writeln!(out, "    {line}")?;
    }
    for fault in faults {
        writeln!(out, "{fault}")?;
    }
    writeln!(
        out,
        "Next: compare it with the document, then\n  briefing-bot --knowledge {0} chat\n  briefing-bot curate {0}",
        folder.display()
    )
}

/// Whether a name may be a paper's id.
fn is_id(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(allowed)
}

/// An id after a file's name.
fn id_of(file: &Path) -> String {
    let name =
        file.file_stem().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let parts: Vec<_> = name
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let id: String = parts.join("-").chars().take(LONGEST_ID).collect();
    let id = id.trim_end_matches('-');
    if id.is_empty() { "paper".to_owned() } else { id.to_owned() }
}
