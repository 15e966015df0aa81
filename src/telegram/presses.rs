//! Presses of buttons. Everybody may press; who may choose for a group is checked with Telegram.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use teloxide_core::types::{InlineKeyboardButtonKind, InlineKeyboardMarkup};

use super::bot::{Bot, kept, now, sent};
use super::flood::Admission;
use super::incoming::{Place, Pressed, PressedCard};
use super::meters::{self, Dropped};
use super::outgoing::{Votes, vote_label};
use super::questions::card_name;
use super::{menus, upkeep};
use crate::conversation::{self, Context, Press, Response};
use crate::language::Language;
use crate::present::{Message, Opens, Target, Upkeep, Words};
use crate::settings::{Change, Settings};
use crate::store::{Asked, Sent};

/// Does what a button is for, and ends the waiting sign on it.
pub(super) async fn pressed(bot: &Bot, pressed: Pressed) {
    let (place, question) = match &pressed.card {
        PressedCard::Own { place, question, .. } => (Some(*place), question.as_deref()),
        PressedCard::Inline(_) | PressedCard::Unknown => (None, None),
    };
    let settings = match place {
        Some(place) => bot.settings(place.chat).await,
        // who pressed what was sent elsewhere cannot be told which question it answered
        None => Settings { feedback: false, ..Settings::default() },
    };
    let context = Context {
        question,
        ..bot.context(&pressed.author, &settings, None, place.is_some_and(|place| !place.private))
    };
    if bot.presses.admit(pressed.author.user.unwrap_or_default(), now()) != Admission::Answer {
        meters::dropped(Dropped::Flood, 1);
        return say(bot, &pressed.id, context.language(), Message::TooMany, true).await;
    }
    let press = {
        let (data, question) = (pressed.data.clone(), question.map(str::to_owned));
        let Context { reader, reader_is_known, group, retention_days, .. } = context;
        let settings = settings.clone();
        bot.ask_engines(context.settings, move |engines| {
            let (settings, question, after) = (&settings, question.as_deref(), None);
            let context = Context {
                reader,
                reader_is_known,
                settings,
                after,
                question,
                group,
                retention_days,
            };
            conversation::press(engines, &data, &context)
        })
        .await
    };
    match press {
        Press::Show(..) if place.is_some_and(|place| crowds_out(bot, &place, &pressed)) => {
            meters::dropped(Dropped::Flood, 1);
            say(bot, &pressed.id, context.language(), Message::TooMany, true).await;
        }
        Press::Show(response, opens) => {
            // the wait ends at once, whatever the chat has to wait for
            let shown = show(bot, &pressed.card, pressed.author.user, *response, opens);
            tokio::join!(bot.outgoing.acknowledge(&pressed.id, None, false), shown);
        }
        Press::Vote(up) => vote(bot, &pressed, up, &context).await,
        Press::Set(change) => match place {
            Some(place) => set(bot, &pressed, &place, change, &context).await,
            None => stale(bot, &pressed.id, &context).await,
        },
        Press::Upkeep(upkeep) => match place {
            Some(place) => decide(bot, &pressed, &place, &upkeep, &context).await,
            None => stale(bot, &pressed.id, &context).await,
        },
        Press::Stale => stale(bot, &pressed.id, &context).await,
    }
}

async fn say(bot: &Bot, id: &str, language: Language, message: Message, alert: bool) {
    bot.outgoing.acknowledge(id, Some(Words::new(language).say(message)), alert).await;
}

async fn stale(bot: &Bot, id: &str, context: &Context<'_>) {
    say(bot, id, context.language(), Message::NoLonger, true).await;
}

/// Whether to show something would hold up a chat's answers: one person in a group presses much, or the chat can take nothing in time.
fn crowds_out(bot: &Bot, place: &Place, pressed: &Pressed) -> bool {
    let user = pressed.author.user.unwrap_or_default();
    let much = !place.private && bot.group_presses.admit(user, now()) != Admission::Answer;
    much || bot.outgoing.is_busy(place.chat)
}

/// Shows a card: in the place of the one that the button belongs to, or below it.
async fn show(bot: &Bot, card: &PressedCard, asker: Option<i64>, response: Response, opens: Opens) {
    match (card, opens) {
        (PressedCard::Inline(message), _) => {
            if let Some(draft) = bot.drafts(&response.card, None, (0, 0)).first() {
                sent(0, bot.outgoing.edit_inline(message, draft).await);
            }
        }
        (PressedCard::Own { place, .. }, Opens::Here) => {
            let (chat, message) = (place.chat, i64::from(place.message));
            let votes = if has_votes(&response) {
                kept(bot.store.votes(&card_name(chat, message)).await)
            } else {
                None
            };
            let drafts = bot.drafts(&response.card, Some(place), votes.unwrap_or_default());
            let parts = kept(bot.store.parts_of(chat, message).await).flatten();
            let (question, there) =
                parts.unwrap_or_else(|| (message, vec![Sent { message, digest: 0 }]));
            let (settled, failure) = bot.outgoing.settle(place, &drafts, &there).await;
            sent(chat, failure);
            let turn = match response.turn {
                Some(turn) => Some(turn),
                None => kept(bot.store.turn_of(chat, message, now()).await).flatten(),
            };
            let asked = Asked { chat, message: question, asker: None };
            kept(bot.store.keep_shown(&asked, &settled, turn.as_ref(), now()).await);
        }
        (PressedCard::Own { place, .. }, Opens::Beside) => {
            let drafts = bot.drafts(&response.card, Some(place), (0, 0));
            let (settled, failure) = bot.outgoing.settle(place, &drafts, &[]).await;
            sent(place.chat, failure);
            // what is read now is what the next question may lean on; the first message stands for the question, since nobody wrote one
            if let Some(first) = settled.first() {
                let asked = Asked { chat: place.chat, message: first.message, asker };
                let turn = response.turn.as_ref();
                kept(bot.store.keep_answers(&asked, &settled, turn, now()).await);
            }
        }
        (PressedCard::Unknown, _) => {}
    }
}

