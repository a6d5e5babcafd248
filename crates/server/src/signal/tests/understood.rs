//! What signals mean, as a table: for every yes there is a no.

use super::{known, text};
use crate::signal::Reading;
use crate::signal::adpc;
use crate::signal::gpp;
use crate::signal::tcf;
use crate::signal::understood::{Meaning, Signals};
use app::Policy;

const PURPOSES: [&str; 5] = ["ads", "measure", "message", "recommend", "train"];

/// Checks what signals mean for ads, measure, message, recommend and train: `n` no, `y` a yes if authoritative, `.`
/// nothing.
fn check(world: &str, signals: &Signals, due: &str) {
    let policy = Policy::shipped().expect("shipped");
    let understood = signals.understood(&policy);
    let keys: Vec<&str> = understood.iter().map(|u| u.purpose.as_str()).collect();
    assert_eq!(keys, PURPOSES);
    let sign = |meaning| match meaning {
        Meaning::Deny => 'n',
        Meaning::Nothing => '.',
        Meaning::AllowIfAuthoritative => 'y',
    };
    let found: String = understood.iter().map(|u| sign(u.meaning)).collect();
    assert_eq!(found, due, "{world}: {understood:#?}");
    for u in &understood {
        assert_eq!(u.because.is_empty(), u.meaning == Meaning::Nothing, "{world}: each answer has its bits");
    }
    let denied = |key: &str| understood.iter().any(|u| u.purpose == key && u.meaning == Meaning::Deny);
    for (key, entry) in policy.purposes() {
        let left = signals.ceiling(&policy).is_none_or(|ceiling| ceiling.has(entry.terms.id));
        assert_eq!(left, !denied(key), "{world}: what is denied leaves the ceiling, and nothing else does");
    }
}

/// A bit for each of these purposes of the TCF.
fn bits(purposes: &[u32]) -> u64 {
    purposes.iter().map(|p| 1 << (24 - p)).sum()
}

const ALL: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const DISCLOSED: &str = "IAAA";

fn core(policy_version: u64, service_specific: bool, purposes: &[u32]) -> String {
    let before = [(2, 6), (0, 36), (0, 36), (0, 12), (0, 12), (0, 6), (0, 12), (0, 12)];
    let mine = [(policy_version, 6), (u64::from(service_specific), 1), (0, 1), (0, 12), (bits(purposes), 24)];
    let after = [(bits(ALL), 24), (0, 1), (0, 12), (0, 17), (0, 17), (0, 12)];
    text(&[&before[..], &mine, &after].concat())
}

fn publisher(purposes: &[u32]) -> String {
    text(&[(3, 3), (bits(purposes), 24), (bits(ALL), 24), (0, 6)])
}

fn tcf(string: &str) -> Signals {
    Signals { tcf: Some(tcf::decode(string).expect("readable")), ..Signals::default() }
}

fn gpp(string: &str) -> Signals {
    Signals { gpp: Some(gpp::decode(string).expect("readable")), ..Signals::default() }
}

#[test]
fn a_tc_string_speaks_by_the_bits_of_its_purposes() {
    let whole = |purposes: &[u32], own: &[u32]| format!("{}.{DISCLOSED}.{}", core(5, true, purposes), publisher(own));
    check("all", &tcf(&whole(ALL, ALL)), "yy.yy");
    check("none", &tcf(&whole(&[], &[])), "nn.nn");
    check("nothing for the publisher", &tcf(&whole(ALL, &[])), "nn.nn");
    check("nothing for the others", &tcf(&whole(&[], ALL)), "nn.nn");
    check("a profile for content alone", &tcf(&whole(ALL, &[5])), "nn.nn");
    check("content by a profile", &tcf(&whole(ALL, &[5, 6])), "nn.yn");
    check("advertisements", &tcf(&whole(ALL, &[2, 3, 4])), "yn.nn");
    check("measuring", &tcf(&whole(ALL, &[8, 9])), "ny.nn");
    check("improving", &tcf(&whole(ALL, &[10])), "nn.ny");
}

#[test]
fn a_tc_string_that_is_not_as_it_is_due_says_no_and_never_yes() {
    let own = publisher(ALL);
    check("without the vendors shown", &tcf(&format!("{}.{own}", core(5, true, ALL))), ".....");
    check("without the publisher's", &tcf(&format!("{}.{DISCLOSED}", core(5, true, ALL))), ".....");
    check("for other services too", &tcf(&format!("{}.{DISCLOSED}.{own}", core(5, false, ALL))), ".....");
    check("of a policy to come", &tcf(&format!("{}.{DISCLOSED}.{own}", core(6, true, ALL))), ".....");
    check("of a policy to come, no", &tcf(&format!("{}.{DISCLOSED}.{own}", core(6, true, &[]))), "nn.nn");
    check("with a segment to come", &tcf(&format!("{}.{DISCLOSED}.{own}.4AAA", core(5, true, ALL))), ".....");
    let unknown = Signals { tcf: Some(Reading::Unknown), ..Signals::default() };
    check("of another version", &unknown, ".....");
}

/// Sections 6; 7; 8; 8 and 9.
const USP: &str = "DBABTA~";
const USNAT: &str = "DBABLA~";
const USCA: &str = "DBABBg~";

