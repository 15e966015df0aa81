//! What somebody writes, read once: its language, its words, the form of a question, and what it is for.
//!
//! It knows no paper; what is a name in the papers it is told.

mod addresses;
mod intent;
mod parts;
mod place;
mod words;

pub use addresses::without_addresses;
use intent::intent;
pub use intent::{
    Fact, Intent, Natural, Show, Talk, command_named, is_bare_question, is_made_of, language_named,
    points_elsewhere,
};
pub use parts::{joints, parts, questions};
pub use place::{Anchor, Order, Place, Role, Side, Unit};
pub use words::{AskedWord, Counterpart, asked_words};

use crate::lang::{self, Phrase, fold};
use crate::language::Language;
use crate::lexicon::{Found, lexicon};

/// How much of a message is read, in characters.
pub const LONGEST_QUESTION: usize = 4096;

/// A name has so many words at most.
const MOST_WORDS_OF_NAME: usize = 2;

/// A message, folded and cut.
pub struct Message {
    folded: String,
    found: Found,
    language: Option<Language>,
    script: Option<Language>,
    cut: bool,
}

impl Message {
    /// Reads a message, as far as [`LONGEST_QUESTION`].
    pub fn new(text: &str) -> Self {
        let (read, cut) = match text.char_indices().nth(LONGEST_QUESTION) {
            Some((end, _)) => (text.get(..end).unwrap_or_default(), true),
            None => (text, false),
        };
        let folded = fold(read);
        let found = lexicon().find(&folded);
        Self { folded, found, language: lang::language(read), script: lang::script(read), cut }
    }

    /// The message, folded.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The words of the lists that it holds.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// Whether there is more of it than is read.
    pub const fn is_cut(&self) -> bool {
        self.cut
    }

    /// What it is for. `names` tells which pairs of Han characters are of a name in the papers.
    pub fn intent(&self, names: &dyn Fn(char, char) -> bool) -> Intent {
        intent(&self.folded, &self.found, names)
    }

    /// What of a paper it asks, where it asks nothing else; a paper may be `named` beside it.
    pub fn about(&self, named: bool) -> Option<Fact> {
        intent::about(&self.folded, &self.found, named)
    }

    /// The language that it names beside what it asks, and the rest as `text`, which it was read from, has it. `is_place` tells whether a
    /// folded text is a place in a paper.
    pub fn language_beside(
        &self,
        text: &str,
        is_place: &dyn Fn(&str) -> bool,
    ) -> Option<(Language, String)> {
        let (language, rest) = intent::language_beside(&self.folded, &self.found, is_place)?;
        // a place in the folded text is one in the text where folding made no character more or less
        let is_alike = self.folded.chars().count() == text.chars().count();
        let count = |end: usize| self.folded.get(..end).map(|before| before.chars().count());
        let (first, last) = (count(rest.start)?, count(rest.end)?);
        let own: String = text.chars().skip(first).take(last - first).collect();
        let own = own.trim_matches([' ', ',', '，', ':', '：', '\n']).to_owned();
        (is_alike && !own.is_empty()).then_some((language, own))
    }

    /// What it asks whether the papers speak of, where it asks nothing else.
    pub fn whether_mentioned(&self) -> Option<&str> {
        intent::whether_mentioned(&self.folded, &self.found)
    }

    /// Whether it has the form of a question, or a mark that says so.
    pub fn asks(&self) -> bool {
        self.folded.contains(['?', '？']) || self.phrase().form().asks()
    }

    /// The message as a question.
    pub fn phrase(&self) -> Phrase {
        Phrase::of_question_with(self.folded.clone(), &self.found)
    }

    /// Whether it tells in which language it wants its reply: not by a name, nor by Chinese that is the same in both scripts.
    pub fn tells_language(&self) -> bool {
        match self.language {
            Some(own) if own.is_chinese() => self.script.is_some(),
            Some(_) => !self.is_latin_name(),
            None => false,
        }
    }

    /// Whether it is a name or a word or two in Latin letters, which people write in any language.
    pub fn is_latin_name(&self) -> bool {
        let words: Vec<_> = self.folded.split_whitespace().collect();
        let latin = |word: &&str| word.chars().any(|own| own.is_ascii_alphabetic());
        (1..=MOST_WORDS_OF_NAME).contains(&words.len())
            && self.folded.is_ascii()
            && words.iter().all(latin)
            && !words.iter().any(|word| {
                let letters = |own: char| !own.is_ascii_alphanumeric();
                lexicon().is_function_word(word.trim_matches(letters))
            })
    }

    /// The language to reply in: that of the message, as far as it tells. Chinese that tells no script, such as 前海, is for a reader of
    /// Chinese in theirs, and for all others Traditional.
    pub fn language(&self, fallback: Language) -> Language {
        match self.language {
            Some(own) if own.is_chinese() && fallback.is_chinese() => {
                self.script.unwrap_or(fallback)
            }
            Some(own) => own,
            None => fallback,
        }
    }
}
