//! `/v1/slots/{slot}`: what can stand in a slot of a page, and what was counted of it.

use super::super::answer::Answer;
use super::super::input;
use super::super::route::Route;
use super::super::schema::{self, DUE, MAY};
use super::results::{count_schema, shown_count};
use super::{named, slot_read};
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use app::{Cell, OperatorDeed, Slot, VARIANTS_MAX};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing;
use serde_json::{Value, json};

const PATH: &str = "/v1/slots/{slot}";

/// Puts one in.
pub const PUT: Route = Route {
    method: Method::PUT,
    path: PATH,
    deed: Some(Deed::ManageSlots),
    summary: "Say what can stand in a slot of a page, or say it anew",
    query: &[],
    idempotency_key: false,
    request: Some(slot_read::sent),
    answer: || slot_read::shown_schema(Vec::new()),
    handler: || routing::put(put),
};

/// Reads one.
pub const GET: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::ManageSlots),
    summary: "Read a slot, and what was counted of each variant",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        let counts = schema::list(count_schema("variant"), VARIANTS_MAX);
        slot_read::shown_schema(vec![("counts", counts, DUE), ("people_min", schema::integer(1, 1_000), DUE)])
    },
    handler: || routing::get(get),
};

/// Takes one away.
pub const DELETE: Route = Route {
    method: Method::DELETE,
    path: PATH,
    deed: Some(Deed::ManageSlots),
    summary: "Take a slot away",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("deleted", schema::truth(), MAY)]),
    handler: || routing::delete(delete),
};

async fn put(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(slot): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageSlots)?;
    let name = named(&slot)?;
    let (value, _) = input::json(&headers, body, slot_read::SLOT_BYTES_MAX).await?;
    let read = slot_read::slot(&value)?;
    let kept = name.clone();
    let slot = doors
        .call(move |shop, now| {
            shop.leave(now, OperatorDeed::Slot { name: &kept, set: true })?;
            shop.put_slot(&kept, read)
        })
        .await?;
    Ok(Answer::ok(&slot_read::shown(&name, &slot)).into_response())
}

async fn get(State(doors): State<Doors>, headers: HeaderMap, Path(slot): Path<String>) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageSlots)?;
    let name = named(&slot)?;
    let asked = name.clone();
    let (slot, cell) = doors.call(move |shop, now| shop.slot_counts(now, &asked)).await?;
    Ok(Answer::ok(&counted(&name, (&slot, cell.as_ref()), doors.shop().people_min())).into_response())
}

fn counted(name: &str, (slot, cell): (&Slot, Option<&Cell>), people_min: u64) -> Value {
    let count = |id: &String| {
        let found = cell.map(|cell| cell.of.get(id).copied().unwrap_or_default());
        shown_count("variant", id, found.filter(|found| found.people == 0 || found.people >= people_min).as_ref())
    };
    let mut out = slot_read::shown(name, slot);
    out["counts"] = slot.variants.iter().map(|variant| count(&variant.id)).collect();
    out["people_min"] = json!(people_min);
    out
}

async fn delete(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(slot): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageSlots)?;
    input::nothing(&headers, body).await?;
    let name = named(&slot)?;
    doors
        .call(move |shop, now| {
            shop.slot(&name)?;
            shop.leave(now, OperatorDeed::Slot { name: &name, set: false })?;
            shop.delete_slot(&name)
        })
        .await?;
    Ok(Answer::ok(&json!({ "deleted": true })).into_response())
}
