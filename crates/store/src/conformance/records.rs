//! Records: versions, expectations, and reading several from one moment.

use super::*;

pub(super) const ALL: &[Property] = &[
    a_record_that_was_never_written_is_absent,
    a_record_is_read_back_with_its_version,
    every_write_makes_the_next_version,
    a_stale_version_conflicts_and_changes_nothing,
    a_second_first_write_conflicts,
    a_deleted_record_begins_again_at_version_one,
    a_deletion_of_what_is_not_as_expected_conflicts,
    a_check_changes_nothing_and_fails_where_it_does_not_hold,
    records_come_in_the_order_asked,
    partitions_and_spaces_do_not_mix,
    empty_and_large_payloads_come_back_as_they_were,
    a_scan_of_records_goes_by_partition_from_where_it_is_told,
    a_scan_of_records_ends_early_when_told,
];

fn a_record_that_was_never_written_is_absent(store: &dyn Store) {
    assert_eq!(record(store, ANNA, PROFILE), None);
    assert_eq!(must(store.records(&ANNA, &[]), "a read of no space"), []);
}

fn a_record_is_read_back_with_its_version(store: &dyn Store) {
    commit(store, vec![put(ANNA, PROFILE, Expect::Absent, b"one")]);
    assert_eq!(record(store, ANNA, PROFILE), Some(versioned(1, b"one")));
}

fn every_write_makes_the_next_version(store: &dyn Store) {
    commit(store, vec![put(ANNA, PROFILE, Expect::Absent, b"one")]);
    for version in 1..5 {
        commit(store, vec![put(ANNA, PROFILE, Expect::Version(version), b"more")]);
    }
    assert_eq!(record(store, ANNA, PROFILE), Some(versioned(5, b"more")));
}

fn a_stale_version_conflicts_and_changes_nothing(store: &dyn Store) {
    commit(store, vec![put(ANNA, PROFILE, Expect::Absent, b"one")]);
    for version in [0, 2, u64::MAX] {
        conflicts(store, vec![put(ANNA, PROFILE, Expect::Version(version), b"two")], "a version that is not there");
    }
    conflicts(store, vec![put(BEN, PROFILE, Expect::Version(1), b"two")], "a version of a record that is absent");
    assert_eq!(record(store, ANNA, PROFILE), Some(versioned(1, b"one")));
    assert_eq!(record(store, BEN, PROFILE), None);
}

fn a_second_first_write_conflicts(store: &dyn Store) {
    commit(store, vec![put(ANNA, PROFILE, Expect::Absent, b"one")]);
    conflicts(store, vec![put(ANNA, PROFILE, Expect::Absent, b"two")], "a first write of what is there");
    assert_eq!(record(store, ANNA, PROFILE), Some(versioned(1, b"one")));
}

fn a_deleted_record_begins_again_at_version_one(store: &dyn Store) {
    commit(store, vec![put(ANNA, PROFILE, Expect::Absent, b"one")]);
    commit(store, vec![put(ANNA, PROFILE, Expect::Version(1), b"two")]);
    commit(store, vec![delete(ANNA, Expect::Version(2))]);
    assert_eq!(record(store, ANNA, PROFILE), None);
    commit(store, vec![put(ANNA, PROFILE, Expect::Absent, b"three")]);
    assert_eq!(record(store, ANNA, PROFILE), Some(versioned(1, b"three")));
}

fn a_deletion_of_what_is_not_as_expected_conflicts(store: &dyn Store) {
    commit(store, vec![put(ANNA, PROFILE, Expect::Absent, b"one")]);
    conflicts(store, vec![delete(ANNA, Expect::Version(2))], "a deletion of another version");
    conflicts(store, vec![delete(ANNA, Expect::Absent)], "a check that nothing is there");
    conflicts(store, vec![delete(BEN, Expect::Version(1))], "a deletion of what is absent");
    commit(store, vec![delete(BEN, Expect::Absent)]);
    assert_eq!(record(store, ANNA, PROFILE), Some(versioned(1, b"one")));
}

