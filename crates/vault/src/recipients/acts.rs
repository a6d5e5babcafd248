//! What somebody did, by the name that it waits under: out of their logs, where packs are opened once for all that waits.

use crate::open::Opened;
use crate::{Vault, VaultError, place};
use domain::Event;
use std::collections::HashMap;
use store::EntryId;

/// The acts of one person, for as long as what waits for them is gone over.
pub(super) struct Acts<'a> {
    vault: &'a Vault,
    subject: &'a Opened,
    packed: Option<HashMap<EntryId, Event>>,
}

impl<'a> Acts<'a> {
    pub(super) const fn of(vault: &'a Vault, subject: &'a Opened) -> Self {
        Self { vault, subject, packed: None }
    }

    /// What was done under a name; `None` where it is not there any more.
    pub(super) fn named(&mut self, id: &EntryId) -> Result<Option<Event>, VaultError> {
        for log in self.subject.logs() {
            if let Some(found) = self.vault.store.entry(&log.partition, id)?.filter(|entry| entry.kind == place::EVENT)
            {
                return Ok(log.events(&found)?.pop().map(|(event, _)| event));
            }
        }
        Ok(self.packed()?.get(id).cloned())
    }

    fn packed(&mut self) -> Result<&HashMap<EntryId, Event>, VaultError> {
        let packed = match self.packed.take() {
            Some(packed) => packed,
            None => self.unpacked()?,
        };
        Ok(self.packed.insert(packed))
    }

    fn unpacked(&self) -> Result<HashMap<EntryId, Event>, VaultError> {
        let mut packed = HashMap::new();
        for log in self.subject.logs() {
            let (events, _) = self.vault.packed(&log)?;
            packed.extend(events.into_iter().map(|(event, _)| (self.vault.event_name(&event), event)));
        }
        Ok(packed)
    }
}
