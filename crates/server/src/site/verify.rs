//! `GET /verify`: the page that verifies a receipt of consent, and its script. It knows no visitor: of their cookies it reads the
//! language alone.

use super::answer;
use super::cookies;
use super::routes::kept_by_version;
use crate::api::{KEYS_PATH, Query};
use crate::language;
use crate::pages::{self, VERIFY_SCRIPT, VERIFY_SECURITY_POLICY, links, verify_script_href};
use crate::problem::Problem;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;

/// `GET /verify`.
pub async fn show(headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let asked = query.take(links::LANG).and_then(|code| language::parse(&code));
    query.finish()?;
    let lang = asked.or_else(|| cookies::asked_lang(&headers)).unwrap_or_else(|| crate::api::lang(&headers));
    Ok(answer::with_script(answer::page(StatusCode::OK, pages::verify(lang, KEYS_PATH)), VERIFY_SECURITY_POLICY))
}

/// `GET /assets/verify.js`.
pub async fn script(uri: Uri) -> Response {
    kept_by_version(&uri, &verify_script_href(), "text/javascript; charset=utf-8", VERIFY_SCRIPT)
}
