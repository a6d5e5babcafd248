//! What is taken now, and how much more than usual: counts by day, seen from one day.

use crate::past::day_of;
use crate::wide::wide;
use domain::{DAY_SECONDS, UnixTime};
use serde::{Deserialize, Serialize};

/// Baskets older than so many times the days of a trend count for nothing in it: less than a twenty-thousandth.
const TREND_HORIZON: f32 = 10.0;
/// What a basket counts in a diary, so that an item of a very large one can count for less. A count of one item and day has
/// room for 67 million whole ones.
pub(crate) const BASKET_UNIT: u64 = 64;
/// How much the usual share counts for in a trend: thirty baskets.
const USUAL_BASKETS: f64 = (30 * BASKET_UNIT) as f64;
/// To how many times the mean an item's baskets are lifted before it is called rare: the rarest do not outshout all others.
const RARE_FLOOR: f64 = 0.25;
/// Most counts by item and day that a diary keeps; the oldest days go first.
const DIARY_ENTRIES_MAX: usize = 4_000_000;

/// How many baskets had each item, in all and by day, in parts of a basket ([`BASKET_UNIT`]). No person is in it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Diary {
    /// All baskets.
    pub baskets: u64,
    /// Baskets with the item, by item.
    pub totals: Vec<u64>,
    /// In order of day.
    pub days: Vec<Day>,
}

/// One day.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Day {
    pub day: i32,
    pub baskets: u64,
    /// Items and how many baskets had them, in order of item.
    pub items: Vec<(u32, u32)>,
}

/// The shares of all items, seen from one day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Season {
    /// The share of the latest baskets that had the item.
    pub trend: Vec<f32>,
    /// The fourth root of how many times the usual share that is. Roots are exact, other powers need not be.
    pub lift_root: Vec<f32>,
}

impl Diary {
    /// Puts days together, the oldest dropped when there is too much.
    pub fn new(totals: Vec<u64>, mut days: Vec<Day>) -> Self {
        days.sort_unstable_by_key(|day| day.day);
        let baskets = days.iter().map(|day| day.baskets).sum();
        let mut room = DIARY_ENTRIES_MAX;
        let fits = |day: &&Day| {
            let left = room.checked_sub(day.items.len());
            room = left.unwrap_or(0);
            left.is_some()
        };
        let keep = days.iter().rev().take_while(fits).count();
        days.drain(..days.len() - keep);
        Self { baskets, totals, days }
    }

    /// The day after the newest one: from there the trend looks back. A shop at rest does not age beyond it.
    pub fn standing_day(&self) -> Option<i32> {
        self.days.last().map(|day| day.day.saturating_add(1))
    }

    /// The day from which a request at `now` looks back.
    pub fn day_for(&self, now: UnixTime) -> i32 {
        let day = day_of(now.0);
        self.standing_day().map_or(day, |standing| standing.min(day))
    }

    /// `now`, or the end of the diary where that is earlier.
    pub fn time_for(&self, now: UnixTime) -> UnixTime {
        let end = |day: i32| UnixTime(i64::from(day) * DAY_SECONDS);
        self.standing_day().map_or(now, |standing| end(standing).min(now))
    }

    /// The shares as they stand on the morning of a day: that day itself is not in them. After `trend_days` a basket
    /// counts for less by the factor e.
    pub fn season(&self, day: i32, trend_days: f32) -> Season {
        let (weight, seen) = self.look_back(day, trend_days);
        Season::of(&self.usual(), weight, &seen)
    }

    /// Looks back from one day after another, each later than the one before: quicker than to look back from each alone,
    /// and equal to the last few bits, but for baskets that count for next to nothing and are not left out here.
    pub fn looking_back(&self, trend_days: f32) -> LookingBack<'_> {
        LookingBack {
            trend_days,
            rest: &self.days,
            day: i32::MIN,
            weight: 0.0,
            seen: vec![0.0; self.totals.len()],
            usual: self.usual(),
        }
    }

    /// The share of all baskets that had each item.
    fn usual(&self) -> Vec<f64> {
        self.totals.iter().map(|total| *total as f64 / self.baskets.max(1) as f64).collect()
    }

    /// By item: the eighth root of how many times rarer than the mean it is, over all days. Roots are exact.
    pub fn rarity(&self) -> Vec<f32> {
        let taken = self.totals.iter().filter(|total| **total > 0).count().max(1);
        let mean = self.totals.iter().sum::<u64>() as f64 / taken as f64;
        let floor = (RARE_FLOOR * mean).max(f64::MIN_POSITIVE);
        let root = |total: &u64| ((mean + floor) / (*total as f64 + floor)).sqrt().sqrt().sqrt() as f32;
        self.totals.iter().map(root).collect()
    }

    /// Baskets, and baskets with each item, of the days before, the older the less.
    fn look_back(&self, day: i32, trend_days: f32) -> (f64, Vec<f64>) {
        let first = day.saturating_sub((TREND_HORIZON * trend_days) as i32);
        let mut seen = vec![0.0; self.totals.len()];
        let mut weight = 0.0;
        let in_view = self.days.iter().filter(|d| (first..day).contains(&d.day));
        for found in in_view {
            let fades = (-f64::from(day.saturating_sub(1).saturating_sub(found.day)) / f64::from(trend_days)).exp();
            weight += fades * found.baskets as f64;
            for (item, count) in &found.items {
                seen[*item as usize] += fades * f64::from(*count);
            }
        }
        (weight, seen)
    }
}

