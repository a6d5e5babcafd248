//! `PUT` and `DELETE /v1/subjects/{subject}/hidden/{item}`: takes an item out of a person's history, or puts it back.

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE};
use crate::auth::Deed;
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{delete, put};
use domain::ItemId;

const PATH: &str = "/v1/subjects/{subject}/hidden/{item}";

/// The route that hides.
pub const ROUTE: Route = Route {
    method: Method::PUT,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "Hide an item from a person's history: it has no influence from now on",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("changed", schema::truth(), DUE)]),
    handler: || put(|state, headers, path| set(state, headers, path, true)),
};

/// The route that shows again.
pub const SHOW_ROUTE: Route = Route {
    method: Method::DELETE,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "Show an item in a person's history again",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("changed", schema::truth(), DUE)]),
    handler: || delete(|state, headers, path| set(state, headers, path, false)),
};

async fn set(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path((subject, item)): Path<(String, String)>,
    hidden: bool,
) -> Result<Response, Problem> {
    let who = super::input::person(&doors, &headers, &subject).await?;
    let item = ItemId::parse(&item).map_err(|_| super::input::invalid_path_id())?;
    let changed = doors.call(move |shop, now| shop.hide(now, &who, &item, hidden)).await?;
    Ok(Answer::ok(&serde_json::json!({ "changed": changed })).into_response())
}
