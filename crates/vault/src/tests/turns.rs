//! Withdrawals and decisions in every order: once a withdrawal has returned, there is no use any more.

use super::stage::{Every, Pick, Stage, by_dice};
use super::village::{Ground, LATER, Village, Wish, look, subject};
use crate::policy::Policy;
use crate::{KeyPlace, Vault, place};
use domain::{Kind, Receipt, Recommend, Rung, Statement, SubjectId};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Runs by dice, and how many behind the long switch.
const RUNS: u64 = 2_000;
const RUNS_LONG: u64 = 100_000;
/// People who live in one village before there is a new one, so that memory stays small.
const PEOPLE: u64 = 200;
/// When decisions are made: after everything that is said.
const DECIDED: domain::UnixTime = LATER.plus(60);

/// What happened, by a clock that ticks once for each thing.
#[derive(Clone, Copy, Debug)]
struct Span {
    from: usize,
    to: usize,
}

/// One person's day, as those who took part saw it.
#[derive(Default)]
struct Day {
    clock: AtomicUsize,
    said: Mutex<Vec<(Span, Kind)>>,
    decided: Mutex<Vec<(Span, Rung)>>,
}

impl Day {
    fn during<T>(&self, work: impl FnOnce() -> T) -> (Span, T) {
        let from = self.clock.fetch_add(1, Ordering::SeqCst);
        let done = work();
        (Span { from, to: self.clock.fetch_add(1, Ordering::SeqCst) }, done)
    }

    fn say(&self, village: &Village, who: &SubjectId, kinds: &[Kind]) {
        for (second, kind) in (1..).zip(kinds) {
            let draft = village.about(*kind);
            let say = || village.say(LATER.plus(second), who, std::slice::from_ref(&draft), &village.facts());
            let (span, ()) = self.during(say);
            self.said.lock().unwrap().push((span, *kind));
        }
    }

    fn decide(&self, village: &Village, who: &SubjectId, times: usize) {
        for _ in 0..times {
            let ask = village.ask();
            let (span, answer) =
                self.during(|| village.vault.at(DECIDED).with(who, &ask, (), look::<Recommend>).unwrap());
            self.decided.lock().unwrap().push((span, answer.rung()));
        }
    }

    /// Whoever asked after somebody had heard that it is recorded, and was answered before anything else was said, got
    /// what was said last.
    fn check(&self) {
        let said = self.said.lock().unwrap();
        for (asked, rung) in self.decided.lock().unwrap().iter() {
            let Some(last) = said.iter().rposition(|(span, _)| span.to < asked.from) else { continue };
            let meanwhile = said.get(last + 1).is_some_and(|(span, _)| span.from < asked.to);
            assert!(meanwhile || *rung == due(said[last].1), "{:?}, then {asked:?}: {rung:?}", said[last]);
        }
    }
}

fn due(kind: Kind) -> Rung {
    if kind.is_negative() { Rung::Contextual } else { Rung::Personal }
}

/// In the person's log, each receipt stands behind the word that it went by and before the next.
fn check_log(village: &Village, who: &SubjectId) {
    let subject = village.vault.find(who).unwrap().unwrap();
    let mut last = Kind::Refuse;
    for entry in village.log(subject.partition) {
        if entry.kind == place::STATEMENT {
            let (said, _): (Statement, domain::Evidence) =
                subject.logs().next().unwrap().read(place::STATEMENT, &entry.id, &entry.sealed).unwrap();
            last = said.kind;
        } else if entry.kind == place::RECEIPT {
            let receipt: Receipt =
                subject.logs().next().unwrap().read(place::RECEIPT, &entry.id, &entry.sealed).unwrap();
            assert_eq!(receipt.last.rung, due(last), "a use stands in the log behind a word against it");
        }
    }
}

fn staged() -> (Arc<Stage>, Village) {
    staged_with(Policy::shipped().unwrap())
}

pub(super) fn staged_with(policy: Policy) -> (Arc<Stage>, Village) {
    let ground = Arc::new(Ground::default());
    let stage = Stage::over(Arc::clone(&ground));
    let vault = Vault::over(stage.clone(), stage.clone(), KeyPlace::Memory, policy, "stage").unwrap();
    (stage, Village { vault, ground })
}

/// Somebody says these things while others decide, each so often; then everything is checked.
fn run(stage: &Stage, village: &Village, number: u64, kinds: &[Kind], decisions: &[usize], pick: Pick) {
    let who = subject(&format!("anna{number}"));
    village.named(who.as_str(), Wish::SaidYes);
    let day = Day::default();
    let speaks = || day.say(village, &who, kinds);
    let decide = |times: usize| {
        let (day, who) = (&day, &who);
        move || day.decide(village, who, times)
    };
    let decides: Vec<_> = decisions.iter().map(|times| decide(*times)).collect();
    let mut players: Vec<&(dyn Fn() + Sync)> = vec![&speaks];
    players.extend(decides.iter().map(|part| part as &(dyn Fn() + Sync)));
    stage.play(&players, pick);
    day.check();
    check_log(village, &who);
}

#[test]
fn a_withdrawal_and_decisions_in_every_order_there_is() {
    // Four turns of who speaks, and one and three a decision of who decides: the ways to shuffle them.
    let all: [(&[usize], u64); 4] = [(&[1], 70), (&[2], 330), (&[3], 1_001), (&[1, 1], 34_650)];
    for (decisions, ways) in &all[..if long() { 4 } else { 2 }] {
        let (mut stage, mut village) = staged();
        let every = Every::default();
        let (mut runs, mut conflicts) = (0, 0);
        while every.begin() {
            run(&stage, &village, runs, &[Kind::Withdraw], decisions, every.picks());
            runs += 1;
            conflicts += stage.conflicts.swap(0, Ordering::SeqCst);
            if runs.is_multiple_of(PEOPLE) {
                (stage, village) = staged();
            }
        }
        println!("{decisions:?}: {runs} orders, {conflicts} decisions started over");
        assert!(runs >= *ways, "{runs}");
        assert!(conflicts > 10, "withdrawals come between decisions and their receipts: {conflicts}");
    }
}

#[test]
fn withdrawals_and_new_yeses_among_decisions_by_dice() {
    let (mut stage, mut village) = staged();
    let mut conflicts = 0;
    for seed in 0..if long() { RUNS_LONG } else { RUNS } {
        let kinds = [Kind::Withdraw, Kind::Grant, [Kind::Withdraw, Kind::Object][seed as usize % 2]];
        run(&stage, &village, seed, &kinds, &[2, 3], by_dice(seed));
        conflicts += stage.conflicts.swap(0, Ordering::SeqCst);
        if seed % PEOPLE == PEOPLE - 1 {
            (stage, village) = staged();
        }
    }
    println!("{conflicts} decisions started over");
    assert!(conflicts > RUNS as usize / 4, "withdrawals come between decisions and their receipts: {conflicts}");
}

#[expect(clippy::disallowed_methods, reason = "the long switch of the tests is the one thing they read around them")]
fn long() -> bool {
    std::env::var("ASSENT_PROOFS_LONG").is_ok_and(|value| value == "1")
}
