//! From the pieces of text on the pages of a PDF to lines in the order in which they are read.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex_lite::Regex;

use super::characters::{fold, is_cjk};
use super::label::{is_enumerator_only, labels};
use super::line::Line;
use super::pattern;
use super::pdf::{Fragment, Page};
use super::raised::{self, Raised};

/// A line that is only a page number.
static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:[\-–—~·\s\u{3000}]*([\d０-９]{1,4}|[ivxlc]{1,6})[\-–—~·\s\u{3000}]*",
        r"|Page[\s\u{3000}]*[\d０-９]+([\s\u{3000}]*(of|/)[\s\u{3000}]*[\d０-９]+)?",
        r"|[\d０-９]+[\s\u{3000}]*(/|of)[\s\u{3000}]*[\d０-９]+",
        r"|第[\s\u{3000}]*[\d０-９]+[\s\u{3000}]*[頁页]",
        r"([\s\u{3000}]*[,，/共]*[\s\u{3000}]*[\d０-９]+[\s\u{3000}]*[頁页])?",
        r"|P\.?[\s\u{3000}]*[\d０-９]+)$",
    ))
});

/// A page number between dashes.
static DASHED_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\-–—][\s\u{3000}]*[\d０-９]{1,3}[\s\u{3000}]*[\-–—]$"));

/// The beginning of a footnote.
static NOTE_START: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^[(\[]?(?:[\d０-９]{1,3}|[*†‡#]{1,3})[)\].]?",
        r"[\s\u{3000}A-Z“",
        "\"",
        r"‘\u{3400}-\u{9fff}「《（(]",
        r"|^(?:[*†‡#註注]|Note)",
    ))
});

/// A cell with a number, a percentage or a sum of money.
static FIGURE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\d０-９.,%$£€()\s\u{3000}\-]{1,14}$"));

/// Two spaces or more.
static SPACES: LazyLock<Regex> = LazyLock::new(|| pattern(" {2,}"));

/// Reads the pages: the lines, and notes on what was left out of them.
pub(super) fn lines(pages: &[Page]) -> (Vec<Line>, Vec<String>) {
    let body = body_size(pages);
    let mut sheets: Vec<Sheet> = pages.iter().map(Sheet::of).collect();
    let mut notes = drop_furniture(&mut sheets, body);
    let mut feet = Vec::new();
    for sheet in &mut sheets {
        feet.append(&mut take_footnotes(sheet, body));
    }
    let mut segments = segments(&sheets, body, &mut notes, &mut feet);
    let lead = leading(&segments, body);
    mark_tables(&mut segments, body, lead);
    fill_tables(&mut segments);
    let lines = finish(&mut segments, body, lead);
    for foot in feet {
        let text = beginning(&foot.text, 60);
        notes.push(format!("page {}: footnote left out: {text}", foot.page));
    }
    (lines, notes)
}

// Small helps.

/// Counts things, and remembers which of them was seen first.
#[derive(Default)]
struct Tally<K> {
    /// For each thing, when it was first seen and how often.
    counts: BTreeMap<K, (usize, usize)>,
}

impl<K: Ord> Tally<K> {
    fn add(&mut self, key: K, count: usize) {
        let order = self.counts.len();
        self.counts.entry(key).or_insert((order, 0)).1 += count;
    }

    /// The most frequent; of several, the first seen.
    fn most_common(&self) -> Option<&K> {
        let most = self.counts.iter().max_by_key(|(_, (order, count))| (*count, Reverse(*order)));
        most.map(|(key, _)| key)
    }
}

/// The middle value, or the mean of the middle two.
fn median(values: &[f32]) -> Option<f32> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(half.checked_sub(1)?)?;
    Some((lower + upper) / 2.0)
}

fn nearest(value: f32) -> i32 {
    value.round_ties_even() as i32
}

fn tenths(value: f32) -> f32 {
    (value * 10.0).round_ties_even() / 10.0
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn beginning(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '。'])
}

/// Whether a line ends as a paragraph may end.
fn ends_paragraph(text: &str) -> bool {
    text.ends_with(['.', '。', '！', '？', '!', '?', '：', ':', '；', ';'])
}

/// The same, where a closing quotation mark or bracket may be the end too.
fn ends_paragraph_or_quotation(text: &str) -> bool {
    ends_paragraph(text) || text.ends_with(['」', '』', '”', '"', '）', ')'])
}

fn leftmost<'a>(fragments: impl IntoIterator<Item = &'a Fragment>) -> f32 {
    fragments.into_iter().map(|fragment| fragment.x).fold(f32::INFINITY, f32::min)
}

fn rightmost<'a>(fragments: impl IntoIterator<Item = &'a Fragment>) -> f32 {
    fragments.into_iter().map(Fragment::right).fold(f32::NEG_INFINITY, f32::max)
}

fn largest<'a>(fragments: impl IntoIterator<Item = &'a Fragment>) -> f32 {
    fragments.into_iter().map(|fragment| fragment.size).fold(0.0, f32::max)
}

fn letters<'a>(fragments: impl IntoIterator<Item = &'a Fragment>) -> usize {
    fragments.into_iter().map(|fragment| length(&fragment.text)).sum()
}

