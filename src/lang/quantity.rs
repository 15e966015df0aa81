//! Quantities: figures as values with their unit, however they are written, so that a translation can be held against its original:
//! 28萬 = 280 000 = 280,000; 4.2億 = 420 million = 0.42 billion; 四成 = 40 %; 二零二五至二六 = 2025 to 2026.

use super::fold::is_han;
use super::number::{leading_number, month};

/// A value with its unit in a folded text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The value, scale words (萬, million) included; of a share, its hundredths.
    pub value: f64,
    /// The unit, where it is one that a translation must keep.
    pub unit: Option<Measure>,
    /// How it is written.
    pub writing: Writing,
    /// First byte in the folded text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Quantity {
    /// Whether two are the same: spans of time whatever their unit, and, unless it is a share, a value whose unit one of the two does not tell.
    pub fn is_same(&self, other: &Self) -> bool {
        let alike = |one: f64, other: f64| (one - other).abs() <= 1e-6 * one.abs();
        let is_year = |short: f64, year: f64| {
            let centuries = [0.0, 1900.0, 2000.0];
            let own = centuries.iter().take(if (10.0..100.0).contains(&short) { 3 } else { 1 });
            own.into_iter().any(|century| alike(short + century, year))
        };
        match (self.unit, other.unit) {
            (Some(own), Some(others)) => {
                let (kind, factor) = own.base();
                let (other_kind, other_factor) = others.base();
                kind == other_kind && alike(self.value * factor, other.value * other_factor)
            }
            (Some(Measure::Percent), None) | (None, Some(Measure::Percent)) => false,
            // 97年
            (Some(Measure::Years), None) => is_year(self.value, other.value),
            (None, Some(Measure::Years)) => is_year(other.value, self.value),
            _ => alike(self.value, other.value),
        }
    }
}

/// How a quantity is written, from what is always meant as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In digits, as a share, or with a unit.
    Figure,
    /// In words, before a counter.
    Word,
    /// In words that may be a part of another (十分, 三藩市), or as no more than about so many (數百).
    Loose,
}

/// Units that a translation must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Hundredths: %, per cent, 成, 分之.
    Percent,
    /// Years as a span.
    Years,
    /// Months.
    Months,
    /// Weeks.
    Weeks,
    /// Days as a span.
    Days,
    /// Hours as a span.
    Hours,
    /// Minutes.
    Minutes,
    /// A month of the year, by its number.
    MonthOfYear,
}

impl Measure {
    /// The unit that it is a multiple of, and how many of those it is.
    const fn base(self) -> (Self, f64) {
        match self {
            Self::Percent => (Self::Percent, 1.0),
            Self::Years => (Self::Months, 12.0),
            Self::Months => (Self::Months, 1.0),
            Self::Weeks => (Self::Minutes, 10_080.0),
            Self::Days => (Self::Minutes, 1_440.0),
            Self::Hours => (Self::Minutes, 60.0),
            Self::Minutes => (Self::Minutes, 1.0),
            Self::MonthOfYear => (Self::MonthOfYear, 1.0),
        }
    }
}

/// Words that multiply what stands before them, folded; of two that begin alike, the longer first.
const SCALES: &[(&str, f64)] = &[
    ("hundred million", 1e8),
    ("thousand", 1e3),
    ("hundred", 1e2),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
    ("dozen", 12.0),
    ("mn", 1e6),
    ("bn", 1e9),
    ("万亿", 1e12),
    ("百万", 1e6),
    ("千万", 1e7),
    ("百亿", 1e10),
    ("千亿", 1e11),
    ("亿", 1e8),
    ("万", 1e4),
    ("千", 1e3),
    ("百", 1e2),
    ("打", 12.0),
    ("m", 1e6),
    ("k", 1e3),
];

