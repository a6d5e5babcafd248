//! Notes of escrows: none that is lost, damaged or left behind makes a receipt lie or keeps anybody from being erased.

use super::{BACK, MADE, TENANT, World};
use crate::tests::village::Wish;
use crate::{Escrow, EscrowAsk, EscrowFault};
use domain::SubjectId;
use std::fs;
use std::path::PathBuf;
use store::Batch;

/// The notes beside the keys of a world that end like this.
fn notes(world: &World, ending: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(world.at("keys")).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.to_str().unwrap().ends_with(ending)).collect()
}

fn ends(made: &Escrow) -> Option<domain::UnixTime> {
    Some(made.ends_at)
}

fn anna_in_escrow_and_the_keys_lost(world: &World) -> SubjectId {
    let village = world.open();
    let anna = village.named("anna", Wish::SaidYes);
    world.make("escrow", MADE, 30).unwrap();
    drop(village);
    world.lose_keys();
    anna
}

#[test]
fn an_erasure_says_until_when_though_the_note_is_lost_or_damaged() {
    let world = World::new();
    let village = world.open();
    let [anna, ben, carl, dora] = ["anna", "ben", "carl", "dora"].map(|name| village.named(name, Wish::SaidYes));
    let made = world.make("escrow", MADE, 30).unwrap();
    village.vault.note_escrows(MADE.plus(1)).unwrap();
    let forget = |who, at| village.vault.at(MADE.plus(at)).forget(who).unwrap().until;
    let note = notes(&world, ".escrow").remove(0);
    fs::write(&note, "tea").unwrap();
    assert_eq!(forget(&anna, 2), ends(&made), "what is in a note is not read");
    let damaged = world.at("keys").join(format!("{}.tea.escrow", made.id));
    fs::rename(&note, &damaged).unwrap();
    let said = crate::escrows(&world.at("keys")).unwrap_err().to_string();
    assert!(said.contains(damaged.file_name().unwrap().to_str().unwrap()), "it is named: {said}");
    assert_eq!(forget(&ben, 3), ends(&made), "the data know");
    fs::remove_file(&damaged).unwrap();
    assert_eq!(forget(&carl, 4), ends(&made));
    drop(village);
    let village = world.open();
    fs::write(world.at("keys").join(format!("{}.escrow-dropped", made.id)), "").unwrap();
    village.vault.note_escrows(MADE.plus(5)).unwrap();
    assert_eq!(village.vault.at(MADE.plus(6)).forget(&dora).unwrap().until, None, "its id is enough");
    drop(village);
    world.lose_keys();
    let refused = world.restore_into("escrow", "shop", "keys", BACK);
    assert!(matches!(refused, Err(EscrowFault::Dropped)), "{refused:?}");
}

#[test]
fn an_escrow_that_was_dropped_stays_so_beside_a_backup_of_before() {
    let world = World::new();
    let village = world.open();
    let [made, other] = ["escrow", "other"].map(|name| world.make(name, MADE, 30).unwrap());
    village.vault.note_escrows(MADE.plus(1)).unwrap();
    drop(village);
    let backup = |to: &str| {
        fs::create_dir(world.at(to)).unwrap();
        store::copy(&world.at("shop"), &world.at(to).join("store.db")).unwrap();
    };
    let put_back = |from: &str| {
        fs::remove_dir_all(world.at("shop")).unwrap();
        fs::rename(world.at(from), world.at("shop")).unwrap();
    };
    backup("backup");
    backup("backup-again");
    let village = world.open();
    assert!(crate::drop_escrow(&world.at("keys"), &made.id).unwrap());
    village.vault.note_escrows(MADE.plus(2)).unwrap();
    drop(village);
    put_back("backup");
    let village = world.open();
    assert_eq!(village.vault.horizon(MADE.plus(3)).unwrap(), ends(&other));
    village.vault.note_escrows(MADE.plus(4)).unwrap();
    drop(village);
    world.lose_keys();
    let refused = world.restore_into("escrow", "shop", "keys", BACK);
    assert!(matches!(refused, Err(EscrowFault::Dropped)), "{refused:?}");
    // And the keys that came of another escrow know it as well.
    drop(world.restored("other"));
    put_back("backup-again");
    let village = world.open();
    village.vault.note_escrows(BACK.plus(1)).unwrap();
    drop(village);
    fs::remove_dir_all(world.at("keys")).unwrap();
    let refused = world.restore_into("escrow", "shop", "keys", BACK.plus(2));
    assert!(matches!(refused, Err(EscrowFault::Dropped)), "{refused:?}");
    let village = world.restored("other").0;
    village.vault.note_escrows(made.ends_at.plus(40 * super::DAY)).unwrap();
    assert!(notes(&world, ".escrow-dropped").is_empty() && notes(&world, ".escrow").is_empty(), "until it is over");
}

