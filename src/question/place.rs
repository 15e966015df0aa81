//! Requests for a place in a paper: a number, a range, a section, the first, the last, the one after tourism, the paragraphs that
//! mention Qianhai.
//!
//! The words of a message are classed by the navigation lists, words that say nothing of the place are dropped, and what is left must be
//! all of one of a few forms. Each class is a letter, so that the forms are regular expressions over a handful of letters:
//! `the second paragraph of the background, please` is `TPoX`. A message with anything else in it is no request for a place.

use std::sync::LazyLock;

use regex_lite::Regex;
use strsim::osa_distance;

use crate::lang::{is_han, leading_number};
use crate::lexicon::{Bilingual, Found, List, lexicon};

/// A longer message, in characters, is no request for a place.
const LONGEST: usize = 120;

/// A bare number greater than this is a year or a sum, not a place.
const LARGEST_BARE: u32 = 999;

/// "The beginning" by itself is a place where it is said in a word of this many bytes: 開頭, not 頭.
const LONG_END: usize = 6;

/// Most paragraphs or ranges that are listed in one message.
const MOST_LISTED: usize = 16;

/// A place in a paper, as it was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Paragraphs by number: ranges, first and last.
    Numbers(Vec<(u32, u32)>),
    /// Paragraphs of the paper, or of a section, counted from its beginning or its end.
    Counted {
        /// Which of them.
        order: Order,
        /// Paragraphs or sections.
        unit: Unit,
        /// The section that they are counted in; `None` for the whole paper.
        within: Option<Anchor>,
    },
    /// A section by its name, or by what it is: its name is resolved by retrieval.
    Section(String),
    /// The opening or the closing section, whatever it is called.
    Role(Role),
    /// What stands before or after something.
    Beside {
        /// What it stands beside.
        anchor: Anchor,
        /// On which side.
        side: Side,
        /// Whether a paragraph or a section is wanted.
        unit: Unit,
    },
    /// All paragraphs that speak of something.
    Mentions(String),
    /// How many paragraphs and sections there are.
    Extent,
}

/// Places counted from an end: from the first to the last of them, one-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Whether they are counted from the end.
    pub from_end: bool,
    /// The first of them.
    pub first: u32,
    /// The last of them.
    pub last: u32,
}

/// What is counted or wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A paragraph.
    Paragraph,
    /// A section.
    Section,
    /// Whichever the anchor is.
    Either,
}

/// The section at an end of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The opening section.
    Introduction,
    /// The closing section.
    Conclusion,
}

/// What a place stands beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// What was last read.
    Here,
    /// A paragraph by number.
    Number(u32),
    /// A section or a topic by name.
    Named(String),
}

/// On which side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before it.
    Before,
    /// After it.
    After,
}

/// A word of a message that may be of a place.
#[derive(Clone, Copy)]
struct Item {
    letter: char,
    number: Option<u32>,
    start: usize,
    end: usize,
}

/// The classes, each with its letter; of a word in several lists, the first of these that fits. Words in two lists that
/// both matter have a letter of their own.
const LETTERS: &[(&[List], char)] = &[
    (&[List::ThisSection], 'Z'),
    (&[List::SecondLast], 's'),
    (&[List::HowLong], 'h'),
    (&[List::HowMany], 'H'),
    (&[List::Next, List::After], 'n'),
    (&[List::Previous, List::Before], 'v'),
    (&[List::First, List::Introduction], 'i'),
    (&[List::Last, List::Conclusion], 'c'),
    (&[List::Introduction], 'I'),
    (&[List::Conclusion], 'C'),
    (&[List::Mention, List::Of], 'm'),
    (&[List::FromEnd, List::Last], 'e'),
    (&[List::FromEnd], 'E'),
    (&[List::Last], 'L'),
    (&[List::First], 'F'),
    (&[List::Next], 'N'),
    (&[List::Previous], 'V'),
    (&[List::After], 'A'),
    (&[List::Before], 'B'),
    (&[List::OrdinalMark], 'd'),
    (&[List::Paragraph], 'P'),
    (&[List::Section], 'S'),
    (&[List::Range], 'R'),
    (&[List::And], '&'),
    (&[List::One], 'O'),
    (&[List::Of], 'o'),
    (&[List::Mention], 'M'),
    (&[List::Which], 'W'),
    (&[List::Paper], 'p'),
    (&[List::Filler], '.'),
];

