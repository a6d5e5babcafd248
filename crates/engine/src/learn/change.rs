//! What changed in the Gram matrix since its inverse was worked out, summed over everybody who changed: whole numbers, over
//! the items that were touched and no others.

use super::gram::SQUARE_UNITS;

/// In a head of at most so many items the inverse is worked out anew each time: that is as quick, and the same bits as in
/// a whole lesson.
pub(super) const REBUILT_HEAD_MAX: usize = 1_000;
/// One in so many items of the head may be touched; where more are, the inverse is worked out anew, which is then quicker.
const TOUCHED_SHARE: usize = 4;
/// No item of the head is meant.
const NONE: u32 = u32::MAX;

/// The change.
pub(super) struct Change {
    /// From a place in the head to its place among the touched.
    slots: Vec<u32>,
    touched: Vec<usize>,
    /// The lower triangle over the touched, row by row, in units of the Gram matrix.
    cells: Vec<i64>,
    most: usize,
    /// Whether more was touched than is kept.
    full: bool,
}

impl Change {
    /// Nothing changed yet in a head of so many items.
    pub fn of(size: usize) -> Self {
        let most = if size <= REBUILT_HEAD_MAX { 0 } else { size / TOUCHED_SHARE };
        Self::up_to(size, most)
    }

    fn up_to(size: usize, most: usize) -> Self {
        Self { slots: vec![NONE; size], touched: Vec::new(), cells: Vec::new(), most, full: false }
    }

    /// A person's vector came to the matrix, or, with a sign of -1, left it.
    pub fn add(&mut self, vector: &[(usize, i64)], sign: i64) {
        if self.full || vector.is_empty() {
            return;
        }
        let mut slots = Vec::with_capacity(vector.len());
        for (item, weight) in vector {
            slots.push((self.slot(*item), *weight));
        }
        if self.touched.len() > self.most {
            *self = Self { full: true, ..Self::up_to(self.slots.len(), self.most) };
            return;
        }
        for (at, (one, weight)) in slots.iter().enumerate() {
            for (other, by) in &slots[..=at] {
                let (row, column) = (one.max(other), one.min(other));
                self.cells[row * (row + 1) / 2 + column] += sign * weight * by;
            }
        }
    }

    fn slot(&mut self, item: usize) -> usize {
        if self.slots[item] == NONE {
            self.slots[item] = self.touched.len() as u32;
            self.touched.push(item);
            self.cells.resize(self.cells.len() + self.touched.len(), 0);
        }
        self.slots[item] as usize
    }

    /// Takes what changed, and begins anew.
    pub fn take(&mut self) -> Self {
        let next = Self::up_to(self.slots.len(), self.most);
        std::mem::replace(self, next)
    }

    /// Whether more was touched than is kept: the inverse has to be worked out anew.
    pub const fn is_full(&self) -> bool {
        self.full
    }

    /// The places in the head that were touched.
    pub fn touched(&self) -> &[usize] {
        &self.touched
    }

    /// How much a cell changed, by places among the touched.
    pub fn cell(&self, row: usize, column: usize) -> f64 {
        let (row, column) = (row.max(column), row.min(column));
        self.cells[row * (row + 1) / 2 + column] as f64 / SQUARE_UNITS
    }

    /// What the change makes of a vector over the head, as far as it is not nothing.
    pub fn times<'c>(&'c self, vector: &'c [f64]) -> impl Iterator<Item = (usize, f64)> + 'c {
        let sum = |row: usize| (0..self.touched.len()).map(|at| self.cell(row, at) * vector[self.touched[at]]).sum();
        self.touched.iter().enumerate().map(move |(row, item)| (*item, sum(row)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::gram::Gram;
    use super::super::inverse::Inverse;
    use super::*;
    use proptest::prelude::*;

    const SIZE: usize = 24;

    fn vectors() -> impl Strategy<Value = Vec<Vec<(usize, i64)>>> {
        let vector = prop::collection::btree_map(0..SIZE, 200_i64..2_000, 1..6);
        prop::collection::vec(vector.prop_map(|vector| vector.into_iter().collect()), 4..12)
    }

    proptest! {
        #[test]
        fn an_inverse_that_follows_is_the_one_that_is_worked_out(stay in vectors(), go in vectors(), come in vectors()) {
            let mut gram = Gram::nothing(SIZE);
            stay.iter().chain(&go).for_each(|vector| gram.add(vector));
            let mut inverse = Inverse::of(gram.with_ridge(2.0), 2.0).expect("it has one");
            let mut change = Change::up_to(SIZE, SIZE);
            go.iter().for_each(|vector| {
                gram.take_out(vector);
                change.add(vector, -1);
            });
            come.iter().for_each(|vector| {
                gram.add(vector);
                change.add(vector, 1);
            });
            let change = change.take();
            prop_assert!(inverse.update(change.touched(), |row, column| change.cell(row, column)));
            let anew = Inverse::of(gram.with_ridge(2.0), 2.0).expect("it has one");
            let scale = (0..SIZE).map(|at| anew.at(at, at)).fold(0.0, f64::max);
            for row in 0..SIZE {
                for column in 0..SIZE {
                    prop_assert!((inverse.at(row, column) - anew.at(row, column)).abs() <= 1e-12 * scale);
                }
            }
            let probed = inverse.times(&super::super::inverse::probe(SIZE));
            prop_assert!(inverse.drift(&probed, &gram.times(&probed)) < 1e-12);
            prop_assert!(anew.drift(&probed, &Gram::nothing(SIZE).times(&probed)) > 1e-9, "another matrix is another inverse");
        }
    }

    #[test]
    fn a_change_that_was_undone_is_none_and_one_of_too_many_items_is_not_kept() {
        let mut change = Change::up_to(9, 3);
        change.add(&[(1, 5), (4, 7)], 1);
        change.add(&[(1, 5), (4, 7)], -1);
        assert!((0..2).all(|row| (0..2).all(|column| change.cell(row, column) == 0.0)));
        change.add(&[(0, 1), (2, 1)], 1);
        assert!(change.is_full() && change.take().touched().is_empty());
        assert!(!change.is_full(), "after that it begins anew");
        assert!(Change::of(REBUILT_HEAD_MAX).most == 0 && Change::of(4_000).most == 1_000);
    }
}
