//! The engine of a large folder of papers as one file, so that a start reads it instead of every paper: what all answers need at once, and the papers'
//! indexes one by one when they are asked for.
//!
//! It stands beside the papers as `.engine`, is made again when the folder or the program is another, and can be deleted at any time.
//!
//! ```text
//! 8 bytes   MAGIC
//! 8 bytes   length of the head, little-endian
//! 8 bytes   length of the file, likewise
//! 32 bytes  SHA-256 digest of the program's own indexing (`ENGINE_ID`) and of the folder's files by path, length and time
//! …         the head: `Engine::head` in postcard
//! …         the indexes, one behind the other, as long as the head tells; each ends with the first 8 bytes of its SHA-256 digest
//! ```

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use super::Seen;
use crate::answer::{self, Engine, Storage};
use crate::corpus::Corpus;

const MAGIC: &[u8; 8] = b"briefing";

/// The file's name in the folder of papers.
const NAME: &str = ".engine";

/// Fewer papers are read and indexed as quickly.
const FEWEST: usize = 20;

/// How many bytes of its digest an index ends with.
const CHECK: usize = 8;

/// Where the head begins.
const HEAD: u64 = 56;

/// The indexes in a file.
struct Stored(Mutex<File>);

impl Storage for Stored {
    fn read(&self, place: &Range<u64>) -> Option<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(place.end.checked_sub(place.start)?).ok()?];
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        io::Seek::seek(&mut *file, io::SeekFrom::Start(place.start)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        let check = bytes.split_off(bytes.len().checked_sub(CHECK)?);
        if check != check_of(&bytes) {
            tracing::error!("the file .engine beside the papers is damaged: delete it");
            return None;
        }
        Some(bytes)
    }
}

/// An engine for papers that were just read. The indexes of many need much memory together: they are written to a file one by one, which
/// nobody else sees.
///
/// # Errors
///
/// When that file cannot be written.
pub(super) fn make(folder: &Path, corpus: &Corpus) -> io::Result<Engine> {
    if corpus.papers().len() < FEWEST {
        return Ok(Engine::new(corpus.clone()));
    }
    let file = tempfile::tempfile_in(folder)?;
    let mut writer = BufWriter::new(&file);
    let (mut places, mut end) = (Vec::new(), 0);
    for paper in corpus.papers() {
        let bytes = checked(answer::index_of(paper))?;
        writer.write_all(&bytes)?;
        let begin = end;
        end += bytes.len() as u64;
        places.push(begin..end);
    }
    writer.flush()?;
    drop(writer);
    let storage: Arc<dyn Storage> = Arc::new(Stored(Mutex::new(file)));
    Ok(Engine::of_stored(corpus.clone(), &storage, places))
}

/// An index as it stands in a file: what it ends with behind it.
fn checked(index: Option<Vec<u8>>) -> io::Result<Vec<u8>> {
    let mut bytes = index.ok_or(io::ErrorKind::InvalidData)?;
    bytes.extend(check_of(&bytes));
    Ok(bytes)
}

/// What an index ends with.
fn check_of(bytes: &[u8]) -> [u8; CHECK] {
    let mut check = [0; CHECK];
    check.iter_mut().zip(Sha256::digest(bytes)).for_each(|(own, byte)| *own = byte);
    check
}

/// What the file must be of.
fn digest(signature: &[Seen]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(env!("ENGINE_ID"));
    for (path, length, time) in signature {
        hasher.update(path.as_os_str().as_encoded_bytes());
        hasher.update(length.to_be_bytes());
        let since = time.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        hasher.update(since.map_or(0, |since| since.as_nanos()).to_be_bytes());
    }
    hasher.finalize().into()
}

/// The engine as it was kept, if it is of these files and this program.
pub(super) fn read(folder: &Path, signature: &[Seen]) -> Option<Engine> {
    let mut file = File::open(folder.join(NAME)).ok()?;
    let mut begin = [0; HEAD as usize];
    file.read_exact(&mut begin).ok()?;
    let (magic, rest) = begin.split_first_chunk::<8>()?;
    let (length, rest) = rest.split_first_chunk::<8>()?;
    let (whole, kept) = rest.split_first_chunk::<8>()?;
    if magic != MAGIC || kept != digest(signature) {
        return None;
    }
    let (length, whole) = (u64::from_le_bytes(*length), u64::from_le_bytes(*whole));
    if length > whole || whole != file.metadata().ok()?.len() {
        return None;
    }
    let mut head = vec![0; usize::try_from(length).ok()?];
    file.read_exact(&mut head).ok()?;
    let storage: Arc<dyn Storage> = Arc::new(Stored(Mutex::new(file)));
    Engine::from_storage(&head, HEAD + length, &storage).ok()
}

/// Keeps the engine of a folder of many papers. A folder that cannot be written is done without.
pub(super) fn write(folder: &Path, signature: &[Seen], engine: &Engine) -> io::Result<()> {
    if engine.corpus().papers().len() < FEWEST {
        return match fs::remove_file(folder.join(NAME)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    // two who write at a time each write a file of their own
    let mut file = BufWriter::new(NamedTempFile::with_prefix_in(NAME, folder)?);
    let index = |place| checked(engine.index_bytes(place));
    let places = 0..engine.corpus().papers().len();
    // made twice each, so that their bytes are not all in memory at a time
    let lengths: Result<Vec<_>, _> =
        places.clone().map(|place| index(place).map(|bytes| bytes.len() as u64)).collect();
    let lengths = lengths?;
    let head = engine.head(lengths.clone()).ok_or(io::ErrorKind::InvalidData)?;
    file.write_all(MAGIC)?;
    let whole = HEAD + head.len() as u64 + lengths.iter().sum::<u64>();
    file.write_all(&(head.len() as u64).to_le_bytes())?;
    file.write_all(&whole.to_le_bytes())?;
    file.write_all(&digest(signature))?;
    file.write_all(&head)?;
    for place in places {
        file.write_all(&index(place)?)?;
    }
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(NAME)).map(|_| ()).map_err(|error| error.error)
}