#[test]
fn an_escrow_that_could_not_be_made_was_dropped_to_whoever_saw_its_note() {
    let world = World::new();
    let village = world.open();
    fs::rename(world.at("keys/slot"), world.at("away")).unwrap();
    world.make("escrow", MADE, 30).unwrap_err();
    fs::rename(world.at("away"), world.at("keys/slot")).unwrap();
    assert_eq!((notes(&world, ".escrow").len(), notes(&world, ".escrow-dropped").len()), (0, 1));
    village.vault.note_escrows(MADE.plus(1)).unwrap();
    assert_eq!(village.vault.horizon(MADE.plus(2)).unwrap(), None);
}

#[test]
fn two_names_of_one_file_are_one_and_what_another_made_stays() {
    let world = World::new();
    drop(world.open());
    let to = world.at("escrow");
    let secret = world.at("keys").join("..").join("escrow");
    let ask = EscrowAsk { to: &to, secret: &secret, days: 30 };
    let refused = crate::make_escrow(&world.at("keys"), TENANT, MADE, &ask).unwrap_err();
    assert!(refused.to_string().contains("two new files"), "{refused}");
    assert!(notes(&world, ".escrow-dropped").is_empty() && !to.exists());
}

#[test]
fn keys_that_were_put_back_and_not_opened_make_no_escrow_nor_do_those_in_the_middle_of_an_erasure() {
    let world = World::new();
    let anna = anna_in_escrow_and_the_keys_lost(&world);
    world.restore_into("escrow", "shop", "keys", BACK).unwrap();
    let refused = world.make("early", BACK, 30);
    assert!(matches!(refused, Err(EscrowFault::Unsettled)), "{refused:?}");
    let village = world.open();
    world.make("late", BACK, 30).unwrap();
    let partition = village.vault.partition(&anna);
    let begun = village.vault.put_tombstone(&partition, None, BACK, false).unwrap();
    village.vault.commit_keys(Batch::new().and(begun)).unwrap();
    let refused = world.make("middle", BACK, 30);
    assert!(matches!(refused, Err(EscrowFault::Busy)), "{refused:?}");
    drop(village);
    drop(world.open());
    world.make("middle", BACK.plus(1), 30).unwrap();
}

#[test]
fn what_a_crash_left_of_putting_back_is_overwritten_and_in_nobodys_way() {
    let world = World::new();
    let anna = anna_in_escrow_and_the_keys_lost(&world);
    fs::create_dir_all(world.at("keys.part/keyring")).unwrap();
    for name in ["slot", "root.key", "slot.assent-new"] {
        fs::write(world.at("keys.part").join(name), b"left").unwrap();
        fs::hard_link(world.at("keys.part").join(name), world.at(&format!("block-{name}"))).unwrap();
    }
    // A slash behind it changes nothing.
    world.restore_into("escrow", "shop", "keys/", BACK).unwrap();
    for name in ["slot", "root.key", "slot.assent-new"] {
        assert_eq!(fs::read(world.at(&format!("block-{name}"))).unwrap(), [0; 4], "{name}: its blocks are overwritten");
    }
    assert!(!world.at("keys.part").exists() && !world.at("keys/.part").exists());
    let village = world.open();
    village.check(&anna, domain::Rung::Personal, &["tea", "cup"]);
}
