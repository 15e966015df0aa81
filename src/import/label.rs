//! Every way in which the beginning of a line can be read as a number.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::characters::is_han;
use super::words::{WORDS, pattern};

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// 第一條
    Article,
    /// 1. or 1.1 or 1.01
    Decimal,
    /// 1、
    Comma,
    /// \[1\]
    Bracketed,
    /// 一、
    Chinese,
    /// 壹、
    Formal,
    /// （一）
    ChineseParenthesised,
    /// 1)
    Parenthesis,
    /// (1)
    Parenthesised,
    /// 1
    Bare,
    /// Article 1; the place of the word among `numbered`
    Word(usize),
}

impl Style {
    /// Whether the number stands in brackets, or before one.
    pub(super) const fn is_in_brackets(self) -> bool {
        matches!(
            self,
            Self::Bracketed | Self::ChineseParenthesised | Self::Parenthesis | Self::Parenthesised
        )
    }
}

/// All styles but those with words, the likeliest first.
pub(super) const STYLES: [Style; 10] = [
    Style::Article,
    Style::Decimal,
    Style::Comma,
    Style::Bracketed,
    Style::Chinese,
    Style::Formal,
    Style::ChineseParenthesised,
    Style::Parenthesis,
    Style::Parenthesised,
    Style::Bare,
];

/// A number at the beginning of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) style: Style,
    /// 1.2 is 1, 2.
    pub(super) number: Vec<u32>,
    /// As it is printed.
    pub(super) printed: String,
    /// What stands behind it.
    pub(super) rest: String,
}

static BULLET: LazyLock<Regex> =
    LazyLock::new(|| pattern("^[•●○▪■□◆◇◦‣·‧∙\u{f0b7}\u{f0a7}\u{f0d8}➢✓–—*-][\\s\u{3000}]+"));
static ENUMERATOR: LazyLock<Regex> = LazyLock::new(|| {
    let (numerals, formal) = (&WORDS.numerals, &WORDS.formal_numerals);
    pattern(&format!(
        "^[\\(（\\[]?(?:[0-9０-９]{{1,3}}(?:[.．][0-9０-９]{{1,3}})*|[a-zA-Z]|[ivxIVX]{{1,6}}|[{numerals}]{{1,4}}|[{formal}]{{1,3}})[\\)）\\].．、]{{0,2}}$|^第[{numerals}0-9]{{1,5}}[條条]$|^[•●○▪■◆◇◦‣·–—*-]$"
    ))
});
static SUB: LazyLock<Regex> = LazyLock::new(|| {
    let numerals = &WORDS.numerals;
    pattern(&format!(
        "^(?:[\\(（]?(?:[a-zA-Z]|[ivxIVX]{{1,6}})[\\)）]|[a-zA-Z][.．][\\s\u{3000}]|[ivx]{{1,5}}[.．][\\s\u{3000}]|[\\(（]?[甲乙丙丁戊己庚辛][\\)）、]|[①-⑳]|[㈠-㈩]|[\\(（](?:[0-9]{{1,2}}|[{numerals}]{{1,3}})[\\)）])"
    ))
});
static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    let numerals = &WORDS.numerals;
    pattern(&format!("^第\\s*([{numerals}]+|\\d{{1,4}})\\s*[條条](?:之[{numerals}]+)?"))
});
static WORDED: LazyLock<Regex> = LazyLock::new(|| {
    let words = WORDS.numbered.join("|");
    pattern(&format!("^({words})\\s+(\\d{{1,3}})[.:]?"))
});
static DASHED: LazyLock<Regex> = LazyLock::new(|| pattern("^(\\d{1,3})\\.\\s?[—–-]+\\s*"));
static DEEP: LazyLock<Regex> = LazyLock::new(|| pattern("^(\\d{1,3}(?:\\.\\d{1,3}){1,3})\\.?"));
static DOTTED: LazyLock<Regex> = LazyLock::new(|| pattern("^(\\d{1,3})\\s?\\."));
static BEFORE_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern("^(\\d{1,3})\\.(\\d{4})"));
static BEFORE_DATE: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(\\d{1,3})\\.\\d{1,2}\\s*[月日年]"));
static COMMA: LazyLock<Regex> = LazyLock::new(|| pattern("^(\\d{1,3})、"));
static PARENTHESIS: LazyLock<Regex> = LazyLock::new(|| pattern("^(\\d{1,3})\\)\\s*"));
static PARENTHESISED: LazyLock<Regex> = LazyLock::new(|| pattern("^\\((\\d{1,3})\\)\\s*"));
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| pattern("^\\[(\\d{1,3})\\]\\s*"));
static FIGURES: LazyLock<Regex> = LazyLock::new(|| pattern("^\\d{1,3}"));
static CHINESE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^([{}]{{1,4}})\\s?[、.]", WORDS.numerals)));
static FORMAL_COMMA: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^([{}]{{1,3}})、", WORDS.formal_numerals)));
static CHINESE_PARENTHESISED: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^\\(([{}]{{1,4}})\\)\\s*", WORDS.numerals)));

