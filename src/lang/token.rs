//! Tokens: what of a text is looked up in an index.

use rust_stemmers::{Algorithm, Stemmer};

use super::fold::is_han;
use super::form::Form;
use super::number::figures;
use super::segment::Segmenter;
use super::sound::{syllable, syllables};
use super::stop::{is_function_word, joints, leading_function_word};
use crate::characters::series;

/// A token's identity: equal for equal tokens of one kind, 64 bits of a hash, so that an index needs no strings.
pub type Key = u64;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One Han character.
    Han1,
    /// Two Han characters side by side.
    Han2,
    /// Three Han characters side by side.
    Han3,
    /// The Mandarin syllables of two Han characters side by side, or of a romanised name.
    Sound,
    /// A Chinese word of two or more characters, cut by jieba.
    Word,
    /// The Snowball stem of an English word.
    Stem,
    /// Two English stems side by side, function words left out.
    StemPair,
    /// Four letters of an English word side by side.
    Letters,
    /// A figure's value.
    Figure,
    /// What a name stands for, whatever the name.
    Concept,
    /// A turn of speech by which questions about one subject differ.
    Turn,
    /// A Han character beside one of a phonetic series: 前诲 looks like 前海.
    Shape,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; 12] = [
        Self::Han1,
        Self::Han2,
        Self::Han3,
        Self::Sound,
        Self::Word,
        Self::Stem,
        Self::StemPair,
        Self::Letters,
        Self::Figure,
        Self::Concept,
        Self::Turn,
        Self::Shape,
    ];

    /// Whether a token says something by itself, not only beside others.
    pub const fn tells_by_itself(self) -> bool {
        !matches!(self, Self::Han1 | Self::Letters | Self::Turn)
    }

    /// Whether it is made of Han characters; if not, of letters and digits.
    pub const fn is_han(self) -> bool {
        matches!(
            self,
            Self::Han1 | Self::Han2 | Self::Han3 | Self::Sound | Self::Word | Self::Shape
        )
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

/// Which words a phrase leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leave {
    Nothing,
    FunctionWords,
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
        Self::cut(folded, Leave::Nothing)
    }

    /// Cuts a folded question: Chinese function words part the runs and are left out, unless nothing else is there.
    pub fn of_question(folded: String) -> Self {
        let form = Form::of(&folded);
        Self { form, ..Self::cut(folded, Leave::FunctionWords) }
    }

    /// A question after what it leans on: the words of both, and the form of the question.
    pub fn of_question_after(before: &str, question: &str) -> Self {
        Self { form: Form::of(question), ..Self::of_question(format!("{before} {question}")) }
    }

    /// The folded text.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The form of a question. A text of a paper has none.
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The two sides of each word that joins things, in order, where both sides have any.
    pub fn joined_parts(&self) -> impl Iterator<Item = (&str, &str)> {
        let sides = joints(&self.folded)
            .into_iter()
            .map(|joint| (self.folded.get(..joint.start), self.folded.get(joint.end..)));
        sides
            .filter_map(|(before, after)| Some((before?.trim(), after?.trim())))
            .filter(|(before, after)| !before.is_empty() && !after.is_empty())
    }

    /// The English words, in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The English words that say something.
    pub fn content_words(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|word| !word.function)
    }

    /// How many Han characters are in it.
    pub fn han_length(&self) -> usize {
        self.runs
            .iter()
            .map(|&(start, end)| self.folded.get(start..end).map_or(0, |run| run.chars().count()))
            .sum()
    }

    fn cut(folded: String, leave: Leave) -> Self {
        let stemmer = Stemmer::create(Algorithm::English);
        let mut phrase = Self { folded, ..Self::default() };
        let text = std::mem::take(&mut phrase.folded);
        let mut rest = text.as_str();
        while let Some(character) = rest.chars().next() {
            let at = text.len() - rest.len();
            let length = if is_han(character) {
                let run = rest.find(|character| !is_han(character)).unwrap_or(rest.len());
                phrase.push_run(&text, at, at + run, leave);
                run
            } else if character.is_alphanumeric() {
                phrase.push_word(&stemmer, rest, at)
            } else {
                character.len_utf8()
            };
            rest = rest.get(length..).unwrap_or_default();
        }
        phrase.folded = text;
        phrase
    }

    fn push_run(&mut self, text: &str, start: usize, end: usize, leave: Leave) {
        if leave == Leave::Nothing {
            self.runs.push((start, end));
            return;
        }
        let mut begin = start;
        let mut at = start;
        while at < end {
            let rest = text.get(at..end).unwrap_or_default();
            let length = leading_function_word(rest);
            if length > 0 {
                if at > begin {
                    self.runs.push((begin, at));
                }
                at += length;
                begin = at;
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
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
                function: is_function_word(&word),
                stem,
                text: word,
                start: at,
                end: at + length,
            });
        }
        length.max(1)
    }

    /// Puts other words in the place of English ones: what `repair` gives for a word that says something, if anything.
    pub fn repair(&mut self, repair: impl Fn(&Word) -> Option<String>) {
        let stemmer = Stemmer::create(Algorithm::English);
        for word in self.words.iter_mut().filter(|word| !word.function) {
            if let Some(text) = repair(word) {
                word.stem = stemmer.stem(&text).into_owned();
                word.text = text;
            }
        }
    }

    /// Hands each token to `take`. Words of Chinese come only with a segmenter.
    pub fn tokens(&self, segmenter: Option<&Segmenter>, mut take: impl FnMut(Token)) {
        for &(start, end) in &self.runs {
            self.run_tokens(start, end, segmenter, &mut take);
        }
        self.word_tokens(&mut take);
        for figure in figures(&self.folded) {
            take(Token {
                kind: Kind::Figure,
                key: key(Kind::Figure, figure.thousandths),
                start: figure.start,
                end: figure.end,
            });
        }
        for turn in self.form.turns() {
            take(Token { kind: Kind::Turn, key: key(Kind::Turn, turn), start: 0, end: 0 });
        }
    }

    /// Hands over a token for each turn of speech of a question, as it is asked of a concept.
    pub fn turns_of(&self, concept: usize, mut take: impl FnMut(Token)) {
        for turn in self.form.turns() {
            take(Token {
                kind: Kind::Turn,
                key: key(Kind::Turn, mix(concept as u64 + 1) ^ turn),
                start: 0,
                end: 0,
            });
        }
    }

    fn run_tokens(
        &self,
        start: usize,
        end: usize,
        segmenter: Option<&Segmenter>,
        take: &mut impl FnMut(Token),
    ) {
        let Some(run) = self.folded.get(start..end) else { return };
        // the last two characters: where each begins, what it is, how it sounds
        let mut last: [Option<(usize, char, Option<&'static str>)>; 2] = [None; 2];
        for (at, character) in run.char_indices() {
            let (begin, finish) = (start + at, start + at + character.len_utf8());
            let sound = syllable(character);
            take(Token {
                kind: Kind::Han1,
                key: key(Kind::Han1, pack(&[character])),
                start: begin,
                end: finish,
            });
            if let Some((first, before, before_sound)) = last[1] {
                take(Token {
                    kind: Kind::Han2,
                    key: key(Kind::Han2, pack(&[before, character])),
                    start: first,
                    end: finish,
                });
                if let (Some(one), Some(two)) = (before_sound, sound) {
                    take(Token {
                        kind: Kind::Sound,
                        key: sound_key(one, two),
                        start: first,
                        end: finish,
                    });
                }
                let alike = |one: char, series: [u16; 2], after: bool| {
                    series.into_iter().filter(|&series| series > 0).map(move |series| {
                        key(
                            Kind::Shape,
                            mix(u64::from(series) << 1 | u64::from(after))
                                ^ u64::from(u32::from(one)),
                        )
                    })
                };
                for key in alike(before, series(character), true).chain(alike(
                    character,
                    series(before),
                    false,
                )) {
                    take(Token { kind: Kind::Shape, key, start: first, end: finish });
                }
                if let Some((first, earlier, _)) = last[0] {
                    take(Token {
                        kind: Kind::Han3,
                        key: key(Kind::Han3, pack(&[earlier, before, character])),
                        start: first,
                        end: finish,
                    });
                }
            }
            last = [last[1], Some((begin, character, sound))];
        }
        if let Some(segmenter) = segmenter {
            for (at, word) in segmenter.words(run).filter(|(_, word)| word.chars().nth(1).is_some())
            {
                let key = key(Kind::Word, hash(word.as_bytes()));
                take(Token {
                    kind: Kind::Word,
                    key,
                    start: start + at,
                    end: start + at + word.len(),
                });
            }
        }
    }

    fn word_tokens(&self, take: &mut impl FnMut(Token)) {
        let mut before: Option<(u64, usize)> = None;
        for word in self.content_words() {
            let stem = hash(word.stem.as_bytes());
            take(Token {
                kind: Kind::Stem,
                key: key(Kind::Stem, stem),
                start: word.start,
                end: word.end,
            });
            if let Some((earlier, start)) = before {
                take(Token {
                    kind: Kind::StemPair,
                    key: key(Kind::StemPair, mix(earlier) ^ stem),
                    start,
                    end: word.end,
                });
            }
            before = Some((stem, word.start));
            letters(&word.text, |key| {
                take(Token { kind: Kind::Letters, key, start: word.start, end: word.end })
            });
        }
    }
}

/// The key of an English stem.
pub fn stem_key(stem: &str) -> Key {
    key(Kind::Stem, hash(stem.as_bytes()))
}

/// The key of a concept, by its place among all.
pub fn concept_key(concept: usize) -> Key {
    key(Kind::Concept, concept as u64)
}

/// The keys of the sounds of a romanised name, side by side; none for any other word.
pub fn sound_keys(word: &str) -> Vec<Key> {
    let Some(parts) = syllables(word) else { return Vec::new() };
    parts.windows(2).filter_map(|pair| Some(sound_key(pair.first()?, pair.get(1)?))).collect()
}

/// Hands over the keys of a word's letters, four by four, its ends marked.
pub fn letters(word: &str, mut take: impl FnMut(Key)) {
    let mut window = [' '; 4];
    let mut length = 1;
    for character in word.chars().chain([' ']) {
        window.rotate_left(1);
        window[3] = character;
        length += 1;
        if length >= 4 {
            take(key(Kind::Letters, pack(&window[..3]) ^ mix(u64::from(u32::from(window[3])))));
        }
    }
}

/// Up to three characters in one number: a character has 21 bits.
fn pack(characters: &[char]) -> u64 {
    characters.iter().fold(0, |packed, &character| (packed << 21) | u64::from(u32::from(character)))
}

fn sound_key(one: &str, two: &str) -> Key {
    key(Kind::Sound, mix(hash(one.as_bytes())) ^ hash(two.as_bytes()))
}

fn key(kind: Kind, content: u64) -> Key {
    mix(content ^ ((kind as u64 + 1) << 58))
}

/// FNV-1a.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The finaliser of SplitMix64: every bit of the number reaches every bit of the result.
const fn mix(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