macro_rules! form {
    ($name:ident, $pattern:literal) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($pattern).ok());
    };
}

// Letters: D number, T English ordinal, 1 "first", X anything else, or the section that was last read of (Z); the others stand in LETTERS.
form!(EXTENT, "^[Wop]*(?:H[oO]*[PS]+[oOp]*|[op]*h[op]*)$");
form!(
    MENTIONS,
    "^W*[oO]*[Pp]+[oO]*W*[oO]*[Mm]+[o]*X[oO]*$|^[oO]*X[o]*W+[PS]+[Mm]*[oO]*$|^W+[oO]*[PS]*X[oO]*[PS]*M+$|^W+[PS]+[oOp]*[Mm]+[oO]*X$|^[oO]*[PS]*X[oO]*[Mm]*W[PS]$|^W+[PS]*[oO]*[Mm]+X[oO]*[PS]*$|^W+P+[oO]*X[oO]*$|^[oO]*[Mm]+X[oO]*W+[PS]+$|^[oO]*[Mm]+X[o]+P+[oO]*W*[oO]*$"
);
form!(MENTIONS_NUMBER, "^W+P+[Mm]+D$|^DW+P+$");
form!(NUMBERS, "^[WPdopO]*D(?:[PopO]*[R&]+[Pdo]*D)*[PopO]*$");
form!(SECTION_NUMBERS, "^[dop]*(?:SD|[dD]*D[oO]*S|[T1]S|[FL]D?[oO]*S|ED[oO]*S|s[oO]*S|[TD][LE]S)$");
form!(ORDINAL, "^(?:1|[Fi]|[Fi1]D|[Lce]|[Lce]D|T|d?D|s|[TD][LEe]|ED|[LE]E?D)$");
form!(ROLE, "^[oO]*([ICic])[oO]*[SPp]?[oO]*$");
form!(RELATIVE, "^[oO]*([NnVv])[oOD1]*([PSO])?[oO]*$");
form!(BESIDE_NUMBER, "^([PSO]*)o*([AnBvNV])o*[Pd]*D[PO]*$|^[oO]*[Pd]*DP*o*([AnBv])[oOD]*([PSO]+)$");
form!(SECTION, "^[oO]*X[oOm]*S[oOP]*$|^S[omM]+X$|^[oO]*S[omM]*X$");
form!(
    BESIDE,
    "^[WoOD1]*([PSON]*)[oOD1]*([PSO]*)([AnBv])([oOPSm]*)X([oOPS]*)$|^[oO]*X[oO]*[PSO]*[oO]*([AnBv])[oODdW1]*([PSO]+)$|^[oO]*X[oO]*S?[oO]*([NVnv])[oO]*[D1]?[oO]*([PSO]+)$"
);
form!(COUNTED_OF, "^[o]*([T1FLDEedsic]+)([PSO]*)[om]+[OoS]*[om]*X[oO]*S*$");
form!(OF_COUNTED, "^[oO]*X[oOm]*S*[oOm]*([T1FLDEedsic]+)[oO]*([PO])[oO]*$");

/// Reads a message as a request for a place. `names` tells which pairs of Han characters are of a name in the papers, so that 前 of
/// 前海 is not read as "before".
pub(super) fn read(
    folded: &str,
    found: &Found,
    names: &dyn Fn(char, char) -> bool,
) -> Option<Vec<Place>> {
    // a sum is no place: 1+1=?
    if folded.chars().nth(LONGEST).is_some() || folded.contains('=') {
        return None;
    }
    let spaced = |(one, other): (char, char)| one == ' ' && is_han(other);
    if is_han(folded.chars().next().unwrap_or(' '))
        && folded.chars().zip(folded.chars().skip(1)).any(spaced)
    {
        // 第 十 一 段
        let compact: String = folded.chars().filter(|character| *character != ' ').collect();
        let found = lexicon().find(&compact);
        return read_items(&compact, &items(&compact, &found, names));
    }
    read_items(folded, &items(folded, found, names))
}

/// Whether one of these English words stands in a folded text.
fn has_word(folded: &str, words: &[&str]) -> bool {
    folded.split(|own: char| !own.is_ascii_alphabetic()).any(|word| words.contains(&word))
}

