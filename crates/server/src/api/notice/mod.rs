//! `/v1/notices`: notices are published, read by anybody, and shown to somebody with a snapshot for their answer.

mod latest;
mod list;
mod publish;
pub mod read;
mod served;
mod version;

pub use latest::ROUTE as LATEST;
pub use list::ROUTE as LIST;
pub use publish::ROUTE as PUBLISH;
pub use served::ROUTE as SERVED;
pub use version::ROUTE as VERSION;

use super::schema::{self, DUE, Field};
use crate::auth::not_found;
use crate::problem::Problem;
use crate::state::Doors;
use app::Published;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde_json::{Value, json};

/// What is said of a version.
fn published_fields() -> Vec<Field> {
    vec![
        ("key", schema::text(read::KEY_CHARS_MAX), DUE),
        ("version", schema::integer(1, i64::from(u32::MAX)), DUE),
        ("hash", schema::text(64), DUE),
        ("published_at", schema::time(), DUE),
        ("material", schema::list(schema::text(64), 64), DUE),
        ("latest", schema::truth(), DUE),
    ]
}

fn shown(published: &Published) -> Value {
    json!({
        "key": published.key,
        "version": published.version,
        "hash": published.hash,
        "published_at": published.published_at.0,
        "material": published.material,
        "latest": published.latest,
    })
}

/// A version as its bytes, which are those that were hashed.
async fn document(doors: &Doors, key: String, version: Option<u32>) -> Result<Response, Problem> {
    let found = doors.call(move |shop, _| shop.notice(&key, version)).await?;
    let (published, bytes) = found.ok_or_else(not_found)?;
    let mut response = Response::new(Body::from(bytes));
    // What has a version of its own never changes.
    let kept = if version.is_some() { "public, max-age=31536000, immutable" } else { "no-cache" };
    let digest = format!("\"{}\"", published.hash);
    for (name, value) in [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, kept),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::ETAG, &digest),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("")));
    }
    response.headers_mut().insert("assent-notice-version", HeaderValue::from(published.version));
    Ok(response)
}
