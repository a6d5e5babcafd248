//! What leaves the vault, and with what.

use domain::{Drawn, Group, Reason, ReceiptId, Refusal, Rung};

/// What may leave the vault: owned, so that nothing seen is carried out, and able to say why.
pub trait Release: 'static {
    /// Why each part of it is there.
    fn reasons(&self) -> Vec<Reason>;

    /// What of it was decided by lot.
    fn drawn(&self) -> Vec<Drawn> {
        Vec::new()
    }

    /// Where it is what goes with something on the page: how much of the person's it went by beside that. `None` where it was
    /// made of all that was in view.
    fn went_by(&self) -> Option<usize> {
        None
    }

    /// The group that it went by.
    fn group(&self) -> Option<Group> {
        None
    }
}

/// A released value with the receipt of its making. Only the vault builds one.
#[derive(Debug)]
pub struct Answer<T> {
    pub(crate) value: T,
    pub(crate) drawn: Vec<Drawn>,
    pub(crate) group: Option<Group>,
    pub(crate) receipt: ReceiptId,
    pub(crate) rung: Rung,
    pub(crate) refusal: Option<Refusal>,
}

impl<T> Answer<T> {
    /// What was released.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// What was released, out of its wrapping.
    pub fn into_value(self) -> T {
        self.value
    }

    /// What was decided by lot, as the receipt has it.
    pub fn drawn(&self) -> &[Drawn] {
        &self.drawn
    }

    /// The group that it went by.
    pub const fn group(&self) -> Option<&Group> {
        self.group.as_ref()
    }

    /// The name of the receipt, durable before this answer was built.
    pub const fn receipt(&self) -> ReceiptId {
        self.receipt
    }

    /// The rung that the answer stands on.
    pub const fn rung(&self) -> Rung {
        self.rung
    }

    /// Why nothing personal was used, where nothing was.
    pub const fn refusal(&self) -> Option<Refusal> {
        self.refusal
    }
}
