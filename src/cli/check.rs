//! `check`: every fault in a folder of papers.

use std::io::Write as _;

use super::{Ending, Folder, engine, files};
use crate::corpus::Corpus;

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
            for paper in corpus.papers() {
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
                    "{}: {paragraphs} paragraphs, {sections} sections, {concepts} concepts with {names} names, {questions} sample questions, no faults",
                    paper.id
                )?;
            }
            Ok(Ending::Answered)
        }
        Err(faults) => {
            for fault in &faults {
                writeln!(out, "{fault}")?;
            }
            let faults = faults.iter().filter(|fault| !fault.problem.is_warning()).count();
            writeln!(out, "{}", count(faults))?;
            Ok(Ending::NotAnswered)
        }
    }
}

fn count(faults: usize) -> String {
    match faults {
        1 => "1 fault".to_owned(),
        many => format!("{many} faults"),
    }
}
