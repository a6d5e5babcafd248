//! `POST /v1/notices/{notice}/served`: shows a notice to somebody, with the snapshot that their answer brings back.

use super::super::answer::Answer;
use super::super::input::{self, BODY_BYTES_MAX};
use super::super::route::Route;
use super::super::schema::{self, DUE, MAY};
use super::{published_fields, read, shown};
use crate::auth::{Caller, Deed, not_found};
use crate::json::Fields;
use crate::problem::Problem;
use crate::state::Doors;
use app::Served;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use domain::LANG_CODE_BYTES_MAX;
use serde_json::{Value, json};

/// The route. It is a POST because somebody who is known is remembered to have been shown it.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/notices/{notice}/served",
    deed: Some(Deed::WriteStatements),
    summary: "Show a notice to a person: its words, and the snapshot that has to come back with their answer",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![("subject", schema::id(), MAY), ("lang", schema::text(LANG_CODE_BYTES_MAX), MAY)])
    }),
    answer: || {
        schema::object(vec![
            ("notice", schema::object(published_fields()), DUE),
            ("lang", schema::text(LANG_CODE_BYTES_MAX), DUE),
            ("words", read::wording_schema(), DUE),
            ("layers", read::layers_schema(), DUE),
            ("purposes", read::purposes_schema(), DUE),
            ("snapshot", schema::text(1_024), DUE),
            ("expires_at", schema::time(), DUE),
        ])
    },
    handler: || post(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(key): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::WriteStatements)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let who = caller.about(input::subject(&mut fields)?)?;
    let lang = fields.word_if_any("lang", crate::language::parse)?.unwrap_or_else(|| input::lang(&headers));
    fields.finish()?;
    input::see_opt_out(&doors, &headers, &who).await?;
    let served = doors.call(move |shop, now| shop.show_notice(now, &who, &key, lang)).await?;
    let served = served.ok_or_else(not_found)?;
    Ok(Answer::ok(&told(&served)).into_response())
}

fn told(served: &Served) -> Value {
    json!({
        "notice": shown(&served.published),
        "lang": served.lang.code(),
        "words": served.notice.locales.get(served.lang.code()),
        "layers": served.notice.layers,
        "purposes": served.notice.purposes,
        "snapshot": served.snapshot,
        "expires_at": served.expires_at.0,
    })
}
