//! Replies to messages that name papers: an answer from the named ones alone; where they are silent, that, and who says it.

use super::citation::{Citation, Citations};
use super::lean::Turn;
use super::model::Probability;
use super::scope::{self, Named, Naming};
use super::{
    Engine, OpenQuestions, Outcome, Question, Reply, Verdict, about, asked, definition, read,
};
use crate::corpus::Paper;
use crate::lang::{figures, fold, sentences, to_traditional};
use crate::language::Language;
use crate::lexicon::{List, lexicon};
use crate::question::{Fact, Intent, Message, Place, is_made_of};

/// Most other papers that are said to answer.
const MOST_ELSEWHERE: usize = 3;

/// Most papers that are listed at once.
const MOST_LISTED: usize = 8;

/// The reply to a question, a place or what is asked of a paper, in the papers that it names.
pub(super) fn reply<'e>(
    engine: &'e Engine,
    message: &Message,
    intent: &Intent,
    question: &Question<'_>,
    language: Language,
) -> Reply<'e> {
    let allowed = engine.allowed(question.papers);
    let after = question.after.filter(|turn| {
        engine.paper(&turn.paper).is_some_and(|(place, _)| allowed.contains(&place))
    });
    let question = &Question { after, ..*question };
    let naming = scope::read(engine, message.folded(), message.found(), &allowed, after);
    match naming {
        None => plain(engine, message, intent, question, language, false),
        Some(Naming::Unknown(unknown)) => {
            // what was folded is in Simplified characters
            let name = match language {
                Language::Traditional => to_traditional(&unknown.name),
                _ => unknown.name,
            };
            engine.bare(language, engine.no_such_paper(name, &allowed))
        }
        Some(Naming::Papers(named)) if allowed.len() == 1 => {
            // there is no other to take it for; what it is called may be what it says
            match about::of(&Message::new(&named.rest), true) {
                Some(fact) => about::reply(engine, fact, &allowed, question, language),
                None => plain(engine, message, intent, question, language, false),
            }
        }
        Some(Naming::Papers(named)) => {
            in_named(engine, message, intent, question, language, &named)
        }
    }
}

fn plain<'e>(
    engine: &'e Engine,
    message: &Message,
    intent: &Intent,
    question: &Question<'_>,
    language: Language,
    named: bool,
) -> Reply<'e> {
    match intent {
        Intent::Read(places) => match read::verdict(engine, places, question, language) {
            Some(verdict) => engine.bare(language, verdict),
            None => asked::reply(engine, message, question, language, named),
        },
        Intent::About(fact) => {
            let allowed = engine.allowed(question.papers);
            about::reply(engine, *fact, &allowed, question, language)
        }
        _ => {
            if let Some(verdict) = definition::verdict(engine, message, question, language) {
                return engine.bare(language, verdict);
            }
            let reply = asked::reply(engine, message, question, language, named);
            let mentioned = || match reply.verdict.outcome() {
                Outcome::Answer => None,
                _ => read::mentioning(engine, message.whether_mentioned()?, question, language),
            };
            mentioned().map_or(reply, |verdict| engine.bare(language, verdict))
        }
    }
}

