//! Decides what a message gets: an answer, a place to read, something related, or nothing; which paragraphs; which sentence of them.
//!
//! It holds no sentence for users. The same papers and words give the same reply.

mod about;
mod asked;
mod catalogue;
mod citation;
mod decide;
mod definition;
mod joins;
mod lean;
mod model;
mod quote;
mod ranked;
mod read;
mod record;
mod scope;
mod scoped;
mod several;
mod suggest;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use asked::Asked;
use catalogue::Catalogue;
pub use citation::{Citation, Citations, Quote};
pub use joins::{JoinFeature, join_features};
pub use lean::Turn;
pub use model::{Model, Probability, Setting, Thresholds, Weighting, Weights};
pub use ranked::Ranked;
pub use record::{Cited, Finding, Record};
use scope::{Naming, Unknown};
pub use suggest::Suggestion;

use crate::corpus::{Corpus, MissingPart, Paper, Paragraph, Section};
pub use crate::index::Storage;
use crate::index::{Indexes, PaperIndex};
use crate::lang::{Key, fold, is_han};
use crate::language::Language;
pub use crate::lexicon::AnswerType;
use crate::lexicon::lexicon;
pub use crate::question::{Fact, Intent, LONGEST_QUESTION, Natural, Side, Talk};
use crate::question::{Message, Place, Show, Unit, without_addresses};
use crate::retrieve::Router;
pub use crate::retrieve::{Candidate, Feature, Features, FieldScore, Matched, Scoring};

/// A longer text, in bytes, is no place in a paper.
const LONGEST_PLACE: usize = 240;

/// A longer message, in bytes, is no heading.
const LONGEST_HEADING: usize = 120;

/// A paragraph or a section that a paper does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// By its number.
    Number(u32),
    /// The one before the first, or after the last.
    Beyond(Side),
}

/// Answers questions about papers.
#[derive(Serialize, Deserialize)]
pub struct Engine {
    corpus: Corpus,
    /// By paper. Shared by the engines of a library before and after a change.
    indexes: Indexes,
    router: Arc<Router>,
    catalogue: Arc<Catalogue>,
    /// Pairs of Han characters of headings and curated names, in order: 前 of 前海 is not "before".
    names: Arc<[(char, char)]>,
    /// The headings, folded, letters only, in order.
    headings: Arc<[String]>,
    #[serde(skip, default = "Model::embedded")]
    model: &'static Model,
}

/// What of an engine all answers need, as it is stored before the indexes.
#[derive(Serialize, Deserialize)]
struct Head<'e> {
    corpus: Cow<'e, Corpus>,
    router: Arc<Router>,
    catalogue: Arc<Catalogue>,
    names: Arc<[(char, char)]>,
    headings: Arc<[String]>,
    /// How many bytes the index of each paper has.
    lengths: Vec<u64>,
}

/// What somebody asks.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// Their words.
    pub text: &'q str,
    /// The language that they want the reply in; `None` for that of their words.
    pub language: Option<Language>,
    /// The language of the reply where the words tell none.
    pub fallback: Language,
    /// Whether that is known to be the asker's: then a name or two in Latin letters, such as ETF, tell none.
    pub fallback_is_known: bool,
    /// What the conversation was last about; `None` at its beginning.
    pub after: Option<&'q Turn>,
    /// Only these papers, by their ids; `None` for all.
    pub papers: Option<&'q [String]>,
}

impl<'q> Question<'q> {
    /// A question that is answered in its own language, in Traditional Chinese where it has none.
    pub const fn new(text: &'q str) -> Self {
        Self {
            text,
            language: None,
            fallback: Language::Traditional,
            fallback_is_known: false,
            after: None,
            papers: None,
        }
    }
}

impl Question<'_> {
    /// The language to reply in.
    fn language_of(&self, message: &Message) -> Language {
        let names = self.fallback_is_known && message.is_latin_name();
        self.language
            .unwrap_or_else(|| if names { self.fallback } else { message.language(self.fallback) })
    }
}

