//! The log as the shop keeps it: entered behind what is durable, in pieces, and quick to check.

use super::*;
use crate::{KeyKind, NewKey, Place, Words};
use domain::{Evidence, Kind, SubjectId};
use std::path::PathBuf;
use std::sync::Barrier;
use std::time::{Duration, Instant};
use vault::PersonFacts;
use vault::note::Witness;

const NOW: UnixTime = UnixTime(1_700_000_000);
/// How many leaves are checked, and how long that may take: a million in ten seconds (S12).
const LEAVES: u64 = 20_000;
const LEAVES_LONG: u64 = 1_000_000;
const CHECK_MAX: Duration = Duration::from_secs(10);

fn shop() -> Shop {
    Shop::open(&Place::Memory, Policy::shipped().expect("shipped"), NOW).expect("opens")
}

/// An empty folder of one test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("assent-journal-{name}-{}", std::process::id()));
    drop(fs::remove_dir_all(&folder));
    folder
}

fn says(shop: &Shop, number: i64) {
    let who = SubjectId::parse(&format!("p{number}")).expect("plain");
    let words = Words::of(Kind::Grant, "recommend", None, &Evidence::default());
    shop.say(NOW.plus(number), &who, &[words], &PersonFacts::default()).expect("says");
}

#[test]
fn what_happened_is_entered_once_and_nothing_where_nothing_did() {
    let shop = shop();
    let key = NewKey::parse(KeyKind::Decide, "store", vec![]).expect("plain");
    let made = shop.make_key(NOW, key).expect("makes").kept;
    (0..600).for_each(|number| says(&shop, number));
    shop.see(NOW.plus(700), &SubjectId::parse("p1").expect("plain")).expect("sees").expect("somebody");
    shop.revoke_key(NOW.plus(701), &made.id).expect("revokes");
    assert_eq!(shop.enter_log(NOW.plus(702)).expect("enters"), 8);
    assert_eq!(shop.enter_log(NOW.plus(703)).expect("enters"), 0);
    let audited = shop.verify_log(NOW.plus(704), None, None).expect("holds");
    let due = [("statements", 3), ("uses", 1), ("export", 1), ("key", 2), ("policy", 1)];
    assert_eq!(audited, Audited { size: 8, kinds: due.to_vec(), inclusion: None });
    let old = shop.vault.log_state().expect("reads").checkpoint;
    says(&shop, 800);
    assert_eq!(shop.verify_log(NOW.plus(801), Some(old.as_bytes()), None).expect("grew").size, 9);
    let early = shop.verify_log(NOW, None, None).expect("holds");
    assert_eq!(early.size, 9, "a clock that was set back enters nothing out of order");
}

