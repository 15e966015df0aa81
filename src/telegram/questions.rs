//! Messages: questions, commands, and their edits. Everybody may write; what admins alone may do is checked here.

use std::sync::Arc;

use super::bot::{Bot, insist, kept, now, sent};
use super::flood::Admission;
use super::incoming::{Me, Said};
use super::menus;
use super::meters::{self, Dropped};
use crate::answer::{Outcome, Turn};
use crate::conversation::{self, Command, Context, Forgotten, Response};
use crate::present::{self, Card, Message};
use crate::settings::{Answers, Change, Settings};
use crate::store::{Asked, DAY, Forget, HOUR, Removal};

/// Most questions of one list for curators.
const MOST_LISTED: i64 = 30;

/// A group's `/start` that comes with the bot, such as from a link, is answered by the welcome.
const START: i64 = 30;

/// Answers a message, or brings its answer up to date if it was edited.
pub(super) async fn said(bot: &Bot, said: Said) {
    let (chat, question) = (said.place.chat, i64::from(said.question));
    let settings = insist(|| bot.store.settings(chat)).await;
    if !said.addressed && settings.answers == Answers::Addressed {
        return;
    }
    // Telegram brings an edit for a reaction, too, with the words as they were
    let seen = || bot.store.was_seen(chat, question, &said.text);
    if said.edited && !said.again && insist(seen).await == Some(true) {
        return;
    }
    bot.store.keep_seen(chat, question, &said.text, now());
    // a message that was not edited has an answer if it is handled again after a crash
    let there = if said.edited || said.again {
        insist(|| bot.store.answers_to(chat, question)).await
    } else {
        Vec::new()
    };
    // an edit of long ago, of which nothing is known, answers nobody
    if said.edited && there.is_empty() && now() - said.date > HOUR {
        return;
    }
    let after = leaned_on(bot, &said).await;
    let command = command(
        &said.text,
        said.addressed,
        &bot.me,
        after.as_ref().is_some_and(Turn::is_of_paragraph),
    );
    if said.edited && changes_something(command) {
        return;
    }
    if !said.place.private
        && matches!(command, Command::Start(_))
        && bot.welcomed(chat, START).await
    {
        return;
    }
    let late = now() - said.written > bot.max_age;
    let passed_over =
        if said.addressed { !admitted(bot, &said, command, &settings).await } else { late };
    if passed_over {
        return;
    }
    let context = bot.context(&said.author, &settings, after.as_ref(), !said.place.private);
    let response = respond(bot, &said, command, &context).await;
    if there.is_empty() && !is_wanted(bot, &said, &response) {
        return;
    }
    // what is about to become something else must not be taken away
    for one in &there {
        kept(bot.store.keep(Removal { chat, message: one.message }).await);
    }
    let drafts = bot.drafts(&response.card, Some(&said.place), (0, 0));
    let (settled, failure) = bot.outgoing.settle(&said.place, &drafts, &there).await;
    sent(chat, failure);
    let found_nothing = response.asked.is_some_and(|asked| asked.outcome == Outcome::None);
    if settings.quiet && !said.place.private && found_nothing {
        for one in &settled {
            let due = now() + i64::from(bot.quiet_seconds);
            kept(bot.store.remove_at(Removal { chat, message: one.message }, due).await);
        }
    }
    if settled == there {
        return;
    }
    for changed in there.iter().filter(|one| !settled.contains(one)) {
        // votes were on what it said before
        kept(bot.store.clear_votes(&card_name(chat, changed.message)).await);
    }
    let asked = Asked { chat, message: question, asker: said.author.user };
    if there.is_empty() {
        bot.store.keep_first_answers(&asked, settled.clone(), response.turn, now());
    } else {
        kept(bot.store.keep_answers(&asked, &settled, response.turn.as_ref(), now()).await);
    }
    if let (Some(asked), Command::Ask(text)) = (response.asked, command) {
        meters::question(asked.outcome.name(), asked.language.tag());
        bot.count(said.author.user.unwrap_or(chat), text, &asked).await;
    }
    if let Command::Start(_) | Command::Language(Some(_)) = command {
        let chosen = bot.settings(chat).await.language.unwrap_or(said.author.reader);
        menus::offer_to(bot, chat, said.place.private, chosen).await;
    }
}

/// Whether a command changes what is kept: it is done once, and not again where its message is edited.
const fn changes_something(command: Command<'_>) -> bool {
    matches!(command, Command::Forget | Command::Language(Some(_)) | Command::Start(_))
}

/// Whether a response is one that people want where it was said: in private every one; in groups no small talk, what nobody asked the bot only
/// if it is sure, and of what only replies to it, no more than what asks or is answered.
fn is_wanted(bot: &Bot, said: &Said, response: &Response) -> bool {
    if said.place.private {
        return true;
    }
    if response.is_talk {
        return false;
    }
    let answered = response.asked.is_some_and(|asked| asked.outcome == Outcome::Answer);
    if !said.addressed {
        let sure = answered && response.asked.is_some_and(|asked| asked.sure);
        let asker = said.author.user.unwrap_or(said.place.chat);
        // nobody asked the bot: one that asks too much need not be told
        return sure && bot.flood.admit(asker, said.written) == Admission::Answer;
    }
    !said.by_reply || answered || response.asked.is_none_or(|asked| asked.asks)
}

/// What a card is called where votes are kept.
pub(super) fn card_name(chat: i64, message: i64) -> String {
    format!("{chat}:{message}")
}

