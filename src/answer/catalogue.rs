//! What the papers of a library are called: their years, numbers, titles, bodies and issuers, folded.

use std::sync::LazyLock;

use regex_lite::Regex;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::read::letters_of;
use crate::corpus::{Corpus, Localized, Paper};
use crate::lang::{Phrase, fold, is_han};

/// A shorter paper number, in letters and figures, may stand in a text by chance.
const SHORTEST_NUMBER: usize = 5;

/// Han characters that name a paper where they stand in its title: so many in a row.
const RUN: usize = 3;

/// A longer name, in characters, is not shortened to a few.
const LONGEST_SHORTENED: usize = 20;

/// A year in a title, in digits or numerals.
static TITLE_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("(?:19|20)[0-9]{2}|[二一][〇零○九][〇零○一二三四五六七八九]{2}").ok()
});

/// What tells the papers of one series from each other: years, months, ordinals.
static SERIAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("[0-9]+(?:st|nd|rd|th)?|第?[〇零○一二三四五六七八九十百]+(?:年度?|月|日|次|届|份|期)|[年月日次届]").ok()
});

/// The names of all papers of a library.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Catalogue {
    /// By paper.
    entries: Vec<Entry>,
}

/// The names of a paper.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// The years in its title; if there are none, that of its date.
    years: Vec<u16>,
    /// Its paper number, letters and figures only.
    number: String,
    /// Title, body and issuer in each language, folded, letters and figures only.
    names: Vec<String>,
    /// The English stems of the same.
    stems: Vec<Vec<String>>,
    /// Of the names, the first so many are titles.
    titles: usize,
    /// What the papers of a series have in common: the title without years and ordinals.
    series: String,
}

impl Catalogue {
    pub(super) fn new(corpus: &Corpus) -> Self {
        Self { entries: corpus.papers().iter().map(entry).collect() }
    }

    fn of(&self, paper: usize) -> Option<&Entry> {
        self.entries.get(paper)
    }

    fn all(&self, holds: impl Fn(&Entry) -> bool) -> Vec<usize> {
        let entries = self.entries.iter().enumerate();
        entries.filter(|(_, entry)| holds(entry)).map(|(place, _)| place).collect()
    }

    /// The papers of a year.
    pub(super) fn of_year(&self, year: u16) -> Vec<usize> {
        self.all(|entry| entry.years.contains(&year))
    }

    /// The papers whose number holds these letters and figures.
    pub(super) fn of_number(&self, compact: &str) -> Vec<usize> {
        self.all(|entry| !entry.number.is_empty() && entry.number.contains(compact))
    }

    /// The paper number, letters and figures only, that stands in a compact text, if one does.
    pub(super) fn number_in<'t>(&'t self, compact: &str) -> Option<&'t str> {
        let numbers = self.entries.iter().map(|entry| entry.number.as_str());
        let printed = |number: &&str| {
            number.len() >= SHORTEST_NUMBER && number.contains(|own: char| own.is_ascii_digit())
        };
        numbers
            .filter(printed)
            .filter(|number| compact.contains(number))
            .max_by_key(|own| own.len())
    }

    /// Whether two papers are of one series, such as the reports of two years on one subject.
    pub(super) fn are_of_one_series(&self, one: usize, other: usize) -> bool {
        let series = |paper: usize| self.of(paper).map(|entry| entry.series.as_str());
        series(one).is_some_and(|own| !own.is_empty() && series(other) == Some(own))
    }

    /// The papers whose title holds these Han characters in a row.
    pub(super) fn titled(&self, run: &str) -> Vec<usize> {
        let long = run.chars().nth(RUN - 1).is_some();
        self.all(|entry| {
            long && entry.names.iter().take(entry.titles).any(|title| title.contains(run))
        })
    }

    /// The papers whose title holds these English stems in a row.
    pub(super) fn titled_in_words(&self, stems: &[String]) -> Vec<usize> {
        self.all(|entry| {
            let titles = entry.stems.iter().take(entry.titles);
            stems.len() > 1
                && titles.into_iter().any(|own| own.windows(stems.len()).any(|own| own == stems))
        })
    }

    /// The papers of which a name holds these Han characters in a row, with those `behind` them somewhere after; or, where nothing is
    /// behind, of which a name is shortened to them (房委会 of 房屋委员会).
    pub(super) fn called(&self, run: &str, behind: &str) -> Vec<usize> {
        let holds = |name: &String| {
            let after = name.find(run).and_then(|at| name.get(at + run.len()..));
            after.is_some_and(|after| after.contains(behind))
        };
        let whole = self.all(|entry| entry.names.iter().any(holds));
        if !whole.is_empty() || !behind.is_empty() {
            return whole;
        }
        self.all(|entry| entry.names.iter().any(|name| abbreviates(run, name)))
    }

    /// The papers of which one language's names hold all these English stems.
    pub(super) fn called_in_words(&self, stems: &[String]) -> Vec<usize> {
        self.all(|entry| {
            let known: FxHashSet<_> = entry.stems.iter().flatten().collect();
            !stems.is_empty() && stems.iter().all(|stem| known.contains(stem))
        })
    }
}

