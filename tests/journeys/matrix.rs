//! Every route and everybody who may ask: made from the description that the binary prints of itself.

use super::client::{Request, get, put, send};
use super::notices;
use super::recipients;
use super::running::{ORIGIN, Running, Shop, assent, did, doing, said, stocking};
use serde_json::{Value, json};

/// The kinds of keys.
const KINDS: [&str; 5] = ["bw", "sw", "dr", "cw", "adm"];
const OTHER: &str = "canary-other";

/// One operation, as its description says.
pub struct Operation {
    pub method: &'static str,
    pub path: String,
    /// The keys that may; none where it is open to everybody.
    pub keys: Option<Vec<String>>,
    pub person: bool,
    pub about_a_person: bool,
    /// Whether it says that an `Idempotency-Key` is honoured.
    keyed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Visitor {
    None,
    Same,
    Other,
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
enum Caller {
    Nobody,
    WrongKey,
    Program(&'static str, Visitor),
    /// A browser key that does not come from the shop's page.
    Foreign,
    Person(Visitor),
}

fn callers() -> Vec<Caller> {
    let mut callers = vec![Caller::Nobody, Caller::WrongKey, Caller::Foreign];
    for visitor in [Visitor::None, Visitor::Same, Visitor::Other] {
        callers.extend(KINDS.map(|kind| Caller::Program(kind, visitor)));
    }
    callers.extend([Caller::Person(Visitor::Same), Caller::Person(Visitor::Other)]);
    callers
}

// === impl Operation ===

impl Operation {
    pub fn all() -> Vec<Self> {
        let output = assent().arg("openapi").output().unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut all = Vec::new();
        // Agents show who they are with what they signed: `agents.rs`, and PyNaCl in tests/clients/agent.test.mjs.
        let by_signature = |path: &str| path.starts_with("/v1/data-rights-request") || path.starts_with("/v1/agent/");
        let paths = document["paths"].as_object().unwrap();
        for (path, methods) in paths.iter().filter(|(path, _)| !by_signature(path)) {
            for (method, operation) in methods.as_object().unwrap() {
                all.push(Self::read(path, method, operation));
            }
        }
        all
    }

    fn read(path: &str, method: &str, operation: &Value) -> Self {
        let letters = |key: &Value| key.as_str().unwrap().to_owned();
        let keys = operation["x-assent-keys"].as_array().map(|keys| keys.iter().map(letters).collect());
        let named = format!("{}{}", operation["parameters"], operation["requestBody"]).contains("\"subject\"");
        let methods = ["GET", "POST", "PUT", "DELETE"];
        let method = methods.into_iter().find(|known| known.eq_ignore_ascii_case(method)).expect("a method of ours");
        let person = operation["x-assent-subject-token"].as_bool().unwrap_or(false);
        let by_path = path.contains("{manager}");
        // What people are told, and what every device gets, is no secret.
        let public = ["/v1/notices", "/v1/device/model"];
        let told = method == "GET" && public.iter().any(|start| path.starts_with(start));
        assert_eq!(keys.is_some(), path.starts_with("/v1/") && !by_path && !told, "whatever is under /v1 says who may");
        let keyed = operation["parameters"].to_string().contains("\"Idempotency-Key\"");
        Self { method, path: path.to_owned(), keys, person, about_a_person: named, keyed }
    }

    /// What is due to this caller: the status and the code.
    fn due(&self, caller: Caller) -> (u16, &'static str) {
        let Some(keys) = &self.keys else { return self.due_by_path(caller) };
        let may = |kind: &str| keys.iter().any(|known| known == kind);
        match caller {
            Caller::Nobody | Caller::WrongKey => (401, "unauthenticated"),
            Caller::Foreign => (403, "origin_not_allowed"),
            Caller::Program(kind, _) if !may(kind) => (403, "insufficient_scope"),
            Caller::Person(_) if !self.person => (403, "insufficient_scope"),
            // A program that carries a person's token along hears of nobody else.
            Caller::Program(_, Visitor::Other) if self.path.ends_with("/resolve") => (404, "not_found"),
            _ if !self.about_a_person => (200, ""),
            Caller::Program("bw", Visitor::None) => (403, "identity_unproven"),
            Caller::Program(_, Visitor::Other) => (403, "subject_mismatch"),
            Caller::Person(Visitor::Other) => (404, "not_found"),
            // Whoever would be two has to prove both.
            Caller::Person(_) if self.path.ends_with("/merge") && self.about_a_person => (403, "identity_unproven"),
            Caller::Program(..) | Caller::Person(_) => (200, ""),
        }
    }

    /// Where the id in the path says for whom, the shop's own page is all that is asked for, and only to change something.
    fn due_by_path(&self, caller: Caller) -> (u16, &'static str) {
        match caller {
            Caller::Program("bw", _) => (200, ""),
            _ if self.method == "POST" => (403, "origin_not_allowed"),
            _ => (200, ""),
        }
    }

    /// The id of a consent manager of this person, where the operation is about one.
    fn manager(&self, running: &Running, who: &str) -> String {
        if !self.path.contains("{manager}") {
            return String::new();
        }
        let asked = send("/v1/privacy-managers", &json!({ "subject": who })).key(running.key("cw"));
        running.must(&asked)["id"].as_str().unwrap().to_owned()
    }

    /// A notice, where the operation is about one.
    fn notice(&self, running: &Running) -> String {
        if !self.path.contains("{notice}") {
            return String::new();
        }
        let asked = send("/v1/notices", &notices::about("measure", "matrix")).key(running.key("adm"));
        running.must(&asked)["key"].as_str().unwrap().to_owned()
    }

    /// The name of what devices rank with, where the operation is about it.
    fn digest(&self, running: &Running) -> String {
        if !self.path.contains("{digest}") {
            return String::new();
        }
        let note = running.ask(&get("/v1/device/model")).text();
        note.lines().nth(1).unwrap_or_default().to_owned()
    }

    /// A key of a program of its own, where the operation is about one.
    pub fn key(&self, running: &Running) -> String {
        if !self.path.contains("{key}") {
            return String::new();
        }
        let asked = send("/v1/keys", &json!({ "kind": "dr", "label": "proofs" })).key(running.key("adm"));
        running.must(&asked)["id"].as_str().unwrap().to_owned()
    }

    /// A request of theirs, where the operation is about one.
    fn asked(&self, running: &Running, who: &str) -> String {
        if !self.path.contains("{request}") {
            return String::new();
        }
        let asked = send(&format!("/v1/subjects/{who}/requests"), &json!({ "kind": "complaint" }));
        running.must(&asked.key(running.key("cw")))["id"].as_str().unwrap().to_owned()
    }

    /// The other who turns out to be this person, where the operation makes them one.
    fn other(running: &Running, who: &str) -> String {
        let other = format!("{who}-other");
        running.says(&other, "grant", &["recommend"]);
        other
    }

    /// The link of an address to this person, where the operation is about one.
    fn link(&self, running: &Running, who: &str) -> String {
        if !self.path.contains("{id}") && !self.path.contains("/resolve") {
            return String::new();
        }
        let asked = send(&format!("/v1/subjects/{who}/identifiers"), &address(who)).key(running.key("cw"));
        running.must(&asked)["id"].as_str().unwrap().to_owned()
    }

    /// A recipient, where the operation is about one.
    fn recipient(&self, running: &Running) {
        if self.path.contains("{recipient}") || self.path == "/v1/approvals" {
            let path = "/v1/recipients/matrix";
            running.must(
                &put_document(path, &recipients::agency("Agency", "https://agency.example")).key(running.key("adm")),
            );
        }
    }

    /// An approval that somebody else asked for, where the operation is about one.
    fn approval(&self, running: &Running) -> String {
        if !self.path.contains("{approval}") {
            return String::new();
        }
        let path = "/v1/recipients/matrix";
        running
            .must(&put_document(path, &recipients::agency("Agency", "https://agency.example")).key(running.key("adm")));
        let asked = send("/v1/approvals", &json!({ "recipient": "matrix", "purpose": "recommend" }));
        running.must(&asked.key(running.key("second")))["approval"].as_str().unwrap().to_owned()
    }

    /// The receipt of an erasure, where the operation is about one.
    fn erasure(&self, running: &Running, who: &str) -> Option<String> {
        if !self.path.contains("/erasures/") {
            return None;
        }
        let gone = format!("{who}-gone");
        running.says(&gone, "grant", &["recommend"]);
        let erased = running.must(&Request::of("DELETE", &format!("/v1/subjects/{gone}")).key(running.key("cw")));
        let text = erased.to_string();
        Some(text.split("receipt ").nth(1).expect("a receipt has a name")[..32].to_owned())
    }

    /// A slot and an experiment, where the operation is about one.
    fn lots(&self, running: &Running) {
        for (named, path, document) in [
            ("{slot}", "/v1/slots/canary", slot()),
            ("/v1/outcomes", "/v1/slots/canary", slot()),
            ("{experiment}", "/v1/experiments/canary", experiment()),
        ] {
            if self.path.contains(named) {
                running.must(&put_document(path, &document).key(running.key("adm")));
            }
        }
    }

    /// What is told of a decision about this person.
    fn outcome(running: &Running, who: &str) -> Value {
        let asked = send("/v1/slots/canary/choose", &json!({ "subject": who })).key(running.key("dr"));
        json!({ "subject": who, "decision": running.must(&asked)["receipt"], "outcome": "clicked" })
    }

    /// The path, filled in for one person and one item.
    fn filled(&self, who: &str, item: &str, receipt: &str, running: &Running) -> String {
        let receipt = self.erasure(running, who).unwrap_or_else(|| receipt.to_owned());
        let path = self.path.replace("{subject}", who).replace("{item}", item).replace("{receipt}", &receipt);
        let path = path.replace("{approval}", &self.approval(running));
        let path = path.replace("{number}", "1").replace("{tile}", "entries/000.p/1");
        let path = path.replace("{key}", &self.key(running)).replace("{manager}", &self.manager(running, who));
        let path = path.replace("{id}", &self.link(running, who));
        let path = path.replace("{request}", &self.asked(running, who));
        let path = path.replace("{notice}", &self.notice(running)).replace("{version}", "1");
        let path = path.replace("{digest}", &self.digest(running));
        let path = path.replace("{slot}", "canary").replace("{experiment}", "canary");
        path.replace("{recipient}", "matrix")
    }

    /// A request of this operation about one person and one item.
    pub fn request(&self, who: &str, item: &str, receipt: &str, running: &Running) -> Request {
        let path = self.filled(who, item, receipt, running);
        self.lots(running);
        self.recipient(running);
        match (self.method, self.path.as_str()) {
            ("POST", "/v1/catalog/items") => stocking(&[item]),
            ("POST", "/v1/events") => doing(&[did(who, "canary-again", "view", item)]),
            ("POST", "/v1/batch" | "/v1/import") => send(&path, &json!({ "batch": [tracked(who, item)] })),
            (
                "POST",
                "/v1/track" | "/v1/identify" | "/v1/page" | "/v1/screen" | "/v1/group" | "/v1/alias" | "/v1/merge",
            ) => send(&path, &tracked(who, item)),
            ("POST", "/v1/privacy-managers") => send(&path, &json!({ "subject": who })),
            ("POST", "/v1/privacy-managers/{manager}/submit") => {
                let consents = json!({ "recommend": false });
                send(&path, &json!({ "consent_data": { "type": "decline", "consents": consents } }))
            }
            ("POST", "/v1/consent-managers/cookieconsent") => send(&path, &banner(who)),
            ("POST", "/v1/subjects/{subject}/identifiers" | "/v1/identifiers/resolve") => send(&path, &address(who)),
            ("POST", "/v1/subjects/{subject}/merge") => send(&path, &json!({ "from": Self::other(running, who) })),
            ("POST", "/v1/subjects/{subject}/archive") => Request::of("POST", &path),
            ("POST", "/v1/subjects/{subject}/hide") => send(&path, &json!({ "category": "things" })),
            ("POST", "/v1/subjects/{subject}/reset") => send(&path, &json!({ "how": "hide" })),
            ("POST", "/v1/subjects/{subject}/requests") => send(&path, &json!({ "kind": "access" })),
            ("POST", "/v1/requests/{request}/steps") => send(&path, &json!({ "subject": who, "step": "start" })),
            ("POST", "/v1/agents") => send(
                &path,
                &json!({
                    "id": "AGENT", "name": "Agent", "business_id": "SHOP",
                    "verify_key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                }),
            ),
            ("POST", "/v1/notices") => send(&path, &notices::about("measure", "canary")),
            ("POST", "/v1/notices/{notice}/served") => send(&path, &json!({ "subject": who })),
            ("POST", "/v1/statements") => send(&path, &said(who, "refuse", &["ads"])),
            ("POST", "/v1/consent/prompt") => send(&path, &json!({ "subject": who, "outcome": "shown" })),
            ("GET", "/v1/consent/prompt" | "/v1/consent/effective") => get(&format!("{path}?subject={who}")),
            ("POST", "/v1/recommend" | "/v1/subject-tokens" | "/v1/page-tickets") => {
                send(&path, &json!({ "subject": who }))
            }
            ("POST", "/v1/signals/decode") => send(&path, &json!({ "gpp": "DBABTA~1YNN" })),
            ("GET", "/v1/consent/google") => get(&format!("{path}?subject={who}")),
            ("GET", "/v1/receipts/{receipt}") => get(&format!("{path}?subject={who}")),
            ("POST", "/v1/keys") => send(&path, &json!({ "kind": "dr", "label": "canary" })),
            ("PUT", "/v1/catalog/filter") => put(&path).json(json!({ "filter": null }).to_string()),
            ("POST", "/v1/subjects/{subject}/interests") => send(&path, &json!({ "tag": "canary" })),
            ("PUT", "/v1/subjects/{subject}/interests") => {
                put(&path).json(json!({ "interests": [{ "tag": "canary" }] }).to_string())
            }
            ("PUT", "/v1/recipients/{recipient}") => {
                put_document(&path, &recipients::agency("Agency", "https://agency.example"))
            }
            ("POST", "/v1/recipients/{recipient}/export") => send(&path, &json!({ "purpose": "recommend" })),
            ("POST", "/v1/approvals") => send(&path, &json!({ "recipient": "matrix", "purpose": "recommend" })),
            ("POST", "/v1/approvals/{approval}" | "/v1/erasures/{receipt}") => Request::of("POST", &path),
            ("POST", "/v1/recipients/{recipient}/outbox") => Request::of("POST", &path),
            ("PUT", "/v1/subjects/{subject}/limits") => {
                put(&path).json(json!({ "topics_off": ["canary"] }).to_string())
            }
            ("POST", "/v1/messages") => send(&path, &json!({ "subject": who, "channel": "email" })),
            ("PUT", "/v1/slots/{slot}") => put_document(&path, &slot()),
            ("PUT", "/v1/experiments/{experiment}") => put_document(&path, &experiment()),
            ("POST", "/v1/slots/{slot}/choose") => send(&path, &json!({ "subject": who })),
            ("POST", "/v1/outcomes") => send(&path, &Self::outcome(running, who)),
            ("POST", "/v1/model/train") | ("GET" | "PUT" | "DELETE", _) => Request::of(self.method, &path),
            _ => panic!("say here what {} {} is sent", self.method, self.path),
        }
    }
}

/// A slot with nothing to choose from.
fn slot() -> Value {
    json!({ "variants": [{ "id": "canary" }], "default": "canary" })
}

/// An experiment that changes nothing.
fn experiment() -> Value {
    json!({ "arms": [{ "id": "a", "percent": 50 }, { "id": "b", "percent": 50 }], "control": "a" })
}

/// A PUT with a JSON document.
fn put_document(path: &str, document: &Value) -> Request {
    let text = document.to_string();
    put(path).json(text)
}

/// An address of this person's.
fn address(who: &str) -> Value {
    json!({ "kind": "contact", "value": format!("{who}@example.org") })
}

/// What the Segment SDKs send.
fn tracked(who: &str, item: &str) -> Value {
    json!({
        "type": "track",
        "event": "Product Viewed",
        "userId": who,
        "messageId": "canary-tracked",
        "context": { "consent": { "categoryPreferences": { "recommend": true } } },
        "properties": { "product_id": item },
    })
}

/// What the page of a shop with vanilla-cookieconsent sends.
fn banner(who: &str) -> Value {
    json!({
        "subject": who,
        "cookie": { "lastConsentTimestamp": "2026-05-01T12:00:00.000Z" },
        "preferences": { "acceptType": "necessary", "acceptedCategories": [], "rejectedCategories": ["ads"] },
    })
}

// === the world of one attempt ===

/// A person and an item of their own for each attempt, so that none sees what another did.
pub fn prepare(running: &Running, who: &str, item: &str) -> String {
    running.must(&stocking(&[item]).key(running.key("sw")));
    running.says(who, "grant", &["recommend"]);
    running.must(&doing(&[did(who, "canary-first", "view", item)]).key(running.key("sw")));
    let answer = running.must(&send("/v1/recommend", &json!({ "subject": who })).key(running.key("dr")));
    answer["receipt"].as_str().unwrap().to_owned()
}

fn by(running: &Running, caller: Caller, request: Request, who: &str) -> Request {
    let token = |visitor| match visitor {
        Visitor::None => None,
        Visitor::Same => Some(running.token(who, 60)),
        Visitor::Other => Some(running.token(OTHER, 60)),
    };
    match caller {
        Caller::Nobody => request,
        Caller::WrongKey => request.key("assent_adm_00000000_00000000000000000000000000000000"),
        Caller::Foreign => request.key(running.key("bw")).with("Origin", "https://canary.example"),
        Caller::Person(visitor) => request.key(&token(visitor).unwrap_or_default()),
        Caller::Program(kind, visitor) => {
            let request = request.key(running.key(kind));
            let request = if kind == "bw" { request.with("Origin", ORIGIN) } else { request };
            token(visitor).into_iter().fold(request, |request, token| request.with("Assent-Subject-Token", token))
        }
    }
}

/// What is held on a person, without the receipts of looking at it.
fn held(running: &Running, who: &str) -> [Value; 4] {
    let mut export = running.must(&get(&format!("/v1/subjects/{who}/export")).key(running.key("cw")));
    ["events", "statements", "hidden", "interests"].map(|name| export[name].take())
}

#[test]
fn each_caller_may_on_each_route_what_its_row_says_and_nothing_else() {
    let shop = Shop::new();
    let running = shop.serve_with_pages();
    let operations = Operation::all();
    let callers = callers();
    assert!(operations.len() * callers.len() >= 200, "{} routes, {} callers", operations.len(), callers.len());
    running.says(OTHER, "grant", &["recommend"]);
    for (number, operation) in operations.iter().enumerate() {
        for (at, caller) in callers.iter().enumerate() {
            let (who, item) = (format!("canary-{number}-{at}"), format!("canary-item-{number}-{at}"));
            let receipt = prepare(&running, &who, &item);
            let before = held(&running, &who);
            let request = by(&running, *caller, operation.request(&who, &item, &receipt, &running), &who);
            let reply = running.ask(&request);
            let told = || format!("{} {} by {caller:?}: {}", operation.method, operation.path, reply.text());
            assert_eq!((reply.status, reply.code().as_str()), operation.due(*caller), "{}", told());
            if reply.status != 200 {
                assert_eq!(held(&running, &who), before, "a refusal changes nothing: {}", told());
                assert!(!reply.text().contains("canary"), "a refusal shows nothing: {}", told());
            }
        }
    }
    running.stop();
}

#[test]
fn an_idempotency_key_is_described_where_it_is_honoured_and_nowhere_else() {
    let shop = Shop::new();
    let running = shop.serve_with_pages();
    let (mut asked, mut honoured) = (0, 0);
    for operation in Operation::all().iter().filter(|operation| operation.keys.is_some()) {
        // Somebody of their own for each: one of the routes erases.
        let (who, item) = (format!("canary-keyed-{asked}"), "canary-keyed-item");
        asked += 1;
        let receipt = prepare(&running, &who, item);
        let request = operation.request(&who, item, &receipt, &running).with("Idempotency-Key", "a key that is none");
        let reply = running.ask(&request.key(running.key("adm")));
        let due = if operation.keyed { (400, "invalid_idempotency_key") } else { (200, "") };
        let told = || format!("{} {}: {}", operation.method, operation.path, reply.text());
        assert_eq!((reply.status, reply.code().as_str()), due, "{}", told());
        honoured += usize::from(operation.keyed);
    }
    assert_eq!(honoured, 3, "events, statements and items");
    running.stop();
}
