//! Copies of the data put back in its place: nobody comes back by them, and nobody else is lost.

use super::village::{Ground, LATER, NOON, Strike, Village, Wish, bought, village};
use crate::policy::Policy;
use crate::{KeyPlace, Vault, VaultError, place};
use domain::{EventOutcome, Kind, Rung, SubjectId};
use std::path::Path;
use std::sync::Arc;
use store::{Batch, Entry, Expect, PartitionKey, Space, Store, Versioned, Write};

const SPACES: [Space; 2] = [place::LEDGER, place::HISTORY];

/// A village with its bundles in a ground of their own, as on a disk.
pub fn open(keys: &Path, ground: &Arc<Ground>, bundles: &Arc<Ground>) -> Result<Village, VaultError> {
    let keys = KeyPlace::Directory(keys);
    let vault = Vault::over(ground.clone(), bundles.clone(), keys, Policy::shipped()?, "village")?;
    Ok(Village { vault, ground: ground.clone() })
}

/// What the data holds of some people.
pub struct Copy(Vec<(PartitionKey, Vec<Option<Versioned>>, Vec<Entry>)>);

impl Copy {
    pub fn of(village: &Village, people: &[&SubjectId]) -> Self {
        let held = |who: &&SubjectId| {
            let partition = village.vault.partition(who);
            (partition, village.ground.records(&partition, &SPACES).unwrap(), village.log(partition))
        };
        Self(people.iter().map(held).collect())
    }

    /// Puts it in the place of whatever is there.
    pub fn put_back(&self, ground: &Ground) {
        for (partition, records, log) in &self.0 {
            let now = ground.records(partition, &SPACES).unwrap();
            let mut batch = Batch::new().and(Write::DeleteEntries { partition: *partition, kinds: vec![] });
            for (space, found) in SPACES.into_iter().zip(now) {
                let expect = found.map(|found| Expect::Version(found.version));
                let gone = expect.map(|expect| Write::DeleteRecord { partition: *partition, space, expect });
                batch.writes.extend(gone);
            }
            for (space, record) in SPACES.into_iter().zip(records) {
                let Some(record) = record else { continue };
                for version in 0..record.version {
                    let expect = Expect::of(version);
                    let sealed = record.sealed.clone();
                    batch = batch.and(Write::PutRecord { partition: *partition, space, expect, sealed });
                }
            }
            for entry in log.clone() {
                let Entry { partition, id, kind, at, sealed, .. } = entry;
                batch = batch.and(Write::Append { partition, id, kind, at, sealed });
            }
            ground.memory.commit(batch).unwrap();
        }
    }
}

/// The names of people whose bundles are all in one segment.
fn neighbours(village: &Village) -> [String; 3] {
    let segment = |name: &String| village.vault.partition(&super::village::subject(name)).0[0];
    let anna = "anna".to_owned();
    let mut beside = (0..).map(|number| format!("n{number}")).filter(|name| segment(name) == segment(&anna));
    let (ben, carl) = (beside.next().unwrap(), beside.next().unwrap());
    [anna, ben, carl]
}

fn is_gone(village: &Village, who: &SubjectId) {
    village.check(who, Rung::Contextual, &[]);
    let partition = village.vault.partition(who);
    assert!(village.ground.records(&partition, &SPACES).unwrap().iter().all(Option::is_none));
    assert!(village.log(partition).is_empty());
}

