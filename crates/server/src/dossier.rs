//! Everything that is held on a person, as the JSON document that they carry away.

use crate::api::{identifier_document, receipt_document, trial_document};
use app::{Dossier, HeldEvent, HeldStatement, Policy};
use domain::Scope;
use serde_json::{Value, json};

/// The name of the document's form.
pub const FORMAT: &str = "assent-export-1";

/// The document.
#[must_use]
pub fn shown(policy: &Policy, dossier: &Dossier) -> Value {
    let jurisdictions: Vec<_> = dossier.jurisdictions.iter().map(|j| policy.jurisdiction_key(*j)).collect();
    json!({
        "format": FORMAT,
        "subject": {
            "id": dossier.subject.as_str(),
            "since": dossier.since,
            "status": dossier.status,
            "paused": dossier.paused,
            "age": dossier.age,
            "jurisdictions": jurisdictions,
            "opt_out_first_seen": dossier.opt_out_first_seen,
            "asked_at": dossier.asked_at,
            "deferred_at": dossier.deferred_at,
            "ledger_head": dossier.ledger_head,
        },
        "identifiers": dossier.identifiers.iter().map(|held| identifier_document(held, true)).collect::<Vec<_>>(),
        "merged_at": dossier.merged_at,
        "notices": dossier.notices.iter().map(|(key, version, at)| json!({ "key": key, "version": version, "shown_at": at })).collect::<Vec<_>>(),
        "statements": dossier.statements.iter().map(|s| statement(policy, s)).collect::<Vec<_>>(),
        "events": dossier.events.iter().map(|e| event(policy, e)).collect::<Vec<_>>(),
        "hidden": dossier.hidden,
        "trials": dossier.trials.iter().map(trial_document).collect::<Vec<_>>(),
        "receipts": dossier.receipts.iter().map(receipt_document).collect::<Vec<_>>(),
    })
}

/// One statement, as it is carried away.
#[must_use]
pub fn statement(policy: &Policy, held: &HeldStatement) -> Value {
    let s = &held.statement;
    let mut document = scope(policy, &s.scope);
    let more = json!({
        "kind": s.kind,
        "client_time": s.client_at,
        "received_at": s.received_at,
        "actor": s.actor,
        "explicit": s.explicit,
        "past_data": s.past_data,
        "overrides_opt_out": s.overrides,
        "notice_shown_at": s.shown.map(|shown| shown.served_at),
        "evidence": { "notice": held.evidence.notice, "how": held.evidence.how },
    });
    if let (Value::Object(document), Value::Object(more)) = (&mut document, more) {
        document.extend(more);
    }
    document
}

fn scope(policy: &Policy, scope: &Scope) -> Value {
    json!({
        "purpose": scope.purpose.map_or("*", |p| policy.purpose_key(p)),
        "category": scope.category.map_or("*", |c| policy.category_key(c)),
        "channel": scope.channel.map_or("*", |c| policy.channel_key(c)),
    })
}

fn event(policy: &Policy, held: &HeldEvent) -> Value {
    let e = &held.event;
    let purposes: Vec<_> = held.disclosed.iter().map(|p| policy.purpose_key(p)).collect();
    json!({
        "id": e.id.as_str(),
        "item": e.item,
        "verb": e.verb.as_str(),
        "category": policy.category_key(policy.category_of(e.verb)),
        "time": e.at,
        "quantity": e.quantity,
        "rating_tenths": e.rating_tenths,
        "basket": e.basket.as_ref().map(|b| b.as_str()),
        "purposes": purposes,
    })
}
