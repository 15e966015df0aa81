//! The library in a PostgreSQL that instances share, for commands that work on papers.

use std::path::Path;

use anyhow::Context as _;
use tokio::runtime::Runtime;

use super::Folder;
use crate::config::{Environment, Records};
use crate::embedded;
use crate::library::Shared;
use crate::store::Store;

/// The library that `DATABASE_URL` names, with a copy of it in a folder. What is changed there counts once it was put.
pub(super) struct SharedLibrary {
    runtime: Runtime,
    shared: Shared,
    store: Store,
    /// Where the database is, without anybody's name or password.
    place: String,
}

impl SharedLibrary {
    /// Opens it, if no folder of papers is named, and `DATABASE_URL` names a PostgreSQL. One that is not there yet is made.
    pub(super) fn open(
        environment: &Environment,
        folder: Option<&Folder>,
    ) -> anyhow::Result<Option<Self>> {
        Self::open_if(environment, folder, false)
    }

    /// The same, if it is there: who only reads makes none.
    pub(super) fn open_existing(
        environment: &Environment,
        folder: Option<&Folder>,
    ) -> anyhow::Result<Option<Self>> {
        Self::open_if(environment, folder, true)
    }

    fn open_if(
        environment: &Environment,
        folder: Option<&Folder>,
        exists: bool,
    ) -> anyhow::Result<Option<Self>> {
        if folder.is_some() {
            return Ok(None);
        }
        let records = Records::read(environment)?;
        if !records.is_shared() {
            return Ok(None);
        }
        let (address, place) = (&records.database, place(records.database.reveal()));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("cannot start")?;
        if exists && !runtime.block_on(Store::exists(address.reveal()))? {
            return Ok(None);
        }
        let first = embedded::engine().context("the papers that are compiled in cannot be read")?;
        let (store, shared) = runtime.block_on(async {
            let store = Store::open(address.reveal()).await?;
            let shared = Shared::open(store.clone(), first.corpus()).await?;
            anyhow::Ok((store, shared))
        })?;
        Ok(Some(Self { runtime, shared, store, place }))
    }

    /// Where the copy lies.
    pub(super) fn folder(&self) -> &Path {
        self.shared.folder()
    }

    /// What it is called.
    pub(super) fn name(&self) -> String {
        format!("the library in PostgreSQL ({})", self.place)
    }

    /// Puts a paper of the copy into the library.
    pub(super) fn push(&self, id: &str) -> anyhow::Result<()> {
        Ok(self.runtime.block_on(self.shared.push(id))?)
    }

    /// Puts a paper back that was taken out; whether there was one.
    pub(super) fn restore(&self, id: &str) -> anyhow::Result<bool> {
        Ok(self.runtime.block_on(self.shared.restore(id))?)
    }

    /// Takes a paper out of the library.
    pub(super) fn remove(&self, id: &str) -> anyhow::Result<()> {
        Ok(self.runtime.block_on(self.shared.remove(id))?)
    }
}

impl Drop for SharedLibrary {
    fn drop(&mut self) {
        self.runtime.block_on(self.store.close());
    }
}

/// The host and the name of a PostgreSQL, by its address, which was read before.
fn place(address: &str) -> String {
    let Ok(url) = reqwest::Url::parse(address) else { return String::new() };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}{}", url.host_str().unwrap_or_default(), url.path())
}
