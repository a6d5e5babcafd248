//! Receipts of consent: what a person said, as a document that the shop signs and anybody can verify.

mod iso_27560;
mod kantara;
mod notice;
mod plain;
#[cfg(test)]
mod tests;
mod verify;

pub use verify::{Proof, RECEIPT_BYTES_MAX, VERIFIER_KEYS_MAX, read_keys, verify};

use crate::{AppError, Shop};
use domain::{Lang, Statement, SubjectId, UnixTime};
use serde_json::Value;
use vault::policy::{Category, Policy, PurposeEntry};
use vault::{Transcript, TranscriptLine};

/// The form of a receipt's document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptForm {
    /// ISO/IEC TS 27560:2023, as JSON-LD in the terms of the W3C's Data Privacy Vocabulary.
    Iso27560,
    /// Kantara Consent Receipt 1.1.
    Kantara11,
}

impl ReceiptForm {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Iso27560, Self::Kantara11];

    /// The word for it, in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Iso27560 => "iso-27560",
            Self::Kantara11 => "kantara-1.1",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == text)
    }
}

/// What a receipt is made from: one statement, and what the policy says about it.
struct Case<'a> {
    policy: &'a Policy,
    said: &'a Transcript,
    line: &'a TranscriptLine,
    /// The key that will sign, as everybody knows it.
    key: String,
    issued_at: UnixTime,
    lang: Lang,
}

impl<'a> Case<'a> {
    fn statement(&self) -> &'a Statement {
        &self.line.held.statement
    }

    /// The purposes that the statement is about, as they were at that moment, with their keys.
    fn purposes(&self) -> Vec<(&'a str, &'a PurposeEntry)> {
        let scope = self.statement().scope;
        let then = self.policy.at(self.statement().at());
        then.purposes().filter(|(_, entry)| scope.purpose.is_none_or(|only| only == entry.terms.id)).collect()
    }

    /// The categories that the statement is about, as far as a purpose may take them; with their keys.
    fn categories(&self, entry: &PurposeEntry) -> Vec<(&'a str, &'a Category)> {
        let scope = self.statement().scope;
        let told = |category: &Category| self.statement().shown.is_none_or(|shown| shown.told.has(category.id));
        let taken = |category: &Category| entry.terms.categories.has(category.id) && told(category);
        let covered = |(_, category): &(&str, &Category)| match scope.category {
            Some(only) => only == category.id,
            None => taken(category),
        };
        self.policy.categories().filter(covered).collect()
    }

    /// How long a yes to a purpose lives, in seconds.
    fn lifetime_seconds(&self, entry: &PurposeEntry) -> i64 {
        let then = self.policy.at(self.statement().at());
        then.resolve(entry, &self.said.jurisdictions).terms.consent_seconds
    }

    fn benefit(&self, entry: &'a PurposeEntry) -> &'a str {
        entry.benefit(self.lang)
    }

    fn document(&self, form: ReceiptForm) -> Value {
        match form {
            ReceiptForm::Iso27560 => iso_27560::document(self),
            ReceiptForm::Kantara11 => kantara::document(self),
        }
    }
}

/// A moment as ISO 8601 writes it, in UTC.
fn iso_time(at: UnixTime) -> String {
    jiff::Timestamp::from_second(at.0).unwrap_or_default().to_string()
}

/// A jurisdiction's code, as ISO 3166 and the vocabulary of places have it; `None` for one that is no place.
fn country(key: &str) -> Option<String> {
    match key {
        "uk" => Some("GB".to_owned()),
        "ca-qc" => Some("CA".to_owned()),
        "eu" => Some("EU".to_owned()),
        key if key.starts_with("us-") || key.len() == 2 => Some(key.to_ascii_uppercase()),
        _ => None,
    }
}

impl Shop {
    /// Everything that a person said, with its place in their ledger. `None` where nothing is held.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails, or the ledger's chain does not hold.
    pub fn transcript(&self, now: UnixTime, who: &SubjectId) -> Result<Option<Transcript>, AppError> {
        Ok(self.vault.at(now).transcript(who)?)
    }

    /// The receipt of one statement, signed; `None` where there is no such person or statement.
    ///
    /// # Errors
    /// As [`Shop::transcript`].
    pub fn consent_receipt(
        &self,
        now: UnixTime,
        who: &SubjectId,
        number: usize,
        form: ReceiptForm,
        lang: Lang,
    ) -> Result<Option<String>, AppError> {
        let Some(said) = self.transcript(now, who)? else { return Ok(None) };
        let Some(line) = said.line(number) else { return Ok(None) };
        let case = Case { policy: self.policy(), said: &said, line, key: self.receipt_key(), issued_at: now, lang };
        let text = serde_json::to_string_pretty(&case.document(form)).map_err(|e| AppError::File(e.to_string()))?;
        Ok(Some(self.vault.sign_note(&format!("{text}\n"))?))
    }

    /// The key by which everybody can tell what this shop signed.
    #[must_use]
    pub fn receipt_key(&self) -> String {
        self.vault.note_key().to_string()
    }
}
