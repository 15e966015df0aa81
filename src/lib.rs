//! Finds the paragraph of a briefing paper that answers a question, and quotes and cites it.

pub mod answer;
mod characters;
pub mod cli;
pub mod config;
pub mod dialogue;
pub mod embedded;
pub mod evaluation;
pub mod knowledge;
pub mod language;
pub mod render;
pub mod search;
pub mod settings;
pub mod store;
pub mod telegram;
pub mod text;
