//! A map from keys to what is known of them, in three flat arrays that can be written to a file and read back as they are.

use serde::{Deserialize, Serialize};

use crate::lang::Key;

/// A hash table with open addressing. The keys are hashes already, so that their lowest bits are the place to look.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Table<V> {
    /// For each place: 0, or one more than the entry that lies there.
    pub(super) places: Vec<u32>,
    pub(super) keys: Vec<Key>,
    pub(super) values: Vec<V>,
}

impl<V> Table<V> {
    /// A table of these entries, each key once, in this order.
    pub(super) fn new(entries: impl IntoIterator<Item = (Key, V)>) -> Self {
        let (keys, values): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
        let size = (keys.len() * 2).next_power_of_two().max(2);
        let mut places = vec![0; size];
        for (entry, &key) in (1..).zip(&keys) {
            let mut place = key as usize & (size - 1);
            while places.get(place).is_some_and(|&taken| taken != 0) {
                place = (place + 1) & (size - 1);
            }
            if let Some(free) = places.get_mut(place) {
                *free = entry;
            }
        }
        Self { places, keys, values }
    }

    /// What is known of a key.
    pub(super) fn get(&self, key: Key) -> Option<&V> {
        let mut place = key as usize & (self.places.len().checked_sub(1)?);
        loop {
            let entry = (*self.places.get(place)? as usize).checked_sub(1)?;
            if *self.keys.get(entry)? == key {
                return self.values.get(entry);
            }
            place = (place + 1) & (self.places.len() - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_put_in_is_found_and_nothing_else(keys in proptest::collection::btree_set(0_u64..500, 0..200), other in 0_u64..1000) {
            let table = Table::new(keys.iter().map(|&key| (key, key * 2)));
            for key in &keys {
                prop_assert_eq!(table.get(*key), Some(&(key * 2)));
            }
            prop_assert_eq!(table.get(other).is_some(), keys.contains(&other));
        }
    }
}
