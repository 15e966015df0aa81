//! Tables that no lines rule: rows whose cells stand under each other.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::super::label::{is_enumerator_only, labels};
use super::super::words::pattern;
use super::length;
use super::row::SPACE;
use super::segment::{Column, Segment};

/// A cell with a number, a percentage or a sum of money.
pub(super) static FIGURE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\d０-９.,%$£€()\s\u{3000}\-]{1,14}$"));

/// Finds the rows of tables.
pub(super) fn mark_tables(segments: &mut [Segment], body: f32, lead: f32) {
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
        segment.table |= table;
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
    let own = segments.get(index).filter(|segment| segment.table_row.is_none());
    let (Some(segment), Some(false)) = (own, table.get(index)) else {
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
pub(super) fn fill_tables(segments: &mut [Segment]) {
    let mut start = 0;
    let is_unruled = |segment: &&Segment| segment.table && segment.table_row.is_none();
    while start < segments.len() {
        let rows = segments.iter().skip(start).take_while(is_unruled).count();
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
                let cell = row.entry(column).or_default();
                if !cell.is_empty() {
                    cell.push('\n');
                }
                cell.push_str(&text);
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
        let apart = own.left - *end > SPACE * own.size;
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
pub(super) fn goes_on(
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
