//! A ground that counts its writes, can be full and can fail shows that news cost one write a lesson and hold nobody's no
//! up, and that whatever cuts a lesson off leaves a whole model.

use super::*;
use crate::Words;
use domain::{Evidence, Kind, SubjectId, UnixTime};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use store::{Batch, Entry, EntryId, Memory, PartitionKey, Scope, Space, Store, StoreError, Versioned, Visit, Write};
use vault::policy::Policy;
use vault::{KeyPlace, PersonFacts};

const NOW: UnixTime = UnixTime(1_700_000_000);

/// A ground that counts how often it was told of news. While it is full it takes what is urgent alone.
#[derive(Default)]
struct Ground {
    under: Memory,
    full: AtomicBool,
    told: AtomicU32,
    /// Whether no blob can be read any more.
    gone: AtomicBool,
    /// How many reads and commits are left before each goes wrong; none does where it is not set.
    left: Mutex<Option<u32>>,
}

impl Ground {
    fn step(&self) -> Result<(), StoreError> {
        match &mut *self.left.lock().expect("whole") {
            None => Ok(()),
            Some(0) => Err(StoreError::Medium("the disk went".to_owned())),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
        }
    }
}

impl Store for Ground {
    fn records(&self, partition: &PartitionKey, spaces: &[Space]) -> Result<Vec<Option<Versioned>>, StoreError> {
        self.step()?;
        self.under.records(partition, spaces)
    }

    fn entry(&self, partition: &PartitionKey, id: &EntryId) -> Result<Option<Entry>, StoreError> {
        self.under.entry(partition, id)
    }

    fn names(&self, partition: &PartitionKey, from: &EntryId, through: &EntryId) -> Result<Vec<EntryId>, StoreError> {
        self.under.names(partition, from, through)
    }

    fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        self.step()?;
        if self.full.load(Ordering::Relaxed) && !batch.urgent {
            return Err(StoreError::Full);
        }
        let is_news = |write: &Write| matches!(write, Write::PutBlob { name, .. } if name == BLOB);
        self.told.fetch_add(u32::from(batch.writes.iter().any(is_news)), Ordering::Relaxed);
        self.under.commit(batch)
    }

    fn scan_log(&self, scope: Scope, visit: Visit<'_, Entry>) -> Result<(), StoreError> {
        self.under.scan_log(scope, visit)
    }

    fn scan_records(
        &self,
        space: Space,
        from: &PartitionKey,
        visit: Visit<'_, (PartitionKey, Versioned)>,
    ) -> Result<(), StoreError> {
        self.under.scan_records(space, from, visit)
    }

    fn blob(&self, name: &str) -> Result<Option<Versioned>, StoreError> {
        if self.gone.load(Ordering::Relaxed) {
            return Err(StoreError::Medium("the disk went".to_owned()));
        }
        self.under.blob(name)
    }

    fn scan_blobs(&self, prefix: &str, visit: Visit<'_, (String, Versioned)>) -> Result<(), StoreError> {
        self.under.scan_blobs(prefix, visit)
    }

    fn healthy(&self) -> bool {
        true
    }
}

fn open() -> (Arc<Ground>, Shop) {
    let ground = Arc::new(Ground::default());
    let policy = Policy::shipped().expect("shipped");
    let shop = Shop::over(Arc::<Ground>::clone(&ground), KeyPlace::Memory, policy, NOW).expect("opens");
    (ground, shop)
}

fn say(shop: &Shop, at: i64, kind: Kind) {
    let who = SubjectId::parse("ada").expect("plain");
    let words = Words::of(kind, "train", None, &Evidence::default());
    shop.say(NOW.plus(at), &who, &[words], &PersonFacts::default()).expect("says");
}

#[test]
fn news_cost_one_write_for_each_lesson_and_none_for_each_change() {
    let (ground, shop) = open();
    for lesson in 1..4_u32 {
        for change in 0..5 {
            say(&shop, i64::from(lesson * 10 + change), Kind::Withdraw);
        }
        assert_eq!(ground.told.load(Ordering::Relaxed), lesson);
        shop.train(NOW.plus(1_000), &|_| {}).expect("trains");
    }
}

#[test]
fn a_full_ground_takes_a_no_an_erasure_and_the_news_of_them() {
    let (ground, shop) = open();
    let kept = || News::load(&shop.vault).expect("loads").any();
    say(&shop, 0, Kind::Grant);
    shop.train(NOW, &|_| {}).expect("trains");
    ground.full.store(true, Ordering::Relaxed);
    say(&shop, 1, Kind::Withdraw);
    assert!(shop.forget(NOW.plus(2), &SubjectId::parse("ada").expect("plain")).expect("forgets").found);
    assert!(shop.has_news() && kept());
}

