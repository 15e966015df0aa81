//! `serve`: the Telegram bot, until it is told to stop.

use std::env;
use std::io::IsTerminal as _;
use std::sync::Arc;

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;

use super::Ending;
use crate::config::Config;
use crate::library::Library;
use crate::store::Store;
use crate::telegram;

/// What is logged unless `RUST_LOG` says otherwise.
const DEFAULT_LOG: &str = "warn,briefing_bot=info";

/// Exit code after a second signal: as a shell tells an interrupt.
const STOPPED_AT_ONCE: i32 = 130;

pub(super) fn run(library: Library) -> anyhow::Result<Ending> {
    let config = Config::from_env()?;
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
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start threads")?;
    runtime.block_on(async {
        let stop = async {
            told_to_stop().await;
            tracing::info!("stopping: answering what was taken; a second signal ends it at once");
            tokio::spawn(async {
                told_to_stop().await;
                // what is not answered yet is in the inbox
                std::process::exit(STOPPED_AT_ONCE);
            });
        };
        let store = Store::open(config.database.reveal()).await?;
        let library = Arc::new(library);
        tokio::spawn(reload_when_told(Arc::clone(&library)));
        let served = telegram::serve(&config, library, store.clone(), stop).await;
        store.close().await;
        served.map_err(anyhow::Error::from)
    })?;
    Ok(Ending::Answered)
}

/// Has the papers read again at each hang-up signal, as services are told to read their configuration.
async fn reload_when_told(library: Arc<Library>) {
    #[cfg(unix)]
    if let Ok(mut signals) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())
    {
        while signals.recv().await.is_some() {
            library.ask_to_reload();
        }
    }
}

/// Waits for Ctrl-C, or for the system to end the program.
async fn told_to_stop() {
    #[cfg(unix)]
    if let Ok(mut end) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = end.recv() => {} }
        return;
    }
    // without a handler for Ctrl-C the process ends by the system's own
    let _ = tokio::signal::ctrl_c().await;
}
