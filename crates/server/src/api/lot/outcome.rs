//! `POST /v1/outcomes`: what came of a decision by lot, by the name of its receipt.

use super::super::answer::Answer;
use super::super::events::{channel, check_rate};
use super::super::input::{self, BODY_BYTES_MAX};
use super::super::route::Route;
use super::super::schema::{self, DUE, MAY};
use super::super::signals;
use super::choose::whom;
use crate::auth::{Caller, Deed, not_found};
use crate::json::{Fields, Value};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Ask, Heard};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use domain::{Outcome, ReceiptId, SubjectId};
use serde_json::json;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/outcomes",
    deed: Some(Deed::WriteEvents),
    summary: "Tell what came of a decision of a slot or an experiment",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![
            ("subject", schema::id(), MAY),
            ("decision", schema::text(32), DUE),
            ("outcome", schema::word(&Outcome::ALL.map(Outcome::as_str)), DUE),
            ("channel", schema::text(64), MAY),
            ("jurisdictions", schema::list(schema::text(64), 8), MAY),
            ("signals", signals::restriction_schema(), MAY),
        ])
    }),
    answer: || {
        schema::object(vec![
            ("counted", schema::truth(), DUE),
            ("duplicate", schema::truth(), DUE),
            ("why_not", schema::word(&["stranger", "not_permitted", "no_voice"]), MAY),
        ])
    },
    handler: || post(handle),
};

struct Read {
    who: Option<SubjectId>,
    ask: Ask,
    told: (ReceiptId, Outcome),
}

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::WriteEvents)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let Read { who, ask, told } = read(&doors, &caller, &headers, &value)?;
    check_rate(&doors, &caller, 1)?;
    if let Some(who) = &who {
        input::see_opt_out(&doors, &headers, who).await?;
    }
    let heard = doors.call(move |shop, now| shop.outcome(now, who.as_ref(), &ask, told)).await?;
    answer(heard).map(Answer::into_response)
}

fn read(doors: &Doors, caller: &Caller, headers: &HeaderMap, value: &Value) -> Result<Read, Problem> {
    let mut fields = Fields::of(value, "")?;
    let who = whom(caller, input::subject(&mut fields)?)?;
    let mut ask = Ask::on(channel(doors, &mut fields)?);
    ask.jurisdictions = input::jurisdictions(&mut fields, doors.shop().policy())?;
    signals::of_request(headers, &mut fields)?.restrict(&mut ask, doors.shop().policy());
    let decision = ReceiptId::parse(fields.text("decision", crate::json::TEXT_CHARS_MAX)?);
    let decision = decision.ok_or_else(|| {
        fields
            .wrong("decision", Code::InvalidIdentifier, "a decision goes by its receipt: 32 hexadecimal digits")
            .with_status(axum::http::StatusCode::UNPROCESSABLE_ENTITY)
    })?;
    let outcome = fields.word_if_any("outcome", Outcome::parse)?.ok_or_else(|| fields.missing("outcome"))?;
    fields.finish()?;
    Ok(Read { who, ask, told: (decision, outcome) })
}

fn answer(heard: Heard) -> Result<Answer, Problem> {
    match heard {
        Heard::Counted => Ok(Answer::ok(&json!({ "counted": true, "duplicate": false }))),
        Heard::Again => Ok(Answer::ok(&json!({ "counted": true, "duplicate": true }))),
        Heard::NotCounted(why) => {
            Ok(Answer::ok(&json!({ "counted": false, "duplicate": false, "why_not": why.as_str() })))
        }
        Heard::Conflict => Err(Problem::new(Code::OutcomeConflict, "the first outcome that was told stands")),
        Heard::Late => Err(Problem::new(Code::OutcomeLate, "tell what came of it within seven days")),
        Heard::Unknown => Err(not_found()),
    }
}
