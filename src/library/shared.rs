//! A library that instances share by their database: each has a copy of the papers in a folder, which it brings up to date.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs, io};

use tempfile::TempDir;
use tokio::sync::Mutex;

use super::removed::Removed;
use super::{blocking, folder, write};
use crate::corpus::Corpus;
use crate::store::{self, Store, WAITING};

/// How the names of copies begin.
const COPY: &str = "briefing-bot-";

/// The file of a copy that is locked for as long as its instance lives.
const IN_USE: &str = ".in-use";

/// A library in a database.
#[derive(Debug)]
pub struct Shared {
    store: Store,
    copy: TempDir,
    /// Locked, so that another instance does not take the copy for one that was left behind.
    _in_use: File,
    /// The papers of the copy with the digests of their files; `None` for those that were removed. Held by who changes the copy.
    known: Mutex<BTreeMap<String, Option<String>>>,
}

/// The library could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database is in trouble.
    #[error("the library in the database cannot be used")]
    Store(#[from] sqlx::Error),
    /// The copy is.
    #[error("the copy of the library cannot be changed")]
    Copy(#[from] io::Error),
    /// A paper cannot be put into the copy.
    #[error(transparent)]
    Unchanged(#[from] folder::Unchanged),
}

impl Shared {
    /// The library of a database, with a copy of all papers. One that holds none yet gets these.
    ///
    /// # Errors
    ///
    /// When the database cannot be read or written, or the copy cannot be made.
    pub async fn open(store: Store, first: &Corpus) -> Result<Self, Error> {
        if store.papers().await?.is_empty() {
            let files = |paper| {
                write::files(paper).into_iter().map(|(path, text)| (path, text.into_bytes()))
            };
            let papers = first.papers().iter();
            let papers: Vec<_> =
                papers.map(|paper| (paper.id.clone(), files(paper).collect())).collect();
            store.put_papers(&papers, now()).await?;
        }
        let made = blocking(|| {
            delete_abandoned(&env::temp_dir());
            let copy = tempfile::Builder::new().prefix(COPY).tempdir()?;
            let in_use = File::create(copy.path().join(IN_USE))?;
            in_use.lock()?;
            Ok::<_, io::Error>((copy, in_use))
        });
        let (copy, in_use) = made.await?;
        let shared = Self { store, copy, _in_use: in_use, known: Mutex::default() };
        shared.pull().await?;
        Ok(shared)
    }

    /// Where the copy lies.
    pub fn folder(&self) -> &Path {
        self.copy.path()
    }

    /// Brings the copy up to date; whether anything was different.
    ///
    /// # Errors
    ///
    /// When the database cannot be read, or the copy cannot be changed.
    pub async fn pull(&self) -> Result<bool, Error> {
        let mut known = self.known.lock().await;
        let papers = self.store.papers().await?.into_iter();
        let now: BTreeMap<_, _> = papers.filter(|(paper, _)| folder::is_id(paper)).collect();
        let folder = self.folder();
        // what was put into a temporary folder may be tidied away
        known.retain(|paper, digest| digest.is_none() || folder::is_paper(folder, paper));
        if *known == now {
            return Ok(false);
        }
        let gone = known.keys().filter(|paper| !now.contains_key(*paper));
        for paper in gone.cloned().collect::<Vec<_>>() {
            delete(&folder.join(&paper))?;
            known.remove(&paper);
        }
        for (paper, digest) in &now {
            if known.get(paper) == Some(digest) {
                continue;
            }
            let place = folder.join(paper);
            match digest {
                None => blocking(move || delete(&place)).await?,
                Some(_) => {
                    let files = self.store.paper_files(paper).await?;
                    let beside = folder.join(format!(".{paper}.new"));
                    blocking(move || {
                        delete(&beside)?;
                        folder::write_files(&beside, &files)?;
                        folder::put(&beside, &place)?;
                        Ok::<_, Error>(())
                    })
                    .await?;
                }
            }
            known.insert(paper.clone(), digest.clone());
        }
        let mut removed = Removed::default();
        now.iter().filter(|(_, digest)| digest.is_none()).for_each(|(paper, _)| removed.add(paper));
        folder::write_whole(&folder.join(Removed::FILE), &removed.to_toml())?;
        Ok(true)
    }

    /// Puts a paper of the copy into the database, as it is there now.
    ///
    /// # Errors
    ///
    /// When the copy cannot be read, or the database cannot be written.
    pub async fn push(&self, paper: &str) -> Result<(), Error> {
        let mut known = self.known.lock().await;
        // until it is there, the copy is not what the database holds
        known.insert(paper.to_owned(), Some(String::new()));
        let place = self.folder().join(paper);
        let files = blocking(move || folder::read_files(&place)).await?;
        let put = self.store.put_papers(&[(paper.to_owned(), files)], now()).await?;
        known.insert(paper.to_owned(), put.into_iter().next());
        Ok(())
    }

    /// Removes a paper from the database; [`Self::pull`] takes it out of the copy.
    ///
    /// # Errors
    ///
    /// When the database cannot be written.
    pub async fn remove(&self, paper: &str) -> Result<(), Error> {
        // until it is gone there, the copy is not what the database holds
        self.known.lock().await.insert(paper.to_owned(), Some(String::new()));
        Ok(self.store.remove_paper(paper, now()).await?)
    }

    /// Puts a paper back into the database that was removed; whether there was one.
    ///
    /// # Errors
    ///
    /// When the database cannot be written.
    pub async fn restore(&self, paper: &str) -> Result<bool, Error> {
        Ok(self.store.restore_paper(paper, now()).await?)
    }

    /// Keeps a document that waits to be taken in, for all instances.
    ///
    /// # Errors
    ///
    /// When its folder cannot be read, or the database cannot be written.
    pub async fn keep_waiting(&self, name: &str, folder: &Path) -> Result<(), Error> {
        let files = folder::read_files(folder)?;
        self.store.put_papers(&[(waiting(name), files)], now()).await?;
        Ok(())
    }

    /// Lays out a document that waits, which may have come to another instance.
    ///
    /// # Errors
    ///
    /// When the database cannot be read, or the folder cannot be written.
    pub async fn fetch_waiting(&self, name: &str, folder: &Path) -> Result<(), Error> {
        let files = self.store.paper_files(&waiting(name)).await?;
        if files.is_empty() { Ok(()) } else { Ok(folder::write_files(folder, &files)?) }
    }

    /// Forgets a document that waited, if one is named, and those that waited for more than a day.
    ///
    /// # Errors
    ///
    /// When the database cannot be written.
    pub async fn forget_waiting(&self, name: Option<&str>) -> Result<(), Error> {
        let name = name.map(waiting);
        Ok(self.store.forget_waiting(name.as_deref(), now() - store::DAY).await?)
    }
}

fn waiting(name: &str) -> String {
    format!("{WAITING}{name}")
}

/// Unix seconds.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// Deletes the copies of instances that ended without deleting them, which they could not where they were killed.
fn delete_abandoned(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let mark = entry.path().join(IN_USE);
        let is_copy = entry.file_name().to_string_lossy().starts_with(COPY)
            && mark.symlink_metadata().is_ok_and(|mark| mark.is_file());
        if is_copy && File::open(mark).is_ok_and(|mark| mark.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn delete(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_copy_that_nobody_uses_is_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let make = |name: &str, mark: bool| {
            let copy = folder.path().join(name);
            fs::create_dir_all(copy.join("paper")).unwrap();
            mark.then(|| File::create(copy.join(IN_USE)).unwrap())
        };
        let in_use = make("briefing-bot-a", true).unwrap();
        in_use.lock().unwrap();
        drop(make("briefing-bot-b", true));
        make("briefing-bot-c", false);
        make("another", true);
        delete_abandoned(folder.path());
        let left = fs::read_dir(folder.path()).unwrap();
        let mut left: Vec<_> = left.map(|own| own.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["another", "briefing-bot-a", "briefing-bot-c"]);
    }
}
