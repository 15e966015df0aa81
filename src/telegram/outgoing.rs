//! Sends, edits and deletes messages, and waits out what passes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use teloxide_core::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters as _, AnswerInlineQuery, DeleteMessage,
    EditMessageReplyMarkup, EditMessageReplyMarkupSetters as _, EditMessageText,
    EditMessageTextInline, EditMessageTextInlineSetters as _, EditMessageTextSetters as _,
    GetChatMember, GetFile, SendMessage, SendMessageSetters as _, SetMyCommands, SetMyDescription,
    SetMyShortDescription,
};
use teloxide_core::requests::Payload;
use teloxide_core::types::{
    CallbackQueryId, ChatId, FileId, InlineKeyboardButton, InlineKeyboardMarkup,
    LinkPreviewOptions, MessageId, ParseMode, ReplyParameters, ThreadId, WebAppInfo,
};
use tokio::time::Instant;

use super::api::{Api, Failure};
use super::incoming::{Me, Place};
use super::limits::Limits;
use super::meters;
use crate::conversation;
use crate::present::{self, Button, Card, Links, Message, Site, Target, Words};
use crate::store::{self, Sent};

/// First and longest wait after trouble.
const WAITS: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// How often a method must not be found before the server is asked whether it accepts the token at all.
const NOT_FOUND: u32 = 2;

/// After a longer wait a file is not asked for again.
const LONGEST_WAIT_FOR_FILE: Duration = Duration::from_secs(4);

/// A chat that must wait so long is busy.
const BUSY: Duration = Duration::from_secs(10);

/// How long it is of use to answer a press or an inline query, or to ask and say what an answer does not wait for.
const INSTANT_AGE: Duration = Duration::from_secs(10);

/// A message as it is to be: HTML, and the buttons below it.
pub(super) struct Draft {
    pub(super) html: String,
    pub(super) keyboard: InlineKeyboardMarkup,
}

impl Draft {
    /// A hash of all of it.
    fn digest(&self) -> i64 {
        let keyboard = serde_json::to_string(&self.keyboard).unwrap_or_default();
        store::digest(&format!("{}\0{keyboard}", self.html))
    }
}

/// How many think that a card helped, and how many that it did not.
pub(super) type Votes = (i64, i64);

/// The messages of a card, in order; the buttons stand below the last.
pub(super) fn drafts(card: &Card, me: &Me, reader: Option<&Reader>, votes: Votes) -> Vec<Draft> {
    let in_chat = |place: &present::Place| {
        Some(link(me, &conversation::start_payload(&place.paper, place.number)))
    };
    let on_page = |place: &present::Place| Some(reader?.site.link(place));
    let links =
        Links { headings: if reader.is_some() { &on_page } else { &in_chat }, sources: &on_page };
    let messages = present::messages(card, links);
    let last = messages.len().saturating_sub(1);
    let keyboard = |place: usize| {
        if place == last { keyboard(card, reader, votes) } else { InlineKeyboardMarkup::default() }
    };
    messages
        .into_iter()
        .enumerate()
        .map(|(place, html)| Draft { html, keyboard: keyboard(place) })
        .collect()
}

/// The address of the private chat with the bot.
fn link(me: &Me, payload: &str) -> String {
    format!("https://t.me/{}?start={payload}", me.username)
}

/// The pages, as a chat may open them.
#[derive(Clone)]
pub(super) struct Reader {
    pub(super) site: Site,
    pub(super) opens: ReaderOpens,
}

/// How a button opens a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReaderOpens {
    /// Within Telegram, as a Mini App: in private chats.
    MiniApp,
    /// In a browser.
    Browser,
    /// Not at all: Telegram takes no such address.
    Nowhere,
}

/// The way to the page where the first quotation of a card is marked.
fn page_button(card: &Card, reader: &Reader) -> Option<InlineKeyboardButton> {
    let place = card.place()?;
    let label = Words::new(place.language).say(Message::ButtonPage);
    // a Mini App gets what it is told behind the # of its address: there the page finds its marks itself
    let below = match reader.opens {
        ReaderOpens::MiniApp => Site::place(place),
        ReaderOpens::Browser => Site::scrolled(place),
        ReaderOpens::Nowhere => return None,
    };
    let url = reader.site.address(&below).parse().ok()?;
    Some(match reader.opens {
        ReaderOpens::MiniApp => InlineKeyboardButton::web_app(label, WebAppInfo { url }),
        _ => InlineKeyboardButton::url(label, url),
    })
}

