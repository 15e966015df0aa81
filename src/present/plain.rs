//! A card as plain text, for a terminal or a program.

use super::card::{Block, Card, Span};
use super::place::Address;

/// Stands before the words that answer, on a line of their own.
const ANSWER: &str = "▸ ";

/// What is written around the parts of a card: control sequences on a terminal, nothing elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Styles {
    /// Before a heading.
    pub heading: String,
    /// Before the words that answer.
    pub strong: String,
    /// Before the source.
    pub source: String,
    /// After each of these.
    pub reset: String,
}

/// The card as text, without an end of line at its end; below each citation the `address` where it can be read, if there is one. Buttons are
/// listed below.
pub fn plain(card: &Card, styles: &Styles, address: Address<'_>) -> String {
    let mut text = String::new();
    for block in &card.blocks {
        let styled = |style: &str, words: &str| {
            format!("{style}{words}{}", if style.is_empty() { "" } else { &styles.reset })
        };
        let (separator, written) = match block {
            Block::Note(words) => ("\n\n", words.clone()),
            Block::Heading(words, _) => ("\n\n", styled(&styles.heading, words)),
            Block::Quote(spans, _) => {
                let lines = spans
                    .iter()
                    .map(|Span { text, strong }| (text.trim(), strong))
                    .filter(|(text, _)| !text.is_empty());
                let lines = lines.map(|(text, strong)| {
                    if *strong {
                        format!("{ANSWER}{}", styled(&styles.strong, text))
                    } else {
                        text.to_owned()
                    }
                });
                ("\n", lines.collect::<Vec<_>>().join("\n"))
            }
            Block::Source(words, place) => {
                let address = place.as_ref().and_then(address);
                let line = address.map(|address| format!("\n  {address}")).unwrap_or_default();
                ("\n", format!("— {}{line}", styled(&styles.source, words)))
            }
        };
        if !text.is_empty() {
            text.push_str(separator);
        }
        text.push_str(&written);
    }
    for button in card.buttons() {
        text.push_str("\n  · ");
        text.push_str(&button.label);
    }
    text
}
