//! `POST /v1/recipients/{recipient}/export`: a part of a file for a recipient, as JSON Lines of those who said yes.

use crate::api::answer::Answer;
use crate::api::input::{self, BODY_BYTES_MAX};
use crate::api::route::Route;
use crate::api::schema::{self, DUE, MAY};
use crate::auth::{Caller, Deed};
use crate::json::Fields;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{EXPORT_PEOPLE_MAX, FileAsked};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use serde_json::json;

/// The route. What it hands out stands in the log of each person before it answers: asked twice, it left twice.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/recipients/{recipient}/export",
    deed: Some(Deed::ManageRecipients),
    summary: "Make a part of a file for a recipient: a line of JSON for each person who said yes, and where the next part begins",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![
            ("purpose", schema::text(64), DUE),
            ("after", schema::text(32), MAY),
            ("approval", schema::text(32), MAY),
        ])
    }),
    answer: || {
        schema::object(vec![
            ("lines", schema::list(schema::text(usize::MAX), EXPORT_PEOPLE_MAX), DUE),
            ("looked_at", schema::integer(0, EXPORT_PEOPLE_MAX as i64), DUE),
            ("next", schema::nullable(schema::text(32)), DUE),
        ])
    },
    handler: || post(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(recipient): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::ManageRecipients)?;
    let key = super::key(&recipient)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let purpose = fields.text("purpose", 64)?.to_owned();
    if doors.shop().policy().purpose(&purpose).is_none() {
        return Err(fields.wrong("purpose", Code::UnknownPurpose, "the policy has no such name"));
    }
    let from = match fields.text_if_any("after", 32)? {
        None => [0; 16],
        // Where a part begins has the form of a request's name: 32 hexadecimal digits.
        Some(text) => {
            domain::RequestId::parse(text)
                .ok_or_else(|| fields.wrong("after", Code::InvalidValue, "send the `next` of the part before"))?
                .0
        }
    };
    let approval = super::approvals::named(&mut fields)?;
    fields.finish()?;
    let (by, alone_max) = (caller.key_id()?.to_owned(), doors.alone_people_max());
    let asked = FileAsked { recipient: key, purpose, from, by, approval, alone_max };
    let part = doors.call(move |shop, now| shop.hand_over(now, &asked)).await?;
    let next = part.next.map(|next| domain::RequestId(next).to_string());
    Ok(Answer::ok(&json!({ "lines": part.lines, "looked_at": part.looked_at, "next": next })).into_response())
}
