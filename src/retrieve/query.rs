//! A question in one paper: its tokens, repaired and weighed by the paper's own statistics.

use rustc_hash::FxHashSet;

use super::scoring::{Scoring, mass};
use crate::index::{
    PaperIndex, Term, background_of_han, background_of_stem, question_weight, rarity,
};
use crate::lang::syllable;
use crate::lang::{
    Key, Kind, Phrase, Token, alike, concept_key, han_key, han_pair, stem_key, syllables,
};

/// A token less rare than this is left out where questions are compared: nearly every paragraph holds it.
const LEAST_RARITY: f32 = 0.25;

/// So many words, and so many pairs of characters, of a question that the paper does not know are repaired.
const MOST_UNKNOWN: usize = 24;

/// Most pairs of characters that one unknown pair is taken for.
const MOST_REPAIRED: usize = 4;

/// How many units the odds over all of a paper are worth beside those of one paragraph.
const PRIOR_UNITS: f32 = 4.0;

/// How many units of either side a token is taken to stand in beside those where it does (Jeffreys).
const UNSEEN_UNITS: f32 = 0.5;

/// Where a paragraph holds a part of a question: in a heading, in a text, in a sample question.
const HEADING: u8 = 1;
const TEXT: u8 = 2;
const ASKED: u8 = 4;

/// A question in one paper.
pub struct Query<'i> {
    pub(super) index: &'i PaperIndex,
    phrase: Phrase,
    /// Each token once, in order of first appearance.
    pub(super) tokens: Vec<QueryToken<'i>>,
    /// What each of the tokens counts by which the question is measured, in order of where they begin.
    masses: Vec<f32>,
    /// What the question asks for: the masses, added up.
    pub(super) mass: f32,
    /// How much of it stands anywhere in the paper.
    known: f32,
    /// Its length as a vector of tokens, for its cosine with sample questions.
    pub(super) norm: f32,
    /// Whether it names a subject that the paper does not speak of.
    outside: bool,
    /// Whether it names a subject of the paper.
    names_subject: bool,
}

/// A token of a question in a paper.
pub(super) struct QueryToken<'i> {
    pub(super) token: Token,
    pub(super) term: Option<Term<'i>>,
    /// Whether it stands in the question as it is, not repaired and not a relative.
    original: bool,
    /// What it counts in a text, its rarity included.
    pub(super) weight: f32,
    /// By how much it speaks for a question that the paper does not answer: log odds over all of the paper.
    unsaid_odds: f32,
    /// What it adds to the cosine with a sample question that holds it.
    pub(super) question_weight: f32,
    /// The first of the masses that it covers, and the one after the last.
    covers: (usize, usize),
}

/// How a paragraph accounts for a question: shares of it that stand there as part of something longer, or as a word or a name.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Account {
    /// What stands in the heading of its section.
    pub heading: f32,
    /// What stands in its texts.
    pub body: f32,
    /// What stands in its texts or heading.
    pub text: f32,
    /// What stands there or in its sample questions.
    pub all: f32,
    /// Naive Bayes log odds for a question that it does not answer: their sum over the question's tokens, over the root of their number.
    pub unsaid_odds: f32,
}

