//! `/v1/recipients`: who may be given anything at all; each change stands in the transparency log.

use super::read;
use super::words::{ROLES, shown};
use crate::api::answer::Answer;
use crate::api::input::{self, BODY_BYTES_MAX};
use crate::api::route::Route;
use crate::api::schema::{self, DUE, MAY};
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use app::RECIPIENTS_MAX;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{delete, get, put};
use serde_json::{Value, json};

const PATH: &str = "/v1/recipients/{recipient}";

/// Puts one in, or writes it down anew.
pub const PUT: Route = Route {
    method: Method::PUT,
    path: PATH,
    deed: Some(Deed::ManageRecipients),
    summary: "Register a recipient, or write down anew what is known of one; the secret of its webhooks is shown this once",
    query: &[],
    idempotency_key: false,
    request: Some(read::sent),
    answer: || one(true),
    handler: || put(register),
};

/// Lists all.
pub const LIST: Route = Route {
    method: Method::GET,
    path: "/v1/recipients",
    deed: Some(Deed::ManageRecipients),
    summary: "List the recipients, those taken off too, each with why it receives nothing where it does not",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("recipients", schema::list(one(false), RECIPIENTS_MAX), DUE)]),
    handler: || get(list),
};

/// Takes one off.
pub const DELETE: Route = Route {
    method: Method::DELETE,
    path: PATH,
    deed: Some(Deed::ManageRecipients),
    summary: "Take a recipient off: nothing leaves for them any more, and they are still told of erasures",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("removed", schema::truth(), DUE)]),
    handler: || delete(take_off),
};

fn one(with_secret: bool) -> Value {
    let any = || json!({"type": "object"});
    let mut fields = vec![
        ("number", schema::integer(0, RECIPIENTS_MAX as i64), DUE),
        ("key", schema::text(super::KEY_CHARS_MAX), DUE),
        ("name", schema::text(100), DUE),
        ("role", schema::word(&ROLES), DUE),
        ("purposes", schema::list(schema::text(64), usize::MAX), DUE),
        ("categories", schema::list(schema::text(64), usize::MAX), DUE),
        ("regions", schema::list(any(), usize::MAX), DUE),
        ("contract", any(), DUE),
        ("security", schema::text(500), DUE),
        ("review", schema::text(10), DUE),
        ("sub_processors", schema::list(schema::text(100), usize::MAX), DUE),
        ("deletion_url", schema::text(500), DUE),
        ("webhook_url", schema::nullable(schema::text(500)), DUE),
        ("made_at", schema::time(), DUE),
        ("removed_at", schema::nullable(schema::time()), DUE),
        ("receives_nothing_because", schema::nullable(schema::text(40)), DUE),
    ];
    if with_secret {
        fields.push(("secret", schema::text(60), MAY));
    }
    schema::object(fields)
}

async fn register(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(recipient): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageRecipients)?;
    let key = super::key(&recipient)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let terms = read::terms(&value, doors.shop().policy(), doors.reach())?;
    let put = doors.call(move |shop, now| shop.put_recipient(now, &key, terms)).await?;
    // They are registered by now, and their secret is shown once: it is not lost over a page's notice, which is published
    // with the next change, or start, at the latest.
    if let Err(problem) = tell(&doors).await {
        tracing::warn!(code = problem.code().name(), "the notice of the pages does not name all recipients yet");
    }
    let mut document = shown(&put.recipient, doors.now());
    if let Some(secret) = put.secret {
        document["secret"] = secret.into();
    }
    Ok(Answer::ok(&document).into_response())
}

/// The notice of our own pages names whoever receives anything: with somebody more, what was said yes to has changed.
async fn tell(doors: &Doors) -> Result<(), Problem> {
    if !doors.has_pages() {
        return Ok(());
    }
    let demo = doors.is_demo();
    let tell = move |shop: &app::Shop, now| {
        let notice = crate::pages::notice(shop.policy(), &shop.recipients(), demo);
        shop.publish_own_notice(now, &crate::language::all(), &notice).map(drop)
    };
    doors.call(tell).await
}

async fn list(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageRecipients)?;
    let now = doors.now();
    let all = doors.call(|shop, _| Ok::<_, app::AppError>(shop.recipients())).await?;
    let all: Vec<_> = all.iter().map(|recipient| shown(recipient, now)).collect();
    Ok(Answer::ok(&json!({ "recipients": all })).into_response())
}

async fn take_off(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(recipient): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageRecipients)?;
    input::nothing(&headers, body).await?;
    let key = super::key(&recipient)?;
    doors.call(move |shop, now| shop.remove_recipient(now, &key)).await?;
    tell(&doors).await?;
    Ok(Answer::ok(&json!({ "removed": true })).into_response())
}
