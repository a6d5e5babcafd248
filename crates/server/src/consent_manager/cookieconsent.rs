//! vanilla-cookieconsent: takes the consent object that its callbacks hand to the page.

use super::choice::{self, Choice};
use crate::api::input::{self, BODY_BYTES_MAX};
use crate::api::route::Route;
use crate::api::schema::{self, DUE, MAY};
use crate::auth::{Caller, Deed};
use crate::json::{self, Fields};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use domain::UnixTime;
use serde_json::json;

/// Most categories on either side.
const CATEGORIES_MAX: usize = 64;
/// How old a yes may be, in seconds: what comes later is the library saying again at a page load what was said before.
const YES_SECONDS_MAX: i64 = 300;

/// The path.
pub const PATH: &str = "/v1/consent-managers/cookieconsent";

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::WriteStatements),
    summary: "Record what a visitor chose in vanilla-cookieconsent",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        let open = |mut object: serde_json::Value| {
            object["additionalProperties"] = json!(true);
            object
        };
        let names = || schema::list(schema::text(64), CATEGORIES_MAX);
        let preferences = vec![
            ("acceptType", schema::word(&["all", "custom", "necessary"]), MAY),
            ("acceptedCategories", names(), DUE),
            ("rejectedCategories", names(), DUE),
        ];
        let cookie = vec![("lastConsentTimestamp", schema::text(64), DUE)];
        schema::object(vec![
            ("subject", schema::id(), MAY),
            ("jurisdictions", schema::list(schema::text(64), 8), MAY),
            ("cookie", open(schema::object(cookie)), DUE),
            ("preferences", open(schema::object(preferences)), DUE),
        ])
    }),
    answer: choice::answer_schema,
    handler: || post(handle),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::WriteStatements)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let who = caller.about(input::subject(&mut fields)?)?;
    let jurisdictions = input::jurisdictions(&mut fields, doors.shop().policy())?;
    let cookie = fields.take("cookie").ok_or_else(|| fields.missing("cookie"))?;
    let preferences = fields.take("preferences").ok_or_else(|| fields.missing("preferences"))?;
    fields.finish()?;
    let at = time(&mut Fields::of(cookie, "/cookie")?)?;
    let choice = read(&mut Fields::of(preferences, "/preferences")?, at, doors.now())?;
    choice.record(&doors, &headers, who, jurisdictions).await
}

/// When the visitor last chose. The rest of the object is the library's own, and not read.
fn time(fields: &mut Fields<'_>) -> Result<UnixTime, Problem> {
    let text = fields.text("lastConsentTimestamp", json::TEXT_CHARS_MAX)?;
    let wrong =
        |_| fields.wrong("lastConsentTimestamp", Code::InvalidTime, "a time is written as 2026-05-01T12:00:00Z");
    text.parse::<jiff::Timestamp>().map(|time| UnixTime(time.as_second())).map_err(wrong)
}

fn read<'v>(fields: &mut Fields<'v>, at: UnixTime, now: UnixTime) -> Result<Choice<'v>, Problem> {
    let how = fields.word_if_any("acceptType", accept_type)?.unwrap_or("not said");
    let accepted = fields.texts("acceptedCategories", CATEGORIES_MAX, json::TEXT_CHARS_MAX)?;
    let rejected = fields.texts("rejectedCategories", CATEGORIES_MAX, json::TEXT_CHARS_MAX)?;
    // What is on both sides is a no.
    let yes = accepted.into_iter().filter(|key| !rejected.contains(key)).map(|key| (key, true));
    let answers = yes.chain(rejected.iter().map(|key| (*key, false))).collect();
    let yes_counts = now.since(at).abs() <= YES_SECONDS_MAX;
    Ok(Choice { answers, yes_counts, at: Some(at), how: format!("vanilla-cookieconsent, `{how}`") })
}

fn accept_type(word: &str) -> Option<&'static str> {
    ["all", "custom", "necessary"].into_iter().find(|known| *known == word)
}
