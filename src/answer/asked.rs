//! A question against the papers: which paper, which part of a long message, and the reply.

use super::citation::Citation;
use super::decide::HELD_SHARE;
use super::lean::{TINY, Turn};
use super::model::Scope;
use super::ranked::Ranked;
use super::{Engine, Question, Reply, Verdict, decide, lean, scope};
use crate::corpus::Paper;
use crate::lang::{Form, Phrase, fold};
use crate::language::Language;
use crate::question::{AskedWord, Message, asked_words, parts};
use crate::retrieve::{Compared, Feature};

/// From this length on, in Han characters and words, a message is read sentence by sentence too: its question may be one of many.
const LONG_MESSAGE: usize = 30;

/// A long message is clearly about a paragraph that ranks this far ahead of any other.
const CLEAR_LEAD: f32 = 1.5;

/// A paper that has a name of its own for what it is about speaks of it in this share of its paragraphs at least.
const SHARE_ABOUT: f32 = 0.25;

/// A paper that the conversation is about may be less likely than another by so many log odds.
const NEARLY_AS_LIKELY: f32 = 1.0;

/// A conversation leaves its paper for another that answers with this probability.
const LEAVES: f32 = 0.5;

/// A question of more Han characters than this, a word of letters counted as two, says what it is about.
const WHOLE: usize = 8;

/// A question in the words of a paper's title is about it by so many log odds more.
const TITLE: f32 = 1.0;

/// Most papers of a series that are said to answer too.
const MOST_OF_SERIES: usize = 3;

/// The parts of a long message are looked for in so many papers.
const MOST_PAPERS_OF_PARTS: usize = 3;

/// A question and its words, read once for all papers.
pub(super) struct Asked {
    pub(super) phrase: Phrase,
    words: Vec<AskedWord>,
    compared: Compared,
}

impl Asked {
    pub(super) fn new(message: &Message) -> Self {
        Self::of(message.phrase())
    }

    pub(super) fn of(phrase: Phrase) -> Self {
        Self { words: asked_words(&phrase), phrase, compared: Compared::default() }
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
        let Self { phrase, words, compared } = self;
        Some(Ranked::new(index, paper, phrase, words, compared, engine.model, message))
    }

    /// The candidates of those of these papers that may speak of the question, the likeliest first.
    fn by_paper<'e>(&self, engine: &'e Engine, allowed: &[usize]) -> Vec<Ranked<'e>> {
        let places = engine.router.route(&self.phrase, &self.words, allowed);
        let mut papers: Vec<_> =
            places.into_iter().filter_map(|place| self.rank(engine, place, None)).collect();
        let titled = if allowed.len() > 1 {
            scope::in_words_of_title(engine, self.phrase.folded(), allowed)
        } else {
            Vec::new()
        };
        for own in &mut papers {
            own.is_titled = titled.contains(&own.retrieved.paper());
        }
        let likely =
            |own: &Ranked<'_>| own.touches_among_papers() + if own.is_titled { TITLE } else { 0.0 };
        // the order is kept among equals
        papers.sort_by(|one, other| likely(other).total_cmp(&likely(one)));
        papers
    }

    /// The candidates of that of these papers that speaks of the question with the greatest probability.
    pub(super) fn best<'e>(&self, engine: &'e Engine, allowed: &[usize]) -> Option<Ranked<'e>> {
        self.by_paper(engine, allowed).into_iter().next()
    }

    /// The paper of these of which far more paragraphs speak of this than of any other.
    pub(super) fn paper_most_about(&self, engine: &Engine, allowed: &[usize]) -> Option<usize> {
        let mut shares: Vec<(f32, usize)> = allowed
            .iter()
            .filter_map(|&place| Some((self.rank(engine, place, None)?.share_about(), place)))
            .collect();
        shares.sort_by(|one, other| other.0.total_cmp(&one.0));
        match shares.as_slice() {
            [(own, place), (other, _), ..] if *own >= SHARE_ABOUT && *own >= 2.0 * other => {
                Some(*place)
            }
            _ => None,
        }
    }

    /// The same, with the candidates of the other papers; of a long message, those of the part of it that asks, with the whole message in
    /// mind.
    fn best_part<'e>(
        self,
        engine: &'e Engine,
        allowed: &[usize],
        after: Option<&Turn>,
    ) -> Option<(Self, Ranked<'e>, Vec<Ranked<'e>>)> {
        let mut papers = self.by_paper(engine, allowed);
        prefer(engine, &mut papers, after);
        let first = |asked: Self, mut papers: Vec<Ranked<'e>>| {
            (!papers.is_empty()).then(|| (asked, papers.remove(0), papers))
        };
        let length = self.phrase.han_length() + self.phrase.words().len();
        if length < LONG_MESSAGE || !self.phrase.form().asks() {
            return first(self, papers);
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
            return first(self, papers);
        };
        let clear =
            papers.get(at).is_some_and(|whole| whole.lead() >= CLEAR_LEAD && whole.is_answered());
        if !ranked.is_answered() && clear {
            ranked.is_assured = true;
        }
        let part = parts.into_iter().nth(place)?;
        let others = papers.iter().enumerate().filter(|(other, _)| *other != at);
        let others = others
            .filter_map(|(_, whole)| part.rank(engine, whole.retrieved.paper(), Some(whole)))
            .collect();
        Some((part, ranked, others))
    }
}

