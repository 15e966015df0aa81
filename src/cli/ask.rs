//! `ask`: one question, or many from standard input.

use std::collections::HashMap;
use std::io::{self, BufRead as _, Write as _};

use anyhow::Context as _;
use serde_json::Value;

use super::args::Ask;
use super::{Ending, styles, wrapped};
use crate::answer::{
    Engine, Fact, Feature, Intent, Outcome, Question, Reply, Turn, Verdict, language_of,
};
use crate::config::RETENTION_DAYS;
use crate::conversation::{self, Command, Context, Engines, Numbered};
use crate::language::Language;
use crate::present::{self, Address, Card, Extras, Message, Object, Place, Site, Styles};
use crate::settings::Settings;

/// Most papers that are named in an error.
const MOST_NAMED: usize = 12;

/// How many paragraphs are explained.
const EXPLAINED: usize = 3;

pub(super) fn run(engine: &Engine, site: Option<&Site>, args: &Ask) -> anyhow::Result<Ending> {
    if args.batch {
        return batch(engine, site, args);
    }
    let text = args.question.join(" ");
    if text.trim().is_empty() {
        anyhow::bail!("the question is empty\n  hint: write it after `ask`, in quotation marks");
    }
    let alone = args.paper.as_ref().map(|paper| alone(engine, paper)).transpose()?;
    let engine = alone.as_ref().unwrap_or(engine);
    let question = Question { language: args.language, ..Question::new(&text) };
    let given = Given::to(engine, &question);
    let address = |place: &Place| Some(site?.link(place));
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(out, "{}", given.object(&text, &address)?)?;
    } else {
        writeln!(out, "{}", wrapped(&present::plain(given.card(), &styles(), &address)))?;
    }
    if args.explain && matches!(given, Given::Reply { is_question: true, .. }) {
        explain(&mut out, engine, &question)?;
    }
    Ok(match given.outcome() {
        Outcome::Answer => Ending::Answered,
        Outcome::Related | Outcome::None => Ending::NotAnswered,
    })
}

/// What somebody gets for a message.
enum Given<'e> {
    /// An answer with what it cites: to a question, which can be explained, or to a command for a place.
    Reply { reply: Reply<'e>, card: Card, is_question: bool },
    /// Words that cite nothing: a list or a help text, which is an answer, or small talk, which is none.
    Words { language: Language, card: Card, outcome: Outcome, turn: Option<Turn> },
}

impl<'e> Given<'e> {
    fn to(engine: &'e Engine, question: &Question<'_>) -> Self {
        let language =
            question.language.unwrap_or_else(|| language_of(question.text, question.fallback));
        let words =
            |card, outcome| Self::Words { language, card, outcome, turn: question.after.cloned() };
        if let Intent::Talk(talk) = engine.intent(question.text) {
            return words(present::talk(language, engine.corpus(), talk), Outcome::None);
        }
        // a command for another bot is a question here
        let command = conversation::understand(question.text, None, true);
        let command = command.unwrap_or(Command::Ask(question.text));
        let settings = &Settings { language: question.language, ..Settings::default() };
        let context = Context {
            reader: language,
            reader_is_known: false,
            settings,
            after: question.after,
            question: None,
            group: false,
            retention_days: RETENTION_DAYS,
        };
        let (is_list, outcome) = match command {
            Command::Ask(text) if !text.trim().is_empty() => {
                let reply = engine.answer(&Question { text, ..*question });
                return Self::of_reply(engine, reply, true);
            }
            Command::Para(numbers) => match conversation::read_numbers(engine, numbers, &context) {
                Numbered::Read(reply) | Numbered::Which(reply) => {
                    return Self::of_reply(engine, reply, false);
                }
                _ => (false, Outcome::None),
            },
            Command::Settings | Command::Language(_) => {
                return words(present::notice(language, Message::AskLanguage), Outcome::None);
            }
            Command::Privacy | Command::Forget => {
                // nothing is kept here
                let kept = [("kept", "no"), ("file", "")];
                let card = present::notice_with(language, Message::ChatPrivacy, &kept);
                return words(card, Outcome::Answer);
            }
            Command::Sections | Command::Papers(_) => (true, Outcome::Answer),
            Command::Paper => (engine.corpus().papers().len() > 1, Outcome::Answer),
            Command::Summary(_) | Command::Help => (false, Outcome::Answer),
            _ => (false, Outcome::None),
        };
        let is_link = matches!(command, Command::Start(payload) if conversation::is_link(payload, engine.corpus()));
        let response = conversation::respond(Engines::of(engine), command, &context);
        let mut card = response.card;
        if let Some(turn) = response.turn.filter(|_| is_link) {
            if turn.is_of_paragraph() {
                // a place that is opened by its link
                let (text, papers) = (turn.paragraph.to_string(), [turn.paper]);
                let opened = Question { text: &text, papers: Some(&papers), ..*question };
                let reply = engine.answer(&opened);
                return Self::Reply { reply, card, is_question: false };
            }
            keep_list(&mut card, is_list);
            return Self::Words { language, card, outcome: Outcome::Answer, turn: Some(turn) };
        }
        keep_list(&mut card, is_list);
        words(card, outcome)
    }

