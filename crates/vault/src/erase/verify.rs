//! Whether an erasure holds: by its receipt, the keyring, the data, and any copy of the data.

use super::receipt::{Erased, id_in};
use super::{Vault, VaultError, place};
use crate::note::{Note, NoteError};
use crate::seal::Secret;
use crate::seal::keys::SubjectKeys;
use domain::{SubjectId, UnixTime};
use std::ops::ControlFlow;
use store::{Entry, PartitionKey, Scope, Space, Store, StoreError, Visit};

/// What was found out about an erasure that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureCheck {
    /// When it was.
    pub at: UnixTime,
    /// Whether the person came back since, as somebody new.
    pub is_back: bool,
    /// How many rows of the person each copy of the data still holds, none of which opens.
    pub unreadable: Vec<u64>,
    /// Until when an escrow that was made before could open what was erased; `None` where there was none.
    pub until: Option<UnixTime>,
}

/// Why an erasure does not hold. Names nobody.
#[derive(Debug, thiserror::Error)]
pub enum ErasureFault {
    /// The ground failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The receipt proves nothing.
    #[error("the receipt proves nothing: {0}")]
    Note(#[from] NoteError),
    /// A note of this shop that is no receipt of an erasure.
    #[error("the note is no receipt of an erasure")]
    Form,
    /// The keyring knows no erasure with this receipt.
    #[error("the keyring knows of no such erasure: is it an older copy?")]
    Unknown,
    /// The keyring says something else of this erasure.
    #[error("the keyring says something else of this erasure than the receipt")]
    Differs,
    /// The receipt is of somebody else.
    #[error("the receipt is of another person")]
    SomebodyElse,
    /// There is no tombstone, or it is not done.
    #[error("the tombstone is missing, or the erasure is not done")]
    Tombstone,
    /// The secrets that were to be destroyed are there.
    #[error("the keyring is older than the erasure: the secrets that it destroyed are there")]
    Keyring,
    /// Rows of before the erasure are in the data.
    #[error("rows of the person from before the erasure are in the data: {0}")]
    Left(u64),
    /// A copy of the data can be opened.
    #[error("copy {0} of the data can be opened for the person")]
    Opens(usize),
}

impl From<store::StoreError> for ErasureFault {
    fn from(error: store::StoreError) -> Self {
        Self::Vault(error.into())
    }
}

/// What a ground holds under one name.
struct Rows {
    records: Vec<(Space, store::Versioned)>,
    log: Vec<Entry>,
}

impl Vault {
    /// Checks that an erasure holds: the signature, the tombstone, that the secrets are destroyed, that no row of before is
    /// left, and that no key there is opens anything of the person in the copies of the data.
    ///
    /// # Errors
    /// [`ErasureFault`] with the first thing that does not hold.
    pub fn verify_erasure(
        &self,
        receipt: &[u8],
        who: Option<&SubjectId>,
        copies: &[&dyn Store],
    ) -> Result<ErasureCheck, ErasureFault> {
        let keys = [self.erasure_key()];
        let text = Note::parse(receipt)?.verify(&keys)?.text;
        let id = id_in(text).ok_or(ErasureFault::Form)?;
        let erased = self.erasure(id)?.ok_or(ErasureFault::Unknown)?;
        if erased.text(keys[0].name()) != text {
            return Err(ErasureFault::Differs);
        }
        if who.is_some_and(|who| !erased.places.contains(&self.partition(who).0)) {
            return Err(ErasureFault::SomebodyElse);
        }
        self.check_tombstones(&erased)?;
        self.check_turned(&erased)?;
        let is_back = self.check_data(&erased)?;
        let copy = |(at, copy): (usize, &&dyn Store)| self.check_copy(&erased, *copy, at + 1);
        let unreadable = copies.iter().enumerate().map(copy).collect::<Result<_, _>>()?;
        Ok(ErasureCheck { at: erased.at, is_back, unreadable, until: erased.until })
    }

    fn check_tombstones(&self, erased: &Erased) -> Result<(), ErasureFault> {
        for place in &erased.places {
            let grave = self.grave(&PartitionKey(*place))?.ok_or(ErasureFault::Tombstone)?;
            // A later erasure of the same person has taken the place of this one's tombstone.
            if !grave.shredded || grave.at < erased.at {
                return Err(ErasureFault::Tombstone);
            }
        }
        Ok(())
    }

    fn check_turned(&self, erased: &Erased) -> Result<(), ErasureFault> {
        for turned in &erased.turned {
            let (generation, digest) = self.keyring().shown(turned.segment);
            if generation < turned.generation || (generation == turned.generation && digest != turned.digest) {
                return Err(ErasureFault::Keyring);
            }
        }
        Ok(())
    }

