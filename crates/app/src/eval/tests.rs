//! A real shop in small measures as it was made.

use super::*;
use engine::Knob;
use std::fs;
use std::path::Path;

/// Enough people to try weights on.
const PEOPLE: usize = 240;

/// A split of a shop in which everybody takes the same again, and odd and even people have tastes of their own.
fn write(dir: &Path) -> Files {
    let (mut train, mut test, mut fold_in) = (String::new(), String::new(), String::new());
    let row = |who: usize, item: &str, day: i64| {
        let time = (20_000 + day) * domain::DAY_SECONDS + 60;
        format!("u{who}\t{item}\t1\t{time}\tb{day}\n")
    };
    for who in 0..PEOPLE {
        let taste = if who % 2 == 0 { ["tea", "cup", "jam"] } else { ["ink", "pen", "pad"] };
        train.extend([1, 5, 12, 20].map(|day| row(who, taste[0], day)));
        train.extend([row(who, taste[1], 5), row(who, taste[2], 12)]);
        test.push_str(&row(who, taste[0], 30));
    }
    for who in PEOPLE..PEOPLE + 4 {
        fold_in.push_str(&row(who, if who % 2 == 0 { "tea" } else { "ink" }, 9));
    }
    let path = |name: &str, text: &str| {
        let path = dir.join(name);
        fs::write(&path, text).expect("writes");
        path
    };
    let other: String =
        (PEOPLE..PEOPLE + 4).map(|who| row(who, if who % 2 == 0 { "cup" } else { "pen" }, 31)).collect();
    path("strangers.tsv", &other);
    path("fold_in.tsv", &fold_in);
    // Enough items of two kinds that titles tell them apart.
    let plain = ["cup", "jam", "pen", "pad"].map(|item| format!("{item}\t{item}\t1.00\n")).concat();
    let more = (0..19).map(|n| format!("l{n}\tDry leaf\t1.00\np{n}\tClay pot\t1.00\n"));
    let items = format!("tea\tGreen leaf\t1.00\nink\tBlue pot\t1.00\n{plain}{}", more.collect::<String>());
    let items = Some(path("items.tsv", &items));
    Files { train: path("train.tsv", &train), test: path("test.tsv", &test), items, fold_in: None }
}

fn temporary(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("assent-eval-{name}-{}", std::process::id()));
    fs::create_dir_all(&dir).expect("makes");
    dir
}

#[test]
fn every_rung_has_one_row_and_the_higher_knows_more() {
    let dir = temporary("rungs");
    let report = evaluate(&Wanted::of(write(&dir)), &|_| {}).expect("evaluates");
    fs::remove_dir_all(&dir).expect("removes");
    let names: Vec<&str> = report.everybody().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["popularity", "item-knn", "contextual", "visit", "group", "personal", "device"]);
    let ndcg = |row: usize| report.everybody().nth(row).expect("a row").figure("ndcg@10").expect("measured");
    assert!(ndcg(5) > 0.99, "{report}");
    assert!(ndcg(3) >= ndcg(2), "{report}");
    assert_eq!(report.json()["subjects"], PEOPLE);
    assert!(ndcg(4) > ndcg(2) + 0.1, "{report}");
    assert_eq!(report.json()["rows"][8]["rung"], "personal");
    assert_eq!(report.rows[9].group.as_deref(), Some("cold"), "nobody has five different things");
}

#[test]
fn people_who_did_not_teach_are_foretold_from_their_own_history() {
    let dir = temporary("strangers");
    let files = write(&dir);
    let files = Files { test: dir.join("strangers.tsv"), fold_in: Some(dir.join("fold_in.tsv")), ..files };
    let report = evaluate(&Wanted::of(files.clone()), &|_| {}).expect("evaluates");
    fs::remove_dir_all(&dir).expect("removes");
    assert_eq!((report.subjects, report.trained.people), (4, PEOPLE as u64));
    let recall = |row: usize| report.everybody().nth(row).expect("a row").figure("new_ndcg@20").expect("measured");
    assert!(recall(5) > recall(2), "{report}");
}

