//! Every wrong escrow is refused by what is wrong, and so is one that can not be made; nothing is left behind.

use super::{BACK, CLOCK, MADE, TENANT, World};
use crate::seal::keys::{self, TenantKeys};
use crate::tests::village::{Village, Wish};
use crate::{Escrow, EscrowFault};
use domain::UnixTime;
use std::fs;
use std::path::Path;

/// A world whose keys are lost, with an escrow, a shorter one, and what of another shop's there is.
struct Lost {
    world: World,
    made: Escrow,
    short: Escrow,
    /// The whole file, and where the text of its head ends.
    whole: Vec<u8>,
    text: usize,
}

impl Lost {
    fn new() -> Self {
        let world = World::new();
        drop(world.open().named("anna", Wish::SaidYes));
        let made = world.make("escrow", MADE, 30).unwrap();
        let short = world.make("short", MADE, 1).unwrap();
        let other = World::new();
        drop(other.open());
        other.make("escrow", MADE, 30).unwrap();
        fs::copy(other.at("escrow"), world.at("foreign")).unwrap();
        fs::copy(other.at("keys/root.key"), world.at("foreign.key")).unwrap();
        world.lose_keys();
        for name in ["foreign", "wrong", "nowhere"] {
            fs::copy(world.at("escrow.secret"), world.at(&format!("{name}.secret"))).unwrap();
        }
        let whole = fs::read(world.at("escrow")).unwrap();
        let text = whole.windows(2).position(|two| two == b"\n\n").unwrap() + 1;
        Self { world, made, short, whole, text }
    }

    /// Lets `wrong` be these bytes, beside the right secret.
    fn wrong(&self, bytes: &[u8]) {
        fs::write(self.world.at("wrong"), bytes).unwrap();
    }

    /// Why it is refused; nothing is left behind.
    fn refused(&self, name: &str, now: UnixTime) -> EscrowFault {
        let refused = self.world.restore_into(name, "shop", "keys", now).expect_err("it is to be refused");
        assert!(!self.world.at("keys").exists() && !self.world.at("keys.part").exists(), "nothing is left behind");
        refused
    }

    /// That it is refused for what is due, in one line; whether it is the escrow that is wrong.
    #[track_caller]
    fn check(&self, name: &str, now: UnixTime, due: &str) -> bool {
        let refused = self.refused(name, now);
        assert!(refused.to_string().contains(due) && !refused.to_string().contains('\n'), "{due}: {refused}");
        refused.is_of_the_escrow()
    }

    /// The escrow with another head, which this shop signed.
    fn signed(&self, change: &dyn Fn(&str) -> String) {
        let tenant = TenantKeys::derive(&keys::read_root(&self.world.at("root.key")).unwrap(), TENANT);
        let head = std::str::from_utf8(&self.whole[..self.text]).unwrap();
        let rest = self.whole[self.text + 1..].iter().position(|byte| *byte == b'\n').unwrap() + self.text + 2;
        self.wrong(&[tenant.escrows.sign(&change(head)).unwrap().as_bytes(), &self.whole[rest..]].concat());
    }
}

#[test]
fn an_escrow_that_was_changed_at_any_byte_or_cut_at_any_length_is_refused() {
    let lost = Lost::new();
    let whole = &lost.whole;
    // In the head, the signature, the slot, the keyring, the end.
    for at in (0..whole.len()).step_by(whole.len() / 97).chain(0..lost.text + 90).chain([whole.len() - 1]) {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        lost.wrong(&changed);
        assert!(lost.refused("wrong", BACK).is_of_the_escrow(), "byte {at}");
    }
    for length in (0..whole.len()).step_by(whole.len() / 61) {
        lost.wrong(&whole[..length]);
        assert!(lost.refused("wrong", BACK).is_of_the_escrow(), "cut at {length}");
    }
    lost.wrong(&whole[..whole.len() - 1]);
    assert!(lost.check("wrong", BACK, "cut short"));
    lost.wrong(&[&whole[..], b"x"].concat());
    assert!(lost.check("wrong", BACK, "damaged"));
}

#[test]
fn an_escrow_that_is_not_signed_another_shops_past_or_newer_is_refused() {
    let lost = Lost::new();
    lost.wrong(b"tea\n");
    assert!(lost.check("wrong", BACK, "not signed"));
    assert!(lost.check("foreign", BACK, "another shop's"));
    assert!(lost.check("nowhere", BACK, "can not be read"));
    assert!(lost.check("escrow", lost.made.ends_at, "ended at"));
    assert!(lost.check("short", lost.short.ends_at.plus(5), "ended at"));
    lost.signed(&|head| head.replace("escrow 1\n", "escrow 2\n"));
    assert!(!lost.check("wrong", BACK, "form 2"));
    let format = |number: u32| format!("format {number}");
    lost.signed(&|head| head.replace(&format(store::FORMAT), &format(store::FORMAT + 1)));
    assert!(!lost.check("wrong", BACK, "reads up to"));
    lost.signed(&|head| head.replace("bytes ", "bytes 0"));
    assert!(lost.check("wrong", BACK, "damaged"));
    // Signed by us, of another name: what is sealed is bound to its own.
    lost.signed(&|head| head.replace(&lost.made.id, &lost.short.id));
    assert!(lost.check("wrong", BACK, "secret"));
}

