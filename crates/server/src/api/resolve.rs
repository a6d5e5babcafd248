//! `POST /v1/identifiers/resolve`: whose an identifier is; in a body, because no address of a person belongs in a URL.

use super::answer::Answer;
use super::identifiers::{identifier, identifier_schema};
use super::input::{self, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE};
use crate::auth::{Caller, Deed, not_found};
use crate::json::Fields;
use crate::problem::Problem;
use crate::state::Doors;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/identifiers/resolve",
    deed: Some(Deed::LinkPeople),
    summary: "Find the person whom an identifier is linked to",
    query: &[],
    idempotency_key: false,
    request: Some(|| schema::object(identifier_schema())),
    answer: || schema::object(vec![("subject", schema::id(), DUE)]),
    handler: || post(handle),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::LinkPeople)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let identifier = identifier(&mut fields)?;
    fields.finish()?;
    let who = doors.call(move |shop, now| shop.whose(now, &identifier)).await?.ok_or_else(not_found)?;
    // A program that carries a person's token along hears of nobody else.
    let told = caller.about(Some(who)).map_err(|_| not_found())?;
    Ok(Answer::ok(&serde_json::json!({ "subject": told.as_str() })).into_response())
}
