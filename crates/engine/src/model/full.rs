//! Full rows over the head: how much each item of it adds to every other.
//!
//! Both directions of a pair come of one cell of the inverse, divided by one item's own cell or by the other's. So the half
//! below the diagonal is kept and sealed together with those cells, and the half above it is worked out of both.

use crate::wide::wide;
use rayon::iter::{IndexedParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many rows are filled at a time, so that what is read for them stays at hand, and how many of them by one thread.
const BLOCK: usize = 128;
const STRIP: usize = 32;
/// How many columns are put in their place together.
pub(crate) const COLUMNS: usize = 16;

/// The rows, end to end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Full {
    /// By place in the head: the item's own cell of the inverse.
    own: Vec<f32>,
    cells: Vec<f32>,
}

/// As it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    own: Vec<f32>,
    /// Row by row, each up to the diagonal.
    half: Vec<f32>,
}

/// Writes the half below the diagonal, without a copy of it.
struct Half<'a>(&'a Full);

impl Full {
    /// Rows out of each item's own cell and of the half below the diagonal, row by row.
    pub fn of(own: Vec<f32>, half: &[f32]) -> Self {
        let size = own.len();
        let mut cells = vec![0.0; size * size];
        for (row, cells) in cells.chunks_mut(size.max(1)).enumerate() {
            cells[..row].copy_from_slice(&half[start_of(row)..start_of(row + 1)]);
        }
        Self::mirrored(own, cells)
    }

    /// Rows of which the half below the diagonal is there, end to end, each as long as there are items: the half above it is
    /// put in its place, so that there is no second one.
    pub fn mirrored(own: Vec<f32>, mut cells: Vec<f32>) -> Self {
        let size = own.len();
        for first in (0..size).step_by(BLOCK) {
            let end = (first + BLOCK).min(size);
            let (block, below) = cells[first * size..].split_at_mut((end - first) * size);
            mirror_within(block, (first, &own));
            block.par_chunks_mut(STRIP * size).enumerate().for_each(|(at, strip)| {
                mirror(strip, below, (first + at * STRIP, end, &own));
            });
        }
        Self { own, cells }
    }

    /// The row of a place in the head.
    pub fn row(&self, place: usize) -> &[f32] {
        &self.cells[place * self.own.len()..(place + 1) * self.own.len()]
    }

    /// How much the item of each place adds to that of one: out of its one row, where the rows of all others lie far apart.
    pub fn toward(&self, place: usize) -> impl Fn(usize) -> f32 {
        let (row, own) = (self.row(place), self.own[place]);
        move |from| row[from] * self.own[from] / own
    }

    /// How many pairs there are, each direction counted.
    pub fn len(&self) -> usize {
        self.cells.iter().filter(|weight| **weight != 0.0).count()
    }

    /// Each item's own cell.
    pub fn own(&self) -> &[f32] {
        &self.own
    }

    /// Each row up to the diagonal: with [`Full::own`], all there is.
    pub fn half(&self) -> impl Iterator<Item = &[f32]> {
        (0..self.own.len()).map(|place| &self.row(place)[..place])
    }

    /// Whether there are rows over so many items, and all of it is numbers.
    pub fn fit(&self, size: usize) -> bool {
        self.own.len() == size && self.cells.len() == size * size && self.cells.iter().all(|weight| weight.is_finite())
    }
}

/// Fills what is above the diagonal where the rows of a block cross its own columns.
fn mirror_within(block: &mut [f32], (first, own): (usize, &[f32])) {
    let size = own.len();
    for row in 0..block.len() / size {
        for column in row + 1..block.len() / size {
            let weight = block[column * size + first + row];
            block[row * size + first + column] = weight * own[first + row] / own[first + column];
        }
    }
}

