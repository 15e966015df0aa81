//! `licences`: what the program holds that is others', and under which terms.

use std::io::Write as _;

use super::Ending;

/// The program's own licence, and the notice of the data that it embeds.
const NOTICES: [&str; 2] = [include_str!("../../LICENSE"), include_str!("../../data/NOTICE.md")];

pub(super) fn run() -> anyhow::Result<Ending> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}", NOTICES.map(str::trim).join("\n\n"))?;
    Ok(Ending::Answered)
}
