//! One form for all the ways to write the same characters.

use unicode_normalization::UnicodeNormalization;

use crate::characters;

/// Folds a text: NFKC, lower case, Simplified characters, no marks that nobody sees.
///
/// Folding twice changes nothing. Character for character it is what [`simplified`] does; phrases are not looked at, so that
/// a cut in the text never changes what stands on either side.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match fold_alone(character) {
            Some(simple) => folded.push(simple),
            None => return fold_composing(text),
        }
    }
    folded
}

/// The folded form of a character that combines with no other: ASCII, most Han characters, full-width forms and Chinese marks.
fn fold_alone(character: char) -> Option<char> {
    match character {
        ' '..='~' => Some(character.to_ascii_lowercase()),
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Some(simplified(character)),
        '、' | '。' | '「' | '」' | '《' | '》' | '“' | '”' | '‘' | '’' => {
            Some(character)
        }
        '！'..='～' => {
            char::from_u32(u32::from(character) - 0xfee0).map(|ascii| ascii.to_ascii_lowercase())
        }
        _ => None,
    }
}

/// Folds any text.
fn fold_composing(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().filter(|&character| !is_invisible(character)).nfkc() {
        if is_han(character) {
            folded.push(simplified(character));
        } else {
            folded.extend(character.to_lowercase());
        }
    }
    folded
}

/// The Simplified form of one character, itself where it has none (OpenCC `hk2s`).
pub fn simplified(character: char) -> char {
    characters::simplified(character)
}

/// The Traditional form of one Simplified character, the first of several; itself where it has none (OpenCC `s2hk`).
pub(super) fn traditional(character: char) -> char {
    characters::traditional(character)
}

/// The first character of a text that Unicode composes otherwise (NFC). `None` for a text in composed form.
pub fn first_not_composed(text: &str) -> Option<char> {
    text.chars()
        .zip(text.nfc())
        .find(|(written, composed)| written != composed)
        .map(|(written, _)| written)
}

/// Whether a character is a Han ideograph.
pub fn is_han(character: char) -> bool {
    matches!(u32::from(character), 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af)
        || character == '〇'
}

/// Zero-width and directional marks, soft hyphens, variation selectors, controls other than white space.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
        || (character.is_control() && !character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn writings_of_the_same_text_fold_together() {
        for (one, other) in [
            ("前海地區發展", "前海地区发展"),
            ("ＣＥＰＡ", "cepa"),
            ("加强", "加強"),
            ("\u{f98e}", "年"),
            ("啓動", "启动"),
            ("研\u{200b}發", "研发"),
            ("Ⅲ", "iii"),
            ("８月", "8月"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
        }

        #[test]
        fn the_short_way_and_the_long_way_agree(text in "[ -~前海區發。，「」Ａｚ！～㐀龥]{0,40}") {
            prop_assert_eq!(fold(&text), fold_composing(&text));
        }
    }
}
