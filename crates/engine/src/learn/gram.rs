//! The Gram matrix of what people took, in whole numbers: one sum, from which all of "goes together" follows.
//!
//! A person adds the outer product of their vector with itself, and then the vector is gone. The matrix is summed in bands
//! of rows, one pass over the people for each, so that every thread can have a sum of its own.

use super::census::Census;
use super::class::{Class, Stamp};
use super::triangle::{Real, Triangle};
use super::voice::{ITEM_WEIGHT_MAX, voice};
use crate::past::{HoldOut, Past};
use rayon::iter::{IntoParallelRefIterator, IntoParallelRefMutIterator, ParallelIterator};
use vault::SUMS_MAX;

/// A weight of one is this many units, so that square roots are whole numbers to ten binary digits.
const UNIT: i64 = 1_024;
/// How many units a product of two weights of one is.
pub(super) const SQUARE_UNITS: f64 = (UNIT * UNIT) as f64;
/// Most cells of all bands that are summed at a time, twelve bytes each.
const CELLS_AT_ONCE_MAX: usize = 16 << 20;
/// Fewest cells of a band: fewer would cost more in passes than they save in memory.
const BAND_CELLS_MIN: usize = 512 << 10;
/// The same where all bands are summed in their own place: what one thread adds to stays close at hand.
const BAND_CELLS: usize = 64 << 10;
/// How many people's vectors are there at a time, to be added to each band.
const PEOPLE_AT_ONCE: usize = 1_024;

/// How many bits of a word count people, while sums stand above them.
const PEOPLE_BITS: u32 = 15;
/// The people who are summed first: with them a pair is one word and not two, whatever each of them took.
const PEOPLE_IN_A_WORD: usize = 1 << 14;
const _: () = assert!(PEOPLE_IN_A_WORD < 1 << PEOPLE_BITS);
const _: () = assert!(UNIT * UNIT * ITEM_WEIGHT_MAX as i64 <= i64::MAX >> PEOPLE_BITS >> PEOPLE_IN_A_WORD.ilog2());

/// The upper triangle, row by row, over the head of the catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gram {
    pub size: usize,
    cells: Vec<i64>,
    /// How many people took both.
    people: Vec<u32>,
    /// How many people are enough for a pair.
    people_min: u32,
}

/// The pairs that enough people stand behind, over the same triangle.
#[derive(Default)]
pub(super) struct Behind {
    size: usize,
    enough: Vec<bool>,
}

/// Some rows of the triangle.
#[derive(Clone, Copy)]
struct Band {
    size: usize,
    first: usize,
    end: usize,
}

/// What is summed in a band.
struct Sum {
    cells: Vec<i64>,
    people: Vec<u32>,
}

impl Gram {
    /// Sums over everybody, but for what is held out, over the items of a head.
    pub fn sum(
        class: &Class<'_, '_>,
        census: &Census<'_>,
        (head, without): (&[u32], Option<HoldOut>),
        stamps: &mut Vec<Stamp>,
    ) -> Self {
        let size = head.len();
        let mut gram = Self { size, people_min: census.pair_people_min, ..Self::default() };
        let heads = census.numbers_in(head);
        if let Some((everybody, stamp)) = class.everybody() {
            stamps.push(stamp);
            gram.add_all(everybody, without, &heads);
            return gram;
        }
        let mut first = 0;
        while first < size {
            let room = CELLS_AT_ONCE_MAX / rayon::current_num_threads().min(SUMS_MAX);
            let band = Band::from(size, first, room.max(BAND_CELLS_MIN));
            let (sum, stamp) = class.fold(
                || None,
                |sum: &mut Option<Sum>, past| {
                    let sum = sum.get_or_insert_with(|| Sum::new(band.cells()));
                    band.add(&vector(&past.without(without), &heads), &mut sum.cells, &mut sum.people);
                },
                merge,
            );
            stamps.push(stamp);
            let sum = sum.unwrap_or_else(|| Sum::new(band.cells()));
            gram.cells.extend(sum.cells);
            gram.people.extend(sum.people);
            first = band.end;
        }
        gram
    }

