//! The notice that a statement answers, as a receipt names it.

use super::iso_time;
use domain::Shown;
use serde_json::{Value, json};

/// A showing of a published notice. The hash of what was shown, and the key that its snapshot was signed with, belong
/// beside the number as soon as published notices have them.
pub(super) fn shown(shown: &Shown) -> Value {
    json!({
        "notice": shown.notice.0,
        "version": shown.version,
        "served_at": iso_time(shown.served_at),
        "serial": shown.serial,
    })
}
