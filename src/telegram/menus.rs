//! What Telegram shows of the bot by itself: command menus, and what the bot is.
//!
//! Menus differ by scope (private chats, groups, admins of groups) and by language. Telegram takes languages of two letters only, so that `zh`
//! is Traditional Chinese, and a chat that reads Simplified gets a menu of its own.

use teloxide_core::payloads::{
    DeleteMyCommands, DeleteMyCommandsSetters as _, SetMyCommands, SetMyCommandsSetters as _,
    SetMyDescription, SetMyDescriptionSetters as _, SetMyShortDescription,
    SetMyShortDescriptionSetters as _,
};
use teloxide_core::types::{BotCommand, BotCommandScope, ChatId, Recipient};

use super::bot::{Bot, kept, sent};
use crate::language::Language;
use crate::present::{Message, Words};
use crate::store;

/// Telegram's codes of languages; none for all others.
const LANGUAGES: [(Option<&str>, Language); 3] = [
    (None, Language::English),
    (Some("zh"), Language::Traditional),
    (Some("en"), Language::English),
];

/// What everybody can do.
const EVERYWHERE: [(&str, Message); 5] = [
    ("ask", Message::MenuAsk),
    ("sections", Message::MenuSections),
    ("para", Message::MenuPara),
    ("paper", Message::MenuPaper),
    ("papers", Message::MenuPapers),
];

/// What one chooses for a chat.
const CHOICES: [(&str, Message); 2] =
    [("language", Message::MenuLanguage), ("settings", Message::MenuSettings)];

/// What everybody can do, at the end of a menu.
const LAST: [(&str, Message); 3] = [
    ("privacy", Message::MenuPrivacy),
    ("forget", Message::MenuForget),
    ("help", Message::MenuHelp),
];

/// Under which name it is kept what Telegram was last told.
const NOTE: &str = "menus";

/// Tells Telegram all of it, if it is not what it was last told.
pub(super) async fn publish(bot: &Bot) {
    let mut requests = Vec::new();
    for (code, language) in LANGUAGES {
        for (scope, may_choose) in [
            (BotCommandScope::AllPrivateChats, true),
            (BotCommandScope::AllGroupChats, false),
            (BotCommandScope::AllChatAdministrators, true),
        ] {
            let request = SetMyCommands::new(menu(language, may_choose)).scope(scope);
            requests.push(if let Some(code) = code {
                request.language_code(code)
            } else {
                request
            });
        }
    }
    let mut all =
        format!("{}\0{}", bot.me.username, serde_json::to_string(&requests).unwrap_or_default());
    for language in Language::ALL {
        let words = Words::new(language);
        all.push_str(&words.say(Message::Description));
        all.push_str(&words.say(Message::ShortDescription));
    }
    let told = format!("{:016x}", store::digest(&all));
    if kept(bot.store.note(NOTE).await).flatten().as_deref() == Some(&told) {
        return;
    }
    let mut done = true;
    for request in &requests {
        done &= sent(0, bot.outgoing.deliver(request).await).is_some();
    }
    for (code, language) in LANGUAGES {
        let words = Words::new(language);
        let mut long = SetMyDescription::new().description(words.say(Message::Description));
        let mut short =
            SetMyShortDescription::new().short_description(words.say(Message::ShortDescription));
        if let Some(code) = code {
            (long, short) = (long.language_code(code), short.language_code(code));
        }
        done &= sent(0, bot.outgoing.deliver(&long).await).is_some()
            && sent(0, bot.outgoing.deliver(&short).await).is_some();
    }
    if done {
        kept(bot.store.set_note(NOTE, &told).await);
    }
}

/// Gives a private chat that reads Simplified Chinese the menu that its language code cannot give it, and takes it back from one that reads
/// another language now.
pub(super) async fn offer_to(bot: &Bot, chat: i64, private: bool, language: Language) {
    if !private {
        return;
    }
    if language != Language::Simplified {
        return forget(bot, chat).await;
    }
    if kept(bot.store.note(&name(chat)).await) != Some(None) {
        return;
    }
    let scope = BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(chat)) };
    if sent(
        chat,
        bot.outgoing.deliver(&SetMyCommands::new(menu(language, true)).scope(scope)).await,
    )
    .is_some()
    {
        kept(bot.store.set_note(&name(chat), language.tag()).await);
    }
}

/// Takes a menu of its own back from a private chat.
pub(super) async fn forget(bot: &Bot, chat: i64) {
    if let Some(Some(_)) = kept(bot.store.note(&name(chat)).await) {
        let scope = BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(chat)) };
        sent(chat, bot.outgoing.deliver(&DeleteMyCommands::new().scope(scope)).await);
        kept(bot.store.strike(&name(chat)).await);
    }
}

/// Under which name it is kept that a chat has a menu of its own.
fn name(chat: i64) -> String {
    format!("menu:{chat}")
}

/// The commands of a menu.
fn menu(language: Language, may_choose: bool) -> Vec<BotCommand> {
    let words = Words::new(language);
    let choices = CHOICES.iter().filter(|_| may_choose);
    EVERYWHERE
        .iter()
        .chain(choices)
        .chain(&LAST)
        .map(|(name, message)| BotCommand::new(*name, words.say(*message)))
        .collect()
}
