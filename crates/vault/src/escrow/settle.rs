//! What keys that were put back have to learn from the data, before anybody is opened with them.
//!
//! # Invariants
//! - Done when they are first opened, and again from its beginning where a crash came between: each step finds done what is.
//! - Whoever the data do not know, or know under another bundle, gets a tombstone: nobody comes back but by themself.
//! - What may have been taken back since (a link, a recipient) is not in force until somebody says so anew.
//! - The bundle of whoever is put away was written when the keyring was built: the slot turns before the mark goes.

use super::{Escrow, EscrowFault};
use crate::ground::Ground;
use crate::identity::names::{Absorbed, Moved};
use crate::next::remove;
use crate::open::Opened;
use crate::record::AbsorbedLog;
use crate::seal::keyring::segment_of;
use crate::seal::keys::TenantKeys;
use crate::{Happening, Vault, VaultError, place, record};
use domain::{RecipientId, SubjectId, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use store::{Batch, Expect, PartitionKey, Scope, Space, Store, Write};

/// The blob beside the keys that says that they were put back, and were not opened since.
const MARK: &str = "vault/settling";

#[derive(Serialize, Deserialize)]
struct Mark {
    escrow: Escrow,
    at: UnixTime,
}

/// What opening did with keys that were put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The escrow they came from.
    pub escrow: Escrow,
    /// Erasures since, which were done again.
    pub erased: u64,
    /// Those of them that recipients were to be told of, of whom nobody knows any more whether they were.
    pub untold: u64,
    /// People who came since, or came back, and can not be read any more. They are taken out.
    pub lost: u64,
    /// Links that stand no more, since they may have been taken back.
    pub unlinked: u64,
    /// Noes that recipients were still to be told of, of whom nobody knows any more where they are.
    pub noes_untold: u64,
}

/// What says that keys were put back, for whoever opens them first.
pub(crate) fn mark(
    tenant: &TenantKeys,
    bundles: &dyn Store,
    escrow: &Escrow,
    at: UnixTime,
) -> Result<Write, EscrowFault> {
    let version = bundles.blob_version(MARK)?;
    let plain = record::encode(&Mark { escrow: escrow.clone(), at })?;
    let sealed = tenant.shelf.seal(&place::blob(MARK, version + 1), &plain)?;
    Ok(Write::PutBlob { name: MARK.to_owned(), expect: Expect::of(version), sealed })
}

/// Whether keys were put back and not opened since.
pub(super) fn is_marked(bundles: &dyn Store) -> Result<bool, store::StoreError> {
    Ok(bundles.blob(MARK)?.is_some())
}

/// What was found going over everybody whom the keys know.
#[derive(Default)]
struct Found {
    /// Whom the data do not know, or not under these keys.
    gone: Vec<PartitionKey>,
    /// Who was merged into whom.
    merged: Vec<(PartitionKey, SubjectId, AbsorbedLog)>,
    /// The highest number of a recipient that anybody spoke of.
    highest: Option<RecipientId>,
    /// Noes that wait for a recipient whom the keys do not know.
    noes_untold: u64,
}

impl Vault {
    /// Finishes putting an escrow back, where that was begun.
    pub(crate) fn settle_escrow(&self) -> Result<Option<Settled>, VaultError> {
        let Some(found) = self.bundles.blob(MARK)? else { return Ok(None) };
        let Mark { escrow, at } =
            record::decode(&self.tenant.shelf.open(&place::blob(MARK, found.version), &found.sealed)?)?;
        self.mark_restored()?;
        let (erased, untold) = self.bury_known()?;
        let found = self.gone_over()?;
        for (into, survivor, log) in &found.merged {
            self.merged_since(into, survivor, log, at)?;
        }
        let lost = self.put_lost_away(&found.gone, at)?;
        let unlinked = self.unlink_all()?;
        self.rest_recipients(at, found.highest)?;
        self.turn_away()?;
        self.at(at).note(Happening::Operator, format!("escrow {} put back", escrow.id))?;
        self.commit_keys(Batch::new().and(Write::DeleteBlob { name: MARK.to_owned() }).urgent_if(true))?;
        Ok(Some(Settled { escrow, erased, untold, lost, unlinked, noes_untold: found.noes_untold }))
    }

    /// Turns every segment in which somebody was put away or merged: their bundles are still in freed pages and logs of the
    /// keyring. Whoever it was before a crash stands there too, so that it is done whole each time.
    fn turn_away(&self) -> Result<(), VaultError> {
        let mut away = places(&self.bundles, place::TOMBSTONE)?;
        away.extend(places(&self.bundles, place::MOVED)?);
        let segments: BTreeSet<u8> = away.iter().map(segment_of).collect();
        segments.into_iter().try_for_each(|segment| self.turn(segment))
    }

    /// Goes over everybody whom the keys know. Whose last no is not marked any more has it marked again.
    fn gone_over(&self) -> Result<Found, VaultError> {
        let (mut found, roster) = (Found::default(), self.load_roster()?);
        for partition in places(&self.bundles, place::KEYRING)? {
            match self.find_partition(&partition) {
                Err(VaultError::Sealed) | Ok(None) => found.gone.push(partition),
                Err(error) => return Err(error),
                Ok(Some(subject)) => {
                    self.at(subject.ledger.since).keep_known_no(&subject)?;
                    found.take(&subject);
                    let (highest, noes) = self.recipients_of(&subject, &roster)?;
                    found.highest = found.highest.into_iter().chain(highest).max_by_key(|number| number.0);
                    found.noes_untold += noes;
                }
            }
        }
        // Whoever was merged into somebody has no ledger, and is no stranger.
        let merged: BTreeSet<_> = found.merged.iter().map(|(.., log)| log.partition).collect();
        found.gone.retain(|partition| !merged.contains(&partition.0));
        Ok(found)
    }

