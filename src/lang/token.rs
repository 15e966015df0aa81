//! Tokens: what of a text is looked up in an index.

use rust_stemmers::{Algorithm, Stemmer};

use super::fold::is_han;
use super::form::Form;
use super::number::figures;
use crate::lexicon::{Bilingual, Found, List, lexicon};

/// A token's identity: equal for equal tokens of one kind, so that an index needs no strings. The kind is in the highest
/// four bits; below it are the characters of a token of Han characters, in order, or a hash of any other.
pub type Key = u64;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One Han character.
    Han1,
    /// Two Han characters side by side.
    Han2,
    /// The Snowball stem of an English word.
    Stem,
    /// Two English stems side by side, function words left out.
    StemPair,
    /// A figure's value.
    Figure,
    /// What a curated name stands for, whatever the name.
    Concept,
    /// A turn of speech by which questions about one subject differ.
    Turn,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; 7] = [
        Self::Han1,
        Self::Han2,
        Self::Stem,
        Self::StemPair,
        Self::Figure,
        Self::Concept,
        Self::Turn,
    ];

    /// Whether a token says something by itself, not only beside others.
    pub const fn tells_by_itself(self) -> bool {
        !matches!(self, Self::Han1 | Self::Figure | Self::Turn)
    }

    /// Whether it is made of Han characters; if not, of letters and digits.
    pub const fn is_han(self) -> bool {
        matches!(self, Self::Han1 | Self::Han2)
    }

    /// Its name in the model file and in explanations.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Han1 => "character",
            Self::Han2 => "character_pair",
            Self::Stem => "stem",
            Self::StemPair => "stem_pair",
            Self::Figure => "figure",
            Self::Concept => "concept",
            Self::Turn => "turn",
        }
    }
}

/// A token of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is made of.
    pub kind: Kind,
    /// Its identity.
    pub key: Key,
    /// First byte in the folded text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// An English word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word, folded, hyphens after short prefixes dropped.
    pub text: String,
    /// Its Snowball stem.
    pub stem: String,
    /// Whether it only holds the sentence together.
    pub function: bool,
    /// First byte in the folded text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A folded text, cut into runs of Han characters and English words.
#[derive(Clone, Debug, Default)]
pub struct Phrase {
    folded: String,
    /// Byte ranges of Han runs.
    runs: Vec<(usize, usize)>,
    /// English words, in order.
    words: Vec<Word>,
    /// Of a question, its form.
    form: Form,
}

impl Phrase {
    /// Cuts a folded text of a paper: every Han character counts.
    pub fn of_text(folded: String) -> Self {
        Self::cut(folded, None)
    }

    /// Cuts a folded question: Chinese function words part the runs and are left out, unless nothing else is there.
    pub fn of_question(folded: String) -> Self {
        let found = lexicon().find(&folded);
        Self::of_question_with(folded, &found)
    }

    /// The same, of a text in which these words were found.
    pub fn of_question_with(folded: String, found: &Found) -> Self {
        Self { form: Form::of(found), ..Self::cut(folded, Some(found)) }
    }

    /// A question after what it leans on: the words of both, and the form of the question.
    pub fn of_question_after(before: &str, question: &str) -> Self {
        Self { form: Form::of_text(question), ..Self::of_question(format!("{before} {question}")) }
    }

    /// The folded text.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The form of a question. A text of a paper has none.
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The runs of Han characters that say something, with the byte at which each begins.
    pub fn han_runs(&self) -> impl Iterator<Item = (usize, &str)> {
        let run = |&(start, end): &(usize, usize)| Some((start, self.folded.get(start..end)?));
        self.runs.iter().filter_map(run)
    }

