//! Lots and trials: who is drawn for, whose voice counts, and how it leaves.

use super::village::{DAY, LATER, NOON, Village, Wish, village};
use crate::{Ask, Basis, Fate, Heard, OUTCOME_SECONDS_MAX, Recheck, Release, TRIALS_MAX, VisitAct, WhyNotCounted};
use domain::{
    ChannelId, DrawBasis, DrawFor, Drawn, ItemId, Kind, ODDS_TOTAL, Outcome, Reason, ReceiptId, Recommend, SubjectId,
    Trial, UnixTime, Verb, pick,
};
use std::collections::BTreeMap;

/// Two halves, drawn by the lot.
#[derive(Debug)]
struct Half(Vec<Drawn>);

impl Release for Half {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }

    fn drawn(&self) -> Vec<Drawn> {
        self.0.clone()
    }
}

fn halve(_: &Basis<'_, Recommend>, (): (), fate: Fate) -> Half {
    let draw = |of, name: &str, lot: u64, basis, counted| {
        let odds = vec![("left".to_owned(), ODDS_TOTAL / 2), ("right".to_owned(), ODDS_TOTAL / 2)];
        let chosen = odds[pick(odds.iter().map(|(_, odds)| *odds), lot).unwrap()].0.clone();
        let (name, cell, leaning) = (name.to_owned(), "device=phone".to_owned(), "teas".to_owned());
        let evidence = vec![ItemId::parse("tea").unwrap()];
        Drawn { of, name, version: 1, odds, lot, chosen, basis, cell, leaning, evidence, counted }
    };
    let slot = draw(DrawFor::Slot, "hall", fate.lot, DrawBasis::Group, !fate.said_no);
    let arm = fate.assigned.map(|lot| draw(DrawFor::Experiment, "halves", lot, DrawBasis::Shares, true));
    Half([slot].into_iter().chain(arm).collect())
}

fn ask() -> Ask {
    Ask::on(ChannelId(0))
}

pub fn decide(village: &Village, now: UnixTime, who: Option<&SubjectId>) -> (ReceiptId, Vec<Drawn>) {
    let answer = village.vault.at(now).draw(who, &ask(), Some("halves"), (), halve).unwrap();
    (answer.receipt(), answer.drawn().to_vec())
}

pub fn says(village: &Village, who: &SubjectId, now: UnixTime, kind: Kind) {
    village.say(now, who, &[village.about_purpose(kind, "measure")], &village.facts());
}

/// What was counted: trials by what came of them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sum(BTreeMap<(String, Option<&'static str>), u32>);

