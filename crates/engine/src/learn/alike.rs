//! Which items are alike by what they say of themselves: for pairs of which one is so little known that nobody's history
//! can tell. Of each item its nearest by the cosine, exactly, over an inverted index; no memory goes with the square of
//! the catalog.

use super::census::Census;
use super::words::{Vector, Words};
use crate::model::Rows;
use domain::Item;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// Most items alike to one item.
const ALIKE_MAX: usize = 20;
/// A word that more items have makes no two of them alike: it still counts in their lengths. So an item is compared with
/// at most so many others for each of its words.
const ITEMS_WITH_WORD_MAX: usize = 1_000;
/// Below this cosine two items are not alike.
const COSINE_MIN: f32 = 0.1;

/// For each word the items that have it, in order, and its weight in each.
struct Index {
    /// By word: where its items end; they start where those of the word before end.
    ends: Vec<usize>,
    items: Vec<(u32, f32)>,
}

/// The cosines of one item with others. One for each thread.
struct Cosines {
    /// By item, nothing but while one item is looked at.
    sums: Vec<f32>,
    /// Those that are above nothing.
    touched: Vec<u32>,
}

/// The items alike to each item. A pair of two items that enough people took is left to what goes together.
pub(super) fn alike<'a>(items: impl ExactSizeIterator<Item = &'a Item>, census: &Census<'_>) -> Rows {
    rows(&Words::of(items), |item| census.is_common(item))
}

fn rows(words: &Words, is_common: impl Fn(u32) -> bool + Sync) -> Rows {
    let items = words.vectors.len();
    let all = Index::of(words, |_| true);
    // Enough people took most items, as a rule: those are compared with the few of which that is not so.
    let uncommon = Index::of(words, |item| !is_common(item));
    let start = || Cosines { sums: vec![0.0; items], touched: Vec::new() };
    let list = |cosines: &mut Cosines, item: u32| {
        let index = if is_common(item) { &uncommon } else { &all };
        cosines.nearest(item, &words.vectors[item as usize], index)
    };
    let lists: Vec<Vec<(u32, f32)>> = (0..items as u32).into_par_iter().map_init(start, list).collect();
    Rows::new(lists.into_iter())
}

impl Index {
    fn of(words: &Words, is_in: impl Fn(u32) -> bool) -> Self {
        let mut ends = vec![0; words.items_with.len()];
        let links = |word: u32| (words.items_with[word as usize] as usize) <= ITEMS_WITH_WORD_MAX;
        let entries = || {
            let of_items = (0_u32..).zip(&words.vectors).filter(|(item, _)| is_in(*item));
            let all =
                of_items.flat_map(|(item, vector)| vector.iter().map(move |(word, weight)| (item, *word, *weight)));
            all.filter(|(_, word, _)| links(*word))
        };
        entries().for_each(|(_, word, _)| ends[word as usize] += 1);
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        // Each end stands at its start, and moves on with every item that is put in.
        let mut items = vec![(0, 0.0); start];
        for (item, word, weight) in entries() {
            items[ends[word as usize]] = (item, weight);
            ends[word as usize] += 1;
        }
        Self { ends, items }
    }

    fn with(&self, word: u32) -> &[(u32, f32)] {
        let at = word as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.items[start..self.ends[at]]
    }
}

impl Cosines {
    /// The nearest of an item, in order of item; of equals the first.
    fn nearest(&mut self, item: u32, vector: &Vector, index: &Index) -> Vec<(u32, f32)> {
        for (word, weight) in vector {
            for (other, its) in index.with(*word) {
                let sum = &mut self.sums[*other as usize];
                if *sum == 0.0 {
                    self.touched.push(*other);
                }
                *sum += weight * its;
            }
        }
        let mut found = Vec::new();
        for other in self.touched.drain(..) {
            let cosine = std::mem::take(&mut self.sums[other as usize]);
            if other != item && cosine >= COSINE_MIN {
                found.push((other, cosine.min(1.0)));
            }
        }
        crate::model::strongest(found, ALIKE_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::item;
    use proptest::prelude::*;

    const WORDS: [&str; 9] = ["red", "blue", "mug", "tea", "pot", "oak", "bowl", "set", "tin"];

    fn titled(numbers: &[usize]) -> Item {
        let title: Vec<&str> = numbers.iter().map(|number| WORDS[*number]).collect();
        Item { title: title.join(" "), ..item("x") }
    }

    /// Every pair one by one, as the definition has it.
    fn slowly(words: &Words, one: usize, is_common: impl Fn(u32) -> bool) -> Vec<(u32, f32)> {
        let weight = |item: usize, word: u32| words.vectors[item].iter().find(|(w, _)| *w == word).map_or(0.0, |w| w.1);
        let cosine =
            |other: usize| words.vectors[one].iter().map(|(word, own)| own * weight(other, *word)).sum::<f32>();
        let others = (0..words.vectors.len()).filter(|other| *other != one);
        let open = others.filter(|other| !is_common(one as u32) || !is_common(*other as u32));
        let all = open.map(|other| (other as u32, cosine(other).min(1.0))).filter(|(_, c)| *c >= COSINE_MIN);
        crate::model::strongest(all.collect(), ALIKE_MAX)
    }

    proptest! {
        #[test]
        fn the_nearest_are_those_of_comparing_all_pairs(
            titles in prop::collection::vec(prop::collection::vec(0_usize..WORDS.len(), 0..6), 1..60), common in 1_u32..4,
        ) {
            let items: Vec<Item> = titles.iter().map(|title| titled(title)).collect();
            let words = Words::of(items.iter());
            let is_common = |item: u32| item.is_multiple_of(common);
            let found = rows(&words, is_common);
            for item in 0..items.len() {
                let row: Vec<_> = found.row(item as u32).iter().collect();
                prop_assert_eq!(row, slowly(&words, item, is_common));
            }
        }
    }

    #[test]
    fn a_word_that_too_many_have_makes_nothing_alike() {
        let mut items = vec![titled(&[0]); ITEMS_WITH_WORD_MAX];
        assert_eq!(rows(&Words::of(items.iter()), |_| false).row(0).iter().count(), ALIKE_MAX);
        items.push(titled(&[0]));
        assert_eq!(rows(&Words::of(items.iter()), |_| false).len(), 0);
    }
}
