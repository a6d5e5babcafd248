//! "Forget me": what it does, then the deed, then a stranger's welcome.

use super::cookies;
use super::data::held;
use super::sent::Sent;
use super::visit::Visit;
use crate::pages::{self, Forget};
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;

/// `GET /forget`.
pub async fn ask(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let escrow_until = doors.call(|shop, now| shop.escrow_until(now)).await?.map(|until| until.0);
    let view = held(&doors, &visit).await?.map(|held| Forget {
        escrow_until,
        events: held.events.len(),
        statements: held.statements.len(),
        receipts: held.receipts.len(),
    });
    Ok(visit.page(pages::forget(&visit.frame(), view)))
}

/// `POST /forget`. When this answers, nothing of the visitor can be read, and their browser has no cookie of ours.
pub async fn forget(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    sent.finish()?;
    let erasure = match sent.visit.visitor.who.clone() {
        Some(who) => Some(doors.call(move |shop, now| shop.forget(now, &who)).await?),
        None => None,
    };
    let escrow_until = erasure.and_then(|erasure| erasure.until).map(|until| until.0);
    let frame = sent.visit.into_stranger().frame();
    let mut response = super::answer::page(StatusCode::OK, pages::forgotten(&frame, escrow_until));
    for cookie in cookies::none() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