/// Figures and marks of full width as narrow ones, one for one.
pub(super) fn narrowed(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '０'..='９' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
            '．' => '.',
            '（' => '(',
            '）' => ')',
            '\u{3000}' => ' ',
            '［' => '[',
            '］' => ']',
            _ => character,
        })
        .collect()
}

/// Whether a text is a number or a bullet and nothing else.
pub(super) fn is_enumerator_only(text: &str) -> bool {
    ENUMERATOR.is_match(text)
}

/// Whether a line begins with a bullet, or with a number of the kind that sub-lists have.
pub(super) fn is_sub(text: &str) -> bool {
    BULLET.is_match(text) || SUB.is_match(text)
}

/// A number in Chinese numerals.
pub(super) fn chinese_number(text: &str) -> Option<u32> {
    let mut digits = Vec::new();
    for character in text.chars() {
        match character {
            '廿' => digits.extend(['二', '十']),
            '卅' => digits.extend(['三', '十']),
            _ => digits.push(plain(character)),
        }
    }
    let digit = |character: char| {
        "零一二三四五六七八九".chars().position(|own| own == character).map(|place| place as u32)
    };
    if !digits.iter().any(|own| matches!(own, '十' | '百')) {
        return digits
            .into_iter()
            .try_fold(0_u32, |number, own| number.checked_mul(10)?.checked_add(digit(own)?));
    }
    let (mut number, mut last) = (0, 0);
    for own in digits {
        match own {
            '十' => (number, last) = (number + last.max(1) * 10, 0),
            '百' => (number, last) = (number + last.max(1) * 100, 0),
            _ => last = digit(own)?,
        }
    }
    Some(number + last)
}

/// A formal or other numeral as the plain one.
fn plain(character: char) -> char {
    match character {
        '壹' => '一',
        '貳' | '贰' | '兩' | '两' => '二',
        '參' | '叁' => '三',
        '肆' => '四',
        '伍' => '五',
        '陸' | '陆' => '六',
        '柒' => '七',
        '捌' => '八',
        '玖' => '九',
        '拾' => '十',
        '佰' => '百',
        '〇' | '○' => '零',
        _ => character,
    }
}

/// Every way in which the beginning of a line can be read as a number.
pub(super) fn labels(line: &str) -> Vec<Label> {
    let start = BULLET.find(line).map_or(0, |bullet| bullet.end());
    let text = line.get(start..).unwrap_or_default();
    let mut reader = Reader { text, narrow: narrowed(text), labels: Vec::new() };
    reader.read();
    reader.labels
}

struct Reader<'t> {
    text: &'t str,
    narrow: String,
    labels: Vec<Label>,
}

