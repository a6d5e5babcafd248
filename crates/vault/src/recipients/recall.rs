//! Recalls: everybody who was given anything is told of an erasure, under the name that they know the person by.
//!
//! # Invariant
//! - A recall is written in the batch that begins the erasure, beside the keys, and stays until the recipient took it.

use super::dispatch::Places;
use super::parcel::{self, Parcel, Ticket};
use super::queue::readable;
use super::roster::Roster;
use super::tries::{Failure, Tries, Waiting, WaitingFor};
use crate::{Happening, Moment, VaultError, next, place, record, seal};
use domain::{RecipientId, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::{Batch, EntryId, Expect, PartitionKey, Versioned, Write};

/// Who is to be told of whose erasure, by their name for the person.
#[derive(Clone, Serialize, Deserialize)]
struct Recall {
    recipient: RecipientId,
    pseudonym: String,
    at: UnixTime,
    tries: Tries,
}

impl Moment<'_> {
    /// What tells everybody of an erasure who was given anything, and how many recipients that are.
    pub(crate) fn recalls(&self, own: &PartitionKey) -> Result<(Vec<Write>, u32), VaultError> {
        // Whatever can not be read any more stands in nobody's way of being erased.
        let Some(Some(subject)) = readable(self.vault.find_partition(own))? else { return Ok((Vec::new(), 0)) };
        let mut known: BTreeSet<(u16, String)> = BTreeSet::new();
        for log in subject.logs() {
            let lines = self.vault.each_line(&log)?.into_iter().filter_map(|(_, line)| line.ok());
            known.extend(lines.map(|line| (line.recipient.0, line.pseudonym)));
        }
        let recipients: BTreeSet<u16> = known.iter().map(|(number, _)| *number).collect();
        let mut writes = Vec::new();
        for (number, pseudonym) in known {
            let mut id = [0; 16];
            seal::random(&mut id)?;
            let recall =
                Recall { recipient: RecipientId(number), pseudonym, at: self.now, tries: Tries::new(self.now) };
            writes.push(self.put_recall(&PartitionKey(id), 0, &recall)?);
        }
        Ok((writes, u32::try_from(recipients.len()).unwrap_or(u32::MAX)))
    }

    pub(super) fn dispatch_recalls(&self, places: &mut Places) -> Result<Vec<Parcel>, VaultError> {
        let (roster, mut parcels) = (self.vault.roster(), Vec::new());
        for (at, found) in self.found_recalls()? {
            let mut recall = self.open_recall(&at, &found)?;
            let Some(recipient) = roster.numbered(recall.recipient) else { continue };
            if !recall.tries.is_due(self.now) || !places.take(recall.recipient) {
                continue;
            }
            recall.tries.begin(self.now);
            self.vault.commit_keys(Batch::new().and(self.put_recall(&at, found.version, &recall)?).urgent_if(true))?;
            let body = parcel::erased_body(&recall.pseudonym, recall.at)?;
            let ticket = Ticket { partition: None, id: EntryId(at.0) };
            parcels.push(self.parcel(recipient, &recipient.terms.deletion_url, ticket, body));
        }
        Ok(parcels)
    }

    pub(super) fn recall_fared(&self, id: EntryId, failed: Option<Failure>) -> Result<(), VaultError> {
        let at = PartitionKey(id.0);
        let Some(found) = self.vault.bundles.records(&at, &[place::RECALL])?.remove(0) else { return Ok(()) };
        let mut recall = self.open_recall(&at, &found)?;
        let write = match failed {
            Some(failure) => {
                recall.tries.fail(failure);
                self.put_recall(&at, found.version, &recall)?
            }
            None => {
                let roster = self.vault.roster();
                let key = roster.numbered(recall.recipient).map_or("?", |recipient| recipient.key.as_str());
                self.note(Happening::Operator, format!("recipient {key} told of an erasure"))?;
                let expect = Expect::Version(found.version);
                Write::DeleteRecord { partition: at, space: place::RECALL, expect }
            }
        };
        Ok(self.vault.commit_keys(Batch::new().and(write).urgent_if(true))?)
    }

    pub(super) fn waiting_recalls(&self, roster: &Roster) -> Result<Vec<Waiting>, VaultError> {
        let shown = |(at, found): (PartitionKey, Versioned)| {
            let recall = self.open_recall(&at, &found)?;
            let key = roster.numbered(recall.recipient).map(|recipient| recipient.key.clone()).unwrap_or_default();
            Ok(recall.tries.waiting(parcel::name(&EntryId(at.0)), key, WaitingFor::Erasure))
        };
        self.found_recalls()?.into_iter().map(shown).collect()
    }

    pub(super) fn revive_recalls(&self, numbers: &BTreeSet<u16>) -> Result<u64, VaultError> {
        let mut count = 0;
        for (at, found) in self.found_recalls()? {
            let mut recall = self.open_recall(&at, &found)?;
            if numbers.contains(&recall.recipient.0) && recall.tries.revive(self.now) {
                let write = self.put_recall(&at, found.version, &recall)?;
                self.vault.commit_keys(Batch::new().and(write).urgent_if(true))?;
                count += 1;
            }
        }
        Ok(count)
    }

    fn found_recalls(&self) -> Result<Vec<(PartitionKey, Versioned)>, VaultError> {
        Ok(self.vault.bundles.every(place::RECALL)?)
    }

    fn open_recall(&self, at: &PartitionKey, found: &Versioned) -> Result<Recall, VaultError> {
        let place = place::record(at, place::RECALL, found.version);
        record::decode(&self.vault.tenant.shelf.open(&place, &found.sealed)?)
    }

    fn put_recall(&self, at: &PartitionKey, version: u64, recall: &Recall) -> Result<Write, VaultError> {
        next::put(&self.vault.tenant.shelf, *at, place::RECALL, version, recall)
    }
}
