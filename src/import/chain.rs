//! Which of the lines that begin with a number begin a paragraph of the document, and which an item of a list within one.
//!
//! For each way in which numbers are printed, the likeliest reading of all such lines is found by dynamic programming: a number that follows the
//! last one speaks for a paragraph; small letters, an end in a semicolon, a colon before it or an indent speak for an item.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::block::{ends_sentence, ends_text, is_like_heading};
use super::characters::width;
use super::label::{Label, STYLES, Style, labels};
use super::line::{Kind, Line};
use super::words::{WORDS, pattern};

/// So many readings are followed at a time.
const MOST_READINGS: usize = 200;

/// So many numbers may be missing between two paragraphs.
const MOST_MISSING: u32 = 20;

static ITEM_END: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("(?:[;；,，、]|{})$", WORDS.joins_items)));
static BEFORE_LIST: LazyLock<Regex> = LazyLock::new(|| {
    let leads_in = &WORDS.leads_in;
    pattern(&format!("[:：][\"”』」]?$|[-–—]$|{leads_in}[^.。]{{0,20}}$"))
});

/// What a line with a number is read as.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Role {
    /// The beginning of a paragraph.
    Main(Label),
    /// An item of a list.
    Item,
    /// Neither.
    None,
}

/// The lines of one style with their roles, by their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) roles: Vec<(usize, Role)>,
}

impl Reading {
    /// The beginnings of paragraphs.
    pub(super) fn mains(&self) -> Vec<(usize, Label)> {
        let main = |(place, role): &(usize, Role)| match role {
            Role::Main(label) => Some((*place, label.clone())),
            Role::Item | Role::None => None,
        };
        self.roles.iter().filter_map(main).collect()
    }
}

/// How many numbers are missing between two; `None` if the second cannot follow the first.
pub(super) fn missing_between(one: &[u32], other: &[u32]) -> Option<u32> {
    let (last, before) = one.split_last()?;
    let (next, above) = other.split_last()?;
    let after = |last: u32, next: u32| (next > last).then(|| next - last - 1);
    if one.len() == other.len() {
        if before == above && next > last {
            return after(*last, *next);
        }
        if !above.is_empty() && *next <= 1 && above > before {
            return missing_between(before, above);
        }
        return None;
    }
    if other.len() == one.len() + 1 {
        return (above == one && *next <= 1).then_some(0);
    }
    if other.len() < one.len() {
        let (last, before) = one.get(..other.len())?.split_last()?;
        return if before == above { after(*last, *next) } else { None };
    }
    None
}

/// A reading on the way, the last line first.
struct Step {
    line: usize,
    role: Role,
    before: Option<Rc<Step>>,
}

/// What matters of a reading for what follows: the last paragraph's number, and the last item's in it.
type State = (Option<Vec<u32>>, Option<u32>);

/// A reading with its score.
type Scored = (f32, Option<Rc<Step>>);

/// What is seen of the lines of one style.
struct Chain<'l> {
    lines: &'l [Line],
    /// The least indent of them.
    margin: f32,
    /// The share of them that stand apart from the line before.
    apart: f32,
}

/// The likeliest reading of the lines with numbers of one style; `None` where there are none. `parts` are the places of headings of parts,
/// after which numbers may begin again.
pub(super) fn read(lines: &[Line], style: Style, parts: &[usize]) -> Option<Reading> {
    let numbered: Vec<(usize, Vec<Label>)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.kind == Kind::Text && !line.table)
        .map(|(place, line)| (place, of_style(&line.text, style)))
        .filter(|(_, labels)| !labels.is_empty())
        .collect();
    if numbered.is_empty() {
        return None;
    }
    let own = || numbered.iter().filter_map(|(place, _)| lines.get(*place));
    let margin = own().map(|line| line.indent).fold(f32::MAX, f32::min);
    let apart = own().filter(|line| line.blank).count() as f32 / numbered.len() as f32;
    let chain = Chain { lines, margin, apart };
    let mut states: Vec<(State, Scored)> = vec![((None, None), (0.0, None))];
    for (place, labels) in &numbered {
        states = chain.step(states, *place, labels, parts);
    }
    let best =
        states.into_iter().reduce(|best, own| if own.1.0 > best.1.0 { own } else { best })?;
    let mut roles = Vec::new();
    let mut step = best.1.1;
    while let Some(own) = step {
        roles.push((own.line, own.role.clone()));
        step = own.before.clone();
    }
    roles.reverse();
    Some(Reading { roles })
}

fn of_style(text: &str, style: Style) -> Vec<Label> {
    labels(text).into_iter().filter(|label| label.style == style).collect()
}

/// The readings that go on, the best of each state.
#[derive(Default)]
struct Next {
    states: Vec<(State, Scored)>,
    places: BTreeMap<State, usize>,
}

impl Next {
    fn put(
        &mut self,
        state: State,
        score: f32,
        line: usize,
        role: Role,
        before: &Option<Rc<Step>>,
    ) {
        let step = || Some(Rc::new(Step { line, role, before: before.clone() }));
        match self.places.get(&state) {
            Some(&place) => {
                if let Some(known) = self.states.get_mut(place).filter(|known| score > known.1.0) {
                    known.1 = (score, step());
                }
            }
            None => {
                self.places.insert(state.clone(), self.states.len());
                self.states.push((state, (score, step())));
            }
        }
    }
}

