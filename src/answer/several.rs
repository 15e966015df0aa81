//! A message with several questions: each is answered by itself.

use rustc_hash::FxHashSet;

use super::citation::Citations;
use super::{Citation, Engine, OpenQuestions, Question, Reply, Verdict, scoped};
use crate::corpus::MissingPart;
use crate::language::Language;
use crate::question::{Intent, Message, questions};

/// Most questions of a message that are answered.
const MOST_QUESTIONS: usize = 3;

/// Of more questions in a message the others are not even looked at.
const MOST_READ: usize = 12;

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
    let mut seen = FxHashSet::default();
    let all = questions(question.text).into_iter().filter(|text| seen.insert(*text));
    let all = all.take(MOST_READ).map(|text| (text, Message::new(text)));
    let all = all.map(|(text, message)| (text, engine.intent_of(&message), message));
    let mut all: Vec<_> = all.filter(|(_, intent, _)| !matches!(intent, Intent::Talk(_))).collect();
    if all.len() < 2 {
        return None;
    }
    let unread = all.split_off(all.len().min(MOST_QUESTIONS));
    let unread = unread.into_iter().take(MOST_QUESTIONS).map(|(text, ..)| told(text));
    let mut cited: Vec<Citation<'e>> = Vec::new();
    let mut absent: Vec<&'e MissingPart> = Vec::new();
    let mut open = OpenQuestions { unread: unread.collect(), ..Default::default() };
    let mut last: Option<Reply<'e>> = None;
    let mut turn = question.after.cloned();
    let mut answered = 0;
    for (text, intent, message) in all {
        // what is told of a paper stands in no paragraph beside others: its words are looked for
        let intent = if matches!(intent, Intent::Read(_)) { intent } else { Intent::Ask };
        // one may lean on what the one before it was about
        let one = Question { text, after: turn.as_ref(), ..*question };
        let reply = scoped::reply(engine, &message, &intent, &one, language);
        turn = reply.turn.clone().or(turn);
        let citations = match &reply.verdict {
            Verdict::Answer { citations, .. } => citations.all(),
            // a longer place is read by itself
            Verdict::Read { citations, lacking: None } if citations.all().len() <= MOST_OF_ONE => {
                citations.all()
            }
            _ => {
                open.unanswered.push(told(text));
                continue;
            }
        };
        for own in citations.iter().take(MOST_OF_ONE) {
            let known = |other: &Citation<'_>| {
                other.paper.id == own.paper.id && other.paragraph.number == own.paragraph.number
            };
            if !cited.iter().any(known) {
                cited.push(own.clone());
            }
        }
        if let Verdict::Answer { missing, .. } = &reply.verdict {
            absent.extend(missing);
        }
        answered += 1;
        last = Some(reply);
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
        whole.open.unread = open.unread;
        return Some(whole);
    };
    absent.dedup_by(|one, other| std::ptr::eq(*one, *other));
    let citations = Citations::new(first, cited.collect::<Vec<_>>());
    Some(Reply {
        verdict: Verdict::Answer { citations, missing: absent },
        sure: last.sure && open.unanswered.is_empty(),
        open,
        // of the words of one question, which paragraph they are in is not told
        matched: if answered == 1 { last.matched } else { Vec::new() },
        ..last
    })
}
