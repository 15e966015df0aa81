//! One form for all the ways to write the same characters.

use unicode_normalization::UnicodeNormalization;

use crate::characters;

/// Folds a text: NFKC, lower case, Simplified characters, no marks that nobody sees.
///
/// Folding twice changes nothing. Character for character it is what [`simplified`] does; phrases are not looked at, so that
/// a cut in the text never changes what stands on either side, unless it cuts one of the words that are written in two ways.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match fold_alone(character) {
            Some(simple) => push(&mut folded, simple),
            None => return fold_composing(text),
        }
    }
    folded
}

/// Words of two characters that Hong Kong or Taiwan writes otherwise, and what they become. The pairs stand side by side in other words hardly ever, and
/// are folded in the papers as in questions.
const SPELLINGS: [([char; 2], [char; 2]); 8] = [
    (['甚', '么'], ['什', '么']),
    (['计', '画'], ['计', '划']),
    (['身', '分'], ['身', '份']),
    (['部', '份'], ['部', '分']),
    (['商', '舖'], ['商', '铺']),
    (['店', '舖'], ['店', '铺']),
    (['帐', '目'], ['账', '目']),
    (['帐', '户'], ['账', '户']),
];

/// Adds a character, and writes the word that it completes as all do.
fn push(folded: &mut String, character: char) {
    let known = SPELLINGS
        .iter()
        .find(|([first, second], _)| *second == character && folded.ends_with(*first));
    match known {
        Some((_, word)) => {
            folded.pop();
            folded.extend(word);
        }
        None => folded.push(character),
    }
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
            push(&mut folded, simplified(character));
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
            ("甚麼時候", "什麼时候"),
            ("甚\u{200b}麽", "什么"),
            ("計畫的部份商舖", "計劃的部分商鋪"),
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
        fn the_short_way_and_the_long_way_agree(text in "[ -~前海區發甚麼部份。，「」Ａｚ！～㐀龥]{0,40}") {
            prop_assert_eq!(fold(&text), fold_composing(&text));
        }
    }
}
