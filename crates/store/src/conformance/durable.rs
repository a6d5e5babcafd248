//! What must be there after the store was closed and opened again.

use super::*;

/// Closes a store and opens its data again.
type Reopen<'r> = &'r dyn Fn(Box<dyn Store>) -> Box<dyn Store>;

type Lasting = fn(Box<dyn Store>, Reopen<'_>);

pub(super) const ALL: &[Lasting] =
    &[everything_that_was_committed_survives, what_was_deleted_or_refused_stays_away, sequences_go_on_where_they_were];

fn everything_that_was_committed_survives(store: Box<dyn Store>, reopen: Reopen<'_>) {
    commit(&*store, vec![put(ANNA, PROFILE, Expect::Absent, b"one"), append(ANNA, 1, EVENT, -5)]);
    commit(&*store, vec![put(ANNA, PROFILE, Expect::Version(1), b"two"), append(BEN, 2, RECEIPT, 5)]);
    commit(&*store, vec![put_blob("model", Expect::Absent, b"m")]);
    let before = entries(&*store, Scope::Everybody);
    let mut store = reopen(store);
    for _ in 0..2 {
        assert_eq!(record(&*store, ANNA, PROFILE), Some(versioned(2, b"two")));
        assert_eq!(entries(&*store, Scope::Everybody), before);
        assert_eq!(must(store.blob("model"), "a read of a blob"), Some(versioned(1, b"m")));
        store = reopen(store);
    }
    commit(&*store, vec![put(ANNA, PROFILE, Expect::Version(2), b"three")]);
}

fn what_was_deleted_or_refused_stays_away(store: Box<dyn Store>, reopen: Reopen<'_>) {
    commit(&*store, vec![put(ANNA, PROFILE, Expect::Absent, b"one"), append(ANNA, 1, EVENT, 0)]);
    commit(&*store, vec![Write::DeleteEntries { partition: ANNA, kinds: Vec::new() }]);
    let refused = vec![append(BEN, 2, EVENT, 0), put(ANNA, PROFILE, Expect::Absent, b"two")];
    conflicts(&*store, refused, "a first write of what is there");
    let store = reopen(store);
    assert_eq!(ids(&*store, Scope::Everybody), [0; 0]);
    assert_eq!(record(&*store, ANNA, PROFILE), Some(versioned(1, b"one")));
}

fn sequences_go_on_where_they_were(store: Box<dyn Store>, reopen: Reopen<'_>) {
    commit(&*store, vec![append(ANNA, 1, EVENT, 0), append(ANNA, 2, EVENT, 0)]);
    let last = entries(&*store, Scope::Everybody)[1].sequence;
    commit(&*store, vec![Write::DeleteNamed { partition: ANNA, ids: vec![name(2)] }]);
    let store = reopen(store);
    commit(&*store, vec![append(ANNA, 3, EVENT, 0)]);
    assert!(
        entries(&*store, Scope::Everybody)[1].sequence > last,
        "no sequence is given twice, not even after a start"
    );
}
