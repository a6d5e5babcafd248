//! The figures of `assent eval`, worked out again by somebody else, and its ways of parting whole files.

use crate::journeys::assent;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const GENRES: [&str; 4] = ["Comedy", "Drama", "Horror", "Western"];
const MOVIES: usize = 80;
const PEOPLE: usize = 260;

/// Films of four genres, and people who like two of them, as the files of MovieLens have it.
fn write(dir: &Path) {
    let mut movies = String::from("movieId,title,genres\n");
    for movie in 1..=MOVIES {
        writeln!(movies, "{movie},Film {movie} (1999),{}", GENRES[movie % 4]).unwrap();
    }
    let mut ratings = String::from("userId,movieId,rating,timestamp\n");
    let mut state = 7_u64;
    let mut die = |sides: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    for person in 1..=PEOPLE {
        for day in 0..12 + die(8) {
            let movie = 1 + (die(MOVIES as u64 / 4) * 4 + (person as u64 + die(2)) % 4) % MOVIES as u64;
            let (stars, time) = (3 + die(3), 1_000_000_000 + day * 86_400 + die(3_600));
            writeln!(ratings, "{person},{movie},{stars}.0,{time}").unwrap();
        }
    }
    fs::write(dir.join("movies.csv"), movies).unwrap();
    fs::write(dir.join("ratings.csv"), ratings).unwrap();
}

fn eval(dir: &Path, more: &[&str]) -> Output {
    let mut command = assent();
    command.args(["eval", "--json", "--format", "movielens", "--source"]).arg(dir).args(more);
    command.output().unwrap()
}

/// The ends of the interval of what a row foretells.
fn rows_interval(document: &Value, name: &str) -> [f64; 2] {
    let mut rows = document["rows"].as_array().unwrap().iter();
    let row = rows.find(|row| row["name"] == name && row["group"].is_null()).unwrap();
    [0, 1].map(|at| row["intervals"]["ndcg@20"][at].as_f64().unwrap())
}

fn measured(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_figure_is_what_its_definition_says() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path());
    let (rankings, report) = (dir.path().join("rankings.jsonl"), dir.path().join("report.json"));
    let page = dir.path().join("quality.html");
    let paths = [rankings.to_str().unwrap(), page.to_str().unwrap()];
    let weights = dir.path().join("weights.json");
    fs::write(&weights, "{\"popular\": 0.5, \"together_season\": 0}").unwrap();
    let beside = ["--beside", weights.to_str().unwrap()];
    let output =
        eval(dir.path(), &[&["--split", "random", "--rankings", paths[0], "--html", paths[1]], &beside[..]].concat());
    let document = measured(&output);
    fs::write(&report, &output.stdout).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("measure/figures.py");
    let checked = Command::new("python3").arg(script).args([&rankings, &report]).output().unwrap();
    let told = String::from_utf8_lossy(&checked.stdout).into_owned() + &String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success() && told.starts_with("160 figures in 8 rows"), "{told}");
    for row in document["rows"].as_array().unwrap() {
        for (name, interval) in row["intervals"].as_object().unwrap() {
            let (low, high) = (interval[0].as_f64().unwrap(), interval[1].as_f64().unwrap());
            let value = row[name].as_f64().unwrap();
            assert!(low <= value + 1e-9 && value <= high + 1e-9, "{name}: {low} {value} {high}");
        }
    }
    let of = |name: &str| {
        let rows = document["rows"].as_array().unwrap().iter();
        rows.clone().find(|row| row["name"] == name && row["group"].is_null()).unwrap()["ndcg@20"].as_f64().unwrap()
    };
    let difference = document["beside"]["ndcg@20"].as_f64().unwrap();
    assert!((difference - (of("beside") - of("personal"))).abs() < 1e-9 && difference != 0.0, "{difference}");
    let ends = [0, 1].map(|at| document["beside"]["intervals"]["ndcg@20"][at].as_f64().unwrap());
    let row = rows_interval(&document, "beside");
    assert!(ends[0] < difference && difference < ends[1], "{ends:?} {difference}");
    assert!(ends[1] - ends[0] < row[1] - row[0], "person by person it is surer: {ends:?} {row:?}");
    let html = fs::read_to_string(page).unwrap();
    assert!(html.contains("ndcg@20 of beside less that of personal"));
    assert!(html.matches("<svg").count() == 4 && !html.contains("<script") && !html.contains("NaN"));
}