/// What a message gets.
#[derive(Clone, Debug)]
pub struct Reply<'k> {
    /// The language to reply in.
    pub language: Language,
    /// What was found.
    pub verdict: Verdict<'k>,
    /// Whether the message was longer than is read.
    pub cut: bool,
    /// Whether it is surely a question, and surely answered: one to answer even if nobody spoke to the bot.
    pub sure: bool,
    /// Whether the message has the form of a question.
    pub asks: bool,
    /// Of several questions in one message: those that were not answered, and those that were not read.
    pub open: OpenQuestions,
    /// Words of the question and those of the first paragraph that stand for them, where that is in the other language.
    pub matched: Vec<Matched>,
    /// Where papers were named that do not answer: those.
    pub silent: Option<Vec<&'k Paper>>,
    /// What other papers say to the question, where the cited one is of a series or does not answer.
    pub elsewhere: Vec<Citation<'k>>,
    /// What the conversation is about now, for the next question; `None` where nothing was found yet.
    pub turn: Option<Turn>,
}

/// Questions of a message that have no answer in the reply, in the asker's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenQuestions {
    /// The papers do not say it.
    pub unanswered: Vec<String>,
    /// There were too many.
    pub unread: Vec<String>,
}

/// What was found.
#[derive(Clone, Debug)]
pub enum Verdict<'k> {
    /// The paper says it, here.
    Answer {
        /// Where.
        citations: Citations<'k>,
        /// Parts of the paper that were asked for too, and that this copy lacks.
        missing: Vec<&'k MissingPart>,
    },
    /// A place that was asked for, all of it, in the paper's order.
    Read {
        /// The paragraphs.
        citations: Citations<'k>,
        /// What was asked for beside them and is not there.
        lacking: Option<AbsentPlace<'k>>,
    },
    /// The paper speaks of it, here, and does not say what was asked.
    Related {
        /// Where.
        citations: Citations<'k>,
        /// The type of answer that was asked for and is not there, if that is known.
        asked: Option<AnswerType>,
        /// Parts of the paper that were asked for, and that this copy lacks.
        missing: Vec<&'k MissingPart>,
    },
    /// A place that the paper does not have.
    NoSuchPlace(AbsentPlace<'k>),
    /// Something about a paper itself was asked.
    About {
        /// The paper.
        paper: &'k Paper,
        /// What was asked.
        fact: Fact,
        /// A paragraph that tells it, if one does.
        citations: Option<Citations<'k>>,
    },
    /// Which papers there are was asked.
    Papers {
        /// The newest of them, first.
        papers: Vec<&'k Paper>,
        /// How many there are.
        total: usize,
        /// Whether these are all that are asked, or those that were named.
        all: bool,
        /// Whether something was asked of one of them, and not which.
        which: bool,
    },
    /// A paper was named that is not there.
    NoSuchPaper {
        /// What it was named by: a year, a number, an ordinal or a body.
        name: String,
        /// The newest papers that are.
        papers: Vec<&'k Paper>,
        /// How many there are.
        total: usize,
    },
    /// The papers do not speak of it.
    None,
}

/// A place that a paper does not have.
#[derive(Clone, Copy, Debug)]
pub struct AbsentPlace<'k> {
    /// The paper.
    pub paper: &'k Paper,
    /// What was counted: paragraphs or sections.
    pub unit: Unit,
    /// The one that was asked for.
    pub absent: Absent,
    /// The section that they were counted in; `None` for the whole paper.
    pub section: Option<&'k Section>,
}

/// What a message came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer, or a place to read.
    Answer,
    /// Something related.
    Related,
    /// Nothing.
    None,
}

impl Outcome {
    /// `answer`, `related` or `none`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Related => "related",
            Self::None => "none",
        }
    }
}