    fn of_reply(engine: &Engine, reply: Reply<'e>, is_question: bool) -> Self {
        let mut card = present::reply(engine.corpus(), &reply, &Extras::default());
        keep_list(&mut card, has_list(&reply.verdict));
        Self::Reply { reply, card, is_question }
    }

    const fn card(&self) -> &Card {
        match self {
            Self::Reply { card, .. } | Self::Words { card, .. } => card,
        }
    }

    fn outcome(&self) -> Outcome {
        match self {
            Self::Reply { reply, .. } => reply.verdict.outcome(),
            Self::Words { outcome, .. } => *outcome,
        }
    }

    /// What is talked about after it.
    fn turn(self) -> Option<Turn> {
        match self {
            Self::Reply { reply, .. } => reply.turn,
            Self::Words { turn, .. } => turn,
        }
    }

    /// It as a line of JSON.
    fn object(&self, question: &str, address: Address<'_>) -> anyhow::Result<String> {
        let text = present::plain(self.card(), &Styles::default(), &|_| None);
        let object = match self {
            Self::Reply { reply, .. } => Object::new(question, reply, text, address),
            Self::Words { language, outcome, .. } => {
                Object::without_citation(question, *outcome, *language, text)
            }
        };
        Ok(serde_json::to_string(&object)?)
    }
}

/// Whether what a card says is followed by a list, of sections.
const fn has_list(verdict: &Verdict<'_>) -> bool {
    matches!(verdict, Verdict::About { fact: Fact::Sections | Fact::Identity | Fact::Original, .. })
}

/// Keeps, of a card's rows, those of a list to be read: nothing can be pressed here.
fn keep_list(card: &mut Card, is_list: bool) {
    card.rows.iter_mut().for_each(|row| row.retain(|button| button.spoken.is_none()));
    card.rows.retain(|row| is_list && !row.is_empty());
}

/// An engine that answers from one paper alone.
fn alone(engine: &Engine, id: &String) -> anyhow::Result<Engine> {
    if let Some(corpus) = engine.corpus().only(std::slice::from_ref(id)) {
        return Ok(engine.with_papers(corpus));
    }
    let papers = engine.corpus().papers();
    let ids: Vec<_> = papers.iter().map(|paper| paper.id.as_str()).take(MOST_NAMED).collect();
    anyhow::bail!("there is no paper '{id}'\n  hint: available papers: {}", ids.join(", "))
}

/// A line of `--batch`. Other keys are ignored.
struct Line {
    q: String,
    language: Option<String>,
    /// Lines with the same name are one conversation.
    chat: Option<String>,
    /// Only this paper.
    paper: Option<String>,
}

