//! Escrows over real stores on a disk: what one opens, whom it brings back (nobody), and every wrong one refused.

mod again;
mod noting;
mod refused;

use super::village::{DAY, Ground, LATER, NOON, Village, Wish, bought};
use crate::policy::Policy;
use crate::seal::keyring::{Keyring, SLOT_FILE};
use crate::seal::keys::{self, TenantKeys};
use crate::{
    Draft, Escrow, EscrowAsk, EscrowFault, EscrowParts, KeyPlace, Link, Settled, StatementError, Vault, VaultError,
    place,
};
use domain::{Actor, Identifier, IdentifierKind, Kind, Rung, SubjectId, UnixTime};
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use store::{Embedded, PartitionKey, ReadOnly, Store};

const TENANT: &str = "village";
/// The blob that says until when the data have seen time pass.
const CLOCK: &str = "app/clock";
/// When escrows are made here, and put back.
const MADE: UnixTime = UnixTime(NOON.0 + 100);
const BACK: UnixTime = UnixTime(LATER.0 + 500);

/// A directory with data and keys in it, and escrows beside them.
pub struct World {
    pub dir: tempfile::TempDir,
}

impl World {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn open_with(&self, data: &str, keys: &str) -> Result<Village, VaultError> {
        let store = Arc::new(Embedded::open(&self.at(data))?);
        let policy = Policy::shipped()?;
        let vault = Vault::open(store, KeyPlace::Directory(&self.at(keys)), policy, TENANT)?;
        Ok(Village { vault, ground: Arc::new(Ground::default()) })
    }

    pub fn open(&self) -> Village {
        self.open_with("shop", "keys").unwrap()
    }

    pub fn make(&self, name: &str, now: UnixTime, days: u32) -> Result<Escrow, EscrowFault> {
        let secret = self.at(&format!("{name}.secret"));
        let ask = EscrowAsk { to: &self.at(name), secret: &secret, days };
        crate::make_escrow(&self.at("keys"), TENANT, now, &ask)
    }

    /// The keys are lost, but for the root key, which lies elsewhere.
    pub fn lose_keys(&self) {
        fs::copy(self.at("keys/root.key"), self.at("root.key")).unwrap();
        fs::remove_dir_all(self.at("keys")).unwrap();
    }

    pub fn restore_into(&self, name: &str, data: &str, keys: &str, now: UnixTime) -> Result<Escrow, EscrowFault> {
        let secret = self.at(&format!("{name}.secret"));
        let parts = EscrowParts { file: &self.at(name), secret: &secret, root: &self.at("root.key") };
        let store = Embedded::open(&self.at(data)).unwrap();
        crate::restore_keys(&parts, TENANT, &store, CLOCK, &self.at(keys), now)
    }

    /// Puts an escrow back, and opens what it is for.
    pub fn restored(&self, name: &str) -> (Village, Settled) {
        self.restore_into(name, "shop", "keys", BACK).unwrap();
        let village = self.open();
        let settled = village.vault.settled_at_open().cloned().expect("they were put back");
        (village, settled)
    }
}

/// As a retry carries it: without a time of its own.
fn says_again(village: &Village, who: &SubjectId, at: UnixTime) -> Result<(), VaultError> {
    let draft = Draft { client_at: None, ..village.about(Kind::Grant) };
    village.vault.at(at).record(who, &[draft], &village.facts()).map(drop)
}

#[track_caller]
fn stays_away(village: &Village, who: &SubjectId) {
    village.check(who, Rung::Contextual, &[]);
    let again = says_again(village, who, BACK.plus(5));
    assert!(matches!(again, Err(VaultError::Statement(StatementError::SaidBefore))), "{again:?}");
    let imported = Draft { actor: Actor::Import, ..village.about(Kind::Grant) };
    let again = village.vault.at(BACK.plus(5)).record(who, &[imported], &village.facts()).map(drop);
    assert!(matches!(again, Err(VaultError::Statement(StatementError::Erased))), "{again:?}");
    let held = village.vault.store.records(&village.vault.partition(who), &place::HELD).unwrap();
    assert!(held.iter().all(Option::is_none), "nothing is left of them");
}