    /// The English words, in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The English words that say something.
    pub fn content_words(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|word| !word.function)
    }

    /// Whether more of it is Chinese than English.
    pub fn is_chinese(&self) -> bool {
        let (han, words) = (self.han_length(), self.content_words().count());
        // two characters are a word
        han > 2 * words || (han > 0 && words == 0)
    }

    /// How many Han characters are in it.
    pub fn han_length(&self) -> usize {
        self.runs
            .iter()
            .map(|&(start, end)| self.folded.get(start..end).map_or(0, |run| run.chars().count()))
            .sum()
    }

    fn cut(folded: String, question: Option<&Found>) -> Self {
        let stemmer = Stemmer::create(Algorithm::English);
        let mut phrase = Self { folded, ..Self::default() };
        let text = std::mem::take(&mut phrase.folded);
        let mut rest = text.as_str();
        while let Some(character) = rest.chars().next() {
            let at = text.len() - rest.len();
            let length = if is_han(character) {
                let run = rest.find(|character| !is_han(character)).unwrap_or(rest.len());
                match question {
                    Some(found) => phrase.push_content(&text, found, at, at + run),
                    None => phrase.runs.push((at, at + run)),
                }
                run
            } else if character.is_alphanumeric() {
                phrase.push_word(&stemmer, rest, at)
            } else {
                character.len_utf8()
            };
            rest = rest.get(length..).unwrap_or_default();
        }
        if let Some(found) = question {
            for supposed in found.words_of(List::Supposition) {
                let inside =
                    |word: &&mut Word| word.start >= supposed.start && word.end <= supposed.end;
                phrase.words.iter_mut().filter(inside).for_each(|word| word.function = true);
            }
        }
        phrase.folded = text;
        phrase
    }

    /// Takes the parts of a run of Han characters between its function words.
    fn push_content(&mut self, text: &str, found: &Found, start: usize, end: usize) {
        let mut begin = start;
        let mut at = start;
        while at < end {
            let is_function = |own: &&crate::lexicon::Match| {
                own.is_of(List::FunctionChinese) || own.is_of(List::Supposition)
            };
            match found.at(at).iter().find(is_function) {
                Some(word) => {
                    if at > begin {
                        self.runs.push((begin, at));
                    }
                    at = word.end;
                    begin = at;
                }
                None => {
                    let rest = text.get(at..end).unwrap_or_default();
                    at += rest.chars().next().map_or(1, char::len_utf8);
                }
            }
        }
        if end > begin {
            self.runs.push((begin, end));
        }
    }

    /// Takes the word at the beginning of `rest`, which begins at byte `at`; its length in bytes.
    fn push_word(&mut self, stemmer: &Stemmer, rest: &str, at: usize) -> usize {
        let mut word = String::new();
        let mut length = 0;
        let mut after = rest.char_indices().peekable();
        while let Some((place, character)) = after.next() {
            let next = after.peek().map(|&(_, next)| next);
            let joins = next.is_some_and(|next| next.is_alphanumeric() && !is_han(next));
            match character {
                _ if is_han(character) => break,
                _ if character.is_alphanumeric() => word.push(character),
                // possessives and contractions keep their head; a short prefix joins what it stands before
                '\'' | '’' if joins => {}
                '-' | '‐' | '‑'
                    if joins
                        && word.len() <= 2
                        && word.bytes().all(|byte| byte.is_ascii_lowercase()) => {}
                '.' | ','
                    if joins
                        && word.bytes().all(|byte| byte.is_ascii_digit())
                        && next.is_some_and(|next| next.is_ascii_digit()) =>
                {
                    word.push(character);
                }
                _ => break,
            }
            length = place + character.len_utf8();
        }
        let possessive =
            rest.get(..length).is_some_and(|raw| raw.ends_with("'s") || raw.ends_with("’s"));
        if possessive {
            word.pop();
        }
        if !word.is_empty() {
            let stem = stemmer.stem(&word).into_owned();
            self.words.push(Word {
                function: lexicon().is_function_word(&word),
                stem,
                text: word,
                start: at,
                end: at + length,
            });
        }
        length.max(1)
    }

    /// The stem of an English word.
    pub fn stem_of(word: &str) -> String {
        Stemmer::create(Algorithm::English).stem(word).into_owned()
    }

    /// Puts other words in the place of English ones: what `repair` gives for a word that says something, if anything.
    pub fn repair(&mut self, mut repair: impl FnMut(&Word) -> Option<String>) {
        let stemmer = Stemmer::create(Algorithm::English);
        for word in self.words.iter_mut().filter(|word| !word.function) {
            if let Some(text) = repair(word) {
                word.stem = stemmer.stem(&text).into_owned();
                word.text = text;
            }
        }
    }

    /// Hands each token to `take`, with what it is made of: its characters, or its stem.
    pub fn tokens(&self, mut take: impl FnMut(Token, &str)) {
        for &(start, end) in &self.runs {
            self.run_tokens(start, end, &mut take);
        }
        self.word_tokens(&mut take);
        for figure in figures(&self.folded) {
            let key = key(Kind::Figure, figure.thousandths);
            take(Token { kind: Kind::Figure, key, start: figure.start, end: figure.end }, "");
        }
        for turn in self.form.turns() {
            take(Token { kind: Kind::Turn, key: key(Kind::Turn, turn), start: 0, end: 0 }, "");
        }
    }

    /// Hands over a token for each turn of speech of a question, as it is asked of a concept.
    pub fn turns_of(&self, concept: usize, mut take: impl FnMut(Token)) {
        for turn in self.form.turns() {
            let key = key(Kind::Turn, (concept as u64 + 1) << 8 | turn);
            take(Token { kind: Kind::Turn, key, start: 0, end: 0 });
        }
    }

    fn run_tokens(&self, start: usize, end: usize, take: &mut impl FnMut(Token, &str)) {
        let Some(run) = self.folded.get(start..end) else { return };
        let mut last: Option<(usize, char)> = None;
        for (at, character) in run.char_indices() {
            let (begin, finish) = (start + at, start + at + character.len_utf8());
            let word = |from| self.folded.get(from..finish).unwrap_or_default();
            let key = han_key(None, character);
            take(Token { kind: Kind::Han1, key, start: begin, end: finish }, word(begin));
            if let Some((first, before)) = last {
                let key = han_key(Some(before), character);
                take(Token { kind: Kind::Han2, key, start: first, end: finish }, word(first));
            }
            last = Some((begin, character));
        }
    }

    fn word_tokens(&self, take: &mut impl FnMut(Token, &str)) {
        let mut before: Option<(&str, usize)> = None;
        for word in self.content_words() {
            let key = stem_key(&word.stem);
            take(Token { kind: Kind::Stem, key, start: word.start, end: word.end }, &word.stem);
            if let Some((earlier, start)) = before {
                let key = stem_pair_key(earlier, &word.stem);
                take(Token { kind: Kind::StemPair, key, start, end: word.end }, "");
            }
            before = Some((&word.stem, word.start));
        }
    }
}