/// Answers line by line, each as soon as it is read.
fn batch(engine: &Engine, site: Option<&Site>, args: &Ask) -> anyhow::Result<Ending> {
    let mut out = io::stdout().lock();
    let mut bad = false;
    let (mut chats, mut papers) = (HashMap::new(), HashMap::new());
    let address = |place: &Place| Some(site?.link(place));
    for (place, line) in io::stdin().lock().split(b'\n').enumerate() {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let object = match answer_line(engine, &line, args, &mut chats, &mut papers, &address) {
            Ok(object) => object,
            Err(error) => {
                bad = true;
                serde_json::json!({ "error": format!("line {}: {error:#}", place + 1) }).to_string()
            }
        };
        writeln!(out, "{object}")?;
        out.flush()?;
    }
    Ok(if bad { Ending::NotAnswered } else { Ending::Answered })
}

/// Reads a line of `--batch`: what is wrong with it, in words, and what is expected.
fn read_line(line: &[u8]) -> anyhow::Result<Line> {
    const EXPECTED: &str = r#"expected an object such as {"q": "…"}"#;
    let text = std::str::from_utf8(line).ok().with_context(|| format!("not UTF-8; {EXPECTED}"))?;
    let object: Value = serde_json::from_str(text).map_err(|fault| {
        // of one line, the number of the line tells nothing
        let told = fault.to_string();
        let why = told.rsplit_once(" at line ").map_or(told.as_str(), |(why, _)| why);
        anyhow::anyhow!("not JSON ({why} at column {}); {EXPECTED}", fault.column())
    })?;
    let Value::Object(object) = object else {
        anyhow::bail!("not a JSON object; {EXPECTED}");
    };
    let text = |key: &str| match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(anyhow::anyhow!("\"{key}\" is not a string; {EXPECTED}")),
    };
    Ok(Line {
        q: text("q")?.with_context(|| format!("no \"q\"; {EXPECTED}"))?,
        language: text("language")?,
        chat: text("chat")?,
        paper: text("paper")?,
    })
}

fn answer_line(
    engine: &Engine,
    line: &[u8],
    args: &Ask,
    chats: &mut HashMap<String, Turn>,
    papers: &mut HashMap<String, Engine>,
    address: Address<'_>,
) -> anyhow::Result<String> {
    let line = read_line(line)?;
    let language = match line.language.as_deref() {
        Some(tag) => Some(tag.parse().context("\"language\"")?),
        None => args.language,
    };
    let engine = match line.paper.as_ref().or(args.paper.as_ref()) {
        None => engine,
        Some(paper) => {
            if !papers.contains_key(paper) {
                papers.insert(paper.clone(), alone(engine, paper)?);
            }
            papers.get(paper).unwrap_or(engine)
        }
    };
    let after = line.chat.as_ref().and_then(|chat| chats.get(chat));
    let question = Question { language, after, ..Question::new(&line.q) };
    let given = Given::to(engine, &question);
    let object = given.object(&line.q, address)?;
    if let (Some(chat), Some(turn)) = (line.chat.clone(), given.turn()) {
        chats.insert(chat, turn);
    }
    Ok(object)
}

/// Writes the features and the scores of the leading paragraphs as a tree: paragraph, fields, tokens.
fn explain(out: &mut impl io::Write, engine: &Engine, question: &Question<'_>) -> io::Result<()> {
    let explained = engine.explain(question, EXPLAINED);
    for (place, (citation, features, fields)) in explained.into_iter().enumerate() {
        let (paper, number) = (&citation.paper.id, citation.paragraph.number);
        let probability = citation.score.value();
        writeln!(out, "\n{}. {paper} {number}: probability {probability:.3}", place + 1)?;
        let features = features
            .iter()
            .filter(|(feature, value)| *feature != Feature::Bias && value.abs() >= 0.005);
        let features: Vec<_> =
            features.map(|(feature, value)| format!("{} {value:.2}", feature.name())).collect();
        writeln!(out, "   features: {}", features.join(" · "))?;
        let last = fields.len().saturating_sub(1);
        for (place, field) in fields.iter().enumerate() {
            let (branch, trunk) = if place == last { ("└─", "  ") } else { ("├─", "│ ") };
            writeln!(out, "   {branch} {} {}: {:.3}", field.field, field.kind.name(), field.score)?;
            let tokens: Vec<_> =
                field.tokens.iter().map(|(token, score)| format!("{token} {score:.3}")).collect();
            writeln!(out, "   {trunk}    {}", tokens.join(" · "))?;
        }
    }
    Ok(())
}
