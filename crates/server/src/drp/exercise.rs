//! `POST /v1/data-rights-request`, `DELETE .../{request}`: an agent asks for something for a person, or takes it back
//! (2.01, 2.04).

use super::message::Message;
use super::status::{self, schema as status_schema};
use super::{Refusal, agent, text};
use crate::api::answer::Answer;
use crate::api::route::Route;
use crate::outgoing::{Address, Reach};
use crate::problem::Code;
use crate::state::Doors;
use app::AgentAsks;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use axum::routing::{delete, post};
use domain::{RequestId, RequestKind};

/// Most characters of an agent's own name for a request.
const NAME_CHARS_MAX: usize = 200;

/// The route that asks.
pub const EXERCISE: Route = Route {
    method: Method::POST,
    path: "/v1/data-rights-request",
    deed: None,
    summary: "Data Rights Protocol: an agent exercises a right of a person, with a signed message",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: status_schema,
    handler: || post(exercise),
};

/// The route that takes back.
pub const REVOKE: Route = Route {
    method: Method::DELETE,
    path: status::PATH,
    deed: None,
    summary: "Data Rights Protocol: an agent takes a request back, with a signed message",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: status_schema,
    handler: || delete(revoke),
};

async fn exercise(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let agent = agent(&doors, &headers).await?;
    let message = Message::open(&agent, &text(&headers, body).await?)?;
    message.check(&agent, doors.now())?;
    let (kind, may) = kind(message.text("exercise").unwrap_or_default())
        .ok_or(Refusal::malformed("this right is not one of those supported here"))?;
    let agents_id = message.text("agent-request-id").map(str::to_owned);
    if agents_id.as_ref().is_some_and(|name| name.chars().count() > NAME_CHARS_MAX) {
        return Err(Refusal::malformed("the agent's name for the request is too long"));
    }
    let contact = |name: &str, verified: &str| Some((message.text(name)?.trim().to_owned(), message.is_true(verified)));
    let contacts = [contact("email", "email_verified"), contact("phone_number", "phone_number_verified")];
    let contacts = contacts.into_iter().flatten().collect();
    let callback = callback(&message, doors.reach())?;
    let asks = AgentAsks { agent: agent.id.clone(), id: message.id, agents_id, kind, contacts };
    let id = asks.id;
    doors
        .call(
            move |shop, now| {
                if may { shop.ask_by_agent(now, &asks) } else { shop.deny(now, &asks, "claim_not_covered") }
            },
        )
        .await?;
    let document = status::of(&doors, &agent, id).await?;
    // What is closed already has nothing more to tell.
    if let Some(url) = callback.filter(|_| !status::status_is_last(&document)) {
        let told = status::status_digest(&document);
        let kept = doors.call(move |shop, now| shop.keep_callback(now, id, &url, told)).await;
        // What was asked for is done, and said to be: an agent who is not told can still ask.
        kept.or_else(|problem| if problem.code() == Code::LimitExceeded { Ok(()) } else { Err(problem) })?;
    }
    Ok(Answer::ok(&document).into_response())
}

/// Where the agent wants to be told of what becomes of it (2.03): an address that may be called, as those of recipients.
fn callback(message: &Message, reach: Reach) -> Result<Option<String>, Refusal> {
    let Some(url) = message.text("status_callback") else { return Ok(None) };
    let wrong =
        || Refusal::malformed("status_callback may not be called: https:// and the public name of a host is due");
    Address::read(url, reach).map(|_| Some(url.to_owned())).ok_or_else(wrong)
}

/// What is asked for (3.01), and whether an agent may: a yes is the person's own.
fn kind(word: &str) -> Option<(RequestKind, bool)> {
    match word {
        // The text of the protocol writes it in both ways.
        "sale:opt_out" | "sale:opt-out" => Some((RequestKind::OptOut, true)),
        "sale:opt_in" | "sale:opt-in" => Some((RequestKind::OptOut, false)),
        "deletion" => Some((RequestKind::Erase, true)),
        "access" | "access:categories" | "access:specific" => Some((RequestKind::Access, true)),
        _ => None,
    }
}

async fn revoke(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response, Refusal> {
    let agent = agent(&doors, &headers).await?;
    // What stands in it is the person's reason, which nobody needs.
    Message::open(&agent, &text(&headers, body).await?)?;
    let id = RequestId::parse(&id).ok_or_else(Refusal::forbidden)?;
    let (_, queued) = status::find(&doors, &agent, id).await?;
    let closed = || Refusal::Said(StatusCode::CONFLICT, "the request is closed already", true);
    let queued = queued.filter(|queued| !queued.request.stage.is_closed()).ok_or_else(closed)?;
    doors.call(move |shop, now| shop.take_back(now, &queued.subject, id)).await?;
    Ok(Answer::ok(&status::of(&doors, &agent, id).await?).into_response())
}
