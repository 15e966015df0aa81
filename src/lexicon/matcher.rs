//! Finds which words of many lists stand in a text, in one pass over it.

use rustc_hash::FxHashMap;

use super::lists::List;

/// Most lists.
const MOST_LISTS: usize = 256;

/// Particles that may follow a Chinese word that ends a clause.
const PARTICLES: &str = "㗎呀啊呢嘅";

/// All lists. An English word stands as a whole word, after `*` it may go on; a Chinese one stands
/// anywhere, before `$` nothing but a particle may follow.
pub(super) struct Matcher {
    /// The entries by their first two characters, the longest first.
    by_beginning: FxHashMap<Beginning, Vec<Entry>>,
}

/// The first two characters of a word; of one character, itself.
type Beginning = (char, Option<char>);

struct Entry {
    word: String,
    list: usize,
    end: End,
}

/// What may follow a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Anything,
    NoLetter,
    NoHanButParticle,
}

/// A word of a list in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The list, by its place among all.
    list: usize,
    /// First byte in the text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Match {
    /// Whether it is of this list.
    pub const fn is_of(&self, list: List) -> bool {
        self.list == list as usize
    }
}

/// The words of all lists that stand in a text.
#[derive(Clone, Debug, Default)]
pub struct Found {
    lists: [u64; MOST_LISTS / 64],
    /// By where they begin, the longest first.
    matches: Vec<Match>,
}

impl Found {
    /// Whether a list has a word in the text.
    pub fn has(&self, list: List) -> bool {
        self.has_id(list as usize)
    }

    pub(super) fn has_id(&self, list: usize) -> bool {
        self.lists.get(list / 64).is_some_and(|bits| bits >> (list % 64) & 1 == 1)
    }

    /// The words of a list in the text that do not overlap, from the left, the longest of those that begin at one place.
    pub fn words_of(&self, list: List) -> impl Iterator<Item = Match> {
        let mut free = 0;
        self.matches.iter().copied().filter(move |found| found.is_of(list)).filter(move |found| {
            let is_free = found.start >= free;
            if is_free {
                free = found.end;
            }
            is_free
        })
    }

    /// The words that begin at a byte of the text, the longest first.
    pub fn at(&self, start: usize) -> &[Match] {
        let from = self.matches.partition_point(|found| found.start < start);
        let rest = self.matches.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|found| found.start == start)).unwrap_or_default()
    }
}

impl Matcher {
    /// Of these lists, by their places.
    pub(super) fn new<'w>(lists: impl IntoIterator<Item = (usize, &'w [String])>) -> Self {
        let mut by_beginning: FxHashMap<Beginning, Vec<Entry>> = FxHashMap::default();
        for (list, words) in lists {
            for written in words {
                let sign = written.ends_with(['*', '$']) && written.len() > 1;
                let word = written.get(..written.len() - usize::from(sign)).unwrap_or_default();
                let mut characters = word.chars();
                let Some(first) = characters.next() else { continue };
                let beginning = (first, characters.next());
                let end = if sign && written.ends_with('$') {
                    End::NoHanButParticle
                } else if !written.ends_with('*')
                    && word.chars().next_back().is_some_and(|last| last.is_ascii_alphabetic())
                {
                    End::NoLetter
                } else {
                    End::Anything
                };
                let entry = Entry { word: word.to_owned(), list, end };
                by_beginning.entry(beginning).or_default().push(entry);
            }
        }
        let mut matcher = Self { by_beginning };
        #[allow(clippy::iter_over_hash_type, reason = "each is sorted by itself")]
        for entries in matcher.by_beginning.values_mut() {
            entries.sort_by(|one, other| {
                other.word.len().cmp(&one.word.len()).then(one.list.cmp(&other.list))
            });
        }
        matcher
    }

    pub(super) fn find(&self, folded: &str) -> Found {
        let mut found = Found::default();
        let mut before = ' ';
        for (at, character) in folded.char_indices() {
            let inside = (character.is_ascii_alphabetic() && before.is_ascii_alphabetic())
                || (character.is_ascii_digit() && before.is_ascii_digit());
            before = character;
            if inside {
                continue;
            }
            let rest = folded.get(at..).unwrap_or_default();
            let next = rest.chars().nth(1);
            // those of two characters and more are the longer ones
            let longer = next.and_then(|_| self.by_beginning.get(&(character, next)));
            let single = self.by_beginning.get(&(character, None));
            for entry in longer.into_iter().chain(single).flatten() {
                if rest.starts_with(entry.word.as_str()) && entry.ends_before(rest) {
                    if let Some(bits) = found.lists.get_mut(entry.list / 64) {
                        *bits |= 1 << (entry.list % 64);
                    }
                    let end = at + entry.word.len();
                    found.matches.push(Match { list: entry.list, start: at, end });
                }
            }
        }
        found
    }
}

impl Entry {
    /// Whether what follows the word at the beginning of a text is as it must be.
    fn ends_before(&self, rest: &str) -> bool {
        let after = || rest.get(self.word.len()..).and_then(|after| after.chars().next());
        match self.end {
            End::Anything => true,
            End::NoLetter => !after().is_some_and(|after| after.is_ascii_alphabetic()),
            End::NoHanButParticle => after().is_none_or(|after| {
                !('\u{3400}'..='\u{9fff}').contains(&after) || PARTICLES.contains(after)
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_phrases_anywhere() {
        let lists =
            [&["mayor*", "how much"][..], &["叫什么$", "几多"], &["secretar*", "?", "para"]];
        let lists: Vec<Vec<String>> =
            lists.iter().map(|list| list.iter().map(|&word| word.to_owned()).collect()).collect();
        let matcher =
            Matcher::new(lists.iter().enumerate().map(|(id, list)| (id, list.as_slice())));
        for (text, expected) in [
            ("the mayors", [true, false, false]),
            ("how much is it", [true, false, false]),
            ("how muchly", [false, false, false]),
            ("undersecretary", [false, false, false]),
            ("叫什么呀", [false, true, false]),
            ("叫什么名", [false, false, false]),
            ("有几多?", [false, true, true]),
            ("para14", [false, false, true]),
            ("parade", [false, false, false]),
            ("", [false; 3]),
        ] {
            let found = matcher.find(text);
            assert_eq!([0, 1, 2].map(|list| found.has_id(list)), expected, "{text}");
        }
    }
}
