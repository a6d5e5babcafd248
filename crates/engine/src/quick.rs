//! A quick hash for names of items: they are the shop's own, so nobody chooses them to collide.

use std::hash::{BuildHasherDefault, Hasher};

/// A map by names of the shop's own.
pub(crate) type QuickMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Quick>>;

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Eight bytes at a time, turned and multiplied.
#[derive(Default)]
pub(crate) struct Quick(u64);

impl Quick {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(26) ^ word).wrapping_mul(MULTIPLIER);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.add(u64::from_le_bytes(*word)));
        self.add(rest_of(bytes, rest) ^ (rest.len() as u64) << 56);
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    fn write_u32(&mut self, number: u32) {
        self.add(u64::from(number));
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

/// The last bytes as the low ones of a word. Where there are eight, they are read at once and shifted, which is quicker than
/// to copy so many as there happen to be.
fn rest_of(bytes: &[u8], rest: &[u8]) -> u64 {
    if let Some(last) = bytes.last_chunk() {
        return u64::from_le_bytes(*last).checked_shr(64 - 8 * rest.len() as u32).unwrap_or(0);
    }
    rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::BuildHasher;

    #[test]
    fn names_that_differ_hash_apart() {
        let hash = |name: &str| BuildHasherDefault::<Quick>::default().hash_one(name);
        let names: Vec<String> = (0..10_000).map(|number| format!("item-{number:05}")).collect();
        let mut hashes: Vec<u64> = names.iter().map(|name| hash(name)).collect();
        // The low bits and the high ones both choose places.
        let mut low: Vec<u64> = hashes.iter().map(|hash| hash & 0x3fff).collect();
        for list in [&mut hashes, &mut low] {
            list.sort_unstable();
            list.dedup();
        }
        assert_eq!(hashes.len(), names.len());
        assert!(low.len() > 7_000, "{}", low.len());
        assert_ne!(hash("a"), hash("a\0"));
    }

    #[test]
    fn the_last_bytes_are_read_as_if_zeros_followed() {
        let bytes: Vec<u8> = (1..=40).collect();
        for all in (0..bytes.len()).map(|len| &bytes[..len]) {
            let (_, rest) = all.as_chunks::<8>();
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            assert_eq!(rest_of(all, rest), u64::from_le_bytes(last), "{all:?}");
        }
    }
}
