//! Fonts: which characters the codes of a text stand for, and how wide they are (ISO 32000-1, 9.5 to 9.10).

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use rustc_hash::FxHashMap;

use super::super::characters::UNKNOWN;
use super::encoding::{Table, meaning, standard_width, table};

/// A code of a composite font has at most so many bytes.
const LONGEST_CODE: usize = 4;

/// A font of which the descriptor gives at least this weight is bold.
const BOLD_WEIGHT: f32 = 600.0;

/// A font.
#[derive(Debug)]
pub(super) struct Font {
    /// Its own name, or that by which the page calls it.
    pub(super) name: String,
    pub(super) bold: bool,
    /// Whether its lines run from top to bottom.
    pub(super) vertical: bool,
    to_unicode: Option<CMap>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Simple(Box<Simple>),
    Composite(Box<Composite>),
}

/// A font whose codes are single bytes.
#[derive(Debug)]
struct Simple {
    /// The characters of codes by the base encoding.
    table: Table,
    /// Those that differ from it.
    differences: FxHashMap<u8, String>,
    /// Of a text of size 1.
    widths: [f32; 256],
}

/// A font whose codes have one byte or more, by its character collection (CID).
#[derive(Debug)]
struct Composite {
    encoding: CMap,
    /// Whether the codes are UTF-16.
    is_unicode: bool,
    /// The characters of the collection.
    collection: Option<CMap>,
    widths: FxHashMap<u32, f32>,
    width: f32,
}

/// What a code of a text draws.
pub(super) struct Glyph {
    pub(super) text: String,
    /// How far it moves the pen, of a text of size 1.
    pub(super) advance: f32,
    /// Whether it is the single byte that word spacing widens.
    pub(super) space: bool,
}

impl Font {
    /// Of a font's dictionary. What is missing or faulty in it leaves codes without a character.
    pub(super) fn new(dict: &Dict<'_>, resource: &str) -> Self {
        let composite = is_of_kind(dict, b"Type0");
        let descendant = dict.get::<Array<'_>>("DescendantFonts");
        let descendant = descendant.and_then(|own| own.iter::<Dict<'_>>().next());
        let own = descendant.as_ref().unwrap_or(dict);
        let descriptor = own.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
        let name = dict.get::<Name<'_>>("BaseFont");
        let name = name.map_or_else(|| resource.to_owned(), |name| text_of(&name));
        let weight = descriptor.get::<f32>("FontWeight").unwrap_or_default();
        let encoding = composite.then(|| encoding(dict));
        let writing = encoding.as_ref().and_then(|encoding| encoding.metadata().writing_mode);
        let to_unicode = dict.get::<Stream<'_>>("ToUnicode").and_then(|own| read_cmap(&own));
        Self {
            bold: is_bold(&name) || weight >= BOLD_WEIGHT,
            vertical: writing == Some(WritingMode::Vertical),
            to_unicode,
            kind: match encoding {
                Some(encoding) => Kind::Composite(Box::new(Composite::new(dict, own, encoding))),
                None => Kind::Simple(Box::new(Simple::new(dict, &descriptor, &name))),
            },
            name,
        }
    }

    /// What the codes of a text draw, in order.
    pub(super) fn glyphs(&self, text: &[u8]) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        let mut rest = text;
        while let Some((&first, _)) = rest.split_first() {
            let glyph = match &self.kind {
                Kind::Simple(own) => {
                    rest = rest.get(1..).unwrap_or_default();
                    Glyph {
                        text: self.told(u32::from(first)).unwrap_or_else(|| own.text(first)),
                        advance: own.widths[usize::from(first)],
                        space: first == b' ',
                    }
                }
                Kind::Composite(own) => {
                    let (code, length, cid) = own.code(rest);
                    rest = rest.get(length..).unwrap_or_default();
                    let told = self.told(code).or_else(|| own.text(code, cid));
                    Glyph {
                        text: told.unwrap_or_else(|| UNKNOWN.to_string()),
                        advance: own.widths.get(&cid).copied().unwrap_or(own.width),
                        space: length == 1 && code == u32::from(b' '),
                    }
                }
            };
            glyphs.push(glyph);
        }
        glyphs
    }

