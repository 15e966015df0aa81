//! The parts of a message that may be its question, and the things that a question joins.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::lang;
use crate::lexicon::{List, lexicon};

/// Of a long message, so many parts at its end are read by themselves.
const MOST_PARTS: usize = 8;

/// A longer part, in bytes, is no question.
const LONGEST_PART: usize = 400;

/// At most so many joints of a question are tried.
const MOST_JOINTS: usize = 4;

/// The parts of a message that may be its question: each sentence, and of a long one each clause and each two that follow each other.
pub fn parts(message: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for range in lang::sentences(message) {
        let Some(sentence) = message.get(range) else { continue };
        parts.push(sentence);
        let mut starts = vec![0];
        let marks = sentence.char_indices().filter(|&(_, mark)| "，,；;：:、—".contains(mark));
        starts.extend(marks.map(|(at, mark)| at + mark.len_utf8()));
        for (place, &start) in starts.iter().enumerate() {
            let ends = [starts.get(place + 1), starts.get(place + 2)];
            let ends = ends.map(|end| end.copied().unwrap_or(sentence.len()));
            parts.extend(ends.into_iter().filter_map(|end| sentence.get(start..end)));
        }
    }
    let mut seen = FxHashSet::default();
    parts.retain(|part| part.len() <= LONGEST_PART && seen.insert(*part));
    parts.drain(..parts.len().saturating_sub(MOST_PARTS));
    parts
}

/// The questions of a message, each with what leads to it, where several are put one after the other with marks; none where there are not
/// several.
pub fn questions(message: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for range in lang::sentences(message) {
        let asks = message.get(range.clone()).is_some_and(|own| own.ends_with(['？', '?']));
        if asks {
            found.extend(message.get(start..range.end).map(str::trim));
            start = range.end;
        }
    }
    if found.len() < 2 { Vec::new() } else { found }
}

/// The places in a folded question where it joins two things, as byte ranges, in order; none where it joins more than is tried.
pub fn joints(folded: &str) -> Vec<Range<usize>> {
    let found = lexicon().find(folded);
    let inner = |own: &crate::lexicon::Match| own.start > 0 && own.end < folded.len();
    let mut joints: Vec<Range<usize>> =
        found.words_of(List::Joint).filter(inner).map(|own| own.start..own.end).collect();
    // "，以及" is one joint
    joints.dedup_by(|next, last| {
        let between = folded.get(last.end..next.start).unwrap_or("x");
        let one = between.trim().is_empty();
        if one {
            last.end = next.end;
        }
        one
    });
    if joints.len() > MOST_JOINTS { Vec::new() } else { joints }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_told_apart_by_their_marks() {
        assert_eq!(
            questions("想問：前海由誰負責？\n幾時開始？多謝"),
            ["想問：前海由誰負責？", "幾時開始？"]
        );
        assert_eq!(questions("Who leads? And when?"), ["Who leads?", "And when?"]);
        for one in ["前海由誰負責？", "前海", "我住深圳。前海由誰負責？？", ""]
        {
            assert!(questions(one).is_empty(), "{one}");
        }
    }

    #[test]
    fn joints_are_few_or_none() {
        let sides = |text: &str| {
            joints(text)
                .into_iter()
                .map(|joint| text.get(joint).unwrap_or("").to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(sides("金融同教育有咩合作"), ["同"]);
        assert_eq!(sides("finance and education"), ["and"]);
        assert!(sides(&"前海和".repeat(1000)).is_empty());
        assert!(sides("").is_empty());
    }
}
