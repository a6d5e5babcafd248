//! Two people who turn out to be one: before or after, never between, and forgotten as one.

use super::copies::{Copy, open};
use super::village::{DAY, Ground, LATER, NOON, Strike, Village, Wish, bought, item, subject, village, village_at};
use crate::{IdentityError, Link, Merge, PersonFacts, VaultError, place};
use domain::{AgeBand, EventOutcome, Identifier, IdentifierKind, Kind, Rung, SubjectId, Verb};
use std::sync::Arc;
use std::thread;
use store::{Store, Write};

const EARLY: domain::UnixTime = domain::UnixTime(NOON.0 - 100);

fn contact(address: &str) -> Identifier {
    Identifier::parse(IdentifierKind::Contact, address).unwrap()
}

fn verified(address: &str) -> Link {
    Link { identifier: contact(address), verified: Some("a letter that was answered".to_owned()) }
}

/// Anna by two names, verified under both; under the second by this wish. And Ben, who has nothing to do with it.
fn two_names(village: &Village, wish: Wish) -> [SubjectId; 3] {
    for name in ["anna", "again"] {
        village.vault.at(EARLY).link(&subject(name), &verified(&format!("{name}@village.example"))).unwrap();
    }
    [village.named("anna", Wish::SaidYes), village.named("again", wish), village.named("ben", Wish::SaidYes)]
}

#[test]
fn what_both_said_yes_to_goes_on_with_the_acts_of_both() {
    let village = village();
    let [anna, again, _] = two_names(&village, Wish::SaidYes);
    village.did(LATER, &again, &[bought("pot", LATER)]);
    assert_eq!(village.vault.at(LATER).merge(&anna, &again).unwrap(), Merge::Done);
    for name in [&anna, &again] {
        village.check(name, Rung::Personal, &["tea", "cup", "tea", "cup", "pot"]);
    }
    let held = village.vault.at(LATER).open_to_subject(&again).unwrap().unwrap();
    assert_eq!((held.subject.as_str(), held.events.len(), held.statements.len()), ("anna", 5, 2));
    assert_eq!(held.identifiers.len(), 2, "both addresses are hers");
}

#[test]
fn whichever_of_two_said_no_the_one_they_are_said_no() {
    for (wish, swapped) in
        [Wish::SaidNothing, Wish::SaidNo, Wish::Withdrew].into_iter().flat_map(|w| [(w, false), (w, true)])
    {
        let village = village();
        let [anna, again, _] = two_names(&village, wish);
        let (into, from) = if swapped { (&again, &anna) } else { (&anna, &again) };
        village.vault.at(LATER).merge(into, from).unwrap();
        for name in [&anna, &again] {
            village.check(name, Rung::Contextual, &[]);
        }
        village.say(LATER.plus(1), &again, &[village.about(Kind::Grant)], &village.facts());
        let answer =
            village.vault.at(LATER.plus(2)).with(&anna, &village.ask(), (), super::village::look::<domain::Recommend>);
        assert_eq!(answer.unwrap().rung(), Rung::Personal, "a later act opens again");
    }
}

#[test]
fn a_yes_that_nobody_verified_stood_for_is_not_kept() {
    let village = village();
    let (anna, again) = (village.named("anna", Wish::SaidYes), village.named("again", Wish::SaidYes));
    village.vault.at(LATER).link(&anna, &verified("anna@village.example")).unwrap();
    village.vault.at(LATER).merge(&anna, &again).unwrap();
    village.check(&anna, Rung::Contextual, &[]);
}

#[test]
fn the_more_protective_of_two_states_goes_on() {
    let village = village();
    let [anna, again, _] = two_names(&village, Wish::SaidYes);
    let policy = village.vault.policy();
    let there = PersonFacts {
        jurisdictions: vec![policy.jurisdiction("us-ca")],
        age: Some(AgeBand::Teen),
        paused: Some(true),
        ..PersonFacts::default()
    };
    village.say(LATER, &again, &[], &there);
    village.vault.at(LATER.plus(1)).see_opt_out(&again).unwrap();
    village.vault.at(LATER.plus(2)).see_opt_out(&anna).unwrap();
    assert!(village.vault.at(LATER).hide(&again, &item("tea"), true).unwrap());
    village.vault.at(LATER.plus(3)).merge(&anna, &again).unwrap();
    let held = village.vault.at(LATER.plus(4)).open_to_subject(&anna).unwrap().unwrap();
    assert_eq!((held.age, held.paused, held.opt_out_first_seen), (AgeBand::Teen, true, Some(LATER.plus(1))));
    assert_eq!(held.jurisdictions, [policy.jurisdiction("eu"), policy.jurisdiction("us-ca")]);
    assert_eq!(held.hidden, [item("tea")]);
}

