//! Every route, in the order of a walk through the product: what it is for, who may, what goes in and comes out.

use super::{
    archive, assent_keys, catalog_delete, catalog_list, catalog_put, consent_effective, consent_prompt,
    consent_receipt, data, device_model, erase, erasures, events, export, google, health, hide, house, identifiers,
    interests, keys_list, keys_make, keys_revoke, limits, log, lot, merge, message, notice, openapi, page_ticket,
    receipt, recipients, recommend, request_queue, requests, resolve, sdk, signals, similar, statements,
    statements_list, subject_token, train, well_known,
};
use crate::auth::Deed;
use crate::state::Doors;
use crate::{consent_manager, drp, segment};
use axum::http::Method;
use axum::routing::MethodRouter;
use serde_json::Value;

/// One route. There is no other way to add one, so none goes without its rule and its description.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// What is done here, and with it who may; `None` is open to everybody.
    pub deed: Option<Deed>,
    /// One line that says what it is for.
    pub summary: &'static str,
    /// The query parameters.
    pub query: &'static [Parameter],
    /// Whether the same request sent again with the same `Idempotency-Key` gets the first answer.
    pub idempotency_key: bool,
    /// The schema of the body that is sent.
    pub request: Option<fn() -> Value>,
    /// The schema of the answer.
    pub answer: fn() -> Value,
    /// The code that does it.
    pub handler: fn() -> MethodRouter<Doors>,
}

/// One query parameter.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub says: &'static str,
    /// Its schema.
    pub schema: fn() -> Value,
}

/// Every route there is.
pub const ROUTES: &[Route] = &[
    catalog_put::ROUTE,
    catalog_list::ROUTE,
    catalog_delete::ROUTE,
    house::ROUTE,
    house::PUT_ROUTE,
    notice::PUBLISH,
    notice::LIST,
    notice::LATEST,
    notice::VERSION,
    notice::SERVED,
    statements::ROUTE,
    consent_effective::ROUTE,
    consent_prompt::ROUTE,
    consent_prompt::SHOWN_ROUTE,
    google::ROUTE,
    signals::ROUTE,
    events::ROUTE,
    segment::BATCH,
    segment::IMPORT,
    segment::TRACK,
    segment::IDENTIFY,
    segment::PAGE,
    segment::SCREEN,
    segment::GROUP,
    segment::ALIAS,
    segment::MERGE,
    consent_manager::KLARO_MAKE,
    consent_manager::KLARO_CONFIG,
    consent_manager::KLARO_SUBMIT,
    consent_manager::COOKIECONSENT,
    recommend::ROUTE,
    similar::ROUTE,
    message::ROUTE,
    lot::SLOT_PUT,
    lot::SLOT_GET,
    lot::SLOT_DELETE,
    lot::CHOOSE,
    lot::OUTCOME,
    lot::EXPERIMENT_PUT,
    lot::EXPERIMENT_GET,
    lot::RESULTS,
    device_model::NOTE,
    device_model::FILE,
    receipt::ROUTE,
    subject_token::ROUTE,
    page_ticket::ROUTE,
    data::ROUTE,
    export::ROUTE,
    archive::ROUTE,
    archive::GET_ROUTE,
    statements_list::ROUTE,
    consent_receipt::ROUTE,
    hide::ROUTE,
    hide::SHOW_ROUTE,
    drp::AGENTS_LIST,
    drp::AGENTS_REGISTER,
    drp::EXERCISE,
    drp::INFORMATION,
    drp::RESULTS,
    drp::REVOKE,
    drp::SETUP,
    drp::STATUS,
    hide::MORE_ROUTE,
    hide::RESET_ROUTE,
    interests::PUT_ROUTE,
    interests::ROUTE,
    limits::PUT_ROUTE,
    limits::ROUTE,
    interests::AMEND_ROUTE,
    request_queue::ROUTE,
    request_queue::STEP_ROUTE,
    requests::LIST_ROUTE,
    requests::ONE_ROUTE,
    requests::ROUTE,
    recipients::OF_PERSON,
    identifiers::LINK_ROUTE,
    identifiers::LIST_ROUTE,
    identifiers::UNLINK_ROUTE,
    resolve::ROUTE,
    merge::ROUTE,
    erase::ROUTE,
    erasures::LIST,
    erasures::ONE,
    erasures::CHECK,
    train::ROUTE,
    recipients::PUT,
    recipients::LIST,
    recipients::DELETE,
    recipients::OUTBOX,
    recipients::AGAIN,
    recipients::EXPORT,
    recipients::ASK,
    recipients::APPROVALS,
    recipients::APPROVE,
    recipients::INCIDENTS,
    keys_make::ROUTE,
    keys_list::ROUTE,
    keys_revoke::ROUTE,
    health::HEALTHZ,
    health::READYZ,
    health::METRICS,
    openapi::ROUTE,
    well_known::ROUTE,
    sdk::SDK,
    sdk::SDK_PANEL,
    sdk::SDK_LESS,
    sdk::SDK_DEVICE,
    sdk::SDK_RANKER,
    assent_keys::ROUTE,
    log::CHECKPOINT,
    log::KEYS,
    log::TILE,
];
