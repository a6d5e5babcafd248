//! `/v1/erasures`: what was erased, by receipt and without a name, for the operator; and whether one holds.

use super::answer::{self, Answer};
use super::input;
use super::route::{Parameter, Route};
use super::schema::{self, DUE, MAY};
use super::url::Query;
use crate::auth::{Caller, Deed, not_found};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{AppError, ErasureReceipt, Gone};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::{get, post};
use domain::ReceiptId;
use serde_json::{Value, json};

/// Most receipts on one page.
const PAGE_MAX: usize = 1_000;
/// How many there are where nothing is said.
const PAGE_DEFAULT: usize = 100;
/// The path of one.
const PATH: &str = "/v1/erasures/{receipt}";

/// The list.
pub const LIST: Route = Route {
    method: Method::GET,
    path: "/v1/erasures",
    deed: Some(Deed::WorkRequests),
    summary: "List the erasures by their receipts, page by page: what was destroyed and when, and of nobody whose it was",
    query: &[
        Parameter { name: "after", says: "the receipt that the page before ended with", schema: || schema::text(32) },
        Parameter { name: "limit", says: "how many at most", schema: || schema::count(PAGE_MAX) },
    ],
    idempotency_key: false,
    request: None,
    answer: || {
        let count = || schema::integer(0, i64::from(u32::MAX));
        let one = schema::object(vec![
            ("receipt", schema::text(32), DUE),
            ("at", schema::time(), DUE),
            ("names", count(), DUE),
            ("identifiers", count(), DUE),
            ("records", count(), DUE),
            ("events", count(), DUE),
            ("statements", count(), DUE),
            ("receipts", count(), DUE),
            ("recipients", count(), DUE),
            ("escrow_until", schema::nullable(schema::time()), DUE),
        ]);
        schema::object(vec![
            ("erasures", schema::list(one, PAGE_MAX), DUE),
            ("next", schema::nullable(schema::text(32)), DUE),
        ])
    },
    handler: || get(list),
};

/// One receipt, signed.
pub const ONE: Route = Route {
    path: PATH,
    summary: "The signed receipt of an erasure",
    query: &[],
    answer: || schema::text(20_000),
    handler: || get(one),
    ..LIST
};

/// Whether one holds.
pub const CHECK: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::WorkRequests),
    summary: "Check that an erasure holds: its receipt, the keyring and the data; the model and backups by `assent erase verify`",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        schema::object(vec![
            ("holds", schema::truth(), DUE),
            ("at", schema::time(), MAY),
            ("came_back_since", schema::truth(), MAY),
            ("escrow_until", schema::nullable(schema::time()), MAY),
            ("why", schema::text(200), MAY),
        ])
    },
    handler: || post(check),
};

async fn list(State(doors): State<Doors>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::WorkRequests)?;
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let limit = query.count("limit", PAGE_DEFAULT, PAGE_MAX)?;
    let wrong = || Problem::new(Code::InvalidParameter, "send the `next` of the page before");
    let after = query.take("after").map(|text| ReceiptId::parse(&text).ok_or_else(wrong)).transpose()?;
    query.finish()?;
    let (page, next) = doors.call(move |shop, _| shop.erasures_after(after.map(|id| id.0), limit)).await?;
    let shown: Vec<_> = page.iter().map(shown).collect();
    Ok(Answer::ok(&json!({ "erasures": shown, "next": next })).into_response())
}

fn shown(receipt: &ErasureReceipt) -> Value {
    let ErasureReceipt { id, at, gone, until } = receipt;
    let Gone { names, identifiers, records, events, statements, receipts, recipients } = gone;
    json!({
        "receipt": id,
        "at": at,
        "names": names,
        "identifiers": identifiers,
        "records": records,
        "events": events,
        "statements": statements,
        "receipts": receipts,
        "recipients": recipients,
        "escrow_until": until,
    })
}

async fn one(State(doors): State<Doors>, headers: HeaderMap, Path(receipt): Path<String>) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::WorkRequests)?;
    ReceiptId::parse(&receipt).ok_or_else(not_found)?;
    Ok(answer::text(doors.call(move |shop, _| shop.erasure_receipt(&receipt)).await?))
}

async fn check(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(receipt): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::WorkRequests)?;
    input::nothing(&headers, body).await?;
    ReceiptId::parse(&receipt).ok_or_else(not_found)?;
    let found = doors
        .call(move |shop, _| match shop.recheck_erasure(&receipt) {
            Ok(found) => Ok(json!({
                "holds": true,
                "at": found.at,
                "came_back_since": found.is_back,
                "escrow_until": found.until,
            })),
            Err(AppError::NotProven(why)) => Ok(json!({ "holds": false, "why": why })),
            Err(error) => Err(error),
        })
        .await?;
    Ok(Answer::ok(&found).into_response())
}
