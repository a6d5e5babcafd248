//! `POST /v1/keys`: makes a key for a program, in use when the answer arrives. Who holds a key is named beside the data alone:
//! else whoever has one key makes the second person up.

use super::answer::Answer;
use super::input::{self, BODY_BYTES_MAX};
use super::keys_list::{key_fields, kinds, shown};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use crate::auth::{Caller, Deed};
use crate::json::{Fields, Value};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{KEY_LABEL_CHARS_MAX, KEY_ORIGINS_MAX, KeyKind, KeyMistake, NewKey, ORIGIN_CHARS_MAX};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;

/// The path.
pub const PATH: &str = "/v1/keys";

/// The route. An `Idempotency-Key` is not honoured: the answer would be kept for a day, and the key in it is kept nowhere.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::IssueKeys),
    summary: "Make a key for a program; it is shown this once and kept only as a hash",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![
            ("kind", schema::word(&kinds()), DUE),
            ("label", schema::text(KEY_LABEL_CHARS_MAX), DUE),
            ("origins", schema::list(schema::text(ORIGIN_CHARS_MAX), KEY_ORIGINS_MAX), MAY),
        ])
    }),
    answer: || {
        let mut fields = key_fields();
        fields.push(("key", schema::text(100), DUE));
        schema::object(fields)
    },
    handler: || post(handle),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::IssueKeys)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let wanted = read(&value)?;
    let made = doors.change_keys(move |shop, now| shop.make_key(now, wanted)).await?;
    let mut document = shown(&made.kept);
    document["key"] = made.full.into();
    Ok(Answer::ok(&document).into_response())
}

fn read(value: &Value) -> Result<NewKey, Problem> {
    let mut fields = Fields::of(value, "")?;
    let kind = fields.word_if_any("kind", KeyKind::parse)?.ok_or_else(|| fields.missing("kind"))?;
    let label = fields.text("label", KEY_LABEL_CHARS_MAX)?;
    let origins = fields.texts("origins", KEY_ORIGINS_MAX, ORIGIN_CHARS_MAX)?;
    let origins = origins.into_iter().map(str::to_owned).collect();
    let wanted = NewKey::parse(kind, label, origins).map_err(|mistake| wrong(&fields, mistake));
    fields.finish()?;
    wanted
}

fn wrong(fields: &Fields<'_>, mistake: KeyMistake) -> Problem {
    match mistake {
        KeyMistake::Label => fields.wrong("label", Code::InvalidValue, "say what the key is for"),
        KeyMistake::Holder => fields.wrong("holder", Code::InvalidValue, "holders are named beside the data"),
        KeyMistake::NoOrigin => {
            fields.wrong("origins", Code::MissingField, "name the origins that a browser key works from")
        }
        KeyMistake::IdleOrigins => fields.wrong("origins", Code::InvalidValue, "only a browser key has origins"),
        KeyMistake::TooManyOrigins => fields.wrong("origins", Code::LimitExceeded, "a key has at most 16 origins"),
        KeyMistake::Origin { at } => fields.wrong(
            &format!("origins/{at}"),
            Code::InvalidUrl,
            "an origin is http:// or https://, a host and perhaps a port, in lower case and with nothing behind",
        ),
    }
}
