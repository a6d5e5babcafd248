//! `GET /v1/subjects/{subject}/export`: everything that is held on a person, to carry away (Art. 15 and 20 GDPR).

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE};
use crate::auth::{Deed, not_found};
use crate::dossier;
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/subjects/{subject}/export",
    deed: Some(Deed::ActOnPerson),
    summary: "Carry away everything that is held on a person",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        let any = || json!({"type": "object"});
        schema::object(vec![
            ("format", schema::word(&[dossier::FORMAT]), DUE),
            ("subject", any(), DUE),
            ("statements", schema::list(any(), usize::MAX), DUE),
            ("events", schema::list(any(), usize::MAX), DUE),
            ("hidden", schema::list(schema::id(), usize::MAX), DUE),
            ("interests", schema::list(any(), usize::MAX), DUE),
            ("variety", schema::nullable(any()), DUE),
            ("receipts", schema::list(any(), usize::MAX), DUE),
        ])
    },
    handler: || get(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let who = super::input::person(&doors, &headers, &subject).await?;
    let found = doors.call(move |shop, now| shop.see(now, &who)).await?.ok_or_else(not_found)?;
    let mut response = Answer::ok(&dossier::shown(doors.shop().policy(), &found)).into_response();
    let name = HeaderValue::from_static("attachment; filename=\"my-data.json\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
