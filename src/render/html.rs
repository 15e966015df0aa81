//! A card as Telegram messages in HTML: `b`, `i` and `blockquote`, nothing nested in itself, nothing cut.

use super::card::{Block, Card};

/// Longest message in UTF-16 code units, after entities.
pub const LIMIT: usize = 4096;

/// Characters after which a long text may be parted, the best first.
const BREAKS: [&[char]; 3] = [&['。', '！', '？', '.', '!', '?', '\n'], &['，', '；', '、', ' ', ',', ';'], &[]];

/// The card's messages, in order, none longer than [`LIMIT`], none empty. A block stays whole unless it is too long for any message;
/// then it is parted after a sentence, else after a mark or a space, else between characters.
pub fn messages(card: &Card) -> Vec<String> {
    let mut writer = Writer::default();
    for block in &card.blocks {
        let (tags, separator) = match block {
            Block::Note(_) => (None, "\n\n"),
            Block::Heading(_) => (Some(("<b>", "</b>")), "\n\n"),
            Block::Quote(_) => (Some(("<blockquote>", "</blockquote>")), "\n"),
            Block::Source(_) => (Some(("<i>", "</i>")), "\n"),
        };
        let spans: Vec<(&str, bool)> = match block {
            Block::Quote(spans) => spans.iter().map(|span| (span.text.as_str(), span.strong)).collect(),
            Block::Note(text) | Block::Heading(text) | Block::Source(text) => vec![(text.as_str(), false)],
        };
        writer.block(&spans, tags, separator);
    }
    writer.finish()
}

#[derive(Default)]
struct Writer {
    done: Vec<String>,
    html: String,
    /// Length of what `html` shows.
    units: usize,
}

impl Writer {
    fn block(&mut self, spans: &[(&str, bool)], tags: Option<(&str, &str)>, separator: &str) {
        let length: usize = spans.iter().map(|(text, _)| units(text)).sum();
        if self.units > 0 && self.units + separator.len() + length > LIMIT {
            self.flush();
        }
        if self.units > 0 {
            self.html.push_str(separator);
            self.units += separator.len();
        }
        let (open, close) = tags.unwrap_or_default();
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
    let end = ends.into_iter().find(|&end| end > 0 && (room < LIMIT || units(text.get(..end).unwrap_or_default()) > LIMIT / 2));
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
    use super::super::card::Span;
    use super::*;
    use proptest::prelude::*;

    /// What a message shows: tags dropped, marks read.
    fn shown(html: &str) -> String {
        let mut text = html.to_owned();
        for tag in ["<b>", "</b>", "<i>", "</i>", "<blockquote>", "</blockquote>"] {
            text = text.replace(tag, "");
        }
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    fn visible(text: &str) -> String {
        text.chars().filter(|character| !character.is_whitespace()).collect()
    }

    fn quote(text: &str) -> Card {
        Card {
            blocks: vec![Block::Heading("題".into()), Block::Quote(vec![Span { text: text.into(), strong: true }])],
            buttons: Vec::new(),
        }
    }

    #[test]
    fn marks_are_escaped_and_the_answer_is_bold() {
        assert_eq!(messages(&quote("a<b & c")), ["<b>題</b>\n<blockquote><b>a&lt;b &amp; c</b></blockquote>"]);
    }

    #[test]
    fn an_empty_card_is_no_message() {
        assert!(messages(&Card::default()).is_empty());
    }

    proptest! {
        #[test]
        fn no_message_is_too_long_and_no_word_is_lost(text in "([a-z]{1,9}[ ,]|[前海😀。，<&>]){0,4000}") {
            let card = quote(&text);
            let sent = messages(&card);
            for message in &sent {
                prop_assert!(units(&shown(message)) <= LIMIT);
                prop_assert_eq!(message.matches("<blockquote>").count(), message.matches("</blockquote>").count());
                prop_assert_eq!(message.matches("<b>").count(), message.matches("</b>").count());
            }
            let all: String = sent.iter().map(|message| shown(message)).collect();
            prop_assert_eq!(visible(&all), visible(&format!("題{text}")));
        }
    }
}
