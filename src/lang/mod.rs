//! Words without meaning: folding, characters' kinds, tokens, sentences, numbers, and the language of a text. It knows no paper.
//!
//! A text is folded first, then cut: `fold` → `tokens`. Paper and question go the same way, so that 前海发展 finds 前海發展.

mod asked;
mod convert;
mod detect;
mod fold;
mod form;
mod lexicon;
mod names;
mod number;
mod segment;
mod sentence;
mod sound;
mod stop;
mod token;

pub use asked::{Asked, Held};
pub use convert::{to_simplified, to_traditional};
pub use detect::{language, script};
pub use fold::{first_not_composed, fold, is_han, simplified};
pub use form::Form;
pub use lexicon::Lexicon;
pub use names::{Mention, NameFinder};
pub use number::{Figure, figures};
pub use segment::Segmenter;
pub use sentence::sentences;
pub use stop::{is_function_word, stands_in};
pub use token::{Key, Kind, Phrase, Token, Word, concept_key, letters, sound_keys, stem_key};