    /// Adds everybody up, where looking at all of them again costs little: each band of rows in its own place, so that there
    /// is no second sum.
    fn add_all(&mut self, everybody: &[Past], without: Option<HoldOut>, heads: &[Option<u32>]) {
        let size = self.size;
        self.cells = vec![0; start(size, size)];
        self.people = vec![0; start(size, size)];
        let (mut cells, mut people, mut bands) = (&mut self.cells[..], &mut self.people[..], Vec::new());
        let mut first = 0;
        while first < size {
            let band = Band::from(size, first, BAND_CELLS);
            let (here, further) = std::mem::take(&mut cells).split_at_mut(band.cells());
            let (here_people, further_people) = std::mem::take(&mut people).split_at_mut(band.cells());
            bands.push((band, here, here_people));
            (cells, people) = (further, further_people);
            first = band.end;
        }
        let vectors =
            |some: &[Past]| -> Vec<_> { some.par_iter().map(|past| vector(&past.without(without), heads)).collect() };
        let (first, further) = everybody.split_at(everybody.len().min(PEOPLE_IN_A_WORD));
        for vectors in first.chunks(PEOPLE_AT_ONCE).map(vectors) {
            bands.par_iter_mut().for_each(|(band, words, _)| {
                vectors.iter().for_each(|vector| band.add_words(vector, words));
            });
        }
        bands.par_iter_mut().for_each(|(_, words, people)| take_apart(words, people));
        for vectors in further.chunks(PEOPLE_AT_ONCE).map(vectors) {
            bands.par_iter_mut().for_each(|(band, cells, people)| {
                vectors.iter().for_each(|vector| band.add(vector, cells, people));
            });
        }
    }

    /// Over so many items, of nobody.
    #[cfg(test)]
    pub fn nothing(size: usize) -> Self {
        let cells = size * (size + 1) / 2;
        Self { size, cells: vec![0; cells], people: vec![0; cells], people_min: 1 }
    }

    /// A cell, in units of one.
    #[cfg(test)]
    pub fn cell(&self, row: usize, column: usize) -> f64 {
        self.cells[self.at(row, column)] as f64 / SQUARE_UNITS
    }

    /// The matrix with this on its diagonal, in units of one.
    pub fn with_ridge<T: Real>(&self, ridge: f32) -> Triangle<T> {
        let fill = |column: usize, cells: &mut [T]| {
            let sums = &self.cells[start(self.size, column)..];
            cells.iter_mut().zip(sums).for_each(|(cell, sum)| *cell = T::of(*sum as f64 / SQUARE_UNITS));
            cells[0] = T::of(sums[0] as f64 / SQUARE_UNITS + f64::from(ridge));
        };
        Triangle::of(self.size, fill)
    }

    /// The pairs that enough people stand behind.
    pub fn behind(&self) -> Behind {
        Behind { size: self.size, enough: self.people.iter().map(|people| *people >= self.people_min).collect() }
    }

    /// The matrix over some of its rows and columns, in order.
    pub fn part(&self, of: &[usize]) -> Self {
        let pairs = || of.iter().enumerate().flat_map(|(at, row)| of[at..].iter().map(|column| self.at(*row, *column)));
        Self {
            size: of.len(),
            cells: pairs().map(|at| self.cells[at]).collect(),
            people: pairs().map(|at| self.people[at]).collect(),
            people_min: self.people_min,
        }
    }

    /// Adds a person's vector.
    pub fn add(&mut self, vector: &[(usize, i64)]) {
        self.change(vector, |cell, more| *cell += more, |people| *people += 1);
    }

    /// Takes a person's vector out that was added.
    pub fn take_out(&mut self, vector: &[(usize, i64)]) {
        self.change(vector, |cell, less| *cell -= less, |people| *people -= 1);
    }

