//! What comes in: read whole, within limits, and strictly.

use super::route::Parameter;
use super::schema;
use super::url::Query;
use crate::auth::{Caller, Deed};
use crate::edge::{self, media::Media};
use crate::json::{self, Fields, Value};
use crate::problem::{Code, Problem};
use crate::signal::gpc;
use crate::state::Doors;
use axum::body::Body;
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::{ItemId, JurisdictionId, Lang, SubjectId, UnixTime};

/// Largest ordinary body, in bytes.
pub const BODY_BYTES_MAX: usize = 64 << 10;
/// Largest body of events, in bytes after decompression.
pub const EVENTS_BYTES_MAX: usize = 1 << 20;
/// Largest body of catalog items, in bytes after decompression.
pub const CATALOG_BYTES_MAX: usize = 4 << 20;
/// Most jurisdictions one request may claim.
const JURISDICTIONS_MAX: usize = 8;

/// Reads a JSON body.
///
/// # Errors
/// A problem with the code that is due.
pub async fn json(headers: &HeaderMap, body: Body, max: usize) -> Result<(Value, Bytes), Problem> {
    edge::media::sent(headers, &[Media::Json])?;
    let bytes = edge::body::read(headers, body, max).await?;
    Ok((document(&bytes)?, bytes))
}

/// Reads the body of a request that takes none: nothing, or an object with nothing in it. Whoever sends more believes that it
/// counts.
///
/// # Errors
/// As [`json`]; `unknown_field` where anything is in it.
pub async fn nothing(headers: &HeaderMap, body: Body) -> Result<(), Problem> {
    let bytes = edge::body::read(headers, body, BODY_BYTES_MAX).await?;
    if bytes.is_empty() {
        return Ok(());
    }
    edge::media::sent(headers, &[Media::Json])?;
    Fields::of(&document(&bytes)?, "")?.finish()
}

/// Reads a JSON document that does not say where somebody is.
///
/// # Errors
/// As [`json::parse`]; `coordinates`.
pub fn document(bytes: &[u8]) -> Result<Value, Problem> {
    let value = json::parse(bytes)?;
    if json::has_coordinates(&value) {
        return Err(Problem::new(Code::Coordinates, "leave out where somebody is: nothing here goes by it"));
    }
    Ok(value)
}

/// A subject's id in a field.
///
/// # Errors
/// `invalid_identifier` or what the field's type is due.
pub fn subject(fields: &mut Fields<'_>) -> Result<Option<SubjectId>, Problem> {
    let Some(text) = fields.text_if_any("subject", json::TEXT_CHARS_MAX)? else { return Ok(None) };
    match SubjectId::parse(text) {
        Ok(id) => Ok(Some(id)),
        Err(domain::IdError::TooLong) => {
            Err(fields.wrong("subject", Code::LimitExceeded, "an id has at most 128 bytes"))
        }
        Err(_) => Err(invalid_id(fields, "subject")),
    }
}

/// An item's id in a field.
///
/// # Errors
/// `invalid_identifier`, or what the field's type is due.
pub fn item(fields: &mut Fields<'_>, name: &str) -> Result<ItemId, Problem> {
    let text = fields.text(name, json::TEXT_CHARS_MAX)?;
    ItemId::parse(text).map_err(|_| invalid_id(fields, name))
}

/// The problem of an id that is none, in a body.
#[must_use]
pub fn invalid_id(fields: &Fields<'_>, name: &str) -> Problem {
    fields
        .wrong(name, Code::InvalidIdentifier, "an id has 1 to 128 letters, digits and . _ : - ~ + of ASCII")
        .with_status(axum::http::StatusCode::UNPROCESSABLE_ENTITY)
}

/// A point in time, in seconds, where there is one.
///
/// # Errors
/// `invalid_number` or `invalid_type`.
pub fn time(fields: &mut Fields<'_>, name: &str) -> Result<Option<UnixTime>, Problem> {
    const YEAR_2200: i64 = 7_258_118_400;
    Ok(fields.integer_if_any(name, 0..=YEAR_2200)?.map(UnixTime))
}

/// The jurisdictions that a request claims.
///
/// # Errors
/// `limit_exceeded` or `invalid_type`.
pub fn jurisdictions(fields: &mut Fields<'_>, policy: &app::Policy) -> Result<Vec<JurisdictionId>, Problem> {
    let keys = fields.texts("jurisdictions", JURISDICTIONS_MAX, 64)?;
    Ok(keys.into_iter().map(|key| policy.jurisdiction(key)).collect())
}

/// The query parameter that says whose data is meant.
pub const WHOSE: Parameter =
    Parameter { name: "subject", says: "whom; a person's own token says it already", schema: schema::id };
