//! The variables of the process, and those that a `.env` file adds to them. Read once.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The name of the file.
const FILE: &str = ".env";

/// The variables of the process and of `.env`, in which those of the process come first.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// What is set, by name, and not empty.
    values: BTreeMap<String, OsString>,
    /// Where the file is, as it is shown.
    file: String,
    /// The lines of the file that count, from 1, by the names that they set.
    lines: BTreeMap<String, usize>,
}

/// The `.env` file cannot be read. What it says is never told: it may be a token.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file cannot be opened.
    #[error("cannot read {0}\n  hint: let this user read it, or remove it")]
    Unreadable(String, #[source] io::Error),
    /// The file is in UTF-16, as some editors and shells of Windows write it.
    #[error(
        "{0} is in UTF-16, and only UTF-8 is read\n  hint: save it as UTF-8 (Notepad: Save as, Encoding; PowerShell: Set-Content -Encoding utf8)"
    )]
    Utf16(String),
    /// A line is in another encoding.
    #[error("{0}:{1}: not UTF-8 text\n  hint: save the file as UTF-8")]
    NotUtf8(String, usize),
    /// A line is no assignment.
    #[error(
        "{0}:{1}: this line is not NAME=value\n  hint: a value with spaces or # needs quotes: NAME=\"a value\"; a comment begins with #"
    )]
    Line(String, usize),
    /// A value names another variable, which would be put in its place.
    #[error(
        "{0}:{1}: $ stands for another variable here\n  hint: put a value with $ in single quotes: NAME='a$value'"
    )]
    Dollar(String, usize),
    /// A variable is set twice.
    #[error("{0}:{1}: {2} is set on line {3} already\n  hint: keep one of the two lines")]
    Twice(String, usize, String, usize),
    /// A variable is called almost as one of the bot's.
    #[error("{0}:{1}: {2} is not a variable of the bot\n  hint: did you mean {3}?")]
    Misspelt(String, usize, String, &'static str),
}

impl Environment {
    /// Reads the variables of the process, and the `.env` file of this folder or of the nearest folder above that has one.
    ///
    /// # Errors
    ///
    /// When there is such a file and it cannot be read, all of it.
    pub fn load() -> Result<Self, FileError> {
        let mut environment = Self::default();
        let here = env::current_dir().unwrap_or_default();
        let found = here.ancestors().map(|folder| folder.join(FILE)).find(|file| file.is_file());
        if let Some(file) = found {
            environment.add(&file, file.parent() == Some(&here))?;
        }
        let set =
            env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
        environment.values =
            set.filter(|(_, value)| !value.to_string_lossy().trim().is_empty()).collect();
        Ok(environment)
    }

    /// Adds a file's variables to the process, but for those that it has.
    fn add(&mut self, file: &Path, is_here: bool) -> Result<(), FileError> {
        self.file = if is_here { FILE.to_owned() } else { file.display().to_string() };
        let bytes =
            fs::read(file).map_err(|cause| FileError::Unreadable(self.file.clone(), cause))?;
        let text = decode(&bytes, &self.file)?;
        check_lines(text, &self.file)?;
        for entry in dotenvy::from_read_iter(text.as_bytes()) {
            match entry {
                Ok((name, _)) if env::var_os(&name).is_none() => {
                    if let Some(line) = line_of_name(text, &name) {
                        self.lines.insert(name, line);
                    }
                }
                Ok(_) => {}
                Err(dotenvy::Error::LineParse(line, _)) => {
                    return Err(FileError::Line(self.file.clone(), line_of(text, &line)));
                }
                Err(_) => return Err(FileError::Line(self.file.clone(), 1)),
            }
        }
        // read already: it cannot fail
        let _ = dotenvy::from_read(text.as_bytes());
        Ok(())
    }

    /// A variable's value, if it is set and not empty.
    ///
    /// # Errors
    ///
    /// When it is no text.
    pub fn text(&self, name: &str) -> Result<Option<&str>, NotText> {
        self.values.get(name).map(|value| value.to_str().map(str::trim).ok_or(NotText)).transpose()
    }

    /// A variable's value as a path, if it is set and not empty.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.values.get(name).map(PathBuf::from)
    }

    /// Variables that are called almost as one of the bot's which is not set, each with that.
    pub fn misspelt(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let near = self.values.keys().filter_map(|name| Some((name.as_str(), meant_by(name)?)));
        near.filter(|(_, meant)| !self.values.contains_key(*meant))
    }

    /// What stands before an error about a variable: the file and the line that set it, or nothing.
    pub fn place(&self, name: &str) -> String {
        self.lines.get(name).map(|line| format!("{}:{line}: ", self.file)).unwrap_or_default()
    }

    /// An environment of these variables alone.
    #[cfg(test)]
    pub(super) fn of(variables: &[(&str, &str)]) -> Self {
        let own = variables.iter().filter(|(_, value)| !value.trim().is_empty());
        let values = own.map(|(name, value)| ((*name).to_owned(), OsString::from(value))).collect();
        Self { values, ..Self::default() }
    }
}

/// A value is no UTF-8 text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotText;

