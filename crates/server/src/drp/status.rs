//! `GET /v1/data-rights-request/{request}`, `.../{request}/archive`: how far a request is, and what it gave (2.02, 3.03).

use super::message::shown;
use super::{Refusal, agent};
use crate::api::answer::Answer;
use crate::api::archive;
use crate::api::route::Route;
use crate::api::schema::{self, DUE, MAY};
use crate::state::Doors;
use app::{Agent, Docket, Queued};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use domain::{DAY_SECONDS, RequestId, RequestKind, Stage};
use serde_json::{Value, json};

/// The path of one request.
pub const PATH: &str = "/v1/data-rights-request/{request}";
/// For how many days an agent may fetch what a request gave.
const RESULTS_DAYS: i64 = 7;

/// The route that tells how far it is.
pub const STATUS: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: None,
    summary: "Data Rights Protocol: how far a request of an agent's is",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: schema,
    handler: || get(status),
};

/// The route that hands out what a request for access gave.
pub const RESULTS: Route = Route {
    method: Method::GET,
    path: "/v1/data-rights-request/{request}/archive",
    deed: None,
    summary: "Data Rights Protocol: the archive that a fulfilled request for access gave",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || json!({"type": "string", "contentMediaType": crate::archive::MEDIA_TYPE}),
    handler: || get(results),
};

/// The schema of a status.
pub fn schema() -> Value {
    schema::object(vec![
        ("request_id", schema::text(32), DUE),
        ("agent_request_id", schema::text(200), MAY),
        ("status", schema::word(&["in_progress", "fulfilled", "denied", "revoked"]), DUE),
        ("reason", schema::text(64), MAY),
        ("received_at", schema::text(32), DUE),
        ("expected_by", schema::text(32), MAY),
        ("processing_details", schema::text(2_000), MAY),
        ("results_url", schema::text(200), MAY),
        ("expires_at", schema::text(32), MAY),
    ])
}

/// A request of this agent's. One of another agent's is answered as one that there is not.
pub async fn find(doors: &Doors, agent: &Agent, id: RequestId) -> Result<(Docket, Option<Queued>), Refusal> {
    let found = doors.call(move |shop, now| shop.docket(now, id)).await?;
    found.filter(|(docket, _)| docket.agent.as_deref() == Some(&agent.id)).ok_or_else(Refusal::forbidden)
}

/// The status of a request of this agent's.
pub async fn of(doors: &Doors, agent: &Agent, id: RequestId) -> Result<Value, Refusal> {
    let (docket, queued) = find(doors, agent, id).await?;
    Ok(document(id, &docket, queued.as_ref()))
}

fn document(id: RequestId, docket: &Docket, queued: Option<&Queued>) -> Value {
    let mut document = json!({ "request_id": id.to_string(), "received_at": shown(docket.received_at) });
    if let Some(name) = &docket.agents_id {
        document["agent_request_id"] = json!(name);
    }
    let (status, reason) = match (docket.stage, &docket.denied) {
        (_, Some(why)) => ("denied", Some(why.as_str())),
        (Stage::Refused, None) => ("denied", Some("other")),
        (Stage::Revoked, None) => ("revoked", None),
        (Stage::Done, None) => ("fulfilled", None),
        (_, None) => ("in_progress", None),
    };
    document["status"] = json!(status);
    if let Some(reason) = reason {
        document["reason"] = json!(reason);
    }
    if let Some(queued) = queued {
        let request = &queued.request;
        let told = request.told.iter().rev().find(|told| !told.says.is_empty());
        if let Some(told) = told {
            document["processing_details"] = json!(told.says);
        }
        if !request.stage.is_closed() {
            document["expected_by"] = json!(shown(request.due_at));
        }
        if let (RequestKind::Access, Stage::Done, Some(closed)) = (request.kind, request.stage, request.closed_at) {
            document["results_url"] = json!(format!("/v1/data-rights-request/{id}/archive"));
            document["expires_at"] = json!(shown(closed.plus(RESULTS_DAYS * DAY_SECONDS)));
        }
    }
    document
}

async fn status(State(doors): State<Doors>, headers: HeaderMap, Path(id): Path<String>) -> Result<Response, Refusal> {
    let agent = agent(&doors, &headers).await?;
    let id = RequestId::parse(&id).ok_or_else(Refusal::forbidden)?;
    Ok(Answer::ok(&of(&doors, &agent, id).await?).into_response())
}

async fn results(State(doors): State<Doors>, headers: HeaderMap, Path(id): Path<String>) -> Result<Response, Refusal> {
    let agent = agent(&doors, &headers).await?;
    let id = RequestId::parse(&id).ok_or_else(Refusal::forbidden)?;
    let (_, queued) = find(&doors, &agent, id).await?;
    // Who was merged into somebody since did not say that their agent may see what is held of that one.
    let queued = queued.filter(|queued| !queued.merged).ok_or_else(Refusal::forbidden)?;
    let request = &queued.request;
    let open = request.closed_at.is_some_and(|at| doors.now() < at.plus(RESULTS_DAYS * DAY_SECONDS));
    if request.kind != RequestKind::Access || request.stage != Stage::Done || !open {
        return Err(Refusal::forbidden());
    }
    Ok(archive::of(&doors, queued.subject.clone(), crate::api::lang(&headers)).await?)
}
