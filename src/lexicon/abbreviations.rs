//! Abbreviations whose full stop ends no sentence.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

/// The abbreviations, in lower case, without their last full stop.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abbreviations {
    before_words: FxHashSet<String>,
    before_numbers: FxHashSet<String>,
}

impl Abbreviations {
    /// Whether a word, in lower case, is an abbreviation before something that begins with this character.
    pub fn hold(&self, word: &str, next: Option<char>) -> bool {
        let is_number = || next.is_some_and(char::is_numeric);
        self.before_words.contains(word) || (is_number() && self.before_numbers.contains(word))
    }
}

static ABBREVIATIONS: LazyLock<Abbreviations> = LazyLock::new(|| {
    match toml::from_str(include_str!("../../data/lexicon/abbreviations.toml")) {
        Ok(abbreviations) => abbreviations,
        // the file is compiled in, and a test reads it: there is no text for which this happens
        Err(error) => unreachable!("data/lexicon/abbreviations.toml: {error}"),
    }
});

/// Those of the project. Read once, when first needed.
pub fn abbreviations() -> &'static Abbreviations {
    &ABBREVIATIONS
}
