//! How a Han character sounds, so that 钱海 typed by ear and "qianhai" typed in letters find 前海.

use std::sync::LazyLock;

use pinyin::ToPinyin as _;
use rustc_hash::FxHashSet;

use crate::characters::series;

/// The Mandarin syllable of a Han character, without tone. `None` for a character that the table lacks.
pub fn syllable(character: char) -> Option<&'static str> {
    character.to_pinyin().map(pinyin::Pinyin::plain)
}

/// Whether one Han character may be written for another: they sound the same, or are of one phonetic series and look alike.
pub fn alike(one: char, other: char) -> bool {
    let sounds = || syllable(one).is_some_and(|own| syllable(other) == Some(own));
    let looks = || {
        let others = series(other);
        series(one).into_iter().any(|own| own > 0 && others.contains(&own))
    };
    one != other && (sounds() || looks())
}

/// All syllables, as letters.
static SYLLABLES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    ('\u{4e00}'..='\u{9fa5}').filter_map(syllable).filter(|syllable| syllable.is_ascii()).collect()
});

/// Longest word that is tried, in letters: six long syllables.
const LONGEST_WORD: usize = 36;

/// Longest syllable: zhuang.
const LONGEST_SYLLABLE: usize = 6;

/// Cuts a romanised name into at least two syllables: "qianhai" into qian and hai. Of several ways, the one of fewest syllables,
/// the longer ones first. `None` for any other word.
pub fn syllables(word: &str) -> Option<Vec<&str>> {
    if word.len() > LONGEST_WORD
        || word.len() < 4
        || !word.bytes().all(|byte| byte.is_ascii_lowercase())
    {
        return None;
    }
    // for each place, where the syllable that ends there begins, on the shortest way
    let mut shortest: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
    if let Some(first) = shortest.first_mut() {
        *first = Some((0, 0));
    }
    for end in 1..=word.len() {
        let best = (end.saturating_sub(LONGEST_SYLLABLE)..end)
            .filter(|&start| word.get(start..end).is_some_and(|part| SYLLABLES.contains(part)))
            .filter_map(|start| {
                shortest.get(start).copied().flatten().map(|(count, _)| (count + 1, start))
            })
            .min();
        if let Some(place) = shortest.get_mut(end) {
            *place = best;
        }
    }
    let mut parts = Vec::new();
    let mut end = word.len();
    while end > 0 {
        let (_, start) = shortest.get(end).copied().flatten()?;
        parts.push(word.get(start..end)?);
        end = start;
    }
    parts.reverse();
    (parts.len() > 1).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanised_names_are_cut_into_syllables() {
        assert_eq!(syllables("qianhai"), Some(vec!["qian", "hai"]));
        assert_eq!(syllables("liantang"), Some(vec!["lian", "tang"]));
        assert_eq!(syllables("shenzhen"), Some(vec!["shen", "zhen"]));
        for word in ["station", "hai", "", "xyz", "agreement"] {
            assert_eq!(syllables(word), None, "{word}");
        }
    }

    #[test]
    fn characters_of_one_sound_share_a_syllable() {
        for (one, other) in [('洁', '结'), ('洲', '州'), ('塘', '糖'), ('前', '钱')] {
            assert_eq!(syllable(one), syllable(other));
        }
    }
}
