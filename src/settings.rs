//! What a chat can choose.

use std::sync::Arc;

use crate::language::Language;

/// What a chat has chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The language of all replies; `None` for that of the question.
    pub language: Option<Language>,
    /// Which messages of a group are answered.
    pub answers: Answers,
    /// Whether answers have buttons to rate them.
    pub feedback: bool,
    /// Whether a reply that found nothing is taken away after a minute. In groups.
    pub quiet: bool,
    /// The ids of the papers that are asked, in order; none for all.
    pub papers: Arc<[String]>,
}

/// Which messages of a group are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// Those that speak to the bot.
    Addressed,
    /// Also every question that the bot is sure of.
    Sure,
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// See [`Settings::language`].
    Language(Option<Language>),
    /// See [`Settings::answers`].
    Answers(Answers),
    /// See [`Settings::feedback`].
    Feedback(bool),
    /// See [`Settings::quiet`].
    Quiet(bool),
    /// All papers are asked.
    AllPapers,
    /// A paper, by its id, is one of those that are asked, or is not.
    Paper(String, bool),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: None,
            answers: Answers::Addressed,
            feedback: true,
            quiet: false,
            papers: Arc::default(),
        }
    }
}

impl Settings {
    /// The same but for one choice.
    #[must_use]
    pub fn with(mut self, change: &Change) -> Self {
        match change {
            Change::Language(language) => self.language = *language,
            Change::Answers(answers) => self.answers = *answers,
            Change::Feedback(feedback) => self.feedback = *feedback,
            Change::Quiet(quiet) => self.quiet = *quiet,
            Change::AllPapers => self.papers = Arc::default(),
            Change::Paper(paper, is_asked) => {
                let others = self.papers.iter().filter(|own| *own != paper).cloned();
                let mut papers: Vec<_> = others.chain(is_asked.then(|| paper.clone())).collect();
                papers.sort_unstable();
                self.papers = papers.into();
            }
        }
        self
    }

    /// Whether a paper, by its id, was chosen.
    pub fn has_chosen(&self, paper: &str) -> bool {
        self.papers.binary_search_by(|own| own.as_str().cmp(paper)).is_ok()
    }
}
