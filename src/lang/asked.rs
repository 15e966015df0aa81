//! What kind of thing a question asks for, and whether a text holds one.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::lexicon::{Lexicon, Lists};
use super::number::figures;

/// A kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A sum of money: a cost, a fee, an investment.
    Money,
    /// An area or a length.
    Size,
    /// A share or a rate.
    Rate,
    /// A person's own name.
    PersonName,
    /// The names of several things, one by one.
    List,
    /// A span of time.
    Duration,
    /// A day of the calendar.
    Day,
    /// A time of day.
    Time,
    /// A point in time.
    Date,
    /// How many.
    Count,
    /// Who: a post or a body.
    Who,
}

/// Words of which one must stand in the question.
type AnyOf = &'static [&'static str];

/// People and posts, of whom one may ask the name.
const PEOPLE: AnyOf = &[
    "长",
    "官",
    "佢",
    "他",
    "她",
    "人",
    "代表",
    "主席",
    "mayor*",
    "secretar*",
    "chief*",
    "deput*",
    "leader*",
    "official*",
    "head",
    "heads",
    "they",
    "them",
];

/// Things of which a paper may give the number and leave out the names.
const THINGS: AnyOf = &[
    "协议",
    "项目",
    "学校",
    "大学",
    "城市",
    "企业",
    "公司",
    "工厂",
    "机构",
    "措施",
    "agreement*",
    "project*",
    "school*",
    "universit*",
    "cit*",
    "compan*",
    "firm*",
    "factor*",
];