#[test]
fn curves_measure_the_same_people_with_less_to_go_by() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path());
    let page = dir.path().join("quality.html");
    let document = measured(&eval(dir.path(), &["--split", "last-item", "--curves", "--html", page.to_str().unwrap()]));
    let curve = |name: &str| document["curves"][name].as_array().unwrap().clone();
    let along = |name: &str, key: &str| -> Vec<f64> {
        curve(name).iter().map(|point| point[key].as_f64().unwrap_or_else(|| panic!("{name} {key}"))).collect()
    };
    assert_eq!(along("data", "at"), [0.1, 0.25, 0.5, 1.0]);
    assert_eq!(along("people_min", "at"), [1.0, 2.0, 5.0, 10.0, 20.0]);
    assert_eq!(along("variety", "at"), [0.0, 25.0, 50.0, 75.0, 100.0]);
    let taught = along("teach", "taught");
    assert!(taught.is_sorted() && taught[0] < 60.0 && taught[3] >= PEOPLE as f64 - 5.0, "{taught:?}");
    let personal = document["rows"].as_array().unwrap().iter().find(|row| row["name"] == "personal").unwrap();
    for (name, at) in [("data", 3), ("teach", 3), ("people_min", 2), ("variety", 2)] {
        assert_eq!(curve(name)[at]["ndcg@20"], personal["ndcg@20"], "{name}: the whole is what the table says");
        assert!(curve(name)[at]["intervals"]["ndcg@20"].is_array(), "{name}");
    }
    assert!(along("data", "ndcg@20")[0] < along("data", "ndcg@20")[3], "less data, less quality");
    let html = fs::read_to_string(page).unwrap();
    assert!(html.matches("<svg").count() == 9 && html.contains("<polyline") && !html.contains("NaN"));
}

#[test]
fn each_way_of_parting_measures_somebody() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path());
    let groups = dir.path().join("groups.tsv");
    let lines: String = (1..=PEOPLE).map(|n| format!("{n}\t{}\n", if n % 2 == 0 { "even" } else { "odd" })).collect();
    fs::write(&groups, lines).unwrap();
    for split in ["last-basket", "last-item", "time", "strong", "random"] {
        let document = measured(&eval(dir.path(), &["--split", split, "--groups", groups.to_str().unwrap()]));
        let subjects = document["subjects"].as_u64().unwrap();
        assert!((20..=PEOPLE as u64).contains(&subjects), "{split}: {subjects}");
        let personal = |group: Option<&str>| {
            let is_it = |row: &&Value| row["name"] == "personal" && row["group"].as_str() == group;
            document["rows"]
                .as_array()
                .unwrap()
                .iter()
                .find(is_it)
                .unwrap_or_else(|| panic!("{split} {group:?}"))
                .clone()
        };
        let people = |group| personal(Some(group))["people"].as_u64().unwrap();
        assert_eq!(people("even") + people("odd"), subjects, "{split}");
        assert!(personal(None)["ndcg@20"].as_f64().unwrap() > 0.0, "{split}");
        assert_eq!(document["timeless"], ["strong", "random"].contains(&split), "{split}");
    }
    for wrong in [["--split", "by-name"], ["--share", "1.5"], ["--format", "tapes"]] {
        let output = eval(dir.path(), &wrong);
        assert!(!output.status.success() && output.stdout.is_empty(), "{wrong:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).trim().lines().count(), 1, "{wrong:?}");
    }
}

#[test]
fn a_page_that_can_not_be_written_is_refused_before_anything_is_measured() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path());
    let page = dir.path().join("nowhere").join("quality.html");
    let output = eval(dir.path(), &["--html", page.to_str().unwrap()]);
    assert!(
        output.status.code() == Some(65) && output.stdout.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn what_was_tried_is_in_the_document_and_a_catalog_is_measured_with_whole_files() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path());
    let catalog = dir.path().join("catalog.jsonl");
    let one = |n: usize| format!("{{\"id\":\"{n}\",\"title\":\"Film {n}\",\"category\":\"Films\"}}\n");
    fs::write(&catalog, (1..=MOVIES).map(one).collect::<String>()).unwrap();
    let document = measured(&eval(dir.path(), &["--catalog", catalog.to_str().unwrap()]));
    let chosen = document["chosen"].as_array().unwrap();
    assert!(chosen.iter().any(|line| line.as_str().unwrap().starts_with("ridge: ")), "{chosen:?}");
    let personal = document["rows"].as_array().unwrap().iter().find(|row| row["name"] == "personal").unwrap();
    assert_eq!(personal["miscalibration@20"], 0.0, "all films stand on one shelf, as the catalog says");
}

#[test]
fn weights_that_are_none_are_refused_before_anything_is_measured() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path());
    let weights = dir.path().join("weights.json");
    for (document, says) in [
        ("{\"ridge\": 3}", "weights that can be other ones are together,"),
        ("{\"popular\": 0}", "popular is a number from 0.000001 to 100"),
        ("canary", "weights are {NAME: NUMBER, ..}"),
    ] {
        fs::write(&weights, document).unwrap();
        let output = eval(dir.path(), &["--beside", weights.to_str().unwrap()]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(65) && told.contains(says) && output.stdout.is_empty(), "{told}");
    }
    let missing = eval(dir.path(), &["--beside", "nowhere.json"]);
    assert!(!missing.status.success() && String::from_utf8_lossy(&missing.stderr).contains("nowhere.json"));
}