/// Units, folded; of two that begin alike, the longer first.
const MEASURES: &[(&str, Measure)] = &[
    ("percentage point", Measure::Percent),
    ("of a percentage point", Measure::Percent),
    ("per cent", Measure::Percent),
    ("percent", Measure::Percent),
    ("个百分点", Measure::Percent),
    ("百分点", Measure::Percent),
    ("%", Measure::Percent),
    ("month", Measure::Months),
    ("个月", Measure::Months),
    ("year", Measure::Years),
    ("周年", Measure::Years),
    ("week", Measure::Weeks),
    ("个星期", Measure::Weeks),
    ("星期", Measure::Weeks),
    ("周", Measure::Weeks),
    ("day", Measure::Days),
    ("天", Measure::Days),
    ("hour", Measure::Hours),
    ("个小时", Measure::Hours),
    ("小时", Measure::Hours),
    ("个钟头", Measure::Hours),
    ("minute", Measure::Minutes),
    ("月", Measure::MonthOfYear),
    ("厘", Measure::Percent),
    ("分钟", Measure::Minutes),
];

/// Halves in words, and what they are halves of.
const HALVES: &[(&str, f64, Measure)] = &[
    ("half a year", 6.0, Measure::Months),
    ("half-year", 6.0, Measure::Months),
    ("half an hour", 30.0, Measure::Minutes),
    ("half-hour", 30.0, Measure::Minutes),
    ("half a day", 0.5, Measure::Days),
    ("half-day", 0.5, Measure::Days),
    ("half a month", 0.5, Measure::Months),
    ("a year and a half", 18.0, Measure::Months),
    ("year and a half", 18.0, Measure::Months),
    ("a month and a half", 1.5, Measure::Months),
    ("an hour and a half", 90.0, Measure::Minutes),
    ("half", 50.0, Measure::Percent),
    ("半年", 6.0, Measure::Months),
    ("半小时", 30.0, Measure::Minutes),
    ("半个小时", 30.0, Measure::Minutes),
    ("半天", 0.5, Measure::Days),
    ("半个月", 0.5, Measure::Months),
    ("半个百分点", 0.5, Measure::Percent),
    ("百分百", 100.0, Measure::Percent),
    ("一刻钟", 15.0, Measure::Minutes),
    ("一半", 50.0, Measure::Percent),
    ("半数", 50.0, Measure::Percent),
    ("过半", 50.0, Measure::Percent),
];

/// What a Chinese numeral counts. Without one behind it, 三 is as often part of a name, and 十 of 十分.
const COUNTERS: &str = "份所年个项月日号周岁间次条点期名位家种座层届段人元宗只辆架部台套幅块张户伙幢栋班队组场轮批成折票度吨斤克升米尺里公顷亩平立级代季站线区村院校馆店节课页册卷款章艘单件例对双枝支瓶包箱袋桶餐顿圈回趟番口多余几万亿%小星分天男女";

/// Words before ten, a hundred or more that make it no more than about so many: 數十, 上百, 數以千計.
const VAGUE: [char; 5] = ['数', '几', '上', '成', '以'];

/// What an English fraction divides by.
const DENOMINATORS: &[(&str, f64)] = &[
    ("third", 3.0),
    ("quarter", 4.0),
    ("fourth", 4.0),
    ("fifth", 5.0),
    ("sixth", 6.0),
    ("seventh", 7.0),
    ("eighth", 8.0),
    ("ninth", 9.0),
    ("tenth", 10.0),
];

/// Words behind "a third" where it is a share, not the third of several.
const BEHIND_SHARES: &[&str] = &[
    "of", "were", "was", "are", "is", "have", "has", "had", "to", "in", "by", "or", "and", "more",
    "less", "fewer", "from", "than", "as", "at", "on", "for", "between", "during", "since", "over",
];

/// The quantities of a folded text, in order. Every number counts, single numerals and "one" too.
pub fn quantities(folded: &str) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut at = 0;
    let mut before = ' ';
    while let Some(character) = folded.get(at..).and_then(|rest| rest.chars().next()) {
        let inside = character.is_ascii_alphabetic() && before.is_ascii_alphabetic();
        let rest = folded.get(at..).unwrap_or_default();
        let quantity = if inside {
            None
        } else {
            fraction(rest).or_else(|| share(rest)).or_else(|| number(rest))
        };
        let Some((value, unit, length)) = quantity else {
            before = character;
            at += character.len_utf8();
            continue;
        };
        let (value, length) = reduced(folded, at, (value, unit, length));
        let after = rest.get(length..).unwrap_or_default();
        let writing = writing(rest.get(..length).unwrap_or_default(), unit, before, after);
        found.push(Quantity { value, unit, writing, start: at, end: at + length });
        before = folded.get(..at + length).and_then(|text| text.chars().next_back()).unwrap_or(' ');
        at += length;
    }
    complete_years(folded, &mut found);
    complete_ranges(folded, &mut found);
    join_hours(folded, found)
}

