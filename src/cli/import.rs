//! `import`: documents, made into folders of papers to review.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Serialize;

use super::args::Import;
use super::shared::SharedLibrary;
use super::{Ending, Folder, files};
use crate::config::Environment;
use crate::corpus::Corpus;
use crate::curation::{self, Kept};
use crate::import::{self, Imported, Metadata, Unreadable};
use crate::library::folder::{self, LONGEST_ID};

/// So many doubts are printed as JSON; all stand in `_review.md`.
const MOST_DOUBTS: usize = 50;

/// What an import may use with `--bounded`: seconds of the processor, and bytes of memory.
const MOST_SECONDS: u64 = 60;
const MOST_BYTES: u64 = 1 << 30;

/// Where folders of papers are made if no folder of papers is named.
const DEFAULT_PLACE: &str = "knowledge";

pub(super) fn run(
    environment: &Environment,
    knowledge: Option<&Folder>,
    args: &Import,
) -> anyhow::Result<Ending> {
    if args.id.is_some() && args.files.len() > 1 {
        anyhow::bail!(
            "--id names one paper, and there are {} files\n  hint: leave it out, and each gets the name of its file",
            args.files.len()
        );
    }
    let shared = match args.to {
        None => SharedLibrary::open(environment, knowledge)?,
        Some(_) => None,
    };
    let to = match (&shared, &args.to) {
        (Some(shared), _) => shared.folder(),
        (None, Some(to)) => to,
        (None, None) => knowledge.map_or(Path::new(DEFAULT_PLACE), |folder| &folder.path),
    };
    folder::check_is_of_papers(to)?;
    // what cannot be a folder's name is told before anything is read
    let mut ids = Vec::with_capacity(args.files.len());
    for file in &args.files {
        let own = || folder::id_of(file).unwrap_or_else(|| "paper".to_owned());
        let id = args.id.clone().unwrap_or_else(own);
        if !folder::is_id(&id) {
            anyhow::bail!(
                "'{}' is not an id\n  hint: use a-z, 0-9 and '-', at most {LONGEST_ID} characters",
                id.escape_debug()
            );
        }
        let folder = to.join(&id);
        let place = match &shared {
            Some(shared) => format!("{id}' in '{}", shared.name()),
            None => folder.display().to_string(),
        };
        if folder.exists() && args.replace && !folder.join("paper.toml").is_file() {
            anyhow::bail!(
                "'{}' is not a paper (it has no paper.toml), so --replace does not touch it\n  hint: choose another name with --id, or another place with --to",
                folder.display()
            );
        }
        if folder.exists() && !args.replace {
            anyhow::bail!(
                "'{place}' already exists\n  hint: use --replace to replace it, or choose another name with --id, or another folder with --to"
            );
        }
        if ids.contains(&id) {
            anyhow::bail!(
                "two files would become '{id}'\n  hint: import them one by one, with --id"
            );
        }
        ids.push(id);
    }
    if args.bounded {
        bound()?;
    }
    let mut out = anstream::stdout().lock();
    let mut ending = Ending::Answered;
    for (place, (file, id)) in (1..).zip(args.files.iter().zip(&ids)) {
        if args.files.len() > 1 && !args.json {
            writeln!(out, "[{place}/{}] {}", args.files.len(), file.display())?;
        }
        let mut imported = import_one(file, &to.join(id), id);
        if let (Some(shared), Ok(done)) = (&shared, &imported)
            && done.faults.is_empty()
            && let Err(error) = shared.push(id)
        {
            imported = Err(error);
        }
        if args.json {
            if !imported.as_ref().is_ok_and(|done| done.faults.is_empty()) {
                ending = Ending::NotAnswered;
            }
            writeln!(out, "{}", serde_json::to_string(&Report::new(file, id, &imported))?)?;
            continue;
        }
        match imported {
            Ok(done) => {
                tell(&mut out, &done, &to.join(id), shared.as_ref().map(|shared| (shared, id)))?;
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

/// A document that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("'{}' cannot be imported: {why}", file.display())]
struct Refused {
    file: PathBuf,
    why: Unreadable,
}

/// What became of a document, as `--json` prints it.
#[derive(Serialize)]
#[serde(untagged)]
enum Report<'r> {
    Imported {
        file: &'r Path,
        id: &'r str,
        #[serde(flatten)]
        found: Metadata,
        /// What a reviewer should look at: the first of it.
        doubts: Vec<String>,
        /// How many paragraphs differ from the version that was there.
        changes: usize,
        replaced: bool,
        faults: &'r [String],
    },
    Failed {
        file: &'r Path,
        error: String,
        /// The kind of error, where it is the document's.
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<&'static str>,
    },
}

impl<'r> Report<'r> {
    fn new(file: &'r Path, id: &'r str, imported: &'r anyhow::Result<Done>) -> Self {
        match imported {
            Ok(Done { imported, faults, changed, replaced, .. }) => Self::Imported {
                file,
                id,
                found: imported.metadata(),
                doubts: imported.doubts().into_iter().take(MOST_DOUBTS).collect(),
                changes: *changed,
                replaced: *replaced,
                faults,
            },
            Err(error) => {
                let why = error.downcast_ref::<Refused>().map(|refused| refused.why.name());
                Self::Failed { file, error: format!("{error:#}"), why }
            }
        }
    }
}

/// Bounds what this process may use of the machine. Where that cannot be done, whoever started it must.
fn bound() -> anyhow::Result<()> {
    // where memory lacks, this is to be ended, and not the bot that waits for it
    #[cfg(target_os = "linux")]
    let _ = fs::write("/proc/self/oom_score_adj", "1000");
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, setrlimit};
        setrlimit(Resource::RLIMIT_CPU, MOST_SECONDS, MOST_SECONDS)
            .and_then(|()| setrlimit(Resource::RLIMIT_AS, MOST_BYTES, MOST_BYTES))
            .context("cannot bound time and memory")?;
    }
    Ok(())
}

/// What became of a document.
struct Done {
    imported: Imported,
    faults: Vec<String>,
    /// How many paragraphs differ from the version that was there, and how.
    changed: usize,
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
fn import_one(file: &Path, folder: &Path, id: &str) -> anyhow::Result<Done> {
    let refused = |why| anyhow::Error::from(Refused { file: file.to_owned(), why });
    let size = fs::metadata(file).context(format!("cannot read '{}'", file.display()))?.len();
    if size > import::LARGEST as u64 {
        return Err(refused(Unreadable::TooLarge));
    }
    let bytes = fs::read(file).context(format!("cannot read '{}'", file.display()))?;
    let imported = import::read(&bytes).map_err(refused)?;
    let parent = folder.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(parent).context(format!("cannot make '{}'", parent.display()))?;
    // its name begins with a point, so that it is no paper
    let beside = Beside(parent.join(format!(".{id}.new")));
    let _ = fs::remove_dir_all(&beside.0);
    let mut written = imported.files(id);
    let (mut changed, mut changes) = (0, Vec::new());
    if folder.join("paper.toml").is_file() {
        let old = contents(folder, id)?;
        Kept { files: written, changed, changes } =
            curation::keep(&old, &as_imported(folder, id), written);
        let own = folder::read_files(folder)
            .context(format!("cannot read '{}'", folder.display()))?
            .into_iter()
            .filter(|(path, _)| is_curators(path));
        folder::write_files(&beside.0, &own.collect())
            .context(format!("cannot write '{}'", beside.0.display()))?;
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
    let put = folder::put(&beside.0, folder)?;
    let faults = Corpus::load(&files(&folder.into())?).err().unwrap_or_default();
    let faults: Vec<_> = faults.into_iter().filter(|fault| !fault.problem.is_warning()).collect();
    let replaced = put.has_replaced();
    if !faults.is_empty() && replaced {
        // the one before could be asked
        put.undo()?;
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        anyhow::bail!(
            "'{}' was not replaced: the new version with what curators wrote has faults\n{}",
            folder.display(),
            faults.join("\n")
        );
    }
    let faults = faults.iter().map(ToString::to_string).collect();
    Ok(Done { imported, faults, changed, changes, replaced })
}

/// The files of a paper as it was imported, where the document still lies beside it; none where it does not.
fn as_imported(folder: &Path, id: &str) -> BTreeMap<String, String> {
    let bytes = folder::original(folder).and_then(|file| fs::read(file).ok());
    let imported = bytes.and_then(|bytes| import::read(&bytes).ok());
    imported.map(|imported| imported.files(id).into_iter().collect()).unwrap_or_default()
}

/// Whether a file in a paper's folder is a curator's own: its name begins with `_`, and it was not written here.
fn is_curators(path: &str) -> bool {
    path.starts_with('_') && !path.starts_with("_original.") && path != "_review.md"
}

/// A folder that is taken away again unless it was moved.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn tell(
    out: &mut impl std::io::Write,
    done: &Done,
    folder: &Path,
    shared: Option<(&SharedLibrary, &String)>,
) -> std::io::Result<()> {
    let Done { imported, faults, changed, changes, replaced } = done;
    match shared {
        Some((shared, id)) if faults.is_empty() => {
            writeln!(out, "written: {id}, to {}", shared.name())?;
        }
        Some((_, id)) => writeln!(out, "not written: {id}")?,
        None => writeln!(out, "written: {}", folder.display())?,
    }
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
        match changed {
            0 => writeln!(out, "  no paragraph changed: all keep their curation")?,
            _ => writeln!(
                out,
                "  paragraphs that changed ({changed}); the others keep their curation:"
            )?,
        }
    }
    for line in changes {
        writeln!(out, "    {line}")?;
    }
    for fault in faults {
        writeln!(out, "{fault}")?;
    }
    if let Some((_, id)) = shared {
        return if faults.is_empty() {
            let next =
                "All instances answer from it within ten seconds.\nNext: briefing-bot curate";
            writeln!(out, "{next} {id}")
        } else {
            Ok(())
        };
    }
    writeln!(
        out,
        "Next: compare it with the document, then\n  briefing-bot --knowledge {} chat\n  briefing-bot curate {}",
        folder.parent().unwrap_or(folder).display(),
        folder.display()
    )
}
