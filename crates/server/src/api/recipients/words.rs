//! Recipients in words: as documents for the operator and for the person.

use crate::api::schema::{self, DUE, Field};
use app::{Disclosure, Policy, Recipient, RecipientTerms, Region, Role, Waiting, WaitingFor};
use domain::UnixTime;
use serde_json::{Value, json};

/// A recipient, for the operator.
pub fn shown(recipient: &Recipient, now: UnixTime) -> Value {
    let Recipient { number, key, terms, made_at, removed_at } = recipient;
    let RecipientTerms {
        name,
        role,
        purposes,
        categories,
        regions,
        contract,
        contract_until,
        security,
        review_at,
        sub_processors,
        deletion_url,
        webhook_url,
    } = terms;
    json!({
        "number": number.0,
        "key": key,
        "name": name,
        "role": role.as_str(),
        "purposes": purposes,
        "categories": categories,
        "regions": regions.iter().map(region).collect::<Vec<_>>(),
        "contract": { "reference": contract, "until": app::policy::date(*contract_until) },
        "security": security,
        "review": app::policy::date(*review_at),
        "sub_processors": sub_processors,
        "deletion_url": deletion_url,
        "webhook_url": webhook_url,
        "made_at": made_at,
        "removed_at": removed_at,
        "receives_nothing_because": recipient.idle(now).map(app::Idle::as_str),
    })
}

/// A recipient, for a person: nothing of the contract but what concerns them.
pub fn recipient_shown(recipient: &Recipient) -> Value {
    let terms = &recipient.terms;
    json!({
        "number": recipient.number.0,
        "key": recipient.key,
        "name": terms.name,
        "role": terms.role.as_str(),
        "purposes": terms.purposes,
        "regions": terms.regions.iter().map(|region| region.key.as_str()).collect::<Vec<_>>(),
        "sub_processors": terms.sub_processors,
        "removed_at": recipient.removed_at,
    })
}

/// A line about something that left, for the person.
pub fn disclosure(policy: &Policy, line: &Disclosure) -> Value {
    let Disclosure {
        recipient,
        name,
        pseudonym,
        purpose,
        handed,
        categories,
        at,
        id,
        digest,
        policy_version,
        ledger_head,
    } = line;
    let kinds = policy.categories().filter(|(_, category)| categories.has(category.id)).map(|(key, _)| key);
    json!({
        "recipient": recipient.0,
        "name": name,
        "known_as": pseudonym,
        "purpose": policy.purpose_key(*purpose),
        "what": handed.as_str(),
        "count": handed.count(),
        "categories": kinds.collect::<Vec<_>>(),
        "at": at,
        "message": id,
        "sha256": digest,
        "policy_version": policy_version,
        "ledger_head": ledger_head,
    })
}

/// Something that waits.
pub fn waiting(waiting: &Waiting) -> Value {
    let Waiting { id, recipient, what, since, attempts, next_at, failed } = waiting;
    json!({
        "message": id,
        "recipient": recipient,
        "type": what.as_str(),
        "since": since,
        "attempts": attempts,
        "next_at": next_at,
        "failed": failed.map(app::Failure::word),
    })
}

fn region(region: &Region) -> Value {
    json!({ "region": region.key, "safeguard": region.safeguard })
}

/// The roles.
pub const ROLES: [&str; 3] = [Role::Processor.as_str(), Role::Joint.as_str(), Role::Controller.as_str()];

/// The fields of something that waits.
pub fn waiting_fields() -> Vec<Field> {
    let types = [WaitingFor::Act, WaitingFor::Yes, WaitingFor::No, WaitingFor::Erasure].map(WaitingFor::as_str);
    vec![
        ("message", schema::text(36), DUE),
        ("recipient", schema::text(super::KEY_CHARS_MAX), DUE),
        ("type", schema::word(&types), DUE),
        ("since", schema::time(), DUE),
        ("attempts", schema::integer(0, i64::from(app::ATTEMPTS_MAX)), DUE),
        ("next_at", schema::nullable(schema::time()), DUE),
        ("failed", schema::nullable(schema::text(40)), DUE),
    ]
}
