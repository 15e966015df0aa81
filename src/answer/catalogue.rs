//! What the papers of a library are called: their years, numbers, titles, bodies and issuers, folded.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};
use serde::{Deserialize, Serialize};

use super::read::letters_of;
use crate::corpus::{Corpus, Date, Localized, Paper};
use crate::lang::{Phrase, fold, is_han, leading_number};
use crate::lexicon::lexicon;
use crate::question::asked_words;

/// A shorter paper number, in letters and figures, may stand in a text by chance.
const SHORTEST_NUMBER: usize = 5;

/// Han characters that name a paper where they stand in its title: so many in a row.
const RUN: usize = 3;

/// A word of a title is likely said otherwise from this weight of the bilingual lexicon on.
const LEAST_COUNTERPART: f32 = 0.25;

/// Of more papers, the others of their series are not looked for.
const MOST_OF_SERIES: usize = 32;

/// Titles that share so much of their characters or words are of one series.
const LIKE_IN_CHARACTERS: f32 = 0.75;
const LIKE_IN_WORDS: f32 = 0.6;

/// A year in a title, in digits or numerals, and the word behind it.
static TITLE_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("((?:19|20)[0-9]{2}|[二一][〇零○九][〇零○一二三四五六七八九]{2}) ?(?:年度?)?").ok()
});

/// The ordinal of a meeting and the like: 第十六次, 第3届, 16th.
static ORDINAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("第([0-9]{1,3}|[一二三四五六七八九十]{1,3})[次届]|([0-9]{1,3})(?:st|nd|rd|th)").ok()
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
    /// The papers whose titles hold three Han characters, or two English stems with a space between, in a row.
    runs: BTreeMap<String, Vec<usize>>,
}

/// The names of a paper.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// The years in its title; if there are none, that of its date.
    years: Vec<u16>,
    /// When it was issued.
    date: Option<Date>,
    /// The ordinals in its titles: 16 of 第十六次會議, 16th Plenary.
    ordinals: Vec<u16>,
    /// Its paper number, letters and figures only.
    number: String,
    /// The same, cut at what is neither.
    number_parts: Vec<String>,
    /// Title, body and issuer in each language, folded, letters and figures only.
    names: Vec<String>,
    /// The English stems of the same.
    stems: Vec<Vec<String>>,
    /// Of the names, the first so many are titles.
    titles: usize,
    /// Chinese words that may be said for words of the titles, and English stems.
    counterparts: (Vec<String>, Vec<String>),
    /// What the titles say in each language, without years and ordinals.
    series: Vec<Series>,
}

