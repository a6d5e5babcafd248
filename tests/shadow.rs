//! The estimates of `assent shadow`, worked out again by somebody else.

use crate::journeys::assent;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const DECISIONS: usize = 4_000;

/// Decisions of a log that drew by its own odds in three circumstances, one of them with a leaning.
fn log() -> String {
    let mut state = 2_011_u64;
    let mut die = |sides: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    let mut out = String::new();
    for _ in 0..DECISIONS {
        let place = die(3);
        let (cell, leaning) = [("device=phone", ""), ("device=desktop", ""), ("", "teas")][place as usize];
        let arm = match die(10) {
            0..5 => 0,
            5..8 => 1,
            _ => 2,
        };
        let (chosen, propensity) = [("plain", 0.5), ("tea", 0.3), ("cups", 0.2)][arm];
        let reward = u8::from(die(100) < 10 + 15 * ((place + arm as u64) % 3));
        let line =
            json!({ "cell": cell, "leaning": leaning, "chosen": chosen, "propensity": propensity, "reward": reward });
        writeln!(out, "{line}").unwrap();
    }
    out
}

fn compare(dir: &Path, more: &[&str]) -> Output {
    let at = |name: &str| dir.join(name);
    let mut command = assent();
    command.args(["shadow", "compare", "--log"]).arg(at("log.jsonl")).arg("--a").arg(at("a.json"));
    command.arg("--b").arg(at("b.json")).args(more).output().unwrap()
}

#[test]
fn every_estimate_is_what_its_definition_says() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::write(at("log.jsonl"), log()).unwrap();
    fs::write(at("a.json"), json!({ "odds": { "plain": 0.25, "tea": 0.25, "cups": 0.25, "never": 0.25 } }).to_string())
        .unwrap();
    let cells = json!({ "device=phone": { "cups": 1.0 }, "|teas": { "tea": 0.9, "plain": 0.1 } });
    fs::write(at("b.json"), json!({ "odds": { "plain": 0.2, "tea": 0.8 }, "cells": cells }).to_string()).unwrap();
    let output = compare(dir.path(), &["--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::write(at("compared.json"), &output.stdout).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("measure/shadow.py");
    let files = ["log.jsonl", "a.json", "b.json", "compared.json"].map(at);
    let checked = Command::new("python3").arg(script).args(files).output().unwrap();
    let told = String::from_utf8_lossy(&checked.stdout).into_owned() + &String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success() && told.starts_with("22 figures"), "{told}");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!((document["a"]["covered"].as_f64().unwrap() - 0.75).abs() < 1e-9);
    let table = compare(dir.path(), &[]);
    assert!(String::from_utf8_lossy(&table.stdout).contains("b - a  dr"));
}

#[test]
fn what_is_no_log_is_refused_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.json", "b.json"] {
        fs::write(dir.path().join(name), "{\"odds\":{\"tea\":1}}").unwrap();
    }
    let line = "{\"chosen\":\"tea\",\"propensity\":0.5,\"reward\":1}\n";
    fs::write(dir.path().join("log.jsonl"), format!("{line}{line}{{\"subject\":\"canary\"}}\n")).unwrap();
    let output = compare(dir.path(), &[]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), told.trim()), (Some(65), "assent: line 3 is no logged decision"));
}

#[test]
fn a_policy_of_which_nothing_was_drawn_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("log.jsonl", &"{\"chosen\":\"tea\",\"propensity\":0.5,\"reward\":1}\n".repeat(4));
    write("a.json", "{\"odds\":{\"tea\":1}}");
    write("b.json", "{\"odds\":{\"never\":1}}");
    let output = compare(dir.path(), &[]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(65) && output.stdout.is_empty(), "{told}");
    assert!(told.contains("policy b draws nothing that the log drew"), "{told}");
}
