//! The years and the paper numbers that stand in a message.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

use super::super::catalogue::year_of;
use super::super::read::letters_of;
use super::{MOST_YEARS, Mention, Reader, Year};
use crate::lexicon::{List, lexicon};

static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("((?:19|20)[0-9]{2})(?: ?年度?)?( ?([0-9]{1,2}) ?月(?: ?[0-9]{1,2} ?日)?)?").ok()
});
static NUMERALS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("([二一][〇零○九][〇零○一二三四五六七八九]{2})年(?:度)?()").ok());
static SHORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("([0-9]{2}|[〇零○一二][〇零○一二三四五六七八九])年( ?([0-9]{1,2}) ?月)?|['’‘](?P<marked>[0-9]{2})").ok()
});

/// Two digits before a Han character, which are a year beside what is of that year: 09粤港, 13嗰次.
static BARE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("([0-9]{2})[\u{4e00}-\u{9fff}]").ok());

/// So a paper or its occasion is pointed at.
const POINTED_AT: [&str; 6] = ["嗰次", "嗰份", "嗰届", "那次", "那份", "那届"];

static PAPER_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("\\b[a-z]{1,8} ?\\([0-9]\\) ?[0-9]{1,5}/(?:[0-9]{2,4}-[0-9]{2,4}|(?:19|20)[0-9]{2})(?: ?\\([0-9]{1,3}\\))?|[0-9]{1,5}/[0-9]{2}-[0-9]{2}(?: ?\\([0-9]{1,3}\\))?|[a-z]{1,8} ?\\([0-9]\\) ?[0-9]{2,5}|[\u{4e00}-\u{9fff}]{2,6} ?[〔\\[(](?:19|20)[0-9]{2}[〕\\])] ?[0-9]{1,4} ?号").ok()
});

/// What stands before a number of two digits that is no year, and behind one.
const NO_YEAR_BEFORE: &str = "约近过每第超逾满足达长整历前后";

const YEAR_DIGITS: usize = 4;

const NO_YEAR_AFTER: &str = "来内后间前期以之中长限";

/// The year that two digits stand for.
const fn of_century(value: u16) -> u16 {
    if value > 60 { 1900 + value } else { 2000 + value }
}

impl Reader<'_, '_> {
    /// The papers of the paper numbers that stand in the message.
    ///
    /// # Errors
    ///
    /// A number that is none's, where no other is there.
    pub(super) fn numbers(&self) -> Result<Vec<Mention>, String> {
        let catalogue = &self.engine.catalogue;
        let mut mentions = Vec::new();
        let mut unknown = None;
        for written in self.written_numbers() {
            let papers = self.allowed.only(catalogue.of_number(written.as_str()));
            let is_whole = written.as_str().ends_with('号')
                || (written.as_str().contains('(') && written.as_str().contains('/'));
            if papers.is_empty() && !is_whole {
                // figures alone may be dates
                continue;
            }
            if papers.is_empty() {
                unknown = Some(written.as_str().to_uppercase());
            } else {
                mentions.push(Mention { span: written.range(), is_name_alone: true, papers });
            }
        }
        // a number of another form stands as it is printed
        let compact = letters_of(self.folded);
        if let Some(number) = catalogue.number_in(&compact).filter(|_| mentions.is_empty()) {
            let papers = self.allowed.only(catalogue.of_number(number));
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

    /// What is written as the numbers of papers are.
    fn written_numbers(&self) -> impl Iterator<Item = regex_lite::Match<'_>> {
        // most messages hold none
        let form = PAPER_NUMBER.as_ref().filter(|_| self.folded.contains(['/', '(', '[', '〔']));
        form.map(|form| form.find_iter(self.folded)).into_iter().flatten()
    }

    /// The years of the message.
    pub(super) fn years(&self) -> Vec<Year> {
        let mut years: Vec<Year> = Vec::new();
        if !self.may_hold_year() {
            return years;
        }
        for (form, short) in [(&YEAR, false), (&NUMERALS, false), (&SHORT, true)] {
            let Some(form) = form.as_ref() else { continue };
            // what could be a year and is none costs as much
            for captures in form.captures_iter(self.folded).take(4 * MOST_YEARS) {
                if years.len() == MOST_YEARS {
                    break;
                }
                let Some(year) = self.year(&captures, short) else { continue };
                if !years.iter().any(|other| {
                    other.span.start < year.span.end && year.span.start < other.span.end
                }) {
                    years.push(year);
                }
            }
        }
        let bare = self.bare_years().into_iter().filter(|own| {
            !years
                .iter()
                .any(|year| year.span.start < own.span.end && own.span.start < year.span.end)
        });
        years.extend(bare.collect::<Vec<_>>());
        if !years.is_empty() {
            // that of CB(2)1147/2023(05) is part of the number
            let numbers: Vec<_> = self.written_numbers().map(|number| number.range()).collect();
            let is_of_number = |year: &Year| {
                numbers.iter().any(|own| own.start < year.span.start && year.span.end <= own.end)
            };
            years.retain(|year| !is_of_number(year));
        }
        years.sort_by_key(|year| year.span.start);
        years.truncate(MOST_YEARS);
        years
    }

    /// Years of two digits alone, beside what is of that year.
    fn bare_years(&self) -> Vec<Year> {
        let found = BARE.as_ref().map(|form| form.captures_iter(self.folded).collect::<Vec<_>>());
        let digits = found.unwrap_or_default().into_iter().filter_map(|own| own.get(1));
        let year = |digits: regex_lite::Match<'_>| {
            let before = self.folded.get(..digits.start())?.chars().next_back();
            let joined = |own: char| own.is_ascii_alphanumeric() || ".,/-$第".contains(own);
            let value = of_century(digits.as_str().parse().ok()?);
            let year = Year { value, month: None, span: digits.range(), is_short: true };
            let behind = self.folded.get(digits.end()..)?;
            let is_of = POINTED_AT.iter().any(|own| behind.starts_with(own))
                || !self.titled_beside(&year).is_empty();
            (is_of && !before.is_some_and(joined)).then_some(year)
        };
        digits.filter_map(year).collect()
    }

