//! The program: see `briefing-bot --help`.

fn main() -> std::process::ExitCode {
    briefing_bot::cli::run()
}