fn has_votes(response: &Response) -> bool {
    response.card.buttons().any(|button| matches!(button.target, Target::Vote(_)))
}

/// Counts a vote, and keeps the words of a question whose answer did not help. How many there are is shown when the chat has room for it.
async fn vote(bot: &Bot, pressed: &Pressed, up: bool, context: &Context<'_>) {
    // to who pressed, whatever language the card is in
    let language = context.language();
    let (PressedCard::Own { place, markup, question }, Some(user)) =
        (&pressed.card, pressed.author.user)
    else {
        return stale(bot, &pressed.id, context).await;
    };
    let message = i64::from(place.message);
    let card = card_name(place.chat, message);
    let Some(vote) = kept(bot.store.vote(&card, user, up, &pressed.id, now()).await) else {
        return say(bot, &pressed.id, language, Message::Trouble, true).await;
    };
    let question = match question.clone().filter(|question| !question.trim().is_empty()) {
        Some(question) => Some(question),
        // a card that a button opened answers no message; what it was about is known for an hour
        None => kept(bot.store.turn_of(place.chat, message, now()).await)
            .flatten()
            .map(|turn| turn.subject)
            .filter(|subject| !subject.is_empty()),
    };
    let is_kept = match (question.as_deref(), vote.before, vote.now) {
        (Some(_), before, now) if before == now => true,
        (Some(question), _, Some(false)) => bot.miss(user, question, language).await,
        (Some(question), Some(false), _) => {
            kept(bot.store.unmiss(question, "down").await);
            false
        }
        _ => false,
    };
    let words = match vote.now {
        Some(true) => Message::VotedUp,
        Some(false) if !is_kept => Message::VotedDownUnkept,
        Some(false) => Message::VotedDown,
        None => Message::VotedBack,
    };
    say(bot, &pressed.id, language, words, false).await;
    if let Some(markup) = markup.clone().filter(|_| bot.redraws.begin(&card)) {
        let (bot, place) = (bot.clone(), *place);
        tokio::spawn(async move {
            bot.outgoing.wait_for_room(place.chat).await;
            // votes that come from here on are shown by another
            bot.redraws.end(&card);
            let Some(votes) = kept(bot.store.votes(&card).await) else { return };
            if let Some(keyboard) = recounted(&bot, &markup, votes) {
                let edited = bot.outgoing.edit_keyboard(place.chat, place.message, keyboard).await;
                sent(place.chat, edited);
            }
        });
    }
}

/// Cards whose votes are to be shown anew.
#[derive(Default)]
pub(super) struct Redraws(Mutex<HashSet<String>>);

impl Redraws {
    /// Notes that a card's votes changed; whether nobody is about to show them.
    fn begin(&self, card: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(card.to_owned())
    }

    /// Somebody shows them now.
    fn end(&self, card: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(card);
    }
}

/// The buttons of a card as they are, with other counts.
fn recounted(bot: &Bot, markup: &Value, votes: Votes) -> Option<InlineKeyboardMarkup> {
    let mut keyboard: InlineKeyboardMarkup = serde_json::from_value(markup.clone()).ok()?;
    for button in keyboard.inline_keyboard.iter_mut().flatten() {
        if let InlineKeyboardButtonKind::CallbackData(data) = &button.kind
            && let Some((Target::Vote(up), ..)) = conversation::decode(data, bot.engine().corpus())
        {
            button.text = vote_label(up, votes);
        }
    }
    Some(keyboard)
}

/// Does what a curator decided, and shows what became of it.
async fn decide(
    bot: &Bot,
    pressed: &Pressed,
    place: &Place,
    upkeep: &Upkeep,
    context: &Context<'_>,
) {
    let card = match upkeep::decided(bot, pressed, place, upkeep, context).await {
        Ok(card) => card,
        Err(message) => return say(bot, &pressed.id, context.language(), message, true).await,
    };
    let shown = async {
        if let Some(draft) = bot.drafts(&card, Some(place), (0, 0)).first() {
            let message = i64::from(place.message);
            sent(place.chat, bot.outgoing.edit(place.chat, message, draft).await);
        }
    };
    tokio::join!(bot.outgoing.acknowledge(&pressed.id, None, false), shown);
}

/// Keeps a choice, and shows the settings as they are now.
async fn set(bot: &Bot, pressed: &Pressed, place: &Place, change: Change, context: &Context<'_>) {
    if let Some(refusal) = bot.refusal(place.chat, place.private, &pressed.author).await {
        return say(bot, &pressed.id, context.language(), refusal, true).await;
    }
    let Some(settings) = kept(bot.store.change(place.chat, change.clone()).await) else {
        return say(bot, &pressed.id, context.language(), Message::Trouble, true).await;
    };
    let language = settings.language.unwrap_or(context.reader);
    let card = conversation::choice_kept(&bot.engine(), &change, &settings, context);
    let shown = async {
        if let Some(draft) = bot.drafts(&card, Some(place), (0, 0)).first() {
            sent(place.chat, bot.outgoing.edit(place.chat, i64::from(place.message), draft).await);
        }
        if let Change::Language(_) = change {
            menus::offer_to(bot, place.chat, place.private, language).await;
        }
    };
    tokio::join!(say(bot, &pressed.id, language, Message::SettingsKept, false), shown);
}
