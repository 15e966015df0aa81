//! What stands before the first paragraph: the body, the title, the paper's number and date; and what stands behind the last: the issuer.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::block::{Block, BlockKind, ends_sentence, is_like_heading};
use super::characters::width;
use super::document::{Doubt, Understood};
use super::furniture::paper_number;
use super::line::Line;
use super::words::{WORDS, pattern};
use crate::lang::is_han;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let (month, numerals) = (&WORDS.months, &WORDS.numerals);
    pattern(&format!(
        "(\\d{{1,2}}(?:st|nd|rd|th)?\\s+{month},?\\s+\\d{{4}}|\\b(?:19|20)\\d{{2}}-(?:0?[1-9]|1[0-2])-\\d{{1,2}}\\b|{month}\\s+(?:\\d{{1,2}},\\s*)?\\d{{4}}|\\d{{4}}\\s*年\\s*\\d{{1,2}}\\s*月(?:\\s*\\d{{1,2}}\\s*日)?|[二一][〇零○一二三四五六七八九]{{3}}年[{numerals}]{{1,3}}月(?:[{numerals}]{{1,3}}日)?)"
    ))
});
static PURPOSE_OF_PAPER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^{}$", WORDS.purpose_of_paper)));
static BODY: LazyLock<Regex> = LazyLock::new(|| pattern(&WORDS.body.to_string()));
/// A longer Chinese line is no name of a committee.
const LONGEST_BODY: usize = 24;

/// Names of bodies in small letters.
static BODIES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/import/bodies.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});
static ISSUER: LazyLock<Regex> = LazyLock::new(|| pattern(&WORDS.issuer.to_string()));
/// A line that is the name of an issuer, and no more.
static NAMED_ISSUER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^(?:{})$", WORDS.named_issuer)));
static FIRST_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    let (numerals, heading) = (&WORDS.numerals, &WORDS.first_heading);
    pattern(&format!("^(?i:[{numerals}0-9IVX]*[、.．\\s]*)?(?i:{heading})$"))
});
static MEETING: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{}", WORDS.meeting)));
/// A line that gives a detail of the meeting: Venue: …
static DETAIL: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{}\\s*[:：]", WORDS.detail)));
static KIND_OF_DOCUMENT: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^(?:{}|(?i:{}))$", WORDS.kind_of_document, WORDS.contents)));
static BREAKS_OFF: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("(?:[,、：:]|{})$", WORDS.breaks_off)));
static END: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{}", WORDS.end)));
static SALUTATION: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^{}[,，:：]?$", WORDS.salutation)));
/// The name of who signs, in brackets, and in whose name.
static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{BRACKETED_NAME}$")));
const BRACKETED_NAME: &str = "\\([A-Z][A-Za-z .'’-]{2,40}\\)";
static OFFICE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{}\\b", WORDS.office)));
static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    let (closing, office) = (&WORDS.closing, &WORDS.office);
    pattern(&format!("^{closing}[,，]?$|^{BRACKETED_NAME}\\s+{office}\\b"))
});

/// Whether a text says for what a paper is, or is its number.
pub(super) fn is_purpose_or_number(text: &str) -> bool {
    PURPOSE_OF_PAPER.is_match(text) || paper_number(text) == Some(text)
}

/// The date in a text, as it is written.
pub(super) fn date_in(text: &str) -> Option<&str> {
    DATE.find(text).map(|found| found.as_str())
}

/// Whether a block at a document's end names who issued it, or when.
pub(super) fn is_signature(block: &Block) -> bool {
    // several who issued it stand in lines of their own
    let is_short = width(&block.text) < 90
        || (block.lines.len() <= MOST_ISSUERS && block.lines.iter().all(is_of_signature));
    matches!(block.kind, BlockKind::Text | BlockKind::Heading)
        && is_short
        && !ends_sentence(&block.text)
        && !block.text.ends_with(['；', '，', '：', ';', ',', ':'])
        && (date_in(&block.text).is_some()
            || ISSUER.is_match(&block.text)
            || END.is_match(&block.text))
}

