//! The pieces of text of a PDF, with their places on the page. `hayro-syntax` reads the file; what a page draws is followed here.

mod content;
mod encoding;
mod font;
mod rule;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::{Unreadable, characters};
use content::Reader;
pub(super) use rule::Rule;

/// The most pages that are read.
const MOST_PAGES: usize = 2_000;

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Page {
    /// Its number, from 1.
    pub(super) number: u32,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) fragments: Vec<Fragment>,
    /// The straight lines that are drawn on it.
    pub(super) rules: Vec<Rule>,
}

/// A piece of text as the page draws it: a line, a word or one character. Points are counted
/// from the left and from the bottom of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fragment {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) size: f32,
    pub(super) font: String,
    pub(super) bold: bool,
    pub(super) text: String,
}

impl Fragment {
    /// Where it ends.
    pub(super) fn right(&self) -> f32 {
        self.x + self.width
    }
}

/// Reads the pages. A panic inside the library is given as damage of the file.
pub(super) fn fragments(bytes: &[u8]) -> Result<Vec<Page>, Unreadable> {
    catch_unwind(AssertUnwindSafe(|| extract(bytes)))
        .unwrap_or_else(|panic| Err(Unreadable::Damaged(reason(&*panic))))
}

/// Says why the text of these pages cannot be used, if it cannot: there is next to none (a scan),
/// or its fonts do not say which characters they draw.
pub(super) fn unreadable(pages: &[Page]) -> Option<Unreadable> {
    let mut all = 0;
    let mut bad = 0;
    for page in pages {
        let (unknown, letters) = unknown(page);
        all += letters;
        bad += unknown;
    }
    let empty = pages.iter().filter(|page| is_empty(page)).count();
    if all == 0 || (empty * 2 > pages.len() && all < 50 * pages.len()) {
        Some(Unreadable::Scan)
    } else if characters::is_unreadable(bad, all) {
        Some(Unreadable::NoUnicode { bad, all })
    } else {
        None
    }
}

/// A note on the pages without text, among others that have some: they may be pictures of it.
pub(super) fn note_on_empty(pages: &[Page]) -> Option<String> {
    let empty = (1..).zip(pages).filter(|(_, page)| is_empty(page));
    let numbers: Vec<String> = empty.map(|(number, _)| number.to_string()).collect();
    match numbers.as_slice() {
        [] => None,
        [one] => Some(format!("page {one} has next to no text: is it a picture?")),
        _ => Some(format!("pages {} have next to no text: are they pictures?", numbers.join(", "))),
    }
}

fn is_empty(page: &Page) -> bool {
    unknown(page).1 < 20
}

/// How many characters of a page its fonts do not tell, and how many there are.
fn unknown(page: &Page) -> (usize, usize) {
    characters::unknown(page.fragments.iter().flat_map(|fragment| fragment.text.chars()))
}

/// What a panic said.
fn reason(panic: &(dyn Any + Send)) -> String {
    if let Some(text) = panic.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = panic.downcast_ref::<String>() {
        text.clone()
    } else {
        "the PDF reader failed".to_owned()
    }
}

/// Tells a locked file from a damaged one.
fn refused(error: LoadPdfError) -> Unreadable {
    let damaged = |why: &str| Unreadable::Damaged(why.to_owned());
    match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => Unreadable::Locked,
        LoadPdfError::Decryption(_) => damaged("its encryption is faulty"),
        LoadPdfError::Invalid => damaged("it has no pages that can be found"),
    }
}

fn extract(bytes: &[u8]) -> Result<Vec<Page>, Unreadable> {
    if !is_whole(bytes) {
        return Err(Unreadable::Damaged("its end is missing".to_owned()));
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(refused)?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(Unreadable::TooMany(pages.len()));
    }
    let mut reader = Reader::default();
    let read = pages.iter().zip(1..).map(|(page, number)| {
        let read = reader.read(page, number);
        read.map_err(|why| Unreadable::Damaged(format!("page {number}: {why}")))
    });
    read.collect()
}

/// Whether a file goes on to its end: of one that was cut off, the end mark is missing, or an object comes after the last of them.
fn is_whole(bytes: &[u8]) -> bool {
    let last = |needle: &[u8]| bytes.windows(needle.len()).rposition(|own| own == needle);
    last(b"%%EOF").is_some_and(|end| last(b" obj").is_none_or(|object| object < end))
}
