//! What a person said, told back to them: every statement with its place in the chain of their ledger.
//!
//! # Invariants
//! - The chain is made again from the stored entries; where it does not end where the ledger says, nothing is told.

use crate::ledger::{link, statement_id};
use crate::open::Opened;
use crate::{HeldStatement, Moment, RETRIES_MAX, Vault, VaultError, place, receipts, record, seal};
use domain::{JurisdictionId, SubjectId};
use store::{Batch, StoreError};
use zeroize::Zeroizing;

/// What a person said so far.
pub struct Transcript {
    /// Who.
    pub subject: SubjectId,
    /// Which jurisdictions could claim them.
    pub jurisdictions: Vec<JurisdictionId>,
    /// The statements, in order.
    pub lines: Vec<TranscriptLine>,
}

/// One statement, with its place.
pub struct TranscriptLine {
    /// Its number in the ledger, from 1.
    pub number: usize,
    /// The statement, and what shows that it was made.
    pub held: HeldStatement,
    /// The chain's end after it, as hexadecimal digits: what recording it was answered with, where it was the last of its
    /// call.
    pub chain: String,
    /// A name that no other statement has, of this person or another: a version 8 UUID (RFC 9562) out of the subject, the
    /// number and the chain.
    pub id: String,
}

impl Transcript {
    /// A statement by its number, from 1.
    #[must_use]
    pub fn line(&self, number: usize) -> Option<&TranscriptLine> {
        self.lines.get(number.checked_sub(1)?)
    }
}

impl Moment<'_> {
    /// Everything that a person said, for them, and leaves a receipt of the look. `None` is a stranger.
    ///
    /// # Errors
    /// [`VaultError::Chain`] where the stored statements do not add up to the ledger's end; [`VaultError`] when the ground
    /// fails or something does not open.
    pub fn transcript(&self, who: &SubjectId) -> Result<Option<Transcript>, VaultError> {
        for _ in 0..RETRIES_MAX {
            let home = self.vault.home(who)?;
            let Some(subject) = home.subject else {
                return Ok(None);
            };
            // The ledger is checked with the receipt's commit; only then does a chain that does not hold mean anything.
            let lines = self.vault.chained(&subject);
            let count = lines.as_ref().map_or(0, Vec::len);
            let receipt = self.access_receipt(&subject, count)?;
            let batch = Batch::new().and(subject.check_ledger()).and(receipts::sealed(&subject, &receipt)?);
            match self.vault.commit(batch) {
                Err(StoreError::Conflict) => continue,
                done => done?,
            }
            let Opened { ledger, .. } = subject;
            return Ok(Some(Transcript {
                subject: ledger.subject,
                jurisdictions: ledger.jurisdictions,
                lines: lines?,
            }));
        }
        Err(VaultError::Busy)
    }
}

impl Vault {
    /// The bytes of a statement as it is stored, by its place: in the subject's own log, or that of somebody who was merged
    /// into them.
    pub(crate) fn stored_statement(&self, subject: &Opened, at: usize) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        for log in subject.logs() {
            let Some(number) = at.checked_sub(log.base) else { continue };
            let id = statement_id(number);
            let entry = self.store.entry(&log.partition, &id)?;
            if let Some(found) = entry.filter(|found| found.kind == place::STATEMENT) {
                return log.open(found.kind, &id, &found.sealed);
            }
        }
        Err(VaultError::Chain)
    }

    /// The stored statements in order, if each is there and the chain over them ends where the ledger's does.
    fn chained(&self, subject: &Opened) -> Result<Vec<TranscriptLine>, VaultError> {
        let mut head = [0; 32];
        let mut lines = Vec::with_capacity(subject.ledger.statements.len());
        for at in 0..subject.ledger.statements.len() {
            let plain = self.stored_statement(subject, at)?;
            head = link(&head, &plain);
            let (statement, evidence) = record::decode(&plain)?;
            lines.push(TranscriptLine {
                number: at + 1,
                held: HeldStatement { statement, evidence },
                chain: receipts::hex(&head),
                id: name(&subject.ledger.subject, at + 1, &head),
            });
        }
        if head == subject.ledger.head { Ok(lines) } else { Err(VaultError::Chain) }
    }
}

/// The statement's name. The subject is in it, because two people who say the same at the same second have the same chain.
fn name(who: &SubjectId, number: usize, head: &[u8; 32]) -> String {
    let number = (number as u64).to_be_bytes();
    let mut bytes = seal::digest(&[b"statement", who.as_str().as_bytes(), &number, head]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = receipts::hex(&bytes[..16]);
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}
