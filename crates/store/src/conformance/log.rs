//! The log: order, names, scopes, and deletion.

use super::*;

pub(super) const ALL: &[Property] = &[
    an_entry_is_read_back_by_its_name,
    entries_come_in_the_order_of_their_commits,
    a_name_is_taken_within_its_partition_only,
    a_scope_of_time_includes_its_start_and_not_its_end,
    a_scan_of_the_log_ends_early_when_told,
    deleting_by_kind_leaves_the_other_kinds_and_people,
    deleting_all_kinds_empties_the_partition,
    deleting_by_name_leaves_the_other_names,
    a_deleted_name_is_free_again,
    a_rewritten_entry_keeps_its_place,
    a_rewriting_of_nothing_is_a_conflict,
    names_come_in_order_and_within_their_bounds,
    a_sequence_is_never_given_twice,
    a_visitor_may_read_and_write,
];

fn an_entry_is_read_back_by_its_name(store: &dyn Store) {
    commit(store, vec![append(ANNA, 7, RECEIPT, -12)]);
    let Some(entry) = must(store.entry(&ANNA, &name(7)), "a read of an entry") else {
        panic!("an entry that was appended is there");
    };
    let expected = (ANNA, name(7), RECEIPT, -12, 7_u64.to_le_bytes().to_vec());
    assert_eq!((entry.partition, entry.id, entry.kind, entry.at, entry.sealed), expected);
    assert_eq!(must(store.entry(&BEN, &name(7)), "a read of another's entry"), None);
    assert_eq!(must(store.entry(&ANNA, &name(8)), "a read of another name"), None);
}

fn entries_come_in_the_order_of_their_commits(store: &dyn Store) {
    commit(store, vec![append(BEN, 9, EVENT, 30), append(ANNA, 5, EVENT, 20)]);
    commit(store, vec![append(ANNA, 1, EVENT, 90), append(BEN, 2, EVENT, 10)]);
    commit(store, vec![append(ANNA, 3, RECEIPT, 0)]);
    assert_eq!(ids(store, Scope::Everybody), [9, 5, 1, 2, 3]);
    assert_eq!(ids(store, Scope::Partition(ANNA)), [5, 1, 3]);
    assert_eq!(ids(store, Scope::Between { from: 0, until: 100 }), [9, 5, 1, 2, 3]);
}

fn a_name_is_taken_within_its_partition_only(store: &dyn Store) {
    commit(store, vec![append(ANNA, 1, EVENT, 0)]);
    conflicts(store, vec![append(ANNA, 1, RECEIPT, 5)], "a name that the partition has");
    conflicts(store, vec![append(ANNA, 2, EVENT, 0), append(ANNA, 2, EVENT, 0)], "a name twice in one batch");
    commit(store, vec![append(BEN, 1, EVENT, 0)]);
    assert_eq!(ids(store, Scope::Everybody), [1, 1]);
}

fn a_scope_of_time_includes_its_start_and_not_its_end(store: &dyn Store) {
    let times = [-86_400, -1, 0, 1, 86_399, 86_400, i64::MAX, i64::MIN];
    let appends = (1..).zip(times).map(|(id, at)| append(ANNA, id, EVENT, at));
    commit(store, appends.collect());
    assert_eq!(ids(store, Scope::Between { from: 0, until: 86_400 }), [3, 4, 5]);
    assert_eq!(ids(store, Scope::Between { from: -86_400, until: 0 }), [1, 2]);
    assert_eq!(ids(store, Scope::Between { from: i64::MIN, until: i64::MAX }), [1, 2, 3, 4, 5, 6, 8]);
    assert_eq!(ids(store, Scope::Between { from: 5, until: 5 }), [0; 0]);
    assert_eq!(ids(store, Scope::Between { from: 5, until: 1 }), [0; 0], "a scope that ends before it begins");
}