fn read_items(folded: &str, items: &[Item]) -> Option<Vec<Place>> {
    // "last", and nothing else
    let says = items.iter().map(|item| item.letter).filter(|letter| !matches!(letter, ' ' | '.'));
    if let [letter @ ('L' | 'F')] = says.collect::<Vec<_>>().as_slice() {
        let order = Order { from_end: *letter == 'L', first: 1, last: 1 };
        return Some(vec![Place::Counted { order, unit: Unit::Paragraph, within: None }]);
    }
    if let Some(place) = one(folded, items) {
        return Some(vec![place]);
    }
    // "the first and the last paragraph"
    let joint = items.iter().position(|item| item.letter == '&')?;
    let (before, after) = (items.get(..joint)?, items.get(joint + 1..)?);
    let unit = after.iter().copied().find(|item| matches!(item.letter, 'P' | 'S'));
    let mut first = before.to_vec();
    if !first.iter().any(|item| matches!(item.letter, 'P' | 'S')) {
        first.extend(unit);
    }
    let places = [one(folded, &first)?, one(folded, after)?];
    let counts = |place: &Place| {
        matches!(
            place,
            Place::Counted { .. } | Place::Numbers(_) | Place::Role(_) | Place::Section(_)
        )
    };
    places.iter().all(counts).then(|| places.to_vec())
}

/// Reads the words as one place.
fn one(folded: &str, items: &[Item]) -> Option<Place> {
    let mut items = items.to_vec();
    if items.iter().any(|item| item.letter == 'X') {
        // beside a name, "that section" is the one of that name
        items.iter_mut().filter(|item| item.letter == 'Z').for_each(|item| item.letter = 'S');
    }
    let items = items.as_slice();
    let others =
        || items.iter().enumerate().filter(|(_, own)| "XZ".contains(own.letter)).map(|(at, _)| at);
    match (others().next(), others().next_back()) {
        (Some(first), Some(last)) => named(folded, items, first, last),
        _ => plain(folded, items).or_else(|| role_as_name(folded, items)),
    }
}

fn letters(items: &[Item]) -> String {
    items.iter().map(|item| item.letter).collect()
}

fn fits(form: &LazyLock<Option<Regex>>, letters: &str) -> bool {
    form.as_ref().is_some_and(|form| form.is_match(letters))
}

/// The letters of the groups of a form, empty for those that are not there; `None` where the form does not fit.
fn groups<const N: usize>(form: &LazyLock<Option<Regex>>, letters: &str) -> Option<[String; N]> {
    let found = form.as_ref()?.captures(letters)?;
    Some(std::array::from_fn(|group| {
        found.get(group + 1).map(|group| group.as_str().to_owned()).unwrap_or_default()
    }))
}

/// A place with no name in it.
fn plain(folded: &str, items: &[Item]) -> Option<Place> {
    let letters = letters(items);
    if fits(&MENTIONS_NUMBER, &letters) {
        let number = items.iter().find(|item| item.letter == 'D')?;
        return Some(Place::Mentions(folded.get(number.start..number.end)?.to_owned()));
    }
    if fits(&EXTENT, &letters) {
        return Some(Place::Extent);
    }
    if fits(&SECTION_NUMBERS, &letters) {
        return counted(items, Unit::Section, None);
    }
    if fits(&NUMBERS, &letters) {
        return numbers(items, &letters);
    }
    if let Some([role]) = groups(&ROLE, &letters) {
        let role =
            if matches!(role.as_str(), "I" | "i") { Role::Introduction } else { Role::Conclusion };
        return Some(Place::Role(role));
    }
    if let Some([side, unit]) = groups(&RELATIVE, &letters) {
        return Some(Place::Beside {
            anchor: Anchor::Here,
            side: side_of(&side),
            unit: unit_of(&unit),
        });
    }
    if let Some([unit, side, other_side, other_unit]) = groups(&BESIDE_NUMBER, &letters) {
        let number =
            items.iter().find_map(|item| (item.letter == 'D').then_some(item.number)?)?;
        let unit = unit_of(if unit.is_empty() { &other_unit } else { &unit });
        let side = side_of(if side.is_empty() { &other_side } else { &side });
        return Some(Place::Beside { anchor: Anchor::Number(number), side, unit });
    }
    // "first" by itself, or "the last", is as often something else
    let has_unit = letters.contains(['P', 'O', 'D', 'E', 's', 'p']);
    let is_end =
        || items.iter().all(|item| item.end - item.start >= LONG_END && "FL".contains(item.letter));
    if has_unit || is_end() { counted(items, Unit::Paragraph, None) } else { None }
}

