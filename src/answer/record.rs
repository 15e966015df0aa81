//! What a reply cited, in as few words as it takes to show it again: in another language, after a restart, years later.
//!
//! A record holds no word of the question.

use super::citation::{Citation, Citations, Quote};
use super::model::Probability;
use super::{AnswerType, Engine, Reply, Verdict};
use crate::language::Language;

/// What a reply cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Whether it answered.
    pub finding: Finding,
    /// What it cited, the best first. Never empty.
    pub cited: Vec<Cited>,
    /// The parts that the first cited paper's copy lacks and that were asked for, by their places.
    pub missing: Vec<usize>,
}

/// Whether a reply answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The paper says it.
    Answer,
    /// Nobody asked: it is to be read.
    Read,
    /// The paper speaks of it, and does not say what was asked: what that is, if it is known.
    Related(Option<AnswerType>),
}

/// A cited paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The paper's id.
    pub paper: String,
    /// The paragraph's number.
    pub number: u32,
    /// The language of the text that was quoted.
    pub language: Language,
    /// The places of the first and the last sentence of it that were quoted.
    pub sentences: (usize, usize),
}

impl Engine {
    /// The record of a reply; `None` where it cited nothing.
    pub fn record(&self, reply: &Reply<'_>) -> Option<Record> {
        let (finding, missing) = match &reply.verdict {
            Verdict::Answer { missing, .. } => (Finding::Answer, missing.as_slice()),
            Verdict::Read { .. } => (Finding::Read, &[][..]),
            Verdict::Related { asked, missing, .. } => {
                (Finding::Related(*asked), missing.as_slice())
            }
            Verdict::About { .. }
            | Verdict::Papers { .. }
            | Verdict::NoSuchPlace(_)
            | Verdict::NoSuchPaper { .. }
            | Verdict::None => return None,
        };
        let citations = reply.verdict.citations();
        let parts = citations.first().map(|first| &first.paper.missing)?;
        let places =
            missing.iter().filter_map(|part| parts.iter().position(|own| std::ptr::eq(own, *part)));
        Some(Record {
            finding,
            cited: citations.iter().map(|citation| self.cited(citation)).collect(),
            missing: places.collect(),
        })
    }

    /// The record of a single citation.
    pub fn record_of(&self, citation: &Citation<'_>) -> Record {
        Record { finding: Finding::Answer, cited: vec![self.cited(citation)], missing: Vec::new() }
    }

    fn cited(&self, citation: &Citation<'_>) -> Cited {
        let range = citation.quote.range();
        let located = self.corpus.locate(&citation.paper.id, citation.paragraph.number);
        let passages = located
            .and_then(|(paper, paragraph)| {
                let index = self.indexes.get(paper)?;
                Some(index.sentences().of(paragraph, citation.quote.language))
            })
            .unwrap_or_default();
        let meets = |place: &usize| {
            passages
                .get(*place)
                .is_some_and(|own| own.range.start < range.end && range.start < own.range.end)
        };
        let first = (0..passages.len()).find(meets).unwrap_or_default();
        let last = (0..passages.len()).rev().find(meets).unwrap_or(first);
        Cited {
            paper: citation.paper.id.clone(),
            number: citation.paragraph.number,
            language: citation.quote.language,
            sentences: (first, last),
        }
    }

