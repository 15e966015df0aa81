//! The lines of a plain text.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::block::ends_text;
use super::characters::{fold, width};
use super::label::labels;
use super::line::Line;
use super::preamble;
use super::words::pattern;

/// A line of this width, in half widths of a Han character, is one that a program would have broken.
const LONG: usize = 160;

/// So many of them tell whether it did.
const FEWEST: usize = 3;

/// So many of them must end as sentences do.
const WHOLE: f32 = 0.9;

/// A tab is so wide, in spaces.
const TAB: usize = 4;

static GAP: LazyLock<Regex> = LazyLock::new(|| pattern("(?:\t| {3,}|\u{3000}{2,})"));

/// A text of which most lines are quoted with `>`, as in an e-mail, without these marks; any other text as it is.
fn unquoted(text: String) -> String {
    let is_quoted = |line: &&str| line.starts_with('>');
    let worded = text.lines().filter(|line| !line.trim().is_empty());
    if 2 * text.lines().filter(is_quoted).count() < worded.count() {
        return text;
    }
    let marks = |line: &str| line.starts_with('>');
    let lines = text.lines().map(|line| match marks(line) {
        true => line.trim_start_matches(['>', ' ']),
        false => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines of a text. Rows of a table are two or more lines together with as many wide gaps.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{c}', "\n\u{c}");
    let text = unquoted(text);
    let mut lines: Vec<Line> = Vec::new();
    // how many empty lines stand before each
    let mut gaps: Vec<usize> = Vec::new();
    let mut gap = 2;
    for (number, raw) in (1..).zip(text.split('\n')) {
        let raw = fold(raw).replace('\u{c}', "");
        let is_space = |own: char| own.is_whitespace() || own == '\u{3000}';
        let words = raw.trim_matches(is_space);
        if words.is_empty() {
            gap += 1;
            continue;
        }
        let before = raw.chars().take_while(|&own| own == ' ' || own == '\t' || own == '\u{3000}');
        let indent: usize = before.map(|own| if own == '\t' { TAB } else { 1 }).sum();
        lines.push(Line {
            text: words.to_owned(),
            blank: gap > 0,
            indent: indent as f32 / 2.0,
            number,
            gaps: GAP.find_iter(words).count(),
            ..Line::default()
        });
        gaps.push(std::mem::take(&mut gap));
    }
    divide_masthead(&mut lines, &mut gaps);
    if is_double_spaced(&lines, &gaps) {
        lines.iter_mut().zip(&gaps).for_each(|(line, gap)| line.blank = *gap > 1);
    }
    for place in 1..lines.len() {
        let Some([one, other]) = lines.get_mut(place - 1..=place) else { continue };
        let numbered = |line: &Line| !labels(&line.text).is_empty();
        if one.gaps > 0
            && one.gaps == other.gaps
            && !other.blank
            && !numbered(one)
            && !numbered(other)
        {
            (one.table, other.table) = (true, true);
        }
    }
    if are_whole(&lines) {
        lines.iter_mut().for_each(|line| line.blank |= !line.table);
    }
    lines
}

/// The first lines of a document, among which its masthead stands.
const MASTHEAD: usize = 10;

/// Divides lines of the masthead that have something on either side, such as the body and the number of the paper.
fn divide_masthead(lines: &mut Vec<Line>, gaps: &mut Vec<usize>) {
    let mut place = 0;
    while place < lines.len().min(MASTHEAD) {
        let Some(line) = lines.get_mut(place).filter(|line| line.gaps == 1) else {
            place += 1;
            continue;
        };
        let parts = GAP.find(&line.text).map(|gap| {
            let (left, right) = (line.text.get(..gap.start()), line.text.get(gap.end()..));
            (left.unwrap_or_default().to_owned(), right.unwrap_or_default().to_owned())
        });
        let is_label = |part: &String| preamble::is_purpose_or_number(part);
        if let Some((left, right)) = parts.filter(|(left, right)| is_label(left) || is_label(right))
        {
            let second = Line { text: right, blank: true, gaps: 0, ..line.clone() };
            (line.text, line.gaps) = (left, 0);
            lines.insert(place + 1, second);
            gaps.insert(place + 1, 2);
            if let (Some(next), Some(gap)) = (lines.get_mut(place + 2), gaps.get_mut(place + 2)) {
                (next.blank, *gap) = (true, (*gap).max(2));
            }
        }
        place += 1;
    }
}

/// Fewer lines do not tell how they are spaced.
const FEWEST_SPACED: usize = 20;

/// Whether an empty line behind a line is how the lines are spaced, and ends nothing: most lines have one, and go on in the next.
fn is_double_spaced(lines: &[Line], gaps: &[usize]) -> bool {
    let followed: Vec<_> = lines.iter().zip(gaps.iter().skip(1)).collect();
    let spaced: Vec<_> = followed.iter().filter(|(_, gap)| **gap == 1).collect();
    let going_on = spaced.iter().filter(|(line, _)| !ends_text(&line.text)).count();
    lines.len() >= FEWEST_SPACED
        && spaced.len() * 2 > followed.len()
        && going_on * 4 > spaced.len() * 3
        && followed.iter().filter(|(_, gap)| **gap == 0).count() * 10 < followed.len()
}

/// Whether no program has broken the lines: those that are long all end as sentences do.
fn are_whole(lines: &[Line]) -> bool {
    let long: Vec<_> = lines.iter().filter(|line| width(&line.text) >= LONG).collect();
    let ended = long.iter().filter(|line| ends_text(&line.text)).count();
    long.len() >= FEWEST && ended as f32 >= WHOLE * long.len() as f32
}
