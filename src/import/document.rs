//! A document's lines as paragraphs with their headings, annexes kept apart, and what is in doubt.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex_lite::Regex;

use super::again::begins_again;
use super::block::{
    Block, BlockKind, LEAST_TEXT, blocks, ends_sentence, ends_text, is_like_heading, is_part,
};
use super::chain::{self, Chosen, choose, missing_between};
use super::characters::{is_chinese, unknown, width};
use super::folder::is_translation;
use super::furniture::{mark_contents, mark_footnotes, mark_furniture};
use super::hyphen::Speller;
use super::label::{Label, Style, is_enumerator_only, labels, narrowed};
use super::line::{Kind, Line};
use super::preamble::MOST_ISSUERS;
use super::words::{WORDS, pattern};
use super::{counted, preamble};
use crate::lang::{is_han, leading_number};

static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    let (english, chinese) = (&WORDS.annex_in_english, &WORDS.annex_in_chinese);
    let number = format!("(?:[{}0-9A-Z甲乙丙丁]{{1,3}}|[IVX]{{1,5}})?", WORDS.numerals);
    let chinese = format!("{chinese}\\s*{number}");
    pattern(&format!(
        "^(?:{english}(?:es|s)?\\b\\s*(?:[A-Z]|\\d{{1,2}}|[IVX]{{1,5}})?|{chinese})\\s*(?:(?:[:：—–]|-\\s).{{0,80}})?$|^{chinese}[\\s\u{3000}]+[^。；，：]{{1,30}}$"
    ))
});
/// What a quotation begins with.
const QUOTES: [char; 4] = ['「', '『', '“', '"'];
static FIGURES: LazyLock<Regex> = LazyLock::new(|| pattern("^[0-9０-９]{1,3}$"));
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| pattern("^[a-z，。,;；]"));
static CLOSED: LazyLock<Regex> = LazyLock::new(|| pattern("[\\]）)」』”]$"));

/// Something that a reviewer should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Doubt {
    /// The line, from 1; 0 for the document as a whole.
    pub(super) line: usize,
    pub(super) what: String,
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Its number, as it is printed without its marks.
    pub(super) number: String,
    /// The headings above it, the outermost first.
    pub(super) headings: Vec<String>,
    pub(super) text: String,
    pub(super) line: usize,
    /// Whether it was counted, and ends as it may.
    counted: bool,
    /// Whether it ends with a table.
    table: bool,
}

/// An annex, kept apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Annex {
    pub(super) label: String,
    /// Its title, and who issued it and when, as far as it says.
    pub(super) head: Vec<String>,
    pub(super) paragraphs: Vec<Found>,
}

/// A document as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Understood {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) issuer: String,
    pub(super) paper_number: String,
    /// As it is written.
    pub(super) date: String,
    /// That of the meeting that it is for, likewise.
    pub(super) meeting_date: String,
    pub(super) paragraphs: Vec<Found>,
    pub(super) annexes: Vec<Annex>,
    /// Lines that belong to none of these.
    pub(super) left: Vec<(usize, String)>,
    pub(super) doubts: Vec<Doubt>,
}

impl Understood {
    pub(super) fn leave(&mut self, line: usize, text: &str) {
        self.left.push((line, text.to_owned()));
    }

    /// Takes a date for that of the meeting, if it is the first.
    pub(super) fn meets_on(&mut self, date: Option<&str>) {
        if let Some(date) = date.filter(|_| self.meeting_date.is_empty()) {
            self.meeting_date = date.to_owned();
        }
    }

    fn doubt(&mut self, line: usize, what: String) {
        self.doubts.push(Doubt { line, what });
    }
}

/// A row of a table, each cell as one line.
fn unwrapped(row: &str, speller: &Speller, chinese: bool) -> String {
    let cells = row.split('\t').map(|cell| {
        let mut text = String::new();
        cell.lines().for_each(|line| speller.append(&mut text, line, chinese));
        text
    });
    cells.collect::<Vec<_>>().join("\t")
}

/// Understands the lines of a document.
pub(super) fn understand(mut lines: Vec<Line>) -> Understood {
    for (number, line) in (1..).zip(&mut lines) {
        if line.number == 0 {
            line.number = number;
        }
    }
    mark_furniture(&mut lines);
    let contents = mark_contents(&mut lines);
    let mut notes = mark_footnotes(&mut lines);
    notes.extend(contents);
    mark_furniture(&mut lines);
    let text: Vec<&str> = lines
        .iter()
        .filter(|line| line.kind == Kind::Text)
        .map(|line| line.text.as_str())
        .collect();
    let text = text.join("\n");
    let (speller, chinese) = (Speller::new(&text), is_chinese(&text));
    for line in &mut lines {
        if line.table {
            line.text = unwrapped(&line.text, &speller, chinese);
        }
        // the hyphen at its end is needed to join it to the next
        let last = line.text.chars().next_back().filter(|own| matches!(own, '\u{2}' | '\u{ad}'));
        line.text = speller.without_set_hyphens(&line.text);
        line.text.extend(last);
    }
    let mut read = Understood::default();
    for (line, note) in notes {
        read.doubt(line, note);
    }
    let all = length(&lines);
    let reader = Reader { speller: &speller, chinese };
    let annexes = annexes_from(&lines).map(|first| lines.split_off(first)).unwrap_or_default();
    reader.build_each(lines, false, &mut read);
    reader.read_annexes(annexes, &mut read);
    judge(&mut read, chinese);
    doubt_share(all, &mut read);
    read
}

