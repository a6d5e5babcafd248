//! What people said they like places them among many others: as far as they agreed, and without a word of their own beside.

use super::village::{LATER, NOON, Village, Wish, bought, subject, village};
use crate::{Ask, Basis, Cohort, Declared, Declaring, Draft, Release};
use domain::{
    Group, GroupBy, Interest, Kind, Purpose, Reason, Recommend, Refusal, Rung, Scope, SubjectId, Topic, Train,
};
use std::num::NonZeroU32;

/// What work saw, and the group that it made of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    acts: usize,
    words: usize,
    places: Option<Vec<String>>,
    group: Option<Group>,
}

impl Release for Seen {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }

    fn group(&self) -> Option<Group> {
        self.group.clone()
    }
}

fn names(places: &[&Topic]) -> Vec<String> {
    places.iter().map(|topic| topic.parts().1.to_owned()).collect()
}

/// Makes a group of the first place, if there is one.
fn join<P: Purpose>(basis: &Basis<'_, P>, (): ()) -> Seen {
    let Basis::Personal(view) = basis else { return Seen::default() };
    let topic = view.places().and_then(<[_]>::first).map(|topic| (*topic).clone());
    Seen {
        acts: view.acts().len(),
        words: view.interests().len() + usize::from(view.variety().is_some()),
        places: view.places().map(names),
        group: topic.map(|topic| Group { topic, people_min: 50, by: GroupBy::Said }),
    }
}

fn likes(topic: Topic, likes: bool) -> Interest {
    Interest { topic, likes }
}

fn garden() -> Topic {
    Topic::Category("Garden".to_owned())
}

fn about_groups(village: &Village, kind: Kind, purpose: &str) -> Draft {
    let draft = village.about_purpose(kind, purpose);
    let category = village.vault.policy().category("trait.group").map(|category| category.id);
    Draft { scope: Scope { category, ..draft.scope }, ..draft }
}

fn declares(village: &Village, who: &SubjectId, interests: &[Interest]) -> Declaring {
    let said = Declared { interests: interests.to_vec(), variety: Some(40) };
    village.vault.at(NOON.plus(5)).declare(who, &village.ask(), &said).unwrap()
}

/// What somebody who lets only their group be used is answered with.
fn in_group(village: &Village, who: &SubjectId, ask: &Ask) -> (Rung, Option<Refusal>, Seen) {
    let answer = village.vault.at(LATER).with::<Recommend, _, _>(who, ask, (), join).unwrap();
    (answer.rung(), answer.refusal(), answer.into_value())
}

#[test]
fn who_agrees_to_their_group_alone_is_placed_by_it_and_nothing_else_of_theirs_is_seen() {
    let village = village();
    let anna = subject("anna");
    village.say(NOON, &anna, &[about_groups(&village, Kind::Grant, "recommend")], &village.facts());
    let said = [
        likes(garden(), true),
        likes(Topic::Tag("organic".to_owned()), true),
        likes(Topic::Category("Meat".to_owned()), false),
    ];
    assert_eq!(declares(&village, &anna, &said), Declaring::Kept);
    let (rung, refusal, seen) = in_group(&village, &anna, &village.ask());
    assert_eq!((rung, refusal, seen.acts, seen.words), (Rung::Group, None, 0, 0));
    assert_eq!(seen.places.as_deref(), Some(&["Garden".to_owned()][..]), "a tag groups nobody, nor does a dislike");
    let at = village.vault.at(LATER);
    let answer = at.with::<Recommend, _, _>(&anna, &village.ask(), (), join).unwrap();
    let receipt = at.receipt(Some(&anna), answer.receipt()).unwrap().unwrap();
    assert_eq!(receipt.group.map(|group| (group.topic, group.people_min)), Some((garden(), 50)));
    assert_eq!((receipt.last.rung, receipt.last.data_used), (Rung::Group, 1));
    village.say(LATER, &anna, &[about_groups(&village, Kind::Withdraw, "recommend")], &village.facts());
    let (rung, refusal, seen) = in_group(&village, &anna, &village.ask());
    assert!(matches!((rung, refusal), (Rung::Contextual, Some(Refusal::Closed(_)))));
    assert_eq!(seen, Seen::default());
}

