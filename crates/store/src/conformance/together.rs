//! Many at a time: nothing lost, nothing half seen, everybody reads what they wrote.

use super::*;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

pub(super) const ALL: &[Property] = &[
    concurrent_writers_of_one_partition_lose_no_count,
    a_writer_reads_its_own_writes,
    a_reader_never_sees_half_a_batch,
    of_those_who_want_one_name_exactly_one_gets_it,
    entries_of_many_writers_keep_each_writers_order,
];

const WRITERS: u64 = 8;
const ROUNDS: u64 = 25;

fn concurrent_writers_of_one_partition_lose_no_count(store: &dyn Store) {
    thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| (0..ROUNDS).for_each(|_| count_up(store)));
        }
    });
    let total = WRITERS * ROUNDS;
    assert_eq!(record(store, ANNA, PROFILE), Some(versioned(total, &total.to_le_bytes())), "every count is there");
}

/// Adds one to a number in a record, as often as it takes.
fn count_up(store: &dyn Store) {
    loop {
        let (expect, before) = match record(store, ANNA, PROFILE) {
            None => (Expect::Absent, 0),
            Some(found) => (Expect::Version(found.version), number(&found)),
        };
        let write = put(ANNA, PROFILE, expect, &(before + 1).to_le_bytes());
        match store.commit(Batch::new().and(write)) {
            Ok(()) => return,
            Err(StoreError::Conflict) => {}
            Err(error) => panic!("a count: {error}"),
        }
    }
}

fn number(record: &Versioned) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&record.sealed);
    u64::from_le_bytes(bytes)
}

fn a_writer_reads_its_own_writes(store: &dyn Store) {
    let rounds = |writer: u64| {
        let mine = PartitionKey([writer.to_le_bytes()[0]; 16]);
        for round in 1..=ROUNDS {
            let expect = if round == 1 { Expect::Absent } else { Expect::Version(round - 1) };
            commit(store, vec![put(mine, PROFILE, expect, b"mine"), append(mine, round, EVENT, 0)]);
            assert_eq!(record(store, mine, PROFILE), Some(versioned(round, b"mine")), "what was just written");
            let entry = must(store.entry(&mine, &name(round)), "a read of what was just appended");
            assert!(entry.is_some(), "what was just appended");
        }
    };
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || rounds(writer));
        }
    });
}

fn a_reader_never_sees_half_a_batch(store: &dyn Store) {
    let both = |expect| vec![put(ANNA, PROFILE, expect, b"p"), put(ANNA, LEDGER, expect, b"l")];
    commit(store, both(Expect::Absent));
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let found = must(store.records(&ANNA, &[PROFILE, LEDGER]), "a read of two records");
                    let versions: Vec<_> = found.iter().flatten().map(|record| record.version).collect();
                    assert!(versions.len() == 2 && versions[0] == versions[1], "two records of one moment");
                }
            });
        }
        (1..=ROUNDS * 4).for_each(|version| commit(store, both(Expect::Version(version))));
        done.store(true, Ordering::Relaxed);
    });
}

fn of_those_who_want_one_name_exactly_one_gets_it(store: &dyn Store) {
    for round in 0..ROUNDS {
        let winners: usize = thread::scope(|scope| {
            let want = || usize::from(store.commit(Batch::new().and(append(ANNA, round, EVENT, 0))).is_ok());
            let all: Vec<_> = (0..WRITERS).map(|_| scope.spawn(want)).collect();
            all.into_iter().map(|writer| writer.join().unwrap_or(usize::MAX)).sum()
        });
        assert_eq!(winners, 1, "one of all who append one name");
    }
    assert_eq!(ids(store, Scope::Partition(ANNA)), (0..ROUNDS).collect::<Vec<_>>());
}

fn entries_of_many_writers_keep_each_writers_order(store: &dyn Store) {
    let mine = |writer: u64| (0..ROUNDS).map(move |round| writer * ROUNDS + round);
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || mine(writer).for_each(|id| commit(store, vec![append(ANNA, id, EVENT, 0)])));
        }
    });
    let all = ids(store, Scope::Everybody);
    for writer in 0..WRITERS {
        let theirs: Vec<_> = all.iter().filter(|id| **id / ROUNDS == writer).copied().collect();
        assert_eq!(theirs, mine(writer).collect::<Vec<_>>(), "the order in which one writer committed");
    }
}
