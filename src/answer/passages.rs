//! The sentences of all paragraphs, and what kinds of things each holds. Worked out once.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::corpus::{Corpus, Paragraph};
use crate::lang::{Held, fold, sentences};
use crate::language::Language;

/// A sentence of a text.
#[derive(Serialize, Deserialize)]
pub(super) struct Passage {
    /// Its place in the text, in bytes.
    pub(super) range: Range<usize>,
    /// What it holds.
    pub(super) held: Held,
}

/// The sentences of a paragraph's texts.
type Texts = Vec<(Language, Vec<Passage>)>;

/// The sentences of all paragraphs.
#[derive(Serialize, Deserialize)]
pub(super) struct Passages {
    /// By paper, paragraph, and text of it.
    papers: Vec<Vec<Texts>>,
}

impl Passages {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let papers =
            corpus.papers().iter().map(|paper| paper.paragraphs.iter().map(texts).collect());
        Self { papers: papers.collect() }
    }

    /// The sentences of a paragraph in a language that it is written in; none of a paragraph or a language that is not there.
    pub(super) fn of(&self, paper: usize, paragraph: usize, language: Language) -> &[Passage] {
        let own = self.texts(paper, paragraph).iter().find(|(own, _)| *own == language);
        own.map(|(_, passages)| passages.as_slice()).unwrap_or_default()
    }

    /// What a paragraph holds, in whatever language.
    pub(super) fn held(&self, paper: usize, paragraph: usize) -> Held {
        let passages = self.texts(paper, paragraph).iter().flat_map(|(_, passages)| passages);
        passages.fold(Held::default(), |held, passage| held.and(passage.held))
    }

    fn texts(&self, paper: usize, paragraph: usize) -> &[(Language, Vec<Passage>)] {
        self.papers
            .get(paper)
            .and_then(|paper| paper.get(paragraph))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

fn texts(paragraph: &Paragraph) -> Texts {
    let passages = |text: &str| {
        let held =
            |range: &Range<usize>| Held::of(&fold(text.get(range.clone()).unwrap_or_default()));
        sentences(text).into_iter().map(|range| Passage { held: held(&range), range }).collect()
    };
    paragraph.text.iter().map(|(language, text)| (language, passages(text))).collect()
}
