//! What an abbreviation stands for, where a paper says so: "the Elderly Dental Assistance Programme (EDAS)".

use super::citation::{Citation, Citations, Quote};
use super::model::Probability;
use super::{Engine, Question, Verdict};
use crate::lang::sentences;
use crate::language::Language;
use crate::lexicon::{List, lexicon};
use crate::question::{Message, asked_words, is_made_of};

/// An abbreviation has so many letters and figures.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;

/// A longer message, in bytes, asks more.
const LONGEST: usize = 80;

/// Marks that may stand around an abbreviation where it is introduced.
const OPENING: [char; 5] = ['(', '（', '“', '"', '「'];
const CLOSING: [char; 5] = [')', '）', '”', '"', '」'];

/// The sentence that introduces the abbreviation that is all a message asks for, if a paper has one: of the paper that the conversation is about,
/// or else of the newest.
pub(super) fn verdict<'e>(
    engine: &'e Engine,
    message: &Message,
    question: &Question<'_>,
    language: Language,
) -> Option<Verdict<'e>> {
    let asked = abbreviation(message.folded())?;
    let phrase = message.phrase();
    let allowed = engine.allowed(question.papers);
    let mut papers = engine.router.route(&phrase, &asked_words(&phrase), &allowed);
    engine.newest_first(&mut papers);
    let last = question.after.and_then(|turn| engine.paper(&turn.paper)).map(|(place, _)| place);
    if let Some(last) = last.filter(|last| allowed.contains(last)) {
        papers.insert(0, last);
    }
    let citation =
        papers.into_iter().find_map(|paper| introduced(engine, paper, &asked, language))?;
    Some(Verdict::Answer { citations: Citations::new(citation, []), missing: Vec::new() })
}

/// The only word of a folded message that asks what it is and nothing else, if it is in Latin letters: in capitals.
fn abbreviation(folded: &str) -> Option<String> {
    if folded.len() > LONGEST {
        return None;
    }
    let is_latin = |own: char| own.is_ascii_alphanumeric();
    let words = folded.split(|own: char| !is_latin(own)).filter(|word| !word.is_empty());
    let mut names = words.filter(|word| !is_made_of(word, List::DefinitionAround));
    let (name, None) = (names.next()?, names.next()) else { return None };
    let mut around = String::with_capacity(folded.len());
    for part in folded.split_inclusive(|own: char| !is_latin(own)) {
        let word = part.trim_end_matches(|own: char| !is_latin(own));
        around.push_str(if word == name { " " } else { word });
        around.push_str(part.get(word.len()..).unwrap_or_default());
    }
    let is_name = LETTERS.contains(&name.len())
        && name.contains(|own: char| own.is_ascii_alphabetic())
        && !lexicon().is_function_word(name);
    (is_name && is_made_of(&around, List::DefinitionAround)).then(|| name.to_ascii_uppercase())
}

/// Where a paper introduces an abbreviation.
fn introduced<'e>(
    engine: &'e Engine,
    paper: usize,
    asked: &str,
    language: Language,
) -> Option<Citation<'e>> {
    let paper = engine.corpus.paper_at(paper)?;
    paper.paragraphs.iter().find_map(|paragraph| {
        // in words that the reader gets
        let (shown, text) = paragraph.text.nearest(language)?;
        let place = at(text, asked)?;
        let range = sentences(text).into_iter().find(|range| range.contains(&place))?;
        let section = paper.section_of(paragraph.number);
        let quote = Quote::new(shown, text, range);
        Some(Citation { paper, paragraph, section, score: Probability::CERTAIN, quote })
    })
}

/// Where a text introduces an abbreviation, in brackets or quotation marks.
fn at(text: &str, asked: &str) -> Option<usize> {
    text.match_indices(asked).map(|(at, _)| at).find(|&at| {
        let before = text.get(..at).unwrap_or_default().trim_end_matches("the ");
        let behind = text.get(at + asked.len()..).unwrap_or_default();
        // exchange-traded funds (ETFs)
        let behind = behind.strip_prefix('s').unwrap_or(behind);
        before.ends_with(OPENING) && behind.starts_with(CLOSING)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_alone_is_asked_for() {
        for (text, expected) in [
            ("edas", Some("EDAS")),
            ("what is edas?", Some("EDAS")),
            ("what does lph stand for", Some("LPH")),
            ("lph系什么？", Some("LPH")),
            ("咩系edas呀", Some("EDAS")),
            ("what is ha?", Some("HA")),
            ("who can apply for edas", None),
            ("what is it", None),
            ("前海", None),
            ("edas lph", None),
        ] {
            assert_eq!(abbreviation(text).as_deref(), expected, "{text}");
        }
        assert!(at("the Programme (EDAS) of", "EDAS").is_some());
        assert!(at("長者牙科援助計劃（“EDAS”）", "EDAS").is_some());
        assert!(at("under EDAS (the Programme)", "EDAS").is_none());
    }
}
