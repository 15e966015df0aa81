//! `check`: every fault in a folder of papers.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{Ending, Folder, engine, files, lines};
use crate::corpus::{Corpus, Paper};
use crate::import::counted;
use crate::library::folder;
use crate::sha256;

pub(super) fn run(folder: Option<&Folder>) -> anyhow::Result<Ending> {
    let mut out = anstream::stdout().lock();
    // those compiled in were checked when they were
    let loaded = match folder {
        Some(folder) => Corpus::load_with_warnings(&files(folder)?),
        None => Ok((engine(None)?.corpus().clone(), Vec::new())),
    };
    match loaded {
        Ok((corpus, warnings)) => {
            for warning in &warnings {
                writeln!(out, "{warning}")?;
            }
            let mut faults = 0;
            for paper in corpus.papers() {
                if let Some(file) = folder.and_then(|folder| other_original(&folder.path, paper)) {
                    faults += 1;
                    writeln!(
                        out,
                        "{0}/paper.toml: original_sha256: '{1}' is not the file that the paper was made from\n  hint: put the right one there, or import this one with --replace",
                        paper.id,
                        file.display()
                    )?;
                    continue;
                }
                let questions: usize = paper
                    .paragraphs
                    .iter()
                    .map(|paragraph| paragraph.questions.len() + paragraph.unsaid.len())
                    .sum();
                let names: usize = paper.concepts.iter().map(|concept| concept.names.len()).sum();
                let (paragraphs, sections, concepts) =
                    (paper.paragraphs.len(), paper.sections.len(), paper.concepts.len());
                writeln!(
                    out,
                    "{}: {}, {}, {} with {}, {}, no faults",
                    paper.id,
                    counted(paragraphs, "paragraph"),
                    counted(sections, "section"),
                    counted(concepts, "concept"),
                    counted(names, "name"),
                    counted(questions, "sample question")
                )?;
            }
            if faults > 0 {
                writeln!(out, "{}", counted(faults, "fault"))?;
                return Ok(Ending::NotAnswered);
            }
            Ok(Ending::Answered)
        }
        Err(faults) => {
            let place =
                folder.map_or_else(|| Path::new("."), |folder| folder.path.as_path()).display();
            writeln!(out, "{}", lines(&faults, place))?;
            let faults = faults.iter().filter(|fault| !fault.problem.is_warning()).count();
            writeln!(out, "{}", counted(faults, "fault"))?;
            Ok(Ending::NotAnswered)
        }
    }
}

/// The document that lies beside a paper and is another than it was made from, if there is one.
fn other_original(papers: &Path, paper: &Paper) -> Option<PathBuf> {
    let digest = paper.original_sha256.as_ref()?;
    let own =
        if papers.join("paper.toml").is_file() { papers.into() } else { papers.join(&paper.id) };
    let file = folder::original(&own)?;
    let bytes = fs::read(&file).ok()?;
    (sha256::of(&bytes) != *digest).then_some(file)
}
