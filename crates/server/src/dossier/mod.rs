//! Everything that is held on a person, as the JSON document that they carry away.
//!
//! # Invariant
//! - Each thing that is held is taken apart to its last field: one that is added and not shown does not compile.

mod around;
mod request;

pub use request::shown as request;

use crate::api::{
    disclosure_document, identifier_document, limits_document, receipt_document, recipient_shown, trial_document,
    waiting_document,
};
use app::{Dossier, HeldAct, HeldEvent, HeldStatement, HeldTrait, Hide, Limits, MergedIn, Policy, Shop, Veil};
use domain::{CategoryId, ChannelId, Event, Evidence, Interest, PurposeSet, Scope, Shown, Statement, UnixTime};
use serde_json::{Value, json};

/// The name of the document's form.
pub const FORMAT: &str = "assent-export-1";

/// The document, as of now.
#[must_use]
pub fn shown(shop: &Shop, now: UnixTime, dossier: &Dossier) -> Value {
    let policy = shop.policy();
    let Dossier {
        subject: _, // these in `who`
        since: _,
        status: _,
        paused: _,
        paused_until: _,
        limits: _,
        limits_set_at: _,
        sent: _,
        age: _,
        jurisdictions: _,
        opt_out_first_seen: _,
        asked_at: _,
        deferred_at: _,
        ledger_head: _,
        cleared_at: _,
        took_back_at: _,
        notices,
        statements,
        events,
        history,
        hidden,
        veils,
        interests,
        variety,
        lapsed,
        receipts,
        identifiers,
        merged,
        requests,
        trials,
        disclosures,
        outbox,
        recipients,
        entries: _, // how many of them are below
    } = dossier;
    json!({
        "format": FORMAT,
        "made_at": now,
        "subject": who(policy, dossier),
        "identifiers": identifiers.iter().map(|held| identifier_document(held, true)).collect::<Vec<_>>(),
        "merged": merged.iter().map(merge).collect::<Vec<_>>(),
        "notices": notices.iter().map(|(key, version, at)| json!({ "key": key, "version": version, "shown_at": at })).collect::<Vec<_>>(),
        "statements": statements.iter().map(|s| statement(policy, s)).collect::<Vec<_>>(),
        "lapsed": lapsed,
        "events": events.iter().map(|e| event(policy, e)).collect::<Vec<_>>(),
        "history": history.iter().map(|act| at_hand(policy, act)).collect::<Vec<_>>(),
        "hidden": hidden,
        "veils": veils.iter().map(veil).collect::<Vec<_>>(),
        "interests": interests.iter().map(|held| interest(policy, held)).collect::<Vec<_>>(),
        "variety": variety.as_ref().map(|held| liking(policy, held)),
        "inferences": around::inferences(receipts),
        "requests": requests.iter().map(request).collect::<Vec<_>>(),
        "trials": trials.iter().map(trial_document).collect::<Vec<_>>(),
        "receipts": receipts.iter().map(receipt_document).collect::<Vec<_>>(),
        "recipients": recipients.iter().map(recipient_shown).collect::<Vec<_>>(),
        "disclosures": disclosures.iter().map(|line| disclosure_document(policy, line)).collect::<Vec<_>>(),
        "outbox": outbox.iter().map(waiting_document).collect::<Vec<_>>(),
        "about": around::about(shop, now, interests),
    })
}

/// Who they are to us.
fn who(policy: &Policy, dossier: &Dossier) -> Value {
    let laws: Vec<_> = dossier.jurisdictions.iter().map(|j| policy.jurisdiction_key(*j)).collect();
    json!({
        "id": dossier.subject.as_str(),
        "since": dossier.since,
        "status": dossier.status,
        "paused": dossier.paused,
        "paused_until": dossier.paused_until,
        "limits": limit(policy, &dossier.limits, dossier.limits_set_at, &dossier.sent),
        "age": dossier.age,
        "jurisdictions": laws,
        "opt_out_first_seen": dossier.opt_out_first_seen,
        "asked_at": dossier.asked_at,
        "deferred_at": dossier.deferred_at,
        "cleared_at": dossier.cleared_at,
        "took_back_at": dossier.took_back_at,
        "ledger_head": dossier.ledger_head,
    })
}

/// What they set about being reached, and what was sent in the last week.
fn limit(policy: &Policy, limits: &Limits, set_at: Option<UnixTime>, sent: &[(ChannelId, UnixTime)]) -> Value {
    let sending = |(channel, at): &(ChannelId, UnixTime)| json!({ "channel": policy.channel_key(*channel), "at": at });
    let mut document = limits_document(policy, limits);
    document["set_at"] = json!(set_at);
    document["sent"] = json!(sent.iter().map(sending).collect::<Vec<_>>());
    document
}

fn merge(merged: &MergedIn) -> Value {
    let MergedIn { at, into_verified, from_verified, first_statement } = merged;
    json!({
        "at": at,
        "verified_since": into_verified,
        "other_verified_since": from_verified,
        "first_statement": first_statement,
    })
}

