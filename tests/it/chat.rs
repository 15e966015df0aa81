//! `chat` on a real pseudo terminal: numbers, leaving, Ctrl-C, what is kept, and lines that break between words.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use nix::pty::{Winsize, openpty};

const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";
const UP: &str = "\u{1b}[A";
const ENTER: &str = "\r";

/// How many columns the terminal has.
const COLUMNS: u16 = 50;

/// How long is waited for what should come at once.
const PATIENCE: Duration = Duration::from_secs(20);

/// `chat` in a terminal of its own.
struct Terminal {
    keyboard: File,
    screen: Arc<Mutex<Vec<u8>>>,
    process: Child,
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Terminal {
    fn start(home: &Path) -> Self {
        Self::start_in(home, "en")
    }

    fn start_in(home: &Path, language: &str) -> Self {
        let size = Winsize { ws_row: 40, ws_col: COLUMNS, ws_xpixel: 0, ws_ypixel: 0 };
        let ends = openpty(Some(&size), None).unwrap();
        let own = || Stdio::from(ends.slave.try_clone().unwrap());
        let process = Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
            .args(["chat", "--language", language])
            .env_clear()
            .env("TERM", "xterm")
            .env("HOME", home)
            .current_dir(home)
            .stdin(own())
            .stdout(own())
            .stderr(own())
            .spawn()
            .unwrap();
        drop(ends.slave);
        let screen = Arc::new(Mutex::new(Vec::new()));
        let keyboard = File::from(ends.master);
        let (mut output, shown) = (keyboard.try_clone().unwrap(), Arc::clone(&screen));
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // a terminal whose program ended is an error
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                shown.lock().unwrap().extend_from_slice(&bytes[..count]);
            }
        });
        let terminal = Self { keyboard, screen, process };
        terminal.wait_for("quit");
        terminal.wait_for("› ");
        terminal
    }

    fn screen(&self) -> String {
        String::from_utf8_lossy(&self.screen.lock().unwrap()).into_owned()
    }

    fn wait_for(&self, text: &str) {
        let begun = Instant::now();
        while !self.screen().contains(text) {
            assert!(begun.elapsed() < PATIENCE, "no {text:?} in:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Types; what is shown from then on begins anew.
    fn types(&mut self, keys: &str) {
        self.screen.lock().unwrap().clear();
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// Types a line, and waits for words of the reply and for the next line to begin.
    fn says(&mut self, line: &str, expected: &str) -> String {
        self.types(&format!("{line}{ENTER}"));
        self.wait_for(expected);
        let begun = Instant::now();
        while !self.screen().trim_end_matches(|last| last != ' ').ends_with("› ") {
            assert!(begun.elapsed() < PATIENCE, "{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        }
        self.screen()
    }

    fn is_left(&mut self) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }
}

/// A text without control sequences.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            let _ = characters.by_ref().find(|own| own.is_ascii_alphabetic());
        } else if character != '\r' {
            plain.push(character);
        }
    }
    plain
}

#[test]
fn a_number_chooses_from_the_list_and_is_never_a_question() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path());
    terminal.says("3", "Development of Qianhai");
    let shown = plain(&terminal.says("99", "Please choose a number from 1 to"));
    assert!(!shown.contains("paragraph 1\n"), "{shown}");
    // the list is still there
    let shown = plain(&terminal.says("/para 4", "Previous: paragraph 3"));
    assert!(shown.contains("Next: paragraph 5") && !shown.contains("‹"), "{shown}");
    terminal.says("0", "Please choose a number");
    terminal.says("/help", "Just ask");
    terminal.says("1", "nothing to choose from");
}

#[test]
fn that_a_number_chooses_is_told_once_and_is_so() {
    for (language, hint, list, chosen) in [
        ("en", "type its number", "Contents of", "Development of Qianhai · paragraph 4"),
        ("zh-Hant", "輸入編號", "目錄", "前海地區發展 · 第4段"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::start_in(home.path(), language);
        let mut shown = plain(&terminal.screen());
        for _ in 0..2 {
            shown.push_str(&plain(&terminal.says("/sections", list)));
        }
        // a line may break within it
        let told = shown.replace(char::is_whitespace, "");
        assert_eq!(told.matches(&hint.replace(' ', "")).count(), 1, "{shown}");
        terminal.says("3", chosen);
    }
}

#[test]
fn words_ctrl_d_and_ctrl_c_on_an_empty_line_leave() {
    let home = tempfile::tempdir().unwrap();
    for keys in ["quit\r", "exit\r", "/quit\r", "q\r", CTRL_D, CTRL_C] {
        let mut terminal = Terminal::start(home.path());
        terminal.types(keys);
        assert!(terminal.is_left(), "{keys:?}: {}", terminal.screen());
    }
}

#[test]
fn ctrl_c_in_the_middle_of_a_line_clears_it() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path());
    terminal.types("some words");
    terminal.wait_for("words");
    terminal.types(CTRL_C);
    terminal.wait_for("› ");
    // what was cleared is not part of the next line
    terminal.says("/help", "Just ask");
    terminal.types(CTRL_C);
    assert!(terminal.is_left(), "{}", terminal.screen());
}

#[test]
fn what_was_typed_is_there_in_the_next_session_for_its_owner_alone_until_it_is_forgotten() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(".local/state/briefing-bot/history");
    let mut terminal = Terminal::start(home.path());
    terminal.says("/sections", "Contents of");
    drop(terminal);
    assert!(fs::read_to_string(&file).unwrap().contains("/sections"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let mut terminal = Terminal::start(home.path());
    terminal.says(UP, "Contents of");
    let told = plain(&terminal.says("/privacy", "Nothing is sent"));
    let told = told.replace(char::is_whitespace, "");
    assert!(
        told.contains(".local/state/briefing-bot/history") && told.contains("/forget"),
        "{told}"
    );
    terminal.says("/forget", "I have deleted");
    assert!(!file.exists());
    terminal.types(CTRL_D);
    assert!(terminal.is_left());
    assert!(!file.exists());
}

#[test]
fn lines_break_between_words_at_the_width_of_the_terminal_and_not_elsewhere() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path());
    let shown = plain(&terminal.says("/para 4", "Previous: paragraph 3"));
    let lines: Vec<_> = shown.lines().filter(|line| line.is_ascii()).collect();
    assert!(lines.iter().all(|line| line.len() <= usize::from(COLUMNS)), "{shown}");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut piped = Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
        .args(["chat", "--language", "en"])
        .env_clear()
        .current_dir(home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    piped.stdin.take().unwrap().write_all(b"/para 4\n").unwrap();
    let piped = piped.wait_with_output().unwrap();
    let piped = String::from_utf8(piped.stdout).unwrap();
    let paragraph = piped.lines().find(|line| line.len() > 200).expect("one line a paragraph");
    // the same words, whole
    let shown = words(&shown);
    for word in words(paragraph) {
        assert!(shown.contains(&word), "{word} in {shown:?}");
    }
}

#[test]
fn what_a_program_writes_is_no_history() {
    let home = tempfile::tempdir().unwrap();
    let mut process = Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
        .args(["chat", "--language", "en"])
        .env_clear()
        .env("HOME", home.path())
        .current_dir(home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(b"/privacy\n/forget\nquit\n/help\n").unwrap();
    let output = process.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("Nothing that you type here is kept") && !text.contains("Just ask"),
        "{text}"
    );
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}
