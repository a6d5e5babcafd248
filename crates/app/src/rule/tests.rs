//! Lines of the rule's interface, and what is due for each.

use super::*;
use serde_json::{Value, json};

/// An opt-in purpose, a yes to it, and nothing against it.
fn village() -> Value {
    json!({
        "purpose": {"key": "recommend", "modes": {"eu": "opt_in", "zz-strict": "opt_in"},
            "allowed_categories": ["view"], "targeted_ads": false, "sale_or_share": false,
            "direct_marketing": false, "max_age": 100, "allow_sensitive": false, "compat": [],
            "channels": ["web"], "consent_ttl": 100},
        "datum": {"category": "view", "sensitive": false, "collected_at": 990, "retention_until": 2000,
            "disclosed_purposes": ["recommend"], "collected_channel": "web", "suppressed": false, "inputs": []},
        "subject": {"status": "active", "age": "adult", "known": true, "gpc_first_seen": null, "events": [
            {"kind": "grant", "scope": {"purpose": "recommend", "category": "*", "vendor": "*", "channel": "*"},
                "client_ts": 950, "received_at": 951, "explicit": true, "conflict_ack": null,
                "by_guardian": false, "notice_ok": true, "past_data": false}]},
        "context": {"now": 1000, "jurisdictions": ["eu"], "channel": "web", "vendor": null, "gpc": false,
            "event_ceiling": null, "sensitive_placement": false, "child_directed": false, "vendors_ok": []},
    })
}

#[track_caller]
fn check(changes: &[(&str, Value)], reasons: &[&str]) {
    let mut line = village();
    for (place, value) in changes {
        let (parent, field) = place.rsplit_once('/').unwrap();
        let parent = line.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        parent.insert(field.to_owned(), value.clone());
    }
    check_line(&line.to_string(), reasons);
}

#[track_caller]
fn check_line(line: &str, reasons: &[&str]) {
    let expected = json!({"allow": reasons.is_empty(), "reasons": reasons});
    assert_eq!(evaluate_line(line), expected.to_string());
}

#[test]
fn a_yes_opens_and_what_speaks_against_it_is_listed_in_order() {
    check(&[], &[]);
    check(&[("/subject/events", json!([]))], &["G6.no_valid_grant"]);
    let against = [
        ("/context/channel", json!("email")),
        ("/context/jurisdictions", json!(["eu", "us-md"])),
        ("/subject/status", json!("erasing")),
    ];
    check(&against, &["G0.unknown_mode", "G1.erased", "G8.context"]);
}

#[test]
fn an_unknown_jurisdiction_and_none_are_the_strictest() {
    for jurisdictions in [json!(["atlantis"]), json!([]), json!(null), json!(["uk"])] {
        let there = ("/context/jurisdictions", jurisdictions);
        check(std::slice::from_ref(&there), &[]);
        let modes = ("/purpose/modes", json!({"zz-strict": "prohibited", "eu": "opt_in", "uk": "opt_in"}));
        check(&[there, modes], &["G2.prohibited"]);
    }
}

#[test]
fn nothing_is_named_by_a_star() {
    check(&[("/purpose/key", json!("*")), ("/datum/disclosed_purposes", json!(["*"]))], &["G6.no_valid_grant"]);
    let all = ("/subject/events/0/scope/purpose", json!("*"));
    check(std::slice::from_ref(&all), &["G6.no_valid_grant"]);
    check(&[("/purpose/key", json!("*")), ("/datum/disclosed_purposes", json!(["*"])), all], &["G6.no_valid_grant"]);
}

#[test]
fn times_are_exact_up_to_the_ends_of_their_numbers() {
    let last = [("/context/now", json!(i64::MAX)), ("/datum/retention_until", json!(null))];
    let ever = ("/purpose/max_age", json!(i64::MAX));
    check(&[&last[..], std::slice::from_ref(&ever)].concat(), &["G6.no_valid_grant"]);
    let before_all = ("/datum/collected_at", json!(i64::MIN));
    check(&[&last[..], &[ever, before_all]].concat(), &["G3.too_old", "G6.no_valid_grant"]);
    let valid = ("/purpose/consent_ttl", json!(i64::MAX));
    check(&[&last[..], &[("/datum/collected_at", json!(i64::MAX)), valid]].concat(), &[]);
}

