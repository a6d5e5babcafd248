//! `GET /v1/consent/effective`: what may be used for what of one person, now, and why not.

use super::answer::Answer;
use super::route::{Parameter, Route};
use super::schema::{self, DUE, MAY};
use super::url::Query;
use super::{input, signals};
use crate::auth::{Caller, Deed};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Ask, Effective, Policy, Shop};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::get;
use domain::{ChannelId, Lang, Rung};
use serde_json::{Value, json};

/// The channel that is asked about where none is named.
const CHANNEL: &str = "web";

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/consent/effective",
    deed: Some(Deed::ActOnPerson),
    summary: "See what may be used for what of a person, now, and why not",
    query: &[
        input::WHOSE,
        Parameter { name: "channel", says: "where it would be used; `web` where it is not said", schema: channel },
        input::CLAIMED,
    ],
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
            ("rung", schema::word(&Rung::ALL.map(Rung::as_str)), DUE),
            ("opt_out_since", schema::time(), MAY),
            ("effective", schema::list(one, 1_000), DUE),
        ])
    },
    handler: || get(handle),
};

fn channel() -> Value {
    schema::text(64)
}

async fn handle(State(doors): State<Doors>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::ActOnPerson)?;
    let policy = doors.shop().policy();
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let who = caller.about(input::whose(&mut query)?)?;
    let mut ask = ask(&mut query, policy)?;
    query.finish()?;
    signals::of_headers(&headers)?.restrict(&mut ask, policy);
    input::see_opt_out(&doors, &headers, &who).await?;
    let read = move |shop: &Shop, now| {
        let effective = shop.effective(now, &who, &ask)?;
        let opt_out_since = shop.opt_out_since(now, &who, &effective)?;
        Ok((effective, opt_out_since))
    };
    let (effective, opt_out_since) = doors.call(read).await?;
    let lang = input::lang(&headers);
    let shown: Vec<_> = effective.iter().map(|one| shown(one, lang)).collect();
    let mut answer = json!({ "rung": app::current(&effective).rung.as_str(), "effective": shown });
    if let Some(since) = opt_out_since {
        answer["opt_out_since"] = json!(since);
    }
    Ok(Answer::ok(&answer).into_response())
}

fn ask(query: &mut Query, policy: &Policy) -> Result<Ask, Problem> {
    let named = query.take("channel");
    let channel = policy.channel(named.as_deref().unwrap_or(CHANNEL)).or(named.is_none().then_some(ChannelId(0)));
    let unknown = || Problem::new(Code::InvalidValue, "the policy does not have this channel");
    let mut ask = Ask::on(channel.ok_or_else(unknown)?);
    ask.jurisdictions = input::claimed(query, policy)?;
    Ok(ask)
}

fn shown(one: &Effective, lang: Lang) -> Value {
    let (codes, says): (Vec<_>, Vec<_>) =
        one.reasons.iter().map(|code| (code.as_str(), crate::language::of(lang).code(code.as_str()))).unzip();
    json!({
        "purpose": one.purpose, "category": one.category, "allowed": one.reasons.allow(), "reasons": codes, "says": says,
    })
}
