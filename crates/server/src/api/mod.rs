//! The HTTP interface under `/v1`: one endpoint a file, and one list that routes, guards and describes them all.

pub(crate) mod answer;
pub(crate) mod archive;
mod assent_keys;
mod catalog_delete;
mod catalog_list;
mod catalog_put;
mod consent_effective;
mod consent_prompt;
pub(crate) mod consent_receipt;
mod cross_origin;
mod data;
mod device_model;
mod erase;
mod erasures;
pub(crate) mod events;
mod export;
mod filter;
mod google;
mod group;
mod health;
pub(crate) mod hide;
mod house;
mod idempotent;
mod identifiers;
pub(crate) mod input;
mod interests;
mod keys_list;
mod keys_make;
mod keys_revoke;
mod limits;
mod log;
mod lot;
mod merge;
mod message;
mod notice;
mod openapi;
mod page_ticket;
mod receipt;
mod recipients;
mod recommend;
mod request_queue;
mod requests;
mod resolve;
pub(crate) mod route;
pub(crate) mod schema;
mod sdk;
mod shown;
mod signals;
mod similar;
mod statements;
mod statements_list;
mod subject_token;
mod train;
mod url;
mod well_known;

pub use assent_keys::PATH as KEYS_PATH;
pub use cross_origin::{check_known_origin, cross_origin};
pub use identifiers::shown as identifier_document;
pub use input::{keep_opt_out, lang, see_opt_out};
pub use limits::{limits_schema, shown as limits_document};
pub use lot::trial as trial_document;
pub use notice::read::{NOTICE_BYTES_MAX, text as read_notice};
pub use openapi::document;
pub use receipt::shown as receipt_document;
pub use recipients::{
    disclosure as disclosure_document, key as recipient_key, of_file as read_recipient, recipient_shown,
    shown as recipient_document, waiting as waiting_document, waiting_fields,
};
pub use route::{ROUTES, Route};
pub use url::{Query, guard};

use crate::auth::not_found;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use axum::Router;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use std::collections::BTreeMap;

/// The router of the whole interface, described by [`ROUTES`].
pub fn router() -> Router<Doors> {
    let mut paths: BTreeMap<&str, (MethodRouter<Doors>, Vec<Method>)> = BTreeMap::new();
    for route in ROUTES {
        let (methods, named) = paths.remove(route.path).unwrap_or_default();
        let named = [named, vec![route.method.clone()]].concat();
        paths.insert(route.path, (methods.merge((route.handler)()), named));
    }
    let mut router = Router::new();
    for (path, (methods, named)) in paths {
        let allow = allow(&named);
        router = router.route(path, methods.fallback(move || async move { not_allowed(&allow) }));
    }
    router
}

/// The answer where there is no route.
pub async fn nowhere() -> Problem {
    not_found()
}

fn allow(methods: &[Method]) -> String {
    let mut names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    if names.contains(&"GET") {
        names.push("HEAD");
    }
    names.join(", ")
}

fn not_allowed(allow: &str) -> Response {
    let allow = HeaderValue::from_str(allow).unwrap_or(HeaderValue::from_static(""));
    Problem::new(Code::MethodNotAllowed, "the Allow field says which methods there are")
        .with_header(header::ALLOW, allow)
        .into_response()
}
