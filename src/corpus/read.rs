//! Reads the files of each paper into a draft: the paper, and where each part of it stands, for the checks.

use std::collections::BTreeMap;

use super::date::Date;
use super::document::{Document, Found, Keys, text, texts};
use super::fault::{Fault, Problem};
use super::files::Files;
use super::paper::{Concept, Localized, MissingPart, Paper, Paragraph, SampleQuestion, Section};
use crate::language::Language;

/// The greatest paragraph number.
pub(super) const LAST_NUMBER: u32 = 99_999;

/// Longest id, in characters.
pub const LONGEST_ID: usize = 40;

const PAPER_KEYS: &[&str] = &[
    "id",
    "language",
    "date",
    "meeting_date",
    "paper_number",
    "title",
    "body",
    "issuer",
    "original_sha256",
    "section",
    "missing",
];
const SECTION_KEYS: &[&str] = &["id", "heading", "first", "last"];
const MISSING_KEYS: &[&str] = &["names", "note", "paragraph"];
const PARAGRAPH_KEYS: &[&str] = &["number", "page", "text", "questions", "spoken", "unsaid"];
const TERMS_KEYS: &[&str] = &["concept"];
const CONCEPT_KEYS: &[&str] = &["id", "names", "outside"];

/// Where something stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) key: String,
}

impl Place {
    /// A fault at this place.
    pub(super) fn fault(&self, problem: Problem) -> Fault {
        Fault { file: self.file.clone(), line: self.line, key: self.key.clone(), problem }
    }
}

/// A paper as far as it could be read, and the places of its parts.
pub(super) struct Draft {
    pub(super) paper: Paper,
    /// Of the sections, in order.
    pub(super) sections: Vec<Place>,
    /// Of the concepts' names: the concept's place in the paper, the name.
    pub(super) names: Vec<(usize, String, Place)>,
    /// Of the concepts.
    pub(super) concepts: Vec<Place>,
    /// Of the sample questions, answered and not.
    pub(super) questions: Vec<(String, Place)>,
    /// Of the texts: the paragraph's number, the language.
    pub(super) texts: Vec<(u32, Language, Place)>,
    /// Of the missing parts.
    pub(super) missing: Vec<Place>,
}

/// Reads every paper of the files.
pub(super) fn papers(files: &Files, faults: &mut Vec<Fault>) -> Vec<Draft> {
    let mut folders: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for (path, bytes) in files.iter() {
        let whole_file =
            |problem| Fault { file: path.to_owned(), line: 0, key: String::new(), problem };
        let Some((folder, name)) = path.split_once('/') else {
            faults.push(whole_file(Problem::StrayFile));
            continue;
        };
        if !name.ends_with(".toml") {
            faults.push(whole_file(Problem::StrayFile));
            continue;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                folders.entry(folder).or_default().insert(name, text);
            }
            Err(_) => faults.push(whole_file(Problem::NotUtf8)),
        }
    }
    folders.into_iter().map(|(folder, files)| paper(folder, &files, faults)).collect()
}

/// Reads one paper, as much of it as there is: what is missing is a fault.
fn paper(folder: &str, files: &BTreeMap<&str, &str>, faults: &mut Vec<Fault>) -> Draft {
    let whole_file = |name: &str, problem| Fault {
        file: format!("{folder}/{name}"),
        line: 0,
        key: String::new(),
        problem,
    };
    let mut head = Head::default();
    let mut terms = Terms::default();
    let mut paragraphs: BTreeMap<u32, (&str, ReadParagraph)> = BTreeMap::new();
    match files.get("paper.toml") {
        Some(text) => head = read_head(folder, text, faults),
        None => faults.push(whole_file("paper.toml", Problem::MissingFile)),
    }
    let language = head.language;
    for (&name, text) in files {
        match name {
            "paper.toml" => {}
            "terms.toml" => terms = read_terms(folder, text, faults),
            _ => {
                let Some(number) = name
                    .strip_prefix("paragraphs/")
                    .filter(|name| !name.contains('/'))
                    .map(file_number)
                else {
                    faults.push(whole_file(name, Problem::StrayFile));
                    continue;
                };
                let Some(number) = number else {
                    faults.push(whole_file(name, Problem::NotANumberedFile));
                    continue;
                };
                let read =
                    read_paragraph(&format!("{folder}/{name}"), number, text, language, faults);
                if let Some((other, _)) = paragraphs.get(&number) {
                    faults.push(whole_file(
                        name,
                        Problem::NumberTwice { number, other: format!("{folder}/{other}") },
                    ));
                } else {
                    paragraphs.insert(number, (name, read));
                }
            }
        }
    }
    if paragraphs.is_empty() {
        faults.push(whole_file("paragraphs", Problem::NoParagraphs));
    }
    assemble(folder, head, terms, paragraphs.into_values().map(|(_, read)| read))
}