/// Makes one span of hours and the minutes behind them.
fn join_hours(folded: &str, found: Vec<Quantity>) -> Vec<Quantity> {
    let mut joined: Vec<Quantity> = Vec::with_capacity(found.len());
    for own in found {
        if let Some(last) = joined.last_mut()
            && (last.unit, own.unit) == (Some(Measure::Hours), Some(Measure::Minutes))
            && matches!(folded.get(last.end..own.start).map(str::trim), Some("" | "and"))
        {
            (last.value, last.unit) = (60.0 * last.value + own.value, Some(Measure::Minutes));
            last.end = own.end;
            continue;
        }
        joined.push(own);
    }
    joined
}

/// What is left to pay where so many hundredths are taken off: 30% off is 七折.
fn reduced(folded: &str, at: usize, (value, unit, length): Read) -> (f64, usize) {
    let end = at + length;
    let (own, before) = (folded.get(at..end), folded.get(..at).unwrap_or_default());
    let rest = folded.get(end..).unwrap_or_default().trim_start();
    let word = rest.split(|own: char| !own.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_off = matches!(word, "off" | "discount")
        || before.ends_with("discount of ")
        || ["的折扣", "折扣"].iter().any(|word| rest.starts_with(word));
    // 八折 is what is left already
    let is_left = own.is_some_and(|own| own.ends_with('折'));
    match unit {
        Some(Measure::Percent) if is_off && !is_left => (100.0 - value, length),
        _ => (value, length),
    }
}

/// How a quantity is written, between two characters of a text.
fn writing(written: &str, unit: Option<Measure>, before: char, after: &str) -> Writing {
    let first = written.chars().next().unwrap_or(' ');
    if first.is_ascii_digit() {
        return Writing::Figure;
    }
    if first.is_ascii() {
        return if unit.is_some() { Writing::Figure } else { Writing::Word };
    }
    let numerals = written.chars().count();
    let next = after.chars().next().unwrap_or(' ');
    let is_large = numerals > 2 && written.contains(['百', '千', '万', '亿']);
    let is_nothing = matches!(written, "零" | "〇");
    let is_bare = unit.is_none() && !COUNTERS.contains(next) && !is_large;
    // 三三四學制, 七一, 兩三年: a few digits by place are the name of something, or one number or the other
    let digits = written.trim_end_matches(|own| !"〇零一二两三四五六七八九".contains(own));
    let by_place = digits.chars().all(|own| "〇零一二两三四五六七八九".contains(own));
    let is_name = by_place && (2..4).contains(&digits.chars().count()) && next != '号';
    // 十年代 is a time, 十分 is "very"
    let is_other = (next == '分' && unit.is_none())
        || after.starts_with("年代")
        || (first == '半' && "上下".contains(before));
    let is_vague = VAGUE.contains(&before) && "十百千万亿".contains(first);
    // 每三人有一人 is a share
    if is_bare || is_nothing || is_name || is_other || is_vague || "每波".contains(before) {
        Writing::Loose
    } else if unit.is_some() || numerals > 1 || !"一二两三四五六七八九".contains(first) {
        Writing::Figure
    } else {
        Writing::Word
    }
}

/// What stands between the two ends of a range.
const RANGES: [&str; 9] = ["至", "到", "-", "–", "~", "或", "to", "or", "and"];

/// The unit and the scale of a range, written at one end, are those of both: 三至五年, 3 to 5 million, 百分之二十至三十.
fn complete_ranges(folded: &str, found: &mut [Quantity]) {
    for at in 1..found.len() {
        let (Some(first), Some(second)) = (found.get(at - 1).copied(), found.get(at).copied())
        else {
            continue;
        };
        let between = folded.get(first.end..second.start).unwrap_or_default().trim();
        if !RANGES.contains(&between) {
            continue;
        }
        // "from 52% in 2018 to 39%"
        if (1900.0..2100.0).contains(&first.value) && first.unit.is_none() {
            continue;
        }
        if first.value > second.value {
            // "$3.3 billion or 11.5%"
            continue;
        }
        let is_share = |own: &Quantity| own.unit == Some(Measure::Percent);
        if let Some(own) = found.get_mut(at - 1) {
            if own.unit.is_none() && (between != "and" || is_share(&second)) {
                own.unit = second.unit;
                // 二至三成
                let written = folded.get(second.start..second.end).unwrap_or_default();
                if written.ends_with(['成', '折']) && own.value < 10.0 {
                    own.value *= 10.0;
                }
            }
            if own.writing == Writing::Loose && second.writing == Writing::Word {
                own.writing = Writing::Word;
            }
        }
        let scale = scale_of(folded.get(second.start..second.end).unwrap_or_default());
        if let Some(own) = found.get_mut(at - 1)
            && between != "and"
            && first.unit.is_none()
            && scale > 1.0
            && own.value < second.value / scale
        {
            own.value *= scale;
        }
        if let Some(own) = found.get_mut(at)
            && own.unit.is_none()
            && is_share(&first)
            && folded.get(first.start..).is_some_and(|text| text.starts_with("百分之"))
        {
            own.unit = first.unit;
        }
    }
}

/// What the scale word in a number multiplies by; 1 without one.
fn scale_of(written: &str) -> f64 {
    let found = SCALES.iter().filter(|(scale, _)| scale.len() > 1 && written.contains(scale));
    found.map(|&(_, factor)| factor).filter(|factor| *factor > 12.0).fold(1.0, f64::max)
}

/// A value, its unit and its length in bytes.
type Read = (f64, Option<Measure>, usize);

fn fraction(rest: &str) -> Option<Read> {
    if article(rest).is_some() || rest.starts_with("half-way") {
        // half a million
        return None;
    }
    let half = HALVES.iter().find(|(word, ..)| {
        let after = rest.get(word.len()..).and_then(|after| after.chars().next());
        rest.starts_with(word)
            && !(word.is_ascii() && after.is_some_and(|after| after.is_ascii_alphabetic()))
    });
    let half = half.map(|(word, value, unit)| (*value, Some(*unit), word.len()));
    half.or_else(|| english_fraction(rest))
}

/// One third, two-fifths, a quarter of them, one in five.
fn english_fraction(rest: &str) -> Option<Read> {
    let has_article = rest.starts_with("a ");
    let (numerator, mut length) = match has_article {
        true => (1.0, 1),
        false => leading_number(rest)
            .filter(|(value, length, is_ordinal)| {
                let word = rest.get(..*length).unwrap_or_default();
                *value < 10 && !is_ordinal && word.is_ascii()
            })
            .map(|(value, length, _)| (value as f64, length))?,
    };
    let after = rest.get(length..)?;
    let of = [" in ", " out of "].into_iter().find(|of| after.starts_with(of));
    if let Some((of, whole)) =
        of.filter(|_| !has_article).and_then(|of| Some((of, after.strip_prefix(of)?)))
    {
        let (value, whole_length) = decimal(whole)?;
        let behind = whole.get(whole_length..)?.trim_start_matches([' ', '-']);
        if SCALES.iter().any(|(scale, _)| scale.len() > 2 && behind.starts_with(scale)) {
            return None;
        }
        // "three in 2023" counts in a year, "one in five" is a share
        let is_share = numerator < value
            && matches!(value, 2.0..=10.0 | 20.0 | 100.0 | 1000.0 | 10_000.0 | 100_000.0);
        length += of.len() + whole_length;
        let next = rest.get(length..)?.trim_start();
        let is_date = next.starts_with(|first: char| first.is_ascii_digit())
            || ["year", "month", "day", "week", "district", "phase", "stage"]
                .iter()
                .any(|unit| next.starts_with(unit));
        return (is_share && !is_date).then_some((
            100.0 * numerator / value,
            Some(Measure::Percent),
            length,
        ));
    }
    let word = after.strip_prefix([' ', '-'])?;
    let (name, denominator) = DENOMINATORS.iter().find(|(name, _)| word.starts_with(name))?;
    let many = word.get(name.len()..)?.starts_with('s');
    length += 1 + name.len() + usize::from(many);
    let next = rest.get(length..)?;
    let ends = !next.starts_with(|first: char| first.is_ascii_alphabetic());
    let word = next.trim_start_matches([' ', '-']);
    let word = word.split(|own: char| !own.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_part = match (*name, has_article) {
        // a third runway is no share of one
        (_, true) => word.is_empty() || BEHIND_SHARES.contains(&word),
        // the past two quarters are months
        ("quarter", false) => numerator == 1.0 || numerator == 3.0 || word == "of",
        _ => true,
    };
    (ends && is_part && many == (numerator > 1.0)).then_some((
        100.0 * numerator / denominator,
        Some(Measure::Percent),
        length,
    ))
}

/// Words that begin with 成 and make no share of the number before it, but before these characters: 三成員工.
const VERBS: &[(&str, &str)] = &[
    ("成立", "法"),
    ("成员", "工"),
    ("成本", "地港市"),
    ("成长", "者"),
    ("成效", ""),
    ("成年", "轻青"),
];

/// 四分之三, 百分之五, 四成, 四成半, 七折.
fn share(rest: &str) -> Option<Read> {
    for (of, whole) in [("百分之", 100.0), ("千分之", 1e3), ("万分之", 1e4)] {
        if let Some(part) = rest.strip_prefix(of) {
            let (value, length) = decimal(part)?;
            return Some((100.0 * value / whole, Some(Measure::Percent), of.len() + length));
        }
    }
    let (value, length) = decimal(rest)?;
    let after = rest.get(length..)?;
    if let Some(counter) = after.strip_prefix("分之") {
        let (numerator, counter_length) = decimal(counter)?;
        let length = length + "分之".len() + counter_length;
        return (value > 0.0).then_some((
            100.0 * numerator / value,
            Some(Measure::Percent),
            length,
        ));
    }
    // 三分二, as Hong Kong says it
    if let Some(part) = after.strip_prefix('分')
        && let Some((numerator, part_length, false)) = leading_number(part)
        && rest.starts_with(is_han)
        && (numerator as f64) < value
        && value < 10.0
    {
        let length = length + "分".len() + part_length;
        return Some((100.0 * numerator as f64 / value, Some(Measure::Percent), length));
    }
    // 成立 is no share
    let is_verb = VERBS.iter().any(|(word, but)| {
        let next = after.strip_prefix(word).map(|rest| rest.chars().next().unwrap_or(' '));
        next.is_some_and(|next| !but.contains(next))
    }) || (after.starts_with("成为") && value > 9.0);
    if value > 10.0 || is_verb {
        // 八五折
        let is_price = (11.0..100.0).contains(&value) && after.starts_with('折');
        return is_price.then_some((value, Some(Measure::Percent), length + "折".len()));
    }
    for (word, sign) in [("成", 10.0), ("折", 10.0)] {
        if let Some(more) = after.strip_prefix(word) {
            // 四成半, 七成七
            let (rest, extra) = match leading_number(more) {
                _ if more.starts_with('半') => (5.0, "半".len()),
                Some((digit, length, false)) if digit < 10 => (digit as f64, length),
                _ => (0.0, 0),
            };
            return Some((
                sign * value + rest,
                Some(Measure::Percent),
                length + word.len() + extra,
            ));
        }
    }
    None
}

/// A number with its scale, of less than a limit, and its length in bytes: 28萬, 3億5千萬, "two million five hundred thousand", "a hundred".
fn scaled(rest: &str, limit: f64) -> Option<(f64, usize)> {
    let (mut value, mut length) = match article(rest) {
        Some((one, length)) => (one, length),
        None => decimal(rest)?,
    };
    loop {
        let after = rest.get(length..)?;
        let gap = after.len() - after.trim_start_matches([' ', '-']).len();
        let word = after.get(gap..)?;
        // 十多萬
        let more = ["多", "余", "几"].into_iter().find(|more| word.starts_with(more));
        let more = more.filter(|more| word.get(more.len()..).is_some_and(begins_scale));
        let skipped = more.map_or(0, str::len);
        let word = word.get(skipped..)?;
        let scale = SCALES.iter().find(|(scale, _)| {
            let next = word.get(scale.len()..).and_then(|after| after.chars().next());
            // 90百分位 and 132千伏 have no scale
            let whole = match *scale {
                _ if scale.is_ascii() => !next.is_some_and(|next| next.is_ascii_alphabetic()),
                "千" => !next.is_some_and(|next| "伏瓦米克卡赫".contains(next)),
                _ => next != Some('分'),
            };
            word.starts_with(scale) && whole && (scale.len() > 1 || gap == 0)
        });
        let Some((scale, factor)) = scale else { break };
        value *= factor;
        length += gap + skipped + scale.len();
        if value >= limit {
            return None;
        }
        let after = rest.get(length..)?;
        // two hundred and fifty, two thousand five hundred; not "two million 2019"
        let joint = [" and ", " "].into_iter().find(|joint| after.starts_with(joint));
        let below = match (scale.is_ascii(), joint) {
            (false, _) => Some((0, after)),
            (true, Some(joint)) => after.get(joint.len()..).map(|below| (joint.len(), below)),
            (true, None) => None,
        };
        let is_word = |below: &str| below.starts_with(|own: char| own.is_ascii_alphabetic());
        if let Some((joint, below)) = below.filter(|(_, below)| !scale.is_ascii() || is_word(below))
            && article(below).is_none()
            && let Some((more, more_length)) = scaled(below, *factor)
            && more < *factor
            && more > 0.0
        {
            let written = below.get(..more_length)?;
            let follows = scale.is_ascii()
                || written.ends_with(['亿', '万', '千', '百'])
                || (more >= factor / 100.0 && below.starts_with(|own: char| own.is_ascii_digit()));
            if follows {
                value += more;
                length += joint + more_length;
                break;
            }
        }
    }
    (value < limit).then_some((value, length))
}

/// Whether a text begins with a Chinese scale.
fn begins_scale(text: &str) -> bool {
    text.starts_with(['百', '千', '万', '亿'])
}

/// A number with its scale and its unit.
fn number(rest: &str) -> Option<Read> {
    if let Some((article, word)) = rest.split_once(' ')
        && matches!(article, "a" | "one")
        && word.starts_with("decade")
    {
        return Some((10.0, Some(Measure::Years), article.len() + 1 + "decade".len()));
    }
    let (mut value, mut length) = scaled(rest, f64::INFINITY)?;
    // two and a half years, 兩個半月
    for half in [" and a half", "-and-a-half", "个半"] {
        if rest.get(length..)?.starts_with(half) {
            value += 0.5;
            length += half.len();
        }
    }
    let after = rest.get(length..)?;
    let gap = after.len() - after.trim_start_matches([' ', '-']).len();
    let after = after.get(gap..)?;
    // 个半月, 个半小时
    let halved = rest.get(..length)?.ends_with("个半");
    // 27厘米, 两分半钟
    if after.starts_with("分半钟") {
        return Some((value + 0.5, Some(Measure::Minutes), length + "分半钟".len()));
    }
    let after = if after.starts_with("厘米") { "" } else { after };
    let measure = MEASURES.iter().find(|(unit, _)| {
        let bare = unit.strip_prefix('个').filter(|_| halved);
        after.starts_with(unit) || bare.is_some_and(|unit| after.starts_with(unit))
    });
    if measure.is_none() && (after.starts_with("decade")) {
        return Some((10.0 * value, Some(Measure::Years), length + gap + "decade".len()));
    }
    if measure.is_none() && halved && after.starts_with('钟') {
        return Some((value, Some(Measure::Hours), length + "钟".len()));
    }
    // 年 after a small number is a span, after a year a date
    if after.starts_with('年') && value < 200.0 && !after.starts_with("年代") {
        let years = "年".len();
        let is_half = after.get(years..)?.starts_with('半');
        let own = if is_half { value + 0.5 } else { value };
        let length = length + if is_half { gap + years + "半".len() } else { 0 };
        return Some((own, Some(Measure::Years), length));
    }
    let plural = |unit: &str| after.get(unit.len()..).is_some_and(|rest| rest.starts_with('s'));
    let mut written = measure.map_or(0, |(unit, _)| {
        gap + unit.len().min(after.len()) + usize::from(unit.is_ascii() && plural(unit))
    });
    // one year and a half, 一小時半
    if let Some((unit, _)) = measure.filter(|(_, unit)| *unit != Measure::Percent)
        && let Some(behind) = after.get(written.saturating_sub(gap)..)
        && let Some(half) = [" and a half", "半"].into_iter().find(|half| behind.starts_with(half))
        && (half != "半" || !unit.is_ascii())
    {
        value += 0.5;
        written += half.len();
    }
    // the 百 of 个百分点 is no number
    let length = length + if halved { 0 } else { written };
    Some((value, measure.map(|(_, unit)| *unit), length))
}

/// What stands for one before a scale, and its length: "a" of "a hundred", "per" of "per thousand", nothing of 逾萬人; a half of "half a million".
fn article(rest: &str) -> Option<(f64, usize)> {
    if rest.starts_with(['万', '亿']) {
        return Some((1.0, 0));
    }
    let articles = [("a ", 1.0), ("per ", 1.0), ("every ", 1.0), ("half a ", 0.5)];
    let (article, value) = articles.into_iter().find(|(own, _)| rest.starts_with(own))?;
    let word = rest.get(article.len()..)?;
    let name = word.split(|own: char| !own.is_ascii_alphabetic()).next()?;
    let is_scale = SCALES.iter().any(|(scale, _)| scale.len() > 2 && *scale == name);
    is_scale.then_some((value, article.trim_end().len()))
}

/// A number without its scale: digits in groups of three, a fraction, words, numerals.
fn decimal(rest: &str) -> Option<(f64, usize)> {
    if !rest.starts_with(|first: char| first.is_ascii_digit()) {
        let (value, length, _) = leading_number(rest)?;
        // 三點五
        let point = rest.get(length..).and_then(|after| after.strip_prefix('点'));
        if let Some((tenths, more, false)) = point.and_then(leading_number)
            && tenths < 10
        {
            return Some((value as f64 + tenths as f64 / 10.0, length + "点".len() + more));
        }
        return Some((value as f64, length));
    }
    let mut digits = String::new();
    let mut length = 0;
    let mut group = 0;
    let mut is_fraction = false;
    let bytes = rest.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    while let Some(&byte) = bytes.get(length) {
        match byte {
            b'0'..=b'9' => {
                digits.push(char::from(byte));
                group += 1;
            }
            b'.' if !is_fraction && is_digit(length + 1) => {
                digits.push('.');
                is_fraction = true;
            }
            // a group of three, and no more digits behind it
            b',' | b' '
                if !is_fraction
                    && group <= 3
                    && (1..=3).all(|next| is_digit(length + next))
                    && !is_digit(length + 4) =>
            {
                group = 0
            }
            _ => break,
        }
        length += 1;
    }
    digits.parse().ok().map(|value| (value, length))
}

/// At most so many years lie between two that are written as one span.
const MOST_YEARS: f64 = 20.0;

/// The second of two years in a row, of which only the last digits are written: 2025-26.
fn complete_years(folded: &str, found: &mut [Quantity]) {
    for at in 1..found.len() {
        let (Some(first), Some(second)) = (found.get(at - 1).copied(), found.get(at).copied())
        else {
            continue;
        };
        let between = folded.get(first.end..second.start).unwrap_or_default().trim();
        let is_year = (1900.0..2100.0).contains(&first.value) && first.value.fract() == 0.0;
        let written = folded.get(second.start..second.end).unwrap_or_default();
        let digits = written.chars().take_while(|own| own.is_ascii_digit()).count();
        let is_short = digits == 2 || (digits == 0 && written.chars().count() == 2);
        // 1999-00
        let after = (second.value - first.value % 100.0).rem_euclid(100.0);
        // "from 44 in 2019 to 32" is no span of years
        let before = folded.get(..first.start).unwrap_or_default();
        let is_time = between == "to" && before.ends_with("in ");
        // "2023 to 29 February 2024"
        let next = folded.get(second.end..).unwrap_or_default().trim_start();
        let word = next.split(|own: char| !own.is_ascii_alphabetic()).next().unwrap_or_default();
        let is_day = month(word).is_some();
        if is_year
            && is_short
            && !is_time
            && !is_day
            && (1.0..=MOST_YEARS).contains(&after)
            && matches!(between, "-" | "–" | "/" | "至" | "年至" | "to")
            && let Some(second) = found.get_mut(at)
        {
            second.value = first.value + after;
            second.writing = Writing::Figure;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fold;
    use proptest::prelude::*;

    fn same(one: &str, other: &str) -> bool {
        let of = |text: &str| quantities(&fold(text)).first().copied();
        let (Some(one), Some(other)) = (of(one), of(other)) else { return false };
        one.is_same(&other)
    }

    #[test]
    fn one_value_has_many_writings() {
        for (one, other) in [
            ("28萬", "280 000"),
            ("28萬", "280,000"),
            ("1 000元", "$1,000"),
            ("九萬", "90,000"),
            ("4.2億", "420 million"),
            ("4.2億", "0.42 billion"),
            ("四成", "40%"),
            ("四成半", "45 per cent"),
            ("七成七", "77%"),
            ("七十二億", "7.2 billion"),
            ("二百五十", "two hundred and fifty"),
            ("四分之三", "three quarters"),
            ("百分之二十五", "a quarter"),
            ("一個月", "one month"),
            ("兩年", "two years"),
            ("五萬零一百人", "50,100"),
            ("二零二五", "2025"),
            ("一半", "half"),
            ("三點五公里", "3.5 km"),
            ("五分之二", "two fifths"),
            ("三分之一", "one third"),
            ("五分之一", "one in five"),
            ("四分之一", "a quarter of them"),
            ("三分之一", "a third were women"),
            ("5.3個百分點", "5.3 percentage points"),
            ("3億5千萬", "350 million"),
            ("1萬2千", "12,000"),
            ("三分二", "two thirds"),
            ("十年", "a decade"),
            ("半年", "six months"),
            ("一年半", "18 months"),
            ("五年半", "5.5 years"),
            ("兩個半月", "two and a half months"),
            ("半小時", "30 minutes"),
            ("24小時", "one day"),
            ("七折", "30% off"),
            ("八五折", "a discount of 15%"),
            ("三小時三十分鐘", "three and a half hours"),
            ("13萬5 000", "135 000"),
            ("150", "a hundred and fifty"),
            ("2 500", "two thousand five hundred"),
            ("250萬", "two million five hundred thousand"),
            ("十萬", "a hundred thousand"),
            ("一小時半", "90 minutes"),
            ("一年半", "one year and a half"),
            ("50萬", "half a million"),
            ("三成員工", "30% of the staff"),
            ("六成立法會議員", "60% of the members"),
            ("八折折扣", "20% off"),
            ("20%", "20% offshore"),
            ("97年", "1997"),
            ("1997", "97年"),
            ("十多萬", "100 000"),
            ("三至五年", "3 years"),
            ("300萬", "3 to 5 million"),
            ("千人", "a thousand people"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("四成", "50 %"),
            ("七成", "17 %"),
            ("四分之三", "half"),
            ("一個月", "two months"),
            ("三年", "three months"),
            ("四成", "40 people"),
            ("24小時", "24 days"),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn the_second_year_of_two_is_completed() {
        let years =
            |text: &str| quantities(&fold(text)).iter().map(|own| own.value).collect::<Vec<_>>();
        assert_eq!(years("二零二五至二六年度"), years("2025 to 2026"));
        assert_eq!(years("2025-26"), [2025.0, 2026.0]);
        assert_eq!(years("from 44.3 in 2019 to 42.0 in 2023"), [44.3, 2019.0, 42.0, 2023.0]);
        assert_eq!(years("from 44 in 2019 to 32 in 2023"), [44.0, 2019.0, 32.0, 2023.0]);
        assert_eq!(years("the 2024-25 year"), [2024.0, 2025.0]);
        assert_eq!(years("1999-00"), [1999.0, 2000.0]);
        assert_eq!(years("the past two quarters; one in ten thousand"), [2.0, 1.0, 10_000.0]);
        assert_eq!(years("5.3個百分點"), [5.3]);
        assert_eq!(years("a third runway, one in 2023"), [3.0, 1.0, 2023.0]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let folded = fold(&text);
            for quantity in quantities(&folded) {
                prop_assert!(folded.get(quantity.start..quantity.end).is_some_and(|slice| !slice.is_empty()));
            }
        }
    }
}
