//! What else there is near a question: sample questions to ask instead, and further paragraphs.

use super::asked::Asked;
use super::citation::Citation;
use super::{Engine, Question, decide};
use crate::corpus::{Paper, Paragraph, SampleQuestion};
use crate::language::Language;
use crate::question::Message;

/// A sample question is offered if its cosine with the question is at least this.
const OFFERED: f32 = 0.12;

/// So many of a paragraph's sample questions in each language may be offered: the first, which are its clearest.
const CLEAREST: usize = 10;

/// A sample question that somebody may want to ask.
#[derive(Clone, Copy, Debug)]
pub struct Suggestion<'k> {
    /// The paper that answers it.
    pub paper: &'k Paper,
    /// The paragraph that does.
    pub paragraph: &'k Paragraph,
    /// The question.
    pub question: &'k SampleQuestion,
}

impl Engine {
    /// The sample questions nearest to a question, one of a paragraph, the nearest first, at most `count`; for a reader of this language.
    pub fn suggestions(
        &self,
        question: &str,
        language: Language,
        count: usize,
    ) -> Vec<Suggestion<'_>> {
        let Some(ranked) = Asked::new(&Message::new(question)).best(self, &self.allowed(None))
        else {
            return Vec::new();
        };
        let retrieved = &ranked.retrieved;
        let nearest = ranked.candidates().iter().filter_map(|candidate| {
            let (paper, paragraph) = self.stored(candidate.paper, candidate.paragraph)?;
            let own = clearest(paragraph, language);
            let scores = retrieved.scores.questions(retrieved.index(), candidate.paragraph);
            let scored = scores.iter().zip(&paragraph.questions);
            let (score, question) = scored
                .filter(|(_, question)| own(question))
                .max_by(|one, other| one.0.total_cmp(other.0))?;
            (*score >= OFFERED).then_some((*score, Suggestion { paper, paragraph, question }))
        });
        let mut nearest: Vec<_> = nearest.collect();
        nearest.sort_by(|one, other| other.0.total_cmp(&one.0));
        nearest.into_iter().take(count).map(|(_, suggestion)| suggestion).collect()
    }

    /// The paragraphs that a question may be about, the likeliest first: those that its reply cites, then all others that speak of it.
    /// With the language of the reply.
    pub fn candidates(&self, question: &Question<'_>) -> (Language, Vec<Citation<'_>>) {
        let reply = self.answer(question);
        let language = reply.language;
        let mut all = reply.verdict.citations().to_vec();
        let allowed = self.allowed(question.papers);
        let Some(ranked) = Asked::new(&Message::new(question.text)).best(self, &allowed) else {
            return (language, all);
        };
        for candidate in ranked.candidates() {
            let score = ranked.answers_of(candidate).max(ranked.touches_of(candidate));
            if score < self.model.speaks_threshold() {
                continue;
            }
            if let Some(other) = decide::cite(self, &ranked, candidate, language, score)
                && !all.iter().any(|one| std::ptr::eq(one.paragraph, other.paragraph))
            {
                all.push(other);
            }
        }
        (language, all)
    }
}

/// Whether a sample question may be offered to a reader: it is in their language, or, where the paragraph has none, in the other script.
fn clearest(paragraph: &Paragraph, language: Language) -> impl Fn(&SampleQuestion) -> bool {
    // a written question first, since others read it too
    let of = |language: Language, spoken: bool| {
        let own = move |question: &&SampleQuestion| {
            question.language == language && question.spoken == spoken
        };
        paragraph.questions.iter().filter(own).take(CLEAREST)
    };
    let other =
        Language::ALL.into_iter().filter(|other| other.is_chinese() == language.is_chinese());
    let languages = || std::iter::once(language).chain(other.clone());
    let kinds =
        [false, true].into_iter().flat_map(|spoken| languages().map(move |own| (own, spoken)));
    let first = kinds.into_iter().find(|&(language, spoken)| of(language, spoken).next().is_some());
    let own: Vec<*const SampleQuestion> = first
        .map(|(language, spoken)| of(language, spoken).map(std::ptr::from_ref).collect())
        .unwrap_or_default();
    move |question| own.contains(&std::ptr::from_ref(question))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_is_near_and_answered() {
        let Ok(engine) = crate::embedded::engine() else {
            panic!("the embedded papers cannot be read")
        };
        for (question, language) in [
            ("前海嘅租金幾多？", Language::Traditional),
            ("What will Qianhai cost?", Language::English),
            ("前海租金多少？", Language::Simplified),
        ] {
            let offered = engine.suggestions(question, language, 3);
            assert!((1..=3).contains(&offered.len()), "{question}");
            for offer in offered {
                assert_eq!(
                    offer.question.language.is_chinese(),
                    language.is_chinese(),
                    "{question}"
                );
                let reply = engine.answer(&Question::new(&offer.question.text));
                assert!(!reply.verdict.citations().is_empty(), "{}", offer.question.text);
            }
        }
        assert!(engine.suggestions("", Language::English, 3).is_empty());
        assert!(engine.suggestions("zzzz qqqq", Language::English, 3).is_empty());
    }

    #[test]
    fn candidates_begin_with_what_the_reply_cites() {
        let Ok(engine) = crate::embedded::engine() else {
            panic!("the embedded papers cannot be read")
        };
        for question in ["前海", "科技", "railway", "zzz"] {
            let question = Question::new(question);
            let (_, all) = engine.candidates(&question);
            let cited: Vec<_> = engine
                .answer(&question)
                .verdict
                .citations()
                .iter()
                .map(|one| one.paragraph.number)
                .collect();
            let numbers: Vec<_> = all.iter().map(|one| one.paragraph.number).collect();
            assert!(numbers.starts_with(&cited), "{numbers:?}");
            assert_eq!(
                numbers.len(),
                numbers.iter().collect::<std::collections::BTreeSet<_>>().len()
            );
        }
    }
}
