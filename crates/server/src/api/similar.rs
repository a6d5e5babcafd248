//! `GET /v1/catalog/items/{item}/similar`: what goes with an item; the same for everybody.

use super::answer::Answer;
use super::route::{Parameter, Route};
use super::schema::{self, DUE};
use super::shown;
use super::url::Query;
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use app::ITEMS_SHOWN_MAX;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::get;
use domain::{ItemId, Rung};
use std::collections::BTreeMap;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/catalog/items/{item}/similar",
    deed: Some(Deed::ReadCatalog),
    summary: "Get items that go with an item",
    query: &[Parameter { name: "count", says: "how many items at most", schema: || schema::count(ITEMS_SHOWN_MAX) }],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("items", shown::slate_schema(), DUE)]),
    handler: || get(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(item): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ReadCatalog)?;
    let item = ItemId::parse(&item).map_err(|_| super::input::invalid_path_id())?;
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let count = query.count("count", 10, ITEMS_SHOWN_MAX)?;
    query.finish()?;
    let slate = doors.call(move |shop, _| shop.similar(&item, count)).await?;
    let window = doors.shop().window();
    let (rung, lang) = (Rung::Contextual, super::lang(&headers));
    let items = shown::slate(&slate, |id| window.listed(id), |id| window.called(id, rung), (rung, lang));
    Ok(Answer::ok(&BTreeMap::from([("items", items)])).into_response())
}
