//! The receipt in the structure of ISO/IEC TS 27560:2023, as the W3C community's guide writes it in JSON-LD with DPV terms
//! (<https://w3id.org/dpv/guides/consent-27560>). What nobody stated is left out rather than made up.

use super::{Case, iso_time, plain};
use domain::{Actor, DAY_SECONDS, Kind, Sensitivity};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use vault::policy::{Category, Class, Controller, PurposeEntry};

const SCHEMA: &str = "https://w3id.org/dpv/schema/dpv-27560#";
/// The person and the shop within the document.
const PERSON: &str = "_:person";
const SHOP: &str = "_:shop";

/// The document.
pub(super) fn document(case: &Case<'_>) -> Value {
    let id = &case.line.id;
    json!({
        "@context": context(),
        "@id": format!("urn:uuid:{id}#receipt"),
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": named(&format!("{SCHEMA}receipt")),
        "dct:created": time(&iso_time(case.issued_at)),
        "dct:identifier": format!("receipt-{id}"),
        "dct:language": case.lang.code(),
        "dct:publisher": named(SHOP),
        "dpv:hasRecordOfActivity": record(case),
        plain::MEMBER: plain::words(case),
    })
}

fn context() -> Value {
    json!({
        "dct": "http://purl.org/dc/terms/",
        "dpv": "https://w3id.org/dpv#",
        "loc": "https://w3id.org/dpv/loc#",
        "pd": "https://w3id.org/dpv/pd#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

fn record(case: &Case<'_>) -> Value {
    let id = &case.line.id;
    json!({
        "@id": format!("urn:uuid:{id}"),
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": named(&format!("{SCHEMA}record")),
        "dct:identifier": id,
        "dpv:hasDataSubject": {
            "@id": PERSON, "@type": "dpv:DataSubject", "dct:identifier": case.said.subject.as_str(),
        },
        "dpv:hasDataController": named(SHOP),
        "dpv:hasEntity": entity(&case.policy.controller),
        "dpv:hasJurisdiction": jurisdictions(case),
        "dpv:hasLegalBasis": named(consent_type(case)),
        "dpv:hasNotice": notice(case),
        "dpv:hasProcess": case.purposes().into_iter().map(|(key, entry)| process(case, key, entry)).collect::<Vec<_>>(),
        "dpv:hasConsentControl": {
            "@type": ["dpv:ProvideConsent", "dpv:WithdrawConsent"], "dpv:isExercisedAt": exercised_at(case),
        },
        "dpv:hasRight": rights(case),
        "dpv:hasConsentStatus": status(case),
    })
}

// === what is done with which data ===

fn process(case: &Case<'_>, key: &str, entry: &PurposeEntry) -> Value {
    let mut processing = vec![named("dpv:Collect"), named("dpv:Store"), named("dpv:Use")];
    if entry.classes.contains(&Class::Profiling) {
        processing.push(named("dpv:Profiling"));
    }
    let benefit = json!({ "@language": entry.told_in(case.lang).code(), "@value": case.benefit(entry) });
    json!({
        "@type": "dpv:Process",
        "dpv:hasPurpose": {
            "@type": "dpv:Purpose", "dct:identifier": key, "dct:description": benefit, "skos:broader": named(&entry.dpv),
        },
        "dpv:hasPersonalData": case.categories(entry).into_iter().map(|(key, found)| data(key, found)).collect::<Vec<_>>(),
        "dpv:hasProcessing": processing,
        "dpv:hasDataSource": { "@type": "dpv:DataSubjectDataSource" },
        "dpv:hasStorageCondition": storage(entry),
        "dpv:hasRecipient": named(SHOP),
    })
}

fn data(key: &str, category: &Category) -> Value {
    let class = match category.sensitivity {
        Sensitivity::None => "dpv:PersonalData",
        Sensitivity::Special => "dpv:SpecialCategoryPersonalData",
        _ => "dpv:SensitivePersonalData",
    };
    json!({ "@type": class, "dct:identifier": key, "skos:broader": named(&category.dpv) })
}

/// The policy's retention. It ends the use, and the words say so: what is kept goes when it is erased.
fn storage(entry: &PurposeEntry) -> Value {
    json!({
        "@type": "dpv:StorageDuration",
        "dpv:hasDuration": days(i64::from(entry.retention_days)),
        "dct:description": { "@language": "en", "@value": "older data is not used for this purpose; it is kept until it is erased" },
    })
}

// === what was said ===

fn status(case: &Case<'_>) -> Value {
    let said = case.statement();
    let evidence = &case.line.held.evidence;
    let how = match said.actor {
        Actor::UserAgentSignal => "a signal of the browser",
        Actor::Import => "a file that says what was agreed to elsewhere",
        _ => evidence.how.as_str(),
    };
    let mut types = vec![consent_status(said.kind, said.actor)];
    if !said.kind.is_negative() {
        types.push(consent_type(case));
    }
    let mut status = json!({
        "@type": types,
        "dct:identifier": said.kind,
        "dpv:hasDuration": duration(case),
        "dpv:isIndicatedAtTime": time(&iso_time(said.at())),
        "dpv:isIndicatedBy": by(said.actor),
    });
    if !how.is_empty() {
        status["dpv:hasIndicationMethod"] = json!(how);
    }
    status
}

/// An objection, an opt-out and a limit are a no to what was never asked for: the vocabulary's word for a no is a refusal.
const fn consent_status(kind: Kind, actor: Actor) -> &'static str {
    match (kind, actor) {
        (Kind::Grant | Kind::GuardianGrant | Kind::OptIn, _) => "dpv:ConsentGiven",
        (Kind::Renew, _) => "dpv:RenewedConsentGiven",
        (Kind::Invalidate, _) => "dpv:ConsentInvalidated",
        (_, Actor::Operator) => "dpv:ConsentRevoked",
        (Kind::Withdraw, _) => "dpv:ConsentWithdrawn",
        (Kind::Refuse | Kind::Object | Kind::OptOut | Kind::Limit, _) => "dpv:ConsentRefused",
    }
}

/// How consent was expressed; a no expresses none, and is about consent all the same.
const fn consent_type(case: &Case<'_>) -> &'static str {
    match (case.line.held.statement.kind.is_negative(), case.line.held.statement.explicit) {
        (true, _) => "dpv:Consent",
        (false, true) => "dpv:ExplicitlyExpressedConsent",
        (false, false) => "dpv:ExpressedConsent",
    }
}

fn by(actor: Actor) -> Value {
    match actor {
        Actor::Subject | Actor::UserAgentSignal | Actor::Import => named(PERSON),
        Actor::Guardian => json!({ "@type": "dpv:GuardianOfDataSubject" }),
        Actor::Agent => json!({ "@type": "dpv:Representative" }),
        Actor::Operator => named(SHOP),
    }
}

/// A yes lives as long as the shortest of its purposes and places lets it; a no, until the person says otherwise.
fn duration(case: &Case<'_>) -> Value {
    if case.statement().kind.is_negative() {
        return json!({ "@type": "dpv:UntilEventDuration", "rdf:value": "a later yes of the person about the same" });
    }
    let lifetimes = case.purposes().into_iter().map(|(_, entry)| case.lifetime_seconds(entry));
    json!({ "@type": "dpv:TemporalDuration", "rdf:value": days(lifetimes.min().unwrap_or(0) / DAY_SECONDS) })
}

/// A published notice is named by its key, version, language and hash. The language of one that only words name is not known.
fn notice(case: &Case<'_>) -> Value {
    let mut notice = json!({ "@type": "dpv:ConsentNotice", "dct:language": "und" });
    let words = &case.line.held.evidence.notice;
    if !words.is_empty() {
        notice["dct:identifier"] = json!(words);
    }
    if let Some(shown) = &case.statement().shown {
        notice["dct:language"] = json!(shown.lang.code());
        notice["dct:hasVersion"] = json!(shown.version.to_string());
        notice["dct:date"] = time(&iso_time(shown.served_at));
    }
    notice
}

// === where, and who ===

fn jurisdictions(case: &Case<'_>) -> Vec<Value> {
    let keys = case.said.jurisdictions.iter().map(|id| case.policy.jurisdiction_key(*id));
    let one = |key: &str| {
        let mut place = json!({ "@type": "dpv:Location", "dct:identifier": key });
        if let Some(code) = super::country(key) {
            place["@id"] = json!(format!("loc:{code}"));
        }
        place
    };
    keys.map(one).collect()
}

/// The rights that the claiming laws give, each with where it stands.
fn rights(case: &Case<'_>) -> Vec<Value> {
    let then = case.policy.at(case.statement().at());
    let profiles = case.said.jurisdictions.iter().filter_map(|id| then.profile(*id));
    let mut named: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (right, source) in profiles.flat_map(|profile| &profile.rights) {
        named.entry(right.as_str()).or_default().push(source);
    }
    let shop = &case.policy.controller;
    let place = shop.privacy_policy.as_deref().or(shop.url.as_deref());
    let one = |(right, sources): (&str, Vec<&str>)| {
        let mut right = json!({ "@type": "dpv:DataSubjectRight", "dct:identifier": right, "dct:source": sources });
        if let Some(place) = place {
            right["dpv:isExercisedAt"] = json!({ "@id": place });
        }
        right
    };
    named.into_iter().map(one).collect()
}

/// Where a person changes their mind: at the shop's own page, where it names one, or by the interface that this came from.
fn exercised_at(case: &Case<'_>) -> Value {
    let place = &case.policy.controller.choices;
    place.as_deref().map_or_else(|| json!("POST /v1/statements"), named)
}

fn entity(shop: &Controller) -> Value {
    let mut entity = json!({ "@id": SHOP, "@type": "dpv:DataController", "dpv:hasIdentifier": SHOP });
    if let Some(name) = &shop.name {
        entity["dpv:hasName"] = json!(name);
    }
    if let Some(url) = &shop.url {
        entity["schema:url"] = named(url);
    }
    let mut contact = Map::new();
    let fields = [("schema:name", &shop.contact), ("schema:email", &shop.email), ("schema:telephone", &shop.phone)];
    for (name, value) in fields.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
        contact.insert(name.to_owned(), json!(value));
    }
    if !contact.is_empty() {
        contact.insert("@type".to_owned(), json!("schema:ContactPoint"));
        entity["schema:contactPoint"] = Value::Object(contact);
    }
    if let Some(street) = &shop.address {
        let address = json!({ "@type": "schema:PostalAddress", "schema:streetAddress": street });
        entity["schema:address"] = address;
    }
    if let (Some(country), Some(_)) = (&shop.country, &shop.address) {
        entity["schema:address"]["schema:addressCountry"] = json!(country);
    }
    if let Some(policy) = &shop.privacy_policy {
        entity["dpv:hasNotice"] = json!({ "@id": policy, "@type": "dpv:PrivacyNotice" });
    }
    entity
}

// === words of JSON-LD ===

fn named(name: &str) -> Value {
    json!({ "@id": name })
}

fn time(text: &str) -> Value {
    json!({ "@type": "xsd:dateTime", "@value": text })
}

fn days(days: i64) -> Value {
    json!({ "@type": "xsd:duration", "@value": format!("P{days}D") })
}
