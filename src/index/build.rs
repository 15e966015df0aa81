//! How a paper's index is made.

use rustc_hash::FxHashMap;

use super::background::{background_of_han, background_of_stem, rarity};
use super::sentences::Sentences;
use super::vocabulary::{Vocabulary, sound_of};
use super::{
    HEADING, Name, PaperIndex, Posting, QuestionPosting, Sides, Span, TermEntry, Text, Unit,
};
use crate::corpus::{Paper, Paragraph};
use crate::lang::{
    Key, Kind, NameFinder, Phrase, concept_key, fold, han_pair, sentences, syllable,
};
use crate::language::Language;
use crate::lexicon::{Bilingual, EmbeddedWord, Embeddings, TELLING, segment};

/// What a token of a kind counts where a question is compared with a sample question: a pair of characters and a stem are a word, what a
/// curator vouches for counts double.
pub const fn question_weight(kind: Kind) -> f32 {
    match kind {
        Kind::Han1 => 0.0,
        Kind::Han2 | Kind::Stem | Kind::Turn => 1.0,
        Kind::StemPair => 0.5,
        Kind::Figure => 0.6,
        Kind::Concept => 2.0,
    }
}

/// Whether tokens of a kind are looked for in texts.
const fn stands_in_texts(kind: Kind) -> bool {
    !matches!(kind, Kind::Turn)
}

/// A token in a unit or a question.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    /// The token, by its place in order of first appearance.
    token: u32,
    /// The unit, or the question.
    place: u32,
}

/// All tokens, in order of first appearance.
#[derive(Default)]
struct Tokens {
    places: FxHashMap<Key, u32>,
    /// Of each its key, its kind, and the probability that a paragraph of the language holds it.
    all: Vec<(Key, Kind, f32)>,
}

impl Tokens {
    fn place(&mut self, key: Key, kind: Kind, word: &str) -> u32 {
        let all = &mut self.all;
        *self.places.entry(key).or_insert_with(|| {
            let background = match kind {
                Kind::Han1 | Kind::Han2 => background_of_han(key, word.chars().next()),
                Kind::Stem => background_of_stem(word),
                _ => 0.0,
            };
            all.push((key, kind, background));
            narrow(all.len() - 1)
        })
    }
}

struct Builder {
    finder: NameFinder,
    names: Vec<Name>,
    texts: Vec<Text>,
    units: Vec<Unit>,
    embedded: Vec<EmbeddedWord>,
    spans: Vec<Span>,
    tokens: Tokens,
    in_texts: Vec<Occurrence>,
    in_questions: Vec<Occurrence>,
    /// Of each question, whether it is answered, and its paragraph.
    questions: Vec<(bool, u32)>,
    words: Vec<Box<str>>,
    stems: Vec<Box<str>>,
}

impl PaperIndex {
    /// Indexes a paper.
    pub fn new(paper: &Paper) -> Self {
        let (names, phrases) = names(paper);
        let mut builder = Builder {
            finder: NameFinder::new(&phrases),
            names,
            texts: Vec::new(),
            units: Vec::new(),
            embedded: Vec::new(),
            spans: Vec::new(),
            tokens: Tokens::default(),
            in_texts: Vec::new(),
            in_questions: Vec::new(),
            questions: Vec::new(),
            words: Vec::new(),
            stems: Vec::new(),
        };
        phrases.iter().for_each(|name| builder.push_words(name));
        for (place, paragraph) in paper.paragraphs.iter().enumerate() {
            builder.push_paragraph(paper, narrow(place), paragraph);
        }
        builder.finish(paper)
    }
}

/// The names of all concepts, in order, and how they are cut.
fn names(paper: &Paper) -> (Vec<Name>, Vec<Phrase>) {
    let concepts = paper.concepts.iter().enumerate();
    let named = concepts.flat_map(|(place, concept)| {
        concept.names.iter().map(move |name| (place, concept.outside, name))
    });
    named
        .map(|(concept, outside, name)| (Name { concept, outside }, Phrase::of_text(fold(name))))
        .unzip()
}

