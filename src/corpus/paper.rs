//! What a paper is made of.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::date::Date;
use crate::language::Language;

/// A text in one or more languages. Never without any.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Localized {
    texts: Vec<(Language, String)>,
}

impl Localized {
    /// Of these texts, the last of each language.
    pub(super) fn new(texts: Vec<(Language, String)>) -> Self {
        Self { texts }
    }

    /// The text in exactly this language.
    pub fn get(&self, language: Language) -> Option<&str> {
        self.texts.iter().find(|(own, _)| *own == language).map(|(_, text)| text.as_str())
    }

    /// The text for a reader of this language: in it, else in the other Chinese script, else any. With the language that it is in.
    pub fn nearest(&self, language: Language) -> Option<(Language, &str)> {
        let exact = self.texts.iter().find(|(own, _)| *own == language);
        let script =
            || self.texts.iter().find(|(own, _)| own.is_chinese() == language.is_chinese());
        exact
            .or_else(script)
            .or_else(|| self.texts.first())
            .map(|(own, text)| (*own, text.as_str()))
    }

    /// All texts with their languages.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &str)> {
        self.texts.iter().map(|(language, text)| (*language, text.as_str()))
    }
}

/// One paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The folder's name: `[a-z0-9-]`, at most 40 characters.
    pub id: String,
    /// The language of record.
    pub language: Language,
    /// When it was issued.
    pub date: Option<Date>,
    /// When the body met to discuss it.
    pub meeting_date: Option<Date>,
    /// Its number among the papers of the body, as it is printed: `CB(1)530/13-14(01)`.
    pub paper_number: Option<String>,
    /// What it is called.
    pub title: Localized,
    /// To whom it was presented.
    pub body: Localized,
    /// Who issued it.
    pub issuer: Localized,
    /// Its sections, in order, none overlapping another.
    pub sections: Vec<Section>,
    /// The SHA-256 digest of the document that it was made from, in hexadecimal, if that is known.
    pub original_sha256: Option<String>,
    /// Its paragraphs, by number. At least one.
    pub paragraphs: Vec<Paragraph>,
    /// What its subjects, and their neighbours, are called.
    pub concepts: Vec<Concept>,
    /// Parts of the paper that this copy lacks.
    pub missing: Vec<MissingPart>,
}

impl Paper {
    /// The paragraph of this number.
    pub fn paragraph(&self, number: u32) -> Option<&Paragraph> {
        self.paragraphs
            .binary_search_by_key(&number, |paragraph| paragraph.number)
            .ok()
            .and_then(|place| self.paragraphs.get(place))
    }

    /// When it was issued or, where that is not known, discussed.
    pub fn when(&self) -> Option<Date> {
        self.date.or(self.meeting_date)
    }

    /// What should be known of it and is not: `title` (it is the id), `issuer`, `date`.
    pub fn details_lacking(&self) -> Vec<&'static str> {
        let is_titled = self.title.iter().any(|(_, title)| title != self.id);
        let details = [
            ("title", is_titled),
            ("issuer", self.issuer.iter().next().is_some()),
            ("date", self.when().is_some()),
        ];
        details.into_iter().filter(|(_, is_known)| !is_known).map(|(name, _)| name).collect()
    }

    /// The section that a paragraph stands in.
    pub fn section_of(&self, number: u32) -> Option<&Section> {
        self.sections.iter().find(|section| section.numbers.contains(&number))
    }

    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The paragraphs of a section, in order.
    pub fn paragraphs_of(&self, section: &Section) -> impl Iterator<Item = &Paragraph> {
        let numbers = section.numbers.clone();
        self.paragraphs.iter().filter(move |paragraph| numbers.contains(&paragraph.number))
    }
}

/// A part of a paper under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Unique in its paper: `[a-z0-9-]`, at most 40 characters.
    pub id: String,
    /// The heading.
    pub heading: Localized,
    /// The numbers of its first and last paragraph.
    pub numbers: RangeInclusive<u32>,
}

/// A numbered paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its number in the paper.
    pub number: u32,
    /// The page of the document that it begins on, from 1, if that is known.
    pub page: Option<u32>,
    /// The text of record, and translations.
    pub text: Localized,
    /// Questions that it answers, as people might ask them.
    pub questions: Vec<SampleQuestion>,
    /// Questions on its subject that it does not answer, as people might ask them.
    pub unsaid: Vec<SampleQuestion>,
}

/// A question that a curator wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleQuestion {
    /// The language that it is asked in.
    pub language: Language,
    /// Its words.
    pub text: String,
    /// Whether it is in spoken language, such as Cantonese: it is matched, and not shown to others.
    pub spoken: bool,
}

/// A subject and all its names. A paragraph speaks of it where one of the names stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// Unique in its paper: `[a-z0-9-]`, at most 40 characters.
    pub id: String,
    /// Its names in any language and script.
    pub names: Vec<String>,
    /// Whether it is a neighbouring subject of which the paper says nothing.
    pub outside: bool,
}

/// A part of a paper that this copy lacks, such as an annex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingPart {
    /// What people call it when they ask for it.
    pub names: Vec<String>,
    /// What to tell them.
    pub note: Localized,
    /// The paragraph that mentions it.
    pub paragraph: u32,
}