/// The size in which most of the text is set.
fn body_size(pages: &[Page]) -> f32 {
    let mut sizes = Tally::default();
    for fragment in pages.iter().flat_map(|page| &page.fragments) {
        sizes.add(nearest(fragment.size * 10.0), length(fragment.text.trim()));
    }
    sizes.most_common().map_or(12.0, |&size| size as f32 / 10.0)
}

// Rows: what stands on one base line.

/// What stands on one base line of a page.
struct Row {
    y: f32,
    size: f32,
    fragments: Vec<Fragment>,
    text: String,
    /// Whether it stands near the top or the foot of the page.
    zone: bool,
}

impl Row {
    fn new(first: Fragment) -> Self {
        Self {
            y: first.y,
            size: first.size,
            fragments: vec![first],
            text: String::new(),
            zone: false,
        }
    }
}

/// A page with its rows, from the top.
struct Sheet {
    number: u32,
    width: f32,
    height: f32,
    rows: Vec<Row>,
}

impl Sheet {
    fn of(page: &Page) -> Self {
        let folded = page.fragments.iter().map(|fragment| {
            let text = fold(&fragment.text);
            Fragment { text, ..fragment.clone() }
        });
        let mut rows = rows(folded.collect());
        for row in &mut rows {
            row.text = row_text(&row.fragments, row.size, false).text;
            row.zone = row.y > 0.86 * page.height || row.y < 0.14 * page.height;
        }
        Self { number: page.number, width: page.width, height: page.height, rows }
    }
}

/// Puts fragments on base lines; small raised ones go with the line they stand on.
fn rows(mut fragments: Vec<Fragment>) -> Vec<Row> {
    fragments
        .retain(|fragment| !fragment.text.trim_matches('\0').is_empty() && fragment.size > 0.0);
    fragments.sort_by(|a, b| b.size.total_cmp(&a.size).then(b.y.total_cmp(&a.y)));
    let mut rows: Vec<Row> = Vec::new();
    for fragment in fragments {
        let found = row_for(&fragment, &rows);
        if let Some(row) = found.and_then(|index| rows.get_mut(index)) {
            row.fragments.push(fragment);
        } else {
            rows.push(Row::new(fragment));
        }
    }
    join_small_rows(&mut rows);
    rows.retain(|row| !row.fragments.is_empty());
    rows.sort_by(|a, b| b.y.total_cmp(&a.y));
    rows
}

/// The nearest row that a fragment can belong to.
fn row_for(fragment: &Fragment, rows: &[Row]) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (index, row) in rows.iter().enumerate() {
        let distance = (fragment.y - row.y).abs();
        let nearer = best.is_none_or(|(_, nearest)| distance < nearest);
        if belongs(fragment, row) && nearer {
            best = Some((index, distance));
        }
    }
    best.map(|(index, _)| index)
}

/// Whether a fragment has the base line of a row, or is smaller type, a little raised or lowered,
/// right after a fragment of the row.
fn belongs(fragment: &Fragment, row: &Row) -> bool {
    let size = row.size.max(fragment.size);
    let raised = fragment.y - row.y;
    if fragment.size > 0.8 * row.size {
        return raised.abs() <= 0.12 * size;
    }
    is_beside(raised, size)
        && row.fragments.iter().any(|other| touches(fragment.x - other.right(), size))
}

/// Whether type raised by so much can still be part of a line of this size.
fn is_beside(raised: f32, size: f32) -> bool {
    (-0.25 * size..=0.55 * size).contains(&raised)
}

/// Whether a gap is so narrow that what stands on its two sides belongs together.
fn touches(gap: f32, size: f32) -> bool {
    (-0.6 * size..=0.6 * size).contains(&gap)
}

/// Moves runs of small type into the row of larger type that they stand beside.
fn join_small_rows(rows: &mut [Row]) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|&a, &b| rows[a].size.total_cmp(&rows[b].size));
    for small in order {
        let Some(large) = (0..rows.len()).find(|&large| stands_in(rows, small, large)) else {
            continue;
        };
        let mut moved = std::mem::take(&mut rows[small].fragments);
        rows[large].fragments.append(&mut moved);
    }
}

fn stands_in(rows: &[Row], small: usize, large: usize) -> bool {
    let (a, b) = (&rows[small], &rows[large]);
    if small == large
        || a.size > 0.8 * b.size
        || a.fragments.is_empty()
        || b.fragments.is_empty()
        || !is_beside(a.y - b.y, b.size)
    {
        return false;
    }
    let (left, right) = (leftmost(&a.fragments), rightmost(&a.fragments));
    b.fragments
        .iter()
        .any(|other| touches(left - other.right(), b.size) || touches(other.x - right, b.size))
}

// The text of a row.

/// A stretch of a row between wide gaps.
#[derive(Clone)]
struct Cell {
    left: f32,
    right: f32,
    text: String,
}

/// The text of a row, and what is no part of it.
struct RowText {
    text: String,
    /// The marks of footnotes.
    marks: Vec<String>,
    /// Notes in small type set inside the text.
    notes: Vec<String>,
    /// Whether the last of these notes goes on in the next row.
    unfinished: bool,
    cells: Vec<Cell>,
    /// What it was put together from.
    written: Vec<Written>,
}

/// A piece of the text of a row, as it goes into the paper.
#[derive(Clone)]
struct Written {
    left: f32,
    right: f32,
    size: f32,
    text: String,
}

