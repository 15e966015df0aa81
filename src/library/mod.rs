//! The papers that a running bot answers from: a snapshot that is replaced as a whole, so that nobody who asks waits for a change.

mod cache;
pub mod folder;
mod removed;
mod shared;
mod write;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwap;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tokio::sync::Notify;

pub use removed::{Removed, Unreadable};
pub use shared::{Error as SharedError, Shared};

use crate::answer::Engine;
use crate::corpus::{Corpus, Fault, Files, Paper, ReadError};
use crate::store::Store;

/// The folder is looked at so often. A change is taken in once it has stood for as long, so that nothing half written is read.
const LOOK: Duration = Duration::from_secs(2);

/// When so many bytes of indexes were read from a file, all are let go.
const MOST_READ: usize = 40 << 20;

/// Engines of choices of papers are kept until they have so many papers in all.
const MOST_CHOSEN: u64 = 500;

/// Folders of papers are so deep at most.
const DEEPEST: usize = 4;

/// The papers that are answered from.
pub struct Library {
    shelf: ArcSwap<Shelf>,
    /// Where the papers lie; `None` for those that are compiled in.
    folder: Option<PathBuf>,
    /// Somebody wants the folder read now.
    wanted: Notify,
    /// What the folder held when it was last read, whatever came of it.
    known: Mutex<Arc<Signature>>,
    /// Held by who reads or changes the folder.
    changing: tokio::sync::Mutex<()>,
    /// The library that the folder is a copy of, if instances share one.
    shared: Option<Shared>,
}

/// The papers as they are at some time.
struct Shelf {
    all: Arc<Engine>,
    /// By the ids of the papers that a chat chose.
    chosen: Cache<Arc<[String]>, Arc<Engine>, Papers>,
    /// The files that the papers were read from; none where they were not read from the folder.
    files: Arc<Signature>,
    /// Whether the engine is kept for the next start, or cannot be.
    is_kept: AtomicBool,
}

impl Shelf {
    fn new(engine: Engine, files: Arc<Signature>, is_kept: bool) -> Self {
        let chosen = Cache::with_weighter(MOST_CHOSEN as usize, MOST_CHOSEN, Papers);
        Self { all: Arc::new(engine), chosen, files, is_kept: is_kept.into() }
    }
}

/// Weighs an engine by how many papers it has.
#[derive(Clone)]
struct Papers;

impl Weighter<Arc<[String]>, Arc<Engine>> for Papers {
    fn weight(&self, _: &Arc<[String]>, engine: &Arc<Engine>) -> u64 {
        engine.corpus().papers().len() as u64
    }
}

/// The papers could not be read, and still using the previous version.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A folder or a file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The papers have faults.
    #[error("the papers have {} faults, the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Faults(Vec<Fault>),
    /// The folder of papers could not be changed.
    #[error(transparent)]
    Unchanged(#[from] folder::Unchanged),
    /// The library that instances share could not be read or changed.
    #[error(transparent)]
    Shared(#[from] SharedError),
    /// The papers are those that are compiled in, which do not change.
    #[error("the papers are compiled in, and cannot be changed")]
    NoFolder,
}

/// What another reading of the folder changed, by the papers' ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Papers that were not there before.
    pub added: Vec<String>,
    /// Papers of which something is different.
    pub changed: Vec<String>,
    /// Papers that are there no longer.
    pub removed: Vec<String>,
}

impl Changes {
    fn between(before: &Corpus, after: &Corpus) -> Self {
        let mut changes = Self::default();
        for paper in after.papers() {
            match before.paper(&paper.id) {
                None => changes.added.push(paper.id.clone()),
                Some((place, old)) if !before.is_same_at(place, paper) && old != paper.as_ref() => {
                    changes.changed.push(paper.id.clone())
                }
                Some(_) => {}
            }
        }
        let gone = before.papers().iter().filter(|paper| after.paper(&paper.id).is_none());
        changes.removed = gone.map(|paper| paper.id.clone()).collect();
        changes
    }

