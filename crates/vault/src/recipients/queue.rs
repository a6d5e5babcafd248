//! Queueing up: what happened is looked at behind what is durable, and what recipients may hear of it is noted down.
//!
//! # Invariants
//! - Nobody waits for it: it reads the log by its place in the store, so that a kill in between loses nothing.
//! - What happened before there was a recipient to hear of it is not sent.

use super::ends::holding;
use super::incident::Refused;
use super::outbox::{Item, Outbox, What};
use super::roster::{Recipient, Roster};
use super::tries::Tries;
use crate::open::{Log, Opened};
use crate::{Moment, Vault, VaultError, place};
use domain::{Event, Evidence, PurposeId, Statement, UnixTime};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use store::{Batch, Entry, EntryId, PartitionKey, Scope, StoreError, Write};

/// Most entries of the store that are gone over at once; about as many events, where they are in packs.
const ENTRIES_MAX: usize = 2_000;

/// About how many bytes an event takes in a pack.
const PACKED_EVENT_BYTES: usize = 64;

/// The blob that says up to where it was looked.
const CURSOR: &str = "vault/recipients/through";

/// The new entries of each log of one person.
type Logs = Vec<(PartitionKey, Vec<Entry>)>;

/// What something to be told is about, by its name in a log.
#[derive(Clone, Copy)]
struct Named<'e> {
    partition: &'e PartitionKey,
    id: &'e EntryId,
}

impl<'e> Named<'e> {
    const fn of(entry: &'e Entry) -> Self {
        Self { partition: &entry.partition, id: &entry.id }
    }
}

#[derive(Clone, Copy, Default)]
struct Cursor {
    version: u64,
    through: u64,
}