    /// What the font itself says that a code means.
    fn told(&self, code: u32) -> Option<String> {
        let told = text(self.to_unicode.as_ref()?.lookup_bf_string(code)?);
        told.chars().any(|own| own != '\0').then_some(told)
    }
}

impl Simple {
    fn new(dict: &Dict<'_>, descriptor: &Dict<'_>, name: &str) -> Self {
        let truetype = is_of_kind(dict, b"TrueType");
        let implied: &[u8] = if truetype { b"WinAnsiEncoding" } else { b"StandardEncoding" };
        let mut differences = FxHashMap::default();
        let base = match dict.get::<Object<'_>>("Encoding") {
            Some(Object::Dict(encoding)) => {
                differences = read_differences(&encoding);
                encoding.get::<Name<'_>>("BaseEncoding")
            }
            Some(Object::Name(name)) => Some(name),
            _ => None,
        };
        if let (None, Some(program)) = (&base, descriptor.get::<Stream<'_>>("FontFile")) {
            for (code, text) in program.decoded().map(|own| built_in(&own)).unwrap_or_default() {
                differences.entry(code).or_insert(text);
            }
        }
        let table = table(base.as_deref().unwrap_or(implied));
        // the unit of a font that is made of drawings is its own
        let matrix = dict.get::<[f32; 6]>("FontMatrix").filter(|_| is_of_kind(dict, b"Type3"));
        let unit = matrix.map_or(0.001, |[x, ..]| x);
        let given = dict.get::<Array<'_>>("Widths");
        let missing = descriptor.get::<f32>("MissingWidth");
        let mut widths = std::array::from_fn(|code| match (&given, missing) {
            (Some(_), missing) => unit * missing.unwrap_or_default(),
            (None, Some(missing)) => unit * missing,
            (None, None) => unit * standard_width(name, table.get(code).copied().flatten()),
        });
        let first = dict.get::<u32>("FirstChar").unwrap_or_default();
        let given = given.iter().flat_map(|given| given.iter::<f32>());
        for (slot, width) in widths.iter_mut().skip(first as usize).zip(given) {
            *slot = unit * width;
        }
        Self { table, differences, widths }
    }

    fn text(&self, code: u8) -> String {
        if let Some(text) = self.differences.get(&code) {
            return text.clone();
        }
        self.table[usize::from(code)].unwrap_or(UNKNOWN).to_string()
    }
}

impl Composite {
    fn new(dict: &Dict<'_>, descendant: &Dict<'_>, encoding: CMap) -> Self {
        let named = dict.get::<Name<'_>>("Encoding");
        let is_unicode = named.is_some_and(|name| {
            name.starts_with(b"Uni") && (find(&name, b"UCS2") || find(&name, b"UTF16"))
        });
        let family = encoding.metadata().character_collection.as_ref().map(|own| &own.family);
        let family = family.filter(|family| **family != CidFamily::AdobeIdentity).cloned();
        let family = family.or_else(|| family_of(descendant));
        let name = family.and_then(|family| family.ucs2_cmap());
        let collection = name.and_then(predefined);
        let widths = descendant.get::<Array<'_>>("W");
        Self {
            encoding,
            is_unicode,
            collection,
            widths: widths.map(|widths| read_widths(&widths)).unwrap_or_default(),
            width: 0.001 * descendant.get::<f32>("DW").unwrap_or(1000.0),
        }
    }

    /// The code that a text begins with, how many bytes it has, and its CID; of one that the encoding does not know a byte, and CID 0.
    fn code(&self, text: &[u8]) -> (u32, usize, u32) {
        let mut code = 0;
        for (&byte, length) in text.iter().zip(1..=LONGEST_CODE) {
            code = code << 8 | u32::from(byte);
            if let Some(cid) = self.encoding.lookup_cid_code(code, length as u8) {
                return (code, length, cid);
            }
        }
        (text.first().copied().map_or(0, u32::from), 1, 0)
    }

    /// What the encoding or the character collection says that a code means.
    fn text(&self, code: u32, cid: u32) -> Option<String> {
        if self.is_unicode {
            let units = [(code >> 16) as u16, code as u16];
            let units = if units[0] == 0 { &units[1..] } else { &units[..] };
            return String::from_utf16(units).ok();
        }
        self.collection.as_ref()?.lookup_bf_string(cid).map(text)
    }
}

