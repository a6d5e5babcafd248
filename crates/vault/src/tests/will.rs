//! A yes opens, and everything else leaves a person's history alone.

use super::village::{DAY, LATER, NOON, Village, Wish, bought, look, looked_at, subject, village};
use crate::{Draft, PersonFacts, StatementError, VaultError, place};
use domain::{Actor, Ads, Code, Kind, Message, Purpose, Recommend, Refusal, Rung, SubjectId, Train};
use std::sync::atomic::Ordering;
use store::{Batch, Expect, Store, StoreError, Write};

#[test]
fn a_yes_opens_the_view_for_its_purpose_alone() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    village.check(&anna, Rung::Personal, &["tea", "cup"]);
    let at = village.vault.at(LATER);
    let others = [
        at.with(&anna, &village.ask(), (), look::<Train>).unwrap(),
        at.with(&anna, &village.ask(), (), look::<Message>).unwrap(),
        at.with(&anna, &village.ask(), (), look::<Ads>).unwrap(),
    ];
    assert!(others.iter().all(|answer| answer.rung() == Rung::Contextual && answer.value().0.is_empty()));
}

#[test]
fn a_guardians_yes_opens_for_a_child() {
    let village = village();
    village.check(&village.person(Wish::GuardianSaidYes), Rung::Personal, &["tea", "cup"]);
}

#[test]
fn without_a_yes_the_history_is_not_used() {
    let village = village();
    for (wish, code) in [
        (Wish::SaidNo, Code::NoValidGrant),
        (Wish::Withdrew, Code::NoValidGrant),
        (Wish::SaidYesLongAgo, Code::NoValidGrant),
        (Wish::WantsARest, Code::Restricted),
        (Wish::TurnedOutToBeAChild, Code::NoValidGrant),
    ] {
        let who = village.person(wish);
        village.check(&who, Rung::Contextual, &[]);
        let answer = village.ask_about(&who).unwrap();
        let Some(Refusal::Closed(reasons)) = answer.refusal() else { panic!("{wish:?}: {:?}", answer.refusal()) };
        assert!(reasons.has(code), "{wish:?}: {reasons:?}");
        let receipt = village.vault.at(LATER).receipt(Some(&who), answer.receipt()).unwrap().unwrap();
        assert_eq!((receipt.last.data_used, receipt.last.rung), (0, Rung::Contextual), "{wish:?}");
    }
    for wish in [Wish::SaidNothing, Wish::WasForgotten] {
        let who = village.person(wish);
        village.check(&who, Rung::Contextual, &[]);
        assert_eq!(village.ask_about(&who).unwrap().refusal(), Some(Refusal::Stranger), "{wish:?}");
    }
}

#[test]
fn a_refusal_never_unseals_the_history() {
    let village = village();
    for (wish, opens) in [(Wish::Withdrew, false), (Wish::WantsARest, false), (Wish::SaidYes, true)] {
        let who = village.person(wish);
        spoil_history(&village, &who);
        match village.ask_about(&who) {
            Err(VaultError::Sealed) => assert!(opens, "{wish:?}"),
            answer => assert_eq!((answer.unwrap().rung(), opens), (Rung::Contextual, false), "{wish:?}"),
        }
    }
}

/// Makes a history that nobody can open without it being noticed.
fn spoil_history(village: &Village, who: &SubjectId) {
    let partition = village.vault.partition(who);
    let found = village.ground.records(&partition, &[place::HISTORY]).unwrap().remove(0).unwrap();
    let expect = Expect::Version(found.version);
    let write = Write::PutRecord { partition, space: place::HISTORY, expect, sealed: vec![0; 64] };
    village.ground.commit(Batch::new().and(write)).unwrap();
}

#[test]
fn a_withdrawn_statement_closes_the_gate_at_once_and_a_new_yes_opens_it() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    village.say(NOON.plus(20), &anna, &[village.about(Kind::Withdraw)], &village.facts());
    village.check(&anna, Rung::Contextual, &[]);
    village.say(NOON.plus(21), &anna, &[village.about(Kind::Grant)], &village.facts());
    village.check(&anna, Rung::Personal, &["tea", "cup"]);
}

