//! `GET /device`: the rung that stays on the device. Of the visitor the page knows what they chose here, and nothing else.

use super::answer::with_script;
use super::routes::kept_by_version;
use super::visit::Visit;
use crate::pages::{self, DEVICE_SCRIPT, DEVICE_SECURITY_POLICY, device_script_href};
use axum::http::Uri;
use axum::response::Response;

/// `GET /device`.
pub async fn show(visit: Visit) -> Response {
    with_script(visit.page(pages::device(&visit.frame())), DEVICE_SECURITY_POLICY)
}

/// `GET /assets/device.js`.
pub async fn script(uri: Uri) -> Response {
    kept_by_version(&uri, &device_script_href(), "text/javascript; charset=utf-8", DEVICE_SCRIPT)
}
