//! What stands on pages beside their text: running headers and footers, page numbers, footnotes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex_lite::Regex;

use super::super::label::{Style, labels};
use super::super::pdf::Fragment;
use super::super::raised;
use super::super::words::{WORDS, pattern};
use super::row::{Row, Sheet, row_text};
use super::{is_digit, leftmost, length, nearest, rightmost};

/// A line that is only a page number.
static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:[\-–—~·\s\u{3000}]*([\d０-９]{1,4}|[ivxlc]{1,6})[\-–—~·\s\u{3000}]*",
        r"|Page[\s\u{3000}]*[\d０-９]+([\s\u{3000}]*(of|/)[\s\u{3000}]*[\d０-９]+)?",
        r"|[\d０-９]+[\s\u{3000}]*(/|of)[\s\u{3000}]*[\d０-９]+",
        r"|第[\s\u{3000}]*[\d０-９]+[\s\u{3000}]*[頁页]",
        r"([\s\u{3000}]*[,，/共]*[\s\u{3000}]*[\d０-９]+[\s\u{3000}]*[頁页])?",
        r"|[(（\[［][\s\u{3000}]*[\d０-９]{1,4}[\s\u{3000}]*[)）\]］]",
        r"|P\.?[\s\u{3000}]*[\d０-９]+)$",
    ))
});

/// A page number between dashes.
static DASHED_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\-–—][\s\u{3000}]*[\d０-９]{1,3}[\s\u{3000}]*[\-–—]$"));

/// The beginning of a footnote.
static NOTE_START: LazyLock<Regex> = LazyLock::new(|| {
    let start = concat!(
        r"^[(\[]?(?:[\d０-９]{1,3}|[*†‡#]{1,3})[)\].]?",
        r"[\s\u{3000}A-Z“",
        "\"",
        r"‘\u{3400}-\u{9fff}「《（(]",
        r"|^(?:[*†‡#]|",
    );
    pattern(&format!("{start}{})", WORDS.footnote))
});

/// A text in which other page numbers and spaces make no difference.
fn without_numbers(text: &str) -> String {
    let mut plain = String::new();
    let mut in_number = false;
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        let digit = is_digit(character);
        if !digit {
            plain.push(character);
        } else if !in_number {
            plain.push('#');
        }
        in_number = digit;
    }
    plain
}

/// The height of a row on the page, roughly.
fn rough_height(row: &Row) -> i32 {
    nearest(row.y / 6.0)
}

/// How the texts of the rows recur from page to page.
struct Recurrence {
    /// On how many pages a text stands at a height.
    seen: BTreeMap<(String, i32), usize>,
    /// The texts that stand somewhere away from the top and the foot.
    inside: BTreeSet<String>,
    /// On how many pages a running header must stand.
    needed: usize,
    pages: usize,
}

impl Recurrence {
    fn of(sheets: &[Sheet]) -> Self {
        let mut seen = BTreeMap::new();
        let mut inside = BTreeSet::new();
        for sheet in sheets {
            let mut here = BTreeSet::new();
            for row in &sheet.rows {
                let text = without_numbers(&row.text);
                if !row.zone {
                    inside.insert(text.clone());
                }
                if !text.is_empty() {
                    here.insert((text, rough_height(row)));
                }
            }
            for place in here {
                *seen.entry(place).or_insert(0) += 1;
            }
        }
        let pages = sheets.len();
        let needed = if pages < 5 { 2 } else { (pages / 3).max(2) };
        Self { seen, inside, needed, pages }
    }

    /// On how many pages a row stands, at about the same height.
    fn times(&self, text: &str, row: &Row) -> usize {
        let height = rough_height(row);
        (height - 1..=height + 1)
            .filter_map(|near| self.seen.get(&(text.to_owned(), near)))
            .max()
            .copied()
            .unwrap_or(0)
    }
}

/// What is done with a row.
enum Verdict {
    Keep,
    Drop,
    /// Left out, and said so.
    DropAndSay,
}

/// Leaves out running headers and footers and page numbers. Gives notes of what may have been
/// text.
pub(super) fn drop_furniture(sheets: &mut [Sheet], body: f32) -> Vec<String> {
    let recurrence = Recurrence::of(sheets);
    let mut notes = Vec::new();
    for sheet in sheets {
        let mut kept = Vec::new();
        for row in std::mem::take(&mut sheet.rows) {
            match furniture(&row, sheet.number, sheet.height, body, &recurrence) {
                Verdict::Keep => kept.push(row),
                Verdict::Drop => {}
                Verdict::DropAndSay => {
                    notes.push(format!("page {}: header left out: {}", sheet.number, row.text));
                }
            }
        }
        drop_dashed_numbers(&mut kept);
        sheet.rows = kept;
    }
    notes
}

