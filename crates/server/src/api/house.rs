//! `GET` and `PUT /v1/catalog/filter`: the rule of the house about which items are recommended at all, to everybody alike.

use super::answer::Answer;
use super::filter;
use super::input::{self, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE};
use crate::auth::{Caller, Deed};
use crate::json::Fields;
use crate::problem::Problem;
use crate::state::Doors;
use app::OperatorDeed;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{get, put};
use domain::Filter;
use serde_json::{Value, json};

const PATH: &str = "/v1/catalog/filter";

/// The route that shows it.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::ReadCatalog),
    summary: "See the rule of the house: which items are recommended at all",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: ruled,
    handler: || get(show),
};

/// The route that changes it.
pub const PUT_ROUTE: Route = Route {
    method: Method::PUT,
    path: PATH,
    deed: Some(Deed::WriteCatalog),
    summary: "Put a rule in the place of the house's, or none",
    query: &[],
    idempotency_key: false,
    request: Some(ruled),
    answer: ruled,
    handler: || put(change),
};

fn ruled() -> Value {
    schema::object(vec![("filter", schema::nullable(filter::filter_schema()), DUE)])
}

async fn show(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ReadCatalog)?;
    Ok(answer(doors.shop().house().as_deref()))
}

async fn change(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::WriteCatalog)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let rule = fields.take("filter").map(|rule| filter::read(rule, "/filter")).transpose()?;
    fields.finish()?;
    let kept = rule.clone();
    doors
        .call(move |shop, now| {
            shop.leave(now, OperatorDeed::House { set: rule.is_some() })?;
            shop.set_house(rule)
        })
        .await?;
    Ok(answer(kept.as_ref()))
}

fn answer(rule: Option<&Filter>) -> Response {
    Answer::ok(&json!({ "filter": rule.map(filter::shown) })).into_response()
}
