//! The transparency log from outside: two verifiers that share no line agree, and both find what was altered, cut or forked.

use super::client::{delete, get, post, send};
use super::running::{Running, Shop, assent, did, doing, drawn, long, stocking};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Random changes of one byte, and cuts, that both verifiers have to find.
const CHANGES: usize = 24;
const CHANGES_LONG: usize = 10_000;
const CUTS: usize = 8;
const CUTS_LONG: usize = 1_000;
/// Pieces that are taken out, swapped or repeated, and files that are lost or swapped.
const ORDERS: usize = 16;
const ORDERS_LONG: usize = 2_000;
/// How often a run tells how far it is.
const TOLD_EVERY: usize = 500;
/// Logs that grew from one base apart from each other: each two of them are a fork, in both directions.
const BRANCHES: usize = 3;
const BRANCHES_LONG: usize = 33;

fn who(number: usize) -> String {
    format!("canary-p{number}")
}

/// People say, do, are asked about, and one is erased.
pub fn live(running: &Running, people: std::ops::Range<usize>) -> Vec<String> {
    let mut receipts = Vec::new();
    for number in people {
        running.says(&who(number), "grant", &["recommend"]);
        running.must(&doing(&[did(&who(number), "canary-e", "purchase", "mug")]).key(running.key("sw")));
        let asked = send("/v1/recommend", &json!({ "subject": who(number) })).key(running.key("dr"));
        receipts.push(running.must(&asked)["receipt"].as_str().unwrap().to_owned());
    }
    receipts
}

pub fn assent_says(arguments: &[&str], paths: &[(&str, &Path)]) -> (Option<i32>, String) {
    let mut command = assent();
    command.args(arguments);
    for (name, path) in paths {
        command.arg(name).arg(path);
    }
    let output = command.output().unwrap();
    let said = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.code(), String::from_utf8_lossy(&said).trim().to_owned())
}

/// A log's files, and the key of its checkpoints.
pub struct Files {
    pub dir: PathBuf,
    pub key: String,
}

impl Files {
    pub fn of(shop: &Shop, name: &str) -> Self {
        let dir = shop.root().join(name);
        let (status, said) = assent_says(&["audit", "export"], &[("--data", &shop.data()), ("--to", &dir)]);
        assert_eq!(status, Some(0), "{said}");
        let (_, key) = assent_says(&["audit", "key"], &[("--data", &shop.data())]);
        assert!(said.ends_with(&key), "{said}");
        Self { dir, key }
    }

    /// What both verifiers say; they have to agree on whether it holds, and on every figure where it does.
    fn verify(&self, since: Option<&Path>, digest: Option<&str>) -> Option<Value> {
        self.verify_with(since, None, digest)
    }

    pub fn verify_with(&self, since: Option<&Path>, witness: Option<&str>, digest: Option<&str>) -> Option<Value> {
        let mut ours = assent();
        ours.args(["audit", "verify", "--key", &self.key, "--log"]).arg(&self.dir);
        let mut theirs = Command::new("python3");
        theirs.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/audit/verify.py")).arg(&self.dir).args(["--key", &self.key]);
        for command in [&mut ours, &mut theirs] {
            if let Some(since) = since {
                command.arg("--since").arg(since);
            }
            if let Some(digest) = digest {
                command.args(["--digest", digest]);
            }
            if let Some(witness) = witness {
                command.args(["--witness", witness]);
            }
        }
        // Side by side: the long form asks them many thousand times.
        let running =
            [ours, theirs].map(|mut command| command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
        let [ours, theirs] = running.map(|child| child.wait_with_output().unwrap());
        let said = [&ours, &theirs].map(|said| String::from_utf8_lossy(&said.stderr).into_owned());
        assert_eq!(ours.status.code(), theirs.status.code(), "{said:?}");
        if !ours.status.success() {
            assert_eq!(ours.status.code(), Some(1), "{said:?}");
            return None;
        }
        let [ours, theirs] = [ours, theirs].map(|said| serde_json::from_slice::<Value>(&said.stdout).unwrap());
        assert_eq!(ours, theirs);
        Some(ours)
    }

    fn all(&self) -> Vec<PathBuf> {
        let (mut found, mut left) = (Vec::new(), vec![self.dir.clone()]);
        while let Some(dir) = left.pop() {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { left.push(path) } else { found.push(path) }
            }
        }
        found.sort();
        found
    }

