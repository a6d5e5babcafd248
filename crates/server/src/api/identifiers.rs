//! `POST` and `GET /v1/subjects/{subject}/identifiers`, `DELETE .../{id}`: what a person is known by.

use super::answer::Answer;
use super::input::{self, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use crate::auth::{Caller, Deed, not_found};
use crate::json::{Fields, TEXT_CHARS_MAX};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{HeldIdentifier, IDENTIFIERS_MAX, Link};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{delete, get, post};
use domain::{
    IDENTIFIER_CHARS_MAX, Identifier, IdentifierError, IdentifierKind, LinkId, SubjectId, VERIFIED_HOW_CHARS_MAX,
};
use serde_json::{Value, json};

const PATH: &str = "/v1/subjects/{subject}/identifiers";

/// The route that links.
pub const LINK_ROUTE: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::LinkPeople),
    summary: "Link an identifier to a person: an account, a device, an address",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        let mut fields = identifier_schema();
        fields.extend([
            ("verified", schema::truth(), MAY),
            ("how", schema::text(VERIFIED_HOW_CHARS_MAX), MAY),
            ("merge", schema::truth(), MAY),
        ]);
        schema::object(fields)
    }),
    answer: || schema::object(vec![("id", schema::text(32), DUE), ("changed", schema::truth(), DUE)]),
    handler: || post(link),
};

/// The route that lists.
pub const LIST_ROUTE: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "List what a person is known by; the values to them alone",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        let verified =
            schema::object(vec![("how", schema::text(VERIFIED_HOW_CHARS_MAX), DUE), ("at", schema::time(), DUE)]);
        let one = schema::object(vec![
            ("id", schema::text(32), DUE),
            ("kind", kind_schema(), DUE),
            ("since", schema::time(), DUE),
            ("verified", verified, MAY),
            ("value", schema::text(IDENTIFIER_CHARS_MAX), MAY),
        ]);
        schema::object(vec![("identifiers", schema::list(one, IDENTIFIERS_MAX), DUE)])
    },
    handler: || get(list),
};

/// The route that lets one go.
pub const UNLINK_ROUTE: Route = Route {
    method: Method::DELETE,
    path: "/v1/subjects/{subject}/identifiers/{id}",
    deed: Some(Deed::ActOnPerson),
    summary: "Let an identifier of a person go; what travelled by it stays",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("changed", schema::truth(), DUE)]),
    handler: || delete(unlink),
};

/// The fields that name an identifier.
pub fn identifier_schema() -> Vec<schema::Field> {
    vec![("kind", kind_schema(), DUE), ("value", schema::text(IDENTIFIER_CHARS_MAX), DUE)]
}

fn kind_schema() -> Value {
    schema::word(&IdentifierKind::ALL.map(IdentifierKind::as_str))
}

/// An identifier in the fields `kind` and `value`.
///
/// # Errors
/// `missing_field`, `invalid_value`, `limit_exceeded` or `invalid_characters`.
pub fn identifier(fields: &mut Fields<'_>) -> Result<Identifier, Problem> {
    let kind = fields.word_if_any("kind", IdentifierKind::parse)?.ok_or_else(|| fields.missing("kind"))?;
    let value = fields.text("value", TEXT_CHARS_MAX)?;
    Identifier::parse(kind, value).map_err(|error| match error {
        IdentifierError::Empty => fields.missing("value"),
        IdentifierError::TooLong => {
            fields.wrong("value", Code::LimitExceeded, "an identifier has at most 256 characters")
        }
        IdentifierError::Character => {
            fields.wrong("value", Code::InvalidCharacters, "no unseen signs, and no blanks at the ends")
        }
    })
}

async fn link(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let (_, who) = about(&doors, &headers, Deed::LinkPeople, &subject)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let identifier = identifier(&mut fields)?;
    let verified = verified(&mut fields, identifier.kind())?;
    let merge = fields.truth_if_any("merge")?.unwrap_or(false);
    fields.finish()?;
    let link = Link { identifier, verified };
    let name = who.clone();
    let linked = doors.call(move |shop, now| shop.link(now, &who, &link, merge)).await?;
    input::see_opt_out(&doors, &headers, &name).await?;
    Ok(Answer::ok(&json!({ "id": linked.id.to_string(), "changed": linked.changed })).into_response())
}

/// How it was shown that an identifier is theirs: both or none of `verified` and `how`.
fn verified(fields: &mut Fields<'_>, kind: IdentifierKind) -> Result<Option<String>, Problem> {
    let verified = fields.truth_if_any("verified")?.unwrap_or(false);
    let how = fields.text_if_any("how", VERIFIED_HOW_CHARS_MAX)?.map(str::trim).filter(|how| !how.is_empty());
    match (verified, how) {
        (true, _) if !kind.can_be_verified() => {
            Err(fields.wrong("verified", Code::InvalidValue, "a device proves nobody"))
        }
        (true, None) => Err(fields.wrong("how", Code::EvidenceMissing, "say how it was verified")),
        (true, Some(how)) => Ok(Some(how.to_owned())),
        (false, Some(_)) => Err(fields.wrong("how", Code::InvalidValue, "leave it out where nothing was verified")),
        (false, None) => Ok(None),
    }
}

async fn list(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let (caller, who) = about(&doors, &headers, Deed::ActOnPerson, &subject)?;
    input::see_opt_out(&doors, &headers, &who).await?;
    let held = doors.call(move |shop, now| shop.identifiers(now, &who)).await?;
    let to_them = matches!(caller, Caller::Person(_));
    let shown: Vec<Value> = held.iter().map(|held| shown(held, to_them)).collect();
    Ok(Answer::ok(&json!({ "identifiers": shown })).into_response())
}

/// An identifier as it is listed; its value to the person alone.
#[must_use]
pub fn shown(held: &HeldIdentifier, to_them: bool) -> Value {
    let mut document = json!({
        "id": held.id.to_string(),
        "kind": held.identifier.kind(),
        "since": held.since,
    });
    if let Some(proof) = &held.proof {
        document["verified"] = json!({ "how": proof.how, "at": proof.since });
    }
    if to_them {
        document["value"] = json!(held.identifier.value());
    }
    document
}

async fn unlink(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path((subject, id)): Path<(String, String)>,
    body: Body,
) -> Result<Response, Problem> {
    let who = input::person(&doors, &headers, &subject).await?;
    input::nothing(&headers, body).await?;
    let id =
        LinkId::parse(&id).ok_or_else(|| Problem::new(Code::InvalidIdentifier, "a link has 32 hexadecimal digits"))?;
    match doors.call(move |shop, now| shop.unlink(now, &who, id)).await? {
        true => Ok(Answer::ok(&json!({ "changed": true })).into_response()),
        false => Err(not_found()),
    }
}

/// Who asks and about whom, by a path.
///
/// # Errors
/// As [`Caller::admit`] and [`Caller::about`], `invalid_identifier`.
pub fn about(doors: &Doors, headers: &HeaderMap, deed: Deed, text: &str) -> Result<(Caller, SubjectId), Problem> {
    let caller = Caller::admit(doors, headers, deed)?;
    let named = SubjectId::parse(text).map_err(|_| input::invalid_path_id())?;
    let who = caller.about(Some(named))?;
    Ok((caller, who))
}
