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
        let text = self.text.text;
        let is_row = |line: &Range<usize>| text.get(line.clone()).unwrap_or_default().contains(TAB);
        let lines: Vec<_> =
            parted(text, '\n', 0).map(|line| (line.clone(), is_row(&line))).collect();
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
        let line = self.text.text.get(row.clone()).unwrap_or_default();
        html! { @for cell in parted(line, TAB, row.start) { td { (self.pieces(cell)) } } }
    }

    /// The sentences of a stretch, and what is between them.
    fn pieces(&mut self, stretch: Range<usize>) -> Markup {
        let first = self.sentences.partition_point(|own| own.end <= stretch.start);
        let last = self.sentences.partition_point(|own| own.start < stretch.end);
        let within = |place: usize| {
            let own = self.sentences.get(place).cloned().unwrap_or_default();
            own.start.max(stretch.start)..own.end.min(stretch.end)
        };
        let own: Vec<_> = (first..last).map(|place| (place, within(place))).collect();
        let ends = std::iter::once(stretch.start).chain(own.iter().map(|(_, own)| own.end));
        let begins = own.iter().map(|(_, own)| own.start).chain([stretch.end]);
        let between: Vec<_> = ends.zip(begins).map(|(end, begin)| end..begin).collect();
        let mut between = between.into_iter();
        html! {
            (self.slice(between.next().unwrap_or_default()))
            @for (place, own) in own {
                (self.sentence(place, own))
                (self.slice(between.next().unwrap_or_default()))
            }
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

/// The stretches of a text between marks. The text begins at `start`.
fn parted(text: &str, mark: char, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = start;
    text.split(mark).map(move |part| {
        let own = at..at + part.len();
        at = own.end + mark.len_utf8();
        own
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, marked: Option<(usize, usize)>, anchors: bool) -> String {
        let words = Words::new(Language::English);
        let text = Text { words: &words, own: Language::English, text, marked, anchors };
        text.html().into_string()
    }

    #[test]
    fn sentences_have_anchors_and_what_is_marked_stands_out() {
        for (text, marked, expected) in [
            ("One. Two.", None, "<p><span id=\"s1\">One.</span> <span id=\"s2\">Two.</span></p>"),
            (
                "One. Two.",
                Some((2, 2)),
                "<p><span id=\"s1\">One.</span> <mark id=\"s2\">Two.</mark></p>",
            ),
            ("a < b.", Some((1, 1)), "<p><mark id=\"s1\">a &lt; b.</mark></p>"),
            (
                "One.\nTwo.",
                Some((1, 2)),
                "<p><mark id=\"s1\">One.</mark></p><p><mark id=\"s2\">Two.</mark></p>",
            ),
            (
                "A\t1\nB\t2",
                Some((2, 2)),
                "<div class=\"table\" tabindex=\"0\"><table><tbody><tr><td><span id=\"s1\">A</span></td><td>1</td></tr><tr><td><mark id=\"s2\">B</mark></td><td><mark>2</mark></td></tr></tbody></table></div>",
            ),
        ] {
            assert_eq!(
                shown(text, marked, true),
                format!("<div class=\"words\" lang=\"en\">{expected}</div>")
            );
        }
        assert_eq!(
            shown("One. Two.", None, false),
            "<div class=\"words\" lang=\"en\"><p>One. Two.</p></div>"
        );
    }
}
