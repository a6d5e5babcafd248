//! Files in, by the command line: what is counted, what is left out and named, and what nobody's yes is made of.

use super::client::{get, send};
use super::running::{Running, Shop, assent};
use app::Place;
use app::files::{EventColumns, Format};
use app::import::{Imported, Order};
use domain::UnixTime;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

/// The exit status of a command whose input is wrong (EX_DATAERR).
const WRONG_INPUT: i32 = 65;
const NOW: UnixTime = UnixTime(1_800_000_000);

/// A shop that nobody serves, and files beside it.
struct World(Shop);

// === impl World ===

impl World {
    fn new() -> Self {
        Self(Shop::new())
    }

    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.0.root().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// Imports these files; the exit status and everything that was said.
    fn import(&self, format: &str, files: &[&PathBuf], more: &[&str]) -> (i32, String) {
        let mut importing = assent();
        importing.args(["import", "--no-train", "--format", format]).args(more).args(files).arg("--data");
        let output = importing.arg(self.0.data()).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(said).unwrap())
    }

    /// The items that the shop has then, by id, with their prices.
    fn items(&self) -> Vec<Value> {
        let running = self.0.serve();
        let items = listed(&running, &["id", "price_minor", "currency"]);
        running.stop();
        items
    }
}

/// These fields of each item of the catalog, in order of id.
fn listed(running: &Running, fields: &[&str]) -> Vec<Value> {
    let listed = running.must(&get("/v1/catalog/items").key(running.key("dr")));
    let shown = |item: &Value| fields.iter().map(|field| item[*field].clone()).collect();
    listed["items"].as_array().unwrap().iter().map(shown).collect()
}

// === times ===

fn import_at(now: UnixTime, rows: &str) -> (app::Shop, Imported) {
    let world = World::new();
    let order = Order {
        format: Format::Events,
        files: vec![world.file("events.csv", &format!("subject,item,time\n{rows}"))],
        columns: EventColumns::default(),
        granted: vec!["recommend".to_owned()],
        evidence: "proofs".to_owned(),
        currency: None,
        strict: false,
    };
    let shop = app::Shop::open(&Place::Memory, app::Policy::shipped().unwrap(), now).unwrap();
    let imported = shop.import(now, &order, &|_| {}).unwrap();
    (shop, imported)
}

#[test]
fn a_row_from_the_future_is_a_bad_row_and_says_nobodys_yes() {
    let (on_time, ahead) = (NOW.0 + 300, NOW.0 + 301);
    let rows = format!("canary-ada,mug,{on_time}\ncanary-bob,mug,{ahead}\ncanary-eve,mug,{}\n", NOW.0 + 80_000);
    let (shop, imported) = import_at(NOW, &rows);
    assert_eq!((imported.rows, imported.events, imported.no_consent, imported.people), (3, 1, 0, 1));
    let left_out: Vec<_> = imported.left_out.iter().map(|(reason, rows)| (reason.to_string(), rows.count)).collect();
    assert_eq!(left_out, [("time in the future".to_owned(), 2)]);
    let rows: Vec<_> = imported.left_out.values().flat_map(|rows| &rows.first).map(|at| at.row).collect();
    assert_eq!(rows, [2, 3]);
    let knows = |who: &str| shop.see(NOW, &domain::SubjectId::parse(who).unwrap()).unwrap().is_some();
    assert!(knows("canary-ada") && !knows("canary-bob") && !knows("canary-eve"));
}

// === catalogs ===

#[test]
fn a_catalog_is_counted_row_by_row_and_its_prices_are_in_the_currency_that_is_named() {
    let world = World::new();
    let items = world.file("items.csv", "id,title,price,currency\nmug,Mug,12.50,\ntea,Tea,3,CHF\npot,Pot,,\n");
    let (status, said) = world.import("catalog", &[&items], &["--currency", "eur"]);
    assert!(status == 0 && said.contains("3 rows: ") && said.contains("; 3 items, "), "{said}");
    let due = [json!(["mug", 1_250, "EUR"]), json!(["pot", null, null]), json!(["tea", 300, "CHF"])];
    assert_eq!(world.items(), due);
}

