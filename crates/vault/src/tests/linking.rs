//! What somebody is known by: linked, found, let go, and gone with them; and what travels between devices.

use super::copies::{Copy, open};
use super::village::{Ground, LATER, NOON, Strike, Village, Wish, subject, village, village_at};
use crate::{IDENTIFIERS_MAX, IdentityError, Link, VaultError, place};
use domain::{Identifier, IdentifierKind, Kind, Rung, SubjectId};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;
use store::{PartitionKey, Store};

fn link(kind: IdentifierKind, value: &str) -> Link {
    Link { identifier: Identifier::parse(kind, value).unwrap(), verified: None }
}

fn device(value: &str) -> Link {
    link(IdentifierKind::Device, value)
}

/// An account that said yes, and a device on which somebody did this.
fn account_and_device(village: &Village, wish: Wish) -> [SubjectId; 2] {
    [village.named("account", Wish::SaidYes), village.named("phone", wish)]
}

#[test]
fn a_no_on_a_device_travels_to_the_account_and_to_its_other_devices_before_and_after_the_link() {
    let village = village();
    let [account, phone] = account_and_device(&village, Wish::SaidYes);
    let tablet = village.named("tablet", Wish::SaidYes);
    let at = village.vault.at(LATER);
    at.link(&account, &device("phone")).unwrap();
    at.link(&account, &device("tablet")).unwrap();
    for who in [&account, &phone, &tablet] {
        village.check(who, Rung::Personal, &["tea", "cup"]);
    }
    village.say(LATER, &phone, &[village.about(Kind::Withdraw)], &village.facts());
    for who in [&account, &phone, &tablet] {
        village.check(who, Rung::Contextual, &[]);
    }
    let watch = village.named("watch", Wish::SaidYes);
    at.link(&account, &device("watch")).unwrap();
    village.check(&watch, Rung::Contextual, &[]);
    let held = at.open_to_subject(&watch).unwrap().unwrap();
    let no = held.statements.last().unwrap();
    assert_eq!((no.statement.kind, no.statement.at()), (Kind::Withdraw, LATER), "as it was said");
    assert!(!no.evidence.how.is_empty(), "and it says how it came here");
}

#[test]
fn a_yes_travels_nowhere() {
    let village = village();
    let account = village.named("account", Wish::SaidYes);
    let at = village.vault.at(LATER);
    at.link(&account, &device("phone")).unwrap();
    village.check(&subject("phone"), Rung::Contextual, &[]);
    let other = subject("other");
    at.link(&other, &device("known")).unwrap();
    village.named("known", Wish::SaidYes);
    village.check(&other, Rung::Contextual, &[]);
}

#[test]
fn what_was_refused_before_the_link_is_refused_on_both_sides_and_letting_go_takes_nothing_back() {
    let village = village();
    let [account, phone] = account_and_device(&village, Wish::Withdrew);
    let at = village.vault.at(LATER);
    at.see_opt_out(&account).unwrap();
    let linked = at.link(&account, &device("phone")).unwrap();
    village.check(&account, Rung::Contextual, &[]);
    assert_eq!(at.opt_out_first_seen(&phone).unwrap(), Some(LATER));
    assert!(at.unlink(&account, linked.id).unwrap());
    village.check(&account, Rung::Contextual, &[]);
    village.say(LATER.plus(5), &phone, &[village.about_purpose(Kind::Refuse, "ads")], &village.facts());
    assert_eq!(at.statements(&account).unwrap().len(), 2, "from now on nothing travels");
}

#[test]
fn a_signal_seen_anywhere_stands_everywhere() {
    let village = village();
    let [account, phone] = account_and_device(&village, Wish::SaidYes);
    village.vault.at(NOON).link(&account, &device("phone")).unwrap();
    let mut ask = village.ask();
    ask.opt_out_signal = true;
    village.vault.at(LATER).with(&phone, &ask, (), super::village::look::<domain::Recommend>).unwrap();
    assert_eq!(village.vault.at(LATER).opt_out_first_seen(&account).unwrap(), Some(LATER));
}

