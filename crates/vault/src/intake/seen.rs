//! What of somebody's events is kept already, as far as it has to be looked for.

use super::again;
use crate::ledger::is_statement;
use crate::open::{Log, Opened};
use crate::packs::pack_number;
use crate::{Moment, VaultError, place};
use domain::{Event, EventId, EventOutcome};
use std::collections::{HashMap, HashSet};
use store::EntryId;

/// What was kept before. Whoever writes a history at the version that was read here adds to nothing else than this.
pub(super) struct Seen<'m> {
    moment: &'m Moment<'m>,
    /// The logs to look into for single events, each with the names of its entries where they are all known.
    logs: Vec<(Log, Option<HashSet<EntryId>>)>,
    packed: HashMap<EventId, Event>,
    next_pack: u64,
}

impl<'m> Seen<'m> {
    /// Of a file of the past nearly every event is new: of somebody of whom no act is at hand it is looked for nothing,
    /// unless the store refused what was not looked for. Of others all names are read at once, where else each event is
    /// looked for by itself.
    pub(super) fn of(
        moment: &'m Moment<'m>,
        subject: &Opened,
        (past, looks): (bool, bool),
    ) -> Result<Self, VaultError> {
        let mut seen = Self { moment, logs: Vec::new(), packed: HashMap::new(), next_pack: 0 };
        let blank = subject.history_version() == 0 && subject.ledger.absorbed.is_empty();
        match (blank, past, looks) {
            (true, true, false) => {}
            // What stands by itself may be left of an erasure that was interrupted; a pack would have a history beside it.
            (true, false, _) => seen.logs = subject.logs().map(|log| (log, None)).collect(),
            _ => seen.look_into_all(subject, past)?,
        }
        Ok(seen)
    }

    fn look_into_all(&mut self, subject: &Opened, past: bool) -> Result<(), VaultError> {
        for (at, log) in subject.logs().enumerate() {
            let next = self.look_into(log, past)?;
            // The first log is their own.
            if at == 0 {
                self.next_pack = next;
            }
        }
        Ok(())
    }

    fn look_into(&mut self, log: Log, past: bool) -> Result<u64, VaultError> {
        let vault = self.moment.vault;
        let names = past.then(|| vault.store.names(&log.partition, (&EntryId::FIRST, &EntryId::LAST))).transpose()?;
        let (packed, next) = match &names {
            Some(names) => vault.packed_in(&log, names)?,
            None => vault.packed(&log)?,
        };
        self.packed.extend(packed.into_iter().map(|(event, _)| (event.id.clone(), event)));
        let single = |id: &EntryId| pack_number(id).is_none() && !is_statement(id);
        self.logs.push((log, names.map(|names| names.into_iter().filter(single).collect())));
        Ok(next)
    }

    /// The number of their next pack.
    pub(super) const fn next_pack(&self) -> u64 {
        self.next_pack
    }

    /// What becomes of an event whose name was kept before; `None` where it was not.
    pub(super) fn outcome(&self, event: &Event) -> Result<Option<EventOutcome>, VaultError> {
        if let Some(kept) = self.packed.get(&event.id) {
            return Ok(Some(again(kept, event)));
        }
        if self.logs.iter().all(|(_, names)| names.as_ref().is_some_and(HashSet::is_empty)) {
            return Ok(None);
        }
        let id = self.moment.vault.event_name(event);
        for (log, names) in &self.logs {
            if names.as_ref().is_some_and(|names| !names.contains(&id)) {
                continue;
            }
            if let Some(kept) = self.single(log, &id)? {
                return Ok(Some(again(&kept, event)));
            }
        }
        Ok(None)
    }

    fn single(&self, log: &Log, id: &EntryId) -> Result<Option<Event>, VaultError> {
        let Some(found) = self.moment.vault.store.entry(&log.partition, id)? else { return Ok(None) };
        let (kept, _): crate::packs::Kept = log.read(place::EVENT, id, &found.sealed)?;
        Ok(Some(kept))
    }
}
