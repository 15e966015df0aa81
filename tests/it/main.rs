//! Tests from outside: what users see, what files must be, what must never happen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test that cannot go on fails"
)]

mod accuracy;
mod architecture;
mod asking;
mod bad_days;
mod bot;
mod bot_api;
mod cards;
mod chaos;
mod chat;
mod check;
mod choices;
mod chosen_papers;
mod commands;
mod curate;
mod documents;
mod edits;
mod engine;
mod fuzz;
mod groups;
mod growth;
mod inline;
mod library;
mod operation;
mod paper;
mod pdf;
mod readme;
mod replacing;
mod replay;
mod requests;
mod serve;
mod shared_library;
mod stored;
mod talking;
mod transcript;
mod uploads;
mod web;