#[test]
fn an_identifier_is_one_persons_and_a_stranger_once_it_is_let_go() {
    let village = village();
    let [account, other] = account_and_device(&village, Wish::SaidYes);
    let at = village.vault.at(LATER);
    let jane = link(IdentifierKind::Contact, "Jane@Example.org");
    let linked = at.link(&account, &jane).unwrap();
    assert!(matches!(at.link(&other, &jane), Err(VaultError::Identity(IdentityError::Taken))));
    assert!(matches!(
        at.link(&other, &link(IdentifierKind::Contact, "jane@example.org")),
        Err(VaultError::Identity(IdentityError::Taken))
    ));
    assert!(!at.unlink(&other, linked.id).unwrap(), "nobody lets go of somebody else's");
    assert_eq!(at.whose(&jane.identifier).unwrap(), Some(account.clone()));
    assert_eq!(at.whose(&link(IdentifierKind::Account, "jane@example.org").identifier).unwrap(), None);
    assert!(at.unlink(&account, linked.id).unwrap());
    assert!(at.link(&other, &jane).unwrap().changed);
}

#[test]
fn verifying_later_counts_from_later_and_a_device_is_never_verified() {
    let village = village();
    let account = subject("account");
    let jane = link(IdentifierKind::Contact, "jane@example.org");
    let first = village.vault.at(NOON).link(&account, &jane).unwrap();
    let how = Some("a letter that was answered".to_owned());
    let shown = village.vault.at(LATER).link(&account, &Link { verified: how.clone(), ..jane.clone() }).unwrap();
    assert!(shown.changed && shown.id == first.id);
    assert!(!village.vault.at(LATER.plus(9)).link(&account, &Link { verified: how.clone(), ..jane }).unwrap().changed);
    village.vault.at(LATER).link(&account, &Link { verified: how, ..device("phone") }).unwrap();
    let held = village.vault.at(LATER).identifiers(&account).unwrap();
    assert_eq!(held[0].proof.as_ref().map(|proof| proof.since), Some(LATER));
    assert_eq!(held[1].proof, None);
}

#[test]
fn a_device_has_no_devices_and_nobody_more_names_than_the_limit() {
    let village = village();
    let at = village.vault.at(LATER);
    let (account, phone) = (subject("account"), subject("phone"));
    at.link(&account, &device("phone")).unwrap();
    assert!(matches!(at.link(&phone, &device("watch")), Err(VaultError::Identity(IdentityError::Nested))));
    assert!(matches!(at.link(&subject("third"), &device("account")), Err(VaultError::Identity(IdentityError::Nested))));
    assert!(matches!(at.merge(&subject("account"), &subject("phone")), Ok(crate::Merge::Done)));
    at.link(&subject("third"), &device("tablet")).unwrap();
    assert!(matches!(at.merge(&account, &subject("tablet")), Err(VaultError::Identity(IdentityError::Nested))));
    assert!(matches!(at.link(&subject("third"), &device("phone")), Err(VaultError::Identity(IdentityError::Taken))));
    for number in 1..IDENTIFIERS_MAX {
        at.link(&account, &link(IdentifierKind::Account, &format!("a{number}"))).unwrap();
    }
    let more = at.link(&account, &link(IdentifierKind::Account, "one more"));
    assert!(matches!(more, Err(VaultError::Limit { limit: "IDENTIFIERS_MAX" })));
    assert!(!at.link(&account, &link(IdentifierKind::Account, "a1")).unwrap().changed);
}