    fn change(&mut self, vector: &[(usize, i64)], by: fn(&mut i64, i64), count: fn(&mut u32)) {
        for (at, (row, weight)) in vector.iter().enumerate() {
            let start = start(self.size, *row);
            let (cells, people) = (&mut self.cells[start..], &mut self.people[start..]);
            for (column, other) in &vector[at..] {
                by(&mut cells[column - row], weight * other);
                count(&mut people[column - row]);
            }
        }
    }

    /// What the matrix makes of a vector.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.size];
        let mut rest = &self.cells[..];
        for row in 0..self.size {
            let (cells, below) = rest.split_at(self.size - row);
            rest = below;
            let mut sum = 0.0;
            for ((cell, to), from) in cells.iter().zip(&mut product[row..]).zip(&vector[row..]).skip(1) {
                *to += *cell as f64 * vector[row];
                sum += *cell as f64 * from;
            }
            product[row] += sum + cells[0] as f64 * vector[row];
        }
        product.iter_mut().for_each(|sum| *sum /= SQUARE_UNITS);
        product
    }

    /// Every number of both sums, in a fixed order.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        self.cells.iter().zip(&self.people).flat_map(|(cell, people)| [cell.cast_unsigned(), u64::from(*people)])
    }

    fn at(&self, row: usize, column: usize) -> usize {
        at(self.size, row, column)
    }
}

impl Behind {
    /// For an item and each behind it, whether enough people took both.
    pub fn column(&self, column: usize) -> &[bool] {
        let first = start(self.size, column);
        &self.enough[first..first + self.size - column]
    }

    /// Whether enough people took both items.
    pub fn enough(&self, row: usize, column: usize) -> bool {
        self.enough[at(self.size, row, column)]
    }
}

/// Where a pair stands in the triangle.
const fn at(size: usize, row: usize, column: usize) -> usize {
    if row <= column { start(size, row) + column - row } else { start(size, column) + row - column }
}

/// Where a row of the triangle starts.
const fn start(size: usize, row: usize) -> usize {
    row * (2 * size + 1 - row) / 2
}

/// A person's vector over the head, in order, in [`UNIT`]s.
pub(super) fn vector(past: &Past, heads: &[Option<u32>]) -> Vec<(usize, i64)> {
    let units = |weight: f64| (UNIT as f64 * weight).round() as i64;
    let of_head = |(item, weight): (u32, f64)| Some((heads[item as usize]? as usize, units(weight)));
    voice(past).into_iter().filter_map(of_head).collect()
}

impl Band {
    /// The next rows, as many as have no more cells than there is room for, at least one.
    fn from(size: usize, first: usize, room: usize) -> Self {
        let fits = |end: &usize| start(size, *end) - start(size, first) <= room;
        let end = (first + 1..=size).take_while(fits).last().unwrap_or(first + 1);
        Self { size, first, end }
    }

    /// Adds a person's vector to what is summed in the band.
    fn add(self, vector: &[(usize, i64)], cells: &mut [i64], people: &mut [u32]) {
        self.each_pair(vector, |at, product| {
            cells[at] += product;
            people[at] += 1;
        });
    }

    /// The same in words that hold both; see [`take_apart`].
    fn add_words(self, vector: &[(usize, i64)], words: &mut [i64]) {
        self.each_pair(vector, |at, product| words[at] += product << PEOPLE_BITS | 1);
    }

    /// Where in the band each pair of a vector stands, and its product.
    fn each_pair(self, vector: &[(usize, i64)], mut add: impl FnMut(usize, i64)) {
        let from = vector.partition_point(|(row, _)| *row < self.first);
        for (at, (row, weight)) in vector.iter().enumerate().skip(from).take_while(|(_, (row, _))| *row < self.end) {
            let start = start(self.size, *row) - start(self.size, self.first);
            vector[at..].iter().for_each(|(column, other)| add(start + column - row, weight * other));
        }
    }

    const fn cells(self) -> usize {
        start(self.size, self.end) - start(self.size, self.first)
    }
}

