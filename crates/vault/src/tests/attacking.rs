//! An attacker with the root key, the slot and keyring of today, every byte on the disk and every backup: whoever was erased
//! can not be read by them, and everybody else can.

use super::village::{Ground, LATER, Village, Wish};
use crate::policy::Policy;
use crate::seal::Secret;
use crate::seal::keyring::Keyring;
use crate::seal::keys::{self, SubjectKeys, TenantKeys};
use crate::{KeyPlace, Vault, place};
use domain::SubjectId;
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Embedded, PartitionKey, ReadOnly, Scope, Store};

const ERASED: usize = 20;
const ERASED_LONG: usize = 1_000;
const TENANT: &str = "village";
/// A sealed bundle: its generation, a nonce, a secret, a tag.
const BUNDLE_BYTES: usize = 4 + 12 + 32 + 16;
/// How far behind a name its bundle may stand, and in how many versions.
const SHIFT_MAX: usize = 9;
const VERSIONS_MAX: u64 = 64;

/// Every file below a directory, one behind the other.
fn every_byte(dir: &Path, into: &mut Vec<u8>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            every_byte(&path, into);
        } else {
            into.extend(fs::read(path).unwrap());
        }
    }
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy_dir(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// What an attacker has.
struct Attacker {
    keyring: Keyring,
    /// Everything that stands on disks, free pages and journals included.
    bytes: Vec<u8>,
}

/// What an attacker found of somebody: places that look like a bundle of theirs, and the secret where one opens.
#[derive(Default)]
struct Loot {
    seen: usize,
    secret: Option<Secret>,
}

impl Attacker {
    /// Takes the keys, and every byte below these directories.
    fn new(keys: &Path, disks: &[&Path]) -> Self {
        let root = keys::root(keys, false).unwrap();
        let keyring = Keyring::open(keys, TenantKeys::derive(&root, TENANT).keyring.clone(), false).unwrap();
        let mut bytes = Vec::new();
        disks.iter().for_each(|disk| every_byte(disk, &mut bytes));
        Self { keyring, bytes }
    }

    /// Looks at each place where somebody's name stands, and tries all that may be a bundle behind it.
    fn search(&self, people: &[PartitionKey]) -> BTreeMap<PartitionKey, Loot> {
        let mut found: BTreeMap<_, _> = people.iter().map(|partition| (*partition, Loot::default())).collect();
        let mut begins = vec![false; 1 << 16];
        let begin = |bytes: &[u8]| usize::from(u16::from_le_bytes([bytes[0], bytes[1]]));
        people.iter().for_each(|partition| begins[begin(&partition.0)] = true);
        for at in 0..self.bytes.len() - 16 {
            if !begins[begin(&self.bytes[at..at + 2])] {
                continue;
            }
            let name = PartitionKey(self.bytes[at..at + 16].try_into().unwrap());
            if let Some(loot) = found.get_mut(&name) {
                loot.seen += 1;
                loot.secret = loot.secret.take().or_else(|| self.try_behind(&name, at + 16));
            }
        }
        found
    }

    fn try_behind(&self, name: &PartitionKey, at: usize) -> Option<Secret> {
        (at..at + SHIFT_MAX).find_map(|start| {
            let sealed = self.bytes.get(start..start + BUNDLE_BYTES)?;
            (1..=VERSIONS_MAX).find_map(|version| self.keyring.open_bundle(name, version, sealed).ok())
        })
    }
}

/// How many rows a copy holds of somebody, and how many of them this secret opens.
fn read(copy: &dyn Store, who: &PartitionKey, secret: Option<&Secret>) -> (usize, usize) {
    let keys = secret.map(SubjectKeys::derive);
    let (mut held, mut opened) = (0, 0);
    for (space, found) in place::HELD.into_iter().zip(copy.records(who, &place::HELD).unwrap()) {
        let Some(found) = found else { continue };
        held += 1;
        let opens =
            |keys: &SubjectKeys| keys.record.open(&place::record(who, space, found.version), &found.sealed).is_ok();
        opened += usize::from(keys.as_ref().is_some_and(opens));
    }
    let each = &mut |entry: store::Entry| {
        held += 1;
        let opens =
            |keys: &SubjectKeys| keys.log.open(&place::entry(who, entry.kind, &entry.id), &entry.sealed).is_ok();
        opened += usize::from(keys.as_ref().is_some_and(opens));
        ControlFlow::Continue(())
    };
    copy.scan_log(Scope::Partition(*who), each).unwrap();
    (held, opened)
}

/// A shop on a disk, with people of whom half are erased, and its backups.
struct Shop {
    dir: tempfile::TempDir,
    backups: Vec<ReadOnly>,
}

impl Shop {
    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn village(&self) -> Village {
        let store = Arc::new(Embedded::open(&self.at("data")).unwrap());
        let policy = Policy::shipped().unwrap();
        let vault = Vault::open(store, KeyPlace::Directory(&self.at("keys")), policy, TENANT).unwrap();
        Village { vault, ground: Arc::new(Ground::default()) }
    }

    fn back_up(&mut self, name: &str) {
        let to = self.at("backups").join(name);
        store::copy(&self.at("data"), &to).unwrap();
        self.backups.push(ReadOnly::open(&to).unwrap());
    }
}

#[test]
fn with_root_key_slot_raw_disk_and_every_backup_nobody_who_was_erased_is_read_and_everybody_else_is() {
    let mut shop = Shop { dir: tempfile::tempdir().unwrap(), backups: Vec::new() };
    fs::create_dir(shop.at("backups")).unwrap();
    let count = if std::env::var_os("ASSENT_PROOFS_LONG").is_some() { ERASED_LONG } else { ERASED };
    let village = shop.village();
    let named = |number: usize| village.named(&format!("p{number}"), Wish::SaidYes);
    let people: Vec<SubjectId> = (0..2 * count).map(named).collect();
    let names: Vec<PartitionKey> = people.iter().map(|who| village.vault.partition(who)).collect();
    shop.back_up("before");
    copy_dir(&shop.at("keys"), &shop.at("keys-before"));
    for (number, who) in people[..count].iter().enumerate() {
        if number == count / 2 {
            shop.back_up("between");
        }
        assert!(village.vault.at(LATER).forget(who).unwrap().found);
    }
    shop.back_up("after");
    // While it is open, with its journals, and once more when it is closed.
    for disk in ["keys", "data"] {
        copy_dir(&shop.at(disk), &shop.at("open").join(disk));
    }
    drop(village);

    let disks = [shop.at("open"), shop.at("keys"), shop.at("data"), shop.at("backups")];
    let attacker = Attacker::new(&shop.at("keys"), &disks.each_ref().map(PathBuf::as_path));
    let loot = attacker.search(&names);
    let seen = |people: &[PartitionKey]| people.iter().map(|name| loot[name].seen).sum::<usize>();
    println!(
        "{} bytes; names seen of erased people {}, of others {}",
        attacker.bytes.len(),
        seen(&names[..count]),
        seen(&names[count..])
    );
    assert!(names.iter().all(|name| loot[name].seen > 0), "everybody's name stands somewhere");
    let opened = |people: &[PartitionKey]| people.iter().filter(|name| loot[name].secret.is_some()).count();
    assert_eq!((opened(&names[..count]), opened(&names[count..])), (0, count));
    let data = Embedded::open(&shop.at("data")).unwrap();
    let copies: Vec<&dyn Store> =
        shop.backups.iter().map(|copy| copy as &dyn Store).chain([&data as &dyn Store]).collect();
    for (number, name) in names.iter().enumerate() {
        let rows: Vec<_> = copies.iter().map(|copy| read(*copy, name, loot[name].secret.as_ref())).collect();
        if number < count {
            assert!(rows[0].0 > 0 && rows.iter().all(|(_, opened)| *opened == 0), "{rows:?}");
        } else {
            assert!(rows.iter().all(|(held, opened)| held > &3 && opened == held), "{rows:?}");
        }
    }

    // What breaks it, and is said so: keys and keyring of before, together with data of before.
    let earlier = Attacker::new(&shop.at("keys-before"), &[&shop.at("keys-before")]).search(&names);
    assert!(names.iter().all(|name| earlier[name].secret.is_some()), "the attack works where a secret is left");
    let whole = |name: &PartitionKey| read(copies[0], name, earlier[name].secret.as_ref());
    assert!(names.iter().map(whole).all(|(held, opened)| held > 3 && held == opened));
}
