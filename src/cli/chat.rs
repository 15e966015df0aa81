//! `chat`: the conversation of Telegram in a terminal.

use std::io::{self, Write as _};
use std::path::PathBuf;

use rustyline::error::ReadlineError;
use unicode_normalization::UnicodeNormalization as _;

use super::args::Chat;
use super::line_editor::LineEditor;
use super::{Ending, styles, wrapped};
use crate::answer::{Engine, Turn, language_of};
use crate::config::RETENTION_DAYS;
use crate::conversation::{self, Command, Context, Engines, Response};
use crate::language::Language;
use crate::library::Library;
use crate::present::{self, Address, Button, Card, Message, Place, Site, Target};
use crate::settings::{Change, Settings};

const PROMPT: &str = "› ";

/// What ends the conversation, beside the end of the input and Ctrl-C.
const LEAVING: [&str; 8] = ["quit", "exit", "q", "/quit", "/exit", "退出", "離開", "离开"];

/// What somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line<'l> {
    /// Nothing.
    Empty,
    /// That they leave.
    Leave,
    /// A number: the place of a button, from 0, or `None` for one that no list has.
    Number(Option<usize>),
    /// Words for the bot.
    Words(&'l str),
}

impl<'l> Line<'l> {
    fn read(line: &'l str) -> Self {
        let plain: String = line.trim().nfkc().collect();
        if plain.is_empty() {
            return Self::Empty;
        }
        if LEAVING.iter().any(|word| plain.eq_ignore_ascii_case(word)) {
            return Self::Leave;
        }
        // a list counts "3." as well; no number is a question
        let digits = plain.trim_start_matches(['+', '-']).trim_end_matches(['.', ')', '、', '。']);
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && digits.bytes().any(|byte| byte.is_ascii_digit());
        if is_number {
            let number = digits.parse::<usize>().ok().filter(|_| !plain.starts_with('-'));
            return Self::Number(number.and_then(|number| number.checked_sub(1)));
        }
        Self::Words(line)
    }
}

pub(super) fn run(engine: Engine, site: Option<&Site>, args: &Chat) -> anyhow::Result<Ending> {
    let mut reader = args.language.unwrap_or_else(|| conversation::reader(None, engine.corpus()));
    let library = Library::new(engine, None);
    let mut editor = LineEditor::new()?;
    // nobody is there to read votes
    let mut settings = Settings { feedback: false, ..Settings::default() };
    let mut after: Option<Turn> = None;
    let address = |place: &Place| Some(site?.link(place));
    let (all, _) = library.engines(&settings.papers);
    let engines = Engines::of(&all);
    let start =
        conversation::respond(engines, Command::Start(""), &context(reader, &settings, None));
    let mut buttons = show(start.card, &address)?;
    show(present::notice(reader, Message::ChatHint), &address)?;
    loop {
        let line = match editor.read(PROMPT) {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(Ending::Answered),
            // a line that is no text is no reason to stop
            Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => continue,
            Err(error) => return Err(error.into()),
        };
        let line = Line::read(&line);
        let change = match line {
            Line::Number(Some(place)) => buttons.get(place).and_then(change_of),
            Line::Words(words) => {
                language_named(words, after.as_ref().is_some_and(Turn::is_of_paragraph))
            }
            _ => None,
        };
        if let Some(change) = &change {
            settings = settings.with(change);
        }
        if let (Line::Words(words), None) = (&line, args.language)
            && !words.starts_with('/')
        {
            // 下一段 is the same in either script: it is answered in the one before
            reader = language_of(words, reader);
        }
        let (all, asked) = library.engines(&settings.papers);
        let engines = Engines { all: &all, asked: &asked };
        let context = context(reader, &settings, after.as_ref());
        let response = match line {
            Line::Empty => continue,
            Line::Leave => return Ok(Ending::Answered),
            Line::Number(place) => match place.and_then(|place| buttons.get(place)) {
                Some(button) => press(engines, button, &context),
                None => {
                    let count = buttons.len().to_string();
                    let arguments = [("count", count.as_str())];
                    show(
                        present::notice_with(context.language(), Message::ChatChoose, &arguments),
                        &address,
                    )?;
                    continue;
                }
            },
            Line::Words(words) => {
                let command = conversation::understand(
                    words,
                    None,
                    after.as_ref().is_some_and(Turn::is_of_paragraph),
                )
                .unwrap_or(Command::Ask(words));
                match command {
                    Command::Forget => {
                        editor.forget()?;
                        let card = present::notice(context.language(), Message::ChatForgotten);
                        Response { card, ..Response::default() }
                    }
                    Command::Privacy => Response {
                        card: privacy(context.language(), editor.history()),
                        turn: after.clone(),
                        ..Response::default()
                    },
                    command => conversation::respond(engines, command, &context),
                }
            }
        };
        after = response.turn;
        buttons = show(response.card, &address)?;
    }
}

