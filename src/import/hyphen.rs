//! Lines put together as they were before a program broke them: with or without the hyphen, with or without a space.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex_lite::Regex;

use super::characters::is_cjk;
use super::words::{WORDS, pattern};
use crate::lang::is_known_word;

/// The hyphens at a line's end: as typed, of Unicode, and those that programs set.
pub(super) const HYPHENS: [char; 5] = ['-', '\u{2010}', '\u{2011}', '\u{ad}', '\u{2}'];

static WORD: LazyLock<Regex> = LazyLock::new(|| pattern("[A-Za-z]+"));
static BROKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern("[A-Za-z]+(?:[-\u{2010}\u{2011}\u{ad}\u{2}][ \t]*\n|[\u{2}\u{ad}])[A-Za-z]*")
});
static COMPOUND: LazyLock<Regex> =
    LazyLock::new(|| pattern("[A-Za-z]+(?:[-\u{2010}\u{2011}][A-Za-z]+)+"));
static SET: LazyLock<Regex> =
    LazyLock::new(|| pattern("([A-Za-z]+)([\u{2}\u{ad}])\\s*([A-Za-z]+)"));
static INNER_2010: LazyLock<Regex> = LazyLock::new(|| pattern("[A-Za-z]\u{2010}[A-Za-z]"));

/// How a document spells its words.
pub(super) struct Speller {
    words: BTreeMap<String, usize>,
    /// Pairs of words with a hyphen between.
    compounds: BTreeSet<(String, String)>,
    /// Whether U+2010 stands within its words.
    unicode_hyphens: bool,
}

impl Speller {
    pub(super) fn new(text: &str) -> Self {
        // the halves of a broken word are no words
        let whole = BROKEN.replace_all(text, " ");
        let mut words = BTreeMap::new();
        for word in WORD.find_iter(&whole) {
            *words.entry(word.as_str().to_lowercase()).or_default() += 1;
        }
        let mut compounds = BTreeSet::new();
        for compound in COMPOUND.find_iter(text) {
            let lower = compound.as_str().to_lowercase();
            let parts: Vec<&str> = lower.split(['-', '\u{2010}', '\u{2011}']).collect();
            compounds.extend(parts.windows(2).filter_map(|pair| {
                Some(((*pair.first()?).to_owned(), (*pair.last()?).to_owned()))
            }));
        }
        Self { words, compounds, unicode_hyphens: INNER_2010.is_match(text) }
    }

    fn count(&self, word: &str) -> usize {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// Whether a hyphen between two parts belongs to the spelling.
    fn keeps(&self, left: &str, right: &str, hyphen: char) -> bool {
        let (one, other) = (left.to_lowercase(), right.to_lowercase());
        if self.compounds.contains(&(one.clone(), other.clone())) {
            return true;
        }
        let set_to_break = hyphen == '\u{ad}' || (hyphen == '\u{2010}' && !self.unicode_hyphens);
        if self.count(&format!("{one}{other}")) > 0 || set_to_break {
            return false;
        }
        let capital = |text: &str| text.starts_with(|first: char| first.is_ascii_uppercase());
        // a single letter keeps its hyphen: e-services
        if one.len() < 2 || other.is_empty() || capital(right) {
            return true;
        }
        let vowel = other.starts_with(['a', 'e', 'i', 'o', 'u', 'h']);
        if WORDS.always_before_hyphen.contains(&one)
            && !(one == "co" && !vowel && self.count(&other) == 0)
        {
            return true;
        }
        if WORDS.before_hyphen.contains(&one) {
            return self.count(&other) > 0;
        }
        let is_word = |word: &str| word.len() >= 3 && (self.count(word) > 0 || is_known_word(word));
        if is_word(&one) && is_word(&other) && !is_known_word(&format!("{one}{other}")) {
            return true;
        }
        // Hong Kong-owned
        capital(left) && self.count(&one) >= 2 && other.len() >= 4 && !WORDS.suffix.contains(&other)
    }

    /// A line without the hyphens that a program set within it.
    pub(super) fn without_set_hyphens(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if !text.contains(['\u{2}', '\u{ad}']) {
            return text;
        }
        for _ in 0..3 {
            let replaced = SET.replace_all(&text, |found: &regex_lite::Captures<'_>| {
                let part = |place: usize| found.get(place).map_or("", |own| own.as_str());
                let hyphen = part(2).chars().next().unwrap_or('\u{ad}');
                let kept = if self.keeps(part(1), part(3), hyphen) { "-" } else { "" };
                format!("{}{kept}{}", part(1), part(3))
            });
            text = replaced.into_owned();
        }
        text.replace(['\u{2}', '\u{ad}'], "")
    }