impl<'i> Query<'i> {
    /// Reads a question in a paper.
    pub fn new(index: &'i PaperIndex, phrase: &Phrase, scoring: &Scoring) -> Self {
        let mut phrase = phrase.clone();
        let mut tokens = Distinct::default();
        let unknown = |stem: &str| !index.says(stem_key(stem));
        let mut romanised = Vec::new();
        if phrase.content_words().any(|word| unknown(&word.stem)) {
            let words = phrase.content_words().filter(|word| unknown(&word.stem));
            for word in words.take(MOST_UNKNOWN) {
                let parts = syllables(&word.text).unwrap_or_default();
                for pair in parts.windows(2) {
                    let [one, other] = pair else { continue };
                    let keys = index.pairs_that_sound(one, other).take(MOST_REPAIRED);
                    romanised.extend(keys.map(|key| (key, word.start, word.end)));
                }
            }
            let mut repaired = 0;
            phrase.repair(|word| {
                if unknown(&word.stem) && repaired < MOST_UNKNOWN {
                    repaired += 1;
                    index.vocabulary().repair(&word.text).map(str::to_owned)
                } else {
                    None
                }
            });
        }
        phrase.tokens(|token, word| {
            let background = match token.kind {
                Kind::Han1 | Kind::Han2 => background_of_han(token.key, word.chars().next()),
                Kind::Stem => background_of_stem(word),
                _ => 0.0,
            };
            tokens.push(token, background, 1.0);
        });
        for word in phrase.content_words() {
            for (relative, share) in index.vocabulary().relatives(&word.stem) {
                let token = Token {
                    kind: Kind::Stem,
                    key: stem_key(relative),
                    start: word.start,
                    end: word.end,
                };
                tokens.push(token, background_of_stem(relative), scoring.relative * share);
            }
        }
        for (key, start, end) in romanised {
            tokens.push(Token { kind: Kind::Han2, key, start, end }, 0.0, scoring.repaired);
        }
        let pairs: Vec<Token> =
            tokens.tokens.iter().map(|own| own.0).filter(|own| own.kind == Kind::Han2).collect();
        let pairs = pairs.into_iter().filter(|token| !index.says(token.key));
        for token in pairs.take(MOST_UNKNOWN) {
            for key in repaired(index, token.key) {
                tokens.push(Token { key, ..token }, background_of_han(key, None), scoring.repaired);
            }
        }
        let (mut outside, mut names_subject) = (false, false);
        for mention in index.finder().find(&phrase) {
            let Some(name) = index.name(mention.name) else { continue };
            outside |= name.outside;
            names_subject = true;
            let (start, end) = (mention.start, mention.end);
            tokens.push(
                Token { kind: Kind::Concept, key: concept_key(name.concept), start, end },
                0.0,
                1.0,
            );
            phrase.turns_of(name.concept, |token| tokens.push(token, 0.0, 1.0));
        }
        Self::weigh(index, phrase, &tokens.tokens, scoring, (outside, names_subject))
    }

    fn weigh(
        index: &'i PaperIndex,
        phrase: Phrase,
        tokens: &[(Token, f32, f32)],
        scoring: &Scoring,
        (outside, names_subject): (bool, bool),
    ) -> Self {
        let measured = |&(token, _, factor): &(Token, f32, f32)| {
            (mass(token.kind) > 0.0 && factor >= 1.0).then_some((token.start, token.end, token.key))
        };
        let mut measured: Vec<_> = tokens.iter().filter_map(measured).collect();
        measured.sort_unstable();
        let mut query = Self {
            index,
            phrase,
            tokens: Vec::with_capacity(tokens.len()),
            masses: vec![0.0; measured.len()],
            mass: 0.0,
            known: 0.0,
            norm: 0.0,
            outside,
            names_subject,
        };
        let mut square = 0.0_f32;
        let mut known = vec![false; query.masses.len()];
        for &(token, background, factor) in tokens {
            let term = index.term(token.key);
            let holding = term.map_or(0, Term::paragraphs);
            let rarity = rarity(token.kind, index.paragraphs(), holding, background);
            let in_questions = factor * question_weight(token.kind);
            if rarity >= LEAST_RARITY && factor >= 1.0 {
                square += (in_questions * rarity).powi(2);
            }
            let from = measured.partition_point(|&(start, ..)| start < token.start);
            let to = from
                + measured.iter().skip(from).take_while(|&&(_, end, _)| end <= token.end).count();
            let own = mass(token.kind) * rarity;
            if own > 0.0
                && factor >= 1.0
                && let Some(place) =
                    measured.iter().skip(from).position(|&(.., key)| key == token.key)
                && let Some(slot) = query.masses.get_mut(from + place)
            {
                *slot = own;
                query.mass += own;
            }
            if term.is_some_and(Term::is_said)
                && (token.kind == Kind::Han1 || token.kind.tells_by_itself())
            {
                known.iter_mut().take(to).skip(from).for_each(|known| *known = true);
            }
            query.tokens.push(QueryToken {
                token,
                term,
                unsaid_odds: term.map_or(0.0, |term| unsaid_odds_of(index, term)),
                original: factor >= 1.0,
                weight: factor * scoring.of(token.kind) * rarity,
                // the other side's impact holds its weight already
                question_weight: if rarity >= LEAST_RARITY && in_questions > 0.0 {
                    factor
                } else {
                    0.0
                },
                covers: (from, to),
            });
        }
        let known = known.into_iter().zip(&query.masses).filter(|(known, _)| *known);
        query.known = known.map(|(_, mass)| mass).sum();
        query.norm = square.sqrt().max(f32::MIN_POSITIVE);
        query
    }

