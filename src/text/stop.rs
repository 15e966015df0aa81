//! Words that hold a sentence together and say nothing of its subject.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold::is_han;

/// English function words, question words and courtesies among them, in order for the search.
const ENGLISH: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "also",
    "am",
    "an",
    "and",
    "any",
    "anyone",
    "anything",
    "are",
    "as",
    "at",
    "be",
    "been",
    "being",
    "between",
    "both",
    "but",
    "by",
    "bye",
    "can",
    "cheers",
    "could",
    "describe",
    "detail",
    "details",
    "did",
    "discuss",
    "discussed",
    "do",
    "does",
    "doing",
    "done",
    "each",
    "else",
    "evening",
    "ever",
    "everything",
    "explain",
    "for",
    "from",
    "get",
    "gets",
    "getting",
    "give",
    "given",
    "go",
    "goes",
    "going",
    "good",
    "goodbye",
    "got",
    "had",
    "happen",
    "happened",
    "happening",
    "has",
    "have",
    "having",
    "he",
    "hello",
    "her",
    "here",
    "hey",
    "hi",
    "him",
    "his",
    "how",
    "i",
    "if",
    "im",
    "in",
    "info",
    "information",
    "into",
    "is",
    "isnt",
    "it",
    "its",
    "just",
    "kind",
    "know",
    "let",
    "like",
    "lol",
    "made",
    "make",
    "many",
    "may",
    "me",
    "mention",
    "mentioned",
    "mentions",
    "might",
    "more",
    "morning",
    "much",
    "must",
    "my",
    "no",
    "not",
    "now",
    "of",
    "off",
    "ok",
    "on",
    "one",
    "only",
    "or",
    "our",
    "out",
    "outline",
    "over",
    "overview",
    "own",
    "per",
    "please",
    "pls",
    "plz",
    "really",
    "said",
    "same",
    "say",
    "says",
    "shall",
    "she",
    "should",
    "so",
    "some",
    "something",
    "sorry",
    "stuff",
    "such",
    "summarise",
    "summarize",
    "summary",
    "talk",
    "talked",
    "tell",
    "than",
    "thank",
    "thanks",
    "that",
    "thats",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "thing",
    "things",
    "this",
    "those",
    "thx",
    "to",
    "too",
    "up",
    "update",
    "updates",
    "us",
    "very",
    "was",
    "we",
    "were",
    "what",
    "whats",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whos",
    "whose",
    "why",
    "will",
    "with",
    "would",
    "yes",
    "yet",
    "you",
    "your",
];

/// Function words and courtesies of written Chinese and of Cantonese, folded, longest first where one begins another.
const CHINESE: &[&str] = &[
    "什么时候",
    "什么时间",
    "可不可以",
    "为什么",
    "有没有",
    "是不是",
    "会不会",
    "能不能",
    "怎么样",
    "知唔知",
    "话俾我",
    "告诉我",
    "哪几个",
    "哪几所",
    "哪几间",
    "哪几项",
    "边几个",
    "边几间",
    "边三间",
    "哪一年",
    "哪一天",
    "没问题",
    "冇问题",
    "系咪",
    "有冇",
    "请问",
    "想问",
    "点解",
    "点样",
    "怎么",
    "怎样",
    "如何",
    "什么",
    "甚么",
    "乜嘢",
    "咩嘢",
    "边个",
    "边度",
    "边间",
    "边啲",
    "边年",
    "几时",
    "几多",
    "几耐",
    "多少",
    "哪个",
    "哪些",
    "哪里",
    "哪儿",
    "哪位",
    "哪一",
    "哪几",
    "何时",
    "何地",
    "何日",
    "何种",
    "何处",
    "这个",
    "这些",
    "那个",
    "那些",
    "呢个",
    "呢啲",
    "嗰个",
    "嗰啲",
    "咁样",
    "而家",
    "现在",
    "我想",
    "知道",
    "可以",
    "还是",
    "以及",
    "关于",
    "有关",
    "就是",
    "到底",
    "究竟",
    "几份",
    "几个",
    "几所",
    "几间",
    "几项",
    "几次",
    "几位",
    "几名",
    "几号",
    "几月",
    "几日",
    "几点",
    "边日",
    "哪年",
    "哪天",
    "一共",
    "总共",
    "共有",
    "嗰日",
    "当天",
    "那天",
    "谢谢",
    "多谢",
    "唔该",
    "麻烦",
    "早晨",
    "早安",
    "晚安",
    "你好",
    "您好",
    "好的",
    "收到",
    "明白",
    "再见",
    "拜拜",
    "请教",
    "一下",
    "内容",
    "讨论",
    "包括",
    "进展",
    "进度",
    "情况",
    "方面",
    "介绍",
    "简述",
    "概述",
    "详情",
    "提到",
    "提及",
    "的",
    "嘅",
    "㗎",
    "呀",
    "啊",
    "吗",
    "呢",
    "吧",
    "咗",
    "啲",
    "喺",
    "系",
    "佢",
    "哋",
    "嗰",
    "咁",
    "咩",
    "乜",
    "喇",
    "啦",
    "了",
    "呃",
    "嘢",
    "噉",
    "嚟",
    "俾",
    "畀",
    "唔",
    "冇",
    "是",
    "谁",
    "么",
    "嘛",
    "哦",
    "晒",
    "吓",
    "它",
    "他",
    "她",
    "我",
    "你",
    "您",
    "们",
    "谈",
    "倾",
    "啥",
    "咋",
    "搞",
];

