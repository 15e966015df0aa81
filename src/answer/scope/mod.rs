//! Which papers of a library a message names: by year, number, title, body, issuer, nickname, or place among the others.

mod names;
mod years;

use std::ops::Range;

use names::title_runs;

use super::Engine;
use super::catalogue::{has_han, ordinals_of, words_of};
use super::lean::Turn;
use crate::lang::{Form, Phrase, figure_key, is_han};
use crate::lexicon::{Found, List, Match, lexicon};
use crate::question::{AskedWord, asked_words, is_made_of};

/// A name of a paper stands at most so many English words before the word for a paper.
const MOST_WORDS_CALLED: usize = 5;

/// So many ordinals of a message are read.
const MOST_ORDINALS: usize = 6;

/// Between two words that belong together stand at most so many bytes of linking words.
const LONGEST_LINKS: usize = 96;

/// Most Han characters between a year and a word for a paper that say what it is about.
const LONGEST_BETWEEN: usize = 8;

/// The same in English words.
const MOST_WORDS_BETWEEN: usize = 4;

/// A word of a title is too common to name a paper by itself if it has two Han characters or less: so many bytes.
const SHORT_WORD: usize = 6;

/// So many Han characters of a question in a row are a title's words and no chance.
const RUN_OF_WORDS: usize = 4;

/// Which of several papers, by their dates.
const ORDERS: [List; 4] =
    [List::PaperNewest, List::PaperOldest, List::PaperPrevious, List::PaperNext];

/// Between a word and a paper, these say that the word is of something in the paper.
const OF: [char; 6] = ['的', '嘅', '里', '入', '中', '内'];

/// A longer stretch between words, in bytes, is not looked at.
const LONGEST_STRETCH: usize = 120;

/// Of a message, so many words for a paper and so many years are looked at.
const MOST_NOUNS: usize = 8;
const MOST_YEARS: usize = 6;

/// A shorter English word for an occasion may be any.
const SHORTEST_OCCASION: usize = 7;

/// Most papers of a comparison.
const MOST_COMPARED: usize = 3;

/// The papers that a message names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// These, by their places, the newest first; several groups where papers are compared.
    Papers(Named),
    /// By a year, a number, an ordinal or a body, one that is not there.
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
    /// Years with a short word of a title beside them, as they were written: a paper may say just that, as in 2024年计划.
    pub(super) dated_words: Vec<String>,
}

/// A paper that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    /// What it was named by.
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

/// What is known of groups of papers by the years of a message.
struct Dated {
    groups: Vec<Vec<usize>>,
    /// Years of no paper, beside a paper's name.
    said: Vec<u16>,
    /// Years that stand beside nothing that names a paper.
    by_year_alone: Vec<u16>,
    /// Whether one stands beside something that does.
    any_near: bool,
}

/// A year in a message.
#[derive(Clone, Debug)]
struct Year {
    value: u16,
    /// Its month, 1 to 12, if that is said too.
    month: Option<u8>,
    span: Range<usize>,
    /// Whether it has two digits or numerals and no apostrophe: 13年.
    is_short: bool,
}

/// The papers that may be asked.
struct Allowed<'m> {
    papers: &'m [usize],
    /// By paper, whether it may.
    by_place: Vec<bool>,
}

impl<'m> Allowed<'m> {
    fn new(engine: &Engine, papers: &'m [usize]) -> Self {
        let mut by_place = vec![false; engine.indexes.len()];
        for &paper in papers {
            if let Some(own) = by_place.get_mut(paper) {
                *own = true;
            }
        }
        Self { papers, by_place }
    }

    fn has(&self, paper: usize) -> bool {
        self.by_place.get(paper).copied().unwrap_or_default()
    }

    /// Those of some papers that may be asked.
    fn only(&self, mut papers: Vec<usize>) -> Vec<usize> {
        papers.retain(|&paper| self.has(paper));
        papers
    }
}