/// What a button comes to.
fn press(engines: Engines<'_>, button: &Button, context: &Context<'_>) -> Response {
    let turn = context.after.cloned();
    if let Target::Set(change) = &button.target {
        let card = conversation::choice_kept(engines.all, change, context.settings, context);
        return Response { card, turn, ..Response::default() };
    }
    let shown =
        conversation::show(engines, &button.target, context, button.language).unwrap_or_default();
    Response { turn: shown.turn.or(turn), ..shown }
}

/// What a button chooses, if it does.
fn change_of(button: &Button) -> Option<Change> {
    match &button.target {
        Target::Set(change) => Some(change.clone()),
        _ => None,
    }
}

/// The choice of a language that words name.
fn language_named(words: &str, leans: bool) -> Option<Change> {
    match conversation::understand(words, None, leans) {
        Some(Command::Language(Some(language))) => Some(Change::Language(language)),
        _ => None,
    }
}

/// What is kept of somebody who talks in a terminal.
fn privacy(language: Language, history: Option<&PathBuf>) -> Card {
    let file = history.map(|file| file.display().to_string());
    let arguments = [
        ("kept", if file.is_some() { "yes" } else { "no" }),
        ("file", file.as_deref().unwrap_or_default()),
    ];
    present::notice_with(language, Message::ChatPrivacy, &arguments)
}

fn context<'c>(reader: Language, settings: &'c Settings, after: Option<&'c Turn>) -> Context<'c> {
    Context {
        reader,
        reader_is_known: false,
        settings,
        after,
        question: None,
        group: false,
        retention_days: RETENTION_DAYS,
    }
}

/// Prints a card; its buttons.
fn show(card: Card, address: Address<'_>) -> anyhow::Result<Vec<Button>> {
    let card = numbered(card);
    let text = present::plain(&card, &styles(), address);
    writeln!(anstream::stdout().lock(), "{}\n", wrapped(&text))?;
    Ok(card.rows.into_iter().flatten().collect())
}

/// A card whose buttons can be pressed by number.
fn numbered(mut card: Card) -> Card {
    for (place, button) in card.rows.iter_mut().flatten().enumerate() {
        let label = button.spoken.as_ref().unwrap_or(&button.label);
        button.label = format!("{}. {label}", place + 1);
    }
    card
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_never_a_question_and_some_words_leave() {
        for (text, line) in [
            ("", Line::Empty),
            ("  ", Line::Empty),
            ("3", Line::Number(Some(2))),
            (" ３. ", Line::Number(Some(2))),
            ("11", Line::Number(Some(10))),
            ("0", Line::Number(None)),
            ("-1", Line::Number(None)),
            ("1.5", Line::Number(None)),
            ("99999999999999999999999", Line::Number(None)),
            ("quit", Line::Leave),
            (" EXIT ", Line::Leave),
            ("/quit", Line::Leave),
            ("q", Line::Leave),
            ("退出", Line::Leave),
            ("第4段", Line::Words("第4段")),
            ("2009年", Line::Words("2009年")),
            ("...", Line::Words("...")),
            ("how do I quit?", Line::Words("how do I quit?")),
        ] {
            assert_eq!(Line::read(text), line, "{text:?}");
        }
    }
}