/// What was taken before a day, the older the less, as the day moves on.
pub(crate) struct LookingBack<'a> {
    trend_days: f32,
    /// What lies ahead.
    rest: &'a [Day],
    day: i32,
    weight: f64,
    seen: Vec<f64>,
    /// The share of all baskets that had each item.
    usual: Vec<f64>,
}

impl Season {
    /// Out of the share of all baskets that had each item, and the latest ones, the older the less.
    fn of(usual: &[f64], weight: f64, seen: &[f64]) -> Self {
        let mut season = Self { trend: vec![0.0; usual.len()], lift_root: vec![0.0; usual.len()] };
        let shares = season.trend.iter_mut().zip(&mut season.lift_root);
        wide(|| {
            shares.zip(usual.iter().zip(seen)).for_each(|((share, lift_root), (usual, seen))| {
                let trend = (seen + USUAL_BASKETS * usual) / (weight + USUAL_BASKETS);
                let lift = if *usual > 0.0 { trend / usual } else { 1.0 };
                (*share, *lift_root) = (trend as f32, lift.sqrt().sqrt() as f32);
            });
        });
        season
    }
}

impl LookingBack<'_> {
    /// The shares as they stand on the morning of a day.
    pub fn season(&mut self, day: i32) -> Season {
        let fades = |days: i32| (-f64::from(days) / f64::from(self.trend_days)).exp();
        let older = if self.day == i32::MIN { 0.0 } else { fades(day.saturating_sub(self.day)) };
        self.weight *= older;
        wide(|| self.seen.iter_mut().for_each(|seen| *seen *= older));
        let passed = self.rest.partition_point(|found| found.day < day);
        let (before, rest) = self.rest.split_at(passed);
        for found in before {
            let fades = fades(day.saturating_sub(1).saturating_sub(found.day));
            self.weight += fades * found.baskets as f64;
            found.items.iter().for_each(|(item, count)| self.seen[*item as usize] += fades * f64::from(*count));
        }
        (self.rest, self.day) = (rest, day);
        Season::of(&self.usual, self.weight, &self.seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diary() -> Diary {
        let day = |day, baskets, (item, count): (u32, u32)| Day {
            day,
            baskets: baskets * BASKET_UNIT,
            items: vec![(item, count * BASKET_UNIT as u32)],
        };
        let totals = [100, 20].map(|total| total * BASKET_UNIT).to_vec();
        Diary::new(totals, vec![day(10, 200, (0, 100)), day(30, 40, (1, 20))])
    }

    #[test]
    fn a_day_is_not_in_its_own_season() {
        let (before, after) = (diary().season(30, 14.0), diary().season(31, 14.0));
        assert!(after.trend[1] > 5.0 * before.trend[1], "{before:?} {after:?}");
        assert!(before.lift_root[1] < 1.0 && after.lift_root[1] > 1.0);
        assert!(after.lift_root[0] < 1.0);
    }

    #[test]
    fn looking_back_from_day_after_day_is_looking_back_from_each() {
        let diary = diary();
        let mut looking = diary.looking_back(14.0);
        for day in [5, 10, 11, 25, 30, 31, 60] {
            let (moving, alone) = (looking.season(day), diary.season(day, 14.0));
            let off = |these: &[f32], those: &[f32]| these.iter().zip(those).any(|(a, b)| (a - b).abs() > 1e-6);
            assert!(!off(&moving.trend, &alone.trend) && !off(&moving.lift_root, &alone.lift_root), "{day}");
        }
    }

    #[test]
    fn a_shop_at_rest_does_not_age() {
        let now = |day: i64| UnixTime(day * DAY_SECONDS + 7);
        assert_eq!(diary().day_for(now(20)), 20);
        assert_eq!(diary().day_for(now(31)), 31);
        assert_eq!(diary().day_for(now(9_000)), 31);
        assert_eq!(diary().time_for(now(9_000)), UnixTime(31 * DAY_SECONDS));
        assert_eq!(diary().time_for(now(5)), now(5));
        assert_eq!(Diary::default().time_for(now(5)), now(5));
    }

    #[test]
    fn what_few_take_is_rare_and_the_rarest_is_not_endlessly_so() {
        let totals = vec![0, 10, 100, 190];
        let root = Diary::new(totals, Vec::new()).rarity();
        assert!(root.is_sorted_by(|a, b| a > b), "{root:?}");
        let times = |at: usize| f64::from(root[at]).powi(8);
        assert!((times(2) - 1.0).abs() < 1e-6 && (times(0) - 5.0).abs() < 1e-5, "{root:?}");
        assert!(Diary::new(vec![0, 0], Vec::new()).rarity().iter().all(|root| root.is_finite()));
    }

    #[test]
    fn far_from_everything_the_usual_share_stands() {
        let season = diary().season(5_000, 14.0);
        assert!((season.trend[0] - 100.0 / 240.0).abs() < 1e-6);
        assert!((season.lift_root[0] - 1.0).abs() < 1e-6);
    }
}