#[test]
fn an_escrow_brings_everybody_back_but_who_was_erased_and_who_came_since() {
    let world = World::new();
    let village = world.open();
    let names = ["anna", "ben", "carl", "dora", "gus"];
    let [anna, ben, carl, dora, gus] = names.map(|name| village.named(name, Wish::SaidYes));
    let early = village.vault.at(NOON.plus(50)).forget(&village.named("hana", Wish::SaidYes)).unwrap();
    let made = world.make("escrow", MADE, 30).unwrap();
    village.say(NOON.plus(200), &carl, &[village.about(Kind::Withdraw)], &village.facts());
    let [emil, fay] = ["emil", "fay"].map(|name| village.named(name, Wish::SaidYes));
    let mut receipts = Vec::new();
    for (at, who) in [(300, &dora), (310, &fay), (320, &gus)] {
        let erasure = village.vault.at(NOON.plus(at)).forget(who).unwrap();
        assert_eq!(erasure.until, Some(made.ends_at));
        receipts.push((who, erasure.receipt.unwrap()));
    }
    village.say(NOON.plus(400), &gus, &[village.about(Kind::Grant)], &village.facts());
    village.did(NOON.plus(400), &gus, &[bought("pot", NOON.plus(400))]);
    drop(village);
    let old_slot = fs::read(world.at("keys").join(SLOT_FILE)).unwrap();
    world.lose_keys();

    let (village, settled) = world.restored("escrow");
    assert_eq!(
        (settled.erased, settled.lost, settled.untold),
        (3, 2, 0),
        "dora, fay and gus; emil, and gus who was back"
    );
    assert!(village.vault.swept_at_open(), "a model may know too much");
    for who in [&anna, &ben] {
        village.check(who, Rung::Personal, &["tea", "cup"]);
    }
    village.check(&carl, Rung::Contextual, &[]);
    let marked = village.vault.last_no(&village.vault.partition(&carl)).unwrap();
    assert_eq!(marked, Some(NOON.plus(200)), "and no backup takes that no back");
    for who in [&dora, &fay, &gus, &emil] {
        stays_away(&village, who);
    }
    for (who, receipt) in &receipts {
        let again = village.vault.at(BACK.plus(1)).forget(who).unwrap();
        assert_eq!((again.found, again.receipt.as_ref()), (false, Some(receipt)), "the same receipt, byte for byte");
        let found = village.vault.verify_erasure(receipt.as_bytes(), Some(who), &[]).unwrap();
        assert_eq!((found.until, found.is_back), (Some(made.ends_at), false));
    }
    assert_eq!(early.until, None, "it was final at once");
    village.vault.verify_erasure(early.receipt.unwrap().as_bytes(), None, &[]).unwrap();
    // By a yes of their own.
    village.say(BACK.plus(10), &emil, &[village.about(Kind::Grant)], &village.facts());
    assert!(village.vault.at(BACK.plus(11)).forget(&ben).unwrap().found, "a segment still turns");
    village.check(&anna, Rung::Personal, &["tea", "cup"]);
    drop(village);
    let village = world.open();
    assert!(village.vault.settled_at_open().is_none() && !village.vault.swept_at_open(), "once");
    village.check(&anna, Rung::Personal, &["tea", "cup"]);
    drop(village);
    // The slot of before opens nothing in the keyring of now, nor does that of the escrow.
    let half = TenantKeys::derive(&keys::read_root(&world.at("root.key")).unwrap(), TENANT).keyring;
    let old = Keyring::of_copy(&old_slot, half).unwrap();
    let bundles = Embedded::open(&world.at("keys/keyring")).unwrap();
    bundles
        .scan_records(place::KEYRING, &PartitionKey::FIRST, &mut |(partition, found)| {
            assert!(old.open_bundle(&partition, found.version, &found.sealed).is_err());
            ControlFlow::Continue(())
        })
        .unwrap();
}

