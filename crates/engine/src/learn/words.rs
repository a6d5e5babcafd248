//! What an item says of itself: the words of its title and description, its tags and the steps of its category, weighed by
//! how few items have them (tf-idf). Nothing in it is about a person.

use super::anonymous::fnv;
use crate::quick::QuickMap;
use domain::Item;

/// Most different words of one item that count, the first ones.
const WORDS_PER_ITEM_MAX: usize = 40;
/// Most words of all items together; with more items fewer count of each.
const WORDS_MAX: usize = 8 << 20;
/// Fewest words of one item that count, however many items there are.
const WORDS_PER_ITEM_MIN: usize = 8;
/// Most bytes of a title or a description that are read.
const TEXT_BYTES_MAX: usize = 4_096;
/// Fewest letters of a word; what is shorter says little.
const LETTERS_MIN: usize = 2;
/// More often than this in one item, a word counts no more.
const TIMES_MAX: u8 = 8;
/// A tag or a step of the category counts for so many words of the text.
const LABEL_TIMES: u8 = 2;

/// An item's words by number, in order, each with its weight; the squares of all weights add up to one.
pub(super) type Vector = Vec<(u32, f32)>;

/// The words of all items.
pub(super) struct Words {
    /// By item.
    pub vectors: Vec<Vector>,
    /// By word: in how many items it is.
    pub items_with: Vec<u32>,
}

impl Words {
    /// Reads items in their order. The same items give the same numbers, to the last bit, on any machine.
    pub fn of<'a>(items: impl ExactSizeIterator<Item = &'a Item>) -> Self {
        let count = items.len();
        let most = (WORDS_MAX / count.max(1)).clamp(WORDS_PER_ITEM_MIN, WORDS_PER_ITEM_MAX);
        let mut numbers: QuickMap<u64, u32> = QuickMap::default();
        let mut items_with: Vec<u32> = Vec::new();
        let mut number = |word: u64| {
            let next = items_with.len() as u32;
            let number = *numbers.entry(word).or_insert(next);
            if number == next {
                items_with.push(0);
            }
            items_with[number as usize] += 1;
            number
        };
        let times: Vec<Vec<(u32, u8)>> = items
            .map(|item| words(item, most).into_iter().map(|(word, times)| (number(word), times)).collect())
            .collect();
        let vectors = times.into_iter().map(|times| weigh(times, &items_with, count)).collect();
        Self { vectors, items_with }
    }
}

/// The first different words of an item, and how often each is in it.
fn words(item: &Item, most: usize) -> Vec<(u64, u8)> {
    let mut found: Vec<(u64, u8)> = Vec::new();
    let mut add = |word: u64, times: u8| match found.iter().position(|(known, _)| *known == word) {
        Some(at) => found[at].1 = found[at].1.saturating_add(times).min(TIMES_MAX),
        None if found.len() < most => found.push((word, times)),
        None => {}
    };
    // Labels stand apart from the text: the tag "red" is not the word "red".
    item.tags.iter().for_each(|tag| add(fnv(&format!("#{}", tag.to_lowercase())), LABEL_TIMES));
    item.category.iter().for_each(|step| add(fnv(&format!("/{}", step.to_lowercase())), LABEL_TIMES));
    for text in [&item.title, &item.description] {
        let text = text.get(..text.floor_char_boundary(TEXT_BYTES_MAX)).unwrap_or_default();
        let parts = text.split(|letter: char| !letter.is_alphanumeric());
        parts.filter(|word| word.chars().nth(LETTERS_MIN - 1).is_some()).for_each(|w| add(fnv(&w.to_lowercase()), 1));
    }
    found
}

/// Weighs words by how often they are in the item and by how few items have them, to the length of one.
fn weigh(times: Vec<(u32, u8)>, items_with: &[u32], items: usize) -> Vector {
    let rarity = |word: u32| 1.0 + doublings(items as f64 / f64::from(items_with[word as usize].max(1)));
    let weight = |(word, times): (u32, u8)| (word, f64::from(times).sqrt() * rarity(word));
    let mut weights: Vec<(u32, f64)> = times.into_iter().map(weight).collect();
    weights.sort_unstable_by_key(|(word, _)| *word);
    let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    weights.into_iter().map(|(word, weight)| (word, (weight / length) as f32)).collect()
}

/// The logarithm to the base of two, in straight lines between powers of two: the same bits on every machine.
pub(super) fn doublings(mut ratio: f64) -> f64 {
    let mut whole = 0.0;
    while ratio >= 2.0 {
        ratio /= 2.0;
        whole += 1.0;
    }
    whole + (ratio - 1.0).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::item;

    #[test]
    fn the_logarithm_is_right_at_powers_of_two_and_grows_between() {
        for power in 0_u32..20 {
            assert!((doublings(f64::from(1_u32 << power)) - f64::from(power)).abs() < 1e-12);
        }
        assert!((2..4_000).all(|n| doublings(f64::from(n)) > doublings(f64::from(n - 1))));
        assert!((2..4_000).all(|n| (doublings(f64::from(n)) - f64::from(n).log2()).abs() < 0.09));
    }

    #[test]
    fn an_item_has_its_words_once_and_labels_apart() {
        let mut red = item("a");
        red.title = "Red, RED mug! a".into();
        red.tags = vec!["red".into()];
        let found = words(&red, WORDS_PER_ITEM_MAX);
        assert_eq!(found, [(fnv("#red"), LABEL_TIMES), (fnv("red"), 2), (fnv("mug"), 1)]);
        let mut long = item("b");
        long.title = "word ".repeat(3_000);
        long.description = (0..3_000).map(|n| format!("w{n} ")).collect();
        assert_eq!(words(&long, WORDS_PER_ITEM_MAX).len(), WORDS_PER_ITEM_MAX);
        assert_eq!(words(&long, 9)[0], (fnv("word"), TIMES_MAX));
        long.title = "é".repeat(TEXT_BYTES_MAX);
        assert!(!words(&long, 9).is_empty(), "a long text is cut between letters");
    }

    #[test]
    fn vectors_have_the_length_of_one_and_rare_words_weigh_more() {
        let titled = |title: &str| domain::Item { title: title.into(), ..item("x") };
        let items = [titled("blue mug"), titled("green mug"), titled("mug"), titled("")];
        let words = Words::of(items.iter());
        for vector in &words.vectors[..3] {
            let length: f32 = vector.iter().map(|(_, weight)| weight * weight).sum();
            assert!((length - 1.0).abs() < 1e-6);
        }
        assert!(words.vectors[3].is_empty());
        let [(blue, weight), (mug, less)] = [words.vectors[0][0], words.vectors[0][1]];
        assert!(weight > less && words.items_with[blue as usize] == 1 && words.items_with[mug as usize] == 3);
    }
}
