//! Questions that lean on what was said before: "when did it begin?", 幾多間？
//!
//! The conversation comes in as a value; nothing is remembered here.

use super::asked::Asked;
use super::citation::Citations;
use super::decide::{self, HELD_SHARE};
use super::ranked::Ranked;
use super::{Engine, Verdict, quote};
use crate::corpus::{Paper, Paragraph};
use crate::lang::{Phrase, fold};
use crate::language::Language;
use crate::question::{Message, is_bare_question};
use crate::retrieve::Feature;

/// What a conversation was last about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The paper's id.
    pub paper: String,
    /// The paragraph's number.
    pub paragraph: u32,
    /// The last question that stood by itself, or the heading of what was read: what the next may lean on.
    pub subject: String,
}

impl Turn {
    /// About a paper, and nothing in it yet.
    pub fn of_paper(paper: &Paper, subject: &str) -> Self {
        Self { paper: paper.id.clone(), paragraph: NO_PARAGRAPH, subject: subject.to_owned() }
    }

    /// Whether it is about a paragraph, which can be shown again.
    pub const fn is_of_paragraph(&self) -> bool {
        self.paragraph != NO_PARAGRAPH
    }
}

/// The number of no paragraph.
const NO_PARAGRAPH: u32 = 0;

/// A longer question, in Han characters, a word of letters counted as two, stands by itself.
const SHORT: usize = 12;

/// A shorter one names nothing.
pub(super) const TINY: usize = 4;

/// A short question that is answered with this probability by itself stands by itself, unless it is about the paragraph before as well.
const SURE_ALONE: f32 = 0.5;

/// Read together with what it leans on, a question repeats the subject, which flatters the paragraph: it is answered from this probability on.
const SURE_TOGETHER: f32 = 0.6;

/// A question of which less than this stands anywhere in the paper is not about the paragraph before.
const LEAST_KNOWN: f32 = 0.4;

/// A word of this rarity, 0 to 1, that the paragraph before lacks is what a short question is about.
const STRANGE_WORD: f32 = 0.95;

/// A short question leans on the paragraph before unless another scores so much better that the former has less than this share.
const LEANING: f32 = 0.6;

/// The same for one that names a subject.
const LEANING_NAMED: f32 = 0.85;

/// The same for one that names none and points back in so many words.
const LEANING_BACK: f32 = 0.35;

/// In a section of more paragraphs, not all are about one thing.
const MOST_BESIDE: usize = 4;

/// What a conversation is about after a verdict that nobody asked a question for.
pub(super) fn turn_of(verdict: &Verdict<'_>, language: Language) -> Option<Turn> {
    let first = verdict.citations().first()?;
    // of what was read, the next paragraph is the one after the last
    let last = verdict.citations().last().filter(|_| matches!(verdict, Verdict::Read { .. }));
    let heading = first.section.and_then(|section| section.heading.nearest(language));
    Some(Turn {
        paper: first.paper.id.clone(),
        paragraph: last.unwrap_or(first).paragraph.number,
        subject: heading.map(|(_, heading)| heading.to_owned()).unwrap_or_default(),
    })
}

/// The other paragraphs of a paragraph's section, if they are few: those behind it, and then those before, the nearest first.
fn beside(engine: &Engine, paper: usize, paragraph: usize) -> Vec<usize> {
    let Some((own_paper, own)) = engine.stored(paper, paragraph) else { return Vec::new() };
    let Some(section) = own_paper.section_of(own.number) else { return Vec::new() };
    let is_in = |(_, own): &(usize, &Paragraph)| section.numbers.contains(&own.number);
    let all = own_paper.paragraphs.iter().enumerate().filter(is_in).map(|(place, _)| place);
    let (mut before, behind): (Vec<_>, Vec<_>) = all.partition(|place| *place < paragraph);
    if before.len() + behind.len() > MOST_BESIDE {
        return Vec::new();
    }
    before.reverse();
    behind.into_iter().filter(|place| *place > paragraph).chain(before).collect()
}