#[test]
fn a_history_that_may_be_used_is_left_alone_where_no_more_than_a_group_is_asked_for() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    declares(&village, &anna, &[likes(garden(), true)]);
    let (rung, _, seen) = in_group(&village, &anna, &village.ask());
    assert_eq!((rung, seen.acts, seen.words, seen.places), (Rung::Personal, 2, 2, None));
    let ask = Ask { rung_max: Rung::Group, ..village.ask() };
    let (rung, _, seen) = in_group(&village, &anna, &ask);
    assert_eq!((rung, seen.acts, seen.words), (Rung::Group, 0, 0));
    let lower = Ask { rung_max: Rung::Visit, ..village.ask() };
    assert_eq!(in_group(&village, &anna, &lower).0, Rung::Contextual);
}

#[test]
fn where_no_group_fits_the_answer_says_that_none_was_used() {
    let village = village();
    let anna = subject("anna");
    village.say(NOON, &anna, &[about_groups(&village, Kind::Grant, "recommend")], &village.facts());
    let (rung, refusal, seen) = in_group(&village, &anna, &village.ask());
    assert_eq!((rung, refusal), (Rung::Contextual, Some(Refusal::NoGroup)));
    assert_eq!(seen.places.as_deref(), Some(&[][..]));
    let stranger = in_group(&village, &subject("nobody"), &village.ask());
    assert_eq!(stranger, (Rung::Contextual, Some(Refusal::Stranger), Seen::default()));
}

/// The places of everybody who teaches.
#[derive(Debug, PartialEq, Eq)]
struct Places(Vec<String>);

impl Release for Places {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

fn places(cohort: &Cohort<'_, Train>, (): ()) -> Places {
    let each = |all: &mut Vec<String>, view: &crate::View<'_, Train>| {
        assert!(view.interests().is_empty() && view.variety().is_none(), "nobody learns from a person's own words");
        all.extend(names(view.places().unwrap_or_default()));
    };
    let mut all = cohort.fold(Vec::new, each, |one, other| [one, other].concat());
    all.sort_unstable();
    Places(all)
}

fn taught(village: &Village) -> Places {
    let floor = NonZeroU32::new(1).unwrap();
    village.vault.at(LATER).cohort(floor, (), places).unwrap().into_value()
}

#[test]
fn only_who_lets_their_groups_teach_is_counted_in_them() {
    let village = village();
    let people = ["anna", "ben", "cleo"].map(subject);
    for who in &people {
        village.say(NOON, who, &[village.about_purpose(Kind::Grant, "train")], &village.facts());
        village.did(NOON.plus(1), who, &[bought("tea", NOON)]);
        assert_eq!(declares(&village, who, &[likes(garden(), true)]), Declaring::Kept);
    }
    assert_eq!(taught(&village).0.len(), 3);
    village.say(NOON.plus(9), &people[0], &[about_groups(&village, Kind::Withdraw, "train")], &village.facts());
    assert_eq!(taught(&village).0.len(), 2, "their deeds teach on, their groups do not");
    assert_eq!(declares(&village, &people[1], &[]), Declaring::Kept);
    assert_eq!(taught(&village).0.len(), 1);
    village.say(NOON.plus(9), &people[2], &[village.about_purpose(Kind::Withdraw, "train")], &village.facts());
    assert_eq!(taught(&village).0.len(), 0);
}

#[test]
fn what_was_said_before_groups_could_teach_teaches_nothing_without_a_yes_about_it() {
    let village = village();
    let anna = subject("anna");
    village.say(NOON, &anna, &[village.about_purpose(Kind::Grant, "recommend")], &village.facts());
    declares(&village, &anna, &[likes(garden(), true)]);
    village.say(NOON.plus(9), &anna, &[village.about_purpose(Kind::Grant, "train")], &village.facts());
    village.did(NOON.plus(10), &anna, &[bought("tea", NOON)]);
    assert_eq!(taught(&village), Places(Vec::new()), "it was told for other purposes");
}
