//! Dispatching: a line before anything leaves, the same name for every try, and what is taken back.

use super::disclosing::Agency;
use super::village::{
    Ground, LATER, NOON, Strike, Village, Wish, bought, item, looked_at, subject, village, village_at,
};
use crate::{ATTEMPTS_MAX, Failure, Link, Merge, Parcel, WaitingFor, place};
use base64::Engine as _;
use domain::{Identifier, IdentifierKind, Kind, SubjectId, UnixTime};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Batch, Expect, Store as _, Write};

/// Anna, who said yes and was told, and an agency that hears of her.
pub(super) fn heard() -> (Village, SubjectId, Agency) {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    let agency = Agency::told(&village, &[&anna]);
    (village, anna, agency)
}

pub(super) fn dispatched(village: &Village, now: UnixTime) -> Vec<Parcel> {
    village.vault.at(now).queue_up().unwrap();
    village.vault.at(now).dispatch(100).unwrap().parcels
}

fn lines(village: &Village, who: &SubjectId) -> usize {
    village.log(village.vault.partition(who)).iter().filter(|entry| entry.kind == place::DISCLOSURE).count()
}

pub(super) fn buys(village: &Village, who: &SubjectId, what: &str, at: i64) {
    village.did(LATER.plus(at), who, &[bought(what, LATER.plus(at))]);
}

#[test]
fn what_somebody_does_is_told_once_to_whoever_may_hear_of_it() {
    let (village, anna, agency) = heard();
    village.named("ben", Wish::SaidNo);
    buys(&village, &anna, "pot", 1);
    let told = agency.sends(&village, LATER.plus(1), 1);
    let act = &told[0]["data"]["activity"];
    assert_eq!((told[0]["type"].as_str(), act["item"].as_str()), (Some("activity.recorded"), Some("pot")));
    assert!(!told[0].to_string().contains("anna"), "{}", told[0]);
    agency.sends(&village, LATER.plus(900), 0);
    assert_eq!(lines(&village, &anna), 1);
}

#[test]
fn what_happened_before_anybody_was_registered_is_not_told() {
    let (village, _, agency) = heard();
    agency.sends(&village, LATER, 0);
}

#[test]
fn a_parcel_is_signed_as_the_standard_says() {
    let (village, anna, _) = heard();
    buys(&village, &anna, "pot", 1);
    let parcel = dispatched(&village, LATER.plus(1)).remove(0);
    let secret = village.vault.webhook_secret(&village.vault.recipients()[0]);
    let key = base64::engine::general_purpose::STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let body = std::str::from_utf8(&parcel.body).unwrap();
    let signed = format!("{}.{}.{body}", parcel.id, parcel.timestamp);
    let mac = crate::seal::Secret(key.try_into().unwrap()).hash(signed.as_bytes());
    assert_eq!(parcel.signature, format!("v1,{}", base64::engine::general_purpose::STANDARD.encode(mac)));
    assert_eq!((parcel.url.as_str(), parcel.timestamp), ("https://agency.example/hook", LATER.0 + 1));
}

#[test]
fn what_is_not_taken_is_sent_again_under_the_same_name_until_it_is_given_up() {
    let (village, anna, agency) = heard();
    buys(&village, &anna, "pot", 1);
    let mut now = LATER.plus(1);
    let first = dispatched(&village, now).remove(0);
    village.vault.at(now).fared(first.ticket, Some(Failure::Status(503))).unwrap();
    assert!(dispatched(&village, now.plus(29)).is_empty(), "not at once");
    for _ in 1..ATTEMPTS_MAX {
        now = village.vault.at(now).waiting("agency", 9).unwrap()[0].next_at.unwrap();
        let again = dispatched(&village, now).remove(0);
        assert_eq!((&again.id, &again.body), (&first.id, &first.body));
        assert_ne!(again.signature, first.signature, "each try is signed at its own time");
        village.vault.at(now).fared(again.ticket, Some(Failure::Slow)).unwrap();
    }
    let waiting = village.vault.at(now).waiting("agency", 9).unwrap().remove(0);
    assert_eq!((waiting.next_at, waiting.failed, waiting.what), (None, Some(Failure::Slow), WaitingFor::Act));
    now = now.plus(86_400);
    assert!(dispatched(&village, now).is_empty());
    assert_eq!(village.vault.at(now).send_again("nobody").unwrap(), 0);
    assert_eq!(village.vault.at(now).send_again("agency").unwrap(), 1);
    agency.sends(&village, now, 1);
    assert_eq!(lines(&village, &anna), 1, "one line, however often");
    assert!(village.vault.at(now).waiting("agency", 9).unwrap().is_empty());
}

