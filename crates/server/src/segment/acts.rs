//! The allow-list: which events of the Segment ecommerce specification are kept, and what of them.

use super::message::{Word, invalid_id};
use crate::problem::{Code, Problem};
use domain::{Event, EventId, ItemId, PurposeSet, QUANTITY_MAX, RATING_TENTHS_MAX, UnixTime, Verb};
use serde::Deserialize;

/// The events that say what somebody did with a product. No other is kept.
const LISTED: [(&str, Verb); 6] = [
    ("Order Completed", Verb::Purchase),
    ("Product Purchased", Verb::Purchase),
    ("Order Refunded", Verb::Return),
    ("Product Viewed", Verb::View),
    ("Product Reviewed", Verb::Rating),
    ("Product Rated", Verb::Rating),
];
/// Most products of one order.
const PRODUCTS_MAX: usize = 250;

/// What an event of this name is kept as; `None` keeps nothing of it.
pub fn verb(name: &str) -> Option<Verb> {
    LISTED.iter().find(|(listed, _)| *listed == name).map(|(_, verb)| *verb)
}

/// What is read of the properties. All else that a shop sends along is passed over.
#[derive(Default)]
pub struct Properties {
    own: Product,
    order: Order,
}

#[derive(Default, Deserialize)]
struct Order {
    order_id: Option<Word>,
    products: Option<Vec<Product>>,
}

#[derive(Default, Deserialize)]
struct Product {
    product_id: Option<Word>,
    sku: Option<Word>,
    quantity: Option<Word>,
    rating: Option<Word>,
}

// === impl Properties ===

impl Properties {
    /// Reads properties, which have both the fields of a product and those of an order.
    ///
    /// # Errors
    /// Where one of these fields has the wrong type, or stands twice.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        Ok(Self { own: serde_json::from_str(text)?, order: serde_json::from_str(text)? })
    }
}

/// What the events of one message have in common.
pub struct Common {
    /// The message's own id.
    pub id: String,
    /// What was done.
    pub verb: Verb,
    /// When.
    pub at: UnixTime,
    /// Whether the sender did not say when.
    pub at_arrival: bool,
    /// The purposes that it may serve.
    pub ceiling: PurposeSet,
}

/// The events of a message: one for the product it is about, or one for each product of an order.
///
/// # Errors
/// `invalid_identifier`, `invalid_number`, `missing_field` or `limit_exceeded`.
pub fn events(common: &Common, properties: &Properties) -> Result<Vec<Event>, Problem> {
    let basket = properties.order.order_id.as_ref().and_then(|id| EventId::parse(&id.text()).ok());
    let listed = match (common.verb, &properties.order.products) {
        (Verb::Purchase | Verb::Return, Some(products)) => products,
        _ if !properties.own.is_named() => return Ok(Vec::new()),
        _ => return Ok(vec![properties.own.event(common, common.id.clone(), basket)?]),
    };
    if listed.len() > PRODUCTS_MAX {
        return Err(Problem::new(Code::LimitExceeded, "an order has at most 250 products"));
    }
    let one = |(at, product): (usize, &Product)| product.event(common, format!("{}:{at}", common.id), basket.clone());
    listed.iter().enumerate().map(one).collect()
}

// === impl Product ===

impl Product {
    fn is_named(&self) -> bool {
        self.product_id.is_some() || self.sku.is_some()
    }

    fn event(&self, common: &Common, id: String, basket: Option<EventId>) -> Result<Event, Problem> {
        let item = self.product_id.as_ref().or(self.sku.as_ref()).ok_or_else(missing)?;
        Ok(Event {
            id: EventId::parse(&id).map_err(|_| invalid_id())?,
            item: ItemId::parse(&item.text()).map_err(|_| invalid_id())?,
            verb: common.verb,
            at: common.at,
            at_arrival: common.at_arrival,
            quantity: self.pieces(common.verb)?,
            rating_tenths: self.tenths(common.verb)?,
            basket,
            ceiling: Some(common.ceiling),
        })
    }

    /// How many pieces: of what was bought and sent back, one where nothing is said.
    fn pieces(&self, verb: Verb) -> Result<u32, Problem> {
        match (&self.quantity, verb) {
            (Some(said), Verb::Purchase | Verb::Return) => whole(said.number(), 1, QUANTITY_MAX),
            _ => Ok(1),
        }
    }

    /// The stars of a rating, which has to have them.
    fn tenths(&self, verb: Verb) -> Result<Option<u16>, Problem> {
        if verb != Verb::Rating {
            return Ok(None);
        }
        let stars = self.rating.as_ref().ok_or_else(missing)?.number();
        let tenths = whole(stars.map(|stars| (stars * 10.0).round()), 0, RATING_TENTHS_MAX.into())?;
        Ok(u16::try_from(tenths).ok())
    }
}

/// A whole number within a range.
fn whole(number: Option<f64>, least: u32, most: u32) -> Result<u32, Problem> {
    let wrong = || Problem::new(Code::InvalidNumber, "a number is out of range or of the wrong kind");
    let number = number.filter(|n| n.fract() == 0.0).ok_or_else(wrong)?;
    if number < f64::from(least) || number > f64::from(most) {
        return Err(wrong());
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole and within the range, see above"
    )]
    Ok(number as u32)
}

fn missing() -> Problem {
    Problem::new(Code::MissingField, "a product has a `product_id` or `sku`, and a rating its stars")
}