fn a_scan_of_the_log_ends_early_when_told(store: &dyn Store) {
    commit(store, (1..=9).map(|id| append(ANNA, id, EVENT, 0)).collect());
    for scope in [Scope::Everybody, Scope::Partition(ANNA), Scope::Between { from: 0, until: 1 }] {
        let mut seen = 0;
        let scan = store.scan_log(scope, &mut |_| {
            seen += 1;
            if seen < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        must(scan, "a scan that ends early");
        assert_eq!(seen, 3, "no entry after the end");
    }
}

fn deleting_by_kind_leaves_the_other_kinds_and_people(store: &dyn Store) {
    commit(store, vec![append(ANNA, 1, EVENT, 0), append(ANNA, 2, RECEIPT, 0), append(ANNA, 3, Kind(3), 0)]);
    commit(store, vec![append(BEN, 4, EVENT, 0)]);
    commit(store, vec![Write::DeleteEntries { partition: ANNA, kinds: vec![EVENT, Kind(3), Kind(200)] }]);
    assert_eq!(ids(store, Scope::Everybody), [2, 4]);
}

fn deleting_all_kinds_empties_the_partition(store: &dyn Store) {
    commit(store, vec![append(ANNA, 1, EVENT, 0), append(ANNA, 2, RECEIPT, 0), append(BEN, 3, EVENT, 0)]);
    commit(store, vec![Write::DeleteEntries { partition: ANNA, kinds: Vec::new() }]);
    assert_eq!(ids(store, Scope::Partition(ANNA)), [0; 0]);
    assert_eq!(ids(store, Scope::Partition(BEN)), [3]);
    commit(store, vec![Write::DeleteEntries { partition: ANNA, kinds: Vec::new() }]);
}

fn deleting_by_name_leaves_the_other_names(store: &dyn Store) {
    commit(store, (1..=4).map(|id| append(ANNA, id, EVENT, 0)).collect());
    commit(store, vec![append(BEN, 2, EVENT, 0)]);
    commit(store, vec![Write::DeleteNamed { partition: ANNA, ids: vec![name(2), name(77), name(4), name(2)] }]);
    assert_eq!(ids(store, Scope::Everybody), [1, 3, 2]);
    assert_eq!(must(store.entry(&ANNA, &name(2)), "a read of a deleted entry"), None);
}

fn a_deleted_name_is_free_again(store: &dyn Store) {
    let gone = Write::DeleteNamed { partition: ANNA, ids: vec![name(1)] };
    commit(store, vec![append(ANNA, 1, EVENT, 0)]);
    commit(store, vec![gone, append(ANNA, 1, RECEIPT, 9)]);
    let found = entries(store, Scope::Everybody);
    assert_eq!(found.iter().map(|entry| (entry.kind, entry.at)).collect::<Vec<_>>(), [(RECEIPT, 9)]);
}

fn rewrite(id: u64, sealed: &[u8]) -> Write {
    Write::Rewrite { partition: ANNA, id: name(id), at: 99, sealed: sealed.to_vec() }
}

fn a_rewritten_entry_keeps_its_place(store: &dyn Store) {
    commit(store, vec![append(ANNA, 1, RECEIPT, 5), append(BEN, 1, EVENT, 5), append(ANNA, 2, EVENT, 5)]);
    let old = entries(store, Scope::Everybody);
    commit(store, vec![rewrite(1, &[7; 5_000]), rewrite(1, b"new")]);
    let new = Entry { at: 99, sealed: b"new".to_vec(), ..old[0].clone() };
    assert_eq!(entries(store, Scope::Everybody), [std::slice::from_ref(&new), &old[1..]].concat());
    assert_eq!(must(store.entry(&ANNA, &name(1)), "a read of an entry"), Some(new));
    assert_eq!(ids(store, Scope::Between { from: 99, until: 100 }), [1]);
}

fn a_rewriting_of_nothing_is_a_conflict(store: &dyn Store) {
    commit(store, vec![append(BEN, 1, EVENT, 0), append(ANNA, 2, EVENT, 0)]);
    let before = entries(store, Scope::Everybody);
    conflicts(store, vec![rewrite(1, b"new")], "a name that only somebody else has");
    conflicts(store, vec![rewrite(2, b"new"), rewrite(3, b"new")], "a name that nobody has, after one that is there");
    assert_eq!(entries(store, Scope::Everybody), before);
}

fn names_come_in_order_and_within_their_bounds(store: &dyn Store) {
    commit(store, [5, 1, 9, 3].map(|id| append(ANNA, id, EVENT, 0)).to_vec());
    commit(store, vec![append(BEN, 4, EVENT, 0)]);
    let names = |from, through| must(store.names(&ANNA, &from, &through), "a read of names");
    assert_eq!(names(EntryId::FIRST, EntryId::LAST), [1, 3, 5, 9].map(name));
    assert_eq!(names(name(3), name(5)), [3, 5].map(name), "both bounds are included");
    assert_eq!(names(name(4), name(4)), []);
    assert_eq!(names(name(9), name(3)), [], "bounds the wrong way round");
    let named = |from, through| ids(store, Scope::Named { partition: ANNA, from, through });
    assert_eq!(named(EntryId::FIRST, EntryId::LAST), [5, 1, 9, 3], "and their entries by sequence");
    assert_eq!(named(name(3), name(5)), [5, 3]);
    assert_eq!((named(name(4), name(4)), named(name(9), name(3))), (vec![], vec![]));
}

fn a_sequence_is_never_given_twice(store: &dyn Store) {
    commit(store, vec![append(ANNA, 1, EVENT, 0), append(ANNA, 2, EVENT, 0)]);
    let last = entries(store, Scope::Everybody)[1].sequence;
    assert_eq!(entries(store, Scope::Since(last - 1)).len(), 1, "a sequence itself is not behind itself");
    assert_eq!(ids(store, Scope::Since(last)), [0; 0]);
    assert_eq!(ids(store, Scope::Since(0)), ids(store, Scope::Everybody));
    assert_eq!(ids(store, Scope::Since(u64::MAX)), [0; 0]);
    commit(store, vec![Write::DeleteEntries { partition: ANNA, kinds: Vec::new() }]);
    commit(store, vec![append(ANNA, 3, EVENT, 0)]);
    assert!(entries(store, Scope::Everybody)[0].sequence > last, "the newest entry has the highest sequence ever");
}

fn a_visitor_may_read_and_write(store: &dyn Store) {
    commit(store, vec![append(ANNA, 1, EVENT, 0), append(ANNA, 2, EVENT, 0)]);
    let scan = store.scan_log(Scope::Partition(ANNA), &mut |entry| {
        let copy = Write::Append { partition: BEN, id: entry.id, kind: RECEIPT, at: 0, sealed: entry.sealed };
        commit(store, vec![copy]);
        assert!(must(store.entry(&BEN, &entry.id), "a read within a scan").is_some());
        ControlFlow::Continue(())
    });
    must(scan, "a scan whose visitor writes");
    assert_eq!(ids(store, Scope::Partition(BEN)), [1, 2]);
}
