//! What is no text of the document: page numbers, running headers, footnotes and their marks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex_lite::Regex;

use super::block::{ends_sentence, ends_text, is_part};
use super::characters::width;
use super::label::{Style, labels, narrowed};
use super::line::{Kind, Line};
use super::raised;
use super::words::{WORDS, pattern};

static FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?i:[-–—]\\s*\\d{1,4}\\s*[-–—]|Page\\s+\\d+(?:\\s*(?:of|/)\\s*\\d+)?|\\d{1,4}\\s*/\\s*\\d{1,4}|第\\s*\\d+\\s*[頁页](?:\\s*[,，/]?\\s*共\\s*\\d+\\s*[頁页])?|P\\.\\s?\\d+|[*=_~#＊＝＿－-]{3,}|file://\\S+(?:\\s+\\d+/\\d+)?|https?://\\S+\\s+\\d+/\\d+|\\d{1,2}/\\d{1,2}/\\d{2,4}, \\d{1,2}:\\d{2} [AP]M\\b.*)$",
    )
});
static RULE: LazyLock<Regex> = LazyLock::new(|| pattern("^[*=_~#＊＝＿－-]{3,}$"));
static PAPER_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("({})", WORDS.paper_number)));
static ROMAN: LazyLock<Regex> = LazyLock::new(|| pattern("^\\(?([ivx]{1,5})\\)?$"));
static FIGURES: LazyLock<Regex> = LazyLock::new(|| pattern("\\d+"));
static NOTE: LazyLock<Regex> = LazyLock::new(|| pattern("^\\[?(\\d{1,2})\\]?(?:\\s+(\\S.*))?$"));
static NAMED_NOTE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^{}\\s?(\\d{{1,2}})[:：.\\s]\\s*(\\S.*)$", WORDS.footnote)));
static BEFORE_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("{}\\s?$", WORDS.before_number)));
static FRACTION: LazyLock<Regex> = LazyLock::new(|| pattern("\\d[.,]$"));
static BEGINS_WITH_NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern("^\\d{1,3}(\\s|$)"));

/// Whether a line is a page number, a rule, or what a browser prints at a page's edge.
fn is_furniture(text: &str) -> bool {
    FURNITURE.is_match(text)
}

/// The number of a paper in a line, as it is printed.
pub(super) fn paper_number(text: &str) -> Option<&str> {
    PAPER_NUMBER.find(text).map(|found| found.as_str().trim())
}

/// A line with its figures alike, to find those that come again on each page.
fn alike(text: &str) -> String {
    FIGURES.replace_all(text, "#").into_owned()
}

/// Marks page numbers and the headers beside them.
pub(super) fn mark_furniture(lines: &mut [Line]) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let mut same: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines.iter() {
        *count.entry(alike(&line.text)).or_default() += 1;
        *same.entry(line.text.clone()).or_default() += 1;
    }
    for place in 0..lines.len() {
        let Some(line) = lines.get_mut(place) else { continue };
        if !is_furniture(&line.text) {
            continue;
        }
        line.kind = Kind::Furniture;
        if RULE.is_match(&line.text) {
            continue;
        }
        for (ahead, neighbour) in [
            (true, place.checked_add(1)),
            (true, place.checked_add(2)),
            (false, place.checked_sub(1)),
        ] {
            let Some(other) = neighbour.and_then(|neighbour| lines.get_mut(neighbour)) else {
                continue;
            };
            // "Phase 1" and "Phase 2" may be headings
            let repeated = same.get(&other.text).is_some_and(|&times| times > 1)
                || count.get(&alike(&other.text)).is_some_and(|&times| times > 2);
            let numbered = ahead
                && place > 3
                && paper_number(&other.text).is_some()
                && !ends_sentence(&other.text)
                && width(&other.text) < 60;
            let is_header = other.kind == Kind::Text
                && other.text.chars().count() < 100
                && (repeated || numbered)
                && labels(&other.text).is_empty();
            if is_header {
                other.kind = Kind::Furniture;
            } else if ahead {
                break;
            }
        }
    }
    mark_roman(lines);
    for place in 1..lines.len() {
        let left_out = lines.get(place - 1).is_some_and(|line| line.kind != Kind::Text);
        if let Some(line) = lines.get_mut(place).filter(|line| left_out && line.kind == Kind::Text)
        {
            line.cut = true;
        }
    }
}

