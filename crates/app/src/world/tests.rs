//! What the simulated world promises.

use super::shelf::Kit;
use super::*;
use domain::{DAY_SECONDS, SubjectId};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Every how many-th shopper is asked whether the recommendations fit.
const ASKED_EVERY: usize = 5;
/// 2024-01-01.
const NOW: UnixTime = UnixTime(1_704_067_200);

static WORLD: LazyLock<World> = LazyLock::new(|| simulate(7, NOW));

/// The purchases of a shopper, before and in their last basket, if they have two.
fn held_out(shopper: &Shopper) -> Option<(Vec<usize>, Vec<usize>)> {
    let bought = |event: &&WorldEvent| event.verb == Verb::Purchase;
    let last = shopper.events.iter().filter(bought).filter_map(|event| event.basket).max()?;
    let side = |in_last: bool| {
        let here = |event: &&WorldEvent| bought(event) && (event.basket == Some(last)) == in_last;
        shopper.events.iter().filter(here).map(|event| event.item).collect::<Vec<_>>()
    };
    Some((side(false), side(true))).filter(|(before, _)| !before.is_empty())
}

#[test]
fn the_same_seed_gives_the_same_world_and_another_seed_another() {
    assert_eq!(*WORLD, simulate(7, NOW));
    let other = simulate(8, NOW);
    assert_eq!(WORLD.items, other.items);
    assert!(WORLD.shoppers != other.shoppers);
}

#[test]
fn every_item_has_a_name_a_price_and_a_sentence_of_its_own() {
    let items = &WORLD.items;
    assert!((320..=400).contains(&items.len()), "{}", items.len());
    let words: usize = words::shelves().flat_map(|shelf| shelf.lines).map(|line| line.variants.len()).sum();
    assert_eq!(words, items.len());
    let ids: HashSet<_> = items.iter().map(|entry| entry.item.id.clone()).collect();
    let titles: HashSet<_> = items.iter().map(|entry| entry.item.title.clone()).collect();
    assert_eq!((ids.len(), titles.len()), (items.len(), items.len()));
    for entry in items {
        let item = &entry.item;
        assert!(item.price.is_some_and(|price| (250..=30_000).contains(&price.minor())), "{}", item.title);
        assert!(item.description.ends_with('.') && item.description.len() < 90, "{}", item.title);
        assert!(item.title.len() < 60 && item.category.len() == 2, "{}", item.title);
        assert!(entry.look.hue < 360 && entry.look.hue2 < 360);
    }
}

#[test]
fn every_department_is_stocked_and_every_kit_has_something_to_go_together() {
    let items = &WORLD.items;
    for department in Department::ALL {
        let count = items.iter().filter(|entry| entry.department == department).count();
        assert!(count >= 20, "{}: {count}", department.title());
    }
    let goods = Goods::new(&mut Dice::new(1));
    for (place, kit) in Kit::ALL.into_iter().enumerate() {
        assert!(goods.of_kit(place).len() >= 8, "{kit:?}: {}", goods.of_kit(place).len());
    }
}

#[test]
fn most_of_those_who_give_their_history_say_what_they_like_and_nobody_else_does() {
    let mut people: HashMap<Department, usize> = HashMap::new();
    for shopper in &WORLD.shoppers {
        let likes = shopper.likes(&WORLD.items);
        assert!(likes.len() <= 2 && (likes.is_empty() || shopper.wish.rung() == Rung::Personal));
        let teaches = shopper.wish.teaches();
        likes.iter().filter(|_| teaches).for_each(|department| *people.entry(*department).or_default() += 1);
        assert!(
            likes
                .iter()
                .all(|liked| { shopper.events.iter().any(|event| WORLD.items[event.item].department == *liked) })
        );
    }
    assert!(Department::ALL.iter().all(|department| people[department] >= 50), "{people:?}");
}