/// The key of one Han character, or of two side by side.
pub fn han_key(first: Option<char>, second: char) -> Key {
    match first {
        Some(first) => {
            key(Kind::Han2, u64::from(u32::from(first)) << 21 | u64::from(u32::from(second)))
        }
        None => key(Kind::Han1, u64::from(u32::from(second))),
    }
}

/// The characters of a key of two Han characters; `None` for any other key.
pub fn han_pair(pair: Key) -> Option<(char, char)> {
    let first = u32::try_from(pair >> 21 & 0x1f_ffff).ok().and_then(char::from_u32)?;
    let second = u32::try_from(pair & 0x1f_ffff).ok().and_then(char::from_u32)?;
    (pair == han_key(Some(first), second)).then_some((first, second))
}

/// The key of an English stem.
pub fn stem_key(stem: &str) -> Key {
    key(Kind::Stem, hash(0, stem.as_bytes()))
}

/// The key of two English stems side by side.
pub fn stem_pair_key(one: &str, other: &str) -> Key {
    key(Kind::StemPair, hash(hash(0, one.as_bytes()), other.as_bytes()))
}

/// The key of a whole figure.
pub fn figure_key(value: u64) -> Key {
    key(Kind::Figure, value.saturating_mul(1000))
}

/// The key of a concept, by its place among all of its paper.
pub fn concept_key(concept: usize) -> Key {
    key(Kind::Concept, concept as u64)
}

const fn key(kind: Kind, content: u64) -> Key {
    (kind as u64 + 1) << 60 | (content & (u64::MAX >> 4))
}

/// Whether the lexicon has an English word, in lower case, in any of its forms.
pub fn is_known_word(word: &str) -> bool {
    Bilingual::embedded().find(&Phrase::stem_of(word)).is_some()
}

/// FNV-1a, its highest bits folded into the 60 that a key has room for.
fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash ^ hash >> 60
}
