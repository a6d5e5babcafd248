//! Approving: what one person's word covers, what a second one's opens, and what of it can not be had twice.

use super::disclosing::{Agency, asked, tell};
use super::village::{Ground, LATER, NOON, Strike, Village, Wish, bought, subject, village, village_at};
use crate::{
    APPROVAL_SECONDS_MAX, Approval, ApprovalError, ApprovalState, FileAsked, HandedOver, Signatory, Untold, VaultError,
};
use domain::{DAY_SECONDS, Kind, SubjectId, UnixTime};
use std::sync::Arc;

/// How old a key has to be here.
const KEY_AGE: i64 = LATER.0 - NOON.0;
/// The time of the last second in which something can be approved or used.
const LAST: i64 = APPROVAL_SECONDS_MAX - 1;

fn signs(key: &str, holder: &str) -> Signatory {
    Signatory { key: key.to_owned(), holder: holder.to_owned(), since: NOON }
}

fn mara() -> Signatory {
    signs("01010101", "Mara")
}

fn noor() -> Signatory {
    signs("02020202", "Noor")
}

/// A village with some people of whom the agency may have something.
fn shop(people: usize) -> (Village, Agency) {
    let village = village();
    let who: Vec<SubjectId> = (0..people).map(|n| village.named(&format!("person-{n}"), Wish::SaidYes)).collect();
    let agency = Agency::told(&village, &who.iter().collect::<Vec<_>>());
    (village, agency)
}

fn asks(village: &Village, now: UnixTime) -> Approval {
    village.vault.at(now).ask_approval("agency", "recommend", &mara(), KEY_AGE).unwrap().unwrap()
}

fn approved(village: &Village, now: UnixTime) -> Approval {
    let id = asks(village, now).id;
    village.vault.at(now).approve(id, &noor(), KEY_AGE).unwrap().unwrap()
}

fn under(approval: &Approval) -> FileAsked {
    FileAsked { approval: Some(approval.id), alone_max: 0, ..asked("agency") }
}

