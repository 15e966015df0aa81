//! A document that was understood, as the files of a knowledge folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::document::{Doubt, Found, Understood};
use unicode_normalization::UnicodeNormalization as _;

use crate::lang::{self, fold, leading_number, month};
use crate::language::Language;

/// The terms of a paper that nobody has curated.
const TERMS: &str = "# What the subjects of the paper are called, one [[concept]] each; see knowledge/README.md.\n#\n# [[concept]]\n# id = \"library\"\n# names = [\"沙田圖書館\", \"Sha Tin Library\"]\n";

/// Most characters of an English heading in an id.
const LONGEST_SLUG: usize = 30;

/// A paragraph as it stands in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Numbered {
    number: u32,
    /// The number as the document prints it, where that is another.
    printed: Option<String>,
    /// The page that it begins on, where there are pages.
    page: Option<u32>,
    heading: Option<String>,
    text: String,
    /// The same paragraph and its heading in the other language, of a document that has all of them in both.
    other: Option<(String, Option<String>)>,
}

/// What was found of a document as a whole. What was not is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Metadata {
    /// The number of paragraphs.
    pub paragraphs: usize,
    /// The number of sections.
    pub sections: usize,
    /// Its language.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// To whom it was presented.
    pub body: String,
    /// Who wrote it.
    pub issuer: String,
    /// Its number, as printed.
    pub paper_number: String,
    /// Its date, as `2009-12-31`, or as printed where it cannot be read.
    pub date: String,
    /// The date of the meeting that it is for, likewise.
    pub meeting_date: String,
}

/// A document that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    read: Understood,
    language: Language,
    /// The other language of a document that is in two.
    second: Option<Language>,
    paragraphs: Vec<Numbered>,
    /// The page of each line, by the line's number, where there are pages.
    pages: BTreeMap<usize, u32>,
    /// The SHA-256 digest of the document, in hexadecimal.
    digest: String,
}

/// So many things by a noun whose plural ends in s: 1 paragraph, 2 paragraphs.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

impl Imported {
    pub(super) fn new(mut read: Understood, pages: BTreeMap<usize, u32>, digest: String) -> Self {
        for own in &mut read.paragraphs {
            own.text = clean(&own.text);
            own.headings.iter_mut().for_each(|heading| *heading = clean(heading));
            if let [above @ .., _] = own.headings.as_slice()
                && !above.is_empty()
            {
                let what = format!(
                    "paragraph {} has more than one line of heading above it; these were left out: {}",
                    own.number,
                    above.join(" · ")
                );
                read.doubts.push(Doubt { line: own.line, what });
            }
        }
        for name in [&mut read.title, &mut read.body, &mut read.issuer] {
            *name = clean(name);
        }
        let others = second_language(&mut read.paragraphs);
        let language = language_of(&read.paragraphs).unwrap_or(Language::Traditional);
        let second = language_of(&others);
        let mut paragraphs = numbered(&read.paragraphs, &pages);
        for (own, other) in paragraphs.iter_mut().zip(others) {
            own.other = Some((other.text, other.headings.last().cloned()));
        }
        if paragraphs.iter().any(|own| own.printed.is_some()) {
            let what = "the numbers in the document are not whole numbers in ascending order: the paragraphs were numbered from 1, and each file also has the number in the document";
            read.doubts.push(Doubt { line: 0, what: what.to_owned() });
        }
        Self { read, language, second, paragraphs, pages, digest }
    }

    /// The number of paragraphs.
    pub fn len(&self) -> usize {
        self.paragraphs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }

    /// The paragraphs: as they are numbered in the document, their headings, and their texts.
    pub fn paragraphs(&self) -> impl Iterator<Item = (String, Option<&str>, &str)> {
        self.paragraphs.iter().map(|own| {
            let number = own.printed.clone().unwrap_or_else(|| own.number.to_string());
            (number, own.heading.as_deref(), own.text.as_str())
        })
    }

