//! A message with several questions: each is answered by itself.

use rustc_hash::FxHashSet;

use super::citation::Citations;
use super::{Citation, Engine, OpenQuestions, Question, Reply, Verdict, scoped};
use crate::corpus::MissingPart;
use crate::language::Language;
use crate::question::{Intent, Message, questions};

/// Most questions of a message that are answered.
const MOST_QUESTIONS: usize = 3;

/// Most paragraphs that answer one of several questions.
const MOST_OF_ONE: usize = 2;

/// Longest question that is told as it was put, in characters.
const LONGEST_TOLD: usize = 80;

/// A question as it is told to who put it.
fn told(question: &str) -> String {
    let mut told: String = question.chars().take(LONGEST_TOLD).collect();
    if told.len() < question.len() {
        told.push('…');
    }
    told
}

/// The reply to a message with several questions; `None` where there are not several.
pub(super) fn reply<'e>(
    engine: &'e Engine,
    question: &Question<'_>,
    language: Language,
) -> Option<Reply<'e>> {
    let mut all = questions(question.text);
    all.retain(|text| !matches!(engine.intent_of(&Message::new(text)), Intent::Talk(_)));
    let mut seen = FxHashSet::default();
    all.retain(|text| seen.insert(*text));
    if all.len() < 2 {
        return None;
    }
    let mut unread = all.split_off(all.len().min(MOST_QUESTIONS));
    unread.truncate(MOST_QUESTIONS);
    let mut cited: Vec<Citation<'e>> = Vec::new();
    let mut absent: Vec<&'e MissingPart> = Vec::new();
    let mut open =
        OpenQuestions { unread: unread.into_iter().map(told).collect(), ..Default::default() };
    let mut last: Option<Reply<'e>> = None;
    for text in all {
        // one may lean on what the one before it was about
        let after = last.as_ref().and_then(|reply| reply.turn.as_ref()).or(question.after);
        let one = Question { text, after, ..*question };
        let reply = scoped::reply(engine, &Message::new(text), &Intent::Ask, &one, language);
        if let Verdict::Answer { citations, missing } = &reply.verdict {
            for own in citations.all().iter().take(MOST_OF_ONE) {
                let known = |other: &Citation<'_>| {
                    other.paper.id == own.paper.id && other.paragraph.number == own.paragraph.number
                };
                if !cited.iter().any(known) {
                    cited.push(own.clone());
                }
            }
            absent.extend(missing);
            last = Some(reply);
        } else {
            open.unanswered.push(told(text));
        }
    }
    cited.sort_by(|one, other| other.score.value().total_cmp(&one.score.value()));
    let mut cited = cited.into_iter();
    let (Some(last), Some(first)) = (last, cited.next()) else {
        // what is not there is not said of all, since each asks for something else
        let message = Message::new(question.text);
        let mut whole = scoped::reply(engine, &message, &Intent::Ask, question, language);
        if let Verdict::Related { asked, .. } = &mut whole.verdict {
            *asked = None;
        }
        return Some(whole);
    };
    absent.dedup_by(|one, other| std::ptr::eq(*one, *other));
    let citations = Citations::new(first, cited.collect::<Vec<_>>());
    Some(Reply {
        verdict: Verdict::Answer { citations, missing: absent },
        sure: last.sure && open.unanswered.is_empty(),
        open,
        ..last
    })
}
