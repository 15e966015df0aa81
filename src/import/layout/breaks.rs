//! Lines, with the breaks between paragraphs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::super::line::Line;
use super::super::words::pattern;
use super::segment::{Column, Segment, right_edges};
use super::{Tally, ends_paragraph, ends_paragraph_or_quotation, nearest, tenths};

/// Two spaces or more.
static SPACES: LazyLock<Regex> = LazyLock::new(|| pattern(" {2,}"));

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
pub(super) fn finish(segments: &mut [Segment], body: f32, lead: f32) -> Vec<Line> {
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
        let text = match &segment.table_row {
            Some(row) => row.clone(),
            None => SPACES.replace_all(&segment.text, " ").into_owned(),
        };
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