/// Whether a block addresses whom a letter is for.
pub(super) fn is_salutation(block: &Block) -> bool {
    SALUTATION.is_match(&block.text)
}

/// What closes a document is among so many blocks at its end.
const MOST_BEHIND_CLOSING: usize = 8;

/// Where a letter or a press release closes, or a paper is signed by who issued it and when, if these blocks are its end.
pub(super) fn closing(blocks: &[Block]) -> Option<usize> {
    let from = blocks.len().saturating_sub(MOST_BEHIND_CLOSING);
    let last = blocks.get(from..)?;
    let closes = |block: &Block| CLOSING.is_match(&block.text) || END.is_match(&block.text);
    let signs = |pair: &[Block]| match pair {
        [one, other] => {
            let is_dated = is_signature(one) && ISSUER.is_match(&one.text) && is_date(&other.text);
            is_dated || (NAME.is_match(&one.text) && OFFICE.is_match(&other.text))
        }
        _ => false,
    };
    // issuers and a date in one block, with those to whom copies go behind it
    let is_signed = |block: &Block| {
        block.lines.len() > 1
            && block.lines.iter().all(is_of_signature)
            && block.lines.iter().any(|line| is_date(&line.text))
    };
    let closing = last
        .iter()
        .position(|block| closes(block) || is_signed(block))
        .or_else(|| last.windows(2).position(signs))?;
    Some(from + closing)
}

/// Papers are signed by so many at most.
pub(super) const MOST_ISSUERS: usize = 6;

/// Whether a line is a name of who issued a paper, or a date.
pub(super) fn is_of_signature(line: &Line) -> bool {
    let text = line.text.trim();
    width(text) < 60 && (ISSUER.is_match(text) || date_in(text) == Some(text))
}

/// Whether a text is a date, and says no more.
pub(super) fn is_date(text: &str) -> bool {
    date_in(text).is_some_and(|date| is_all(date, text))
}

/// Takes a signature: a date, one who issued the paper or several, or neither. What else stands there is told.
pub(super) fn sign(block: &Block, read: &mut Understood) {
    if !is_signature(block) {
        return read.leave(block.number(), &block.text);
    }
    let ends = END.is_match(&block.text);
    if ends || date_in(&block.text).is_some() {
        let lines = || block.lines.iter().map(|line| line.text.trim());
        let date = lines().find_map(|line| date_in(line).filter(|_| width(line) < 70));
        let date = date.or_else(|| date_in(&block.text).filter(|_| width(&block.text) < 70));
        match date {
            Some(date) if read.date.is_empty() => {
                // a date among other words may be another one
                let is_told = block.lines.len() > 1 || is_all(date, &block.text);
                read.date = date.to_owned();
                if !is_told {
                    read.leave(block.number(), &block.text);
                }
            }
            _ => read.leave(block.number(), &block.text),
        }
        if block.lines.len() > 1 {
            let names = lines().filter(|line| ISSUER.is_match(line) && date_in(line).is_none());
            names.filter(|line| !END.is_match(line)).for_each(|name| issue(name, read));
        }
    } else if ISSUER.is_match(&block.text) {
        match block.lines.as_slice() {
            [_, _, ..] if block.lines.iter().all(is_of_signature) => {
                block.lines.iter().for_each(|line| issue(line.text.trim(), read));
            }
            // who printed it did not issue it
            _ if read.issuer.is_empty() || is_name(&block.text) => issue(&block.text, read),
            _ => read.leave(block.number(), &block.text),
        }
    } else {
        read.leave(block.number(), &block.text);
    }
}

/// Whether a date is all that a text says, but for marks and the words that a date stands behind.
fn is_all(date: &str, text: &str) -> bool {
    let rest = text.replacen(date, "", 1);
    let rest = WORDS.date.iter().fold(rest, |rest, word| rest.replacen(word, "", 1));
    !rest.contains(char::is_alphanumeric)
}

/// Whether a text is the name of somebody who issues papers, and says no more.
fn is_name(text: &str) -> bool {
    width(text) < 60 && !WORDS.not_in_issuer.iter().any(|word| text.contains(word))
}

