//! The receipt of an erasure: what was destroyed, when, and how that can be checked, without a word of whom.
//!
//! # Invariants
//! - What was destroyed is written down in the batch that begins to destroy it, so that no erasure is without a receipt.
//! - The same erasure has the same receipt, byte for byte, however often it is asked for.

use super::{Kin, Moment, Vault, VaultError, place, record};
use crate::open::Opened;
use crate::receipts::{hex, unhex};
use crate::recipients::readable;
use crate::seal::keyring::segment_of;
use crate::{next, note, seal};
use domain::UnixTime;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use store::{PartitionKey, Scope, Space, Versioned, Write};

/// Most receipts that are listed at once.
pub const ERASURES_SHOWN_MAX: usize = 10_000;

/// What the text of a receipt begins with.
const TITLE: &str = "assent erasure 1";

/// What was destroyed, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Names that the person was kept under: theirs, and those of whoever was merged into them.
    pub names: u32,
    /// What they were known by.
    pub identifiers: u32,
    /// Ledgers and histories.
    pub records: u32,
    /// Events.
    pub events: u32,
    /// Statements.
    pub statements: u32,
    /// Receipts of use, and lines about what left for recipients.
    pub receipts: u32,
    /// Recipients who are told to delete what they were given.
    pub recipients: u32,
}

/// A segment of the keyring that was sealed anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Turned {
    pub(super) segment: u8,
    /// The secret that came instead; all before it are destroyed.
    pub(super) generation: u32,
    pub(super) digest: [u8; 32],
}

/// What is kept of an erasure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Erased {
    pub(super) id: [u8; 16],
    pub(super) at: UnixTime,
    /// Where the person was, first under their own name.
    pub(super) places: Vec<[u8; 16]>,
    pub(super) gone: Gone,
    pub(super) model: Option<String>,
    /// Empty until the secrets are destroyed.
    pub(super) turned: Vec<Turned>,
    /// Until when an escrow that was made before could open what was erased, where there was one.
    #[serde(deserialize_with = "none_at_the_end")]
    pub(super) until: Option<UnixTime>,
}

/// An erasure that was written down before there were escrows ends where they begin. What is read was sealed, so that
/// nothing else than that can be wrong with its end.
fn none_at_the_end<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<UnixTime>, D::Error> {
    Ok(Option::deserialize(deserializer).unwrap_or_default())
}

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureReceipt {
    /// Its name, in hexadecimal digits.
    pub id: String,
    /// When.
    pub at: UnixTime,
    /// What was destroyed.
    pub gone: Gone,
    /// Until when an escrow could still open it; `None` where there was none: then it is final.
    pub until: Option<UnixTime>,
}

impl Erased {
    /// Whether the secrets are destroyed: before that there is no receipt.
    pub(super) fn is_whole(&self) -> bool {
        !self.turned.is_empty()
    }

    /// What ties the tombstone to the receipt. It takes the keyed hash of the name to work out.
    fn tombstone_digest(&self) -> [u8; 32] {
        let own = self.places.first().copied().unwrap_or_default();
        seal::digest(&[b"assent/tombstone", &own, &self.at.0.to_le_bytes(), &self.id])
    }

    /// The text that is signed.
    pub(super) fn text(&self, shop: &str) -> String {
        let Gone { names, identifiers, records, events, statements, receipts, recipients } = self.gone;
        let mut text = format!("{TITLE}\nreceipt {}\nshop {shop}\nat {}\n", hex(&self.id), self.at.0);
        text += &format!("names {names}\nidentifiers {identifiers}\nrecords {records}\n");
        text += &format!("events {events}\nstatements {statements}\nreceipts {receipts}\nrecipients {recipients}\n");
        for Turned { segment, generation, digest } in &self.turned {
            text += &format!("segment {segment:02x} generation {generation} digest {}\n", hex(digest));
        }
        let model = self.model.as_deref().unwrap_or("-");
        text += &format!("tombstone {}\nmodel {model}\n", hex(&self.tombstone_digest()));
        self.until.into_iter().for_each(|until| text += &format!("escrow {}\n", until.0));
        text
    }

