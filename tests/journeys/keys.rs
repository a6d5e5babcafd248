//! Keys of programs over HTTP: in use at once, out of use at once, and shown once.

use super::client::{delete, get, send};
use super::running::{ORIGIN, Running, Shop, assent, did, doing};
use serde_json::{Value, json};

fn make(running: &Running, kind: &str, origins: &[&str]) -> Value {
    let asked = send("/v1/keys", &json!({ "kind": kind, "label": "canary till", "origins": origins }));
    running.must(&asked.key(running.key("adm")))
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

fn status(running: &Running, key: &str) -> u16 {
    running.ask(&get("/v1/catalog/items").key(key)).status
}

#[test]
fn a_key_is_in_use_when_it_is_shown_and_out_of_use_when_it_was_taken_back() {
    let shop = Shop::new();
    let running = shop.serve();
    let made = make(&running, "dr", &[]);
    let (id, key) = (text(&made, "id"), text(&made, "key"));
    assert_eq!((text(&made, "kind"), text(&made, "label"), &made["revoked"]), ("dr", "canary till", &json!(false)));
    assert!(key.starts_with(&format!("assent_dr_{id}_")), "{made}");
    assert_eq!(status(&running, key), 200);

    let listed = running.must(&get("/v1/keys").key(running.key("adm")));
    let mut shown = made.clone();
    shown.as_object_mut().unwrap().remove("key");
    assert_eq!(listed["keys"].as_array().unwrap().last(), Some(&shown));
    assert!(!listed.to_string().contains(key.rsplit('_').next().unwrap()), "no secret is listed");

    let revoking = delete(&format!("/v1/keys/{id}")).key(running.key("adm"));
    for _ in 0..2 {
        assert_eq!(running.must(&revoking), json!({ "revoked": true }));
        assert_eq!(status(&running, key), 401);
    }
    let listed = running.must(&get("/v1/keys").key(running.key("adm")));
    assert_eq!(listed["keys"].as_array().unwrap().last().unwrap()["revoked"], json!(true));
    let kept = make(&running, "sw", &[]);
    running.stop();

    let running = shop.serve();
    assert_eq!(status(&running, key), 401, "and stays so");
    assert_eq!(status(&running, text(&kept, "key")), 200);
    running.stop();
}

#[test]
fn a_browser_key_works_at_once_from_its_origins_and_from_no_other() {
    let shop = Shop::new();
    let running = shop.serve();
    let origin = "https://canary-new.example";
    let made = make(&running, "bw", &[origin]);
    let sending = |from: &str| {
        let request = doing(&[did("canary-ada", "canary-1", "view", "canary-mug")]).key(text(&made, "key"));
        let token = running.token("canary-ada", 60);
        running.ask(&request.with("Origin", from).with("Assent-Subject-Token", token)).status
    };
    assert_eq!((sending(origin), sending(ORIGIN)), (200, 403));
    let asked = get("/v1/catalog/items").key(text(&made, "key")).with("Origin", origin);
    assert_eq!(running.ask(&asked).field("access-control-allow-origin"), Some(origin));
    running.stop();
}

#[test]
fn keys_that_are_made_and_taken_back_at_once_are_all_there_and_all_gone() {
    let shop = Shop::new();
    let running = shop.serve();
    let keys: Vec<Value> = std::thread::scope(|scope| {
        let makers: Vec<_> = (0..16).map(|_| scope.spawn(|| make(&running, "dr", &[]))).collect();
        makers.into_iter().map(|maker| maker.join().unwrap()).collect()
    });
    assert!(keys.iter().all(|made| status(&running, text(made, "key")) == 200));
    std::thread::scope(|scope| {
        for made in &keys {
            let running = &running;
            scope.spawn(move || {
                running.must(&delete(&format!("/v1/keys/{}", text(made, "id"))).key(running.key("adm")));
                assert_eq!(status(running, text(made, "key")), 401, "the very next request is a stranger's");
            });
        }
    });
    assert!(keys.iter().all(|made| status(&running, text(made, "key")) == 401));
    running.stop();
}

#[test]
fn the_last_key_of_administrators_can_be_taken_back_and_a_command_makes_a_new_one() {
    let shop = Shop::new();
    let running = shop.serve();
    let adm = running.key("adm").to_owned();
    let id = adm.split('_').nth(2).unwrap();
    running.must(&delete(&format!("/v1/keys/{id}")).key(&adm));
    assert_eq!(running.ask(&get("/v1/keys").key(&adm)).status, 401);
    assert_eq!(status(&running, running.key("dr")), 200, "everybody else goes on");
    running.stop();
    let new = shop.make_key("adm");
    let running = shop.serve();
    assert_eq!(running.ask(&get("/v1/keys").key(&new)).status, 200);
    running.stop();
}

#[test]
fn a_command_makes_no_key_that_would_be_of_no_use() {
    let shop = Shop::new();
    for (arguments, why) in [
        (vec!["--kind", "bw", "--label", "page"], "needs an origin"),
        (vec!["--kind", "sw", "--label", "server", "--origin", ORIGIN], "only a browser key"),
        (vec!["--kind", "bw", "--label", "page", "--origin", "https://shop.example/"], "nothing behind"),
        (vec!["--kind", "dr", "--label", ""], "a label has"),
    ] {
        let making = assent().args(["keys", "make"]).args(arguments).arg("--data").arg(shop.data()).output().unwrap();
        let said = String::from_utf8_lossy(&making.stderr).into_owned();
        assert!(making.status.code() == Some(65) && said.contains(why) && making.stdout.is_empty(), "{said}");
    }
}