fn a_check_changes_nothing_and_fails_where_it_does_not_hold(store: &dyn Store) {
    commit(store, vec![put(ANNA, PROFILE, Expect::Absent, b"one")]);
    commit(store, vec![check(ANNA, Expect::Version(1)), check(BEN, Expect::Absent)]);
    assert_eq!(record(store, ANNA, PROFILE), Some(versioned(1, b"one")));
    for wrong in [check(ANNA, Expect::Absent), check(ANNA, Expect::Version(2)), check(BEN, Expect::Version(1))] {
        let batch = vec![wrong, append(ANNA, 1, EVENT, 0)];
        conflicts(store, batch, "an entry whose check does not hold");
    }
    assert_eq!(ids(store, Scope::Everybody), [0; 0]);
}

fn records_come_in_the_order_asked(store: &dyn Store) {
    let first = vec![put(ANNA, PROFILE, Expect::Absent, b"p"), put(ANNA, LEDGER, Expect::Absent, b"l")];
    commit(store, first);
    let asked = [LEDGER, Space(9), PROFILE, LEDGER];
    let found = must(store.records(&ANNA, &asked), "a read of several spaces");
    let (profile, ledger) = (Some(versioned(1, b"p")), Some(versioned(1, b"l")));
    assert_eq!(found, [ledger.clone(), None, profile, ledger]);
}

fn partitions_and_spaces_do_not_mix(store: &dyn Store) {
    commit(store, vec![put(ANNA, PROFILE, Expect::Absent, b"anna"), put(BEN, LEDGER, Expect::Absent, b"ben")]);
    assert_eq!(record(store, ANNA, LEDGER), None);
    assert_eq!(record(store, BEN, PROFILE), None);
}

fn empty_and_large_payloads_come_back_as_they_were(store: &dyn Store) {
    let large: Vec<u8> = (0..3_000_000_u32).map(|i| (i % 251) as u8).collect();
    commit(store, vec![put(ANNA, PROFILE, Expect::Absent, &large), put(BEN, PROFILE, Expect::Absent, b"")]);
    assert_eq!(record(store, ANNA, PROFILE), Some(versioned(1, &large)));
    assert_eq!(record(store, BEN, PROFILE), Some(versioned(1, b"")));
}

fn a_scan_of_records_goes_by_partition_from_where_it_is_told(store: &dyn Store) {
    let order = [7_u8, 200, 0, 127, 128];
    commit(store, order.map(|n| put(PartitionKey([n; 16]), PROFILE, Expect::Absent, &[n])).to_vec());
    commit(store, vec![put(PartitionKey([50; 16]), LEDGER, Expect::Absent, b"elsewhere")]);
    assert_eq!(scanned(store, PartitionKey::FIRST, usize::MAX), [0, 7, 127, 128, 200]);
    assert_eq!(scanned(store, PartitionKey([127; 16]), usize::MAX), [127, 128, 200], "the start is included");
    assert_eq!(scanned(store, PartitionKey([129; 16]), usize::MAX), [200]);
    assert_eq!(scanned(store, PartitionKey([201; 16]), usize::MAX), [0; 0]);
}

fn a_scan_of_records_ends_early_when_told(store: &dyn Store) {
    commit(store, [1, 2, 3].map(|n| put(PartitionKey([n; 16]), PROFILE, Expect::Absent, &[n])).to_vec());
    assert_eq!(scanned(store, PartitionKey::FIRST, 2), [1, 2]);
}

fn scanned(store: &dyn Store, from: PartitionKey, at_most: usize) -> Vec<u8> {
    let mut found = Vec::new();
    let scan = store.scan_records(PROFILE, &from, &mut |(partition, record)| {
        assert_eq!(record, versioned(1, &partition.0[..1]), "each partition with its own record");
        found.push(partition.0[0]);
        if found.len() < at_most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    must(scan, "a scan of records");
    found
}

fn delete(partition: PartitionKey, expect: Expect) -> Write {
    Write::DeleteRecord { partition, space: PROFILE, expect }
}

fn check(partition: PartitionKey, expect: Expect) -> Write {
    Write::CheckRecord { partition, space: PROFILE, expect }
}
