//! Changes of a folder of papers: a paper is put in, put in the place of another, or taken out, as a whole or not at all.

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use super::DEEPEST;
use super::removed::{Removed, Unreadable};
pub use crate::corpus::LONGEST_ID;
use crate::store::PaperFiles;

/// Where papers are moved to that are taken out. Names that begin so are not read.
const REMOVED: &str = "_removed";

/// Why a folder was not changed.
#[derive(Debug, thiserror::Error)]
pub enum Unchanged {
    /// There is no such paper.
    #[error("there is no paper '{id}' in '{}'", folder.display())]
    NoPaper {
        /// The id that was named.
        id: String,
        /// The folder of papers.
        folder: PathBuf,
    },
    /// It was not taken out, or is there again.
    #[error(
        "cannot restore '{0}': no paper with that id was removed, or one with that id is there again\n  hint: `briefing-bot --knowledge FOLDER papers` lists the papers of a folder"
    )]
    NotRemoved(String),
    /// It is the only one.
    #[error("'{0}' is the only paper, and a library needs at least one")]
    OnlyOne(String),
    /// A paper was named where a folder of papers was to be.
    #[error(
        "'{}' is the folder of one paper\n  hint: name the folder in which it lies, '{}'", .0.display(), around(.0).display()
    )]
    OnePaper(PathBuf),
    /// The list of removed papers cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// A file cannot be written or moved.
    #[error("cannot change '{}'", place.display())]
    Io {
        /// The file or folder.
        place: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
}

/// The folder in which another lies.
fn around(folder: &Path) -> &Path {
    match folder.parent() {
        Some(around) if !around.as_os_str().is_empty() => around,
        _ => Path::new("."),
    }
}

/// Looks whether papers can be put into a folder.
///
/// # Errors
///
/// When it is the folder of one paper.
pub fn check_is_of_papers(folder: &Path) -> Result<(), Unchanged> {
    match folder.join("paper.toml").is_file() {
        true => Err(Unchanged::OnePaper(folder.to_owned())),
        false => Ok(()),
    }
}

fn at(place: &Path) -> impl FnOnce(io::Error) -> Unchanged {
    let place = place.to_owned();
    move |cause| Unchanged::Io { place, cause }
}

/// The document that lies in a paper's folder: what it was imported from.
pub fn original(folder: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let is_original =
        |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "_original") && path.is_file();
    files.filter(is_original).min()
}

/// The files of a paper's folder, whatever they are: each path below it, with `/` between the parts, and the content. By path.
///
/// # Errors
///
/// When a folder or a file in it cannot be read.
pub fn read_files(folder: &Path) -> io::Result<PaperFiles> {
    let mut files = Vec::new();
    let mut folders: Vec<(PathBuf, String, usize)> = vec![(folder.to_owned(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let about = fs::metadata(entry.path())?;
            if about.is_dir() && depth < DEEPEST {
                folders.push((entry.path(), format!("{path}/"), depth + 1));
            } else if about.is_file() {
                files.push((path, fs::read(entry.path())?));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Writes the files of a paper into a folder. A path that would leave it is left out.
///
/// # Errors
///
/// When a folder or a file cannot be written.
pub fn write_files(folder: &Path, files: &PaperFiles) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (path, content) in files {
        let path = Path::new(path);
        let leaves = path.components().any(|part| !matches!(part, Component::Normal(_)));
        if leaves || path.as_os_str().is_empty() {
            continue;
        }
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, content)?;
    }
    Ok(())
}

/// Whether a name may be a paper's id.
pub fn is_id(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(allowed)
}

/// An id after a file's name; `None` where nothing of the name can stand in one.
pub fn id_of(file: &Path) -> Option<String> {
    let name =
        file.file_stem().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let parts: Vec<_> = name
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let id: String = parts.join("-").chars().take(LONGEST_ID).collect();
    let id = id.trim_end_matches('-');
    (!id.is_empty()).then(|| id.to_owned())
}

/// Whether a folder of papers has one of this name.
pub fn is_paper(folder: &Path, id: &str) -> bool {
    let plain = id.bytes().all(|own| own.is_ascii_alphanumeric() || own == b'-');
    plain && !id.is_empty() && folder.join(id).join("paper.toml").is_file()
}

/// A paper that was put in its place. What stood there before is kept beside it until this is dropped.
#[derive(Debug)]
pub struct Put {
    from: PathBuf,
    place: PathBuf,
    before: PathBuf,
}

impl Put {
    /// Whether there was one before.
    pub fn has_replaced(&self) -> bool {
        self.before.exists()
    }

    /// Moves the paper back to where it lay, and what was there before to its place.
    ///
    /// # Errors
    ///
    /// When a folder cannot be moved.
    pub fn undo(mut self) -> Result<(), Unchanged> {
        // what cannot be moved back stays beside its place, for `recover`
        let before = std::mem::take(&mut self.before);
        fs::rename(&self.place, &self.from).map_err(at(&self.place))?;
        if before.exists() {
            fs::rename(&before, &self.place).map_err(at(&self.place))?;
        }
        Ok(())
    }
}

impl Drop for Put {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.before);
    }
}

/// Moves a paper's folder, which lies on the same disk, to its place.
///
/// # Errors
///
/// When it cannot be moved: then what was there before is there again.
pub fn put(from: &Path, place: &Path) -> Result<Put, Unchanged> {
    let name = place.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    // a name that begins with a point is no paper
    let before = place.with_file_name(format!(".{name}.old"));
    put_back(&before, place)?;
    if place.exists() {
        fs::rename(place, &before).map_err(at(place))?;
    }
    if let Err(cause) = fs::rename(from, place) {
        let _ = fs::rename(&before, place);
        return Err(at(place)(cause));
    }
    Ok(Put { from: from.to_owned(), place: place.to_owned(), before })
}

/// Puts back the papers of a folder whose places were empty when a program was ended in the middle of [`put`].
///
/// # Errors
///
/// When a folder cannot be read, moved or deleted.
pub fn recover(folder: &Path) -> Result<(), Unchanged> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for name in entries.flatten().map(|entry| entry.file_name()) {
        let name = name.to_string_lossy();
        if let Some(id) = name.strip_prefix('.').and_then(|name| name.strip_suffix(".old")) {
            put_back(&folder.join(&*name), &folder.join(id))?;
        }
    }
    Ok(())
}

