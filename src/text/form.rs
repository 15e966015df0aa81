//! The form of what somebody writes: whether it asks, and whether it is talk between people.

use super::stop::stands_in;

/// Marks and words that ask, folded.
const ASKING: &[&str] = &[
    "?",
    "什么",
    "甚么",
    "咩",
    "乜",
    "边",
    "谁",
    "几时",
    "几多",
    "几个",
    "几份",
    "几所",
    "几间",
    "几耐",
    "几号",
    "几项",
    "多少",
    "多久",
    "多大",
    "哪",
    "何",
    "怎",
    "点样",
    "点解",
    "点做",
    "有冇",
    "有没有",
    "系咪",
    "是不是",
    "是否",
    "会不会",
    "会唔会",
    "能不能",
    "可唔可以",
    "可不可以",
    "吗",
    "呢",
    "介绍",
    "讲下",
    "想知",
    "请问",
    "who",
    "whom",
    "whose",
    "what",
    "whats",
    "when",
    "where",
    "which",
    "why",
    "how",
    "is there",
    "are there",
    "is it",
    "do they",
    "does it",
    "did they",
    "will they",
    "can i",
    "could you",
    "tell me",
    "any",
];

/// Marks and words with which a long message comes to its question, folded.
const COMING_TO_IT: &[&str] = &[
    "?",
    "whether",
    "tell me",
    "i need to",
    "i want to know",
    "想知",
    "想问",
    "请问",
    "请教",
    "话我知",
    "话俾我知",
    "告诉我",
    "讲讲",
    "说说",
    "其实",
];

/// Words that speak of the writer, the reader or the present day, folded.
const PERSONAL: &[&str] = &[
    "我",
    "你",
    "咱",
    "大家",
    "各位",
    "阿妈",
    "阿爸",
    "老公",
    "老婆",
    "今日",
    "今天",
    "今晚",
    "听日",
    "明天",
    "寻日",
    "琴日",
    "昨天",
    "昨晚",
    "头先",
    "而家",
    "刚才",
    "刚刚",
    "啱啱",
    "下昼",
    "一齐",
    "周末",
    "星期",
    "礼拜",
    "哈哈",
    "i",
    "im",
    "ive",
    "my",
    "me",
    "you",
    "your",
    "guys",
    "lol",
    "haha",
    "today",
    "tonight",
    "tomorrow",
    "yesterday",
    "weekend",
    "sorry",
];

/// Whether a folded text has the form of a question.
pub fn is_question(folded: &str) -> bool {
    ASKING.iter().any(|word| stands_in(folded, word))
}

/// Whether a part of a folded message is where it comes to its question.
pub fn comes_to_question(folded: &str) -> bool {
    COMING_TO_IT.iter().any(|word| stands_in(folded, word))
}

/// Whether a folded text speaks of its writer, its reader or the present day.
pub fn is_personal(folded: &str) -> bool {
    PERSONAL.iter().any(|word| stands_in(folded, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn the_lists_are_folded() {
        for word in ASKING.iter().chain(COMING_TO_IT).chain(PERSONAL) {
            assert_eq!(fold(word), **word, "{word}");
        }
    }

    #[test]
    fn talk_is_told_from_questions() {
        for (text, question, personal) in [
            ("前海由誰主導開發？", true, false),
            ("今晚一齊食飯啦", false, true),
            ("Who leads Qianhai", true, false),
            ("running late, sorry guys", false, true),
            ("清潔生產", false, false),
        ] {
            assert_eq!((is_question(&fold(text)), is_personal(&fold(text))), (question, personal), "{text}");
        }
    }
}
