//! `POST` and `GET /v1/subjects/{subject}/requests`, `GET .../{request}`: what a person asks for about their data.

use super::answer::Answer;
use super::hide;
use super::identifiers::about;
use super::input::{self, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use crate::archive::schema::request as request_schema;
use crate::auth::{Caller, Deed, not_found};
use crate::dossier;
use crate::json::Fields;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{AskedBy, Details, REQUEST_CHARS_MAX, REQUESTS_MAX, Taken};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{get, post};
use domain::{AgeBand, RequestId, RequestKind};
use serde_json::{Value, json};

const PATH: &str = "/v1/subjects/{subject}/requests";

/// The route that asks.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "Ask for something about a person's data; what needs nobody is done when the answer arrives",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        let mut fields = hide::what_schema();
        fields.extend([
            ("kind", schema::word(&RequestKind::ALL.map(RequestKind::as_str)), DUE),
            ("says", schema::text(REQUEST_CHARS_MAX), MAY),
            ("purpose", schema::text(64), MAY),
            ("age", schema::word(&["adult", "teen", "child", "unknown"]), MAY),
            ("about", schema::text(64), MAY),
        ]);
        schema::object(fields)
    }),
    answer: || {
        let mut fields = request_schema();
        fields.push(("archive", schema::text(300), MAY));
        json!({"anyOf": [
            schema::object(fields),
            schema::object(vec![
                ("id", schema::text(32), DUE),
                ("kind", schema::word(&["erase"]), DUE),
                ("stage", schema::word(&["done"]), DUE),
                ("closed_at", schema::time(), DUE),
                ("escrow_until", schema::time(), MAY),
            ]),
        ]})
    },
    handler: || post(ask),
};

/// The route that lists.
pub const LIST_ROUTE: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "List what a person asked for about their data, with dates and what they were told",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("requests", schema::list(schema::object(request_schema()), REQUESTS_MAX), DUE)]),
    handler: || get(list),
};

/// The route that shows one.
pub const ONE_ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/subjects/{subject}/requests/{request}",
    deed: Some(Deed::ActOnPerson),
    summary: "Read one request of a person",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(request_schema()),
    handler: || get(one),
};

async fn ask(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let (caller, who) = about(&doors, &headers, Deed::ActOnPerson, &subject)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let kind = fields.word_if_any("kind", RequestKind::parse)?.ok_or_else(|| fields.missing("kind"))?;
    let details = details(&mut fields)?;
    fields.finish()?;
    if kind == RequestKind::Appeal && details.about.is_none() {
        return Err(Fields::of(&value, "")?.missing("about"));
    }
    input::see_opt_out(&doors, &headers, &who).await?;
    let taken = doors.call(move |shop, now| shop.ask_for(now, &who, kind, asked_by(&caller), &details)).await?;
    Ok(Answer::ok(&shown(&subject, &taken.ok_or_else(not_found)?)).into_response())
}

/// Who asks: the person where their token came along, else the shop for them.
fn asked_by(caller: &Caller) -> AskedBy {
    match caller {
        Caller::Person(_) | Caller::Program { visitor: Some(_), .. } => AskedBy::Person,
        Caller::Program { visitor: None, .. } => AskedBy::Operator,
    }
}

fn details(fields: &mut Fields<'_>) -> Result<Details, Problem> {
    let says = fields.text_if_any("says", REQUEST_CHARS_MAX)?.unwrap_or_default().trim().to_owned();
    if says.chars().any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t') {
        return Err(fields.wrong("says", Code::InvalidCharacters, "no control characters"));
    }
    let age = fields.word_if_any("age", |word| match word {
        "adult" => Some(AgeBand::Adult),
        "teen" => Some(AgeBand::Teen),
        "child" => Some(AgeBand::Child),
        "unknown" => Some(AgeBand::Unknown),
        _ => None,
    })?;
    let named = |text: Option<&str>| text.map(str::to_owned);
    Ok(Details {
        says,
        age,
        purpose: named(fields.text_if_any("purpose", 64)?),
        about: named(fields.text_if_any("about", 64)?),
        contested: hide::what(fields)?,
        id: None,
        agents_id: None,
    })
}

fn shown(subject: &str, taken: &Taken) -> Value {
    match taken {
        Taken::Erased { proof, at, escrow_until } => {
            let (id, kind) = (proof.to_string(), RequestKind::Erase);
            let mut document = json!({ "id": id, "kind": kind, "stage": "done", "closed_at": at });
            escrow_until.iter().for_each(|until| document["escrow_until"] = json!(until));
            document
        }
        Taken::Kept(request) => {
            let mut document = dossier::request(request);
            if matches!(request.kind, RequestKind::Access | RequestKind::Portability | RequestKind::Explain) {
                document["archive"] = json!(format!("/v1/subjects/{subject}/archive"));
            }
            document
        }
    }
}

async fn list(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let who = input::person(&doors, &headers, &subject).await?;
    let all = doors.call(move |shop, now| shop.requests(now, &who)).await?;
    Ok(Answer::ok(&json!({ "requests": all.iter().map(dossier::request).collect::<Vec<_>>() })).into_response())
}

async fn one(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path((subject, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let who = input::person(&doors, &headers, &subject).await?;
    let id = request_id(&id)?;
    let all = doors.call(move |shop, now| shop.requests(now, &who)).await?;
    let found = all.iter().find(|request| request.id == id).ok_or_else(not_found)?;
    Ok(Answer::ok(&dossier::request(found)).into_response())
}

/// A request's name, in a path.
///
/// # Errors
/// `invalid_identifier`.
pub fn request_id(text: &str) -> Result<RequestId, Problem> {
    let wrong = || Problem::new(Code::InvalidIdentifier, "a request has 32 hexadecimal digits");
    RequestId::parse(text).ok_or_else(wrong)
}