/// How many characters of text lines have.
fn length(lines: &[Line]) -> usize {
    let text = lines.iter().filter(|line| line.kind == Kind::Text);
    text.map(|line| line.text.chars().count()).sum()
}

/// Says it first of all if most of a document's text, of so many characters, is in none of its paragraphs.
fn doubt_share(all: usize, read: &mut Understood) {
    let held: usize = read.paragraphs.iter().map(|own| own.text.chars().count()).sum();
    let percent = 100 * held / all.max(1);
    if percent < 50 && all > LONGEST_HEAD {
        let what = format!("only {percent}% of the text is in the paragraphs");
        read.doubts.insert(0, Doubt { line: 0, what });
    }
}

/// What a table of contents names stands behind so many times as much as stands before it.
const CONTENTS_BEFORE: usize = 2;

/// Of so many lines of a text, one ends a sentence.
const FEWEST_SENTENCES: usize = 10;

/// So much text before the first number, in characters, is more than the head of a paper.
const LONGEST_HEAD: usize = 2_000;

/// A list in a text without numbers has so many items at most.
const LONGEST_LIST: usize = 10;

/// The number of the line at which the paragraphs begin, if most of the text stands before it: they are a list in a paper without numbers.
fn begins_late(lines: &[Line], mains: &[(usize, Label)]) -> Option<usize> {
    let first = mains.first()?.0;
    let before = length(lines.get(..first)?);
    let after = length(lines.get(first..)?);
    let is_late = before > 3 * after || (before > after && mains.len() <= LONGEST_LIST);
    (before > LONGEST_HEAD && is_late).then(|| lines.get(first).map(|line| line.number))?
}

/// The place of the first annex: a heading that is one, behind some numbered text.
fn annexes_from(lines: &[Line]) -> Option<usize> {
    let numbered = |place: usize| {
        let before = lines.iter().take(place);
        before.into_iter().any(|line| line.kind == Kind::Text && !labels(&line.text).is_empty())
    };
    let is_annex = |place: usize, line: &Line| {
        let before = place.checked_sub(1).and_then(|before| lines.get(before));
        let apart = line.blank
            || line.cut
            || line.bold == Some(true)
            || line.center
            || before.is_none_or(|before| ends_text(&before.text) || before.page != line.page);
        line.kind == Kind::Text
            && !line.table
            && ANNEX.is_match(&line.text)
            && apart
            && !line.text.ends_with([':', '：'])
            && (numbered(place) || place * 10 > lines.len() * 3)
    };
    // a table of contents, in which no sentence ends, names it long before it comes
    let words = |line: &Line| line.text.split_whitespace().collect::<String>();
    let named = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.kind == Kind::Text && ANNEX.is_match(&line.text));
    let last: BTreeMap<String, usize> = named.map(|(place, line)| (words(line), place)).collect();
    let is_contents = |place: usize, line: &Line| {
        let far = place + CONTENTS_BEFORE * place.max(1);
        let before = lines.get(..place).unwrap_or_default();
        let ended = before.iter().filter(|line| ends_sentence(&line.text)).count();
        last.get(&words(line)).is_some_and(|&last| last >= far)
            && ended * FEWEST_SENTENCES < before.len()
    };
    // above the signature, the annexes are only named: 附件：實施方案
    let is_named = |place: usize, line: &Line| {
        let behind = lines.iter().skip(place + 1).filter(|line| line.kind == Kind::Text);
        line.text.contains([':', '：'])
            && behind.take(MOST_ISSUERS + 2).any(|line| preamble::is_date(&line.text))
    };
    let is_first = |(place, line): (usize, &Line)| {
        is_annex(place, line) && !is_contents(place, line) && !is_named(place, line)
    };
    lines.iter().enumerate().position(is_first)
}

