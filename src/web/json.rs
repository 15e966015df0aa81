//! Papers and paragraphs as JSON, so that others can build on them. What is there stays as it is; more may come.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde::Serialize;

use super::Pages;
use super::rendered::{Kind, Rendered};
use crate::corpus::{Localized, Paper, Paragraph, Section};
use crate::lang::sentences;
use crate::language::Language;

/// Texts by their languages' tags.
type Texts<'k> = BTreeMap<&'static str, &'k str>;

#[derive(Serialize)]
struct PaperObject<'k> {
    #[serde(flatten)]
    paper: PaperName<'k>,
    body: Texts<'k>,
    issuer: Texts<'k>,
    sections: Vec<SectionObject<'k>>,
    paragraphs: Vec<ParagraphObject<'k>>,
    /// What the copy lacks.
    missing: Vec<MissingObject<'k>>,
    /// Where the document itself is.
    original: Option<String>,
    /// Its digest, in hexadecimal.
    original_sha256: Option<&'k str>,
}

/// Which paper it is.
#[derive(Serialize)]
struct PaperName<'k> {
    id: &'k str,
    url: String,
    /// The language of record: texts in any other are unofficial translations.
    language: Language,
    title: Texts<'k>,
    date: Option<String>,
    paper_number: Option<&'k str>,
}

#[derive(Serialize)]
struct SectionObject<'k> {
    id: &'k str,
    heading: Texts<'k>,
    first: u32,
    last: u32,
}

#[derive(Serialize)]
struct ParagraphObject<'k> {
    number: u32,
    /// The page of the document that it begins on.
    page: Option<u32>,
    section: Option<&'k str>,
    url: String,
    text: Texts<'k>,
}

#[derive(Serialize)]
struct MissingObject<'k> {
    paragraph: u32,
    note: Texts<'k>,
}

#[derive(Serialize)]
struct SingleObject<'k> {
    paper: PaperName<'k>,
    #[serde(flatten)]
    paragraph: ParagraphObject<'k>,
    heading: Option<Texts<'k>>,
    /// The sentences of each text, in order: the first is `s=1`.
    sentences: BTreeMap<&'static str, Vec<&'k str>>,
    previous: Option<u32>,
    next: Option<u32>,
}

/// A whole paper.
pub(super) fn paper(pages: &Pages, place: usize, paper: &Paper) -> Option<Rendered> {
    written(&PaperObject {
        paper: name(pages, paper),
        body: texts(&paper.body),
        issuer: texts(&paper.issuer),
        sections: paper.sections.iter().map(section).collect(),
        paragraphs: paper.paragraphs.iter().map(|own| object(pages, paper, own)).collect(),
        missing: paper
            .missing
            .iter()
            .map(|part| MissingObject { paragraph: part.paragraph, note: texts(&part.note) })
            .collect(),
        original: pages
            .originals
            .of(place)
            .map(|_| pages.site.address(&format!("/p/{}/original", paper.id))),
        original_sha256: paper.original_sha256.as_deref(),
    })
}

/// One paragraph.
pub(super) fn paragraph(pages: &Pages, paper: &Paper, paragraph: &Paragraph) -> Option<Rendered> {
    let mut all = BTreeMap::new();
    for (language, text) in paragraph.text.iter() {
        let own = sentences(text).into_iter().filter_map(|range| text.get(range));
        all.insert(language.tag(), own.collect());
    }
    let numbers = || paper.paragraphs.iter().map(|own| own.number);
    written(&SingleObject {
        paper: name(pages, paper),
        paragraph: object(pages, paper, paragraph),
        heading: paper.section_of(paragraph.number).map(|section| texts(&section.heading)),
        sentences: all,
        previous: numbers().rev().find(|&number| number < paragraph.number),
        next: numbers().find(|&number| number > paragraph.number),
    })
}

fn written(object: &impl Serialize) -> Option<Rendered> {
    let text = serde_json::to_string(object).ok()?;
    Some(Rendered::new(StatusCode::OK, Kind::Json, text))
}

fn name<'k>(pages: &Pages, paper: &'k Paper) -> PaperName<'k> {
    PaperName {
        id: &paper.id,
        url: pages.site.address(&format!("/p/{}", paper.id)),
        language: paper.language,
        title: texts(&paper.title),
        date: paper.date.map(|date| date.to_string()),
        paper_number: paper.paper_number.as_deref(),
    }
}

fn section(section: &Section) -> SectionObject<'_> {
    SectionObject {
        id: &section.id,
        heading: texts(&section.heading),
        first: *section.numbers.start(),
        last: *section.numbers.end(),
    }
}

fn object<'k>(pages: &Pages, paper: &'k Paper, paragraph: &'k Paragraph) -> ParagraphObject<'k> {
    ParagraphObject {
        number: paragraph.number,
        page: paragraph.page,
        section: paper.section_of(paragraph.number).map(|section| section.id.as_str()),
        url: pages.site.address(&format!("/p/{}/{}", paper.id, paragraph.number)),
        text: texts(&paragraph.text),
    }
}

fn texts(texts: &Localized) -> Texts<'_> {
    texts.iter().map(|(language, text)| (language.tag(), text)).collect()
}
