//! The simulated shop: the same from the same seed, exact in number, and with the structure it promises.

use super::goods::Goods;
use super::people::{Did, People};
use super::*;
use domain::{DAY_SECONDS, Verb};
use std::collections::{HashMap, HashSet};
use std::fs;

const PLAN: Plan =
    Plan { seed: 3, subjects: 2_000, items: 3_000, events: 60_000, days: 365, until: UnixTime(400 * DAY_SECONDS) };

fn done(plan: &Plan) -> Vec<Did> {
    let goods = Goods::new(plan);
    People::new(plan, &goods).events_in_order().collect()
}

#[test]
fn the_same_plan_gives_the_same_files_and_another_seed_others() {
    let folder = std::env::temp_dir().join(format!("assent-simulate-{}", std::process::id()));
    let read = |name: &str, plan: &Plan| {
        let path = folder.join(name);
        let made = simulate(plan, &path, &|_, _| {}).expect("room for files");
        let text = made.files.clone().map(|file| fs::read_to_string(file).expect("written"));
        (made, text)
    };
    let plan = Plan { events: 5_000, ..PLAN };
    let (made, first) = read("a", &plan);
    assert_eq!(first, read("b", &plan).1);
    assert_ne!(first[1], read("c", &Plan { seed: 4, ..plan }).1[1]);
    assert_eq!((first[0].lines().count(), first[1].lines().count()), (3_001, 5_001));
    assert_eq!((made.events, made.items), (5_000, 3_000));
    let again = simulate(&plan, &folder.join("a"), &|_, _| {});
    assert!(again.is_err_and(|error| error.to_string().contains("is there already")));
    fs::remove_dir_all(folder).expect("ours");
}

#[test]
fn there_are_as_many_events_as_wanted_all_within_the_days() {
    for plan in [PLAN, Plan { subjects: 1, items: 1, events: 300, days: 1, ..PLAN }, Plan { events: 7, ..PLAN }] {
        let done = done(&plan);
        assert_eq!(done.len() as u64, plan.events);
        let days = plan.until.0 - i64::from(plan.days) * DAY_SECONDS..plan.until.0;
        assert!(done.iter().all(|did| days.contains(&did.at) && did.item < plan.items && did.subject < plan.subjects));
    }
}

#[test]
fn a_few_items_and_people_make_most_of_it() {
    let done = done(&PLAN);
    let share_of_tenth = |of: fn(&Did) -> u32, all: usize| {
        let mut counts: HashMap<u32, usize> = HashMap::new();
        done.iter().for_each(|did| *counts.entry(of(did)).or_default() += 1);
        let mut counts: Vec<usize> = counts.into_values().collect();
        counts.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
        counts.iter().take(all / 10).sum::<usize>() as f64 / done.len() as f64
    };
    assert!(share_of_tenth(|did| did.item, 3_000) > 0.35);
    assert!(share_of_tenth(|did| did.subject, 2_000) > 0.4);
}

#[test]
fn people_have_tastes_and_come_back_for_things_and_items_have_seasons() {
    let goods = Goods::new(&PLAN);
    let done = done(&PLAN);
    let mut shelves: HashMap<u32, HashSet<u32>> = HashMap::new();
    let (mut had, mut again) = (HashSet::new(), 0);
    for did in done.iter().filter(|did| did.verb == Verb::Purchase) {
        shelves.entry(did.subject).or_default().insert(goods.shelf(did.item));
        again += usize::from(!had.insert((did.subject, did.item)));
    }
    let wide = shelves.values().map(HashSet::len).sum::<usize>() as f64 / shelves.len() as f64;
    assert!(wide < 6.0, "{wide} of 12 shelves each");
    assert!(again * 8 > done.len(), "{again} of {} are bought again", done.len());
    let in_season = |did: &&Did| goods.trait_of(did.item).season == Some((did.basket.0 * 12 / 365) % 12);
    let seasonal = |did: &&Did| goods.trait_of(did.item).season.is_some();
    let [now, ever] = [done.iter().filter(in_season).count(), done.iter().filter(seasonal).count()];
    assert!(now * 12 > 2 * ever, "{now} of {ever} in their month");
}

#[test]
fn what_is_beyond_a_limit_is_refused_by_name() {
    for (plan, what) in [
        (Plan { subjects: 0, ..PLAN }, "subjects"),
        (Plan { items: ITEMS_MAX + 1, ..PLAN }, "items"),
        (Plan { events: EVENTS_MAX + 1, ..PLAN }, "events"),
        (Plan { days: DAYS_MAX + 1, ..PLAN }, "days"),
    ] {
        let refused = simulate(&plan, std::path::Path::new("/nowhere"), &|_, _| {}).expect_err("beyond a limit");
        assert!(refused.to_string().starts_with(what), "{refused}");
    }
}
