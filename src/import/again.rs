//! Where paragraphs are numbered from 1 again behind all others: the same paper in the other language, or an annex without a heading.

use super::block::{ends_sentence, is_part};
use super::chain::is_before_list;
use super::label::{Style, labels};
use super::line::{Kind, Line};
use crate::lang::is_han;

/// In a Chinese text, at least this share of the letters are Han characters; in one that is not, at most a tenth of it.
const CHINESE: f32 = 0.3;

/// So many paragraphs stand before it at least.
const LEAST_BEFORE: u32 = 2;

/// Lines with about this indent, in widths of a Han character, begin alike.
const SAME_INDENT: f32 = 0.5;

/// The place of the first line of what is numbered again.
pub(super) fn begins_again(lines: &[Line]) -> Option<usize> {
    let mut firsts: Vec<(usize, Style)> = Vec::new();
    for (place, line) in texts(lines) {
        let own = labels(&line.text).into_iter().filter(|label| label.number == [1]);
        firsts.extend(own.map(|label| (place, label.style)));
    }
    let again = |&(place, style): &(usize, Style)| {
        let before = firsts.iter().find(|(other, own)| *own == style && *other < place)?;
        let (above, below) = lines.split_at_checked(place)?;
        let known = numbers(above, style);
        let new = numbers(below, style);
        let most = known.iter().copied().max().unwrap_or_default();
        let counts_up = new.iter().zip(1..).all(|(one, other)| *one == other);
        if most < LEAST_BEFORE || new.len() < 2 {
            return None;
        }
        match (is_chinese(above), is_chinese(below)) {
            (Some(one), Some(other)) if one != other => {
                // with the title above it
                let title = above
                    .iter()
                    .rev()
                    .take_while(|line| is_chinese(std::slice::from_ref(line)) == Some(other));
                Some(place - title.count())
            }
            _ => {
                let first = lines.get(before.0)?;
                let (_, last) = texts(above).last()?;
                let stands_alike = (first.indent - lines.get(place)?.indent).abs() <= SAME_INDENT;
                let is_apart = lines.get(place)?.blank && ends_sentence(&last.text);
                let announced =
                    is_before_list(&last.text) || texts(above).any(|(_, line)| is_part(&line.text));
                let is_new = counts_up && new.len() as u32 <= most;
                (stands_alike && is_apart && !announced && is_new).then_some(place)
            }
        }
    };
    firsts.iter().find_map(again)
}

fn texts(lines: &[Line]) -> impl Iterator<Item = (usize, &Line)> {
    lines.iter().enumerate().filter(|(_, line)| line.kind == Kind::Text && !line.table)
}

/// The numbers of a style that lines begin with, of one level, in order.
fn numbers(lines: &[Line], style: Style) -> Vec<u32> {
    let of_line = |line: &Line| {
        let label = labels(&line.text).into_iter().find(|own| own.style == style)?;
        let [number] = label.number.as_slice() else { return None };
        Some(*number)
    };
    texts(lines).filter_map(|(_, line)| of_line(line)).collect()
}

/// Whether lines are Chinese; `None` where they are neither that nor anything else clearly.
fn is_chinese(lines: &[Line]) -> Option<bool> {
    let letters =
        || texts(lines).flat_map(|(_, line)| line.text.chars()).filter(|own| own.is_alphabetic());
    let (all, han) = (letters().count(), letters().filter(|own| is_han(*own)).count());
    let share = han as f32 / all.max(1) as f32;
    match share {
        _ if all < 2 => None,
        _ if share >= CHINESE => Some(true),
        _ if share <= CHINESE / 10.0 => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<Line> {
        let line = |text: &&str| Line { text: (*text).to_owned(), blank: true, ..Line::default() };
        texts.iter().map(line).collect()
    }

    #[test]
    fn a_second_numbering_is_found_with_its_title() {
        let bilingual = [
            "守則",
            "1. 車輛須展示載運入帳票。",
            "2. 以下物料概不接收。",
            "Guidance Notes",
            "1. All trucks must display a chit.",
            "2. These are not accepted.",
        ];
        assert_eq!(begins_again(&lines(&bilingual)), Some(3));
        let unheaded = [
            "1. One.",
            "2. Two.",
            "3. Views are sought.",
            "1. In Singapore, it is so.",
            "2. In Japan, it is not.",
        ];
        assert_eq!(begins_again(&lines(&unheaded)), Some(3));
        let list =
            ["1. One.", "2. Two.", "3. There are two ways:", "1. The first.", "2. The second."];
        assert_eq!(begins_again(&lines(&list)), None);
        let within = [
            "1. One.",
            "2. Ways are open.",
            "1. The first.",
            "2. The second.",
            "3. Three.",
            "4. Four.",
        ];
        assert_eq!(begins_again(&lines(&within)), None);
    }
}
