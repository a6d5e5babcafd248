//! Items of any shop, by column names.

use super::bad::{BadReason, PriceErrorKind};
use super::cell::{self, Cell, Named};
use super::table::Wanted;
use super::{Reading, Row};
use domain::{Item, Price, Relations};

/// Between the levels of a category, as shops write it.
const LEVELS: [char; 2] = ['>', '|'];
/// Between two tags.
const TAGS: [char; 3] = [',', ';', '|'];

/// The columns; only the id and the title must be there.
pub(super) fn wanted() -> Vec<Wanted> {
    vec![
        Wanted::new("id", &["id", "item", "item_id", "sku", "product_id", "stock_code"], true),
        Wanted::new("title", &["title", "name", "product_name", "item_name"], true),
        Wanted::new("description", &["description", "text", "summary"], false),
        Wanted::new("category", &["category", "categories", "product_type", "genres"], false),
        Wanted::new("tags", &["tags", "keywords", "labels"], false),
        Wanted::new("price", &["price", "unit_price", "amount"], false),
        Wanted::new("price_minor", &["price_minor", "price_cents"], false),
        Wanted::new("currency", &["currency", "price_currency"], false),
        Wanted::new("url", &["url", "link", "href"], false),
        Wanted::new("available", &["available", "in_stock"], false),
        Wanted::new("seller", &["seller", "vendor", "merchant"], false),
        Wanted::new("sensitive", &["sensitive"], false),
        Wanted::new("once", &["once"], false),
        Wanted::new("upgrade_of", &["upgrade_of"], false),
        Wanted::new("add_on_to", &["add_on_to"], false),
        Wanted::new("variant_of", &["variant_of", "item_group_id"], false),
    ]
}

/// One item.
pub(super) fn row(cells: &[Cell], reading: &Reading) -> Result<Row, BadReason> {
    let [id, title, description, category, tags, price, minor, currency, url, available, more @ ..] = cells else {
        return Err(BadReason::FieldCount { found: cells.len(), expected: wanted().len() });
    };
    let [seller, sensitive, once, upgrade_of, add_on_to, variant_of] = more else {
        return Err(BadReason::FieldCount { found: cells.len(), expected: wanted().len() });
    };
    let money = Money { major: price, minor, currency };
    let id = Named("id", id).item()?;
    let ids = |name: &'static str, cell: &Cell| Named(name, cell).items(&TAGS);
    let form = ids("variant_of", variant_of)?.into_iter().next();
    let relations = Relations::of(&id, ids("upgrade_of", upgrade_of)?, ids("add_on_to", add_on_to)?, form)?;
    Ok(Row::Item(Item {
        id,
        title: Named("title", title).title()?.ok_or(BadReason::Missing("title"))?,
        description: Named("description", description).title()?.unwrap_or_default(),
        category: Named("category", category).parts(&LEVELS)?,
        tags: Named("tags", tags).parts(&TAGS)?,
        price: money.price(reading.currency.as_deref())?,
        url: Named("url", url).url()?,
        available: Named("available", available).truth()?.unwrap_or(true),
        seller: Named("seller", seller).title()?,
        sensitive: Named("sensitive", sensitive).truth()?.unwrap_or(false),
        once: Named("once", once).truth()?.unwrap_or(false),
        relations,
    }))
}

struct Money<'a> {
    major: &'a Cell,
    minor: &'a Cell,
    currency: &'a Cell,
}

impl Money<'_> {
    /// The price; minor units go before major ones, since they are exact.
    fn price(&self, usual: Option<&str>) -> Result<Option<Price>, BadReason> {
        let minor = Named("price_minor", self.minor).number()?;
        let major = Named("price", self.major).number()?;
        if minor.is_none() && major.is_none() {
            return Ok(None);
        }
        let named = Named("currency", self.currency).title()?.or_else(|| usual.map(str::to_owned));
        let currency = named.ok_or(BadReason::Price(PriceErrorKind::NoCurrency))?.to_ascii_uppercase();
        match minor {
            Some(minor) => cell::price_minor(minor, &currency).map(Some),
            None => major.map(|major| cell::price(major, &currency)).transpose(),
        }
    }
}
