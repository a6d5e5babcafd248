//! Verifying a long log: by the product over its own data and over files, and by the second verifier, in Python.

use crate::program::{assent, said};
use crate::{time, today};
use app::sha256_of;
use audit::{Checkpoint, Edge, Leaf, LeafKind, leaf_hash};
use domain::UnixTime;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use store::Embedded;
use vault::policy::Policy;
use vault::{KeyPlace, LogState, Vault};

/// How many leaves are entered in one commit.
const AT_ONCE: usize = 10_000;
/// The shop's name in its keys, as the product has it.
const TENANT: &str = "default";

pub(crate) fn measure(leaves: usize) {
    let home = tempfile::tempdir().unwrap();
    let (data, files) = (home.path().join("shop"), home.path().join("log"));
    let (took, hashing) = time(|| fill(&data, &home.path().join("shop.keys"), leaves));
    println!("a log of {leaves} leaves is entered in {took:.1?}");
    let (data, files) = (data.to_str().unwrap(), files.to_str().unwrap());
    let key = assent(&["audit", "key", "--data", data]);
    let (took, _) = time(|| assent(&["audit", "export", "--data", data, "--to", files]));
    println!("written out as files in {took:.1?}");
    let report = |what: &str, took: std::time::Duration, found: &str| {
        assert!(found.contains("\"holds\":true") || found.contains("\"holds\": true"), "{found}");
        let times = took.as_secs_f64() / hashing.as_secs_f64();
        println!("{what}: {took:.2?}, {times:.1} times as long as hashing the leaves alone");
    };
    let (took, found) = time(|| assent(&["audit", "verify", "--data", data]));
    report("`assent audit verify --data`", took, &found);
    let (took, found) = time(|| assent(&["audit", "verify", "--log", files, "--key", key.trim()]));
    report("`assent audit verify --log`", took, &found);
    let verifier = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/audit/verify.py");
    let python = || said(Command::new("python3").arg(&verifier).arg(files).args(["--key", key.trim()]));
    let (took, found) = time(python);
    report("`tests/audit/verify.py`", took, &found);
}

/// Enters leaves through the vault's own door, where the server would have entered them over years; how long hashing them
/// takes.
fn fill(data: &Path, keys: &Path, count: usize) -> std::time::Duration {
    let now = today();
    let leaves: Vec<Vec<u8>> = (0..count).map(|number| leaf(number, now).text().into_bytes()).collect();
    let (hashing, hashes) = time(|| leaves.iter().map(|leaf| leaf_hash(sha256_of, leaf)).collect::<Vec<_>>());
    let store = Arc::new(Embedded::open(data).unwrap());
    let vault = Vault::open(store, KeyPlace::Directory(keys), Policy::shipped().unwrap(), TENANT).unwrap();
    for (leaves, hashes) in leaves.chunks(AT_ONCE).zip(hashes.chunks(AT_ONCE)) {
        let unlogged = vault.unlogged().unwrap();
        let mut edge = Edge { levels: unlogged.state.edge.clone() };
        hashes.iter().for_each(|hash| edge.push(sha256_of, *hash));
        let origin = vault.log_key().name().to_owned();
        let text = Checkpoint { origin, size: edge.size(), root: edge.root(sha256_of) }.text();
        let next = LogState { size: edge.size(), edge: edge.levels, latest: now, ..LogState::default() };
        unlogged.enter(leaves, next, &text).unwrap();
    }
    hashing
}

/// Of ten leaves four are of statements and four of uses, each of one person, one of data that was handed out, and one of an
/// operator.
fn leaf(number: usize, at: UnixTime) -> Leaf {
    let digests = || vec![sha256_of(&[&number.to_le_bytes()])];
    let (kind, words, digests) = match (number, number % 10) {
        (0, _) => (LeafKind::Policy, "version 1", Vec::new()),
        (_, 9) => (LeafKind::Operator, "catalog 1 item taken out", Vec::new()),
        (_, 8) => (LeafKind::Export, "", digests()),
        (_, odd) if odd % 2 == 1 => (LeafKind::Uses, "", digests()),
        _ => (LeafKind::Statements, "", digests()),
    };
    Leaf { kind, at, words: words.to_owned(), digests }
}
