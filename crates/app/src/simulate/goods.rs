//! What the simulated shop sells: shelves of which few are visited by many, and on each shelf a few things that sell and many
//! that hardly do; sets of things that go together; things with a season, things that are used up, and things that are new.

use super::Plan;
use crate::world::dice::Dice;

/// About how many items stand on one shelf.
const ITEMS_PER_SHELF: u32 = 256;
/// About how many items are one set: who takes one of them takes another.
const ITEMS_PER_SET: u32 = 12;
/// The weight of the first item or shelf; that of the others falls with their rank (Zipf).
const WEIGHT: u64 = 1_000_000;
/// By how much ranks are put back, so that the first is no giant.
const SHELF_RANK: u64 = 9;
const ITEM_RANK: u64 = 3;
/// How many of a hundred items have a season, are used up and bought again, came up for sale within the time simulated.
const SEASONAL_PERCENT: u64 = 30;
const REFILL_PERCENT: u64 = 20;
const NEW_PERCENT: u64 = 12;
/// A year, in parts of which each item's season is one.
pub(super) const SEASONS: u16 = 12;

/// The items. An item's number says its shelf and its rank there; its name is another number, so that no order of names tells
/// what sells.
pub(super) struct Goods {
    pub count: u32,
    shelves: u32,
    names: Vec<u32>,
    traits: Vec<Trait>,
    /// Running sums of weights, of shelves and of ranks on a shelf.
    shelf_sums: Vec<u64>,
    rank_sums: Vec<u64>,
}

/// What is special about an item.
#[derive(Clone, Copy)]
pub(super) struct Trait {
    /// The part of the year in which most is sold.
    pub season: Option<u16>,
    /// Whether it is bought again and again.
    pub refill: bool,
    /// The first day on which it is for sale.
    pub from_day: u16,
    /// In hundredths of a euro.
    pub price: u32,
}

impl Goods {
    pub fn new(plan: &Plan) -> Self {
        let mut dice = Dice::new(plan.seed);
        let count = plan.items;
        let shelves = count.div_ceil(ITEMS_PER_SHELF);
        let mut names: Vec<u32> = (0..count).collect();
        dice.shuffle(&mut names);
        let traits = (0..count).map(|_| Trait::draw(plan.days, &mut dice)).collect();
        let sums = |length: u32, put_back: u64| -> Vec<u64> {
            let weights = (0..u64::from(length)).map(|rank| WEIGHT / (rank + put_back));
            weights.scan(0, |sum, weight| Some(std::mem::replace(sum, *sum + weight) + weight)).collect()
        };
        let rank_sums = sums(count.div_ceil(shelves), ITEM_RANK);
        Self { count, shelves, names, traits, shelf_sums: sums(shelves, SHELF_RANK), rank_sums }
    }

    /// The number in an item's name.
    pub fn name(&self, item: u32) -> u32 {
        self.names[item as usize]
    }

    pub fn trait_of(&self, item: u32) -> Trait {
        self.traits[item as usize]
    }

    /// Which shelf an item stands on.
    pub const fn shelf(&self, item: u32) -> u32 {
        item % self.shelves
    }

    /// Which set of its shelf it belongs to.
    pub fn set(&self, item: u32) -> u32 {
        item / self.shelves % self.sets_on(self.shelf(item))
    }

    /// A shelf, as likely as it is visited.
    pub fn any_shelf(&self, dice: &mut Dice) -> u32 {
        draw(&self.shelf_sums, dice)
    }

    /// A shelf that people of this one visit as well.
    pub fn near_shelf(&self, shelf: u32, dice: &mut Dice) -> u32 {
        const REACH: u64 = 6;
        let step = 1 + dice.below(REACH) as u32;
        (shelf + step) % self.shelves
    }

    /// An item of a shelf, as likely as it sells.
    pub fn of_shelf(&self, shelf: u32, dice: &mut Dice) -> u32 {
        let on_shelf = self.on(shelf);
        shelf + self.shelves * draw(&self.rank_sums[..on_shelf as usize], dice)
    }

    /// Another item of the same set; the item itself where it is alone.
    pub fn beside(&self, item: u32, dice: &mut Dice) -> u32 {
        let shelf = self.shelf(item);
        let (sets, set) = (self.sets_on(shelf), self.set(item));
        let members = (self.on(shelf) - set).div_ceil(sets);
        // The better sellers of a set are likelier: the smaller of two throws.
        let place = dice.below(members.into()).min(dice.below(members.into())) as u32;
        shelf + self.shelves * (set + sets * place)
    }

    fn on(&self, shelf: u32) -> u32 {
        (self.count - shelf).div_ceil(self.shelves)
    }

    fn sets_on(&self, shelf: u32) -> u32 {
        self.on(shelf).div_ceil(ITEMS_PER_SET)
    }
}

impl Trait {
    fn draw(days: u16, dice: &mut Dice) -> Self {
        let season = dice.says(SEASONAL_PERCENT).then(|| dice.below(SEASONS.into()) as u16);
        let refill = season.is_none() && dice.says(REFILL_PERCENT);
        let from_day = if dice.says(NEW_PERCENT) { dice.below(days.into()) as u16 } else { 0 };
        let price = 95 + 100 * (1 + dice.below(9) as u32) * (1 + dice.below(12) as u32);
        Self { season, refill, from_day, price }
    }

    /// How likely it is, of a hundred, that who thinks of it on this day takes it.
    pub fn wanted_percent(self, day: u16) -> u64 {
        const DAYS_PER_YEAR: u16 = 365;
        if day < self.from_day {
            return 0;
        }
        let Some(season) = self.season else { return 60 };
        let now = day % DAYS_PER_YEAR * SEASONS / DAYS_PER_YEAR;
        let apart = now.abs_diff(season);
        match apart.min(SEASONS - apart) {
            0 => 100,
            1 => 70,
            2 => 30,
            _ => 12,
        }
    }
}

/// A place in a list of running sums.
fn draw(sums: &[u64], dice: &mut Dice) -> u32 {
    let all = sums.last().copied().unwrap_or(0);
    let thrown = dice.below(all);
    sums.partition_point(|sum| *sum <= thrown) as u32
}