impl Moment<'_> {
    /// Goes over what happened since, and returns how much of it is to be sent.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails; then it is gone over again.
    pub fn queue_up(&self) -> Result<u64, VaultError> {
        let roster = self.vault.roster();
        if roster.all.iter().all(|recipient| recipient.terms.webhook_url.is_none()) {
            return Ok(0);
        }
        let Some(cursor) = self.vault.cursor()? else { return self.vault.begin_queue().map(|()| 0) };
        let (by_person, through) = self.vault.happened_since(cursor.through)?;
        if through == cursor.through {
            return Ok(0);
        }
        let by_home = self.vault.by_home(by_person)?;
        let _staying = self.vault.all_staying(by_home.keys().copied());
        let (mut batch, mut count, mut refused) = (Batch::new(), 0, BTreeSet::new());
        for (home, logs) in &by_home {
            // What nobody can read any more holds nobody else up.
            let Some((new, write)) = readable(self.note_down_of(home, logs, &roster, &mut refused))? else { continue };
            count += new;
            batch.writes.extend(write);
        }
        // In the same stroke: what was looked at is not looked at again.
        batch.writes.extend(self.reported_once(refused)?);
        batch = batch.and(self.vault.put_cursor(Cursor { through, ..cursor })?);
        self.vault.commit(batch)?;
        Ok(count)
    }

    /// Notes down what of somebody's new entries is to be sent; how much, and what keeps it.
    fn note_down_of(
        &self,
        home: &PartitionKey,
        logs: &Logs,
        roster: &Roster,
        untold: &mut BTreeSet<Refused>,
    ) -> Result<(u64, Option<Write>), VaultError> {
        let Some(subject) = self.vault.find_partition(home)? else {
            // Merged into somebody just now: gone over again. Erased: nothing is to be told.
            return if self.vault.new_home(home)?.is_some() { Err(StoreError::Conflict.into()) } else { Ok((0, None)) };
        };
        let mut outbox = self.vault.outbox(&subject)?;
        let (mut count, mut any) = (0, false);
        for (partition, entries) in logs {
            let Some(log) = subject.logs().find(|log| log.partition == *partition) else { continue };
            let (new, changed) = self.note_down(&subject, &log, (&mut outbox, untold), (entries, roster))?;
            count += new;
            any |= changed;
        }
        Ok((count, any.then(|| self.vault.put_outbox(&subject, &outbox)).transpose()?))
    }

    /// Notes down what of the entries of one log is to be sent; how much, and whether the outbox changed.
    fn note_down(
        &self,
        subject: &Opened,
        log: &Log,
        (outbox, untold): (&mut Outbox, &mut BTreeSet<Refused>),
        (entries, roster): (&[Entry], &Roster),
    ) -> Result<(u64, bool), VaultError> {
        let (mut count, mut refused) = (0, 0);
        for entry in entries {
            let items = if place::DEEDS.contains(&entry.kind) {
                let mut items = Vec::new();
                for (event, _) in readable(log.events(entry))?.unwrap_or_default() {
                    items.extend(self.about_act(subject, (entry, &event), roster, untold)?);
                }
                items
            } else {
                let read = readable(log.read::<(Statement, Evidence)>(entry.kind, &entry.id, &entry.sealed))?;
                let Some((said, _)) = read else { continue };
                if said.kind.is_negative() {
                    refused += self.drop_refused(subject, outbox, roster)?;
                    self.about_no(subject, (entry, &said), outbox, roster)?
                } else {
                    self.about_yes(subject, entry, &said, roster)?
                }
            };
            for item in items {
                if !self.vault.has_line(subject, &item.id())? {
                    count += u64::from(outbox.add(item));
                }
            }
        }
        Ok((count, count + refused > 0))
    }

    /// To each recipient that may hear of it, once, for the first purpose that it may be for.
    fn about_act(
        &self,
        subject: &Opened,
        (entry, event): (&Entry, &Event),
        roster: &Roster,
        untold: &mut BTreeSet<Refused>,
    ) -> Result<Vec<Item>, VaultError> {
        let mut items = Vec::new();
        for recipient in roster.hearing(self.now) {
            let (mut leaves, mut refused) = (None, Vec::new());
            for (key, purpose) in self.contracted(recipient) {
                let Some(way) = self.way(subject, recipient, key)? else { continue };
                if self.lets_out(&way, subject, event)? {
                    leaves = Some(purpose);
                    break;
                }
                let Some((what, way)) = way.but_for_notice() else { continue };
                if self.lets_out(&way, subject, event)? {
                    refused.push(Refused { what, recipient: recipient.key.clone(), purpose: key.to_owned() });
                }
            }
            match leaves {
                Some(purpose) => {
                    // By its own name, wherever it stands.
                    let name = self.vault.event_name(event);
                    let (what, known_as) = (What::Act(name.0), subject.known_as(recipient));
                    let named = Named { partition: &entry.partition, id: &name };
                    items.push(self.item(named, recipient, (purpose, what), (known_as, self.now)));
                }
                // Nothing was kept back where it leaves for another purpose.
                None => untold.extend(refused),
            }
        }
        Ok(items)
    }

    fn about_yes(
        &self,
        subject: &Opened,
        entry: &Entry,
        said: &Statement,
        roster: &Roster,
    ) -> Result<Vec<Item>, VaultError> {
        let mut items = Vec::new();
        for recipient in roster.hearing(self.now) {
            for (key, purpose) in self.contracted(recipient).filter(|(_, id)| said.scope.purpose == Some(*id)) {
                let way = self.way(subject, recipient, key)?;
                if way.is_some_and(|way| way.is_open(self.vault.policy(), subject)) {
                    let known_as = subject.known_as(recipient);
                    let named = Named::of(entry);
                    items.push(self.item(named, recipient, (purpose, What::Yes), (known_as, said.received_at)));
                }
            }
        }
        Ok(items)
    }

    /// To each recipient that was given anything for what is refused now, whatever the register says of them by now.
    fn about_no(
        &self,
        subject: &Opened,
        (entry, said): (&Entry, &Statement),
        outbox: &Outbox,
        roster: &Roster,
    ) -> Result<Vec<Item>, VaultError> {
        if said.scope.category.is_some() || said.scope.channel.is_some() || said.scope.recipient == Some(None) {
            return Ok(Vec::new());
        }
        // Under each name that the recipient knows them by: somebody who was merged into them had another.
        let lines = self.vault.readable_lines(subject)?;
        let meant = holding(&lines, outbox).into_iter().filter(|given| {
            said.scope.purpose.is_none_or(|purpose| purpose == given.1)
                && said.scope.recipient.flatten().is_none_or(|recipient| recipient == given.0)
                && !outbox.tells_no(given)
        });
        let item = |(number, purpose, known_as)| {
            let recipient = roster.numbered(number)?;
            recipient.terms.webhook_url.as_ref()?;
            Some(self.item(Named::of(entry), recipient, (purpose, What::No), (known_as, said.received_at)))
        };
        Ok(meant.filter_map(item).collect())
    }

    /// The purposes of a contract that the policy has.
    fn contracted<'r>(&self, recipient: &'r Recipient) -> impl Iterator<Item = (&'r str, PurposeId)> {
        let policy = self.vault.policy();
        recipient.terms.purposes.iter().filter_map(|key| Some((key.as_str(), policy.purpose(key)?.terms.id)))
    }

    fn item(
        &self,
        about: Named<'_>,
        recipient: &Recipient,
        (purpose, what): (PurposeId, What),
        (known_as, since): ([u8; 16], UnixTime),
    ) -> Item {
        let number = recipient.number.0.to_be_bytes();
        let named = [&number[..], &[purpose.0], &about.partition.0, &about.id.0, &known_as].concat();
        let id = self.vault.tenant.entry_pepper.derive(&[b"recipient/message"]).name(&named);
        Item { id, recipient: recipient.number, purpose, what, known_as, tries: Tries::new(since.min(self.now)) }
    }
}

