//! Disclosing: what may leave for whom, each yes beside its noes, and what a person is shown of it.

use super::copies::open;
use super::village::{DAY, Ground, LATER, NOON, Village, Wish, bought, item, looked_at, subject, village};
use crate::{
    ALONE_PEOPLE_MAX, Dispatched, Draft, FileAsked, Idle, PersonFacts, RETAIN_ENTRIES_MAX, Recipient, RecipientTerms,
    Region, Role, VaultError, place,
};
use domain::{ChannelId, Kind, Lang, Notice, Scope, SubjectId, Told, UnixTime};
use std::sync::Arc;
use store::Store;

/// A recipient for `recommend`, with everything that is due.
pub struct Agency {
    pub key: &'static str,
    pub terms: RecipientTerms,
}

impl Agency {
    pub fn new(key: &'static str) -> Self {
        let terms = RecipientTerms {
            name: key.to_uppercase(),
            role: Role::Processor,
            purposes: vec!["recommend".to_owned()],
            categories: vec!["activity.purchase".to_owned(), "activity.view".to_owned()],
            regions: vec![Region { key: "eu".to_owned(), safeguard: None }],
            contract: "of last spring".to_owned(),
            contract_until: NOON.plus(400 * DAY),
            security: "a report of an auditor".to_owned(),
            review_at: NOON.plus(300 * DAY),
            sub_processors: vec![],
            deletion_url: format!("https://{key}.example/delete"),
            webhook_url: Some(format!("https://{key}.example/hook")),
        };
        Self { key, terms }
    }

    /// Registered, and named in the notice that these people are shown.
    pub fn told(village: &Village, people: &[&SubjectId]) -> Self {
        let agency = Self::new("agency");
        agency.put(village);
        tell(village, &["AGENCY"], people);
        agency
    }

    pub fn put(&self, village: &Village) -> Recipient {
        village.vault.at(NOON).put_recipient(self.key, self.terms.clone()).unwrap().0
    }