/// Finds the names of the parts that a copy lacks; which part each is of.
fn missing(paper: &Paper) -> (NameFinder, Vec<usize>) {
    let parts = paper.missing.iter().enumerate();
    let named = parts.flat_map(|(part, missing)| {
        missing.names.iter().map(move |name| (part, Phrase::of_text(fold(name))))
    });
    let (parts, phrases): (Vec<_>, Vec<_>) = named.unzip();
    (NameFinder::new(&phrases), parts)
}

impl Builder {
    fn push_paragraph(&mut self, paper: &Paper, place: u32, paragraph: &Paragraph) {
        let first_unit = narrow(self.units.len());
        let mut embedded = Vec::new();
        if let Some(section) = paper.section_of(paragraph.number) {
            for (language, heading) in section.heading.iter() {
                self.push_unit(place, HEADING, language, heading);
            }
        }
        for (language, text) in paragraph.text.iter() {
            let own = narrow(self.texts.len());
            let first = self.units.len();
            for range in sentences(text) {
                let sentence = text.get(range).unwrap_or_default();
                let phrase = self.push_unit(place, own, language, sentence);
                embedded.extend(embedded_words(&phrase));
            }
            let units = self.units.get(first..).unwrap_or_default();
            let relative_length = units.iter().map(|unit| unit.relative_length).sum();
            self.texts.push(Text { paragraph: place, relative_length });
        }
        let units = (first_unit, narrow(self.units.len()));
        embedded.sort_unstable();
        embedded.dedup();
        let first_word = narrow(self.embedded.len());
        self.embedded.extend(embedded);
        let words = (first_word, narrow(self.embedded.len()));
        let mut push = |questions: &[crate::corpus::SampleQuestion], answered| {
            let first = narrow(self.questions.len());
            for question in questions {
                self.questions.push((answered, place));
                self.push_question(&question.text);
            }
            (first, narrow(self.questions.len()))
        };
        let questions = push(&paragraph.questions, true);
        let unsaid = push(&paragraph.unsaid, false);
        self.spans.push(Span { units, words, questions, unsaid });
    }

    /// Takes a heading or a sentence, and gives it back as it was cut; its length, for now, is in tokens.
    fn push_unit(&mut self, paragraph: u32, text: u32, language: Language, words: &str) -> Phrase {
        let phrase = Phrase::of_text(fold(words));
        let place = narrow(self.units.len());
        let (tokens, occurrences) = (&mut self.tokens, &mut self.in_texts);
        phrase.tokens(|token, word| {
            if stands_in_texts(token.kind) {
                let token = tokens.place(token.key, token.kind, word);
                occurrences.push(Occurrence { token, place });
            }
        });
        for concept in self.concepts(&phrase) {
            let token = self.tokens.place(concept_key(concept), Kind::Concept, "");
            self.in_texts.push(Occurrence { token, place });
        }
        self.push_words(&phrase);
        let length = phrase.han_length() + phrase.content_words().count();
        let relative_length = length as f32;
        self.units.push(Unit { text, paragraph, language, relative_length });
        phrase
    }

    fn push_question(&mut self, words: &str) {
        let phrase = Phrase::of_question(fold(words));
        let place = narrow(self.questions.len() - 1);
        let (tokens, occurrences) = (&mut self.tokens, &mut self.in_questions);
        phrase.tokens(|token, word| {
            if question_weight(token.kind) > 0.0 {
                let token = tokens.place(token.key, token.kind, word);
                occurrences.push(Occurrence { token, place });
            }
        });
        for concept in self.concepts(&phrase) {
            let (tokens, occurrences) = (&mut self.tokens, &mut self.in_questions);
            let token = tokens.place(concept_key(concept), Kind::Concept, "");
            occurrences.push(Occurrence { token, place });
            phrase.turns_of(concept, |token| {
                let token = tokens.place(token.key, token.kind, "");
                occurrences.push(Occurrence { token, place });
            });
        }
        self.push_words(&phrase);
    }