/// Puts the text of a row together from left to right.
#[derive(Default)]
struct Writer {
    size: f32,
    text: String,
    /// Where the last fragment ended.
    end: Option<f32>,
    cell_left: Option<f32>,
    /// Where the text of the present cell begins in `text`.
    cell_start: usize,
    cells: Vec<Cell>,
}

impl Writer {
    /// Adds text: after a space where a gap is as wide as one, in a new cell after a wide gap.
    fn write(&mut self, text: &str, left: f32, right: f32) {
        if let Some(end) = self.end {
            let gap = left - end;
            let wide = gap > 1.2 * self.size;
            if wide {
                self.close_cell(end);
            }
            // many programs set Latin letters and figures apart from Han characters by a quarter of the size
            let between = self.text.ends_with(is_cjk) != text.starts_with(is_cjk);
            let needed = if between { 0.3 } else { 0.17 };
            if gap > needed * self.size && !self.text.ends_with(' ') && !text.starts_with(' ') {
                self.text.push(' ');
            }
            if wide {
                self.cell_start = self.text.len();
                self.cell_left = Some(left);
            }
        }
        if self.cell_left.is_none() {
            self.cell_left = Some(left);
        }
        if text.trim().is_empty() && self.text.ends_with(' ') {
            self.end = Some(self.end.map_or(right, |end| end.max(right)));
            return;
        }
        self.text.push_str(text);
        self.end = Some(right);
    }

    fn close_cell(&mut self, right: f32) {
        let text = self.text.get(self.cell_start..).unwrap_or_default().trim();
        if let Some(left) = self.cell_left
            && !text.is_empty()
        {
            self.cells.push(Cell { left, right, text: text.to_owned() });
        }
    }
}

/// Joins the fragments of a row. `carry` says that a note set inside the text goes on in it.
fn row_text(fragments: &[Fragment], size: f32, carry: bool) -> RowText {
    let mut sorted: Vec<&Fragment> = fragments.iter().collect();
    sorted.sort_by(|a, b| a.x.total_cmp(&b.x));
    let base = base_line(&sorted, size);
    let total = letters(fragments);
    let mut writer = Writer { size, ..Writer::default() };
    let mut written = Vec::new();
    let mut write = |writer: &mut Writer, text: &str, first: &Fragment, right: f32| {
        writer.write(text, first.x, right);
        written.push(Written { left: first.x, right, size: first.size, text: text.to_owned() });
    };
    let (mut marks, mut notes) = (Vec::new(), Vec::new());
    let mut note_last = false;
    let mut at = 0;
    while let Some(first) = sorted.get(at) {
        if first.size > 0.8 * size {
            write(&mut writer, &first.text, first, first.right());
            at += 1;
            continue;
        }
        let small: Vec<&Fragment> =
            sorted.iter().skip(at).take_while(|next| next.size <= 0.8 * size).copied().collect();
        at += small.len().max(1);
        let (run, right) = small_run(&small);
        let raised = first.y - base > 0.1 * size;
        match small_type(&run, raised, total, &writer.text, carry) {
            Small::Text(text) => write(&mut writer, &text, first, right),
            Small::Mark(mark) => {
                marks.push(mark);
                writer.end = Some(right);
            }
            Small::Note(note) => {
                notes.push(note);
                writer.end = Some(right);
                note_last = at >= sorted.len();
            }
        }
    }
    if let Some(end) = writer.end {
        writer.close_cell(end);
    }
    let unfinished = note_last && notes.last().is_some_and(|note| !ends_sentence(note));
    let text = writer.text.trim().to_owned();
    RowText { text, marks, notes, unfinished, cells: writer.cells, written }
}

/// The base line of the larger type of a row.
fn base_line(sorted: &[&Fragment], size: f32) -> f32 {
    let large = sorted.iter().filter(|fragment| fragment.size > 0.8 * size);
    let heights: Vec<f32> = large.map(|fragment| fragment.y).collect();
    median(&heights).or_else(|| sorted.first().map(|first| first.y)).unwrap_or_default()
}

/// The text of a run of small type, and where it ends.
fn small_run(small: &[&Fragment]) -> (String, f32) {
    let mut run = String::new();
    let mut end: Option<f32> = None;
    for fragment in small {
        let apart = end.is_some_and(|end| fragment.x - end > 0.18 * fragment.size);
        if apart && !run.ends_with(' ') {
            run.push(' ');
        }
        run.push_str(&fragment.text);
        end = Some(fragment.right());
    }
    (run, end.unwrap_or_default())
}

/// What a run of small type within a row is.
enum Small {
    /// Part of the text.
    Text(String),
    /// The mark of a footnote.
    Mark(String),
    /// A note set inside the text.
    Note(String),
}

/// Decides what a run of small type is. `total` is the number of characters of the row, `before`
/// the text before the run.
fn small_type(run: &str, raised: bool, total: usize, before: &str, carry: bool) -> Small {
    let word = run.trim();
    if raised {
        match raised::raised(before, run) {
            Raised::Mark(mark) => return Small::Mark(mark),
            Raised::Text(text) if text != run => return Small::Text(text),
            Raised::Text(_) => {}
        }
    } else if raised::is_mark(word) && !word.chars().all(char::is_alphabetic) {
        return Small::Mark(word.to_owned());
    }
    let count = length(word);
    let within_text = total as f32 - count as f32 >= count as f32 * 0.3;
    let goes_on = carry && before.trim().is_empty();
    if !raised && count >= 2 && (within_text || goes_on) {
        return Small::Note(word.to_owned());
    }
    Small::Text(run.to_owned())
}

