//! Sentences of a text.

use std::ops::Range;

use crate::lexicon::abbreviations;

/// Closing marks that belong to the sentence before them.
const CLOSERS: &[char] = &['」', '』', '”', '’', '）', ')', '》', '〉', '"', '\''];

/// Marks that open a quotation, each with the one that closes it.
const QUOTATION_MARKS: &[(char, char)] = &[('「', '」'), ('『', '』'), ('“', '”'), ('"', '"')];

/// A longer quotation, in half widths of a Han character, is divided into its sentences.
const LONGEST_QUOTATION: usize = 120;

/// The sentences of a text as byte ranges, in order, without the white space around them.
///
/// A sentence ends after `。！？!?` or a line's end, and after a full stop that is followed by white space and no lower-case
/// letter, unless an abbreviation or an initial stands before it. Within a quotation none ends before that does. Together the
/// ranges hold every character but white space.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut quoted_until) = (0, 0);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let mut end = at + character.len_utf8();
        if at >= quoted_until {
            quoted_until = end_of_quotation(text, at, character).unwrap_or(quoted_until);
        }
        let ends = match character {
            '\n' => true,
            _ if goes_on_quoting(text, end, quoted_until) => false,
            '。' | '！' | '？' | '!' | '?' => true,
            '.' => full_stop_ends(text, start, at),
            _ => false,
        };
        if !ends {
            continue;
        }
        while let Some(&(next, closer)) = characters.peek() {
            if !(CLOSERS.contains(&closer) || matches!(closer, '。' | '！' | '？' | '!' | '?')) {
                break;
            }
            end = next + closer.len_utf8();
            characters.next();
        }
        push_trimmed(text, start..end, &mut found);
        start = end;
    }
    push_trimmed(text, start..text.len(), &mut found);
    found
}

/// Where the quotation ends that a character opens at a byte, if it opens one that ends in its line.
fn end_of_quotation(text: &str, at: usize, opener: char) -> Option<usize> {
    let (_, closer) = QUOTATION_MARKS.iter().find(|(own, _)| *own == opener)?;
    // a straight mark behind a word closes what is open
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    if opener == *closer
        && before.is_some_and(|own| own.is_ascii_alphanumeric() || ".,?!".contains(own))
    {
        return None;
    }
    let mut room = LONGEST_QUOTATION;
    let behind = text.get(at + opener.len_utf8()..)?.char_indices();
    let mut behind = behind.take_while(|(_, own)| {
        let width = if own.is_ascii() { 1 } else { 2 };
        room = room.saturating_sub(width);
        *own != '\n' && room > 0
    });
    let (end, _) = behind.find(|(_, own)| own == closer)?;
    Some(at + opener.len_utf8() + end + closer.len_utf8())
}

/// Whether more of a quotation than closing marks stands between a byte and its end.
fn goes_on_quoting(text: &str, from: usize, until: usize) -> bool {
    let rest = text.get(from..until).unwrap_or_default();
    rest.chars().any(|own| !own.is_whitespace() && !CLOSERS.contains(&own))
}

/// Whether the full stop at byte `at` ends the sentence that began at byte `start`.
fn full_stop_ends(text: &str, start: usize, at: usize) -> bool {
    let mut after = text
        .get(at + 1..)
        .unwrap_or_default()
        .chars()
        .skip_while(|character| CLOSERS.contains(character));
    match after.next() {
        None => return true,
        Some(character) if !character.is_whitespace() => return false,
        Some(_) => {}
    }
    let next = after.find(|character| !character.is_whitespace());
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    let before = text.get(start..at).unwrap_or_default();
    let word = before
        .rsplit(|character: char| character.is_whitespace() || character == '(')
        .next()
        .unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    !initial && !abbreviations().hold(&word.to_lowercase(), next)
}

fn push_trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let Some(slice) = text.get(range.clone()) else { return };
    let trimmed = slice.trim();
    if !trimmed.is_empty() {
        let start = range.start + (slice.len() - slice.trim_start().len());
        found.push(start..start + trimmed.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            sentences(text).into_iter().map(|range| text.get(range).unwrap_or_default()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn sentences_end_where_a_reader_says() {
        check("甲。乙！丙", &["甲。", "乙！", "丙"]);
        check("他說「好。」乙？", &["他說「好。」", "乙？"]);
        check("他說：「太遠。我們不去。」乙。", &["他說：「太遠。我們不去。」", "乙。"]);
        check("\"It is far. We stay.\" He left.", &["\"It is far. We stay.\"", "He left."]);
        check("5\" of rain. More \"came. Yes", &["5\" of rain.", "More \"came.", "Yes"]);
        check("他說\"好。\"他走了。她說\"不\"。", &["他說\"好。\"", "他走了。", "她說\"不\"。"]);
        check("「未完。第二句。", &["「未完。", "第二句。"]);
        check("One. Two! Three?", &["One.", "Two!", "Three?"]);
        check("It cost 3.5 million. It opened.", &["It cost 3.5 million.", "It opened."]);
        check("Mr. J. Smith came. He left.", &["Mr. J. Smith came.", "He left."]);
        check(
            "Under Cap. 132, No. 5 closed in Jan. 2019.",
            &["Under Cap. 132, No. 5 closed in Jan. 2019."],
        );
        check(
            "It said no. It closed in Jan. The rest",
            &["It said no.", "It closed in Jan.", "The rest"],
        );
        check("收緊排放；推進治理。", &["收緊排放；推進治理。"]);
        check("", &[]);
        check(" \n ", &[]);
    }

    proptest! {
        #[test]
        fn every_visible_character_is_in_one_sentence(text in any::<String>()) {
            let mut end = 0;
            let mut held = String::new();
            for range in sentences(&text) {
                prop_assert!(range.start >= end);
                end = range.end;
                held.push_str(text.get(range).unwrap_or_default());
            }
            let visible = |text: &str| text.chars().filter(|character| !character.is_whitespace()).collect::<String>();
            prop_assert_eq!(visible(&held), visible(&text));
        }
    }
}
