//! `POST /v1/messages`: whether a message may go out to a person now, why not, and from when on.

use super::answer::Answer;
use super::input::{self, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use super::signals;
use crate::auth::{Caller, Deed};
use crate::json::{Fields, Value};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{About, Ask, HIDDEN_CATEGORY_CHARS_MAX, Messaged, Sending};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use domain::{ItemId, Lang, SubjectId};
use serde_json::json;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/messages",
    deed: Some(Deed::Decide),
    summary: "Ask whether a message may go out to a person now; if so, it counts as sent",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![
            ("subject", schema::id(), MAY),
            ("channel", schema::text(64), DUE),
            ("item", schema::id(), MAY),
            ("topic", schema::text(HIDDEN_CATEGORY_CHARS_MAX), MAY),
            ("jurisdictions", schema::list(schema::text(64), 8), MAY),
            ("signals", signals::restriction_schema(), MAY),
        ])
    }),
    answer: || {
        schema::object(vec![
            ("send", schema::truth(), DUE),
            ("reasons", schema::list(schema::text(64), 32), DUE),
            ("reasons_say", schema::list(schema::text(200), 32), DUE),
            ("not_before", schema::nullable(schema::time()), DUE),
            ("receipt", schema::text(32), DUE),
        ])
    },
    handler: || post(handle),
};

/// What is asked.
struct Read {
    who: SubjectId,
    ask: Ask,
    item: Option<ItemId>,
    topic: Option<String>,
}

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::Decide)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let read = read(&doors, &caller, &headers, &value)?;
    let decided = doors
        .call(move |shop, now| {
            let about = About { item: read.item.as_ref(), topic: read.topic.as_deref() };
            shop.may_send(now, &read.who, &read.ask, about)
        })
        .await?;
    match decided {
        Messaged::Decided(sending) => Ok(Answer::ok(&shown(&sending, input::lang(&headers))).into_response()),
        Messaged::Sensitive => {
            let says = "nobody is written to about what the catalog marks as delicate";
            Err(Problem::new(Code::SensitiveTopic, says))
        }
    }
}

fn read(doors: &Doors, caller: &Caller, headers: &HeaderMap, value: &Value) -> Result<Read, Problem> {
    let policy = doors.shop().policy();
    let mut fields = Fields::of(value, "")?;
    let who = caller.about(input::subject(&mut fields)?)?;
    let channel = fields.word_if_any("channel", |key| policy.channel(key))?;
    let mut ask = Ask::on(channel.ok_or_else(|| fields.missing("channel"))?);
    ask.jurisdictions = input::jurisdictions(&mut fields, policy)?;
    signals::of_request(headers, &mut fields)?.restrict(&mut ask, policy);
    let item = fields.text_if_any("item", domain::ID_BYTES_MAX)?;
    let item = item.map(|id| ItemId::parse(id).map_err(|_| input::invalid_id(&fields, "item"))).transpose()?;
    let topic = fields.text_if_any("topic", HIDDEN_CATEGORY_CHARS_MAX)?.map(str::to_owned);
    fields.finish()?;
    Ok(Read { who, ask, item, topic })
}

fn shown(sending: &Sending, lang: Lang) -> serde_json::Value {
    let codes = || sending.reasons.iter();
    json!({
        "send": sending.send,
        "reasons": codes().map(|code| code.as_str()).collect::<Vec<_>>(),
        "reasons_say": codes().map(|code| crate::language::of(lang).code(code.as_str())).collect::<Vec<_>>(),
        "not_before": sending.not_before,
        "receipt": sending.receipt.to_string(),
    })
}
