//! The words by which documents are understood: `data/import/words.toml`, which says what each list is.

use std::fmt;
use std::sync::LazyLock;

use regex_lite::Regex;
use serde::Deserialize;

static TEXT: &str = include_str!("../../data/import/words.toml");

/// All of them.
pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

/// The lists of the file, by their names there.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) numerals: String,
    pub(super) formal_numerals: String,
    pub(super) months: AnyOf,
    pub(super) numbered: Vec<String>,
    pub(super) before_number: AnyOf,
    pub(super) footnote: AnyOf,

    pub(super) purpose_of_paper: AnyOf,
    pub(super) paper_number: AnyOf,
    pub(super) own_paper_number: Vec<String>,
    pub(super) body: AnyOf,
    pub(super) papers_of_body: Vec<String>,
    pub(super) before_body: Vec<String>,
    pub(super) council: Vec<String>,
    pub(super) committee: Vec<String>,
    pub(super) not_in_name: Vec<String>,
    pub(super) meeting: AnyOf,
    pub(super) day_of_meeting: Vec<String>,
    pub(super) day_of_paper: Vec<String>,
    pub(super) date: Vec<String>,
    pub(super) detail: AnyOf,
    pub(super) kind_of_document: AnyOf,
    pub(super) contents: AnyOf,
    pub(super) breaks_off: AnyOf,
    pub(super) first_heading: AnyOf,
    pub(super) salutation: AnyOf,

    pub(super) part_in_english: AnyOf,
    pub(super) number_of_part: AnyOf,
    pub(super) part_in_chinese: AnyOf,
    pub(super) not_part: AnyOf,
    pub(super) annex_in_english: AnyOf,
    pub(super) annex_in_chinese: AnyOf,
    pub(super) unfinished: AnyOf,
    pub(super) table_note: AnyOf,
    pub(super) abbreviation: AnyOf,

    pub(super) joins_items: AnyOf,
    pub(super) leads_in: AnyOf,

    pub(super) question: AnyOf,
    pub(super) reply: AnyOf,
    pub(super) action: AnyOf,

    pub(super) issuer: AnyOf,
    pub(super) named_issuer: AnyOf,
    pub(super) papers_of_issuer: Vec<String>,
    pub(super) not_in_issuer: Vec<String>,
    pub(super) office: AnyOf,
    pub(super) closing: AnyOf,
    pub(super) end: AnyOf,

    pub(super) always_before_hyphen: Vec<String>,
    pub(super) before_hyphen: Vec<String>,
    pub(super) suffix: Vec<String>,
}

/// Regular expressions of which one is to match, written as a part of a pattern.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct AnyOf(String);

impl From<Vec<String>> for AnyOf {
    fn from(expressions: Vec<String>) -> Self {
        Self(format!("(?:{})", expressions.join("|")))
    }
}

impl Default for AnyOf {
    fn default() -> Self {
        Self(NOTHING.to_owned())
    }
}

impl fmt::Display for AnyOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A pattern that matches nothing.
const NOTHING: &str = "[^\\s\\S]";

/// A pattern that is compiled once. One that is wrong matches nothing, which the tests would show.
pub(super) fn pattern(text: &str) -> Regex {
    match Regex::new(text).or_else(|_| Regex::new(NOTHING)) {
        Ok(pattern) => pattern,
        Err(_) => unreachable!("the empty class is a pattern"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_every_list_and_each_expression_is_one() {
        toml::from_str::<Words>(TEXT).unwrap();
        let lists: toml::Table = toml::from_str(TEXT).unwrap();
        for (name, list) in lists {
            let is_empty = list.as_array().is_some_and(Vec::is_empty) || list.as_str() == Some("");
            assert!(!is_empty, "{name}");
            for expression in list.as_array().into_iter().flatten() {
                let expression = expression.as_str().unwrap();
                assert!(Regex::new(expression).is_ok(), "{name}: {expression}");
            }
        }
    }
}