// Running headers and footers.

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
fn drop_furniture(sheets: &mut [Sheet], body: f32) -> Vec<String> {
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
    if row.zone && recurrence.pages > 1 && recurs && length(&row.text) < 120 {
        let number = PAGE_NUMBER.is_match(&row.text);
        return if number { Verdict::Drop } else { Verdict::DropAndSay };
    }
    let edge = row.y > 0.9 * height || row.y < 0.1 * height;
    if edge && PAGE_NUMBER.is_match(&row.text) {
        return Verdict::Drop;
    }
    // A header that changes from chapter to chapter: small type at the very top.
    let small_header = edge
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

// Footnotes.

/// A footnote, or a part of one.
struct Foot {
    page: u32,
    text: String,
}

/// Takes the footnotes off a page: small rows at its foot, the first of which begins with a mark.
fn take_footnotes(sheet: &mut Sheet, body: f32) -> Vec<Foot> {
    let rows = &sheet.rows;
    let small = rows.iter().rev().take_while(|row| may_be_note(row, body)).count();
    let block = rows.len() - small;
    let Some(skipped) = rows.iter().skip(block).position(starts_note) else {
        return Vec::new();
    };
    let start = block + skipped;
    if rows.get(start).is_none_or(|row| row.y >= 0.5 * sheet.height) {
        return Vec::new();
    }
    let notes = sheet.rows.split_off(start);
    notes.into_iter().map(|row| Foot { page: sheet.number, text: row.text }).collect()
}

/// Whether a row is of small type and no row of a table.
fn may_be_note(row: &Row, body: f32) -> bool {
    row.size <= 0.93 * body && row_text(&row.fragments, row.size, false).cells.len() < 3
}

/// Whether a row begins as a footnote does, or with a raised mark.
fn starts_note(row: &Row) -> bool {
    let first = row.fragments.iter().min_by(|a, b| a.x.total_cmp(&b.x));
    NOTE_START.is_match(&row.text)
        || first.is_some_and(|first| raised::is_mark(first.text.trim()) && first.size < row.size)
}

// Columns.

/// Where on the page a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Full,
    Left,
    Right,
}

/// A row, or the part of one in a column.
struct Piece {
    column: Column,
    y: f32,
    size: f32,
    fragments: Vec<Fragment>,
}

/// The fragments of a row on the two sides of a line down the page; those that cross it are in
/// neither.
fn split(row: &Row, at: f32) -> (Vec<&Fragment>, Vec<&Fragment>) {
    let left = row.fragments.iter().filter(|fragment| fragment.right() <= at + 1.0).collect();
    let right = row.fragments.iter().filter(|fragment| fragment.x >= at - 1.0).collect();
    (left, right)
}

/// Whether both sides have text, less than `least` apart.
fn are_close(left: &[&Fragment], right: &[&Fragment], least: f32) -> bool {
    if left.is_empty() || right.is_empty() {
        return false;
    }
    leftmost(right.iter().copied()) - rightmost(left.iter().copied()) < least
}

fn extent(fragments: &[&Fragment]) -> f32 {
    rightmost(fragments.iter().copied()) - leftmost(fragments.iter().copied())
}

/// How the text of a page falls on the two sides of a line down the page.
#[derive(Default)]
struct Sides {
    /// Characters of rows that cross the line.
    across: usize,
    left: usize,
    right: usize,
    left_widths: Vec<f32>,
    right_widths: Vec<f32>,
    /// Where the rows on the right begin, roughly.
    starts: Tally<i32>,
}

impl Sides {
    fn of(rows: &[Row], at: f32) -> Self {
        let mut sides = Self::default();
        for row in rows {
            let (left, right) = split(row, at);
            let crosses = left.len() + right.len() != row.fragments.len();
            if crosses || are_close(&left, &right, 8.0) {
                sides.across += letters(&row.fragments);
                continue;
            }
            sides.left += letters(left.iter().copied());
            sides.right += letters(right.iter().copied());
            if !right.is_empty() {
                let start = leftmost(right.iter().copied());
                sides.starts.add(nearest(start / 3.0), 1);
                sides.right_widths.push(extent(&right));
            }
            if !left.is_empty() {
                sides.left_widths.push(extent(&left));
            }
        }
        sides
    }

    /// Whether these are two columns: few rows cross, both sides have much text in wide rows, and
    /// most rows on the right begin at one place.
    fn are_columns(&self, page_width: f32) -> bool {
        let total = (self.across + self.left + self.right) as f32;
        let wide = |widths: &[f32]| median(widths).is_some_and(|width| width > 0.2 * page_width);
        total > 0.0
            && (self.across as f32) < 0.3 * total
            && self.left as f32 > 0.15 * total
            && self.right as f32 > 0.15 * total
            && self.left_widths.len() >= 4
            && self.right_widths.len() >= 4
            && self.start_together()
            && wide(&self.left_widths)
            && wide(&self.right_widths)
    }

    fn start_together(&self) -> bool {
        let Some(&usual) = self.starts.most_common() else {
            return false;
        };
        let (mut near, mut all) = (0, 0);
        for (&start, &(_, count)) in &self.starts.counts {
            all += count;
            if (start - usual).abs() <= 1 {
                near += count;
            }
        }
        near * 2 >= all
    }
}