    /// Whether nothing is different.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

impl Library {
    /// Papers that do not change while the bot runs, or those of a folder, as they were read from it.
    pub fn new(engine: Engine, folder: Option<PathBuf>) -> Self {
        Self::of_signature(engine, folder, Signature::default())
    }

    fn of_signature(engine: Engine, folder: Option<PathBuf>, known: Signature) -> Self {
        let files = Arc::new(known);
        Self {
            shelf: ArcSwap::from_pointee(Shelf::new(engine, Arc::clone(&files), true)),
            folder,
            wanted: Notify::new(),
            known: Mutex::new(files),
            changing: tokio::sync::Mutex::new(()),
            shared: None,
        }
    }

    /// The papers of a folder, as they were kept there, or as they are read by `load`.
    ///
    /// # Errors
    ///
    /// What `load` returns of a folder that cannot be read, or papers with faults.
    pub fn of_folder<E>(
        folder: PathBuf,
        load: impl FnOnce() -> Result<Corpus, E>,
    ) -> Result<Self, E> {
        if let Err(error) = folder::recover(&folder) {
            tracing::warn!(%error, "what an earlier run left beside the papers stays there");
        }
        let known = signature(&folder);
        let engine = opened(&folder, &known, load)?;
        Ok(Self::of_signature(engine, Some(folder), known))
    }

    /// The papers that instances share by their database. Before any is there, they are those of `first`, which answers for as long as those in the
    /// database have faults.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn of_database(store: Store, first: Engine) -> Result<Self, Error> {
        let shared = Shared::open(store, first.corpus()).await?;
        let folder = Some(shared.folder().to_owned());
        let library = Self { shared: Some(shared), ..Self::new(first, folder) };
        if let Err(error) = library.reload() {
            tracing::error!(%error, "the papers in the database cannot be used: using the compiled-in papers instead");
        }
        Ok(library)
    }

    /// The library that instances share, if they do.
    pub fn shared(&self) -> Option<&Shared> {
        self.shared.as_ref()
    }

    /// Where the papers lie, if they lie in a folder.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// What answers now. Who holds it goes on with the papers as they were.
    pub fn engine(&self) -> Arc<Engine> {
        Arc::clone(&self.shelf().all)
    }

    /// The papers as they are now, of which not too many indexes are in memory.
    fn shelf(&self) -> Arc<Shelf> {
        let shelf = self.shelf.load_full();
        if shelf.all.bytes_read() > MOST_READ {
            let is_kept = shelf.is_kept.load(Ordering::Relaxed);
            let renewed =
                Arc::new(Shelf::new(shelf.all.renewed(), Arc::clone(&shelf.files), is_kept));
            // where somebody else was faster, theirs is as new
            self.shelf.compare_and_swap(&shelf, renewed);
            return self.shelf.load_full();
        }
        shelf
    }

    /// What answers from all papers, and from those that were chosen by their ids, of the same time. Where none was chosen, or none of those is there
    /// any longer, that is the same. Who is the first to ask some papers waits until their engine is made, and so
    /// does who comes meanwhile.
    pub fn engines(&self, chosen: &Arc<[String]>) -> (Arc<Engine>, Arc<Engine>) {
        let shelf = self.shelf();
        let all = Arc::clone(&shelf.all);
        if chosen.is_empty() {
            return (Arc::clone(&all), all);
        }
        let make = || {
            let some = all.corpus().only(chosen).map(|corpus| all.with_papers(corpus));
            Ok::<_, std::convert::Infallible>(some.map_or_else(|| Arc::clone(&all), Arc::new))
        };
        let asked = match shelf.chosen.get_or_insert_with(chosen, make) {
            Ok(asked) => asked,
            Err(never) => match never {},
        };
        (all, asked)
    }