/// An opening or a closing section that more is said of: "the paragraph after the intro".
fn role_as_name(folded: &str, items: &[Item]) -> Option<Place> {
    let at = items.iter().position(|item| matches!(item.letter, 'I' | 'C'))?;
    let mut items = items.to_vec();
    if let Some(item) = items.get_mut(at) {
        item.letter = 'X';
    }
    named(folded, &items, at, at)
}

/// A place that is named by other words, from one item to another.
fn named(folded: &str, items: &[Item], first: usize, last: usize) -> Option<Place> {
    let (before, after) = (items.get(..first)?, items.get(last + 1..)?);
    let name = folded.get(items.get(first)?.start..items.get(last)?.end)?.trim();
    let inside = letters(items.get(first..=last)?);
    if name.is_empty() || inside.contains(['P', 'S', 'W', 'd']) {
        return None;
    }
    let letters = format!("{}X{}", letters(before), letters(after));
    let anchor = match inside.as_str() {
        "Z" => Anchor::Here,
        own if own.contains('Z') => return None,
        _ => Anchor::Named(name.to_owned()),
    };
    if anchor == Anchor::Here {
        return within(&letters, before, after, anchor);
    }
    if letters == "X" {
        // a name and nothing else is no place
        return None;
    }
    let name = name.to_owned();
    if fits(&MENTIONS, &letters) {
        return Some(Place::Mentions(name));
    }
    if fits(&SECTION, &letters) {
        return Some(Place::Section(name));
    }
    if let Some(
        [unit_before, unit_inside, side, own, unit_after, late_side, late_unit, next, next_unit],
    ) = groups(&BESIDE, &letters)
    {
        let side = [&side, &late_side, &next].into_iter().find(|side| !side.is_empty())?;
        // "before finance" alone is no place, "the one before finance" is
        if !letters.contains(['P', 'S', 'O']) && !has_word(folded, &["come", "comes"]) {
            return None;
        }
        let units = format!("{unit_before}{unit_inside}{late_unit}{next_unit}");
        let unit =
            if units.is_empty() { unit_of(&format!("{own}{unit_after}")) } else { unit_of(&units) };
        return Some(Place::Beside { anchor, side: side_of(side), unit });
    }
    within(&letters, before, after, anchor)
}

/// Paragraphs that are counted in a section, by what stands before and after its name.
fn within(letters: &str, before: &[Item], after: &[Item], section: Anchor) -> Option<Place> {
    let beside = if fits(&COUNTED_OF, letters) {
        before
    } else if fits(&OF_COUNTED, letters) {
        after
    } else {
        return None;
    };
    let counts: Vec<_> =
        beside.iter().copied().filter(|item| "T1FLDEedsic".contains(item.letter)).collect();
    counted(&counts, Unit::Paragraph, Some(section))
}

fn side_of(letter: &str) -> Side {
    if letter.contains(['B', 'V', 'v']) { Side::Before } else { Side::After }
}

fn unit_of(letters: &str) -> Unit {
    match letters.chars().find(|letter| matches!(letter, 'P' | 'S')) {
        Some('P') => Unit::Paragraph,
        Some(_) => Unit::Section,
        None => Unit::Either,
    }
}

/// Paragraphs by number. A bare number counts, but not one that is a year.
fn numbers(items: &[Item], letters: &str) -> Option<Place> {
    let marked = letters.contains(['P', 'd']);
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    let mut to = false;
    for item in items {
        match (item.letter, item.number) {
            ('R', _) => to = true,
            ('D', Some(number)) => {
                let bare = letters.chars().filter(|letter| !"oO".contains(*letter)).eq("D".chars());
                if !marked && (number > LARGEST_BARE || !bare) {
                    return None;
                }
                match ranges.last_mut().filter(|_| to) {
                    Some(range) => range.1 = number,
                    None => ranges.push((number, number)),
                }
                to = false;
            }
            _ => {}
        }
    }
    ranges.truncate(MOST_LISTED);
    for range in &mut ranges {
        *range = (range.0.min(range.1), range.0.max(range.1));
    }
    Some(Place::Numbers(ranges))
}