/// Moves what was put aside back to its place, if that is empty, and deletes it otherwise.
fn put_back(before: &Path, place: &Path) -> Result<(), Unchanged> {
    if !before.exists() {
        return Ok(());
    }
    if place.exists() {
        fs::remove_dir_all(before).map_err(at(before))
    } else {
        fs::rename(before, place).map_err(at(before))
    }
}

/// Takes a paper out of a folder of papers, and notes that it was removed: where it lies now.
///
/// # Errors
///
/// When there is no such paper, or no other, or something cannot be written: then it stays.
pub fn remove(folder: &Path, id: &str) -> Result<PathBuf, Unchanged> {
    check_is_of_papers(folder)?;
    if !is_paper(folder, id) {
        return Err(Unchanged::NoPaper { id: id.to_owned(), folder: folder.to_owned() });
    }
    if others(folder, id)? == 0 {
        return Err(Unchanged::OnlyOne(id.to_owned()));
    }
    // the list first: what cannot be noted is not removed, and of a paper that is there the list says nothing
    note(folder, |list| list.add(id))?;
    let removed = folder.join(REMOVED);
    fs::create_dir_all(&removed).map_err(at(&removed))?;
    let to = free(&removed, id);
    fs::rename(folder.join(id), &to).map_err(at(&folder.join(id)))?;
    Ok(to)
}

/// Puts a paper back that was taken out last.
///
/// # Errors
///
/// When none of this id was taken out, another stands in its place, or something cannot be moved or written.
pub fn restore(folder: &Path, id: &str) -> Result<(), Unchanged> {
    check_is_of_papers(folder)?;
    let removed = folder.join(REMOVED);
    let last = (2_u32..).map(|count| removed.join(numbered(id, count)));
    let last = last.take_while(|place| place.exists()).last();
    let from = last.unwrap_or_else(|| removed.join(id));
    if !is_id(id) || !from.join("paper.toml").is_file() || folder.join(id).exists() {
        return Err(Unchanged::NotRemoved(id.to_owned()));
    }
    fs::rename(&from, folder.join(id)).map_err(at(&from))?;
    note(folder, |list| list.strike(id))
}

/// Changes the list of removed papers.
fn note(folder: &Path, change: impl FnOnce(&mut Removed)) -> Result<(), Unchanged> {
    let mut list = Removed::read(Some(folder))?;
    change(&mut list);
    write_whole(&folder.join(Removed::FILE), &list.to_toml())
}

/// Writes a file at once: whoever reads it finds what was there before, or all of this.
pub(super) fn write_whole(file: &Path, text: &str) -> Result<(), Unchanged> {
    let beside = file.with_extension("new");
    fs::write(&beside, text).map_err(at(&beside))?;
    fs::rename(&beside, file).map_err(at(file))
}

/// How many papers a folder has beside one.
fn others(folder: &Path, id: &str) -> Result<usize, Unchanged> {
    let entries = fs::read_dir(folder).map_err(at(folder))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names.filter(|name| name != id && is_paper(folder, name)).count())
}

/// A place for a removed paper beside those of its name that were removed before.
fn free(folder: &Path, id: &str) -> PathBuf {
    let more = (2_u32..).map(|count| numbered(id, count));
    let names = std::iter::once(id.to_owned()).chain(more);
    let mut places = names.map(|name| folder.join(name));
    places.find(|place| !place.exists()).unwrap_or_else(|| folder.join(id))
}

/// The name of one more removed paper of an id: no id has a point.
fn numbered(id: &str, count: u32) -> String {
    format!("{id}.{count}")
}