    /// Reads the folder again: the papers of which a file is another than it was. It blocks for as long as that takes.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read, or a paper in it has a fault: then the papers before stay.
    pub fn reload(&self) -> Result<Changes, Error> {
        self.read_changed(&self.shelf.load().files)
    }

    /// Reads the papers whose files are not as they were; the others keep their text and their index.
    fn read_changed(&self, files: &[Seen]) -> Result<Changes, Error> {
        let Some(folder) = &self.folder else { return Ok(Changes::default()) };
        let now = Arc::new(signature(folder));
        let before = self.engine();
        let unchanged = unchanged(folder, files, &now);
        let is_unchanged = |paper: &Paper| unchanged.binary_search(&paper.id.as_str()).is_ok();
        let known = before.corpus().papers().iter().filter(|paper| is_unchanged(paper));
        let known: Vec<_> = known.cloned().collect();
        let ids: Vec<_> = known.iter().map(|paper| paper.id.as_str()).collect();
        let files = Files::read_without(folder, &ids)?;
        let corpus = Corpus::load_beside(known, &files).map_err(Error::Faults)?;
        let changes = Changes::between(before.corpus(), &corpus);
        // another snapshot even so: what lies beside the papers may be different
        let engine = before.with_papers(corpus);
        self.shelf.store(Arc::new(Shelf::new(engine, Arc::clone(&now), false)));
        *self.known() = now;
        Ok(changes)
    }

    /// Keeps the engine for the next start, if it is not kept. That takes longer than [`Self::reload`] does, and blocks for as long.
    pub fn keep(&self) {
        let shelf = self.shelf.load_full();
        let Some(folder) = &self.folder else { return };
        if !shelf.is_kept.swap(true, Ordering::Relaxed)
            && let Some(engine) = kept(folder, &shelf.files, &shelf.all)
        {
            let stored = Arc::new(Shelf::new(engine, Arc::clone(&shelf.files), true));
            // where the papers have changed meanwhile, that change is kept next
            self.shelf.compare_and_swap(&shelf, stored);
        }
    }

    /// What the folder held when it was last read, whatever came of it.
    fn known(&self) -> MutexGuard<'_, Arc<Signature>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a paper, which lies in a folder of its own, into the folder of papers, in the place of one of its id if there is one, and answers from it; so do
    /// all instances soon.
    ///
    /// # Errors
    ///
    /// When there is no folder of papers, it cannot be changed, or the papers have faults then: they stay as they were.
    pub async fn take_in(self: &Arc<Self>, paper: PathBuf, id: String) -> Result<(), Error> {
        let _changing = self.changing.lock().await;
        let (library, own) = (Arc::clone(self), id.clone());
        blocking(move || library.put(&paper, &own)).await?;
        match &self.shared {
            Some(shared) => Ok(shared.push(&id).await?),
            None => Ok(()),
        }
    }

    /// Takes a paper out of the folder of papers, and answers from it no longer; nor do all instances soon.
    ///
    /// # Errors
    ///
    /// When there is no folder of papers, no such paper in it, or no other, or the folder cannot be changed.
    pub async fn remove(self: &Arc<Self>, id: String) -> Result<(), Error> {
        let _changing = self.changing.lock().await;
        let (library, own) = (Arc::clone(self), id.clone());
        blocking(move || library.take_out(&own)).await?;
        match &self.shared {
            Some(shared) => Ok(shared.remove(&id).await?),
            None => Ok(()),
        }
    }

    fn put(&self, paper: &Path, id: &str) -> Result<(), Error> {
        let folder = self.folder.as_deref().ok_or(Error::NoFolder)?;
        let put = folder::put(paper, &folder.join(id))?;
        match self.reload() {
            Ok(_) => Ok(()),
            Err(error) => {
                put.undo()?;
                Err(error)
            }
        }
    }

