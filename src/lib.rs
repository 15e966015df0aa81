//! Finds the paragraph of a briefing paper that answers a question, and quotes and cites it.

pub mod answer;
pub mod evaluation;
pub mod knowledge;
pub mod language;
pub mod search;
pub mod text;
