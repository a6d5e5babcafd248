//! A symmetric matrix as its lower triangle, in panels of columns, and how it is inverted in its own place.
//!
//! # Invariant
//! - What is worked out does not depend on the number of threads: each cell is one thread's at a time, and what it adds up is
//!   cut in the same way everywhere.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::{cholesky_in_place, cholesky_in_place_scratch};
use faer::linalg::matmul::matmul as multiply;
use faer::linalg::matmul::triangular::{BlockStructure, matmul};
use faer::linalg::triangular_inverse::invert_lower_triangular;
use faer::prelude::{Reborrow, ReborrowMut};
use faer::traits::RealField;
use faer::{Accum, Mat, MatMut, MatRef, Par};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefMutIterator, ParallelIterator};
use std::num::NonZeroUsize;
use std::ops::Neg;

/// How many columns a panel has: with fewer or more, products took longer.
pub(super) const PANEL: usize = 256;
/// How many rows of a panel lose a product at a time: what a thread copies to work it out is so much, and is kept by it.
const ROWS: usize = 480;
/// So many rows fill whole registers, whatever they hold and however many of them a product takes at once.
const WHOLE_ROWS: usize = 64;
/// Into how many parts a product is cut that is no panel's own. Fixed, so that the bits do not depend on the number of
/// threads.
pub(super) const PARTS: NonZeroUsize = NonZeroUsize::new(4).expect("four is not zero");

/// What a cell holds: double precision for what serves, single for what is only tried.
pub(super) trait Real: RealField + Copy + Default + Neg<Output = Self> {
    /// One, and one less than nothing.
    const ONE: Self;
    const MINUS_ONE: Self;

    /// The nearest that it can hold.
    fn of(value: f64) -> Self;

    /// How much of `whole` it is.
    fn share_of(self, whole: Self) -> f32;
}

/// The lower triangle.
#[derive(Clone)]
pub(super) struct Triangle<T = f64> {
    size: usize,
    /// Each column by column, from the panel's first row down.
    panels: Vec<Vec<T>>,
}

impl Real for f64 {
    const ONE: Self = 1.0;
    const MINUS_ONE: Self = -1.0;

    fn of(value: f64) -> Self {
        value
    }

    fn share_of(self, whole: Self) -> f32 {
        (self / whole) as f32
    }
}

impl Real for f32 {
    const ONE: Self = 1.0;
    const MINUS_ONE: Self = -1.0;

    fn of(value: f64) -> Self {
        value as Self
    }

    fn share_of(self, whole: Self) -> f32 {
        self / whole
    }
}

impl Triangle {
    /// What it makes of a vector.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.size];
        for at in 0..self.size {
            let (diagonal, below) = self.column(at).split_at(1);
            let mut sum = diagonal[0] * vector[at];
            for ((cell, to), from) in below.iter().zip(&mut product[at + 1..]).zip(&vector[at + 1..]) {
                *to += cell * vector[at];
                sum += cell * from;
            }
            product[at] += sum;
        }
        product
    }
}

impl<T: Real> Triangle<T> {
    /// Over so many rows; `fill` is given each column, from its diagonal down.
    pub fn of(size: usize, fill: impl Fn(usize, &mut [T]) + Sync) -> Self {
        let mut panels: Vec<Vec<T>> = vec![Vec::new(); size.div_ceil(PANEL)];
        panels.par_iter_mut().enumerate().for_each(|(at, cells)| {
            let first = at * PANEL;
            let height = size - first;
            *cells = vec![T::default(); height * height.min(PANEL)];
            cells.chunks_mut(height).enumerate().for_each(|(column, cells)| fill(first + column, &mut cells[column..]));
        });
        Self { size, panels }
    }

    /// How many rows it has.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// A cell, on either side of the diagonal.
    pub fn at(&self, row: usize, column: usize) -> T {
        let (row, column) = (row.max(column), row.min(column));
        self.column(column)[row - column]
    }

    /// A column from its diagonal down.
    pub fn column(&self, column: usize) -> &[T] {
        let (first, within) = (column / PANEL * PANEL, column % PANEL);
        let height = self.size - first;
        &self.panels[column / PANEL][within * height + within..(within + 1) * height]
    }

    /// Takes `left right'` away, which is symmetric.
    pub fn subtract(&mut self, left: MatRef<'_, T>, right: MatRef<'_, T>) {
        let size = self.size;
        self.panels.par_iter_mut().enumerate().for_each(|(at, cells)| {
            let (first, end) = span(size, at);
            let right = right.get(first..end, ..).transpose();
            subtract_below(view_mut(cells, end - first), left.get(first.., ..), right);
        });
    }

