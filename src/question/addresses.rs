//! Addresses beside a question: of pages, of mail, of people, and labels.

use std::borrow::Cow;

/// What an address of a page begins with.
const SCHEMES: [&str; 4] = ["http://", "https://", "www.", "t.me/"];

/// Least letters of a user's name.
const SHORTEST_NAME: usize = 4;

/// A message without the addresses in it, which say nothing of what it asks: `https://…`, `name@host`, `@name`, `+852 …`, and labels such as
/// `#news` where something else is said. A message that is nothing else stays as it is, its labels without their sign.
pub fn without_addresses(text: &str) -> Cow<'_, str> {
    if !text.contains(['/', '@', '#', '＃', '＠', '+']) && !text.contains("www.") {
        return Cow::Borrowed(text);
    }
    let kept = |labels: bool| {
        let mut left = String::with_capacity(text.len());
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            let space = piece.get(word.len()..).unwrap_or_default();
            match address_in(word) {
                Some((before, after)) => {
                    left.push_str(before);
                    left.push(' ');
                    left.push_str(after);
                }
                None if is_label(word) => {
                    if labels {
                        left.push_str(word.trim_start_matches(['#', '＃']));
                    }
                }
                None => left.push_str(word),
            }
            left.push_str(space);
        }
        left
    };
    let without = kept(false);
    let says = |text: &str| text.chars().any(char::is_alphanumeric);
    if says(&without) {
        return Cow::Owned(without);
    }
    let labels = kept(true);
    if says(&labels) { Cow::Owned(labels) } else { Cow::Borrowed(text) }
}

/// What stands in a word before and after the address in it, if there is one.
fn address_in(word: &str) -> Option<(&str, &str)> {
    let lower = word.to_ascii_lowercase();
    let start = SCHEMES.iter().filter_map(|scheme| lower.find(scheme)).min();
    let start = start.or_else(|| named(word)).or_else(|| telephone(word))?;
    let rest = word.get(start..)?;
    // an address ends where Chinese goes on
    let end = rest.find(|letter: char| !letter.is_ascii() || matches!(letter, '"' | '<' | '>'));
    let end = start + end.unwrap_or(rest.len());
    Some((word.get(..start)?, word.get(end..)?))
}

/// Where `name@host` or `@name` begins.
fn named(word: &str) -> Option<usize> {
    let at = word.find(['@', '＠'])?;
    let is_name =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-');
    let behind = word.get(at..)?.chars().skip(1).take_while(|&letter| is_name(letter)).count();
    let before = word.get(..at)?;
    let name = before.rfind(|letter: char| !is_name(letter)).map_or(0, |own| {
        own + before.get(own..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    (behind >= SHORTEST_NAME).then_some(name)
}

/// Where a telephone number with the sign of its country begins.
fn telephone(word: &str) -> Option<usize> {
    let start = word.find('+')?;
    let digits = word.get(start + 1..)?.chars().take_while(char::is_ascii_digit).count();
    (digits >= 3).then_some(start)
}

/// Whether a word is a label, such as `#news`; `#4` is a place in a paper.
fn is_label(word: &str) -> bool {
    let label = word.strip_prefix(['#', '＃']).unwrap_or_default();
    label.chars().next().is_some_and(|first| first.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_left_out_and_all_else_stays() {
        for (text, expected) in [
            ("前海由邊個負責？ https://www.legco.gov.hk/a-c.pdf", "前海由邊個負責？"),
            ("https://t.co/x前海由邊個負責？", "前海由邊個負責？"),
            ("Who leads Qianhai? www.example.com/x", "Who leads Qianhai?"),
            ("@john_doe 前海由邊個負責", "前海由邊個負責"),
            ("電郵 a.b@example.com 前海", "電郵   前海"),
            ("前海由邊個負責？ #深圳 #news", "前海由邊個負責？"),
            ("#前海", "前海"),
            ("#4", "#4"),
            ("前海 +85212345678", "前海"),
            ("C++", "C++"),
            ("2+2", "2+2"),
            ("a @ b", "a @ b"),
            ("https://example.com", "https://example.com"),
            ("", ""),
        ] {
            assert_eq!(without_addresses(text).trim(), expected, "{text}");
        }
    }
}
