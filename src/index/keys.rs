//! The tokens of a paper, in order, found by their keys.

use serde::{Deserialize, Serialize, Serializer};

use crate::lang::Key;

/// Bits of the filter for each key: one of eight keys that are not there passes it.
const BITS_A_KEY: usize = 8;

/// 2^64 divided by the golden ratio: multiplied with it, keys spread evenly (Fibonacci hashing).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Keys in order. Most that are looked up are not there, which a Bloom filter of one hash function tells without a search.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<Key>")]
pub(super) struct Keys {
    all: Vec<Key>,
    /// A bit for each value of the hash, set for those of the keys; its length is a power of two.
    filter: Vec<u64>,
    /// By how much a hash is shifted to be the place of a bit.
    shift: u32,
}

impl From<Vec<Key>> for Keys {
    /// Of keys in order.
    fn from(all: Vec<Key>) -> Self {
        let bits = (all.len() * BITS_A_KEY).next_power_of_two().max(64);
        let mut keys = Self { all, filter: vec![0; bits / 64], shift: 64 - bits.ilog2() };
        for place in 0..keys.all.len() {
            let bit = keys.all.get(place).map_or(0, |&key| keys.bit(key));
            if let Some(word) = keys.filter.get_mut(bit / 64) {
                *word |= 1 << (bit % 64);
            }
        }
        keys
    }
}

impl Serialize for Keys {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(serializer)
    }
}

impl Keys {
    const fn bit(&self, key: Key) -> usize {
        (key.wrapping_mul(SPREAD) >> self.shift) as usize
    }

    /// The place of a key among all.
    pub(super) fn find(&self, key: Key) -> Option<usize> {
        let bit = self.bit(key);
        let may_hold = self.filter.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1);
        if may_hold { self.all.binary_search(&key).ok() } else { None }
    }

    /// The key at a place.
    pub(super) fn get(&self, place: usize) -> Option<Key> {
        self.all.get(place).copied()
    }

    /// All from one on.
    pub(super) fn starting_at(&self, key: Key) -> &[Key] {
        let from = self.all.partition_point(|own| *own < key);
        self.all.get(from..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_and_no_others() {
        let all: Vec<Key> = (0..1000_u64).map(|own| own * own << 20 | 5).collect();
        let keys = Keys::from(all.clone());
        for (place, &key) in all.iter().enumerate() {
            assert_eq!(keys.find(key), Some(place));
            assert_eq!(keys.find(key + 1), None);
        }
        assert_eq!(keys.starting_at(6).len(), 999);
        assert_eq!(Keys::from(Vec::new()).find(0), None);
    }
}
