//! What one shopper likes: a few things to do, a style, some colours.

use super::dice::Dice;
use super::goods::Goods;
use super::shelf::{Kit, Tag};
use super::words;

/// How much the first, second, .. of the things they do counts.
const KIT_WEIGHTS: [u64; 4] = [46, 28, 16, 10];
/// In how many cases of a hundred the next thing they do lies near one that they do already.
const NEAR_PERCENT: u64 = 55;
/// The styles a shopper may have.
const STYLES: [Tag; 5] = [Tag::Natural, Tag::Bold, Tag::Classic, Tag::Playful, Tag::Minimal];
/// How many colours they like.
const COLOURS: usize = 4;

/// A taste.
pub(super) struct Taste {
    /// Places in [`Kit::ALL`], with weights.
    kits: Vec<(usize, u64)>,
    style: Tag,
    colours: Vec<&'static str>,
}

impl Taste {
    pub(super) fn new(goods: &Goods, dice: &mut Dice) -> Self {
        let mut kits: Vec<(usize, u64)> = Vec::new();
        let count = 2 + dice.place(KIT_WEIGHTS.len() - 1);
        for weight in KIT_WEIGHTS.into_iter().take(count) {
            let kit = next_kit(goods, &kits, dice);
            if !kits.iter().any(|(known, _)| *known == kit) {
                kits.push((kit, weight));
            }
        }
        let style = STYLES[dice.place(STYLES.len())];
        let colours = (0..COLOURS).map(|_| words::COLOURS[dice.place(words::COLOURS.len())].0).collect();
        Self { kits, style, colours }
    }

    /// One of the things they do, as a place in [`Kit::ALL`].
    pub(super) fn kit(&self, dice: &mut Dice) -> usize {
        let weights: Vec<u64> = self.kits.iter().map(|(_, weight)| *weight).collect();
        dice.weighted(&weights).map_or(0, |place| self.kits[place].0)
    }

    /// How much they want a thing: as others do, more in their style and in their colours.
    pub(super) fn wants(&self, goods: &Goods, item: usize) -> u64 {
        let style = if goods.has(item, self.style) { 3 } else { 1 };
        let colour = if self.colours.contains(&goods.variant(item)) { 3 } else { 1 };
        goods.wanted(item) * style * colour
    }
}

/// Something people do often, or something that shares goods with what this one does already.
fn next_kit(goods: &Goods, kits: &[(usize, u64)], dice: &mut Dice) -> usize {
    if let Some((first, _)) = kits.first().filter(|_| dice.says(NEAR_PERCENT)) {
        let items = goods.of_kit(*first);
        let near = goods.kits_of(items[dice.place(items.len())]);
        return near[dice.place(near.len())];
    }
    let weights: Vec<u64> = (0..Kit::ALL.len() as u64).map(|rank| 1_000 / (rank + 9)).collect();
    dice.weighted(&weights).unwrap_or(0)
}
