//! The demonstration shop's routes: read the visitor, ask the shop, show the page.

use super::explain::Stage;
use super::layout::{STYLE, go, respond};
use super::visitor::{self, Visitor};
use super::{choices, data, department, forget, home, item, receipts};
use crate::api::Query;
use crate::auth::not_found;
use crate::dossier;
use crate::edge::{self, media::Media};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Catalog, Choice, Intake, Request, Told};
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::{Event, EventId, EventOutcome, Evidence, ItemId, ReceiptId, Rung, Verb};
use std::sync::Arc;
use std::time::Duration;

/// Things on the storefront, and beside an item.
const ON_HOME: usize = 12;
const BESIDE: usize = 4;
/// Receipts on the page.
const RECEIPTS_SHOWN: usize = 50;
/// Largest form.
const FORM_BYTES_MAX: usize = 4 << 10;
/// How long a yes in the very second of a no waits.
const NEXT_SECOND: Duration = Duration::from_millis(1_050);

/// The demonstration shop's router.
pub fn router() -> Router<Doors> {
    Router::new()
        .route("/", get(show_home))
        .route("/department/{number}", get(show_department))
        .route("/item/{item}", get(show_item))
        .route("/buy", post(buy))
        .route("/choices", get(show_choices).post(choose))
        .route("/data", get(show_data))
        .route("/data/export", get(export))
        .route("/hide", post(hide))
        .route("/receipts", get(show_receipts))
        .route("/receipts/{receipt}", get(show_receipt))
        .route("/forget", get(ask_forget).post(do_forget))
        .route("/assets/assent.css", get(style))
}

async fn style() -> Response {
    let fields = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=60")];
    (fields, STYLE).into_response()
}

async fn show_home(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    let visitor = Visitor::of(&doors, &headers)?;
    let choice = visitor.choice(&doors).await?;
    let (who, ask) = (visitor.asked_as(), visitor.ask(&doors, doors.now()));
    let request = Request { count: ON_HOME, exclude: &[], category: None };
    let answer = doors.call(move |shop, now| shop.recommend(now, &who, &ask, request)).await?;
    let catalog = doors.shop().catalog();
    let page = home::home(&stage(&doors, &catalog, &visitor), &visitor, choice, &answer);
    Ok(respond(StatusCode::OK, page))
}

async fn show_department(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(number): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    let visitor = Visitor::of(&doors, &headers)?;
    let choice = visitor.choice(&doors).await?;
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let at = query.number("page", 0, 1_000)?;
    let catalog = doors.shop().catalog();
    let stage = stage(&doors, &catalog, &visitor);
    let page = number.parse().ok().and_then(|n| department::department(&stage, &visitor, choice, n, at));
    Ok(page.map_or_else(|| nothing(&visitor, choice), |page| respond(StatusCode::OK, page)))
}

async fn show_item(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    let visitor = Visitor::of(&doors, &headers)?;
    let choice = visitor.choice(&doors).await?;
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let bought = query.take("bought").map(|kept| kept == "kept");
    let catalog = doors.shop().catalog();
    let Some(found) = ItemId::parse(&id).ok().and_then(|id| catalog.get(&id)) else {
        return Ok(nothing(&visitor, choice));
    };
    if choice.rung == Rung::Personal && bought.is_none() {
        keep(&doors, &visitor, &found.id, Verb::View).await?;
    }
    let beside = found.id.clone();
    let similar = doors.call(move |shop, _| shop.similar(&beside, BESIDE)).await?;
    let page = item::item(&stage(&doors, &catalog, &visitor), &visitor, choice, found, &similar, bought);
    let mut response = respond(StatusCode::OK, page);
    if choice.rung == Rung::Visit {
        response.headers_mut().append(header::SET_COOKIE, visitor.visit_cookie(&doors, &found.id)?);
    }
    Ok(response)
}

async fn buy(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let (visitor, mut form) = form(&doors, &headers, body).await?;
    let item = item_in(&mut form)?;
    if doors.shop().catalog().get(&item).is_none() {
        return Err(not_found());
    }
    let told = keep(&doors, &visitor, &item, Verb::Purchase).await?;
    let kept = told.is_some_and(|told| told.outcome == EventOutcome::Accepted);
    let mut response = go(&format!("/item/{item}?bought={}", if kept { "kept" } else { "not_kept" }));
    if visitor.choice(&doors).await?.rung == Rung::Visit {
        response.headers_mut().append(header::SET_COOKIE, visitor.visit_cookie(&doors, &item)?);
    }
    Ok(response)
}

