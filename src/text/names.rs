//! Finds names in a text: Chinese ones anywhere, English ones as whole words whatever their endings.

use aho_corasick::{AhoCorasick, MatchKind};

use super::fold::is_han;
use super::token::Phrase;

/// A name found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The place of the name in the list that the finder was made from.
    pub name: usize,
    /// First byte in the folded text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// Finds all of a list of names at once, nested and overlapping ones too.
pub struct NameFinder {
    /// `None` where there is nothing to find.
    automaton: Option<AhoCorasick>,
    /// The name of each pattern.
    names: Vec<usize>,
}

impl NameFinder {
    /// A finder of these names. One in which no letter is left after folding is never found.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a Phrase>) -> Self {
        let (names, patterns): (Vec<_>, Vec<_>) =
            names.into_iter().enumerate().map(|(place, name)| (place, canonical(name).text)).filter(|(_, pattern)| !pattern.trim().is_empty()).unzip();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok();
        Self { automaton: automaton.filter(|_| !patterns.is_empty()), names }
    }

    /// All names in a text, by where they end.
    pub fn find(&self, phrase: &Phrase) -> Vec<Mention> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let text = canonical(phrase);
        automaton
            .find_overlapping_iter(&text.text)
            .filter_map(|found| {
                // the spaces around an English name are no part of it
                let matched = text.text.get(found.range())?;
                let start = found.start() + (matched.len() - matched.trim_start().len());
                let end = found.end() - (matched.len() - matched.trim_end().len());
                Some(Mention {
                    name: *self.names.get(found.pattern().as_usize())?,
                    start: *text.starts.get(start)?,
                    end: *text.ends.get(end.checked_sub(1)?)?,
                })
            })
            .collect()
    }
}

/// A phrase's names compare equal when this does.
pub(crate) fn canonical_name(phrase: &Phrase) -> String {
    canonical(phrase).text
}

/// A text as names are compared: English stems between single spaces, Han characters as they are, marks that stand inside
/// names (quotes, brackets, slashes, dots) dropped, any other mark a line break, which no name crosses.
#[derive(Default)]
struct Canonical {
    text: String,
    /// For each byte of `text`, the first byte in the folded text that it stands for.
    starts: Vec<usize>,
    /// For each byte of `text`, the byte after the last in the folded text that it stands for.
    ends: Vec<usize>,
}

impl Canonical {
    fn push(&mut self, piece: &str, start: usize, end: usize) {
        self.text.push_str(piece);
        self.starts.resize(self.text.len(), start);
        self.ends.resize(self.text.len(), end);
    }
}

fn canonical(phrase: &Phrase) -> Canonical {
    let mut canonical = Canonical::default();
    let mut words = phrase.words().iter().peekable();
    let mut skip_to = 0;
    for (at, character) in phrase.folded().char_indices() {
        if at < skip_to {
            continue;
        }
        let end = at + character.len_utf8();
        if let Some(word) = words.next_if(|word| word.start == at) {
            if !canonical.text.ends_with(' ') {
                canonical.push(" ", at, at);
            }
            canonical.push(&word.stem, word.start, word.end);
            canonical.push(" ", word.end, word.end);
            skip_to = word.end;
        } else if is_han(character) {
            canonical.push(character.encode_utf8(&mut [0; 4]), at, end);
        } else if !(character == ' ' || "「」『』《》〈〉“”‘’\"'()[]{}/·・-–—&_".contains(character)) {
            canonical.push("\n", at, end);
        }
    }
    canonical
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use proptest::prelude::*;

    fn phrase(text: &str) -> Phrase {
        Phrase::of_text(fold(text))
    }

    fn check(text: &str, expected: &[&str]) {
        let names = ["前海", "蓮塘／香園圍", "港股ETF", "joint task force", "R&D centre", "深港創新圈", "創新圈"];
        let phrases: Vec<_> = names.iter().map(|name| phrase(name)).collect();
        let found: Vec<_> = NameFinder::new(&phrases).find(&phrase(text)).iter().map(|mention| names[mention.name]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        check("前海？", &["前海"]);
        check("莲塘香园围", &["蓮塘／香園圍"]);
        check("港股 ＥＴＦ幾時有", &["港股ETF"]);
        check("The Joint Task Forces met", &["joint task force"]);
        check("R & D centres", &["R&D centre"]);
        check("「深港創新圈」", &["深港創新圈", "創新圈"]);
    }

    #[test]
    fn a_name_is_no_part_of_a_word_and_crosses_no_stop() {
        check("disjoint task force", &[]);
        check("往前。海邊", &[]);
        check("", &[]);
    }

    proptest! {
        #[test]
        fn a_mention_is_a_slice(text in any::<String>()) {
            let names = [phrase("a"), phrase("前海"), phrase("!")];
            let text = phrase(&format!("{text}前海 a {text}"));
            for mention in NameFinder::new(&names).find(&text) {
                prop_assert!(text.folded().get(mention.start..mention.end).is_some_and(|slice| !slice.is_empty()));
            }
        }
    }
}
