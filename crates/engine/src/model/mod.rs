//! What was learned: what goes together, what is taken again, what is taken now. Complete in itself, and about nobody.

mod chosen;
mod difference;
mod digest;
mod fours;
mod full;
mod groups;
mod rows;
mod toward;
mod weights;

pub use chosen::{Chosen, HeldOut, Knob, Mark, Trial, Tuning};
pub use difference::{Difference, INVERSE_APART_MAX};
pub(crate) use full::{COLUMNS, Full, put_columns};
pub(crate) use groups::{Groups, OfGroup, rounded};
pub(crate) use rows::{Rows, Speaking, strongest};
pub use weights::{Bounds, Weights};

use crate::again::{Again, CELLS};
use crate::season::Diary;
use domain::ItemId;
use serde::{Deserialize, Deserializer, Serialize};

/// A model over its own list of items. The default knows nothing: everything it ranks is in the order of the catalog.
#[derive(Debug, Default, Serialize)]
pub struct Model {
    pub(crate) parts: Parts,
}

/// What a model is made of.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Parts {
    /// How many people taught it.
    pub people: u32,
    /// Every item of the catalog that was learned over, in order of id.
    pub items: Vec<ItemId>,
    /// How far what goes together reaches.
    pub reach: Reach,
    /// What goes together.
    pub rows: Rows,
    /// What is alike by its words, where nobody's history can tell what goes together.
    pub alike: Rows,
    /// What is taken again.
    pub again: Again,
    /// What is taken when.
    pub diary: Diary,
    /// What groups of people take more, or less, than everybody.
    pub groups: Groups,
    /// How the terms are weighed.
    pub chosen: Chosen,
    /// How that was chosen.
    pub tuning: Tuning,
    /// What the model was made of.
    pub frame: Frame,
}

/// What a model was made of, by which it can be compared with one that is learned again. Nothing in it is about a person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Frame {
    /// The numbers of the items whose pairs were learned by regression.
    pub head: Vec<u32>,
    /// The checksum of the whole numbers that everybody was summed up in; empty where nobody was.
    pub sums: String,
    /// What the inverse made of a fixed vector, by place in the head: two inverses that differ differ in it.
    pub probed: Vec<f64>,
}

/// For how many items it is known what goes with them, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// By regression over all of them: those that the most people took.
    pub by_regression: u32,
    /// By their nearest alone.
    pub by_nearest: u32,
}

impl Model {
    /// The number of the form in which models are written. A change of any field is a new form.
    pub const FORM: u16 = 9;

    /// How many people taught it.
    #[must_use]
    pub const fn people(&self) -> u32 {
        self.parts.people
    }

    /// The items it knows, in order of id.
    #[must_use]
    pub fn items(&self) -> &[ItemId] {
        &self.parts.items
    }

    /// For how many items it is known what goes with them.
    #[must_use]
    pub const fn reach(&self) -> Reach {
        self.parts.reach
    }

    /// How many pairs of items that go together it holds, each direction counted.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.parts.rows.len()
    }

    /// This model with each row cut to its strongest entries: smaller, quicker and nearly as good, for a device.
    #[must_use]
    pub fn cut(mut self, entries: usize) -> Self {
        self.parts.rows = self.parts.rows.cut(entries);
        self.parts.alike = self.parts.alike.cut(entries);
        self
    }

    /// The checksum of the whole numbers that it was made of: that of the [`crate::Statistic`].
    #[must_use]
    pub fn sums(&self) -> &str {
        &self.parts.frame.sums
    }

    /// The items whose pairs were learned by regression, in order.
    #[must_use]
    pub fn head(&self) -> Vec<ItemId> {
        self.parts.frame.head.iter().map(|item| self.parts.items[*item as usize].clone()).collect()
    }

    /// How its terms are weighed.
    #[must_use]
    pub const fn chosen(&self) -> &Chosen {
        &self.parts.chosen
    }

    /// What was tried before the weights were chosen.
    #[must_use]
    pub const fn tuning(&self) -> &Tuning {
        &self.parts.tuning
    }

    /// 32 hexadecimal digits that two models share only if they are equal in everything.
    ///
    /// FNV-1a of 128 bits: it tells models apart, and is no proof against forgery; models are sealed by the vault.
    #[must_use]
    pub fn checksum(&self) -> String {
        digest::of(&self.parts)
    }
}

impl<'de> Deserialize<'de> for Model {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let parts = Parts::deserialize(from)?;
        match parts.fault() {
            None => Ok(Self { parts }),
            Some(fault) => Err(serde::de::Error::custom(fault)),
        }
    }
}

impl Parts {
    /// What does not fit together, if anything: parsed here, and trusted from then on.
    fn fault(&self) -> Option<&'static str> {
        let items = self.items.len();
        let known = |item: &u32| (*item as usize) < items;
        let fits = [
            (self.items.is_sorted_by(|a, b| a < b), "the items are not in order"),
            (self.rows.fit(items), "the rows do not fit the items"),
            (self.alike.fit(items), "what is alike does not fit the items"),
            (self.again.factors.len() == items, "the repeat factors do not fit the items"),
            (items == 0 || self.again.table.len() == CELLS, "the repeat table has another size"),
            (self.diary.totals.len() == items, "the diary does not fit the items"),
            (
                self.diary.days.iter().all(|d| d.items.iter().all(|(item, _)| known(item))),
                "the diary names other items",
            ),
            (self.groups.fit(items), "the groups do not fit the items"),
            (self.chosen.is_sound(), "the weights are no numbers"),
            (self.frame.head.iter().all(known), "the head names other items"),
        ];
        fits.into_iter().find(|(fit, _)| !fit).map(|(_, fault)| fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_that_does_not_fit_together_is_not_read() {
        let good = postcard::to_stdvec(&Model::default()).expect("encodes");
        assert!(postcard::from_bytes::<Model>(&good).is_ok());
        let mut broken = Model::default();
        broken.parts.items.push(ItemId::parse("tea").expect("plain"));
        let bytes = postcard::to_stdvec(&broken).expect("encodes");
        assert!(postcard::from_bytes::<Model>(&bytes).is_err());
    }
}