/// Adds what a reviewer should look at in the paragraphs.
fn judge(read: &mut Understood, chinese: bool) {
    let mut lengths: Vec<usize> =
        read.paragraphs.iter().map(|own| own.text.chars().count()).collect();
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(1).max(1);
    let least = if chinese { 300 } else { 800 };
    let mut doubts = Vec::new();
    for own in &read.paragraphs {
        let length = own.text.chars().count();
        let number = &own.number;
        if length > 5 * median && length > least && read.paragraphs.len() > 2 {
            let times = length / median;
            doubts.push((
                own.line,
                format!("paragraph {number} is {times} times as long as the others"),
            ));
        }
        if own.text.contains('□') || unknown(own.text.chars()).0 > 0 {
            doubts.push((own.line, format!("paragraph {number}: a character is missing (□)")));
        }
        let last = own.text.lines().next_back().unwrap_or_default();
        if !own.counted && !own.table && !ends_text(last) && !CLOSED.is_match(last) {
            let count = last.chars().count();
            let end: String = last.chars().skip(count.saturating_sub(40)).collect();
            doubts.push((own.line, format!("paragraph {number} does not end with a full stop; a heading may be attached to it: …{end}")));
        }
    }
    for (line, what) in doubts {
        read.doubt(line, what);
    }
}

/// What all of a document has in common.
struct Reader<'r> {
    speller: &'r Speller,
    chinese: bool,
}

/// The beginnings of paragraphs by the places of their lines.
type Mains = BTreeMap<usize, Label>;

