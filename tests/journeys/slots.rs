//! Slots and experiments from outside: what is chosen, what is told, what is counted, and what each mistake is answered.

use super::client::{Reply, delete, get, put, send};
use super::running::{Running, Shop, assent};
use serde_json::{Value, json};

const HALL: &str = "/v1/slots/hall";

fn hall() -> Value {
    json!({
        "variants": [
            { "id": "plain", "title": "Welcome" },
            { "id": "tea", "title": "Tea of the week", "url": "/tea", "content": { "deep": [1, 2.5, null, "x"] } },
            { "id": "tee", "title": "Tee der Woche", "fits": { "language": ["de"] } },
        ],
        "default": "plain",
        "learn_by": ["device"],
        "leanings": ["Tea"],
    })
}

fn put_json(running: &Running, path: &str, document: &Value) -> Reply {
    running.ask(&put(path).key(running.key("adm")).json(document.to_string()))
}

fn putting(running: &Running, path: &str, document: &Value) -> Value {
    let reply = put_json(running, path, document);
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn choose(running: &Running, document: &Value) -> Value {
    running.must(&send(&format!("{HALL}/choose"), document).key(running.key("dr")))
}

fn told(running: &Running, who: Option<&str>, decision: &Value, outcome: &str) -> Reply {
    let mut document = json!({ "decision": decision, "outcome": outcome });
    if let Some(who) = who {
        document["subject"] = json!(who);
    }
    running.ask(&send("/v1/outcomes", &document).key(running.key("sw")))
}

fn replayed(shop: &Shop, receipt: &Value) -> Value {
    let mut command = assent();
    command.args(["audit", "replay", "--receipt", receipt.as_str().unwrap(), "--data"]).arg(shop.data());
    serde_json::from_slice(&command.output().unwrap().stdout).unwrap_or(Value::Null)
}

#[test]
fn a_slot_is_chosen_told_of_counted_and_replayed() {
    let shop = Shop::new();
    let running = shop.serve();
    let slot = putting(&running, HALL, &hall());
    assert_eq!((&slot["version"], &slot["explore_percent"], &slot["goal"]), (&json!(1), &json!(10), &json!("clicked")));

    let stranger = choose(&running, &json!({ "context": { "language": "de", "device": "phone" } }));
    assert_eq!((&stranger["basis"], &stranger["rung"]), (&json!("nothing"), &json!("contextual")));
    assert!((stranger["propensity"].as_f64().unwrap() - 1.0 / 3.0).abs() < 1e-5, "{stranger}");
    let reply = told(&running, None, &stranger["receipt"], "clicked");
    assert_eq!(reply.json(), json!({ "counted": false, "duplicate": false, "why_not": "stranger" }));

    for n in 0..12 {
        let who = format!("canary-{n}");
        running.says(&who, "grant", &["measure"]);
        let chosen = choose(&running, &json!({ "subject": who, "context": { "device": "phone" } }));
        assert_eq!((&chosen["counted"], chosen["items"][0]["id"].clone()), (&json!(true), chosen["variant"].clone()));
        assert_ne!(chosen["variant"], json!("tee"), "its language was not told");
        let outcome = if chosen["variant"] == "tea" { "clicked" } else { "nothing" };
        assert_eq!(told(&running, Some(&who), &chosen["receipt"], outcome).json()["counted"], json!(true));
        let again = told(&running, Some(&who), &chosen["receipt"], outcome).json();
        assert_eq!(again, json!({ "counted": true, "duplicate": true }));
        let other = if outcome == "nothing" { "clicked" } else { "nothing" };
        let conflict = told(&running, Some(&who), &chosen["receipt"], other);
        assert_eq!((conflict.status, conflict.code().as_str()), (409, "outcome_conflict"));
        let foreign = told(&running, Some("canary-somebody"), &chosen["receipt"], outcome);
        assert_eq!((foreign.status, foreign.code().as_str()), (404, "not_found"));
    }
    let counted = running.must(&get(HALL).key(running.key("adm")));
    let counts = counted["counts"].as_array().unwrap();
    let people: u64 = counts.iter().filter_map(|count| count["people"].as_u64()).sum();
    let hidden = counts.iter().filter(|count| count["suppressed"] == json!(true)).count();
    assert!(people == 12 || hidden > 0, "{counted}");
    assert!(counts.iter().all(|count| count["people"].as_u64().is_none_or(|people| people == 0 || people >= 5)));

    // The odds of the group have moved to what was clicked; what a person is told says so.
    let chosen = choose(&running, &json!({ "context": { "device": "phone" } }));
    let basis = chosen["basis"].as_str().unwrap();
    assert_eq!(basis, "group", "{chosen}");
    let held = running.must(&get("/v1/subjects/canary-0/export").key(running.key("cw")));
    assert_eq!(held["trials"].as_array().map(Vec::len), Some(1));
    let shown = running.must(
        &get(&format!("/v1/receipts/{}?subject=canary-0", held["trials"][0]["decision"].as_str().unwrap()))
            .key(running.key("cw")),
    );
    let odds: f64 = shown["drawn"][0]["odds"].as_array().unwrap().iter().map(|one| one["odds"].as_f64().unwrap()).sum();
    assert!((odds - 1.0).abs() < 1e-9, "{shown}");
    assert_eq!(shown["drawn"][0]["chosen"], held["trials"][0]["chosen"]);
    running.stop();

    let same = json!({ "verdict": "same", "gates": 4, "draws": 1 });
    assert_eq!(replayed(&shop, &held["trials"][0]["decision"]), same);
    assert_eq!(replayed(&shop, &stranger["receipt"]), json!({ "verdict": "same", "gates": 0, "draws": 1 }));
    let mut command = assent();
    let log = command.args(["shadow", "log", "--slot", "hall", "--data"]).arg(shop.data()).output().unwrap();
    let lines = String::from_utf8(log.stdout).unwrap();
    assert_eq!(lines.lines().count(), 12, "{lines}");
    let running = shop.serve();
    assert_eq!(running.must(&get(HALL).key(running.key("adm"))), counted, "counts outlive a stop");
    running.stop();
    assert!(!lines.contains("canary") && lines.lines().all(|line| line.contains("\"cell\":\"device=phone\"")));
}

#[test]
fn whoever_said_no_sees_the_default_and_who_withdraws_leaves_the_counts() {
    let shop = Shop::new();
    let running = shop.serve();
    putting(&running, HALL, &hall());
    running.says("canary-no", "refuse", &["recommend"]);
    for _ in 0..20 {
        let chosen = choose(&running, &json!({ "subject": "canary-no" }));
        let seen = (&chosen["variant"], &chosen["basis"], &chosen["propensity"], &chosen["counted"]);
        assert_eq!(seen, (&json!("plain"), &json!("fixed"), &json!(1.0), &json!(false)));
    }
    let private = choose(&running, &json!({ "subject": "canary-yes", "private": true }));
    assert_eq!(private["basis"], json!("fixed"));
    for n in 0..6 {
        let who = format!("canary-{n}");
        running.says(&who, "grant", &["measure"]);
        choose(&running, &json!({ "subject": who }));
    }
    let trials = || {
        let counted = running.must(&get(HALL).key(running.key("adm")));
        let suppressed = counted["counts"].as_array().unwrap().iter().all(|count| count["suppressed"] == json!(true));
        (counted["counts"].as_array().unwrap().iter().filter_map(|c| c["trials"].as_u64()).sum::<u64>(), suppressed)
    };
    assert!(!trials().1, "six people are enough for all together");
    running.says("canary-0", "withdraw", &["measure"]);
    running.says("canary-1", "withdraw", &["measure"]);
    assert!(trials().1, "four are not");
    running.stop();
}

#[test]
fn each_mistake_about_a_slot_has_its_answer() {
    let shop = Shop::new();
    let running = shop.serve();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut slot = hall();
        change(&mut slot);
        slot
    };
    let many: Vec<Value> = (0..51).map(|n| json!({ "id": format!("canary-{n}") })).collect();
    let full: Vec<Value> = (0..50).map(|n| json!({ "id": format!("v{n}") })).collect();
    let fine = [
        json!({ "variants": [{ "id": "plain" }], "default": "plain" }),
        json!({ "variants": full, "default": "v7", "explore_percent": 100, "goal": "converted" }),
    ];
    for slot in &fine {
        putting(&running, HALL, slot);
    }
    let rows: Vec<(Value, u16, &str)> = vec![
        (with(&|slot| slot["variants"] = json!([])), 422, "missing_field"),
        (with(&|slot| slot["variants"] = json!(many)), 422, "limit_exceeded"),
        (with(&|slot| slot["variants"][0]["content"] = json!("canary".repeat(2_000))), 422, "limit_exceeded"),
        (with(&|slot| slot["variants"][0]["text"] = json!("canary".repeat(100_000))), 413, "payload_too_large"),
        (with(&|slot| slot["variants"][1]["id"] = json!("plain")), 422, "invalid_value"),
        (with(&|slot| slot["variants"][1]["id"] = json!("canary one")), 422, "invalid_identifier"),
        (with(&|slot| slot["variants"][1]["url"] = json!("javascript:canary")), 422, "invalid_url"),
        (with(&|slot| slot["variants"][2]["fits"] = json!({ "device": ["canary"] })), 422, "invalid_value"),
        (with(&|slot| slot["variants"][2]["fits"] = json!({ "mood": ["canary"] })), 422, "unknown_field"),
        (with(&|slot| slot["default"] = json!("canary")), 422, "invalid_value"),
        (with(&|slot| slot["default"] = json!("tee")), 422, "invalid_value"),
        (with(&|slot| slot["goal"] = json!("nothing")), 422, "invalid_value"),
        (with(&|slot| slot["explore_percent"] = json!(0)), 422, "invalid_number"),
        (with(&|slot| slot["learn_by"] = json!(["device", "device"])), 422, "invalid_value"),
        (with(&|slot| slot["canary"] = json!(1)), 422, "unknown_field"),
    ];
    for (slot, status, code) in rows {
        let reply = put_json(&running, HALL, &slot);
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{}", reply.text());
        assert!(!reply.text().contains("canary"), "{}", reply.text());
    }
    let due = |reply: &Reply, status: u16, code: &str| {
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{}", reply.text());
    };
    let asked = |document: &Value| running.ask(&send(&format!("{HALL}/choose"), document).key(running.key("dr")));
    due(&asked(&json!({ "context": { "device": "canary" } })), 422, "invalid_value");
    due(&asked(&json!({ "experiment": "canary" })), 404, "not_found");
    let nowhere = running.ask(&send("/v1/slots/canary/choose", &json!({})).key(running.key("dr")));
    due(&nowhere, 404, "not_found");
    due(&told(&running, None, &json!("canary"), "clicked"), 422, "invalid_identifier");
    due(&told(&running, None, &json!("0".repeat(32)), "clicked"), 404, "not_found");
    due(&told(&running, None, &json!("0".repeat(32)), "canary"), 422, "invalid_value");
    assert_eq!(running.ask(&delete(HALL).key(running.key("adm"))).status, 200);
    due(&asked(&json!({})), 404, "not_found");
    due(&running.ask(&delete(HALL).key(running.key("adm"))), 404, "not_found");
    due(&running.ask(&get(HALL).key(running.key("adm"))), 404, "not_found");
    running.stop();
}

