//! `GET /v1/requests`, `POST /v1/requests/{request}/steps`: what waits for the shop, and what it does about it.

use super::answer::Answer;
use super::input::{self, BODY_BYTES_MAX};
use super::requests::request_id;
use super::route::Route;
use super::schema::{self, DUE, MAY};
use crate::archive::schema::request as request_schema;
use crate::auth::{Caller, Deed, not_found};
use crate::dossier;
use crate::json::Fields;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Queued, REQUEST_CHARS_MAX, Step};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{get, post};
use domain::UnixTime;
use serde_json::{Value, json};

/// The words for the steps.
const STEPS: [&str; 10] = [
    "check_identity",
    "identity_proven",
    "ask_back",
    "answered",
    "start",
    "extend",
    "finish",
    "refuse",
    "tell",
    "revoke",
];

/// The route that lists.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/requests",
    deed: Some(Deed::WorkRequests),
    summary: "List the requests that wait for the shop, the one that is due first at the head",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        let mut fields = request_schema();
        fields.extend([("subject", schema::id(), DUE), ("overdue", schema::truth(), DUE)]);
        schema::object(vec![("requests", schema::list(schema::object(fields), usize::MAX), DUE)])
    },
    handler: || get(list),
};

/// The route that takes a step.
pub const STEP_ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/requests/{request}/steps",
    deed: Some(Deed::WorkRequests),
    summary: "Take a step with a request; the person is told in their list",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![
            ("subject", schema::id(), DUE),
            ("step", schema::word(&STEPS), DUE),
            ("says", schema::text(REQUEST_CHARS_MAX), MAY),
        ])
    }),
    answer: || schema::object(request_schema()),
    handler: || post(step),
};

async fn list(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::WorkRequests)?;
    let (queue, now) = doors.call(|shop, now| Ok((shop.queue(now)?, now))).await?;
    let all: Vec<_> = queue.iter().map(|queued| shown(queued, now)).collect();
    Ok(Answer::ok(&json!({ "requests": all })).into_response())
}

fn shown(queued: &Queued, now: UnixTime) -> Value {
    let mut document = dossier::request(&queued.request);
    document["subject"] = json!(queued.subject.as_str());
    document["overdue"] = json!(queued.request.is_overdue(now));
    document
}

async fn step(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::WorkRequests)?;
    let id = request_id(&id)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let who = caller.about(input::subject(&mut fields)?)?;
    input::see_opt_out(&doors, &headers, &who).await?;
    let word = fields.word_if_any("step", |word| STEPS.into_iter().find(|known| *known == word))?;
    let word = word.ok_or_else(|| fields.missing("step"))?;
    let says = fields.text_if_any("says", REQUEST_CHARS_MAX)?.unwrap_or_default().trim().to_owned();
    let step = read(word, says).ok_or_else(|| fields.wrong("step", Code::InvalidValue, "no such step"))?;
    fields.finish()?;
    let request = doors.call(move |shop, now| shop.step(now, &who, id, &step)).await?.ok_or_else(not_found)?;
    Ok(Answer::ok(&dossier::request(&request)).into_response())
}

fn read(word: &str, says: String) -> Option<Step> {
    Some(match word {
        "check_identity" => Step::CheckIdentity { says },
        "identity_proven" => Step::IdentityProven,
        "ask_back" => Step::AskBack { says },
        "answered" => Step::Answered,
        "start" => Step::Start,
        "extend" => Step::Extend { says },
        "finish" => Step::Finish { says },
        "refuse" => Step::Refuse { says },
        "tell" => Step::Tell { says },
        "revoke" => Step::Revoke,
        _ => return None,
    })
}