    /// The question, folded, repaired and cut.
    pub const fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    /// Whether it asks for nothing: function words and courtesies alone.
    pub fn is_empty(&self) -> bool {
        self.mass <= 0.0
    }

    /// Whether it names a subject that the paper does not speak of.
    pub const fn is_outside(&self) -> bool {
        self.outside
    }

    /// Whether it names a subject of the paper, or one beside it.
    pub const fn names_subject(&self) -> bool {
        self.names_subject
    }

    /// How much of what it is made of stands anywhere in the paper, 0 to 1.
    pub fn known(&self) -> f32 {
        if self.mass > 0.0 { self.known / self.mass } else { 0.0 }
    }

    /// Query length: how many Han characters say something, a word of letters counted as two.
    pub fn length(&self) -> usize {
        self.phrase.han_length() + 2 * self.phrase.content_words().count()
    }

    /// Whether the texts of a paragraph hold the question word for word: every pair of its characters, and its words side by side.
    pub fn is_in_texts(&self, paragraph: usize) -> bool {
        let units = self.index.units_of(paragraph);
        let stands = |own: &&QueryToken<'_>| {
            own.term.is_some_and(|term| {
                let mut postings = term.postings_in(&units).iter();
                postings.any(|own| {
                    self.index.units().get(own.unit()).is_some_and(|unit| unit.text().is_some())
                })
            })
        };
        let of = |kind: Kind| {
            self.tokens.iter().filter(move |own| own.token.kind == kind && own.original)
        };
        let kind = if of(Kind::StemPair).next().is_some() { Kind::StemPair } else { Kind::Stem };
        let mut words = of(Kind::Han2).chain(of(kind)).peekable();
        if words.peek().is_none() {
            return of(Kind::Figure).next().is_some() && of(Kind::Figure).all(|own| stands(&own));
        }
        words.all(|own| stands(&own))
    }

    /// Whether it has a figure.
    pub fn has_figure(&self) -> bool {
        self.tokens.iter().any(|own| own.token.kind == Kind::Figure)
    }

    /// Whether it has a figure that a paragraph lacks, in its texts and in its sample questions.
    pub fn lacks_figure(&self, paragraph: usize) -> bool {
        let (units, questions) =
            (self.index.units_of(paragraph), self.index.questions_of(paragraph));
        let stands = |term: Term<'_>| {
            !term.postings_in(&units).is_empty() || term.count_in_questions(&questions) > 0
        };
        let figures = self.tokens.iter().filter(|own| own.token.kind == Kind::Figure);
        figures.into_iter().any(|own| !own.term.is_some_and(stands))
    }

    /// How a paragraph accounts for the question.
    pub fn account(&self, paragraph: usize) -> Account {
        let covered = self.covered(paragraph);
        let share = |places: u8| self.share(covered.iter().map(|covered| covered & places != 0));
        Account {
            heading: share(HEADING),
            body: share(TEXT),
            text: share(HEADING | TEXT),
            all: share(HEADING | TEXT | ASKED),
            unsaid_odds: self.scaled_odds(|own| self.unsaid_odds_in(own, paragraph)),
        }
    }

    /// Of the question, what the second of two paragraphs holds and the first lacks, what the first holds and the second lacks, and what
    /// neither holds.
    pub fn compare(&self, first: usize, second: usize) -> (f32, f32, f32) {
        let (first, second) = (self.covered(first), self.covered(second));
        let both = || first.iter().zip(&second).map(|(first, second)| (*first != 0, *second != 0));
        let gain = self.share(both().map(|(first, second)| second && !first));
        let loss = self.share(both().map(|(first, second)| first && !second));
        (gain, loss, self.share(both().map(|(first, second)| !first && !second)))
    }

    /// The share of the question that these of its parts are.
    fn share(&self, parts: impl Iterator<Item = bool>) -> f32 {
        let held = parts.zip(&self.masses).filter(|(is_held, _)| *is_held);
        held.map(|(_, mass)| mass).sum::<f32>() / self.mass.max(f32::MIN_POSITIVE)
    }

    /// Where a paragraph holds each part of the question, as part of something longer, or as a word or a name.
    fn covered(&self, paragraph: usize) -> Vec<u8> {
        let units = self.index.units_of(paragraph);
        let questions = self.index.questions_of(paragraph);
        let mut covered = vec![0_u8; self.masses.len()];
        for token in self.tokens.iter().filter(|own| own.token.kind.tells_by_itself()) {
            let Some(term) = token.term else { continue };
            let mut places = 0;
            for posting in term.postings_in(&units) {
                let unit = self.index.units().get(posting.unit());
                let is_heading = unit.is_some_and(|unit| unit.text().is_none());
                places |= if is_heading { HEADING } else { TEXT };
            }
            if places == 0 && term.count_in_questions(&questions) > 0 {
                places |= ASKED;
            }
            if places != 0 {
                let covers = covered.iter_mut().take(token.covers.1).skip(token.covers.0);
                covers.for_each(|covered| *covered |= places);
            }
        }
        covered
    }

    fn scaled_odds(&self, odds: impl Fn(&QueryToken<'i>) -> f32) -> f32 {
        if self.index.sides().unsaid <= 0.0 {
            return 0.0;
        }
        let leans = |kind| matches!(kind, Kind::Han2 | Kind::Stem | Kind::StemPair | Kind::Turn);
        let (mut sum, mut count) = (0.0_f32, 0.0_f32);
        for token in self.tokens.iter().filter(|own| leans(own.token.kind)) {
            count += 1.0;
            sum += odds(token);
        }
        sum / count.max(1.0).sqrt()
    }

    /// The same as the token is used of a paragraph: the odds over all of the paper are the prior.
    fn unsaid_odds_in(&self, own: &QueryToken<'i>, paragraph: usize) -> f32 {
        let anywhere = own.unsaid_odds;
        let Some(term) = own.term else { return anywhere };
        let texts = term.postings_in(&self.index.units_of(paragraph)).len();
        let said = texts + term.count_in_questions(&self.index.questions_of(paragraph));
        let unsaid = term.count_in_questions(&self.index.unsaid_of(paragraph));
        if said + unsaid == 0 {
            return anywhere;
        }
        let odds = anywhere.exp();
        let prior = PRIOR_UNITS * odds / (1.0 + odds);
        ((unsaid as f32 + prior) / (said as f32 + PRIOR_UNITS - prior)).ln()
    }
}

