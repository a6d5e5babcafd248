//! The IAB's own packages, in JavaScript, which share nothing with our decoders, agree with them field by field.

mod hostile;

use serde_json::Value;
use server::signal::{Reading, gpp, tcf};
use std::path::Path;
use std::process::Command;

/// How many random strings of each format are compared; more behind the long switch.
const STRINGS: usize = 2_000;
const STRINGS_LONG: usize = 20_000;
const SEED: &str = "20261126";

#[expect(clippy::disallowed_methods, reason = "the long switch of the tests")]
fn long() -> bool {
    std::env::var("ASSENT_PROOFS_LONG").is_ok()
}

/// Strings that the packages wrote, and the fields that they read in them.
fn theirs(kind: &str, count: usize) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("signals");
    assert!(folder.join("node_modules").is_dir(), "run `cargo xtask setup` first");
    let output = Command::new("node")
        .arg(folder.join("strings.mjs"))
        .args([kind, &count.to_string(), SEED])
        .output()
        .expect("install nodejs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), count);
    lines
}

fn count() -> usize {
    if long() { STRINGS_LONG } else { STRINGS }
}

/// Which fields differ, by name.
fn differences(ours: &Value, theirs: &Value) -> Vec<String> {
    let (Value::Object(ours), Value::Object(theirs)) = (ours, theirs) else {
        return vec![format!("{ours} is not {theirs}")];
    };
    let names: std::collections::BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let differs = |name: &&&String| ours.get(**name) != theirs.get(**name);
    names.iter().filter(differs).map(|name| format!("{name}: {:?} {:?}", ours.get(*name), theirs.get(*name))).collect()
}

/// The order of restrictions means nothing.
fn in_order(mut fields: Value) -> Value {
    if let Some(Value::Array(list)) = fields.get_mut("PublisherRestrictions") {
        list.sort_by_key(|r| (r["PurposeId"].as_u64(), r["RestrictionType"].as_u64()));
    }
    fields
}

#[test]
fn tc_strings_mean_field_by_field_what_the_packages_say() {
    let mut compared = 0;
    for line in theirs("tcf", count()) {
        let string = line["string"].as_str().expect("a string");
        let Ok(Reading::Known(read)) = tcf::decode(string) else { panic!("unread: {string}") };
        let differ = differences(&in_order(read.shown()), &line["fields"]);
        assert!(differ.is_empty() && !read.has_unknown, "{string}: {differ:#?}");
        compared += line["fields"].as_object().expect("fields").len();
    }
    println!("{} TC strings agree in {compared} fields", count());
    assert!(compared >= count() * 22, "{compared} fields");
}

#[test]
fn gpp_strings_mean_field_by_field_what_the_packages_say() {
    let (mut apart, mut sections) = (0, std::collections::BTreeMap::new());
    for line in theirs("gpp", count()) {
        let string = line["string"].as_str().expect("a string");
        let read = match gpp::decode(string) {
            Ok(Reading::Known(read)) => read,
            other => panic!("unread: {string}: {other:?}"),
        };
        let (ours, theirs) = (read.shown(), &line["fields"]);
        let named = |fields: &Value| fields.as_object().expect("sections").keys().cloned().collect::<Vec<_>>();
        assert_eq!(named(&ours), named(theirs), "{string}");
        for name in named(theirs) {
            let differ = differences(&ours[&name], &theirs[&name]);
            assert!(differ.is_empty(), "{string}: {name}: {differ:#?}");
            *sections.entry(name).or_insert(0_usize) += 1;
        }
        assert!(read.unknown.is_empty() && read.sections.iter().all(|section| !section.has_unknown()), "{string}");
        apart += usize::from(runs(string) >= 3);
    }
    println!("{} GPP strings agree, {apart} of three and more stretches of sections: {sections:?}", count());
    assert_eq!(sections.len(), 24, "{sections:?}");
    assert!(sections.values().all(|seen| *seen >= count() / 20), "{sections:?}");
    assert!(apart >= count() / 4, "strings with three and more sections apart from each other: {apart}");
}

/// How many stretches of neighbouring sections a string has, by the packages' own names of them.
fn runs(string: &str) -> usize {
    let Ok(Reading::Known(read)) = gpp::decode(string) else { return 0 };
    let order = ORDER.map(|name| read.section(name).is_some());
    order.iter().zip(std::iter::once(&false).chain(&order)).filter(|(here, before)| **here && !**before).count()
}

/// Every section in force, in the order of their ids; a dash is an id without one.
const ORDER: [&str; 27] = [
    "-", "tcfeuv2", "-", "-", "tcfcav1", "uspv1", "usnat", "usca", "usva", "usco", "usut", "usct", "usfl", "usmt",
    "usor", "ustx", "usde", "usia", "usne", "usnh", "usnj", "ustn", "usmn", "usmd", "usin", "usky", "usri",
];