#[test]
fn whoever_asks_for_less_than_the_person_gives_gets_less() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let mut ask = village.ask();
    ask.rung_max = Rung::Contextual;
    let answer = village.vault.at(LATER).with(&anna, &ask, (), look::<Recommend>).unwrap();
    assert_eq!((answer.rung(), answer.refusal()), (Rung::Contextual, Some(Refusal::NotAsked)));
}

#[test]
fn a_visit_is_used_with_a_yes_and_kept_nowhere() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let cup = super::village::item("saucer");
    let mut ask = village.ask();
    ask.rung_max = Rung::Visit;
    ask.visit = vec![crate::VisitAct { item: cup, verb: domain::Verb::View, at: LATER }];
    let answer = village.vault.at(LATER).with(&anna, &ask, (), look::<Recommend>).unwrap();
    assert_eq!((answer.rung(), &answer.value().0[..]), (Rung::Visit, &["saucer".to_owned()][..]));
    let kept = village.vault.at(LATER).receipt(Some(&anna), answer.receipt()).unwrap().unwrap();
    assert_eq!((kept.last.data_used, kept.last.reasons.len()), (1, 0), "the receipt tells that it was used, not what");
    village.check(&anna, Rung::Personal, &["tea", "cup"]);
    let stranger = village.vault.at(LATER).with(&subject("nobody"), &ask, (), look::<Recommend>).unwrap();
    assert_eq!((stranger.rung(), stranger.value().0.len()), (Rung::Contextual, 0));
}

#[test]
fn an_opt_out_signal_that_was_seen_once_stands() {
    let village = village();
    let california = village.vault.policy().jurisdiction("us-ca");
    for by_event in [false, true] {
        let who = subject(if by_event { "ben" } else { "anna" });
        let mut intake = village.intake();
        intake.ask.jurisdictions = vec![california];
        let sent = [(who.clone(), bought("tea", NOON))];
        village.vault.at(NOON).keep(&intake, &sent).unwrap();
        let mut ask = village.ask();
        let ads = |ask: &crate::Ask| village.vault.at(LATER).with(&who, ask, (), look::<Ads>).unwrap();
        assert_eq!(ads(&ask).rung(), Rung::Personal, "nothing said, in California");
        if by_event {
            intake.ask.opt_out_signal = true;
            village.vault.at(NOON).keep(&intake, &[(who.clone(), looked_at("cup", NOON))]).unwrap();
        } else {
            ask.opt_out_signal = true;
            assert_eq!(ads(&ask).rung(), Rung::Contextual);
            ask.opt_out_signal = false;
        }
        assert_eq!(ads(&ask).rung(), Rung::Contextual, "the signal is gone, its effect is not");
        village.check(&who, Rung::Personal, if by_event { &["tea", "cup"] } else { &["tea"] });
    }
}

// === what may be said ===

#[test]
fn a_statement_that_may_not_be_made_is_refused_and_nothing_is_recorded() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let forgotten = village.person(Wish::WasForgotten);
    let yes = village.about(Kind::Grant);
    let bundle = Draft { scope: domain::Scope { purpose: None, ..yes.scope }, ..yes.clone() };
    let backdated = Draft { client_at: Some(LATER.plus(-301)), ..yes.clone() };
    let ahead = Draft { client_at: Some(LATER.plus(301)), ..yes.clone() };
    let imported = Draft { actor: Actor::Import, ..yes.clone() };
    for (who, draft, error) in [
        (&anna, Draft { actor: Actor::Operator, ..yes.clone() }, StatementError::OperatorGrant),
        (&anna, bundle, StatementError::Bundled),
        (&anna, backdated, StatementError::Time),
        (&anna, ahead, StatementError::Time),
        (&forgotten, imported, StatementError::Erased),
    ] {
        let before = village.vault.at(LATER).statements(who).unwrap();
        let both = [village.about(Kind::Object), draft];
        let found = village.vault.at(LATER).record(who, &both, &village.facts());
        assert!(matches!(found, Err(VaultError::Statement(found)) if found == error), "{error}");
        assert_eq!(village.vault.at(LATER).statements(who).unwrap(), before);
    }
}

