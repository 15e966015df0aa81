//! What a request gets that cannot be served: what is wrong, and a way on.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use maud::html;

use super::Pages;
use super::layout::{self, Frame};
use super::rendered::{Caching, Kind, Rendered};
use super::visit::Visit;
use crate::answer::LONGEST_QUESTION;
use crate::language::Language;
use crate::present::{Message, Site, Words};

/// Why a request is not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// There is no such page.
    NotFound,
    /// The paper at this place has no paragraph of this number.
    NoParagraph(usize, u32),
    /// The paper was removed.
    Gone,
    /// Too much is asked: by this visitor, who has to wait so long; or by all.
    Busy(Option<Duration>),
    /// The question is longer than is read.
    TooLong,
    /// The address holds bytes that are no text.
    Unreadable,
}

impl Trouble {
    const fn status(self) -> StatusCode {
        match self {
            Self::NotFound | Self::NoParagraph(..) => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::Busy(Some(_)) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy(None) => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooLong => StatusCode::URI_TOO_LONG,
            Self::Unreadable => StatusCode::BAD_REQUEST,
        }
    }

    /// What is wrong, and what to do.
    fn said(self, pages: &Pages, words: &Words) -> (String, String) {
        let both = |title, text| (words.say(title), words.say(text));
        match self {
            Self::NotFound => both(Message::PageNotFound, Message::PageNotFoundText),
            Self::NoParagraph(place, number) => {
                let paper = pages.corpus().paper_at(place);
                let of = |paragraph: Option<&crate::corpus::Paragraph>| {
                    paragraph.map_or_else(String::new, |own| own.number.to_string())
                };
                let (first, last) = paper.map_or_else(Default::default, |paper| {
                    (of(paper.paragraphs.first()), of(paper.paragraphs.last()))
                });
                let number = number.to_string();
                let arguments = [("number", number.as_str()), ("first", &first), ("last", &last)];
                let text = words.say_with(Message::NoSuchParagraph, &arguments);
                let text = format!("{text}{}{}", space(words), words.say(Message::PageNoParagraph));
                (words.say(Message::PageNotFound), text)
            }
            Self::Gone => both(Message::PageGone, Message::PageGoneText),
            Self::Busy(Some(_)) => both(Message::PageTooFast, Message::PageBusyText),
            Self::Busy(None) => both(Message::PageBusy, Message::PageBusyText),
            Self::TooLong => {
                let count = LONGEST_QUESTION.to_string();
                let text = words.say_with(Message::PageTooLongText, &[("count", &count)]);
                (words.say(Message::PageTooLong), text)
            }
            Self::Unreadable => both(Message::PageUnreadable, Message::PageUnreadableText),
        }
    }
}

fn space(words: &Words) -> &'static str {
    if words.language().is_chinese() { "" } else { " " }
}

/// The response to a visit that comes to nothing: a page, or JSON where that was asked for.
pub(super) fn respond(
    pages: &Pages,
    visit: &Visit,
    language: Language,
    trouble: &Trouble,
) -> Response {
    let words = Words::new(language);
    let (title, text) = trouble.said(pages, &words);
    let page = if visit.wants_json() {
        let object = serde_json::json!({ "error": title, "hint": text });
        Rendered::new(trouble.status(), Kind::Json, object.to_string())
    } else {
        let paper = match trouble {
            Trouble::NoParagraph(place, _) => pages.corpus().paper_at(*place),
            _ => None,
        };
        let home = |language: Language| Site::papers(language);
        let main = html! {
            h1 { (title) }
            p.note { (text) }
            nav.on aria-label=(words.say(Message::ButtonPapers)) { ul {
                @if let Some(paper) = paper {
                    li { a href=(pages.path(&Site::paper(&paper.id, language))) {
                        (words.say(Message::PageReadAll))
                    } }
                }
                li { a href=(pages.path(&home(language))) { (words.say(Message::ButtonPapers)) } }
            } }
            (layout::question_box(pages, &words, ""))
        };
        let frame = Frame::passing(&words, title.clone(), text.clone(), &home, main);
        frame.with(pages, trouble.status())
    };
    let mut response = page.respond(visit, Caching::Nobody);
    if let Trouble::Busy(wait) = trouble {
        // whole seconds, none too few
        let seconds = wait.map_or(1, |wait| wait.as_secs() + 1);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
