//! Which papers of a library a message names: by year, number, title, body, issuer, nickname, or place among the others.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

use super::catalogue::{has_han, words_of, year_of};
use super::lean::Turn;
use super::read::letters_of;
use super::{Engine, asked};
use crate::lang::is_han;
use crate::lexicon::{Found, List, Match, lexicon};
use crate::question::is_made_of;

/// A name of a paper stands at most so many Han characters before the word for a paper.
const LONGEST_CALLED: usize = 10;

/// The same in English words.
const MOST_WORDS_CALLED: usize = 5;

/// Most words between a year and what is of that year.
const MOST_LINKS: usize = 4;

/// Titles that hold so many Han characters of a question in a row are named by it.
const RUN: usize = 3;

/// Most papers of a comparison.
const MOST_COMPARED: usize = 3;

static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("((?:19|20)[0-9]{2})(?: ?年度?)?( ?[0-9]{1,2} ?月(?: ?[0-9]{1,2} ?日)?)?").ok()
});
static NUMERALS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("([二一][〇零○九][〇零○一二三四五六七八九]{2})年(?:度)?()").ok()
});
static SHORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("([0-9]{2}|[〇零○一二][〇零○一二三四五六七八九])年()|['’‘]([0-9]{2})").ok()
});
static PAPER_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("[a-z]{1,8} ?\\([0-9]\\) ?[0-9]{1,5}/[0-9]{2,4}-[0-9]{2,4}(?: ?\\([0-9]{1,3}\\))?|[0-9]{1,5}/[0-9]{2}-[0-9]{2}(?: ?\\([0-9]{1,3}\\))?").ok()
});

/// What stands before a number of two digits that is no year, and behind one.
const NO_YEAR_BEFORE: &str = "约近过每第超逾满足达长整历前后";
const NO_YEAR_AFTER: &str = "来内后间前期以之中长限";

/// The papers that a message names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// These, by their places, the newest first; several groups where papers are compared.
    Papers(Named),
    /// By a year or a number, one that is not there.
    Unknown(Unknown),
}

/// Papers that were named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) groups: Vec<Vec<usize>>,
    /// The folded message without their names; empty where nothing else was said.
    pub(super) rest: String,
    /// The years by which they were named; none where another name made it certain.
    pub(super) by_year_alone: Vec<u16>,
}

/// A paper that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    /// How it was named.
    pub(super) name: String,
    /// The year, where that was its name.
    pub(super) year: Option<u16>,
}

/// A year in a message.
#[derive(Clone, Debug)]
struct Year {
    value: u16,
    span: Range<usize>,
    has_month: bool,
    short: bool,
}

/// Reads which papers a folded message names, of those that may be asked; `None` where it names none. `after` is what the
/// conversation was last about.
pub(super) fn read(
    engine: &Engine,
    folded: &str,
    allowed: &[usize],
    after: Option<&Turn>,
) -> Option<Naming> {
    let found = lexicon().find(folded);
    Reader { engine, folded, found, allowed, after, cut: Vec::new() }.read()
}

struct Reader<'e, 'm> {
    engine: &'e Engine,
    folded: &'m str,
    found: Found,
    allowed: &'m [usize],
    after: Option<&'m Turn>,
    /// What of the message is the name of a paper.
    cut: Vec<Range<usize>>,
}

