//! Events of nobody in particular: they count for what is popular, once each.

use crate::{Moment, RETRIES_MAX, VaultError, place, record};
use domain::{Event, EventOutcome, PurposeSet};
use std::collections::HashSet;
use std::ops::ControlFlow;
use store::{Batch, EntryId, PartitionKey, Scope, StoreError, WRITES_PER_BATCH_MAX, Write};

impl Moment<'_> {
    /// Takes in events of nobody in particular: they count for what is popular, once each.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails; sending them again is safe.
    pub fn keep_anonymous(&self, events: &[Event]) -> Result<Vec<EventOutcome>, VaultError> {
        let mut outcomes = Vec::with_capacity(events.len());
        for chunk in events.chunks(WRITES_PER_BATCH_MAX) {
            outcomes.extend(self.keep_anonymous_chunk(chunk)?);
        }
        Ok(outcomes)
    }

    fn keep_anonymous_chunk(&self, events: &[Event]) -> Result<Vec<EventOutcome>, VaultError> {
        let nobody = self.vault.nobody();
        for _ in 0..RETRIES_MAX {
            let mut outcomes = Vec::with_capacity(events.len());
            let mut batch = Batch::new();
            let mut named = HashSet::new();
            for event in events {
                let id = self.vault.event_name(event);
                let new = named.insert(id) && self.vault.store.entry(&nobody, &id)?.is_none();
                outcomes.push(if new { EventOutcome::Accepted } else { EventOutcome::Duplicate });
                if new {
                    batch.writes.push(self.anonymous_entry(nobody, id, event)?);
                }
            }
            match self.vault.commit(batch) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done.map(|()| outcomes)?),
            }
        }
        Err(VaultError::Busy)
    }

    fn anonymous_entry(&self, partition: PartitionKey, id: EntryId, event: &Event) -> Result<Write, VaultError> {
        let plain = record::encode(&(event, PurposeSet::NONE))?;
        let sealed = self.vault.tenant.shelf.seal(&place::entry(&partition, place::EVENT, &id), &plain)?;
        Ok(Write::Append { partition, id, kind: place::EVENT, at: event.at.0, sealed })
    }

    /// Walks the events of nobody in particular, in order of arrival.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or an entry does not open.
    pub fn anonymous_events(&self, mut visit: impl FnMut(&Event)) -> Result<(), VaultError> {
        let nobody = self.vault.nobody();
        let mut failed = None;
        self.vault.store.scan_log(Scope::Partition(nobody), &mut |entry| {
            if entry.kind != place::EVENT {
                return ControlFlow::Continue(());
            }
            let place = place::entry(&nobody, place::EVENT, &entry.id);
            match self
                .vault
                .tenant
                .shelf
                .open(&place, &entry.sealed)
                .and_then(|plain| record::decode::<(Event, PurposeSet)>(&plain))
            {
                Ok((event, _)) => {
                    visit(&event);
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        failed.map_or(Ok(()), Err)
    }
}