impl Reader<'_> {
    fn append(&self, text: &mut String, line: &str) {
        self.speller.append(text, line, self.chinese);
    }

    fn read_annexes(&self, lines: Vec<Line>, read: &mut Understood) {
        let mut annexes: Vec<Vec<Line>> = Vec::new();
        for line in lines {
            let begins = line.kind == Kind::Text
                && ANNEX.is_match(&line.text)
                && (annexes.is_empty() || line.blank || line.cut);
            match annexes.last_mut().filter(|_| !begins) {
                Some(annex) => annex.push(line),
                None => annexes.push(vec![line]),
            }
        }
        for mut lines in annexes {
            let first = lines.remove(0);
            let mut own = Understood::default();
            if !lines.is_empty() {
                self.build(lines, true, &mut own);
            }
            keep_apart(first.text, first.number, own, read);
        }
    }

    /// Reads what is numbered from 1 again behind the paper: the same paragraphs in the other language, or what is kept apart.
    fn read_again(&self, lines: Vec<Line>, read: &mut Understood) {
        let Some(line) = lines.first().map(|first| first.number) else { return };
        let mut own = Understood::default();
        self.build(lines, true, &mut own);
        if !is_translation(&read.paragraphs, &own.paragraphs) {
            return keep_apart("numbered from 1 again".to_owned(), line, own, read);
        }
        read.doubt(line, "the same paragraphs follow in the other language".to_owned());
        read.paragraphs.append(&mut own.paragraphs);
        read.left.append(&mut own.left);
        read.doubts.append(&mut own.doubts);
    }

    /// Understands lines, and by themselves those that are numbered from 1 again behind them.
    fn build_each(&self, mut lines: Vec<Line>, annex: bool, read: &mut Understood) {
        let again = begins_again(&lines).map(|first| lines.split_off(first)).unwrap_or_default();
        self.build(lines, annex, read);
        self.read_again(again, read);
    }

    /// Understands lines that are numbered throughout, or not at all.
    fn build(&self, mut lines: Vec<Line>, annex: bool, read: &mut Understood) {
        static PROSE_END: LazyLock<Regex> = LazyLock::new(|| pattern("[。.]$"));
        let is_heading = |line: &Line| {
            let part = || {
                is_part(&line.text)
                    && width(&line.text) < 100
                    && (line.blank || !PROSE_END.is_match(&line.text))
            };
            line.kind == Kind::Text && (line.heading || part())
        };
        let places = lines.iter().enumerate().filter(|(_, line)| is_heading(line));
        let parts: Vec<usize> = places.map(|(place, _)| place).collect();
        let chosen = choose(&lines, &parts).filter(|chosen| {
            let mains = chosen.reading.mains();
            mains.len() > 1 || mains.first().is_some_and(|(_, label)| label.number == [1])
        });
        // of a question in the council, only the items have numbers
        let chosen = chosen.filter(|chosen| {
            let is_list = || is_question(&lines) || is_announced(&lines, &chosen.reading.mains());
            !(chosen.style.is_in_brackets() && is_list())
        });
        let chosen = chosen.filter(|chosen| {
            let late = begins_late(&lines, &chosen.reading.mains());
            if let Some(line) = late {
                let what = "a list is numbered from here, behind most of the text";
                read.doubt(line, what.to_owned());
            }
            late.is_none()
        });
        let Some(chosen) = chosen else {
            if take_numbered_rows(&mut lines) {
                return self.build_each(lines, annex, read);
            }
            return self.count(lines, annex, read);
        };
        let chosen = self.beneath_headings(&mut lines, chosen, parts, read);
        if chosen.style != Style::Bare {
            leave_page_numbers(&mut lines, &chosen, read);
        }
        let mains = chosen.reading.mains();
        doubt_gaps(&lines, &mains, read);
        doubt_repeated(&lines, &mains, read);
        doubt_inside(&lines, &mains, read);
        doubt_inserted(&lines, read);
        let mains: Mains = mains.into_iter().collect();
        let items: BTreeSet<usize> = chosen
            .reading
            .roles
            .iter()
            .filter(|(_, role)| *role == chain::Role::Item)
            .map(|(place, _)| *place)
            .collect();
        let begins: BTreeSet<usize> = mains.keys().copied().collect();
        let mut all = blocks(&lines, self.speller, self.chinese, &begins, &items);
        let first = all.iter().position(|block| block.kind == BlockKind::Main);
        let rest = all.split_off(first.unwrap_or_default());
        let lacks_first = mains.values().next().is_some_and(|label| label.number == [2]);
        let (headings, lead) = preamble::read(all, lacks_first, annex, read);
        if let Some((headings, block)) = lead {
            let line = block.number();
            let text = block.text;
            read.paragraphs.push(Found {
                number: "1".to_owned(),
                headings,
                text,
                line,
                ..Found::default()
            });
        }
        self.collect(rest, &mains, chosen.style, headings, read);
    }

    /// The numbering below numbered headings, where that begins again under each.
    fn beneath_headings(
        &self,
        lines: &mut [Line],
        chosen: Chosen,
        parts: Vec<usize>,
        read: &mut Understood,
    ) -> Chosen {
        let mains = chosen.reading.mains();
        for &other in &chosen.others {
            if other == chosen.style || other == Style::Bare || mains.len() < 2 {
                continue;
            }
            let over = mains.iter().filter(|(place, label)| {
                let mut after = lines.iter().skip(place + 1);
                let next = after.find(|line| line.kind == Kind::Text);
                let begins = next.is_some_and(|line| {
                    labels(&line.text).iter().any(|own| own.style == other && own.number == [1])
                });
                is_like_heading(&label.rest) && !ends_text(&label.rest) && begins
            });
            if (over.count() as f32) < 0.6 * mains.len() as f32 {
                continue;
            }
            let mut all = parts.clone();
            all.extend(mains.iter().map(|(place, _)| *place));
            all.sort_unstable();
            all.dedup();
            let Some(reading) = chain::read(lines, other, &all) else { continue };
            let below = reading.mains();
            if below.len() <= mains.len() {
                continue;
            }
            for (place, _) in &mains {
                if let Some(line) = lines.get_mut(*place) {
                    line.heading = true;
                }
            }
            let first = below.first().and_then(|(place, _)| lines.get(*place));
            let line = first.map_or(0, |line| line.number);
            read.doubt(line, "the numbers begin again in each part".to_owned());
            return Chosen { style: other, reading, others: Vec::new() };
        }
        chosen
    }

    /// Puts each paragraph together from its blocks.
    fn collect(
        &self,
        blocks: Vec<Block>,
        mains: &Mains,
        style: Style,
        headings: Vec<String>,
        read: &mut Understood,
    ) {
        let mut groups: Vec<(Label, Vec<Block>)> = Vec::new();
        for block in blocks {
            match (mains.get(&block.place), groups.last_mut()) {
                (Some(label), _) => groups.push((label.clone(), vec![block])),
                (None, Some((_, group))) => group.push(block),
                (None, None) => {}
            }
        }
        let numbers_are_headings = self.numbers_are_headings(&groups);
        let labels: Vec<Label> = groups.iter().map(|(label, _)| label.clone()).collect();
        let last = groups.len().saturating_sub(1);
        let mut pending = headings;
        for (place, (label, group)) in groups.into_iter().enumerate() {
            let mut group = group.into_iter();
            let Some(main) = group.next() else { continue };
            let mut text = main.behind(&label.rest, self.speller, self.chinese);
            let mut rest: Vec<Block> = group.collect();
            let takes_next = text.is_empty()
                && rest.first().is_some_and(|block| {
                    matches!(block.kind, BlockKind::Text | BlockKind::Heading | BlockKind::Item)
                });
            if takes_next {
                text = rest.remove(0).text;
            }
            let behind = if place == last { signatures(&mut rest) } else { Vec::new() };
            let next = if place == last { Vec::new() } else { headings_at_end(&text, &mut rest) };
            let deeper = labels.get(place + 1).is_some_and(|after| {
                after.number.len() == label.number.len() + 1
                    && after.number.starts_with(&label.number)
            });
            if is_like_heading(&text) && rest.is_empty() && !ends_sentence(&text) && deeper {
                // a heading over deeper numbers
                pending.push(text);
                pending.extend(next);
                continue;
            }
            let mut headings = std::mem::replace(&mut pending, next);
            if numbers_are_headings && is_like_heading(&text) && !rest.is_empty() {
                headings.push(std::mem::take(&mut text));
            }
            let (text, table) = self.put_together(text, rest, &label, read);
            read.paragraphs.push(Found {
                number: number_of(&label, style),
                headings,
                text,
                line: main.number(),
                counted: false,
                table,
            });
            for block in &behind {
                preamble::sign(block, read);
            }
        }
    }

    /// Whether the numbers stand before headings, not before paragraphs.
    fn numbers_are_headings(&self, groups: &[(Label, Vec<Block>)]) -> bool {
        let like = groups.iter().map(|(label, group)| {
            let Some(main) = group.first() else { return 0.0 };
            let text = main.behind(&label.rest, self.speller, self.chinese);
            let heading = !label.rest.is_empty() && is_like_heading(&text) && !ends_sentence(&text);
            let body = group
                .iter()
                .skip(1)
                .any(|block| block.kind != BlockKind::Part && !block.is_heading());
            match (heading, body) {
                (true, true) => 1.0,
                (true, false) => 0.5,
                _ => 0.0,
            }
        });
        !groups.is_empty() && like.sum::<f32>() >= 0.6 * groups.len() as f32
    }

    /// A paragraph's text, with what its blocks add; and whether it ends with a table.
    fn put_together(
        &self,
        mut text: String,
        blocks: Vec<Block>,
        label: &Label,
        read: &mut Understood,
    ) -> (String, bool) {
        let mut table = false;
        for block in blocks {
            let plain = block.kind == BlockKind::Text;
            let broken = block.cut() && plain && !ends_sentence(&text);
            let goes_on = plain && !table && breaks_off(&text, &block.text);
            if text.is_empty() {
                text.clone_from(&block.text);
            } else if broken || goes_on {
                self.append(&mut text, &block.text);
            } else {
                text.push('\n');
                text.push_str(&block.text);
            }
            table = block.kind == BlockKind::Table;
            if matches!(block.kind, BlockKind::Part | BlockKind::Heading) {
                let heading: String = block.text.chars().take(40).collect();
                let number = &label.printed;
                read.doubt(
                    block.number(),
                    format!("a heading inside paragraph {number}: {heading}"),
                );
            }
        }
        (text.trim().to_owned(), table)
    }

    /// A document without numbers: its paragraphs are counted.
    fn count(&self, lines: Vec<Line>, annex: bool, read: &mut Understood) {
        let none = BTreeSet::new();
        let mut all = blocks(&lines, self.speller, self.chinese, &none, &none);
        let behind = preamble::closing(&all).filter(|&closing| closing > 0);
        let mut signatures: Vec<Block> =
            behind.map(|closing| all.split_off(closing)).unwrap_or_default();
        signatures.reverse();
        while all.len() > 1
            && let Some(block) = all.pop_if(|block| preamble::is_signature(block))
        {
            signatures.push(block);
        }
        signatures.iter().rev().for_each(|block| preamble::sign(block, read));
        let is_head = |place: usize, block: &Block| {
            let opens =
                matches!(block.kind, BlockKind::Text | BlockKind::Heading | BlockKind::Part);
            let number = super::furniture::paper_number(&block.text).is_some();
            opens
                && (is_like_heading(&block.text)
                    || preamble::is_salutation(block)
                    || (number && width(&block.text) < 80)
                    || (place == 0 && width(&block.text) < 160 && !ends_sentence(&block.text)))
        };
        let heads =
            all.iter().enumerate().take_while(|(place, block)| is_head(*place, block)).count();
        let rest = all.split_off(heads);
        let mut headings =
            if all.is_empty() { Vec::new() } else { preamble::read(all, false, annex, read).0 };
        let kinds: Vec<BlockKind> = rest.iter().map(|block| block.kind).collect();
        let firsts: Vec<Option<char>> =
            rest.iter().map(|block| block.text.chars().next()).collect();
        let next_begins = |place: usize| firsts.get(place + 1).copied().flatten();
        let (mut colon, mut after_paragraph) = (false, false);
        for (place, block) in rest.into_iter().enumerate() {
            let text = block.text.clone();
            let ends_colon = text.ends_with([':', '：']);
            let listed = kinds
                .get(place + 1)
                .is_some_and(|kind| matches!(kind, BlockKind::Item | BlockKind::Table));
            let before_quotation = next_begins(place).is_some_and(|own| QUOTES.contains(&own));
            let is_heading = matches!(block.kind, BlockKind::Part | BlockKind::Heading)
                || (block.kind == BlockKind::Text
                    && (is_like_heading(&text)
                        || (ends_colon && width(&text) <= 30 && !listed && !before_quotation)));
            if is_heading {
                headings.push(text);
                (colon, after_paragraph) = (false, false);
                continue;
            }
            let added = block.kind == BlockKind::Table || (block.kind == BlockKind::Item && colon);
            let last = read.paragraphs.last_mut();
            match last {
                Some(last) if after_paragraph && added => {
                    last.text.push('\n');
                    last.text.push_str(&text);
                    continue;
                }
                Some(last)
                    if block.kind == BlockKind::Text
                        && ((block.cut() && !ends_sentence(&last.text))
                            || (after_paragraph && breaks_off(&last.text, &block.text))) =>
                {
                    self.append(&mut last.text, &text);
                    continue;
                }
                _ => {}
            }
            let number = (read.paragraphs.len() + 1).to_string();
            let headings = std::mem::take(&mut headings);
            let line = block.number();
            read.paragraphs.push(Found {
                number,
                headings,
                text,
                line,
                counted: true,
                table: false,
            });
            (after_paragraph, colon) = (true, ends_colon);
        }
        for heading in headings {
            read.leave(0, &heading);
        }
        if !annex {
            read.doubt(
                0,
                "no paragraph numbers were found: the paragraphs were counted".to_owned(),
            );
        }
    }
}

