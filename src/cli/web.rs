//! `web`: the pages alone, until it is told to stop.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::net::TcpListener;

use super::args::Web;
use super::{Ending, serve};
use crate::answer::Engine;
use crate::config::{self, Reader};
use crate::web::{self, Options, Removed};

pub(super) fn run(engine: Engine, folder: Option<&Path>, args: &Web) -> anyhow::Result<Ending> {
    let reader = Reader::from_env()?;
    let questions_per_minute = config::questions_per_minute_from_env()?;
    let removed = Removed::read(folder)?;
    serve::log()?;
    serve::runtime()?.block_on(async {
        let socket = TcpListener::bind(args.listen).await.context(format!(
            "cannot listen on {}\n  hint: --listen names an address of this machine that nothing else listens on",
            args.listen
        ))?;
        let own = format!("http://{}", socket.local_addr()?);
        let address = reader.url.unwrap_or_else(|| own.clone());
        let options = Options {
            address: Some(address),
            knowledge: folder.map(Path::to_owned),
            removed,
            questions_per_minute,
            proxies: reader.proxies,
        };
        let engine = Arc::new(engine);
        let router = web::router(move || Arc::clone(&engine), options);
        writeln!(anstream::stdout().lock(), "{own}/")?;
        tokio::select! {
            () = web::accept(socket, router) => {}
            () = serve::told_to_stop() => {}
        }
        anyhow::Ok(())
    })?;
    Ok(Ending::Answered)
}