    /// The files of a folder with this id, by their paths in it.
    pub fn files(&self, id: &str) -> Vec<(String, String)> {
        let paragraphs = self
            .paragraphs
            .iter()
            .map(|own| (format!("paragraphs/{:02}.toml", own.number), self.paragraph(own)));
        [
            ("paper.toml".to_owned(), self.paper(id)),
            ("terms.toml".to_owned(), TERMS.to_owned()),
            ("_review.md".to_owned(), self.review_page(id)),
        ]
        .into_iter()
        .chain(paragraphs)
        .collect()
    }

    /// What was found of it as a whole.
    pub fn metadata(&self) -> Metadata {
        let read = &self.read;
        Metadata {
            paragraphs: self.paragraphs.len(),
            sections: self.sections().len(),
            language: self.language,
            title: read.title.clone(),
            body: read.body.clone(),
            issuer: read.issuer.clone(),
            paper_number: read.paper_number.clone(),
            date: date(&read.date).unwrap_or_else(|| read.date.clone()),
            meeting_date: date(&read.meeting_date).unwrap_or_else(|| read.meeting_date.clone()),
        }
    }

    /// What was found, a line each.
    pub fn summary(&self) -> Vec<String> {
        let found = self.metadata();
        let mut lines = vec![
            [counted(found.paragraphs, "paragraph"), counted(found.sections, "section")].join(", "),
        ];
        for (name, value) in [
            ("title", &found.title),
            ("presented to", &found.body),
            ("issuer", &found.issuer),
            ("paper number", &found.paper_number),
            ("date", &found.date),
        ] {
            lines.push(format!("{name}: {}", if value.is_empty() { "not found" } else { value }));
        }
        if !found.meeting_date.is_empty() {
            lines.push(format!("meeting: {}", found.meeting_date));
        }
        lines
    }

    /// What a reviewer should look at, a line each: with the page and the line of the document where they are known.
    pub fn doubts(&self) -> Vec<String> {
        let at = |line: usize| match self.pages.get(&line) {
            Some(page) => format!("page {page}, line {line}: "),
            None if line > 0 => format!("line {line}: "),
            None => String::new(),
        };
        let doubts = self.read.doubts.iter().map(|own| format!("{}{}", at(own.line), own.what));
        let left = self
            .read
            .left
            .iter()
            .map(|(line, text)| format!("{}in no paragraph: {text}", at(*line)));
        doubts.chain(left).collect()
    }

    fn review_page(&self, id: &str) -> String {
        let mut page = format!(
            "# {id}: to review\n\nWritten by `briefing-bot import`. Compare each paragraph with the document; this file is not read.\n\n"
        );
        for line in self.summary().into_iter().chain(self.doubts()) {
            let _ = writeln!(page, "- {line}");
        }
        for annex in &self.read.annexes {
            let _ = writeln!(page, "\n## {}", annex.label);
            for line in &annex.head {
                let _ = writeln!(page, "\n{line}");
            }
            let mut above: &[String] = &[];
            for paragraph in &annex.paragraphs {
                if paragraph.headings != above {
                    above = &paragraph.headings;
                    above.iter().for_each(|own| {
                        let _ = writeln!(page, "\n### {own}");
                    });
                }
                let _ = writeln!(page, "\n{}. {}", paragraph.number, paragraph.text);
            }
        }
        page
    }

    fn paragraph(&self, own: &Numbered) -> String {
        let (tag, other) = (self.language.tag(), self.other_tag());
        let escaped = |text: &str| text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
        let text = escaped(&own.text);
        let page = own.page.map_or_else(String::new, |page| format!("page = {page}\n"));
        let mut file = String::new();
        if let Some(printed) = &own.printed {
            let _ = writeln!(file, "# printed as {}", printed.replace('\n', " "));
        }
        let _ =
            write!(file, "number = {}\n{page}\ntext.{tag} = \"\"\"\n{text}\"\"\"\n\n", own.number);
        let _ = match &own.other {
            Some((text, _)) => {
                writeln!(file, "text.{other} = \"\"\"\n{}\"\"\"", escaped(text))
            }
            None => writeln!(
                file,
                "# A translation, if there is one:\n# text.{other} = \"\"\"\n# \"\"\""
            ),
        };
        for list in ["questions", "unsaid"] {
            let _ = write!(file, "\n{list}.{tag} = [\n]\n{list}.{other} = [\n]\n");
        }
        file
    }

