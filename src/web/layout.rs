//! What all pages have in common: the head, the way home, the languages, the foot.

use axum::http::StatusCode;
use maud::{DOCTYPE, Markup, html};

use super::rendered::{Kind, Rendered};
use super::{Pages, assets, language};
use crate::language::Language;
use crate::present::{self, Message, Site, Words};

/// Longest description for those who share an address, in characters.
const LONGEST_DESCRIPTION: usize = 160;

/// A page but for what all have in common.
pub(super) struct Frame<'f> {
    pub(super) words: &'f Words,
    pub(super) title: String,
    pub(super) description: String,
    /// The same page in a language, below the site's address.
    pub(super) switch: &'f dyn Fn(Language) -> String,
    /// The page's lasting address in a language; `None` for a page that search engines are not to keep.
    pub(super) lasting: Option<&'f dyn Fn(Language) -> String>,
    /// What else stands in the head.
    pub(super) head: Markup,
    /// The page as JSON, below the site's address.
    pub(super) json: Option<String>,
    pub(super) main: Markup,
}

impl<'f> Frame<'f> {
    /// A page that search engines are not to keep, with nothing more in its head.
    pub(super) fn passing(
        words: &'f Words,
        title: String,
        description: String,
        switch: &'f dyn Fn(Language) -> String,
        main: Markup,
    ) -> Self {
        Self { words, title, description, switch, lasting: None, head: html! {}, json: None, main }
    }

    /// The page, with 200.
    pub(super) fn page(self, pages: &Pages) -> Rendered {
        Rendered::page(self.html(pages))
    }

    /// The page with another status.
    pub(super) fn with(self, pages: &Pages, status: StatusCode) -> Rendered {
        Rendered::new(status, Kind::Html, self.html(pages).into_string())
    }

    fn html(self, pages: &Pages) -> Markup {
        let words = self.words;
        let reader = words.language();
        let site = words.say(Message::PageSite);
        let title =
            if self.title == site { site.clone() } else { format!("{} · {site}", self.title) };
        let address = |below: &str| pages.site.address(below);
        let [style, script, icon] = assets::paths();
        html! {
            (DOCTYPE)
            html lang=(language::tag(reader)) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) }
                    meta name="description" content=(self.description);
                    meta name="color-scheme" content="light dark";
                    link rel="stylesheet" href=(pages.path(style));
                    link rel="icon" type="image/svg+xml" href=(pages.path(icon));
                    script src=(pages.path(script)) defer {}
                    @match self.lasting {
                        Some(lasting) => {
                            link rel="canonical" href=(address(&lasting(reader)));
                            @for other in Language::ALL {
                                link rel="alternate" hreflang=(other) href=(address(&lasting(other)));
                            }
                            meta property="og:url" content=(address(&lasting(reader)));
                        }
                        None => { meta name="robots" content="noindex"; }
                    }
                    @if let Some(json) = &self.json {
                        link rel="alternate" type="application/json" href=(pages.path(json));
                    }
                    meta property="og:title" content=(self.title);
                    meta property="og:description" content=(self.description);
                    meta property="og:type" content="article";
                    meta property="og:site_name" content=(site);
                    meta property="og:locale" content=(locale(reader));
                    (self.head)
                }
                body {
                    a.skip href="#main" { (words.say(Message::PageSkip)) }
                    header.top {
                        a.home href=(pages.path(&Site::papers(reader))) { (site) }
                        nav.languages aria-label=(words.say(Message::PageLanguages)) {
                            @for other in Language::ALL {
                                a href=(pages.path(&(self.switch)(other))) hreflang=(other)
                                    lang=(language::tag(other))
                                    aria-current=[(other == reader).then_some("true")]
                                { (present::own_name(other)) }
                            }
                        }
                    }
                    main id="main" tabindex="-1" { (self.main) }
                    footer {
                        p { (words.say(Message::PagePrivacy)) }
                        p {
                            a href=(pages.path(&Site::papers(reader))) { (words.say(Message::ButtonPapers)) }
                            @if let Some(json) = &self.json {
                                " · " a href=(pages.path(json)) { "JSON" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The question box. `asked`: what was asked already.
pub(super) fn question_box(pages: &Pages, words: &Words, asked: &str) -> Markup {
    html! {
        form.ask action=(pages.path("/ask")) method="get" role="search"
            aria-label=(words.say(Message::PageAskLabel)) {
            label for="q" { (words.say(Message::PageAskLabel)) }
            div.field {
                input id="q" name="q" type="search" value=(asked) required maxlength="4096"
                    enterkeyhint="search" autocomplete="off";
                button { (words.say(Message::PageAskButton)) }
            }
        }
    }
}

/// The beginning of a text, as a description of the page that holds it.
pub(super) fn description(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_DESCRIPTION) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// What Open Graph calls a language.
const fn locale(language: Language) -> &'static str {
    match language {
        Language::Traditional => "zh_HK",
        Language::Simplified => "zh_CN",
        Language::English => "en_GB",
    }
}
