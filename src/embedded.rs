//! The papers of `knowledge/` as they were when the crate was built, read, checked and indexed by `build.rs`.

use crate::answer::Engine;

/// What `build.rs` made of the papers.
static ENGINE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/engine.bin"));

/// Prepares to answer questions about the papers that are compiled in. It takes a few milliseconds: nothing is parsed, cut or counted.
///
/// # Errors
///
/// When the program's own bytes are not what `build.rs` wrote.
pub fn engine() -> Result<Engine, postcard::Error> {
    postcard::from_bytes(ENGINE)
}
