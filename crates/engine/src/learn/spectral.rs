//! What goes together in the large: the low-pass part of GF-CF (Shen et al. 2021, <https://arxiv.org/abs/2108.07567>), over all
//! items that enough people took, as rows of a few entries each. It knows what goes with an item that shares nobody with it,
//! through what others who like such things took.
//!
//! # Invariants
//! - No item of fewer people than [`super::Lesson::pair_people_min`] is in it, and no direction of which one person makes up
//!   more than that part.
//! - Passes over people add whole numbers; all else is done in a fixed order. Neither threads nor machines leave a trace.

use super::algebra::{Matrix, eigenvectors, orthonormal, times};
use super::anonymous::fnv;
use super::census::{Census, Place};
use super::class::{Class, Stamp};
use super::nearest::Nearest;
use crate::model::strongest;
use crate::past::{HoldOut, Past};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use vault::SUMS_MAX;

/// With fewer items that enough people took, pairs alone are enough.
const ITEMS_MIN: usize = 10_000;
/// How many directions are looked for: those in which what people take varies the most slowly.
const DIRECTIONS: usize = 48;
/// How often the directions are turned towards them.
const TURNS: usize = 3;
/// One, in the whole numbers that are summed.
const UNIT: f64 = (1_u64 << 40) as f64;
/// The part of the memory budget that sums may take.
const MEMORY_PART: u64 = 8;
/// Most entries of one item.
const ENTRIES_MAX: usize = 30;
/// Of an item only the most taken of all can be entries.
const CANDIDATES_MAX: usize = 8_192;

/// The items, and how a person's are weighed.
struct Space<'a> {
    census: &'a Census<'a>,
    /// By number in the catalog: the number here.
    numbers: Vec<Option<u32>>,
    /// By number here: the number in the catalog, and one divided by the root of how many people took it.
    items: Vec<(u32, f64)>,
    without: Option<HoldOut>,
}

/// What goes together in the large, as far as one of both is outside the head; nothing where the catalog is small.
pub(super) fn spectral(
    class: &Class<'_, '_>,
    census: &Census<'_>,
    without: Option<HoldOut>,
    stamps: &mut Vec<Stamp>,
) -> Nearest {
    let space = Space::of(census, without);
    if space.items.len() < ITEMS_MIN {
        return Vec::new();
    }
    let mut basis = orthonormal(space.start());
    for _ in 0..TURNS {
        basis = orthonormal(space.image(class, &basis, stamps));
    }
    let turned = eigenvectors(times(&basis, &space.image(class, &basis, stamps)));
    let basis = turned_by(&basis, &turned);
    let kept = space.kept(class, &basis, stamps);
    space.rows(&basis, &kept)
}

impl<'a> Space<'a> {
    fn of(census: &'a Census<'a>, without: Option<HoldOut>) -> Self {
        let common: Vec<u32> = (0..census.items.len() as u32).filter(|item| census.is_common(*item)).collect();
        let mut numbers = vec![None; census.items.len()];
        common.iter().zip(0..).for_each(|(item, number)| numbers[*item as usize] = Some(number));
        let items = common.into_iter().map(|item| (item, 1.0 / f64::from(census.people_with(item)).sqrt())).collect();
        Self { census, numbers, items, without }
    }

    /// Directions to begin with: signs by the names of the items, so that they are the same in any catalog.
    fn start(&self) -> Matrix {
        let sign = |item: u32, column: usize| {
            let mixed = (fnv(self.census.items[item as usize].as_str()) ^ (column as u64) << 32)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            if (mixed ^ mixed >> 29).count_ones() % 2 == 0 { 1.0 } else { -1.0 }
        };
        let cells = self.items.iter().flat_map(|(item, root)| (0..DIRECTIONS).map(move |d| sign(*item, d) / root));
        Matrix { columns: DIRECTIONS, cells: cells.collect() }
    }

    /// A person's items here, in order.
    fn items_of(&self, past: &Past) -> Vec<u32> {
        past.without(self.without).by_item().filter_map(|marks| self.numbers[marks[0].item as usize]).collect()
    }

    /// What the directions become when they are sent to people and back: one pass for as many as memory has room for.
    fn image(&self, class: &Class<'_, '_>, basis: &Matrix, stamps: &mut Vec<Stamp>) -> Matrix {
        let sums = rayon::current_num_threads().min(SUMS_MAX) as u64;
        let column_bytes = 8 * self.items.len() as u64 * sums;
        let at_once =
            (self.census.memory_bytes / MEMORY_PART / column_bytes.max(1)).clamp(1, DIRECTIONS as u64) as usize;
        let mut image = Matrix { columns: DIRECTIONS, cells: vec![0.0; basis.cells.len()] };
        for first in (0..DIRECTIONS).step_by(at_once) {
            let columns = at_once.min(DIRECTIONS - first);
            let (sum, stamp) = class.fold(
                Vec::new,
                |sum: &mut Vec<i64>, past| {
                    sum.resize(self.items.len() * columns, 0);
                    self.send(sum, &self.items_of(past), basis, (first, columns));
                },
                added,
            );
            stamps.push(stamp);
            for (at, cell) in sum.into_iter().enumerate() {
                image.cells[at / columns * DIRECTIONS + first + at % columns] = cell as f64 / UNIT;
            }
        }
        image
    }

