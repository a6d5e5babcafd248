//! Global Privacy Control: do not sell or share what is known of me.

use axum::http::HeaderMap;

/// Whether the browser says it: a `Sec-GPC` field with the value `1`, and nothing else (GPC specification, section 3.1).
#[must_use]
pub fn says(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all("sec-gpc").iter();
    values.any(|value| value.as_bytes() == b"1")
}
