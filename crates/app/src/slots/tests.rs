//! Slots and experiments in a whole shop: versions, counts, and how somebody leaves them.

use super::*;
use crate::{CountsDue, Place, Words};
use domain::{Evidence, Kind, Outcome};
use engine::{Arm, Experiment, On, Variant};
use vault::policy::Policy;
use vault::{Heard, PersonFacts};

const NOON: UnixTime = UnixTime(1_760_000_000);
const LATER: UnixTime = UnixTime(NOON.0 + 100);

fn shop() -> Shop {
    let shop = Shop::open(&Place::Memory, Policy::shipped().unwrap(), NOON).unwrap();
    shop.put_slot("hall", slot(&["plain", "tea"])).unwrap();
    shop
}

fn slot(ids: &[&str]) -> Slot {
    let variant = |id: &&str| Variant { id: (*id).to_owned(), ..Variant::default() };
    Slot {
        version: 0,
        variants: ids.iter().map(variant).collect(),
        default: 0,
        goal: Outcome::Clicked,
        explore_percent: 10,
        learn_by: Vec::new(),
        leanings: Vec::new(),
    }
}

fn ask(shop: &Shop) -> Ask {
    Ask::on(shop.policy().channel("web").unwrap())
}

fn person(shop: &Shop, name: &str) -> SubjectId {
    let who = SubjectId::parse(name).unwrap();
    says(shop, &who, NOON, Kind::Grant);
    who
}

fn says(shop: &Shop, who: &SubjectId, at: UnixTime, kind: Kind) {
    let words = Words::of(kind, "measure", None, &Evidence { notice: "v1".to_owned(), how: "a button".to_owned() });
    let facts = PersonFacts { jurisdictions: vec![shop.policy().jurisdiction("eu")], ..PersonFacts::default() };
    shop.say(at, who, &[words], &facts).unwrap();
}

fn chosen(shop: &Shop, who: Option<&SubjectId>) -> InSlot {
    let request = SlotRequest { slot: "hall", here: &Circumstances::default(), experiment: None };
    shop.choose_variant(LATER, who, &ask(shop), request).unwrap()
}

/// People who were shown something, of whom those who saw tea clicked it.
fn lived(shop: &Shop, people: std::ops::Range<usize>) -> Vec<SubjectId> {
    let live = |n: usize| {
        let who = person(shop, &format!("p{n}"));
        let seen = chosen(shop, Some(&who));
        if seen.drawn[0].chosen == "tea" {
            let heard = shop.outcome(LATER, Some(&who), &ask(shop), (seen.receipt, Outcome::Clicked)).unwrap();
            assert_eq!(heard, Heard::Counted);
        }
        who
    };
    people.map(live).collect()
}

#[test]
fn what_a_person_taught_leaves_the_counts_exactly() {
    let (with, without) = (shop(), shop());
    // The lots of the two shops differ, so what each saw is told by the counts themselves.
    let people = lived(&with, 0..30);
    let before = with.count(LATER).unwrap();
    let gone = lived(&with, 30..31).remove(0);
    assert_ne!(with.count(LATER).unwrap(), before);
    says(&with, &gone, LATER.plus(1), Kind::Withdraw);
    assert_eq!(with.counts_due(), CountsDue::Now);
    assert_eq!(with.count(LATER.plus(2)).unwrap(), before);
    assert_eq!(with.counts_due(), CountsDue::No);
    for who in &people {
        with.forget(LATER.plus(3), who).unwrap();
    }
    assert_eq!(with.counts_due(), CountsDue::Now);
    assert_eq!(with.count(LATER.plus(4)).unwrap(), without.count(LATER).unwrap());
}

#[test]
fn the_shop_learns_what_is_clicked() {
    let shop = shop();
    lived(&shop, 0..60);
    let (_, cell) = shop.slot_counts(LATER, "hall").unwrap();
    let cell = cell.unwrap();
    assert_eq!(cell.people, 60);
    assert_eq!(cell.of["tea"].clicked, cell.of["tea"].trials);
    let odds = chosen(&shop, None).drawn[0].odds.clone();
    assert!(odds[1].1 > 900_000, "{odds:?}");
}

