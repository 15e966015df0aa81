//! Messages: questions, commands, and their edits. Everybody may write; what admins alone may do is checked here.

use super::bot::{Bot, kept, now, sent};
use super::flood::Admission;
use super::incoming::Said;
use super::menus;
use super::meters::{self, Dropped};
use super::outgoing::drafts;
use crate::answer::Turn;
use crate::dialogue::{self, Command, Context, Forgotten, Response};
use crate::language::Language;
use crate::render::{self, Card, Message};
use crate::settings::{Answers, Change, Settings};
use crate::store::{DAY, HOUR, Removal};

/// Most questions of one list for curators.
const MOST_LISTED: i64 = 30;

/// Answers a message, or brings its answer up to date if it was edited.
pub(super) async fn said(bot: &Bot, said: Said) {
    let (chat, question) = (said.place.chat, i64::from(said.question));
    let settings = bot.settings(chat).await;
    if !said.addressed && settings.answers == Answers::Addressed {
        return;
    }
    if said.addressed && !admitted(bot, &said, &settings).await {
        return;
    }
    let there = if said.edited { kept(bot.store.answers_to(chat, question).await).unwrap_or_default() } else { Vec::new() };
    // an edit of long ago, of which nothing is known, answers nobody
    if said.edited && there.is_empty() && now() - said.date > HOUR {
        return;
    }
    let after = leaned_on(bot, &said).await;
    let Some(command) = command(bot, &said, after.is_some()) else { return };
    let context = bot.context(&said.author, settings, after.as_ref(), !said.place.private);
    let response = respond(bot, &said, command, &context).await;
    let sure = response.outcome.is_some_and(|outcome| outcome.sure && outcome.name == "answer");
    if !said.addressed && !sure {
        return;
    }
    let drafts = drafts(&response.card, &bot.me, (0, 0));
    let Some(settled) = sent(chat, bot.outgoing.settle(&said.place, &drafts, &there).await) else { return };
    if settled == there {
        return;
    }
    let turn = response.turn.as_ref().filter(|_| response.outcome.is_some() || response.turn != after);
    kept(bot.store.keep_answers(chat, question, &settled, turn, now()).await);
    if let (Some(outcome), Command::Ask(text)) = (response.outcome, command) {
        meters::question(outcome.name, outcome.language.tag());
        kept(bot.store.count(text, outcome.name, outcome.language, now()).await);
        let passes = settings.quiet && !said.place.private && outcome.name == "none";
        for one in &settled {
            let removal = Removal { chat, message: one.message };
            let noted = if passes {
                bot.store.remove_at(removal, now() + i64::from(bot.quiet_seconds)).await
            } else {
                bot.store.keep(removal).await
            };
            kept(noted);
        }
    }
}

/// Whether an asker is answered; one who begins to ask too much is told so.
async fn admitted(bot: &Bot, said: &Said, settings: &Settings) -> bool {
    let (chat, admission) = (said.place.chat, bot.flood.admit(said.author.user.unwrap_or(said.place.chat)));
    if admission != Admission::Answer {
        meters::dropped(Dropped::Flood, 1);
    }
    if admission == Admission::Tell {
        let card = render::notice(settings.language.unwrap_or(said.author.reader), Message::TooMany);
        sent(chat, bot.outgoing.settle(&said.place, &drafts(&card, &bot.me, (0, 0)), &[]).await);
    }
    admission == Admission::Answer
}

/// What the words lean on: in private what the chat was last about, in a group what the message replied to was about, so that the threads of two
/// people do not mix.
async fn leaned_on(bot: &Bot, said: &Said) -> Option<Turn> {
    let chat = said.place.chat;
    let replied = match said.reply_to {
        Some(message) => kept(bot.store.turn_of(chat, i64::from(message), now()).await).flatten(),
        None => None,
    };
    match replied {
        None if said.place.private => kept(bot.store.last_turn(chat, i64::from(said.question), now()).await).flatten(),
        replied => replied,
    }
}

