//! What can be wrong with curated files, in words that say what to do.

use std::fmt;

/// A fault, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, below the knowledge folder.
    pub file: String,
    /// The line in it, from 1. 0 where the fault is the file's, not a line's.
    pub line: usize,
    /// The key, with the keys that it stands in: `title.en`, `section[2].first`. Empty where the fault is the file's.
    pub key: String,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.file)?;
        if self.line > 0 {
            write!(formatter, ":{}", self.line)?;
        }
        if !self.key.is_empty() {
            write!(formatter, ": {}", self.key)?;
        }
        let kind = if self.problem.is_warning() { "warning: " } else { "" };
        write!(formatter, ": {kind}{}\n  hint: {}", self.problem, self.problem.hint())
    }
}

/// What is wrong, one invariant each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Problem {
    /// No paper at all.
    #[error("there is no paper here")]
    NoPaper,
    /// The file is not UTF-8.
    #[error("the file is not UTF-8 text")]
    NotUtf8,
    /// The file is not TOML.
    #[error("not TOML: {0}")]
    NotToml(String),
    /// A file that nothing reads.
    #[error("this file is not part of a paper")]
    StrayFile,
    /// A file that must be there.
    #[error("the file is missing")]
    MissingFile,
    /// A paper without paragraphs.
    #[error("the paper has no paragraphs")]
    NoParagraphs,
    /// A key that nothing reads, and the known one that it resembles.
    #[error("unknown key")]
    UnknownKey {
        /// The known key that it resembles most.
        meant: Option<&'static str>,
        /// All keys that may stand here.
        known: &'static [&'static str],
    },
    /// A key that must be there.
    #[error("the key is missing")]
    MissingKey,
    /// A value of another type.
    #[error("this is {found}, not {expected}")]
    WrongType {
        /// What belongs here.
        expected: &'static str,
        /// What stands here.
        found: &'static str,
    },
    /// A text with nothing to read in it.
    #[error("the text is empty")]
    Empty,
    /// An id of other characters, or too long.
    #[error("'{0}' is not an id")]
    NotAnId(String),
    /// The paper's id is not its folder's name.
    #[error("the id is '{id}', but the folder is '{folder}'")]
    IdIsNotFolder {
        /// The id in the file.
        id: String,
        /// The folder's name.
        folder: String,
    },
    /// A tag that names no language of the bot.
    #[error("'{0}' is not a language")]
    NotALanguage(String),
    /// A date in another form, or none of the calendar.
    #[error("'{0}' is not a date")]
    NotADate(String),
    /// Nothing in the paper's own language.
    #[error("there is no text in the paper's language, {0}")]
    NotInPapersLanguage(&'static str),
    /// A text that is not in Unicode's composed form.
    #[error("'{character}' (U+{code:04X}) is not in composed form (NFC)", code = u32::from(*character))]
    NotComposed {
        /// The first character that is not.
        character: char,
    },
    /// A paragraph's file is not named by a number.
    #[error("the file's name is not a paragraph number")]
    NotANumberedFile,
    /// A number that cannot be a paragraph's.
    #[error("{0} is not a paragraph number")]
    NotAParagraphNumber(String),
    /// A number that cannot be a page's.
    #[error("{0} is not the number of a page")]
    NotAPage(String),
    /// A text that cannot be a digest.
    #[error("'{0}' is not a SHA-256 digest")]
    NotADigest(String),
    /// A paragraph's number is not its file's name.
    #[error("the number is {number}, but the file says {file}")]
    NumberIsNotFile {
        /// The number in the file.
        number: u32,
        /// The number in the file's name.
        file: u32,
    },
    /// Two files for one number.
    #[error("paragraph {number} is also in {other}")]
    NumberTwice {
        /// The number.
        number: u32,
        /// The other file.
        other: String,
    },
    /// Two sections or concepts with one id.
    #[error("the id '{0}' is used twice")]
    IdTwice(String),
    /// A section that ends before it begins.
    #[error("the section ends at {last}, before its first paragraph {first}")]
    SectionBackwards {
        /// Its first paragraph.
        first: u32,
        /// Its last paragraph.
        last: u32,
    },
    /// A paragraph in two sections.
    #[error("paragraph {number} is in section '{other}' too")]
    SectionsOverlap {
        /// The first paragraph that both hold.
        number: u32,
        /// The other section.
        other: String,
    },
    /// A paragraph that something names and that is not there.
    #[error("there is no paragraph {0}")]
    NoSuchParagraph(u32),
    /// A name too short to be told from ordinary text.
    #[error("the name '{0}' is too short")]
    NameTooShort(String),
    /// One name twice in a concept.
    #[error("the name '{name}' is used twice: it is the same as '{other}'")]
    NameTwice {
        /// The name.
        name: String,
        /// The other, as it is written.
        other: String,
    },
    /// One name for two concepts.
    #[error("the name '{name}' is the same as '{written}' of concept '{other}'")]
    NameOfTwo {
        /// The name.
        name: String,
        /// The other concept.
        other: String,
        /// The name there, as it is written.
        written: String,
    },
    /// A concept of which the paper does not speak.
    #[error("no paragraph holds a name of concept '{0}'")]
    ConceptNotInPaper(String),
    /// A neighbouring subject of which the paper speaks.
    #[error("paragraph {number} holds '{name}', a name of outside concept '{concept}'")]
    OutsideInPaper {
        /// The concept.
        concept: String,
        /// The name.
        name: String,
        /// The paragraph.
        number: u32,
    },
    /// One sample question twice.
    #[error("the question '{question}' is already in {other}")]
    QuestionTwice {
        /// The question.
        question: String,
        /// The other file.
        other: String,
    },
    /// A translation without a figure that the original has.
    #[error("the figure {figure} of the original is not in this translation")]
    FigureLost {
        /// The figure.
        figure: String,
    },
    /// A translation with a figure that the original does not have.
    #[error("the figure {figure} of this translation is not in the original")]
    FigureAdded {
        /// The figure.
        figure: String,
    },
}

