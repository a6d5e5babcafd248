//! `GET /v1/subjects/{subject}/export`: everything that is held on a person, to carry away (Art. 15 and 20 GDPR).

use super::answer::Answer;
use super::route::Route;
use crate::auth::{Deed, not_found};
use crate::dossier;
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use axum::routing::get;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/subjects/{subject}/export",
    deed: Some(Deed::ActOnPerson),
    summary: "Carry away everything that is held on a person",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: crate::archive::schema::document,
    handler: || get(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let who = super::input::person(&doors, &headers, &subject).await?;
    let found = doors.call(move |shop, now| Ok(shop.see(now, &who)?.map(|held| (now, held)))).await?;
    let (now, found) = found.ok_or_else(not_found)?;
    let mut response = Answer::ok(&dossier::shown(doors.shop(), now, &found)).into_response();
    let name = HeaderValue::from_static("attachment; filename=\"my-data.json\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
