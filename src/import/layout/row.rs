//! Rows: what stands on one base line of a page, and its text.

use super::super::characters::{fold, is_cjk};
use super::super::label::is_enumerator_only;
use super::super::pdf::{Fragment, Page, Rule};
use super::super::raised::{self, Raised};
use super::{ends_sentence, grid, leftmost, length, letters, median, rightmost};

/// A gap of this share of the size is a space.
pub(super) const SPACE: f32 = 0.15;

/// A space character that is narrower than this share of the size is none: programs set such to stretch a line.
const NARROWEST_SPACE: f32 = 0.08;

/// Type of at most this share of the size around it is that of notes and their marks.
const SMALL: f32 = 0.8;

/// The same for raised type: browsers set it larger.
const SMALL_RAISED: f32 = 0.9;

/// Base lines that differ by at most this share of the size are one.
const SAME_LINE: f32 = 0.12;

/// What stands on one base line of a page.
pub(super) struct Row {
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) fragments: Vec<Fragment>,
    pub(super) text: String,
    /// Whether it stands near the top or the foot of the page.
    pub(super) zone: bool,
    /// What it says as the row of a ruled table: its cells apart by tabs, their lines by line breaks.
    pub(super) ruled: Option<RowText>,
    /// Whether it is the first row of a ruled table.
    pub(super) is_head: bool,
}

impl Row {
    fn new(first: Fragment) -> Self {
        Self {
            y: first.y,
            size: first.size,
            fragments: vec![first],
            text: String::new(),
            zone: false,
            ruled: None,
            is_head: false,
        }
    }

    /// A row of a ruled table.
    pub(super) fn ruled(
        y: f32,
        size: f32,
        fragments: Vec<Fragment>,
        text: RowText,
        is_head: bool,
    ) -> Self {
        Self { y, size, fragments, text: String::new(), zone: false, ruled: Some(text), is_head }
    }
}

/// A page with its rows, from the top.
pub(super) struct Sheet {
    pub(super) number: u32,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) rows: Vec<Row>,
    /// The lines across it that are of no table, from the top.
    pub(super) separators: Vec<Rule>,
}

impl Sheet {
    pub(super) fn of(page: &Page) -> Self {
        let folded = page.fragments.iter().map(|fragment| {
            let text = fold(&fragment.text);
            Fragment { text, ..fragment.clone() }
        });
        let lines = grid::joined(&page.rules);
        let (mut rows, others) = grid::take_rows(&lines, folded.collect());
        rows.append(&mut self::rows(others));
        rows.sort_by(|a, b| b.y.total_cmp(&a.y));
        for row in &mut rows {
            row.text = match &row.ruled {
                Some(ruled) => ruled.text.clone(),
                None => row_text(&row.fragments, row.size, false).text,
            };
            row.zone = row.y > 0.86 * page.height || row.y < 0.14 * page.height;
        }
        let separators = grid::separators(&lines);
        Self { number: page.number, width: page.width, height: page.height, rows, separators }
    }
}