    fn paper(&self, id: &str) -> String {
        let tag = self.language.tag();
        let mut toml =
            String::from("# Made from a document: compare it, and see _review.md beside it.\n");
        let mut line = |key: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(toml, "{key} = {}", quoted(value));
            }
        };
        line("id", id);
        line("language", tag);
        line("date", &date(&self.read.date).unwrap_or_default());
        line("meeting_date", &date(&self.read.meeting_date).unwrap_or_default());
        line("paper_number", &self.read.paper_number);
        let title = if self.read.title.is_empty() { id } else { &self.read.title };
        line(&format!("title.{tag}"), title);
        line(&format!("body.{tag}"), &self.read.body);
        line(&format!("issuer.{tag}"), &self.read.issuer);
        line("original_sha256", &self.digest);
        let other_tag = self.other_tag();
        for (id, heading, first, last) in self.sections() {
            let own = self.paragraphs.iter().find(|own| own.number == first);
            let other = own.and_then(|own| own.other.as_ref()?.1.as_ref());
            let other = other.map(|other| format!("heading.{other_tag} = {}\n", quoted(other)));
            let _ = write!(
                toml,
                "\n[[section]]\nid = {}\nheading.{tag} = {}\n{}first = {first}\nlast = {last}\n",
                quoted(&id),
                quoted(&heading),
                other.unwrap_or_default()
            );
        }
        toml
    }

    /// The language that it is in too, or would be translated into.
    fn other_tag(&self) -> &'static str {
        self.second.unwrap_or(self.language.translated_into()).tag()
    }

    /// The sections: id, heading, first and last paragraph.
    fn sections(&self) -> Vec<(String, String, u32, u32)> {
        let mut sections: Vec<(String, String, u32, u32)> = Vec::new();
        for own in &self.paragraphs {
            match (&own.heading, sections.last_mut()) {
                (Some(heading), _) => {
                    let id = section_id(heading, sections.len());
                    sections.push((id, heading.clone(), own.number, own.number));
                }
                (None, Some(last)) => last.3 = own.number,
                (None, None) => {}
            }
        }
        sections
    }
}

/// The language that paragraphs are in, by the first of them.
fn language_of(paragraphs: &[Found]) -> Option<Language> {
    let text: String = paragraphs.iter().take(3).map(|own| own.text.as_str()).collect();
    lang::language(&text)
}

/// Takes out the second half of the paragraphs, where that is the first half in the other language: its numbers are the same, one by one.
fn second_language(paragraphs: &mut Vec<Found>) -> Vec<Found> {
    let (first, second) = paragraphs.split_at(paragraphs.len() / 2);
    if is_translation(first, second) { paragraphs.split_off(first.len()) } else { Vec::new() }
}

/// Whether paragraphs have the numbers of others, one by one, and are in the other language.
pub(super) fn is_translation(first: &[Found], second: &[Found]) -> bool {
    let same = first.len() > 1
        && first.iter().map(|own| &own.number).eq(second.iter().map(|own| &own.number));
    let of = |half| language_of(half).map(Language::is_chinese);
    same && matches!((of(first), of(second)), (Some(one), Some(other)) if one != other)
}

/// The paragraphs by whole numbers that go up: those that are printed, if they are such, else counted.
fn numbered(found: &[Found], pages: &BTreeMap<usize, u32>) -> Vec<Numbered> {
    let printed: Vec<Option<u32>> = found.iter().map(|own| own.number.parse().ok()).collect();
    let plain = printed.iter().all(|number| number.is_some_and(|number| number > 0))
        && printed.is_sorted_by(|one, other| one < other);
    (1..)
        .zip(found)
        .map(|(place, own)| {
            let number = own.number.parse().ok().filter(|_| plain).unwrap_or(place);
            Numbered {
                number,
                printed: (!plain).then(|| own.number.clone()),
                page: pages.get(&own.line).copied(),
                heading: own.headings.last().cloned(),
                text: own.text.clone(),
                other: None,
            }
        })
        .collect()
}

