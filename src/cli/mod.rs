//! The command line: reads arguments, calls what does the work, writes text. Data on standard output, all else on standard error.

mod args;
mod ask;
mod chat;
mod check;
mod curate;
mod eval;
mod import;
mod licences;
mod line_editor;
mod papers;
mod report;
mod serve;
mod shared;
mod web;
mod wrap;

use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use anyhow::Context as _;
use clap::Parser as _;

use args::{Args, Command, Papers, PapersAction, Serve};
use shared::SharedLibrary;
use wrap::wrapped;

use crate::answer::Engine;
use crate::config::{Environment, Pages};
use crate::corpus::{Corpus, Fault, Files, Problem};
use crate::embedded;
use crate::library::{self, Library};
use crate::present::{Site, Styles};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// Exit 0.
    Answered,
    /// Exit 1.
    NotAnswered,
    /// Exit 2: what stands in the way was told.
    CannotServe,
}

/// Runs the program with the arguments of the process; its exit code.
pub fn run() -> ExitCode {
    let args = Args::parse();
    // what reads a stranger's document knows nothing of ours
    let is_bounded = matches!(&args.command, Command::Import(import) if import.bounded);
    let loaded = if is_bounded { Ok(Environment::default()) } else { Environment::load() };
    let environment = match loaded {
        Ok(environment) => environment,
        Err(error) => return failed(&error.into()),
    };
    let folder = match args.knowledge {
        Some(folder) => Some(folder.into()),
        None => environment
            .path("KNOWLEDGE_DIR")
            .map(|path| Folder { path, place: environment.place("KNOWLEDGE_DIR") }),
    };
    let folder = folder.as_ref();
    let ended = match args.command {
        Command::Ask(ask) => with_papers(&environment, folder, |engine| {
            ask::run(&engine, site(&environment)?.as_ref(), &ask)
        }),
        Command::Chat(chat) => with_papers(&environment, folder, |engine| {
            chat::run(engine, site(&environment)?.as_ref(), &chat)
        }),
        Command::Check(check) => match &check.folder {
            Some(path) => check::run(Some(&path.into())),
            None => SharedLibrary::open_existing(&environment, folder).and_then(|shared| {
                let copy = shared.as_ref().map(|shared| Folder::from(shared.folder()));
                check::run(copy.as_ref().or(folder))
            }),
        },
        Command::Eval(eval) => {
            with_papers(&environment, folder, |engine| eval::run(&engine, &eval))
        }
        Command::Serve(Serve { check: true }) => serve::check(&environment, folder),
        Command::Serve(_) => library(folder).and_then(|library| serve::run(&environment, library)),
        Command::Papers(Papers { action: Some(PapersAction::Remove { id }), .. }) => {
            SharedLibrary::open_existing(&environment, folder)
                .and_then(|shared| papers::remove(folder, shared.as_ref(), &id))
        }
        Command::Papers(Papers { action: Some(PapersAction::Restore { id }), .. }) => {
            SharedLibrary::open_existing(&environment, folder)
                .and_then(|shared| papers::restore(folder, shared.as_ref(), &id))
        }
        Command::Web(web) => {
            library(folder).and_then(|library| web::run(&environment, library, &web))
        }
        Command::Papers(papers) => {
            with_papers(&environment, folder, |engine| papers::run(&engine, &papers))
        }
        Command::Curate(curate) => curate::run(&environment, folder, &curate),
        Command::Licences => licences::run(),
        Command::Import(import) => import::run(&environment, folder, &import),
        Command::Report(report) => {
            with_papers(&environment, folder, |engine| report::run(&environment, &engine, &report))
        }
    };
    match ended {
        Ok(Ending::Answered) => ExitCode::SUCCESS,
        Ok(Ending::NotAnswered) => ExitCode::from(1),
        Ok(Ending::CannotServe) => ExitCode::from(2),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

/// A folder of papers that was named.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// The file and the line that name it, if they do.
    place: String,
}

impl<P: Into<PathBuf>> From<P> for Folder {
    /// A folder that an argument names.
    fn from(path: P) -> Self {
        Self { path: path.into(), place: String::new() }
    }
}

/// Reads the papers and prepares to answer: those of a folder, or those compiled in.
fn engine(folder: Option<&Folder>) -> anyhow::Result<Engine> {
    match folder {
        Some(folder) => library::engine_of(&folder.path, || read(folder)),
        None => embedded::engine()
            .context("the papers that are compiled in cannot be read: the program is damaged"),
    }
}

/// Runs a command on the papers that a bot with the same settings answers from: those of a folder, of the library in PostgreSQL, or those
/// compiled in.
fn with_papers(
    environment: &Environment,
    folder: Option<&Folder>,
    run: impl FnOnce(Engine) -> anyhow::Result<Ending>,
) -> anyhow::Result<Ending> {
    let shared = SharedLibrary::open_existing(environment, folder)?;
    let copy = shared.as_ref().map(|shared| Folder::from(shared.folder()));
    run(engine(copy.as_ref().or(folder))?)
}

/// The same as a library that follows the folder.
fn library(folder: Option<&Folder>) -> anyhow::Result<Library> {
    match folder {
        Some(folder) => Library::of_folder(folder.path.clone(), || read(folder)),
        None => Ok(Library::new(engine(None)?, None)),
    }
}

/// Reads the papers of a folder.
fn read(folder: &Folder) -> anyhow::Result<Corpus> {
    let corpus = Corpus::load(&files(folder)?);
    corpus.map_err(|faults| faulty(folder, &faults))
}

fn files(folder: &Folder) -> anyhow::Result<Files> {
    let Folder { path, place } = folder;
    Files::read(path).with_context(|| {
        format!(
            "{place}cannot read papers from '{}'\n  hint: give an existing folder, or leave it out to use the compiled-in papers",
            path.display()
        )
    })
}

fn faulty(folder: &Folder, faults: &[Fault]) -> anyhow::Error {
    let Folder { path, place } = folder;
    anyhow::anyhow!(
        "{place}the papers in '{}' have faults, so no question can be answered\n{}",
        path.display(),
        lines(faults, path.display())
    )
}

/// The faults of papers from a place, each with its hint, one below the other.
fn lines(faults: &[Fault], place: impl Display) -> String {
    let line = |fault: &Fault| match fault.problem {
        // it has no file that is at fault
        Problem::NoPaper => Fault { file: place.to_string(), ..fault.clone() }.to_string(),
        _ => fault.to_string(),
    };
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn failed(error: &anyhow::Error) -> ExitCode {
    let bold = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let mut out = anstream::stderr().lock();
    let message = format!("{bold}error:{bold:#} {}", told(error));
    // with standard error closed there is nobody to tell
    let _ = writeln!(out, "{message}");
    ExitCode::from(2)
}

/// An error with its causes, a line each.
fn told(error: &anyhow::Error) -> String {
    let mut words = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        // many repeat what is below them
        if !words.contains(&cause) {
            words.push_str(&format!("\n  cause: {cause}"));
        }
    }
    words
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
fn site(environment: &Environment) -> anyhow::Result<Option<Site>> {
    Ok(Pages::read(environment)?.url.map(|url| Site::new(&url)))
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
