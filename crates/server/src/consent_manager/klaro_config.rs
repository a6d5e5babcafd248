//! What Klaro shows, made from the policy in force: each purpose with its benefit, and no as near as yes.

use super::notice;
use crate::language::{self, words::KlaroWords};
use crate::pages::purpose_title;
use app::{Policy, PurposeEntry};
use domain::Lang;
use serde_json::{Map, Value, json};

/// The days for which Klaro keeps the choice in the visitor's browser before it asks again.
const COOKIE_DAYS: u32 = 180;

/// The configuration. Nothing is chosen in advance, nothing is required, and the notice itself has a button for no.
#[must_use]
pub fn document(policy: &Policy) -> Value {
    let translations: Map<_, _> =
        language::all().into_iter().map(|lang| (lang.code().to_owned(), words(lang))).collect();
    json!({
        "id": notice(policy),
        "name": "default",
        "status": "active",
        "version": 2,
        "elementID": "klaro",
        "storageMethod": "cookie",
        "cookieName": "klaro",
        "cookieExpiresAfterDays": COOKIE_DAYS,
        "fallbackLang": "en",
        "default": false,
        "required": false,
        "optOut": false,
        "mustConsent": false,
        "acceptAll": true,
        "hideDeclineAll": false,
        "hideLearnMore": false,
        "groupByPurpose": false,
        "htmlTexts": false,
        "translations": translations,
        "services": policy.purposes().map(|(key, entry)| json!({
            "name": key,
            "default": false,
            "required": false,
            "optOut": false,
            "purposes": [],
            "cookies": [],
            "translations": services(key, entry),
        })).collect::<Vec<_>>(),
    })
}

/// A purpose in every language, and in English for any other, which Klaro calls `zz`.
fn services(key: &str, entry: &PurposeEntry) -> Value {
    let told = |lang: Lang| json!({ "title": title(lang, key), "description": entry.benefit(lang) });
    let spoken = language::all().into_iter().map(|lang| (lang.code().to_owned(), told(lang)));
    Value::Object(spoken.chain([("zz".to_owned(), told(Lang::EN))]).collect())
}

/// A purpose's name, with a capital first.
fn title(lang: Lang, key: &str) -> String {
    let name = purpose_title(lang, key);
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The words around the purposes: plain, and the same weight on both sides.
fn words(lang: Lang) -> Value {
    let KlaroWords { title, about, yes, no, choose, save } = &language::of(lang).klaro;
    json!({
        "acceptAll": yes,
        "ok": yes,
        "decline": no,
        "acceptSelected": save,
        "save": save,
        "consentNotice": { "title": title, "description": about, "learnMore": choose },
        "consentModal": { "title": title, "description": about },
    })
}