/// The reply to a question; `named`: whether the asker named the papers that it is asked of.
pub(super) fn reply<'e>(
    engine: &'e Engine,
    message: &Message,
    question: &Question<'_>,
    language: Language,
    named: bool,
) -> Reply<'e> {
    // figures and marks ask nothing
    if !message.folded().contains(char::is_alphabetic) {
        return engine.bare(language, Verdict::None);
    }
    let asked = Asked::new(message);
    let allowed = engine.allowed(question.papers);
    let Some((asked, ranked, others)) = asked.best_part(engine, &allowed, question.after) else {
        return engine.bare(language, Verdict::None);
    };
    let scope = if named {
        Scope::Named
    } else if allowed.len() == 1 || question.papers.is_some() || ranked.is_titled {
        Scope::Chosen
    } else {
        Scope::Library(allowed.len())
    };
    let own = decide::verdict(engine, &ranked, language, scope);
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
        first.filter(|_| !leans && !ranked.retrieved.index().is_written_in(language.is_chinese()));
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
    let place = ranked.retrieved.paper();
    let elsewhere = if matches!(verdict, Verdict::Answer { .. }) && !leans {
        let of_series =
            |other: &Ranked<'_>| engine.catalogue.are_of_one_series(place, other.retrieved.paper());
        let mut answers = answers_of(engine, others.into_iter().filter(of_series), language);
        answers.truncate(MOST_OF_SERIES);
        answers.sort_by_key(|own| std::cmp::Reverse(own.paper.when()));
        answers
    } else {
        Vec::new()
    };
    Reply { sure, asks, matched, elsewhere, turn, ..engine.bare(language, verdict) }
}

/// What some papers answer to a question, one citation each: those in the language of the reply first, of these the likeliest.
pub(super) fn answers_in<'e>(
    engine: &'e Engine,
    message: &Message,
    papers: &[usize],
    language: Language,
    count: usize,
) -> Vec<Citation<'e>> {
    let ranked = Asked::new(message).by_paper(engine, papers);
    let mut answers = answers_of(engine, ranked.into_iter(), language);
    answers.sort_by_key(|own| own.quote.language.is_chinese() != language.is_chinese());
    answers.truncate(count);
    answers
}

/// What those of some papers that answer say, in their order.
fn answers_of<'e>(
    engine: &'e Engine,
    ranked: impl Iterator<Item = Ranked<'e>>,
    language: Language,
) -> Vec<Citation<'e>> {
    let answered = ranked.filter_map(|ranked| {
        let first = ranked.first().filter(|_| ranked.is_answered())?;
        decide::cite(engine, &ranked, first, language, ranked.answers(0))
    });
    answered.collect()
}

/// Puts first, of several papers that answer: the one that the conversation is about; else, of a series, the newest.
fn prefer(engine: &Engine, papers: &mut [Ranked<'_>], after: Option<&Turn>) {
    let Some(first) = papers.first() else { return };
    let place = first.retrieved.paper();
    let likely = first.touches_among_papers() - NEARLY_AS_LIKELY;
    let last = after.and_then(|turn| engine.paper(&turn.paper)).map(|(place, _)| place);
    let answers = |ranked: &Ranked<'_>| ranked.is_answered();
    let answered = answers(first);
    // where none answers, one that speaks of it and holds what was asked for
    let holds = |own: &Ranked<'_>| {
        own.first().is_some_and(|first| own.retrieved.held(first.paragraph) >= HELD_SHARE)
            && own.touches() >= own.model().speaks_threshold()
    };
    // a word or two are not what leads away
    let is_tiny = first.retrieved.query.length() <= TINY;
    let leaves = answered && !is_tiny && first.answers(0).value() >= LEAVES;
    let stays = papers.iter().position(|own| {
        let tells = || own.first().is_some_and(|first| own.retrieved.tells(first));
        // a question that says what it is about, and that another paper answers, is not held in this one
        let is_whole = own.retrieved.query.length() > WHOLE;
        let held = !leaves && tells() && (answers(own) || !answered || !is_whole);
        let near = own.touches_among_papers() >= likely || held;
        last == Some(own.retrieved.paper()) && (answers(own) || !leaves) && near
    });
    let date = |ranked: &Ranked<'_>| {
        engine.corpus.paper_at(ranked.retrieved.paper()).and_then(Paper::when)
    };
    let of_series = papers.iter().enumerate().filter(|(_, own)| {
        let other = own.retrieved.paper();
        let is_answer = if answered { answers(own) } else { holds(own) };
        is_answer && (other == place || engine.catalogue.are_of_one_series(place, other))
    });
    let newest = of_series.rev().max_by_key(|(_, own)| date(own)).map(|(at, _)| at);
    if let Some(at) = stays.or(newest) {
        papers.get_mut(..=at).into_iter().for_each(|own| own.rotate_right(1));
    }
}

/// A topic by its name, as a question.
pub(super) fn topic(name: &str) -> Asked {
    Asked::of_part(&fold(name))
}
