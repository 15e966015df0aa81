//! What kind of thing a question asks for, and whether a text holds one.

use crate::text::{figures, stands_in};

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
    /// How many.
    Count,
    /// A point in time.
    Date,
    /// A span of time.
    Duration,
    /// The names of the things spoken of, one by one.
    List,
    /// A place.
    Place,
    /// A reason.
    Reason,
    /// Who: a post or a body.
    Who,
}

/// How each kind is asked for, in folded words; the first that fits decides.
const PATTERNS: &[(Asked, &[&str])] = &[
    (
        Asked::Money,
        &[
            "几多钱",
            "多少钱",
            "几钱",
            "学费",
            "收费",
            "车费",
            "票价",
            "租金",
            "造价",
            "成本",
            "投资额",
            "投资了多少",
            "投资几多",
            "投资多少",
            "多少元",
            "多少亿",
            "多少万",
            "几多亿",
            "几多个亿",
            "亿元",
            "经费",
            "预算",
            "金额",
            "资金规模",
            "月薪",
            "人工几",
            "管理费",
            "手续费",
            "费用",
            "耗资",
            "斥资",
            "how much money",
            "how much will",
            "how much did",
            "how much does",
            "how much was",
            "how much is",
            "what is the fare",
            "the fare",
            "tuition",
            "budget",
            "fee",
            "fees",
            "price*",
            "dollars",
            "million",
            "billion",
            "salary",
            "rent",
            "cost*",
            "invest*",
        ],
    ),
    (
        Asked::Size,
        &[
            "面积",
            "平方公里",
            "几大",
            "多大",
            "公顷",
            "几长",
            "多长公里",
            "几公里",
            "多少公里",
            "几多公里",
            "how big",
            "how large",
            "what area",
            "square kilomet*",
            "hectare*",
            "how long is the line",
            "how many kilomet*",
        ],
    ),
    (
        Asked::Rate,
        &["税率", "百分比", "百分之几", "浓度", "汇率", "利率", "增长率", "tax rate", "percent", "exchange rate", "interest rate"],
    ),
    (
        Asked::PersonName,
        &[
            "叫咩名",
            "叫乜名",
            "叫什么名",
            "叫甚么名",
            "姓名",
            "姓什么",
            "姓咩",
            "真名",
            "名字",
            "their names",
            "his name",
            "her name",
            "name of the mayor",
            "name of the chief",
            "name of the secretary",
            "what are the names",
            "named who",
        ],
    ),
    (Asked::Duration, &["几耐", "多久", "为期", "几多年", "多少年", "多长时间", "几个钟", "how long", "duration"]),
    (
        Asked::Date,
        &[
            "几时",
            "何时",
            "什么时候",
            "甚么时候",
            "什么时间",
            "哪一年",
            "哪年",
            "边年",
            "何日",
            "哪天",
            "哪一天",
            "几号",
            "几月",
            "哪个月",
            "日期",
            "边日",
            "when",
            "what date",
            "which year",
            "what year",
            "what day",
            "which month",
        ],
    ),
    (
        Asked::Count,
        &[
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
            "数目",
            "数量",
            "how many",
            "number of",
            "how much",
        ],
    ),
    (
        Asked::List,
        &[
            "边三间",
            "边几间",
            "哪几所",
            "哪几间",
            "哪几个",
            "哪几家",
            "哪三所",
            "边几个",
            "边几份",
            "名称",
            "叫什么",
            "叫咩",
            "叫乜",
            "校名",
            "逐一",
            "逐个",
            "列出",
            "分别是",
            "which ones",
            "which three",
            "which seven",
            "which universities",
            "which cities",
            "which schools",
            "list them",
            "list the",
            "name the",
            "names of",
            "titles of",
            "called",
        ],
    ),
    (
        Asked::Place,
        &[
            "边度",
            "哪里",
            "哪儿",
            "边处",
            "何处",
            "何地",
            "地址",
            "地点",
            "场地",
            "哪个区",
            "边区",
            "哪个城市",
            "喺边",
            "在哪",
            "where",
            "venue",
            "address",
            "location",
            "which district",
            "which city",
        ],
    ),
    (Asked::Reason, &["为何", "为什么", "点解", "原因", "why", "reason*"]),
    (Asked::Who, &["边个", "谁", "哪位", "边位", "由边", "什么人", "哪个部门", "who", "whose", "whom"]),
];

impl Asked {
    /// What a folded question asks for, if it says.
    pub fn of(folded: &str) -> Option<Self> {
        let asks = |patterns: &[&str]| patterns.iter().any(|pattern| stands_in(folded, pattern));
        PATTERNS.iter().find(|(_, patterns)| asks(patterns)).map(|&(asked, _)| asked)
    }

    /// Whether a folded text holds such a thing.
    pub fn is_held_by(self, folded: &str) -> bool {
        let holds = |words: &[&str]| words.iter().any(|word| stands_in(folded, word));
        let figure_before = |units: &[&str]| {
            figures(folded).iter().any(|figure| {
                let after = folded.get(figure.end..).unwrap_or_default().trim_start();
                units.iter().any(|unit| after.starts_with(unit))
            })
        };
        match self {
            Self::Money => figure_before(&["元", "亿元", "万元", "港元", "million", "billion", "dollars"]) || holds(&["$", "hk$", "us$"]),
            Self::Size => figure_before(&["平方", "公顷", "公里", "米", "hectare", "square", "km", "kilomet"]),
            Self::Rate => figure_before(&["%", "per cent", "percent", "个百分点"]) || holds(&["百分之"]),
            // a paper names posts; where it names people too, the posts' names do not show it
            Self::PersonName => holds(&["先生", "女士", "太平绅士", "mr", "mrs", "ms"]),
            Self::Duration => figure_before(&["年", "个月", "周", "天", "日", "year", "-year", "month", "week", "day"]),
            Self::Date => {
                figure_before(&["年", "月", "日"])
                    || figures(folded).iter().any(|figure| (1900..2100).any(|year| figure.is(year)))
                    || holds(&[
                        "今年", "去年", "明年", "近期", "尽快", "同日", "会后", "january", "december", "november", "august", "june",
                        "march",
                    ])
            }
            Self::Count => !figures(folded).is_empty(),
            // names of agreements, plans and studies stand in their marks; other lists have marks between
            Self::List => holds(&["「", "《", "“"]) || folded.matches('、').count() >= 3 || folded.matches(", ").count() >= 4,
            // whether a place is the one that was asked for, no word tells
            Self::Place => true,
            Self::Reason => holds(&["以", "为了", "令", "旨在", "因", "to", "so", "because"]),
            Self::Who => {
                holds(&["司长", "局长", "市长", "政府", "公司", "部门", "委员会", "教育局", "secretary", "mayor", "government", "bureau"])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn a_question_asks_for_a_kind_of_thing() {
        for (question, expected) in [
            ("How much did DuPont invest?", Some(Asked::Money)),
            ("港人子弟班一年學費幾錢？", Some(Asked::Money)),
            ("前海有幾大？", Some(Asked::Size)),
            ("政務司司長叫咩名？", Some(Asked::PersonName)),
            ("佢幾時開始？", Some(Asked::Date)),
            ("有幾多個喺深圳？", Some(Asked::Count)),
            ("研究做幾耐", Some(Asked::Duration)),
            ("who is in charge", Some(Asked::Who)),
            ("前海", None),
        ] {
            assert_eq!(Asked::of(&fold(question)), expected, "{question}");
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
            assert_eq!(asked.is_held_by(&fold(text)), expected, "{text}");
        }
    }
}
