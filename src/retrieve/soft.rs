//! How much of a question a paragraph holds in other words: the question's words or likely counterparts of them, in either language.

use crate::index::{PaperIndex, Posting, Term, in_paragraph, rarity};
use crate::lang::Kind;
use crate::lexicon::TELLING;
use crate::question::{AskedWord, Counterpart};

/// A counterpart of this likelihood tells that a paragraph has to do with a question.
const LEAST_WEIGHT: f32 = 0.3;

/// A counterpart less likely than this is not told as the reason of a match.
const TOLD: f32 = 0.15;

/// What the paragraphs and units of a paper hold of a question's words.
pub struct SoftScores {
    /// Share of the question, by paragraph.
    pub paragraphs: Vec<f32>,
    /// Share of the question, by unit.
    pub(super) units: Vec<f32>,
    /// The best share of any sentence, by paragraph.
    pub(super) sentences: Vec<f32>,
    /// By paragraph: whether it holds a word of more than one character, or a likely counterpart of one.
    pub(super) tells: Vec<bool>,
    /// By paragraph: the rarity of the rarest word that it lacks, 0 to 1.
    pub(super) missing: Vec<f32>,
    /// By word of the question, then by paragraph: how likely what stands there is said instead of the word; 1 where it stands itself.
    pub(super) held: Vec<f32>,
}

/// A word of a question and the word of the paper that stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The word as the question has it, folded.
    pub asked: String,
    /// The word of the paper, folded; an English one as its stem.
    pub found: String,
}

impl SoftScores {
    pub(super) fn new(index: &PaperIndex, words: &[AskedWord]) -> Self {
        let (paragraphs, units) = (index.paragraphs(), index.units().len());
        let mut scores = Self {
            paragraphs: vec![0.0; paragraphs],
            units: vec![0.0; units],
            sentences: vec![0.0; paragraphs],
            tells: vec![false; paragraphs],
            missing: vec![0.0; paragraphs],
            held: Vec::with_capacity(words.len() * paragraphs),
        };
        let mut total = 0.0_f32;
        // what no paragraph holds and the language hardly knows
        let greatest = rarity(Kind::Stem, paragraphs, 0, 0.0);
        let mut by_unit = vec![0.0_f32; units];
        let mut by_paragraph = vec![0.0_f32; paragraphs];
        for word in words {
            by_unit.fill(0.0);
            by_paragraph.fill(0.0);
            for counterpart in &word.counterparts {
                in_units(index, counterpart, |unit| {
                    if let Some(best) = by_unit.get_mut(unit) {
                        *best = best.max(counterpart.weight);
                    }
                });
            }
            for (unit, &weight) in index.units().iter().zip(&by_unit) {
                if let Some(best) = by_paragraph.get_mut(unit.paragraph as usize) {
                    *best = best.max(weight);
                }
            }
            scores.held.extend(&by_paragraph);
            let holding: f32 = by_paragraph.iter().sum();
            let background = in_paragraph(word.frequency);
            let rarity =
                word.weight * rarity(Kind::Stem, paragraphs, holding.round() as usize, background);
            total += rarity;
            for (score, weight) in scores.units.iter_mut().zip(&by_unit) {
                *score += rarity * weight;
            }
            if word.weight >= 1.0 {
                for (tells, &weight) in scores.tells.iter_mut().zip(&by_paragraph) {
                    *tells |= weight >= LEAST_WEIGHT;
                }
            }
            let share = (rarity / greatest).min(1.0);
            for ((score, missing), weight) in
                scores.paragraphs.iter_mut().zip(&mut scores.missing).zip(&by_paragraph)
            {
                *score += rarity * weight;
                *missing = f32::max(*missing, share * (1.0 - weight));
            }
        }
        let total = total.max(f32::MIN_POSITIVE);
        scores.paragraphs.iter_mut().for_each(|score| *score /= total);
        scores.units.iter_mut().for_each(|score| *score /= total);
        for (unit, &score) in index.units().iter().zip(&scores.units) {
            if unit.text().is_some()
                && let Some(best) = scores.sentences.get_mut(unit.paragraph as usize)
            {
                *best = best.max(score);
            }
        }
        scores
    }
}

impl SoftScores {
    /// The best share of the question that the headings among these units hold.
    pub fn of_headings(&self, index: &PaperIndex, units: std::ops::Range<usize>) -> f32 {
        let own = index.units().get(units.clone()).unwrap_or_default().iter();
        let scores = self.units.get(units).unwrap_or_default();
        let headings = own.zip(scores).filter(|(unit, _)| unit.text().is_none());
        headings.map(|(_, &score)| score).fold(0.0, f32::max)
    }
}

/// The words of a question that a paragraph holds by a counterpart and not as they are.
pub(super) fn matched(
    index: &PaperIndex,
    words: &[AskedWord],
    folded: &str,
    paragraph: usize,
) -> Vec<Matched> {
    let units = index.units_of(paragraph);
    let holds = |counterpart: &Counterpart| {
        let mut held = false;
        in_units(index, counterpart, |unit| held |= units.contains(&unit));
        held
    };
    let telling = words.iter().filter(|word| word.importance() >= TELLING);
    let found = telling.filter_map(|word| {
        let (own, others) = word.counterparts.split_first()?;
        if holds(own) {
            return None;
        }
        let mut likely: Vec<_> = others.iter().filter(|other| other.weight >= TOLD).collect();
        likely.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        let counterpart = likely.into_iter().find(|other| holds(other))?;
        let asked = folded.get(word.start..word.end)?.to_owned();
        Some(Matched { asked, found: counterpart.word.clone().into_owned() })
    });
    found.collect()
}

/// Hands over the units that hold a counterpart: all of its keys.
fn in_units(index: &PaperIndex, counterpart: &Counterpart, mut take: impl FnMut(usize)) {
    let mut terms: [Option<Term<'_>>; 8] = [None; 8];
    for (slot, key) in terms.iter_mut().zip(&counterpart.keys) {
        *slot = index.term(*key);
        if slot.is_none() {
            return;
        }
    }
    let mut lists = terms.into_iter().flatten().map(Term::postings);
    let Some(mut shortest) = lists.next() else { return };
    let mut others: Vec<&[Posting]> = Vec::new();
    for list in lists {
        if list.len() < shortest.len() {
            others.push(std::mem::replace(&mut shortest, list));
        } else {
            others.push(list);
        }
    }
    let stands =
        |list: &&[Posting], unit: usize| list.binary_search_by_key(&unit, |own| own.unit()).is_ok();
    for posting in shortest {
        if others.iter().all(|list| stands(list, posting.unit())) {
            take(posting.unit());
        }
    }
}