#[test]
fn an_older_copy_of_the_data_brings_nobody_back_and_loses_nobody_else() {
    for comes_back in [false, true] {
        let (keys, grounds) =
            (tempfile::tempdir().unwrap(), [Arc::new(Ground::default()), Arc::new(Ground::default())]);
        let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
        let [anna, ben, carl] = neighbours(&village).map(|name| village.named(&name, Wish::SaidYes));
        let old = Copy::of(&village, &[&anna, &ben, &carl]);
        assert!(village.vault.at(LATER).forget(&anna).unwrap().found);
        if comes_back {
            village.say(LATER.plus(1), &anna, &[village.about(Kind::Grant)], &village.facts());
        }
        drop(village);
        old.put_back(&grounds[0]);
        let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
        assert!(village.vault.swept_at_open(), "whoever opens it hears that a model may know too much");
        is_gone(&village, &anna);
        assert!(!open(keys.path(), &grounds[0], &grounds[1]).unwrap().vault.swept_at_open(), "once");
        for who in [&ben, &carl] {
            village.check(who, Rung::Personal, &["tea", "cup"]);
        }
        assert!(village.vault.at(LATER).forget(&ben).unwrap().found, "the segment still turns");
        village.check(&carl, Rung::Personal, &["tea", "cup"]);
        village.say(LATER.plus(2), &anna, &[village.about(Kind::Grant)], &village.facts());
        assert_eq!(village.did(LATER.plus(3), &anna, &[bought("pot", LATER.plus(3))]), [EventOutcome::Accepted]);
        assert_eq!(village.vault.at(LATER.plus(4)).open_to_subject(&anna).unwrap().unwrap().events.len(), 1);
    }
}