    /// Puts the inverse of a positive definite matrix in its place. False where it is none; then this is of no use any more.
    ///
    /// Swept panel by panel (Beaton 1964): with `C` the columns of a panel and `D` where they cross, all other cells lose
    /// `C D^-1 C'`, the columns become `C D^-1`, and where they cross `-D^-1` is put. At the end it is the inverse, with the
    /// other sign. It takes no second matrix, and as many steps as a factorisation and what follows it.
    pub fn invert(&mut self) -> bool {
        let mut room = room(self.size, self.size.min(PANEL));
        let swept = (0..self.panels.len()).all(|panel| self.sweep(panel, room.as_mut()));
        self.panels.par_iter_mut().flatten().for_each(|cell| *cell = -*cell);
        swept
    }

    /// Sweeps a panel; there is room for as many columns, from the first row to the last.
    fn sweep(&mut self, panel: usize, room: MatMut<'_, T>) -> bool {
        let Some(pivot) = self.pivot(panel) else { return false };
        let mut by = room.get_mut(.., ..pivot.ncols());
        self.divide(panel, pivot.as_ref(), by.rb_mut());
        let mut own = std::mem::take(&mut self.panels[panel]);
        self.take_away(panel, by.rb(), &own);
        let (mut crossing, mut below) = view_mut(&mut own, pivot.ncols()).split_at_row_mut(pivot.nrows());
        crossing.copy_from(-&pivot);
        below.copy_from(by.rb().get(self.size - below.nrows().., ..));
        self.panels[panel] = own;
        true
    }

    /// `C D^-1`, but for where the columns cross.
    fn divide(&self, panel: usize, pivot: MatRef<'_, T>, by: MatMut<'_, T>) {
        let (first, end) = span(self.size, panel);
        by.par_row_chunks_mut(PANEL).enumerate().filter(|(at, _)| *at != panel).for_each(|(at, by)| {
            let (from, until) = span(self.size, at);
            let columns = if at < panel {
                view(&self.panels[at], until - from).get(first - from..end - from, ..).transpose()
            } else {
                view(&self.panels[panel], end - first).get(from - first..until - first, ..)
            };
            multiply(by, Accum::Replace, columns, pivot, T::ONE, Par::Seq);
        });
    }

    /// Takes `C D^-1 C'` away from all other cells, and puts what the columns become where they are rows of other panels.
    fn take_away(&mut self, panel: usize, by: MatRef<'_, T>, own: &[T]) {
        let (size, (first, end)) = (self.size, span(self.size, panel));
        let own = view(own, end - first);
        self.panels.par_iter_mut().enumerate().filter(|(at, _)| *at != panel).for_each(|(at, cells)| {
            let (from, until) = span(size, at);
            let cells = view_mut(cells, until - from);
            if at > panel {
                return subtract_below(cells, by.get(from.., ..), own.get(from - first..until - first, ..).transpose());
            }
            let (above, crossing) = cells.split_at_row_mut(first - from);
            let (mut crossing, below) = crossing.split_at_row_mut(end - first);
            subtract_below(above, by.get(from..first, ..), crossing.rb());
            subtract_all(below, by.get(end.., ..), crossing.rb());
            crossing.copy_from(by.get(from..until, ..).transpose());
        });
    }

    /// The inverse of where the columns of a panel cross, through its Cholesky factor. None where it has none.
    fn pivot(&self, panel: usize) -> Option<Mat<T>> {
        let (first, end) = span(self.size, panel);
        let size = end - first;
        let mut block = filled(size, size, |row, column| self.at(first + row, first + column));
        let mut buffer = MemBuffer::new(cholesky_in_place_scratch::<T>(size, Par::Seq, Default::default()));
        let stack = MemStack::new(&mut buffer);
        cholesky_in_place(block.as_mut(), Default::default(), Par::Seq, stack, Default::default()).ok()?;
        let mut root = room(size, size);
        invert_lower_triangular(root.as_mut(), block.as_ref(), Par::Seq);
        let (lower, upper) = (BlockStructure::TriangularLower, BlockStructure::TriangularUpper);
        let to = block.as_mut();
        matmul(to, lower, Accum::Replace, root.transpose(), upper, root.as_ref(), lower, T::ONE, Par::Seq);
        Some(filled(size, size, |row, column| block[(row.max(column), row.min(column))]))
    }
}

/// Zeros, and nothing else in what lies in memory behind the last row, up to whole registers. A product works on that as well,
/// and drops it; where it was left over from whole numbers it is no number that a processor is quick with (denormal), and one
/// product took seven times as long.
pub(super) fn room<T: Real>(rows: usize, columns: usize) -> Mat<T> {
    let mut room = Mat::zeros(rows.next_multiple_of(WHOLE_ROWS), columns);
    room.truncate(rows, columns);
    room
}

/// A matrix with such room behind it.
pub(super) fn filled<T: Real>(rows: usize, columns: usize, cell: impl Fn(usize, usize) -> T) -> Mat<T> {
    let mut filled = room(rows, columns);
    for column in 0..columns {
        (0..rows).for_each(|row| filled[(row, column)] = cell(row, column));
    }
    filled
}

