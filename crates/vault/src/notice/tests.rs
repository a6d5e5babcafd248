//! A yes rests on what was shown: on this person's showing, once, soon, and until the notice changes in substance.

use crate::tests::village::{DAY, LATER, NOON, Village, Wish, bought, subject, village, village_at};
use crate::{Draft, Link, StatementError, VaultError};
use domain::{
    Actor, CategorySet, Code, Control, Does, Emphasis, Identifier, IdentifierKind, Kind, Lang, Layer, Notice, NoticeId,
    Purpose, Recommend, Rung, Shown, SubjectId, Told, Train, UnixTime, Wording,
};
use std::collections::BTreeMap;

/// What becomes of a notice in its next version.
type Change = fn(&mut Notice);

/// A notice that asks about being recommended things, from purchases.
pub(crate) fn notice() -> Notice {
    let control = |id: &str, does, purposes: &[&str]| Control {
        id: id.to_owned(),
        does,
        purposes: purposes.iter().map(|p| (*p).to_owned()).collect(),
        preselected: false,
        steps: 1,
        weight: Emphasis::Plain,
    };
    Notice {
        key: "shop".to_owned(),
        controller: "The Shop".to_owned(),
        contact: "privacy at the shop".to_owned(),
        purposes: vec![told(Recommend::KEY, &["activity.purchase"])],
        rights: vec!["access".to_owned()],
        material: Vec::new(),
        layers: vec![Layer {
            controls: vec![control("yes", Does::Accept, &[Recommend::KEY]), control("no", Does::Refuse, &[])],
        }],
        locales: BTreeMap::from([("en".to_owned(), Wording::default())]),
    }
}

fn told(purpose: &str, categories: &[&str]) -> Told {
    Told {
        purpose: purpose.to_owned(),
        categories: categories.iter().map(|c| (*c).to_owned()).collect(),
        recipients: Vec::new(),
        retention_days: 30,
    }
}

fn shown(village: &Village, now: UnixTime, who: &SubjectId) -> String {
    village.vault.at(now).show_notice(who, "shop", Lang::EN).unwrap().unwrap().snapshot
}

fn yes(village: &Village, snapshot: &str) -> Draft {
    Draft { snapshot: Some(snapshot.to_owned()), ..village.about(Kind::Grant) }
}

#[track_caller]
fn check(village: &Village, now: UnixTime, who: &SubjectId, draft: Draft, expected: Result<(), StatementError>) {
    let before = village.vault.at(now).statements(who).unwrap().len();
    let found = match village.vault.at(now).record(who, &[draft], &village.facts()) {
        Ok(_) => Ok(()),
        Err(VaultError::Statement(error)) => Err(error),
        Err(other) => panic!("{other}"),
    };
    assert_eq!(found, expected);
    let after = village.vault.at(now).statements(who).unwrap().len();
    assert_eq!(after - before, usize::from(expected.is_ok()), "what is refused is not kept");
}

fn rung(village: &Village, now: UnixTime, who: &SubjectId) -> Rung {
    village.vault.at(now).with(who, &village.ask(), (), crate::tests::village::look::<Recommend>).unwrap().rung()
}

#[test]
fn from_the_first_notice_on_a_yes_answers_a_showing() {
    let village = village();
    let anna = subject("anna");
    check(&village, NOON, &anna, village.about(Kind::Grant), Ok(()));
    village.vault.at(NOON).publish(&notice(), false).unwrap();
    check(&village, NOON.plus(1), &anna, village.about(Kind::Grant), Err(StatementError::SnapshotDue));
    check(&village, NOON.plus(1), &anna, village.about(Kind::Withdraw), Ok(()));
    let elsewhere = Draft { actor: Actor::Import, ..village.about(Kind::Grant) };
    check(&village, NOON.plus(2), &anna, elsewhere, Ok(()));
    check(&village, NOON.plus(2), &anna, village.about_purpose(Kind::Grant, Train::KEY), Ok(()));
    let snapshot = shown(&village, NOON.plus(3), &anna);
    check(&village, NOON.plus(3), &anna, yes(&village, &snapshot), Ok(()));
}

