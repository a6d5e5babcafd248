//! The outbox of one person: what is to be told to whom, by name alone, sealed as all of theirs.

use super::ends::Given;
use super::queue::readable;
use super::roster::Roster;
use super::tries::{Tries, Waiting, WaitingFor};
use crate::open::Opened;
use crate::{Vault, VaultError, place, record};
use domain::{PurposeId, RecipientId, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use store::{EntryId, Expect, PartitionKey, Write};

/// Most things that wait for one person; what they do beyond that is not sent, what they refuse is.
pub const QUEUED_MAX: usize = 1_000;
/// How long something that was given up is kept for the operator, in seconds; a no stays until it is taken.
pub(super) const GIVEN_UP_SECONDS: i64 = 30 * domain::DAY_SECONDS;

/// What is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum What {
    /// An event, by its name in the log.
    Act([u8; 16]),
    /// That they said yes.
    Yes,
    /// That they said no.
    No,
}

/// One thing that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) id: [u8; 16],
    pub(super) recipient: RecipientId,
    pub(super) purpose: PurposeId,
    pub(super) what: What,
    /// What the recipient knows the person by: it stays what it was when the person is merged into somebody.
    pub(super) known_as: [u8; 16],
    pub(super) tries: Tries,
}

/// What waits, in the order in which it happened, and the version that it was read at.
#[derive(Default)]
pub(crate) struct Outbox {
    pub(super) version: u64,
    pub(super) items: Vec<Item>,
}

impl Item {
    pub(super) const fn id(&self) -> EntryId {
        EntryId(self.id)
    }

    pub(super) fn is_no(&self) -> bool {
        self.what == What::No
    }

    const fn given(&self) -> Given {
        (self.recipient, self.purpose, self.known_as)
    }

    const fn waiting_for(&self) -> WaitingFor {
        match self.what {
            What::Act(_) => WaitingFor::Act,
            What::Yes => WaitingFor::Yes,
            What::No => WaitingFor::No,
        }
    }
}

impl Outbox {
    /// Adds something, once. Returns whether it is new.
    pub(super) fn add(&mut self, item: Item) -> bool {
        let known = self.items.iter().any(|known| known.id == item.id);
        let full = self.items.len() >= QUEUED_MAX && item.what != What::No;
        if !known && !full {
            // A no that was given up is told by the one that comes now.
            self.items
                .retain(|old| !(old.tries.given_up && old.is_no() && item.is_no() && old.given() == item.given()));
            self.items.push(item);
        }
        !known && !full
    }

    /// Whether it is to be told already that nothing more is to be done for this purpose under this name. One that was
    /// tried may be from before what was given since.
    pub(super) fn tells_no(&self, given: &Given) -> bool {
        self.items.iter().any(|item| item.is_no() && item.given() == *given && item.tries.count == 0)
    }

    /// Whom it was given up to tell of a no.
    pub(super) fn noes_given_up(&self) -> impl Iterator<Item = Given> + '_ {
        self.items.iter().filter(|item| item.is_no() && item.tries.given_up).map(Item::given)
    }

    /// Whom anything waits for, by number.
    pub(crate) fn recipients(&self) -> BTreeSet<u16> {
        self.items.iter().map(|item| item.recipient.0).collect()
    }

    /// What waits, as the operator and the person see it.
    pub(crate) fn shown<'a>(&'a self, roster: &'a Roster) -> impl Iterator<Item = Waiting> + 'a {
        self.items.iter().map(|item| {
            let recipient = roster.numbered(item.recipient).map(|known| known.key.clone()).unwrap_or_default();
            item.tries.waiting(super::parcel::name(&item.id()), recipient, item.waiting_for())
        })
    }
}

impl Vault {
    pub(crate) fn outbox(&self, subject: &Opened) -> Result<Outbox, VaultError> {
        let (version, items) = self.outbox_as_found(subject)?;
        Ok(Outbox { version, items: items? })
    }

    /// As [`Vault::outbox`], with nothing in it where nobody can read any more what was.
    fn outbox_or_lost(&self, subject: &Opened) -> Result<Outbox, VaultError> {
        let (version, items) = self.outbox_as_found(subject)?;
        Ok(Outbox { version, items: readable(items)?.unwrap_or_default() })
    }

    fn outbox_as_found(&self, subject: &Opened) -> Result<(u64, Result<Vec<Item>, VaultError>), VaultError> {
        let Some(found) = self.store.records(&subject.partition, &[place::OUTBOX])?.remove(0) else {
            return Ok((0, Ok(Vec::new())));
        };
        let place = place::record(&subject.partition, place::OUTBOX, found.version);
        let plain = subject.keys.record.open(&place, &found.sealed);
        Ok((found.version, plain.and_then(|plain| record::decode(&plain))))
    }

    /// What waits for a person, as they are shown it, and the numbers of those whom it is for.
    pub(crate) fn waiting_for(&self, subject: &Opened) -> Result<(Vec<Waiting>, BTreeSet<u16>), VaultError> {
        let outbox = self.outbox(subject)?;
        Ok((outbox.shown(&self.roster()).collect(), outbox.recipients()))
    }

    /// The highest number of a recipient that anything of a person left or waits for, and how many of their noes wait for one
    /// whom this register has no place of. What nobody can read any more names nobody.
    pub(crate) fn recipients_of(
        &self,
        subject: &Opened,
        roster: &Roster,
    ) -> Result<(Option<RecipientId>, u64), VaultError> {
        let outbox = self.outbox_or_lost(subject)?;
        let lines = self.readable_lines(subject)?.into_iter().map(|line| line.recipient);
        let highest = outbox.items.iter().map(|item| item.recipient).chain(lines).max_by_key(|number| number.0);
        let has_place = |of| roster.numbered(of).is_some_and(|known| known.terms.webhook_url.is_some());
        let lost = outbox.items.iter().filter(|item| item.is_no() && !has_place(item.recipient)).count();
        Ok((highest, lost as u64))
    }

    /// What keeps an outbox; one that is empty is taken away.
    pub(super) fn put_outbox(&self, subject: &Opened, outbox: &Outbox) -> Result<Write, VaultError> {
        let expect = Expect::of(outbox.version);
        if outbox.items.is_empty() {
            return Ok(Write::DeleteRecord { partition: subject.partition, space: place::OUTBOX, expect });
        }
        subject.put(place::OUTBOX, expect, &outbox.items)
    }

    /// What hands the outbox of somebody who was merged on to the survivor, and notes down whom to tell of a yes that ends
    /// with it; nothing where there is nothing of that. What nobody can read any more keeps nobody apart.
    pub(crate) fn absorb_outbox(
        &self,
        at: UnixTime,
        survivor: &Opened,
        absorbed: &Opened,
    ) -> Result<Option<Write>, VaultError> {
        let theirs = self.outbox_or_lost(absorbed)?.items;
        let mut outbox = self.outbox_or_lost(survivor)?;
        let any = !theirs.is_empty();
        outbox.items.extend(theirs);
        let any = any | self.at(at).note_ends(survivor, &mut outbox)?;
        any.then(|| self.put_outbox(survivor, &outbox)).transpose()
    }

    /// Everybody for whom something waits.
    pub(super) fn waiting_people(&self) -> Result<Vec<PartitionKey>, VaultError> {
        let mut found = Vec::new();
        self.store.scan_records(place::OUTBOX, &PartitionKey::FIRST, &mut |(partition, _)| {
            found.push(partition);
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }
}
