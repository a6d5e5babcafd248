//! Newcomers out of a file are recorded together; nobody of whom anything is known is spoken for.

use super::village::{LATER, NOON, Strike, Village, Wish, bought, subject, village};
use crate::{Draft, VaultError};
use domain::{Actor, EventOutcome, Kind, SubjectId};

fn yes(village: &Village) -> Draft {
    Draft { actor: Actor::Import, past_data: true, ..village.about(Kind::Grant) }
}

fn said(village: &Village, who: &SubjectId) -> Vec<(Kind, Actor)> {
    let statements = village.vault.at(LATER).statements(who).unwrap();
    statements.iter().map(|said| (said.kind, said.actor)).collect()
}

#[test]
fn newcomers_are_recorded_as_if_one_by_one() {
    let village = village();
    let people: Vec<_> = (0..2_500).map(|number| subject(&format!("person-{number}"))).collect();
    let others = village.vault.at(NOON).welcome(&people, &[yes(&village)]).unwrap();
    assert!(others.is_empty());
    let alone = subject("alone");
    village.vault.at(NOON).record(&alone, &[yes(&village)], &Default::default()).unwrap();
    for who in [&people[0], &people[999], &people[1_000], &people[2_499]] {
        assert_eq!(said(&village, who), said(&village, &alone));
        assert_eq!(village.did(LATER, who, &[bought("tea", NOON)]), [EventOutcome::Accepted]);
    }
    let again = village.vault.at(LATER).welcome(&people, &[yes(&village)]).unwrap();
    assert_eq!(again.len(), people.len(), "they are known by now");
    assert_eq!(said(&village, &people[7]).len(), 1);
}

#[test]
fn who_said_anything_or_was_forgotten_is_left_to_be_looked_at_alone() {
    let village = village();
    let (no, gone) = (village.person(Wish::SaidNo), village.person(Wish::WasForgotten));
    let people = [subject("carl"), no.clone(), gone.clone(), subject("dora")];
    let others = village.vault.at(LATER).welcome(&people, &[yes(&village)]).unwrap();
    assert_eq!(others, [&no, &gone]);
    assert_eq!(said(&village, &no), [(Kind::Refuse, Actor::Subject)]);
    assert!(said(&village, &gone).is_empty());
    assert_eq!(said(&village, &people[0]).len() + said(&village, &people[3]).len(), 2);
}

#[test]
fn a_no_is_never_said_for_many() {
    let village = village();
    let people = [subject("carl")];
    let no = Draft { kind: Kind::Refuse, ..yes(&village) };
    assert_eq!(village.vault.at(LATER).welcome(&people, &[no]).unwrap(), [&people[0]]);
    assert!(said(&village, &people[0]).is_empty());
}

#[test]
fn what_the_ground_refuses_welcomes_nobody_and_another_time_all() {
    let village = village();
    let people = [subject("carl"), subject("dora")];
    village.ground.strike_after(0, Strike::Before);
    assert!(matches!(village.vault.at(NOON).welcome(&people, &[yes(&village)]), Err(VaultError::Store(_))));
    assert!(village.ground.mend());
    assert!(said(&village, &people[0]).is_empty() && said(&village, &people[1]).is_empty());
    let others = village.vault.at(NOON).welcome(&people, &[yes(&village)]).unwrap();
    let retold = others.iter().map(|who| village.vault.at(NOON).record(who, &[yes(&village)], &Default::default()));
    retold.for_each(|done| drop(done.unwrap()));
    assert_eq!(said(&village, &people[0]).len() + said(&village, &people[1]).len(), 2);
}
