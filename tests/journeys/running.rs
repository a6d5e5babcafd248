//! A shop on disk and the server that is started on it: the real binary, its real log, real signals.

use super::client::{Connection, Reply, Request, send};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The word that stands in everything of a person that these tests send, and in nothing else.
pub const CANARY: &str = "canary";
/// The origin that the browser key works from.
pub const ORIGIN: &str = "https://shop.example";
/// How long a graceful stop may take.
const STOP_MAX: Duration = Duration::from_secs(25);

/// The binary under test.
pub fn assent() -> Command {
    Command::new(binary())
}

/// Where the binary under test is.
pub fn binary() -> PathBuf {
    let beside = || {
        let here = std::env::current_exe().expect("a test knows where it is");
        here.ancestors().nth(2).expect("tests lie in target/PROFILE/deps").join("assent")
    };
    let path = std::env::var_os("ASSENT_BIN").map_or_else(beside, PathBuf::from);
    assert!(path.is_file(), "{} is missing: run `cargo build -p server` first", path.display());
    path
}

/// Whether the long forms of the proofs run.
pub fn long() -> bool {
    std::env::var_os("ASSENT_PROOFS_LONG").is_some()
}

/// Numbers that look drawn and are the same each time.
pub fn drawn(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap()
}

/// A shop on disk with a key of every kind, and nobody serving it.
pub struct Shop {
    dir: TempDir,
    keys: BTreeMap<&'static str, String>,
}

/// A server that serves.
pub struct Running {
    child: Child,
    /// Kept open, so that the server can go on printing.
    _output: BufReader<std::process::ChildStdout>,
    /// What was printed before the address.
    pub printed: String,
    log: PathBuf,
    pub address: SocketAddr,
    keys: BTreeMap<&'static str, String>,
}

// === impl Shop ===

impl Shop {
    pub fn new() -> Self {
        let mut shop = Self { dir: tempfile::tempdir().unwrap(), keys: BTreeMap::new() };
        for kind in ["bw", "sw", "dr", "cw", "adm"] {
            let key = shop.make_key(kind);
            shop.keys.insert(kind, key);
        }
        let second = shop.make_held_key("adm", "a second person");
        shop.keys.insert("second", second);
        shop
    }

    pub fn make_key(&self, kind: &str) -> String {
        self.make_held_key(kind, &format!("who holds {kind}"))
    }

