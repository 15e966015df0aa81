//! Decides what a question gets: an answer, something related, or nothing; which paragraphs; which sentence of them.
//!
//! It holds no sentence for users. The same knowledge and words give the same reply.

mod citation;
mod curve;
mod decide;
mod follow;
mod found;
mod passages;
mod quote;
mod record;
mod suggest;
mod thresholds;

use serde::{Deserialize, Serialize};

pub use citation::{Citation, Citations, Quote};
use follow::Wish;
pub use follow::{Turn, paragraph_numbers};
use found::Found;
pub use found::{Curve, PARTS, RANK_PARTS, Seen};
use passages::Passages;
pub use record::{Cited, Finding, Record};
pub use suggest::Suggestion;
pub use thresholds::ANSWER;
use thresholds::SURE;

use crate::corpus::{Corpus, MissingPart, Paper, Paragraph};
use crate::lang;
pub use crate::lang::Asked;
use crate::language::Language;
use crate::search::{Explanation, Hit, Index, Weights};

/// How much of a question is read, in characters.
pub const LONGEST_QUESTION: usize = 4096;

/// Answers questions about papers.
#[derive(Serialize, Deserialize)]
pub struct Engine {
    corpus: Corpus,
    index: Index,
    passages: Passages,
    /// Whether every paragraph has sample questions.
    curated: bool,
    missing: decide::MissingNames,
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
    /// What the conversation was last about; `None` at its beginning.
    pub after: Option<&'q Turn>,
}

impl<'q> Question<'q> {
    /// A question that is answered in its own language, in Traditional Chinese where it has none.
    pub fn new(text: &'q str) -> Self {
        Self { text, language: None, fallback: Language::Traditional, after: None }
    }
}

/// What a question gets.
#[derive(Clone, Debug)]
pub struct Reply<'k> {
    /// The language to reply in.
    pub language: Language,
    /// What was found.
    pub verdict: Verdict<'k>,
    /// Whether the question was longer than is read.
    pub cut: bool,
    /// Whether it is surely a question, and surely answered: one to answer even if nobody spoke to the bot.
    pub sure: bool,
    /// Whether it was a wish to read, such as "next paragraph", rather than a question.
    pub wish: bool,
    /// What the conversation is about now, for the next question; `None` where nothing was found yet.
    pub turn: Option<Turn>,
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
    /// The paper speaks of it, here, and does not say what was asked.
    Related {
        /// Where.
        citations: Citations<'k>,
        /// What was asked and is not said, if that is known.
        asked: Option<Asked>,
        /// Parts of the paper that were asked for, and that this copy lacks.
        missing: Vec<&'k MissingPart>,
    },
    /// The paper does not speak of it.
    None,
}

impl<'k> Verdict<'k> {
    /// `answer`, `related` or `none`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Answer { .. } => "answer",
            Self::Related { .. } => "related",
            Self::None => "none",
        }
    }

    /// What is cited; nothing where nothing was found.
    pub fn citations(&self) -> &[Citation<'k>] {
        match self {
            Self::Answer { citations, .. } | Self::Related { citations, .. } => citations.all(),
            Self::None => &[],
        }
    }
}

impl Engine {
    /// Prepares to answer questions about papers.
    pub fn new(corpus: Corpus) -> Self {
        Self::with_weights(corpus, Weights::default())
    }

    /// The same with other weights, to measure what each is worth.
    pub fn with_weights(corpus: Corpus, weights: Weights) -> Self {
        let index = Index::new(&corpus, weights);
        let passages = Passages::new(&corpus);
        let missing = decide::MissingNames::new(&corpus);
        let mut paragraphs = corpus.papers().iter().flat_map(|paper| &paper.paragraphs);
        let curated = paragraphs.all(|paragraph| !paragraph.questions.is_empty());
        Self { corpus, index, passages, curated, missing }
    }