#[test]
fn a_yes_in_the_second_of_a_no_waits_for_the_next() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let (yes, no) = (village.about(Kind::Grant), village.about(Kind::Withdraw));
    let both = village.vault.at(LATER).record(&anna, &[no, yes.clone()], &village.facts());
    assert!(matches!(both, Err(VaultError::Statement(StatementError::TooSoon))));
    village.say(LATER, &anna, &[village.about(Kind::Withdraw)], &village.facts());
    let soon = village.vault.at(LATER).record(&anna, std::slice::from_ref(&yes), &village.facts());
    assert!(matches!(soon, Err(VaultError::Statement(StatementError::TooSoon))));
    village.say(LATER, &anna, &[village.about_purpose(Kind::Grant, Train::KEY)], &village.facts());
    village.say(LATER.plus(1), &anna, &[yes], &village.facts());
}

#[test]
fn a_no_counts_from_now_even_from_a_clock_that_is_far_off() {
    let village = village();
    for off in [-30 * DAY, 30 * DAY] {
        let who = village.named(&format!("off{off}"), Wish::SaidYes);
        let no = Draft { client_at: Some(NOON.plus(off)), ..village.about(Kind::Withdraw) };
        village.say(NOON.plus(20), &who, &[no], &village.facts());
        village.check(&who, Rung::Contextual, &[]);
    }
}

#[test]
fn an_operator_can_restrict() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let invalid = Draft { actor: Actor::Operator, ..village.about(Kind::Invalidate) };
    village.say(NOON.plus(20), &anna, &[invalid], &village.facts());
    village.check(&anna, Rung::Contextual, &[]);
}

#[test]
fn each_statement_changes_the_end_of_the_chain() {
    let village = village();
    let anna = subject("anna");
    let mut heads = vec![];
    for second in 0..4 {
        let said = [village.about(Kind::Grant)];
        heads.push(village.vault.at(NOON.plus(second)).record(&anna, &said, &village.facts()).unwrap());
    }
    heads.sort();
    heads.dedup();
    assert!(heads.len() == 4 && heads.iter().all(|head| head.len() == 64));
    let dossier = village.vault.at(LATER).open_to_subject(&anna).unwrap().unwrap();
    assert!(heads.contains(&dossier.ledger_head));
}

#[test]
fn a_full_ledger_takes_every_no_once_and_no_yes() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let objections = vec![village.about_purpose(Kind::Object, "ads"); crate::STATEMENTS_MAX - 1];
    village.say(NOON.plus(1), &anna, &objections, &village.facts());
    village.check(&anna, Rung::Personal, &["tea", "cup"]);
    let yes = village.vault.at(LATER).record(&anna, &[village.about(Kind::Grant)], &village.facts());
    assert!(matches!(yes, Err(VaultError::Statement(StatementError::LedgerFull))));
    for _ in 0..3 {
        village.say(LATER, &anna, &[village.about(Kind::Withdraw)], &village.facts());
    }
    village.check(&anna, Rung::Contextual, &[]);
    assert_eq!(village.vault.at(LATER).statements(&anna).unwrap().len(), crate::STATEMENTS_MAX + 1);
}

#[test]
fn where_there_is_no_room_every_no_is_taken_also_of_somebody_new_and_as_a_signal() {
    let village = village();
    let [anna, ben] = ["anna", "ben"].map(|name| village.named(name, Wish::SaidYes));
    village.ground.full.store(true, Ordering::SeqCst);
    let yes = village.vault.at(LATER).record(&anna, &[village.about(Kind::Renew)], &village.facts());
    assert!(matches!(yes, Err(VaultError::Store(StoreError::Full))));
    let cleo = subject("cleo");
    village.say(LATER, &cleo, &[village.about(Kind::Refuse)], &village.facts());
    let signal = PersonFacts { opt_out_signal: true, ..village.facts() };
    village.say(LATER, &anna, &[], &signal);
    village.vault.at(LATER).see_opt_out(&ben).unwrap();
    let at = village.vault.at(LATER);
    assert_eq!(at.statements(&cleo).unwrap().len(), 1);
    assert_eq!([&anna, &ben].map(|who| at.opt_out_first_seen(who).unwrap()), [Some(LATER); 2]);
}
