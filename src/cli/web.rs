//! `web`: the pages alone, until it is told to stop.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::args::Web;
use super::{Ending, serve};
use crate::config::{Environment, Logging, Pages, Records};
use crate::library::{Library, Removed};
use crate::store::Store;
use crate::web::{self, Options};

pub(super) fn run(
    environment: &Environment,
    library: Library,
    args: &Web,
) -> anyhow::Result<Ending> {
    let pages = Pages::read(environment)?;
    let records = Records::read(environment)?;
    let is_shared = library.folder().is_none() && records.is_shared();
    let mut removed = Removed::read(library.folder())?;
    let logging = Logging::read(environment)?;
    serve::log(&logging);
    serve::runtime()?.block_on(async {
        let socket = web::listen(args.listen).await?;
        let own = format!("http://{}", socket.local_addr()?);
        let address = pages.url.unwrap_or_else(|| own.clone());
        let library = if is_shared {
            let store = Store::open(records.database.reveal()).await?;
            let library = serve::of_database(&store, library).await?;
            removed = Removed::read(library.folder())?;
            library
        } else {
            Arc::new(library)
        };
        let options = Options {
            address: Some(address),
            knowledge: library.folder().map(Path::to_owned),
            removed,
            questions_per_minute: pages.questions_per_minute,
            proxies: pages.proxies,
        };
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
