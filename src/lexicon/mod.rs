//! Words as data: the lists of `data/lexicon`, one matcher over all of them, and the bilingual lexicon. It knows no paper.
//!
//! A list says in its file what it means and where it comes from. Everything here is for any paper and any month.

mod abbreviations;
mod bilingual;
mod embeddings;
mod lists;
mod matcher;
mod quantities;
mod segment;

pub use abbreviations::abbreviations;
pub use bilingual::{Bilingual, Link};
pub use embeddings::{EmbeddedWord, Embedding, Embeddings, TELLING};
pub use lists::{AnswerType, List, Numbers, lexicon};
pub use matcher::{Found, Match};
pub use quantities::{Measure, QuantityWords, quantity_words};
pub use segment::segment;

use matcher::Matcher;

/// All lists, ready to be looked for.
pub struct Lexicon {
    matcher: Matcher,
    /// Of each answer type, in order of precedence, the lists of which each must have a word in the question.
    patterns: Vec<(AnswerType, Vec<usize>)>,
    /// Lists of which a word shows that a text holds a thing of the type.
    shown_by: Vec<(AnswerType, usize)>,
    /// Units that show it behind a figure.
    units: Vec<(AnswerType, Vec<String>)>,
    /// What stands behind a figure that counts nothing.
    no_counts: Vec<String>,
    /// Numbers and months in words.
    numbers: Numbers,
    /// Of each place all its names.
    places: Vec<Vec<String>>,
    function: rustc_hash::FxHashSet<String>,
}

impl Lexicon {
    /// Every word of every list in a folded text.
    pub fn find(&self, folded: &str) -> Found {
        self.matcher.find(folded)
    }

    /// The answer type that a text with these words asks for, if it says.
    pub fn answer_type(&self, found: &Found) -> Option<AnswerType> {
        let fits = |lists: &[usize]| lists.iter().all(|&list| found.has_id(list));
        self.patterns.iter().find(|(_, lists)| fits(lists)).map(|&(asked, _)| asked)
    }

    /// The answer types that words of a text show by themselves.
    pub fn shown(&self, found: &Found) -> impl Iterator<Item = AnswerType> {
        self.shown_by.iter().filter(|(_, list)| found.has_id(*list)).map(|&(asked, _)| asked)
    }

    /// The answer types that a figure shows before this text.
    pub fn counted_in(&self, after: &str) -> impl Iterator<Item = AnswerType> {
        let stands =
            move |units: &[String]| units.iter().any(|unit| after.starts_with(unit.as_str()));
        self.units.iter().filter(move |(_, units)| stands(units)).map(|&(asked, _)| asked)
    }

    /// Whether a figure before this text counts nothing: it is a sum, a share or a date.
    pub fn is_no_count_before(&self, after: &str) -> bool {
        self.no_counts.iter().any(|unit| after.starts_with(unit.as_str()))
    }

    /// Numbers and months in words.
    pub const fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// Places, each by all its names, folded.
    pub fn places(&self) -> &[Vec<String>] {
        &self.places
    }

    /// Whether an English word, folded, is a function word.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.function.contains(word)
    }
}