impl Release for Sum {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

fn counted(village: &Village, now: UnixTime) -> Sum {
    fn each(sum: &mut Sum, trials: &[Trial]) {
        for trial in trials.iter().filter(|trial| trial.of == DrawFor::Slot) {
            *sum.0.entry((trial.cell.clone() + &trial.leaning, trial.outcome.map(Outcome::as_str))).or_default() += 1;
        }
    }
    fn merge(mut a: Sum, b: Sum) -> Sum {
        b.0.into_iter().for_each(|(key, count)| *a.0.entry(key).or_default() += count);
        a
    }
    village.vault.at(now).count(Sum::default, each, merge).unwrap().into_value()
}

fn sum(of: &[(Option<&'static str>, u32)]) -> Sum {
    Sum(of.iter().map(|(outcome, count)| (("device=phoneteas".to_owned(), *outcome), *count)).collect())
}

/// Somebody who lets what they do be counted, and one decision about them.
fn counts(village: &Village, name: &str) -> (SubjectId, ReceiptId) {
    let who = village.named(name, Wish::SaidYes);
    says(village, &who, NOON.plus(20), Kind::Grant);
    let (decision, drawn) = decide(village, LATER, Some(&who));
    assert!(drawn.iter().all(|drawn| drawn.counted), "{drawn:?}");
    (who, decision)
}

fn told(village: &Village, now: UnixTime, who: &SubjectId, decision: ReceiptId, outcome: Outcome) -> Heard {
    village.vault.at(now).outcome(Some(who), &ask(), decision, outcome).unwrap()
}

#[test]
fn a_draw_comes_out_the_same_when_it_is_drawn_again_and_a_changed_one_does_not() {
    let village = village();
    let (who, decision) = counts(&village, "anna");
    let again = village.vault.at(LATER).recheck_receipt(decision).unwrap();
    assert_eq!(again, Some(Recheck::SameDraws { gates: 3, draws: 2 }));
    let (of_nobody, drawn) = decide(&village, LATER, None);
    assert_eq!((drawn.len(), drawn[0].counted), (1, false));
    let again = village.vault.at(LATER).recheck_receipt(of_nobody).unwrap();
    assert_eq!(again, Some(Recheck::SameDraws { gates: 0, draws: 1 }));
    let mut receipt = village.vault.at(LATER).receipt(Some(&who), decision).unwrap().unwrap();
    let partition = village.vault.partition(&who);
    assert_eq!(village.vault.at(LATER).drawn_otherwise(&receipt, &partition), None);
    let other = if receipt.drawn[0].chosen == "left" { "right" } else { "left" };
    receipt.drawn[0].chosen = other.to_owned();
    assert_eq!(village.vault.at(LATER).drawn_otherwise(&receipt, &partition), Some("hall".to_owned()));
    receipt.drawn[0] = drawn[0].clone();
    assert_eq!(village.vault.at(LATER).drawn_otherwise(&receipt, &partition), Some("hall".to_owned()));
}

#[test]
fn nobody_is_assigned_who_does_not_let_what_they_do_be_counted_and_who_does_stays() {
    let village = village();
    for wish in [Wish::SaidNothing, Wish::SaidYes, Wish::SaidNo, Wish::Withdrew] {
        let who = village.person(wish);
        let (_, drawn) = decide(&village, LATER, Some(&who));
        assert_eq!((drawn.len(), drawn[0].counted), (1, false), "{wish:?}");
    }
    let (who, _) = counts(&village, "anna");
    let arm = |day: i64| decide(&village, LATER.plus(day * DAY), Some(&who)).1[1].chosen.clone();
    assert!((1..9).all(|day| arm(day) == arm(0)));
    says(&village, &who, LATER.plus(9 * DAY), Kind::Withdraw);
    assert_eq!(decide(&village, LATER.plus(9 * DAY + 1), Some(&who)).1.len(), 1, "declined");
    let arms: std::collections::BTreeSet<_> = (0..12)
        .map(|n| counts(&village, &format!("p{n}")))
        .map(|(who, _)| decide(&village, LATER, Some(&who)).1[1].chosen.clone())
        .collect();
    assert_eq!(arms.len(), 2, "not everybody is in one arm");
}

#[test]
fn one_person_has_one_voice_a_day() {
    let village = village();
    let (who, _) = counts(&village, "anna");
    assert!(decide(&village, LATER.plus(1), Some(&who)).1.iter().all(|drawn| !drawn.counted));
    assert_eq!(counted(&village, LATER.plus(2)), sum(&[(None, 1)]));
    assert!(decide(&village, LATER.plus(DAY), Some(&who)).1.iter().all(|drawn| drawn.counted));
    assert_eq!(counted(&village, LATER.plus(DAY + 1)), sum(&[(None, 2)]));
    for day in 2..TRIALS_MAX as i64 {
        decide(&village, LATER.plus(day * DAY), Some(&who));
    }
    let held = village.vault.at(LATER.plus(200 * DAY)).open_to_subject(&who).unwrap().unwrap();
    assert_eq!(held.trials.len(), TRIALS_MAX, "and no more than so many are kept");
}

#[test]
fn an_outcome_is_told_once_and_only_goes_on() {
    let village = village();
    let (who, decision) = counts(&village, "anna");
    let (other, _) = counts(&village, "bert");
    let soon = LATER.plus(60);
    assert_eq!(told(&village, soon, &other, decision, Outcome::Clicked), Heard::Unknown, "somebody else's");
    assert_eq!(told(&village, soon, &who, ReceiptId([9; 16]), Outcome::Clicked), Heard::Unknown);
    assert_eq!(village.vault.at(soon).outcome(None, &ask(), decision, Outcome::Clicked).unwrap(), Heard::Unknown);
    let late = LATER.plus(OUTCOME_SECONDS_MAX + 1);
    assert_eq!(told(&village, late, &who, decision, Outcome::Clicked), Heard::Late);
    assert_eq!(told(&village, soon, &who, decision, Outcome::Clicked), Heard::Counted);
    assert_eq!(told(&village, soon, &who, decision, Outcome::Clicked), Heard::Again);
    assert_eq!(told(&village, soon, &who, decision, Outcome::Nothing), Heard::Conflict);
    assert_eq!(counted(&village, soon), sum(&[(Some("clicked"), 1), (None, 1)]));
    assert_eq!(told(&village, soon, &who, decision, Outcome::Converted), Heard::Counted);
    assert_eq!(told(&village, soon, &who, decision, Outcome::Clicked), Heard::Conflict);
    assert_eq!(counted(&village, soon), sum(&[(Some("converted"), 1), (None, 1)]));
    let (unseen, _) = decide(&village, LATER.plus(5), Some(&who));
    assert_eq!(told(&village, soon, &who, unseen, Outcome::Clicked), Heard::NotCounted(WhyNotCounted::NoVoice));
    let (of_nobody, _) = decide(&village, LATER, None);
    let heard = village.vault.at(soon).outcome(None, &ask(), of_nobody, Outcome::Clicked).unwrap();
    assert_eq!(heard, Heard::NotCounted(WhyNotCounted::Stranger));
}

#[test]
fn whoever_withdraws_or_is_forgotten_is_in_no_count_and_the_rest_is_as_if_they_had_never_been() {
    let without = village();
    let (bert, decision) = counts(&without, "bert");
    told(&without, LATER.plus(9), &bert, decision, Outcome::Clicked);
    let due = counted(&without, LATER.plus(100));
    for forgotten in [false, true] {
        let village = village();
        let (bert, decision) = counts(&village, "bert");
        told(&village, LATER.plus(9), &bert, decision, Outcome::Clicked);
        let (anna, hers) = counts(&village, "anna");
        told(&village, LATER.plus(9), &anna, hers, Outcome::Converted);
        assert_ne!(counted(&village, LATER.plus(10)), due);
        if forgotten {
            assert!(village.vault.at(LATER.plus(11)).forget(&anna).unwrap().found);
            assert!(village.vault.at(LATER.plus(12)).open_to_subject(&anna).unwrap().is_none());
        } else {
            says(&village, &anna, LATER.plus(11), Kind::Withdraw);
            let heard = told(&village, LATER.plus(12), &anna, hers, Outcome::Clicked);
            assert_eq!(heard, Heard::NotCounted(WhyNotCounted::NotPermitted));
        }
        assert_eq!(counted(&village, LATER.plus(100)), due, "forgotten: {forgotten}");
    }
}

#[test]
fn what_rests_on_a_visit_is_kept_nowhere() {
    let village = village();
    let (who, _) = counts(&village, "anna");
    let looked = VisitAct { item: ItemId::parse("tea").unwrap(), verb: Verb::View, at: LATER };
    let visiting = Ask { visit: vec![looked], ..ask() };
    let answer = village.vault.at(LATER.plus(DAY)).draw(Some(&who), &visiting, None, (), halve).unwrap();
    let kept = village.vault.at(LATER.plus(DAY)).receipt(Some(&who), answer.receipt()).unwrap().unwrap();
    assert!(kept.drawn[0].leaning.is_empty() && kept.drawn[0].evidence.is_empty());
    let told = &answer.drawn()[0];
    assert!(!told.leaning.is_empty(), "the answer itself says all");
    assert_eq!(told.counted, kept.drawn[0].counted);
    let held = village.vault.at(LATER.plus(DAY)).open_to_subject(&who).unwrap().unwrap();
    assert_eq!(held.trials.last().map(|trial| trial.leaning.as_str()), Some(""));
}

#[test]
fn who_has_everything_deleted_is_in_no_count_either() {
    let village = village();
    let (who, _) = counts(&village, "anna");
    assert_eq!(village.vault.at(LATER.plus(DAY)).open_to_subject(&who).unwrap().unwrap().trials.len(), 2);
    village.vault.at(LATER.plus(DAY)).reset(&who, crate::Reset::Delete).unwrap();
    assert!(village.vault.at(LATER.plus(DAY)).open_to_subject(&who).unwrap().unwrap().trials.is_empty());
    assert_eq!(counted(&village, LATER.plus(DAY)), sum(&[]));
}

#[test]
fn a_receipt_of_before_there_were_draws_reads_as_one_without() {
    let village = village();
    let who = village.person(Wish::SaidYes);
    let (id, _) = decide(&village, LATER, Some(&who));
    let mut receipt = village.vault.at(LATER).receipt(Some(&who), id).unwrap().unwrap();
    receipt.drawn.clear();
    let bytes = crate::record::encode(&receipt).unwrap();
    let older: domain::Receipt = crate::record::decode(&bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(older, receipt);
}

#[test]
fn of_two_who_turn_out_to_be_one_the_survivors_voice_is_counted() {
    let village = village();
    let (anna, _) = counts(&village, "anna");
    let (annas_phone, hers) = counts(&village, "phone");
    told(&village, LATER.plus(5), &annas_phone, hers, Outcome::Clicked);
    assert_eq!(counted(&village, LATER.plus(6)), sum(&[(None, 1), (Some("clicked"), 1)]));
    village.vault.at(LATER.plus(7)).merge(&anna, &annas_phone).unwrap();
    says(&village, &anna, LATER.plus(8), Kind::Grant);
    assert_eq!(counted(&village, LATER.plus(9)), sum(&[(None, 1)]));
    let again = village.vault.at(LATER.plus(9)).recheck_receipt(hers).unwrap();
    assert_eq!(
        again,
        Some(Recheck::SameDraws { gates: 3, draws: 2 }),
        "and the old receipt is drawn again all the same"
    );
}
