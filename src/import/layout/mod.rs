//! From the pieces of text on the pages of a PDF to lines in the order in which they are read.

mod breaks;
mod grid;
mod row;
mod running;
mod segment;
mod table;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::line::Line;
use super::pdf::{Fragment, Page};
use row::Sheet;

/// Reads the pages: the lines, and notes on what was left out of them.
pub(super) fn lines(pages: &[Page]) -> (Vec<Line>, Vec<String>) {
    let body = body_size(pages);
    let mut sheets: Vec<Sheet> = pages.iter().map(Sheet::of).collect();
    let mut notes = running::drop_furniture(&mut sheets, body);
    running::drop_action_column(&mut sheets, &mut notes);
    let mut feet = Vec::new();
    for sheet in &mut sheets {
        feet.append(&mut running::take_footnotes(sheet, body));
    }
    running::drop_repeated_heads(&mut sheets, &mut notes);
    let mut segments = segment::segments(&sheets, body, &mut notes, &mut feet);
    let lead = segment::leading(&segments, body);
    table::mark_tables(&mut segments, body, lead);
    table::fill_tables(&mut segments);
    let lines = breaks::finish(&mut segments, body, lead);
    for foot in feet {
        let text = beginning(&foot.text, 60);
        notes.push(format!("page {}: footnote left out: {text}", foot.page));
    }
    (lines, notes)
}

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
