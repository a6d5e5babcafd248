//! Cuts: how a whole history is parted into what everybody did and what is to be foretold.

use super::split::Side;
use domain::{DAY_SECONDS, Event, ItemId, SubjectId, UnixTime, Verb};
use std::collections::BTreeSet;

/// From how many tenths of a star on a rating is something that one would have liked to be shown.
const LIKED_TENTHS: u16 = 35;

/// A way to cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cut {
    /// The last day of everybody with at least two.
    LastBasket,
    /// The last thing of everybody with at least two.
    LastItem,
    /// Everything after the moment before which all but this share was done.
    Time {
        /// The share that is to be foretold, 0 to 1.
        share: f64,
    },
    /// Strong generalisation (Liang et al. 2018): this share of the people teach nothing; a fifth of what each of them did is
    /// to be foretold from the rest.
    Strong {
        /// The share of the people, 0 to 1.
        share: f64,
        /// What the dice start from.
        seed: u64,
    },
    /// This share of what everybody with at least two did.
    Random {
        /// The share, 0 to 1.
        share: f64,
        /// What the dice start from.
        seed: u64,
    },
}

/// What a cut parts a history into.
pub(super) struct Sides {
    pub train: Side,
    pub test: Side,
    /// What the people of the test did before, where they are none of the teachers.
    pub fold_in: Option<Side>,
}

