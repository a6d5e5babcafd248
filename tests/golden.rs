//! The golden table of permissions: purposes x states of will x categories, as ticks; and the HTTP interface as it is.

use domain::{
    Action, AgeBand, ChannelId, Context, Datum, Kind, Origin, Placement, PurposeId, PurposeSet, Scope, Standing,
    Statement, Status, UnixTime,
};
use std::fmt::Write as _;
use std::path::Path;
use vault::gate::evaluate;
use vault::policy::{Category, Policy, PurposeEntry};

const NOW: UnixTime = UnixTime(1_700_000_000);
const HOUR: i64 = 3_600;

/// What somebody said, and what is known of them.
#[derive(Clone, Copy)]
struct Will {
    name: &'static str,
    says: &'static [(Kind, i64)],
    age: AgeBand,
    status: Status,
    signal: bool,
}

const NOTHING: Will =
    Will { name: "nothing said", says: &[], age: AgeBand::Adult, status: Status::Active, signal: false };
const YES: &[(Kind, i64)] = &[(Kind::Grant, 9)];

const WILLS: [Will; 11] = [
    NOTHING,
    Will { name: "yes", says: YES, ..NOTHING },
    Will { name: "no", says: &[(Kind::Refuse, 9)], ..NOTHING },
    Will { name: "withdrawn", says: &[(Kind::Grant, 9), (Kind::Withdraw, 3)], ..NOTHING },
    Will { name: "yes again", says: &[(Kind::Withdraw, 9), (Kind::Grant, 3)], ..NOTHING },
    Will { name: "tie", says: &[(Kind::Grant, 9), (Kind::Withdraw, 9)], ..NOTHING },
    Will { name: "expired", says: &[(Kind::Grant, 24 * 800)], ..NOTHING },
    Will { name: "yes, GPC", says: YES, signal: true, ..NOTHING },
    Will { name: "yes, child", says: YES, age: AgeBand::Child, ..NOTHING },
    Will { name: "restricted", says: YES, status: Status::Restricted, ..NOTHING },
    Will { name: "erased", says: YES, status: Status::Erased, ..NOTHING },
];

const PLACES: [&[&str]; 28] = [
    &["eu"],
    &["uk"],
    &["us-ca"],
    &["us-md"],
    &["zz-strict"],
    &["atlantis"],
    &["eu", "us-ca"],
    &["fr"],
    &["de"],
    &["it"],
    &["ie"],
    &["es"],
    &["ch"],
    &["br"],
    &["ca-qc"],
    &["in"],
    &["us-co"],
    &["us-ct"],
    &["us-tx"],
    &["us-or"],
    &["us-mt"],
    &["us-de"],
    &["us-nh"],
    &["us-nj"],
    &["us-mn"],
    &["us-ne"],
    &["fr", "in"],
    &["us-ca", "us-tx"],
];

fn statement(purpose: PurposeId, kind: Kind, hours_ago: i64) -> Statement {
    let at = NOW.plus(-hours_ago * HOUR);
    Statement {
        kind,
        scope: Scope { purpose: Some(purpose), category: None, recipient: None, channel: None },
        client_at: at,
        received_at: at,
        actor: domain::Actor::Subject,
        explicit: true,
        past_data: false,
        overrides: None,
        notice_current: true,
        shown: None,
    }
}

fn allowed(policy: &Policy, entry: &PurposeEntry, category: &Category, will: Will, places: &[&str]) -> bool {
    let jurisdictions: Vec<_> = places.iter().map(|place| policy.jurisdiction(place)).collect();
    let resolved = policy.at(NOW).resolve(entry, &jurisdictions);
    let terms = &*resolved.terms;
    let ledger: Vec<_> = will.says.iter().map(|(kind, ago)| statement(terms.id, *kind, *ago)).collect();
    let standing = Standing {
        status: will.status,
        age: will.age,
        known: true,
        paused: false,
        opt_out_first_seen: None,
        ledger: &ledger,
    };
    let channel = ChannelId(u8::try_from(terms.channels.trailing_zeros()).expect("a channel"));
    let context = Context {
        now: NOW,
        action: Action::Serve,
        jurisdictions,
        channel,
        recipient: None,
        recipient_ok: true,
        opt_out_signal: will.signal,
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
        category: category.id,
        sensitivity: category.sensitivity,
        protected: category.protected,
        origin: Origin::Observed,
        collected_at: NOW.plus(-HOUR),
        retained_until: None,
        disclosed: PurposeSet::NONE.with(terms.id),
        channel,
        suppressed: false,
        contested: false,
        shared_by: None,
        lineage: Vec::new(),
    };
    let beside = resolved.reasons(datum.sensitivity, will.age, false);
    evaluate(terms, &datum, &standing, &context).or(beside).allow()
}

fn table(policy: &Policy) -> String {
    let mut out = String::from("Who may what: x is yes, . is no. A change of a tick needs a reason in its commit.\n");
    for (key, entry) in policy.at(NOW).purposes() {
        for places in PLACES {
            let _ = write!(out, "\n{key} in {}\n{:<18}", places.join(" + "), "");
            let names: Vec<&str> = policy.categories().map(|(name, _)| name).collect();
            out.push_str(&names.join("  "));
            for will in WILLS {
                let _ = write!(out, "\n{:<18}", will.name);
                for (name, category) in policy.categories() {
                    let tick = if allowed(policy, entry, category, will, places) { 'x' } else { '.' };
                    let _ = write!(out, "{tick:<width$}", width = name.len() + 2);
                }
                out.truncate(out.trim_end().len());
            }
            out.push('\n');
        }
    }
    out
}

/// Compares with the committed file; `UPDATE_GOLDEN=1` writes it anew.
#[expect(clippy::disallowed_methods, reason = "a switch of the tests")]
fn golden(name: &str, now: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        std::fs::write(&path, now).expect("writes");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == now, "{name} has changed: look at it, and write it anew with UPDATE_GOLDEN=1");
}

#[test]
fn who_may_what_is_as_it_was() {
    golden("permissions.txt", &table(&Policy::shipped().expect("shipped")));
}

#[test]
fn the_http_interface_is_as_it_was() {
    let text = serde_json::to_string_pretty(&server::api::document()).expect("writable");
    golden("openapi.json", &format!("{text}\n"));
}

/// What `docs/privacy.md` says between two marks follows from the policy; `UPDATE_GOLDEN=1` writes it anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "a switch of the tests")]
fn the_privacy_page_says_how_long_what_is_kept_as_the_policy_does() {
    const MARKS: [&str; 2] = ["<!-- assent policy privacy -->\n", "<!-- end -->"];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/privacy.md");
    let page = std::fs::read_to_string(&path).expect("the page");
    let (before, rest) = page.split_once(MARKS[0]).expect("the first mark");
    let (kept, after) = rest.split_once(MARKS[1]).expect("the last mark");
    let now = format!("\n{}\n", Policy::shipped().expect("shipped").keeping());
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        std::fs::write(&path, format!("{before}{}{now}{}{after}", MARKS[0], MARKS[1])).expect("writes");
    } else {
        assert!(kept == now, "docs/privacy.md is not what the policy says: write it anew with UPDATE_GOLDEN=1");
    }
}

#[test]
fn the_table_knows_every_profile() {
    let policy = Policy::shipped().expect("shipped");
    for (key, _) in policy.profiles() {
        assert!(PLACES.contains(&&[key][..]), "{key} is not in the table");
    }
}
