//! Lines that belong together: a paragraph's beginning, an item of a list, a heading, rows of a table, other words.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::characters::width;
use super::hyphen::{HYPHENS, Speller};
use super::label::{is_enumerator_only, is_sub};
use super::line::{Kind, Line};
use super::preamble::{MOST_ISSUERS, is_of_signature};
use super::words::{WORDS, pattern};

static TEXT_END: LazyLock<Regex> =
    LazyLock::new(|| pattern("[.。!！?？;；:：…][\"”’」』）)\\]】》]*$"));
static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| pattern("[.。!！…][\"”’」』）)\\]】》]*$"));
static PART: LazyLock<Regex> = LazyLock::new(|| {
    let (english, number) = (&WORDS.part_in_english, &WORDS.number_of_part);
    let (chinese, numerals) = (&WORDS.part_in_chinese, &WORDS.numerals);
    pattern(&format!(
        "^(?:{english}\\s+{number}\\b|第\\s*[{numerals}0-9]{{1,4}}\\s*{chinese}|[甲乙丙丁戊己庚辛]部\\s*[:：]?)"
    ))
});
static NOT_PART: LazyLock<Regex> = LazyLock::new(|| {
    let (not_part, numerals) = (&WORDS.not_part, &WORDS.numerals);
    pattern(&format!("^第\\s*[{numerals}0-9]{{1,4}}\\s*{not_part}"))
});
static UNFINISHED: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("\\b{}$", WORDS.unfinished)));
static HEADING_MARK: LazyLock<Regex> =
    LazyLock::new(|| pattern("[.。;；,，、:：][\"”’」』]*$|[–—―─]$"));
static ABBREVIATION: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("\\b{}\\.$", WORDS.abbreviation)));
static TABLE_NOTE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^(?i:{})\\s*[:：]", WORDS.table_note)));
static LETTER: LazyLock<Regex> = LazyLock::new(|| pattern("[A-Za-z\u{3400}-\u{9fff}]"));
static TWO_SENTENCES: LazyLock<Regex> = LazyLock::new(|| pattern("[a-z]{3}\\. [A-Z]"));

/// Whether a text ends where something ends: a sentence, or a part of one.
pub(super) fn ends_text(text: &str) -> bool {
    TEXT_END.is_match(text)
}

/// Whether it ends with a sentence.
pub(super) fn ends_sentence(text: &str) -> bool {
    SENTENCE_END.is_match(text)
}

/// Whether a line begins a part or a chapter.
pub(super) fn is_part(text: &str) -> bool {
    PART.is_match(text) && !NOT_PART.is_match(text)
}

/// Whether a text may be a heading: short, and neither the end nor the middle of a sentence.
pub(super) fn is_like_heading(text: &str) -> bool {
    if width(text) > 110 || text.chars().count() < 2 {
        return false;
    }
    if HEADING_MARK.is_match(text) && !ABBREVIATION.is_match(text) {
        return false;
    }
    if TABLE_NOTE.is_match(text) {
        return false;
    }
    let lower = text.starts_with(|first: char| first.is_ascii_lowercase());
    if lower || !LETTER.is_match(text) || text.ends_with(HYPHENS) || UNFINISHED.is_match(text) {
        return false;
    }
    let mut before_last = text.chars();
    before_last.next_back();
    !before_last.as_str().contains(['。', '；']) && !TWO_SENTENCES.is_match(text)
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    Table,
    /// The beginning of a paragraph.
    Main,
    /// An item of a list.
    Item,
    /// The heading of a part.
    Part,
    /// What the document says is a heading.
    Heading,
    Text,
}

/// Lines that belong together.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) lines: Vec<Line>,
    /// The place of its first line.
    pub(super) place: usize,
    pub(super) text: String,
}

impl Block {
    /// The number of its first line.
    pub(super) fn number(&self) -> usize {
        self.lines.first().map_or(0, |line| line.number)
    }

    pub(super) fn center(&self) -> bool {
        self.lines.first().is_some_and(|line| line.center)
    }

    pub(super) fn big(&self) -> bool {
        self.lines.first().is_some_and(|line| line.big)
    }

    /// Whether what stood before it was left out.
    pub(super) fn cut(&self) -> bool {
        self.lines.first().is_some_and(|line| line.cut)
    }

    /// Whether it may be a heading.
    pub(super) fn is_heading(&self) -> bool {
        match self.kind {
            BlockKind::Part | BlockKind::Heading => true,
            BlockKind::Text => self.lines.len() <= 3 && is_like_heading(&self.text),
            _ => false,
        }
    }

    /// Its text behind the number of its first line.
    pub(super) fn behind(&self, rest: &str, speller: &Speller, chinese: bool) -> String {
        let mut text = rest.to_owned();
        for line in self.lines.iter().skip(1) {
            speller.append(&mut text, &line.text, chinese);
        }
        text
    }
}