/// By how much other weights are better, where the defaults are what was chosen.
fn beside(wanted: &Wanted, weights: Weights) -> Report {
    let report = evaluate(&Wanted { beside: Some(weights), trials: Trials::Skipped, ..wanted.clone() }, &|_| {});
    report.expect("evaluates")
}

#[test]
fn the_chosen_weights_beside_themselves_make_no_difference_and_others_do() {
    let dir = temporary("beside");
    let wanted = Wanted::of(write(&dir));
    let chosen = Knob::ALL.into_iter().filter(|knob| knob.bounds().is_some());
    let chosen = chosen.fold(Weights::default(), |all, knob| {
        all.with(knob, engine::Chosen::default().get(knob)).expect("within bounds")
    });
    let same = beside(&wanted, chosen.clone());
    let other =
        beside(&wanted, chosen.with(Knob::Owned, 0.0).and_then(|all| all.with(Knob::Popular, 50.0)).expect("set"));
    fs::remove_dir_all(&dir).expect("removes");
    let row = |report: &Report, name: &str| report.everybody().find(|row| row.name == name).expect("a row").clone();
    assert_eq!(row(&same, "beside").figures, row(&same, "personal").figures);
    let none = same.beside.clone().expect("measured");
    assert_eq!((none.value, none.interval), (0.0, Some(Interval { low: 0.0, high: 0.0 })));
    assert!(same.to_string().contains("less that of personal, person by person: 0.0000 (95 of 100 means: 0.0000 to"));
    let more = other.beside.clone().expect("measured");
    let apart = [row(&other, "beside"), row(&other, "personal")].map(|row| row.figure("ndcg@20").expect("measured"));
    assert!((more.value - (apart[0] - apart[1])).abs() < 1e-12 && more.value < -0.05, "{other}");
    assert!(more.interval.is_some_and(|ends| ends.low < more.value + 1e-9 && ends.high < 0.0), "{other}");
    assert_eq!(row(&other, "personal").figures, row(&same, "personal").figures, "the chosen ones stay");
    assert_eq!(other.json()["beside"]["ndcg@20"], more.value);
}

#[test]
fn a_catalog_of_the_shops_own_is_measured_with_its_categories() {
    let dir = temporary("catalog");
    let catalog = dir.join("catalog.csv");
    let rows = "tea,Tea,Drinks\ncup,Cup,Drinks\njam,Jam,Food\nink,Ink,Desk\npen,Pen,Desk\npad,Pad,Desk\nhat,Hat,\n";
    fs::write(&catalog, format!("id,title,category\n{rows}")).expect("writes");
    let plain = Wanted::of(Files { items: None, ..write(&dir) });
    let own = Wanted { catalog: Some(catalog.clone()), ..plain.clone() };
    let of_personal = |wanted: &Wanted| {
        let report = evaluate(wanted, &|_| {}).expect("evaluates");
        let personal = report.everybody().find(|row| row.name == "personal").expect("a row");
        personal.figure("miscalibration@20")
    };
    assert_eq!(of_personal(&plain), None, "no item has a category");
    assert!(of_personal(&own).is_some_and(f64::is_finite));
    fs::write(&catalog, "id,title\ntea,Tea\ncup,\n").expect("writes");
    let error = evaluate(&own, &|_| {}).expect_err("is refused").to_string();
    fs::remove_dir_all(&dir).expect("removes");
    assert!(error.contains("row 2") && error.contains("catalog.csv"), "{error}");
}

#[test]
fn a_bad_row_ends_the_measurement_with_its_number() {
    let dir = temporary("bad");
    let files = write(&dir);
    fs::write(&files.test, "u1\ttea\t1\tyesterday\tb\n").expect("writes");
    let error = evaluate(&Wanted::of(files.clone()), &|_| {}).expect_err("is refused").to_string();
    fs::remove_dir_all(&dir).expect("removes");
    assert!(error.contains("row 1") && error.contains("test.tsv"), "{error}");
}
