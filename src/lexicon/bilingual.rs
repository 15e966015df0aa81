//! The bilingual lexicon: for a word, the words that are likely to be said instead, in either language.
//!
//! It is one block of bytes that `data/bilingual/make.py` writes, read where it lies: nothing is parsed or copied when
//! the program starts, and only the pages are touched that a question needs. All numbers are little endian:
//!
//! ```text
//! magic "BRIEFLX1" · words u32 · links u32 · length of the text u32 · pairs u32
//! where each word begins in the text, and the end: (words + 1) × u32; the words are in order of their bytes
//! the first link of each word, and the end:        (words + 1) × u32
//! links: the other word's place << 8 | weight 1–255, the heaviest first
//! commonness of each word: u8 = 8 · −log2(share of all tokens), 255 where unknown
//! pairs of Han characters: first << 16 | second, in order (a single character: 0 << 16 | it): u32
//! commonness of each pair: u8
//! the text: the words, one after the other
//! ```

use std::ops::Range;

/// The lexicon over its bytes.
#[derive(Clone, Copy)]
pub struct Bilingual {
    bytes: &'static [u8],
    words: usize,
    pairs: usize,
    first_link: usize,
    links: usize,
    commonness: usize,
    pair_keys: usize,
    pair_commonness: usize,
    text: usize,
}

/// A word that may be said instead of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The word: Simplified Chinese, an English stem, or two stems with a space between them.
    pub word: &'static str,
    /// How likely it is, 0 to 1.
    pub weight: f32,
}

pub(super) static BYTES: &[u8] = include_bytes!("../../data/bilingual/lexicon.bin");

const HEADER: usize = 24;

/// Bits of commonness per unit.
const BITS: f32 = 8.0;

/// Commonness of what the lexicon does not know.
const UNKNOWN: u8 = u8::MAX;

impl Bilingual {
    /// The lexicon that is compiled in.
    pub fn embedded() -> Self {
        let number = |at: usize| number(BYTES, at) as usize;
        let (words, links, pairs) = (number(8), number(12), number(20));
        let first_link = HEADER + 4 * (words + 1);
        let link = first_link + 4 * (words + 1);
        let commonness = link + 4 * links;
        let pair_keys = commonness + words;
        let pair_commonness = pair_keys + 4 * pairs;
        Self {
            bytes: BYTES,
            words,
            pairs,
            first_link,
            links: link,
            commonness,
            pair_keys,
            pair_commonness,
            text: pair_commonness + pairs,
        }
    }

    /// The place of a word; `None` where the lexicon does not have it.
    pub fn find(&self, word: &str) -> Option<usize> {
        let place = partition_point(self.all(), |other| self.word_bytes(other) < word.as_bytes());
        (place < self.words && self.is(place, word)).then_some(place)
    }

    /// How many words there are.
    #[cfg(test)]
    pub(super) const fn words(&self) -> usize {
        self.words
    }

    /// The places of all words, which are in order of their bytes.
    pub(super) const fn all(&self) -> Range<usize> {
        0..self.words
    }

    /// The places, among some that follow each other, of the words that begin like this.
    pub(super) fn starting_with(&self, among: &Range<usize>, beginning: &str) -> Range<usize> {
        let beginning = beginning.as_bytes();
        let first = partition_point(among.clone(), |word| self.word_bytes(word) < beginning);
        let begins = |word: usize| self.word_bytes(word).starts_with(beginning);
        first..partition_point(first..among.end, begins)
    }

    /// Whether this is the word at a place.
    pub(super) fn is(&self, place: usize, word: &str) -> bool {
        self.word_bytes(place) == word.as_bytes()
    }

    /// The words that may be said instead of the word at a place, the likeliest first.
    pub fn links(&self, word: usize) -> impl Iterator<Item = Link> + use<> {
        let this = *self;
        self.linked(word).filter_map(move |(place, weight)| {
            let word = std::str::from_utf8(this.word_bytes(place)).ok()?;
            Some(Link { word, weight })
        })
    }

    /// The places of these words, and how likely each is, the likeliest first.
    pub(super) fn linked(&self, word: usize) -> impl Iterator<Item = (usize, f32)> + use<> {
        let this = *self;
        let at = |place: usize| number(this.bytes, this.first_link + 4 * place) as usize;
        let (from, to) = if word < self.words { (at(word), at(word + 1)) } else { (0, 0) };
        (from..to).map(move |link| {
            let packed = number(this.bytes, this.links + 4 * link);
            ((packed >> 8) as usize, (packed & 0xff) as f32 / 255.0)
        })
    }

    /// The share of all tokens of the language that the word at a place is.
    pub fn frequency(&self, word: usize) -> f32 {
        share(self.bytes.get(self.commonness + word).copied().unwrap_or(UNKNOWN))
    }

    /// The share of an English stem among the tokens of English.
    pub fn stem_frequency(&self, stem: &str) -> f32 {
        self.find(stem).map_or(0.0, |word| self.frequency(word))
    }

    /// The share of one Han character, or of two side by side, among those of Chinese.
    pub fn han_frequency(&self, first: Option<char>, second: char) -> f32 {
        let code = |character: char| u32::from(character);
        let key = first.map_or(0, code) << 16 | (code(second) & 0xffff);
        let (mut from, mut to) = (0, self.pairs);
        while from < to {
            let middle = usize::midpoint(from, to);
            match number(self.bytes, self.pair_keys + 4 * middle).cmp(&key) {
                std::cmp::Ordering::Equal => {
                    let at = self.pair_commonness + middle;
                    return share(self.bytes.get(at).copied().unwrap_or(UNKNOWN));
                }
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        0.0
    }

    fn word_bytes(&self, word: usize) -> &'static [u8] {
        let at = |place: usize| self.text + number(self.bytes, HEADER + 4 * place) as usize;
        self.bytes.get(at(word)..at(word + 1)).unwrap_or_default()
    }
}

/// The first of some places for which a condition does not hold, where it holds for all before that one (binary search).
pub(super) fn partition_point(places: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (places.start, places.end);
    while from < to {
        let middle = usize::midpoint(from, to);
        if holds(middle) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from
}

fn share(commonness: u8) -> f32 {
    if commonness == UNKNOWN { 0.0 } else { (-f32::from(commonness) / BITS).exp2() }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_counterparts_in_both_languages() {
        let lexicon = Bilingual::embedded();
        let links = |word: &str| {
            let found = lexicon.find(word);
            found.map(|word| lexicon.links(word).map(|link| link.word).collect::<Vec<_>>())
        };
        for (word, counterpart) in [
            ("铁路", "railway"),
            ("垃圾", "rubbish"),
            ("teacher", "老师"),
            // Cantonese, the mainland's and Taiwan's words, officialese and everyday words
            ("倾", "讨论"),
            ("边个", "谁"),
            ("落实", "实行"),
            ("的士", "出租车"),
            ("commenc", "begin"),
            ("assist", "help"),
        ] {
            let links = links(word).unwrap_or_default();
            assert!(links.contains(&counterpart), "{word}: {links:?}");
        }
        assert_eq!(links("no such word"), None);
    }

    #[test]
    fn common_words_are_commoner_than_rare_ones() {
        let lexicon = Bilingual::embedded();
        assert!(lexicon.han_frequency(None, '的') > lexicon.han_frequency(None, '鲸'));
        assert!(lexicon.han_frequency(Some('中'), '国') > lexicon.han_frequency(Some('前'), '海'));
        assert!(lexicon.stem_frequency("govern") > lexicon.stem_frequency("hydrolog"));
        assert!(lexicon.stem_frequency("qzxv").abs() < f32::EPSILON);
    }
}