/// How each kind is asked for, in folded words: one of each group must stand in the question. The first kind that fits is it.
const PATTERNS: &[(Asked, &[AnyOf])] = &[
    (
        Asked::Money,
        &[&[
            "几多钱",
            "多少钱",
            "几钱",
            "多少元",
            "多少亿",
            "多少万元",
            "几多亿",
            "几多个亿",
            "几多万",
            "学费",
            "车费",
            "票价",
            "租金",
            "造价",
            "投资额",
            "投资了多少",
            "投资几多",
            "投资多少",
            "拨款总额",
            "拨款多少",
            "拨款几多",
            "奖金",
            "金额",
            "管理费",
            "手续费",
            "经费多少",
            "经费几多",
            "费用多少",
            "费用几多",
            "预算多少",
            "预算几多",
            "成本多少",
            "成本几多",
            "人工几多",
            "月薪",
            "how much money",
            "at what cost",
            "the fare",
            "tuition",
            "prize money",
            "what fee",
            "management fee",
            "what price",
        ]],
    ),
    (
        Asked::Money,
        &[
            &["how much", "what", "how many"],
            &[
                "cost", "costs", "invest", "invested", "charge", "charges", "pay", "paid", "spend",
                "spent", "budget", "salary", "dollars", "million", "fee",
            ],
            &[
                "how much",
                "does it cost",
                "is the cost",
                "was the cost",
                "the total cost",
                "is the budget",
                "was the budget",
                "is the fee",
                "dollars",
            ],
        ],
    ),
    (
        Asked::Size,
        &[&[
            "面积",
            "平方公里",
            "公顷",
            "几大$",
            "多大$",
            "几公里",
            "多少公里",
            "几多公里",
            "how big is",
            "how large is",
            "what area does",
            "square kilomet*",
            "hectare*",
            "how many kilomet*",
        ]],
    ),
    (
        Asked::Rate,
        &[&[
            "税率",
            "百分比",
            "百分之几",
            "百分点",
            "浓度",
            "汇率",
            "利率",
            "增长率",
            "tax rate",
            "what percent*",
            "how many percent",
            "exchange rate",
            "interest rate",
        ]],
    ),
    (
        Asked::PersonName,
        &[
            &[
                "叫咩名",
                "叫乜名",
                "叫什么名",
                "叫什么$",
                "叫咩$",
                "姓名",
                "名字",
                "尊姓",
                "name",
                "names",
            ],
            PEOPLE,
        ],
    ),
    // who holds a post is asked for by name; which post does something is not
    (
        Asked::PersonName,
        &[
            &[
                "who is the",
                "who's the",
                "whos the",
                "who was the",
                "系边个",
                "系边位",
                "是谁",
                "是哪位",
                "谁是",
                "边个系",
                "边位系",
                "哪位是",
            ],
            &[
                "市长$",
                "司长$",
                "局长$",
                "市长系",
                "市长是",
                "司长系",
                "司长是",
                "局长系",
                "局长是",
                "mayor",
                "acting mayor",
                "chief secretary",
            ],
        ],
    ),
    (
        Asked::PersonName,
        &[&["姓什么", "姓咩", "姓乜", "姓甚名谁", "his name", "her name", "their names"]],
    ),
    (
        Asked::List,
        &[&[
            "边三间",
            "边几间",
            "哪三所",
            "哪几所",
            "哪几间",
            "哪几家",
            "校名",
            "逐一",
            "逐个列",
            "都叫什么",
            "份份叫",
            "which three",
            "which seven",
            "which ones",
            "list them",
            "name them",
        ]],
    ),
    (
        Asked::List,
        &[
            THINGS,
            &[
                "名称",
                "列出",
                "分别是什么",
                "哪些城市",
                "哪几个城市",
                "边间大学",
                "哪些大学",
                "list the",
                "titles of",
                "names of",
                "name the",
                "which universities",
                "which schools",
                "which cities",
                "which companies",
                "which factories",
            ],
        ],
    ),
    (
        Asked::Duration,
        &[&["几耐", "多久", "为期", "几多年", "多少年", "多长时间", "几个钟", "how long"]],
    ),
    (
        Asked::Time,
        &[&[
            "几点",
            "几点钟",
            "what time",
            "at what hour",
            "opening hours",
            "开放时间",
            "办公时间",
        ]],
    ),
    (
        Asked::Day,
        &[&[
            "何日",
            "哪天",
            "哪一天",
            "几号",
            "几月几",
            "边日",
            "边一日",
            "哪日",
            "哪一日",
            "几多号",
            "what date",
            "which date",
            "exact date",
            "what day",
            "which day",
        ]],
    ),
    (
        Asked::Date,
        &[&[
            "几时",
            "何时",
            "什么时候",
            "什么时间",
            "哪一年",
            "哪年",
            "边年",
            "几月",
            "哪个月",
            // "when" alone as often begins a clause as a question
            "when did",
            "when do",
            "when does",
            "when is",
            "when was",
            "when are",
            "when were",
            "when will",
            "when can",
            "when has",
            "from when",
            "since when",
            "which year",
            "what year",
            "which month",
        ]],
    ),
    (
        Asked::Count,
        &[&[
            "几多",
            "多少",
            "几个",
            "几份",
            "几所",
            "几间",
            "几次",
            "几项",
            "几人",
            "几位",
            "总数",
            "how many",
            "what number of",
        ]],
    ),
    (
        Asked::Who,
        &[&["边个", "谁", "哪位", "边位", "由边", "什么人", "哪个部门", "who", "whose", "whom"]],
    ),
];

/// The lists of the patterns, one after the other.
pub(super) fn lists() -> impl Iterator<Item = AnyOf> {
    PATTERNS.iter().flat_map(|(_, groups)| groups.iter().copied())
}

/// What is asked for in a text that has words of these lists; those of the patterns begin at `first`.
pub(super) fn asked(found: Lists, first: usize) -> Option<Asked> {
    let mut list = first;
    PATTERNS.iter().find_map(|&(asked, groups)| {
        let own = list..list + groups.len();
        list = own.end;
        own.into_iter().all(|list| found.has(list)).then_some(asked)
    })
}

/// The kinds of things that a text holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held(u16);

/// Words that show by themselves that a text holds a kind of thing, folded.
const SHOWN_BY: &[(Asked, AnyOf)] = &[
    (Asked::Money, &["$"]),
    (Asked::Rate, &["百分之"]),
    // a paper names posts; where it names people too, the posts' names do not show it
    (Asked::PersonName, &["先生", "女士", "太平绅士", "mr", "mrs", "ms"]),
    (
        Asked::Date,
        &[
            "今年", "去年", "明年", "近期", "尽快", "同日", "会后", "january", "december",
            "november", "august", "june", "march",
        ],
    ),
    (Asked::Time, &["a.m", "p.m", "上午", "下午", "noon"]),
    // names of agreements, plans and studies stand in their marks
    (Asked::List, &["「", "《", "“"]),
    (
        Asked::Who,
        &[
            "司长",
            "局长",
            "市长",
            "政府",
            "公司",
            "部门",
            "委员会",
            "教育局",
            "secretary",
            "mayor",
            "government",
            "bureau",
        ],
    ),
];