impl Reader<'_, '_> {
    fn read(mut self) -> Option<Naming> {
        let mut papers: Option<Vec<usize>> = None;
        if let Some(found) = self.number() {
            match found {
                Ok(own) => papers = Some(own),
                Err(name) => return Some(Naming::Unknown(Unknown { name, year: None })),
            }
        }
        let runs = self.title_runs();
        let years = self.years();
        let called = self.called(&years);
        let certain = papers.is_some() || called.is_some();
        narrow(&mut papers, called);
        let near_year: Vec<bool> =
            years.iter().map(|year| self.is_of_a_paper(&year.span, &runs)).collect();
        // a title counts where something else says that a paper is meant, or where it names the occasion
        let mut titled = None;
        for (run, own) in &runs {
            let beside = years.iter().zip(&near_year).any(|(year, near)| *near && self.beside(run, &year.span))
                || self.noun_behind(run.end)
                || self.words(&[List::PaperOccasion]).any(|word| word.start >= run.start && word.end <= run.end + 1);
            if beside && own.len() < self.allowed.len() {
                narrow(&mut titled, Some(own.clone()));
                self.cut.push(run.clone());
            }
        }
        let has_title = titled.is_some();
        narrow(&mut papers, titled);
        let order = self.order(papers.as_deref());
        let ordered = order.is_some();
        narrow(&mut papers, order);
        let strong = near_year.contains(&true);
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut by_year_alone = Vec::new();
        let mut unknown = None;
        for (year, near) in years.iter().zip(&near_year) {
            let own = self.of_year(year, papers.as_deref());
            // two years that are compared are both of papers if one is
            let near = *near || certain || has_title || (strong && years.len() > 1);
            if own.is_empty() {
                if near && !year.short && !self.is_said(year.value) {
                    unknown = unknown.or(Some(Unknown { name: self.name_of(year), year: Some(year.value) }));
                }
                continue;
            }
            if year.has_month && !near {
                continue;
            }
            if !near {
                by_year_alone.push(year.value);
            }
            if !groups.contains(&own) {
                groups.push(own);
            }
            self.cut.push(self.with_link(&year.span));
        }
        if let Some(unknown) = unknown.filter(|_| groups.is_empty()) {
            return Some(Naming::Unknown(unknown));
        }
        if groups.is_empty() {
            groups.extend(papers.filter(|own| own.len() < self.allowed.len() || ordered || certain));
        }
        if groups.is_empty() {
            return None;
        }
        groups.truncate(MOST_COMPARED);
        let rest = self.rest();
        for group in &mut groups {
            self.engine.newest_first(group);
        }
        let by_year_alone = if certain || ordered || has_title { Vec::new() } else { by_year_alone };
        Some(Naming::Papers(Named { groups, rest, by_year_alone }))
    }

    fn only_allowed(&self, mut papers: Vec<usize>) -> Vec<usize> {
        papers.retain(|paper| self.allowed.contains(paper));
        papers
    }

