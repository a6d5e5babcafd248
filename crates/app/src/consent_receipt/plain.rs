//! What a receipt says in the product's own words: the same in every form, so that one reader understands them all.

use super::{Case, iso_time, notice};
use domain::Scope;
use serde_json::{Value, json};

/// The member of a receipt's document that holds it. Neither standard has a member of that name, and a JSON-LD reader
/// passes it over.
pub(super) const MEMBER: &str = "assent";
/// The name of its form.
pub(super) const FORM: &str = "assent-receipt-1";

/// What was said, about what, when, and where it stands in the ledger.
pub(super) fn words(case: &Case<'_>) -> Value {
    let said = case.statement();
    let mut statement = scope(case, &said.scope);
    statement["number"] = json!(case.line.number);
    statement["kind"] = json!(said.kind);
    statement["said_at"] = json!(iso_time(said.client_at));
    statement["received_at"] = json!(iso_time(said.received_at));
    statement["actor"] = json!(said.actor);
    statement["explicit"] = json!(said.explicit);
    statement["past_data"] = json!(said.past_data);
    statement["overrides_opt_out"] = json!(said.overrides.map(iso_time));
    let brand = case.policy.brand.as_ref().map(|(name, version)| json!({ "name": name, "version": version }));
    let evidence = &case.line.held.evidence;
    json!({
        "form": FORM,
        "receipt": case.line.id,
        "issued_at": iso_time(case.issued_at),
        "key": case.key,
        "subject": case.said.subject.as_str(),
        "statement": statement,
        "evidence": { "notice": evidence.notice, "how": evidence.how },
        "shown": said.shown.as_ref().map(|shown| notice::shown(case, shown)),
        "ledger": { "hash": case.line.chain, "statements": case.said.lines.len() },
        "policy": { "version": case.policy.version, "brand": brand },
    })
}

fn scope(case: &Case<'_>, scope: &Scope) -> Value {
    json!({
        "purpose": scope.purpose.map_or("*", |purpose| case.policy.purpose_key(purpose)),
        "category": scope.category.map_or("*", |category| case.policy.category_key(category)),
        "channel": scope.channel.map_or("*", |channel| case.policy.channel_key(channel)),
        "recipient": match scope.recipient {
            None => json!("*"),
            Some(None) => json!("shop"),
            Some(Some(recipient)) => json!(recipient.0),
        },
    })
}