    fn first_digest(&self) -> String {
        let bundle = self.all().into_iter().find(|path| path.to_string_lossy().contains("entries")).unwrap();
        let text = String::from_utf8_lossy(&fs::read(bundle).unwrap()).into_owned();
        let uses = text.split("assent log 1 uses").nth(1).unwrap();
        uses.lines().nth(1).unwrap().to_owned()
    }
}

#[test]
fn two_verifiers_agree_on_the_log_and_an_erased_person_is_still_in_its_sums_and_nowhere_else() {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&["mug"]).key(running.key("sw")));
    let receipts = live(&running, 0..5);
    running.must(
        &post(&format!("/v1/subjects/{}/identifiers", who(1)))
            .key(running.key("cw"))
            .json(json!({ "kind": "contact", "value": "canary@example.org" }).to_string()),
    );
    let keys = running.ask(&get("/log/keys")).text();
    let kept = (0..100).find_map(|_| {
        let checkpoint = running.ask(&get("/log/checkpoint")).text();
        std::thread::sleep(std::time::Duration::from_millis(100));
        (!checkpoint.is_empty()).then_some(checkpoint)
    });
    running.stop();
    let first = Files::of(&shop, "first");
    assert_eq!(keys.lines().next(), Some(first.key.as_str()), "the server publishes it");
    let early = shop.root().join("early");
    fs::write(&early, kept.expect("it is entered while the server runs")).unwrap();
    assert!(first.verify(Some(&early), None).is_some(), "whoever kept a checkpoint sees the log grow from it");
    let found = first.verify(None, None).expect("it holds");
    assert_eq!(found["kinds"]["key"], json!(6), "{found}");
    assert!(found["kinds"]["policy"] == json!(1) && found["kinds"]["statements"].as_u64() >= Some(1), "{found}");
    let digest = first.first_digest();
    assert!(first.verify(None, Some(&digest)).unwrap()["inclusion"]["leaf"].is_u64());
    assert_eq!(first.verify(None, Some(&"00".repeat(32))), None);

    let of = |receipt: &str| assent_says(&["audit", "verify", "--receipt", receipt], &[("--data", &shop.data())]);
    let (status, said) = of(&receipts[0]);
    assert_eq!(status, Some(0), "{said}");
    assert!(serde_json::from_str::<Value>(&said).unwrap()["inclusion"]["leaf"].is_u64(), "{said}");

    let running = shop.serve();
    live(&running, 5..9);
    running.must(&delete(&format!("/v1/subjects/{}", who(0))).key(running.key("cw")));
    running.stop();
    let second = Files::of(&shop, "second");
    let since = first.dir.join("checkpoint");
    let found = second.verify(Some(&since), Some(&digest)).expect("it grew from the first, and still holds");
    assert_eq!(found["kinds"]["erasure"], json!(1), "{found}");
    assert_eq!(of(&receipts[0]).0, Some(65), "nobody can say any more which digest was hers");
    assert_eq!(of(&receipts[1]).0, Some(0));
    let whole: Vec<u8> = second.all().iter().flat_map(|path| fs::read(path).unwrap()).collect();
    assert!(!whole.windows(6).any(|window| window == b"canary"), "nobody stands in the log");
    assert_eq!(first.verify(Some(&second.dir.join("checkpoint")), None), None, "the first is the second, cut");
}

/// Logs of a shop that was copied and went on apart.
fn branches(shop: &Shop, names: impl Iterator<Item = String>) -> Vec<Files> {
    let before = shop.root().join("before");
    let copy =
        |from: &Path, to: &Path| assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
    copy(&shop.data(), &before);
    let grow = |name: String| {
        fs::remove_dir_all(shop.data()).unwrap();
        copy(&before, &shop.data());
        let running = shop.serve();
        live(&running, 10..12);
        running.stop();
        Files::of(shop, &name)
    };
    names.map(grow).collect()
}

