//! What a person may see, carry away and change: everything that is held on them, for themself.

use crate::hiding::{Hide, Veil};
use crate::identity::names::{Absorbed, Names};
use crate::limits::{Limits, Own};
use crate::open::Opened;
use crate::recipients::{Disclosure, Recipient, Waiting};
use crate::record::{ActRecord, History, Ledger};
use crate::requests::Request;
use crate::traits::HeldTrait;
use crate::{Happened, HeldIdentifier, Moment, RETRIES_MAX, VaultError, place, receipts};
use domain::{
    AgeBand, ChannelId, Event, Evidence, FirstLine, Interest, ItemId, JurisdictionId, LastLine, PurposeSet, Receipt,
    Rung, Statement, Status, SubjectId, Trial, UnixTime, Verb,
};
use std::ops::ControlFlow;
use store::{Batch, Scope, StoreError};

/// Everything that is held on one person, in the clear, for them.
pub struct Dossier {
    /// Who.
    pub subject: SubjectId,
    /// Since when anything is held.
    pub since: UnixTime,
    /// Where they stand with us.
    pub status: Status,
    /// Whether they have paused every use of their data.
    pub paused: bool,
    /// Until when they paused it, where that ends by itself.
    pub paused_until: Option<UnixTime>,
    /// When and how often they may be reached, and about what not.
    pub limits: Limits,
    /// When any of that was last set.
    pub limits_set_at: Option<UnixTime>,
    /// What was sent to them in the last week: by which channel, and when.
    pub sent: Vec<(ChannelId, UnixTime)>,
    /// How old they said they are.
    pub age: AgeBand,
    /// Which jurisdictions could claim them.
    pub jurisdictions: Vec<JurisdictionId>,
    /// When a universal opt-out of theirs was first seen.
    pub opt_out_first_seen: Option<UnixTime>,
    /// When they were last asked for their consent.
    pub asked_at: Option<UnixTime>,
    /// When they last put the answer off.
    pub deferred_at: Option<UnixTime>,
    /// The end of their ledger's chain, as hexadecimal digits.
    pub ledger_head: String,
    /// The notices that they were shown: key, version, and when last.
    pub notices: Vec<(String, u32, UnixTime)>,
    /// What they said, in order.
    pub statements: Vec<HeldStatement>,
    /// What they did, in order of arrival.
    pub events: Vec<HeldEvent>,
    /// The acts that are at hand for recommending and learning, in order of arrival: the events again, the newest of
    /// them, each with the channel it came by.
    pub history: Vec<HeldAct>,
    /// The items they hid.
    pub hidden: Vec<ItemId>,
    /// What they declared that they like, or never want to see.
    pub interests: Vec<HeldTrait<Interest>>,
    /// How much variety they declared that they like.
    pub variety: Option<HeldTrait<u8>>,
    /// What else they hid, and what they contest.
    pub veils: Vec<Veil>,
    /// Until when they had everything deleted that they did.
    pub cleared_at: Option<UnixTime>,
    /// When they last took something out of use: hid, contested or deleted it, or said what they never want to see.
    pub took_back_at: Option<UnixTime>,
    /// Which yeses do not count any more since a merge, by their number from 1.
    pub lapsed: Vec<u32>,
    /// What was used when and what for, in order.
    pub receipts: Vec<Receipt>,
    /// What was decided by lot about them and is counted, in order.
    pub trials: Vec<Trial>,
    /// What they are known by.
    pub identifiers: Vec<HeldIdentifier>,
    /// When somebody turned out to be them too.
    pub merged: Vec<MergedIn>,
    /// What they asked for about their data.
    pub requests: Vec<Request>,
    /// What left for recipients, in order.
    pub disclosures: Vec<Disclosure>,
    /// What waits to be sent to recipients.
    pub outbox: Vec<Waiting>,
    /// The recipients that anything left for, or waits for, as they are registered.
    pub recipients: Vec<Recipient>,
    /// How many entries their log holds: each event, statement, receipt and line about a disclosure is one.
    pub entries: usize,
}

/// That somebody turned out to be this person too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedIn {
    /// When.
    pub at: UnixTime,
    /// Since when a verified identifier had stood for this person.
    pub into_verified: Option<UnixTime>,
    /// Since when one had stood for the other.
    pub from_verified: Option<UnixTime>,
    /// The number of the first statement that was the other's, from 1.
    pub first_statement: u32,
}

