//! `GET /v1/subjects/{subject}/consent`: what may be used for what, now, and why not.

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE, MAY};
use super::signals;
use crate::auth::Deed;
use crate::problem::Problem;
use crate::state::Doors;
use app::{Ask, Shop};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use domain::ChannelId;
use serde_json::json;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/subjects/{subject}/consent",
    deed: Some(Deed::ActOnPerson),
    summary: "See what may be used for what, now, and why not",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        let one = schema::object(vec![
            ("purpose", schema::text(64), DUE),
            ("category", schema::text(64), DUE),
            ("allowed", schema::truth(), DUE),
            ("reasons", schema::list(schema::text(64), 32), DUE),
            ("says", schema::list(schema::text(200), 32), DUE),
        ]);
        schema::object(vec![
            ("rung", schema::word(&["contextual", "visit", "personal"]), DUE),
            ("opt_out_since", schema::time(), MAY),
            ("effective", schema::list(one, 1_000), DUE),
        ])
    },
    handler: || get(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let who = super::input::person(&doors, &headers, &subject).await?;
    let policy = doors.shop().policy();
    let mut ask = Ask::on(policy.channel("web").unwrap_or(ChannelId(0)));
    signals::of_headers(&headers)?.restrict(&mut ask, policy);
    let read = move |shop: &Shop, now| Ok((shop.effective(now, &who, &ask)?, shop.opt_out_since(now, &who)?));
    let (effective, opt_out_since) = doors.call(read).await?;
    let rung = app::current(&effective).rung;
    let lang = super::input::lang(&headers);
    let shown: Vec<_> = effective
        .iter()
        .map(|e| {
            let (codes, says): (Vec<_>, Vec<_>) =
                e.reasons.iter().map(|code| (code.as_str(), code.sentence(lang))).unzip();
            json!({
                "purpose": e.purpose, "category": e.category, "allowed": e.reasons.allow(), "reasons": codes,
                "says": says,
            })
        })
        .collect();
    let mut answer = json!({ "rung": rung.as_str(), "effective": shown });
    if let Some(since) = opt_out_since {
        answer["opt_out_since"] = json!(since);
    }
    Ok(Answer::ok(&answer).into_response())
}
