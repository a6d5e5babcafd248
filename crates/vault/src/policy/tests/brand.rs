//! A brand layer can only restrict (P17): what would loosen is refused with its line, and what is taken allows no more.

use super::{branded, line_of, on, shipped};
use crate::gate::evaluate;
use crate::policy::Policy;
use domain::{
    Action, Actor, AgeBand, CategoryId, ChannelId, Context, DAY_SECONDS, Datum, JurisdictionId, Kind, Mode, Origin,
    Placement, PurposeId, PurposeSet, Reasons, Scope, Sensitivity, Standing, Statement, Status, UnixTime,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, TestRunner};

/// How many layers are tried, and how many questions are asked of each.
const LAYERS: u32 = 24;
const QUESTIONS: usize = 150;

const PURPOSES: [&str; 5] = ["recommend", "train", "message", "ads", "measure"];
const CATEGORIES: [&str; 6] =
    ["activity.purchase", "activity.view", "activity.rating", "activity.visit", "trait.interest", "health"];
const CHANNELS: [&str; 4] = ["web", "app", "email", "push"];
const MODES: [&str; 4] = ["prohibited", "explicit", "opt_in", "opt_out"];
const PLACES: [&str; 7] = ["*", "eu", "fr", "us-ca", "us-ct", "us-md", "zz-strict"];

#[test]
fn what_would_loosen_is_refused_with_its_line() {
    let head = "name = \"shop\"\nversion = 1\n";
    for (rest, at, says) in [
        ("review_grace_days = 31", "31", "only shorten"),
        ("pair_people_min = 4", "4", "5 to 1000 people"),
        ("pair_people_min = 1001", "1001", "5 to 1000 people"),
        ("purposes_off = [\"dance\"]", "dance", "no purpose"),
        ("[controller]\nname = \" \"", "name = \" \"", "one line"),
        ("[controller]\nname = \"a\"\ncountry = \"de\"", "country", "two capital letters"),
        ("[controller]\nname = \"a\"\nurl = \"javascript:x\"", "url", "https://"),
        ("[controller]\nname = \"a\"\nlogo = \"b\"", "logo", "logo"),
        ("categories_off = [\"dance\"]", "dance", "no category"),
        ("channels_off = [\"pigeon\"]", "pigeon", "no channel"),
        ("channels_on = [\"web\"]", "channels_on", "channels_on"),
        ("[[purpose]]\nkey = \"dance\"", "key", "no purpose"),
        ("[[purpose]]\nkey = \"ads\"\ncategories = [\"health\"]", "categories", "categories"),
        ("[[purpose]]\nkey = \"ads\"\n\nmax_age_days = 181", "max_age_days", "180 days"),
        ("[[purpose]]\nkey = \"ads\"\nretention_days = 181", "retention_days", "180 days"),
        ("[[purpose]]\nkey = \"ads\"\nconsent_days = 181", "consent_days", "180 days"),
        ("[[purpose]]\nkey = \"ads\"\nretention_days = 10\nmax_age_days = 11", "max_age_days", "10 days"),
        ("[[purpose]]\nkey = \"ads\"\nmodes = { eu = \"opt_out\" }", "modes", "laxer"),
        ("[[purpose]]\nkey = \"ads\"\nmodes = { mars = \"opt_in\" }", "modes", "no jurisdiction"),
        (
            "[[purpose]]\nkey = \"ads\"\nreview = { by = \"\", on = \"2026-01-01\", next = \"2027-01-01\" }",
            "review",
            "who looked",
        ),
        (
            "[[purpose]]\nkey = \"ads\"\nreview = { by = \"a\", on = \"2026-01-01\", next = \"2029-01-01\" }",
            "review",
            "within 730 days",
        ),
        ("[[profile]]\nkeys = [\"eu\"]\nclasses = [\"train\"]\nmode = \"opt_out\"\nsource = \"x\"", "mode", "laxer"),
        ("[[profile]]\nkeys = [\"eu\"]\nclasses = [\"train\"]\nmode = \"explicit\"\nsource = \"\"", "source", "source"),
        (
            "[[profile]]\nkeys = [\"mars\"]\nclasses = [\"train\"]\nmode = \"explicit\"\nsource = \"x\"",
            "keys",
            "no jurisdiction",
        ),
    ] {
        let text = format!("{head}{rest}\n");
        let mistake = branded(&text).expect_err(rest);
        assert!(mistake.says.contains(says), "{rest}: {mistake}");
        assert_eq!((mistake.place.file.as_str(), mistake.place.line), ("brand.toml", line_of(&text, at)), "{mistake}");
    }
}