    fn push_words(&mut self, phrase: &Phrase) {
        for word in phrase.content_words() {
            self.words.push(word.text.as_str().into());
            self.stems.push(word.stem.as_str().into());
        }
    }

    /// The concepts that a phrase names, each once, in order.
    fn concepts(&self, phrase: &Phrase) -> Vec<usize> {
        let found = self.finder.find(phrase);
        let named = found.iter().filter_map(|mention| self.names.get(mention.name));
        let mut concepts: Vec<_> = named.map(|name| name.concept).collect();
        concepts.sort_unstable();
        concepts.dedup();
        concepts
    }

    fn finish(mut self, paper: &Paper) -> PaperIndex {
        self.in_texts.sort_unstable();
        self.in_questions.sort_unstable();
        self.in_questions.dedup();
        let paragraphs = self.spans.len();
        let curated =
            paragraphs > 0 && self.spans.iter().all(|span| span.questions.0 < span.questions.1);
        relate_lengths(&mut self.units, |unit| (unit.language, unit.text == HEADING));
        relate_text_lengths(&mut self.texts, &self.units);
        let mut order: Vec<u32> = (0..narrow(self.tokens.all.len())).collect();
        order.sort_unstable_by_key(|&token| self.tokens.all.get(token as usize).map(|own| own.0));
        let texts = Groups::of(&self.in_texts);
        let questions = Groups::of(&self.in_questions);
        let mut norms = vec![0.0_f32; self.questions.len()];
        let mut words = self.embedded.clone();
        words.sort_unstable();
        words.dedup();
        let mut index = PaperIndex {
            curated,
            texts: self.texts,
            spans: self.spans,
            keys: Vec::with_capacity(order.len()),
            terms: Vec::with_capacity(order.len() + 1),
            postings: Vec::new(),
            question_postings: Vec::with_capacity(self.in_questions.len()),
            sides: Sides {
                said: (self.units.len() + self.questions.iter().filter(|own| own.0).count()) as f32,
                unsaid: self.questions.iter().filter(|own| !own.0).count() as f32,
            },
            units: self.units,
            word_places: places(&self.embedded, &words),
            words,
            sounds: Vec::new(),
            vocabulary: Vocabulary::new(self.words, self.stems),
            finder: self.finder,
            names: self.names,
            sentences: Sentences::new(paper),
            missing: missing(paper),
        };
        for token in order {
            let Some(&(key, kind, background)) = self.tokens.all.get(token as usize) else {
                continue;
            };
            let in_texts = texts.group(token);
            let in_questions = questions.group(token);
            let mut holding: Vec<u32> = in_texts
                .iter()
                .filter_map(|own| index.units.get(own.place as usize))
                .map(|unit| unit.paragraph)
                .collect();
            let asked =
                in_questions.iter().filter_map(|own| self.questions.get(own.place as usize));
            holding.extend(asked.clone().filter(|(answered, _)| *answered).map(|own| own.1));
            holding.sort_unstable();
            holding.dedup();
            let rarity = rarity(kind, paragraphs, holding.len(), background);
            index.keys.push(key);
            index.terms.push(TermEntry {
                posting: narrow(index.postings.len()),
                question_posting: narrow(index.question_postings.len()),
                paragraphs: narrow(holding.len()),
                unsaid: narrow(asked.filter(|(answered, _)| !answered).count()),
            });
            let same = in_texts.chunk_by(|one, other| one.place == other.place);
            let posting =
                |same: &[Occurrence]| Some(Posting::new(same.first()?.place, narrow(same.len())));
            index.postings.extend(same.filter_map(posting));
            let square = (question_weight(kind) * rarity).powi(2);
            for own in in_questions {
                if let Some(norm) = norms.get_mut(own.place as usize) {
                    *norm += square;
                }
                index
                    .question_postings
                    .push(QuestionPosting { question: own.place, impact: square });
            }
            if let Some((one, other)) = han_pair(key)
                && let (Some(one), Some(other)) = (syllable(one), syllable(other))
            {
                index.sounds.push((sound_of(one, other), narrow(index.keys.len() - 1)));
            }
        }
        index.terms.push(TermEntry {
            posting: narrow(index.postings.len()),
            question_posting: narrow(index.question_postings.len()),
            ..TermEntry::default()
        });
        for posting in &mut index.question_postings {
            let norm = norms.get(posting.question as usize).map_or(1.0, |norm| norm.sqrt());
            posting.impact /= norm.max(f32::MIN_POSITIVE);
        }
        index.sounds.sort_unstable();
        index.postings.shrink_to_fit();
        index
    }
}