fn in_named<'e>(
    engine: &'e Engine,
    message: &Message,
    intent: &Intent,
    question: &Question<'_>,
    language: Language,
    named: &Named,
) -> Reply<'e> {
    // 2017年呢？: the question before, of another paper
    let subject = question.after.map(|turn| fold(&turn.subject)).filter(|own| !own.is_empty());
    let papers: Vec<usize> = named.groups.concat();
    if papers.len() > 1 && !named.rest.is_empty() && is_made_of(&named.rest, List::AboutAround) {
        // any papers on waste?
        return about::reply(engine, Fact::List, &papers, question, language);
    }
    let subject_message = Message::new(&named.subject);
    let fact = about::of(&subject_message, true).or_else(|| {
        let asks_extent = |places: &[Place]| places.contains(&Place::Extent);
        matches!(engine.intent_of(&subject_message), Intent::Read(places) if asks_extent(&places))
            .then_some(Fact::Extent)
    });
    if let Some(fact) = fact {
        return about::reply(engine, fact, &papers, question, language);
    }
    let rest = match (named.rest.is_empty(), subject) {
        (false, _) => named.rest.clone(),
        (true, Some(subject)) => subject,
        (true, None) => {
            return about::reply(engine, Fact::Identity, &papers, question, language);
        }
    };
    let rest_message = Message::new(&rest);
    let each: Vec<Reply<'e>> = named
        .groups
        .iter()
        .map(|group| {
            let own = in_group(engine, &rest_message, group, question, language);
            if named.groups.len() == 1 || named.subject.is_empty() || is_answered(&own) {
                return own;
            }
            // what of the name is left in a comparison may be that of another paper
            let other = in_group(engine, &subject_message, group, question, language);
            if is_answered(&other) { other } else { own }
        })
        .collect();
    let mut reply = match <[Reply<'e>; 1]>::try_from(each) {
        Ok([reply]) => reply,
        Err(each) => return compared(engine, named, each, language),
    };
    if !named.said.is_empty() && !tells_of_occasion(&reply, &named.said) {
        let name = named.said.first().map(ToString::to_string).unwrap_or_default();
        return engine.bare(language, engine.no_such_paper(name, &papers));
    }
    if let Some(turn) = reply.turn.as_mut().filter(|turn| turn.subject == rest) {
        turn.subject.clone_from(&named.subject);
    }
    if let [group] = named.groups.as_slice()
        && matches!(reply.verdict, Verdict::Related { .. } | Verdict::None)
    {
        let by_year = !named.by_year_alone.is_empty() || !named.dated_words.is_empty();
        if by_year && !named.rest.is_empty() {
            // the year may be what a paper speaks of rather than its own
            let other = plain(engine, message, intent, question, language, false);
            if says_years(&other, &named.by_year_alone) || says_words(&other, &named.dated_words) {
                return other;
            }
        }
        // other papers are not asked for what this one is called
        let own = if named.subject.is_empty() { &rest } else { &named.subject };
        reply.elsewhere = elsewhere(engine, &Message::new(own), group, question, language);
        if let Verdict::Related { citations, .. } = &reply.verdict {
            // what it speaks of itself, only papers like it say better, or those that say it more surely
            let own = citations.all().first().map_or(Probability::NONE, |first| first.score);
            let is_like = |paper: &Paper| {
                let place = engine.paper(&paper.id).map(|(place, _)| place);
                place.is_some_and(|place| engine.catalogue.is_of_series(place, group))
            };
            reply.elsewhere.retain(|other| other.score > own || is_like(other.paper));
        }
        reply.silent = Some(engine.papers_at(group));
        if reply.turn.is_none() {
            let subject = if named.subject.is_empty() { &rest } else { &named.subject };
            reply.turn = group.first().and_then(|&paper| turn_in(engine, paper, subject));
        }
    }
    reply
}

fn is_answered(reply: &Reply<'_>) -> bool {
    matches!(reply.verdict.outcome(), super::Outcome::Answer)
}

/// What is asked of some papers alone.
fn in_group<'e>(
    engine: &'e Engine,
    message: &Message,
    group: &[usize],
    question: &Question<'_>,
    language: Language,
) -> Reply<'e> {
    let ids: Vec<String> = engine.papers_at(group).iter().map(|paper| paper.id.clone()).collect();
    let after = question.after.filter(|turn| ids.contains(&turn.paper));
    let question = Question { text: message.folded(), papers: Some(&ids), after, ..*question };
    let intent = engine.intent_of(message);
    plain(engine, message, &intent, &question, language, true)
}