/// Where the gutter between two columns is, if the page has them.
fn gutter(sheet: &Sheet) -> Option<f32> {
    if sheet.rows.len() < 6 {
        return None;
    }
    let mut candidates: Vec<(usize, f32)> = Vec::new();
    let mut at = 0.35 * sheet.width;
    while at <= 0.65 * sheet.width {
        let sides = Sides::of(&sheet.rows, at);
        if sides.are_columns(sheet.width) {
            candidates.push((sides.across, at));
        }
        at += 2.0;
    }
    let fewest = candidates.iter().map(|&(across, _)| across).min()?;
    candidates.retain(|&(across, _)| across == fewest);
    candidates.get(candidates.len() / 2).map(|&(_, at)| at)
}

/// The gutter of each page. A short last page of a paper in two columns has that of the others.
fn gutters(sheets: &[Sheet]) -> Vec<Option<f32>> {
    let own: Vec<Option<f32>> = sheets.iter().map(gutter).collect();
    let known: Vec<f32> = own.iter().copied().flatten().collect();
    let usual = median(&known);
    let with_usual = sheets.iter().zip(own);
    with_usual.map(|(sheet, own)| own.or(usual.filter(|&at| is_free(sheet, at)))).collect()
}

/// Whether few rows of a page cross a line down the page.
fn is_free(sheet: &Sheet, at: f32) -> bool {
    let crosses = |fragment: &Fragment| fragment.x < at - 2.0 && fragment.right() > at + 2.0;
    let across = sheet.rows.iter().filter(|row| row.fragments.iter().any(crosses)).count();
    !sheet.rows.is_empty() && across as f32 <= 0.3 * sheet.rows.len() as f32
}

/// The rows of a page in reading order. A row across the gutter ends the columns above it.
fn pieces(sheet: &Sheet, gutter: Option<f32>) -> Vec<Piece> {
    let mut stream = Vec::new();
    let (mut lefts, mut rights) = (Vec::new(), Vec::new());
    for row in &sheet.rows {
        let sides = gutter.and_then(|at| two_sides(row, at));
        let Some((left, right)) = sides else {
            stream.append(&mut lefts);
            stream.append(&mut rights);
            stream.push(Piece {
                column: Column::Full,
                y: row.y,
                size: row.size,
                fragments: row.fragments.clone(),
            });
            continue;
        };
        lefts.extend(piece(Column::Left, row.y, &left));
        rights.extend(piece(Column::Right, row.y, &right));
    }
    stream.append(&mut lefts);
    stream.append(&mut rights);
    stream
}

/// The two parts of a row, unless it goes across the gutter.
fn two_sides(row: &Row, at: f32) -> Option<(Vec<&Fragment>, Vec<&Fragment>)> {
    let (left, right) = split(row, at);
    let crosses = left.len() + right.len() < row.fragments.len();
    (!crosses && !are_close(&left, &right, 6.0)).then_some((left, right))
}

fn piece(column: Column, y: f32, fragments: &[&Fragment]) -> Option<Piece> {
    if fragments.is_empty() {
        return None;
    }
    Some(Piece {
        column,
        y,
        size: largest(fragments.iter().copied()),
        fragments: fragments.iter().copied().cloned().collect(),
    })
}

// Segments: the rows in reading order, with what the later steps ask of them.

/// A row in reading order.
struct Segment {
    text: String,
    left: f32,
    right: f32,
    y: f32,
    size: f32,
    bold: bool,
    cells: Vec<Cell>,
    written: Vec<Written>,
    page: u32,
    page_width: f32,
    column: Column,
    /// Whether it is the first of its page or column.
    first: bool,
    /// Whether it is part of a table.
    table: bool,
    /// The row of a table that begins with it, its cells apart by tabs.
    table_row: Option<String>,
    /// Whether its text went to the row of a table before it.
    skipped: bool,
    center: bool,
}

impl Segment {
    fn new(piece: Piece, text: RowText, sheet: &Sheet, first: bool) -> Self {
        let mut worded = piece.fragments.iter().filter(|fragment| !fragment.text.trim().is_empty());
        Self {
            text: text.text,
            left: leftmost(&piece.fragments),
            right: rightmost(&piece.fragments),
            y: piece.y,
            size: piece.size,
            bold: worded.all(|fragment| fragment.bold),
            cells: text.cells,
            page: sheet.number,
            page_width: sheet.width,
            column: piece.column,
            first,
            table: false,
            table_row: None,
            skipped: false,
            center: false,
            written: text.written,
        }
    }

    fn place(&self) -> (u32, Column) {
        (self.page, self.column)
    }
}

/// Puts the rows of all pages in reading order. Marks of footnotes go to `notes`, notes set
/// inside the text to `feet`.
fn segments(
    sheets: &[Sheet],
    body: f32,
    notes: &mut Vec<String>,
    feet: &mut Vec<Foot>,
) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut carry = false;
    for (sheet, gutter) in sheets.iter().zip(gutters(sheets)) {
        let page = sheet.number;
        let mut column = None;
        for piece in pieces(sheet, gutter) {
            if carry && piece.size <= 0.8 * body {
                // A whole row of a note set inside the text.
                let text = row_text(&piece.fragments, piece.size, false).text;
                carry = !ends_sentence(&text);
                feet.push(Foot { page, text });
                continue;
            }
            let mut text = row_text(&piece.fragments, piece.size, carry);
            carry = text.unfinished;
            if text.text.is_empty() && text.marks.is_empty() {
                continue;
            }
            for mark in &text.marks {
                notes.push(format!("page {page}: {}", raised::removed(mark, &text.text)));
            }
            feet.extend(text.notes.drain(..).map(|text| Foot { page, text }));
            let first = column != Some(piece.column);
            column = Some(piece.column);
            segments.push(Segment::new(piece, text, sheet, first));
        }
    }
    segments
}

