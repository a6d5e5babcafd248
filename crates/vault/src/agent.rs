//! What an authorised agent signed: Ed25519 in libsodium's combined mode, the signature before the message.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{SIGNATURE_LENGTH, Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The half of an agent's key that shows what they signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentKey([u8; 32]);

impl AgentKey {
    /// Reads a key in base64, as a service directory lists it; `None` where it is none, or one that anybody could sign for.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = STANDARD.decode(text.trim()).ok()?.try_into().ok()?;
        let key = VerifyingKey::from_bytes(&bytes).ok()?;
        (!key.is_weak()).then_some(Self(bytes))
    }

    /// The key in base64.
    #[must_use]
    pub fn text(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// The message, if this key signed it.
    #[must_use]
    pub fn open<'m>(&self, signed: &'m [u8]) -> Option<&'m [u8]> {
        let (signature, message) = signed.split_first_chunk::<SIGNATURE_LENGTH>()?;
        let key = VerifyingKey::from_bytes(&self.0).ok()?;
        key.verify_strict(message, &Signature::from_bytes(signature)).ok().map(|()| message)
    }
}

/// Bytes out of base64, as agents send what they signed.
#[must_use]
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text.trim()).ok()
}

/// A name for a signed message: sent again it is the same, and nobody makes another one of the same name.
#[must_use]
pub fn named(signed: &[u8]) -> [u8; 16] {
    let hash: [u8; 32] = Sha256::digest(signed).into();
    let mut name = [0; 16];
    name.copy_from_slice(&hash[..16]);
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer, SigningKey};

    #[test]
    fn a_message_opens_with_the_key_that_signed_it_unchanged_and_not_otherwise() {
        let (mine, other) = (SigningKey::from_bytes(&[7; 32]), SigningKey::from_bytes(&[8; 32]));
        let public = |key: &SigningKey| AgentKey::parse(&STANDARD.encode(key.verifying_key().as_bytes())).unwrap();
        let signed = [mine.sign(b"message").to_bytes().as_slice(), b"message"].concat();
        assert_eq!(public(&mine).open(&signed), Some(&b"message"[..]));
        assert_eq!(public(&other).open(&signed), None);
        for at in 0..signed.len() {
            let mut changed = signed.clone();
            changed[at] ^= 1;
            assert_eq!(public(&mine).open(&changed), None, "byte {at}");
        }
        assert_eq!(public(&mine).open(&signed[..63]), None);
        for none in ["", "AAAA", &STANDARD.encode([0; 32]), &STANDARD.encode([1; 31])] {
            assert_eq!(AgentKey::parse(none), None, "{none}");
        }
    }
}
