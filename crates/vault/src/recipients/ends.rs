//! Ends: whoever was given something for a purpose that closes is told so, also where nobody said no in so many words: a pause,
//! a signal, a merge, another place to live.
//!
//! # Invariant
//! - What tells of an end is noted down in the commit that makes it.

use super::line::{Disclosure, Handed};
use super::outbox::{Item, Outbox, What};
use super::tries::Tries;
use crate::open::Opened;
use crate::{Moment, VaultError, receipts};
use domain::{PurposeId, RecipientId};
use std::collections::BTreeMap;
use store::Write;

/// Who was given what for, under which name.
pub(super) type Given = (RecipientId, PurposeId, [u8; 16]);

/// Who may hold something of somebody: whoever was given anything since they were last told of a no.
pub(super) fn holding(lines: &[Disclosure]) -> Vec<Given> {
    let mut last: BTreeMap<(u16, PurposeId, &str), Handed> = BTreeMap::new();
    for line in lines {
        last.insert((line.recipient.0, line.purpose, line.pseudonym.as_str()), line.handed);
    }
    let holds = last.into_iter().filter(|(_, handed)| *handed != Handed::No);
    holds
        .filter_map(|((number, purpose, name), _)| Some((RecipientId(number), purpose, receipts::unhex(name)?)))
        .collect()
}

impl Moment<'_> {
    /// What notes down whom to tell, once somebody is as they are here: everybody who holds something for a purpose that
    /// may not be given them any more. `None` where nobody is to be told.
    pub(crate) fn ends(&self, subject: &Opened) -> Result<Option<Write>, VaultError> {
        if self.vault.roster().all.is_empty() {
            return Ok(None);
        }
        let mut outbox = self.vault.outbox(subject)?;
        let any = self.note_ends(subject, &mut outbox)?;
        any.then(|| self.vault.put_outbox(subject, &outbox)).transpose()
    }

    /// Adds to an outbox whom to tell. Returns whether that is anybody.
    pub(super) fn note_ends(&self, subject: &Opened, outbox: &mut Outbox) -> Result<bool, VaultError> {
        let roster = self.vault.roster();
        let mut any = false;
        for given in holding(&self.vault.readable_lines(subject)?) {
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
