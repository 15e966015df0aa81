//! The figures of a translation, held against those of its original.

use crate::lang::{Measure, Quantity, Stated, Writing};

/// Figures that stand in one of two texts alone, as they are written there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Differences {
    /// Of the original.
    pub(super) lost: Vec<String>,
    /// Of the translation; told only where none is lost.
    pub(super) added: Vec<String>,
}

impl Differences {
    /// What differs. Numbers below ten in words may go, as words do, unless another number came instead.
    pub(super) fn between(original: &str, translation: &str) -> Self {
        let (original, translation) = (Stated::of(original), Stated::of(translation));
        let (lost, added) = (original.missing_in(&translation), translation.missing_in(&original));
        let has_come = |own: &Quantity| {
            added.iter().any(|other| {
                other.unit.is_some() == own.unit.is_some() && (is_sure(other) || is_small(other))
            })
        };
        let lost = lost.iter().filter(|own| is_sure(own) || (is_small(own) && has_come(own)));
        let mut lost = written(&original, lost);
        if lost.is_empty() {
            lost.extend(other_hour(&original, &translation));
        }
        // what may be a number in the original may be told as one: 十四五規劃
        let may_be = |own: &Quantity| own.writing == Writing::Loose && own.value > 10.0;
        let is_plain = !original.quantities.iter().any(may_be);
        let added = if lost.is_empty() && is_plain {
            // a numeral before what may be a counter may be a part of a name: 三家村
            let is_name = |own: &Quantity| {
                let written = translation.folded(own.start, own.end);
                own.writing == Writing::Word && own.value < 10.0 && !written.is_ascii()
            };
            written(&translation, added.iter().filter(|own| is_sure(own) && !is_name(own)))
        } else {
            Vec::new()
        };
        Self { lost, added }
    }
}

/// An hour of the original that is another in the translation, where both tell as many.
fn other_hour(original: &Stated<'_>, translation: &Stated<'_>) -> Option<String> {
    let (own, others) = (&original.clocks, &translation.clocks);
    let is_there = |minutes: f64| others.iter().any(|other| other.minutes() == minutes);
    let other = own.iter().find(|own| !is_there(own.minutes()))?;
    (own.len() == others.len()).then(|| original.as_written(other.start, other.end))
}

/// Whether a quantity must be in the other text.
fn is_sure(own: &Quantity) -> bool {
    let is_one = own.value == 1.0 || own.value == 0.0;
    let is_span = !matches!(own.unit, None | Some(Measure::Percent | Measure::MonthOfYear));
    match own.writing {
        Writing::Figure => !(is_one && is_span),
        Writing::Word => own.value >= 3.0,
        Writing::Loose => false,
    }
}

/// Whether it must be there if another number is that is not in its own text.
fn is_small(own: &Quantity) -> bool {
    own.writing != Writing::Loose && (own.value > 1.0 || own.unit.is_some()) && own.value < 10.0
}

/// Quantities as a text writes them, each once.
fn written<'q>(text: &Stated<'_>, quantities: impl Iterator<Item = &'q Quantity>) -> Vec<String> {
    let mut written: Vec<String> = Vec::new();
    for own in quantities {
        let own = text.as_written(own.start, own.end);
        if !written.contains(&own) {
            written.push(own);
        }
    }
    written
}