/// Places counted from an end, by the words that count.
fn counted(items: &[Item], unit: Unit, within: Option<Anchor>) -> Option<Place> {
    let core: Vec<_> =
        items.iter().copied().filter(|item| !"PSOop".contains(item.letter)).collect();
    let letters: String = letters(&core);
    if !fits(&ORDINAL, &letters) {
        return None;
    }
    let number = core.iter().rev().find_map(|item| item.number.filter(|_| item.letter != '1'));
    let number = number.unwrap_or(1);
    let single = |from_end, place| Order { from_end, first: place, last: place };
    let has = |letter: char| letters.contains(letter);
    let order = if has('s') {
        single(true, 2)
    } else if has('E') || (letters.len() == 2 && letters.starts_with(['T', 'D']) && has('L')) {
        single(true, number)
    } else if letters == "eD" && !self::letters(items).contains("DP") {
        // 尾三 and 尾三嗰段 are one paragraph, 尾三段 are three
        single(true, number)
    } else if has('L') || has('c') || has('e') {
        Order { from_end: true, first: 1, last: number }
    } else if has('F') || has('i') || has('1') {
        Order { from_end: false, first: 1, last: number }
    } else {
        single(false, number)
    };
    (order.first > 0).then_some(Place::Counted { order, unit, within })
}

/// The words of a message, those left out that say nothing of a place.
fn items(folded: &str, found: &Found, names: &dyn Fn(char, char) -> bool) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut at = 0;
    let mut before: Option<char> = None;
    while let Some(character) = folded.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = folded.get(at..).unwrap_or_default();
        let word = classed(rest, at, found).filter(|item| {
            let single = item.end - at == character.len_utf8() && is_han(character);
            !single || !is_part_of_name(rest, before, folded, found, at, names)
        });
        let item = word.unwrap_or_else(|| other(rest, at));
        before = folded.get(at..item.end).and_then(|word| word.chars().next_back());
        at = item.end;
        // "paragraph one" is a number, "the one before" is not
        let after_unit = items.last().is_some_and(|last| matches!(last.letter, 'P' | 'S' | 'd'));
        let is_one = item.letter == 'D' && folded.get(item.start..item.end) == Some("one");
        let item = if is_one && !after_unit { Item { letter: 'O', ..item } } else { item };
        match item.letter {
            '.' | ' ' => {}
            // 前三段 are the first three
            'D' => {
                if let Some(last) = items.last_mut()
                    && last.letter == 'B'
                    && folded.get(last.start..item.start) == Some("前")
                {
                    last.letter = 'F';
                }
                items.push(item);
            }
            // what stands between two words that are of no list is one name
            'X' => {
                match items.last_mut().filter(|last| last.letter == 'X' && last.end == item.start) {
                    Some(last) => last.end = item.end,
                    None => items.push(item),
                }
            }
            _ => items.push(item),
        }
    }
    items
}

/// The word of a list, or the number, at the beginning of a text.
fn classed(rest: &str, at: usize, found: &Found) -> Option<Item> {
    let matches = found.at(at);
    let navigates = |own: &&crate::lexicon::Match| {
        LETTERS.iter().any(|(lists, _)| lists.iter().any(|&list| own.is_of(list)))
    };
    let longest = matches.iter().filter(navigates).map(|own| own.end).max().unwrap_or(at);
    if let Some((number, length, ordinal)) = leading_number(rest)
        && at + length >= longest
        && let Ok(number) = u32::try_from(number)
    {
        let is_first = at + length == longest
            && matches.iter().any(|own| own.is_of(List::First) && own.end == longest);
        let letter = if is_first {
            '1'
        } else if ordinal {
            'T'
        } else {
            'D'
        };
        return Some(Item { letter, number: Some(number), start: at, end: at + length });
    }
    if longest > at {
        let of = |list: &List| matches.iter().any(|own| own.end == longest && own.is_of(*list));
        let letter =
            LETTERS.iter().find(|(lists, _)| lists.iter().all(of)).map(|&(_, letter)| letter)?;
        return Some(Item { letter, number: None, start: at, end: longest });
    }
    misspelt(rest, at)
}

