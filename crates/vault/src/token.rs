//! Tokens: secrets of programs, and short-lived tokens of people. No foreign token format, no algorithm to choose.

use crate::seal::{Place, random};
use crate::{Moment, Vault, VaultError, receipts};
use domain::{SubjectId, UnixTime};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// Longest life of a subject token, in seconds.
pub const SUBJECT_TOKEN_SECONDS_MAX: i64 = 3_600;

const SUBJECT_PREFIX: &str = "assent_st_";
const PLACE: Place<'static> = Place { table: "token", partition: b"", name: b"subject", version: 1 };

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not one of ours, or it was changed.
    #[error("the token is not valid")]
    Invalid,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
}

/// The keyed hash of a program's secret: the secret itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyHash([u8; 32]);

#[derive(Serialize, Deserialize)]
struct Claims {
    subject: String,
    audience: String,
    until: UnixTime,
}

impl Vault {
    /// Draws a secret for a program: 32 hexadecimal digits, and what is kept of them.
    ///
    /// # Errors
    /// [`VaultError::NoRandomness`].
    pub fn draw_key(&self) -> Result<(String, KeyHash), VaultError> {
        let mut bytes = [0; 16];
        random(&mut bytes)?;
        let secret = receipts::hex(&bytes);
        let hash = self.hash_key(&secret);
        Ok((secret, hash))
    }

    fn hash_key(&self, secret: &str) -> KeyHash {
        KeyHash(self.tenant.token.hash(format!("key\0{secret}").as_bytes()))
    }

    /// Whether a secret is the one that was hashed, in constant time.
    #[must_use]
    pub fn is_key(&self, secret: &str, hash: &KeyHash) -> bool {
        self.hash_key(secret).0.ct_eq(&hash.0).into()
    }

    /// Seals a text so that only this vault reads it back, for keeping with somebody else (a cookie, say).
    ///
    /// # Errors
    /// [`VaultError::NoRandomness`].
    pub fn seal_text(&self, audience: &str, text: &str) -> Result<String, VaultError> {
        let key = self.tenant.token.derive(&[b"text", audience.as_bytes()]);
        Ok(receipts::hex(&key.seal(&PLACE, text.as_bytes())?))
    }

    /// Reads a text back that [`Vault::seal_text`] sealed for the same audience.
    #[must_use]
    pub fn open_text(&self, audience: &str, sealed: &str) -> Option<String> {
        let key = self.tenant.token.derive(&[b"text", audience.as_bytes()]);
        let plain = key.open(&PLACE, &unhex(sealed)?).ok()?;
        String::from_utf8(plain.to_vec()).ok()
    }
}

impl Moment<'_> {
    /// A token with which a person acts for themself, at one audience, for at most [`SUBJECT_TOKEN_SECONDS_MAX`].
    /// Sealed: it shows nobody whose it is.
    ///
    /// # Errors
    /// [`VaultError::NoRandomness`].
    pub fn subject_token(&self, who: &SubjectId, audience: &str, seconds: i64) -> Result<String, VaultError> {
        let until = self.now.plus(seconds.clamp(1, SUBJECT_TOKEN_SECONDS_MAX));
        let claims = Claims { subject: who.as_str().to_owned(), audience: audience.to_owned(), until };
        let plain = serde_json::to_string(&claims).map_err(|_| VaultError::Form)?;
        Ok(format!("{SUBJECT_PREFIX}{}", self.vault.seal_text("subject", &plain)?))
    }

    /// Whose token it is.
    ///
    /// # Errors
    /// [`TokenError`] when it is not ours, for another audience, changed, or too old.
    pub fn read_subject_token(&self, token: &str, audience: &str) -> Result<SubjectId, TokenError> {
        let sealed = token.strip_prefix(SUBJECT_PREFIX).ok_or(TokenError::Invalid)?;
        let plain = self.vault.open_text("subject", sealed).ok_or(TokenError::Invalid)?;
        let claims: Claims = serde_json::from_str(&plain).map_err(|_| TokenError::Invalid)?;
        if claims.audience != audience {
            return Err(TokenError::Invalid);
        }
        if self.now >= claims.until {
            return Err(TokenError::Expired);
        }
        SubjectId::parse(&claims.subject).map_err(|_| TokenError::Invalid)
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    text.as_bytes()
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect()
}