#[test]
fn a_notice_of_our_own_pages_asks_nothing_of_programs() {
    let village = village();
    village.vault.at(NOON).publish(&notice(), true).unwrap();
    check(&village, NOON, &subject("anna"), village.about(Kind::Grant), Ok(()));
}

#[test]
fn a_snapshot_holds_once_soon_and_for_whom_it_was_shown_to() {
    let village = village();
    village.vault.at(NOON).publish(&notice(), false).unwrap();
    let (anna, ben) = (subject("anna"), subject("ben"));
    let snapshot = shown(&village, NOON, &anna);
    let bad = Err(StatementError::Snapshot);
    check(&village, NOON, &ben, yes(&village, &snapshot), bad);
    for at in 0..snapshot.len() {
        let mut forged = snapshot.clone().into_bytes();
        forged[at] = if forged[at] == b'0' { b'1' } else { b'0' };
        let draft = yes(&village, std::str::from_utf8(&forged).unwrap());
        check(&village, NOON, &anna, draft, bad);
    }
    for cut in [0, 5, 10, snapshot.len() - 2] {
        check(&village, NOON, &anna, yes(&village, &snapshot[..cut]), bad);
    }
    check(&village, NOON.plus(-1), &anna, yes(&village, &snapshot), bad);
    check(&village, NOON.plus(super::SNAPSHOT_SECONDS_MAX), &anna, yes(&village, &snapshot), bad);
    check(&village, NOON.plus(super::SNAPSHOT_SECONDS_MAX - 1), &anna, yes(&village, &snapshot), Ok(()));
    let again = NOON.plus(super::SNAPSHOT_SECONDS_MAX - 1);
    check(&village, again, &anna, yes(&village, &snapshot), Err(StatementError::SnapshotUsed));
}

#[test]
fn one_showing_answers_several_questions_in_one_breath() {
    let village = village();
    let both = Notice {
        purposes: vec![told(Recommend::KEY, &["activity.purchase"]), told(Train::KEY, &["activity.purchase"])],
        ..notice()
    };
    village.vault.at(NOON).publish(&both, false).unwrap();
    let anna = subject("anna");
    let snapshot = shown(&village, NOON, &anna);
    let train = Draft { snapshot: Some(snapshot.clone()), ..village.about_purpose(Kind::Grant, Train::KEY) };
    village.say(NOON, &anna, &[yes(&village, &snapshot), train.clone()], &village.facts());
    check(&village, NOON.plus(1), &anna, train, Err(StatementError::SnapshotUsed));
}

#[test]
fn a_no_needs_no_snapshot_and_none_can_hinder_it() {
    let village = village();
    village.vault.at(NOON).publish(&notice(), false).unwrap();
    let anna = subject("anna");
    let snapshot = shown(&village, NOON, &anna);
    check(&village, NOON, &anna, yes(&village, &snapshot), Ok(()));
    for (n, token) in ["", "assent_sn_00", snapshot.as_str()].into_iter().enumerate() {
        let no = Draft { snapshot: Some(token.to_owned()), ..village.about(Kind::Withdraw) };
        check(&village, NOON.plus(1 + n as i64), &anna, no, Ok(()));
    }
    check(&village, NOON.plus(9), &anna, yes(&village, &snapshot), Err(StatementError::SnapshotUsed));
    assert_eq!(rung(&village, NOON.plus(9), &anna), Rung::Contextual);
}

#[test]
fn a_yes_reaches_no_further_than_the_notice_told() {
    let village = village();
    village.vault.at(NOON).publish(&notice(), false).unwrap();
    let anna = subject("anna");
    let snapshot = shown(&village, NOON, &anna);
    let view = village.vault.policy().category("activity.view").map(|c| c.id);
    let mut beyond = yes(&village, &snapshot);
    beyond.scope.category = view;
    check(&village, NOON, &anna, beyond, Err(StatementError::NotTold));
    let train = Draft { snapshot: Some(snapshot.clone()), ..village.about_purpose(Kind::Grant, Train::KEY) };
    check(&village, NOON, &anna, train, Err(StatementError::NotTold));
    check(&village, NOON, &anna, yes(&village, &snapshot), Ok(()));
    let ask = village.ask();
    let allowed = village.vault.at(NOON.plus(1)).effective(&anna, &ask).unwrap();
    let open: Vec<_> =
        allowed.iter().filter(|e| e.reasons.allow()).map(|e| (e.purpose.as_str(), e.category.as_str())).collect();
    assert!(open.contains(&("recommend", "activity.purchase")), "{open:?}");
    assert!(
        !open.iter().any(|(purpose, category)| *purpose == "recommend" && *category != "activity.purchase"),
        "{open:?}"
    );
}

