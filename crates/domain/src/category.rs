//! Kinds of personal data, and how delicate each is.

use serde::{Deserialize, Serialize};

/// Most categories one policy may have: they are bits of a [`CategorySet`].
pub const CATEGORIES_MAX: usize = 64;

/// A kind of personal data, as the policy numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CategoryId(pub u8);

/// Some categories, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategorySet(pub u64);

impl CategorySet {
    /// Whether the category is among them.
    #[must_use]
    pub const fn has(self, category: CategoryId) -> bool {
        category.0 < 64 && self.0 & (1 << category.0) != 0
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, category: CategoryId) -> Self {
        if category.0 < 64 { Self(self.0 | (1 << category.0)) } else { self }
    }

    /// Whether all of them are among those.
    #[must_use]
    pub const fn within(self, those: Self) -> bool {
        self.0 & !those.0 == 0
    }
}

/// How delicate a category is; inherited downwards in the category tree, where it may only rise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Ordinary.
    #[default]
    None,
    /// Never used for ads, never inferred.
    Guarded,
    /// Special categories of Article 9 GDPR and their like.
    Special,
    /// Data of a child.
    Child,
    /// Location finer than a town.
    PreciseGeo,
    /// Numbers that a state gave.
    GovId,
    /// Money matters.
    Financial,
}

impl Sensitivity {
    /// Whether an explicit, declared and category-specific grant is due (RULE.md, G3 and G6).
    #[must_use]
    pub const fn is_sensitive(self) -> bool {
        !matches!(self, Self::None)
    }
}
