//! The rule's properties (RULE.md, P1 to P18), each over random cases.
//!
//! What needs more than the gate is proven where it is built: P13 in `app`'s `recommend`, P14 and P16 in the vault's
//! `promises`, the merging of P12 with what merges.

pub(crate) mod world;

use super::STRICTEST;
use domain::{
    Action, AgeBand, CategoryId, CategorySet, ChannelId, Code, DAY_SECONDS, JurisdictionId, Mode, Origin, Placement,
    PurposeSet, PurposeTerms, RecipientId, Scope, Sensitivity, Statement, Status, UnixTime,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use world::{
    ANOTHER, ASKED, CALIFORNIA, CATEGORIES, COMPATIBLE, EU, NAMELESS, NOON, World, datum, inside, is_yes, moment,
    negative, positive, said, world,
};

/// Cases a property is tried on, and how many behind the long switch.
const CASES: u32 = 512;
const CASES_LONG: u32 = 100_000;

// === how it is tried ===

#[expect(clippy::disallowed_methods, reason = "the long switch of the tests is the one thing they read around them")]
fn cases() -> u32 {
    let long = std::env::var("ASSENT_PROOFS_LONG").is_ok_and(|value| value == "1");
    if long { CASES_LONG } else { CASES }
}

#[track_caller]
fn hold<S: Strategy>(strategy: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
    if let Err(error) = TestRunner::new(config).run(&strategy, property) {
        panic!("{error}");
    }
}

// === the properties ===

#[test]
fn the_small_world_says_yes_and_no_often_enough_to_prove_anything() {
    let mut runner = TestRunner::deterministic();
    let yes = (0..2_000).filter(|_| world().new_tree(&mut runner).unwrap().current().allow()).count();
    assert!((60..1_000).contains(&yes), "{yes} of 2,000 are allowed");
}

#[test]
fn p1_an_empty_ledger_under_opt_in_or_explicit_denies() {
    hold((world(), select(vec![Mode::OptIn, Mode::Explicit])), |(world, mode)| {
        let silent = world.under(mode).but(|world| world.ledger.clear());
        prop_assert!(silent.reasons().has(Code::NoValidGrant));
        Ok(())
    });
}

#[test]
fn p2_a_negative_act_never_turns_a_no_into_a_yes() {
    hold((world(), negative()), |(world, no)| {
        prop_assert!(inside(world.reasons(), world.with_said(&no).reasons()));
        Ok(())
    });
}

#[test]
fn p2_nor_does_any_other_restriction() {
    let restrictions: [fn(&mut World); 18] = [
        |world| world.paused = true,
        |world| world.context.private_visit = true,
        |world| world.context.cap_reached = true,
        |world| world.context.quiet = true,
        |world| world.context.topic_off = true,
        |world| world.context.region_ok = false,
        |world| world.context.breaks_claim = true,
        |world| world.context.shown_from = world.context.shown_from.map(|fewest| fewest + 1).or(Some(1)),
        |world| world.datum.suppressed = true,
        |world| world.datum.contested = true,
        |world| world.context.opt_out_signal = true,
        |world| world.context.recipient_ok = false,
        |world| world.status = Status::Restricted,
        |world| world.status = Status::ErasurePending,
        |world| world.age = AgeBand::Teen,
        |world| world.age = AgeBand::Child,
        |world| world.context.placement = Placement::Credit,
        |world| world.context.ceiling = world.context.ceiling.map(|c| c.and(PurposeSet::NONE.with(COMPATIBLE))),
    ];
    hold((world(), select(restrictions.to_vec())), |(world, restrict)| {
        let adult = world.but(|world| world.age = AgeBand::Adult);
        prop_assert!(adult.allow() || !adult.but(restrict).allow());
        Ok(())
    });
}

#[test]
fn p2_a_first_opt_out_signal_never_turns_a_no_into_a_yes() {
    hold((world(), moment()), |(world, seen)| {
        let unseen = world.but(|world| world.opt_out_first_seen = None);
        let stands = unseen.but(|world| world.opt_out_first_seen = Some(seen));
        prop_assert!(unseen.allow() || unseen.context.opt_out_signal || !stands.allow());
        Ok(())
    });
}

#[test]
fn p3_a_yes_never_turns_a_yes_into_a_no() {
    hold((world(), positive()), |(world, yes)| {
        prop_assert!(inside(world.with_said(&yes).reasons(), world.reasons()));
        Ok(())
    });
}

#[test]
fn p3_a_yes_changes_nothing_outside_its_scope() {
    let elsewhere = select(vec![
        Scope { purpose: Some(ANOTHER), category: None, recipient: None, channel: None },
        Scope { purpose: Some(ASKED), category: Some(CategoryId(7)), recipient: None, channel: None },
        Scope { purpose: Some(ASKED), category: None, recipient: Some(Some(RecipientId(7))), channel: None },
        Scope { purpose: Some(ASKED), category: None, recipient: None, channel: Some(ChannelId(7)) },
    ]);
    hold((world(), positive(), elsewhere), |(world, yes, scope)| {
        prop_assert_eq!(world.with_said(&Statement { scope, ..yes }).reasons(), world.reasons());
        Ok(())
    });
}

#[test]
fn p3_a_bundled_yes_is_none() {
    hold((world(), positive()), |(world, yes)| {
        let bundle = Statement { scope: Scope { purpose: None, ..yes.scope }, ..yes };
        prop_assert_eq!(world.with_said(&bundle).reasons(), world.reasons());
        Ok(())
    });
}

#[test]
fn p4_a_tie_goes_to_the_negative() {
    hold((world(), positive(), negative()), |(world, yes, no)| {
        let at = yes.at();
        let no = Statement { scope: yes.scope, client_at: at, received_at: at, ..no };
        let refused = world.with_said(&no);
        prop_assert_eq!(refused.with_said(&yes).reasons(), refused.reasons());
        Ok(())
    });
}

#[test]
fn p4_the_verdict_does_not_depend_on_order_or_on_duplicates() {
    let shuffled = world().prop_flat_map(|world| (Just(world.ledger.clone()).prop_shuffle(), Just(world)));
    hold(shuffled, |(ledger, world)| {
        let again = [ledger.clone(), ledger].concat();
        prop_assert_eq!(world.but(|world| world.ledger = again).reasons(), world.reasons());
        Ok(())
    });
}

#[test]
fn p5_two_jurisdictions_allow_what_each_allows() {
    let some = || vec(select(vec![STRICTEST, EU, CALIFORNIA, NAMELESS]), 1..3);
    hold((world(), some(), some()), |(world, one, two)| {
        let under = |all: Vec<JurisdictionId>| world.but(|world| world.context.jurisdictions = all).reasons();
        prop_assert_eq!(under([one.clone(), two.clone()].concat()), under(one).or(under(two)));
        Ok(())
    });
}

#[test]
fn p6_a_derived_datum_is_allowed_only_where_every_input_is() {
    hold((world(), datum()), |(world, input)| {
        let derived = world.but(|world| world.datum.lineage.push(input));
        for input in &derived.datum.lineage {
            let alone = derived.but(|world| world.datum = input.clone());
            prop_assert!(inside(alone.reasons(), derived.reasons()));
        }
        Ok(())
    });
}

#[test]
fn p7_nothing_that_rests_on_a_yes_outlives_it() {
    hold((world(), select(vec![Mode::OptIn, Mode::Explicit]), 0..DAY_SECONDS), |(world, mode, later)| {
        let latest = world.ledger.iter().filter(|s| is_yes(s)).map(Statement::at).max().unwrap_or_default();
        let after = world.under(mode).but(|world| {
            world.context.now = latest.plus(world.purpose.consent_seconds).plus(later);
        });
        prop_assert!(after.reasons().has(Code::NoValidGrant));
        Ok(())
    });
}

#[test]
fn p8_under_a_standing_opt_out_the_absence_of_the_signal_changes_nothing() {
    hold((world(), 0..=6_i64), |(world, ago)| {
        let standing = world.but(|world| world.opt_out_first_seen = Some(UnixTime(NOON - ago)));
        let silent = standing.but(|world| world.context.opt_out_signal = false);
        let signalling = standing.but(|world| world.context.opt_out_signal = true);
        prop_assert_eq!(silent.reasons(), signalling.reasons());
        Ok(())
    });
}

#[test]
fn p9_minors_never_reach_ads_or_sale() {
    hold(
        (world(), select(vec![AgeBand::Teen, AgeBand::Child, AgeBand::Unknown]), any::<bool>()),
        |(world, age, ads)| {
            let minor = world.but(|world| {
                world.age = age;
                world.context.child_directed |= age == AgeBand::Unknown;
                world.purpose.targeted_ads = ads;
                world.purpose.sale_or_share = !ads;
            });
            prop_assert!(minor.reasons().has(Code::Minor));
            Ok(())
        },
    );
}

#[test]
fn p10_special_data_is_explicit_declared_and_never_reaches_ads() {
    let modes = vec![Mode::Explicit, Mode::OptIn, Mode::OptOut, Mode::LegitimateInterest];
    hold((world(), select(modes)), |(world, mode)| {
        let special = world.but(|world| world.datum.sensitivity = Sensitivity::Special);
        let ads = special.purpose.targeted_ads || special.purpose.sale_or_share;
        prop_assert!(!special.allow() || special.purpose.takes_sensitive && !ads);
        let names_it = |s: &Statement| is_yes(s) && s.explicit && s.scope.category == Some(special.datum.category);
        let explicit = special.ledger.iter().any(names_it);
        prop_assert!(explicit || !special.under(mode).allow());
        Ok(())
    });
}

#[test]
fn p11_no_jurisdiction_at_all_is_the_strictest_and_one_without_a_mode_is_a_no() {
    hold(world(), |world| {
        let nowhere = world.but(|world| world.context.jurisdictions.clear());
        let strictest = world.but(|world| world.context.jurisdictions = vec![STRICTEST]);
        prop_assert_eq!(nowhere.reasons(), strictest.reasons());
        let nameless = world.but(|world| world.context.jurisdictions.push(NAMELESS));
        prop_assert!(nameless.reasons().has(Code::UnknownMode));
        Ok(())
    });
}

#[test]
fn p11_a_code_that_the_policy_does_not_know_is_the_strictest() {
    let policy = crate::policy::Policy::shipped().unwrap();
    hold("[a-z]{2}(-[a-z]{2})?", |code| {
        let known = policy.profiles().any(|(key, _)| key == code);
        prop_assert!(known || policy.jurisdiction(&code) == STRICTEST);
        Ok(())
    });
}

#[test]
fn p12_taking_over_what_another_self_refused_never_allows_more() {
    hold((world(), vec(negative(), 1..4)), |(world, theirs)| {
        let merged = world.but(|world| world.ledger.extend(theirs));
        prop_assert!(inside(world.reasons(), merged.reasons()));
        Ok(())
    });
}

#[test]
fn p15_a_clock_in_the_future_gains_nothing() {
    hold((world(), said(), 0..DAY_SECONDS), |(world, statement, ahead)| {
        let received_at = statement.received_at;
        let honest = Statement { client_at: received_at, ..statement };
        let ahead = Statement { client_at: received_at.plus(ahead), ..honest.clone() };
        prop_assert_eq!(world.with_said(&ahead).reasons(), world.with_said(&honest).reasons());
        Ok(())
    });
}

#[test]
fn p17_terms_that_are_narrower_never_allow_more() {
    let narrower: [fn(&mut PurposeTerms); 8] = [
        |terms| terms.sources &= 0b10,
        |terms| terms.categories = CategorySet::default().with(CATEGORIES[0]),
        |terms| terms.channels &= 0b01,
        |terms| terms.max_age_seconds /= 2,
        |terms| terms.consent_seconds /= 2,
        |terms| terms.takes_sensitive = false,
        |terms| terms.compatible = PurposeSet::NONE,
        |terms| terms.modes.iter_mut().for_each(|(_, mode)| *mode = Mode::Prohibited),
    ];
    hold((world(), select(narrower.to_vec())), |(world, narrow)| {
        prop_assert!(world.allow() || !world.but(|world| narrow(&mut world.purpose)).allow());
        Ok(())
    });
}

#[test]
fn p18_what_was_collected_between_a_no_and_a_new_yes_stays_unusable_without_past_data() {
    hold(world(), |world| {
        let gap = world.but(|world| {
            world.datum.disclosed = PurposeSet::NONE;
            world.ledger.iter_mut().filter(|s| is_yes(s)).for_each(|s| s.past_data = false);
        });
        prop_assert!(!gap.allow());
        Ok(())
    });
}

#[test]
fn what_was_seen_in_one_place_is_used_in_another_only_by_a_yes_that_names_it() {
    hold(world(), |world| {
        let elsewhere = world.but(|world| {
            world.datum.origin = Origin::Observed;
            world.datum.channel = ChannelId(5);
            world.datum.lineage.clear();
            world.context.action = Action::Serve;
        });
        let names_it = |s: &Statement| is_yes(s) && s.scope.channel == Some(elsewhere.context.channel);
        prop_assert!(elsewhere.ledger.iter().any(names_it) || elsewhere.reasons().has(Code::CrossChannel));
        let envelope = elsewhere.but(|world| world.purpose.sources |= 1 << 5);
        prop_assert!(!envelope.reasons().has(Code::CrossChannel));
        Ok(())
    });
}

#[test]
fn what_fewer_people_did_than_may_be_shown_is_not() {
    hold((world(), 0_u32..9), |(world, fewest)| {
        let shown = world.but(|world| world.context.shown_from = Some(fewest));
        let rare = |datum: &domain::Datum| datum.shared_by.unwrap_or(0) < fewest;
        let any = rare(&shown.datum) || shown.datum.lineage.iter().any(rare);
        prop_assert_eq!(shown.reasons().has(Code::Rare), any);
        Ok(())
    });
}

#[test]
fn the_gate_has_an_answer_for_every_moment_of_the_clock() {
    let ends = || select(vec![i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX]);
    hold((world(), ends(), ends(), ends(), ends(), said()), |(world, now, collected, life, said_at, statement)| {
        let extreme = world.but(|world| {
            world.context.now = UnixTime(now);
            world.datum.collected_at = UnixTime(collected);
            world.datum.lineage.clear();
            world.purpose.consent_seconds = life;
            world.purpose.max_age_seconds = said_at;
        });
        let at = UnixTime(said_at);
        let reasons = extreme.with_said(&Statement { client_at: at, received_at: at, ..statement }).reasons();
        prop_assert_eq!(reasons.has(Code::Future), collected > now);
        Ok(())
    });
}
