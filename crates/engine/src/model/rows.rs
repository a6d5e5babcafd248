//! What goes together: for each item how much it adds to others, to every item of the head or to a few.

use super::Full;
use super::fours::Fours;
use super::toward::Toward;
use crate::wide::{Work, wide_work};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// How many rows are added up in one go before they are added to the sum.
const AT_ONCE: usize = 4;

/// How many entries can be looked at in the time in which one is searched for.
const SEARCH_COST: usize = 12;

/// The place in the head of an item outside of it.
const NOWHERE: u32 = u32::MAX;

/// One row for each item: how much it adds to others.
///
/// The items of the head have a full row each, over the head; beside that any item may have a few further entries.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Rows {
    /// The items with full rows, in order.
    head: Vec<u32>,
    /// Their rows, each over the head.
    full: Full,
    /// Where each item's further entries end; they start where those of the item before end.
    ends: Vec<u32>,
    to: Vec<u32>,
    weights: Vec<f32>,
    #[serde(skip)]
    toward: OnceLock<Toward>,
    #[serde(skip)]
    fours: OnceLock<Fours>,
    /// For each item its place in the head, or [`NOWHERE`].
    #[serde(skip)]
    places: OnceLock<Vec<u32>>,
}

/// The row of one item.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    head: &'a [u32],
    full: &'a [f32],
    to: &'a [u32],
    weights: &'a [f32],
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

    /// These rows with more entries, by item; where there are none, as they are. No pair may be in both.
    pub fn with(self, more: Vec<Vec<(u32, f32)>>) -> Self {
        if more.is_empty() {
            return self;
        }
        let both = |(item, mut list): (usize, Vec<(u32, f32)>)| {
            list.extend(self.row(item as u32).iter());
            list.sort_unstable_by_key(|(to, _)| *to);
            list
        };
        Self::new(more.into_iter().enumerate().map(both))
    }

    /// These rows, with full rows over the items of the head beside what they have.
    pub fn with_full(self, head: Vec<u32>, full: Full) -> Self {
        Self { head, full, places: OnceLock::new(), ..self }
    }

    /// These rows, each cut to its strongest entries; of equals the first.
    pub fn cut(&self, most: usize) -> Self {
        let items = self.ends.len() as u32;
        Self::new((0..items).map(|item| strongest(self.row(item).iter().collect(), most)))
    }

    /// The row of an item.
    pub fn row(&self, item: u32) -> Row<'_> {
        let (head, full) = self.full_row(item).map_or((&[][..], &[][..]), |full| (&self.head[..], full));
        let (to, weights) = self.further(item);
        Row { head, full, to, weights }
    }

    /// The further entries of an item.
    #[inline]
    fn further(&self, item: u32) -> (&[u32], &[f32]) {
        let span = self.start(item)..self.ends[item as usize] as usize;
        (&self.to[span.clone()], &self.weights[span])
    }

    /// Where an item's further entries start.
    #[inline]
    fn start(&self, item: u32) -> usize {
        (item as usize).checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }

    /// What items, each as far as it speaks, add up to for every item.
    pub fn flow(&self, inputs: &[(u32, f32)], items: usize, flow: &mut Vec<f32>) {
        if self.head.len() == items {
            self.flow_in_head(inputs, flow);
        } else {
            let mut block = Vec::new();
            self.flow_in_head(inputs, &mut block);
            self.spread(&block, items, flow);
        }
        if !self.to.is_empty() {
            let fours = self.fours();
            inputs.iter().for_each(|(from, by)| fours.add(self.start(*from), self.further(*from), *by, flow));
        }
    }

    /// As [`Rows::flow`], for the items of the head alone and by its full rows alone.
    pub fn flow_in_head(&self, inputs: &[(u32, f32)], flow: &mut Vec<f32>) {
        flow.clear();
        flow.resize(self.head.len(), 0.0);
        self.add_full(&[inputs], std::slice::from_mut(flow));
    }

    /// As [`Rows::flow_in_head`], of several lists: a row that many of them name is read once.
    pub fn flows_in_head(&self, lists: &[&[(u32, f32)]], flows: Vec<&mut Vec<f32>>) {
        let mut sums = vec![vec![0.0; self.head.len()]; lists.len()];
        self.add_full(lists, &mut sums);
        flows.into_iter().zip(sums).for_each(|(flow, sum)| *flow = sum);
    }

    /// Puts what stands for the items of the head where it stands for all.
    pub fn spread(&self, block: &[f32], items: usize, flow: &mut Vec<f32>) {
        flow.clear();
        flow.resize(items, 0.0);
        self.head.iter().zip(block).for_each(|(item, sum)| flow[*item as usize] = *sum);
    }

    /// Whether there are no full rows.
    pub const fn are_cut(&self) -> bool {
        self.head.is_empty()
    }

    /// Items that speak, in order of item, to be asked what they add to a few others.
    pub fn speaking<'a>(&'a self, inputs: &'a [(u32, f32)]) -> Speaking<'a> {
        let in_head = inputs.iter().filter_map(|(from, speaks)| Some((self.place_in_head(*from)?, *from, *speaks)));
        let mut speaks = Vec::new();
        if !self.to.is_empty() {
            speaks.resize(self.items(), 0.0);
            inputs.iter().for_each(|(from, by)| speaks[*from as usize] = *by);
        }
        Speaking { rows: self, inputs, in_head: in_head.collect(), speaks }
    }

    /// The further entries the other way round, worked out when they are first asked for.
    fn toward(&self) -> &Toward {
        self.toward.get_or_init(|| Toward::of(&self.ends, &self.to, &self.weights))
    }

    /// The further entries four by four, worked out when they are first added up.
    fn fours(&self) -> &Fours {
        self.fours.get_or_init(|| Fours::of(&self.ends, &self.to))
    }

    /// Works out now what else the first to ask would wait for.
    pub fn warm(&self) {
        if !self.to.is_empty() {
            self.fours();
            self.toward();
        }
        self.place_in_head(0);
    }

    /// How many items there are rows for.
    pub const fn items(&self) -> usize {
        self.ends.len()
    }

    /// How many pairs of items go together in all rows.
    pub fn len(&self) -> usize {
        self.to.len() + self.full.len()
    }

    /// Whether there is a row for each item, and none names an item that is not there.
    pub fn fit(&self, items: usize) -> bool {
        let known = |item: &u32| (*item as usize) < items;
        self.ends.len() == items
            && self.ends.is_sorted()
            && self.ends.last().map_or(0, |end| *end as usize) == self.to.len()
            && self.to.len() == self.weights.len()
            && self.to.iter().all(known)
            && self.head.iter().all(known)
            && self.head.is_sorted_by(|a, b| a < b)
            && self.full.fit(self.head.len())
            && self.weights.iter().all(|weight| weight.is_finite())
    }

    /// Every part, for the checksum: numbers, then weights, then the full rows.
    pub(super) fn parts(&self) -> ([&[u32]; 3], &[f32], &Full) {
        ([&self.head, &self.ends, &self.to], &self.weights, &self.full)
    }

    fn full_row(&self, item: u32) -> Option<&[f32]> {
        let at = self.place_in_head(item)?;
        Some(self.full.row(at))
    }

    /// The place of an item in the head; where every item is in it, its number.
    fn place_in_head(&self, item: u32) -> Option<usize> {
        match self.head.len() {
            0 => None,
            all if all == self.ends.len() => Some(item as usize),
            _ => self.places().get(item as usize).filter(|place| **place != NOWHERE).map(|place| *place as usize),
        }
    }

    /// Worked out when it is first asked for.
    fn places(&self) -> &[u32] {
        self.places.get_or_init(|| {
            let mut places = vec![NOWHERE; self.ends.len()];
            (0..).zip(&self.head).for_each(|(at, item)| places[*item as usize] = at);
            places
        })
    }

    /// Adds the full rows of each list to its sum over the head.
    fn add_full(&self, lists: &[&[(u32, f32)]], sums: &mut [Vec<f32>]) {
        let full = |inputs: &&[(u32, f32)]| {
            inputs.iter().filter_map(|(item, speaks)| Some((self.full_row(*item)?, *speaks))).collect()
        };
        let lists: Vec<Vec<(&[f32], f32)>> = lists.iter().map(full).collect();
        wide_work(Adding { lists: &lists, sums });
    }
}

