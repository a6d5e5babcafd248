//! `POST /v1/subjects/{subject}/merge`: two people turn out to be one.

use super::answer::Answer;
use super::identifiers::about;
use super::input::{self, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE};
use crate::auth::{self, Caller, Deed, not_found};
use crate::json::{Fields, TEXT_CHARS_MAX};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::Merge;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use domain::SubjectId;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/subjects/{subject}/merge",
    deed: Some(Deed::MergePeople),
    summary: "Make two people one: every no of both stands, and a yes only where both gave it",
    query: &[],
    idempotency_key: false,
    request: Some(|| schema::object(vec![("from", schema::id(), DUE)])),
    answer: || schema::object(vec![("subject", schema::id(), DUE), ("changed", schema::truth(), DUE)]),
    handler: || post(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let (caller, into) = about(&doors, &headers, Deed::MergePeople, &subject)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let from =
        SubjectId::parse(fields.text("from", TEXT_CHARS_MAX)?).map_err(|_| input::invalid_id(&fields, "from"))?;
    if from == into {
        return Err(fields.wrong("from", Code::InvalidValue, "nobody is merged with themself"));
    }
    fields.finish()?;
    if !may_speak_for(&doors, &headers, &caller, &from) {
        return Err(Problem::new(Code::IdentityUnproven, "send the token of the other along, as Assent-Subject-Token"));
    }
    input::see_opt_out(&doors, &headers, &into).await?;
    let name = into.clone();
    match doors.call(move |shop, now| shop.merge(now, &into, &from)).await? {
        Merge::Nobody => Err(not_found()),
        merge => {
            let answer = serde_json::json!({ "subject": name.as_str(), "changed": merge == Merge::Done });
            Ok(Answer::ok(&answer).into_response())
        }
    }
}

/// A program of the shop's may; a person only who proves that they are both.
fn may_speak_for(doors: &Doors, headers: &HeaderMap, caller: &Caller, from: &SubjectId) -> bool {
    match caller {
        Caller::Program { .. } => true,
        Caller::Person(_) => auth::tokens(doors, headers).contains(from),
    }
}