#[test]
fn what_changes_in_substance_ends_the_yeses_before_and_nothing_else_does() {
    let wider: [(&str, Change); 6] = [
        ("more data", |n| n.purposes[0].categories.push("activity.view".to_owned())),
        ("a recipient", |n| n.purposes[0].recipients.push("An Agency".to_owned())),
        ("a longer time", |n| n.purposes[0].retention_days += 1),
        ("another controller", |n| n.controller = "Another Shop".to_owned()),
        ("fewer rights", |n| n.rights.clear()),
        ("as it says itself", |n| n.material.push(Recommend::KEY.to_owned())),
    ];
    let same: [(&str, Change); 5] = [
        ("less data", |n| n.purposes[0].categories.clear()),
        ("a shorter time", |n| n.purposes[0].retention_days -= 1),
        ("other words", |n| n.locales.get_mut("en").unwrap().title = "Hello".to_owned()),
        ("more rights", |n| n.rights.push("port".to_owned())),
        ("another purpose", |n| n.purposes.push(told(Train::KEY, &["activity.purchase"]))),
    ];
    let cases = wider.iter().map(|c| (c, Rung::Contextual)).chain(same.iter().map(|c| (c, Rung::Personal)));
    for ((name, change), expected) in cases {
        let village = village();
        village.vault.at(NOON).publish(&notice(), false).unwrap();
        let anna = subject("anna");
        let snapshot = shown(&village, NOON, &anna);
        check(&village, NOON, &anna, yes(&village, &snapshot), Ok(()));
        village.did(NOON, &anna, &[bought("tea", NOON)]);
        assert_eq!(rung(&village, NOON.plus(1), &anna), Rung::Personal, "{name}");
        let stale = shown(&village, NOON.plus(1), &anna);
        let mut next = notice();
        change(&mut next);
        let published = village.vault.at(NOON.plus(2)).publish(&next, false).unwrap();
        assert_eq!((published.version, published.new), (2, true), "{name}");
        assert_eq!(rung(&village, NOON.plus(3), &anna), expected, "{name}");
        let outdated = if expected == Rung::Personal { Ok(()) } else { Err(StatementError::NoticeOutdated) };
        check(&village, NOON.plus(3), &anna, yes(&village, &stale), outdated);
        let fresh = shown(&village, NOON.plus(4), &anna);
        check(&village, NOON.plus(4), &anna, yes(&village, &fresh), Ok(()));
        assert_eq!(
            rung(&village, NOON.plus(5), &anna),
            Rung::Personal,
            "{name}: the history from before was told, too"
        );
    }
}

#[test]
fn a_verdict_is_found_again_by_the_notices_that_there_were() {
    let village = village();
    village.vault.at(NOON).publish(&notice(), false).unwrap();
    let anna = subject("anna");
    let snapshot = shown(&village, NOON, &anna);
    check(&village, NOON, &anna, yes(&village, &snapshot), Ok(()));
    village.did(NOON, &anna, &[bought("tea", NOON)]);
    let receipt = || village.ask_about(&anna).unwrap().receipt();
    let open = receipt();
    let mut next = notice();
    next.purposes[0].recipients.push("An Agency".to_owned());
    village.vault.at(LATER).publish(&next, false).unwrap();
    let closed = receipt();
    for (id, asked) in [(open, 3), (closed, 4)] {
        assert_eq!(village.vault.at(LATER).recheck_receipt(id).unwrap(), Some(crate::Recheck::Same(asked)));
    }
    let gates = |id| village.vault.at(LATER).receipt(Some(&anna), id).unwrap().unwrap().first.gates;
    assert_ne!(gates(open), gates(closed));
}

