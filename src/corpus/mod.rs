//! Papers, as people curated them: what they say, how they are divided, what their subjects are called. It knows no scores.
//!
//! `files` (where the text lies) → `read` (one file, strictly) → `check` (all files together) → [`Corpus`].
//! There is no [`Corpus`] with a fault in it.

mod check;
mod date;
mod document;
mod fault;
mod files;
mod paper;
mod read;
mod translation;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use date::Date;
pub use fault::{Fault, Problem};
pub use files::{Files, ReadError};
pub use paper::{Concept, Localized, MissingPart, Paper, Paragraph, SampleQuestion, Section};
use read::Draft;
pub use read::LONGEST_ID;

/// All papers that can be asked about, in the order of their ids. At least one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Corpus {
    papers: Arc<[Arc<Paper>]>,
}

impl Corpus {
    /// Reads and checks the papers of a folder, but for the figures of translations: a doubt about one holds no paper back.
    ///
    /// # Errors
    ///
    /// Every fault that was found, by file and line. Never an empty list.
    pub fn load(files: &Files) -> Result<Self, Vec<Fault>> {
        Self::load_beside(Vec::new(), files)
    }

    /// The same, where some of the folder's papers are known and their files were not read.
    ///
    /// # Errors
    ///
    /// Every fault of the others, by file and line. Never an empty list.
    pub fn load_beside(known: Vec<Arc<Paper>>, files: &Files) -> Result<Self, Vec<Fault>> {
        let (drafts, mut faults) = read_and_check(files, !known.is_empty());
        faults.retain(|fault| !fault.problem.is_warning());
        if faults.is_empty() { Ok(Self::of(known, drafts)) } else { Err(in_order(faults)) }
    }

    /// Reads and checks the papers of a folder as a curator does: the figures of translations are faults here. With what is no fault and should be
    /// looked at.
    ///
    /// # Errors
    ///
    /// Every fault that was found, and every warning, by file and line. Never an empty list.
    pub fn load_with_warnings(files: &Files) -> Result<(Self, Vec<Fault>), Vec<Fault>> {
        let (drafts, mut faults) = read_and_check(files, false);
        check::translations(&drafts, &mut faults);
        let faults = in_order(faults);
        let is_right = faults.iter().all(|fault| fault.problem.is_warning());
        if is_right { Ok((Self::of(Vec::new(), drafts), faults)) } else { Err(faults) }
    }

    fn of(known: Vec<Arc<Paper>>, drafts: Vec<Draft>) -> Self {
        let mut papers = known;
        papers.extend(drafts.into_iter().map(|draft| Arc::new(draft.paper)));
        papers.sort_by(|one, other| one.id.cmp(&other.id));
        Self { papers: papers.into() }
    }

    /// The places of a paper and of its paragraph, by id and number.
    pub fn locate(&self, paper: &str, number: u32) -> Option<(usize, usize)> {
        let (place, paper) = self.paper(paper)?;
        let paragraph = paper.paragraphs.iter().position(|paragraph| paragraph.number == number)?;
        Some((place, paragraph))
    }

    /// A paper and its place, by its id.
    pub fn paper(&self, id: &str) -> Option<(usize, &Paper)> {
        let place = self.papers.binary_search_by(|paper| paper.id.as_str().cmp(id)).ok()?;
        Some((place, self.papers.get(place)?))
    }

    /// The paper at a place.
    pub fn paper_at(&self, place: usize) -> Option<&Paper> {
        self.papers.get(place).map(AsRef::as_ref)
    }

    /// Whether the paper at a place is this one, not only the same.
    pub fn is_same_at(&self, place: usize, paper: &Arc<Paper>) -> bool {
        self.papers.get(place).is_some_and(|own| Arc::ptr_eq(own, paper))
    }

    /// Some of the papers, by their ids; `None` if there is none of them.
    pub fn only(&self, ids: &[String]) -> Option<Self> {
        let chosen = self.papers.iter().filter(|paper| ids.contains(&paper.id));
        let papers: Arc<[_]> = chosen.cloned().collect();
        (!papers.is_empty()).then_some(Self { papers })
    }

    /// The papers.
    pub fn papers(&self) -> &[Arc<Paper>] {
        &self.papers
    }
}

/// What could be read of the papers in a folder, and what is wrong with it, translations apart.
fn read_and_check(files: &Files, may_be_empty: bool) -> (Vec<Draft>, Vec<Fault>) {
    let mut faults = Vec::new();
    let drafts = read::papers(files, &mut faults);
    if !may_be_empty && drafts.is_empty() && faults.is_empty() {
        let (file, key) = (".".to_owned(), String::new());
        faults.push(Fault { file, line: 0, key, problem: Problem::NoPaper });
    }
    check::papers(&drafts, &mut faults);
    (drafts, faults)
}

/// Faults by file and line, each once.
fn in_order(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort();
    faults.dedup();
    faults
}
