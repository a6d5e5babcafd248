//! Batches: all or nothing, in order, within the limits.

use super::*;
use crate::{BATCH_BYTES_MAX, BLOB_NAME_BYTES_MAX, PAYLOAD_BYTES_MAX, WRITES_PER_BATCH_MAX};

pub(super) const ALL: &[Property] = &[
    an_empty_batch_changes_nothing,
    a_batch_that_conflicts_leaves_no_trace,
    later_writes_of_a_batch_see_the_earlier_ones,
    a_batch_over_several_partitions_is_atomic,
    a_batch_beyond_a_limit_is_refused_by_its_name,
    the_largest_batch_is_taken,
];

fn an_empty_batch_changes_nothing(store: &dyn Store) {
    commit(store, Vec::new());
    assert_eq!(ids(store, Scope::Everybody), [0; 0]);
    assert!(store.healthy());
}

fn a_batch_that_conflicts_leaves_no_trace(store: &dyn Store) {
    let first = [put(ANNA, PROFILE, Expect::Absent, b"old"), put(ANNA, LEDGER, Expect::Absent, b"old")];
    commit(store, first.to_vec());
    commit(store, vec![append(ANNA, 1, EVENT, 5), append(ANNA, 2, RECEIPT, 6), put_blob("old", Expect::Absent, b"b")]);
    let before = everything(store);
    let changes = vec![
        put(ANNA, PROFILE, Expect::Version(1), b"new"),
        put(BEN, PROFILE, Expect::Absent, b"new"),
        Write::DeleteRecord { partition: ANNA, space: LEDGER, expect: Expect::Version(1) },
        append(BEN, 3, EVENT, 0),
        Write::DeleteNamed { partition: ANNA, ids: vec![name(1)] },
        Write::DeleteEntries { partition: ANNA, kinds: Vec::new() },
        append(ANNA, 1, RECEIPT, 77),
        put_blob("old", Expect::Version(1), b"new"),
        put_blob("new", Expect::Absent, b"new"),
        Write::DeleteBlob { name: "old".to_owned() },
        put(ANNA, PROFILE, Expect::Version(1), b"a version that this batch has already replaced"),
    ];
    for length in 1..changes.len() {
        let mut writes = changes[..length].to_vec();
        writes.extend_from_slice(&changes[changes.len() - 1..]);
        conflicts(store, writes, "a batch whose last write conflicts");
        assert_eq!(everything(store), before, "nothing of a batch of {length} writes and a conflict");
    }
}

fn later_writes_of_a_batch_see_the_earlier_ones(store: &dyn Store) {
    let writes = vec![
        put(ANNA, PROFILE, Expect::Absent, b"one"),
        put(ANNA, PROFILE, Expect::Version(1), b"two"),
        Write::CheckRecord { partition: ANNA, space: PROFILE, expect: Expect::Version(2) },
        append(ANNA, 1, EVENT, 0),
        append(ANNA, 2, EVENT, 0),
        Write::DeleteNamed { partition: ANNA, ids: vec![name(1)] },
    ];
    commit(store, writes);
    assert_eq!(record(store, ANNA, PROFILE), Some(versioned(2, b"two")));
    assert_eq!(ids(store, Scope::Everybody), [2]);
}

fn a_batch_over_several_partitions_is_atomic(store: &dyn Store) {
    commit(store, vec![put(BEN, PROFILE, Expect::Absent, b"ben")]);
    let both = [put(ANNA, PROFILE, Expect::Absent, b"anna"), put(BEN, PROFILE, Expect::Absent, b"again")];
    conflicts(store, both.to_vec(), "one of two partitions is not as expected");
    assert_eq!(record(store, ANNA, PROFILE), None);
}

fn a_batch_beyond_a_limit_is_refused_by_its_name(store: &dyn Store) {
    let too_large = |writes: Vec<Write>, limit: &'static str| {
        assert_eq!(store.commit(Batch { writes, urgent: false }), Err(StoreError::TooLarge { limit }));
    };
    let many = u64::try_from(WRITES_PER_BATCH_MAX).unwrap_or(u64::MAX) + 1;
    too_large((0..many).map(|id| append(ANNA, id, EVENT, 0)).collect(), "WRITES_PER_BATCH_MAX");
    let ids = (0..many).map(name).collect();
    too_large(vec![Write::DeleteNamed { partition: ANNA, ids }], "WRITES_PER_BATCH_MAX");
    too_large(vec![blob_of(1, PAYLOAD_BYTES_MAX + 1)], "PAYLOAD_BYTES_MAX");
    too_large(vec![blob_of(BLOB_NAME_BYTES_MAX + 1, 0)], "BLOB_NAME_BYTES_MAX");
    let half = BATCH_BYTES_MAX / 2;
    too_large(vec![blob_of(1, half), blob_of(2, half), blob_of(3, 1)], "BATCH_BYTES_MAX");
    assert_eq!(everything(store), (Vec::new(), Vec::new(), [None, None, None, None]), "nothing was written");
}

// The bytes are never touched, so they take no memory.
fn blob_of(name_bytes: usize, bytes: usize) -> Write {
    Write::PutBlob { name: "n".repeat(name_bytes), expect: Expect::Absent, sealed: vec![0; bytes] }
}

fn the_largest_batch_is_taken(store: &dyn Store) {
    let many = u64::try_from(WRITES_PER_BATCH_MAX).unwrap_or(u64::MAX);
    commit(store, (0..many).map(|id| append(ANNA, id, EVENT, 0)).collect());
    assert_eq!(entries(store, Scope::Everybody).len(), WRITES_PER_BATCH_MAX);
}

type Everything = (Vec<Entry>, Vec<(String, Versioned)>, [Option<Versioned>; 4]);

fn everything(store: &dyn Store) -> Everything {
    let records = [(ANNA, PROFILE), (ANNA, LEDGER), (BEN, PROFILE), (BEN, LEDGER)];
    let records = records.map(|(partition, space)| record(store, partition, space));
    (entries(store, Scope::Everybody), blobs::starting_with(store, ""), records)
}
