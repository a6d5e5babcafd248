//! Dispatching: what is due goes through the gate once more, gets its line, and only then is a parcel.

use super::acts::Acts;
use super::line::{Handed, Leaving};
use super::outbox::{GIVEN_UP_SECONDS, Item, Outbox, What};
use super::parcel::{self, Parcel, Ticket};
use super::queue::readable;
use super::roster::{Recipient, Roster};
use super::tries::{Failure, Waiting};
use super::way::Way;
use crate::open::Opened;
use crate::{Moment, RETRIES_MAX, VaultError, receipts};
use domain::{CategorySet, Event, RecipientId};
use std::collections::{BTreeMap, BTreeSet};
use store::{Batch, EntryId, PartitionKey, StoreError};

/// What is sent now.
#[derive(Debug, Default)]
pub struct Dispatched {
    /// Each a message to one recipient about one person, in order for each two of them.
    pub parcels: Vec<Parcel>,
    /// How many things that waited do not leave any more: the gate is closed by now, or they were given up long ago.
    pub cancelled: u64,
}

/// How many messages may still be sent at a time: no recipient has more than half of them, so that none that is slow holds
/// all others up.
pub(super) struct Places {
    left: usize,
    each: usize,
    taken: BTreeMap<u16, usize>,
}

impl Places {
    fn new(most: usize) -> Self {
        Self { left: most, each: most.div_ceil(2), taken: BTreeMap::new() }
    }

    /// Takes a place for a recipient, where there is one.
    pub(super) fn take(&mut self, recipient: RecipientId) -> bool {
        let taken = self.taken.entry(recipient.0).or_default();
        let may = self.left > 0 && *taken < self.each;
        if may {
            self.left -= 1;
            *taken += 1;
        }
        may
    }
}

/// What would leave, if it leaves.
struct Contents {
    url: String,
    body: Vec<u8>,
    handed: Handed,
    categories: CategorySet,
}