/// Whether an English word, folded, is a function word.
pub fn is_function_word(word: &str) -> bool {
    ENGLISH.binary_search(&word).is_ok()
}

/// The Chinese function words by their first character.
static BY_FIRST: LazyLock<FxHashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut words: FxHashMap<char, Vec<&'static str>> = FxHashMap::default();
    for &word in CHINESE {
        words.entry(word.chars().next().unwrap_or_default()).or_default().push(word);
    }
    words
});

/// The length in bytes of the Chinese function word at the beginning of a folded text, 0 if there is none.
pub(super) fn leading_function_word(text: &str) -> usize {
    let words = text.chars().next().and_then(|first| BY_FIRST.get(&first)).map(Vec::as_slice).unwrap_or_default();
    words.iter().find(|word| text.starts_with(**word)).map_or(0, |word| word.len())
}

/// Words that join two things, folded.
const JOINTS: &[&str] =
    &["以及", "连埋", "同埋", "同", "和", "与", "及", "跟", "、", "，", ",", "？", "?", "；", ";", " and ", " plus ", " & ", "+", "/"];

/// The words of a folded text that join two things, as byte ranges, in order.
pub(super) fn joints(folded: &str) -> Vec<Range<usize>> {
    let mut joints: Vec<Range<usize>> = Vec::new();
    for (at, _) in folded.char_indices().filter(|&(at, _)| at > 0) {
        let rest = folded.get(at..).unwrap_or_default();
        if joints.last().is_none_or(|last| last.end <= at)
            && let Some(word) = JOINTS.iter().find(|word| rest.starts_with(**word))
        {
            joints.push(at..at + word.len());
        }
    }
    joints
}

/// Whether a word or phrase stands in a folded text: an English one as a whole, a Chinese one anywhere. After `*` a word may go on;
/// before `$` it may not, but for a particle.
pub fn stands_in(folded: &str, word: &str) -> bool {
    let english = word.starts_with(|character: char| character.is_ascii_alphabetic());
    let last = word.ends_with('$');
    let open = word.ends_with('*');
    let word = word.trim_end_matches(['*', '$']);
    folded.match_indices(word).any(|(at, _)| {
        let before = folded.get(..at).and_then(|before| before.chars().next_back());
        let after = folded.get(at + word.len()..).and_then(|after| after.chars().next());
        let part_of_word = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
        if english {
            !part_of_word(before) && (open || !part_of_word(after))
        } else {
            !last || after.is_none_or(|after| !is_han(after) || "㗎呀啊呢嘅".contains(after))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn the_lists_are_folded_and_in_order() {
        assert!(ENGLISH.is_sorted());
        for word in ENGLISH.iter().chain(CHINESE) {
            assert_eq!(fold(word), **word, "{word}");
        }
        for (place, word) in CHINESE.iter().enumerate() {
            let hidden = CHINESE.iter().take(place).any(|earlier| word.starts_with(earlier));
            assert!(!hidden, "{word} stands behind a word that begins it");
        }
    }
}
