//! `GET /v1/catalog/items`: every item can be listed and found; nothing is personalized away.

use super::answer::Answer;
use super::catalog_put::item_schema;
use super::route::{Parameter, Route};
use super::schema::{self, DUE};
use super::url::Query;
use crate::auth::{Caller, Deed};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::get;
use domain::Item;
use serde_json::{Value, json};
use std::sync::Arc;

/// Most characters of a question.
const QUESTION_CHARS_MAX: usize = 200;
/// Most items on one page.
const PAGE_MAX: usize = 200;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/catalog/items",
    deed: Some(Deed::ReadCatalog),
    summary: "List the catalog, or what is found in it by words, page by page",
    query: &[
        Parameter {
            name: "q",
            says: "words that an item has to have, each of them",
            schema: || schema::text(QUESTION_CHARS_MAX),
        },
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
    let question = query.take("q");
    query.finish()?;
    let catalog = doors.shop().catalog();
    let Some(question) = question else { return Ok(page(catalog.items().iter(), (offset, limit))) };
    if question.chars().count() > QUESTION_CHARS_MAX {
        return Err(Problem::new(Code::LimitExceeded, "a question has at most 200 characters"));
    }
    doors.call(move |_, _| Ok(page(catalog.find(&question).into_iter(), (offset, limit)))).await
}

fn page<'a>(items: impl ExactSizeIterator<Item = &'a Arc<Item>>, (offset, limit): (usize, usize)) -> Response {
    let total = items.len();
    let items: Vec<_> = items.skip(offset).take(limit).map(|item| shown(item)).collect();
    Answer::ok(&json!({ "items": items, "total": total })).into_response()
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
        "seller": item.seller,
        "sensitive": item.sensitive,
        "once": item.once,
        "relations": {
            "upgrade_of": item.relations.upgrade_of(),
            "add_on_to": item.relations.add_on_to(),
            "variant_of": item.relations.variant_of(),
        },
    })
}
