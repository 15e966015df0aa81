//! The indexes of the papers of a library: in memory, or read from where they are stored when they are first asked for.

use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::PaperIndex;

/// Where indexes are stored, one behind the other.
pub trait Storage: Send + Sync {
    /// The bytes of one; `None` where they cannot be read.
    fn read(&self, place: &Range<u64>) -> Option<Vec<u8>>;
}

/// The indexes of papers, by the papers' places.
#[derive(Default)]
pub struct Indexes {
    slots: Vec<Arc<Slot>>,
    /// How many bytes were read from where they are stored, by all who share some of them.
    bytes_read: Arc<AtomicUsize>,
}

/// One of them.
struct Slot {
    index: OnceLock<Arc<PaperIndex>>,
    stored: Option<(Arc<dyn Storage>, Range<u64>)>,
}

impl Slot {
    /// The same, not read yet where it is stored.
    fn renewed(&self) -> Self {
        let index = match &self.stored {
            Some(_) => OnceLock::new(),
            None => self.index.clone(),
        };
        Self { index, stored: self.stored.clone() }
    }
}

impl Indexes {
    /// Whether there are no papers.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// How many papers there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// The index of the paper at a place; `None` where there is no such paper, or what is stored of it cannot be read.
    pub fn get(&self, place: usize) -> Option<&PaperIndex> {
        let slot = self.slots.get(place)?;
        if let Some(index) = slot.index.get() {
            return Some(index);
        }
        let (storage, range) = slot.stored.as_ref()?;
        let bytes = storage.read(range)?;
        let index = postcard::from_bytes(&bytes).ok()?;
        if slot.index.set(Arc::new(index)).is_ok() {
            self.bytes_read.fetch_add(bytes.len(), Ordering::Relaxed);
        }
        slot.index.get().map(AsRef::as_ref)
    }

    /// The same, which is not kept in memory for that.
    pub fn peek(&self, place: usize) -> Option<Arc<PaperIndex>> {
        let slot = self.slots.get(place)?;
        match (slot.index.get(), &slot.stored) {
            (Some(index), _) => Some(Arc::clone(index)),
            (None, Some((storage, range))) => {
                postcard::from_bytes(&storage.read(range)?).ok().map(Arc::new)
            }
            (None, None) => None,
        }
    }

    /// The index of the paper at a place as it is stored.
    pub fn bytes(&self, place: usize) -> Option<Vec<u8>> {
        let slot = self.slots.get(place)?;
        match &slot.stored {
            Some((storage, range)) => storage.read(range),
            None => postcard::to_allocvec(slot.index.get()?.as_ref()).ok(),
        }
    }

    /// Shares the index at a place, read or not, with others.
    pub fn share(&mut self, others: &Self, place: usize) {
        self.bytes_read = Arc::clone(&others.bytes_read);
        self.slots.extend(others.slots.get(place).cloned());
    }

    /// Adds one.
    pub fn push(&mut self, index: PaperIndex) {
        let index = OnceLock::from(Arc::new(index));
        self.slots.push(Arc::new(Slot { index, stored: None }));
    }

    /// Those that are stored at these places.
    pub fn stored(storage: &Arc<dyn Storage>, places: Vec<Range<u64>>) -> Self {
        let slot = |place| {
            Arc::new(Slot { index: OnceLock::new(), stored: Some((Arc::clone(storage), place)) })
        };
        Self { slots: places.into_iter().map(slot).collect(), ..Self::default() }
    }

    /// How many bytes were read from where they are stored.
    pub fn bytes_read(&self) -> usize {
        self.bytes_read.load(Ordering::Relaxed)
    }

    /// The same, of which those that are stored are not read yet.
    pub fn renewed(&self) -> Self {
        let slots = self.slots.iter().map(|slot| Arc::new(slot.renewed())).collect();
        Self { slots, ..Self::default() }
    }
}

impl fmt::Debug for Indexes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Indexes").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl Serialize for Indexes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all: Vec<_> = (0..self.len()).filter_map(|place| self.peek(place)).collect();
        if all.len() < self.len() {
            return Err(serde::ser::Error::custom("an index cannot be read"));
        }
        serializer.collect_seq(all.iter().map(AsRef::as_ref))
    }
}

impl<'d> Deserialize<'d> for Indexes {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let mut indexes = Self::default();
        Vec::deserialize(deserializer)?.into_iter().for_each(|index| indexes.push(index));
        Ok(indexes)
    }
}
