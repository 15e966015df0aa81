//! Which papers of a library a message names: by year, number, title, body, issuer, nickname, or place among the others.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

use super::catalogue::{has_han, words_of, year_of};
use super::lean::Turn;
use super::read::letters_of;
use super::{Engine, asked};
use crate::lang::{Phrase, figure_key, is_han};
use crate::lexicon::{Found, List, Match, lexicon};
use crate::question::{asked_words, is_made_of};

/// A name of a paper stands at most so many Han characters before the word for a paper.
const LONGEST_CALLED: usize = 10;

/// The same in English words.
const MOST_WORDS_CALLED: usize = 5;

/// Most words between a year and what is of that year.
const MOST_LINKS: usize = 4;

/// Most Han characters between a year and a word for a paper that say what it is about.
const LONGEST_BETWEEN: usize = 8;

/// The same in English words.
const MOST_WORDS_BETWEEN: usize = 4;

/// Most Han characters of a name that stand in no title.
const MOST_UNKNOWN: usize = 2;

/// Titles that hold so many Han characters of a question in a row are named by it.
const RUN: usize = 3;

/// A longer message, in characters, names no paper by its subject.
const LONGEST_OF_TOPIC: usize = 120;

/// So many Han characters of a question in a row are a title's words and no chance.
const RUN_OF_WORDS: usize = 4;

/// Between a word and a paper, these say that the word is of something in the paper.
/// Which of several papers, by their dates.
const ORDERS: [List; 4] =
    [List::PaperNewest, List::PaperOldest, List::PaperPrevious, List::PaperNext];

/// Between what a paper is called and the word for it.
const BEFORE_NOUN: [char; 9] = [' ', '的', '嘅', '「', '」', '《', '》', '“', '”'];

/// Between a year and what is of that year.
const LINKS: [char; 5] = ['年', '的', '嘅', '度', '嗰'];
const OF: [char; 6] = ['的', '嘅', '里', '入', '中', '内'];

/// Most papers of a comparison.
const MOST_COMPARED: usize = 3;

static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("((?:19|20)[0-9]{2})(?: ?年度?)?( ?[0-9]{1,2} ?月(?: ?[0-9]{1,2} ?日)?)?").ok()
});
static NUMERALS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("([二一][〇零○九][〇零○一二三四五六七八九]{2})年(?:度)?()").ok());
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
    /// The folded message without their years, numbers and nicknames; empty where nothing but names was said.
    pub(super) rest: String,
    /// The same without their titles: what may be asked of another paper.
    pub(super) subject: String,
    /// The years by which they were named; none where another name made it certain.
    pub(super) by_year_alone: Vec<u16>,
    /// Years of no paper that were named beside a paper's name: what answers speaks of them.
    pub(super) said: Vec<u16>,
}

/// A paper that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    /// Its year, or its number.
    pub(super) name: String,
}

/// A name of papers in a message.
#[derive(Clone, Debug)]
struct Mention {
    span: Range<usize>,
    /// Whether it says nothing else: a title is often what is asked about too.
    is_name_alone: bool,
    papers: Vec<usize>,
}

/// A year in a message.
#[derive(Clone, Debug)]
struct Year {
    value: u16,
    span: Range<usize>,
}