/// Each segment with the one after it.
fn pairs(segments: &[Segment]) -> impl Iterator<Item = (&Segment, &Segment)> {
    segments.iter().zip(segments.iter().skip(1))
}

/// The right edge of each column: most lines end before it or at it.
fn right_edges(segments: &[Segment]) -> BTreeMap<Column, f32> {
    let mut ends: BTreeMap<Column, Vec<f32>> = BTreeMap::new();
    for segment in segments {
        ends.entry(segment.column).or_default().push(segment.right);
    }
    let mut edges = BTreeMap::new();
    for (column, mut ends) in ends {
        ends.sort_by(f32::total_cmp);
        let edge = ends.get(ends.len() * 9 / 10).copied().unwrap_or_default();
        edges.insert(column, edge);
    }
    edges
}

/// The leading: the usual distance of a base line from the one before it, in a paragraph.
fn leading(segments: &[Segment], body: f32) -> f32 {
    let edges = right_edges(segments);
    let step = |above: &Segment, below: &Segment| {
        let gap = above.y - below.y;
        (!below.first && 0.8 * body < gap && gap < 4.0 * body).then_some(gap)
    };
    // After a line that fills its width no paragraph ends.
    let is_full = |segment: &Segment| {
        let edge = edges.get(&segment.column).copied().unwrap_or_default();
        segment.right > edge - 3.0 * body
            && segment.cells.len() < 3
            && (segment.size - body).abs() < 0.6
    };
    let mut gaps: Vec<f32> = pairs(segments)
        .filter(|&(above, _)| is_full(above))
        .filter_map(|(above, below)| step(above, below).map(tenths))
        .collect();
    if gaps.len() < 3 {
        gaps.extend(pairs(segments).filter_map(|(above, below)| step(above, below)));
    }
    least_frequent_enough(&gaps).unwrap_or(1.2 * body)
}

/// The smallest distance that occurs at least a quarter as often as the most frequent.
fn least_frequent_enough(gaps: &[f32]) -> Option<f32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for &gap in gaps {
        *counts.entry(nearest(gap)).or_insert(0) += 1;
    }
    let most = counts.values().copied().max()?;
    let least = counts.iter().find(|&(_, &count)| count * 4 >= most).map(|(&gap, _)| gap)?;
    let same = gaps.iter().copied().filter(|&gap| nearest(gap) == least);
    Some(same.fold(least as f32, f32::max))
}

// Tables.

/// Finds the rows of tables.
fn mark_tables(segments: &mut [Segment], body: f32, lead: f32) {
    let mut table = aligned_rows(segments);
    // A row that joined may let its neighbours join.
    let mut grew = true;
    while grew {
        grew = false;
        for index in 0..segments.len() {
            if joins_table(segments, &table, index, body, lead) {
                table[index] = true;
                grew = true;
            }
        }
    }
    for (segment, table) in segments.iter_mut().zip(table) {
        segment.table = table;
    }
}

/// Whether a row has cells, and not only the number of a paragraph apart from its text. A number
/// apart from another number is no such thing.
fn has_cells(segment: &Segment) -> bool {
    match segment.cells.as_slice() {
        [] | [_] => false,
        [first, second] => !is_enumerator_only(&first.text) || FIGURE.is_match(&second.text),
        _ => true,
    }
}

/// Whether a cell of `row`, other than the first, begins, ends or has its middle where a cell of
/// `other` does.
fn is_aligned(row: &Segment, other: &Segment) -> bool {
    row.cells.iter().skip(1).any(|a| {
        other.cells.iter().any(|b| {
            (a.left - b.left).abs() <= 4.0
                || (a.right - b.right).abs() <= 4.0
                || ((a.left + a.right) - (b.left + b.right)).abs() <= 6.0
        })
    })
}

/// The rows with cells that stand over or under cells of rows nearby.
fn aligned_rows(segments: &[Segment]) -> Vec<bool> {
    let mut table = vec![false; segments.len()];
    for (index, segment) in segments.iter().enumerate() {
        if !has_cells(segment) {
            continue;
        }
        let nearby = [Some(index + 1), index.checked_sub(1), Some(index + 2), index.checked_sub(2)];
        let mut others = nearby.into_iter().flatten().filter_map(|other| segments.get(other));
        let aligned = others.any(|other| are_rows_of_a_table(segment, other));
        table[index] = aligned || carries_on(segments, &table, index);
    }
    table
}

fn are_rows_of_a_table(segment: &Segment, other: &Segment) -> bool {
    has_cells(other)
        && is_aligned(segment, other)
        && (segment.cells.len() >= 3
            || other.cells.len() >= 3
            || segment.cells.iter().all(|cell| length(&cell.text) < 40))
}

