//! What goes together: for each item the few others that it speaks for or against most.

use serde::{Deserialize, Serialize};

/// One row for each item: the other items, in order, and how much it adds to each. Rows lie end to end.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Rows {
    /// Where each row ends; it starts where the one before ends.
    ends: Vec<u32>,
    to: Vec<u32>,
    weights: Vec<f32>,
}

impl Rows {
    /// Rows out of lists of (item, weight), each in order of item.
    pub fn new(lists: impl Iterator<Item = Vec<(u32, f32)>>) -> Self {
        let mut rows = Self::default();
        for list in lists {
            for (item, weight) in list {
                rows.to.push(item);
                rows.weights.push(weight);
            }
            rows.ends.push(rows.to.len() as u32);
        }
        rows
    }

    /// The row of an item.
    pub fn row(&self, item: u32) -> impl Iterator<Item = (u32, f32)> {
        let item = item as usize;
        let start = item.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        let span = start..self.ends[item] as usize;
        self.to[span.clone()].iter().copied().zip(self.weights[span].iter().copied())
    }

    /// How many entries all rows have.
    pub fn len(&self) -> usize {
        self.to.len()
    }

    /// Whether there is a row for each item, and none names an item that is not there.
    pub fn fit(&self, items: usize) -> bool {
        self.ends.len() == items
            && self.ends.is_sorted()
            && self.ends.last().map_or(0, |end| *end as usize) == self.to.len()
            && self.to.len() == self.weights.len()
            && self.to.iter().all(|to| (*to as usize) < items)
            && self.weights.iter().all(|weight| weight.is_finite())
    }

    pub(super) fn parts(&self) -> (&[u32], &[u32], &[f32]) {
        (&self.ends, &self.to, &self.weights)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_read_back_as_they_were_put_in() {
        let lists = [vec![(1, 0.5), (2, -0.25)], vec![], vec![(0, 1.0)]];
        let rows = Rows::new(lists.iter().cloned());
        for (item, list) in lists.iter().enumerate() {
            assert_eq!(rows.row(item as u32).collect::<Vec<_>>(), *list);
        }
        assert_eq!(rows.len(), 3);
        assert!(rows.fit(3) && !rows.fit(2) && !rows.fit(4));
        assert!(!Rows::new([vec![(9, 1.0)]].into_iter()).fit(1));
        assert!(!Rows::new([vec![(0, f32::NAN)]].into_iter()).fit(1));
    }
}
