//! Finds which of many short words and phrases stand in a text, in one pass over it.

use rustc_hash::FxHashMap;

use super::fold::is_han;

/// Lists of words and phrases, folded. An English one stands as a whole word, after `*` it may go on; a Chinese one stands anywhere,
/// before `$` nothing but a particle may follow.
pub struct Lexicon {
    /// The entries by their first character.
    by_first: FxHashMap<char, Vec<Entry>>,
}

struct Entry {
    word: &'static str,
    list: u32,
    end: End,
}

/// What may follow a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Anything,
    NoLetter,
    NoHanButParticle,
}

/// Which lists have a word in a text: one bit for each list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lists(u64);

impl Lists {
    /// Whether a list has a word in the text.
    pub(super) const fn has(self, list: usize) -> bool {
        self.0 >> list & 1 == 1
    }
}

impl Lexicon {
    /// At most 64 lists.
    pub fn new<'l>(lists: impl IntoIterator<Item = &'l [&'static str]>) -> Self {
        let mut by_first: FxHashMap<char, Vec<Entry>> = FxHashMap::default();
        for (list, words) in (0..64).zip(lists) {
            for &written in words {
                let word = written.trim_end_matches(['*', '$']);
                let Some(first) = word.chars().next() else { continue };
                let end = if written.ends_with('$') {
                    End::NoHanButParticle
                } else if first.is_ascii_alphabetic() && !written.ends_with('*') {
                    End::NoLetter
                } else {
                    End::Anything
                };
                by_first.entry(first).or_default().push(Entry { word, list, end });
            }
        }
        Self { by_first }
    }

    /// Whether any list has a word in a folded text.
    pub fn finds_any(&self, folded: &str) -> bool {
        self.find(folded) != Lists::default()
    }

    /// The lists that have a word in a folded text.
    pub(super) fn find(&self, folded: &str) -> Lists {
        let mut found = 0_u64;
        let mut before = ' ';
        for (at, character) in folded.char_indices() {
            let inside = character.is_ascii_alphabetic() && before.is_ascii_alphanumeric();
            before = character;
            if inside {
                continue;
            }
            let Some(entries) = self.by_first.get(&character) else { continue };
            let rest = folded.get(at..).unwrap_or_default();
            for entry in entries {
                if found >> entry.list & 1 == 0
                    && rest.starts_with(entry.word)
                    && entry.ends_before(rest)
                {
                    found |= 1 << entry.list;
                }
            }
        }
        Lists(found)
    }
}

impl Entry {
    /// Whether what follows the word at the beginning of a text is as it must be.
    fn ends_before(&self, rest: &str) -> bool {
        let after = || rest.get(self.word.len()..).and_then(|after| after.chars().next());
        match self.end {
            End::Anything => true,
            End::NoLetter => !after().is_some_and(|after| after.is_ascii_alphanumeric()),
            End::NoHanButParticle => {
                after().is_none_or(|after| !is_han(after) || "㗎呀啊呢嘅".contains(after))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_phrases_anywhere() {
        let lexicon =
            Lexicon::new([&["mayor*", "how much"][..], &["叫什么$", "几多"], &["secretar*", "?"]]);
        for (text, expected) in [
            ("the mayors", [true, false, false]),
            ("how much is it", [true, false, false]),
            ("how muchly", [false, false, false]),
            ("undersecretary", [false, false, false]),
            ("叫什么呀", [false, true, false]),
            ("叫什么名", [false, false, false]),
            ("有几多?", [false, true, true]),
            ("", [false; 3]),
        ] {
            let lists = lexicon.find(text);
            assert_eq!([0, 1, 2].map(|list| lists.has(list)), expected, "{text}");
        }
    }
}