#[test]
fn counts_go_on_while_what_they_count_is_the_same() {
    let shop = shop();
    let put = |slot: Slot| shop.put_slot("hall", slot).unwrap().version;
    assert_eq!(put(slot(&["plain", "tea"])), 1);
    assert_eq!(put(slot(&["plain", "tea", "cups"])), 1, "one more");
    assert_eq!(put(slot(&["plain", "cups"])), 1, "one less");
    assert_eq!(put(Slot { explore_percent: 20, ..slot(&["plain", "cups"]) }), 1);
    assert_eq!(put(Slot { goal: Outcome::Converted, ..slot(&["plain", "cups"]) }), 2);
    let mut other = Slot { goal: Outcome::Converted, ..slot(&["plain", "cups"]) };
    other.variants[1].title = Some("Cups of today".to_owned());
    assert_eq!(put(other), 3);
    shop.delete_slot("hall").unwrap();
    assert!(matches!(shop.slot("hall"), Err(AppError::NotFound { .. })));
    assert!(matches!(shop.delete_slot("hall"), Err(AppError::NotFound { .. })));
    assert_eq!(put(slot(&["plain"])), 4, "what was counted of the old one does not come back");
}

#[test]
fn results_of_an_arm_with_few_people_are_not_told() {
    let shop = shop();
    let arm = |id: &str, percent, variant: &str| Arm {
        id: id.to_owned(),
        percent,
        variant: Some(variant.to_owned()),
        ..Arm::default()
    };
    let arms = vec![arm("as it is", 90, "plain"), arm("tea", 10, "tea")];
    let experiment = Experiment { version: 0, on: On::Slot("hall".to_owned()), arms, control: 0 };
    assert_eq!(shop.put_experiment("brew", experiment.clone()).unwrap().version, 1);
    assert_eq!(shop.put_experiment("brew", experiment).unwrap().version, 1);
    let request = SlotRequest { slot: "hall", here: &Circumstances::default(), experiment: Some("brew") };
    let mut seen = [0_u64; 2];
    for n in 0..400 {
        let who = person(&shop, &format!("p{n}"));
        let found = shop.choose_variant(LATER, Some(&who), &ask(&shop), request).unwrap();
        let arm = usize::from(found.drawn[1].chosen == "tea");
        assert_eq!(
            (found.variant, found.drawn[0].counted),
            (arm, false),
            "the arm decides, and the slot learns nothing"
        );
        seen[arm] += 1;
        let told: Vec<_> = shop.experiment_results(LATER, "brew").unwrap().into_iter().map(|r| r.count).collect();
        for (arm, count) in told.iter().enumerate() {
            assert_eq!(count.map(|count| count.people), (seen[arm] >= 5).then_some(seen[arm]));
        }
        if n >= 60 && seen[1] >= 6 {
            break;
        }
    }
    assert!(seen[1] >= 6, "a tenth of four hundred: {seen:?}");
    assert!(matches!(shop.experiment("other"), Err(AppError::NotFound { .. })));
}

#[test]
fn what_the_vault_draws_falls_as_often_as_its_odds_say() {
    const DRAWS: u32 = 2_000;
    let shop = shop();
    lived(&shop, 0..8);
    shop.count(LATER).unwrap();
    let mut seen = [0_u32; 2];
    let mut odds = [0_u32; 2];
    for _ in 0..DRAWS {
        let found = chosen(&shop, None);
        odds = [found.drawn[0].odds[0].1, found.drawn[0].odds[1].1];
        assert_eq!(odds.iter().sum::<u32>(), domain::ODDS_TOTAL);
        seen[found.variant] += 1;
    }
    let due = |at: usize| f64::from(odds[at]) / f64::from(domain::ODDS_TOTAL) * f64::from(DRAWS);
    let chi: f64 = (0..2).map(|at| (f64::from(seen[at]) - due(at)).powi(2) / due(at)).sum();
    // The keys are drawn anew in each run: one run in a billion lies beyond this, with one degree of freedom.
    assert!(chi < 37.3, "{chi}: {seen:?} of {odds:?}");
}
