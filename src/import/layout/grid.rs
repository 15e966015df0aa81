//! Ruled tables: cells that lie between the lines that a page draws, so that what is wrapped in a cell stays together.

use super::super::block::numbered_row;
use super::super::label::{Style, labels};
use super::super::pdf::{Fragment, Rule};
use super::row::{Row, RowText, row_text, rows};
use super::table::FIGURE;
use super::{largest, length};

/// Lines this near to each other, in points, are one line; and one that ends this near to another meets it.
const NEAR: f32 = 3.0;

/// The most lines of a page among which tables are looked for.
const MOST_LINES: usize = 600;

/// The most columns of a table, and rows on a page.
const MOST_COLUMNS: usize = 60;
const MOST_BANDS: usize = 300;

/// A cell of more lines, several of which begin with a number, is no cell of a table.
const MOST_LINES_OF_CELL: usize = 12;

/// Two cells beside each other are a row by themselves if they have fewer characters than this.
const SHORT: usize = 40;

/// Takes the text of ruled tables from what a page draws: the rows of the tables, and the other fragments.
pub(super) fn take_rows(lines: &[Rule], fragments: Vec<Fragment>) -> (Vec<Row>, Vec<Fragment>) {
    let (mut taken, mut rest) = (Vec::new(), fragments);
    for grid in grids(lines) {
        let own: Vec<&Fragment> = rest.iter().filter(|own| grid.holds(own)).collect();
        if let Some(mut rows) = grid.rows(&own) {
            taken.append(&mut rows);
            rest.retain(|own| !grid.holds(own));
        }
    }
    (taken, rest)
}

/// The tables that lines may rule, the largest first.
fn grids(lines: &[Rule]) -> Vec<Grid> {
    let mut grids: Vec<Grid> = groups(lines).iter().filter_map(|own| Grid::new(own)).collect();
    grids.sort_by(|one, other| other.area().total_cmp(&one.area()));
    grids
}

/// The horizontal lines that meet no vertical one, from the top.
pub(super) fn separators(lines: &[Rule]) -> Vec<Rule> {
    let is_alone = |own: &&Rule| !own.is_vertical && !lines.iter().any(|other| meet(own, other));
    let mut alone: Vec<Rule> = lines.iter().filter(is_alone).copied().collect();
    alone.sort_by(|one, other| other.at.total_cmp(&one.at));
    alone
}

/// The lines of a page: those that go on with each other, or lie beside each other, as one. None where there are more than those of tables.
pub(super) fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    let by_place = |one: &Rule, other: &Rule| one.at.total_cmp(&other.at);
    sorted.sort_by(|a, b| a.is_vertical.cmp(&b.is_vertical).then(by_place(a, b)));
    let mut joined: Vec<Rule> = Vec::new();
    let mut start = 0;
    while let Some(first) = sorted.get(start) {
        let beside =
            |own: &&Rule| own.is_vertical == first.is_vertical && own.at - first.at <= 0.75 * NEAR;
        let count = sorted.iter().skip(start).take_while(beside).count();
        let mut own = sorted.get(start..start + count).unwrap_or_default().to_vec();
        own.sort_by(|one, other| one.from.total_cmp(&other.from));
        let begun = joined.len();
        for rule in own {
            match joined.get_mut(begun..).and_then(<[Rule]>::last_mut) {
                Some(last) if rule.from <= last.to + NEAR => last.to = last.to.max(rule.to),
                _ => joined.push(Rule { at: first.at, ..rule }),
            }
        }
        start += count.max(1);
    }
    if joined.len() > MOST_LINES { Vec::new() } else { joined }
}

fn meet(one: &Rule, other: &Rule) -> bool {
    let within = |own: &Rule, at: f32| own.from - NEAR <= at && at <= own.to + NEAR;
    one.is_vertical != other.is_vertical && within(one, other.at) && within(other, one.at)
}

/// The lines that meet, by themselves or through others.
fn groups(lines: &[Rule]) -> Vec<Vec<Rule>> {
    let mut left: Vec<Rule> = lines.to_vec();
    let mut groups = Vec::new();
    while let Some(first) = left.pop() {
        let (mut group, mut next) = (vec![first], 0);
        while let Some(own) = group.get(next).copied() {
            let (more, others) = left.into_iter().partition(|line| meet(&own, line));
            left = others;
            group.extend::<Vec<_>>(more);
            next += 1;
        }
        groups.push(group);
    }
    groups
}