/// Items that speak, to be asked what they add to others.
pub(crate) struct Speaking<'a> {
    rows: &'a Rows,
    inputs: &'a [(u32, f32)],
    /// Those of them that have full rows, each with its place in the head first.
    in_head: Vec<(usize, u32, f32)>,
    /// How much each item speaks; empty where there are no further entries.
    speaks: Vec<f32>,
}

impl Speaking<'_> {
    /// What each adds to an item, in order of input: first of full rows, then of further entries. What adds nothing may be
    /// left out.
    pub fn adding_to(&self, to: u32, mut found: impl FnMut(u32, f32)) {
        if let Some(to) = self.rows.place_in_head(to) {
            let toward = self.rows.full.toward(to);
            self.in_head.iter().for_each(|(at, from, speaks)| found(*from, speaks * toward(*at)));
        }
        if !self.speaks.is_empty() {
            self.adding_further(to, found);
        }
    }

    /// Out of what speaks for the item, or, where that is much, out of each one's own row.
    fn adding_further(&self, to: u32, mut found: impl FnMut(u32, f32)) {
        let (from, weights) = self.rows.toward().row(to);
        if from.len() <= self.inputs.len() * SEARCH_COST {
            from.iter().zip(weights).for_each(|(from, weight)| found(*from, self.speaks[*from as usize] * weight));
            return;
        }
        for (from, speaks) in self.inputs {
            let (row, weights) = self.rows.further(*from);
            if let Ok(at) = row.binary_search(&to) {
                found(*from, speaks * weights[at]);
            }
        }
    }
}

