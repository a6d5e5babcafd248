//! A rule of the house about which items may stand on a page: a small typed language without code, about items alone.

use crate::{ItemId, Price};
use serde::{Deserialize, Serialize};

/// How deep a rule may be nested.
pub const FILTER_DEPTH_MAX: usize = 8;
/// Most terms of one rule: every `all`, `any`, `not` and field counts as one.
pub const FILTER_TERMS_MAX: usize = 100;
/// Most values that one term may list.
pub const FILTER_VALUES_MAX: usize = 100;

/// A rule about an item. It knows nothing of any person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filter {
    /// Each of them holds; of none it is so.
    All(Vec<Self>),
    /// One of them holds; of none it is not so.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// One of these is a step of the item's category path.
    Category(Vec<String>),
    /// One of these is a tag of the item.
    Tag(Vec<String>),
    /// One of these sells it.
    Seller(Vec<String>),
    /// It is one of these.
    Item(Vec<ItemId>),
    /// It has a price in this currency, within these bounds, both included. An item without one is not within.
    Price {
        /// At least so much.
        at_least: Option<Price>,
        /// At most so much.
        at_most: Option<Price>,
    },
    /// It can be had.
    Available,
}