/// Lines that cross each other, and what lies between them.
struct Grid {
    lines: Vec<Rule>,
    /// Where its columns begin, from the left, and the right edge.
    columns: Vec<f32>,
    /// Where its bands begin, from the top, and the lower edge.
    bands: Vec<f32>,
    /// Of each place, by band and column, its cell: those between which no line lies are one.
    cells: Vec<usize>,
}

impl Grid {
    /// Of lines that meet; `None` where they leave only one column.
    fn new(lines: &[Rule]) -> Option<Self> {
        let edges = |is_vertical: bool| {
            let across = lines.iter().filter(|own| own.is_vertical != is_vertical);
            let ends = across.flat_map(|own| [own.from, own.to]);
            let along = lines.iter().filter(|own| own.is_vertical == is_vertical);
            let mut all: Vec<f32> = along.map(|own| own.at).chain(outer(ends)).collect();
            all.sort_by(f32::total_cmp);
            all.dedup_by(|next, kept| *next - *kept <= NEAR + 1.0);
            all
        };
        let (columns, mut bands) = (edges(true), edges(false));
        bands.reverse();
        let most = columns.len() <= MOST_COLUMNS && bands.len() <= MOST_BANDS;
        // two lines that cross divide a page, and rule no table
        let across = lines.iter().filter(|own| !own.is_vertical).count();
        let most = most && (across > 2 || (across == 2 && lines.len() - across > 1));
        if columns.len() < 3 || bands.len() < 2 || !most {
            return None;
        }
        let mut grid = Self { lines: lines.to_vec(), columns, bands, cells: Vec::new() };
        grid.cells = grid.find_cells();
        Some(grid)
    }

    fn width(&self) -> usize {
        self.columns.len().saturating_sub(1)
    }

    fn height(&self) -> usize {
        self.bands.len().saturating_sub(1)
    }

    fn area(&self) -> f32 {
        let extent = |edges: &[f32]| match (edges.first(), edges.last()) {
            (Some(first), Some(last)) => (last - first).abs(),
            _ => 0.0,
        };
        extent(&self.columns) * extent(&self.bands)
    }

    /// Gives each place its cell, from place to place where no line is between.
    fn find_cells(&self) -> Vec<usize> {
        let (width, height) = (self.width(), self.height());
        let mut cells = vec![usize::MAX; width * height];
        let middle = |edges: &[f32], place: usize| match edges.get(place..place + 2) {
            Some([one, other]) => f32::midpoint(*one, *other),
            _ => 0.0,
        };
        // the lines on each edge
        let on = |is_vertical: bool, at: &f32| -> Vec<&Rule> {
            let is_on =
                |own: &&Rule| own.is_vertical == is_vertical && (own.at - at).abs() <= NEAR + 1.0;
            self.lines.iter().filter(is_on).collect()
        };
        let down: Vec<_> = self.columns.iter().map(|at| on(true, at)).collect();
        let across: Vec<_> = self.bands.iter().map(|at| on(false, at)).collect();
        let is_ruled = |edges: &[Vec<&Rule>], edge: usize, at: f32| {
            edges.get(edge).into_iter().flatten().any(|own| own.from <= at && at <= own.to)
        };
        for first in 0..cells.len() {
            let mut open = vec![first];
            while let Some(place) = open.pop() {
                if cells[place] != usize::MAX {
                    continue;
                }
                cells[place] = first;
                let (band, column) = (place / width, place % width);
                let (x, y) = (middle(&self.columns, column), middle(&self.bands, band));
                if column + 1 < width && !is_ruled(&down, column + 1, y) {
                    open.push(place + 1);
                }
                if column > 0 && !is_ruled(&down, column, y) {
                    open.push(place - 1);
                }
                if band + 1 < height && !is_ruled(&across, band + 1, x) {
                    open.push(place + width);
                }
                if band > 0 && !is_ruled(&across, band, x) {
                    open.push(place - width);
                }
            }
        }
        cells
    }

    /// The band and column in which a fragment has its middle.
    fn place(&self, fragment: &Fragment) -> Option<(usize, usize)> {
        let (x, y) = (fragment.x + fragment.width / 2.0, fragment.y + 0.3 * fragment.size);
        let column = self.columns.windows(2).position(|own| own[0] <= x && x < own[1])?;
        let band = self.bands.windows(2).position(|own| own[0] >= y && y > own[1])?;
        Some((band, column))
    }

