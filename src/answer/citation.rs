//! Where an answer stands in a paper.

use std::ops::Range;

use super::model::Probability;
use crate::corpus::{Paper, Paragraph, Section};
use crate::language::Language;

/// One or more citations, the best first. There is no answer without one.
#[derive(Clone, Debug)]
pub struct Citations<'k>(Vec<Citation<'k>>);

impl<'k> Citations<'k> {
    /// The best and those that follow it.
    pub fn new(best: Citation<'k>, others: impl IntoIterator<Item = Citation<'k>>) -> Self {
        Self(std::iter::once(best).chain(others).collect())
    }

    /// All of them, the best first.
    pub fn all(&self) -> &[Citation<'k>] {
        &self.0
    }
}

/// A paragraph of a paper, and the words in it that answer.
#[derive(Clone, Debug)]
pub struct Citation<'k> {
    /// The paper.
    pub paper: &'k Paper,
    /// The paragraph.
    pub paragraph: &'k Paragraph,
    /// The section that it stands in.
    pub section: Option<&'k Section>,
    /// How probable it is that this is the paragraph that was asked for, 0 to 1.
    pub score: Probability,
    /// The words.
    pub quote: Quote<'k>,
}

/// A slice of a paragraph's stored text: of record, or of a stored translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote<'k> {
    /// The language of the text.
    pub language: Language,
    /// The whole text.
    text: &'k str,
    /// The bytes of the slice.
    range: Range<usize>,
}

impl<'k> Quote<'k> {
    /// A slice of a text; the whole text where the bytes are no slice of it.
    pub(super) fn new(language: Language, text: &'k str, range: Range<usize>) -> Self {
        let range = if text.get(range.clone()).is_some_and(|slice| !slice.is_empty()) {
            range
        } else {
            0..text.len()
        };
        Self { language, text, range }
    }

    /// The words.
    pub fn words(&self) -> &'k str {
        self.text.get(self.range.clone()).unwrap_or(self.text)
    }

    /// The bytes of the text that the words are.
    pub(super) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What stands before the words, the words, and what stands after them: together the whole text.
    pub fn in_context(&self) -> [&'k str; 3] {
        let before = self.text.get(..self.range.start).unwrap_or_default();
        let after = self.text.get(self.range.end..).unwrap_or_default();
        [before, self.words(), after]
    }
}
