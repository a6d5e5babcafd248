//! One request of a person, as they, the shop and the archive see it.

use app::{AskedBy, RightsRequest, ToldOf};
use serde_json::{Value, json};

/// The document.
#[must_use]
pub fn shown(request: &RightsRequest) -> Value {
    let RightsRequest {
        id,
        kind,
        by,
        says,
        about,
        law,
        received_at,
        due_at,
        extension_seconds,
        stop_seconds,
        stopped_at,
        stage,
        closed_at,
        told,
    } = request;
    let (by, agent) = match by {
        AskedBy::Person => ("person", None),
        AskedBy::Operator => ("shop", None),
        AskedBy::Agent(name) => ("agent", Some(name)),
    };
    json!({
        "id": id.to_string(),
        "kind": kind,
        "by": by,
        "agent": agent,
        "says": says,
        "about": about,
        "law": law,
        "received_at": received_at,
        "due_at": due_at,
        "may_extend_seconds": extension_seconds,
        "may_stop_seconds": stop_seconds,
        "clock_stopped_at": stopped_at,
        "stage": stage.as_str(),
        "closed_at": closed_at,
        "may_appeal": *stage == domain::Stage::Refused,
        "told": told.iter().map(notice).collect::<Vec<_>>(),
    })
}

fn notice(told: &ToldOf) -> Value {
    let ToldOf { at, stage, says } = told;
    json!({ "at": at, "stage": stage.as_str(), "says": says })
}
