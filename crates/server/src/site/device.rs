//! `GET /device`: the rung that stays on the device. Of the visitor the page knows what they chose here, and nothing else.

use super::routes::kept_by_version;
use super::visit::Visit;
use crate::pages::{self, DEVICE_SCRIPT, DEVICE_SECURITY_POLICY, device_script_href};
use axum::http::{HeaderValue, Uri, header};
use axum::response::Response;

/// `GET /device`.
pub async fn show(visit: Visit) -> Response {
    with_script(visit.page(pages::device(&visit.frame())))
}

/// A page with the script of the device rung, and the policy that lets it run.
pub fn with_script(mut page: Response) -> Response {
    let policy = HeaderValue::from_static(DEVICE_SECURITY_POLICY);
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    page
}

/// `GET /assets/device.js`.
pub async fn script(uri: Uri) -> Response {
    kept_by_version(&uri, &device_script_href(), "text/javascript; charset=utf-8", DEVICE_SCRIPT)
}
