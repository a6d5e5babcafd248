//! Who shops in the simulated shop: a few do much and most do little, each in a taste of their own, with things that they buy
//! again and again.

use super::Plan;
use super::goods::Goods;
use crate::world::dice::Dice;
use domain::{DAY_SECONDS, Verb};

/// How much the first, second, .. shelf that somebody likes counts.
const SHELF_WEIGHTS: [u64; 4] = [46, 28, 16, 10];
/// In how many cases of a hundred the next shelf that they like lies near one that they like already.
const NEAR_PERCENT: u64 = 55;
/// Most things that somebody buys again and again, and how many are thought of for each.
const STAPLES_MAX: u64 = 6;
const STAPLE_TRIES: usize = 4;
/// How many of a hundred things are one of those, beside the last thing in the basket, of the shelf that the visit is about;
/// the rest is anything.
const STAPLE_PERCENT: u64 = 22;
const BESIDE_PERCENT: u64 = 36;
const SHELF_PERCENT: u64 = 35;
/// How often somebody thinks of another thing where one is not wanted now.
const TRIES: usize = 6;
/// How many of a hundred things are looked at and not bought.
const VIEW_PERCENT: u64 = 15;
/// How many events a visit has, each as likely as the others.
const SIZES: [u64; 8] = [1, 1, 2, 2, 3, 4, 5, 8];
/// How unequal people are: nobody does more than so many times what the least busy do.
const BUSIEST: u64 = 120;
/// From this hour to that one people shop.
const HOURS: (u64, u64) = (7, 23);
/// A visit's bits: day, person, which of theirs, events.
const SUBJECT_BITS: u32 = 24;
const NTH_BITS: u32 = 20;
const SIZE_BITS: u32 = 8;

/// Everybody, and when they visit.
pub(super) struct People<'a> {
    plan: &'a Plan,
    goods: &'a Goods,
    /// All visits, in order of day.
    visits: Vec<u64>,
    busy: u32,
}

/// One event of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Did {
    pub subject: u32,
    pub item: u32,
    pub verb: Verb,
    pub at: i64,
    pub pieces: u64,
    /// The day, and which of the person's visits: a basket's name.
    pub basket: (u16, u32),
}

/// What somebody likes.
struct Taste {
    shelves: Vec<u32>,
    staples: Vec<u32>,
}

impl<'a> People<'a> {
    pub fn new(plan: &'a Plan, goods: &'a Goods) -> Self {
        let busyness = |subject: u32| {
            let thrown = 1 + dice(plan.seed, Of::Busyness, subject.into()).below(1_000);
            (1_000 / thrown).min(BUSIEST)
        };
        let all: u64 = (0..plan.subjects).map(busyness).sum();
        let (mut visits, mut busy, mut sum) = (Vec::new(), 0, 0);
        let share = |sum: u64| (u128::from(plan.events) * u128::from(sum) / u128::from(all)) as u64;
        for subject in 0..plan.subjects {
            let before = share(sum);
            sum += busyness(subject);
            let events = share(sum) - before;
            busy += u32::from(events > 0);
            plan_visits(plan, subject, events, &mut visits);
        }
        visits.sort_unstable();
        Self { plan, goods, visits, busy }
    }

    /// How many people do anything.
    pub const fn busy(&self) -> u32 {
        self.busy
    }

    /// How many events there are in all.
    pub const fn events(&self) -> u64 {
        self.plan.events
    }

    pub const fn goods(&self) -> &Goods {
        self.goods
    }