/// Adds one of those who issued a paper.
fn issue(name: &str, read: &mut Understood) {
    if read.issuer.contains(name) {
        return;
    }
    if !read.issuer.is_empty() {
        let is_chinese = name.chars().any(is_han);
        read.issuer.push_str(if is_chinese { "、" } else { ", " });
    }
    read.issuer.push_str(name);
}

/// Understands the blocks before the first number. The headings of the first paragraph; and that paragraph itself where it has no number, since
/// the first number is 2.
pub(super) fn read(
    blocks: Vec<Block>,
    lacks_first: bool,
    annex: bool,
    read: &mut Understood,
) -> (Vec<String>, Option<(Vec<String>, Block)>) {
    let mut rest = Vec::new();
    for block in blocks.into_iter().flat_map(stand_alone_lines_apart) {
        if is_label(&block.text, read) {
            continue;
        }
        if DETAIL.is_match(&block.text) {
            read.leave(block.number(), &block.text);
        } else {
            rest.push(block);
        }
    }
    let prose: Vec<bool> = rest
        .iter()
        .map(|block| {
            matches!(block.kind, BlockKind::Text | BlockKind::Item | BlockKind::Table)
                && (ends_sentence(&block.text) || width(&block.text) > 160)
                && width(&block.text) > 24
        })
        .collect();
    let last = prose.iter().rposition(|&prose| prose);
    if let (true, Some(last)) = (lacks_first, last) {
        // an opening of several blocks is one paragraph
        let first = (0..last).rev().take_while(|&place| prose.get(place) == Some(&true)).last();
        let first = first.unwrap_or(last);
        let after: Vec<_> = rest.split_off(last + 1);
        let mut opening = rest.split_off(first).into_iter();
        let Some(mut lead) = opening.next() else { return (Vec::new(), None) };
        for block in opening {
            lead.text.push('\n');
            lead.text.push_str(&block.text);
        }
        let headings = title(rest, annex, read);
        let mut next = Vec::new();
        for block in after {
            if block.is_heading() {
                next.push(block.text);
            } else {
                lead.text.push('\n');
                lead.text.push_str(&block.text);
            }
        }
        return (next, Some((headings, lead)));
    }
    let mut heads = Vec::new();
    for (block, prose) in rest.into_iter().zip(prose) {
        if prose {
            read.leave(block.number(), &block.text);
        } else {
            heads.push(block);
        }
    }
    (title(heads, annex, read), None)
}

/// The lines at a block's beginning that are something by themselves, a body or a label, the date at its end, and what is left of it.
fn stand_alone_lines_apart(mut block: Block) -> Vec<Block> {
    let mut apart = Vec::new();
    while let [first, second, ..] = block.lines.as_slice() {
        let text = first.text.trim();
        let is_label = PURPOSE_OF_PAPER.is_match(text);
        if !(is_label || is_known_body(text) || date_in(text) == Some(text)) {
            break;
        }
        // the day of the meeting belongs to the label
        let date = second.text.trim();
        let is_dated = is_label && date_in(date) == Some(date.strip_prefix("on ").unwrap_or(date));
        let count = if is_dated { 2 } else { 1 };
        let left = block.lines.iter().take(count).try_fold(block.text.as_str(), |left, line| {
            left.trim_start().strip_prefix(line.text.trim())
        });
        let Some(left) = left.map(|left| left.trim_start().to_owned()) else { break };
        let lines: Vec<_> = block.lines.drain(..count).collect();
        let text = lines.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ");
        apart.push(Block { lines, text, ..block.clone() });
        block.text = left;
    }
    let mut date = None;
    if let [_, .., last] = block.lines.as_slice()
        && date_in(last.text.trim()) == Some(last.text.trim())
        && !PURPOSE_OF_PAPER.is_match(&block.text)
        && !MEETING.is_match(&block.text)
        && let Some(left) = block.text.strip_suffix(last.text.trim())
        && !BREAKS_OFF.is_match(left.trim_end())
    {
        let (text, left) = (last.text.trim().to_owned(), left.trim_end().to_owned());
        let line = block.lines.pop();
        date = Some(Block { lines: line.into_iter().collect(), text, ..block.clone() });
        block.text = left;
    }
    if !block.lines.is_empty() {
        apart.push(block);
    }
    apart.extend(date);
    apart
}