/// A text in composed form, without control characters.
fn clean(text: &str) -> String {
    text.nfc().filter(|own| !own.is_control() || matches!(own, '\n' | '\t')).collect()
}

/// The date that a text holds, if it holds one: `二零零九年十二月`, `2009年12月31日`, `31 December 2009`, `2009-12-31`.
fn date(text: &str) -> Option<String> {
    // many write the numeral as a circle
    let folded = fold(&text.replace('○', "〇"));
    let (year, month, day) = chinese_date(&folded).or_else(|| other_date(&folded))?;
    let month = month.filter(|month| (1..=12).contains(month));
    let day = day.filter(|day| (1..=31).contains(day) && month.is_some());
    let parts = [
        Some(format!("{year:04}")),
        month.map(|month| format!("{month:02}")),
        day.map(|day| format!("{day:02}")),
    ];
    let date = parts.into_iter().flatten().collect::<Vec<_>>().join("-");
    date.parse::<crate::corpus::Date>().ok().map(|_| date)
}

/// A year, a month and a day, as far as a text has them.
type YearMonthDay = (u64, Option<u64>, Option<u64>);

fn is_year(number: &u64) -> bool {
    (1800..2200).contains(number)
}

/// Of a date with 年, 月 and 日, in figures or numerals.
fn chinese_date(folded: &str) -> Option<YearMonthDay> {
    let number = |text: &str| {
        let text = text.trim();
        leading_number(text).filter(|(_, end, _)| *end == text.len()).map(|(value, ..)| value)
    };
    let (before, rest) = folded.split_once('年')?;
    let starts = before.char_indices().map(|(start, _)| start);
    let year = starts.filter_map(|start| number(before.get(start..)?)).find(is_year)?;
    let Some((month, rest)) = rest.split_once('月') else { return Some((year, None, None)) };
    let day = rest.split_once(['日', '号']).and_then(|(day, _)| number(day));
    Some((year, number(month), day))
}

/// Of a date in figures, its month in figures too or by its English name.
fn other_date(folded: &str) -> Option<YearMonthDay> {
    let words = || folded.split(|own: char| !own.is_alphanumeric());
    let digits = |word: &str| word.trim_end_matches(|own: char| own.is_alphabetic()).parse().ok();
    let numbers: Vec<u64> = words().filter_map(digits).collect();
    let year = *numbers.iter().find(|number| is_year(number))?;
    let mut small = numbers.into_iter().filter(|&number| number != year);
    let month = words().find_map(month).or_else(|| small.next());
    Some((year, month, small.next()))
}

/// An id for a section: its heading, where that is English, and its place.
fn section_id(heading: &str, place: usize) -> String {
    let lower = heading.to_ascii_lowercase();
    let words = lower.split(|own: char| !own.is_ascii_alphanumeric());
    let slug = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let slug: String = slug.chars().take(LONGEST_SLUG).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { format!("section-{}", place + 1) } else { format!("{slug}-{}", place + 1) }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_far_as_it_goes() {
        for (text, expected) in [
            ("二零零九年十二月", Some("2009-12")),
            ("二零二五年二月", Some("2025-02")),
            ("二○二四年十月二十一日", Some("2024-10-21")),
            ("21st March 2022", Some("2022-03-21")),
            ("二〇二五年一月二日", Some("2025-01-02")),
            ("2009年12月31日", Some("2009-12-31")),
            ("2024年", Some("2024")),
            ("June 2024", Some("2024-06")),
            ("May 2024", Some("2024-05")),
            ("31 December 2009", Some("2009-12-31")),
            ("December 3rd, 2009", Some("2009-12-03")),
            ("2009-12-31", Some("2009-12-31")),
            ("Transport Department", None),
            ("第12號文件", None),
        ] {
            assert_eq!(date(text).as_deref(), expected, "{text}");
        }
    }
}