    /// Whether the message has what every writing of a year has.
    fn may_hold_year(&self) -> bool {
        self.folded.contains(|own: char| own.is_ascii_digit() || own == '年')
    }

    fn year(&self, captures: &Captures<'_>, short: bool) -> Option<Year> {
        let whole = captures.get(0)?;
        let marked = captures.name("marked");
        let digits = captures.get(1).or(marked)?;
        let before = self.folded.get(..whole.start())?.chars().next_back();
        let after = self.folded.get(whole.end()..)?;
        let mut following = after.chars();
        let next = following.next();
        let joins = |own: Option<char>| {
            own.is_some_and(|own| own.is_ascii_digit() || own.is_ascii_alphabetic())
        };
        let numeral = |own: char| "〇零○一二三四五六七八九十百千万".contains(own);
        // of 2009/2013 both are years; 2009-2013 and 2013/14 are spans of time
        let digits_behind = following.as_str().chars().take_while(char::is_ascii_digit).count();
        let lists = |own: char| matches!(own, '/' | ',');
        let continued = matches!(next, Some('-' | '/' | '.' | ',' | '至' | '–'))
            && digits_behind > 0
            && !(next.is_some_and(lists) && digits_behind == YEAR_DIGITS);
        let mut backwards = self.folded.get(..whole.start())?.chars().rev();
        backwards.next();
        let digits_before = backwards.take_while(char::is_ascii_digit).count();
        let money = before.is_some_and(|own| {
            let listed = lists(own) && digits_before == YEAR_DIGITS;
            own == '$' || (".,/-–".contains(own) && digits_before > 0 && !listed)
        });
        let is_marked = marked.is_some();
        let counted = !whole.as_str().contains('年') && self.is_counted_at(whole.end());
        if joins(before) || (joins(next) && (!short || is_marked)) || continued || money || counted
        {
            return None;
        }
        let value = year_of(digits.as_str())?;
        let year =
            |value| Year { value, month: None, span: whole.range(), is_short: short && !is_marked };
        let behind = captures.get(3).and_then(|month| month.as_str().parse().ok());
        if !short {
            let behind = behind.map(|month| (month, whole.start()));
            let month = behind.or_else(|| self.month_before(whole.start()));
            let dated = |(month, start)| Year {
                month: Some(month),
                span: start..whole.end(),
                ..year(value)
            };
            let own = month.map_or_else(|| year(value), dated);
            // a day or a month is what a text speaks of, unless it is a paper's or its occasion's
            let counts =
                own.month.is_none() || own.span.start == 0 || self.leads_to_noun(&own.span);
            return ((1900..2100).contains(&value) && counts).then_some(own);
        }
        let span_of_time = before.is_some_and(|own| numeral(own) || NO_YEAR_BEFORE.contains(own))
            || next.is_some_and(|own| NO_YEAR_AFTER.contains(own));
        (!span_of_time).then(|| Year { month: behind, ..year(of_century(value)) })
    }

    /// Whether what comes next counts something, and begins no other word: 2013個, and not 2013個人資料.
    fn is_counted_at(&self, place: usize) -> bool {
        let after = self.folded.get(place..).unwrap_or_default();
        let place = place + (after.len() - after.trim_start().len());
        let is_here = |list| self.found.at(place).iter().any(|own| own.is_of(list));
        after.trim_start().starts_with('%')
            || (is_here(List::PaperCounter) && !is_here(List::PaperNoCounter))
    }

    /// The month whose name is the word before a place, and where it begins.
    fn month_before(&self, at: usize) -> Option<(u8, usize)> {
        let before = self.folded.get(..at).unwrap_or_default().trim_end();
        let word = before.rsplit(|own: char| !own.is_ascii_alphabetic()).next().unwrap_or_default();
        let numbers = lexicon().numbers();
        let month = numbers.months.get(word).or_else(|| numbers.ambiguous_months.get(word))?;
        Some((u8::try_from(*month).ok()?, before.len() - word.len()))
    }

    /// Whether a word for a paper or its occasion comes next.
    fn leads_to_noun(&self, span: &Range<usize>) -> bool {
        let mut nouns = self.words(&[List::PaperNoun, List::PaperOccasion]);
        nouns.any(|noun| noun.start >= span.end && self.beside(span, &(noun.start..noun.end)))
    }
}