/// Whether a text breaks off in mid-sentence and goes on in the next.
fn breaks_off(text: &str, next: &str) -> bool {
    let last = text.chars().next_back();
    let han = last.is_some_and(|last| is_han(last) || "，、".contains(last));
    // a shorter line may be all that is said
    let is_long = || text.rsplit('\n').next().is_some_and(|line| width(line) >= LEAST_TEXT);
    let han = han && next.starts_with(is_han) && !is_like_heading(next);
    !ends_text(text) && (GOES_ON.is_match(next) || (han && is_long()))
}

/// Takes the rows of a table that count from 1 and hold texts for paragraphs; tells whether there are any. Where each stands beside the same
/// number, as in two languages, what is beside follows behind all of them.
fn take_numbered_rows(lines: &mut Vec<Line>) -> bool {
    let number_of = |text: &str| match labels(text).into_iter().next()?.number.as_slice() {
        [number] => Some(*number),
        _ => None,
    };
    let is_row = |line: &Line| line.kind == Kind::Text && line.table;
    let rows: Vec<(usize, u32)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_row(line))
        .filter_map(|(place, line)| {
            let (cell, text) = line.text.split_once('\t').unwrap_or((&line.text, ""));
            let is_text = |own: &str| width(own) >= LEAST_TEXT || ends_sentence(own);
            let holds_text = is_text(cell) || (is_enumerator_only(cell) && is_text(text));
            Some((place, number_of(&line.text)?)).filter(|_| holds_text)
        })
        .collect();
    let counts_up = rows.iter().zip(1..).all(|((_, number), count)| *number == count);
    if rows.len() < 2 || !counts_up {
        return false;
    }
    let mut beside = Vec::new();
    for (place, number) in rows {
        let Some(line) = lines.get_mut(place) else { continue };
        (line.table, line.blank) = (false, true);
        if let Some((own, other)) = line.text.split_once('\t')
            && !is_enumerator_only(own)
            && number_of(other) == Some(number)
        {
            beside.push(Line { text: other.to_owned(), ..line.clone() });
            line.text = own.to_owned();
        }
    }
    // what fills a row by itself is a heading
    let alone = lines.iter_mut().filter(|line| is_row(line) && !line.text.contains('\t'));
    alone.for_each(|line| (line.table, line.blank) = (false, true));
    lines.append(&mut beside);
    true
}