impl Reader<'_> {
    /// The character behind a byte of the narrowed text.
    fn at(&self, end: usize) -> Option<char> {
        self.narrow.get(end..).and_then(|rest| rest.chars().next())
    }

    fn add(&mut self, style: Style, number: Vec<u32>, end: usize, printed: &str) {
        let count = self.narrow.get(..end).map_or(0, |before| before.chars().count());
        let rest: String = self.text.chars().skip(count).collect();
        self.labels.push(Label {
            style,
            number,
            printed: printed.trim().to_owned(),
            rest: rest.trim_start_matches([' ', '\u{3000}', '\t']).to_owned(),
        });
    }

    /// What a pattern finds at the beginning: its end, all of it, and its first group.
    fn find(&self, found: &Regex) -> Option<(usize, String, String)> {
        let captures = found.captures(&self.narrow)?;
        let all = captures.get(0)?;
        let first = captures.get(1).map_or("", |own| own.as_str());
        Some((all.end(), all.as_str().to_owned(), first.to_owned()))
    }

    fn read(&mut self) {
        self.read_words();
        self.read_decimals();
        for (found, style) in [
            (&*COMMA, Style::Comma),
            (&*PARENTHESIS, Style::Parenthesis),
            (&*PARENTHESISED, Style::Parenthesised),
            (&*BRACKETED, Style::Bracketed),
        ] {
            if let Some((end, all, number)) = self.find(found) {
                self.add(style, vec![value(&number)], end, &all);
            }
        }
        self.read_bare();
        self.read_chinese();
    }

    fn read_words(&mut self) {
        if let Some((end, all, number)) = self.find(&ARTICLE) {
            let ends =
                self.at(end).is_none_or(|next| next.is_whitespace() || ":：(（".contains(next));
            let read = number.parse().ok().or_else(|| chinese_number(&number));
            if let Some(read) = read.filter(|&read| ends && read > 0) {
                self.add(Style::Article, vec![read], end, &all);
            }
        }
        let captures = WORDED.captures(&self.narrow);
        let worded = captures.and_then(|found| {
            let part = |place| found.get(place).map(|own| own.as_str().to_owned());
            Some((found.get(0)?.end(), part(0)?, part(1)?, part(2)?))
        });
        if let Some((end, all, word, number)) = worded
            && self.at(end).is_none_or(char::is_whitespace)
            && let Some(word) = WORDS.numbered.iter().position(|own| *own == word)
        {
            self.add(Style::Word(word), vec![value(&number)], end, &all);
        }
    }

    fn read_decimals(&mut self) {
        if let Some((end, _, number)) = self.find(&DASHED)
            && self.at(end).is_some()
        {
            self.add(Style::Decimal, vec![value(&number)], end, &format!("{number}."));
        }
        if let Some((end, _, number)) = self.find(&DEEP)
            && self.at(end).is_none_or(|next| !(next.is_ascii_digit() || ".,%".contains(next)))
        {
            let parts = number.split('.').map(value).collect();
            self.add(Style::Decimal, parts, end, &number);
        }
        if let Some((end, _, number)) = self.find(&DOTTED)
            && !self.at(end).is_some_and(|next| next.is_ascii_digit())
        {
            let space = self.narrow.get(end..).unwrap_or_default();
            let end = end + space.len() - space.trim_start().len();
            self.add(Style::Decimal, vec![value(&number)], end, &format!("{number}."));
        } else {
            let year = self
                .find(&BEFORE_YEAR)
                .filter(|(end, ..)| !self.at(*end).is_some_and(|next| next.is_ascii_digit()));
            if let Some((_, _, number)) = year.or_else(|| self.find(&BEFORE_DATE)) {
                let end = number.len() + 1;
                self.add(Style::Decimal, vec![value(&number)], end, &format!("{number}."));
            }
        }
    }

    fn read_bare(&mut self) {
        let Some(found) = FIGURES.find(&self.narrow) else { return };
        let (end, number) = (found.end(), found.as_str().to_owned());
        let behind = self.narrow.get(end..).unwrap_or_default();
        let space = behind.len() - behind.trim_start().len();
        let wide = behind.starts_with('\t') || behind.chars().take(2).all(char::is_whitespace);
        let next = self.at(end + space);
        let bare = if behind.is_empty() {
            Some(0)
        } else if wide && space > 0 && next.is_some() && behind.chars().count() > 1 {
            Some(space)
        } else if behind.starts_with(' ')
            && self.at(end + 1).is_some_and(|own| {
                own.is_ascii_uppercase() || "“‘\"「《".contains(own) || is_han(own)
            })
        {
            Some(1)
        } else {
            None
        };
        if let Some(space) = bare {
            self.add(Style::Bare, vec![value(&number)], end + space, &number);
        }
    }

    fn read_chinese(&mut self) {
        if let Some((end, all, number)) = self.find(&CHINESE)
            && !self.at(end).is_some_and(|next| next.is_numeric() && next.is_ascii())
            && let Some(read) = chinese_number(&number).filter(|&read| read > 0)
        {
            self.add(Style::Chinese, vec![read], end, &all);
        }
        for (found, style) in [
            (&*FORMAL_COMMA, Style::Formal),
            (&*CHINESE_PARENTHESISED, Style::ChineseParenthesised),
        ] {
            if let Some((end, all, number)) = self.find(found)
                && let Some(read) = chinese_number(&number).filter(|&read| read > 0)
            {
                self.add(style, vec![read], end, &all);
            }
        }
    }
}

fn value(digits: &str) -> u32 {
    digits.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_kind_are_read() {
        for (line, style, number, rest) in [
            ("1. 目的", Style::Decimal, vec![1], "目的"),
            ("２．背景", Style::Decimal, vec![2], "背景"),
            ("2.2010年4月，政府接手。", Style::Decimal, vec![2], "2010年4月，政府接手。"),
            ("1.01 The Government", Style::Decimal, vec![1, 1], "The Government"),
            ("1.—(1) This Order", Style::Decimal, vec![1], "(1) This Order"),
            ("• 1.1", Style::Decimal, vec![1, 1], ""),
            ("第一條　為了規範", Style::Article, vec![1], "為了規範"),
            ("十二、其他", Style::Chinese, vec![12], "其他"),
            ("壹、總則", Style::Formal, vec![1], "總則"),
            ("（二）措施", Style::ChineseParenthesised, vec![2], "措施"),
            ("7", Style::Bare, vec![7], ""),
            ("3\t政府", Style::Bare, vec![3], "政府"),
        ] {
            let read = labels(line);
            let found = read.iter().find(|own| own.style == style);
            assert!(
                found.is_some_and(|own| own.number == number && own.rest == rest),
                "{line}: {read:?}"
            );
        }
        for none in ["2009年", "3.5 per cent", "The first", "", "1.5%"] {
            assert!(
                labels(none).iter().all(|own| own.style != Style::Decimal || own.number.len() > 1),
                "{none}"
            );
        }
        assert_eq!(chinese_number("一百二十三"), Some(123));
    }
}