#[test]
fn an_escrow_opens_with_its_own_secret_the_root_key_and_an_empty_place_alone() {
    let lost = Lost::new();
    let world = &lost.world;
    fs::copy(world.at("short.secret"), world.at("wrong.secret")).unwrap();
    fs::copy(world.at("escrow"), world.at("wrong")).unwrap();
    assert!(lost.check("wrong", BACK, "the secret is not the one"));
    for text in ["tea", ""] {
        fs::write(world.at("wrong.secret"), text).unwrap();
        assert!(lost.check("wrong", BACK, "secret"));
    }
    let root = fs::read(world.at("root.key")).unwrap();
    fs::write(world.at("root.key"), fs::read(world.at("foreign.key")).unwrap()).unwrap();
    assert!(lost.check("escrow", BACK, "the root key is another's"));
    fs::write(world.at("root.key"), &root[..31]).unwrap();
    assert!(!lost.check("escrow", BACK, "32 bytes"));
    fs::write(world.at("root.key"), &root).unwrap();

    fs::create_dir(world.at("keys")).unwrap();
    fs::write(world.at("keys/note"), "").unwrap();
    let refused = world.restore_into("escrow", "shop", "keys", BACK).unwrap_err();
    assert!(matches!(refused, EscrowFault::NotEmpty) && !refused.is_of_the_escrow());
    fs::remove_file(world.at("keys/note")).unwrap();
    world.restore_into("escrow", "shop", "keys", BACK).unwrap();
}

#[test]
fn an_escrow_is_past_by_the_last_time_that_the_data_saw_whatever_the_clock_says() {
    let world = World::new();
    let village = world.open();
    let made = world.make("escrow", MADE, 1).unwrap();
    let seen = |village: &Village, at: UnixTime| village.vault.put_blob(CLOCK, &at.0.to_le_bytes()).unwrap();
    seen(&village, made.ends_at.plus(-10));
    drop(village);
    world.lose_keys();
    let refused = world.restore_into("escrow", "shop", "keys", MADE.plus(60));
    assert!(matches!(refused, Err(EscrowFault::Behind)), "{refused:?}");
    world.restore_into("escrow", "shop", "keys", made.ends_at.plus(-5)).unwrap();
    let village = world.open();
    seen(&village, made.ends_at);
    drop(village);
    fs::remove_dir_all(world.at("keys")).unwrap();
    let refused = world.restore_into("escrow", "shop", "keys", MADE.plus(60));
    assert!(matches!(refused, Err(EscrowFault::Past(_))), "{refused:?}");
}

#[test]
fn an_escrow_that_was_dropped_is_not_put_back_and_the_others_stay_noted() {
    let world = World::new();
    let village = world.open();
    let [dropped, other] = ["dropped", "other"].map(|name| world.make(name, MADE, 30).unwrap());
    village.vault.note_escrows(MADE.plus(1)).unwrap();
    assert!(crate::drop_escrow(&world.at("keys"), &dropped.id).unwrap());
    village.vault.note_escrows(MADE.plus(2)).unwrap();
    let third = world.make("third", MADE.plus(3), 30).unwrap();
    village.vault.note_escrows(MADE.plus(4)).unwrap();
    drop(village);
    world.lose_keys();
    let refused = world.restore_into("dropped", "shop", "keys", BACK);
    assert!(matches!(refused, Err(EscrowFault::Dropped)), "{refused:?}");
    let (village, _) = world.restored("other");
    assert_eq!(
        crate::escrows(&world.at("keys")).unwrap(),
        [other, third],
        "the copy of `other` did not know of `third`"
    );
    let anna = village.named("anna", Wish::SaidYes);
    assert!(village.vault.at(BACK.plus(1)).forget(&anna).unwrap().until.is_some());
}

#[test]
fn an_escrow_that_can_not_be_made_leaves_neither_file_nor_note() {
    let world = World::new();
    drop(world.open());
    let check = |name: &str, days: u32, due: &str| {
        let refused = world.make(name, MADE, days).unwrap_err().to_string();
        assert!(refused.contains(due), "{due}: {refused}");
        assert!(crate::escrows(&world.at("keys")).unwrap().is_empty());
    };
    check("escrow", 0, "ESCROW_DAYS_MAX");
    check("escrow", 91, "ESCROW_DAYS_MAX");
    check("nowhere/escrow", 30, "can not be written");
    fs::write(world.at("there"), "").unwrap();
    check("there", 30, "something at that place");
    fs::write(world.at("escrow.secret"), "").unwrap();
    check("escrow", 30, "something at that place");
    assert!(!world.at("escrow").exists() && !world.at("escrow.part").exists());
    fs::remove_file(world.at("escrow.secret")).unwrap();
    fs::rename(world.at("keys/keyring"), world.at("away")).unwrap();
    check("escrow", 30, "the keyring can not be copied");
    assert!(!world.at("escrow.secret").exists() && !world.at("escrow.part").exists());
}

#[test]
fn an_escrow_and_its_secret_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    drop(world.open());
    world.make("escrow", MADE, 30).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&world.at("escrow")), mode(&world.at("escrow.secret"))), (0o600, 0o600));
    world.lose_keys();
    world.restore_into("escrow", "shop", "keys", BACK).unwrap();
    for name in ["root.key", "slot", "keyring/store.db"] {
        assert_eq!(mode(&world.at("keys").join(name)), 0o600, "{name}");
    }
    assert_eq!(mode(&world.at("keys")), 0o700);
}
