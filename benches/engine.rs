//! The engine alone, without HTTP or disk: histories of several lengths among 3,700 items, and similar items.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement whose ground fails has nothing to say")]

use divan::Bencher;
use domain::{
    Actor, ChannelId, DAY_SECONDS, Event, EventId, Evidence, Item, ItemId, Kind, Reason, Recommend, Scope as About,
    SubjectId, UnixTime, Verb,
};
use engine::{
    Anonymous, Catalog, Lesson, MEMORY_DEFAULT_BYTES, Model, Scene, WeightsFrom, Window, learn, recommend, similar,
};
use std::cell::Cell;
use std::num::NonZeroU32;
use std::sync::{Arc, LazyLock};
use vault::policy::Policy;
use vault::{Arrival, Ask, Basis, Draft, Intake, KeyPlace, PersonFacts, Release, Vault};

/// The one that serves.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ITEMS: usize = 3_700;
/// So many entries has a row that is cut.
const CUT_TO: usize = 100;
/// Who teaches: enough that every row of the model is full, too few to try weights on.
const PEOPLE: usize = 190;
/// Every so many items are taken by a person who teaches.
const TAKEN_STEP: usize = 4;
const NOW: UnixTime = UnixTime(20_000 * DAY_SECONDS);

fn main() {
    divan::main();
}

/// A vault, and a window over a model that was learned in it.
static SHOP: LazyLock<(Vault, Window)> = LazyLock::new(|| shop(|model| model));

/// The same with rows cut to a hundred entries.
static CUT: LazyLock<(Vault, Window)> = LazyLock::new(|| shop(|model| model.cut(CUT_TO)));

fn shop(form: fn(Model) -> Model) -> (Vault, Window) {
    let store = Arc::new(store::Memory::new());
    let vault = Vault::open(store, KeyPlace::Memory, Policy::shipped().unwrap(), "bench").unwrap();
    let catalog = Catalog::new((0..ITEMS).map(item).collect());
    let mut dice = 1_u64;
    for person in 0..PEOPLE {
        let taken = (0..ITEMS / TAKEN_STEP).map(|_| draw(&mut dice, ITEMS)).collect::<Vec<_>>();
        admit(&vault, &format!("teacher-{person}"), "train", &taken);
    }
    let anonymous = Anonymous::default();
    let lesson = Lesson {
        catalog: &catalog,
        anonymous: &anonymous,
        memory_bytes: MEMORY_DEFAULT_BYTES,
        people_min: 5,
        pair_people_min: 5,
        group_people_min: 0,
        weights: WeightsFrom::Trials,
    };
    let lessons = vault.at(NOW).cohort(NonZeroU32::new(5).unwrap(), lesson, learn).unwrap();
    let model: Model = lessons.into_value().into_model().unwrap();
    println!("{} items known, {} pairs", model.items().len(), model.pairs());
    let window = Window::new(Arc::new(catalog), Arc::new(form(model)));
    (vault, window)
}

/// What a measurement hands out: nothing.
struct Measured;

