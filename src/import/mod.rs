//! Documents, made into the files of a knowledge folder for somebody to review.
//!
//! bytes ─► `pdf` and `layout`, `docx`, `html` or `text` (lines in reading order) ─► `furniture` (what is no text) ─► `chain` (which numbers
//! begin paragraphs) ─► `block`, `document`, `preamble` (paragraphs, headings, metadata, doubts) ─► `folder` (files). The wording is never changed:
//! lines are joined as they were before they were broken, and characters that stand for an ideograph become it.

mod again;
mod block;
mod chain;
mod characters;
mod document;
mod docx;
mod dom;
mod folder;
mod furniture;
mod html;
mod hyphen;
mod label;
mod layout;
mod line;
mod pdf;
mod preamble;
mod raised;
mod text;
mod words;

pub use folder::{Imported, Metadata, counted};

use crate::sha256;

/// Why a document cannot be read. Nothing is written then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is locked with a password.
    #[error("it is locked with a password\n  hint: save a copy without one")]
    Locked,
    /// Its pages are pictures.
    #[error(
        "its pages are images without text\n  hint: have its text recognised (OCR), or use the electronic original"
    )]
    Scan,
    /// Its fonts do not tell which characters they show.
    #[error(
        "its text cannot be extracted: {bad} of {all} characters have no Unicode value\n  hint: have its text recognised (OCR), or use another version"
    )]
    NoUnicode {
        /// Characters without a value.
        bad: usize,
        /// All characters.
        all: usize,
    },
    /// It is not what it says it is, or is broken.
    #[error(
        "it is damaged: {0}\n  hint: open it in the program it was made with and save it again"
    )]
    Damaged(String),
    /// It has too many pages.
    #[error("it has {0} pages; the limit is 2,000\n  hint: split it")]
    TooMany(usize),
    /// It is too large, or unpacks to too much.
    #[error("it is too large\n  hint: 64 MiB are read at most; split it")]
    TooLarge,
    /// It has more lines than a paper has.
    #[error(
        "it is too long: 50,000 lines are read at most, 8,000 of them numbered\n  hint: split it"
    )]
    TooLong,
    /// It is a kind of file that is not read.
    #[error("it is {0}\n  hint: save it as PDF, DOCX, HTML or plain text")]
    Kind(&'static str),
    /// There is nothing in it.
    #[error("it is empty\n  hint: send or download it again")]
    Empty,
    /// No paragraph can be told apart.
    #[error(
        "no separate paragraphs were found in it\n  hint: if the file is not empty, begin each paragraph with its number and a full stop, such as `1.`"
    )]
    NoParagraphs,
}

impl Unreadable {
    /// What it is called in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Scan => "scan",
            Self::NoUnicode { .. } => "no_unicode",
            Self::Damaged(_) => "damaged",
            Self::TooMany(_) => "too_many_pages",
            Self::TooLarge => "too_large",
            Self::TooLong => "too_long",
            Self::Kind(_) => "kind",
            Self::Empty => "empty",
            Self::NoParagraphs => "no_paragraphs",
        }
    }
}

/// Largest file that is read, in bytes.
pub const LARGEST: usize = 64 << 20;

/// Most lines of a document.
const MOST_LINES: usize = 50_000;

/// Most of them that begin with a number.
const MOST_NUMBERED: usize = 8_000;

/// Largest page, in points: that of PDF itself.
const LARGEST_PAGE: f32 = 14_400.0;

/// Most pieces of text of a page.
const MOST_FRAGMENTS: usize = 20_000;

/// Deepest nesting of HTML.
const DEEPEST: usize = 500;

