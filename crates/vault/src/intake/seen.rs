//! What is kept already of the events that somebody may have kept, looked for once the gate has let them in.

use super::again;
use crate::ledger::is_statement;
use crate::open::{Log, Opened};
use crate::packs::{Kept, pack_number};
use crate::{Moment, VaultError, place};
use domain::{Event, EventId, EventOutcome};
use std::collections::{HashMap, HashSet};
use store::EntryId;

/// What was kept before under the names that are wanted. It stays true for whoever writes the history at the version that was
/// read with it, since nobody adds an event without.
#[derive(Default)]
pub(super) struct Seen {
    kept: HashMap<EventId, Vec<Event>>,
    next_pack: u64,
}

/// How it is looked.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Among all names at once, as for a file; else for each wanted event by itself.
    pub(super) at_once: bool,
    /// Also of somebody of whom no act is at hand. Of a file nearly everything is new, and the store refuses what is not.
    pub(super) at_strangers: bool,
}

impl Seen {
    /// The number of their next pack.
    pub(super) const fn next_pack(&self) -> u64 {
        self.next_pack
    }

    /// What becomes of an event whose name was kept before, in any of their logs; `None` where it was not.
    pub(super) fn outcome(&self, event: &Event) -> Option<EventOutcome> {
        let outcomes = self.kept.get(&event.id)?.iter().map(|kept| again(kept, event));
        outcomes.reduce(|one, other| if one == EventOutcome::Duplicate { one } else { other })
    }
}

impl Moment<'_> {
    /// Looks for what was kept under these names.
    pub(super) fn seen(&self, subject: &Opened, look: Look, wanted: &[&Event]) -> Result<Seen, VaultError> {
        let mut seen = Seen::default();
        let blank = subject.history_version() == 0 && subject.ledger.absorbed.is_empty();
        if wanted.is_empty() || (blank && !look.at_strangers) {
            return Ok(seen);
        }
        for log in subject.logs() {
            let last = self.see_packed(&log, wanted, &mut seen)?;
            // Packs are added to their own log.
            if log.partition == subject.partition {
                seen.next_pack = last.map_or(0, |last| last.saturating_add(1));
            }
            match look.at_once {
                true => self.see_among_all(&log, wanted, &mut seen)?,
                false => wanted.iter().try_for_each(|event| self.see(&log, event, &mut seen))?,
            }
        }
        Ok(seen)
    }

    /// The number of the last pack comes back, where there is one.
    fn see_packed(&self, log: &Log, wanted: &[&Event], seen: &mut Seen) -> Result<Option<u64>, VaultError> {
        let names: HashSet<&EventId> = wanted.iter().map(|event| &event.id).collect();
        let mut last = None;
        self.vault.each_pack(log, |pack, events| {
            last = last.max(pack_number(&pack.id));
            let known = events.into_iter().map(|(event, _)| event).filter(|event| names.contains(&event.id));
            known.for_each(|event| seen.add(event));
        })?;
        Ok(last)
    }

    fn see_among_all(&self, log: &Log, wanted: &[&Event], seen: &mut Seen) -> Result<(), VaultError> {
        let names = self.vault.store.names(&log.partition, (&EntryId::FIRST, &EntryId::LAST))?;
        let is_single = |id: &EntryId| pack_number(id).is_none() && !is_statement(id);
        let names: HashSet<EntryId> = names.into_iter().filter(is_single).collect();
        if names.is_empty() {
            return Ok(());
        }
        let known = wanted.iter().filter(|event| names.contains(&self.vault.event_name(event)));
        known.copied().try_for_each(|event| self.see(log, event, seen))
    }

    fn see(&self, log: &Log, event: &Event, seen: &mut Seen) -> Result<(), VaultError> {
        let id = self.vault.event_name(event);
        let Some(found) = self.vault.store.entry(&log.partition, &id)? else { return Ok(()) };
        let (kept, _): Kept = log.read(place::EVENT, &id, &found.sealed)?;
        seen.add(kept);
        Ok(())
    }
}

impl Seen {
    fn add(&mut self, kept: Event) {
        self.kept.entry(kept.id.clone()).or_default().push(kept);
    }
}
