//! The command line: reads arguments, calls what does the work, writes text. Data on standard output, all else on standard error.

mod args;
mod ask;
mod chat;
mod check;
mod curate;
mod eval;
mod import;
mod licences;
mod papers;
mod report;
mod serve;
mod web;

use std::env;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use anyhow::Context as _;
use clap::Parser as _;

use args::{Args, Command};

use crate::answer::Engine;
use crate::config::Reader;
use crate::corpus::{Corpus, Fault, Files};
use crate::embedded;
use crate::present::{Site, Styles};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// Exit 0.
    Answered,
    /// Exit 1.
    NotAnswered,
}

/// Runs the program with the arguments of the process; its exit code.
pub fn run() -> ExitCode {
    let environment = dotenvy::dotenv();
    let args = Args::parse();
    if let Err(dotenvy::Error::LineParse(_, at)) = environment {
        return failed(&anyhow::anyhow!(
            "cannot read .env: line with a fault at character {}\n  hint: each line is NAME=value",
            at + 1
        ));
    }
    let folder = args.knowledge.or_else(|| {
        env::var_os("KNOWLEDGE_DIR").filter(|folder| !folder.is_empty()).map(PathBuf::from)
    });
    let folder = folder.as_deref();
    let ended = match args.command {
        Command::Ask(ask) => engine(folder).and_then(|engine| ask::run(&engine, &ask)),
        Command::Chat(chat) => engine(folder).and_then(|engine| chat::run(&engine, &chat)),
        Command::Check(check) => check::run(check.folder.as_deref().or(folder)),
        Command::Eval(eval) => engine(folder).and_then(|engine| eval::run(&engine, &eval)),
        Command::Serve => engine(folder).and_then(|engine| serve::run(engine, folder)),
        Command::Web(web) => engine(folder).and_then(|engine| web::run(engine, folder, &web)),
        Command::Papers(papers) => engine(folder).and_then(|engine| papers::run(&engine, &papers)),
        Command::Curate(curate) => curate::run(&curate),
        Command::Licences => licences::run(),
        Command::Import(import) => import::run(&import),
        Command::Report(report) => engine(folder).and_then(|engine| report::run(&engine, &report)),
    };
    match ended {
        Ok(Ending::Answered) => ExitCode::SUCCESS,
        Ok(Ending::NotAnswered) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

/// Reads the papers and prepares to answer: those of a folder, or those compiled in.
fn engine(folder: Option<&Path>) -> anyhow::Result<Engine> {
    match folder {
        Some(folder) => {
            Ok(Engine::new(Corpus::load(&files(folder)?).map_err(|faults| faulty(&faults))?))
        }
        None => embedded::engine()
            .context("the papers that are compiled in cannot be read: the program is damaged"),
    }
}

fn files(folder: &Path) -> anyhow::Result<Files> {
    Files::read(folder)
        .context(format!("no papers from '{}'\n  hint: name a folder of papers, or leave it out for those compiled in", folder.display()))
}

fn faulty(faults: &[Fault]) -> anyhow::Error {
    let lines: Vec<_> = faults.iter().map(Fault::to_string).collect();
    anyhow::anyhow!("the papers have faults, so that nothing can be answered\n{}", lines.join("\n"))
}

fn failed(error: &anyhow::Error) -> ExitCode {
    let bold = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let mut out = anstream::stderr().lock();
    let mut message = format!("{bold}error:{bold:#} {error}");
    for cause in error.chain().skip(1) {
        message.push_str(&format!("\n  cause: {cause}"));
    }
    // with standard error closed there is nobody to tell
    let _ = writeln!(out, "{message}");
    ExitCode::from(2)
}

/// Whether the reader of our output went away, as `head` does.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Where the pages are, if `READER_URL` tells.
fn site() -> anyhow::Result<Option<Site>> {
    Ok(Reader::from_env()?.url.map(|url| Site::new(&url)))
}

/// How the parts of a card look on a terminal. `anstream` drops it all elsewhere, and under `NO_COLOR`.
fn styles() -> Styles {
    Styles {
        heading: Style::new().bold().fg_color(Some(AnsiColor::Cyan.into())).render().to_string(),
        strong: Style::new().bold().underline().render().to_string(),
        source: Style::new().dimmed().render().to_string(),
        reset: anstyle::Reset.render().to_string(),
    }
}
