//! SHA-256 digests in hexadecimal, as `sha256sum` prints them.

use sha2::digest::Output;
use sha2::{Digest as _, Sha256};

/// The digest of some bytes.
pub(crate) fn of(bytes: &[u8]) -> String {
    written(Sha256::digest(bytes))
}

/// The digest of files, each a path and its content, in their order.
pub(crate) fn of_files<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> String {
    let mut hasher = Sha256::new();
    for part in files.into_iter().flat_map(|(path, content)| [path.as_bytes(), content]) {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    written(hasher.finalize())
}

fn written(digest: Output<Sha256>) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
