//! Inline queries: paragraphs to send in any chat. Everybody may ask; where there is one paper all get the same, so that Telegram can keep it for all.

use teloxide_core::payloads::{AnswerInlineQuery, AnswerInlineQuerySetters as _};
use teloxide_core::types::{
    InlineQueryId, InlineQueryResult, InlineQueryResultArticle, InlineQueryResultsButton,
    InlineQueryResultsButtonKind, InputMessageContent, InputMessageContentText, ParseMode,
};

use super::bot::{Bot, sent};
use super::incoming::Searched;
use super::outgoing::no_preview;
use crate::conversation::{self, Choice, Choices};
use crate::present::{Message, Words};
use crate::settings::Settings;

/// Results of a page.
const PAGE: usize = 10;

/// How long Telegram may keep the results, in seconds.
const KEPT: u32 = 300;

/// The most characters of a description that phones show.
const LONGEST_DESCRIPTION: usize = 120;

/// Offers what may be meant.
pub(super) async fn searched(bot: &Bot, searched: Searched) {
    // the papers of somebody's private chat, whose id is theirs
    let settings = match searched.author.user {
        Some(user) => bot.settings(user).await,
        None => Settings::default(),
    };
    let (query, reader) = (searched.query.clone(), searched.author.reader);
    let is_known = searched.author.reader_is_known;
    let Choices { language, of_reader, all } = bot
        .ask_engines(&settings, move |engines| {
            conversation::choices(engines.asked, &query, reader, is_known)
        })
        .await;
    let from = searched.offset.parse().unwrap_or(0_usize);
    let page: Vec<_> =
        all.iter().skip(from).take(PAGE).filter_map(|choice| article(bot, choice)).collect();
    let further = from.saturating_add(PAGE);
    let mut request = AnswerInlineQuery::new(InlineQueryId(searched.id), page)
        .cache_time(KEPT)
        // of several papers, others may have chosen others
        .is_personal(of_reader || bot.engine().corpus().papers().len() > 1)
        .next_offset(if all.len() > further { further.to_string() } else { String::new() });
    if all.is_empty() {
        let text = Words::new(language).say(Message::InlineNothing);
        let kind = InlineQueryResultsButtonKind::StartParameter(conversation::START_ASK.to_owned());
        request = request.button(InlineQueryResultsButton { text, kind });
    }
    sent(0, bot.outgoing.deliver(&request).await);
}

fn article(bot: &Bot, choice: &Choice) -> Option<InlineQueryResult> {
    let draft = bot.drafts(&choice.card, None, (0, 0)).into_iter().next()?;
    let content = InputMessageContentText::new(draft.html)
        .parse_mode(ParseMode::Html)
        .link_preview_options(no_preview());
    let mut description: String = choice.description.chars().take(LONGEST_DESCRIPTION).collect();
    if description.len() < choice.description.len() {
        description.push('…');
    }
    let article = InlineQueryResultArticle::new(
        choice.id.clone(),
        choice.title.clone(),
        InputMessageContent::Text(content),
    );
    Some(InlineQueryResult::Article(article.description(description).reply_markup(draft.keyboard)))
}