impl Cut {
    /// The words for it on the command line.
    pub const WORDS: [&'static str; 5] = ["last-basket", "last-item", "time", "strong", "random"];

    /// Reads the word; a fifth, unless another share is named.
    #[must_use]
    pub fn parse(word: &str, share: Option<f64>, seed: u64) -> Option<Self> {
        let share = share.unwrap_or(0.2);
        match word {
            "last-basket" => Some(Self::LastBasket),
            "last-item" => Some(Self::LastItem),
            "time" => Some(Self::Time { share }),
            "strong" => Some(Self::Strong { share, seed }),
            "random" => Some(Self::Random { share, seed }),
            _ => None,
        }
    }

    pub(super) fn part(self, whole: Side) -> Sides {
        match self {
            Self::LastBasket => each(whole, |_, events| {
                let last = events.iter().map(day).max();
                events.into_iter().partition(|event| Some(day(event)) != last)
            }),
            Self::LastItem => each(whole, |_, mut events| {
                events.sort_by_key(|event| event.at);
                let last = events.split_off(events.len().saturating_sub(1));
                (events, last)
            }),
            Self::Time { share } => {
                let end = moment(&whole, share);
                each(whole, move |_, events| events.into_iter().partition(|event| event.at < end))
            }
            Self::Random { share, seed } => each(whole, move |who, events| thrown(who, events, share, seed)),
            Self::Strong { share, seed } => strong(whole, share, seed),
        }
    }
}

/// Parts each person's history; what is to be foretold is what they took, and who keeps nothing on one side teaches alone.
fn each(whole: Side, part: impl Fn(&SubjectId, Vec<Event>) -> (Vec<Event>, Vec<Event>)) -> Sides {
    let (mut train, mut test) = (Side::new(), Side::new());
    for (who, events) in whole {
        let (before, mut after) = part(&who, events);
        after.retain(is_taken);
        if before.is_empty() {
            train.insert(who, after);
            continue;
        }
        if !after.is_empty() {
            test.insert(who.clone(), after);
        }
        train.insert(who, before);
    }
    Sides { train, test, fold_in: None }
}

fn strong(whole: Side, share: f64, seed: u64) -> Sides {
    let (held, train): (Side, Side) = whole.into_iter().partition(|(who, _)| chance(who, None, seed) < share);
    let sides = each(held, |who, events| thrown(who, events, 0.2, seed));
    Sides { train, test: sides.test, fold_in: Some(sides.train) }
}

/// Whether an event is something that one would have liked to be shown.
fn is_taken(event: &Event) -> bool {
    match event.verb {
        Verb::Purchase | Verb::View => true,
        Verb::Rating => event.rating_tenths.is_some_and(|tenths| tenths >= LIKED_TENTHS),
        Verb::Return => false,
    }
}

const fn day(event: &Event) -> i64 {
    event.at.0.div_euclid(DAY_SECONDS)
}

/// The moment after which a share of everything was done.
fn moment(whole: &Side, share: f64) -> UnixTime {
    let mut times: Vec<UnixTime> = whole.values().flatten().map(|event| event.at).collect();
    times.sort_unstable();
    let at = (times.len() as f64 * (1.0 - share)) as usize;
    times.get(at).copied().unwrap_or_default()
}

/// Parts a person's items by dice that know only the seed, the person and the item: an item is on one side alone.
fn thrown(who: &SubjectId, events: Vec<Event>, share: f64, seed: u64) -> (Vec<Event>, Vec<Event>) {
    let items: BTreeSet<ItemId> = events.iter().map(|event| event.item.clone()).collect();
    let held: BTreeSet<ItemId> = items.into_iter().filter(|item| chance(who, Some(item), seed) < share).collect();
    events.into_iter().partition(|event| !held.contains(&event.item))
}

/// A number from 0 to 1 out of names and a seed (FNV-1a, finished as splitmix64 is).
pub(super) fn chance(who: &SubjectId, item: Option<&ItemId>, seed: u64) -> f64 {
    let mut hash = 0xCBF2_9CE4_8422_2325 ^ seed;
    let names = who.as_str().bytes().chain([0]).chain(item.map_or("", ItemId::as_str).bytes());
    for byte in names {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((hash ^ (hash >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::EventId;

    fn event(item: &str, days: i64, verb: Verb, tenths: Option<u16>) -> Event {
        Event {
            id: EventId::parse(&format!("{item}-{days}")).expect("plain"),
            item: ItemId::parse(item).expect("plain"),
            verb,
            at: UnixTime(days * DAY_SECONDS),
            quantity: 1,
            rating_tenths: tenths,
            basket: None,
            ceiling: None,
            at_arrival: false,
        }
    }

    fn whole() -> Side {
        let name = |n: usize| SubjectId::parse(&format!("u{n}")).expect("plain");
        let events =
            |n: usize| (0..10).map(move |d| event(&format!("i{}", (n + d) % 7), d as i64, Verb::Purchase, None));
        let mut whole: Side = (0..300).map(|n| (name(n), events(n).collect())).collect();
        whole.insert(name(900), vec![event("i1", 3, Verb::Purchase, None)]);
        whole.insert(name(901), vec![event("i1", 1, Verb::Rating, Some(50)), event("i2", 9, Verb::Rating, Some(20))]);
        whole
    }

    /// How many people and events are on each side.
    fn check(cut: Cut, people: std::ops::RangeInclusive<usize>, held: std::ops::RangeInclusive<usize>) -> Sides {
        let sides = cut.part(whole());
        let count: usize = sides.test.values().map(Vec::len).sum();
        assert!(people.contains(&sides.test.len()), "{cut:?}: {} people", sides.test.len());
        assert!(held.contains(&count), "{cut:?}: {count} held");
        let (before, after): (&Side, &Side) = (sides.fold_in.as_ref().unwrap_or(&sides.train), &sides.test);
        assert!(after.keys().all(|who| before.contains_key(who)), "who is foretold has a history");
        sides
    }

    #[test]
    fn each_cut_holds_out_what_it_says() {
        check(Cut::LastBasket, 300..=300, 300..=300);
        check(Cut::LastItem, 300..=300, 300..=300);
        check(Cut::Time { share: 0.2 }, 300..=300, 590..=602);
        check(Cut::Random { share: 0.2, seed: 1 }, 200..=300, 450..=750);
        let strong = check(Cut::Strong { share: 0.2, seed: 1 }, 30..=80, 60..=200);
        assert!(strong.test.keys().all(|who| !strong.train.contains_key(who)), "they teach nothing");
    }

    #[test]
    fn the_same_seed_cuts_alike_and_another_does_not() {
        let ids =
            |seed| -> Vec<SubjectId> { Cut::Strong { share: 0.3, seed }.part(whole()).test.into_keys().collect() };
        assert_eq!(ids(7), ids(7));
        assert_ne!(ids(7), ids(8));
    }

    #[test]
    fn what_nobody_would_like_to_be_shown_is_not_foretold() {
        let sides = Cut::LastBasket.part(whole());
        let disliked = SubjectId::parse("u901").expect("plain");
        assert!(!sides.test.contains_key(&disliked) && sides.train.contains_key(&disliked));
    }
}
