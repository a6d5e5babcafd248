//! Erasing one person among many: when the last answer used anything of theirs, when the secret that their key was sealed
//! under is gone from the disk, and when that is answered.

use crate::{summary, time, today};
use app::files::{EventColumns, Format};
use app::import::Order;
use app::{Ask, Place, Policy, Request, Rules, Shop};
use domain::{DAY_SECONDS, Item, ItemId, SubjectId, UnixTime};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How many items the shop sells.
const ITEMS: usize = 2_000;
/// How many people are erased, one after the other.
const ERASED: usize = 20;
/// How many events one person has, who carries them away later.
pub(crate) const EVENTS_OF_ONE: usize = 10_000;
/// Their name.
pub(crate) const ONE: &str = "one-of-many-events";

pub(crate) fn measure(home: &Path, people: usize) {
    let place = Place::disk(&home.join("shop"), None);
    let now = today();
    let (took, shop) = time(|| filled(home, &place, people, now));
    println!("{people} people imported in {took:.1?}, {} MB on disk", megabytes(home));
    let (took, trained) = time(|| shop.train(now, &|_| {}).unwrap());
    println!("learned from {} people in {took:.1?}", trained.people);
    let slot = home.join("shop.keys").join("slot");
    let [mut used, mut destroyed, mut answered, mut settled, mut written] = [const { Vec::new() }; 5];
    for number in 0..ERASED {
        let who = who(number * (people / ERASED));
        written.push(sync(home));
        let found = erase(&shop, now.plus(number as i64), &who, &slot);
        used.push(found.used);
        destroyed.push(found.destroyed);
        answered.push(found.answered);
        settled.push(time(|| shop.settle(now.plus(number as i64), false).unwrap()).0);
    }
    println!("of one person among {people}, of {ERASED} that were erased, from the call on:");
    println!("  the last answer that used anything of theirs: {}", summary(&mut used));
    println!("  the old slot secret is gone from the disk: {}", summary(&mut destroyed));
    println!("  answered, with the signed receipt: {}", summary(&mut answered));
    println!("  and from there until the model that serves is without them: {}", summary(&mut settled));
    println!("  a write of 4 KiB with its sync, beside it: {}", summary(&mut written));
    let times = answered[ERASED / 2].as_secs_f64() / written[ERASED / 2].as_secs_f64();
    println!("  so the answer takes as long as {times:.0} of these");
}

/// Everybody with one purchase, and one person with many, through the import of files.
fn filled(home: &Path, place: &Place, people: usize, now: UnixTime) -> Shop {
    let file = home.join("events.csv");
    write_events(&file, people, now);
    let shop = Shop::open(place, Policy::shipped().unwrap(), now).unwrap();
    for items in (0..ITEMS).map(item).collect::<Vec<_>>().chunks(1_000) {
        shop.put_items(items.to_vec()).unwrap();
    }
    let order = Order {
        format: Format::Events,
        files: vec![file.clone()],
        columns: EventColumns::default(),
        granted: vec!["recommend".to_owned(), "train".to_owned()],
        evidence: "a measurement".to_owned(),
        currency: None,
        strict: false,
    };
    let imported = shop.import(now, &order, &|_| {}).unwrap();
    assert_eq!((imported.people, imported.events), (people as u64 + 1, (people + EVENTS_OF_ONE) as u64));
    fs::remove_file(file).unwrap();
    shop
}

fn write_events(file: &Path, people: usize, now: UnixTime) {
    let mut out = BufWriter::new(File::create(file).unwrap());
    writeln!(out, "subject,item,time,verb").unwrap();
    for number in 0..people {
        let (item, at) = (number * 7 % ITEMS, now.0 - 1 - (number as i64 * 11) % (30 * DAY_SECONDS));
        writeln!(out, "p{number},i{item},{at},purchase").unwrap();
    }
    for number in 0..EVENTS_OF_ONE {
        let (item, at) = (number * 13 % ITEMS, now.0 - 60 * (number as i64 + 1));
        let verb = if number % 4 == 0 { "purchase" } else { "view" };
        writeln!(out, "{ONE},i{item},{at},{verb}").unwrap();
    }
    out.into_inner().unwrap().sync_all().unwrap();
}

/// When what happened, from the call on.
struct Erased {
    used: Duration,
    destroyed: Duration,
    answered: Duration,
}

/// Erases somebody, while somebody else asks for recommendations for them all the time.
fn erase(shop: &Shop, now: UnixTime, who: &SubjectId, slot: &Path) -> Erased {
    let ask = Ask::on(shop.policy().channel("web").unwrap());
    let request = Request { count: 10, rules: Rules::default(), ..Request::default() };
    let is_used = || shop.recommend(now, who, &ask, request).unwrap().refusal.is_none();
    assert!(is_used(), "they said yes");
    let (together, over, begun) = (Barrier::new(3), AtomicBool::new(false), Instant::now());
    let since = |call: &Duration| begun.elapsed().saturating_sub(*call);
    thread::scope(|scope| {
        let asking = scope.spawn(|| {
            together.wait();
            let (call, mut last) = (begun.elapsed(), Duration::ZERO);
            while is_used() {
                last = since(&call);
            }
            last
        });
        let watching = scope.spawn(|| {
            let (mut last, mut changed) = (fs::read(slot).unwrap(), Duration::ZERO);
            together.wait();
            let call = begun.elapsed();
            loop {
                let was_over = over.load(Ordering::SeqCst);
                // It is taken away and written anew under the same name.
                let found = fs::read(slot).unwrap_or_default();
                if found != last {
                    (last, changed) = (found, since(&call));
                }
                if was_over {
                    return changed;
                }
                thread::sleep(Duration::from_micros(500));
            }
        });
        together.wait();
        let (answered, erasure) = time(|| shop.forget(now, who).unwrap());
        over.store(true, Ordering::SeqCst);
        assert!(erasure.found && erasure.receipt.is_some());
        assert!(shop.see(now, who).unwrap().is_none());
        Erased { used: asking.join().unwrap(), destroyed: watching.join().unwrap(), answered }
    })
}

/// How long a small write takes until it is durable.
fn sync(home: &Path) -> Duration {
    let file = home.join("written");
    let (took, ()) = time(|| {
        let mut out = File::create(&file).unwrap();
        out.write_all(&[7; 4_096]).unwrap();
        out.sync_all().unwrap();
    });
    fs::remove_file(file).unwrap();
    took
}

fn megabytes(folder: &Path) -> u64 {
    fn bytes(folder: &Path) -> u64 {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        let size = |entry: fs::DirEntry| match entry.metadata().unwrap() {
            found if found.is_dir() => bytes(&entry.path()),
            found => found.len(),
        };
        entries.map(size).sum()
    }
    bytes(folder) >> 20
}

fn who(number: usize) -> SubjectId {
    SubjectId::parse(&format!("p{number}")).unwrap()
}

fn item(number: usize) -> Item {
    let shelf = vec![format!("shelf {}", number % 40)];
    Item { category: shelf, ..Item::named(ItemId::parse(&format!("i{number}")).unwrap(), format!("Thing {number}")) }
}