impl<'k> Verdict<'k> {
    /// What it comes to.
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Papers { which: true, .. } => Outcome::None,
            Self::Answer { .. } | Self::Read { .. } | Self::About { .. } | Self::Papers { .. } => {
                Outcome::Answer
            }
            Self::Related { .. } => Outcome::Related,
            Self::NoSuchPlace(_) | Self::NoSuchPaper { .. } | Self::None => Outcome::None,
        }
    }

    /// Whether a place was asked for rather than a fact.
    pub const fn is_read(&self) -> bool {
        matches!(
            self,
            Self::Read { .. }
                | Self::NoSuchPlace(_)
                | Self::NoSuchPaper { .. }
                | Self::About { .. }
                | Self::Papers { .. }
        )
    }

    /// What is cited; nothing where nothing was found.
    pub fn citations(&self) -> &[Citation<'k>] {
        match self {
            Self::Answer { citations, .. }
            | Self::Read { citations, .. }
            | Self::Related { citations, .. } => citations.all(),
            Self::About { citations, .. } => citations.as_ref().map_or(&[], Citations::all),
            Self::Papers { .. } | Self::NoSuchPlace(_) | Self::NoSuchPaper { .. } | Self::None => {
                &[]
            }
        }
    }
}

/// The index of a paper, to be stored. `None` where memory lacks.
pub fn index_of(paper: &Paper) -> Option<Vec<u8>> {
    postcard::to_allocvec(&PaperIndex::new(paper)).ok()
}

impl Engine {
    /// Prepares to answer questions about papers.
    pub fn new(corpus: Corpus) -> Self {
        Self::with_model(corpus, Model::embedded())
    }

    /// The same with another model.
    pub fn with_model(corpus: Corpus, model: &'static Model) -> Self {
        let mut indexes = Indexes::default();
        corpus.papers().iter().for_each(|paper| indexes.push(PaperIndex::new(paper)));
        let router = Router::new(&indexes);
        Self::of_indexes(corpus, indexes, router, model)
    }

    /// Prepares to answer about these papers in the place of those of this engine: only papers that are new or changed are indexed.
    #[must_use]
    pub fn with_papers(&self, corpus: Corpus) -> Self {
        let mut indexes = Indexes::default();
        let mut places = vec![None; self.indexes.len()];
        for (place, paper) in corpus.papers().iter().enumerate() {
            match self.paper(&paper.id).filter(|(before, own)| {
                self.corpus.is_same_at(*before, paper) || *own == paper.as_ref()
            }) {
                Some((before, _)) => {
                    indexes.share(&self.indexes, before);
                    places.get_mut(before).into_iter().for_each(|own| *own = Some(place));
                }
                None => indexes.push(PaperIndex::new(paper)),
            }
        }
        let router = self.router.updated(&indexes, &places);
        Self::of_indexes(corpus, indexes, router, self.model)
    }

    /// The same as [`Self::new`], where the index of each paper, as [`index_of`] makes it, is stored at one of these places.
    pub fn of_stored(corpus: Corpus, storage: &Arc<dyn Storage>, places: Vec<Range<u64>>) -> Self {
        let indexes = Indexes::stored(storage, places);
        let router = Router::new(&indexes);
        Self::of_indexes(corpus, indexes, router, Model::embedded())
    }

    fn of_indexes(corpus: Corpus, indexes: Indexes, router: Router, model: &'static Model) -> Self {
        Self {
            router: Arc::new(router),
            catalogue: Arc::new(Catalogue::new(&corpus)),
            names: name_pairs(&corpus).into(),
            headings: headings(&corpus).into(),
            indexes,
            corpus,
            model,
        }
    }

