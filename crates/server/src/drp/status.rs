//! `GET /v1/data-rights-request/{request}`, `.../{request}/archive`: how far a request is, and what it gave (2.02, 3.03).

use super::message::shown;
use super::{Refusal, agent};
use crate::api::answer::Answer;
use crate::api::archive;
use crate::api::route::Route;
use crate::api::schema::{self, DUE, MAY};
use crate::problem::Problem;
use crate::state::Doors;
use app::{Agent, AppError, Docket, Queued};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use domain::{DAY_SECONDS, RequestId, RequestKind, Stage};
use serde_json::{Value, json};

/// The path of one request.
pub const PATH: &str = "/v1/data-rights-request/{request}";
/// What the shop wrote to the person.
const DETAILS: &str = "processing_details";
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
        ("user_verification_url", schema::text(600), MAY),
        (DETAILS, schema::text(2_000), MAY),
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
    Ok(document((id, &docket), queued.as_ref(), doors.verification_url()))
}

/// The status of a request, for whoever wanted to be told; `None` where there is none any more, or its agent may not ask any
/// more. What the shop wrote to the person is left to those who ask for it.
///
/// # Errors
/// As [`Doors::call`].
pub async fn status_document(doors: &Doors, id: RequestId) -> Result<Option<Value>, Problem> {
    let found = doors
        .call(move |shop, now| {
            let agents = shop.agents()?;
            let stands =
                |docket: &Docket| agents.iter().any(|one| docket.agent.as_ref() == Some(&one.id) && !one.revoked);
            Ok::<_, AppError>(shop.docket(now, id)?.filter(|(docket, _)| stands(docket)))
        })
        .await?;
    Ok(found.map(|(docket, queued)| told(document((id, &docket), queued.as_ref(), doors.verification_url()))))
}

/// By what one status is told from another.
#[must_use]
pub fn status_digest(document: &Value) -> [u8; 32] {
    app::sha256_of(&[told(document.clone()).to_string().as_bytes()])
}

/// Whether nothing comes after this status any more.
#[must_use]
pub fn status_is_last(document: &Value) -> bool {
    document["status"] != "in_progress"
}

/// What of a status is told without being asked for.
fn told(mut document: Value) -> Value {
    if let Some(fields) = document.as_object_mut() {
        fields.remove(DETAILS);
    }
    document
}

fn document((id, docket): (RequestId, &Docket), queued: Option<&Queued>, verify_at: Option<&str>) -> Value {
    let mut document = json!({ "request_id": id.to_string(), "received_at": shown(docket.received_at) });
    if let Some(name) = &docket.agents_id {
        document["agent_request_id"] = json!(name);
    }
    let (status, reason) = match (docket.stage, &docket.denied) {
        (_, Some(why)) => ("denied", Some(why.as_str())),
        (Stage::Refused, None) if queued.is_some_and(failed_to_show) => ("denied", Some("insuf_verification")),
        (Stage::Refused, None) => ("denied", Some("other")),
        (Stage::IdentityCheck, None) => ("in_progress", Some("need_user_verification")),
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
            document[DETAILS] = json!(told.says);
        }
        if let (Stage::IdentityCheck, Some(url)) = (request.stage, verify_at) {
            document["user_verification_url"] = json!(format!("{url}/{id}"));
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

/// Whether it was refused because whoever asked did not show who they are.
fn failed_to_show(queued: &Queued) -> bool {
    let before = queued.request.told.iter().rev().find(|told| told.stage != Stage::Refused);
    before.is_some_and(|told| told.stage == Stage::IdentityCheck)
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