    /// The people of whom something is in a file for `recommend`.
    pub fn file(&self, village: &Village, now: UnixTime) -> Vec<serde_json::Value> {
        let part = match village.vault.at(now).hand_over(&asked(self.key)) {
            Err(VaultError::Untold) => None,
            part => part.unwrap(),
        };
        let lines = part.map(|part| part.lines).unwrap_or_default();
        lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Sends what is due, and has it taken.
    #[track_caller]
    pub fn sends(&self, village: &Village, now: UnixTime, count: usize) -> Vec<serde_json::Value> {
        village.vault.at(now).queue_up().unwrap();
        let Dispatched { parcels, .. } = village.vault.at(now).dispatch(100).unwrap();
        assert_eq!(parcels.len(), count);
        let take = |parcel: crate::Parcel| {
            village.vault.at(now).fared(parcel.ticket, None).unwrap();
            serde_json::from_slice(&parcel.body).unwrap()
        };
        parcels.into_iter().map(take).collect()
    }
}

/// A whole file for `recommend`, on the word of one person.
pub fn asked(key: &str) -> FileAsked {
    let (recipient, purpose) = (key.to_owned(), "recommend".to_owned());
    let by = "01010101".to_owned();
    FileAsked { recipient, purpose, from: [0; 16], by, approval: None, alone_max: ALONE_PEOPLE_MAX }
}

/// Publishes a notice of our own pages that names recipients for `recommend`, and shows it.
pub fn tell(village: &Village, recipients: &[&str], people: &[&SubjectId]) {
    let told = Told {
        purpose: "recommend".to_owned(),
        categories: ["activity.purchase", "activity.view"].map(str::to_owned).to_vec(),
        recipients: recipients.iter().map(|name| (*name).to_owned()).collect(),
        retention_days: 30,
    };
    let notice = Notice { purposes: vec![told], ..crate::notice::plain_notice() };
    village.vault.at(NOON).publish(&notice, true).unwrap();
    for who in people {
        village.vault.at(NOON.plus(1)).show_notice(who, &notice.key, Lang::EN).unwrap().unwrap();
    }
}

fn about(village: &Village, kind: Kind, scope: impl Fn(&mut Scope)) -> Draft {
    let mut draft = village.about(kind);
    scope(&mut draft.scope);
    draft
}

#[test]
fn nothing_leaves_where_nobody_is_registered() {
    let village = village();
    village.named("anna", Wish::SaidYes);
    assert_eq!(village.vault.at(LATER).queue_up().unwrap(), 0);
    assert!(village.vault.at(LATER).dispatch(100).unwrap().parcels.is_empty());
    assert!(village.vault.at(LATER).hand_over(&asked("agency")).unwrap().is_none());
    assert!(village.vault.recipients().is_empty());
}

#[test]
fn a_file_holds_those_who_said_yes_and_of_them_as_little_as_tells_it() {
    let village = village();
    let wishes = [
        Wish::SaidNothing,
        Wish::SaidYes,
        Wish::SaidNo,
        Wish::Withdrew,
        Wish::SaidYesLongAgo,
        Wish::WantsARest,
        Wish::TurnedOutToBeAChild,
        Wish::WasForgotten,
    ];
    let people = wishes.map(|wish| village.person(wish));
    let agency = Agency::told(&village, &people.each_ref());
    let file = agency.file(&village, LATER);
    assert_eq!(file.len(), 1);
    let held = village.vault.at(LATER).open_to_subject(&subject("SaidYes")).unwrap().unwrap();
    let line = &held.disclosures[0];
    let expected = serde_json::json!({
        "subject": line.pseudonym,
        "purpose": "recommend",
        "activity": [
            { "item": "tea", "verb": "purchase", "category": "activity.purchase", "time": NOON.0, "quantity": 1, "rating_tenths": null },
            { "item": "cup", "verb": "view", "category": "activity.view", "time": NOON.0, "quantity": 1, "rating_tenths": null },
        ],
    });
    assert_eq!(file[0], expected);
    assert_eq!((held.disclosures.len(), line.name.as_str(), line.handed.count()), (1, "AGENCY", 2));
    assert_eq!((line.at, held.recipients[0].key.as_str()), (LATER, "agency"));
    assert_eq!(line.digest, crate::receipts::hex(&crate::seal::sha256(file[0].to_string().as_bytes())));
}

/// Anna, who said yes and was told: how much of hers is in a file after something changed.
#[track_caller]
fn check(expected: usize, change: impl Fn(&Village, &SubjectId, &mut Agency)) {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    let mut agency = Agency::told(&village, &[&anna]);
    change(&village, &anna, &mut agency);
    agency.put(&village);
    let acts: usize = agency.file(&village, LATER).iter().map(|l| l["activity"].as_array().unwrap().len()).sum();
    assert_eq!(acts, expected);
    let lines = village.log(village.vault.partition(&anna)).iter().filter(|e| e.kind == place::DISCLOSURE).count();
    assert_eq!(lines, usize::from(expected > 0), "a line for what left, and for nothing else");
}

#[test]
fn what_the_register_lacks_leaves_nothing() {
    check(2, |_, _, _| {});
    check(0, |_, _, agency| agency.terms.contract_until = LATER);
    check(2, |_, _, agency| agency.terms.contract_until = LATER.plus(1));
    check(0, |_, _, agency| agency.terms.review_at = LATER);
    check(0, |_, _, agency| agency.terms.security = " ".to_owned());
    check(0, |_, _, agency| agency.terms.purposes = vec!["measure".to_owned()]);
    check(1, |_, _, agency| agency.terms.categories = vec!["activity.purchase".to_owned()]);
    check(0, |_, _, agency| agency.terms.categories = vec!["trait.interest".to_owned()]);
    check(0, |_, _, agency| agency.terms.regions[0].key = "us".to_owned());
    check(2, |_, _, agency| {
        agency.terms.regions[0] = Region { key: "us".to_owned(), safeguard: Some("clauses".to_owned()) };
    });
    check(0, |_, _, agency| agency.terms.name = "Somebody Else".to_owned());
}

#[test]
fn what_the_person_said_or_was_not_told_leaves_nothing() {
    let says = |village: &Village, anna: &SubjectId, draft: Draft| {
        village.say(LATER.plus(-1), anna, &[draft], &village.facts());
    };
    check(0, |village, anna, _| says(village, anna, village.about(Kind::Withdraw)));
    check(0, |village, anna, _| {
        let other = village.vault.recipients()[0].number;
        says(village, anna, about(village, Kind::Withdraw, |s| (s.purpose, s.recipient) = (None, Some(Some(other)))));
    });
    check(2, |village, anna, _| {
        says(village, anna, about(village, Kind::Withdraw, |s| s.recipient = Some(Some(domain::RecipientId(7)))));
    });
    check(0, |village, anna, _| {
        says(village, anna, about(village, Kind::Withdraw, |s| s.channel = Some(ChannelId(0))))
    });
    check(1, |village, anna, _| assert!(village.vault.at(LATER).hide(anna, &item("tea"), true).unwrap()));
    check(0, |village, anna, _| {
        let paused = PersonFacts { paused: Some(true), ..village.facts() };
        village.say(LATER.plus(-1), anna, &[], &paused);
    });
    check(0, |village, anna, _| tell(village, &[], &[anna]));
    check(0, |village, anna, _| {
        village.vault.at(LATER).forget(anna).unwrap();
    });
}

#[test]
fn a_third_party_is_kept_out_by_a_signal_that_a_processor_is_not_touched_by() {
    let signals = |village: &Village, anna: &SubjectId| village.vault.at(LATER.plus(-1)).see_opt_out(anna).unwrap();
    check(2, |village, anna, _| signals(village, anna));
    check(2, |_, _, agency| agency.terms.role = Role::Controller);
    check(0, |village, anna, agency| {
        signals(village, anna);
        agency.terms.role = Role::Controller;
    });
}

#[test]
fn whoever_is_taken_off_receives_nothing_and_comes_back_as_somebody_new() {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    let agency = Agency::told(&village, &[&anna]);
    let first = village.vault.recipients()[0].clone();
    let name = agency.file(&village, LATER)[0]["subject"].clone();
    assert!(village.vault.at(LATER).remove_recipient("agency").unwrap());
    assert!(!village.vault.at(LATER).remove_recipient("agency").unwrap());
    assert!(agency.file(&village, LATER).is_empty());
    let second = agency.put(&village);
    assert_eq!((first.number.0, second.number.0, first.idle(LATER)), (0, 1, None));
    assert_eq!(village.vault.recipients()[0].idle(LATER), Some(Idle::Removed));
    assert_ne!(village.vault.webhook_secret(&first), village.vault.webhook_secret(&second));
    assert_ne!(agency.file(&village, LATER)[0]["subject"], name, "what they knew her by is of no use any more");
}

#[test]
fn two_recipients_can_not_join_what_they_were_given_nor_one_what_lies_on_both_sides_of_an_erasure() {
    let village = village();
    let (anna, ben) = (village.named("anna", Wish::SaidYes), village.named("ben", Wish::SaidYes));
    let (one, other) = (Agency::new("one"), Agency::new("other"));
    one.put(&village);
    other.put(&village);
    tell(&village, &["ONE", "OTHER"], &[&anna, &ben]);
    let mut names: Vec<_> = [&one, &other].iter().flat_map(|agency| agency.file(&village, LATER)).collect();
    assert_eq!(one.file(&village, LATER)[0]["subject"], names[0]["subject"], "the same each time");
    village.vault.at(LATER.plus(1)).forget(&anna).unwrap();
    let back = Draft { client_at: Some(LATER.plus(3)), ..village.about(Kind::Grant) };
    village.say(LATER.plus(3), &anna, &[back], &village.facts());
    tell(&village, &["ONE"], &[&anna]);
    village.did(LATER.plus(4), &anna, &[bought("pot", LATER.plus(4))]);
    names.extend(one.file(&village, LATER.plus(5)).into_iter().filter(|line| line["activity"][0]["item"] == "pot"));
    let mut distinct: Vec<_> = names.iter().map(|line| line["subject"].as_str().unwrap()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!((names.len(), distinct.len()), (5, 5));
}

#[test]
fn an_older_copy_of_the_data_brings_no_recipient_back() {
    let (keys, grounds) = (tempfile::tempdir().unwrap(), [Arc::new(Ground::default()), Arc::new(Ground::default())]);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    Agency::new("agency").put(&village);
    village.vault.at(LATER).remove_recipient("agency").unwrap();
    drop(village);
    let village = open(keys.path(), &grounds[0], &grounds[1]).unwrap();
    assert_eq!(village.vault.recipients()[0].idle(LATER), Some(Idle::Removed), "the register is beside the keys");
    let blob = grounds[0].memory.blob("vault/recipients").unwrap();
    assert!(blob.is_none() && grounds[1].memory.blob("vault/recipients").unwrap().is_some());
}

#[test]
fn lines_go_after_their_time_but_for_the_last_to_each_recipient() {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    let agency = Agency::told(&village, &[&anna]);
    for at in [1, 2] {
        assert_eq!(agency.file(&village, LATER.plus(at)).len(), 1);
    }
    let unlogged = village.vault.unlogged().unwrap();
    let next = crate::LogState { size: 1, ..crate::LogState::default() };
    assert_eq!(unlogged.happened.iter().filter(|one| one.what == crate::Happening::Use).count(), 2);
    unlogged.enter(&[b"leaf".to_vec()], next, "village\n").unwrap();
    for day in (0..=1_100).step_by(25) {
        village.vault.at(LATER.plus(day * DAY)).retain(RETAIN_ENTRIES_MAX, false).unwrap();
    }
    let held = village.vault.at(LATER.plus(1_101 * DAY)).open_to_subject(&anna).unwrap().unwrap();
    assert_eq!(held.disclosures.iter().map(|line| line.at).collect::<Vec<_>>(), [LATER.plus(2)]);
    let erasure = village.vault.at(LATER.plus(1_102 * DAY)).forget(&anna).unwrap();
    assert!(erasure.receipt.unwrap().contains("\nrecipients 1\n"), "who has it still is told");
}

#[test]
fn what_was_merged_is_told_under_both_names() {
    let village = village();
    let (anna, ben) = (village.named("anna", Wish::SaidYes), village.named("ben", Wish::SaidYes));
    let agency = Agency::told(&village, &[&anna, &ben]);
    let names: Vec<_> = agency.file(&village, LATER).iter().map(|line| line["subject"].clone()).collect();
    village.did(LATER.plus(1), &ben, &[looked_at("pan", LATER.plus(1))]);
    village.vault.at(LATER.plus(1)).queue_up().unwrap();
    village.vault.at(LATER.plus(2)).merge(&anna, &ben).unwrap();
    let held = village.vault.at(LATER.plus(3)).open_to_subject(&anna).unwrap().unwrap();
    // Neither was verified, so that both yeses end: that is told under each name, too.
    assert_eq!((held.disclosures.len(), held.outbox.len()), (2, 3));
    village.vault.at(LATER.plus(4)).forget(&anna).unwrap();
    let told = agency.sends(&village, LATER.plus(5), 2);
    let mut told: Vec<_> = told.iter().map(|message| message["data"]["subject"].clone()).collect();
    told.sort_by_key(ToString::to_string);
    let mut names = names;
    names.sort_by_key(ToString::to_string);
    assert_eq!(told, names);
}
