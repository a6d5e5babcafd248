//! One step, and what it took: seconds on the clock, seconds of processors, mebibytes at the most, and what it says itself.

use app::files::{EventColumns, Format};
use app::import::Order;
use app::simulate::{CATALOG_FILE, EVENTS_FILE, Plan, simulate};
use app::{Ask, Place, Policy, Request, Shop};
use domain::{DAY_SECONDS, SubjectId, UnixTime};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How many people are served.
const SERVED: u32 = 2_000;
/// Ticks of a processor's clock in a second, as `/proc` counts them.
const TICKS: f64 = 100.0;

pub(crate) fn run(name: &str, dir: &Path, size: [&str; 3]) {
    let [subjects, items, events] = size.map(|number| number.parse::<u64>().unwrap());
    let plan = Plan { subjects: subjects as u32, items: items as u32, events, ..Plan::default() };
    let here = dir.join(format!("{subjects}-{items}-{events}"));
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    let says = match name {
        "simulate" => simulate(&plan, &here, &|_, _| {}).map(|made| made.subjects.to_string()).unwrap_or_default(),
        "catalog" => import(&open(&here), &here, Format::Catalog, CATALOG_FILE),
        "events" => import(&open(&here), &here, Format::Events, EVENTS_FILE),
        "train" => train(&open(&here)),
        _ => serve(&open(&here), plan.subjects),
    };
    let (wall, cpu) = (begun.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    println!("{wall:.2}\t{cpu:.2}\t{}\t{says}", peak_mib());
}

/// The moment after which nothing happened.
fn now() -> UnixTime {
    Plan::default().until.plus(DAY_SECONDS)
}

fn open(here: &Path) -> Shop {
    let place = Place::disk(&here.join("shop"), None);
    Shop::open(&place, Policy::shipped().unwrap(), now()).unwrap()
}

fn import(shop: &Shop, here: &Path, format: Format, file: &str) -> String {
    let granted = if format == Format::Events { vec!["recommend".to_owned(), "train".to_owned()] } else { Vec::new() };
    let order = Order {
        format,
        files: vec![PathBuf::from(here).join(file)],
        columns: EventColumns::default(),
        granted,
        evidence: "simulated".to_owned(),
        currency: None,
        strict: false,
    };
    let imported = shop.import(now(), &order, &|_| {}).unwrap();
    format!("{}", imported.events + imported.items)
}

fn train(shop: &Shop) -> String {
    eprintln!("before: {} MiB", peak_mib());
    let trained = shop.train(now(), &|step| eprintln!("{step}")).unwrap();
    trained.chosen.iter().for_each(|line| eprintln!("  {line}"));
    format!("{} people, {} pairs, {}", trained.people, trained.pairs, trained.checksum)
}

/// Ten items for people one after the other, each answer with its durable receipt: microseconds of the middle one.
fn serve(shop: &Shop, subjects: u32) -> String {
    let ask = Ask::on(shop.policy().channel("web").unwrap());
    let request = Request {
        count: 10,
        exclude: &[],
        category: None,
        variety: None,
        category_max: None,
        rules: app::Rules::default(),
    };
    let (mut took, cpu) = (Vec::new(), cpu_seconds());
    for number in 0..SERVED.min(subjects) {
        let who =
            SubjectId::parse(&format!("u{:07}", u64::from(number) * u64::from(subjects) / u64::from(SERVED))).unwrap();
        let begun = Instant::now();
        let answer = shop.recommend(now(), &who, &ask, request).unwrap();
        took.push(begun.elapsed().as_micros());
        assert_eq!(answer.slate.places.len(), 10);
    }
    took.sort_unstable();
    let each = (cpu_seconds() - cpu) * 1e6 / took.len() as f64;
    format!("{}\t{each:.0}", took[took.len() / 2])
}

/// Processor time of this process, of all its threads.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS
}

fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1_024
}