#[test]
fn what_restricts_is_taken() {
    let text = "name = \"shop\"\nversion = 3\nreview_grace_days = 5\npurposes_off = [\"ads\"]\nchannels_off = [\"push\"]\n\
        categories_off = [\"activity.view\"]\n[[purpose]]\nkey = \"recommend\"\nmax_age_days = 365\nconsent_days = 90\n\
        modes = { us-ca = \"opt_in\" }\n[[profile]]\nkeys = [\"us-tx\"]\nclasses = [\"train\"]\nmode = \"opt_in\"\nsource = \"board\"\n";
    let policy = branded(text).unwrap();
    let here = policy.at(on("2026-11-01"));
    let terms = |key: &str| &here.purpose(key).unwrap().terms;
    let mode = |key: &str, place: &str| {
        terms(key).modes.iter().find(|(id, _)| *id == policy.jurisdiction(place)).map(|(_, mode)| *mode)
    };
    assert_eq!(policy.brand, Some(("shop".to_owned(), 3)));
    assert!(terms("ads").modes.iter().all(|(_, mode)| *mode == Mode::Prohibited));
    assert_eq!(terms("message").channels, 1 << policy.channel("email").unwrap().0);
    assert!(!terms("recommend").categories.has(policy.category("activity.view").unwrap().id));
    assert_eq!(terms("recommend").max_age_seconds, 365 * DAY_SECONDS);
    assert_eq!((mode("recommend", "us-ca"), mode("recommend", "us-tx")), (Some(Mode::OptIn), Some(Mode::OptOut)));
    assert_eq!((mode("train", "us-tx"), mode("train", "us-ca")), (Some(Mode::OptIn), Some(Mode::OptOut)));
}

#[test]
fn a_line_for_a_place_reaches_those_based_on_it_and_the_unknown() {
    let head = "name = \"shop\"\nversion = 1\n";
    for rest in [
        "[[profile]]\nkeys = [\"eu\"]\nclasses = [\"train\"]\nmode = \"prohibited\"\nsource = \"board\"\n",
        "[[purpose]]\nkey = \"train\"\nmodes = { eu = \"prohibited\" }\n",
    ] {
        let policy = branded(&format!("{head}{rest}")).unwrap();
        let modes = &policy.at(on("2026-11-01")).purpose("train").unwrap().terms.modes;
        let mode = |place: &str| modes.iter().find(|(id, _)| *id == policy.jurisdiction(place)).map(|(_, mode)| *mode);
        for place in ["eu", "fr", "de", "atlantis"] {
            assert_eq!(mode(place), Some(Mode::Prohibited), "{place}: {rest}");
        }
        assert_eq!((mode("uk"), mode("us-ca")), (Some(Mode::OptIn), Some(Mode::OptOut)));
    }
}

// === P17 ===

/// One question to the rule, in names and numbers that every policy shares.
#[derive(Clone, Debug)]
struct Question {
    purpose: &'static str,
    category: CategoryId,
    sensitivity: Sensitivity,
    places: Vec<JurisdictionId>,
    channel: ChannelId,
    age: AgeBand,
    now: UnixTime,
    collected_days_ago: i64,
    disclosed: PurposeSet,
    signal: bool,
    said: Vec<Statement>,
}

