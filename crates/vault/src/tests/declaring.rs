//! What people declare of themselves: kept as far as somebody may use it, used as far as the gate is open, and theirs.

use super::village::{LATER, NOON, Village, Wish, subject, village};
use crate::traits::Traits;
use crate::{Ask, Basis, Declared, Declaring, Merge, Release};
use domain::{
    ChannelId, INTERESTS_MAX, Interest, Kind, Purpose, Reason, Recommend, Rung, Scope, SubjectId, Topic, Train,
};
use store::Store;

/// What work saw of what was declared.
#[derive(Debug, Default, PartialEq, Eq)]
struct Heard(Vec<(String, bool)>, Option<u8>);

impl Release for Heard {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

fn listen<P: Purpose>(basis: &Basis<'_, P>, (): ()) -> Heard {
    match basis {
        Basis::Contextual(_) => Heard::default(),
        Basis::Personal(view) => {
            let heard = |one: &&Interest| (one.topic.parts().1.to_owned(), one.likes);
            Heard(view.interests().iter().map(heard).collect(), view.variety())
        }
    }
}

fn web() -> Ask {
    Ask::on(ChannelId(0))
}

fn tag(name: &str, likes: bool) -> Interest {
    Interest { topic: Topic::Tag(name.to_owned()), likes }
}

fn declares(village: &Village, who: &SubjectId, interests: &[Interest], variety: Option<u8>) -> Declaring {
    let said = Declared { interests: interests.to_vec(), variety };
    village.vault.at(NOON.plus(5)).declare(who, &web(), &said).unwrap()
}

fn heard(village: &Village, who: &SubjectId) -> (Rung, Heard) {
    let answer = village.vault.at(LATER).with::<Recommend, _, _>(who, &web(), (), listen).unwrap();
    (answer.rung(), answer.into_value())
}

fn about_interests(village: &Village, kind: Kind) -> crate::Draft {
    let draft = village.about(kind);
    let category = village.vault.policy().category("trait.interest").map(|category| category.id);
    crate::Draft { scope: Scope { category, ..draft.scope }, ..draft }
}

#[test]
fn what_somebody_declares_is_heard_where_they_agreed_and_nowhere_else() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let likes = [tag("green", true), tag("loud", false)];
    assert_eq!(declares(&village, &anna, &likes, Some(80)), Declaring::Kept);
    let all = Heard(vec![("green".to_owned(), true), ("loud".to_owned(), false)], Some(80));
    assert_eq!(heard(&village, &anna), (Rung::Personal, all));
    let teaching = village.vault.at(LATER).with::<Train, _, _>(&anna, &web(), (), listen).unwrap();
    assert_eq!(teaching.into_value(), Heard::default(), "nobody learns from it");
    village.say(NOON.plus(9), &anna, &[about_interests(&village, Kind::Withdraw)], &village.facts());
    assert_eq!(heard(&village, &anna), (Rung::Personal, Heard::default()), "the deeds speak, the words no longer");
}

#[test]
fn a_person_who_agrees_to_their_words_alone_is_heard_by_them_alone() {
    let village = village();
    let ben = subject("ben");
    village.say(NOON, &ben, &[about_interests(&village, Kind::Grant)], &village.facts());
    assert_eq!(declares(&village, &ben, &[tag("green", true)], None), Declaring::Kept);
    assert_eq!(heard(&village, &ben), (Rung::Personal, Heard(vec![("green".to_owned(), true)], None)));
}

#[test]
fn without_a_yes_nothing_new_is_kept_and_what_is_taken_back_goes_all_the_same() {
    let village = village();
    for wish in [Wish::SaidNothing, Wish::SaidNo, Wish::WasForgotten] {
        let who = village.person(wish);
        assert_eq!(declares(&village, &who, &[tag("green", true)], None), Declaring::NoConsent, "{wish:?}");
        let held = village.vault.at(LATER).open_to_subject(&who).unwrap();
        assert!(held.is_none_or(|held| held.interests.is_empty() && held.variety.is_none()));
    }
    let anna = village.person(Wish::SaidYes);
    declares(&village, &anna, &[tag("green", true), tag("loud", false)], Some(3));
    village.say(NOON.plus(9), &anna, &[village.about(Kind::Withdraw)], &village.facts());
    let said = Declared { interests: vec![tag("loud", false), tag("new", true)], variety: None };
    assert_eq!(village.vault.at(NOON.plus(10)).declare(&anna, &web(), &said).unwrap(), Declaring::NoConsent);
    let held = village.vault.at(LATER).open_to_subject(&anna).unwrap().unwrap();
    assert_eq!(held.interests.iter().map(|held| &held.what).collect::<Vec<_>>(), [&tag("loud", false)]);
    assert_eq!((held.interests[0].at, held.variety), (NOON.plus(5), None), "what stands stands as it was said");
    assert_eq!(declares(&village, &anna, &[], None), Declaring::Kept);
    assert!(village.vault.at(LATER).open_to_subject(&anna).unwrap().unwrap().interests.is_empty());
}

