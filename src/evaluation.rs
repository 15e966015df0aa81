//! Judged questions, and how many of them are answered right.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::answer::{Engine, Question, Turn};
use crate::lang::fold;

/// The keys of a judged question; `why` is a note for people.
pub const KEYS: [&str; 9] = ["q", "lang", "style", "kind", "gold", "any", "fact", "near", "why"];

/// The keys of a conversation.
pub const CONVERSATION_KEYS: [&str; 2] = ["lang", "turns"];

/// A judged question, one line of a file. Unknown keys are ignored.
#[derive(Debug, Clone, Deserialize)]
pub struct Judged {
    /// The question.
    pub q: String,
    /// What it is written in: `yue`, `zh-Hant`, `zh-Hans`, `zh-TW`, `mixed` or `en`.
    #[serde(default)]
    pub lang: String,
    /// How it is asked: `formal`, `typo`, …; of one that must not be answered, its kind.
    #[serde(default, alias = "kind")]
    pub style: String,
    /// The paragraphs that answer, best first; absent or empty where none does.
    #[serde(default)]
    pub gold: Vec<u32>,
    /// Any one paragraph of `gold` will do.
    #[serde(default)]
    pub any: bool,
    /// What the answer must hold, as the paper has it.
    #[serde(default)]
    pub fact: String,
    /// The paragraphs that touch the subject, where none answers.
    #[serde(default)]
    pub near: Vec<u32>,
}

/// Whether a question on the project's own paper is held out: nothing is fitted to it, chosen by it or looked up in it. A third of them
/// is, by a hash of the words (FNV-1a), so that the split never changes.
pub fn is_held_out(question: &str) -> bool {
    let hash = question.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash % 3 == 0
}

/// A line of a file: a question, or a conversation.
#[derive(Debug, Clone)]
pub enum Line {
    /// Turns that follow each other.
    Conversation(Conversation),
    /// A question by itself.
    Question(Judged),
}

/// Turns that follow each other.
#[derive(Debug, Clone, Deserialize)]
pub struct Conversation {
    /// What they are written in.
    #[serde(default)]
    pub lang: String,
    /// The turns.
    pub turns: Vec<Judged>,
}

/// By whether it has turns, so that an error is about what the line is.
impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let line = Value::deserialize(deserializer)?;
        let read = if line.get("turns").is_some() {
            Conversation::deserialize(line).map(Self::Conversation)
        } else {
            Judged::deserialize(line).map(Self::Question)
        };
        read.map_err(D::Error::custom)
    }
}

impl Line {
    /// Its questions, in order.
    pub fn questions(&self) -> &[Judged] {
        match self {
            Self::Question(judged) => std::slice::from_ref(judged),
            Self::Conversation(own) => &own.turns,
        }
    }

    /// Asks the engine, turn after turn.
    pub fn ask(self, engine: &Engine) -> Vec<Result> {
        match self {
            Self::Question(judged) => vec![Result::new(engine, judged, &mut None)],
            Self::Conversation(Conversation { lang, turns }) => {
                let mut after = None;
                let turns = turns.into_iter().map(|turn| Judged {
                    lang: lang.clone(),
                    style: "turn".to_owned(),
                    ..turn
                });
                turns.map(|turn| Result::new(engine, turn, &mut after)).collect()
            }
        }
    }
}

/// What became of one judged question.
#[derive(Debug, Clone)]
pub struct Result {
    /// The question.
    pub judged: Judged,
    /// `answer`, `related` or `none`.
    pub outcome: &'static str,
    /// The paragraphs cited.
    pub cited: Vec<u32>,
    /// The words quoted from the first.
    pub quote: String,
}

impl Result {
    /// Asks the engine. `after` is what the conversation was last about, and becomes what it is about now.
    pub fn new(engine: &Engine, judged: Judged, after: &mut Option<Turn>) -> Self {
        let reply = engine.answer(&Question { after: after.as_ref(), ..Question::new(&judged.q) });
        let cited =
            reply.verdict.citations().iter().map(|citation| citation.paragraph.number).collect();
        let quote = reply
            .verdict
            .citations()
            .first()
            .map(|citation| citation.quote.words().to_owned())
            .unwrap_or_default();
        let outcome = reply.verdict.outcome().name();
        after.clone_from(&reply.turn);
        Self { outcome, judged, cited, quote }
    }

    /// Whether it is counted right: answered, and the first paragraph cited answers; or not answered, where none does.
    pub fn is_right(&self) -> bool {
        let first = self.cited.first().is_some_and(|first| self.judged.gold.contains(first));
        if self.judged.gold.is_empty() {
            self.outcome != "answer"
        } else {
            self.outcome == "answer" && first
        }
    }
}

/// A share of questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many hold.
    pub hold: usize,
    /// Of how many.
    pub of: usize,
}

impl Share {
    fn count(&mut self, holds: bool) {
        self.of += 1;
        self.hold += usize::from(holds);
    }
}

/// The figures of a group of questions.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// Right paragraph first, of those that the paper answers.
    pub right_first: Share,
    /// Every paragraph that belongs to the answer cited, of those with several.
    pub all_found: Share,
    /// Nothing cited that does not answer, of those answered.
    pub nothing_else: Share,
    /// Answered with a wrong paragraph first, of all that the paper answers.
    pub wrong: Share,
    /// The quotation holds the fact, of those in Chinese with one whose first paragraph is right.
    pub fact_quoted: Share,
    /// Not answered, of those that the paper does not answer.
    pub not_answered: Share,
    /// The related paragraph is right, of those that the paper touches and does not answer.
    pub related_right: Share,
}

impl Figures {
    /// How many questions were counted.
    pub fn questions(&self) -> usize {
        self.right_first.of + self.not_answered.of
    }

    /// Counts one result.
    pub fn count(&mut self, result: &Result) {
        let Judged { gold, near, any, fact, .. } = &result.judged;
        if gold.is_empty() {
            self.not_answered.count(result.is_right());
            if !near.is_empty() {
                self.related_right.count(
                    result.outcome == "related"
                        && result.cited.first().is_some_and(|first| near.contains(first)),
                );
            }
            return;
        }
        self.right_first.count(result.is_right());
        self.wrong.count(result.outcome == "answer" && !result.is_right());
        if gold.len() > 1 && !any {
            self.all_found.count(
                result.outcome == "answer"
                    && gold.iter().all(|number| result.cited.contains(number)),
            );
        }
        if result.outcome == "answer" {
            self.nothing_else.count(result.cited.iter().all(|number| gold.contains(number)));
        }
        if result.is_right() && !fact.is_empty() && result.judged.lang != "en" {
            self.fact_quoted.count(plain(&result.quote).contains(&plain(fact)));
        }
    }
}

/// A text without white space, folded, for comparing facts.
fn plain(text: &str) -> String {
    fold(text).chars().filter(|character| !character.is_whitespace()).collect()
}

/// The figures of results by their language, and by their style, each in order of name.
pub fn by_group(results: &[Result], group: impl Fn(&Judged) -> &str) -> BTreeMap<String, Figures> {
    let mut groups: BTreeMap<String, Figures> = BTreeMap::new();
    for result in results {
        groups.entry(group(&result.judged).to_owned()).or_default().count(result);
    }
    groups
}
