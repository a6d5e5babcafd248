//! The person's side of a page, from outside: relations, a cart, interests, rules, delicate topics, exploring, finding.

use super::client::{get, put, send};
use super::running::{Running, Shop, did, doing};
use serde_json::{Value, json};

const ADA: &str = "canary-ada";

fn shop() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    let items = json!({ "items": [
        { "id": "cam1", "title": "Camera", "once": true, "category": ["Photo"], "seller": "ada" },
        { "id": "cam2", "title": "Camera II", "category": ["Photo"], "seller": "ada", "relations": { "upgrade_of": ["cam1"] } },
        { "id": "bag", "title": "Bag", "category": ["Photo"], "seller": "bob", "relations": { "add_on_to": ["cam1"] } },
        { "id": "red", "title": "Shirt, red", "category": ["Clothes"], "seller": "bob", "relations": { "variant_of": "shirt" } },
        { "id": "blue", "title": "Shirt, blue", "category": ["Clothes"], "seller": "bob", "relations": { "variant_of": "shirt" } },
        { "id": "tea", "title": "Green tea", "category": ["Kitchen"], "tags": ["organic"], "price_minor": 450, "currency": "EUR" },
        { "id": "rosary", "title": "Rosary", "category": ["Faith"], "sensitive": true },
    ]});
    running.must(&send("/v1/catalog/items", &items).key(running.key("sw")));
    running.says(ADA, "grant", &["recommend"]);
    (shop, running)
}

fn asked(running: &Running, more: &Value) -> Value {
    let mut document = json!({ "subject": ADA, "count": 20 });
    document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    running.must(&send("/v1/recommend", &document).key(running.key("dr")))
}