fn furniture(row: &Row, page: u32, height: f32, body: f32, recurrence: &Recurrence) -> Verdict {
    if row.text.is_empty() {
        return Verdict::Drop;
    }
    let plain = without_numbers(&row.text);
    let recurs = recurrence.times(&plain, row) >= recurrence.needed;
    let number = PAGE_NUMBER.is_match(&row.text);
    // figures by themselves are the row of a table
    let is_worded = number || row.text.chars().any(char::is_alphabetic);
    let may_recur = row.ruled.is_none() && is_worded && length(&row.text) < 120;
    if row.zone && recurrence.pages > 1 && recurs && may_recur {
        return if number { Verdict::Drop } else { Verdict::DropAndSay };
    }
    let edge = row.y > 0.9 * height || row.y < 0.1 * height;
    if edge && number && row.ruled.is_none() {
        return Verdict::Drop;
    }
    // A header that changes from chapter to chapter: small type at the very top.
    let small_header = edge
        && row.ruled.is_none()
        && page > 1
        && row.size <= 0.93 * body
        && length(&row.text) < 100
        && !NOTE_START.is_match(&row.text)
        && row.y > 0.5 * height;
    if small_header && (recurrence.inside.contains(&plain) || row.y > 0.92 * height) {
        return Verdict::DropAndSay;
    }
    Verdict::Keep
}

/// Leaves out a page number between dashes as the first or last row, further in than the edge.
fn drop_dashed_numbers(rows: &mut Vec<Row>) {
    let is_number = |row: &Row| row.zone && DASHED_NUMBER.is_match(&row.text);
    if rows.first().is_some_and(is_number) {
        rows.remove(0);
    }
    if rows.last().is_some_and(is_number) {
        rows.pop();
    }
}

/// Leaves out the first row of a ruled table that goes on from the page before, where it says again what the columns are.
pub(super) fn drop_repeated_heads(sheets: &mut [Sheet], notes: &mut Vec<String>) {
    let mut head: Option<String> = None;
    for sheet in sheets {
        let first = sheet.rows.first().filter(|row| row.is_head);
        if first.is_some_and(|row| Some(&row.text) == head.as_ref()) {
            let row = sheet.rows.remove(0);
            let text = row.text.replace(['\t', '\n'], " ");
            notes.push(format!("page {}: repeated head of a table left out: {text}", sheet.number));
        } else {
            head = None;
        }
        let last = sheet.rows.iter().rposition(|row| row.ruled.is_none());
        let table = last.map_or(0, |last| last + 1);
        let own = sheet.rows.get(table..).unwrap_or_default();
        let new = own.iter().rfind(|row| row.is_head).map(|row| row.text.clone());
        // a table that fills the page goes on with the head of the one before
        head = if own.is_empty() { None } else { new.or(head) };
    }
}

/// What stands over the column of minutes that says who is to act.
static ACTION: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^(?i:{})[:：]?$", WORDS.action)));

/// A name in that column may begin so far left of its head, in points.
const BEFORE_HEAD: f32 = 12.0;

/// Leaves out the column beside the text of minutes that says who is to act.
pub(super) fn drop_action_column(sheets: &mut [Sheet], notes: &mut Vec<String>) {
    let head = sheets.iter().enumerate().find_map(|(at, sheet)| {
        let mut all = sheet.rows.iter().filter(|row| row.ruled.is_none());
        let last = all.find_map(|row| {
            let last = row.fragments.iter().max_by(|a, b| a.x.total_cmp(&b.x))?;
            let others = row.fragments.iter().filter(|own| own.x < last.x);
            let stands_apart = last.x - rightmost(others) > 2.0 * row.size;
            let is_head = ACTION.is_match(last.text.trim()) && last.x > 0.7 * sheet.width;
            (is_head && stands_apart).then_some(last.x - BEFORE_HEAD)
        });
        Some((at, last?))
    });
    let Some((first, left)) = head else { return };
    let sheets = sheets.get_mut(first..).unwrap_or_default();
    // where words go on from one side to the other, there is no column
    let crosses = |row: &&Row| {
        let (text, beside): (Vec<_>, Vec<_>) = row.fragments.iter().partition(|own| own.x < left);
        let gap = leftmost(beside.iter().copied()) - rightmost(text.iter().copied());
        let goes_on = !beside.is_empty() && gap < 0.4 * row.size;
        goes_on || text.iter().any(|own| own.right() > left + BEFORE_HEAD)
    };
    let rows = || sheets.iter().flat_map(|sheet| &sheet.rows).filter(|row| row.ruled.is_none());
    let crossing = rows().filter(crosses).count();
    if crossing * 10 > rows().count() {
        return;
    }
    for sheet in sheets {
        for row in sheet.rows.iter_mut().filter(|row| row.ruled.is_none()) {
            let (text, beside) = row.fragments.drain(..).partition(|own| own.x < left);
            row.fragments = text;
            let beside: Vec<Fragment> = beside;
            if !beside.is_empty() {
                let said = row_text(&beside, row.size, false).text;
                notes.push(format!("page {}: beside the text, left out: {said}", sheet.number));
                row.text = row_text(&row.fragments, row.size, false).text;
            }
        }
        sheet.rows.retain(|row| !row.fragments.is_empty());
    }
}

