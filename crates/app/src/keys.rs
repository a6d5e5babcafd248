//! Keys of programs: each for one purpose, recognisable by its prefix, and kept only as a hash.

use crate::{AppError, NewKey, Shop};
use domain::{SubjectId, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vault::{Happening, KeyHash, Replay, Signatory, TokenError};

/// The blob that the keys are kept in.
const BLOB: &str = "app/keys";
/// The blob that says who holds which of them. Of its own: there were keys before there were holders.
const HOLDERS: &str = "app/key-holders";
/// Most keys that one shop may have.
pub const KEYS_MAX: usize = 1_000;
/// Whom subject tokens are for.
const AUDIENCE: &str = "assent/v1";
/// Whom the ids of consent managers are for: a page says yes and no with one, and does nothing else.
const MANAGER_AUDIENCE: &str = "assent/consent-manager";
/// Where tickets to our pages count, before the name of the run.
const TICKET_AUDIENCE: &str = "pages/";
/// Where a session on our pages counts.
const SESSION_AUDIENCE: &str = "session";
/// What a subject token begins with; the id of a consent manager is one without it.
const TOKEN_PREFIX: &str = "assent_st_";

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum KeyKind {
    /// Sends events from a browser, for the visitor whose token comes along.
    BrowserWrite,
    /// Sends events and catalog items from a server.
    ServerWrite,
    /// Asks for decisions.
    Decide,
    /// Records statements and issues subject tokens.
    Consent,
    /// Everything.
    Admin,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::BrowserWrite, Self::ServerWrite, Self::Decide, Self::Consent, Self::Admin];

    /// The letters that a key of this kind carries: `assent_<letters>_..`.
    #[must_use]
    pub const fn letters(self) -> &'static str {
        match self {
            Self::BrowserWrite => "bw",
            Self::ServerWrite => "sw",
            Self::Decide => "dr",
            Self::Consent => "cw",
            Self::Admin => "adm",
        }
    }

    /// Reads the letters.
    #[must_use]
    pub fn parse(letters: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.letters() == letters)
    }
}

/// A key as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProgramKey {
    /// Its name: eight hexadecimal digits, part of the key itself.
    pub id: String,
    /// What it may do.
    pub kind: KeyKind,
    /// What it is for, in the operator's words.
    pub label: String,
    /// Since when.
    pub made_at: UnixTime,
    /// Whether it was taken back.
    pub revoked: bool,
    /// The origins that a browser key works from.
    pub origins: Vec<String>,
    /// Who holds it, where that was said: two keys of one person are one person's word.
    #[serde(skip)]
    pub holder: Option<String>,
    hash: KeyHash,
}

/// A key that was just made.
#[derive(Clone, Debug)]
pub struct MadeKey {
    /// As it is kept.
    pub kept: ProgramKey,
    /// The key itself, which is kept nowhere.
    pub full: String,
}

impl Shop {
    /// Makes a key, and returns it in full: it is shown this once and kept as a hash.
    ///
    /// # Errors
    /// [`AppError::Limit`] when there are [`KEYS_MAX`], [`AppError::Vault`] when the ground fails.
    pub fn make_key(&self, now: UnixTime, wanted: NewKey) -> Result<MadeKey, AppError> {
        let _writing = self.writing();
        let mut keys = self.keys()?;
        if keys.len() >= KEYS_MAX {
            return Err(AppError::Limit { limit: "keys" });
        }
        let (secret, hash) = self.vault.draw_key()?;
        let (mut id, _) = self.vault.draw_key()?;
        id.truncate(8);
        let NewKey { kind, label, origins, holder } = wanted;
        let full = format!("assent_{}_{id}_{secret}", kind.letters());
        let kept = ProgramKey { id, kind, label, made_at: now, revoked: false, origins, holder, hash };
        keys.push(kept.clone());
        let words = format!("made {} {}", kind.letters(), kept.id);
        self.vault.at(now).note(Happening::Key, words)?;
        if let Some(holder) = &kept.holder {
            self.keep_holder(&kept.id, holder)?;
        }
        self.keep_keys(&keys)?;
        Ok(MadeKey { kept, full })
    }