fn ids(answer: &Value) -> Vec<String> {
    answer["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// The sentence of an item, and the weight of one of its terms.
fn said(answer: &Value, id: &str, term: &str) -> (String, Option<f64>) {
    let item = answer["items"].as_array().unwrap().iter().find(|item| item["id"] == id).expect("shown");
    let reason = item["reasons"].as_array().unwrap().iter().find(|reason| reason["term"] == term);
    (item["why"].as_str().unwrap().to_owned(), reason.and_then(|reason| reason["weight"].as_f64()))
}

fn declare(running: &Running, said: &Value) -> Value {
    let path = format!("/v1/subjects/{ADA}/interests");
    running.must(&put(&path).key(&running.token(ADA, 60)).json(said.to_string()))
}

#[test]
fn what_somebody_has_and_what_lies_in_their_cart_lead_on_and_come_no_second_time() {
    let (_shop, running) = shop();
    let cart = asked(&running, &json!({ "cart": ["cam1"] }));
    assert!(!ids(&cart).contains(&"cam1".to_owned()) && ids(&cart)[0] == "bag", "{:?}", ids(&cart));
    assert_eq!(said(&cart, "bag", "add_on").0, "Made to go with “Camera”");
    let id = cart["receipt"].as_str().unwrap();
    let receipt = running.must(&get(&format!("/v1/receipts/{id}")).key(&running.token(ADA, 60)));
    assert_eq!(receipt["data_used"], json!(1));
    assert!(!receipt.to_string().contains("cam1"), "a receipt does not tell what lay in a cart: {receipt}");

    running.must(&doing(&[did(ADA, "canary-cam", "purchase", "cam1")]).key(running.key("sw")));
    let had = asked(&running, &json!({}));
    assert!(!ids(&had).contains(&"cam1".to_owned()), "nobody wants it twice");
    assert_eq!(said(&had, "cam2", "upgrade").0, "A step up from “Camera”, which you have");
    let forms = ids(&had).into_iter().filter(|id| ["red", "blue"].contains(&id.as_str())).count();
    assert_eq!(forms, 1, "a shirt has one place");
    let tired = asked(&running, &json!({ "shown": ["bag", "bag", "bag"] }));
    assert!(said(&tired, "bag", "fatigue").1.expect("it was passed over") < 0.0);
    running.stop();
}

#[test]
fn what_a_person_says_of_themself_stands_first_is_theirs_and_ends_with_their_yes() {
    let (_shop, running) = shop();
    let said_of = json!({ "interests": [{ "tag": "organic" }, { "seller": "bob", "likes": false }], "variety": 80 });
    assert_eq!(declare(&running, &said_of), json!({ "status": "kept" }));
    let answer = asked(&running, &json!({}));
    assert_eq!(ids(&answer)[0], "tea");
    assert_eq!(said(&answer, "tea", "interest").0, "You said that you like things of this kind");
    assert!(ids(&answer).iter().all(|id| !["bag", "red", "blue"].contains(&id.as_str())), "never from bob");

    let held = running.must(&get(&format!("/v1/subjects/{ADA}/interests")).key(running.key("cw")));
    assert_eq!((&held["interests"][0]["tag"], &held["interests"][0]["likes"]), (&json!("organic"), &json!(true)));
    assert_eq!((&held["interests"][1]["seller"], &held["variety"]["percent"]), (&json!("bob"), &json!(80)));
    let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    assert_eq!((&export["interests"], &export["variety"]), (&held["interests"], &held["variety"]));
    let data = running.must(&get(&format!("/v1/subjects/{ADA}/data")).key(running.key("cw")));
    assert_eq!(data["categories"]["trait.interest"]["events"], json!(3));

    let refused = running.ask(
        &put(&format!("/v1/subjects/{ADA}/interests"))
            .key(running.key("cw"))
            .json(json!({ "interests": [{ "category": "Faith" }] }).to_string()),
    );
    assert_eq!((refused.status, refused.code().as_str()), (422, "sensitive_topic"));

    running.says(ADA, "withdraw", &["recommend"]);
    let after = asked(&running, &json!({}));
    let stranger = running
        .must(&send("/v1/recommend", &json!({ "subject": "canary-nobody", "count": 20 })).key(running.key("dr")));
    assert_eq!(after["items"], stranger["items"], "with a no the answer is a stranger's");
    assert_eq!(declare(&running, &json!({ "interests": [{ "tag": "new" }] })), json!({ "status": "no_consent" }));
    let held = running.must(&get(&format!("/v1/subjects/{ADA}/interests")).key(running.key("cw")));
    assert_eq!((&held["interests"], &held["variety"]), (&json!([]), &Value::Null), "what is taken back is gone");
    running.stop();
}

#[test]
fn rules_hold_for_everybody_delicate_things_come_when_asked_for_and_all_can_be_found() {
    let (shop, running) = shop();
    let cheap = json!({ "field": "price", "at_most": { "minor": 500, "currency": "EUR" } });
    assert_eq!(ids(&asked(&running, &json!({ "filter": cheap }))), ["tea"]);
    assert_eq!(ids(&asked(&running, &json!({ "seller_max": 1 }))).len(), 3, "one of ada, one of bob, and tea");
    assert!(!ids(&asked(&running, &json!({}))).contains(&"rosary".to_owned()));
    assert_eq!(ids(&asked(&running, &json!({ "category": "Faith" }))), ["rosary"]);

    let house = json!({ "filter": { "not": { "field": "seller", "is": "bob" } } });
    running.must(&put("/v1/catalog/filter").key(running.key("sw")).json(house.to_string()));
    let path = "/v1/catalog/filter";
    let shown = running.must(&get(path).key(running.key("dr")));
    assert_eq!(shown, json!({ "filter": { "not": { "field": "seller", "in": ["bob"] } } }));
    assert_eq!(ids(&asked(&running, &json!({}))), ["cam1", "cam2", "tea"]);
    running.stop();

    let running = shop.serve();
    assert_eq!(ids(&asked(&running, &json!({}))), ["cam1", "cam2", "tea"], "a rule of the house outlives a stop");
    let found = running.must(&get("/v1/catalog/items?q=shirt+red").key(running.key("dr")));
    assert_eq!((&found["total"], &found["items"][0]["id"]), (&json!(1), &json!("red")), "everything can be found");
    assert_eq!(found["items"][0]["relations"]["variant_of"], json!("shirt"));
    running.must(&put(path).key(running.key("sw")).json(json!({ "filter": null }).to_string()));
    assert_eq!(ids(&asked(&running, &json!({}))).len(), 5);

    let explored = |seed: u64| asked(&running, &json!({ "count": 4, "explore": 50, "seed": seed }));
    assert_eq!(explored(1)["items"], explored(1)["items"]);
    let pages: std::collections::BTreeSet<_> = (0..20).map(|seed| ids(&explored(seed))).collect();
    assert!(pages.len() > 1, "another seed, another page");
    assert!(explored(1)["items"][3]["propensity"].as_f64().expect("it was given away") > 0.0);
    running.stop();
}