    fn cell(&self, band: usize, column: usize) -> Option<usize> {
        self.cells.get(band * self.width() + column).copied()
    }

    fn holds(&self, fragment: &Fragment) -> bool {
        self.place(fragment).is_some()
    }

    /// Whether a fragment goes from one cell into another.
    fn is_crossed(&self, fragment: &Fragment, band: usize) -> bool {
        let inner = self.columns.iter().enumerate().skip(1).take(self.width() - 1);
        let mut crossed =
            inner.filter(|(_, at)| fragment.x + NEAR < **at && **at < fragment.right() - NEAR);
        crossed.any(|(column, _)| self.cell(band, column - 1) != self.cell(band, column))
    }

    /// The rows of the table; `None` where the lines do not tell them: a frame, paragraphs set in a grid, rows without lines between.
    fn rows(&self, fragments: &[&Fragment]) -> Option<Vec<Row>> {
        let mut cells: Vec<Vec<Fragment>> = vec![Vec::new(); self.cells.len()];
        for &fragment in fragments {
            let (band, column) = self.place(fragment)?;
            if !fragment.text.trim().is_empty() && self.is_crossed(fragment, band) {
                return None;
            }
            cells.get_mut(self.cell(band, column)?)?.push(fragment.clone());
        }
        let mut rows: Vec<Row> = Vec::new();
        let (mut is_wide, mut is_row) = (false, false);
        for band in cells.chunks(self.width()) {
            let filled: Vec<Cell> = band.iter().filter_map(|own| Cell::new(own)).collect();
            if filled.is_empty() {
                continue;
            }
            let texts: Vec<String> = filled.iter().map(|own| own.lines.join("\n")).collect();
            if numbered_row(&texts).is_some()
                || has_unruled_rows(&filled)
                || filled.iter().any(Cell::has_paragraphs)
            {
                return None;
            }
            is_wide |= filled.len() > 1;
            is_row |= texts.len() > 2 || texts.iter().all(|text| length(text) < SHORT);
            rows.extend(Cell::row(filled, texts, rows.is_empty()));
        }
        // a row may stand alone where a page ended
        (is_wide && (rows.len() > 1 || is_row)).then_some(rows)
    }
}

/// The least and the greatest.
fn outer(values: impl Iterator<Item = f32>) -> impl Iterator<Item = f32> {
    let (mut least, mut greatest) = (f32::INFINITY, f32::NEG_INFINITY);
    for value in values {
        (least, greatest) = (least.min(value), greatest.max(value));
    }
    [least, greatest].into_iter().filter(|own| own.is_finite())
}

/// A cell with text.
struct Cell {
    fragments: Vec<Fragment>,
    lines: Vec<String>,
    marks: Vec<String>,
    notes: Vec<String>,
    /// The base line of its first line.
    top: f32,
}

impl Cell {
    fn new(fragments: &[Fragment]) -> Option<Self> {
        let mut cell = Self {
            fragments: fragments.to_vec(),
            lines: Vec::new(),
            marks: Vec::new(),
            notes: Vec::new(),
            top: f32::NEG_INFINITY,
        };
        for row in rows(fragments.to_vec()) {
            let mut text = row_text(&row.fragments, row.size, false);
            cell.marks.append(&mut text.marks);
            cell.notes.append(&mut text.notes);
            if !text.text.is_empty() {
                cell.lines.push(text.text);
                cell.top = cell.top.max(row.y);
            }
        }
        if cell.lines.is_empty() {
            // small type that is all that a cell has is its text
            cell.lines = cell.marks.drain(..).chain(cell.notes.drain(..)).collect();
            cell.top = fragments.iter().map(|own| own.y).reduce(f32::max)?;
        }
        (!cell.lines.is_empty()).then_some(cell)
    }

    /// Whether numbered paragraphs are set in it.
    fn has_paragraphs(&self) -> bool {
        let begins = |line: &&String| labels(line).iter().any(|own| own.style == Style::Decimal);
        self.lines.len() > MOST_LINES_OF_CELL && self.lines.iter().filter(begins).count() > 1
    }

    /// A row of the table: its cells apart by tabs, their lines by line breaks.
    fn row(cells: Vec<Self>, texts: Vec<String>, is_head: bool) -> Option<Row> {
        let y = cells.iter().map(|cell| cell.top).reduce(f32::max)?;
        let mut text = RowText { text: texts.join("\t"), ..RowText::default() };
        let mut fragments = Vec::new();
        for mut cell in cells {
            text.marks.append(&mut cell.marks);
            text.notes.append(&mut cell.notes);
            fragments.append(&mut cell.fragments);
        }
        Some(Row::ruled(y, largest(&fragments), fragments, text, is_head))
    }
}

