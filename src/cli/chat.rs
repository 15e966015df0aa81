//! `chat`: the conversation of Telegram in a terminal.

use std::io::{self, Write as _};

use rustyline::error::ReadlineError;
use rustyline::{Config, DefaultEditor};

use super::args::Chat;
use super::{Ending, site, styles};
use crate::answer::{Engine, Turn};
use crate::config::RETENTION_DAYS;
use crate::conversation::{self, Command, Context, Response};
use crate::language::Language;
use crate::present::{self, Address, Button, Card, Place, Target};
use crate::settings::{Change, Settings};

const PROMPT: &str = "› ";

pub(super) fn run(engine: &Engine, args: &Chat) -> anyhow::Result<Ending> {
    let reader = args.language.unwrap_or_else(|| conversation::reader(None, engine.corpus()));
    let mut editor = DefaultEditor::with_config(Config::builder().auto_add_history(true).build())?;
    // nobody is there to read votes
    let mut settings = Settings { feedback: false, ..Settings::default() };
    let mut after: Option<Turn> = None;
    let site = site()?;
    let address = |place: &Place| Some(site.as_ref()?.link(place));
    let start = conversation::respond(engine, Command::Start(""), &context(reader, settings, None));
    let mut buttons = show(start.card, &address)?;
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
        let pressed = line
            .trim()
            .parse::<usize>()
            .ok()
            .and_then(|number| buttons.get(number.checked_sub(1)?));
        let context = context(reader, settings, after.as_ref());
        let response = match pressed {
            Some(Button { target: Target::Set(change), .. }) => {
                settings = settings.with(*change);
                let card = present::settings(settings.language.unwrap_or(reader), &settings, false);
                Response { card, turn: after.clone(), ..Response::default() }
            }
            Some(button) => {
                let shown = conversation::show(engine, &button.target, &context, button.language)
                    .unwrap_or_default();
                Response { turn: shown.turn.or_else(|| after.clone()), ..shown }
            }
            None => {
                let command = conversation::understand(&line, None, after.is_some())
                    .unwrap_or(Command::Ask(&line));
                if let Command::Language(Some(language)) = command {
                    settings = settings.with(Change::Language(language));
                }
                conversation::respond(engine, command, &context)
            }
        };
        after = response.turn;
        buttons = show(response.card, &address)?;
    }
}

fn context(reader: Language, settings: Settings, after: Option<&Turn>) -> Context<'_> {
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
    writeln!(anstream::stdout().lock(), "{}\n", present::plain(&card, &styles(), address))?;
    Ok(card.rows.into_iter().flatten().collect())
}

/// A card whose buttons can be pressed by number.
fn numbered(mut card: Card) -> Card {
    for (place, button) in card.rows.iter_mut().flatten().enumerate() {
        button.label = format!("{}. {}", place + 1, button.label);
    }
    card
}
