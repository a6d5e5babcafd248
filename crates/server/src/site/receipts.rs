//! Receipts: each use of the visitor's data in a line, and each one whole.

use super::goods::Goods;
use super::visit::Visit;
use crate::auth::not_found;
use crate::pages::{self, DrawRow, Gate, ReceiptPage, ReceiptRow, Receipts, ShownItem, Without};
use crate::problem::Problem;
use crate::state::Doors;
use app::Placed;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::{Drawn, ItemId, Purpose, Reason, Receipt, ReceiptId, Recommend, Rung, Term};
use std::collections::BTreeSet;

/// Receipts on the page; the file has them all.
const SHOWN: usize = 50;

/// `GET /receipts`.
pub async fn list(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let found = match visit.visitor.who.clone() {
        Some(who) => doors.call(move |shop, now| shop.receipts(now, &who, SHOWN + 1)).await?,
        None => Vec::new(),
    };
    let view = Receipts { rows: found.iter().take(SHOWN).map(row).collect(), more: found.len() > SHOWN };
    Ok(visit.page(pages::receipts(&visit.frame(), &view)))
}

/// `GET /receipts/{receipt}`.
pub async fn show(State(doors): State<Doors>, Path(id): Path<String>, visit: Visit) -> Result<Response, Problem> {
    let id = ReceiptId::parse(&id).ok_or_else(not_found)?;
    let who = visit.visitor.who.clone();
    let found = doors.call(move |shop, now| shop.receipt(now, who.as_ref(), id)).await?.ok_or_else(not_found)?;
    let mut view = whole(&visit.goods(&doors), &found);
    view.without = without(&doors, &visit.goods(&doors), &found);
    Ok(visit.page(pages::receipt(&visit.frame(), &view)))
}

/// What everybody would have been shown in the place of what came of their data: worked out anew, as of that moment.
fn without(doors: &Doors, goods: &Goods<'_>, receipt: &Receipt) -> Option<Without> {
    let shown: Vec<&ItemId> = {
        let mut shown: Vec<_> = receipt.last.reasons.iter().map(|reason| &reason.item).collect();
        shown.dedup();
        shown
    };
    let is_ranked = receipt.first.purpose == Recommend::KEY && receipt.last.rung != Rung::Contextual;
    if !is_ranked || receipt.last.data_used == 0 || shown.is_empty() || !ranks(receipt) {
        return None;
    }
    let everybody = doors.shop().for_everybody(receipt.at, shown.len());
    let one = |placed: &Placed| (goods.named(&placed.item), shown.contains(&&placed.item));
    Some(Without { items: everybody.places.iter().map(one).collect() })
}

/// Whether the receipt is of a page that was ranked by what is theirs: a conclusion by itself shows nothing, and what goes
/// with an item is the same for everybody, but for what they do not want to see.
fn ranks(receipt: &Receipt) -> bool {
    let is_theirs = |term: Term| {
        use Term::{Explore, Filler, Less, Mix, Popular, Similar, Variety};
        !matches!(term, Popular | Similar | Filler | Variety | Explore | Mix | Less)
    };
    let mut terms = receipt.last.reasons.iter().map(|reason| reason.term);
    !receipt.beside && terms.clone().any(is_theirs) && terms.all(|term| term != Term::Similar)
}

fn row(receipt: &Receipt) -> ReceiptRow {
    let closed: BTreeSet<&String> = receipt.first.gates.iter().flat_map(|(_, closed)| closed).collect();
    ReceiptRow {
        id: receipt.id.to_string(),
        at: receipt.at.0,
        purpose: receipt.first.purpose.clone(),
        rung: receipt.last.rung,
        data_used: count(receipt),
        closed: closed.into_iter().cloned().collect(),
    }
}

fn whole(goods: &Goods<'_>, receipt: &Receipt) -> ReceiptPage {
    let (first, last) = (&receipt.first, &receipt.last);
    let gate = |(category, closed): &(String, Vec<String>)| Gate { category: category.clone(), closed: closed.clone() };
    // Reasons come item by item: each run is one item's.
    let items = last.reasons.chunk_by(|one, next| one.item == next.item);
    let shown = |reasons: &[Reason]| {
        let item = goods.named(&reasons.first()?.item);
        Some(ShownItem { item, terms: goods.terms(reasons) })
    };
    ReceiptPage {
        id: receipt.id.to_string(),
        at: receipt.at.0,
        purpose: first.purpose.clone(),
        channel: first.channel.clone(),
        laws: first.jurisdictions.clone(),
        policy_version: first.policy_version,
        ledger_head: first.ledger_head.clone(),
        gates: first.gates.iter().map(gate).collect(),
        rung: last.rung,
        data_used: count(receipt),
        group: receipt.group.as_ref().map(|group| (group.topic.parts().1.to_owned(), group.people_min)),
        drawn: receipt.drawn.iter().map(draw).collect(),
        shown: items.filter_map(shown).collect(),
        without: None,
    }
}

fn draw(drawn: &Drawn) -> DrawRow {
    DrawRow {
        of: drawn.of.as_str(),
        name: drawn.name.clone(),
        odds: drawn.odds.clone(),
        chosen: drawn.chosen.clone(),
        basis: drawn.basis.as_str(),
        counted: drawn.counted,
    }
}

fn count(receipt: &Receipt) -> usize {
    usize::try_from(receipt.last.data_used).unwrap_or(usize::MAX)
}
