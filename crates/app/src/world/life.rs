//! Half a year of one shopper: visits, baskets, refills, and now and then something sent back.

use super::dice::Dice;
use super::goods::Goods;
use super::shelf::Tag;
use super::taste::Taste;
use super::{DAYS, WorldEvent};
use domain::{DAY_SECONDS, UnixTime, Verb};

/// How many baskets a shopper has, and how many shoppers of a hundred have so many.
const BASKETS: [(u64, u64); 11] =
    [(1, 9), (2, 13), (3, 14), (4, 13), (5, 12), (6, 10), (8, 10), (10, 8), (13, 6), (17, 3), (24, 2)];
/// How many things a basket has, each as likely as the others.
const SIZES: [usize; 8] = [1, 2, 2, 3, 3, 4, 4, 5];
/// In how many cases of a hundred a thing in a basket is for what the basket is about, or for something else they do;
/// the rest is what everybody wants.
const FOCUS_PERCENT: u64 = 80;
const OTHER_PERCENT: u64 = 12;
/// How likely a thing is looked at before it is bought, and sent back after it, of a hundred.
const LOOK_PERCENT: u64 = 65;
const RETURN_PERCENT: u64 = 3;
/// Most things looked at in a visit without being bought.
const BROWSED_MAX: u64 = 3;
/// How much more a refill is wanted by those who have it, and how much less a second variant.
const REFILL_FACTOR: u64 = 4;
const ALIKE_DIVISOR: u64 = 6;
/// How many of each hour's visits, from midnight on.
const HOURS: [u64; 24] = [2, 1, 0, 0, 0, 1, 3, 6, 8, 8, 8, 9, 10, 9, 8, 8, 8, 9, 11, 14, 16, 14, 9, 5];

/// What they did, the earliest first; all before `now`.
pub(super) fn events(goods: &Goods, taste: &Taste, now: UnixTime, dice: &mut Dice) -> Vec<WorldEvent> {
    let mut life = Life { goods, taste, now, owned: Vec::new(), events: Vec::new() };
    for (basket, at) in (0..).zip(visits(now, dice)) {
        life.visit(basket, at, dice);
    }
    life.events.sort_by_key(|event| event.at);
    life.events
}

/// The times of their baskets, the earliest first.
fn visits(now: UnixTime, dice: &mut Dice) -> Vec<UnixTime> {
    let shares = BASKETS.map(|(_, share)| share);
    let count = dice.weighted(&shares).map_or(1, |place| BASKETS[place].0);
    let mut times: Vec<UnixTime> = (0..count).map(|_| moment(now, dice)).collect();
    times.sort_unstable();
    times
}

/// Some moment of the last [`DAYS`], when people are awake.
fn moment(now: UnixTime, dice: &mut Dice) -> UnixTime {
    let midnight = now.0 - now.0.rem_euclid(DAY_SECONDS);
    let days = 1 + dice.below(DAYS as u64 - 1) as i64;
    let hour = dice.weighted(&HOURS).unwrap_or(12) as i64;
    UnixTime(midnight - days * DAY_SECONDS + hour * 3_600 + dice.below(3_600) as i64)
}

/// A shopper as the visits go by.
struct Life<'a> {
    goods: &'a Goods,
    taste: &'a Taste,
    now: UnixTime,
    owned: Vec<usize>,
    events: Vec<WorldEvent>,
}

impl Life<'_> {
    /// One visit: looking around, a basket about one thing they do, perhaps a return later.
    fn visit(&mut self, basket: u32, at: UnixTime, dice: &mut Dice) {
        let focus = self.taste.kit(dice);
        let size = SIZES[dice.place(SIZES.len())];
        let mut bought = Vec::new();
        for _ in 0..size {
            let Some(item) = self.pick(focus, &bought, dice) else {
                continue;
            };
            if dice.says(LOOK_PERCENT) {
                self.look(item, at, dice);
            }
            self.buy(item, basket, at, dice);
            bought.push(item);
        }
        for _ in 0..dice.below(BROWSED_MAX + 1) {
            if let Some(item) = self.pick(focus, &bought, dice) {
                self.look(item, at, dice);
            }
        }
        self.owned.extend(bought);
    }

    /// A thing they would put into this basket.
    fn pick(&self, focus: usize, bought: &[usize], dice: &mut Dice) -> Option<usize> {
        let chance = dice.below(100);
        let among: Vec<usize> = match chance {
            _ if chance < FOCUS_PERCENT => self.goods.of_kit(focus).to_vec(),
            _ if chance < FOCUS_PERCENT + OTHER_PERCENT => self.goods.of_kit(self.taste.kit(dice)).to_vec(),
            _ => self.goods.all().collect(),
        };
        let weights: Vec<u64> = among.iter().map(|item| self.appeal(*item, bought)).collect();
        dice.weighted(&weights).map(|place| among[place])
    }

    /// How much they want a thing now: refills again and again, other things once.
    fn appeal(&self, item: usize, bought: &[usize]) -> u64 {
        let wants = self.taste.wants(self.goods, item);
        let owns = self.owned.contains(&item);
        match self.goods.has(item, Tag::Refill) {
            _ if bought.contains(&item) => 0,
            true if owns => wants * REFILL_FACTOR,
            false if owns => 0,
            false if self.has_alike(item, bought) => wants / ALIKE_DIVISOR,
            _ => wants,
        }
    }

    fn has_alike(&self, item: usize, bought: &[usize]) -> bool {
        let mut all = self.owned.iter().chain(bought);
        all.any(|other| self.goods.are_alike(item, *other))
    }

    fn look(&mut self, item: usize, at: UnixTime, dice: &mut Dice) {
        let at = at.plus(-60 - dice.below(1_800) as i64);
        self.events.push(WorldEvent { item, verb: Verb::View, at, quantity: 1, basket: None });
    }

    fn buy(&mut self, item: usize, basket: u32, at: UnixTime, dice: &mut Dice) {
        let refill = self.goods.has(item, Tag::Refill);
        let quantity = if refill && dice.says(25) { 2 } else { 1 };
        let purchase = WorldEvent { item, verb: Verb::Purchase, at, quantity, basket: Some(basket) };
        self.events.push(purchase);
        let back = at.plus((3 + dice.below(9) as i64) * DAY_SECONDS);
        if !refill && dice.says(RETURN_PERCENT) && back < self.now {
            self.events.push(WorldEvent { verb: Verb::Return, at: back, ..purchase });
        }
    }
}