impl Moment<'_> {
    /// What is due, at most `most`: erasures first. Each has its line, or is about an erasure; should nobody hear how it
    /// ended, it is sent again under the same name.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails; then nothing of the last person's leaves.
    pub fn dispatch(&self, most: usize) -> Result<Dispatched, VaultError> {
        let mut places = Places::new(most);
        let mut all = Dispatched { parcels: self.dispatch_recalls(&mut places)?, cancelled: 0 };
        for partition in self.vault.waiting_people()? {
            if places.left == 0 {
                break;
            }
            let Some(some) = readable(self.dispatch_of(&partition, &mut places))? else { continue };
            all.parcels.extend(some.parcels);
            all.cancelled += some.cancelled;
        }
        Ok(all)
    }

    fn dispatch_of(&self, partition: &PartitionKey, places: &mut Places) -> Result<Dispatched, VaultError> {
        for _ in 0..RETRIES_MAX {
            let _staying = self.vault.staying(partition);
            // Held until the lines are durable: nobody is taken off the register meanwhile.
            let roster = self.vault.roster.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            let Some(subject) = self.vault.find_partition(partition)? else { return Ok(Dispatched::default()) };
            match self.try_dispatch(&subject, &roster, places) {
                Err(VaultError::Store(StoreError::Conflict)) => {}
                done => return done,
            }
        }
        Err(VaultError::Busy)
    }

    fn try_dispatch(&self, subject: &Opened, roster: &Roster, places: &mut Places) -> Result<Dispatched, VaultError> {
        let mut outbox = self.vault.outbox(subject)?;
        let mut some = Dispatched::default();
        if !outbox.items.iter().any(|item| item.tries.is_due(self.now) || self.is_stale(item)) {
            return Ok(some);
        }
        let mut acts = Acts::of(self.vault, subject, &outbox);
        let (mut batch, mut busy) = (Batch::new(), BTreeSet::new());
        for mut item in std::mem::take(&mut outbox.items) {
            let recipient = roster.numbered(item.recipient);
            let contents = recipient.map(|of| self.contents((subject, &mut acts), of, &item)).transpose()?.flatten();
            let (Some(recipient), Some(contents), false) = (recipient, contents, self.is_stale(&item)) else {
                some.cancelled += 1;
                continue;
            };
            // One at a time for each recipient, in order: a no never comes before what it is about.
            let first = item.tries.given_up || busy.insert(item.recipient.0);
            if first && item.tries.is_due(self.now) && places.take(item.recipient) {
                item.tries.begin(self.now);
                if !self.vault.has_line(subject, &item.id())? {
                    batch = batch.and(self.line(subject, &leaving(recipient, &item, &contents))?);
                }
                let ticket = Ticket { partition: Some(subject.partition), id: item.id() };
                some.parcels.push(self.parcel(recipient, &contents.url, ticket, contents.body));
            }
            outbox.items.push(item);
        }
        batch = batch.and(self.vault.put_outbox(subject, &outbox)?).and(subject.check_ledger());
        self.vault.commit(batch)?;
        Ok(some)
    }

    /// What would leave; `None` where it does not any more. All of it follows from what is in the log, so that it is the
    /// same for every try.
    fn contents(
        &self,
        (subject, acts): (&Opened, &mut Acts<'_>),
        recipient: &Recipient,
        item: &Item,
    ) -> Result<Option<Contents>, VaultError> {
        let Some(url) = recipient.terms.webhook_url.clone() else { return Ok(None) };
        let purpose = self.vault.policy().purpose_key(item.purpose).to_owned();
        let pseudonym = receipts::hex(&item.known_as);
        let (handed, categories, body) = match item.what {
            What::No => (
                Handed::No,
                CategorySet::default(),
                parcel::said_body(&pseudonym, &purpose, Handed::No, item.tries.since)?,
            ),
            What::Yes => {
                let way = self.way(subject, recipient, &purpose)?;
                if !way.is_some_and(|way| way.is_open(self.vault.policy(), subject)) {
                    return Ok(None);
                }
                let body = parcel::said_body(&pseudonym, &purpose, Handed::Yes, item.tries.since)?;
                (Handed::Yes, CategorySet::default(), body)
            }
            What::Act(id) => {
                let Some(event) = acts.named(&EntryId(id))? else { return Ok(None) };
                if !self.may_hear(subject, recipient, &purpose, &event)? {
                    return Ok(None);
                }
                let category = CategorySet::default().with(self.vault.policy().category_of(event.verb));
                (Handed::Act, category, self.act_body(&pseudonym, &purpose, &event)?)
            }
        };
        Ok(Some(Contents { url, body, handed, categories }))
    }

    /// Whether a recipient may be told of something that somebody did, for a purpose.
    pub(super) fn may_hear(
        &self,
        subject: &Opened,
        recipient: &Recipient,
        purpose: &str,
        event: &Event,
    ) -> Result<bool, VaultError> {
        let Some(way) = self.way(subject, recipient, purpose)? else { return Ok(false) };
        self.lets_out(&way, subject, event)
    }

    /// Whether the gate lets something that somebody did out by this way.
    pub(super) fn lets_out(&self, way: &Way, subject: &Opened, event: &Event) -> Result<bool, VaultError> {
        let mut permit = way.permit(self.vault.policy(), subject);
        Ok(permit.lets_out(&subject.history()?, &*self.vault.sorts(), event))
    }

    /// Takes out of an outbox what may not leave any more. Returns how much that was.
    pub(super) fn drop_refused(
        &self,
        subject: &Opened,
        outbox: &mut Outbox,
        roster: &Roster,
    ) -> Result<u64, VaultError> {
        let mut acts = Acts::of(self.vault, subject, outbox);
        let before = outbox.items.len();
        for item in std::mem::take(&mut outbox.items) {
            let recipient = roster.numbered(item.recipient);
            if recipient.map(|of| self.contents((subject, &mut acts), of, &item)).transpose()?.flatten().is_some() {
                outbox.items.push(item);
            }
        }
        Ok((before - outbox.items.len()) as u64)
    }

    fn is_stale(&self, item: &Item) -> bool {
        item.tries.given_up && !item.is_no() && self.now.since(item.tries.next_at) > GIVEN_UP_SECONDS
    }

    /// Keeps how a parcel fared. One that was taken waits no more; about an erasure, that is noted for the log.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails; then it is sent again.
    pub fn fared(&self, ticket: Ticket, failed: Option<Failure>) -> Result<(), VaultError> {
        let Some(partition) = ticket.partition else { return self.recall_fared(ticket.id, failed) };
        self.change_outbox(&partition, |outbox| match (failed, outbox.items.iter().position(|i| i.id == ticket.id.0)) {
            (_, None) => 0,
            (None, Some(at)) => {
                outbox.items.remove(at);
                1
            }
            (Some(failure), Some(at)) => {
                outbox.items[at].tries.fail(failure);
                1
            }
        })
        .map(drop)
    }

    /// What waits to be sent to a recipient, at most `most`.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn waiting(&self, key: &str, most: usize) -> Result<Vec<Waiting>, VaultError> {
        let roster = self.vault.roster();
        let mut found = self.waiting_recalls(&roster)?;
        for partition in self.vault.waiting_people()? {
            let Some(Some(subject)) = readable(self.vault.find_partition(&partition))? else { continue };
            found.extend(self.vault.outbox(&subject)?.shown(&roster));
            found.retain(|waiting| waiting.recipient == key);
            if found.len() >= most {
                break;
            }
        }
        found.retain(|waiting| waiting.recipient == key);
        found.truncate(most);
        Ok(found)
    }

    /// Sends again what was given up for a recipient. Returns how much that is.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn send_again(&self, key: &str) -> Result<u64, VaultError> {
        let roster = self.vault.roster();
        let numbers: BTreeSet<u16> = roster.all.iter().filter(|r| r.key == key).map(|r| r.number.0).collect();
        let mut count = self.revive_recalls(&numbers)?;
        for partition in self.vault.waiting_people()? {
            let revived = self.change_outbox(&partition, |outbox| {
                let theirs = outbox.items.iter_mut().filter(|item| numbers.contains(&item.recipient.0));
                theirs.map(|item| u64::from(item.tries.revive(self.now))).sum()
            });
            count += readable(revived)?.unwrap_or(0);
        }
        Ok(count)
    }

    /// Changes an outbox, where the change says that it changed anything.
    fn change_outbox(
        &self,
        partition: &PartitionKey,
        mut change: impl FnMut(&mut Outbox) -> u64,
    ) -> Result<u64, VaultError> {
        for _ in 0..RETRIES_MAX {
            let _staying = self.vault.staying(partition);
            // Whoever was erased or merged meanwhile has no outbox here any more.
            let Some(subject) = self.vault.find_partition(partition)? else { return Ok(0) };
            let mut outbox = self.vault.outbox(&subject)?;
            let changed = change(&mut outbox);
            if changed == 0 {
                return Ok(0);
            }
            match self.vault.commit(Batch::new().and(self.vault.put_outbox(&subject, &outbox)?)) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done.map(|()| changed)?),
            }
        }
        Err(VaultError::Busy)
    }
}

fn leaving<'a>(recipient: &'a Recipient, item: &Item, contents: &'a Contents) -> Leaving<'a> {
    Leaving {
        recipient,
        pseudonym: receipts::hex(&item.known_as),
        purpose: item.purpose,
        handed: contents.handed,
        categories: contents.categories,
        id: item.id(),
        body: &contents.body,
    }
}
