//! `GET /v1/catalog/items`: every item can be listed and found; nothing is personalized away.

use super::answer::Answer;
use super::catalog_put::item_schema;
use super::route::{Parameter, Route};
use super::schema::{self, DUE};
use super::url::Query;
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::get;
use domain::Item;
use serde_json::{Value, json};

/// Most items on one page.
const PAGE_MAX: usize = 200;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/catalog/items",
    deed: Some(Deed::ReadCatalog),
    summary: "List the catalog, page by page",
    query: &[
        Parameter {
            name: "offset",
            says: "how many items to skip",
            schema: || schema::integer(0, i64::from(u32::MAX)),
        },
        Parameter { name: "limit", says: "how many items at most", schema: || schema::count(PAGE_MAX) },
    ],
    idempotency_key: false,
    request: None,
    answer: || {
        schema::object(vec![
            ("items", schema::list(item_schema(), PAGE_MAX), DUE),
            ("total", schema::integer(0, i64::MAX), DUE),
        ])
    },
    handler: || get(handle),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ReadCatalog)?;
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let offset = query.number("offset", 0, usize::MAX >> 1)?;
    let limit = query.count("limit", 50, PAGE_MAX)?;
    query.finish()?;
    let catalog = doors.shop().catalog();
    let items: Vec<_> = catalog.items().iter().skip(offset).take(limit).map(|item| shown(item)).collect();
    Ok(Answer::ok(&json!({ "items": items, "total": catalog.items().len() })).into_response())
}

/// An item as it goes out: the same fields as it came in.
pub fn shown(item: &Item) -> Value {
    json!({
        "id": item.id,
        "title": item.title,
        "description": item.description,
        "category": item.category,
        "tags": item.tags,
        "price_minor": item.price.map(|price| price.minor()),
        "currency": item.price.as_ref().map(|price| price.currency().to_owned()),
        "url": item.url,
        "available": item.available,
    })
}
