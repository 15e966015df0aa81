//! `report`: what the bot was asked and could not answer.

use std::collections::BTreeMap;
use std::io::Write as _;

use anyhow::Context as _;
use chrono::DateTime;
use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use super::Ending;
use super::args::{Format, Report};
use crate::answer::{Engine, Question};
use crate::config::{Environment, Records};
use crate::language::Language;
use crate::store::{DAY, Figures, Kept, Store, Unanswered};

/// A question that was not answered.
#[derive(Serialize)]
struct Line {
    /// The words.
    q: String,
    /// `none`, `related`, or `down` for an answer that was voted down.
    outcome: String,
    /// The language of the reply.
    language: Language,
    /// How often.
    count: i64,
    /// The day of the last time, `YYYY-MM-DD` in UTC.
    last: String,
    /// The paragraph nearest to it, as a file of the folder of papers; `null` where none is near.
    nearest: Option<String>,
}

pub(super) fn run(
    environment: &Environment,
    engine: &Engine,
    args: &Report,
) -> anyhow::Result<Ending> {
    let Records { database: address, retention_days: days } = Records::read(environment)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start")?;
    let since = chrono::Utc::now().timestamp() - i64::from(days) * DAY;
    let read = async |store: &Store| {
        Ok((
            store.unanswered(since, i64::from(args.most)).await?,
            store.figures(since).await?,
            store.not_kept().await?,
        ))
    };
    let (questions, figures, not_kept) = runtime.block_on(async {
        if !Store::exists(address.reveal()).await? {
            anyhow::bail!(
                "nothing is recorded: there is no database yet\n  hint: `briefing-bot serve` creates it; if yours is elsewhere, set DATABASE_URL"
            );
        }
        let store = Store::open(address.reveal()).await?;
        let read: crate::store::Result<_> = read(&store).await;
        store.close().await;
        read.context("cannot read the database")
    })?;
    let Figures { answer, related, none, up, down } = figures;
    let mut summary = format!(
        "{days} days: {answer} answered, {related} related only, {none} found nothing; 👍 {up}, 👎 {down}"
    );
    let Kept { trimmed, left_out } = not_kept;
    if trimmed + left_out > 0 {
        summary.push_str(&format!(
            "\nnot listed: {trimmed} deleted to make room for newer ones, {left_out} not kept because one person asked too many in a day"
        ));
    }
    let lines: Vec<_> = questions.into_iter().map(|question| line(engine, question)).collect();
    let mut out = anstream::stdout().lock();
    match args.format {
        Format::Table => writeln!(out, "{summary}\n\n{}", table(&lines).trim_fmt())?,
        Format::Jsonl => {
            for line in &lines {
                writeln!(out, "{}", serde_json::to_string(line)?)?;
            }
        }
        Format::Markdown => write!(out, "# To curate\n\n{summary}\n{}", markdown(&lines))?,
    }
    Ok(Ending::Answered)
}

fn line(engine: &Engine, question: Unanswered) -> Line {
    let (_, near) = engine.candidates(&Question::new(&question.text));
    let nearest = near
        .first()
        .map(|near| format!("{}/paragraphs/{:02}.toml", near.paper.id, near.paragraph.number));
    let last = DateTime::from_timestamp(question.last, 0)
        .map(|time| time.date_naive().to_string())
        .unwrap_or_default();
    Line {
        q: question.text,
        outcome: question.outcome,
        language: question.language,
        count: question.count,
        last,
        nearest,
    }
}

fn table(lines: &[Line]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["count", "last", "language", "outcome", "nearest", "question"]);
    for line in lines {
        let nearest = line.nearest.as_deref().unwrap_or("–");
        table.add_row([
            &line.count.to_string(),
            line.last.as_str(),
            line.language.tag(),
            &line.outcome,
            nearest,
            &line.q,
        ]);
    }
    if let Some(column) = table.column_mut(0) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// The questions by the file that a curator would write them into: among `questions` what the paragraph answers, among `unsaid` what it does not.
fn markdown(lines: &[Line]) -> String {
    let mut files: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        files.entry(line.nearest.as_deref().unwrap_or("")).or_default().push(line);
    }
    let mut text = String::new();
    for (file, lines) in files {
        let heading = if file.is_empty() { "No paragraph is near" } else { file };
        text.push_str(&format!("\n## {heading}\n"));
        for line in lines {
            let Line { q, outcome, language, count, last, .. } = line;
            text.push_str(&format!(
                "- [ ] {count} × {} ({language}, {outcome}, {last})\n",
                escaped(q)
            ));
        }
    }
    text
}

/// Words that Markdown leaves as they are.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
