//! `serve`: the Telegram bot, until it is told to stop.

use std::sync::Arc;

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;

use super::Ending;
use crate::answer::Engine;
use crate::config::Config;
use crate::store::Store;
use crate::telegram;

/// What is logged unless `RUST_LOG` says otherwise.
const DEFAULT_LOG: &str = "warn,briefing_bot=info";

pub(super) fn run(engine: Engine) -> anyhow::Result<Ending> {
    let config = Config::from_env()?;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT_LOG));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")?;
    runtime.block_on(async {
        let stop = async {
            // without a handler for Ctrl-C the process ends by the system's own
            let _ = tokio::signal::ctrl_c().await;
        };
        let store = Store::open(config.database.reveal()).await?;
        let served = telegram::serve(&config, Arc::new(engine), store.clone(), stop).await;
        store.close().await;
        served.map_err(anyhow::Error::from)
    })?;
    Ok(Ending::Answered)
}