/// Whether a line is the name of a body, and no more.
fn is_known_body(line: &str) -> bool {
    let small = line.to_lowercase();
    let name = small.strip_prefix("legislative council").map_or(small.as_str(), str::trim_start);
    let chinese = WORDS.council.iter().any(|council| line.starts_with(council))
        && WORDS.committee.iter().any(|committee| line.ends_with(committee))
        && line.chars().count() <= LONGEST_BODY
        && !WORDS.not_in_name.iter().any(|word| line.contains(word));
    chinese || BODIES.contains(&name)
}

/// Whether a text only says what the paper is: its number, its date, for what it is.
fn is_label(text: &str, read: &mut Understood) -> bool {
    // a title may name another paper
    let most = |number: &&str| 2 * width(number) > width(text);
    if let Some(number) = paper_number(text).filter(|_| width(text) < 80).filter(most) {
        let better = |text: &str| WORDS.own_paper_number.iter().any(|word| text.contains(word));
        if read.paper_number.is_empty() || (better(number) && !better(&read.paper_number)) {
            read.paper_number = number.to_owned();
        }
        return true;
    }
    let date = date_in(text);
    if PURPOSE_OF_PAPER.is_match(text) {
        read.meets_on(date);
        return true;
    }
    let plain = text.trim_matches(|own| "()（） ".contains(own));
    // the day of the meeting, below "For discussion"
    if date.is_some() && plain.strip_prefix("on ") == date {
        read.meets_on(date);
        return true;
    }
    if let Some(date) = date {
        let bracketed = text.ends_with([')', '）'])
            && width(text) < 90
            && text.trim_start_matches(['(', '（']).starts_with(date);
        if is_all(date, text) {
            read.date = date.to_owned();
            return true;
        }
        if bracketed {
            if read.date.is_empty() {
                read.date = date.to_owned();
            }
            return true;
        }
    }
    if MEETING.is_match(text) && width(text) < 120 {
        let is_of = |words: &[String]| words.iter().any(|word| text.starts_with(word));
        if is_of(&WORDS.day_of_meeting) {
            read.meets_on(date);
        }
        if let Some(date) = date.filter(|_| is_of(&WORDS.day_of_paper)) {
            read.date = date.to_owned();
        }
        return true;
    }
    false
}