/// One reply of those of several papers, each cited by itself.
fn compared<'e>(
    engine: &'e Engine,
    named: &Named,
    each: Vec<Reply<'e>>,
    language: Language,
) -> Reply<'e> {
    let mut cited: Vec<Citation<'e>> = Vec::new();
    let mut silent: Vec<&'e Paper> = Vec::new();
    let mut related: Vec<Citation<'e>> = Vec::new();
    let (mut turn, mut asked) = (None, None);
    for (reply, group) in each.into_iter().zip(&named.groups) {
        let first = reply.verdict.citations().first().cloned();
        match &reply.verdict {
            Verdict::Answer { .. } | Verdict::Read { .. } => cited.extend(first),
            Verdict::Related { asked: own, .. } => {
                // what was asked for and is not there is said of those that lack it
                if own.is_some() {
                    silent.extend(engine.papers_at(group).first());
                }
                asked = asked.or(*own);
                related.extend(first);
            }
            _ => silent.extend(engine.papers_at(group).first()),
        }
        turn = turn.or(reply.turn);
    }
    let is_answered = !cited.is_empty();
    cited.sort_by(|one, other| other.score.value().total_cmp(&one.score.value()));
    // what one paper answers, another that speaks of it is shown beside
    let mut cited = cited.into_iter().chain(related);
    let Some(first) = cited.next() else {
        let silent = Some(silent);
        return Reply { turn, silent, ..engine.bare(language, Verdict::None) };
    };
    let citations = Citations::new(first, cited.collect::<Vec<_>>());
    let verdict = if is_answered {
        Verdict::Answer { citations, missing: Vec::new() }
    } else {
        Verdict::Related { citations, asked, missing: Vec::new() }
    };
    let silent = (!silent.is_empty()).then_some(silent);
    Reply { turn, silent, open: OpenQuestions::default(), ..engine.bare(language, verdict) }
}

/// Whether the first paragraph that is cited speaks of one of these years.
fn says_years(reply: &Reply<'_>, years: &[u16]) -> bool {
    let Some(first) = reply.verdict.citations().first() else { return false };
    let texts = first.paragraph.text.iter().map(|(_, text)| fold(text)).collect::<Vec<_>>();
    let figures = texts.iter().flat_map(|text| figures(text)).collect::<Vec<_>>();
    years.iter().any(|year| figures.iter().any(|own| own.thousandths == u64::from(*year) * 1000))
}

/// Whether the first paragraph that is cited has one of these words as they are.
fn says_words(reply: &Reply<'_>, words: &[String]) -> bool {
    let Some(first) = reply.verdict.citations().first() else { return false };
    let mut texts = first.paragraph.text.iter().map(|(_, text)| fold(text));
    texts.any(|text| words.iter().any(|own| text.contains(own)))
}

/// Whether the first paragraph that is cited speaks of an occasion of one of these years: "the next meeting in 2010".
fn tells_of_occasion<'e>(reply: &Reply<'e>, years: &[u16]) -> bool {
    let Some(first) = reply.verdict.citations().first() else { return false };
    let texts = first.paragraph.text.iter();
    let of_text =
        |(_, text): (_, &'e str)| sentences(text).into_iter().filter_map(|own| text.get(own));
    texts.flat_map(of_text).any(|sentence| {
        let folded = fold(sentence);
        let is_year = |value: u64| years.iter().any(|&year| value == u64::from(year) * 1000);
        lexicon().find(&folded).has(List::PaperOccasion)
            && figures(&folded).iter().any(|own| is_year(own.thousandths))
    })
}

/// What other papers say to a question, the likeliest first.
fn elsewhere<'e>(
    engine: &'e Engine,
    message: &Message,
    group: &[usize],
    question: &Question<'_>,
    language: Language,
) -> Vec<Citation<'e>> {
    let others: Vec<usize> =
        engine.allowed(question.papers).into_iter().filter(|own| !group.contains(own)).collect();
    if others.is_empty() || !matches!(engine.intent_of(message), Intent::Ask) {
        return Vec::new();
    }
    asked::answers_in(engine, message, &others, language, MOST_ELSEWHERE)
}

/// A conversation about a paper in which nothing was found.
fn turn_in(engine: &Engine, paper: usize, subject: &str) -> Option<Turn> {
    let paper = engine.corpus.paper_at(paper)?;
    Some(Turn::of_paper(paper, subject))
}

/// Papers, the newest first, as many as are listed at once.
pub(super) fn listed<'e>(engine: &'e Engine, papers: &[usize]) -> Vec<&'e Paper> {
    let mut papers = papers.to_vec();
    engine.newest_first(&mut papers);
    papers.truncate(MOST_LISTED);
    engine.papers_at(&papers)
}
