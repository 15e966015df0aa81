//! The two languages: folding, characters' kinds, tokens, sentences, numbers, the form of a question, the language of a text.
//! It knows no paper.
//!
//! A text is folded first, then cut: `fold` → `tokens`. Paper and question go the same way, so that 前海发展 finds 前海發展.

mod convert;
mod detect;
mod fold;
mod form;
mod held;
mod names;
mod number;
mod quantity;
mod sentence;
mod sound;
mod token;

pub use crate::lexicon::Measure;
pub use convert::{to_simplified, to_traditional};
pub use detect::{language, script};
pub use fold::{first_not_composed, fold, is_han, simplified};
pub use form::{Detail, Form};
pub use held::Held;
pub use names::{Mention, NameFinder};
pub use number::{Figure, figures, is_ambiguous_month, leading_number, month};
pub use quantity::{Clock, Quantity, Stated, Writing};
pub use sentence::sentences;
pub use sound::{alike, syllable, syllables};
pub use token::{
    Key, Kind, Phrase, Token, Word, concept_key, figure_key, han_key, han_pair, is_known_word,
    stem_key, stem_pair_key,
};
