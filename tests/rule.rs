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
        .arg("-B")
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
fn two_readings_of_the_rule_agree() {
    let count = compare("cases.py");
    println!("{count:?}");
    assert!(count.allowed > count.all / 100, "the cases are no test if hardly any is allowed: {count:?}");
}

#[test]
fn two_readings_of_the_rule_agree_in_its_corners() {
    let count = compare("corners.py");
    println!("{count:?}");
    assert!(count.allowed > count.all / 200, "the cases are no test if hardly any is allowed: {count:?}");
    assert!(count.unread > count.all / 100, "and none if all can be read: {count:?}");
}

#[derive(Debug, Default)]
struct Count {
    all: usize,
    allowed: usize,
    unread: usize,
}

#[expect(clippy::disallowed_methods, reason = "the long switch of the tests")]
fn compare(script: &str) -> Count {
    let all = if std::env::var("ASSENT_PROOFS_LONG").is_ok() { CASES_LONG } else { CASES };
    let cases = python(script, &[&all.to_string(), "20261124"], "");
    let mut count = Count { all, ..Count::default() };
    let theirs = python("model.py", &[], &cases);
    for ((case, theirs), number) in cases.lines().zip(theirs.lines()).zip(1..) {
        let ours: serde_json::Value = serde_json::from_str(&app::rule::evaluate_line(case)).expect("JSON");
        let theirs: serde_json::Value = serde_json::from_str(theirs).expect("JSON");
        // Each says in its own words what it can not read.
        let unread = theirs["error"].is_string();
        assert!(
            if unread { ours["error"].is_string() } else { ours == theirs },
            "case {number}: {case}: {ours} {theirs}"
        );
        count.allowed += usize::from(ours["allow"] == true);
        count.unread += usize::from(unread);
    }
    assert_eq!(theirs.lines().count(), all);
    count
}