/// Six people who teach, and a model of them.
fn taught() -> (Arc<Ground>, Shop) {
    let (ground, shop) = open();
    let item = |id: &str| domain::Item::named(domain::ItemId::parse(id).expect("plain"), id.to_owned());
    shop.put_items(vec![item("cup"), item("tea")]).expect("puts");
    (0..7).for_each(|number| {
        crate::train::tests::teach(&shop, number);
    });
    shop.train(NOW, &|_| {}).expect("trains");
    (ground, shop)
}

#[test]
fn a_lesson_or_a_settling_that_is_cut_off_anywhere_leaves_a_whole_model_in_use_and_the_same_kept() {
    for settle in [false, true] {
        let (ground, shop) = taught();
        let old = shop.model().checksum();
        crate::train::tests::withdraw(&shop, NOW.plus(1), 3);
        let (mut cut_off, mut with_old) = (0, 0);
        for steps in 0.. {
            *ground.left.lock().expect("whole") = Some(steps);
            let done = match settle && shop.following().is_some() {
                true => shop.settle(NOW.plus(2), false).map(|_| ()),
                false => shop.train(NOW.plus(2), &|_| {}).map(|_| ()),
            };
            *ground.left.lock().expect("whole") = None;
            let kept = crate::kept::load(&shop.vault).expect("reads").0.checksum();
            assert_eq!(kept, shop.model().checksum(), "what serves is what is kept");
            if done.is_ok() {
                break;
            }
            assert!(matches!(done, Err(AppError::Vault(_))));
            (cut_off, with_old) = (cut_off + 1, with_old + u32::from(kept == old));
        }
        assert!(cut_off > 5 && with_old > 0, "{cut_off} {with_old}");
        assert_ne!(shop.model().checksum(), old);
        assert!(
            shop.verify_model(NOW.plus(3), Some(&SubjectId::parse("s3").expect("plain"))).expect("verifies").is_equal()
        );
    }
}

/// Puts other bytes in the place of a blob's, behind the back of whoever sealed it.
fn put_raw(ground: &Ground, name: &str, sealed: Vec<u8>) {
    let expect = store::Expect::of(ground.under.blob_version(name).expect("reads"));
    ground.under.commit(Batch::new().and(Write::PutBlob { name: name.to_owned(), expect, sealed })).expect("puts");
}

/// How many people are in the model that would serve after a start, and why the kept one would not.
fn kept(shop: &Shop) -> (u32, Option<crate::Unreadable>) {
    let (model, why) = crate::kept::load(&shop.vault).expect("is no fault of the data");
    (model.people(), why)
}

#[test]
fn a_model_of_another_shop_is_not_read() {
    let ((here, shop), (there, _other)) = (taught(), taught());
    let name = crate::kept::BLOB;
    let theirs = there.under.blob(name).expect("reads").expect("is kept");
    let ours = here.under.blob(name).expect("reads").expect("is kept");
    assert_eq!(theirs.version, ours.version, "it is in the very same place");
    put_raw(&here, name, theirs.sealed);
    assert_eq!(kept(&shop), (0, Some(crate::Unreadable::Damaged)));
}

#[test]
fn a_model_that_is_damaged_cut_or_lacks_a_piece_is_learned_anew_and_a_ground_that_fails_is_not_taken_for_one() {
    let harms: [fn(&Ground, &str); 4] = [
        |ground, _| put_raw(ground, crate::kept::BLOB, vec![7; 100]),
        |ground, piece| {
            let mut sealed = ground.under.blob(piece).expect("reads").expect("is kept").sealed;
            sealed[99] ^= 1;
            put_raw(ground, piece, sealed);
        },
        |ground, piece| put_raw(ground, piece, vec![7]),
        |ground, piece| {
            ground.under.commit(Batch::new().and(Write::DeleteBlob { name: piece.to_owned() })).expect("takes out");
        },
    ];
    for harm in harms {
        let (ground, shop) = taught();
        let people = shop.model().people();
        assert_eq!(kept(&shop), (people, None));
        let mut pieces = Vec::new();
        let mut take = |(name, _): (String, Versioned)| {
            pieces.push(name);
            std::ops::ControlFlow::Continue(())
        };
        ground.under.scan_blobs("model/current/", &mut take).expect("reads");
        harm(&ground, &pieces[0]);
        assert_eq!(kept(&shop), (0, Some(crate::Unreadable::Damaged)));
        crate::train::tests::withdraw(&shop, NOW.plus(1), 3);
        shop.train(NOW.plus(2), &|_| {}).expect("trains");
        assert_eq!(kept(&shop), (people - 1, None), "who withdrew meanwhile is not in it");
        ground.gone.store(true, Ordering::Relaxed);
        assert!(matches!(crate::kept::load(&shop.vault), Err(AppError::Vault(VaultError::Store(_)))));
    }
}
