//! Ends: whoever was given something for a purpose that closes is told so, also where nobody said no in so many words: a pause,
//! a signal, a merge, another place to live.
//!
//! # Invariant
//! - What tells of an end is noted down in the commit that makes it; of what left while that was made, right behind it.

use super::line::{Disclosure, Handed};
use super::outbox::{Item, Outbox, What};
use super::queue::readable;
use super::tries::Tries;
use crate::open::Opened;
use crate::{Moment, RETRIES_MAX, VaultError, receipts};
use domain::{PurposeId, RecipientId};
use std::collections::BTreeMap;
use store::{Batch, PartitionKey, StoreError, Write};

/// Who was given what for, under which name.
pub(super) type Given = (RecipientId, PurposeId, [u8; 16]);

/// Who may hold something of somebody: whoever was given anything since they were last told of a no, and whoever was to be
/// told and was given up.
pub(super) fn holding(lines: &[Disclosure], outbox: &Outbox) -> Vec<Given> {
    let mut last: BTreeMap<(u16, PurposeId, &str), Handed> = BTreeMap::new();
    for line in lines {
        last.insert((line.recipient.0, line.purpose, line.pseudonym.as_str()), line.handed);
    }
    let holds = last.into_iter().filter(|(_, handed)| *handed != Handed::No);
    let holds =
        holds.filter_map(|((number, purpose, name), _)| Some((RecipientId(number), purpose, receipts::unhex(name)?)));
    let mut all: Vec<Given> = holds.collect();
    for given in outbox.noes_given_up() {
        if !all.contains(&given) {
            all.push(given);
        }
    }
    all
}

impl Moment<'_> {
    /// What notes down whom to tell, once somebody is as they are here: everybody who holds something for a purpose that
    /// may not be given them any more. `None` where nobody is to be told.
    pub(crate) fn ends(&self, subject: &Opened) -> Result<Option<Write>, VaultError> {
        if self.vault.roster().all.is_empty() {
            return Ok(None);
        }
        // What nobody can read any more keeps nobody from saying no.
        let Some(mut outbox) = readable(self.vault.outbox(subject))? else { return Ok(None) };
        let any = readable(self.note_ends(subject, &mut outbox))?.unwrap_or(false);
        any.then(|| self.vault.put_outbox(subject, &outbox)).transpose()
    }

    /// Looks once more at people for whom something just ended: what left after the first look and before the commit has a
    /// line by now, and after the commit nothing leaves by the old ledger.
    pub(crate) fn ends_behind<'p>(&self, who: impl Iterator<Item = &'p PartitionKey>) -> Result<(), VaultError> {
        if self.vault.roster().all.is_empty() {
            return Ok(());
        }
        for partition in who {
            self.ends_behind_of(partition)?;
        }
        Ok(())
    }

    fn ends_behind_of(&self, partition: &PartitionKey) -> Result<(), VaultError> {
        for _ in 0..RETRIES_MAX {
            let Some(subject) = self.vault.find_partition(partition)? else { return Ok(()) };
            let Some(write) = self.ends(&subject)? else { return Ok(()) };
            match self.vault.commit(Batch::new().and(write).and(subject.check_ledger())) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }

    /// Adds to an outbox whom to tell. Returns whether that is anybody.
    pub(super) fn note_ends(&self, subject: &Opened, outbox: &mut Outbox) -> Result<bool, VaultError> {
        let roster = self.vault.roster();
        let mut any = false;
        for given in holding(&self.vault.readable_lines(subject)?, outbox) {
            let (number, purpose, known_as) = given;
            let hears = roster.numbered(number).filter(|recipient| recipient.terms.webhook_url.is_some());
            let Some(recipient) = hears.filter(|_| !outbox.tells_no(&given)) else { continue };
            let way = self.way(subject, recipient, self.vault.policy().purpose_key(purpose))?;
            if way.is_some_and(|way| way.is_open(self.vault.policy(), subject)) {
                continue;
            }
            let version = subject.ledger_version.to_be_bytes();
            let named = [&number.0.to_be_bytes()[..], &[purpose.0], &subject.partition.0, &version, &known_as].concat();
            let id = self.vault.tenant.entry_pepper.derive(&[b"recipient/end"]).name(&named);
            let tries = Tries::new(self.now);
            any |= outbox.add(Item { id, recipient: number, purpose, what: What::No, known_as, tries });
        }
        Ok(any)
    }
}