#[test]
fn a_purpose_that_the_latest_version_no_longer_tells_of_rests() {
    let village = village();
    let both = Notice {
        purposes: vec![told(Recommend::KEY, &["activity.purchase"]), told(Train::KEY, &["activity.purchase"])],
        ..notice()
    };
    village.vault.at(NOON).publish(&both, false).unwrap();
    let anna = subject("anna");
    let snapshot = shown(&village, NOON, &anna);
    check(&village, NOON, &anna, yes(&village, &snapshot), Ok(()));
    village.did(NOON, &anna, &[bought("tea", NOON)]);
    let other = Notice { purposes: vec![told(Train::KEY, &["activity.purchase"])], ..notice() };
    village.vault.at(NOON.plus(1)).publish(&other, false).unwrap();
    assert_eq!(rung(&village, NOON.plus(2), &anna), Rung::Contextual);
    let reasons = village.vault.at(NOON.plus(2)).effective(&anna, &village.ask()).unwrap();
    let recommend = reasons.iter().find(|e| e.purpose == "recommend" && e.category == "activity.purchase").unwrap();
    assert!(recommend.reasons.has(Code::NoValidGrant));
}

#[test]
fn the_same_notice_again_is_the_version_that_it_has() {
    let village = village();
    let first = village.vault.at(NOON).publish(&notice(), false).unwrap();
    let again = village.vault.at(NOON.plus(DAY)).publish(&notice(), false).unwrap();
    assert_eq!((again.version, again.new, again.published_at), (1, false, first.published_at));
    let (published, bytes) = village.vault.notice("shop", Some(1)).unwrap().unwrap();
    assert_eq!(published.hash, crate::receipts::hex(&crate::seal::sha256(&bytes)));
    assert_eq!(village.vault.notice("shop", Some(2)).unwrap(), None);
    assert_eq!(village.vault.notice("shop", Some(0)).unwrap(), None);
    assert_eq!(village.vault.notice("pub", None).unwrap(), None);
}

#[test]
fn what_was_published_and_said_is_so_after_a_restart() {
    let keys = tempfile::tempdir().unwrap();
    let first = village_at(keys.path(), std::sync::Arc::default()).unwrap();
    first.vault.at(NOON).publish(&notice(), false).unwrap();
    let anna = subject("anna");
    let snapshot = shown(&first, NOON, &anna);
    check(&first, NOON, &anna, yes(&first, &snapshot), Ok(()));
    first.did(NOON, &anna, &[bought("tea", NOON)]);
    let unanswered = shown(&first, NOON.plus(1), &anna);
    let ground = first.ground.clone();
    drop(first);
    let second = village_at(keys.path(), ground).unwrap();
    assert_eq!(second.vault.notices().len(), 1);
    assert_eq!(rung(&second, NOON.plus(2), &anna), Rung::Personal);
    check(&second, NOON.plus(2), &anna, yes(&second, &unanswered), Ok(()));
    let said = second.vault.at(NOON.plus(3)).open_to_subject(&anna).unwrap().unwrap();
    assert_eq!(said.notices, [("shop".to_owned(), 1, NOON.plus(1))]);
    let named = &said.statements[0].evidence.notice;
    assert!(named.starts_with("shop 1 en sha256:") && named.len() == 17 + 64, "{named}");
}

#[test]
fn nothing_is_kept_of_a_stranger_who_is_shown_a_notice() {
    let village = village();
    village.vault.at(NOON).publish(&notice(), false).unwrap();
    let anna = subject("anna");
    shown(&village, NOON, &anna);
    assert!(village.vault.at(NOON).open_to_subject(&anna).unwrap().is_none());
}

#[test]
fn what_was_shown_before_somebody_was_forgotten_does_not_bring_them_back() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    village.vault.at(NOON).publish(&notice(), false).unwrap();
    let before = shown(&village, NOON.plus(5), &anna);
    village.vault.at(NOON.plus(6)).forget(&anna).unwrap();
    let draft = yes(&village, &before);
    let refused = village.vault.at(NOON.plus(7)).record(&anna, &[draft], &village.facts());
    assert!(matches!(refused, Err(VaultError::Statement(StatementError::Snapshot))));
    let after = shown(&village, NOON.plus(8), &anna);
    check(&village, NOON.plus(8), &anna, yes(&village, &after), Ok(()));
}

