//! `serve`: the Telegram bot, until it is told to stop.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use super::{Ending, Folder, engine, lines, told};
use crate::config::{Config, Environment, LogFormat, Logging};
use crate::corpus::Corpus;
use crate::import::counted;
use crate::library::{Library, Removed};
use crate::store::Store;
use crate::telegram::{self, Finding};
use crate::web::{self, Options};

/// Exit code after a second signal: as a shell tells an interrupt.
const STOPPED_AT_ONCE: i32 = 130;

pub(super) fn run(environment: &Environment, library: Library) -> anyhow::Result<Ending> {
    let config = Config::read(environment)?;
    let mut removed = Removed::read(library.folder())?;
    log(&config.logging);
    runtime()?.block_on(async {
        let stop = async {
            told_to_stop().await;
            tracing::info!(
                "stopping: finishing the answers in progress; a second signal stops at once"
            );
            tokio::spawn(async {
                told_to_stop().await;
                // what is not answered yet is in the inbox
                std::process::exit(STOPPED_AT_ONCE);
            });
        };
        let store = Store::open(config.database.reveal()).await?;
        let library = of_database(&store, library).await?;
        if library.shared().is_some() {
            removed = Removed::read(library.folder())?;
        }
        let options = Options {
            address: config.pages.url.clone(),
            knowledge: library.folder().map(Path::to_owned),
            removed,
            questions_per_minute: config.questions_per_minute,
            proxies: config.pages.proxies.clone(),
        };
        let answering = Arc::clone(&library);
        let pages = web::router(move || answering.engine(), options);
        tokio::spawn(reload_when_told(Arc::clone(&library)));
        let served = telegram::serve(&config, library, store.clone(), pages, stop).await;
        store.close().await;
        served.map_err(anyhow::Error::from)
    })?;
    Ok(Ending::Answered)
}

/// The papers to answer from: those that instances share, where they do and no folder is named.
pub(super) async fn of_database(store: &Store, library: Library) -> anyhow::Result<Arc<Library>> {
    if library.folder().is_some() || !store.is_shared() {
        return Ok(Arc::new(library));
    }
    let first = library.engine().renewed();
    Ok(Arc::new(Library::of_database(store.clone(), first).await?))
}

/// Logs to standard error from now on.
pub(super) fn log(logging: &Logging) {
    let log = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let log = match logging.format {
        LogFormat::Json => log.json().boxed(),
        LogFormat::Text => log.boxed(),
    };
    tracing_subscriber::registry().with(log.with_filter(logging.levels.clone())).init();
    // what a panic says may quote a text: only where it happened is told
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a fault in the program");
    }));
}

pub(super) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")
}

/// Has the papers read again at each hang-up signal, as services are told to read their configuration.
pub(super) async fn reload_when_told(library: Arc<Library>) {
    #[cfg(unix)]
    if let Ok(mut signals) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())
    {
        while signals.recv().await.is_some() {
            library.ask_to_reload();
        }
    }
}

/// `serve --check`: whether the bot could serve, line by line. Serves nothing, and changes nothing.
pub(super) fn check(environment: &Environment, folder: Option<&Folder>) -> anyhow::Result<Ending> {
    let own = || Ok(engine(folder)?.corpus().clone());
    let mut findings = Vec::new();
    match Config::read(environment) {
        Ok(config) => {
            findings.push(Finding::Fine("environment", "valid".to_owned()));
            runtime()?.block_on(async {
                let address = config.database.reveal();
                let database = Store::look(address).await;
                let shared = match &database {
                    Ok(true) if folder.is_none() => Store::look_at_papers(address).await,
                    _ => Ok(None),
                };
                findings.push(match shared {
                    Ok(Some(texts)) => judge_papers(of_texts(&texts), " in the database"),
                    Ok(None) => judge_papers(own(), ""),
                    Err(error) => Finding::Wrong("papers", told(&error.into())),
                });
                findings.push(match database {
                    Ok(true) => Finding::Fine("database", "can be used".to_owned()),
                    Ok(false) => {
                        Finding::Fine("database", "will be created at the first start".to_owned())
                    }
                    Err(error) => Finding::Wrong("database", told(&error.into())),
                });
                findings.extend(telegram::check(&config).await);
            });
        }
        Err(error) => {
            let note = "the database, LISTEN, Telegram and the webhook were not checked";
            findings.push(Finding::Wrong("environment", format!("{error}\n{note}")));
            findings.push(judge_papers(own(), ""));
        }
    }
    let mut out = anstream::stdout().lock();
    for finding in &findings {
        let (sign, name, words) = match finding {
            Finding::Fine(name, words) => ("ok     ", name, words),
            Finding::Wrong(name, words) => ("problem", name, words),
        };
        writeln!(out, "{sign}  {name}: {}", words.replace('\n', "\n         "))?;
    }
    let wrong = findings.iter().any(|finding| matches!(finding, Finding::Wrong(..)));
    Ok(if wrong { Ending::CannotServe } else { Ending::Answered })
}

/// The papers of a library in a database, of which these are the texts.
fn of_texts(texts: &[(String, String)]) -> anyhow::Result<Corpus> {
    let files = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Corpus::load(&files).map_err(|faults| {
        anyhow::anyhow!(
            "the papers in the database have faults, so that the compiled-in papers would be used instead\n{}",
            lines(&faults, "the database")
        )
    })
}

fn judge_papers(corpus: anyhow::Result<Corpus>, place: &str) -> Finding {
    match corpus {
        Ok(corpus) => {
            let papers = corpus.papers();
            let paragraphs: usize = papers.iter().map(|paper| paper.paragraphs.len()).sum();
            let (papers, paragraphs) =
                (counted(papers.len(), "paper"), counted(paragraphs, "paragraph"));
            let words = format!("{papers}, {paragraphs}{place}");
            Finding::Fine("papers", words)
        }
        Err(error) => Finding::Wrong("papers", told(&error)),
    }
}

/// Waits for Ctrl-C, or for the system to end the program.
pub(super) async fn told_to_stop() {
    #[cfg(unix)]
    if let Ok(mut end) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = end.recv() => {} }
        return;
    }
    // without a handler for Ctrl-C the process ends by the system's own
    let _ = tokio::signal::ctrl_c().await;
}