#[test]
fn messages_about_one_person_keep_their_order() {
    let (village, anna, agency) = heard();
    buys(&village, &anna, "pot", 1);
    buys(&village, &anna, "pan", 2);
    let first = dispatched(&village, LATER.plus(2));
    assert_eq!(first.len(), 1, "one at a time for each recipient");
    village.vault.at(LATER.plus(2)).fared(first[0].ticket, None).unwrap();
    let told = agency.sends(&village, LATER.plus(3), 1);
    assert_eq!(told[0]["data"]["activity"]["item"], "pan");
}

#[test]
fn a_recipient_that_takes_nothing_does_not_hold_up_another() {
    let village = village();
    let people: Vec<_> = (0..6).map(|n| village.named(&format!("p{n}"), Wish::SaidYes)).collect();
    let whom: Vec<_> = people.iter().collect();
    let slow = Agency::told(&village, &whom);
    people.iter().for_each(|who| buys(&village, who, "pot", 1));
    village.vault.at(LATER.plus(1)).queue_up().unwrap();
    let first = village.vault.at(LATER.plus(1)).dispatch(4).unwrap().parcels;
    assert_eq!(first.len(), 2, "half of the places, though more are due");
    assert!(first.iter().all(|parcel| parcel.url.contains(slow.key)));
}

#[test]
fn nothing_leaves_without_a_line_whenever_the_power_goes() {
    for commits in 0..3 {
        for how in [Strike::Before, Strike::After] {
            let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
            let village = village_at(keys.path(), ground.clone()).unwrap();
            let anna = village.named("anna", Wish::SaidYes);
            let agency = Agency::told(&village, &[&anna]);
            buys(&village, &anna, "pot", 1);
            ground.strike_after(commits, how);
            let at = village.vault.at(LATER.plus(1));
            let left: Vec<_> = at.queue_up().and_then(|_| at.dispatch(9)).map(|done| done.parcels).unwrap_or_default();
            let told = left.iter().try_for_each(|parcel| at.fared(parcel.ticket, None));
            assert!(left.is_empty() || lines(&village, &anna) == 1, "after {commits} commits, {how:?}");
            drop(village);
            ground.mend();
            let village = village_at(keys.path(), ground).unwrap();
            let again = dispatched(&village, LATER.plus(40));
            let taken = !left.is_empty() && (told.is_ok() || how == Strike::After);
            assert_eq!(
                again.len(),
                usize::from(!taken),
                "after {commits} commits, {how:?}: lost, or sent though it was taken"
            );
            assert!(left.iter().zip(&again).all(|(one, other)| one.id == other.id && one.body == other.body));
            again.iter().for_each(|parcel| village.vault.at(LATER.plus(41)).fared(parcel.ticket, None).unwrap());
            assert_eq!(lines(&village, &anna), 1);
            agency.sends(&village, LATER.plus(99), 0);
        }
    }
}

#[test]
fn what_waits_does_not_leave_once_it_is_refused_hidden_or_deleted() {
    let check = |change: &dyn Fn(&Village, &SubjectId) -> bool| {
        let (village, anna, _) = heard();
        buys(&village, &anna, "pot", 1);
        village.vault.at(LATER.plus(1)).queue_up().unwrap();
        assert!(change(&village, &anna));
        let done = village.vault.at(LATER.plus(5)).dispatch(9).unwrap();
        assert_eq!((done.parcels.len(), done.cancelled), (0, 1));
        assert_eq!(lines(&village, &anna), 0);
        assert!(village.vault.at(LATER.plus(5)).waiting("agency", 9).unwrap().is_empty());
    };
    let says = |village: &Village, anna: &SubjectId, kind| {
        village.say(LATER.plus(2), anna, &[village.about(kind)], &village.facts());
        true
    };
    check(&|village, anna| says(village, anna, Kind::Withdraw));
    check(&|village, anna| says(village, anna, Kind::Object));
    check(&|village, anna| village.vault.at(LATER.plus(2)).hide(anna, &item("pot"), true).unwrap());
    check(&|village, anna| village.vault.at(LATER.plus(2)).reset(anna, crate::Reset::Delete).unwrap() > 0);
    check(&|village, _| village.vault.at(LATER.plus(2)).remove_recipient("agency").unwrap());
}

