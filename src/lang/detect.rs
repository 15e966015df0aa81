//! The language of a question, by its characters.

use super::fold::{is_han, simplified, traditional};
use crate::language::Language;

/// Simplified forms that Traditional text uses too, so that they say nothing of the script.
const BOTH_SCRIPTS: &str = "后里干只台云系松谷斗丑卜准吁面出了制表致游采注占周回志才布别党升同向咸困岩岳幸弦彩恒愈戚托折拐挂捍搜栖梁欲沈泛淡漓灶烟煮瓮痴皂碱秆秋穗粘累群肴腌舍芸菇蔑衔裙逐雇雕霉黄";

/// Characters of spoken Cantonese, which is written in Traditional.
const CANTONESE: &str = "嘅咗喺啲嗰冇唔哋嚟佢㗎咩乜嘢噉啱嗌畀俾搵攞邨睇";

/// Characters that hold a Chinese sentence together: with one of them, English words among them are only quoted.
const FUNCTION: &str = "的嘅了咗有冇是係系吗嗎呢呀啊什么麼咩乜几幾多少点點谁誰边邊哪怎嗰这這那和同在喺会會要做为為何啲个個";

/// The language of a text: `None` where it has no letter of either.
///
/// Chinese with no character that tells the script is Traditional, the script of the place. English words in a Chinese sentence do
/// not make it English, nor does a Chinese name in an English one make it Chinese.
pub fn language(text: &str) -> Option<Language> {
    let mut han = 0_usize;
    let mut function = false;
    let mut words = 0_usize;
    let mut in_word = false;
    for character in text.chars() {
        let letter = character.is_alphabetic() && !is_han(character);
        words += usize::from(letter && !in_word);
        in_word = letter || (in_word && matches!(character, '\'' | '’'));
        if is_han(character) {
            han += 1;
            function |= FUNCTION.contains(character);
        }
    }
    match (han, words) {
        (0, 0) => None,
        (0, _) => Some(Language::English),
        _ if !function && words * 2 > han => Some(Language::English),
        _ => Some(script(text).unwrap_or(Language::Traditional)),
    }
}

/// The script of a Chinese text: `None` where no character tells.
pub fn script(text: &str) -> Option<Language> {
    let mut balance = 0_i32;
    let mut cantonese = false;
    for character in text.chars().filter(|&character| is_han(character)) {
        if CANTONESE.contains(character) {
            cantonese = true;
        } else if simplified(character) != character {
            balance += 1;
        } else if traditional(character) != character && !BOTH_SCRIPTS.contains(character) {
            balance -= 1;
        }
    }
    match balance {
        1.. => Some(Language::Traditional),
        0 if cantonese => Some(Language::Traditional),
        0 => None,
        _ => Some(Language::Simplified),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_has_the_language_of_its_sentence() {
        for (text, expected) in [
            ("前海由誰主導開發？", Some(Language::Traditional)),
            ("前海由谁主导开发？", Some(Language::Simplified)),
            ("河套", Some(Language::Traditional)),
            ("佢哋有冇人出嚟", Some(Language::Traditional)),
            ("Who leads Qianhai?", Some(Language::English)),
            ("What is 前海?", Some(Language::English)),
            ("qianhai 的 joint task force 下一步做什么", Some(Language::Simplified)),
            ("Shenzhen River 啲 sediment 做緊咩 study", Some(Language::Traditional)),
            ("ETF 几时可以在深交所推出", Some(Language::Simplified)),
            ("房价", Some(Language::Simplified)),
            ("茶餐廳後面嘅皇后大道", Some(Language::Traditional)),
            ("公里", Some(Language::Traditional)),
            ("🐶 123 ?", None),
            ("", None),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }
}