impl Chain<'_> {
    fn step(
        &self,
        states: Vec<(State, Scored)>,
        place: usize,
        labels: &[Label],
        parts: &[usize],
    ) -> Vec<(State, Scored)> {
        let mut next = Next::default();
        let broken = self.is_broken(place);
        let penalty = if broken { 2.5 } else { 0.0 };
        let item_scores = |label| [false, true].map(|first| self.item_score(place, label, first));
        let labels: Vec<_> = labels.iter().map(|label| (label, item_scores(label))).collect();
        for ((main, item), (score, before)) in states {
            let state = (main.clone(), item);
            let left = score - if broken { 0.2 } else { 2.0 };
            next.put(state, left, place, Role::None, &before);
            for &(label, [as_next, as_first]) in &labels {
                let begins = self.main_score(&main, label, place, parts, &before);
                if let Some(begins) = begins {
                    let begins = score + begins - 1.2 * as_next - penalty;
                    let state = (Some(label.number.clone()), None);
                    next.put(state, begins, place, Role::Main(label.clone()), &before);
                }
                let ([number], Some(_)) = (label.number.as_slice(), &main) else { continue };
                let first = *number == 1;
                let follows = match item {
                    _ if first => Some(0.7),
                    Some(last) if *number == last + 1 => Some(1.8),
                    Some(last) if (last..=last + 3).contains(number) => Some(-0.5),
                    _ => None,
                };
                if let Some(follows) = follows {
                    let as_item = if first { as_first } else { as_next };
                    let own = score + follows + as_item - penalty;
                    next.put((main.clone(), Some(*number)), own, place, Role::Item, &before);
                }
            }
        }
        let mut states = next.states;
        states.sort_by(|one, other| other.1.0.total_cmp(&one.1.0));
        states.truncate(MOST_READINGS);
        states
    }

    /// How likely a number begins a paragraph, by those before it; `None` where it cannot.
    fn main_score(
        &self,
        main: &Option<Vec<u32>>,
        label: &Label,
        place: usize,
        parts: &[usize],
        before: &Option<Rc<Step>>,
    ) -> Option<f32> {
        let number = label.number.as_slice();
        let Some(main) = main else {
            return Some(match number {
                [1] | [1, 0 | 1] => 3.0,
                [0] => 1.0,
                [2] if place > 2 => 1.5,
                [2] => 0.0,
                [small] if *small < 30 => -1.0,
                _ => 0.0,
            });
        };
        if let Some(missing) = missing_between(main, number).filter(|&own| own <= MOST_MISSING) {
            let gap = if missing == 0 { 0.0 } else { 0.4f32.mul_add(missing as f32, 1.5) };
            return Some(3.0 - gap);
        }
        // in a new part, numbers may begin again
        let begins_again = matches!(number, [1] | [1, 1]);
        if !begins_again {
            return None;
        }
        let last = last_main(before);
        let parted = parts.iter().any(|&part| part <= place && last.is_none_or(|last| part > last));
        parted.then_some(2.0)
    }

    /// How much a line is like an item of a list; `first` for one that would begin it.
    fn item_score(&self, place: usize, label: &Label, first: bool) -> f32 {
        let Some(line) = self.lines.get(place) else { return 0.0 };
        let next = || self.lines.get(place + 1).map_or("", |line| line.text.as_str());
        let text = if label.rest.is_empty() { next() } else { label.rest.as_str() };
        let mut score: f32 = 0.0;
        if text.starts_with(|first: char| first.is_ascii_lowercase()) {
            score += 1.0;
        }
        let last = self.end_of_item(place, text);
        if ITEM_END.is_match(last) {
            score += 1.0;
        } else if !ends_text(last) && width(text) < 70 {
            score += 0.4;
        } else if ends_sentence(last) {
            score -= 0.3;
        }
        if first {
            score += if BEFORE_LIST.is_match(self.before(place)) { 1.2 } else { -1.0 };
        }
        if line.indent - self.margin >= 0.9 {
            score += 1.5;
        }
        if !line.blank && self.apart > 0.5 {
            score += 0.7;
        }
        if line.level.is_some_and(|level| level > 0) {
            score += 2.0;
        }
        score
    }

    /// The last line of what would be an item.
    fn end_of_item<'l>(&'l self, place: usize, first: &'l str) -> &'l str {
        let mut last = first;
        for line in self.lines.iter().skip(place + 1) {
            if line.blank || line.kind != Kind::Text || !labels(&line.text).is_empty() {
                break;
            }
            last = &line.text;
        }
        last
    }

    /// The line before one, what is left out aside.
    fn before(&self, place: usize) -> &str {
        let before = self.lines.iter().take(place).rev();
        before
            .into_iter()
            .find(|line| line.kind == Kind::Text)
            .map_or("", |line| line.text.as_str())
    }

    /// Whether a line goes on with the sentence of the line before.
    fn is_broken(&self, place: usize) -> bool {
        let apart = self.lines.get(place).is_none_or(|line| line.blank);
        let before = place.checked_sub(1).and_then(|before| self.lines.get(before));
        !apart && before.is_some_and(|line| !ends_text(&line.text))
    }
}