/// The pieces of a file of the log: entries with their lengths in front, or the hashes of a tile.
fn pieces<'b>(path: &Path, bytes: &'b [u8]) -> Vec<&'b [u8]> {
    if !path.to_string_lossy().contains("entries") {
        return bytes.chunks(32).collect();
    }
    let (mut found, mut rest) = (Vec::new(), bytes);
    while let Some((length, _)) = rest.split_first_chunk::<2>() {
        let (piece, more) = rest.split_at(2 + usize::from(u16::from_be_bytes(*length)));
        found.push(piece);
        rest = more;
    }
    found
}

/// The file with a piece taken out, two swapped, or one repeated; nothing where that changes nothing.
fn reordered(path: &Path, good: &[u8], seed: &mut u64) -> Option<Vec<u8>> {
    let mut all = pieces(path, good);
    let [how, one, other] = [3, all.len(), all.len()].map(|below| drawn(seed) % below);
    match how {
        0 => drop(all.remove(one)),
        1 => all.swap(one, other),
        _ => all.insert(one, all[other]),
    }
    Some(all.concat()).filter(|bad| bad != good)
}

#[test]
fn every_change_cut_and_fork_is_found_by_both_verifiers() {
    let shop = Shop::new();
    let running = shop.serve();
    live(&running, 0..3);
    running.stop();
    let base = Files::of(&shop, "base");
    let count = if long() { BRANCHES_LONG } else { BRANCHES };
    let branches = branches(&shop, (0..count).map(|number| format!("branch-{number}")));
    let since = base.dir.join("checkpoint");
    let mut forks = 0;
    for (at, branch) in branches.iter().enumerate() {
        assert!(branch.verify(Some(&since), None).is_some(), "each grew from the base");
        for other in branches.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other) {
            let other = other.dir.join("checkpoint");
            assert_eq!(branch.verify(Some(&other), None), None, "and none from another: a fork");
            forks += 1;
        }
    }
    let harms = if long() { [CHANGES_LONG, CUTS_LONG, ORDERS_LONG] } else { [CHANGES, CUTS, ORDERS] };
    harm(&branches[0], &since, harms);
    println!("{forks} forks, {harms:?} changes, cuts and other orders, all found by both");
    assert!(branches[0].verify(Some(&since), None).is_some());
}

/// Harms a log in so many ways, each of which both verifiers find.
#[expect(clippy::print_stdout, reason = "a long run says how far it is")]
fn harm(log: &Files, since: &Path, [changes, cuts, orders]: [usize; 3]) {
    let (files, mut seed) = (log.all(), 20_261_126);
    let tiles: Vec<_> = files.iter().filter(|path| !path.ends_with("checkpoint")).collect();
    let mut found = 0_usize;
    let mut check = |path: &Path, bad: &[u8]| {
        let good = fs::read(path).unwrap();
        fs::write(path, bad).unwrap();
        assert_eq!(log.verify(Some(since), None), None, "{}", path.display());
        fs::write(path, good).unwrap();
        found += 1;
        if found.is_multiple_of(TOLD_EVERY) {
            println!("{found} harms, all found by both");
        }
    };
    for _ in 0..changes {
        let path = &files[drawn(&mut seed) % files.len()];
        let mut bad = fs::read(path).unwrap();
        let at = drawn(&mut seed) % bad.len();
        bad[at] ^= 1 << (drawn(&mut seed) % 8);
        check(path, &bad);
    }
    for _ in 0..cuts {
        let path = &files[drawn(&mut seed) % files.len()];
        let good = fs::read(path).unwrap();
        check(path, &good[..drawn(&mut seed) % good.len()]);
    }
    let mut done = 0;
    while done < orders {
        let path = tiles[drawn(&mut seed) % tiles.len()];
        if let Some(bad) = reordered(path, &fs::read(path).unwrap(), &mut seed) {
            check(path, &bad);
            done += 1;
        }
    }
    for path in &files {
        let good = fs::read(path).unwrap();
        fs::remove_file(path).unwrap();
        assert_eq!(log.verify(Some(since), None), None, "without {}", path.display());
        fs::write(path, good).unwrap();
    }
}