/// Reads a document of any kind.
///
/// # Errors
///
/// When it cannot be read in full, or no paragraph can be told apart.
pub fn read(bytes: &[u8]) -> Result<Imported, Unreadable> {
    if bytes.len() > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Unreadable::Empty);
    }
    let (lines, notes) = match kind(bytes)? {
        Kind::Pdf => {
            let pages = pdf::fragments(bytes)?;
            if let Some(why) = pdf::unreadable(&pages) {
                return Err(why);
            }
            let fits = |own: f32| (1.0..=LARGEST_PAGE).contains(&own);
            if pages.iter().any(|page| !fits(page.width) || !fits(page.height)) {
                return Err(Unreadable::Damaged("a page has no size".to_owned()));
            }
            if pages.iter().any(|page| page.fragments.len() > MOST_FRAGMENTS) {
                return Err(Unreadable::TooLong);
            }
            let (lines, mut notes) = layout::lines(&pages);
            notes.extend(pdf::note_on_empty(&pages));
            (lines, notes)
        }
        Kind::Docx => docx::lines(bytes)?,
        Kind::Html => {
            let (text, note) = characters::decode_with_note(bytes);
            if html::depth(&text) > DEEPEST {
                return Err(Unreadable::Damaged("it is nested too deep".to_owned()));
            }
            let (lines, mut notes) = html::lines(&text);
            notes.extend(note);
            (lines, notes)
        }
        Kind::Text => {
            let (text, note) = characters::decode_with_note(bytes);
            if !characters::is_text(&text) {
                return Err(Unreadable::Kind("not text in any known encoding"));
            }
            (text::lines(&text), note.into_iter().collect())
        }
    };
    let characters = lines.iter().flat_map(|line| line.text.chars());
    let (bad, all) = characters::unknown(characters);
    if characters::is_unreadable(bad, all) {
        return Err(Unreadable::NoUnicode { bad, all });
    }
    let numbered = || lines.iter().filter(|line| !label::labels(&line.text).is_empty()).count();
    if lines.len() > MOST_LINES || numbered() > MOST_NUMBERED {
        return Err(Unreadable::TooLong);
    }
    let number = |(place, line): (usize, &line::Line)| {
        Some((if line.number > 0 { line.number } else { place }, line.page?))
    };
    let pages = (1..).zip(&lines).filter_map(number).collect();
    let mut read = document::understand(lines);
    read.doubts.splice(0..0, notes.into_iter().map(|what| document::Doubt { line: 0, what }));
    read.paragraphs.retain(|paragraph| !paragraph.text.trim().is_empty());
    if read.paragraphs.is_empty() {
        return Err(Unreadable::NoParagraphs);
    }
    Ok(Imported::new(read, pages, sha256::of(bytes)))
}

enum Kind {
    Pdf,
    Docx,
    Html,
    Text,
}

/// What a file is, by its first bytes.
fn kind(bytes: &[u8]) -> Result<Kind, Unreadable> {
    let begin = bytes.get(..1024.min(bytes.len())).unwrap_or_default();
    let holds = |mark: &[u8]| begin.windows(mark.len()).any(|own| own.eq_ignore_ascii_case(mark));
    if holds(b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    if begin.starts_with(b"PK\x03\x04") {
        return Ok(Kind::Docx);
    }
    let binary = [
        (
            b"\xd0\xcf\x11\xe0".as_slice(),
            "an old Office file, or one that is locked with a password",
        ),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"{\\rtf", "a Rich Text file"),
    ];
    // Word locks a document by putting it into a file of the older kind
    let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if begin.starts_with(b"\xd0\xcf\x11\xe0")
        && bytes.windows(package.len()).any(|window| window == package.as_slice())
    {
        return Err(Unreadable::Locked);
    }
    if let Some((_, what)) = binary.into_iter().find(|(mark, _)| begin.starts_with(mark)) {
        return Err(Unreadable::Kind(what));
    }
    let html = [b"<!doctype html".as_slice(), b"<html", b"<body", b"<head"];
    let tag = begin.trim_ascii_start().strip_prefix(b"<").and_then(<[u8]>::first);
    let is_html = html.into_iter().any(holds) || tag.is_some_and(u8::is_ascii_alphabetic);
    Ok(if is_html { Kind::Html } else { Kind::Text })
}
