//! What a person may see, carry away and change: everything that is held on them, for themself.

use crate::open::Opened;
use crate::record::HIDDEN_MAX;
use crate::{HeldIdentifier, Moment, RETRIES_MAX, VaultError, place, receipts};
use domain::{
    AgeBand, Event, Evidence, FirstLine, ItemId, JurisdictionId, LastLine, PurposeSet, Receipt, Rung, Statement,
    Status, SubjectId, Trial, UnixTime,
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
    /// What they hid.
    pub hidden: Vec<ItemId>,
    /// What was used when and what for, in order.
    pub receipts: Vec<Receipt>,
    /// What was decided by lot about them and is counted, in order.
    pub trials: Vec<Trial>,
    /// What they are known by.
    pub identifiers: Vec<HeldIdentifier>,
    /// When somebody turned out to be them too.
    pub merged_at: Vec<UnixTime>,
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
            let batch = Batch::new().and(subject.check_ledger()).and(receipts::sealed(subject, &receipt)?);
            match self.vault.store.commit(batch) {
                Err(StoreError::Conflict) => continue,
                done => done?,
            }
            dossier.receipts.push(receipt);
            return Ok(Some(dossier));
        }
        Err(VaultError::Busy)
    }

    fn dossier(&self, subject: &Opened) -> Result<Dossier, VaultError> {
        let names = self.vault.names(&subject.partition)?.value;
        let mut dossier = Dossier {
            subject: subject.ledger.subject.clone(),
            since: subject.ledger.since,
            status: subject.ledger.status,
            paused: subject.ledger.paused,
            age: subject.ledger.age,
            jurisdictions: subject.ledger.jurisdictions.clone(),
            opt_out_first_seen: subject.ledger.opt_out_first_seen,
            asked_at: subject.ledger.asked_at,
            deferred_at: subject.ledger.deferred_at,
            ledger_head: receipts::hex(&subject.ledger.head),
            notices: self.notices_shown(subject),
            statements: Vec::new(),
            events: Vec::new(),
            hidden: subject.history()?.hidden.into_iter().collect(),
            receipts: Vec::new(),
            trials: self.vault.trials(subject)?,
            merged_at: names.absorbed.iter().map(|absorbed| absorbed.at).collect(),
            identifiers: names.held,
        };
        self.read_log(subject, &mut dossier)?;
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
                place::EVENT => {
                    let (event, disclosed) = log.read(entry.kind, &entry.id, &entry.sealed)?;
                    dossier.events.push(HeldEvent { event, disclosed });
                }
                place::STATEMENT => {
                    let (statement, evidence) = log.read(entry.kind, &entry.id, &entry.sealed)?;
                    dossier.statements.push(HeldStatement { statement, evidence });
                }
                place::RECEIPT => {
                    dossier.receipts.push(log.read(entry.kind, &entry.id, &entry.sealed)?);
                }
                _ => {}
            }
        }
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
        Ok(Receipt { id: receipts::draw_id(self.now)?, at: self.now, first, last, drawn: Vec::new() })
    }

    /// Hides an item from a person's history, or shows it again. A hidden item has no influence, as if it had never
    /// been. Returns whether anything changed.
    ///
    /// # Errors
    /// [`VaultError::Limit`] when too much is hidden already, and when the ground fails.
    pub fn hide(&self, who: &SubjectId, item: &ItemId, hidden: bool) -> Result<bool, VaultError> {
        for _ in 0..RETRIES_MAX {
            let home = self.vault.home(who)?;
            let Some(subject) = &home.subject else {
                return Ok(false);
            };
            let mut history = subject.history()?;
            let changed = match hidden {
                true if history.hidden.len() >= HIDDEN_MAX && !history.hidden.contains(item) => {
                    return Err(VaultError::Limit { limit: "HIDDEN_MAX" });
                }
                true => history.hidden.insert(item.clone()),
                false => history.hidden.remove(item),
            };
            if !changed {
                return Ok(false);
            }
            let batch = Batch::new().and(subject.put_history(&history)?).and(subject.check_ledger());
            match self.vault.store.commit(batch) {
                Err(StoreError::Conflict) => {}
                done => return done.map(|()| true).map_err(VaultError::from),
            }
        }
        Err(VaultError::Busy)
    }

    /// What the person said so far, in order. Empty for a stranger.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn statements(&self, who: &SubjectId) -> Result<Vec<Statement>, VaultError> {
        Ok(self.vault.find(who)?.map(|subject| subject.ledger.statements).unwrap_or_default())
    }
}
