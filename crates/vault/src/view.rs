//! What work gets to see: a view for one purpose, or a refusal.
//!
//! # Invariants
//! - A view can not be built, cloned, printed or serialised outside this room, and does not outlive its call.
//! - A view holds only data that the gate let through for its purpose.

use domain::{Interest, ItemId, Purpose, Refusal, Topic, UnixTime, Verb};
use std::marker::PhantomData;

/// What a piece of work may go by: the person's permitted data, or the refusal to show any. A refusal is an answer.
pub enum Basis<'m, P: Purpose> {
    /// The permitted data.
    Personal(View<'m, P>),
    /// Nothing about the person, and why.
    Contextual(Refusal),
}

/// One person's data, as far as purpose `P` may see it.
///
/// No `Clone`, no `Serialize`, no `Debug`: what is seen is used here and now.
pub struct View<'m, P: Purpose> {
    acts: Vec<Act<'m>>,
    cart: &'m [ItemId],
    shown: &'m [ItemId],
    interests: Vec<&'m Interest>,
    variety: Option<u8>,
    places: Option<Vec<&'m Topic>>,
    purpose: PhantomData<fn() -> P>,
}

/// One thing the person did.
#[derive(Clone, Copy)]
pub struct Act<'m> {
    /// With which item.
    pub item: &'m ItemId,
    /// What.
    pub verb: Verb,
    /// When.
    pub at: UnixTime,
    /// How many pieces.
    pub quantity: u32,
    /// The rating in tenths of a star.
    pub rating_tenths: Option<u16>,
}

impl<'m, P: Purpose> View<'m, P> {
    pub(crate) fn new(acts: Vec<Act<'m>>) -> Self {
        Self { acts, cart: &[], shown: &[], interests: Vec::new(), variety: None, places: None, purpose: PhantomData }
    }

    /// The same view, of a visit in which this lies in the cart and this was shown.
    pub(crate) fn in_visit(self, cart: &'m [ItemId], shown: &'m [ItemId]) -> Self {
        Self { cart, shown, ..self }
    }

    /// The same view, of somebody who declared this.
    pub(crate) fn of_one_who_said(self, interests: Vec<&'m Interest>, variety: Option<u8>) -> Self {
        Self { interests, variety, ..self }
    }

    /// The same view, of somebody who may be counted among others by this.
    pub(crate) fn among(self, places: Option<Vec<&'m Topic>>) -> Self {
        Self { places, ..self }
    }

    /// What the person did, in order of arrival.
    #[must_use]
    pub fn acts(&self) -> &[Act<'m>] {
        &self.acts
    }

    /// What lies in their cart now.
    #[must_use]
    pub const fn cart(&self) -> &[ItemId] {
        self.cart
    }

    /// What they were shown in this visit, once for each time.
    #[must_use]
    pub const fn shown(&self) -> &[ItemId] {
        self.shown
    }

    /// What they said they like, and what they never want to see.
    #[must_use]
    pub fn interests(&self) -> &[&'m Interest] {
        &self.interests
    }

    /// What they said they like, as far as it may place them in a group of many; `None` where no group is asked for.
    #[must_use]
    pub fn places(&self) -> Option<&[&Topic]> {
        self.places.as_deref()
    }

    /// How much variety they said they like, 0 (more of the same) to 100 (something else).
    #[must_use]
    pub const fn variety(&self) -> Option<u8> {
        self.variety
    }
}
