//! From a paper that was just imported to one that is curated: what it lacks, a brief for whoever writes it, and the checks of what comes back.
//!
//! The brief and the filled brief are plain text, so that a person or any language model can write them; the bot itself needs none.

mod brief;
mod filled;
mod keep;
mod suspect;
mod take;

pub use brief::brief;
pub use filled::Remark;
pub use keep::{Kept, keep};
pub use take::{Taken, take};

use crate::corpus::{Paper, Paragraph};
use crate::language::Language;

/// A paragraph is found well with so many sample questions in a language.
pub const ENOUGH_QUESTIONS: usize = 6;

/// What a paper lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lacks {
    /// What `paper.toml` should say and does not: `title` (it is the id), `issuer`, `date`.
    pub details: Vec<&'static str>,
    /// The language that it should be translated into.
    pub translation: Option<Language>,
    /// Names in `paper.toml` without that language: `title`, `body`, `issuer`, `heading of section x`.
    pub names: Vec<String>,
    /// Of each paragraph that lacks something: its number, and what.
    pub paragraphs: Vec<(u32, ParagraphLacks)>,
    /// Whether no subject has its names.
    pub terms: bool,
}

/// What a paragraph lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParagraphLacks {
    /// Its translation.
    pub translation: bool,
    /// Sample questions in its own language: how many there are.
    pub questions: Option<usize>,
    /// Sample questions in the other language.
    pub other_questions: Option<usize>,
    /// Questions on its subject that it does not answer.
    pub unsaid: bool,
}

impl Lacks {
    /// What a paper lacks.
    pub fn of(paper: &Paper) -> Self {
        let other = paper.language.translated_into();
        let named = [("title", &paper.title), ("body", &paper.body), ("issuer", &paper.issuer)];
        let lacks_name = |text: &crate::corpus::Localized| {
            text.iter().next().is_some()
                && !text.iter().any(|(own, _)| own.is_chinese() == other.is_chinese())
        };
        let mut names: Vec<_> = named
            .into_iter()
            .filter(|(_, text)| lacks_name(text))
            .map(|(name, _)| name.to_owned())
            .collect();
        let headings = paper.sections.iter().filter(|section| lacks_name(&section.heading));
        names.extend(headings.map(|section| format!("heading of section {}", section.id)));
        let paragraphs: Vec<_> = paper
            .paragraphs
            .iter()
            .map(|paragraph| (paragraph.number, lacks(paragraph, paper.language)))
            .filter(|(_, lacks)| *lacks != ParagraphLacks::default())
            .collect();
        let translation = !names.is_empty() || paragraphs.iter().any(|(_, own)| own.translation);
        Self {
            details: paper.details_lacking(),
            translation: translation.then_some(other),
            names,
            paragraphs,
            terms: paper.concepts.iter().all(|concept| concept.outside),
        }
    }

    /// Whether it lacks nothing.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

fn lacks(paragraph: &Paragraph, language: Language) -> ParagraphLacks {
    let count = |chinese: bool| {
        let own = paragraph.questions.iter();
        own.filter(|question| question.language.is_chinese() == chinese).count()
    };
    let few = |count: usize| (count < ENOUGH_QUESTIONS).then_some(count);
    let chinese = language.is_chinese();
    ParagraphLacks {
        translation: !paragraph.text.iter().any(|(own, _)| own.is_chinese() != chinese),
        questions: few(count(chinese)),
        other_questions: few(count(!chinese)),
        unsaid: paragraph.unsaid.is_empty(),
    }
}
