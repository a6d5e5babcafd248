//! Events of any shop, by column names.

use super::bad::BadReason;
use super::cell::{Cell, Named, pieces, tenths};
use super::done::Done;
use super::table::{Table, Wanted};
use super::{EventColumns, Reading, Row};
use domain::Verb;

const SUBJECT: [&str; 9] =
    ["subject", "subject_id", "user", "user_id", "customer", "customer_id", "visitor", "visitor_id", "account_id"];
const ITEM: [&str; 8] = ["item", "item_id", "product", "product_id", "sku", "stock_code", "article_id", "movie_id"];
const TIME: [&str; 9] =
    ["time", "timestamp", "unix_time", "at", "date", "datetime", "event_time", "created_at", "invoice_date"];
const WEIGHT: [&str; 8] = ["weight", "quantity", "qty", "count", "rating", "stars", "rating_stars", "score"];
const VERB: [&str; 6] = ["verb", "event", "event_type", "action", "type", "behavior"];
const BASKET: [&str; 7] = ["basket", "basket_id", "order", "order_id", "invoice", "invoice_no", "transaction_id"];
/// A weight under these names counts stars.
const STARS: [&str; 3] = ["rating", "stars", "rating_stars"];

/// The columns. A subject may be missing in a row (somebody unknown), its column may not.
pub(super) fn wanted(columns: &EventColumns) -> Vec<Wanted> {
    vec![
        Wanted::new("subject", &SUBJECT, true).called(columns.subject.as_ref()),
        Wanted::new("item", &ITEM, true).called(columns.item.as_ref()),
        Wanted::new("time", &TIME, true).called(columns.time.as_ref()),
        Wanted::new("weight", &WEIGHT, false).called(columns.weight.as_ref()),
        Wanted::new("verb", &VERB, false),
        Wanted::new("basket", &BASKET, false),
    ]
}

/// Whether the file calls its weight a rating.
pub(super) fn is_in_stars(table: &Table) -> bool {
    let name = table.column("weight").map(str::to_ascii_lowercase);
    name.is_some_and(|name| STARS.contains(&name.as_str()))
}

/// One event. Without a verb it is a rating where the file counts stars, and a purchase otherwise.
pub(super) fn row(cells: &[Cell], in_stars: bool, reading: &mut Reading) -> Result<Row, BadReason> {
    let [subject, item, time, weight, verb, basket] = cells else {
        return Err(BadReason::FieldCount { found: cells.len(), expected: 6 });
    };
    let subject = Named("subject", subject).subject()?;
    let item = Named("item", item).item()?;
    let at = Named("time", time).time(reading.now)?;
    let basket = Named("basket", basket).basket()?;
    let weight = Named("weight", weight).number()?;
    let usual = if in_stars { Verb::Rating } else { Verb::Purchase };
    let (verb, quantity, tenths) = measured(spoken(verb)?.unwrap_or(usual), weight)?;
    let done = Done { item, verb, at, quantity, tenths, basket };
    match verb {
        Verb::Rating => done.unnumbered(subject, reading),
        _ => done.numbered(subject, reading),
    }
}

/// What the weight means: stars of a rating, pieces otherwise; a negative purchase is a return.
fn measured(verb: Verb, weight: Option<f64>) -> Result<(Verb, u32, Option<u16>), BadReason> {
    match (verb, weight) {
        (Verb::Rating, None) => Err(BadReason::Missing("weight")),
        (Verb::Rating, Some(stars)) => Ok((verb, 1, Some(tenths(stars)?))),
        (_, None) => Ok((verb, 1, None)),
        (Verb::Purchase, Some(count)) if count < 0.0 => Ok((Verb::Return, pieces(count)?, None)),
        (Verb::View, Some(count)) if count < 0.0 => Err(BadReason::Quantity),
        (_, Some(count)) => Ok((verb, pieces(count)?, None)),
    }
}

/// The verb, under the words that shops use for it.
fn spoken(cell: &Cell) -> Result<Option<Verb>, BadReason> {
    let Cell::Text(text) = cell else {
        return if *cell == Cell::Missing { Ok(None) } else { Err(BadReason::Verb) };
    };
    match text.to_ascii_lowercase().as_str() {
        "purchase" | "purchased" | "buy" | "bought" | "order" | "transaction" | "sale" => Ok(Some(Verb::Purchase)),
        "return" | "returned" | "refund" => Ok(Some(Verb::Return)),
        "view" | "viewed" | "click" | "pv" | "page_view" | "product_view" => Ok(Some(Verb::View)),
        "rating" | "rate" | "rated" => Ok(Some(Verb::Rating)),
        _ => Err(BadReason::Verb),
    }
}
