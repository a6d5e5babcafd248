//! `/v1/device/..`: what devices rank with, and its signature. The same bytes for everybody, and no request says who asks.

use super::route::Route;
use super::schema;
use crate::auth::not_found;
use crate::problem::Problem;
use crate::state::Doors;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::Response;
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::io::Write as _;

/// Longest signed note, in characters.
const NOTE_CHARS_MAX: usize = 1_000;
/// How long a device goes by the note that it has: after a withdrawal it learns that late of the model without them.
const NOTE_KEPT: &str = "public, max-age=300";
/// A file is named after what is in it, so it is kept for good.
const FILE_KEPT: &str = "public, max-age=31536000, immutable";

/// The signed note.
pub const NOTE: Route = Route {
    path: "/v1/device/model",
    summary: "Get the name of what devices rank with, signed",
    answer: || schema::text(NOTE_CHARS_MAX),
    handler: || get(note),
    ..FILE
};

/// The file.
pub const FILE: Route = Route {
    method: Method::GET,
    path: "/v1/device/models/{digest}",
    deed: None,
    summary: "Get what devices rank with",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: file_schema,
    handler: || get(file),
};

fn file_schema() -> Value {
    json!({"type": "string", "format": "binary"})
}

async fn note(State(doors): State<Doors>) -> Result<Response, Problem> {
    let file = doors.call(|shop, now| shop.device_file(now)).await?;
    Ok(answer(Body::from(file.note.clone()), "text/plain; charset=utf-8", NOTE_KEPT))
}

async fn file(State(doors): State<Doors>, Path(digest): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let packed = takes_gzip(&headers);
    let found = doors.call(move |shop, now| {
        let file = shop.device_file(now)?;
        let bytes = if packed { file.packed(gzip).to_vec() } else { file.bytes.clone() };
        Ok((file.digest == digest).then_some(bytes))
    });
    let bytes = found.await?.ok_or_else(not_found)?;
    let mut response = answer(Body::from(bytes), "application/octet-stream", FILE_KEPT);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

/// For pages of any origin: there is nothing in it that is not for everybody.
fn answer(body: Body, media: &'static str, kept: &'static str) -> Response {
    let mut response = Response::new(body);
    for (name, value) in [
        (header::CONTENT_TYPE, media),
        (header::CACHE_CONTROL, kept),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let named = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_gzip = |coding: &str| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip")) && !parts.any(is_none)
    };
    named.split(',').any(is_gzip)
}

/// Whether a weight says "not at all".
fn is_none(part: &str) -> bool {
    part.strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok()).is_some_and(|weight| weight <= 0.0)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    // Into memory nothing can fail.
    let _ = packed.write_all(bytes);
    packed.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_alone_who_take_it() {
        let takes = |value: &'static str| {
            takes_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        assert!(takes("gzip, deflate, br") && takes("br;q=1.0, GZIP;q=0.5"));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes("gzip; q=0.0, br") && !takes(""));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