    pub(super) fn shown(&self) -> ErasureReceipt {
        ErasureReceipt { id: hex(&self.id), at: self.at, gone: self.gone, until: self.until }
    }
}

/// The id in a receipt's text; `None` where it is none of ours.
pub(super) fn id_in(text: &str) -> Option<[u8; 16]> {
    let rest = text.strip_prefix(TITLE)?.strip_prefix("\nreceipt ")?;
    unhex(rest.lines().next()?)
}

impl Moment<'_> {
    /// What writes an erasure down, for the batch that begins it.
    pub(super) fn written_down(
        &self,
        kin: &Kin,
        model: Option<super::ModelName<'_>>,
    ) -> Result<Vec<Write>, VaultError> {
        let vault = self.vault;
        let mut id = [0; 16];
        seal::random(&mut id)?;
        let places = kin.whole();
        let (recalls, recipients) = self.recalls(&kin.own)?;
        let erased = Erased {
            id,
            at: self.now,
            gone: Gone { recipients, ..vault.to_be_gone(kin)? },
            places: places.iter().map(|partition| partition.0).collect(),
            model: model.map(|name| name()),
            turned: Vec::new(),
            until: None,
        };
        let mut writes = vec![vault.put_sealed(&PartitionKey(id), place::ERASURE, &erased)?];
        writes.extend(recalls);
        for partition in &places {
            writes.push(vault.put_sealed(partition, place::ERASED_BY, &id)?);
        }
        Ok(writes)
    }
}

impl Vault {
    fn to_be_gone(&self, kin: &Kin) -> Result<Gone, VaultError> {
        let mut gone = Gone::default();
        let identifiers = self.names(&kin.own)?.value.held.len();
        gone.identifiers = u32::try_from(identifiers).unwrap_or(u32::MAX);
        let subject = readable(self.find_partition(&kin.own))?.flatten();
        let logs: Vec<_> = subject.iter().flat_map(Opened::logs).collect();
        for partition in kin.whole() {
            gone.names += 1;
            let records = self.store.records(&partition, &place::HELD)?;
            gone.records += records.iter().flatten().count() as u32;
            let log = logs.iter().find(|log| log.partition == partition);
            self.store.scan_log(Scope::Partition(partition), &mut |entry| {
                match entry.kind {
                    place::EVENT => gone.events += 1,
                    // One that nobody can read any more is gone as one.
                    place::PACK => {
                        gone.events +=
                            log.and_then(|log| log.events(&entry).ok()).map_or(1, |events| events.len() as u32);
                    }
                    place::STATEMENT => gone.statements += 1,
                    _ => gone.receipts += 1,
                }
                ControlFlow::Continue(())
            })?;
        }
        Ok(gone)
    }

    /// The receipts of the people who were in some places, completed, now that their secrets are destroyed.
    pub(super) fn completed(&self, partitions: &[PartitionKey]) -> Result<Vec<Erased>, VaultError> {
        let mut ids = BTreeSet::new();
        for partition in partitions {
            ids.extend(self.last_erasure(partition)?);
        }
        let mut whole = Vec::new();
        for id in ids {
            let Some(mut erased) = self.erasure(id)? else { continue };
            let segments: BTreeSet<u8> = erased.places.iter().map(|place| segment_of(&PartitionKey(*place))).collect();
            let turned = |segment| {
                let (generation, digest) = self.keyring().shown(segment);
                Turned { segment, generation, digest }
            };
            erased.turned = segments.into_iter().map(turned).collect();
            // Asked now that the tombstone is durable: an escrow that has no note yet has the tombstone.
            erased.until = self.horizon(erased.at)?;
            whole.push(erased);
        }
        Ok(whole)
    }

    /// What writes an erasure down again.
    pub(super) fn put_erasure(&self, erased: &Erased) -> Result<Write, VaultError> {
        self.put_sealed(&PartitionKey(erased.id), place::ERASURE, erased)
    }

