//! A ground that counts its writes and can be full shows that news cost one write a lesson and hold nobody's no up.

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
}

impl Store for Ground {
    fn records(&self, partition: &PartitionKey, spaces: &[Space]) -> Result<Vec<Option<Versioned>>, StoreError> {
        self.under.records(partition, spaces)
    }

    fn entry(&self, partition: &PartitionKey, id: &EntryId) -> Result<Option<Entry>, StoreError> {
        self.under.entry(partition, id)
    }

    fn commit(&self, batch: Batch) -> Result<(), StoreError> {
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