#[test]
fn a_withdrawal_is_told_to_whoever_was_given_something_and_to_nobody_else() {
    let (village, anna, agency) = heard();
    let ben = village.named("ben", Wish::SaidYes);
    Agency::new("other").put(&village);
    buys(&village, &anna, "pot", 1);
    agency.sends(&village, LATER.plus(1), 1);
    buys(&village, &anna, "pan", 2);
    village.vault.at(LATER.plus(2)).queue_up().unwrap();
    for who in [&anna, &ben] {
        village.say(LATER.plus(3), who, &[village.about(Kind::Withdraw)], &village.facts());
    }
    let told = agency.sends(&village, LATER.plus(3), 1);
    assert_eq!(
        (told[0]["type"].as_str(), told[0]["data"]["purpose"].as_str()),
        (Some("consent.withdrawn"), Some("recommend"))
    );
    assert_eq!(village.vault.at(LATER.plus(3)).waiting("agency", 9).unwrap(), [], "what waited was taken back");
    village.say(LATER.plus(5), &anna, &[village.about(Kind::Grant)], &village.facts());
    let told = agency.sends(&village, LATER.plus(5), 1);
    assert_eq!(told[0]["type"], "consent.given");
    let held = village.vault.at(LATER.plus(6)).open_to_subject(&anna).unwrap().unwrap();
    let handed: Vec<_> = held.disclosures.iter().map(|line| line.handed.as_str()).collect();
    assert_eq!(handed, ["activity", "withdrawal", "consent"]);
}

#[test]
fn an_erasure_is_told_to_whoever_was_given_something_also_when_they_were_taken_off_since() {
    let (village, anna, agency) = heard();
    buys(&village, &anna, "pot", 1);
    let name = agency.sends(&village, LATER.plus(1), 1)[0]["data"]["subject"].clone();
    village.did(LATER.plus(2), &anna, &[looked_at("pan", LATER.plus(2))]);
    village.vault.at(LATER.plus(2)).queue_up().unwrap();
    village.vault.at(LATER.plus(3)).remove_recipient("agency").unwrap();
    let erasure = village.vault.at(LATER.plus(4)).forget(&anna).unwrap();
    assert!(erasure.receipt.unwrap().contains("\nrecipients 1\n"));
    let parcel = dispatched(&village, LATER.plus(5)).remove(0);
    assert_eq!(parcel.url, "https://agency.example/delete");
    village.vault.at(LATER.plus(5)).fared(parcel.ticket, Some(Failure::Unreachable)).unwrap();
    let waiting = village.vault.at(LATER.plus(5)).waiting("agency", 9).unwrap();
    assert_eq!((waiting.len(), waiting[0].what), (1, WaitingFor::Erasure));
    let told = agency.sends(&village, LATER.plus(99), 1);
    assert_eq!((told[0]["type"].as_str(), &told[0]["data"]["subject"]), (Some("subject.erased"), &name));
    agency.sends(&village, LATER.plus(9_999), 0);
    let words: Vec<_> = village.vault.unlogged().unwrap().happened.iter().map(|one| one.words.clone()).collect();
    assert!(words.contains(&"recipient agency told of an erasure".to_owned()), "{words:?}");
}

#[test]
fn nobody_is_told_of_the_erasure_of_somebody_of_whom_they_were_given_nothing() {
    let (village, anna, agency) = heard();
    buys(&village, &anna, "pot", 1);
    village.vault.at(LATER.plus(1)).queue_up().unwrap();
    let erasure = village.vault.at(LATER.plus(2)).forget(&anna).unwrap();
    assert!(erasure.receipt.unwrap().contains("\nrecipients 0\n"));
    agency.sends(&village, LATER.plus(3), 0);
}

#[test]
fn an_erasure_that_is_cut_short_leaves_somebody_whole_or_whoever_has_their_data_told() {
    for commits in 0..6 {
        for how in [Strike::Before, Strike::After] {
            let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
            let village = village_at(keys.path(), ground.clone()).unwrap();
            let anna = village.named("anna", Wish::SaidYes);
            let agency = Agency::told(&village, &[&anna]);
            assert_eq!(agency.file(&village, LATER).len(), 1);
            ground.strike_after(commits, how);
            drop(village.vault.at(LATER.plus(1)).forget(&anna));
            drop(village);
            ground.mend();
            let village = village_at(keys.path(), ground).unwrap();
            let whole = village.vault.at(LATER.plus(2)).open_to_subject(&anna).unwrap().is_some();
            assert_eq!(dispatched(&village, LATER.plus(3)).len(), usize::from(!whole), "after {commits}, {how:?}");
        }
    }
}

/// Anna and Ben, of whom the agency hears; Ben is Anna, as it turns out.
fn two() -> (Village, [SubjectId; 2], Agency) {
    let village = village();
    let both = ["anna", "ben"].map(|name| {
        let address = format!("{name}@village.example");
        let identifier = Identifier::parse(IdentifierKind::Contact, &address).unwrap();
        let link = Link { identifier, verified: Some("a letter that was answered".to_owned()) };
        village.vault.at(UnixTime(NOON.0 - 100)).link(&subject(name), &link).unwrap();
        village.named(name, Wish::SaidYes)
    });
    let agency = Agency::told(&village, &[&both[0], &both[1]]);
    (village, both, agency)
}

