//! `GET /v1/incidents`: what did not leave for a recipient because people were not told of it; for the operator to mend.

use crate::api::answer::Answer;
use crate::api::route::Route;
use crate::api::schema::{self, DUE};
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use app::{INCIDENTS_MAX, Incident, Untold};
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

/// The route. No person is named: whoever is meant is found by showing them a notice, not by a list.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/incidents",
    deed: Some(Deed::ManageRecipients),
    summary: "List what did not leave for a recipient because no notice that people were shown tells of it, the newest first",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        let one = schema::object(vec![
            ("what", schema::word(&[Untold::Recipient.as_str(), Untold::Category.as_str()]), DUE),
            ("recipient", schema::text(super::KEY_CHARS_MAX), DUE),
            ("purpose", schema::text(64), DUE),
            ("first_at", schema::time(), DUE),
            ("last_at", schema::time(), DUE),
            ("times", schema::integer(1, i64::MAX), DUE),
            ("people", schema::integer(0, i64::MAX), DUE),
        ]);
        schema::object(vec![("incidents", schema::list(one, INCIDENTS_MAX), DUE)])
    },
    handler: || get(handle),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageRecipients)?;
    let mut all = doors.call(|shop, _| shop.incidents()).await?;
    all.sort_by_key(|incident| std::cmp::Reverse(incident.last_at));
    Ok(Answer::ok(&json!({ "incidents": all.iter().map(shown).collect::<Vec<_>>() })).into_response())
}

fn shown(incident: &Incident) -> Value {
    let Incident { what, recipient, purpose, first_at, last_at, times, people } = incident;
    json!({
        "what": what.as_str(),
        "recipient": recipient,
        "purpose": purpose,
        "first_at": first_at,
        "last_at": last_at,
        "times": times,
        "people": people,
    })
}