    pub(super) fn last_erasure(&self, partition: &PartitionKey) -> Result<Option<[u8; 16]>, VaultError> {
        self.get_sealed(partition, place::ERASED_BY)
    }

    /// An erasure by its receipt's id.
    pub(super) fn erasure(&self, id: [u8; 16]) -> Result<Option<Erased>, VaultError> {
        self.get_sealed(&PartitionKey(id), place::ERASURE)
    }

    /// Somebody's last erasure, once it is whole.
    pub(super) fn erasure_of(&self, partition: &PartitionKey) -> Result<Option<Erased>, VaultError> {
        let Some(id) = self.last_erasure(partition)? else { return Ok(None) };
        Ok(self.erasure(id)?.filter(Erased::is_whole))
    }

    /// The receipt of an erasure, signed. Signing draws nothing, so it is the same each time.
    pub(super) fn erasure_note(&self, erased: &Erased) -> Result<String, VaultError> {
        Ok(self.tenant.erasures.sign(&erased.text(self.tenant.erasures.verifier().name()))?)
    }

    /// The key by which everybody can tell receipts of erasures of this shop.
    #[must_use]
    pub fn erasure_key(&self) -> note::VerifierKey {
        self.tenant.erasures.verifier()
    }

    /// The receipts of erasures, at most [`ERASURES_SHOWN_MAX`], in order of time. Kept for the operator.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn erasures(&self) -> Result<Vec<ErasureReceipt>, VaultError> {
        let mut shown = self.erasures_after(None, ERASURES_SHOWN_MAX)?;
        shown.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        Ok(shown)
    }

    /// The receipts of erasures behind a name, at most `most`, in order of their names. An erasure that is not whole yet has
    /// none.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn erasures_after(&self, after: Option<[u8; 16]>, most: usize) -> Result<Vec<ErasureReceipt>, VaultError> {
        let (from, mut shown, mut failed) = (PartitionKey(after.unwrap_or_default()), Vec::new(), None);
        self.bundles.scan_records(place::ERASURE, &from, &mut |(id, found)| {
            if after != Some(id.0) {
                match self.open_sealed::<Erased>(&id, place::ERASURE, &found) {
                    Ok(erased) => shown.extend(erased.is_whole().then(|| erased.shown())),
                    Err(error) => failed = Some(error),
                }
            }
            let goes_on = failed.is_none() && shown.len() < most;
            if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        failed.map_or(Ok(shown), Err)
    }

    /// A receipt of an erasure by its id, signed anew: the same bytes. `None` where there is none, or it is not whole.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn erasure_receipt(&self, id: &str) -> Result<Option<String>, VaultError> {
        let Some(id) = unhex::<16>(id) else { return Ok(None) };
        let erased = self.erasure(id)?.filter(Erased::is_whole);
        erased.map(|erased| self.erasure_note(&erased)).transpose()
    }

    /// Writes a record of the tenant's beside the keys, whatever was there when it was read.
    pub(super) fn put_sealed<T: Serialize>(
        &self,
        at: &PartitionKey,
        space: Space,
        value: &T,
    ) -> Result<Write, VaultError> {
        let version = self.bundles.records(at, &[space])?.remove(0).map_or(0, |found| found.version);
        next::put(&self.tenant.shelf, *at, space, version, value)
    }

    fn get_sealed<T: serde::de::DeserializeOwned>(
        &self,
        at: &PartitionKey,
        space: Space,
    ) -> Result<Option<T>, VaultError> {
        let found = self.bundles.records(at, &[space])?.remove(0);
        found.map(|found| self.open_sealed(at, space, &found)).transpose()
    }

    pub(super) fn open_sealed<T: serde::de::DeserializeOwned>(
        &self,
        at: &PartitionKey,
        space: Space,
        found: &Versioned,
    ) -> Result<T, VaultError> {
        record::decode(&self.tenant.shelf.open(&place::record(at, space, found.version), &found.sealed)?)
    }
}
