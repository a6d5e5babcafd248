//! What the slot of after putting back opens, which numbers it gives away, and putting back more than once.

use super::{BACK, MADE, TENANT, World};
use crate::place;
use crate::seal::keyring::{Keyring, SLOT_FILE};
use crate::seal::keys::{self, TenantKeys};
use crate::tests::disclosing::{Agency, tell};
use crate::tests::village::{LATER, NOON, Wish};
use domain::Kind;
use std::fs;
use std::ops::ControlFlow;
use store::{PartitionKey, ReadOnly, Store};

#[test]
fn a_copy_of_the_keyring_from_before_the_first_opening_opens_nobody_who_was_put_away() {
    let world = World::new();
    let village = world.open();
    let [anna, ben, carl] = ["anna", "ben", "carl"].map(|name| village.named(name, Wish::SaidYes));
    world.make("escrow", MADE, 30).unwrap();
    village.vault.at(NOON.plus(300)).forget(&ben).unwrap();
    assert_eq!(village.vault.at(NOON.plus(310)).merge(&anna, &carl).unwrap(), crate::Merge::Done);
    let [ben, carl] = [&ben, &carl].map(|who| village.vault.partition(who));
    drop(village);
    world.lose_keys();
    world.restore_into("escrow", "shop", "keys", BACK).unwrap();
    store::copy(&world.at("keys/keyring"), &world.at("seen")).unwrap();
    let half = TenantKeys::derive(&keys::read_root(&world.at("root.key")).unwrap(), TENANT).keyring;
    let opened = || {
        let slot = Keyring::of_copy(&fs::read(world.at("keys").join(SLOT_FILE)).unwrap(), half.clone()).unwrap();
        let mut opened = Vec::new();
        let seen = ReadOnly::open(&world.at("seen")).unwrap();
        let mut each = |(partition, found): (PartitionKey, store::Versioned)| {
            let opens = slot.open_bundle(&partition, found.version, &found.sealed).is_ok();
            opened.extend(opens.then_some(partition));
            ControlFlow::Continue(())
        };
        seen.scan_records(place::KEYRING, &PartitionKey::FIRST, &mut each).unwrap();
        opened
    };
    assert!([ben, carl].iter().all(|who| opened().contains(who)), "all were written");
    let village = world.open();
    assert_eq!(village.vault.settled_at_open().unwrap().erased, 1);
    let opened = opened();
    assert!(!opened.contains(&ben) && !opened.contains(&carl), "who was put away, and who was merged");
    drop(village);
}

#[test]
fn a_number_that_a_line_names_is_not_used_anew_and_noes_that_nobody_can_be_told_are_counted() {
    let world = World::new();
    let village = world.open();
    let [anna, ben] = ["anna", "ben"].map(|name| village.named(name, Wish::SaidYes));
    Agency::new("old").put(&village);
    world.make("escrow", MADE, 30).unwrap();
    let agency = Agency::new("agency");
    let number = agency.put(&village).number;
    tell(&village, &["AGENCY"], &[&anna, &ben]);
    assert_eq!(agency.file(&village, LATER).len(), 2, "something of theirs left");
    village.say(LATER.plus(10), &ben, &[village.about(Kind::Withdraw)], &village.facts());
    village.vault.at(LATER.plus(11)).queue_up().unwrap();
    drop(village);
    world.lose_keys();
    let (village, settled) = world.restored("escrow");
    assert_eq!(settled.noes_untold, 1, "ben's");
    let another = Agency::new("another").put(&village).number;
    assert!(another.0 > number.0, "{another:?} is nobody's of before: not {number:?}");
    let known = village.vault.recipients();
    assert!(known[usize::from(number.0)].removed_at.is_some());
}

#[test]
fn an_erasure_between_two_restores_of_one_escrow_holds_by_its_receipt() {
    let world = World::new();
    let village = world.open();
    let [anna, ben] = ["anna", "ben"].map(|name| village.named(name, Wish::SaidYes));
    world.make("escrow", MADE, 30).unwrap();
    drop(village);
    world.lose_keys();
    let mut receipts = Vec::new();
    for (turn, who) in [&anna, &ben].into_iter().enumerate() {
        let (village, settled) = world.restored("escrow");
        assert_eq!(settled.erased, turn as u64);
        receipts.push((who, village.vault.at(BACK.plus(5)).forget(who).unwrap().receipt.unwrap()));
        for (who, receipt) in &receipts {
            village.vault.verify_erasure(receipt.as_bytes(), Some(who), &[]).unwrap();
        }
        drop(village);
        fs::remove_dir_all(world.at("keys")).unwrap();
    }
    let (village, _) = world.restored("escrow");
    for (who, receipt) in &receipts {
        village.vault.verify_erasure(receipt.as_bytes(), Some(who), &[]).unwrap();
    }
}
