//! Reads lines from a terminal, or from a pipe: with editing, and with what was typed in earlier sessions.
//!
//! What was typed is kept in a file for nobody else to read, of a terminal alone: what a program writes is no history.

use std::cell::Cell;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::{env, fs};

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Context, Editor, Helper};

/// So many lines are kept.
const KEPT: usize = 1000;

/// Reads lines.
pub(super) struct LineEditor {
    editor: Editor<Watch, FileHistory>,
    history: Option<PathBuf>,
}

/// Knows whether something stands on the line, which an interrupt does not tell.
#[derive(Default)]
struct Watch {
    is_begun: Cell<bool>,
}

impl Hinter for Watch {
    type Hint = String;

    fn hint(&self, line: &str, _: usize, _: &Context<'_>) -> Option<String> {
        self.is_begun.set(!line.is_empty());
        None
    }
}

impl Completer for Watch {
    type Candidate = String;
}

impl Highlighter for Watch {}
impl Validator for Watch {}
impl Helper for Watch {}

impl LineEditor {
    /// Prepares to read, and brings back what was typed before.
    pub(super) fn new() -> rustyline::Result<Self> {
        let config = Config::builder().max_history_size(KEPT)?.build();
        let mut editor = Editor::with_config(config)?;
        editor.set_helper(Some(Watch::default()));
        let history = io::stdin().is_terminal().then(history_file).flatten();
        if let Some(file) = &history {
            // without it, one begins anew
            let _ = editor.load_history(file);
        }
        Ok(Self { editor, history })
    }

    /// The next line; `None` at the end of the input, and after Ctrl-C on an empty line. Ctrl-C in the middle of a line clears it.
    pub(super) fn read(&mut self, prompt: &str) -> rustyline::Result<Option<String>> {
        loop {
            if let Some(watch) = self.editor.helper() {
                watch.is_begun.set(false);
            }
            match self.editor.readline(prompt) {
                Ok(line) => {
                    self.keep(&line);
                    return Ok(Some(line));
                }
                Err(ReadlineError::Eof) => return Ok(None),
                Err(ReadlineError::Interrupted) => {
                    let is_begun = self.editor.helper().is_some_and(|watch| watch.is_begun.get());
                    if !is_begun {
                        return Ok(None);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The file in which is kept what was typed, if it is.
    pub(super) const fn history(&self) -> Option<&PathBuf> {
        self.history.as_ref()
    }

    /// Deletes what was typed, in this session and before.
    pub(super) fn forget(&mut self) -> anyhow::Result<()> {
        self.editor.clear_history()?;
        match self.history.as_ref().map(fs::remove_file) {
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Keeps a line. Where it cannot be written, it is known in this session alone.
    fn keep(&mut self, line: &str) {
        let is_new = self.editor.add_history_entry(line.trim()).unwrap_or_default();
        if let Some(file) = self.history.as_ref().filter(|_| is_new) {
            if let Some(folder) = file.parent() {
                let _ = fs::create_dir_all(folder);
            }
            // made for its owner alone
            let _ = self.editor.append_history(file);
        }
    }
}

/// Where what was typed is kept: in the folder for state of the XDG Base Directory Specification.
fn history_file() -> Option<PathBuf> {
    let folder =
        |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = folder("XDG_STATE_HOME")
        .or_else(|| folder("HOME").map(|home| home.join(".local/state")))
        .or_else(|| folder("LOCALAPPDATA"))?;
    Some(state.join("briefing-bot/history"))
}