/// One statement, as it is carried away.
#[must_use]
pub fn statement(policy: &Policy, held: &HeldStatement) -> Value {
    let HeldStatement { statement, evidence: Evidence { notice, how } } = held;
    let Statement {
        kind,
        scope: about,
        client_at,
        received_at,
        actor,
        explicit,
        past_data,
        overrides,
        notice_current,
        shown,
    } = statement;
    let mut document = scope(policy, about);
    let more = json!({
        "kind": kind,
        "client_time": client_at,
        "received_at": received_at,
        "actor": actor,
        "explicit": explicit,
        "past_data": past_data,
        "overrides_opt_out": overrides,
        "notice_current": notice_current,
        "notice_shown_at": shown.map(|shown| shown.served_at),
        "notice_shown": shown.as_ref().map(|shown| showing(policy, shown)),
        "evidence": { "notice": notice, "how": how },
    });
    if let (Value::Object(document), Value::Object(more)) = (&mut document, more) {
        document.extend(more);
    }
    document
}

/// The showing that a statement answers. The serial is a text: it is larger than some readers' numbers.
fn showing(policy: &Policy, shown: &Shown) -> Value {
    let Shown { notice, version, lang, served_at, serial, told } = shown;
    let told = policy.categories().filter(|(_, category)| told.has(category.id)).map(|(key, _)| key);
    json!({
        "notice": notice.0,
        "version": version,
        "language": lang.code(),
        "shown_at": served_at,
        "serial": serial.to_string(),
        "told": told.collect::<Vec<_>>(),
    })
}

fn scope(policy: &Policy, scope: &Scope) -> Value {
    let Scope { purpose, category, recipient, channel } = scope;
    json!({
        "purpose": purpose.map_or("*", |p| policy.purpose_key(p)),
        "category": category.map_or("*", |c| policy.category_key(c)),
        "recipient": match recipient {
            None => "*".to_owned(),
            Some(None) => "nobody".to_owned(),
            Some(Some(recipient)) => recipient.0.to_string(),
        },
        "channel": channel.map_or("*", |c| policy.channel_key(c)),
    })
}

fn keys(policy: &Policy, purposes: PurposeSet) -> Vec<&str> {
    purposes.iter().map(|p| policy.purpose_key(p)).collect()
}

fn kind_of_data(policy: &Policy, category: CategoryId) -> &str {
    policy.category_key(category)
}

fn event(policy: &Policy, held: &HeldEvent) -> Value {
    let HeldEvent { event, disclosed } = held;
    let Event { id, item, verb, at, at_arrival, quantity, rating_tenths, basket, ceiling } = event;
    json!({
        "id": id.as_str(),
        "item": item,
        "verb": verb.as_str(),
        "category": kind_of_data(policy, policy.category_of(*verb)),
        "time": at,
        "at_arrival": at_arrival,
        "quantity": quantity,
        "rating_tenths": rating_tenths,
        "basket": basket.as_ref().map(|b| b.as_str()),
        "ceiling": ceiling.map(|purposes| keys(policy, purposes)),
        "purposes": keys(policy, *disclosed),
    })
}

fn at_hand(policy: &Policy, act: &HeldAct) -> Value {
    let HeldAct { item, verb, at, quantity, rating_tenths, disclosed, channel, basket } = act;
    json!({
        "item": item,
        "verb": verb.as_str(),
        "time": at,
        "quantity": quantity,
        "rating_tenths": rating_tenths,
        "purposes": keys(policy, *disclosed),
        "channel": policy.channel_key(*channel),
        "basket_digest": basket.map(|digest| format!("{digest:016x}")),
    })
}

/// What they declared that they like, or never want to see.
#[must_use]
pub fn interest(policy: &Policy, held: &HeldTrait<Interest>) -> Value {
    let HeldTrait { what: Interest { topic, likes }, at, disclosed } = held;
    let (kind, name) = topic.parts();
    json!({ kind: name, "likes": likes, "time": at, "purposes": keys(policy, *disclosed) })
}

/// How much variety they declared that they like.
#[must_use]
pub fn liking(policy: &Policy, held: &HeldTrait<u8>) -> Value {
    let HeldTrait { what, at, disclosed } = held;
    json!({ "percent": what, "time": at, "purposes": keys(policy, *disclosed) })
}

/// Something that is hidden or contested.
#[must_use]
pub fn veil(veil: &Veil) -> Value {
    let Veil { what, since, contested } = veil;
    let mut document = json!({ "since": since, "contested": contested });
    let (kind, fields) = match what {
        Hide::Item(item) => ("item", json!({ "item": item })),
        Hide::Category { key, future } => ("category", json!({ "category": key, "future": future })),
        Hide::Period { from, to } => ("period", json!({ "from": from, "to": to })),
        Hide::Basket(basket) => ("basket", json!({ "basket": basket.as_str() })),
    };
    document["kind"] = json!(kind);
    if let (Value::Object(document), Value::Object(fields)) = (&mut document, fields) {
        document.extend(fields);
    }
    document
}