/// The strongest entries, in order of item; of equals the first.
pub(crate) fn strongest(mut entries: Vec<(u32, f32)>, most: usize) -> Vec<(u32, f32)> {
    let stronger = |a: &(u32, f32), b: &(u32, f32)| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0));
    if entries.len() > most {
        entries.select_nth_unstable_by(most, stronger);
        entries.truncate(most);
        entries.shrink_to_fit();
    }
    entries.sort_unstable_by_key(|(item, _)| *item);
    entries
}

/// Lists of rows, each row as far as it speaks, and what each list is added to.
struct Adding<'a> {
    lists: &'a [Vec<(&'a [f32], f32)>],
    sums: &'a mut [Vec<f32>],
}

impl Work for Adding<'_> {
    #[inline(always)]
    fn work(self) {
        let most = self.lists.iter().map(Vec::len).max().unwrap_or(0);
        // The same few of each list, before the next: where they are the same rows, they are still at hand.
        for first in (0..most).step_by(2 * AT_ONCE) {
            for (list, sum) in self.lists.iter().zip(&mut *self.sums) {
                let few = list.get(first..).unwrap_or_default();
                add_few(sum, &few[..few.len().min(2 * AT_ONCE)]);
            }
        }
    }
}

/// Adds at most eight rows.
#[inline(always)]
fn add_few(sum: &mut [f32], rows: &[(&[f32], f32)]) {
    if let Ok(eight) = rows.try_into() {
        return add_eight(sum, eight);
    }
    let (fours, rest) = rows.as_chunks::<AT_ONCE>();
    fours.iter().for_each(|four| add_four(sum, four));
    for (row, speaks) in rest {
        sum.iter_mut().zip(*row).for_each(|(sum, weight)| *sum += speaks * weight);
    }
}

/// As if four were added after four, with the sum read and written half as often.
#[inline(always)]
fn add_eight(sum: &mut [f32], eight: &[(&[f32], f32); 2 * AT_ONCE]) {
    let rows = eight.map(|(row, _)| &row[..sum.len()]);
    let by = eight.map(|(_, by)| by);
    for (at, sum) in sum.iter_mut().enumerate() {
        let adds = |row: usize| by[row] * rows[row][at];
        let first = *sum + ((adds(0) + adds(1)) + (adds(2) + adds(3)));
        *sum = first + ((adds(4) + adds(5)) + (adds(6) + adds(7)));
    }
}

#[inline(always)]
fn add_four(sum: &mut [f32], four: &[(&[f32], f32); AT_ONCE]) {
    let [(a, by_a), (b, by_b), (c, by_c), (d, by_d)] = four;
    for ((((sum, a), b), c), d) in sum.iter_mut().zip(*a).zip(*b).zip(*c).zip(*d) {
        *sum += (by_a * a + by_b * b) + (by_c * c + by_d * d);
    }
}

