//! `POST /v1/catalog/items`: puts items in, or in the place of those of the same id.

use super::answer::Answer;
use super::idempotent::{self, Asked};
use super::input::{self, CATALOG_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use crate::auth::{Caller, Deed};
use crate::json::{ARRAY_MAX, Fields, Value};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::OperatorDeed;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use domain::{Item, ItemId, Price, RELATIONS_MAX, RelationError, Relations};

/// Most characters of a title.
const TITLE_CHARS_MAX: usize = 300;
/// Most characters of a description.
const DESCRIPTION_CHARS_MAX: usize = 4_000;
/// Most categories and tags of an item, each.
const WORDS_MAX: usize = 32;
/// Most characters of a category, tag or address.
const WORD_CHARS_MAX: usize = 1_000;

/// Most characters of a seller's name.
const SELLER_CHARS_MAX: usize = domain::TOPIC_CHARS_MAX;

/// The path.
pub const PATH: &str = "/v1/catalog/items";

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::WriteCatalog),
    summary: "Put items into the catalog, or in the place of those of the same id",
    query: &[],
    idempotency_key: true,
    request: Some(|| schema::object(vec![("items", schema::list(item_schema(), ARRAY_MAX), DUE)])),
    answer: || schema::object(vec![("written", schema::integer(0, 1_000), DUE)]),
    handler: || post(handle),
};

/// The schema of an item.
pub fn item_schema() -> serde_json::Value {
    schema::object(vec![
        ("id", schema::id(), DUE),
        ("title", schema::text(TITLE_CHARS_MAX), DUE),
        ("description", schema::text(DESCRIPTION_CHARS_MAX), MAY),
        ("category", schema::list(schema::text(WORD_CHARS_MAX), WORDS_MAX), MAY),
        ("tags", schema::list(schema::text(WORD_CHARS_MAX), WORDS_MAX), MAY),
        ("price_minor", schema::integer(0, i64::try_from(Price::MINOR_MAX).unwrap_or(i64::MAX)), MAY),
        ("currency", schema::text(3), MAY),
        ("url", schema::text(WORD_CHARS_MAX), MAY),
        ("available", schema::truth(), MAY),
        ("seller", schema::text(SELLER_CHARS_MAX), MAY),
        ("sensitive", schema::truth(), MAY),
        ("once", schema::truth(), MAY),
        (
            "relations",
            schema::object(vec![
                ("upgrade_of", schema::list(schema::id(), RELATIONS_MAX), MAY),
                ("add_on_to", schema::list(schema::id(), RELATIONS_MAX), MAY),
                ("variant_of", schema::id(), MAY),
            ]),
            MAY,
        ),
    ])
}

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::WriteCatalog)?;
    let (value, bytes) = input::json(&headers, body, CATALOG_BYTES_MAX).await?;
    let items = read(&value)?;
    let asked = Asked { caller: &caller, route: PATH, body: &bytes };
    let sent = bytes.clone();
    idempotent::once(&doors, &headers, asked, move |shop, now| {
        shop.leave(now, OperatorDeed::CatalogWritten { items: items.len(), sent: &sent })?;
        let written = shop.put_items(items)?;
        Ok(Answer::ok(&serde_json::json!({ "written": written })))
    })
    .await
}

fn read(value: &Value) -> Result<Vec<Item>, Problem> {
    let mut fields = Fields::of(value, "")?;
    let items = fields.list("items", ARRAY_MAX)?;
    fields.finish()?;
    items.iter().enumerate().map(|(at, item)| read_item(item, &format!("/items/{at}"))).collect()
}

fn read_item(value: &Value, pointer: &str) -> Result<Item, Problem> {
    let mut fields = Fields::of(value, pointer)?;
    let words = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
    let id = input::item(&mut fields, "id")?;
    let item = Item {
        relations: relations(&mut fields, &id)?,
        id,
        title: fields.text("title", TITLE_CHARS_MAX)?.to_owned(),
        description: fields.text_if_any("description", DESCRIPTION_CHARS_MAX)?.unwrap_or_default().to_owned(),
        category: words(fields.texts("category", WORDS_MAX, WORD_CHARS_MAX)?),
        tags: words(fields.texts("tags", WORDS_MAX, WORD_CHARS_MAX)?),
        price: price(&mut fields)?,
        url: url(&mut fields, "url")?,
        available: fields.truth_if_any("available")?.unwrap_or(true),
        seller: fields.text_if_any("seller", SELLER_CHARS_MAX)?.map(str::to_owned),
        sensitive: fields.truth_if_any("sensitive")?.unwrap_or(false),
        once: fields.truth_if_any("once")?.unwrap_or(false),
    };
    fields.finish()?;
    Ok(item)
}

/// How an item stands to others; whom it names need not be there yet.
fn relations(fields: &mut Fields<'_>, id: &ItemId) -> Result<Relations, Problem> {
    let Some(value) = fields.take("relations") else { return Ok(Relations::default()) };
    let pointer = fields.pointer("relations");
    let mut inside = Fields::of(value, &pointer)?;
    let (upgrade_of, add_on_to) = (ids(&mut inside, "upgrade_of")?, ids(&mut inside, "add_on_to")?);
    let form = inside.text_if_any("variant_of", domain::ID_BYTES_MAX)?;
    let form =
        form.map(|form| ItemId::parse(form).map_err(|_| input::invalid_id(&inside, "variant_of"))).transpose()?;
    inside.finish()?;
    Relations::of(id, upgrade_of, add_on_to, form).map_err(|error| match error {
        RelationError::Itself => Problem::new(Code::InvalidValue, "an item is not related to itself").at(pointer),
        RelationError::TooMany => {
            Problem::new(Code::LimitExceeded, "name at most 32 items of each relation").at(pointer)
        }
    })
}

fn ids(fields: &mut Fields<'_>, name: &str) -> Result<Vec<ItemId>, Problem> {
    let list = fields.texts(name, RELATIONS_MAX, domain::ID_BYTES_MAX)?;
    let one = |(at, id)| ItemId::parse(id).map_err(|_| input::invalid_id(fields, &format!("{name}/{at}")));
    list.into_iter().enumerate().map(one).collect()
}

fn price(fields: &mut Fields<'_>) -> Result<Option<Price>, Problem> {
    let max = i64::try_from(Price::MINOR_MAX).unwrap_or(i64::MAX);
    let minor = fields.integer_if_any("price_minor", 0..=max)?;
    let currency = fields.text_if_any("currency", 64)?;
    match (minor, currency) {
        (None, None) => Ok(None),
        (Some(minor), Some(currency)) => Price::new(minor.unsigned_abs(), currency)
            .map(Some)
            .map_err(|_| fields.wrong("currency", Code::InvalidValue, "a currency is an ISO 4217 code in use")),
        _ => Err(fields.wrong("price_minor", Code::MissingField, "price_minor and currency go together")),
    }
}

/// An address that a page may link to: the web's own schemes, or a path on the shop's own site.
///
/// # Errors
/// `invalid_url`, or what the field's type is due.
pub fn url(fields: &mut Fields<'_>, name: &str) -> Result<Option<String>, Problem> {
    let Some(text) = fields.text_if_any(name, WORD_CHARS_MAX)? else { return Ok(None) };
    let own = text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\");
    let web = text.starts_with("https://") || text.starts_with("http://");
    let plain = text.bytes().all(|b| b.is_ascii_graphic());
    if plain && (own || web) {
        return Ok(Some(text.to_owned()));
    }
    Err(fields.wrong(name, Code::InvalidUrl, "an address begins with https://, http:// or /"))
}
