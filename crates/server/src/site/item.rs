//! One thing, what goes with it, and buying it: kept as far as the visitor chose, and the page says how far.

use super::answer::with_script;
use super::goods::{Ground, sign_of};
use super::less::Noes;
use super::sent::Sent;
use super::visit::Visit;
use crate::api::events::PAST_SECONDS_MAX;
use crate::auth::not_found;
use crate::pages::{self, DEVICE_SECURITY_POLICY, ItemPage, Notice, links};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Arrival, Intake, Recommended};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::Response;
use domain::{Event, EventId, EventOutcome, ItemId, Rung, Verb};

/// Things beside an item.
const BESIDE: usize = 4;

/// `GET /item/{item}`. Looking is kept as far as the visitor chose; coming back from a purchase is no second look.
pub async fn show(State(doors): State<Doors>, Path(id): Path<String>, visit: Visit) -> Result<Response, Problem> {
    let id = ItemId::parse(&id).map_err(|_| not_found())?;
    let goods = visit.goods(&doors);
    let item = goods.catalog.get(&id).ok_or_else(not_found)?;
    if visit.choice.rung == Rung::Personal && visit.notice.is_none() {
        keep(&doors, &visit, &id, Verb::View).await?;
    }
    let similar = beside(&doors, &visit, &id).await?;
    // The evidence is the item of this page, and nothing of anybody's history.
    let ground = Ground { rung: Rung::Contextual, receipt: Some(similar.receipt) };
    let view = ItemPage {
        id: id.to_string(),
        title: item.title.clone(),
        description: item.description.clone(),
        price: item.price,
        available: item.available,
        look: goods.look(item),
        department: sign_of(item).map(|sign| (sign.name().to_owned(), sign.title().to_owned())),
        similar: goods.cards(&similar.slate.places, ground),
    };
    let mut response = with_script(visit.page(pages::item(&visit.frame(), &view)), DEVICE_SECURITY_POLICY);
    if visit.choice.rung == Rung::Visit {
        response.headers_mut().append(header::SET_COOKIE, visit.visitor.visit_with(&doors, &id)?);
    }
    Ok(response)
}

/// What goes with a thing, but for what the visitor does not want to see.
async fn beside(doors: &Doors, visit: &Visit, id: &ItemId) -> Result<Recommended, Problem> {
    let (who, ask) = (visit.visitor.asked_as(), visit.visitor.ask(doors, doors.now()));
    let (noes, id) = (Noes::of(&visit.visitor.less), id.clone());
    doors.call(move |shop, now| shop.goes_with(now, (&who, &ask), &id, noes.request(BESIDE))).await
}

/// `POST /buy`.
pub async fn buy(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let item = sent.item()?;
    sent.finish()?;
    if doors.shop().catalog().get(&item).is_none() {
        return Err(not_found());
    }
    let is_kept = keep(&doors, &sent.visit, &item, Verb::Purchase).await?;
    let news = match (is_kept, sent.visit.choice.rung) {
        (true, Rung::Personal) => Notice::BoughtKept,
        (true, _) => Notice::BoughtToTeach,
        (false, Rung::Visit) => Notice::BoughtForVisit,
        (false, _) => Notice::BoughtNotKept,
    };
    let mut response = sent.back(&links::item(item.as_str()), news);
    if sent.visit.choice.rung == Rung::Visit {
        response.headers_mut().append(header::SET_COOKIE, sent.visit.visitor.visit_with(&doors, &item)?);
    }
    Ok(response)
}

/// Sends an event through the same door as everybody's, and says whether it was kept; a stranger has none to send.
async fn keep(doors: &Doors, visit: &Visit, item: &ItemId, verb: Verb) -> Result<bool, Problem> {
    let Some(who) = visit.visitor.who.clone() else { return Ok(false) };
    let drawn = doors.shop().draw_name().map_err(|error| crate::fault::problem(&error))?;
    let event = Event {
        id: EventId::parse(&drawn).map_err(|_| Problem::new(Code::Internal, "no name could be drawn"))?,
        item: item.clone(),
        verb,
        at: doors.now(),
        quantity: 1,
        rating_tenths: None,
        basket: None,
        ceiling: None,
        at_arrival: false,
    };
    let intake = Intake {
        ask: visit.visitor.ask(doors, doors.now()),
        arrival: Arrival::Sent { past_seconds_max: PAST_SECONDS_MAX },
    };
    let told = doors.call(move |shop, now| shop.take_in(now, &intake, &[(who, event)])).await?;
    Ok(told.first().is_some_and(|told| told.outcome == EventOutcome::Accepted))
}