#[test]
fn two_settings_of_the_weights_are_set_up_shown_and_told_apart_by_the_log() {
    let shop = Shop::new();
    let running = shop.serve();
    let ranked = "/v1/experiments/ranked";
    let arms = |weights: Value| {
        let other = json!({ "id": "else", "percent": 50, "weights": weights });
        json!({ "arms": [{ "id": "now", "percent": 50 }, other], "control": "now" })
    };
    for (weights, code, pointer) in [
        (json!({ "ridge": 3 }), "unknown_field", "/arms/1/weights"),
        (json!({ "canary": 3 }), "unknown_field", "/arms/1/weights"),
        (json!({ "popular": 0 }), "invalid_number", "/arms/1/weights/popular"),
        (json!({ "alike": -0.5 }), "invalid_number", "/arms/1/weights/alike"),
        (json!({ "rarity": 1.5 }), "invalid_number", "/arms/1/weights/rarity"),
        (json!({ "memory_days": 1e300 }), "invalid_number", "/arms/1/weights/memory_days"),
        (json!({ "owned": "canary" }), "invalid_type", "/arms/1/weights/owned"),
        (json!([0.1]), "invalid_type", "/arms/1/weights"),
    ] {
        let reply = put_json(&running, ranked, &arms(weights));
        assert_eq!((reply.status, reply.code().as_str()), (422, code), "{}", reply.text());
        assert!(reply.text().contains(&format!("\"{pointer}\"")), "{}", reply.text());
    }
    let mut on_slot = arms(json!({ "popular": 0.1 }));
    on_slot["slot"] = json!("hall");
    assert_eq!(put_json(&running, ranked, &on_slot).code(), "unknown_field");
    assert_eq!(running.ask(&get(ranked).key(running.key("adm"))).status, 404, "nothing of it is kept");
    let weights = json!({ "popular": 0.1, "together_season": 0, "memory_days": 30.5 });
    let kept = putting(&running, ranked, &arms(weights.clone()));
    assert_eq!((&kept["arms"][1]["weights"], &kept["arms"][0]["weights"]), (&weights, &Value::Null));
    assert_eq!(running.must(&get(ranked).key(running.key("adm"))), kept);
    for n in 0..40 {
        let who = format!("canary-{n}");
        running.says(&who, "grant", &["recommend", "measure"]);
        let asked = json!({ "subject": who, "experiment": "ranked" });
        let answer = running.must(&send("/v1/recommend", &asked).key(running.key("dr")));
        let shown = format!("/v1/receipts/{}?subject={who}", answer["receipt"].as_str().unwrap());
        let receipt = running.must(&get(&shown).key(running.key("dr")));
        assert_eq!(receipt["drawn"][0]["chosen"], answer["experiment"]["arm"]);
        if answer["experiment"]["arm"] == "else" {
            told(&running, Some(&who), &answer["receipt"], "clicked");
        }
    }
    running.stop();
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let log = assent().args(["shadow", "log", "--experiment", "ranked", "--data"]).arg(shop.data()).output().unwrap();
    std::fs::write(at("ranked.jsonl"), log.stdout).unwrap();
    for arm in ["now", "else"] {
        std::fs::write(at(arm), json!({ "odds": { arm: 1 } }).to_string()).unwrap();
    }
    let mut compare = assent();
    compare.args(["shadow", "compare", "--json", "--log"]).arg(at("ranked.jsonl"));
    let compared = compare.arg("--a").arg(at("now")).arg("--b").arg(at("else")).output().unwrap();
    let compared: Value = serde_json::from_slice(&compared.stdout).unwrap();
    assert_eq!((&compared["decisions"], &compared["b"]["snips"]["value"]), (&json!(40), &json!(1.0)), "{compared}");
}