    /// The reply of a record, in this language; `None` where the papers hold its first paragraph no longer.
    ///
    /// The sentences of a faithful translation stand in the same order; of one that is divided otherwise, the whole paragraph is quoted.
    pub fn recall(&self, record: &Record, language: Language) -> Option<Reply<'_>> {
        let mut citations = record.cited.iter().map(|cited| self.recite(cited, language));
        let citations = Citations::new(citations.next()??, citations.flatten());
        let parts = citations.all().first().map(|first| &first.paper.missing)?;
        let missing = record.missing.iter().filter_map(|&place| parts.get(place)).collect();
        let verdict = match record.finding {
            Finding::Answer => Verdict::Answer { citations, missing },
            Finding::Read => Verdict::Read { citations, lacking: None },
            Finding::Related(asked) => Verdict::Related { citations, asked, missing },
        };
        Some(self.bare(language, verdict))
    }

    fn recite(&self, cited: &Cited, language: Language) -> Option<Citation<'_>> {
        let (paper_place, place) = self.corpus.locate(&cited.paper, cited.number)?;
        let paper = self.corpus.paper_at(paper_place)?;
        let paragraph = paper.paragraphs.get(place)?;
        let (own, text) = paragraph.text.nearest(language)?;
        let index = self.indexes.get(paper_place)?;
        let passages = index.sentences().of(place, own);
        let quoted = index.sentences().of(place, cited.language);
        let (first, last) = cited.sentences;
        let range = match (passages.get(first), passages.get(last)) {
            (Some(first), Some(last))
                if passages.len() == quoted.len() && first.range.start <= last.range.start =>
            {
                first.range.start..last.range.end
            }
            _ => 0..text.len(),
        };
        let quote = Quote::new(own, text, range);
        Some(Citation {
            paper,
            paragraph,
            section: paper.section_of(paragraph.number),
            score: Probability::CERTAIN,
            quote,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Question;

    #[test]
    fn what_was_cited_can_be_shown_again_in_every_language() {
        let Ok(engine) = crate::embedded::engine() else {
            panic!("the embedded papers cannot be read")
        };
        for question in [
            "前海由誰主導開發？",
            "How many agreements were signed?",
            "第四段",
            "環保合作",
            "七份協議的全文？",
            "杜邦投資咗幾多錢？",
        ] {
            for language in Language::ALL {
                let reply = engine
                    .answer(&Question { language: Some(language), ..Question::new(question) });
                let Some(record) = engine.record(&reply) else { panic!("{question}") };
                let Some(again) = engine.recall(&record, language) else { panic!("{question}") };
                let quoted = |reply: &Reply<'_>| {
                    reply
                        .verdict
                        .citations()
                        .iter()
                        .map(|one| one.quote.words().to_owned())
                        .collect::<Vec<_>>()
                };
                let trimmed = |words: Vec<String>| {
                    words.iter().map(|words| words.trim().to_owned()).collect::<Vec<_>>()
                };
                assert_eq!(trimmed(quoted(&again)), trimmed(quoted(&reply)), "{question}");
                assert_eq!(engine.record(&again), Some(record), "{question}");
            }
        }
    }

    #[test]
    fn sentences_of_a_text_that_is_divided_otherwise_are_not_taken_for_the_same() {
        let files = [
            ("p/paper.toml", "id = \"p\"\nlanguage = \"zh-Hant\"\ntitle.zh-Hant = \"P\"\n"),
            (
                "p/paragraphs/01.toml",
                "number = 1\ntext.zh-Hant = \"計劃惠及千人，其中百人得獎。另外，暑期實習將會繼續。\"\ntext.en = \"The scheme helps. A thousand benefit. The summer internship goes on.\"\n",
            ),
        ];
        let Ok(corpus) = crate::corpus::Corpus::load(&files.into_iter().collect()) else {
            panic!("the paper has faults")
        };
        let engine = Engine::new(corpus);
        let cited = |language| Record {
            finding: Finding::Answer,
            cited: vec![Cited { paper: "p".into(), number: 1, language, sentences: (1, 1) }],
            missing: Vec::new(),
        };
        let quoted = |of, shown| {
            let reply = engine.recall(&cited(of), shown);
            let citations = reply.map(|reply| reply.verdict.citations().to_vec());
            let first =
                citations.and_then(|all| all.first().map(|own| own.quote.words().to_owned()));
            first.unwrap_or_default()
        };
        assert_eq!(quoted(Language::English, Language::English).trim(), "A thousand benefit.");
        let whole = quoted(Language::English, Language::Traditional);
        assert!(whole.starts_with("計劃") && whole.ends_with("繼續。"), "{whole}");
    }

    #[test]
    fn a_record_of_other_papers_is_none() {
        let Ok(engine) = crate::embedded::engine() else {
            panic!("the embedded papers cannot be read")
        };
        let cited = |number, sentences| Cited {
            paper: "hk-sz-2009".into(),
            number,
            language: Language::English,
            sentences,
        };
        let record = |cited| Record { finding: Finding::Answer, cited, missing: vec![9] };
        assert!(engine.recall(&record(vec![cited(99, (0, 0))]), Language::English).is_none());
        assert!(engine.recall(&record(vec![]), Language::English).is_none());
        // sentences that are not there: the whole paragraph
        assert!(engine.recall(&record(vec![cited(4, (7, 3))]), Language::English).is_some());
    }
}
