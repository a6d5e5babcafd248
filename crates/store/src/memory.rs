//! The adapter that keeps everything in memory: for tests, and for trying things out.

use crate::batch::Size;
use crate::{Batch, Entry, EntryId, Expect, PartitionKey, Scope, Space, Store, StoreError, Versioned, Visit, Write};
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// A store that is gone with the process. It keeps every promise of the port but durability.
#[derive(Debug, Default)]
pub struct Memory {
    shelves: RwLock<Shelves>,
}

#[derive(Debug, Default)]
struct Shelves {
    records: BTreeMap<(Space, PartitionKey), Versioned>,
    log: BTreeMap<u64, Entry>,
    names: BTreeMap<(PartitionKey, EntryId), u64>,
    blobs: BTreeMap<String, Versioned>,
    last_sequence: u64,
}

/// What was there before a write, so that a batch that fails later leaves no trace.
enum Before {
    Record((Space, PartitionKey), Option<Versioned>),
    Blob(String, Option<Versioned>),
    Added(u64),
    Removed(Entry),
}

impl Memory {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn shelves(&self) -> RwLockReadGuard<'_, Shelves> {
        self.shelves.read().unwrap_or_else(PoisonError::into_inner)
    }
}

// Scans copy first and visit afterwards, so that a visitor may call the store itself.
impl Store for Memory {
    fn records(&self, partition: &PartitionKey, spaces: &[Space]) -> Result<Vec<Option<Versioned>>, StoreError> {
        let shelves = self.shelves();
        Ok(spaces.iter().map(|space| shelves.records.get(&(*space, *partition)).cloned()).collect())
    }

    fn entry(&self, partition: &PartitionKey, id: &EntryId) -> Result<Option<Entry>, StoreError> {
        let shelves = self.shelves();
        let sequence = shelves.names.get(&(*partition, *id));
        Ok(sequence.and_then(|sequence| shelves.log.get(sequence)).cloned())
    }

    fn names(&self, partition: &PartitionKey, from: &EntryId, through: &EntryId) -> Result<Vec<EntryId>, StoreError> {
        if from > through {
            return Ok(Vec::new());
        }
        let shelves = self.shelves();
        Ok(shelves.names.range((*partition, *from)..=(*partition, *through)).map(|((_, id), _)| *id).collect())
    }

    fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        Size::of(&batch)?;
        let mut shelves = self.shelves.write().unwrap_or_else(PoisonError::into_inner);
        let mut before = Vec::with_capacity(batch.writes.len());
        for write in batch.writes {
            if let Err(error) = shelves.apply(write, &mut before) {
                before.into_iter().rev().for_each(|step| shelves.undo(step));
                return Err(error);
            }
        }
        Ok(())
    }

    fn scan_log(&self, scope: Scope, visit: Visit<'_, Entry>) -> Result<(), StoreError> {
        let inside = |entry: &&Entry| match scope {
            Scope::Partition(partition) => entry.partition == partition,
            Scope::Named { partition, from, through } => {
                entry.partition == partition && (from..=through).contains(&entry.id)
            }
            Scope::Between { from, until } => (from..until).contains(&entry.at),
            Scope::Everybody => true,
            Scope::Since(sequence) => entry.sequence > sequence,
        };
        let found: Vec<Entry> = self.shelves().log.values().filter(inside).cloned().collect();
        hand_over(found, visit);
        Ok(())
    }

    fn scan_records(
        &self,
        space: Space,
        from: &PartitionKey,
        visit: Visit<'_, (PartitionKey, Versioned)>,
    ) -> Result<(), StoreError> {
        let last = PartitionKey([u8::MAX; 16]);
        let found: Vec<_> = {
            let shelves = self.shelves();
            let range = shelves.records.range((space, *from)..=(space, last));
            range.map(|((_, partition), record)| (*partition, record.clone())).collect()
        };
        hand_over(found, visit);
        Ok(())
    }

    fn blob(&self, name: &str) -> Result<Option<Versioned>, StoreError> {
        Ok(self.shelves().blobs.get(name).cloned())
    }

    fn scan_blobs(&self, prefix: &str, visit: Visit<'_, (String, Versioned)>) -> Result<(), StoreError> {
        let found: Vec<_> = {
            let shelves = self.shelves();
            let range = shelves.blobs.range(prefix.to_owned()..);
            let fitting = range.take_while(|(name, _)| name.starts_with(prefix));
            fitting.map(|(name, blob)| (name.clone(), blob.clone())).collect()
        };
        hand_over(found, visit);
        Ok(())
    }

    fn healthy(&self) -> bool {
        true
    }
}

// === impl Shelves ===

