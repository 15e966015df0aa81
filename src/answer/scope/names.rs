//! What papers are called in a message: by their titles, abbreviations of these, words that mean the same, or their subject.

use std::ops::Range;

use super::super::catalogue::{has_han, words_of};
use super::super::{Engine, asked};
use super::{Allowed, MOST_NOUNS, MOST_WORDS_CALLED, Mention, ORDERS, Reader, Year};
use crate::lang::{Phrase, is_han};
use crate::lexicon::{List, Match, lexicon};
use crate::question::{AskedWord, asked_words, is_made_of};

/// A name of a paper stands at most so many Han characters before the word for a paper.
const LONGEST_CALLED: usize = 10;

/// Most Han characters of a name that stand in no title.
const MOST_UNKNOWN: usize = 2;

/// Between the name of a paper and the word for it stand at most so many Han characters that are part of neither: the 进度 of 高铁进度那份.
const MOST_BESIDE: usize = 4;

/// What holds one of these is no part of a name.
const LITTLE: [char; 7] = ['的', '嘅', '了', '咗', '在', '喺', '一'];

/// Titles that hold so many Han characters, or English stems, of a question in a row are named by it.
const RUN: usize = 3;
const STEMS: usize = 2;

/// So many times a message may name a paper by its subject.
const MOST_TOPICS: usize = 2;

/// Of more papers, none is named by its subject.
const MOST_BY_TOPIC: usize = 64;

/// Of a message, so many characters are looked for in titles.
const LONGEST_TITLED: usize = 512;

/// A longer message, in characters, names no paper by its subject.
const LONGEST_OF_TOPIC: usize = 120;

/// Between what a paper is called and the word for it.
const BEFORE_NOUN: [char; 13] =
    [' ', '的', '嘅', '「', '」', '《', '》', '“', '”', '那', '嗰', '这', '个'];

/// Between a year and what is of that year.
const LINKS: [char; 5] = ['年', '的', '嘅', '度', '嗰'];

impl Reader<'_, '_> {
    /// The titles that are named: those beside a year or a word for a paper, those with the occasion in them, those with an ordinal.
    pub(super) fn titled(&self, years: &[Year]) -> Vec<Mention> {
        let nouns: Vec<Match> = self.nouns().collect();
        let occasions: Vec<Match> = self.words(&[List::PaperOccasion]).collect();
        let runs = title_runs(self.engine, self.folded, &self.allowed);
        let runs = runs.into_iter().filter(|(run, papers)| {
            let text = self.folded.get(run.clone()).unwrap_or_default();
            let beside = years.iter().any(|year| self.beside(run, &year.span))
                || nouns
                    .iter()
                    .any(|noun| noun.start >= run.end && self.beside(run, &(noun.start..noun.end)))
                || occasions.iter().any(|own| own.start >= run.start && own.end <= run.end)
                || (is_ordinal(text) && papers.len() == 1);
            // 那次会议 may be any
            let is_bare = is_made_of(text, List::PaperOccasion);
            beside && !is_bare && papers.len() < self.allowed.papers.len()
        });
        runs.map(|(span, papers)| Mention { span, is_name_alone: false, papers }).collect()
    }