/// Puts the sums of words in their own place, and how many people there were in another.
fn take_apart(words: &mut [i64], people: &mut [u32]) {
    for (word, people) in words.iter_mut().zip(people) {
        *people = (*word & ((1 << PEOPLE_BITS) - 1)) as u32;
        *word >>= PEOPLE_BITS;
    }
}

impl Sum {
    fn new(cells: usize) -> Self {
        Self { cells: vec![0; cells], people: vec![0; cells] }
    }
}

fn merge(left: Option<Sum>, right: Option<Sum>) -> Option<Sum> {
    match (left, right) {
        (Some(mut left), Some(right)) => {
            left.cells.iter_mut().zip(right.cells).for_each(|(to, add)| *to += add);
            left.people.iter_mut().zip(right.people).for_each(|(to, add)| *to += add);
            Some(left)
        }
        (left, right) => left.or(right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_cover_the_triangle_without_gap_or_overlap() {
        for size in [1, 2, 7, 3_000, 5_000] {
            let (mut first, mut cells) = (0, 0);
            while first < size {
                let band = Band::from(size, first, CELLS_AT_ONCE_MAX);
                cells += band.cells();
                first = band.end;
            }
            assert_eq!((first, cells), (size, size * (size + 1) / 2));
        }
    }

    #[test]
    fn a_person_adds_the_outer_product_of_their_vector() {
        let size = 5;
        let vector = [(1, 3), (2, 5), (4, 7)];
        let mut whole = Sum::new(15);
        let add = |band: Band, sum: &mut Sum| band.add(&vector, &mut sum.cells, &mut sum.people);
        add(Band { size, first: 0, end: 5 }, &mut whole);
        let gram = Gram { size, cells: whole.cells.clone(), people: whole.people.clone(), people_min: 1 };
        for (a, x) in vector {
            for (b, y) in vector {
                assert_eq!(gram.cells[gram.at(a, b)], x * y);
            }
        }
        assert!(gram.behind().enough(4, 1) && !gram.behind().enough(0, 1));
        let mut changed = gram.clone();
        changed.add(&[(0, 2), (2, 3)]);
        assert_eq!((changed.cells[changed.at(2, 0)], changed.cells[changed.at(2, 2)]), (6, 34));
        changed.take_out(&[(0, 2), (2, 3)]);
        assert_eq!(changed, gram);
        let ones = gram.times(&[1.0; 5]);
        let rows = |row: usize| (0..5).map(|column| gram.cell(row, column)).sum::<f64>();
        assert!((0..5).all(|row| (ones[row] - rows(row)).abs() < 1e-12));
        let (mut upper, mut lower) = (Sum::new(9), Sum::new(6));
        add(Band { size, first: 0, end: 2 }, &mut upper);
        add(Band { size, first: 2, end: 5 }, &mut lower);
        assert_eq!([upper.cells, lower.cells].concat(), whole.cells);
        let (mut words, mut people) = (vec![0; 15], vec![0; 15]);
        Band { size, first: 0, end: 5 }.add_words(&vector, &mut words);
        take_apart(&mut words, &mut people);
        assert_eq!((&words, &people), (&whole.cells, &whole.people));
        Band { size, first: 0, end: 5 }.add(&vector, &mut words, &mut people);
        add(Band { size, first: 0, end: 5 }, &mut whole);
        assert_eq!((words, people), (whole.cells, whole.people), "and further people are added to that");
    }

    #[test]
    fn as_many_as_fit_into_a_word_with_the_heaviest_weights_do() {
        let most = UNIT * (ITEM_WEIGHT_MAX as i64).isqrt();
        let (mut words, mut people) = ([0], [0]);
        (0..PEOPLE_IN_A_WORD).for_each(|_| Band { size: 1, first: 0, end: 1 }.add_words(&[(0, most)], &mut words));
        take_apart(&mut words, &mut people);
        assert_eq!((words[0], people[0] as usize), (PEOPLE_IN_A_WORD as i64 * most * most, PEOPLE_IN_A_WORD));
    }
}
