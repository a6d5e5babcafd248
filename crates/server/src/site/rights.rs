//! What the visitor does about what is held on them: hides parts, begins anew, lets go what they are known by, takes the archive.

use super::goods::Goods;
use super::sent::Sent;
use super::visit::Visit;
use crate::api::archive;
use crate::api::hide::how;
use crate::auth::not_found;
use crate::pages::{Notice, Rights, VeilRow, Veiled, links};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Dossier, HIDDEN_CATEGORY_CHARS_MAX, Hide, Reset, Veil};
use axum::extract::State;
use axum::response::Response;
use domain::{DAY_SECONDS, Event, EventId, ItemId, LinkId, UnixTime};
use std::collections::BTreeMap;

/// Most baskets on the page.
const BASKETS_SHOWN: usize = 10;

/// `GET /data/archive`.
pub async fn carry(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let who = visit.visitor.who.clone().ok_or_else(not_found)?;
    archive::of(&doors, who, visit.lang).await
}

/// `POST /data/hide`.
pub async fn hide(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let hidden = match sent.form.take(links::FIELD_HIDDEN).as_deref() {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(wrong()),
    };
    let what = what(&mut sent)?;
    sent.finish()?;
    let who = sent.visit.visitor.who.clone().ok_or_else(not_found)?;
    doors.call(move |shop, now| shop.veil(now, &who, &what, hidden)).await?;
    Ok(sent.back(links::HISTORY, if hidden { Notice::Hidden } else { Notice::ShownAgain }))
}

fn what(sent: &mut Sent) -> Result<Hide, Problem> {
    let mut take = |field| sent.form.take(field);
    let named = (
        take(links::FIELD_CATEGORY),
        take(links::FIELD_BASKET),
        take(links::FIELD_ITEM),
        take(links::FIELD_FROM),
        take(links::FIELD_TO),
    );
    match named {
        (Some(key), None, None, None, None) if (1..=HIDDEN_CATEGORY_CHARS_MAX).contains(&key.chars().count()) => {
            Ok(Hide::Category { key, future: true })
        }
        (None, Some(basket), None, None, None) => EventId::parse(&basket).map(Hide::Basket).map_err(|_| wrong()),
        (None, None, Some(item), None, None) => ItemId::parse(&item).map(Hide::Item).map_err(|_| wrong()),
        (None, None, None, Some(from), Some(to)) => {
            let (from, to) = (moment(&from, 0).ok_or_else(wrong)?, moment(&to, DAY_SECONDS - 1).ok_or_else(wrong)?);
            if from <= to { Ok(Hide::Period { from, to }) } else { Err(wrong()) }
        }
        _ => Err(wrong()),
    }
}

/// A day as a browser sends it, moved into it by so many seconds; or the very moment in seconds.
pub fn moment(text: &str, into: i64) -> Option<UnixTime> {
    if let Ok(seconds) = text.parse::<i64>() {
        return (seconds >= 0).then_some(UnixTime(seconds));
    }
    let day: jiff::civil::Date = text.parse().ok()?;
    let midnight = day.to_datetime(jiff::civil::Time::midnight());
    let start = jiff::tz::Offset::UTC.to_timestamp(midnight).ok()?.as_second();
    (start >= 0).then(|| UnixTime(start).plus(into))
}

/// `POST /data/reset`.
pub async fn reset(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let how = sent.form.take(links::FIELD_HOW).and_then(|word| how(&word)).ok_or_else(wrong)?;
    sent.finish()?;
    let who = sent.visit.visitor.who.clone().ok_or_else(not_found)?;
    doors.call(move |shop, now| shop.reset(now, &who, how)).await?;
    Ok(sent.back(links::HISTORY, if how == Reset::Hide { Notice::AllHidden } else { Notice::AllDeleted }))
}

/// `POST /data/unlink`.
pub async fn unlink(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let id = sent.form.take(links::FIELD_LINK).and_then(|text| LinkId::parse(&text)).ok_or_else(wrong)?;
    sent.finish()?;
    let who = sent.visit.visitor.who.clone().ok_or_else(not_found)?;
    match doors.call(move |shop, now| shop.unlink(now, &who, id)).await? {
        true => Ok(sent.back(links::DATA, Notice::Unlinked)),
        false => Err(not_found()),
    }
}

fn wrong() -> Problem {
    Problem::new(Code::InvalidValue, "give one of the offered answers")
}

/// What there is to do something about.
pub fn filled(goods: &Goods<'_>, held: &Dossier) -> Rights {
    Rights {
        categories: categories(goods, held),
        baskets: baskets(held),
        veils: held.veils.iter().map(|veil| veil_row(goods, veil)).collect(),
    }
}

/// The widest category of each thing they did something with.
fn categories(goods: &Goods<'_>, held: &Dossier) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for one in &held.events {
        if let Some(widest) = goods.catalog.get(&one.event.item).and_then(|item| item.category.first()) {
            *counts.entry(widest.clone()).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}

fn baskets(held: &Dossier) -> Vec<(String, i64, usize)> {
    let mut baskets: BTreeMap<&str, (i64, usize)> = BTreeMap::new();
    for one in &held.events {
        if let Some(basket) = &one.event.basket {
            let (at, count) = baskets.entry(basket.as_str()).or_insert((one.event.at.0, 0));
            (*at, *count) = ((*at).max(one.event.at.0), *count + 1);
        }
    }
    let mut baskets: Vec<_> = baskets.into_iter().map(|(name, (at, count))| (name.to_owned(), at, count)).collect();
    baskets.sort_by_key(|(_, at, _)| std::cmp::Reverse(*at));
    baskets.truncate(BASKETS_SHOWN);
    baskets
}

/// Whether an act is hidden with more than its item. The vault decides what is used; this says it on a page.
pub fn is_veiled(goods: &Goods<'_>, held: &Dossier, act: &Event) -> bool {
    let under = |key: &String| goods.catalog.get(&act.item).is_some_and(|item| item.category.contains(key));
    let is_named = |what: &Hide| match what {
        Hide::Item(item) => *item == act.item,
        Hide::Category { key, .. } => under(key),
        Hide::Basket(basket) => act.basket.as_ref() == Some(basket),
        Hide::Period { .. } => false,
    };
    held.veils.iter().any(|veil| !veil.contested && veil.covers(act.at, || is_named(&veil.what)))
}

fn veil_row(goods: &Goods<'_>, veil: &Veil) -> VeilRow {
    let what = match &veil.what {
        Hide::Item(item) => Veiled::Item(goods.named(item)),
        Hide::Category { key, future } => Veiled::Category(key.clone(), *future),
        Hide::Period { from, to } => Veiled::Period(from.0, to.0),
        Hide::Basket(basket) => Veiled::Basket(basket.as_str().to_owned()),
    };
    VeilRow { what, contested: veil.contested }
}

#[cfg(test)]
mod tests;