impl Question {
    fn ask(&self, policy: &Policy) -> Reasons {
        let here = policy.at(self.now);
        let resolved = here.resolve(here.purpose(self.purpose).unwrap(), &self.places);
        let context = Context {
            now: self.now,
            action: Action::Serve,
            jurisdictions: self.places.clone(),
            channel: self.channel,
            recipient: None,
            recipient_ok: true,
            opt_out_signal: self.signal,
            ceiling: None,
            placement: Placement::General,
            child_directed: false,
            private_visit: false,
            cap_reached: false,
            quiet: false,
            topic_off: false,
            shown_from: None,
            region_ok: true,
            breaks_claim: false,
        };
        let datum = Datum {
            category: self.category,
            sensitivity: self.sensitivity,
            protected: false,
            origin: Origin::Observed,
            collected_at: self.now.plus(-self.collected_days_ago * DAY_SECONDS),
            retained_until: None,
            disclosed: self.disclosed,
            channel: self.channel,
            suppressed: false,
            contested: false,
            shared_by: None,
            lineage: Vec::new(),
        };
        let standing = Standing {
            status: Status::Active,
            age: self.age,
            known: true,
            paused: false,
            opt_out_first_seen: None,
            ledger: &self.said,
        };
        evaluate(&resolved.terms, &datum, &standing, &context).or(resolved.reasons(self.sensitivity, self.age, false))
    }
}

fn said(now: UnixTime, asked: u8) -> impl Strategy<Value = Statement> {
    let kind = prop_oneof![3 => Just(Kind::Grant), 1 => Just(Kind::Withdraw)];
    let purpose = prop_oneof![4 => Just(asked), 1 => 0..5_u8];
    (kind, purpose, option::weighted(0.3, 0..5_u8), 0..800_i64, any::<bool>(), any::<bool>()).prop_map(
        move |(kind, purpose, category, days_ago, explicit, guardian)| Statement {
            kind,
            scope: Scope {
                purpose: Some(PurposeId(purpose)),
                category: category.map(CategoryId),
                recipient: None,
                channel: None,
            },
            client_at: now.plus(-days_ago * DAY_SECONDS),
            received_at: now.plus(-days_ago * DAY_SECONDS),
            actor: if guardian { Actor::Guardian } else { Actor::Subject },
            explicit,
            past_data: true,
            overrides: None,
            notice_current: true,
            shown: None,
        },
    )
}

/// Questions whose answer is yes often enough: mostly about what the purpose may use, and mostly with a yes to it.
fn question() -> impl Strategy<Value = Question> {
    let days = ["2025-01-01", "2026-06-30", "2026-11-01", "2027-02-01", "2027-12-15"].map(on);
    let ages = [AgeBand::Adult, AgeBand::Adult, AgeBand::Adult, AgeBand::Unknown, AgeBand::Teen, AgeBand::Child];
    let kinds = prop_oneof![7 => Just(Sensitivity::None), 1 => Just(Sensitivity::Special)];
    let when = (select(days.to_vec()), 0..900_i64);
    let what = (0..5_u8, 0..5_u8, kinds, 0..2_u8, 0..32_u64, prop::bool::weighted(0.8));
    (when, select(ages.to_vec()), what, vec(0..25_u8, 0..3), prop::bool::weighted(0.1)).prop_flat_map(
        |((now, collected_days_ago), age, (asked, category, sensitivity, channel, told, too), places, signal)| {
            let purpose = PURPOSES[usize::from(asked)];
            vec(said(now, asked), 0..4).prop_map(move |said| Question {
                purpose,
                category: CategoryId(category),
                sensitivity,
                places: places.iter().copied().map(JurisdictionId).collect(),
                channel: ChannelId(if purpose == "message" { channel + 2 } else { channel }),
                age,
                now,
                collected_days_ago,
                disclosed: PurposeSet(if too { told | 1 << asked } else { told }),
                signal,
                said,
            })
        },
    )
}

