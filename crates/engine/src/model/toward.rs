//! The further entries the other way round: for each item what speaks for it.

/// For each item those whose row has an entry for it, in order, and how much they add.
#[derive(Clone, Debug, Default)]
pub(super) struct Toward {
    /// Where each item's end; they start where those of the item before end.
    ends: Vec<u32>,
    from: Vec<u32>,
    weights: Vec<f32>,
}

impl Toward {
    /// Of rows that end at these places, each with entries in order of item; every item is below the number of rows.
    pub fn of(ends: &[u32], to: &[u32], weights: &[f32]) -> Self {
        let mut starts = vec![0_u32; ends.len() + 1];
        to.iter().for_each(|to| starts[*to as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut toward = Self { ends: starts, from: vec![0; to.len()], weights: vec![0.0; to.len()] };
        let mut start = 0;
        for (from, end) in ends.iter().enumerate() {
            let row = start..*end as usize;
            start = row.end;
            for (to, weight) in to[row.clone()].iter().zip(&weights[row]) {
                // What starts here at first ends here at last.
                let next = &mut toward.ends[*to as usize];
                toward.from[*next as usize] = from as u32;
                toward.weights[*next as usize] = *weight;
                *next += 1;
            }
        }
        toward.ends.pop();
        toward
    }

    /// What speaks for an item: which, and how much each adds.
    pub fn row(&self, item: u32) -> (&[u32], &[f32]) {
        let at = item as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        let span = start..self.ends[at] as usize;
        (&self.from[span.clone()], &self.weights[span])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_from_its_other_end() {
        let toward = Toward::of(&[2, 2, 3, 5], &[1, 3, 0, 0, 1], &[0.5, -0.25, 1.0, 2.0, 3.0]);
        let rows: Vec<_> = (0..4).map(|item| toward.row(item)).collect();
        assert_eq!(rows[0], (&[2, 3][..], &[1.0, 2.0][..]));
        assert_eq!(rows[1], (&[0, 3][..], &[0.5, 3.0][..]));
        assert_eq!((rows[2], rows[3]), ((&[][..], &[][..]), (&[0][..], &[-0.25][..])));
        assert_eq!(Toward::of(&[], &[], &[]).ends.len(), 0);
    }
}