/// Lines as blocks. `mains` and `items` are the places of lines that begin paragraphs and items.
pub(super) fn blocks(
    lines: &[Line],
    speller: &Speller,
    chinese: bool,
    mains: &BTreeSet<usize>,
    items: &BTreeSet<usize>,
) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let full = full_width(lines);
    for (place, line) in lines.iter().enumerate() {
        if line.kind != Kind::Text {
            continue;
        }
        let kind = kind_of(line, place, mains, items);
        let new = match blocks.last() {
            None => true,
            Some(last) => {
                let begins = kind != BlockKind::Text
                    || line.blank
                    || matches!(last.kind, BlockKind::Table | BlockKind::Part | BlockKind::Heading)
                    || starts_anew(last, line, lines, place, mains, full);
                begins && !goes_on(last, line, kind)
            }
        };
        match blocks.last_mut().filter(|_| !new) {
            Some(last) => last.lines.push(line.clone()),
            None => {
                blocks.push(Block { kind, lines: vec![line.clone()], place, text: String::new() })
            }
        }
    }
    for Block { lines, text, .. } in &mut blocks {
        lines.iter().for_each(|line| speller.append(text, &line.text, chinese));
    }
    blocks
}

fn kind_of(
    line: &Line,
    place: usize,
    mains: &BTreeSet<usize>,
    items: &BTreeSet<usize>,
) -> BlockKind {
    static PROSE_END: LazyLock<Regex> = LazyLock::new(|| pattern("[。，]$|[a-z]\\.$"));
    if line.table {
        BlockKind::Table
    } else if mains.contains(&place) {
        BlockKind::Main
    } else if items.contains(&place) || is_sub(&line.text) {
        BlockKind::Item
    } else if is_part(&line.text) && width(&line.text) < 100 && !PROSE_END.is_match(&line.text) {
        BlockKind::Part
    } else if line.heading {
        BlockKind::Heading
    } else {
        BlockKind::Text
    }
}

/// The width of a full line.
fn full_width(lines: &[Line]) -> usize {
    let text = lines.iter().filter(|line| line.kind == Kind::Text && !line.table);
    let mut widths: Vec<_> = text.map(|line| width(&line.text)).collect();
    widths.sort_unstable();
    widths.get((widths.len() as f32 * 0.85) as usize).copied().unwrap_or(80)
}

/// A text at least so wide, in columns, is a paragraph and no cell of a table.
pub(super) const LEAST_TEXT: usize = 40;

/// The number and the text of a paragraph whose number stands in a cell of its own.
pub(super) fn numbered_row(cells: &[String]) -> Option<(&str, &str)> {
    let mut filled = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty());
    let (number, text) = (filled.next()?, filled.next()?);
    let is_text = width(text) >= LEAST_TEXT || ends_sentence(text);
    (filled.next().is_none() && is_enumerator_only(number) && is_text).then_some((number, text))
}

/// Whether all lines from a place on are those of who issued the document, and when.
fn is_signed_from(lines: &[Line], place: usize) -> bool {
    let rest = || lines.iter().skip(place).filter(|line| line.kind == Kind::Text);
    rest().nth(MOST_ISSUERS).is_none()
        && rest().all(|line| is_of_signature(line) && !ends_sentence(&line.text))
}

/// Whether a line of text begins something new though it does not stand apart: other type, or a short line that is a heading.
fn starts_anew(
    last: &Block,
    line: &Line,
    lines: &[Line],
    place: usize,
    mains: &BTreeSet<usize>,
    full: usize,
) -> bool {
    let Some(before) = last.lines.last() else { return true };
    let other_type = before.bold.is_some() && before.bold != line.bold;
    let sizes = before.size.zip(line.size);
    if other_type || sizes.is_some_and(|(one, other)| (one - other).abs() > 0.6) {
        return true;
    }
    let finished = ends_sentence(&before.text) || before.text.ends_with('?');
    if finished && is_signed_from(lines, place) {
        return true;
    }
    if finished && is_like_heading(&line.text) && (width(&line.text) as f32) < 0.75 * full as f32 {
        let mut after = lines.iter().enumerate().skip(place + 1);
        let next = after.find(|(_, line)| line.kind == Kind::Text);
        return next.is_some_and(|(place, line)| mains.contains(&place) || is_part(&line.text));
    }
    // the first line of a block is far too short to have been broken there
    last.lines.len() == 1
        && last.kind == BlockKind::Text
        && full >= 50
        && 2 * width(&before.text) < full
        && is_like_heading(&before.text)
        && !line.text.starts_with(|first: char| first.is_ascii_lowercase())
        && 2 * width(&line.text) > 3 * width(&before.text)
        && !before.center
}

/// Whether a line goes on with a sentence that a page's foot broke.
fn goes_on(last: &Block, line: &Line, kind: BlockKind) -> bool {
    let Some(before) = last.lines.last() else { return false };
    let heading =
        is_like_heading(&before.text) && last.kind == BlockKind::Text && last.lines.len() == 1;
    line.cut
        && kind == BlockKind::Text
        && matches!(last.kind, BlockKind::Text | BlockKind::Main | BlockKind::Item)
        && !ends_sentence(&before.text)
        && !heading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_from_sentences() {
        for heading in ["目的", "Purpose", "Setting up of 18 Panels", "Why Do We Want It?"] {
            assert!(is_like_heading(heading), "{heading}");
        }
        for other in ["x", "委員備悉。", "and other matters", "the number of", "政府；", "Fees:"]
        {
            assert!(!is_like_heading(other), "{other}");
        }
        assert!(is_part("第二章 管理") && is_part("PART II") && !is_part("第三部門的工作"));
    }
}
