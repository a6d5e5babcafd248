//! A slate as it goes out: each item with its title, its sentence, and the terms of its score.

use super::schema::{self, DUE, MAY};
use crate::why;
use app::{Called, ITEMS_SHOWN_MAX, Placed, Slate};
use domain::{Item, ItemId, Lang, Reason, Rung, Term};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// One place of a slate.
#[derive(Serialize)]
pub struct Shown<'a> {
    id: &'a ItemId,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seller: Option<&'a str>,
    score: f64,
    why: String,
    reasons: Vec<Spoken<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    propensity: Option<f64>,
}

/// A term of a score.
#[derive(Serialize)]
struct Spoken<'a> {
    term: &'static str,
    weight: f64,
    evidence: &'a [ItemId],
    titles: Vec<Cow<'a, str>>,
}

/// The schema of a slate.
pub fn slate_schema() -> Value {
    let reason = schema::object(vec![
        ("term", schema::word(&Term::ALL.map(Term::as_str)), DUE),
        ("weight", schema::number(), DUE),
        ("evidence", schema::list(schema::id(), 100), DUE),
        ("titles", schema::list(schema::text(1_000), 100), DUE),
    ]);
    let place = schema::object(vec![
        ("id", schema::id(), DUE),
        ("title", schema::text(1_000), DUE),
        ("url", schema::text(2_048), MAY),
        ("category", schema::text(1_000), MAY),
        ("seller", schema::text(1_000), MAY),
        ("score", schema::number(), DUE),
        ("why", schema::text(1_000), DUE),
        ("reasons", schema::list(reason, 16), DUE),
        ("propensity", schema::number(), MAY),
    ]);
    schema::list(place, ITEMS_SHOWN_MAX)
}

/// A slate, of an answer that stands on a rung: each item as the catalog lists it, and each piece of evidence by what may be
/// told of it there.
pub fn slate<'a>(
    slate: &'a Slate,
    listed: impl Fn(&ItemId) -> Option<&'a Item>,
    called: impl Fn(&ItemId) -> Option<Called<'a>> + Copy,
    (rung, lang): (Rung, Lang),
) -> Vec<Shown<'a>> {
    slate.places.iter().map(|place| shown(place, listed(&place.item), called, (rung, lang))).collect()
}

fn shown<'a>(
    place: &'a Placed,
    item: Option<&'a Item>,
    called: impl Fn(&ItemId) -> Option<Called<'a>> + Copy,
    (rung, lang): (Rung, Lang),
) -> Shown<'a> {
    Shown {
        id: &place.item,
        // Its id, where it has left the catalog since.
        title: item.map_or_else(|| place.item.as_str(), |item| item.title.as_str()),
        url: item.and_then(|item| item.url.as_deref()),
        category: item.and_then(|item| item.category.last()).map(String::as_str),
        seller: item.and_then(|item| item.seller.as_deref()),
        score: place.score.into(),
        why: why::sentence_in(lang, called, &place.reasons, rung),
        reasons: place.reasons.iter().map(|reason| spoken(reason, called, lang)).collect(),
        propensity: place.propensity.map(f64::from),
    }
}

fn spoken<'a>(reason: &'a Reason, called: impl Fn(&ItemId) -> Option<Called<'a>>, lang: Lang) -> Spoken<'a> {
    Spoken {
        term: reason.term.as_str(),
        weight: reason.weight.into(),
        evidence: &reason.evidence,
        titles: reason.evidence.iter().map(|id| why::thing_in(lang, called(id))).collect(),
    }
}
