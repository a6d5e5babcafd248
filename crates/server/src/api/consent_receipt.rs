//! `GET /v1/subjects/{subject}/statements/{number}/receipt`: what was said, as a note that the shop signs.

use super::answer;
use super::route::{Parameter, Route};
use super::schema;
use super::url::Query;
use crate::auth::{Deed, not_found};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::ReceiptForm;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::get;
use domain::{Lang, SubjectId};

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/subjects/{subject}/statements/{number}/receipt",
    deed: Some(Deed::ActOnPerson),
    summary: "Get the signed receipt of one statement",
    query: &[Parameter {
        name: "format",
        says: "iso-27560 (JSON-LD with DPV terms; where left out) or kantara-1.1",
        schema: || schema::word(&ReceiptForm::ALL.map(ReceiptForm::as_str)),
    }],
    idempotency_key: false,
    request: None,
    answer: || schema::text(app::consent_receipt::RECEIPT_BYTES_MAX),
    handler: || get(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path((subject, number)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Problem> {
    let who = super::input::person(&doors, &headers, &subject).await?;
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let form = form(&mut query)?;
    query.finish()?;
    Ok(answer::text(receipt(&doors, who, &number, form, super::input::lang(&headers)).await?))
}

/// The form that a query asks for.
///
/// # Errors
/// `invalid_value` for a word that names none.
pub fn form(query: &mut Query) -> Result<ReceiptForm, Problem> {
    let Some(word) = query.take("format") else { return Ok(ReceiptForm::Iso27560) };
    ReceiptForm::parse(&word).ok_or_else(|| Problem::new(Code::InvalidValue, "a format is iso-27560 or kantara-1.1"))
}

/// The receipt of a person's statement, by the number that stands in a path.
///
/// # Errors
/// `not_found` where they said nothing of that number.
pub async fn receipt(
    doors: &Doors,
    who: SubjectId,
    number: &str,
    form: ReceiptForm,
    lang: Lang,
) -> Result<String, Problem> {
    // One way to write each number: a receipt has one address.
    let number = number.parse::<usize>().ok().filter(|read| read.to_string() == number).ok_or_else(not_found)?;
    let found = doors.call(move |shop, now| shop.consent_receipt(now, &who, number, form, lang)).await?;
    found.ok_or_else(not_found)
}
