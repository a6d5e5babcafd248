//! `/v1/consent/prompt`: whether to ask a person, about what, and why not; and that they were asked.

use super::answer::Answer;
use super::input::{self, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use super::url::Query;
use crate::auth::{Caller, Deed};
use crate::json::Fields;
use crate::problem::Problem;
use crate::state::Doors;
use app::{AppError, Ask, PersonFacts, Policy, Prompted, Question, RECIPIENTS_MAX, Recipient, Shop};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::{get, post};
use domain::{ChannelId, Lang};
use serde_json::{Value, json};

/// The path.
const PATH: &str = "/v1/consent/prompt";
/// Most jurisdictions that a query names, separated by commas.
const JURISDICTIONS_MAX: usize = 8;

/// The question.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "Ask whether to ask a person for their consent, about what, and why not",
    query: &[input::WHOSE, input::CLAIMED],
    idempotency_key: false,
    request: None,
    answer: || {
        let one = schema::object(vec![
            ("purpose", schema::text(64), DUE),
            ("benefit", schema::text(1_000), DUE),
            ("state", schema::text(64), DUE),
            ("recipients", schema::list(schema::text(100), RECIPIENTS_MAX), DUE),
            ("open", schema::truth(), DUE),
            ("since", schema::time(), MAY),
            ("until", schema::time(), MAY),
            ("ask", schema::truth(), DUE),
            ("why_not", schema::word(&["answered", "cooldown", "signal", "own_control", "budget"]), MAY),
            ("not_before", schema::time(), MAY),
        ]);
        schema::object(vec![
            ("subject", schema::id(), DUE),
            ("ask", schema::truth(), DUE),
            ("purposes", schema::list(one, 64), DUE),
        ])
    },
    handler: || get(handle),
};

/// What became of it.
pub const SHOWN_ROUTE: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::WriteStatements),
    summary: "Record that a person was asked, or wants to answer later: nobody asks again for 30 days",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![
            ("subject", schema::id(), MAY),
            ("outcome", schema::word(&["shown", "deferred"]), DUE),
            ("jurisdictions", schema::list(schema::text(64), JURISDICTIONS_MAX), MAY),
        ])
    }),
    answer: || schema::object(vec![("recorded", schema::truth(), DUE)]),
    handler: || post(record),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::ActOnPerson)?;
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let who = caller.about(input::whose(&mut query)?)?;
    let policy = doors.shop().policy();
    let claimed = input::claimed(&mut query, policy)?;
    query.finish()?;
    input::see_opt_out(&doors, &headers, &who).await?;
    let mut ask = Ask::on(policy.channel("web").unwrap_or(ChannelId(0)));
    ask.jurisdictions = claimed;
    ask.opt_out_signal = crate::signal::gpc::says(&headers);
    let whom = who.clone();
    // The register waits for whoever writes it, so it is read where waiting is allowed.
    let read = move |shop: &Shop, now| Ok::<_, AppError>((shop.questions(now, &who, &ask)?, shop.recipients()));
    let (questions, recipients) = doors.call(read).await?;
    let lang = input::lang(&headers);
    let shown: Vec<_> = questions.iter().map(|question| shown(policy, question, &recipients, lang)).collect();
    let any = questions.iter().any(|question| question.why_not.is_none());
    Ok(Answer::ok(&json!({ "subject": whom, "ask": any, "purposes": shown })).into_response())
}

fn shown(policy: &Policy, question: &Question, all: &[Recipient], lang: Lang) -> Value {
    let entry = policy.purpose(&question.purpose);
    let benefit = entry.map_or("", |entry| entry.benefit(lang));
    let recipients: Vec<&str> =
        all.iter().filter(|one| one.receives(&question.purpose)).map(|one| one.terms.name.as_str()).collect();
    let mut document = json!({
        "purpose": question.purpose,
        "benefit": benefit,
        "recipients": recipients,
        "state": question.consent.state.as_str(),
        "open": question.open,
        "ask": question.why_not.is_none(),
    });
    let more = [
        ("since", question.consent.since.map(|at| json!(at.0))),
        ("until", question.consent.until.map(|at| json!(at.0))),
        ("why_not", question.why_not.map(|why| json!(why.as_str()))),
        ("not_before", question.not_before.map(|at| json!(at.0))),
    ];
    for (name, value) in more {
        if let (Some(value), Some(fields)) = (value, document.as_object_mut()) {
            fields.insert(name.to_owned(), value);
        }
    }
    document
}

async fn record(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::WriteStatements)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let who = caller.about(input::subject(&mut fields)?)?;
    let how = fields.word_if_any("outcome", outcome)?.ok_or_else(|| fields.missing("outcome"))?;
    let facts = PersonFacts {
        jurisdictions: input::jurisdictions(&mut fields, doors.shop().policy())?,
        opt_out_signal: crate::signal::gpc::says(&headers),
        ..PersonFacts::default()
    };
    fields.finish()?;
    doors.call(move |shop, now| shop.prompted(now, &who, &facts, how)).await?;
    Ok(Answer::ok(&json!({ "recorded": true })).into_response())
}

fn outcome(word: &str) -> Option<Prompted> {
    match word {
        "shown" => Some(Prompted::Shown),
        "deferred" => Some(Prompted::Deferred),
        _ => None,
    }
}
