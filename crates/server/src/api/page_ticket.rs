//! `POST /v1/page-tickets`: a ticket with which a person comes from the shop's pages to their own pages here, once.

use super::answer::Answer;
use super::input;
use super::route::Route;
use super::schema::{self, DUE, MAY};
use crate::auth::{Deed, not_found};
use crate::pages::links;
use crate::problem::Problem;
use crate::state::Doors;
use crate::tickets::{TICKET_SECONDS_DEFAULT, TICKET_SECONDS_MAX};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use serde_json::json;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/page-tickets",
    deed: Some(Deed::IssueTokens),
    summary: "Issue a ticket with which a person opens their own pages here, once and soon",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![("subject", schema::id(), DUE), ("seconds", schema::integer(1, TICKET_SECONDS_MAX), MAY)])
    }),
    answer: || {
        schema::object(vec![
            ("ticket", schema::text(1_000), DUE),
            ("path", schema::text(1_000), DUE),
            ("expires_at", schema::time(), DUE),
        ])
    },
    handler: || post(handle),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let (who, seconds) = input::issued(&doors, &headers, body, (TICKET_SECONDS_DEFAULT, TICKET_SECONDS_MAX)).await?;
    if !doors.has_pages() {
        return Err(not_found());
    }
    let expires_at = doors.now().plus(seconds);
    let run = doors.tickets().run.clone();
    let ticket = doors.call(move |shop, now| shop.page_ticket(now, &who, &run, seconds)).await?;
    let path = links::enter(&ticket);
    Ok(Answer::ok(&json!({ "ticket": ticket, "path": path, "expires_at": expires_at })).into_response())
}
