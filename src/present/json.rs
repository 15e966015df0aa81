//! A reply as a JSON object.

use serde::Serialize;

use super::card::stored_heading;
use super::place::{Address, Place};
use super::words::Words;
use crate::answer::{Outcome, Reply};
use crate::language::Language;

/// A reply, as `ask --json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct Object<'q> {
    /// The question.
    pub q: &'q str,
    /// `answer`, `related` or `none`.
    pub outcome: &'static str,
    /// The language of the reply.
    pub language: Language,
    /// Where it stands, the best first.
    pub citations: Vec<CitationObject>,
    /// The whole reply as plain text.
    pub text: String,
}

/// A citation in a reply.
#[derive(Debug, Clone, Serialize)]
pub struct CitationObject {
    /// The paper's id.
    pub paper: String,
    /// The paragraph's number.
    pub paragraph: u32,
    /// The heading of its section, as it is stored in the language of the quotation.
    pub section: Option<String>,
    /// How probable it is that this is the paragraph that was asked for, 0 to 1, to three places.
    pub score: f64,
    /// The words that answer, a slice of the paragraph as it is stored.
    pub quote: String,
    /// Where it can be read, marked, if the pages' address is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl<'q> Object<'q> {
    /// The object of a reply to a question; `text` is the whole reply as plain text, `address` tells where a place can be read.
    pub fn new(question: &'q str, reply: &Reply<'_>, text: String, address: Address<'_>) -> Self {
        let words = Words::new(reply.language);
        let answers = !reply.verdict.is_read();
        let citations = reply.verdict.citations().iter().map(|citation| CitationObject {
            paper: citation.paper.id.clone(),
            paragraph: citation.paragraph.number,
            section: stored_heading(citation),
            score: (f64::from(citation.score.value()) * 1000.0).round() / 1000.0,
            quote: citation.quote.words().to_owned(),
            url: address(&Place::of(&words, citation, answers)),
        });
        Self {
            q: question,
            outcome: reply.verdict.outcome().name(),
            language: reply.language,
            citations: citations.collect(),
            text,
        }
    }

    /// The object of words that cite nothing.
    pub const fn without_citation(
        question: &'q str,
        outcome: Outcome,
        language: Language,
        text: String,
    ) -> Self {
        Self { q: question, outcome: outcome.name(), language, citations: Vec::new(), text }
    }
}