#[test]
fn of_two_items_with_one_id_the_later_one_counts_in_a_file_and_over_http() {
    let world = World::new();
    let items = world.file("items.csv", "id,title\nz1,A\nz1,B\nz2,C\n");
    for _ in 0..2 {
        let (status, said) = world.import("catalog", &[&items], &[]);
        assert!(status == 0 && said.contains("; 3 items, "), "{said}");
    }
    let running = world.0.serve();
    assert_eq!(listed(&running, &["id", "title"]), [json!(["z1", "B"]), json!(["z2", "C"])]);
    let twice =
        json!({ "items": [{ "id": "z3", "title": "D" }, { "id": "z1", "title": "E" }, { "id": "z3", "title": "F" }] });
    let written = running.must(&send("/v1/catalog/items", &twice).key(running.key("sw")));
    assert_eq!(written["written"], 3);
    let due = [json!(["z1", "E"]), json!(["z2", "C"]), json!(["z3", "F"])];
    assert_eq!(listed(&running, &["id", "title"]), due);
    running.stop();
    let running = world.0.serve();
    assert_eq!(listed(&running, &["id", "title"]), due, "so it is kept");
    running.stop();
}

#[test]
fn a_price_of_nobody_knows_what_is_not_claimed() {
    let world = World::new();
    let items = world.file("items.csv", "id,title,price\nmug,Mug,12.50\npot,Pot,\n");
    let (status, said) = world.import("catalog", &[&items], &[]);
    assert!(status == 0 && said.contains("1 left out: price: its currency is not named (row 1)"), "{said}");
    assert!(said.contains("--currency"), "it says how to mend it: {said}");
    assert_eq!(world.items(), [json!(["pot", null, null])]);
    let (status, said) = world.import("catalog", &[&items], &["--currency", "XXX"]);
    assert!(status == 78 && said.contains("ISO 4217"), "{said}");
    let events = world.file("events.csv", "subject,item,time\n");
    let (status, said) = world.import("events", &[&events], &["--currency", "EUR"]);
    assert!(status == WRONG_INPUT && said.contains("--format catalog"), "{said}");
}

#[test]
fn a_strict_import_with_a_bad_row_takes_nothing_in_and_names_the_row() {
    let world = World::new();
    let many: String = (0..6_000).map(|number| format!("item-{number},Thing {number}\n")).collect();
    let good = world.file("good.csv", &format!("id,title\n{many}"));
    let bad = world.file("bad.csv", "id,title\nmug,Mug\n,Nameless\npot,\ncanary pot,Pot\n");
    let (status, said) = world.import("catalog", &[&good, &bad], &["--strict"]);
    assert_eq!(status, WRONG_INPUT, "{said}");
    assert!(said.contains("3 bad rows, so nothing was taken in"), "{said}");
    assert!(said.contains("bad.csv row 2: id is missing") && said.contains("bad.csv row 3: title is"), "{said}");
    assert!(!said.contains("canary"), "no cell is repeated: {said}");
    assert!(world.items().is_empty(), "the good file is not taken either");

    let (status, said) = world.import("catalog", &[&good, &bad], &[]);
    assert!(status == 0 && said.contains("6004 rows: ") && said.contains("6001 items"), "{said}");
    assert!(said.contains("1 left out: id is missing (") && said.contains("bad.csv row 2)"), "{said}");
    assert!(!said.contains("good.csv"), "{said}");
}

#[test]
fn rows_are_named_without_their_file_where_there_is_one() {
    let world = World::new();
    let rows = "subject,item,time\na,mug,1600000000\na,,1600000000\na,mug,soon\nb,,1600000000\n";
    let events = world.file("events.csv", rows);
    let (status, said) = world.import("events", &[&events], &["--strict"]);
    assert!(status == WRONG_INPUT && said.contains("3 bad rows"), "{said}");
    let (status, said) = world.import("events", &[&events], &[]);
    assert!(status == 0 && said.contains("4 rows: "), "{said}");
    assert!(said.contains("2 left out: item is missing (row 2, row 4)"), "{said}");
}
