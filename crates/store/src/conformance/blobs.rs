//! Blobs: versions by name, and the walk over a prefix.

use super::*;

pub(super) const ALL: &[Property] = &[
    a_blob_is_read_back_with_its_version,
    a_blob_that_is_not_as_expected_conflicts,
    a_large_blob_is_like_any_other,
    a_deleted_blob_is_absent_and_deleting_it_again_is_no_error,
    blobs_with_a_prefix_come_in_order_of_name,
    a_scan_of_blobs_ends_early_when_told,
];

fn a_blob_is_read_back_with_its_version(store: &dyn Store) {
    assert_eq!(must(store.blob("model"), "a read of a blob"), None);
    commit(store, vec![put_blob("model", Expect::Absent, b"one")]);
    commit(store, vec![put_blob("model", Expect::Version(1), b"two")]);
    assert_eq!(must(store.blob("model"), "a read of a blob"), Some(versioned(2, b"two")));
    assert_eq!(must(store.blob("mode"), "a read of a shorter name"), None);
}

fn a_blob_that_is_not_as_expected_conflicts(store: &dyn Store) {
    commit(store, vec![put_blob("model", Expect::Absent, b"one")]);
    conflicts(store, vec![put_blob("model", Expect::Absent, b"two")], "a first write of what is there");
    conflicts(store, vec![put_blob("model", Expect::Version(2), b"two")], "a version that is not there");
    conflicts(store, vec![put_blob("catalog", Expect::Version(1), b"two")], "a version of what is absent");
    assert_eq!(must(store.blob("model"), "a read of a blob"), Some(versioned(1, b"one")));
}

fn a_large_blob_is_like_any_other(store: &dyn Store) {
    let large = |seed: u32, bytes: u32| (0..bytes).map(|at| (at.wrapping_mul(seed) >> 7) as u8).collect::<Vec<_>>();
    let sizes = [(1 << 20) - 1, 1 << 20, (3 << 20) + 7, 9, (2 << 20) + 1];
    let version = || must(store.blob_version("model"), "a read of a version");
    assert_eq!(version(), 0);
    for (before, size) in (0..).zip(sizes) {
        let expect = if before == 0 { Expect::Absent } else { Expect::Version(before) };
        let blob = large(40_503, size);
        commit(store, vec![put_blob("model", expect, &blob)]);
        conflicts(store, vec![put_blob("model", expect, &large(7, 2 << 20))], "what was expected is gone");
        let found = must(store.blob("model"), "a read of a blob").map(|found| (found.version, found.sealed == blob));
        assert_eq!((found, version()), (Some((before + 1, true)), before + 1), "of {size} bytes");
    }
    conflicts(store, vec![put_blob("other", Expect::Version(1), &large(7, 2 << 20))], "a version of what is absent");
    commit(store, vec![Write::DeleteBlob { name: "model".to_owned() }]);
    assert_eq!((version(), must(store.blob("model"), "a read of a deleted blob")), (0, None));
}

fn a_deleted_blob_is_absent_and_deleting_it_again_is_no_error(store: &dyn Store) {
    commit(store, vec![put_blob("model", Expect::Absent, b"one")]);
    for _ in 0..2 {
        commit(store, vec![Write::DeleteBlob { name: "model".to_owned() }]);
        assert_eq!(must(store.blob("model"), "a read of a deleted blob"), None);
    }
    commit(store, vec![put_blob("model", Expect::Absent, b"anew")]);
    assert_eq!(must(store.blob("model"), "a read of a blob"), Some(versioned(1, b"anew")));
}

fn blobs_with_a_prefix_come_in_order_of_name(store: &dyn Store) {
    let names = ["item/b", "item/a", "items", "item/\u{e4}", "item/%", "Item/a", "item/", "zebra", "item/a\u{0}x"];
    commit(store, names.map(|name| put_blob(name, Expect::Absent, name.as_bytes())).to_vec());
    let found = |prefix| starting_with(store, prefix).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(found("item/"), ["item/", "item/%", "item/a", "item/a\u{0}x", "item/b", "item/\u{e4}"]);
    assert_eq!(found("item/a"), ["item/a", "item/a\u{0}x"]);
    assert_eq!(found("nobody"), [""; 0]);
    assert_eq!(found("").len(), names.len());
    for (name, blob) in starting_with(store, "") {
        assert_eq!(blob, versioned(1, name.as_bytes()), "each name with its own blob");
    }
}

fn a_scan_of_blobs_ends_early_when_told(store: &dyn Store) {
    commit(store, ["a1", "a2", "a3"].map(|name| put_blob(name, Expect::Absent, b"")).to_vec());
    let mut seen = Vec::new();
    let scan = store.scan_blobs("a", &mut |(name, _)| {
        seen.push(name);
        if seen.len() < 2 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    must(scan, "a scan of blobs");
    assert_eq!(seen, ["a1", "a2"]);
}

pub(super) fn starting_with(store: &dyn Store, prefix: &str) -> Vec<(String, Versioned)> {
    let mut found = Vec::new();
    let scan = store.scan_blobs(prefix, &mut |blob| {
        found.push(blob);
        ControlFlow::Continue(())
    });
    must(scan, "a scan of blobs");
    found
}