/// Sends an event through the same door as everybody's; a stranger has none to send.
async fn keep(doors: &Doors, visitor: &Visitor, item: &ItemId, verb: Verb) -> Result<Option<Told>, Problem> {
    let Some(who) = visitor.who.clone() else { return Ok(None) };
    let drawn = doors.shop().draw_name().map_err(|error| crate::fault::problem(&error))?;
    let id = EventId::parse(&drawn).map_err(|_| Problem::new(Code::Internal, "no name could be drawn"))?;
    let event = Event {
        id,
        item: item.clone(),
        verb,
        at: doors.now(),
        quantity: 1,
        rating_tenths: None,
        basket: None,
        ceiling: None,
        at_arrival: false,
    };
    let intake = Intake { ask: visitor.ask(doors, doors.now()), past_seconds_max: None };
    let told = doors.call(move |shop, now| shop.take_in(now, &intake, &[(who, event)])).await?;
    Ok(told.first().copied())
}

async fn show_choices(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    let visitor = Visitor::of(&doors, &headers)?;
    let choice = visitor.choice(&doors).await?;
    Ok(respond(StatusCode::OK, choices::choices(&visitor, choice)))
}

/// A choice is the first thing that gives a visitor a name: before it, nothing is set and nothing is kept.
async fn choose(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let (visitor, mut form) = form(&doors, &headers, body).await?;
    let before = visitor.choice(&doors).await?;
    let wrong = || Problem::new(Code::InvalidValue, "choose one of the offered answers");
    let (rung, teach) = (form.take("rung"), form.take("teach"));
    form.finish()?;
    let choice = match (rung.as_deref(), teach.as_deref()) {
        (Some(rung), None) => Choice { rung: Rung::parse(rung).ok_or_else(wrong)?, teach: false },
        (None, Some("yes")) => Choice { teach: true, ..before },
        (None, Some("no")) => Choice { teach: false, ..before },
        _ => return Err(wrong()),
    };
    let teach_stays = rung.is_some() && choice.rung == Rung::Personal && before.teach;
    let choice = Choice { teach: choice.teach || teach_stays, ..choice };
    let who = match visitor.who.clone() {
        Some(who) => who,
        None => visitor::new_name(&doors)?,
    };
    record(&doors, &visitor, &who, choice).await?;
    let mut response = go(if rung.is_some() { "/" } else { "/choices" });
    response.headers_mut().append(header::SET_COOKIE, visitor::name_cookie(&doors, &who)?);
    if choice.rung != Rung::Visit {
        response.headers_mut().append(header::SET_COOKIE, visitor::no_visit_cookie());
    }
    Ok(response)
}

/// Records a choice. A yes in the very second of a no waits for the next one, since a tie goes to the no.
async fn record(doors: &Doors, visitor: &Visitor, who: &domain::SubjectId, choice: Choice) -> Result<(), Problem> {
    let evidence = Evidence { notice: "demo-1".to_owned(), how: "a button on the choices page".to_owned() };
    let facts = visitor.facts(doors);
    for last in [false, true] {
        let (who, evidence, facts) = (who.clone(), evidence.clone(), facts.clone());
        let said = doors
            .call(move |shop, now| match shop.choose(now, &who, choice, &evidence, &facts) {
                Err(error) if error.is_too_soon() && !last => Ok(None),
                done => done.map(Some),
            })
            .await?;
        if said.is_some() {
            break;
        }
        tokio::time::sleep(NEXT_SECOND).await;
    }
    Ok(())
}

async fn show_data(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    let visitor = Visitor::of(&doors, &headers)?;
    let choice = visitor.choice(&doors).await?;
    let held = match visitor.who.clone() {
        Some(who) => doors.call(move |shop, now| shop.see(now, &who)).await?,
        None => None,
    };
    let catalog = doors.shop().catalog();
    let stage = stage(&doors, &catalog, &visitor);
    let page = data::data(&stage, &visitor, choice, doors.shop().policy(), held.as_ref());
    Ok(respond(StatusCode::OK, page))
}