/// Makes a draft of what was read. What `paper.toml` does not say is taken from the folder, so that the checks can run.
fn assemble(
    folder: &str,
    head: Head,
    terms: Terms,
    read: impl Iterator<Item = ReadParagraph>,
) -> Draft {
    let (mut paragraphs, mut questions, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for ReadParagraph { paragraph, question_places, text_places } in read {
        let samples = paragraph.questions.iter().chain(&paragraph.unsaid);
        questions.extend(samples.map(|question| question.text.clone()).zip(question_places));
        texts.extend(
            text_places.into_iter().map(|(language, place)| (paragraph.number, language, place)),
        );
        paragraphs.push(paragraph);
    }
    let paper = Paper {
        id: head.id.unwrap_or_else(|| folder.to_owned()),
        language: head.language.unwrap_or(Language::Traditional),
        date: head.date,
        meeting_date: head.meeting_date,
        paper_number: head.paper_number,
        title: head.title,
        body: head.body,
        issuer: head.issuer,
        sections: head.sections,
        original_sha256: head.original_sha256,
        paragraphs,
        concepts: terms.concepts,
        missing: head.missing,
    };
    Draft {
        paper,
        sections: head.section_places,
        names: terms.names,
        concepts: terms.concept_places,
        questions,
        texts,
        missing: head.missing_places,
    }
}

/// What `paper.toml` says.
#[derive(Default)]
struct Head {
    id: Option<String>,
    language: Option<Language>,
    date: Option<Date>,
    meeting_date: Option<Date>,
    paper_number: Option<String>,
    original_sha256: Option<String>,
    title: Localized,
    body: Localized,
    issuer: Localized,
    sections: Vec<Section>,
    section_places: Vec<Place>,
    missing: Vec<MissingPart>,
    missing_places: Vec<Place>,
}

fn read_head(folder: &str, source: &str, faults: &mut Vec<Fault>) -> Head {
    let file = format!("{folder}/paper.toml");
    let mut document = Document::new(&file, source, faults);
    let mut keys = Keys::new(document.parse(), 0..0, "", PAPER_KEYS);
    let id = keys.required_text(&mut document, "id").and_then(|id| checked_id(&mut document, id));
    if let Some(id) = id.as_ref().filter(|id| id.value != folder) {
        document.fault(
            id.at,
            &id.key,
            Problem::IdIsNotFolder { id: id.value.clone(), folder: folder.to_owned() },
        );
    }
    let language = keys.required_text(&mut document, "language").and_then(|tag| {
        let language = Language::ALL.into_iter().find(|language| language.tag() == tag.value);
        if language.is_none() {
            document.fault(tag.at, &tag.key, Problem::NotALanguage(tag.value));
        }
        language
    });
    let [date, meeting_date] = ["date", "meeting_date"].map(|key| {
        let date = keys.text(&mut document, key)?;
        let read = date.value.parse().ok();
        if read.is_none() {
            document.fault(date.at, &date.key, Problem::NotADate(date.value));
        }
        read
    });
    let paper_number = keys.text(&mut document, "paper_number").map(|number| number.value);
    let original_sha256 = keys.text(&mut document, "original_sha256").and_then(|digest| {
        let digits = digest.value.bytes().all(|own| matches!(own, b'0'..=b'9' | b'a'..=b'f'));
        if digest.value.len() == 64 && digits {
            return Some(digest.value);
        }
        document.fault(digest.at, &digest.key, Problem::NotADigest(digest.value));
        None
    });
    let title = keys.required_localized(&mut document, "title", language);
    let body = keys.localized(&mut document, "body", language);
    let issuer = keys.localized(&mut document, "issuer", language);
    let (sections, section_places) = read_sections(&mut keys, &mut document, &file, language);
    let (missing, missing_places) = read_missing(&mut keys, &mut document, &file, language);
    keys.finish(&mut document);
    Head {
        id: id.map(|id| id.value),
        language,
        date,
        meeting_date,
        paper_number,
        original_sha256,
        title,
        body,
        issuer,
        sections,
        section_places,
        missing,
        missing_places,
    }
}

fn read_sections(
    keys: &mut Keys<'_>,
    document: &mut Document<'_>,
    file: &str,
    own: Option<Language>,
) -> (Vec<Section>, Vec<Place>) {
    let (mut sections, mut places) = (Vec::new(), Vec::new());
    for mut table in keys.tables(document, "section", SECTION_KEYS) {
        let place = Place {
            file: file.to_owned(),
            line: document.line(table.at()),
            key: table.key("id").trim_end_matches(".id").to_owned(),
        };
        let id = table.required_text(document, "id").and_then(|id| checked_id(document, id));
        let heading = table.required_localized(document, "heading", own);
        let first = table.required_number(document, "first");
        let last = table.required_number(document, "last");
        table.finish(document);
        if let (Some(id), Some(first), Some(last)) = (id, first, last) {
            sections.push(Section { id: id.value, heading, numbers: first.value..=last.value });
            places.push(place);
        }
    }
    (sections, places)
}

fn read_missing(
    keys: &mut Keys<'_>,
    document: &mut Document<'_>,
    file: &str,
    own: Option<Language>,
) -> (Vec<MissingPart>, Vec<Place>) {
    let (mut parts, mut places) = (Vec::new(), Vec::new());
    for mut table in keys.tables(document, "missing", MISSING_KEYS) {
        let names =
            table.required_texts(document, "names").into_iter().map(|name| name.value).collect();
        let note = table.required_localized(document, "note", own);
        let paragraph = table.required_number(document, "paragraph");
        table.finish(document);
        if let Some(paragraph) = paragraph {
            places.push(Place {
                file: file.to_owned(),
                line: document.line(paragraph.at),
                key: paragraph.key,
            });
            parts.push(MissingPart { names, note, paragraph: paragraph.value });
        }
    }
    (parts, places)
}

/// What `terms.toml` says.
#[derive(Default)]
struct Terms {
    concepts: Vec<Concept>,
    concept_places: Vec<Place>,
    names: Vec<(usize, String, Place)>,
}

fn read_terms(folder: &str, source: &str, faults: &mut Vec<Fault>) -> Terms {
    let file = format!("{folder}/terms.toml");
    let mut document = Document::new(&file, source, faults);
    let mut keys = Keys::new(document.parse(), 0..0, "", TERMS_KEYS);
    let mut terms = Terms::default();
    for mut table in keys.tables(&mut document, "concept", CONCEPT_KEYS) {
        let id =
            table.required_text(&mut document, "id").and_then(|id| checked_id(&mut document, id));
        let found = table.required_texts(&mut document, "names");
        let outside = table.flag(&mut document, "outside");
        table.finish(&mut document);
        let Some(id) = id else { continue };
        let concept = terms.concepts.len();
        let place =
            |at: usize, key: String| Place { file: file.clone(), line: document.line(at), key };
        terms.concept_places.push(place(id.at, id.key));
        let names: Vec<_> = found.iter().map(|name| name.value.clone()).collect();
        terms
            .names
            .extend(found.into_iter().map(|name| (concept, name.value, place(name.at, name.key))));
        terms.concepts.push(Concept { id: id.value, names, outside });
    }
    keys.finish(&mut document);
    terms
}

/// What a paragraph's file says.
struct ReadParagraph {
    paragraph: Paragraph,
    question_places: Vec<Place>,
    text_places: Vec<(Language, Place)>,
}

fn read_paragraph(
    file: &str,
    file_number: u32,
    source: &str,
    own: Option<Language>,
    faults: &mut Vec<Fault>,
) -> ReadParagraph {
    let mut document = Document::new(file, source, faults);
    let mut keys = Keys::new(document.parse(), 0..0, "", PARAGRAPH_KEYS);
    let number = keys.required_number(&mut document, "number");
    if let Some(number) = number.filter(|number| number.value != file_number) {
        document.fault(
            number.at,
            &number.key,
            Problem::NumberIsNotFile { number: number.value, file: file_number },
        );
    }
    let page = keys.page(&mut document, "page");
    if !keys.has("text") {
        keys.missing(&mut document, "text");
    }
    let languages = keys.by_language(&mut document, "text");
    if let (Some(languages), Some(own)) = (&languages, own)
        && languages.iter().all(|(language, _)| *language != own)
    {
        let at = languages.first().map_or(0, |(_, found)| found.at);
        document.fault(at, "text", Problem::NotInPapersLanguage(own.tag()));
    }
    let place = |document: &Document<'_>, at: usize, key: String| Place {
        file: file.to_owned(),
        line: document.line(at),
        key,
    };
    let (mut localized, mut text_places) = (Vec::new(), Vec::new());
    for (language, found) in languages.unwrap_or_default() {
        if let Some(Found { value, at, key }) = text(&mut document, found) {
            text_places.push((language, place(&document, at, key)));
            localized.push((language, value));
        }
    }
    let mut question_places = Vec::new();
    let [mut questions, spoken, unsaid] = ["questions", "spoken", "unsaid"].map(|list| {
        let mut questions = Vec::new();
        for (language, found) in keys.by_language(&mut document, list).unwrap_or_default() {
            for Found { value, at, key } in texts(&mut document, found) {
                question_places.push(place(&document, at, key));
                questions.push(SampleQuestion { language, text: value, spoken: list == "spoken" });
            }
        }
        questions
    });
    questions.extend(spoken);
    keys.finish(&mut document);
    let text = Localized::new(localized);
    let paragraph = Paragraph { number: file_number, page, text, questions, unsaid };
    ReadParagraph { paragraph, question_places, text_places }
}

/// The number that a paragraph's file is named by.
fn file_number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".toml")?;
    let numbered = digits.len() >= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| numbered && (1..=LAST_NUMBER).contains(number))
}

fn checked_id(document: &mut Document<'_>, id: Found<String>) -> Option<Found<String>> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if id.value.len() <= LONGEST_ID && id.value.bytes().all(allowed) {
        return Some(id);
    }
    document.fault(id.at, &id.key, Problem::NotAnId(id.value));
    None
}