/// The papers whose title a folded message speaks in the words of, so that they come first among equals.
pub(super) fn in_words_of_title(engine: &Engine, folded: &str, allowed: &[usize]) -> Vec<usize> {
    let tells = |run: &Range<usize>| {
        let text = folded.get(run.clone()).unwrap_or_default();
        text.is_ascii() || text.chars().count() >= RUN_OF_WORDS
    };
    let mut papers: Vec<usize> = title_runs(engine, folded, &Allowed::new(engine, allowed))
        .into_iter()
        .filter(|(run, papers)| papers.len() < allowed.len() && tells(run))
        .flat_map(|(_, papers)| papers)
        .collect();
    papers.sort_unstable();
    papers.dedup();
    papers
}

/// Reads which papers a folded message, in which these words were found, names of those that may be asked; `None` where it names none. `after` is
/// what the conversation was last about.
pub(super) fn read(
    engine: &Engine,
    folded: &str,
    found: &Found,
    allowed: &[usize],
    after: Option<&Turn>,
) -> Option<Naming> {
    let allowed = Allowed::new(engine, allowed);
    Reader { engine, folded, found, allowed, after, cut: Vec::new() }.read()
}

struct Reader<'e, 'm> {
    engine: &'e Engine,
    folded: &'m str,
    found: &'m Found,
    allowed: Allowed<'m>,
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
        let mut dated_words = Vec::new();
        for year in &years {
            let beside = self.titled_beside(year);
            let short = beside.iter().filter(|own| own.span.len() <= SHORT_WORD);
            dated_words.extend(short.filter_map(|own| {
                let from = own.span.start.min(year.span.start);
                self.folded.get(from..own.span.end.max(year.span.end)).map(str::to_owned)
            }));
            mentions.extend(beside);
        }
        // of a single paper, a body may be what it speaks of
        if self.allowed.papers.len() > 1
            && mentions.is_empty()
            && years.is_empty()
            && let Some(name) = self.unknown_body()
        {
            return Some(Naming::Unknown(Unknown { name }));
        }
        mentions.sort_by_key(|own| own.span.start);
        let mut groups = grouped(&mentions);
        let names = mentions.iter().filter(|own| own.is_name_alone);
        self.cut.extend(names.map(|own| own.span.clone()));
        let order = self.order(groups.first().map(Vec::as_slice).filter(|_| groups.len() == 1));
        let ordered = order.is_some();
        if let Some(own) = order {
            groups = vec![own];
        }
        let by_ordinal = match self.keep_ordinals(&mut groups) {
            Ok(named) => named,
            Err(unknown) => return Some(Naming::Unknown(unknown)),
        };
        let certain = ordered || by_ordinal || !mentions.is_empty();
        let dated = match self.dated(groups, &years, &mentions) {
            Ok(dated) => dated,
            Err(unknown) => return Some(Naming::Unknown(unknown)),
        };
        let Dated { mut groups, said, mut by_year_alone, any_near } = dated;
        if !certain && !any_near && self.points_elsewhere(&groups) {
            return None;
        }
        let tells = certain || !by_year_alone.is_empty() || any_near;
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
        if certain {
            by_year_alone.clear();
        }
        Some(Naming::Papers(Named { groups, rest, subject, by_year_alone, said, dated_words }))
    }

    /// Keeps of groups whose papers have ordinals in their titles those that are named by one: 粤港第十二次会议. Where no name was said, the
    /// papers with that ordinal are meant. Whether any paper was named so.
    ///
    /// # Errors
    ///
    /// An ordinal of a paper that is not there.
    fn keep_ordinals(&mut self, groups: &mut Vec<Vec<usize>>) -> Result<bool, Unknown> {
        let catalogue = &self.engine.catalogue;
        let mut names = false;
        for (ordinal, span) in ordinals_of(self.folded).into_iter().take(MOST_ORDINALS) {
            let has = |paper: &usize| catalogue.ordinals(*paper).contains(&ordinal);
            let name = self.folded.get(span.clone()).unwrap_or_default().to_owned();
            let occasion = self.occasion_of(&span);
            if groups.is_empty() {
                let mut own = match (self.last(), &occasion) {
                    (Some(last), None) if self.is_all_but(&span) => self.of_series(&[last]),
                    (_, Some(_)) => self.allowed.papers.to_vec(),
                    _ => continue,
                };
                own.retain(has);
                if own.is_empty() && occasion.is_some_and(|own| self.is_counted(&own)) {
                    return Err(Unknown { name });
                }
                names |= !own.is_empty();
                groups.extend(Some(own).filter(|own| !own.is_empty()));
                self.cut.push(span);
                continue;
            }
            let known = groups.iter().flatten().any(has);
            let is_counted = |group: &&mut Vec<usize>| {
                group.iter().all(|&own| !catalogue.ordinals(own).is_empty())
            };
            let mut others: Option<Vec<usize>> = None;
            for group in groups.iter_mut().filter(is_counted) {
                if group.iter().any(has) {
                    group.retain(has);
                } else if !known && occasion.is_some() {
                    let series = self.of_series(group);
                    others.get_or_insert_default().extend(series.into_iter().filter(has));
                }
            }
            match others {
                Some(others) if others.is_empty() => return Err(Unknown { name }),
                others => groups.extend(others),
            }
        }
        Ok(names)
    }

    /// The paper that was spoken of.
    fn last(&self) -> Option<usize> {
        self.after.and_then(|turn| self.engine.paper(&turn.paper)).map(|(place, _)| place)
    }

    /// Those of some papers, and the papers of a series with them, that may be asked.
    fn of_series(&self, papers: &[usize]) -> Vec<usize> {
        let all = self.allowed.papers.iter().copied();
        all.filter(|&paper| self.engine.catalogue.is_of_series(paper, papers)).collect()
    }

    /// Whether papers with ordinals in their titles are of occasions that are called so, and hardly anything else is: plenary.
    fn is_counted(&self, occasion: &str) -> bool {
        let titled = self.allowed.only(self.engine.catalogue.titled_with(occasion));
        occasion.is_ascii()
            && occasion.len() >= SHORTEST_OCCASION
            && titled.into_iter().any(|paper| !self.engine.catalogue.ordinals(paper).is_empty())
    }

    /// The word for an occasion that an ordinal is of: with nothing but a name between.
    fn occasion_of(&self, span: &Range<usize>) -> Option<String> {
        let word = self.words(&[List::PaperOccasion]).find(|word| {
            let is_joined = word.start < span.end && word.end > span.start;
            is_joined || self.is_called_between(span.end, word.start)
        })?;
        self.folded.get(word.start..word.end).map(str::to_owned)
    }

    /// The groups of papers, each of the years that are said of it.
    ///
    /// # Errors
    ///
    /// A year of a paper that is not there.
    fn dated(
        &mut self,
        groups: Vec<Vec<usize>>,
        years: &[Year],
        mentions: &[Mention],
    ) -> Result<Dated, Unknown> {
        let near: Vec<bool> = years.iter().map(|year| self.is_of_a_paper(year, mentions)).collect();
        let any_near = near.contains(&true);
        let mut dated =
            Dated { groups: Vec::new(), said: Vec::new(), by_year_alone: Vec::new(), any_near };
        // of each group, the papers of each year; last, those of years that no group has
        let mut of_years: Vec<Vec<Vec<usize>>> = vec![Vec::new(); groups.len() + 1];
        for (year, is_near) in years.iter().zip(near) {
            // of years that are compared, all are papers' if one is
            let near = is_near || (any_near && years.len() > 1);
            // 13年 is as often a span of time
            let begins = year.span.start == 0;
            if year.is_short && !near && !begins && !self.is_all_but(&year.span) {
                continue;
            }
            let mut own: Vec<Vec<usize>> =
                groups.iter().map(|group| self.of_year(year, Some(group))).collect();
            if own.iter().all(Vec::is_empty) {
                own.push(match groups.as_slice() {
                    [] => self.of_year(year, None),
                    groups if near => self.likewise(year, groups),
                    _ => Vec::new(),
                });
            }
            if own.iter().all(Vec::is_empty) {
                // beside no more than a word such as "report", it may be another's year: 2008年施政报告
                if is_near && self.is_named_beside(year, mentions) {
                    let is_its_own = self.stands_beside_noun(year)
                        || self.stands_before_name(year, mentions)
                        || !self.is_said(year.value);
                    if is_its_own {
                        return Err(Unknown { name: year.value.to_string() });
                    }
                    dated.said.push(year.value);
                }
                continue;
            }
            dated.by_year_alone.extend((!near).then_some(year.value));
            // what the papers say of their year may be what is asked
            if !self.all_say(&own, year.value) {
                self.cut.push(year.span.clone());
            }
            for (own, all) in own.into_iter().zip(&mut of_years) {
                if !own.is_empty() && !all.contains(&own) {
                    all.push(own);
                }
            }
        }
        // where years of none of the names are meant, the names were of other years
        let moved = of_years.last().is_some_and(|own| !own.is_empty());
        let undated = groups.into_iter().map(|group| vec![group]).chain([Vec::new()]);
        for (of_years, undated) in of_years.into_iter().zip(undated) {
            let own = if of_years.is_empty() && !moved { undated } else { of_years };
            for group in own {
                if !dated.groups.contains(&group) {
                    dated.groups.push(group);
                }
            }
        }
        Ok(dated)
    }

    /// The paper that was spoken of, where the message points at it: 那份文件, "that paper".
    fn pointed_at(&mut self) -> Option<Vec<usize>> {
        let last = self.last()?;
        let word = self.words(&[List::PaperPointing]).next()?;
        self.cut.push(word.start..word.end);
        self.allowed.has(last).then_some(vec![last])
    }

    fn words(&self, lists: &[List]) -> impl Iterator<Item = Match> + '_ {
        let mut all: Vec<Match> =
            lists.iter().flat_map(|&list| self.found.words_of(list).collect::<Vec<_>>()).collect();
        all.sort_by_key(|word| (word.start, std::cmp::Reverse(word.end)));
        all.into_iter()
    }

    /// The papers of a year, of those that are named otherwise; where several are, of the series that was spoken of.
    fn of_year(&self, year: &Year, papers: Option<&[usize]>) -> Vec<usize> {
        let catalogue = &self.engine.catalogue;
        let all = match year.month {
            Some(month) => catalogue.of_month(year.value, month),
            None => catalogue.of_year(year.value),
        };
        let mut own = self.allowed.only(all);
        if let Some(papers) = papers {
            own.retain(|paper| papers.contains(paper));
        }
        if own.len() > 1
            && let Some(last) = self.last()
            && own.iter().any(|&paper| self.engine.catalogue.is_of_series(paper, &[last]))
        {
            own.retain(|&paper| self.engine.catalogue.is_of_series(paper, &[last]));
        }
        own
    }

    /// The papers of a year that are of a series with papers that were named.
    fn likewise(&self, year: &Year, groups: &[Vec<usize>]) -> Vec<usize> {
        let mut own = self.of_year(year, None);
        own.retain(|&paper| {
            groups.iter().any(|group| self.engine.catalogue.is_of_series(paper, group))
        });
        own
    }

    /// Whether a word beside the year of some papers stands in the titles of others, and not in these: 高铁2015年造价.
    fn points_elsewhere(&self, groups: &[Vec<usize>]) -> bool {
        let rest = self.rest();
        let words = asked_words(&Phrase::of_question(rest.clone()));
        let says = |paper: usize, word: &AskedWord| {
            let own = word.counterparts.first();
            own.is_some_and(|own| own.keys.iter().all(|&key| self.engine.says(paper, key)))
        };
        let own = || groups.iter().flatten().copied();
        words.iter().filter(|word| own().all(|paper| !says(paper, word))).any(|word| {
            let text = rest.get(word.start..word.end).unwrap_or_default();
            let titled = self.allowed.only(self.engine.catalogue.titled_with(text));
            !titled.is_empty() && own().all(|paper| !titled.contains(&paper))
        }) && own().next().is_some()
    }

    /// Whether nothing but little words stands around a stretch.
    fn is_all_but(&self, span: &Range<usize>) -> bool {
        let [before, behind] = [self.folded.get(..span.start), self.folded.get(span.end..)];
        [before, behind].into_iter().flatten().all(|own| {
            let own = own.trim_matches(|mark: char| !mark.is_alphanumeric());
            own.is_empty() || is_made_of(own, List::PaperAround)
        })
    }

    /// Whether a year stands beside a name of papers, or a word for a paper or its occasion, with nothing but links between; or what stands
    /// between it and a word for a paper begins such a name.
    fn is_named_beside(&self, year: &Year, mentions: &[Mention]) -> bool {
        let named = |own: &Mention| self.is_called_between(year.span.end, own.span.start);
        self.stands_beside_name(year, mentions)
            || self.stands_beside_noun(year)
            || (self.is_beside_noun(year) && mentions.iter().any(named))
    }

    /// Whether nothing but links stands between a year and a name of papers or the word for an occasion.
    fn stands_beside_name(&self, year: &Year, mentions: &[Mention]) -> bool {
        let mut names = self.occasions(year).chain(mentions.iter().map(|own| own.span.clone()));
        names.any(|name| self.beside(&name, &year.span))
    }

    /// Whether nothing but links stands between a year and a name behind it which goes on to a word for a paper: 2020年垃圾征费那份.
    fn stands_before_name(&self, year: &Year, mentions: &[Mention]) -> bool {
        let ends = |own: &Mention| self.nouns().any(|noun| noun.end == own.span.end);
        mentions.iter().any(|own| {
            own.span.start >= year.span.end && self.beside(&year.span, &own.span) && ends(own)
        })
    }

    /// The words for an occasion, but for one that begins in a year: the 年会 of 15年会.
    fn occasions(&self, year: &Year) -> impl Iterator<Item = Range<usize>> + '_ {
        let span = year.span.clone();
        self.words(&[List::PaperOccasion])
            .map(|word| word.start..word.end)
            .filter(move |word| !span.contains(&word.start))
    }

    /// Whether nothing but links stands between a year and a word for a paper.
    fn stands_beside_noun(&self, year: &Year) -> bool {
        let behind = self.folded.get(year.span.end..).unwrap_or_default();
        behind.starts_with(['份', '篇'])
            || self.nouns().any(|noun| self.beside(&(noun.start..noun.end), &year.span))
    }

    /// The words for a paper, but for those that are part of another word, such as 施政报告.
    fn nouns(&self) -> impl Iterator<Item = Match> + '_ {
        self.words(&[List::PaperNoun]).filter(|noun| !self.is_other(noun)).take(MOST_NOUNS)
    }

    /// Whether a word for a paper is part of a word that is none, unless a paper is called so.
    fn is_other(&self, noun: &Match) -> bool {
        let covers = |other: &Match| other.start <= noun.start && noun.end <= other.end;
        let mut others = self.found.words_of(List::PaperOther);
        others.any(|other| {
            let text = self.folded.get(other.start..other.end).unwrap_or_default();
            covers(&other) && !self.engine.catalogue.is_in_a_title(text)
        })
    }

    /// Whether a year is of a paper in so many words: beside a word for a paper or its occasion, or a name.
    fn is_of_a_paper(&self, year: &Year, mentions: &[Mention]) -> bool {
        self.stands_beside_name(year, mentions) || self.is_beside_noun(year)
    }

    /// Whether a year is beside a word for a paper, or what stands between them can be what the paper is called.
    fn is_beside_noun(&self, year: &Year) -> bool {
        self.stands_beside_noun(year)
            || self.nouns().any(|noun| self.is_called_between(year.span.end, noun.start))
    }

    /// Whether a few words without a mark between them stand from here to there.
    fn is_called_between(&self, from: usize, to: usize) -> bool {
        if to < from || to - from > LONGEST_STRETCH {
            return false;
        }
        let Some(between) = self.folded.get(from..to) else { return false };
        let plain = between.chars().all(|own| own.is_alphanumeric() || " -/'’".contains(own));
        // "2009 … signed how many documents" names none
        if !plain || Form::of_text(between).asks() {
            return false;
        }
        let han = between.chars().filter(|&own| is_han(own)).count();
        let words = words_of(between).len();
        han <= LONGEST_BETWEEN && words <= MOST_WORDS_BETWEEN
    }

    /// Whether nothing but linking words stands between two stretches, or they overlap.
    fn beside(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
        let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
        if second.start <= first.end {
            return true;
        }
        if second.start - first.end > LONGEST_LINKS {
            return false;
        }
        let between = self.folded.get(first.end..second.start);
        between.is_some_and(|between| is_made_of(between, List::PaperLink))
    }

    /// The papers that are named by their place among others: the newest, the one before.
    fn order(&mut self, papers: Option<&[usize]>) -> Option<Vec<usize>> {
        // the one before the newest is told by both
        let newest = self.found.has(List::PaperNewest);
        let mut words: Vec<Match> = self.words(&ORDERS).collect();
        words.sort_by_key(|word| !(newest && word.is_of(List::PaperPrevious)));
        let word = words.into_iter().find(|word| {
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
        let last = self.last();
        let is = |list| {
            self.found.at(word.start).iter().any(|own| own.is_of(list) && own.end == word.end)
        };
        let mut among: Vec<usize> = match (papers, last) {
            (Some(papers), _) => papers.to_vec(),
            (None, Some(last)) if is(List::PaperPrevious) || is(List::PaperNext) => {
                self.of_series(&[last])
            }
            (None, _) => self.allowed.papers.to_vec(),
        };
        self.engine.newest_first(&mut among);
        let at = last.and_then(|last| among.iter().position(|&own| own == last));
        if among.is_empty() {
            return None;
        }
        let own = if is(List::PaperNewest) || (at.is_none() && is(List::PaperNext)) {
            among.first().copied()
        } else if is(List::PaperOldest) {
            among.last().copied()
        } else if is(List::PaperPrevious) {
            at.or(newest.then_some(0)).and_then(|at| among.get(at + 1)).copied()
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
        self.allowed.papers.iter().any(|&paper| self.says(paper, year))
    }

    /// Whether all papers of some groups speak of a year.
    fn all_say(&self, groups: &[Vec<usize>], year: u16) -> bool {
        groups.iter().flatten().all(|&paper| self.says(paper, year))
    }

    fn says(&self, paper: usize, year: u16) -> bool {
        self.engine.says(paper, figure_key(u64::from(year)))
    }

    /// A name with the little words that lead to it: "according to the", 嘅.
    fn with_links(&self, mut span: Range<usize>, links: &[Match]) -> Range<usize> {
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
        // "who issued" is what is asked
        let asked: Vec<Match> =
            self.words(&[List::AboutIssuer, List::AboutDate, List::AboutBody]).collect();
        let is_asked = |link: &Match| {
            asked.iter().any(|own| {
                own.start <= link.start
                    && link.end <= own.end
                    && own.end - own.start > link.end - link.start
            })
        };
        let links = self.words(&[List::PaperLink, List::PaperLead]);
        let links: Vec<Match> = links.filter(|link| !is_asked(link)).collect();
        let mut cuts: Vec<Range<usize>> =
            self.cut.iter().map(|cut| self.with_links(cut.clone(), &links)).collect();
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
        let of_year = |own: char| own.is_ascii_digit() || own == '年' || own == ' ';
        let marks = |own: char| !own.is_alphanumeric() && !matches!(own, '?' | '？');
        let plain = plain.strip_prefix("'s ").or(plain.strip_prefix("’s ")).unwrap_or(&plain);
        let mut plain = plain.trim_start_matches(marks).trim_start_matches(['的', '嘅']).trim();
        // "2018 waste paper: …": what is left of a name before a colon
        if let Some((before, behind)) = plain.split_once(':')
            && [List::PaperOccasion, List::PaperNoun, List::PaperAround]
                .iter()
                .any(|&list| is_made_of(before.trim_start_matches(of_year), list))
        {
            plain = behind.trim();
        }
        if is_made_of(plain, List::PaperAround) { String::new() } else { plain.to_owned() }
    }
}

/// The papers that are meant by several names: those that all of a group's names fit; names that fit no paper together are of papers that are
/// compared, unless they overlap.
fn grouped(mentions: &[Mention]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, mention) in mentions.iter().enumerate() {
        let both = |group: &Vec<usize>| -> Vec<usize> {
            group.iter().copied().filter(|own| mention.papers.contains(own)).collect()
        };
        let overlaps = |other: &Mention| other.span.end > mention.span.start;
        match groups.iter_mut().find(|group| !both(group).is_empty()) {
            Some(group) => *group = both(group),
            None if mentions.iter().take(at).any(overlaps) => {}
            None => groups.push(mention.papers.clone()),
        }
    }
    groups
}
