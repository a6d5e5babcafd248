//! `POST` and `GET /v1/subjects/{subject}/archive`: everything that is held on a person, in one ZIP file.

use super::answer::file;
use super::input;
use super::route::Route;
use crate::archive;
use crate::auth::{Deed, not_found};
use crate::dossier;
use crate::problem::Problem;
use crate::state::Doors;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use domain::{Lang, SubjectId};
use serde_json::json;

const PATH: &str = "/v1/subjects/{subject}/archive";

/// The route that makes one.
pub const ROUTE: Route = route(Method::POST, || post(handle));
/// The same, for a link.
pub const GET_ROUTE: Route = route(Method::GET, || get(handle));

const fn route(method: Method, handler: fn() -> MethodRouter<Doors>) -> Route {
    Route {
        method,
        path: PATH,
        deed: Some(Deed::ActOnPerson),
        summary: "Carry away everything that is held on a person as a ZIP file: JSON, tables, a page to read it",
        query: &[],
        idempotency_key: false,
        request: None,
        answer: || json!({"type": "string", "contentMediaType": archive::MEDIA_TYPE}),
        handler,
    }
}

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let who = input::person(&doors, &headers, &subject).await?;
    input::nothing(&headers, body).await?;
    of(&doors, who, input::lang(&headers)).await
}

/// The archive of a person as a file; `not_found` where nothing is held.
///
/// # Errors
/// As [`Doors::call`].
pub async fn of(doors: &Doors, who: SubjectId, lang: Lang) -> Result<Response, Problem> {
    let zip = doors.call(move |shop, now| {
        let held = shop.see(now, &who)?;
        Ok(held.map(|held| archive::archive(&dossier::shown(shop, now, &held), lang)))
    });
    let zip = zip.await?.ok_or_else(not_found)?;
    Ok(file(zip, archive::MEDIA_TYPE, archive::FILE_NAME))
}
