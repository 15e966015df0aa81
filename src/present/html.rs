//! A card as Telegram messages in HTML: `b`, `i`, `a` and `blockquote`, nothing nested in itself, nothing cut.

use super::card::{Block, Card, Span};
use super::place::Address;

/// Longest message in UTF-16 code units, after entities.
pub const LIMIT: usize = 4096;

/// Characters after which a long text may be parted, the best first.
const BREAKS: [&[char]; 3] =
    [&['。', '！', '？', '.', '!', '?', '\n'], &['，', '；', '、', ' ', ',', ';'], &[]];

/// A longer quotation, in UTF-16 code units, is folded up by Telegram until somebody taps it.
const LONG_QUOTE: usize = 280;

/// What of a folded quotation is surely seen: three lines of a telephone.
const SEEN_FOLDED: usize = 54;

/// Where the parts of a message lead.
#[derive(Clone, Copy)]
pub struct Links<'l> {
    /// Where a heading leads.
    pub headings: Address<'l>,
    /// Where a citation leads.
    pub sources: Address<'l>,
}

impl Links<'_> {
    /// None at all.
    pub const NONE: Self = Self { headings: &|_| None, sources: &|_| None };
}

/// The card's messages, in order, none longer than [`LIMIT`], none empty. A block stays whole unless it is too long for any message;
/// then it is parted after a sentence, else after a mark or a space, else between characters.
pub fn messages(card: &Card, links: Links<'_>) -> Vec<String> {
    let mut writer = Writer::default();
    for block in &card.blocks {
        match block {
            Block::Note(text) => writer.block(&[(text, false)], "", "", "\n\n"),
            Block::Source(text, place) => {
                let (open, close) = linked("i", place.as_ref().and_then(links.sources));
                writer.block(&[(text, false)], &open, close, "\n");
            }
            Block::Heading(text, place) => {
                let (open, close) = linked("b", place.as_ref().and_then(links.headings));
                writer.block(&[(text, false)], &open, close, "\n\n");
            }
            Block::Quote(spans, _) => writer.quote(spans),
        }
    }
    writer.finish()
}

/// The tags around words that lead to an address, if there is one.
fn linked(tag: &str, address: Option<String>) -> (String, &'static str) {
    let (plain, link) = if tag == "b" { ("</b>", "</a></b>") } else { ("</i>", "</a></i>") };
    match address {
        Some(address) => {
            let mut open = format!("<{tag}><a href=\"");
            escape(&address, &mut open);
            open.push_str("\">");
            (open, link)
        }
        None => (format!("<{tag}>"), plain),
    }
}

#[derive(Default)]
struct Writer {
    done: Vec<String>,
    html: String,
    /// Length of what `html` shows.
    units: usize,
}

impl Writer {
    /// A quotation: folded up if it is long, and then led by the words that answer, unless they are seen anyway.
    fn quote(&mut self, spans: &[Span]) {
        let all: Vec<_> = spans.iter().map(|span| (span.text.as_str(), span.strong)).collect();
        let length: usize = all.iter().map(|(text, _)| units(text)).sum();
        let answer: Vec<_> = all
            .iter()
            .filter(|(_, strong)| *strong)
            .map(|&(text, strong)| (text.trim(), strong))
            .collect();
        let answer_length: usize = answer.iter().map(|(text, _)| units(text)).sum();
        // where most of it is the answer, nothing is gained by folding the rest
        if length <= LONG_QUOTE || answer_length * 2 > length {
            return self.block(&all, "<blockquote>", "</blockquote>", "\n");
        }
        let before: usize =
            all.iter().take_while(|(_, strong)| !strong).map(|(text, _)| units(text)).sum();
        if answer_length > 0 && before + answer_length > SEEN_FOLDED {
            self.block(&answer, "<blockquote>", "</blockquote>", "\n");
        }
        self.block(&all, "<blockquote expandable>", "</blockquote>", "\n");
    }

    fn block(&mut self, spans: &[(&str, bool)], open: &str, close: &str, separator: &str) {
        let length: usize = spans.iter().map(|(text, _)| units(text)).sum();
        if self.units > 0 && self.units + separator.len() + length > LIMIT {
            self.flush();
        }
        if self.units > 0 {
            self.html.push_str(separator);
            self.units += separator.len();
        }
        self.html.push_str(open);
        for &(text, strong) in spans {
            let mut rest = text;
            while !rest.is_empty() {
                let part = fitting(rest, LIMIT - self.units);
                if part.is_empty() {
                    self.html.push_str(close);
                    self.flush();
                    self.html.push_str(open);
                    continue;
                }
                self.push(part, strong);
                rest = rest.get(part.len()..).unwrap_or_default();
            }
        }
        self.html.push_str(close);
    }

    fn push(&mut self, text: &str, strong: bool) {
        self.html.push_str(if strong { "<b>" } else { "" });
        escape(text, &mut self.html);
        self.html.push_str(if strong { "</b>" } else { "" });
        self.units += units(text);
    }