/// An act as it is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldAct {
    /// With which item.
    pub item: ItemId,
    /// What.
    pub verb: Verb,
    /// When.
    pub at: UnixTime,
    /// How many pieces.
    pub quantity: u32,
    /// The rating in tenths of a star.
    pub rating_tenths: Option<u16>,
    /// The purposes that were disclosed and allowed when it was collected.
    pub disclosed: PurposeSet,
    /// By which channel it came.
    pub channel: ChannelId,
    /// What tells acts of one basket from others: a digest of its name.
    pub basket: Option<u64>,
}

/// A statement as it is held.
pub struct HeldStatement {
    /// The statement.
    pub statement: Statement,
    /// What shows that it was made.
    pub evidence: Evidence,
}

/// An event as it is held.
pub struct HeldEvent {
    /// The event.
    pub event: Event,
    /// The purposes that were disclosed and allowed when it was collected.
    pub disclosed: PurposeSet,
}

impl Moment<'_> {
    /// Opens everything that is held on a person, to them, and leaves a receipt of that. `None` is a stranger.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or something does not open.
    pub fn open_to_subject(&self, who: &SubjectId) -> Result<Option<Dossier>, VaultError> {
        for _ in 0..RETRIES_MAX {
            let home = self.vault.home(who)?;
            let Some(subject) = &home.subject else {
                return Ok(None);
            };
            let mut dossier = self.dossier(subject)?;
            let held = dossier.events.len() + dossier.statements.len() + dossier.receipts.len() + dossier.trials.len();
            let receipt = self.access_receipt(subject, held)?;
            let exported = self.vault.noted(self.now, &Happened::export(&subject.keys.log, receipt.id))?;
            let batch =
                Batch::new().and(subject.check_ledger()).and(receipts::sealed(subject, &receipt)?).and(exported);
            match self.vault.commit(batch) {
                Err(StoreError::Conflict) => continue,
                done => done?,
            }
            dossier.receipts.push(receipt);
            return Ok(Some(dossier));
        }
        Err(VaultError::Busy)
    }

    /// Each record is taken apart to its last field: one that is added to a record and not shown here does not compile.
    fn dossier(&self, subject: &Opened) -> Result<Dossier, VaultError> {
        let Names { held, absorbed } = self.vault.names(&subject.partition)?.value;
        let (interests, variety) = subject.traits()?.held();
        let History { items, acts, hidden, veils, places: _ } = subject.history()?;
        let Ledger {
            subject: who,
            status,
            age,
            jurisdictions,
            opt_out_first_seen,
            paused,
            asked_at,
            deferred_at,
            served: _,     // below, with the notices' keys
            statements: _, // from the log, with their evidence
            head,
            since,
            lapsed,
            absorbed: logs,
            cleared_at,
            took_back_at,
            own: Own { limits, set_at, paused_until, sent },
        } = &subject.ledger;
        let (outbox, awaited) = self.vault.waiting_for(subject)?;
        let first = |absorbed: &Absorbed| {
            logs.iter().find(|log| log.partition == absorbed.partition).map_or(0, |log| log.base.saturating_add(1))
        };
        let mut dossier = Dossier {
            subject: who.clone(),
            since: *since,
            status: *status,
            paused: *paused,
            paused_until: *paused_until,
            limits: limits.clone(),
            limits_set_at: *set_at,
            sent: sent.clone(),
            age: *age,
            jurisdictions: jurisdictions.clone(),
            opt_out_first_seen: *opt_out_first_seen,
            asked_at: *asked_at,
            deferred_at: *deferred_at,
            ledger_head: receipts::hex(head),
            notices: self.notices_shown(subject),
            statements: Vec::new(),
            events: Vec::new(),
            interests,
            variety,
            history: acts.iter().filter_map(|act| held_act(&items, act)).collect(),
            hidden: hidden.into_iter().collect(),
            veils,
            cleared_at: *cleared_at,
            took_back_at: *took_back_at,
            lapsed: lapsed.iter().map(|at| at.saturating_add(1)).collect(),
            receipts: Vec::new(),
            identifiers: held,
            merged: absorbed.iter().map(|absorbed| merged_in(absorbed, first(absorbed))).collect(),
            requests: self.vault.requests_of(subject)?.all,
            trials: self.vault.trials(subject)?,
            disclosures: Vec::new(),
            outbox,
            recipients: Vec::new(),
            entries: 0,
        };
        self.read_log(subject, &mut dossier)?;
        dossier.recipients = self.vault.recipients();
        let given = |number| dossier.disclosures.iter().any(|line| line.recipient == number);
        dossier.recipients.retain(|recipient| given(recipient.number) || awaited.contains(&recipient.number.0));
        Ok(dossier)
    }

    fn notices_shown(&self, subject: &Opened) -> Vec<(String, u32, UnixTime)> {
        let key = |served: &crate::record::ServedNotice| {
            Some((self.vault.notice_key(served.notice)?, served.version, served.at))
        };
        subject.ledger.served.iter().filter_map(key).collect()
    }

    fn read_log(&self, subject: &Opened, dossier: &mut Dossier) -> Result<(), VaultError> {
        let logs: Vec<_> = subject.logs().collect();
        let mut entries = Vec::new();
        for log in &logs {
            self.vault.store.scan_log(Scope::Partition(log.partition), &mut |entry| {
                entries.push((log, entry));
                ControlFlow::Continue(())
            })?;
        }
        entries.sort_by_key(|(_, entry)| entry.sequence);
        for (log, entry) in &entries {
            match entry.kind {
                place::EVENT | place::PACK => {
                    let held = log.events(entry)?.into_iter();
                    dossier.events.extend(held.map(|(event, disclosed)| HeldEvent { event, disclosed }));
                }
                place::STATEMENT => {
                    let (statement, evidence) = log.read(entry.kind, &entry.id, &entry.sealed)?;
                    dossier.statements.push(HeldStatement { statement, evidence });
                }
                place::RECEIPT => {
                    dossier.receipts.push(log.read(entry.kind, &entry.id, &entry.sealed)?);
                }
                place::DISCLOSURE => {
                    dossier.disclosures.push(log.read(entry.kind, &entry.id, &entry.sealed)?);
                }
                _ => {}
            }
        }
        let others = entries.iter().filter(|(_, entry)| !place::DEEDS.contains(&entry.kind)).count();
        dossier.entries = others + dossier.events.len();
        Ok(())
    }

    /// The receipt of a look at this many of a person's data, by themself.
    pub(crate) fn access_receipt(&self, subject: &Opened, held: usize) -> Result<Receipt, VaultError> {
        let first = FirstLine {
            purpose: "access".to_owned(),
            channel: "web".to_owned(),
            jurisdictions: Vec::new(),
            policy_version: self.vault.policy.version,
            ledger_head: receipts::hex(&subject.ledger.head),
            gates: Vec::new(),
            given: None,
        };
        let data_used = u32::try_from(held).unwrap_or(u32::MAX);
        let last = LastLine { rung: Rung::Personal, data_used, reasons: Vec::new() };
        self.plain_receipt(first, last)
    }

    /// Hides an item from a person's history, or shows it again. A hidden item has no influence, as if it had never
    /// been. Returns whether anything changed.
    ///
    /// # Errors
    /// [`VaultError::Limit`] when too much is hidden already, and when the ground fails.
    pub fn hide(&self, who: &SubjectId, item: &ItemId, hidden: bool) -> Result<bool, VaultError> {
        self.veil(who, &Hide::Item(item.clone()), hidden)
    }

    /// What the person said so far, in order. Empty for a stranger.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn statements(&self, who: &SubjectId) -> Result<Vec<Statement>, VaultError> {
        Ok(self.vault.find(who)?.map(|subject| subject.ledger.statements).unwrap_or_default())
    }
}

fn held_act(items: &[ItemId], act: &ActRecord) -> Option<HeldAct> {
    let ActRecord { item, verb, at, quantity, rating_tenths, disclosed, channel, basket } = *act;
    let item = items.get(item as usize)?.clone();
    Some(HeldAct { item, verb, at, quantity, rating_tenths, disclosed, channel, basket })
}

/// Of who was merged in: not their key, which is no data, nor the hash that their log stands under.
const fn merged_in(absorbed: &Absorbed, first_statement: u32) -> MergedIn {
    let Absorbed { partition: _, bundle: _, at, into_verified, from_verified, survivor: _ } = absorbed;
    MergedIn { at: *at, into_verified: *into_verified, from_verified: *from_verified, first_statement }
}