/// Whether several rows stand in one band: two cells beside each other have several lines, and those of one are figures only.
fn has_unruled_rows(cells: &[Cell]) -> bool {
    let several = |cell: &&Cell| cell.lines.len() > 1;
    let figures = |cell: &Cell| cell.lines.iter().all(|line| FIGURE.is_match(line));
    cells.iter().filter(several).count() > 1 && cells.iter().filter(several).any(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragment(x: f32, y: f32, text: &str) -> Fragment {
        let width = 5.0 * text.len() as f32;
        Fragment { x, y, width, size: 10.0, text: text.to_owned(), ..Fragment::default() }
    }

    /// Lines at these places across, and down.
    fn rules(columns: &[f32], bands: &[f32]) -> Vec<Rule> {
        let ends = |own: &[f32]| (own[0], own[own.len() - 1]);
        let line =
            |is_vertical: bool, at: f32, (from, to): (f32, f32)| Rule { is_vertical, at, from, to };
        let down = columns.iter().map(|&at| line(true, at, ends(bands)));
        let across = bands.iter().map(|&at| line(false, at, ends(columns)));
        down.chain(across).collect()
    }

    fn texts(rules: &[Rule], fragments: &[Fragment]) -> (Vec<String>, Vec<String>) {
        let (rows, rest) = take_rows(&joined(rules), fragments.to_vec());
        let rows = rows.into_iter().filter_map(|row| row.ruled.map(|own| own.text));
        (rows.collect(), rest.into_iter().map(|own| own.text).collect())
    }

    #[test]
    fn what_is_wrapped_in_a_cell_stays_together() {
        let rules = rules(&[100.0, 200.0, 300.0], &[400.0, 440.0, 460.0]);
        let cells = [
            fragment(105.0, 445.0, "District"),
            fragment(205.0, 445.0, "Places"),
            fragment(105.0, 430.0, "Sham Shui"),
            fragment(105.0, 418.0, "Po"),
            fragment(205.0, 424.0, "1 200"),
            fragment(105.0, 380.0, "outside"),
        ];
        let (rows, rest) = texts(&rules, &cells);
        assert_eq!(rows, ["District\tPlaces", "Sham Shui\nPo\t1 200"]);
        assert_eq!(rest, ["outside"]);
    }

    #[test]
    fn a_cell_over_several_rows_stands_in_the_first() {
        let mut rules = rules(&[100.0, 200.0, 300.0], &[400.0, 420.0, 440.0, 460.0]);
        // the line between the second row and the third, in the second column only
        rules.retain(|own| own.is_vertical || own.at != 420.0);
        rules.push(Rule { is_vertical: false, at: 420.0, from: 200.0, to: 300.0 });
        let cells = [
            fragment(105.0, 445.0, "Year"),
            fragment(205.0, 445.0, "Flats"),
            fragment(105.0, 415.0, "2009"),
            fragment(205.0, 425.0, "10"),
            fragment(205.0, 405.0, "20"),
        ];
        assert_eq!(texts(&rules, &cells).0, ["Year\tFlats", "2009\t10", "20"]);
    }

    #[test]
    fn lines_that_do_not_tell_the_rows_make_no_table() {
        let frame = rules(&[100.0, 300.0], &[400.0, 460.0]);
        let text = [fragment(105.0, 445.0, "a box"), fragment(105.0, 425.0, "of text")];
        assert_eq!(texts(&frame, &text).0, [""; 0]);
        let unruled = rules(&[100.0, 200.0, 300.0], &[400.0, 440.0, 460.0]);
        let columns = [
            fragment(105.0, 445.0, "District"),
            fragment(205.0, 445.0, "Places"),
            fragment(105.0, 425.0, "Sha Tin"),
            fragment(205.0, 425.0, "10"),
            fragment(105.0, 405.0, "Tai Po"),
            fragment(205.0, 405.0, "20"),
        ];
        assert_eq!(texts(&unruled, &columns).0, [""; 0]);
        let crossed =
            [fragment(105.0, 445.0, "a heading over the whole of it"), columns[2].clone()];
        assert_eq!(texts(&unruled, &crossed).0, [""; 0]);
    }
}
