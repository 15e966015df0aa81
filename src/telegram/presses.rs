//! Presses of buttons. Everybody may press; who may choose for a group is checked with Telegram.

use serde_json::Value;
use teloxide::types::{InlineKeyboardButtonKind, InlineKeyboardMarkup};

use super::bot::{Bot, kept, now, sent};
use super::incoming::{Place, Pressed, PressedCard};
use super::menus;
use super::outgoing::{Votes, drafts, vote_label};
use crate::dialogue::{self, Context, Press, Response};
use crate::language::Language;
use crate::render::{self, Message, Opens, Target, Words};
use crate::settings::{Change, Settings};

/// Does what a button is for, and ends the waiting sign on it.
pub(super) async fn pressed(bot: &Bot, pressed: Pressed) {
    let place = match &pressed.card {
        PressedCard::Own { place, .. } => Some(*place),
        PressedCard::Inline(_) | PressedCard::Unknown => None,
    };
    let settings = match place {
        Some(place) => bot.settings(place.chat).await,
        None => Settings::default(),
    };
    let context = bot.context(&pressed.author, settings, None, place.is_some_and(|place| !place.private));
    let (press, language) = dialogue::press(&bot.engine, &pressed.data, &context);
    match press {
        Press::Show(response, opens) => {
            // the wait ends at once, whatever the chat has to wait for
            let shown = show(bot, &pressed.card, *response, opens);
            tokio::join!(bot.outgoing.acknowledge(&pressed.id, None, false), shown);
        }
        Press::Vote(up) => vote(bot, &pressed, up, language).await,
        Press::Set(change) => match place {
            Some(place) => set(bot, &pressed, &place, change, &context).await,
            None => stale(bot, &pressed.id, language).await,
        },
        Press::Stale => stale(bot, &pressed.id, language).await,
    }
}

async fn stale(bot: &Bot, id: &str, language: Language) {
    bot.outgoing.acknowledge(id, Some(Words::new(language).say(Message::NoLonger)), true).await;
}

/// Shows a card: in the place of the one that the button belongs to, or below it.
async fn show(bot: &Bot, card: &PressedCard, response: Response, opens: Opens) {
    match (card, opens) {
        (PressedCard::Inline(message), _) => {
            if let Some(draft) = drafts(&response.card, &bot.me, (0, 0)).first() {
                sent(0, bot.outgoing.edit_inline(message, draft).await);
            }
        }
        (PressedCard::Own { place, .. }, Opens::Here) => {
            let votes = if has_votes(&response) { kept(bot.store.votes(&card_name(place)).await).unwrap_or_default() } else { (0, 0) };
            let drafts = drafts(&response.card, &bot.me, votes);
            let own = crate::store::Sent { message: i64::from(place.message), digest: 0 };
            sent(place.chat, bot.outgoing.settle(place, &drafts, &[own]).await);
        }
        (PressedCard::Own { place, .. }, Opens::Beside) => {
            let drafts = drafts(&response.card, &bot.me, (0, 0));
            let Some(settled) = sent(place.chat, bot.outgoing.settle(place, &drafts, &[]).await) else { return };
            // what is read now is what the next question may lean on; the first message stands for the question, since nobody wrote one
            if let Some(first) = settled.first() {
                kept(bot.store.keep_answers(place.chat, first.message, &settled, response.turn.as_ref(), now()).await);
            }
        }
        (PressedCard::Unknown, _) => {}
    }
}

fn has_votes(response: &Response) -> bool {
    response.card.buttons().any(|button| matches!(button.target, Target::Vote(_)))
}

/// What a card is called where votes are kept.
fn card_name(place: &Place) -> String {
    format!("{}:{}", place.chat, place.message)
}

/// Counts a vote, shows how many there are, and keeps the words of a question whose answer did not help.
async fn vote(bot: &Bot, pressed: &Pressed, up: bool, language: Language) {
    let say = |message| Some(Words::new(language).say(message));
    let (PressedCard::Own { place, markup, question }, Some(user)) = (&pressed.card, pressed.author.user) else {
        return stale(bot, &pressed.id, language).await;
    };
    let Some(vote) = kept(bot.store.vote(&card_name(place), user, up, now()).await) else {
        return bot.outgoing.acknowledge(&pressed.id, say(Message::StoreTrouble), true).await;
    };
    if let Some(question) = question.as_deref().filter(|question| !question.trim().is_empty()) {
        let words = match (vote.before, vote.now) {
            (_, Some(false)) => bot.store.miss(question, "down", language, now()).await,
            (Some(false), _) => bot.store.unmiss(question, "down").await,
            _ => Ok(()),
        };
        kept(words);
    }
    let words = match vote.now {
        Some(true) => Message::VotedUp,
        Some(false) => Message::VotedDown,
        None => Message::VotedBack,
    };
    let counted = async {
        if let Some(keyboard) = markup.as_ref().and_then(|markup| recounted(bot, markup, (vote.up, vote.down))) {
            sent(place.chat, bot.outgoing.edit_keyboard(place.chat, place.message, keyboard).await);
        }
    };
    tokio::join!(bot.outgoing.acknowledge(&pressed.id, say(words), false), counted);
}

/// The buttons of a card as they are, with other counts.
fn recounted(bot: &Bot, markup: &Value, votes: Votes) -> Option<InlineKeyboardMarkup> {
    let mut keyboard: InlineKeyboardMarkup = serde_json::from_value(markup.clone()).ok()?;
    for button in keyboard.inline_keyboard.iter_mut().flatten() {
        if let InlineKeyboardButtonKind::CallbackData(data) = &button.kind
            && let Some((Target::Vote(up), ..)) = dialogue::decode(data, bot.engine.knowledge())
        {
            button.text = vote_label(up, votes);
        }
    }
    Some(keyboard)
}

/// Keeps a choice, and shows the settings as they are now.
async fn set(bot: &Bot, pressed: &Pressed, place: &Place, change: Change, context: &Context<'_>) {
    let say = |language, message| Some(Words::new(language).say(message));
    if !bot.may_choose(place.chat, place.private, &pressed.author).await {
        return bot.outgoing.acknowledge(&pressed.id, say(context.language(), Message::AdminsOnly), true).await;
    }
    let Some(settings) = kept(bot.store.change(place.chat, change).await) else {
        return bot.outgoing.acknowledge(&pressed.id, say(context.language(), Message::StoreTrouble), true).await;
    };
    let language = settings.language.unwrap_or(context.reader);
    let card = render::settings(language, &settings, !place.private);
    let shown = async {
        if let Some(draft) = drafts(&card, &bot.me, (0, 0)).first() {
            sent(place.chat, bot.outgoing.edit(place.chat, i64::from(place.message), draft).await);
        }
        if let Change::Language(_) = change {
            menus::offer_to(bot, place.chat, place.private, language).await;
        }
    };
    tokio::join!(bot.outgoing.acknowledge(&pressed.id, say(language, Message::SettingsKept), false), shown);
}
