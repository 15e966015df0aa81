//! Where the text of knowledge lies: a folder on disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// How many folders a paper's files stand in, at most.
const DEEPEST: usize = 2;

/// A folder or file could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read '{path}'")]
pub struct ReadError {
    /// The folder or file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub cause: io::Error,
}

/// The files of a knowledge folder, by their path below it with `/` between the parts.
#[derive(Debug, Clone, Default)]
pub struct Files {
    texts: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Reads a folder of papers, or the folder of one paper (it holds a `paper.toml`). Names that begin with `.`, `_` or `README` are left
    /// out, and beside the papers' folders all files but TOML.
    ///
    /// # Errors
    ///
    /// When a folder or a file in it cannot be read.
    pub fn read(folder: &Path) -> Result<Self, ReadError> {
        Self::read_without(folder, &[])
    }

    /// The same of a folder of papers, without the folders of some, by their names, in order.
    ///
    /// # Errors
    ///
    /// When the folder or a file in it cannot be read.
    pub fn read_without(folder: &Path, known: &[&str]) -> Result<Self, ReadError> {
        let mut files = Self::default();
        let single = folder.join("paper.toml").is_file();
        let root =
            if single { fs::canonicalize(folder).map_err(at(folder))? } else { folder.to_owned() };
        let name =
            root.file_name().filter(|_| single).map(|name| name.to_string_lossy().into_owned());
        files.walk(&root, name.as_deref().unwrap_or_default(), known)?;
        Ok(files)
    }

    fn walk(&mut self, folder: &Path, prefix: &str, known: &[&str]) -> Result<(), ReadError> {
        for entry in fs::read_dir(folder).map_err(at(folder))? {
            let path = entry.map_err(at(folder))?.path();
            let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned())
            else {
                continue;
            };
            let is_known = prefix.is_empty() && known.binary_search(&name.as_str()).is_ok();
            if name.starts_with(['.', '_']) || name.starts_with("README") || is_known {
                continue;
            }
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
            if path.is_dir() {
                if key.matches('/').count() < DEEPEST {
                    self.walk(&path, &key, known)?;
                }
            } else if !prefix.is_empty()
                || path.extension().is_some_and(|extension| extension == "toml")
            {
                self.texts.insert(key, fs::read(&path).map_err(at(&path))?);
            }
        }
        Ok(())
    }

    /// All files by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_slice()))
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Files {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(files: I) -> Self {
        Self {
            texts: files
                .into_iter()
                .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
                .collect(),
        }
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> ReadError {
    move |cause| ReadError { path: path.to_owned(), cause }
}
