//! Finds the paragraph of a briefing paper that answers a question, and quotes and cites it.

pub mod answer;
mod characters;
pub mod cli;
pub mod config;
pub mod conversation;
pub mod corpus;
pub mod embedded;
pub mod evaluation;
pub mod lang;
pub mod language;
pub mod present;
pub mod search;
pub mod settings;
pub mod store;
pub mod telegram;
