//! Names for events that have none: made of what the row says, so that the same data has the same names in any file.

use super::bad::BadReason;
use super::done::Done;
use domain::{EventId, SubjectId, hex};
use std::collections::HashMap;

/// How many rows are kept in mind before the older half is forgotten. Rows of one basket stand close together.
const ROWS_KEPT_MAX: usize = 1 << 19;

/// What has been seen of one file.
#[derive(Default)]
pub(super) struct Identities {
    seen: HashMap<u64, u32>,
    older: HashMap<u64, u32>,
    /// How many rows were read, also those that nobody asked for: what is forgotten depends on the file alone.
    rows: usize,
}

impl Identities {
    /// Another row is read.
    pub(super) fn row(&mut self) {
        self.rows += 1;
        if self.rows.is_multiple_of(ROWS_KEPT_MAX) {
            self.older = std::mem::take(&mut self.seen);
        }
    }

    /// A name for what was done. Equal rows of one file are separate events (a basket may list the same thing twice), so they
    /// are numbered.
    pub(super) fn numbered(&mut self, who: Option<&SubjectId>, done: &Done) -> Result<EventId, BadReason> {
        let row = row(who, done);
        let content = folded(row.numbered(0));
        let before = self.older.get(&content).copied().unwrap_or(0);
        let ordinal = self.seen.entry(content).or_insert(before);
        *ordinal += 1;
        name(row.numbered(*ordinal))
    }

    /// Forgets everything: another file may hold the same data again.
    pub(super) fn next_file(&mut self) {
        *self = Self::default();
    }
}

/// Half of its bits tell the rows of a file apart: of a million rows, once in some ten million files, two are taken for one. The
/// later has a name of its own nevertheless, which would be another in a file of another order.
const fn folded(digest: u128) -> u64 {
    (digest ^ digest >> 64) as u64
}

/// A name for an event that can happen only once, such as a rating at a moment.
pub(super) fn unnumbered(who: Option<&SubjectId>, done: &Done) -> Result<EventId, BadReason> {
    name(row(who, done).numbered(0))
}

/// Its 32 hexadecimal digits.
fn name(digest: u128) -> Result<EventId, BadReason> {
    EventId::parse(&hex(&digest.to_be_bytes())).map_err(|error| BadReason::Id("identity", error.into()))
}

/// FNV-1a of 128 bits over the contents, up to the number. A name, not a seal: it has to tell rows of one person apart, and
/// hides nothing.
fn row(who: Option<&SubjectId>, done: &Done) -> Sum {
    let mut sum = Sum::new();
    sum.text(who.map_or("", SubjectId::as_str));
    sum.text(done.item.as_str());
    sum.text(done.verb.as_str());
    sum.text(done.basket.as_ref().map_or("", EventId::as_str));
    sum.bytes(&done.at.0.to_le_bytes());
    sum.bytes(&done.quantity.to_le_bytes());
    sum.bytes(&done.tenths.unwrap_or(u16::MAX).to_le_bytes());
    sum
}

struct Sum(u128);

impl Sum {
    const fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    /// The digest with a number behind it.
    fn numbered(&self, ordinal: u32) -> u128 {
        let mut whole = Self(self.0);
        whole.bytes(&ordinal.to_le_bytes());
        whole.0
    }

    fn bytes(&mut self, bytes: &[u8]) {
        const PRIME: u128 = (1 << 88) + 0x13b;
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(PRIME);
        }
    }

    /// The text and an end that no id contains.
    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        self.bytes(&[0]);
    }
}
