//! Advanced Data Protection Control: consent, withdrawal and objection in a field of the request.
//!
//! Form: "Advanced Data Protection Control", sections 7.2 and 7.3. The identifiers are the site's own; here they are the
//! keys of purposes.

use super::{Unreadable, check_length};
use axum::http::HeaderMap;
use serde_json::{Value, json};

/// Most identifiers of one request.
const IDENTIFIERS_MAX: usize = 64;
/// In the place of an identifier: all of them.
const ALL: &str = "*";
/// The one objection that the specification defines (Art. 21(2) GDPR).
const DIRECT_MARKETING: &str = "direct-marketing";

/// What a request says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adpc {
    /// What is consented to.
    pub consent: Vec<String>,
    /// What consent is withdrawn from; `*` is everything that is not consented to by name.
    pub withdraw: Vec<String>,
    /// What is objected to.
    pub object: Vec<String>,
    /// Whether something stands in it that is not understood.
    pub has_unknown: bool,
}

/// Reads a field's value.
///
/// # Errors
/// [`Unreadable`] where it has not the form of one.
pub fn decode(text: &str) -> Result<Adpc, Unreadable> {
    check_length(text)?;
    let mut adpc = Adpc::default();
    for decision in decisions(text)? {
        adpc.add(decision)?;
    }
    let named = adpc.consent.len() + adpc.withdraw.len() + adpc.object.len();
    if named > IDENTIFIERS_MAX { Err(Unreadable::TooLong) } else { Ok(adpc) }
}

/// Reads the `ADPC` fields of a request, of which there may be several; `None` where there is none.
///
/// # Errors
/// As [`decode`].
pub fn of(headers: &HeaderMap) -> Result<Option<Adpc>, Unreadable> {
    let values: Vec<&str> = headers
        .get_all("adpc")
        .iter()
        .map(|value| value.to_str().map_err(|_| Unreadable::Alphabet))
        .collect::<Result<_, _>>()?;
    if values.is_empty() { Ok(None) } else { decode(&values.join(",")).map(Some) }
}

/// The parts between the commas that stand outside quotes.
fn decisions(text: &str) -> Result<Vec<&str>, Unreadable> {
    let (mut found, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, character) in text.char_indices() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                found.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(text[start..].trim());
    if quoted { Err(Unreadable::CutOff) } else { Ok(found) }
}

/// An identifier as it may stand here.
fn identifier(text: &str) -> Result<String, Unreadable> {
    let plain = |c: char| c.is_ascii_graphic() && c != '"';
    if text.chars().all(plain) { Ok(text.to_owned()) } else { Err(Unreadable::Alphabet) }
}

// === impl Adpc ===

impl Adpc {
    fn add(&mut self, decision: &str) -> Result<(), Unreadable> {
        if decision.is_empty() {
            return Ok(());
        }
        let (name, value) = decision.split_once('=').ok_or(Unreadable::Parts)?;
        let value = value.trim();
        let bare = match value.strip_prefix('"') {
            Some(rest) => rest.strip_suffix('"').ok_or(Unreadable::Parts)?,
            None => value,
        };
        let place = match name.trim() {
            "consent" => &mut self.consent,
            "withdraw" => &mut self.withdraw,
            "object" => &mut self.object,
            _ => {
                self.has_unknown = true;
                return Ok(());
            }
        };
        for text in bare.split_ascii_whitespace() {
            place.push(identifier(text)?);
        }
        self.has_unknown |= name.trim() == "object" && bare.split_ascii_whitespace().any(|id| id != DIRECT_MARKETING);
        Ok(())
    }

    /// A no to everything: what a field means that can not be read, where nobody can be told.
    #[must_use]
    pub fn no_to_all() -> Self {
        let object = vec![DIRECT_MARKETING.to_owned()];
        Self { consent: Vec::new(), withdraw: vec![ALL.to_owned()], object, has_unknown: true }
    }

    /// Whether this is consented to by name.
    #[must_use]
    pub fn consents_to(&self, identifier: &str) -> bool {
        self.consent.iter().any(|id| id == identifier)
    }

    /// Whether consent to this is withdrawn: by name, or as all that is not consented to by name.
    #[must_use]
    pub fn withdraws(&self, identifier: &str) -> bool {
        let named = self.withdraw.iter().any(|id| id == identifier);
        named || (self.withdraw.iter().any(|id| id == ALL) && !self.consents_to(identifier))
    }

    /// Whether anything is objected to. One that is not known here counts as the one that is.
    #[must_use]
    pub const fn objects(&self) -> bool {
        !self.object.is_empty()
    }

    /// As JSON.
    #[must_use]
    pub fn shown(&self) -> Value {
        json!({ "consent": self.consent, "withdraw": self.withdraw, "object": self.object })
    }
}
