//! The house: which way the rooms lean, and the rules that every file keeps.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and what it may lean on.
const ROOMS: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("store", &[]),
    ("vault", &["domain", "store"]),
    ("audit", &["domain"]),
    ("engine", &["domain", "vault"]),
    ("app", &["audit", "domain", "engine", "store", "vault"]),
    ("server", &["app", "domain"]),
];

/// What only one room may know.
const ONLY: [(&str, &[&str]); 2] = [
    ("vault", &["aes-gcm", "ed25519-dalek", "getrandom", "hkdf", "hmac", "sha2", "subtle"]),
    ("server", &["axum", "clap", "hyper", "hyper-util", "indicatif", "maud", "tokio", "tracing"]),
];

/// Longest file and longest function, in lines.
const FILE_LINES_MAX: usize = 450;
const FUNCTION_LINES_MAX: usize = 70;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a parent").to_path_buf()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn dependencies(room: &str) -> BTreeMap<String, toml::Value> {
    let manifest = read(&root().join("crates").join(room).join("Cargo.toml"));
    let manifest: toml::Table = manifest.parse().expect("a manifest");
    let listed = manifest.get("dependencies").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    listed.into_iter().collect()
}

/// Every Rust file of ours, below the root.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left = ["crates", "tests", "benches", "xtask"].map(|folder| root().join(folder)).to_vec();
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").filter_map(Result::ok) {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() && name != "node_modules" && name != "target" {
                left.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn things_lean_downward_only() {
    for (room, allowed) in ROOMS {
        for name in dependencies(room).keys().filter(|name| ROOMS.iter().any(|(other, _)| other == name)) {
            assert!(allowed.contains(&name.as_str()), "`{room}` must not lean on `{name}`");
        }
    }
    let listed = fs::read_dir(root().join("crates")).expect("the rooms").filter_map(Result::ok).count();
    assert_eq!(listed, ROOMS.len(), "a new room is a decision");
}

#[test]
fn cryptography_and_the_wire_have_one_room_each() {
    for (owner, names) in ONLY {
        for (room, _) in ROOMS.iter().filter(|(room, _)| *room != owner) {
            let known = dependencies(room);
            for name in names {
                assert!(!known.contains_key(*name), "only `{owner}` may know `{name}`, and `{room}` does");
            }
        }
    }
}

#[test]
fn unsafe_code_is_forbidden_in_every_crate() {
    let mut crates = ROOMS.map(|(room, _)| root().join("crates").join(room).join("src/lib.rs")).to_vec();
    crates.extend(["crates/server/src/main.rs", "xtask/src/main.rs", "tests/main.rs"].map(|path| root().join(path)));
    for path in crates {
        assert!(read(&path).contains("#![forbid(unsafe_code)]"), "{}", path.display());
    }
}

#[test]
fn every_file_opens_with_one_sentence_that_says_what_it_is() {
    for path in sources() {
        assert!(read(&path).starts_with("//! "), "{} has no caption", path.display());
    }
}

#[test]
fn no_file_and_no_function_is_longer_than_a_reader_bears() {
    let mut long = Vec::new();
    for path in sources() {
        let (text, name) = (read(&path), path.display());
        let lines = text.lines().count();
        long.extend((lines > FILE_LINES_MAX).then(|| format!("{name} has {lines} lines")));
        let functions = functions(&text).into_iter().filter(|(_, length)| *length > FUNCTION_LINES_MAX);
        long.extend(functions.map(|(line, length)| format!("{name}:{line} is a function of {length} lines")));
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Where each function begins and how many lines it has: from its `fn` to the brace at the same depth.
fn functions(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let begins = |line: &str| {
        let word = line
            .trim_start()
            .trim_start_matches("pub ")
            .trim_start_matches("pub(crate) ")
            .trim_start_matches("pub(super) ");
        word.trim_start_matches("async ").trim_start_matches("const ").starts_with("fn ")
    };
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| begins(line)) {
        let depth = indent(line);
        let end = lines[at..].iter().position(|l| l.trim_end() == format!("{}}}", " ".repeat(depth)));
        found.push((at + 1, end.map_or(1, |end| end + 1)));
    }
    found
}

#[test]
fn the_clock_is_read_in_one_place() {
    for path in sources().iter().filter(|path| path.to_string_lossy().contains("/crates/")) {
        let tests = path.to_string_lossy().contains("tests") || path.to_string_lossy().contains("examples");
        let allowed = path.ends_with("server/src/main.rs") || tests;
        assert!(allowed || !read(path).contains("SystemTime::now"), "{} reads the clock", path.display());
    }
}

#[test]
fn the_engine_is_pure_by_lint() {
    let lint = read(&root().join("crates/engine/clippy.toml"));
    for banned in
        ["std::cell::RefCell", "std::cell::Cell", "std::sync::Mutex", "std::time::SystemTime", "std::time::Instant"]
    {
        assert!(lint.contains(banned), "crates/engine/clippy.toml does not ban {banned}");
    }
}

/// Each code of a problem: its variant and its name.
fn codes() -> Vec<(String, String)> {
    let text = read(&root().join("crates/server/src/problem/codes.rs"));
    let code = |line: &str| {
        let mut parts = line.trim().splitn(4, ", ");
        let (variant, status, name) = (parts.next()?, parts.next()?, parts.next()?);
        let plain = status.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        (plain && name.starts_with('"')).then(|| (variant.to_owned(), name.trim_matches('"').to_owned()))
    };
    let found: Vec<_> = text.lines().filter_map(code).collect();
    assert!(found.len() > 40, "the catalogue is read");
    found
}

#[test]
fn every_code_is_raised_somewhere() {
    let raisers = sources().into_iter().filter(|path| {
        let path = path.to_string_lossy();
        path.contains("crates/server/src/") && !path.contains("tests") && !path.ends_with("problem.rs")
    });
    let text: String = raisers.map(|path| read(&path)).collect();
    let raised = |variant: &str| {
        let after = |(at, found): (usize, &str)| text[at + found.len()..].chars().next();
        text.match_indices(&format!("Code::{variant}")).any(|found| !after(found).is_some_and(char::is_alphanumeric))
    };
    let idle: Vec<_> = codes().into_iter().filter(|(variant, _)| !raised(variant)).collect();
    assert!(idle.is_empty(), "raised by nothing: {idle:?}");
}

#[test]
fn the_guide_lists_each_code_once_and_no_other() {
    let text = read(&root().join("docs/guide/errors.md"));
    let named = |line: &str| Some(line.strip_prefix("| `")?.split('`').next()?.to_owned());
    let mut listed: Vec<String> = text.lines().filter_map(named).collect();
    let mut known: Vec<String> = codes().into_iter().map(|(_, name)| name).collect();
    listed.sort_unstable();
    known.sort_unstable();
    assert_eq!(listed, known);
}
