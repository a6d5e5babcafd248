//! What a person did, as baskets: one for each day, each item once in it.

use crate::order::in_order;
use crate::score::VISIT_SECONDS;
use domain::{DAY_SECONDS, ItemId, UnixTime, Verb};
use std::borrow::Cow;
use vault::Act;

/// From this rating on, in tenths of a star, a rated item counts as taken.
pub(crate) const RATING_TAKEN_TENTHS: u16 = 35;
/// Up to this rating, in tenths of a star, a rated item counts as disliked.
pub(crate) const RATING_DISLIKED_TENTHS: u16 = 25;
/// A visit in progress began at most so long ago, however little time lies between its acts.
pub(crate) const VISIT_LONGEST_SECONDS: i64 = 12 * 3_600;
/// With fewer items than this nothing is held out of a single basket.
const FIFTH_ITEMS_MIN: usize = 5;

/// An item in a basket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub item: u32,
    /// Which of the person's baskets, from 0, by day.
    pub basket: u32,
    /// The newest time on that day, in seconds.
    pub at: i64,
}

/// What one person did, as far as it was shown. Lives as long as the view it was made from, and leaves with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    /// By item, then basket.
    marks: Vec<Mark>,
    /// How many baskets there are.
    baskets: u32,
    /// Items looked at and when, by item, each once a day.
    looks: Vec<(u32, i64)>,
    /// Items that were rated badly, and not well since, in order.
    dislikes: Vec<u32>,
    /// The groups that they come into by what they said, in order.
    groups: Vec<u32>,
}

/// What is held out of a past, to see whether the rest foretells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HoldOut {
    /// The last basket, of people with two or more.
    Basket,
    /// The newest fifth of the items, for data in which most people have one basket only.
    Fifth,
}

/// A past cut in two.
pub(crate) struct Held {
    /// What came before.
    pub past: Past,
    /// The items held out, in order.
    pub items: Vec<u32>,
    /// When the first of them was taken, in seconds.
    pub at: i64,
}

impl Past {
    /// The acts with items that `find` knows. Their order does not matter.
    pub fn of(acts: &[Act<'_>], find: impl Fn(&ItemId) -> Option<u32>) -> Self {
        let mut taken = Vec::with_capacity(acts.len());
        let mut looks = Vec::new();
        for act in acts {
            let to = match act.verb {
                Verb::View => &mut looks,
                verb if is_taken(verb, act.rating_tenths) => &mut taken,
                _ => continue,
            };
            if let Some(item) = find(act.item) {
                to.push((item, act.at.0));
            }
        }
        let looks = marks(&looks).0.iter().map(|mark| (mark.item, mark.at)).collect();
        Self { looks, dislikes: dislikes(acts, &find), ..Self::of_taken(taken) }
    }

    pub fn of_taken(taken: Vec<(u32, i64)>) -> Self {
        let (marks, baskets) = marks(&taken);
        Self { marks, baskets, ..Self::default() }
    }

    /// The same, of somebody in these groups.
    pub fn among(self, groups: Vec<u32>) -> Self {
        Self { groups, ..self }
    }

    /// The groups that they come into by what they said, in order.
    pub fn groups(&self) -> &[u32] {
        &self.groups
    }

    /// The marks of each item together, in order of item; within one item in order of basket.
    pub fn by_item(&self) -> impl Iterator<Item = &[Mark]> {
        self.marks.chunk_by(|a, b| a.item == b.item)
    }

    /// Every item in every basket.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// How many baskets there are.
    pub const fn baskets(&self) -> u32 {
        self.baskets
    }

    /// Items looked at, and when, in order of item.
    pub fn looks(&self) -> &[(u32, i64)] {
        &self.looks
    }

    /// Items that were rated badly, and not well since, in order.
    pub fn dislikes(&self) -> &[u32] {
        &self.dislikes
    }

    /// The time of the newest act.
    pub fn newest(&self) -> Option<UnixTime> {
        let marks = self.marks.iter().map(|mark| mark.at);
        marks.chain(self.looks.iter().map(|look| look.1)).max().map(UnixTime)
    }

    /// When the visit in progress began: from then on no two acts lie further apart than a visit's, and the last from now.
    pub fn visit_from(&self, now: UnixTime) -> UnixTime {
        let times = self.marks.iter().map(|mark| mark.at).chain(self.looks.iter().map(|look| look.1));
        let mut times: Vec<i64> = times.filter(|at| now.0.saturating_sub(*at) <= VISIT_LONGEST_SECONDS).collect();
        times.sort_unstable_by_key(|at| std::cmp::Reverse(*at));
        let mut from = now.0;
        for at in times {
            if from.saturating_sub(at) > VISIT_SECONDS {
                break;
            }
            from = from.min(at);
        }
        UnixTime(from)
    }

    /// What is left without what is held out; all of it where nothing is.
    pub fn without(&self, held: Option<HoldOut>) -> Cow<'_, Self> {
        let cut = held.and_then(|how| self.held_out(how));
        cut.map_or(Cow::Borrowed(self), |cut| Cow::Owned(cut.past))
    }

