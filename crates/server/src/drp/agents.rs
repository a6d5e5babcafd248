//! `POST` and `GET /v1/agents`: the shop registers the agents that it trusts to have checked whom they speak for.

use crate::api::answer::Answer;
use crate::api::input::{self, BODY_BYTES_MAX};
use crate::api::route::Route;
use crate::api::schema::{self, DUE, Field, MAY};
use crate::auth::{Caller, Deed};
use crate::json::Fields;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{AGENT_CHARS_MAX, AGENTS_MAX, Agent, AgentKey, NewAgent};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Value, json};

const PATH: &str = "/v1/agents";
/// Characters of a key in base64.
const KEY_CHARS: usize = 44;

/// The route that registers.
pub const REGISTER: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::WorkRequests),
    summary: "Register an authorised agent by their key, change one, or revoke one",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![
            ("id", schema::text(AGENT_CHARS_MAX), DUE),
            ("name", schema::text(AGENT_CHARS_MAX), DUE),
            ("business_id", schema::text(AGENT_CHARS_MAX), DUE),
            ("verify_key", schema::text(KEY_CHARS), DUE),
            ("revoked", schema::truth(), MAY),
        ])
    }),
    answer: || schema::object(fields()),
    handler: || post(register),
};

/// The route that lists.
pub const LIST: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::WorkRequests),
    summary: "List the authorised agents",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("agents", schema::list(schema::object(fields()), AGENTS_MAX), DUE)]),
    handler: || get(list),
};

fn fields() -> Vec<Field> {
    vec![
        ("id", schema::text(AGENT_CHARS_MAX), DUE),
        ("name", schema::text(AGENT_CHARS_MAX), DUE),
        ("business_id", schema::text(AGENT_CHARS_MAX), DUE),
        ("verify_key", schema::text(KEY_CHARS), DUE),
        ("made_at", schema::time(), DUE),
        ("revoked", schema::truth(), DUE),
    ]
}

fn shown(agent: &Agent) -> Value {
    json!({
        "id": agent.id,
        "name": agent.name,
        "business_id": agent.business,
        "verify_key": agent.key.text(),
        "made_at": agent.made_at,
        "revoked": agent.revoked,
    })
}

async fn register(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::WorkRequests)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let new = NewAgent {
        id: name(&mut fields, "id")?,
        name: fields.text("name", AGENT_CHARS_MAX)?.to_owned(),
        business: name(&mut fields, "business_id")?,
        key: AgentKey::parse(fields.text("verify_key", KEY_CHARS)?)
            .ok_or_else(|| fields.wrong("verify_key", Code::InvalidValue, "an Ed25519 key in base64 is due here"))?,
        revoked: fields.truth_if_any("revoked")?.unwrap_or(false),
    };
    fields.finish()?;
    let agent = doors.call(move |shop, now| shop.register_agent(now, new)).await?;
    Ok(Answer::ok(&shown(&agent)).into_response())
}

/// A name in the network.
fn name(fields: &mut Fields<'_>, field: &str) -> Result<String, Problem> {
    let text = fields.text(field, AGENT_CHARS_MAX)?;
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    if plain { Ok(text.to_owned()) } else { Err(input::invalid_id(fields, field)) }
}

async fn list(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::WorkRequests)?;
    let agents = doors.call(|shop, _| shop.agents()).await?;
    Ok(Answer::ok(&json!({ "agents": agents.iter().map(shown).collect::<Vec<_>>() })).into_response())
}
