//! What a chat can choose.

use crate::language::Language;

/// What a chat has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The language of all replies; `None` for that of the question.
    pub language: Option<Language>,
    /// Which messages of a group are answered.
    pub answers: Answers,
    /// Whether answers have buttons to rate them.
    pub feedback: bool,
    /// Whether a reply that found nothing is taken away after a minute. In groups.
    pub quiet: bool,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// See [`Settings::language`].
    Language(Option<Language>),
    /// See [`Settings::answers`].
    Answers(Answers),
    /// See [`Settings::feedback`].
    Feedback(bool),
    /// See [`Settings::quiet`].
    Quiet(bool),
}

impl Default for Settings {
    fn default() -> Self {
        Self { language: None, answers: Answers::Addressed, feedback: true, quiet: false }
    }
}

impl Settings {
    /// The same but for one choice.
    #[must_use]
    pub const fn with(mut self, change: Change) -> Self {
        match change {
            Change::Language(language) => self.language = language,
            Change::Answers(answers) => self.answers = answers,
            Change::Feedback(feedback) => self.feedback = feedback,
            Change::Quiet(quiet) => self.quiet = quiet,
        }
        self
    }
}
