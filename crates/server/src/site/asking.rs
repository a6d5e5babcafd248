//! What the visitor asks for about their data, and by when it is answered.

use super::sent::Sent;
use super::visit::Visit;
use crate::auth::not_found;
use crate::pages::{self, Asking, Clock, Notice, RequestRow, links};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{AskedBy, Details, REQUEST_CHARS_MAX, RightsRequest};
use axum::extract::State;
use axum::response::Response;
use domain::{DAY_SECONDS, RequestKind, Stage, UnixTime};

/// Most requests on the page; the archive has them all.
const REQUESTS_SHOWN: usize = 20;

/// `GET /data/requests`.
pub async fn show(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let all = match visit.visitor.who.clone() {
        Some(who) => doors.call(move |shop, now| shop.requests(now, &who)).await?,
        None => Vec::new(),
    };
    let now = doors.now();
    let view = Asking { requests: all.iter().rev().take(REQUESTS_SHOWN).map(|one| row(one, now)).collect() };
    Ok(visit.page(pages::asking(&visit.frame(), &view)))
}

fn row(request: &RightsRequest, now: UnixTime) -> RequestRow {
    let told = request.told.iter().filter(|told| !told.says.is_empty());
    RequestRow {
        id: request.id.to_string(),
        kind: request.kind.as_str(),
        stage: request.stage.as_str(),
        says: request.says.clone(),
        at: request.received_at.0,
        clock: clock(request, now),
        law: request.law.clone(),
        told: told.map(|told| (told.at.0, told.stage.as_str(), told.says.clone())).collect(),
        may_appeal: request.stage == Stage::Refused,
    }
}

fn clock(request: &RightsRequest, now: UnixTime) -> Clock {
    match (request.closed_at, request.stopped_at) {
        (Some(at), _) => Clock::Closed(at.0),
        (None, Some(since)) => Clock::Stopped(since.0),
        (None, None) => Clock::Due(request.due_at.0, request.due_at.since(now).div_euclid(DAY_SECONDS)),
    }
}

/// `POST /data/requests`. What is asked for by a button that names it; to be forgotten has a page of its own.
pub async fn ask(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let kind = sent.form.take(links::FIELD_KIND).and_then(|word| RequestKind::parse(&word)).ok_or_else(wrong)?;
    let says = sent.form.take(links::FIELD_SAYS).unwrap_or_default().trim().replace('\r', "");
    let about = sent.form.take(links::FIELD_ABOUT);
    sent.finish()?;
    let is_plain = !says.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    let offered = !matches!(kind, RequestKind::Erase | RequestKind::Object);
    let fits = says.chars().count() <= REQUEST_CHARS_MAX && is_plain;
    if !offered || !fits || about.is_some() != (kind == RequestKind::Appeal) {
        return Err(wrong());
    }
    let who = sent.visit.visitor.who.clone().ok_or_else(not_found)?;
    let details = Details { says, about, ..Details::default() };
    let taken = doors.call(move |shop, now| shop.ask_for(now, &who, kind, AskedBy::Person, &details)).await?;
    taken.ok_or_else(not_found)?;
    Ok(sent.back(links::REQUESTS, Notice::Asked))
}

fn wrong() -> Problem {
    Problem::new(Code::InvalidValue, "give one of the offered answers")
}