/// Whether the first of these is the first item of a list that a sentence announces, behind complete sentences.
fn is_announced(lines: &[Line], mains: &[(usize, Label)]) -> bool {
    let Some((first, _)) = mains.first() else { return false };
    let text = lines.iter().take(*first).filter(|line| line.kind == Kind::Text);
    let text: Vec<&str> = text.map(|line| line.text.as_str()).collect();
    text.last().is_some_and(|last| chain::is_before_list(last))
        && text.iter().any(|line| ends_sentence(line))
}

/// Keeps what was read of an annex apart, and says so.
fn keep_apart(label: String, line: usize, mut own: Understood, read: &mut Understood) {
    let kept = counted(own.paragraphs.len(), "paragraph");
    read.doubt(line, format!("{label}: {kept} kept apart"));
    read.left.append(&mut own.left);
    read.doubts.append(&mut own.doubts);
    let heads = [own.title, own.body, own.issuer, own.date];
    let head = heads.into_iter().filter(|head| !head.is_empty()).collect();
    read.annexes.push(Annex { label, head, paragraphs: own.paragraphs });
}

/// Whether lines are a question put to a minister and the reply to it, as a press release prints them.
fn is_question(lines: &[Line]) -> bool {
    static ASKED: LazyLock<Regex> = LazyLock::new(|| pattern(&WORDS.question.to_string()));
    static REPLY: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!("^(?i:{})\\s*[:：,，]$", WORDS.reply)));
    let asked = lines.iter().position(|line| ASKED.is_match(line.text.trim()));
    let replied = lines.iter().rposition(|line| REPLY.is_match(line.text.trim()));
    matches!((asked, replied), (Some(asked), Some(replied)) if asked < replied)
}