#[test]
fn shoppers_stand_on_all_rungs_in_the_shares_that_were_promised() {
    let mut counts: HashMap<Wish, usize> = HashMap::new();
    for shopper in &WORLD.shoppers {
        assert!(SubjectId::parse(&shopper.handle).is_ok());
        *counts.entry(shopper.wish).or_default() += 1;
    }
    let percent = |wish| counts[&wish] * 100 / SHOPPERS;
    assert!((53..=57).contains(&percent(Wish::PersonalAndTeach)));
    assert!((13..=17).contains(&percent(Wish::Personal)));
    assert!((8..=12).contains(&percent(Wish::Visit)));
    assert!((18..=22).contains(&percent(Wish::Contextual)));
}

#[test]
fn histories_are_in_order_within_half_a_year_and_of_a_sensible_size() {
    let world = &*WORLD;
    let total: usize = world.shoppers.iter().map(|shopper| shopper.events.len()).sum();
    assert!((80_000..=150_000).contains(&total), "{total}");
    for shopper in &world.shoppers {
        assert!(shopper.events.is_sorted_by_key(|event| event.at) && !shopper.events.is_empty());
        for event in &shopper.events {
            assert!(event.at < NOW && event.at.0 > NOW.0 - (DAYS + 1) * DAY_SECONDS);
            assert!(event.item < world.items.len() && event.quantity > 0);
            assert_eq!(event.basket.is_none(), event.verb == Verb::View);
        }
    }
}

#[test]
fn what_is_sent_back_was_bought_before() {
    let mut returns = 0;
    for shopper in &WORLD.shoppers {
        for event in shopper.events.iter().filter(|event| event.verb == Verb::Return) {
            let bought = |e: &&WorldEvent| e.verb == Verb::Purchase && e.item == event.item && e.at < event.at;
            assert!(shopper.events.iter().any(|e| bought(&e)));
            returns += 1;
        }
    }
    assert!(returns > 100, "{returns}");
}

#[test]
fn what_people_bought_says_more_about_them_than_what_is_popular() {
    let world = &*WORLD;
    let splits: Vec<_> = world.shoppers.iter().filter_map(held_out).collect();
    let (near, popular) = neighbours(world.items.len(), &splits);
    let asked: Vec<_> = splits.iter().step_by(ASKED_EVERY).collect();
    let hits = |score: &dyn Fn(&[usize], usize) -> f64| -> f64 {
        let each = asked.iter().map(|(before, last)| recall(world.items.len(), before, last, score));
        each.sum::<f64>() / asked.len() as f64
    };
    let by_popularity = hits(&|_, item| popular[item]);
    let by_neighbours = hits(&|before, item| before.iter().map(|own| near[own * popular.len() + item]).sum());
    assert!(by_neighbours > 2.0 * by_popularity, "{by_neighbours:.3} against {by_popularity:.3}");
}

/// The cosine between any two items over the shoppers' earlier baskets, and how often each was bought.
fn neighbours(count: usize, splits: &[(Vec<usize>, Vec<usize>)]) -> (Vec<f64>, Vec<f64>) {
    let (mut both, mut one) = (vec![0.0; count * count], vec![0.0; count]);
    for (before, _) in splits {
        let own: HashSet<usize> = before.iter().copied().collect();
        for a in &own {
            one[*a] += 1.0;
            own.iter().for_each(|b| both[a * count + b] += 1.0);
        }
    }
    let length = |item: usize| f64::max(one[item], 1.0).sqrt();
    let cosine = |at: usize| both[at] / (length(at / count) * length(at % count) + 5.0);
    ((0..count * count).map(cosine).collect(), one)
}

/// Recall among the first twenty.
fn recall(count: usize, before: &[usize], last: &[usize], score: &dyn Fn(&[usize], usize) -> f64) -> f64 {
    let scores: Vec<f64> = (0..count).map(|item| score(before, item)).collect();
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    let wanted: HashSet<usize> = last.iter().copied().collect();
    let hits = order.iter().take(20).filter(|item| wanted.contains(item)).count();
    hits as f64 / wanted.len().min(20) as f64
}