/// Two names of one person, verified under both, who each answered a showing of the notice, unless they answered none.
fn two_who_answered(village: &Village, both: bool) -> [SubjectId; 2] {
    let pair = ["anna", "again"].map(subject);
    for (at, who) in pair.iter().enumerate() {
        let contact = Identifier::parse(IdentifierKind::Contact, &format!("{}@village.example", who.as_str())).unwrap();
        let link = Link { identifier: contact, verified: Some("a letter that was answered".to_owned()) };
        village.vault.at(NOON).link(who, &link).unwrap();
        let snapshot = shown(village, NOON, who);
        let draft = if both || at == 0 { yes(village, &snapshot) } else { village.about(Kind::Refuse) };
        let draft = if both || at == 0 { draft } else { Draft { scope: elsewhere(village), ..draft } };
        check(village, NOON.plus(1), who, draft, Ok(()));
        village.did(NOON.plus(2), who, &[bought("tea", NOON.plus(2))]);
    }
    pair
}

fn elsewhere(village: &Village) -> domain::Scope {
    village.about_purpose(Kind::Refuse, "ads").scope
}

#[test]
fn a_yes_to_a_notice_that_a_merge_did_not_keep_stays_so_and_one_that_both_gave_goes_on_until_the_notice_changes() {
    for both in [false, true] {
        let village = village();
        village.vault.at(NOON).publish(&notice(), false).unwrap();
        let [anna, again] = two_who_answered(&village, both);
        assert_eq!(rung(&village, NOON.plus(3), &anna), Rung::Personal);
        village.vault.at(NOON.plus(4)).merge(&anna, &again).unwrap();
        let due = if both { Rung::Personal } else { Rung::Contextual };
        assert_eq!(rung(&village, NOON.plus(5), &again), due);
        let mut next = notice();
        next.material.push(Recommend::KEY.to_owned());
        village.vault.at(NOON.plus(6)).publish(&next, false).unwrap();
        assert_eq!(rung(&village, NOON.plus(7), &anna), Rung::Contextual);
        let snapshot = shown(&village, NOON.plus(8), &again);
        check(&village, NOON.plus(9), &again, yes(&village, &snapshot), Ok(()));
        assert_eq!(rung(&village, NOON.plus(10), &anna), Rung::Personal, "shown under one name, answered for the one");
    }
}

#[test]
fn a_showing_keeps_its_language_by_its_code_and_one_from_before_is_read_by_its_number() {
    let shown = |lang| Shown {
        notice: NoticeId(3),
        version: 300,
        lang,
        served_at: NOON,
        serial: u64::MAX,
        told: CategorySet::default(),
    };
    let check = |code: &str, number: Option<u8>| {
        let shown = shown(Lang::parse(code).unwrap());
        let bytes = postcard::to_stdvec(&shown).unwrap();
        assert_eq!(postcard::from_bytes::<Shown>(&bytes).unwrap(), shown, "{code}");
        let written = [&[u8::try_from(code.len()).unwrap()], code.as_bytes()].concat();
        let at = bytes.windows(written.len()).position(|window| window == written).unwrap();
        if let Some(number) = number {
            let old = [&bytes[..at], &[number], &bytes[at + written.len()..]].concat();
            assert_eq!(postcard::from_bytes::<Shown>(&old).unwrap(), shown, "{code} as {number}");
        }
        let strange = [&bytes[..at], &[3], b"e/n", &bytes[at + written.len()..]].concat();
        assert!(postcard::from_bytes::<Shown>(&strange).is_err());
        let document = serde_json::to_value(shown.lang).unwrap();
        assert_eq!((&document, serde_json::from_value::<Lang>(document.clone()).unwrap()), (&code.into(), shown.lang));
    };
    check("en", Some(0));
    check("de", Some(1));
    check("zh-Hant-TW", None);
}
