//! Loops over many numbers, in the widest registers of the machine that they run on.
//!
//! # Invariant
//! - The bits are the same on every machine: nothing is added up in another order, and no two steps are made into one.

use pulp::{Arch, Simd, WithSimd};

/// Does some work that is one short loop over slices of numbers.
#[inline]
pub(crate) fn wide<R>(work: impl FnOnce() -> R) -> R {
    Arch::new().dispatch(work)
}

/// Work of several loops: what is done in them is done in wide registers only if [`Work::work`] and whatever it calls are
/// always inlined.
pub(crate) trait Work {
    /// Does it.
    fn work(self);
}

/// As [`wide`], for such work.
#[inline]
pub(crate) fn wide_work(work: impl Work) {
    Arch::new().dispatch(Inlined(work));
}

struct Inlined<W>(W);

impl<W: Work> WithSimd for Inlined<W> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.0.work();
    }
}