/// A layer at random; now and then one that would loosen, which is refused.
fn layer() -> impl Strategy<Value = String> {
    let listed = |names: Vec<&str>| format!("{names:?}");
    let off = (
        subsequence(CATEGORIES.to_vec(), 0..3),
        subsequence(CHANNELS.to_vec(), 0..2),
        subsequence(PURPOSES.to_vec(), 0..2),
    );
    let numbers = (option::of(0..900_u32), option::of(0..900_u32), option::of(0..900_u32));
    let purpose = (select(PURPOSES.to_vec()), numbers, select(PLACES.to_vec()), select(MODES.to_vec()));
    let profile = (select(PLACES.to_vec()), select(vec!["profiling", "train", "storage"]), select(MODES.to_vec()));
    (off, purpose, profile).prop_map(move |((categories, channels, purposes), purpose, profile)| {
        let (key, (age, kept, life), place, mode) = purpose;
        let line = |name: &str, days: Option<u32>| days.map_or_else(String::new, |d| format!("{name} = {d}\n"));
        format!(
            "name = \"b\"\nversion = 1\ncategories_off = {}\nchannels_off = {}\npurposes_off = {}\n[[purpose]]\nkey = \"{key}\"\n{}{}{}\
             modes = {{ \"{place}\" = \"{mode}\" }}\n[[profile]]\nkeys = [\"{}\"]\nclasses = [\"{}\"]\nmode = \"{}\"\nsource = \"x\"\n",
            listed(categories),
            listed(channels),
            listed(purposes),
            line("max_age_days", age),
            line("retention_days", kept),
            line("consent_days", life),
            profile.0,
            profile.1,
            profile.2,
        )
    })
}

#[test]
fn p17_a_brand_layer_can_only_restrict() {
    let without = shipped();
    let tally = std::cell::Cell::new((0_u32, 0_u32, 0_u32));
    let config = Config { cases: LAYERS, failure_persistence: None, max_global_rejects: 10_000, ..Config::default() };
    let strategy = (layer(), vec(question(), QUESTIONS));
    let done = TestRunner::new(config).run(&strategy, |(text, questions)| {
        let Ok(with) = branded(&text) else {
            return Err(TestCaseError::reject("it would loosen"));
        };
        for question in questions {
            let (laid, bare) = (question.ask(&with), question.ask(&without));
            prop_assert!(bare.allow() || !laid.allow(), "{text}: {question:?}");
            let (yes, no, all) = tally.get();
            tally.set((yes + u32::from(laid.allow()), no + u32::from(bare.allow() && !laid.allow()), all + 1));
        }
        Ok(())
    });
    if let Err(error) = done {
        panic!("{error}");
    }
    let (yes, restricted, all) = tally.get();
    assert!(yes > all / 100 && restricted > all / 200, "{yes} yes and {restricted} restricted of {all} prove little");
}

#[test]
fn who_the_shop_is_stands_in_its_layer_and_is_nobody_without_one() {
    assert_eq!(shipped().controller, crate::policy::Controller::default());
    let named = branded(
        "name = \"shop\"\nversion = 1\n[controller]\nname = \"Tea and Tools Ltd\"\ncountry = \"IE\"\n\
         email = \"privacy@shop.example\"\nprivacy_policy = \"https://shop.example/privacy\"",
    )
    .unwrap();
    assert_eq!(named.controller.name.as_deref(), Some("Tea and Tools Ltd"));
    assert_eq!(named.controller.privacy_policy.as_deref(), Some("https://shop.example/privacy"));
    assert_eq!((named.controller.country.as_deref(), &named.controller.phone), (Some("IE"), &None));
    assert_eq!(named.category("activity.view").unwrap().dpv, "https://w3id.org/dpv/pd#BrowsingBehaviour");
}