/// What a short question gets that leans on the paragraph of the turn before; `None` for one that stands by itself.
///
/// It leans where it asks for a type of answer or points back, names nothing that the paper does not know, and nothing that another
/// paragraph's text speaks of and that one's does not. It is read together with what it leans on.
pub(super) fn verdict<'e>(
    engine: &'e Engine,
    ranked: &Ranked<'e>,
    own: &Verdict<'e>,
    after: &Turn,
    message: &Message,
    language: Language,
) -> Option<Verdict<'e>> {
    let (paper, paragraph) = engine.corpus.locate(&after.paper, after.paragraph)?;
    let query = &ranked.retrieved.query;
    let form = query.phrase().form();
    // 香港呢？
    let plain = message.folded().trim_end_matches(|own: char| !own.is_alphanumeric());
    let points_back = form.points_back() || plain.ends_with('呢');
    let leans =
        ranked.answer_type().is_some() || points_back || form.asks_where() || form.asks_why();
    let tiny = query.length() <= TINY && !query.names_subject();
    let lacked = if ranked.retrieved.paper() == paper {
        ranked.candidate(paragraph).features.get(Feature::MissingWord)
    } else {
        0.0
    };
    let is_bare = is_bare_question(plain);
    let strange = !is_bare
        && (query.is_outside()
            || (query.length() > TINY && query.known() < LEAST_KNOWN)
            || (tiny && lacked >= STRANGE_WORD));
    if !(leans || is_bare) || strange || query.length() > SHORT {
        return None;
    }
    // what is surely about another paragraph is not bent, whether that says what was asked or not
    let sure = own.citations().first().is_some_and(|citation| citation.score.value() >= SURE_ALONE);
    let least = match (query.names_subject(), points_back) {
        (true, _) => LEANING_NAMED,
        (false, false) => LEANING,
        (false, true) => LEANING_BACK,
    };
    if sure && !tiny {
        let best = ranked
            .candidates()
            .iter()
            .map(|own| own.features.get(Feature::Text))
            .fold(0.0, f32::max);
        let last = (ranked.retrieved.paper() == paper)
            .then(|| ranked.candidate(paragraph).features.get(Feature::Text));
        if last.unwrap_or_default() < least * best {
            return None;
        }
    }
    let own_ranked = ranked;
    let asked = Asked::of(Phrase::of_question_after(&fold(&after.subject), message.folded()));
    let ranked = asked.rank(engine, paper, None)?;
    let holds =
        |own: usize| ranked.answer_type().is_none() || ranked.retrieved.held(own) >= HELD_SHARE;
    let paragraph = if holds(paragraph) {
        paragraph
    } else {
        // what it lacks, another of its section may hold, such as one that was shown with it
        let mut others = beside(engine, paper, paragraph).into_iter();
        others.find(|own| holds(*own)).unwrap_or(paragraph)
    };
    let candidate = ranked.candidate(paragraph);
    let held = holds(paragraph);
    let answers = ranked.answers_of(&candidate);
    let is_answer = held && answers.value() >= SURE_TOGETHER && ranked.is_answer(&candidate);
    let score = if is_answer { answers } else { ranked.touches_of(&candidate) };
    // what is answered by itself is not held back for what went before
    if !is_answer && ranked.answer_type().is_none() && matches!(own, Verdict::Answer { .. }) {
        return None;
    }
    let mut citation = decide::cite(engine, &ranked, &candidate, language, score)?;
    // what it names itself, if anything, stands in the sentence that was asked for
    if own_ranked.retrieved.paper() == paper && own_ranked.answer_type().is_none() {
        let own = quote::quote_of_held(engine, own_ranked, paragraph, language);
        citation.quote = own.unwrap_or(citation.quote);
    }
    let citations = Citations::new(citation, []);
    Some(if is_answer {
        Verdict::Answer { citations, missing: Vec::new() }
    } else {
        let asked = ranked.answer_type().filter(|_| !held);
        Verdict::Related { citations, asked, missing: Vec::new() }
    })
}