impl Vault {
    /// From now on what happens is looked at; nothing of before is.
    pub(super) fn begin_queue(&self) -> Result<(), VaultError> {
        let cursor = self.cursor()?.unwrap_or_default();
        let mut through = cursor.through.max(self.logged_through()?);
        self.store.scan_log(Scope::Since(through), &mut |entry| {
            through = entry.sequence;
            ControlFlow::Continue(())
        })?;
        Ok(self.commit(Batch::new().and(self.put_cursor(Cursor { through, ..cursor })?))?)
    }

    /// The same, by where each person is now: those who were merged into somebody are with them.
    fn by_home(
        &self,
        by_person: BTreeMap<PartitionKey, Vec<Entry>>,
    ) -> Result<BTreeMap<PartitionKey, Logs>, VaultError> {
        let mut homes: BTreeMap<PartitionKey, Logs> = BTreeMap::new();
        for (partition, entries) in by_person {
            let home = match self.found_bundle(&partition)? {
                Some(_) => partition,
                None => self.new_home_at_last(&partition)?.unwrap_or(partition),
            };
            homes.entry(home).or_default().push((partition, entries));
        }
        Ok(homes)
    }

    /// What was done and said behind a place in the store, by whose log it is in, and up to where that is.
    fn happened_since(&self, through: u64) -> Result<(BTreeMap<PartitionKey, Vec<Entry>>, u64), VaultError> {
        let (mut by_person, mut last, mut count) = (BTreeMap::<_, Vec<_>>::new(), through, 0);
        self.store.scan_log(Scope::Since(through), &mut |entry| {
            last = entry.sequence;
            count += if entry.kind == place::PACK { (entry.sealed.len() / PACKED_EVENT_BYTES).max(1) } else { 1 };
            if place::DEEDS.contains(&entry.kind) || entry.kind == place::STATEMENT {
                by_person.entry(entry.partition).or_default().push(entry);
            }
            if count < ENTRIES_MAX { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok((by_person, last))
    }

    fn cursor(&self) -> Result<Option<Cursor>, VaultError> {
        let (version, through) = self.kept_in(CURSOR)?;
        Ok((version > 0).then_some(Cursor { version, through }))
    }

    fn put_cursor(&self, cursor: Cursor) -> Result<Write, VaultError> {
        self.keep_in(CURSOR, cursor.version, &cursor.through)
    }
}

/// What nobody can read any more is not sent either, and holds nothing up.
pub(crate) fn readable<T>(found: Result<T, VaultError>) -> Result<Option<T>, VaultError> {
    match found {
        Err(VaultError::Sealed | VaultError::Form) => Ok(None),
        found => found.map(Some),
    }
}
