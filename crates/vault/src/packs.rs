//! Packs: several events of one person, sealed as one entry of their log, as a file of the past brings them.
//!
//! # Invariants
//! - An event stands in one entry only: one of its own, or one pack.
//! - What is taken out of a pack is in no entry any more: the pack is sealed anew without it, in its own place.
//! - One pack is open at a time, whoever looks through all of them.

use crate::open::{Log, Opened};
use crate::{Vault, VaultError, place, record};
use domain::{Event, PurposeSet};
use std::ops::ControlFlow;
use store::{Entry, EntryId, Scope, Write};

/// Most events of one pack: so many are opened to look for one, and sealed again where one of them goes.
pub(crate) const PACK_EVENTS_MAX: usize = 1_000;
/// What the names of packs begin with, and of nothing else; their number follows.
const MARK: &[u8; 8] = b"events/\0";

/// An event, and the purposes that it was disclosed for.
pub(crate) type Kept = (Event, PurposeSet);

/// The names of all packs, from the first to the last.
const PACKS: (EntryId, EntryId) = (pack_id(0), pack_id(u64::MAX));

/// The name of a pack. They are numbered, so that no two are at the same place at a time.
pub(crate) const fn pack_id(number: u64) -> EntryId {
    let mut id = [0; 16];
    let (mark, rest) = id.split_at_mut(8);
    mark.copy_from_slice(MARK);
    rest.copy_from_slice(&number.to_be_bytes());
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
    /// Opens the packs of a log, one after the other, and shows what is in each.
    pub(crate) fn each_pack(&self, log: &Log, mut visit: impl FnMut(&Entry, Vec<Kept>)) -> Result<(), VaultError> {
        let (from, through) = PACKS;
        let mut failed = None;
        self.store.scan_log(Scope::Named { partition: log.partition, from, through }, &mut |entry| {
            match log.events(&entry) {
                Ok(events) => visit(&entry, events),
                Err(error) => failed = Some(error),
            }
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed.map_or(Ok(()), Err)
    }
}

/// When the first of some events happened: what is young by that is young as a whole.
fn earliest<'e>(events: impl Iterator<Item = &'e Event>) -> i64 {
    events.map(|event| event.at.0).min().unwrap_or_default()
}
