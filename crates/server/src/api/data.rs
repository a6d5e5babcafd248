//! `GET /v1/subjects/{subject}/data`: what is held on a person, in short: counts, kinds, since when.

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE};
use crate::auth::{Deed, not_found};
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use serde_json::json;
use std::collections::BTreeMap;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/subjects/{subject}/data",
    deed: Some(Deed::ActOnPerson),
    summary: "See in short what is held on a person",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        schema::object(vec![
            ("since", schema::time(), DUE),
            ("statements", schema::integer(0, i64::MAX), DUE),
            ("receipts", schema::integer(0, i64::MAX), DUE),
            ("hidden", schema::integer(0, i64::MAX), DUE),
            ("categories", json!({"type": "object"}), DUE),
            ("uses", json!({"type": "object"}), DUE),
        ])
    },
    handler: || get(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let who = super::input::person(&doors, &headers, &subject).await?;
    let dossier = doors.call(move |shop, now| shop.see(now, &who)).await?.ok_or_else(not_found)?;
    let policy = doors.shop().policy();
    let mut categories: BTreeMap<String, (u64, i64, i64)> = BTreeMap::new();
    for held in &dossier.events {
        let key = policy.category_key(policy.category_of(held.event.verb)).to_owned();
        let at = held.event.at.0;
        let (count, first, last) = categories.entry(key).or_insert((0, at, at));
        (*count, *first, *last) = (*count + 1, at.min(*first), at.max(*last));
    }
    for at in dossier.interests.iter().map(|held| held.at.0).chain(dossier.variety.iter().map(|held| held.at.0)) {
        let (count, first, last) = categories.entry("trait.interest".to_owned()).or_insert((0, at, at));
        (*count, *first, *last) = (*count + 1, at.min(*first), at.max(*last));
    }
    let categories: BTreeMap<_, _> = categories
        .into_iter()
        .map(|(key, (count, first, last))| (key, json!({ "events": count, "first": first, "last": last })))
        .collect();
    let uses: BTreeMap<_, _> = app::uses(&dossier.receipts)
        .into_iter()
        .map(|(purpose, u)| {
            (purpose, json!({ "asked": u.asked, "refused": u.refused, "data_used": u.data_used, "latest": u.latest }))
        })
        .collect();
    let answer = json!({
        "since": dossier.since,
        "statements": dossier.statements.len(),
        "receipts": dossier.receipts.len(),
        "hidden": dossier.hidden.len(),
        "categories": categories,
        "uses": uses,
    });
    Ok(Answer::ok(&answer).into_response())
}