#[test]
fn who_is_forgotten_takes_their_names_along_and_a_device_its_link() {
    let village = village();
    let at = village.vault.at(LATER);
    let [account, phone] = account_and_device(&village, Wish::SaidYes);
    let before = rows(&village);
    let jane = link(IdentifierKind::Contact, "jane@example.org");
    at.link(&account, &jane).unwrap();
    at.link(&account, &device("phone")).unwrap();
    assert!(at.forget(&phone).unwrap().found);
    assert_eq!(at.identifiers(&account).unwrap().len(), 1, "the device is nobody's any more");
    assert!(at.forget(&account).unwrap().found);
    assert_eq!(at.whose(&jane.identifier).unwrap(), None);
    assert_eq!(rows(&village), before, "no row of any name is left");
    assert!(at.identifiers(&account).unwrap().is_empty());
    assert!(at.link(&subject("other"), &jane).unwrap().changed, "the address is a stranger");
}

/// How many rows of names there are, of everybody.
fn rows(village: &Village) -> usize {
    let mut count = 0;
    for space in [place::NAMES, place::OWNER, place::MOVED] {
        let one = &mut |_| {
            count += 1;
            ControlFlow::Continue(())
        };
        village.ground.scan_records(space, &PartitionKey::FIRST, one).unwrap();
    }
    count
}

#[test]
fn no_value_stands_in_the_clear_and_a_row_opens_to_nobody_who_does_not_know_it() {
    let village = village();
    let at = village.vault.at(LATER);
    at.link(&subject("account"), &link(IdentifierKind::Contact, "canary@example.org")).unwrap();
    for space in (0..=u8::MAX).map(store::Space) {
        let clear = &mut |(partition, found): (PartitionKey, store::Versioned)| {
            assert!(!found.sealed.windows(6).any(|w| w == b"canary"));
            if space == place::OWNER {
                let place = place::record(&partition, place::OWNER, found.version);
                assert!(village.vault.tenant.shelf.open(&place, &found.sealed).is_err());
                assert!(village.vault.tenant.identifier.open(&place, &found.sealed).is_err());
            }
            ControlFlow::Continue(())
        };
        village.ground.scan_records(space, &PartitionKey::FIRST, clear).unwrap();
    }
}

#[test]
fn a_crash_at_any_moment_of_a_link_leaves_none_or_one_with_everything_travelled() {
    for how in [Strike::Before, Strike::After] {
        let mut commits = 0;
        while crash_while_linking(commits, how) {
            commits += 1;
        }
        assert!(commits >= 2, "the noes and the names are struck, each");
    }
}

fn crash_while_linking(commits: usize, how: Strike) -> bool {
    let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
    let village = village_at(keys.path(), ground.clone()).unwrap();
    let [account, _] = account_and_device(&village, Wish::Withdrew);
    ground.strike_after(commits, how);
    let result = village.vault.at(LATER).link(&account, &device("phone"));
    drop(village);
    let struck = ground.mend();
    assert_eq!(result.is_err(), struck);
    let village = village_at(keys.path(), ground).unwrap();
    let at = village.vault.at(LATER);
    if at.whose(&device("phone").identifier).unwrap().is_some() {
        village.check(&account, Rung::Contextual, &[]);
        assert_eq!(at.identifiers(&account).unwrap().len(), 1);
    } else {
        assert!(at.identifiers(&account).unwrap().is_empty());
    }
    at.link(&account, &device("phone")).unwrap();
    village.check(&account, Rung::Contextual, &[]);
    assert_eq!(at.statements(&account).unwrap().len(), 2, "each no once");
    struck
}