/// The number of a paragraph as it is told: 1, 1.01, 第一條.
fn number_of(label: &Label, style: Style) -> String {
    match (style, label.number.as_slice()) {
        (Style::Decimal, [number]) => number.to_string(),
        (Style::Decimal, _) => label.printed.trim_end_matches('.').to_owned(),
        (Style::Article | Style::Word(_), _) => label.printed.clone(),
        (_, [number, ..]) => number.to_string(),
        (_, []) => String::new(),
    }
}

/// Takes the signatures from the end of the last paragraph's blocks.
fn signatures(blocks: &mut Vec<Block>) -> Vec<Block> {
    let signs = |block: &Block| {
        let short = is_like_heading(&block.text) && width(&block.text) < 80;
        let other = !matches!(block.kind, BlockKind::Item | BlockKind::Table);
        preamble::is_signature(block) || (short && other)
    };
    let count = blocks.iter().rev().take_while(|block| signs(block)).count();
    let first = blocks.len() - count;
    let mut closing = preamble::closing(blocks).map_or(first, |closing| closing.min(first));
    // the annexes are named above the signature
    while closing < blocks.len()
        && let Some(before) = closing.checked_sub(1)
        && blocks.get(before).is_some_and(|block| ANNEX.is_match(&block.text))
    {
        closing = before;
    }
    blocks.split_off(closing)
}

/// Takes the headings of the next paragraph from the end of a paragraph's blocks.
fn headings_at_end(text: &str, blocks: &mut Vec<Block>) -> Vec<String> {
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
        let numerals = &WORDS.numerals;
        pattern(&format!(
            "^(?:[A-Z]\\.\\s|(?:[甲乙丙丁戊己庚辛壬癸]|[{numerals}]{{1,3}})、|[(（](?:[{numerals}]{{1,3}}|[a-zA-Z]|[ivxIVX]{{1,6}}|\\d{{1,2}})[)）])"
        ))
    });
    let mut headings = Vec::new();
    while let Some(last) = blocks.last() {
        // "B. The decision" or "(b) The decision" behind the end of a sentence is no item of a list
        let before = blocks.iter().rev().skip(1).find(|block| !block.is_heading());
        let ended = before.map_or(ends_sentence(text), |block| {
            block.kind == BlockKind::Table || ends_sentence(&block.text)
        });
        // unless it goes on counting the items before it
        let item = before.filter(|block| block.kind == BlockKind::Item);
        let counts_on = item
            .and_then(|item| ordinal(&item.text))
            .is_some_and(|own| ordinal(&last.text) == Some(own + 1));
        let numbered = last.kind == BlockKind::Item
            && NUMBERED.is_match(&last.text)
            && is_like_heading(&last.text)
            && ended
            && !counts_on;
        if !last.is_heading() && !numbered {
            break;
        }
        headings.extend(blocks.pop().map(|block| block.text));
    }
    headings.reverse();
    headings
}

/// The place among items that a text begins with: 2 of (b), （二） or (2).
fn ordinal(text: &str) -> Option<u32> {
    let own = text.trim_start_matches(['(', '（']);
    let end = own.find([')', '）', '、', '.'])?;
    let label = own.get(..end)?;
    let mut characters = label.chars();
    match (characters.next()?, characters.next()) {
        (letter, None) if letter.is_ascii_alphabetic() => {
            Some(u32::from(letter.to_ascii_lowercase()) - u32::from('a') + 1)
        }
        _ => {
            let (value, end, _) = leading_number(label)?;
            (end == label.len()).then(|| u32::try_from(value).ok())?
        }
    }
}

/// Leaves out numbers alone on their lines that belong to no list, if they grow: page numbers.
fn leave_page_numbers(lines: &mut [Line], chosen: &Chosen, read: &mut Understood) {
    let used: BTreeSet<usize> = chosen
        .reading
        .roles
        .iter()
        .filter(|(_, role)| *role != chain::Role::None)
        .map(|(place, _)| *place)
        .collect();
    let alone: Vec<(usize, u32)> = lines
        .iter()
        .enumerate()
        .filter(|(place, line)| {
            line.kind == Kind::Text
                && !line.table
                && !used.contains(place)
                && FIGURES.is_match(&line.text)
        })
        .filter_map(|(place, line)| Some((place, narrowed(&line.text).parse().ok()?)))
        .collect();
    if !alone.is_sorted_by(|one, other| one.1 < other.1) {
        return;
    }
    for (place, number) in alone {
        if let Some(line) = lines.get_mut(place) {
            line.kind = Kind::Furniture;
            read.leave(line.number, &format!("{number} (a page number?)"));
        }
        if let Some(next) = lines.get_mut(place + 1) {
            next.cut = true;
        }
    }
}