#[test]
fn whoever_lost_their_bundle_is_a_stranger_who_can_come_again() {
    let (keys, grounds) = (tempfile::tempdir().unwrap(), [Arc::new(Ground::default()), Arc::new(Ground::default())]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    let anna = village.named("anna", Wish::SaidYes);
    drop(village);
    let village = open(keys.path(), &grounds[0], &Arc::new(Ground::default())).unwrap();
    village.check(&anna, Rung::Contextual, &[]);
    village.say(LATER, &anna, &[village.about(Kind::Grant)], &village.facts());
    assert_eq!(village.did(LATER, &anna, &[bought("pot", LATER)]), [EventOutcome::Accepted]);
    let held = village.vault.at(LATER).open_to_subject(&anna).unwrap().unwrap();
    assert_eq!(
        (held.events.len(), held.statements.len()),
        (1, 1),
        "what was sealed under the lost bundle is taken away"
    );
}

#[test]
fn a_bundle_that_nothing_was_sealed_under_waits_for_whoever_comes_next() {
    let (keys, grounds) = (tempfile::tempdir().unwrap(), [Arc::new(Ground::default()), Arc::new(Ground::default())]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    let anna = super::village::subject("anna");
    grounds[0].strike_after(0, Strike::Before);
    assert!(village.vault.at(NOON).record(&anna, &[village.about(Kind::Grant)], &village.facts()).is_err());
    assert!(grounds[0].mend(), "the power went after the bundle was written");
    village.check(&anna, Rung::Contextual, &[]);
    village.named("anna", Wish::SaidYes);
    village.check(&anna, Rung::Personal, &["tea", "cup"]);
    assert!(village.vault.at(LATER).forget(&anna).unwrap().found);
    is_gone(&village, &anna);
}

#[test]
fn data_without_its_keyring_is_refused() {
    let keys = tempfile::tempdir().unwrap();
    let ground = Arc::new(Ground::default());
    let open = || {
        let policy = Policy::shipped().unwrap();
        Vault::open(ground.clone(), KeyPlace::Directory(keys.path()), policy, "village").map(drop)
    };
    open().unwrap();
    std::fs::rename(keys.path().join("keyring"), keys.path().join("away")).unwrap();
    assert!(matches!(open(), Err(VaultError::Keys(says)) if says.contains("the keyring is missing")));
    std::fs::rename(keys.path().join("away"), keys.path().join("keyring")).unwrap();
    open().unwrap();
}

#[test]
fn a_mark_goes_back_by_no_clock_and_forward_by_no_signal_that_is_known() {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    let marked = || village.vault.last_no(&village.vault.partition(&anna)).unwrap();
    let gpc = crate::PersonFacts { opt_out_signal: true, ..village.facts() };
    village.say(NOON.plus(5), &anna, &[], &gpc);
    assert_eq!(marked(), Some(NOON.plus(5)));
    village.say(NOON.plus(9), &anna, &[village.about(Kind::Grant)], &gpc);
    assert_eq!(marked(), Some(NOON.plus(5)), "a yes is no no, whatever browser says it");
    village.say(NOON.plus(3), &anna, &[village.about(Kind::Withdraw)], &village.facts());
    assert_eq!(marked(), Some(NOON.plus(5)), "a clock that was set back");
    // As where a crash came between the ledger and the mark.
    let writes = village.vault.without_noes(&[village.vault.partition(&anna)]).unwrap();
    village.vault.commit_keys(Batch { writes, urgent: true }).unwrap();
    village.vault.at(NOON.plus(20)).see_opt_out(&anna).unwrap();
    assert_eq!(marked(), Some(NOON.plus(5)), "marked with the next request of that browser");
}

#[test]
fn a_copy_that_lacks_somebodys_last_no_lets_them_rest_until_they_end_it_themself() {
    let (keys, grounds) = (tempfile::tempdir().unwrap(), [Arc::new(Ground::default()), Arc::new(Ground::default())]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    let names = ["anna", "ben", "carl", "dora", "emil", "fay", "gus", "hana"];
    let [anna, ben, carl, dora, emil, fay, gus, hana] = names.map(|name| village.named(name, Wish::SaidYes));
    village.say(NOON.plus(1), &dora, &[village.about_purpose(Kind::Refuse, "ads")], &village.facts());
    let cup = || crate::Hide::Item(domain::ItemId::parse("cup").unwrap());
    village.vault.at(NOON.plus(1)).veil(&dora, &cup(), true).unwrap();
    village.vault.at(NOON.plus(2)).veil(&dora, &cup(), false).unwrap();
    let old = Copy::of(&village, &[&anna, &ben, &carl, &dora, &emil, &fay, &gus, &hana]);
    village.vault.at(NOON.plus(5)).veil(&emil, &cup(), true).unwrap();
    village.vault.at(NOON.plus(5)).reset(&fay, crate::Reset::Delete).unwrap();
    let never = domain::Interest { topic: domain::Topic::Tag("cups".to_owned()), likes: false };
    let never = crate::Declared { interests: vec![never], variety: None };
    village.vault.at(NOON.plus(5)).declare(&gus, &village.ask(), &never).unwrap();
    village.say(NOON.plus(5), &anna, &[village.about(Kind::Withdraw)], &village.facts());
    let gpc = crate::PersonFacts { opt_out_signal: true, ..village.facts() };
    village.say(NOON.plus(5), &ben, &[], &gpc);
    // Whoever pauses and goes on did not take their no back by that.
    village.say(NOON.plus(5), &hana, &[village.about(Kind::Withdraw)], &village.facts());
    for paused in [true, false] {
        village.say(NOON.plus(6), &hana, &[], &crate::PersonFacts { paused: Some(paused), ..village.facts() });
    }
    village.vault.mark_restored().unwrap();
    drop(village);
    old.put_back(&grounds[0]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    for who in [&anna, &ben, &emil, &fay, &gus, &hana] {
        village.check(who, Rung::Contextual, &[]);
    }
    for who in [&carl, &dora] {
        village.check(who, Rung::Personal, &["tea", "cup"]);
    }
    village.say(LATER.plus(1), &anna, &[village.about(Kind::Grant)], &village.facts());
    assert!(
        village.vault.at(LATER.plus(2)).open_to_subject(&anna).unwrap().unwrap().paused,
        "they see it, and can end it"
    );
    let goes_on = crate::PersonFacts { paused: Some(false), ..village.facts() };
    village.say(LATER.plus(3), &anna, &[], &goes_on);
    let dossier = village.vault.at(LATER.plus(4)).open_to_subject(&anna).unwrap().unwrap();
    assert!(!dossier.paused && dossier.events.len() == 2);
    drop(village);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    assert!(!village.vault.at(LATER.plus(5)).open_to_subject(&anna).unwrap().unwrap().paused, "for good");
    assert!(village.vault.at(LATER.plus(6)).forget(&ben).unwrap().found);
    assert!(grounds[1].records(&village.vault.partition(&ben), &[place::LAST_NO]).unwrap()[0].is_none());
}