/// The query parameter that says what could claim the case.
pub const CLAIMED: Parameter = Parameter {
    name: "jurisdictions",
    says: "what could claim the case, separated by commas",
    schema: || schema::text(200),
};

/// Takes [`WHOSE`] out of a query.
///
/// # Errors
/// `invalid_identifier`.
pub fn whose(query: &mut Query) -> Result<Option<SubjectId>, Problem> {
    query.take(WHOSE.name).map(|text| SubjectId::parse(&text).map_err(|_| invalid_path_id())).transpose()
}

/// Takes [`CLAIMED`] out of a query.
///
/// # Errors
/// `limit_exceeded`.
pub fn claimed(query: &mut Query, policy: &app::Policy) -> Result<Vec<JurisdictionId>, Problem> {
    let text = query.take(CLAIMED.name).unwrap_or_default();
    let keys: Vec<&str> = text.split(',').filter(|key| !key.is_empty()).collect();
    if keys.len() > JURISDICTIONS_MAX {
        return Err(Problem::new(Code::LimitExceeded, "name at most 8 jurisdictions"));
    }
    Ok(keys.into_iter().map(|key| policy.jurisdiction(key)).collect())
}

/// Keeps a universal opt-out that came with a request of a known person.
///
/// # Errors
/// As [`Doors::call`].
pub async fn see_opt_out(doors: &Doors, headers: &HeaderMap, who: &SubjectId) -> Result<(), Problem> {
    if !gpc::says(headers) {
        return Ok(());
    }
    let who = who.clone();
    doors.call(move |shop, now| shop.see_opt_out(now, &who)).await
}

/// Keeps a universal opt-out that came with the token of a person, on whatever route and method; after the answer, and
/// only where the request was not refused.
pub async fn keep_opt_out(State(doors): State<Doors>, request: Request, next: Next) -> Response {
    let tokens: Vec<SubjectId> =
        if gpc::says(request.headers()) { crate::auth::tokens(&doors, request.headers()) } else { Vec::new() };
    let response = next.run(request).await;
    if response.status().is_client_error() || response.status().is_server_error() {
        return response;
    }
    for who in tokens {
        if let Err(problem) = doors.call(move |shop, now| shop.see_opt_out(now, &who)).await {
            return problem.into_response();
        }
    }
    response
}

/// The problem of an id that is none, in a path.
#[must_use]
pub fn invalid_path_id() -> Problem {
    Problem::new(Code::InvalidIdentifier, "an id has 1 to 128 letters, digits and . _ : - ~ + of ASCII")
}

/// The person that a path names, if the caller may act on them. Somebody else's is not found.
///
/// # Errors
/// As [`Caller::admit`] and [`Caller::about`], `invalid_identifier`.
pub fn named(doors: &Doors, headers: &HeaderMap, text: &str) -> Result<SubjectId, Problem> {
    let caller = Caller::admit(doors, headers, Deed::ActOnPerson)?;
    let named = SubjectId::parse(text).map_err(|_| invalid_path_id())?;
    caller.about(Some(named))
}

/// The language that whoever asks likes best.
pub fn lang(headers: &HeaderMap) -> Lang {
    crate::language::liked(
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default(),
    )
}

/// For whom a program wants something issued that is good for a while, and for how many seconds: as many as it says up to the
/// most, or the default. A universal opt-out that came along is kept first.
///
/// # Errors
/// Where the caller may not issue anything for them, or the body says something else.
pub async fn issued(
    doors: &Doors,
    headers: &HeaderMap,
    body: Body,
    (default, most): (i64, i64),
) -> Result<(SubjectId, i64), Problem> {
    let caller = Caller::admit(doors, headers, Deed::IssueTokens)?;
    let (value, _) = json(headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let who = caller.about(subject(&mut fields)?)?;
    let seconds = fields.integer_if_any("seconds", 1..=most)?.unwrap_or(default);
    fields.finish()?;
    see_opt_out(doors, headers, &who).await?;
    Ok((who, seconds))
}

/// The person in the path of a request, for whoever may act for them: as [`person`].
pub struct About(pub SubjectId);

impl FromRequestParts<Doors> for About {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Problem> {
        let named = RawPathParams::from_request_parts(parts, doors).await.map_err(|_| invalid_path_id())?;
        let subject = named.iter().find(|(name, _)| *name == "subject").map(|(_, text)| text.to_owned());
        person(doors, &parts.headers, &subject.ok_or_else(invalid_path_id)?).await.map(Self)
    }
}

/// As [`named`]; a universal opt-out that came along is kept first.
///
/// # Errors
/// As [`named`] and [`see_opt_out`].
pub async fn person(doors: &Doors, headers: &HeaderMap, text: &str) -> Result<SubjectId, Problem> {
    let who = named(doors, headers, text)?;
    see_opt_out(doors, headers, &who).await?;
    Ok(who)
}