/// By how much a token speaks for a question that the paper does not answer: naive Bayes log odds.
fn unsaid_odds_of(index: &PaperIndex, term: Term<'_>) -> f32 {
    let (own, all) = (term.sides(), index.sides());
    if all.unsaid <= 0.0 {
        return 0.0;
    }
    let share = |own: f32, all: f32| (own + UNSEEN_UNITS) / (all + 2.0 * UNSEEN_UNITS);
    (share(own.unsaid, all.unsaid) / share(own.said, all.said)).ln()
}

/// The pairs of characters of a paper that an unknown pair may be meant for: they sound the same, or differ in a character that looks alike.
fn repaired(index: &PaperIndex, key: Key) -> Vec<Key> {
    let Some((one, other)) = han_pair(key) else { return Vec::new() };
    let mut found: Vec<Key> = Vec::new();
    if let (Some(first), Some(second)) = (syllable(one), syllable(other)) {
        found.extend(index.pairs_that_sound(first, second).take(MOST_REPAIRED));
    }
    let first = han_key(Some(one), '\0');
    let beside =
        index.keys_from(first).take_while(|&own| han_pair(own).is_some_and(|own| own.0 == one));
    let looks = beside.filter(|&own| han_pair(own).is_some_and(|(_, second)| alike(second, other)));
    found.extend(looks.take(MOST_REPAIRED));
    found.retain(|&own| index.says(own));
    found
}

/// Tokens, each once, in order of first appearance: with the probability that a paragraph of the language holds it, and what it counts
/// beside one that stands in the question as it is.
#[derive(Default)]
struct Distinct {
    tokens: Vec<(Token, f32, f32)>,
    keys: FxHashSet<Key>,
}

impl Distinct {
    fn push(&mut self, token: Token, background: f32, factor: f32) {
        if self.keys.insert(token.key) {
            self.tokens.push((token, background, factor));
        }
    }
}