    fn words(&self, lists: &[List]) -> impl Iterator<Item = Match> + '_ {
        let mut all: Vec<Match> =
            lists.iter().flat_map(|&list| self.found.words_of(list).collect::<Vec<_>>()).collect();
        all.sort_by_key(|word| (word.start, std::cmp::Reverse(word.end)));
        all.into_iter()
    }

    /// The papers of the paper number that stands in the message; how it was written where there are none.
    fn number(&mut self) -> Option<Result<Vec<usize>, String>> {
        let compact = letters_of(self.folded);
        let catalogue = &self.engine.catalogue;
        let written = PAPER_NUMBER.as_ref().and_then(|form| form.find(self.folded));
        if let Some(written) = written {
            self.cut.push(written.range());
            let own = self.only_allowed(catalogue.of_number(&letters_of(written.as_str())));
            return Some(if own.is_empty() { Err(written.as_str().to_uppercase()) } else { Ok(own) });
        }
        // a number of another form stands as it is printed
        let own = catalogue.number_in(&compact)?;
        let own = self.only_allowed(catalogue.of_number(own));
        (!own.is_empty()).then_some(Ok(own))
    }

    /// The years of the message.
    fn years(&self) -> Vec<Year> {
        let mut years: Vec<Year> = Vec::new();
        for (form, short) in [(&YEAR, false), (&NUMERALS, false), (&SHORT, true)] {
            let Some(form) = form.as_ref() else { continue };
            for captures in form.captures_iter(self.folded) {
                let Some(year) = self.year(&captures, short) else { continue };
                if !years.iter().any(|other| other.span.start < year.span.end && year.span.start < other.span.end) {
                    years.push(year);
                }
            }
        }
        years.retain(|year| !self.cut.iter().any(|cut| cut.contains(&year.span.start)));
        years.sort_by_key(|year| year.span.start);
        years
    }

    fn year(&self, captures: &Captures<'_>, short: bool) -> Option<Year> {
        let whole = captures.get(0)?;
        let digits = captures.get(1).or_else(|| captures.get(3))?;
        let before = self.folded.get(..whole.start())?.chars().next_back();
        let after = self.folded.get(whole.end()..)?;
        let mut following = after.chars();
        let next = following.next();
        let joins = |own: Option<char>| own.is_some_and(|own| own.is_ascii_digit() || own.is_ascii_alphabetic());
        let numeral = |own: char| "〇零○一二三四五六七八九十百千万".contains(own);
        let continued = matches!(next, Some('-' | '/' | '.' | ',' | '至' | '–')) && following.next().is_some_and(|own| own.is_ascii_digit());
        let money = before.is_some_and(|own| "$.,/-–".contains(own));
        if joins(before) || (joins(next) && !short) || continued || money {
            return None;
        }
        let value = year_of(digits.as_str())?;
        if !short {
            let has_month = captures.get(2).is_some_and(|month| !month.as_str().is_empty());
            return (1900..2100).contains(&value).then(|| Year { value, span: whole.range(), has_month, short });
        }
        if before.is_some_and(|own| numeral(own) || NO_YEAR_BEFORE.contains(own))
            || next.is_some_and(|own| NO_YEAR_AFTER.contains(own))
        {
            return None;
        }
        let full = if value > 60 { 1900 + value } else { 2000 + value };
        // two digits are a year where a paper is of that year
        let known = !self.engine.catalogue.of_year(full).is_empty();
        known.then(|| Year { value: full, span: whole.range(), has_month: false, short })
    }

    /// The papers of a year, of those that are named otherwise; where several are, of the series that was spoken of.
    fn of_year(&self, year: &Year, papers: Option<&[usize]>) -> Vec<usize> {
        let catalogue = &self.engine.catalogue;
        let mut own = self.only_allowed(catalogue.of_year(year.value));
        if let Some(papers) = papers {
            own.retain(|paper| papers.contains(paper));
        }
        if own.len() > 1
            && let Some((last, _)) = self.after.and_then(|turn| self.engine.paper(&turn.paper))
        {
            let series: Vec<_> = own.iter().copied().filter(|&paper| catalogue.are_of_one_series(paper, last)).collect();
            if !series.is_empty() {
                return series;
            }
        }
        own
    }

    /// Whether a year is of a paper in so many words: beside a word for a paper or its occasion, or a title.
    fn is_of_a_paper(&self, span: &Range<usize>, runs: &[(Range<usize>, Vec<usize>)]) -> bool {
        let nouns: Vec<Range<usize>> = self
            .words(&[List::PaperNoun, List::PaperOccasion])
            .map(|word| word.start..word.end)
            .collect();
        nouns.iter().chain(runs.iter().map(|(run, _)| run)).any(|other| self.beside(other, span))
    }

    /// Whether nothing but linking words stands between two stretches, or they overlap.
    fn beside(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
        let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
        if second.start <= first.end {
            return true;
        }
        let Some(between) = self.folded.get(first.end..second.start) else { return false };
        between.chars().count() <= MOST_LINKS * 8 && is_made_of(between, List::PaperLink)
    }

    fn noun_behind(&self, end: usize) -> bool {
        self.words(&[List::PaperNoun]).any(|word| word.start >= end && self.beside(&(end..end), &(word.start..word.end)))
    }

    /// A year with the words that link it to what is of it.
    fn with_link(&self, span: &Range<usize>) -> Range<usize> {
        let mut start = span.start;
        for word in self.found.words_of(List::PaperLink) {
            let between = self.folded.get(word.end..span.start).unwrap_or("x");
            if word.end <= span.start && between.trim().is_empty() && self.folded.get(word.start..word.end).is_some_and(|own| own.is_ascii()) {
                start = word.start;
            }
        }
        let mut end = span.end;
        for word in self.found.words_of(List::PaperLink) {
            if word.start == end && self.folded.get(word.start..word.end).is_some_and(has_han) {
                end = word.end;
            }
        }
        start..end
    }

    /// Stretches of the message that stand in titles, with the papers: as long as they can be.
    fn title_runs(&self) -> Vec<(Range<usize>, Vec<usize>)> {
        let mut runs: Vec<(Range<usize>, Vec<usize>)> = Vec::new();
        let catalogue = &self.engine.catalogue;
        let characters: Vec<(usize, char)> = self.folded.char_indices().collect();
        let mut at = 0;
        while at + RUN <= characters.len() {
            let end_of = |count: usize| {
                characters.get(at + count).map_or(self.folded.len(), |&(byte, _)| byte)
            };
            let Some(&(start, _)) = characters.get(at) else { break };
            let han = |count: usize| characters.get(at..at + count).is_some_and(|own| own.iter().all(|&(_, own)| is_han(own)));
            let titled = |count: usize| {
                let own = self.folded.get(start..end_of(count)).filter(|_| han(count));
                own.map(|own| self.only_allowed(catalogue.titled(own))).filter(|own| !own.is_empty())
            };
            let mut best = None;
            let mut count = RUN;
            while let Some(own) = (at + count <= characters.len()).then(|| titled(count)).flatten() {
                best = Some((count, own));
                count += 1;
            }
            match best {
                Some((count, own)) => {
                    runs.push((start..end_of(count), own));
                    at += count;
                }
                None => at += 1,
            }
        }
        let words = words_of(self.folded);
        let mut at = 0;
        while at + 1 < words.len() {
            let titled = |count: usize| {
                let stems: Vec<String> = words.get(at..at + count)?.iter().map(|own| own.0.clone()).collect();
                Some(self.only_allowed(catalogue.titled_in_words(&stems))).filter(|own| !own.is_empty())
            };
            let mut best = None;
            let mut count = 2;
            while let Some(own) = titled(count) {
                best = Some((count, own));
                count += 1;
            }
            match (best, words.get(at)) {
                (Some((count, own)), Some(first)) => {
                    let end = words.get(at + count - 1).map_or(first.2, |last| last.2);
                    runs.push((first.1..end, own));
                    at += count;
                }
                _ => at += 1,
            }
        }
        runs
    }

    /// The papers that stand by another name beside a word for a paper: 粤港嗰份, the transport panel's paper, the paper on housing.
    fn called(&mut self, years: &[Year]) -> Option<Vec<usize>> {
        let nouns: Vec<Match> = self.words(&[List::PaperNoun]).collect();
        let mut papers = None;
        for noun in nouns {
            if self.cut.iter().any(|cut| cut.start < noun.end && noun.start < cut.end) {
                continue;
            }
            let mut end = noun.start;
            // a year may stand between: 粤港2013年嗰份
            if let Some(year) = years.iter().find(|year| self.beside(&year.span, &(noun.start..noun.end)) && year.span.start < noun.start) {
                end = year.span.start;
            }
            let own = self
                .called_before(end)
                .or_else(|| self.called_behind(noun.end))
                .or_else(|| self.of_topic(end));
            if let Some((span, own)) = own {
                self.cut.push(span);
                self.cut.push(noun.start..noun.end);
                narrow(&mut papers, Some(own));
            } else if years.iter().any(|year| self.beside(&year.span, &(noun.start..noun.end))) {
                self.cut.push(noun.start..noun.end);
            }
        }
        papers
    }

    fn tells_apart(&self, papers: Vec<usize>) -> Option<Vec<usize>> {
        let own = self.only_allowed(papers);
        (!own.is_empty() && own.len() < self.allowed.len()).then_some(own)
    }

    fn called_before(&self, end: usize) -> Option<(Range<usize>, Vec<usize>)> {
        let catalogue = &self.engine.catalogue;
        let mut before = self.folded.get(..end)?.trim_end_matches([' ', '的', '嘅', '「', '」', '《', '》', '“', '”']);
        before = before.strip_suffix("'s").or_else(|| before.strip_suffix("’s")).unwrap_or(before);
        let run: Vec<(usize, char)> = before.char_indices().rev().take_while(|&(_, own)| is_han(own)).take(LONGEST_CALLED).collect();
        for &(start, _) in run.iter().skip(1).rev() {
            let name = before.get(start..)?;
            if let Some(own) = self.tells_apart(catalogue.called(name)) {
                return Some((start..end, own));
            }
        }
        let words = words_of(before);
        let near: Vec<_> = words.iter().rev().take(MOST_WORDS_CALLED).take_while(|own| self.links(own.2, before.len(), &words)).collect();
        for count in (1..=near.len()).rev() {
            let own = near.get(..count)?;
            let stems: Vec<String> = own.iter().rev().map(|own| own.0.clone()).collect();
            if let Some(papers) = self.tells_apart(catalogue.called_in_words(&stems)) {
                return Some((own.last()?.1..end, papers));
            }
        }
        None
    }

    /// Whether there is nothing between a word and an end but other such words, white space and little words.
    fn links(&self, from: usize, to: usize, words: &[(String, usize, usize)]) -> bool {
        let mut at = from;
        let rest = words.iter().filter(|own| own.1 >= from && own.2 <= to);
        for word in rest {
            if !self.folded.get(at..word.1).is_some_and(is_gap) {
                return false;
            }
            at = word.2;
        }
        self.folded.get(at..to).is_some_and(is_gap)
    }

    fn called_behind(&self, start: usize) -> Option<(Range<usize>, Vec<usize>)> {
        let catalogue = &self.engine.catalogue;
        let words = words_of(self.folded.get(start..)?);
        let count = words.len().min(MOST_WORDS_CALLED);
        let first = words.first()?;
        // "the paper on …", "the paper from …"
        let link = self.folded.get(start..start + first.1)?.trim();
        if link.is_empty() || !is_made_of(link, List::PaperBehind) {
            return None;
        }
        for count in (1..=count).rev() {
            let own = words.get(..count)?;
            let end = start + own.last()?.2;
            let stems: Vec<String> = own.iter().map(|own| own.0.clone()).collect();
            if let Some(papers) = self.tells_apart(catalogue.called_in_words(&stems)) {
                return Some((start..end, papers));
            }
        }
        None
    }

    /// The paper that speaks most of what stands before a word for a paper.
    fn of_topic(&self, end: usize) -> Option<(Range<usize>, Vec<usize>)> {
        let before = self.folded.get(..end)?.trim_end();
        let words = words_of(before);
        let last = words.last()?;
        if last.2 != before.len() {
            return None;
        }
        let name = self.folded.get(last.1..last.2)?;
        let own = asked::topic(name).paper_most_about(self.engine, self.allowed)?;
        Some((last.1..end, vec![own]))
    }

    /// The papers that are named by their place among others: the newest, the one before.
    fn order(&mut self, papers: Option<&[usize]>) -> Option<Vec<usize>> {
        let lists = [List::PaperNewest, List::PaperOldest, List::PaperPrevious, List::PaperNext];
        let word = self.words(&lists).find(|word| {
            let span = word.start..word.end;
            let text = self.folded.get(span.clone()).unwrap_or_default();
            text.contains(['份', '届']) || text.contains("paper") || text.contains("one") || text.contains("report")
                || self.words(&[List::PaperNoun, List::PaperOccasion]).any(|noun| noun.start >= word.end && self.beside(&span, &(noun.start..noun.end)))
        })?;
        let engine = self.engine;
        let last = self.after.and_then(|turn| engine.paper(&turn.paper)).map(|(place, _)| place);
        let is = |list| self.found.at(word.start).iter().any(|own| own.is_of(list) && own.end == word.end);
        let mut among: Vec<usize> = match (papers, last) {
            (Some(papers), _) => papers.to_vec(),
            (None, Some(last)) if is(List::PaperPrevious) || is(List::PaperNext) => {
                self.allowed.iter().copied().filter(|&own| own == last || engine.catalogue.are_of_one_series(own, last)).collect()
            }
            (None, _) => self.allowed.to_vec(),
        };
        engine.newest_first(&mut among);
        let at = last.and_then(|last| among.iter().position(|&own| own == last));
        let own = if is(List::PaperNewest) {
            among.first().copied()
        } else if is(List::PaperOldest) {
            among.last().copied()
        } else if is(List::PaperPrevious) {
            at.and_then(|at| among.get(at + 1)).copied()
        } else {
            at.and_then(|at| at.checked_sub(1)).and_then(|at| among.get(at)).copied()
        }?;
        self.cut.push(word.start..word.end);
        let span = word.start..word.end;
        let noun = self.words(&[List::PaperNoun]).find(|noun| noun.start >= word.end && self.beside(&span, &(noun.start..noun.end)));
        self.cut.extend(noun.map(|noun| noun.start..noun.end));
        Some(vec![own])
    }

    /// Whether a paper speaks of a year, so that it may be no paper's own.
    fn is_said(&self, year: u16) -> bool {
        let key = crate::lang::figure_key(u64::from(year));
        self.allowed.iter().any(|&paper| self.engine.indexes.get(paper).is_some_and(|index| index.says(key)))
    }

    fn name_of(&self, year: &Year) -> String {
        year.value.to_string()
    }

    /// The message without the names of papers.
    fn rest(&mut self) -> String {
        self.cut.sort_by_key(|cut| cut.start);
        let mut rest = String::new();
        let mut at = 0;
        for cut in &self.cut {
            if cut.start > at {
                rest.push_str(self.folded.get(at..cut.start).unwrap_or_default());
            }
            rest.push(' ');
            at = at.max(cut.end);
        }
        rest.push_str(self.folded.get(at..).unwrap_or_default());
        let mut plain = String::new();
        for word in rest.split_whitespace() {
            let joint = plain.chars().next_back().is_some_and(|own| !is_han(own)) || word.chars().next().is_some_and(|own| !is_han(own));
            if joint && !plain.is_empty() {
                plain.push(' ');
            }
            plain.push_str(word);
        }
        let marks = |own: char| !own.is_alphanumeric() && !matches!(own, '?' | '？');
        let plain = plain.trim_start_matches(marks).trim_start_matches(['的', '嘅']).trim();
        if is_made_of(plain, List::PaperAround) { String::new() } else { plain.to_owned() }
    }
}

/// Whether a stretch between words is white space, marks that join, or little words.
fn is_gap(text: &str) -> bool {
    let trimmed = text.trim_matches([' ', '-', '/', '\'', '’']);
    trimmed.is_empty() || trimmed == "s" || is_made_of(trimmed, List::PaperLink)
}

/// What is in both; what is known where the other says nothing, or nothing in common.
fn narrow(papers: &mut Option<Vec<usize>>, other: Option<Vec<usize>>) {
    let Some(other) = other else { return };
    *papers = Some(match papers.take() {
        Some(known) => {
            let both: Vec<usize> = known.iter().copied().filter(|own| other.contains(own)).collect();
            if both.is_empty() { known } else { both }
        }
        None => other,
    });
}