/// What the words ask for. What nobody addressed to the bot can only be a question.
fn command<'s>(bot: &Bot, said: &'s Said, leans: bool) -> Option<Command<'s>> {
    if !said.addressed {
        return Some(Command::Ask(&said.text));
    }
    let understood = dialogue::understand(&said.text, Some(&bot.me.username), leans);
    // in private, a command to another bot is a question like any other
    understood.or(Some(Command::Ask(&said.text)))
}

async fn respond(bot: &Bot, said: &Said, command: Command<'_>, context: &Context<'_>) -> Response {
    let (chat, private) = (said.place.chat, said.place.private);
    let card = match command {
        Command::Language(Some(chosen)) => choose_language(bot, said, chosen, context).await,
        Command::Settings | Command::Language(None) if !bot.may_choose(chat, private, &said.author).await => {
            render::notice(context.language(), Message::AdminsOnly)
        }
        Command::Forget => forget(bot, said, context).await,
        Command::Unanswered if is_curator(bot, said) => unanswered(bot, context).await,
        Command::Stats if is_curator(bot, said) => stats(bot, context).await,
        Command::Start(_) => {
            menus::offer_to(bot, chat, private, context.language()).await;
            return dialogue::respond(&bot.engine, command, context);
        }
        _ => return dialogue::respond(&bot.engine, command, context),
    };
    Response { card, turn: context.after.cloned(), outcome: None }
}

async fn choose_language(bot: &Bot, said: &Said, chosen: Option<Language>, context: &Context<'_>) -> Card {
    let (chat, private) = (said.place.chat, said.place.private);
    if !bot.may_choose(chat, private, &said.author).await {
        return render::notice(context.language(), Message::AdminsOnly);
    }
    match kept(bot.store.change(chat, Change::Language(chosen)).await) {
        Some(_) => {
            menus::offer_to(bot, chat, private, chosen.unwrap_or(context.reader)).await;
            dialogue::language_chosen(chosen, context)
        }
        None => render::notice(context.language(), Message::StoreTrouble),
    }
}

/// Deletes what is kept of the asker and of the chat; of a group's settings only for its admins.
async fn forget(bot: &Bot, said: &Said, context: &Context<'_>) -> Card {
    let chat = said.place.chat;
    let chosen = context.settings != Settings::default();
    let may = chosen && bot.may_choose(chat, said.place.private, &said.author).await;
    let settings = match (chosen, may) {
        (true, true) => Forgotten::Settings,
        (true, false) => Forgotten::Kept,
        (false, _) => Forgotten::Nothing,
    };
    match kept(bot.store.forget(chat, said.author.user, may).await) {
        Some((answers, votes)) => {
            let language = if may { context.reader } else { context.language() };
            dialogue::forgotten(language, answers, votes, settings)
        }
        None => render::notice(context.language(), Message::StoreTrouble),
    }
}

/// Whether somebody may see what was not answered: in private, those of `ADMIN_IDS`.
fn is_curator(bot: &Bot, said: &Said) -> bool {
    said.place.private && said.author.user.is_some_and(|user| bot.admins.contains(&user))
}

async fn unanswered(bot: &Bot, context: &Context<'_>) -> Card {
    let since = now() - i64::from(bot.retention_days) * DAY;
    match kept(bot.store.unanswered(since, MOST_LISTED).await) {
        Some(questions) => {
            let lines: Vec<_> = questions.into_iter().map(|one| (one.count.unsigned_abs(), one.text)).collect();
            render::unanswered(context.language(), bot.retention_days, &lines)
        }
        None => render::notice(context.language(), Message::StoreTrouble),
    }
}

async fn stats(bot: &Bot, context: &Context<'_>) -> Card {
    let since = now() - i64::from(bot.retention_days) * DAY;
    match kept(bot.store.figures(since).await) {
        Some(figures) => {
            let counts = [figures.answer, figures.related, figures.none, figures.up, figures.down].map(|count| count.to_string());
            let days = bot.retention_days.to_string();
            let names = ["answer", "related", "none", "up", "down"].into_iter().zip(counts.iter().map(String::as_str));
            let arguments: Vec<_> = std::iter::once(("days", days.as_str())).chain(names).collect();
            render::notice_with(context.language(), Message::Stats, &arguments)
        }
        None => render::notice(context.language(), Message::StoreTrouble),
    }
}
