//! Questions about a paper itself, answered from what is known of it.

use super::citation::Citations;
use super::{Engine, Question, Reply, Verdict, lean};
use crate::language::Language;
use crate::question::{Fact, Message};

/// What of a paper a message asks, if that is all that it asks. `named`: whether a paper was named beside it.
pub(super) fn of(message: &Message, named: bool) -> Option<Fact> {
    message.about(named)
}

/// The reply about papers, by their places: about the one that the conversation is about, if it is among them; else about the newest.
pub(super) fn reply<'e>(
    engine: &'e Engine,
    fact: Fact,
    papers: &[usize],
    question: &Question<'_>,
    language: Language,
) -> Reply<'e> {
    if fact == Fact::List || (papers.len() > 1 && !is_one_meant(engine, papers, question)) {
        let all = papers.len() == engine.allowed(question.papers).len();
        let which = fact != Fact::List;
        return engine.bare(language, engine.listed(papers, all, which));
    }
    let last = question.after.and_then(|turn| engine.paper(&turn.paper)).map(|(place, _)| place);
    let place = last.filter(|last| papers.contains(last)).or_else(|| papers.first().copied());
    let Some((place, paper)) =
        place.and_then(|place| Some((place, engine.corpus.paper_at(place)?)))
    else {
        return engine.bare(language, Verdict::None);
    };
    let opening = paper.paragraphs.first().and_then(|_| engine.whole(place, 0, language));
    let citations = (fact == Fact::Identity).then_some(opening).flatten();
    let citations = citations.map(|first| Citations::new(first, []));
    let turn = paper.paragraphs.first().map(|first| lean::Turn {
        paper: paper.id.clone(),
        paragraph: first.number,
        subject: String::new(),
    });
    Reply { turn, ..engine.bare(language, Verdict::About { paper, fact, citations }) }
}

/// Whether one of several papers is spoken of already.
fn is_one_meant(engine: &Engine, papers: &[usize], question: &Question<'_>) -> bool {
    let last = question.after.and_then(|turn| engine.paper(&turn.paper));
    last.is_some_and(|(place, _)| papers.contains(&place))
}
