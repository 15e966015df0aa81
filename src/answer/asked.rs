//! A question against the papers: which paper, which part of a long message, and the reply.

use super::ranked::{Ranked, is_written_in};
use super::{Engine, Question, Reply, Verdict, decide, lean};
use crate::lang::{Form, Phrase, fold};
use crate::language::Language;
use crate::question::{AskedWord, Message, asked_words, parts};
use crate::retrieve::Feature;

/// From this length on, in Han characters and words, a message is read sentence by sentence too: its question may be one of many.
const LONG_MESSAGE: usize = 30;

/// A long message is clearly about a paragraph that ranks this far ahead of any other.
const CLEAR_LEAD: f32 = 1.5;

/// The parts of a long message are looked for in so many papers.
const MOST_PAPERS_OF_PARTS: usize = 3;

/// A question and its words, read once for all papers.
pub(super) struct Asked {
    pub(super) phrase: Phrase,
    words: Vec<AskedWord>,
}

impl Asked {
    pub(super) fn new(message: &Message) -> Self {
        Self::of(message.phrase())
    }

    pub(super) fn of(phrase: Phrase) -> Self {
        Self { words: asked_words(&phrase), phrase }
    }

    /// A folded part of a message.
    pub(super) fn of_part(folded: &str) -> Self {
        Self::of(Phrase::of_question(folded.to_owned()))
    }

    /// The candidates of the paper at a place.
    pub(super) fn rank<'e>(
        &self,
        engine: &'e Engine,
        paper: usize,
        message: Option<&Ranked<'e>>,
    ) -> Option<Ranked<'e>> {
        let index = engine.indexes.get(paper)?;
        Some(Ranked::new(index, paper, &self.phrase, &self.words, engine.model, message))
    }

    /// The candidates of the papers that may speak of the question, the likeliest first: of this one, or of all.
    fn by_paper<'e>(&self, engine: &'e Engine, paper: Option<&str>) -> Vec<Ranked<'e>> {
        let places = match paper {
            Some(id) => engine.paper(id).map(|(place, _)| place).into_iter().collect(),
            None => engine.router.route(&self.phrase, &self.words),
        };
        let mut papers: Vec<_> =
            places.into_iter().filter_map(|place| self.rank(engine, place, None)).collect();
        // the order is kept among equals
        papers.sort_by(|one, other| {
            other.touches_among_papers().total_cmp(&one.touches_among_papers())
        });
        papers
    }

    /// The candidates of the paper that speaks of the question with the greatest probability: of this one, or of all.
    pub(super) fn best<'e>(&self, engine: &'e Engine, paper: Option<&str>) -> Option<Ranked<'e>> {
        self.by_paper(engine, paper).into_iter().next()
    }

    /// The same; of a long message, those of the part of it that asks, with the whole message in mind.
    fn best_part<'e>(self, engine: &'e Engine, paper: Option<&str>) -> Option<(Self, Ranked<'e>)> {
        let mut papers = self.by_paper(engine, paper);
        let length = self.phrase.han_length() + self.phrase.words().len();
        if length < LONG_MESSAGE || !self.phrase.form().asks() {
            papers.truncate(1);
            return papers.pop().map(|whole| (self, whole));
        }
        papers.truncate(MOST_PAPERS_OF_PARTS);
        let mut parts: Vec<_> = parts(self.phrase.folded())
            .into_iter()
            .map(|part| (part, Form::of_text(part)))
            .collect();
        let comes = parts.iter().any(|(_, form)| form.comes_to_question());
        parts.retain(|(_, form)| if comes { form.comes_to_question() } else { form.asks() });
        let parts: Vec<_> = parts.into_iter().map(|(part, _)| Self::of_part(part)).collect();
        let mut best: Option<(usize, usize, Ranked<'e>)> = None;
        for (at, whole) in papers.iter().enumerate() {
            for (place, part) in parts.iter().enumerate() {
                let message = Some(whole);
                let Some(ranked) = part.rank(engine, whole.retrieved.paper(), message) else {
                    continue;
                };
                let better = |(_, _, other): &(usize, usize, Ranked<'e>)| {
                    (ranked.is_answered(), ranked.answers(0))
                        > (other.is_answered(), other.answers(0))
                };
                if best.as_ref().is_none_or(better) {
                    best = Some((at, place, ranked));
                }
            }
        }
        let Some((at, place, mut ranked)) = best else {
            papers.truncate(1);
            return papers.pop().map(|whole| (self, whole));
        };
        let clear =
            papers.get(at).is_some_and(|whole| whole.lead() >= CLEAR_LEAD && whole.is_answered());
        if !ranked.is_answered() && clear {
            ranked.assured = engine.model.answer_threshold(ranked.setting());
        }
        parts.into_iter().nth(place).map(|part| (part, ranked))
    }
}

/// The reply to a question.
pub(super) fn reply<'e>(
    engine: &'e Engine,
    message: &Message,
    question: &Question<'_>,
    language: Language,
) -> Reply<'e> {
    let asked = Asked::new(message);
    let Some((asked, ranked)) = asked.best_part(engine, question.paper) else {
        return engine.bare(language, Verdict::None);
    };
    let scoped = question.paper.is_some() || engine.indexes.len() == 1;
    let own = decide::verdict(engine, &ranked, language, scoped);
    let leaning = question
        .after
        .and_then(|turn| lean::verdict(engine, &ranked, &own, turn, message, language));
    let leans = leaning.is_some();
    let verdict = leaning.unwrap_or(own);
    let subject = match question.after {
        Some(turn) if leans => turn.subject.clone(),
        _ => asked.phrase.folded().to_owned(),
    };
    let first = verdict.citations().first();
    let thresholds = &engine.model.thresholds;
    let covered = first.and_then(|first| {
        let (_, paragraph) = engine.corpus.locate(&first.paper.id, first.paragraph.number)?;
        Some(ranked.candidate(paragraph).features.get(Feature::Coverage))
    });
    let sure = matches!(verdict, Verdict::Answer { .. })
        && asked.phrase.form().asks()
        && first.is_some_and(|first| first.score.value() >= thresholds.sure)
        && covered.is_some_and(|covered| covered >= thresholds.sure_coverage);
    let matched =
        first.filter(|_| !leans && !is_written_in(ranked.retrieved.index(), language.is_chinese()));
    let matched = matched.and_then(|first| {
        let (_, paragraph) = engine.corpus.locate(&first.paper.id, first.paragraph.number)?;
        Some(ranked.retrieved.matched(&asked.words, paragraph))
    });
    let turn = first.map(|first| lean::Turn {
        paper: first.paper.id.clone(),
        paragraph: first.paragraph.number,
        subject,
    });
    let matched = matched.unwrap_or_default();
    let asks = message.asks();
    Reply { sure, asks, matched, turn, ..engine.bare(language, verdict) }
}

/// A topic by its name, as a question.
pub(super) fn topic(name: &str) -> Asked {
    Asked::of_part(&fold(name))
}
