//! Finds the paragraph of a briefing paper that answers a question, and quotes and cites it.
//!
//! The way of a question: `question` reads it, `retrieve` finds candidates in each paper's `index`, `answer` weighs and cites them,
//! `conversation` makes of that what a chat gets, `present` puts it in words. Below these lie `corpus` (the papers), `lang` and
//! `lexicon` (the languages); around them `telegram`, `web`, `cli` and `store`.

pub mod answer;
mod characters;
pub mod cli;
pub mod config;
pub mod conversation;
pub mod corpus;
pub mod curation;
pub mod embedded;
pub mod evaluation;
pub mod import;
pub mod index;
pub mod lang;
pub mod language;
pub mod lexicon;
pub mod library;
mod metrics;
pub mod present;
pub mod question;
pub mod retrieve;
pub mod settings;
mod sha256;
pub mod store;
pub mod telegram;
pub mod web;
