//! `chat`: the conversation of Telegram in a terminal.

use std::io::{self, Write as _};

use rustyline::error::ReadlineError;
use rustyline::{Config, DefaultEditor};

use super::args::Chat;
use super::{Ending, styles};
use crate::answer::Engine;
use crate::dialogue::{self, Command};
use crate::render::{self, Button, Card};

const PROMPT: &str = "› ";

pub(super) fn run(engine: &Engine, args: &Chat) -> anyhow::Result<Ending> {
    let reader = args.language.unwrap_or_else(|| dialogue::reader(None, engine.knowledge()));
    let mut editor = DefaultEditor::with_config(Config::builder().auto_add_history(true).build())?;
    let mut after = None;
    let mut buttons = show(dialogue::respond(engine, Command::Start, reader, &mut after))?;
    loop {
        let line = match editor.readline(PROMPT) {
            Ok(line) => line,
            Err(ReadlineError::Eof | ReadlineError::Interrupted) => return Ok(Ending::Answered),
            // a line that is no text is no reason to stop
            Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => continue,
            Err(error) => return Err(error.into()),
        };
        if line.trim().is_empty() {
            continue;
        }
        let pressed = line.trim().parse::<usize>().ok().and_then(|number| buttons.get(number.checked_sub(1)?));
        let card = match pressed {
            Some(button) => dialogue::show(engine.knowledge(), &button.target, button.language),
            None => Some(dialogue::respond(engine, dialogue::command(&line, None).unwrap_or(Command::Ask(&line)), reader, &mut after)),
        };
        buttons = show(card.unwrap_or_default())?;
    }
}

/// Prints a card; its buttons.
fn show(card: Card) -> anyhow::Result<Vec<Button>> {
    let card = numbered(card);
    writeln!(anstream::stdout().lock(), "{}\n", render::plain(&card, &styles()))?;
    Ok(card.buttons)
}

/// A card whose buttons can be pressed by number.
fn numbered(mut card: Card) -> Card {
    for (place, button) in card.buttons.iter_mut().enumerate() {
        button.label = format!("{}. {}", place + 1, button.label);
    }
    card
}
