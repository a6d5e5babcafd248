//! From the Gram matrix to what speaks for what: EASE in closed form, `B = I - P diag(1 / diag P)`, `P = (G + ridge I)^-1`
//! (Steck 2019, <https://arxiv.org/abs/1905.03375>), each row whole or cut to its strongest entries.

use super::census::Census;
use super::gram::Gram;
use super::nearest::Nearest;
use crate::model::{Rows, strongest};
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::{cholesky_in_place, cholesky_in_place_scratch};
use faer::linalg::matmul::triangular::{BlockStructure, matmul};
use faer::linalg::triangular_inverse::invert_lower_triangular;
use faer::{Accum, Mat, Par};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use std::num::NonZeroUsize;

/// Most entries of a row that is cut.
const ROW_ENTRIES_MAX: usize = 200;
/// Most cells of all full rows together, four bytes each; beyond, rows are cut.
const FULL_CELLS_MAX: usize = 16 << 20;
/// Into how many parts the arithmetic is cut. Fixed, so that the bits do not depend on the number of threads.
const PARTS: NonZeroUsize = NonZeroUsize::new(4).expect("four is not zero");

/// The rows of all items: full ones over the head while memory has room for them, else cut. Those outside the head are
/// with their nearest alone. All are, should the matrix have no inverse, which a matrix of this form always has.
pub(super) fn rows(gram: &Gram, ridge: f32, census: &Census<'_>, nearest: Nearest) -> Rows {
    if gram.size * gram.size > FULL_CELLS_MAX {
        return cut_rows(gram, ridge, (&census.head, census.items.len())).with(nearest);
    }
    let empty = Rows::new(census.items.iter().map(|_| Vec::new())).with(nearest);
    let Some(inverse) = inverse(gram, f64::from(ridge)) else { return empty };
    let mut full = vec![0.0; gram.size * gram.size];
    full.par_chunks_mut(gram.size.max(1)).enumerate().for_each(|(row, cells)| {
        let columns = (0..gram.size).filter(|column| *column != row && gram.enough(row, *column));
        columns.for_each(|column| cells[column] = weight(&inverse, row, column));
    });
    empty.with_full(census.head.clone(), full)
}

/// The rows of all `items`, each cut to its strongest entries; those outside the head, which the matrix is over, are empty.
pub(super) fn cut_rows(gram: &Gram, ridge: f32, (head, items): (&[u32], usize)) -> Rows {
    let mut lists = match inverse(gram, f64::from(ridge)) {
        Some(inverse) => (0..gram.size).into_par_iter().map(|row| entries(gram, &inverse, row)).collect(),
        None => vec![Vec::new(); gram.size],
    };
    let named = |list: &mut Vec<(u32, f32)>| {
        list.iter_mut().for_each(|(to, _)| *to = head[*to as usize]);
        std::mem::take(list)
    };
    let list = |item: u32| head.binary_search(&item).map_or_else(|_| Vec::new(), |at| named(&mut lists[at]));
    Rows::new((0..items as u32).map(list))
}

/// How much an item speaks for another.
fn weight(inverse: &Mat<f64>, row: usize, column: usize) -> f32 {
    (-inverse[(row.max(column), row.min(column))] / inverse[(column, column)]) as f32
}

/// The lower triangle of the inverse.
fn inverse(gram: &Gram, ridge: f64) -> Option<Mat<f64>> {
    let size = gram.size;
    let par = Par::Rayon(PARTS);
    let cell = |row: usize, column: usize| match row.cmp(&column) {
        std::cmp::Ordering::Less => 0.0,
        std::cmp::Ordering::Equal => gram.cell(row, column) + ridge,
        std::cmp::Ordering::Greater => gram.cell(row, column),
    };
    let mut matrix = Mat::from_fn(size, size, cell);
    let mut buffer = MemBuffer::new(cholesky_in_place_scratch::<f64>(size, par, Default::default()));
    let stack = MemStack::new(&mut buffer);
    cholesky_in_place(matrix.as_mut(), Default::default(), par, stack, Default::default()).ok()?;
    let mut root = Mat::zeros(size, size);
    invert_lower_triangular(root.as_mut(), matrix.as_ref(), par);
    let (lower, upper) = (BlockStructure::TriangularLower, BlockStructure::TriangularUpper);
    matmul(matrix.as_mut(), lower, Accum::Replace, root.transpose(), upper, root.as_ref(), lower, 1.0, par);
    Some(matrix)
}

/// The strongest entries of a row that enough people stand behind.
fn entries(gram: &Gram, inverse: &Mat<f64>, row: usize) -> Vec<(u32, f32)> {
    let candidates = (0..gram.size).filter(|column| *column != row && gram.enough(row, *column));
    let all = candidates.map(|column| (column as u32, weight(inverse, row, column)));
    strongest(all.filter(|(_, weight)| *weight != 0.0).collect(), ROW_ENTRIES_MAX)
}
