//! A file that is read several times, a part of its people each time, is taken in as if it were read once.

use super::*;
use crate::Place;
use domain::SubjectId;
use std::cell::Cell;
use vault::policy::Policy;

const NOW: UnixTime = UnixTime(1_760_000_000);
const PEOPLE: usize = 9;

fn shop() -> Shop {
    Shop::open(&Place::Memory, Policy::shipped().expect("shipped"), NOW).expect("opens")
}

/// A folder of one test's own; gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("assent-import-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("makes");
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

/// Rows of nine people and of nobody, turn by turn, of which the same twice, and two that are bad.
fn file(folder: &Path) -> PathBuf {
    let mut text = "subject,item,time\n".to_owned();
    for row in 0..120 {
        let who = match row % 10 {
            9 => String::new(),
            who => format!("p{who}"),
        };
        let at = NOW.0 - 1_000 + row / 20;
        text += &format!("{who},i{},{at}\n{who},i{},{at}\n", row % 7, row % 7);
    }
    text += "p1,i1,yesterday\np2,,5\n";
    let path = folder.join("events.csv");
    std::fs::write(&path, text).expect("writes");
    path
}

fn order(path: &Path) -> Order {
    Order {
        format: Format::Events,
        files: vec![path.to_owned()],
        columns: EventColumns::default(),
        granted: vec!["recommend".to_owned()],
        evidence: "said so at the till".to_owned(),
        currency: None,
        strict: false,
    }
}

/// What is held of everybody, in the order in which it came, and of nobody.
fn held(shop: &Shop) -> Vec<Vec<String>> {
    let of = |number: usize| {
        let who = SubjectId::parse(&format!("p{number}")).expect("plain");
        let held = shop.vault.at(NOW).open_to_subject(&who).expect("opens").expect("known");
        let shown =
            |held: &vault::HeldEvent| format!("{} {} {}", held.event.id.as_str(), held.event.item, held.event.at.0);
        held.events.iter().map(shown).collect()
    };
    let mut nobodys = Vec::new();
    shop.vault.at(NOW).anonymous_events(|event| nobodys.push(event.id.as_str().to_owned())).expect("reads");
    (0..PEOPLE).map(of).chain([nobodys]).collect()
}

fn told(imported: &Imported) -> [u64; 6] {
    [imported.rows, imported.events, imported.duplicates, imported.anonymous, imported.people, imported.bad()]
}

#[test]
fn a_file_read_in_parts_is_taken_in_as_one_read_at_once() {
    let folder = Folder::new("parts");
    let order = order(&file(&folder.0));
    let whole = shop();
    let once = whole.import(NOW, &order, &|_| ()).expect("imports");
    assert_eq!(told(&once), [242, 216, 0, 24, 9, 2]);
    for (rows_per_step, parts_max, readings) in [(1_000, 6, 1), (100, 6, 3), (30, 4, 4), (30, 1, 1), (7, 100, 30)] {
        let in_parts = shop();
        let (last, total) = (Cell::new(0), Cell::new(0));
        let hears = |progress: Progress| {
            last.set(progress.bytes);
            total.set(progress.bytes_total);
        };
        let imported = in_parts.import_by(NOW, &order, Portions { rows_per_step, parts_max }, &hears).expect("imports");
        assert_eq!(told(&imported), told(&once), "steps of {rows_per_step}");
        assert!(held(&in_parts) == held(&whole), "steps of {rows_per_step}");
        let bytes = order.files[0].metadata().expect("is there").len();
        assert_eq!((last.get(), total.get() / bytes), (total.get(), readings), "all of it was read so often");
        let again = in_parts.import_by(NOW, &order, Portions { rows_per_step: 50, parts_max: 6 }, &|_| ());
        assert_eq!(told(&again.expect("imports"))[1..4], [0, 240, 0], "and nothing is new");
    }
}

#[test]
fn events_of_items_that_the_catalog_lacks_are_told_of_until_it_has_them() {
    let folder = Folder::new("lacking");
    let events = order(&file(&folder.0));
    let shop = shop();
    let lacking = |order: &Order| shop.import(NOW, order, &|_| ()).expect("imports").lacking;
    assert_eq!(lacking(&events), 240, "also those of nobody");
    let path = folder.0.join("items.csv");
    std::fs::write(&path, "id,title\ni0,Item\ni1,Item\n").expect("writes");
    assert_eq!(lacking(&Order { format: Format::Catalog, granted: Vec::new(), ..order(&path) }), 0);
    // 120 rows twice, by seven items: of the first two there are 18 and 17.
    assert_eq!(lacking(&events), 240 - 36 - 34, "known already, and still lacking the others");
    let unsaid = Order { granted: Vec::new(), evidence: String::new(), ..events };
    let nobody = self::shop().import(NOW, &unsaid, &|_| ()).expect("imports");
    assert_eq!((nobody.no_consent, nobody.lacking), (216, 24), "what is not kept is not lacking");
}