    /// Takes a key back, for good. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such key.
    pub fn revoke_key(&self, now: UnixTime, id: &str) -> Result<(), AppError> {
        let _writing = self.writing();
        let mut keys = self.keys()?;
        let key = keys.iter_mut().find(|key| key.id == id).ok_or(AppError::NotFound { what: "key" })?;
        if std::mem::replace(&mut key.revoked, true) {
            return Ok(());
        }
        self.vault.at(now).note(Happening::Key, format!("revoked {id}"))?;
        self.keep_keys(&keys)
    }

    /// Every key that was made, the revoked ones too.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn keys(&self) -> Result<Vec<ProgramKey>, AppError> {
        let Some(bytes) = self.vault.blob(BLOB)? else { return Ok(Vec::new()) };
        let mut keys: Vec<ProgramKey> = postcard::from_bytes(&bytes).map_err(|_| vault::VaultError::Form)?;
        let mut holders = self.holders()?;
        keys.iter_mut().for_each(|key| key.holder = holders.remove(&key.id));
        Ok(keys)
    }

    fn holders(&self) -> Result<BTreeMap<String, String>, AppError> {
        let Some(bytes) = self.vault.blob(HOLDERS)? else { return Ok(BTreeMap::new()) };
        postcard::from_bytes(&bytes).map_err(|_| vault::VaultError::Form.into())
    }

    fn keep_holder(&self, id: &str, holder: &str) -> Result<(), AppError> {
        let mut holders = self.holders()?;
        holders.insert(id.to_owned(), holder.to_owned());
        let bytes = postcard::to_stdvec(&holders).map_err(|_| vault::VaultError::Form)?;
        Ok(self.vault.put_blob(HOLDERS, &bytes)?)
    }

    /// Whose word it is what is said with a key.
    pub(crate) fn signatory(&self, id: &str) -> Result<Signatory, AppError> {
        let found = self.keys()?.into_iter().find(|key| key.id == id && !key.revoked);
        let key = found.ok_or(AppError::NotFound { what: "key" })?;
        Ok(Signatory { key: key.id, holder: key.holder.unwrap_or_default(), since: key.made_at })
    }

    /// Which of `keys` a presented key is, if it is one of them and was not revoked.
    #[must_use]
    pub fn recognise<'k>(&self, keys: &'k [ProgramKey], presented: &str) -> Option<&'k ProgramKey> {
        let mut parts = presented.strip_prefix("assent_")?.split('_');
        let (letters, id, secret) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let key = keys.iter().find(|key| key.id == id)?;
        let right = self.vault.is_key(secret, &key.hash);
        (right && !key.revoked && key.kind.letters() == letters).then_some(key)
    }

    fn keep_keys(&self, keys: &[ProgramKey]) -> Result<(), AppError> {
        let bytes = postcard::to_stdvec(keys).map_err(|_| vault::VaultError::Form)?;
        Ok(self.vault.put_blob(BLOB, &bytes)?)
    }

    /// A token with which a person acts for themself.
    ///
    /// # Errors
    /// [`AppError::Vault`] when there is no randomness.
    pub fn subject_token(&self, now: UnixTime, who: &SubjectId, seconds: i64) -> Result<String, AppError> {
        Ok(self.vault.at(now).subject_token(who, AUDIENCE, seconds)?)
    }

    /// Whose token it is.
    ///
    /// # Errors
    /// [`TokenError`] when it is not ours, changed, or too old.
    pub fn read_subject_token(&self, now: UnixTime, token: &str) -> Result<SubjectId, TokenError> {
        self.vault.at(now).read_subject_token(token, AUDIENCE)
    }

    /// The id of a consent manager on one visitor's page, as lower-case hexadecimal digits: whoever has it can record
    /// that visitor's statements for as long as it lives, and see nothing.
    ///
    /// # Errors
    /// [`AppError::Vault`] when there is no randomness.
    pub fn manager_id(&self, now: UnixTime, who: &SubjectId, seconds: i64) -> Result<String, AppError> {
        let token = self.vault.at(now).subject_token(who, MANAGER_AUDIENCE, seconds)?;
        Ok(token.strip_prefix(TOKEN_PREFIX).unwrap_or(&token).to_owned())
    }

    /// Whose consent manager it is.
    ///
    /// # Errors
    /// [`TokenError`] when it is not ours, changed, or too old.
    pub fn read_manager_id(&self, now: UnixTime, id: &str) -> Result<SubjectId, TokenError> {
        self.vault.at(now).read_subject_token(&format!("{TOKEN_PREFIX}{id}"), MANAGER_AUDIENCE)
    }

    /// A ticket with which a person comes from the shop's pages to ours: hexadecimal digits, for one run of one server.
    ///
    /// # Errors
    /// [`AppError::Vault`] when there is no randomness.
    pub fn page_ticket(&self, now: UnixTime, who: &SubjectId, run: &str, seconds: i64) -> Result<String, AppError> {
        let token = self.vault.at(now).subject_token(who, &format!("{TICKET_AUDIENCE}{run}"), seconds)?;
        Ok(token.strip_prefix(TOKEN_PREFIX).unwrap_or(&token).to_owned())
    }

    /// Whose ticket it is.
    ///
    /// # Errors
    /// [`TokenError`] when it is not ours, of another run, changed, or too old.
    pub fn read_page_ticket(&self, now: UnixTime, ticket: &str, run: &str) -> Result<SubjectId, TokenError> {
        self.vault.at(now).read_subject_token(&format!("{TOKEN_PREFIX}{ticket}"), &format!("{TICKET_AUDIENCE}{run}"))
    }

    /// What a browser keeps while a person is on our pages.
    ///
    /// # Errors
    /// [`AppError::Vault`] when there is no randomness.
    pub fn page_session(&self, now: UnixTime, who: &SubjectId, seconds: i64) -> Result<String, AppError> {
        let token = self.vault.at(now).subject_token(who, SESSION_AUDIENCE, seconds)?;
        Ok(token.strip_prefix(TOKEN_PREFIX).unwrap_or(&token).to_owned())
    }

    /// Whose it is.
    ///
    /// # Errors
    /// [`TokenError`] when it is not ours, changed, or too old.
    pub fn read_page_session(&self, now: UnixTime, session: &str) -> Result<SubjectId, TokenError> {
        self.vault.at(now).read_subject_token(&format!("{TOKEN_PREFIX}{session}"), SESSION_AUDIENCE)
    }

    /// A name drawn at random: 32 hexadecimal digits.
    ///
    /// # Errors
    /// [`AppError::Vault`] when there is no randomness.
    pub fn draw_name(&self) -> Result<String, AppError> {
        Ok(self.vault.draw_key()?.0)
    }

    /// Seals a text for keeping in a visitor's browser.
    ///
    /// # Errors
    /// [`AppError::Vault`] when there is no randomness.
    pub fn seal_text(&self, audience: &str, text: &str) -> Result<String, AppError> {
        Ok(self.vault.seal_text(audience, text)?)
    }

    /// Reads a text back that a browser kept.
    #[must_use]
    pub fn open_text(&self, audience: &str, sealed: &str) -> Option<String> {
        self.vault.open_text(audience, sealed)
    }

    /// What is known of a caller's idempotency key, for this request.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn replay(&self, now: UnixTime, caller: &str, key: &str, request: &[u8]) -> Result<Replay, AppError> {
        Ok(self.vault.at(now).replay(caller, key, request)?)
    }

    /// Keeps the answer to a request for its retries.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn keep_replay(
        &self,
        now: UnixTime,
        caller: &str,
        key: &str,
        request: &[u8],
        answer: (u16, &[u8]),
    ) -> Result<(), AppError> {
        Ok(self.vault.at(now).keep_replay(caller, key, request, answer.0, answer.1)?)
    }
}
