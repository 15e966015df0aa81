//! Characters as they are meant: encodings, radicals that stand for ideographs, and what a character is.

use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE, UTF_16LE, WINDOWS_1252};
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization as _;

/// What stands for a character of which nobody tells which it is.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// A text of which less than this share is Han characters is no Chinese.
const CHINESE: f64 = 0.3;

static RADICALS: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let code = |text: &str| u32::from_str_radix(text, 16).ok().and_then(char::from_u32);
    let pair = |line: &str| {
        let (radical, unified) = line.split_once(' ')?;
        Some((code(radical)?, code(unified.trim())?))
    };
    include_str!("../../data/import/radicals.txt").lines().filter_map(pair).collect()
});

static COMMON: LazyLock<FxHashSet<char>> = LazyLock::new(|| {
    let lines = include_str!("../../data/import/common-characters.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::chars).collect()
});

/// A text with radicals and compatibility characters as the ideographs that they stand for, ligatures as letters, and without characters that
/// show nothing. All else stays as it is.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        if let Some(&unified) = RADICALS.get(&character) {
            folded.push(unified);
            continue;
        }
        match character {
            '\u{2f00}'..='\u{2fdf}'
            | '\u{f900}'..='\u{faff}'
            | '\u{2f800}'..='\u{2fa1f}'
            | '\u{fb00}'..='\u{fb06}' => folded.extend(std::iter::once(character).nfkc()),
            '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2002}' | '\u{2003}' | '\u{2009}' => {
                folded.push(' ');
            }
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            // a hyphen that a program set, and the end of a page, mean something
            '\t' | '\n' | '\u{2}' | '\u{c}' => folded.push(character),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {}
            _ => folded.push(character),
        }
    }
    folded
}

/// Whether a character is as wide as a Han character.
pub(super) const fn is_cjk(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether it is a Han character.
pub(super) const fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// How wide a text is, in half widths of a Han character.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|character| if is_cjk(character) { 2 } else { 1 }).sum()
}

/// Whether a text is Chinese.
pub(super) fn is_chinese(text: &str) -> bool {
    let all = text.chars().filter(|character| !character.is_whitespace()).count().max(1);
    let han = text.chars().filter(|&character| is_han(character)).count();
    han as f64 > CHINESE * all as f64
}

/// The text of a file, and a note where its encoding was guessed.
pub(super) fn decode_with_note(bytes: &[u8]) -> (String, Option<String>) {
    let (text, guessed) = decoded(bytes);
    let note = guessed.map(|encoding| {
        format!("its encoding was taken to be {}: are its words right?", encoding.name())
    });
    (text, note)
}

/// The text of a file, by its mark, or by what it says in the encoding that fits best; and that encoding, unless the file tells it.
fn decoded(bytes: &[u8]) -> (String, Option<&'static Encoding>) {
    let in_encoding = |encoding: &'static Encoding| encoding.decode(bytes).0.into_owned();
    if bytes.starts_with(b"\xef\xbb\xbf")
        || bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
    {
        return (in_encoding(UTF_16LE), None);
    }
    if bytes.contains(&0) {
        let zeros =
            |from: usize| bytes.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
        return (in_encoding(if zeros(1) >= zeros(0) { UTF_16LE } else { UTF_16BE }), None);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => return (text.to_owned(), None),
        // cut in the middle of a character
        Err(fault) if fault.error_len().is_none() && fault.valid_up_to() > 0 => {
            let whole = bytes.get(..fault.valid_up_to()).unwrap_or_default();
            return (String::from_utf8_lossy(whole).into_owned(), None);
        }
        Err(_) => {}
    }
    // a byte or two that were damaged make no other encoding of it
    let lossy = String::from_utf8_lossy(bytes);
    let bad = lossy.matches('\u{fffd}').count();
    let whole = lossy.chars().filter(|own| !own.is_ascii() && *own != '\u{fffd}').count();
    if bad < whole && bad * 1000 < lossy.chars().count() {
        return (lossy.into_owned(), None);
    }
    let [big5, gbk] = [BIG5, GB18030].map(|encoding| {
        let text = in_encoding(encoding);
        (likeness(&text), text, encoding)
    });
    let western = (western(bytes), in_encoding(WINDOWS_1252), WINDOWS_1252);
    let (_, text, encoding) =
        [gbk, western].into_iter().fold(big5, |best, own| if own.0 > best.0 { own } else { best });
    (text, Some(encoding))
}

