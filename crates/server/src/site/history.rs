//! The history, item by item, and hiding: what is hidden has no influence from the next request on.

use super::data::held;
use super::goods::Goods;
use super::rights::is_veiled;
use super::sent::Sent;
use super::visit::Visit;
use crate::auth::not_found;
use crate::pages::art::Look;
use crate::pages::{self, Frame, Hidden, History, HistoryRow, Notice, links};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Dossier, HeldEvent};
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use domain::ItemId;

/// Most items on the page; the file has them all.
const ITEMS_SHOWN: usize = 100;
/// Most characters of what is looked for.
const FIND_CHARS_MAX: usize = 100;
/// Most acts with one item.
const ACTS_SHOWN: usize = 3;

/// `GET /history`.
pub async fn show(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    shown(&doors, visit, None).await
}

/// `POST /history`: what has these words in its name or stands under them. Nothing changes, so the page is the answer.
pub async fn find(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let asked = sent.form.take(links::FIELD_FIND).unwrap_or_default().trim().to_owned();
    sent.finish()?;
    if asked.chars().count() > FIND_CHARS_MAX {
        return Err(Problem::new(Code::LimitExceeded, "look for at most 100 characters"));
    }
    shown(&doors, sent.visit, Some(asked).filter(|asked| !asked.is_empty())).await
}

async fn shown(doors: &Doors, visit: Visit, asked: Option<String>) -> Result<Response, Problem> {
    let view = match held(doors, &visit).await? {
        Some(held) => filled(&visit.goods(doors), &held, asked),
        None => History::default(),
    };
    let frame = Frame { path: links::HISTORY.to_owned(), ..visit.frame() };
    Ok(visit.page(pages::history(&frame, &view)))
}

/// Whether an item has each of these words in its name, or stands under it.
fn has(goods: &Goods<'_>, item: &ItemId, asked: &str) -> bool {
    let found = goods.catalog.get(item);
    let mut text = goods.named(item).title.to_lowercase();
    for step in found.iter().flat_map(|item| &item.category) {
        text.push(' ');
        text.push_str(&step.to_lowercase());
    }
    asked.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

fn filled(goods: &Goods<'_>, held: &Dossier, asked: Option<String>) -> History {
    let all = by_item(&held.events);
    let (items_total, is_asked) =
        (all.len(), |item: &ItemId| asked.as_ref().is_none_or(|asked| has(goods, item, asked)));
    let hidden = |(item, acts): &(&ItemId, Vec<&HeldEvent>)| match held.hidden.contains(item) {
        true => Hidden::Itself,
        false if acts.iter().all(|act| is_veiled(goods, held, &act.event)) => Hidden::Along,
        false => Hidden::No,
    };
    let hidden_total = all.iter().filter(|one| hidden(one) != Hidden::No).count();
    let items: Vec<_> = all.into_iter().filter(|(item, _)| is_asked(item)).collect();
    let row = |one @ (item, acts): &(&ItemId, Vec<&HeldEvent>)| HistoryRow {
        id: item.to_string(),
        title: goods.named(item).title,
        look: goods.catalog.get(item).map_or_else(|| Look::of_title(item.as_str()), |item| goods.look(item)),
        acts: acts.iter().take(ACTS_SHOWN).map(|act| (act.event.verb.as_str(), act.event.at.0)).collect(),
        earlier: acts.len().saturating_sub(ACTS_SHOWN),
        hidden: hidden(one),
    };
    History {
        rows: items.iter().take(ITEMS_SHOWN).map(row).collect(),
        items_total,
        hidden_total,
        found: asked.map(|asked| (asked, items.len())),
        rights: super::rights::filled(goods, held),
    }
}

/// What was done, by item: the newest first, in and among the items.
fn by_item(events: &[HeldEvent]) -> Vec<(&ItemId, Vec<&HeldEvent>)> {
    let mut newest_first: Vec<&HeldEvent> = events.iter().rev().collect();
    newest_first.sort_by_key(|held| std::cmp::Reverse(held.event.at));
    let mut places = std::collections::HashMap::new();
    let mut items: Vec<(&ItemId, Vec<&HeldEvent>)> = Vec::new();
    for held in newest_first {
        let item = &held.event.item;
        let place = *places.entry(item).or_insert_with(|| {
            items.push((item, Vec::new()));
            items.len() - 1
        });
        items[place].1.push(held);
    }
    items
}

/// `POST /hide`. Of a visit nothing is kept here, so there the browser forgets the item.
pub async fn hide(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let item = sent.item()?;
    let is_hidden = match sent.form.take(links::FIELD_HIDDEN).as_deref() {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(Problem::new(Code::InvalidValue, "say yes or no")),
    };
    sent.finish()?;
    let who = sent.visit.visitor.who.clone().ok_or_else(not_found)?;
    let without = if is_hidden { sent.visit.visitor.visit_without(&doors, &item)? } else { None };
    let mut response = sent.back(links::HISTORY, if is_hidden { Notice::Hidden } else { Notice::ShownAgain });
    match without {
        Some(visit) => drop(response.headers_mut().append(header::SET_COOKIE, visit)),
        None => drop(doors.call(move |shop, now| shop.hide(now, &who, &item, is_hidden)).await?),
    }
    Ok(response)
}