    /// Everything that is done, in order of day.
    pub fn events_in_order(&self) -> impl Iterator<Item = Did> + '_ {
        self.visits.iter().flat_map(|visit| self.visit(*visit))
    }

    fn visit(&self, visit: u64) -> Vec<Did> {
        let field = |above: u32, bits: u32| visit >> above & ((1 << bits) - 1);
        let size = field(0, SIZE_BITS);
        let nth = field(SIZE_BITS, NTH_BITS) as u32;
        let subject = field(SIZE_BITS + NTH_BITS, SUBJECT_BITS) as u32;
        let day = (visit >> (SIZE_BITS + NTH_BITS + SUBJECT_BITS)) as u16;
        let taste = self.taste(subject);
        let mut dice = dice(self.plan.seed, Of::Visit, visit);
        let shelf = taste.shelf(&mut dice);
        let hour = HOURS.0 + dice.below(HOURS.1 - HOURS.0);
        let begins = i64::from(day) * DAY_SECONDS + (hour * 3_600 + dice.below(3_000)) as i64;
        let start = self.plan.until.0 - i64::from(self.plan.days) * DAY_SECONDS + begins;
        let mut taken: Vec<u32> = Vec::new();
        let mut one = |place: u64| {
            let item = self.pick(&taste, shelf, day, &taken, &mut dice);
            taken.push(item);
            let refill = self.goods.trait_of(item).refill;
            Did {
                subject,
                item,
                verb: if dice.says(VIEW_PERCENT) { Verb::View } else { Verb::Purchase },
                at: start + 20 * place as i64,
                pieces: if refill { 1 + dice.below(3) } else { 1 },
                basket: (day, nth),
            }
        };
        (0..size).map(&mut one).collect()
    }

    /// Something that is wanted on this day, and not in the basket yet, if that can be found.
    fn pick(&self, taste: &Taste, shelf: u32, day: u16, taken: &[u32], dice: &mut Dice) -> u32 {
        let mut item = 0;
        for _ in 0..TRIES {
            item = self.thought(taste, shelf, taken.last(), dice);
            if !taken.contains(&item) && dice.says(self.goods.trait_of(item).wanted_percent(day)) {
                break;
            }
        }
        item
    }

    fn thought(&self, taste: &Taste, shelf: u32, last: Option<&u32>, dice: &mut Dice) -> u32 {
        let chance = dice.below(100);
        match last {
            _ if chance < STAPLE_PERCENT && !taste.staples.is_empty() => taste.staples[dice.place(taste.staples.len())],
            Some(last) if chance < STAPLE_PERCENT + BESIDE_PERCENT => self.goods.beside(*last, dice),
            _ if chance < STAPLE_PERCENT + BESIDE_PERCENT + SHELF_PERCENT => self.goods.of_shelf(shelf, dice),
            _ => self.goods.of_shelf(self.goods.any_shelf(dice), dice),
        }
    }

    /// The same for a person at every visit.
    fn taste(&self, subject: u32) -> Taste {
        let mut dice = dice(self.plan.seed, Of::Taste, subject.into());
        let mut shelves = vec![self.goods.any_shelf(&mut dice)];
        for _ in 0..dice.place(SHELF_WEIGHTS.len()) {
            let near = dice.says(NEAR_PERCENT);
            let known = shelves[dice.place(shelves.len())];
            shelves.push(if near { self.goods.near_shelf(known, &mut dice) } else { self.goods.any_shelf(&mut dice) });
        }
        let mut taste = Taste { shelves, staples: Vec::new() };
        for _ in 0..dice.below(STAPLES_MAX + 1) {
            let shelf = taste.shelf(&mut dice);
            let thought = (0..STAPLE_TRIES).map(|_| self.goods.of_shelf(shelf, &mut dice));
            let refill = thought.collect::<Vec<_>>().into_iter().find(|item| self.goods.trait_of(*item).refill);
            taste.staples.extend(refill);
        }
        taste
    }
}

impl Taste {
    fn shelf(&self, dice: &mut Dice) -> u32 {
        let place = dice.weighted(&SHELF_WEIGHTS[..self.shelves.len()]).unwrap_or(0);
        self.shelves[place]
    }
}

/// What dice are thrown for.
#[derive(Clone, Copy)]
enum Of {
    Busyness = 1,
    Schedule,
    Taste,
    Visit,
}

/// The dice of one thing: the same whenever it is looked at.
fn dice(seed: u64, of: Of, number: u64) -> Dice {
    const STEP: u64 = 0xd134_2543_de82_ef95;
    let of = Dice::new(seed ^ (of as u64) << 56).below(u64::MAX);
    Dice::new(of ^ number.wrapping_mul(STEP))
}

/// Spreads somebody's events over visits, from a first day on.
fn plan_visits(plan: &Plan, subject: u32, events: u64, visits: &mut Vec<u64>) {
    let mut dice = dice(plan.seed, Of::Schedule, subject.into());
    let first = dice.below(u64::from(plan.days) * 3 / 4 + 1).min(u64::from(plan.days) - 1);
    let (mut left, mut nth) = (events, 0_u64);
    while left > 0 {
        let size = SIZES[dice.place(SIZES.len())].min(left);
        let day = first + dice.below(u64::from(plan.days) - first);
        let person = (day << SUBJECT_BITS | u64::from(subject)) << NTH_BITS | nth;
        visits.push(person << SIZE_BITS | size);
        left -= size;
        nth = (nth + 1) & ((1 << NTH_BITS) - 1);
    }
}