    fn take_out(&self, id: &str) -> Result<(), Error> {
        let folder = self.folder.as_deref().ok_or(Error::NoFolder)?;
        folder::remove(folder, id)?;
        match self.reload() {
            Ok(_) => Ok(()),
            Err(error) => {
                folder::restore(folder, id)?;
                Err(error)
            }
        }
    }

    /// Has the whole folder read at once, whether or not it seems to have changed.
    pub fn ask_to_reload(&self) {
        self.wanted.notify_one();
    }

    /// Reads the folder again whenever it has changed, or [`Self::ask_to_reload`] was called, and tells what came of it. Never ends.
    pub async fn follow(self: Arc<Self>) {
        let Some(folder) = self.folder.clone() else { return std::future::pending().await };
        let look = || {
            let folder = folder.clone();
            async move {
                let looked = tokio::task::spawn_blocking(move || signature(&folder)).await;
                Arc::new(looked.unwrap_or_default())
            }
        };
        // what changed since the papers were first read is noticed too
        let mut seen = look().await;
        let mut told = false;
        let mut trouble = false;
        loop {
            let wanted = tokio::select! {
                () = self.wanted.notified() => true,
                () = tokio::time::sleep(LOOK) => false,
            };
            let changing = self.changing.lock().await;
            let pulled = match &self.shared {
                Some(shared) => shared.pull().await,
                None => Ok(false),
            };
            let asked = wanted || matches!(pulled, Ok(true));
            let in_trouble = pulled.as_ref().is_err();
            if let Err(error) = pulled
                && !std::mem::replace(&mut trouble, true)
            {
                tracing::error!(%error, "the library cannot be read: still using the papers read before");
            }
            trouble &= in_trouble;
            let now = look().await;
            // a file may still be on its way where the last two looks differ
            let stands = now == seen;
            seen = now;
            if !asked && (!stands || seen == *self.known()) {
                drop(changing);
                if stands {
                    let library = Arc::clone(&self);
                    let kept = tokio::task::spawn_blocking(move || library.keep()).await;
                    if let Err(error) = kept {
                        tracing::error!(%error, "the papers' indexes could not be kept for the next start");
                    }
                }
                continue;
            }
            let library = Arc::clone(&self);
            let read = tokio::task::spawn_blocking(move || {
                let shelf = library.shelf.load_full();
                library.read_changed(if wanted { &[] } else { &shelf.files })
            });
            let read = read.await;
            drop(changing);
            let unreadable = matches!(read, Ok(Err(Error::Read(_))) | Err(_));
            if !unreadable {
                self.known().clone_from(&seen);
            }
            // what cannot be read is tried again, and told once
            let again = std::mem::replace(&mut told, unreadable);
            match read {
                Ok(Ok(changes)) if changes.is_empty() && !asked => {}
                Ok(Ok(changes)) if changes.is_empty() => {
                    tracing::info!("the papers were read again: nothing is different");
                }
                Ok(Err(Error::Read(_))) if again => {}
                Ok(Ok(Changes { added, changed, removed })) => {
                    tracing::info!(?added, ?changed, ?removed, "the papers were read again");
                }
                Ok(Err(error)) => {
                    tracing::error!(
                        %error,
                        "the papers have changed and cannot be used: still using the previous version; `briefing-bot check` lists every fault"
                    );
                }
                Err(error) => tracing::error!(%error, "the papers could not be read again"),
            }
        }
    }
}

/// The engine of a folder of papers: as it was kept there, if nothing has changed since, or made anew and kept.
///
/// # Errors
///
/// What `load` returns of a folder that cannot be read, or papers with faults.
pub fn engine_of<E>(folder: &Path, load: impl FnOnce() -> Result<Corpus, E>) -> Result<Engine, E> {
    opened(folder, &signature(folder), load)
}