async fn export(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    let who = Visitor::of(&doors, &headers)?.who.ok_or_else(not_found)?;
    let held = doors.call(move |shop, now| shop.see(now, &who)).await?.ok_or_else(not_found)?;
    let document = dossier::shown(doors.shop().policy(), &held);
    let text = serde_json::to_string_pretty(&document).map_err(|_| Problem::new(Code::Internal, "not writable"))?;
    let mut response = text.into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

async fn hide(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let (visitor, mut form) = form(&doors, &headers, body).await?;
    let item = item_in(&mut form)?;
    let hidden = form.take("hidden").is_some_and(|value| value == "yes");
    let who = visitor.who.ok_or_else(not_found)?;
    doors.call(move |shop, now| shop.hide(now, &who, &item, hidden)).await?;
    Ok(go("/data"))
}

async fn show_receipts(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    let visitor = Visitor::of(&doors, &headers)?;
    let choice = visitor.choice(&doors).await?;
    let found = match visitor.who.clone() {
        Some(who) => doors.call(move |shop, now| shop.receipts(now, &who, RECEIPTS_SHOWN)).await?,
        None => Vec::new(),
    };
    Ok(respond(StatusCode::OK, receipts::receipts(&visitor, choice, &found)))
}

async fn show_receipt(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let visitor = Visitor::of(&doors, &headers)?;
    let choice = visitor.choice(&doors).await?;
    let Some(id) = ReceiptId::parse(&id) else { return Ok(nothing(&visitor, choice)) };
    let who = visitor.who.clone();
    let found = doors.call(move |shop, now| shop.receipt(now, who.as_ref(), id)).await?;
    let catalog = doors.shop().catalog();
    let stage = stage(&doors, &catalog, &visitor);
    Ok(match found {
        Some(receipt) => respond(StatusCode::OK, receipts::receipt(&stage, &visitor, choice, &receipt)),
        None => nothing(&visitor, choice),
    })
}

async fn ask_forget(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    let visitor = Visitor::of(&doors, &headers)?;
    let choice = visitor.choice(&doors).await?;
    Ok(respond(StatusCode::OK, forget::ask(&visitor, choice)))
}

async fn do_forget(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let (visitor, _) = form(&doors, &headers, body).await?;
    if let Some(who) = visitor.who.clone() {
        doors.call(move |shop, now| shop.forget(now, &who)).await?;
    }
    let mut response = respond(StatusCode::OK, forget::done(&visitor));
    for cookie in visitor::no_cookies() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The answer where there is no route: a page for people, a problem for programs.
pub async fn nowhere(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    let page = headers.contains_key(header::ACCEPT) && edge::media::accepts(&headers, "text/html");
    let json = edge::media::accepts(&headers, "application/json");
    if !page || (json && !headers.contains_key("sec-fetch-dest")) {
        return Err(not_found());
    }
    let visitor = Visitor::of(&doors, &headers)?;
    let choice = visitor.choice(&doors).await?;
    Ok(nothing(&visitor, choice))
}

fn nothing(visitor: &Visitor, choice: Choice) -> Response {
    respond(StatusCode::NOT_FOUND, forget::nothing(visitor, choice))
}

fn stage<'a>(doors: &'a Doors, catalog: &'a Arc<Catalog>, visitor: &Visitor) -> Stage<'a> {
    Stage { catalog, looks: doors.looks(), words: visitor.words }
}

/// Reads a form that this site's own page sent.
async fn form(doors: &Doors, headers: &HeaderMap, body: Body) -> Result<(Visitor, Query), Problem> {
    visitor::same_site(headers)?;
    let visitor = Visitor::of(doors, headers)?;
    edge::media::sent(headers, &[Media::Form])?;
    let bytes = edge::body::read(headers, body, FORM_BYTES_MAX).await?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Problem::new(Code::InvalidUtf8, "send UTF-8"))?;
    Ok((visitor, Query::parse(text)?))
}

fn item_in(form: &mut Query) -> Result<ItemId, Problem> {
    let named = form.take("item").unwrap_or_default();
    ItemId::parse(&named).map_err(|_| Problem::new(Code::InvalidIdentifier, "name an item"))
}