#[test]
fn a_receipt_from_before_stays_readable_and_an_event_from_before_is_known_again() {
    let village = village();
    let [anna, again, _] = two_names(&village, Wish::SaidYes);
    let receipt = village.ask_about(&again).unwrap().receipt();
    village.vault.at(LATER).merge(&anna, &again).unwrap();
    let at = village.vault.at(LATER);
    for name in [&anna, &again] {
        assert!(at.receipt(Some(name), receipt).unwrap().is_some());
        assert_eq!(at.receipts(name, 10).unwrap().len(), 1);
        assert_eq!(village.did(LATER, name, &[bought("tea", NOON)]), [EventOutcome::Duplicate]);
    }
    let other = super::village::event("tea", Verb::Purchase, NOON);
    let sent = [(anna.clone(), bought("jug", LATER)), (again.clone(), bought("mug", LATER)), (again.clone(), other)];
    let told = at.keep(&village.intake(), &sent).unwrap();
    assert_eq!(told, [EventOutcome::Accepted, EventOutcome::Accepted, EventOutcome::Duplicate], "one batch, two names");
    assert_eq!(at.open_to_subject(&anna).unwrap().unwrap().events.len(), 6);
}

#[test]
fn a_merge_with_nobody_with_oneself_or_with_who_was_forgotten_is_none() {
    let village = village();
    let [anna, again, ben] = two_names(&village, Wish::SaidYes);
    let at = village.vault.at(LATER);
    assert!(at.forget(&ben).unwrap().found);
    for nobody in [&ben, &subject("nobody")] {
        assert_eq!(at.merge(&anna, nobody).unwrap(), Merge::Nobody);
        assert_eq!(at.merge(nobody, &anna).unwrap(), Merge::Nobody);
    }
    assert!(matches!(at.merge(&anna, &anna), Err(VaultError::Identity(IdentityError::Itself))));
    assert_eq!(at.merge(&anna, &again).unwrap(), Merge::Done);
    assert_eq!(at.merge(&anna, &again).unwrap(), Merge::Already);
    assert_eq!(at.merge(&again, &anna).unwrap(), Merge::Already);
}

#[test]
fn three_names_become_one_and_every_name_leads_there() {
    let village = village();
    let [anna, again, ben] = two_names(&village, Wish::SaidYes);
    let at = village.vault.at(LATER);
    assert_eq!(at.merge(&again, &ben).unwrap(), Merge::Done);
    assert_eq!(at.merge(&anna, &ben).unwrap(), Merge::Done, "a name of somebody merged stands for who they are now");
    for name in [&anna, &again, &ben] {
        let held = at.open_to_subject(name).unwrap().unwrap();
        assert_eq!((held.subject.as_str(), held.events.len(), held.statements.len()), ("anna", 6, 3));
    }
    assert_eq!(at.whose(&contact("again@village.example")).unwrap(), Some(anna));
}