    /// Lets an old name lead to whom it was merged into, as the survivor's ledger has it.
    fn merged_since(
        &self,
        into: &PartitionKey,
        survivor: &SubjectId,
        log: &AbsorbedLog,
        at: UnixTime,
    ) -> Result<(), VaultError> {
        let (from, mut names) = (PartitionKey(log.partition), self.names(into)?);
        let leads = self.moved(&from)?.is_some_and(|moved| moved.value.into == into.0);
        if leads && names.value.absorbed.iter().any(|absorbed| absorbed.place() == from) {
            return Ok(());
        }
        let keys = self.keys_of(into)?.ok_or(VaultError::Sealed)?;
        let (mut batch, mut own) = (Batch::new().urgent_if(true), [0; 32]);
        if let Some(bundle) = self.found_bundle(&from)? {
            own = self.open_bundle(&from, &bundle)?.0;
            let theirs = self.names(&from)?;
            for held in &theirs.value.held {
                batch.writes.extend(self.drop_owner(&held.identifier)?);
            }
            if theirs.version > 0 {
                batch = batch.and(remove(from, place::NAMES, theirs.version));
            }
            batch = batch.and(remove(from, place::KEYRING, bundle.version));
        }
        batch.writes.extend(self.without_noes(&[from])?);
        batch = batch.and(self.put_moved(from, &Moved { into: into.0, at, shredded: true })?);
        if !names.value.absorbed.iter().any(|absorbed| absorbed.place() == from) {
            // Without their bundle an older copy of the data can not be merged anew: what they were there is taken out.
            names.value.absorbed.push(Absorbed {
                partition: from.0,
                bundle: own,
                at,
                into_verified: None,
                from_verified: None,
                survivor: survivor.clone(),
            });
        }
        Ok(self.commit_keys(batch.and(self.put_names(into, &keys, &names)?))?)
    }

    /// Puts a tombstone for everybody who is gone, and for everybody in the data whom the keys do not know: the opening takes
    /// out what is left of them. Returns how many had a ledger.
    fn put_lost_away(&self, gone: &[PartitionKey], at: UnixTime) -> Result<u64, VaultError> {
        let ledgers = places(&self.store, place::LEDGER)?;
        let mut strangers: BTreeSet<_> = gone.iter().copied().collect();
        for partition in self.partitions_in_data()? {
            if self.found_bundle(&partition)?.is_none() && self.moved(&partition)?.is_none() {
                strangers.insert(partition);
            }
        }
        for partition in &strangers {
            self.commit_keys(self.put_away(&[*partition], at)?)?;
        }
        Ok(strangers.intersection(&ledgers).count() as u64)
    }

    /// Wherever the data hold a record or an entry of somebody.
    fn partitions_in_data(&self) -> Result<BTreeSet<PartitionKey>, VaultError> {
        let mut all = BTreeSet::new();
        for space in place::HELD {
            all.extend(places(&self.store, space)?);
        }
        self.store.scan_log(Scope::Everybody, &mut |entry| {
            all.insert(entry.partition);
            ControlFlow::Continue(())
        })?;
        all.remove(&self.nobody());
        all.remove(&self.log_partition());
        Ok(all)
    }

    /// Lets every link go but those of devices that are there: a no travels to them, and they lead to nobody's data.
    fn unlink_all(&self) -> Result<u64, VaultError> {
        let mut unlinked = 0;
        for partition in places(&self.bundles, place::NAMES)? {
            let Some(keys) = self.keys_of(&partition)? else { continue };
            let mut names = self.names(&partition)?;
            let (mut stay, mut batch) = (Vec::new(), Batch::new().urgent_if(true));
            for held in std::mem::take(&mut names.value.held) {
                let device = held.identifier.own_subject().map(|device| self.partition(&device));
                match device.map(|device| self.found_bundle(&device)).transpose()?.flatten() {
                    Some(_) => stay.push(held),
                    None => batch.writes.extend(self.drop_owner(&held.identifier)?),
                }
            }
            unlinked += batch.writes.len() as u64;
            names.value.held = stay;
            if !batch.writes.is_empty() {
                self.commit_keys(batch.and(self.put_names(&partition, &keys, &names)?))?;
            }
        }
        Ok(unlinked)
    }
}

impl Found {
    fn take(&mut self, subject: &Opened) {
        let ledger = &subject.ledger;
        let named = ledger.statements.iter().filter_map(|said| said.scope.recipient.flatten());
        self.highest = named.chain(self.highest).max_by_key(|number| number.0);
        let merged = ledger.absorbed.iter().map(|log| (subject.partition, ledger.subject.clone(), log.clone()));
        self.merged.extend(merged);
    }
}

/// Every place in a ground that has a record in a space.
fn places(ground: &Ground, space: Space) -> Result<BTreeSet<PartitionKey>, VaultError> {
    let mut all = BTreeSet::new();
    ground.scan_records(space, &PartitionKey::FIRST, &mut |(partition, _)| {
        all.insert(partition);
        ControlFlow::Continue(())
    })?;
    Ok(all)
}
