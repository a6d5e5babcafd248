//! Many people at once: only who agreed, only sums, and never fewer than the floor.

use super::village::{LATER, NOON, Village, Wish, village};
use crate::{Cohort, Release, VaultError};
use domain::{Kind, Purpose, Reason, Train};
use std::num::NonZeroU32;

#[derive(Debug, PartialEq, Eq)]
struct Count {
    people: u32,
    acts: usize,
}

impl Release for Count {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

fn count(cohort: &Cohort<'_, Train>, (): ()) -> Count {
    let (people, acts) = cohort.fold(
        || (0, 0),
        |sum: &mut (u32, usize), view| {
            sum.0 += 1;
            sum.1 += view.acts().len();
        },
        |one, two| (one.0 + two.0, one.1 + two.1),
    );
    Count { people, acts }
}

fn count_three_times(cohort: &Cohort<'_, Train>, (): ()) -> Count {
    count(cohort, ());
    count(cohort, ());
    count(cohort, ())
}

fn look_away(_: &Cohort<'_, Train>, (): ()) -> Count {
    Count { people: 0, acts: 0 }
}

/// Five people who let their activity teach, and some who do not.
fn taught() -> Village {
    let village = village();
    for number in 0..5 {
        let who = super::village::subject(&format!("teacher{number}"));
        village.say(NOON, &who, &[village.about_purpose(Kind::Grant, Train::KEY)], &village.facts());
        village.did(NOON, &who, &[super::village::bought("tea", NOON)]);
    }
    for wish in [Wish::SaidYes, Wish::SaidNothing, Wish::SaidNo, Wish::WasForgotten, Wish::WantsARest] {
        village.person(wish);
    }
    village
}

fn floor(people: u32) -> NonZeroU32 {
    NonZeroU32::new(people).unwrap()
}

#[test]
fn a_cohort_is_those_who_agreed_to_its_purpose() {
    let village = taught();
    let at = village.vault.at(LATER);
    let answer = at.cohort(floor(5), (), count).unwrap();
    assert_eq!(answer.value(), &Count { people: 5, acts: 5 });
    let receipt = at.receipt(None, answer.receipt()).unwrap().unwrap();
    assert_eq!((receipt.first.purpose.as_str(), receipt.last.data_used), ("train", 5));
}

#[test]
fn fewer_than_the_floor_release_nothing_however_often_they_are_counted() {
    let village = taught();
    for work in [count, count_three_times, look_away] {
        let answer = village.vault.at(LATER).cohort(floor(6), (), work);
        assert!(matches!(answer, Err(VaultError::CohortTooSmall { floor: 6 })));
    }
}

#[test]
fn whoever_withdraws_is_not_in_the_next_cohort() {
    let village = taught();
    let who = super::village::subject("teacher3");
    village.say(NOON.plus(20), &who, &[village.about_purpose(Kind::Withdraw, Train::KEY)], &village.facts());
    let answer = village.vault.at(LATER).cohort(floor(4), (), count).unwrap();
    assert_eq!(answer.value().people, 4);
}