    /// Names beside a year that titles of papers of that year hold: 粤港2009, 2013粤港会, 2009年深港同粤港.
    pub(super) fn titled_beside(&self, year: &Year) -> Vec<Mention> {
        let of_year = self.of_year(year, None);
        let titled = |span: Range<usize>| {
            let mut papers = self.engine.catalogue.titled_so(self.folded.get(span.clone())?);
            papers.retain(|paper| of_year.contains(paper));
            let tells = !papers.is_empty() && papers.len() < of_year.len();
            tells.then_some(Mention { span, is_name_alone: true, papers })
        };
        let longest = |from: usize, to: usize, backwards: bool| {
            let span = |place| if backwards { place..to } else { from..place };
            let places = self.han_places(from, to, backwards).into_iter().rev();
            // of two characters at least
            places.map(span).filter(|span| span.len() > '年'.len_utf8()).find_map(titled)
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

    /// The ends of Han characters in a row from one place on; or, backwards, where those before another begin. The nearest first.
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

    /// The papers that stand by another name beside a word for a paper: 粤港嗰份, the transport panel's paper, the paper on housing.
    pub(super) fn called(&mut self, years: &[Year]) -> Vec<Mention> {
        let lists = [&[List::PaperNoun, List::PaperOccasion][..], &ORDERS].concat();
        let mut mentions: Vec<Mention> = Vec::new();
        let (mut free, mut topics) = (0, 0);
        let nouns = self.words(&lists).filter(|noun| !self.is_other(noun));
        for noun in nouns.take(2 * MOST_NOUNS).collect::<Vec<_>>() {
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
                .or_else(|| {
                    let links = if strict { List::PaperBehind } else { List::PaperWith };
                    (strict || occasion).then(|| self.called_behind(noun.end, links)).flatten()
                })
                .or_else(|| strict.then(|| self.called_in_part(end)).flatten())
                .or_else(|| {
                    // all papers are asked for each
                    topics += usize::from(strict);
                    (strict && topics <= MOST_TOPICS).then(|| self.of_topic(end)).flatten()
                });
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
        let near: Vec<&str> = before.split_whitespace().rev().take(MOST_WORDS_CALLED + 1).collect();
        let is_determiner = |word: &&str| {
            let found = lexicon().find(word);
            let whole = found.at(0);
            whole.iter().any(|own| own.is_of(List::PaperDeterminer) && own.end == word.len())
        };
        near.iter().any(is_determiner)
    }

    /// Where a word that joins names begins, if one ends at a place.
    fn joint_before(&self, at: usize) -> Option<usize> {
        let mut joints = self.found.words_of(List::And);
        let beside = |end: usize| self.folded.get(end..at).is_some_and(|own| own.trim().is_empty());
        joints.find(|word| word.end <= at && beside(word.end)).map(|word| word.start)
    }

    fn tells_apart(&self, papers: Vec<usize>) -> Option<Vec<usize>> {
        let own = self.allowed.only(papers);
        (!own.is_empty() && own.len() < self.allowed.papers.len()).then_some(own)
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

    /// The papers whose name some Han characters before a word for a paper are, with a word behind them that is no part of it: 高铁进度那份.
    fn called_in_part(&self, end: usize) -> Option<(Range<usize>, Vec<usize>)> {
        let before = self.folded.get(..end)?.trim_end_matches(BEFORE_NOUN);
        let run = before.char_indices().rev().take_while(|&(_, own)| is_han(own));
        let start = run.take(LONGEST_CALLED).last()?.0;
        let words = asked_words(&Phrase::of_question(before.get(start..)?.to_owned()));
        let last: Vec<&AskedWord> = words.iter().rev().take(2).collect();
        let called = |word: &AskedWord| {
            let name = before.get(start + word.start..start + word.end)?;
            let says = name.chars().nth(1).is_some()
                && !ORDERS.iter().any(|&order| is_made_of(name, order));
            self.tells_apart(self.engine.catalogue.called_so(name)).filter(|_| says)
        };
        // a word that every paper may say is not among them
        let behind = |word: &AskedWord| before.get(start + word.end..).unwrap_or_default();
        let name = match last.as_slice() {
            [own, name] if behind(own).is_empty() && called(own).is_none() => name,
            [name, ..] if !behind(name).is_empty() => name,
            _ => return None,
        };
        let rest = behind(name);
        let is_near = rest.chars().count() <= MOST_BESIDE && !rest.contains(LITTLE);
        Some((start + name.start..end, called(name).filter(|_| is_near)?))
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

    /// A body, such as an authority or a committee, beside a word for a paper, that no paper is of: 教育局那份.
    pub(super) fn unknown_body(&self) -> Option<String> {
        self.nouns().find_map(|noun| {
            let before = self.folded.get(..noun.start)?.trim_end_matches(BEFORE_NOUN);
            let kind = self.words(&[List::PaperBody]).find(|word| word.end == before.len())?;
            let start = if has_han(before.get(kind.start..)?) {
                let little = self.found.words_of(List::FunctionChinese);
                let free = little.into_iter().map(|own| own.end).filter(|&end| end <= kind.start);
                let run = before.char_indices().rev().take_while(|&(_, own)| is_han(own));
                run.last()?.0.max(free.max().unwrap_or_default())
            } else {
                let words = words_of(before.get(..kind.start)?);
                let to = kind.start;
                let near = words.iter().rev().take_while(|own| self.links(own.1, to, &words));
                near.take(MOST_WORDS_CALLED).last()?.1
            };
            // its kind alone may be any
            let name = before.get(start..).filter(|_| start < kind.start)?;
            self.engine.catalogue.called(name, "").is_empty().then(|| name.to_owned())
        })
    }

    /// The papers that are named behind a word, with one of these links between.
    fn called_behind(&self, start: usize, links: List) -> Option<(Range<usize>, Vec<usize>)> {
        let catalogue = &self.engine.catalogue;
        let words = words_of(self.folded.get(start..)?);
        let count = words.len().min(MOST_WORDS_CALLED);
        let first = words.first()?;
        // "the paper on …", "the paper from …"
        let link = self.folded.get(start..start + first.1)?.trim();
        if link.is_empty() || !is_made_of(link, links) {
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
        let long = self.folded.chars().count() > LONGEST_OF_TOPIC;
        if last.2 != before.len() || long || self.allowed.papers.len() > MOST_BY_TOPIC {
            return None;
        }
        let name = self.folded.get(last.1..last.2)?;
        let own = asked::topic(name).paper_most_about(self.engine, self.allowed.papers)?;
        Some((last.1..end, vec![own]))
    }
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

/// Stretches of a folded message that stand in titles, with the papers that may be asked: as long as they can be.
pub(super) fn title_runs(engine: &Engine, folded: &str, allowed: &Allowed<'_>) -> Vec<Run> {
    let catalogue = &engine.catalogue;
    let characters: Vec<(usize, char)> = folded.char_indices().take(LONGEST_TITLED).collect();
    let byte_of = |place: usize| characters.get(place).map_or(folded.len(), |&(byte, _)| byte);
    let in_characters = longest_runs(characters.len(), RUN, |own| {
        let is_run = |own: &[(usize, char)]| own.iter().all(|&(_, own)| is_han(own));
        characters.get(own.clone()).filter(|own| is_run(own))?;
        let text = folded.get(byte_of(own.start)..byte_of(own.end))?;
        Some(allowed.only(catalogue.titled(text)))
    });
    let in_characters = in_characters
        .into_iter()
        .map(|(own, papers)| (byte_of(own.start)..byte_of(own.end), papers));
    let words = words_of(folded);
    let in_words = longest_runs(words.len(), STEMS, |own| {
        let stems: Vec<String> = words.get(own)?.iter().map(|own| own.0.clone()).collect();
        Some(allowed.only(catalogue.titled_in_words(&stems)))
    });
    let in_words = in_words.into_iter().filter_map(|(own, papers)| {
        let own = words.get(own)?;
        Some((own.first()?.1..own.last()?.2, papers))
    });
    in_characters.chain(in_words).collect()
}

/// A stretch of a message, and papers.
pub(super) type Run = (Range<usize>, Vec<usize>);

/// Stretches of a row of parts that some papers have, one behind the other, each of `least` parts or more and as long as it can be.
fn longest_runs(
    parts: usize,
    least: usize,
    papers_of: impl Fn(Range<usize>) -> Option<Vec<usize>>,
) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at + least <= parts {
        let found = (at + least..=parts).map_while(|end| {
            let papers = papers_of(at..end).filter(|papers| !papers.is_empty())?;
            Some((at..end, papers))
        });
        match found.last() {
            Some(run) => {
                at = run.0.end;
                runs.push(run);
            }
            None => at += 1,
        }
    }
    runs
}
