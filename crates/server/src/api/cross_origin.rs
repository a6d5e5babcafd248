//! Browsers that come from another origin (CORS): let in from the origins that a browser key names, and from no other.

use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::KeyKind;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What a page of a known origin may do and send, and how long it may remember that, in seconds. Never with cookies.
const PREFLIGHT: [(header::HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, assent-subject-token, idempotency-key"),
    (header::ACCESS_CONTROL_MAX_AGE, "600"),
];

/// Answers a browser's question whether it may ask, and lets pages of a known origin read what they asked for.
pub async fn cross_origin(State(doors): State<Doors>, request: Request, next: Next) -> Response {
    let known = known_origin(&doors, request.headers());
    if is_preflight(&request) {
        return match known {
            Some(origin) => readable(permitted(), origin),
            None => Problem::new(Code::OriginNotAllowed, "pages of this origin may not ask").into_response(),
        };
    }
    let response = next.run(request).await;
    match known {
        Some(origin) => readable(response, origin),
        None => response,
    }
}

/// The origin that the request names, where a browser key in use names it too.
fn known_origin(doors: &Doors, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let keys = doors.keys();
    let mut names =
        keys.iter().filter(|key| key.kind == KeyKind::BrowserWrite && !key.revoked).flat_map(|k| &k.origins);
    names.any(|name| name.as_bytes() == origin.as_bytes()).then(|| origin.clone())
}

/// Refuses a page of an origin that no browser key in use names, and whoever names none.
///
/// # Errors
/// `origin_not_allowed`.
pub fn check_known_origin(doors: &Doors, headers: &HeaderMap) -> Result<(), Problem> {
    let one = headers.get_all(header::ORIGIN).iter().count() == 1;
    match known_origin(doors, headers) {
        Some(_) if one => Ok(()),
        _ => Err(Problem::new(Code::OriginNotAllowed, "this works from the shop's own pages only")),
    }
}

fn is_preflight(request: &Request) -> bool {
    let headers = request.headers();
    request.method() == Method::OPTIONS
        && headers.contains_key(header::ORIGIN)
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

fn permitted() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    for (name, value) in PREFLIGHT {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn readable(mut response: Response, origin: HeaderValue) -> Response {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
    response
}
