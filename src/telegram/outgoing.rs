//! Sends cards.

use std::time::Duration;

use teloxide::payloads::{AnswerCallbackQuery, SendMessage, SendMessageSetters as _};
use teloxide::prelude::Requester as _;
use teloxide::requests::{JsonRequest, Request as _};
use teloxide::types::{
    CallbackQueryId, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, ReplyParameters,
    ThreadId,
};
use teloxide::{ApiError, Bot, RequestError};

use super::incoming::Place;
use crate::dialogue;
use crate::render::{self, Button, Card};

/// How often a request is tried.
const TRIES: u32 = 4;

/// Wait after a first failure; doubled after each further one.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// Longest wait that the server may ask for before the next try.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Most buttons of one message.
const MOST_BUTTONS: usize = 90;

/// Longest label, in characters, of which two stand in a row.
const SHORT_LABEL: usize = 12;

/// Sends to Telegram.
pub(super) struct Outgoing {
    bot: Bot,
}

impl Outgoing {
    pub(super) fn new(bot: Bot) -> Self {
        Self { bot }
    }

    /// Sends a card as a reply, in as many messages as it needs; the buttons stand below the last.
    pub(super) async fn send(&self, place: &Place, card: &Card) {
        let messages = render::messages(card);
        let last = messages.len().saturating_sub(1);
        for (number, html) in messages.into_iter().enumerate() {
            let mut request = self
                .bot
                .send_message(ChatId(place.chat), html)
                .parse_mode(ParseMode::Html)
                .link_preview_options(no_preview())
                .reply_parameters(ReplyParameters::new(MessageId(place.message)).allow_sending_without_reply());
            if let Some(topic) = place.topic {
                request = request.message_thread_id(ThreadId(MessageId(topic)));
            }
            if number == last && !card.buttons.is_empty() {
                request = request.reply_markup(keyboard(&card.buttons));
            }
            if !self.try_send(place, &request).await {
                return;
            }
        }
    }

    /// Ends the waiting sign on a pressed button.
    pub(super) async fn acknowledge(&self, query: &str) {
        let request: JsonRequest<AnswerCallbackQuery> = self.bot.answer_callback_query(CallbackQueryId(query.to_owned()));
        if let Err(error) = request.send().await {
            // a press of long ago can no longer be acknowledged; nobody waits for it
            tracing::debug!(kind = kind(&error), "a press was not acknowledged");
        }
    }

    /// Whether a message was sent. What passes is waited out, what does not is logged without its words.
    async fn try_send(&self, place: &Place, request: &JsonRequest<SendMessage>) -> bool {
        let mut request = request.clone();
        let mut wait = FIRST_WAIT;
        for tried in 1..=TRIES {
            let error = match request.clone().send().await {
                Ok(_) => return true,
                Err(error) => error,
            };
            let pause = match &error {
                RequestError::RetryAfter(seconds) => seconds.duration().min(LONGEST_WAIT),
                // a 5xx: the library has waited already, and its body is no answer
                RequestError::Network(_) | RequestError::InvalidJson { .. } => wait,
                RequestError::Api(ApiError::Unknown(text)) if is_server_trouble(text) => wait,
                RequestError::MigrateToChatId(chat) => {
                    request = request.chat_id(*chat);
                    continue;
                }
                _ => {
                    tracing::warn!(chat = place.chat, kind = kind(&error), "a reply was not sent");
                    return false;
                }
            };
            if tried < TRIES {
                tokio::time::sleep(pause).await;
                wait *= 2;
            }
        }
        tracing::warn!(tries = TRIES, "a reply was not sent: Telegram could not be reached");
        false
    }
}

/// Whether an error that the library does not know is the server's own.
fn is_server_trouble(text: &str) -> bool {
    ["Internal Server Error", "Bad Gateway", "Service Unavailable", "Gateway Timeout"].iter().any(|trouble| text.contains(trouble))
}

/// The kind of an error, without the words in it.
fn kind(error: &RequestError) -> String {
    match error {
        RequestError::Api(error) => format!("Bot API: {error}"),
        RequestError::MigrateToChatId(_) => "the group has become a supergroup".to_owned(),
        RequestError::RetryAfter(_) => "too many requests".to_owned(),
        RequestError::Network(_) => "network".to_owned(),
        RequestError::InvalidJson { .. } => "an answer that cannot be read".to_owned(),
        RequestError::Io(_) => "input or output".to_owned(),
    }
}

fn keyboard(buttons: &[Button]) -> InlineKeyboardMarkup {
    let mut rows: Vec<Vec<InlineKeyboardButton>> = Vec::new();
    let mut room = false;
    for button in buttons.iter().take(MOST_BUTTONS) {
        let short = button.label.chars().count() <= SHORT_LABEL;
        let key = InlineKeyboardButton::callback(button.label.clone(), dialogue::encode(button));
        match rows.last_mut().filter(|_| room && short) {
            Some(row) => {
                row.push(key);
                room = false;
            }
            None => {
                rows.push(vec![key]);
                room = short;
            }
        }
    }
    InlineKeyboardMarkup::new(rows)
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions { is_disabled: true, url: None, prefer_small_media: false, prefer_large_media: false, show_above_text: false }
}
