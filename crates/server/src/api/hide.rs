//! `PUT` and `DELETE /v1/subjects/{subject}/hidden/{item}`, `POST .../hide`, `POST .../reset`: takes things out of a
//! person's history, or puts them back.

use super::answer::Answer;
use super::input::{self, About, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use crate::auth::Deed;
use crate::json::Fields;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{HIDDEN_CATEGORY_CHARS_MAX, Hide, Reset};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{delete, post, put};
use domain::{EventId, ItemId};
use serde_json::json;

const PATH: &str = "/v1/subjects/{subject}/hidden/{item}";

/// The route that hides.
pub const ROUTE: Route = Route {
    method: Method::PUT,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "Hide an item from a person's history: it has no influence from now on",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("changed", schema::truth(), DUE)]),
    handler: || put(|state, who, path, headers, body| set(state, who, path, (headers, body), true)),
};

/// The route that shows again.
pub const SHOW_ROUTE: Route = Route {
    method: Method::DELETE,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "Show an item in a person's history again",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("changed", schema::truth(), DUE)]),
    handler: || delete(|state, who, path, headers, body| set(state, who, path, (headers, body), false)),
};

/// The route that hides more than an item.
pub const MORE_ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/subjects/{subject}/hide",
    deed: Some(Deed::ActOnPerson),
    summary: "Hide an item, a category of items, a stretch of time or a basket, or show it again",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        let mut fields = what_schema();
        fields.push(("hidden", schema::truth(), MAY));
        schema::object(fields)
    }),
    answer: || schema::object(vec![("changed", schema::truth(), DUE)]),
    handler: || post(more),
};

/// The route that takes the influence from everything.
pub const RESET_ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/subjects/{subject}/reset",
    deed: Some(Deed::ActOnPerson),
    summary: "Take the influence from everything that a person did so far: hide it, or delete it",
    query: &[],
    idempotency_key: false,
    request: Some(|| schema::object(vec![("how", schema::word(&["hide", "delete"]), DUE)])),
    answer: || schema::object(vec![("acts", schema::integer(0, i64::MAX), DUE)]),
    handler: || post(reset),
};

async fn set(
    State(doors): State<Doors>,
    About(who): About,
    Path((_, item)): Path<(String, String)>,
    (headers, body): (HeaderMap, Body),
    hidden: bool,
) -> Result<Response, Problem> {
    input::nothing(&headers, body).await?;
    let item = ItemId::parse(&item).map_err(|_| input::invalid_path_id())?;
    let changed = doors.call(move |shop, now| shop.hide(now, &who, &item, hidden)).await?;
    Ok(Answer::ok(&json!({ "changed": changed })).into_response())
}

/// The fields that name what is hidden: one of `item`, `category`, `basket`, or `from` with `to`.
pub fn what_schema() -> Vec<schema::Field> {
    vec![
        ("item", schema::id(), MAY),
        ("category", schema::text(HIDDEN_CATEGORY_CHARS_MAX), MAY),
        ("future", schema::truth(), MAY),
        ("basket", schema::id(), MAY),
        ("from", schema::time(), MAY),
        ("to", schema::time(), MAY),
    ]
}

/// What is to be hidden or contested; `None` where no field names anything.
///
/// # Errors
/// `invalid_value` where more than one thing is named, and what each field's type is due.
pub fn what(fields: &mut Fields<'_>) -> Result<Option<Hide>, Problem> {
    let item = fields.text_if_any("item", domain::ID_BYTES_MAX)?;
    let item = item.map(|text| ItemId::parse(text).map_err(|_| input::invalid_id(fields, "item"))).transpose()?;
    let basket = fields.text_if_any("basket", domain::ID_BYTES_MAX)?;
    let basket =
        basket.map(|text| EventId::parse(text).map_err(|_| input::invalid_id(fields, "basket"))).transpose()?;
    let category = fields.text_if_any("category", HIDDEN_CATEGORY_CHARS_MAX)?;
    let future = fields.truth_if_any("future")?;
    let (from, to) = (input::time(fields, "from")?, input::time(fields, "to")?);
    if let (Some(_), None) = (future, category) {
        return Err(fields.wrong("future", Code::InvalidValue, "only a category has a future here"));
    }
    let period = match (from, to) {
        (Some(from), Some(to)) if from <= to => Some(Hide::Period { from, to }),
        (Some(_), Some(_)) => return Err(fields.wrong("to", Code::InvalidTime, "the end lies before the beginning")),
        (None, None) => None,
        (Some(_), None) => return Err(fields.missing("to")),
        (None, Some(_)) => return Err(fields.missing("from")),
    };
    let category = category.map(|key| Hide::Category { key: key.to_owned(), future: future.unwrap_or(true) });
    let mut named = [item.map(Hide::Item), basket.map(Hide::Basket), category, period].into_iter().flatten();
    match (named.next(), named.next()) {
        (_, Some(_)) => Err(fields.wrong("item", Code::InvalidValue, "name one thing at a time")),
        (one, None) => Ok(one),
    }
}

async fn more(
    State(doors): State<Doors>,
    About(who): About,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let hidden = fields.truth_if_any("hidden")?.unwrap_or(true);
    let what = what(&mut fields)?.ok_or_else(|| fields.missing("item"))?;
    fields.finish()?;
    let changed = doors.call(move |shop, now| shop.veil(now, &who, &what, hidden)).await?;
    Ok(Answer::ok(&json!({ "changed": changed })).into_response())
}

/// The word for how everything loses its influence.
#[must_use]
pub fn how(word: &str) -> Option<Reset> {
    match word {
        "hide" => Some(Reset::Hide),
        "delete" => Some(Reset::Delete),
        _ => None,
    }
}

async fn reset(
    State(doors): State<Doors>,
    About(who): About,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let how = fields.word_if_any("how", how)?.ok_or_else(|| fields.missing("how"))?;
    fields.finish()?;
    let acts = doors.call(move |shop, now| shop.reset(now, &who, how)).await?;
    Ok(Answer::ok(&json!({ "acts": acts })).into_response())
}
