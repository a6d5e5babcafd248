//! The Online Retail transactions: invoices of a gift shop, their cancellations, and much that is no product.

use super::bad::BadReason;
use super::cell::{self, Cell, Named};
use super::table::Wanted;
use super::{Reading, Row, derived::Sale, done::Done};
use domain::{EventId, ItemId, Verb};

/// All prices are in pounds.
const CURRENCY: &str = "GBP";
/// With how many digits the code of a product starts.
const CODE_DIGITS: usize = 5;

/// The columns, under the names of both editions of the data set. The country is not read.
pub(super) fn wanted() -> Vec<Wanted> {
    vec![
        Wanted::new("invoice", &["InvoiceNo", "Invoice"], true),
        Wanted::new("item", &["StockCode"], true),
        Wanted::new("description", &["Description"], true),
        Wanted::new("quantity", &["Quantity"], true),
        Wanted::new("time", &["InvoiceDate"], true),
        Wanted::new("price", &["UnitPrice", "Price"], true),
        Wanted::new("subject", &["CustomerID"], true),
    ]
}

/// A purchase, or a return where the invoice is a cancellation or the quantity is negative.
pub(super) fn row(cells: &[Cell], reading: &mut Reading) -> Result<Row, BadReason> {
    let [invoice, item, description, quantity, time, price, subject] = cells else {
        return Err(BadReason::FieldCount { found: cells.len(), expected: wanted().len() });
    };
    let item = product(item)?;
    let subject = Named("subject", subject).subject()?;
    let basket = Named("invoice", invoice).basket()?.ok_or(BadReason::Missing("invoice"))?;
    let count = Named("quantity", quantity).number()?.ok_or(BadReason::Missing("quantity"))?;
    let pieces = cell::pieces(count)?;
    let verb = verb(&basket, count);
    let at = Named("time", time).time(reading.now)?;
    if verb == Verb::Purchase {
        let paid = Named("price", price).number()?.filter(|paid| *paid > 0.0);
        let paid = paid.ok_or(BadReason::PriceNotPositive)?;
        let (title, price) = (title(description)?, cell::price(paid, CURRENCY)?);
        reading.derived.sold(&item, Sale { title, price, to_somebody: subject.is_some() })?;
    }
    let done = Done { item, verb, at, quantity: pieces, tenths: None, basket: Some(basket) };
    done.numbered(subject, reading)
}

/// The stock code of a product, in capitals; postage, fees, vouchers and tests have other codes.
fn product(cell: &Cell) -> Result<ItemId, BadReason> {
    let code = match cell {
        Cell::Text(text) => Cell::Text(text.to_ascii_uppercase()),
        other => other.clone(),
    };
    let id = match Named("item", &code).item() {
        Err(BadReason::Id(..)) => return Err(BadReason::NotAProduct),
        other => other?,
    };
    let digits = id.as_str().bytes().take(CODE_DIGITS).filter(u8::is_ascii_digit).count();
    if digits == CODE_DIGITS { Ok(id) } else { Err(BadReason::NotAProduct) }
}

fn verb(invoice: &EventId, count: f64) -> Verb {
    let cancelled = invoice.as_str().starts_with(['C', 'c']);
    if cancelled || count < 0.0 { Verb::Return } else { Verb::Purchase }
}

/// The description in UTF-8, or in Latin-1 as the data set was first published.
fn title(cell: &Cell) -> Result<Option<String>, BadReason> {
    match cell {
        Cell::Bytes(bytes) => Named("description", &Cell::Text(super::table::latin1(bytes))).title(),
        other => Named("description", other).title(),
    }
}
