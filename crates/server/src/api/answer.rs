//! What goes out: JSON, or plain text where a form asks for it; never cached, never sniffed.

use crate::problem::{MEDIA_TYPE, Problem};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

/// An answer as bytes, before it becomes a response: it can be kept for a retry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The JSON document.
    pub body: Vec<u8>,
}

/// A 200 with plain text.
pub fn text(text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    for (name, value) in [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A 200 with a file to keep.
pub fn file(bytes: Vec<u8>, media: &'static str, name: &str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let disposition = format!("attachment; filename=\"{name}\"");
    for (field, value) in [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ] {
        response.headers_mut().insert(field, value);
    }
    response
}

impl Answer {
    /// A 200 with a JSON document.
    pub fn ok(document: &impl Serialize) -> Self {
        Self::with(StatusCode::OK, document)
    }

    /// Any status with a JSON document.
    pub fn with(status: StatusCode, document: &impl Serialize) -> Self {
        // Our own documents have text keys and finite numbers, so there is nothing that could fail to serialise.
        Self { status: status.as_u16(), body: serde_json::to_vec(document).unwrap_or_default() }
    }

    /// A problem, where it is the answer to a piece of work that was done.
    #[must_use]
    pub fn problem(problem: &Problem) -> Self {
        Self { status: problem.status().as_u16(), body: problem.document() }
    }

    /// The response on the wire.
    #[must_use]
    pub fn into_response(self) -> Response {
        let media = if self.status < 400 { "application/json" } else { MEDIA_TYPE };
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in [
            (header::CONTENT_TYPE, media),
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}