/// A longer text beside another is a column of text.
const LONG_CELL: usize = 20;

/// A footnote, or a part of one.
pub(super) struct Foot {
    pub(super) page: u32,
    pub(super) text: String,
}

/// Takes the footnotes off a page: small rows at its foot, the first of which begins with a mark.
pub(super) fn take_footnotes(sheet: &mut Sheet, body: f32) -> Vec<Foot> {
    let rows = &sheet.rows;
    let small = rows.iter().rev().take_while(|row| may_be_note(row, body)).count();
    let block = rows.len() - small;
    let first = rows.iter().skip(block).position(starts_note).map(|skipped| block + skipped);
    let at_foot = |row: &Row| row.y < 0.5 * sheet.height;
    let by_type = first.filter(|&first| rows.get(first).is_some_and(at_foot));
    let Some(start) = below_separator(sheet, block).or(by_type) else { return Vec::new() };
    let notes = sheet.rows.split_off(start);
    notes.into_iter().map(|row| Foot { page: sheet.number, text: row.text }).collect()
}

/// The first row of the footnotes that a line divides from the text: a short one, as word processors draw, near the foot; or any, over small
/// type. From the row `small` on, all are of small type.
fn below_separator(sheet: &Sheet, small: usize) -> Option<usize> {
    let edge = leftmost(sheet.rows.iter().flat_map(|row| &row.fragments));
    sheet.separators.iter().find_map(|line| {
        let start = sheet.rows.partition_point(|row| row.y >= line.at);
        let (before, notes) = sheet.rows.split_at_checked(start)?;
        let first = notes.first().filter(|row| starts_note(row))?;
        let is_near = line.at - first.y < 4.0 * first.size;
        // what is underlined stands right above its line
        let is_underline = before.last().is_some_and(|row| row.y - line.at < 0.4 * row.size);
        if !is_near || is_underline {
            return None;
        }
        let length = (line.to - line.from) / sheet.width;
        let is_short = (0.08..0.45).contains(&length) && line.at < 0.6 * sheet.height;
        // in the size of the text, a number with a full stop or brackets begins a paragraph
        let is_paragraph = labels(&first.text).iter().any(|own| own.style != Style::Bare);
        let is_at_edge = line.from - edge < 0.05 * sheet.width;
        let is_one = notes.iter().all(|row| row.ruled.is_none() && !has_two_columns(row));
        let is_note = start >= small || (is_short && is_at_edge && !is_paragraph);
        (is_note && is_one).then_some(start)
    })
}

/// Whether text stands on both sides of a wide gap in a row.
fn has_two_columns(row: &Row) -> bool {
    let cells = row_text(&row.fragments, row.size, false).cells;
    cells.len() > 1 && cells.iter().all(|cell| length(&cell.text) > LONG_CELL)
}

/// Whether a row is of small type and no row of a table.
fn may_be_note(row: &Row, body: f32) -> bool {
    row.ruled.is_none()
        && row.size <= 0.93 * body
        && row_text(&row.fragments, row.size, false).cells.len() < 3
}

/// A number of thousands, as Hong Kong writes it: 30 000.
static THOUSANDS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d{1,3} \d{3}\b"));

/// Whether a row begins as a footnote does, or with a raised mark.
fn starts_note(row: &Row) -> bool {
    let first = row.fragments.iter().min_by(|a, b| a.x.total_cmp(&b.x));
    (NOTE_START.is_match(&row.text) && !THOUSANDS.is_match(&row.text))
        || first.is_some_and(|first| raised::is_mark(first.text.trim()) && first.size < row.size)
}