/// The buttons of a card.
fn keyboard(card: &Card, reader: Option<&Reader>, votes: Votes) -> InlineKeyboardMarkup {
    let key = |button: &Button| {
        let label = match button.target {
            Target::Vote(up) => vote_label(up, votes),
            _ => button.label.clone(),
        };
        InlineKeyboardButton::callback(label, conversation::encode(button))
    };
    let mut rows: Vec<Vec<_>> =
        card.rows.iter().map(|row| row.iter().map(key).collect::<Vec<_>>()).collect();
    if let Some(button) = reader.and_then(|reader| page_button(card, reader)) {
        // above the votes, which come last
        let votes =
            |row: &&Vec<Button>| row.iter().any(|button| matches!(button.target, Target::Vote(_)));
        let last = rows.len() - card.rows.iter().rev().take_while(votes).count();
        rows.insert(last, vec![button]);
    }
    InlineKeyboardMarkup::new(rows)
}

/// What a button to vote says, with the votes so far.
pub(super) fn vote_label(up: bool, votes: Votes) -> String {
    let (sign, count) = if up { ("👍", votes.0) } else { ("👎", votes.1) };
    if count > 0 { format!("{sign} {count}") } else { sign.to_owned() }
}

/// That requests fail is told once in this time.
const WARNINGS: Duration = Duration::from_secs(60);

/// Sends to Telegram. Cheap to clone.
#[derive(Clone)]
pub(super) struct Outgoing {
    api: Api,
    limits: Arc<Limits>,
    /// How long a request is tried.
    max_age: Duration,
    /// When it was last told that requests fail.
    warned: Arc<Mutex<Option<Instant>>>,
}

impl Outgoing {
    pub(super) fn new(api: Api, limits: Limits, max_age: Duration) -> Self {
        Self { api, limits: Arc::new(limits), max_age, warned: Arc::default() }
    }

    /// Tells, now and then, that a request failed and is tried again.
    fn warn(&self, method: &str, cause: &Failure) {
        let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
        if warned.is_none_or(|last| last.elapsed() >= WARNINGS) {
            *warned = Some(Instant::now());
            tracing::warn!(method, server = self.api.server(), %cause, "requests to Telegram fail: trying again");
        }
    }

    /// Brings the messages that answer something to what they are to be: edits those that are there, sends what is missing, deletes what is
    /// too many, and leaves alone what is right. What is there then, and what came in the way.
    pub(super) async fn settle(
        &self,
        place: &Place,
        drafts: &[Draft],
        there: &[Sent],
    ) -> (Vec<Sent>, Result<(), Failure>) {
        let mut settled = Vec::with_capacity(drafts.len());
        for (number, draft) in drafts.iter().enumerate() {
            match self.settle_one(place, draft, there.get(number)).await {
                Ok(sent) => settled.push(sent),
                Err(failure) => {
                    settled.extend(there.iter().skip(number));
                    return (settled, Err(failure));
                }
            }
        }
        for surplus in there.iter().skip(drafts.len()) {
            let _ = self.delete(place.chat, surplus.message).await;
        }
        (settled, Ok(()))
    }

    async fn settle_one(
        &self,
        place: &Place,
        draft: &Draft,
        there: Option<&Sent>,
    ) -> Result<Sent, Failure> {
        let digest = draft.digest();
        if let Some(sent) = there {
            if sent.digest == digest {
                return Ok(*sent);
            }
            match self.edit(place.chat, sent.message, draft).await {
                // an older server that cannot edit can send
                Err(Failure::Gone | Failure::NoMethod) => {}
                edited => return edited.map(|()| Sent { digest, ..*sent }),
            }
        }
        Ok(Sent { message: self.send(place, draft).await?, digest })
    }