#[test]
fn forgetting_by_any_name_forgets_all_of_them_and_every_name_is_a_stranger() {
    for by in ["anna", "again"] {
        let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
        let village = village_at(keys.path(), ground.clone()).unwrap();
        let [anna, again, ben] = two_names(&village, Wish::SaidYes);
        let at = village.vault.at(LATER);
        let before = village.ask_about(&again).unwrap().receipt();
        at.merge(&anna, &again).unwrap();
        assert!(at.forget(&subject(by)).unwrap().found);
        drop(village);
        let village = village_at(keys.path(), ground).unwrap();
        let at = village.vault.at(LATER.plus(1));
        for name in [&anna, &again] {
            village.check(name, Rung::Contextual, &[]);
            let partition = village.vault.partition(name);
            assert!(village.log(partition).is_empty());
            assert!(at.receipt(Some(name), before).unwrap().is_none());
            assert!(!at.forget(name).unwrap().found);
        }
        assert_eq!(at.whose(&contact("anna@village.example")).unwrap(), None);
        assert_eq!(at.whose(&contact("again@village.example")).unwrap(), None);
        village.say(LATER.plus(2), &again, &[village.about(Kind::Grant)], &village.facts());
        assert!(at.open_to_subject(&anna).unwrap().is_none(), "who comes again under one name is one, and new");
        assert_eq!(village.did(LATER.plus(3), &again, &[bought("tea", NOON)]), [EventOutcome::NoConsent], "of before");
        village.check(&ben, Rung::Personal, &["tea", "cup"]);
    }
}

#[test]
fn who_was_absorbed_has_no_bundle_that_an_older_copy_could_open() {
    let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
    let village = village_at(keys.path(), ground.clone()).unwrap();
    let [anna, again, _] = two_names(&village, Wish::SaidYes);
    let partition = village.vault.partition(&again);
    let old = ground.records(&partition, &[place::KEYRING]).unwrap().remove(0).unwrap();
    village.vault.at(LATER).merge(&anna, &again).unwrap();
    assert!(
        ground
            .records(&partition, &[place::KEYRING, place::NAMES, place::LEDGER, place::HISTORY])
            .unwrap()
            .iter()
            .all(Option::is_none)
    );
    let put = Write::PutRecord { partition, space: place::KEYRING, expect: store::Expect::Absent, sealed: old.sealed };
    ground.memory.commit(store::Batch::new().and(put)).unwrap();
    let found = village.vault.found_bundle(&partition).unwrap().unwrap();
    assert!(matches!(village.vault.open_bundle(&partition, &found), Err(VaultError::Sealed)));
}

#[test]
fn a_crash_at_any_moment_of_a_merge_leaves_before_or_after() {
    for how in [Strike::Before, Strike::After] {
        let mut commits = 0;
        while crash_while_merging(commits, how) {
            commits += 1;
        }
        assert!(commits >= 3, "names, ledger and mark are struck, each");
    }
}

/// Strikes one commit of a merge, and opens the village again. Returns whether there was one to strike.
fn crash_while_merging(commits: usize, how: Strike) -> bool {
    let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
    let village = village_at(keys.path(), ground.clone()).unwrap();
    let [anna, again, ben] = two_names(&village, Wish::Withdrew);
    ground.strike_after(commits, how);
    let result = village.vault.at(LATER).merge(&anna, &again);
    drop(village);
    let struck = ground.mend();
    assert_eq!(result.is_err(), struck, "a merge is acknowledged only when it is whole");
    let village = village_at(keys.path(), ground.clone()).unwrap();
    if commits == 0 && how == Strike::Before {
        village.check(&anna, Rung::Personal, &["tea", "cup"]);
        assert_eq!(village.vault.at(LATER).open_to_subject(&again).unwrap().unwrap().events.len(), 2);
        assert_eq!(village.vault.at(LATER).merge(&anna, &again).unwrap(), Merge::Done);
    }
    for name in [&anna, &again] {
        village.check(name, Rung::Contextual, &[]);
        let held = village.vault.at(LATER).open_to_subject(name).unwrap().unwrap();
        assert_eq!((held.subject.as_str(), held.events.len(), held.statements.len()), ("anna", 4, 3));
        assert_eq!(held.identifiers.len(), 2);
    }
    village.check(&ben, Rung::Personal, &["tea", "cup"]);
    assert_eq!(village.vault.at(LATER).merge(&anna, &again).unwrap(), Merge::Already);
    struck
}