/// Units that show, after a figure, that a text holds a kind of thing, folded.
const COUNTED_IN: &[(Asked, AnyOf)] = &[
    (Asked::Money, &["元", "亿元", "万元", "港元", "million", "billion", "dollars"]),
    (Asked::Size, &["平方", "公顷", "公里", "米", "hectare", "square", "km", "kilomet"]),
    (Asked::Rate, &["%", "per cent", "percent", "个百分点"]),
    (Asked::Duration, &["年", "个月", "周", "天", "日", "year", "-year", "month", "week", "day"]),
    (Asked::Date, &["年", "月", "日"]),
    (
        Asked::Day,
        &[
            "日",
            "号",
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
    ),
    (Asked::Time, &["时", "点", "am", "pm"]),
];

static SHOWING: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(SHOWN_BY.iter().map(|&(_, words)| words)));

impl Held {
    /// What a folded text holds.
    pub fn of(folded: &str) -> Self {
        let mut held = Self::default();
        let shown = SHOWING.find(folded);
        for (list, &(asked, _)) in SHOWN_BY.iter().enumerate() {
            if shown.has(list) {
                held.add(asked);
            }
        }
        if folded.matches('、').count() >= 3 || folded.matches(", ").count() >= 4 {
            held.add(Asked::List);
        }
        for figure in figures(folded) {
            held.add(Asked::Count);
            if figure.whole().is_some_and(|year| (1900..2100).contains(&year)) {
                held.add(Asked::Date);
            }
            let after = folded.get(figure.end..).unwrap_or_default().trim_start();
            for &(asked, units) in COUNTED_IN {
                if units.iter().any(|unit| after.starts_with(unit)) {
                    held.add(asked);
                }
            }
        }
        held
    }

    /// Whether it holds a kind of thing.
    pub const fn has(self, asked: Asked) -> bool {
        self.0 >> asked as u16 & 1 == 1
    }

    /// What either holds.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn add(&mut self, asked: Asked) {
        self.0 |= 1 << asked as u16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{Form, fold};

    #[test]
    fn a_question_asks_for_a_kind_of_thing() {
        for (question, expected) in [
            ("How much did DuPont invest?", Some(Asked::Money)),
            ("港人子弟班一年學費幾錢？", Some(Asked::Money)),
            ("What is the fare?", Some(Asked::Money)),
            ("前海有幾大？", Some(Asked::Size)),
            ("how big is it?", Some(Asked::Size)),
            ("政務司司長叫咩名？", Some(Asked::PersonName)),
            ("what are their names?", Some(Asked::PersonName)),
            ("七份合作協議的名稱分別是甚麼？", Some(Asked::List)),
            ("邊三間？", Some(Asked::List)),
            ("佢幾時開始？", Some(Asked::Date)),
            ("有幾多個喺深圳？", Some(Asked::Count)),
            ("研究做幾耐", Some(Asked::Duration)),
            ("who is in charge", Some(Asked::Who)),
            ("前海", None),
            // these speak of money, size or names and ask for none
            ("What did DuPont invest in?", None),
            ("What cost-saving does the plan bring?", None),
            ("七份協議涵蓋幾大領域？", None),
            ("How big a role does the pilot scheme play?", None),
            ("聯合專責小組叫咩名？", None),
            ("What is the programme called?", None),
            ("Which American company did they lure?", None),
        ] {
            assert_eq!(Form::of(&fold(question)).asked(), expected, "{question}");
        }
    }

    #[test]
    fn a_text_holds_what_was_asked() {
        for (asked, text, expected) in [
            (Asked::Count, "超過380個項目", true),
            (Asked::Money, "超過380個項目", false),
            (Asked::Money, "撥款3億元", true),
            (Asked::Duration, "為期三年的研究", true),
            (Asked::Date, "於2009年3月開幕", true),
            (Asked::Who, "由政務司司長主持", true),
        ] {
            assert_eq!(Held::of(&fold(text)).has(asked), expected, "{text}");
        }
    }
}
