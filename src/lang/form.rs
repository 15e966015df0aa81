//! The form of what somebody writes: whether it asks, for what kind of thing, and whether it is talk between people.

use std::sync::LazyLock;

use super::asked::{self, Asked};
use super::lexicon::{Lexicon, Lists};

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

/// Words that point back, folded.
const POINTING_BACK: &[&str] = &[
    "佢",
    "它",
    "其中",
    "当中",
    "嗰个",
    "那个",
    "呢个",
    "这个",
    "个研究",
    "个计划",
    "份份",
    "咁",
    "那",
    "还有",
    "仲有",
    "it",
    "its",
    "they",
    "their",
    "them",
    "that",
    "this",
    "of them",
    "there",
    "which ones",
    "and",
    "what about",
];

/// Words that ask for something that no kind stands for, folded: a place, a reason, a way, a judgement. They tell questions about one
/// subject apart.
const TURNS: &[&[&str]] = &[
    &[
        "边度", "哪里", "哪儿", "何处", "边区", "在哪", "喺边", "地点", "地址", "位置", "where",
        "location", "address",
    ],
    &["点解", "为什么", "为何", "为咩", "为乜", "原因", "何故", "咋", "why", "reason*"],
    &[
        "点样",
        "点做",
        "如何",
        "怎样",
        "怎么",
        "怎么办",
        "how do",
        "how can",
        "how to",
        "how does",
        "how will",
        "how are",
    ],
    &[
        "申请",
        "手续",
        "文件",
        "资格",
        "报名",
        "办理",
        "条件",
        "流程",
        "apply",
        "applying",
        "application*",
        "document*",
        "requirement*",
        "eligib*",
        "procedure*",
    ],
    &[
        "系咪",
        "是不是",
        "是否",
        "有冇",
        "有没有",
        "会不会",
        "会唔会",
        "吗",
        "咩$",
        "is it",
        "is there",
        "are there",
        "did they",
        "will they",
        "does it",
        "do they",
        "has the",
        "is the",
        "will the",
        "did the",
        "does the",
        "are the",
    ],
    &["哪些", "边啲", "哪几", "边几", "边间", "哪家", "哪间", "哪个", "which"],
    &[
        "结果",
        "成效",
        "效果",
        "进展",
        "后来",
        "最后",
        "结论",
        "result*",
        "outcome*",
        "conclusion*",
        "so far",
        "progress",
    ],
    &[
        "意见",
        "批评",
        "反对",
        "担心",
        "满意",
        "值得",
        "评价",
        "critic*",
        "complain*",
        "oppos*",
        "opinion*",
        "worr*",
        "satisf*",
        "worth",
    ],
];

/// All lists: what asks, what comes to it, what is personal, what points back; then the turns, then the kinds of things.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::new(
        [ASKING, COMING_TO_IT, PERSONAL, POINTING_BACK]
            .into_iter()
            .chain(TURNS.iter().copied())
            .chain(asked::lists()),
    )
});

const FIRST_TURN: usize = 4;
const FIRST_KIND: usize = FIRST_TURN + TURNS.len();

/// The form of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    lists: Lists,
    asked: Option<Asked>,
}

impl Form {
    /// Of a folded text.
    pub fn of(folded: &str) -> Self {
        let lists = LEXICON.find(folded);
        Self { lists, asked: asked::asked(lists, FIRST_KIND) }
    }

    /// Whether it has the form of a question.
    pub const fn asks(self) -> bool {
        self.lists.has(0)
    }

    /// Whether, as a part of a message, it is where that comes to its question.
    pub const fn comes_to_question(self) -> bool {
        self.lists.has(1)
    }

    /// Whether it speaks of its writer, its reader or the present day.
    pub const fn is_personal(self) -> bool {
        self.lists.has(2)
    }

    /// Whether it points back to what was said before.
    pub const fn points_back(self) -> bool {
        self.lists.has(3)
    }

    /// The kind of thing that it asks for, if it says.
    pub const fn asked(self) -> Option<Asked> {
        self.asked
    }

    /// The turns of speech in it by which questions about one subject differ, by number.
    pub(super) fn turns(self) -> impl Iterator<Item = u64> {
        let kind = self.asked.map(|asked| asked as u64 + TURNS.len() as u64);
        (0..TURNS.len())
            .filter(move |turn| self.lists.has(FIRST_TURN + turn))
            .map(|turn| turn as u64)
            .chain(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fold;

    #[test]
    fn the_lists_are_folded() {
        for word in [ASKING, COMING_TO_IT, PERSONAL, POINTING_BACK]
            .iter()
            .copied()
            .chain(TURNS.iter().copied())
            .flatten()
        {
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
            assert_eq!(
                (Form::of(&fold(text)).asks(), Form::of(&fold(text)).is_personal()),
                (question, personal),
                "{text}"
            );
        }
    }
}