/// Whether a row goes on with a table from the page or column before.
fn carries_on(segments: &[Segment], table: &[bool], index: usize) -> bool {
    let (Some(segment), Some(before)) = (segments.get(index), index.checked_sub(1)) else {
        return false;
    };
    let in_table = table.get(before).copied().unwrap_or_default();
    let cells = segments.get(before).map_or(0, |before| before.cells.len());
    segment.first && in_table && segment.cells.len() >= cells.min(3)
}

/// Whether a row that is not yet in a table belongs to the one above or below it.
fn joins_table(segments: &[Segment], table: &[bool], index: usize, body: f32, lead: f32) -> bool {
    if table.get(index).copied().unwrap_or(true) {
        return false;
    }
    let Some(segment) = segments.get(index) else {
        return false;
    };
    let in_table = |other: Option<usize>| {
        let other = other.filter(|&other| table.get(other).copied().unwrap_or_default())?;
        segments.get(other).filter(|near| may_share_table(segment, near))
    };
    let above = in_table(index.checked_sub(1));
    let below = in_table(Some(index + 1));
    above.is_some_and(|near| wraps(segment, near, body, lead) || starts_page_of_table(segment))
        || below.is_some_and(|near| wraps(segment, near, body, lead))
}

/// Whether a row can be of the same table: of the same type, and not the number and text of a
/// paragraph.
fn may_share_table(segment: &Segment, near: &Segment) -> bool {
    let numbered = segment.cells.len() < 2 && !labels(&segment.text).is_empty();
    (near.size - segment.size).abs() <= 0.3 && !numbered
}

/// Whether a row is a wrapped cell: close to a row of the table, and of the table's own type size
/// or with a base line between those of its neighbours.
fn wraps(segment: &Segment, near: &Segment, body: f32, lead: f32) -> bool {
    let pitch = (near.y - segment.y).abs();
    near.place() == segment.place()
        && pitch < 2.2 * lead
        && ((segment.size - body).abs() > 0.3 || pitch < 0.9 * segment.size)
}

/// Whether a row can go on with a table at the top of a page or column.
fn starts_page_of_table(segment: &Segment) -> bool {
    segment.first && has_cells(segment) && length(&segment.text) < 60
}

/// Puts the wrapped cells of all tables together.
fn fill_tables(segments: &mut [Segment]) {
    let mut start = 0;
    while start < segments.len() {
        let rows = segments.iter().skip(start).take_while(|segment| segment.table).count();
        if rows > 0 {
            fill_table(&mut segments[start..start + rows]);
        }
        start += rows + 1;
    }
}

/// A row of a table: its cells by their column in the table.
type TableRow = BTreeMap<usize, String>;

/// Puts the wrapped cells of a table together, and writes its rows.
fn fill_table(region: &mut [Segment]) {
    let starts = column_starts(region);
    let mut rows: Vec<(usize, TableRow)> = Vec::new();
    let mut wrapped = Vec::new();
    let mut previous: Option<&Segment> = None;
    for (index, segment) in region.iter().enumerate() {
        let columns = starts.get(&segment.place()).map(Vec::as_slice).unwrap_or_default();
        let cells = cells_by_column(segment, columns);
        let above = previous.replace(segment).filter(|_| !segment.first);
        let joins = match (rows.last(), above) {
            (Some((_, row)), Some(above)) => {
                is_interleaved(segment, above)
                    || goes_on(segment, above, &cells, row, columns.len())
            }
            _ => false,
        };
        if joins && let Some((_, row)) = rows.last_mut() {
            for (column, text) in cells {
                append(row.entry(column).or_default(), &text);
            }
            wrapped.push(index);
        } else {
            rows.push((index, cells));
        }
    }
    for (index, row) in rows {
        let cells: Vec<String> = row.into_values().collect();
        region[index].table_row = Some(cells.join("\t"));
    }
    for index in wrapped {
        region[index].skipped = true;
    }
}

/// Where the columns of a table begin, for each page and column of text that it stands in.
fn column_starts(region: &[Segment]) -> BTreeMap<(u32, Column), Vec<f32>> {
    let mut starts: BTreeMap<(u32, Column), Vec<f32>> = BTreeMap::new();
    for segment in region {
        let lefts = segment.cells.iter().map(|cell| cell.left);
        starts.entry(segment.place()).or_default().extend(lefts);
    }
    for lefts in starts.values_mut() {
        lefts.sort_by(f32::total_cmp);
        // What begins at most 6 points after the start that was kept is the same column.
        lefts.dedup_by(|next, kept| *next - *kept <= 6.0);
    }
    starts
}

/// The text of a row by the columns of its table.
fn cells_by_column(segment: &Segment, columns: &[f32]) -> TableRow {
    let mut cells: BTreeMap<usize, (String, f32)> = BTreeMap::new();
    for own in &segment.written {
        let column = columns.iter().rposition(|&start| start <= own.left + 3.0).unwrap_or(0);
        let (text, end) = cells.entry(column).or_insert_with(|| (String::new(), own.left));
        let apart = own.left - *end > 0.17 * own.size;
        if apart && !text.ends_with(' ') && !own.text.starts_with(' ') {
            text.push(' ');
        }
        text.push_str(&own.text);
        *end = own.right;
    }
    let trimmed = cells.into_iter().map(|(column, (text, _))| (column, text.trim().to_owned()));
    trimmed.filter(|(_, text)| !text.is_empty()).collect()
}