    /// About how many bytes it takes.
    pub const fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.marks.capacity() * size_of::<Mark>()
            + self.looks.capacity() * size_of::<(u32, i64)>()
            + (self.dislikes.capacity() + self.groups.capacity()) * size_of::<u32>()
    }

    /// Whether there is enough to hold something out.
    pub const fn can_hold_out(&self, how: HoldOut) -> bool {
        match how {
            HoldOut::Basket => self.baskets >= 2,
            HoldOut::Fifth => self.marks.len() >= FIFTH_ITEMS_MIN,
        }
    }

    /// Cuts off the end. `None` where there is too little for that.
    pub fn held_out(&self, how: HoldOut) -> Option<Held> {
        if !self.can_hold_out(how) {
            return None;
        }
        let (held, past) = match how {
            HoldOut::Basket => self.cut_basket(),
            HoldOut::Fifth => self.cut_fifth(),
        };
        let at = held.iter().map(|mark| mark.at).min()?;
        let mut items: Vec<u32> = held.iter().map(|mark| mark.item).collect();
        items.dedup();
        Some(Held { past, items, at })
    }

    /// The last basket, and what is left: in the same order, and the baskets as they were numbered.
    fn cut_basket(&self) -> (Vec<Mark>, Self) {
        let (held, mut marks): (Vec<Mark>, Vec<Mark>) =
            self.marks.iter().partition(|mark| mark.basket + 1 == self.baskets);
        marks.shrink_to_fit();
        (held, Self { marks, baskets: self.baskets - 1, ..Self::default() })
    }

    /// The newest fifth, and what is left.
    fn cut_fifth(&self) -> (Vec<Mark>, Self) {
        let (mut marks, salt) = (self.marks.clone(), salt(&self.marks));
        marks.sort_unstable_by_key(|mark| (mark.at, scatter(mark.item, salt), mark.item));
        let mut held = marks.split_off(marks.len() - marks.len() / FIFTH_ITEMS_MIN);
        held.sort_unstable_by_key(|mark| (mark.item, mark.basket));
        (held, Self::of_taken(marks.iter().map(|mark| (mark.item, mark.at)).collect()))
    }
}

/// A number that differs from person to person and depends on nothing but what they took.
fn salt(marks: &[Mark]) -> u64 {
    marks.iter().fold(0, |sum, mark| sum.wrapping_add(scatter(mark.item, mark.at.cast_unsigned())))
}

