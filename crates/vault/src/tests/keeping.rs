//! Keys, their places, and what belongs to no person.

use super::village::{Ground, NOON, Wish, bought, subject, village, village_at};
use crate::{KeyPlace, Replay, Vault, VaultError, place};
use domain::Rung;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

fn refusal(keys: &Path, ground: &Arc<Ground>) -> String {
    match village_at(keys, ground.clone()) {
        Ok(_) => panic!("it was opened"),
        Err(VaultError::Keys(says)) => says,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_vault_opens_again_with_its_keys() {
    let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
    let anna = village_at(keys.path(), ground.clone()).unwrap().person(Wish::SaidYes);
    village_at(keys.path(), ground).unwrap().check(&anna, Rung::Personal, &["tea", "cup"]);
}

#[test]
fn keys_that_are_missing_wrong_or_open_to_others_are_refused() {
    let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
    drop(village_at(keys.path(), ground.clone()).unwrap());
    let root = keys.path().join("root.key");
    let slot = keys.path().join("slot");
    let (good, sound) = (fs::read(&root).unwrap(), fs::read(&slot).unwrap());
    for file in [&root, &slot] {
        fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(refusal(keys.path(), &ground).contains("can be read by others"));
        fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
        fs::rename(file, keys.path().join("away")).unwrap();
        assert!(refusal(keys.path(), &ground).contains("missing"));
        fs::rename(keys.path().join("away"), file).unwrap();
    }
    fs::write(&root, [7; 32]).unwrap();
    assert!(refusal(keys.path(), &ground).contains("not the one"));
    fs::write(&root, [7; 31]).unwrap();
    assert!(refusal(keys.path(), &ground).contains("32 bytes"));
    fs::write(&root, good).unwrap();
    fs::write(&slot, &sound[..sound.len() - 1]).unwrap();
    assert!(refusal(keys.path(), &ground).contains("damaged"));
    fs::write(&slot, sound).unwrap();
    village_at(keys.path(), ground.clone()).unwrap();
    let policy = crate::policy::Policy::shipped().unwrap();
    assert!(matches!(Vault::open(ground, KeyPlace::Memory, policy, "village"), Err(VaultError::Keys(_))));
}

#[test]
fn blobs_are_put_together_listed_in_order_and_taken_out() {
    let village = village();
    let vault = &village.vault;
    let blobs = ["b/2", "b/1", "c/1"].map(|name| (name.to_owned(), name.as_bytes().to_vec()));
    vault.put_blobs(&blobs).unwrap();
    vault.put_blob("b/1", b"again").unwrap();
    assert_eq!(vault.blobs("b/").unwrap(), [("b/1".to_owned(), b"again".to_vec()), blobs[0].clone()]);
    vault.delete_blobs(&["b/1".to_owned(), "d".to_owned()]).unwrap();
    assert_eq!(vault.blob("b/1").unwrap(), None);
}

#[test]
fn an_answer_is_kept_for_a_retry_of_the_same_request_for_a_day() {
    let village = village();
    let at = village.vault.at(NOON);
    assert_eq!(at.replay("shop", "key", b"request").unwrap(), Replay::New);
    at.keep_replay("shop", "key", b"request", 201, b"answer").unwrap();
    assert_eq!(at.replay("shop", "key", b"request").unwrap(), Replay::Same(201, b"answer".to_vec()));
    assert_eq!(at.replay("shop", "key", b"another").unwrap(), Replay::Mismatch);
    assert_eq!(at.replay("other", "key", b"request").unwrap(), Replay::New);
    assert_eq!(village.vault.at(NOON.plus(86_401)).replay("shop", "key", b"another").unwrap(), Replay::New);
}

#[test]
fn a_kept_answer_opens_to_the_same_request_alone_and_is_gone_after_a_day() {
    let village = village();
    let answers = || {
        let mut found = Vec::new();
        let keep = &mut |(_, kept): (store::PartitionKey, store::Versioned)| {
            found.push(kept.sealed);
            std::ops::ControlFlow::Continue(())
        };
        store::Store::scan_records(&*village.ground, place::REPLAY, &store::PartitionKey::FIRST, keep).unwrap();
        found
    };
    let at = village.vault.at(NOON);
    for number in 0..crate::SWEPT_MAX + 5 {
        at.keep_replay("shop", &number.to_string(), b"anna bought tea", 200, b"anna").unwrap();
    }
    let next = village.vault.at(NOON.plus(86_401)).sweep_replays([0; 16]).unwrap();
    assert_eq!(answers().len(), 5, "a sweep has a limit");
    assert_eq!(village.vault.at(NOON.plus(86_401)).sweep_replays(next).unwrap(), [0; 16]);
    assert!(answers().is_empty());
    at.keep_replay("shop", "key", b"anna bought tea", 200, b"anna").unwrap();
    at.sweep_replays([0; 16]).unwrap();
    assert_eq!(answers().len(), 1, "a young one stays");
}

#[test]
fn nothing_on_the_ground_is_in_the_clear() {
    let village = village();
    let anna = village.named("anna-the-potter", Wish::SaidYes);
    village.did(NOON, &anna, &[bought("a-very-green-teapot", NOON)]);
    village.ask_about(&anna).unwrap();
    let partition = village.vault.partition(&anna);
    let records = [place::KEYRING, place::LEDGER, place::HISTORY];
    let records = store::Store::records(&*village.ground, &partition, &records).unwrap();
    let mut bytes: Vec<Vec<u8>> = records.into_iter().map(|record| record.unwrap().sealed).collect();
    bytes.extend(village.log(partition).into_iter().map(|entry| [entry.sealed, entry.id.0.to_vec()].concat()));
    for secret in ["anna-the-potter", "green-teapot", "recommend", "said so at the well"] {
        let found = |bytes: &Vec<u8>| bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!bytes.iter().any(found), "{secret}");
    }
    assert_ne!(village.vault.partition(&subject("anna-the-potter")), super::village::village().vault.partition(&anna));
}