/// Takes `left right` away from the diagonal down.
fn subtract_below<T: Real>(to: MatMut<'_, T>, left: MatRef<'_, T>, right: MatRef<'_, T>) {
    let (lower, all, width) = (BlockStructure::TriangularLower, BlockStructure::Rectangular, to.ncols());
    let (crossing, below) = to.split_at_row_mut(width);
    matmul(crossing, lower, Accum::Add, left.get(..width, ..), all, right, all, T::MINUS_ONE, Par::Seq);
    subtract_all(below, left.get(width.., ..), right);
}

/// Takes `left right` away, some rows at a time.
fn subtract_all<T: Real>(to: MatMut<'_, T>, left: MatRef<'_, T>, right: MatRef<'_, T>) {
    let parts = to.par_row_chunks_mut(ROWS).zip(left.par_row_chunks(ROWS));
    parts.for_each(|(to, left)| multiply(to, Accum::Add, left, right, T::MINUS_ONE, Par::Seq));
}

/// A panel of so many columns.
fn view<T>(cells: &[T], columns: usize) -> MatRef<'_, T> {
    MatRef::from_column_major_slice(cells, cells.len() / columns, columns)
}

fn view_mut<T>(cells: &mut [T], columns: usize) -> MatMut<'_, T> {
    let rows = cells.len() / columns;
    MatMut::from_column_major_slice_mut(cells, rows, columns)
}

/// The first column of a panel, and where the next one begins.
fn span(size: usize, panel: usize) -> (usize, usize) {
    (panel * PANEL, (panel * PANEL + PANEL).min(size))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As if by dice, with a heavy diagonal.
    fn cell(row: usize, column: usize) -> f64 {
        let (row, column) = (row.max(column), row.min(column));
        let mixed = (row * 7_919 + column * 104_729) % 1_009;
        mixed as f64 / 1_009.0 + if row == column { 400.0 } else { 0.0 }
    }

    fn triangle(size: usize) -> Triangle {
        Triangle::of(size, |column, cells| {
            cells.iter_mut().enumerate().for_each(|(row, to)| *to = cell(column + row, column));
        })
    }

    #[test]
    fn the_inverse_takes_every_vector_back_whatever_the_number_of_panels() {
        for size in [0, 1, 5, PANEL, PANEL + 1, 3 * PANEL + 17] {
            let whole = triangle(size);
            let mut inverse = whole.clone();
            assert!(inverse.invert());
            let vector: Vec<f64> = (0..size).map(|at| (at % 13) as f64 - 6.0).collect();
            let back = inverse.times(&whole.times(&vector));
            assert!(back.iter().zip(&vector).all(|(back, from)| (back - from).abs() < 1e-10), "{size}");
        }
    }

    #[test]
    fn what_is_only_tried_is_close_to_what_would_serve() {
        let size = PANEL + 17;
        let (mut serving, mut tried) = (
            triangle(size),
            Triangle::<f32>::of(size, |column, cells| {
                cells.iter_mut().enumerate().for_each(|(row, to)| *to = cell(column + row, column) as f32);
            }),
        );
        assert!(serving.invert() && tried.invert());
        let apart = |at: usize| (serving.at(at, at / 2) - f64::from(tried.at(at, at / 2))).abs() / serving.at(at, at);
        assert!((0..size).all(|at| apart(at) < 1e-5));
    }

    #[test]
    fn a_cell_is_the_same_from_both_sides_and_is_what_was_filled_in() {
        let size = 2 * PANEL + 3;
        let whole = triangle(size);
        for (row, column) in
            [(0, 0), (1, 2 * PANEL), (2 * PANEL, 1), (size - 1, size - 1), (PANEL, PANEL - 1), (PANEL - 1, PANEL)]
        {
            assert_eq!(whole.at(row, column), cell(row, column));
        }
        assert_eq!(whole.column(130).len(), size - 130);
    }

    #[test]
    fn a_room_has_whole_registers_behind_its_columns_and_no_row_more() {
        for rows in [1, 64, 65, 1_000] {
            let room = room::<f32>(rows, 3);
            assert_eq!((room.nrows(), room.col_stride() % 64), (rows, 0), "{rows}");
            assert!((0..rows).all(|row| room[(row, 2)] == 0.0));
        }
        assert_eq!(filled(65, 2, |row, column| (row + 100 * column) as f64)[(64, 1)], 164.0);
    }

    #[test]
    fn threads_leave_no_trace() {
        let inverse = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a few threads");
            pool.install(|| {
                let mut inverse = triangle(5 * PANEL + 9);
                inverse.invert();
                inverse.panels
            })
        };
        assert_eq!(inverse(1), inverse(3));
    }

    #[test]
    fn what_is_not_positive_has_no_inverse_here() {
        let mut none = Triangle::of(PANEL + 2, |column, cells| cells[0] = if column == PANEL { -1.0 } else { 1.0 });
        assert!(!none.invert());
    }
}
