//! Requests: each step where it belongs and nowhere else, the clocks of the law, and a clock that is set back.

use super::{Asked, AskedBy, CALLBACKS_PER_AGENT_MAX, REQUESTS_MAX, Request, RequestError, Step, Telling, ToldBack};
use crate::tests::village::{DAY, LATER, Village, Wish, subject, village};
use crate::{Failure, VaultError, place};
use domain::{JurisdictionId, RequestId, RequestKind, Stage, UnixTime};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::LazyLock;
use store::{Batch, Expect, PartitionKey, Store as _, Write};

fn says() -> String {
    "because of this".to_owned()
}

fn asked(kind: RequestKind, by: AskedBy) -> Asked {
    Asked { kind, by, says: "please".to_owned(), about: None, id: None, agents_id: None }
}

/// A request of somebody in these places.
fn request(kind: RequestKind, by: AskedBy, places: &[&str]) -> Request {
    let village = village();
    let who = subject("anna");
    let policy = village.vault.policy();
    let jurisdictions: Vec<JurisdictionId> = places.iter().map(|key| policy.jurisdiction(key)).collect();
    let facts = crate::PersonFacts { jurisdictions, ..crate::PersonFacts::default() };
    village.say(LATER, &who, &[village.about(domain::Kind::Refuse)], &facts);
    village.vault.at(LATER).ask_for(&who, &asked(kind, by), None).unwrap()
}

fn days(request: &Request) -> i64 {
    request.due_at.since(request.received_at) / DAY
}

#[test]
fn the_shortest_clock_of_the_places_that_claim_a_person_runs() {
    use RequestKind::{Access, Appeal, Complaint, Object, OptOut};
    let check = |kind, places: &[&str], due, law: &str, extension, stop| {
        let request = request(kind, AskedBy::Operator, places);
        let found = (days(&request), request.law.as_str(), request.extension_seconds / DAY, request.stop_seconds / DAY);
        assert_eq!(found, (due, law, extension, stop), "{kind:?} in {places:?}");
    };
    check(Access, &["eu"], 30, "eu", 60, 30);
    check(Access, &["de"], 30, "de", 60, 30);
    check(Access, &["us-ca"], 45, "us-ca", 45, 0);
    check(Access, &["us-ca", "eu"], 30, "eu", 45, 0);
    check(Access, &[], 15, "zz-strict", 0, 0);
    check(Complaint, &["uk"], 30, "uk", 60, 30);
    check(OptOut, &["us-ca"], 15, "us-ca", 0, 0);
    check(Object, &["eu"], 0, "eu", 0, 0);
    check(Appeal, &["us-or"], 45, "us-or", 45, 0);
    check(Appeal, &["us-ct"], 60, "us-ct", 45, 0);
}

#[test]
fn a_step_may_be_taken_where_it_follows_and_nowhere_else() {
    let start = || request(RequestKind::Complaint, AskedBy::Operator, &["eu"]);
    let check = |steps: &[Step], due: Result<Stage, RequestError>| {
        let walk = steps.iter().try_fold(start(), |request, step| request.advance(step, LATER.plus(5)));
        assert_eq!(walk.map(|request| request.stage), due, "{steps:?}");
    };
    let (extend, finish) = (Step::Extend { says: says() }, Step::Finish { says: says() });
    let (refuse, back) = (Step::Refuse { says: says() }, Step::AskBack { says: says() });
    check(&[Step::Start, extend.clone(), finish.clone()], Ok(Stage::Done));
    check(&[back.clone(), Step::Answered, refuse.clone()], Ok(Stage::Refused));
    check(&[extend.clone(), back.clone(), Step::Answered], Ok(Stage::Extended));
    check(&[Step::Tell { says: says() }], Ok(Stage::Received));
    check(&[Step::Start, Step::Start], Err(RequestError::Order));
    check(&[Step::Answered], Err(RequestError::Order));
    check(&[Step::IdentityProven], Err(RequestError::Order));
    check(&[back.clone(), finish.clone()], Err(RequestError::Order));
    check(&[back.clone(), back], Err(RequestError::Order));
    check(&[extend.clone(), extend.clone()], Err(RequestError::Extension));
    for closed in [finish, refuse, Step::Revoke] {
        check(&[closed, Step::Tell { says: says() }], Err(RequestError::Closed));
    }
    check(&[Step::Extend { says: " ".to_owned() }], Err(RequestError::Silent));
    let late = start().advance(&extend, LATER.plus(31 * DAY));
    assert_eq!(late, Err(RequestError::Extension), "the person has to hear of it in time");
}