impl Shelves {
    fn apply(&mut self, write: Write, before: &mut Vec<Before>) -> Result<(), StoreError> {
        match write {
            Write::PutRecord { partition, space, expect, sealed } => {
                let next = next_version(self.records.get(&(space, partition)), expect)?;
                self.set_record((space, partition), Some(Versioned { version: next, sealed }), before);
            }
            Write::DeleteRecord { partition, space, expect } => {
                next_version(self.records.get(&(space, partition)), expect)?;
                self.set_record((space, partition), None, before);
            }
            Write::CheckRecord { partition, space, expect } => {
                next_version(self.records.get(&(space, partition)), expect)?;
            }
            Write::Append { partition, id, kind, at, sealed } => {
                self.append(Entry { sequence: self.last_sequence + 1, partition, id, kind, at, sealed }, before)?;
            }
            Write::Rewrite { partition, id, at, sealed } => self.rewrite((partition, id), at, sealed, before)?,
            Write::DeleteEntries { partition, kinds } => {
                self.remove_where(partition, before, |entry| kinds.is_empty() || kinds.contains(&entry.kind));
            }
            Write::DeleteNamed { partition, ids } => {
                let found: Vec<u64> = ids.iter().filter_map(|id| self.names.get(&(partition, *id))).copied().collect();
                found.into_iter().for_each(|sequence| self.remove(sequence, before));
            }
            Write::PutBlob { name, expect, sealed } => {
                let next = next_version(self.blobs.get(&name), expect)?;
                self.set_blob(name, Some(Versioned { version: next, sealed }), before);
            }
            Write::DeleteBlob { name } => self.set_blob(name, None, before),
        }
        Ok(())
    }

    fn set_record(&mut self, key: (Space, PartitionKey), new: Option<Versioned>, before: &mut Vec<Before>) {
        before.push(Before::Record(key, put(&mut self.records, key, new)));
    }

    fn set_blob(&mut self, name: String, new: Option<Versioned>, before: &mut Vec<Before>) {
        let old = put(&mut self.blobs, name.clone(), new);
        before.push(Before::Blob(name, old));
    }

    fn append(&mut self, entry: Entry, before: &mut Vec<Before>) -> Result<(), StoreError> {
        if self.names.contains_key(&(entry.partition, entry.id)) {
            return Err(StoreError::Conflict);
        }
        self.last_sequence = entry.sequence;
        before.push(Before::Added(entry.sequence));
        self.insert(entry);
        Ok(())
    }

    fn rewrite(
        &mut self,
        name: (PartitionKey, EntryId),
        at: i64,
        sealed: Vec<u8>,
        before: &mut Vec<Before>,
    ) -> Result<(), StoreError> {
        let sequence = *self.names.get(&name).ok_or(StoreError::Conflict)?;
        let old = self.log.get(&sequence).ok_or(StoreError::Conflict)?.clone();
        let new = Entry { at, sealed, ..old.clone() };
        before.push(Before::Removed(old));
        self.insert(new);
        Ok(())
    }

    fn insert(&mut self, entry: Entry) {
        self.names.insert((entry.partition, entry.id), entry.sequence);
        self.log.insert(entry.sequence, entry);
    }

    fn remove_where(&mut self, partition: PartitionKey, before: &mut Vec<Before>, gone: impl Fn(&Entry) -> bool) {
        let names = (partition, EntryId::FIRST)..=(partition, EntryId::LAST);
        let found: Vec<u64> = self.names.range(names).map(|(_, sequence)| *sequence).collect();
        for sequence in found {
            if self.log.get(&sequence).is_some_and(&gone) {
                self.remove(sequence, before);
            }
        }
    }

    fn remove(&mut self, sequence: u64, before: &mut Vec<Before>) {
        if let Some(entry) = self.log.remove(&sequence) {
            self.names.remove(&(entry.partition, entry.id));
            before.push(Before::Removed(entry));
        }
    }

    fn undo(&mut self, step: Before) {
        match step {
            Before::Record(key, old) => drop(put(&mut self.records, key, old)),
            Before::Blob(name, old) => drop(put(&mut self.blobs, name, old)),
            Before::Added(sequence) => self.remove(sequence, &mut Vec::new()),
            Before::Removed(entry) => self.insert(entry),
        }
    }
}

fn put<K: Ord>(shelf: &mut BTreeMap<K, Versioned>, key: K, new: Option<Versioned>) -> Option<Versioned> {
    match new {
        Some(new) => shelf.insert(key, new),
        None => shelf.remove(&key),
    }
}

/// The version that a write makes, where the expectation holds.
fn next_version(found: Option<&Versioned>, expect: Expect) -> Result<u64, StoreError> {
    match (found, expect) {
        (None, Expect::Absent) => Ok(1),
        (Some(found), Expect::Version(version)) if found.version == version => Ok(version + 1),
        _ => Err(StoreError::Conflict),
    }
}

fn hand_over<T>(found: Vec<T>, visit: Visit<'_, T>) {
    let _ended_early = found.into_iter().try_for_each(visit);
}

#[cfg(test)]
mod tests {
    use super::Memory;

    #[test]
    fn the_memory_adapter_passes_the_conformance_suite() {
        crate::conformance::suite(&|| Box::new(Memory::new()));
    }
}
