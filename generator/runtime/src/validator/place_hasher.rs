//! A hash for what is known by its place.

use std::hash::Hasher;

/// A hash of a schema and an address, which no sender of values chooses: it needs no key, and a value of many small parts asks for
/// many.
#[derive(Debug, Default)]
pub(super) struct PlaceHasher(u64);

impl Hasher for PlaceHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, it: usize) {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        self.0 = (self.0.rotate_left(32) ^ it as u64).wrapping_mul(ODD);
    }

    fn finish(&self) -> u64 {
        // The upper half is the better one; tables take both ends.
        self.0 ^ self.0 >> 32
    }
}