#[test]
fn whoever_fetches_the_log_from_the_server_has_the_very_files() {
    let shop = Shop::new();
    let running = shop.serve();
    live(&running, 0..3);
    running.stop();
    let files = Files::of(&shop, "files");
    let running = shop.serve();
    let size: u64 = fs::read_to_string(files.dir.join("checkpoint")).unwrap().lines().nth(1).unwrap().parse().unwrap();
    for path in files.all().iter().filter(|path| !path.ends_with("checkpoint")) {
        let name = path.strip_prefix(&files.dir).unwrap().to_str().unwrap();
        let reply = running.ask(&get(&format!("/log/{name}")));
        assert_eq!((reply.status, &reply.body), (200, &fs::read(path).unwrap()), "{name}");
        assert!(reply.field("cache-control").unwrap().contains("immutable"), "{name}");
    }
    let more = format!("tile/entries/000.p/{}", size + 50);
    for none in [more.as_str(), "tile/1/000.p/1", "tile/0/0.p/1", "tile/9/000", "tile/entries", "tile/0/001", "nothing"]
    {
        assert_eq!(running.ask(&get(&format!("/log/{none}"))).status, 404, "{none}");
    }
    running.stop();
}

#[test]
fn a_witness_signs_what_grew_from_what_it_signed_before_and_no_fork() {
    let shop = Shop::new();
    let grow = |people, name: &str| {
        let running = shop.serve();
        live(&running, people);
        running.stop();
        Files::of(&shop, name)
    };
    let copy =
        |from: &Path, to: &Path| assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
    let before = shop.root().join("before");
    let first = grow(0..2, "first");
    copy(&shop.data(), &before);
    let second = grow(2..4, "second");
    fs::remove_dir_all(shop.data()).unwrap();
    copy(&before, &shop.data());
    let fork = grow(10..12, "fork");
    let (dir, note) = (shop.root().join("witness"), shop.root().join("seen"));
    let witness = |files: &Files| {
        let named = ["audit", "witness", "--name", "witness.example/one", "--key", &files.key];
        assent_says(&named, &[("--log", &files.dir), ("--dir", &dir), ("--to", &note)])
    };
    let (status, said) = witness(&first);
    assert_eq!(status, Some(0), "{said}");
    let key = serde_json::from_str::<Value>(&said).unwrap()["witness"].as_str().unwrap().to_owned();
    assert!(key.starts_with("witness.example/one+"), "{key}");
    assert!(second.verify_with(Some(&note), Some(&key), None).is_some(), "both verifiers know the witness's line");
    assert_eq!(witness(&second).0, Some(0));
    let signed = fs::read(&note).unwrap();
    for wrong in [&fork, &first] {
        let (status, said) = witness(wrong);
        assert_eq!(status, Some(1), "a fork, or the log cut: {said}");
        assert_eq!(fs::read(&note).unwrap(), signed, "nothing was signed");
    }
    assert_eq!(fork.verify_with(Some(&note), Some(&key), None), None, "and whoever asks the witness sees the fork");
    let unsigned = second.dir.join("checkpoint");
    assert_eq!(second.verify_with(Some(&unsigned), Some(&key), None), None, "the witness did not sign this one");
    let mut changed = signed.clone();
    let last = changed.len() - 4;
    changed[last] = if changed[last] == b'A' { b'B' } else { b'A' };
    fs::write(&note, changed).unwrap();
    assert_eq!(second.verify_with(Some(&note), Some(&key), None), None, "a changed line");
}

#[test]
fn a_kill_at_any_moment_loses_no_entry_of_the_log() {
    let shop = Shop::new();
    let mut receipts = Vec::new();
    for round in 0..4 {
        let mut running = shop.serve();
        receipts.extend(live(&running, round * 10..round * 10 + 3));
        running.kill();
        running.ended(std::time::Duration::from_secs(10));
    }
    for receipt in &receipts {
        let (status, said) = assent_says(&["audit", "verify", "--receipt", receipt], &[("--data", &shop.data())]);
        assert_eq!(status, Some(0), "{said}");
    }
}
