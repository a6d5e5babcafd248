//! `POST` and `GET /v1/agent/{agent}`: an agent shows with their key who they are, and draws a token (2.05, 2.06).

use super::message::Message;
use super::{Refusal, agent, text};
use crate::api::answer::Answer;
use crate::api::route::Route;
use crate::api::schema::{self, DUE};
use crate::state::Doors;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::json;

const PATH: &str = "/v1/agent/{agent}";

/// The route that draws a token.
pub const SETUP: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: None,
    summary: "Data Rights Protocol: an agent draws a token with a signed message",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("agent-id", schema::text(100), DUE), ("token", schema::text(100), DUE)]),
    handler: || post(set_up),
};

/// The route that tells whether a token is in use.
pub const INFORMATION: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: None,
    summary: "Data Rights Protocol: whether an agent's token is in use",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(Vec::new()),
    handler: || get(information),
};

/// Whatever is wrong is answered alike, and without a word: nobody learns which agents there are.
async fn set_up(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response, Refusal> {
    let text = text(&headers, body).await?;
    let agents = doors.call(|shop, _| shop.agents()).await?;
    let agent = agents.iter().find(|agent| agent.id == id && !agent.revoked).ok_or(Refusal::Silent)?;
    let message = Message::open(agent, &text).map_err(|_| Refusal::Silent)?;
    message.check(agent, doors.now()).map_err(|_| Refusal::Silent)?;
    let name = agent.id.clone();
    let token = doors.call(move |shop, _| shop.agent_token(&name)).await?.ok_or(Refusal::Silent)?;
    Ok(Answer::ok(&json!({ "agent-id": id, "token": token })).into_response())
}

async fn information(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    if agent(&doors, &headers).await?.id != id {
        return Err(Refusal::forbidden());
    }
    Ok(Answer::ok(&json!({})).into_response())
}