/// Fills some rows from a column on, out of the rows `below` that begin there.
fn mirror(strip: &mut [f32], below: &[f32], (first, end, own): (usize, usize, &[f32])) {
    let (size, rows) = (own.len(), strip.len() / own.len());
    for (at, below) in below.chunks(COLUMNS * size).enumerate() {
        let (column, mut columns) = (end + at * COLUMNS, [[0.0; STRIP]; COLUMNS]);
        for ((to, from), whole) in columns.iter_mut().zip(below.chunks(size)).zip(&own[column..]) {
            let shares = from[first..first + rows].iter().zip(&own[first..]).map(|(weight, own)| weight * own / whole);
            wide(|| to.iter_mut().zip(shares).for_each(|(to, share)| *to = share));
        }
        put_columns(strip, (size, column), &columns[..below.len() / size]);
    }
}

/// Puts columns side by side into rows of a size, from a place on.
pub(crate) fn put_columns<const N: usize>(rows: &mut [f32], (size, from): (usize, usize), columns: &[[f32; N]]) {
    for (at, row) in rows.chunks_mut(size).enumerate() {
        row[from..].iter_mut().zip(columns).for_each(|(to, column)| *to = column[at]);
    }
}

/// Where a row begins in the half below the diagonal.
const fn start_of(row: usize) -> usize {
    row * row.saturating_sub(1) / 2
}

impl Serialize for Full {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut kept = to.serialize_struct("Kept", 2)?;
        kept.serialize_field("own", &self.own)?;
        kept.serialize_field("half", &Half(self))?;
        kept.end()
    }
}

impl Serialize for Half<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeSeq;
        let mut half = to.serialize_seq(Some(start_of(self.0.own.len())))?;
        self.0.half().flatten().try_for_each(|weight| half.serialize_element(weight))?;
        half.end()
    }
}

impl<'de> Deserialize<'de> for Full {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let kept = Kept::deserialize(from)?;
        let whole = kept.half.len() == start_of(kept.own.len());
        if whole && kept.own.iter().all(|own| *own > 0.0 && own.is_finite()) {
            Ok(Self::of(kept.own, &kept.half))
        } else {
            Err(serde::de::Error::custom("the rows do not fit their items"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full(size: usize) -> Full {
        let own = (0..size).map(|at| 1.0 + at as f32).collect();
        let half: Vec<f32> = (0..start_of(size)).map(|at| (at % 7) as f32 - 3.0).collect();
        Full::of(own, &half)
    }

    #[test]
    fn both_directions_of_a_pair_come_of_one_cell() {
        let full = full(BLOCK + 5);
        for (row, column) in [(1, 0), (BLOCK, 3), (BLOCK + 4, BLOCK + 2), (BLOCK - 1, BLOCK - 2)] {
            let (there, back) = (full.row(row)[column], full.row(column)[row]);
            assert_eq!(there, (start_of(row) + column) as f32 % 7.0 - 3.0);
            assert_eq!(back, there * (1.0 + column as f32) / (1.0 + row as f32));
        }
        assert!((0..BLOCK + 5).all(|place| full.row(place)[place] == 0.0));
    }

    #[test]
    fn every_cell_above_the_diagonal_comes_of_the_one_below_it() {
        let full = full(2 * BLOCK + STRIP + COLUMNS + 3);
        for row in 0..full.own.len() {
            let back = |column: usize| full.row(column)[row] * full.own[row] / full.own[column];
            assert!((row + 1..full.own.len()).all(|column| full.row(row)[column] == back(column)), "{row}");
        }
    }

    #[test]
    fn what_is_kept_reads_back_to_the_last_bit_and_takes_half_the_room() {
        let full = full(BLOCK + 5);
        let bytes = postcard::to_stdvec(&full).expect("encodes");
        assert!(bytes.len() < full.cells.len() * 4 * 51 / 100 + 4 * full.own.len() + 16);
        let again: Full = postcard::from_bytes(&bytes).expect("reads");
        assert!(again.cells == full.cells && again.own == full.own && again.fit(BLOCK + 5) && !again.fit(BLOCK));
    }

    #[test]
    fn what_does_not_fit_together_is_not_read() {
        let broken = [(vec![1.0_f32, 1.0], vec![]), (vec![0.0, 1.0], vec![0.5_f32]), (vec![f32::NAN, 1.0], vec![0.5])];
        for (own, half) in broken {
            let bytes = postcard::to_stdvec(&Kept { own, half }).expect("encodes");
            assert!(postcard::from_bytes::<Full>(&bytes).is_err());
        }
    }
}
