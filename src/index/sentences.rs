//! The sentences of a paper's paragraphs, and which types of answers each holds. Worked out once.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::corpus::{Paper, Paragraph};
use crate::lang::{Held, fold, sentences};
use crate::language::Language;

/// A sentence of a text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sentence {
    /// Its place in the text, in bytes.
    pub range: Range<usize>,
    /// The types of answers that it holds.
    pub held: Held,
}

/// The sentences of all paragraphs of a paper.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sentences {
    /// By paragraph, and text of it.
    paragraphs: Vec<Vec<(Language, Vec<Sentence>)>>,
}

impl Sentences {
    pub(super) fn new(paper: &Paper) -> Self {
        Self { paragraphs: paper.paragraphs.iter().map(of_paragraph).collect() }
    }

    /// The sentences of a paragraph in a language that it is written in; none of one that is not there.
    pub fn of(&self, paragraph: usize, language: Language) -> &[Sentence] {
        let own = self.texts(paragraph).iter().find(|(own, _)| *own == language);
        own.map(|(_, sentences)| sentences.as_slice()).unwrap_or_default()
    }

    /// The types of answers that a paragraph holds, in whatever language.
    pub fn held(&self, paragraph: usize) -> Held {
        let all = self.texts(paragraph).iter().flat_map(|(_, sentences)| sentences);
        all.fold(Held::default(), |held, sentence| held.and(sentence.held))
    }

    fn texts(&self, paragraph: usize) -> &[(Language, Vec<Sentence>)] {
        self.paragraphs.get(paragraph).map(Vec::as_slice).unwrap_or_default()
    }
}

fn of_paragraph(paragraph: &Paragraph) -> Vec<(Language, Vec<Sentence>)> {
    let of_text = |text: &str| {
        let held =
            |range: &Range<usize>| Held::of(&fold(text.get(range.clone()).unwrap_or_default()));
        sentences(text).into_iter().map(|range| Sentence { held: held(&range), range }).collect()
    };
    paragraph.text.iter().map(|(language, text)| (language, of_text(text))).collect()
}
