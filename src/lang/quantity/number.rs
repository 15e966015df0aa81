//! A number with its scale and its unit: 28萬, two million five hundred thousand, 兩個半月.

use super::super::number::leading_number;
use super::Read;
use crate::lexicon::{Measure, quantity_words};

/// What stands behind a number, or behind its unit, and adds a half.
pub(super) const UNIT_AND_A_HALF: &str = " and a half";

/// A number with its scale and its unit.
pub(super) fn number(rest: &str) -> Option<Read> {
    let (mut value, mut length) = scaled(rest, f64::INFINITY)?;
    let after = rest.get(length..)?;
    if after.starts_with("分半钟") {
        return Some((value + 0.5, Some(Measure::Minutes), length + "分半钟".len()));
    }
    // two and a half years, 兩個半月
    let half = [UNIT_AND_A_HALF, "-and-a-half", "个半"];
    let half = half.into_iter().find(|half| after.starts_with(half));
    if let Some(half) = half {
        value += 0.5;
        length += half.len();
    }
    let after = rest.get(length..)?;
    let gap = after.len() - after.trim_start_matches([' ', '-']).len();
    let Some((unit, times, unit_length)) = unit_at(after.get(gap..)?, half == Some("个半"), value)
    else {
        return Some((value, None, length));
    };
    length += gap + unit_length;
    // one year and a half, 一小時半
    let is_han = !rest.get(..length)?.ends_with(|last: char| last.is_ascii());
    let halves = [UNIT_AND_A_HALF, "半"].into_iter().take(if is_han { 2 } else { 1 });
    let half = halves
        .into_iter()
        .find(|half| rest.get(length..).is_some_and(|behind| behind.starts_with(half)));
    if let Some(half) = half.filter(|_| !matches!(unit, Measure::Percent | Measure::MonthOfYear)) {
        value += 0.5;
        length += half.len();
    }
    Some((times * value, Some(unit), length))
}

/// The unit at the beginning of a text, how many of it the word is, and its length in bytes. 个半 before it leaves no 个 of its own: 两个半月.
pub(super) fn unit_at(
    text: &str,
    is_behind_half: bool,
    value: f64,
) -> Option<(Measure, f64, usize)> {
    // 年 after a small number is a span, after a year a date
    if text.starts_with('年') && value < 200.0 && !text.starts_with("年代") {
        return Some((Measure::Years, 1.0, "年".len()));
    }
    quantity_words().units.iter().find_map(|(word, unit, times)| {
        let bare = word.strip_prefix('个').filter(|_| is_behind_half);
        let word = [Some(word.as_str()), bare]
            .into_iter()
            .flatten()
            .find(|word| text.starts_with(word))?;
        let behind = text.get(word.len()..)?;
        let plural = word.is_ascii() && behind.starts_with('s');
        // 27厘米
        let is_length = word == "厘" && behind.starts_with('米');
        (!is_length).then_some((*unit, *times, word.len() + usize::from(plural)))
    })
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
        let more = more.filter(|more| word.get(more.len()..).is_some_and(begins_han_scale));
        let skipped = more.map_or(0, str::len);
        let word = word.get(skipped..)?;
        let scale = quantity_words().scales.iter().find(|(scale, _)| {
            let next = word.get(scale.len()..).and_then(|after| after.chars().next());
            // 90百分位 and 132千伏 have no scale
            let whole = match scale.as_str() {
                _ if scale.is_ascii() => !next.is_some_and(|next| next.is_ascii_alphabetic()),
                "千" => !next.is_some_and(|next| "伏瓦米克卡赫".contains(next)),
                _ => next != Some('分'),
            };
            word.starts_with(scale.as_str()) && whole && (scale.len() > 1 || gap == 0)
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

/// Whether a text begins with a Chinese scale above ten.
fn begins_han_scale(text: &str) -> bool {
    text.starts_with(['百', '千', '万', '亿'])
}

/// What stands for one before a scale, and its length: "a" of "a hundred", "per" of "per thousand", nothing of 逾萬人; a half of "half a million".
pub(super) fn article(rest: &str) -> Option<(f64, usize)> {
    if rest.starts_with(['万', '亿']) {
        return Some((1.0, 0));
    }
    let articles = [("a ", 1.0), ("per ", 1.0), ("every ", 1.0), ("half a ", 0.5)];
    let (article, value) = articles.into_iter().find(|(own, _)| rest.starts_with(own))?;
    let word = rest.get(article.len()..)?;
    let name = word.split(|own: char| !own.is_ascii_alphabetic()).next()?;
    let is_scale = scale_words().any(|scale| scale == name);
    is_scale.then_some((value, article.trim_end().len()))
}

/// Whether a text begins with a scale in a whole word.
pub(super) fn begins_with_scale(text: &str) -> bool {
    scale_words().any(|scale| text.starts_with(scale))
}

/// Scales but for abbreviations: bn, k.
fn scale_words() -> impl Iterator<Item = &'static str> {
    let scales = quantity_words().scales.iter().map(|(scale, _)| scale.as_str());
    scales.filter(|scale| scale.len() > 2)
}

/// A number without its scale: digits in groups of three, a fraction, words, numerals.
pub(super) fn decimal(rest: &str) -> Option<(f64, usize)> {
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
