//! Consent objects and messages: what each comes to.

use super::acts::{self, Common, Properties};
use super::{ceiling, message};
use app::Policy;
use domain::{PurposeSet, UnixTime};
use serde_json::value::RawValue;

fn policy() -> Policy {
    Policy::shipped().expect("shipped")
}

fn keys(policy: &Policy, set: PurposeSet) -> Vec<String> {
    set.iter().map(|id| policy.purpose_key(id).to_owned()).collect()
}

/// The purposes that a context leaves open; `None` where nothing was consented to.
fn check(context: &str, due: Option<&[&str]>) {
    let policy = policy();
    let raw: &RawValue = serde_json::from_str(context).expect("JSON");
    let found = ceiling::read(&policy, Some(raw)).map(|set| keys(&policy, set));
    assert_eq!(
        found.as_deref(),
        due.map(|keys| keys.iter().map(|k| (*k).to_owned()).collect::<Vec<_>>()).as_deref(),
        "{context}"
    );
}

#[test]
fn a_consent_object_is_a_ceiling_and_a_missing_or_doubtful_one_is_a_no() {
    check(r#"{"consent":{"categoryPreferences":{"recommend":true,"ads":false,"C0004":true}}}"#, Some(&["recommend"]));
    check(r#"{"consent":{"categoryPreferences":{}}}"#, Some(&[]));
    check(
        r#"{"consentManagement":{"allowedConsentIds":["recommend","ads"],"deniedConsentIds":["ads"]}}"#,
        Some(&["recommend"]),
    );
    check(r#"{"consentManagement":{"allowedConsentIds":["recommend"]}}"#, Some(&["recommend"]));
    check(
        r#"{"consent":{"categoryPreferences":{"recommend":true,"train":true}},"consentManagement":{"allowedConsentIds":["train"]}}"#,
        Some(&["train"]),
    );
    for none in [
        "{}",
        r#"{"consent":null}"#,
        r#"{"consent":{}}"#,
        r#"{"consent":true}"#,
        r#"{"consent":{"categoryPreferences":{"recommend":"true"}}}"#,
        r#"{"consent":{"categoryPreferences":{"ads":false,"ads":true}}}"#,
        r#"{"consentManagement":{"deniedConsentIds":["ads"]}}"#,
        r#"{"consentManagement":{"allowedConsentIds":"recommend"}}"#,
        r#"{"consentManagement":{"allowedConsentIds":["recommend"],"deniedConsentIds":"ads"}}"#,
        r#"{"consent":{"categoryPreferences":{"recommend":true}},"consentManagement":{}}"#,
        r#"{"consent":{"categoryPreferences":{"recommend":true}},"consent":{"categoryPreferences":{"ads":true}}}"#,
        "[]",
    ] {
        check(none, None);
    }
}

/// An event's id, item, pieces and tenths of a star.
type Plain = (String, String, u32, Option<u16>);

fn mapped(name: &str, properties: &str) -> Result<Vec<Plain>, &'static str> {
    let verb = acts::verb(name).expect("listed");
    let common = Common { id: "m1".to_owned(), verb, at: UnixTime(7), at_arrival: false, ceiling: PurposeSet::NONE };
    let properties = Properties::read(properties).expect("properties");
    let events = acts::events(&common, &properties).map_err(|problem| problem.code().name())?;
    let plain = |e: &domain::Event| (e.id.as_str().to_owned(), e.item.as_str().to_owned(), e.quantity, e.rating_tenths);
    Ok(events.iter().map(plain).collect())
}

#[test]
fn the_ecommerce_events_become_ours_and_no_other_event_does() {
    let one = |id: &str, item: &str, quantity, rating| (id.to_owned(), item.to_owned(), quantity, rating);
    let order = r#"{"order_id":"o","email":"x","products":[{"product_id":"p","quantity":2},{"sku":"q"}]}"#;
    assert_eq!(mapped("Order Completed", order), Ok(vec![one("m1:0", "p", 2, None), one("m1:1", "q", 1, None)]));
    assert_eq!(mapped("Product Viewed", r#"{"product_id":17,"quantity":3}"#), Ok(vec![one("m1", "17", 1, None)]));
    assert_eq!(
        mapped("Product Reviewed", r#"{"product_id":"p","rating":"4.5"}"#),
        Ok(vec![one("m1", "p", 1, Some(45))])
    );
    assert_eq!(mapped("Order Refunded", r#"{"order_id":"o"}"#), Ok(vec![]));
    assert_eq!(mapped("Product Rated", r#"{"product_id":"p"}"#), Err("missing_field"));
    assert_eq!(mapped("Product Rated", r#"{"product_id":"p","rating":"NaN"}"#), Err("invalid_number"));
    assert_eq!(mapped("Product Viewed", r#"{"product_id":"jane@example.org"}"#), Err("invalid_identifier"));
    assert_eq!(mapped("Product Purchased", r#"{"product_id":"p","quantity":1e9}"#), Err("invalid_number"));
    for other in ["Products Searched", "Signed Up", "order completed", ""] {
        assert_eq!(acts::verb(other), None, "{other}");
    }
}

#[test]
fn depth_is_counted_outside_of_texts() {
    for (text, due) in [("1", 0), ("{}", 1), (r#"{"a":[{"b":"[[{\"["}]}"#, 3), (r#""\\""#, 0)] {
        assert_eq!(message::depth(text), due, "{text}");
    }
}
