//! Papers that are there no longer: who follows an old address is told so.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Deserialize;

/// The list of the papers that are compiled in.
const EMBEDDED: &str = include_str!("../../knowledge/_removed.toml");

/// The ids of papers that were removed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    removed: BTreeSet<String>,
}

/// The list cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read '{file}'\n  hint: it holds one line, such as removed = [\"p-waste\"]")]
pub struct Unreadable {
    /// Where it is.
    file: PathBuf,
    /// Why.
    #[source]
    cause: Box<dyn std::error::Error + Send + Sync>,
}

impl Removed {
    /// The list's name in a folder of papers.
    pub const FILE: &str = "_removed.toml";

    /// Adds a paper.
    pub fn add(&mut self, id: &str) {
        self.removed.insert(id.to_owned());
    }

    /// Takes a paper off it, which is there again.
    pub fn strike(&mut self, id: &str) {
        self.removed.remove(id);
    }

    /// The list as the file holds it.
    pub fn to_toml(&self) -> String {
        let ids = self.removed.iter().map(|id| toml::Value::from(id.as_str()).to_string());
        let ids: Vec<_> = ids.collect();
        format!("# Papers that were removed: their pages say so.\nremoved = [{}]\n", ids.join(", "))
    }

    /// The list of a folder of papers, which need not have one; without a folder, that of the papers that are compiled in.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or says anything else.
    pub fn read(knowledge: Option<&Path>) -> Result<Self, Unreadable> {
        let file = knowledge.unwrap_or(Path::new("knowledge")).join(Self::FILE);
        let text = match knowledge.map(|_| fs::read_to_string(&file)) {
            None => EMBEDDED.to_owned(),
            Some(Ok(text)) => text,
            Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Some(Err(error)) => return Err(Unreadable { file, cause: error.into() }),
        };
        toml::from_str(&text).map_err(|error| Unreadable { file, cause: error.into() })
    }

    /// Whether a paper was removed.
    pub fn has(&self, id: &str) -> bool {
        self.removed.contains(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_strictly_and_need_not_be_there() {
        let Ok(folder) = tempfile::tempdir() else { panic!("no folder") };
        let read = || Removed::read(Some(folder.path()));
        assert!(read().is_ok_and(|removed| removed == Removed::default()));
        for (text, taken) in [
            ("removed = [\"p-waste\"]", true),
            ("removed = \"p-waste\"", false),
            ("gone = []", false),
            ("removed = [", false),
        ] {
            assert!(fs::write(folder.path().join(Removed::FILE), text).is_ok());
            assert_eq!(read().is_ok_and(|removed| removed.has("p-waste")), taken, "{text}");
        }
        assert!(Removed::read(None).is_ok());
    }
}
