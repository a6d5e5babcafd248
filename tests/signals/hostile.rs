//! Strings that were cut, bent or made up: none makes a decoder panic, none grants what its bits do not say.

use super::{long, theirs};
use app::Policy;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use server::signal::understood::{Meaning, Signals, Understood};
use server::signal::{Reading, Unreadable, adpc, gpp, tcf};
use std::time::{Duration, Instant};

/// How many strings are tried; behind the long switch, as many as ten minutes take.
const CASES: u32 = 4_000;
const LONG: Duration = Duration::from_secs(600);
/// How many sound strings the others are made from.
const SEEDS: usize = 300;
/// What strings are made of, and a little of what they are not.
const SIGNS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~.~.~1YN=+ \u{e9}";

/// One wound.
#[derive(Clone, Debug)]
enum Edit {
    Cut(usize),
    Replace(usize, char),
    Insert(usize, char),
    Remove(usize),
    Double(usize),
}

fn sign() -> impl Strategy<Value = char> {
    proptest::sample::select(SIGNS.chars().collect::<Vec<_>>())
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<usize>;
    prop_oneof![
        at().prop_map(Edit::Cut),
        (at(), sign()).prop_map(|(at, sign)| Edit::Replace(at, sign)),
        (at(), sign()).prop_map(|(at, sign)| Edit::Insert(at, sign)),
        at().prop_map(Edit::Remove),
        at().prop_map(Edit::Double),
    ]
}

impl Edit {
    fn apply(&self, text: &mut Vec<char>) {
        let length = text.len();
        let place = |at: &usize| at % length.max(1);
        match self {
            Self::Cut(at) => text.truncate(place(at)),
            Self::Insert(at, sign) => text.insert(at % (length + 1), *sign),
            Self::Replace(at, sign) if length > 0 => text[place(at)] = *sign,
            Self::Remove(at) if length > 0 => drop(text.remove(place(at))),
            Self::Double(at) => text.extend_from_within(place(at)..),
            Self::Replace(..) | Self::Remove(_) => {}
        }
    }
}

/// Tries strings for as long as is due: sound ones with up to six wounds, and some that were never sound.
#[expect(clippy::disallowed_methods, reason = "a test measures how long it takes")]
fn try_out(seeds: &[String], check: impl Fn(&str)) {
    let began = Instant::now();
    let wounded = (proptest::sample::select(seeds.to_vec()), vec(edit(), 0..6)).prop_map(|(seed, edits)| {
        let mut text: Vec<char> = seed.chars().collect();
        edits.iter().for_each(|edit| edit.apply(&mut text));
        text.into_iter().collect::<String>()
    });
    let made_up = vec(sign(), 0..120).prop_map(String::from_iter);
    let strategy = prop_oneof![8 => wounded, 1 => made_up, 1 => ".{0,60}"];
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    loop {
        let run = runner.run(&strategy, |text| {
            check(&text);
            Ok(())
        });
        run.unwrap_or_else(|failed| panic!("{failed}"));
        if !long() || began.elapsed() > LONG {
            return;
        }
    }
}

// === a second look at the fields, which shares nothing with the first ===

const NEEDED: [(&str, &[u64]); 4] =
    [("recommend", &[5, 6]), ("train", &[10]), ("ads", &[2, 3, 4]), ("measure", &[8, 9])];

fn has(runs: &Value, ids: &[u64]) -> bool {
    let within = |id: &u64| {
        let runs = runs.as_array().into_iter().flatten();
        runs.clone().any(|run| run[0].as_u64().is_some_and(|f| f <= *id) && run[1].as_u64().is_some_and(|l| l >= *id))
    };
    ids.iter().all(within)
}

fn needed(purpose: &str) -> Option<&'static [u64]> {
    NEEDED.iter().find(|(key, _)| *key == purpose).map(|(_, ids)| *ids)
}

fn europe_says_yes(fields: &Value, purpose: &str) -> bool {
    let Some(ids) = needed(purpose) else { return false };
    has(&fields["PurposesConsent"], ids)
        && has(&fields["PublisherTC"]["PubPurposesConsent"], ids)
        && fields["DisclosedVendors"].is_array()
        && fields["IsServiceSpecific"] == true
        && fields["TcfPolicyVersion"].as_u64().is_some_and(|version| (2..=5).contains(&version))
}

fn canada_says_yes(fields: &Value, purpose: &str) -> bool {
    let Some(ids) = needed(purpose) else { return false };
    let own = &fields["PubPurposes"]["PubPurposesExpressConsent"];
    has(&fields["PurposesExpressConsent"], ids) && has(own, ids) && fields["DisclosedVendors"].is_array()
}

const OPT_OUTS: [&str; 3] = ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"];

fn state_says_yes(fields: &Value, purpose: &str) -> bool {
    purpose == "ads" && OPT_OUTS.iter().all(|name| fields[name].is_null() || fields[name] == 2)
}

fn state_says_no(fields: &Value) -> bool {
    OPT_OUTS.iter().any(|name| fields[name] == 1) || fields["Gpc"] == true || fields["OptOutSale"] == "Y"
}

fn section_says_yes(name: &str, fields: &Value, purpose: &str) -> bool {
    match name {
        "tcfeuv2" => europe_says_yes(fields, purpose),
        "tcfcav1" => canada_says_yes(fields, purpose),
        "uspv1" => false,
        _ => state_says_yes(fields, purpose),
    }
}

// === what has to hold ===

/// What is allowed; and that signals only ever restrict a request.
fn allowed(signals: &Signals, policy: &Policy) -> Vec<Understood> {
    let understood = signals.understood(policy);
    let ceiling = signals.ceiling(policy);
    for u in &understood {
        let id = policy.purpose(&u.purpose).expect("a purpose").terms.id;
        let left = ceiling.is_none_or(|ceiling| ceiling.has(id));
        assert_eq!(left, u.meaning != Meaning::Deny, "{u:?}");
    }
    understood.into_iter().filter(|u| u.meaning == Meaning::AllowIfAuthoritative).collect()
}

