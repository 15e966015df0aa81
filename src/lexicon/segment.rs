//! Words in a run of Han characters: those of the bilingual lexicon that make it likeliest (maximum probability of independent words).

use super::Bilingual;

/// Longest word, in characters.
const LONGEST_WORD: usize = 6;

/// Bits of a character that stands in no word.
const UNKNOWN_BITS: f32 = 22.0;

/// The best way to a place of the run: its bits, where its last word begins, and that word.
#[derive(Clone, Copy)]
struct Way {
    bits: f32,
    from: usize,
    word: Option<usize>,
}

/// Cuts a run of Han characters into words and hands over each: first byte, the byte after the last, its place in the lexicon.
pub fn segment(lexicon: Bilingual, run: &str, mut take: impl FnMut(usize, usize, Option<usize>)) {
    let bounds: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    let mut ways: Vec<Option<Way>> = vec![None; bounds.len()];
    if let Some(first) = ways.first_mut() {
        *first = Some(Way { bits: 0.0, from: 0, word: None });
    }
    for from in 0..bounds.len() - 1 {
        let Some(bits) = ways.get(from).copied().flatten().map(|way| way.bits) else { continue };
        let mut reach = |end: usize, own: f32, word: Option<usize>| {
            let Some(slot) = ways.get_mut(end) else { return };
            let bits = bits + own;
            if slot.is_none_or(|best| bits < best.bits) {
                *slot = Some(Way { bits, from, word });
            }
        };
        let mut found = lexicon.all();
        for end in from + 1..bounds.len().min(from + LONGEST_WORD + 1) {
            let (Some(&begin), Some(&finish)) = (bounds.get(from), bounds.get(end)) else { break };
            let Some(word) = run.get(begin..finish) else { break };
            found = lexicon.starting_with(&found, word);
            match found.clone().next().filter(|&first| lexicon.is(first, word)) {
                Some(place) => {
                    reach(end, -lexicon.frequency(place).max(1e-9).log2(), Some(place));
                }
                None if end - from == 1 => reach(end, UNKNOWN_BITS, None),
                None => {}
            }
            if found.is_empty() {
                break;
            }
        }
    }
    let mut cuts = Vec::new();
    let mut end = bounds.len() - 1;
    while end > 0 {
        let Some(way) = ways.get(end).copied().flatten() else { break };
        cuts.push((way.from, end, way.word));
        end = way.from.min(end - 1);
    }
    for (from, end, word) in cuts.into_iter().rev() {
        if let (Some(&from), Some(&end)) = (bounds.get(from), bounds.get(end)) {
            take(from, end, word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(run: &str) -> Vec<&str> {
        let mut words = Vec::new();
        segment(Bilingual::embedded(), run, |from, to, _| words.extend(run.get(from..to)));
        words
    }

    #[test]
    fn a_run_is_cut_into_the_words_that_make_it_likeliest() {
        assert_eq!(words("香港特别行政区"), ["香港", "特别", "行政区"]);
        assert_eq!(words("推广固体废物收费"), ["推广", "固体", "废物", "收费"]);
        assert_eq!(words("研究生命起源"), ["研究", "生命", "起源"]);
        assert!(words("").is_empty());
    }

    #[test]
    fn whatever_the_run_its_words_are_all_of_it() {
        for run in ["前海", "龘靐齉", "的的的的的的的", "深圳市政府將主導"] {
            assert_eq!(words(run).concat(), run);
        }
    }
}
