//! Segments: the rows of all pages in reading order, column by column, with what the later steps ask of them.

use std::collections::BTreeMap;

use super::super::pdf::Fragment;
use super::super::raised;
use super::row::{Cell, Row, RowText, Sheet, Written, row_text};
use super::running::Foot;
use super::{Tally, ends_sentence, largest, leftmost, letters, median, nearest, rightmost, tenths};

/// Where on the page a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
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
    /// The row of a ruled table that it is.
    ruled: Option<RowText>,
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
        for row in rows.iter().filter(|row| row.ruled.is_none()) {
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
    let unruled = sheet.rows.iter().filter(|row| row.ruled.is_none());
    let across = unruled.filter(|row| row.fragments.iter().any(crosses)).count();
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
            stream.extend(piece(Column::Full, row, row.fragments.iter().collect()));
            continue;
        };
        lefts.extend(piece(Column::Left, row, left));
        rights.extend(piece(Column::Right, row, right));
    }
    stream.append(&mut lefts);
    stream.append(&mut rights);
    stream
}

/// The two parts of a row, unless it goes across the gutter.
fn two_sides(row: &Row, at: f32) -> Option<(Vec<&Fragment>, Vec<&Fragment>)> {
    let (left, right) = split(row, at);
    let crosses = left.len() + right.len() < row.fragments.len();
    let is_divided = row.ruled.is_some() && !left.is_empty() && !right.is_empty();
    (!crosses && !is_divided && !are_close(&left, &right, 6.0)).then_some((left, right))
}

fn piece(column: Column, row: &Row, fragments: Vec<&Fragment>) -> Option<Piece> {
    if fragments.is_empty() {
        return None;
    }
    Some(Piece {
        column,
        y: row.y,
        // a number in larger type makes its line no larger
        size: largest(fragments.iter().copied()).min(row.size),
        fragments: fragments.into_iter().cloned().collect(),
        ruled: row.ruled.clone(),
    })
}

/// A row in reading order.
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) cells: Vec<Cell>,
    pub(super) written: Vec<Written>,
    pub(super) page: u32,
    pub(super) page_width: f32,
    pub(super) column: Column,
    /// Whether it is the first of its page or column.
    pub(super) first: bool,
    /// Whether it is part of a table; if that is ruled, `table_row` is known from the beginning.
    pub(super) table: bool,
    /// The row of a table that begins with it: its cells apart by tabs, their lines by line breaks.
    pub(super) table_row: Option<String>,
    /// Whether its text went to the row of a table before it.
    pub(super) skipped: bool,
    pub(super) center: bool,
}

impl Segment {
    fn new(piece: Piece, text: RowText, sheet: &Sheet, first: bool) -> Self {
        let table_row = piece.ruled.map(|_| text.text.clone());
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
            table: table_row.is_some(),
            table_row,
            skipped: false,
            center: false,
            written: text.written,
        }
    }

    pub(super) fn place(&self) -> (u32, Column) {
        (self.page, self.column)
    }
}

/// Puts the rows of all pages in reading order. Marks of footnotes go to `notes`, notes set
/// inside the text to `feet`.
pub(super) fn segments(
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
            if carry && piece.size <= 0.8 * body && piece.ruled.is_none() {
                // A whole row of a note set inside the text.
                let text = row_text(&piece.fragments, piece.size, false).text;
                carry = !ends_sentence(&text);
                feet.push(Foot { page, text });
                continue;
            }
            let mut text = match &piece.ruled {
                Some(ruled) => ruled.clone(),
                None => row_text(&piece.fragments, piece.size, carry),
            };
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
pub(super) fn right_edges(segments: &[Segment]) -> BTreeMap<Column, f32> {
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
pub(super) fn leading(segments: &[Segment], body: f32) -> f32 {
    let edges = right_edges(segments);
    let step = |above: &Segment, below: &Segment| {
        let gap = above.y - below.y;
        (!below.first && 0.8 * body < gap && gap < 4.0 * body).then_some(gap)
    };
    // After a line that fills its width no paragraph ends.
    let is_full = |segment: &Segment| {
        let edge = edges.get(&segment.column).copied().unwrap_or_default();
        segment.right > edge - 3.0 * body
            && segment.table_row.is_none()
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