#[test]
fn a_receipt_says_that_words_were_asked_for_and_is_found_again() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    declares(&village, &anna, &[tag("green", true)], Some(9));
    let at = village.vault.at(LATER);
    let answer = at.with::<Recommend, _, _>(&anna, &web(), (), listen).unwrap();
    let receipt = at.receipt(Some(&anna), answer.receipt()).unwrap().unwrap();
    assert!(receipt.first.gates.iter().any(|(key, codes)| key == "trait.interest" && codes.is_empty()));
    assert_eq!(receipt.last.data_used, 4, "two deeds, an interest and a wish");
    assert_eq!(at.recheck_receipt(answer.receipt()).unwrap(), Some(crate::Recheck::Same(4)));
}

#[test]
fn of_two_people_who_are_one_the_later_word_counts_and_erasure_takes_all() {
    let village = village();
    let (anna, anne) = (village.named("anna", Wish::SaidYes), village.named("anne", Wish::SaidYes));
    declares(&village, &anna, &[tag("green", true), tag("loud", true)], Some(9));
    let said = Declared { interests: vec![tag("loud", false), tag("soft", true)], variety: Some(60) };
    village.vault.at(NOON.plus(50)).declare(&anne, &web(), &said).unwrap();
    assert_eq!(village.vault.at(NOON.plus(60)).merge(&anna, &anne).unwrap(), Merge::Done);
    let held = village.vault.at(LATER).open_to_subject(&anna).unwrap().unwrap();
    let topics: Vec<_> = held.interests.iter().map(|held| held.what.clone()).collect();
    assert_eq!(topics, [tag("green", true), tag("loud", false), tag("soft", true)]);
    assert_eq!(held.variety.map(|held| held.what), Some(60));
    let partition = village.vault.partition(&anna);
    village.vault.at(LATER).forget(&anna).unwrap();
    assert_eq!(village.ground.records(&partition, &[crate::place::TRAITS]).unwrap(), [None]);
}

#[test]
fn there_is_an_end_to_what_one_person_declares() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let many = |count: usize| (0..count).map(|n| tag(&n.to_string(), true)).collect::<Vec<_>>();
    assert_eq!(declares(&village, &anna, &many(INTERESTS_MAX), None), Declaring::Kept);
    let declare = |said: &Declared| village.vault.at(NOON).declare(&anna, &web(), said);
    assert!(declare(&Declared { interests: many(INTERESTS_MAX + 1), variety: None }).is_err());
    assert!(declare(&Declared { interests: Vec::new(), variety: Some(101) }).is_err());
    let mut one = Traits::default();
    (0..2).for_each(|_| one.absorb(village.vault.find(&anna).unwrap().unwrap().traits().unwrap()));
    assert_eq!(one.held().0.len(), INTERESTS_MAX);
}

#[test]
fn one_thing_more_is_said_beside_the_others_in_the_place_of_what_was_said_about_the_same_and_taken_back() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    declares(&village, &anna, &[tag("green", true), tag("loud", true)], Some(9));
    let amend =
        |who: &SubjectId, said: &Interest, on| village.vault.at(NOON.plus(7)).amend(who, &web(), said, on).unwrap();
    assert_eq!(amend(&anna, &tag("loud", false), true), Declaring::Kept);
    assert_eq!(amend(&anna, &tag("soft", false), true), Declaring::Kept);
    let told = |names: &[(&str, bool)]| {
        Heard(names.iter().map(|(name, likes)| ((*name).to_owned(), *likes)).collect(), Some(9))
    };
    assert_eq!(heard(&village, &anna).1, told(&[("green", true), ("loud", false), ("soft", false)]));
    assert_eq!(amend(&anna, &tag("loud", true), false), Declaring::Kept, "whichever way it was said");
    assert_eq!(heard(&village, &anna).1, told(&[("green", true), ("soft", false)]));
    let stranger = subject("stranger");
    assert_eq!(amend(&stranger, &tag("loud", false), true), Declaring::NoConsent, "of nobody known nothing is kept");
    assert!(village.vault.at(LATER).open_to_subject(&stranger).unwrap().is_none());
    let refused = village.person(Wish::SaidNo);
    assert_eq!(amend(&refused, &tag("loud", false), true), Declaring::NoConsent);
    assert!(village.vault.at(LATER).open_to_subject(&refused).unwrap().unwrap().interests.is_empty());
}
