//! How one thing in the catalog stands to others: it takes their place, adds to them, or is another form of the same.

use crate::ItemId;
use serde::{Deserialize, Serialize};

/// Most items that one item may name, of each kind of relation.
pub const RELATIONS_MAX: usize = 32;

/// Why relations are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum RelationError {
    /// An item does not take its own place, and does not add to itself.
    #[error("an item is not related to itself")]
    Itself,
    /// More than [`RELATIONS_MAX`].
    #[error("an item names at most 32 others of each relation")]
    TooMany,
}

/// How an item stands to others. Whom it names need not be in the catalog: what is not there says nothing until it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relations {
    upgrade_of: Vec<ItemId>,
    add_on_to: Vec<ItemId>,
    variant_of: Option<ItemId>,
}

impl Relations {
    /// The relations of `item`. A name that stands twice counts once.
    ///
    /// # Errors
    /// [`RelationError`] when it is related to itself, or to too many.
    pub fn of(
        item: &ItemId,
        mut upgrade_of: Vec<ItemId>,
        mut add_on_to: Vec<ItemId>,
        variant_of: Option<ItemId>,
    ) -> Result<Self, RelationError> {
        for named in [&mut upgrade_of, &mut add_on_to] {
            if named.contains(item) {
                return Err(RelationError::Itself);
            }
            if named.len() > RELATIONS_MAX {
                return Err(RelationError::TooMany);
            }
            named.sort();
            named.dedup();
        }
        Ok(Self { upgrade_of, add_on_to, variant_of })
    }

    /// The items that it takes the place of, once somebody has them.
    #[must_use]
    pub fn upgrade_of(&self) -> &[ItemId] {
        &self.upgrade_of
    }

    /// The items that it adds to.
    #[must_use]
    pub fn add_on_to(&self) -> &[ItemId] {
        &self.add_on_to
    }

    /// The name of the group of things of which it is one form: often the id of the main one, and its own for that one.
    #[must_use]
    pub const fn variant_of(&self) -> Option<&ItemId> {
        self.variant_of.as_ref()
    }

    /// Whether it names nobody.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.upgrade_of.is_empty() && self.add_on_to.is_empty() && self.variant_of.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ItemId {
        ItemId::parse(text).expect("plain")
    }

    #[test]
    fn an_item_is_not_related_to_itself_nor_to_too_many() {
        let of = |upgrades: Vec<ItemId>, adds: Vec<ItemId>| Relations::of(&id("a"), upgrades, adds, Some(id("a")));
        assert_eq!(of(vec![id("a")], Vec::new()), Err(RelationError::Itself));
        assert_eq!(of(Vec::new(), vec![id("b"), id("a")]), Err(RelationError::Itself));
        let many = |count: usize| (0..count).map(|number| id(&format!("i{number}"))).collect::<Vec<_>>();
        assert_eq!(of(many(RELATIONS_MAX + 1), Vec::new()), Err(RelationError::TooMany));
        let most = of(many(RELATIONS_MAX), vec![id("b"), id("b")]).expect("so many are fine");
        assert_eq!((most.upgrade_of().len(), most.add_on_to()), (RELATIONS_MAX, &[id("b")][..]));
        assert_eq!(most.variant_of(), Some(&id("a")), "the main one of a group is named as the group is");
    }
}
