//! Questions that lean on what was said before: "next paragraph", "in English please", "when did it begin?".
//!
//! The conversation comes in as a value; nothing is remembered here.

use std::sync::LazyLock;

use crate::lang::{Figure, Lexicon, figures, fold, stands_in};
use crate::language::Language;

/// What a conversation was last about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The paper's id.
    pub paper: String,
    /// The paragraph's number.
    pub paragraph: u32,
    /// The last question that stood by itself, or the heading of what was read: what the next may lean on.
    pub subject: String,
}

/// A wish to read rather than a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// The paragraph after the last.
    Next,
    /// The paragraph before the last.
    Previous,
    /// The last paragraph again, in its own language.
    Original,
    /// The last paragraph again, in this language.
    In(Language),
    /// The last paragraph in full.
    More,
    /// The paragraph of this number.
    Paragraph(u32),
}

/// Words around a wish, which change nothing, folded, longest first where one begins another.
const AROUND: &[&str] = &[
    "请问",
    "麻烦",
    "唔该",
    "显示",
    "可以",
    "我想睇",
    "我想看",
    "我想",
    "畀我睇",
    "给我看",
    "睇下",
    "看看",
    "讲咩",
    "讲乜",
    "讲什么",
    "说什么",
    "写什么",
    "讲啲咩",
    "是什么",
    "的内容",
    "内容",
    "版本",
    "please",
    "show me",
    "can i see",
    "can you",
    "give me",
    "the text of",
    "text",
    "the",
    "in",
    "say",
    "what does",
    "ok",
    "版",
    "请",
    "再",
    "用",
    "睇",
    "看",
    "呢",
    "吗",
    "啦",
    "吧",
    "嘅",
    "的",
    "以",
];

/// Wishes in so many words, folded, without white space.
const WISHES: &[(Wish, &[&str])] = &[
    (Wish::Next, &["下一段", "下段", "跟住嗰段", "next", "nextparagraph", "nextone"]),
    (
        Wish::Previous,
        &["上一段", "上段", "前一段", "previous", "previousparagraph", "paragraphbefore"],
    ),
    (Wish::Original, &["原文", "original", "originalversion", "originallanguage"]),
    (Wish::In(Language::English), &["英文", "英语", "译文", "english"]),
    (
        Wish::In(Language::Traditional),
        &["繁体", "繁体中文", "中文", "chinese", "traditionalchinese"],
    ),
    (Wish::In(Language::Simplified), &["简体", "简体中文", "simplifiedchinese"]),
    (Wish::More, &["详细", "多", "继续", "仲有咩", "tellmemore", "more"]),
];

/// The words of all wishes: a text without any is none.
static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(WISHES.iter().map(|&(_, words)| words)));

/// The wish that a text is, if it is one.
pub(super) fn wish(text: &str) -> Option<Wish> {
    let folded = fold(text);
    let marks = |character: char| !(character.is_alphanumeric() || character.is_whitespace());
    let mut plain = folded.trim_matches(marks).to_owned();
    if plain.chars().count() > 30 {
        return None;
    }
    if let Some(number) = paragraph_number(&plain) {
        return Some(Wish::Paragraph(number));
    }
    if !LEXICON.finds_any(&plain) {
        return None;
    }
    let is = |plain: &str| {
        let joined: String =
            plain.chars().filter(|character| character.is_alphanumeric()).collect();
        WISHES.iter().find(|(_, words)| words.contains(&joined.as_str())).map(|&(wish, _)| wish)
    };
    if let Some(wish) = is(&plain) {
        return Some(wish);
    }
    for around in AROUND {
        if stands_in(&plain, around) {
            plain = plain.replacen(around, "", 1);
        }
    }
    is(&plain)
}

/// The paragraph that a text asks for by number and nothing else.
fn paragraph_number(folded: &str) -> Option<u32> {
    let figure = figures(folded).into_iter().next()?;
    let number = u32::try_from(figure.whole()?).ok()?;
    let before = folded.get(..figure.start)?.trim();
    let after = folded.get(figure.end..)?.trim();
    let chinese = before.ends_with('第') && after.starts_with('段') && before.chars().count() <= 3;
    let rest = after.strip_prefix('段').unwrap_or(after);
    let rest_is_around = rest.chars().count() <= 5;
    let english =
        matches!(before, "paragraph" | "para" | "show me paragraph" | "what does paragraph")
            && after.chars().count() <= 5;
    ((chinese && rest_is_around) || english).then_some(number)
}

/// The paragraphs that a text names and nothing else: `4`, `４至６`, `第四段`, `paragraphs 4-6`. First and last; `None` for any other text.
pub fn paragraph_numbers(text: &str) -> Option<(u32, u32)> {
    const WORDS: &[&str] =
        &["paragraphs", "paragraph", "para", "第", "段", "至", "到", "to", "and"];
    let folded = fold(text);
    let numbers = figures(&folded);
    let mut rest = folded.clone();
    for figure in numbers.iter().rev() {
        rest.replace_range(figure.start..figure.end, "");
    }
    for word in WORDS {
        rest = rest.replace(word, "");
    }
    if rest.chars().any(char::is_alphanumeric) {
        return None;
    }
    let number = |figure: &Figure| u32::try_from(figure.whole()?).ok();
    match numbers.as_slice() {
        [one] => number(one).map(|one| (one, one)),
        [first, last] => {
            Some((number(first)?, number(last)?)).filter(|(first, last)| first <= last)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_folded() {
        for word in AROUND.iter().chain(WISHES.iter().flat_map(|(_, words)| words.iter())) {
            assert_eq!(fold(word), **word, "{word}");
        }
    }

    #[test]
    fn paragraphs_are_named_by_number() {
        for (text, expected) in [
            ("4", Some((4, 4))),
            (" ４ ", Some((4, 4))),
            ("4-6", Some((4, 6))),
            ("4–6", Some((4, 6))),
            ("４至６", Some((4, 6))),
            ("第四段", Some((4, 4))),
            ("第4至6段", Some((4, 6))),
            ("4 to 6", Some((4, 6))),
            ("十五", Some((15, 15))),
            ("6-4", None),
            ("", None),
            ("4 5 6", None),
            ("前海", None),
            ("99999999999999999999", None),
            ("-1", Some((1, 1))),
        ] {
            assert_eq!(paragraph_numbers(text), expected, "{text}");
        }
    }

    #[test]
    fn wishes_are_told_from_questions() {
        for (text, expected) in [
            ("下一段", Some(Wish::Next)),
            ("再下一段？", Some(Wish::Next)),
            ("上一段講咩", Some(Wish::Previous)),
            ("上一段讲什么？", Some(Wish::Previous)),
            ("next paragraph", Some(Wish::Next)),
            ("原文", Some(Wish::Original)),
            ("請顯示原文", Some(Wish::Original)),
            ("show me the original text", Some(Wish::Original)),
            ("請用英文", Some(Wish::In(Language::English))),
            ("in English please", Some(Wish::In(Language::English))),
            ("in Chinese please", Some(Wish::In(Language::Traditional))),
            ("tell me more", Some(Wish::More)),
            ("第八段說什麼？", Some(Wish::Paragraph(8))),
            ("第四段", Some(Wish::Paragraph(4))),
            ("paragraph 12", Some(Wish::Paragraph(12))),
            ("七份協議的原文在哪裡？", None),
            ("前海由誰主導開發？", None),
            ("下一屆呢？", None),
            ("What is the English name of the plan?", None),
        ] {
            assert_eq!(wish(text), expected, "{text}");
        }
    }
}
