//! A line of a document, in the order in which it is read.

/// What a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// The document's own words.
    #[default]
    Text,
    /// A running header or footer, a page number, a rule.
    Furniture,
    /// A footnote.
    Footnote,
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Whether it stands apart from the line before: a blank line, a gap, a new style.
    pub(super) blank: bool,
    /// Whether all of it is bold, where that is known.
    pub(super) bold: Option<bool>,
    /// From the left margin, in widths of a Han character.
    pub(super) indent: f32,
    /// Whether it is a row of a table: its cells apart by tabs, the lines of a cell by line breaks.
    pub(super) table: bool,
    /// Its page, where there are pages.
    pub(super) page: Option<u32>,
    /// Its number in the document, from 1.
    pub(super) number: usize,
    /// Whether it is centred.
    pub(super) center: bool,
    /// The size of its type, in points, where that is known.
    pub(super) size: Option<f32>,
    /// Whether its type is larger than that of the text.
    pub(super) big: bool,
    /// The level of the list that a word processor numbered it in, from 0.
    pub(super) level: Option<u32>,
    /// Whether the document itself says that it is a heading.
    pub(super) heading: bool,
    /// Wide gaps within a line of a plain text.
    pub(super) gaps: usize,
    pub(super) kind: Kind,
    /// Whether what stood before it (a page's foot) was left out, so that a sentence may go on.
    pub(super) cut: bool,
}