impl<'a> Row<'a> {
    /// Every entry: the item, and how much is added to it.
    pub fn iter(self) -> impl Iterator<Item = (u32, f32)> + use<'a> {
        let full = self.head.iter().copied().zip(self.full.iter().copied()).filter(|(_, weight)| *weight != 0.0);
        full.chain(self.to.iter().copied().zip(self.weights.iter().copied()))
    }

    /// Its two parts, each as items and how much is added to them: the full row, where there is one, and the further entries.
    pub const fn parts(self) -> [(&'a [u32], &'a [f32]); 2] {
        [(self.head, self.full), (self.to, self.weights)]
    }

    /// Whether nothing stands in it.
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }

    /// How much is added to an item.
    pub fn weight(&self, item: u32) -> f32 {
        let full = self.head.binary_search(&item).map_or(0.0, |at| self.full[at]);
        full + self.to.binary_search(&item).map_or(0.0, |at| self.weights[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        Rows::new([vec![(1, 0.5), (2, -0.25)], vec![], vec![(0, 1.0)]].into_iter())
    }

    #[test]
    fn rows_read_back_as_they_were_put_in() {
        let entries = |item| rows().row(item).iter().collect::<Vec<_>>();
        assert_eq!([entries(0), entries(1), entries(2)], [vec![(1, 0.5), (2, -0.25)], vec![], vec![(0, 1.0)]]);
        assert_eq!(rows().len(), 3);
        assert!(rows().fit(3) && !rows().fit(2) && !rows().fit(4));
        assert!(!Rows::new([vec![(9, 1.0)]].into_iter()).fit(1));
        assert!(!Rows::new([vec![(0, f32::NAN)]].into_iter()).fit(1));
        assert!(!rows().with_full(vec![0, 2], Full::of(vec![1.0; 3], &[0.0; 3])).fit(3));
        assert!(!rows().with_full(vec![2, 0], Full::of(vec![1.0; 2], &[0.0])).fit(3));
    }

    #[test]
    fn rows_are_cut_to_what_is_strongest() {
        let full = Full::of(vec![1.0; 3], &[0.5, -0.75, 0.5]);
        let rows = Rows::new((0..3).map(|_| Vec::new())).with_full(vec![0, 1, 2], full).cut(1);
        let entries = |item| rows.row(item).iter().collect::<Vec<_>>();
        assert_eq!([entries(0), entries(1), entries(2)], [vec![(2, -0.75)], vec![(0, 0.5)], vec![(0, -0.75)]]);
        assert!(rows.fit(3));
    }

    #[test]
    fn full_rows_and_further_entries_add_up_the_same_on_every_way() {
        let items = 12_u32;
        let weight = |from: u32, to: u32| if from == to { 0.0 } else { (from * to + from + to) as f32 % 5.0 - 2.0 };
        for head in [vec![], vec![1, 2, 4, 5, 7, 9], (0..items).collect::<Vec<u32>>()] {
            let below = |row: usize| head[..row].iter().map(move |to| (row, *to));
            let half: Vec<f32> = (0..head.len()).flat_map(below).map(|(row, to)| weight(head[row], to)).collect();
            let full = Full::of(vec![1.0; head.len()], &half);
            let further = |from: u32| {
                let outside = |to: &u32| !(head.contains(&from) && head.contains(to)) && to.is_multiple_of(2);
                (0..items).filter(outside).map(|to| (to, weight(from, to))).collect::<Vec<_>>()
            };
            let rows = Rows::new((0..items).map(further)).with_full(head.clone(), full);
            assert!(rows.fit(items as usize));
            let inputs: Vec<(u32, f32)> = (0..items).map(|item| (item, item as f32)).collect();
            let mut flow = Vec::new();
            rows.flow(&inputs, items as usize, &mut flow);
            for to in 0..items {
                let one_by_one: f32 = inputs.iter().map(|(from, speaks)| speaks * rows.row(*from).weight(to)).sum();
                let entries = inputs.iter().flat_map(|(from, by)| rows.row(*from).iter().map(move |e| (e.0, by * e.1)));
                let by_entry: f32 = entries.filter(|entry| entry.0 == to).map(|entry| entry.1).sum();
                assert_eq!((flow[to as usize], by_entry), (one_by_one, one_by_one));
            }
            let lists = [&inputs[..], &inputs[3..], &[]];
            let (mut alone, mut together) = (vec![Vec::new(); 3], vec![vec![7.0]; 3]);
            lists.iter().zip(&mut alone).for_each(|(list, flow)| rows.flow_in_head(list, flow));
            rows.flows_in_head(&lists, together.iter_mut().collect());
            assert_eq!(together, alone);
            let (targets, mut sums) = ([Some(4), None, Some(9), Some(0)], [0.0; 4]);
            let speaking = rows.speaking(&inputs);
            for (to, sum) in targets.iter().zip(&mut sums) {
                to.iter().for_each(|to| speaking.adding_to(*to, |_, adds| *sum += adds));
            }
            let flow = |to: Option<u32>| to.map_or(0.0, |to| flow[to as usize]);
            assert_eq!(sums, targets.map(flow));
        }
    }
}