    /// Whether the person came back; whatever is there of them has to open under the keys they have now.
    fn check_data(&self, erased: &Erased) -> Result<bool, ErasureFault> {
        let (mut back, mut left) = (false, 0);
        for place in &erased.places {
            let place = PartitionKey(*place);
            let rows = rows(self.store.records(&place, &place::HELD)?, |each| {
                self.store.scan_log(Scope::Partition(place), each)
            })?;
            if self.moved(&place)?.is_some() {
                // They came back and are part of somebody else by now: their log is under a key of that one's.
                back = true;
                left += rows.log.iter().filter(|entry| entry.at <= erased.at.0).count() as u64;
                continue;
            }
            let keys = self.keys_now(&place)?;
            back |= keys.is_some() && !rows.records.is_empty();
            left += rows.unopened(&place, keys.as_ref());
        }
        if left > 0 { Err(ErasureFault::Left(left)) } else { Ok(back) }
    }

    /// How many rows of the person a copy holds; no key that there is may open any of them.
    fn check_copy(&self, erased: &Erased, copy: &dyn Store, number: usize) -> Result<u64, ErasureFault> {
        let mut held = Vec::new();
        for place in &erased.places {
            let place = PartitionKey(*place);
            let rows = rows(copy.records(&place, &place::HELD)?, |each| copy.scan_log(Scope::Partition(place), each))?;
            if rows.count() > 0 {
                held.push((place, rows));
            }
        }
        let mut opens = |own: &PartitionKey, keys: &SubjectKeys| {
            held.iter().any(|(at, rows)| rows.any_of_before(at, own, keys, erased))
        };
        if !held.is_empty() && self.any_key(&mut opens)? {
            return Err(ErasureFault::Opens(number));
        }
        Ok(held.iter().map(|(_, rows)| rows.count()).sum())
    }

    fn keys_now(&self, place: &PartitionKey) -> Result<Option<SubjectKeys>, VaultError> {
        let Some(found) = self.found_bundle(place)? else { return Ok(None) };
        Ok(Some(SubjectKeys::derive(&self.open_bundle(place, &found)?)))
    }

    /// Whether any of all the keys that there are does it.
    fn any_key(&self, does: &mut dyn FnMut(&PartitionKey, &SubjectKeys) -> bool) -> Result<bool, VaultError> {
        let (mut done, mut failed) = (false, None);
        self.bundles.scan_records(place::KEYRING, &PartitionKey::FIRST, &mut |(place, found)| {
            match self.open_bundle(&place, &found) {
                Ok(bundle) => done = does(&place, &SubjectKeys::derive(&bundle)),
                Err(error) => failed = Some(error),
            }
            if done || failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed.map_or(Ok(done), Err)
    }
}

/// What a ground has in a place: its records, and what a scan of its log finds.
fn rows(
    records: Vec<Option<store::Versioned>>,
    scan: impl FnOnce(Visit<'_, Entry>) -> Result<(), StoreError>,
) -> Result<Rows, VaultError> {
    let records = place::HELD.into_iter().zip(records).filter_map(|(space, found)| Some((space, found?))).collect();
    let mut log = Vec::new();
    scan(&mut |entry| {
        log.push(entry);
        ControlFlow::Continue(())
    })?;
    Ok(Rows { records, log })
}

impl Rows {
    fn count(&self) -> u64 {
        (self.records.len() + self.log.len()) as u64
    }

    /// How many do not open with these keys.
    fn unopened(&self, place: &PartitionKey, keys: Option<&SubjectKeys>) -> u64 {
        let opens = |open: &dyn Fn(&SubjectKeys) -> bool| keys.is_some_and(open);
        let records = self.records.iter().filter(|record| !opens(&|keys| opens_record(&keys.record, place, record)));
        let log = self.log.iter().filter(|entry| !opens(&|keys| opens_entry(&keys.log, place, entry)));
        (records.count() + log.count()) as u64
    }

    /// Whether these keys open anything of before the erasure. What somebody who came back did since is their own.
    fn any_of_before(&self, place: &PartitionKey, own: &PartitionKey, keys: &SubjectKeys, erased: &Erased) -> bool {
        let record = |record: &&(Space, store::Versioned)| opens_record(&keys.record, place, record);
        let entry = |entry: &&Entry| entry.at <= erased.at.0 && opens_entry(&keys.log, place, entry);
        (own != place && self.records.iter().any(|found| record(&found))) || self.log.iter().any(|found| entry(&found))
    }
}

fn opens_record(key: &Secret, place: &PartitionKey, (space, found): &(Space, store::Versioned)) -> bool {
    key.open(&place::record(place, *space, found.version), &found.sealed).is_ok()
}

fn opens_entry(key: &Secret, place: &PartitionKey, entry: &Entry) -> bool {
    key.open(&place::entry(place, entry.kind, &entry.id), &entry.sealed).is_ok()
}