    /// Adds a line of the same block to a text. `chinese` tells whether the document is.
    pub(super) fn append(&self, text: &mut String, line: &str, chinese: bool) {
        let (Some(last), Some(first)) = (text.chars().next_back(), line.chars().next()) else {
            return text.push_str(line);
        };
        if HYPHENS.contains(&last) {
            text.pop();
            text.push_str(self.broken_at(text, last, line, first));
            return text.push_str(line);
        }
        let before_last = text.chars().rev().nth(1);
        let glued = |character: Option<char>| character.is_some_and(|own| !own.is_whitespace());
        // 18 000 may be broken between its groups, and no figure within one
        let digits = last.is_numeric() && first.is_numeric() && !is_group_of_thousands(text, line);
        let marks = "「『（《“‘(".contains(last) || "」』）》”’)".contains(first);
        let close = (matches!(last, '—' | '/') && glued(before_last))
            || is_cjk(last)
            || is_cjk(first)
            || (chinese && (digits || marks));
        if !close {
            text.push(' ');
        }
        text.push_str(line);
    }

    /// What is to be written for a hyphen at the end of a line, between the text before it and the next line.
    fn broken_at(&self, before: &str, hyphen: char, next: &str, first: char) -> &'static str {
        let letter = |own: &char| own.is_ascii_alphabetic();
        let mut left: Vec<char> = before.chars().rev().take_while(letter).collect();
        left.reverse();
        let left: String = left.into_iter().collect();
        let right: String = next.chars().take_while(letter).collect();
        let set = matches!(hyphen, '\u{ad}' | '\u{2}');
        if !left.is_empty() && !right.is_empty() {
            return match (self.keeps(&left, &right, hyphen), hyphen) {
                (false, _) => "",
                (true, '\u{2011}') => "\u{2011}",
                (true, _) => "-",
            };
        }
        if set {
            return if hyphen == '\u{2}' && !right.is_empty() { "-" } else { "" };
        }
        let glued = before.chars().next_back().is_some_and(|own| !own.is_whitespace());
        // 09-10, A-1
        match (hyphen, glued && first.is_alphanumeric()) {
            ('-', true) => "-",
            ('-', false) => "- ",
            ('\u{2011}', true) => "\u{2011}",
            ('\u{2011}', false) => "\u{2011} ",
            (_, true) => "\u{2010}",
            (_, false) => "\u{2010} ",
        }
    }
}

/// Whether a line begins with three figures that go on with a number before them.
fn is_group_of_thousands(before: &str, line: &str) -> bool {
    let is_digit = |own: &char| own.is_ascii_digit();
    let own = line.chars().take_while(is_digit).count();
    let last = before.chars().rev().take_while(is_digit).count();
    own == 3
        && (1..=3).contains(&last)
        && !line.chars().nth(3).is_some_and(|next| "年.,%".contains(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_stays_where_the_document_spells_it() {
        let speller = Speller::new("development of co-operation and long-term plans\nlong term");
        for (one, other, joined) in [
            ("the develop-", "ment of", "the development of"),
            ("the develop\u{2010}", "ment of", "the development of"),
            ("close co-", "operation", "close co-operation"),
            ("a long-", "term plan", "a long-term plan"),
            ("with public-", "rental flats", "with public-rental flats"),
            ("its needs-", "based grants", "its needs-based grants"),
            ("for e-", "services", "for e-services"),
            ("the super-", "vision of", "the supervision of"),
            ("their imple-", "mentation", "their implementation"),
            ("in 2009-", "10", "in 2009-10"),
            ("前海", "地區", "前海地區"),
            ("the plan", "of it", "the plan of it"),
        ] {
            let mut text = one.to_owned();
            speller.append(&mut text, other, false);
            assert_eq!(text, joined);
        }
        assert_eq!(speller.without_set_hyphens("the develop\u{2}ment"), "the development");
    }
}
