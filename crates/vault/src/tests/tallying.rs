//! Sums that are kept current are those of everybody counted anew, in whatever order people live, and at the same time.

use super::village::{NOON, Village, bought, event, item, subject, village};
use crate::{Cohort, Draft, Hide, Release, Reset, StatementError, Sums, Tally, VaultError, View};
use domain::{Kind, Purpose, Reason, SubjectId, Train, UnixTime, Verb};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

const ITEMS: [&str; 4] = ["cup", "jam", "mug", "tea"];
const PEOPLE: usize = 4;
/// When everybody is counted anew, later than anything that happens.
const END: UnixTime = UnixTime(NOON.0 + 1_000_000);

/// Whole numbers over people: how many there are, and how often each did what with an item when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Shelf {
    people: i64,
    acts: BTreeMap<(String, &'static str, i64), i64>,
}

impl Shelf {
    fn change(&mut self, view: &View<'_, Train>, by: i64) {
        self.people += by;
        for act in view.acts() {
            let key = (act.item.as_str().to_owned(), act.verb.as_str(), act.at.0);
            let count = self.acts.entry(key.clone()).or_default();
            *count += by;
            assert!(*count >= 0, "nobody is taken out who was not added");
            if *count == 0 {
                self.acts.remove(&key);
            }
        }
    }

    fn merge(mut self, other: Self) -> Self {
        self.people += other.people;
        other.acts.into_iter().for_each(|(key, count)| *self.acts.entry(key).or_default() += count);
        self
    }
}

impl Sums for Shelf {
    fn add(&mut self, view: &View<'_, Train>) {
        self.change(view, 1);
    }

    fn take_out(&mut self, view: &View<'_, Train>) {
        self.change(view, -1);
    }
}

impl Release for Shelf {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

fn everybody(cohort: &Cohort<'_, Train>, (): ()) -> Shelf {
    cohort.fold(Shelf::default, |shelf, view| shelf.change(view, 1), Shelf::merge)
}

/// One who always teaches, so that there is somebody to count.
fn begun() -> (Village, Tally, Arc<Mutex<Shelf>>) {
    let village = village();
    village.vault.sort_by(Arc::new(|item, category| category == "drinks" && item.as_str() != "jam"));
    teaches(&village, NOON, &subject("always"), Kind::Grant);
    village.did(NOON, &subject("always"), &[bought("tea", NOON)]);
    for who in (0..PEOPLE).map(name) {
        teaches(&village, NOON, &who, Kind::Grant);
        village.did(NOON, &who, &[bought("tea", NOON), bought("mug", NOON)]);
    }
    let (tally, sums) = follow(&village, NOON.plus(1));
    (village, tally, sums)
}

fn follow(village: &Village, now: UnixTime) -> (Tally, Arc<Mutex<Shelf>>) {
    let tally = village.vault.tally(now);
    let counted = village.vault.at(now).cohort_in(&tally, NonZeroU32::MIN, (), everybody).unwrap().into_value();
    let sums = Arc::new(Mutex::new(counted));
    let kept: Arc<Mutex<dyn Sums>> = Arc::<Mutex<Shelf>>::clone(&sums);
    assert!(tally.keep(kept));
    (tally, sums)
}

fn name(number: usize) -> SubjectId {
    subject(&format!("villager{number}"))
}

fn teaches(village: &Village, now: UnixTime, who: &SubjectId, kind: Kind) {
    village.say(now, who, &[teaching(village, now, kind)], &village.facts());
}

fn teaching(village: &Village, now: UnixTime, kind: Kind) -> Draft {
    Draft { client_at: Some(now), ..village.about_purpose(kind, Train::KEY) }
}

fn anew(village: &Village) -> Shelf {
    village.vault.at(END).cohort(NonZeroU32::MIN, (), everybody).unwrap().into_value()
}

#[derive(Clone, Debug)]
enum Life {
    Says(usize, Kind),
    Does(usize, usize, Verb),
    Hides(usize, usize, bool),
    /// A category, a stretch of time, or a basket that there is not.
    Veils(usize, usize, bool),
    Contests(usize, usize),
    Resets(usize, Reset),
    Declares(usize),
    IsForgotten(usize),
    IsOneWith(usize, usize),
    AreCounted(bool),
}

impl Life {
    fn is_no(&self) -> bool {
        matches!(self, Self::Says(_, Kind::Withdraw) | Self::IsForgotten(_))
    }