/// "parapgraph" and the like.
fn misspelt(rest: &str, at: usize) -> Option<Item> {
    let end = rest.find(|character: char| !character.is_ascii_lowercase()).unwrap_or(rest.len());
    let word = rest.get(..end).filter(|word| word.len() >= 5)?;
    let near = |known: &str, most| osa_distance(word, known) <= most;
    let letter = if near("paragraph", 2) || near("paragraphs", 2) {
        'P'
    } else if near("section", 1) || near("sections", 1) {
        'S'
    } else {
        return None;
    };
    Some(Item { letter, number: None, start: at, end: at + end })
}

/// A word of no list: a whole English word, one character otherwise; ' ' for marks and white space.
fn other(rest: &str, at: usize) -> Item {
    let first = rest.chars().next().unwrap_or(' ');
    if !first.is_alphanumeric() {
        return Item { letter: ' ', number: None, start: at, end: at + first.len_utf8() };
    }
    let part_of_word = |character: char| character.is_alphanumeric() && !is_han(character);
    let end = if is_han(first) {
        first.len_utf8()
    } else {
        rest.find(|character| !part_of_word(character)).unwrap_or(rest.len())
    };
    Item { letter: 'X', number: None, start: at, end: at + end }
}

/// Whether a Han character that is a word of a list by itself is here a part of another word: of a name in the papers, or a word of the
/// language whose other character is of no list.
fn is_part_of_name(
    rest: &str,
    before: Option<char>,
    folded: &str,
    found: &Found,
    at: usize,
    names: &dyn Fn(char, char) -> bool,
) -> bool {
    let mut characters = rest.chars();
    let Some(own) = characters.next() else { return false };
    let after = characters.next().filter(|&after| is_han(after));
    let before = before.filter(|&before| is_han(before));
    let listed = |at: usize| classed(folded.get(at..).unwrap_or_default(), at, found).is_some();
    // the 的 of a name of several words is one
    let is_particle = matches!(own, '的' | '嘅');
    let is_word = |one: char, other: char| {
        (names(one, other) && !is_particle)
            || Bilingual::embedded().find(&format!("{one}{other}")).is_some()
    };
    let next = at + own.len_utf8();
    let with_next = after.is_some_and(|after| !listed(next) && is_word(own, after));
    let with_last = before.is_some_and(|before| {
        let last = at - before.len_utf8();
        !listed(last) && is_word(before, own)
    });
    with_next || with_last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fold;

    fn place(text: &str) -> Option<Vec<Place>> {
        let folded = fold(text);
        let names = |one: char, other: char| {
            ["前海", "环保", "基建", "海的"].contains(&format!("{one}{other}").as_str())
        };
        read(&folded, &lexicon().find(&folded), &names)
    }

    fn order(from_end: bool, first: u32, last: u32) -> Order {
        Order { from_end, first, last }
    }

    #[test]
    fn numbers_are_read_in_every_form() {
        for (text, expected) in [
            ("第九段", &[(9, 9)][..]),
            ("９段", &[(9, 9)]),
            ("第十二點", &[(12, 12)]),
            ("#8", &[(8, 8)]),
            ("para 11 thx", &[(11, 11)]),
            ("para14 說什麼", &[(14, 14)]),
            ("paragraph nine please", &[(9, 9)]),
            ("parapgraph 12 plz", &[(12, 12)]),
            ("第六条", &[(6, 6)]),
            ("帮我看下第六条", &[(6, 6)]),
            ("¶5", &[(5, 5)]),
            ("第四至六段", &[(4, 6)]),
            ("由第8段睇到第9段", &[(8, 9)]),
            ("paras 10-11", &[(10, 11)]),
            ("paragraphs 2 and 15", &[(2, 2), (15, 15)]),
            ("第2同埋第15段", &[(2, 2), (15, 15)]),
            ("第十一段係咩嚟", &[(11, 11)]),
            ("what does paragraph 7 say?", &[(7, 7)]),
            ("4", &[(4, 4)]),
        ] {
            assert_eq!(place(text), Some(vec![Place::Numbers(expected.to_vec())]), "{text}");
        }
    }

    #[test]
    fn places_are_counted_from_the_ends() {
        let counted = |order, unit| Some(vec![Place::Counted { order, unit, within: None }]);
        for (text, expected) in [
            ("second last para pls", order(true, 2, 2)),
            ("倒數第二段講咩", order(true, 2, 2)),
            ("倒数第二段写了什么", order(true, 2, 2)),
            ("尾三", order(true, 3, 3)),
            ("頭三段", order(false, 1, 3)),
            ("the last two", order(true, 1, 2)),
            ("最後一段", order(true, 1, 1)),
            ("the 3rd paragraph", order(false, 3, 3)),
            ("first paragraph", order(false, 1, 1)),
            ("penultimate paragraph", order(true, 2, 2)),
        ] {
            assert_eq!(place(text), counted(expected, Unit::Paragraph), "{text}");
        }
    }

    #[test]
    fn sections_and_neighbours_are_named() {
        let section = |name: &str| Place::Section(name.to_owned());
        let named = |name: &str| Anchor::Named(name.to_owned());
        let of =
            |order, section| Place::Counted { order, unit: Unit::Paragraph, within: Some(section) };
        let within = |order, name: &str| of(order, named(name));
        for (text, expected) in [
            ("the education section", section("education")),
            ("環保部分", section("环保")),
            ("section on Qianhai", section("qianhai")),
            ("show me the innovation section", section("innovation")),
            ("conclusion", Place::Role(Role::Conclusion)),
            ("intro", Place::Role(Role::Introduction)),
            (
                "旅遊之後嗰段",
                Place::Beside { anchor: named("旅游"), side: Side::After, unit: Unit::Paragraph },
            ),
            (
                "環保之前嗰個部分講啲乜",
                Place::Beside { anchor: named("环保"), side: Side::Before, unit: Unit::Section },
            ),
            (
                "the one right before finance",
                Place::Beside { anchor: named("finance"), side: Side::Before, unit: Unit::Either },
            ),
            (
                "the part after tourism",
                Place::Beside { anchor: named("tourism"), side: Side::After, unit: Unit::Section },
            ),
            (
                "the paragraph following the Shenzhen River one",
                Place::Beside {
                    anchor: named("shenzhen river"),
                    side: Side::After,
                    unit: Unit::Paragraph,
                },
            ),
            (
                "paragraph after para 5",
                Place::Beside {
                    anchor: Anchor::Number(5),
                    side: Side::After,
                    unit: Unit::Paragraph,
                },
            ),
            (
                "下一段",
                Place::Beside { anchor: Anchor::Here, side: Side::After, unit: Unit::Paragraph },
            ),
            (
                "next section",
                Place::Beside { anchor: Anchor::Here, side: Side::After, unit: Unit::Section },
            ),
            ("那部分的第二段", of(order(false, 2, 2), Anchor::Here)),
            ("嗰部分嘅最後一段", of(order(true, 1, 1), Anchor::Here)),
            ("the second paragraph of that section", of(order(false, 2, 2), Anchor::Here)),
            ("2nd para of the background", within(order(false, 2, 2), "background")),
            (
                "first paragraph of the infrastructure section",
                within(order(false, 1, 1), "infrastructure"),
            ),
            ("which para mentions DuPont", Place::Mentions("dupont".to_owned())),
            ("邊幾段提到前海", Place::Mentions("前海".to_owned())),
            ("提到前海的段落", Place::Mentions("前海".to_owned())),
            ("講前海嘅段落有邊啲", Place::Mentions("前海".to_owned())),
            ("how many paragraphs are there", Place::Extent),
            ("有幾多段", Place::Extent),
        ] {
            assert_eq!(place(text), Some(vec![expected]), "{text}");
        }
    }

    #[test]
    fn a_question_that_merely_holds_such_words_is_no_place() {
        for text in [
            "七份協議",
            "簽咗幾多份協議？",
            "in 3 years",
            "2009",
            "What part does DuPont play?",
            "What happens after the study?",
            "會後做咗咩",
            "前海",
            "How many agreements were signed?",
            "三年行動計劃有幾多個項目",
            "When will the first phase start?",
            "last year's study",
            "下一屆會議幾時開",
            "旅遊同金融",
            "what about Shenzhen?",
            "深圳嗰邊呢",
            "",
        ] {
            assert_eq!(place(text), None, "{text}");
        }
    }
}
