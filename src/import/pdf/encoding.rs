//! Which characters the codes of simple fonts stand for (ISO 32000-1, 9.6.6 and annex D).

use std::sync::LazyLock;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use rustc_hash::FxHashMap;

/// The characters of 256 codes.
pub(super) type Table = [Option<char>; 256];

/// `StandardEncoding`, where it differs from ASCII.
const STANDARD: &str = "\
27’ 60‘ A1¡ A2¢ A3£ A4⁄ A5¥ A6ƒ A7§ A8¤ A9' AA“ AB« AC‹ AD› AEﬁ AFﬂ B1– B2† B3‡ B4· B6¶ B7• B8‚ B9„ BA” BB» BC… BD‰ BF¿ \
C1` C2´ C3ˆ C4˜ C5¯ C6˘ C7˙ C8¨ CA˚ CB¸ CD˝ CE˛ CFˇ D0— E1Æ E3ª E8Ł E9Ø EAŒ EBº F1æ F5ı F8ł F9ø FAœ FBß";

/// What glyphs' names mean.
static NAMES: LazyLock<FxHashMap<&'static str, String>> = LazyLock::new(|| {
    let meant = |line: &'static str| {
        let (name, codes) = line.split_once(' ')?;
        Some((name, codes.split(' ').map(scalar).collect::<Option<String>>()?))
    };
    let lines = include_str!("../../../data/import/glyph-names.txt").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(meant).collect()
});

/// The widths of the standard fonts, by their names.
static WIDTHS: LazyLock<Vec<(&'static str, Vec<f32>)>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/import/standard-widths.txt").lines();
    let of = |line: &'static str| {
        let mut words = line.split(' ');
        Some((words.next()?, words.filter_map(|width| width.parse().ok()).collect()))
    };
    lines.filter(|line| !line.starts_with('#')).filter_map(of).collect()
});

/// Of a base encoding by its name; `StandardEncoding` where there is none of that name.
pub(super) fn table(name: &[u8]) -> Table {
    match name {
        b"WinAnsiEncoding" => of(WINDOWS_1252),
        b"MacRomanEncoding" => of(MACINTOSH),
        _ => standard(),
    }
}

fn of(encoding: &'static Encoding) -> Table {
    std::array::from_fn(|code| {
        let bytes = [code as u8];
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        text.chars().next().filter(|own| !own.is_control())
    })
}

fn standard() -> Table {
    let mut table: Table = std::array::from_fn(|code| match code {
        0x20..0x7f => char::from_u32(code as u32),
        _ => None,
    });
    for pair in STANDARD.split(' ') {
        let mut characters = pair.chars().skip(2);
        let code = pair.get(..2).and_then(|code| usize::from_str_radix(code, 16).ok());
        if let Some(slot) = code.and_then(|code| table.get_mut(code)) {
            *slot = characters.next();
        }
    }
    table
}

/// What a glyph's name means (Adobe Glyph List specification, section 2).
pub(super) fn meaning(name: &str) -> Option<String> {
    let base = name.split_once('.').map_or(name, |(base, _)| base);
    let parts = base.split('_').map(|part| {
        let named = NAMES.get(part).cloned();
        named.or_else(|| units(part.strip_prefix("uni")?)).or_else(|| {
            let code = part.strip_prefix('u').filter(|code| (4..=6).contains(&code.len()))?;
            scalar(code).map(String::from)
        })
    });
    parts.collect::<Option<String>>().filter(|meaning| !meaning.is_empty())
}

/// The characters of groups of four hexadecimal digits.
fn units(digits: &str) -> Option<String> {
    if digits.is_empty() || !digits.len().is_multiple_of(4) || !digits.is_ascii() {
        return None;
    }
    digits.as_bytes().chunks(4).map(|own| scalar(str::from_utf8(own).ok()?)).collect()
}

fn scalar(digits: &str) -> Option<char> {
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

/// How wide a character is in a font that the file does not bring, in thousandths of the size.
pub(super) fn standard_width(font: &str, character: Option<char>) -> f32 {
    let has = |word: &str| font.contains(word);
    if has("Courier") || has("Mono") {
        return 600.0;
    }
    let (bold, slanted) = (has("Bold"), has("Italic") || has("Oblique"));
    let name = match (has("Times") || has("Roman") || has("Serif"), bold, slanted) {
        (false, false, _) => "Helvetica",
        (false, true, _) => "Helvetica-Bold",
        (true, false, false) => "Times-Roman",
        (true, true, false) => "Times-Bold",
        (true, false, true) => "Times-Italic",
        (true, true, true) => "Times-BoldItalic",
    };
    let place = character.and_then(|own| (own as usize).checked_sub(0x20));
    let widths = WIDTHS.iter().find(|(own, _)| *own == name).map(|(_, widths)| widths);
    let width = place.and_then(|place| widths?.get(place));
    width.copied().unwrap_or(500.0)
}

#[cfg(test)]
mod tests {
    use super::{meaning, standard_width, table};

    #[test]
    fn names_of_glyphs_mean_characters() {
        for (name, expected) in [
            ("A", Some("A")),
            ("quoteright", Some("’")),
            ("f_i", Some("fi")),
            ("one.oldstyle", Some("1")),
            ("uni53F0", Some("台")),
            ("u20087", Some("𠂇")),
            ("g17", None),
            (".notdef", None),
            ("", None),
        ] {
            assert_eq!(meaning(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn codes_mean_what_their_encoding_says() {
        let of = |name: &[u8], code: usize| table(name)[code];
        assert_eq!(of(b"WinAnsiEncoding", 0x92), Some('’'));
        assert_eq!(of(b"MacRomanEncoding", 0xd5), Some('’'));
        assert_eq!(of(b"StandardEncoding", 0x27), Some('’'));
        assert_eq!(of(b"StandardEncoding", 0x41), Some('A'));
        assert_eq!(of(b"StandardEncoding", 0x80), None);
    }

    #[test]
    fn standard_fonts_have_widths() {
        assert!((standard_width("Helvetica", Some('i')) - 222.0).abs() < 0.1);
        assert!((standard_width("Times-Bold", Some('W')) - 1000.0).abs() < 0.1);
        assert!((standard_width("Courier", Some('i')) - 600.0).abs() < 0.1);
    }
}