/// Puts fragments on base lines; small raised ones go with the line they stand on.
pub(super) fn rows(mut fragments: Vec<Fragment>) -> Vec<Row> {
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
    join_labels(&mut rows);
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
pub(super) fn belongs(fragment: &Fragment, row: &Row) -> bool {
    let size = row.size.max(fragment.size);
    let raised = fragment.y - row.y;
    if raised.abs() <= SAME_LINE * size && fragment.size > SMALL * row.size {
        return true;
    }
    if fragment.size > SMALL_RAISED * row.size {
        return false;
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

/// Moves numbers and bullets in type of another size, larger or smaller, into the row of the text that stands behind them on their base line.
fn join_labels(rows: &mut [Row]) {
    for label in 0..rows.len() {
        let words = joined(&rows[label].fragments);
        if !is_enumerator_only(&words) {
            continue;
        }
        // a small figure without a mark numbers a line
        let is_marked = !words.chars().all(char::is_alphanumeric);
        let is_behind = |&text: &usize| is_label_of(&rows[label], &rows[text], is_marked);
        let Some(text) = (0..rows.len()).filter(|&text| text != label).find(is_behind) else {
            continue;
        };
        let mut moved = std::mem::take(&mut rows[label].fragments);
        rows[text].fragments.append(&mut moved);
    }
}

/// Whether a number or a bullet, with a mark or without, is that of a row, which stands behind it on its base line.
fn is_label_of(label: &Row, text: &Row, is_marked: bool) -> bool {
    !text.fragments.is_empty()
        && (label.y - text.y).abs() <= SAME_LINE * label.size.max(text.size)
        && rightmost(&label.fragments) <= leftmost(&text.fragments)
        && (is_marked || label.size > text.size)
}

/// What fragments say, from left to right.
fn joined(fragments: &[Fragment]) -> String {
    let mut sorted: Vec<&Fragment> = fragments.iter().collect();
    sorted.sort_by(|a, b| a.x.total_cmp(&b.x));
    let text: String = sorted.iter().map(|fragment| fragment.text.as_str()).collect();
    text.trim().to_owned()
}

fn stands_in(rows: &[Row], small: usize, large: usize) -> bool {
    let (a, b) = (&rows[small], &rows[large]);
    if small == large
        || a.size > SMALL_RAISED * b.size
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

/// A stretch of a row between wide gaps.
#[derive(Clone)]
pub(super) struct Cell {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) text: String,
}

/// The text of a row, and what is no part of it.
#[derive(Clone, Default)]
pub(super) struct RowText {
    pub(super) text: String,
    /// The marks of footnotes.
    pub(super) marks: Vec<String>,
    /// Notes in small type set inside the text.
    pub(super) notes: Vec<String>,
    /// Whether the last of these notes goes on in the next row.
    pub(super) unfinished: bool,
    pub(super) cells: Vec<Cell>,
    /// What it was put together from.
    pub(super) written: Vec<Written>,
}

/// A piece of the text of a row, as it goes into the paper.
#[derive(Clone)]
pub(super) struct Written {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) size: f32,
    pub(super) text: String,
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
    /// Adds text: after a space where a gap is as wide as one, in a new cell after a wide gap. A space of no width is none.
    fn write(&mut self, text: &str, left: f32, right: f32) {
        if text.trim().is_empty() && right - left < NARROWEST_SPACE * self.size {
            return;
        }
        if let Some(end) = self.end {
            let gap = left - end;
            let wide = gap > 1.2 * self.size;
            if wide {
                self.close_cell(end);
            }
            // many programs set Latin letters and figures apart from Han characters by a quarter of the size, and stretch a line between
            // Han characters, which need no spaces
            let needed = match (self.text.ends_with(is_cjk), text.starts_with(is_cjk)) {
                (true, true) => 0.5,
                (false, false) => SPACE,
                _ => 0.3,
            };
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
pub(super) fn row_text(fragments: &[Fragment], size: f32, carry: bool) -> RowText {
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
    let is_small = |own: &Fragment| {
        let is_raised = own.y - base > SAME_LINE * size;
        own.size <= if is_raised { SMALL_RAISED } else { SMALL } * size
    };
    while let Some(first) = sorted.get(at) {
        if !is_small(first) {
            write(&mut writer, &first.text, first, first.right());
            at += 1;
            continue;
        }
        let small: Vec<&Fragment> =
            sorted.iter().skip(at).take_while(|next| is_small(next)).copied().collect();
        at += small.len().max(1);
        let (run, right) = small_run(&small);
        let raised = first.y - base > 0.1 * size;
        // a number in smaller type, apart from its text
        let is_apart = sorted.get(at).is_some_and(|next| next.x - right > SPACE * size);
        if writer.end.is_none() && !raised && is_apart && is_enumerator_only(run.trim()) {
            write(&mut writer, &run, first, right);
            continue;
        }
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
    let large = sorted.iter().filter(|fragment| fragment.size > SMALL_RAISED * size);
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