#[test]
fn there_is_room_for_the_rows_that_are_foreseen_and_for_no_more_than_a_step() {
    let row = || {
        let event = domain::Event {
            id: domain::EventId::parse("e").expect("plain"),
            item: domain::ItemId::parse("i").expect("plain"),
            verb: domain::Verb::View,
            at: NOW,
            at_arrival: false,
            quantity: 1,
            rating_tenths: None,
            basket: None,
            ceiling: None,
        };
        (domain::SubjectId::parse("s").expect("plain"), event)
    };
    let filled = |from: u64, rows_per_step: usize| {
        let mut step = Step { from, personal: Vec::with_capacity(ROWS_FORESEEN_MIN), ..Step::default() };
        step.personal.extend((0..ROWS_FORESEEN_MIN).map(|_| row()));
        step.make_room(|| (from + 10, from + 100), rows_per_step);
        step.personal.capacity()
    };
    assert_eq!(filled(0, 1_000_000), ROWS_FORESEEN_MIN * 21 / 2);
    assert_eq!((filled(0, 5_000), filled(9_000, 5_000)), (5_000, 5_000), "in a later step as in the first");
    assert_eq!(filled(9_000, 1_000_000), ROWS_FORESEEN_MIN * 21 / 2);
}

#[test]
fn a_catalog_is_read_once_however_large() {
    let folder = Folder::new("catalog");
    let order = many_items(&folder, 2 * ITEMS_PER_STEP);
    let total = Cell::new(0);
    let portions = Portions { rows_per_step: 10, parts_max: 6 };
    let imported = shop().import_by(NOW, &order, portions, &|progress| total.set(progress.bytes_total));
    assert_eq!(imported.expect("imports").items, 2 * ITEMS_PER_STEP as u64);
    assert_eq!(total.get(), order.files[0].metadata().expect("is there").len());
}

/// A catalog of so many items, and an order for it.
fn many_items(folder: &Folder, items: usize) -> Order {
    let path = folder.0.join("items.csv");
    let rows: String = (0..items).map(|n| format!("i{n},Item {n}\n")).collect();
    std::fs::write(&path, format!("id,title\n{rows}")).expect("writes");
    Order { format: Format::Catalog, granted: Vec::new(), ..order(&path) }
}

#[test]
fn a_catalog_is_durable_step_by_step_and_shown_once() {
    let (folder, shop) = (Folder::new("shown"), shop());
    let order = many_items(&folder, 3 * ITEMS_PER_STEP);
    let before = shop.window();
    let kept = std::cell::RefCell::new(Vec::new());
    let hears = |_: Progress| {
        assert!(std::sync::Arc::ptr_eq(&before, &shop.window()), "no step makes a window");
        kept.borrow_mut().push(crate::catalog::load(&shop.vault).expect("loads").items().len() / ITEMS_PER_STEP);
    };
    shop.import(NOW, &order, &hears).expect("imports");
    assert_eq!(*kept.borrow(), [1, 2, 3, 3]);
    assert_eq!(shop.catalog().items().len(), 3 * ITEMS_PER_STEP);
    assert!(shop.has_news());
}

#[test]
fn what_was_kept_of_a_catalog_that_breaks_off_is_shown() {
    let (folder, shop) = (Folder::new("broken"), shop());
    let mut order = many_items(&folder, ITEMS_PER_STEP + 1);
    let broken = folder.0.join("broken.csv");
    std::fs::write(&broken, format!("id,title\n{}", "x,y,\"a\nb\",z\n".repeat(10_001))).expect("writes");
    order.files.push(broken);
    assert!(matches!(shop.import(NOW, &order, &|_| ()), Err(AppError::File(_))));
    let kept = crate::catalog::load(&shop.vault).expect("loads");
    assert_eq!((shop.catalog().items().len(), kept.items().len()), (ITEMS_PER_STEP, ITEMS_PER_STEP));
    assert!(shop.has_news());
}

#[test]
fn who_was_taken_in_is_not_read_again() {
    let folder = Folder::new("late");
    let path = folder.0.join("events.csv");
    // First mostly of nobody, then of people.
    let rows: String = (0..400)
        .map(|n| if n < 50 && n % 5 > 0 { format!(",i1,{n}\n") } else { format!("p{},i1,{n}\n", n % 9) })
        .collect();
    std::fs::write(&path, format!("subject,item,time\n{rows}")).expect("writes");
    for rows_per_step in [30, 60, 200] {
        let portions = Portions { rows_per_step, parts_max: 6 };
        let imported = shop().import_by(NOW, &order(&path), portions, &|_| ()).expect("imports");
        assert_eq!(told(&imported), [400, 360, 0, 40, 9, 0], "steps of {rows_per_step}");
    }
}

#[test]
fn people_are_split_only_where_that_saves_something() {
    let split =
        |progress, of_people| Parts::of(Portions { rows_per_step: 100, parts_max: 6 }).split(progress, of_people);
    assert!(split((100, 300), 100) && split((100, 300), 50));
    assert!(!split((100, 300), 49), "full of something else");
    assert!(!split((100, 125), 100) && split((100, 126), 100), "nearly everything was read");
    let mut parts = Parts::of(Portions { rows_per_step: 100, parts_max: 6 });
    parts.takes(1);
    parts.takes(0);
    assert!(!parts.split((100, 300), 100), "somebody is taken in already");
}
