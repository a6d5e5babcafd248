//! Sealed bytes put elsewhere: into another row, field, person or shop. They open nowhere but where they were sealed for.

use super::village::{Ground, LATER, Village, Wish};
use crate::policy::Policy;
use crate::{KeyPlace, Vault};
use domain::SubjectId;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Batch, Entry, EntryId, Memory, PartitionKey, Scope, Space, Store, StoreError, Versioned, Visit};

const TRANSPLANTS: usize = 2_000;
const TRANSPLANTS_LONG: usize = 100_000;
const PEOPLE: usize = 12;

/// A place in a store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Record([u8; 16], u8),
    Entry([u8; 16], [u8; 16]),
}

/// A store that hands out other bytes at one spot, and remembers what was read where.
#[derive(Default)]
struct Surgeon {
    memory: Memory,
    put: Mutex<Option<(Spot, Vec<u8>)>>,
    read: Mutex<BTreeMap<Spot, Vec<u8>>>,
}

// === impl Surgeon ===

impl Surgeon {
    fn handed_out(&self, spot: Spot, sealed: Vec<u8>) -> Vec<u8> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(spot.clone(), sealed.clone());
        match &*self.put.lock().unwrap_or_else(PoisonError::into_inner) {
            Some((there, other)) if *there == spot => other.clone(),
            _ => sealed,
        }
    }

    fn entry_handed_out(&self, entry: Entry) -> Entry {
        let sealed = self.handed_out(Spot::Entry(entry.partition.0, entry.id.0), entry.sealed.clone());
        Entry { sealed, ..entry }
    }
}

impl Store for Surgeon {
    fn records(&self, partition: &PartitionKey, spaces: &[Space]) -> Result<Vec<Option<Versioned>>, StoreError> {
        let found = self.memory.records(partition, spaces)?;
        let handed_out = |(space, found): (&Space, Option<Versioned>)| {
            found.map(|found| Versioned {
                sealed: self.handed_out(Spot::Record(partition.0, space.0), found.sealed),
                version: found.version,
            })
        };
        Ok(spaces.iter().zip(found).map(handed_out).collect())
    }

    fn entry(&self, partition: &PartitionKey, id: &EntryId) -> Result<Option<Entry>, StoreError> {
        Ok(self.memory.entry(partition, id)?.map(|entry| self.entry_handed_out(entry)))
    }

    fn names(&self, partition: &PartitionKey, from: &EntryId, through: &EntryId) -> Result<Vec<EntryId>, StoreError> {
        self.memory.names(partition, from, through)
    }

    fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        self.memory.commit(batch)
    }

    fn scan_log(&self, scope: Scope, visit: Visit<'_, Entry>) -> Result<(), StoreError> {
        self.memory.scan_log(scope, &mut |entry| visit(self.entry_handed_out(entry)))
    }

    fn scan_records(
        &self,
        space: Space,
        from: &PartitionKey,
        visit: Visit<'_, (PartitionKey, Versioned)>,
    ) -> Result<(), StoreError> {
        self.memory.scan_records(space, from, visit)
    }

    fn blob(&self, name: &str) -> Result<Option<Versioned>, StoreError> {
        self.memory.blob(name)
    }

    fn scan_blobs(&self, prefix: &str, visit: Visit<'_, (String, Versioned)>) -> Result<(), StoreError> {
        self.memory.scan_blobs(prefix, visit)
    }

    fn healthy(&self) -> bool {
        true
    }
}

/// A shop with people in it, whose store and bundles can be operated on.
struct Shop {
    village: Village,
    grounds: [Arc<Surgeon>; 2],
    people: Vec<SubjectId>,
}

impl Shop {
    /// Shops in one directory have the root key and the slot in common, and differ by their name.
    fn new(keys: &Path, tenant: &str) -> Self {
        let grounds = [Arc::new(Surgeon::default()), Arc::new(Surgeon::default())];
        let (store, bundles, keys) = (grounds[0].clone(), grounds[1].clone(), KeyPlace::Directory(keys));
        let vault = Vault::over(store, bundles, keys, Policy::shipped().unwrap(), tenant).unwrap();
        let village = Village { vault, ground: Arc::new(Ground::default()) };
        let people = (0..PEOPLE).map(|number| village.named(&format!("p{number}"), Wish::SaidYes)).collect();
        Self { village, grounds, people }
    }

    fn held_of(&self, who: &SubjectId) -> Option<usize> {
        let held = self.village.vault.at(LATER).open_to_subject(who).ok()??;
        Some(held.events.len() + held.statements.len())
    }

    /// Everything that is read when somebody's data are shown to them: in which ground, where, and what.
    fn read_of(&self, who: &SubjectId) -> Vec<(usize, Spot, Vec<u8>)> {
        self.grounds.iter().for_each(|ground| ground.read.lock().unwrap().clear());
        assert_eq!(self.held_of(who), Some(3));
        let read = |at: usize| self.grounds[at].read.lock().unwrap().clone();
        (0..2).flat_map(|at| read(at).into_iter().map(move |(spot, sealed)| (at, spot, sealed))).collect()
    }
}

/// Numbers that look drawn and are the same each time.
fn drawn(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap()
}

#[test]
fn sealed_bytes_open_in_no_other_row_field_person_or_shop() {
    let keys = tempfile::tempdir().unwrap();
    let shops = [Shop::new(keys.path(), "village"), Shop::new(keys.path(), "town")];
    let spots: Vec<(usize, usize, Vec<_>)> = (0..2)
        .flat_map(|shop| (0..PEOPLE).map(move |who| (shop, who)))
        .map(|(shop, who)| (shop, who, shops[shop].read_of(&shops[shop].people[who])))
        .collect();
    let sealed: Vec<&Vec<u8>> = spots.iter().flat_map(|(.., read)| read.iter().map(|(.., sealed)| sealed)).collect();
    assert!(sealed.len() > 2 * PEOPLE * 4, "{}", sealed.len());
    let long = std::env::var_os("ASSENT_PROOFS_LONG").is_some();
    let (mut seed, mut done) = (20_261_127, 0);
    while done < if long { TRANSPLANTS_LONG } else { TRANSPLANTS } {
        let (shop, who, read) = &spots[drawn(&mut seed) % spots.len()];
        let (ground, spot, own) = &read[drawn(&mut seed) % read.len()];
        let other = sealed[drawn(&mut seed) % sealed.len()];
        if other == own {
            continue;
        }
        let shop = &shops[*shop];
        *shop.grounds[*ground].put.lock().unwrap() = Some((spot.clone(), other.clone()));
        assert_eq!(shop.held_of(&shop.people[*who]), None, "other bytes were taken for those of {spot:?}");
        *shop.grounds[*ground].put.lock().unwrap() = None;
        done += 1;
    }
    for shop in &shops {
        assert!(shop.people.iter().all(|who| shop.held_of(who) == Some(3)), "and at home each opens");
    }
}