    /// Sends a message as a reply; its number.
    async fn send(&self, place: &Place, draft: &Draft) -> Result<i64, Failure> {
        let mut request = SendMessage::new(ChatId(place.chat), draft.html.clone())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview())
            .reply_parameters(
                ReplyParameters::new(MessageId(place.message)).allow_sending_without_reply(),
            );
        if place.message == 0 {
            request.reply_parameters = None;
        }
        if let Some(topic) = place.topic {
            request = request.message_thread_id(ThreadId(MessageId(topic)));
        }
        if !draft.keyboard.inline_keyboard.is_empty() {
            request = request.reply_markup(draft.keyboard.clone());
        }
        let mut parameters = written(&request)?;
        if let Some(topic) = place.direct_topic {
            // newer than the library
            set(&mut parameters, "direct_messages_topic_id", Some(topic.into()));
        }
        let sent = self.deliver_as(SendMessage::NAME, parameters).await?;
        Ok(sent.get("message_id").and_then(Value::as_i64).unwrap_or_default())
    }

    /// Changes a message of the bot's.
    pub(super) async fn edit(&self, chat: i64, message: i64, draft: &Draft) -> Result<(), Failure> {
        let Ok(message) = i32::try_from(message) else { return Err(Failure::Gone) };
        let request = EditMessageText::new(ChatId(chat), MessageId(message), draft.html.clone())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview())
            .reply_markup(draft.keyboard.clone());
        unless_same(self.deliver(&request).await)
    }

    /// Changes a message that somebody sent by an inline query.
    pub(super) async fn edit_inline(&self, message: &str, draft: &Draft) -> Result<(), Failure> {
        let request = EditMessageTextInline::new(message, draft.html.clone())
            .parse_mode(ParseMode::Html)
            .reply_markup(draft.keyboard.clone());
        let mut parameters = written(&request)?;
        // the library's payload has no place for it, and a name of its own
        set(&mut parameters, "link_preview_options", serde_json::to_value(no_preview()).ok());
        unless_same(self.deliver_as(EditMessageText::NAME, parameters).await)
    }

    /// Changes the buttons of a message of the bot's.
    pub(super) async fn edit_keyboard(
        &self,
        chat: i64,
        message: i32,
        keyboard: InlineKeyboardMarkup,
    ) -> Result<(), Failure> {
        let request =
            EditMessageReplyMarkup::new(ChatId(chat), MessageId(message)).reply_markup(keyboard);
        unless_same(self.deliver(&request).await)
    }

    /// Takes a message of the bot's away. One that is gone is no failure.
    pub(super) async fn delete(&self, chat: i64, message: i64) -> Result<(), Failure> {
        let Ok(message) = i32::try_from(message) else { return Ok(()) };
        match self.deliver(&DeleteMessage::new(ChatId(chat), MessageId(message))).await {
            Ok(_) | Err(Failure::Gone | Failure::Forbidden | Failure::NoMethod) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    /// Ends the waiting sign on a pressed button, with words if there are any; `alert` if they must be seen.
    pub(super) async fn acknowledge(&self, query: &str, words: Option<String>, alert: bool) {
        let mut request = AnswerCallbackQuery::new(CallbackQueryId(query.to_owned()));
        if let Some(words) = words {
            request = request.text(words).show_alert(alert);
        }
        match self.deliver(&request).await {
            // nobody waits for a press of long ago
            Ok(_) | Err(Failure::Stale) => {}
            Err(failure) => tracing::debug!(cause = %failure, "a press was not acknowledged"),
        }
    }

    /// The content of a file that somebody sent, of at most so many bytes.
    pub(super) async fn download(&self, file: &str, most: usize) -> Result<Vec<u8>, Failure> {
        let found = self.deliver(&GetFile::new(FileId(file.to_owned()))).await?;
        let path = found.get("file_path").and_then(Value::as_str).ok_or(Failure::Gone)?;
        let mut wait = WAITS.0;
        loop {
            match self.api.download(path, most).await {
                Err(Failure::Trouble(cause)) if wait < LONGEST_WAIT_FOR_FILE => {
                    tracing::warn!(%cause, "a file could not be downloaded: it is asked for again");
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                }
                result => return result,
            }
        }
    }

    /// Whether what is sent to a chat now would wait for long.
    pub(super) fn is_busy(&self, chat: i64) -> bool {
        self.limits.delay(chat) > BUSY
    }

    /// Waits until what is sent to a chat would go at once.
    pub(super) async fn wait_for_room(&self, chat: i64) {
        loop {
            let delay = self.limits.delay(chat);
            if delay.is_zero() {
                return;
            }
            tokio::time::sleep(delay).await;
        }
    }

    /// Makes a request, and waits out what passes.
    pub(super) async fn deliver<P: Payload + Serialize>(
        &self,
        payload: &P,
    ) -> Result<Value, Failure> {
        self.deliver_as(P::NAME, written(payload)?).await
    }

    /// Messages and edits wait for their chat's turn; all else goes at once.
    async fn deliver_as(
        &self,
        method: &'static str,
        mut parameters: Value,
    ) -> Result<Value, Failure> {
        let limited = matches!(
            method,
            SendMessage::NAME | EditMessageText::NAME | EditMessageReplyMarkup::NAME
        );
        let instant = matches!(
            method,
            AnswerCallbackQuery::NAME
                | AnswerInlineQuery::NAME
                | GetChatMember::NAME
                | SetMyCommands::NAME
                | SetMyDescription::NAME
                | SetMyShortDescription::NAME
                | DeleteMessage::NAME
        );
        let (started, max_age) = (Instant::now(), if instant { INSTANT_AGE } else { self.max_age });
        let mut wait = WAITS.0;
        let mut not_found = 0_u32;
        loop {
            let chat = parameters.get("chat_id").and_then(Value::as_i64).filter(|_| limited);
            if let Some(chat) = chat {
                self.limits.admit(chat).await;
            }
            let failure = match self.api.call_as(method, &parameters, super::api::TIMEOUT).await {
                Ok(result) => {
                    meters::request(method, "ok");
                    return Ok(result);
                }
                Err(failure) => failure,
            };
            not_found += u32::from(matches!(failure, Failure::NotFound { .. }));
            // what is not found twice while the token is good, the server does not know; every server can send
            let failure = if not_found >= NOT_FOUND
                && method != SendMessage::NAME
                && self.api.is_accepted().await
            {
                Failure::NoMethod
            } else {
                failure
            };
            meters::request(method, failure.name());
            let pause = match &failure {
                Failure::RetryAfter(asked) => {
                    if let Some(chat) = chat {
                        self.limits.freeze(chat, *asked);
                    }
                    *asked
                }
                // a new token may come with a new start, which finds the question in the inbox
                Failure::Trouble(_)
                | Failure::Unreadable(_)
                | Failure::Unauthorized
                | Failure::NotFound { .. } => {
                    let pause = with_jitter(wait);
                    wait = (wait * 2).min(WAITS.1);
                    pause
                }
                Failure::Migrated(to) if chat != Some(*to) => {
                    set(&mut parameters, "chat_id", Some((*to).into()));
                    Duration::ZERO
                }
                Failure::NoTopic if parameters.get("message_thread_id").is_some() => {
                    set(&mut parameters, "message_thread_id", None);
                    Duration::ZERO
                }
                _ => return Err(failure),
            };
            if started.elapsed().saturating_add(pause) > max_age {
                return Err(failure);
            }
            meters::retry(failure.name());
            if !matches!(failure, Failure::RetryAfter(_) | Failure::Migrated(_) | Failure::NoTopic)
            {
                self.warn(method, &failure);
            }
            tokio::time::sleep(pause).await;
        }
    }
}

/// A wait that is a quarter longer or shorter, so that those who wait for the same thing do not come back at once.
fn with_jitter(wait: Duration) -> Duration {
    wait.mul_f64(fastrand::f64().mul_add(0.5, 0.75))
}

fn written(payload: &impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(payload).map_err(|_| Failure::Refused("cannot be written".to_owned()))
}

fn set(parameters: &mut Value, name: &str, value: Option<Value>) {
    let Some(object) = parameters.as_object_mut() else { return };
    match value {
        Some(value) => drop(object.insert(name.to_owned(), value)),
        None => drop(object.remove(name)),
    }
}

/// An edit that changes nothing is done.
fn unless_same(edited: Result<Value, Failure>) -> Result<(), Failure> {
    match edited {
        Ok(_) | Err(Failure::NotModified) => Ok(()),
        Err(failure) => Err(failure),
    }
}

pub(super) fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}
