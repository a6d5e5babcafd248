//! Whether to ask a person at all, and where their consent stands.

use super::village::{DAY, LATER, NOON, Village, Wish, subject, village};
use crate::{Link, PROMPT_EVERY_DAYS, PersonFacts, Prompted, WhyNot};
use domain::{Consent, ConsentState, Identifier, IdentifierKind, Kind, SubjectId, UnixTime};

/// What there is to ask somebody about being recommended things, at a moment.
fn asked(village: &Village, who: &SubjectId, at: UnixTime) -> (ConsentState, Option<WhyNot>) {
    let question = question(village, who, at, false);
    (question.consent.state, question.why_not)
}

fn question(village: &Village, who: &SubjectId, at: UnixTime, signal: bool) -> crate::Question {
    let mut ask = village.ask();
    ask.jurisdictions = village.facts().jurisdictions;
    ask.opt_out_signal = signal;
    let all = village.vault.at(at).questions(who, &ask).unwrap();
    all.into_iter().find(|question| question.purpose == "recommend").unwrap()
}

#[test]
fn a_stranger_is_asked_once_and_not_again_for_a_month() {
    let village = village();
    let anna = subject("anna");
    assert_eq!(asked(&village, &anna, NOON), (ConsentState::NeverAsked, None));
    village.vault.at(NOON).prompted(&anna, &village.facts(), Prompted::Shown).unwrap();
    let end = NOON.plus(PROMPT_EVERY_DAYS * DAY);
    let budget = question(&village, &anna, end.plus(-1), false);
    assert_eq!((budget.consent.state, budget.why_not), (ConsentState::Requested, Some(WhyNot::Budget)));
    assert_eq!(budget.not_before, Some(end));
    assert_eq!(asked(&village, &anna, end), (ConsentState::Requested, None));
    village.vault.at(end).prompted(&anna, &village.facts(), Prompted::Deferred).unwrap();
    assert_eq!(asked(&village, &anna, end.plus(1)), (ConsentState::Deferred, Some(WhyNot::Budget)));
    assert_eq!(village.vault.at(end).statements(&anna).unwrap(), [], "to be asked is to say nothing");
}

#[test]
fn whoever_said_no_is_left_alone_until_the_cooldown_is_over() {
    let village = village();
    for (wish, state, said) in
        [(Wish::SaidNo, ConsentState::Refused, NOON), (Wish::Withdrew, ConsentState::Withdrawn, NOON.plus(10))]
    {
        let who = village.person(wish);
        let end = said.plus(180 * DAY);
        assert_eq!(asked(&village, &who, end.plus(-1)), (state, Some(WhyNot::Cooldown)), "{wish:?}");
        assert_eq!(asked(&village, &who, end), (state, None), "{wish:?}");
    }
    let californian = subject("cal");
    let facts = PersonFacts { jurisdictions: vec![village.vault.policy().jurisdiction("us-ca")], ..village.facts() };
    village.say(NOON, &californian, &[village.about(Kind::Refuse)], &facts);
    let half_a_year = asked(&village, &californian, NOON.plus(200 * DAY));
    assert_eq!(half_a_year, (ConsentState::Refused, Some(WhyNot::Cooldown)), "the longest cooldown of all laws holds");
}

#[test]
fn what_is_answered_already_is_not_asked() {
    let village = village();
    let yes = village.person(Wish::SaidYes);
    assert_eq!(asked(&village, &yes, LATER), (ConsentState::Given, Some(WhyNot::Answered)));
    let long_ago = village.person(Wish::SaidYesLongAgo);
    assert_eq!(asked(&village, &long_ago, LATER), (ConsentState::Expired, None), "a yes that ended may be asked for");
    let rests = village.person(Wish::WantsARest);
    assert_eq!(asked(&village, &rests, LATER), (ConsentState::Given, Some(WhyNot::OwnControl)));
    village.say(LATER, &yes, &[village.about(Kind::Renew)], &village.facts());
    assert_eq!(asked(&village, &yes, LATER.plus(1)).0, ConsentState::Renewed);
    village.say(LATER.plus(2), &yes, &[village.about(Kind::Invalidate)], &village.facts());
    assert_eq!(asked(&village, &yes, LATER.plus(3)).0, ConsentState::Invalidated);
}

#[test]
fn a_signal_answers_for_ads_and_for_nothing_else() {
    let village = village();
    let anna = subject("anna");
    let mut ask = village.ask();
    ask.jurisdictions = village.facts().jurisdictions;
    ask.opt_out_signal = true;
    let all = village.vault.at(NOON).questions(&anna, &ask).unwrap();
    let why = |purpose: &str| all.iter().find(|q| q.purpose == purpose).unwrap().why_not;
    assert_eq!((why("ads"), why("recommend")), (Some(WhyNot::Signal), None));
    let given = question(&village, &village.person(Wish::SaidYes), LATER, false).consent;
    assert_eq!(given, Consent { state: ConsentState::Given, since: Some(NOON), until: Some(NOON.plus(730 * DAY)) });
}

#[test]
fn a_yes_lives_no_longer_than_the_shortest_of_the_laws_that_claim_the_case() {
    let village = village();
    let jean = subject("jean");
    let policy = village.vault.policy();
    let jurisdictions = ["eu", "fr"].map(|key| policy.jurisdiction(key)).to_vec();
    village.say(NOON, &jean, &[village.about(Kind::Grant)], &PersonFacts { jurisdictions, ..PersonFacts::default() });
    let question = question(&village, &jean, LATER, false);
    assert_eq!(question.consent.until, Some(NOON.plus(180 * DAY)));
    assert_eq!(asked(&village, &jean, NOON.plus(180 * DAY)), (ConsentState::Expired, None));
}

#[test]
fn who_is_asked_on_one_device_is_not_asked_on_another() {
    let village = village();
    let [account, phone, tablet] = ["account", "phone", "tablet"].map(subject);
    let at = village.vault.at(NOON);
    for device in ["phone", "tablet"] {
        let identifier = Identifier::parse(IdentifierKind::Device, device).unwrap();
        at.link(&account, &Link { identifier, verified: None }).unwrap();
    }
    at.prompted(&phone, &village.facts(), Prompted::Shown).unwrap();
    for who in [&account, &phone, &tablet] {
        assert_eq!(question(&village, who, NOON.plus(1), false).why_not, Some(WhyNot::Budget));
    }
}
