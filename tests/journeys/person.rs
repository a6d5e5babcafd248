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
    assert_eq!(said(&cart, "bag", "add_on").0, "Adds to something you have");
    let id = cart["receipt"].as_str().unwrap();
    let receipt = running.must(&get(&format!("/v1/receipts/{id}")).key(&running.token(ADA, 60)));
    assert_eq!(receipt["data_used"], json!(1));
    assert!(!receipt.to_string().contains("cam1"), "a receipt does not tell what lay in a cart: {receipt}");

    running.must(&doing(&[did(ADA, "canary-cam", "purchase", "cam1")]).key(running.key("sw")));
    let had = asked(&running, &json!({}));
    assert!(!ids(&had).contains(&"cam1".to_owned()), "nobody wants it twice");
    assert_eq!(said(&had, "cam2", "upgrade").0, "Takes the place of something you have");
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
fn not_this_less_like_this_and_never_from_them_hold_on_the_next_answer_and_are_taken_back_one_by_one() {
    let (_shop, running) = shop();
    let path = format!("/v1/subjects/{ADA}/interests");
    let say = |said: &Value| running.ask(&send(&path, said).key(&running.token(ADA, 60)));
    let kept = |said: Value| assert_eq!(say(&said).json(), json!({ "status": "kept" }), "{said}");
    kept(json!({ "item": "tea", "likes": false }));
    kept(json!({ "like": "cam1", "likes": false }));
    kept(json!({ "seller": "bob", "likes": false }));
    let answer = asked(&running, &json!({}));
    assert_eq!(ids(&answer), ["cam1", "cam2"], "no tea, and nothing of bob's");
    assert!(said(&answer, "cam2", "less").1.expect("less of cameras") < 0.0);
    let place = &answer["items"][0];
    assert_eq!((&place["category"], &place["seller"]), (&json!("Photo"), &json!("ada")));
    let held = running.must(&get(&path).key(running.key("cw")));
    let about = |kind: &str| held["interests"].as_array().unwrap().iter().any(|one| one[kind].is_string());
    assert!(["item", "like", "seller"].into_iter().all(about), "{held}");
    let receipt = running
        .must(&get(&format!("/v1/receipts/{}", answer["receipt"].as_str().unwrap())).key(&running.token(ADA, 60)));
    assert!(!receipt.to_string().contains("\"less\""), "what is said for a visit alone is in no receipt: {receipt}");
    for (kind, name) in [("item", "tea"), ("like", "cam1"), ("seller", "bob")] {
        kept(json!({ kind: name, "said": false }));
    }
    assert_eq!(ids(&asked(&running, &json!({}))).len(), 5, "all is as it was");
    for (wrong, status, code) in [
        (json!({ "item": "canary id" }), 422, "invalid_identifier"),
        (json!({ "item": "tea", "tag": "organic" }), 422, "missing_field"),
        (json!({ "item": "tea", "said": "no" }), 422, "invalid_type"),
        (json!({ "item": "rosary", "likes": false }), 422, "sensitive_topic"),
        (json!({ "mood": "canary" }), 422, "missing_field"),
    ] {
        let answer = say(&wrong);
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{wrong}");
    }
    let other =
        running.ask(&send("/v1/subjects/canary-eve/interests", &json!({ "item": "tea" })).key(&running.token(ADA, 60)));
    assert_eq!((other.status, other.code().as_str()), (404, "not_found"), "nobody says it for somebody else");
    running.stop();
}

#[test]
fn who_refused_says_it_for_one_page_alone_and_nothing_of_it_is_kept() {
    let (_shop, running) = shop();
    running.says(ADA, "withdraw", &["recommend"]);
    let path = format!("/v1/subjects/{ADA}/interests");
    let said_of = json!({ "item": "tea", "likes": false });
    assert_eq!(running.must(&send(&path, &said_of).key(&running.token(ADA, 60))), json!({ "status": "no_consent" }));
    assert!(ids(&asked(&running, &json!({}))).contains(&"tea".to_owned()), "nothing was kept, so nothing is used");
    let page = asked(&running, &json!({ "exclude": ["tea"], "less": ["cam1"] }));
    assert!(!ids(&page).contains(&"tea".to_owned()));
    assert!(said(&page, "cam2", "less").1.expect("less of cameras") < 0.0);
    let held = running.must(&get(&path).key(running.key("cw")));
    assert_eq!(held["interests"], json!([]));
    running.stop();
}

#[test]
fn coordinates_are_refused_wherever_they_are_sent_and_stand_in_no_log() {
    let (_shop, running) = shop();
    let places = [
        json!({ "latitude": 52.520_008, "longitude": 13.404_954 }),
        json!({ "lat": 52.520_008, "lon": 13.404_954 }),
        json!({ "location": { "lat": 52.520_008 } }),
        json!({ "coordinates": [52.520_008, 13.404_954] }),
        json!({ "context": { "geo": { "lat": "52.520008" } } }),
    ];
    for place in &places {
        for path in ["/v1/recommend", "/v1/events", "/v1/statements"] {
            let mut document = json!({ "subject": ADA });
            document.as_object_mut().unwrap().extend(place.as_object().unwrap().clone());
            let answer = running.ask(&send(path, &document).key(running.key("adm")));
            assert_eq!((answer.status, answer.code().as_str()), (400, "coordinates"), "{path} {place}");
            assert!(!answer.text().contains("52.52"), "an error does not repeat it");
        }
    }
    assert_eq!(running.ask(&get("/v1/catalog/items?lat=52.520008&lon=13.404954").key(running.key("dr"))).status, 400);
    let log = running.logged();
    assert!(!log.contains("52.52") && !log.contains("13.40"), "{log}");
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
