//! A card as HTML: the same blocks and buttons as on Telegram, the buttons as links.

use maud::{Markup, html};

use super::{Pages, language};
use crate::present::{Block, Button, Card, Message, Place, Site, Span, Target, Words};

/// The blocks of a card.
pub(super) fn blocks(pages: &Pages, card: &Card) -> Markup {
    let link = |place: &Place| pages.path(&Site::scrolled(place));
    html! {
        @for block in &card.blocks {
            @match block {
                Block::Note(words) => { p.note { (words) } }
                Block::Heading(words, place) => {
                    h2 { @match place {
                        Some(place) => { a href=(link(place)) { (words) } }
                        None => { (words) }
                    } }
                }
                Block::Quote(spans, shown) => {
                    blockquote.words lang=(language::tag(*shown)) {
                        @for Span { text, strong } in spans {
                            @if *strong { mark { (text) } } @else { (text) }
                        }
                    }
                }
                Block::Source(words, place) => {
                    p.source { @match place {
                        Some(place) => { a href=(link(place)) { (words) } }
                        None => { (words) }
                    } }
                }
            }
        }
    }
}

/// The buttons of a card that lead somewhere, as links: rows of them.
pub(super) fn links(pages: &Pages, words: &Words, card: &Card) -> Markup {
    let linked = |row: &Vec<Button>| -> Vec<(String, String)> {
        row.iter().filter_map(|button| Some((button.label.clone(), address(button)?))).collect()
    };
    let rows: Vec<_> = card.rows.iter().map(linked).filter(|row| !row.is_empty()).collect();
    html! {
        @if !rows.is_empty() {
            nav.on aria-label=(words.say(Message::ButtonContents)) {
                @for row in rows {
                    ul { @for (label, below) in row { li { a href=(pages.path(&below)) { (label) } } } }
                }
            }
        }
    }
}

/// What a button shows, below the site's address; `None` for what a page has no use for: the header has the languages.
fn address(button: &Button) -> Option<String> {
    let language = button.language;
    Some(match &button.target {
        Target::Papers(_) => Site::papers(language),
        Target::Paper(paper) => Site::paper(paper, language),
        Target::Section(paper, section) => {
            format!("{}#section-{section}", Site::paper(paper, language))
        }
        Target::Paragraph(paper, number) => Site::place(&Place::whole(paper, *number, language)),
        Target::Paragraphs(paper, first, _) => {
            format!("{}#p{first}", Site::paper(paper, language))
        }
        Target::Question(question) => question_address(question),
        Target::Answer(_)
        | Target::Vote(_)
        | Target::Set(_)
        | Target::Settings
        | Target::Choose(_)
        | Target::Upkeep(_) => return None,
    })
}

/// Where a question is answered, below the site's address.
pub(super) fn question_address(question: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", question).finish();
    format!("/ask?{query}")
}
