//! `web`: the pages alone, until it is told to stop.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::net::TcpListener;

use super::args::Web;
use super::{Ending, serve};
use crate::config::{Environment, Logging, Pages};
use crate::library::{Library, Removed};
use crate::web::{self, Options};

pub(super) fn run(
    environment: &Environment,
    library: Library,
    args: &Web,
) -> anyhow::Result<Ending> {
    let pages = Pages::read(environment)?;
    let removed = Removed::read(library.folder())?;
    let logging = Logging::read(environment)?;
    serve::log(&logging)?;
    serve::runtime()?.block_on(async {
        let socket = TcpListener::bind(args.listen).await.context(format!(
            "cannot listen on {}\n  hint: --listen names an address of this machine that nothing else listens on",
            args.listen
        ))?;
        let own = format!("http://{}", socket.local_addr()?);
        let address = pages.url.unwrap_or_else(|| own.clone());
        let options = Options {
            address: Some(address),
            knowledge: library.folder().map(Path::to_owned),
            removed,
            questions_per_minute: pages.questions_per_minute,
            proxies: pages.proxies,
        };
        let library = Arc::new(library);
        let answering = Arc::clone(&library);
        let router = web::router(move || answering.engine(), options);
        tokio::spawn(serve::reload_when_told(Arc::clone(&library)));
        tokio::spawn(library.follow());
        writeln!(anstream::stdout().lock(), "{own}/")?;
        tokio::select! {
            () = web::accept(socket, router) => {}
            () = serve::told_to_stop() => {}
        }
        anyhow::Ok(())
    })?;
    Ok(Ending::Answered)
}
