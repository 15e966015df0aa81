//! Long lines on a terminal, broken between words.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _};

use textwrap::core::{Word, display_width};
use textwrap::{Options, WordSeparator};

/// A terminal is taken to have at least so many columns.
const NARROWEST: usize = 20;

/// What an item of a list begins with.
const ITEM: &str = "  · ";

/// Marks that no line begins with.
const CLOSING: &str = "，。、；：？！）」』》〉】〕”’…％";

/// Marks that no line ends with.
const OPENING: &str = "（「『《〈【〔“‘";

/// A text in lines no longer than the terminal is wide, broken between words; as it is where there is no terminal.
pub(super) fn wrapped(text: &str) -> Cow<'_, str> {
    if !io::stdout().is_terminal() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(wrap(text, textwrap::termwidth()))
}

/// A text in lines of at most so many columns, in which Chinese characters take two.
fn wrap(text: &str, width: usize) -> String {
    let options = Options::new(width.max(NARROWEST)).word_separator(WordSeparator::Custom(words));
    let wrapped = |line: &str| {
        // what belongs to an item of a list stands below its words
        let indent = if line.starts_with(ITEM) { "    " } else { "" };
        textwrap::fill(line, options.clone().subsequent_indent(indent))
    };
    text.split('\n').map(wrapped).collect::<Vec<_>>().join("\n")
}

/// The words of a line: between spaces, and each Chinese character by itself with the marks that belong to it.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut in_sequence = false;
    for (at, character) in line.char_indices() {
        // control sequences, `ESC [ … letter`, take no room and end no word
        if in_sequence || character == '\u{1b}' {
            in_sequence = !(in_sequence && character.is_ascii_alphabetic());
            continue;
        }
        if before.is_some_and(|before| may_break(before, character))
            && let Some(word) = line.get(start..at)
        {
            words.push(Word::from(word));
            start = at;
        }
        before = Some(character);
    }
    words.extend(line.get(start..).filter(|word| !word.is_empty()).map(Word::from));
    Box::new(words.into_iter())
}

/// Whether a line may end between two characters.
fn may_break(before: char, after: char) -> bool {
    if after == ' ' || CLOSING.contains(after) || OPENING.contains(before) {
        return false;
    }
    before == ' ' || is_wide(before) || is_wide(after)
}

fn is_wide(character: char) -> bool {
    display_width(character.encode_utf8(&mut [0; 4])) == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_no_word_is_lost() {
        let text = "The Government of Shenzhen leads the development.\n  · 1. A rather long item of a list\n前海地區由深圳市政府主導開發。";
        let wrapped = wrap(text, 24);
        for line in wrapped.lines() {
            assert!(textwrap::core::display_width(line) <= 24, "{line}");
        }
        let plain = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(plain(&wrapped), plain(text));
        assert!(wrapped.contains("Shenzhen\n") || wrapped.contains("of\nShenzhen"), "{wrapped}");
        assert!(wrapped.contains("\n    "), "{wrapped}");
        let mixed = wrap("▸ Qianhai 前海（南山區）由深圳市政府主導開發，以及管理。", 20);
        assert!(
            mixed.lines().all(|line| !line.starts_with(|own| CLOSING.contains(own))),
            "{mixed}"
        );
        assert!(mixed.starts_with("▸ Qianhai 前海"), "{mixed}");
        // control sequences take no room
        let bold = "\u{1b}[1mGovernment\u{1b}[0m of";
        assert_eq!(wrap(bold, 20), bold);
    }
}
