//! One TOML file, read key by key: what is not read is a fault, and so is what should be there and is not.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, Problem};
use super::paper::Localized;
use crate::language::Language;

/// How alike a wrong key and a known one must be to be taken for each other (strsim's Jaro-Winkler, 0 to 1).
const LIKELY_MEANT: f64 = 0.8;

/// A file, and where its faults go.
pub(super) struct Document<'f> {
    file: &'f str,
    text: &'f str,
    /// The first byte of each line.
    lines: Vec<usize>,
    faults: &'f mut Vec<Fault>,
}

impl<'f> Document<'f> {
    pub(super) fn new(file: &'f str, text: &'f str, faults: &'f mut Vec<Fault>) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { file, text, lines, faults }
    }

    /// The file's outermost table. What can be read of a broken file is read.
    pub(super) fn parse(&mut self) -> DeTable<'f> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            self.fault(at, "", Problem::NotToml(error.message().trim().to_owned()));
        }
        table.into_inner()
    }

    /// Notes a fault at a byte of the file.
    pub(super) fn fault(&mut self, at: usize, key: &str, problem: Problem) {
        let line = self.line(at);
        self.faults.push(Fault { file: self.file.to_owned(), line, key: key.to_owned(), problem });
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|&start| start <= at)
    }
}

/// A table that is being read: keys are taken out one by one, and what is left at the end is unknown.
pub(super) struct Keys<'t> {
    table: DeTable<'t>,
    span: Range<usize>,
    path: String,
    known: &'static [&'static str],
}

/// A value with its place.
pub(super) struct Found<T> {
    pub(super) value: T,
    /// Its first byte in the file.
    pub(super) at: usize,
    /// Its key, with the keys that it stands in.
    pub(super) key: String,
}

impl<'t> Keys<'t> {
    /// Begins to read a table in which these keys may stand.
    pub(super) fn new(
        table: DeTable<'t>,
        span: Range<usize>,
        path: &str,
        known: &'static [&'static str],
    ) -> Self {
        Self { table, span, path: path.to_owned(), known }
    }

    /// Where the table begins.
    pub(super) fn at(&self) -> usize {
        self.span.start
    }

    /// A key's name with the keys that it stands in.
    pub(super) fn key(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn take(&mut self, name: &str) -> Option<Found<DeValue<'t>>> {
        let (_, value) = self.table.remove_entry(name)?;
        Some(Found { at: value.span().start, key: self.key(name), value: value.into_inner() })
    }

    /// Says that a key is missing.
    pub(super) fn missing(&self, document: &mut Document<'_>, name: &str) {
        document.fault(self.span.start, &self.key(name), Problem::MissingKey);
    }

    /// A text, if the key is there. An empty one is a fault.
    pub(super) fn text(
        &mut self,
        document: &mut Document<'_>,
        name: &str,
    ) -> Option<Found<String>> {
        let found = self.take(name)?;
        text(document, found)
    }

    /// A text that must be there.
    pub(super) fn required_text(
        &mut self,
        document: &mut Document<'_>,
        name: &str,
    ) -> Option<Found<String>> {
        if !self.has(name) {
            self.missing(document, name);
        }
        self.text(document, name)
    }

    /// A paragraph number that must be there.
    pub(super) fn required_number(
        &mut self,
        document: &mut Document<'_>,
        name: &str,
    ) -> Option<Found<u32>> {
        let Some(found) = self.take(name) else {
            self.missing(document, name);
            return None;
        };
        let numbers = 1..=super::read::LAST_NUMBER;
        number(document, found, numbers, Problem::NotAParagraphNumber)
    }

    /// The number of a page.
    pub(super) fn page(&mut self, document: &mut Document<'_>, name: &str) -> Option<u32> {
        let found = self.take(name)?;
        number(document, found, 1..=u32::MAX, Problem::NotAPage).map(|page| page.value)
    }

    /// `true` or `false`; `false` where the key is not there.
    pub(super) fn flag(&mut self, document: &mut Document<'_>, name: &str) -> bool {
        match self.take(name) {
            None => false,
            Some(Found { value: DeValue::Boolean(flag), .. }) => flag,
            Some(Found { value, at, key }) => {
                wrong_type(document, at, &key, "true or false", &value);
                false
            }
        }
    }

    /// A list of texts; empty where the key is not there.
    pub(super) fn texts(&mut self, document: &mut Document<'_>, name: &str) -> Vec<Found<String>> {
        let Some(found) = self.take(name) else { return Vec::new() };
        texts(document, found)
    }

    /// A list of texts that must be there and hold one.
    pub(super) fn required_texts(
        &mut self,
        document: &mut Document<'_>,
        name: &str,
    ) -> Vec<Found<String>> {
        if !self.has(name) {
            self.missing(document, name);
        }
        self.texts(document, name)
    }

    /// A table of languages, if the key is there, and each language's value.
    pub(super) fn by_language(
        &mut self,
        document: &mut Document<'_>,
        name: &str,
    ) -> Option<Vec<(Language, Found<DeValue<'t>>)>> {
        let Found { value, at, key } = self.take(name)?;
        let DeValue::Table(table) = value else {
            wrong_type(document, at, &key, "a text by language, such as { en = \"…\" }", &value);
            return None;
        };
        let mut languages = Vec::new();
        for (tag, value) in table {
            let key = format!("{key}.{}", tag.get_ref());
            match Language::ALL.into_iter().find(|language| language.tag() == tag.get_ref()) {
                Some(language) => languages.push((
                    language,
                    Found { at: value.span().start, key, value: value.into_inner() },
                )),
                None => document.fault(
                    tag.span().start,
                    &key,
                    Problem::NotALanguage(tag.get_ref().to_string()),
                ),
            }
        }
        languages.sort_by_key(|(language, _)| *language);
        Some(languages)
    }

    /// A text in several languages; one in the paper's own is a must where the key is. Empty where the key is not there.
    pub(super) fn localized(
        &mut self,
        document: &mut Document<'_>,
        name: &str,
        own: Option<Language>,
    ) -> Localized {
        let Some(languages) = self.by_language(document, name) else { return Localized::default() };
        let at = languages.first().map_or(self.span.start, |(_, found)| found.at);
        let in_own = own.is_none_or(|own| languages.iter().any(|(language, _)| *language == own));
        if let Some(own) = own.filter(|_| !in_own) {
            document.fault(at, &self.key(name), Problem::NotInPapersLanguage(own.tag()));
        }
        Localized::new(
            languages
                .into_iter()
                .filter_map(|(language, found)| Some((language, text(document, found)?.value)))
                .collect(),
        )
    }

    /// A text in several languages that must be there; empty where it is not.
    pub(super) fn required_localized(
        &mut self,
        document: &mut Document<'_>,
        name: &str,
        own: Option<Language>,
    ) -> Localized {
        if !self.has(name) {
            self.missing(document, name);
        }
        self.localized(document, name, own)
    }

    /// Whether the key is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    /// The tables of an array of tables; empty where the key is not there.
    pub(super) fn tables(
        &mut self,
        document: &mut Document<'_>,
        name: &str,
        known: &'static [&'static str],
    ) -> Vec<Keys<'t>> {
        let Some(Found { value, at, key }) = self.take(name) else { return Vec::new() };
        let DeValue::Array(array) = value else {
            wrong_type(document, at, &key, "an array of tables, each under [[…]]", &value);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (place, item) in array.into_iter().enumerate() {
            let path = format!("{key}[{}]", place + 1);
            let span = item.span();
            match item.into_inner() {
                DeValue::Table(table) => tables.push(Keys::new(table, span, &path, known)),
                other => wrong_type(document, span.start, &path, "a table under [[…]]", &other),
            }
        }
        tables
    }

    /// Ends the reading: what is left is unknown.
    pub(super) fn finish(self, document: &mut Document<'_>) {
        for name in self.table.keys() {
            let likeness = |known: &str| strsim::jaro_winkler(known, name.get_ref());
            let meant = self
                .known
                .iter()
                .copied()
                .max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
            let meant = meant.filter(|known| likeness(known) >= LIKELY_MEANT);
            document.fault(
                name.span().start,
                &self.key(name.get_ref()),
                Problem::UnknownKey { meant, known: self.known },
            );
        }
    }
}