    /// The engine that was stored: its head, and where the indexes begin in the storage.
    ///
    /// # Errors
    ///
    /// When the head is not what [`Self::head`] wrote.
    pub fn from_storage(
        head: &[u8],
        mut begin: u64,
        storage: &Arc<dyn Storage>,
    ) -> Result<Self, postcard::Error> {
        let head: Head<'static> = postcard::from_bytes(head)?;
        let place = |length: u64| {
            let place = begin..begin.saturating_add(length);
            begin = place.end;
            place
        };
        let places: Vec<_> = head.lengths.into_iter().map(place).collect();
        if places.len() != head.corpus.papers().len() {
            return Err(postcard::Error::DeserializeBadEncoding);
        }
        Ok(Self {
            corpus: head.corpus.into_owned(),
            indexes: Indexes::stored(storage, places),
            router: head.router,
            catalogue: head.catalogue,
            names: head.names,
            headings: head.headings,
            model: Model::embedded(),
        })
    }

    /// What of it is stored before the indexes, with the length of each, in bytes. `None` where memory lacks.
    pub fn head(&self, lengths: Vec<u64>) -> Option<Vec<u8>> {
        let head = Head {
            corpus: Cow::Borrowed(&self.corpus),
            router: Arc::clone(&self.router),
            catalogue: Arc::clone(&self.catalogue),
            names: Arc::clone(&self.names),
            headings: Arc::clone(&self.headings),
            lengths,
        };
        postcard::to_allocvec(&head).ok()
    }

    /// The index of the paper at a place, as it is stored.
    pub fn index_bytes(&self, place: usize) -> Option<Vec<u8>> {
        self.indexes.bytes(place)
    }

    /// How many bytes of indexes were read since it was made.
    pub fn bytes_read(&self) -> usize {
        self.indexes.bytes_read()
    }