#[test]
fn nobody_is_asked_who_they_are_for_a_no_or_with_their_own_token() {
    let check = Step::CheckIdentity { says: says() };
    for kind in RequestKind::ALL {
        for by in [AskedBy::Person, AskedBy::Operator, AskedBy::Agent("AGENT".to_owned())] {
            let may =
                !kind.is_no() && by != AskedBy::Person && !matches!(kind, RequestKind::Complaint | RequestKind::Appeal);
            let stepped = Request { kind, by: by.clone(), ..STARTS[1].clone() }.advance(&check, LATER);
            assert_eq!(stepped.map_err(|error| error == RequestError::Identity).is_ok(), may, "{kind:?} {by:?}");
        }
    }
}

#[test]
fn the_clock_stands_still_where_the_law_lets_it_and_no_longer() {
    let check = |places: &[&str], waited: i64, moved: i64| {
        let request = request(RequestKind::Access, AskedBy::Operator, places);
        let due = request.due_at;
        let asked = request.advance(&Step::CheckIdentity { says: says() }, LATER.plus(DAY)).unwrap();
        let proven = asked.advance(&Step::IdentityProven, LATER.plus(DAY + waited * DAY)).unwrap();
        assert_eq!((proven.due_at.since(due) / DAY, proven.stopped_at), (moved, None), "{places:?}");
        assert!(proven.is_overdue(proven.due_at.plus(1)) && !proven.is_overdue(proven.due_at));
    };
    check(&["eu"], 7, 7);
    check(&["eu"], 90, 30);
    check(&["us-ca"], 7, 0);
    check(&["eu", "us-ca"], 7, 0);
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::CheckIdentity { says: says() }),
        Just(Step::IdentityProven),
        Just(Step::AskBack { says: says() }),
        Just(Step::Answered),
        Just(Step::Start),
        Just(Step::Extend { says: says() }),
        Just(Step::Finish { says: says() }),
        Just(Step::Refuse { says: says() }),
        Just(Step::Tell { says: says() }),
        Just(Step::Revoke),
    ]
}

/// A request in each of a few places.
static STARTS: LazyLock<[Request; 3]> =
    LazyLock::new(|| ["eu", "us-ca", "uk"].map(|place| request(RequestKind::Access, AskedBy::Operator, &[place])));

proptest! {
    #[test]
    fn no_date_lies_before_the_one_it_came_in_at_whatever_the_clock_does(
        steps in vec((any_step(), -400..400_i64), 0..12),
        place in 0..3_usize,
    ) {
        let start = STARTS[place].clone();
        let (received, due) = (start.received_at, start.due_at);
        let longest = due.plus(start.extension_seconds + start.stop_seconds);
        let mut request = start;
        for (step, days) in steps {
            request = request.clone().advance(&step, LATER.plus(days * DAY)).unwrap_or(request);
            let dates = request.told.iter().map(|told| told.at).chain(request.closed_at).chain(request.stopped_at);
            prop_assert!(dates.chain([request.due_at]).all(|at| at >= received));
            prop_assert!(request.told.is_sorted_by_key(|told| told.at));
            prop_assert!(request.due_at >= due && request.due_at <= longest);
            prop_assert_eq!(request.stage.is_closed(), request.closed_at.is_some());
        }
    }
}

// === kept, found, handed on, gone ===

fn ask(village: &Village, name: &str, kind: RequestKind, done: Option<&str>) -> Request {
    let done = done.map(|says| Step::Finish { says: says.to_owned() });
    village.vault.at(LATER).ask_for(&subject(name), &asked(kind, AskedBy::Person), done.as_ref()).unwrap()
}

#[test]
fn the_queue_holds_what_waits_for_the_shop_and_the_person_sees_all_of_theirs() {
    let village = village();
    village.named("anna", Wish::SaidYes);
    let done = ask(&village, "anna", RequestKind::Access, Some("here it is"));
    assert_eq!((done.stage, done.closed_at), (Stage::Done, Some(LATER)));
    let open = ask(&village, "anna", RequestKind::HumanReview, None);
    ask(&village, "a-stranger", RequestKind::Complaint, None);
    let at = village.vault.at(LATER.plus(DAY));
    let queue = at.queue().unwrap();
    let waiting: Vec<_> = queue.iter().map(|one| (one.subject.as_str(), one.request.kind)).collect();
    // The stranger's place is not known, so the strictest clock runs.
    assert_eq!(waiting, [("a-stranger", RequestKind::Complaint), ("anna", RequestKind::HumanReview)]);
    let step = |who: &str, step: &Step| at.step(&subject(who), open.id, step);
    assert!(step("a-stranger", &Step::Start).unwrap().is_none(), "not theirs");
    let closed = step("anna", &Step::Finish { says: "we looked".to_owned() }).unwrap().unwrap();
    assert_eq!(closed.stage, Stage::Done);
    assert!(matches!(step("anna", &Step::Revoke), Err(VaultError::Request(RequestError::Closed))));
    assert_eq!(at.queue().unwrap().len(), 1);
    let own: Vec<_> = at.requests(&subject("anna")).unwrap().iter().map(|one| (one.kind, one.stage)).collect();
    assert_eq!(own, [(RequestKind::Access, Stage::Done), (RequestKind::HumanReview, Stage::Done)]);
    assert!(at.requests(&subject("nobody")).unwrap().is_empty());
}