/// Marks Roman page numbers: those that no item of a list follows.
fn mark_roman(lines: &mut [Line]) {
    for place in 1..lines.len() {
        let Some(line) = lines.get(place).filter(|line| line.kind == Kind::Text) else { continue };
        let Some(number) = ROMAN.captures(&line.text).and_then(|own| own.get(1)) else { continue };
        let before = lines.get(place - 1).map_or("", |line| line.text.trim_end());
        if !ends_text(before) || before.ends_with([':', '：']) {
            continue;
        }
        let next = match number.as_str() {
            "i" => "ii",
            "ii" => "iii",
            "iii" => "iv",
            "iv" => "v",
            "v" => "vi",
            _ => "",
        };
        let follows = |text: &str| {
            let text = text.trim_start_matches('(');
            let rest = text.strip_prefix(next).filter(|_| !next.is_empty());
            rest.is_some_and(|rest| !rest.starts_with(|own: char| own.is_alphanumeric()))
        };
        let followed = lines.iter().skip(place + 1).take(11).any(|line| follows(&line.text));
        if let Some(line) = lines.get_mut(place).filter(|_| !followed) {
            line.kind = Kind::Furniture;
        }
    }
}

/// The places of the entries below a heading such as "Contents", on its page: each ends with the number of a page, or one stands in the next
/// line.
fn below_contents(lines: &[Line]) -> BTreeSet<usize> {
    static HEADING: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!("^(?i:{})$", WORDS.contents)));
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:\\d{1,3}|[ivxl]{1,6})$"));
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern("\\D\\s(?:\\d{1,3}|[ivxl]{1,6})$"));
    let mut all = BTreeSet::new();
    let text = |place: usize| {
        let line = lines.get(place).filter(|line| line.kind == Kind::Text);
        line.map(|line| line.text.trim())
    };
    let heads =
        (0..lines.len()).filter(|&place| text(place).is_some_and(|own| HEADING.is_match(own)));
    for head in heads {
        let page = lines.get(head).and_then(|line| line.page);
        let (mut entries, mut numbers) = (vec![head], 0);
        for place in head + 1..lines.len() {
            if lines.get(place).is_none_or(|line| line.page != page) {
                break;
            }
            let Some(own) = text(place) else { continue };
            let is_number = NUMBER.is_match(own);
            let is_entry = is_number || (NUMBERED.is_match(own) && width(own) < LONGEST_ENTRY);
            let before_number = text(place + 1).is_some_and(|next| NUMBER.is_match(next));
            if !is_entry && !before_number {
                break;
            }
            numbers += usize::from(is_entry);
            entries.push(place);
        }
        if numbers >= FEWEST_ENTRIES {
            all.extend(entries);
        }
    }
    all
}

/// A longer line, in half widths of a Han character, is no entry of a table of contents.
const LONGEST_ENTRY: usize = 120;

/// Fewer entries are no table of contents.
const FEWEST_ENTRIES: usize = 3;

/// Marks the table of contents: lines together whose page numbers stand behind dots, or below its heading; a note of them.
pub(super) fn mark_contents(lines: &mut [Line]) -> Option<(usize, String)> {
    static LED: LazyLock<Regex> =
        LazyLock::new(|| pattern("\\S\\s*(?:(?:\\.\\s?){6,}|…{2,})\\s*(?:\\d{1,3}|[ivxl]{1,6})$"));
    let is_led = |line: &Line| line.kind == Kind::Text && !line.table && LED.is_match(&line.text);
    let led: Vec<bool> = lines.iter().map(is_led).collect();
    let is_led =
        |place: Option<usize>| place.and_then(|place| led.get(place)).copied().unwrap_or_default();
    let below = below_contents(lines);
    let mut marked = Vec::new();
    for (place, line) in lines.iter_mut().enumerate() {
        let beside = is_led(place.checked_sub(1)) || is_led(Some(place + 1));
        if (is_led(Some(place)) && beside) || below.contains(&place) {
            line.kind = Kind::Furniture;
            marked.push(line.number);
        }
    }
    let count = marked.len();
    marked.first().map(|&first| (first, format!("the contents left out, {count} lines")))
}