    /// Whether another engine answers from the same papers, whatever of their indexes is in memory.
    pub fn has_papers_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.router, &other.router)
    }

    /// The same, without the indexes that can be read again.
    #[must_use]
    pub fn renewed(&self) -> Self {
        Self {
            corpus: self.corpus.clone(),
            indexes: self.indexes.renewed(),
            router: Arc::clone(&self.router),
            catalogue: Arc::clone(&self.catalogue),
            names: Arc::clone(&self.names),
            headings: Arc::clone(&self.headings),
            model: self.model,
        }
    }

    /// The papers.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// What a message is for.
    pub fn intent(&self, text: &str) -> Intent {
        self.intent_of(&Message::new(&without_addresses(text)))
    }

    fn intent_of(&self, message: &Message) -> Intent {
        let intent = message.intent(&|one, other| self.is_of_name(one, other));
        if intent == Intent::Ask && self.is_heading(message.folded()) {
            return Intent::Read(vec![Place::Section(message.folded().to_owned())]);
        }
        intent
    }

    /// Whether two Han characters stand side by side in a name or a heading of the papers.
    fn is_of_name(&self, one: char, other: char) -> bool {
        self.names.binary_search(&(one, other)).is_ok()
    }

    /// Whether a message is the heading of a section and nothing else.
    fn is_heading(&self, folded: &str) -> bool {
        folded.len() <= LONGEST_HEADING
            && self.headings.binary_search(&read::letters_of(folded)).is_ok()
    }

    /// The papers that are called so, the newest first, or which there are instead.
    pub fn papers_called(&self, words: &str, language: Language) -> Reply<'_> {
        let none = |name| self.no_such_paper(name, &self.allowed(None));
        let verdict = match self.naming(words) {
            Some(Naming::Papers(named)) => self.listed(&named.groups.concat(), false, false),
            Some(Naming::Unknown(Unknown { name })) => none(name),
            None => match self.catalogue.titled_with(&fold(words.trim())) {
                titled if titled.is_empty() => none(words.to_owned()),
                titled => self.listed(&titled, false, false),
            },
        };
        self.bare(language, verdict)
    }

    /// Some papers, or all, as a list; `which`: whether one of them is meant.
    fn listed(&self, papers: &[usize], all: bool, which: bool) -> Verdict<'_> {
        let total = papers.len();
        Verdict::Papers { papers: scoped::listed(self, papers), total, all, which }
    }

    /// That there is no paper of this name, and which there are of those that may be asked.
    fn no_such_paper(&self, name: String, allowed: &[usize]) -> Verdict<'_> {
        Verdict::NoSuchPaper { name, papers: scoped::listed(self, allowed), total: allowed.len() }
    }

    /// The ids of the papers that are called so, the newest first; none where a year or a number is no paper's, and `None` where these words name
    /// no paper.
    pub fn papers_named(&self, words: &str) -> Option<Vec<String>> {
        match self.naming(words)? {
            Naming::Papers(named) => {
                let mut places = named.groups.concat();
                // 2013 guangdong: all of it is a name here
                let titled = self.catalogue.titled_with(&named.subject);
                if places.iter().any(|place| titled.contains(place)) {
                    places.retain(|place| titled.contains(place));
                }
                let papers = self.papers_at(&places);
                Some(papers.into_iter().map(|paper| paper.id.clone()).collect())
            }
            Naming::Unknown(_) => Some(Vec::new()),
        }
    }

    /// Which papers some words name by themselves, or as what papers are called.
    fn naming(&self, words: &str) -> Option<Naming> {
        let (folded, allowed) = (fold(words), self.allowed(None));
        let read = |text: &str| scope::read(self, text, &lexicon().find(text), &allowed, None);
        read(&folded).or_else(|| read(&format!("{folded} paper")))
    }

    /// Answers a message. Total: any text gets a reply.
    pub fn answer(&self, question: &Question<'_>) -> Reply<'_> {
        let (text, message, wanted) = self.heard(question.text);
        let language = wanted.or(question.language);
        let question = &Question { text: &text, language, ..*question };
        let reply = self.answer_message(&message, question);
        // words that are the same in both scripts, at the beginning of a conversation, get the script of the paper
        let is_open = language.is_none()
            && !question.fallback_is_known
            && question.after.is_none()
            && !message.tells_language();
        match reply.verdict.citations().first().map(|first| first.paper.language) {
            Some(own)
                if is_open
                    && own.is_chinese()
                    && reply.language.is_chinese()
                    && own != reply.language =>
            {
                self.answer_message(&message, &Question { language: Some(own), ..*question })
            }
            _ => reply,
        }
    }

    /// What a message asks, without addresses, and without the language that it wants beside that.
    fn heard<'t>(&self, text: &'t str) -> (Cow<'t, str>, Message, Option<Language>) {
        let text = without_addresses(text);
        let message = Message::new(&text);
        match message.language_beside(&text, &|text| self.is_place(text)) {
            Some((wanted, rest)) => {
                let message = Message::new(&rest);
                (rest.into(), message, Some(wanted))
            }
            None => (text, message, None),
        }
    }

    /// Whether a folded text is a place in a paper, of which it may name one.
    fn is_place(&self, folded: &str) -> bool {
        if folded.len() > LONGEST_PLACE {
            return false;
        }
        let reads = |text: &str| matches!(self.intent_of(&Message::new(text)), Intent::Read(_));
        let in_named = || {
            let allowed = self.allowed(None);
            match scope::read(self, folded, &lexicon().find(folded), &allowed, None) {
                Some(Naming::Papers(named)) => reads(&named.rest),
                _ => false,
            }
        };
        reads(folded) || in_named()
    }

    /// Answers a message that names no language beside what it asks.
    fn answer_message(&self, message: &Message, question: &Question<'_>) -> Reply<'_> {
        let language = question.language_of(message);
        let reply = match self.intent_of(message) {
            Intent::Command(_) | Intent::Talk(_) => self.bare(language, Verdict::None),
            Intent::Language(wanted) => self.show_again(question, wanted.unwrap_or(language)),
            Intent::Show(Show::More) => self.show_again(question, language),
            Intent::Show(Show::Original) => {
                let paper = question.after.and_then(|turn| self.paper(&turn.paper));
                self.show_again(question, paper.map_or(language, |(_, paper)| paper.language))
            }
            intent @ (Intent::Read(_) | Intent::About(_)) => {
                scoped::reply(self, message, &intent, question, language)
            }
            Intent::Ask => several::reply(self, question, language)
                .unwrap_or_else(|| scoped::reply(self, message, &Intent::Ask, question, language)),
        };
        let turn = reply.turn.or_else(|| lean::turn_of(&reply.verdict, language));
        let turn = turn.or_else(|| question.after.cloned());
        Reply { cut: message.is_cut(), turn, ..reply }
    }

    /// A reply of which only the verdict is known.
    fn bare<'k>(&self, language: Language, verdict: Verdict<'k>) -> Reply<'k> {
        Reply {
            language,
            verdict,
            cut: false,
            sure: false,
            asks: false,
            open: OpenQuestions::default(),
            matched: Vec::new(),
            silent: None,
            elsewhere: Vec::new(),
            turn: None,
        }
    }

    /// The paragraph that the conversation was last about, in full, in a language. Nothing where there is none.
    fn show_again(&self, question: &Question<'_>, language: Language) -> Reply<'_> {
        let last = question.after.and_then(|turn| self.corpus.locate(&turn.paper, turn.paragraph));
        let citation = last.and_then(|(paper, paragraph)| self.whole(paper, paragraph, language));
        let verdict =
            citation.map(|own| Verdict::Read { citations: Citations::new(own, []), lacking: None });
        self.bare(language, verdict.unwrap_or(Verdict::None))
    }

    /// A whole paragraph, to be read.
    fn whole(&self, paper: usize, paragraph: usize, language: Language) -> Option<Citation<'_>> {
        let paper = self.corpus.paper_at(paper)?;
        let paragraph = paper.paragraphs.get(paragraph)?;
        let (own, text) = paragraph.text.nearest(language)?;
        let quote = Quote::new(own, text, 0..text.len());
        let section = paper.section_of(paragraph.number);
        Some(Citation { paper, paragraph, section, score: Probability::CERTAIN, quote })
    }

    /// A paper and its place, by its id.
    fn paper(&self, id: &str) -> Option<(usize, &Paper)> {
        self.corpus.paper(id)
    }

    /// The places of the papers that may be asked: those with these ids, or all.
    fn allowed(&self, papers: Option<&[String]>) -> Vec<usize> {
        match papers {
            Some(ids) => {
                let places = ids.iter().filter_map(|id| Some(self.paper(id)?.0));
                places.collect()
            }
            None => (0..self.indexes.len()).collect(),
        }
    }

    /// The papers at these places.
    fn papers_at(&self, places: &[usize]) -> Vec<&Paper> {
        places.iter().filter_map(|&place| self.corpus.paper_at(place)).collect()
    }

    /// Orders papers by their dates, the newest first; those without come last.
    fn newest_first(&self, places: &mut [usize]) {
        let date = |place: usize| self.corpus.paper_at(place).and_then(Paper::when);
        places.sort_by(|&one, &other| date(other).cmp(&date(one)).then(one.cmp(&other)));
    }

    /// Whether a paper says what is behind a key. Nothing is read for it where the router knows.
    fn says(&self, paper: usize, key: Key) -> bool {
        let index = || self.indexes.get(paper).is_some_and(|index| index.says(key));
        self.router.says(paper, key).unwrap_or_else(index)
    }

    /// A paragraph and its paper, by their places.
    fn stored(&self, paper: usize, paragraph: usize) -> Option<(&Paper, &Paragraph)> {
        let paper = self.corpus.paper_at(paper)?;
        Some((paper, paper.paragraphs.get(paragraph)?))
    }

    /// The candidates of a paper for a question with their paragraphs' numbers, and what the paper is to it. Nothing of their features
    /// but the lead depends on the fitted weights, so that these can be fitted to them.
    pub fn candidates_of(
        &self,
        question: &str,
        paper: usize,
    ) -> Option<(Setting, Vec<(u32, Candidate)>)> {
        let asked = Asked::new(&Message::new(question));
        let ranked = asked.rank(self, paper, None)?;
        let numbers = ranked
            .candidates()
            .iter()
            .filter_map(|own| Some((self.stored(paper, own.paragraph)?.1.number, *own)));
        Some((ranked.setting(), numbers.collect()))
    }

    /// The features of further paragraphs beside the first, with their numbers, as the model ranks them; the first paragraph's number.
    pub fn joins_of(&self, question: &str, paper: usize) -> Option<(u32, Vec<NumberedFeatures>)> {
        let asked = Asked::new(&Message::new(question));
        let ranked = asked.rank(self, paper, None)?;
        let number = |place: usize| {
            let candidate = ranked.candidates().get(place)?;
            Some(self.stored(paper, candidate.paragraph)?.1.number)
        };
        let others = 1..ranked.candidates().len();
        let features = others.filter_map(|place| {
            Some((number(place)?, decide::join_features_of(self, &ranked, place)))
        });
        Some((number(0)?, features.collect()))
    }

    /// Why the paragraphs that lead for a question do, best first, at most `count`: their features, and the parts of their scores.
    pub fn explain(
        &self,
        question: &Question<'_>,
        count: usize,
    ) -> Vec<(Citation<'_>, Features, Vec<FieldScore>)> {
        // in the papers from which it is answered
        let reply = self.answer(question);
        let mut papers: Vec<String> =
            reply.verdict.citations().iter().map(|own| own.paper.id.clone()).collect();
        papers.dedup();
        let papers = Some(papers.as_slice()).filter(|papers| !papers.is_empty());
        let (_, message, _) = self.heard(question.text);
        let asked = Asked::new(&message);
        let Some(ranked) = asked.best(self, &self.allowed(papers.or(question.papers))) else {
            return Vec::new();
        };
        let language = reply.language;
        let explained = ranked.candidates().iter().take(count).filter_map(|candidate| {
            let score = ranked.answers_of(candidate);
            let citation = decide::cite(self, &ranked, candidate, language, score)?;
            let fields = ranked.retrieved.explain(&self.model.scoring, candidate.paragraph);
            Some((citation, candidate.features, fields))
        });
        explained.collect()
    }
}

