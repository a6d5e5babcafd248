//! `DELETE /v1/catalog/items/{item}`: takes an item out.

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE};
use crate::auth::{Caller, Deed, not_found};
use crate::problem::Problem;
use crate::state::Doors;
use app::OperatorDeed;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::delete;
use domain::ItemId;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::DELETE,
    path: "/v1/catalog/items/{item}",
    deed: Some(Deed::WriteCatalog),
    summary: "Take an item out of the catalog",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("deleted", schema::truth(), DUE)]),
    handler: || delete(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(item): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::WriteCatalog)?;
    super::input::nothing(&headers, body).await?;
    let item = ItemId::parse(&item).map_err(|_| super::input::invalid_path_id())?;
    let deleted = doors
        .call(move |shop, now| {
            if shop.catalog().get(&item).is_some() {
                shop.leave(now, OperatorDeed::CatalogDeleted)?;
            }
            shop.delete_item(&item)
        })
        .await?;
    if !deleted {
        return Err(not_found());
    }
    Ok(Answer::ok(&serde_json::json!({ "deleted": true })).into_response())
}
