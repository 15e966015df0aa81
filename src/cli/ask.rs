//! `ask`: one question, or many from standard input.

use std::collections::HashMap;
use std::io::{self, BufRead as _, Write as _};

use serde::Deserialize;

use super::args::Ask;
use super::{Ending, styles};
use crate::answer::{Engine, Question, Reply, Turn, Verdict};
use crate::language::Language;
use crate::present::{self, Extras, Object};

/// How many paragraphs are explained.
const EXPLAINED: usize = 3;

pub(super) fn run(engine: &Engine, args: &Ask) -> anyhow::Result<Ending> {
    if args.batch {
        return batch(engine, args.language);
    }
    let text = args.question.join(" ");
    let question = Question { language: args.language, ..Question::new(&text) };
    let reply = engine.answer(&question);
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&Object::new(engine.corpus(), &text, &reply))?)?;
    } else {
        writeln!(
            out,
            "{}",
            present::plain(&present::reply(engine.corpus(), &reply, &Extras::default()), &styles())
        )?;
    }
    if args.explain {
        explain(&mut out, engine, &text)?;
    }
    Ok(ending(&reply))
}

fn ending(reply: &Reply<'_>) -> Ending {
    if matches!(reply.verdict, Verdict::Answer { .. }) {
        Ending::Answered
    } else {
        Ending::NotAnswered
    }
}

/// A line of `--batch`. Other keys are ignored.
#[derive(Deserialize)]
struct Line {
    q: String,
    #[serde(default)]
    language: Option<String>,
    /// Lines with the same name are one conversation.
    #[serde(default)]
    chat: Option<String>,
}

/// Answers line by line, each as soon as it is read.
fn batch(engine: &Engine, language: Option<Language>) -> anyhow::Result<Ending> {
    let mut out = io::stdout().lock();
    let mut bad = false;
    let mut chats = HashMap::new();
    for (place, line) in io::stdin().lock().split(b'\n').enumerate() {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let object = match answer_line(engine, &line, language, &mut chats) {
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

fn answer_line(
    engine: &Engine,
    line: &[u8],
    language: Option<Language>,
    chats: &mut HashMap<String, Turn>,
) -> anyhow::Result<String> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(line)?;
    let line: Line = serde_json::from_value(object.into())?;
    let wanted = line.language.as_deref().map(str::parse).transpose()?.or(language);
    let after = line.chat.as_ref().and_then(|chat| chats.get(chat));
    let reply = engine.answer(&Question { language: wanted, after, ..Question::new(&line.q) });
    if let (Some(chat), Some(turn)) = (line.chat, reply.turn.clone()) {
        chats.insert(chat, turn);
    }
    Ok(serde_json::to_string(&Object::new(engine.corpus(), &line.q, &reply))?)
}

/// Writes the scores of the leading paragraphs as a tree: paragraph, fields, tokens.
fn explain(out: &mut impl io::Write, engine: &Engine, question: &str) -> io::Result<()> {
    for (place, (citation, seen, explanation)) in
        engine.explain(question, EXPLAINED).into_iter().enumerate()
    {
        let (paper, number) = (&citation.paper.id, citation.paragraph.number);
        writeln!(
            out,
            "\n{}. {paper} {number}: score {:.3}, probability {:.3}",
            place + 1,
            explanation.total,
            citation.score
        )?;
        let seen: Vec<_> =
            seen.named().iter().map(|(name, value)| format!("{name} {value:.2}")).collect();
        writeln!(out, "   seen: {}", seen.join(" · "))?;
        let last = explanation.fields.len().saturating_sub(1);
        for (place, field) in explanation.fields.iter().enumerate() {
            let (branch, trunk) = if place == last { ("└─", "  ") } else { ("├─", "│ ") };
            let name = format!("{:?} {:?}", field.level, field.kind).to_lowercase();
            writeln!(out, "   {branch} {name}: {:.3}", field.score)?;
            let tokens: Vec<_> =
                field.tokens.iter().map(|(token, score)| format!("{token} {score:.3}")).collect();
            writeln!(out, "   {trunk}    {}", tokens.join(" · "))?;
        }
    }
    Ok(())
}