/// The papers whose title a folded message speaks in the words of, so that they come first among equals.
pub(super) fn in_words_of_title(engine: &Engine, folded: &str, allowed: &[usize]) -> Vec<usize> {
    let found = lexicon().find(folded);
    let reader = Reader { engine, folded, found, allowed, after: None, cut: Vec::new() };
    let tells = |run: &Range<usize>| {
        let text = folded.get(run.clone()).unwrap_or_default();
        text.is_ascii() || text.chars().count() >= RUN_OF_WORDS
    };
    let mut papers: Vec<usize> = reader
        .title_runs()
        .into_iter()
        .filter(|(run, papers)| papers.len() < allowed.len() && tells(run))
        .flat_map(|(_, papers)| papers)
        .collect();
    papers.sort_unstable();
    papers.dedup();
    papers
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
        let years = self.years();
        let mut mentions = match self.numbers() {
            Ok(own) => own,
            Err(name) => return Some(Naming::Unknown(Unknown { name })),
        };
        mentions.extend(self.called(&years));
        mentions.extend(self.titled(&years));
        for year in &years {
            mentions.extend(self.titled_beside(year));
        }
        mentions.sort_by_key(|own| own.span.start);
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, mention) in mentions.iter().enumerate() {
            let both = |group: &Vec<usize>| -> Vec<usize> {
                group.iter().copied().filter(|own| mention.papers.contains(own)).collect()
            };
            match groups.iter_mut().find(|group| !both(group).is_empty()) {
                Some(group) => *group = both(group),
                // another name for other papers: they are compared
                None => {
                    let mut before = mentions.iter().take(at);
                    if !before.any(|other| other.span.end > mention.span.start) {
                        groups.push(mention.papers.clone());
                    }
                }
            }
        }
        let names = mentions.iter().filter(|own| own.is_name_alone);
        self.cut.extend(names.map(|own| own.span.clone()));
        let named = !mentions.is_empty();
        let order = self.order(groups.first().map(Vec::as_slice).filter(|_| groups.len() == 1));
        let ordered = order.is_some();
        if let Some(own) = order {
            groups = vec![own];
        }
        let near: Vec<bool> =
            years.iter().map(|year| named || self.is_of_a_paper(year, &mentions)).collect();
        let any_near = near.contains(&true);
        let mut said = Vec::new();
        let mut by_year_alone = Vec::new();
        // by the group of names that they are of; the last are of none
        let mut of_years: Vec<Vec<Vec<usize>>> = vec![Vec::new(); groups.len() + 1];
        for (year, near) in years.iter().zip(&near) {
            // of years that are compared, all are papers' if one is
            let near = *near || (any_near && years.len() > 1);
            let own: Vec<Vec<usize>> = match groups.as_slice() {
                [] => Vec::new(),
                groups => {
                    let among = groups.iter().map(|group| self.of_year(year, Some(group)));
                    let among: Vec<_> = among.collect();
                    among
                }
            };
            let own = if own.iter().any(|own| !own.is_empty()) {
                own
            } else {
                let other = match groups.as_slice() {
                    [] => self.of_year(year, None),
                    groups => self.likewise(year, groups, &mentions),
                };
                let mut none = vec![Vec::new(); groups.len()];
                none.push(other);
                none
            };
            if own.iter().all(Vec::is_empty) {
                let of_noun = self.is_beside_noun(year);
                if near && (of_noun || !self.is_said(year.value)) {
                    return Some(Naming::Unknown(Unknown { name: year.value.to_string() }));
                }
                if near {
                    said.push(year.value);
                }
                continue;
            }
            if !near {
                by_year_alone.push(year.value);
            }
            // what the paper says of its year may be what is asked
            if !groups_say(self.engine, &own, year.value) {
                self.cut.push(year.span.clone());
            }
            for (own, all) in own.into_iter().zip(&mut of_years) {
                if !own.is_empty() && !all.contains(&own) {
                    all.push(own);
                }
            }
        }
        let dated = of_years.iter().any(|own| !own.is_empty());
        // where years of none of the names are meant, the names were of other years
        let moved = of_years.last().is_some_and(|own| !own.is_empty());
        if dated {
            let undated = groups.into_iter().map(|group| vec![group]).chain([Vec::new()]);
            let each = of_years.into_iter().zip(undated);
            let each = each.flat_map(
                |(dated, undated)| {
                    if dated.is_empty() && !moved { undated } else { dated }
                },
            );
            groups = Vec::new();
            for own in each {
                if !groups.contains(&own) {
                    groups.push(own);
                }
            }
        }
        let tells = ordered || named || !by_year_alone.is_empty() || any_near;
        groups.retain(|group| tells && !group.is_empty());
        if groups.is_empty() {
            groups.extend(self.pointed_at());
        }
        if groups.is_empty() {
            return None;
        }
        groups.truncate(MOST_COMPARED);
        if groups.len() > 1 {
            let words = self.words(&[List::PaperCompare]).map(|word| word.start..word.end);
            self.cut.extend(words.collect::<Vec<_>>());
        }
        for group in &mut groups {
            self.engine.newest_first(group);
        }
        let rest = self.rest();
        self.cut.extend(mentions.into_iter().map(|own| own.span));
        self.cut.extend(years.into_iter().map(|own| own.span));
        let subject = self.rest();
        let rest = if subject.is_empty() { String::new() } else { rest };
        if named || ordered {
            by_year_alone.clear();
        }
        Some(Naming::Papers(Named { groups, rest, subject, by_year_alone, said }))
    }

    /// The paper that was spoken of, where the message points at it: 那份文件, "that paper".
    fn pointed_at(&mut self) -> Option<Vec<usize>> {
        let (last, _) = self.engine.paper(&self.after?.paper)?;
        let word = self.words(&[List::PaperPointing]).next()?;
        self.cut.push(word.start..word.end);
        self.allowed.contains(&last).then_some(vec![last])
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

    /// The papers of the paper numbers that stand in the message.
    ///
    /// # Errors
    ///
    /// A number that is none's, where no other is there.
    fn numbers(&self) -> Result<Vec<Mention>, String> {
        let catalogue = &self.engine.catalogue;
        let mut mentions = Vec::new();
        let mut unknown = None;
        let written = PAPER_NUMBER.as_ref().map(|form| form.find_iter(self.folded));
        for written in written.into_iter().flatten() {
            let papers = self.only_allowed(catalogue.of_number(&letters_of(written.as_str())));
            if papers.is_empty() {
                unknown = Some(written.as_str().to_uppercase());
            } else {
                mentions.push(Mention { span: written.range(), is_name_alone: true, papers });
            }
        }
        // a number of another form stands as it is printed
        let compact = letters_of(self.folded);
        if let Some(number) = catalogue.number_in(&compact).filter(|_| mentions.is_empty()) {
            let papers = self.only_allowed(catalogue.of_number(number));
            mentions.extend((!papers.is_empty()).then_some(Mention {
                span: 0..0,
                is_name_alone: true,
                papers,
            }));
        }
        match unknown {
            Some(name) if mentions.is_empty() => Err(name),
            _ => Ok(mentions),
        }
    }

    /// The years of the message.
    fn years(&self) -> Vec<Year> {
        let mut years: Vec<Year> = Vec::new();
        for (form, short) in [(&YEAR, false), (&NUMERALS, false), (&SHORT, true)] {
            let Some(form) = form.as_ref() else { continue };
            for captures in form.captures_iter(self.folded) {
                let Some(year) = self.year(&captures, short) else { continue };
                if !years.iter().any(|other| {
                    other.span.start < year.span.end && year.span.start < other.span.end
                }) {
                    years.push(year);
                }
            }
        }
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
        let joins = |own: Option<char>| {
            own.is_some_and(|own| own.is_ascii_digit() || own.is_ascii_alphabetic())
        };
        let numeral = |own: char| "〇零○一二三四五六七八九十百千万".contains(own);
        let continued = matches!(next, Some('-' | '/' | '.' | ',' | '至' | '–'))
            && following.next().is_some_and(|own| own.is_ascii_digit());
        let mut backwards = self.folded.get(..whole.start())?.chars().rev();
        backwards.next();
        let digit_before = backwards.next().is_some_and(|own| own.is_ascii_digit());
        let money = before.is_some_and(|own| own == '$' || (".,/-–".contains(own) && digit_before));
        if joins(before) || (joins(next) && !short) || continued || money {
            return None;
        }
        let value = year_of(digits.as_str())?;
        let year = |value| Year { value, span: whole.range() };
        if !short {
            let has_month = captures.get(2).is_some_and(|month| !month.as_str().is_empty())
                || self.is_behind_month(whole.start());
            // a day or a month is what a text speaks of
            return ((1900..2100).contains(&value) && !has_month).then(|| year(value));
        }
        let span_of_time = before.is_some_and(|own| numeral(own) || NO_YEAR_BEFORE.contains(own))
            || next.is_some_and(|own| NO_YEAR_AFTER.contains(own));
        let full = if value > 60 { 1900 + value } else { 2000 + value };
        (!span_of_time).then(|| year(full))
    }

    /// Whether the word before a place is a month's name.
    fn is_behind_month(&self, at: usize) -> bool {
        let before = self.folded.get(..at).unwrap_or_default().trim_end();
        let word = before.rsplit(|own: char| !own.is_ascii_alphabetic()).next().unwrap_or_default();
        let numbers = lexicon().numbers();
        numbers.months.contains_key(word) || numbers.ambiguous_months.contains_key(word)
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
            let series: Vec<_> = own
                .iter()
                .copied()
                .filter(|&paper| catalogue.are_of_one_series(paper, last))
                .collect();
            if !series.is_empty() {
                return series;
            }
        }
        own
    }

    /// The papers of a year that may be meant by names that those of other years have: papers of their series, and papers that have no name in
    /// the language of these.
    fn likewise(&self, year: &Year, groups: &[Vec<usize>], mentions: &[Mention]) -> Vec<usize> {
        let catalogue = &self.engine.catalogue;
        let of_year = self.of_year(year, None);
        let alike = |paper: usize| {
            groups.iter().flatten().any(|&other| catalogue.are_of_one_series(paper, other))
        };
        let series: Vec<_> = of_year.iter().copied().filter(|&paper| alike(paper)).collect();
        if !series.is_empty() {
            return series;
        }
        let chinese =
            mentions.iter().any(|own| self.folded.get(own.span.clone()).is_some_and(has_han));
        of_year.into_iter().filter(|&paper| !catalogue.is_named_in(paper, chinese)).collect()
    }

    /// Whether a year is of a paper in so many words: beside a word for a paper or its occasion, or a name.
    fn is_of_a_paper(&self, year: &Year, mentions: &[Mention]) -> bool {
        let occasions = self.words(&[List::PaperOccasion]).map(|word| word.start..word.end);
        let mut beside = occasions.chain(mentions.iter().map(|own| own.span.clone()));
        beside.any(|other| self.beside(&other, &year.span)) || self.is_beside_noun(year)
    }

    /// Whether a year is beside a word for a paper, or what stands between them can be what the paper is called.
    fn is_beside_noun(&self, year: &Year) -> bool {
        let behind = self.folded.get(year.span.end..).unwrap_or_default();
        if behind.starts_with(['份', '篇']) {
            return true;
        }
        self.words(&[List::PaperNoun]).any(|noun| {
            let span = noun.start..noun.end;
            self.beside(&span, &year.span) || self.is_called_between(year.span.end, noun.start)
        })
    }

    /// Whether a few words without a mark between them stand from here to there.
    fn is_called_between(&self, from: usize, to: usize) -> bool {
        let Some(between) = (from <= to).then(|| self.folded.get(from..to)).flatten() else {
            return false;
        };
        let plain = between.chars().all(|own| own.is_alphanumeric() || " -/'’".contains(own));
        let han = between.chars().filter(|&own| is_han(own)).count();
        let words = words_of(between).len();
        plain && han <= LONGEST_BETWEEN && words <= MOST_WORDS_BETWEEN
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

    /// The titles that are named: those beside a year or a word for a paper, those with the occasion in them, those with an ordinal.
    fn titled(&self, years: &[Year]) -> Vec<Mention> {
        let nouns: Vec<Match> = self.words(&[List::PaperNoun]).collect();
        let occasions: Vec<Match> = self.words(&[List::PaperOccasion]).collect();
        let runs = self.title_runs().into_iter().filter(|(run, papers)| {
            let text = self.folded.get(run.clone()).unwrap_or_default();
            let beside = years.iter().any(|year| self.beside(run, &year.span))
                || nouns
                    .iter()
                    .any(|noun| noun.start >= run.end && self.beside(run, &(noun.start..noun.end)))
                || occasions.iter().any(|own| own.start >= run.start && own.end <= run.end)
                || (is_ordinal(text) && papers.len() == 1);
            beside && papers.len() < self.allowed.len()
        });
        runs.map(|(span, papers)| Mention { span, is_name_alone: false, papers }).collect()
    }

    /// Names beside a year that titles of papers of that year hold: 粤港2009, 2013粤港会, 2009年深港同粤港.
    fn titled_beside(&self, year: &Year) -> Vec<Mention> {
        let of_year = self.of_year(year, None);
        let titled = |span: Range<usize>| {
            let mut papers = self.engine.catalogue.titled_so(self.folded.get(span.clone())?);
            papers.retain(|paper| of_year.contains(paper));
            let tells = !papers.is_empty() && papers.len() < of_year.len();
            tells.then_some(Mention { span, is_name_alone: true, papers })
        };
        let longest = |from: usize, to: usize, backwards: bool| {
            let mut places = self.han_places(from, to, backwards);
            if backwards {
                places.reverse();
            }
            let span = |&place: &usize| if backwards { place..to } else { from..place };
            let spans = places.iter().map(span).filter(|span| span.len() > '年'.len_utf8());
            if backwards {
                spans.into_iter().find_map(titled)
            } else {
                spans.rev().find_map(titled)
            }
        };
        let before = self.folded.get(..year.span.start).unwrap_or_default().trim_end().len();
        let mut mentions: Vec<Mention> = longest(0, before, true).into_iter().collect();
        let behind = self.folded.get(year.span.end..).unwrap_or_default();
        let link = |own: char| own == ' ' || LINKS.contains(&own);
        let mut at = self.folded.len() - behind.trim_start_matches(link).len();
        while let Some(mention) = longest(at, self.folded.len(), false) {
            let end = mention.span.end;
            mentions.push(mention);
            match self.found.at(end).iter().find(|word| word.is_of(List::And)) {
                Some(joint) => at = joint.end,
                None => break,
            }
        }
        mentions
    }

    /// The ends of Han characters in a row from one place on; or, backwards, where those before another begin, the nearest first.
    fn han_places(&self, from: usize, to: usize, backwards: bool) -> Vec<usize> {
        let text = self.folded.get(from..to).unwrap_or_default();
        let place = |(at, own): (usize, char)| {
            let at = from + at + if backwards { 0 } else { own.len_utf8() };
            is_han(own).then_some(at)
        };
        if backwards {
            text.char_indices().rev().take(LONGEST_CALLED).map_while(place).collect()
        } else {
            text.char_indices().take(LONGEST_CALLED).map_while(place).collect()
        }
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
            let han = |count: usize| {
                characters
                    .get(at..at + count)
                    .is_some_and(|own| own.iter().all(|&(_, own)| is_han(own)))
            };
            let titled = |count: usize| {
                let own = self.folded.get(start..end_of(count)).filter(|_| han(count));
                own.map(|own| self.only_allowed(catalogue.titled(own)))
                    .filter(|own| !own.is_empty())
            };
            let mut best = None;
            let mut count = RUN;
            while let Some(own) = (at + count <= characters.len()).then(|| titled(count)).flatten()
            {
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
                let stems: Vec<String> =
                    words.get(at..at + count)?.iter().map(|own| own.0.clone()).collect();
                Some(self.only_allowed(catalogue.titled_in_words(&stems)))
                    .filter(|own| !own.is_empty())
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
    fn called(&mut self, years: &[Year]) -> Vec<Mention> {
        let lists = [
            List::PaperNoun,
            List::PaperOccasion,
            List::PaperNewest,
            List::PaperOldest,
            List::PaperPrevious,
            List::PaperNext,
        ];
        let mut mentions: Vec<Mention> = Vec::new();
        let mut free = 0;
        for noun in self.words(&lists).collect::<Vec<_>>() {
            if noun.start < free {
                continue;
            }
            free = noun.end;
            let span = noun.start..noun.end;
            let strict = noun.is_of(List::PaperNoun);
            let occasion = noun.is_of(List::PaperOccasion);
            let year = years.iter().find(|year| {
                year.span.start < noun.start
                    && (self.beside(&year.span, &span)
                        || (strict && self.is_called_between(year.span.end, noun.start)))
            });
            // a year may stand between: 粤港2013年嗰份
            let before = year.filter(|year| self.beside(&year.span, &span));
            let end = before.map_or(noun.start, |year| year.span.start);
            let text = self.folded.get(span.clone()).unwrap_or_default();
            let is_one = self.found.at(noun.start).iter().any(|own| own.is_of(List::PaperOne));
            if is_one && year.is_none() && !self.is_determined(end) {
                continue;
            }
            // a meeting is called by what stands in titles with it; 嗰次 stands in none
            let behind =
                if occasion && self.engine.catalogue.is_in_a_name(text) { text } else { "" };
            let own = self
                .called_before(end, behind)
                .or_else(|| strict.then(|| self.called_behind(noun.end)).flatten())
                .or_else(|| strict.then(|| self.of_topic(end)).flatten());
            if let Some((name, papers)) = own {
                let end = name.end.max(if strict { span.end } else { 0 });
                // 深港同粤港两份
                let other = self
                    .joint_before(name.start)
                    .and_then(|joint| Some((joint, self.called_before(joint, "")?)));
                if let Some((joint, (name, papers))) = other {
                    let span = name.start..joint;
                    mentions.push(Mention { span, is_name_alone: !occasion, papers });
                }
                let span = name.start.min(span.start)..end;
                mentions.push(Mention { span, is_name_alone: !occasion, papers });
            } else if let Some(year) = year.filter(|_| strict) {
                // what else stands between is what the paper is called
                self.cut.push(year.span.start..span.end);
            }
        }
        mentions
    }

    /// Whether what stands before "one" is a name that is told: "the Guangdong one", and not "a Hong Kong one".
    fn is_determined(&self, end: usize) -> bool {
        let before = self.folded.get(..end).unwrap_or_default();
        let words: Vec<&str> =
            before.split_whitespace().rev().take(MOST_WORDS_CALLED + 1).collect();
        words.len() <= MOST_WORDS_CALLED && !words.contains(&"a") && !words.contains(&"an")
            || words
                .iter()
                .any(|word| matches!(*word, "the" | "that" | "this" | "latest" | "newest"))
    }

    /// Where a word that joins names begins, if one ends at a place.
    fn joint_before(&self, at: usize) -> Option<usize> {
        let mut joints = self.found.words_of(List::And);
        let beside = |end: usize| self.folded.get(end..at).is_some_and(|own| own.trim().is_empty());
        joints.find(|word| word.end <= at && beside(word.end)).map(|word| word.start)
    }

    fn tells_apart(&self, papers: Vec<usize>) -> Option<Vec<usize>> {
        let own = self.only_allowed(papers);
        (!own.is_empty() && own.len() < self.allowed.len()).then_some(own)
    }

    /// The papers whose name, `behind` it, stands before a place.
    fn called_before(&self, end: usize, behind: &str) -> Option<(Range<usize>, Vec<usize>)> {
        let catalogue = &self.engine.catalogue;
        let mut before = self.folded.get(..end)?.trim_end_matches(BEFORE_NOUN);
        before = before.strip_suffix("'s").or_else(|| before.strip_suffix("’s")).unwrap_or(before);
        let run: Vec<(usize, char)> = before
            .char_indices()
            .rev()
            .take_while(|&(_, own)| is_han(own))
            .take(LONGEST_CALLED)
            .collect();
        for &(start, _) in run.iter().skip(1).rev() {
            let name = before.get(start..)?;
            let little = self.found.words_of(List::FunctionChinese);
            let little =
                little.into_iter().any(|own| own.start >= start && own.end <= before.len());
            let says = !little
                && !ORDERS.iter().any(|&order| is_made_of(name, order))
                && (!behind.is_empty() || !name.starts_with('第'));
            if !says {
                continue;
            }
            let called = self.tells_apart(catalogue.called(name, behind));
            let called =
                called.or_else(|| self.called_in_parts(name).filter(|_| behind.is_empty()));
            if let Some(own) = called {
                return Some((self.boundary_before(start)..end, own));
            }
        }
        // a hyphen joins the parts of a word, or words
        let before = [before, &before.replace('-', " ")].map(words_of);
        let with = words_of(behind).into_iter().map(|own| own.0).collect::<Vec<_>>();
        before.into_iter().find_map(|words| self.called_in_words_before(&words, &with, end))
    }

    /// The papers whose names hold each word of some Han characters.
    fn called_in_parts(&self, name: &str) -> Option<Vec<usize>> {
        let words = asked_words(&Phrase::of_question(name.to_owned()));
        let mut papers = None;
        for word in &words {
            let called = self.engine.catalogue.called(name.get(word.start..word.end)?, "");
            papers = Some(match papers {
                None => called,
                Some(before) => {
                    let before: Vec<usize> = before;
                    before.into_iter().filter(|own| called.contains(own)).collect()
                }
            });
        }
        self.tells_apart(papers.filter(|_| words.len() > 1)?)
    }

    /// The papers whose name, in English words and `with` others, is the last before a place.
    fn called_in_words_before(
        &self,
        words: &[(String, usize, usize)],
        with: &[String],
        end: usize,
    ) -> Option<(Range<usize>, Vec<usize>)> {
        let catalogue = &self.engine.catalogue;
        let to = self.folded.get(..end)?.trim_end_matches(BEFORE_NOUN).len();
        let near: Vec<_> = words
            .iter()
            .rev()
            .take(MOST_WORDS_CALLED)
            .take_while(|own| self.links(own.2, to, words))
            .collect();
        for count in (1..=near.len()).rev() {
            let own = near.get(..count)?;
            let stems: Vec<String> = own.iter().rev().map(|own| own.0.clone()).collect();
            let counts = |own: &&(String, usize, usize)| {
                let word = self.folded.get(own.1..own.2).unwrap_or_default();
                let counts = [List::First, List::Last, List::Next, List::Previous, List::Which];
                counts.iter().chain(&ORDERS).any(|&list| is_made_of(word, list))
            };
            let links = |own: &&(String, usize, usize)| {
                is_made_of(self.folded.get(own.1..own.2).unwrap_or_default(), List::PaperLink)
            };
            if own.iter().any(counts) || own.iter().all(links) {
                continue;
            }
            let stems = [stems, with.to_vec()].concat();
            if let Some(papers) = self.tells_apart(catalogue.called_in_words(&stems)) {
                return Some((own.last()?.1..end, papers));
            }
        }
        None
    }

    /// Where a name begins of which a part is known: a character or two before it, where nothing but a mark or a figure stands before those.
    fn boundary_before(&self, start: usize) -> usize {
        let before = self.folded.get(..start).unwrap_or_default();
        let more: Vec<(usize, char)> = before
            .char_indices()
            .rev()
            .take_while(|&(_, own)| is_han(own) && own != '年')
            .collect();
        match more.last() {
            Some(&(at, _)) if more.len() <= MOST_UNKNOWN => at,
            _ => start,
        }
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
        if last.2 != before.len() || self.folded.chars().count() > LONGEST_OF_TOPIC {
            return None;
        }
        let name = self.folded.get(last.1..last.2)?;
        let own = asked::topic(name).paper_most_about(self.engine, self.allowed)?;
        Some((last.1..end, vec![own]))
    }

    /// The papers that are named by their place among others: the newest, the one before.
    fn order(&mut self, papers: Option<&[usize]>) -> Option<Vec<usize>> {
        let word = self.words(&ORDERS).find(|word| {
            let of_noun = |noun: &Match| {
                let between = self.folded.get(word.end..noun.start).unwrap_or_default();
                let between = between.strip_prefix(['的', '嘅']).unwrap_or(between);
                let little = |word: &str| lexicon().is_function_word(word);
                let plain = !between.contains(OF) && !between.split(' ').any(little);
                self.beside(&(word.start..word.end), &(noun.start..noun.end))
                    || (plain && self.is_called_between(word.end, noun.start))
            };
            let span = word.start..word.end;
            let text = self.folded.get(span.clone()).unwrap_or_default();
            text.contains(['份', '届'])
                || text.contains("paper")
                || text.contains("one")
                || text.contains("report")
                || self
                    .words(&[List::PaperNoun, List::PaperOccasion])
                    .any(|noun| noun.start >= word.end && of_noun(&noun))
        })?;
        let engine = self.engine;
        let last = self.after.and_then(|turn| engine.paper(&turn.paper)).map(|(place, _)| place);
        let is = |list| {
            self.found.at(word.start).iter().any(|own| own.is_of(list) && own.end == word.end)
        };
        let mut among: Vec<usize> = match (papers, last) {
            (Some(papers), _) => papers.to_vec(),
            (None, Some(last)) if is(List::PaperPrevious) || is(List::PaperNext) => self
                .allowed
                .iter()
                .copied()
                .filter(|&own| own == last || engine.catalogue.are_of_one_series(own, last))
                .collect(),
            (None, _) => self.allowed.to_vec(),
        };
        engine.newest_first(&mut among);
        let at = last.and_then(|last| among.iter().position(|&own| own == last));
        if among.is_empty() {
            return None;
        }
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
        let noun = self
            .words(&[List::PaperNoun])
            .find(|noun| noun.start >= word.end && self.beside(&span, &(noun.start..noun.end)));
        self.cut.extend(noun.map(|noun| noun.start..noun.end));
        Some(vec![own])
    }

    /// Whether a paper speaks of a year, so that it may be no paper's own.
    fn is_said(&self, year: u16) -> bool {
        let key = figure_key(u64::from(year));
        self.allowed
            .iter()
            .any(|&paper| self.engine.indexes.get(paper).is_some_and(|index| index.says(key)))
    }

    /// A name with the little words that lead to it: "according to the", 嘅.
    fn with_links(&self, mut span: Range<usize>) -> Range<usize> {
        let links: Vec<Match> = self.words(&[List::PaperLink, List::PaperLead]).collect();
        while let Some(word) = links.iter().find(|word| {
            word.end <= span.start
                && word.start < span.start
                && self.folded.get(word.start..word.end).is_some_and(|own| !has_han(own))
                && self.folded.get(word.end..span.start).is_some_and(|own| own.trim().is_empty())
        }) {
            span.start = word.start;
        }
        while let Some(word) = links.iter().find(|word| {
            word.start == span.end && self.folded.get(word.start..word.end).is_some_and(has_han)
        }) {
            span.end = word.end;
        }
        span
    }

    /// The message without the names of papers.
    fn rest(&self) -> String {
        let mut cuts: Vec<Range<usize>> =
            self.cut.iter().map(|cut| self.with_links(cut.clone())).collect();
        cuts.sort_by_key(|cut| cut.start);
        let mut rest = String::new();
        let mut at = 0;
        for cut in &cuts {
            if cut.start > at {
                rest.push_str(self.folded.get(at..cut.start).unwrap_or_default());
            }
            rest.push(' ');
            at = at.max(cut.end);
        }
        rest.push_str(self.folded.get(at..).unwrap_or_default());
        let mut plain = String::new();
        for word in rest.split_whitespace() {
            let joint = plain.chars().next_back().is_some_and(|own| !is_han(own))
                || word.chars().next().is_some_and(|own| !is_han(own));
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

/// Whether all papers of some groups speak of a year.
fn groups_say(engine: &Engine, groups: &[Vec<usize>], year: u16) -> bool {
    let key = figure_key(u64::from(year));
    let says = |paper: &usize| engine.indexes.get(*paper).is_some_and(|index| index.says(key));
    groups.iter().flatten().all(says)
}

/// Whether a stretch of a title begins with its number: 第十六次, 16th.
fn is_ordinal(text: &str) -> bool {
    text.starts_with('第') || text.starts_with(|own: char| own.is_ascii_digit())
}

/// Whether a stretch between words is white space, marks that join, or little words.
fn is_gap(text: &str) -> bool {
    let plain = text.chars().all(|own| own.is_alphanumeric() || " -/'’".contains(own));
    let trimmed = text.trim_matches([' ', '-', '/', '\'', '’']);
    plain && (trimmed.is_empty() || trimmed == "s" || is_made_of(trimmed, List::PaperLink))
}