impl Problem {
    /// Whether the paper can be asked all the same.
    pub const fn is_warning(&self) -> bool {
        matches!(self, Self::NameTwice { .. } | Self::NameOfTwo { .. })
    }

    /// Whether it is of the figures of a translation: a paper with it is asked all the same, since they can be told in ways that no check knows.
    pub const fn is_of_translation(&self) -> bool {
        matches!(self, Self::FigureLost { .. } | Self::FigureAdded { .. })
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::NoPaper => "a paper is a folder with a paper.toml and a folder paragraphs/: copy knowledge/_template".into(),
            Self::NotUtf8 => "save the file as UTF-8".into(),
            Self::NotToml(_) => "see https://toml.io; text of several lines goes between \"\"\" and \"\"\"".into(),
            Self::StrayFile => {
                "a paper has paper.toml, terms.toml and paragraphs/NN.toml; begin the name of any other file with '_'".into()
            }
            Self::MissingFile => "copy it from knowledge/_template".into(),
            Self::NoParagraphs => "write the first into paragraphs/01.toml".into(),
            Self::UnknownKey { meant: Some(meant), .. } => format!("did you mean '{meant}'?"),
            Self::UnknownKey { meant: None, known } => format!("the keys here are {}", known.join(", ")),
            Self::MissingKey => "add it: knowledge/README.md shows every key".into(),
            Self::WrongType { expected, .. } => format!("write {expected}"),
            Self::Empty => "write the text, or remove the key".into(),
            Self::NotAnId(_) => "use a-z, 0-9 and '-', at most 40 characters".into(),
            Self::IdIsNotFolder { .. } => "give both the same name".into(),
            Self::NotALanguage(_) => "use zh-Hant, zh-Hans or en".into(),
            Self::NotADate(_) => "write year, year-month or year-month-day: 2009-12".into(),
            Self::NotInPapersLanguage(language) => format!("add it under the key {language}"),
            Self::NotComposed { .. } => "normalise the text to NFC: Unicode writes the same text with another character".into(),
            Self::NotANumberedFile => "name it by its number with at least two digits: 04.toml".into(),
            Self::NotAParagraphNumber(_) => "paragraph numbers are whole, from 1 to 99999".into(),
            Self::NotAPage(_) => "pages are whole numbers, from 1".into(),
            Self::NotADigest(_) => "write its 64 digits, 0-9 and a-f, as `sha256sum` does, or leave it out".into(),
            Self::NumberIsNotFile { .. } => "rename the file or correct the number".into(),
            Self::NumberTwice { .. } => "keep one of the files".into(),
            Self::IdTwice(_) => "give one of them another id".into(),
            Self::SectionBackwards { .. } => "first is the number of its first paragraph, last of its last".into(),
            Self::SectionsOverlap { .. } => "a paragraph belongs to one section only: correct first or last".into(),
            Self::NoSuchParagraph(number) => format!("add paragraphs/{number:02}.toml, or correct the number"),
            Self::NameTooShort(_) => "a Chinese name has at least two characters, an English one at least two letters".into(),
            Self::NameTwice { .. } => "keep one: script, case, width and English endings make no difference".into(),
            Self::NameOfTwo { .. } => {
                "keep it where it is meant more often: script, case, width and English endings make no difference".into()
            }
            Self::ConceptNotInPaper(_) => "add the name that the paper uses, or mark it outside = true".into(),
            Self::OutsideInPaper { .. } => "remove the name, or the mark outside = true".into(),
            Self::QuestionTwice { .. } => "keep it where the paragraph answers it best".into(),
            Self::FigureLost { .. } => "complete the translation; a figure may be written in words".into(),
            Self::FigureAdded { .. } => "translate what the original says, and no more".into(),
        }
    }
}
