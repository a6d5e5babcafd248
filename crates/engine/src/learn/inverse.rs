//! From the Gram matrix to what speaks for what: EASE in closed form, `B = I - P diag(1 / diag P)`, `P = (G + ridge I)^-1`
//! (Steck 2019, <https://arxiv.org/abs/1905.03375>), each row whole or cut to its strongest entries.

use super::census::Census;
use super::gram::Behind;
use super::nearest::Nearest;
use super::triangle::{PANEL, PARTS, Real, Triangle, filled, room};
use crate::model::{COLUMNS, Full, Rows, put_columns, strongest};
use crate::wide::wide;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::lu::partial_pivoting::factor::{lu_in_place, lu_in_place_scratch};
use faer::linalg::lu::partial_pivoting::solve::{solve_in_place, solve_in_place_scratch};
use faer::linalg::matmul::matmul as multiply;
use faer::{Accum, Mat, Par};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

/// Most entries of a row that is cut.
const ROW_ENTRIES_MAX: usize = 200;
/// Most cells of all full rows together, four bytes each; beyond, rows are cut.
const FULL_CELLS_MAX: usize = 16 << 20;

/// The inverse of the matrix with its ridge: its lower triangle.
#[derive(Clone)]
pub(super) struct Inverse {
    matrix: Triangle,
    ridge: f64,
}

/// The rows of all items: full ones over the head while memory has room for them, else cut. Those outside the head are
/// with their nearest alone. All are where there is no inverse, which a matrix of this form always has.
pub(super) fn rows(inverse: Option<&Inverse>, behind: &Behind, census: &Census<'_>, nearest: Nearest) -> Rows {
    let (size, items) = (census.head.len(), census.items.len());
    let empty = || Rows::new((0..items).map(|_| Vec::new()));
    let Some(inverse) = inverse else { return empty().with(nearest) };
    if size * size > FULL_CELLS_MAX {
        return inverse.cut_rows(behind, (&census.head, items)).with(nearest);
    }
    empty().with(nearest).with_full(census.head.clone(), full(&inverse.matrix, behind))
}

/// The full rows of all `items` over the head, which the matrix with its ridge is over. The sums may be gone before the rows
/// are made. To be tried and not to serve: single precision does, at half the time; where it takes a matrix for one that has
/// no inverse, there are none.
pub(super) fn full_rows<T: Real>(
    mut matrix: Triangle<T>,
    behind: &Behind,
    (head, items): (&[u32], usize),
) -> Option<Rows> {
    let empty = || Rows::new((0..items).map(|_| Vec::new()));
    matrix.invert().then(|| empty().with_full(head.to_vec(), full(&matrix, behind)))
}

/// How much each item speaks for every other, out of an inverse; nothing where too few people stand behind both.
fn full<T: Real>(inverse: &Triangle<T>, behind: &Behind) -> Full {
    let size = inverse.size();
    let mut cells = vec![0.0; size * size];
    let blocks = cells.par_chunks_mut((PANEL * size).max(1)).enumerate();
    blocks.for_each(|(at, block)| fill(inverse, behind, at * PANEL, block));
    Full::mirrored((0..size).map(|at| inverse.at(at, at).share_of(T::ONE)).collect(), cells)
}

/// Fills a block of rows up to the diagonal, from a first one on, out of the columns.
fn fill<T: Real>(inverse: &Triangle<T>, behind: &Behind, first: usize, block: &mut [f32]) {
    let (size, end) = (inverse.size(), inverse.size().min(first + PANEL));
    for from in (0..end).step_by(COLUMNS) {
        let mut columns = [[0.0; PANEL]; COLUMNS];
        for (column, to) in (from..end).zip(&mut columns) {
            let top = first.max(column + 1);
            let (cells, enough) = (inverse.column(column), &behind.column(column)[top - column..end - column]);
            let below = cells[top - column..end - column].iter().zip(enough);
            let shares = below.map(|(cell, enough)| if *enough { (-*cell).share_of(cells[0]) } else { 0.0 });
            wide(|| to[top - first..].iter_mut().zip(shares).for_each(|(to, share)| *to = share));
        }
        put_columns(block, (size, from), &columns[..COLUMNS.min(end - from)]);
    }
}

impl Inverse {
    /// The inverse of a matrix that has this ridge. None where it has none.
    pub fn of(mut matrix: Triangle, ridge: f32) -> Option<Self> {
        matrix.invert().then(|| Self { matrix, ridge: f64::from(ridge) })
    }