/// The title and the body among the blocks before the first paragraph; its headings.
fn title(mut blocks: Vec<Block>, annex: bool, read: &mut Understood) -> Vec<String> {
    blocks.retain(|block| !block.text.is_empty());
    let mut headings: Vec<String> = Vec::new();
    let part = blocks.iter().position(|block| block.kind == BlockKind::Part);
    if let Some(part) = part.filter(|&part| part > 0 || !annex) {
        headings = blocks.split_off(part).into_iter().map(|block| block.text).collect();
    }
    let known = blocks.last().is_some_and(|block| FIRST_HEADING.is_match(&block.text));
    if headings.is_empty() && known {
        headings.extend(blocks.pop().map(|block| block.text));
    }
    if blocks.iter().any(|block| !KIND_OF_DOCUMENT.is_match(&block.text)) {
        blocks.retain(|block| !KIND_OF_DOCUMENT.is_match(&block.text));
    }
    let mut bodies = Vec::new();
    let count = blocks.len();
    let mut place = 0;
    blocks.retain(|block| {
        place += 1;
        let is_body = place < count
            && bodies.len() < 2
            && BODY.is_match(&block.text)
            && width(&block.text) < 90;
        if is_body {
            bodies.push(block.text.clone());
        }
        !is_body
    });
    if !bodies.is_empty() {
        let trimmed = |own: &String| {
            let name = without_ends(own, &WORDS.papers_of_body);
            let mut begins = WORDS.before_body.iter();
            begins.find_map(|begin| name.strip_prefix(begin.as_str())).unwrap_or(name).to_owned()
        };
        read.body = bodies.iter().map(trimmed).collect::<Vec<_>>().join(" ");
    }
    let centred = blocks.iter().any(Block::center);
    if blocks.len() > 1
        && headings.is_empty()
        && let Some(last) = blocks.last()
    {
        let others = blocks.iter().rev().skip(1).any(Block::center);
        let plain = !centred && is_like_heading(&last.text) && width(&last.text) < 60 && !annex;
        if last.kind == BlockKind::Heading || (others && !last.center()) || plain {
            let doubt = format!("taken for a heading, it may be part of the title: {}", last.text);
            read.doubts.push(Doubt { line: last.number(), what: doubt });
            headings.extend(blocks.pop().map(|block| block.text));
        }
    }
    let mut chosen = choose_title(&blocks);
    let issuers = take_issuers(&blocks, &mut chosen, read);
    let words: Vec<_> = chosen.iter().filter_map(|&place| blocks.get(place)).collect();
    if !words.is_empty() {
        read.title = words.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join(" ");
    }
    for (place, block) in blocks.iter().enumerate() {
        if chosen.contains(&place) || issuers.contains(&place) {
            continue;
        }
        read.leave(block.number(), &block.text);
    }
    headings
}

/// A name without what stands behind it.
fn without_ends<'t>(name: &'t str, ends: &[String]) -> &'t str {
    ends.iter().fold(name, |name, end| name.trim_end_matches(end.as_str()))
}

/// Takes those who issued the paper from among the blocks of its title, as long as one is left; their places.
fn take_issuers(blocks: &[Block], chosen: &mut Vec<usize>, read: &mut Understood) -> Vec<usize> {
    let is_issuer = |place: &usize| {
        let text = blocks.get(*place).map_or("", |block| block.text.as_str());
        NAMED_ISSUER.is_match(text) && is_name(text)
    };
    let issuers: Vec<usize> = chosen.iter().copied().filter(is_issuer).collect();
    if issuers.len() == chosen.len() {
        return Vec::new();
    }
    for place in &issuers {
        if let Some(block) = blocks.get(*place) {
            issue(without_ends(&block.text, &WORDS.papers_of_issuer), read);
        }
    }
    chosen.retain(|place| !issuers.contains(place));
    issuers
}

/// The places of the blocks that are the title: of those that are centred, the large ones; two at most. A title that breaks off goes on in
/// the next block.
fn choose_title(blocks: &[Block]) -> Vec<usize> {
    let of = |is: &dyn Fn(&Block) -> bool, among: &[usize]| -> Vec<usize> {
        let own = among.iter().copied().filter(|&place| blocks.get(place).is_some_and(is));
        own.collect()
    };
    let all: Vec<usize> = (0..blocks.len()).collect();
    let or = |own: Vec<usize>, other: &[usize]| if own.is_empty() { other.to_vec() } else { own };
    let centred = or(of(&Block::center, &all), &all);
    let mut chosen = or(of(&Block::big, &centred), &centred);
    let count = if of(&Block::center, &chosen).is_empty() { 1 } else { 2 };
    chosen.truncate(count);
    // the first line of a large title may be as wide as the text, and so not seen as centred
    while let Some(&first) = chosen.first()
        && let Some(before) = first.checked_sub(1).and_then(|before| blocks.get(before))
        && let Some(block) = blocks.get(first)
        && block.big()
        && before.big()
        && block.center()
        && !before.center()
        && before.number() + before.lines.len() == block.number()
        && !ends_sentence(&before.text)
    {
        chosen.insert(0, first - 1);
    }
    while let Some(&last) = chosen.last()
        && blocks.get(last).is_some_and(|block| BREAKS_OFF.is_match(&block.text))
        && last + 1 < blocks.len()
    {
        chosen.push(last + 1);
    }
    chosen
}