/// Whether what was decoded is text: of bytes that are none, many make characters that nobody writes.
pub(super) fn is_text(text: &str) -> bool {
    let (mut all, mut bad) = (0_usize, 0_usize);
    for character in text.chars() {
        all += 1;
        let is_space = matches!(character, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{2}');
        bad += usize::from(character == '\u{fffd}' || character.is_control() && !is_space);
    }
    bad * 50 <= all
}

/// How many characters have no value, and how many there are, white space left out.
pub(super) fn unknown(text: impl Iterator<Item = char>) -> (usize, usize) {
    let (mut bad, mut all) = (0, 0);
    for character in text.filter(|&character| !is_space(character)) {
        all += 1;
        bad += usize::from(is_unknown(character));
    }
    (bad, all)
}

/// Whether so many characters without a value among all are more than a few symbols.
pub(super) const fn is_unreadable(bad: usize, all: usize) -> bool {
    bad * 20 > all
}

/// White space, and the control characters that separate records.
fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// What stands where a font gives no character: the replacement character, the private areas, control characters. U+0002 is none of them: some
/// programs write it for a hyphen.
fn is_unknown(character: char) -> bool {
    match character {
        '\u{2}' => false,
        UNKNOWN | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' => true,
        // the last two of each plane are no characters
        _ => !(' '..'\u{f0000}').contains(&character) || u32::from(character) & 0xfffe == 0xfffe,
    }
}

/// How much a text is like official Chinese: the share of common characters among its Han characters, less what cannot be read.
fn likeness(text: &str) -> f64 {
    let (mut han, mut common, mut bad, mut all) = (0_u32, 0_u32, 0_u32, 0_u32);
    for character in text.chars() {
        all += 1;
        han += u32::from(is_han(character));
        common += u32::from(is_han(character) && COMMON.contains(&character));
        bad += u32::from(character == '\u{fffd}');
    }
    f64::from(common) / f64::from(han.max(1)) - 5.0 * f64::from(bad) / f64::from(all.max(1))
}

/// Whether bytes are those of a Western language: letters with marks stand alone among others.
fn western(bytes: &[u8]) -> f64 {
    let high = |place: usize| bytes.get(place).is_some_and(|&byte| byte >= 0x80);
    let places: Vec<usize> = (0..bytes.len()).filter(|&place| high(place)).collect();
    let before = |place: usize| place.checked_sub(1).is_some_and(high);
    let alone = |&&place: &&usize| !before(place) && !high(place + 1);
    let lone = places.iter().filter(alone).count();
    if !places.is_empty() && lone as f64 > 0.6 * places.len() as f64 { 0.9 } else { -1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> String {
        decoded(bytes).0
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "政府今日宣佈新措施。\n措施於四月生效。";
        for encoding in [BIG5, GB18030] {
            let (read, note) = decode_with_note(&encoding.encode(text).0);
            assert_eq!(read, text);
            assert!(note.is_some_and(|note| note.contains(encoding.name())));
        }
        assert_eq!(decode_with_note(text.as_bytes()).1, None);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide), text);
        assert_eq!(decode(&[b"\xff\xfe".as_slice(), &wide].concat()), text);
        assert_eq!(decode(text.as_bytes()), text);
        assert_eq!(decode(b"\xef\xbb\xbfa"), "a");
        assert_eq!(decode(b"caf\xe9 na\xefve"), "café naïve");
        let long = "a budget of ".repeat(1000);
        assert!(decode(&[long.as_bytes(), b"\xa35 million"].concat()).ends_with(" of £5 million"));
    }

    #[test]
    fn radicals_are_the_ideographs_that_they_stand_for() {
        assert_eq!(fold("⽬⼀⼋⽂\u{f98e}\u{200b}ﬁ“a”\u{a0}"), "目一八文年fi“a” ");
    }
}
