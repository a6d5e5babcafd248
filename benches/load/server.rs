//! A real server process with as many people as asked for, made through the command line as a user would.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    reason = "a measurement reads the clock, and ends at the first thing that is not as it should be"
)]

use crate::http::Client;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

/// A running server. It ends with this value.
pub struct Server {
    child: Child,
    host: String,
    _home: TempDir,
    /// A key for decisions.
    pub decide: String,
    /// A key for events.
    pub write: String,
    /// A key for statements and questions about consent.
    pub consent: String,
    /// How long the start took.
    pub ready_after: Duration,
    /// When it was, in seconds.
    pub now: u64,
}

impl Server {
    /// Imports people with a few purchases each, makes keys, and starts the server.
    pub fn with_people(people: usize, items: usize, each: usize) -> Self {
        let home = tempfile::tempdir().expect("a directory");
        let data = home.path().join("data");
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock").as_secs();
        let (catalog, events) = (home.path().join("catalog.csv"), home.path().join("events.csv"));
        fs::write(&catalog, catalog_of(items)).expect("writes");
        fs::write(&events, events_of(people, items, each, now)).expect("writes");
        assent(&data, &["import", "--format", "catalog", "--no-train"], &[&catalog]);
        let agreed = ["--granted", "recommend,train", "--evidence", "a measurement"];
        assent(&data, &[&["import", "--format", "events"][..], &agreed].concat(), &[&events]);
        let key = |kind| assent(&data, &["keys", "make", "--kind", kind, "--label", "load"], &[]).trim().to_owned();
        let (decide, write, consent) = (key("dr"), key("sw"), key("cw"));
        let (child, host, ready_after) = start(&data);
        Self { child, host, _home: home, decide, write, consent, ready_after, now }
    }

    /// A new connection.
    pub fn client(&self) -> Client {
        Client::new(&self.host)
    }

    /// How much of the processor's time the process took, to a hundredth of a second.
    pub fn cpu(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // Behind the name, which may hold anything: the 12th and 13th field are ticks in user and in kernel mode.
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 10)
    }

    /// How much memory the process holds, in megabytes.
    pub fn resident_mb(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
        line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The release binary, beside the one that measures.
fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("ASSENT_BIN") {
        return path.into();
    }
    let here = std::env::current_exe().expect("a path");
    let binary = here.parent().and_then(Path::parent).expect("a folder").join("assent");
    assert!(binary.exists(), "build it first: cargo build --release");
    binary
}

fn assent(data: &Path, words: &[&str], files: &[&Path]) -> String {
    let output = Command::new(binary()).args(words).arg("--data").arg(data).args(files).output().expect("starts");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn start(data: &Path) -> (Child, String, Duration) {
    let begun = Instant::now();
    let mut child = Command::new(binary())
        .args(["serve", "--listen", "127.0.0.1:0", "--learn-after", "0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("reads");
    let host = line.trim().rsplit('/').next().expect("an address").to_owned();
    (child, host, begun.elapsed())
}

fn catalog_of(items: usize) -> String {
    let mut text = String::from("id,title,category,price,currency\n");
    for item in 0..items {
        let _ = writeln!(text, "i{item},Thing number {item},shelf {},9.90,EUR", item % 40);
    }
    text
}

/// Purchases that follow each other within a shelf, so that there is something to learn.
fn events_of(people: usize, items: usize, each: usize, now: u64) -> String {
    let mut text = String::from("subject,item,time,verb\n");
    for who in 0..people {
        for number in 0..each {
            let item = (who % 40 + 40 * ((who / 40 * 7 + number * number * 3) % (items / 40))) % items;
            let at = now - 86_400 * (1 + (number as u64 * 9 + who as u64 % 5));
            let _ = writeln!(text, "p{who},i{item},{at},purchase");
        }
    }
    text
}
