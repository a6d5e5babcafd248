//! The way in from the shop's pages: a ticket becomes a session of this browser, and is gone from the address.

use super::answer::{self, is_framed};
use super::cookies;
use crate::api::Query;
use crate::edge::{self, media::Media};
use crate::language;
use crate::pages::links;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::Response;
use domain::Lang;

/// Largest form.
const FORM_BYTES_MAX: usize = 4 << 10;

/// `GET /enter`: by a link, or as the address of a frame. What only looks ahead (`HEAD`, a prefetch) uses nothing up.
pub async fn follow(
    State(doors): State<Doors>,
    method: Method,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let (ticket, lang) = (query.take(links::FIELD_TICKET).unwrap_or_default(), lang(&mut query));
    query.finish()?;
    let looks_ahead = ["sec-purpose", "purpose"].iter().any(|name| headers.contains_key(*name));
    if method != Method::GET || looks_ahead { Err(invalid()) } else { enter(&doors, &headers, &ticket, lang).await }
}

/// `POST /enter`: from a form on a page of an origin that may embed, so that the ticket never stands in an address.
pub async fn post(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    edge::media::sent(&headers, &[Media::Form])?;
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    if !origin.is_some_and(|origin| doors.embedders().iter().any(|known| known == origin)) {
        return Err(Problem::new(Code::CrossSite, "tickets are taken from pages of the shop's own origins only"));
    }
    let bytes = edge::body::read(&headers, body, FORM_BYTES_MAX).await?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Problem::new(Code::InvalidUtf8, "send UTF-8"))?;
    let mut form = Query::form(text)?;
    let (ticket, lang) = (form.take(links::FIELD_TICKET).unwrap_or_default(), lang(&mut form));
    form.finish()?;
    enter(&doors, &headers, &ticket, lang).await
}

/// The language that the shop's page is in, where it says so: it says nothing of anybody.
fn lang(sent: &mut Query) -> Option<Lang> {
    sent.take(links::LANG).and_then(|code| language::parse(&code))
}

/// One answer for a ticket that is forged, of elsewhere, too old or used: nobody learns which.
async fn enter(doors: &Doors, headers: &HeaderMap, ticket: &str, lang: Option<Lang>) -> Result<Response, Problem> {
    let now = doors.now();
    let Ok(who) = doors.shop().read_page_ticket(now, ticket, &doors.tickets().run) else {
        doors.rates().wrong_key()?;
        return Err(invalid());
    };
    if !doors.tickets().take(ticket, now) {
        return Err(invalid());
    }
    // Nobody is put into somebody else's place by a link that was sent to them.
    if cookies::session_of_another(doors, headers, &who) {
        return Err(invalid());
    }
    let mut response = answer::go(links::PREFERENCES);
    let session = cookies::session(doors, &who, is_framed(headers))?;
    response.headers_mut().append(header::SET_COOKIE, session);
    if let Some(cookie) = lang.and_then(|lang| cookies::lang(lang, is_framed(headers))) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

fn invalid() -> Problem {
    Problem::new(Code::LinkInvalid, "open this page anew from the shop's own pages")
}