/// Whether some characters are a name for short: they stand in it in this order, and it ends in the last of them.
fn abbreviates(run: &str, name: &str) -> bool {
    let mut rest = name.chars();
    let in_order = run.chars().all(|wanted| rest.any(|own| own == wanted));
    in_order
        && run.chars().nth(2).is_some()
        && name.chars().count() <= LONGEST_SHORTENED
        && run.chars().next_back() == name.chars().next_back()
}

fn entry(paper: &Paper) -> Entry {
    let texts = |localized: &Localized| -> Vec<String> {
        localized.iter().map(|(_, text)| fold(text)).collect()
    };
    let titles = texts(&paper.title);
    let mut years: Vec<u16> = titles.iter().flat_map(|title| title_years(title)).collect();
    if years.is_empty() {
        years.extend(paper.date.map(|date| date.year));
    }
    let series = titles.first().map(|title| match SERIAL.as_ref() {
        Some(serial) => letters_of(&serial.replace_all(title, "")),
        None => String::new(),
    });
    let count = titles.len();
    let names: Vec<String> =
        [titles, texts(&paper.body), texts(&paper.issuer)].into_iter().flatten().collect();
    Entry {
        years,
        number: paper
            .paper_number
            .as_deref()
            .map(|number| letters_of(&fold(number)))
            .unwrap_or_default(),
        stems: names.iter().map(|name| stems_of(name)).collect(),
        names: names.iter().map(|name| without_years(name)).collect(),
        titles: count,
        series: series.unwrap_or_default(),
    }
}

/// A folded name's letters and figures, without the years: a year names a paper by itself.
fn without_years(folded: &str) -> String {
    let plain = match TITLE_YEAR.as_ref() {
        Some(year) => year.replace_all(folded, "").replace('年', ""),
        None => folded.to_owned(),
    };
    letters_of(&plain)
}

fn title_years(folded: &str) -> Vec<u16> {
    let found = TITLE_YEAR.as_ref().map(|year| year.find_iter(folded).collect::<Vec<_>>());
    found.unwrap_or_default().iter().filter_map(|own| year_of(own.as_str())).collect()
}

/// The year that four digits or numerals are.
pub(super) fn year_of(text: &str) -> Option<u16> {
    let digit = |own: char| match own {
        '〇' | '零' | '○' => Some(0),
        _ => own.to_digit(10).or_else(|| {
            "一二三四五六七八九"
                .chars()
                .zip(1..)
                .find(|(numeral, _)| *numeral == own)
                .map(|(_, value)| value)
        }),
    };
    text.chars()
        .try_fold(0_u16, |year, own| Some(year.checked_mul(10)? + u16::try_from(digit(own)?).ok()?))
}

/// The stems of the English words of a folded text, function words left out; a hyphen joins.
pub(super) fn stems_of(folded: &str) -> Vec<String> {
    words_of(folded).into_iter().map(|(stem, _, _)| stem).collect()
}

/// The same, each with its first byte and the byte after its last.
pub(super) fn words_of(folded: &str) -> Vec<(String, usize, usize)> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut start = 0;
    for (at, own) in folded.char_indices().chain([(folded.len(), ' ')]) {
        if own.is_ascii_alphabetic() {
            if word.is_empty() {
                start = at;
            }
            word.push(own);
        } else if own == '-' && !word.is_empty() {
        } else if !word.is_empty() {
            let one = std::mem::take(&mut word);
            if !crate::lexicon::lexicon().is_function_word(&one) {
                words.push((Phrase::stem_of(&one), start, at));
            }
        }
    }
    words
}

/// Whether a text has Han characters.
pub(super) fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}
