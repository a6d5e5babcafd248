//! The demonstration shop's addresses, and what stands behind each.

use super::{
    answer, asking, center, choices, data, department, device, enter, forget, history, interests, item, less, messages,
    private, receipts, rights, storefront, verify,
};
use crate::pages::{STYLESHEET, links, stylesheet_href};
use crate::state::Doors;
use axum::Router;
use axum::http::{Uri, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

/// How long a browser keeps the version of a file that it asked for: for good.
const KEPT_FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// How long a browser keeps a file where it asked for no version, or for another.
const KEPT_A_MINUTE: &str = "max-age=60";

/// The demonstration shop's router.
pub fn router(doors: &Doors) -> Router<Doors> {
    let shop = Router::new()
        .route(links::HOME, get(storefront::show))
        .route("/department/{name}", get(department::show))
        .route("/item/{item}", get(item::show))
        .route(links::BUY, post(item::buy))
        .route(links::DEVICE, get(device::show))
        .route(links::DEVICE_SCRIPT, get(device::script));
    shop.layer(from_fn_with_state(doors.clone(), answer::troubles_as_pages)).merge(persons(doors))
}

/// The pages on which people see and change what holds for them. What goes wrong is told to people as a page, and to
/// programs as a problem.
pub fn persons(doors: &Doors) -> Router<Doors> {
    Router::new()
        .route(links::ENTER, get(enter::follow).post(enter::post))
        .route(links::PREFERENCES, get(center::show).post(center::answer))
        .route(links::INTERESTS, get(interests::show).post(interests::answer))
        .route(links::MESSAGES, get(messages::show).post(messages::answer))
        .route(links::CHOICES, get(choices::show).post(choices::choose))
        .route(links::DATA, get(data::show))
        .route(links::EXPORT, get(data::export))
        .route(links::ARCHIVE, get(rights::carry))
        .route(links::HIDE_MORE, post(rights::hide))
        .route(links::RESET, post(rights::reset))
        .route(links::REQUESTS, get(asking::show).post(asking::ask))
        .route(links::UNLINK, post(rights::unlink))
        .route(links::PRIVATE, post(private::answer))
        .route(links::HISTORY, get(history::show).post(history::find))
        .route(links::HIDE, post(history::hide))
        .route(links::WHY, get(less::show).post(less::say))
        .route("/why/{receipt}/{item}", get(less::why))
        .route(links::RECEIPTS, get(receipts::list))
        .route("/receipts/{receipt}", get(receipts::show))
        .route(links::FORGET, get(forget::ask).post(forget::forget))
        .route("/data/statements/{number}/receipt", get(data::receipt))
        .layer(from_fn_with_state(doors.clone(), answer::troubles_as_pages))
        .layer(from_fn_with_state(doors.clone(), answer::framing))
}

/// What is there without a demonstration, too: the page that verifies receipts, and what it looks like.
pub fn everywhere() -> Router<Doors> {
    Router::new()
        .route(links::VERIFY, get(verify::show))
        .route(links::VERIFY_SCRIPT, get(verify::script))
        .route(links::STYLESHEET, get(stylesheet))
}

async fn stylesheet(uri: Uri) -> Response {
    kept_by_version(&uri, &stylesheet_href(), "text/css; charset=utf-8", STYLESHEET)
}

/// A file of the product's: kept for good where its version was asked for by its address.
pub fn kept_by_version(uri: &Uri, href: &str, media: &'static str, text: &'static str) -> Response {
    let asked = uri.path_and_query().is_some_and(|asked| asked.as_str() == href);
    let kept = if asked { KEPT_FOR_GOOD } else { KEPT_A_MINUTE };
    let fields =
        [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, kept), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (fields, text).into_response()
}
