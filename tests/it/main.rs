//! Tests from outside: what users see, what files must be, what must never happen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "a test that cannot go on fails"
)]

mod accuracy;
mod architecture;
mod bot_api;
mod check;
mod commands;
mod engine;
mod paper;
mod readme;
mod serve;