impl Catalogue {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let entries: Vec<Entry> = corpus.papers().iter().map(|paper| entry(paper)).collect();
        let mut runs: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, entry) in entries.iter().enumerate() {
            let mut own: Vec<String> = entry.title_runs().collect();
            own.sort_unstable();
            own.dedup();
            own.into_iter().for_each(|run| runs.entry(run).or_default().push(place));
        }
        Self { entries, runs }
    }

    fn of(&self, paper: usize) -> Option<&Entry> {
        self.entries.get(paper)
    }

    fn all(&self, holds: impl Fn(&Entry) -> bool) -> Vec<usize> {
        let entries = self.entries.iter().enumerate();
        entries.filter(|(_, entry)| holds(entry)).map(|(place, _)| place).collect()
    }

    /// The papers of a year; those that were issued in it where none is.
    pub(super) fn of_year(&self, year: u16) -> Vec<usize> {
        let own = self.all(|entry| entry.years.contains(&year));
        if own.is_empty() {
            return self.all(|entry| entry.date.is_some_and(|date| date.year == year));
        }
        own
    }

    /// The papers that were issued in a month of a year; else those of the year that were issued in that month of any; else those of the year.
    pub(super) fn of_month(&self, year: u16, month: u8) -> Vec<usize> {
        let in_month = |date: &Date| date.month == Some(month);
        let dated =
            |entry: &Entry| entry.date.is_some_and(|own| own.year == year && in_month(&own));
        let exact = self.all(dated);
        if !exact.is_empty() {
            return exact;
        }
        let all = self.of_year(year);
        let of_month = |&paper: &usize| {
            self.of(paper).and_then(|entry| entry.date).is_some_and(|own| in_month(&own))
        };
        let own: Vec<usize> = all.iter().copied().filter(of_month).collect();
        if own.is_empty() { all } else { own }
    }

    /// The ordinals in the titles of a paper.
    pub(super) fn ordinals(&self, paper: usize) -> &[u16] {
        self.of(paper).map_or(&[], |entry| &entry.ordinals)
    }

    /// The papers whose number has the parts of a written one in a row: 57/09-10 of CB(1)57/09-10(05).
    pub(super) fn of_number(&self, written: &str) -> Vec<usize> {
        let parts = parts_of(written);
        self.all(|entry| holds(&entry.number_parts, &parts))
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
        let Some((one, other)) = self.of(one).zip(self.of(other)) else { return false };
        one.series.iter().any(|own| other.series.iter().any(|other| own.is_like(other)))
    }

    /// Whether a paper is one of some, or of a series with one.
    pub(super) fn is_of_series(&self, paper: usize, papers: &[usize]) -> bool {
        papers.iter().any(|&own| own == paper || self.are_of_one_series(own, paper))
    }

    /// The papers whose title holds these Han characters in a row.
    pub(super) fn titled(&self, run: &str) -> Vec<usize> {
        let Some((end, _)) = run.char_indices().chain([(run.len(), ' ')]).nth(RUN) else {
            return Vec::new();
        };
        let first = run.get(..end).and_then(|first| self.runs.get(first));
        let mut papers = first.cloned().unwrap_or_default();
        papers.retain(|&paper| {
            self.of(paper).is_some_and(|entry| entry.titles().any(|title| title.contains(run)))
        });
        papers
    }

    /// The papers whose title holds these Han characters, however few, in a row, or with the first two changed about.
    pub(super) fn titled_so(&self, run: &str) -> Vec<usize> {
        let turned = turned(run);
        let holds = |title: &String| title.contains(run) || title.contains(&turned);
        self.with_series(self.all(|entry| entry.titles().any(holds)), true)
    }

    /// The papers whose title has a word.
    pub(super) fn titled_with(&self, word: &str) -> Vec<usize> {
        if !has_han(word) {
            let stem = Phrase::stem_of(word);
            return self.all(|entry| entry.title_stems().flatten().any(|own| *own == stem));
        }
        self.all(|entry| only(word).is_none() && entry.titles().any(|title| title.contains(word)))
    }

    /// Whether a title holds these characters.
    pub(super) fn is_in_a_title(&self, text: &str) -> bool {
        self.entries.iter().any(|entry| entry.titles().any(|title| title.contains(text)))
    }

    /// Whether a name in Chinese holds these characters, or they are no Chinese.
    pub(super) fn is_in_a_name(&self, text: &str) -> bool {
        let held = |entry: &Entry| entry.names.iter().any(|name| name.contains(text));
        !has_han(text) || self.entries.iter().any(held)
    }

    /// The papers whose title holds these English stems in a row.
    pub(super) fn titled_in_words(&self, stems: &[String]) -> Vec<usize> {
        let [first, second, ..] = stems else { return Vec::new() };
        let mut papers = self.runs.get(&format!("{first} {second}")).cloned().unwrap_or_default();
        papers.retain(|&paper| {
            self.of(paper).is_some_and(|entry| entry.title_stems().any(|own| holds(own, stems)))
        });
        papers
    }

    /// The papers of which a name holds these Han characters in a row, or with the first two changed about (深港, 港深), with those `behind`
    /// them somewhere after. Where nothing is behind, also those of which a name is shortened to them (房委会 of 房屋委员会, 高铁 of 高速铁路);
    /// else those of whose title a word may be said so.
    pub(super) fn called(&self, run: &str, behind: &str) -> Vec<usize> {
        let turned = turned(run);
        let holds = |name: &String| {
            [run, &turned].into_iter().any(|run| {
                let after = name.find(run).and_then(|at| name.get(at + run.len()..));
                after.is_some_and(|after| after.contains(behind))
            })
        };
        let meant = |entry: &Entry| entry.counterparts.0.iter().any(|own| own == run);
        if !behind.is_empty() {
            return self.with_series(self.all(|entry| entry.names.iter().any(holds)), true);
        }
        let found = self.called_so(run);
        self.with_series(if found.is_empty() { self.all(meant) } else { found }, true)
    }

    /// The papers of which a name holds these Han characters in a row, or with the first two changed about; else those of which a name is
    /// shortened to them.
    pub(super) fn called_so(&self, run: &str) -> Vec<usize> {
        let turned = turned(run);
        let of = |holds: fn(&str, &str) -> bool| {
            let called = |name: &String| holds(run, name) || holds(&turned, name);
            self.all(|entry| entry.names.iter().any(called))
        };
        let whole = of(|run, name| name.contains(run));
        if whole.is_empty() { of(abbreviates) } else { whole }
    }

    /// The papers of which one language's names hold all these English stems; else those of whose titles words may be said so.
    pub(super) fn called_in_words(&self, stems: &[String]) -> Vec<usize> {
        let holds = |entry: &Entry, also: &[String]| {
            let known = || entry.stems.iter().flatten().chain(also);
            !stems.is_empty() && stems.iter().all(|stem| known().any(|own| own == stem))
        };
        let whole = self.all(|entry| holds(entry, &[]));
        let found = if whole.is_empty() {
            self.all(|entry| holds(entry, &entry.counterparts.1))
        } else {
            whole
        };
        self.with_series(found, false)
    }

    /// These papers, and those of their series that have no title in Chinese, or else in English, and so cannot be called as these are.
    fn with_series(&self, papers: Vec<usize>, chinese: bool) -> Vec<usize> {
        if papers.len() > MOST_OF_SERIES {
            return papers;
        }
        let of_series = |own: usize| {
            !self.is_titled_in(own, chinese)
                && papers.iter().any(|&paper| self.are_of_one_series(own, paper))
        };
        let others = (0..self.entries.len()).filter(|own| !papers.contains(own) && of_series(*own));
        let others: Vec<usize> = others.collect();
        [papers, others].concat()
    }

    /// Whether a paper has a title in Chinese, or else in English.
    fn is_titled_in(&self, paper: usize, chinese: bool) -> bool {
        self.of(paper).is_some_and(|entry| entry.titles().any(|title| has_han(title) == chinese))
    }
}