/// A whole number among those that are allowed; any other is a fault.
fn number(
    document: &mut Document<'_>,
    Found { value, at, key }: Found<DeValue<'_>>,
    allowed: RangeInclusive<u32>,
    fault: fn(String) -> Problem,
) -> Option<Found<u32>> {
    let DeValue::Integer(integer) = &value else {
        wrong_type(document, at, &key, "a whole number", &value);
        return None;
    };
    let number = u32::from_str_radix(integer.as_str(), integer.radix()).ok();
    let number = number.filter(|number| allowed.contains(number));
    if number.is_none() {
        document.fault(at, &key, fault(integer.as_str().to_owned()));
    }
    number.map(|value| Found { value, at, key })
}

/// A text without the white space around it. An empty one is a fault.
pub(super) fn text(
    document: &mut Document<'_>,
    Found { value, at, key }: Found<DeValue<'_>>,
) -> Option<Found<String>> {
    let DeValue::String(text) = &value else {
        wrong_type(document, at, &key, "a text in quotes", &value);
        return None;
    };
    let text = text.trim();
    if text.is_empty() {
        document.fault(at, &key, Problem::Empty);
        return None;
    }
    Some(Found { value: text.to_owned(), at, key })
}

/// A list of texts.
pub(super) fn texts(
    document: &mut Document<'_>,
    Found { value, at, key }: Found<DeValue<'_>>,
) -> Vec<Found<String>> {
    let DeValue::Array(array) = value else {
        wrong_type(document, at, &key, "a list of texts, such as [\"…\", \"…\"]", &value);
        return Vec::new();
    };
    let items = array.into_iter().enumerate();
    items
        .filter_map(|(place, item)| text(document, found(item, format!("{key}[{}]", place + 1))))
        .collect()
}

fn found(item: Spanned<DeValue<'_>>, key: String) -> Found<DeValue<'_>> {
    Found { at: item.span().start, key, value: item.into_inner() }
}

fn wrong_type(
    document: &mut Document<'_>,
    at: usize,
    key: &str,
    expected: &'static str,
    value: &DeValue<'_>,
) {
    let found = match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date without quotes",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    document.fault(at, key, Problem::WrongType { expected, found });
}
