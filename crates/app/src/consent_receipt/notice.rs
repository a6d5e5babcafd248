//! The notice that a statement answers, as a receipt names it.

use super::{Case, iso_time};
use domain::Shown;
use serde_json::{Value, json};

/// A showing of a published notice: which bytes were shown, by key, version, language and SHA-256, and when.
pub(super) fn shown(case: &Case<'_>, shown: &Shown) -> Value {
    json!({
        "notice": case.line.held.evidence.notice,
        "version": shown.version,
        "language": shown.lang.code(),
        "served_at": iso_time(shown.served_at),
        "serial": shown.serial,
    })
}