/// A section of California: notices given, these opt-outs, nothing else.
fn california(sale: u64, sharing: u64, personal: u64, second: &str) -> Signals {
    let core = text(&[(1, 6), (1, 2), (1, 2), (1, 2), (sale, 2), (sharing, 2), (0, 22), (personal, 2), (0, 6)]);
    gpp(&format!("{USCA}{core}{second}"))
}

#[test]
fn an_opt_out_of_the_us_is_a_no_to_advertising_and_to_nothing_else() {
    check("neither", &california(2, 2, 0, ".QA"), "y....");
    check("of sale", &california(1, 2, 0, ".QA"), "n....");
    check("of sharing", &california(2, 1, 0, ".QA"), "n....");
    check("gpc was seen", &california(2, 2, 0, ".YA"), "n....");
    check("no consent to more", &california(2, 2, 1, ".QA"), "n....");
    check("it is not said whether gpc was seen", &california(2, 2, 0, ""), ".....");
    check("does not apply", &california(0, 0, 0, ".QA"), ".....");
    check("half does not apply", &california(2, 0, 0, ".QA"), ".....");
    check("a number to come", &california(2, 3, 0, ".QA"), ".....");
    check("a number to come beside a no", &california(1, 3, 0, ".QA"), "n....");
    check("a segment to come", &california(2, 2, 0, ".gA"), ".....");
}

#[test]
fn a_yes_needs_the_notice() {
    let core = text(&[(1, 6), (2, 2), (1, 2), (1, 2), (2, 2), (2, 2), (0, 30)]);
    check("no notice of sale", &gpp(&format!("{USCA}{core}.QA")), ".....");
}

#[test]
fn the_national_section_has_three_opt_outs() {
    let with = |opt_outs: [u64; 3]| {
        let notices = [(2, 6), (1, 2), (1, 2), (1, 2), (1, 2), (1, 2), (1, 2)];
        let numbers = [&notices[..], &opt_outs.map(|n| (n, 2)), &[(0, 46)]].concat();
        gpp(&format!("{USNAT}{}.QA", text(&numbers)))
    };
    check("none taken", &with([2, 2, 2]), "y....");
    for opt_outs in [[1, 2, 2], [2, 1, 2], [2, 2, 1]] {
        check("one taken", &with(opt_outs), "n....");
    }
}

#[test]
fn the_us_privacy_string_speaks_of_sale_and_can_not_say_yes_to_targeting() {
    check("opted out", &gpp(&format!("{USP}1YYN")), "n....");
    check("did not opt out", &gpp(&format!("{USP}1YNN")), ".....");
    check("does not apply", &gpp(&format!("{USP}1---")), ".....");
    check("another version", &gpp(&format!("{USP}2YYN")), ".....");
}

#[test]
fn canada_s_implied_consent_is_neither_yes_nor_no() {
    let of = |policy: u64, express: &[u32], implied: &[u32], own: &[u32]| {
        let before =
            [(1, 6), (0, 36), (0, 36), (0, 12), (0, 12), (0, 6), (0, 12), (0, 12), (policy, 6), (0, 1), (0, 12)];
        let core = [&before[..], &[(bits(express), 24), (bits(implied), 24), (0, 17), (0, 17), (0, 12)]].concat();
        let own = text(&[(3, 3), (bits(own), 24), (0, 24), (0, 6)]);
        gpp(&format!("DBABDA~{}.{own}.{DISCLOSED}", text(&core)))
    };
    let with = |express: &[u32], implied: &[u32], own: &[u32]| of(2, express, implied, own);
    check("of a policy to come", &of(3, ALL, &[], ALL), ".....");
    check("express", &with(ALL, &[], ALL), "yy.yy");
    check("implied", &with(&[], ALL, ALL), ".....");
    check("neither", &with(&[], &[], ALL), "nn.nn");
    check("not for the publisher", &with(ALL, &[], &[5, 6]), "nn.yn");
}

#[test]
fn a_browser_s_own_signals_close_what_they_speak_of() {
    check("nothing", &Signals::default(), ".....");
    check("gpc", &Signals { gpc: true, ..Signals::default() }, "n....");
    check("dnt", &Signals { dnt: true, ..Signals::default() }, ".n...");
    let adpc = |text| Signals { adpc: Some(adpc::decode(text).expect("readable")), ..Signals::default() };
    check("withdraws one", &adpc("withdraw=train"), "....n");
    check("withdraws all", &adpc("withdraw=*"), "nnnnn");
    check("withdraws all but one", &adpc("withdraw=*, consent=train"), "nnnny");
    check("consents", &adpc("consent=\"train other\""), "....y");
    check("says both", &adpc("consent=train, withdraw=train"), "....n");
    check("objects", &adpc("object=direct-marketing"), "n.n..");
    check("objects to what is not known", &adpc("object=all, consent=train"), "n.n..");
}

#[test]
fn one_no_outweighs_every_yes_and_what_is_not_understood_leaves_none() {
    let yes = tcf(&format!("{}.{DISCLOSED}.{}", core(5, true, ALL), publisher(ALL)));
    check("gpc beside a yes", &Signals { gpc: true, ..yes.clone() }, "ny.yy");
    check("a state's opt-out beside a yes", &Signals { gpp: california(1, 2, 0, ".QA").gpp, ..yes.clone() }, "ny.yy");
    let unknown = Signals { gpp: Some(Reading::Known(known(gpp::decode("DBABRg~DAAA")))), ..yes };
    check("an unknown section beside a yes", &unknown, ".....");
}
