//! A second reading of the rule, in Python, which shares nothing with the first, agrees with it case by case.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// How many random cases are compared; more behind the long switch.
const CASES: usize = 20_000;
const CASES_LONG: usize = 300_000;

fn python(script: &str, arguments: &[&str], input: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rule").join(script);
    let mut child = Command::new("python3")
        .arg(path)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("install python3");
    let mut pipe = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    let feeding = std::thread::spawn(move || pipe.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("ends");
    drop(feeding.join());
    assert!(output.status.success(), "{script} failed");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the long switch of the tests")]
fn two_readings_of_the_rule_agree() {
    let count = if std::env::var("ASSENT_PROOFS_LONG").is_ok() { CASES_LONG } else { CASES };
    let cases = python("cases.py", &[&count.to_string(), "20261124"], "");
    let theirs = python("model.py", &[], &cases);
    let mut allowed = 0;
    for ((case, theirs), number) in cases.lines().zip(theirs.lines()).zip(1..) {
        let ours: serde_json::Value = serde_json::from_str(&app::rule::evaluate_line(case)).expect("JSON");
        let theirs: serde_json::Value = serde_json::from_str(theirs).expect("JSON");
        // Each says in its own words what it can not read.
        let unread = theirs["error"].is_string();
        assert!(
            if unread { ours["error"].is_string() } else { ours == theirs },
            "case {number}: {case}: {ours} {theirs}"
        );
        allowed += usize::from(ours["allow"] == true);
    }
    assert_eq!(theirs.lines().count(), count);
    assert!(allowed > count / 100, "the cases are no test if hardly any is allowed: {allowed}");
}