/// The words of a text that have an embedding.
fn embedded_words(phrase: &Phrase) -> Vec<EmbeddedWord> {
    let (lexicon, embeddings) = (Bilingual::embedded(), Embeddings::embedded());
    let mut words = Vec::new();
    let mut take = |place: Option<usize>| {
        let embedded = place.and_then(|place| embeddings.of(lexicon, place));
        words.extend(embedded.filter(|own| embeddings.importance(*own) >= TELLING));
    };
    for (_, run) in phrase.han_runs() {
        segment(lexicon, run, |_, _, place| take(place));
    }
    for word in phrase.content_words() {
        take(lexicon.find(&word.stem));
    }
    words
}

/// The places of words among all, which are in order.
fn places(words: &[EmbeddedWord], all: &[EmbeddedWord]) -> Vec<u16> {
    let place =
        |word: &EmbeddedWord| all.binary_search(word).ok().and_then(|at| at.try_into().ok());
    words.iter().filter_map(place).collect()
}

/// Occurrences in order, token by token.
struct Groups<'o> {
    occurrences: &'o [Occurrence],
}

impl<'o> Groups<'o> {
    const fn of(occurrences: &'o [Occurrence]) -> Self {
        Self { occurrences }
    }

    fn group(&self, token: u32) -> &'o [Occurrence] {
        let from = self.occurrences.partition_point(|own| own.token < token);
        let rest = self.occurrences.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|own| own.token == token)).unwrap_or_default()
    }
}

/// Makes shares of lengths: of the mean length of the units of one group.
fn relate_lengths<G: PartialEq>(units: &mut [Unit], group: impl Fn(&Unit) -> G) {
    let mut means: Vec<(G, f32, f32)> = Vec::new();
    for unit in units.iter() {
        let own = group(unit);
        match means.iter_mut().find(|(other, ..)| *other == own) {
            Some((_, sum, count)) => {
                *sum += unit.relative_length;
                *count += 1.0;
            }
            None => means.push((own, unit.relative_length, 1.0)),
        }
    }
    for unit in units {
        let own = group(unit);
        let mean = means
            .iter()
            .find(|(other, ..)| *other == own)
            .map_or(1.0, |(_, sum, count)| sum / count);
        unit.relative_length /= mean.max(1.0);
    }
}

/// The same for texts; the language of a text is that of its sentences.
fn relate_text_lengths(texts: &mut [Text], units: &[Unit]) {
    let mut languages = vec![None; texts.len()];
    for unit in units {
        if let Some(slot) = unit.text().and_then(|text| languages.get_mut(text)) {
            *slot = Some(unit.language);
        }
    }
    for language in Language::ALL {
        let own = || languages.iter().map(|other| *other == Some(language));
        let (mut sum, mut count) = (0.0_f32, 0.0_f32);
        for (text, _) in texts.iter().zip(own()).filter(|(_, own)| *own) {
            sum += text.relative_length;
            count += 1.0;
        }
        let mean = (sum / f32::max(count, 1.0)).max(1.0);
        for (text, _) in texts.iter_mut().zip(own()).filter(|(_, own)| *own) {
            text.relative_length /= mean;
        }
    }
}

/// Places are kept in 32 bits: an index of 2^32 units does not fit in memory.
fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
