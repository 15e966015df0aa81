//! A paper's text in HTML: lines, tables (rows whose cells are parted by tabs), sentences with their anchors, and what is marked.

use std::ops::Range;

use maud::{Markup, html};

use super::language;
use crate::lang::sentences;
use crate::language::Language;
use crate::present::{self, Words};

/// Parts the cells of a row.
const TAB: char = '\t';

/// A text to be shown.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) words: &'t Words,
    /// The language that it is stored in.
    pub(super) own: Language,
    pub(super) text: &'t str,
    /// The first and last sentence to be marked, from 1.
    pub(super) marked: Option<(usize, usize)>,
    /// Whether each sentence can be linked to: `#s2`.
    pub(super) anchors: bool,
}

impl Text<'_> {
    /// The text with the attribute that tells its language.
    pub(super) fn html(&self) -> Markup {
        let shown = language::tag(present::shown_in(self.words, self.own));
        let mut writer = Writer { text: *self, sentences: sentences(self.text), begun: 0 };
        html! { div.words lang=(shown) { (writer.blocks()) } }
    }
}

struct Writer<'t> {
    text: Text<'t>,
    sentences: Vec<Range<usize>>,
    /// So many sentences have their anchor.
    begun: usize,
}

impl Writer<'_> {
    /// Lines; those with tabs that follow each other are a table.
    fn blocks(&mut self) -> Markup {
        let mut at = 0;
        let mut lines: Vec<(Range<usize>, bool)> = Vec::new();
        for line in self.text.text.split('\n') {
            lines.push((at..at + line.len(), line.contains(TAB)));
            at += line.len() + 1;
        }
        html! {
            @for block in lines.chunk_by(|(_, one), (_, other)| one == other) {
                @if block.first().is_some_and(|(_, is_row)| *is_row) {
                    // wide tables scroll by themselves, also by keyboard
                    div.table tabindex="0" {
                        table { tbody {
                            @for (row, _) in block { tr { (self.cells(row)) } }
                        } }
                    }
                } @else {
                    @for (line, _) in block {
                        @if !line.is_empty() { p { (self.pieces(line.clone())) } }
                    }
                }
            }
        }
    }

    fn cells(&mut self, row: &Range<usize>) -> Markup {
        let mut at = row.start;
        let line = self.text.text.get(row.clone()).unwrap_or_default();
        html! {
            @for cell in line.split(TAB) {
                td { (self.pieces(at..at + cell.len())) }
                @let _ = at += cell.len() + 1;
            }
        }
    }

    /// The sentences of a stretch, and what is between them.
    fn pieces(&mut self, stretch: Range<usize>) -> Markup {
        let first = self.sentences.partition_point(|own| own.end <= stretch.start);
        let last = self.sentences.partition_point(|own| own.start < stretch.end);
        let mut at = stretch.start;
        html! {
            @for place in first..last {
                @let sentence = self.sentences.get(place).cloned().unwrap_or_default();
                @let own = sentence.start.max(stretch.start)..sentence.end.min(stretch.end);
                (self.slice(at..own.start))
                @let _ = at = own.end;
                (self.sentence(place, own))
            }
            (self.slice(at..stretch.end))
        }
    }

    fn sentence(&mut self, place: usize, own: Range<usize>) -> Markup {
        let number = place + 1;
        let is_marked =
            self.text.marked.is_some_and(|(first, last)| (first..=last).contains(&number));
        let begins = self.text.anchors && place >= self.begun;
        self.begun = self.begun.max(number);
        let anchor = begins.then(|| format!("s{number}"));
        let words = self.slice(own);
        html! {
            @if is_marked { mark id=[anchor] { (words) } }
            @else if let Some(anchor) = anchor { span id=(anchor) { (words) } }
            @else { (words) }
        }
    }

    fn slice(&self, own: Range<usize>) -> String {
        let words = self.text.text.get(own).unwrap_or_default();
        present::in_script(self.text.words, self.text.own, words)
    }
}