#[test]
fn a_merge_hands_requests_on_and_an_erasure_takes_them_but_for_a_proof_without_a_name() {
    let village = village();
    let (anna, ben) = (village.named("anna", Wish::SaidYes), village.named("ben", Wish::SaidYes));
    let open = ask(&village, "ben", RequestKind::HumanReview, None);
    let at = village.vault.at(LATER.plus(1));
    at.merge(&anna, &ben).unwrap();
    assert_eq!(at.requests(&anna).unwrap().len(), 1);
    assert_eq!(at.queue().unwrap()[0].subject, anna);
    assert!(at.step(&ben, open.id, &Step::Start).unwrap().is_some(), "the old name leads there");
    assert!(at.docket(open.id).unwrap().unwrap().1.unwrap().merged);
    let erasure = ask(&village, "anna", RequestKind::Erase, None);
    at.forget(&anna).unwrap();
    assert!(at.queue().unwrap().is_empty() && at.requests(&anna).unwrap().is_empty());
    let closed = |id, kind, stage, denied: Option<&str>| {
        let (docket, queued) = at.docket(id).unwrap().unwrap();
        assert!(queued.is_none() && docket.of.is_none());
        let found = (docket.kind, docket.received_at, docket.closed_at, docket.stage, docket.denied.as_deref());
        assert_eq!(found, (kind, LATER, Some(LATER.plus(1)), stage, denied));
    };
    closed(erasure.id, RequestKind::Erase, Stage::Done, None);
    closed(open.id, RequestKind::HumanReview, Stage::Refused, Some("no_match"));
}

#[test]
fn a_line_about_nobody_stays_as_it_ended_and_goes_after_two_years() {
    let village = village();
    village.named("anna", Wish::SaidYes);
    let refused = ask(&village, "anna", RequestKind::Complaint, None);
    let at = village.vault.at(LATER);
    at.step(&subject("anna"), refused.id, &Step::Refuse { says: says() }).unwrap();
    let denied = |why: &str| super::Denied {
        id: refused.id,
        kind: RequestKind::Access,
        agent: "an-agent".to_owned(),
        agents_id: None,
        why: why.to_owned(),
    };
    at.deny(&denied("no_match")).unwrap();
    at.forget(&subject("anna")).unwrap();
    let (docket, _) = at.docket(refused.id).unwrap().unwrap();
    assert_eq!((docket.stage, docket.denied, docket.kind), (Stage::Refused, None, RequestKind::Complaint));
    let last_day = village.vault.at(LATER.plus(super::DOCKET_DAYS * DAY));
    assert_eq!(last_day.retain_docket().unwrap(), 0);
    assert_eq!(village.vault.at(last_day.now.plus(1)).retain_docket().unwrap(), 1);
    assert!(at.docket(refused.id).unwrap().is_none());
}

#[test]
fn no_number_of_requests_stands_in_the_way_of_an_erasure() {
    let village = village();
    village.named("anna", Wish::SaidYes);
    for _ in 0..REQUESTS_MAX {
        ask(&village, "anna", RequestKind::Complaint, None);
    }
    let more = asked(RequestKind::Complaint, AskedBy::Person);
    let limit = village.vault.at(LATER).ask_for(&subject("anna"), &more, None);
    assert!(matches!(limit, Err(VaultError::Limit { .. })), "{limit:?}");
    assert_eq!(ask(&village, "anna", RequestKind::Erase, None).stage, Stage::Received);
}

#[test]
fn many_requests_push_the_oldest_closed_one_out_and_no_open_one() {
    let village = village();
    village.named("anna", Wish::SaidYes);
    let open = ask(&village, "anna", RequestKind::Complaint, None);
    for _ in 0..REQUESTS_MAX {
        ask(&village, "anna", RequestKind::Access, Some("here it is"));
    }
    let all = village.vault.at(LATER).requests(&subject("anna")).unwrap();
    assert_eq!((all.len(), all[0].id), (REQUESTS_MAX, open.id));
    assert_eq!(all[0].received_at, UnixTime(LATER.0));
}

