//! Raised type: powers, ordinals, and the marks of footnotes.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::words::pattern;

/// The mark of a footnote.
static MARK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[(\[]?([\d０-９]{1,3}|[*†‡§¶#]{1,3}|[a-z]|[ivx]{1,4})[)\]]?$"));

/// A ten that a raised number makes a power of: no 110, and no 5.10.
static TEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[^\d.,])10$"));

/// So many characters of what is left out are told.
const MOST_TOLD: usize = 60;

/// What raised text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Raised {
    /// Part of the text, as it is to be written.
    Text(String),
    /// The mark of a footnote, which is no part of the text.
    Mark(String),
}

/// What a raised text is, by the text before it.
pub(super) fn raised(before: &str, text: &str) -> Raised {
    let word = text.trim();
    let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_power = (matches!(word, "2" | "3") && ends_with_unit(before)) || TEN.is_match(before);
    if is_number && is_power {
        return Raised::Text(word.bytes().map(superscript).collect());
    }
    match word {
        "st" | "nd" | "rd" | "th" | "TM" | "®" => Raised::Text(word.to_owned()),
        _ if is_mark(word) => Raised::Mark(word.to_owned()),
        _ => Raised::Text(text.to_owned()),
    }
}

/// Whether a text is written as the mark of a footnote is.
pub(super) fn is_mark(text: &str) -> bool {
    MARK.is_match(text)
}

/// What is told of a mark that was taken out behind a text.
pub(super) fn removed(mark: &str, before: &str) -> String {
    let skipped = before.chars().count().saturating_sub(20);
    let ending: String = before.chars().skip(skipped).collect();
    format!("footnote mark {mark} removed after \"{}\"", ending.trim_start())
}

/// What is told of a footnote that was left out.
pub(super) fn left_out(text: &str) -> String {
    format!("footnote left out: {}", beginning(text))
}

/// So much of a text that is left out as is told.
pub(super) fn beginning(text: &str) -> String {
    text.trim().chars().take(MOST_TOLD).collect()
}

/// Whether a text ends with a unit of length, which a raised 2 or 3 makes one of area or volume: 5 km, µg/m, (m, 每km.
fn ends_with_unit(text: &str) -> bool {
    ["km", "cm", "mm", "m", "ft"].into_iter().any(|unit| {
        let before = text.strip_suffix(unit);
        before.is_some_and(|before| !before.ends_with(|last: char| last.is_ascii_alphabetic()))
    })
}

fn superscript(digit: u8) -> char {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    digits.get(usize::from(digit.saturating_sub(b'0'))).copied().unwrap_or('⁰')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raised_number_is_never_glued_to_another() {
        for (before, text, expected) in [
            ("In 2009", "1", Raised::Mark("1".into())),
            ("7 500", "[3]", Raised::Mark("[3]".into())),
            ("about 110", "2", Raised::Mark("2".into())),
            ("12 km", "2", Raised::Text("²".into())),
            ("µg/m", "3", Raised::Text("³".into())),
            ("Area (m", "2", Raised::Text("²".into())),
            ("每km", "2", Raised::Text("²".into())),
            ("the form", "2", Raised::Mark("2".into())),
            ("10", "6", Raised::Text("⁶".into())),
            ("the 4", "th", Raised::Text("th".into())),
            ("the plan", "1", Raised::Mark("1".into())),
            ("x", " y+1", Raised::Text(" y+1".into())),
        ] {
            assert_eq!(raised(before, text), expected, "{before} {text}");
        }
    }
}