/// Whether a font is of a kind: `Type0`, `Type1`, `Type3`, `TrueType`.
fn is_of_kind(dict: &Dict<'_>, kind: &[u8]) -> bool {
    dict.get::<Name<'_>>("Subtype").is_some_and(|own| &*own == kind)
}

/// Whether a font's own name says that it is bold.
fn is_bold(font: &str) -> bool {
    let name = font.to_lowercase();
    ["bold", "black", "heavy"].iter().any(|word| name.contains(word))
}

fn text_of(name: &Name<'_>) -> String {
    String::from_utf8_lossy(name).into_owned()
}

fn text(meaning: BfString) -> String {
    match meaning {
        BfString::Char(character) => character.to_string(),
        BfString::String(text) => text,
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|own| own == needle)
}

/// The encoding of a composite font; where there is none, that of two bytes for a CID.
fn encoding(dict: &Dict<'_>) -> CMap {
    let given = match dict.get::<Object<'_>>("Encoding") {
        Some(Object::Name(name)) => match CMapName::from_bytes(&name) {
            CMapName::IdentityV => Some(CMap::identity_v()),
            name => predefined(name),
        },
        Some(Object::Stream(stream)) => read_cmap(&stream),
        _ => None,
    };
    given.unwrap_or_else(CMap::identity_h)
}

fn predefined(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(load_embedded(name)?, load_embedded)
}

fn read_cmap(stream: &Stream<'_>) -> Option<CMap> {
    CMap::parse(&stream.decoded().ok()?, load_embedded)
}

fn family_of(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
    let word = |key: &str| info.get::<PdfString<'_>>(key);
    Some(CidFamily::from_registry_ordering(&word("Registry")?, &word("Ordering")?))
}

/// The characters of the codes at which an encoding differs from its base.
fn read_differences(encoding: &Dict<'_>) -> FxHashMap<u8, String> {
    let mut differences = FxHashMap::default();
    let mut code = 0_usize;
    let objects = encoding.get::<Array<'_>>("Differences");
    for object in objects.iter().flat_map(|objects| objects.iter::<Object<'_>>()) {
        match object {
            Object::Number(number) => code = usize::try_from(number.as_i64()).unwrap_or(256),
            Object::Name(name) => {
                if let Ok(code) = u8::try_from(code) {
                    let meant = str::from_utf8(&name).ok().and_then(meaning);
                    differences.insert(code, meant.unwrap_or_else(|| UNKNOWN.to_string()));
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    differences
}

/// The characters of codes by the encoding that a Type 1 font program has in itself: `dup 65 /A put`.
fn built_in(program: &[u8]) -> Vec<(u8, String)> {
    let clear = program.windows(5).position(|own| own == b"eexec").unwrap_or(program.len());
    let clear = String::from_utf8_lossy(program.get(..clear).unwrap_or_default());
    let words: Vec<&str> = clear.split_ascii_whitespace().collect();
    let put = |four: &[&str]| match four {
        ["dup", code, name, "put"] => Some((code.parse().ok()?, meaning(name.strip_prefix('/')?)?)),
        _ => None,
    };
    words.windows(4).filter_map(put).collect()
}

/// The widths of CIDs, of a text of size 1: a CID and an array of widths, or the first and the last CID and their width.
fn read_widths(array: &Array<'_>) -> FxHashMap<u32, f32> {
    const LAST: i64 = 0xffff;
    let mut widths = FxHashMap::default();
    let mut pending: Vec<i64> = Vec::new();
    for object in array.iter::<Object<'_>>() {
        match (object, pending.as_slice()) {
            (Object::Array(own), &[first]) => {
                widths
                    .extend((first.max(0) as u32..).zip(own.iter::<f32>().map(|own| 0.001 * own)));
                pending.clear();
            }
            (Object::Number(width), &[first, last]) => {
                let width = 0.001 * width.as_f32();
                widths.extend((first.max(0)..=last.min(LAST)).map(|cid| (cid as u32, width)));
                pending.clear();
            }
            (Object::Number(number), _) => pending.push(number.as_i64()),
            _ => pending.clear(),
        }
    }
    widths
}