/// Marks footnotes, each with a mark in the text before it that is taken away; notes of what was left out.
pub(super) fn mark_footnotes(lines: &mut [Line]) -> Vec<(usize, String)> {
    let mut notes = Vec::new();
    let (mut wanted, mut from, mut place) = (1, 0, 1);
    // up to where the text before was searched for the mark of each number, in vain
    let mut searched: BTreeMap<u32, usize> = BTreeMap::new();
    while place < lines.len() {
        match footnote(lines, place, wanted, from, &mut searched) {
            Some(note) => {
                let Note { number, at, start, end, last } = note;
                let mut removed = String::new();
                if let Some(line) = lines.get_mut(at) {
                    let before = line.text.get(..start).unwrap_or_default();
                    removed = raised::removed(&number.to_string(), before);
                    line.text = format!("{before}{}", line.text.get(end..).unwrap_or_default());
                }
                let words: Vec<_> = lines
                    .get_mut(place..last)
                    .into_iter()
                    .flatten()
                    .map(|line| {
                        line.kind = Kind::Footnote;
                        line.text.clone()
                    })
                    .collect();
                if let Some(next) = lines.get_mut(last) {
                    next.cut = true;
                }
                let words = raised::beginning(&words.join(" "));
                let line = lines.get(place).map_or(0, |line| line.number);
                notes.push((line, format!("footnote {number} left out: {words}; {removed}")));
                (wanted, from, place) = (number + 1, at, last);
                searched.clear();
            }
            None => place += 1,
        }
    }
    notes
}

/// A footnote: its number, the line and the bytes of its mark, and the line behind its last.
struct Note {
    number: u32,
    at: usize,
    start: usize,
    end: usize,
    last: usize,
}

fn footnote(
    lines: &[Line],
    place: usize,
    wanted: u32,
    from: usize,
    searched: &mut BTreeMap<u32, usize>,
) -> Option<Note> {
    let line = lines.get(place).filter(|line| line.kind == Kind::Text && !line.table)?;
    let text = narrowed(&line.text);
    let found = NOTE.captures(&text).or_else(|| NAMED_NOTE.captures(&text))?;
    let number: u32 = found.get(1)?.as_str().parse().ok()?;
    if number != wanted && number != wanted + 1 {
        return None;
    }
    let words = found.get(2).map(|own| own.as_str().to_owned());
    let next = lines.get(place + 1);
    let said = words.clone().or_else(|| next.map(|line| line.text.clone()))?;
    let stray =
        words.is_none() && next.is_some_and(|line| is_part(&line.text) || is_furniture(&line.text));
    if said.is_empty() || stray {
        return None;
    }
    let from = searched.insert(number, place).map_or(from, |searched| from.max(searched));
    let marks = (from..place).rev().filter_map(|at| {
        let line = lines.get(at).filter(|line| line.kind == Kind::Text)?;
        mark(&line.text, number, text.starts_with('[')).map(|(start, end)| (at, start, end))
    });
    let (at, start, end) = marks.into_iter().next()?;
    let mut last = place + 1;
    while let Some(line) = lines.get(last) {
        let numbered = labels(&line.text)
            .iter()
            .any(|label| matches!(label.style, Style::Decimal | Style::Article));
        let other = line.blank
            || is_part(&line.text)
            || is_furniture(&line.text)
            || numbered
            || BEGINS_WITH_NUMBER.is_match(&line.text);
        if other {
            break;
        }
        last += 1;
    }
    if words.is_none() && last == place + 1 && last < lines.len() {
        last += 1;
    }
    Some(Note { number, at, start, end, last })
}

/// Where the last mark of a footnote stands in a line, as bytes: behind a word or its end, and before the end of one.
fn mark(text: &str, number: u32, is_bracketed: bool) -> Option<(usize, usize)> {
    let figure = number.to_string();
    let mut found = None;
    for (at, _) in text.match_indices(&figure) {
        let before = text.get(..at)?;
        let (start, bracketed) = match before.strip_suffix(['[', '(']) {
            Some(outer) => (outer.len(), true),
            None => (at, false),
        };
        let mut end = at + figure.len();
        if bracketed && text.get(end..)?.starts_with([']', ')']) {
            end += 1;
        }
        let before = text.get(..start)?;
        let last = before.chars().next_back();
        let behind_word = last.is_some_and(|own| {
            own.is_ascii_alphabetic()
                || super::characters::is_han(own)
                || "）)」』”’\"】》。.,，;；".contains(own)
        });
        let next = text.get(end..)?.chars().next();
        // 約2 400個 is a figure
        let mut behind = text.get(end..)?.chars();
        let is_figure = !bracketed
            && behind.next().is_some_and(char::is_whitespace)
            && behind.next().is_some_and(|own| own.is_ascii_digit());
        let before_end = next
            .is_none_or(|own| own.is_whitespace() || "。，、；：,.;:!?！？)）」』”".contains(own));
        if behind_word
            && before_end
            && !is_figure
            && (bracketed || !is_bracketed)
            && !BEFORE_NUMBER.is_match(before)
            && !FRACTION.is_match(before)
        {
            found = Some((start, end));
        }
    }
    found
}
