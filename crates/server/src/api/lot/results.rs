//! `GET /v1/experiments/{experiment}/results`: what came of each arm, where enough people are behind it.

use super::super::answer::Answer;
use super::super::route::Route;
use super::super::schema::{self, DUE, MAY};
use super::named;
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use app::{ARMS_MAX, Count, Rate};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use domain::Outcome;
use serde_json::{Value, json};

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/experiments/{experiment}/results",
    deed: Some(Deed::ManageSlots),
    summary: "Read what came of each arm of an experiment",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        schema::object(vec![
            ("experiment", schema::id(), DUE),
            ("people_min", schema::integer(1, 1_000), DUE),
            ("arms", schema::list(count_schema("arm"), ARMS_MAX), DUE),
        ])
    },
    handler: || get(handle),
};

/// The schema of what was counted of a variant or an arm.
pub fn count_schema(of: &'static str) -> Value {
    let whole = || schema::integer(0, i64::MAX);
    let rate = || {
        schema::object(vec![
            ("value", schema::number(), DUE),
            ("low", schema::number(), DUE),
            ("high", schema::number(), DUE),
        ])
    };
    schema::object(vec![
        (of, schema::id(), DUE),
        ("percent", schema::integer(0, 100), MAY),
        ("suppressed", schema::truth(), DUE),
        ("people", whole(), MAY),
        ("trials", whole(), MAY),
        ("clicked", whole(), MAY),
        ("converted", whole(), MAY),
        ("clicked_rate", rate(), MAY),
        ("converted_rate", rate(), MAY),
    ])
}

/// What was counted, with its rates; where too few people are behind it, only that.
pub fn shown_count(of: &str, id: &str, count: Option<&Count>) -> Value {
    let Some(count) = count else { return json!({ of: id, "suppressed": true }) };
    let clicked = count.reached(Outcome::Clicked);
    let mut out = json!({
        of: id,
        "suppressed": false,
        "people": count.people,
        "trials": count.trials,
        "clicked": clicked,
        "converted": count.converted,
    });
    for (name, reached) in [("clicked_rate", clicked), ("converted_rate", count.converted)] {
        if let Some(rate) = Rate::of(reached, count.trials) {
            out[name] = json!({ "value": rate.value, "low": rate.low, "high": rate.high });
        }
    }
    out
}

async fn handle(State(doors): State<Doors>, headers: HeaderMap, Path(name): Path<String>) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageSlots)?;
    let name = named(&name)?;
    let asked = name.clone();
    let results = doors.call(move |shop, now| shop.experiment_results(now, &asked)).await?;
    let people_min = doors.shop().people_min();
    let arm = |result: &app::ArmResult| {
        let mut shown = shown_count("arm", &result.arm, result.count.as_ref());
        shown["percent"] = json!(result.percent);
        shown
    };
    let arms: Vec<_> = results.iter().map(arm).collect();
    Ok(Answer::ok(&json!({ "experiment": name, "people_min": people_min, "arms": arms })).into_response())
}