/// Tells the numbers that stand twice: a paragraph's own number within it, or in the one before, and no list that has it.
fn doubt_repeated(lines: &[Line], mains: &[(usize, Label)], read: &mut Understood) {
    for (place, (from, main)) in mains.iter().enumerate() {
        let next = mains.get(place + 1);
        let until = next.map_or(lines.len(), |(place, _)| *place);
        let within: Vec<(usize, u32)> = (from + 1..until)
            .filter_map(|at| {
                let line = lines.get(at).filter(|line| line.kind == Kind::Text && !line.table)?;
                let label = labels(&line.text).into_iter().find(|own| own.style == main.style)?;
                let (last, above) = label.number.split_last()?;
                let beside = main.number.split_last()?.1;
                (above == beside).then_some((line.number, *last))
            })
            .collect();
        let is_listed = |number: u32| within.iter().any(|own| own.1 == number);
        let last = |label: &Label| label.number.last().copied().unwrap_or_default();
        let own = last(main);
        let repeated = [(own, own + 1, main)]
            .into_iter()
            .chain(next.map(|(_, next)| (last(next), last(next).saturating_sub(1), next)));
        for (number, of_list, label) in repeated {
            let found = within.iter().find(|own| own.1 == number).filter(|_| !is_listed(of_list));
            if let Some((line, _)) = found {
                read.doubt(*line, format!("the number {} stands twice", label.printed));
            }
        }
    }
}

/// Tells of numbers such as 3A, which later papers put between others: they have no paragraph of their own.
fn doubt_inserted(lines: &[Line], read: &mut Understood) {
    static INSERTED: LazyLock<Regex> = LazyLock::new(|| pattern("^\\d{1,3}[A-Z]\\.\\s*\\S"));
    for line in lines.iter().filter(|line| line.kind == Kind::Text && !line.table) {
        let printed = line.text.split('.').next().unwrap_or_default();
        if INSERTED.is_match(&line.text) {
            let what = format!(
                "{printed} stands in the paragraph before it: numbers with a letter are not read"
            );
            read.doubt(line.number, what);
        }
    }
}

/// Tells where a line in a paragraph begins as paragraphs do: a list, or paragraphs whose numbers are out of order.
fn doubt_inside(lines: &[Line], mains: &[(usize, Label)], read: &mut Understood) {
    for (place, (from, main)) in mains.iter().enumerate() {
        let until = mains.get(place + 1).map_or(lines.len(), |(place, _)| *place);
        let margin = lines.get(*from).map_or(0.0, |line| line.indent);
        let like = (from + 1..until).filter_map(|at| {
            let line = lines.get(at).filter(|line| line.kind == Kind::Text && !line.table)?;
            // what is set in, or of a deeper level, is a list
            let is_set_in = line.indent - margin > 0.9 || line.level.is_some_and(|level| level > 0);
            let label = labels(&line.text).into_iter().find(|own| own.style == main.style)?;
            (!is_set_in && !label.rest.is_empty()).then_some((line.number, label.printed))
        });
        if let Some((line, printed)) = like.into_iter().next()
            && !read.doubts.iter().any(|doubt| doubt.line == line)
        {
            let within = &main.printed;
            let what = format!(
                "paragraph {within} holds a line that begins with {printed}, as paragraphs do: is it a list?"
            );
            read.doubt(line, what);
        }
    }
}

/// Tells the numbers that are missing.
fn doubt_gaps(lines: &[Line], mains: &[(usize, Label)], read: &mut Understood) {
    let line = |place: usize| lines.get(place).map_or(0, |line| line.number);
    if let Some((place, first)) = mains.first()
        && !matches!(first.number.as_slice(), [1] | [1, 0 | 1])
    {
        read.doubt(line(*place), format!("the first number is {}", first.printed));
    }
    for pair in mains.windows(2) {
        let [(_, one), (place, other)] = pair else { continue };
        let (before, after) = (&one.printed, &other.printed);
        match missing_between(&one.number, &other.number) {
            Some(0) => {}
            Some(1) => read
                .doubt(line(*place), format!("a number is missing between {before} and {after}")),
            Some(missing) => read.doubt(
                line(*place),
                format!("{missing} numbers are missing between {before} and {after}"),
            ),
            None => read.doubt(
                line(*place),
                format!("the numbering begins again with {after} after {before}"),
            ),
        }
    }
}
