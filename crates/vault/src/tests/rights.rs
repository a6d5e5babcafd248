//! What a person may see and change, and nobody else.

use super::village::{LATER, NOON, Wish, bought, item, look, looked_at, subject, village};
use domain::{Event, Recommend, Rung, SubjectId};

#[test]
fn a_hidden_item_is_as_if_it_had_never_been() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let ben = village.named("ben", Wish::SaidYes);
    let with_pot: [Event; 2] = [bought("pot", NOON), looked_at("pan", NOON)];
    village.did(NOON, &anna, &with_pot);
    village.did(NOON, &ben, &with_pot[1..]);
    let at = village.vault.at(LATER);
    assert!(at.hide(&anna, &item("pot"), true).unwrap());
    assert!(!at.hide(&anna, &item("pot"), true).unwrap(), "once is enough");
    let seen = |who: &SubjectId| village.ask_about(who).unwrap().into_value();
    assert_eq!(seen(&anna), seen(&ben));
    assert!(at.hide(&anna, &item("pot"), false).unwrap());
    village.check(&anna, Rung::Personal, &["tea", "cup", "pot", "pan"]);
    assert!(!at.hide(&subject("nobody"), &item("pot"), true).unwrap());
}

#[test]
fn a_person_sees_everything_that_is_held_and_that_they_looked() {
    let village = village();
    let anna = village.person(Wish::Withdrew);
    village.vault.at(NOON).hide(&anna, &item("cup"), true).unwrap();
    village.ask_about(&anna).unwrap();
    let at = village.vault.at(LATER);
    let dossier = at.open_to_subject(&anna).unwrap().unwrap();
    assert_eq!(dossier.subject, anna);
    assert_eq!(dossier.events.iter().map(|held| held.event.item.as_str()).collect::<Vec<_>>(), ["tea", "cup"]);
    assert_eq!(dossier.statements.len(), 2);
    assert_eq!(dossier.statements[0].evidence.how, "said so at the well");
    assert_eq!(dossier.hidden, [item("cup")]);
    let purposes: Vec<_> = dossier.receipts.iter().map(|receipt| receipt.first.purpose.as_str()).collect();
    assert_eq!(purposes, ["recommend", "access"]);
    assert_eq!(at.open_to_subject(&anna).unwrap().unwrap().receipts.len(), 3);
    assert!(at.open_to_subject(&subject("nobody")).unwrap().is_none());
}

#[test]
fn a_receipt_is_read_by_the_person_it_is_about_and_nobody_else() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let ben = village.named("ben", Wish::SaidYes);
    let id = village.ask_about(&anna).unwrap().receipt();
    let at = village.vault.at(LATER);
    let receipt = at.receipt(Some(&anna), id).unwrap().unwrap();
    assert_eq!((receipt.id, receipt.last.data_used), (id, 2));
    assert_eq!(receipt.last.reasons.len(), 2, "what left says why");
    assert!(receipt.first.gates.iter().any(|(key, codes)| key == "activity.purchase" && codes.is_empty()));
    for other in [Some(&ben), None, Some(&subject("nobody"))] {
        assert!(at.receipt(other, id).unwrap().is_none());
    }
    assert_eq!(at.receipts(&anna, 10).unwrap(), [receipt]);
    assert!(at.receipts(&ben, 10).unwrap().is_empty());
}

#[test]
fn the_newest_receipts_come_first() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let ids: Vec<_> = (0..4).map(|_| village.ask_about(&anna).unwrap().receipt()).collect();
    let newest: Vec<_> = village.vault.at(LATER).receipts(&anna, 2).unwrap().iter().map(|r| r.id).collect();
    assert_eq!(newest, [ids[3], ids[2]]);
}

#[test]
fn a_stranger_leaves_no_record_and_a_receipt_that_names_nobody() {
    let village = village();
    let before = village.records();
    let stranger = subject("a-stranger-of-note");
    let answer = village.vault.at(LATER).with(&stranger, &village.ask(), (), look::<Recommend>).unwrap();
    assert_eq!(answer.rung(), Rung::Contextual);
    assert_eq!(village.records(), before);
    assert!(village.log(village.vault.partition(&stranger)).is_empty());
    let receipt = village.vault.at(LATER).receipt(None, answer.receipt()).unwrap().unwrap();
    assert!(!format!("{receipt:?}").contains("a-stranger-of-note"));
    assert_eq!(receipt.first.ledger_head, "");
}

#[test]
fn a_token_speaks_for_its_person_at_its_door_and_in_its_time() {
    let village = village();
    let anna = subject("anna");
    let at = village.vault.at(NOON);
    let token = at.subject_token(&anna, "shop", 60).unwrap();
    assert!(!token.contains("anna"));
    assert_eq!(at.read_subject_token(&token, "shop").unwrap(), anna);
    assert!(at.read_subject_token(&token, "elsewhere").is_err());
    assert!(village.vault.at(NOON.plus(60)).read_subject_token(&token, "shop").is_err());
    for at_byte in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[at_byte] = if bytes[at_byte] == b'0' { b'1' } else { b'0' };
        let changed = String::from_utf8(bytes).unwrap();
        assert!(at.read_subject_token(&changed, "shop").is_err(), "byte {at_byte}");
    }
}