/// Where an item comes among those of the same moment: anywhere, and elsewhere for everybody else. By its number the same
/// items would be held out of every history, and so be in none.
const fn scatter(item: u32, salt: u64) -> u64 {
    let mixed = (item as u64 ^ salt.rotate_left(32)).wrapping_add(salt).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// Items whose newest rating is a bad one, in order.
fn dislikes(acts: &[Act<'_>], find: impl Fn(&ItemId) -> Option<u32>) -> Vec<u32> {
    let rated = acts.iter().filter(|act| act.verb == Verb::Rating);
    let rating = |act: &Act<'_>| Some((find(act.item)?, act.at, act.rating_tenths?));
    let mut ratings: Vec<(u32, UnixTime, u16)> = rated.filter_map(rating).collect();
    ratings.sort_unstable();
    let newest = ratings.chunk_by(|a, b| a.0 == b.0).map(|of_item| of_item[of_item.len() - 1]);
    newest.filter(|(_, _, tenths)| *tenths <= RATING_DISLIKED_TENTHS).map(|(item, ..)| item).collect()
}

/// Whether an act counts as taking the item: it was bought, or rated well.
pub(crate) fn is_taken(verb: Verb, rating_tenths: Option<u16>) -> bool {
    match verb {
        Verb::Purchase => true,
        Verb::Rating => rating_tenths >= Some(RATING_TAKEN_TENTHS),
        Verb::View | Verb::Return => false,
    }
}

/// Each item once for each day, with the newest time of that day, by item and then day; and how many days there are.
fn marks(acts: &[(u32, i64)]) -> (Vec<Mark>, u32) {
    let (by_day, baskets) = baskets(acts);
    let items: Vec<u32> = acts.iter().map(|(item, _)| *item).collect();
    let mark =
        |place: u32| Mark { item: items[place as usize], basket: baskets[place as usize], at: acts[place as usize].1 };
    let count = by_day.last().map_or(0, |last| baskets[*last as usize] + 1);
    let mut marks: Vec<Mark> = in_order(by_day, &items).into_iter().map(mark).collect();
    marks.dedup_by(|later, kept| {
        let is_same = (later.item, later.basket) == (kept.item, kept.basket);
        if is_same {
            kept.at = kept.at.max(later.at);
        }
        is_same
    });
    (marks, count)
}

/// The places of acts in order of day, and of each act in which basket it lies.
fn baskets(acts: &[(u32, i64)]) -> (Vec<u32>, Vec<u32>) {
    let days: Vec<i32> = acts.iter().map(|(_, at)| day_of(*at)).collect();
    let first = days.iter().copied().min().unwrap_or(0);
    let days: Vec<u32> = days.into_iter().map(|day| day.abs_diff(first)).collect();
    let by_day = in_order((0..acts.len() as u32).collect(), &days);
    let mut baskets = vec![0; acts.len()];
    for (basket, day) in (0..).zip(by_day.chunk_by(|a, b| days[*a as usize] == days[*b as usize])) {
        day.iter().for_each(|place| baskets[*place as usize] = basket);
    }
    (by_day, baskets)
}

/// The day of a time in seconds, counted from 1970-01-01 (UTC).
pub(crate) fn day_of(at: i64) -> i32 {
    let day = at.div_euclid(DAY_SECONDS);
    i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = DAY_SECONDS;

    fn past() -> Past {
        Past::of_taken(vec![(7, 5), (3, 9), (7, 8), (7, DAY), (3, 9 * DAY + 4), (5, 9 * DAY + 2)])
    }

    fn plain(past: &Past) -> Vec<(u32, u32, i64)> {
        past.marks().iter().map(|mark| (mark.item, mark.basket, mark.at)).collect()
    }

    #[test]
    fn a_day_is_a_basket_and_holds_an_item_once() {
        assert_eq!(plain(&past()), [(3, 0, 9), (3, 2, 9 * DAY + 4), (5, 2, 9 * DAY + 2), (7, 0, 8), (7, 1, DAY)]);
        assert_eq!(past().baskets(), 3);
        assert_eq!(past().newest(), Some(UnixTime(9 * DAY + 4)));
    }

    #[test]
    fn the_last_basket_can_be_held_out() {
        let held = past().held_out(HoldOut::Basket).expect("there are three baskets");
        assert_eq!(held.items, [3, 5]);
        assert_eq!(held.at, 9 * DAY + 2);
        assert_eq!(plain(&held.past), [(3, 0, 9), (7, 0, 8), (7, 1, DAY)]);
        assert_eq!(held.past.baskets(), 2);
        let anew = Past::of_taken(held.past.marks().iter().map(|mark| (mark.item, mark.at)).collect());
        assert_eq!((plain(&anew), anew.baskets()), (plain(&held.past), 2));
        assert!(Past::of_taken(vec![(1, 1), (2, 2)]).held_out(HoldOut::Basket).is_none());
    }

    #[test]
    fn the_newest_fifth_of_a_single_basket_can_be_held_out() {
        let held = past().held_out(HoldOut::Fifth).expect("there are five items");
        assert_eq!((held.items, held.at), (vec![3], 9 * DAY + 4));
        assert_eq!(held.past.baskets(), 3, "the fifth day still has an item");
        assert!(Past::of_taken(vec![(1, 1), (2, 2)]).held_out(HoldOut::Fifth).is_none());
    }

    #[test]
    fn a_visit_reaches_back_as_far_as_its_acts_follow_each_other() {
        let from = |acts: &[i64], now: i64| {
            Past::of_taken(acts.iter().map(|at| (*at as u32, *at)).collect()).visit_from(UnixTime(now)).0
        };
        assert_eq!(from(&[], 9_000), 9_000);
        assert_eq!(from(&[9_000 - 1_800], 9_000), 9_000 - 1_800, "half an hour is the longest pause");
        assert_eq!(from(&[9_000 - 1_801], 9_000), 9_000);
        assert_eq!(from(&[1_000, 4_000, 5_500, 7_000, 8_700], 9_000), 4_000);
        assert_eq!(from(&[9_100, 8_000], 9_000), 8_000, "a clock that is ahead ends no visit");
        let long: Vec<i64> = (0..60).map(|nth| 100_000 + nth * 1_000).collect();
        assert_eq!(from(&long, 160_000), 117_000, "nobody visits for longer than half a day");
    }

    #[test]
    fn of_one_moment_each_person_holds_out_other_items() {
        let held = |from: u32| {
            let past = Past::of_taken((from..from + 50).map(|item| (item, 7)).collect());
            past.held_out(HoldOut::Fifth).expect("there are fifty").items
        };
        assert_eq!((held(0).len(), held(0)), (10, held(0)));
        let shared = held(0).iter().filter(|item| held(1).contains(item)).count();
        assert!(shared < 8, "{shared} of ten");
        assert!(held(0).iter().any(|item| *item < 25) && held(0).iter().any(|item| *item >= 25));
    }

    #[test]
    fn days_before_1970_and_at_the_ends_of_time_are_days() {
        assert_eq!(day_of(-1), -1);
        assert_eq!(day_of(i64::MIN), i32::MIN);
        assert_eq!(day_of(i64::MAX), i32::MAX);
    }
}
