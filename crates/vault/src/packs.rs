//! Packs: several events of one person, sealed as one entry of their log, as a file of the past brings them.
//!
//! # Invariants
//! - An event stands in one entry only: one of its own, or one pack.
//! - What is taken out of a pack is nowhere any more: the pack is sealed anew without it, in its own place.

use crate::open::{Log, Opened};
use crate::{Vault, VaultError, place, record};
use domain::{Event, PurposeSet};
use store::{Entry, EntryId, Write};

/// Most events of one pack: so many are opened to look for one, and sealed again where one of them goes.
pub(crate) const PACK_EVENTS_MAX: usize = 1_000;
/// About how many bytes an event takes in a pack.
pub(crate) const PACKED_EVENT_BYTES: usize = 64;

/// What the names of packs begin with, and of nothing else; their number follows.
const MARK: &[u8; 8] = b"events/\0";

/// An event, and the purposes that it was disclosed for.
pub(crate) type Kept = (Event, PurposeSet);

/// The name of a pack. They are numbered, so that two can never take the same place.
pub(crate) fn pack_id(number: u64) -> EntryId {
    let mut id = [0; 16];
    id[..8].copy_from_slice(MARK);
    id[8..].copy_from_slice(&number.to_be_bytes());
    EntryId(id)
}

/// The number of a pack by its name; `None` for every other entry.
pub(crate) fn pack_number(id: &EntryId) -> Option<u64> {
    let number = id.0.strip_prefix(MARK)?;
    number.try_into().ok().map(u64::from_be_bytes)
}

impl Log {
    /// The events that an entry holds: one, or many; none where it is about something else.
    pub(crate) fn events(&self, entry: &Entry) -> Result<Vec<Kept>, VaultError> {
        match entry.kind {
            place::EVENT => Ok(vec![self.read(entry.kind, &entry.id, &entry.sealed)?]),
            place::PACK => self.read(entry.kind, &entry.id, &entry.sealed),
            _ => Ok(Vec::new()),
        }
    }

    /// Seals a pack anew with what is left of it, in its own place.
    pub(crate) fn repack(&self, id: EntryId, left: &[Kept]) -> Result<Write, VaultError> {
        let place = place::entry(&self.partition, place::PACK, &id);
        let sealed = self.secret().seal(&place, &record::encode(&left)?)?;
        Ok(Write::Rewrite { partition: self.partition, id, at: earliest(left.iter().map(|(event, _)| event)), sealed })
    }
}

impl Opened {
    /// Seals events in packs, numbered from one on.
    pub(crate) fn pack(&self, number: u64, events: &[(&Event, PurposeSet)]) -> Result<Vec<Write>, VaultError> {
        let mut sealer = self.keys.log.sealer();
        let packs = (number..).zip(events.chunks(PACK_EVENTS_MAX));
        let sealed = packs.map(|(number, some)| {
            let entry = (place::PACK, pack_id(number), earliest(some.iter().map(|(event, _)| *event)));
            self.append_with(&mut sealer, entry, &some)
        });
        sealed.collect()
    }
}

impl Vault {
    /// Every event of a log that is in a pack, and the number that the next pack would have.
    pub(crate) fn packed(&self, log: &Log) -> Result<(Vec<Kept>, u64), VaultError> {
        let ids = self.store.names(&log.partition, (&pack_id(0), &pack_id(u64::MAX)))?;
        self.packed_in(log, &ids)
    }

    /// As [`Vault::packed`], of the packs among these names.
    pub(crate) fn packed_in(&self, log: &Log, ids: &[EntryId]) -> Result<(Vec<Kept>, u64), VaultError> {
        let (mut events, mut next) = (Vec::new(), 0);
        for (id, number) in ids.iter().filter_map(|id| Some((id, pack_number(id)?))) {
            next = number.saturating_add(1);
            if let Some(entry) = self.store.entry(&log.partition, id)? {
                events.extend(log.events(&entry)?);
            }
        }
        Ok((events, next))
    }
}

/// When the first of some events happened: what is young by that is young as a whole.
fn earliest<'e>(events: impl Iterator<Item = &'e Event>) -> i64 {
    events.map(|event| event.at.0).min().unwrap_or_default()
}