/// Whether a line announces a list.
pub(super) fn is_before_list(text: &str) -> bool {
    BEFORE_LIST.is_match(text)
}

/// The place of the last paragraph's beginning in a reading.
fn last_main(step: &Option<Rc<Step>>) -> Option<usize> {
    let mut step = step.as_ref();
    while let Some(own) = step {
        if matches!(own.role, Role::Main(_)) {
            return Some(own.line);
        }
        step = own.before.as_ref();
    }
    None
}

/// The style of a document's paragraph numbers, its reading, and the styles that could be read, this one among them.
pub(super) struct Chosen {
    pub(super) style: Style,
    pub(super) reading: Reading,
    pub(super) others: Vec<Style>,
}

/// The style in which the paragraphs are numbered; `None` where none fits.
pub(super) fn choose(lines: &[Line], parts: &[usize]) -> Option<Chosen> {
    let length = |line: &Line| if line.kind == Kind::Text { line.text.chars().count() } else { 0 };
    let mut starts = Vec::with_capacity(lines.len());
    let mut all = 0;
    for line in lines {
        starts.push(all);
        all += length(line);
    }
    let words: BTreeSet<Style> = lines
        .iter()
        .flat_map(|line| labels(&line.text))
        .map(|label| label.style)
        .filter(|style| matches!(style, Style::Word(_)))
        .collect();
    let mut best: Option<(f32, Style, Reading)> = None;
    let mut others = Vec::new();
    for style in STYLES.into_iter().chain(words) {
        let Some(reading) = read(lines, style, parts) else { continue };
        let mains = reading.mains();
        if !may_be(lines, style, &mains) {
            continue;
        }
        let (Some(first), Some(last)) = (mains.first(), mains.last()) else { continue };
        let start = |place: usize| starts.get(place).copied().unwrap_or_default();
        let end = start(last.0) + lines.get(last.0).map_or(0, |line| line.text.chars().count());
        let span = (end - start(first.0)) as f32 / all.max(1) as f32;
        let kind = match style {
            Style::Article | Style::Decimal => 0.3,
            Style::Parenthesised
            | Style::ChineseParenthesised
            | Style::Parenthesis
            | Style::Bare => -0.5,
            _ => 0.0,
        };
        let late = if first.1.number.first().is_some_and(|&number| number > 2) { 1.0 } else { 0.0 };
        let gaps = mains
            .windows(2)
            .filter(|pair| match pair {
                [one, other] => {
                    missing_between(&one.1.number, &other.1.number).is_some_and(|gap| gap > 0)
                }
                _ => false,
            })
            .count();
        let score =
            3.0 * span + (mains.len() as f32 + 1.0).log2() + kind - late - 0.5 * gaps as f32;
        others.push(style);
        if best.as_ref().is_none_or(|best| score > best.0) {
            best = Some((score, style, reading));
        }
    }
    best.map(|(_, style, reading)| Chosen { style, reading, others })
}

/// Whether a reading may be that of the paragraphs.
fn may_be(lines: &[Line], style: Style, mains: &[(usize, Label)]) -> bool {
    let Some((_, first)) = mains.first() else { return false };
    if mains.len() < 2 && !matches!(first.number.as_slice(), [1] | [1, 1] | [2]) {
        return false;
    }
    if style != Style::Bare {
        return true;
    }
    // page numbers are bare too: what stands before a paragraph is finished
    let finished = mains
        .iter()
        .filter(|(place, _)| {
            let before = place.checked_sub(1).and_then(|before| lines.get(before));
            lines.get(*place).is_some_and(|line| line.blank)
                || before.is_none_or(|line| ends_text(&line.text) || is_like_heading(&line.text))
        })
        .count();
    let share = |count: usize| count as f32 / mains.len() as f32;
    if mains.len() < 2 || share(finished) < 0.8 || first.number != [1] {
        return false;
    }
    let alone = mains.iter().filter(|(_, label)| label.rest.is_empty()).count();
    let goes_on = |place: usize| {
        let next = lines.get(place + 1).map_or("", |line| line.text.as_str());
        next.starts_with(|first: char| first.is_ascii_lowercase())
    };
    let broken = mains.iter().filter(|(place, _)| goes_on(*place)).count();
    !(share(alone) >= 0.8 && share(broken) > 0.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_is_told_from_what_does_not() {
        for (one, other, missing) in [
            (&[1][..], &[2][..], Some(0)),
            (&[2], &[4], Some(1)),
            (&[1, 4], &[2, 1], Some(0)),
            (&[2], &[2, 1], Some(0)),
            (&[2, 3], &[3], Some(0)),
            (&[2], &[1], None),
            (&[1], &[1, 2, 1], None),
        ] {
            assert_eq!(missing_between(one, other), missing, "{one:?} {other:?}");
        }
    }
}