    /// The papers.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Answers a question. Total: any text gets a reply.
    pub fn answer(&self, question: &Question<'_>) -> Reply<'_> {
        let (read, cut) = read(question.text);
        let language = question.language.unwrap_or_else(|| language_of(read, question.fallback));
        let turn = |verdict: &Verdict<'_>, subject: &dyn Fn() -> String| {
            let cited = verdict.citations().first();
            let about = |citation: &Citation<'_>| Turn {
                paper: citation.paper.id.clone(),
                paragraph: citation.paragraph.number,
                subject: subject(),
            };
            cited.map(about).or_else(|| question.after.cloned())
        };
        if let Some(wish) = follow::wish(read) {
            // with nothing before it, a wish to read on is answered by nothing
            let Some((citation, language)) = self.wished(wish, question.after, language) else {
                return Reply {
                    language,
                    verdict: Verdict::None,
                    cut,
                    sure: false,
                    wish: true,
                    turn: question.after.cloned(),
                };
            };
            let heading = citation
                .section
                .and_then(|section| section.heading.nearest(language))
                .map(|(_, heading)| heading.to_owned());
            let verdict =
                Verdict::Answer { citations: Citations::new(citation, []), missing: Vec::new() };
            return Reply {
                language,
                turn: turn(&verdict, &|| heading.clone().unwrap_or_default()),
                verdict,
                cut,
                sure: false,
                wish: true,
            };
        }
        let found = Found::best(self, read);
        let (verdict, leans) = decide::verdict(self, read, &found, language, question.after);
        let subject = || match question.after {
            Some(after) if leans => after.subject.clone(),
            _ => found.query.phrase().folded().to_owned(),
        };
        let score = verdict.citations().first().map_or(0.0, |best| best.score);
        let sure = matches!(verdict, Verdict::Answer { .. })
            && found.query.phrase().form().asks()
            && score >= SURE;
        Reply { language, turn: turn(&verdict, &subject), verdict, cut, sure, wish: false }
    }

    /// The paragraph that somebody wishes to read, and the language to show it in. `None` where there is none.
    fn wished(
        &self,
        wish: Wish,
        after: Option<&Turn>,
        language: Language,
    ) -> Option<(Citation<'_>, Language)> {
        let last = after.and_then(|turn| self.corpus.locate(&turn.paper, turn.paragraph));
        let (paper, place) = match (wish, last) {
            (Wish::Paragraph(number), last) => {
                let paper = last.map_or(0, |(paper, _)| paper);
                (
                    paper,
                    self.corpus
                        .papers()
                        .get(paper)?
                        .paragraphs
                        .iter()
                        .position(|paragraph| paragraph.number == number)?,
                )
            }
            (Wish::Next, Some((paper, place))) => (paper, place + 1),
            (Wish::Previous, Some((paper, place))) => (paper, place.checked_sub(1)?),
            (_, Some(last)) => last,
            (_, None) => return None,
        };
        let paper = self.corpus.papers().get(paper)?;
        let paragraph = paper.paragraphs.get(place)?;
        let language = match wish {
            Wish::Original => paper.language,
            Wish::In(wanted) => wanted,
            _ => language,
        };
        let (own, text) = paragraph.text.nearest(language)?;
        let quote = Quote::new(own, text, 0..text.len());
        Some((
            Citation {
                paper,
                paragraph,
                section: paper.section_of(paragraph.number),
                score: 1.0,
                quote,
            },
            language,
        ))
    }

    /// What is seen of the paragraphs that lead for a question, with their numbers. Nothing of it depends on the fitted weights, so that
    /// these can be fitted to it.
    pub fn seen(&self, question: &str) -> Vec<(u32, Seen)> {
        let mut found = Found::new(self, read(question).0);
        found.see_held(self, found.seen.len());
        let numbered = |(hit, seen)| Some((stored(self, hit)?.1.number, seen));
        found.hits.hits.iter().zip(found.seen.iter().copied()).filter_map(numbered).collect()
    }

    /// Why the paragraphs that lead for a question do, best first, at most `count`.
    pub fn explain(&self, question: &str, count: usize) -> Vec<(Citation<'_>, Seen, Explanation)> {
        let found = Found::best(self, read(question).0);
        let language = lang::language(question).unwrap_or(Language::Traditional);
        let explained = found.hits.hits.iter().take(count);
        explained
            .filter_map(|hit| {
                let seen = found.seen_of(self, hit);
                let citation =
                    decide::cite(self, &found, hit, language, seen.answers(found.curve))?;
                Some((citation, seen, Explanation::new(&self.index, &found.query, hit)))
            })
            .collect()
    }
}

/// The language to reply in: that of a text, as far as it tells. Chinese that tells no script, such as 前海, is for a reader of Chinese in
/// theirs, and for all others Traditional.
fn language_of(text: &str, fallback: Language) -> Language {
    match lang::language(text) {
        Some(language) if language.is_chinese() && fallback.is_chinese() => {
            lang::script(text).unwrap_or(fallback)
        }
        Some(language) => language,
        None => fallback,
    }
}

/// Whether a text tells in which language it wants its reply.
pub fn tells_language(text: &str) -> bool {
    lang::language(read(text).0).is_some()
}

/// The paragraph of a hit, and its paper.
fn stored<'k>(engine: &'k Engine, hit: &Hit) -> Option<(&'k Paper, &'k Paragraph)> {
    let paper = engine.corpus.papers().get(hit.paper)?;
    Some((paper, paper.paragraphs.get(hit.paragraph)?))
}

/// The part of a question that is read, and whether there is more.
fn read(question: &str) -> (&str, bool) {
    match question.char_indices().nth(LONGEST_QUESTION) {
        Some((end, _)) => (question.get(..end).unwrap_or_default(), true),
        None => (question, false),
    }
}