#[test]
fn putting_back_is_finished_by_the_next_opening_and_does_nothing_twice() {
    let world = World::new();
    let village = world.open();
    let [anna, ben] = ["anna", "ben"].map(|name| village.named(name, Wish::SaidYes));
    world.make("escrow", MADE, 30).unwrap();
    village.vault.at(NOON.plus(300)).forget(&ben).unwrap();
    drop(village);
    world.lose_keys();
    let escrow = world.restore_into("escrow", "shop", "keys", BACK).unwrap();
    // As where the machine stopped in the middle of it: everything was done, and the mark is still there.
    drop(world.open());
    let tenant = TenantKeys::derive(&keys::read_root(&world.at("root.key")).unwrap(), TENANT);
    let bundles = Embedded::open(&world.at("keys/keyring")).unwrap();
    let mark = crate::escrow::settle::mark(&tenant, &bundles, &escrow, BACK).unwrap();
    bundles.commit(store::Batch::new().and(mark)).unwrap();
    drop(bundles);
    let village = world.open();
    let settled = village.vault.settled_at_open().unwrap();
    assert_eq!((settled.erased, settled.lost, settled.unlinked), (0, 0, 0));
    village.check(&anna, Rung::Personal, &["tea", "cup"]);
    stays_away(&village, &ben);
}

#[test]
fn a_backup_that_was_put_back_knows_again_who_was_erased_while_an_escrow_is_in_force() {
    let world = World::new();
    let village = world.open();
    world.make("escrow", MADE, 30).unwrap();
    let anna = village.named("anna", Wish::SaidYes);
    drop(village);
    fs::create_dir(world.at("backup")).unwrap();
    store::copy(&world.at("shop"), &world.at("backup/store.db")).unwrap();
    let village = world.open();
    village.vault.at(NOON.plus(300)).forget(&anna).unwrap();
    drop(village);
    fs::remove_dir_all(world.at("shop")).unwrap();
    fs::rename(world.at("backup"), world.at("shop")).unwrap();
    let village = world.open();
    village.vault.mark_restored().unwrap();
    drop(village);
    world.lose_keys();
    let (village, settled) = world.restored("escrow");
    assert_eq!((settled.erased, settled.lost), (1, 0), "neither the escrow nor the backup knew");
    stays_away(&village, &anna);
}