fn opened<E>(
    folder: &Path,
    signature: &Signature,
    load: impl FnOnce() -> Result<Corpus, E>,
) -> Result<Engine, E> {
    match cache::read(folder, signature) {
        Some(engine) => Ok(engine),
        None => {
            let corpus = load()?;
            let engine = cache::make(folder, &corpus).unwrap_or_else(|error| {
                tracing::debug!(%error, "the papers' indexes are made in memory");
                Engine::new(corpus)
            });
            Ok(kept(folder, signature, &engine).unwrap_or(engine))
        }
    }
}

/// An engine after it was kept for the next start, with its indexes where they are stored; `None` where it was not kept.
fn kept(folder: &Path, signature: &[Seen], engine: &Engine) -> Option<Engine> {
    match cache::write(folder, signature, engine) {
        Ok(()) => cache::read(folder, signature),
        Err(error) => {
            tracing::debug!(%error, "the papers are read anew at each start: nothing can be kept beside them");
            None
        }
    }
}

/// Does what blocks on a thread on which nobody waits.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}

/// What can be told of a file without reading it: its path, length and time.
type Seen = (PathBuf, u64, Option<SystemTime>);

/// What can be told of a folder: its files, in order.
type Signature = Vec<Seen>;

/// The names of the folders in a folder of papers whose files are as they were, in order.
fn unchanged<'s>(folder: &Path, before: &[Seen], now: &'s [Seen]) -> Vec<&'s str> {
    let (before, now) = (by_folder(folder, before), by_folder(folder, now));
    let is_paper = |files: &[Seen]| files.iter().any(|(path, ..)| path.ends_with("paper.toml"));
    let same = now.iter().filter(|(name, files)| before.get(*name) == Some(files));
    same.filter(|(_, files)| is_paper(files)).map(|(name, _)| *name).collect()
}

/// The files of each folder in a folder of papers.
fn by_folder<'s>(folder: &Path, files: &'s [Seen]) -> BTreeMap<&'s str, &'s [Seen]> {
    let groups = files.chunk_by(|one, other| below(folder, one) == below(folder, other));
    groups.filter_map(|files| Some((below(folder, files.first()?)?, files))).collect()
}

/// The name of the folder in a folder of papers that a file stands in.
fn below<'s>(folder: &Path, (path, ..): &'s Seen) -> Option<&'s str> {
    let mut parts = path.strip_prefix(folder).ok()?.components();
    let name = parts.next()?.as_os_str().to_str()?;
    parts.next().map(|_| name)
}

/// What stands beside the papers' texts in their folders: originals, and the list of removed papers.
const BESIDE: [&str; 2] = ["_original.", "_removed.toml"];

fn signature(folder: &Path) -> Signature {
    let mut found = Vec::new();
    let folders = look_into(folder, &mut found);
    // a large folder takes as long as the papers that were kept take to be read
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let shares = folders.chunks(folders.len().div_ceil(threads).max(1));
    std::thread::scope(|scope| {
        let looks: Vec<_> = shares
            .map(|share| {
                scope.spawn(|| {
                    let mut found = Vec::new();
                    share.iter().for_each(|folder| walk(folder, 1, &mut found));
                    found
                })
            })
            .collect();
        found.extend(looks.into_iter().filter_map(|look| look.join().ok()).flatten());
    });
    found.sort_unstable();
    found
}

fn walk(folder: &Path, depth: usize, found: &mut Signature) {
    for folder in look_into(folder, found) {
        if depth < DEEPEST {
            walk(&folder, depth + 1, found);
        }
    }
}

/// Adds the files of a folder; the folders in it.
fn look_into(folder: &Path, found: &mut Signature) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    // what cannot be read is told when the papers are
    let Ok(entries) = fs::read_dir(folder) else { return folders };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let beside = BESIDE.iter().any(|own| name.starts_with(own));
        if name.starts_with(['.', '_']) && !beside {
            continue;
        }
        let path = entry.path();
        match fs::metadata(&path) {
            Ok(about) if about.is_dir() => folders.push(path),
            Ok(about) => found.push((path, about.len(), about.modified().ok())),
            Err(_) => {}
        }
    }
    folders
}
