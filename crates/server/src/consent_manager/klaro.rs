//! Klaro (klaro.org): the two endpoints that its own client asks, and the id that ties them to one visitor.

use super::choice::{self, Choice};
use super::{klaro_config, notice};
use crate::api::answer::Answer;
use crate::api::input::{self, BODY_BYTES_MAX};
use crate::api::route::{Parameter, Route};
use crate::api::schema::{self, DUE, MAY};
use crate::api::{Query, check_known_origin};
use crate::auth::{Caller, Deed, not_found};
use crate::edge::{self, media::Media};
use crate::json::{self, Fields, Value};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{get, post};
use domain::SubjectId;
use serde_json::json;

/// Where Klaro's own client looks for its back end.
pub const BASE: &str = "/v1/privacy-managers/";
/// Longest life of a manager's id, in seconds.
const SECONDS_MAX: i64 = 3_600;
/// Most services in one choice.
const SERVICES_MAX: usize = json::FIELDS_MAX;

/// Makes the id of one visitor's manager.
pub const MAKE: Route = Route {
    method: Method::POST,
    path: "/v1/privacy-managers",
    deed: Some(Deed::IssueTokens),
    summary: "Make the short-lived id under which one visitor's Klaro records what they choose",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![("subject", schema::id(), DUE), ("seconds", schema::integer(1, SECONDS_MAX), MAY)])
    }),
    answer: || schema::object(vec![("id", schema::text(1_000), DUE), ("expires_at", schema::time(), DUE)]),
    handler: || post(make),
};

/// What Klaro shows.
pub const CONFIG: Route = Route {
    method: Method::GET,
    path: "/v1/privacy-managers/{manager}/config.json",
    deed: None,
    summary: "What Klaro shows: the purposes of the policy in force, none of them chosen in advance",
    query: &[
        Parameter { name: "name", says: "sent by Klaro; there is one configuration", schema: || schema::text(64) },
        Parameter { name: "testing", says: "sent by Klaro; changes nothing", schema: || schema::word(&["true"]) },
    ],
    idempotency_key: false,
    request: None,
    answer: || json!({"type": "object"}),
    handler: || get(config),
};

/// What was chosen.
pub const SUBMIT: Route = Route {
    method: Method::POST,
    path: "/v1/privacy-managers/{manager}/submit",
    deed: None,
    summary: "Record what a visitor chose in Klaro",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        let truths = json!({"type": "object", "additionalProperties": {"type": "boolean"}});
        let kinds = schema::word(&["show", "accept", "decline", "save", "script"]);
        let mut data =
            schema::object(vec![("consents", truths, DUE), ("type", kinds, DUE), ("config", schema::text(64), MAY)]);
        data["additionalProperties"] = json!(true);
        let mut body = schema::object(vec![("consent_data", data, DUE)]);
        body["additionalProperties"] = json!(true);
        body
    }),
    answer: choice::answer_schema,
    handler: || post(submit),
};

async fn make(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::IssueTokens)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let who = caller.about(input::subject(&mut fields)?)?;
    input::see_opt_out(&doors, &headers, &who).await?;
    let seconds = fields.integer_if_any("seconds", 1..=SECONDS_MAX)?.unwrap_or(SECONDS_MAX);
    fields.finish()?;
    let expires_at = doors.now().plus(seconds);
    let id = doors.call(move |shop, now| shop.manager_id(now, &who, seconds)).await?;
    Ok(Answer::ok(&json!({ "id": id, "expires_at": expires_at })).into_response())
}

/// Shows nothing of the visitor. An id that can not record is not found here already: a banner without effect is worse
/// than none.
async fn config(
    State(doors): State<Doors>,
    Path(manager): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut query = Query::parse(query.as_deref().unwrap_or_default())?;
    let _one_for_all = (query.take("name"), query.take("testing"));
    query.finish()?;
    visitor(&doors, &manager)?;
    Ok(Answer::ok(&klaro_config::document(doors.shop().policy())).into_response())
}

async fn submit(
    State(doors): State<Doors>,
    Path(manager): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    check_known_origin(&doors, &headers)?;
    let who = visitor(&doors, &manager)?;
    edge::media::sent(&headers, &[Media::Text, Media::Json])?;
    let bytes = edge::body::read(&headers, body, BODY_BYTES_MAX).await?;
    let value = json::parse(&bytes)?;
    let mut fields = Fields::of(&value, "")?;
    let data = fields.take("consent_data").ok_or_else(|| fields.missing("consent_data"))?;
    // Where the page is and which browser it was seen with is sent along, and not read.
    let choice = read(&doors, &mut Fields::of(data, "/consent_data")?)?;
    choice.record(&doors, &headers, who, Vec::new()).await
}

fn visitor(doors: &Doors, manager: &str) -> Result<SubjectId, Problem> {
    doors.shop().read_manager_id(doors.now(), manager).map_err(|_| not_found())
}

/// How a choice came about, by Klaro's words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    /// The banner was shown; nothing was chosen.
    Show,
    /// A button was pressed: its name.
    Button(&'static str),
    /// Code of the page called; nobody pressed anything.
    Script,
}

fn act(word: &str) -> Option<Act> {
    match word {
        "show" => Some(Act::Show),
        "accept" => Some(Act::Button("accept")),
        "decline" => Some(Act::Button("decline")),
        "save" => Some(Act::Button("save")),
        "script" => Some(Act::Script),
        _ => None,
    }
}

fn read<'v>(doors: &Doors, fields: &mut Fields<'v>) -> Result<Choice<'v>, Problem> {
    let act = fields.word_if_any("type", act)?.ok_or_else(|| fields.missing("type"))?;
    let shown = fields.text_if_any("config", json::TEXT_CHARS_MAX)?;
    let current = shown == Some(notice(doors.shop().policy()).as_str());
    let answers = answers(fields)?;
    let (answers, how) = match act {
        Act::Show => (Vec::new(), "shown"),
        Act::Button(name) => (answers, name),
        Act::Script => (answers, "script"),
    };
    let yes_counts = current && matches!(act, Act::Button(_));
    Ok(Choice { answers, yes_counts, at: None, how: format!("Klaro, `{how}`") })
}

fn answers<'v>(fields: &mut Fields<'v>) -> Result<Vec<choice::Answered<'v>>, Problem> {
    let Some(value) = fields.take("consents") else { return Err(fields.missing("consents")) };
    let Value::Object(consents) = value else {
        return Err(fields.wrong("consents", Code::InvalidType, "an object is due here"));
    };
    let answer = |(key, value): &'v (String, Value)| match value {
        Value::Bool(yes) => Ok((key.as_str(), *yes)),
        _ => Err(fields.wrong("consents", Code::InvalidType, "true or false is due for each service")),
    };
    consents.iter().take(SERVICES_MAX).map(answer).collect()
}