#[test]
fn a_no_before_or_after_a_merge_is_told_under_each_name_that_the_recipient_knows() {
    for before in [true, false] {
        let (village, [anna, ben], agency) = two();
        let subject = |message: &serde_json::Value| message["subject"].to_string();
        let names: BTreeSet<_> = agency.file(&village, LATER).iter().map(subject).collect();
        let no = |who: &SubjectId, at| {
            village.say(LATER.plus(at), who, &[village.about(Kind::Withdraw)], &village.facts());
        };
        if before {
            no(&ben, 1);
        }
        village.vault.at(LATER.plus(2)).merge(&anna, &ben).unwrap();
        if !before {
            no(&anna, 3);
        }
        let told: Vec<_> = (4..6).flat_map(|at| agency.sends(&village, LATER.plus(at), 1)).collect();
        assert!(told.iter().all(|message| message["type"] == "consent.withdrawn"), "{told:?}");
        assert_eq!(told.iter().map(|message| subject(&message["data"])).collect::<BTreeSet<_>>(), names);
    }
}

#[test]
fn an_outbox_that_does_not_open_keeps_no_two_names_apart() {
    for damaged in 0..2 {
        let (village, people, _agency) = two();
        people.iter().for_each(|who| buys(&village, who, "pot", 1));
        village.vault.at(LATER.plus(1)).queue_up().unwrap();
        let partition = village.vault.partition(&people[damaged]);
        let version = village.ground.records(&partition, &[place::OUTBOX]).unwrap().remove(0).unwrap().version;
        let (expect, sealed) = (Expect::Version(version), vec![0; 64]);
        village
            .ground
            .commit(Batch::new().and(Write::PutRecord { partition, space: place::OUTBOX, expect, sealed }))
            .unwrap();
        assert_eq!(village.vault.at(LATER.plus(2)).merge(&people[0], &people[1]).unwrap(), Merge::Done);
        let waiting = village.vault.at(LATER.plus(2)).waiting("agency", 9).unwrap();
        assert_eq!(waiting.len(), 1, "what the other one's holds goes on");
    }
}

#[test]
fn what_is_sent_again_after_a_merge_is_what_was_sent_before() {
    let (village, [anna, ben], _agency) = two();
    buys(&village, &ben, "pot", 1);
    let first = dispatched(&village, LATER.plus(1)).remove(0);
    village.vault.at(LATER.plus(1)).fared(first.ticket, Some(Failure::Status(503))).unwrap();
    village.vault.at(LATER.plus(2)).merge(&anna, &ben).unwrap();
    let now = village.vault.at(LATER.plus(2)).waiting("agency", 9).unwrap()[0].next_at.unwrap();
    let again = dispatched(&village, now).remove(0);
    assert_eq!((&again.id, &again.body), (&first.id, &first.body));
}

#[test]
fn a_merge_that_ends_a_yes_is_told_under_each_name_that_the_recipient_knows() {
    let (village, [anna, ben], agency) = two();
    let subject = |message: &serde_json::Value| message["subject"].to_string();
    let names: BTreeSet<_> = agency.file(&village, LATER).iter().map(subject).collect();
    assert_eq!(names.len(), 2);
    // A yes goes on only where both gave it: hers is the younger, and rests on nobody's proof by then.
    let stranger = super::village::subject("a-strangers-telephone");
    village.say(LATER.plus(1), &stranger, &[], &village.facts());
    village.vault.at(LATER.plus(2)).merge(&stranger, &anna).unwrap();
    village.vault.at(LATER.plus(3)).merge(&stranger, &ben).unwrap();
    let told: Vec<_> = (4..6).flat_map(|at| agency.sends(&village, LATER.plus(at), 1)).collect();
    assert!(told.iter().all(|message| message["type"] == "consent.withdrawn"), "{told:?}");
    assert_eq!(told.iter().map(|message| subject(&message["data"])).collect::<BTreeSet<_>>(), names);
    agency.sends(&village, LATER.plus(7), 0);
}

#[test]
fn whoever_something_only_waits_for_is_named_beside_it() {
    let (village, anna, _) = heard();
    buys(&village, &anna, "pot", 1);
    village.vault.at(LATER.plus(1)).queue_up().unwrap();
    let held = village.vault.at(LATER.plus(1)).open_to_subject(&anna).unwrap().unwrap();
    assert_eq!((held.disclosures.len(), held.outbox.len()), (0, 1));
    assert_eq!(held.recipients.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["agency"]);
}