/// Whether an asker is answered: not with a question that waited too long, nor if they ask too much, of which they are told once.
async fn admitted(bot: &Bot, said: &Said, command: Command<'_>, settings: &Settings) -> bool {
    if matches!(command, Command::Ask(_)) && now() - said.written > bot.max_age {
        meters::dropped(Dropped::Age, 1);
        tracing::warn!(chat = said.place.chat, "a question had waited too long and was dropped");
        return false;
    }
    let admission = bot.flood.admit(said.author.user.unwrap_or(said.place.chat), said.written);
    if admission != Admission::Answer {
        meters::dropped(Dropped::Flood, 1);
    }
    if admission == Admission::Tell {
        let language = settings.language.unwrap_or(said.author.reader);
        bot.send(&said.place, &present::notice(language, Message::TooFast)).await;
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
        None if said.place.private => {
            kept(bot.store.last_turn(chat, i64::from(said.question), now()).await).flatten()
        }
        replied => replied,
    }
}

/// What the words ask for. What nobody addressed to the bot can only be a question.
fn command<'s>(text: &'s str, addressed: bool, me: &Me, leans: bool) -> Command<'s> {
    let understood = conversation::understand(text, Some(&me.username), leans);
    // in private, a command to another bot is a question like any other
    understood.filter(|_| addressed).unwrap_or(Command::Ask(text))
}

async fn respond(bot: &Bot, said: &Said, command: Command<'_>, context: &Context<'_>) -> Response {
    let chooses = matches!(command, Command::Settings | Command::Language(_));
    let refusal = if chooses {
        bot.refusal(said.place.chat, said.place.private, &said.author).await
    } else {
        None
    };
    let card = match command {
        _ if let Some(refusal) = refusal => present::notice(context.language(), refusal),
        Command::Language(Some(chosen)) => {
            match kept(bot.store.change(said.place.chat, Change::Language(chosen)).await) {
                Some(_) => conversation::language_chosen(chosen, context),
                None => present::notice(context.language(), Message::Trouble),
            }
        }
        Command::Forget => {
            return Response { card: forget(bot, said, context).await, ..Response::default() };
        }
        Command::Unanswered if bot.is_curator(&said.place, &said.author) => {
            unanswered(bot, context).await
        }
        Command::Stats if bot.is_curator(&said.place, &said.author) => stats(bot, context).await,
        Command::Remove(_)
            if bot.is_curator(&said.place, &said.author) && bot.library.folder().is_none() =>
        {
            present::notice(context.language(), Message::UploadNowhere)
        }
        Command::Remove(words) if bot.is_curator(&said.place, &said.author) => {
            conversation::removal(&bot.engine(), words, context.language())
        }
        _ => return find(bot, said, context).await,
    };
    Response { card, turn: context.after.cloned(), ..Response::default() }
}

/// Answers from the papers, as no other command does.
async fn find(bot: &Bot, said: &Said, context: &Context<'_>) -> Response {
    let (text, is_addressed, me) = (said.text.clone(), said.addressed, Arc::clone(&bot.me));
    let (settings, after) = (context.settings.clone(), context.after.cloned());
    let Context { reader, reader_is_known, group, retention_days, .. } = *context;
    bot.ask_engines(context.settings, move |engines| {
        let (settings, after, question) = (&settings, after.as_ref(), None);
        let context =
            Context { reader, reader_is_known, settings, after, question, group, retention_days };
        let command = command(&text, is_addressed, &me, after.is_some_and(Turn::is_of_paragraph));
        conversation::respond(engines, command, &context)
    })
    .await
}

/// Deletes what is kept of the asker; in private, and for a group's admins, all that is kept of the chat.
async fn forget(bot: &Bot, said: &Said, context: &Context<'_>) -> Card {
    let chat = said.place.chat;
    let all = bot.refusal(chat, said.place.private, &said.author).await.is_none();
    let settings = match (all, *context.settings != Settings::default()) {
        (true, true) => Forgotten::Settings,
        (false, _) => Forgotten::Kept,
        (true, false) => Forgotten::Nothing,
    };
    match kept(bot.store.forget(Forget { chat, user: said.author.user, all }).await) {
        Some((answers, votes)) => {
            if said.place.private {
                menus::forget(bot, chat).await;
            }
            let language = if all { context.reader } else { context.language() };
            conversation::forgotten(language, answers, votes, settings)
        }
        None => present::notice(context.language(), Message::Trouble),
    }
}

async fn unanswered(bot: &Bot, context: &Context<'_>) -> Card {
    let since = now() - i64::from(bot.retention_days) * DAY;
    match kept(bot.store.unanswered(since, MOST_LISTED).await) {
        Some(questions) => {
            let lines: Vec<_> =
                questions.into_iter().map(|one| (one.count.unsigned_abs(), one.text)).collect();
            present::unanswered(context.language(), bot.retention_days, &lines)
        }
        None => present::notice(context.language(), Message::Trouble),
    }
}

async fn stats(bot: &Bot, context: &Context<'_>) -> Card {
    let since = now() - i64::from(bot.retention_days) * DAY;
    match kept(bot.store.figures(since).await) {
        Some(figures) => {
            let counts = [figures.answer, figures.related, figures.none, figures.up, figures.down]
                .map(|count| count.to_string());
            let days = bot.retention_days.to_string();
            let names = ["answer", "related", "none", "up", "down"]
                .into_iter()
                .zip(counts.iter().map(String::as_str));
            let arguments: Vec<_> = std::iter::once(("days", days.as_str())).chain(names).collect();
            present::notice_with(context.language(), Message::Stats, &arguments)
        }
        None => present::notice(context.language(), Message::Trouble),
    }
}