#[test]
fn what_an_agent_takes_back_is_no_act_of_an_operator() {
    let village = village();
    village.named("anna", Wish::SaidYes);
    let at = village.vault.at(LATER);
    let open = || at.ask_for(&subject("anna"), &asked(RequestKind::Access, AskedBy::Agent("agent".to_owned())), None);
    let (one, other) = (open().unwrap().id, open().unwrap().id);
    let taken = at.take_back(&subject("anna"), one).unwrap().unwrap();
    assert_eq!(taken.stage, Stage::Revoked);
    assert_eq!(at.docket(one).unwrap().unwrap().0.stage, Stage::Revoked);
    assert!(matches!(at.take_back(&subject("anna"), one), Err(VaultError::Request(RequestError::Closed))));
    at.step(&subject("anna"), other, &Step::Revoke).unwrap().unwrap();
    let happened = village.vault.unlogged().unwrap().happened.iter().map(|one| one.words.clone()).collect::<Vec<_>>();
    let of = |id: RequestId| happened.iter().filter(|words| words.contains(&id.to_string())).count();
    assert_eq!((of(one), of(other)), (0, 1), "{happened:?}");
}

// === callbacks ===

/// A request of an agent's of which nothing more is known.
fn of_agent(village: &Village, number: u128, agent: &str) -> RequestId {
    let id = RequestId(number.to_be_bytes());
    let (agent, why) = (agent.to_owned(), "no_match".to_owned());
    village
        .vault
        .at(LATER)
        .deny(&super::Denied { id, kind: RequestKind::Access, agent, agents_id: None, why })
        .unwrap();
    id
}

#[test]
fn what_became_of_a_request_while_an_agent_was_told_is_told_too() {
    let village = village();
    let id = of_agent(&village, 1, "agent");
    let at = village.vault.at(LATER);
    at.keep_callback(id, "https://agent.example", [0; 32]).unwrap();
    let now = Telling::Now("https://agent.example".to_owned());
    assert_eq!(at.begin_callback(id, [0; 32]).unwrap(), Telling::Nothing);
    assert_eq!(at.begin_callback(id, [1; 32]).unwrap(), now);
    assert!(matches!(at.begin_callback(id, [1; 32]).unwrap(), Telling::From(_)), "nobody is told twice at a time");
    // The docket has it closed by now; what was told did not.
    at.end_callback(id, ToldBack { is_last: false, failed: None }).unwrap();
    assert_eq!(at.begin_callback(id, [2; 32]).unwrap(), now);
    at.end_callback(id, ToldBack { is_last: true, failed: Some(Failure::Slow) }).unwrap();
    assert_eq!(at.callbacks().unwrap().len(), 1, "it was not taken");
    let later = village.vault.at(LATER.plus(3_600));
    assert_eq!(later.begin_callback(id, [2; 32]).unwrap(), now);
    later.end_callback(id, ToldBack { is_last: true, failed: None }).unwrap();
    assert_eq!(later.callbacks().unwrap(), []);
}

#[test]
fn an_agent_with_many_callbacks_leaves_room_for_the_others() {
    let village = village();
    let keep = |number: usize, agent: &str| {
        let id = of_agent(&village, number as u128, agent);
        village.vault.at(LATER).keep_callback(id, "https://agent.example", [0; 32])
    };
    (0..CALLBACKS_PER_AGENT_MAX).for_each(|number| keep(number, "many").unwrap());
    let over = keep(CALLBACKS_PER_AGENT_MAX, "many");
    assert!(matches!(over, Err(VaultError::Limit { limit: "CALLBACKS_PER_AGENT_MAX" })), "{over:?}");
    keep(CALLBACKS_PER_AGENT_MAX + 1, "another").unwrap();
}

#[test]
fn a_callback_that_does_not_open_keeps_no_other_agent_from_hearing() {
    let village = village();
    let [damaged, sound] = [1, 2].map(|number| of_agent(&village, number, "agent"));
    let at = village.vault.at(LATER);
    for id in [damaged, sound] {
        at.keep_callback(id, "https://agent.example", [0; 32]).unwrap();
    }
    let (partition, expect) = (PartitionKey(damaged.0), Expect::Version(1));
    let sealed = vec![0; 64];
    village
        .ground
        .commit(Batch::new().and(Write::PutRecord { partition, space: place::CALLBACK, expect, sealed }))
        .unwrap();
    let before = at.callbacks().unwrap();
    assert_eq!(before.iter().map(|one| one.id).collect::<Vec<_>>(), [damaged, sound]);
    assert!(matches!(at.begin_callback(damaged, [1; 32]), Err(VaultError::Sealed)));
    assert!(matches!(at.begin_callback(sound, [1; 32]), Ok(Telling::Now(_))));
    let after = at.callbacks().unwrap();
    assert!(before[0] == after[0] && before[1] != after[1], "what moved is looked at, and nothing else");
    at.drop_callback(damaged).unwrap();
    assert_eq!(at.callbacks().unwrap().len(), 1);
}
