//! Finds names in a text: Chinese ones anywhere, English ones as whole words whatever their endings.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::fold::is_han;
use super::token::{Key, Phrase, stem_key};

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

/// Finds all of a list of names at once, nested and overlapping ones too: a trie of their letters.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NameFinder {
    /// The node that a letter leads to from a node. The root is 0.
    edges: FxHashMap<(u32, Key), u32>,
    /// The names that end at each node.
    ends: Vec<Vec<usize>>,
}

impl NameFinder {
    /// A finder of these names. One in which no letter is left after folding is never found.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a Phrase>) -> Self {
        let mut finder = Self { edges: FxHashMap::default(), ends: vec![Vec::new()] };
        for (place, name) in names.into_iter().enumerate() {
            finder.add(place, name);
        }
        finder
    }

    /// Adds a name; the names that are written the same.
    pub fn add(&mut self, place: usize, name: &Phrase) -> &[usize] {
        let mut node = 0;
        for letter in letters(name) {
            let next = self.ends.len() as u32;
            node = *self.edges.entry((node, letter.key)).or_insert(next);
            if node == next {
                self.ends.push(Vec::new());
            }
        }
        match self.ends.get_mut(node as usize) {
            Some(own) if node > 0 => {
                own.push(place);
                own
            }
            _ => &[],
        }
    }

    /// All names in a text, by where they begin, the shorter first.
    pub fn find(&self, phrase: &Phrase) -> Vec<Mention> {
        let letters: Vec<_> = letters(phrase).collect();
        let mut found = Vec::new();
        for (place, first) in letters.iter().enumerate() {
            let mut node = 0;
            for letter in letters.iter().skip(place) {
                let Some(&next) = self.edges.get(&(node, letter.key)) else { break };
                node = next;
                let ends = self.ends.get(node as usize).map(Vec::as_slice).unwrap_or_default();
                found.extend(ends.iter().map(|&name| Mention {
                    name,
                    start: first.start,
                    end: letter.end,
                }));
            }
        }
        found
    }
}

/// What names are made of: a Han character, the stem of an English word, or a mark that no name crosses.
struct Letter {
    key: Key,
    start: usize,
    end: usize,
}

/// The key of a mark that no name crosses, which is no character's.
const STOP: Key = 0;

/// The letters of a text. Marks that stand inside names (quotes, brackets, slashes, dots) are left out.
fn letters(phrase: &Phrase) -> impl Iterator<Item = Letter> {
    let mut words = phrase.words().iter().peekable();
    let mut skip_to = 0;
    phrase.folded().char_indices().filter_map(move |(start, character)| {
        if start < skip_to {
            return None;
        }
        let end = start + character.len_utf8();
        if let Some(word) = words.next_if(|word| word.start == start) {
            skip_to = word.end;
            return Some(Letter { key: stem_key(&word.stem), start, end: word.end });
        }
        if is_han(character) {
            return Some(Letter { key: Key::from(u32::from(character)), start, end });
        }
        (!is_inside_names(character)).then_some(Letter { key: STOP, start, end })
    })
}

/// Whether names are written with and without a mark.
fn is_inside_names(mark: char) -> bool {
    mark == ' ' || "「」『』《》〈〉“”‘’\"'()[]{}/·・-–—&_".contains(mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fold;
    use proptest::prelude::*;

    fn phrase(text: &str) -> Phrase {
        Phrase::of_text(fold(text))
    }

    fn check(text: &str, expected: &[&str]) {
        let names = [
            "前海",
            "蓮塘／香園圍",
            "港股ETF",
            "joint task force",
            "R&D centre",
            "深港創新圈",
            "創新圈",
        ];
        let phrases: Vec<_> = names.iter().map(|name| phrase(name)).collect();
        let found: Vec<_> = NameFinder::new(&phrases)
            .find(&phrase(text))
            .iter()
            .map(|mention| names[mention.name])
            .collect();
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