/// A file's bytes as text, without the mark that some editors put before it.
fn decode<'b>(bytes: &'b [u8], file: &str) -> Result<&'b str, FileError> {
    let has_mark = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    // Latin letters in UTF-16 have a zero byte each, and no text has one
    if has_mark || bytes.contains(&0) {
        return Err(FileError::Utf16(file.to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let before = bytes.get(..fault.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
        FileError::NotUtf8(file.to_owned(), line)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// A name that differs from one of the bot's in no more letters than this is meant for it. Other programs' names may be as near as two.
const MISSPELT: usize = 1;

/// Whether a name is one of the bot's.
fn is_known(name: &str) -> bool {
    super::VARIABLES.iter().any(|(known, _)| *known == name)
}

/// The variable that a name is meant for which is none of the bot's, and almost.
fn meant_by(name: &str) -> Option<&'static str> {
    nearest(name, super::VARIABLES.iter().map(|(known, _)| *known))
}

/// Which of these names another is meant for, that is none of them and almost.
pub(super) fn nearest(
    name: &str,
    mut known: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'static str> {
    if known.clone().any(|known| known == name) {
        return None;
    }
    known.find(|known| strsim::osa_distance(known, name) <= MISSPELT)
}

/// Finds what would be read in silence as something else than is meant: the first such line.
fn check_lines(text: &str, file: &str) -> Result<(), FileError> {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for (line, (name, value)) in assignments(text) {
        if let Some(meant) = meant_by(name) {
            return Err(FileError::Misspelt(file.to_owned(), line, name.to_owned(), meant));
        }
        if !is_known(name) {
            // another program's
            continue;
        }
        if let Some(first) = lines.insert(name, line) {
            return Err(FileError::Twice(file.to_owned(), line, name.to_owned(), first));
        }
        // a comment behind it
        let value = value.trim_start().split(" #").next().unwrap_or_default();
        let names_another = value.match_indices('$').any(|(at, _)| {
            let escaped = value.get(..at).is_some_and(|before| before.ends_with('\\'));
            let next = value.get(at + 1..).and_then(|rest| rest.chars().next());
            !escaped && next.is_some_and(|next| next.is_ascii_alphanumeric() || "_{".contains(next))
        });
        if names_another && !value.starts_with('\'') {
            return Err(FileError::Dollar(file.to_owned(), line));
        }
    }
    Ok(())
}

/// The lines that set something, from 1, with the name and what stands behind it.
fn assignments(text: &str) -> impl Iterator<Item = (usize, (&str, &str))> {
    (1..).zip(text.lines()).filter_map(|(number, line)| {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=').filter(|_| !line.starts_with('#'))?;
        Some((number, (name.trim(), value)))
    })
}

/// The line that sets a name, from 1.
fn line_of_name(text: &str, name: &str) -> Option<usize> {
    assignments(text).find(|(_, (own, _))| *own == name).map(|(line, _)| line)
}

/// Which line a part of a text begins on, from 1.
fn line_of(text: &str, part: &str) -> usize {
    let before = text.split_once(part.trim_end()).map_or("", |(before, _)| before);
    1 + before.matches('\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_another_encoding_is_an_error_that_names_its_line() {
        let utf16 = |order: fn(u16) -> [u8; 2]| {
            "\u{feff}A=1\n".encode_utf16().flat_map(order).collect::<Vec<_>>()
        };
        for bytes in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), b"A\x00=\x001\x00".to_vec()]
        {
            assert!(matches!(decode(&bytes, FILE), Err(FileError::Utf16(_))), "{bytes:?}");
        }
        let big5 = b"A=1\n# \xb5\x7b\nB=2\n";
        assert!(matches!(decode(big5, FILE), Err(FileError::NotUtf8(_, 2))));
        assert_eq!(decode("\u{feff}A=1".as_bytes(), FILE).ok(), Some("A=1"));
    }

    #[test]
    fn what_would_be_read_as_something_else_is_an_error_that_names_its_line() {
        let fault = |text: &str| check_lines(text, FILE).err().map(|error| error.to_string());
        for (text, expected) in [
            (
                "A=1\nADMIN_ID=5\n",
                ".env:2: ADMIN_ID is not a variable of the bot\n  hint: did you mean ADMIN_IDS?",
            ),
            (
                "TELOXID_TOKEN=x\n",
                ".env:1: TELOXID_TOKEN is not a variable of the bot\n  hint: did you mean TELOXIDE_TOKEN?",
            ),
            (
                "ADMIN_IDS=5\n\nexport ADMIN_IDS=6\n",
                ".env:3: ADMIN_IDS is set on line 1 already\n  hint: keep one of the two lines",
            ),
            (
                "DATABASE_URL=postgres://me:pa$word@host/db\n",
                ".env:1: $ stands for another variable here\n  hint: put a value with $ in single quotes: NAME='a$value'",
            ),
        ] {
            assert_eq!(fault(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "DATABASE_URL='pa$word'\n",
            "DATABASE_URL=pa\\$word\n",
            "#ADMIN_ID=5\n",
            "ADMIN_IDS=5 # costs $x\n",
            "RUN_LOG=$x\nMIN_AGE=1\nMIN_AGE=2\nPOSTGRES_PASSWORD=a$b\n",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn the_line_of_a_name_and_of_a_fault_is_found() {
        let text = "# A=0\nexport A = 1\nB=2\nwrong line\n";
        assert_eq!((line_of_name(text, "A"), line_of_name(text, "C")), (Some(2), None));
        assert_eq!((line_of(text, "wrong line"), line_of(text, "# A=0")), (4, 1));
    }
}