impl Entry {
    /// Its titles, as they stand in `names`.
    fn titles(&self) -> impl Iterator<Item = &String> {
        self.names.iter().take(self.titles)
    }

    /// The English stems of each title.
    fn title_stems(&self) -> impl Iterator<Item = &Vec<String>> {
        self.stems.iter().take(self.titles)
    }

    /// What of its titles is looked up: three Han characters, two English stems.
    fn title_runs(&self) -> impl Iterator<Item = String> {
        let chinese = self.titles().flat_map(|title| {
            let characters: Vec<char> = title.chars().collect();
            let runs = characters.windows(RUN).filter(|run| run.iter().all(|&own| is_han(own)));
            runs.map(|run| run.iter().collect()).collect::<Vec<String>>()
        });
        let english =
            self.title_stems().flat_map(|stems| stems.windows(2).map(|pair| pair.join(" ")));
        chinese.chain(english)
    }
}

/// The letters and the figures of a paper number, each by itself; what is written in Han characters apart from what is not.
fn parts_of(number: &str) -> Vec<String> {
    let mut apart = String::new();
    let mut last = None;
    for own in number.chars() {
        if last.is_some_and(|last| is_han(last) != is_han(own)) {
            apart.push(' ');
        }
        apart.push(own);
        last = Some(own);
    }
    let parts = apart.split(|own: char| !own.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

/// The same characters with the first two changed about.
fn turned(run: &str) -> String {
    let mut characters: Vec<char> = run.chars().collect();
    if let [first, second, ..] = characters.as_mut_slice() {
        std::mem::swap(first, second);
    }
    characters.into_iter().collect()
}

/// Whether some characters are part of a name for short: they stand there in this order, among as many others at most.
fn abbreviates(run: &str, name: &str) -> bool {
    let length = run.chars().count();
    let mut wanted = run.chars();
    let Some(first) = wanted.next() else { return false };
    let starts = name.char_indices().filter(|&(_, own)| own == first);
    starts.into_iter().any(|(at, _)| {
        let mut window = name.get(at..).unwrap_or_default().chars().take(2 * length).skip(1);
        wanted.clone().all(|wanted| window.any(|own| own == wanted))
    })
}

/// What a title says without years and ordinals: the papers of a series share most of it.
#[derive(Debug, Serialize, Deserialize)]
struct Series {
    /// Its Han characters, since 深港 and 港深 are the same; of an English title, its stems. In order, each once.
    parts: Vec<String>,
    /// Whether they are Han characters.
    chinese: bool,
}

impl Series {
    fn of(title: &str) -> Self {
        let plain = SERIAL.as_ref().map(|serial| serial.replace_all(title, ""));
        let plain = plain.as_deref().unwrap_or(title);
        let chinese = has_han(plain);
        let mut parts: Vec<String> = if chinese {
            plain.chars().filter(|&own| is_han(own)).map(String::from).collect()
        } else {
            stems_of(plain)
        };
        parts.sort_unstable();
        parts.dedup();
        Self { parts, chinese }
    }

    /// Whether most of two titles is the same, by their Jaccard similarity.
    fn is_like(&self, other: &Self) -> bool {
        let both = self.parts.iter().filter(|own| other.parts.binary_search(own).is_ok()).count();
        let all = self.parts.len() + other.parts.len() - both;
        let least = if self.chinese { LIKE_IN_CHARACTERS } else { LIKE_IN_WORDS };
        self.chinese == other.chinese && both > 0 && both as f32 >= least * all as f32
    }
}

/// What may be said for the words of some titles, by the bilingual lexicon and the names of places: Chinese words, and English stems.
fn counterparts_of(titles: &[String]) -> (Vec<String>, Vec<String>) {
    let mut said: Vec<String> = Vec::new();
    let short: Vec<char> =
        lexicon().places().iter().flatten().filter_map(|name| only(name)).collect();
    let is_short = |own: char| short.contains(&own);
    for title in titles {
        let asked = asked_words(&Phrase::of_question(title.clone()));
        // the first is the word itself; a single character means too much
        let words = asked.iter().filter(|own| own.weight >= 1.0);
        let others = words.flat_map(|own| own.counterparts.iter().skip(1));
        let likely = others.filter(|own| own.weight >= LEAST_COUNTERPART);
        said.extend(likely.map(|own| own.word.to_string()));
        let stems = stems_of(title);
        let is_in = |name: &String| match only(name) {
            // 深 is a place beside another one: 深港
            Some(own) => title.chars().zip(title.chars().skip(1)).any(|(one, other)| {
                (one == own && is_short(other)) || (other == own && is_short(one))
            }),
            None if has_han(name) => title.contains(name.as_str()),
            None => holds(&stems, &stems_of(name)),
        };
        let places = lexicon().places().iter().filter(|names| names.iter().any(is_in));
        said.extend(places.flatten().cloned());
    }
    let (chinese, english): (Vec<_>, Vec<_>) = said.into_iter().partition(|own| has_han(own));
    let stems = english.iter().flat_map(|own| own.split(' ')).map(Phrase::stem_of);
    (chinese, stems.collect())
}

/// The only character of a text, if it has one.
fn only(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

/// Whether some words stand in a row among others.
fn holds(words: &[String], row: &[String]) -> bool {
    !row.is_empty() && words.windows(row.len()).any(|own| own == row)
}

fn entry(paper: &Paper) -> Entry {
    let texts = |localized: &Localized| -> Vec<String> {
        localized.iter().map(|(_, text)| fold(text)).collect()
    };
    let titles = texts(&paper.title);
    let mut years: Vec<u16> = titles.iter().flat_map(|title| title_years(title)).collect();
    if years.is_empty() {
        years.extend(paper.when().map(|date| date.year));
    }
    let series = titles.iter().map(|title| Series::of(title)).collect();
    let counterparts = counterparts_of(&titles);
    let count = titles.len();
    let ordinals = titles.iter().flat_map(|title| ordinals_of(title)).map(|own| own.0).collect();
    let names: Vec<String> =
        [titles, texts(&paper.body), texts(&paper.issuer)].into_iter().flatten().collect();
    let number = paper.paper_number.as_deref().map(fold).unwrap_or_default();
    Entry {
        years,
        date: paper.when(),
        ordinals,
        number: letters_of(&number),
        number_parts: parts_of(&number),
        stems: names.iter().map(|name| stems_of(name)).collect(),
        names: names.iter().map(|name| without_years(name)).collect(),
        titles: count,
        counterparts,
        series,
    }
}

/// A folded name's letters and figures, without the years: a year names a paper by itself.
fn without_years(folded: &str) -> String {
    match TITLE_YEAR.as_ref() {
        Some(year) => letters_of(&year.replace_all(folded, "")),
        None => letters_of(folded),
    }
}

fn title_years(folded: &str) -> Vec<u16> {
    let found = TITLE_YEAR.as_ref().map(|year| year.captures_iter(folded).collect::<Vec<_>>());
    let found = found.unwrap_or_default().into_iter();
    found.filter_map(|own| year_of(own.get(1)?.as_str())).collect()
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

/// The ordinals of meetings and the like in a folded text, and where they stand: 第十六次, 16th.
pub(super) fn ordinals_of(folded: &str) -> Vec<(u16, Range<usize>)> {
    let found = ORDINAL.as_ref().map(|form| form.captures_iter(folded).collect::<Vec<_>>());
    let ordinal = |captures: Captures<'_>| {
        let digits = captures.get(1).or_else(|| captures.get(2))?.as_str();
        let (value, ..) = leading_number(digits)?;
        Some((u16::try_from(value).ok()?, captures.get(0)?.range()))
    };
    found.unwrap_or_default().into_iter().filter_map(ordinal).collect()
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
        if own.is_ascii_alphabetic()
            || (own.is_ascii_digit() && (word.is_empty() || is_count(&word)))
        {
            if word.is_empty() {
                start = at;
            }
            word.push(own);
        } else if own == '-' && !word.is_empty() {
        } else if !word.is_empty() {
            let one = std::mem::take(&mut word);
            if is_count(&one) {
                continue;
            }
            if !lexicon().is_function_word(&one) {
                words.push((Phrase::stem_of(&one), start, at));
            }
        }
    }
    words
}

/// Whether a word is figures alone.
fn is_count(word: &str) -> bool {
    word.bytes().all(|own| own.is_ascii_digit())
}

/// Whether a text has Han characters.
pub(super) fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}