    fn flush(&mut self) {
        let html = std::mem::take(&mut self.html);
        if self.units > 0 {
            self.done.push(html);
        }
        self.units = 0;
    }

    fn finish(mut self) -> Vec<String> {
        self.flush();
        self.done
    }
}

/// The longest beginning of a text of at most `room` units that ends where a text may be parted.
fn fitting(text: &str, room: usize) -> &str {
    if units(text) <= room {
        return text;
    }
    let mut used = 0;
    let mut ends = [0; BREAKS.len()];
    for (at, character) in text.char_indices() {
        used += character.len_utf16();
        if used > room {
            break;
        }
        for (end, breaks) in ends.iter_mut().zip(BREAKS) {
            if breaks.is_empty() || breaks.contains(&character) {
                *end = at + character.len_utf8();
            }
        }
    }
    // a break that leaves most of a message empty is not worth it
    let end = ends.into_iter().find(|&end| {
        end > 0 && (room < LIMIT || units(text.get(..end).unwrap_or_default()) > LIMIT / 2)
    });
    let end = end.unwrap_or(if room < LIMIT { 0 } else { ends[BREAKS.len() - 1] });
    text.get(..end).unwrap_or_default()
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Writes what Telegram's HTML would read as a mark.
fn escape(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            _ => html.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::present::Place;
    use proptest::prelude::*;

    /// What a message shows: tags dropped, marks read.
    fn shown(html: &str) -> String {
        let mut text = html.to_owned();
        for tag in [
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<blockquote>",
            "<blockquote expandable>",
            "</blockquote>",
        ] {
            text = text.replace(tag, "");
        }
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    fn visible(text: &str) -> String {
        text.chars().filter(|character| !character.is_whitespace()).collect()
    }

    fn quote(spans: &[(&str, bool)]) -> Card {
        let spans =
            spans.iter().map(|&(text, strong)| Span { text: text.into(), strong }).collect();
        Card {
            blocks: vec![
                Block::Heading("題".into(), Some(Place::whole("p", 4, Language::English))),
                Block::Quote(spans, Language::English),
            ],
            rows: Vec::new(),
        }
    }

    fn messages(card: &Card) -> Vec<String> {
        super::messages(card, Links::NONE)
    }

    #[test]
    fn marks_are_escaped_the_answer_is_bold_and_the_heading_leads_to_the_paragraph() {
        let card = quote(&[("a<b ", false), ("& c", true)]);
        assert_eq!(messages(&card), ["<b>題</b>\n<blockquote>a&lt;b <b>&amp; c</b></blockquote>"]);
        let headings =
            |place: &Place| Some(format!("https://t.me/b?start={}_{}", place.paper, place.number));
        let linked = super::messages(&card, Links { headings: &headings, ..Links::NONE });
        assert!(
            linked[0].starts_with("<b><a href=\"https://t.me/b?start=p_4\">題</a></b>\n"),
            "{linked:?}"
        );
    }

    #[test]
    fn an_empty_card_is_no_message() {
        assert!(messages(&Card::default()).is_empty());
    }

    #[test]
    fn a_long_quotation_is_folded_up_and_the_answer_is_seen_all_the_same() {
        let long = "長".repeat(LONG_QUOTE);
        let [message] =
            messages(&quote(&[(&long, false), (" answer ", true)])).try_into().unwrap_or_default();
        assert_eq!(
            message,
            format!(
                "<b>題</b>\n<blockquote><b>answer</b></blockquote>\n<blockquote expandable>{long}<b> answer </b></blockquote>"
            )
        );
        let [message] =
            messages(&quote(&[("a", false), (&long, true)])).try_into().unwrap_or_default();
        assert_eq!(message, format!("<b>題</b>\n<blockquote>a<b>{long}</b></blockquote>"));
        let [message] =
            messages(&quote(&[("answer", true), (&long, false)])).try_into().unwrap_or_default();
        assert_eq!(
            message,
            format!("<b>題</b>\n<blockquote expandable><b>answer</b>{long}</blockquote>")
        );
    }

    proptest! {
        #[test]
        fn no_message_is_too_long_and_no_word_is_lost(text in "([a-z]{1,9}[ ,]|[前海😀。，<&>]){0,4000}") {
            let card = quote(&[(&text, false)]);
            let sent = messages(&card);
            for message in &sent {
                prop_assert!(units(&shown(message)) <= LIMIT);
                prop_assert_eq!(message.matches("<blockquote").count(), message.matches("</blockquote>").count());
                prop_assert_eq!(message.matches("<b>").count(), message.matches("</b>").count());
            }
            let all: String = sent.iter().map(|message| shown(message)).collect();
            prop_assert_eq!(visible(&all), visible(&format!("題{text}")));
        }
    }
}
