//! The two sides of a split for measuring, and its items: tab-separated, no header.

use super::bad::{BadReason, PriceErrorKind};
use super::cell::{self, Cell, Named};
use super::done::Done;
use super::table::Layout;
use super::{Reading, Row};
use domain::{Item, Verb};

/// A side of a split.
pub(super) const EVENTS: Layout = Layout { separator: "\t", fields: 5, columns: "user item quantity unix_time basket" };
/// The items.
pub(super) const ITEMS: Layout = Layout { separator: "\t", fields: 3, columns: "item description median_price" };

/// One purchase; here everybody has a name.
pub(super) fn event(cells: &[Cell], reading: &mut Reading) -> Result<Row, BadReason> {
    let [subject, item, quantity, time, basket] = cells else {
        return Err(BadReason::FieldCount { found: cells.len(), expected: EVENTS.fields });
    };
    let subject = Named("user", subject).subject()?.ok_or(BadReason::Missing("user"))?;
    let item = Named("item", item).item()?;
    let count = Named("quantity", quantity).number()?.ok_or(BadReason::Missing("quantity"))?;
    if count < 0.0 {
        return Err(BadReason::Quantity);
    }
    let at = Named("time", time).time(reading.now)?;
    let basket = Named("basket", basket).basket()?;
    let done = Done { item, verb: Verb::Purchase, at, quantity: cell::pieces(count)?, tenths: None, basket };
    done.numbered(Some(subject), reading)
}

/// One item; its id stands in where it has no description.
pub(super) fn item(cells: &[Cell], reading: &Reading) -> Result<Row, BadReason> {
    let [id, title, price] = cells else {
        return Err(BadReason::FieldCount { found: cells.len(), expected: ITEMS.fields });
    };
    let id = Named("item", id).item()?;
    let title = Named("description", &unquoted(title)).title()?;
    let title = title.unwrap_or_else(|| id.as_str().to_owned());
    let price = Named("price", price).number()?;
    let currency = || reading.currency.as_deref().ok_or(BadReason::Price(PriceErrorKind::NoCurrency));
    let price = price.map(|major| cell::price(major, currency()?)).transpose()?;
    Ok(Row::Item(Item { price, ..Item::named(id, title) }))
}

/// A description without the quotes that stand around it where it has quotes itself.
fn unquoted(cell: &Cell) -> Cell {
    let Cell::Text(text) = cell else {
        return cell.clone();
    };
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(inner) => Cell::text(&inner.replace("\"\"", "\"")),
        None => cell.clone(),
    }
}