#[test]
fn an_experiment_shows_in_answer_and_receipt_and_can_be_declined() {
    let shop = Shop::new();
    let running = shop.serve();
    let mix = "/v1/experiments/mix";
    let arms = |one: u8, other: u8| json!({ "arms": [{ "id": "now", "percent": one }, { "id": "else", "percent": other, "variety": 90 }], "control": "now" });
    for (document, code) in [
        (arms(50, 49), "invalid_value"),
        (json!({ "arms": [{ "id": "now", "percent": 100 }], "control": "now" }), "invalid_value"),
        (json!({ "arms": arms(50, 50)["arms"], "control": "canary" }), "invalid_value"),
        (json!({ "arms": arms(50, 50)["arms"], "control": "now", "slot": "hall" }), "unknown_field"),
    ] {
        let reply = put_json(&running, mix, &document);
        assert_eq!((reply.status, reply.code().as_str()), (422, code), "{}", reply.text());
    }
    putting(&running, mix, &arms(50, 50));
    let recommend = |who: &str| {
        let asked = json!({ "subject": who, "experiment": "mix" });
        running.must(&send("/v1/recommend", &asked).key(running.key("dr")))
    };
    let mut seen = std::collections::BTreeMap::<String, u64>::new();
    for n in 0..40 {
        let who = format!("canary-{n}");
        running.says(&who, "grant", &["recommend", "measure"]);
        let answer = recommend(&who);
        let arm = answer["experiment"].clone();
        assert_eq!((&arm["assigned"], &arm["counted"], &arm["propensity"]), (&json!(true), &json!(true), &json!(0.5)));
        assert_eq!(recommend(&who)["experiment"]["arm"], arm["arm"], "the same again");
        let receipt = answer["receipt"].as_str().unwrap();
        let shown = running.must(&get(&format!("/v1/receipts/{receipt}?subject={who}")).key(running.key("dr")));
        assert_eq!(shown["drawn"][0]["chosen"], arm["arm"]);
        if arm["arm"] == "else" {
            told(&running, Some(&who), &answer["receipt"], "converted");
        }
        *seen.entry(arm["arm"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    // Half of forty: fewer than seven in one arm has a chance of one in a hundred thousand.
    assert!(seen["now"] >= 7 && seen["else"] >= 7, "{seen:?}");
    let results = running.must(&get(&format!("{mix}/results")).key(running.key("adm")));
    assert_eq!(results["arms"][0]["people"], json!(seen["now"]));
    assert_eq!(results["arms"][1]["converted"], json!(seen["else"]));
    assert_eq!(results["arms"][1]["converted_rate"]["high"].as_f64(), Some(1.0));
    running.says("canary-0", "withdraw", &["measure"]);
    let declined = recommend("canary-0")["experiment"].clone();
    assert_eq!(
        declined,
        json!({ "name": "mix", "arm": "now", "propensity": 1.0, "assigned": false, "counted": false })
    );
    let stranger = recommend("canary-nobody")["experiment"].clone();
    assert_eq!((&stranger["arm"], &stranger["assigned"]), (&json!("now"), &json!(false)));
    let unknown = json!({ "subject": "canary-0", "experiment": "canary" });
    assert_eq!(running.ask(&send("/v1/recommend", &unknown).key(running.key("dr"))).status, 404);
    running.stop();
}
