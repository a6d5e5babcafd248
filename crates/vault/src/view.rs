//! What work gets to see: a view for one purpose, or a refusal.
//!
//! # Invariants
//! - A view can not be built, cloned, printed or serialised outside this room, and does not outlive its call.
//! - A view holds only data that the gate let through for its purpose.

use domain::{ItemId, Purpose, Refusal, UnixTime, Verb};
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
        Self { acts, purpose: PhantomData }
    }

    /// What the person did, in order of arrival.
    #[must_use]
    pub fn acts(&self) -> &[Act<'m>] {
        &self.acts
    }
}
