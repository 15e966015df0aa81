//! `serve`: the Telegram bot, until it is told to stop.

use std::env;
use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;

use super::Ending;
use crate::answer::Engine;
use crate::config::Config;
use crate::store::Store;
use crate::telegram;
use crate::web::{self, Options, Removed};

/// What is logged unless `RUST_LOG` says otherwise.
const DEFAULT_LOG: &str = "warn,briefing_bot=info";

/// Exit code after a second signal: as a shell tells an interrupt.
const STOPPED_AT_ONCE: i32 = 130;

pub(super) fn run(engine: Engine, folder: Option<&Path>) -> anyhow::Result<Ending> {
    let config = Config::from_env()?;
    let removed = Removed::read(folder)?;
    log()?;
    runtime()?.block_on(async {
        let stop = async {
            told_to_stop().await;
            tracing::info!("stopping: answering what was taken; a second signal ends it at once");
            tokio::spawn(async {
                told_to_stop().await;
                // what is not answered yet is in the inbox
                std::process::exit(STOPPED_AT_ONCE);
            });
        };
        let engine = Arc::new(engine);
        let options = Options {
            address: config.reader.url.clone(),
            knowledge: folder.map(Path::to_owned),
            removed,
            questions_per_minute: config.questions_per_minute,
            proxies: config.reader.proxies.clone(),
        };
        let answering = Arc::clone(&engine);
        let pages = web::router(move || Arc::clone(&answering), options);
        let store = Store::open(config.database.reveal()).await?;
        let served = telegram::serve(&config, engine, store.clone(), pages, stop).await;
        store.close().await;
        served.map_err(anyhow::Error::from)
    })?;
    Ok(Ending::Answered)
}

/// Logs to standard error from now on, as the environment says.
pub(super) fn log() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT_LOG));
    let colours = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colours);
    match env::var("LOG_FORMAT").ok().as_deref().map(str::trim) {
        Some("json") => log.json().init(),
        None | Some("" | "text") => log.init(),
        Some(_) => {
            anyhow::bail!("LOG_FORMAT is neither text nor json\n  hint: leave it out for text")
        }
    }
    // what a panic says may quote a text: only where it happened is told
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a fault in the program");
    }));
    Ok(())
}

pub(super) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")
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