/// Whether a row is so close under another that both are lines of one row of a table, whose cells
/// are not on the same base lines.
fn is_interleaved(segment: &Segment, above: &Segment) -> bool {
    let pitch = above.y - segment.y;
    0.0 < pitch && pitch < 0.9 * segment.size
}

/// Whether a row is only the rest of the first cell of the row above it: it begins with a small
/// letter.
fn goes_on(
    segment: &Segment,
    above: &Segment,
    cells: &TableRow,
    row: &TableRow,
    columns: usize,
) -> bool {
    let small = cells.get(&0).is_some_and(|text| text.starts_with(char::is_lowercase));
    small
        && cells.len() == 1
        && columns > 2
        && row.contains_key(&0)
        && above.y - segment.y < 1.6 * segment.size
}

/// Adds a line to a cell, with a space unless Han characters meet.
fn append(cell: &mut String, text: &str) {
    if !cell.is_empty() && !text.starts_with(is_cjk) && !cell.ends_with(is_cjk) {
        cell.push(' ');
    }
    cell.push_str(text);
}

// Lines, with the breaks between paragraphs.

/// The left and right edge of a column.
#[derive(Clone, Copy, Default)]
struct Margins {
    left: f32,
    right: f32,
}

/// What the lines are measured by.
struct Measure {
    body: f32,
    lead: f32,
    margins: BTreeMap<Column, Margins>,
}

impl Measure {
    fn of(segments: &[Segment], body: f32, lead: f32) -> Self {
        let mut lefts: BTreeMap<Column, Tally<i32>> = BTreeMap::new();
        for segment in segments {
            lefts.entry(segment.column).or_default().add(nearest(segment.left), 1);
        }
        let mut margins = BTreeMap::new();
        for (column, right) in right_edges(segments) {
            let usual = lefts.get(&column).and_then(Tally::most_common).copied();
            let left = usual.unwrap_or_default() as f32;
            margins.insert(column, Margins { left, right });
        }
        // In a paper in two columns a row over both goes from edge to edge.
        if let (Some(left), Some(right)) =
            (margins.get(&Column::Left).copied(), margins.get(&Column::Right).copied())
        {
            margins.insert(Column::Full, Margins { left: left.left, right: right.right });
        }
        Self { body, lead, margins }
    }

    fn margins(&self, segment: &Segment) -> Margins {
        self.margins.get(&segment.column).copied().unwrap_or_default()
    }

    /// How far a line ends before the right edge.
    fn room(&self, segment: &Segment) -> f32 {
        self.margins(segment).right - segment.right
    }

    /// How far a line begins after the left edge.
    fn indent(&self, segment: &Segment) -> f32 {
        segment.left - self.margins(segment).left
    }

    fn is_centred(&self, segment: &Segment) -> bool {
        let margins = self.margins(segment);
        let off = (segment.left + segment.right) / 2.0 - (margins.left + margins.right) / 2.0;
        off.abs() < 0.06 * segment.page_width
            && self.indent(segment) > 1.5 * self.body
            && self.room(segment) > 1.5 * self.body
    }

    /// Whether a line stands apart from the one before it.
    fn is_apart(&self, segment: &Segment, before: &Segment) -> bool {
        if !segment.table && segment.center != before.center {
            return true;
        }
        let other_size = (before.size - segment.size).abs() > 0.6;
        if segment.first {
            let ended = ends_paragraph_or_quotation(&before.text);
            let short = self.room(before) > 3.0 * self.body;
            return (ended && short) || other_size;
        }
        let gap = before.y - segment.y;
        gap > 1.2 * self.lead * (segment.size / self.body).max(1.0)
            || other_size
            || segment.table != before.table
            || gap < -self.body
            || self.begins_paragraph(segment, before)
    }

    /// Whether a paragraph begins without a gap: after a very short line, or after a full stop
    /// where the line before is short or this one is indented.
    fn begins_paragraph(&self, segment: &Segment, before: &Segment) -> bool {
        let Margins { left, right } = self.margins(before);
        if !before.center && before.right < right - 0.3 * (right - left) && !segment.table {
            return true;
        }
        let short = self.room(before) > 4.0 * self.body;
        let indented =
            segment.left - before.left > 0.9 * self.body && self.indent(segment) > 0.9 * self.body;
        (short || indented) && ends_paragraph(&before.text)
    }
}

/// Makes the lines.
fn finish(segments: &mut [Segment], body: f32, lead: f32) -> Vec<Line> {
    let measure = Measure::of(segments, body, lead);
    for segment in segments.iter_mut() {
        segment.center = measure.is_centred(segment);
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut before: Option<&Segment> = None;
    for segment in segments.iter() {
        let blank = before.is_none_or(|before| measure.is_apart(segment, before));
        before = Some(segment);
        if segment.skipped {
            continue;
        }
        let text = segment
            .table_row
            .clone()
            .unwrap_or_else(|| SPACES.replace_all(&segment.text, " ").into_owned());
        lines.push(Line {
            text,
            blank,
            bold: Some(segment.bold),
            indent: tenths(measure.indent(segment) / body),
            table: segment.table,
            page: Some(segment.page),
            number: lines.len() + 1,
            center: segment.center,
            size: Some(segment.size),
            big: segment.size > 1.1 * body,
            ..Line::default()
        });
    }
    lines
}
