//! How long a withdrawal takes to leave the sums, and the model that serves: `cargo bench -p assent-benches --bench unlearn`,
//! or with a number of items and of people behind `--`.
#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement reads the clock and prints"
)]

use app::{Arrival, Ask, Intake, PersonFacts, Place, Policy, Sent, Shop, Words};
use domain::{ChannelId, DAY_SECONDS, Event, EventId, Evidence, Item, ItemId, Kind, SubjectId, UnixTime, Verb};
use std::time::{Duration, Instant};

const NOW: UnixTime = UnixTime(20_000 * DAY_SECONDS);
/// How many items everybody takes.
const TAKEN: usize = 165;
/// How many people withdraw, one after the other.
const WITHDRAW: usize = 20;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse().ok());
    let (items, people) = (numbers.next().unwrap_or(5_000), numbers.next().unwrap_or(3_000));
    let shop = Shop::open(&Place::Memory, Policy::shipped().unwrap(), NOW).unwrap();
    shop.put_items((0..items).map(item).collect()).unwrap();
    let mut dice = 1;
    (0..people + WITHDRAW).for_each(|number| teach(&shop, &who(number), items, &mut dice));
    let begun = Instant::now();
    let trained = shop.recount(NOW).unwrap();
    println!("{} people, {}; counted and worked out in {:.2?}", trained.people, trained.chosen[0], begun.elapsed());

    let (mut said, mut plain, mut served) = (Vec::new(), Vec::new(), Vec::new());
    let mut drift = 0.0_f64;
    for number in 0..WITHDRAW {
        let now = NOW.plus(number as i64 + 1);
        // The same words by somebody of whom nothing was counted cost what a withdrawal costs without the sums.
        plain.push(time(|| withdraw(&shop, now, &who(1_000_000 + number))));
        said.push(time(|| withdraw(&shop, now, &who(number))));
        assert!(shop.is_urgent());
        let mut settled = None;
        served.push(time(|| settled = shop.settle(now, false).unwrap()));
        assert!(!shop.is_urgent());
        drift = drift.max(settled.unwrap().drift.unwrap_or(0.0));
    }
    println!("a withdrawal, durable in memory: {}", summary(&mut said));
    println!("the same of who teaches nothing: {}", summary(&mut plain));
    println!("until the model that serves is without them: {}", summary(&mut served));
    println!("largest drift of the inverse {drift:.1e} of its scale");
    let verified = shop.verify_model(NOW.plus(1_000), Some(&who(0))).unwrap();
    println!("sums {:?}, {:?}, equal: {}", verified.sums, verified.difference, verified.is_equal());
}

fn time(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn summary(times: &mut [Duration]) -> String {
    times.sort_unstable();
    format!("median {:.2?}, most {:.2?}", times[times.len() / 2], times[times.len() - 1])
}

fn withdraw(shop: &Shop, now: UnixTime, who: &SubjectId) {
    let words = Words::of(Kind::Withdraw, "train", None, &Evidence::default());
    shop.say(now, who, &[words], &PersonFacts::default()).unwrap();
}

fn teach(shop: &Shop, who: &SubjectId, items: usize, dice: &mut u64) {
    let grant = Words::of(Kind::Grant, "train", None, &Evidence::default());
    shop.say(NOW.plus(-9), who, &[grant], &PersonFacts::default()).unwrap();
    let events: Vec<Sent> = (0..TAKEN).map(|number| (who.clone(), purchase(number, draw(dice, items)))).collect();
    shop.take_in(NOW.plus(-9), &Intake { ask: Ask::on(ChannelId(0)), arrival: Arrival::File }, &events).unwrap();
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

fn who(number: usize) -> SubjectId {
    SubjectId::parse(&format!("person-{number}")).unwrap()
}

fn item(number: usize) -> Item {
    Item::named(ItemId::parse(&format!("item-{number:05}")).unwrap(), format!("Item {number}"))
}

/// The next number below `below`, the low ones more often, of a plain generator (Knuth's MMIX).
fn draw(dice: &mut u64, below: usize) -> usize {
    let mut next = || {
        *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*dice >> 33) as usize % below
    };
    if next() % 2 == 0 { next() } else { next().min(next()) }
}
