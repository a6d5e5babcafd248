//! Parcels: what leaves, signed as the Standard Webhooks are.

use super::line::Handed;
use super::roster::Recipient;
use crate::seal::Secret;
use crate::{Moment, VaultError, receipts};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Event, UnixTime};
use serde_json::{Value, json};
use store::{EntryId, PartitionKey};

/// Something that is sent now: whatever it tells is durable as told.
#[derive(Debug)]
pub struct Parcel {
    /// Where to.
    pub url: String,
    /// `webhook-id`: the same for every try.
    pub id: String,
    /// `webhook-timestamp`: when this try begins.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signature: String,
    /// The body, as JSON.
    pub body: Vec<u8>,
    /// By what it is told how it ended.
    pub ticket: Ticket,
}

/// Which parcel it was.
#[derive(Clone, Copy, Debug)]
pub struct Ticket {
    /// Whose; nobody's where it is about an erasure.
    pub(super) partition: Option<PartitionKey>,
    pub(super) id: EntryId,
}

/// The name under which something leaves.
pub(super) fn name(id: &EntryId) -> String {
    format!("msg_{}", receipts::hex(&id.0))
}

/// A secret, as the Standard Webhooks write it.
pub(super) fn shown(key: &Secret) -> String {
    format!("whsec_{}", STANDARD.encode(key.0))
}

impl Moment<'_> {
    pub(super) fn parcel(&self, recipient: &Recipient, url: &str, ticket: Ticket, body: Vec<u8>) -> Parcel {
        let (id, timestamp) = (name(&ticket.id), self.now.0);
        let signed = [format!("{id}.{timestamp}.").as_bytes(), &body].concat();
        let signature = format!("v1,{}", STANDARD.encode(self.vault.webhook_key(recipient).hash(&signed)));
        Parcel { url: url.to_owned(), id, timestamp, signature, body, ticket }
    }

    /// The body of a message about something somebody did.
    pub(super) fn act_body(&self, pseudonym: &str, purpose: &str, event: &Event) -> Result<Vec<u8>, VaultError> {
        let act =
            act(self.vault.policy(), event.item.as_str(), event.verb, event.at, event.quantity, event.rating_tenths);
        message("activity.recorded", event.at, json!({ "subject": pseudonym, "purpose": purpose, "activity": act }))
    }
}

/// The body of a message about something somebody said.
pub(super) fn said_body(pseudonym: &str, purpose: &str, handed: Handed, at: UnixTime) -> Result<Vec<u8>, VaultError> {
    let name = if handed == Handed::No { "consent.withdrawn" } else { "consent.given" };
    message(name, at, json!({ "subject": pseudonym, "purpose": purpose }))
}

/// The body of a message about an erasure.
pub(super) fn erased_body(pseudonym: &str, at: UnixTime) -> Result<Vec<u8>, VaultError> {
    message("subject.erased", at, json!({ "subject": pseudonym }))
}

/// As little of an act as tells what was done: no name of the event, of the basket, of the channel.
pub(super) fn act(
    policy: &crate::policy::Policy,
    item: &str,
    verb: domain::Verb,
    at: UnixTime,
    quantity: u32,
    rating_tenths: Option<u16>,
) -> Value {
    json!({
        "item": item,
        "verb": verb.as_str(),
        "category": policy.category_key(policy.category_of(verb)),
        "time": at,
        "quantity": quantity,
        "rating_tenths": rating_tenths,
    })
}

fn message(name: &str, at: UnixTime, data: Value) -> Result<Vec<u8>, VaultError> {
    let time = jiff::Timestamp::from_second(at.0).map_err(|_| VaultError::Form)?;
    let document = json!({ "type": name, "timestamp": time.to_string(), "data": data });
    serde_json::to_vec(&document).map_err(|_| VaultError::Form)
}