/// The number of a paragraph, and its features.
pub type NumberedFeatures = (u32, Vec<f32>);

/// The language to reply to a text in, as far as it tells.
pub fn language_of(text: &str, fallback: Language) -> Language {
    Message::new(text).language(fallback)
}

/// Whether a text tells in which language it wants its reply.
pub fn tells_language(text: &str) -> bool {
    Message::new(text).tells_language()
}

/// The headings of all sections, folded, letters only, in order.
fn headings(corpus: &Corpus) -> Vec<String> {
    let sections = corpus.papers().iter().flat_map(|paper| &paper.sections);
    let headings = sections.flat_map(|section| section.heading.iter());
    let mut headings: Vec<_> =
        headings.map(|(_, heading)| read::letters_of(&fold(heading))).collect();
    headings.retain(|heading| !heading.is_empty());
    headings.sort_unstable();
    headings.dedup();
    headings
}

/// The pairs of Han characters in headings and curated names, in order.
fn name_pairs(corpus: &Corpus) -> Vec<(char, char)> {
    let mut pairs = FxHashSet::default();
    for paper in corpus.papers() {
        let headings =
            paper.sections.iter().flat_map(|section| section.heading.iter().map(|(_, text)| text));
        let inside = paper.concepts.iter().filter(|concept| !concept.outside);
        let names = inside.flat_map(|concept| concept.names.iter().map(String::as_str));
        for name in headings.chain(names) {
            let folded = fold(name);
            let characters = folded.chars().zip(folded.chars().skip(1));
            pairs.extend(characters.filter(|(one, other)| is_han(*one) && is_han(*other)));
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_unstable();
    pairs
}