#[test]
fn a_receipt_that_is_held_and_not_in_the_log_is_found() {
    let shop = shop();
    says(&shop, 0);
    let unlogged = shop.vault.unlogged().expect("reads");
    let leaf = Leaf { kind: LeafKind::Policy, at: NOW, words: "version 2".into(), digests: vec![] }.text().into_bytes();
    let mut edge = Edge::default();
    edge.push(sha256_of, leaf_hash(sha256_of, &leaf));
    let origin = shop.vault.log_key().name().to_owned();
    let text = Checkpoint { origin, size: 1, root: edge.root(sha256_of) }.text();
    // An operator who leaves the statement out, and signs that.
    unlogged.enter(&[leaf], LogState { size: 1, edge: edge.levels, ..LogState::default() }, &text).expect("enters");
    match shop.verify_log(NOW, None, None) {
        Err(AppError::NotProven(says)) => assert!(says.starts_with("1 statements or receipts"), "{says}"),
        other => panic!("{other:?}"),
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a switch of the tests, and how long it takes")]
fn a_long_log_is_checked_in_seconds() {
    let count = if std::env::var_os("ASSENT_PROOFS_LONG").is_some() { LEAVES_LONG } else { LEAVES };
    let leaf = |number: u64| {
        let digests = vec![sha256_of(&[&number.to_le_bytes()])];
        let kind = if number == 0 { LeafKind::Policy } else { LeafKind::Uses };
        let (words, digests) = if number == 0 { ("version 2".to_owned(), vec![]) } else { (String::new(), digests) };
        Leaf { kind, at: NOW, words, digests }.text().into_bytes()
    };
    let leaves: Vec<_> = (0..count).map(leaf).collect();
    let mut edge = Edge::default();
    leaves.iter().for_each(|leaf| edge.push(sha256_of, leaf_hash(sha256_of, leaf)));
    let now = Checkpoint { origin: "village".into(), size: count, root: edge.root(sha256_of) };
    let begun = Instant::now();
    let log = audit::check(sha256_of, &leaves, &now, None).expect("holds");
    assert_eq!(log.places.len() as u64, count - 1);
    let took = begun.elapsed();
    assert!(took < CHECK_MAX, "{took:?} for {count} leaves");
}

#[test]
fn each_file_of_the_log_is_found_by_its_path_as_the_whole_log_has_it() {
    let shop = shop();
    for number in 0..700 {
        shop.vault.at(NOW).note(Happening::Operator, format!("catalog act {number}")).expect("notes");
    }
    let files = shop.log_files(NOW).expect("writes");
    assert!(files.iter().any(|file| file.path == "tile/1/000.p/2"), "two whole tiles below");
    for file in &files {
        assert_eq!(shop.log_file(&file.path).expect("reads").as_ref(), Some(&file.bytes), "{}", file.path);
    }
    let part = shop.log_file("tile/0/000.p/9").expect("reads").expect("an earlier part of a tile stays");
    assert_eq!(part.len(), 9 * 32);
    for none in ["tile/1/000.p/3", "tile/0/003.p/1", "tile/2/000.p/1", "keys", ""] {
        assert_eq!(shop.log_file(none).expect("reads"), None, "{none}");
    }
}

#[test]
fn what_witnesses_answer_at_the_same_time_is_all_kept() {
    let folder = folder("witnesses");
    let open =
        |number: usize| Witness::open(&folder.join(number.to_string()), &format!("witness-{number}")).expect("opens");
    let witnesses: Vec<Witness> = (0..WITNESSES_MAX).map(open).collect();
    for _ in 0..50 {
        let shop = shop();
        shop.enter_log(NOW).expect("enters");
        let sent = shop.to_witness(0).expect("reads").expect("a leaf");
        let together = Barrier::new(witnesses.len());
        std::thread::scope(|scope| {
            for witness in &witnesses {
                let (shop, sent, together) = (&shop, &sent, &together);
                scope.spawn(move || {
                    let note = witness.cosign(&sent.note, NOW).expect("signs");
                    together.wait();
                    let line = &note.as_bytes()[sent.note.len()..];
                    assert!(shop.keep_witnessed(NOW, &witness.key().to_string(), sent, line).expect("keeps"));
                });
            }
        });
        assert_eq!(shop.witnessed().expect("reads").len(), witnesses.len());
    }
    drop(fs::remove_dir_all(&folder));
}

#[test]
fn a_witness_that_can_not_tell_what_it_signed_last_signs_nothing() {
    let folder = folder("unreadable");
    let shop = shop();
    shop.enter_log(NOW).expect("enters");
    let place = WitnessPlace { dir: &folder, name: "witness" };
    let witness = OpenWitness::open(place, &[shop.log_key()]).expect("opens");
    let sent = shop.to_witness(0).expect("reads").expect("a leaf").body;
    assert!(matches!(witness.ask(NOW, sent.as_bytes()), Ok(WitnessAsked::Signed(_))));
    let is_seen = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "checkpoint");
    let mut files = fs::read_dir(&folder).expect("reads").map(|entry| entry.expect("reads").path());
    let seen = files.find(is_seen).expect("it was kept");
    fs::remove_file(&seen).expect("removes");
    // What leads to itself can not be read, and is there all the same.
    std::os::unix::fs::symlink(&seen, &seen).expect("links");
    assert!(matches!(witness.ask(NOW, sent.as_bytes()), Err(AppError::File(_))));
    drop(fs::remove_dir_all(&folder));
}

#[test]
fn a_backup_is_noted_before_it_is_made_and_a_note_that_stays_stops_nothing() {
    let folder = folder("backups");
    let place = Place::disk(&folder.join("shop"), None);
    let shop = Shop::open(&place, Policy::shipped().expect("shipped"), NOW).expect("opens");
    let keys = shop.keys_dir.clone().expect("on disk");
    let operators = |shop: &Shop| {
        let kinds = shop.verify_log(NOW, None, None).expect("holds").kinds;
        kinds.iter().find(|(kind, _)| *kind == "operator").map_or(0, |(_, count)| *count)
    };
    // Where it can not be written it was begun all the same.
    assert!(crate::backup::make(&place, &folder.join("nowhere/backup"), NOW.plus(1)).is_err());
    assert_eq!(operators(&shop), 1);
    assert!(crate::backup::notes(&keys).is_empty(), "it is in the log");
    crate::backup::make(&place, &folder.join("backup"), NOW.plus(2)).expect("makes");
    assert_eq!(operators(&shop), 2);
    // What is no file can not be taken away as one.
    fs::create_dir(keys.join("7.backup-made")).expect("makes");
    assert_eq!((operators(&shop), operators(&shop)), (3, 3), "once, however often it is looked");
    says(&shop, 1);
    assert_eq!(shop.enter_log(NOW.plus(3)).expect("enters"), 1);
    drop(fs::remove_dir_all(&folder));
}