    fn send(&self, sum: &mut [i64], items: &[u32], basis: &Matrix, (first, columns): (usize, usize)) {
        let person = self.person(items, basis, (first, columns));
        for item in items {
            let root = self.items[*item as usize].1 / items.len() as f64;
            let to = &mut sum[*item as usize * columns..][..columns];
            to.iter_mut().zip(&person).for_each(|(to, value)| *to += (UNIT * root * value).round() as i64);
        }
    }

    /// Where a person stands on each direction.
    fn person(&self, items: &[u32], basis: &Matrix, (first, columns): (usize, usize)) -> Vec<f64> {
        let mut person = vec![0.0; columns];
        for item in items {
            let root = self.items[*item as usize].1;
            let row = &basis.row(*item as usize)[first..first + columns];
            person.iter_mut().zip(row).for_each(|(sum, value)| *sum += root * value);
        }
        person
    }

    /// The directions of which no single person makes up more than their part.
    fn kept(&self, class: &Class<'_, '_>, basis: &Matrix, stamps: &mut Vec<Stamp>) -> Vec<usize> {
        let (sums, stamp) = class.fold(
            || vec![(0_i64, 0_i64); DIRECTIONS],
            |sums, past| {
                let items = self.items_of(past);
                let person = self.person(&items, basis, (0, DIRECTIONS));
                for ((sum, most), value) in sums.iter_mut().zip(person) {
                    let part = (UNIT * value * value / items.len().max(1) as f64).round() as i64;
                    *sum += part;
                    *most = part.max(*most);
                }
            },
            |left, right| left.iter().zip(right).map(|(a, b)| (a.0 + b.0, a.1.max(b.1))).collect(),
        );
        stamps.push(stamp);
        let people_min = i64::from(self.census.pair_people_min);
        (0..DIRECTIONS).filter(|d| sums[*d].0 > 0 && sums[*d].1 <= sums[*d].0 / people_min).collect()
    }

    /// For each item the candidates that the directions lead to.
    fn rows(&self, basis: &Matrix, kept: &[usize]) -> Nearest {
        let places = self.census.places();
        let flat = |number: u32| kept.iter().map(move |d| basis.row(number as usize)[*d] as f32);
        let mut candidates: Vec<u32> = (0..self.items.len() as u32).collect();
        candidates.sort_by_key(|number| std::cmp::Reverse(self.census.people_with(self.items[*number as usize].0)));
        candidates.truncate(CANDIDATES_MAX);
        candidates.sort_unstable();
        let table: Vec<f32> = candidates.iter().flat_map(|number| flat(*number)).collect();
        let row = |number: u32| {
            let (item, root) = self.items[number as usize];
            let own: Vec<f32> = flat(number).map(|value| value * root as f32).collect();
            let near = candidates.iter().zip(table.chunks_exact(kept.len().max(1))).filter_map(|(other, theirs)| {
                let (to, its_root) = self.items[*other as usize];
                let in_head = places[item as usize] == Place::Head && places[to as usize] == Place::Head;
                let weight = dot(&own, theirs) / its_root as f32;
                (!in_head && to != item && weight > 0.0).then_some((to, weight))
            });
            strongest(near.collect(), ENTRIES_MAX)
        };
        let lists: Vec<Vec<(u32, f32)>> = (0..self.items.len() as u32).into_par_iter().map(row).collect();
        let mut rows = vec![Vec::new(); places.len()];
        lists.into_iter().zip(&self.items).for_each(|(list, (item, _))| rows[*item as usize] = list);
        rows
    }
}

/// A product in eight sums, whatever the machine could do at a time.
fn dot(one: &[f32], other: &[f32]) -> f32 {
    let (ones, rest) = one.as_chunks::<8>();
    let (others, tail) = other.as_chunks::<8>();
    let mut sums = [0.0_f32; 8];
    for (a, b) in ones.iter().zip(others) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    sums.iter().sum::<f32>() + rest.iter().zip(tail).map(|(a, b)| a * b).sum::<f32>()
}

fn turned_by(basis: &Matrix, turn: &Matrix) -> Matrix {
    let turned = |row: &[f64]| -> Vec<f64> {
        let mut out = vec![0.0; turn.columns];
        for (value, to) in row.iter().zip(turn.cells.chunks_exact(turn.columns)) {
            out.iter_mut().zip(to).for_each(|(sum, weight)| *sum += value * weight);
        }
        out
    };
    Matrix { columns: turn.columns, cells: basis.cells.chunks_exact(basis.columns).flat_map(turned).collect() }
}

fn added(mut left: Vec<i64>, mut right: Vec<i64>) -> Vec<i64> {
    if left.is_empty() {
        std::mem::swap(&mut left, &mut right);
    }
    left.iter_mut().zip(right).for_each(|(to, add)| *to += add);
    left
}