    /// A key of a kind, held by somebody.
    pub fn make_held_key(&self, kind: &str, holder: &str) -> String {
        let mut command = assent();
        command.args(["keys", "make", "--kind", kind, "--label", "proofs", "--data"]).arg(self.data());
        command.args(["--holder", holder]);
        if kind == "bw" {
            command.args(["--origin", ORIGIN]);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    pub fn key(&self, kind: &str) -> &str {
        &self.keys[kind]
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("shop")
    }

    pub fn keys_dir(&self) -> PathBuf {
        self.dir.path().join("shop.keys")
    }

    /// The command that serves this shop on a free port.
    pub fn command(&self) -> Command {
        let mut command = assent();
        // Keys of a minute ago may ask and approve.
        command.args(["serve", "--listen", "127.0.0.1:0", "--key-age", "0", "--data"]).arg(self.data());
        command
    }

    pub fn serve(&self) -> Running {
        self.serve_by(self.command())
    }

    /// Serves people's own pages, too.
    pub fn serve_with_pages(&self) -> Running {
        let mut command = self.command();
        command.arg("--pages");
        self.serve_by(command)
    }

    /// Serves by this command, which may wrap the binary into something.
    pub fn serve_by(&self, command: Command) -> Running {
        Running::start(command, self.next_log(), self.keys.clone())
    }

    /// Serves, or says how it was refused.
    pub fn try_serve(&self) -> Result<Running, Output> {
        self.try_serve_by(self.command())
    }

    /// Serves by this command, or says how it was refused.
    pub fn try_serve_by(&self, command: Command) -> Result<Running, Output> {
        Running::try_start(command, self.next_log(), self.keys.clone())
    }

    fn next_log(&self) -> PathBuf {
        self.dir.path().join(format!("log-{}", fs::read_dir(self.dir.path()).unwrap().count()))
    }

    /// Tries to serve, where it is to be refused.
    pub fn refused(&self) -> Output {
        refused(self.command())
    }
}

/// Runs a command that is to end by itself, and soon.
pub fn refused(mut command: Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    if wait(&mut child, STOP_MAX).is_none() {
        child.kill().unwrap();
        panic!(
            "it was to be refused, and goes on: {}",
            String::from_utf8_lossy(&child.wait_with_output().unwrap().stderr)
        );
    }
    child.wait_with_output().unwrap()
}

// === impl Running ===

impl Running {
    /// Starts a server, with everything logged, and waits until it says where it listens.
    pub fn start(command: Command, log: PathBuf, keys: BTreeMap<&'static str, String>) -> Self {
        let refused = |output: Output| panic!("it did not start: {}", String::from_utf8_lossy(&output.stderr));
        Self::try_start(command, log, keys).unwrap_or_else(refused)
    }

    fn try_start(mut command: Command, log: PathBuf, keys: BTreeMap<&'static str, String>) -> Result<Self, Output> {
        let written = File::create(&log).unwrap();
        command.env("RUST_LOG", "trace").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(written);
        let mut child = command.spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut printed = String::new();
        while !printed.contains("http://") {
            if output.read_line(&mut printed).unwrap() == 0 {
                let status = child.wait().unwrap();
                return Err(Output { status, stdout: printed.into_bytes(), stderr: fs::read(&log).unwrap() });
            }
        }
        let (before, after) = printed.split_once("http://").unwrap();
        let address = after.split(['/', ' ', '\n']).next().unwrap().parse().unwrap();
        Ok(Self { child, _output: output, printed: before.to_owned(), log, address, keys })
    }

    pub fn key(&self, kind: &str) -> &str {
        &self.keys[kind]
    }

    /// Learns the keys of a shop that was made elsewhere.
    pub fn know(&mut self, keys: impl IntoIterator<Item = (&'static str, String)>) {
        self.keys.extend(keys);
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// One request over a connection of its own.
    pub fn ask(&self, request: &Request) -> Reply {
        let asked = Connection::open(self.address).and_then(|mut connection| connection.ask(request));
        asked.unwrap_or_else(|error| panic!("{error}: {request:?}\n{}", self.logged()))
    }

    /// One request that has to succeed; its document.
    pub fn must(&self, request: &Request) -> Value {
        let reply = self.ask(request);
        assert_eq!(reply.status, 200, "{request:?}: {}", reply.text());
        reply.json()
    }

    /// A token with which this person acts for themself.
    pub fn token(&self, who: &str, seconds: u64) -> String {
        let asked = send("/v1/subject-tokens", &json!({ "subject": who, "seconds": seconds })).key(self.key("cw"));
        self.must(&asked)["token"].as_str().unwrap().to_owned()
    }

    /// This person says something about these purposes.
    pub fn says(&self, who: &str, kind: &str, purposes: &[&str]) -> Value {
        self.must(&saying(who, kind, purposes).key(self.key("cw")))
    }

    pub fn logged(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Waits until it ended by itself; its exit status.
    pub fn ended(&mut self, within: Duration) -> Option<i32> {
        wait(&mut self.child, within).and_then(|status| status.code())
    }

    pub fn terminate(&self) {
        self.signal("-TERM");
    }

    /// Ends it at once, with whatever it is doing.
    pub fn kill(&self) {
        self.signal("-KILL");
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Stops it in good order, and reads its log.
    pub fn stop(mut self) {
        self.terminate();
        assert_eq!(self.ended(STOP_MAX), Some(0), "{}", self.logged());
        self.check_log();
    }

    /// Nothing that was sent about a person stands in the log, however much is logged.
    pub fn check_log(&self) {
        let log = fs::read_to_string(&self.log).unwrap();
        let told = log.lines().find(|line| line.to_lowercase().contains(CANARY));
        assert_eq!(told, None, "the log names a person or their things");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already; and whoever panics has said why.
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn wait(child: &mut Child, within: Duration) -> Option<std::process::ExitStatus> {
    let since = Instant::now();
    while since.elapsed() < within {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    None
}

// === what is said and done ===

/// A person says something about purposes.
pub fn saying(who: &str, kind: &str, purposes: &[&str]) -> Request {
    send("/v1/statements", &said(who, kind, purposes))
}

pub fn said(who: &str, kind: &str, purposes: &[&str]) -> Value {
    let evidence = json!({ "notice": "canary notice 1", "how": "canary button" });
    let one = |purpose: &&str| json!({ "kind": kind, "purpose": purpose, "explicit": true, "evidence": evidence });
    let statements: Vec<_> = purposes.iter().map(one).collect();
    json!({ "subject": who, "jurisdictions": ["eu"], "statements": statements })
}

/// A person did something.
pub fn did(who: &str, id: &str, verb: &str, item: &str) -> Value {
    json!({ "id": id, "subject": who, "item": item, "verb": verb })
}

/// A request that sends events.
pub fn doing(events: &[Value]) -> Request {
    send("/v1/events", &json!({ "jurisdictions": ["eu"], "events": events }))
}

/// A request that puts items into the catalog, each with a title of its own.
pub fn stocking(items: &[&str]) -> Request {
    let one = |id: &&str| json!({ "id": id, "title": format!("Thing {id}"), "category": ["things"] });
    send("/v1/catalog/items", &json!({ "items": items.iter().map(one).collect::<Vec<_>>() }))
}
