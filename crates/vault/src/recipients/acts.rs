//! What somebody did, by the name that it waits under: out of their logs, where packs are opened once for all that waits.

use super::outbox::{Outbox, What};
use crate::open::Opened;
use crate::{Vault, VaultError, place};
use domain::Event;
use std::collections::{HashMap, HashSet};
use store::EntryId;

/// The acts of one person, for as long as what waits for them is gone over.
pub(super) struct Acts<'a> {
    vault: &'a Vault,
    subject: &'a Opened,
    /// The names of what waits.
    wanted: HashSet<EntryId>,
    packed: Option<HashMap<EntryId, Event>>,
}

impl<'a> Acts<'a> {
    pub(super) fn of(vault: &'a Vault, subject: &'a Opened, outbox: &Outbox) -> Self {
        let wanted = outbox.items.iter().filter_map(|item| match item.what {
            What::Act(name) => Some(EntryId(name)),
            What::Yes | What::No => None,
        });
        Self { vault, subject, wanted: wanted.collect(), packed: None }
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
            self.vault.each_pack(&log, |_, events| {
                let named = events.into_iter().map(|(event, _)| (self.vault.event_name(&event), event));
                let wanted = named.filter(|(name, _)| self.wanted.contains(name));
                // Of two people who are one the survivor's own comes first.
                for (name, event) in wanted {
                    packed.entry(name).or_insert(event);
                }
            })?;
        }
        Ok(packed)
    }
}
