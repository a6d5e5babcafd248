//! Loops over many numbers, in the widest registers of the machine that they run on.
//!
//! # Invariant
//! - The bits are the same on every machine: nothing is added up in another order, and no two steps are made into one.

use pulp::Arch;

/// Does some work that is one loop, or a few, over slices of numbers.
#[inline]
pub(crate) fn wide<R>(work: impl FnOnce() -> R) -> R {
    Arch::new().dispatch(work)
}
