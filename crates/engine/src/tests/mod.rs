//! Small worlds: a real vault over memory, with people who said what they said.

use domain::{Item, ItemId};

/// An item that can be had.
pub(crate) fn item(id: &str) -> Item {
    Item {
        id: ItemId::parse(id).expect("plain"),
        title: id.to_owned(),
        description: String::new(),
        category: Vec::new(),
        tags: Vec::new(),
        price: None,
        url: None,
        available: true,
    }
}
