//! Receipts of erasures: always one, always the same, and checked against the keyring, the data and copies of it. And
//! whoever was erased is not brought back by what is sent, imported or put back again.

use super::copies::{Copy, open};
use super::village::{Ground, LATER, NOON, Village, Wish, bought, subject, village};
use crate::note::{Note, VerifierKey};
use crate::seal::keyring::Keyring;
use crate::seal::keys::{self, SubjectKeys, TenantKeys};
use crate::{Arrival, ErasureFault, Intake, StatementError, VaultError, place};
use domain::{Actor, EventOutcome, Kind, SubjectId};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use store::{Batch, PartitionKey, Store, Versioned, Write};

fn receipt(village: &Village, at: i64, who: &SubjectId) -> String {
    let erasure = village.vault.at(LATER.plus(at)).forget_from(who, Some(&|| "c0ffee".to_owned())).unwrap();
    erasure.receipt.expect("an erasure has a receipt")
}

fn check(village: &Village, receipt: &str, copies: &[&dyn Store]) -> Result<(bool, Vec<u64>), ErasureFault> {
    let found = village.vault.verify_erasure(receipt.as_bytes(), None, copies)?;
    Ok((found.is_back, found.unreadable))
}

#[test]
fn a_receipt_says_what_was_destroyed_and_not_of_whom() {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    village.vault.at(LATER).open_to_subject(&anna).unwrap();
    let note = receipt(&village, 1, &anna);
    let key = VerifierKey::parse(&village.vault.erasure_key().to_string()).unwrap();
    let text = Note::parse(note.as_bytes()).unwrap().verify(std::slice::from_ref(&key)).unwrap().text.to_owned();
    for line in [
        "names 1",
        "identifiers 0",
        "records 2",
        "events 2",
        "statements 1",
        "receipts 1",
        "model c0ffee",
        &format!("at {}", LATER.0 + 1),
        "shop assent.local/village/erasures",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}: {text}");
    }
    let partition = crate::receipts::hex(&village.vault.partition(&anna).0);
    assert!(!note.contains("anna") && !note.contains(&partition), "{note}");
    let own_key = village.vault.note_key();
    let other = Note::parse(note.as_bytes()).unwrap().verify(std::slice::from_ref(&own_key)).map(drop);
    assert!(other.is_err(), "the key of receipts of consent signs nothing else");
}

#[test]
fn an_erasure_asked_for_a_hundred_times_has_one_answer_for_visitors_too() {
    let village = village();
    for name in ["anna", "visitor-4f1c00aa51"] {
        let who = village.named(name, Wish::SaidYes);
        let first = receipt(&village, 0, &who);
        for again in 1..=100 {
            let answer = village.vault.at(LATER.plus(again)).forget(&who).unwrap();
            assert_eq!((answer.found, answer.at, answer.receipt.as_ref()), (false, LATER, Some(&first)));
        }
        assert_eq!(village.vault.erasure_receipt(&first[25..57]).unwrap().as_ref(), Some(&first));
    }
    assert_eq!(village.vault.erasures().unwrap().len(), 2, "the operator keeps one of each");
    let nobody = village.vault.at(LATER).forget(&subject("nobody")).unwrap();
    assert_eq!((nobody.found, nobody.receipt), (false, None));
}

#[test]
fn an_erasure_that_was_cut_short_has_the_receipt_of_what_it_began_with() {
    use super::village::{Strike, village_at};
    for commits in 2..5 {
        let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
        let village = village_at(keys.path(), ground.clone()).unwrap();
        let anna = village.named("anna", Wish::SaidYes);
        ground.strike_after(commits, Strike::Before);
        assert!(village.vault.at(LATER).forget(&anna).is_err());
        assert_eq!(village.vault.erasures().unwrap(), [], "what is not whole has no receipt to list");
        drop(village);
        ground.mend();
        let village = village_at(keys.path(), ground).unwrap();
        let answer = village.vault.at(LATER.plus(9)).forget(&anna).unwrap();
        let note = answer.receipt.expect("the start finished it");
        assert!(note.contains("\nevents 2\nstatements 1\n") && answer.at == LATER, "{note}");
        assert_eq!(check(&village, &note, &[]).unwrap(), (false, vec![]));
        assert_eq!(village.vault.erasures_after(None, 9).unwrap().len(), 1);
    }
}