    /// The inverse of the matrix as it is changed in some rows and columns (Woodbury, in the form that needs no inverse of
    /// the change: `P - W (I + C K)^-1 C W'`, with `W` those columns of `P`, `K` where they cross, and `C` the change).
    /// False where there is none; then this is of no use any more.
    pub fn update(&mut self, touched: &[usize], change: impl Fn(usize, usize) -> f64) -> bool {
        let (size, count, par) = (self.size(), touched.len(), Par::Rayon(PARTS));
        let change = filled(count, count, change);
        let crossing = filled(count, count, |row, column| self.at(touched[row], touched[column]));
        let mut left = filled(count, count, |row, column| if row == column { 1.0 } else { 0.0 });
        multiply(left.as_mut(), Accum::Add, change.as_ref(), crossing.as_ref(), 1.0, par);
        let mut middle = change;
        solve(&mut left, &mut middle);
        if !(0..count).all(|at| middle[(at, at)].is_finite()) {
            return false;
        }
        let middle = filled(count, count, |row, column| (middle[(row, column)] + middle[(column, row)]) / 2.0);
        let columns = filled(size, count, |row, column| self.at(row, touched[column]));
        let mut product = room(size, count);
        multiply(product.as_mut(), Accum::Replace, columns.as_ref(), middle.as_ref(), 1.0, par);
        self.matrix.subtract(product.as_ref(), columns.as_ref());
        true
    }

    /// How many items it is over.
    pub const fn size(&self) -> usize {
        self.matrix.size()
    }

    /// By how much it is off, as a share of its largest cell: in one direction, which stands for all because it is nobody's
    /// choice, and by one step of refinement. `product` is what the matrix makes of what this makes of the [`probe`].
    pub fn drift(&self, probed: &[f64], product: &[f64]) -> f64 {
        let probe = probe(self.size());
        let left = product.iter().zip(probed).zip(&probe).map(|((by, at), probe)| probe - by - self.ridge * at);
        let off = self.times(&left.collect::<Vec<_>>());
        let largest = (0..self.size()).map(|at| self.at(at, at)).fold(0.0, f64::max);
        off.iter().fold(0.0, |most: f64, off| most.max(off.abs())) / largest.max(f64::MIN_POSITIVE)
    }

    /// What it makes of a vector.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.matrix.times(vector)
    }

    /// A cell.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.matrix.at(row, column)
    }

    /// How much an item speaks for another.
    fn weight(&self, row: usize, column: usize) -> f32 {
        (-self.at(row, column) / self.at(column, column)) as f32
    }

    fn cut_rows(&self, behind: &Behind, (head, items): (&[u32], usize)) -> Rows {
        let mut lists: Vec<_> = (0..self.size()).into_par_iter().map(|row| self.entries(behind, row)).collect();
        let named = |list: &mut Vec<(u32, f32)>| {
            list.iter_mut().for_each(|(to, _)| *to = head[*to as usize]);
            std::mem::take(list)
        };
        let list = |item: u32| head.binary_search(&item).map_or_else(|_| Vec::new(), |at| named(&mut lists[at]));
        Rows::new((0..items as u32).map(list))
    }

    /// The strongest entries of a row that enough people stand behind.
    fn entries(&self, behind: &Behind, row: usize) -> Vec<(u32, f32)> {
        let candidates = (0..self.size()).filter(|column| *column != row && behind.enough(row, *column));
        let all = candidates.map(|column| (column as u32, self.weight(row, column)));
        strongest(all.filter(|(_, weight)| *weight != 0.0).collect(), ROW_ENTRIES_MAX)
    }
}

/// A vector of ones, some of them less than nothing, as if by dice.
pub(super) fn probe(size: usize) -> Vec<f64> {
    let sign = |place: u64| (place + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).count_ones().is_multiple_of(2);
    (0..size as u64).map(|place| if sign(place) { 1.0 } else { -1.0 }).collect()
}

/// Solves `left x = right` in the place of the right side. In one thread, so that the bits do not depend on how many.
fn solve(left: &mut Mat<f64>, right: &mut Mat<f64>) {
    let (count, par) = (left.nrows(), Par::Seq);
    let (mut order, mut back) = (vec![0_usize; count], vec![0_usize; count]);
    let mut buffer = MemBuffer::new(lu_in_place_scratch::<usize, f64>(count, count, par, Default::default()));
    let stack = MemStack::new(&mut buffer);
    let (_, order) = lu_in_place(left.as_mut(), &mut order, &mut back, par, stack, Default::default());
    let mut buffer = MemBuffer::new(solve_in_place_scratch::<usize, f64>(count, right.ncols(), par));
    let stack = MemStack::new(&mut buffer);
    solve_in_place(left.as_ref(), left.as_ref(), order, right.as_mut(), par, stack);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::gram::Gram;

    #[test]
    fn every_row_is_of_its_column_of_the_inverse_where_enough_people_stand_behind() {
        let size = PANEL + COLUMNS + 3;
        let cell = |row: usize, column: usize| 1.0 + ((row * 31 + column * 17) % 23) as f64;
        let inverse = Triangle::<f64>::of(size, |column, cells| {
            cells.iter_mut().enumerate().for_each(|(below, to)| *to = cell(column + below, column));
        });
        let mut gram = Gram::nothing(size);
        gram.add(&(0..size).filter(|item| item % 3 > 0).map(|item| (item, 1)).collect::<Vec<_>>());
        let full = full(&inverse, &gram.behind());
        for row in 0..size {
            for column in 0..row {
                let enough = row % 3 > 0 && column % 3 > 0;
                let share = if enough { (-cell(row, column) / cell(column, column)) as f32 } else { 0.0 };
                assert_eq!(full.row(row)[column], share, "{row} {column}");
            }
        }
    }
}