#[test]
fn what_a_datum_was_derived_from_is_asked_too() {
    let input = json!({"category": "gender", "sensitive": false, "collected_at": 5, "retention_until": 2000,
        "disclosed_purposes": ["recommend"], "collected_channel": "web", "suppressed": false});
    check(&[("/datum/inputs", json!([input]))], &["G3.minimisation", "G3.too_old"]);
}

#[test]
fn a_null_vendor_in_a_scope_is_the_shop_itself() {
    let scope = ("/subject/events/0/scope/vendor", json!(null));
    check(std::slice::from_ref(&scope), &[]);
    let disclosed = [("/context/vendor", json!("v")), ("/context/vendors_ok", json!(["v"])), scope];
    check(&disclosed, &["G6.no_valid_grant"]);
}

#[test]
fn a_part_of_a_scope_that_is_left_out_is_everything_for_a_no_and_nothing_for_a_yes() {
    for part in ["purpose", "category", "vendor", "channel"] {
        let mut yes = village();
        let scope = |line: &mut Value, at: usize| {
            let scope = line.pointer_mut(&format!("/subject/events/{at}/scope")).unwrap();
            scope.as_object_mut().unwrap().remove(part);
        };
        scope(&mut yes, 0);
        check_line(&yes.to_string(), &["G6.no_valid_grant"]);
        let mut no = village();
        let mut withdrawal = no["subject"]["events"][0].clone();
        withdrawal["kind"] = json!("withdraw");
        no["subject"]["events"].as_array_mut().unwrap().push(withdrawal);
        scope(&mut no, 1);
        check_line(&no.to_string(), &["G6.no_valid_grant"]);
    }
}

#[test]
fn kinds_outside_the_interface_say_nothing() {
    for kind in ["renew", "limit", "shrug"] {
        let mut line = village();
        let mut said = line["subject"]["events"][0].clone();
        said["kind"] = json!(kind);
        line["subject"]["events"].as_array_mut().unwrap().push(said);
        check_line(&line.to_string(), &[]);
        line["subject"]["events"].as_array_mut().unwrap().remove(0);
        check_line(&line.to_string(), &["G6.no_valid_grant"]);
    }
}

#[test]
fn what_is_left_out_is_read_as_a_no() {
    let bare =
        json!({"purpose": {"key": "p"}, "datum": {"category": "c"}, "subject": {"events": []}, "context": {"now": 5}});
    check_line(
        &bare.to_string(),
        &[
            "G0.unknown_mode",
            "G1.restricted",
            "G2.minor",
            "G2.sensitive_ads",
            "G3.minimisation",
            "G3.sensitive_not_declared",
            "G3.too_old",
            "G4.incompatible",
            "G5.suppressed",
            "G8.context",
        ],
    );
    for place in ["/subject/events/0/notice_ok", "/subject/events/0/received_at", "/purpose/consent_ttl"] {
        check(&[(place, json!(null))], &["G6.no_valid_grant"]);
    }
}

#[test]
fn a_signal_a_ceiling_a_vendor_and_an_end_that_are_not_there_change_nothing() {
    for (part, field) in [
        ("/context", "gpc"),
        ("/context", "event_ceiling"),
        ("/context", "vendor"),
        ("/subject", "gpc_first_seen"),
        ("/datum", "retention_until"),
        ("/datum", "inputs"),
    ] {
        let mut line = village();
        line.pointer_mut(part).unwrap().as_object_mut().unwrap().remove(field);
        check_line(&line.to_string(), &[]);
    }
}

#[test]
fn a_line_that_is_none_gives_an_error_that_does_not_repeat_it() {
    let secret = village().to_string().replace("1000", "\"jane\"");
    let village_parts = village();
    let as_list = json!(["purpose", "datum", "subject", "context"].map(|part| &village_parts[part])).to_string();
    for line in [
        "",
        "jane",
        "{}",
        "[]",
        &village().to_string().replace("events", "jane"),
        "{\"purpose\":",
        &secret,
        &as_list,
        &village().to_string().replace("\"modes\":{", "\"modes\":{\"eu\":\"necessary\","),
        &village().to_string().replace("\"now\":", "\"now\":5,\"now\":"),
        &village().to_string().replace("\"now\":1000", "\"now\":9223372036854775808"),
        &village().to_string().replace("\"now\":1000", "\"now\":1000.0"),
        &"[".repeat(100_000),
    ] {
        let answer: Value = serde_json::from_str(&evaluate_line(line)).unwrap();
        assert!(answer["error"].is_string() && answer.as_object().unwrap().len() == 1, "{answer}");
        assert!(!answer.to_string().contains("jane"), "{answer}");
    }
}
