//! The pieces of text of a PDF, with their places on the page.

use std::any::Any;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use oxidize_pdf::parser::{
    ParseError, ParseOptions, ParsedPage, PdfDictionary, PdfDocument, PdfObject, PdfReader,
};
use oxidize_pdf::text::{ExtractionOptions, TextExtractor, TextFragment};

use super::Unreadable;

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

type Document<'a> = PdfDocument<Cursor<&'a [u8]>>;

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
    let mut empty = 0;
    for page in pages {
        let text = page.fragments.iter().flat_map(|fragment| fragment.text.chars());
        let (mut letters, mut unknown) = (0, 0);
        for character in text.filter(|&character| !is_space(character)) {
            letters += 1;
            unknown += usize::from(is_unknown(character));
        }
        all += letters;
        bad += unknown;
        empty += usize::from(letters < 20);
    }
    if all == 0 || (empty * 2 > pages.len() && all < 50 * pages.len()) {
        Some(Unreadable::Scan)
    } else if bad * 20 > all {
        Some(Unreadable::NoUnicode { bad, all })
    } else {
        None
    }
}

/// White space, and the control characters that separate records.
fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// What stands where a font gives no character: the replacement character, the private areas,
/// control characters. U+0002 is none of them: some programs write it for a hyphen.
fn is_unknown(character: char) -> bool {
    match character {
        '\u{2}' => false,
        '\u{fffd}' | '\u{e000}'..='\u{f8ff}' => true,
        _ => !(' '..'\u{f0000}').contains(&character),
    }
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
fn refused(error: ParseError) -> Unreadable {
    match error {
        ParseError::EncryptionNotSupported | ParseError::WrongPassword | ParseError::PdfLocked => {
            Unreadable::Locked
        }
        other => Unreadable::Damaged(other.to_string()),
    }
}

fn extract(bytes: &[u8]) -> Result<Vec<Page>, Unreadable> {
    let options = ParseOptions::lenient();
    let mut reader = PdfReader::new_with_options(Cursor::new(bytes), options).map_err(refused)?;
    if reader.is_encrypted()
        && !reader.is_unlocked()
        && !reader.try_empty_password().map_err(refused)?
    {
        return Err(Unreadable::Locked);
    }
    let document = reader.into_document();
    let count = document.page_count().map_err(refused)?;
    let pages = usize::try_from(count).unwrap_or(usize::MAX);
    if pages > MOST_PAGES {
        return Err(Unreadable::TooMany(pages));
    }
    let mut extractor = TextExtractor::with_options(ExtractionOptions {
        preserve_layout: true,
        sort_by_position: false,
        detect_columns: false,
        merge_hyphenated: false,
        include_artifacts: true,
        ..Default::default()
    });
    (0..count).map(|index| page(&document, &mut extractor, index)).collect()
}

fn page(
    document: &Document<'_>,
    extractor: &mut TextExtractor,
    index: u32,
) -> Result<Page, Unreadable> {
    let page = document.get_page(index).map_err(refused)?;
    let found = extractor.extract_from_page(document, index).map_err(refused)?;
    let mut fonts = Fonts::of(document, &page);
    let fragments = found.fragments.into_iter().filter_map(|piece| {
        let base = fonts.base(document, piece.font_name.as_deref().unwrap_or_default());
        fragment(piece, base)
    });
    Ok(Page {
        number: index + 1,
        width: page.width() as f32,
        height: page.height() as f32,
        fragments: fragments.collect(),
    })
}

/// A fragment, unless its place or size is no number.
fn fragment(piece: TextFragment, base: Option<String>) -> Option<Fragment> {
    let places = [piece.x, piece.y, piece.width, piece.font_size];
    if !places.iter().all(|place| place.is_finite()) {
        return None;
    }
    let bold = piece.is_bold || base.as_deref().is_some_and(is_bold);
    Some(Fragment {
        x: hundredths(piece.x),
        y: hundredths(piece.y),
        width: hundredths(piece.width),
        size: hundredths(piece.font_size),
        font: base.or(piece.font_name).unwrap_or_default(),
        bold,
        text: piece.text,
    })
}

/// Rounds to hundredths of a point, so that the noise of sums does not decide comparisons.
fn hundredths(points: f64) -> f32 {
    // Adding 0 makes a 0 of a -0, which sorts before it.
    ((points * 100.0).round() / 100.0 + 0.0) as f32
}

/// Whether a font's own name says that it is bold.
fn is_bold(font: &str) -> bool {
    let name = font.to_lowercase();
    ["bold", "black", "heavy"].iter().any(|word| name.contains(word))
}

/// The fonts of a page. A fragment names only the page's resource (`F1`); the name of the font
/// itself is looked up here.
struct Fonts {
    resources: Option<PdfDictionary>,
    names: BTreeMap<String, Option<String>>,
}

impl Fonts {
    fn of(document: &Document<'_>, page: &ParsedPage) -> Self {
        let fonts = page.get_resources().and_then(|resources| resources.get("Font"));
        let resources = fonts.and_then(|fonts| dictionary(document, fonts));
        Self { resources, names: BTreeMap::new() }
    }

    /// The name of the font that the page calls `name`.
    fn base(&mut self, document: &Document<'_>, name: &str) -> Option<String> {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let base = self.look_up(document, name);
        self.names.insert(name.to_owned(), base.clone());
        base
    }

    fn look_up(&self, document: &Document<'_>, name: &str) -> Option<String> {
        let font = dictionary(document, self.resources.as_ref()?.get(name)?)?;
        Some(font.get("BaseFont")?.as_name()?.0.clone())
    }
}

/// The dictionary that an object is, or refers to.
fn dictionary(document: &Document<'_>, object: &PdfObject) -> Option<PdfDictionary> {
    match document.resolve(object) {
        Ok(PdfObject::Dictionary(dictionary)) => Some(dictionary),
        _ => None,
    }
}
