//! `/sdk/..`: the browser's side of the product, served as the files that it is, with the words of every language that is
//! spoken.

use super::route::Route;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The media type of a script (RFC 9239 names `text/javascript`; both load as a module).
pub const MEDIA_TYPE: &str = "application/javascript";
/// How long a browser keeps the version that it asked for with `?v=`: for good.
const KEPT_FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// How long a browser keeps a file that it asked for without a version, or with another: until it asks again.
const KEPT_A_WHILE: &str = "public, max-age=300";

/// A file, and the tag of its version.
struct File {
    text: String,
    version: u64,
}

/// Made at the first request, when it is known what is spoken.
type Made = LazyLock<File>;

static ASSENT: Made = LazyLock::new(|| file("assent.js", include_str!("../../../../sdk/assent.js")));
static PANEL: Made = LazyLock::new(|| file("panel.js", include_str!("../../../../sdk/panel.js")));
static LESS: Made = LazyLock::new(|| file("less.js", include_str!("../../../../sdk/less.js")));
static DEVICE: Made = LazyLock::new(|| file("device.js", include_str!("../../../../sdk/device.js")));
static RANKER: Made = LazyLock::new(|| file("ranker.js", include_str!("../../../../sdk/ranker.js")));

/// The module that a page imports.
pub const SDK: Route = Route { path: "/sdk/assent.js", summary: "The browser SDK", handler: || get(sdk), ..ROUTE };

/// The module that asks.
pub const SDK_PANEL: Route =
    Route { path: "/sdk/panel.js", summary: "The browser SDK's consent panel", handler: || get(panel), ..ROUTE };

/// The module for what a person says to a thing that is shown.
pub const SDK_LESS: Route =
    Route { path: "/sdk/less.js", summary: "The browser SDK's less of this", handler: || get(less), ..ROUTE };

/// The module for histories that stay on the device.
pub const SDK_DEVICE: Route =
    Route { path: "/sdk/device.js", summary: "The browser SDK's device rung", handler: || get(device), ..ROUTE };

/// What ranks there.
pub const SDK_RANKER: Route =
    Route { path: "/sdk/ranker.js", summary: "What ranks on a device", handler: || get(ranker), ..ROUTE };

/// What all have alike. They are the same for everybody, so anybody may read them, from whatever page.
const ROUTE: Route = Route {
    method: Method::GET,
    path: "/sdk",
    deed: None,
    summary: "",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: script,
    handler: || get(sdk),
};

fn script() -> Value {
    json!({"type": "string"})
}

async fn sdk(headers: HeaderMap, uri: Uri) -> Response {
    ASSENT.answer(&headers, &uri)
}

async fn panel(headers: HeaderMap, uri: Uri) -> Response {
    PANEL.answer(&headers, &uri)
}

async fn less(headers: HeaderMap, uri: Uri) -> Response {
    LESS.answer(&headers, &uri)
}

async fn device(headers: HeaderMap, uri: Uri) -> Response {
    DEVICE.answer(&headers, &uri)
}

async fn ranker(headers: HeaderMap, uri: Uri) -> Response {
    RANKER.answer(&headers, &uri)
}

// === impl File ===

fn file(name: &str, script: &str) -> File {
    let text = crate::language::with_words(name, script).unwrap_or_else(|| script.to_owned());
    let version = crate::pages::fingerprint(text.as_bytes());
    File { text, version }
}

impl File {
    fn answer(&self, headers: &HeaderMap, uri: &Uri) -> Response {
        let version = format!("{:016x}", self.version);
        let named = uri.query().is_some_and(|query| query.strip_prefix("v=") == Some(version.as_str()));
        let tag = format!("\"{version}\"");
        let known = headers.get(header::IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == tag.as_bytes());
        let fields = [
            (header::CONTENT_TYPE, format!("{MEDIA_TYPE}; charset=utf-8")),
            (header::CACHE_CONTROL, if named { KEPT_FOR_GOOD } else { KEPT_A_WHILE }.to_owned()),
            (header::ETAG, tag),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
            (header::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin".to_owned()),
        ];
        if known {
            (StatusCode::NOT_MODIFIED, fields).into_response()
        } else {
            (fields, self.text.clone()).into_response()
        }
    }
}