impl Release for Measured {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

/// Ten items for somebody with a history of so many.
#[divan::bench(args = [0, 10, 50, 165])]
fn recommend_10(bencher: Bencher, history: usize) {
    measure(bencher, &SHOP, history, 10);
}

/// The same with rows cut to a hundred entries.
#[divan::bench(args = [50, 165])]
fn recommend_10_cut(bencher: Bencher, history: usize) {
    measure(bencher, &CUT, history, 10);
}

/// A hundred items for somebody with a history of so many.
#[divan::bench(args = [50])]
fn recommend_100(bencher: Bencher, history: usize) {
    measure(bencher, &SHOP, history, 100);
}

/// Ten similar items.
#[divan::bench]
fn similar_10(bencher: Bencher) {
    let id = item(7).id;
    bencher.bench(|| similar(&SHOP.1, &id, 10));
}

/// What the plainest program does: adds up the rows of a history, leaves out what is in it, and takes the ten best. No gate,
/// no reasons, no names, no time.
#[divan::bench(args = [50, 165])]
fn plainest_10(bencher: Bencher, history: usize) {
    let rows: Vec<f32> = noise(ITEMS * ITEMS).collect();
    let taken: Vec<usize> = (0..history).map(|number| number * 7_919 % ITEMS).collect();
    bencher.bench_local(|| {
        let mut scores = vec![0.0; ITEMS];
        for item in &taken {
            let row = &rows[item * ITEMS..(item + 1) * ITEMS];
            scores.iter_mut().zip(row).for_each(|(score, weight)| *score += weight);
        }
        best_10(scores, &taken)
    });
}

/// The same over rows of a hundred entries.
#[divan::bench(args = [50, 165])]
fn plainest_10_cut(bencher: Bencher, history: usize) {
    let mut dice = 7;
    let weights: Vec<f32> = noise(ITEMS * CUT_TO).collect();
    let rows: Vec<(u32, f32)> = weights.into_iter().map(|weight| (draw(&mut dice, ITEMS) as u32, weight)).collect();
    let taken: Vec<usize> = (0..history).map(|number| number * 7_919 % ITEMS).collect();
    bencher.bench_local(|| {
        let mut scores = vec![0.0; ITEMS];
        for item in &taken {
            rows[item * CUT_TO..(item + 1) * CUT_TO].iter().for_each(|(to, weight)| scores[*to as usize] += weight);
        }
        best_10(scores, &taken)
    });
}

/// The ten best of one row.
#[divan::bench]
fn plainest_similar_10(bencher: Bencher) {
    let row: Vec<f32> = noise(ITEMS).collect();
    bencher.bench_local(|| best_10(row.clone(), &[7]));
}

fn best_10(mut scores: Vec<f32>, taken: &[usize]) -> Vec<u32> {
    taken.iter().for_each(|item| scores[*item] = f32::NEG_INFINITY);
    let mut items: Vec<u32> = (0..scores.len() as u32).collect();
    let higher = |a: &u32, b: &u32| scores[*b as usize].total_cmp(&scores[*a as usize]);
    items.select_nth_unstable_by(10, higher);
    items.truncate(10);
    items.sort_by(higher);
    items
}

fn noise(count: usize) -> impl Iterator<Item = f32> {
    let mut dice = 3;
    (0..count).map(move |_| draw(&mut dice, 1_000) as f32 / 1_000.0)
}

/// A view exists only inside the vault, so the measuring is done in there.
fn measure(bencher: Bencher, (vault, window): &(Vault, Window), history: usize, count: usize) {
    let name = format!("shopper-{history}-{count}");
    let mut dice = 99;
    let taken: Vec<usize> = (0..history).map(|_| draw(&mut dice, ITEMS)).collect();
    let who = admit(vault, &name, "recommend", &taken);
    let scene = Scene::plain(window, NOW, count);
    let bencher = Cell::new(Some(bencher));
    vault.at(NOW).with(&who, &Ask::on(ChannelId(0)), (&bencher, scene), inside).unwrap();
}

fn inside(basis: &Basis<'_, Recommend>, (bencher, scene): (&Cell<Option<Bencher>>, Scene<'_>)) -> Measured {
    bencher.take().unwrap().bench_local(|| recommend(basis, scene));
    Measured
}

/// Somebody who says yes to one purpose, and what they took.
fn admit(vault: &Vault, name: &str, purpose: &str, taken: &[usize]) -> SubjectId {
    let who = SubjectId::parse(name).unwrap();
    let purpose = vault.policy().purpose(purpose).map(|entry| entry.terms.id);
    let draft = Draft {
        kind: Kind::Grant,
        scope: About { purpose, category: None, recipient: None, channel: None },
        client_at: None,
        actor: Actor::Subject,
        explicit: true,
        past_data: false,
        overrides: None,
        evidence: Evidence::default(),
        snapshot: None,
    };
    vault.at(NOW.plus(-9)).record(&who, &[draft], &PersonFacts::default()).unwrap();
    let event = |(number, taken): (usize, &usize)| (who.clone(), purchase(number, *taken));
    let events: Vec<_> = taken.iter().enumerate().map(event).collect();
    let intake = Intake { ask: Ask::on(ChannelId(0)), arrival: Arrival::File };
    vault.at(NOW.plus(-9)).keep(&intake, &events).unwrap();
    who
}

fn purchase(number: usize, taken: usize) -> Event {
    Event {
        id: EventId::parse(&format!("e{number}")).unwrap(),
        item: item(taken).id,
        verb: Verb::Purchase,
        at: NOW.plus(-((number % 60) as i64) * DAY_SECONDS - 100),
        quantity: 1,
        rating_tenths: None,
        basket: None,
        ceiling: None,
        at_arrival: false,
    }
}

fn item(number: usize) -> Item {
    Item::named(ItemId::parse(&format!("item-{number:05}")).unwrap(), format!("Item {number}"))
}

/// The next number below `below` of a plain generator (Knuth's MMIX): the same dice in every run.
fn draw(dice: &mut u64, below: usize) -> usize {
    *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*dice >> 33) as usize % below
}
