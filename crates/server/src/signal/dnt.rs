//! Do Not Track: read as "no analytics", the least that everybody who sends it means.

use axum::http::HeaderMap;

/// Whether the browser says it: a `DNT` field with the value `1` (Tracking Preference Expression, section 5.2, where
/// an extension may follow the first character).
#[must_use]
pub fn says(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all("dnt").iter();
    values.any(|value| value.as_bytes().first() == Some(&b'1'))
}
