//! Files for a recipient: what those said yes to who said yes, line by line, each with its own line in the person's log.

use super::approval::Part;
use super::incident::{Refused, Untold};
use super::line::{Handed, Leaving};
use super::parcel;
use super::queue::readable;
use super::way::Way;
use crate::open::Opened;
use crate::{Moment, RETRIES_MAX, VaultError, place, seal};
use domain::{ApprovalId, CategorySet, PurposeId};
use serde_json::json;
use std::collections::BTreeMap;
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

/// A part of a file that is asked for.
#[derive(Clone, Debug)]
pub struct FileAsked {
    /// The recipient's key.
    pub recipient: String,
    /// The key of the purpose.
    pub purpose: String,
    /// Where the part begins; zeros where the file does.
    pub from: [u8; 16],
    /// The name of the key that asks.
    pub by: String,
    /// What a second person approved, where there are more people than one person's word covers.
    pub approval: Option<ApprovalId>,
    /// Of most people something may leave without that within a day.
    pub alone_max: u32,
}

/// What of one person may leave: as JSON, how many things, of which categories.
type Given = (String, u32, CategorySet);

impl Moment<'_> {
    /// A part of a file. `None` where no recipient of this key is registered, or the contract does not name the purpose.
    ///
    /// # Errors
    /// [`VaultError::Untold`] where no notice names the recipient, which is kept as an incident; [`VaultError::Approval`]
    /// where a second person has to approve, or what they approved was something else; and when the ground fails. Nothing
    /// of this part is handed over then.
    pub fn hand_over(&self, asked: &FileAsked) -> Result<Option<HandedOver>, VaultError> {
        for _ in 0..RETRIES_MAX {
            let roster = self.vault.roster.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            let recipient = roster.find(&asked.recipient).filter(|known| known.receives(&asked.purpose));
            let purpose = self.vault.policy().purpose(&asked.purpose).map(|entry| entry.terms.id);
            let (Some(recipient), Some(purpose)) = (recipient, purpose) else { return Ok(None) };
            if !self.is_named(&recipient.terms.name, &asked.purpose)? {
                let FileAsked { recipient, purpose, .. } = asked.clone();
                self.report(&Refused { what: Untold::Recipient, recipient, purpose }, 0)?;
                return Err(VaultError::Untold);
            }
            let FileAsked { recipient: _, purpose: key, from, by, approval, alone_max } = asked;
            let (from, approval, alone_max) = (*from, *approval, *alone_max);
            let part = Part { recipient, purpose: key, from, by, approval, alone_max };
            match self.try_hand_over(&part, purpose) {
                Err(VaultError::Store(StoreError::Conflict)) => {}
                done => return done.map(Some),
            }
        }
        Err(VaultError::Busy)
    }

    /// The part; of how many people something would have left but for the notice is kept with it.
    fn try_hand_over(&self, asked: &Part<'_>, purpose: PurposeId) -> Result<HandedOver, VaultError> {
        let (version, mut book) = self.vault.book()?;
        book.check(asked, self.now)?;
        let (people, next) = self.some_people(asked.from)?;
        let _staying = self.vault.all_staying(people.iter().copied());
        let (mut batch, mut part) = (Batch::new(), HandedOver { next, ..HandedOver::default() });
        let mut untold = BTreeMap::new();
        for partition in &people {
            let Some(Some(subject)) = readable(self.vault.find_partition(partition))? else { continue };
            part.looked_at += 1;
            let (given, but_for) = self.given(&subject, asked)?;
            if let Some(what) = but_for {
                *untold.entry(what).or_insert(0) += 1;
            }
            let Some((body, count, categories)) = given else { continue };
            let mut name = [0; 16];
            seal::random(&mut name)?;
            let leaving = Leaving {
                recipient: asked.recipient,
                pseudonym: subject.pseudonym(asked.recipient),
                purpose,
                handed: Handed::Acts(count),
                categories,
                id: EntryId(name),
                body: body.as_bytes(),
            };
            batch = batch.and(self.line(&subject, &leaving)?).and(subject.check_ledger());
            part.lines.push(body);
        }
        let count = u32::try_from(part.lines.len()).unwrap_or(u32::MAX);
        book.count(asked, (count, next), self.now)?;
        batch = batch.and(self.vault.put_book(version, &book)?).and(self.note_part(asked, count)?);
        let untold: Vec<_> = untold.into_iter().map(|(what, people)| (refused(asked, what), people)).collect();
        batch.writes.extend(self.reported(&untold)?);
        self.vault.commit(batch)?;
        Ok(part)
    }

    /// What of one person may leave, and what they were not told of where more would.
    fn given(&self, subject: &Opened, asked: &Part<'_>) -> Result<(Option<Given>, Option<Untold>), VaultError> {
        let Some(way) = self.way(subject, asked.recipient, asked.purpose)? else { return Ok((None, None)) };
        let given = self.given_by(&way, subject, asked)?;
        let count = |given: &Option<Given>| given.as_ref().map_or(0, |(_, count, _)| *count);
        let Some((what, way)) = way.but_for_notice() else { return Ok((given, None)) };
        let more = count(&self.given_by(&way, subject, asked)?) > count(&given);
        Ok((given, more.then_some(what)))
    }

    /// What of one person may leave by a way. `None` where nothing may.
    fn given_by(&self, way: &Way, subject: &Opened, asked: &Part<'_>) -> Result<Option<Given>, VaultError> {
        let policy = self.vault.policy();
        if !way.is_open(policy, subject) {
            return Ok(None);
        }
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
            "subject": subject.pseudonym(asked.recipient),
            "purpose": asked.purpose,
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

fn refused(asked: &Part<'_>, what: Untold) -> Refused {
    Refused { what, recipient: asked.recipient.key.clone(), purpose: asked.purpose.to_owned() }
}