#[test]
fn an_older_copy_of_the_data_brings_no_link_back_and_loses_none() {
    let (keys, grounds) = (tempfile::tempdir().unwrap(), [Arc::new(Ground::default()), Arc::new(Ground::default())]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    let [account, phone] = account_and_device(&village, Wish::SaidYes);
    let at = village.vault.at(LATER);
    let gone = at.link(&account, &link(IdentifierKind::Contact, "jane@example.org")).unwrap();
    let old = Copy::of(&village, &[&account, &phone]);
    at.unlink(&account, gone.id).unwrap();
    at.link(&account, &device("phone")).unwrap();
    drop(village);
    old.put_back(&grounds[0]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    let at = village.vault.at(LATER);
    assert_eq!(at.whose(&link(IdentifierKind::Contact, "jane@example.org").identifier).unwrap(), None);
    assert_eq!(at.whose(&device("phone").identifier).unwrap(), Some(account.clone()));
    village.say(LATER.plus(1), &phone, &[village.about(Kind::Withdraw)], &village.facts());
    let answer =
        village.vault.at(LATER.plus(2)).with(&account, &village.ask(), (), super::village::look::<domain::Recommend>);
    assert_eq!(answer.unwrap().rung(), Rung::Contextual);
}

#[test]
fn noes_said_while_devices_are_linked_let_go_and_forgotten_reach_everybody_who_stays() {
    let village = village();
    for round in 0..5 {
        let account = village.named(&format!("account{round}"), Wish::SaidYes);
        let devices: Vec<_> = (0..6).map(|at| village.named(&format!("d{round}.{at}"), Wish::SaidYes)).collect();
        let at = village.vault.at(LATER);
        thread::scope(|scope| {
            for (number, who) in devices.iter().enumerate() {
                let (village, account) = (&village, &account);
                scope.spawn(move || {
                    let linked = at.link(account, &device(who.as_str())).unwrap();
                    match number {
                        0 => assert!(at.forget(who).unwrap().found),
                        1 => assert!(at.unlink(account, linked.id).unwrap()),
                        _ => {
                            let mut no = village.about(Kind::Object);
                            no.scope.category = village.vault.policy().categories().nth(number).map(|(_, c)| c.id);
                            village.say(LATER, who, &[no], &village.facts());
                        }
                    }
                });
            }
            let village = &village;
            scope.spawn(move || village.ask_about(&account_of(round)).map(drop).unwrap());
        });
        for who in devices[2..].iter().chain([&account]) {
            let noes = at.statements(who).unwrap().iter().filter(|said| said.kind == Kind::Object).count();
            assert_eq!(noes, 4, "each no once, on every device and the account");
        }
        assert_eq!(at.identifiers(&account).unwrap().len(), 4);
    }
}

fn account_of(round: u32) -> SubjectId {
    subject(&format!("account{round}"))
}

#[test]
fn a_no_on_a_device_whose_ledger_is_full_still_reaches_the_account() {
    let village = village();
    let [account, phone] = account_and_device(&village, Wish::Withdrew);
    let objections = vec![village.about_purpose(Kind::Object, "ads"); crate::STATEMENTS_MAX];
    village.say(NOON.plus(20), &phone, &objections, &village.facts());
    village.vault.at(NOON.plus(30)).link(&account, &device("phone")).unwrap();
    village.say(NOON.plus(40), &account, &[village.about(Kind::Grant)], &village.facts());
    village.check(&account, Rung::Personal, &["tea", "cup"]);
    village.say(NOON.plus(50), &phone, &[village.about(Kind::Withdraw)], &village.facts());
    village.check(&account, Rung::Contextual, &[]);
}

#[test]
fn an_older_no_that_travelled_to_a_full_ledger_does_not_stand_for_a_new_one() {
    let village = village();
    let account = subject("account");
    village.say(NOON.plus(-50), &account, &[village.about(Kind::Refuse)], &village.facts());
    let phone = village.named("phone", Wish::SaidYes);
    let objections = vec![village.about_purpose(Kind::Object, "ads"); crate::STATEMENTS_MAX - 2];
    village.say(NOON.plus(20), &phone, &objections, &village.facts());
    village.vault.at(NOON.plus(30)).link(&account, &device("phone")).unwrap();
    assert_eq!(village.vault.at(LATER).statements(&phone).unwrap().len(), crate::STATEMENTS_MAX);
    village.check(&phone, Rung::Personal, &["tea", "cup"]);
    village.say(NOON.plus(50), &phone, &[village.about(Kind::Withdraw)], &village.facts());
    village.check(&phone, Rung::Contextual, &[]);
}
