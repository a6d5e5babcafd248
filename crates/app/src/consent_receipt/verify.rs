//! Verifying a receipt: with the shop's key, which comes from anywhere but the receipt.

use super::plain;
use crate::AppError;
use serde::Deserialize;
use serde_json::Value;
use vault::note::{NOTE_BYTES_MAX, Note, NoteError, VerifierKey};

/// Longest receipt that is read, in bytes.
pub const RECEIPT_BYTES_MAX: usize = NOTE_BYTES_MAX;
/// Most verifier keys that are read from one text.
pub const VERIFIER_KEYS_MAX: usize = 64;

/// What a verified receipt proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The name of the key that signed it.
    pub signed_by: String,
    /// What it says.
    pub words: Words,
}

/// What a receipt says in the product's own words.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Words {
    /// The receipt's name.
    pub receipt: String,
    /// When the receipt was made, as ISO 8601 writes it.
    pub issued_at: String,
    /// Whose it is.
    pub subject: String,
    /// What was said.
    pub statement: StatementWords,
    /// What shows that it was said.
    pub evidence: EvidenceWords,
    /// Where it stands in the ledger.
    pub ledger: LedgerWords,
}

/// The statement of a receipt.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct StatementWords {
    /// Its number in the ledger.
    pub number: u64,
    /// What was said, as `grant` or `withdraw`.
    pub kind: String,
    /// About which purpose; `*` is all of them.
    pub purpose: String,
    /// About which category; `*` is all of them.
    pub category: String,
    /// About which channel; `*` is all of them.
    pub channel: String,
    /// Who said it.
    pub actor: String,
    /// When, by the person's clock.
    pub said_at: String,
    /// When it came in.
    pub received_at: String,
}

/// The evidence of a receipt.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct EvidenceWords {
    /// The notice that was shown.
    pub notice: String,
    /// How the answer was given.
    pub how: String,
}

/// A receipt's place in the ledger.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct LedgerWords {
    /// The chain's end after the statement.
    pub hash: String,
    /// How many statements the ledger had when the receipt was made.
    pub statements: u64,
}

/// Reads verifier keys, one a line; empty lines and those that begin with `#` are passed over.
///
/// # Errors
/// [`AppError::NotProven`] for a line that is none, for more than [`VERIFIER_KEYS_MAX`], and for no key at all.
pub fn read_keys(text: &str) -> Result<Vec<VerifierKey>, AppError> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys =
        lines.take(VERIFIER_KEYS_MAX + 1).map(VerifierKey::parse).collect::<Result<Vec<_>, _>>().map_err(told)?;
    match keys.len() {
        0 => Err(AppError::NotProven("there is no key in it".to_owned())),
        count if count > VERIFIER_KEYS_MAX => {
            Err(AppError::NotProven("more than VERIFIER_KEYS_MAX (64) keys".to_owned()))
        }
        _ => Ok(keys),
    }
}

/// What a receipt proves to whoever trusts one of these keys. Without a key it proves nothing: one that stands in the
/// receipt is the word of whoever wrote it.
///
/// # Errors
/// [`AppError::NotProven`] with one line that says what is wrong.
pub fn verify(receipt: &[u8], keys: &[VerifierKey]) -> Result<Proof, AppError> {
    let note = Note::parse(receipt).map_err(told)?;
    if keys.is_empty() {
        let names: Vec<_> = note.claimed_names().collect();
        return Err(AppError::NotProven(format!(
            "not verified: it says to be signed by `{}`, and without the shop's key nobody can know; give it with --key \
             or --keys-file, from the shop itself (/.well-known/assent-keys), not from the receipt",
            names.join("`, `")
        )));
    }
    let verified = note.verify(keys).map_err(told)?;
    let words = read(verified.text).ok_or_else(|| {
        let by = verified.key.name();
        AppError::NotProven(format!("the signature of `{by}` holds, but what it signed is no receipt of consent"))
    })?;
    Ok(Proof { signed_by: verified.key.name().to_owned(), words })
}

fn read(text: &str) -> Option<Words> {
    let mut document: Value = serde_json::from_str(text).ok()?;
    let words = document.get_mut(plain::MEMBER)?.take();
    if words.get("form")?.as_str()? != plain::FORM {
        return None;
    }
    serde_json::from_value(words).ok()
}

fn told(error: NoteError) -> AppError {
    AppError::NotProven(error.to_string())
}