    fn live(&self, village: &Village, tally: &Tally, now: UnixTime) {
        let at = village.vault.at(now);
        match *self {
            // Somebody may have been forgotten by another thread since this was said: then it does not bring them back.
            Self::Says(who, kind) => match at.record(&name(who), &[teaching(village, now, kind)], &village.facts()) {
                Err(VaultError::Statement(StatementError::SaidBefore)) => {}
                said => drop(said.unwrap()),
            },
            Self::Does(who, what, verb) => drop(village.did(now, &name(who), &[event(ITEMS[what], verb, now)])),
            Self::Hides(who, what, hidden) => at.hide(&name(who), &item(ITEMS[what]), hidden).map(|_| ()).unwrap(),
            Self::Veils(who, what, on) => at.veil(&name(who), &veil(what, now), on).map(|_| ()).unwrap(),
            Self::Contests(who, what) => at.contest(&name(who), &veil(what, now)).map(|_| ()).unwrap(),
            Self::Resets(who, how) => at.reset(&name(who), how).map(|_| ()).unwrap(),
            Self::Declares(who) => {
                let said = crate::Declared { interests: Vec::new(), variety: Some(3) };
                at.declare(&name(who), &village.intake().ask, &said).map(|_| ()).unwrap();
            }
            Self::IsForgotten(who) => at.forget(&name(who)).map(|_| ()).unwrap(),
            Self::IsOneWith(one, other) if one == other => {}
            Self::IsOneWith(one, other) => at.merge(&name(one), &name(other)).map(|_| ()).unwrap(),
            Self::AreCounted(all) => at.count_waiting(tally, all).map(|_| ()).unwrap(),
        }
    }
}

/// Something that can be hidden.
fn veil(number: usize, now: UnixTime) -> Hide {
    match number {
        0 => Hide::Category { key: "drinks".to_owned(), future: false },
        1 => Hide::Category { key: "drinks".to_owned(), future: true },
        2 => Hide::Period { from: now.plus(-7), to: now },
        _ => Hide::Item(item("jam")),
    }
}

fn lives() -> impl Strategy<Value = Vec<Life>> {
    let who = || 0..PEOPLE;
    let what = || 0..ITEMS.len();
    let said = prop_oneof![Just(Kind::Grant), Just(Kind::Withdraw)];
    let verb = prop_oneof![3 => Just(Verb::Purchase), 1 => Just(Verb::Return), 1 => Just(Verb::View)];
    let life = prop_oneof![
        3 => (who(), said).prop_map(|(who, kind)| Life::Says(who, kind)),
        6 => (who(), what(), verb).prop_map(|(who, what, verb)| Life::Does(who, what, verb)),
        2 => (who(), what(), any::<bool>()).prop_map(|(who, what, hidden)| Life::Hides(who, what, hidden)),
        2 => (who(), what(), any::<bool>()).prop_map(|(who, what, on)| Life::Veils(who, what, on)),
        1 => (who(), what()).prop_map(|(who, what)| Life::Contests(who, what)),
        1 => (who(), prop_oneof![Just(Reset::Hide), Just(Reset::Delete)]).prop_map(|(who, how)| Life::Resets(who, how)),
        1 => who().prop_map(Life::Declares),
        1 => who().prop_map(Life::IsForgotten),
        1 => (who(), who()).prop_map(|(one, other)| Life::IsOneWith(one, other)),
        3 => any::<bool>().prop_map(Life::AreCounted),
    ];
    prop::collection::vec(life, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_people_do_in_whatever_order_the_sums_are_those_of_everybody_counted_anew(lives in lives()) {
        let (village, tally, sums) = begun();
        for (step, life) in (1_i64..).zip(&lives) {
            let now = NOON.plus(step * 100);
            if life.is_no() {
                village.vault.at(now).count_waiting(&tally, true).unwrap();
            }
            life.live(&village, &tally, now);
            if life.is_no() {
                prop_assert_eq!(&*sums.lock().unwrap(), &anew(&village), "at once, with nothing settled");
            }
        }
        village.vault.at(END).count_waiting(&tally, true).unwrap();
        prop_assert_eq!(&*sums.lock().unwrap(), &anew(&village));
        prop_assert!(!tally.turnout().lost && tally.turnout().waiting == 0);
    }
}

#[test]
fn who_only_does_more_stays_in_as_they_were_until_they_are_counted() {
    let (village, tally, sums) = begun();
    let before = sums.lock().unwrap().clone();
    village.did(NOON.plus(50), &name(0), &[bought("jam", NOON.plus(50))]);
    assert_eq!(*sums.lock().unwrap(), before);
    assert_eq!((tally.turnout().waiting, tally.taken_out()), (1, 0));
    village.vault.at(NOON.plus(60)).count_waiting(&tally, false).unwrap();
    assert_eq!(*sums.lock().unwrap(), before, "only who was taken out is counted so soon");
    teaches(&village, NOON.plus(70), &name(0), Kind::Withdraw);
    assert_eq!(*sums.lock().unwrap(), anew(&village), "all they were counted with is out, and no more");
    assert_eq!(tally.taken_out(), 1);
}

#[test]
fn a_tally_hides_by_the_categories_that_it_began_with_and_the_next_by_those_of_now() {
    let (village, tally, sums) = begun();
    village.vault.at(NOON.plus(2)).veil(&name(0), &veil(1, NOON), true).unwrap();
    village.vault.at(NOON.plus(3)).count_waiting(&tally, true).unwrap();
    let before = sums.lock().unwrap().clone();
    village.vault.sort_by(Arc::new(|_, _| false));
    assert_eq!(*sums.lock().unwrap(), before);
    // Taken out as they were counted, and counted again in the same way.
    village.vault.at(NOON.plus(4)).veil(&name(0), &Hide::Item(item("jam")), true).unwrap();
    teaches(&village, NOON.plus(5), &name(1), Kind::Withdraw);
    village.vault.at(NOON.plus(6)).count_waiting(&tally, true).unwrap();
    assert_eq!(sums.lock().unwrap().people, before.people - 1);
    assert_ne!(*sums.lock().unwrap(), anew(&village), "so everybody is to be counted anew");
    let (_next, sums) = follow(&village, NOON.plus(7));
    assert_eq!(*sums.lock().unwrap(), anew(&village));
}

#[test]
fn a_no_while_everybody_is_counted_makes_the_count_start_over() {
    let (village, ..) = begun();
    let tally = village.vault.tally(NOON.plus(5));
    let at = village.vault.at(NOON.plus(5));
    let counted = at.cohort_in(&tally, NonZeroU32::MIN, (), everybody).unwrap().into_value();
    village.did(NOON.plus(6), &name(1), &[bought("jam", NOON.plus(6))]);
    let again = at.cohort_in(&tally, NonZeroU32::MIN, (), everybody).unwrap().into_value();
    assert_eq!(again, counted, "what came meanwhile is left out of every pass");
    teaches(&village, NOON.plus(7), &name(2), Kind::Withdraw);
    assert!(!tally.keep(Arc::new(Mutex::new(counted))));
}

#[test]
fn a_notice_that_may_end_a_yes_makes_every_tally_worthless() {
    let (village, tally, _) = begun();
    village.vault.lose_tallies();
    assert!(tally.turnout().lost);
    let (next, _) = follow(&village, NOON.plus(9));
    assert!(!next.turnout().lost);
}

/// Threads that live, one that counts again and again, and one that begins tallies meanwhile.
#[test]
fn people_who_live_while_others_are_counted_are_neither_lost_nor_counted_twice() {
    let (village, tally, sums) = begun();
    let (clock, over) = (AtomicI64::new(NOON.0 + 10), AtomicBool::new(false));
    let tick = || UnixTime(clock.fetch_add(1, Ordering::SeqCst));
    std::thread::scope(|scope| {
        let lively = |who: usize| {
            let (village, tally) = (&village, &tally);
            move || {
                let mut dice = who as u64 + 7;
                for _ in 0..120 {
                    dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let (what, kind) = ((dice >> 40) as usize % ITEMS.len(), (dice >> 50) % 8);
                    // Two threads for each person, so that they meet in the same records too.
                    let who = who % PEOPLE;
                    let life = match kind {
                        0 => Life::Says(who, Kind::Withdraw),
                        1 => Life::IsForgotten(who),
                        2 => Life::Hides(who, what, dice.is_multiple_of(2)),
                        3 | 4 => Life::Says(who, Kind::Grant),
                        _ => Life::Does(who, what, Verb::Purchase),
                    };
                    life.live(village, tally, tick());
                }
            }
        };
        let players: Vec<_> = (0..2 * PEOPLE).map(|who| scope.spawn(lively(who))).collect();
        let counting = scope.spawn(|| {
            while !over.load(Ordering::SeqCst) {
                village.vault.at(tick()).count_waiting(&tally, true).unwrap();
            }
        });
        let beginning = scope.spawn(|| {
            while !over.load(Ordering::SeqCst) {
                let now = tick();
                let other = village.vault.tally(now);
                let at = village.vault.at(now);
                let [one, two] =
                    [(); 2].map(|()| at.cohort_in(&other, NonZeroU32::MIN, (), everybody).unwrap().into_value());
                if other.keep(Arc::new(Mutex::new(one.clone()))) {
                    assert_eq!(one, two, "two passes without a no between them see the same");
                }
            }
        });
        let played: Vec<_> = players.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        over.store(true, Ordering::SeqCst);
        played.into_iter().for_each(|played| played.unwrap());
        counting.join().unwrap();
        beginning.join().unwrap();
    });
    // Of some the last word may have lain ahead of the clock when they were counted: that is noticed when they change.
    for who in (0..PEOPLE).map(name) {
        village.vault.at(END.plus(-1)).hide(&who, &item("nothing"), true).unwrap();
    }
    village.vault.at(END).count_waiting(&tally, true).unwrap();
    assert!(!tally.turnout().lost);
    assert_eq!(*sums.lock().unwrap(), anew(&village));
}
