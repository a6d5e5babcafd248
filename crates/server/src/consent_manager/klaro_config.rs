//! What Klaro shows, made from the policy in force: each purpose with its benefit, and no as near as yes.

use super::notice;
use crate::pages::purpose_title;
use app::Policy;
use domain::Lang;
use serde_json::{Map, Value, json};

/// The days for which Klaro keeps the choice in the visitor's browser before it asks again.
const COOKIE_DAYS: u32 = 180;

/// The configuration. Nothing is chosen in advance, nothing is required, and the notice itself has a button for no.
#[must_use]
pub fn document(policy: &Policy) -> Value {
    let translations: Map<_, _> = Lang::ALL.map(|lang| (lang.code().to_owned(), words(lang))).into_iter().collect();
    json!({
        "id": notice(policy),
        "name": "default",
        "status": "active",
        "version": 2,
        "elementID": "klaro",
        "storageMethod": "cookie",
        "cookieName": "klaro",
        "cookieExpiresAfterDays": COOKIE_DAYS,
        "fallbackLang": Lang::En.code(),
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
            "translations": {
                "en": { "title": title(Lang::En, key), "description": entry.benefit_en },
                "de": { "title": title(Lang::De, key), "description": entry.benefit_de },
                "zz": { "title": title(Lang::En, key), "description": entry.benefit_en },
            },
        })).collect::<Vec<_>>(),
    })
}

/// A purpose's name, with a capital first.
fn title(lang: Lang, key: &str) -> String {
    let name = purpose_title(lang, key);
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The words around the purposes: plain, and the same weight on both sides.
fn words(lang: Lang) -> Value {
    let [title, about, yes, no, choose, save] = match lang {
        Lang::En => [
            "Your data, your choice",
            "May we use what you do here for the purposes below? Everything works if you say no. You can change your mind at any time.",
            "Yes to all",
            "No to all",
            "Choose one by one",
            "Save my choice",
        ],
        Lang::De => [
            "Ihre Daten, Ihre Wahl",
            "Dürfen wir nutzen, was Sie hier tun? Wofür, steht unten. Alles geht auch, wenn Sie Nein sagen. Sie können es jederzeit ändern.",
            "Ja zu allem",
            "Nein zu allem",
            "Einzeln wählen",
            "Meine Wahl speichern",
        ],
    };
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