/// How many lines leave, or why none.
fn file(village: &Village, now: UnixTime, asked: &FileAsked) -> Result<usize, ApprovalError> {
    match village.vault.at(now).hand_over(asked) {
        Ok(part) => Ok(part.unwrap().lines.len()),
        Err(VaultError::Approval(error)) => Err(error),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn what_one_person_may_hand_over_in_a_day_is_counted_over_all_files_and_nothing_leaves_beyond() {
    let (village, _) = shop(3);
    let alone = |most| FileAsked { alone_max: most, ..asked("agency") };
    assert_eq!(file(&village, LATER, &alone(2)), Err(ApprovalError::Required));
    let lines = |who: &str| village.vault.at(LATER).disclosures(&subject(who)).unwrap().len();
    assert_eq!(lines("person-0"), 0, "not even a line");
    assert_eq!(file(&village, LATER, &alone(5)), Ok(3));
    assert_eq!(file(&village, LATER.plus(1), &alone(5)), Err(ApprovalError::Required), "three and three are six");
    assert_eq!(
        file(&village, LATER.plus(-99), &alone(5)),
        Err(ApprovalError::Required),
        "a clock set back is no new day"
    );
    assert_eq!(file(&village, LATER.plus(DAY_SECONDS), &alone(5)), Ok(3));
    assert_eq!(lines("person-0"), 2);
}

#[test]
fn a_recipient_that_is_registered_anew_or_twice_is_no_new_day_and_a_day_rolls() {
    let (village, agency) = shop(3);
    let alone = |key, most| FileAsked { alone_max: most, ..asked(key) };
    assert_eq!(file(&village, LATER, &alone("agency", 7)), Ok(3));
    village.vault.at(LATER).remove_recipient("agency").unwrap();
    agency.put(&village);
    assert_eq!(file(&village, LATER.plus(1), &alone("agency", 5)), Err(ApprovalError::Required), "registered anew");
    let mut twin = Agency::new("twin");
    twin.terms.name = agency.terms.name;
    twin.put(&village);
    assert_eq!(file(&village, LATER.plus(1), &alone("twin", 5)), Err(ApprovalError::Required), "under a second key");
    // Each is forgotten a day after it left, and not all of them a day after the first.
    assert_eq!(file(&village, LATER.plus(DAY_SECONDS - 1), &alone("twin", 7)), Ok(3));
    assert_eq!(file(&village, LATER.plus(DAY_SECONDS), &alone("twin", 5)), Err(ApprovalError::Required));
    assert_eq!(file(&village, LATER.plus(DAY_SECONDS), &alone("twin", 7)), Ok(3));
}

#[test]
fn nobody_asks_with_a_key_that_was_made_for_it_and_gives_with_an_old_one() {
    let (village, _) = shop(0);
    let fresh = Signatory { since: LATER, ..signs("03030303", "Zed") };
    for (at, young) in [(LATER, true), (LATER.plus(KEY_AGE - 1), true), (LATER.plus(KEY_AGE), false)] {
        let asked = village.vault.at(at).ask_approval("agency", "recommend", &fresh, KEY_AGE);
        match young {
            true => assert!(matches!(asked, Err(VaultError::Approval(ApprovalError::YoungKey)))),
            false => assert!(asked.unwrap().is_some()),
        }
    }
}

#[test]
fn approvals_end_where_the_data_are_put_back() {
    let (village, _) = shop(1);
    let approval = approved(&village, LATER);
    village.vault.mark_restored().unwrap();
    assert_eq!(file(&village, LATER.plus(1), &under(&approval)), Err(ApprovalError::Unknown));
    assert_eq!(village.vault.approvals().unwrap(), []);
}

#[test]
fn a_second_person_opens_one_file_once_and_it_stands_in_the_log() {
    let (village, _) = shop(2);
    let approval = approved(&village, LATER);
    assert_eq!(approval.state(LATER), ApprovalState::Approved);
    assert_eq!(file(&village, LATER.plus(1), &under(&approval)), Ok(2));
    assert_eq!(file(&village, LATER.plus(2), &under(&approval)), Err(ApprovalError::Part), "a replay");
    let kept = village.vault.approvals().unwrap().remove(0);
    assert_eq!((kept.state(LATER.plus(2)), kept.people), (ApprovalState::Used, 2));
    let words: Vec<_> = village.vault.unlogged().unwrap().happened.iter().map(|one| one.words.clone()).collect();
    let id = approval.id;
    for due in [
        format!("approval {id} asked by 01010101 for a file to agency for recommend"),
        format!("approval {id} given by 02020202"),
        format!("export to agency for recommend of 2 people under approval {id}"),
    ] {
        assert!(words.contains(&due), "{due}: {words:?}");
    }
    assert!(!words.iter().any(|words| words.contains("Mara") || words.contains("Noor")));
}

#[test]
fn nobody_approves_what_they_asked_and_no_approval_outlives_its_day() {
    let check = |by: &Signatory, after: i64, expected: Option<ApprovalError>| {
        let (village, _) = shop(0);
        let id = asks(&village, LATER).id;
        let given = village.vault.at(LATER.plus(after)).approve(id, by, KEY_AGE);
        match expected {
            None => assert!(given.unwrap().is_some()),
            Some(error) => assert!(matches!(given, Err(VaultError::Approval(found)) if found == error), "{error:?}"),
        }
    };
    check(&noor(), LAST, None);
    check(&noor(), LAST + 1, Some(ApprovalError::Expired));
    check(&mara(), 1, Some(ApprovalError::SamePerson));
    check(&signs("02020202", " mara "), 1, Some(ApprovalError::SamePerson));
    check(&signs("01010101", "Noor"), 1, Some(ApprovalError::SamePerson));
    check(&signs("02020202", " "), 1, Some(ApprovalError::NoHolder));
    check(&Signatory { since: LATER.plus(1), ..noor() }, 1, Some(ApprovalError::YoungKey));
    check(&Signatory { since: NOON.plus(1), ..noor() }, 1, Some(ApprovalError::YoungKey));
    let (village, _) = shop(0);
    let id = approved(&village, LATER).id;
    let again = village.vault.at(LATER.plus(1)).approve(id, &signs("03030303", "Olga"), KEY_AGE);
    assert!(matches!(again, Err(VaultError::Approval(ApprovalError::Spent))));
    assert!(village.vault.at(LATER).approve(domain::ApprovalId([7; 16]), &noor(), KEY_AGE).unwrap().is_none());
    assert!(village.vault.at(LATER).ask_approval("nobody", "recommend", &mara(), KEY_AGE).unwrap().is_none());
    assert!(village.vault.at(LATER).ask_approval("agency", "measure", &mara(), KEY_AGE).unwrap().is_none());
}

#[test]
fn an_approval_opens_nothing_but_what_was_approved() {
    let check = |change: &dyn Fn(&Village, &mut Agency, &mut FileAsked), after: i64, expected| {
        let (village, mut agency) = shop(1);
        let mut asked = under(&approved(&village, LATER));
        change(&village, &mut agency, &mut asked);
        assert_eq!(file(&village, LATER.plus(after), &asked), expected);
    };
    check(&|_, _, _| {}, LAST, Ok(1));
    check(&|_, _, _| {}, LAST + 1, Err(ApprovalError::Expired));
    check(&|_, _, asked| asked.by = "02020202".to_owned(), 1, Err(ApprovalError::Changed));
    check(&|_, _, asked| asked.from = [9; 16], 1, Err(ApprovalError::Part));
    check(&|_, _, asked| asked.approval = Some(domain::ApprovalId([7; 16])), 1, Err(ApprovalError::Unknown));
    check(&|_, _, asked| asked.approval = None, 1, Err(ApprovalError::Required));
    check(&|village, _, asked| asked.approval = Some(asks(village, LATER).id), 1, Err(ApprovalError::Pending));
    check(
        &|village, agency, _| {
            agency.terms.deletion_url = "https://elsewhere.example/".to_owned();
            agency.put(village);
        },
        1,
        Err(ApprovalError::Changed),
    );
    check(
        &|village, agency, _| {
            village.vault.at(LATER).remove_recipient("agency").unwrap();
            agency.put(village);
        },
        1,
        Err(ApprovalError::Changed),
    );
    check(
        &|village, _, asked| {
            let other = Agency::new("other");
            other.put(village);
            tell(village, &["AGENCY", "OTHER"], &[&subject("person-0")]);
            asked.recipient = "other".to_owned();
        },
        1,
        Err(ApprovalError::Changed),
    );
}

#[test]
fn what_people_were_not_told_of_does_not_leave_and_is_an_incident() {
    let incidents = |village: &Village| -> Vec<_> {
        let all = village.vault.incidents().unwrap();
        all.into_iter().map(|one| (one.what, one.times, one.people)).collect()
    };
    let files = |village: &Village, at: i64| village.vault.at(LATER.plus(at)).hand_over(&asked("agency"));
    let (village, _) = shop(2);
    assert_eq!((files(&village, 0).unwrap().unwrap().lines.len(), incidents(&village)), (2, vec![]));
    // Who came since was shown nothing yet: of her nothing leaves, and that is written down.
    village.named("anna", Wish::SaidYes);
    let HandedOver { lines, .. } = files(&village, 1).unwrap().unwrap();
    assert_eq!((lines.len(), incidents(&village)), (2, vec![(Untold::Recipient, 1, 1)]));
    village.vault.at(LATER.plus(2)).queue_up().unwrap();
    assert_eq!(incidents(&village), [(Untold::Recipient, 1, 1)], "what comes by itself is written down once a day");
    // Named in no notice that is in force: the file is refused as a whole.
    tell(&village, &[], &[]);
    assert!(matches!(files(&village, 3), Err(VaultError::Untold)));
    assert_eq!(incidents(&village), [(Untold::Recipient, 2, 1)]);
    assert!(matches!(files(&village, DAY_SECONDS + 9), Err(VaultError::Untold)));
    assert_eq!(incidents(&village).len(), 2, "the next day is written down anew");
    let words: Vec<_> = village.vault.unlogged().unwrap().happened.iter().map(|one| one.words.clone()).collect();
    assert!(words.contains(&"incident recipient_not_in_notice agency for recommend".to_owned()), "{words:?}");
}

#[test]
fn a_category_that_no_notice_tells_of_does_not_leave_either() {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    let agency = Agency::new("agency");
    agency.put(&village);
    let told = domain::Told {
        purpose: "recommend".to_owned(),
        categories: vec!["activity.purchase".to_owned()],
        recipients: vec!["AGENCY".to_owned()],
        retention_days: 30,
    };
    let notice = domain::Notice { purposes: vec![told], ..crate::notice::plain_notice() };
    village.vault.at(NOON).publish(&notice, true).unwrap();
    village.vault.at(NOON.plus(1)).show_notice(&anna, &notice.key, domain::Lang::EN).unwrap().unwrap();
    let file = agency.file(&village, LATER);
    assert_eq!((file[0]["activity"].as_array().unwrap().len(), &file[0]["activity"][0]["item"]), (1, &"tea".into()));
    let all = village.vault.incidents().unwrap();
    assert_eq!((all.len(), all[0].what, all[0].people), (1, Untold::Category, 1));
    // The same for what is told as it happens.
    village.did(LATER.plus(1), &anna, &[super::village::looked_at("pan", LATER.plus(1)), bought("pot", LATER.plus(1))]);
    let told = agency.sends(&village, LATER.plus(1), 1);
    assert_eq!(told[0]["data"]["activity"]["item"], "pot");
}

#[test]
fn what_leaves_for_a_later_purpose_of_the_contract_is_no_incident() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    village.say(NOON.plus(5), &anna, &[village.about_purpose(Kind::Grant, "train")], &village.facts());
    for (key, purposes) in [("mill", &["train"][..]), ("agency", &["train", "recommend"])] {
        let mut agency = Agency::new(key);
        agency.terms.purposes = purposes.iter().map(|purpose| (*purpose).to_owned()).collect();
        agency.put(&village);
    }
    // Of both they are told, and for recommending alone.
    tell(&village, &["MILL", "AGENCY"], &[&anna]);
    village.did(LATER, &anna, &[bought("pot", LATER)]);
    village.vault.at(LATER).queue_up().unwrap();
    assert_eq!(village.vault.at(LATER).waiting("agency", 9).unwrap().len(), 1);
    let all: Vec<_> = village.vault.incidents().unwrap().into_iter().map(|one| (one.recipient, one.purpose)).collect();
    assert_eq!(all, [("mill".to_owned(), "train".to_owned())]);
}

#[test]
fn what_was_handed_over_is_answered_with_whatever_else_has_to_be_kept() {
    let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
    let village = village_at(keys.path(), ground.clone()).unwrap();
    let [anna, ben] = ["anna", "ben"].map(|name| village.named(name, Wish::SaidYes));
    Agency::told(&village, &[&anna]);
    ground.strike_after(1, Strike::Before);
    let part = village.vault.at(LATER).hand_over(&asked("agency")).unwrap().unwrap();
    assert_eq!(part.lines.len(), 1);
    let all = village.vault.incidents().unwrap();
    assert_eq!((all.len(), all[0].people), (1, 1), "of {ben:?} something would have left");
}