fn check_tcf(text: &str, policy: &Policy) {
    let Ok(reading) = tcf::decode(text) else { return };
    let fields = reading.known().map(tcf::Tcf::shown).unwrap_or_default();
    let signals = Signals { tcf: Some(reading), ..Signals::default() };
    for u in allowed(&signals, policy) {
        assert!(europe_says_yes(&fields, &u.purpose), "{text} grants {u:?}");
    }
}

fn check_gpp(text: &str, policy: &Policy) {
    let Ok(reading) = gpp::decode(text) else { return };
    let unknown = reading.known().is_none_or(|read| !read.unknown.is_empty() || read.has_unknown);
    let fields = reading.known().map(gpp::Gpp::shown).unwrap_or_default();
    let signals = Signals { gpp: Some(reading), ..Signals::default() };
    for u in allowed(&signals, policy) {
        let sections = fields.as_object().expect("sections");
        let yes = sections.iter().any(|(name, fields)| section_says_yes(name, fields, &u.purpose));
        let no = u.purpose == "ads" && sections.values().any(state_says_no);
        assert!(yes && !no && !unknown, "{text} grants {u:?}");
    }
}

/// Checks that no beginning of a string grants what its whole does not.
fn check_cut<T>(
    whole: &str,
    decode: fn(&str) -> Result<Reading<T>, Unreadable>,
    signals: fn(Reading<T>) -> Signals,
    policy: &Policy,
) {
    let granted = |text: &str| Some(allowed(&signals(decode(text).ok()?), policy));
    let by_whole = granted(whole).unwrap_or_else(|| panic!("unread: {whole}"));
    for part in (0..whole.len()).map(|at| &whole[..at]) {
        let by_part = granted(part).unwrap_or_default();
        assert!(by_part.iter().all(|u| by_whole.contains(u)), "{part} of {whole} grants {by_part:?}");
    }
}

fn tcf_alone(reading: Reading<tcf::Tcf>) -> Signals {
    Signals { tcf: Some(reading), ..Signals::default() }
}

fn gpp_alone(reading: Reading<gpp::Gpp>) -> Signals {
    Signals { gpp: Some(reading), ..Signals::default() }
}

/// Sound strings that say yes to everything they can speak of, so that wounds have something to spoil.
const YES_TCF: &str = "CAAAAAAAAAAAAAAAAAAAAFCgAP_wAAAAAAAAAAAAAAAA.IAAA.f_wAAAAAAA";
const YES_GPP: [&str; 2] = ["DBABBg~BVoAAAAA.QA", "DBABLA~CVVqgAAAAAAA.QA"];

fn seeds(kind: &str) -> Vec<String> {
    let strings = theirs(kind, SEEDS);
    strings.iter().filter_map(|line| line["string"].as_str()).map(str::to_owned).collect()
}

fn tcf_seeds() -> Vec<String> {
    let mut seeds = seeds("tcf");
    seeds.extend(std::iter::repeat_n(YES_TCF.to_owned(), SEEDS / 3));
    seeds
}

fn gpp_seeds() -> Vec<String> {
    let mut seeds = seeds("gpp");
    let yes = YES_GPP.iter().map(|text| (*text).to_owned()).chain([format!("DBABMA~{YES_TCF}")]);
    seeds.extend(yes.cycle().take(SEEDS / 3));
    seeds
}

#[test]
fn the_strings_that_say_yes_are_understood_as_yes() {
    let policy = Policy::shipped().expect("shipped");
    let tcf = tcf_alone(tcf::decode(YES_TCF).expect("readable"));
    assert_eq!(allowed(&tcf, &policy).len(), 4, "{:#?}", tcf.understood(&policy));
    for text in YES_GPP {
        let gpp = gpp_alone(gpp::decode(text).expect("readable"));
        assert_eq!(allowed(&gpp, &policy).len(), 1, "{text} {:#?}", gpp.understood(&policy));
    }
}

#[test]
fn a_wounded_tc_string_never_panics_and_never_grants() {
    let policy = Policy::shipped().expect("shipped");
    try_out(&tcf_seeds(), |text| check_tcf(text, &policy));
}

#[test]
fn a_wounded_gpp_string_never_panics_and_never_grants() {
    let policy = Policy::shipped().expect("shipped");
    try_out(&gpp_seeds(), |text| check_gpp(text, &policy));
}

#[test]
fn a_wounded_adpc_field_never_panics_and_never_grants_what_it_does_not_name() {
    let policy = Policy::shipped().expect("shipped");
    let seeds = ["withdraw=*, consent=\"train recommend\"", "object=direct-marketing, withdraw=ads", "consent=measure"];
    try_out(&seeds.map(str::to_owned), |text| {
        let Ok(read) = adpc::decode(text) else { return };
        let signals = Signals { adpc: Some(read.clone()), ..Signals::default() };
        for u in allowed(&signals, &policy) {
            let named = read.consent.contains(&u.purpose) && !read.withdraw.contains(&u.purpose);
            assert!(named, "{text} grants {u:?}");
        }
    });
}

#[test]
fn no_beginning_of_a_string_grants_more_than_its_whole() {
    let policy = Policy::shipped().expect("shipped");
    tcf_seeds().iter().for_each(|whole| check_cut(whole, tcf::decode, tcf_alone, &policy));
    let short = gpp_seeds().into_iter().filter(|whole| whole.len() < 600);
    short.for_each(|whole| check_cut(&whole, gpp::decode, gpp_alone, &policy));
}