#[test]
fn after_a_failure_without_a_crash_nobody_acts_for_the_absorbed_until_the_merge_is_whole() {
    let (keys, grounds) = (tempfile::tempdir().unwrap(), [Arc::new(Ground::default()), Arc::new(Ground::default())]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    let [anna, again, _] = two_names(&village, Wish::Withdrew);
    grounds[0].strike_after(0, Strike::Before);
    assert!(village.vault.at(LATER).merge(&anna, &again).is_err());
    grounds[0].mend();
    assert!(matches!(village.ask_about(&again), Err(VaultError::Busy)), "their no is not in force there yet");
    assert!(village.vault.at(LATER).record(&again, &[village.about(Kind::Grant)], &village.facts()).is_err());
    assert_eq!(village.vault.at(LATER).merge(&anna, &again).unwrap(), Merge::Already);
    village.check(&again, Rung::Contextual, &[]);
    village.check(&anna, Rung::Contextual, &[]);
}

#[test]
fn an_older_copy_of_the_data_is_merged_again_and_resurrects_nobody() {
    let (keys, grounds) = (tempfile::tempdir().unwrap(), [Arc::new(Ground::default()), Arc::new(Ground::default())]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    let [anna, again, ben] = two_names(&village, Wish::Withdrew);
    let old = Copy::of(&village, &[&anna, &again, &ben]);
    village.vault.at(LATER).merge(&anna, &again).unwrap();
    drop(village);
    old.put_back(&grounds[0]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    assert!(village.vault.swept_at_open(), "whoever opens it hears that a model may know too much");
    for name in [&anna, &again] {
        village.check(name, Rung::Contextual, &[]);
        assert_eq!(village.vault.at(LATER).open_to_subject(name).unwrap().unwrap().events.len(), 4);
    }
    assert!(village.vault.at(LATER).forget(&again).unwrap().found);
    drop(village);
    old.put_back(&grounds[0]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    for name in [&anna, &again] {
        village.check(name, Rung::Contextual, &[]);
        assert!(village.log(village.vault.partition(name)).is_empty());
        assert!(village.vault.at(LATER).open_to_subject(name).unwrap().is_none());
    }
    village.check(&ben, Rung::Personal, &["tea", "cup"]);
}

#[test]
fn merges_both_ways_at_once_and_everything_else_at_the_same_time_end_and_agree() {
    let village = village();
    for round in 0..20 {
        let names: Vec<_> =
            ["a", "b", "c"].map(|name| village.named(&format!("{name}{round}"), Wish::Withdrew)).to_vec();
        let at = village.vault.at(LATER);
        thread::scope(|scope| {
            for (into, from) in [(0, 1), (1, 0), (1, 2), (2, 0)] {
                let (into, from) = (names[into].clone(), names[from].clone());
                scope.spawn(move || assert_ne!(at.merge(&into, &from).unwrap(), Merge::Nobody));
            }
            for who in &names {
                let village = &village;
                scope.spawn(move || {
                    village.say(LATER, who, &[village.about(Kind::Object)], &village.facts());
                    village.ask_about(who).unwrap();
                    village.did(LATER, who, &[bought("pot", LATER.plus(-DAY))]);
                });
            }
        });
        let held: Vec<_> = names.iter().map(|who| at.open_to_subject(who).unwrap().unwrap()).collect();
        assert!(held.iter().all(|one| one.subject == held[0].subject), "one person by three names");
        assert!(held.iter().all(|one| one.statements.len() == 9), "and nobody's word is lost");
    }
}

#[test]
fn what_several_names_said_hangs_in_one_chain_that_later_words_go_on() {
    let village = village();
    let [anna, again, ben] = two_names(&village, Wish::Withdrew);
    let at = village.vault.at(LATER);
    let told = |who: &SubjectId| at.transcript(who).unwrap().unwrap().lines;
    let before = told(&anna).pop().unwrap().chain;
    assert_eq!(at.merge(&again, &ben).unwrap(), Merge::Done);
    village.say(LATER, &again, &[village.about(Kind::Object)], &village.facts());
    assert_eq!(told(&ben).len(), 4);
    assert_eq!(at.merge(&anna, &ben).unwrap(), Merge::Done);
    village.say(LATER.plus(1), &ben, &[village.about(Kind::Refuse)], &village.facts());
    let lines = told(&again);
    let kinds: Vec<_> = lines.iter().map(|line| line.held.statement.kind).collect();
    assert_eq!(kinds, [Kind::Grant, Kind::Grant, Kind::Withdraw, Kind::Grant, Kind::Object, Kind::Refuse]);
    assert_eq!(lines[0].chain, before, "what was told before is still the beginning");
    let head = at.open_to_subject(&anna).unwrap().unwrap().ledger_head;
    assert_eq!(lines.last().map(|line| line.chain.clone()), Some(head));
}

#[test]
fn many_noes_and_many_devices_are_no_obstacle_to_becoming_one() {
    let keys = tempfile::tempdir().unwrap();
    let ground = Arc::new(Ground::default());
    let village = village_at(keys.path(), ground.clone()).unwrap();
    let [anna, again, _] = two_names(&village, Wish::SaidYes);
    let devices: Vec<_> = (0..60).map(|n| village.named(&format!("phone-{n}"), Wish::SaidYes)).collect();
    for device in &devices {
        let link = Link { identifier: Identifier::device_of(device), verified: None };
        village.vault.at(LATER).link(&anna, &link).unwrap();
    }
    for second in 1..=400 {
        village.say(NOON.plus(second), &again, &[village.about(Kind::Withdraw)], &village.facts());
    }
    assert_eq!(village.vault.at(LATER).merge(&anna, &again).unwrap(), Merge::Done);
    for who in devices.iter().chain([&anna, &again]) {
        village.check(who, Rung::Contextual, &[]);
    }
    drop(village);
    village_at(keys.path(), ground).unwrap();
}

#[test]
fn a_no_with_what_was_shown_to_the_absorbed_name_counts_after_the_merge_and_a_yes_with_it_does_not() {
    let village = village();
    let [anna, again, _] = two_names(&village, Wish::SaidYes);
    super::disclosing::tell(&village, &[], &[]);
    let notice = crate::notice::plain_notice().key;
    let at = |plus: i64| LATER.plus(plus);
    let shown = || village.vault.at(at(1)).show_notice(&again, &notice, domain::Lang::EN).unwrap().unwrap().snapshot;
    let (for_yes, for_no) = (shown(), shown());
    assert_eq!(village.vault.at(at(2)).merge(&anna, &again).unwrap(), Merge::Done);
    let with = |kind, snapshot: &String| crate::Draft { snapshot: Some(snapshot.clone()), ..village.about(kind) };
    let says = |plus: i64, draft: crate::Draft| village.vault.at(at(plus)).record(&again, &[draft], &village.facts());
    let yes = says(3, with(Kind::Grant, &for_yes));
    assert!(matches!(yes, Err(VaultError::Statement(crate::StatementError::Snapshot))), "shown to who is nobody now");
    says(4, with(Kind::Withdraw, &for_no)).unwrap();
    let last = village.vault.at(at(5)).statements(&anna).unwrap().pop().unwrap();
    assert_eq!(
        (last.kind, last.received_at, last.shown),
        (Kind::Withdraw, at(4), None),
        "it stands without the showing"
    );
}

#[test]
fn what_comes_again_and_changes_nothing_leaves_the_mark_of_the_last_no_where_it_was() {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    let mark = |who: &SubjectId| village.vault.last_no(&village.vault.partition(who)).unwrap();
    assert!(village.vault.at(LATER).hide(&anna, &item("tea"), true).unwrap());
    assert_eq!(mark(&anna), Some(LATER));
    assert!(!village.vault.at(LATER.plus(9)).hide(&anna, &item("tea"), true).unwrap());
    assert_eq!(mark(&anna), Some(LATER), "hidden already");
    let device = subject("her-telephone");
    let identifier = Identifier::parse(IdentifierKind::Device, device.as_str()).unwrap();
    village.say(LATER.plus(10), &device, &[], &village.facts());
    village.vault.at(LATER.plus(11)).link(&anna, &Link { identifier, verified: None }).unwrap();
    let paused = PersonFacts { paused: Some(true), ..village.facts() };
    village.say(LATER.plus(12), &anna, &[], &paused);
    assert_eq!((mark(&anna), mark(&device)), (Some(LATER.plus(12)), None), "a pause does not travel");
    village.say(LATER.plus(13), &anna, &[village.about(Kind::Withdraw)], &village.facts());
    assert_eq!((mark(&anna), mark(&device)), (Some(LATER.plus(13)), Some(LATER.plus(13))), "a no does");
}
