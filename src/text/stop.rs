//! Words that hold a sentence together and say nothing of its subject.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// English function words, question words among them, in order for the search.
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
    "can",
    "could",
    "did",
    "do",
    "does",
    "doing",
    "done",
    "each",
    "else",
    "ever",
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
    "got",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "here",
    "him",
    "his",
    "how",
    "i",
    "if",
    "im",
    "in",
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
    "many",
    "may",
    "me",
    "might",
    "more",
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
    "over",
    "own",
    "per",
    "please",
    "really",
    "same",
    "say",
    "says",
    "shall",
    "she",
    "should",
    "so",
    "some",
    "something",
    "such",
    "tell",
    "than",
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
    "this",
    "those",
    "to",
    "too",
    "up",
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
    "yet",
    "you",
    "your",
];

/// Function words of written Chinese and of Cantonese, folded, longest first where one begins another.
const CHINESE: &[&str] = &[
    "什么时候",
    "什么时间",
    "为什么",
    "系咪",
    "有冇",
    "有没有",
    "是不是",
    "会不会",
    "能不能",
    "可不可以",
    "请问",
    "想问",
    "点解",
    "点样",
    "怎么样",
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
    "知唔知",
    "话俾我",
    "告诉我",
    "可以",
    "还是",
    "以及",
    "关于",
    "有关",
    "就是",
    "到底",
    "究竟",
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

/// Whether a word or phrase stands in a folded text: an English one as a whole, a Chinese one anywhere. What ends in a space, or
/// begins with a letter and ends with `*`, may go on.
pub fn stands_in(folded: &str, word: &str) -> bool {
    let english = word.starts_with(|character: char| character.is_ascii_alphabetic());
    let (word, open) = word.strip_suffix('*').map_or((word, false), |stem| (stem, true));
    folded.match_indices(word).any(|(at, _)| {
        let before = folded.get(..at).and_then(|before| before.chars().next_back());
        let after = folded.get(at + word.len()..).and_then(|after| after.chars().next());
        let part_of_word = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
        !english || (!part_of_word(before) && (open || !part_of_word(after)))
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
