//! A private visit: begun and ended with a press, kept by the browser as a plain word until it is closed, and by nobody else.

use super::cookies;
use super::sent::Sent;
use crate::auth::not_found;
use crate::pages::{Notice, links};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;

/// `POST /private`.
pub async fn answer(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let begins = match sent.form.take(links::FIELD_PRIVATE).as_deref() {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(Problem::new(Code::InvalidValue, "say yes or no")),
    };
    sent.finish()?;
    // Of a stranger nothing is kept or used anyway; and only the demonstration's own shop goes by the cookie.
    sent.visit.visitor.who.as_ref().filter(|_| doors.is_demo()).ok_or_else(not_found)?;
    let news = if begins { Notice::PrivateBegins } else { Notice::PrivateEnds };
    let mut response = sent.back(links::HISTORY, news);
    response.headers_mut().append(header::SET_COOKIE, cookies::private(begins));
    Ok(response)
}