#[test]
fn a_receipt_is_checked_against_keyring_data_and_copies() {
    let (keys, grounds) = (tempfile::tempdir().unwrap(), [Arc::new(Ground::default()), Arc::new(Ground::default())]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    let [anna, ben] = ["anna", "ben"].map(|name| village.named(name, Wish::SaidYes));
    let before = Copy::of(&village, &[&anna, &ben]);
    let backup = Ground::default();
    before.put_back(&backup);
    let slot = std::fs::read(keys.path().join("slot")).unwrap();
    let note = receipt(&village, 0, &anna);
    assert_eq!(check(&village, &note, &[]).unwrap(), (false, vec![]));
    assert_eq!(check(&village, &note, &[&backup, &Ground::default()]).unwrap(), (false, vec![5, 0]));
    let of = |who| village.vault.verify_erasure(note.as_bytes(), Some(who), &[]);
    assert!(of(&anna).is_ok() && matches!(of(&ben), Err(ErasureFault::SomebodyElse)));
    let changed = note.replace("events 2", "events 3");
    assert!(matches!(check(&village, &changed, &[]), Err(ErasureFault::Note(_))));
    assert!(matches!(check(&village, "tea\n", &[]), Err(ErasureFault::Note(_))));

    before.put_back(&grounds[0]);
    assert!(matches!(check(&village, &note, &[]), Err(ErasureFault::Left(5))), "old rows are found");
    let anna_only = Write::DeleteEntries { partition: village.vault.partition(&anna), kinds: vec![] };
    grounds[0].memory.commit(Batch::new().and(anna_only)).unwrap();
    assert!(matches!(check(&village, &note, &[]), Err(ErasureFault::Left(2))));
    drop(village);

    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    assert_eq!(check(&village, &note, &[]).unwrap(), (false, vec![]), "the start took them out again");
    village.say(LATER.plus(5), &anna, &[village.about(Kind::Grant)], &village.facts());
    village.did(LATER.plus(6), &anna, &[bought("pot", LATER.plus(6))]);
    assert_eq!(check(&village, &note, &[&backup, &*grounds[0]]).unwrap(), (true, vec![5, 4]), "she came back");
    receipt(&village, 50, &anna);
    assert_eq!(check(&village, &note, &[]).unwrap(), (false, vec![]), "an older receipt holds on");
    drop(village);

    std::fs::write(keys.path().join("slot"), slot).unwrap();
    // The keyring of after with the slot of before opens nothing any more, and the receipt says so.
    let vault = crate::Vault::over(
        Arc::new(Ground::default()),
        Arc::new(Ground::default()),
        crate::KeyPlace::Directory(keys.path()),
        crate::policy::Policy::shipped().unwrap(),
        "village",
    );
    let unknown = vault.unwrap().verify_erasure(note.as_bytes(), None, &[]);
    assert!(matches!(unknown, Err(ErasureFault::Unknown)));
}

#[test]
fn whoever_was_erased_is_not_brought_back_by_what_is_sent_again() {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    receipt(&village, 0, &anna);
    let at = |seconds| village.vault.at(LATER.plus(seconds));
    let yes = village.about(Kind::Grant);
    let says =
        |seconds: i64, draft: &crate::Draft| at(seconds).record(&anna, std::slice::from_ref(draft), &village.facts());
    let refused = |said: Result<String, VaultError>, why| match said {
        Err(VaultError::Statement(found)) => assert_eq!(found, why),
        other => panic!("{other:?}"),
    };
    refused(says(1, &yes), StatementError::SaidBefore);
    refused(says(1, &crate::Draft { client_at: Some(LATER), ..yes.clone() }), StatementError::SaidBefore);
    refused(says(1, &crate::Draft { actor: Actor::Import, ..yes.clone() }), StatementError::Erased);
    // A no always stands; it does not bring anybody back.
    says(2, &village.about(Kind::Refuse)).unwrap();
    refused(says(3, &crate::Draft { actor: Actor::Import, ..yes.clone() }), StatementError::SaidBefore);
    let file = Intake { arrival: Arrival::File, ..village.intake() };
    for (seconds, intake) in [(4, village.intake()), (5, file)] {
        for event in [bought("tea", NOON), bought("pot", LATER.plus(seconds))] {
            let sent = [(anna.clone(), event)];
            assert_eq!(at(seconds).keep(&intake, &sent).unwrap(), [EventOutcome::NoConsent]);
        }
    }
    says(6, &crate::Draft { client_at: Some(LATER.plus(6)), ..yes }).unwrap();
    assert_eq!(village.did(LATER.plus(7), &anna, &[bought("tea", LATER)]), [EventOutcome::NoConsent]);
    assert_eq!(village.did(LATER.plus(7), &anna, &[bought("pot", LATER.plus(7))]), [EventOutcome::Accepted]);
}

#[test]
fn a_stranger_who_was_erased_stays_out_even_where_nobody_is_asked() {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    let mut intake = village.intake();
    intake.ask.jurisdictions = vec![village.vault.policy().jurisdiction("us-tx")];
    let sends = |who: &SubjectId, at: i64| {
        village.vault.at(LATER.plus(at)).keep(&intake, &[(who.clone(), bought("pot", LATER.plus(at)))]).unwrap()
    };
    assert_eq!(sends(&subject("new"), 1), [EventOutcome::Accepted], "the law asks nobody there");
    receipt(&village, 2, &anna);
    assert_eq!(sends(&anna, 3), [EventOutcome::NoConsent]);
    assert!(village.vault.at(LATER.plus(4)).open_to_subject(&anna).unwrap().is_none(), "and nothing is kept");
}

/// What somebody has who took the root key, the slot of now, every sealed bundle that ever was, and every copy of the data.
struct Attacker {
    keyring: Keyring,
    bundles: Vec<(PartitionKey, Versioned)>,
    copies: Vec<(PartitionKey, Versioned)>,
}

impl Attacker {
    fn takes(&mut self, village: &Village, bundles: &Ground) {
        for (space, all) in [(place::KEYRING, &mut self.bundles), (place::LEDGER, &mut self.copies)] {
            let ground = if space == place::KEYRING { bundles } else { &*village.ground };
            ground
                .scan_records(space, &PartitionKey::FIRST, &mut |found| {
                    all.push(found);
                    ControlFlow::Continue(())
                })
                .unwrap();
        }
    }

    /// The keys of every bundle there ever was that the slot still opens.
    fn keys(&self) -> Vec<SubjectKeys> {
        let opened =
            |(of, found): &(PartitionKey, Versioned)| self.keyring.open_bundle(of, found.version, &found.sealed).ok();
        let secrets: BTreeMap<[u8; 32], _> =
            self.bundles.iter().filter_map(opened).map(|bundle| (bundle.0, bundle)).collect();
        secrets.values().map(SubjectKeys::derive).collect()
    }

    /// How many of some people's ledgers any of these keys opens, in any copy there ever was.
    fn reads(&self, people: &[PartitionKey]) -> usize {
        let keys = self.keys();
        let is_read = |person: &&PartitionKey| {
            let copies: BTreeMap<&[u8], u64> = self
                .copies
                .iter()
                .filter(|(of, _)| of == *person)
                .map(|(_, found)| (found.sealed.as_slice(), found.version))
                .collect();
            copies.iter().any(|(sealed, version)| {
                let place = place::record(person, place::LEDGER, *version);
                keys.iter().any(|keys| keys.record.open(&place, sealed).is_ok())
            })
        };
        people.iter().filter(is_read).count()
    }
}

/// People who are erased and who stay, and after how many erasures the attacker takes everything again.
const ATTACKED: (usize, usize, usize) = (40, 20, 10);
const ATTACKED_LONG: (usize, usize, usize) = (1_000, 100, 100);

#[test]
fn whoever_takes_every_key_and_every_copy_there_ever_was_reads_nobody_who_was_erased_and_everybody_else() {
    let long = std::env::var_os("ASSENT_PROOFS_LONG").is_some();
    let (erased, stay, every) = if long { ATTACKED_LONG } else { ATTACKED };
    let (dir, grounds) = (tempfile::tempdir().unwrap(), [Arc::new(Ground::default()), Arc::new(Ground::default())]);
    let village = open(dir.path(), &grounds[0], &grounds[1]).unwrap();
    let people: Vec<_> = (0..erased + stay).map(|n| village.named(&format!("p{n}"), Wish::SaidYes)).collect();
    let partitions: Vec<_> = people.iter().map(|who| village.vault.partition(who)).collect();
    let tenant = || TenantKeys::derive(&keys::root(dir.path(), false).unwrap(), "village").keyring;
    let keyring = || Keyring::open(dir.path(), tenant(), false).unwrap();
    let mut attacker = Attacker { keyring: keyring(), bundles: Vec::new(), copies: Vec::new() };
    attacker.takes(&village, &grounds[1]);
    assert_eq!(attacker.reads(&partitions), erased + stay, "before, the same attack reads everybody");
    for (at, who) in people[..erased].iter().enumerate() {
        receipt(&village, i64::try_from(at).unwrap(), who);
        if at % every == 0 {
            attacker.takes(&village, &grounds[1]);
        }
    }
    attacker.takes(&village, &grounds[1]);
    attacker.keyring = keyring();
    assert_eq!((attacker.reads(&partitions[..erased]), attacker.reads(&partitions[erased..])), (0, stay));
}

#[test]
fn what_the_log_does_not_know_yet_of_somebody_is_noted_before_they_are_erased() {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    village.ask_about(&anna).unwrap();
    let digests = |village: &Village| -> Vec<_> {
        let unlogged = village.vault.unlogged().unwrap();
        unlogged
            .happened
            .iter()
            .filter(|one| one.what != crate::Happening::Erasure)
            .filter_map(|one| one.digest)
            .collect()
    };
    let mut before = digests(&village);
    assert_eq!(before.len(), 2, "a statement and a use");
    receipt(&village, 0, &anna);
    let mut after = digests(&village);
    before.sort_unstable();
    after.sort_unstable();
    assert_eq!(before, after, "the same digests, though the rows and the key are gone");
    let erasures = village.vault.unlogged().unwrap().happened;
    assert_eq!(erasures.iter().filter(|one| one.what == crate::Happening::Erasure).count(), 1);
}
