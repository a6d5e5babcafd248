//! The receipt as Kantara's Consent Receipt Specification 1.1.0 has it, for those who read that form. It knows no "no": the
//! type of consent says so where one was said, and so does the end of each purpose.

use super::{Case, iso_time, plain};
use domain::{DAY_SECONDS, Sensitivity, Statement};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use vault::policy::{Controller, PurposeEntry};

const VERSION: &str = "KI-CR-v1.1.0";

/// The document.
pub(super) fn document(case: &Case<'_>) -> Value {
    let sensitive = sensitive(case);
    let mut document = json!({
        "version": VERSION,
        "jurisdiction": jurisdiction(case),
        "consentTimestamp": case.statement().at(),
        "collectionMethod": collection_method(case),
        "consentReceiptID": case.line.id,
        "publicKey": case.key,
        "language": case.lang.code(),
        "piiPrincipalId": case.said.subject.as_str(),
        "piiControllers": [controller(&case.policy.controller)],
        "services": [{
            "service": service(case),
            "purposes": case.purposes().into_iter().map(|(key, entry)| purpose(case, key, entry)).collect::<Vec<_>>(),
        }],
        "sensitive": !sensitive.is_empty(),
        "spiCat": sensitive,
        plain::MEMBER: plain::words(case),
    });
    if let Some(policy) = &case.policy.controller.privacy_policy {
        document["policyUrl"] = json!(policy);
    }
    document
}

/// Where nobody said where the person lives, the strictest reading was used.
fn jurisdiction(case: &Case<'_>) -> String {
    let keys: Vec<_> = case.said.jurisdictions.iter().map(|id| case.policy.jurisdiction_key(*id)).collect();
    let codes: Vec<_> = keys.iter().map(|key| super::country(key).unwrap_or_else(|| (*key).to_owned())).collect();
    if codes.is_empty() { "zz-strict".to_owned() } else { codes.join(", ") }
}

fn collection_method<'c>(case: &'c Case<'_>) -> &'c str {
    let how = case.line.held.evidence.how.as_str();
    if how.is_empty() { "not recorded: a no needs no evidence" } else { how }
}

fn service<'c>(case: &'c Case<'_>) -> &'c str {
    case.policy.controller.name.as_deref().unwrap_or("this shop")
}

/// The specification's explicit consent is one that an act expressed, whatever the words; each statement here is an act.
fn consent_type(said: &Statement) -> String {
    if said.kind.is_negative() { said.kind.as_str().to_ascii_uppercase() } else { "EXPLICIT".to_owned() }
}

fn purpose(case: &Case<'_>, key: &str, entry: &PurposeEntry) -> Value {
    let said = case.statement();
    let termination = match said.kind.is_negative() {
        true => format!("ended by the `{}` of {}", said.kind.as_str(), iso_time(said.at())),
        false => format!("{} days, or when it is withdrawn", case.lifetime_seconds(entry) / DAY_SECONDS),
    };
    json!({
        "purpose": format!("{key}: {}", case.benefit(entry)),
        "purposeCategory": [entry.dpv, entry.fideslang],
        "consentType": consent_type(said),
        "piiCategory": case.categories(entry).into_iter().map(|(key, _)| key).collect::<Vec<_>>(),
        "primaryPurpose": false,
        "termination": termination,
        "thirdPartyDisclosure": entry.terms.sale_or_share,
    })
}

/// The sensitive ones among the categories that the statement is about.
fn sensitive<'a>(case: &Case<'a>) -> BTreeSet<&'a str> {
    let categories = case.purposes().into_iter().flat_map(|(_, entry)| case.categories(entry));
    categories.filter(|(_, found)| found.sensitivity != Sensitivity::None).map(|(key, _)| key).collect()
}

fn controller(shop: &Controller) -> Value {
    let mut out = Map::from_iter([
        ("piiController".to_owned(), json!(shop.name.as_deref().unwrap_or("this shop"))),
        ("onBehalf".to_owned(), json!(false)),
    ]);
    let fields =
        [("contact", &shop.contact), ("email", &shop.email), ("phone", &shop.phone), ("piiControllerUrl", &shop.url)];
    for (name, value) in fields.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
        out.insert(name.to_owned(), json!(value));
    }
    if let Some(street) = &shop.address {
        let mut address = json!({ "streetAddress": street });
        if let Some(country) = &shop.country {
            address["addressCountry"] = json!(country);
        }
        out.insert("address".to_owned(), address);
    }
    Value::Object(out)
}
