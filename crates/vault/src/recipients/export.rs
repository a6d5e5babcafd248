//! Files for a recipient: what those said yes to who said yes, line by line, each with its own line in the person's log.

use super::line::{Handed, Leaving};
use super::parcel;
use super::queue::readable;
use super::roster::Recipient;
use crate::open::Opened;
use crate::{Moment, RETRIES_MAX, VaultError, place, seal};
use domain::{CategorySet, PurposeId};
use serde_json::json;
use std::ops::ControlFlow;
use store::{Batch, EntryId, PartitionKey, StoreError};

/// Most people who are gone over for one part of a file.
pub const EXPORT_PEOPLE_MAX: usize = 1_000;

/// One part of a file.
#[derive(Debug, Default)]
pub struct HandedOver {
    /// JSON, one object for each person of whom anything may leave.
    pub lines: Vec<String>,
    /// How many people were gone over.
    pub looked_at: u64,
    /// Where the next part begins; `None` where this was the last.
    pub next: Option<[u8; 16]>,
}

impl Moment<'_> {
    /// The part of a file that begins at `from`. `None` where no recipient of this key is registered, or the contract does
    /// not name the purpose.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails; then nothing of this part is handed over.
    pub fn hand_over(&self, key: &str, purpose: &str, from: [u8; 16]) -> Result<Option<HandedOver>, VaultError> {
        for _ in 0..RETRIES_MAX {
            let roster = self.vault.roster.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            let recipient = roster.find(key).filter(|known| known.removed_at.is_none());
            let purpose_id = self.vault.policy().purpose(purpose).map(|entry| entry.terms.id);
            let (Some(recipient), Some(id)) = (recipient, purpose_id) else { return Ok(None) };
            if !recipient.terms.purposes.iter().any(|named| named == purpose) {
                return Ok(None);
            }
            match self.try_hand_over(recipient, (purpose, id), from) {
                Err(VaultError::Store(StoreError::Conflict)) => {}
                done => return done.map(Some),
            }
        }
        Err(VaultError::Busy)
    }

    fn try_hand_over(
        &self,
        recipient: &Recipient,
        (purpose, id): (&str, PurposeId),
        from: [u8; 16],
    ) -> Result<HandedOver, VaultError> {
        let (people, next) = self.some_people(from)?;
        let _staying = self.vault.all_staying(people.iter().copied());
        let (mut batch, mut part) = (Batch::new(), HandedOver { next, ..HandedOver::default() });
        for partition in &people {
            let Some(Some(subject)) = readable(self.vault.find_partition(partition))? else { continue };
            part.looked_at += 1;
            let Some((body, count, categories)) = self.handed(&subject, recipient, purpose)? else { continue };
            let mut name = [0; 16];
            seal::random(&mut name)?;
            let leaving = Leaving {
                recipient,
                pseudonym: subject.pseudonym(recipient),
                purpose: id,
                handed: Handed::Acts(count),
                categories,
                id: EntryId(name),
                body: body.as_bytes(),
            };
            batch = batch.and(self.line(&subject, &leaving)?).and(subject.check_ledger());
            part.lines.push(body);
        }
        if !batch.writes.is_empty() {
            self.vault.commit(batch)?;
        }
        Ok(part)
    }

    /// What of one person may leave: as JSON, how many things, of which categories. `None` where nothing may.
    fn handed(
        &self,
        subject: &Opened,
        recipient: &Recipient,
        purpose: &str,
    ) -> Result<Option<(String, u32, CategorySet)>, VaultError> {
        let policy = self.vault.policy();
        let Some(way) = self.way(subject, recipient, purpose)?.filter(|way| way.is_open(policy, subject)) else {
            return Ok(None);
        };
        let history = subject.history()?;
        let acts = way.permit(policy, subject).acts(&history, &*self.vault.sorts());
        if acts.is_empty() {
            return Ok(None);
        }
        let categories = acts.iter().fold(CategorySet::default(), |set, act| set.with(policy.category_of(act.verb)));
        let shown = acts
            .iter()
            .map(|act| parcel::act(policy, act.item.as_str(), act.verb, act.at, act.quantity, act.rating_tenths));
        let document = json!({
            "subject": subject.pseudonym(recipient),
            "purpose": purpose,
            "activity": shown.collect::<Vec<_>>(),
        });
        Ok(Some((document.to_string(), u32::try_from(acts.len()).unwrap_or(u32::MAX), categories)))
    }

    /// Some people, and where the next ones begin.
    fn some_people(&self, from: [u8; 16]) -> Result<(Vec<PartitionKey>, Option<[u8; 16]>), VaultError> {
        let (mut people, mut next) = (Vec::new(), None);
        self.vault.store.scan_records(place::LEDGER, &PartitionKey(from), &mut |(partition, _)| {
            if people.len() == EXPORT_PEOPLE_MAX {
                next = Some(partition.0);
                return ControlFlow::Break(());
            }
            people.push(partition);
            ControlFlow::Continue(())
        })?;
        Ok((people, next))
    }
}