#[test]
fn who_was_merged_since_is_still_one_person_and_links_that_may_be_gone_are() {
    let world = World::new();
    let village = world.open();
    let [anna, ben, carl] = ["anna", "ben", "carl"].map(|name| village.named(name, Wish::SaidYes));
    let link = |kind, value: &str| Link { identifier: Identifier::parse(kind, value).unwrap(), verified: None };
    let at = village.vault.at(NOON.plus(50));
    at.link(&ben, &link(IdentifierKind::Contact, "ben@example.org")).unwrap();
    at.link(&carl, &link(IdentifierKind::Contact, "carl@example.org")).unwrap();
    world.make("escrow", MADE, 30).unwrap();
    assert_eq!(village.vault.at(NOON.plus(200)).merge(&anna, &ben).unwrap(), crate::Merge::Done);
    drop(village);
    world.lose_keys();
    let (village, settled) = world.restored("escrow");
    assert_eq!(
        (settled.erased, settled.lost, settled.unlinked),
        (0, 0, 1),
        "ben's went with the name, carl's was let go"
    );
    let held = village.vault.at(BACK.plus(1)).open_to_subject(&ben).unwrap().unwrap();
    assert_eq!((held.events.len(), held.merged.len()), (4, 1), "his name leads to who he is");
    assert!(village.vault.at(BACK.plus(1)).identifiers(&carl).unwrap().is_empty());
    village.vault.at(BACK.plus(2)).link(&anna, &link(IdentifierKind::Contact, "carl@example.org")).unwrap();
    assert!(village.vault.at(BACK.plus(3)).forget(&anna).unwrap().found);
    for who in [&anna, &ben] {
        village.check(who, Rung::Contextual, &[]);
        let mut left = 0;
        let log = store::Scope::Partition(village.vault.partition(who));
        village
            .vault
            .store
            .scan_log(log, &mut |_| {
                left += 1;
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(left, 0, "an erasure reaches the log of who was merged");
    }
}

#[test]
fn recipients_rest_until_they_are_looked_at_again_and_no_number_is_used_anew() {
    let world = World::new();
    let village = world.open();
    let anna = village.named("anna", Wish::SaidYes);
    super::disclosing::Agency::new("old").put(&village);
    world.make("escrow", MADE, 30).unwrap();
    super::disclosing::Agency::new("new").put(&village);
    super::disclosing::tell(&village, &["new"], &[&anna]);
    drop(village);
    world.lose_keys();
    let (village, _) = world.restored("escrow");
    let all = village.vault.recipients();
    assert_eq!(all[0].idle(BACK), Some(crate::Idle::Review));
    let new = super::disclosing::Agency::new("another").put(&village);
    assert!(all.iter().all(|known| known.number != new.number));
}

#[test]
fn an_erasure_says_until_when_an_escrow_could_undo_it_and_is_final_at_once_without() {
    let world = World::new();
    let village = world.open();
    let [anna, ben, carl, dora] = ["anna", "ben", "carl", "dora"].map(|name| village.named(name, Wish::SaidYes));
    let forget = |who, at| village.vault.at(at).forget(who).unwrap();
    let first = forget(&anna, MADE.plus(-1));
    assert!(first.until.is_none() && !first.receipt.unwrap().contains("\nescrow "));
    let short = world.make("short", MADE, 1).unwrap();
    let long = world.make("long", MADE.plus(5), 90).unwrap();
    assert_eq!(crate::escrows(&world.at("keys")).unwrap(), [short.clone(), long.clone()]);
    let second = forget(&ben, MADE.plus(10));
    assert_eq!(second.until, Some(long.ends_at), "the last end counts");
    assert!(second.receipt.as_ref().unwrap().contains(&format!("\nescrow {}\n", long.ends_at.0)));
    assert!(crate::drop_escrow(&world.at("keys"), &long.id).unwrap());
    assert!(!crate::drop_escrow(&world.at("keys"), &long.id).unwrap(), "once");
    assert!(!crate::drop_escrow(&world.at("keys"), "../root").unwrap());
    assert_eq!(forget(&carl, MADE.plus(11)).until, Some(short.ends_at));
    assert_eq!(forget(&dora, short.ends_at).until, None, "its end is past");
    assert_eq!(forget(&ben, short.ends_at).receipt, second.receipt, "and what was said stays said");
    for now in [MADE.plus(20), MADE.plus(20), long.ends_at.plus(40 * DAY)] {
        village.vault.note_escrows(now).unwrap();
        village.vault.forget_buried(now).unwrap();
    }
    let words: Vec<_> = village.vault.unlogged().unwrap().happened.into_iter().map(|happened| happened.words).collect();
    let said = |what: &str| words.iter().filter(|words| words.starts_with("escrow ") && words.contains(what)).count();
    assert_eq!((said("made"), said("dropped")), (2, 1), "{words:?}");
    assert_eq!(crate::escrows(&world.at("keys")).unwrap(), []);
    let mut left = 0;
    village
        .vault
        .store
        .scan_records(place::BURIED, &PartitionKey::FIRST, &mut |_| {
            left += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(left, 0, "what the data knew for it is gone");
}

#[test]
fn an_escrow_is_made_while_people_are_erased_and_opens_whom_it_has() {
    let world = World::new();
    let village = world.open();
    let stays = village.named("anna", Wish::SaidYes);
    let many: Vec<_> = (0..24).map(|number| village.named(&format!("p{number}"), Wish::SaidYes)).collect();
    let forget = |who: &SubjectId| village.vault.at(MADE.plus(2)).forget(who).unwrap().receipt.unwrap();
    let (made, receipts) = std::thread::scope(|scope| {
        let erasing = scope.spawn(|| many.iter().map(|who| (who, forget(who))).collect::<Vec<_>>());
        let made = (0..6).map(|number| world.make(&format!("escrow-{number}"), MADE, 30).map(|_| number));
        (made.collect::<Vec<_>>(), erasing.join().unwrap())
    });
    drop(village);
    world.lose_keys();
    for number in made {
        let number = number.unwrap();
        drop(fs::remove_dir_all(world.at("keys")));
        let (village, _) = world.restored(&format!("escrow-{number}"));
        village.check(&stays, Rung::Personal, &["tea", "cup"]);
        for (who, receipt) in &receipts {
            village.check(who, Rung::Contextual, &[]);
            let again = village.vault.at(BACK.plus(1)).forget(who).unwrap();
            assert_eq!(
                (again.found, again.receipt.as_ref()),
                (false, Some(receipt)),
                "in the copy, or said until when"
            );
        }
    }
}

// === who may open it ===

/// How many rows of somebody the keys in a directory open in a copy of the data.
fn opens(world: &World, data: &str, keys: &str, who: &SubjectId) -> usize {
    let village = world.open_with(data, keys).unwrap();
    village.vault.at(BACK).open_to_subject(who).unwrap().map_or(0, |held| held.events.len())
}

#[test]
fn root_key_escrow_and_backup_open_nobody_without_the_secret_and_with_it_whoever_was_erased_since() {
    let world = World::new();
    let village = world.open();
    let [anna, ben] = ["anna", "ben"].map(|name| village.named(name, Wish::SaidYes));
    world.make("escrow", MADE, 30).unwrap();
    drop(village);
    let copy = |to: &str| {
        fs::create_dir(world.at(to)).unwrap();
        store::copy(&world.at("shop"), &world.at(to).join("store.db")).unwrap();
    };
    copy("backup");
    copy("backup-again");
    let village = world.open();
    let slot = fs::read(world.at("keys").join(SLOT_FILE)).unwrap();
    let receipt = village.vault.at(NOON.plus(300)).forget(&anna).unwrap().receipt.unwrap();
    let backup = ReadOnly::open(&world.at("backup/store.db")).unwrap();
    let found = village.vault.verify_erasure(receipt.as_bytes(), None, &[&backup]).unwrap();
    assert!(found.unreadable[0] > 0 && found.until.is_some(), "with the keyring of now it does not open");
    drop(village);

    // Whoever has all but the secret: nothing that the root key makes opens the file, and the file shows no secret of it.
    let file = fs::read(world.at("escrow")).unwrap();
    fs::copy(world.at("keys/root.key"), world.at("root.key")).unwrap();
    for part in slot.chunks(24) {
        assert!(!file.windows(part.len()).any(|window| part.len() == 24 && window == part), "a piece of the slot");
    }
    let right = fs::read(world.at("escrow.secret")).unwrap();
    let root = fs::read(world.at("root.key")).unwrap();
    let tries = [vec![0; 32], root.clone(), crate::seal::sha256(&root).to_vec(), slot[8 + 5..8 + 5 + 32].to_vec()];
    for wrong in tries {
        fs::write(world.at("escrow.secret"), crate::receipts::hex(&wrong)).unwrap();
        let refused = world.restore_into("escrow", "backup", "theirs", BACK);
        assert!(matches!(refused, Err(EscrowFault::Secret)), "{refused:?}");
        assert!(!world.at("theirs").exists());
    }
    assert_eq!(opens(&world, "backup", "keys", &anna), 0, "and the keyring of now takes her out again");

    // With the secret, before its end: this is why an erasure says until when.
    fs::write(world.at("escrow.secret"), right).unwrap();
    world.restore_into("escrow", "backup-again", "theirs", BACK).unwrap();
    assert_eq!(opens(&world, "backup-again", "theirs", &anna), 2);
    assert_eq!(opens(&world, "backup-again", "theirs", &ben), 2);
}
