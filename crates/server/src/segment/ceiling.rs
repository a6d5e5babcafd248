//! The consent objects of Segment and of RudderStack: the purposes that an event may at most serve (RULE.md, G7).

use crate::json::{self, Value};
use app::Policy;
use domain::PurposeSet;
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Context<'a> {
    #[serde(borrow)]
    consent: Option<&'a RawValue>,
    #[serde(borrow)]
    consent_management: Option<&'a RawValue>,
}

/// The ceiling that a context carries. `None` where it has no consent object, or one that can not be read without a doubt:
/// then nothing is consented to. Where it has both, an event serves only what both allow.
pub fn read(policy: &Policy, context: Option<&RawValue>) -> Option<PurposeSet> {
    let context: Context<'_> = serde_json::from_str(context?.get()).ok()?;
    let preferences = context.consent.map(|raw| preferences(policy, raw));
    let ids = context.consent_management.map(|raw| ids(policy, raw));
    match (preferences, ids) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => one,
        (Some(one), Some(other)) => Some(one?.and(other?)),
    }
}

/// Segment: `{"categoryPreferences": {"recommend": true, "ads": false}}`.
fn preferences(policy: &Policy, raw: &RawValue) -> Option<PurposeSet> {
    let consent = json::parse(raw.get().as_bytes()).ok()?;
    let Value::Object(preferences) = field(&consent, "categoryPreferences")? else { return None };
    preferences.iter().try_fold(PurposeSet::NONE, |set, (key, value)| match value {
        Value::Bool(true) => Some(and(policy, set, key)),
        Value::Bool(false) => Some(set),
        _ => None,
    })
}

/// RudderStack: `{"allowedConsentIds": ["recommend"], "deniedConsentIds": ["ads"]}`. What is in both is denied.
fn ids(policy: &Policy, raw: &RawValue) -> Option<PurposeSet> {
    let management = json::parse(raw.get().as_bytes()).ok()?;
    let allowed = texts(field(&management, "allowedConsentIds")?)?;
    let denied = match field(&management, "deniedConsentIds") {
        Some(denied) => texts(denied)?,
        None => Vec::new(),
    };
    let left = allowed.into_iter().filter(|key| !denied.contains(key));
    Some(left.fold(PurposeSet::NONE, |set, key| and(policy, set, key)))
}

fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let Value::Object(fields) = value else { return None };
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

fn texts(value: &Value) -> Option<Vec<&str>> {
    let Value::List(list) = value else { return None };
    list.iter().map(|one| if let Value::Text(text) = one { Some(text.as_str()) } else { None }).collect()
}

/// A name that the policy does not know opens nothing.
fn and(policy: &Policy, set: PurposeSet, key: &str) -> PurposeSet {
    policy.purpose(key).map_or(set, |entry| set.with(entry.terms.id))
}
