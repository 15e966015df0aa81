//! `curate`: what a paper lacks, a brief for whoever writes it, and the checks of what comes back.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::args::Curate;
use super::shared::SharedLibrary;
use super::{Ending, Folder, faulty, files};
use crate::config::Environment;
use crate::corpus::Corpus;
use crate::curation::{self, ENOUGH_QUESTIONS, Lacks, Taken};
use crate::import::counted;
use crate::library::folder;

pub(super) fn run(
    environment: &Environment,
    knowledge: Option<&Folder>,
    args: &Curate,
) -> anyhow::Result<Ending> {
    let is_folder = |folder: &Path| folder.join("paper.toml").is_file();
    let id = args.folder.to_string_lossy();
    // a folder that is there is meant; a name may be that of a paper in the library
    let shared = match is_folder(&args.folder) || !folder::is_id(&id) {
        true => None,
        false => SharedLibrary::open_existing(environment, knowledge)?,
    };
    let own = match &shared {
        Some(shared) => shared.folder().join(&*id),
        None => args.folder.clone(),
    };
    if !is_folder(&own) {
        let hint = match &shared {
            Some(_) => "`briefing-bot papers` lists those in the library",
            None => "name one such as knowledge/p-waste; `briefing-bot import` makes one",
        };
        anyhow::bail!("'{id}' is not the folder of a paper: it has no paper.toml\n  hint: {hint}");
    }
    let folder = (&own).into();
    let files = files(&folder)?;
    let corpus = Corpus::load(&files).map_err(|faults| faulty(&folder, &faults))?;
    let Some(paper) = corpus.papers().first() else { anyhow::bail!("there is no paper") };
    let mut out = anstream::stdout().lock();
    if args.brief {
        write!(out, "{}", curation::brief(paper))?;
        return Ok(Ending::Answered);
    }
    if let Some(file) = &args.take {
        let filled =
            fs::read_to_string(file).context(format!("cannot read '{}'", file.display()))?;
        let taken = curation::take(&files, &filled, args.replace)
            .map_err(|faults| faulty(&folder, &faults))?;
        write_all(&own, &taken)?;
        if let Some(shared) = &shared {
            shared.push(&id)?;
        }
        let Taken { taken, known, replaced, refused, doubted, warnings, files } = taken;
        for remark in &refused {
            writeln!(out, "{}: {remark}", file.display())?;
        }
        for remark in &doubted {
            let (line, why) = (remark.line, &remark.why);
            writeln!(out, "{}: line {line}: taken, but {why}", file.display())?;
        }
        for warning in &warnings {
            writeln!(out, "{warning}")?;
        }
        let replaced = match replaced {
            0 => String::new(),
            count => format!("{} replaced, ", counted(count, "question")),
        };
        writeln!(
            out,
            "{taken} taken into {}, {replaced}{known} there already, {} refused",
            counted(files.len(), "file"),
            refused.len()
        )?;
        if let Some(shared) = &shared {
            writeln!(out, "written: {id}, to {}", shared.name())?;
        }
        return Ok(if refused.is_empty() { Ending::Answered } else { Ending::NotAnswered });
    }
    let lacks = Lacks::of(paper);
    for line in told(&lacks) {
        writeln!(out, "{line}")?;
    }
    if lacks.is_none() {
        writeln!(out, "{}: nothing is missing", paper.id)?;
        return Ok(Ending::Answered);
    }
    let folder = args.folder.display();
    writeln!(
        out,
        "Next: briefing-bot curate {folder} --brief > brief.md\n      have it filled in, then briefing-bot curate {folder} --take FILE"
    )?;
    Ok(Ending::NotAnswered)
}

/// What a paper lacks, a line each.
fn told(lacks: &Lacks) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(lacks.details.iter().map(|name| format!("{name}: write it in paper.toml")));
    if let Some(language) = lacks.translation {
        lines.extend(lacks.names.iter().map(|name| format!("{name}: no {language}")));
    }
    for (number, lacks) in &lacks.paragraphs {
        let mut parts = Vec::new();
        if lacks.translation {
            parts.push("no translation".to_owned());
        }
        for (count, of) in
            [(lacks.questions, "in its own language"), (lacks.other_questions, "in the other")]
        {
            if let Some(count) = count {
                parts.push(format!("{count} of {ENOUGH_QUESTIONS} questions {of}"));
            }
        }
        if lacks.unsaid {
            parts.push("no unsaid questions".to_owned());
        }
        lines.push(format!("paragraph {number}: {}", parts.join(", ")));
    }
    if lacks.terms {
        lines.push("terms: none".to_owned());
    }
    lines
}

/// Writes the files that change: each beside its place first, then all into place, so that a fault on the way leaves the folder as it was.
fn write_all(folder: &Path, taken: &Taken) -> anyhow::Result<()> {
    let mut written = Vec::new();
    for (path, content) in &taken.files {
        // the first part is the paper's id
        let name = path.split_once('/').map_or(path.as_str(), |(_, name)| name);
        let file = folder.join(name);
        // its name begins with a point, so that it is no part of the paper
        let own = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let beside = file.with_file_name(format!(".{own}.new"));
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).context(format!("cannot make '{}'", parent.display()))?;
        }
        let wrote =
            fs::write(&beside, content).context(format!("cannot write '{}'", beside.display()));
        written.push((beside, file));
        if let Err(error) = wrote {
            for (beside, _) in &written {
                let _ = fs::remove_file(beside);
            }
            return Err(error);
        }
    }
    let mut replaced: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    for (beside, file) in &written {
        let before = fs::read(file).ok();
        if let Err(error) = fs::rename(beside, file) {
            for (file, before) in &replaced {
                let _ = match before {
                    Some(before) => fs::write(file, before),
                    None => fs::remove_file(file),
                };
            }
            for (beside, _) in &written {
                let _ = fs::remove_file(beside);
            }
            return Err(error).context(format!("cannot write '{}'", file.display()));
        }
        replaced.push((file.clone(), before));
    }
    Ok(())
}
